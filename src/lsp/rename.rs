//! A new name in every file that uses it, and edits as the protocol writes them.

use super::error::{Error, invalid};
use super::navigate::Declared;
use super::server::Server;
use crate::ide;
use serde_json::{Value, json};
use std::collections::BTreeMap;

type Answer = Result<Value, Error>;

impl Server {
    pub(super) fn prepare_rename(&mut self, params: &Value) -> Answer {
        let Some(here) = self.here(params)? else { return Ok(Value::Null) };
        let Some(at) = here.at() else { return Ok(Value::Null) };
        let used = ide::renamable(&at).map_err(|refusal| Error::failed(refusal.reason))?;
        let Some(lines) = self.lines(&here.checked, &here.name) else { return Ok(Value::Null) };
        let placeholder = &lines.text[used.span.range()];
        Ok(json!({"range": lines.span(used.span), "placeholder": placeholder}))
    }

    pub(super) fn rename(&mut self, params: &Value) -> Answer {
        let wanted = params["newName"].as_str().ok_or_else(|| invalid("newName"))?.to_owned();
        let Some(here) = self.here(params)? else { return Ok(Value::Null) };
        let Some(at) = here.at() else { return Ok(Value::Null) };
        let refused = |refusal: ide::Refusal| Error::failed(refusal.reason);
        let used = ide::renamable(&at).map_err(refused)?;
        let Some(symbol) = Declared::of(&here, used) else { return Ok(Value::Null) };
        let mut name = wanted;
        for root in self.session.readers(&symbol.file) {
            let checked = self.session.check(&root, &self.documents, &*self.world);
            for reviewed in &checked.designs {
                for of in symbol.in_design(reviewed) {
                    name = ide::is_free(reviewed, of, &name).map_err(refused)?;
                }
            }
        }
        let mut edits: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for it in self.everywhere(&here, used) {
            let edit = json!({"range": it.range, "newText": name});
            edits.entry(it.file).or_default().push(edit);
        }
        Ok(self.workspace_edit(edits))
    }

    /// Edits by file, each against the version that the editor has open.
    pub(super) fn workspace_edit(&self, edits: BTreeMap<String, Vec<Value>>) -> Value {
        if !self.client.document_changes {
            let changes: serde_json::Map<String, Value> = edits
                .into_iter()
                .map(|(file, it)| (self.documents.uri(&file), json!(it)))
                .collect();
            return json!({"changes": changes});
        }
        let change = |(file, edits): (String, Vec<Value>)| {
            let version = self.documents.open.get(&file).map(|document| document.version);
            let document = json!({"uri": self.documents.uri(&file), "version": version});
            json!({"textDocument": document, "edits": edits})
        };
        let changes: Vec<Value> = edits.into_iter().map(change).collect();
        json!({"documentChanges": changes})
    }
}
