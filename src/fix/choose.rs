//! Which of the fixes that findings offer can be applied together.

use crate::diagnostic::{Diagnostic, Edit, Fix, Safety};
use crate::source::Span;
use std::collections::BTreeMap;

/// A finding with the fix that it offers.
pub type Choice<'d> = (&'d Diagnostic, &'d Fix);

/// For each finding in turn its best fix, unless that touches a fix chosen before it or a text
/// other than `own`.
pub fn choose(findings: &[Diagnostic], own: Span, safety: Safety) -> Vec<Choice<'_>> {
    apart(candidates(findings, own, safety))
}

/// The best fix of each finding, of those that change nothing but the design's own text.
pub(super) fn candidates(
    findings: &[Diagnostic],
    own: Span,
    safety: Safety,
) -> impl Iterator<Item = Choice<'_>> {
    let open = findings.iter().filter(|finding| !finding.is_accepted());
    open.filter_map(move |finding| {
        let offered = finding.fixes.iter().filter(|fix| fix.safety <= safety);
        // Of equally safe ones the first: rules offer what they would do themselves first.
        let fix = offered.min_by_key(|fix| fix.safety)?;
        let is_own = fix.edits.iter().all(|edit| own.contains(edit.span));
        (is_own && !fix.edits.is_empty()).then_some((finding, fix))
    })
}

/// Those that touch none before them. What is left out here has its turn in the next round.
pub(super) fn apart<'d>(candidates: impl Iterator<Item = Choice<'d>>) -> Vec<Choice<'d>> {
    let mut taken = Taken::default();
    candidates.filter(|(_, fix)| taken.take(&fix.edits)).collect()
}

/// The stretches that are being changed: start and end of each.
#[derive(Default)]
struct Taken(BTreeMap<u32, u32>);

impl Taken {
    /// Takes all stretches, or none when one of them touches what is taken. Two insertions at one
    /// place touch: which of them comes first would decide what the text means.
    fn take(&mut self, edits: &[Edit]) -> bool {
        if edits.iter().any(|edit| self.touches(edit.span)) {
            return false;
        }
        self.0.extend(edits.iter().map(|edit| (edit.span.start, edit.span.end)));
        true
    }

    fn touches(&self, span: Span) -> bool {
        let before = self.0.range(..=span.end).next_back();
        before.is_some_and(|(_, end)| *end >= span.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Text;
    use crate::source::SourceId;

    fn at(start: usize, end: usize) -> Span {
        Span::new(SourceId(0), start, end)
    }

    fn offering(safety: Safety, spans: &[(usize, usize)]) -> Diagnostic {
        let edits =
            spans.iter().map(|(start, end)| Edit { span: at(*start, *end), text: "x".into() });
        let fix = Fix { safety, title: Text::same("fix"), edits: edits.collect() };
        Diagnostic::error("rule", at(0, 1), Text::same("message")).fix(fix)
    }

    fn starts(findings: &[Diagnostic], safety: Safety) -> Vec<u32> {
        let chosen = choose(findings, at(0, 100), safety);
        chosen.iter().map(|(_, fix)| fix.edits[0].span.start).collect()
    }

    #[test]
    fn the_first_of_two_that_touch_wins() {
        let safe = |spans: &[(usize, usize)]| offering(Safety::Safe, spans);
        let findings =
            [safe(&[(10, 20)]), safe(&[(20, 20)]), safe(&[(5, 6), (15, 16)]), safe(&[(21, 30)])];
        assert_eq!(starts(&findings, Safety::Safe), [10, 21]);
    }

    #[test]
    fn suggested_fixes_and_other_texts_are_left_alone() {
        let findings = [
            offering(Safety::Suggested, &[(1, 2)]),
            offering(Safety::Safe, &[(99, 101)]),
            offering(Safety::Safe, &[(4, 5)]),
        ];
        assert_eq!(starts(&findings, Safety::Safe), [4]);
        assert_eq!(starts(&findings, Safety::Suggested), [1, 4]);
    }
}
