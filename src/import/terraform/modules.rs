//! The resources of a root and of all local modules below it.

use super::super::Reading;
use super::eval::{Evaluator, Module, Scope, pairs};
use super::files::{self, Folder, Parsed};
use super::value::{Count, Item, Resource, Value};
use crate::source::{SourceId, Span};
use crate::text;
use hcl_edit::Span as _;
use hcl_edit::structure::{Block, Structure};
use std::collections::BTreeMap;

/// Modules may nest so deep, and be so many.
const NESTING: usize = 16;
const MODULES: usize = 500;

/// A module that is not in the project.
pub struct Absent {
    pub name: String,
    pub address: String,
    pub source: String,
    pub arguments: Item,
    pub at: Span,
}

/// All there is in a root.
#[derive(Default)]
pub struct Root {
    pub resources: Vec<Resource>,
    pub absent: Vec<Absent>,
    /// What data sources look up, as it is called there.
    pub looked_up: Vec<Resource>,
    /// The region of the provider, where it is stated.
    pub region: Option<(String, Span)>,
}

/// Reads a root.
pub fn read(reading: &mut Reading, given: &[SourceId]) -> Root {
    let folder = files::folder(reading, given);
    let given_values = files::variables(reading, given[0]);
    let mut evaluator = Evaluator::default();
    evaluator.given = given_values;
    evaluator.modules.push(Module {
        prefix: String::new(),
        folder,
        call: None,
        children: BTreeMap::new(),
    });
    let mut at = 0;
    while at < evaluator.modules.len() {
        gather(reading, &mut evaluator, at);
        at += 1;
    }
    let mut root = Root::default();
    for module in 0..evaluator.modules.len() {
        let folder = evaluator.modules[module].folder.clone();
        for parsed in folder.iter() {
            for block in parsed.blocks() {
                one(&evaluator, module, parsed, block, &mut root);
            }
        }
    }
    if evaluator.is_spent() {
        reading.not_imported(
            Span::new(given[0], 0, 0),
            text!(
                "계산이 너무 커서 일부 값은 모르는 것으로 두었습니다",
                "the evaluation is too large; some values stay unknown"
            ),
        );
    }
    root
}

/// Adds the local modules that a module calls.
fn gather(reading: &mut Reading, evaluator: &mut Evaluator, module: usize) {
    let folder: Folder = evaluator.modules[module].folder.clone();
    let prefix = evaluator.modules[module].prefix.clone();
    for (file, parsed) in folder.iter().enumerate() {
        for (place, structure) in parsed.body.iter().enumerate() {
            let Structure::Block(block) = structure else { continue };
            let (Some(label), "module") = (block.labels.first(), block.ident.as_str()) else {
                continue;
            };
            let Some(source) =
                block.body.get_attribute("source").and_then(|one| one.value.as_str())
            else {
                continue;
            };
            let deep =
                prefix.matches("module.").count() >= NESTING || evaluator.modules.len() >= MODULES;
            if !source.starts_with('.') || deep {
                continue;
            }
            if let Some(inner) = files::module(reading, parsed.source, source) {
                let name = label.as_str().to_owned();
                let child = evaluator.modules.len();
                evaluator.modules.push(Module {
                    prefix: format!("{prefix}module.{name}."),
                    folder: inner,
                    call: Some((module, file, place)),
                    children: BTreeMap::new(),
                });
                evaluator.modules[module].children.insert(name, child);
            }
        }
    }
}

