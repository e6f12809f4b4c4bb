// The playground, as a folder behind a server and as one file: what is typed stays in the browser.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { address, barriers, launch, open, root } from "./browser.mjs";

const dist = process.env.ARCHLINT_PLAYGROUND ?? join(root, "web/dist");
if (!existsSync(join(dist, "index.html"))) throw new Error(`no playground in ${dist}: run web/build.sh`);
const single = address(join(dist, "archlint-playground.html"));
let browser;
let server;
let folder;
before(async () => {
  browser = await launch();
  const files = { "/": ["index.html", "text/html; charset=utf-8"], "/archlint.wasm": ["archlint.wasm", "application/wasm"] };
  server = createServer((request, response) => {
    const [name, type] = files[request.url.split("?")[0]] ?? [];
    if (!name) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": type }).end(readFileSync(join(dist, name)));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  folder = `http://127.0.0.1:${server.address().port}/`;
});
after(() => { server.close(); return browser.close(); });

const text = (page) => page.locator("#text").inputValue();
const write = async (page, words) => {
  await page.locator("#text").fill(words);
};
/** Workers answer when they have: the text becomes this in a while. */
const becomes = async (page, wanted) => {
  const is = (value) => (typeof wanted === "string" ? value === wanted : wanted.test(value));
  for (let tries = 0; tries < 600 && !is(await text(page)); tries += 1) await page.waitForTimeout(50);
  const value = await text(page);
  assert.ok(is(value), `${value} is not ${wanted}`);
};
const settled = (page, name) => page.locator(`#view g.component[data-name="${name}"]`).first().waitFor();

test("nothing leaves the page, and nothing can", async () => {
  for (const [url, loads] of [[folder, 2], [single, 1]]) {
    const page = await open(browser, url);
    await write(page, 'user fan\nwas api "주문 API"\nmysql orders\nfan -> api -> orders\n');
    await settled(page, "orders");
    const sent = page.requests.filter((it) => !/^(data|blob):/.test(it));
    assert.equal(sent.length, loads, sent.join("\n"));
    for (const target of ["https://evil.example/", url.startsWith("http") ? `${url}x` : "file:///etc/passwd"]) {
      if (target.startsWith(folder)) continue;
      const refused = await page.evaluate((it) => fetch(it, { mode: "no-cors" }).then(() => "sent", () => "refused"), target);
      assert.equal(refused, "refused", target);
    }
    await page.end();
  }
});

for (const [width, height, scheme, locale] of [[1280, 800, "light", "ko-KR"], [1280, 800, "dark", "en-US"], [390, 844, "light", "ko-KR"]]) {
  test(`everybody can use it at ${width} px, ${scheme}, ${locale}`, async () => {
    const page = await open(browser, single, { width, height, scheme, locale });
    assert.deepEqual(await barriers(page), []);
    if (width < 760) await page.locator("#see-text").click();
    assert.ok(await page.locator("#text").isVisible());
    assert.deepEqual(await barriers(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `nothing stands out at the side: ${wide}`);
    assert.deepEqual(await page.wrong(), []);
    await page.end();
  });
}

test("Hangul comes in by syllables: none is lost, none is checked half", async () => {
  const page = await open(browser, single);
  await write(page, "user fan\nwas api\nfan -> api\n");
  await settled(page, "api");
  const keys = await page.context().newCDPSession(page);
  await page.evaluate(() => {
    const area = document.getElementById("text");
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    globalThis.checked = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...more) {
      const asked = message.question && JSON.parse(message.question);
      if (asked?.ask === "check") globalThis.checked.push(asked.texts[asked.main]);
      return post.call(this, message, ...more);
    };
  });
  await page.keyboard.type("was ");
  for (const syllable of ["주", "문"]) {
    const parts = syllable === "주" ? ["ㅈ", "주"] : ["ㅁ", "무", "문"];
    for (const half of parts) await keys.send("Input.imeSetComposition", { text: half, selectionStart: half.length, selectionEnd: half.length });
    await keys.send("Input.insertText", { text: syllable });
  }
  await page.keyboard.type("\nfan -> 주문\n");
  await settled(page, "주문");
  assert.equal(await text(page), "user fan\nwas api\nfan -> api\nwas 주문\nfan -> 주문\n");
  assert.equal(await page.evaluate(() => document.getElementById("colours").textContent), `${await text(page)}\n`, "what is seen is what is there");
  const halves = (await page.evaluate(() => globalThis.checked)).filter((it) => /[ㄱ-ㅎ]|무$/.test(it));
  assert.deepEqual(halves, []);
  await page.end();
});

test("a list that is behind what was typed takes no key", async () => {
  const page = await open(browser, single);
  await write(page, "user fan\nwas 주문\nfan -> ");
  await settled(page, "주문");
  await page.locator("#text").focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("주");
  await page.locator("#offers li", { hasText: "주문" }).waitFor();
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...more) {
      if (!message.question || JSON.parse(message.question).ask !== "complete") post.call(this, message, ...more);
    };
  });
  await page.keyboard.type("문\n");
  assert.equal(await text(page), "user fan\nwas 주문\nfan -> 주문\n");
  await page.end();
});

