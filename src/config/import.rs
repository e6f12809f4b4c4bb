//! `[import]`: which foreign files are checked, and what their words stand for.

use super::Import;
use super::read::{Reader, Value};
use crate::catalog::Catalog;
use crate::catalog::Kind;
use crate::import::{As, Blocks};
use crate::say::nearest;
use crate::text;

const KEYS: [&str; 3] = ["check", "mermaid", "as"];

pub(super) fn read(reader: &mut Reader, value: &Value) -> Import {
    let mut import = Import::default();
    let Some(table) = reader.table(value) else { return import };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "check" => import.check = reader.globs(value),
            "mermaid" => import.mermaid = reader.word(value, Blocks::parse, &Blocks::WORDS),
            "as" => import.own = own(reader, value),
            other => reader.unknown_key(key.span(), other, &KEYS),
        }
    }
    import
}

/// `"image edge-*" = "gateway"`; in the order of the text.
fn own(reader: &mut Reader, value: &Value) -> Vec<As> {
    let Some(table) = reader.table(value) else { return Vec::new() };
    let catalog = Catalog::builtin();
    let mut rows: Vec<(usize, As)> = Vec::new();
    for (key, value) in table {
        let Some(word) = reader.string(value) else { continue };
        let known = word == "none" || Kind::parse(word).is_some() || catalog.find(word).is_some();
        if !known {
            let kinds = Kind::ALL.iter().map(|kind| kind.word());
            let meant = nearest(word, kinds.chain(catalog.words()));
            let meant =
                meant.map(|name| text!(name; ". 혹시 `{name}`인가요?", "; did you mean `{name}`?"));
            let meant = meant.unwrap_or_default();
            reader.error(
                value.span(),
                text!(
                    word, meant;
                    "`{word}` 유형이나 기술은 없습니다{meant}",
                    "there is no type or technology `{word}`{meant}"
                ),
            );
            continue;
        }
        match As::parse(key.get_ref(), word) {
            Ok(row) => rows.push((key.span().start, row)),
            Err(reason) => reader.error(key.span(), reason),
        }
    }
    rows.sort_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, row)| row).collect()
}
