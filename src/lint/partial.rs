//! Designs that are drawn in part: what is missing may still be there.

use super::{Context, Finding, Rule};
use crate::diagnostic::{Diagnostic, RuleName, Severity};
use crate::say::Text;
use crate::source::Span;
use crate::text;
use std::collections::BTreeSet;

/// Takes out of a partial design's findings what rests on something not drawn, and says so once.
pub(super) fn wait(
    context: &Context,
    rules: &[&Rule],
    findings: &mut Vec<Finding>,
) -> Option<Diagnostic> {
    if !context.design.partial {
        return None;
    }
    let waits = |finding: &Finding| {
        rules.iter().any(|rule| rule.name == finding.diagnostic.rule && rule.from_absence)
    };
    let waiting: BTreeSet<RuleName> = findings
        .iter()
        .filter(|finding| waits(finding))
        .map(|it| it.diagnostic.rule.clone())
        .collect();
    findings.retain(|finding| !waits(finding));
    if waiting.is_empty() {
        return None;
    }
    let names = Text::codes(waiting.iter().map(|rule| rule.as_str()));
    let message = text!(
        names;
        "일부만 그린 설계(`partial`)라서 판단하지 않았습니다: {names}",
        "the design is drawn in part (`partial`), so these were not judged: {names}"
    );
    let finding = Diagnostic::new("not-evaluated", Severity::Advice, first_line(context)?, message);
    Some(finding.help(text!(
        "모두 그렸다면 `partial`을 지우거나 `complete`를 적으세요.",
        "When all of it is drawn, remove `partial` or state `complete`."
    )))
}

fn first_line(context: &Context) -> Option<Span> {
    let whole = context.design.span?;
    let text = context.sources.text(whole);
    let blank = text.len() - text.trim_start().len();
    let line = text[blank..].lines().next().unwrap_or_default().trim_end();
    let start = whole.start as usize + blank;
    Some(Span::new(whole.source, start, start + line.len()))
}
