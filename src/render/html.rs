//! A picture as one page to move about in: zoom, search, tooltips, the findings beside it; of a
//! large design an overview, whose groups open into pictures of their own. Nothing is loaded from
//! anywhere, and the page's own policy forbids it.

use super::collapse::{Extent, MANY, Shown};
use super::graph::Size;
use super::picture::{Notes, Sheet};
use super::scene::Scene;
use super::slide::Drawing;
use super::svg::{self, escape};
use super::theme::Theme;
use super::typography::Type;
use super::{Mark, Options, Subject};
use crate::model::{Design, GroupId};
use crate::text::{Lang, Text};
use std::collections::BTreeSet;
use std::fmt::Write;

const STYLE: &str = include_str!("../../assets/page/page.css");
const SCRIPT: &str = include_str!("../../assets/page/page.js");

/// A page around the design's pictures, which don't list the findings themselves.
pub fn of_design(design: &Design, options: &Options) -> String {
    let findings = findings(design, options.findings, options.lang);
    write(&pictures(design, options), &findings, options.theme)
}

/// A page around one finished picture.
pub fn of_scene(scene: &Scene, theme: Theme) -> String {
    let whole = Picture { name: WHOLE.to_owned(), scene: scene.clone() };
    write(&[whole], "", theme)
}

/// One picture of a page, by the name that leads to it.
struct Picture {
    name: String,
    scene: Scene,
}

const WHOLE: &str = "whole";
const OVERVIEW: &str = "overview";

/// The one that the page opens with, then what it leads to.
fn pictures(design: &Design, options: &Options) -> Vec<Picture> {
    let is_large = design.components.len() > MANY && !design.groups.is_empty();
    let first = match options.extent {
        Extent::Whole if is_large => Extent::Overview,
        extent => extent,
    };
    let mut waiting = match first {
        Extent::Whole => vec![Extent::Whole],
        Extent::Overview => vec![Extent::Whole, Extent::Overview],
        group => vec![Extent::Whole, Extent::Overview, group],
    };
    let mut known: BTreeSet<GroupId> = BTreeSet::new();
    let mut pictures = Vec::new();
    while let Some(extent) = waiting.pop() {
        if let Extent::Group(group) = extent
            && !known.insert(group)
        {
            continue;
        }
        let shown = Shown::new(design, &Options { extent, ..*options });
        let cards = shown.inside.iter().flatten().rev();
        waiting.extend(cards.map(|inside| Extent::Group(inside.group)));
        let sheet = Sheet::new(&shown, options.lang, Type::default(), options.direction);
        let scene = sheet.draw(Size::default(), Notes::Elsewhere);
        pictures.push(Picture { name: name_of(design, extent), scene });
    }
    pictures
}

fn name_of(design: &Design, extent: Extent) -> String {
    match extent {
        Extent::Whole => WHOLE.to_owned(),
        Extent::Overview => OVERVIEW.to_owned(),
        Extent::Group(group) => format!("group/{}", design.group(group).path),
    }
}

fn write(pictures: &[Picture], findings: &str, theme: Theme) -> String {
    let first = &pictures[0].scene;
    let lang = first.lang;
    let say = |words: Text| escape(words.get(lang));
    let code = match lang {
        Lang::Ko => "ko",
        Lang::En => "en",
    };
    let class = match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::Auto => "auto",
    };
    let title = escape(&first.title);
    let search = say(Text::new("컴포넌트·연결 찾기 ( / )", "find a component or connection ( / )"));
    let (closer, farther) = (say(Text::new("확대", "zoom in")), say(Text::new("축소", "zoom out")));
    let fit = say(Text::new("맞추기", "fit"));
    let ways = ways(pictures, lang);
    let drawings = sections(pictures, theme);
    format!(
        "<!doctype html>\n<html lang=\"{code}\" class=\"{class}\">\n<head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <div id=\"bar\"><h1>{title}</h1>{ways}\
         <span id=\"found\" role=\"status\"></span>\
         <input id=\"search\" type=\"search\" placeholder=\"{search}\" aria-label=\"{search}\">\
         <button id=\"out\" title=\"{farther} (−)\" aria-label=\"{farther}\">−</button>\
         <button id=\"in\" title=\"{closer} (+)\" aria-label=\"{closer}\">+</button>\
         <button id=\"fit\" title=\"{fit} (0)\">{fit}</button></div>\n\
         <main id=\"view\">\n{drawings}</main>\n{findings}\
         <div id=\"tip\" role=\"tooltip\" hidden></div>\n<script>\n{SCRIPT}</script>\n\
         </body>\n</html>\n"
    )
}

/// To the overview and to the whole picture, where there are both.
fn ways(pictures: &[Picture], lang: Lang) -> String {
    if pictures.len() < 2 {
        return String::new();
    }
    let link = |name: &str, words: Text| {
        let words = escape(words.get(lang));
        format!("<a href=\"#{name}\" data-sheet=\"{name}\">{words}</a>")
    };
    let overview = link(OVERVIEW, Text::new("개요", "overview"));
    let whole = link(WHOLE, Text::new("전체 그림", "whole picture"));
    format!("<nav>{overview}{whole}</nav>")
}

fn sections(pictures: &[Picture], theme: Theme) -> String {
    let mut out = String::new();
    for (at, Picture { name, scene }) in pictures.iter().enumerate() {
        let (name, hidden) = (escape(name), if at > 0 { " hidden" } else { "" });
        let drawing = svg::write_inline(scene, theme, at);
        let _ = writeln!(out, "<section data-sheet=\"{name}\"{hidden}>{drawing}</section>");
    }
    out
}

fn findings(design: &Design, marks: &[Mark], lang: Lang) -> String {
    if marks.is_empty() {
        return String::new();
    }
    let count = marks.len();
    let heading: Text = crate::text!("지적 {count}건", "{count} findings");
    let mut out = format!("<aside id=\"findings\"><h2>{}</h2><ol>\n", escape(heading.get(lang)));
    for mark in marks {
        let names: Vec<String> = mark.subjects.iter().map(|s| name(design, *s)).collect();
        let names = serde_json::Value::from(names).to_string();
        let severity = mark.severity.name();
        let (number, names) = (mark.number, escape(&names));
        let message = with_code(mark.message.get(lang));
        let _ = writeln!(
            out,
            "<li class=\"{severity}\"><button type=\"button\" data-subjects=\"{names}\">\
             <b>{number}</b><span>{message}</span></button></li>"
        );
    }
    out.push_str("</ol></aside>\n");
    out
}

fn name(design: &Design, subject: Subject) -> String {
    match subject {
        Subject::Component(id) => design.component(id).path.clone(),
        Subject::Group(id) => design.group(id).path.clone(),
        Subject::Link(id) => design.link_name(id),
    }
}

/// Names between backticks as code.
fn with_code(message: &str) -> String {
    let pieces: Vec<String> = message.split('`').map(escape).collect();
    let closed = pieces.len() % 2 == 1;
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match (closed, at % 2) {
            (true, 1) => {
                let _ = write!(out, "<code>{piece}</code>");
            }
            _ => out.push_str(piece),
        }
    }
    out
}
