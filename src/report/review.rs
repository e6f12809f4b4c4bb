//! A page about a design, ready to post: picture, findings, numbers, trade-offs, and the questions
//! to expect with their answers.

use super::figures::{self, FigureFormat, Side};
use super::{markdown, words};
use crate::analysis::Study;
use crate::diagnostic::{Diagnostic, Severity};
use crate::sink;
use crate::text::{Lang, Text};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::fmt::Write;

/// What a page is made from.
pub struct Review<'a> {
    pub study: &'a Study,
    pub findings: &'a [Diagnostic],
    pub lang: Lang,
    /// Which week of a four-week study it is for, 1..=4; without one, everything is on the page.
    pub week: Option<u8>,
    /// What stands where the picture belongs: Mermaid on a Markdown page, SVG on an HTML page.
    pub picture: &'a str,
}

/// The page as Markdown, with the picture as a Mermaid block, which code forges draw.
pub fn review_markdown(review: &Review) -> String {
    let picture = format!("```mermaid\n{}\n```", review.picture.trim_end());
    review.page(&picture)
}

/// The page as one HTML file.
pub fn review_html(review: &Review) -> String {
    let markdown = review.page(PICTURE);
    // Words of a design that look like HTML stay words.
    let events = Parser::new_ext(&markdown, Options::ENABLE_TABLES).filter_map(harmless);
    let mut body = String::new();
    pulldown_cmark::html::push_html(&mut body, events);
    let picture = format!("<figure>{}</figure>", review.picture);
    let body = body.replacen(&format!("<p>{PICTURE}</p>"), &picture, 1);
    let lang = words::pick(review.lang, "ko", "en");
    let title = sink::for_html(&review.title(&review.study.design().name));
    let policy = sink::page_policy(&[STYLE], &[]);
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// What of a page may reach a browser: words that look like HTML stay words, and nothing leads away
/// or loads anything.
fn harmless(event: Event<'_>) -> Option<Event<'_>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) => None,
        Event::End(TagEnd::Link | TagEnd::Image) => None,
        other => Some(other),
    }
}

/// A word that no design can bring forth: control characters are taken out of all that is shown.
const PICTURE: &str = "\u{1}picture\u{1}";

const STYLE: &str = "body{max-width:60rem;margin:2rem auto;padding:0 1rem;\
    font:16px/1.6 system-ui,sans-serif;color:#1f2937;background:#fff}\
    figure{margin:1rem 0;overflow-x:auto}figure svg{max-width:100%;height:auto}\
    table{border-collapse:collapse;display:block;overflow-x:auto}\
    th,td{border-bottom:1px solid #e5e7eb;padding:.3rem .8rem;text-align:left}\
    code{background:#f3f4f6;padding:.1em .3em;border-radius:3px}\
    h2{margin-top:2.5rem;border-bottom:1px solid #e5e7eb}\
    blockquote{margin:1rem 0;padding-left:1rem;border-left:3px solid #d1d5db}";

