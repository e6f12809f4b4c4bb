//! Variables in the values of a compose file: `$X ${X} ${X:-d} ${X-d} ${X:?e} ${X:+r} $$`.

use super::super::yaml::{Kind, Node};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Variables by name; what is not there is not known. The environment is never read.
pub type Variables = BTreeMap<String, String>;

/// Variables inside defaults may nest so deep.
const NESTING: usize = 16;

/// A text after its variables were put in.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Filled {
    pub text: String,
    /// A variable without a value and without a default stands in it.
    pub is_open: bool,
}

/// The tree with variables put into its values; keys stay as they are.
pub fn fill(node: &Rc<Node>, variables: &Variables) -> Rc<Node> {
    let kind = match &node.kind {
        Kind::Scalar(text, plain) if text.contains('$') => {
            let filled = filled(text, variables, 0);
            let mut new = Node::of(Kind::Scalar(filled.text, *plain), node.span);
            (new.tag, new.is_open) = (node.tag.clone(), filled.is_open);
            return Rc::new(new);
        }
        Kind::Scalar(..) => return node.clone(),
        Kind::List(items) => Kind::List(items.iter().map(|item| fill(item, variables)).collect()),
        Kind::Map(_) => {
            let entries = node.entries();
            Kind::Map(
                entries.iter().map(|(key, value)| (key.clone(), fill(value, variables))).collect(),
            )
        }
    };
    let mut new = Node::of(kind, node.span);
    new.tag = node.tag.clone();
    Rc::new(new)
}

/// A text with its variables put in.
pub fn filled(text: &str, variables: &Variables, depth: usize) -> Filled {
    let mut out = Filled::default();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(behind) = rest.strip_prefix('$') {
            out.text.push('$');
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix('{') {
            let Some(end) = closing(behind) else {
                out.text.push_str("${");
                rest = behind;
                continue;
            };
            braced(&behind[..end], variables, depth, &mut out);
            rest = &behind[end + 1..];
        } else {
            let end =
                rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            match end {
                0 => out.text.push('$'),
                _ => put(variables.get(&rest[..end]), &mut out),
            }
            rest = &rest[end..];
        }
    }
    out.text.push_str(rest);
    out
}

fn put(value: Option<&String>, out: &mut Filled) {
    match value {
        Some(value) => out.text.push_str(value),
        None => out.is_open = true,
    }
}

/// The place of the brace that closes what stands before.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn braced(inside: &str, variables: &Variables, depth: usize, out: &mut Filled) {
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inside.len());
    let (name, operator) = inside.split_at(end);
    let value = variables.get(name);
    let full = value.filter(|value| !value.is_empty());
    let default = |from: usize| match depth < NESTING {
        true => filled(operator.get(from..).unwrap_or_default(), variables, depth + 1),
        false => Filled { text: String::new(), is_open: true },
    };
    let mut add = |part: Filled| {
        out.text.push_str(&part.text);
        out.is_open |= part.is_open;
    };
    let known = |value: &String| Filled { text: value.clone(), is_open: false };
    match operator {
        "" => put(value, out),
        _ if operator.starts_with(":-") => add(full.map_or_else(|| default(2), known)),
        _ if operator.starts_with('-') => add(value.map_or_else(|| default(1), known)),
        _ if operator.starts_with(":+") => add(full.map_or_else(Filled::default, |_| default(2))),
        _ if operator.starts_with('+') => add(value.map_or_else(Filled::default, |_| default(1))),
        _ => put(value, out),
    }
}

/// The variables of an `.env` file.
pub fn variables(text: &str) -> Variables {
    let mut found = Variables::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((key, value)) = line.split_once('=') else { continue };
        if line.starts_with('#') {
            continue;
        }
        let value = value.trim();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => value[1..].split(quote).next().unwrap_or_default(),
            None => value.split(" #").next().unwrap_or_default().trim_end(),
        };
        found.insert(key.trim().to_owned(), value.to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_variable_is_understood() {
        let variables = variables("A=1\nEMPTY=\nexport B='two words' # said\n# C=3\nD=x # y\n");
        let table = [
            ("$A", "1", false),
            ("${A}-${D}", "1-x", false),
            ("${B}", "two words", false),
            ("$$A", "$A", false),
            ("${C}", "", true),
            ("${C:-d}", "d", false),
            ("${EMPTY:-d}", "d", false),
            ("${EMPTY-d}", "", false),
            ("${C:-${A}}", "1", false),
            ("${C:-${E:-f}}x", "fx", false),
            ("${A:+r}", "r", false),
            ("${C:+r}", "", false),
            ("${C:?must}", "", true),
            ("${A:?must}", "1", false),
            ("5$", "5$", false),
            ("${open", "${open", false),
        ];
        for (text, value, is_open) in table {
            let expected = Filled { text: value.to_owned(), is_open };
            assert_eq!(filled(text, &variables, 0), expected, "{text}");
        }
    }
}
