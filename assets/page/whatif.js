// What if: something fails, traffic grows. The picture stays as it is laid out, and is painted over.
let asked = { scenario: null, fail: [], zoneDown: [], cold: false, traffic: 1 };
let outcome = null;
let before = null;
const isAsked = () => Boolean(asked.scenario || asked.fail.length || asked.zoneDown.length || asked.cold || asked.traffic !== 1);
const factor = (by) => `×${by >= 10 ? Math.round(by) : Number(by.toPrecision(2))}`;

let busy = false;
let again = false;
/** Only the newest question is worth an answer. */
const simulate = async () => {
  if (busy) { again = true; return; }
  if (!isAsked()) [outcome, before] = [null, null];
  else if (asked.scenario && !transport.ask) {
    const own = state.scenarios.find(({ name }) => name === asked.scenario);
    [outcome, before] = [own?.outcome ?? null, own?.base ?? null];
  } else if (transport.ask) {
    busy = true;
    try {
      const { scenario, traffic } = asked;
      const question = scenario ? { ask: "simulate", scenario } : { ask: "simulate", ...asked, traffic: traffic === 1 ? null : traffic };
      const answer = await transport.ask(question);
      [outcome, before] = [answer.outcome, answer.base];
    } catch (error) {
      toast(error.message);
      [outcome, before] = [null, null];
      if (isAsked()) asked = { ...asked, scenario: null, fail: [], zoneDown: [] };
    }
    busy = false;
  }
  paint();
  if (tab === "whatif") showOutcome();
  if (again) { again = false; simulate(); }
};
const ask = (change) => {
  asked = { ...asked, ...change };
  simulate();
  if (tab === "whatif") drawPanel();
};
const asItIs = () => ask({ scenario: null, fail: [], zoneDown: [], cold: false, traffic: 1 });
const kill = () => {
  const names = selected.filter((name) => state.labels && (named(sheet, name)?.matches(".component, .group")));
  if (!names.length || !transport.ask) return;
  const isDead = names.every((name) => asked.fail.includes(name));
  const others = asked.fail.filter((name) => !names.includes(name));
  ask({ scenario: null, fail: isDead ? others : [...others, ...names] });
  if (tab !== "whatif") turnTab("whatif");
};

const SVG = "http://www.w3.org/2000/svg";
const shape = (name, given) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) element.setAttribute(key, String(value));
  return element;
};
/** Paints the outcome over the cards: what is down, overloaded, how full each is. */
const paint = () => {
  for (const where of [sheet, twin].filter(Boolean)) {
    const shown = where.name === "as-is" ? before : outcome;
    for (const element of where.elements) {
      element.querySelector(":scope > g.over")?.remove();
      element.classList.remove("down", "degraded", "overloaded");
      delete element.dataset.load;
      if (!shown || !element.matches(".component:not(.collapsed)")) continue;
      const it = shown.components[element.dataset.name];
      if (!it) continue;
      if (it.says) element.dataset.load = it.says;
      const { x, y, width: w, height: h } = element.getBBox();
      const over = shape("g", { class: "over", "aria-hidden": "true" });
      if (it.state !== "up") {
        element.classList.add(it.state);
        over.append(shape("rect", { class: "halo", x, y, width: w, height: h, rx: 10 }));
      }
      if (it.state === "down") over.append(shape("path", { class: "cross", d: `M${x + w - 24} ${y + 10}l14 14m0 -14l-14 14` }));
      else if (it.load != null) {
        const level = it.load >= 1 ? "full" : it.load >= 0.7 ? "tight" : "easy";
        over.append(shape("rect", { class: "room", x: x + 10, y: y + h - 9, width: w - 20, height: 5, rx: 2.5 }));
        over.append(shape("rect", { class: `used ${level}`, x: x + 10, y: y + h - 9, width: Math.max(3, (w - 20) * Math.min(it.load, 1)), height: 5, rx: 2.5 }));
      }
      if (over.childElementCount) element.append(over);
    }
    where.svg.classList.toggle("whatif", Boolean(shown));
  }
};

