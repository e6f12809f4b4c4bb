//! The HTML page in a browser, where Chromium is installed; its absence is not our fault.

use crate::pictures::{design, marks};
use archlint::model::Design;
use archlint::render::{Options, html};
use serde_json::Value;
use std::process::Command;

/// Runs after the page's own script: does what a reader would, and writes down what is shown.
const READER: &str = r##"
const errors = [];
addEventListener("error", (event) => errors.push(event.message));
const told = {};
const look = (name) => {
  const section = document.querySelector("section:not([hidden])");
  told[name] = {
    shown: section.dataset.sheet,
    box: section.querySelector("svg").getAttribute("viewBox"),
    lit: [...section.querySelectorAll(".component.hit")].map((e) => e.dataset.name),
    tip: document.getElementById("tip").hidden ? null : document.getElementById("tip").textContent,
  };
};
const point = (type, target) => {
  const { x, y, width, height } = target.getBoundingClientRect();
  const at = { clientX: x + width / 2, clientY: y + height / 2, bubbles: true };
  target.dispatchEvent(new PointerEvent(type, at));
};
const card = () => document.querySelector("section:not([hidden]) g.collapsed[data-name='a']");
const type = (words) => {
  const search = document.getElementById("search");
  search.value = words;
  search.dispatchEvent(new Event("input"));
};
look("start");
point("pointermove", card());
look("pointed");
point("click", card());
look("opened");
document.querySelector("nav a[data-sheet='overview']").click();
look("back");
type("b7");
look("searched");
type("");
look("cleared");
document.querySelector("#findings button").click();
look("finding");
document.getElementById("in").click();
look("closer");
told.requests = performance.getEntriesByType("resource").length;
told.errors = errors;
document.body.textContent = "told" + JSON.stringify(told) + "end";
"##;

fn large() -> Design {
    let mut text = String::from("user u\n");
    for group in ["a", "b"] {
        let components = (0..80).map(|at| format!("was {group}{at}\n"));
        text += &format!("group {group} {{\n{}}}\n", components.collect::<String>());
    }
    design("large.arch", &format!("{text}u -> a1 -> b1\nb1 -> b7"))
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test may start a program")]
fn a_reader_finds_the_way_through_the_page() {
    let design = large();
    let findings = marks(&design);
    let page = html(&design, &Options { findings: &findings, ..Options::default() });
    let page = page.replace("</body>", &format!("<script>{READER}</script></body>"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.html");
    std::fs::write(&file, page).expect("the page");
    let ran = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,800"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .args(["--virtual-time-budget=2000", "--dump-dom"])
        .arg(format!("file://{}", file.display()))
        .output();
    let Ok(ran) = ran else { return };
    let dom = String::from_utf8_lossy(&ran.stdout);
    let told = dom.split("told{").nth(1).and_then(|rest| rest.split("}end").next());
    let told = format!("{{{}}}", told.expect("the reader has told"));
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let shown = |step: &str| told[step]["shown"].as_str().expect("a picture is shown").to_owned();
    assert_eq!((shown("start"), shown("opened")), ("overview".into(), "group/a".into()), "{told}");
    assert!(told["pointed"]["tip"].as_str().is_some_and(|tip| tip.contains("80 components")));
    assert_eq!((shown("back"), shown("cleared")), ("overview".into(), "overview".into()));
    assert_eq!(shown("searched"), "whole");
    assert!(told["searched"]["lit"].as_array().is_some_and(|lit| lit.contains(&"b7".into())));
    assert_ne!(told["finding"]["lit"], told["cleared"]["lit"], "a finding shows its subject");
    assert_ne!(told["closer"]["box"], told["finding"]["box"]);
    assert_eq!((&told["requests"], &told["errors"]), (&0.into(), &serde_json::json!([])));
}
