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
    let plain = plain(word);
    let holds = |words: &str| words.split(' ').any(|it| self::plain(it) == plain);
    if site == Site::Link && holds_any(names::HAND_OVER, &plain) {
        return Some(Meant::HandOver);
    }
    if schema::takes(Attr::Autoscale, site).is_some() {
        if holds_any(names::LEAST, &plain) {
            return Some(Meant::Least);
        }
        if holds_any(names::MOST, &plain) {
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
    let plain = plain(word);
    let rows = VALUES.iter().filter(|(attrs, ..)| attrs.contains(&attr));
    let mut meant = rows.filter(|(_, _, words)| holds_any(words, &plain));
    meant.next().map(|(_, own, _)| *own)
}

fn holds_any(words: &str, plain: &str) -> bool {
    words.split(' ').any(|word| self::plain(word) == plain)
}

fn plain(word: &str) -> String {
    let letters = word.chars().filter(|letter| !matches!(letter, '-' | '_'));
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
