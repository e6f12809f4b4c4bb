//! Secrets that a name gives away: `DB_PASSWORD=…`, `dbPassword: …`, `비밀번호 …`, `id/pw: a/b`.

use super::decoded::BREAK;
use super::named::Strength::{Clear, Faint, Vague};
use super::named::{WORDS, Word, is_variable, names};
use super::regions::Regions;
use super::search::Words;
use super::{LONGEST, NEAR, Secret, ahead, back, behind, harmless, paired};
use std::ops::Range;
use std::sync::LazyLock;

/// What stands between the name and the value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// `=`, `:`, `=>`, `:=`, `→`.
    Sign,
    /// `는`, `is`, or nothing but blanks.
    Blank,
    /// Nothing at all: `비번qwer1234`.
    None,
}

pub(super) fn find(text: &str, regions: &Regions, found: &mut Vec<Secret>) {
    // Byte for byte as long as the text: only ASCII is made lower.
    let lower = text.to_ascii_lowercase();
    static FIRSTS: LazyLock<Words> = LazyLock::new(|| Words::of(WORDS.iter().map(Word::first)));
    for (word, places) in WORDS.iter().zip(&FIRSTS.places(&lower)) {
        let mut done = 0;
        for end in names(text, &lower, word, places) {
            // A name within a value is part of that value.
            if end < done || is_in_authority(text, end) {
                continue;
            }
            let beside = link(text, end);
            let apart = || Some((Link::Sign, paired::place(text, end)?));
            let places = beside.into_iter().chain(apart());
            let values = places.filter_map(|(link, at)| Some((link, value(text, at, link)?)));
            for (link, value) in values {
                let context = Context { text, name_end: end, word, link, regions };
                let secret = context.secret(value.clone());
                // What only stands behind a name may be the next name.
                if link == Link::Sign || secret.is_some() {
                    done = done.max(value.end);
                }
                found.extend(secret.map(|range| Secret::new(word.kind, range)));
            }
        }
    }
}

/// In `https://x-access-token:…@github.com` the `@` ends what stands behind the name, which is
/// looked at where addresses are.
fn is_in_authority(text: &str, end: usize) -> bool {
    let word = back(text, end).rsplit(char::is_whitespace).next().unwrap_or_default();
    word.rsplit_once("://").is_some_and(|(_, inside)| !inside.contains(|c| "/?#;,&\"'".contains(c)))
}

/// What links the name that ends at `end` with a value, and where the value may begin.
fn link(text: &str, end: usize) -> Option<(Link, usize)> {
    let near = ahead(text, end, NEAR);
    let mut at = end;
    if is_variable(text, end) {
        let signs = [":-", ":=", "-", "="];
        let sign = signs.iter().find(|sign| near.starts_with(**sign))?;
        return Some((Link::Sign, end + sign.len()));
    }
    // The name may stand in quotes or brackets of its own, in bold, or before its explanation.
    for mark in ["\\\"", "\"", "'", "`", "]", "**"] {
        if text[at..].starts_with(mark) {
            at += mark.len();
            break;
        }
    }
    // `<password>…</password>`
    if text[at..].starts_with('>') && is_of_a_tag(text, end) {
        return Some((Link::Sign, at + 1));
    }
    let rest = ahead(text, at, NEAR);
    let space = rest.len() - rest.trim_start_matches(BLANKS).len();
    let sign = &rest[space..];
    const SIGNS: &[&str] = &[":=", "=>", "->", "==", "=", ":", "：", "→", "|", "("];
    if let Some(sign) = SIGNS.iter().find(|it| sign.starts_with(**it)) {
        let at = at + space + sign.len();
        return match *sign {
            "==" => None,
            // `비밀번호(admin!234)`, but also `password(String value)`.
            "(" => Some((Link::Blank, at)),
            _ => Some((Link::Sign, at)),
        };
    }
    for particle in ["는 ", "은 ", "가 ", " is ", " was "] {
        if rest.starts_with(particle) {
            return Some((Link::Blank, at + particle.len()));
        }
    }
    match space {
        0 if at == end && rest.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
            Some((Link::None, at))
        }
        0 => None,
        _ => Some((Link::Blank, at + space)),
    }
}

