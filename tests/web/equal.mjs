// The library in a browser says and draws byte for byte what the program does, on every example.
//
//   node equal.mjs WASM [BINARY]
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { instance } from "../../web/library.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const [, , wasm, binary = join(root, "target/debug/archlint")] = process.argv;
const bytes = readFileSync(wasm);
const files = (folder) => readdirSync(folder).flatMap((name) => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? files(path) : [path];
});
const designs = (folder) => files(folder).filter((path) => path.endsWith(".arch"));
const DAY = "2026-01-31";
const env = { ...process.env, SOURCE_DATE_EPOCH: String(Date.parse(`${DAY}T00:00:00Z`) / 1000) };

const config = join(mkdtempSync(join(tmpdir(), "archlint-equal-")), "archlint.toml");
writeFileSync(config, "");
process.on("exit", () => rmSync(dirname(config), { recursive: true }));
let count = 0;
for (const path of designs(join(root, "examples")).sort()) {
  const [folder, main] = [dirname(path), path.split("/").pop()];
  const texts = Object.fromEntries(files(folder).map((file) => [relative(folder, file), readFileSync(file, "utf8")]));
  for (const lang of ["ko", "en"]) {
    const alike = (one, other, what) => {
      if (one === other) return;
      let at = 0;
      while (one[at] === other[at]) at += 1;
      assert.fail(`${what} of ${path} in ${lang} differ at ${at}:\n${one.slice(at - 40, at + 80)}\n${other.slice(at - 40, at + 80)}`);
    };
    const ask = instance(bytes);
    // The configuration of the repository is not in the browser; an empty one holds here, too.
    const native = (...args) => {
      try {
        return execFileSync(binary, [...args, "--lang", lang, "--config", config], { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 });
      } catch (error) { return error.stdout; }
    };
    ask({ ask: "check", texts, main, lang, today: DAY });
    const drawn = ask({ ask: "export", form: "svg" }).text;
    alike(drawn, native("render", main, "--format", "svg"), "the pictures");
    const said = ask({ ask: "export", form: "json" }).text;
    alike(said, native("check", main, "--format", "json"), "the findings");
    const scenario = ask({ ask: "simulate", traffic: 10 }).outcome.saturation.map(({ name }) => name);
    const simulated = JSON.parse(native("simulate", main, "--traffic", "10x", "--format", "json")).scenarios[0];
    assert.deepEqual(scenario, simulated.saturation_order.slice(0, scenario.length), `the order of ${path}`);
    count += 1;
  }
}
console.log(`equal on ${count / 2} of ${count / 2} examples, in both languages: pictures byte for byte, findings, saturation`);
// What is deep, long or broken ends in an answer, never in a trap.
const ask = instance(bytes);
const deep = [
  "group g { ".repeat(64), `was a { x = ${"(".repeat(5000)}`, `let a = ${"1 + ".repeat(5000)}1\n`,
  `user u\n${Array.from({ length: 2000 }, (_, at) => `was w${at}\n`).join("")}u -> ${Array.from({ length: 2000 }, (_, at) => `w${at}`).join(" -> ")}\n`,
  "\u0000\ufeff\u202e".repeat(1000), "🚀".repeat(5000), "",
];
for (const text of deep) {
  ask({ ask: "check", texts: { "a.arch": text }, main: "a.arch", lang: "ko", today: DAY });
  ask({ ask: "state", lang: "ko" });
}
console.log(`no trap on ${deep.length} hostile texts`);
