//! Finds what a name in the text means: innermost group outwards, then anywhere if unique.

use super::draft::{Draft, State};
use super::limits;
use super::mentions::Mentions;
use crate::diagnostic::Diagnostic;
use crate::model::value::Names;
use crate::model::{GroupId, Place};
use crate::say::{Text, nearest};
use crate::source::Span;
use crate::syntax::ast;
use crate::text;
use std::cell::Cell;
use std::collections::HashMap;

/// All places by name. The maps are only looked into, never walked.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_name: HashMap<String, Vec<Place>>,
    by_group: HashMap<Option<GroupId>, Members>,
}

#[derive(Debug, Default)]
struct Members {
    by_name: HashMap<String, Vec<Place>>,
    /// In source order.
    all: Vec<Place>,
}

impl Index {
    pub(super) fn add(&mut self, group: Option<GroupId>, name: &str, place: Place) {
        self.by_name.entry(name.to_owned()).or_default().push(place);
        self.enter(group, name, place);
    }

    /// Another spelling of the name of something that is there.
    pub(super) fn alias(&mut self, group: Option<GroupId>, name: &str, place: Place) {
        self.by_name.entry(name.to_owned()).or_default().push(place);
        let members = self.by_group.entry(group).or_default();
        members.by_name.entry(name.to_owned()).or_default().push(place);
    }

    /// Takes a place over into another group.
    pub(super) fn shift(
        &mut self,
        old: Option<GroupId>,
        new: Option<GroupId>,
        name: &str,
        place: Place,
    ) {
        if let Some(members) = self.by_group.get_mut(&old) {
            members.all.retain(|member| *member != place);
            if let Some(named) = members.by_name.get_mut(name) {
                named.retain(|member| *member != place);
            }
        }
        self.enter(new, name, place);
    }

    fn enter(&mut self, group: Option<GroupId>, name: &str, place: Place) {
        let members = self.by_group.entry(group).or_default();
        members.by_name.entry(name.to_owned()).or_default().push(place);
        members.all.push(place);
    }

    /// What stands directly in a group.
    pub(super) fn inside(&self, group: Option<GroupId>) -> impl Iterator<Item = Place> + '_ {
        self.by_group.get(&group).into_iter().flat_map(|members| members.all.iter().copied())
    }

    /// What of that name stands directly in a group.
    pub(super) fn named(&self, group: Option<GroupId>, name: &str) -> &[Place] {
        self.by_group
            .get(&group)
            .and_then(|members| members.by_name.get(name))
            .map_or(&[], Vec::as_slice)
    }

    /// What has that name, in whatever group.
    pub(super) fn anywhere(&self, name: &str) -> &[Place] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }
}

/// How much work suggestions may still cost.
#[derive(Debug)]
pub(super) struct Suggestions {
    comparisons: Cell<usize>,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self { comparisons: Cell::new(limits::COMPARISONS) }
    }
}

impl Suggestions {
    /// Nothing more will be suggested: gathering candidates is no use.
    pub(super) fn are_spent(&self) -> bool {
        self.comparisons.get() == 0
    }

    /// The candidate that was probably meant.
    pub(super) fn nearest<'a>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if self.are_spent() {
            return None;
        }
        let candidates: Vec<&str> = candidates.into_iter().collect();
        self.comparisons.set(self.comparisons.get().saturating_sub(candidates.len()));
        nearest(word, candidates)
    }
}

/// The view from one place of the text.
pub(super) struct Scope<'a> {
    pub(super) draft: &'a Draft,
    pub(super) suggestions: &'a Suggestions,
    pub(super) mentions: &'a Mentions,
    pub(super) group: Option<GroupId>,
}

/// Of an ambiguous name so many places are shown.
const SHOWN: usize = 5;

enum Found {
    One(Place),
    None,
    /// The first few.
    Many(Vec<Place>),
}

impl Names for Scope<'_> {
    fn place(&self, path: &ast::Path) -> Result<Place, Box<Diagnostic>> {
        match self.find(path) {
            Found::One(place) => {
                self.mentions.path(self.draft, path, place);
                Ok(place)
            }
            Found::None => Err(Box::new(self.unknown(path))),
            Found::Many(places) => Err(Box::new(self.ambiguous(path, &places))),
        }
    }

    fn has_place(&self, path: &ast::Path) -> bool {
        matches!(self.find(path), Found::One(_))
    }
}

impl<'a> Scope<'a> {
    pub(super) fn of(
        draft: &'a Draft,
        suggestions: &'a Suggestions,
        mentions: &'a Mentions,
        group: Option<GroupId>,
    ) -> Self {
        Self { draft, suggestions, mentions, group }
    }
}

