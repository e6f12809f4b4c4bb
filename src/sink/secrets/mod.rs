//! Finds what must not stand in a text that is shown around: passwords, keys, addresses, numbers of
//! people and accounts, internal host names; and masks it.

mod address;
mod assigned;
mod decoded;
mod harmless;
mod korean;
mod marked;
mod named;
mod paired;
mod programs;
mod regions;
mod search;
#[cfg(test)]
mod spellings;
mod tokens;

use decoded::Decoded;
use regions::Regions;
use std::ops::Range;

/// A stretch of a text that must not be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    pub kind: SecretKind,
    /// Bytes of the text: the whole secret and nothing else.
    pub range: Range<usize>,
    /// Its form alone proves what it is, so that a machine may mask it for good.
    pub certain: bool,
}

/// What sort of secret it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecretKind {
    Password,
    Key,
    Address,
    /// Of a cloud or a bank.
    Account,
    Host,
    Card,
    /// Of a person or a company: 주민등록번호, 사업자등록번호.
    Registration,
    Phone,
    Email,
}

impl Secret {
    fn new(kind: SecretKind, range: Range<usize>) -> Self {
        Self { kind, range, certain: false }
    }

    /// What a variable is set to, whatever it is.
    pub(crate) fn value(range: Range<usize>) -> Self {
        Self::new(SecretKind::Key, range)
    }

    fn certain(kind: SecretKind, range: Range<usize>) -> Self {
        Self { kind, range, certain: true }
    }
}

/// Something may be written in a notation within a notation within a notation.
const NOTATIONS: usize = 3;

/// All secrets in a text, in its order, none inside another. The text is a design, a configuration
/// or a foreign file; what stands in its strings and comments is looked at most closely. It is read
/// as written and as its reader sees it: with entities, escapes and tags resolved.
pub fn find(text: &str) -> Vec<Secret> {
    let mut found = as_written(text);
    let mut readings: Vec<Decoded> = Vec::new();
    while readings.len() < NOTATIONS {
        let last = readings.last().map_or(text, |reading| &reading.text);
        let Some(reading) = Decoded::of(last) else { break };
        let read = as_written(&reading.text);
        readings.push(reading);
        let written = |range| readings.iter().rev().fold(range, |range, one| one.written(&range));
        found.extend(read.into_iter().map(|it| Secret::new(it.kind, written(it.range))));
    }
    without_overlaps(found)
}

fn as_written(text: &str) -> Vec<Secret> {
    let regions = Regions::of(text);
    let mut found = Vec::new();
    tokens::find(text, &mut found);
    assigned::find(text, &regions, &mut found);
    programs::find(text, &mut found);
    marked::find(text, &mut found);
    address::find(text, &regions, &mut found);
    korean::find(text, &regions, &mut found);
    without_overlaps(found)
}

/// Words that stand each for itself (labels, notes), with the secrets in them unreadable.
pub fn discreet(words: Vec<String>) -> Vec<String> {
    // Looked at all at once: each is a remark on a line of its own.
    let mut all = String::new();
    for one in &words {
        all.push_str("# ");
        all.push_str(&one.replace(['\n', '\r'], " "));
        all.push('\n');
    }
    let found = find(&all);
    if found.is_empty() {
        return words;
    }
    let masked = masked(&all, &found);
    let mut start = 0;
    let discreet = words.into_iter().map(|one| {
        let range = start + 2..start + 2 + one.len();
        start = range.end + 1;
        if all[range.clone()] == masked[range.clone()] { one } else { masked[range].to_owned() }
    });
    discreet.collect()
}

/// The earlier and longer one stands for all that it covers.
fn without_overlaps(mut found: Vec<Secret>) -> Vec<Secret> {
    found.sort_by_key(|it| (it.range.start, std::cmp::Reverse(it.range.end), !it.certain));
    let mut kept: Vec<Secret> = Vec::with_capacity(found.len());
    for secret in found {
        match kept.last_mut() {
            Some(last) if secret.range.start < last.range.end => {
                last.certain |= secret.certain && secret.range == last.range;
                last.range.end = last.range.end.max(secret.range.end);
            }
            _ => kept.push(secret),
        }
    }
    kept
}

