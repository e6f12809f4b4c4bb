//! Names of the language for what foreign files call by any characters.

use super::super::sketch::{Node, Sketch};
use crate::syntax::{begins_name, continues_name};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The name of every component and group, each once in the whole design.
pub struct Names {
    pub components: Vec<String>,
    pub groups: Vec<String>,
}

impl Names {
    pub fn of(sketch: &Sketch) -> Self {
        let mut taken = BTreeMap::new();
        let mut name = |wanted: &str, otherwise: &str| unique(wanted, otherwise, &mut taken);
        let components = sketch.components.iter().map(|one| name(&one.name, &one.word)).collect();
        let groups = sketch.groups.iter().map(|one| name(&one.name, one.word)).collect();
        Self { components, groups }
    }

    pub fn of_node(&self, node: Node) -> &str {
        match node {
            Node::Component(at) => &self.components[at],
            Node::Group(at) => &self.groups[at],
        }
    }
}

/// `taken` knows of each name which number the next one that is called so may have.
fn unique(wanted: &str, otherwise: &str, taken: &mut BTreeMap<String, usize>) -> String {
    let mut name = identifier(wanted);
    if name.is_empty() {
        name = identifier(otherwise);
    }
    let mut tried = name.clone();
    let mut number = taken.get(&name).copied().unwrap_or_default();
    while taken.contains_key(&tried) {
        tried = format!("{name}-{number}");
        number += 1;
    }
    taken.insert(name, number.max(2));
    taken.entry(tried.clone()).or_insert(2);
    tried
}

/// Words that a connection or a statement may begin with, or a value may be: a component of that
/// name would be read as something else.
const SPOKEN_FOR: &[&str] = &[
    "on", "off", "none", "unknown", "unset", "local", "sticky", "auto", "manual", "primary",
    "replica",
];

/// As much of `wanted` as a name of the language can hold; other characters become `-`.
pub fn identifier(wanted: &str) -> String {
    let mut name = String::new();
    for letter in wanted.nfc().take(60) {
        let fits = match name.is_empty() {
            true => begins_name(letter),
            false => continues_name(letter),
        };
        if fits {
            name.push(letter);
        } else if name.is_empty() && continues_name(letter) {
            name.push('_');
            name.push(letter);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let end = name.trim_end_matches('-').len();
    name.truncate(end);
    if SPOKEN_FOR.contains(&name.as_str()) {
        name.push_str("-1");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_words_become_a_name() {
        let table = [
            ("api-1", "api-1"),
            ("주문 서버", "주문-서버"),
            ("2a", "_2a"),
            ("3대", "_3대"),
            ("shop/api:v2", "shop-api-v2"),
            ("--x--", "x"),
            ("local", "local-1"),
            ("(*)", ""),
            // Letters and numbers to a reader, and no part of a name.
            ("① 사용자", "사용자"),
            ("api⑴", "api"),
            ("\u{6e7}-api", "_\u{6e7}-api"),
        ];
        for (wanted, name) in table {
            assert_eq!(identifier(wanted), name);
        }
    }
}
