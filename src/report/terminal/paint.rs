//! Colours, or none.

use super::Style;
use crate::diagnostic::Severity;
use crate::sink::{Terminal, Written};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Error,
    Warning,
    Advice,
    Good,
    Bold,
    Dim,
}

impl Paint {
    pub(super) fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Paint::Error,
            Severity::Warning => Paint::Warning,
            Severity::Advice => Paint::Advice,
        }
    }

    /// The words in this paint where the terminal shows colours.
    pub(super) fn on(self, words: &str, style: &Style) -> Written<Terminal> {
        let (before, after) = if style.color { (self.code(), "\u{1b}[0m") } else { ("", "") };
        let mut painted = Written::default();
        painted.ours(before).theirs(words).ours(after);
        painted
    }

    fn code(self) -> &'static str {
        match self {
            Paint::Error => "\u{1b}[1;31m",
            Paint::Warning => "\u{1b}[1;33m",
            Paint::Advice => "\u{1b}[1;36m",
            Paint::Good => "\u{1b}[1;32m",
            Paint::Bold => "\u{1b}[1m",
            Paint::Dim => "\u{1b}[2m",
        }
    }
}
