//! Pages about everything that has a name and is no rule: topics, errors, technologies, kinds,
//! attributes, statements; and what a word that people use means, in either language.

mod errors;
mod guides;
mod pages;
mod words;

pub use errors::ERRORS;
pub use guides::{GUIDES, Guide};
pub use pages::{attribute_page, error_page, kind_page, statement_page, tech_page, topic_page};

use crate::catalog::{Catalog, Tech, synonym, synonyms};
use crate::ide::STATEMENTS;
use crate::lint::{Rule, Topic};
use crate::model::schema::{Site, TABLE};
use crate::model::{Attr, GroupKind, Kind, meant};
use crate::report::Article;
use crate::say::{Lang, slip};
use std::collections::BTreeSet;
use std::mem::discriminant;
use std::sync::Arc;

/// Something that has a page.
#[derive(Clone)]
pub enum Entry {
    /// Its page is its own.
    Rule(&'static Rule),
    Topic(Topic),
    /// The name of a mistake in a text.
    Error(&'static str),
    Tech(Arc<Tech>),
    Kind(Kind),
    Group(GroupKind),
    Attribute(Attr),
    /// A word that begins a statement.
    Statement(&'static str),
    /// No word of a design.
    Guide(&'static Guide),
}

impl Entry {
    /// As it is written in a design, a configuration or an output.
    pub fn name(&self) -> &str {
        match self {
            Entry::Rule(rule) => rule.name,
            Entry::Topic(topic) => topic.name(),
            Entry::Error(name) | Entry::Statement(name) => name,
            Entry::Guide(guide) => guide.name,
            Entry::Tech(tech) => &tech.name,
            Entry::Kind(kind) => kind.word(),
            Entry::Group(kind) => kind.word(),
            Entry::Attribute(attr) => attr.word(),
        }
    }

    /// A topic and an attribute may go by one name.
    fn is_same(&self, other: &Entry) -> bool {
        discriminant(self) == discriminant(other) && self.name() == other.name()
    }

    /// The page; a rule has one of its own.
    pub fn page(&self, rules: &[&'static Rule], lang: Lang) -> Option<Article> {
        Some(match self {
            Entry::Rule(_) => return None,
            Entry::Topic(topic) => topic_page(*topic, rules, lang),
            Entry::Error(name) => error_page(name, lang)?,
            Entry::Tech(tech) => tech_page(tech, lang),
            Entry::Kind(kind) => kind_page(kind.word(), &kind.title(), Some(*kind), lang),
            Entry::Group(kind) => kind_page(kind.word(), &kind.title(), None, lang),
            Entry::Attribute(attr) => attribute_page(*attr, lang),
            Entry::Statement(word) => statement_page(word, lang)?,
            Entry::Guide(guide) => guide.article(lang),
        })
    }
}

/// What a search came to.
pub struct Found {
    /// What the word means, the likeliest first.
    pub entries: Vec<Entry>,
    /// The name that was meant, where it means nothing: only one that is so near that it can't be
    /// another word.
    pub nearest: Option<String>,
}

/// What a word means: a name of the program first, then what people call things in either language,
/// then what is only near.
pub fn find(word: &str, catalog: &Catalog, rules: &[&'static Rule]) -> Found {
    // As it is written, else without regard to case, and with hyphens or nothing for blanks.
    let small = word.to_lowercase();
    let spellings = [word, &small, &small.replace(' ', "-"), &small.replace(' ', "")];
    let mut found = spellings.iter().map(|word| spelt(word, catalog, rules));
    let whole = found.find(|entries| !entries.is_empty()).or_else(|| {
        let one = singular(&small)?;
        Some(spelt(&one, catalog, rules)).filter(|entries| !entries.is_empty())
    });
    let entries = whole.unwrap_or_else(|| by_parts(&small, catalog, rules));
    let nearest = match entries.is_empty() {
        true => near(word, catalog, rules),
        false => None,
    };
    Found { entries, nearest }
}

/// `policies` is `policy`, `threads` `thread`.
fn singular(word: &str) -> Option<String> {
    match word.strip_suffix("ies") {
        Some(stem) => Some(format!("{stem}y")),
        None => word.strip_suffix('s').map(str::to_owned),
    }
}

/// What the parts of several words mean; what they are about stands last in both languages.
fn by_parts(words: &str, catalog: &Catalog, rules: &[&'static Rule]) -> Vec<Entry> {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let parts = if parts.len() > 1 { &parts[..] } else { &[] };
    let mut entries: Vec<Entry> = Vec::new();
    for entry in parts.iter().rev().flat_map(|part| spelt(part, catalog, rules)) {
        let is_new = !entries.iter().any(|known| known.is_same(&entry));
        entries.extend(is_new.then_some(entry));
    }
    entries
}

/// What goes by that spelling, or is meant by it.
fn spelt(word: &str, catalog: &Catalog, rules: &[&'static Rule]) -> Vec<Entry> {
    let mut entries = named(word, catalog, rules);
    for entry in meant_by(word, catalog, rules) {
        let is_new = !entries.iter().any(|known| known.is_same(&entry));
        entries.extend(is_new.then_some(entry));
    }
    entries
}

/// What people call things, with commas between, and the names that it leads to, with blanks.
pub fn everyday() -> impl Iterator<Item = (&'static str, &'static str)> {
    words::WORDS.iter().copied()
}

/// What goes by that very name.
fn named(word: &str, catalog: &Catalog, rules: &[&'static Rule]) -> Vec<Entry> {
    let mut entries = Vec::new();
    // Whoever writes the topic before the name is understood, the former topic too.
    let is_meant = |rule: &&&'static Rule| {
        rule.name == word || (word.contains('/') && !word.ends_with('*') && rule.answers_to(word))
    };
    entries.extend(rules.iter().find(is_meant).map(|rule| Entry::Rule(rule)));
    let topic = word.strip_suffix("/*").unwrap_or(word);
    let topic = Topic::ALL.into_iter().find(|it| it.name() == topic);
    let error = ERRORS.iter().find(|error| error.name == word);
    entries.extend(error.map(|error| Entry::Error(error.name)));
    entries.extend(Kind::parse(word).map(Entry::Kind));
    entries.extend(GroupKind::parse(word).map(Entry::Group));
    // What a person writes first comes before what stands in it.
    let statement = STATEMENTS.iter().find(|(known, ..)| *known == word);
    entries.extend(statement.map(|(known, ..)| Entry::Statement(known)));
    entries.extend(Attr::parse(word).map(Entry::Attribute));
    entries.extend(catalog.find(word).map(Entry::Tech));
    entries.extend(topic.map(Entry::Topic));
    entries.extend(GUIDES.iter().find(|guide| guide.name == word).map(Entry::Guide));
    entries
}

/// What people mean by it.
fn meant_by(word: &str, catalog: &Catalog, rules: &[&'static Rule]) -> Vec<Entry> {
    let plain = plain(word);
    let mut entries = Vec::new();
    for (words, names) in words::WORDS {
        if words.split(',').any(|it| self::plain(it) == plain) {
            entries.extend(names.split(' ').flat_map(|name| named(name, catalog, rules)));
        }
    }
    let is_called = |guide: &&Guide| guide.also.split(',').any(|it| self::plain(it) == plain);
    entries.extend(GUIDES.iter().filter(is_called).map(Entry::Guide));
    let is_title = |title: &crate::say::Text| {
        [title.get(Lang::Ko), title.get(Lang::En)].iter().any(|it| self::plain(it) == plain)
    };
    entries.extend(Topic::ALL.into_iter().filter(|it| is_title(&it.title())).map(Entry::Topic));
    let kinds = Kind::ALL.iter().filter(|it| is_title(&it.title()));
    entries.extend(kinds.map(|kind| Entry::Kind(*kind)));
    let groups = GroupKind::ALL.iter().filter(|it| is_title(&it.title()));
    entries.extend(groups.map(|kind| Entry::Group(*kind)));
    entries.extend(Kind::ALL.iter().find_map(|kind| {
        match meant::attribute(word, Site::Component(*kind)) {
            Some(meant::Meant::Attr(attr)) => Some(Entry::Attribute(attr)),
            _ => None,
        }
    }));
    entries.extend(synonym(word).into_iter().flat_map(|own| named(own, catalog, rules)));
    let titled = |rule: &&&'static Rule| {
        let page = rule.parsed_page();
        [&page.ko.title, &page.en.title].iter().any(|title| self::plain(title) == plain)
    };
    if entries.is_empty() {
        entries.extend(rules.iter().filter(titled).map(|rule| Entry::Rule(rule)));
    }
    // A value of attributes: `sentinel`, `rolling`.
    if entries.is_empty() {
        let takes = TABLE.iter().filter(|row| row.takes.words.contains(&word));
        let attributes: BTreeSet<Attr> = takes.map(|row| row.attr).collect();
        entries.extend(attributes.into_iter().map(Entry::Attribute));
    }
    entries
}

fn near(word: &str, catalog: &Catalog, rules: &[&'static Rule]) -> Option<String> {
    let names = rules.iter().map(|rule| rule.name);
    let names = names.chain(Topic::ALL.iter().map(|topic| topic.name()));
    let names = names.chain(ERRORS.iter().map(|error| error.name));
    let names = names.chain(Attr::ALL.iter().map(|attr| attr.word()));
    let names = names.chain(Kind::ALL.iter().map(|kind| kind.word()));
    let names = names.chain(words::WORDS.iter().flat_map(|(words, _)| words.split(',')));
    let names = names.chain(STATEMENTS.iter().map(|(word, ..)| *word));
    let guides =
        GUIDES.iter().flat_map(|guide| [guide.name].into_iter().chain(guide.also.split(',')));
    let names = names.chain(guides).chain(synonyms());
    let titles: Vec<String> = Kind::ALL.iter().map(|kind| kind.title()).flat_map(both).collect();
    let all: Vec<String> =
        names.map(str::to_owned).chain(catalog.words().map(str::to_owned)).chain(titles).collect();
    slip(word, all.iter().map(String::as_str)).map(str::to_owned)
}

/// A title in both languages.
fn both(title: crate::say::Text) -> [String; 2] {
    [title.get(Lang::Ko).to_owned(), title.get(Lang::En).to_owned()]
}

/// Without case, blanks, hyphens and what is put into brackets.
fn plain(word: &str) -> String {
    let word = word.split('(').next().unwrap_or(word);
    let letters = word.chars().filter(|c| !matches!(c, ' ' | '-' | '_' | '`' | '·'));
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn first(word: &str) -> String {
        let found = find(word, &Catalog::builtin(), rules::ALL);
        found.entries.first().map_or_else(String::new, |entry| entry.name().to_owned())
    }

    #[test]
    fn people_find_what_they_mean_in_either_language() {
        for (word, name) in [
            ("spof", "single-point-of-failure"),
            ("SPOF", "single-point-of-failure"),
            ("단일 장애점", "single-point-of-failure"),
            ("single point of failure", "single-point-of-failure"),
            ("stateful", "stateful-web-tier"),
            ("resilience/no-timeout", "no-timeout"),
            ("capacity/over-budget", "over-budget"),
            ("availability", "availability"),
            ("가용성", "availability"),
            ("unknown-name", "unknown-name"),
            ("RPO", "rpo"),
            ("Redis", "redis"),
            ("Rate Limit", "rate-limit"),
            ("redis", "redis"),
            ("레디스", "redis"),
            ("캐시", "cache"),
            ("복제본", "replicas"),
            ("ttl", "ttl"),
            ("failover-time", "failover-time"),
            ("policy", "policy"),
            ("정책", "policy"),
            ("policies", "policy"),
            ("트래픽", "traffic"),
            ("sentinel", "mode"),
            ("기준선", "baseline"),
            ("도커 컴포즈", "compose"),
            ("테라폼", "terraform"),
            ("훅", "hook"),
            ("pre-commit", "hook"),
            ("지름길", ""),
        ] {
            assert_eq!(first(word), name, "{word}");
        }
        let nearest = |word: &str| find(word, &Catalog::builtin(), rules::ALL).nearest;
        assert_eq!(nearest("single-instnce").as_deref(), Some("single-instance"));
        assert_eq!(nearest("databse").as_deref(), Some("database"));
        assert_eq!(nearest("로드벨런서").as_deref(), Some("로드밸런서"));
        assert_eq!(nearest("terrafrom").as_deref(), Some("terraform"));
        for other in ["deadwood", "restful", "oversight", "지름길", "주인", "조언"] {
            assert_eq!(nearest(other), None, "no other word is meant by {other}");
        }
    }

    #[test]
    fn what_members_of_a_study_ask_for_is_found() {
        let asked = include_str!("asked.txt").lines();
        let lost: Vec<&str> = asked.filter(|word| first(word).is_empty()).collect();
        assert!(lost.is_empty(), "{lost:?}");
        for (word, name) in [
            ("병목", "overloaded"),
            ("데드락", "sync-cycle"),
            ("비밀번호", "secret-in-design"),
            ("레이트리밋", "no-edge-protection"),
            ("연쇄 장애", "no-timeout"),
            ("우리 DB 장애", "single-point-of-failure"),
        ] {
            assert_eq!(first(word), name, "{word}");
        }
        let traffic = find("트래픽", &Catalog::builtin(), rules::ALL).entries;
        assert!(matches!(traffic[0], Entry::Statement("traffic")), "the statement comes first");
        let both = find("availability", &Catalog::builtin(), rules::ALL).entries;
        assert!(both.iter().any(|it| matches!(it, Entry::Topic(_))), "a topic");
        assert!(both.iter().any(|it| matches!(it, Entry::Attribute(_))), "and an attribute");
    }

    #[test]
    fn every_everyday_word_leads_somewhere_and_every_page_speaks_both_languages() {
        let catalog = Catalog::builtin();
        for (words, names) in words::WORDS {
            for name in names.split(' ') {
                assert!(!named(name, &catalog, rules::ALL).is_empty(), "{words}: {name}");
            }
        }
        let topics = Topic::ALL.into_iter().map(Entry::Topic);
        let errors = ERRORS.iter().map(|error| Entry::Error(error.name));
        let attributes = Attr::ALL.iter().map(|attr| Entry::Attribute(*attr));
        let kinds = Kind::ALL.iter().map(|kind| Entry::Kind(*kind));
        let statements = STATEMENTS.iter().map(|(word, ..)| Entry::Statement(word));
        let guides = GUIDES.iter().map(Entry::Guide);
        let techs = catalog.iter().map(|tech| Entry::Tech(tech.clone()));
        let all = topics.chain(errors).chain(attributes).chain(kinds).chain(statements);
        for entry in all.chain(techs).chain(guides) {
            let [ko, en] = [Lang::Ko, Lang::En].map(|lang| entry.page(rules::ALL, lang));
            let (ko, en) = (ko.expect("a page"), en.expect("a page"));
            assert!(!ko.parts.is_empty() && ko != en, "{}", entry.name());
            assert!(ko.parts.len() == en.parts.len(), "{}", entry.name());
        }
    }
}
