//! Our HTML in a browser: the picture's page and the report. Where Chromium is missing this is said,
//! and with `ARCHLINT_BROWSER` set a failure.

use archlint::render::theme::Theme;
use archlint::sink::page_policy;
use archlint::view::{self, Delivery, Look};
use archlint::{Date, Lang, NoLoader, Project, Reviewed, Source};
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

/// A text as a design that was judged.
fn reviewed(name: &str, text: &str) -> Reviewed {
    let today = Date::constant(2026, 1, 31);
    Project::default().check_one(&Source::new(name, text), &NoLoader, today).expect("a design")
}

/// The page of a design, in both languages.
pub fn page_of(name: &str, text: &str) -> String {
    let reviewed = reviewed(name, text);
    let look = |lang| Look { lang, ..Look::default() };
    let states = [Lang::En, Lang::Ko].map(|lang| view::state(&reviewed, &look(lang), 0));
    view::page(states.into(), Theme::Light, Delivery::File).into_string()
}

pub fn large() -> String {
    let mut text = String::from("user u\n");
    for group in ["a", "b"] {
        let components = (0..80).map(|at| format!("was {group}{at}\n"));
        text += &format!("group {group} {{\n{}}}\n", components.collect::<String>());
    }
    format!("{text}u -> a1 -> b1\nb1 -> b7\nmysql odd {{ backup = none }}\nb7 -> odd\n")
}

/// What a page has become in Chromium after a script of ours ran in it, for which the page's policy
/// makes one exception; `None` where there is no Chromium, unless one is demanded.
#[allow(clippy::disallowed_methods, reason = "a test may start a program")]
fn browsed(page: &str, script: &str, before: &str) -> Option<String> {
    let policy = page_policy(&[], &[script]);
    let hash = policy.as_str().split("script-src ").nth(1).expect("a hash");
    let page = page
        .replacen("script-src 'none'", &format!("script-src {hash}"), 1)
        .replacen("script-src 'sha256", &format!("script-src {hash} 'sha256"), 1)
        .replacen(before, &format!("<script>{script}</script>{before}"), 1);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.html");
    std::fs::write(&file, page).expect("the page");
    let ran = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,800"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .args(["--virtual-time-budget=2000", "--dump-dom"])
        .arg(format!("file://{}", file.display()))
        .output();
    match ran {
        Ok(ran) => Some(String::from_utf8_lossy(&ran.stdout).into_owned()),
        Err(error) if std::env::var_os("ARCHLINT_BROWSER").is_some() => {
            panic!("chromium is demanded and does not start: {error}")
        }
        Err(_) => {
            println!("NOT LOOKED AT IN A BROWSER: chromium is not installed");
            None
        }
    }
}

#[test]
fn a_reader_finds_the_way_through_the_page() {
    let page = page_of("large.arch", &large());
    let Some(dom) = browsed(&page, READER, "</body>") else { return };
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

/// Runs before anything else of the page, and tells at the end what a design has brought about.
const GUARD: &str = r##"
const broken = [];
addEventListener("securitypolicyviolation", (event) => broken.push(event.violatedDirective));
addEventListener("load", () => setTimeout(() => {
  const links = [...document.querySelectorAll("[href], [src]")].map((e) => e.getAttribute("href") || e.getAttribute("src"));
  const told = {
    ran: typeof window.owned,
    broken,
    requests: performance.getEntriesByType("resource").length,
    links: links.filter((link) => !link.startsWith("#") && !link.startsWith("data:,")),
    foreign: document.querySelectorAll("iframe, object, embed, form, base, img, link:not([rel=icon])").length,
  };
  document.body.textContent = "told" + JSON.stringify(told) + "end";
}, 500));
"##;

const EVIL: [&str; 9] = [
    "</script><script>window.owned = 1</script>",
    "<img src=x onerror='window.owned = 1'>",
    "<svg onload='window.owned = 1'>",
    "[x](javascript:window.owned=1)",
    "![x](https://evil.example/x.png)",
    "https://evil.example www.evil.example",
    "<a href='javascript:window.owned=1'>x</a>",
    "</style><style>@import 'https://evil.example'</style>",
    "' onmouseover='window.owned = 1",
];

/// Every place of a design that takes words takes each of these.
fn hostile() -> String {
    let of = |(at, evil): (usize, &&str)| {
        format!(
            "zone z{at} \"{evil}\" {{\n  was api{at} \"{evil}\" {{ note = \"{evil}\", owner = \"{evil}\" }}\n}}\n\
             mysql db{at} \"{evil}\" {{ backup = none }}\nfan -> api{at} -> db{at} : \"{evil}\"\n\
             flow buy{at} \"{evil}\" {{ fan -> api{at} -> db{at} }}\n\
             scenario night{at} \"{evil}\" {{ fail = [db{at}] }}\n\
             accept no-backup on db{at} because \"{evil}\"\nforbid fan -> db{at} because \"{evil}\"\n"
        )
    };
    let all = EVIL.concat();
    let parts: String = EVIL.iter().enumerate().map(of).collect();
    format!(
        "design \"{all}\"\ntraffic {{ dau = 300k, requests-per-user = 20 }}\nuser fan \"{all}\"\n{parts}"
    )
}

/// A style in an attribute would be refused, and an event handler as well.
#[test]
fn the_page_keeps_to_its_own_policy() {
    let page = page_of("large.arch", &large());
    let (before, rest) = page.split_once("id=\"states\">").expect("its state");
    let (_, after) = rest.split_once("</script>").expect("an end");
    let markup = [before, after.split("<script>").next().unwrap_or_default()].concat();
    for (at, _) in markup.match_indices('<') {
        let tag = markup[at..].split('>').next().unwrap_or_default();
        assert!(!tag.contains(" style=") && !tag.contains(" on"), "{tag}");
    }
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).expect("a policy");
    let policy = policy.split("\">").next().unwrap_or_default();
    assert!(!policy.contains("unsafe") && policy.starts_with("default-src 'none'"), "{policy}");
    assert_eq!(policy.matches("'sha256-").count(), 3, "two styles and the script: {policy}");
}

#[test]
fn no_label_runs_a_script_loads_anything_or_breaks_the_policy() {
    let name = "<img src=x onerror='window.owned = 1'>.arch";
    let reviewed = reviewed(name, &hostile());
    assert!(!reviewed.waiting, "the rules are asked");
    for page in [page_of(name, &hostile()), reviewed.report(true, None, Lang::Ko).into_string()] {
        let Some(dom) = browsed(&page, GUARD, "<meta name") else { return };
        let told = dom.split("told{").nth(1).and_then(|rest| rest.split("}end").next());
        let told = format!("{{{}}}", told.unwrap_or_else(|| panic!("{dom}")));
        let told: Value = serde_json::from_str(&told).expect("JSON");
        let nothing = serde_json::json!({
            "ran": "undefined", "broken": [], "requests": 0, "links": [], "foreign": 0,
        });
        assert_eq!(told, nothing);
    }
}
