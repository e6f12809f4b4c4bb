//! The post: what a team writes about its design in each of four weeks, in its own voice, with the
//! picture, the numbers, the judgements and the defence. It only says what was computed.

mod bills;
mod change;
mod decisions;
mod defence;
mod deploys;
mod diagnosis;
mod fill;
mod ground;
mod growth;
mod numbers;
mod premises;
mod rush;
mod said;
mod sections;
mod tenfold;
mod verdicts;
mod weak;
mod words;

pub use decisions::{ASKED, Row, decisions};
pub use defence::{Answer, Defence, MOST, USUAL, Verdict, answers, rules};
pub use ground::Ground;

use crate::say::{Lang, Line, Text};
use crate::sink::{self, Html, Markdown, Mermaid, Sink, Svg, Uri, Written};
use crate::text;
use defence::defend;
use sections::{Page, heading, pick, say, words_of};

/// What a post is made from.
pub struct Post<'a> {
    pub ground: Ground<'a>,
    pub lang: Lang,
    /// Which week of a four-week study it is for, 1..=4; without one, everything is on the page.
    pub week: Option<u8>,
    /// Whose it is; without one the slot stays open.
    pub author: Option<&'a str>,
    /// At most so many questions.
    pub questions: usize,
}

/// The picture of a design, or of its change.
#[derive(Clone, Copy, Default)]
pub struct Picture<'a> {
    /// The file beside the post, as it links to it.
    pub file: Option<&'a str>,
    /// For where no file is seen.
    pub drawing: Option<&'a Written<Mermaid>>,
}

/// The pictures of a post.
#[derive(Clone, Copy, Default)]
pub struct Pictures<'a> {
    pub design: Picture<'a>,
    /// Beside the base.
    pub change: Picture<'a>,
}

/// Code forges draw no more connections and no longer text than this.
const MOST_DRAWN: (usize, usize) = (500, 50_000);

