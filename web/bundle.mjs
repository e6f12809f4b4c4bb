// Puts the playground together from the library's own page, the files in play/, and the examples.
//
//   node bundle.mjs WASM OUT [assets]
//
// writes OUT/index.html with OUT/archlint.wasm beside it, and OUT/archlint-playground.html, which is
// both in one file. The page is the one that is compiled into the module; with `assets` the one that
// lies in assets/page, while somebody works on it.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { instance } from "./library.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [, , wasmFile, out, fromAssets] = process.argv;
const wasm = readFileSync(wasmFile);
const ask = instance(wasm);
/** The script of the playground, in the order in which it stands. */
const PLAY = ["play.js", "texts.js", "editor.js", "links.js", "bar.js"];
const part = (name) => readFileSync(join(here, "play", name), "utf8");
const compiled = ask({ ask: "page" });
const asset = (name) => readFileSync(join(here, "../assets/page", name), "utf8");
/** The same from the files, in the order of src/view/page.rs. */
const lying = () => {
  const order = readFileSync(join(here, "../src/view/page.rs"), "utf8").matchAll(/assets\/page\/(\w+\.js)"/g);
  const parts = [...order].map(([, name]) => asset(name));
  return { styles: [asset("page.css"), compiled.styles[1]], bar: asset("bar.html"), panel: asset("panel.html"), script: `(() => {\n"use strict";\n${parts.join("")}})();\n` };
};

/** The repository's examples: a folder of texts that build on each other is one. */
const examples = () => {
  const folder = join(here, "..", "examples");
  const found = [];
  const add = (names, under) => {
    const texts = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, under, name), "utf8")]));
    const main = names.find((name) => name.startsWith("to-be")) ?? names[0];
    const title = /design\s+"([^"]+)"/.exec(texts[main])?.[1] ?? main;
    found.push({ title, main, texts });
  };
  const designs = (under) => readdirSync(join(folder, under)).filter((name) => name.endsWith(".arch")).sort();
  for (const name of designs(".")) add([name], ".");
  for (const under of ["ticketing", "chat"]) add(designs(under), under);
  for (const name of designs("growth")) add([name], "growth");
  return found;
};

const digest = (text) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;
/** JSON in which nothing ends the element around it. */
const data = (value) => JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

const page = (packed) => {
  const { styles, bar, panel, script } = fromAssets ? lying() : compiled;
  const host = part("host.js");
  const play = `(() => {\n"use strict";\n${PLAY.map(part).join("\n")}})();\n`;
  const all = [...styles, part("play.css")];
  const policy = [
    "default-src 'none'",
    `script-src 'wasm-unsafe-eval' ${[host, script, play].map(digest).join(" ")}`,
    `style-src ${all.map(digest).join(" ")}`,
    "img-src data: blob:",
    "worker-src blob:",
    `connect-src ${packed ? "'none'" : "'self'"}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return [
    `<!doctype html>\n<html lang="ko" class="auto">\n<head>\n<meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n<title>archlint</title>`,
    ...all.map((style) => `<style>${style}</style>`),
    `</head>\n<body>\n${bar}${part("play.html")}<main id="view"></main>\n${panel}`,
    `<script type="application/json" id="play-data">${data({ examples: examples() })}</script>`,
    `<script type="text/plain" id="play-worker">${part("worker.js")}</script>`,
    packed ? `<script type="text/plain" id="play-wasm">${packed}</script>` : "",
    ...[host, script, play].map((text) => `<script>${text}</script>`),
    "</body>\n</html>\n",
  ].join("\n");
};

mkdirSync(out, { recursive: true });
const packed = gzipSync(wasm, { level: 9 });
const files = {
  "index.html": page(""),
  "archlint.wasm": wasm,
  "archlint-playground.html": page(packed.toString("base64")),
};
for (const [name, bytes] of Object.entries(files)) writeFileSync(join(out, name), bytes);
const mb = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
console.log(`playground: wasm ${mb(wasm.length)} (gzip ${mb(packed.length)}), one file ${mb(files["archlint-playground.html"].length)}, in ${out}`);
