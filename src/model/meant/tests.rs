//! Every row of the tables, typed as people type it.

use super::*;
use crate::catalog::{Catalog, Kind};
use crate::diagnostic::{Diagnostic, Fix, Safety};
use crate::model::{Built, build};
use crate::source::{NoLoader, Source, Sources, Span};
use crate::syntax::ast::About;

/// Where an attribute may stand, with a design that has a hole there.
const PLACES: &[(Site, &str)] = &[
    (Site::Component(Kind::Was), "was it { @ }"),
    (Site::Component(Kind::Lb), "lb it { @ }"),
    (Site::Component(Kind::Db), "db it { @ }"),
    (Site::Component(Kind::Cache), "cache it { @ }"),
    (Site::Component(Kind::Queue), "queue it { @ }"),
    (Site::Component(Kind::Cdn), "cdn it { @ }"),
    (Site::Component(Kind::Dns), "dns it { @ }"),
    (Site::Group(crate::model::GroupKind::Zone), "zone it { @ }\nzone other"),
    (Site::Link, "was x; was y\n x -> y { @ }"),
    (Site::About(About::Traffic), "traffic { @ }"),
    (Site::About(About::Slo), "slo { @ }"),
    (Site::About(About::Operations), "operations { @ }"),
    (Site::Flow, "user x; was y\n x -> y\n flow f { @\n x -> y }"),
    (Site::Scenario, "was x\n scenario f { @ }"),
];

fn errors(text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("test.arch", text));
    let span = Span::new(id, 0, text.len());
    let Built { errors, .. } = build(&mut sources, span, &NoLoader, &Catalog::builtin());
    errors
}

fn fixed(text: &str, fix: &Fix) -> String {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut text = text.to_owned();
    edits.iter().for_each(|edit| text.replace_range(edit.span.range(), &edit.text));
    text
}

/// A value that the attribute takes there.
fn value(attr: Attr, site: Site) -> String {
    use crate::model::Dimension::*;
    let takes = schema::takes(attr, site).expect("looked up");
    if let Some(word) = takes.words.first() {
        return (*word).to_owned();
    }
    let number = match takes.number {
        Some(Count) => "3",
        Some(Ratio) => "90%",
        Some(Factor) => "2x",
        Some(Duration) => "2h",
        Some(Bytes) => "4GB",
        Some(Bandwidth) => "1Gbps",
        Some(Rate) => "500rps",
        Some(Usd | Krw) => "$100/mo",
        None if takes.text => "\"t\"",
        None if takes.free => "t",
        None if takes.times => "[x 2x]",
        None if takes.flag => "on",
        None => "it",
    };
    number.to_owned()
}

/// As it is written in a block.
fn stated(attr: Attr, value: &str) -> String {
    if value == "on" { attr.word().to_owned() } else { format!("{} = {value}", attr.word()) }
}

/// The text mended by the first fix of the finding of that name.
fn mended(text: &str, rule: &str) -> Result<String, String> {
    let told = errors(text);
    let Some(told) = told.iter().find(|it| it.rule == rule) else {
        return Err(format!("{text}: no {rule}"));
    };
    told.fixes.first().map(|fix| fixed(text, fix)).ok_or(format!("{text}: no fix"))
}

/// All words of rows, each with its row.
fn words<'r, R: Copy>(
    rows: impl Iterator<Item = (R, &'r str)>,
) -> impl Iterator<Item = (R, &'r str)> {
    rows.flat_map(|(row, words)| words.split_whitespace().map(move |word| (row, word)))
}

