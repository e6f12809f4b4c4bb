"use strict";
(() => {
  const view = document.getElementById("view");
  const tip = document.getElementById("tip");
  const search = document.getElementById("search");
  const found = document.getElementById("found");

  // The pictures by name: what the hash of the address says. One is shown at a time.
  const sheets = new Map();
  for (const section of view.querySelectorAll("section")) {
    const svg = section.querySelector("svg");
    const { x, y, width: w, height: h } = svg.viewBox.baseVal;
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    const name = section.dataset.sheet;
    const elements = [...svg.querySelectorAll("g[data-name]")];
    const title = svg.querySelector(":scope > title").textContent;
    sheets.set(name, { name, section, svg, elements, title, full: { x, y, w, h }, box: { x, y, w, h } });
  }
  const first = sheets.values().next().value;
  let sheet = first;

  // The browser's own tooltips would stand beside ours; assistive technology gets the same words.
  for (const element of view.querySelectorAll("g[data-name]")) {
    const title = element.querySelector(":scope > title");
    if (!title) continue;
    element.dataset.tip = title.textContent;
    element.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  for (const card of view.querySelectorAll("g.collapsed")) {
    card.setAttribute("tabindex", "0");
    card.setAttribute("role", "link");
  }

  const turnTo = (other) => {
    sheet.section.hidden = true;
    sheet = other;
    sheet.section.hidden = false;
    tip.hidden = true;
    document.querySelector("h1").textContent = sheet.title;
    for (const link of document.querySelectorAll("nav a")) {
      link.setAttribute("aria-current", link.dataset.sheet === sheet.name ? "page" : "false");
    }
  };
  const byAddress = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    turnTo(sheets.get(name) ?? first);
  };
  addEventListener("hashchange", byAddress);
  const go = (name) => {
    if (sheets.size > 1) location.hash = encodeURIComponent(name);
    turnTo(sheets.get(name) ?? sheet);
  };
  const open = (card) => go(`group/${card.dataset.name}`);
  for (const link of document.querySelectorAll("nav a")) {
    link.addEventListener("click", () => go(link.dataset.sheet));
  }
  view.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("g.collapsed")) open(event.target);
  });

  // The picture that draws all of these: this one, else the one that draws the least beside them.
  const drawing = (names) => {
    const draws = ({ elements }) => {
      const drawn = new Set(elements.filter((e) => !e.matches(".collapsed")).map((e) => e.dataset.name));
      return names.every((name) => drawn.has(name));
    };
    if (draws(sheet)) return sheet;
    const others = [...sheets.values()].filter(draws).sort((a, b) => a.elements.length - b.elements.length);
    return others[0] ?? sheet;
  };

  const show = () => {
    const { x, y, w, h } = sheet.box;
    sheet.svg.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
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
    sheet.box = { x: (left + right - w) / 2, y: (top + bottom - h) / 2, w, h };
    show();
  };

  view.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), toPicture(event.clientX, event.clientY));
  }, { passive: false });

  // One finger or button moves, two fingers zoom.
  const held = new Map();
  let moved = false;
  view.addEventListener("pointerdown", (event) => {
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    moved = false;
    view.setPointerCapture(event.pointerId);
    view.classList.add("held");
  });
  view.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    if (Math.abs(event.clientX - before.x) + Math.abs(event.clientY - before.y) > 3) moved = true;
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

  const mark = (hits) => {
    for (const element of sheet.elements) element.classList.toggle("hit", hits.has(element));
    sheet.svg.classList.toggle("dimmed", hits.size > 0);
  };

  // A component with all that it is connected with.
  const around = (name) => {
    const hits = new Set();
    const names = new Set([name]);
    for (const link of sheet.elements) {
      const { from, to } = link.dataset;
      if (link.classList.contains("link") && (from === name || to === name)) {
        hits.add(link);
        names.add(from).add(to);
      }
    }
    for (const element of sheet.elements) {
      const own = element.classList.contains("component") || element.dataset.name === name;
      if (own && names.has(element.dataset.name)) hits.add(element);
    }
    return hits;
  };

  view.addEventListener("click", (event) => {
    if (moved) return;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const element = under?.closest("g.component, g.link, g.badge");
    if (element?.matches(".collapsed")) return open(element);
    mark(element ? around(element.dataset.name) : new Set());
  });

  const place = (x, y) => {
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - width - 8))}px`;
    tip.style.top = `${y + 18 + height > innerHeight ? y - height - 12 : y + 18}px`;
  };
  view.addEventListener("pointermove", (event) => {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const words = held.size ? null : under?.closest("[data-tip]")?.dataset.tip;
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words;
    place(event.clientX, event.clientY);
  });
  view.addEventListener("pointerleave", () => { tip.hidden = true; });

  // Everything is looked through; what this picture doesn't draw is shown in the whole one.
  const plain = (text) => text.normalize("NFC").toLowerCase().replace(/\s+/g, "");
  const whole = sheets.get("whole") ?? first;
  let hits = [];
  let at = -1;
  const look = () => {
    const asked = plain(search.value);
    const says = (e) => plain(`${e.dataset.name}${e.dataset.tip ?? ""}${e.textContent}`).includes(asked);
    const drawn = ({ elements }) => elements.filter((e) => e.matches(".component, .link") && says(e));
    hits = asked ? drawn(whole) : [];
    at = -1;
    found.textContent = asked ? String(hits.length) : "";
    if (!asked) {
      byAddress();
      mark(new Set());
      return fit();
    }
    if (drawn(sheet).length < hits.length) turnTo(whole);
    else hits = drawn(sheet);
    mark(new Set(hits));
    goTo(hits);
  };
  search.addEventListener("input", look);
  search.addEventListener("keydown", (event) => {
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

  for (const button of document.querySelectorAll("#findings button")) {
    button.addEventListener("click", () => {
      const names = JSON.parse(button.dataset.subjects);
      go(drawing(names).name);
      const about = sheet.elements.filter((e) => names.includes(e.dataset.name));
      mark(new Set(about));
      goTo(about.filter((e) => !e.matches(".badge")));
    });
  }

  // The steps of a flow, one after the other.
  const play = document.getElementById("play");
  const telling = document.getElementById("step");
  const steps = new Map();
  for (const element of play ? view.querySelectorAll("g[data-steps]") : []) {
    for (const step of element.dataset.steps.split(" ")) {
      if (!steps.has(Number(step))) steps.set(Number(step), []);
      steps.get(Number(step)).push(element);
    }
  }
  const last = Math.max(0, ...steps.keys());
  let step = 0;
  let timer = 0;
  const tell = (number) => {
    step = (number + last + 1) % (last + 1);
    const links = (steps.get(step) ?? []).filter((element) => sheet.elements.includes(element));
    const hits = new Set(links);
    const names = new Set(links.flatMap(({ dataset }) => [dataset.from, dataset.to]));
    for (const element of sheet.elements) {
      if (element.classList.contains("component") && names.has(element.dataset.name)) hits.add(element);
    }
    mark(hits);
    telling.textContent = step ? `${step} / ${last}` : "";
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play?.setAttribute("aria-pressed", "false");
  };
  const turn = (by) => { stop(); tell(step + by); };
  play?.addEventListener("click", () => {
    if (timer) return stop();
    play.setAttribute("aria-pressed", "true");
    tell(step + 1);
    timer = setInterval(() => (step < last ? tell(step + 1) : stop()), 1600);
  });
  document.getElementById("before")?.addEventListener("click", () => turn(-1));
  document.getElementById("after")?.addEventListener("click", () => turn(1));

  document.getElementById("in").addEventListener("click", () => zoom(0.8, middle()));
  document.getElementById("out").addEventListener("click", () => zoom(1.25, middle()));
  document.getElementById("fit").addEventListener("click", () => { mark(new Set()); fit(); });
  addEventListener("keydown", (event) => {
    if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step) {
      move(step[0] * sheet.box.w * 0.1, step[1] * sheet.box.h * 0.1);
    } else if (event.key === "+" || event.key === "=") zoom(0.8, middle());
    else if (event.key === "-") zoom(1.25, middle());
    else if (event.key === "0" || event.key === "Escape") { mark(new Set()); fit(); }
    else if (event.key === "/") search.focus();
    else if (play && event.key === "n") turn(1);
    else if (play && event.key === "p") turn(-1);
    else return;
    event.preventDefault();
  });

  byAddress();
})();
