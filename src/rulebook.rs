//! The rule book: a page for each rule, with what an experienced engineer would say about the rule, in Korean and in English,
//! with designs that show it.
//!
//! A page is Markdown with three second-level headings: the Korean half, the English half, and the
//! examples; behind them the table of the rule's options, if it has any. The heading of a half is
//! its title; the headings below it are those of [`SECTIONS`], in that order. Behind each bad
//! example stands what the rule says about it, a block in each language.

use crate::say::Lang;
use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd,
};

/// The headings of a page's halves, Korean and English.
pub const SECTIONS: [(&str, &str); 9] = [
    ("무엇인가", "What"),
    ("왜 문제인가", "Why"),
    ("괜찮은 경우", "When it is fine"),
    ("고치는 방법", "How to fix"),
    ("트레이드오프", "Trade-offs"),
    ("운영에서 알아보는 법", "How to notice it in production"),
    ("시험하는 법", "How to test it"),
    ("받게 될 질문", "The question to expect"),
    ("더 읽을거리", "Further reading"),
];

/// The heading of the table of options, behind the examples.
pub const OPTIONS: &str = "설정 · Options";

#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The rule's name.
    pub name: String,
    pub ko: Half,
    pub en: Half,
    /// In the order of the page.
    pub examples: Vec<Example>,
    /// The table of the rule's options, as it stands on the page; empty without.
    pub options: String,
}

/// The page in one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Half {
    pub title: String,
    /// As many as [`SECTIONS`], in that order.
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    pub heading: String,
    /// Markdown.
    pub body: String,
}

/// A design that shows the rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    pub kind: ExampleKind,
    pub text: String,
    /// What a terminal shows of the rule's findings about it; empty for an example without any.
    pub reports: Vec<(Lang, String)>,
}

impl Example {
    pub fn report(&self, lang: Lang) -> Option<&str> {
        let report = self.reports.iter().find(|(spoken, _)| *spoken == lang);
        report.map(|(_, text)| text.as_str())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleKind {
    /// The rule reports it.
    Bad,
    /// The rule is silent.
    Good,
    /// The first bad example with the rule's safe fix applied.
    Fixed,
}

impl Page {
    /// Reads a page; the error is a sentence for the page's author.
    pub fn parse(markdown: &str) -> Result<Page, String> {
        let mut outline = Outline::of(markdown);
        let name = outline.take_heading(1).ok_or("a page begins with `# rule-name`")?.title;
        let ko = outline.half(Lang::Ko)?;
        let en = outline.half(Lang::En)?;
        outline.take_heading(2).ok_or("the examples stand under a third `##` heading")?;
        let options = outline.take_heading(2).filter(|heading| heading.title == OPTIONS);
        let options = options.map_or(String::new(), |heading| heading.body);
        match outline.take_heading(0) {
            Some(extra) => Err(format!("`{}` is one heading too many", extra.title)),
            None => Ok(Page { name, ko, en, examples: outline.examples, options }),
        }
    }

    pub fn half(&self, lang: Lang) -> &Half {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }

    pub fn examples(&self, kind: ExampleKind) -> impl Iterator<Item = &str> {
        self.examples.iter().filter(move |example| example.kind == kind).map(|e| e.text.as_str())
    }
}

/// A heading with the text up to the next one.
struct Heading {
    level: usize,
    title: String,
    body: String,
}

struct Outline {
    headings: std::collections::VecDeque<Heading>,
    examples: Vec<Example>,
}

impl Outline {
    fn of(markdown: &str) -> Self {
        let mut outline = Self { headings: Default::default(), examples: Vec::new() };
        let mut body_start = 0;
        let mut events = Parser::new_ext(markdown, Options::empty()).into_offset_iter();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    outline.close(&markdown[body_start..range.start]);
                    body_start = range.end;
                    let title = inner_text(&mut events, markdown);
                    let level = level_number(level);
                    outline.headings.push_back(Heading { level, title, body: String::new() });
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    if let Some(kind) = example_kind(&info) {
                        let text = code(&mut events);
                        outline.examples.push(Example { kind, text, reports: Vec::new() });
                    } else if let (Some(lang), Some(last)) =
                        (report_lang(&info), outline.examples.last_mut())
                    {
                        last.reports.push((lang, code(&mut events)));
                    }
                }
                _ => {}
            }
        }
        outline.close(&markdown[body_start..]);
        outline
    }

    fn close(&mut self, body: &str) {
        if let Some(last) = self.headings.back_mut() {
            last.body = body.trim().to_string();
        }
    }

    /// The next heading if it has that level; 0 takes any.
    fn take_heading(&mut self, level: usize) -> Option<Heading> {
        let next = self.headings.front()?;
        (level == 0 || next.level == level).then(|| self.headings.pop_front()).flatten()
    }

    fn half(&mut self, lang: Lang) -> Result<Half, String> {
        let title = self.take_heading(2).ok_or("each half begins with a `##` title")?.title;
        let mut half = Half { title, sections: Vec::new() };
        for (ko, en) in SECTIONS {
            let wanted = if lang == Lang::Ko { ko } else { en };
            let found = self.take_heading(3).ok_or(format!("`### {wanted}` is missing"))?;
            if found.title != wanted {
                return Err(format!("`### {}` stands where `### {wanted}` should", found.title));
            }
            if found.body.is_empty() {
                return Err(format!("`### {wanted}` is empty"));
            }
            half.sections.push(Section { heading: found.title, body: found.body });
        }
        Ok(half)
    }
}

