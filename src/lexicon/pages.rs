//! The pages themselves, in parts.

use super::errors::ERRORS;
use crate::catalog::{Management, Sourced, Tech};
use crate::ide::{STATEMENTS, attribute_forms, statement_example};
use crate::lint::{Rule, Topic};
use crate::model::schema::{Site, TABLE, Where, attributes_of};
use crate::model::{Attr, Kind};
use crate::report::{Article, Part};
use crate::say::{Lang, Text};
use crate::text;

fn heading(lang: Lang, ko: &str, en: &str) -> Part {
    Part::Heading(if lang == Lang::Ko { ko } else { en }.to_owned())
}

fn words(text: &Text, lang: Lang) -> String {
    text.get(lang).to_owned()
}

/// The rules of a topic.
pub fn topic_page(topic: Topic, rules: &[&'static Rule], lang: Lang) -> Article {
    let own = rules.iter().filter(|rule| rule.topic == topic);
    let line = |rule: &&'static Rule| {
        let (name, title) = (rule.name, rule.parsed_page().half(lang).title.clone());
        let level = rule.severity.name();
        Part::Item(format!("{name} ({level}): {title}"))
    };
    let name = topic.name();
    let told = text!(name;
        "규칙의 주제입니다. `{name}/*`로 한꺼번에 고르고, 끄고, 수용합니다.",
        "A topic of rules: `{name}/*` selects, silences or accepts all of them."
    );
    let mut parts = vec![Part::Paragraph(words(&told, lang)), heading(lang, "규칙", "Rules")];
    parts.extend(own.map(line));
    Article { title: format!("{name}: {}", topic.title().get(lang)), parts }
}

/// What a mistake of a text is called and what to do; `None` for a name that is none.
pub fn error_page(name: &str, lang: Lang) -> Option<Article> {
    let error = ERRORS.iter().find(|error| error.name == name)?;
    let parts = vec![
        Part::Paragraph(words(&Text::new(error.ko, error.en), lang)),
        heading(lang, "고치는 방법", "How to fix"),
        Part::Paragraph(words(&Text::new(error.help_ko, error.help_en), lang)),
        heading(lang, "나쁜 예", "Bad"),
        Part::Design(error.bad.to_owned()),
        heading(lang, "좋은 예", "Good"),
        Part::Design(error.good.to_owned()),
    ];
    let title = text!(name; "{name}: 글의 문제", "{name}: about the text");
    Some(Article { title: words(&title, lang), parts })
}

/// What the catalogue knows of a technology, each figure with its source.
pub fn tech_page(tech: &Tech, lang: Lang) -> Article {
    let kind = (tech.kind.word(), tech.kind.title());
    let (word, title) = (kind.0, kind.1);
    let told = text!(word, title;
        "`{word}` 종류({title})의 기술입니다.",
        "A technology of the kind `{word}` ({title})."
    );
    let mut parts = vec![Part::Paragraph(words(&told, lang))];
    parts.push(Part::Paragraph(words(&managed(tech.management), lang)));
    if !tech.aliases.is_empty() {
        let list = tech.aliases.join(", ");
        let told = text!(list; "이렇게도 씁니다: {list}", "Also written {list}");
        parts.push(Part::Paragraph(words(&told, lang)));
    }
    let figures = figures(tech);
    if !figures.is_empty() {
        parts.push(heading(lang, "알려진 수치", "Known figures"));
        parts.extend(figures.iter().map(|figure| Part::Item(words(figure, lang))));
    }
    parts.push(heading(lang, "쓰는 법", "How to write it"));
    let (name, label) = (&tech.name, words(&text!("이름", "label"), lang));
    parts.push(Part::Design(format!("{name} x \"{label}\"")));
    let title =
        text!(name, title = &tech.title; "{name}: {title}, 기술", "{name}: {title}, a technology");
    Article { title: words(&title, lang), parts }
}

fn managed(management: Management) -> Text {
    match management {
        Management::SelfRun => text!("팀이 직접 운영합니다.", "The team runs it."),
        Management::Instance => text!(
            "제공자가 운영하고, 따로 적지 않으면 한 가용 영역에 있습니다.",
            "Its provider runs it; it stands in one zone unless more is stated."
        ),
        Management::Regional => text!(
            "제공자가 운영하고, 리전의 가용 영역에 걸쳐 있습니다.",
            "Its provider runs it across the zones of a region."
        ),
        Management::Global => text!(
            "제공자가 운영하고, 여러 리전에 걸쳐 있습니다.",
            "Its provider runs it across regions."
        ),
    }
}

