//! Addresses of machines, mailboxes and hosts that are nobody else's business.

use super::decoded::BREAK;
use super::regions::Regions;
use super::{Secret, SecretKind, back, before, behind, word_before};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

pub(super) fn find(text: &str, regions: &Regions, found: &mut Vec<Secret>) {
    for run in runs(text, '.', |byte| byte.is_ascii_digit() || byte == b'.') {
        if is_machine(text, &run) {
            found.push(Secret::new(SecretKind::Address, run));
        }
    }
    for run in runs(text, ':', |byte| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.') {
        if is_machine_of_six(text, &run) {
            found.push(Secret::new(SecretKind::Address, run));
        }
    }
    let is_of_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    for run in runs(text, '.', is_of_host) {
        if !regions.is_code(run.start) && is_internal_host(text, &run) {
            found.push(Secret::new(SecretKind::Host, run));
        }
    }
    mailboxes(text, found);
}

/// Runs of fitting characters around a sign, all of which are ASCII, without the dots at their ends.
/// From sign to sign: every text is looked through so, and most of it is no address.
fn runs(text: &str, sign: char, fits: impl Fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut done = 0;
    std::iter::from_fn(move || {
        let sign = done + text[done..].find(sign)?;
        let before = bytes[done..sign].iter().rev().take_while(|byte| fits(**byte)).count();
        let behind = bytes[sign..].iter().take_while(|byte| fits(**byte)).count();
        let start = sign - before;
        done = sign + behind;
        let run = text[start..done].trim_end_matches('.');
        let lead = run.len() - run.trim_start_matches('.').len();
        Some(start + lead..start + run.len().max(lead))
    })
}

/// Anyone may know these: they resolve names for the public.
const RESOLVERS: &[[u8; 4]] = &[
    [8, 8, 8, 8],
    [8, 8, 4, 4],
    [1, 1, 1, 1],
    [1, 0, 0, 1],
    [9, 9, 9, 9],
    [149, 112, 112, 112],
    [208, 67, 222, 222],
    [208, 67, 220, 220],
    [168, 126, 63, 1],
    [168, 126, 63, 2],
    [164, 124, 101, 2],
    [203, 248, 252, 2],
    [210, 220, 163, 82],
    [219, 250, 36, 130],
];

/// An address of one machine. Blocks (`10.0.0.0/16`), versions (`v2.10.3.1`) and addresses kept for
/// documentation say nothing.
fn is_machine(text: &str, run: &Range<usize>) -> bool {
    let word = &text[run.clone()];
    if word.len() < 7 {
        return false;
    }
    let Ok(ip) = word.parse::<Ipv4Addr>() else { return false };
    let says_nothing = ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_broadcast()
        || ip.is_multicast()
        || ip.octets()[0] == 0
        || ip.octets()[0] >= 240
        || ip.octets()[3] == 0
        || is_mask(ip)
        || RESOLVERS.contains(&ip.octets());
    !says_nothing && !is_block(text, run, 32) && !is_version(text, run)
}

/// `255.255.255.0` and the like.
fn is_mask(ip: Ipv4Addr) -> bool {
    let bits = u32::from(ip);
    bits.leading_ones() >= 8 && bits.count_ones() == bits.leading_ones()
}

/// Followed by the length of a prefix that leaves room for more than one machine.
fn is_block(text: &str, run: &Range<usize>, whole: u32) -> bool {
    let Some(rest) = text[run.end..].strip_prefix('/') else { return false };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    rest[..digits].parse::<u32>().is_ok_and(|length| length < whole)
}

/// `v2.10.3.1`, `Chrome/120.0.6099.109`, `8.0.32.1-debian`, `version 5.7.44.1`.
fn is_version(text: &str, run: &Range<usize>) -> bool {
    let lead = before(text, run.start);
    let glued = lead.is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '+');
    let product = lead == Some('/') && {
        let name = text[..run.start - 1].chars().next_back();
        name.is_some_and(char::is_alphabetic)
    };
    let tail = behind(text, run.end);
    let tagged =
        tail == Some('-') && text[run.end + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    let suffixed = tail.is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '+');
    const SAID: &[&str] = &[
        "version",
        "ver",
        "v",
        "rev",
        "build",
        "release",
        "버전",
        "릴리스",
        "빌드",
        "chrome",
        "engine",
        "엔진",
        "upgrade",
        "firmware",
        "section",
        "절",
        "oid",
        "snmp",
        "driver",
        "sdk",
        "agent",
    ];
    let told = word_before(text, run.start).to_lowercase();
    let is_tail = matches!(tail, Some(':' | '/'));
    let is_release = is_small(&text[run.clone()])
        && told.starts_with(|c: char| c.is_ascii_alphabetic())
        && !ADDRESSED.contains(&told.as_str())
        && !is_tail;
    let first = back(text, run.start).rsplit(BREAK).next().unwrap_or_default();
    let heads = text[run.end..].trim_start_matches('.').starts_with(' ') && first.trim().is_empty();
    let is_heading = heads && is_small(&text[run.clone()]);
    glued
        || product
        || tagged
        || suffixed
        || is_release
        || is_heading
        || SAID.contains(&told.as_str())
}

/// Behind these words stands an address, however small its numbers.
const ADDRESSED: &[&str] =
    &["ip", "ipv4", "host", "addr", "address", "server", "ssh", "ping", "from", "to", "at"];

/// `Kafka 3.7.0.1`: no network in use has four numbers this small, but releases do. Private ones are
/// machines.
fn is_small(word: &str) -> bool {
    let small = |part: &str| part.parse::<u8>().is_ok_and(|number| number <= 30);
    !word.starts_with("10.") && word.split('.').all(small)
}

