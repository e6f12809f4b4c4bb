// The page of a file: whole in both languages, on light and dark paper, on a desk and on a phone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { address, barriers, launch, open, root, run, scratch } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const written = (t, design, lang = "ko", more = []) => {
  const file = join(scratch(t), "page.html");
  run(["render", join(root, "examples", design), "-o", file, "--lang", lang, "--theme", "auto", ...more]);
  return address(file);
};

for (const lang of ["ko", "en"]) {
  for (const scheme of ["light", "dark"]) {
    for (const [width, height] of [[1280, 800], [390, 844]]) {
      test(`nothing is wrong in ${lang}, ${scheme}, at ${width} px`, async (t) => {
        const page = await open(browser, written(t, "ticketing/as-is.arch", lang), { width, height, scheme });
        for (const tab of ["findings", "figures", "whatif", "questions", "source"]) {
          await page.locator(`#tab-${tab}`).click();
          assert.ok((await page.locator("#inside").innerText()).length > 20, `${tab} says something`);
          assert.deepEqual(await barriers(page), [], `${tab} can be used by everybody`);
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `nothing stands out at the side: ${wide}`);
        assert.deepEqual(await page.wrong(), []);
        assert.equal(page.requests.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")).length, 0);
        await page.end();
      });
    }
  }
}

test("the picture is the one that render draws", async (t) => {
  const page = await open(browser, written(t, "ticketing/as-is.arch", "ko"));
  const file = join(scratch(t), "picture.svg");
  run(["render", join(root, "examples/ticketing/as-is.arch"), "-o", file, "--lang", "ko", "--list", "none", "--no-findings"]);
  const drawn = readFileSync(file, "utf8");
  const names = (text) => [...text.matchAll(/data-name="([^"]+)"/g)].map(([, name]) => name);
  const shown = await page.evaluate(() => {
    const all = [...document.querySelectorAll("#view section:not([hidden]) g[data-name]:not(.badge)")];
    return all.map((element) => ({ name: element.dataset.name, at: element.querySelector("rect, path")?.getAttribute("x") ?? null }));
  });
  assert.deepEqual(shown.map(({ name }) => name), names(drawn).map((name) => name.replaceAll("&gt;", ">")));
  await page.end();
});

test("both languages are there, and nothing moves when they are changed", async (t) => {
  const page = await open(browser, written(t, "ticketing/to-be.arch", "ko"));
  const box = () => page.locator("#view section:not([hidden]) svg").getAttribute("viewBox");
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowRight");
  const before = await box();
  await page.getByRole("button", { name: "English" }).click();
  assert.equal(await page.getByRole("tab", { name: "findings" }).count(), 1);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  const [x, y] = [before, await box()].map((it) => it.split(" ").map(Number));
  assert.ok(x.every((value, at) => Math.abs(value - y[at]) < 60), `${x} and ${y}`);
  await page.getByRole("button", { name: "한국어" }).click();
  assert.equal(await page.getByRole("tab", { name: "지적" }).count(), 1);
  assert.deepEqual(await page.wrong(), []);
  await page.end();
});

test("it can be read with the keyboard alone", async (t) => {
  const page = await open(browser, written(t, "ticketing/as-is.arch", "en"), { locale: "en-US" });
  await page.keyboard.press("n");
  assert.equal(await page.locator("#findings [aria-expanded=true]").count(), 1);
  const first = await page.locator("#findings [aria-expanded=true]").innerText();
  assert.ok((await page.locator("#view g.component.hit, #view g.link.hit").count()) > 0, "its subject is lit");
  await page.keyboard.press("n");
  assert.notEqual(await page.locator("#findings [aria-expanded=true]").innerText(), first);
  await page.keyboard.press("p");
  assert.equal(await page.locator("#findings [aria-expanded=true]").innerText(), first);
  await page.keyboard.press("/");
  await page.keyboard.type("redis");
  assert.ok(Number(await page.locator("#found").innerText()) > 0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  assert.ok(await page.getByRole("dialog").isVisible());
  await page.keyboard.press("Escape");
  const theme = () => page.evaluate(() => document.documentElement.className);
  const before = await theme();
  await page.keyboard.press("t");
  assert.notEqual(await theme(), before);
  for (let at = 0; at < 40; at++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.matches("g.component"))) break;
  }
  assert.ok(await page.evaluate(() => document.activeElement?.matches("g.component")), "cards are reached");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#view g.component.selected").count(), 1);
  await page.end();
});

