// The playground: an editor beside the page. What is typed stays in this browser: the library runs in
// two workers, one for the text and one for the pictures.
(() => {
"use strict";
const { examples } = JSON.parse(document.getElementById("play-data").textContent);
const { make, markdown, prose, toast, dialog, copy } = globalThis.archlintPage;
const $ = (id) => document.getElementById(id);
const SAY = {
  ko: { text: "글", picture: "그림", format: "다듬기", share: "공유", examples: "예제", drafts: "내 글", newText: "새 글", texts: "글 고르기", editor: "설계",
    promise: "입력한 내용은 이 브라우저를 떠나지 않습니다.", placeholder: "설계를 쓰거나, Mermaid, Docker Compose, Kubernetes, Terraform, draw.io 파일을 붙여 넣으세요.",
    fine: "오류가 없습니다.", shared: "링크를 복사했습니다", long: "글이 길어 링크에 담을 수 없습니다.", markdown: "Markdown 블록으로 복사", save: "파일로 저장", link: "이 링크에 글과 지금 보는 것이 모두 들어 있습니다. 서버에는 아무것도 보내지 않습니다.", copyLink: "링크 복사",
    damaged: "링크가 손상되어 열 수 없습니다.", newer: "더 새로운 버전의 링크라 열 수 없습니다.", foreign: "설계로 옮길까요?", foreignTold: "붙여 넣은 글은 다른 형식(#)입니다. 설계로 옮겨 새 글로 엽니다. 모르는 것은 비워 둡니다.", convert: "설계로 옮기기", asIs: "그대로 붙여 넣기",
    trapped: "이 글을 다루다 archlint에 오류가 났습니다. 글을 고치면 다시 해 봅니다", close: "닫기" },
  en: { text: "text", picture: "picture", format: "lay out", share: "share", examples: "examples", drafts: "my texts", newText: "new text", texts: "texts", editor: "design",
    promise: "Nothing you type leaves this browser.", placeholder: "Write a design, or paste Mermaid, Docker Compose, Kubernetes, Terraform or draw.io.",
    fine: "No errors.", shared: "the link is copied", long: "The text is too long for a link.", markdown: "copy as a Markdown block", save: "save as a file", link: "The link holds the text and what you look at. Nothing is sent to a server.", copyLink: "copy the link",
    damaged: "The link is damaged and can't be opened.", newer: "The link is of a newer version and can't be opened.", foreign: "Make a design of it?", foreignTold: "What you pasted is another notation (#). It opens as a design in a new text; what it does not say stays open.", convert: "make it a design", asIs: "paste it as it is",
    trapped: "archlint made a mistake on this text; it tries again when the text changes", close: "close" },
};
const lang = () => globalThis.archlintPage.language();
const say = (key) => SAY[lang()][key];
const STARTS = {
  ko: 'design "선착순 예매" as-is\ntraffic { dau = 10만, requests-per-user = 20, peak = 5x }\n\nuser fan "관객"\nlb front "로드 밸런서" { managed }\nwas api "예매 API" { replicas = 2, capacity = 300rps }\nmysql orders "주문 DB" { backup = none }\nredis seats "좌석 캐시"\n\nfan -> front -> api : "HTTPS"\napi -> orders : "SQL"\napi -> seats : "조회" { optional }\n',
  en: 'design "Ticket sale" as-is\ntraffic { dau = 100k, requests-per-user = 20, peak = 5x }\n\nuser fan "Fans"\nlb front "Load balancer" { managed }\nwas api "Booking API" { replicas = 2, capacity = 300rps }\nmysql orders "Orders" { backup = none }\nredis seats "Seats"\n\nfan -> front -> api : "HTTPS"\napi -> orders : "SQL"\napi -> seats : "lookup" { optional }\n',
};

// ---- the library, in workers
const unpacked = async (base64) => {
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(base64) : (() => {
    const raw = atob(base64);
    const out = new Uint8Array(raw.length);
    for (let at = 0; at < raw.length; at++) out[at] = raw.charCodeAt(at);
    return out;
  })();
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
};
const library = (async () => {
  const packed = $("play-wasm")?.textContent;
  const bytes = packed ? await unpacked(packed) : await (await fetch("archlint.wasm")).arrayBuffer();
  return WebAssembly.compile(bytes);
})();
const workerAt = URL.createObjectURL(new Blob([$("play-worker").textContent], { type: "text/javascript" }));
class Desk {
  #worker = new Worker(workerAt);
  #waiting = new Map();
  #next = 0;
  constructor() {
    this.ready = library.then((module) => this.#worker.postMessage({ module }));
    this.#worker.onmessage = ({ data }) => {
      const { done, failed } = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.trap) return failed(Object.assign(new Error(data.trap), { trap: true }));
      const told = JSON.parse(data.text);
      if (told.error) failed(new Error(told.error));
      else done(told.answer);
    };
  }
  async ask(question) {
    await this.ready;
    return new Promise((done, failed) => {
      const id = this.#next++;
      this.#waiting.set(id, { done, failed });
      this.#worker.postMessage({ id, question: JSON.stringify(question) });
    });
  }
}
const words = new Desk();
const pictures = new Desk();

// ---- texts and drafts
let texts = {};
let main = "";
let isOwn = false;
const stored = () => { try { return JSON.parse(localStorage.getItem("archlint.drafts") ?? "[]"); } catch { return []; } };
const titleOf = (draft) => (/design\s+"([^"]+)"/.exec(draft.texts[draft.main] ?? "")?.[1] ?? draft.main);
let draftId = null;
const keep = () => {
  if (!isOwn) return;
  draftId ??= Date.now();
  const others = stored().filter((it) => it.id !== draftId);
  try { localStorage.setItem("archlint.drafts", JSON.stringify([{ id: draftId, texts, main }, ...others].slice(0, 10))); } catch { /* no room, or a file that may not */ }
};
const area = $("text");
const put = (given, chosen) => {
  texts = { ...given };
  [isOwn, draftId] = [false, null];
  turnTo(chosen && chosen in texts ? chosen : Object.keys(texts)[0]);
};
const turnTo = (name) => {
  main = name;
  area.value = texts[name];
  [tokens, findings, traps] = [[], [], 0];
  drawTexts();
  changed(false);
  area.scrollTop = 0;
  $("editor").scrollTop = 0;
};
const drawTexts = () => {
  $("texts").replaceChildren(...Object.keys(texts).map((name) => make("button", { type: "button", role: "tab", "aria-selected": String(name === main), onclick: () => turnTo(name) }, name)));
  $("texts").hidden = Object.keys(texts).length < 2;
};
const free = (stem) => {
  for (let at = 1; ; at++) {
    const name = at === 1 ? `${stem}.arch` : `${stem}-${at}.arch`;
    if (!(name in texts)) return name;
  }
};