fn one(evaluator: &Evaluator, module: usize, parsed: &Parsed, block: &Block, root: &mut Root) {
    let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
    let at = parsed.span(block.labels.last().and_then(|label| label.span()));
    let scope = Scope { module, names: Vec::new() };
    match (block.ident.as_str(), labels.as_slice()) {
        ("resource", [kind, name]) => {
            root.resources.extend(resource(evaluator, module, parsed, block, kind, name, at))
        }
        ("data", [kind, name]) => {
            let found = resource(evaluator, module, parsed, block, kind, name, at);
            root.looked_up.extend(found.map(|one| Resource {
                address: format!("{}data.{kind}.{name}", evaluator.modules[module].prefix),
                ..one
            }));
        }
        ("module", [name]) if !evaluator.modules[module].children.contains_key(*name) => {
            let arguments = evaluator.arguments(&block.body, parsed, &scope, at);
            let source = arguments.get("source").and_then(Item::text).unwrap_or_default();
            let count = count(evaluator, block, parsed, &scope);
            if count.0 != Count::Of(0) {
                let address = format!("{}module.{name}", evaluator.modules[module].prefix);
                root.absent.push(Absent {
                    name: (*name).to_owned(),
                    address,
                    source,
                    arguments,
                    at,
                });
            }
        }
        ("provider", [name]) if root.region.is_none() && matches!(*name, "aws" | "google") => {
            let region = block
                .body
                .get_attribute("region")
                .map(|one| evaluator.value(&one.value, parsed, &scope));
            root.region = region.and_then(|item| Some((item.text()?, item.at)));
        }
        _ => {}
    }
}

/// How many a block makes, and the argument that says so.
fn count(
    evaluator: &Evaluator,
    block: &Block,
    parsed: &Parsed,
    scope: &Scope,
) -> (Count, Option<Span>, Vec<(Item, Item)>) {
    if let Some(one) = block.body.get_attribute("count") {
        let item = evaluator.value(&one.value, parsed, scope);
        let at = parsed.span(one.value.span());
        let count = match item.count() {
            Some(count) => Count::Of(count),
            None => Count::Unknown,
        };
        return (count, Some(at), Vec::new());
    }
    if let Some(one) = block.body.get_attribute("for_each") {
        let item = evaluator.value(&one.value, parsed, scope);
        let at = parsed.span(one.value.span());
        return match pairs(&item) {
            Some(pairs) => (Count::Of(pairs.len() as u32), Some(at), pairs),
            None => (Count::Unknown, Some(at), Vec::new()),
        };
    }
    (Count::One, None, Vec::new())
}

#[allow(clippy::too_many_arguments)]
fn resource(
    evaluator: &Evaluator,
    module: usize,
    parsed: &Parsed,
    block: &Block,
    kind: &str,
    name: &str,
    at: Span,
) -> Option<Resource> {
    let mut scope = Scope { module, names: Vec::new() };
    let (count, count_at, members) = count(evaluator, block, parsed, &scope);
    if count == Count::Of(0) {
        return None;
    }
    // Members are alike as far as the first one tells.
    if let Some((key, value)) = members.first() {
        let key = if matches!(value.value, Value::Text(_)) && key.number().is_some() {
            value.clone()
        } else {
            key.clone()
        };
        let each = Item::new(
            Value::Map(vec![("key".to_owned(), key), ("value".to_owned(), value.clone())]),
            at,
        );
        let each = if members.len() > 1 { differing(each, &members) } else { each };
        scope.names.push(("each".to_owned(), each));
    } else if let Some(at) = count_at {
        let index = if count == Count::Of(1) {
            Item::new(Value::Number(0.0), at)
        } else {
            Item::unknown(at)
        };
        scope.names.push((
            "count".to_owned(),
            Item::new(Value::Map(vec![("index".to_owned(), index)]), at),
        ));
    }
    let arguments = evaluator.arguments(&block.body, parsed, &scope, at);
    let address = format!("{}{kind}.{name}", evaluator.modules[module].prefix);
    Some(Resource {
        kind: kind.to_owned(),
        name: name.to_owned(),
        address,
        arguments,
        count,
        at,
        count_at,
    })
}

/// Of several members only what they have in common is known.
fn differing(each: Item, members: &[(Item, Item)]) -> Item {
    let first = &members[0].1;
    let common = match &first.value {
        Value::Map(entries) => {
            let same = |key: &str, item: &Item| {
                members
                    .iter()
                    .all(|(_, value)| value.get(key).is_some_and(|one| one.value == item.value))
            };
            let entries = entries.iter().map(|(key, item)| {
                let item = if same(key, item) { item.clone() } else { Item::unknown(item.at) };
                (key.clone(), item)
            });
            Item::new(Value::Map(entries.collect()), first.at)
        }
        _ => Item::unknown(first.at),
    };
    let key = Item::unknown(each.at);
    Item::new(Value::Map(vec![("key".to_owned(), key), ("value".to_owned(), common)]), each.at)
}
