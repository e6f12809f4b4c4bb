//! The catalogue of attacks: what is asked and how it is answered, as data in both languages.

use crate::post::fill::Template;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Where the words stand, by topic.
const FILES: [(&str, &str); 7] = [
    ("cache", include_str!("../attacks/cache.toml")),
    ("database", include_str!("../attacks/database.toml")),
    ("servers", include_str!("../attacks/servers.toml")),
    ("queues", include_str!("../attacks/queues.toml")),
    ("growth", include_str!("../attacks/growth.toml")),
    ("outside", include_str!("../attacks/outside.toml")),
    ("operations", include_str!("../attacks/operations.toml")),
];

/// One question with the answers it may have.
#[derive(Clone, Copy, Debug)]
pub struct Attack {
    pub id: &'static str,
    pub topic: &'static str,
    /// The first and the last week in which it may be asked.
    pub weeks: (u8, u8),
    /// From 1, a fact that is on the page, to 5, several computations and often a sore spot.
    pub hardness: u8,
    pub asks: Template,
    /// Where the verdict is good, and where it is bad.
    pub holds: Template,
    pub falls: Template,
    /// What will be done about it.
    pub mends: Template,
}

/// What is answered where a fact is missing.
#[derive(Clone, Copy, Debug)]
pub struct Unknown {
    pub capacity: Template,
    pub traffic: Template,
    pub mechanism: Template,
}

static ATTACKS: LazyLock<(BTreeMap<&'static str, Attack>, Unknown)> = LazyLock::new(read);

pub fn attack(id: &str) -> Option<&'static Attack> {
    ATTACKS.0.get(id)
}

pub fn unknown() -> &'static Unknown {
    &ATTACKS.1
}

#[cfg(test)]
pub fn all() -> impl Iterator<Item = &'static Attack> {
    ATTACKS.0.values()
}

fn read() -> (BTreeMap<&'static str, Attack>, Unknown) {
    let mut attacks = BTreeMap::new();
    let mut unknown = None;
    for (topic, text) in FILES {
        let table: toml::Table = text.parse().expect("a test reads every file");
        for (id, entry) in table {
            let entry: &'static toml::Value = Box::leak(Box::new(entry));
            match id.as_str() {
                "ask" => unknown = Some(unknown_of(entry)),
                _ => {
                    let id: &'static str = id.leak();
                    attacks.insert(id, attack_of(id, topic, entry));
                }
            }
        }
    }
    (attacks, unknown.expect("a test reads every file"))
}

fn attack_of(id: &'static str, topic: &'static str, entry: &'static toml::Value) -> Attack {
    let weeks = entry["weeks"].as_array().into_iter().flatten();
    let weeks: Vec<u8> = weeks.filter_map(|it| u8::try_from(it.as_integer()?).ok()).collect();
    let hardness = entry["hardness"].as_integer().and_then(|it| u8::try_from(it).ok());
    Attack {
        id,
        topic,
        weeks: (weeks[0], weeks[weeks.len() - 1]),
        hardness: hardness.expect("a number from 1 to 5"),
        asks: template(entry, "asks"),
        holds: template(entry, "holds"),
        falls: template(entry, "falls"),
        mends: template(entry, "mends"),
    }
}

fn unknown_of(entry: &'static toml::Value) -> Unknown {
    Unknown {
        capacity: template(entry, "capacity"),
        traffic: template(entry, "traffic"),
        mechanism: template(entry, "mechanism"),
    }
}

pub fn template(entry: &'static toml::Value, key: &str) -> Template {
    let say = |lang: &str| entry[lang][key].as_str().expect("words in both languages");
    Template { ko: say("ko"), en: say("en") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_attack_is_whole_in_both_languages() {
        assert!(all().count() >= 65, "{}", all().count());
        for it in all() {
            assert!((1..=5).contains(&it.hardness), "{}", it.id);
            assert!(it.weeks.0 >= 1 && it.weeks.1 <= 4, "{}", it.id);
            for Template { ko, en } in [it.asks, it.holds, it.falls, it.mends] {
                assert!(!ko.is_empty() && !en.is_empty(), "{}", it.id);
            }
            for asks in [it.asks.ko, it.asks.en] {
                assert!(asks.trim_end_matches(']').ends_with('?'), "{} asks", it.id);
            }
        }
    }

    /// What one language can say, the other can.
    #[test]
    fn both_languages_ask_for_the_same_figures() {
        let names = |text: &str| -> BTreeSet<String> {
            let places = text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
            places.map(|place| place.split(':').next().unwrap_or(place).to_owned()).collect()
        };
        for it in all() {
            for Template { ko, en } in [it.holds, it.falls, it.mends] {
                assert_eq!(names(ko), names(en), "{}: {ko}", it.id);
            }
        }
    }

    #[test]
    fn answers_give_no_orders_and_no_praise() {
        for it in all() {
            for text in [it.asks.ko, it.holds.ko, it.falls.ko, it.mends.ko] {
                for word in ["하세요", "완벽", "무조건", "절대", "당연히", "!"] {
                    assert!(!text.contains(word), "{}: {word} in {text}", it.id);
                }
            }
            for text in [it.holds.ko, it.falls.ko, it.mends.ko] {
                let text = text.trim_end_matches([']', ' ']);
                // A place at the end is a sentence that is computed.
                assert!(text.ends_with(['.', '}']), "{}: {text}", it.id);
            }
        }
    }
}
