//! The site: every name has its page in both languages, every link leads somewhere, and nothing is
//! loaded from elsewhere.

#[path = "../../examples/site/markdown.rs"]
mod markdown;
#[path = "../../examples/site/pages.rs"]
mod pages;

use archlint::catalog::Catalog;
use archlint::lint::TEXT_ERRORS;
use archlint::report::Address;
use archlint::say::Lang;
use archlint::{lexicon, model::Attr, rules};
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The values of an attribute in a page.
fn values<'p>(page: &'p str, name: &'p str) -> impl Iterator<Item = &'p str> {
    let open = format!("{name}=\"");
    let starts: Vec<usize> = page.match_indices(&open).map(|(at, _)| at + open.len()).collect();
    starts.into_iter().filter_map(|at| page[at..].split('"').next())
}

/// A path relative to a page, as a path of the site.
fn joined(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_name_has_its_page_and_every_link_leads_somewhere() {
    let site = pages::site(root(), false);
    let catalog = Catalog::builtin();
    for lang in ["ko", "en"] {
        let mut wanted: Vec<String> =
            rules::ALL.iter().map(|rule| format!("rules/{}", rule.name)).collect();
        wanted.extend(catalog.iter().map(|tech| format!("technologies/{}", tech.name)));
        wanted.extend(Attr::ALL.iter().map(|attr| format!("attributes/{}", attr.word())));
        wanted.extend(lexicon::ERRORS.iter().map(|error| format!("errors/{}", error.name)));
        wanted.extend(
            ["docs/language", "docs/configuration", "docs/import", "index"].map(str::to_owned),
        );
        let tasks = [
            "as-is",
            "pull-requests",
            "own-rules",
            "compose",
            "weekly-post",
            "assistants",
            "index",
        ];
        wanted.extend(tasks.map(|task| format!("docs/how-to/{task}")));
        let pages = lexicon::GUIDES.iter().map(|guide| guide.page());
        wanted.extend(pages.map(|page| page.trim_end_matches(".html").to_owned()));
        let of = Lang::parse(lang).expect("a language");
        let known = rules::ALL.iter().map(|rule| rule.name);
        let known = known.chain(TEXT_ERRORS).chain(["config"]);
        wanted.extend(known.map(|name| {
            let page = Address::of(&name.into(), rules::ALL, of).expect("a page");
            assert!(page.to_string().ends_with(&format!("/{lang}/{}", page.on_the_site())));
            page.on_the_site().trim_end_matches(".html").to_owned()
        }));
        for page in wanted {
            assert!(site.contains_key(&format!("{lang}/{page}.html")), "{lang}/{page}");
        }
    }
    let mut lost = Vec::new();
    for (name, page) in site.iter().filter(|(name, _)| name.ends_with(".html")) {
        assert!(page.contains("default-src 'none'"), "{name} says what it may load");
        for link in values(page, "src").chain(values(page, "href")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            if link.starts_with("data:") || link.contains("://") {
                continue;
            }
            let to = if path.is_empty() { name.clone() } else { joined(name, path) };
            let anchor = percent(anchor);
            let picture = to.strip_prefix("pictures/");
            if picture.is_some_and(|name| root().join("docs/pictures").join(name).is_file()) {
                continue;
            }
            let is_there = site.get(&to).is_some_and(|page| {
                anchor.is_empty() || page.contains(&format!("id=\"{anchor}\""))
            });
            if !is_there {
                lost.push(format!("{name}: {link}"));
            }
        }
        for loaded in values(page, "src") {
            assert!(!loaded.contains("://"), "{name} loads {loaded}");
        }
    }
    assert!(lost.is_empty(), "{} links lead nowhere:\n{}", lost.len(), lost.join("\n"));
    let total: usize = site.values().map(String::len).sum();
    assert!(total < 60_000_000, "{total} bytes");
}

/// Korean anchors are written with escapes by some.
fn percent(anchor: &str) -> String {
    let bytes = anchor.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let hex = anchor.get(at + 1..at + 3).and_then(|it| u8::from_str_radix(it, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_default()
}

#[test]
fn the_search_knows_what_people_call_things() {
    let site = pages::site(root(), true);
    for (lang, word, page) in [
        ("ko", "단일 장애점", "rules/single-point-of-failure.html"),
        ("en", "spof", "rules/single-point-of-failure.html"),
        ("ko", "캐시 스탬피드", "rules/stampede-prone.html"),
        ("ko", "병목", "rules/overloaded.html"),
        ("en", "mcp", "docs/how-to/assistants.html"),
        ("ko", "mcp", "docs/how-to/assistants.html"),
    ] {
        let rows = &site[&format!("assets/index-{lang}.js")];
        let row = rows.lines().find(|row| row.contains(page)).expect("it is in the index");
        assert!(row.contains(word), "{row}");
    }
    assert!(site["ko/index.html"].contains("../playground/index.html"));
}

#[test]
fn the_front_pages_lead_to_the_playground_where_it_was_built() {
    let (with, without) = (pages::site(root(), true), pages::site(root(), false));
    let link = "<a href=\"../playground/index.html\">";
    for (page, words) in [
        ("ko/index.html", "플레이그라운드에서 바로 써 보기"),
        ("en/index.html", "Try it in the playground"),
    ] {
        assert!(with[page].contains(&format!("{link}{words}")), "{page}");
        assert!(!without[page].contains(link) && !without[page].contains(words), "{page}");
    }
    let door = "<a href=\"playground/index.html\">";
    assert!(with["index.html"].contains(door) && !without["index.html"].contains(door));
}