test("squiggles stand under their characters, also behind emoji", async () => {
  const page = await open(browser, single);
  await write(page, 'user fan\nwas 주문 "🚀 주문" { managd = on }\nfan -> 주문\n');
  const wrong = page.locator("#colours .at-warning", { hasText: "managd" });
  await wrong.waitFor();
  assert.equal(await wrong.innerText(), "managd");
  await page.locator("#findings button.head", { hasText: "managd" }).click();
  await page.getByRole("button", { name: /고치기/ }).first().click();
  await becomes(page, /managed = on/);
  await page.end();
});

test("completion, cards and layout come from the library", async () => {
  const page = await open(browser, single);
  await write(page, "user fan\nwas api {  }\nfan -> api\n");
  await settled(page, "api");
  await page.evaluate(() => { const it = document.getElementById("text"); it.focus(); it.setSelectionRange(19, 19); });
  await page.keyboard.type("repl");
  await page.locator("#offers li").first().waitFor();
  assert.match((await page.locator("#offers li").allInnerTexts()).join(" "), /replicas/);
  await page.keyboard.press("Enter");
  await becomes(page, /replicas/);
  await write(page, "user   fan\nwas api\nfan->api\n");
  await settled(page, "api");
  await page.getByRole("button", { name: "다듬기" }).click();
  await becomes(page, "user fan\nwas  api\nfan -> api\n");
  const box = await page.locator("#colours").boundingBox();
  await page.mouse.move(box.x + 12, box.y + 40);
  await page.mouse.move(box.x + 14, box.y + 40);
  await page.locator("#card").waitFor();
  assert.ok((await page.locator("#card").innerText()).length > 10);
  assert.deepEqual(await page.wrong(), []);
  await page.end();
});

test("a link brings the same bytes, and leaves one's own text alone", async () => {
  const page = await open(browser, single);
  const mine = "user fan\nwas api \"주문 🚀\"\nmysql orders\nfan -> api -> orders\n";
  await write(page, mine);
  await settled(page, "orders");
  await page.getByRole("button", { name: "공유" }).click();
  const link = await page.getByRole("dialog").locator("textarea").inputValue();
  assert.ok(link.includes("#1.") && link.length < single.length + 1500, link);
  const own = JSON.stringify([{ id: 1, texts: { "my.arch": "user me\nwas mine\nme -> mine\n" }, main: "my.arch" }]);
  const other = await open(browser, link, { storage: { "archlint.drafts": own } });
  await settled(other, "orders");
  assert.equal(await text(other), mine);
  assert.equal(await other.evaluate(() => localStorage.getItem("archlint.drafts")), own);
  await page.end();
  await other.end();
});

