//! The statement by which a team decides to live with a finding.

use crate::diagnostic::Diagnostic;
use crate::project::Reviewed;
use crate::source::Span;
use crate::syntax::ast::StatementKind;
use jiff::civil::Date;

/// `accept RULE on SUBJECTS because "REASON" [until DATE]`.
pub fn accept_statement(
    finding: &Diagnostic,
    all_of_it: bool,
    reason: &str,
    until: Option<Date>,
) -> String {
    let count = if all_of_it { 1 } else { finding.subjects.len() };
    let subjects: Vec<String> = finding.names().take(count.max(1)).map(spaced).collect();
    let on = match subjects.is_empty() {
        true => String::new(),
        false => format!(" on {}", subjects.join(", ")),
    };
    let until = until.map(|day| format!(" until {day}")).unwrap_or_default();
    format!("accept {}{on} because \"{reason}\"{until}", finding.rule)
}

/// A connection is written with blanks: `a -> b`.
fn spaced(subject: &str) -> String {
    for arrow in ["->", "~>", "=>"] {
        if let Some((from, to)) = subject.split_once(arrow) {
            // Decisions about a connection name both ends, whatever its arrow.
            return format!("{from} -> {to}");
        }
    }
    subject.to_owned()
}

/// Where the next decision of a design goes: behind the last one in its own text, else at its end.
/// The text is what stands before it there.
pub fn after_accepts(reviewed: &Reviewed) -> Option<(Span, &'static str)> {
    let own = reviewed.design.span?;
    let file = reviewed.design.texts.iter().find(|file| file.span == own)?;
    let mut accepts =
        file.statements.iter().filter(|it| matches!(it.kind, StatementKind::Accept(_)));
    if let Some(last) = accepts.next_back() {
        let end = last.span.end;
        return Some((Span { start: end, end, ..own }, "\n"));
    }
    let text = reviewed.sources.text(own);
    let end = own.start + text.trim_end().len() as u32;
    Some((Span { start: end, end, ..own }, "\n\n"))
}
