#!/usr/bin/env node
// Hands over to the binary of the package for this platform.
const { spawnSync } = require("node:child_process");

const name = `@archlint/${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "archlint.exe" : "archlint";

let binary;
try {
  binary = require.resolve(`${name}/${file}`);
} catch {
  console.error(`archlint: no ${name} here. Install without --omit=optional, or take another way: https://github.com/archlint/archlint#install`);
  process.exit(2);
}
const done = spawnSync(binary, process.argv.slice(2), { stdio: "inherit" });
if (done.error) console.error(`archlint: ${done.error.message}`);
if (done.signal) process.kill(process.pid, done.signal);
process.exit(done.status ?? 2);