test("AS-IS and TO-BE stand beside each other, over one another, behind a bar", async (t) => {
  const page = await open(browser, written(t, "ticketing/to-be.arch", "en"), { locale: "en-US" });
  const shown = () => page.evaluate(() => [...document.querySelectorAll("#view section:not([hidden])")].map((it) => it.dataset.sheet).sort());
  await page.keyboard.press("1");
  assert.deepEqual(await shown(), ["as-is", "whole"]);
  await page.keyboard.press("2");
  assert.deepEqual(await shown(), ["change"]);
  await page.keyboard.press("3");
  assert.deepEqual(await shown(), ["as-is", "whole"]);
  await page.getByRole("slider", { name: "swipe" }).fill("20");
  assert.match(await page.locator("section[data-sheet=as-is]").evaluate((it) => it.style.clipPath), /80%/);
  await page.locator("#tab-whatif").click();
  await page.locator("#inside .choices button").first().click();
  const heads = await page.locator(".flows thead th").allInnerTexts();
  assert.deepEqual(heads.slice(1), ["as is", "to be"], "the same happens to both");
  assert.deepEqual(await page.wrong(), []);
  await page.end();
});

test("the picture leaves the page as a file", async (t) => {
  const page = await open(browser, written(t, "ticketing/as-is.arch", "en"), { locale: "en-US", scheme: "dark" });
  const save = async (name) => {
    await page.getByRole("button", { name: "export" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name, exact: true }).click()]);
    return readFileSync(await download.path());
  };
  const svg = (await save("SVG")).toString();
  assert.ok(svg.startsWith("<svg") && svg.includes("data-name") && !svg.includes("light-dark"), "its colours stand in it");
  const png = await save("PNG (2×)");
  assert.deepEqual([...png.subarray(1, 4)].map((it) => String.fromCharCode(it)).join(""), "PNG");
  const slide = await save("PNG (16:9)");
  assert.deepEqual([slide.readUInt32BE(16), slide.readUInt32BE(20)], [1920, 1080]);
  assert.deepEqual(await page.wrong(), []);
  await page.end();
});

test("in the panel of an editor, questions and clicks go through its port", async (t) => {
  const url = written(t, "ticketing/as-is.arch", "en");
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.posted = [];
    globalThis.acquireVsCodeApi = () => ({ postMessage: (message) => globalThis.posted.push(message) });
  });
  await page.goto(url);
  await page.locator('g.component[data-name="api"]').click({ force: true });
  const place = await page.evaluate(() => globalThis.posted.find((it) => it.place));
  assert.match(place.place.file, /as-is\.arch$/);
  assert.ok(!place.focus, "the keyboard stays in the text");
  await page.locator("#tab-whatif").click();
  await page.locator(".marks button", { hasText: "×10" }).first().click();
  const asked = await page.evaluate(() => globalThis.posted.find((it) => it.question));
  assert.deepEqual([asked.question.ask, asked.question.traffic, asked.question.lang], ["simulate", 10, "en"]);
  const outcome = await page.evaluate(() => ({ ...globalThis.archlintPage.state().usual, components: { api: { state: "overloaded", load: 1.2, says: "120%" } } }));
  await page.evaluate((message) => postMessage(message, "*"), { id: asked.id, answer: { outcome, base: null } });
  await page.locator('g.component.overloaded[data-name="api"]').waitFor();
  await page.evaluate(() => postMessage({ names: ["orders"] }, "*"));
  await page.locator('g.component.selected[data-name="orders"]').waitFor();
  await context.close();
});
