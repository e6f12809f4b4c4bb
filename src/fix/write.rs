//! Writes what a design states, as the language spells it.

use super::compare::Both;
use crate::model::{Attr, Component, Design, Dimension, Facts, Group, Quantity, Stated, Value};
use crate::source::{Sources, Span};

/// A line no longer than this keeps its attributes beside the name.
const WIDTH: usize = 100;

/// Writes for a text that extends the base.
pub(super) struct Writer<'d> {
    pub both: Both<'d>,
    /// Where the new design was read from.
    pub sources: &'d Sources,
}

impl Writer<'_> {
    /// `was api "예매 API"`, as declared.
    pub fn component_head(&self, component: &Component) -> String {
        self.head(component.head, &component.name, component.label.as_deref())
    }

    pub fn group_head(&self, group: &Group) -> String {
        self.head(group.head, &group.name, group.label.as_deref())
    }

    fn head(&self, head: Span, name: &str, label: Option<&str>) -> String {
        format!("{} {name}{}", self.word(head), with_label(label))
    }

    /// The type's word, with which a declaration begins.
    pub fn word(&self, head: Span) -> &str {
        self.sources.text(head).split_whitespace().next().unwrap_or_default()
    }

    /// All attributes, each as it is written in a block.
    pub fn all(&self, facts: &Facts) -> Vec<String> {
        facts.iter().map(|(attr, stated)| self.attribute(attr, Some(stated))).collect()
    }

    /// What the new facts state otherwise than the base.
    pub fn changed(&self, base: &Facts, new: &Facts) -> Vec<String> {
        let changes = self.both.facts(base, new).into_iter();
        changes.map(|(attr, stated)| self.attribute(attr, stated)).collect()
    }

    fn attribute(&self, attr: Attr, stated: Option<&Stated>) -> String {
        let word = attr.word();
        match stated {
            None => format!("{word} = unset"),
            Some(Stated { value: Value::On, .. }) => word.to_owned(),
            Some(stated) => format!("{word} = {}", self.value(&stated.value, stated.value_span)),
        }
    }

    fn value(&self, value: &Value, span: Span) -> String {
        let written = self.sources.text(span).trim();
        match value {
            Value::On => "on".to_owned(),
            Value::Off if written == "none" => "none".to_owned(),
            Value::Off => "off".to_owned(),
            Value::Unknown => "unknown".to_owned(),
            Value::Number(_) if is_plain(written) => written.to_owned(),
            Value::Number(quantity) => number(quantity),
            Value::Word(word) => (*word).to_owned(),
            Value::Text(text) if written.contains('"') => quoted(text),
            Value::Text(text) => text.clone(),
            Value::Component(id) => self.both.name(*id),
            Value::Group(id) => self.both.group_name(*id),
            Value::Times(id, factor) => format!("{} {}", self.both.name(*id), number(factor)),
            Value::Date(date) => date.to_string(),
            Value::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.value(item, span)).collect();
                format!("[{}]", items.join(", "))
            }
        }
    }
}

/// What the facts of a design state, each attribute as it is written in a block.
pub fn stated(design: &Design, sources: &Sources, facts: &Facts) -> Vec<(Attr, String)> {
    let writer = Writer { both: Both::new(design, design), sources };
    facts.iter().map(|(attr, stated)| (attr, writer.attribute(attr, Some(stated)))).collect()
}

/// Whether a number is written as one, without names or arithmetic that mean nothing elsewhere.
fn is_plain(written: &str) -> bool {
    let begins = written.starts_with(|c: char| c.is_ascii_digit() || c == '$' || c == '₩');
    begins
        && !written.contains(['(', '*', '+', '\n'])
        && !written.contains("..")
        && !written.contains(" / ")
        && !written.contains(" - ")
}

/// Exactly, in the unit in which quantities are held.
fn number(quantity: &Quantity) -> String {
    let one = |value: rust_decimal::Decimal| {
        let value = value.normalize();
        match quantity.dimension {
            Dimension::Count | Dimension::Ratio => value.to_string(),
            Dimension::Factor => format!("{value}x"),
            Dimension::Duration => format!("{value}s"),
            Dimension::Bytes => format!("{value}B"),
            Dimension::Bandwidth => format!("{value}B/s"),
            Dimension::Rate => format!("{value}rps"),
            Dimension::Usd => format!("${value}/mo"),
            Dimension::Krw => format!("₩{value}/mo"),
        }
    };
    match quantity.is_range() {
        true => format!("{}..{}", one(quantity.lo), one(quantity.hi)),
        false => one(quantity.lo),
    }
}

pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push(c),
        }
    }
    out + "\""
}

/// The label behind a name, with a space before it; nothing without one.
pub(super) fn with_label(label: Option<&str>) -> String {
    label.map_or(String::new(), |label| format!(" {}", quoted(label)))
}

/// A statement with its block: on one line where that is short, else a line for each part.
/// Statements among the parts have lines of their own anyway.
pub(super) fn block(head: &str, attributes: &[String], statements: &[String]) -> String {
    if attributes.is_empty() && statements.is_empty() {
        return head.to_owned();
    }
    let line = format!("{head} {{ {} }}", attributes.join(", "));
    if statements.is_empty() && line.chars().count() <= WIDTH {
        return line;
    }
    let mut out = format!("{head} {{\n");
    for line in attributes.iter().chain(statements).flat_map(|part| part.lines()) {
        out.push_str(&format!("  {line}\n"));
    }
    out + "}"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_copied_only_where_it_means_the_same() {
        for plain in ["3", "99.95%", "30만", "1억 2000만", "500/s", "$120/mo", "10m"] {
            assert!(is_plain(plain), "{plain}");
        }
        for other in ["users", "10 * users", "(3)", "3 - gone", "6 / n", "2..n"] {
            assert!(!is_plain(other), "{other}");
        }
    }

    #[test]
    fn a_block_is_one_line_where_it_fits() {
        let attrs = |n: usize| vec!["replicas = 2".to_owned(); n];
        assert_eq!(block("change api", &attrs(1), &[]), "change api { replicas = 2 }");
        assert_eq!(block("zone c", &[], &[]), "zone c");
        assert_eq!(block("change a", &[], &["zone c".into()]), "change a {\n  zone c\n}");
        assert_eq!(block("change api", &attrs(9), &[]).lines().count(), 11);
    }
}