#[test]
fn every_name_is_answered_with_the_exact_fix() {
    let (mut rows, mut wrong) = (0, Vec::new());
    for (attr, word) in words(NAMES.iter().copied()) {
        rows += 1;
        let means = |site| attribute(word, site) == Some(Meant::Attr(attr));
        let Some((site, hole)) = PLACES.iter().find(|(site, _)| means(*site)) else {
            wrong.push(format!("`{word}` never means `{}`", attr.word()));
            continue;
        };
        let value = value(attr, *site);
        let typed = hole.replace('@', &format!("{word} = {value}"));
        let wanted = hole.replace('@', &stated(attr, &value));
        match mended(&typed, "unknown-attribute") {
            Ok(text) if text == wanted => {}
            Ok(text) => wrong.push(format!("{typed} became {text}")),
            Err(error) => wrong.push(error),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(rows >= 80, "{rows}");
}

#[test]
fn a_fix_is_safe_where_one_attribute_takes_the_place_of_one() {
    let told = errors("was it { count = 3 }");
    assert_eq!(told[0].fixes[0].safety, Safety::Safe);
    let told = errors("was it { count = 3, replicas = 2 }");
    assert!(told[0].fixes.iter().all(|fix| fix.safety != Safety::Safe), "{told:#?}");
    let told = errors("was it { retry = many }");
    assert!(told[0].fixes.iter().all(|fix| fix.safety != Safety::Safe), "{told:#?}");
    let told = errors("rds it { multi-az }");
    assert_eq!(told[0].fixes[0].safety, Safety::Suggested);
}

#[test]
fn every_whole_is_answered_with_attributes_that_read() {
    let mut wrong = Vec::new();
    for (attrs, word) in words(WHOLE.iter().map(|(words, attrs)| (*attrs, *words))) {
        let means = |site| attribute(word, site) == Some(Meant::Whole(attrs));
        let Some((_, hole)) = PLACES.iter().find(|(site, _)| means(*site)) else {
            wrong.push(format!("`{word}` means nothing anywhere"));
            continue;
        };
        let typed = hole.replace('@', word);
        let texts: Vec<String> = attrs.iter().map(|(attr, value)| stated(*attr, value)).collect();
        let wanted = hole.replace('@', &texts.join(", "));
        match mended(&typed, "unknown-attribute") {
            Ok(text) if text == wanted && errors(&text).is_empty() => {}
            Ok(text) => wrong.push(format!("{typed} became {text}: {:#?}", errors(&text))),
            Err(error) => wrong.push(error),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_value_is_answered_with_the_exact_fix() {
    let mut wrong = Vec::new();
    let rows = VALUES
        .iter()
        .flat_map(|(attrs, own, words)| attrs.iter().map(move |attr| ((*attr, *own), *words)));
    for ((attr, own), word) in words(rows) {
        let Some((_, hole)) = PLACES.iter().find(|(site, _)| may_be(attr, *site, own)) else {
            wrong.push(format!("`{}` is never `{own}`", attr.word()));
            continue;
        };
        let typed = hole.replace('@', &format!("{} = {word}", attr.word()));
        let wanted = hole.replace('@', &format!("{} = {own}", attr.word()));
        match mended(&typed, "unknown-value") {
            Ok(text) if text == wanted => {}
            Ok(text) => wrong.push(format!("{typed} became {text}")),
            Err(error) => wrong.push(error),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn name_and_value_are_answered_together() {
    let mended = |text: &str| fixed(text, &errors(text)[0].fixes[0]);
    assert_eq!(mended("mysql it { 백업 = 매일 }"), "mysql it { backup = 1d }");
    assert_eq!(mended("redis it { 모드 = 센티널 }"), "redis it { mode = sentinel }");
    assert_eq!(mended("slo { sla = 99.9% }"), "slo { availability = 99.9% }");
    assert_eq!(mended("rds it { multi-az }"), "rds it { replicas = 2, failover = auto }");
}

#[test]
fn both_ends_of_an_autoscaler_are_one_edit() {
    let text = "was it { min = 2, max = 10 }";
    let told = errors(text);
    assert_eq!(fixed(text, &told[0].fixes[0]), "was it { autoscale = 2..10 }");
    assert!(told[1].fixes.is_empty(), "the second is mended with the first");
    let text = "was it { 최소 = 2 }";
    let told = errors(text);
    assert_eq!(told[0].fixes[0].safety, Safety::Suggested);
    assert_eq!(fixed(text, &told[0].fixes[0]), "was it { autoscale = 2..4 }");
}

#[test]
fn asynchronous_is_an_arrow_or_a_way_to_replicate() {
    let mended = |text: &str| {
        let told = errors(text);
        assert_eq!(told[0].rule, "unknown-attribute", "{told:#?}");
        told[0].fixes.first().map(|fix| fixed(text, fix))
    };
    let text = "was x; was y\n x -> y { async }";
    assert_eq!(mended(text).as_deref(), Some("was x; was y\n x ~> y"));
    let text = "was x; was y\n x -> y { async, timeout = 2s }";
    assert_eq!(mended(text).as_deref(), Some("was x; was y\n x ~> y { timeout = 2s }"));
    let text = "db x; db y\n x => y { async }";
    assert_eq!(mended(text).as_deref(), Some("db x; db y\n x => y { replication = async }"));
    let text = "was x; was y; was z\n x -> y -> z { async }";
    assert_eq!(mended(text), None, "which of the arrows?");
    assert_eq!(mended("db x { async }").as_deref(), Some("db x { replication = async }"));
}
