//! Finds what must not stand in a design that is shown around: passwords, keys, addresses, account
//! numbers, internal host names. Looks only into strings and comments; names and numbers of the
//! language itself can't hold a secret.

use std::net::Ipv4Addr;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    pub kind: SecretKind,
    /// Bytes of the text.
    pub range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    Password,
    Key,
    Address,
    Account,
    Host,
}

/// All secrets in a design's text, in its order, none inside another.
pub fn find(text: &str) -> Vec<Secret> {
    let mut secrets = Vec::new();
    for region in regions(text) {
        let words = words(text, region.range.clone());
        for (at, word) in words.iter().enumerate() {
            let before = &words[..at];
            if let Some((kind, part)) = judge(text, word.clone(), before, &region) {
                secrets.push(Secret { kind, range: part });
            }
        }
    }
    secrets
}

/// A string or a comment, with the attribute that a string is the value of.
struct Region<'a> {
    range: Range<usize>,
    attribute: &'a str,
}

fn regions(text: &str) -> Vec<Region<'_>> {
    let mut regions = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['"', '#', '/']) {
        let start = at + found;
        let rest = &text[start..];
        let (open, close) = match rest {
            _ if rest.starts_with("\"\"\"") => (3, "\"\"\""),
            _ if rest.starts_with('"') => (1, "\""),
            _ if rest.starts_with("/*") => (2, "*/"),
            _ if rest.starts_with('#') || rest.starts_with("//") => (1, "\n"),
            _ => {
                at = start + 1;
                continue;
            }
        };
        let inner = &rest[open..];
        let length = inner.find(close).unwrap_or(inner.len());
        let attribute = if rest.starts_with('"') { attribute_before(&text[..start]) } else { "" };
        regions.push(Region { range: start + open..start + open + length, attribute });
        at = (start + open + length + close.len()).min(text.len());
    }
    regions
}

/// `password` of `password = "…"`.
fn attribute_before(text: &str) -> &str {
    let Some(before) = text.trim_end().strip_suffix(['=', ':']) else { return "" };
    let before = before.trim_end();
    let start = before.rfind(|c: char| !(c.is_alphanumeric() || "-_".contains(c)));
    &before[start.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..]
}

