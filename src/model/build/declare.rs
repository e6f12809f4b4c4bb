//! Second pass: components and groups, by the word before their name. All other statements are put
//! aside, each with the group it stands in, until every name is known.

use super::Builder;
use super::draft::{DraftComponent, DraftGroup, State};
use super::limits;
use crate::catalog::{self, Tech};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Attr, Component, ComponentId, Facts, Group, GroupId, GroupKind, Kind, LinkId, PartKind, Place,
};
use crate::source::Span;
use crate::syntax::ast::{self, StatementKind};
use crate::syntax::{missing_equals, misspelt_keyword};
use crate::text;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Where a statement stands: the group around it.
pub(super) type Around = Option<GroupId>;

/// The statements of one layer that wait for all names to be known, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Work<'a> {
    pub(super) blocks: Vec<(Place, &'a [ast::Statement])>,
    pub(super) connections: Vec<(Around, &'a ast::Connection, Span)>,
    pub(super) facts: Vec<&'a ast::Facts>,
    pub(super) flows: Vec<(Around, &'a ast::Journey, Span)>,
    pub(super) scenarios: Vec<(Around, &'a ast::Journey, Span)>,
    pub(super) expects: Vec<(Around, &'a ast::Expect, Span)>,
    pub(super) accepts: Vec<(Around, &'a ast::Accept, Span)>,
    pub(super) forbids: Vec<(Around, &'a ast::Forbid, Span)>,
    pub(super) defaults: Vec<(Around, &'a ast::Default)>,
    /// `change`, `move` and `remove`.
    pub(super) changes: Vec<(Around, &'a ast::Statement)>,
    /// What `change` says about components and groups.
    pub(super) changed_blocks: Vec<(Place, &'a [ast::Statement])>,
    /// `change` of flows and scenarios, and of connections.
    pub(super) changed_flows: Vec<(Around, &'a ast::Change)>,
    pub(super) changed_links: Vec<(LinkId, &'a ast::Change)>,
}

/// What the word before a name says.
#[derive(Clone, Debug)]
pub(super) enum Sort {
    Group(GroupKind),
    Component(Kind, Option<Arc<Tech>>),
}

impl<'a> Builder<'a> {
    /// Declares what stands in `statements`; `depth` counts the blocks and files around them.
    pub(super) fn declare(
        &mut self,
        work: &mut Work<'a>,
        statements: &'a [ast::Statement],
        around: Around,
        depth: usize,
    ) {
        for statement in statements {
            self.declare_one(work, statement, around, depth);
        }
    }

    fn declare_one(
        &mut self,
        work: &mut Work<'a>,
        statement: &'a ast::Statement,
        around: Around,
        depth: usize,
    ) {
        let span = statement.span;
        match &statement.kind {
            StatementKind::Declaration(it) => self.declaration(work, it, span, around, depth),
            StatementKind::Include(it) => self.include(work, it, around, depth),
            StatementKind::Connection(it) => work.connections.push((around, it, span)),
            StatementKind::Facts(it) => work.facts.push(it),
            StatementKind::Flow(it) => work.flows.push((around, it, span)),
            StatementKind::Scenario(it) => work.scenarios.push((around, it, span)),
            StatementKind::Expect(it) => work.expects.push((around, it, span)),
            StatementKind::Accept(it) => work.accepts.push((around, it, span)),
            StatementKind::Forbid(it) => work.forbids.push((around, it, span)),
            StatementKind::Default(it) => work.defaults.push((around, it)),
            StatementKind::Change(_) | StatementKind::Move(_) | StatementKind::Remove(_) => {
                work.changes.push((around, statement));
            }
            // Headers and `let`s were read before; an attribute of a group belongs to its block,
            // and what could not be read has its error.
            StatementKind::Header(_)
            | StatementKind::Let(_)
            | StatementKind::Policy(_)
            | StatementKind::Attributes(_)
            | StatementKind::Attribute(_)
            | StatementKind::Junk => {}
        }
    }

    fn include(&mut self, work: &mut Work<'a>, it: &'a ast::Include, around: Around, depth: usize) {
        let Some(file) = self.texts.included(it) else { return };
        if depth < limits::NESTING {
            self.declare(work, &file.statements, around, depth + 1);
            return;
        }
        self.errors.push(limits::too_many(
            it.path.span,
            text!("겹쳐 읽은 파일이", "the nesting of included files"),
            limits::NESTING,
        ));
    }

    fn declaration(
        &mut self,
        work: &mut Work<'a>,
        it: &'a ast::Declaration,
        span: Span,
        around: Around,
        depth: usize,
    ) {
        let places = self.draft.components.len() + self.draft.groups.len();
        if places >= limits::PLACES {
            if places == limits::PLACES && !self.is_full {
                self.is_full = true;
                let what = text!("컴포넌트와 그룹이", "the number of components and groups");
                self.errors.push(limits::too_many(it.name.span, what, limits::PLACES));
            }
            return;
        }
        let statements = it.block.as_ref().map_or(&[][..], |block| &block.statements);
        if let Some(kind) = PartKind::parse(&it.word.text) {
            let place = self.add_part(it, kind, span, around, None);
            work.blocks.push((place, statements));
            return self.stray_statements(work, statements, around, depth);
        }
        let sort = match self.sort(&it.word) {
            Some(sort) => sort,
            None => {
                // `chnge api { … }` declares nothing.
                if let Some(error) = misspelt_keyword(&it.word) {
                    return self.errors.push(error);
                }
                self.errors.push(self.unknown_type(&it.word));
                unknown_sort(statements)
            }
        };
        let place = match sort {
            Sort::Group(kind) => self.add_group(it, kind, span, around),
            Sort::Component(kind, tech) => self.add_component(it, (kind, tech), span, around),
        };
        work.blocks.push((place, statements));
        match place {
            Place::Group(id) => self.declare(work, statements, Some(id), depth + 1),
            Place::Component(id) => {
                let rest = self.parts_in(work, statements, id);
                self.stray_among(work, rest, around, depth);
            }
        }
    }

    /// The group, kind or technology that a word names.
    pub(super) fn sort(&self, word: &ast::Name) -> Option<Sort> {
        if let Some(kind) = GroupKind::parse(&word.text) {
            return Some(Sort::Group(kind));
        }
        if let Some(kind) = Kind::parse(&word.text) {
            return Some(Sort::Component(kind, None));
        }
        let tech = self.catalog.find(&word.text)?;
        Some(Sort::Component(tech.kind, Some(tech)))
    }

    pub(super) fn unknown_type(&self, word: &ast::Name) -> Diagnostic {
        let name = &word.text;
        let groups = GroupKind::ALL.iter().map(|kind| kind.word());
        let kinds = Kind::ALL.iter().map(|kind| kind.word());
        let known = kinds.chain(groups).chain(self.catalog.words());
        let meant = catalog::synonym(name).or_else(|| self.suggestions.nearest(name, known));
        let message = text!(name; "`{name}` 종류를 알 수 없습니다", "`{name}` is no known type");
        let error =
            Diagnostic::error("unknown-type", word.span, message).did_you_mean(word.span, meant);
        if error.help.is_some() {
            return error;
        }
        error.help(text!(
            "`was`, `db`, `cache`, `queue` 같은 종류나 `mysql`, `kafka` 같은 기술 이름을 쓰세요.",
            "Write a kind like `was`, `db`, `cache`, `queue`, or a technology like `mysql`, `kafka`."
        ))
    }

    fn add_group(
        &mut self,
        it: &ast::Declaration,
        kind: GroupKind,
        span: Span,
        around: Around,
    ) -> Place {
        let place = Place::Group(GroupId(self.draft.groups.len() as u32));
        let group = Group {
            name: it.name.text.clone(),
            path: String::new(),
            label: it.label.as_ref().map(|label| label.text.clone()),
            kind,
            parent: around,
            facts: Facts::default(),
            span,
            head: it.word.span.to(it.name.span),
            name_span: it.name.span,
        };
        self.draft.groups.push(DraftGroup {
            it: group,
            state: State::Alive,
            stated: Facts::default(),
            unset: BTreeSet::new(),
        });
        self.enter(place, around, &it.name);
        place
    }

    pub(super) fn add_component(
        &mut self,
        it: &ast::Declaration,
        (kind, tech): (Kind, Option<Arc<Tech>>),
        span: Span,
        around: Around,
    ) -> Place {
        let place = Place::Component(ComponentId(self.draft.components.len() as u32));
        let component = Component {
            name: it.name.text.clone(),
            path: String::new(),
            label: it.label.as_ref().map(|label| label.text.clone()),
            kind,
            tech,
            group: around,
            zones: Vec::new(),
            facts: Facts::default(),
            span,
            head: it.word.span.to(it.name.span),
            name_span: it.name.span,
            changed: None,
            implied: None,
        };
        self.draft.components.push(DraftComponent {
            it: component,
            layer: self.layer,
            state: State::Alive,
            is_typed: self.sort(&it.word).is_some(),
            part: None,
            stated: Facts::default(),
            unset: BTreeSet::new(),
        });
        self.enter(place, around, &it.name);
        place
    }

    fn enter(&mut self, place: Place, around: Around, name: &ast::Name) {
        // Whether an earlier one of that name is still there is known after the changes.
        if !self.draft.index.named(around, &name.text).is_empty() {
            self.rivals.push(place);
        }
        self.draft.index.add(around, &name.text, place);
    }

    /// Reports names that are taken within their group, now that all changes are known.
    pub(super) fn refuse_duplicates(&mut self) {
        for place in std::mem::take(&mut self.rivals) {
            let name = self.draft.name(place).to_owned();
            let named = self.draft.index.named(self.draft.parent(place), &name);
            let first = named.iter().copied().find(|other| self.draft.is_alive(*other));
            let Some(first) = first.filter(|first| *first != place) else { continue };
            self.draft.set_state(place, State::Duplicate);
            let (here, there) = (self.draft.name_span(place), self.draft.name_span(first));
            self.errors.push(taken(&name, here, there));
        }
    }

    /// A component's block holds attributes only. What else stands there is read as if it stood
    /// beside the component, so that one mistake stays one.
    pub(super) fn stray_statements(
        &mut self,
        work: &mut Work<'a>,
        statements: &'a [ast::Statement],
        around: Around,
        depth: usize,
    ) {
        self.stray_among(work, statements.iter().collect(), around, depth);
    }

    pub(super) fn stray_among(
        &mut self,
        work: &mut Work<'a>,
        statements: Vec<&'a ast::Statement>,
        around: Around,
        depth: usize,
    ) {
        let is_stray = |statement: &&ast::Statement| {
            !matches!(statement.kind, StatementKind::Attribute(_) | StatementKind::Junk)
        };
        let mut said = false;
        for statement in statements.into_iter().filter(is_stray) {
            if let StatementKind::Declaration(it) = &statement.kind
                && self.lacks_equals(it)
            {
                self.errors.push(missing_equals(&it.word, &it.name.text));
                continue;
            }
            if !said {
                said = true;
                let error = only_attributes(self.head(statement.span));
                self.errors.push(error);
            }
            self.declare(work, std::slice::from_ref(statement), around, depth + 1);
        }
    }

    /// Whether `mode cluster` is an attribute without its `=`, and no declaration.
    fn lacks_equals(&self, it: &ast::Declaration) -> bool {
        it.label.is_none()
            && it.block.is_none()
            && Attr::parse(&it.word.text).is_some()
            && self.sort(&it.word).is_none()
    }
}

/// What an unknown word is taken for: a group when its block holds more than attributes.
fn unknown_sort(statements: &[ast::Statement]) -> Sort {
    let holds_more = statements.iter().any(|statement| {
        !matches!(statement.kind, StatementKind::Attribute(_) | StatementKind::Junk)
    });
    if holds_more { Sort::Group(GroupKind::Group) } else { Sort::Component(Kind::Service, None) }
}

/// An error about a name that stands twice.
pub(super) fn taken(name: &str, here: Span, there: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-name",
        here,
        text!(name; "`{name}` 이름을 두 번 선언했습니다", "`{name}` is declared twice"),
    )
    .label(text!("두 번째 선언", "declared again here"))
    .related(there, text!("첫 번째 선언", "first declared here"))
    .help(text!("둘 중 하나의 이름을 바꾸거나 지우세요.", "Rename one of the two, or remove it."))
}

fn only_attributes(span: Span) -> Diagnostic {
    Diagnostic::error(
        "syntax",
        span,
        text!(
            "컴포넌트 블록에는 속성만 쓸 수 있습니다",
            "a component's block holds attributes only"
        ),
    )
    .help(text!(
        "이 문장을 블록 밖으로 옮기거나, 묶으려는 것이라면 `group`을 쓰세요.",
        "Move this statement out of the block, or use a `group` to hold it."
    ))
}
