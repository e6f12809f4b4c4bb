//! Documents stay true: what they name exists.

use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

const DOCUMENTS: &[&str] = &["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "README.ko.md"];

/// The words in single backticks outside of code blocks.
fn quoted_words(text: &str) -> Vec<&str> {
    let mut outside = true;
    let mut words = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            outside = !outside;
        } else if outside {
            words.extend(line.split('`').skip(1).step_by(2));
        }
    }
    words
}

fn is_repository_path(word: &str) -> bool {
    let first = word.split('/').next().unwrap_or_default();
    let folders = ["src", "rules", "tests", "grammar", "examples", "docs", "benches", "assets"];
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    plain && word.contains('/') && folders.contains(&first)
}

#[test]
fn paths_named_in_documents_exist() {
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let Ok(text) = fs::read_to_string(root().join(document)) else {
            missing.push(format!("{document} itself"));
            continue;
        };
        for word in quoted_words(&text).into_iter().filter(|word| is_repository_path(word)) {
            if !root().join(word).exists() {
                missing.push(format!("{document} names {word}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
