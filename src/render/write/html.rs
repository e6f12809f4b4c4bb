//! A picture as one page to move about in: zoom, search, tooltips, the findings beside it; of a
//! large design an overview, whose groups open into pictures of their own. Nothing is loaded from
//! anywhere, and the page's own policy forbids it.

use super::svg;
use crate::render::scene::{Deck, Listed, OVERVIEW, Page, Pages, Scene, WHOLE};
use crate::render::theme::Theme;
use crate::say::{Lang, Line, Text};
use crate::sink::{self, Html, Written};

const STYLE: &str = include_str!("../../../assets/page/page.css");
const SCRIPT: &str = include_str!("../../../assets/page/page.js");

/// A page around one finished picture.
pub fn of_scene(scene: &Scene, theme: Theme) -> Written<Html> {
    let whole = Page { name: WHOLE.to_owned(), scene: scene.clone() };
    write(&Pages { pages: vec![whole], findings: Vec::new() }, theme)
}

/// A page around slides, which lead to each other where one draws what is inside of another.
pub fn of_deck(deck: &Deck, theme: Theme) -> Written<Html> {
    write(&Pages { pages: deck.pages.clone(), findings: Vec::new() }, theme)
}

/// A page around several pictures, which don't list the findings themselves.
pub fn write(Pages { pages, findings }: &Pages, theme: Theme) -> Written<Html> {
    let first = &pages[0].scene;
    let lang = first.lang;
    let drawings = sections(pages, theme);
    // A drawing that follows the system's theme brings a style of its own.
    let drawn = drawings.as_str().split("<style>").skip(1);
    let styles = drawn.filter_map(|rest| rest.split("</style>").next());
    let styles: Vec<&str> = std::iter::once(STYLE).chain(styles).collect();
    let mut out = Written::from("<!doctype html>\n<html lang=\"");
    out.ours(match lang {
        Lang::Ko => "ko",
        Lang::En => "en",
    });
    out.ours("\" class=\"").ours(match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::Auto => "auto",
    });
    out.ours("\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.ours("<meta http-equiv=\"Content-Security-Policy\" content=\"");
    out.add(&sink::page_policy(&styles, &[SCRIPT])).ours("\">\n");
    out.ours("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.ours("<link rel=\"icon\" href=\"data:,\">\n<title>").theirs(&first.title);
    out.ours("</title>\n<style>").ours(STYLE).ours("</style>\n</head>\n<body>\n");
    out.add(&bar(pages, lang)).ours("<main id=\"view\">\n").add(&drawings);
    out.ours("</main>\n").add(&list(findings, lang));
    out.ours("<div id=\"tip\" role=\"tooltip\" hidden></div>\n<script>").ours(SCRIPT);
    out.ours("</script>\n</body>\n</html>\n");
    out
}

/// What stands above the picture: its name, ways to its parts, the search and the zoom.
fn bar(pages: &[Page], lang: Lang) -> Written<Html> {
    let say = |ko, en| Written::of(Text::new(ko, en).get(lang));
    let search = say("컴포넌트·연결 찾기 ( / )", "find a component or connection ( / )");
    let mut out = Written::from("<div id=\"bar\"><h1>");
    out.theirs(&pages[0].scene.title).ours("</h1>").add(&steps(pages, lang));
    out.add(&ways(pages, lang));
    out.ours("<span id=\"found\" role=\"status\"></span>");
    out.ours("<input id=\"search\" type=\"search\" placeholder=\"").add(&search);
    out.ours("\" aria-label=\"").add(&search).ours("\">");
    let buttons = [
        ("out", say("축소", "zoom out"), " (−)", Written::from("−")),
        ("in", say("확대", "zoom in"), " (+)", Written::from("+")),
        ("fit", say("맞추기", "fit"), " (0)", say("맞추기", "fit")),
    ];
    for (id, what, key, face) in &buttons {
        out.ours("<button id=\"").ours(id).ours("\" title=\"").add(what).ours(key);
        out.ours("\" aria-label=\"").add(what).ours("\">").add(face).ours("</button>");
    }
    out.ours("</div>\n");
    out
}

/// The steps of a flow, where the pictures tell one.
fn steps(pages: &[Page], lang: Lang) -> Written<Html> {
    let told = pages.iter().flat_map(|page| &page.scene.elements).any(|it| !it.steps.is_empty());
    let mut out = Written::default();
    if !told {
        return out;
    }
    let buttons = [
        ("before", Text::new("앞 단계", "step before"), " (p)", "‹"),
        ("play", Text::new("단계 재생", "play the steps"), "", "▶"),
        ("after", Text::new("다음 단계", "next step"), " (n)", "›"),
    ];
    for (id, what, key, face) in buttons {
        let what = Written::of(what.get(lang));
        out.ours("<button id=\"").ours(id).ours("\" title=\"").add(&what).ours(key);
        out.ours("\" aria-label=\"").add(&what).ours("\">").ours(face).ours("</button>");
    }
    out.ours("<span id=\"step\" role=\"status\"></span>");
    out
}

/// To the overview and to the whole picture, where there are both.
fn ways(pages: &[Page], lang: Lang) -> Written<Html> {
    if pages.len() < 2 {
        return Written::default();
    }
    let mut out = Written::from("<nav>");
    for (name, ko, en) in [(OVERVIEW, "개요", "overview"), (WHOLE, "전체 그림", "whole picture")]
    {
        out.ours("<a href=\"#").ours(name).ours("\" data-sheet=\"").ours(name).ours("\">");
        out.theirs(Text::new(ko, en).get(lang)).ours("</a>");
    }
    out.ours("</nav>");
    out
}

fn sections(pages: &[Page], theme: Theme) -> Written<Html> {
    let mut out = Written::default();
    for (at, Page { name, scene }) in pages.iter().enumerate() {
        out.ours("<section data-sheet=\"").theirs(name);
        out.ours(if at > 0 { "\" hidden>" } else { "\">" });
        out.add(&svg::write_inline(scene, theme, at)).ours("</section>\n");
    }
    out
}

fn list(findings: &[Listed], lang: Lang) -> Written<Html> {
    if findings.is_empty() {
        return Written::default();
    }
    let count = findings.len();
    let heading: Text = crate::text!(count; "지적 {count}건", "{count} findings");
    let mut out = Written::from("<aside id=\"findings\"><h2>");
    out.theirs(heading.get(lang)).ours("</h2><ol>\n");
    for Listed { number, severity, message, subjects } in findings {
        let names = serde_json::Value::from(subjects.clone()).to_string();
        out.ours("<li class=\"").ours(severity.name());
        out.ours("\"><button type=\"button\" data-subjects=\"").theirs(&names).ours("\"><b>");
        out.number(*number).ours("</b><span>").add(&with_code(message));
        out.ours("</span></button></li>\n");
    }
    out.ours("</ol></aside>\n");
    out
}

/// Names set off as code.
fn with_code(message: &Line) -> Written<Html> {
    let mut out = Written::default();
    for (part, stands_out) in message.parts() {
        match stands_out {
            true => out.ours("<code>").theirs(part).ours("</code>"),
            false => out.theirs(part),
        };
    }
    out
}
