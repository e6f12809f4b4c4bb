//! A picture as one page to move about in: zoom, search, tooltips, the findings beside it. Nothing
//! is loaded from anywhere, and the page's own policy forbids it.

use super::scene::Scene;
use super::svg::{self, escape};
use super::theme::Theme;
use super::{Mark, Subject};
use crate::model::Design;
use crate::text::{Lang, Text};
use std::fmt::Write;

const STYLE: &str = include_str!("../../assets/page/page.css");
const SCRIPT: &str = include_str!("../../assets/page/page.js");

/// The page around a scene that doesn't list the findings itself.
pub fn write(design: &Design, scene: &Scene, marks: &[Mark], theme: Theme) -> String {
    let lang = scene.lang;
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
    let title = escape(&scene.title);
    let search = say(Text::new("컴포넌트·연결 찾기 ( / )", "find a component or connection ( / )"));
    let (closer, farther) = (say(Text::new("확대", "zoom in")), say(Text::new("축소", "zoom out")));
    let fit = say(Text::new("전체 보기", "show all"));
    let drawing = svg::write(scene, theme);
    let findings = findings(design, marks, lang);
    format!(
        "<!doctype html>\n<html lang=\"{code}\" class=\"{class}\">\n<head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <div id=\"bar\"><h1>{title}</h1>\
         <span id=\"found\" role=\"status\"></span>\
         <input id=\"search\" type=\"search\" placeholder=\"{search}\" aria-label=\"{search}\">\
         <button id=\"out\" title=\"{farther} (−)\" aria-label=\"{farther}\">−</button>\
         <button id=\"in\" title=\"{closer} (+)\" aria-label=\"{closer}\">+</button>\
         <button id=\"fit\" title=\"{fit} (0)\">{fit}</button></div>\n\
         <main id=\"view\">{drawing}</main>\n{findings}\
         <div id=\"tip\" role=\"tooltip\" hidden></div>\n<script>\n{SCRIPT}</script>\n\
         </body>\n</html>\n"
    )
}

fn findings(design: &Design, marks: &[Mark], lang: Lang) -> String {
    if marks.is_empty() {
        return String::new();
    }
    let count = marks.len();
    let heading: Text = crate::text!("발견 사항 {count}건", "{count} findings");
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
