//! One-line designs: a word in a connection that is declared nowhere, and names a kind or a
//! technology, declares one component of that type.

use super::Builder;
use super::declare::{Around, Sort, Work};
use super::draft::{DraftComponent, State};
use super::limits;
use crate::catalog::{self, Kind, Tech};
use crate::model::{Component, ComponentId, Facts, Place};
use crate::source::Span;
use crate::syntax::ast::{self, StatementKind};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A name in a connection or in a step of a flow.
struct Mention<'a> {
    name: &'a ast::Name,
    around: Around,
    statement: Span,
    /// At the left end of its statement.
    begins: bool,
}

/// A component that mentions declare.
struct Implied<'a> {
    /// As first written.
    name: &'a ast::Name,
    kind: Kind,
    tech: Option<Arc<Tech>>,
    group: Around,
    /// Of the first mention.
    around: Around,
    statement: Span,
    /// Other spellings of the same word.
    spellings: BTreeSet<&'a str>,
}

impl<'a> Builder<'a> {
    /// Declares what the connections and flows of a layer mention by the word of a type alone.
    pub(super) fn imply(&mut self, work: &Work<'a>) {
        let mut implied: Vec<Implied<'a>> = Vec::new();
        // By the word in lower case; looked into only.
        let mut by_word: HashMap<String, usize> = HashMap::new();
        for mention in mentions(work) {
            let word = mention.name.text.to_ascii_lowercase();
            if !self.draft.index.anywhere(&mention.name.text).is_empty() {
                continue;
            }
            if let Some(at) = by_word.get(&word) {
                let known = &mut implied[*at];
                known.spellings.insert(&mention.name.text);
                known.group = self.around_both(known.group, mention.around);
                continue;
            }
            let Some((kind, tech)) = self.implied_type(&mention) else { continue };
            let others = self.of_type(kind, tech.as_ref(), &implied);
            if !others.is_empty() {
                self.draft.mistaken.insert(mention.name.text.clone(), others);
                continue;
            }
            by_word.insert(word, implied.len());
            implied.push(Implied {
                name: mention.name,
                kind,
                tech,
                group: mention.around,
                around: mention.around,
                statement: mention.statement,
                spellings: BTreeSet::new(),
            });
        }
        implied.into_iter().for_each(|it| self.add_implied(it));
    }

    fn implied_type(&self, mention: &Mention) -> Option<(Kind, Option<Arc<Tech>>)> {
        let word = mention.name.text.as_str();
        if let Some(kind) = catalog::implied_kind(word, mention.begins) {
            return Some((kind?, None));
        }
        let lower = word.to_ascii_lowercase();
        let own = [word, lower.as_str()]
            .map(|text| ast::Name { text: text.to_owned(), span: mention.name.span });
        match own.iter().find_map(|name| self.sort(name)) {
            Some(Sort::Component(kind, tech)) => Some((kind, tech)),
            Some(Sort::Group(_)) => None,
            None => Some((Kind::parse(catalog::synonym(word)?)?, None)),
        }
    }

    /// The names of the components that such a word might mean instead.
    fn of_type(&self, kind: Kind, tech: Option<&Arc<Tech>>, implied: &[Implied]) -> Vec<String> {
        let same = |other: Option<&Arc<Tech>>| tech.map(|it| &it.name) == other.map(|it| &it.name);
        let declared = self.draft.components.iter().filter(|component| {
            let it = &component.it;
            component.state == State::Alive
                && component.part.is_none()
                && it.kind == kind
                && (same(it.tech.as_ref()) || tech.is_none() && it.implied.is_none())
        });
        let implied = implied.iter().filter(|it| it.kind == kind && same(it.tech.as_ref()));
        let declared = declared.map(|component| component.it.name.clone());
        declared.chain(implied.map(|it| it.name.text.clone())).collect()
    }

    /// The innermost group around both.
    fn around_both(&self, a: Around, b: Around) -> Around {
        let outer: Vec<_> = self.draft.ancestors(a).collect();
        self.draft.ancestors(b).find(|group| outer.contains(group))
    }

    fn add_implied(&mut self, it: Implied<'a>) {
        // Beyond the limit the name stays unknown.
        if self.draft.components.len() + self.draft.groups.len() >= limits::PLACES {
            return;
        }
        let id = ComponentId(self.draft.components.len() as u32);
        // A declaration would stand in the same block: before the statement, or before the group
        // that holds it.
        let inner = self.draft.ancestors(it.around).take_while(|group| Some(*group) != it.group);
        let before = inner.last().map_or(it.statement, |group| self.draft.group(group).it.span);
        let span = it.name.span;
        let component = Component {
            name: it.name.text.clone(),
            path: String::new(),
            label: None,
            kind: it.kind,
            tech: it.tech,
            group: it.group,
            zones: Vec::new(),
            facts: Facts::default(),
            span,
            head: span,
            name_span: span,
            changed: None,
            implied: Some(before),
        };
        self.draft.components.push(DraftComponent {
            it: component,
            layer: self.layer,
            state: State::Alive,
            is_typed: true,
            part: None,
            stated: Facts::default(),
            unset: BTreeSet::new(),
        });
        let place = Place::Component(id);
        self.draft.index.add(it.group, &it.name.text, place);
        for spelling in it.spellings {
            self.draft.index.alias(it.group, spelling, place);
        }
    }
}

/// All single names in connections and flows, in the order of the statements.
fn mentions<'a>(work: &Work<'a>) -> Vec<Mention<'a>> {
    let mut found = Vec::new();
    for (around, it, span) in &work.connections {
        mentioned(it, *around, *span, &mut found);
    }
    let flows = work.flows.iter().map(|(around, it, span)| (*around, it.block.as_ref(), *span));
    let changed = work.changed_flows.iter().filter_map(|(around, it)| match &it.target {
        ast::Target::Flow(name) => Some((*around, it.block.as_ref(), name.span)),
        _ => None,
    });
    for (around, block, span) in flows.chain(changed) {
        for statement in block.into_iter().flat_map(|block| &block.statements) {
            if let StatementKind::Connection(it) = &statement.kind {
                mentioned(it, around, span, &mut found);
            }
        }
    }
    found
}

fn mentioned<'a>(
    it: &'a ast::Connection,
    around: Around,
    statement: Span,
    found: &mut Vec<Mention<'a>>,
) {
    for (at, side) in it.sides.iter().enumerate() {
        let singles = side.targets.iter().flatten().filter_map(|path| match &path.segments[..] {
            [name] => Some(name),
            _ => None,
        });
        found.extend(singles.map(|name| Mention { name, around, statement, begins: at == 0 }));
    }
}
