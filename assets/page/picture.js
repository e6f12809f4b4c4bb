// The pictures: one is shown at a time, or two beside each other; moving about, finding, selecting.
const view = $("view");
const tip = $("tip");
let sheets = new Map();
let sheet = null;
/** Shown beside or under the sheet, in step with it. */
let twin = null;
let selected = [];
const still = matchMedia("(prefers-reduced-motion: reduce)");

const readSheet = (section, title) => {
  const svg = section.querySelector("svg");
  const { x, y, width: w, height: h } = svg.viewBox.baseVal;
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  // The browser's own tooltips would stand beside ours; assistive technology gets the same words.
  for (const element of svg.querySelectorAll("g[data-name]")) {
    const words = element.querySelector(":scope > title");
    if (!words) continue;
    element.dataset.tip = words.textContent;
    words.remove();
    if (element.matches(".component")) element.setAttribute("aria-description", element.dataset.tip);
    else element.setAttribute("aria-label", element.dataset.tip);
    if (element.matches(".group")) element.setAttribute("role", "group");
  }
  for (const card of svg.querySelectorAll("g.component")) {
    card.setAttribute("tabindex", "0");
    card.setAttribute("role", card.matches(".collapsed") ? "link" : "button");
  }
  for (const badge of svg.querySelectorAll("g.badge:not([aria-label])")) {
    // An outline says nothing by itself.
    badge.setAttribute(...(badge.textContent ? ["aria-label", badge.textContent] : ["aria-hidden", "true"]));
  }
  const elements = [...svg.querySelectorAll("g[data-name]")];
  return { name: section.dataset.sheet, section, svg, elements, title, full: { x, y, w, h }, box: { x, y, w, h } };
};
/** Our own writer escaped it; read as XML, nothing in it runs. */
const drawn = ({ name, svg }) => {
  const section = make("section", { "data-sheet": name, hidden: true });
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  section.append(document.adoptNode(parsed));
  return section;
};
const isFit = ({ box, full }) => Math.abs(box.w - full.w) < 0.5 && Math.abs(box.x - full.x) < 0.5 && Math.abs(box.y - full.y) < 0.5;
const named = (where, name) => where.elements.find((e) => e.dataset.name === name && !e.matches(".badge"));
const corner = (element) => { const { x, y, width, height } = element.getBBox(); return { x: x + width / 2, y: y + height / 2 }; };

