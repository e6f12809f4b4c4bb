//! What an importer understood of foreign files: the one type between the formats and the rest.

use crate::diagnostic::Diagnostic;
use crate::say::Text;
use crate::sink;
use crate::source::Span;
use std::collections::HashMap;

/// A design as far as foreign files tell it. Spans count the files of the import.
#[derive(Clone, Debug, Default)]
pub struct Sketch {
    pub name: String,
    /// The notation, for people: `docker compose`.
    pub format: &'static str,
    pub stage: Option<Stage>,
    /// Not everything is in the files: rules that conclude from what is missing wait.
    pub is_partial: bool,
    pub groups: Vec<Group>,
    pub components: Vec<Component>,
    pub links: Vec<Link>,
    pub left_out: Vec<LeftOut>,
    /// Findings of the import itself, at the foreign characters.
    pub findings: Vec<Diagnostic>,
    /// Where in the file the whole is stated.
    pub whole: Option<Span>,
    /// The connections that [`Sketch::join`] has looked at, by where they begin.
    pub(super) joined: Joined,
}

/// Places of connections by where they begin, and of how many.
#[derive(Clone, Debug, Default)]
pub(super) struct Joined {
    by_start: HashMap<Node, Vec<usize>>,
    count: usize,
}

/// Which of two designs it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    AsIs,
    ToBe,
}

/// A component or a group, by its place in the sketch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    Component(usize),
    Group(usize),
}

/// A box around components.
#[derive(Clone, Debug)]
pub struct Group {
    /// The kind's word: `region`, `host`, `group`.
    pub word: &'static str,
    pub name: String,
    pub label: Option<String>,
    pub parent: Option<usize>,
    pub facts: Vec<Fact>,
    pub at: Span,
}

/// One component.
#[derive(Clone, Debug)]
pub struct Component {
    /// The type's word: a kind or a technology.
    pub word: String,
    /// As the file calls it; the writer makes a name of the language from it.
    pub name: String,
    pub label: Option<String>,
    pub group: Option<usize>,
    pub facts: Vec<Fact>,
    pub at: Span,
    /// Others that were folded into it, by name.
    pub twins: Vec<(String, Span)>,
    /// How it is known what it is.
    pub guess: Option<Guess>,
    /// What makes twins alike (image, command); without it nothing is folded.
    pub alike: Option<String>,
    /// Said behind it in the printed file.
    pub notes: Vec<String>,
}

/// Why a type, a group or a connection is only guessed.
#[derive(Clone, Debug)]
pub struct Guess {
    /// From which words.
    pub from: Text,
    pub at: Span,
}

/// A stated attribute, as the language writes it; `on` is written as the bare word, and `@x` as the
/// name of the component that the file calls `x`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub attr: &'static str,
    pub value: String,
    pub at: Span,
}

/// What a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arrow {
    Calls,
    Hands,
    Copies,
}

impl Arrow {
    pub fn word(self) -> &'static str {
        match self {
            Arrow::Calls => "->",
            Arrow::Hands => "~>",
            Arrow::Copies => "=>",
        }
    }
}

/// A connection; several targets are alternatives.
#[derive(Clone, Debug)]
pub struct Link {
    pub from: Node,
    pub to: Vec<Node>,
    pub arrow: Arrow,
    pub label: Option<String>,
    pub facts: Vec<Fact>,
    pub at: Span,
    /// What it was read from, for the printed file: the name of a key.
    pub why: String,
}

/// Something in the files that is no component.
#[derive(Clone, Debug)]
pub struct LeftOut {
    pub name: String,
    pub reason: Text,
    pub at: Span,
}

impl Component {
    pub fn new(word: impl Into<String>, name: impl Into<String>, at: Span) -> Self {
        Self {
            word: word.into(),
            name: name.into(),
            label: None,
            group: None,
            facts: Vec::new(),
            at,
            twins: Vec::new(),
            guess: None,
            alike: None,
            notes: Vec::new(),
        }
    }