impl Review<'_> {
    fn page(&self, picture: &str) -> String {
        let mut out = format!("# {}\n\n", self.title(&markdown::escape(&self.study.design().name)));
        self.heading(&mut out, "구조", "Structure");
        let _ = writeln!(out, "{picture}\n");
        self.heading(&mut out, "지적", "Findings");
        self.findings(&mut out);
        if self.week != Some(1) {
            self.heading(&mut out, "수치", "Numbers");
            self.numbers(&mut out);
        }
        if matches!(self.week, None | Some(4)) {
            self.what_if(&mut out);
            self.changes(&mut out);
        }
        self.trade_offs(&mut out);
        self.questions(&mut out);
        self.decisions(&mut out);
        out
    }

    /// As a study group asks for it: `[1주차] 이름 - 아키텍처 진단`.
    fn title(&self, name: &str) -> String {
        let (ko, en) = match self.week {
            None => return name.to_owned(),
            Some(1) => ("아키텍처 진단", "diagnosis and single points of failure"),
            Some(2) => ("용량 산정과 DB 전략", "capacity and databases"),
            Some(3) => ("확장성과 배포 전략", "growth and deployment"),
            Some(_) => ("최종 아키텍처 방어", "defence of the final architecture"),
        };
        let week = self.week.unwrap_or_default();
        match self.lang {
            Lang::Ko => format!("[{week}주차] {name} - {ko}"),
            Lang::En => format!("[week {week}] {name} - {en}"),
        }
    }

    fn heading(&self, out: &mut String, ko: &str, en: &str) {
        let _ = writeln!(out, "## {}\n", words::pick(self.lang, ko, en));
    }

    fn open(&self) -> Vec<&Diagnostic> {
        let mut open: Vec<_> = self.findings.iter().filter(|f| !f.is_accepted()).collect();
        open.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        open
    }

    fn findings(&self, out: &mut String) {
        let open = self.open();
        if open.is_empty() {
            let none = words::pick(self.lang, "지적할 것이 없습니다.", "Nothing to report.");
            let _ = writeln!(out, "{none}\n");
        }
        for finding in open {
            let severity = words::severity(finding.severity, self.lang);
            let message = self.said(&finding.message);
            let _ = writeln!(out, "- **{severity}** {message} (`{}`)", finding.rule);
            if let Some(why) = &finding.why {
                let _ = writeln!(out, "  {}", self.said(why));
            }
            if finding.path.len() > 1 {
                let path = finding.path.join(" → ");
                let word = words::pick(self.lang, "경로", "path");
                let _ = writeln!(out, "  {word}: {}", markdown::escape(&path));
            }
            for figure in finding.figures.iter().filter(|figure| !figure.derivation.is_empty()) {
                let word = words::pick(self.lang, "계산", "figures");
                let _ = writeln!(out, "  {word}: {}", markdown::escape(&figure.derivation));
            }
        }
        out.push('\n');
    }

    fn numbers(&self, out: &mut String) {
        let text = figures::estimate(self.study, FigureFormat::Markdown, self.lang);
        out.push_str(&lowered(&text));
    }

    fn what_if(&self, out: &mut String) {
        self.heading(out, "장애와 트래픽 급증", "Failures and surges");
        let scenarios = &self.study.design().scenarios;
        let format = FigureFormat::Markdown;
        let text = figures::simulate(self.study, scenarios, true, format, self.lang);
        out.push_str(&lowered(&text));
    }

    fn changes(&self, out: &mut String) {
        let Some(base) = &self.study.design().base else { return };
        self.heading(out, "AS-IS에서 달라진 것", "What changes from the AS-IS");
        // The base was not judged here, so only parts and figures are compared.
        let side = |study| Side { study, findings: &[] };
        let base = Study::new(base.clone(), self.study.terms());
        let (old, new) = (side(&base), side(self.study));
        let text = figures::changes(&old, &new, FigureFormat::Markdown, self.lang);
        out.push_str(&lowered(&text));
    }

    fn trade_offs(&self, out: &mut String) {
        let open = self.open();
        let with: Vec<_> = open.iter().filter(|f| f.severity > Severity::Advice).collect();
        if with.iter().all(|finding| finding.trade_off.is_none()) {
            return;
        }
        self.heading(out, "고치는 방법과 트레이드오프", "Remedies and trade-offs");
        for finding in with {
            let (Some(help), Some(trade_off)) = (&finding.help, &finding.trade_off) else {
                continue;
            };
            let about = finding.names().map(sink::for_markdown_code);
            let about = about.collect::<Vec<_>>().join(", ");
            let _ = writeln!(out, "- {about} {}", self.said(help));
            let word = words::pick(self.lang, "트레이드오프", "trade-off");
            let _ = writeln!(out, "  {word}: {}", self.said(trade_off));
        }
        out.push('\n');
    }

    fn questions(&self, out: &mut String) {
        let mut asked: Vec<&Text> = Vec::new();
        let all = self.open().into_iter().chain(self.findings.iter().filter(|f| f.is_accepted()));
        let mut text = String::new();
        for finding in all {
            // What is not stated is asked of the author, not by an opponent.
            let Some(question) = &finding.question else { continue };
            if finding.rule == "unknown-facts" || asked.contains(&question) {
                continue;
            }
            asked.push(question);
            let _ = writeln!(text, "> **Q.** {}\n", self.said(question));
            let answer = match (&finding.accepted, &finding.help) {
                (Some(accepted), _) => markdown::escape(words::acceptance(accepted).get(self.lang)),
                (None, Some(help)) => {
                    let parts = finding.why.iter().chain([help]);
                    parts.map(|part| self.said(part)).collect::<Vec<_>>().join(" ")
                }
                (None, None) => continue,
            };
            let _ = writeln!(text, "**A.** {answer}\n");
        }
        if !text.is_empty() {
            self.heading(out, "예상 질문과 답", "Questions to expect");
            out.push_str(&text);
        }
    }

    fn decisions(&self, out: &mut String) {
        if self.findings.iter().all(|finding| !finding.is_accepted()) {
            return;
        }
        self.heading(out, "알고 받아들인 것", "Accepted decisions");
        for finding in self.findings {
            let Some(accepted) = &finding.accepted else { continue };
            let reason = markdown::escape(words::acceptance(accepted).get(self.lang));
            let _ = writeln!(out, "- {} — {reason}", self.said(&finding.message));
        }
        out.push('\n');
    }

    fn said(&self, text: &Text) -> String {
        markdown::escape(text.get(self.lang))
    }
}

/// The same page with its headings one level lower, to stand below one of ours.
fn lowered(markdown: &str) -> String {
    let mut out = String::new();
    for line in words::plain(markdown).lines() {
        out.push_str(if line.starts_with('#') { "#" } else { "" });
        out.push_str(line);
        out.push('\n');
    }
    out.push('\n');
    out
}