impl Scope<'_> {
    fn find(&self, path: &ast::Path) -> Found {
        let Some((first, rest)) = path.segments.split_first() else { return Found::None };
        let scopes = self.draft.ancestors(self.group).map(Some).chain([None]);
        for scope in scopes {
            let near = self.alive(self.draft.index.named(scope, &first.text)).next();
            if let Some(place) = near.and_then(|place| self.descend(place, rest)) {
                return Found::One(place);
            }
        }
        let places: Vec<Place> = self
            .alive(self.draft.index.anywhere(&first.text))
            .filter_map(|place| self.descend(place, rest))
            .take(SHOWN)
            .collect();
        match places[..] {
            [] => Found::None,
            [place] => Found::One(place),
            _ => Found::Many(places),
        }
    }

    fn alive<'s>(&'s self, places: &'s [Place]) -> impl Iterator<Item = Place> + 's {
        places.iter().copied().filter(|place| self.draft.is_alive(*place))
    }

    fn descend(&self, place: Place, rest: &[ast::Name]) -> Option<Place> {
        rest.iter().try_fold(place, |place, segment| match place {
            Place::Group(group) => {
                self.alive(self.draft.index.named(Some(group), &segment.text)).next()
            }
            Place::Component(carrier) => {
                let around = self.draft.component(carrier).it.group;
                let stands_on = |place: &Place| match place {
                    Place::Component(id) => self.draft.carrier(*id) == Some(carrier),
                    Place::Group(_) => false,
                };
                self.alive(self.draft.index.named(around, &segment.text)).find(stands_on)
            }
        })
    }

    fn unknown(&self, path: &ast::Path) -> Diagnostic {
        let (at, within) = self.first_unknown(path);
        let Some(segment) = path.segments.get(at) else {
            return Diagnostic::error(
                "unknown-name",
                path.span,
                text!("이름이 없습니다", "no name"),
            );
        };
        let name = &segment.text;
        if let Some(others) = self.draft.mistaken.get(name) {
            return mistaken(segment, others);
        }
        let known = match within {
            Some(Place::Group(group)) => self.names_in(Some(group)),
            Some(Place::Component(_)) => Vec::new(),
            None if self.suggestions.are_spent() => Vec::new(),
            None => self.all_names(),
        };
        let meant = self.suggestions.nearest(name, known.iter().copied());
        let message = text!(name;
            "`{name}` 이름의 컴포넌트나 그룹이 없습니다",
            "no component or group is called `{name}`"
        );
        let mut error = Diagnostic::error("unknown-name", segment.span, message)
            .did_you_mean(segment.span, meant);
        if let Some(removed) = self.removed(name) {
            error = error.related(removed, text!("여기서 제거했습니다", "removed here"));
        }
        if error.help.is_none() {
            error = error.help(text!(name;
                "이름을 확인하거나 `was {name}`처럼 먼저 선언하세요.",
                "Check the name, or declare it first: `was {name}`."
            ));
        }
        error
    }

    /// The first segment that leads nowhere, and what the segments before it found.
    fn first_unknown(&self, path: &ast::Path) -> (usize, Option<Place>) {
        let mut within = None;
        for length in 1..path.segments.len() {
            let head = ast::Path { segments: path.segments[..length].to_vec(), span: path.span };
            match self.find(&head) {
                Found::One(place) => within = Some(place),
                Found::None => return (length - 1, within),
                Found::Many(_) => return (length, None),
            }
        }
        (path.segments.len() - 1, within)
    }

    fn ambiguous(&self, path: &ast::Path, places: &[Place]) -> Diagnostic {
        let name = path.segments.last().map_or("", |segment| segment.text.as_str());
        let candidates: Vec<String> =
            places.iter().take(5).map(|place| self.draft.full_path(*place)).collect();
        let candidates = Text::names(candidates.iter().map(String::as_str));
        let mut error = Diagnostic::error(
            "ambiguous-name",
            path.span,
            text!(name; "`{name}` 이름이 여러 곳에 있습니다", "`{name}` is the name of several things"),
        )
        .label(text!("어느 것입니까?", "which one?"))
        .help(text!(candidates; "경로로 쓰세요: {candidates}", "Write the path: {candidates}"));
        for place in places.iter() {
            error = error.related(
                self.draft.name_span(*place),
                text!("여기에 하나 있습니다", "one is here"),
            );
        }
        error
    }

    fn removed(&self, name: &str) -> Option<Span> {
        self.draft.index.anywhere(name).iter().find_map(|place| match self.draft.state(*place) {
            State::Removed(span) => Some(span),
            _ => None,
        })
    }

    fn names_in(&self, group: Option<GroupId>) -> Vec<&str> {
        let alive = self.draft.index.inside(group).filter(|place| self.draft.is_alive(*place));
        alive.map(|place| self.draft.name(place)).collect()
    }

    fn all_names(&self) -> Vec<&str> {
        let components = self.draft.components.iter().map(|it| (it.state, it.it.name.as_str()));
        let groups = self.draft.groups.iter().map(|it| (it.state, it.it.name.as_str()));
        let alive = components.chain(groups).filter(|(state, _)| *state == State::Alive);
        alive.map(|(_, name)| name).collect()
    }
}

/// A word of a type, where components of that type are declared.
fn mistaken(word: &ast::Name, others: &[String]) -> Diagnostic {
    let name = &word.text;
    let message = text!(name;
        "`{name}` 이름으로 선언한 것이 없고, 같은 종류가 다른 이름으로 있습니다",
        "nothing is called `{name}`, and one of that type is declared under another name"
    );
    let error = Diagnostic::error("unknown-name", word.span, message);
    if let [only] = others {
        return error.did_you_mean(word.span, Some(only));
    }
    let list = Text::names(others.iter().take(SHOWN).map(String::as_str));
    error.help(text!(list; "이 가운데 하나를 쓰세요: {list}.", "Write one of these: {list}."))
}