/// Words between blanks, quotes and brackets, trimmed of marks at their ends.
fn words(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let breaks = |c: char| c.is_whitespace() || "\"'`()[]{}<>,;|".contains(c);
    let mut words = Vec::new();
    let mut start = range.start;
    for piece in text[range].split(breaks) {
        let end = start + piece.len();
        let trimmed = piece.trim_matches(['.', '!', '?']);
        if !trimmed.is_empty() {
            let lead = piece.len() - piece.trim_start_matches(['.', '!', '?']).len();
            words.push(start + lead..start + lead + trimmed.len());
        }
        start = end + text[end..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

fn judge(
    text: &str,
    word: Range<usize>,
    before: &[Range<usize>],
    region: &Region<'_>,
) -> Option<(SecretKind, Range<usize>)> {
    let value = &text[word.clone()];
    let sub = |part: &str| {
        let at = part.as_ptr() as usize - value.as_ptr() as usize;
        word.start + at..word.start + at + part.len()
    };
    if let Some(part) = assigned_password(value).or_else(|| password_in_url(value)) {
        return Some((SecretKind::Password, sub(part)));
    }
    let told = before.last().map_or("", |last| &text[last.clone()]);
    let announced =
        told.ends_with([':', '=']) && is_secret(told.trim_end_matches([':', '=']), value);
    let attribute = before.is_empty() && is_secret(region.attribute, value);
    if announced || attribute {
        return Some((SecretKind::Password, word));
    }
    let bears = matches!(told, "Bearer" | "Basic") && value.len() >= 16;
    let is_key = value.split(|c: char| !c.is_ascii_alphanumeric()).any(is_access_key);
    if is_key || is_token(value) || bears {
        return Some((SecretKind::Key, word));
    }
    if let Some(part) = address(value) {
        return Some((SecretKind::Address, sub(part)));
    }
    if let Some(part) = account(value, told) {
        return Some((SecretKind::Account, sub(part)));
    }
    internal_host(value).map(|part| (SecretKind::Host, sub(part)))
}

const SECRET_WORDS: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "api-key",
    "apikey",
    "api_key",
    "access-key",
    "access_key",
    "secret-key",
    "secret_key",
    "비밀번호",
    "암호",
    "패스워드",
];

/// Whether what is written behind a name must not be shown: `password: hunter2`, but neither
/// `token: JWT` nor `비밀번호: Vault`.
fn is_secret(name: &str, value: &str) -> bool {
    let (name, lower) = (name.to_lowercase(), value.to_lowercase());
    let is_sort = SORTS.contains(&name.as_str()) && !value.bytes().any(|b| b.is_ascii_digit());
    let is_prose = value.chars().any(|c| ('가'..='힣').contains(&c));
    let is_told = is_sort || is_prose || KEEPERS.contains(&lower.as_str());
    SECRET_WORDS.contains(&name.as_str()) && !is_masked(value) && !is_told
}

/// Behind these often stands which sort of it is used.
const SORTS: &[&str] = &["secret", "token"];
/// What keeps or hashes a password may be named in its place.
const KEEPERS: &[&str] = &[
    "vault", "kms", "ssm", "iam", "aws", "env", "secrets", "keychain", "bcrypt", "argon2", "none",
];

fn is_masked(value: &str) -> bool {
    value.is_empty()
        || value.starts_with(['$', '%'])
        || value.chars().all(|c| "*xX-_.…•=:".contains(c))
}

/// The value of `password=hunter2`, also among the parameters of an address.
fn assigned_password(word: &str) -> Option<&str> {
    word.split(['?', '&']).find_map(|part| {
        let (name, value) = part.split_once(['=', ':'])?;
        let name = name.trim_start_matches('-').rsplit(['.', '/']).next().unwrap_or_default();
        is_secret(name, value).then_some(value)
    })
}

/// The password of `mysql://root:hunter2@host`.
fn password_in_url(word: &str) -> Option<&str> {
    let (_, rest) = word.split_once("://")?;
    let (user, _) = rest.split_once('@')?;
    let (_, password) = user.split_once(':')?;
    (!is_masked(password)).then_some(password)
}

fn is_access_key(word: &str) -> bool {
    let aws = word.len() == 20
        && ["AKIA", "ASIA"].iter().any(|prefix| word.starts_with(prefix))
        && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let google = word.len() >= 35 && word.starts_with("AIza");
    aws || google
}

/// Beginnings of what GitHub, GitLab, Stripe, Slack and others give out.
const TOKENS: &[&str] = &[
    "-----BEGIN",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "sk_live_",
    "rk_live_",
    "sk-proj-",
    "sk-ant-",
    "xoxb-",
    "xoxp-",
];

fn is_token(word: &str) -> bool {
    let given = TOKENS.iter().any(|start| word.starts_with(start));
    let jwt = word.starts_with("eyJ") && word.matches('.').count() == 2;
    let long = word.len() > 20 || word.starts_with("-----");
    (given || jwt || word.contains("hooks.slack.com/services/")) && long
}

/// An address of one machine. Ranges (`10.0.0.0/16`), versions (`v2.10.3.1`) and addresses kept for
/// documentation say nothing.
fn address(word: &str) -> Option<&str> {
    let version = word.strip_prefix(['v', 'V']);
    let is_version = version.is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
    let is_range = word.contains('/') && !word.contains("://");
    if is_version || is_range {
        return None;
    }
    let parts = word.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    parts.map(|part| part.trim_matches('.')).find(|part| {
        part.parse::<Ipv4Addr>().is_ok_and(|ip| {
            !ip.is_loopback()
                && !ip.is_unspecified()
                && !ip.is_link_local()
                && !ip.is_documentation()
                && !ip.is_broadcast()
        })
    })
}

/// A cloud account: in an ARN, or said to be one.
fn account<'a>(word: &'a str, told: &str) -> Option<&'a str> {
    let arn = word.starts_with("arn:");
    let said = ["account", "계정", "계좌"].iter().any(|name| told.to_lowercase().contains(name));
    let digits = |part: &&str| {
        let count = part.bytes().filter(u8::is_ascii_digit).count();
        let only = part.bytes().all(|b| b.is_ascii_digit() || (said && b == b'-'));
        only && (if arn { count == 12 } else { (10..=16).contains(&count) })
    };
    let mut parts = word.split(':');
    if arn || said { parts.find(digits) } else { None }
}

