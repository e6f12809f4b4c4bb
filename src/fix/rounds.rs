//! Applies fixes round after round, until a check of the text offers nothing more.

use super::choose::{apart, candidates};
use crate::diagnostic::{Diagnostic, Edit, Fix, Named, RuleName, Safety};
use crate::edit;
use crate::say::Text;
use crate::source::Span;
use std::collections::BTreeSet;

/// More rounds than any design needs; a rule whose fix leads in circles ends here.
pub const MAX_ROUNDS: usize = 100;

/// What a check says about the text as it stands.
#[derive(Clone, Debug)]
pub struct Round {
    pub findings: Vec<Diagnostic>,
    /// The design's own stretch of the text: nothing outside of it is changed. Its offsets are
    /// those of the text that was checked.
    pub own: Span,
    /// How many errors keep the rules from judging; 0 when they judged.
    pub errors: usize,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// Whose finding it mended.
    pub rule: RuleName,
    /// What the finding was about.
    pub subjects: Vec<Named>,
    /// What was done.
    pub title: Text,
}

/// Why no more was fixed, worse reasons last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// Nothing is left that may be fixed.
    Fixed,
    /// A fix would have broken the text, and was left out.
    Broken,
    /// As many rounds as are allowed were not enough.
    Rounds,
}

#[derive(Clone, Debug)]
pub struct Outcome {
    pub text: String,
    /// In the order in which they were applied.
    pub done: Vec<Done>,
    pub stop: Stop,
}

/// Applies every fix that is at least as safe as `safety`. `check` reads a text anew; it gives
/// `None` for one in which it can't find the design any more.
pub fn fix(text: &str, safety: Safety, check: &mut dyn FnMut(&str) -> Option<Round>) -> Outcome {
    let mut outcome = Outcome { text: text.to_owned(), done: Vec::new(), stop: Stop::Fixed };
    let Some(mut round) = check(text) else {
        return Outcome { stop: Stop::Broken, ..outcome };
    };
    let mut tried = BTreeSet::new();
    let mut at_once = usize::MAX;
    for _ in 0..MAX_ROUNDS {
        let step = next(&outcome.text, &round, safety, &tried, at_once);
        if step.edits.is_empty() {
            return outcome;
        }
        let fixed = edit::apply(&outcome.text, &step.edits);
        match check(&fixed) {
            Some(next) if next.errors == 0 || next.errors < round.errors => {
                round = next;
                outcome.text = fixed;
                outcome.done.extend(step.done);
                tried.extend(step.tries);
            }
            // One of several broke the text: which one shows when each goes alone.
            _ if step.tries.len() > 1 => at_once = 1,
            _ => {
                outcome.stop = Stop::Broken;
                tried.extend(step.tries);
            }
        }
    }
    Outcome { stop: Stop::Rounds, ..outcome }
}

/// What one round changes.
#[derive(Default)]
struct Step {
    edits: Vec<Edit>,
    done: Vec<Done>,
    tries: Vec<Try>,
}

/// A fix as it is recognised in a later round: by its finding and by what it does. A second try
/// would only do once more what did not help.
type Try = (RuleName, Vec<String>, Vec<(String, String)>);

fn next(text: &str, round: &Round, safety: Safety, tried: &BTreeSet<Try>, at_once: usize) -> Step {
    let mut step = Step::default();
    let open = candidates(&round.findings, round.own, safety)
        .filter(|(finding, fix)| !tried.contains(&a_try(text, finding, fix)));
    // What is asked is kept as comments once the answers of all others are in.
    let (asks, others): (Vec<_>, Vec<_>) =
        open.partition(|(finding, _)| finding.rule == "unknown-facts");
    let chosen = if others.is_empty() { asks } else { others };
    for (finding, fix) in apart(chosen.into_iter()).into_iter().take(at_once) {
        step.tries.push(a_try(text, finding, fix));
        step.edits.extend(fix.edits.iter().map(|edit| with_line_ends_of(text, edit)));
        step.done.push(Done {
            rule: finding.rule.clone(),
            subjects: finding.subjects.clone(),
            title: fix.title.clone(),
        });
    }
    step.edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    step
}

fn a_try(text: &str, finding: &Diagnostic, fix: &Fix) -> Try {
    let edit = |edit: &Edit| (text[edit.span.range()].to_owned(), edit.text.clone());
    (
        finding.rule.clone(),
        finding.names().map(str::to_owned).collect(),
        fix.edits.iter().map(edit).collect(),
    )
}

fn with_line_ends_of(text: &str, edit: &Edit) -> Edit {
    let is_crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    let new = match is_crlf {
        true => edit.text.replace("\r\n", "\n").replace('\n', "\r\n"),
        false => edit.text.clone(),
    };
    Edit { span: edit.span, text: new }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    /// Finds the first `a` and offers to replace it.
    fn round(text: &str, new: &str) -> Option<Round> {
        let span = |start, end| Span::new(SourceId(0), start, end);
        let at = text.find('a');
        let finding = |at: usize| {
            let edit = Edit { span: span(at, at + 1), text: new.to_owned() };
            let fix = Fix { safety: Safety::Safe, title: Text::same("b"), edits: vec![edit] };
            let finding = Diagnostic::error("rule", span(at, at + 1), Text::same("a"));
            finding.subject(at.to_string()).fix(fix)
        };
        let findings = at.map(finding).into_iter().collect();
        let errors = text.matches('!').count();
        Some(Round { findings, own: span(0, text.len()), errors })
    }

    fn fixed(text: &str, new: &str) -> (String, Stop, usize) {
        let outcome = fix(text, Safety::Safe, &mut |text| round(text, new));
        (outcome.text, outcome.stop, outcome.done.len())
    }

    #[test]
    fn rounds_go_on_until_nothing_is_left() {
        assert_eq!(fixed("a-a-a", "b"), ("b-b-b".into(), Stop::Fixed, 3));
        assert_eq!(fixed("b", "b"), ("b".into(), Stop::Fixed, 0));
    }

    #[test]
    fn a_text_that_breaks_goes_back_to_the_last_good_one() {
        assert_eq!(fixed("a", "!"), ("a".into(), Stop::Broken, 0));
    }

    #[test]
    fn a_fix_that_does_not_help_is_tried_once() {
        assert_eq!(fixed("a", "a"), ("a".into(), Stop::Fixed, 1));
    }

    #[test]
    fn a_fix_that_leads_on_and_on_ends() {
        let (text, stop, done) = fixed("a", "ba");
        assert_eq!((text.len(), stop, done), (MAX_ROUNDS + 1, Stop::Rounds, MAX_ROUNDS));
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        assert_eq!(fixed("x\r\na\r\n", "b\nc").0, "x\r\nb\r\nc\r\n");
    }
}
