//! Topics, tables and buckets: which of them stands on what.

use super::Builder;
use super::declare::{Around, Work};
use super::draft::DraftPart;
use super::lookup::Scope;
use crate::diagnostic::Diagnostic;
use crate::model::value::Names;
use crate::model::{Attr, ComponentId, Kind, PartKind, Place};
use crate::source::Span;
use crate::syntax::ast::{self, ExprKind, StatementKind};
use crate::text;

impl<'a> Builder<'a> {
    /// Declares a topic, a table or a bucket; in the block of its carrier that is known.
    pub(super) fn add_part(
        &mut self,
        it: &ast::Declaration,
        kind: PartKind,
        span: Span,
        around: Around,
        carrier: Option<ComponentId>,
    ) -> Place {
        let stands_for = carrier.map_or(kind.carriers()[0], |id| self.draft.component(id).it.kind);
        let place = self.add_component(it, (stands_for, None), span, around);
        if let Place::Component(id) = place {
            let component = &mut self.draft.components[id.index()];
            (component.part, component.is_typed) = (Some(DraftPart { kind, carrier }), true);
        }
        place
    }

    /// Declares the topics, tables or buckets that stand in the block of a component, and gives back
    /// the other statements.
    pub(super) fn parts_in(
        &mut self,
        work: &mut Work<'a>,
        statements: &'a [ast::Statement],
        carrier: ComponentId,
    ) -> Vec<&'a ast::Statement> {
        let (around, of) = {
            let it = &self.draft.component(carrier).it;
            (it.group, it.kind)
        };
        let mut rest = Vec::new();
        for statement in statements {
            let StatementKind::Declaration(it) = &statement.kind else {
                rest.push(statement);
                continue;
            };
            let kind = PartKind::parse(&it.word.text).filter(|kind| kind.carriers().contains(&of));
            let Some(kind) = kind else {
                rest.push(statement);
                continue;
            };
            let place = self.add_part(it, kind, statement.span, around, Some(carrier));
            let inner = it.block.as_ref().map_or(&[][..], |block| &block.statements);
            work.blocks.push((place, inner));
            self.stray_statements(work, inner, around, 1);
        }
        rest
    }

    /// Finds what each topic, table and bucket of a layer stands on.
    pub(super) fn carriers(&mut self, work: &Work<'a>) {
        for (place, statements) in work.blocks.iter().chain(&work.changed_blocks) {
            let Place::Component(id) = *place else { continue };
            let Some(part) = self.draft.component(id).part else { continue };
            let carrier = match stated_on(statements) {
                Some(expr) => self.named_carrier(id, part.kind, expr),
                None if part.carrier.is_some() => continue,
                None => self.only_carrier(id, part.kind),
            };
            let Some(carrier) = carrier else { continue };
            let of = self.draft.component(carrier).it.kind;
            let component = &mut self.draft.components[id.index()];
            component.it.kind = of;
            component.part = Some(DraftPart { carrier: Some(carrier), ..part });
        }
    }

    /// A name that leads nowhere gets its error where the block is read.
    fn named_carrier(
        &mut self,
        id: ComponentId,
        kind: PartKind,
        expr: &ast::Expr,
    ) -> Option<ComponentId> {
        let ExprKind::Word(path) = &expr.kind else { return None };
        let around = self.draft.component(id).it.group;
        let names = Scope::of(&self.draft, &self.suggestions, &self.mentions, around);
        let Ok(Place::Component(carrier)) = names.place(path) else { return None };
        let it = self.draft.component(carrier);
        if it.part.is_none() && kind.carriers().contains(&it.it.kind) {
            return Some(carrier);
        }
        let error = no_carrier(kind, &it.it.name, expr.span);
        self.errors.push(error);
        None
    }

    /// The one component that it can stand on, where there is no other.
    fn only_carrier(&mut self, id: ComponentId, kind: PartKind) -> Option<ComponentId> {
        let fits = |at: &ComponentId| {
            let it = self.draft.component(*at);
            let alive = self.draft.is_alive(Place::Component(*at));
            alive && it.part.is_none() && kind.carriers().contains(&it.it.kind)
        };
        let fitting: Vec<ComponentId> =
            (0..self.draft.components.len() as u32).map(ComponentId).filter(fits).take(2).collect();
        if let [only] = fitting[..] {
            return Some(only);
        }
        let it = &self.draft.component(id).it;
        let error = homeless(
            kind,
            &it.name,
            it.head,
            fitting.first().map(|id| self.draft.component(*id).it.name.as_str()),
        );
        self.errors.push(error);
        None
    }
}

fn stated_on(statements: &[ast::Statement]) -> Option<&ast::Expr> {
    statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::Attribute(it) if it.name.text == Attr::On.word() => it.value.as_ref(),
        _ => None,
    })
}

fn no_carrier(kind: PartKind, name: &str, span: Span) -> Diagnostic {
    let (word, title) = (kind.word(), kind.title());
    let fitting = fitting_kinds(kind);
    let message = text!(
        name, title;
        "`{name}`에는 {title:을} 둘 수 없습니다",
        "`{name}` can't hold {title}"
    );
    Diagnostic::error("unknown-value", span, message).help(text!(
        word, fitting;
        "`{word}`의 `on`에는 {fitting} 컴포넌트의 이름을 쓰세요.",
        "`on` of a `{word}` names a {fitting}."
    ))
}

/// Two or none could carry it.
fn homeless(kind: PartKind, name: &str, head: Span, one: Option<&str>) -> Diagnostic {
    let (word, own) = (kind.word(), kind.carriers()[0].word());
    let on = one.unwrap_or(match kind {
        PartKind::Topic => "kafka",
        PartKind::Table => "mysql",
        PartKind::Bucket => "s3",
    });
    let message = text!(
        word, name;
        "`{word} {name}`: 어디에 있는지 쓰지 않았습니다",
        "`{word} {name}` does not say what it stands on"
    );
    let at = Span { end: head.start + word.len() as u32, ..head };
    Diagnostic::error("unknown-type", at, message).did_you_mean(at, Some(own)).help(text!(
        word, name, on, own;
        "`{word} {name} {{ on = {on} }}`처럼 쓰세요. 따로 있는 것이라면 `{own} {name}`입니다.",
        "Write `{word} {name} {{ on = {on} }}`; if it stands alone it is `{own} {name}`."
    ))
}

fn fitting_kinds(kind: PartKind) -> crate::say::Text {
    let words: Vec<_> = kind.carriers().iter().map(|it: &Kind| it.word()).collect();
    crate::say::Text::names(words)
}
