// The panel: what was found, the figures, what is asked, the text; one tab at a time.
const inside = $("inside");
const TABS = ["findings", "figures", "whatif", "questions", "source"];
let tab = TABS.includes(remembered("tab")) ? remembered("tab") : "findings";
let state = {};
let opened = null;
let filter = null;
let shownSource = null;

const tabs = () => {
  const has = {
    findings: true,
    figures: state.figures?.length,
    whatif: state.usual && (transport.ask || state.scenarios.length),
    questions: state.questions?.length,
    source: state.sources?.length && !transport.edit,
  };
  if (!has[tab]) tab = "findings";
  const count = { findings: (state.findings?.length ?? 0) + (state.errors?.length ?? 0), questions: state.questions?.length };
  $("tabs").replaceChildren(...TABS.filter((name) => has[name]).map((name) => make("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "inside", "aria-selected": String(name === tab), tabindex: name === tab ? "0" : "-1",
    onclick: () => turnTab(name),
  }, say(name), count[name] ? make("span", { class: "count" }, String(count[name])) : null)));
  inside.setAttribute("aria-labelledby", `tab-${tab}`);
};
$("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = [...$("tabs").children];
  const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
  next.click();
  $(next.id)?.focus();
  event.preventDefault();
  event.stopPropagation();
});
const turnTab = (name) => {
  tab = name;
  remember("tab", name);
  drawPanel();
  inside.scrollTop = 0;
};
const drawPanel = () => {
  tabs();
  const scroll = inside.scrollTop;
  const draw = { findings: findingsTab, figures: figuresTab, whatif: whatifTab, questions: questionsTab, source: sourceTab }[tab];
  inside.className = tab;
  inside.replaceChildren(...draw().flat().filter(Boolean));
  inside.scrollTop = scroll;
};
const empty = (key) => make("p", { class: "empty" }, prose(say(key)));

const reveal = async (spot, focus = false) => {
  if (!spot) return;
  if (transport.reveal && (await transport.reveal(spot, focus)) !== false) return;
  if (!focus) return;
  shownSource = spot;
  turnTab("source");
  inside.querySelector(".here")?.scrollIntoView({ block: "center" });
};
const whereabouts = (spot) => make("button", { type: "button", class: "where", onclick: () => { reveal(spot, true); } }, `${spot.file}:${spot.line}`);

const findingsTab = () => {
  const all = [...(state.errors ?? []), ...(state.findings ?? [])];
  if (!all.length) return [empty("noFindings")];
  const levels = ["error", "warning", "advice"].filter((level) => all.some((it) => it.severity === level));
  const chips = make("div", { class: "chips", role: "group" }, levels.map((level) => make("button", {
    type: "button", class: level, "aria-pressed": String(filter === level),
    onclick: () => { filter = filter === level ? null : level; drawPanel(); },
  }, `${say(level)} ${all.filter((it) => it.severity === level).length}`)));
  const shown = all.filter((it) => !filter || it.severity === filter);
  return [
    state.usual || !state.errors?.length ? null : empty("notJudged"),
    levels.length > 1 ? chips : null,
    make("ol", { id: "findings" }, shown.map(findingItem)),
  ];
};
const findingItem = (it) => {
  const isOpen = opened === it.number;
  return make("li", { class: it.severity, "data-number": String(it.number) },
    make("button", {
      type: "button", class: "head", "aria-expanded": String(isOpen), "data-subjects": JSON.stringify(it.subjects),
      onclick: () => openFinding(isOpen ? null : it),
    }, make("b", {}, it.isRule ? String(it.number) : "!"), make("span", {}, prose(it.message))),
    isOpen ? findingDetails(it) : null);
};
const findingDetails = (it) => {
  const part = (key, words) => (words ? [make("dt", {}, say(key)), make("dd", {}, markdown(words))] : []);
  const fixes = transport.edit ? it.fixes.map((fix, at) => make("button", {
    type: "button", class: "do", title: fix.title, onclick: () => transport.edit({ ask: "fix", finding: it.number, fix: at }),
  }, fix.safe ? `${say("safeFix")}: ` : `${say("fix")}: `, prose(fix.title))) : [];
  const accept = transport.edit && it.isRule ? make("button", { type: "button", onclick: () => transport.edit({ ask: "accept", finding: it.number }) }, say("accept")) : null;
  const explain = transport.ask && it.isRule ? make("button", { type: "button", onclick: () => explainRule(it.rule) }, say("explain")) : null;
  return make("div", { class: "details" },
    make("dl", {}, part("why", it.why), part("todo", it.help), part("cost", it.tradeOff)),
    make("div", { class: "doings" }, fixes, accept, explain),
    make("div", { class: "foot" }, ruleName(it), whereabouts(it.place)));
};
/** What was found by its name, which leads to its page. */
const ruleName = (it) => (it.url
  ? make("a", { href: it.url, target: "_blank", rel: "noopener noreferrer" }, make("code", {}, it.rule))
  : make("code", {}, it.rule));
