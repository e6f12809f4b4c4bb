// `archlint serve` in a browser: what a reader looks at stays where it is while the files change.
import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { barriers, launch, open, root, run, scratch, serve } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const AS_IS = readFileSync(join(root, "examples/ticketing/as-is.arch"), "utf8");
const middle = (page, name) => page.locator(`#view section:not([hidden]) g.component[data-name="${name}"]`).evaluate((it) => {
  const { x, y, width, height } = it.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
});

test("zoom, selection and tab survive twenty saves", async (t) => {
  const file = join(scratch(t), "shop.arch");
  writeFileSync(file, AS_IS);
  const page = await open(browser, await serve(t, file));
  await page.locator("#tab-figures").click();
  await page.keyboard.press("+");
  await page.locator('g.component[data-name="api"]').click({ force: true });
  await page.keyboard.press("ArrowDown");
  const was = await middle(page, "api");
  const size = (await page.locator("#view section:not([hidden]) svg").getAttribute("viewBox")).split(" ").slice(2);
  for (let number = 1; number <= 20; number++) {
    const more = number % 2 ? `\nwas extra-${number} "서버 ${number}"\napi -> extra-${number}\n` : "";
    writeFileSync(`${file}~`, AS_IS + more);
    renameSync(`${file}~`, file);
    await page.waitForFunction((revision) => globalThis.archlintPage.state().revision > revision && globalThis.archlintPage.state().sheets.length, number);
    if (more) await page.locator(`#view g.component[data-name="extra-${number}"]`).first().waitFor();
    else await page.waitForFunction((name) => !document.querySelector(`#view g.component[data-name="${name}"]`), `extra-${number - 1}`);
    const now = await middle(page, "api");
    assert.ok(Math.hypot(now[0] - was[0], now[1] - was[1]) <= 1, `after save ${number}: ${was} and ${now}`);
  }
  assert.equal(await page.locator("#tab-figures").getAttribute("aria-selected"), "true");
  assert.equal(await page.locator('g.component[data-name="api"].selected').count(), 1);
  const after = (await page.locator("#view section:not([hidden]) svg").getAttribute("viewBox")).split(" ").slice(2);
  assert.deepEqual(after.map((it) => Math.round(it)), size.map((it) => Math.round(it)));
  assert.deepEqual(await page.wrong(), []);
  await page.end();
});

test("an error in the text leaves the picture and says where it stands", async (t) => {
  const file = join(scratch(t), "shop.arch");
  writeFileSync(file, AS_IS);
  const page = await open(browser, await serve(t, file));
  writeFileSync(file, `${AS_IS}\nwas broken { replicas = }\n`);
  const notice = page.getByRole("alert");
  await notice.waitFor();
  assert.match(await notice.innerText(), /글에 오류가 있습니다 · .*shop\.arch:\d+/);
  assert.ok(await page.locator('#view g.component[data-name="api"]').count());
  writeFileSync(file, AS_IS);
  await notice.waitFor({ state: "hidden" });
  await page.end();
});

test("what if: the page paints what the command computes", async (t) => {
  const file = join(root, "examples/ticketing/to-be.arch");
  const page = await open(browser, await serve(t, file));
  await page.locator("#tab-whatif").click();
  const slider = page.getByRole("slider", { name: "트래픽" });
  await slider.fill("1");
  assert.equal(await page.locator("#factor").innerText(), "×10");
  const told = JSON.parse(run(["simulate", file, "--traffic", "10x", "--format", "json"])).scenarios[0];
  const over = told.components.filter(({ overloaded }) => overloaded).map(({ name }) => name).sort();
  await page.waitForFunction((count) => document.querySelectorAll("#view section:not([hidden]) g.component.overloaded").length === count, over.length);
  const painted = await page.evaluate(() => [...document.querySelectorAll("#view section:not([hidden]) g.component.overloaded")].map((it) => it.dataset.name).sort());
  assert.deepEqual(painted, over);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("#view g.over"));
  const target = told.components.at(-1).name;
  await page.locator(`#view section:not([hidden]) g.component[data-name="${target}"]`).click({ force: true });
  await page.keyboard.press("k");
  await page.locator(`#view g.component.down[data-name="${target}"]`).first().waitFor();
  assert.deepEqual(await barriers(page), []);
  assert.match(await page.locator(".statement code").innerText(), /^scenario what-if \{ fail = \[/);
  assert.deepEqual(await page.wrong(), []);
  await page.end();
});

test("the slider paints as it moves", async (t) => {
  const file = join(scratch(t), "shop.arch");
  writeFileSync(file, AS_IS);
  const page = await open(browser, await serve(t, file));
  await page.locator("#tab-whatif").click();
  const times = await page.evaluate(async () => {
    const slider = document.getElementById("traffic");
    const picture = document.querySelector("#view section:not([hidden]) svg");
    const taken = [];
    for (let turn = 0; turn < 40; turn += 1) {
      const begun = performance.now();
      const painted = new Promise((done) => {
        const observer = new MutationObserver(() => { observer.disconnect(); done(); });
        observer.observe(picture, { attributes: true, childList: true, subtree: true });
      });
      slider.value = String(turn % 2 ? 0.5 : 1);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await painted;
      taken.push(performance.now() - begun);
      await new Promise((done) => setTimeout(done, 20));
    }
    return taken.sort((a, b) => a - b);
  });
  const [middle, late] = [times[times.length >> 1], times[Math.floor(times.length * 0.95)]];
  console.log(`slider to picture: p50 ${middle.toFixed(0)} ms, p95 ${late.toFixed(0)} ms (${times.length} turns)`);
  assert.ok(middle <= 50, `${middle} ms`);
  await page.end();
});

test("a click opens the editor at the line", async (t) => {
  const folder = scratch(t);
  const [file, told] = [join(folder, "shop.arch"), join(folder, "told")];
  writeFileSync(file, AS_IS);
  const tool = join(folder, "editor.sh");
  writeFileSync(tool, `#!/bin/sh\necho "$1" > ${told}\n`, { mode: 0o755 });
  const page = await open(browser, await serve(t, file, ["--editor", `${tool} {file}:{line}`]));
  await page.locator('g.component[data-name="api"]').click({ force: true });
  const line = AS_IS.split("\n").findIndex((it) => /^\s*\w+\s+api\s+"/.test(it)) + 1;
  assert.ok(line > 0);
  for (let at = 0; at < 100; at++) {
    try { if (readFileSync(told, "utf8").trim()) break; } catch { /* not yet */ }
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.equal(readFileSync(told, "utf8").trim(), `${file}:${line}`);
  await page.end();
});
