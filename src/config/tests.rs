//! Every setting, every mistake, and that the schema knows what the reader knows.

use super::*;
use crate::catalog::{Kind, Management};
use crate::diagnostic::Severity;
use crate::lint::{Level, OptionUnit, Quality, RuleOption, Topic};
use crate::source::Source;

const fn rule(name: &'static str, topic: Topic) -> Rule {
    Rule { name, quality: Quality::Availability, ..Rule::of(topic) }
}

const HOPS: RuleOption = RuleOption {
    name: "hops",
    unit: OptionUnit::Count,
    default: 3.0,
    least: 1.0,
    most: 9.0,
    ko: "",
    en: "hops that are fine",
};
const SLOW: RuleOption =
    RuleOption { name: "slower-than", unit: OptionUnit::Seconds, default: 1.0, least: 0.1, ..HOPS };

static TIMEOUT: Rule = rule("no-timeout", Topic::Resilience);
static CHAIN: Rule = Rule { options: &[HOPS, SLOW], ..rule("long-sync-chain", Topic::Resilience) };
static REPLICA: Rule = rule("missing-replica", Topic::Data);
static RULES: &[&Rule] = &[&TIMEOUT, &CHAIN, &REPLICA];

const WHOLE: &str = r#"
profile = "week2"
lang = "ko"
fail-on = "warning"
exclude = ["vendor/**"]
baseline = "archlint-baseline.json"
usd-krw = 1_380.5

[rules]
"resilience/*" = "error"
no-timeout = "off"
missing-replica = { level = "advice" }
long-sync-chain = { hops = 4, slower-than = "500ms" }

[[overrides]]
paths = ["sketches/**"]
rules = { long-sync-chain = { level = "off", hops = 6 } }

[technologies.pay-gw]
kind = "external"
title = "PG사"
alias = ["pg"]
management = "regional"
capacity = 300
availability = "99.95%"
price = 12.5
source = "계약서"
date = 2026-01-02

[technologies.mysql]
price = 70
"#;

fn parse(text: &str) -> Result<Config, Vec<Diagnostic>> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("archlint.toml", text));
    Config::parse(&mut sources, id, RULES, &crate::source::NoLoader)
}

/// Each error with the characters it points at.
fn errors(text: &str) -> Vec<(String, String, String)> {
    let errors = parse(text).expect_err("the text is wrong");
    let shown = errors.iter().map(|error| {
        let help = error.help.clone().unwrap_or_default().en.to_string();
        (text[error.primary.range()].to_owned(), error.message.en.to_string(), help)
    });
    shown.collect()
}

#[test]
fn everything_that_can_be_configured() {
    let config = parse(WHOLE).expect("no mistakes");
    assert_eq!(config.profile, Some(Profile::Week2));
    assert_eq!(config.lang, Some(Lang::Ko));
    assert_eq!(config.fail_on, Some(FailOn::Warning));
    assert!(config.exclude.is_match("vendor/a/b.arch"));
    assert_eq!(config.usd_krw, "1380.5".parse().ok());

    let level = |rule, file| config.levels(Profile::Study, file, RULES).stated(rule);
    assert_eq!(level(&TIMEOUT, "a.arch"), Some(Level::Off), "a rule outweighs its topic");
    assert_eq!(level(&CHAIN, "a.arch"), Some(Level::At(Severity::Error)));
    assert_eq!(level(&CHAIN, "sketches/a.arch"), Some(Level::Off));
    assert_eq!(level(&REPLICA, "a.arch"), Some(Level::At(Severity::Advice)));

    let chosen = |option: &RuleOption, file| {
        config.levels(Profile::Study, file, RULES).options.stated(CHAIN.name, option.name)
    };
    assert_eq!([chosen(&HOPS, "a.arch"), chosen(&SLOW, "a.arch")], [Some(4.0), Some(0.5)]);
    assert_eq!(
        [chosen(&HOPS, "sketches/a.arch"), chosen(&SLOW, "sketches/a.arch")],
        [Some(6.0), Some(0.5)]
    );
    assert_eq!(level(&TIMEOUT, "sketches/a.arch"), Some(Level::Off));

    let mut catalog = Catalog::builtin();
    config.extend(&mut catalog);
    let gateway = catalog.find("pg").expect("known by its alias");
    assert_eq!(gateway.kind, Kind::External);
    assert_eq!(gateway.management, Management::Regional);
    let availability = gateway.availability.as_ref().expect("stated");
    assert_eq!(availability.value, "0.9995".parse().expect("a decimal"));
    assert_eq!((&*availability.source.ko, availability.date.as_str()), ("계약서", "2026-01-02"));
    let mysql = catalog.find("mysql").expect("built in");
    assert_eq!(mysql.kind, Kind::Db);
    assert_eq!(mysql.price.as_ref().map(|price| price.value), "70".parse().ok());
}

