//! The page about `archlint.toml` is true: its tables are those of the profiles, its examples are
//! read without a mistake, and it has every key.

use crate::docs::{blocks, code, keep_current, page, pick, table};
use archlint::config::{self, Config, LEVELS, Profile};
use archlint::diagnostic::Severity;
use archlint::lint::{Level, Rule, Topic};
use archlint::rules::ALL;
use archlint::say::Lang;
use archlint::source::{Source, Sources};

const PAGES: &[(&str, Lang)] = &[("configuration.md", Lang::En), ("configuration.ko.md", Lang::Ko)];

#[test]
fn the_tables_of_profiles_are_those_of_the_code() {
    keep_current(PAGES, |lang| vec![("spoken", spoken(lang)), ("louder", louder(lang))]);
}

/// Which rules each profile lets speak, a row for each topic; profiles that silence nothing have
/// no column.
fn spoken(lang: Lang) -> String {
    let silences = |profile: &Profile| ALL.iter().any(|rule| is_silent(*profile, rule));
    let profiles: Vec<Profile> = Profile::ALL.into_iter().filter(silences).collect();
    let names = profiles.iter().map(|profile| (profile.name(), profile.name()));
    let head: Vec<(&str, &str)> = [("주제", "topic")].into_iter().chain(names).collect();
    let rows = Topic::ALL.map(|topic| {
        let title = format!("{} `{}`", topic.title().get(lang), topic.name());
        let cells = profiles.iter().map(|profile| voices(*profile, topic, lang));
        [title].into_iter().chain(cells).collect()
    });
    table(lang, &head, rows)
}

fn is_silent(profile: Profile, rule: &Rule) -> bool {
    profile.levels().of(rule) == Level::Off
}

/// The rules of a topic that a profile lets speak, said the shorter way.
fn voices(profile: Profile, topic: Topic, lang: Lang) -> String {
    let rules = ALL.iter().filter(|rule| rule.topic == topic);
    let (silent, heard): (Vec<&Rule>, Vec<&Rule>) =
        rules.copied().partition(|rule| is_silent(profile, rule));
    let names = |rules: &[&Rule]| code(&rules.iter().map(|rule| rule.name).collect::<Vec<_>>());
    match (heard.len(), silent.len()) {
        (_, 0) => pick(lang, "모두", "all"),
        (0, _) => "–".to_owned(),
        (heard_count, silent_count) if heard_count < silent_count => {
            let names = names(&heard);
            pick(lang, &format!("{names}만"), &format!("only {names}"))
        }
        _ => {
            let names = names(&silent);
            pick(lang, &format!("모두, 단 {names} 제외"), &format!("all but {names}"))
        }
    }
}

/// Which rules each profile makes louder or quieter.
fn louder(lang: Lang) -> String {
    let rows = Profile::ALL.into_iter().flat_map(|profile| {
        let levels = profile.levels();
        let changed: Vec<(&Rule, Level)> = ALL
            .iter()
            .map(|rule| (*rule, levels.of(rule)))
            .filter(|(_, level)| matches!(level, Level::At(_) | Level::AtLeast(_)))
            .collect();
        let row = |rules: String, level| vec![code(&[profile.name()]), rules, said(level, lang)];
        match changed.first() {
            Some((_, level)) if changed.len() == ALL.len() => {
                assert!(changed.iter().all(|(_, other)| other == level), "one level for all");
                vec![row(pick(lang, "모든 규칙", "every rule"), *level)]
            }
            _ => changed.into_iter().map(|(rule, level)| row(code(&[rule.name]), level)).collect(),
        }
    });
    table(lang, &[("프로필", "profile"), ("규칙", "rule"), ("수준", "level")], rows)
}

fn said(level: Level, lang: Lang) -> String {
    let name = |severity: Severity| code(&[severity.name()]);
    match level {
        Level::At(severity) => {
            pick(lang, &format!("항상 {}", name(severity)), &format!("always {}", name(severity)))
        }
        Level::AtLeast(severity) => {
            pick(lang, &format!("{} 이상", name(severity)), &format!("{} or more", name(severity)))
        }
        level => unreachable!("a row is louder or quieter: {level:?}"),
    }
}

#[test]
fn every_example_is_read_without_a_mistake_and_fits_the_schema() {
    let schema = config::schema(ALL);
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    for (name, _) in PAGES {
        let page = page(name);
        let examples = blocks(&page, "toml");
        assert!(examples.len() >= 6, "{name} shows examples");
        for example in examples.into_iter().map(|range| &page[range]) {
            let mut sources = Sources::default();
            let id = sources.add(Source::new(*name, example));
            let read = Config::parse(&mut sources, id, ALL, &Empty);
            let told = read.err().into_iter().flatten().map(|error| error.message.en);
            assert_eq!(told.collect::<Vec<_>>(), Vec::<&str>::new(), "{name}:\n{example}");
            let value: toml::Table = toml::from_str(example).expect("it was read");
            let value = serde_json::to_value(value).expect("JSON can hold it");
            let errors = validator.iter_errors(&value).map(|error| error.to_string());
            assert_eq!(errors.collect::<Vec<_>>(), Vec::<String>::new(), "{name}:\n{example}");
        }
    }
}

#[test]
fn the_pages_have_every_key_level_and_profile() {
    let schema = config::schema(ALL);
    let keys = |at: &str| {
        let properties = schema.pointer(at).and_then(|it| it.as_object());
        properties.expect("the schema has properties").keys().cloned().collect::<Vec<_>>()
    };
    let keys = [keys("/properties"), keys("/definitions/technology/properties")].concat();
    let words = LEVELS.into_iter().chain(Profile::ALL.map(Profile::name)).map(str::to_owned);
    for word in keys.into_iter().chain(words) {
        for (name, _) in PAGES {
            assert!(page(name).contains(&format!("`{word}`")), "{name}: `{word}`");
        }
    }
}

/// Every file is there and empty.
struct Empty;

impl archlint::Loader for Empty {
    fn load(&self, _from: &str, path: &str) -> Result<Source, archlint::LoadError> {
        Ok(Source::new(path, ""))
    }
}