    /// States an attribute; what was stated before stays.
    pub fn state(&mut self, attr: &'static str, value: impl Into<String>, at: Span) {
        if self.fact(attr).is_none() {
            self.facts.push(Fact { attr, value: value.into(), at });
        }
    }

    pub fn fact(&self, attr: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.attr == attr)
    }
}

impl Link {
    pub fn new(from: Node, to: Node, arrow: Arrow, at: Span, why: impl Into<String>) -> Self {
        Self { from, to: vec![to], arrow, label: None, facts: Vec::new(), at, why: why.into() }
    }

    pub fn state(&mut self, attr: &'static str, value: impl Into<String>, at: Span) {
        if !self.facts.iter().any(|fact| fact.attr == attr) {
            self.facts.push(Fact { attr, value: value.into(), at });
        }
    }
}

impl Sketch {
    pub fn add(&mut self, component: Component) -> usize {
        self.components.push(component);
        self.components.len() - 1
    }

    /// Adds a connection unless the two are joined already.
    pub fn join(&mut self, link: Link) {
        if self.joined.count > self.links.len() {
            self.joined = Joined::default();
        }
        for at in self.joined.count..self.links.len() {
            self.joined.by_start.entry(self.links[at].from).or_default().push(at);
        }
        self.joined.count = self.links.len();
        let known = self.joined.by_start.get(&link.from).into_iter().flatten();
        let mut known = known.map(|at| &self.links[*at]);
        if link.to != [link.from] && !known.any(|old| old.from == link.from && old.to == link.to) {
            self.links.push(link);
        }
    }

    pub fn is_joined(&self, from: Node, to: Node) -> bool {
        // What was changed since is looked at link by link.
        let is_known = self.joined.count <= self.links.len();
        let known = self.joined.by_start.get(&from).filter(|_| is_known);
        let looked_at = if is_known { self.joined.count } else { 0 };
        let known = known.into_iter().flatten().map(|at| &self.links[*at]);
        let mut links = known.chain(&self.links[looked_at..]);
        links.any(|link| link.from == from && link.to.contains(&to))
    }

    /// Whether anything calls it.
    pub fn is_called(&self, node: Node) -> bool {
        let calls = |link: &Link| link.arrow == Arrow::Calls && link.to.contains(&node);
        self.links.iter().any(calls)
    }

    /// What is drawn as a call between these two is how one is kept like the other; whether it was.
    pub fn turn_into_copy(&mut self, from: Node, to: Node) -> bool {
        let is_drawn =
            |link: &&mut Link| link.from == from && link.to == [to] && link.arrow == Arrow::Calls;
        let drawn = self.links.iter_mut().find(is_drawn);
        drawn.map(|link| link.arrow = Arrow::Copies).is_some()
    }

    pub fn leave_out(&mut self, name: impl Into<String>, reason: Text, at: Span) {
        self.left_out.push(LeftOut { name: name.into(), reason, at });
    }

    /// Takes components out, with the connections at them; places of the others move up.
    pub fn retain(&mut self, keep: &[bool]) {
        let mut moved = Vec::with_capacity(keep.len());
        let mut next = 0;
        for kept in keep {
            moved.push(kept.then_some(next));
            next += usize::from(*kept);
        }
        let place = |node: Node| match node {
            Node::Component(at) => moved[at].map(Node::Component),
            group => Some(group),
        };
        let mut at = 0;
        self.components.retain(|_| {
            at += 1;
            keep[at - 1]
        });
        let links = std::mem::take(&mut self.links);
        for mut link in links {
            let Some(from) = place(link.from) else { continue };
            link.from = from;
            link.to = link.to.into_iter().filter_map(place).collect();
            if !link.to.is_empty() {
                self.join(link);
            }
        }
    }
}

/// A string of the language. Characters that can't be seen don't come along: a reader of the design
/// would not see what they do to it.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' | '\r' | '\t' => out.push(' '),
            letter if sink::hides(letter) => {}
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
