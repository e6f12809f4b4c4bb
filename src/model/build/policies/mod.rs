//! What a team's policies demand of the finished design: their names resolved, their values read.

mod condition;
mod names;
mod whom;

use super::limits;
use super::texts::Texts;
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::value::{Lets, Reader};
use crate::model::{
    Clause, Demand, Design, Dimension, OwnAttribute, Place, Policy, PolicyExample, Sort, Symbol,
    Use, Whom,
};
use crate::say::nearest;
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, ClauseKind, Expr, StatementKind};
use crate::text;
use names::InDesign;
use std::cell::RefCell;

/// Reads the policies of a design.
pub(super) struct Policies<'a> {
    pub(super) design: &'a Design,
    pub(super) sources: &'a Sources,
    pub(super) lets: &'a Lets<'a>,
    pub(super) catalog: &'a Catalog,
    pub(super) own: &'a [OwnAttribute],
    pub(super) errors: Vec<Diagnostic>,
    /// Names in policies that were understood.
    pub(super) uses: RefCell<Vec<Use>>,
    /// The policy at hand does not know the design.
    pub(super) is_shared: bool,
}

impl<'a> Policies<'a> {
    /// The project's policies, then those of each layer.
    pub(super) fn read(&mut self, texts: &'a Texts, top: usize) -> Vec<Policy> {
        let mut all: Vec<(bool, bool, &ast::Policy, Span)> = Vec::new();
        let mut strangers = Vec::new();
        texts.visit_policies(&mut |statement| match &statement.kind {
            StatementKind::Policy(it) => all.push((true, true, it, statement.span)),
            StatementKind::Header(_)
            | StatementKind::Attributes(_)
            | StatementKind::Attribute(_)
            | StatementKind::Let(_)
            | StatementKind::Junk => {}
            _ => strangers.push(statement.span),
        });
        // A file of nothing but policies is checked without the designs that they are for.
        let alone = self.design.components.is_empty();
        for layer in 0..=top {
            texts.visit(layer, &mut |statement| {
                if let StatementKind::Policy(it) = &statement.kind {
                    all.push((alone, layer == top, it, statement.span));
                }
            });
        }
        self.errors.extend(strangers.first().map(|span| stranger(*span)));
        let mut policies: Vec<Policy> = Vec::new();
        for (shared, speaks, it, span) in all {
            let before = self.errors.len();
            self.is_shared = shared;
            if policies.len() >= limits::POLICIES {
                let what = text!("정책이", "the number of policies");
                self.errors.push(limits::too_many(it.name.span, what, limits::POLICIES));
                break;
            }
            match policies.iter().find(|other| other.name == it.name.text) {
                Some(other) => self.errors.push(declared_twice(&it.name, other.name_span)),
                None => policies.push(self.policy(it, span)),
            }
            if !speaks {
                self.errors.truncate(before);
            }
        }
        policies
    }

    fn policy(&mut self, it: &ast::Policy, span: Span) -> Policy {
        let mut policy = Policy {
            name: it.name.text.clone(),
            why: it.why.as_ref().map(|why| why.text.clone()),
            level: it.level.map_or(Severity::Error, |(level, _)| level),
            note: None,
            clauses: Vec::new(),
            examples: Vec::new(),
            head: it.head,
            name_span: it.name.span,
            span,
            shared: self.is_shared,
        };
        for clause in &it.clauses {
            let example = |good, text: &ast::Quoted| PolicyExample {
                good,
                text: text.text.clone(),
                span: text.span,
            };
            match &clause.kind {
                ClauseKind::Note(text) => policy.note = Some(text.text.clone()),
                ClauseKind::Good(text) => policy.examples.push(example(true, text)),
                ClauseKind::Bad(text) => policy.examples.push(example(false, text)),
                kind => {
                    let demand = self.demand(kind);
                    let words = self.sources.text(clause.span).split_whitespace();
                    let text = words.collect::<Vec<_>>().join(" ");
                    let clause = |demand| Clause { demand, span: clause.span, text };
                    policy.clauses.extend(demand.map(clause));
                }
            }
        }
        policy
    }