impl Post<'_> {
    /// The post as Markdown.
    pub fn markdown(&self, pictures: &Pictures) -> Written<Markdown> {
        let mut page = self.head();
        if self.week != Some(4) || !self.shows_change() {
            self.picture(&mut page, &pictures.design, false);
        }
        if self.shows_change() {
            self.picture(&mut page, &pictures.change, true);
        }
        page.add(&self.body());
        page
    }

    /// The post as one HTML file that loads nothing.
    pub fn html(&self, picture: &Written<Svg>, change: Option<&Written<Svg>>) -> Written<Html> {
        let mut out = Written::from("<!doctype html>\n<html lang=\"");
        out.ours(pick(self.lang, "ko", "en")).ours("\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.ours("<meta http-equiv=\"Content-Security-Policy\" content=\"");
        out.add(&sink::page_policy(&[STYLE], &[])).ours("\">\n");
        out.ours("<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
        out.add(&self.title()).ours("</title>\n<style>").ours(STYLE);
        out.ours("</style>\n</head>\n<body>\n").add(&sink::page(&self.head()));
        out.ours("<figure>").add(picture).ours("</figure>\n");
        if let Some(change) = change.filter(|_| self.shows_change()) {
            out.ours("<figure>").add(change).ours("</figure>\n");
        }
        out.add(&sink::page(&self.body())).ours("</body>\n</html>\n");
        out
    }

    /// The questions alone, for those who attack.
    pub fn quiz(&self) -> Written<Markdown> {
        let mut page = Page::from("# ");
        page.add(&self.title()).ours("\n\n");
        for (at, defence) in self.defence().iter().enumerate() {
            page.number(at + 1).ours(". ").theirs(defence.question.get(self.lang)).ours("\n");
        }
        page
    }

    /// What it says below its pictures, heading by heading, for slides.
    pub fn chapters(&self) -> Vec<sink::Chapter> {
        sink::chapters(&self.body())
    }

    /// What holds for all of it.
    pub fn premises(&self) -> Vec<Text> {
        premises::premises(&self.ground, self.week)
    }

    /// Whether the picture of the change belongs to it.
    pub fn shows_change(&self) -> bool {
        self.ground.base.is_some() && matches!(self.week, None | Some(4))
    }

    /// The questions with their answers, the hardest first.
    pub fn defence(&self) -> Vec<Defence> {
        defend(&self.ground, self.week, self.questions)
    }

    fn head(&self) -> Page {
        let mut page = Page::from("# ");
        page.add(&self.title()).ours("\n\n");
        for premise in premises::premises(&self.ground, self.week) {
            say(page.ours("> - "), &premise, self.lang).ours("\n");
        }
        page.ours("\n");
        page
    }

    /// The same title, for a place that is no page.
    pub fn name(&self) -> String {
        self.title::<sink::Line>().into_string()
    }

    /// As a study group asks for it: `[1주차] 이름 - 선착순 예매 시스템 아키텍처 진단`.
    fn title<S: Sink>(&self) -> Written<S> {
        let mut out = Written::default();
        let name = &self.ground.design().name;
        let topic = match self.week {
            None => return Written::of(name),
            Some(1) => ("아키텍처 진단과 SPOF", "diagnosis and single points of failure"),
            Some(2) => ("용량 산정과 DB 전략", "capacity and databases"),
            Some(3) => ("확장성과 배포 전략", "growth and deployment"),
            Some(_) => ("최종 아키텍처 방어", "defence of the final architecture"),
        };
        let week = usize::from(self.week.unwrap_or_default());
        match self.lang {
            Lang::Ko => out.ours("[").number(week).ours("주차] "),
            Lang::En => out.ours("[week ").number(week).ours("] "),
        };
        match self.author {
            Some(author) => out.theirs(author),
            None => out.ours(pick(self.lang, "이름", "NAME")),
        };
        out.ours(" - ").theirs(name).ours(" ").ours(pick(self.lang, topic.0, topic.1));
        out
    }

    fn picture(&self, page: &mut Page, picture: &Picture, is_change: bool) {
        match is_change {
            _ if picture.file.is_none() && picture.drawing.is_none() => return,
            true => heading(page, self.lang, "AS-IS → TO-BE", "AS-IS → TO-BE"),
            false => heading(page, self.lang, "구조", "Structure"),
        }
        if let Some(file) = picture.file {
            let name = &self.ground.design().name;
            let alt = match is_change {
                true => text!(name; "{name}의 AS-IS와 TO-BE", "{name}: AS-IS and TO-BE"),
                false => text!(name; "{name} 구조", "the structure of {name}"),
            };
            say(page.ours("!["), &alt, self.lang).ours("](").within::<Uri>(file).ours(")\n\n");
        }
        let Some(drawing) = picture.drawing else { return };
        let links = self.ground.design().links.len();
        if links > MOST_DRAWN.0 || drawing.as_str().len() > MOST_DRAWN.1 {
            say(page, &too_large(), self.lang).ours("\n\n");
            return;
        }
        let is_folded = picture.file.is_some();
        if is_folded {
            page.ours("<details>\n<summary>Mermaid</summary>\n\n");
        }
        page.drawing(drawing).ours(if is_folded { "\n</details>\n\n" } else { "\n" });
    }

    fn body(&self) -> Page {
        let mut page = Page::default();
        let (ground, lang) = (&self.ground, self.lang);
        let is_of = |week: u8| self.week.is_none_or(|own| own == week);
        if is_of(1) {
            page.add(&diagnosis::section(ground, lang));
        }
        if is_of(2) {
            page.add(&numbers::section(ground, lang));
        }
        let rows = match self.week {
            Some(1) => Vec::new(),
            week => decisions::decisions(ground, week),
        };
        if is_of(3) {
            page.add(&growth::section(ground, &rows, lang));
        }
        self.decisions(&rows, &mut page);
        if is_of(2) {
            page.add(&numbers::database_section(ground, lang));
        }
        if is_of(4) {
            page.add(&change::section(ground, lang));
        }
        self.questions(&mut page);
        page
    }

    fn decisions(&self, rows: &[Row], page: &mut Page) {
        let is_told = self.week.is_none_or(|week| week == 3);
        let has_section = |row: &Row| is_told && growth::tells(&self.ground, row);
        let rows: Vec<&Row> = rows.iter().filter(|row| !has_section(row)).collect();
        if rows.is_empty() {
            return;
        }
        heading(page, self.lang, "판단", "Judgement");
        let mut told: Vec<(&str, &str)> = Vec::new();
        for row in rows {
            let said = (row.title.get(self.lang), row.text.get(self.lang));
            // Two that are called the same and fare the same are said once.
            if told.contains(&said) {
                continue;
            }
            told.push(said);
            page.ours("- **").add(&words_of(&row.title, self.lang)).ours("** ");
            say(page, &row.text, self.lang).ours("\n");
        }
        page.ours("\n");
    }

    fn questions(&self, page: &mut Page) {
        let asked = self.defence();
        if asked.is_empty() {
            return;
        }
        heading(page, self.lang, "예상 질문과 답", "Questions and answers");
        for Defence { question, answer, .. } in asked {
            say(page.ours("**Q. "), &question, self.lang).ours("**  \n");
            let answer = Text { ko: answer.ko.clone(), en: begun(&answer.en) };
            say(page.ours("A. "), &answer, self.lang).ours("\n\n");
        }
    }
}

/// With a capital, but for the name of a component, which is written as it is in the design.
fn begun(answer: &Line) -> Line {
    let articles = ["the ", "each ", "every ", "a ", "an ", "at least ", "what "];
    match articles.iter().any(|article| answer.starts_with(article)) {
        true => answer.capitalized(),
        false => answer.clone(),
    }
}

fn too_large() -> Text {
    text!(
        "연결이 많아 글 안에 그리기에는 너무 큽니다. `archlint render --overview`가 그룹을 접어 그립니다.",
        "It has too many connections to be drawn in a page; `archlint render --overview` draws it with its groups collapsed."
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
