// Puts the extension together in dist: the two bundles, and the library as web/build.sh made it.
import { build } from "esbuild";
import { copyFileSync, mkdirSync } from "node:fs";

mkdirSync("dist", { recursive: true });
copyFileSync("../../web/dist/archlint.wasm", "dist/archlint.wasm");
const common = { bundle: true, minify: true, external: ["vscode"] };
await build({ ...common, entryPoints: ["src/extension.js"], platform: "node", outfile: "dist/extension.js" });
await build({ ...common, entryPoints: ["src/browser.js"], platform: "browser", format: "cjs", outfile: "dist/browser.js" });
