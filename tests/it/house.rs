//! The repository's own rules, as tests: which layer may use which, and how large things may grow.

mod homes;
mod layers;
mod paths;

use homes::HOMES;
use layers::LAYERS;
use paths::paths;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn rust_files(under: &str) -> Vec<PathBuf> {
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

/// The files of a layer, which is a folder or one file.
fn files_of(layer: &str) -> Vec<PathBuf> {
    let single = root().join(format!("src/{layer}.rs"));
    if single.is_file() { vec![single] } else { rust_files(&format!("src/{layer}")) }
}

/// The first name behind the crate's root, if a path leads there from a file of that depth.
fn behind_the_root(path: &[String], depth: usize) -> Option<&str> {
    let up = path.iter().take_while(|name| *name == "super").count();
    let rest = match path.first()?.as_str() {
        "crate" => &path[1..],
        "super" if up >= depth => &path[up..],
        _ => return None,
    };
    rest.first().map(String::as_str)
}

#[test]
fn a_layer_uses_only_the_layers_below_it() {
    let mut faults = Vec::new();
    for (layer, allowed) in LAYERS {
        for file in files_of(layer) {
            let name = relative(&file);
            let depth = name.matches('/').count() - usize::from(name.ends_with("/mod.rs"));
            for path in paths(&code(&file)) {
                let Some(used) = behind_the_root(&path, depth) else { continue };
                let is_layer = LAYERS.iter().any(|(other, _)| *other == used);
                if used == "rules" && !KNOW_THE_RULES.contains(layer) {
                    faults.push(format!("{name} uses crate::rules"));
                }
                if is_layer && used != *layer && !allowed.contains(&used) {
                    faults.push(format!("{name} uses crate::{used}"));
                }
                if path[0] == "crate" && used.starts_with(char::is_uppercase) {
                    faults.push(format!("{name} uses crate::{used}: name it by its layer"));
                }
            }
        }
    }
    faults.dedup();
    assert!(faults.is_empty(), "a layer looks up or aside:\n{}", faults.join("\n"));
}

/// Which rules there are, these alone know: who chooses among them, and who asks all of them.
const KNOW_THE_RULES: &[&str] = &["config", "project", "ide", "view", "lsp"];

/// The rooms of `render` in the order a picture passes through them.
const ROOMS: [&str; 4] = ["shown", "layout", "draw", "write"];

/// What each room does not use: those after it, and for the writers everything but the scene.
#[test]
fn a_room_of_the_pictures_uses_only_the_rooms_before_it() {
    let mut faults = Vec::new();
    for (at, room) in ROOMS.iter().enumerate() {
        for file in rust_files(&format!("src/render/{room}")) {
            let export = relative(&file).contains("write/export");
            let used = rooms_used(&file);
            for (other_at, other) in ROOMS.iter().enumerate() {
                let walled = other_at > at || (other_at < at && *room == "write" && !export);
                if walled && used.iter().any(|room| room == other) {
                    faults.push(format!("{} uses the room {other}", relative(&file)));
                }
            }
        }
    }
    assert!(faults.is_empty(), "a wall has a hole:\n{}", faults.join("\n"));
}

/// The rooms of `render` that a file in one of them names, from the root or from where it stands.
fn rooms_used(file: &Path) -> Vec<String> {
    let depth = relative(file).matches('/').count() - usize::from(file.ends_with("mod.rs"));
    let room = |path: Vec<String>| {
        let up = path.iter().take_while(|name| *name == "super").count();
        let rest = match path.first().map(String::as_str)? {
            "crate" => {
                path.get(1..).filter(|rest| rest.first().is_some_and(|it| it == "render"))?
            }
            // `render` is one level below the root.
            "super" if up + 1 == depth => &path[up - 1..],
            _ => return None,
        };
        rest.get(1).cloned()
    };
    paths(&code(file)).into_iter().filter_map(room).collect()
}

/// A number is put into words by `say::number`: elsewhere nothing rounds it, and nothing makes
/// percents or won of it. What stands in pictures at places and sizes is no quantity, and what is
/// written into a design is no text.
#[test]
fn one_room_turns_numbers_into_text() {
    let places =
        ["src/say/", "src/sink/mod.rs", "src/render/", "src/sink/secrets/", "src/fix/write.rs"];
    let mut faults = Vec::new();
    for file in rust_files("src").into_iter().chain(rust_files("rules")) {
        let name = relative(&file);
        if places.iter().any(|place| name.starts_with(place)) {
            continue;
        }
        for line in code(&file).lines() {
            let rounds = line.match_indices("{").any(|(at, _)| {
                let place = &line[at..line[at..].find('}').map_or(line.len(), |end| at + end)];
                let (_, form) = place.split_once(':').unwrap_or_default();
                let mut form = form.chars();
                form.next() == Some('.') && form.next().is_some_and(|c| c.is_ascii_digit())
            });
            let makes_percents =
                line.contains("* 100.0") && !line.contains(".round()") && !line.contains(".ceil()");
            let is_money = line.contains("₩{") || line.contains("}원");
            if rounds || makes_percents || is_money {
                faults.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "put into words by hand:\n{}", faults.join("\n"));
}

/// A span of time is a `Duration`: a bare number with its unit in its name can be taken for another.
#[test]
fn a_span_of_time_is_no_bare_number() {
    const UNITS: &[&str] = &["seconds", "minutes", "hours", "secs", "millis"];
    let is_time =
        |name: &str| UNITS.iter().any(|unit| name == *unit || name.ends_with(&format!("_{unit}")));
    let mut faults = Vec::new();
    for file in rust_files("src").into_iter().chain(rust_files("rules")) {
        let name = relative(&file);
        if name == "src/say/duration.rs" {
            continue;
        }
        for line in code(&file).lines().filter(|line| line.contains("f64")) {
            let declared = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            let of_time = declared.clone().any(is_time);
            if line.trim_start().starts_with("pub ") && of_time && !line.contains("let ") {
                faults.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "give it the type `Duration`:\n{}", faults.join("\n"));
}

#[test]
fn layers_stand_in_their_order() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("UTF-8");
    let modules = lib.lines().filter_map(|line| {
        let line = line.strip_prefix("pub ").unwrap_or(line);
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    let mut modules: Vec<&str> = modules.filter(|name| !["rules", "kept"].contains(name)).collect();
    // Each stands there twice: closed, and open to the program.
    modules.dedup();
    let layers: Vec<&str> = LAYERS.iter().map(|(layer, _)| *layer).collect();
    assert_eq!(modules, layers, "`src/lib.rs` names the layers in the order of this table");
    for (at, (layer, allowed)) in LAYERS.iter().enumerate() {
        let above: Vec<_> = allowed.iter().filter(|name| !layers[..at].contains(name)).collect();
        assert!(above.is_empty(), "{layer} may use {above:?}, which stand above it");
    }
}

#[test]
fn rules_see_the_prelude_and_nothing_else() {
    let mut faults = Vec::new();
    for file in rust_files("rules") {
        if relative(&file) == "rules/mod.rs" {
            continue;
        }
        let name = relative(&file);
        // A rule of several files has a folder of its own below its topic.
        let depth = name.matches('/').count() - usize::from(name.ends_with("/mod.rs"));
        for path in paths(&code(&file)) {
            let up = path.iter().take_while(|name| *name == "super").count();
            let prelude = path.iter().skip(1).take(2).eq(["lint", "prelude"]);
            if path[0] == "crate" && !prelude || up >= depth {
                faults.push(format!("{name}: {}", path.join("::")));
            }
        }
    }
    assert!(faults.is_empty(), "a rule reaches past the prelude:\n{}", faults.join("\n"));
}

#[test]
fn a_third_party_crate_has_one_home() {
    let mut faults = Vec::new();
    for file in rust_files("src").into_iter().chain(rust_files("rules")) {
        let name = relative(&file);
        for path in paths(&code(&file)) {
            let home = HOMES.iter().find(|(krate, _)| *krate == path[0]);
            // A name alone is a word of ours that happens to be the same.
            let Some((krate, homes)) = home.filter(|_| path.len() > 1) else { continue };
            if !homes.iter().any(|home| name.starts_with(home)) {
                faults.push(format!("{name} uses {krate}, whose home is {}", homes.join(", ")));
            }
        }
    }
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Each notation is a room of its own: it sees what all share, never another notation, and neither
/// the writer, the builder of designs nor the rules.
#[test]
fn a_notation_is_a_room_of_its_own() {
    const ROOMS: &[&str] =
        &["compose", "kubernetes", "terraform", "mermaid", "drawio", "structurizr", "d2"];
    let mut faults = Vec::new();
    for room in ROOMS {
        let files = rust_files(&format!("src/import/{room}"));
        assert!(!files.is_empty(), "src/import/{room} is a room");
        for file in files {
            let code = code(&file);
            let others = ROOMS.iter().filter(|other| other != &room).copied();
            for other in others.chain(["write", "finish", "siblings"]) {
                let used = [format!("super::{other}"), format!("import::{other}")];
                if used.iter().any(|path| code.contains(&format!("{path}::"))) {
                    faults.push(format!("{} uses {other}", relative(&file)));
                }
            }
            for other in ["model::build", "crate::lint", "crate::rules"] {
                if code.contains(other) {
                    faults.push(format!("{} uses {other}", relative(&file)));
                }
            }
        }
    }
    assert!(faults.is_empty(), "a notation reaches out of its room:\n{}", faults.join("\n"));
}

#[test]
fn every_third_party_crate_has_a_home() {
    let cargo = fs::read_to_string(root().join("Cargo.toml")).expect("UTF-8");
    let cargo: toml::Table = cargo.parse().expect("a manifest is TOML");
    let everywhere = cargo["dependencies"].as_table().expect("a table").keys();
    let unix = cargo["target"]["cfg(unix)"]["dependencies"].as_table().expect("a table").keys();
    let dependencies = everywhere.chain(unix);
    // `layout-rs` calls itself `layout`.
    let names = dependencies.map(|name| name.trim_end_matches("-rs").replace('-', "_"));
    let homes: Vec<String> = HOMES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut names: Vec<String> = names.collect();
    names.sort();
    assert_eq!(names, homes, "the table of homes lists the dependencies, sorted");
}

/// The pure library must not bring a program with it.
#[test]
fn the_library_alone_needs_no_terminal_and_walks_no_files() {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--locked", "--offline", "--edges", "normal", "--prefix", "none"]);
    tree.args(["--no-default-features", "--format", "{lib}"]).current_dir(root());
    let ran = tree.output().expect("cargo runs");
    let tree = String::from_utf8_lossy(&ran.stdout);
    assert!(tree.contains("petgraph"), "{}", String::from_utf8_lossy(&ran.stderr));
    const PROGRAM: &[&str] = &[
        "anstream",
        "anstyle",
        "clap",
        "clap_builder",
        "crossterm",
        "ignore",
        "is_terminal",
        "miette",
        "notify",
        "rayon",
        "resvg",
        "rustix",
        "same_file",
        "supports_color",
        "svg2pdf",
        "tempfile",
        "terminal_size",
        "textwrap",
        "tiny_http",
        "walkdir",
    ];
    let found: Vec<&str> = tree.lines().filter(|line| PROGRAM.contains(line)).collect();
    assert!(found.is_empty(), "`--no-default-features` brings {found:?}");
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
