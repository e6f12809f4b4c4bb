//! Where a name is declared and used, and who calls whom.

use super::error::{Error, invalid};
use super::server::{Here, Server};
use super::session::{Checked, source_of};
use crate::ide::{self, LinkTo, OutlineKind};
use crate::model::{ComponentId, Place, Use};
use crate::project::Reviewed;
use crate::source::{SourceId, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;

type Answer = Result<Value, Error>;

impl Server {
    /// A stretch of a text as the protocol writes a place in a file.
    pub(super) fn location(
        &self,
        checked: &Checked,
        reviewed: &Reviewed,
        span: Span,
    ) -> Option<Value> {
        let name = &reviewed.sources.get(span.source).name;
        let range = self.lines(checked, name)?.span(span);
        Some(json!({"uri": self.documents.uri(name), "range": range}))
    }

    pub(super) fn definition(&mut self, params: &Value) -> Answer {
        let Some(here) = self.here(params)? else { return Ok(Value::Null) };
        let Some(at) = here.at() else { return Ok(Value::Null) };
        if let Some(used) = ide::named_at(&at) {
            let found = self.location(&here.checked, at.reviewed, used.of.declared);
            return Ok(found.unwrap_or(Value::Null));
        }
        // The beginning of a file that is included or extended.
        let Some(file) = at.file() else { return Ok(Value::Null) };
        let link = ide::links(file).into_iter().find(|link| at.is_in(link.span));
        let Some(LinkTo::Include(path) | LinkTo::Base(path)) = link.map(|link| link.to) else {
            return Ok(Value::Null);
        };
        let Ok(name) = self.world.resolve(&here.name, &path) else { return Ok(Value::Null) };
        let start = json!({"line": 0, "character": 0});
        let range = json!({"start": start, "end": start});
        Ok(json!({"uri": self.documents.uri(&name), "range": range}))
    }

    pub(super) fn references(&mut self, params: &Value) -> Answer {
        let Some(here) = self.here(params)? else { return Ok(Value::Null) };
        let Some(used) = here.at().as_ref().and_then(ide::named_at) else { return Ok(Value::Null) };
        let with_declaration = params["context"]["includeDeclaration"].as_bool() != Some(false);
        let uses = self.everywhere(&here, used);
        let wanted = uses.iter().filter(|it| with_declaration || !it.declares);
        let place = |it: &Named| json!({"uri": self.documents.uri(&it.file), "range": it.range});
        Ok(wanted.map(place).collect())
    }

    pub(super) fn highlight(&mut self, params: &Value) -> Answer {
        let Some(here) = self.here(params)? else { return Ok(Value::Null) };
        let Some(at) = here.at() else { return Ok(Value::Null) };
        let Some(used) = ide::named_at(&at) else { return Ok(Value::Null) };
        let Some(lines) = self.lines(&here.checked, &here.name) else { return Ok(Value::Null) };
        let same = ide::uses_of(at.reviewed, used.of).filter(|it| it.span.source == at.source);
        // 3 is where it is written, 2 where it is read.
        let mark = |it: Use| json!({"range": lines.span(it.span), "kind": if it.declares { 3 } else { 2 }});
        Ok(same.map(mark).collect())
    }

    /// Every use of a symbol in every design that reads the file in which it is declared.
    pub(super) fn everywhere(&mut self, here: &Here, used: Use) -> Vec<Named> {
        let Some(symbol) = Declared::of(here, used) else { return Vec::new() };
        let mut roots: BTreeSet<String> = self.session.readers(&symbol.file);
        roots.extend(self.session.roots(&here.name));
        let mut found: Vec<Named> = Vec::new();
        for root in roots {
            let checked = self.session.check(&root, &self.documents, &*self.world);
            for reviewed in &checked.designs {
                for of in symbol.in_design(reviewed) {
                    let uses = ide::uses_of(reviewed, of);
                    found.extend(uses.filter_map(|it| self.named(&checked, reviewed, it)));
                }
            }
        }
        found.sort_by(|a, b| (&a.file, a.bytes.start).cmp(&(&b.file, b.bytes.start)));
        found.dedup_by(|a, b| a.file == b.file && a.bytes == b.bytes);
        found
    }

    fn named(&self, checked: &Checked, reviewed: &Reviewed, it: Use) -> Option<Named> {
        let file = reviewed.sources.get(it.span.source).name.clone();
        let range = self.lines(checked, &file)?.span(it.span);
        Some(Named { file, bytes: it.span.range(), range, declares: it.declares })
    }

    pub(super) fn prepare_calls(&mut self, params: &Value) -> Answer {
        let Some(here) = self.here(params)? else { return Ok(Value::Null) };
        let Some(at) = here.at() else { return Ok(Value::Null) };
        let Some(id) = ide::component_at(&at) else { return Ok(Value::Null) };
        let item = self.call_item(&here.checked, at.reviewed, id);
        Ok(item.map_or(Value::Null, |item| json!([item])))
    }

    fn call_item(&self, checked: &Checked, reviewed: &Reviewed, id: ComponentId) -> Option<Value> {
        let component = reviewed.design.component(id);
        let file = &reviewed.sources.get(component.span.source).name;
        let lines = self.lines(checked, file)?;
        let detail = component.label.clone();
        let detail = detail.unwrap_or_else(|| component.kind.title().get(self.lang()).to_owned());
        Some(json!({
            "name": component.path,
            "kind": kind(OutlineKind::Component),
            "detail": detail,
            "uri": self.documents.uri(file),
            "range": lines.span(component.span),
            "selectionRange": lines.span(component.name_span),
            "data": {"path": component.path}
        }))
    }

    pub(super) fn calls(&mut self, params: &Value, incoming: bool) -> Answer {
        let item = &params["item"];
        let path = item["data"]["path"].as_str().ok_or_else(|| invalid("item.data"))?;
        let name = self.asked(item)?;
        let Some(checked) = self.checked(&name) else { return Ok(Value::Null) };
        let design = checked.designs.iter().find_map(|reviewed| {
            source_of(reviewed, &name)?;
            let found = crate::project::place(&reviewed.design, path, |_| true).ok()?;
            match found {
                Place::Component(id) => Some((reviewed, id)),
                Place::Group(_) => None,
            }
        });
        let Some((reviewed, id)) = design else { return Ok(Value::Null) };
        let calls = match incoming {
            true => ide::callers(reviewed, id),
            false => ide::callees(reviewed, id),
        };
        // The places must be in the caller's file; a connection may be drawn in another.
        let told = calls.iter().filter_map(|call| {
            let caller = if incoming { call.component } else { id };
            let home = reviewed.design.component(caller).span.source;
            let lines = self.lines(&checked, &reviewed.sources.get(home).name)?;
            let drawn = call.drawn.iter().filter(|span| span.source == home);
            let ranges: Vec<Value> = drawn.map(|span| lines.span(*span)).collect();
            let item = self.call_item(&checked, reviewed, call.component)?;
            let side = if incoming { "from" } else { "to" };
            Some(json!({side: item, "fromRanges": ranges}))
        });
        Ok(told.collect())
    }

    /// The names under the cursor, for a picture that follows it.
    pub(super) fn names_at(&mut self, params: &Value) -> Answer {
        let Some(here) = self.here(params)? else { return Ok(json!({"names": []})) };
        let Some(at) = here.at() else { return Ok(json!({"names": []})) };
        let design = &at.reviewed.design;
        let mut names: Vec<&str> = Vec::new();
        names.extend(ide::component_at(&at).map(|id| design.component(id).path.as_str()));
        names.extend(ide::group_at(&at).map(|id| design.group(id).path.as_str()));
        Ok(json!({"names": names}))
    }
}

/// A name in a file.
pub(super) struct Named {
    pub file: String,
    pub bytes: std::ops::Range<usize>,
    pub range: Value,
    pub declares: bool,
}

/// A symbol by where it is declared, whichever design reads it.
pub(super) struct Declared {
    pub file: String,
    bytes: std::ops::Range<usize>,
    sort: crate::model::Sort,
}

impl Declared {
    pub fn of(here: &Here, used: Use) -> Option<Self> {
        let (reviewed, _) = here.find()?;
        let file = reviewed.sources.get(used.of.declared.source).name.clone();
        Some(Self { file, bytes: used.of.declared.range(), sort: used.of.sort })
    }

    /// What it is in a design: several, where a Markdown file holds designs that extend each other.
    pub fn in_design(&self, reviewed: &Reviewed) -> Vec<crate::model::Symbol> {
        let is_file = |id: SourceId| reviewed.sources.get(id).name == self.file;
        let uses = reviewed.design.uses.iter().filter(|it| it.declares);
        let symbols = uses.map(|it| it.of).filter(|of| {
            of.sort == self.sort && of.declared.range() == self.bytes && is_file(of.declared.source)
        });
        symbols.collect()
    }
}

/// As the protocol numbers what is declared.
pub(super) fn kind(kind: OutlineKind) -> u8 {
    match kind {
        OutlineKind::Design => 2,
        OutlineKind::Group => 3,
        OutlineKind::Component => 5,
        OutlineKind::Flow => 12,
        OutlineKind::Scenario => 24,
        OutlineKind::Expectation => 17,
        OutlineKind::Constant => 14,
    }
}
