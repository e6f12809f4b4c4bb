//! What people type instead of the language's own words, in either language: tables of data, which
//! grow with what people type.
//!
//! A word is compared without case, `-` and `_`. Of several rows that hold a word the first counts
//! whose attribute may stand where the word stands.

mod names;
mod values;

use super::Attr;
use super::schema::{self, Site};
use names::{NAMES, WHOLE};
use values::VALUES;

/// What an attribute that the language does not know probably says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Meant {
    /// This attribute, of the same value.
    Attr(Attr),
    /// These attributes together.
    Whole(&'static [(Attr, &'static str)]),
    /// One end of `autoscale`.
    Least,
    Most,
    /// `~>` in place of `->`.
    HandOver,
}

/// What the name of an attribute means there.
pub fn attribute(word: &str, site: Site) -> Option<Meant> {
    let holds = |words: &str| holds(words, word);
    if site == Site::Link && hands_over(word) {
        return Some(Meant::HandOver);
    }
    if schema::takes(Attr::Autoscale, site).is_some() {
        if holds(names::LEAST) {
            return Some(Meant::Least);
        }
        if holds(names::MOST) {
            return Some(Meant::Most);
        }
    }
    let may_stand = |attr: Attr| schema::takes(attr, site).is_some();
    let whole = WHOLE.iter().find(|(words, attrs)| {
        holds(words) && attrs.iter().all(|(attr, value)| may_be(*attr, site, value))
    });
    if let Some((_, attrs)) = whole {
        return Some(Meant::Whole(attrs));
    }
    let row = NAMES.iter().find(|(attr, words)| may_stand(*attr) && holds(words));
    row.map(|(attr, _)| Meant::Attr(*attr))
}

/// Whether an attribute of a connection means that it does not wait: `~>` in place of `->`.
pub fn hands_over(word: &str) -> bool {
    holds(names::HAND_OVER, word)
}

/// Whether the value is one that the attribute has there; figures are taken as they are.
fn may_be(attr: Attr, site: Site, value: &str) -> bool {
    let Some(takes) = schema::takes(attr, site) else { return false };
    match value {
        "on" => takes.flag,
        "off" | "none" => takes.flag || takes.off,
        _ => takes.words.contains(&value) || takes.number.is_some(),
    }
}

/// The value of the attribute that a word means.
pub fn value(attr: Attr, word: &str) -> Option<&'static str> {
    let rows = VALUES.iter().filter(|(attrs, ..)| attrs.contains(&attr));
    let mut meant = rows.filter(|(_, _, words)| holds(words, word));
    meant.next().map(|(_, own, _)| *own)
}

fn holds(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| plain(one).eq(plain(word)))
}

fn plain(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(|letter| !matches!(letter, '-' | '_')).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests;
