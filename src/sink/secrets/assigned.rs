//! Secrets that a name gives away: `DB_PASSWORD=…`, `dbPassword: …`, `비밀번호 …`, `id/pw: a/b`.

use super::regions::Regions;
use super::{LONGEST, NEAR, Secret, SecretKind, ahead, back, behind, harmless};
use std::ops::Range;

/// How much a name alone says about what stands behind it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// Most things of this name are none: a key finds a row, a signature may be a function's.
    Faint,
    /// Other things have this name too: a token may be a kind of token.
    Vague,
    /// What stands behind it is a password, or says what is done with passwords.
    Clear,
}

struct Word {
    spelled: &'static str,
    strength: Strength,
    kind: SecretKind,
    /// May also be the end of a longer word without a joint: `mypassword`, but not `compass`.
    joins: bool,
}

const fn word(spelled: &'static str, strength: Strength, kind: SecretKind, joins: bool) -> Word {
    Word { spelled, strength, kind, joins }
}

use SecretKind::{Key, Password};
use Strength::{Clear, Faint, Vague};

/// Lower case; between their parts stands nothing, a blank or a joint.
const WORDS: &[Word] = &[
    word("password", Clear, Password, true),
    word("passwd", Clear, Password, true),
    word("passphrase", Clear, Password, true),
    word("passcode", Clear, Password, true),
    word("pwd", Clear, Password, true),
    word("pw", Clear, Password, false),
    word("pass", Clear, Password, false),
    word("secret", Vague, Key, true),
    word("token", Vague, Key, true),
    word("apikey", Vague, Key, true),
    word("api key", Vague, Key, true),
    word("access key", Vague, Key, true),
    word("accesskey", Vague, Key, true),
    word("secret key", Vague, Key, true),
    word("secretkey", Vague, Key, true),
    word("private key", Vague, Key, true),
    word("auth key", Vague, Key, true),
    word("authkey", Vague, Key, true),
    word("account key", Vague, Key, true),
    word("accountkey", Vague, Key, true),
    word("signing key", Vague, Key, true),
    word("encryption key", Vague, Key, true),
    word("encrypt key", Vague, Key, true),
    word("service key", Vague, Key, true),
    word("servicekey", Vague, Key, true),
    word("rest key", Vague, Key, true),
    word("admin key", Vague, Key, true),
    word("app key", Vague, Key, true),
    word("master key", Vague, Key, true),
    word("shared access key", Vague, Key, true),
    word("sharedaccesskey", Vague, Key, true),
    word("access key id", Vague, Key, true),
    word("credential", Vague, Key, true),
    word("credentials", Vague, Key, true),
    word("비밀번호", Clear, Password, true),
    word("비번", Clear, Password, true),
    word("패스워드", Clear, Password, true),
    word("암호", Clear, Password, true),
    word("시크릿", Vague, Key, true),
    word("시크릿 키", Vague, Key, true),
    word("비밀키", Vague, Key, true),
    word("비밀 키", Vague, Key, true),
    word("토큰", Vague, Key, true),
    word("api 키", Vague, Key, true),
    word("인증키", Vague, Key, true),
    word("인증 키", Vague, Key, true),
    word("액세스 키", Vague, Key, true),
    word("접근 키", Vague, Key, true),
    word("서비스키", Vague, Key, true),
    word("secret key base", Vague, Key, true),
    word("key", Faint, Key, false),
    word("키", Faint, Key, true),
    word("sig", Faint, Key, false),
    word("signature", Faint, Key, false),
    word("session id", Faint, Key, true),
    word("sessionid", Faint, Key, true),
    word("sessid", Faint, Key, true),
];

/// What stands between the name and the value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// `=`, `:`, `=>`, `:=`, `→`.
    Sign,
    /// `는`, `is`, or nothing but blanks.
    Blank,
}

pub(super) fn find(text: &str, regions: &Regions, found: &mut Vec<Secret>) {
    // Byte for byte as long as the text: only ASCII is made lower.
    let lower = text.to_ascii_lowercase();
    for word in WORDS {
        let mut done = 0;
        for end in names(text, &lower, word) {
            // A name within a value is part of that value.
            if end < done {
                continue;
            }
            let Some((link, at)) = link(text, end) else { continue };
            let Some(value) = value(text, at, link) else { continue };
            done = value.end;
            let context = Context { text, name_end: end, word, link, regions };
            if let Some(range) = context.secret(value) {
                found.push(Secret::new(word.kind, range));
            }
        }
    }
    flags(text, found);
    accounts(text, &lower, found);
}

