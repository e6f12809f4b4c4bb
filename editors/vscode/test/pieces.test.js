"use strict";

const test = require("node:test");
const assert = require("node:assert");
const { settings, program, page } = require("../src/pieces");

const configuration = (values) => ({ get: (name) => values[name] });

test("the server hears of a language only where one was chosen", () => {
  assert.deepEqual(settings(configuration({ lang: "auto", hints: [], lens: true, foreign: false })), {
    hints: [],
    lens: true,
    foreign: false,
  });
  assert.equal(settings(configuration({ lang: "ko" })).lang, "ko");
});

test("a workspace that is not trusted does not choose the program", () => {
  const path = { defaultValue: "archlint", workspaceValue: "./evil" };
  assert.equal(program(path, false), "archlint");
  assert.equal(program(path, true), "./evil");
  assert.equal(program({ globalValue: "/opt/archlint", workspaceValue: "./evil" }, false), "/opt/archlint");
  assert.equal(program(undefined, true), "archlint");
});

test("the panel loads nothing and runs its own script only", () => {
  const made = page("<svg></svg>", "vscode-resource:");
  assert.match(made, /default-src 'none'/);
  assert.doesNotMatch(made, /https?:/);
  const [, nonce] = made.match(/script-src 'nonce-(\w+)'/);
  assert.ok(made.includes(`<script nonce="${nonce}">`));
});
