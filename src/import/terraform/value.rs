//! Values of Terraform: known, unknown or absent, each with where it stands and what it rests on.

use crate::source::Span;
use std::collections::BTreeSet;

/// A value with its provenance.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub value: Value,
    pub at: Span,
    /// Addresses of the resources that it was made from.
    pub refs: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nobody can tell from the files.
    Unknown,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Item>),
    /// Keys in the order in which they stand.
    Map(Vec<(String, Item)>),
}

impl Item {
    pub fn new(value: Value, at: Span) -> Self {
        Self { value, at, refs: BTreeSet::new() }
    }

    pub fn unknown(at: Span) -> Self {
        Self::new(Value::Unknown, at)
    }

    pub fn with(mut self, refs: &BTreeSet<String>) -> Self {
        self.refs.extend(refs.iter().cloned());
        self
    }

    pub fn is_unknown(&self) -> bool {
        self.value == Value::Unknown
    }

    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    pub fn get(&self, key: &str) -> Option<&Item> {
        match &self.value {
            Value::Map(entries) => {
                entries.iter().find(|(name, _)| name == key).map(|(_, item)| item)
            }
            _ => None,
        }
    }

    /// The value of an argument; one that is null counts as not stated.
    pub fn argument(&self, key: &str) -> Option<&Item> {
        self.get(key).filter(|item| !item.is_null())
    }

    /// The blocks of a name, or the single map that stands there.
    pub fn blocks(&self, key: &str) -> Vec<&Item> {
        match self.get(key) {
            Some(Item { value: Value::List(items), .. }) => items.iter().collect(),
            Some(item) if matches!(item.value, Value::Map(_)) => vec![item],
            _ => Vec::new(),
        }
    }

    pub fn list(&self) -> &[Item] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub fn text(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) => Some(text.clone()),
            Value::Number(number) => Some(shown(*number)),
            Value::Bool(flag) => Some(flag.to_string()),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<f64> {
        match &self.value {
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    pub fn count(&self) -> Option<u32> {
        self.number().filter(|number| (0.0..1e6).contains(number)).map(|number| number as u32)
    }

    pub fn flag(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(flag) => Some(*flag),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Everything that it and what is in it rests on.
    pub fn all_refs(&self, into: &mut BTreeSet<String>) {
        into.extend(self.refs.iter().cloned());
        match &self.value {
            Value::List(items) => items.iter().for_each(|item| item.all_refs(into)),
            Value::Map(entries) => entries.iter().for_each(|(_, item)| item.all_refs(into)),
            _ => {}
        }
    }

    /// Calls `visit` with every single value inside, and the key that it stands at.
    pub fn walk<'i>(&'i self, key: &'i str, visit: &mut dyn FnMut(&'i str, &'i Item)) {
        match &self.value {
            Value::List(items) => items.iter().for_each(|item| item.walk(key, visit)),
            Value::Map(entries) => entries.iter().for_each(|(key, item)| item.walk(key, visit)),
            _ => visit(key, self),
        }
    }
}

/// A number without a fraction as people write it.
pub fn shown(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{}", number as i64)
    } else {
        number.to_string()
    }
}

/// How many of a resource there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    One,
    Of(u32),
    Unknown,
}

/// A resource with its arguments.
#[derive(Clone, Debug)]
pub struct Resource {
    pub kind: String,
    pub name: String,
    /// With the modules around it: `module.shop.aws_lb.main`.
    pub address: String,
    pub arguments: Item,
    pub count: Count,
    /// Where its name stands.
    pub at: Span,
    /// The argument that says how many, where one does.
    pub count_at: Option<Span>,
}

impl Resource {
    pub fn argument(&self, key: &str) -> Option<&Item> {
        self.arguments.argument(key)
    }

    /// The resources that its arguments rest on.
    pub fn refs(&self) -> BTreeSet<String> {
        let mut refs = BTreeSet::new();
        self.arguments.all_refs(&mut refs);
        refs.remove(&self.address);
        refs
    }
}