/// Words behind which an account and its password stand as `admin/admin123`.
const ACCOUNTS: &[&str] =
    &["계정", "어드민", "관리자", "로그인", "접속", "account", "login", "credentials", "creds"];

/// `관리자 계정 (admin/admin123)`.
fn accounts(text: &str, lower: &str, found: &mut Vec<Secret>) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    for word in ACCOUNTS {
        for (at, _) in lower.match_indices(word) {
            let start = at + word.len();
            let near = ahead(text, start, 24).split(['\n', '"']).next().unwrap_or_default();
            let Some(name) = near.find(is_name) else { continue };
            let length = near[name..].find(|c| !is_name(c)).unwrap_or(near.len() - name);
            let behind = near[name + length..].trim_start_matches(' ');
            let Some(second) = behind.strip_prefix('/') else { continue };
            // `로그인 /api/v2`: a path begins with its slash.
            if near[..name].ends_with('/') || length < 2 {
                continue;
            }
            let second = start + near.len() - second.trim_start_matches(' ').len();
            let Some(range) = value(text, second, Link::Blank) else { continue };
            let word = &text[range.clone()];
            if is_mixed(word)
                && word.len() >= 6
                && !word.contains('/')
                && !harmless::tells_nothing(word)
            {
                found.push(Secret::new(Password, range));
            }
        }
    }
}

/// Digits or marks among letters.
fn is_mixed(value: &str) -> bool {
    let has = |what: fn(&u8) -> bool| value.as_bytes().iter().any(what);
    let has_mark = has(|byte| b"!@#$%^&*+~?".contains(byte));
    let (digit, letter) = (has(u8::is_ascii_digit), has(u8::is_ascii_alphabetic));
    (digit && letter) || (has_mark && (digit || letter))
}

/// Programs that take a password behind a short option.
const PROGRAMS: &[(&str, &str)] = &[
    ("curl", " -u "),
    ("sshpass", " -p "),
    ("mysql", " -p"),
    ("mariadb", " -p"),
    ("redis-cli", " -a "),
    // `docker login`, `podman login`, `helm registry login`, `az acr login`.
    (" login", " -p "),
    ("mongo", " -p "),
    ("cqlsh", " -p "),
    ("sqlcmd", " -P "),
    ("rabbitmqadmin", " -p "),
];

fn flags(text: &str, found: &mut Vec<Secret>) {
    for (program, option) in PROGRAMS {
        for (at, _) in text.match_indices(program) {
            let line = ahead(text, at, 512).split(['\n', '"', '|']).next().unwrap_or_default();
            let Some(found_at) = line.find(option) else { continue };
            let Some(value) = value(text, at + found_at + option.len(), Link::Blank) else {
                continue;
            };
            let user = text[value.clone()].find(':').filter(|_| *program == "curl");
            let range = user.map_or(value.start, |colon| value.start + colon + 1)..value.end;
            let word = &text[range.clone()];
            let glued =
                option.ends_with(' ') || !text[at + found_at + option.len()..].starts_with(' ');
            let needs_user = *program == "curl" && user.is_none();
            if glued && !needs_user && word.len() >= 3 && !harmless::is_placeholder(word) {
                found.push(Secret::new(Password, range));
            }
        }
    }
}

/// Where the names end that end in a secret word.
fn names<'t>(text: &'t str, lower: &'t str, word: &'t Word) -> impl Iterator<Item = usize> + 't {
    let first = word.spelled.split(' ').next().unwrap_or(word.spelled);
    lower.match_indices(first).filter_map(move |(at, _)| {
        let end = whole(lower, at, word.spelled)?;
        (begins(text, at, word) && ends(text, end)).then_some(end)
    })
}

/// The end of a word at `at`, whose parts may be joined in any way.
fn whole(lower: &str, at: usize, spelled: &str) -> Option<usize> {
    let mut end = at;
    for (number, part) in spelled.split(' ').enumerate() {
        if number > 0 {
            let joint = lower[end..].strip_prefix([' ', '_', '-', '.']);
            end = lower.len() - joint.unwrap_or(&lower[end..]).len();
        }
        end = lower[end..].starts_with(part).then_some(end + part.len())?;
    }
    Some(end)
}

