//! What the statements of a workspace say: elements, relationships, deployments.

mod deployed;

use super::super::drawing::{Drawing, End, Frame, Heads, Line, Shape};
use super::reader::Statement;
use crate::source::Span;
use std::collections::{BTreeMap, HashMap};

/// An element of the model.
#[derive(Clone, Debug)]
struct Element {
    id: String,
    kind: Kind,
    name: String,
    technology: String,
    tags: String,
    parent: Option<usize>,
    at: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Person,
    System,
    Container,
    Other,
}

struct Relation {
    from: String,
    to: String,
    label: String,
    tags: String,
    /// The path of the elements around it, for `this` and short names.
    within: Option<usize>,
    at: Span,
}

/// A workspace.
#[derive(Default)]
pub struct Model {
    title: String,
    elements: Vec<Element>,
    /// The places of elements by their identifiers in lower case.
    by_id: HashMap<String, Vec<usize>>,
    relations: Vec<Relation>,
    environments: Vec<(String, Statement)>,
}

impl Model {
    pub fn of(statements: &[Statement]) -> Self {
        let mut model = Model::default();
        for statement in statements {
            let is_workspace = statement.words[0].eq_ignore_ascii_case("workspace");
            if is_workspace {
                model.title = statement.words.get(1).cloned().unwrap_or_default();
                model.top(&statement.inner);
            }
        }
        if model.elements.is_empty() {
            model.top(statements);
        }
        model
    }

    fn top(&mut self, statements: &[Statement]) {
        for statement in statements {
            match statement.words[0].to_lowercase().as_str() {
                "model" => self.elements(&statement.inner, None),
                "views" | "configuration" | "!docs" | "!adrs" | "!script" | "!plugin" => {}
                "name" if self.title.is_empty() => {
                    self.title = statement.words.get(1).cloned().unwrap_or_default()
                }
                _ => {}
            }
        }
    }

    fn elements(&mut self, statements: &[Statement], parent: Option<usize>) {
        for statement in statements {
            let (id, words) = match statement.words.as_slice() {
                [name, equals, rest @ ..] if equals == "=" => (name.clone(), rest),
                words => (String::new(), words),
            };
            let Some(first) = words.first() else { continue };
            let word = |at: usize| words.get(at).cloned().unwrap_or_default();
            let kind = match first.to_lowercase().as_str() {
                "person" => Kind::Person,
                "softwaresystem" => Kind::System,
                "container" => Kind::Container,
                "component" => Kind::Other,
                "group" | "enterprise" => {
                    self.elements(&statement.inner, parent);
                    continue;
                }
                "deploymentenvironment" => {
                    self.environments.push((word(1), statement.clone()));
                    continue;
                }
                "!element" | "!ref" | "!extend" => {
                    let target = self.find(&word(1), parent);
                    self.elements(&statement.inner, target.or(parent));
                    continue;
                }
                _ => {
                    self.relation(statement, words, parent);
                    continue;
                }
            };
            let (technology, tags) = match kind {
                Kind::Container | Kind::Other => (word(3), word(4)),
                _ => (String::new(), word(3)),
            };
            let mut element =
                Element { id, kind, name: word(1), technology, tags, parent, at: statement.at };
            for inner in &statement.inner {
                match inner.words[0].to_lowercase().as_str() {
                    "tags" => {
                        element.tags = format!("{},{}", element.tags, inner.words[1..].join(","))
                    }
                    "technology" => {
                        element.technology = inner.words.get(1).cloned().unwrap_or_default()
                    }
                    _ => {}
                }
            }
            let id = element.id.to_ascii_lowercase();
            self.by_id.entry(id).or_default().push(self.elements.len());
            self.elements.push(element);
            let place = self.elements.len() - 1;
            self.elements(&statement.inner, Some(place));
        }
    }

    fn relation(&mut self, statement: &Statement, words: &[String], within: Option<usize>) {
        let Some(arrow) =
            words.iter().position(|word| word == "->" || word.starts_with("-[") || word == "--")
        else {
            return;
        };
        let from = if arrow == 0 { "this".to_owned() } else { words[arrow - 1].clone() };
        let word = |at: usize| words.get(arrow + at).cloned().unwrap_or_default();
        let label = [word(2), word(3)]
            .iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        let mut tags = word(4);
        for inner in
            statement.inner.iter().filter(|inner| inner.words[0].eq_ignore_ascii_case("tags"))
        {
            tags = format!("{tags},{}", inner.words[1..].join(","));
        }
        self.relations.push(Relation { from, to: word(1), label, tags, within, at: statement.at });
    }