const openFinding = (it) => {
  opened = it?.number ?? null;
  drawPanel();
  if (!it) return select([]);
  const names = it.subjects;
  const target = drawing(names);
  if (target !== sheet) go(target.name);
  select(names);
  const about = sheet.elements.filter((e) => names.includes(e.dataset.name) && !e.matches(".badge"));
  bringIn(about);
  reveal(it.place);
};
const stepFinding = (by) => {
  const all = [...(state.errors ?? []), ...(state.findings ?? [])].filter((it) => !filter || it.severity === filter);
  if (!all.length) return;
  const now = all.findIndex((it) => it.number === opened);
  const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length];
  if (tab !== "findings") turnTab("findings");
  openFinding(next);
  inside.querySelector(`li[data-number="${next.number}"]`)?.scrollIntoView({ block: "nearest" });
};
const explainRule = async (rule) => {
  const { title, sections } = await transport.ask({ ask: "explain", rule });
  dialog(title, sections.flatMap(({ heading, body }) => [make("h3", {}, heading), ...markdown(body)]));
};
const dialog = (title, content) => {
  const box = $("dialog");
  box.replaceChildren(
    make("header", {}, make("h2", {}, title), make("button", { type: "button", "aria-label": say("close"), onclick: () => box.close() }, "✕")),
    make("div", { class: "text" }, content));
  box.setAttribute("aria-label", title);
  box.showModal();
};

const table = ({ title, head, rows, right, notes }) => make("figure", {},
  make("figcaption", {}, prose(title)),
  rows.length ? make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": title }, make("table", {},
    make("thead", {}, make("tr", {}, head.map((cell, at) => make("th", { scope: "col", class: right.includes(at) ? "right" : null }, prose(cell))))),
    make("tbody", {}, rows.map((row) => make("tr", {}, row.map((cell, at) => make("td", { class: right.includes(at) ? "right" : null }, prose(cell)))))))) : null,
  notes.length ? make("ul", { class: "notes" }, notes.map((words) => make("li", {}, prose(words)))) : null);
const figuresTab = () => (state.figures?.length ? state.figures.map(table) : [empty("noFigures")]);
const questionsTab = () => (state.questions?.length ? state.questions.map(({ question, answer }) => make("details", {},
  make("summary", {}, prose(question)), make("div", {}, markdown(answer)))) : [empty("noQuestions")]);

const sourceTab = () => {
  const all = state.sources ?? [];
  const now = all.find(({ name }) => name === shownSource?.file) ?? all[0];
  if (!now) return [];
  const found = new Map();
  for (const it of [...(state.errors ?? []), ...(state.findings ?? [])]) {
    if (it.place.file === now.name && !found.has(it.place.line)) found.set(it.place.line, it);
  }
  const line = (text, at) => {
    const it = found.get(at + 1);
    const isHere = shownSource?.file === now.name && at + 1 >= shownSource.line && at + 1 <= shownSource.endLine;
    return make("li", { class: [it?.severity, isHere && "here"].filter(Boolean).join(" ") || null, title: it?.message.replaceAll("`", "") ?? null }, make("code", {}, text || " "));
  };
  const choose = all.length > 1 ? make("select", { "aria-label": say("source"), onchange: (event) => { shownSource = { file: event.target.value }; drawPanel(); } },
    all.map(({ name }) => make("option", { value: name, selected: name === now.name }, name))) : make("p", { class: "file" }, now.name);
  return [choose, make("ol", { class: "text", tabindex: "0", "aria-label": now.name }, now.text.replace(/\n$/, "").split("\n").map(line))];
};
/** What the rest of the page does when another thing is selected. */
const selectionChanged = ({ reveal: wanted, badge, alt, focus }) => {
  const name = selected[0];
  if (tab === "whatif") drawPanel();
  if (!name) return;
  const own = (state.findings ?? []).find((it) => it.subjects.includes(name));
  if (badge && own) {
    opened = own.number;
    turnTab("findings");
    inside.querySelector(`li[data-number="${own.number}"]`)?.scrollIntoView({ block: "nearest" });
  }
  const spot = alt && own ? own.place : state.places?.[name]?.[0];
  if (wanted && spot) reveal(spot, focus);
};

// The panel is as wide as a reader likes it.
const grip = $("grip");
const widen = (width) => {
  const w = Math.round(Math.min(Math.max(width, 240), innerWidth * 0.42));
  document.documentElement.style.setProperty("--panel-width", `${w}px`);
  grip.setAttribute("aria-valuenow", String(w));
  remember("width", String(w));
};
grip.addEventListener("pointerdown", (event) => grip.setPointerCapture(event.pointerId));
grip.addEventListener("pointermove", (event) => { if (grip.hasPointerCapture(event.pointerId)) widen(innerWidth - event.clientX); });
grip.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: 24, ArrowRight: -24 }[event.key];
  if (!step) return;
  widen($("panel").getBoundingClientRect().width + step);
  event.preventDefault();
  event.stopPropagation();
});
if (remembered("width")) widen(Number(remembered("width")));