/// The name stands behind the `<` of a tag.
fn is_of_a_tag(text: &str, end: usize) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "_-.:".contains(c);
    back(text, end).trim_end_matches(is_part).ends_with('<')
}

const BLANKS: [char; 3] = [' ', '\t', BREAK];

/// The characters of a value: in quotes all up to the closing one, else up to a blank.
pub(super) fn value(text: &str, at: usize, link: Link) -> Option<Range<usize>> {
    let rest = ahead(text, at, LONGEST);
    let skipped = rest.trim_start_matches(BLANKS);
    let skipped = if text[..at].ends_with(':') { behind_properties(skipped) } else { skipped };
    let skipped = if link == Link::Sign { below(skipped).unwrap_or(skipped) } else { skipped };
    let skipped =
        if link == Link::Sign { skipped.trim_start_matches("**").trim_start() } else { skipped };
    let mut start = at + rest.len() - skipped.len();
    let is_below = text[at..start].contains('\n');
    for (quote, close) in [("\\\"", "\\\""), ("\"", "\""), ("'", "'"), ("`", "`"), ("“", "”")] {
        if let Some(inner) = skipped.strip_prefix(quote) {
            start += quote.len();
            let line = inner.find('\n').unwrap_or(inner.len());
            let end = closing(&inner[..line], close).unwrap_or(line);
            return (end > 0).then_some(start..start + end);
        }
    }
    // What stands on the next line is the value only where nothing else does.
    let line = skipped.split('\n').next().unwrap_or_default().trim_end();
    let is_other = line.contains(' ') || line.ends_with([':', '{', '[', ';', ',']);
    if is_below && (is_other || is_assignment(line)) {
        return None;
    }
    // Among the parameters of an address the next one begins with `&`.
    let is_parameter = text[..at].ends_with('=');
    let ends =
        |c: char| c.is_whitespace() || "\"'`,;)]}|<>".contains(c) || (c == '&' && is_parameter);
    let length = skipped.find(ends);
    let raw = &skipped[..length.unwrap_or(skipped.len())];
    let raw = &raw[..entity(raw, &skipped[raw.len()..])];
    // `<password>` and `${…}` are looked at whole.
    let raw = if skipped.starts_with(['<', '{', '$', '[']) { bracketed(skipped) } else { raw };
    let value = match link {
        Link::Sign if text[..start].ends_with("**") => raw.trim_end_matches("**"),
        Link::Sign => raw,
        _ => raw.trim_end_matches("**").trim_end_matches(['.', ',', ':']),
    };
    (!value.is_empty()).then_some(start..start + value.len())
}

/// `NAME=value`, while the `=` at the end of a coded value fill it up.
fn is_assignment(line: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let rest = line.trim_start_matches(is_name);
    let value = rest.strip_prefix('=').unwrap_or_default();
    rest.len() < line.len() && !value.trim_start_matches('=').is_empty()
}

/// Where an entity begins that ends a value as it is written: `…&lt;/b&gt;`, `…&quot;`. One at its
/// beginning stays, so that all of it is left to the reading that resolves it.
fn entity(raw: &str, behind: &str) -> usize {
    let is_name =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    let at =
        raw.rfind('&').filter(|at| *at > 0 && behind.starts_with(';') && is_name(&raw[at + 1..]));
    at.unwrap_or(raw.len())
}

/// Behind the anchor or the tag of a node in YAML, while the value or a block follows it: `&db hunter2`,
/// `!vault |`. What follows nothing is the value itself.
fn behind_properties(text: &str) -> &str {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let rest = match text.strip_prefix('&') {
        Some(anchor) => anchor.trim_start_matches(is_name),
        None => match text.strip_prefix("!") {
            Some(tag) => tag.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '!'),
            None => return text,
        },
    };
    let inner = rest.trim_start_matches(BLANKS);
    let is_block = inner.trim_start_matches('\r').strip_prefix('\n').is_some_and(|below| {
        below.starts_with([' ', '\t']) && below.trim_start().lines().next().is_some_and(is_entry)
    });
    match rest.starts_with(BLANKS) && !inner.starts_with(['\n', '\r', '#']) && !inner.is_empty() {
        true => inner,
        false if is_block => "",
        false => text,
    }
}