fn figures(tech: &Tech) -> Vec<Text> {
    let told = |ko: &str, en: &str, figure: &Option<Sourced>, unit: &str| {
        let figure = figure.as_ref()?;
        let (value, cited) = (figure.value.normalize().to_string(), figure.cited());
        let (what, unit) = (Text::new(ko, en), unit.to_owned());
        Some(text!(what, value, unit, cited;
            "{what} {value}{unit} ({cited})",
            "{what} {value}{unit} ({cited})"
        ))
    };
    [
        told("가용성", "availability", &tech.availability, ""),
        told(
            "여러 가용 영역에 걸칠 때의 가용성",
            "availability across zones",
            &tech.availability_multi_zone,
            "",
        ),
        told("한 대의 용량", "capacity of one", &tech.capacity, "rps"),
        told("가격", "price", &tech.price, " USD/mo"),
        told("장애 조치 시간", "failover time", &tech.failover_time, "s"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A kind of component or of group, with its attributes.
pub fn kind_page(word: &str, title: &Text, kind: Option<Kind>, lang: Lang) -> Article {
    let told = match kind {
        Some(_) => text!(title; "컴포넌트의 종류입니다: {title}.", "A kind of component: {title}."),
        None => text!(title; "그룹의 종류입니다: {title}.", "A kind of group: {title}."),
    };
    let mut parts = vec![Part::Paragraph(words(&told, lang))];
    parts.push(heading(lang, "쓰는 법", "How to write it"));
    let label = words(&text!("이름", "label"), lang);
    parts.push(Part::Design(match kind {
        Some(_) => format!("{word} x \"{label}\""),
        None => format!("{word} x \"{label}\" {{\n  was api\n}}"),
    }));
    parts.push(heading(lang, "속성", "Attributes"));
    let attributes: Vec<Attr> = match kind {
        Some(kind) => attributes_of(Site::Component(kind)).collect(),
        None => TABLE
            .iter()
            .filter(|row| matches!(row.place, Where::AnyGroup | Where::Groups(_)))
            .map(|row| row.attr)
            .collect(),
    };
    parts.extend(
        attributes
            .iter()
            .map(|attr| Part::Item(format!("{}: {}", attr.word(), attr.describe().get(lang)))),
    );
    Article { title: format!("{word}: {}", title.get(lang)), parts }
}

/// What an attribute says, where it may stand, and what it takes.
pub fn attribute_page(attr: Attr, lang: Lang) -> Article {
    let word = attr.word();
    let mut parts = vec![Part::Paragraph(format!("{}.", attr.describe().get(lang)))];
    parts.push(heading(lang, "값", "Values"));
    for row in TABLE.iter().filter(|row| row.attr == attr) {
        let place = match row.place {
            Where::AnyComponent => words(&text!("모든 컴포넌트", "any component"), lang),
            Where::Kinds(kinds) => kinds.iter().map(|it| it.word()).collect::<Vec<_>>().join(", "),
            Where::Parts => words(&text!("토픽, 테이블, 버킷", "topics, tables, buckets"), lang),
            Where::AnyGroup => words(&text!("그룹", "groups"), lang),
            Where::Groups(kinds) => kinds.iter().map(|it| it.word()).collect::<Vec<_>>().join(", "),
            Where::Link => words(&text!("연결", "connections"), lang),
            Where::About(about) => format!("{about:?}").to_lowercase(),
            Where::Flow => words(&text!("흐름", "flows"), lang),
            Where::Scenario => words(&text!("시나리오", "scenarios"), lang),
        };
        let forms = attribute_forms(&row.takes, lang).join(", ");
        parts.push(Part::Item(format!("{place}: {forms}")));
    }
    let title = text!(word; "{word}: 속성", "{word}: an attribute");
    Article { title: words(&title, lang), parts }
}

/// A word that begins a statement, with an example; `None` for a word that is none.
pub fn statement_page(word: &str, lang: Lang) -> Option<Article> {
    let (_, ko, en) = STATEMENTS.iter().find(|(known, ..)| *known == word)?;
    let parts = vec![
        Part::Paragraph(format!("{}.", words(&Text::new(*ko, *en), lang))),
        heading(lang, "쓰는 법", "How to write it"),
        Part::Design(statement_example(word)?.to_owned()),
    ];
    let title = text!(word; "{word}: 문장", "{word}: a statement");
    Some(Article { title: words(&title, lang), parts })
}
