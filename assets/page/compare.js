// AS-IS and TO-BE: beside each other, over one another, or with a bar to swipe between them.
let comparing = null;
const swipe = make("input", { type: "range", id: "swipe", min: "0", max: "100", value: "50" });
const clip = () => {
  const by = comparing === "swipe" ? `inset(0 ${100 - Number(swipe.value)}% 0 0)` : "";
  if (twin) twin.section.style.clipPath = by;
  view.style.setProperty("--swipe", `${swipe.value}%`);
};
swipe.addEventListener("input", clip);
const canCompare = () => sheets.has("as-is") && sheets.has("whole");
const compare = (how) => {
  if (!canCompare()) return;
  if (twin) twin.section.style.clipPath = "";
  comparing = how;
  twin = how === "beside" || how === "swipe" ? sheets.get("as-is") : null;
  view.className = comparing ?? "";
  if (how === "swipe") { swipe.setAttribute("aria-label", say("swipe")); view.append(swipe); } else swipe.remove();
  turnTo(sheets.get({ change: "change", "as-is": "as-is" }[how] ?? "whole"));
  if (twin) { twin.box = { ...twin.full }; fit(); }
  clip();
};
