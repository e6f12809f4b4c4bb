//! Counts that a scaler does not keep.

use crate::diagnostic::Diagnostic;
use crate::model::{Attr, Design, Dimension};
use crate::say::Text;
use crate::text;

/// `replicas` outside of the bounds of `autoscale`: a scaler takes it to the nearest bound.
pub(super) fn conflicting(design: &Design) -> Vec<Diagnostic> {
    let outside = |id| {
        let facts = &design.component(id).facts;
        let running = facts.number(Attr::Replicas, Dimension::Count)?;
        let bounds = facts.number(Attr::Autoscale, Dimension::Count)?;
        let (least, most) = (bounds.low_count(), bounds.high_count());
        let (lo, hi) = (running.low_count(), running.high_count());
        let clamped = lo.clamp(least, most);
        // A range beside bounds of its own states them twice.
        if lo == clamped && hi <= most {
            return None;
        }
        let stated = Text::code(&format!("replicas = {lo}"));
        let message = text!(
            stated, least, most;
            "{stated:은} `autoscale = {least}..{most}` 밖입니다",
            "{stated} lies outside `autoscale = {least}..{most}`"
        );
        let warning =
            Diagnostic::warning("conflicting-attributes", facts.span(Attr::Replicas)?, message)
                .label(text!(clamped; "{clamped}대로 봅니다", "taken as {clamped}"))
                .help(text!(
                    "`replicas`는 지금 떠 있는 수, `autoscale`은 그 수가 오가는 범위입니다. 하나를 고치세요.",
                    "`replicas` is what runs now, `autoscale` the bounds that it moves within. Change one of them."
                ));
        Some(warning.related(facts.span(Attr::Autoscale)?, text!("범위", "the bounds")))
    };
    design.component_ids().filter_map(outside).collect()
}
