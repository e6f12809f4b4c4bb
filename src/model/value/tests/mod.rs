//! Values as people write them, and what they come to.

use super::*;
use crate::model::schema::{self, Site};
use crate::model::{ComponentId, GroupId, Kind};
use crate::say::Lang;
use crate::source::{Source, Sources, Span};
use crate::syntax::ast::{About, StatementKind};

mod any;
mod good;
mod refused;

/// Knows the components `seats` and `orders` and the group `seoul.a`.
struct Few;

impl Names for Few {
    fn place(&self, path: &ast::Path) -> Result<Place, Box<Diagnostic>> {
        match path_text(path).as_str() {
            "seats" => Ok(Place::Component(ComponentId(0))),
            "orders" => Ok(Place::Component(ComponentId(1))),
            "seoul.a" | "a" => Ok(Place::Group(GroupId(0))),
            other => {
                let message =
                    text!(other; "모르는 이름입니다: `{other}`", "nothing is named `{other}`");
                Err(Box::new(Diagnostic::error("unknown-name", path.span, message)))
            }
        }
    }
}

/// What one attribute of a design comes to.
struct Outcome {
    value: Option<Value>,
    /// `rule: the characters: message | label`
    errors: Vec<String>,
}

/// Reads `statement`, which is `ATTRIBUTE = VALUE`, in a place of that sort. `design` holds `let`s
/// and `traffic`.
#[track_caller]
fn read(design: &str, site: Site, statement: &str) -> Outcome {
    let mut sources = Sources::default();
    let written = format!("{design}\nlb probe {{ {statement} }}\n");
    let id = sources.add(Source::new("test.arch", written));
    let parsed = crate::syntax::parse(&sources, id);
    assert!(parsed.errors.is_empty(), "{statement}: {:?}", parsed.errors);
    let mut lets = Vec::new();
    let mut traffic = Vec::new();
    let mut attribute = None;
    for statement in &parsed.file.statements {
        match &statement.kind {
            StatementKind::Let(definition) => lets.push(definition),
            StatementKind::Facts(facts) => {
                traffic.extend(facts.block.attributes().filter_map(|attribute| {
                    let attr = Attr::parse(&attribute.name.text)?;
                    Some((attr, attribute.name.span, attribute.value.as_ref()?))
                }));
            }
            StatementKind::Declaration(declaration) => {
                attribute = declaration.block.as_ref().and_then(|block| block.attributes().next());
            }
            _ => {}
        }
    }
    let mut errors = Vec::new();
    let lets = Lets::new(&[lets], &traffic, &mut errors);
    let attribute = attribute.expect("the probe has an attribute");
    let attr = Attr::parse(&attribute.name.text).expect("the attribute exists");
    let takes = schema::takes(attr, site).expect("the attribute may stand there");
    let mut reader = Reader { lets: &lets, names: &Few, errors: &mut errors };
    let value = reader.attribute(attribute, attr, takes).map(|stated| stated.value);
    let errors = errors.iter().map(|error| told(&sources, error)).collect();
    Outcome { value, errors }
}

fn told(sources: &Sources, error: &Diagnostic) -> String {
    let at = |span: Span| sources.text(span);
    let label = error.label.as_ref().map_or(String::new(), |label| format!(" | {}", label.en));
    format!("{}: {}: {}{label}", error.rule, at(error.primary), error.message.en)
}

fn shown(value: &Value) -> String {
    match value {
        Value::On => "on".into(),
        Value::Off => "off".into(),
        Value::Unknown => "unknown".into(),
        Value::Number(quantity) => quantity.show(Lang::En),
        Value::Word(word) => (*word).into(),
        Value::Text(text) => format!("{text:?}"),
        Value::Component(id) => format!("component {}", id.0),
        Value::Group(id) => format!("group {}", id.0),
        Value::Times(id, factor) => format!("component {} {}", id.0, factor.show(Lang::En)),
        Value::Date(date) => date.to_string(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
    }
}

const TRAFFIC: Site = Site::About(About::Traffic);
const DB: Site = Site::Component(Kind::Db);
const WAS: Site = Site::Component(Kind::Was);
const CACHE: Site = Site::Component(Kind::Cache);

#[track_caller]
fn comes_to(design: &str, site: Site, table: &[(&str, &str)]) {
    for (statement, expected) in table {
        let outcome = read(design, site, statement);
        assert_eq!(outcome.errors, Vec::<String>::new(), "{statement}");
        let value = outcome.value.as_ref().map(shown);
        assert_eq!(value.as_deref(), Some(*expected), "{statement}");
    }
}

#[track_caller]
fn is_refused(design: &str, site: Site, table: &[(&str, &str)]) {
    for (statement, expected) in table {
        let outcome = read(design, site, statement);
        assert_eq!(outcome.errors, [*expected], "{statement}");
        assert_eq!(outcome.value, None, "{statement}");
    }
}
