//! Changes of the text: fixes, decisions, formatting.

use super::error::{Error, invalid};
use super::position::Lines;
use super::server::Server;
use super::session::{Checked, OpenTexts};
use crate::diagnostic::{Edit, Safety};
use crate::ide::{self, Action, ActionKind, At};
use crate::project::{self, Reviewed};
use crate::source::Source;
use crate::text;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::Range;

type Answer = Result<Value, Error>;

const FIX_ALL: &str = "source.fixAll.archlint";

impl Server {
    pub(super) fn actions(&mut self, params: &Value) -> Answer {
        let name = self.asked(params)?;
        let Some(document) = self.documents.open.get(&name) else { return Ok(Value::Null) };
        let version = document.version;
        let range = document.lines.read_range(&params["range"]).ok_or_else(|| invalid("range"))?;
        let only = params["context"]["only"].as_array();
        let is_wanted = |kind: &str| {
            let is_above = |it: &Value| {
                it.as_str().is_some_and(|it| kind == it || kind.starts_with(&format!("{it}.")))
            };
            only.is_none_or(|only| only.iter().any(is_above))
        };
        let Some(checked) = self.checked(&name) else { return Ok(Value::Null) };
        let uri = self.documents.uri(&name);
        let mut told: Vec<Value> = Vec::new();
        for (number, action) in self.found_actions(&checked, &name, &range).iter().enumerate() {
            let kind = kind(action.kind);
            if !is_wanted(kind) {
                continue;
            }
            let mut one = json!({"title": action.title.get(self.lang()), "kind": kind});
            if action.kind == ActionKind::Safe {
                one["isPreferred"] = json!(true);
            }
            if action.kind == ActionKind::Explain {
                let rule = self.rule_of(&checked, &name, &range, number);
                let arguments = json!([{"rule": rule}]);
                let title = action.title.get(self.lang());
                one["command"] =
                    json!({"title": title, "command": "archlint.explain", "arguments": arguments});
            } else {
                one["data"] = json!({
                    "uri": uri,
                    "version": version,
                    "start": range.start,
                    "end": range.end,
                    "number": number,
                    "title": action.title.en.to_string()
                });
            }
            told.push(one);
        }
        if is_wanted(FIX_ALL) {
            let title = text!("안전한 수정 모두 적용", "Apply all safe fixes");
            let data = json!({"uri": uri, "version": version, "fixAll": true});
            told.push(json!({"title": title.get(self.lang()), "kind": FIX_ALL, "data": data}));
        }
        if !self.client.resolves_actions {
            for one in told.iter_mut().filter(|one| one["data"].is_object()) {
                *one = self.resolve_action(one)?;
            }
            // Nothing to fix is nothing to choose.
            told.retain(|one| one["kind"] != FIX_ALL || !one["edit"].is_null());
        }
        Ok(json!(told))
    }

    fn found_actions(&self, checked: &Checked, name: &str, range: &Range<usize>) -> Vec<Action> {
        let Some((reviewed, source)) = checked.find(name, range.start) else { return Vec::new() };
        let at = At { reviewed, source, offset: range.start };
        ide::actions(&at, range.end, self.world.today(), self.lang())
    }

    fn rule_of(
        &self,
        checked: &Checked,
        name: &str,
        range: &Range<usize>,
        number: usize,
    ) -> Option<String> {
        let finding = self.found_actions(checked, name, range).get(number)?.finding?;
        let (reviewed, _) = checked.find(name, range.start)?;
        reviewed.findings.get(finding).map(|finding| finding.rule.to_string())
    }

    /// Works out what a chosen action changes, against the version that it was offered for.
    pub(super) fn resolve_action(&mut self, action: &Value) -> Answer {
        let mut action = action.clone();
        let data = action["data"].clone();
        if !data.is_object() {
            return Ok(action);
        }
        let name = self.asked(&data)?;
        let version = self.documents.open.get(&name).map(|document| document.version);
        if version.is_none() || version != data["version"].as_i64() {
            let why = text!(
                "그 사이에 글이 바뀌었습니다. 다시 시도하세요",
                "the text has changed meanwhile; try again"
            );
            return Err(Error::new(Error::CONTENT_MODIFIED, why));
        }
        let edit = match data["fixAll"].as_bool() {
            Some(true) => self.fix_all(&name)?,
            _ => self.edit_of(&name, &data)?,
        };
        if let Some(edit) = edit {
            action["edit"] = edit;
        }
        Ok(action)
    }

