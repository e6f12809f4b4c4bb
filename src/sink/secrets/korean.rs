//! Numbers of people, companies, accounts and cards, by their check digits and the forms in which
//! Koreans write them.

use super::regions::Regions;
use super::{Secret, SecretKind, back, before, behind};
use std::ops::Range;

pub(super) fn find(text: &str, regions: &Regions, found: &mut Vec<Secret>) {
    for run in runs(text) {
        let kind = kind(text, &run);
        let anywhere = matches!(kind, Some(SecretKind::Registration));
        if let Some(kind) = kind
            && (anywhere
                || kind == SecretKind::Card && is_told(text, &run, &["card", "카드"])
                || !regions.is_code(run.start)
                || is_spelled_with_joints(&text[run.clone()]))
        {
            found.push(Secret { kind, range: run, certain: false });
        }
    }
    cloud_accounts(text, found);
}

fn is_spelled_with_joints(run: &str) -> bool {
    run.contains(['-', ' '])
}

/// Digits joined by single dashes, dots or blanks; the `+` of an international number too.
fn runs(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let mut start = at + found;
        let mut end = start;
        let is_joint = |byte: u8| matches!(byte, b'-' | b' ' | b')' | b'.');
        while end < bytes.len() {
            let joined = is_joint(bytes[end]) && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            if !bytes[end].is_ascii_digit() && !joined {
                break;
            }
            end += 1;
        }
        at = end;
        if start > 0 && bytes[start - 1] == b'+' {
            start -= 1;
        }
        push_parts(text, start..end, &mut runs);
    }
    runs
}

/// A run that holds blanks may be several numbers: the whole is taken where it is a card or a
/// phone, else its parts.
fn push_parts(text: &str, run: Range<usize>, runs: &mut Vec<Range<usize>>) {
    let word = &text[run.clone()];
    if !word.contains([' ', '.']) || kind(text, &run).is_some() {
        runs.push(run);
        return;
    }
    let mut start = run.start;
    for part in word.split([' ', '.']) {
        runs.push(start..start + part.len());
        start += part.len() + 1;
    }
}

fn kind(text: &str, run: &Range<usize>) -> Option<SecretKind> {
    let word = &text[run.clone()];
    let digits: Vec<u8> = word.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
    if digits.len() < 8 || is_part_of_more(text, run) {
        return None;
    }
    if word.contains('.') {
        let is_mobile = word.starts_with("01") && !word.contains(['-', ' ', ')']);
        return (is_mobile && is_phone(word, &digits)).then_some(SecretKind::Phone);
    }
    if is_resident(text, run, word, &digits) || is_company(text, run, word, &digits) {
        return Some(SecretKind::Registration);
    }
    if is_phone(word, &digits) {
        return Some(SecretKind::Phone);
    }
    if is_card(word, &digits) {
        return Some(SecretKind::Card);
    }
    is_bank_account(text, run, word, &digits).then_some(SecretKind::Account)
}

/// Of a longer word, an amount or a fraction.
fn is_part_of_more(text: &str, run: &Range<usize>) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_.".contains(c);
    before(text, run.start).is_some_and(|c| is_part(c) || c == '-')
        || behind(text, run.end).is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// What is said just before the number.
fn told(text: &str, run: &Range<usize>) -> String {
    let told = back(text, run.start);
    let near = told.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    told[near..].to_lowercase()
}

/// Whether one of the words stands before the number, near it.
fn is_told(text: &str, run: &Range<usize>, words: &[&str]) -> bool {
    let told = told(text, run);
    words.iter().any(|word| told.contains(word))
}

