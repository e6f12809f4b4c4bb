//! What a design states about something. Not stated is not the same as denied.

use super::design::{ComponentId, GroupId};
use super::quantity::{Dimension, Duration, Quantity};
use super::schema::Attr;
use crate::source::Span;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A stated value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `on`, or the bare word.
    On,
    /// `off` or `none`.
    Off,
    Number(Quantity),
    /// One of the attribute's own words.
    Word(&'static str),
    /// A string, or a free word where the attribute takes any (`tags`).
    Text(String),
    Component(ComponentId),
    Group(GroupId),
    /// A component with a factor: `orders 10x`.
    Times(ComponentId, Quantity),
    Date(Date),
    List(Vec<Value>),
    /// `unknown`: nobody knows. [`Facts::get`] and all that builds on it take it for not stated.
    Unknown,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    pub value: Value,
    /// The whole attribute, name and value.
    pub span: Span,
    pub value_span: Span,
    /// Taken over from a `default` statement.
    pub by_default: bool,
}

/// The attributes of one thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    values: BTreeMap<Attr, Stated>,
    /// What the team's own attributes say, by their names.
    own: BTreeMap<String, Stated>,
}

impl Facts {
    pub fn set(&mut self, attr: Attr, stated: Stated) {
        self.values.insert(attr, stated);
    }

    pub fn unset(&mut self, attr: Attr) {
        self.values.remove(&attr);
    }

    /// States one of the team's own attributes.
    pub fn set_own(&mut self, name: String, stated: Stated) {
        self.own.insert(name, stated);
    }

    pub fn unset_own(&mut self, name: &str) {
        self.own.remove(name);
    }

    /// What one of the team's own attributes says, `unknown` too.
    pub fn own(&self, name: &str) -> Option<&Stated> {
        self.own.get(name)
    }

    /// All of the team's own attributes that are written, by name.
    pub fn all_own(&self) -> impl Iterator<Item = (&str, &Stated)> {
        self.own.iter().map(|(name, stated)| (name.as_str(), stated))
    }

    /// What is stated; `None` also for what is stated to be unknown.
    pub fn get(&self, attr: Attr) -> Option<&Stated> {
        self.values.get(&attr).filter(|stated| stated.value != Value::Unknown)
    }

    /// Where it is stated that nobody knows.
    pub fn unknown(&self, attr: Attr) -> Option<&Stated> {
        self.values.get(&attr).filter(|stated| stated.value == Value::Unknown)
    }

    /// Everything that is written, `unknown` too.
    pub fn iter(&self) -> impl Iterator<Item = (Attr, &Stated)> {
        self.values.iter().map(|(attr, stated)| (*attr, stated))
    }

    pub fn is_stated(&self, attr: Attr) -> bool {
        self.get(attr).is_some()
    }

    /// Where it is stated.
    pub fn span(&self, attr: Attr) -> Option<Span> {
        self.get(attr).map(|stated| stated.span)
    }

    /// `Some(true)` when stated with anything but `off` or `none`, `Some(false)` when denied.
    pub fn flag(&self, attr: Attr) -> Option<bool> {
        self.get(attr).map(|stated| stated.value != Value::Off)
    }

    /// Stated, and not denied.
    pub fn is_on(&self, attr: Attr) -> bool {
        self.flag(attr) == Some(true)
    }

    /// Stated as `off` or `none`.
    pub fn is_off(&self, attr: Attr) -> bool {
        self.flag(attr) == Some(false)
    }

    /// The number stated, whatever its dimension.
    pub fn quantity(&self, attr: Attr) -> Option<Quantity> {
        match self.get(attr)?.value {
            Value::Number(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// The number stated, if it has that dimension: seconds, bytes, … as [`Dimension`] says.
    pub fn number(&self, attr: Attr, dimension: Dimension) -> Option<Quantity> {
        self.quantity(attr).filter(|quantity| quantity.dimension == dimension)
    }

    /// The least of the time that is stated.
    pub fn shortest(&self, attr: Attr) -> Option<Duration> {
        self.number(attr, Dimension::Duration).map(|time| time.shortest())
    }

    /// The most of the time that is stated.
    pub fn longest(&self, attr: Attr) -> Option<Duration> {
        self.number(attr, Dimension::Duration).map(|time| time.longest())
    }

    /// The attribute's own word that is stated.
    pub fn word(&self, attr: Attr) -> Option<&'static str> {
        match self.get(attr)?.value {
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn text(&self, attr: Attr) -> Option<&str> {
        match &self.get(attr)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The component referred to.
    pub fn component(&self, attr: Attr) -> Option<ComponentId> {
        match self.get(attr)?.value {
            Value::Component(id) => Some(id),
            _ => None,
        }
    }

    /// The items of a list; a single value counts as a list of one, `none` as an empty one.
    pub fn list(&self, attr: Attr) -> Option<&[Value]> {
        match &self.get(attr)?.value {
            Value::List(items) => Some(items),
            Value::Off => Some(&[]),
            single => Some(std::slice::from_ref(single)),
        }
    }

    /// The attribute's own words in the list stated.
    pub fn words(&self, attr: Attr) -> Option<Vec<&'static str>> {
        let word = |value: &Value| match value {
            Value::Word(word) => Some(*word),
            _ => None,
        };
        self.list(attr).map(|items| items.iter().filter_map(word).collect())
    }
}
