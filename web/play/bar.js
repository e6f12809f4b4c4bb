// ---- the bar
const label = () => {
  for (const key of ["format", "share"]) $(key).textContent = say(key);
  $("new").title = say("newText");
  $("new").setAttribute("aria-label", say("newText"));
  $("see-text").textContent = say("text");
  $("see-picture").textContent = say("picture");
  $("promise").textContent = say("promise");
  area.placeholder = say("placeholder");
  area.setAttribute("aria-label", say("editor"));
  $("texts").setAttribute("aria-label", say("texts"));
  const menu = $("examples");
  menu.setAttribute("aria-label", say("examples"));
  const drafts = stored();
  menu.replaceChildren(make("option", { value: "" }, say("examples")),
    ...examples.map(({ title }, at) => make("option", { value: `e${at}` }, title)),
    drafts.length ? make("optgroup", { label: say("drafts") }, drafts.map((draft, at) => make("option", { value: `d${at}` }, titleOf(draft)))) : "");
};
$("examples").addEventListener("focus", label);
$("examples").addEventListener("change", ({ target }) => {
  const at = Number(target.value.slice(1));
  if (target.value.startsWith("e")) put(examples[at].texts, examples[at].main);
  else if (target.value.startsWith("d")) {
    const draft = stored()[at];
    put(draft.texts, draft.main);
    [isOwn, draftId] = [true, draft.id];
  }
  history.replaceState(null, "", location.pathname + location.search);
  target.value = "";
});
$("new").addEventListener("click", () => { put({ "design.arch": "" }); see("text"); area.focus(); });
$("format").addEventListener("click", () => edit({ ask: "format" }));
$("share").addEventListener("click", share);
const see = (what) => {
  document.body.classList.toggle("writing", what === "text");
  $("see-text").setAttribute("aria-pressed", String(what === "text"));
  $("see-picture").setAttribute("aria-pressed", String(what !== "text"));
};
$("see-text").addEventListener("click", () => see("text"));
$("see-picture").addEventListener("click", () => see("picture"));

(async () => {
  label();
  see("picture");
  if (await opened()) return;
  const [draft] = stored();
  if (draft) {
    put(draft.texts, draft.main);
    [isOwn, draftId] = [true, draft.id];
  } else put({ "design.arch": STARTS[lang()] });
})();