// ---- checking: at every change, never in the middle of a syllable
let tokens = [];
let findings = [];
let isComposing = false;
let traps = 0;
let asking = false;
let stale = false;
const today = () => { const d = new Date(); return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, "0")}-${String(d.getDate()).padStart(2, "0")}`; };
let checking = Promise.resolve();
const check = () => {
  if (asking) stale = true;
  else if (traps < 3) checking = checkAll();
};
const checkAll = async () => {
  asking = true;
  do {
    stale = false;
    const question = { ask: "check", texts, main, lang: lang(), today: today() };
    const at = texts[main];
    try {
      const told = await words.ask(question);
      if (at === area.value && !isComposing) {
        ({ tokens, findings } = told);
        refusal = told.refused;
        paint();
      }
      draw(question);
    } catch (error) {
      if (error.trap) trapped(error);
      else toast(error.message);
    }
  } while (stale && !isComposing);
  asking = false;
};
let refusal = null;
const trapped = (error) => {
  traps += 1;
  $("status").replaceChildren(make("span", { class: "error" }, `${say("trapped")}: ${error.message.split("\n")[0]}`));
};
let drawing = false;
let newest = null;
/** Pictures follow when there is time; only the newest text is drawn. */
const draw = async (question) => {
  newest = question;
  if (drawing) return;
  drawing = true;
  while (newest) {
    const now = newest;
    newest = null;
    try {
      await pictures.ask(now);
      const state = await pictures.ask({ ask: "state", lang: lang() });
      if (!newest) show(state);
    } catch (error) { if (error.trap) trapped(error); }
  }
  drawing = false;
};
const show = (state) => {
  globalThis.archlintPage.take(state);
  if (wanted) look(wanted);
  wanted = null;
};
let wanted = null;
const look = ({ sheet, tab, selected }) => {
  if (sheet) globalThis.archlintPage.go(sheet);
  if (tab) globalThis.archlintPage.turnTab(tab);
  if (selected?.length) globalThis.archlintPage.select(selected);
};

// ---- the editor: a plain text area over its own text in colours
const changed = (byHand = true) => {
  const text = area.value;
  if (byHand && text !== texts[main]) { isOwn = true; traps = 0; }
  carry(text);
  paint();
  if (isComposing) return;
  texts[main] = text;
  keep();
  check();
};
let painted = "";
/** What was known of the old text still holds outside of what changed, so that nothing flickers. */
const carry = (text) => {
  const old = painted;
  let from = 0;
  while (from < old.length && from < text.length && old[from] === text[from]) from++;
  let end = 0;
  while (end < old.length - from && end < text.length - from && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
  const by = text.length - old.length;
  const until = old.length - end;
  tokens = tokens.flatMap(([a, b, sort]) => (b <= from ? [[a, b, sort]] : a >= until ? [[a + by, b + by, sort]] : a < from || b > until ? [[Math.min(a, from), Math.max(from, b + by), sort]] : []));
  findings = findings.flatMap((it) => (it.to <= from ? [it] : it.from >= until ? [{ ...it, from: it.from + by, to: it.to + by }] : []));
};
const paint = () => {
  const text = area.value;
  const edges = new Set([0, text.length]);
  for (const [a, b] of tokens) edges.add(a).add(b);
  for (const { from, to } of findings) edges.add(from).add(Math.max(to, from + 1));
  const places = [...edges].filter((it) => it >= 0 && it <= text.length).sort((a, b) => a - b);
  const pieces = [];
  let at = 0;
  for (let i = 0; i + 1 < places.length; i++) {
    const [a, b] = [places[i], places[i + 1]];
    while (at < tokens.length && tokens[at][1] <= a) at++;
    const sort = tokens[at]?.[0] <= a ? tokens[at][2] : "";
    const wrong = findings.find(({ from, to }) => from <= a && a < Math.max(to, from + 1));
    const classes = [sort, wrong && `at-${wrong.severity}`].filter(Boolean).join(" ");
    pieces.push(classes ? make("span", { class: classes }, text.slice(a, b)) : text.slice(a, b));
  }
  $("colours").replaceChildren(...pieces, "\n");
  const lines = text.split("\n");
  const starts = [0];
  for (const line of lines) starts.push(starts[starts.length - 1] + line.length + 1);
  const worst = new Map();
  for (const it of findings) {
    const line = starts.findIndex((start) => start > it.from) - 1;
    if (!worst.has(line)) worst.set(line, it.severity);
  }
  $("lines").replaceChildren(...lines.map((_, number) => make("li", { class: worst.get(number) ?? null }, String(number + 1))));
  painted = text;
  tellStatus();
};
/** What is wrong where the cursor stands. */
const tellStatus = () => {
  const at = area.selectionStart;
  const line = area.value.slice(0, at).split("\n").length;
  const here = findings.filter(({ from, to }) => from <= at && at <= to);
  const onLine = findings.filter(({ from }) => area.value.slice(0, from).split("\n").length === line);
  const it = here[0] ?? onLine[0] ?? findings[0];
  const status = $("status");
  if (refusal) status.replaceChildren(make("span", { class: "error" }, prose(refusal)));
  else if (it) status.replaceChildren(make("span", { class: it.severity }, prose(it.message)), it.help ? make("span", {}, " → ", prose(it.help)) : "");
  else status.textContent = findings.some(({ severity }) => severity === "error") ? "" : say("fine");
};
area.addEventListener("compositionstart", () => { isComposing = true; closeOffers(); });
area.addEventListener("compositionend", () => { isComposing = false; changed(); offer(); });
area.addEventListener("input", () => { changed(); if (!isComposing) offer(); });
document.addEventListener("selectionchange", () => { if (document.activeElement === area) { tellStatus(); ring(); } });
let ringing;
/** The component under the cursor is ringed in the picture. */
const ring = () => {
  clearTimeout(ringing);
  ringing = setTimeout(() => {
    const { places } = globalThis.archlintPage.state();
    const before = area.value.slice(0, area.selectionStart);
    const [line, column] = [before.split("\n").length, [...before.slice(before.lastIndexOf("\n") + 1)].length + 1];
    const name = Object.entries(places ?? {}).find(([, spots]) => spots.some((s) => s.file === main && s.line === line && s.column <= column && column <= s.endColumn))?.[0];
    if (name && isOwn) globalThis.archlintPage.select([name]);
  }, 150);
};
/** Writes over a stretch so that it can be undone. */
const write = (from, to, text, select) => {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) { area.setRangeText(text, from, to, "end"); changed(); }
  if (select) area.setSelectionRange(select[0], select[1]);
};
const become = (text) => {
  const old = area.value;
  let from = 0;
  while (from < old.length && from < text.length && old[from] === text[from]) from++;
  let end = 0;
  while (end < old.length - from && end < text.length - from && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
  if (old !== text) write(from, old.length - end, text.slice(from, text.length - end));
};

// ---- what may be written here
const offers = $("offers");
let offered = [];
let chosen = 0;
let replaced = [0, 0];
const closeOffers = () => { offers.hidden = true; offered = []; };
const place = (element, at) => {
  const range = document.createRange();
  const walk = document.createTreeWalker($("colours"), NodeFilter.SHOW_TEXT);
  let left = at;
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    // A range without a character may have no place.
    if (left < node.length) { range.setStart(node, left); range.setEnd(node, left + 1); break; }
    left -= node.length;
  }
  const box = range.getBoundingClientRect();
  const { width, height } = element.getBoundingClientRect();
  element.style.left = `${Math.max(4, Math.min(box.left, innerWidth - width - 8))}px`;
  element.style.top = `${box.bottom + height + 6 > innerHeight ? box.top - height - 4 : box.bottom + 4}px`;
};
let offering = 0;
const offer = async (always = false) => {
  const at = area.selectionStart;
  const typed = area.value.slice(0, at);
  if (!always && !/[\p{L}\p{N}_.>=[/"|-]$/u.test(typed)) return closeOffers();
  const mine = ++offering;
  // What may stand here depends on the newest text.
  await checking;
  if (mine !== offering) return;
  const told = await words.ask({ ask: "complete", at }).catch(() => null);
  if (mine !== offering || at !== area.selectionStart || isComposing) return;
  if (!told) return closeOffers();
  const part = area.value.slice(told.from, at).normalize("NFC").toLowerCase();
  const fits = ({ label, also }) => [label, ...also].some((word) => word.toLowerCase().startsWith(part));
  const exact = told.items.some(({ label }) => label.toLowerCase() === part);
  offered = told.items.filter(fits).slice(0, 40);
  if (!offered.length || (!always && (exact || (part === "" && !/[.>=[|]\s?$/.test(typed))))) return closeOffers();
  [chosen, replaced] = [0, [told.from, told.to]];
  drawOffers();
};
const drawOffers = () => {
  offers.replaceChildren(...offered.map((item, number) => make("li", { role: "option", "aria-selected": String(number === chosen), onpointerdown: (event) => { event.preventDefault(); accept(number); } }, item.label, make("small", {}, item.detail))));
  offers.hidden = false;
  place(offers, replaced[0]);
  offers.children[chosen]?.scrollIntoView({ block: "nearest" });
};
const accept = (number) => {
  const item = offered[number];
  const snippet = item.insert ?? item.label;
  let first = null;
  let text = "";
  let rest = snippet;
  for (let found; (found = /\$(?:\{\d+:([^}]*)\}|\{\d+\}|\d+)/.exec(rest)); rest = rest.slice(found.index + found[0].length)) {
    text += rest.slice(0, found.index);
    first ??= [text.length, text.length + (found[1]?.length ?? 0)];
    text += found[1] ?? "";
  }
  text = (text + rest).replaceAll("\\$", "$");
  const [from, to] = replaced;
  closeOffers();
  write(from, to, text, first && [from + first[0], from + first[1]]);
};
area.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape") $("card").hidden = true;
  if (event.ctrlKey && event.key === " ") { event.preventDefault(); return offer(true); }
  if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); return keep(); }
  if (event.altKey && event.shiftKey && event.key.toLowerCase() === "f") { event.preventDefault(); return edit({ ask: "format" }); }
  if (!offers.hidden) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); chosen = (chosen + step + offered.length) % offered.length; return drawOffers(); }
    if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); return accept(chosen); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); return closeOffers(); }
  }
  // A new line begins as far in as this one. Tab leaves the editor, as everywhere on a page.
  if (event.key === "Enter" && !event.shiftKey) {
    const line = area.value.slice(0, area.selectionStart).split("\n").pop();
    const indent = /^\s*/.exec(line)[0] + (/\{\s*$/.test(line) ? "  " : "");
    if (indent) { event.preventDefault(); write(area.selectionStart, area.selectionEnd, `\n${indent}`); }
  }
});
area.addEventListener("blur", () => setTimeout(closeOffers, 100));

// ---- cards
let resting;
let rests = "";
$("editor").addEventListener("pointermove", (event) => {
  // Browsers tell of a move, too, when only what lies under the pointer has changed.
  const at = `${event.clientX} ${event.clientY}`;
  if (at === rests) return;
  rests = at;
  clearTimeout(resting);
  $("card").hidden = true;
  if (event.pointerType === "touch") return;
  resting = setTimeout(() => hover(event.clientX, event.clientY), 350);
});
$("editor").addEventListener("pointerleave", () => { clearTimeout(resting); $("card").hidden = true; });
const offsetAt = (x, y) => {
  area.style.pointerEvents = "none";
  const found = document.caretPositionFromPoint?.(x, y) ?? (() => { const r = document.caretRangeFromPoint?.(x, y); return r && { offsetNode: r.startContainer, offset: r.startOffset }; })();
  area.style.pointerEvents = "";
  if (!found || !$("colours").contains(found.offsetNode)) return null;
  const range = document.createRange();
  range.setStart($("colours"), 0);
  range.setEnd(found.offsetNode, found.offset);
  return range.toString().length;
};
const hover = async (x, y) => {
  const at = offsetAt(x, y);
  if (at == null || at >= area.value.length) return;
  const told = await words.ask({ ask: "hover", at }).catch(() => null);
  if (!told) return;
  $("card").replaceChildren(...markdown(told.markdown));
  $("card").hidden = false;
  place($("card"), told.from);
};

// ---- what the page asks for
const edit = async (question) => {
  await checking;
  try { become((await words.ask(question)).text); } catch (error) { toast(error.message); }
};
globalThis.archlintPlay = {
  ask: (question) => pictures.ask(question),
  edit,
  write: (statement) => { area.value.endsWith("\n") ? write(area.value.length, area.value.length, `${statement}\n`) : write(area.value.length, area.value.length, `\n${statement}\n`); },
  reveal: (spot, focus) => {
    if (!(spot.file in texts)) return false;
    if (spot.file !== main) turnTo(spot.file);
    const lines = area.value.split("\n");
    const at = (line, column) => lines.slice(0, line - 1).reduce((sum, it) => sum + it.length + 1, 0) + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
    area.setSelectionRange(at(spot.line, spot.column), at(spot.endLine, spot.endColumn));
    const top = (spot.line - 1) * parseFloat(getComputedStyle($("editor")).lineHeight);
    const box = $("editor");
    if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - 60) box.scrollTop = Math.max(0, top - box.clientHeight / 3);
    mark(spot.line);
    if (focus) { see("text"); area.focus(); }
    return true;
  },
  turnLang: () => { label(); check(); },
};
const mark = (line) => {
  const item = $("lines").children[line - 1];
  item?.animate?.([{ background: "var(--focus)", color: "var(--paper)" }, {}], 900);
};

// ---- links that hold everything
const encode = async (data) => {
  const stream = new Blob([JSON.stringify(data)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let raw = "";
  for (const byte of bytes) raw += String.fromCharCode(byte);
  return btoa(raw).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};
const MOST = 1 << 20;
const decode = async (text) => {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts = [];
  let size = 0;
  for (let part; !(part = await reader.read()).done;) {
    size += part.value.length;
    if (size > MOST) throw new Error("too large");
    parts.push(part.value);
  }
  const data = JSON.parse(await new Blob(parts).text());
  const isText = ([name, text]) => typeof text === "string" && /^[^/\\<>]{1,80}$/.test(name) && !name.startsWith(".");
  const given = data?.texts && typeof data.texts === "object" && !Array.isArray(data.texts) ? data.texts : {};
  const entries = Object.entries(given);
  if (!entries.length || entries.length > 20 || !entries.every(isText)) throw new Error("no texts");
  const view = data.view && typeof data.view === "object" ? data.view : {};
  const wordOf = (it) => (typeof it === "string" ? it : undefined);
  const selected = Array.isArray(view.selected) ? view.selected.filter((it) => typeof it === "string") : [];
  return { texts: Object.fromEntries(entries), main: wordOf(data.main), view: { sheet: wordOf(view.sheet), tab: wordOf(view.tab), selected } };
};
const opened = async () => {
  const hash = location.hash.slice(1);
  if (!hash) return false;
  const [, version, body] = /^(\d+)\.([\w-]+)$/.exec(hash) ?? [];
  if (!version) { toast(say("damaged")); return false; }
  if (version !== "1") { toast(say("newer")); return false; }
  try {
    const data = await decode(body);
    wanted = data.view;
    put(data.texts, data.main);
    return true;
  } catch {
    toast(say("damaged"));
    return false;
  }
};
const share = async () => {
  const hash = `#1.${await encode({ texts, main, view: globalThis.archlintPage.view() })}`;
  const button = (words, run) => make("button", { type: "button", onclick: run }, words);
  const block = () => copy(`\`\`\`arch\n${area.value.trimEnd()}\n\`\`\`\n`);
  const save = () => make("a", { href: URL.createObjectURL(new Blob([area.value], { type: "text/plain" })), download: main }).click();
  if (hash.length > 8000) return dialog(say("share"), [make("p", {}, say("long")), make("div", { class: "ways" }, button(say("markdown"), block), button(say("save"), save))]);
  history.replaceState(null, "", hash);
  const address = location.href;
  const field = make("textarea", { readonly: true, rows: "4", "aria-label": say("share") }, address);
  dialog(say("share"), [make("p", {}, say("link")), field, make("div", { class: "ways" }, button(say("copyLink"), () => copy(address)), button(say("markdown"), block), button(say("save"), save))]);
  field.select();
};
addEventListener("hashchange", opened);