const packed = async (data) => {
  const stream = new Blob([typeof data === "string" ? data : JSON.stringify(data)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url");
};

test("thirty hostile links do nothing", async () => {
  const page = await open(browser, single);
  const start = await text(page);
  const evil = ["<img src=x onerror='window.owned=1'>", "</script><script>window.owned=1</script>", "javascript:window.owned=1"];
  const whole = await packed({ texts: { "a.arch": "user u\n" } });
  const links = [
    "x", "1", "1.", "1.!", "1.AAAA", "2.AAAA", "99.AAAA", "%00", "1.%3Cscript%3E", "=1+1", "1.." , "-1.AAAA", "1e3.AAAA",
    `1.${whole.slice(0, -4)}`, `1.${whole.slice(3)}`, `1.${await packed("")}`, `1.${await packed("null")}`, `1.${await packed("[]")}`, `1.${await packed("{}")}`,
    `1.${await packed({ texts: {} })}`, `1.${await packed({ texts: [] })}`, `1.${await packed({ texts: "x" })}`, `1.${await packed({ texts: { a: 1 } })}`,
    `1.${await packed({ texts: { "../x": "user u\n" } })}`, `1.${await packed({ texts: { "<b>": "user u\n" } })}`,
    `1.${await packed(`{"texts":{"a.arch":"${"a".repeat(3_000_000)}"}}`)}`,
    `1.${await packed(Object.fromEntries([["texts", Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`${at}.arch`, ""]))]]))}`,
  ];
  for (const link of links) {
    await page.evaluate((hash) => { location.hash = hash; }, link);
    await page.waitForFunction(() => document.getElementById("toast").textContent);
    assert.equal(await text(page), start, link.slice(0, 60));
    await page.evaluate(() => { document.getElementById("toast").textContent = ""; });
  }
  for (const words of evil) {
    const data = { texts: { "a.arch": `design "${words.replaceAll('"', "'")}"\nuser u "${words.replaceAll('"', "'")}"\nwas w\nu -> w\n` }, main: words, view: { sheet: words, tab: words, selected: [words] } };
    await page.evaluate((hash) => { location.hash = hash; }, `1.${await packed(data)}`);
    await settled(page, "w");
  }
  assert.equal(await page.evaluate(() => typeof window.owned), "undefined");
  assert.deepEqual(await page.wrong(), []);
  await page.end();
});

test("a folder of texts: one extends the other, and both are seen", async () => {
  const page = await open(browser, single, { locale: "en-US" });
  const title = (await page.locator("#examples option").allInnerTexts()).find((it) => /예매/.test(it));
  await page.locator("#examples").selectOption({ label: title });
  await page.getByRole("link", { name: "side by side" }).click();
  assert.equal(await page.locator("#view section:not([hidden])").count(), 2);
  assert.ok((await page.locator("#texts button").count()) >= 2);
  assert.deepEqual(await page.wrong(), []);
  await page.end();
});

// What a newcomer does, by what is on the screen; five actions at most.
const MERMAID = "flowchart LR\n  u([사용자]) --> lb[로드 밸런서]\n  lb --> api[주문 API]\n  api --> db[(MySQL)]\n";
test("the five tasks take at most five actions each", async () => {
  const page = await open(browser, single);
  let actions = 0;
  const act = async (run) => { actions += 1; await run(); };
  const done = (what) => { assert.ok(actions <= 5, `${what} takes ${actions} actions`); console.log(`${what}: ${actions} actions`); actions = 0; };
  await act(() => page.getByRole("button", { name: "새 글" }).click());
  await act(() => page.evaluate((words) => {
    const data = new DataTransfer();
    data.setData("text/plain", words);
    document.getElementById("text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, MERMAID));
  await page.locator("#findings li").first().waitFor();
  done("paste Mermaid, see findings");
  await act(() => page.locator("#findings li.error button, #findings li.warning button").first().click());
  const line = page.locator("#findings .where").first();
  await line.waitFor();
  assert.match(await line.innerText(), /:\d+$/);
  done("find the line of the worst finding");
  await act(() => page.locator("#examples").selectOption({ label: "선착순 예매 시스템" }));
  await act(() => page.getByRole("tab", { name: "시뮬레이션" }).click());
  await act(() => page.getByRole("button", { name: "×10", exact: true }).click());
  await page.locator("#view g.over").first().waitFor();
  done("ten times the traffic");
  await act(() => page.getByRole("button", { name: "공유" }).click());
  await page.getByRole("dialog").locator("textarea").waitFor();
  done("share");
  await page.keyboard.press("Escape");
  await act(() => page.getByRole("button", { name: "내보내기" }).click());
  const [download] = await Promise.all([page.waitForEvent("download"), act(() => page.getByRole("menuitem", { name: "PNG (2×)" }).click())]);
  assert.ok((await download.path()).length > 0);
  done("export");
  await page.end();
});

test("how fast it is", async () => {
  const page = await open(browser, single);
  const cold = await page.evaluate(() => performance.now());
  console.log(`first picture ${Math.round(cold)} ms after the page was asked for`);
  const title = "선착순 예매 시스템";
  await page.locator("#examples").selectOption({ label: title });
  await page.waitForFunction(() => globalThis.archlintPage.state().title.length > 0);
  const times = await page.evaluate(async () => {
    const area = document.getElementById("text");
    const found = [];
    for (let at = 0; at < 40; at++) {
      const begun = performance.now();
      const seen = new Promise((done) => {
        const watch = new MutationObserver(() => { watch.disconnect(); done(performance.now() - begun); });
        // The first repaint is the typed letter; the second is what the library says.
        let paints = 0;
        const counting = new MutationObserver(() => { paints += 1; if (paints === 2) { counting.disconnect(); watch.disconnect(); done(performance.now() - begun); } });
        counting.observe(document.getElementById("colours"), { childList: true });
      });
      area.focus();
      document.execCommand("insertText", false, at % 2 ? " " : "x");
      found.push(await Promise.race([seen, new Promise((done) => setTimeout(() => done(NaN), 10000))]));
    }
    return found.filter(Number.isFinite).sort((a, b) => a - b);
  });
  console.log(`keystroke to findings: p50 ${times[times.length >> 1]?.toFixed(0)} ms, p95 ${times[Math.floor(times.length * 0.95)]?.toFixed(0)} ms (${times.length} keys)`);
  assert.ok(times.length > 20, "the library answers every key");
  await page.end();
});
