//! A plan or a state as `terraform show -json` prints it.

use super::super::Reading;
use super::super::yaml::{self, Kind, Node};
use super::modules::Root;
use super::value::{Count, Item, Resource, Value};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Modules may nest so deep.
const NESTING: usize = 32;

/// The resources of a plan or a state; each stands at its `address`.
pub fn read(reading: &mut Reading, id: SourceId) -> Option<Root> {
    let text = reading.files.get(id).text.clone();
    let documents = yaml::read(&text, id, 0);
    reading.findings.extend(documents.errors);
    let document = documents.roots.into_iter().next()?;
    let planned = document
        .at(&["planned_values", "root_module"])
        .or_else(|| document.at(&["values", "root_module"]));
    let Some(planned) = planned else {
        reading.findings.push(Diagnostic::error(
            "syntax",
            Span::new(id, 0, 0),
            text!(
                "플랜이나 상태가 아닙니다. `terraform show -json`의 출력을 주세요",
                "neither a plan nor a state; give the output of `terraform show -json`"
            ),
        ));
        return None;
    };
    let mut refs = BTreeMap::new();
    if let Some(configuration) = document.at(&["configuration", "root_module"]) {
        references(&configuration, "", &mut refs, 0);
    }
    let unknown = unknown_values(&document);
    let mut root = Root::default();
    module(&planned, &refs, &unknown, &mut root, 0);
    if let Some(region) = document.at(&[
        "configuration",
        "provider_config",
        "aws",
        "expressions",
        "region",
        "constant_value",
    ]) {
        root.region = region.text().map(|text| (text.to_owned(), region.span));
    }
    Some(root)
}

/// `after_unknown` of each address: the arguments that nobody knows yet.
fn unknown_values(document: &Rc<Node>) -> BTreeMap<String, Rc<Node>> {
    let changes = document.get("resource_changes").map(|list| list.items()).unwrap_or_default();
    let pairs = changes.iter().filter_map(|change| {
        Some((change.get("address")?.text()?.to_owned(), change.at(&["change", "after_unknown"])?))
    });
    pairs.collect()
}

type References = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// What the expressions of each configured resource name, argument by argument.
fn references(module: &Rc<Node>, prefix: &str, refs: &mut References, depth: usize) {
    for resource in module.get("resources").map(|list| list.items()).unwrap_or_default() {
        let Some(address) = resource.get("address").and_then(|node| node.text().map(str::to_owned))
        else {
            continue;
        };
        let Some(expressions) = resource.get("expressions") else { continue };
        let of = refs.entry(format!("{prefix}{address}")).or_default();
        for (key, node) in expressions.entries() {
            let mut found = BTreeSet::new();
            gather(&node, prefix, &mut found, 0);
            of.insert(key.text().unwrap_or_default().to_owned(), found);
        }
    }
    let calls = module.get("module_calls").map(|calls| calls.entries()).unwrap_or_default();
    for (name, call) in calls {
        if let (Some(name), Some(inner)) = (name.text(), call.get("module"))
            && depth < NESTING
        {
            references(&inner, &format!("{prefix}module.{name}."), refs, depth + 1);
        }
    }
}

fn gather(node: &Rc<Node>, prefix: &str, found: &mut BTreeSet<String>, depth: usize) {
    if depth > NESTING {
        return;
    }
    for item in node.list() {
        gather(item, prefix, found, depth + 1);
    }
    for (key, value) in node.entries() {
        if key.text() == Some("references") {
            found.extend(
                value
                    .items()
                    .iter()
                    .filter_map(|one| one.text())
                    .filter_map(|text| address(text, prefix)),
            );
        } else {
            gather(&value, prefix, found, depth + 1);
        }
    }
}

/// `aws_lb.main.arn` as `aws_lb.main`.
fn address(reference: &str, prefix: &str) -> Option<String> {
    let mut parts = reference.split('.');
    let (kind, name) = (parts.next()?, parts.next()?);
    let name = name.split('[').next().unwrap_or(name);
    let is_resource = kind.contains('_');
    is_resource.then(|| format!("{prefix}{kind}.{name}"))
}

