//! A page about a design, ready to post: picture, findings, numbers, trade-offs, and the questions
//! to expect with their answers.

use super::figures::{self, Section, Side};
use super::words;
use crate::analysis::Study;
use crate::diagnostic::{Diagnostic, Severity};
use crate::sink::{self, Code, Html, Markdown, Mermaid, Sink, Svg, Written};
use crate::text::{Lang, Text};

/// What a page is made from.
pub struct Review<'a> {
    pub study: &'a Study,
    pub findings: &'a [Diagnostic],
    pub lang: Lang,
    /// Which week of a four-week study it is for, 1..=4; without one, everything is on the page.
    pub week: Option<u8>,
}

/// Of findings, and of rows of a table, a page tells so many; a sentence counts the rest.
const MOST: usize = 200;
/// Code forges draw no more connections, and no longer text, than this.
const MOST_DRAWN: (usize, usize) = (500, 50_000);

/// The page as Markdown, with the picture as a Mermaid block, which code forges draw where it is not
/// too large for them.
pub fn review_markdown(review: &Review, picture: &Written<Mermaid>) -> Written<Markdown> {
    let links = review.study.design().links.len();
    let is_drawn = links <= MOST_DRAWN.0 && picture.as_str().len() <= MOST_DRAWN.1;
    let mut page = review.head();
    match is_drawn {
        true => page.drawing(picture),
        false => page.theirs(not_drawn(links).get(review.lang)).ours("\n"),
    };
    page.ours("\n").add(&review.body());
    page
}

