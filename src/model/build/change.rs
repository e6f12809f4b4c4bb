//! What a design that extends another one changes: `change`, `move` and `remove`.

use super::Builder;
use super::declare::{Around, Sort, Work};
use super::draft::State;
use super::lookup::Scope;
use crate::diagnostic::Diagnostic;
use crate::model::value::Names;
use crate::model::{ComponentId, GroupId, LinkId, Place};
use crate::source::Span;
use crate::syntax::ast::{self, StatementKind, Target};
use crate::text;

impl<'a> Builder<'a> {
    /// Applies the changes of a layer in the order of the text. What a changed group declares is
    /// declared on the way, and may bring further changes.
    pub(super) fn changes(&mut self, work: &mut Work<'a>) {
        let mut next = 0;
        while let Some((around, statement)) = work.changes.get(next).copied() {
            next += 1;
            if self.layer == 0 {
                let error = nothing_to_change(statement, self.head(statement.span));
                self.errors.push(error);
                continue;
            }
            match &statement.kind {
                StatementKind::Change(it) => self.change(work, it, statement.span, around),
                StatementKind::Move(it) => self.relocate(it, around),
                StatementKind::Remove(it) => self.remove(it, around),
                _ => {}
            }
        }
        self.drop_loose_links();
    }

    fn change(&mut self, work: &mut Work<'a>, it: &'a ast::Change, span: Span, around: Around) {
        let head = Span { end: it.target.span().end, ..span };
        match &it.target {
            Target::Name(path) => {
                let Some(place) = self.place(path, around) else { return };
                self.change_place(work, it, place, head);
            }
            Target::Link { from, arrow, to, span } => {
                let Some(link) = self.drawn(from, *arrow, to, *span, around) else { return };
                self.touch_ends(link, head);
                work.changed_links.push((link, it));
            }
            Target::Flow(_) | Target::Scenario(_) => work.changed_flows.push((around, it)),
        }
    }

    fn change_place(&mut self, work: &mut Work<'a>, it: &'a ast::Change, place: Place, head: Span) {
        let statements = it.block.as_ref().map_or(&[][..], |block| &block.statements);
        let label = it.label.as_ref().map(|label| label.text.clone());
        if let Some(word) = &it.word {
            self.change_type(place, word);
        }
        match place {
            Place::Component(id) => {
                let component = &mut self.draft.components[id.index()];
                component.it.changed = Some(head);
                component.it.label = label.or(component.it.label.take());
                let around = component.it.group;
                let rest = self.parts_in(work, statements, id);
                self.stray_among(work, rest, around, 0);
            }
            Place::Group(id) => {
                let group = &mut self.draft.groups[id.index()];
                group.it.label = label.or(group.it.label.take());
                self.declare(work, statements, Some(id), 1);
            }
        }
        work.changed_blocks.push((place, statements));
    }

    fn change_type(&mut self, place: Place, word: &ast::Name) {
        let Some(sort) = self.sort(word) else {
            let error = self.unknown_type(word);
            self.errors.push(error);
            return;
        };
        match (place, sort) {
            (Place::Component(id), Sort::Component(kind, tech)) => {
                let component = &mut self.draft.components[id.index()];
                (component.it.kind, component.it.tech, component.is_typed) = (kind, tech, true);
                component.part = None;
            }
            (Place::Group(id), Sort::Group(kind)) => {
                self.draft.groups[id.index()].it.kind = kind;
            }
            (place, _) => {
                let name = self.draft.name(place).to_owned();
                self.errors.push(other_nature(&name, word, self.draft.name_span(place)));
            }
        }
    }

    fn relocate(&mut self, it: &ast::Move, around: Around) {
        let Some(Place::Group(into)) = self.group_place(&it.into, around) else { return };
        for path in &it.names {
            let Some(place) = self.place(path, around) else { continue };
            let encloses = |group| self.draft.ancestors(Some(into)).any(|outer| outer == group);
            if let Place::Group(group) = place
                && encloses(group)
            {
                self.errors.push(into_itself(path));
                continue;
            }
            self.put_into(place, into, path.span);
        }
    }