fn module(
    node: &Rc<Node>,
    refs: &References,
    unknown: &BTreeMap<String, Rc<Node>>,
    root: &mut Root,
    depth: usize,
) {
    for resource in node.get("resources").map(|list| list.items()).unwrap_or_default() {
        if resource.get("mode").is_some_and(|mode| mode.text() == Some("data")) {
            continue;
        }
        one(&resource, refs, unknown, root);
    }
    for child in node.get("child_modules").map(|list| list.items()).unwrap_or_default() {
        if depth < NESTING {
            module(&child, refs, unknown, root, depth + 1);
        }
    }
}

fn one(node: &Rc<Node>, refs: &References, unknown: &BTreeMap<String, Rc<Node>>, root: &mut Root) {
    let text = |key: &str| node.get(key).and_then(|value| value.text().map(str::to_owned));
    let (Some(kind), Some(name), Some(stated)) = (text("type"), text("name"), node.get("address"))
    else {
        return;
    };
    let full = stated.text().unwrap_or_default().to_owned();
    // Indices tell members of one resource apart.
    let bare = without_indices(&full);
    if let Some(known) = root.resources.iter_mut().find(|one| one.address == bare) {
        known.count = match known.count {
            Count::One => Count::Of(2),
            Count::Of(count) => Count::Of(count + 1),
            Count::Unknown => Count::Unknown,
        };
        return;
    }
    let sensitive = node.get("sensitive_values");
    let values = node.get("values");
    let mut arguments = match &values {
        Some(values) => item(values, sensitive.as_ref(), unknown.get(&full)),
        None => Item::new(Value::Map(Vec::new()), stated.span),
    };
    let named = refs.get(&bare);
    if let Value::Map(entries) = &mut arguments.value {
        for (key, found) in named.into_iter().flatten() {
            match entries.iter_mut().find(|(known, _)| known == key) {
                Some((_, item)) => item.refs.extend(found.iter().cloned()),
                None => {
                    let mut item = Item::unknown(stated.span);
                    item.refs = found.clone();
                    entries.push((key.clone(), item));
                }
            }
        }
    }
    root.resources.push(Resource {
        kind,
        name,
        address: bare,
        arguments,
        count: Count::One,
        at: stated.span,
        count_at: None,
    });
}

fn without_indices(address: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for letter in address.chars() {
        match letter {
            '[' => depth += 1,
            ']' if depth > 0 => depth -= 1,
            letter if depth == 0 => out.push(letter),
            _ => {}
        }
    }
    out
}

/// A JSON value; masked and not yet known ones are unknown.
fn item(node: &Rc<Node>, masked: Option<&Rc<Node>>, open: Option<&Rc<Node>>) -> Item {
    let is_marked =
        |marks: Option<&Rc<Node>>| marks.is_some_and(|node| node.text() == Some("true"));
    if is_marked(masked) || is_marked(open) {
        return Item::unknown(node.span);
    }
    let at = |marks: Option<&Rc<Node>>, number: usize| {
        marks.and_then(|node| node.list().get(number).cloned())
    };
    let key = |marks: Option<&Rc<Node>>, name: &str| marks.and_then(|node| node.get(name));
    let value = match &node.kind {
        Kind::Scalar(_, true) if node.is_null() => Value::Null,
        Kind::Scalar(text, true) => match text.parse::<f64>() {
            Ok(number) => Value::Number(number),
            Err(_) => text.parse().map_or_else(|_| Value::Text(text.clone()), Value::Bool),
        },
        Kind::Scalar(text, false) => Value::Text(text.clone()),
        Kind::List(items) => Value::List(
            items
                .iter()
                .enumerate()
                .map(|(n, one)| item(one, at(masked, n).as_ref(), at(open, n).as_ref()))
                .collect(),
        ),
        Kind::Map(_) => Value::Map(
            node.entries()
                .iter()
                .map(|(name, one)| {
                    let name = name.text().unwrap_or_default().to_owned();
                    let inner = item(one, key(masked, &name).as_ref(), key(open, &name).as_ref());
                    (name, inner)
                })
                .collect(),
        ),
    };
    Item::new(value, node.span)
}
