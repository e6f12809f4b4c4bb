//! What an editor shows beside the text: cards, colours, figures, lenses, the outline.

use super::capabilities::MODIFIERS;
use super::error::{Error, invalid};
use super::navigate::kind;
use super::position::Lines;
use super::server::{Here, Server};
use super::session::{Checked, source_of};
use crate::ide::{self, FoldKind, LensKind, LinkTo, Outline, Token, TokenKind};
use crate::project::Reviewed;
use crate::source::SourceId;
use crate::syntax::ast::File;
use serde_json::{Value, json};
use std::sync::Arc;

type Answer = Result<Value, Error>;

/// An open file with its lines, and each design that stands in it.
struct Open {
    checked: Arc<Checked>,
    name: String,
    lines: Lines,
}

impl Open {
    /// Every tree of the file's own text, with the design that it is a part of.
    fn trees(&self) -> impl Iterator<Item = (&Reviewed, SourceId, &File)> {
        let designs = self.checked.designs.iter();
        let mut seen = Vec::new();
        let of = |reviewed| Some((reviewed, source_of(reviewed, &self.name)?));
        let parts = designs.filter_map(of).flat_map(|(reviewed, source)| {
            let files = reviewed.design.texts.iter().filter(move |it| it.span.source == source);
            files.map(move |file| (reviewed, source, &**file))
        });
        parts.filter(move |(.., file)| {
            let range = file.span.range();
            let is_new = !seen.contains(&range);
            seen.push(range);
            is_new
        })
    }
}

impl Server {
    fn open(&mut self, params: &Value) -> Result<Option<Open>, Error> {
        let name = self.asked(params)?;
        let Some(document) = self.documents.open.get(&name) else { return Ok(None) };
        let lines = document.lines.clone();
        Ok(self.checked(&name).map(|checked| Open { checked, name, lines }))
    }

    pub(super) fn hover(&mut self, params: &Value) -> Answer {
        let Some(here) = self.here(params)? else { return Ok(Value::Null) };
        Ok(self.card(&here).unwrap_or(Value::Null))
    }

    fn card(&self, here: &Here) -> Option<Value> {
        let at = here.at()?;
        let card = ide::hover(&at, here.checked.project.catalog(), self.lang())?;
        let mut told = json!({"contents": {"kind": "markdown", "value": card.markdown}});
        if card.span.source == at.source {
            told["range"] = self.lines(&here.checked, &here.name)?.span(card.span);
        }
        Some(told)
    }

    pub(super) fn symbols(&mut self, params: &Value) -> Answer {
        let Some(open) = self.open(params)? else { return Ok(Value::Null) };
        let text = &open.lines.text;
        let all = open.trees().flat_map(|(_, _, file)| ide::outline(file, text));
        Ok(all.map(|it| symbol(&it, &open.lines)).collect())
    }

    pub(super) fn find_symbols(&mut self, params: &Value) -> Answer {
        const MOST: usize = 200;
        let query = params["query"].as_str().ok_or_else(|| invalid("query"))?;
        let mut files: Vec<String> = self.session.files().map(str::to_owned).collect();
        files.retain(|name| self.is_ours(name));
        let mut found: Vec<Value> = Vec::new();
        for name in files {
            let Some(checked) = self.checked(&name) else { continue };
            let Some(lines) = self.lines(&checked, &name).cloned() else { continue };
            let uri = self.documents.uri(&name);
            let open = Open { checked, name, lines };
            for (.., file) in open.trees() {
                for it in ide::outline(file, &open.lines.text) {
                    matching(&it, None, query, &mut |it, around| {
                        let location = json!({"uri": uri, "range": open.lines.span(it.name_span)});
                        found.push(json!({
                            "name": it.name,
                            "kind": kind(it.kind),
                            "containerName": around,
                            "location": location
                        }));
                    });
                }
            }
        }
        found.truncate(MOST);
        Ok(json!(found))
    }

