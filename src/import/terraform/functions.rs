//! The functions of Terraform that need nothing but their arguments.

use super::eval::pairs;
use super::value::{Item, Value};
use crate::source::Span;
use std::collections::BTreeSet;

/// The value of a call; of a function that is not here it is unknown, and rests on its arguments.
pub fn call(name: &str, arguments: Vec<Item>, at: Span) -> Item {
    let mut refs = BTreeSet::new();
    arguments.iter().for_each(|item| item.all_refs(&mut refs));
    let value = value(name, &arguments).unwrap_or(Value::Unknown);
    Item::new(value, at).with(&refs)
}

fn value(name: &str, arguments: &[Item]) -> Option<Value> {
    let first = arguments.first()?;
    let text = |at: usize| arguments.get(at).and_then(Item::text);
    let known = || arguments.iter().all(|item| !item.is_unknown());
    match name {
        // What is encoded is looked into as it is.
        "jsonencode" | "yamlencode" | "tolist" | "tomap" | "nonsensitive" | "sensitive"
        | "base64encode" | "tostring" => Some(first.value.clone()),
        "toset" | "distinct" => {
            let mut seen: Vec<Item> = Vec::new();
            for item in list(first)? {
                if !seen.iter().any(|old| old.value == item.value) {
                    seen.push(item.clone());
                }
            }
            Some(Value::List(seen))
        }
        "tonumber" => first.number().map(Value::Number),
        "tobool" => first.flag().map(Value::Bool),
        "length" => match &first.value {
            Value::List(items) => Some(Value::Number(items.len() as f64)),
            Value::Map(entries) => Some(Value::Number(entries.len() as f64)),
            Value::Text(text) => Some(Value::Number(text.chars().count() as f64)),
            _ => None,
        },
        "concat" => {
            let lists: Option<Vec<&[Item]>> = arguments.iter().map(list).collect();
            Some(Value::List(lists?.concat()))
        }
        "flatten" => {
            let mut flat = Vec::new();
            for item in list(first)? {
                match &item.value {
                    Value::List(items) => flat.extend(items.iter().cloned()),
                    Value::Unknown => return None,
                    _ => flat.push(item.clone()),
                }
            }
            Some(Value::List(flat))
        }
        "compact" => Some(Value::List(
            list(first)?
                .iter()
                .filter(|item| !item.is_null() && item.text().as_deref() != Some(""))
                .cloned()
                .collect(),
        )),
        "reverse" => Some(Value::List(list(first)?.iter().rev().cloned().collect())),
        "sort" => {
            let mut items = list(first)?.to_vec();
            items.sort_by_key(|item| item.text());
            Some(Value::List(items))
        }
        "slice" => {
            let (from, to) =
                (arguments.get(1)?.count()? as usize, arguments.get(2)?.count()? as usize);
            list(first)?.get(from..to).map(|items| Value::List(items.to_vec()))
        }
        "element" => {
            let items = list(first)?;
            let at = arguments.get(1)?.count()? as usize;
            items.get(at.checked_rem(items.len())?).map(|item| item.value.clone())
        }
        "one" => match list(first)? {
            [only] => Some(only.value.clone()),
            [] => Some(Value::Null),
            _ => None,
        },
        "range" => {
            let (from, to) = match arguments {
                [to] => (0, to.count()?),
                [from, to, ..] => (from.count()?, to.count()?),
                [] => return None,
            };
            let numbers = (from..to.min(10_000))
                .map(|number| Item::new(Value::Number(f64::from(number)), first.at));
            Some(Value::List(numbers.collect()))
        }
        "keys" => Some(Value::List(pairs(first)?.into_iter().map(|(key, _)| key).collect())),
        "values" => Some(Value::List(pairs(first)?.into_iter().map(|(_, value)| value).collect())),
        "merge" => {
            let mut merged: Vec<(String, Item)> = Vec::new();
            for item in arguments {
                match &item.value {
                    Value::Map(entries) => entries.iter().for_each(|(key, item)| {
                        merged.retain(|(known, _)| known != key);
                        merged.push((key.clone(), item.clone()));
                    }),
                    Value::Null => {}
                    _ => return None,
                }
            }
            Some(Value::Map(merged))
        }
        "lookup" => {
            let key = text(1)?;
            match &first.value {
                Value::Map(_) => {
                    let found = first.get(&key).or_else(|| arguments.get(2))?;
                    Some(found.value.clone())
                }
                _ => None,
            }
        }
        "contains" => {
            let wanted = arguments.get(1)?;
            let items = list(first)?;
            let found = items.iter().any(|item| item.value == wanted.value);
            let open = wanted.is_unknown() || !found && items.iter().any(Item::is_unknown);
            (!open).then_some(Value::Bool(found))
        }
        "coalesce" => {
            let said = arguments
                .iter()
                .find(|item| !item.is_null() && item.text().as_deref() != Some(""))?;
            Some(said.value.clone())
        }
        "try" => arguments.iter().find(|item| !item.is_unknown()).map(|item| item.value.clone()),
        "can" => (!first.is_unknown()).then_some(Value::Bool(true)),
        "max" | "min" => {
            let numbers: Option<Vec<f64>> = arguments.iter().map(Item::number).collect();
            let pick = if name == "max" { f64::max } else { f64::min };
            numbers?.into_iter().reduce(pick).map(Value::Number)
        }
        "ceil" => first.number().map(|number| Value::Number(number.ceil())),
        "floor" => first.number().map(|number| Value::Number(number.floor())),
        "abs" => first.number().map(|number| Value::Number(number.abs())),
        "lower" => text(0).map(|text| Value::Text(text.to_lowercase())),
        "upper" => text(0).map(|text| Value::Text(text.to_uppercase())),
        "title" => text(0).map(Value::Text),
        "trimspace" => text(0).map(|text| Value::Text(text.trim().to_owned())),
        "replace" if known() => {
            let pattern = text(1)?;
            let is_plain = !pattern.starts_with('/');
            is_plain.then(|| {
                text(0)
                    .map(|whole| Value::Text(whole.replace(&pattern, &text(2).unwrap_or_default())))
            })?
        }
        "join" => {
            let parts: Option<Vec<String>> =
                list(arguments.get(1)?)?.iter().map(Item::text).collect();
            Some(Value::Text(parts?.join(&text(0)?)))
        }
        "split" => {
            let (separator, whole) = (text(0)?, text(1)?);
            let parts = whole
                .split(separator.as_str())
                .map(|part| Item::new(Value::Text(part.to_owned()), first.at));
            Some(Value::List(parts.collect()))
        }
        "format" if known() => format(&text(0)?, &arguments[1..]).map(Value::Text),
        _ => None,
    }
}

fn list(item: &Item) -> Option<&[Item]> {
    match &item.value {
        Value::List(items) => Some(items),
        _ => None,
    }
}

/// `%s` and `%d` only; with another verb nobody knows.
fn format(pattern: &str, arguments: &[Item]) -> Option<String> {
    let mut out = String::new();
    let mut arguments = arguments.iter();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        match letters.next()? {
            '%' => out.push('%'),
            's' | 'd' | 'v' => out.push_str(&arguments.next()?.text()?),
            _ => return None,
        }
    }
    Some(out)
}
