//! The paths that a Rust text names, `use` trees taken apart: enough of a reader to see who uses
//! whom, without a parser of the whole language.

/// Every path of the text, each as its names: `use a::{b, c::d}` gives `a::b` and `a::c::d`.
pub fn paths(code: &str) -> Vec<Vec<String>> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_head = at == 0 || !matches!(tokens[at - 1].as_str(), "::" | ".");
        match is_name(&tokens[at]) && is_head {
            true => tree(&tokens, &mut at, &[], &mut found),
            false => at += 1,
        }
    }
    found
}

/// Reads a path that begins at `at`, with what it branches into.
fn tree(tokens: &[String], at: &mut usize, before: &[String], found: &mut Vec<Vec<String>>) {
    let mut path = before.to_vec();
    while tokens.get(*at).is_some_and(|token| is_name(token)) {
        path.push(tokens[*at].clone());
        *at += 1;
        if tokens.get(*at).is_none_or(|token| token != "::") {
            break;
        }
        *at += 1;
        if tokens.get(*at).is_some_and(|token| token == "{") {
            *at += 1;
            while tokens.get(*at).is_some_and(|token| token != "}") {
                match is_name(&tokens[*at]) {
                    true => tree(tokens, at, &path, found),
                    false => *at += 1,
                }
            }
            *at += 1;
            return;
        }
    }
    found.push(path);
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::` and single characters; no strings, characters, lifetimes or comments.
fn tokens(code: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if raw_string(rest).is_some() => raw_string(rest).unwrap_or(1),
            '"' => string(rest),
            '\'' => quote(rest),
            c if c.is_alphabetic() || c == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
                end.unwrap_or(rest.len())
            }
            c if c.is_ascii_digit() => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                end.unwrap_or(rest.len())
            }
            ':' if rest.starts_with("::") => 2,
            c => c.len_utf8(),
        };
        let token = &rest[..length];
        let is_text = token.len() > 1 && token.starts_with(['"', '\'', '/']);
        if !is_text && !token.starts_with("r\"") && !token.starts_with("r#") && first > ' ' {
            tokens.push(token.to_owned());
        }
        rest = &rest[length..];
    }
    tokens
}

fn raw_string(text: &str) -> Option<usize> {
    let hashes = text.strip_prefix('r')?.chars().take_while(|c| *c == '#').count();
    let inside = text[1 + hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    Some(2 + hashes + inside.find(&close)? + close.len())
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// A character in quotes, or a lifetime.
fn quote(text: &str) -> usize {
    let inside = &text[1..];
    if let Some(escape) = inside.strip_prefix('\\') {
        return 3 + escape.char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(0, |(at, _)| at);
    }
    let first = inside.chars().next().map_or(0, char::len_utf8);
    if inside[first..].starts_with('\'') {
        return first + 2;
    }
    1 + inside.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inside.len())
}

#[test]
fn trees_are_taken_apart_and_text_is_passed_over() {
    let code = r##"use crate::{model::{self, Design as D}, text}; // crate::lint
        fn f<'a>(x: &'a str) -> char { let _ = r#"crate::rules"#; a.len(); '"' }
        const X: &str = "crate::fix \" crate::b"; use super::super::report::*;"##;
    let found: Vec<String> = paths(code).into_iter().map(|path| path.join("::")).collect();
    for path in
        ["crate::model::self", "crate::model::Design", "crate::text", "super::super::report"]
    {
        assert!(found.iter().any(|it| it == path), "{path} of {found:?}");
    }
    let hidden = ["lint", "rules", "fix"];
    assert!(!found.iter().any(|it| hidden.iter().any(|name| it.contains(name))), "{found:?}");
}
