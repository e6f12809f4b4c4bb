// The page as a whole: the bar, states that come in, keys, exports.
const states = new Map();
const root = document.documentElement;

const relabel = () => {
  if (!sheet) return;
  document.querySelector("#bar h1").textContent = sheet.title || state.title || "";
  $("told").hidden = !lastStep();
  for (const link of document.querySelectorAll("#sheets a")) {
    const current = comparing ? link.dataset.compare === comparing : link.dataset.sheet === sheet.name;
    link.setAttribute("aria-current", current ? "page" : "false");
  }
};
const words = () => {
  root.lang = lang;
  search.placeholder = say("search");
  search.setAttribute("aria-label", say("search"));
  for (const [id, key, face] of [["in", "in"], ["out", "out"], ["fit", "fitTip", "fit"], ["lang", "langTip", "lang"], ["theme", "themeTip"], ["export", "export", "export"], ["help", "helpTip"], ["before", "before"], ["play", "play"], ["after", "after"]]) {
    $(id).title = say(key);
    if (face) $(id).textContent = say(face);
    else $(id).setAttribute("aria-label", say(key));
  }
  $("lang").lang = lang === "ko" ? "en" : "ko";
  $("lang").hidden = !(states.size > 1 || transport.turnLang);
  $("zoom").setAttribute("aria-label", say("zoom"));
  $("sheets").setAttribute("aria-label", say("sheets"));
  $("panel").setAttribute("aria-label", say("panel"));
  grip.setAttribute("aria-label", say("grip"));
  view.setAttribute("aria-label", state.title || "archlint");
};
const navigation = () => {
  const link = (words, given, onclick) => make("a", { href: given["data-sheet"] && transport.addresses ? `#${given["data-sheet"]}` : "#", ...given, onclick: (event) => { event.preventDefault(); onclick(); } }, words);
  const ways = [];
  if (canCompare()) {
    for (const how of ["to-be", "as-is", "beside", "change", "swipe"]) ways.push(link(say(how), { "data-compare": how }, () => compare(how)));
    comparing ??= "to-be";
  } else if (sheets.has("overview")) {
    for (const name of ["overview", "whole"].filter((it) => sheets.has(it))) ways.push(link(say(name), { "data-sheet": name }, () => go(name)));
  } else if (sheets.size > 1) {
    for (const { name, title } of sheets.values()) ways.push(link(title || name, { "data-sheet": name }, () => go(name)));
  }
  $("sheets").replaceChildren(...ways);
};
const tell = () => {
  const errors = (state.errors ?? []).filter(({ severity }) => severity === "error");
  const notice = $("notice");
  notice.hidden = !errors.length && isConnected;
  if (!isConnected) notice.replaceChildren(say("lost"));
  else if (errors.length) notice.replaceChildren(make("b", {}, `${say("broken")} · ${errors[0].place.file}:${errors[0].place.line}`), " ", make("span", {}, prose(errors[0].message)));
  const stage = $("stage");
  stage.hidden = !state.stage || canCompare();
  stage.textContent = state.stage ? say(state.stage) : "";
};
/** Another state of the design; without pictures where those are still on their way. */
const take = (next, first = false) => {
  if (next.version !== 1) return;
  if (!first) note();
  const isPartial = !next.sheets?.length;
  // What can't be read now leaves everything as it was, and says why.
  const kept = next.refused && state.version ? { ...state, errors: next.errors } : isPartial ? { ...next, sheets: state.sheets ?? [] } : next;
  const isOther = state.lang !== next.lang;
  state = kept;
  states.set(state.lang, state);
  if (!isPartial) takeSheets(state.sheets, first, isOther);
  selected = selected.filter((name) => state.places?.[name]);
  if (comparing && !canCompare()) [comparing, twin] = [null, null];
  if (opened && ![...state.errors, ...state.findings].some((it) => it.number === opened)) opened = null;
  navigation();
  words();
  drawPanel();
  relabel();
  tell();
  document.title = state.title || "archlint";
  if (isAsked()) simulate();
  else paint();
};
const turnLang = () => {
  const other = lang === "ko" ? "en" : "ko";
  if (!states.has(other) && !transport.turnLang) return;
  lang = other;
  remember("lang", lang);
  if (transport.turnLang) transport.turnLang(lang);
  if (states.has(lang)) take(states.get(lang));
  else { words(); drawPanel(); }
};
const turnTheme = (wanted) => {
  const isDark = root.classList.contains("dark") || (root.classList.contains("auto") && matchMedia("(prefers-color-scheme: dark)").matches);
  const theme = wanted ?? (isDark ? "light" : "dark");
  root.classList.remove("auto", "light", "dark");
  root.classList.add(theme);
  if (!wanted) remember("theme", theme);
};

