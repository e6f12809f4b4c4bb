//! The language reference is true: its tables are those of the code, and its designs are read
//! without an error. What keeps other pages true as well is here, too.

use crate::kept::assert_current;
use archlint::catalog::{Catalog, Kind};
use archlint::diagnostic::Severity;
use archlint::model::schema::{self, Takes, Where};
use archlint::model::{self, Dimension, GroupKind};
use archlint::say::{Lang, Text};
use archlint::source::{LoadError, Loader, Source, Sources, Span};
use archlint::syntax::ast::About;
use std::fs;
use std::path::Path;

const PAGES: &[(&str, Lang)] = &[("language.md", Lang::En), ("language.ko.md", Lang::Ko)];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn page(name: &str) -> String {
    fs::read_to_string(root().join("docs").join(name)).expect("the page exists")
}

#[test]
fn the_tables_are_those_of_the_code() {
    keep_current(PAGES, |lang| {
        vec![
            ("units", units(lang)),
            ("kinds", kinds(lang)),
            ("groups", groups(lang)),
            ("attributes", attributes(lang)),
        ]
    });
}

/// Fails when a section of the pages is not the one that `sections` makes.
pub fn keep_current(
    pages: &[(&str, Lang)],
    sections: impl Fn(Lang) -> Vec<(&'static str, String)>,
) {
    for (name, lang) in pages {
        let fresh = sections(*lang)
            .iter()
            .fold(page(name), |page, (section, table)| replaced(&page, section, table));
        assert_current(&format!("docs/{name}"), &fresh);
    }
}

fn replaced(page: &str, section: &str, table: &str) -> String {
    let open = format!("<!-- {section}: made by tests/it/docs.rs -->\n");
    let close = format!("<!-- end of {section} -->");
    let (before, rest) = page.split_once(&open).expect("the page has the section");
    let (_, after) = rest.split_once(&close).expect("the section ends");
    format!("{before}{open}\n{table}\n{close}{after}")
}

pub fn pick(lang: Lang, ko: &str, en: &str) -> String {
    Text::new(ko, en).get(lang).to_owned()
}

pub fn code(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" ")
}

pub fn table(
    lang: Lang,
    head: &[(&str, &str)],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> String {
    let head: Vec<String> = head.iter().map(|(ko, en)| pick(lang, ko, en)).collect();
    let mut out = format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len()));
    for row in rows {
        out += &format!("| {} |\n", row.join(" | "));
    }
    out
}

fn units(lang: Lang) -> String {
    let rows = DIMENSIONS.iter().map(|(dimension, ko, en, examples)| {
        let words: Vec<&str> = model::value::units()
            .filter(|(of, _)| of == dimension)
            .flat_map(|(_, words)| words.iter().copied())
            .collect();
        vec![pick(lang, ko, en), code(&words), code(examples)]
    });
    table(lang, &[("종류", "kind"), ("단위", "units"), ("예", "examples")], rows)
}

/// In the order of the page, with examples.
const DIMENSIONS: &[(Dimension, &str, &str, &[&str])] = &[
    (
        Dimension::Count,
        "개수",
        "count",
        &["3", "1_000", "1e6", "300k", "30만", "1억 2000만", "30만명"],
    ),
    (Dimension::Ratio, "비율", "ratio", &["90%", "0.9"]),
    (Dimension::Factor, "배수", "factor", &["5x", "5배"]),
    (Dimension::Duration, "시간", "duration", &["250us", "30ms", "10m", "7d", "6시간"]),
    (Dimension::Bytes, "크기", "size", &["500B", "4KB", "64GiB", "2TB"]),
    (Dimension::Bandwidth, "대역폭", "bandwidth", &["1Gbps", "500MB/s", "10GB/day"]),
    (Dimension::Rate, "처리량", "rate", &["500rps", "7k qps", "500/s", "20/day", "2000건/일"]),
    (Dimension::Usd, "달러 금액", "dollars", &["$120/mo", "$0.05/h"]),
    (Dimension::Krw, "원화 금액", "won", &["₩150_000/mo", "15만원/월"]),
];

fn kinds(lang: Lang) -> String {
    let rows =
        Kind::ALL.iter().map(|kind| vec![code(&[kind.word()]), kind.title().get(lang).into()]);
    table(lang, &[("타입", "type"), ("뜻", "is a")], rows)
}

fn groups(lang: Lang) -> String {
    let rows = GroupKind::ALL.iter().map(|kind| {
        let domain =
            if kind.is_failure_domain() { pick(lang, "예", "yes") } else { String::new() };
        vec![code(&[kind.word()]), kind.title().get(lang).into(), domain]
    });
    table(lang, &[("그룹", "group"), ("뜻", "is a"), ("장애 도메인", "failure domain")], rows)
}

/// One table for each place, one row for each attribute of it.
fn attributes(lang: Lang) -> String {
    let mut out = Vec::new();
    for (ko, en, belongs) in PLACES {
        let title = pick(lang, ko, en);
        let rows = schema::TABLE.iter().filter(|row| belongs(row.place)).map(|row| {
            let says = row.attr.describe().get(lang).replace('|', "\\|");
            let mut cells = vec![code(&[row.attr.word()]), forms(&row.takes, lang), says];
            if let Where::Kinds(kinds) = row.place {
                cells.insert(1, words_of(kinds));
            }
            if let Where::Groups(kinds) = row.place {
                cells.insert(1, code(&kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>()));
            }
            cells
        });
        let rows: Vec<_> = rows.collect();
        let mut head = vec![("속성", "attribute"), ("값", "value"), ("뜻", "says")];
        if rows.iter().any(|cells| cells.len() > head.len()) {
            head.insert(1, ("컴포넌트", "of"));
        }
        out.push(format!("### {title}\n\n{}", table(lang, &head, rows)));
    }
    out.join("\n")
}

