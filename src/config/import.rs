//! `[import]`: which foreign files are checked, and what their words stand for.

use super::read::{Reader, Value};
use super::{Import, Together};
use crate::catalog::Catalog;
use crate::catalog::Kind;
use crate::import::{As, Blocks};
use crate::say::nearest;
use crate::text;

const KEYS: [&str; 4] = ["check", "mermaid", "as", "design"];

/// Key by key over what is configured already.
pub(super) fn read(reader: &mut Reader, value: &Value, import: &mut Import) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "check" => import.check = reader.globs(value),
            "mermaid" => import.mermaid = reader.word(value, Blocks::parse, &Blocks::WORDS),
            "as" => {
                // The first fitting one counts.
                let before = std::mem::take(&mut import.own);
                import.own = own(reader, value).into_iter().chain(before).collect();
            }
            "design" => import.designs = designs(reader, value),
            other => reader.unknown_key(key.span(), other, &KEYS),
        }
    }
}

/// `[[import.design]]`: files that are one design, in the order in which they lie over one another.
fn designs(reader: &mut Reader, value: &Value) -> Vec<Together> {
    let Some(list) = value.get_ref().as_array() else {
        reader.wrong(value, text!("`[[import.design]]` 표", "`[[import.design]]` tables"));
        return Vec::new();
    };
    list.iter().filter_map(|one| design(reader, one)).collect()
}

fn design(reader: &mut Reader, value: &Value) -> Option<Together> {
    let table = reader.table(value)?;
    let (mut name, mut files) = (None, None);
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "name" => name = reader.string(value).map(str::to_owned),
            "files" => files = Some(reader.globs(value)),
            other => reader.unknown_key(key.span(), other, &["name", "files"]),
        }
    }
    for (key, is_missing) in [("name", name.is_none()), ("files", files.is_none())] {
        if is_missing {
            reader.error(value.span(), text!(key; "`{key}`가 없습니다", "`{key}` is missing"));
        }
    }
    Some(Together { name: name?, files: files? })
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
