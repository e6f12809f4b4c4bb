//! The crates that archlint is built from: what they are licensed under, where they come from, and
//! the notice that goes with the program. Works without a network, from Cargo.lock alone.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Without a network where all crates were fetched before; what only other platforms need may not
/// have been.
fn metadata() -> Value {
    let ask = |more: &[&str]| {
        Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
            .args(more)
            .current_dir(root())
            .output()
            .expect("cargo runs")
    };
    let offline = ask(&["--offline"]);
    let out = if offline.status.success() { offline } else { ask(&[]) };
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).expect("JSON")
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// What is linked into the program: the root's dependencies but those for tests and building.
fn linked(metadata: &Value) -> BTreeMap<(String, String), &Value> {
    let nodes = list(&metadata["resolve"], "nodes");
    let nodes: BTreeMap<&str, &Value> = nodes.iter().map(|node| (word(node, "id"), node)).collect();
    let own = word(&metadata["resolve"], "root");
    let mut waiting = vec![own];
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        for dependency in list(nodes[id], "deps") {
            let kinds = list(dependency, "dep_kinds");
            if kinds.iter().any(|kind| kind["kind"].is_null()) {
                waiting.push(word(dependency, "pkg"));
            }
        }
    }
    let packages = list(metadata, "packages").iter();
    let linked = packages.filter(|it| seen.contains(word(it, "id")) && word(it, "id") != own);
    linked.map(|it| ((word(it, "name").to_owned(), word(it, "version").to_owned()), it)).collect()
}

fn deny() -> toml::Table {
    let text = fs::read_to_string(root().join("deny.toml")).expect("it is there");
    text.parse().expect("TOML")
}

/// Whether an expression such as `(MIT OR Apache-2.0) AND Unicode-3.0` is satisfied.
fn is_allowed(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|it| allowed.contains(it.trim())))
}

#[test]
fn every_crate_has_a_licence_that_is_allowed() {
    let deny = deny();
    let allowed = deny["licenses"]["allow"].as_array().expect("a list");
    let allowed: BTreeSet<&str> = allowed.iter().filter_map(toml::Value::as_str).collect();
    let metadata = metadata();
    let faults: Vec<String> = list(&metadata, "packages")
        .iter()
        .filter(|it| !is_allowed(word(it, "license"), &allowed))
        .map(|it| format!("{} {}", word(it, "name"), word(it, "license")))
        .collect();
    assert!(faults.is_empty(), "licences that deny.toml does not allow: {faults:#?}");
    assert!(!is_allowed("GPL-3.0-only", &allowed) && !is_allowed("", &allowed));
}

#[test]
fn crates_come_from_one_place_and_none_is_banned() {
    let deny = deny();
    let banned: BTreeSet<&str> = deny["bans"]["deny"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["name"].as_str())
        .collect();
    let metadata = metadata();
    for package in list(&metadata, "packages") {
        let (name, source) = (word(package, "name"), word(package, "source"));
        assert!(!banned.contains(name), "{name} is banned");
        let is_own = package["source"].is_null() && name == "archlint";
        assert!(is_own || source.contains("crates.io-index"), "{name} comes from {source}");
    }
}

#[test]
fn an_advisory_that_no_longer_matters_is_not_ignored() {
    let deny = deny();
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("it is there");
    for ignored in deny["advisories"]["ignore"].as_array().expect("a list") {
        let reason = ignored["reason"].as_str().expect("a reason");
        let name = reason.split(':').next().unwrap_or_default();
        let is_used = lock.contains(&format!("name = \"{name}\"\n"));
        assert!(is_used, "{name} is gone: take its advisory out of deny.toml");
    }
}

#[test]
fn the_notice_names_every_crate_in_the_program() {
    let metadata = metadata();
    let mut page = String::from(
        "# Third-party notices\n\nWhat is compiled into archlint, with its licence. Where there is a \
         choice, archlint uses it under the MIT licence.\n\nGenerated: `UPDATE=1 cargo test --test \
         it supply`.\n\n| crate | version | licence | from |\n| --- | --- | --- | --- |\n",
    );
    for ((name, version), package) in linked(&metadata) {
        let from = package["repository"].as_str().unwrap_or("https://crates.io");
        page += &format!("| {name} | {version} | {} | {from} |\n", word(package, "license"));
    }
    page += "\n## Fonts and icons\n\n\
        - `assets/fonts`: a subset of Pretendard under another name, SIL Open Font License 1.1 \
        (`assets/fonts/OFL.txt`)\n- `assets/icons`: see `assets/icons/LICENSE`\n";
    let path = root().join("THIRD-PARTY.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("it can be written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page, "run `UPDATE=1 cargo test --test it supply`");
}