const INTERNAL: &[&str] = &[
    ".internal",
    ".local",
    ".corp",
    ".lan",
    ".intra",
    ".intranet",
    ".rds.amazonaws.com",
    ".cache.amazonaws.com",
    ".compute.amazonaws.com",
    ".elb.amazonaws.com",
    ".svc.cluster.local",
];

fn internal_host(word: &str) -> Option<&str> {
    let host = word.split_once("://").map_or(word, |(_, rest)| rest);
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split(['/', ':', '?']).next().unwrap_or(host);
    let lower = host.to_ascii_lowercase();
    INTERNAL.iter().any(|end| lower.ends_with(end) && lower.len() > end.len()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(SecretKind, &str)> {
        find(text).into_iter().map(|secret| (secret.kind, &text[secret.range])).collect()
    }

    #[test]
    fn what_must_not_be_shown_is_found() {
        let cases = [
            ("db a \"10.0.3.17 MySQL\"", SecretKind::Address, "10.0.3.17"),
            ("a -> b : \"http://13.125.4.9:8080/x\"", SecretKind::Address, "13.125.4.9"),
            ("// password=hunter2", SecretKind::Password, "hunter2"),
            ("db a { note = \"mysql://root:s3cret@orders/x\" }", SecretKind::Password, "s3cret"),
            ("db a { password = \"hunter2\" }", SecretKind::Password, "hunter2"),
            ("# 비밀번호: 1q2w3e4r!", SecretKind::Password, "1q2w3e4r"),
            ("# jdbc:mysql://db/o?user=root&password=hunter2", SecretKind::Password, "hunter2"),
            ("# glpat-abcdefghij0123456789", SecretKind::Key, "glpat-abcdefghij0123456789"),
            (
                "# eyJhbGciOiJ9.eyJzdWIiOiIxIn0.abc",
                SecretKind::Key,
                "eyJhbGciOiJ9.eyJzdWIiOiIxIn0.abc",
            ),
            ("# Bearer abcdef0123456789", SecretKind::Key, "abcdef0123456789"),
            ("# token: 9f8e7d6c", SecretKind::Password, "9f8e7d6c"),
            ("# key AKIAIOSFODNN7EXAMPLE", SecretKind::Key, "AKIAIOSFODNN7EXAMPLE"),
            ("/* account 123456789012 */", SecretKind::Account, "123456789012"),
            ("s3 a \"arn:aws:iam::123456789012:role/api\"", SecretKind::Account, "123456789012"),
            ("db a \"orders.prod.internal\"", SecretKind::Host, "orders.prod.internal"),
        ];
        for (text, kind, part) in cases {
            assert_eq!(found(text), [(kind, part)], "{text}");
        }
    }

    #[test]
    fn what_says_nothing_is_left_alone() {
        let cases = [
            "vpc net \"VPC 10.0.0.0/16\"",
            "web a \"192.0.2.10\" // documentation",
            "// password=****",
            "web a { note = \"password: ${DB_PASSWORD}\" }",
            "web a \"token service\"",
            "// token: JWT, secret: Vault",
            "redis a \"RESP 6379\"",
            "web a \"v1.2.3\"",
            "web a \"v2.10.3.1\" // metadata of 169.254.169.254",
            "// password: Vault, 비밀번호: 환경 변수",
            "a -> b : \"https://example.com/token\"",
            "move api into seoul.internal",
        ];
        for text in cases {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