fn example_kind(info: &str) -> Option<ExampleKind> {
    match info.strip_prefix("arch ")?.trim() {
        "bad" => Some(ExampleKind::Bad),
        "good" => Some(ExampleKind::Good),
        "fixed" => Some(ExampleKind::Fixed),
        _ => None,
    }
}

/// Of a block `report ko`.
fn report_lang(info: &str) -> Option<Lang> {
    Lang::parse(info.strip_prefix("report ")?.trim())
}

/// The page's Markdown with the reports in one language only, or with none.
pub fn with_reports_in(markdown: &str, lang: Option<Lang>) -> String {
    let mut kept = String::new();
    let mut lines = markdown.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let spoken = line.strip_prefix("```").and_then(report_lang);
        if spoken.is_none() || spoken == lang {
            kept.push_str(line);
            continue;
        }
        // With the empty line that set it apart.
        let _ = lines.by_ref().find(|line| line.trim_end() == "```");
        kept.pop();
    }
    kept
}

/// The page's Markdown in one language: its half, the examples, and its reports.
pub fn in_one_language(markdown: &str, lang: Lang) -> String {
    let own = with_reports_in(markdown, Some(lang));
    let headings = Parser::new_ext(&own, Options::empty()).into_offset_iter();
    let is_second =
        |event: &Event| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }));
    let starts = headings.filter_map(|(event, range)| is_second(&event).then_some(range.start));
    let starts: Vec<usize> = starts.collect();
    // The Korean half, the English one, the rest.
    let other = if lang == Lang::Ko { 1 } else { 0 };
    match (starts.get(other), starts.get(other + 1)) {
        (Some(from), Some(to)) => format!("{}{}", &own[..*from], &own[*to..]),
        _ => own,
    }
}

fn level_number(level: HeadingLevel) -> usize {
    level as usize
}

/// The source of a heading's title, marks of code and emphasis included.
fn inner_text(events: &mut OffsetIter<'_>, markdown: &str) -> String {
    let mut whole: Option<std::ops::Range<usize>> = None;
    for (event, range) in events.by_ref() {
        if matches!(event, Event::End(TagEnd::Heading(_))) {
            break;
        }
        whole =
            Some(whole.map_or(range.clone(), |w| w.start.min(range.start)..w.end.max(range.end)));
    }
    whole.map_or(String::new(), |range| markdown[range].trim().to_string())
}

fn code(events: &mut OffsetIter<'_>) -> String {
    let mut text = String::new();
    for (event, _) in events.by_ref() {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_text() -> String {
        let half = |pick: fn(&(&'static str, &'static str)) -> &'static str| {
            SECTIONS
                .iter()
                .map(|s| format!("### {}\n\nbody of {}\n\n", pick(s), pick(s)))
                .collect::<String>()
        };
        let (ko, en) = (half(|s| s.0), half(|s| s.1));
        format!(
            "# some-rule\n\n## 제목 `x`\n\n{ko}## A title\n\n{en}## 예제 · Examples\n\n```arch bad\nweb a\n```\n\n```arch good\nweb b\n```\n"
        )
    }

    #[test]
    fn a_page_has_two_halves_and_examples() {
        let page = Page::parse(&page_text()).expect("the page is whole");
        assert_eq!(page.name, "some-rule");
        assert_eq!(page.ko.title, "제목 `x`");
        assert_eq!(page.half(Lang::En).sections[1].body, "body of Why");
        assert_eq!(page.examples(ExampleKind::Bad).collect::<Vec<_>>(), ["web a\n"]);
        assert_eq!(page.examples.len(), 2);
    }

    #[test]
    fn reports_belong_to_their_example_and_each_language_can_be_read_alone() {
        let report = |lang, says| format!("\n```report {lang}\n{says}\n```\n");
        let (ko, en) = (report("ko", "오류"), report("en", "error"));
        let bad = "```arch bad\nweb a\n```\n";
        let plain = page_text();
        let with = |reports: &str| plain.replace(bad, &format!("{bad}{reports}"));
        let both = with(&format!("{ko}{en}"));
        let page = Page::parse(&both).expect("the page is whole");
        assert_eq!(page.examples[0].report(Lang::Ko), Some("오류\n"));
        assert_eq!(page.examples[0].report(Lang::En), Some("error\n"));
        assert_eq!(page.examples[1].report(Lang::En), None);
        assert_eq!(with_reports_in(&both, Some(Lang::Ko)), with(&ko));
        assert_eq!(with_reports_in(&both, Some(Lang::En)), with(&en));
        assert_eq!(with_reports_in(&both, None), plain);
    }

    #[test]
    fn a_page_is_had_in_one_language() {
        let (ko, en) = [Lang::Ko, Lang::En].map(|lang| in_one_language(&page_text(), lang)).into();
        for (text, own, other) in [(ko, "## 제목 `x`", "A title"), (en, "## A title", "제목")] {
            let text: String = text;
            assert!(text.starts_with(&format!("# some-rule\n\n{own}\n")), "{text}");
            assert!(!text.contains(other) && text.contains("## 예제 · Examples"), "{text}");
        }
    }

    #[test]
    fn a_missing_section_is_named() {
        let text = page_text().replace("### 시험하는 법\n\nbody of 시험하는 법\n\n", "");
        let error = Page::parse(&text).expect_err("a section is missing");
        assert_eq!(error, "`### 받게 될 질문` stands where `### 시험하는 법` should");
    }
}