// ---- other notations
const convert = async (name, text) => words.ask({ ask: "import", name, text });
const openConverted = (name, told) => {
  const stem = name.split("/").pop().split(".")[0] || "design";
  const own = free(stem);
  texts = { ...texts, [own]: told.text };
  isOwn = true;
  turnTo(own);
  keep();
};
area.addEventListener("paste", async (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!/\n/.test(text.trim())) return;
  event.preventDefault();
  const { selectionStart: from, selectionEnd: to } = area;
  const asIs = () => { $("dialog").close(); write(from, to, text); };
  let told;
  try { told = await convert("pasted", text); } catch { told = null; }
  if (!told) return asIs();
  // Into an empty editor there is nothing to ask.
  if (!area.value.trim() || (from === 0 && to === area.value.length)) return become(told.text);
  dialog(say("foreign"), [make("p", {}, say("foreignTold").replace("#", told.notation)), make("div", { class: "ways" },
    make("button", { type: "button", onclick: () => { $("dialog").close(); openConverted("pasted", told); } }, say("convert")),
    make("button", { type: "button", onclick: asIs }, say("asIs")))]);
});
addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("dragging"); });
addEventListener("dragleave", () => document.body.classList.remove("dragging"));
addEventListener("drop", async (event) => {
  event.preventDefault();
  document.body.classList.remove("dragging");
  for (const file of event.dataTransfer?.files ?? []) {
    if (file.size > MOST) continue;
    const text = await file.text();
    try {
      const told = await convert(file.name, text);
      if (told) openConverted(file.name, told);
      else { texts = { ...texts, [file.name.endsWith(".arch") ? file.name : free(file.name.split(".")[0])]: text }; isOwn = true; turnTo(Object.keys(texts).pop()); keep(); }
    } catch (error) { toast(error.message); }
  }
});

