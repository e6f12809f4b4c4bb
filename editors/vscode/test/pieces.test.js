"use strict";

const test = require("node:test");
const assert = require("node:assert");
const { settings, program, range } = require("../src/pieces");

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

test("a place is where its characters are, behind Hangul and emoji, too", () => {
  const lines = ["user fan", 'was 주문 "🚀" api'];
  const place = { line: 2, column: 9, endLine: 2, endColumn: 10 };
  assert.deepEqual(range(place, (line) => lines[line]), [
    [1, 8],
    [1, 10],
  ]);
});
