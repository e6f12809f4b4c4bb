//! Passwords that are handed to a program: behind its short options, and as `admin/admin123` behind
//! the word for an account.

use super::SecretKind::Password;
use super::assigned::{Link, is_mixed, is_weak, value};
use super::search::Words;
use super::{NEAR, Secret, ahead, before, harmless};
use std::ops::Range;
use std::sync::LazyLock;

pub(super) fn find(text: &str, found: &mut Vec<Secret>) {
    flags(text, found);
    accounts(text, found);
    static KNOWN: LazyLock<Words> = LazyLock::new(|| Words::of(USERS.iter().copied()));
    for (user, places) in USERS.iter().zip(KNOWN.places(text)) {
        for at in places {
            found.extend(of_user(text, at, user).map(|range| Secret::new(Password, range)));
        }
    }
    for (at, start) in text.match_indices("jdbc:oracle:") {
        let range = of_oracle(text, at + start.len());
        found.extend(range.map(|range| Secret::certain(Password, range)));
    }
}

/// Accounts that many systems are delivered with.
const USERS: &[&str] = &["admin:", "administrator:", "root:", "guest:", "operator:", "manager:"];

/// `admin:admin123`: such an account, and behind it what people type for a password.
fn of_user(text: &str, at: usize, user: &str) -> Option<Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric() || "_-.:/@".contains(c);
    if before(text, at).is_some_and(is_part) {
        return None;
    }
    let start = at + user.len();
    let near = ahead(text, start, NEAR);
    let ends = |c: char| c.is_whitespace() || "\"'`,;)]}|<>".contains(c);
    let word = &near[..near.find(ends).unwrap_or(near.len())];
    let has_mark = word.contains(['!', '@', '#', '$', '%', '^', '*']);
    let name = &user[..user.len() - 1];
    let is_typed = is_weak(word) || word.starts_with(name) || has_mark;
    let tells = is_mixed(word) && word.len() >= 6 && is_typed && !word.contains([':', '/', '{']);
    (tells && !harmless::tells_nothing(word)).then(|| start..start + word.len())
}

/// `jdbc:oracle:thin:scott/tiger@host`: between the first slash and the last `@`.
fn of_oracle(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = ahead(text, at, 512);
    let end = rest.find(|c: char| c.is_whitespace() || "\"'`<>|,".contains(c));
    let address = &rest[..end.unwrap_or(rest.len())];
    let (account, _) = address.rsplit_once('@')?;
    let (user, password) = account.rsplit_once(':')?.1.split_once('/')?;
    let shows = harmless::is_form(user, password) || harmless::is_placeholder(password);
    (!password.is_empty() && !shows)
        .then(|| at + account.len() - password.len()..at + account.len())
}

/// Words behind which an account and its password stand as `admin/admin123`.
const ACCOUNTS: &[&str] =
    &["계정", "어드민", "관리자", "로그인", "접속", "account", "login", "credentials", "creds"];

/// `관리자 계정 (admin/admin123)`.
fn accounts(text: &str, found: &mut Vec<Secret>) {
    static KNOWN: LazyLock<Words> = LazyLock::new(|| Words::of(ACCOUNTS.iter().copied()));
    let lower = text.to_ascii_lowercase();
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    for (word, places) in ACCOUNTS.iter().zip(KNOWN.places(&lower)) {
        for at in places {
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
    static KNOWN: LazyLock<Words> = LazyLock::new(|| Words::of(PROGRAMS.iter().map(|it| it.0)));
    for ((program, option), places) in PROGRAMS.iter().zip(KNOWN.places(text)) {
        for at in places {
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