/// The text with its secrets unreadable: as many bytes and characters as before, so that every
/// place in it stays where it is, and still the same kind of text, so that it reads as before.
pub fn masked(text: &str, secrets: &[Secret]) -> String {
    let regions = Regions::of(text);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Secret { range, .. } in secrets {
        let start = behind_escape(text, range.start.max(done)).min(range.end);
        out.push_str(&text[done..start]);
        let in_code = regions.is_code(start);
        out.extend(text[start..range.end].chars().map(|c| instead(c, in_code)));
        done = range.end;
    }
    out.push_str(&text[done..]);
    out
}

/// What stands for a character: as wide in bytes, and outside of strings a part of a word.
fn instead(c: char, in_code: bool) -> char {
    match (c.len_utf8(), in_code) {
        _ if matches!(c, '\n' | '\r') => c,
        (1, true) => 'x',
        (1, false) => '*',
        (2, _) => 'ø',
        (3, true) => 'ｘ',
        (3, false) => '＊',
        _ => '𝑥',
    }
}

/// A backslash before the secret keeps the character that belongs to it.
fn behind_escape(text: &str, start: usize) -> usize {
    let before = text[..start].bytes().rev().take_while(|byte| *byte == b'\\').count();
    match text[start..].chars().next() {
        Some(c) if before % 2 == 1 => start + c.len_utf8(),
        _ => start,
    }
}

/// The character that ends just before `at`.
fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The character that begins at `at`.
fn behind(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// The word before `at`, on its line, without marks around it.
fn word_before(text: &str, at: usize) -> &str {
    let is_mark = |c: char| c.is_whitespace() || "\"'`()[]{}<>:=,;|#*/.".contains(c);
    let told = back(text, at).trim_end_matches(is_mark);
    let start = told.rfind(is_mark).map_or(0, |at| at + behind(told, at).map_or(1, char::len_utf8));
    &told[start..]
}

/// The longest secret that is masked whole. Bytes.
const LONGEST: usize = 4096;
/// As far as one looks at what a name is followed by. Bytes.
const NEAR: usize = 80;

/// At most `most` bytes behind `at`, so that a text of one endless line is still read in time that
/// grows with its length.
fn ahead(text: &str, at: usize, most: usize) -> &str {
    &text[at..floor(text, (at + most).min(text.len()))]
}

/// What stands before `at` on its line, as far as it can matter.
fn back(text: &str, at: usize) -> &str {
    let near = &text[ceil(text, at.saturating_sub(256))..at];
    near.rfind('\n').map_or(near, |line| &near[line + 1..])
}

/// The first boundary of characters at or behind `at`.
fn ceil(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// The last boundary of characters at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_keeps_every_place() {
        let text = "db a { password = hunter2, note = \"pw: p가\u{e9}1\" } # 비밀번호: 1q2w3e4r!\n";
        let secrets = find(text);
        let masked = masked(text, &secrets);
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.chars().count(), text.chars().count());
        assert_eq!(
            masked,
            "db a { password = xxxxxxx, note = \"pw: *＊ø*\" } # 비밀번호: *********\n"
        );
        assert_eq!(find(&masked), [], "a masked text has no secrets");
    }

    #[test]
    fn anchors_tags_and_aliases_are_no_values() {
        let table = [
            ("x-password: &db-password\n  USER: shop\n", vec![]),
            ("x-tokens: &tokens\r\n  - ref\r\n", vec![]),
            ("a: &db shop\npassword: *db\n", vec![]),
            ("password: &pw hunter2\n", vec!["hunter2"]),
            ("password: !vault hunter2\n", vec!["hunter2"]),
            ("password: &hunter2\n", vec!["&hunter2"]),
            ("password: &hunter2\nUSER: shop\n", vec!["&hunter2"]),
            ("password: *hunter2\n", vec!["*hunter2"]),
            ("password: !Hunter2\n", vec!["!Hunter2"]),
        ];
        for (text, secrets) in table {
            let found: Vec<&str> = find(text).iter().map(|it| &text[it.range.clone()]).collect();
            assert_eq!(found, secrets, "{text}");
        }
    }

    #[test]
    fn words_hide_what_they_tell_alone() {
        let words = ["API 비번 qwer1234!", "주문\n서버", "", "pw: <b>hunter2</b>"];
        let discreet = discreet(words.map(str::to_owned).to_vec());
        assert_eq!(discreet, ["API 비번 *********", "주문\n서버", "", "pw: <b>*******</b>"]);
    }

    #[test]
    fn a_mask_never_breaks_an_escape() {
        let text = r#"db a { note = "see \AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY" }"#;
        let masked = masked(text, &find(text));
        assert!(masked.contains(r"\A*****"), "{masked}");
    }
}
