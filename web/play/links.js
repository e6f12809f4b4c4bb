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
