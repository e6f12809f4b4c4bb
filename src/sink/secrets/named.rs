//! Names that say that a secret stands behind them: they end in a word of [`WORDS`], in any case and
//! joined in any way.

use super::{NEAR, SecretKind, ahead, behind};

/// How much a name alone says about what stands behind it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Most things of this name are none: a key finds a row, a signature may be a function's.
    Faint,
    /// Other things have this name too: a token may be a kind of token.
    Vague,
    /// What stands behind it is a password, or says what is done with passwords.
    Clear,
}

pub(super) struct Word {
    pub spelled: &'static str,
    pub strength: Strength,
    pub kind: SecretKind,
    /// May also be the end of a longer word without a joint: `mypassword`, but not `compass`.
    joins: bool,
}

const fn word(spelled: &'static str, strength: Strength, kind: SecretKind, joins: bool) -> Word {
    Word { spelled, strength, kind, joins }
}

use SecretKind::{Key, Password};
use Strength::{Clear, Faint, Vague};

/// Lower case; between their parts stands nothing, a blank or a joint.
pub(super) const WORDS: &[Word] = &[
    word("password", Clear, Password, true),
    word("passwd", Clear, Password, true),
    word("passphrase", Clear, Password, true),
    word("passcode", Clear, Password, true),
    word("pwd", Clear, Password, true),
    word("pw", Clear, Password, false),
    word("pass", Clear, Password, false),
    word("requirepass", Clear, Password, true),
    word("masterauth", Clear, Password, true),
    word("redis auth", Clear, Password, true),
    word("secret string", Clear, Key, true),
    word("secretstring", Clear, Key, true),
    word("secret", Vague, Key, true),
    word("token", Vague, Key, true),
    word("apikey", Vague, Key, true),
    word("api key", Vague, Key, true),
    word("access key", Vague, Key, true),
    word("accesskey", Vague, Key, true),
    word("secret key", Vague, Key, true),
    word("client secret", Vague, Key, true),
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

impl Word {
    /// What stands before its first joint.
    pub(super) fn first(&self) -> &'static str {
        self.spelled.split(' ').next().unwrap_or(self.spelled)
    }
}

/// Where the names end that end in a secret word, with what tells several of a kind apart; the first
/// part of the word stands at `places`.
pub(super) fn names<'t>(
    text: &'t str,
    lower: &'t str,
    word: &'t Word,
    places: &'t [usize],
) -> impl Iterator<Item = usize> + 't {
    places.iter().filter_map(move |at| {
        let at = *at;
        let end = whole(lower, at, word.spelled)?;
        begins(text, at, word).then(|| tail(text, lower, end, word))?
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

/// Of several secrets of one name, which one it is.
const WHICH: &[&str] = &[
    "prod",
    "production",
    "prd",
    "dev",
    "develop",
    "development",
    "stg",
    "stage",
    "staging",
    "test",
    "qa",
    "uat",
    "sandbox",
    "local",
    "live",
    "real",
    "old",
    "new",
    "prev",
    "previous",
    "current",
    "primary",
    "secondary",
    "main",
    "backup",
];

/// The end of the name: behind the word may stand a number (`DB_PASSWORD2`, `DB_PW_1`), which one it
/// is (`DB_PASSWORD_PROD`) or that there are several, but nothing else (`password_file`).
fn tail(text: &str, lower: &str, end: usize, word: &Word) -> Option<usize> {
    let is_several = word.strength == Strength::Clear && word.spelled.is_ascii();
    let mut at = end + usize::from(is_several && lower[end..].starts_with('s'));
    for _ in 0..3 {
        at += part(text, at);
    }
    let rest = &text[at..];
    let goes_on = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "_-".contains(c));
    let has_default = rest.starts_with('-') && is_variable(text, at);
    // A password may stand at a Korean word without a blank.
    let is_glued = at == end && !word.spelled.is_ascii() && !rest.starts_with(['_', '-']);
    (!goes_on || rest.starts_with("->") || has_default || is_glued).then_some(at)
}

/// The length of a part that only tells this name from another one, with its joint.
fn part(text: &str, at: usize) -> usize {
    let rest = ahead(text, at, NEAR);
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let joint = usize::from(rest.starts_with(['_', '-', '.']));
    let is_hump = rest.starts_with(|c: char| c.is_ascii_uppercase());
    let told = &rest[joint..];
    let letters = told.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(told.len());
    let is_which =
        (joint > 0 || is_hump) && WHICH.iter().any(|it| it.eq_ignore_ascii_case(&told[..letters]));
    match digits(told) {
        0 if is_which => joint + letters,
        0 => 0,
        // `password.10` may end a sentence, `pw-2026-01` a date.
        length if length <= 3 || joint == 0 => joint + length,
        _ => 0,
    }
}

/// The name that ends at `end` is one of a shell: `${DB_PASSWORD:-…}`.
pub(super) fn is_variable(text: &str, end: usize) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    super::back(text, end).trim_end_matches(is_part).ends_with("${")
}
