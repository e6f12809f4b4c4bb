"use strict";
// Finds a page by its title, by what it is, or by what people call it. The rows stand beside the page.
(() => {
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const up = input.dataset.up;
  const plain = (words) => words.normalize("NFC").toLowerCase().replace(/[\s\-_]/g, "");
  const rows = ROWS.map(([title, sort, page, also]) => ({
    title, sort, page, also,
    key: plain(title),
    others: also.split(",").map(plain),
  }));
  const MOST = 12;

  function score(row, asked) {
    if (row.key === asked) return 0;
    if (row.others.includes(asked)) return 1;
    if (row.key.startsWith(asked)) return 2;
    if (row.others.some((it) => it.startsWith(asked))) return 3;
    if (row.key.includes(asked)) return 4;
    return row.others.some((it) => it.includes(asked)) ? 5 : -1;
  }

  let at = -1;
  function show() {
    const asked = plain(input.value);
    list.replaceChildren();
    at = -1;
    list.hidden = asked === "";
    if (asked === "") return;
    const found = rows
      .map((row, place) => ({ row, place, score: score(row, asked) }))
      .filter((it) => it.score >= 0)
      .sort((a, b) => a.score - b.score || a.place - b.place)
      .slice(0, MOST);
    for (const { row } of found) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = up + row.page;
      const name = document.createElement("b");
      name.textContent = row.title;
      const more = document.createElement("small");
      more.textContent = ` ${row.sort} · ${row.also.split(",")[0]}`;
      link.append(name, more);
      item.append(link);
      list.append(item);
    }
    if (found.length === 0) {
      const item = document.createElement("li");
      item.textContent = document.documentElement.lang === "ko" ? "찾지 못했습니다" : "nothing found";
      list.append(item);
    }
  }

  function move(by) {
    const items = [...list.children];
    if (items.length === 0) return;
    items[at]?.classList.remove("on");
    at = (at + by + items.length) % items.length;
    items[at].classList.add("on");
    items[at].scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { move(1); event.preventDefault(); }
    if (event.key === "ArrowUp") { move(-1); event.preventDefault(); }
    if (event.key === "Escape") { input.value = ""; show(); }
    if (event.key === "Enter") (list.children[Math.max(at, 0)]?.querySelector("a"))?.click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== input) { input.focus(); event.preventDefault(); }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".find")) list.hidden = true;
  });
})();
