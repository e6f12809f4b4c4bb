//! Secrets that stand apart from their name: `name: DB_PASSWORD` with `value: …` below it, the default
//! of a variable, the word of a list behind a flag.

use super::{ahead, behind, ceil};
use std::ops::Range;

/// As far as a value may stand from its name. Bytes.
const APART: usize = 240;

/// Keys under which a value stands.
const VALUES: &[&str] =
    &["value", "default", "plaintext_value", "plaintextvalue", "defaultvalue", "default_value"];
/// Keys that begin the next pair.
const NAMES: &[&str] = &["name", "key", "id"];
/// Words that begin the next block.
const BLOCKS: &[&str] = &["variable", "resource", "output"];

/// Where the value may begin that belongs to the name which ends at `end`, itself the value of
/// another key, a label of a block or a key with a block behind it.
pub(super) fn place(text: &str, end: usize) -> Option<usize> {
    let mut at = end;
    for quote in ["\\\"", "\"", "'"] {
        if text[at..].starts_with(quote) {
            at += quote.len();
            break;
        }
    }
    let rest = ahead(text, at, APART).trim_start_matches([' ', '\t']);
    let behind_sign = rest.trim_start_matches([':', '=']).trim_start_matches([' ', '\t']);
    let is_key = behind_sign.len() < rest.len();
    let opens = match is_key {
        true => behind_sign.starts_with(['{', '\n', '\r']),
        false => rest.starts_with([',', '{', '\n', '\r']),
    };
    let behind = || key(text, at..at + ahead(text, at, APART).len(), VALUES, NAMES);
    opens.then(behind).flatten().or_else(|| place_before(text, end, rest))
}

/// `{ "value": "…", "name": "DB_PASSWORD" }`: the same, with the value first. `rest` stands behind the
/// name.
fn place_before(text: &str, end: usize, rest: &str) -> Option<usize> {
    let first = ceil(text, end.saturating_sub(APART));
    let start =
        first + text[first..end].rfind(['{', '}']).filter(|_| rest.starts_with([',', '}']))?;
    let is_named = key(text, start + 1..end, &["name"], &[])?;
    let value = key(text, start + 1..is_named, VALUES, &[]);
    value.filter(|_| text[start..].starts_with('{'))
}

/// Where the value of the first of the `keys` begins in a range, in the same block or the one that
/// opens there, in the same item, and before any key of `stops`.
pub(super) fn key(text: &str, range: Range<usize>, keys: &[&str], stops: &[&str]) -> Option<usize> {
    let Range { start, end } = range;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (mut at, mut depth, mut opened) = (start, 0, false);
    while at < end {
        let c = behind(text, at)?;
        match c {
            '{' | '[' => (depth, opened) = (depth + 1, true),
            '}' | ']' => depth -= 1,
            '\n' if item(&text[at + 1..end]) => return None,
            _ => {}
        }
        if depth < 0 || (opened && depth == 0) {
            return None;
        }
        let quote = usize::from(c == '"' || c == '\'');
        if !is_word(c) && quote == 0 {
            at += c.len_utf8();
            continue;
        }
        let rest = &text[at + quote..end];
        let word = match quote {
            0 => &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())],
            _ => &rest[..rest.find(['"', '\'', '\n']).unwrap_or(rest.len())],
        };
        at = (at + quote + word.len() + quote).min(end);
        let is_one_of = |words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(word));
        let behind = text[at.min(end)..end].trim_start_matches([' ', '\t']);
        let is_assigned = behind.starts_with([':', '=']) && !behind.starts_with("==");
        if is_assigned && is_one_of(keys) {
            return Some(end - behind.len() + 1);
        }
        if is_assigned && is_one_of(stops) || is_one_of(BLOCKS) && quote == 0 {
            return None;
        }
    }
    None
}

/// The line begins an item of a list in YAML.
fn item(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).starts_with("- ")
}
