//! Colours, or none.

use super::Style;
use crate::diagnostic::Severity;

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
    pub(super) fn on(self, words: &str, style: &Style) -> String {
        if !style.color {
            return words.to_owned();
        }
        let code = match self {
            Paint::Error => "1;31",
            Paint::Warning => "1;33",
            Paint::Advice => "1;36",
            Paint::Good => "1;32",
            Paint::Bold => "1",
            Paint::Dim => "2",
        };
        format!("\u{1b}[{code}m{words}\u{1b}[0m")
    }
}