const RESOLVERS_OF_SIX: &[&str] = &[
    "2001:4860:4860::8888",
    "2001:4860:4860::8844",
    "2606:4700:4700::1111",
    "2606:4700:4700::1001",
    "2620:fe::fe",
];

fn is_machine_of_six(text: &str, run: &Range<usize>) -> bool {
    let word = &text[run.clone()];
    if !word.as_bytes().contains(&b':') {
        return false;
    }
    let groups = word.split(':').filter(|group| !group.is_empty()).count();
    let is_short = word.contains("::") && groups == 2;
    if (groups < 3 && !is_short) || !word.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if is_part(before(text, run.start)) || is_part(behind(text, run.end)) {
        return false;
    }
    let Ok(ip) = word.trim_end_matches(':').parse::<Ipv6Addr>() else { return false };
    let segments = ip.segments();
    let says_nothing = ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_multicast()
        || (segments[0] == 0x2001 && segments[1] == 0x0db8)
        // `a::1` may be the path of a name.
        || (is_short && !is_of_machines(segments[0]))
        || RESOLVERS_OF_SIX.iter().any(|it| it.parse() == Ok(ip));
    !says_nothing && !is_block(text, run, 128)
}

/// Global, unique local and link-local addresses.
fn is_of_machines(first: u16) -> bool {
    (0x2000..0x4000).contains(&first) || first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80
}

const INTERNAL: &[&str] = &[
    ".internal",
    ".local",
    ".corp",
    ".lan",
    ".intra",
    ".intranet",
    ".priv",
    ".rds.amazonaws.com",
    ".cache.amazonaws.com",
    ".compute.amazonaws.com",
    ".elb.amazonaws.com",
    ".es.amazonaws.com",
    ".redshift.amazonaws.com",
    ".database.windows.net",
    ".documents.azure.com",
    ".mongodb.net",
    ".ntruss.com",
    ".gov-ntruss.com",
];

/// Everyone's own machine has these.
const COMMON: &[&str] = &[
    "host.docker.internal",
    "gateway.docker.internal",
    "kubernetes.docker.internal",
    "metadata.google.internal",
    "cluster.local",
];

fn is_internal_host(text: &str, run: &Range<usize>) -> bool {
    let word = &text[run.clone()];
    if !word.as_bytes().contains(&b'.') {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let is_open = COMMON.contains(&lower.as_str())
        // Inside a cluster: it says no more than the name of the service, and joins it to its callers.
        || lower.ends_with(".cluster.local")
        || lower.starts_with("example.")
        || lower.contains(".example.")
        || before(text, run.start).is_some_and(|c| "<*{}$".contains(c))
        || matches!(before(text, run.start), Some('@')) && lower.ends_with(".example");
    !is_open && INTERNAL.iter().any(|end| lower.ends_with(end) && lower.len() > end.len() + 1)
}

/// `kim.minsu@company.co.kr`; not `git@github.com`, and nothing at `example.com`.
fn mailboxes(text: &str, found: &mut Vec<Secret>) {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    for (at, _) in text.match_indices('@') {
        let start = at - text[..at].bytes().rev().take_while(|byte| is_local(*byte)).count();
        let is_domain = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
        let end = at + 1 + text[at + 1..].bytes().take_while(is_domain).count();
        let (local, domain) = (text[start..at].trim_start_matches('.'), &text[at + 1..end]);
        let domain = domain.trim_end_matches(['.', '-']);
        let start = at - local.len();
        let behind_address = before(text, start).is_some_and(|c| c == ':' || c == '/');
        if is_mailbox(local, domain) && !(behind_address && is_in_url(text, start)) {
            found.push(Secret::new(SecretKind::Email, start..at + 1 + domain.len()));
        }
    }
}

/// `https://user@host` names a user of that host.
fn is_in_url(text: &str, at: usize) -> bool {
    let word = back(text, at).rsplit(char::is_whitespace).next();
    word.is_some_and(|word| word.contains("://"))
}

fn is_mailbox(local: &str, domain: &str) -> bool {
    let lower = domain.to_ascii_lowercase();
    let Some((name, top)) = lower.rsplit_once('.') else { return false };
    let is_real = (2..=18).contains(&top.len())
        && top.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !name.is_empty()
        && local.len() > 1
        && local.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_kept = ["example", "test", "invalid", "localhost", "local", "internal"].contains(&top)
        || name == "example"
        || name.ends_with(".example")
        || lower.starts_with("example.");
    let local = local.to_ascii_lowercase();
    const ROLES: &[&str] = &[
        "git",
        "noreply",
        "no-reply",
        "donotreply",
        "do-not-reply",
        "user",
        "username",
        "me",
        "you",
    ];
    is_real && !is_kept && !ROLES.contains(&local.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every run of fitting characters that has the sign in it, one character after another.
    fn slowly(text: &str, sign: char, fits: impl Fn(u8) -> bool) -> Vec<&str> {
        let runs = text.split(|c: char| !c.is_ascii() || !fits(c as u8));
        runs.filter(|run| run.contains(sign)).map(|run| run.trim_matches('.')).collect()
    }

    #[test]
    fn runs_are_found_from_sign_to_sign() {
        let is_number = |byte: u8| byte.is_ascii_digit() || byte == b'.';
        for text in [
            "",
            ".",
            "10.0.3.17",
            "a 10.0.3.17, 10.0.3.18",
            "...1.2...3.4.",
            "주소 10.0.3.17의 끝 1.2",
            "1 2 3",
            "x.y 1.x.2",
        ] {
            let found: Vec<&str> = runs(text, '.', is_number).map(|run| &text[run]).collect();
            assert_eq!(found, slowly(text, '.', is_number), "{text}");
        }
    }
}
