//! Pages about what is no rule: a policy of a team. Made of parts, so that each sink encodes them
//! its own way.

use super::{Style, words};
use crate::lint::policy::rule_name;
use crate::model::{Clause, Demand, OwnAttribute, Policy};
use crate::say::Lang;
use crate::sink::{self, Block, Code, Markdown, Printed, Written};
use crate::source::Sources;
use crate::text;
use serde_json::json;

/// A page as a row of parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Its first line.
    pub title: String,
    /// What follows, in order.
    pub parts: Vec<Part>,
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Of a section.
    Heading(String),
    /// Plain words.
    Paragraph(String),
    /// A line of a list.
    Item(String),
    /// A line of a list that is code.
    Line(String),
    /// A design.
    Design(String),
}

impl Article {
    /// For a file or a page.
    pub fn markdown(&self) -> Printed {
        let mut out = Written::<Markdown>::default();
        out.ours("# ").theirs(&self.title).ours("\n");
        let mut in_list = false;
        for part in &self.parts {
            let is_item = matches!(part, Part::Item(_) | Part::Line(_));
            if !(in_list && is_item) {
                out.ours("\n");
            }
            in_list = is_item;
            match part {
                Part::Heading(words) => out.ours("## ").theirs(words).ours("\n"),
                Part::Paragraph(words) => out.theirs(words).ours("\n"),
                Part::Item(words) => out.ours("- ").theirs(words).ours("\n"),
                Part::Line(code) => out.ours("- ").within::<Code>(code).ours("\n"),
                Part::Design(text) => out.ours("```arch\n").within::<Block>(text).ours("\n```\n"),
            };
        }
        out.into()
    }

    /// For programs.
    pub fn json(&self) -> Printed {
        let part = |part: &Part| match part {
            Part::Heading(words) => json!({ "heading": words }),
            Part::Paragraph(words) => json!({ "text": words }),
            Part::Item(words) => json!({ "item": words }),
            Part::Line(code) => json!({ "line": code }),
            Part::Design(text) => json!({ "design": text }),
        };
        let parts: Vec<_> = self.parts.iter().map(part).collect();
        let whole = json!({ "version": 1, "title": self.title, "parts": parts });
        Printed::by(serde_json::to_string_pretty(&whole).expect("plain data is JSON") + "\n")
    }

    /// For a terminal.
    #[cfg(feature = "terminal")]
    pub fn terminal(&self, style: &Style) -> Printed {
        use super::terminal::wrap;
        use crate::sink::{Line, Terminal};
        let mut out = Written::<Terminal>::default();
        out.within::<Line>(&self.title).ours("\n");
        let mut in_list = false;
        for part in &self.parts {
            let is_item = matches!(part, Part::Item(_) | Part::Line(_));
            out.ours(if in_list && is_item { "" } else { "\n" });
            in_list = is_item;
            match part {
                Part::Heading(words) => out.within::<Line>(words).ours("\n"),
                Part::Paragraph(words) => {
                    out.add(&wrap(&sink::for_terminal(words), style, "  ", "  ")).ours("\n")
                }
                Part::Item(words) | Part::Line(words) => {
                    let item = format!("- {}", sink::for_terminal(words));
                    out.add(&wrap(&item, style, "  ", "    ")).ours("\n")
                }
                Part::Design(text) => text
                    .lines()
                    .fold(&mut out, |out, line| out.ours("    ").theirs(line).ours("\n")),
            };
        }
        out.into()
    }
}

/// An attribute that a team declares.
pub fn own_attribute_page(own: &OwnAttribute, lang: Lang) -> Article {
    let (name, example) = (&own.name, own.of.example());
    let told = text!(
        "팀이 정한 속성입니다. 컴포넌트와 그룹에 적고, 그룹에 적으면 안에 있는 것에도 통합니다.",
        "An attribute of the team's own, for components and groups; a group's holds for what stands in it."
    );
    let parts = vec![
        Part::Paragraph(told.get(lang).to_owned()),
        Part::Heading(words::pick(lang, "쓰는 법", "How to write it").to_owned()),
        Part::Design(format!("was api {{ {name} = {example} }}")),
    ];
    let title = text!(name; "{name}: 팀의 속성", "{name}: an attribute of the team");
    Article { title: title.get(lang).to_owned(), parts }
}

/// What a policy says, demands and shows. Its words are its authors'.
pub fn policy_page(sources: &Sources, policy: &Policy, lang: Lang) -> Article {
    let level = words::severity(policy.level, lang);
    let file = &sources.get(policy.span.source).name;
    let head = match lang {
        Lang::Ko => format!("팀의 정책 · 수준: {level} · {file}"),
        Lang::En => format!("a policy of the team · level: {level} · {file}"),
    };
    let mut parts = vec![Part::Paragraph(head)];
    for text in [&policy.why, &policy.note].into_iter().flatten() {
        parts.push(Part::Paragraph(text.trim().to_owned()));
    }
    let demands = words::pick(lang, "무엇을 요구하나요", "What it demands");
    parts.push(Part::Heading(demands.to_owned()));
    parts.extend(policy.clauses.iter().map(|clause| Part::Line(clause.text.clone())));
    for (good, title) in
        [(false, words::pick(lang, "나쁜 예", "Bad")), (true, words::pick(lang, "좋은 예", "Good"))]
    {
        for example in policy.examples.iter().filter(|example| example.good == good) {
            parts.push(Part::Heading(title.to_owned()));
            parts.push(Part::Design(example.text.trim_matches('\n').to_owned()));
        }
    }
    let exception = words::pick(lang, "예외를 남기는 법", "How to make an exception");
    parts.push(Part::Heading(exception.to_owned()));
    let (name, reason) = (&policy.name, words::pick(lang, "이유", "why"));
    let of_whole = |clause: &Clause| {
        matches!(&clause.demand, Demand::Require(_, None) | Demand::Forbid(_, None))
    };
    let of_links = |clause: &Clause| {
        matches!(&clause.demand, Demand::ForbidCalls(..) | Demand::RequirePath(..))
    };
    let on = match &policy.clauses {
        all if all.iter().all(of_whole) => String::new(),
        all if all.iter().all(of_links) => " on A -> B".to_owned(),
        _ => format!(" on {}", words::pick(lang, "이름", "NAME")),
    };
    parts.push(Part::Design(format!(
        "accept policy/{name}{on} because \"{reason}\" until 2027-06-30"
    )));
    Article { title: rule_name(&policy.name), parts }
}