/// `name: …` or `- …`: what stands below is no value but a mapping or a list.
fn is_entry(line: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.\"'/".contains(c);
    line.starts_with("- ") || line.trim_start_matches(is_name).starts_with(':')
}

/// The line below `>-` or `|`, by which YAML begins a text of several lines.
fn below(text: &str) -> Option<&str> {
    let head = text.strip_prefix(['|', '>'])?.trim_start_matches(['+', '-']);
    let head =
        head.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches([' ', '\r']);
    let line = head.strip_prefix('\n')?.trim_start_matches([' ', '\t']);
    (!line.starts_with(['\n', '\r'])).then_some(line)
}

/// A quote that is not escaped.
fn closing(text: &str, close: &str) -> Option<usize> {
    let found = text.match_indices(close).find(|(at, _)| {
        close.len() > 1 || text[..*at].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 0
    });
    found.map(|(at, _)| at)
}

fn bracketed(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || "\"'`,;".contains(c)).unwrap_or(text.len());
    let close = text.find(['>', '}', ']']).map_or(end, |at| at + 1);
    &text[..end.max(close).min(text.find('\n').unwrap_or(text.len()))]
}

struct Context<'c> {
    text: &'c str,
    name_end: usize,
    word: &'static Word,
    link: Link,
    regions: &'c Regions,
}