    pub(super) fn lenses(&mut self, params: &Value) -> Answer {
        let Some(open) = self.open(params)?.filter(|_| self.settings.lens) else {
            return Ok(Value::Null);
        };
        let uri = self.documents.uri(&open.name);
        let mut told: Vec<Value> = Vec::new();
        for (reviewed, source, file) in open.trees() {
            for lens in ide::lenses(reviewed, source, self.lang()) {
                if !file.span.contains(lens.span) {
                    continue;
                }
                let command = match &lens.kind {
                    LensKind::Picture => json!(["archlint.preview", {"uri": uri}]),
                    LensKind::Findings => {
                        json!(["archlint.preview", {"uri": uri, "tab": "findings"}])
                    }
                    LensKind::ToBe => json!(["archlint.toBe", {"uri": uri}]),
                    LensKind::Compare => json!(["archlint.preview", {"uri": uri, "compare": true}]),
                    LensKind::Scenario(name) => {
                        json!(["archlint.simulate", {"uri": uri, "scenario": name}])
                    }
                    LensKind::Expectation(_) => {
                        json!(["archlint.preview", {"uri": uri, "tab": "figures"}])
                    }
                };
                let [name, arguments] = [&command[0], &command[1]];
                told.push(json!({
                    "range": open.lines.first_line(lens.span),
                    "command": {"title": lens.title, "command": name, "arguments": [arguments]}
                }));
            }
        }
        Ok(json!(told))
    }

    pub(super) fn links(&mut self, params: &Value) -> Answer {
        let Some(open) = self.open(params)? else { return Ok(Value::Null) };
        let mut told: Vec<Value> = Vec::new();
        for (.., file) in open.trees() {
            for link in ide::links(file) {
                let target = match link.to {
                    LinkTo::Web(address) => Some(address),
                    LinkTo::Include(path) | LinkTo::Base(path) => {
                        let name = self.world.resolve(&open.name, &path).ok();
                        name.map(|name| self.documents.uri(&name))
                    }
                };
                if let Some(target) = target {
                    told.push(json!({"range": open.lines.span(link.span), "target": target}));
                }
            }
        }
        Ok(json!(told))
    }

    pub(super) fn folds(&mut self, params: &Value) -> Answer {
        let Some(open) = self.open(params)? else { return Ok(Value::Null) };
        let text = &open.lines.text;
        let folds = open.trees().flat_map(|(.., file)| ide::folds(file, text));
        let told = folds.filter_map(|fold| {
            let range = fold.span.range();
            let (first, last) = (open.lines.line(range.start), open.lines.line(range.end));
            // The closing brace stays in sight.
            let last = if fold.kind == FoldKind::Block { last.saturating_sub(1) } else { last };
            let mut told = json!({"startLine": first, "endLine": last});
            if fold.kind == FoldKind::Comment {
                told["kind"] = json!("comment");
            }
            (last > first).then_some(told)
        });
        Ok(told.collect())
    }

    pub(super) fn selections(&mut self, params: &Value) -> Answer {
        let Some(open) = self.open(params)? else { return Ok(Value::Null) };
        let positions = params["positions"].as_array().ok_or_else(|| invalid("positions"))?;
        let mut told: Vec<Value> = Vec::new();
        for position in positions {
            let offset = open.lines.read(position).ok_or_else(|| invalid("positions"))?;
            let here = Here { checked: open.checked.clone(), name: open.name.clone(), offset };
            let around = here.at().map_or_else(Vec::new, |at| ide::around(&at));
            let nested = around.iter().rev().fold(Value::Null, |parent, span| {
                let range = open.lines.span(*span);
                match parent {
                    Value::Null => json!({"range": range}),
                    parent => json!({"range": range, "parent": parent}),
                }
            });
            told.push(match nested {
                Value::Null => json!({"range": open.lines.range(offset..offset)}),
                nested => nested,
            });
        }
        Ok(json!(told))
    }

