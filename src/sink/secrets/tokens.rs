//! Secrets whose form alone proves what they are: tokens of providers, private keys, signed tokens,
//! credentials in an address, and what follows `Bearer`.

use super::search::Words;
use super::{LONGEST, NEAR, Secret, SecretKind, ahead, back, before, behind};
use std::ops::Range;
use std::sync::LazyLock;

pub(super) fn find(text: &str, found: &mut Vec<Secret>) {
    private_keys(text, found);
    credentials(text, found);
    for word in words(text) {
        if is_token(&text[word.clone()]) {
            found.push(Secret::certain(SecretKind::Key, word));
        }
    }
    webhooks(text, found);
    hashes(text, found);
    pairs(text, found);
    headers(text, found);
}

/// Runs of the characters that tokens are made of.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(is_part)?;
        let length = bytes[start..].iter().position(|byte| !is_part(byte));
        at = length.map_or(bytes.len(), |length| start + length);
        let word = &text[start..at];
        let lead = word.len() - word.trim_start_matches(['.', '-']).len();
        Some(start + lead..(start + word.trim_end_matches(['.', '-']).len()).max(start + lead))
    })
}

/// How the rest of a token is spelled behind its beginning.
enum Rest {
    Upper,
    Lower,
    Hex,
    /// Letters and digits.
    Alnum,
    /// Letters, digits, `_`, `-`, `.`.
    Any,
}

/// Beginning, spelling of the rest, and its least and greatest length: what the providers give out.
const TOKENS: &[(&str, Rest, usize, usize)] = &[
    ("AKIA", Rest::Upper, 16, 16),
    ("ASIA", Rest::Upper, 16, 16),
    ("ghp_", Rest::Alnum, 30, 80),
    ("gho_", Rest::Alnum, 30, 80),
    ("ghu_", Rest::Alnum, 30, 80),
    ("ghs_", Rest::Alnum, 30, 80),
    ("ghr_", Rest::Alnum, 30, 80),
    ("github_pat_", Rest::Any, 40, 100),
    ("glpat-", Rest::Any, 20, 64),
    ("gldt-", Rest::Any, 20, 64),
    ("glrt-", Rest::Any, 20, 64),
    ("glptt-", Rest::Any, 40, 64),
    ("xoxb-", Rest::Any, 16, 120),
    ("xoxp-", Rest::Any, 16, 120),
    ("xoxa-", Rest::Any, 16, 120),
    ("xoxe-", Rest::Any, 16, 200),
    ("xapp-", Rest::Any, 16, 200),
    ("sk_live_", Rest::Alnum, 16, 120),
    ("rk_live_", Rest::Alnum, 16, 120),
    ("sk_test_", Rest::Alnum, 16, 120),
    ("rk_test_", Rest::Alnum, 16, 120),
    ("whsec_", Rest::Alnum, 24, 80),
    // Toss Payments.
    ("live_sk_", Rest::Alnum, 20, 60),
    ("test_sk_", Rest::Alnum, 20, 60),
    ("live_gsk_", Rest::Alnum, 20, 60),
    ("test_gsk_", Rest::Alnum, 20, 60),
    ("sk-proj-", Rest::Any, 20, 250),
    ("sk-ant-", Rest::Any, 20, 250),
    ("sk-svcacct-", Rest::Any, 20, 250),
    ("sk-", Rest::Alnum, 40, 60),
    ("npm_", Rest::Alnum, 36, 36),
    ("pypi-", Rest::Any, 50, 250),
    ("hf_", Rest::Alnum, 30, 50),
    ("SG.", Rest::Any, 50, 80),
    ("AIza", Rest::Any, 35, 35),
    ("GOCSPX-", Rest::Any, 24, 40),
    ("ya29.", Rest::Any, 20, 300),
    ("dop_v1_", Rest::Hex, 64, 64),
    ("shpat_", Rest::Hex, 32, 32),
    ("dapi", Rest::Hex, 32, 32),
    ("hvs.", Rest::Any, 20, 200),
    ("lin_api_", Rest::Alnum, 32, 48),
    ("PMAK-", Rest::Any, 50, 70),
    ("NRAK-", Rest::Alnum, 27, 27),
    ("glsa_", Rest::Any, 32, 60),
    ("dckr_pat_", Rest::Any, 20, 40),
    // Naver Cloud Platform.
    ("ncp_iam_", Rest::Alnum, 20, 60),
    ("ncp_", Rest::Alnum, 30, 60),
    // A mailbox key of Mailgun, an account of Twilio.
    ("key-", Rest::Hex, 32, 32),
    ("AC", Rest::Lower, 32, 32),
    ("SK", Rest::Lower, 32, 32),
];

fn is_token(word: &str) -> bool {
    word.len() >= 20
        && (TOKENS.iter().any(|token| is_of(word, token)) || is_jwt(word) || is_discord(word))
}