// ---- the bar
const label = () => {
  for (const key of ["format", "share"]) $(key).textContent = say(key);
  $("new").title = say("newText");
  $("new").setAttribute("aria-label", say("newText"));
  $("see-text").textContent = say("text");
  $("see-picture").textContent = say("picture");
  $("promise").textContent = say("promise");
  area.placeholder = say("placeholder");
  area.setAttribute("aria-label", say("editor"));
  $("texts").setAttribute("aria-label", say("texts"));
  const menu = $("examples");
  menu.setAttribute("aria-label", say("examples"));
  const drafts = stored();
  menu.replaceChildren(make("option", { value: "" }, say("examples")),
    ...examples.map(({ title }, at) => make("option", { value: `e${at}` }, title)),
    drafts.length ? make("optgroup", { label: say("drafts") }, drafts.map((draft, at) => make("option", { value: `d${at}` }, titleOf(draft)))) : "");
};
$("examples").addEventListener("focus", label);
$("examples").addEventListener("change", ({ target }) => {
  const at = Number(target.value.slice(1));
  if (target.value.startsWith("e")) put(examples[at].texts, examples[at].main);
  else if (target.value.startsWith("d")) {
    const draft = stored()[at];
    put(draft.texts, draft.main);
    [isOwn, draftId] = [true, draft.id];
  }
  history.replaceState(null, "", location.pathname + location.search);
  target.value = "";
});
$("new").addEventListener("click", () => { put({ "design.arch": "" }); see("text"); area.focus(); });
$("format").addEventListener("click", () => edit({ ask: "format" }));
$("share").addEventListener("click", share);
const see = (what) => {
  document.body.classList.toggle("writing", what === "text");
  $("see-text").setAttribute("aria-pressed", String(what === "text"));
  $("see-picture").setAttribute("aria-pressed", String(what !== "text"));
};
$("see-text").addEventListener("click", () => see("text"));
$("see-picture").addEventListener("click", () => see("picture"));

(async () => {
  label();
  see("picture");
  if (await opened()) return;
  const [draft] = stored();
  if (draft) {
    put(draft.texts, draft.main);
    [isOwn, draftId] = [true, draft.id];
  } else put({ "design.arch": STARTS[lang()] });
})();
})();