    fn demand(&mut self, kind: &ClauseKind) -> Option<Demand> {
        Some(match kind {
            ClauseKind::ForbidCalls { from, to } => {
                Demand::ForbidCalls(self.subjects(from)?, self.subjects(to)?)
            }
            ClauseKind::Forbid { condition, on } => {
                let on = self.optional(on.as_ref())?;
                Demand::Forbid(self.condition(condition, on.as_deref())?, on)
            }
            ClauseKind::Require { condition, on } => {
                let on = self.optional(on.as_ref())?;
                Demand::Require(self.condition(condition, on.as_deref())?, on)
            }
            ClauseKind::RequirePath(sides) => {
                let sides: Vec<_> = sides.iter().map(|side| self.subjects(side)).collect();
                Demand::RequirePath(sides.into_iter().collect::<Option<_>>()?)
            }
            ClauseKind::AllowTechnology(names) => {
                Demand::AllowTechnology(names.iter().filter_map(|it| self.technology(it)).collect())
            }
            ClauseKind::LimitDepth(comparison, value) => {
                Demand::LimitDepth(*comparison, self.depth(*comparison, value)?)
            }
            ClauseKind::Note(_) | ClauseKind::Good(_) | ClauseKind::Bad(_) => return None,
        })
    }

    /// `Some(None)` where rightly nobody is named.
    fn optional(&mut self, on: Option<&ast::Subjects>) -> Option<Option<Vec<Whom>>> {
        match on {
            Some(subjects) => self.subjects(subjects).map(Some),
            None => Some(None),
        }
    }

    pub(super) fn subjects(&mut self, subjects: &ast::Subjects) -> Option<Vec<Whom>> {
        let all: Vec<_> = subjects.items.iter().map(|it| self.whom(it)).collect();
        all.into_iter().collect()
    }

    pub(super) fn note(&self, path: &ast::Path, place: Place) {
        let Some(last) = path.segments.last() else { return };
        let of = match place {
            Place::Component(id) => {
                let declared = self.design.component(id).name_span;
                Symbol { declared, sort: Sort::Component }
            }
            Place::Group(id) => {
                Symbol { declared: self.design.group(id).name_span, sort: Sort::Group }
            }
        };
        self.uses.borrow_mut().push(Use { span: last.span, of, declares: false });
    }

    /// A technology that the catalogue does not know goes by its own word, unless it is a slip.
    fn technology(&mut self, name: &ast::Name) -> Option<String> {
        if let Some(tech) = self.catalog.find(&name.text) {
            return Some(tech.name.clone());
        }
        let quoted = self.sources.text(name.span).starts_with('"');
        let meant = nearest(&name.text, self.catalog.words()).filter(|_| !quoted);
        if meant.is_none() {
            return Some(name.text.clone());
        }
        let word = &name.text;
        let message =
            text!(word; "`{word}` 기술을 알 수 없습니다", "`{word}` is no known technology");
        let error = Diagnostic::error("unknown-value", name.span, message)
            .did_you_mean(name.span, meant)
            .why(text!(word;
                "목록에 없는 기술은 따옴표로 감싸 씁니다: `\"{word}\"`.",
                "A technology outside of the catalogue is quoted: `\"{word}\"`."
            ));
        self.errors.push(error);
        None
    }

    fn depth(&mut self, comparison: ast::Comparison, value: &Expr) -> Option<u32> {
        let names = InDesign { design: self.design };
        let mut reader = Reader { lets: self.lets, names: &names, errors: &mut self.errors };
        let most = reader.quantity(value, Dimension::Count)?.low();
        if most.fract() != 0.0 {
            let whole = (most.floor() as u32).to_string();
            let error = Diagnostic::error(
                "unknown-value",
                value.span,
                text!("깊이는 정수로 제한합니다", "depth is limited to a whole number"),
            );
            self.errors.push(error.did_you_mean(value.span, Some(&whole)));
            return None;
        }
        if !matches!(comparison, ast::Comparison::Less | ast::Comparison::LessOrEqual) {
            self.errors.push(Diagnostic::error(
                "unknown-value",
                value.span,
                text!(
                    "깊이는 위로만 제한합니다: `limit depth <= 3`",
                    "depth is limited from above: `limit depth <= 3`"
                ),
            ));
            return None;
        }
        Some(most as u32)
    }
}

fn stranger(span: Span) -> Diagnostic {
    Diagnostic::error(
        "syntax",
        span,
        text!(
            "설정의 정책 파일에는 `policy`, `attributes`, `let`만 둡니다",
            "a file of policies holds `policy`, `attributes` and `let` only"
        ),
    )
    .help(text!(
        "설계에 속하는 문장은 설계 파일로 옮기세요.",
        "Move what belongs to a design into the design."
    ))
}

fn declared_twice(name: &ast::Name, first: Span) -> Diagnostic {
    let word = &name.text;
    Diagnostic::error(
        "duplicate-name",
        name.span,
        text!(word; "`{word}` 정책을 두 번 선언했습니다", "the policy `{word}` is declared twice"),
    )
    .label(text!("두 번째 선언", "declared again here"))
    .related(first, text!("첫 번째 선언", "first declared here"))
    .help(text!("둘 중 하나의 이름을 바꾸거나 지우세요.", "Rename one of the two, or remove it."))
}