const calls = (name) => state.labels?.[name] ?? name;
const toggle = (words, isOn, onclick, given = {}) => make("button", { type: "button", "aria-pressed": String(Boolean(isOn)), onclick, ...given }, words);
const whatifTab = () => {
  const own = selected.filter((name) => named(sheet, name)?.matches(".component, .group"));
  const parts = [];
  if (state.scenarios.length) {
    parts.push(make("h3", {}, say("scenarios")), make("div", { class: "choices" }, state.scenarios.map(({ name, label }) =>
      toggle(label ?? name, asked.scenario === name, () => ask({ fail: [], zoneDown: [], cold: false, traffic: 1, scenario: asked.scenario === name ? null : name })))));
  }
  if (transport.ask) {
    const slider = make("input", {
      type: "range", id: "traffic", min: "-1", max: "2", step: "0.01", value: String(Math.log10(asked.traffic)), list: "marks", "aria-label": say("traffic"), "aria-valuetext": factor(asked.traffic),
      oninput: (event) => {
        const at = Number(event.target.value);
        const snapped = [0, Math.log10(3), 1].find((it) => Math.abs(it - at) < 0.03) ?? at;
        asked = { ...asked, scenario: null, traffic: Number((10 ** snapped).toPrecision(3)) };
        $("factor").textContent = factor(asked.traffic);
        event.target.setAttribute("aria-valuetext", factor(asked.traffic));
        simulate();
      },
    });
    const marks = [["0.1", -1], ["1", 0], ["3", Math.log10(3)], ["10", 1], ["100", 2]];
    parts.push(
      make("h3", {}, say("traffic"), " ", make("output", { id: "factor", for: "traffic" }, factor(asked.traffic))),
      make("div", { class: "slider" }, slider,
        make("div", { class: "marks" }, marks.map(([words, at]) => make("button", { type: "button", onclick: () => ask({ scenario: null, traffic: Number(words) }), "data-at": String(Math.round((at + 1) / 3 * 100)) }, `×${words}`)))),
      make("h3", {}, say("kill")),
      make("div", { class: "choices" },
        own.length ? own.map((name) => toggle(calls(name), asked.fail.includes(name), kill, { title: say("killTip"), class: "kill" })) : make("p", { class: "empty" }, say("chooseOne")),
        asked.fail.filter((name) => !own.includes(name)).map((name) => toggle(calls(name), true, () => ask({ fail: asked.fail.filter((it) => it !== name) }), { class: "kill" }))));
    const zones = state.zones.map((name) => toggle(calls(name), asked.zoneDown.includes(name), () => ask({
      scenario: null, zoneDown: asked.zoneDown.includes(name) ? asked.zoneDown.filter((it) => it !== name) : [...asked.zoneDown, name],
    })));
    if (zones.length) parts.push(make("h3", {}, say("zones")), make("div", { class: "choices" }, zones));
    if (state.hasCaches) parts.push(make("div", { class: "choices" }, toggle(say("cold"), asked.cold, () => ask({ scenario: null, cold: !asked.cold }))));
  } else parts.push(make("p", { class: "empty" }, prose(say("onlyScenarios"))));
  parts.push(make("div", { id: "outcome" }, outcomeParts()));
  queueMicrotask(() => { for (const mark of inside.querySelectorAll(".marks button")) mark.style.left = `${mark.dataset.at}%`; });
  return parts;
};
const showOutcome = () => { $("outcome")?.replaceChildren(...outcomeParts().flat().filter(Boolean)); };
const outcomeParts = () => {
  const now = outcome ?? state.usual;
  if (!now) return [];
  const told = (it) => make("span", { class: `state ${it?.state ?? "unknown"}` }, it?.says ?? "–");
  const was = outcome && before ? before : null;
  const row = (flow) => make("tr", {},
    make("th", { scope: "row" }, flow.label ?? flow.name),
    was ? make("td", {}, told(was.flows.find(({ name }) => name === flow.name))) : null,
    make("td", {}, told(flow), flow.later ? make("small", {}, `${say("later")}: ${flow.later}`) : null));
  const lost = (key, it) => (it ? make("p", { class: "loss" }, make("b", {}, say(key)), ` ${it.says} · ${calls(it.name)} `, make("small", {}, prose(it.because))) : null);
  const fills = now.saturation.filter(({ factor: by }) => Number.isFinite(by));
  return [
    make("h3", {}, say("happens"), outcome ? make("button", { type: "button", class: "plain", onclick: asItIs }, `${say("asItIs")} (Esc)`) : null),
    outcome ? null : make("p", { class: "empty" }, say("nothing")),
    now.flows.length ? make("table", { class: "flows" },
      was ? make("thead", {}, make("tr", {}, make("th", {}, say("flows")), make("th", {}, say("now")), make("th", {}, say("then")))) : null,
      make("tbody", {}, now.flows.map(row))) : null,
    lost("rto", now.rto), lost("rpo", now.rpo),
    now.cascade.length ? make("p", { class: "loss" }, make("b", {}, say("cascade")), " ", now.cascade.map((round) => round.map(calls).join(", ")).join(" → ")) : null,
    fills.length ? [make("h3", {}, say("saturation")), make("ol", { class: "fills" }, fills.map(({ name, says, factor: by }) =>
      make("li", { class: by < 1 ? "full" : by < 1.43 ? "tight" : null }, make("button", { type: "button", class: "plain", onclick: () => select([name]) }, calls(name)), make("span", {}, says))))] : make("p", { class: "empty" }, prose(say("noTraffic"))),
    outcome?.statement && !asked.scenario ? make("div", { class: "statement" }, make("code", {}, outcome.statement),
      make("button", { type: "button", onclick: () => (transport.write ? transport.write(outcome.statement) : copy(outcome.statement)) }, say("statement"))) : null,
  ];
};
