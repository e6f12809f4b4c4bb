//! One version, wherever it stands.

use std::fs;
use std::path::Path;

/// A file, and what stands before each version in it. `packaging/version.py` writes the same places.
const PLACES: &[(&str, &[&str])] = &[
    ("setup.py", &["version=\"", "archlint=="]),
    ("packaging/python/pyproject.toml", &["\nversion = \""]),
    ("action.yml", &["action/install.sh\" "]),
    ("README.md", &["rev: v", "archlint/archlint@v"]),
    ("README.ko.md", &["rev: v", "archlint/archlint@v"]),
    ("docs/how-to/pull-requests.md", &["rev: v", "archlint/archlint@v"]),
    ("docs/how-to/pull-requests.ko.md", &["rev: v", "archlint/archlint@v"]),
    ("src/bin/archlint/starter/archlint.en.toml", &["archlint/archlint/v"]),
    ("src/bin/archlint/starter/archlint.ko.toml", &["archlint/archlint/v"]),
];

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).expect("the file is part of the repository")
}

/// The versions that stand behind `before`.
fn versions(text: &str, before: &str) -> Vec<String> {
    let number =
        |rest: &str| rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    text.split(before).skip(1).map(number).collect()
}

#[test]
fn one_version_stands_everywhere() {
    let mut faults = Vec::new();
    for (name, befores) in PLACES {
        let text = read(name);
        for before in *befores {
            let found = versions(&text, before);
            if found.is_empty() || found.iter().any(|v| v != env!("CARGO_PKG_VERSION")) {
                faults.push(format!("{name}: {found:?} behind {before:?}"));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "the version is {}:\n{}",
        env!("CARGO_PKG_VERSION"),
        faults.join("\n")
    );
}

#[test]
fn the_version_can_be_written_everywhere_at_once() {
    let script = read("packaging/version.py");
    for (name, _) in PLACES {
        assert!(script.contains(&format!("\"{name}\"")), "packaging/version.py forgets {name}");
    }
}

#[test]
fn the_changelog_begins_with_what_is_released_next_or_last() {
    let changelog = read("CHANGELOG.md");
    let newest = changelog.lines().find_map(|line| line.strip_prefix("## ")).unwrap_or_default();
    let version = newest.split_whitespace().next().unwrap_or_default();
    assert!(version == "Unreleased" || version == env!("CARGO_PKG_VERSION"), "{newest}");
}

/// What a repository settles in its configuration holds in its pull requests, too.
#[test]
fn the_action_says_nothing_over_the_configuration_unless_it_is_asked_to() {
    let action = read("action.yml");
    for input in ["fail-on", "lang", "profile"] {
        let stated = action.split_once(&format!("\n  {input}:\n")).expect(input).1;
        let default = stated.lines().find(|line| line.trim().starts_with("default:"));
        assert_eq!(default.map(str::trim), Some("default: \"\""), "{input}");
    }
    for argument in ["--fail-on", "--lang", "--profile"] {
        assert!(action.contains(&format!("] || arguments+=({argument} ")), "{argument}");
    }
}