    /// An element by its identifier, flat or with those around it, or by its name.
    fn find(&self, id: &str, within: Option<usize>) -> Option<usize> {
        if id == "this" {
            return within;
        }
        let last = id.rsplit('.').next().unwrap_or(id);
        let named = self.by_id.get(&last.to_ascii_lowercase()).filter(|_| !last.is_empty());
        let mut found: Vec<usize> = named.cloned().unwrap_or_default();
        if id.contains('.') {
            let outer = id.rsplit('.').nth(1).unwrap_or_default();
            let inside = |at: &usize| {
                self.elements[*at]
                    .parent
                    .is_some_and(|up| self.elements[up].id.eq_ignore_ascii_case(outer))
            };
            found.retain(inside);
        }
        let near = found.iter().find(|at| self.elements[**at].parent == within).copied();
        near.or_else(|| found.first().copied())
            .or_else(|| self.elements.iter().position(|one| one.name == id))
    }

    /// The environment that is drawn: a live one by its name, else the last.
    fn environment(&self) -> Option<&Statement> {
        let is_live = |name: &str| {
            matches!(name.to_lowercase().as_str(), "live" | "prod" | "production" | "운영")
        };
        let live = self.environments.iter().find(|(name, _)| is_live(name));
        live.or_else(|| self.environments.last()).map(|(_, statement)| statement)
    }

    pub fn drawing(&self) -> Drawing {
        let mut drawing = Drawing { title: self.title.clone(), ..Drawing::default() };
        match self.environment() {
            Some(environment) => deployed::draw(self, environment, &mut drawing),
            None => self.containers(&mut drawing),
        }
        drawing
    }

    /// The element that a part of another one stands for.
    fn shown(&self, mut at: usize, is_drawn: &dyn Fn(usize) -> bool) -> Option<usize> {
        loop {
            if is_drawn(at) {
                return Some(at);
            }
            at = self.elements[at].parent?;
        }
    }

    fn shape(&self, at: usize) -> Shape {
        let element = &self.elements[at];
        let mut shape = Shape::new(element.id.clone(), element.name.clone(), element.at);
        shape.technology = Some(element.technology.clone()).filter(|text| !text.is_empty());
        let tags = element.tags.to_lowercase();
        let has = |word: &str| tags.split(',').any(|tag| tag.trim() == word);
        if element.kind == Kind::Person {
            shape.own = Some("user".to_owned());
        } else if has("database") || has("db") {
            shape.outline = Some("db");
        } else if has("queue") || has("message bus") || has("topic") {
            shape.outline = Some("queue");
        } else if element.kind == Kind::System && self.is_external(at) {
            shape.own = Some("external".to_owned());
        }
        shape
    }

    /// A system without containers beside one that has some belongs to others.
    fn is_external(&self, at: usize) -> bool {
        let has_parts = |at: usize| {
            self.elements.iter().any(|one| one.parent == Some(at) && one.kind == Kind::Container)
        };
        !has_parts(at) && (0..self.elements.len()).any(has_parts)
    }

    fn containers(&self, drawing: &mut Drawing) {
        let holds = |at: usize| {
            self.elements.iter().any(|one| one.parent == Some(at) && one.kind == Kind::Container)
        };
        let is_drawn = |at: usize| match self.elements[at].kind {
            Kind::Person | Kind::Container => true,
            Kind::System => !holds(at),
            Kind::Other => false,
        };
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        let mut frames: BTreeMap<usize, usize> = BTreeMap::new();
        for at in 0..self.elements.len() {
            let element = &self.elements[at];
            if element.kind == Kind::System && holds(at) {
                drawing.frames.push(Frame {
                    id: element.id.clone(),
                    title: element.name.clone(),
                    parent: None,
                    at: element.at,
                    count: None,
                });
                frames.insert(at, drawing.frames.len() - 1);
            }
            if is_drawn(at) {
                let mut shape = self.shape(at);
                shape.frame = element.parent.and_then(|parent| frames.get(&parent)).copied();
                drawing.boxes.push(shape);
                places.insert(at, drawing.boxes.len() - 1);
            }
        }
        for relation in &self.relations {
            let end = |id: &str| {
                let at = self.find(id, relation.within)?;
                let shown = self.shown(at, &is_drawn);
                shown
                    .and_then(|at| places.get(&at))
                    .map(|at| End::Box(*at))
                    .or_else(|| frames.get(&at).map(|at| End::Frame(*at)))
            };
            let (Some(from), Some(to)) = (end(&relation.from), end(&relation.to)) else { continue };
            // What an element of detail says is implied for what holds it; a frame only where nothing inside says it.
            if matches!((from, to), (End::Frame(_), _) | (_, End::Frame(_))) {
                continue;
            }
            push(drawing, from, to, relation);
        }
    }
}

fn push(drawing: &mut Drawing, from: End, to: End, relation: &Relation) {
    let label = Some(relation.label.clone()).filter(|label| !label.is_empty());
    let is_async = relation.tags.to_lowercase().contains("async");
    let label = if is_async && label.is_none() { Some("async".to_owned()) } else { label };
    drawing.lines.push(Line {
        from,
        to,
        label,
        is_dashed: false,
        heads: Heads::One,
        at: relation.at,
    });
}
