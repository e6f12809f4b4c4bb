//! Completion as the protocol writes it.

use super::error::Error;
use super::server::Server;
use super::world::{folder, relative};
use crate::ide::{self, Item, ItemKind, filled};
use serde_json::{Value, json};

type Answer = Result<Value, Error>;

impl Server {
    pub(super) fn complete(&mut self, params: &Value) -> Answer {
        let Some(here) = self.here(params)? else { return Ok(Value::Null) };
        let Some(at) = here.at() else { return Ok(Value::Null) };
        let at_home = folder(&here.name);
        let others = self.session.files().filter(|name| **name != here.name);
        let files: Vec<String> = others.map(|name| relative(name, at_home)).collect();
        let catalog = here.checked.project.catalog();
        let number = here.checked.designs.iter().position(|it| std::ptr::eq(it, at.reviewed));
        let good = self.root(&here.name).and_then(|root| self.session.good(&root));
        let judged = good.as_ref().zip(number).and_then(|(good, at)| good.designs.get(at));
        let findings = match judged.filter(|_| at.reviewed.waiting) {
            Some(judged) => &judged.findings,
            None => &at.reviewed.findings,
        };
        let Some(found) = ide::complete(&at, catalog, &files, findings, self.lang()) else {
            return Ok(Value::Null);
        };
        let Some(lines) = self.lines(&here.checked, &here.name) else { return Ok(Value::Null) };
        let range = lines.range(found.replaces);
        let item = |(number, it): (usize, &Item)| self.item(number, it, &range);
        let items: Vec<Value> = found.items.iter().enumerate().map(item).collect();
        self.offered = found.items;
        Ok(json!({"isIncomplete": false, "items": items}))
    }

    fn item(&self, number: usize, it: &Item, range: &Value) -> Value {
        let (text, is_snippet) = match &it.insert {
            Some(snippet) if self.client.snippets => (snippet.clone(), true),
            Some(snippet) => (filled(snippet).trim_end().to_owned(), false),
            None => (it.label.clone(), false),
        };
        let mut told = json!({
            "label": it.label,
            "kind": kind(it.kind),
            "sortText": format!("{number:04}"),
            "textEdit": {"range": range, "newText": text},
            "data": number
        });
        if !it.detail.is_empty() {
            told["detail"] = json!(it.detail);
        }
        if is_snippet {
            told["insertTextFormat"] = json!(2);
        }
        if !it.also.is_empty() {
            told["filterText"] = json!(format!("{} {}", it.label, it.also.join(" ")));
        }
        told
    }

    /// Brings the documentation of what was offered last.
    pub(super) fn resolve_item(&mut self, item: &Value) -> Answer {
        let mut item = item.clone();
        let number = item["data"].as_u64().and_then(|number| usize::try_from(number).ok());
        let offered = number.and_then(|number| self.offered.get(number));
        if let Some(it) = offered.filter(|it| item["label"] == it.label && !it.about.is_empty()) {
            item["documentation"] = json!({"kind": "markdown", "value": it.about});
        }
        Ok(item)
    }
}

/// As the protocol numbers what is offered.
fn kind(kind: ItemKind) -> u8 {
    match kind {
        ItemKind::Keyword => 14,
        ItemKind::Type => 7,
        ItemKind::Component => 6,
        ItemKind::Group => 9,
        ItemKind::Flow | ItemKind::Function => 3,
        ItemKind::Attribute => 10,
        ItemKind::Word => 20,
        ItemKind::Value => 12,
        ItemKind::Unit => 11,
        ItemKind::Constant => 21,
        ItemKind::Rule => 13,
        ItemKind::File => 17,
        ItemKind::Snippet => 15,
        ItemKind::Name => 1,
    }
}
