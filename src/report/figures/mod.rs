//! The figures of a design: tables for people, on a terminal or in Markdown, and JSON.

mod estimate;
mod json;
mod table;
mod units;

use crate::analysis::estimate::Estimate;
use crate::model::Design;
use crate::text::Lang;

/// The forms in which figures are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureFormat {
    Pretty,
    Markdown,
    Json,
}

/// All figures of a design.
pub fn estimate(
    design: &Design,
    estimate: &Estimate,
    krw_per_usd: Option<f64>,
    format: FigureFormat,
    lang: Lang,
) -> String {
    if format == FigureFormat::Json {
        return json::estimate(design, estimate, krw_per_usd);
    }
    table::print(&estimate::sections(design, estimate, krw_per_usd, lang), format)
}
