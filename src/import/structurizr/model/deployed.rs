//! What an environment deploys: parts on nodes, and which of two stands by.

use super::super::super::drawing::{Drawing, End, Frame, Shape};
use super::super::reader::Statement;
use super::{Kind, Model, Relation, push};
use std::collections::BTreeMap;

/// Nodes may nest so deep.
const NESTING: usize = 32;

/// A part on a node.
struct Instance {
    element: usize,
    /// Its box.
    place: usize,
    /// It, or a node around it, is there for when another one fails.
    is_standby: bool,
}

/// An environment while it is read.
struct Deployment<'m> {
    model: &'m Model,
    drawing: &'m mut Drawing,
    instances: Vec<Instance>,
    /// By frame: what the node is made of.
    platforms: Vec<String>,
    ids: BTreeMap<String, usize>,
    /// Those among deployed parts.
    relations: Vec<Relation>,
}

/// Where a statement stands.
#[derive(Clone, Copy, Default)]
struct Place {
    frame: Option<usize>,
    depth: usize,
    is_standby: bool,
}

/// Draws an environment.
pub(super) fn draw(model: &Model, environment: &Statement, drawing: &mut Drawing) {
    let (instances, platforms) = (Vec::new(), Vec::new());
    let (ids, relations) = (BTreeMap::new(), Vec::new());
    let mut deployment = Deployment { model, drawing, instances, platforms, ids, relations };
    deployment.nodes(&environment.inner, Place::default());
    deployment.copies();
    deployment.relations_of_the_model();
    deployment.relations_of_its_own();
}

/// The words of a statement without the identifier before them, and that.
fn named(statement: &Statement) -> (&str, &[String]) {
    match statement.words.as_slice() {
        [name, equals, rest @ ..] if equals == "=" => (name, rest),
        words => ("", words),
    }
}

/// The tags that stand in a statement and below it.
fn tags(statement: &Statement, stated: &[String]) -> String {
    let is_tags = |inner: &&Statement| {
        ["tag", "tags"].iter().any(|word| inner.words[0].eq_ignore_ascii_case(word))
    };
    let inner = statement.inner.iter().filter(is_tags).map(|inner| inner.words[1..].join(","));
    inner.chain(stated.iter().cloned()).collect::<Vec<_>>().join(",")
}

fn is_standby(tags: &str) -> bool {
    tags.split(',').any(|tag| tag.trim().eq_ignore_ascii_case("failover"))
}