/// The page as one HTML file.
pub fn review_html(review: &Review, picture: &Written<Svg>) -> Written<Html> {
    let mut out = Written::from("<!doctype html>\n<html lang=\"");
    out.ours(words::pick(review.lang, "ko", "en")).ours("\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.ours("<meta http-equiv=\"Content-Security-Policy\" content=\"");
    out.add(&sink::page_policy(&[STYLE], &[])).ours("\">\n");
    out.ours("<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    out.add(&review.title()).ours("</title>\n<style>").ours(STYLE);
    out.ours("</style>\n</head>\n<body>\n").add(&sink::page(&review.head()));
    out.ours("<figure>").add(picture).ours("</figure>\n");
    out.add(&sink::page(&review.body())).ours("</body>\n</html>\n");
    out
}

fn not_drawn(links: usize) -> Text {
    crate::text!(
        "연결이 {links}개라 글 안에 그리기에는 너무 큽니다. `archlint render --overview`로 그룹을 접어 그리세요.",
        "With {links} connections it is too large to be drawn in a page; `archlint render --overview` draws it with its groups collapsed."
    )
}

const STYLE: &str = "body{max-width:60rem;margin:2rem auto;padding:0 1rem;\
    font:16px/1.6 system-ui,sans-serif;color:#1f2937;background:#fff}\
    figure{margin:1rem 0;overflow-x:auto}figure svg{max-width:100%;height:auto}\
    table{border-collapse:collapse;display:block;overflow-x:auto}\
    th,td{border-bottom:1px solid #e5e7eb;padding:.3rem .8rem;text-align:left}\
    code{background:#f3f4f6;padding:.1em .3em;border-radius:3px}\
    h2{margin-top:2.5rem;border-bottom:1px solid #e5e7eb}\
    blockquote{margin:1rem 0;padding-left:1rem;border-left:3px solid #d1d5db}";

type Page = Written<Markdown>;

impl Review<'_> {
    /// As far as the picture.
    fn head(&self) -> Page {
        let mut out = Page::from("# ");
        out.add(&self.title()).ours("\n\n");
        self.heading(&mut out, "구조", "Structure");
        out
    }

    /// What stands behind the picture.
    fn body(&self) -> Page {
        let mut out = Page::default();
        self.heading(&mut out, "지적", "Findings");
        self.findings(&mut out);
        if self.week != Some(1) {
            self.heading(&mut out, "수치", "Numbers");
            self.tables(&mut out, figures::estimate_sections(self.study, self.lang));
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
    fn title<S: Sink>(&self) -> Written<S> {
        let mut out = Written::default();
        let name = &self.study.design().name;
        let (ko, en) = match self.week {
            None => return Written::of(name),
            Some(1) => ("아키텍처 진단", "diagnosis and single points of failure"),
            Some(2) => ("용량 산정과 DB 전략", "capacity and databases"),
            Some(3) => ("확장성과 배포 전략", "growth and deployment"),
            Some(_) => ("최종 아키텍처 방어", "defence of the final architecture"),
        };
        let week = usize::from(self.week.unwrap_or_default());
        match self.lang {
            Lang::Ko => out.ours("[").number(week).ours("주차] "),
            Lang::En => out.ours("[week ").number(week).ours("] "),
        };
        out.theirs(name).ours(" - ").ours(words::pick(self.lang, ko, en));
        out
    }

    fn heading(&self, out: &mut Page, ko: &'static str, en: &'static str) {
        out.ours("## ").ours(words::pick(self.lang, ko, en)).ours("\n\n");
    }

    /// The worst first.
    fn open(&self) -> Vec<&Diagnostic> {
        let mut open: Vec<_> = self.findings.iter().filter(|f| !f.is_accepted()).collect();
        open.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        open
    }

    fn findings(&self, out: &mut Page) {
        let open = self.open();
        if open.is_empty() {
            out.ours(words::pick(self.lang, "지적할 것이 없습니다.", "Nothing to report."));
            out.ours("\n\n");
        }
        open.iter().take(MOST).for_each(|finding| self.finding(out, finding));
        if open.len() > MOST {
            let more = words::more_findings(open.len() - MOST);
            out.ours("\n").theirs(more.get(self.lang)).ours("\n");
        }
        out.ours("\n");
    }

    fn finding(&self, out: &mut Page, finding: &Diagnostic) {
        out.ours("- **").ours(words::severity(finding.severity, self.lang)).ours("** ");
        out.theirs(finding.message.get(self.lang)).ours(" (`").ours(finding.rule).ours("`)\n");
        if let Some(why) = &finding.why {
            out.ours("  ").theirs(why.get(self.lang)).ours("\n");
        }
        if finding.path.len() > 1 {
            out.ours("  ").ours(words::pick(self.lang, "경로", "path")).ours(": ");
            out.theirs(&finding.path.join(" → ")).ours("\n");
        }
        for figure in finding.figures.iter().filter(|figure| !figure.derivation.is_empty()) {
            out.ours("  ").ours(words::pick(self.lang, "계산", "figures")).ours(": ");
            out.theirs(&figure.derivation).ours("\n");
        }
    }

    /// With their titles one level below ours.
    fn tables(&self, out: &mut Page, mut sections: Vec<Section>) {
        for section in sections.iter_mut().filter(|section| section.rows.len() > MOST) {
            let more = section.rows.len() - MOST;
            section.rows.truncate(MOST);
            let note: Text =
                crate::text!("외 {more}줄은 줄였습니다", "{more} more rows are left out");
            section.notes.push(note.get(self.lang).to_owned());
        }
        out.add(&figures::markdown(&sections, "### ")).ours("\n");
    }

    fn what_if(&self, out: &mut Page) {
        self.heading(out, "장애와 트래픽 급증", "Failures and surges");
        let scenarios = &self.study.design().scenarios;
        self.tables(out, figures::simulate_sections(self.study, scenarios, true, self.lang));
    }

    fn changes(&self, out: &mut Page) {
        let Some(base) = &self.study.design().base else { return };
        self.heading(out, "AS-IS에서 달라진 것", "What changes from the AS-IS");
        // The base was not judged here, so only parts and figures are compared.
        let side = |study| Side { study, findings: &[] };
        let base = Study::new(base.clone(), self.study.terms().clone());
        let sections = figures::change_sections(&side(&base), &side(self.study), self.lang);
        if sections.iter().all(Section::is_empty) {
            out.ours(words::pick(self.lang, "달라진 것이 없습니다", "nothing changes")).ours("\n");
        }
        self.tables(out, sections);
    }

    fn trade_offs(&self, out: &mut Page) {
        let open = self.open();
        let with = open.iter().filter(|finding| finding.severity > Severity::Advice);
        let with: Vec<_> = with
            .filter_map(|it| Some((it, it.help.as_ref()?, it.trade_off.as_ref()?)))
            .take(MOST)
            .collect();
        if with.is_empty() {
            return;
        }
        self.heading(out, "고치는 방법과 트레이드오프", "Remedies and trade-offs");
        for (finding, help, trade_off) in with {
            let about: Vec<Page> = finding.names().map(code).collect();
            out.ours("- ").list(&about, ", ").ours(" ").theirs(help.get(self.lang)).ours("\n  ");
            out.ours(words::pick(self.lang, "트레이드오프", "trade-off")).ours(": ");
            out.theirs(trade_off.get(self.lang)).ours("\n");
        }
        out.ours("\n");
    }

    fn questions(&self, out: &mut Page) {
        let mut asked: Vec<&Text> = Vec::new();
        let all = self.open().into_iter().chain(self.findings.iter().filter(|f| f.is_accepted()));
        let mut text = Page::default();
        for finding in all {
            // What is not stated is asked of the author, not by an opponent.
            let Some(question) = &finding.question else { continue };
            if asked.len() == MOST || finding.rule == "unknown-facts" || asked.contains(&question) {
                continue;
            }
            asked.push(question);
            text.ours("> **Q.** ").theirs(question.get(self.lang)).ours("\n\n");
            if let Some(answer) = self.answer(finding) {
                text.ours("**A.** ").add(&answer).ours("\n\n");
            }
        }
        if !text.is_empty() {
            self.heading(out, "예상 질문과 답", "Questions to expect");
            out.add(&text);
        }
    }

    fn answer(&self, finding: &Diagnostic) -> Option<Page> {
        if let Some(accepted) = &finding.accepted {
            return Some(Page::of(words::acceptance(accepted).get(self.lang)));
        }
        let help = finding.help.as_ref()?;
        let parts = finding.why.iter().chain([help]);
        let parts: Vec<Page> = parts.map(|part| Page::of(part.get(self.lang))).collect();
        let mut answer = Page::default();
        answer.list(&parts, " ");
        Some(answer)
    }

    fn decisions(&self, out: &mut Page) {
        let accepted = |it: &'_ Diagnostic| it.accepted.clone();
        let decided = self.findings.iter().filter_map(|it| Some((it, accepted(it)?)));
        let decided: Vec<_> = decided.take(MOST).collect();
        if decided.is_empty() {
            return;
        }
        self.heading(out, "알고 받아들인 것", "Accepted decisions");
        for (finding, accepted) in decided {
            out.ours("- ").theirs(finding.message.get(self.lang)).ours(" — ");
            out.theirs(words::acceptance(&accepted).get(self.lang)).ours("\n");
        }
        out.ours("\n");
    }
}

fn code(text: &str) -> Page {
    let mut out = Page::default();
    out.within::<Code>(text);
    out
}
