// Takes the pictures of the README (docs/pictures), and with a folder ten more to look at: the page
// and the playground on a desk and on a phone, in both languages, light and dark.
//
//   node screenshots.mjs [FOLDER]
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { address, binary, launch, open, root } from "./browser.mjs";

const folder = process.argv[2];
const play = address(join(root, "web/dist/archlint-playground.html"));
const browser = await launch();
const serve = async (design) => {
  const child = spawn(binary, ["serve", join(root, "examples", design), "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const chunk of child.stdout) return [child, String(chunk).trim()];
  throw new Error("it ended without an address");
};
const take = async (url, out, look, act) => {
  const page = await open(browser, url, look);
  await act(page);
  await page.waitForTimeout(600);
  await page.screenshot({ path: out });
  await page.end();
  console.log(out);
};
const example = (page) => page.locator("#examples").selectOption({ label: "선착순 예매 시스템" });
const tenfold = async (page) => {
  await page.locator("#tab-whatif").click();
  await page.locator(".marks button", { hasText: "×10" }).first().click();
  await page.locator("#view g.over").first().waitFor();
};
const worst = (page) => page.locator("#findings button.head").first().click();

const [child, live] = await serve("ticketing/as-is.arch");
const [other, changed] = await serve("ticketing/to-be.arch");
for (const [locale, lang, end] of [["en-US", "en", ""], ["ko-KR", "ko", ".ko"]]) {
  const look = { width: 1280, height: 720, locale, storage: { "archlint.lang": lang } };
  await take(play, join(root, `docs/pictures/playground${end}.png`), look, worst);
  await take(live, join(root, `docs/pictures/page${end}.png`), look, tenfold);
}
if (folder) {
  mkdirSync(folder, { recursive: true });
  const phone = { width: 390, height: 844 };
  const at = (name) => join(folder, `${name}.png`);
  const ko = { locale: "ko-KR", storage: { "archlint.lang": "ko" } };
  const en = { locale: "en-US", storage: { "archlint.lang": "en" } };
  await take(live, at("01-page-findings-ko-light"), ko, worst);
  await take(live, at("02-page-figures-en-dark"), { ...en, scheme: "dark" }, (page) => page.locator("#tab-figures").click());
  await take(changed, at("03-page-beside-ko-dark"), { ...ko, scheme: "dark" }, async (page) => { await tenfold(page); await page.keyboard.press("1"); });
  await take(changed, at("04-page-swipe-en-light"), en, (page) => page.keyboard.press("3"));
  await take(live, at("05-page-phone-ko-light"), { ...ko, ...phone }, worst);
  await take(live, at("06-page-phone-en-dark"), { ...en, ...phone, scheme: "dark" }, tenfold);
  await take(play, at("07-play-ko-light"), ko, worst);
  await take(play, at("08-play-en-dark"), { ...en, scheme: "dark" }, async (page) => { await example(page); await tenfold(page); });
  await take(play, at("09-play-phone-ko-dark"), { ...ko, ...phone, scheme: "dark" }, (page) => page.locator("#see-text").click());
  await take(play, at("10-play-phone-en-light"), { ...en, ...phone }, worst);
}
child.kill();
other.kill();
await browser.close();
