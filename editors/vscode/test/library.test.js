// The library that comes along speaks as the program does. Needs web/dist (web/build.sh).
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { spawnSync } = require("node:child_process");
const { Library, paths, today } = require("../src/library");

const root = path.join(__dirname, "..", "..", "..");
const wasm = path.join(root, "web", "dist", "archlint.wasm");
const program = process.env.ARCHLINT || path.join(root, "target", "debug", "archlint");

const uri = (scheme, authority, path) => ({ scheme, authority, path, toString: () => `${scheme}://${authority}${path}` });
const make = {
  parse(text) {
    const { protocol, host, pathname } = new URL(text);
    return uri(protocol.slice(0, -1), host, decodeURIComponent(pathname));
  },
  from: ({ scheme, authority, path }) => uri(scheme, authority, path),
};

test("a file on no disk has a path, and comes back from it", () => {
  const there = uri("vscode-vfs", "github+1", "/나/설계 1/a#.arch");
  const sent = paths.toServer(there);
  assert.match(sent, /^file:\/\/\/vscode-vfs\/[!-~]+$/);
  assert.deepEqual({ ...paths.fromServer(sent, make, "vscode-vfs"), toString: 0 }, { ...there, toString: 0 });
  assert.equal(paths.toServer(uri("file", "", "/a.arch")), "file:///a.arch");
  assert.equal(String(paths.fromServer("file:///a.arch", make, "file")), "file:///a.arch");
});

test("the day is the one of the place", () => {
  assert.equal(today(new Date(2026, 0, 31, 23, 59)), "2026-01-31");
});

/** A conversation with the library: sends, and waits for what comes back of that sort. */
function talk(files) {
  const heard = [];
  let wake = () => {};
  const library = new Library(new WebAssembly.Module(fs.readFileSync(wasm)), files, (message) => (heard.push(message), wake()), (error) => heard.push({ error }));
  const next = async (wanted) => {
    for (;;) {
      const at = heard.findIndex(wanted);
      if (at >= 0) return heard.splice(at, 1)[0];
      await new Promise((done) => (wake = done));
    }
  };
  return { library, next, say: (message) => library.take({ jsonrpc: "2.0", ...message }) };
}

test("the findings of every example are those of the program", async () => {
  const folder = path.join(root, "examples");
  const all = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
  const inside = all.map((it) => path.relative(folder, path.join(it.parentPath ?? it.path, it.name)).split(path.sep).join("/"));
  const files = Object.fromEntries(inside.map((name) => [path.posix.join("/w", name), fs.readFileSync(path.join(folder, name), "utf8")]));
  const names = inside.filter((name) => name.endsWith(".arch"));
  const { next, say } = talk(files);
  say({ id: 1, method: "initialize", params: { rootUri: "file:///w", capabilities: {} } });
  await next(({ id }) => id === 1);
  say({ method: "initialized", params: {} });
  for (const name of names) {
    const uri = `file:///w/${name.split("/").map(encodeURIComponent).join("/")}`;
    const text = files[path.posix.join("/w", name)];
    say({ method: "textDocument/didOpen", params: { textDocument: { uri, version: 1, languageId: "archlint", text } } });
    const { params } = await next(({ method, params }) => method === "textDocument/publishDiagnostics" && params.uri === uri);
    const found = params.diagnostics.filter(({ code }) => code).map(({ code, range }) => `${range.start.line + 1} ${code}`);
    const printed = spawnSync(program, ["check", "--format", "json", path.join(folder, name)], { encoding: "utf8" }).stdout;
    const expected = JSON.parse(printed).findings.filter((it) => !it.accepted && it.file.endsWith(name));
    // The program says findings of one cause once; an editor marks each of their places.
    const at = (rule) => ({ range }) => `${range.start.line} ${rule}`;
    const said = expected.map((it) => at(it.rule)(it));
    const marked = new Set(expected.flatMap((it) => [it, ...(it.related ?? [])].map(at(it.rule))));
    assert.deepEqual(said.filter((it) => !found.includes(it)), [], name);
    assert.deepEqual(found.filter((it) => !marked.has(it)), [], name);
    say({ method: "textDocument/didClose", params: { textDocument: { uri } } });
  }
});

test("files that change are read anew, and what fails says so", async () => {
  const { library, next, say } = talk({ "/w/b.arch": "mysql orders\n" });
  say({ id: 1, method: "initialize", params: { rootUri: "file:///w", capabilities: {} } });
  say({ method: "initialized", params: {} });
  const text = 'include "b.arch"\nwas api\napi -> orders\n';
  say({ method: "textDocument/didOpen", params: { textDocument: { uri: "file:///w/a.arch", version: 1, languageId: "archlint", text } } });
  const of = (wanted) => ({ method, params }) =>
    method === "textDocument/publishDiagnostics" && params.uri === "file:///w/a.arch" && params.diagnostics.some(({ code }) => code === "unknown-name") === wanted;
  await next(of(false));
  library.bring({ "/w/b.arch": null });
  say({ method: "workspace/didChangeWatchedFiles", params: { changes: [{ uri: "file:///w/b.arch", type: 3 }] } });
  await next(of(true));
});