fn is_of(word: &str, (start, spelling, least, most): &(&str, Rest, usize, usize)) -> bool {
    let Some(rest) = word.strip_prefix(start) else { return false };
    let fits = |byte: u8| match spelling {
        Rest::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        Rest::Lower | Rest::Hex => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        Rest::Alnum => byte.is_ascii_alphanumeric(),
        Rest::Any => byte.is_ascii_alphanumeric() || b"_-.".contains(&byte),
    };
    (*least..=*most).contains(&rest.len()) && rest.bytes().all(fits) && is_varied(rest)
}

/// `sk_live_xxxxxxxxxxxxxxxxxxxx` shows how a key looks and is none.
fn is_varied(rest: &str) -> bool {
    let mut bytes: Vec<u8> = rest.bytes().collect();
    bytes.sort_unstable();
    bytes.dedup();
    bytes.len() >= 5
}

/// A signed token: three parts, the first of which begins with `{"`.
fn is_jwt(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    word.starts_with("eyJ") && parts.len() == 3 && parts.iter().all(|part| !part.is_empty())
}

/// Three parts of 23 to 28, 6 and 27 or more characters, the first an encoded number.
fn is_discord(word: &str) -> bool {
    let parts: Vec<usize> = word.split('.').map(str::len).collect();
    let starts = word.starts_with(['M', 'N', 'O']);
    starts && matches!(parts[..], [23..=28, 6, 27..=45])
}

/// Tokens with a sign inside that ends a word: Telegram's `12345678:AA…`, Azure's `…8Q~…`.
fn pairs(text: &str, found: &mut Vec<Secret>) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.~".contains(c);
    let part_before = |at: usize| {
        let run = back(text, at).bytes().rev().take_while(|byte| is_part(char::from(*byte)));
        at - run.count()
    };
    let part_behind = |at: usize| {
        let near = ahead(text, at, NEAR);
        at + near.find(|c| !is_part(c)).unwrap_or(near.len())
    };
    for (at, _) in text.match_indices(":AA") {
        let (start, end) = (part_before(at), part_behind(at + 1));
        let number = &text[start..at];
        let is_number = (8..=10).contains(&number.len()) && number.chars().all(is_digit);
        if is_number && (34..=36).contains(&(end - at - 1)) {
            found.push(Secret::certain(SecretKind::Key, start..end));
        }
    }
    for sign in ["7Q~", "8Q~"] {
        for (at, _) in text.match_indices(sign) {
            let (start, end) = (part_before(at), part_behind(at));
            if at - start == 3 && (37..=41).contains(&(end - start)) {
                found.push(Secret::certain(SecretKind::Key, start..end));
            }
        }
    }
}

/// From `-----BEGIN … PRIVATE KEY-----` to its end, else to the end of the text's line.
fn private_keys(text: &str, found: &mut Vec<Secret>) {
    let mut at = 0;
    let last_close = text.rfind("-----END").unwrap_or(0);
    while let Some(start) = text[at..].find("-----BEGIN").map(|found| at + found) {
        let near = ahead(text, start, LONGEST);
        let line = start + near.find('\n').unwrap_or(near.len());
        at = start + "-----BEGIN".len();
        let headline = &text[start..line];
        let Some(dashes) = headline[10..].find("-----") else { continue };
        if !headline[..10 + dashes].contains("PRIVATE KEY") {
            continue;
        }
        let close = (at < last_close).then(|| text[at..].find("-----END").map(|end| at + end));
        let close = close.flatten();
        let end = match close {
            Some(close) => {
                let behind = ahead(text, close + 8, NEAR).find("-----");
                behind.map_or(close + 8, |dashes| close + 8 + dashes + 5)
            }
            None => headline.find('"').map_or(line, |quote| start + quote),
        };
        found.push(Secret::certain(SecretKind::Key, start..end));
        at = end;
    }
}