impl Context<'_> {
    /// The part of the value that must not be shown, if it is one.
    fn secret(&self, range: Range<usize>) -> Option<Range<usize>> {
        let range = default_of(self.text, self.behind_slash(range));
        let value = &self.text[range.clone()];
        let is_prose = harmless::has_hangul(value) && self.is_prose(&range);
        let told = harmless::tells_nothing(value)
            || is_prose && !(self.link == Link::Sign && is_korean_password(value))
            || self.is_entity(&range)
            || self.is_alias(value)
            || self.is_something_else(value)
            || self.is_code_of_a_design(range.start);
        (!told && self.is_likely(&range)).then(|| self.without_tail(range))
    }

    /// Korean without quotes is a sentence.
    fn is_prose(&self, range: &Range<usize>) -> bool {
        let is_quoted = super::before(self.text, range.start).is_some_and(|c| "\"'`“".contains(c));
        !is_quoted && !self.text[range.clone()].starts_with(|c: char| c.is_ascii_alphanumeric())
    }

    /// `id/pw: a/b`: the second part belongs to the second name.
    fn behind_slash(&self, range: Range<usize>) -> Range<usize> {
        let told = back(self.text, self.name_end);
        let name = told.rsplit(|c: char| c.is_whitespace() || c == '"').next().unwrap_or(told);
        let value = &self.text[range.clone()];
        match (name.contains('/') && !name.contains("//"), value.split_once('/')) {
            (true, Some((_, rest))) if !rest.is_empty() => range.end - rest.len()..range.end,
            (true, None) => self.behind_spaced_slash(range),
            _ => range,
        }
    }

    /// `id / pw: a / b`.
    fn behind_spaced_slash(&self, range: Range<usize>) -> Range<usize> {
        let rest = ahead(self.text, range.end, NEAR);
        let Some(second) = rest.trim_start_matches(' ').strip_prefix('/') else { return range };
        let second = second.trim_start_matches(' ');
        let start = range.end + rest.len() - second.len();
        let end = second.find(|c: char| c.is_whitespace() || "\"'`,;)".contains(c));
        start..start + end.unwrap_or(second.len())
    }

    /// `api -> auth-token : "발급"`, `cache token "토큰 v2"`: names of things, not of values. Without
    /// quotes nothing of the kind stands behind the name of a thing.
    fn is_code_of_a_design(&self, value: usize) -> bool {
        if !self.regions.is_code(self.name_end - 1) || self.is_flag() {
            return false;
        }
        let line = back(self.text, self.name_end);
        // Of `id / pw: a / b` the value may stand before what was found.
        let Some(between) = self.text.get(self.name_end..value) else { return false };
        let has_arrow = ["->", "~>", "=>"].iter().any(|it| line.contains(it));
        let is_linked = between.contains(['=', ':', '：', '→', BREAK]);
        let is_quoted = between.ends_with(['"', '\'', '`']);
        between.contains("->") || is_quoted && (has_arrow || !is_linked)
    }

    /// The option behind a word, a link, a pattern, a type; the folder in which a shell stands.
    fn is_something_else(&self, value: &str) -> bool {
        let may_be = self.link == Link::Sign && self.word.strength == Clear;
        !may_be && (value.starts_with(['-', '[']) || value.contains("://"))
            || self.word.spelled == "pwd" && value.starts_with('/')
            || value.starts_with("&str")
            || value.starts_with("&mut ")
    }

    /// `password: *db` where `&db` names what is meant.
    fn is_alias(&self, value: &str) -> bool {
        let name = value.strip_prefix('*').filter(|name| name.len() > 1);
        name.is_some_and(|name| {
            let mut anchors = self.text.match_indices(name).map(|(at, _)| &self.text[..at]);
            anchors.any(|before| before.ends_with(": &") || before.ends_with("- &"))
        })
    }

    /// `password:&nbsp;…`: what is written so is looked at as it is read.
    fn is_entity(&self, range: &Range<usize>) -> bool {
        self.text[range.clone()].starts_with('&') && self.text[range.end..].starts_with(';')
    }

    fn is_likely(&self, range: &Range<usize>) -> bool {
        let value = &self.text[range.clone()];
        let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
        let has_letter = value.bytes().any(|byte| byte.is_ascii_alphabetic());
        let is_mixed = is_mixed(value);
        let is_number = has_digit && !has_letter;
        let followed = self.is_followed_by_words(range.end);
        let length = value.chars().count();
        match (self.word.strength, self.link) {
            (Faint, Link::Sign) => length >= 16 && is_mixed && is_random(value) && is_opaque(value),
            (Clear, Link::None) => length >= 6 && is_mixed && (is_weak(value) || has_mark(value)),
            (Faint, Link::Blank) | (_, Link::None) => false,
            (Clear, Link::Sign) => {
                length >= 3
                    && (is_mixed || (is_number && length >= 4) || !followed || is_weak(value))
                    && !is_call(value)
            }
            (Vague, Link::Sign) => {
                length >= 6
                    && !is_number
                    && !is_call(value)
                    && (is_mixed || self.is_named_key(value, followed))
            }
            (Clear, Link::Blank) => {
                let weak = is_weak(value);
                let stands = length >= 4 && (is_mixed || is_number || weak);
                stands
                    && !is_call(value)
                    && (self.is_flag()
                        || is_mixed && length >= 6
                        || weak
                        || (is_number && !followed))
            }
            (Vague, Link::Blank) => {
                let is_named = self.word.spelled.contains(' ') && length >= 10 && is_cased(value);
                (self.is_flag() && is_mixed)
                    || (length >= 16 && is_mixed && is_random(value))
                    || is_named
            }
        }
    }

    /// `JWT_SECRET=supersecretvalue`: letters alone, but assigned to a variable of a program.
    fn is_named_key(&self, value: &str, followed: bool) -> bool {
        let is_part = |c: char| c.is_alphanumeric() || "_-.".contains(c);
        let name =
            back(self.text, self.name_end).rsplit(|c| !is_part(c)).next().unwrap_or_default();
        let is_variable = name.contains(['_', '-', '.'])
            || name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
        is_variable && !followed && value.is_ascii() && value.len() >= 8 && !value.contains('/')
    }

    /// `--password hunter2`, and what a configuration of Redis says without a sign.
    fn is_flag(&self) -> bool {
        if ["requirepass", "masterauth"].contains(&self.word.spelled) {
            return true;
        }
        let word = back(self.text, self.name_end).rsplit(char::is_whitespace).next();
        word.is_some_and(|word| word.starts_with('-') && !word.contains('='))
    }

    /// Prose goes on: `token: issued by auth`.
    fn is_followed_by_words(&self, end: usize) -> bool {
        let line = ahead(self.text, end, NEAR).split('\n').next().unwrap_or_default();
        let next = line.trim_start_matches([' ', ',', ';']);
        next.len() < line.len() && next.starts_with(char::is_alphabetic)
    }

    /// Punctuation behind an unquoted value is the sentence's.
    fn without_tail(&self, range: Range<usize>) -> Range<usize> {
        let quoted = behind(self.text, range.end).is_some_and(|c| "\"'`”".contains(c))
            && super::before(self.text, range.start).is_some_and(|c| "\"'`“".contains(c));
        let value = &self.text[range.clone()];
        let kept = if quoted { value } else { value.trim_end_matches(['.', ',', '\\']) };
        range.start..range.start + kept.len().max(1)
    }
}

