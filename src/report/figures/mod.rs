//! The figures of a design: tables for people, on a terminal or in Markdown, and JSON.

mod bill;
mod changes;
mod changes_json;
mod estimate;
mod json;
mod load_json;
mod metrics;
mod recovery;
mod simulate;
mod simulate_json;
mod table;
mod units;

pub use changes::{Side, changes};
pub use metrics::{Metric, metrics};
pub use simulate::state as flow_state;
pub use table::{Section, markdown, print as printed};

use crate::analysis::estimate::Estimate;
use crate::analysis::expect::Verdict;
use crate::analysis::{Situation, Study};
use crate::model::{ComponentId, Design, Scenario};
use crate::say::Lang;
use crate::sink::Printed;
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
pub fn estimate(study: &Study, format: FigureFormat, lang: Lang) -> Printed {
    Printed::by(match format {
        FigureFormat::Json => json::estimate(study, &Estimate::of(study)),
        _ => table::print(&estimate_sections(study, lang), format),
    })
}

/// The same as tables, of which some may be empty.
pub fn estimate_sections(study: &Study, lang: Lang) -> Vec<Section> {
    estimate::sections(study, &Estimate::of(study), lang)
}

/// What scenarios lead to, and the sweep where `with_sweep` asks for one.
pub fn simulate(
    study: &Study,
    scenarios: &[Scenario],
    with_sweep: bool,
    format: FigureFormat,
    lang: Lang,
) -> Printed {
    if format != FigureFormat::Json {
        let sections = simulate_sections(study, scenarios, with_sweep, lang);
        return Printed::by(table::print(&sections, format));
    }
    let (runs, sweep) = (runs(study, scenarios), with_sweep.then(|| study.sweep()));
    Printed::by(simulate_json::print(study.design(), &runs, study.verdicts(), sweep))
}

/// The same as tables.
fn simulate_sections(
    study: &Study,
    scenarios: &[Scenario],
    with_sweep: bool,
    lang: Lang,
) -> Vec<Section> {
    let (design, verdicts) = (study.design(), study.verdicts());
    let mut sections = Vec::new();
    for run in &runs(study, scenarios) {
        sections.extend(simulate::sections(design, run, verdicts, lang));
    }
    let sweep = with_sweep.then(|| study.sweep());
    sections.extend(sweep.into_iter().flat_map(|sweep| simulate::sweep(design, sweep, lang)));
    sections
}

fn runs<'a>(study: &Study, scenarios: &'a [Scenario]) -> Vec<Run<'a>> {
    let run = |scenario| Run {
        scenario,
        situation: study.under(scenario),
        saturation: study.saturation(scenario),
    };
    scenarios.iter().map(run).collect()
}

/// A scenario, under its own name, and what it leads to.
struct Run<'a> {
    scenario: &'a Scenario,
    situation: Arc<Situation>,
    /// What fills up first as traffic grows, and at which factor.
    saturation: Vec<(ComponentId, f64)>,
}

/// Whether an expectation speaks about a scenario of the design.
fn is_in(design: &Design, verdict: &Verdict, scenario: &Scenario) -> bool {
    let about = design.expectations[verdict.expectation].scenario;
    about.is_some_and(|at| design.scenarios[at].name == scenario.name)
}
