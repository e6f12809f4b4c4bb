//! A store and the copies of it that are only named so: `MySQL Master`, `MySQL Read Replica`. A drawing
//! often leaves the line between them out, and a compose file has none.

use super::classify::{Classifier, split};
use super::sketch::{Arrow, Component, Link, Node, Sketch};
use crate::catalog::Kind;

const FIRST: &[&str] = &["master", "primary", "writer", "마스터", "프라이머리"];
const COPY: &[&str] = &[
    "slave",
    "replica",
    "standby",
    "secondary",
    "reader",
    "슬레이브",
    "레플리카",
    "복제본",
    "복제",
    "대기",
    "스탠바이",
];
/// Words beside those of a copy that say that it answers.
const READS: &[&str] = &["read", "reader", "readonly", "읽기", "조회"];

/// Joins each copy to its store by `=>`, where one store can be meant.
pub fn join(sketch: &mut Sketch, classifier: &Classifier) {
    let stores: Vec<(usize, Kind, Vec<String>)> = sketch
        .components
        .iter()
        .enumerate()
        .filter_map(|(at, it)| Some((at, store(it, classifier)?, words(it))))
        .collect();
    let is_first = |words: &[String]| says(words, FIRST) || says_together(words, "주", "서버");
    for (copy, kind, said) in &stores {
        if !says(said, COPY) || is_first(said) {
            continue;
        }
        let group = sketch.components[*copy].group;
        let meant = |(at, of, words): &&(usize, Kind, Vec<String>)| {
            of == kind && is_first(words) && sketch.components[*at].group == group
        };
        let mut firsts = stores.iter().filter(meant);
        let (Some((first, ..)), None) = (firsts.next(), firsts.next()) else { continue };
        let (from, to) = (Node::Component(*first), Node::Component(*copy));
        if !sketch.turn_into_copy(from, to) {
            if sketch.is_joined(from, to) || sketch.is_joined(to, from) {
                continue;
            }
            let at = sketch.components[*copy].at;
            sketch.join(Link::new(from, to, Arrow::Copies, at, said.join(" ")));
        }
        let at = sketch.components[*copy].at;
        let answers = says(said, READS) || sketch.is_called(to);
        if answers && sketch.components[*copy].fact("role").is_none() {
            sketch.components[*copy].state("role", "replica", at);
        }
    }
}

fn store(component: &Component, classifier: &Classifier) -> Option<Kind> {
    let kind = Kind::parse(&component.word);
    let kind = kind.or_else(|| classifier.catalog().find(&component.word).map(|it| it.kind))?;
    matches!(kind, Kind::Db | Kind::Cache | Kind::Search).then_some(kind)
}

/// Of its name and its label.
fn words(component: &Component) -> Vec<String> {
    let label = component.label.as_deref().unwrap_or_default();
    split(&format!("{} {label}", component.name))
}

fn says(words: &[String], any: &[&str]) -> bool {
    words.iter().any(|word| any.contains(&word.as_str()))
}

fn says_together(words: &[String], first: &str, second: &str) -> bool {
    words.windows(2).any(|pair| pair[0] == first && pair[1] == second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::source::{SourceId, Span};

    /// The type, name and label of a component.
    type Part = (&'static str, &'static str, &'static str);
    type Pairs = &'static [(usize, usize)];

    /// The pairs that are joined of these components.
    fn joined(parts: &[Part]) -> Vec<(usize, usize)> {
        let at = Span::new(SourceId(0), 0, 0);
        let mut sketch = Sketch::default();
        for (word, name, label) in parts {
            let mut component = Component::new(*word, *name, at);
            component.label = Some((*label).to_owned());
            sketch.add(component);
        }
        let catalog = Catalog::builtin();
        join(&mut sketch, &Classifier::new(&catalog, &[]));
        let place = |node: &Node| match node {
            Node::Component(at) => *at,
            Node::Group(_) => usize::MAX,
        };
        sketch.links.iter().map(|link| (place(&link.from), place(&link.to[0]))).collect()
    }

    #[test]
    fn a_copy_belongs_to_the_one_store_that_is_called_the_first() {
        let (rds, mysql, redis) = ("rds", "mysql", "redis");
        let table: &[(&[Part], Pairs)] = &[
            (
                &[(rds, "DB1", "MySQL Master - RDS"), (mysql, "DB2", "MySQL Read Replica")],
                &[(0, 1)],
            ),
            (&[(mysql, "db-slave", ""), (mysql, "db-master", "")], &[(1, 0)]),
            (
                &[(mysql, "a", "주 서버"), (mysql, "b", "읽기 복제본"), (mysql, "c", "대기 서버")],
                &[(0, 1), (0, 2)],
            ),
            (&[(mysql, "one-master", ""), (mysql, "two-master", ""), (mysql, "replica", "")], &[]),
            (&[(redis, "cache-master", ""), (mysql, "db-replica", "")], &[]),
            (&[(mysql, "orders", ""), (mysql, "replica", "")], &[]),
        ];
        for (parts, expected) in table {
            assert_eq!(joined(parts), *expected, "{parts:?}");
        }
    }

    #[test]
    fn a_call_drawn_from_the_first_to_its_copy_is_how_it_is_kept() {
        let at = Span::new(SourceId(0), 0, 0);
        let mut sketch = Sketch::default();
        for (word, name) in [("was", "app"), ("mysql", "db-primary"), ("mysql", "db-replica")] {
            sketch.add(Component::new(word, name, at));
        }
        let [app, first, copy] = [0, 1, 2].map(Node::Component);
        for (from, to) in [(app, first), (app, copy), (first, copy)] {
            sketch.join(Link::new(from, to, Arrow::Calls, at, String::new()));
        }
        let catalog = Catalog::builtin();
        join(&mut sketch, &Classifier::new(&catalog, &[]));
        let arrows: Vec<Arrow> = sketch.links.iter().map(|link| link.arrow).collect();
        assert_eq!(arrows, [Arrow::Calls, Arrow::Calls, Arrow::Copies]);
        // It is asked, so it answers.
        assert_eq!(sketch.components[2].fact("role").map(|it| &*it.value), Some("replica"));
    }
}
