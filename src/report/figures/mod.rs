//! The figures of a design: tables for people, on a terminal or in Markdown, and JSON.

mod changes;
mod estimate;
mod json;
mod simulate;
mod simulate_json;
mod table;
mod units;

pub use changes::{Metric, Side, changes, metrics};

use crate::analysis::estimate::Estimate;
use crate::analysis::expect::Verdict;
use crate::analysis::sweep::Sweep;
use crate::analysis::whatif::Outcome;
use crate::model::{Design, Scenario};
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

/// What scenarios lead to, and the sweep if one was asked for.
pub fn simulate(
    design: &Design,
    runs: &[(Scenario, Outcome)],
    verdicts: &[Verdict],
    sweep: Option<&Sweep>,
    format: FigureFormat,
    lang: Lang,
) -> String {
    if format == FigureFormat::Json {
        return simulate_json::print(design, runs, verdicts, sweep);
    }
    let mut sections = Vec::new();
    for (scenario, outcome) in runs {
        sections.extend(simulate::sections(design, scenario, outcome, verdicts, lang));
    }
    sections.extend(sweep.into_iter().flat_map(|sweep| simulate::sweep(design, sweep, lang)));
    table::print(&sections, format)
}

/// Whether an expectation speaks about a scenario of the design.
fn is_in(design: &Design, verdict: &Verdict, scenario: &Scenario) -> bool {
    let about = design.expectations[verdict.expectation].scenario;
    about.is_some_and(|at| design.scenarios[at].name == scenario.name)
}
