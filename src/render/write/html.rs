//! A picture as one page to move about in: zoom, search, tooltips, the findings beside it; of a
//! large design an overview, whose groups open into pictures of their own. Nothing is loaded from
//! anywhere, and the page's own policy forbids it.

use super::svg::{self, escape};
use crate::render::scene::{Listed, OVERVIEW, Page, Pages, Scene, WHOLE};
use crate::render::theme::Theme;
use crate::sink;
use crate::text::{Lang, Text};
use std::fmt::Write;

const STYLE: &str = include_str!("../../../assets/page/page.css");
const SCRIPT: &str = include_str!("../../../assets/page/page.js");

/// A page around one finished picture.
pub fn of_scene(scene: &Scene, theme: Theme) -> String {
    let whole = Page { name: WHOLE.to_owned(), scene: scene.clone() };
    write(&Pages { pages: vec![whole], findings: Vec::new() }, theme)
}

/// A page around several pictures, which don't list the findings themselves.
pub fn write(Pages { pages, findings }: &Pages, theme: Theme) -> String {
    let first = &pages[0].scene;
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
    let ways = ways(pages, lang);
    let drawings = sections(pages, theme);
    // A drawing that follows the system's theme brings a style of its own.
    let styles = drawings.split("<style>").skip(1).filter_map(|rest| rest.split("</style>").next());
    let styles: Vec<&str> = std::iter::once(STYLE).chain(styles).collect();
    let policy = sink::page_policy(&styles, &[SCRIPT]);
    let findings = list(findings, lang);
    format!(
        "<!doctype html>\n<html lang=\"{code}\" class=\"{class}\">\n<head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <div id=\"bar\"><h1>{title}</h1>{ways}\
         <span id=\"found\" role=\"status\"></span>\
         <input id=\"search\" type=\"search\" placeholder=\"{search}\" aria-label=\"{search}\">\
         <button id=\"out\" title=\"{farther} (−)\" aria-label=\"{farther}\">−</button>\
         <button id=\"in\" title=\"{closer} (+)\" aria-label=\"{closer}\">+</button>\
         <button id=\"fit\" title=\"{fit} (0)\">{fit}</button></div>\n\
         <main id=\"view\">\n{drawings}</main>\n{findings}\
         <div id=\"tip\" role=\"tooltip\" hidden></div>\n<script>{SCRIPT}</script>\n\
         </body>\n</html>\n"
    )
}

/// To the overview and to the whole picture, where there are both.
fn ways(pages: &[Page], lang: Lang) -> String {
    if pages.len() < 2 {
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

fn sections(pages: &[Page], theme: Theme) -> String {
    let mut out = String::new();
    for (at, Page { name, scene }) in pages.iter().enumerate() {
        let (name, hidden) = (escape(name), if at > 0 { " hidden" } else { "" });
        let drawing = svg::write_inline(scene, theme, at);
        let _ = writeln!(out, "<section data-sheet=\"{name}\"{hidden}>{drawing}</section>");
    }
    out
}

fn list(findings: &[Listed], lang: Lang) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let count = findings.len();
    let heading: Text = crate::text!("지적 {count}건", "{count} findings");
    let mut out = format!("<aside id=\"findings\"><h2>{}</h2><ol>\n", escape(heading.get(lang)));
    for Listed { number, severity, message, subjects } in findings {
        let names = serde_json::Value::from(subjects.clone()).to_string();
        let (severity, names) = (severity.name(), escape(&names));
        let message = with_code(message);
        let _ = writeln!(
            out,
            "<li class=\"{severity}\"><button type=\"button\" data-subjects=\"{names}\">\
             <b>{number}</b><span>{message}</span></button></li>"
        );
    }
    out.push_str("</ol></aside>\n");
    out
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
