// The grammar's colours are held against the language server's on every example.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { spawn } = require("node:child_process");
const oniguruma = require("vscode-oniguruma");
const { Registry } = require("vscode-textmate");

const root = path.join(__dirname, "..", "..", "..");
const program = process.env.ARCHLINT || path.join(root, "target", "debug", "archlint");
/** Of so many characters that the server colours, the grammar must colour alike. */
const ENOUGH = 0.98;

const SCOPES = [
  ["keyword.control", "keyword"],
  ["keyword.operator", "operator"],
  ["entity.name.type", "type"],
  ["entity.name.function", "function"],
  ["support.function", "function"],
  ["entity.name.namespace", "namespace"],
  ["variable.other.component", "class"],
  ["variable.other.property", "property"],
  ["constant.other", "enumMember"],
  ["constant.numeric", "number"],
  ["constant.character", "string"],
  ["string", "string"],
  ["comment", "comment"],
];

function kind(scopes) {
  for (const scope of [...scopes].reverse()) {
    const found = SCOPES.find(([prefix]) => scope.startsWith(prefix));
    if (found) return found[1];
  }
  return undefined;
}

// Which of the names is a group, and which a component, no grammar of a line can know.
const NAMES = new Set(["class", "namespace"]);
const alike = (a, b) => a === b || (NAMES.has(a) && NAMES.has(b));

async function grammar() {
  const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () =>
      JSON.parse(fs.readFileSync(path.join(__dirname, "..", "syntaxes", "archlint.tmLanguage.json"), "utf8")),
  });
  return registry.loadGrammar("source.archlint");
}

/** Asks the server once and waits for the answer with that number. */
function server() {
  const child = spawn(program, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  let buffer = Buffer.alloc(0);
  const waiting = new Map();
  child.stdout.on("data", (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const end = buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(buffer.subarray(0, end).toString())[1]);
      if (buffer.length < end + 4 + length) return;
      const message = JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString());
      buffer = buffer.subarray(end + 4 + length);
      if (waiting.has(message.id)) waiting.get(message.id)(message.result);
    }
  });
  let next = 0;
  const write = (message) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  return {
    notify: (method, params) => write({ method, params }),
    ask: (method, params) =>
      new Promise((resolve) => {
        const id = ++next;
        waiting.set(id, resolve);
        write({ id, method, params });
      }),
    end: () => child.stdin.end(),
  };
}

function examples(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const whole = path.join(folder, entry.name);
    if (entry.isDirectory()) return examples(whole);
    return entry.name.endsWith(".arch") ? [whole] : [];
  });
}

test("the grammar colours the examples as the server does", async () => {
  const rules = await grammar();
  const { INITIAL } = require("vscode-textmate");
  const lsp = server();
  const { capabilities } = await lsp.ask("initialize", { capabilities: {} });
  const types = capabilities.semanticTokensProvider.legend.tokenTypes;
  lsp.notify("initialized", {});
  let [all, same] = [0, 0];
  const differ = new Map();
  for (const file of examples(path.join(root, "examples"))) {
    const text = fs.readFileSync(file, "utf8");
    const uri = `file://${file}`;
    lsp.notify("textDocument/didOpen", { textDocument: { uri, languageId: "archlint", version: 1, text } });
    const { data } = await lsp.ask("textDocument/semanticTokens/full", { textDocument: { uri } });
    const lines = text.split(/\r?\n/);
    let state = INITIAL;
    const coloured = lines.map((line) => {
      const { tokens, ruleStack } = rules.tokenizeLine(line, state);
      state = ruleStack;
      const of = new Array(line.length);
      for (const token of tokens) of.fill(kind(token.scopes), token.startIndex, token.endIndex);
      return of;
    });
    let [line, column] = [0, 0];
    for (let at = 0; at < data.length; at += 5) {
      column = data[at] ? data[at + 1] : column + data[at + 1];
      line += data[at];
      for (let i = column; i < column + data[at + 2]; i++) {
        all += 1;
        const [wanted, given] = [types[data[at + 3]], coloured[line][i]];
        if (alike(wanted, given)) same += 1;
        else {
          const word = lines[line].slice(column, column + data[at + 2]);
          const key = `${wanted} as ${given}: ${word}`;
          differ.set(key, (differ.get(key) || 0) + 1);
        }
      }
    }
  }
  lsp.end();
  const share = same / all;
  console.log(`colours: ${same} of ${all} characters alike, ${(share * 100).toFixed(2)}%`);
  const worst = [...differ].sort((a, b) => b[1] - a[1]).slice(0, 12);
  assert.ok(share >= ENOUGH, worst.map(([key, count]) => `${count} ${key}`).join("\n"));
});
