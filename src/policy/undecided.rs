//! Policies that nobody can judge, because a figure is not known: said, so that nobody takes silence
//! for success.

use super::Judge;
use super::eval::{Open, Truth, eval, subjects, walk};
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Named, Severity};
use crate::lint::Levels;
use crate::lint::policy::{level, rule_name};
use crate::model::{Argument, ComponentId, Condition, Demand, Measure, Subject};
use crate::text;

/// One for each line of a policy that speaks in this run.
pub fn undecided(context: &Context, levels: &Levels) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // A file of nothing but policies is no design that they are about.
    if context.design.components.is_empty() {
        return found;
    }
    for policy in &context.design.policies {
        let Some(severity) = level(levels, &rule_name(&policy.name), policy.level) else {
            continue;
        };
        for clause in &policy.clauses {
            let judge = Judge { context, policy, clause };
            found.extend(
                judge.undecided().map(|(open, measure)| judge.said(&open, measure, severity)),
            );
        }
    }
    found
}

impl Judge<'_, '_> {
    /// Of whom a figure of the line is unknown, nobody for the whole design; with the figure.
    fn undecided(&self) -> Option<(Vec<ComponentId>, Measure)> {
        let (Demand::Forbid(condition, on) | Demand::Require(condition, on)) = &self.clause.demand
        else {
            return None;
        };
        let is_open = |id| match eval(self.context, condition, id) {
            Truth::Open(open) => open.contains(&Open::Figure),
            _ => false,
        };
        let open: Vec<ComponentId> = match on {
            Some(on) => {
                let all = subjects(self.context, on);
                let open: Vec<_> = all.into_iter().filter(|id| is_open(Some(*id))).collect();
                (!open.is_empty()).then_some(open)?
            }
            None => is_open(None).then(Vec::new)?,
        };
        let mut measure = None;
        walk(condition, &mut |part| {
            if let (Condition::Figure(figure), None) = (part, measure) {
                measure = Some(figure.measure);
            }
        });
        Some((open, measure?))
    }

    /// An undecided test is not a passed one; no louder than the policy itself.
    fn said(&self, open: &[ComponentId], measure: Measure, severity: Severity) -> Diagnostic {
        let (context, design) = (self.context, self.context.design);
        let (name, demand) = (&self.policy.name, &self.clause.text);
        let message = text!(name, demand;
            "`{name}` 정책을 판단하지 못했습니다: `{demand}`",
            "the policy `{name}` was not evaluated: `{demand}`"
        );
        let place = match (open.first(), self.policy.shared) {
            (Some(id), _) => design.component(*id).head,
            (None, true) => self.title(),
            (None, false) => self.clause.span,
        };
        let severity = severity.min(Severity::Warning);
        let help = context.needs(measure, open.first().copied().map(Argument::Component));
        let mut found = Diagnostic::new("not-evaluated", severity, place, message).help(help);
        if place != self.clause.span {
            found = found.related(self.clause.span, text!("여기서 정했습니다", "demanded here"));
        }
        let subjects = open.iter().map(|id| Subject::Component(*id));
        let named = subjects.map(|subject| Named { subject, name: design.subject_name(subject) });
        found.subjects.extend(named);
        found
    }
}