    fn edit_of(&mut self, name: &str, data: &Value) -> Result<Option<Value>, Error> {
        let number = |key: &str| {
            let number = data[key].as_u64().and_then(|it| usize::try_from(it).ok());
            number.ok_or_else(|| invalid("data"))
        };
        let range = number("start")?..number("end")?;
        let number = number("number")?;
        let root = self.root(name).ok_or_else(|| invalid("data"))?;
        let checked = self.session.check_open(&root, &self.documents, &*self.world);
        let actions = self.found_actions(&checked, name, &range);
        let title = data["title"].as_str();
        let chosen = actions.into_iter().nth(number);
        let Some(chosen) = chosen.filter(|it| Some(&*it.title.en.to_string()) == title) else {
            return Ok(None);
        };
        let Some((reviewed, _)) = checked.find(name, range.start) else { return Ok(None) };
        Ok(Some(self.written(&checked, reviewed, &chosen.edits)))
    }

    fn written(&self, checked: &Checked, reviewed: &Reviewed, edits: &[Edit]) -> Value {
        let mut by_file: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for edit in edits {
            let name = &reviewed.sources.get(edit.span.source).name;
            let Some(lines) = self.lines(checked, name) else { continue };
            let one = json!({"range": lines.span(edit.span), "newText": edit.text});
            by_file.entry(name.clone()).or_default().push(one);
        }
        self.workspace_edit(by_file)
    }

    /// All safe fixes until nothing changes any more, as one change; `None` where there is none.
    fn fix_all(&mut self, name: &str) -> Result<Option<Value>, Error> {
        let Some(document) = self.documents.open.get(name) else { return Ok(None) };
        let lines = document.lines.clone();
        let (project, folder) = self.session.project(name, &self.documents, &*self.world, false);
        let loader = OpenTexts::new(&self.documents, &*self.world, folder);
        let source = Source::new(name, lines.text.clone());
        let fixed = project.fix(&source, &loader, self.world.today(), Safety::Safe);
        let fixed = fixed.map_err(|refused| Error::failed(refused.reason))?;
        if *fixed.text == *lines.text {
            return Ok(None);
        }
        let edits = edits_of(&lines, &fixed.text, None);
        Ok(Some(self.workspace_edit(BTreeMap::from([(name.to_owned(), edits)]))))
    }

    pub(super) fn format(&mut self, params: &Value) -> Answer {
        self.formatted(params, None)
    }

    /// Whole statements that the range touches.
    pub(super) fn format_range(&mut self, params: &Value) -> Answer {
        let name = self.asked(params)?;
        let Some(document) = self.documents.open.get(&name) else { return Ok(Value::Null) };
        let range = document.lines.read_range(&params["range"]).ok_or_else(|| invalid("range"))?;
        self.formatted(params, Some(range))
    }

    /// The statement that a closing brace has just ended.
    pub(super) fn format_typed(&mut self, params: &Value) -> Answer {
        let Some(here) = self.here(params)? else { return Ok(Value::Null) };
        let within = here.at().and_then(|at| Some(at.statements().last()?.span.range()));
        match within.filter(|_| params["ch"] == "}") {
            Some(range) => self.formatted(params, Some(range)),
            None => Ok(Value::Null),
        }
    }

    /// Nothing while the text has mistakes: what can't be read is left alone.
    fn formatted(&mut self, params: &Value, range: Option<Range<usize>>) -> Answer {
        let name = self.asked(params)?;
        let Some(document) = self.documents.open.get(&name) else { return Ok(Value::Null) };
        let lines = document.lines.clone();
        let source = Source::new(display_name(&name), lines.text.clone());
        let Ok(Ok(text)) = project::format(&source) else { return Ok(Value::Null) };
        let touched = range.map(|range| whole(&lines, range));
        Ok(json!(edits_of(&lines, &text, touched)))
    }
}

/// What decides the form of a text: its name.
fn display_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The lines that a range touches.
fn whole(lines: &Lines, range: Range<usize>) -> Range<usize> {
    let text = &lines.text;
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    start..end
}

/// The smallest edits towards `new`, of those that stay within `touched`.
fn edits_of(lines: &Lines, new: &str, touched: Option<Range<usize>>) -> Vec<Value> {
    let stays = |range: &Range<usize>| {
        touched.as_ref().is_none_or(|it| it.start <= range.start && range.end <= it.end)
    };
    let changes = ide::changes(&lines.text, new).into_iter();
    let edit = |(range, text)| json!({"range": lines.range(range), "newText": text});
    changes.filter(|(range, _)| stays(range)).map(edit).collect()
}

fn kind(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Rewrite => "refactor.rewrite",
        _ => "quickfix",
    }
}
