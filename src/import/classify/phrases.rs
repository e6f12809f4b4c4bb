//! Technologies and roles in the words of a label or a name, in both languages.

use super::words::{EVERYDAY, NO_ROLES, PHRASES, ROLES, USUAL, generic, is_aside};
use crate::catalog::{Catalog, Kind, Tech, synonym};
use std::collections::HashMap;
use std::sync::Arc;

/// What one phrase of a text says.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    Technology(Arc<Tech>),
    /// A role: `캐시`, `worker`.
    Role(Kind),
    /// A word that only says that something runs: `서버`, `service`.
    Generic(Kind),
    /// A number, or a word that only tells one of several apart: `master`, `2`.
    Aside,
    /// Neither.
    Other,
}

/// The longest phrase of a technology or a role, in words.
const LONGEST: usize = 4;

/// Technologies by their words without blanks and signs.
#[derive(Debug)]
pub struct Index {
    technologies: HashMap<String, String>,
}

impl Index {
    pub fn of(catalog: &Catalog) -> Self {
        let mut technologies = HashMap::new();
        for word in catalog.words() {
            if !EVERYDAY.contains(&word) || USUAL.contains(&word) {
                technologies.insert(plain(word), word.to_owned());
            }
        }
        for (phrase, word) in PHRASES {
            technologies.insert((*phrase).to_owned(), (*word).to_owned());
        }
        Self { technologies }
    }

    /// The phrases of a text in order, the longest first at each word.
    pub fn said(&self, text: &str, catalog: &Catalog) -> Vec<Said> {
        let words = split(text);
        let mut said = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let most = LONGEST.min(words.len() - at);
            let found = (1..=most).rev().find_map(|count| {
                let phrase: String = words[at..at + count].concat();
                self.phrase(&phrase, catalog).map(|one| (one, count))
            });
            match found {
                Some((one, count)) => {
                    said.push(one);
                    at += count;
                }
                None => {
                    let other = if is_aside(&words[at]) { Said::Aside } else { Said::Other };
                    said.push(self.hangul(&words[at], catalog).unwrap_or(other));
                    at += 1;
                }
            }
        }
        said
    }

    fn phrase(&self, phrase: &str, catalog: &Catalog) -> Option<Said> {
        if let Some(kind) = generic(phrase) {
            return Some(Said::Generic(kind));
        }
        if let Some(kind) = role(phrase) {
            return Some(Said::Role(kind));
        }
        let name = self.technologies.get(phrase)?;
        catalog.find(name).map(Said::Technology)
    }

    /// Korean words run together and carry particles: the longest known ending wins, then the
    /// longest known beginning.
    fn hangul(&self, word: &str, catalog: &Catalog) -> Option<Said> {
        if !word.chars().all(|letter| ('가'..='힣').contains(&letter)) {
            return None;
        }
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).collect();
        let endings = starts.iter().filter_map(|at| self.phrase(&word[*at..], catalog));
        let long = |text: &str| text.chars().count() > 1;
        let beginnings = starts
            .iter()
            .rev()
            .filter(|at| long(&word[..**at]))
            .filter_map(|at| self.phrase(&word[..*at], catalog));
        endings.chain(beginnings).next()
    }
}

/// The words of a text in lower case, without signs; runs of one script and, inside a word, of
/// capitals are words of their own.
pub fn split(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for letter in text.chars() {
        let class = class(letter);
        if let Some(now) = class {
            let begins = match last {
                Some(Some(before)) => is_border(before, now),
                _ => true,
            };
            if begins {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(letter.to_lowercase());
            }
        }
        last = Some(class);
    }
    words
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Upper,
    Lower,
    Digit,
    Hangul,
    Letter,
}

fn class(letter: char) -> Option<Class> {
    match letter {
        '가'..='힣' => Some(Class::Hangul),
        _ if letter.is_numeric() => Some(Class::Digit),
        _ if letter.is_uppercase() => Some(Class::Upper),
        _ if letter.is_lowercase() => Some(Class::Lower),
        _ if letter.is_alphabetic() => Some(Class::Letter),
        _ => None,
    }
}

fn is_border(before: Class, now: Class) -> bool {
    before != now && !(before == Class::Upper && now == Class::Lower)
}

fn plain(word: &str) -> String {
    split(word).concat()
}

fn role(phrase: &str) -> Option<Kind> {
    let own = ROLES.iter().find(|(word, _)| *word == phrase).map(|(_, kind)| *kind);
    let own = own.or_else(|| Kind::parse(phrase));
    own.or_else(|| synonym(phrase).and_then(Kind::parse)).filter(|_| !NO_ROLES.contains(&phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(text: &str) -> Vec<String> {
        let catalog = Catalog::builtin();
        let said = Index::of(&catalog).said(text, &catalog);
        said.into_iter()
            .map(|one| match one {
                Said::Technology(tech) => tech.name.clone(),
                Said::Role(kind) => format!("{}!", kind.word()),
                Said::Generic(kind) => format!("{}?", kind.word()),
                Said::Other => "·".to_owned(),
                Said::Aside => "#".to_owned(),
            })
            .collect()
    }

    #[test]
    fn technologies_and_roles_are_heard_in_both_languages() {
        let table: &[(&str, &[&str])] = &[
            ("MySQL 8.0", &["mysql", "#", "#"]),
            ("레디스로", &["redis"]),
            ("주문서버", &["was?"]),
            ("결제DB", &["·", "db!"]),
            ("RabbitMQ", &["rabbitmq"]),
            ("GitHub Actions", &["github-actions"]),
            ("Application Load Balancer", &["alb"]),
            ("API Gateway", &["gateway!"]),
            ("OrderService", &["·", "service?"]),
            ("S3", &["s3"]),
            ("EC2-1", &["ec2", "#"]),
            ("Kafka consumer", &["kafka", "worker!"]),
        ];
        for (text, said) in table {
            assert_eq!(heads(text), *said, "{text}");
        }
    }
}
