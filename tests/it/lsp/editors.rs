//! The set-ups for editors say what the program says.

use crate::kept;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_snippets_of_the_extension_are_those_of_the_server() {
    let mut all = serde_json::Map::new();
    for it in archlint::ide::snippets() {
        let body: Vec<&str> = it.body.trim_matches('\n').split('\n').collect();
        let title = it.title.get(archlint::Lang::En).to_owned();
        let told = it.title.get(archlint::Lang::Ko);
        all.insert(
            title,
            json!({
                "prefix": [it.prefix, it.korean], "body": body, "description": told
            }),
        );
    }
    let text = serde_json::to_string_pretty(&all).expect("JSON") + "\n";
    kept::assert_current("editors/vscode/snippets/archlint.json", &text);
}

/// Every `%key%` of the manifest.
fn keys(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let key = text.strip_prefix('%').and_then(|rest| rest.strip_suffix('%'));
            found.extend(key.map(str::to_owned));
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| keys(field, found)),
        _ => {}
    }
}

#[test]
fn every_title_of_the_extension_is_there_in_both_languages() {
    let mut wanted = Vec::new();
    keys(&read("package.json"), &mut wanted);
    wanted.sort();
    for file in ["package.nls.json", "package.nls.ko.json"] {
        let table = read(file);
        let mut there: Vec<String> = table.as_object().expect("a table").keys().cloned().collect();
        there.sort();
        assert_eq!(there, wanted, "{file}");
    }
}

#[test]
fn the_manifest_names_files_that_are_there() {
    let manifest = read("package.json");
    let contributed = &manifest["contributes"];
    let grammars = contributed["grammars"].as_array().expect("a list").iter();
    let steps = contributed["walkthroughs"][0]["steps"].as_array().expect("a list").iter();
    let paths = grammars.map(|it| it["path"].clone());
    let paths = paths.chain(steps.map(|it| it["media"]["markdown"].clone()));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode");
    for path in paths {
        let path = path.as_str().expect("a path").to_owned();
        assert!(folder.join(&path).is_file(), "{path}");
    }
    let settings = contributed["configuration"]["properties"].as_object().expect("a table");
    assert!(settings.len() <= 8, "{}", settings.len());
}