/// The password of `mysql://root:hunter2@host`: it goes to the last `@`, since it may hold one.
fn credentials(text: &str, found: &mut Vec<Secret>) {
    // Where the word ends that the address stands in; the next one may stand in the same.
    let (mut done, mut end) = (0, 0);
    for (at, _) in text.match_indices("://") {
        let start = at + 3;
        // Within an address that was looked at whole.
        if start < done {
            continue;
        }
        if start >= end {
            let rest = ahead(text, start, LONGEST);
            let length = rest.find(|c: char| c.is_whitespace() || "\"'`<>|".contains(c));
            end = start + length.unwrap_or(rest.len());
        }
        let whole = &text[start..end];
        // `jdbc:x://` and `https://a?to=https://b` hold an address in an address.
        done = start + whole.find("://").unwrap_or(whole.len());
        let authority = &whole[..whole.find(['/', '?', '#']).unwrap_or(whole.len())];
        let part = before_query(whole);
        let Some(host) = part.rfind('@') else { continue };
        let Some(colon) = part[..host].find(':') else {
            token_as_user(text, start, &part[..host], found);
            continue;
        };
        let password = &part[colon + 1..host];
        let names_a_port = !authority.contains('@') && password.starts_with(is_digit);
        let shows_form = super::harmless::is_form(&part[..colon], password);
        let tells = !password.is_empty() && !super::harmless::is_placeholder(password);
        if tells && !shows_form && !names_a_port {
            let range = start + colon + 1..start + host;
            found.push(Secret::certain(SecretKind::Password, range));
        }
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn before_query(address: &str) -> &str {
    &address[..address.find(['?', '#']).unwrap_or(address.len())]
}

/// `https://9f8e7d6c5b4a39281706@sentry.io/1`: the user is the key.
fn token_as_user(text: &str, start: usize, user: &str, found: &mut Vec<Secret>) {
    let scheme = text[..start - 3].ends_with("http") || text[..start - 3].ends_with("https");
    if scheme && user.len() >= 20 && user.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        found.push(Secret::certain(SecretKind::Key, start..start + user.len()));
    }
}

/// Addresses that let anyone who knows them write: the part behind the host is the secret.
const WEBHOOKS: &[&str] = &[
    "hooks.slack.com/services/",
    "discord.com/api/webhooks/",
    "discordapp.com/api/webhooks/",
    "webhook.office.com/webhookb2/",
    "api.telegram.org/bot",
    "hook.dooray.com/services/",
    "wh.jandi.com/connect-api/webhook/",
];

fn webhooks(text: &str, found: &mut Vec<Secret>) {
    static KNOWN: LazyLock<Words> = LazyLock::new(|| Words::of(WEBHOOKS.iter().copied()));
    for (host, places) in WEBHOOKS.iter().zip(KNOWN.places(text)) {
        for at in places {
            let start = at + host.len();
            let rest = ahead(text, start, 512);
            let end = rest.find(|c: char| c.is_whitespace() || "\"'`<>|),".contains(c));
            let key = &rest[..end.unwrap_or(rest.len())];
            if key.len() >= 16 && !key.contains(['{', '$', '<', '*']) {
                found.push(Secret::certain(SecretKind::Key, start..start + key.len()));
            }
        }
    }
}

/// Passwords as `htpasswd` and `/etc/shadow` keep them, and the length of the hash behind the salt.
const HASHES: &[(&str, usize)] = &[("apr1", 22), ("1", 22), ("5", 43), ("6", 86)];

/// `$apr1$salt$hash`; compose files double each `$`.
fn hashes(text: &str, found: &mut Vec<Secret>) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '/';
    let part = |at: usize| text[at..].find(|c| !is_part(c)).unwrap_or(text.len() - at);
    if !text.contains('$') {
        return;
    }
    for (method, length) in HASHES {
        for sign in ["$", "$$"] {
            let start = format!("{sign}{method}{sign}");
            for (at, _) in text.match_indices(&start) {
                let salt = at + start.len();
                let behind = salt + part(salt);
                let hash = behind + sign.len();
                let is_salted =
                    (1..=16).contains(&(behind - salt)) && text[behind..].starts_with(sign);
                if is_salted && part(hash) == *length {
                    found.push(Secret::new(SecretKind::Password, at..hash + length));
                }
            }
        }
    }
}

/// What follows `Bearer`, `Basic` or, behind `Authorization:`, the name of any other scheme.
fn headers(text: &str, found: &mut Vec<Secret>) {
    const SCHEMES: &[&str] = &["Bearer ", "bearer ", "Basic ", "basic ", "KakaoAK "];
    static KNOWN: LazyLock<Words> = LazyLock::new(|| Words::of(SCHEMES.iter().copied()));
    for (scheme, places) in SCHEMES.iter().zip(KNOWN.places(text)) {
        for at in places {
            let alone = before(text, at).is_none_or(|c| !c.is_alphanumeric());
            if alone {
                found.extend(header_key(text, at + scheme.len()));
            }
        }
    }
    for (at, name) in text.match_indices("uthorization") {
        let rest = ahead(text, at + name.len(), NEAR);
        let value = rest.trim_start_matches(['"', '\'', ' ', ':', '=']);
        let scheme =
            value.len() - value.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let behind = at + name.len() + rest.len() - value.len();
        let has_scheme = value[scheme..].starts_with(' ');
        let start = if has_scheme { behind + scheme + 1 } else { behind };
        if value.len() < rest.len() {
            found.extend(header_key(text, start));
        }
    }
}

fn header_key(text: &str, start: usize) -> Option<Secret> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.+/=~".contains(c);
    let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |end| start + end);
    let key = text[start..end].trim_end_matches(['.', ',']);
    let mixed = key.bytes().any(|byte| byte.is_ascii_digit() || byte == b'=')
        || key.bytes().filter(u8::is_ascii_uppercase).count() > 2;
    let whole = behind(text, end).is_none_or(|c| !c.is_alphanumeric());
    let is_key = key.len() >= 16 && mixed && whole;
    is_key.then(|| Secret::new(SecretKind::Key, start..start + key.len()))
}
