// What the tests of the page share: the program, a browser, and an eye on what must not happen.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const binary = process.env.ARCHLINT_BINARY ?? join(root, "target/debug/archlint");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
export const scratch = (t) => {
  const folder = mkdtempSync(join(tmpdir(), "archlint-web-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
export const run = (args, options = {}) => execFileSync(binary, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], ...options });
export const address = (file) => pathToFileURL(file).href;

/** A page that remembers what went wrong on it: errors, broken policy, requests. */
export const open = async (browser, url, { width = 1280, height = 800, scheme = "light", locale = "ko-KR", storage } = {}) => {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale, reducedMotion: "reduce" });
  const page = await context.newPage();
  const wrong = [];
  const requests = [];
  page.on("console", (message) => { if (message.type() === "error") wrong.push(message.text()); });
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.addInitScript(() => {
    globalThis.broken = [];
    addEventListener("securitypolicyviolation", (event) => globalThis.broken.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  if (storage) await page.addInitScript((given) => { for (const [key, value] of Object.entries(given)) localStorage.setItem(key, value); }, storage);
  await page.goto(url);
  await page.locator("#view svg").first().waitFor();
  page.wrong = async () => [...wrong, ...(await page.evaluate(() => globalThis.broken))];
  page.requests = requests;
  page.end = () => context.close();
  return page;
};

/** What a reader with assistive technology could not use. */
export const barriers = async (page) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  const serious = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 3).join(", ")}`);
};

/** A running `archlint serve`, ended with the test. */
export const serve = async (t, file, more = []) => {
  const child = spawn(binary, ["serve", file, "--port", "0", "--lang", "ko", ...more], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill());
  for await (const chunk of child.stdout) return String(chunk).trim();
  throw new Error("it ended without an address");
};