// What leaves the page.
/** The picture as it is on the page, by itself: its colours stand in it. */
const alone = () => {
  const { svg, full } = sheet;
  const copied = svg.cloneNode(true);
  const originals = svg.querySelectorAll("*");
  copied.querySelectorAll("*").forEach((element, at) => {
    const classes = element.getAttribute("class") ?? "";
    const style = getComputedStyle(originals[at]);
    if (/\bf-/.test(classes)) element.setAttribute("fill", style.fill);
    if (/\bs-/.test(classes)) element.setAttribute("stroke", style.stroke);
    if (element.matches?.("g.over *")) for (const key of ["fill", "stroke", "stroke-width"]) element.setAttribute(key, style[key]);
  });
  copied.setAttribute("viewBox", `${full.x} ${full.y} ${full.w} ${full.h}`);
  copied.setAttribute("width", String(full.w));
  copied.setAttribute("height", String(full.h));
  return new XMLSerializer().serializeToString(copied);
};
const save = (blob, name) => {
  const url = URL.createObjectURL(blob);
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};
const raster = async (scale, slide = false) => {
  const { w, h } = sheet.full;
  const [width, height] = slide ? [1920, 1080] : [Math.ceil(w * scale), Math.ceil(h * scale)];
  const url = URL.createObjectURL(new Blob([alone()], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = make("canvas", { width: String(width), height: String(height) });
  const paper = canvas.getContext("2d");
  paper.fillStyle = getComputedStyle(document.body).backgroundColor;
  paper.fillRect(0, 0, width, height);
  const by = slide ? Math.min(width / w, height / h) : scale;
  paper.drawImage(image, (width - w * by) / 2, (height - h * by) / 2, w * by, h * by);
  URL.revokeObjectURL(url);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
};
const asMarkdown = async () => {
  if (transport.ask) return (await transport.ask({ ask: "export", form: "markdown" })).text;
  const row = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const found = state.findings.map((it) => `${it.number}. ${it.message}${it.help ? ` → ${it.help}` : ""}`);
  const tables = state.figures.map((it) => [`## ${it.title}`, "", ...(it.rows.length ? [row(it.head), row(it.head.map(() => "---")), ...it.rows.map(row), ""] : []), ...it.notes.map((words) => `- ${words}`)].join("\n"));
  return [`# ${state.title}`, `## ${say("findings")}`, found.join("\n"), ...tables].join("\n\n");
};
const file = (ending) => `${(state.title || "archlint").replace(/[\\/:*?"<>|]+/g, "-")}.${ending}`;
const fetched = (name) => make("a", { href: `export/${name}?sheet=${encodeURIComponent(sheet.name)}&lang=${lang}`, download: file(name.split(".").pop()) }).click();
const WAYS = [
  ["svg", () => (transport.exports ? fetched("picture.svg") : save(new Blob([alone()], { type: "image/svg+xml" }), file("svg")))],
  ["png1", async () => save(await raster(1), file("png"))],
  ["png2", async () => (transport.exports ? fetched("picture.png") : save(await raster(2), file("png")))],
  ["slide", async () => save(await raster(1, true), file("png"))],
  ["pdf", () => fetched("picture.pdf"), () => transport.exports],
  ["print", () => print(), () => !transport.exports],
  ["copyPicture", async () => { await navigator.clipboard.write([new ClipboardItem({ "image/png": raster(2) })]); toast(say("copied")); }, () => Boolean(globalThis.ClipboardItem)],
  ["copyMarkdown", async () => copy(await asMarkdown())],
  ["copyPlace", () => { const spot = state.places[selected[0]][0]; copy(`${spot.file}:${spot.line}`); }, () => state.places?.[selected[0]]],
];
const menu = $("menu");
const openMenu = (isOpen) => {
  menu.hidden = !isOpen;
  $("export").setAttribute("aria-expanded", String(isOpen));
  if (!isOpen) return;
  menu.replaceChildren(...WAYS.filter(([, , when]) => !when || when()).map(([key, run]) => make("button", {
    type: "button", role: "menuitem", onclick: async () => {
      openMenu(false);
      $("export").focus();
      try { await run(); } catch { toast(say("notCopied")); }
    },
  }, say(key))));
  const { bottom, right } = $("export").getBoundingClientRect();
  menu.style.top = `${bottom + 4}px`;
  menu.style.right = `${Math.max(8, innerWidth - right)}px`;
  menu.firstChild.focus();
};
menu.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = [...menu.children];
  if (step) all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  else if (event.key === "Escape") { openMenu(false); $("export").focus(); } else return;
  event.preventDefault();
  event.stopPropagation();
});
addEventListener("pointerdown", (event) => { if (!menu.hidden && !menu.contains(event.target) && event.target !== $("export")) openMenu(false); });