/** What the eye rests on: the selected, else what is nearest to the middle. */
const anchor = (where) => {
  const own = selected.map((name) => named(where, name)).find(Boolean);
  if (own) return own.dataset.name;
  const at = { x: where.box.x + where.box.w / 2, y: where.box.y + where.box.h / 2 };
  const far = (e) => { const c = corner(e); return Math.hypot(c.x - at.x, c.y - at.y); };
  const all = where.elements.filter((e) => e.matches(".component"));
  return all.map((e) => [far(e), e.dataset.name]).sort((a, b) => a[0] - b[0])[0]?.[1];
};
/** New pictures in the place of the old ones; whatever need not move does not. */
const takeSheets = (given, first, isQuiet) => {
  if (!given.length) return;
  const before = sheets;
  const at = sheet?.name;
  const fresh = new Map();
  for (const one of given) {
    const standing = first && view.querySelector(`section[data-sheet="${CSS.escape(one.name)}"]`);
    // For when it is read in the other language, and then in this again.
    if (standing) one.svg ??= new XMLSerializer().serializeToString(standing.querySelector("svg"));
    fresh.set(one.name, readSheet(standing || drawn(one), one.title));
  }
  if (!first) {
    for (const { section } of before.values()) section.remove();
    view.append(...[...fresh.values()].map(({ section }) => section));
  }
  sheets = fresh;
  for (const [name, now] of fresh) {
    const was = before.get(name);
    if (!was) continue;
    if (name === at) now.section.hidden = false;
    stay(was, now, name === at, isQuiet);
  }
  const next = sheets.get(at) ?? sheets.values().next().value;
  sheet = null;
  turnTo(next);
};
const stay = (was, now, isShown, isQuiet) => {
  const holds = selected.some((name) => was.places?.has(name) && named(now, name));
  const by = { x: 0, y: 0 };
  if (!isFit(was) || holds) {
    const { w, h } = was.box;
    const [a, b] = [was.places?.get(was.anchor), isShown && was.anchor && named(now, was.anchor)];
    if (a && b) Object.assign(by, { x: corner(b).x - a.x, y: corner(b).y - a.y });
    now.box = { x: was.box.x + by.x, y: was.box.y + by.y, w, h };
  }
  if (isShown && !isQuiet) glide(was, now, by);
};
/** Remembers where everything stands while it is still on the screen. */
const note = () => {
  if (!sheet) return;
  sheet.places = new Map(sheet.elements.filter((e) => !e.matches(".badge")).map((e) => [e.dataset.name, corner(e)]));
  sheet.words = new Map(sheet.elements.map((e) => [e.dataset.name, `${e.dataset.tip}${e.textContent}`]));
  sheet.anchor = anchor(sheet);
};
const glide = (was, now, by) => {
  const words = (element) => `${element.dataset.tip}${element.textContent}`;
  const cards = now.elements.filter((element) => element.matches(".component, .link"));
  const others = cards.filter((element) => was.words && was.words.get(element.dataset.name) !== words(element));
  // Where most of it is new it is another design, and no change of this one.
  if (others.length * 2 <= cards.length || others.length < 4) {
    for (const element of others) {
      element.classList.add("changed");
      setTimeout(() => element.classList.remove("changed"), 2000);
    }
  }
  for (const element of now.elements) {
    const name = element.dataset.name;
    const from = was.places?.get(name);
    if (still.matches || element.matches(".link, .badge")) continue;
    if (!from) element.animate([{ opacity: 0 }, { opacity: 1 }], 150);
    else {
      const to = corner(element);
      const [dx, dy] = [from.x - to.x + by.x, from.y - to.y + by.y];
      if (Math.hypot(dx, dy) > 0.5) element.animate([{ transform: `translate(${dx}px, ${dy}px)` }, { transform: "none" }], 150);
    }
  }
};
const turnTo = (other) => {
  if (!other) return;
  for (const { section } of sheets.values()) section.hidden = true;
  sheet = other;
  sheet.section.hidden = false;
  if (twin) { twin = sheets.get(twin.name) ?? null; if (twin) twin.section.hidden = false; }
  tip.hidden = true;
  show();
  relabel();
  mark();
  paint();
};
const byAddress = () => {
  const name = transport.addresses ? decodeURIComponent(location.hash.slice(1)) : "";
  turnTo(sheets.get(name) ?? sheets.values().next().value);
};
addEventListener("hashchange", byAddress);
const go = (name) => {
  if (sheets.size > 1 && transport.addresses && sheets.has(name)) history.pushState(null, "", `#${encodeURIComponent(name)}`);
  turnTo(sheets.get(name) ?? sheet);
};
const open = (card) => go(`group/${card.dataset.name}`);

