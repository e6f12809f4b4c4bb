//! How large a design may be. Beyond these figures the text is refused with an error, so that no
//! input keeps the program busy for ever.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::text;
use crate::text::Text;

/// Files read by `include`.
pub(super) const FILES: usize = 1_000;
/// Designs that extend one another.
pub(super) const LAYERS: usize = 16;
/// Groups inside groups, and files that include files.
pub(super) const NESTING: usize = 64;
/// Components and groups together.
pub(super) const PLACES: usize = 100_000;
/// Connections.
pub(super) const LINKS: usize = 500_000;
/// Errors for which a suggestion is worked out: each takes a look at every known name.
pub(super) const SUGGESTIONS: u32 = 100;

pub(super) fn too_many(span: Span, what: Text, limit: usize) -> Diagnostic {
    let Text { ko, en } = what;
    let message = Text::new(
        format!("{ko} {limit}개를 넘습니다"),
        format!("{en} is over the limit of {limit}"),
    );
    Diagnostic::error("limit", span, message).help(text!(
        "설계를 여러 파일로 나누어 따로 검사하세요.",
        "Split the design and check its parts on their own."
    ))
}
