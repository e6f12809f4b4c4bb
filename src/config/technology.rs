//! The team's own technologies: `[technologies.NAME]`.

use super::read::{Reader, Value};
use crate::catalog::{Basis, Catalog, Kind, Management, Sourced, Tech};
use crate::say::Text;
use crate::text;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

const KEYS: [&str; 13] = [
    "kind",
    "title",
    "management",
    "alias",
    "proxy",
    "elects",
    "capacity",
    "availability",
    "price",
    "failover-time",
    "source",
    "date",
    "icon",
];

const MANAGEMENT: [&str; 4] = ["self-run", "instance", "regional", "global"];

/// Key by key over those that are configured already.
pub(super) fn read(reader: &mut Reader, value: &Value, techs: &mut Vec<Tech>) {
    let Some(table) = reader.table(value) else { return };
    let builtin = Catalog::builtin();
    for (name, value) in table {
        let at = techs.iter().position(|tech| tech.name == name.get_ref().as_ref());
        let own = at.map(|at| techs.remove(at));
        let known = own.or_else(|| builtin.find(name.get_ref()).map(|it| it.as_ref().clone()));
        techs.extend(tech(reader, name.get_ref(), value, known));
    }
}

/// The paths of the icons that technologies are given, by their names.
pub(super) fn icons(value: &Value) -> BTreeMap<String, String> {
    let tables = value.get_ref().as_table().into_iter().flatten();
    let icon = |(name, value): (&toml::Spanned<std::borrow::Cow<str>>, &Value)| {
        let icon = value.get_ref().as_table()?.get("icon")?.get_ref().as_str()?;
        Some((name.get_ref().to_string(), icon.to_owned()))
    };
    tables.filter_map(icon).collect()
}

/// A technology that is `known` already keeps what is not stated anew.
fn tech(reader: &mut Reader, name: &str, value: &Value, known: Option<Tech>) -> Option<Tech> {
    let table = reader.table(value)?;
    let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    let kind = table.get("kind").map(|kind| reader.word(kind, Kind::parse, &words));
    if kind.is_none() && known.is_none() {
        reader.error(
            value.span(),
            text!(name; "`{name}` 기술의 종류(`kind`)가 없습니다", "technology `{name}` has no `kind`"),
        );
    }
    // A kind that could not be read is an error already; the rest is still looked at.
    let mut tech = known.unwrap_or_else(|| blank(name));
    tech.kind = kind.flatten().unwrap_or(tech.kind);
    let source = text_of(reader, table, "source").unwrap_or_else(|| super::FILE_NAME.to_owned());
    let date = text_of(reader, table, "date").unwrap_or_default();
    let figure = |value: Option<Decimal>| {
        value.map(|value| Sourced {
            value,
            source: Text::same(source.clone()),
            date: date.clone(),
            region: None,
            basis: Basis::Configured,
        })
    };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "kind" | "source" | "date" => {}
            "icon" => {
                reader.string(value)?;
            }
            "title" => tech.title = reader.string(value)?.to_owned(),
            "management" => {
                tech.management = reader.word(value, Management::parse, &MANAGEMENT)?;
            }
            "alias" => {
                let words = reader.list(value).into_iter();
                tech.aliases.extend(words.filter_map(|w| reader.string(w).map(str::to_owned)));
            }
            "proxy" => tech.proxy = flag(reader, value).unwrap_or(tech.proxy),
            "elects" => tech.elects = flag(reader, value).unwrap_or(tech.elects),
            "capacity" => tech.capacity = figure(reader.positive(value)),
            "availability" => {
                let share = reader.positive(value)?;
                if share > Decimal::ONE {
                    let expected = text!("`99.9%`나 `0.999` 같은 비율", "a ratio such as `99.9%`");
                    reader.wrong(value, expected);
                }
                tech.availability = figure(Some(share));
            }
            "price" => tech.price = figure(reader.positive(value)),
            "failover-time" => tech.failover_time = figure(reader.positive(value)),
            other => reader.unknown_key(key.span(), other, &KEYS),
        }
    }
    Some(tech)
}

fn flag(reader: &mut Reader, value: &Value) -> Option<bool> {
    let DeValue::Boolean(flag) = value.get_ref() else {
        reader.wrong(value, text!("true나 false", "true or false"));
        return None;
    };
    Some(*flag)
}

fn text_of(reader: &mut Reader, table: &DeTable, key: &str) -> Option<String> {
    let value = table.get(key)?;
    match value.get_ref() {
        DeValue::Datetime(date) => Some(date.to_string()),
        _ => reader.string(value).map(str::to_owned),
    }
}

fn blank(name: &str) -> Tech {
    Tech {
        name: name.to_owned(),
        title: name.to_owned(),
        aliases: Vec::new(),
        kind: Kind::Service,
        provider: None,
        management: Management::SelfRun,
        proxy: false,
        elects: false,
        consensus: false,
        charges: false,
        keyed: false,
        copies: None,
        capacity: None,
        availability: None,
        availability_multi_zone: None,
        price: None,
        failover_time: None,
    }
}