fn begins(text: &str, at: usize, word: &Word) -> bool {
    let Some(before) = super::before(text, at) else { return true };
    if !before.is_alphanumeric() {
        return true;
    }
    let is_hump = before.is_lowercase() && behind(text, at).is_some_and(char::is_uppercase);
    let is_other_script = before.is_ascii() != text.as_bytes()[at].is_ascii();
    word.joins || is_hump || is_other_script || before.is_ascii_digit()
}

/// Nothing of the name may follow but a number: `DB_PASSWORD2`, not `password_file`.
fn ends(text: &str, end: usize) -> bool {
    let rest = ahead(text, end, NEAR).trim_start_matches(|c: char| c.is_ascii_digit());
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "_-".contains(c))
        || rest.starts_with("->")
}

/// What links the name that ends at `end` with a value, and where the value may begin.
fn link(text: &str, end: usize) -> Option<(Link, usize)> {
    let near = ahead(text, end, NEAR);
    let mut at = end + near.len() - near.trim_start_matches(|c: char| c.is_ascii_digit()).len();
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
    let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
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
    (space > 0).then_some((Link::Blank, at + space))
}

/// The name stands behind the `<` of a tag.
fn is_of_a_tag(text: &str, end: usize) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "_-.:".contains(c);
    back(text, end).trim_end_matches(is_part).ends_with('<')
}

/// The characters of a value: in quotes all up to the closing one, else up to a blank.
fn value(text: &str, at: usize, link: Link) -> Option<Range<usize>> {
    let rest = ahead(text, at, LONGEST);
    let skipped = rest.trim_start_matches([' ', '\t']);
    let skipped =
        if link == Link::Sign { skipped.trim_start_matches("**").trim_start() } else { skipped };
    let mut start = at + rest.len() - skipped.len();
    for (quote, close) in [("\\\"", "\\\""), ("\"", "\""), ("'", "'"), ("`", "`"), ("“", "”")] {
        if let Some(inner) = skipped.strip_prefix(quote) {
            start += quote.len();
            let line = inner.find('\n').unwrap_or(inner.len());
            let end = closing(&inner[..line], close).unwrap_or(line);
            return (end > 0).then_some(start..start + end);
        }
    }
    // Among the parameters of an address the next one begins with `&`.
    let is_parameter = text[..at].ends_with('=');
    let ends =
        |c: char| c.is_whitespace() || "\"'`,;)]}|<>".contains(c) || (c == '&' && is_parameter);
    let length = skipped.find(ends);
    let raw = &skipped[..length.unwrap_or(skipped.len())];
    // `<password>` and `${…}` are looked at whole.
    let raw = if skipped.starts_with(['<', '{', '$', '[']) { bracketed(skipped) } else { raw };
    let value = if link == Link::Blank { raw.trim_end_matches(['.', ',', ':']) } else { raw };
    (!value.is_empty()).then_some(start..start + value.len())
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
        let range = self.behind_slash(range);
        let value = &self.text[range.clone()];
        let told = harmless::tells_nothing(value)
            || harmless::has_hangul(value) && self.is_prose(&range)
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

    /// `api -> auth-token : "발급"`, `cache token { … }`: names of things, not of values.
    fn is_code_of_a_design(&self, value: usize) -> bool {
        let line = back(self.text, self.name_end);
        let in_code = self.regions.is_code(self.name_end - 1);
        let between = &self.text[self.name_end..value];
        let has_arrow = ["->", "~>", "=>"].iter().any(|it| line.contains(it));
        in_code && (has_arrow || !between.contains(['=', ':', '：']) || between.contains("->"))
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
            (Faint, Link::Blank) => false,
            (Clear, Link::Sign) => {
                length >= 3
                    && (is_mixed || (is_number && length >= 4) || !followed)
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
                    && (self.is_flag()
                        || is_mixed && length >= 6
                        || weak
                        || (is_number && !followed))
            }
            (Vague, Link::Blank) => {
                (self.is_flag() && is_mixed) || (length >= 16 && is_mixed && is_random(value))
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

    /// `--password hunter2`, `-p hunter2`.
    fn is_flag(&self) -> bool {
        let word = back(self.text, self.name_end).rsplit(char::is_whitespace).next();
        word.is_some_and(|word| word.starts_with('-'))
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

/// What people type when they must type something.
fn is_weak(value: &str) -> bool {
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
