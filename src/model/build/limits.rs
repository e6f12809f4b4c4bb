//! How large a design may be. Beyond these figures the text is refused with an error, so that no
//! input keeps the program busy for ever.

use crate::diagnostic::Diagnostic;
use crate::say::Text;
use crate::source::Span;
use crate::text;

/// Files read by `include`.
pub(super) const FILES: usize = 1_000;
/// Designs that extend one another.
pub(super) const LAYERS: usize = 16;
/// Groups inside groups, and files that include files.
pub(super) const NESTING: usize = 64;
/// Components and groups together.
pub(super) const PLACES: usize = 100_000;
/// Connections, counted as often as they are stated: a list or group on both sides states many.
pub(super) const LINKS: usize = 200_000;
/// Names that are compared with mistyped ones: after so many, errors carry no suggestion.
pub(super) const COMPARISONS: usize = 200_000;
/// Policies that one design is held to.
pub(super) const POLICIES: usize = 500;
/// Drawn paths that are looked for, for steps of flows that are not drawn.
pub(super) const DETOURS: usize = 20;

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
