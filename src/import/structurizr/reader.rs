//! The statements of a workspace: words, and what stands in their braces.

use super::super::Reading;
use crate::source::{SourceId, Span};
use std::collections::BTreeMap;

/// Braces may nest, and files include others, so deep.
const NESTING: usize = 64;
const INCLUDES: usize = 50;

/// One line with the lines in its braces.
#[derive(Clone, Debug)]
pub struct Statement {
    pub words: Vec<String>,
    pub inner: Vec<Statement>,
    pub at: Span,
}

/// The statements of a workspace, included files in their places.
pub fn workspace(reading: &mut Reading, id: SourceId) -> Vec<Statement> {
    let mut constants = BTreeMap::new();
    let mut count = 0;
    file(reading, id, &mut constants, &mut count)
}

fn file(
    reading: &mut Reading,
    id: SourceId,
    constants: &mut BTreeMap<String, String>,
    count: &mut usize,
) -> Vec<Statement> {
    let text = reading.files.get(id).text.clone();
    let lines = lines(&text, id);
    let mut at = 0;
    block(reading, &lines, &mut at, id, constants, count, 0)
}

fn block(
    reading: &mut Reading,
    lines: &[(Vec<String>, Span)],
    at: &mut usize,
    id: SourceId,
    constants: &mut BTreeMap<String, String>,
    count: &mut usize,
    depth: usize,
) -> Vec<Statement> {
    let mut statements = Vec::new();
    while *at < lines.len() {
        let (words, span) = &lines[*at];
        *at += 1;
        let mut words: Vec<String> = words.iter().map(|word| filled(word, constants)).collect();
        if words.first().is_some_and(|word| word == "}") {
            return statements;
        }
        let lower = words[0].to_lowercase();
        if matches!(lower.as_str(), "!const" | "!constant" | "!var") && words.len() > 2 {
            constants.insert(words[1].clone(), words[2].clone());
            continue;
        }
        let mut inner = Vec::new();
        if words.last().is_some_and(|word| word == "{") {
            words.pop();
            if depth < NESTING {
                inner = block(reading, lines, at, id, constants, count, depth + 1);
            }
        }
        if words.is_empty() {
            statements.extend(inner);
            continue;
        }
        let path = match lower.as_str() {
            "!include" => words.get(1).cloned(),
            "workspace" if words.get(1).is_some_and(|word| word == "extends") => {
                words.get(2).cloned()
            }
            _ => None,
        };
        if let Some(path) = path {
            *count += 1;
            if let Some(next) = reading.load(id, &path).ok().filter(|_| *count < INCLUDES) {
                let included = file(reading, next, constants, count);
                statements.extend(if lower == "workspace" {
                    unwrapped(included)
                } else {
                    included
                });
            }
            if lower == "workspace" {
                statements.extend(inner);
            }
            continue;
        }
        statements.push(Statement { words, inner, at: *span });
    }
    statements
}

/// What stands in the workspace that another one extends.
fn unwrapped(statements: Vec<Statement>) -> Vec<Statement> {
    let is_workspace = |one: &Statement| one.words[0].eq_ignore_ascii_case("workspace");
    statements
        .into_iter()
        .flat_map(|one| if is_workspace(&one) { one.inner } else { vec![one] })
        .collect()
}

fn filled(word: &str, constants: &BTreeMap<String, String>) -> String {
    let mut word = word.to_owned();
    for (name, value) in constants {
        let key = format!("${{{name}}}");
        if word.contains(&key) {
            word = word.replace(&key, value);
        }
    }
    word
}

/// The words of each line that says something; a backslash joins lines.
fn lines(text: &str, id: SourceId) -> Vec<(Vec<String>, Span)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut is_comment = false;
    for raw in text.split_inclusive('\n') {
        let from = start + raw.len() - raw.trim_start().len();
        start += raw.len();
        let line = raw.trim().trim_start_matches('\u{feff}');
        if is_comment {
            is_comment = !line.contains("*/");
            continue;
        }
        if line.starts_with("/*") {
            is_comment = !line.contains("*/");
            continue;
        }
        if line.is_empty() || line.starts_with("//") || line.starts_with('#') {
            continue;
        }
        let words = words(line);
        if words.is_empty() {
            continue;
        }
        let from = from.min(start);
        let at = Span::new(id, from, (from + line.len()).min(start).max(from));
        // Braces on one line: `person "x" { tags "y" }`.
        let mut piece: Vec<String> = Vec::new();
        for word in words {
            match word.as_str() {
                "{" => {
                    piece.push(word);
                    found.push((std::mem::take(&mut piece), at));
                }
                "}" => {
                    if !piece.is_empty() {
                        found.push((std::mem::take(&mut piece), at));
                    }
                    found.push((vec![word], at));
                }
                _ => piece.push(word),
            }
        }
        if !piece.is_empty() {
            found.push((piece, at));
        }
    }
    found
}

fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line;
    loop {
        rest = rest.trim_start();
        let Some(letter) = rest.chars().next() else { return words };
        if letter == '"' {
            let end = rest[1..].find('"').map_or(rest.len(), |end| end + 1);
            words.push(rest[1..end].to_owned());
            rest = rest.get(end + 1..).unwrap_or_default();
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
            let word = &rest[..end];
            // `name=kind` and `name = kind` are one.
            match word.split_once('=').filter(|(name, _)| !name.is_empty() && !word.contains("${"))
            {
                Some((name, kind)) => {
                    words.push(name.to_owned());
                    words.push("=".to_owned());
                    if !kind.is_empty() {
                        words.push(kind.to_owned());
                    }
                }
                None => words.push(word.to_owned()),
            }
            rest = &rest[end..];
        }
    }
}
