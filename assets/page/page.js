"use strict";
(() => {
  const view = document.getElementById("view");
  const svg = view.querySelector("svg");
  const tip = document.getElementById("tip");
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const whole = svg.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, w: whole.width, h: whole.height };
  let box = { ...full };

  const show = () => svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.w} ${box.h}`);
  svg.removeAttribute("width");
  svg.removeAttribute("height");

  // The browser's own tooltips would stand beside ours; assistive technology gets the same words.
  const elements = [...svg.querySelectorAll("g[data-name]")];
  for (const element of elements) {
    const title = element.querySelector(":scope > title");
    if (!title) continue;
    element.dataset.tip = title.textContent;
    element.setAttribute("aria-label", title.textContent);
    title.remove();
  }

  const toPicture = (x, y) => {
    const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
    return { x: point.x, y: point.y };
  };

  const zoom = (factor, at) => {
    const w = Math.min(Math.max(box.w * factor, full.w / 40), full.w * 4);
    const by = w / box.w;
    box = { x: at.x - (at.x - box.x) * by, y: at.y - (at.y - box.y) * by, w, h: box.h * by };
    show();
  };
  const middle = () => ({ x: box.x + box.w / 2, y: box.y + box.h / 2 });
  const fit = () => { box = { ...full }; show(); };

  const goTo = (targets) => {
    const boxes = targets.map((element) => element.getBBox());
    if (!boxes.length) return;
    const left = Math.min(...boxes.map((b) => b.x));
    const top = Math.min(...boxes.map((b) => b.y));
    const right = Math.max(...boxes.map((b) => b.x + b.width));
    const bottom = Math.max(...boxes.map((b) => b.y + b.height));
    const w = Math.min(full.w, Math.max(right - left + 320, full.w / 3));
    const h = w * full.h / full.w;
    box = { x: (left + right - w) / 2, y: (top + bottom - h) / 2, w, h };
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
      box = { ...box, x: box.x + from.x - to.x, y: box.y + from.y - to.y };
      show();
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
    for (const element of elements) element.classList.toggle("hit", hits.has(element));
    svg.classList.toggle("dimmed", hits.size > 0);
  };

  // A component with all that it is connected with.
  const around = (name) => {
    const hits = new Set();
    const names = new Set([name]);
    for (const link of elements) {
      const { from, to } = link.dataset;
      if (link.classList.contains("link") && (from === name || to === name)) {
        hits.add(link);
        names.add(from).add(to);
      }
    }
    for (const element of elements) {
      const own = element.classList.contains("component") || element.dataset.name === name;
      if (own && names.has(element.dataset.name)) hits.add(element);
    }
    return hits;
  };

  view.addEventListener("click", (event) => {
    if (moved) return;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const element = under?.closest("g.component, g.link, g.badge");
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

  const plain = (text) => text.normalize("NFC").toLowerCase().replace(/\s+/g, "");
  let hits = [];
  let at = -1;
  search.addEventListener("input", () => {
    const asked = plain(search.value);
    const drawn = elements.filter((e) => e.matches(".component, .link"));
    hits = asked ? drawn.filter((e) => plain(`${e.dataset.name}${e.dataset.tip ?? ""}${e.textContent}`).includes(asked)) : [];
    at = -1;
    found.textContent = asked ? String(hits.length) : "";
    mark(new Set(hits));
    if (hits.length === 1) goTo(hits);
    if (!asked) fit();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      search.value = "";
      search.dispatchEvent(new Event("input"));
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
      const about = elements.filter((e) => names.includes(e.dataset.name));
      mark(new Set(about));
      goTo(about.filter((e) => !e.matches(".badge")));
    });
  }

  document.getElementById("in").addEventListener("click", () => zoom(0.8, middle()));
  document.getElementById("out").addEventListener("click", () => zoom(1.25, middle()));
  document.getElementById("fit").addEventListener("click", () => { mark(new Set()); fit(); });
  addEventListener("keydown", (event) => {
    if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step) {
      box = { ...box, x: box.x + step[0] * box.w * 0.1, y: box.y + step[1] * box.h * 0.1 };
      show();
    } else if (event.key === "+" || event.key === "=") zoom(0.8, middle());
    else if (event.key === "-") zoom(1.25, middle());
    else if (event.key === "0" || event.key === "Escape") { mark(new Set()); fit(); }
    else if (event.key === "/") search.focus();
    else return;
    event.preventDefault();
  });
})();