    fn put_into(&mut self, place: Place, into: GroupId, span: Span) {
        let (old, name) = (self.draft.parent(place), self.draft.name(place).to_owned());
        if old == Some(into) {
            return;
        }
        let named = self.draft.index.named(Some(into), &name);
        if let Some(other) = named.iter().copied().find(|other| self.draft.is_alive(*other)) {
            self.errors.push(occupied(&name, span, self.draft.name_span(other)));
            return;
        }
        self.draft.index.shift(old, Some(into), &name, place);
        match place {
            Place::Component(id) => self.draft.components[id.index()].it.group = Some(into),
            Place::Group(id) => self.draft.groups[id.index()].it.parent = Some(into),
        }
        for id in self.components_of(place) {
            self.draft.touch(id, self.layer, span);
        }
    }

    fn remove(&mut self, it: &ast::Remove, around: Around) {
        for target in &it.targets {
            match target {
                Target::Name(path) => {
                    let Some(place) = self.place(path, around) else { continue };
                    self.remove_place(place, path.span);
                }
                Target::Link { from, arrow, to, span } => {
                    let Some(link) = self.drawn(from, *arrow, to, *span, around) else { continue };
                    self.touch_ends(link, *span);
                    self.draft.links[link.index()].removed = Some(*span);
                }
                Target::Flow(name) => self.remove_flow(name),
                Target::Scenario(name) => self.remove_scenario(name),
            }
        }
    }

    fn remove_place(&mut self, place: Place, span: Span) {
        let mut pending = vec![place];
        while let Some(place) = pending.pop() {
            self.draft.set_state(place, State::Removed(span));
            match place {
                Place::Group(group) => pending.extend(self.draft.index.inside(Some(group))),
                Place::Component(id) => pending.extend(self.draft.standing_on(id)),
            }
        }
    }

    /// The component, or all components inside the group.
    fn components_of(&self, place: Place) -> Vec<ComponentId> {
        let (mut components, mut pending) = (Vec::new(), vec![place]);
        while let Some(place) = pending.pop() {
            match place {
                Place::Component(id) => components.push(id),
                Place::Group(group) => pending.extend(self.draft.index.inside(Some(group))),
            }
        }
        components
    }

    /// A removed component takes its connections with it; what they led to or came from is touched
    /// by that.
    fn drop_loose_links(&mut self) {
        for at in 0..self.draft.links.len() {
            let link = &self.draft.links[at];
            if link.removed.is_some() {
                continue;
            }
            let (from, to) = (link.it.from, link.it.to);
            let states = [from, to].map(|id| self.draft.component(id).state);
            let Some(span) = states.iter().find_map(|state| match state {
                State::Removed(span) => Some(*span),
                _ => None,
            }) else {
                continue;
            };
            self.draft.links[at].removed = Some(span);
            self.draft.touch(from, self.layer, span);
            self.draft.touch(to, self.layer, span);
        }
    }

    fn touch_ends(&mut self, link: LinkId, span: Span) {
        let link = &self.draft.links[link.index()].it;
        let (from, to) = (link.from, link.to);
        self.draft.touch(from, self.layer, span);
        self.draft.touch(to, self.layer, span);
    }

    /// What a name means, or an error.
    pub(super) fn place(&mut self, path: &ast::Path, around: Around) -> Option<Place> {
        let scope = Scope::of(&self.draft, &self.suggestions, &self.mentions, around);
        match scope.place(path) {
            Ok(place) => Some(place),
            Err(error) => {
                self.errors.push(*error);
                None
            }
        }
    }

    fn group_place(&mut self, path: &ast::Path, around: Around) -> Option<Place> {
        let place = self.place(path, around)?;
        if let Place::Component(id) = place {
            let (name, there) = (&path.segments[path.segments.len() - 1].text, id);
            let error = Diagnostic::error(
                "unknown-name",
                path.span,
                text!(name;
                    "`{name}` 이름은 그룹이 아니라 컴포넌트입니다",
                    "`{name}` is no group but a component"
                ),
            )
            .related(
                self.draft.component(there).it.name_span,
                text!("여기서 선언했습니다", "declared here"),
            );
            self.errors.push(error);
            return None;
        }
        Some(place)
    }

