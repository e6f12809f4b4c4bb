//! `unknown` as a value, and what else an attribute can say.

use archlint::catalog::Catalog;
use archlint::diagnostic::Diagnostic;
use archlint::model::{self, Attr, Built, Dimension, Facts, Value};
use archlint::source::{NoLoader, Source, Sources, Span};

fn build(text: &str) -> Built {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("test.arch", text));
    let span = Span::new(id, 0, text.len());
    model::build(&mut sources, span, &NoLoader, &Catalog::builtin())
}

fn facts(text: &str) -> Facts {
    let Built { design, errors } = build(text);
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    design.components[0].facts.clone()
}

fn told(text: &str) -> Vec<&'static str> {
    build(text).errors.iter().map(|error: &Diagnostic| error.rule.word()).collect()
}

#[test]
fn unknown_is_a_value_of_every_attribute_and_counts_as_not_stated() {
    for attr in [Attr::Replicas, Attr::Session, Attr::Note, Attr::Zones, Attr::Tags, Attr::Managed]
    {
        let facts = facts(&format!("was api {{ {} = unknown }}", attr.word()));
        assert!(!facts.is_stated(attr) && facts.flag(attr).is_none(), "{attr:?}");
        assert!(facts.unknown(attr).is_some_and(|it| it.value == Value::Unknown), "{attr:?}");
    }
}

#[test]
fn unknown_wins_over_a_component_of_that_name() {
    let facts = facts("was api { session = unknown }\n redis unknown\n api -> unknown");
    assert!(facts.component(Attr::Session).is_none() && facts.unknown(Attr::Session).is_some());
}

#[test]
fn unknown_stands_alone() {
    assert_eq!(told("was api { data = [unknown, personal] }"), ["unknown-value"]);
    assert_eq!(told("was api { replicas = unknown + 1 }"), ["unknown-value"]);
    assert_eq!(told("was api { replicas = 1..unknown }"), ["unknown-value"]);
    assert_eq!(told("let many = unknown\n was api { replicas = many }"), ["unknown-value"]);
    assert_eq!(told("let unknown = 3\n was api { replicas = unknown }"), ["unknown-value"]);
}

#[test]
fn instance_types_are_words() {
    for written in ["t3.medium", "m5.2xlarge", "db.m6g.large", "n2-standard-4", "Standard_D2s_v3"] {
        let facts = facts(&format!("was api {{ instance = {written} }}"));
        assert_eq!(facts.text(Attr::Instance), Some(written));
    }
    assert_eq!(
        facts("was api { instance = \"u-6tb1.metal\" }").text(Attr::Instance),
        Some("u-6tb1.metal")
    );
}

#[test]
fn a_health_check_may_only_look_at_the_host() {
    assert_eq!(facts("was api { health-check = host }").word(Attr::HealthCheck), Some("host"));
    assert_eq!(
        facts("was api { health-check = \"/health\" }").text(Attr::HealthCheck),
        Some("/health")
    );
    let seconds =
        facts("was api { health-check = 10s }").number(Attr::HealthCheck, Dimension::Duration);
    assert!(seconds.is_some_and(|seconds| seconds.high() == 10.0));
}

#[test]
fn a_site_may_stand_by_where_it_is_a_failure_domain() {
    let site = "region busan { role = standby, failover-time = 10m }\n was api";
    assert!(build(&format!("region seoul\n{site}")).errors.is_empty());
    assert_eq!(told(site), ["unknown-attribute"], "it stands by for nothing");
    for group in ["group", "subnet", "vpc"] {
        assert_eq!(told(&format!("{group} it {{ role = standby }}")), ["unknown-attribute"]);
    }
}
