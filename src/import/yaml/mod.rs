//! YAML and JSON as a tree that knows where each value stands.
//!
//! Aliases are references to the node of their anchor, so a value used in three places stands in
//! one; how large the tree is when all are followed is counted before anybody walks it.

use crate::diagnostic::Diagnostic;
use crate::say::Text;
use crate::source::{SourceId, Span};
use crate::text;
use granit_parser::{Event, Parser, ScalarStyle};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// So many values, aliases followed, may be in one document.
const VALUES: u64 = 200_000;

/// Deeper than this nobody writes.
const NESTING: usize = 64;

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    pub span: Span,
    /// The tag behind `!`, such as `reset`.
    pub tag: Option<String>,
    /// Holds something that the files do not say (a variable without a value).
    pub is_open: bool,
    size: u64,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// A word; `true` where it stands without quotes, so that `null` and numbers may be meant.
    Scalar(String, bool),
    List(Vec<Rc<Node>>),
    Map(Vec<(Rc<Node>, Rc<Node>)>),
}

impl Node {
    pub fn scalar(text: impl Into<String>, span: Span) -> Self {
        Self::of(Kind::Scalar(text.into(), false), span)
    }

    pub fn of(kind: Kind, span: Span) -> Self {
        Self { kind, span, tag: None, is_open: false, size: 1 }
    }

    /// The word of a scalar that is not null.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(text, _) if !self.is_null() => Some(text),
            _ => None,
        }
    }

    pub fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar(text, true) if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    pub fn is_true(&self) -> bool {
        self.text().is_some_and(|text| {
            matches!(text.to_ascii_lowercase().as_str(), "true" | "yes" | "on" | "1")
        })
    }

    pub fn is_map(&self) -> bool {
        matches!(self.kind, Kind::Map(_))
    }

    pub fn list(&self) -> &[Rc<Node>] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The items of a list; a single value counts as a list of one.
    pub fn items(self: &Rc<Self>) -> Vec<Rc<Node>> {
        match &self.kind {
            Kind::List(items) => items.clone(),
            _ if self.is_null() => Vec::new(),
            _ => vec![self.clone()],
        }
    }

    /// The entries of a mapping: its own first, then those it takes over by `<<`.
    pub fn entries(&self) -> Vec<(Rc<Node>, Rc<Node>)> {
        let Kind::Map(own) = &self.kind else { return Vec::new() };
        let is_merge = |key: &Node| matches!(&key.kind, Kind::Scalar(text, true) if text == "<<");
        let mut entries: Vec<(Rc<Node>, Rc<Node>)> = Vec::new();
        let mut known: BTreeSet<Option<String>> = BTreeSet::new();
        let mut add = |(key, value): (Rc<Node>, Rc<Node>)| {
            let is_new = known.insert(key.text().map(str::to_owned));
            if is_new {
                entries.push((key, value));
            }
            usize::from(is_new)
        };
        let direct = own.iter().rev().filter(|(key, _)| !is_merge(key)).cloned();
        let own_count = direct.map(&mut add).sum();
        for (_, merged) in own.iter().filter(|(key, _)| is_merge(key)) {
            merged.items().iter().flat_map(|one| one.entries()).for_each(|entry| {
                add(entry);
            });
        }
        entries[..own_count].reverse();
        entries
    }

    /// The value of a key; of one that stands twice the last.
    pub fn get(&self, key: &str) -> Option<Rc<Node>> {
        let Kind::Map(own) = &self.kind else { return None };
        let direct = own.iter().rev().find(|(name, _)| name.text() == Some(key));
        if let Some((_, value)) = direct {
            return Some(value.clone());
        }
        let merges = own.iter().filter(|(name, _)| name.text() == Some("<<"));
        merges.flat_map(|(_, merged)| merged.items()).find_map(|one| one.get(key))
    }

    /// The value at the end of a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<Rc<Node>> {
        let (first, rest) = path.split_first()?;
        let value = self.get(first)?;
        if rest.is_empty() { Some(value) } else { value.at(rest) }
    }
}