$("lang").addEventListener("click", turnLang);
$("theme").addEventListener("click", () => turnTheme());
$("export").addEventListener("click", () => openMenu(menu.hidden));
const help = () => dialog(say("keys"), make("dl", { class: "keys" }, say("keyList").flatMap(([key, words]) => [make("dt", {}, key.split(" ").map((one) => make("kbd", {}, one))), make("dd", {}, words)])));
$("help").addEventListener("click", help);

const KEYS = {
  "/": () => search.focus(), f: () => turnTab("findings"), n: () => (lastStep() ? turnStep(1) : stepFinding(1)), p: () => (lastStep() ? turnStep(-1) : stepFinding(-1)), k: kill,
  "+": () => zoom(0.8, middle()), "=": () => zoom(0.8, middle()), "-": () => zoom(1.25, middle()), 0: () => { select([]); fit(); },
  t: () => turnTheme(), "?": help, 1: () => compare("beside"), 2: () => compare("change"), 3: () => compare("swipe"),
  Escape: () => { if (isAsked()) asItIs(); else { select([]); opened = null; drawPanel(); } },
};
addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input:not([type=range]), textarea, select, [contenteditable]");
  if (event.isComposing || isTyping || event.ctrlKey || event.metaKey || event.altKey || $("dialog").open || !sheet) return;
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (step && event.target.closest?.("#panel, input")) return;
  if (step) move(step[0] * sheet.box.w * 0.1, step[1] * sheet.box.h * 0.1);
  else if (KEYS[event.key]) KEYS[event.key]();
  else return;
  event.preventDefault();
});

let isConnected = true;
const theme = remembered("theme");
if (theme && root.classList.contains("auto")) turnTheme(theme);
const given = JSON.parse($("states")?.textContent || "[]");
for (const one of given) states.set(one.lang, one);
if (given.length) take(given[0], true);
else words();
const wanted = remembered("lang");
if (transport.live && wanted && wanted !== lang && states.has(wanted)) turnLang();
transport.onState((next) => {
  for (const one of [next].flat()) {
    if (one.lang === lang) take(one);
    else if (one.sheets?.length) states.set(one.lang, one);
  }
}, (now) => { isConnected = now; tell(); });
if (transport.addresses && location.hash) byAddress();
/** What the cursor of an editor stands on is ringed, and brought in only if it can't be seen. */
const follow = (names) => {
  const name = names.find((it) => sheet && named(sheet, it));
  if (!name || selected[0] === name) return;
  select([name]);
  bringIn([named(sheet, name)]);
};
globalThis.archlintPage = {
  take, select, turnTab, follow, go, make, markdown, prose, toast, dialog, copy,
  language: () => lang, state: () => state, view: () => ({ sheet: sheet?.name, tab, selected }),
};
