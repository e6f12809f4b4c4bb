//! What a card that stands for a group tells of it.

use crate::diagnostic::Severity;
use crate::model::{GroupId, GroupKind};
use crate::say::Text;
use crate::text;

/// What a collapsed group holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Inside {
    /// In the whole design.
    pub group: GroupId,
    pub kind: GroupKind,
    pub components: usize,
    pub connections: usize,
    /// Of each severity, the worst first.
    pub findings: [usize; 3],
}

impl Inside {
    /// How many findings of each severity there are, in words; the worst first.
    pub fn findings(&self) -> impl Iterator<Item = (Severity, Text)> {
        let severities = [Severity::Error, Severity::Warning, Severity::Advice];
        let counted = severities.into_iter().zip(self.findings).filter(|(_, count)| *count > 0);
        counted.map(|(severity, count)| (severity, counted_words(severity, count)))
    }
}

/// `오류 3`, `3 errors`.
fn counted_words(severity: Severity, count: usize) -> Text {
    match severity {
        Severity::Error if count == 1 => text!("오류 1", "1 error"),
        Severity::Warning if count == 1 => text!("경고 1", "1 warning"),
        Severity::Error => text!(count; "오류 {count}", "{count} errors"),
        Severity::Warning => text!(count; "경고 {count}", "{count} warnings"),
        Severity::Advice => text!(count; "조언 {count}", "{count} advice"),
    }
}