/// The documents of a text, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Documents {
    pub roots: Vec<Rc<Node>>,
    pub errors: Vec<Diagnostic>,
}

/// Reads all documents of `text`, which stands in `source` from the byte `offset` on.
pub fn read(text: &str, source: SourceId, offset: usize) -> Documents {
    let mut documents = Documents::default();
    let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut reader = Reader {
        text: &text[bom..],
        source,
        offset: offset + bom,
        anchors: HashMap::new(),
        stack: Vec::new(),
    };
    let mut parser = Parser::new_from_str(&text[bom..]);
    while let Some(next) = parser.next_event() {
        match next {
            Ok((Event::DocumentStart(..), _)) => reader.start(),
            Ok((event, span)) => match reader.event(event, span.byte_range().unwrap_or_default()) {
                Ok(Some(root)) => documents.roots.push(root),
                Ok(None) => {}
                Err(error) => {
                    documents.errors.push(*error);
                    return documents;
                }
            },
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(text.len() - bom);
                documents.errors.push(reader.unreadable(at, &error.info()));
                reader.start();
                if !matches!(parser.proceed_next_document(), Ok(true)) {
                    return documents;
                }
            }
        }
    }
    documents
}

struct Reader<'t> {
    text: &'t str,
    source: SourceId,
    offset: usize,
    anchors: HashMap<usize, Rc<Node>>,
    stack: Vec<Open>,
}

/// A collection that is not closed yet.
struct Open {
    start: usize,
    anchor: usize,
    tag: Option<String>,
    is_map: bool,
    values: Vec<Rc<Node>>,
}