    /// The drawn link that a statement names, or an error.
    pub(super) fn drawn(
        &mut self,
        from: &ast::Path,
        arrow: ast::Arrow,
        to: &ast::Path,
        span: Span,
        around: Around,
    ) -> Option<LinkId> {
        let (from, to) = (self.component(from, around), self.component(to, around));
        let (from, to) = (from?, to?);
        if let Some(link) = self.draft.link(from, to, arrow) {
            return Some(link);
        }
        self.errors.push(self.not_drawn(from, arrow, to, span));
        None
    }

    /// The component that a name means, or an error.
    pub(super) fn component(&mut self, path: &ast::Path, around: Around) -> Option<ComponentId> {
        match self.place(path, around)? {
            Place::Component(id) => Some(id),
            Place::Group(id) => {
                let group = &self.draft.group(id).it;
                let name = &group.name;
                let error = Diagnostic::error(
                    "unknown-name",
                    path.span,
                    text!(name;
                        "`{name}` 이름은 컴포넌트가 아니라 그룹입니다",
                        "`{name}` is no component but a group"
                    ),
                )
                .related(group.name_span, text!("여기서 선언했습니다", "declared here"));
                self.errors.push(error);
                None
            }
        }
    }

    /// An error about a connection that is not in the design; names the arrow that is.
    pub(super) fn not_drawn(
        &self,
        from: ComponentId,
        arrow: ast::Arrow,
        to: ComponentId,
        span: Span,
    ) -> Diagnostic {
        let name = |id: ComponentId| &self.draft.component(id).it.name;
        let written = format!("{} {} {}", name(from), arrow.symbol(), name(to));
        let message =
            text!(written; "`{written}` 연결이 없습니다", "there is no connection `{written}`");
        let error = Diagnostic::error("unknown-name", span, message);
        let arrows = [ast::Arrow::Sync, ast::Arrow::Async, ast::Arrow::Copy];
        for (from, to) in [(from, to), (to, from)] {
            for arrow in arrows {
                let Some(link) = self.draft.link(from, to, arrow) else { continue };
                let drawn = format!("{} {} {}", name(from), arrow.symbol(), name(to));
                let place = self.draft.links[link.index()].it.span;
                return error.related(place, text!("그려진 연결", "drawn here")).help(
                    text!(drawn; "그려진 연결은 `{drawn}`입니다.", "What is drawn is `{drawn}`."),
                );
            }
        }
        error.help(text!("이 연결을 먼저 그리세요.", "Draw the connection first."))
    }
}

fn nothing_to_change(statement: &ast::Statement, span: Span) -> Diagnostic {
    let word = match statement.kind {
        StatementKind::Move(_) => "move",
        StatementKind::Remove(_) => "remove",
        _ => "change",
    };
    Diagnostic::error(
        "syntax",
        span,
        text!(word;
            "`{word}` 문장은 다른 설계를 이어받는 설계에서만 쓸 수 있습니다",
            "`{word}` needs a design that extends another one"
        ),
    )
    .help(text!(
        "첫 줄을 `design \"이름\" to-be extends \"as-is.arch\"`처럼 쓰세요.",
        "Begin with a line like `design \"NAME\" to-be extends \"as-is.arch\"`."
    ))
}

fn other_nature(name: &str, word: &ast::Name, declared: Span) -> Diagnostic {
    let kind = &word.text;
    Diagnostic::error(
        "unknown-type",
        word.span,
        text!(name, kind;
            "컴포넌트와 그룹은 서로 바꿀 수 없어 `{name}` 이름을 `{kind}` 종류로 만들 수 없습니다",
            "`{name}` can't become a `{kind}`: a component stays a component, a group a group"
        ),
    )
    .related(declared, text!("여기서 선언했습니다", "declared here"))
    .help(text!("`remove`로 지우고 새로 선언하세요.", "Remove it and declare it anew."))
}

fn into_itself(path: &ast::Path) -> Diagnostic {
    let name = &path.segments[path.segments.len() - 1].text;
    Diagnostic::error(
        "unknown-value",
        path.span,
        text!(name;
            "`{name}` 그룹을 자기 안으로 옮길 수 없습니다",
            "the group `{name}` can't move into itself"
        ),
    )
}

fn occupied(name: &str, here: Span, there: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-name",
        here,
        text!(name;
            "옮길 그룹에 이미 `{name}` 이름이 있습니다",
            "the group it moves into has a `{name}` already"
        ),
    )
    .related(there, text!("이미 있는 것", "this one"))
}
