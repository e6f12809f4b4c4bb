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