impl Reader<'_> {
    fn start(&mut self) {
        self.anchors.clear();
        self.stack.clear();
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let end = range.end.min(self.text.len()).max(range.start);
        Span::new(self.source, self.offset + range.start.min(end), self.offset + end)
    }

    fn event(
        &mut self,
        event: Event,
        range: std::ops::Range<usize>,
    ) -> Result<Option<Rc<Node>>, Box<Diagnostic>> {
        let tag = |tag: &granit_parser::Tag| tag.suffix().to_owned();
        match event {
            Event::Scalar(text, style, anchor, of) => {
                let plain = matches!(style, ScalarStyle::Plain) && of.is_none();
                let mut node = Node::of(Kind::Scalar(text.into_owned(), plain), self.span(range));
                node.tag = of.as_deref().map(tag);
                Ok(self.close(node, anchor))
            }
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned();
                let null = || {
                    Rc::new(Node::of(Kind::Scalar(String::new(), true), self.span(range.clone())))
                };
                let node = node.unwrap_or_else(null);
                Ok(self.put(node))
            }
            Event::SequenceStart(_, anchor, of) => {
                self.open(range, anchor, of.as_deref().map(tag), false)
            }
            Event::MappingStart(_, anchor, of) => {
                self.open(range, anchor, of.as_deref().map(tag), true)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(range.start),
            _ => Ok(None),
        }
    }

    fn open(
        &mut self,
        range: std::ops::Range<usize>,
        anchor: usize,
        tag: Option<String>,
        is_map: bool,
    ) -> Result<Option<Rc<Node>>, Box<Diagnostic>> {
        if self.stack.len() >= NESTING {
            return Err(self
                .limit(range.start, NESTING as u64, text!("깊이가", "the nesting"))
                .into());
        }
        self.stack.push(Open { start: range.start, anchor, tag, is_map, values: Vec::new() });
        Ok(None)
    }

    fn end(&mut self, at: usize) -> Result<Option<Rc<Node>>, Box<Diagnostic>> {
        let Some(open) = self.stack.pop() else { return Ok(None) };
        let size = open.values.iter().fold(1u64, |sum, node| sum.saturating_add(node.size));
        if size > VALUES {
            return Err(self
                .limit(open.start, VALUES, text!("값이", "the number of values"))
                .into());
        }
        let end =
            open.values.iter().map(|node| node.span.end as usize).max().unwrap_or(at + self.offset);
        let end = end.saturating_sub(self.offset).clamp(open.start, at.max(open.start));
        let kind = match open.is_map {
            false => Kind::List(open.values),
            true => {
                let pairs = open.values.chunks_exact(2);
                Kind::Map(pairs.map(|pair| (pair[0].clone(), pair[1].clone())).collect())
            }
        };
        let mut node = Node::of(kind, self.span(open.start..end));
        (node.size, node.tag) = (size, open.tag);
        Ok(self.close(node, open.anchor))
    }

    fn close(&mut self, node: Node, anchor: usize) -> Option<Rc<Node>> {
        let node = Rc::new(node);
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        self.put(node)
    }

    /// The node goes into the open collection; without one it is the whole document.
    fn put(&mut self, node: Rc<Node>) -> Option<Rc<Node>> {
        match self.stack.last_mut() {
            Some(open) => {
                open.values.push(node);
                None
            }
            None => Some(node),
        }
    }

    fn unreadable(&self, at: usize, said: &str) -> Diagnostic {
        let at = at.min(self.text.len());
        let rest = self.text.get(at..).unwrap_or_default();
        let width = rest.chars().next().filter(|letter| *letter != '\n').map_or(0, char::len_utf8);
        Diagnostic::error(
            "syntax",
            self.span(at..at + width),
            text!(said; "YAML로 읽을 수 없습니다: {said}", "not readable as YAML: {said}"),
        )
    }

    fn limit(&self, at: usize, most: u64, what: Text) -> Diagnostic {
        Diagnostic::error(
            "limit",
            self.span(at..at),
            text!(what, most; "{what} 한도({most})를 넘었습니다", "{what} is over the limit of {most}"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Rc<Node> {
        let documents = read(text, SourceId(0), 0);
        assert!(documents.errors.is_empty(), "{:?}", documents.errors);
        documents.roots[0].clone()
    }

    #[test]
    fn values_know_their_places_behind_a_mark_and_hangul() {
        let text = "\u{feff}이름: 주문 # 말\r\nb: [1, '둘']\r\n";
        let root = root(text);
        let value = root.get("이름").expect("there");
        assert_eq!(&text[value.span.range()], "주문");
        let list = root.get("b").expect("there");
        assert_eq!(&text[list.list()[1].span.range()], "'둘'");
    }

    #[test]
    fn what_stands_itself_wins_over_what_is_merged() {
        let root = root("a: &a {x: 1, y: 2}\nb:\n  <<: [*a, {z: 4}]\n  y: 3\n");
        let b = root.get("b").expect("there");
        let keys: Vec<_> = b
            .entries()
            .iter()
            .map(|(k, v)| {
                [k, v].map(|it| it.text().expect("only scalars are written above")).concat()
            })
            .collect();
        assert_eq!(keys, ["y3", "x1", "z4"]);
        assert_eq!(b.get("x").and_then(|x| x.text().map(str::to_owned)).as_deref(), Some("1"));
    }

    #[test]
    fn a_bomb_of_aliases_is_refused_and_a_circle_ends() {
        let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for (last, next) in "abcdefgh".chars().zip("bcdefghi".chars()) {
            bomb += &format!(
                "{next}: &{next} [*{last},*{last},*{last},*{last},*{last},*{last},*{last},*{last},*{last},*{last}]\n"
            );
        }
        let documents = read(&bomb, SourceId(0), 0);
        assert_eq!(documents.errors[0].rule, "limit");
        let circle = read("a: &a [1, *a]\n", SourceId(0), 0);
        assert_eq!(circle.roots.len() + circle.errors.len(), 1);
    }

    #[test]
    fn a_bad_document_does_not_hide_the_next() {
        let documents = read("a: 1\n---\nb: [1\n---\nc: 3\n", SourceId(0), 0);
        assert_eq!(documents.errors.len(), 1);
        assert!(documents.roots.iter().any(|root| root.get("c").is_some()), "{documents:?}");
    }
}
