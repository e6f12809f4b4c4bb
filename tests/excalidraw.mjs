// Asks Excalidraw itself what it makes of our files: it must keep every shape, and change no more than
// it changes of its own.
//
//   npm install --prefix /tmp/excalidraw @excalidraw/excalidraw@0.18 react react-dom jsdom esbuild
//   node tests/excalidraw.mjs /tmp/excalidraw FILE.excalidraw …

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const folder = resolve(process.argv[2]);
const require = createRequire(`${folder}/package.json`);
const { JSDOM } = require("jsdom");

// What it looks for when it is read: a page, and a canvas that measures text.
function page() {
  const { window } = new JSDOM("<!doctype html>", { url: "http://localhost/", pretendToBeVisual: true });
  const measured = { measureText: (text) => ({ width: text.length * 8 }) };
  const canvas = new Proxy(measured, { get: (all, name) => all[name] ?? (() => {}), set: () => true });
  window.HTMLCanvasElement.prototype.getContext = () => canvas;
  const idle = () => {};
  window.matchMedia = () => ({ matches: false, addEventListener: idle, addListener: idle });
  window.FontFace = class { load() { return Promise.resolve(this); } };
  window.Path2D = window.ResizeObserver = class {};
  const fonts = { add: idle, load: async () => [], check: () => true, has: () => true, forEach: idle };
  Object.defineProperty(window.document, "fonts", { value: fonts });
  const own = ["document", "navigator", "location", "localStorage", "DOMParser", "FileReader", "Blob",
    "File", "Image", "Element", "HTMLElement", "SVGElement", "Node", "MutationObserver", "matchMedia",
    "FontFace", "Path2D", "ResizeObserver", "getComputedStyle", "requestAnimationFrame", "KeyboardEvent"];
  for (const name of ["window", ...own]) {
    const value = name === "window" ? window : window[name];
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  globalThis.devicePixelRatio = 1;
}

async function excalidraw() {
  const built = await require("esbuild").build({
    stdin: { contents: "module.exports = require('@excalidraw/excalidraw')", resolveDir: folder },
    bundle: true, platform: "node", format: "cjs", write: false, logLevel: "error",
    loader: { ".css": "empty", ".woff2": "empty" },
  });
  const module = { exports: {} };
  new Function("module", "exports", "require", built.outputFiles[0].text)(module, module.exports, require);
  return module.exports;
}

// Its own bookkeeping.
const OWN = new Set(["version", "versionNonce", "updated", "index"]);

page();
const { loadFromBlob } = await excalidraw();
let failed = false;
for (const file of process.argv.slice(3)) {
  const text = readFileSync(file, "utf8");
  const before = JSON.parse(text).elements;
  const loaded = await loadFromBlob(new Blob([text], { type: "application/json" }), null, null);
  const after = new Map(loaded.elements.map((element) => [element.id, element]));
  const faults = [];
  for (const element of before) {
    const kept = after.get(element.id);
    if (!kept) faults.push(`${element.type} ${element.id} is dropped`);
    for (const key of Object.keys(kept ?? {}).filter((key) => !OWN.has(key))) {
      const [was, is] = [element[key], kept[key]].map((value) => JSON.stringify(value));
      if (was !== is) faults.push(`${element.type} ${element.id}: ${key} ${was} becomes ${is}`);
    }
  }
  failed ||= faults.length > 0 || before.length === 0;
  console.log(`${file}: ${before.length} shapes, ${faults.length} faults`);
  faults.forEach((fault) => console.log(`  ${fault}`));
}
process.exit(failed ? 1 : 0);