impl Deployment<'_> {
    fn nodes(&mut self, statements: &[Statement], around: Place) {
        for statement in statements {
            let (id, words) = named(statement);
            let Some(first) = words.first() else { continue };
            match first.to_lowercase().as_str() {
                "deploymentnode" if around.depth < NESTING => {
                    let place = self.node(statement, id, words, around);
                    self.nodes(&statement.inner, place);
                }
                "group" | "deploymentgroup" => self.nodes(&statement.inner, around),
                "infrastructurenode" => {
                    let shape = infrastructure(statement, id, words, around);
                    self.add(shape, statement, id);
                }
                "containerinstance" | "softwaresysteminstance" | "instanceof" => {
                    self.instance(statement, id, words, around);
                }
                _ => self.arrows(std::slice::from_ref(statement), None),
            }
        }
    }

    fn node(&mut self, statement: &Statement, id: &str, words: &[String], around: Place) -> Place {
        let word = |at: usize| words.get(at).cloned().unwrap_or_default();
        let inner =
            statement.inner.iter().find(|one| one.words[0].eq_ignore_ascii_case("instances"));
        let stated = inner.and_then(|one| one.words.get(1)).or(words.get(5));
        let count = stated.and_then(|text| text.parse::<u32>().ok()).filter(|count| *count > 0);
        // A part on two nodes of four machines each runs eight times.
        let outer = around.frame.and_then(|frame| self.drawing.frames[frame].count);
        let count = match (count, outer) {
            (Some(one), Some(other)) => one.checked_mul(other),
            (one, other) => one.or(other),
        };
        let parent = around.frame;
        let (id, title) = (id.to_owned(), word(1));
        let all = tags(statement, &[word(4)]);
        let made_of = technology(statement, &word(3)).unwrap_or_default();
        let icon = icon(&all).unwrap_or_default().replace('_', " ");
        self.platforms.push(format!("{title} {made_of} {icon}"));
        self.drawing.frames.push(Frame { id, title, parent, at: statement.at, count });
        let is_standby = around.is_standby || is_standby(&all);
        let frame = Some(self.drawing.frames.len() - 1);
        Place { frame, depth: around.depth + 1, is_standby }
    }

    fn instance(&mut self, statement: &Statement, id: &str, words: &[String], around: Place) {
        let word = |at: usize| words.get(at).cloned().unwrap_or_default();
        let Some(element) = self.model.find(&word(1), None) else { return };
        let mut shape = self.model.shape(element);
        shape.at = statement.at;
        shape.frame = around.frame;
        shape.platform = around.frame.and_then(|frame| self.platforms.get(frame)).cloned();
        let count = around.frame.and_then(|frame| self.drawing.frames[frame].count);
        shape.count = count.filter(|count| *count > 1);
        let place = self.add(shape, statement, id);
        let tagged = is_standby(&tags(statement, &[word(2), word(3)]));
        let is_standby = around.is_standby || tagged;
        self.instances.push(Instance { element, place, is_standby });
    }

    fn add(&mut self, shape: Shape, statement: &Statement, id: &str) -> usize {
        self.drawing.boxes.push(shape);
        let place = self.drawing.boxes.len() - 1;
        self.ids.insert(id.to_lowercase(), place);
        self.arrows(&statement.inner, Some(place));
        place
    }

    /// Whether one that stands by for a store gets what that one holds, and is not asked itself.
    fn is_copy(&self, instance: &Instance) -> bool {
        let is_store = self.drawing.boxes[instance.place].outline.is_some();
        let has_first = |one: &Instance| one.element == instance.element && !one.is_standby;
        instance.is_standby && is_store && self.instances.iter().any(has_first)
    }

    fn copies(&mut self) {
        let first = |copy: &Instance| {
            let is_first = |one: &&Instance| one.element == copy.element && !one.is_standby;
            self.instances.iter().find(is_first).map(|first| (first.place, copy.place))
        };
        let copies = self.instances.iter().filter(|one| self.is_copy(one));
        let pairs: Vec<(usize, usize)> = copies.filter_map(first).collect();
        for (first, copy) in pairs {
            let at = self.drawing.boxes[copy].at;
            let (from, to) = (String::new(), String::new());
            let (label, tags) = ("replication".to_owned(), String::new());
            let relation = Relation { from, to, label, tags, within: None, at };
            push(self.drawing, End::Box(first), End::Box(copy), &relation);
        }
    }

    /// What the model says of elements holds for each of their instances.
    fn relations_of_the_model(&mut self) {
        let mut people: BTreeMap<usize, usize> = BTreeMap::new();
        for relation in &self.model.relations {
            let drawn = |at: usize| self.instances.iter().any(|one| one.element == at);
            let end = |id: &str| {
                let at = self.model.find(id, relation.within)?;
                let is_drawn = |at| drawn(at) || self.model.elements[at].kind == Kind::Person;
                self.model.shown(at, &is_drawn)
            };
            let (Some(from), Some(to)) = (end(&relation.from), end(&relation.to)) else { continue };
            let of =
                |element: usize| self.instances.iter().filter(move |one| one.element == element);
            let targets = of(to).filter(|one| !self.is_copy(one)).map(|one| one.place);
            let targets: Vec<usize> = targets.collect();
            let sources: Vec<usize> = match self.model.elements[from].kind {
                Kind::Person => {
                    let place = *people.entry(from).or_insert_with(|| {
                        self.drawing.boxes.push(self.model.shape(from));
                        self.drawing.boxes.len() - 1
                    });
                    vec![place]
                }
                _ => of(from).map(|one| one.place).collect(),
            };
            for source in &sources {
                for target in &targets {
                    push(self.drawing, End::Box(*source), End::Box(*target), relation);
                }
            }
        }
    }

    fn relations_of_its_own(&mut self) {
        for relation in &self.relations {
            let end = |id: &str| {
                let id = id.to_lowercase();
                let last = id.rsplit('.').next().unwrap_or(&id);
                let place = self.ids.get(&id).or_else(|| self.ids.get(last));
                place.map(|at| End::Box(*at))
            };
            if let (Some(from), Some(to)) = (end(&relation.from), end(&relation.to)) {
                push(self.drawing, from, to, relation);
            }
        }
    }

    /// The relations among deployed parts; `this` is the part around them.
    fn arrows(&mut self, statements: &[Statement], this: Option<usize>) {
        let own = this.map(|place| format!("#{place}"));
        if let (Some(own), Some(place)) = (&own, this) {
            self.ids.insert(own.clone(), place);
        }
        for statement in statements {
            let words = &statement.words;
            let Some(arrow) = words.iter().position(|word| word == "->") else { continue };
            let named = |word: Option<&String>| match (word.map(String::as_str), &own) {
                (None | Some("this"), Some(own)) => own.clone(),
                (word, _) => word.unwrap_or_default().to_owned(),
            };
            self.relations.push(Relation {
                from: named(arrow.checked_sub(1).and_then(|at| words.get(at))),
                to: named(words.get(arrow + 1)),
                label: words.get(arrow + 2).cloned().unwrap_or_default(),
                tags: String::new(),
                within: None,
                at: statement.at,
            });
        }
    }
}

/// What a node is made of, in its place or in a line of its own.
fn technology(statement: &Statement, stated: &str) -> Option<String> {
    let inner = statement.inner.iter();
    let mut inner = inner.filter(|inner| inner.words[0].eq_ignore_ascii_case("technology"));
    let own = Some(stated.to_owned()).filter(|text| !text.is_empty());
    own.or_else(|| inner.find_map(|inner| inner.words.get(1).cloned()))
}

fn infrastructure(statement: &Statement, id: &str, words: &[String], around: Place) -> Shape {
    let word = |at: usize| words.get(at).cloned().unwrap_or_default();
    let mut shape = Shape::new(id, word(1), statement.at);
    shape.technology = technology(statement, &word(3));
    shape.icon = icon(&tags(statement, &[word(4)]));
    shape.frame = around.frame;
    shape
}

/// `Amazon Web Services - Elastic Load Balancing` as the name of an icon.
fn icon(tags: &str) -> Option<String> {
    let tag = tags.split(',').find(|tag| tag.contains(" - "))?;
    let name = tag.split_once(" - ")?.1;
    let name = name.split('(').next().unwrap_or(name).trim();
    Some(name.to_lowercase().replace(' ', "_"))
}
