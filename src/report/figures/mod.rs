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
use crate::analysis::{Situation, Study};
use crate::model::{Design, Scenario};
use crate::text::Lang;
use std::sync::Arc;

/// The forms in which figures are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureFormat {
    /// Aligned tables.
    Pretty,
    /// Tables of Markdown.
    Markdown,
    /// One document.
    Json,
}

/// All figures of a design.
pub fn estimate(study: &Study, format: FigureFormat, lang: Lang) -> String {
    let (design, estimate) = (study.design(), &Estimate::of(study));
    let krw_per_usd = study.terms().krw_per_usd;
    if format == FigureFormat::Json {
        return json::estimate(design, estimate, krw_per_usd);
    }
    table::print(&estimate::sections(design, estimate, krw_per_usd, lang), format)
}

/// What scenarios lead to, and the sweep where `with_sweep` asks for one.
pub fn simulate(
    study: &Study,
    scenarios: &[Scenario],
    with_sweep: bool,
    format: FigureFormat,
    lang: Lang,
) -> String {
    let (design, verdicts) = (study.design(), study.verdicts());
    let run = |scenario| Run { scenario, situation: study.under(scenario) };
    let runs: Vec<Run> = scenarios.iter().map(run).collect();
    let sweep = with_sweep.then(|| study.sweep());
    if format == FigureFormat::Json {
        return simulate_json::print(design, &runs, verdicts, sweep);
    }
    let mut sections = Vec::new();
    for run in &runs {
        sections.extend(simulate::sections(design, run, verdicts, lang));
    }
    sections.extend(sweep.into_iter().flat_map(|sweep| simulate::sweep(design, sweep, lang)));
    table::print(&sections, format)
}

/// A scenario, under its own name, and what it leads to.
struct Run<'a> {
    scenario: &'a Scenario,
    situation: Arc<Situation>,
}

/// Whether an expectation speaks about a scenario of the design.
fn is_in(design: &Design, verdict: &Verdict, scenario: &Scenario) -> bool {
    let about = design.expectations[verdict.expectation].scenario;
    about.is_some_and(|at| design.scenarios[at].name == scenario.name)
}
