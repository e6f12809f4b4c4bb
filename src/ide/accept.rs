//! Where the statement goes by which a team decides to live with a finding.

pub use crate::lint::accept_statement;

use crate::project::Reviewed;
use crate::source::Span;
use crate::syntax::ast::StatementKind;

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