#[test]
fn an_empty_configuration_changes_nothing() {
    let config = parse("").expect("no mistakes");
    assert_eq!(config.levels(Profile::Study, "a.arch", RULES).stated(&TIMEOUT), None);
}

#[test]
fn a_profile_gives_way_to_what_is_written() {
    let config = parse("[rules]\nno-timeout = 'on'").expect("no mistakes");
    let levels = config.levels(Profile::Week1, "a.arch", RULES);
    assert_eq!(levels.of(&CHAIN), Level::Off);
    assert_eq!(levels.of(&TIMEOUT), Level::Judged);
}

#[test]
fn every_mistake_is_reported_with_its_place_and_what_was_meant() {
    let text = "profil = 'study'\n[rules]\nno-timeouts = 'off'\nno-timeout = 'warn'\n\
                resilence = 'off'\n[technologies.x]\nkind = 'dbb'\ncolour = 1\n";
    let found = errors(text);
    let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    let kinds = format!("did you mean `db`? The values are {}", words.join(" | "));
    let meant: Vec<_> = found.iter().map(|(at, _, help)| (at.as_str(), help.as_str())).collect();
    assert_eq!(
        meant,
        [
            ("profil", "did you mean `profile`?"),
            ("no-timeouts", "did you mean `no-timeout`?"),
            (
                "'warn'",
                "did you mean `warning`? The values are off | on | advice | warning | error"
            ),
            ("resilence", "did you mean `resilience`?"),
            ("'dbb'", kinds.as_str()),
            (
                "colour",
                "the keys are kind, title, management, alias, proxy, elects, capacity, \
              availability, price, failover-time, source, date, icon"
            ),
        ]
    );
}

#[test]
fn wrong_values_say_what_is_expected() {
    for (text, at, message) in [
        ("usd-krw = -3", "-3", "expected a number above 0 here"),
        ("exclude = 3", "3", "expected a string in quotes here"),
        ("rules = 3", "3", "expected a table (`[name]` or `{ … }`) here"),
        ("[rules]\nno-timeout = {}", "{}", "`level` is missing"),
        (
            "[rules]\nlong-sync-chain = { hops = 2.5 }",
            "2.5",
            "expected a value from 1 to 9, such as `3`, here",
        ),
        (
            "[rules]\nlong-sync-chain = { slower-than = '3 hours' }",
            "'3 hours'",
            "expected a value from 0.1s to 9s, such as `1s`, here",
        ),
        ("[rules]\nlong-sync-chain = { hop = 2 }", "hop", "there is no key `hop`"),
        ("[rules]\nno-timeout = { hops = 2 }", "hops", "there is no key `hops`"),
        ("[rules]\n'resilience/*' = { hops = 2 }", "hops", "there is no key `hops`"),
        ("lang = 'fr'", "'fr'", "`fr` can't stand here"),
    ] {
        let found = errors(text);
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (at, message), "{text}");
    }
}

#[test]
fn text_that_is_no_toml_is_one_error_with_its_place() {
    assert_eq!(errors("lang = \n").len(), 1);
    assert_eq!(errors("a = 1\na = 2\n").len(), 1);
}

#[test]
fn the_schema_accepts_what_the_reader_accepts() {
    let schema = schema(RULES);
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let whole: toml::Table = toml::from_str(WHOLE).expect("TOML");
    let whole = serde_json::to_value(whole).expect("JSON can hold it");
    let errors: Vec<_> = validator.iter_errors(&whole).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    for wrong in [
        serde_json::json!({ "no-timeouts": "off" }),
        serde_json::json!({ "long-sync-chain": { "hop": 2 } }),
        serde_json::json!({ "long-sync-chain": { "hops": 2.5 } }),
        serde_json::json!({ "long-sync-chain": { "slower-than": "3 hours" } }),
        serde_json::json!({ "no-timeout": { "hops": 2 } }),
    ] {
        assert!(!validator.is_valid(&serde_json::json!({ "rules": wrong })), "{wrong}");
    }
}
