//! Lines above statements: what a scenario leads to, whether an expectation holds, how many findings
//! a design has.

use crate::analysis::whatif::FlowState;
use crate::diagnostic::Severity;
use crate::model::Scenario;
use crate::project::Reviewed;
use crate::say::{Lang, number};
use crate::source::{SourceId, Span};
use crate::syntax::ast::StatementKind;
use crate::text;

/// A line above a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Lens {
    /// The statement.
    pub span: Span,
    pub title: String,
    pub kind: LensKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LensKind {
    Picture,
    Findings,
    ToBe,
    /// With the design that is extended.
    Compare,
    /// By its name.
    Scenario(String),
    /// By its index.
    Expectation(usize),
}

/// The lines of one text, in the order of the places.
pub fn lenses(reviewed: &Reviewed, source: SourceId, lang: Lang) -> Vec<Lens> {
    let design = &reviewed.design;
    let mut found = Vec::new();
    for file in design.texts.iter().filter(|file| file.span.source == source) {
        for statement in &file.statements {
            let span = statement.span;
            let mut put = |title: String, kind| found.push(Lens { span, title, kind });
            match &statement.kind {
                StatementKind::Header(header) => {
                    put(text!("그림", "picture").get(lang).to_owned(), LensKind::Picture);
                    put(counted(reviewed, lang), LensKind::Findings);
                    match header.extends {
                        Some(_) => {
                            put(text!("비교", "compare").get(lang).to_owned(), LensKind::Compare)
                        }
                        None => put(
                            text!("개선안 쓰기", "write a to-be").get(lang).to_owned(),
                            LensKind::ToBe,
                        ),
                    }
                }
                StatementKind::Scenario(it) if !reviewed.waiting => {
                    let scenario = design.scenarios.iter().find(|one| one.span == span);
                    if let Some(scenario) = scenario {
                        put(
                            outcome(reviewed, scenario, lang),
                            LensKind::Scenario(it.name.text.clone()),
                        );
                    }
                }
                StatementKind::Expect(_) if !reviewed.waiting => {
                    let at = design.expectations.iter().position(|one| one.span == span);
                    if let Some(at) = at
                        && let Some(title) = verdict(reviewed, at, lang)
                    {
                        put(title, LensKind::Expectation(at));
                    }
                }
                _ => {}
            }
        }
    }
    found
}

/// `지적 2·5·9`: errors, warnings and advice.
fn counted(reviewed: &Reviewed, lang: Lang) -> String {
    let count = |severity| {
        let open = reviewed.findings.iter().filter(|it| !it.is_accepted());
        open.filter(|it| it.severity == severity).count()
    };
    let [errors, warnings, advice] =
        [Severity::Error, Severity::Warning, Severity::Advice].map(count);
    text!(errors, warnings, advice; "지적 {errors}·{warnings}·{advice}", "findings {errors}·{warnings}·{advice}")
        .get(lang)
        .to_owned()
}

/// `buy down · RTO 10m`: the flows that do not work as always, and what coming back takes.
pub(super) fn outcome(reviewed: &Reviewed, scenario: &Scenario, lang: Lang) -> String {
    let (design, situation) = (&reviewed.design, reviewed.study.under(scenario));
    let outcome = situation.outcome();
    let mut parts: Vec<String> = Vec::new();
    for flow in design.flow_ids() {
        let state = outcome.flows_after_cascade[flow.index()];
        if state != FlowState::Up {
            parts.push(format!("{} {}", design.flow(flow).name, state.name()));
        }
    }
    if parts.is_empty() {
        parts.push(text!("모든 흐름이 동작합니다", "every flow works").get(lang).to_owned());
    }
    for (word, span) in [("RTO", &outcome.recovery_time), ("RPO", &outcome.data_loss)] {
        if let Some((_, span)) = span {
            let takes = number::duration(span.lasts);
            parts.push(format!("{word} {}", takes.get(lang)));
        }
    }
    parts.join(" · ")
}

/// `✓ 99.97%`, `✗ 99.2%`; a figure that is not known says so.
pub(super) fn verdict(reviewed: &Reviewed, at: usize, lang: Lang) -> Option<String> {
    let verdict = reviewed.study.verdicts().iter().find(|verdict| verdict.expectation == at)?;
    let shown = verdict.shown(&reviewed.design).unwrap_or_default();
    let shown = shown.get(lang);
    let title = match verdict.holds {
        Some(true) => format!("✓ {shown}"),
        Some(false) => format!("✗ {shown}"),
        None => text!("알 수 없습니다", "not known").get(lang).to_owned(),
    };
    Some(title.trim_end().to_owned())
}