/** The picture that draws all of these: this one, else the one that draws the least beside them. */
const drawing = (names) => {
  const draws = ({ elements }) => {
    const all = new Set(elements.filter((e) => !e.matches(".collapsed")).map((e) => e.dataset.name));
    return names.every((name) => all.has(name));
  };
  if (draws(sheet)) return sheet;
  const others = [...sheets.values()].filter((it) => !["as-is", "change"].includes(it.name) && draws(it));
  return others.sort((a, b) => a.elements.length - b.elements.length)[0] ?? sheet;
};
const show = () => {
  const { x, y, w, h } = sheet.box;
  sheet.svg.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
  if (!twin || twin === sheet) return;
  const [from, to] = [sheet.full, twin.full];
  const [dx, dy] = [(x - from.x + w / 2) / from.w, (y - from.y + h / 2) / from.h];
  const by = Math.max(to.w / from.w, to.h / from.h);
  twin.svg.setAttribute("viewBox", `${to.x + dx * to.w - w * by / 2} ${to.y + dy * to.h - h * by / 2} ${w * by} ${h * by}`);
};
const toPicture = (x, y) => {
  const point = new DOMPoint(x, y).matrixTransform(sheet.svg.getScreenCTM().inverse());
  return { x: point.x, y: point.y };
};
const zoom = (factor, at) => {
  const { box, full } = sheet;
  const w = Math.min(Math.max(box.w * factor, full.w / 40), full.w * 4);
  const by = w / box.w;
  sheet.box = { x: at.x - (at.x - box.x) * by, y: at.y - (at.y - box.y) * by, w, h: box.h * by };
  show();
};
const move = (dx, dy) => {
  sheet.box = { ...sheet.box, x: sheet.box.x + dx, y: sheet.box.y + dy };
  show();
};
const middle = () => ({ x: sheet.box.x + sheet.box.w / 2, y: sheet.box.y + sheet.box.h / 2 });
const fit = () => { sheet.box = { ...sheet.full }; show(); };
const goTo = (targets) => {
  const boxes = targets.map((element) => element.getBBox());
  if (!boxes.length) return;
  const { full } = sheet;
  const left = Math.min(...boxes.map((b) => b.x));
  const top = Math.min(...boxes.map((b) => b.y));
  const right = Math.max(...boxes.map((b) => b.x + b.width));
  const bottom = Math.max(...boxes.map((b) => b.y + b.height));
  const wanted = Math.max(right - left + 320, (bottom - top + 200) * full.w / full.h);
  const w = Math.min(full.w, Math.max(wanted, Math.min(full.w / 3, 900)));
  const h = w * full.h / full.w;
  sheet.box = w >= full.w ? { ...full } : { x: (left + right - w) / 2, y: (top + bottom - h) / 2, w, h };
  show();
};
/** Scrolls there only if it can't be seen. */
const bringIn = (targets) => {
  const outside = view.getBoundingClientRect();
  const isSeen = (e) => { const r = e.getBoundingClientRect(); return r.left >= outside.left && r.right <= outside.right && r.top >= outside.top && r.bottom <= outside.bottom; };
  if (targets.length && !targets.every(isSeen)) goTo(targets);
};

view.addEventListener("wheel", (event) => {
  if (!sheet) return;
  event.preventDefault();
  zoom(Math.exp(event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), toPicture(event.clientX, event.clientY));
}, { passive: false });
// One finger or button moves, two fingers zoom.
const held = new Map();
let moved = false;
view.addEventListener("pointerdown", (event) => {
  if (!event.target.closest("svg")) return;
  held.set(event.pointerId, { x: event.clientX, y: event.clientY });
  moved = false;
  try { view.setPointerCapture(event.pointerId); } catch { /* one of a test */ }
  view.classList.add("held");
});
view.addEventListener("pointermove", (event) => {
  const before = held.get(event.pointerId);
  if (!before) return;
  if (Math.abs(event.clientX - before.x) + Math.abs(event.clientY - before.y) > 3) moved = true;
  if (!moved) return;
  const now = { x: event.clientX, y: event.clientY };
  const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
  if (other) {
    const span = (a) => Math.hypot(a.x - other.x, a.y - other.y) || 1;
    zoom(span(before) / span(now), toPicture((now.x + other.x) / 2, (now.y + other.y) / 2));
  } else {
    const from = toPicture(before.x, before.y);
    const to = toPicture(now.x, now.y);
    move(from.x - to.x, from.y - to.y);
  }
  held.set(event.pointerId, now);
});
const release = (event) => {
  held.delete(event.pointerId);
  if (!held.size) view.classList.remove("held");
};
view.addEventListener("pointerup", release);
view.addEventListener("pointercancel", release);