/// 주민등록번호 and 외국인등록번호: a date of birth, a digit for century and sex, a check digit.
/// Numbers given out since October 2020 have no check digit; people born in the twenties have those.
fn is_resident(text: &str, run: &Range<usize>, word: &str, digits: &[u8]) -> bool {
    let dashed = word.len() == 14 && word.as_bytes()[6] == b'-';
    if digits.len() != 13 || !(dashed || word.len() == 13) {
        return false;
    }
    let (month, day) = (digits[2] * 10 + digits[3], digits[4] * 10 + digits[5]);
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
    if !is_date || !(1..=8).contains(&digits[6]) {
        return false;
    }
    const WEIGHTS: [u32; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
    let sum: u32 = WEIGHTS.iter().zip(digits).map(|(weight, d)| weight * u32::from(*d)).sum();
    let foreigner = if (5..=8).contains(&digits[6]) { 2 } else { 0 };
    let check = ((11 - sum % 11) % 10 + foreigner) % 10;
    let checks = check == u32::from(digits[12]);
    let is_named = is_told(text, run, &["주민", "외국인등록", "resident", "rrn", "ssn"]);
    let is_born_with_one = matches!(digits[6], 3 | 4 | 7 | 8) && digits[0] >= 2;
    is_named || checks || (dashed && is_born_with_one)
}

/// 사업자등록번호: three, two and five digits, the last of which checks the others.
fn is_company(text: &str, run: &Range<usize>, word: &str, digits: &[u8]) -> bool {
    let dashed = word.len() == 12 && word.as_bytes()[3] == b'-' && word.as_bytes()[6] == b'-';
    if digits.len() != 10 || !(dashed || word.len() == 10) {
        return false;
    }
    const WEIGHTS: [u32; 9] = [1, 3, 7, 1, 3, 7, 1, 3, 5];
    let sum: u32 = WEIGHTS.iter().zip(digits).map(|(weight, d)| weight * u32::from(*d)).sum();
    let sum = sum + u32::from(digits[8]) * 5 / 10;
    let checks = (10 - sum % 10) % 10 == u32::from(digits[9]);
    let is_named = is_told(text, run, &["사업자", "business number", "business registration"]);
    is_named || (dashed && checks)
}

/// Mobile numbers however spelled, others with their dashes. Numbers of companies (`1588-…`) are
/// made to be shown, and nobody has `010-0000-0000`.
fn is_phone(word: &str, digits: &[u8]) -> bool {
    let number: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    let (national, is_international) = match number.strip_prefix("82") {
        Some(rest) if word.starts_with('+') => (format!("0{}", rest.trim_start_matches('0')), true),
        _ => (number, false),
    };
    let rest = &national[national.len().saturating_sub(8)..];
    if rest.bytes().all(|byte| byte == b'0') {
        return false;
    }
    let groups: Vec<usize> = word.split(['-', ' ', ')', '.']).map(str::len).collect();
    let is_grouped = matches!(groups[..], [.., 3 | 4, 4]) && groups.len() >= 3;
    let is_mobile = ["010", "011", "016", "017", "018", "019", "070"]
        .iter()
        .any(|start| national.starts_with(start));
    if is_mobile && (10..=11).contains(&national.len()) {
        return is_grouped || is_international || (groups.len() == 1 && national.len() == 11);
    }
    let is_landline = national.starts_with("02")
        || ["03", "04", "05", "06"].iter().any(|start| national.starts_with(start));
    is_landline && (9..=11).contains(&national.len()) && is_grouped
}

/// By Luhn's digit, in groups of four or in one piece, with a prefix that card networks use.
fn is_card(word: &str, digits: &[u8]) -> bool {
    let groups: Vec<usize> = word.split(['-', ' ']).map(str::len).collect();
    let is_grouped = matches!(groups[..], [16] | [15] | [4, 4, 4, 4] | [4, 6, 5]);
    let is_network = matches!(digits[0], 3..=6 | 9);
    let is_varied = digits.iter().any(|digit| *digit != digits[0]);
    is_grouped && is_network && is_varied && luhn(digits)
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| match (at % 2, u32::from(*digit) * 2) {
            (0, _) => u32::from(*digit),
            (_, twice) => twice / 10 + twice % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

const BANKS: &[&str] = &[
    "국민",
    "kb",
    "신한",
    "우리은행",
    "하나은행",
    "농협",
    "nh",
    "기업은행",
    "ibk",
    "카카오뱅크",
    "토스뱅크",
    "케이뱅크",
    "우체국",
    "새마을",
    "sc제일",
    "씨티",
    "수협",
    "부산은행",
    "대구은행",
    "광주은행",
    "전북은행",
    "경남은행",
    "제주은행",
    "산업은행",
    "신협",
    "저축은행",
    "우리",
    "하나",
    "토스",
    "카뱅",
    "계좌",
    "입금",
    "account",
    "예금주",
];

/// Lengths of the groups and beginnings that banks use: 카카오뱅크, 신한, 우리, 토스뱅크, 농협, 국민,
/// 하나, 기업, 케이뱅크.
const ACCOUNTS: &[(&[usize], &[&str])] = &[
    (&[4, 2, 7], &["3333", "3355", "7979", "9999"]),
    (&[3, 3, 6], &["110", "140", "100", "250"]),
    (&[4, 3, 6], &["1002", "1005", "1006"]),
    (&[4, 4, 4], &["1000", "1001", "1002", "1908"]),
    (&[3, 4, 4, 2], &["301", "302", "312", "351", "352", "356"]),
    (&[6, 2, 6], &[""]),
    (&[3, 6, 5], &[""]),
    (&[3, 6, 2, 3], &[""]),
    (&[3, 3, 6], &["100", "700"]),
];

fn is_bank_account(text: &str, run: &Range<usize>, word: &str, digits: &[u8]) -> bool {
    if !(10..=16).contains(&digits.len()) || word.starts_with('+') {
        return false;
    }
    let groups: Vec<usize> = word.split('-').map(str::len).collect();
    let by_form = ACCOUNTS.iter().any(|(lengths, starts)| {
        groups == *lengths && starts.iter().any(|start| word.starts_with(start))
    });
    by_form
        || is_told(text, run, BANKS)
            && (word.contains('-') || is_told(text, run, &["계좌", "은행", "뱅크", "account"]))
}

/// The accounts of AWS's own documentation: `123456789012`, `111122223333`, one digit throughout.
fn is_of_documentation(account: &str) -> bool {
    let groups: Vec<&[u8]> = account.as_bytes().chunks(4).collect();
    let is_even = |group: &&[u8]| group.iter().all(|digit| *digit == group[0]);
    account == "123456789012" || groups.iter().all(is_even)
}

/// Twelve digits in an ARN.
fn cloud_accounts(text: &str, found: &mut Vec<Secret>) {
    for (at, _) in text.match_indices("arn:aws") {
        let rest = &text[at..];
        let end = rest.find(|c: char| c.is_whitespace() || "\"'`,)".contains(c));
        let arn = &rest[..end.unwrap_or(rest.len())];
        let mut start = at;
        for part in arn.split(':') {
            let is_account = part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit());
            if is_account && !is_of_documentation(part) {
                found.push(Secret::new(SecretKind::Account, start..start + 12));
            }
            start += part.len() + 1;
        }
    }
}
