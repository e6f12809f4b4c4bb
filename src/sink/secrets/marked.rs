//! Secrets that a file itself marks as such: sensitive values of Terraform, secure parameters, the
//! values of a Kubernetes Secret.

use super::assigned::{Link, is_mixed, value};
use super::{Secret, SecretKind, ahead, ceil, floor, harmless, paired};
use std::ops::Range;

/// A block of a file that one looks at is not longer. Bytes.
const BLOCK: usize = 16 * 1024;

pub(super) fn find(text: &str, found: &mut Vec<Secret>) {
    for mark in ["SecureString", "sensitive"] {
        for (at, _) in text.match_indices(mark) {
            if mark == "sensitive" && !is_true(text, at + mark.len()) {
                continue;
            }
            let value = paired::key(text, block(text, at), &["value", "default"], &[]);
            found.extend(value.and_then(|at| quoted(text, at)));
        }
    }
    for (at, name) in text.match_indices("\"sensitive_values\"") {
        sensitive(text, at, at + name.len(), found);
    }
    let mut done = 0;
    for (at, name) in text.match_indices("kind: Secret") {
        if at < done {
            continue;
        }
        if text[at + name.len()..].trim_start_matches([' ', '\r']).starts_with('\n') {
            let document = document(text, at);
            done = document.end;
            data(text, document, found);
        }
    }
}

/// `= true`, `": true`.
fn is_true(text: &str, at: usize) -> bool {
    let rest = ahead(text, at, 16).trim_start_matches('"').trim_start();
    rest.strip_prefix(['=', ':']).is_some_and(|rest| rest.trim_start().starts_with("true"))
}

/// Inside the braces around `at`; without those the paragraph.
fn block(text: &str, at: usize) -> Range<usize> {
    let first = ceil(text, at.saturating_sub(1024));
    let mut depth = 0;
    let opening = text[first..at].rmatch_indices(['{', '}']).find(|(_, brace)| {
        depth += if *brace == "}" { 1 } else { -1 };
        depth < 0
    });
    let paragraph = || text[first..at].rfind("\n\n").unwrap_or(0);
    let start = first + opening.map_or_else(paragraph, |(brace, _)| brace + 1);
    let rest = ahead(text, at, 1024);
    start..at + rest.find('}').unwrap_or(rest.len())
}

fn quoted(text: &str, at: usize) -> Option<Secret> {
    let range = value(text, at, Link::Sign)?;
    let is_quoted = text[..range.start].ends_with(['"', '\'']) || text[..at].ends_with(':');
    let word = &text[range.clone()];
    let tells = is_quoted && word.len() >= 3 && !harmless::tells_nothing(word);
    tells.then(|| Secret::new(SecretKind::Key, range))
}

/// The values of the keys that `"sensitive_values": { "key": true }` names, in the `"values"` before.
fn sensitive(text: &str, at: usize, end: usize, found: &mut Vec<Secret>) {
    let first = ceil(text, at.saturating_sub(BLOCK));
    let Some(values) = text[first..at].rfind("\"values\"").map(|it| first + it) else { return };
    let marks = ahead(text, end, BLOCK);
    let marks = &marks[..closing(marks)];
    for (place, _) in marks.match_indices("true") {
        let told = marks[..place].trim_end().strip_suffix(':').map(str::trim_end);
        let name = told.and_then(|it| it.strip_suffix('"')?.rsplit('"').next());
        let Some(name) = name.filter(|name| !name.is_empty()) else { continue };
        let key = format!("\"{name}\"");
        for (one, _) in text[values..at].match_indices(&key) {
            let behind = values + one + key.len();
            let blanks = text[behind..at].len() - text[behind..at].trim_start().len();
            let Some(sign) = text[behind + blanks..at].strip_prefix(':') else { continue };
            found.extend(quoted(text, at - sign.len()));
        }
    }
}

/// The end of the object that begins the text.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    let end = text.match_indices(['{', '}']).find(|(_, brace)| {
        depth += if *brace == "{" { 1 } else { -1 };
        depth == 0
    });
    end.map_or(text.len(), |(at, _)| at)
}

/// The document of a YAML file around `at`.
fn document(text: &str, at: usize) -> Range<usize> {
    let first = ceil(text, at.saturating_sub(BLOCK));
    let start = text[first..at].rfind("\n---").map_or(first, |it| first + it + 4);
    let rest = &text[at..floor(text, (at + BLOCK).min(text.len()))];
    start..at + rest.find("\n---").unwrap_or(rest.len())
}

/// The values below `data:` and `stringData:` that are one piece; what names a host stays readable.
fn data(text: &str, document: Range<usize>, found: &mut Vec<Secret>) {
    let mut at = document.start;
    let mut depth = None;
    for line in text[document].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let indent = line.len() - line.trim_start_matches(' ').len();
        let words = line.trim();
        match depth {
            _ if words == "data:" || words == "stringData:" => depth = Some(indent),
            Some(outer) if indent > outer => {
                let Some(colon) = line.find(": ") else { continue };
                let Some(range) = value(text, start + colon + 1, Link::Sign) else { continue };
                let word = &text[range.clone()];
                let is_piece = !word.contains(['-', '.', ':', '/', ' ']) && is_mixed(word);
                if range.end <= at && is_piece && word.len() >= 6 && !harmless::tells_nothing(word)
                {
                    found.push(Secret::new(SecretKind::Key, range));
                }
            }
            _ if !words.is_empty() => depth = None,
            _ => {}
        }
    }
}
