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
/** For which of them the list was drawn: behind the newest text it is old, and nothing of it is taken. */
let drawn = 0;
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
  [chosen, replaced, drawn] = [0, [told.from, told.to], mine];
  drawOffers();
};
const drawOffers = () => {
  offers.replaceChildren(...offered.map((item, number) => make("li", { role: "option", "aria-selected": String(number === chosen), onpointerdown: (event) => { event.preventDefault(); accept(number); } }, item.label, make("small", {}, item.detail))));
  offers.hidden = false;
  place(offers, replaced[0]);
  offers.children[chosen]?.scrollIntoView({ block: "nearest" });
};
const accept = (number) => {
  if (drawn !== offering) return;
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
  if (!offers.hidden && drawn === offering) {
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
