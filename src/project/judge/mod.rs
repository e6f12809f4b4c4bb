//! From the text of one design to what is to be said about it.

mod comments;
mod unknown;

pub use unknown::not_evaluated;

use crate::analysis::{Study, Terms};
use crate::catalog::Catalog;
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Fix};
use crate::lint::{self, Levels};
use crate::model::{self, Design};
use crate::source::{Loader, Sources, Span, Traces};
use crate::syntax::Memory;
use crate::{policy, rules};
use jiff::civil::Date;
use std::sync::Arc;

/// A design with everything found in it.
#[derive(Debug)]
pub struct Judged {
    pub design: Arc<Design>,
    /// What is computed from the design; the rules have asked it already.
    pub study: Study,
    /// Errors of the text and what the rules say, in the order of the places.
    pub findings: Vec<Diagnostic>,
    /// The text has errors, so the rules were not asked: they would judge half a design.
    pub waiting: bool,
}

impl Judged {
    /// Adds what an import had to say. Where it could not read a file whole, the rules wait.
    pub(super) fn hear(&mut self, said: Vec<Diagnostic>) {
        if lint::must_wait(&said) {
            let is_of_text = |found: &Diagnostic| {
                let is_rule = rules::ALL.iter().any(|it| it.name == found.rule);
                !is_rule && !lint::policy::is_policy(&found.rule)
            };
            self.findings.retain(is_of_text);
            self.waiting = true;
        }
        self.findings.extend(said);
        self.findings.sort_by(|a, b| (a.primary, &a.rule).cmp(&(b.primary, &b.rule)));
    }
}

/// What a design is judged by.
#[derive(Clone, Copy)]
pub struct Measure<'m> {
    pub catalog: &'m Catalog,
    pub levels: &'m Levels,
    /// The day on which `accept … until` is looked at.
    pub today: Date,
    /// What figures are computed with that stands in no design; the day is the one above.
    pub terms: &'m Terms,
    /// What was read of the texts before.
    pub memory: Option<&'m Memory>,
}

/// Reads the design that stands in `span` and judges it by every rule. Texts that it includes or
/// extends come through `loader` and are added to `sources`.
pub fn check(sources: &mut Sources, span: Span, loader: &dyn Loader, by: Measure) -> Judged {
    let built = model::build_again(sources, span, loader, by.catalog, by.memory);
    let (design, mut findings) = (Arc::new(built.design), built.errors);
    let study = Study::new(design.clone(), Terms { today: Some(by.today), ..by.terms.clone() });
    let waiting = lint::must_wait(&findings);
    if !waiting {
        let mut context = Context::new(&study, sources, by.today);
        context.options = by.levels.options.clone();
        findings.extend(said(&mut context, by.levels));
        findings.extend(not_evaluated(&context));
        findings.extend(policy::undecided(&context, by.levels));
        findings.extend(comments::ignored(&context, &findings, rules::ALL));
    }
    let findings = where_people_wrote_it(sources, findings);
    Judged { design, study, findings, waiting }
}

/// What rules and policies say.
pub(super) fn said(context: &mut Context, levels: &Levels) -> Vec<Diagnostic> {
    context.asked = policy::questions(context);
    lint::run(context, rules::ALL, policy::findings(context), levels)
}

/// A finding on a text that was written from other files goes to the place in those. Its fixes
/// change a text that nobody keeps, so they go.
fn where_people_wrote_it(sources: &mut Sources, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let traces = Traces::of(sources);
    if traces.is_empty() {
        return findings;
    }
    let is_kept = |fix: &Fix| !fix.edits.iter().any(|edit| traces.is_written(edit.span));
    findings.iter_mut().for_each(|finding| finding.fixes.retain(is_kept));
    let moved = |finding: Diagnostic| finding.map_spans(|span| traces.place(span));
    let mut findings: Vec<Diagnostic> = findings.into_iter().map(moved).collect();
    findings.sort_by(|a, b| (a.primary, &a.rule).cmp(&(b.primary, &b.rule)));
    findings.dedup();
    findings
}