/// What is put where a variable is not set: `${DB_PASSWORD:-hunter2}`. Of any other value all of it.
fn default_of(text: &str, range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let Some(inside) = value.strip_prefix("${") else { return range };
    let name = inside.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let signs = [":-", ":=", "-", "="];
    let Some(default) = signs.iter().find_map(|sign| name.strip_prefix(*sign)) else {
        return range;
    };
    let start = range.end - default.len();
    let end = default.rfind('}').unwrap_or(default.len());
    let default = &default[..end];
    let is_quoted = |quote: char| default.starts_with(quote) && default.ends_with(quote);
    let quote = usize::from(default.len() > 1 && ['"', '\''].into_iter().any(is_quoted));
    default_of(text, start + quote..start + end - quote)
}

/// `사과나무12`: a word and a number, as people choose a password; not `최소8자`, `길이10`.
fn is_korean_password(value: &str) -> bool {
    const PROSE: &[&str] =
        &["최소", "최대", "최근", "길이", "이상", "버전", "정책", "단계", "방식"];
    let is_mark = |c: char| c.is_ascii_digit() || "!@#$%^&*".contains(c);
    let word = value.trim_end_matches(is_mark);
    let marks = value.len() - word.len();
    let is_word = word.chars().count() >= 2
        && word.chars().all(|c| harmless::has_hangul(c.encode_utf8(&mut [0; 4])));
    is_word && marks >= 2 && !PROSE.iter().any(|it| word.contains(it))
}

/// Capitals, small letters and digits in one piece, as a provider gives out its shorter keys.
fn is_cased(value: &str) -> bool {
    let has = |what: fn(&u8) -> bool| value.as_bytes().iter().any(what);
    is_opaque(value) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase)
}

/// What people type when they must type something.
pub(super) fn is_weak(value: &str) -> bool {
    const STARTS: &[&str] = &[
        "qwer",
        "asdf",
        "zxcv",
        "1q2w",
        "1qaz",
        "qazwsx",
        "1234",
        "0000",
        "1111",
        "changeme",
        "admin",
        "letmein",
        "passw0rd",
        "password1",
        "test1",
        "root",
    ];
    let lower = value.to_ascii_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start)) && lower.len() < 20
}

/// `generatePassword()`, `hash(password)`.
fn is_call(value: &str) -> bool {
    value.find('(').is_some_and(|at| {
        at > 0 && value[..at].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.')
    })
}

/// One piece, without the joints of a path, of a name or of a UUID.
fn is_opaque(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=%_".contains(&byte))
        && !value.contains("__")
        && value.bytes().filter(|byte| byte.is_ascii_digit()).count() >= 2
}

/// Many different characters, as only a machine writes them.
fn is_random(value: &str) -> bool {
    let mut bytes: Vec<u8> = value.bytes().collect();
    bytes.sort_unstable();
    bytes.dedup();
    bytes.len() >= 10
}

/// Digits or marks among letters.
pub(super) fn is_mixed(value: &str) -> bool {
    let has = |what: fn(&u8) -> bool| value.as_bytes().iter().any(what);
    let has_mark = has_mark(value);
    let (digit, letter) = (has(u8::is_ascii_digit), has(u8::is_ascii_alphabetic));
    (digit && letter) || (has_mark && (digit || letter))
}

fn has_mark(value: &str) -> bool {
    value.contains(|c| "!@#$%^&*+~?".contains(c))
}
