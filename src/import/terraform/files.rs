//! The files of a Terraform root: its blocks, the values of its variables, its local modules.

use super::super::Reading;
use super::super::recognise::floor;
use super::value::{Item, Value};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::text;
use hcl_edit::structure::{Block, Body, Structure};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The body of one file, with how far its places are moved.
pub struct Parsed {
    pub source: SourceId,
    pub offset: usize,
    pub body: Body,
}

impl Parsed {
    pub fn span(&self, range: Option<std::ops::Range<usize>>) -> Span {
        let range = range.unwrap_or(0..0);
        Span::new(self.source, self.offset + range.start, self.offset + range.end)
    }

    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.body.iter().filter_map(|one| match one {
            Structure::Block(block) => Some(block),
            Structure::Attribute(_) => None,
        })
    }
}

/// All files of one folder.
pub type Folder = Rc<Vec<Parsed>>;

/// Reads the `*.tf` of the folder that a file stands in; of one without a folder, the file alone.
pub fn folder(reading: &mut Reading, given: &[SourceId]) -> Folder {
    let mut ids = given.to_vec();
    if let [only] = given {
        let names = reading.loader.list(&reading.files.get(*only).name, ".").unwrap_or_default();
        for name in names.iter().filter(|name| name.ends_with(".tf")).take(1000) {
            if let Ok(id) = reading.load(*only, name)
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
    }
    Rc::new(ids.into_iter().flat_map(|id| parse(reading, id)).collect())
}

/// Reads the `*.tf` of the folder at a path that is written in a file.
pub fn module(reading: &mut Reading, from: SourceId, path: &str) -> Option<Folder> {
    let name = reading.files.get(from).name.clone();
    let names = reading.loader.list(&name, path).ok()?;
    let mut found = Vec::new();
    for name in names.iter().filter(|name| name.ends_with(".tf")).take(1000) {
        if let Ok(id) = reading.load(from, &format!("{}/{name}", path.trim_end_matches('/'))) {
            found.extend(parse(reading, id));
        }
    }
    (!found.is_empty()).then(|| Rc::new(found))
}

/// The body of a file. Where one block can't be read, the others are.
fn parse(reading: &mut Reading, id: SourceId) -> Vec<Parsed> {
    let text = reading.files.get(id).text.clone();
    let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let text = &text[bom..];
    match hcl_edit::parser::parse_body(text) {
        Ok(body) => vec![Parsed { source: id, offset: bom, body }],
        Err(error) => {
            // Its offset may lie inside a character.
            let at = bom + floor(text, error.location().offset());
            let said = error.message().to_owned();
            reading.findings.push(Diagnostic::error(
                "syntax",
                Span::new(id, at, at),
                text!(said; "HCL로 읽을 수 없습니다: {said}", "not readable as HCL: {said}"),
            ));
            pieces(text)
                .into_iter()
                .filter_map(|(start, piece)| {
                    let body = hcl_edit::parser::parse_body(piece).ok()?;
                    Some(Parsed { source: id, offset: bom + start, body })
                })
                .collect()
        }
    }
}

/// The text cut where a line begins with a word: the top-level blocks.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let word = line.split([' ', '{']).next().unwrap_or_default();
        if matches!(
            word,
            "resource"
                | "module"
                | "variable"
                | "locals"
                | "output"
                | "data"
                | "provider"
                | "terraform"
        ) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| (start, &text[start..end])).collect()
}

/// The values in `terraform.tfvars` and `*.auto.tfvars` beside a file.
pub fn variables(reading: &mut Reading, beside: SourceId) -> BTreeMap<String, Item> {
    let mut values = BTreeMap::new();
    let name = reading.files.get(beside).name.clone();
    let names = reading.loader.list(&name, ".").unwrap_or_default();
    let wanted = |name: &&String| *name == "terraform.tfvars" || name.ends_with(".auto.tfvars");
    for name in names.iter().filter(wanted) {
        let Ok(id) = reading.load_values(beside, name) else { continue };
        for parsed in parse(reading, id) {
            for one in parsed.body.iter() {
                if let Structure::Attribute(attribute) = one {
                    let item = super::eval::constant(&attribute.value, &parsed);
                    values.insert(attribute.key.as_str().to_owned(), item);
                }
            }
        }
    }
    values.retain(|_, item: &mut Item| item.value != Value::Unknown);
    values
}