    pub(super) fn hints(&mut self, params: &Value) -> Answer {
        let Some(open) = self.open(params)? else { return Ok(Value::Null) };
        let wanted = open.lines.read_range(&params["range"]).unwrap_or(0..usize::MAX);
        let mut told: Vec<Value> = Vec::new();
        let mut done: Vec<SourceId> = Vec::new();
        for (reviewed, source, file) in open.trees() {
            if done.contains(&source) && reviewed.design.span != Some(file.span) {
                continue;
            }
            done.push(source);
            for hint in ide::hints(reviewed, source, &self.settings.hints, self.lang()) {
                let end = hint.behind.range().end;
                if wanted.contains(&end) && file.span.contains(hint.behind) {
                    let (line, character) = open.lines.position(end);
                    let mut one = json!({
                        "position": {"line": line, "character": character},
                        "label": hint.label,
                        "paddingLeft": true
                    });
                    if !hint.tooltip.is_empty() {
                        one["tooltip"] = json!(hint.tooltip);
                    }
                    told.push(one);
                }
            }
        }
        Ok(json!(told))
    }

    pub(super) fn tokens(&mut self, params: &Value, range: Option<&Value>) -> Answer {
        let Some(open) = self.open(params)? else { return Ok(Value::Null) };
        let wanted = range.and_then(|range| open.lines.read_range(range));
        let catalog = open.checked.project.catalog();
        let is_tech = |word: &str| catalog.find(word).is_some();
        let mut all: Vec<Token> = Vec::new();
        for (reviewed, _, file) in open.trees() {
            all.extend(ide::tokens(reviewed, file, &is_tech));
        }
        all.sort_by_key(|token| token.span.start);
        let near = |token: &Token| {
            let range = token.span.range();
            wanted.as_ref().is_none_or(|it| range.start < it.end && it.start < range.end)
        };
        all.retain(near);
        Ok(json!({"data": encoded(&all, &open.lines)}))
    }
}

/// Five numbers a token, each place told from the one before; a token over lines is one a line.
fn encoded(tokens: &[Token], lines: &Lines) -> Vec<usize> {
    let mut data = Vec::new();
    let (mut line, mut column) = (0, 0);
    for token in tokens {
        let range = token.span.range();
        let mut start = range.start;
        for part in lines.text[range].split_inclusive(['\n', '\r']) {
            let (begin, end) = (start, start + part.trim_end_matches(['\n', '\r']).len());
            start += part.len();
            let ((at, from), (_, to)) = (lines.position(begin), lines.position(end));
            if to <= from {
                continue;
            }
            let delta = if at == line { from - column } else { from };
            data.extend([at - line, delta, to - from, sort(token.kind), marks(token)]);
            (line, column) = (at, from);
        }
    }
    data
}

fn sort(kind: TokenKind) -> usize {
    TokenKind::ALL.iter().position(|it| *it == kind).unwrap_or(0)
}

fn marks(token: &Token) -> usize {
    let flags = [token.declares, token.library, token.unknown];
    let bits = flags.iter().zip(0..MODIFIERS.len()).map(|(is, bit)| usize::from(*is) << bit);
    bits.sum()
}

fn symbol(it: &Outline, lines: &Lines) -> Value {
    let inside: Vec<Value> = it.inside.iter().map(|it| symbol(it, lines)).collect();
    json!({
        // An empty name is refused by editors.
        "name": if it.name.is_empty() { "design" } else { &it.name },
        "detail": it.detail,
        "kind": kind(it.kind),
        "range": lines.span(it.span),
        "selectionRange": lines.span(it.name_span),
        "children": inside
    })
}

fn matching(
    it: &Outline,
    around: Option<&str>,
    query: &str,
    put: &mut dyn FnMut(&Outline, Option<&str>),
) {
    if ide::matches(&it.name, query) || ide::matches(&it.detail, query) {
        put(it, around);
    }
    for inner in &it.inside {
        matching(inner, Some(&it.name), query, put);
    }
}