let lit = null;
/** Lights what is looked for, else what is selected with all that it is connected with. */
const mark = () => {
  for (const where of [sheet, twin].filter(Boolean)) {
    const hits = lit ? new Set(lit) : new Set(selected.flatMap((name) => [...around(where, name)]));
    for (const element of where.elements) {
      element.classList.toggle("hit", hits.has(element));
      element.classList.toggle("selected", selected.includes(element.dataset.name) && !element.matches(".badge"));
    }
    where.svg.classList.toggle("dimmed", hits.size > 0);
  }
};
const around = (where, name) => {
  const hits = new Set();
  const names = new Set([name]);
  for (const link of where.elements) {
    const { from, to } = link.dataset;
    if (link.classList.contains("link") && (from === name || to === name || link.dataset.name === name)) {
      hits.add(link);
      names.add(from).add(to);
    }
  }
  for (const element of where.elements) {
    const own = element.classList.contains("component") || element.dataset.name === name;
    if (own && names.has(element.dataset.name)) hits.add(element);
  }
  return hits;
};
const select = (names, told = {}) => {
  selected = names;
  lit = null;
  mark();
  selectionChanged(told);
};
const under = (event) => document.elementFromPoint(event.clientX, event.clientY);
view.addEventListener("click", (event) => {
  if (moved || !sheet) return;
  const element = under(event)?.closest("g.component, g.link, g.badge") ?? under(event)?.closest("g.group");
  if (element?.matches(".collapsed")) return open(element);
  select(element ? [element.dataset.name] : [], { reveal: true, badge: element?.matches(".badge"), alt: event.altKey });
});
view.addEventListener("dblclick", (event) => {
  const element = under(event)?.closest("g.component, g.link");
  if (element) selectionChanged({ reveal: true, focus: true });
});
view.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  const card = event.target.closest?.("g.component");
  if (!card) return;
  event.preventDefault();
  if (card.matches(".collapsed")) open(card);
  else select([card.dataset.name], { reveal: true });
});
const place = (x, y) => {
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - width - 8))}px`;
  tip.style.top = `${y + 18 + height > innerHeight ? Math.max(8, y - height - 12) : y + 18}px`;
};
view.addEventListener("pointermove", (event) => {
  const element = held.size || event.pointerType === "touch" ? null : under(event)?.closest("[data-tip]");
  tip.hidden = !element;
  if (!element) return;
  const load = element.dataset.load;
  tip.textContent = load ? `${element.dataset.tip}\n${load}` : element.dataset.tip;
  place(event.clientX, event.clientY);
});
view.addEventListener("pointerleave", () => { tip.hidden = true; });

// Everything is looked through; what this picture doesn't draw is shown in the whole one.
const search = $("search");
const found = $("found");
const plain = (text) => text.normalize("NFC").toLowerCase().replace(/\s+/g, "");
let hits = [];
let at = -1;
const look = () => {
  const asked = plain(search.value);
  const whole = sheets.get("whole") ?? sheet;
  const says = (e) => plain(`${e.dataset.name}${e.dataset.tip ?? ""}${e.textContent}`).includes(asked);
  const all = ({ elements }) => elements.filter((e) => e.matches(".component, .link") && says(e));
  hits = asked ? all(whole) : [];
  at = -1;
  found.textContent = asked ? String(hits.length) : "";
  if (!asked) {
    lit = null;
    byAddress();
    mark();
    return fit();
  }
  if (all(sheet).length < hits.length) turnTo(whole);
  else hits = all(sheet);
  lit = hits.length ? hits : null;
  mark();
  goTo(hits);
};
search.addEventListener("input", (event) => { if (!event.isComposing) look(); });
search.addEventListener("compositionend", look);
search.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape") {
    search.value = "";
    look();
    search.blur();
  }
  if (event.key !== "Enter" || !hits.length) return;
  at = (at + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
  found.textContent = `${at + 1} / ${hits.length}`;
  goTo([hits[at]]);
});
// The steps of a flow, one after the other.
let step = 0;
let playing = 0;
const lastStep = () => Math.max(0, ...(sheet?.elements ?? []).flatMap(({ dataset }) => (dataset.steps ?? "").split(" ").map(Number)));
const tellStep = (number) => {
  const last = lastStep();
  step = (number + last + 1) % (last + 1);
  const links = sheet.elements.filter(({ dataset }) => (dataset.steps ?? "").split(" ").includes(String(step)));
  const names = new Set(links.flatMap(({ dataset }) => [dataset.from, dataset.to]));
  lit = links.length ? [...links, ...sheet.elements.filter((e) => e.matches(".component") && names.has(e.dataset.name))] : null;
  mark();
  $("step").textContent = step ? `${step} / ${last}` : "";
};
const stopSteps = () => {
  clearInterval(playing);
  playing = 0;
  $("play").setAttribute("aria-pressed", "false");
};
const turnStep = (by) => { stopSteps(); tellStep(step + by); };
$("play").addEventListener("click", () => {
  if (playing) return stopSteps();
  $("play").setAttribute("aria-pressed", "true");
  tellStep(step + 1);
  playing = setInterval(() => (step < lastStep() ? tellStep(step + 1) : stopSteps()), 1600);
});
$("before").addEventListener("click", () => turnStep(-1));
$("after").addEventListener("click", () => turnStep(1));
$("in").addEventListener("click", () => zoom(0.8, middle()));
$("out").addEventListener("click", () => zoom(1.25, middle()));
$("fit").addEventListener("click", () => { select([]); fit(); });