fn words_of(kinds: &[Kind]) -> String {
    code(&kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>())
}

type Place = (&'static str, &'static str, fn(Where) -> bool);

const PLACES: &[Place] = &[
    ("모든 컴포넌트", "Any component", |place| matches!(place, Where::AnyComponent)),
    ("종류마다", "Components of a kind", |place| matches!(place, Where::Kinds(_))),
    ("토픽, 테이블, 버킷의 속성", "Attributes of a topic, a table or a bucket", |place| {
        matches!(place, Where::Parts)
    }),
    ("그룹의 속성", "Attributes of a group", |place| matches!(place, Where::AnyGroup)),
    ("장애 도메인의 속성", "Attributes of a failure domain", |place| {
        matches!(place, Where::Groups(_))
    }),
    ("연결의 속성", "Attributes of a connection", |place| matches!(place, Where::Link)),
    ("`traffic`", "`traffic`", |place| matches!(place, Where::About(About::Traffic))),
    ("`slo`", "`slo`", |place| matches!(place, Where::About(About::Slo))),
    ("`operations`", "`operations`", |place| matches!(place, Where::About(About::Operations))),
    ("흐름의 속성", "Attributes of a flow", |place| matches!(place, Where::Flow)),
    ("시나리오의 속성", "Attributes of a scenario", |place| {
        matches!(place, Where::Scenario)
    }),
];

fn forms(takes: &Takes, lang: Lang) -> String {
    let mut forms = Vec::new();
    if let Some(dimension) = takes.number {
        let name = DIMENSIONS.iter().find(|row| row.0 == dimension);
        let (_, ko, en, _) = name.expect("every dimension is listed");
        let money = dimension == Dimension::Usd;
        forms.push(if money { pick(lang, "금액", "money") } else { pick(lang, ko, en) });
    }
    if !takes.words.is_empty() {
        forms.push(code(takes.words));
    }
    for (given, ko, en) in [
        (takes.flag, "`on` `off`", "`on` `off`"),
        (takes.off, "`none`", "`none`"),
        (takes.component, "컴포넌트", "a component"),
        (takes.times, "배수가 붙은 컴포넌트", "a component with a factor"),
        (takes.group, "그룹", "a group"),
        (takes.free, "단어", "a word"),
        (takes.text, "글", "text"),
        (takes.date, "날짜", "a date"),
    ] {
        if given {
            forms.push(pick(lang, ko, en));
        }
    }
    let either = forms.join(&pick(lang, " 또는 ", " or "));
    if takes.list { either + &pick(lang, ", 목록도", ", or a list") } else { either }
}

#[test]
fn every_attribute_is_described() {
    for attr in model::Attr::ALL {
        let Text { ko, en } = attr.describe();
        assert!(!ko.is_empty() && !en.is_empty(), "{}", attr.word());
        assert!(!ko.ends_with('.') && !en.ends_with('.'), "{}", attr.word());
    }
}

#[test]
fn every_design_in_the_pages_is_free_of_errors() {
    let how_to = ["as-is.md", "as-is.ko.md", "own-rules.md", "own-rules.ko.md"];
    let how_to = how_to.map(|name| (format!("how-to/{name}"), 1));
    let pages = PAGES.iter().map(|(name, _)| (name.to_string(), 10)).chain(how_to);
    for (name, least) in pages {
        let written = page(&name);
        let blocks = blocks(&written, "arch");
        assert!(blocks.len() >= least, "{name} shows designs");
        let earlier = Earlier(blocks.iter().map(|range| written[range.clone()].into()).collect());
        for range in blocks {
            let mut sources = Sources::default();
            let id = sources.add(Source::new(name.as_str(), written.as_str()));
            let span = Span::new(id, range.start, range.end);
            let parsed = archlint::syntax::parse_span(&sources, span);
            let built = model::build(&mut sources, span, &earlier, &Catalog::builtin());
            let errors = parsed.errors.iter().chain(&built.errors);
            let told: Vec<String> = errors
                .filter(|error| error.severity == Severity::Error)
                .map(|error| {
                    let place = sources.position(error.primary.source, error.primary.range().start);
                    format!("docs/{name}:{}: {}: {}", place.line, error.rule, error.message.en)
                })
                .collect();
            assert!(told.is_empty(), "{}", told.join("\n"));
        }
    }
}

/// The insides of the page's blocks in a language.
pub fn blocks(page: &str, language: &str) -> Vec<std::ops::Range<usize>> {
    let fence = format!("```{language}\n");
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = page[from..].find(&fence) {
        let start = from + at + fence.len();
        let end = start + page[start..].find("```").expect("the block ends");
        found.push(start..end);
        from = end + 3;
    }
    found
}

/// `extends "NAME"` may name a block of the page.
struct Earlier(Vec<String>);

impl Loader for Earlier {
    fn load(&self, _from: &str, path: &str) -> Result<Source, LoadError> {
        let header = format!("design \"{path}\"");
        let block = self.0.iter().find(|block| block.starts_with(&header));
        let reason = Text::same(format!("no block is called {path}"));
        block.map(|block| Source::new(path, block.as_str())).ok_or(LoadError { reason })
    }
}
