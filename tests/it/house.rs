//! The repository's own rules, as tests: which layer may use which, and how large things may grow.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers of the library, lowest first; the second part lists what each may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("sink", &[]),
    ("source", &["text", "sink"]),
    ("diagnostic", &["text", "source"]),
    ("syntax", &["text", "source", "diagnostic"]),
    ("catalog", &["text", "source", "diagnostic"]),
    ("model", &["text", "source", "diagnostic", "syntax", "catalog"]),
    ("analysis", &["text", "source", "diagnostic", "syntax", "catalog", "model"]),
    ("lint", &["text", "sink", "source", "diagnostic", "syntax", "catalog", "model", "analysis"]),
    ("fix", &["text", "source", "diagnostic", "syntax", "catalog", "model", "lint"]),
    ("config", &["text", "source", "diagnostic", "catalog", "lint"]),
    ("render", &["text", "source", "diagnostic", "syntax", "catalog", "model", "analysis"]),
    ("report", &["text", "source", "diagnostic", "model", "analysis", "lint", "config"]),
    (
        "project",
        &[
            "text",
            "source",
            "diagnostic",
            "syntax",
            "catalog",
            "model",
            "analysis",
            "config",
            "lint",
            "fix",
            "render",
            "report",
        ],
    ),
];

/// Third-party crates with one home each.
const HOMES: &[(&str, &str)] = &[
    ("pest", "src/syntax"),
    ("pest_derive", "src/syntax"),
    ("miette", "src/report/terminal"),
    ("layout", "src/render"),
    ("resvg", "src/render/write"),
    ("svg2pdf", "src/render/write"),
    ("ttf_parser", "src/render"),
    ("clap", "src/bin"),
    ("ignore", "src/bin"),
    ("rayon", "src/bin"),
    ("tempfile", "src/bin"),
    ("similar", "src/bin"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(under: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(under)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is part of the repository") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).expect("below the root").display().to_string()
}

/// The file without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("UTF-8");
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_layer_uses_only_the_layers_below_it() {
    let mut faults = Vec::new();
    for (layer, allowed) in LAYERS {
        for file in rust_files(&format!("src/{layer}")) {
            let code = code(&file);
            for (other, _) in LAYERS {
                let used = code.contains(&format!("crate::{other}::"));
                if used && other != layer && !allowed.contains(other) {
                    faults.push(format!("{} uses crate::{other}", relative(&file)));
                }
            }
        }
    }
    assert!(faults.is_empty(), "a layer looks up or aside:\n{}", faults.join("\n"));
}

/// The rooms of `render` in the order a picture passes through them.
const ROOMS: [&str; 4] = ["shown", "layout", "draw", "write"];

/// What each room does not use: those after it, and for the writers everything but the scene.
#[test]
fn a_room_of_the_pictures_uses_only_the_rooms_before_it() {
    let mut faults = Vec::new();
    for (at, room) in ROOMS.iter().enumerate() {
        for file in rust_files(&format!("src/render/{room}")) {
            let export = relative(&file).contains("write/export");
            let code = code(&file);
            for (other_at, other) in ROOMS.iter().enumerate() {
                let walled = other_at > at || (other_at < at && *room == "write" && !export);
                if walled && code.contains(&format!("render::{other}::")) {
                    faults.push(format!("{} uses the room {other}", relative(&file)));
                }
            }
        }
    }
    assert!(faults.is_empty(), "a wall has a hole:\n{}", faults.join("\n"));
}

#[test]
fn rules_see_the_prelude_and_nothing_else() {
    let mut faults = Vec::new();
    for file in rust_files("rules") {
        if relative(&file) == "rules/mod.rs" {
            continue;
        }
        for line in code(&file).lines().filter(|line| line.contains("crate::")) {
            let prelude = line.contains("crate::lint::prelude") || line.contains("$crate");
            if !prelude {
                faults.push(format!("{}: {}", relative(&file), line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "a rule reaches past the prelude:\n{}", faults.join("\n"));
}

#[test]
fn a_third_party_crate_has_one_home() {
    let mut faults = Vec::new();
    for file in rust_files("src").into_iter().chain(rust_files("rules")) {
        let (name, code) = (relative(&file), code(&file));
        for (krate, home) in HOMES {
            let uses = [format!("use {krate}::"), format!(" {krate}::"), format!("({krate}::")];
            if uses.iter().any(|u| code.contains(u.as_str())) && !name.starts_with(home) {
                faults.push(format!("{name} uses {krate}, whose home is {home}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn modules_and_rules_stay_small() {
    let mut faults = Vec::new();
    for (folder, limit) in [("src", 500), ("rules", 200), ("tests", 600)] {
        // The list of rules is as long as there are rules.
        let all = rust_files(folder).into_iter().filter(|f| relative(f) != "rules/mod.rs");
        for file in all {
            let lines = fs::read_to_string(&file).expect("UTF-8").lines().count();
            if lines > limit {
                faults.push(format!("{}: {lines} lines, the limit is {limit}", relative(&file)));
            }
        }
    }
    assert!(faults.is_empty(), "split these by idea:\n{}", faults.join("\n"));
}

#[test]
fn every_module_begins_with_a_sentence() {
    let silent: Vec<_> = rust_files("src")
        .into_iter()
        .chain(rust_files("tests"))
        .filter(|file| !fs::read_to_string(file).expect("UTF-8").starts_with("//!"))
        .map(|file| relative(&file))
        .collect();
    assert!(silent.is_empty(), "these files need a `//!` line:\n{}", silent.join("\n"));
}
