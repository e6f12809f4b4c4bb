//! A design that was read and judged, and what can be had of it: marks, picture, figures, report.

use crate::analysis::Study;
use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::model::{Design, Scenario};
use crate::render::graph::Direction;
use crate::render::scene::Scene;
use crate::render::theme::Theme;
use crate::render::{self, Mark, Options, export};
use crate::report::figures::{self, FigureFormat, Side};
use crate::report::{self, Checked, Review};
use crate::rules;
use crate::say::Lang;
use crate::sink::{Printed, Svg, Written};
use crate::source::{SourceId, Sources};
use std::sync::Arc;

/// A design with everything that was found in it.
#[derive(Debug)]
pub struct Reviewed {
    /// All texts read for it.
    pub sources: Sources,
    /// The name of the file in which it stands.
    pub file: String,
    #[doc(hidden)]
    pub design: Arc<Design>,
    /// What is computed from the design; the rules have asked it already.
    #[doc(hidden)]
    pub study: Study,
    /// Errors of the text and what the rules say, in the order of the places.
    pub findings: Vec<Diagnostic>,
    /// The text has errors, so the rules were not asked: they would judge half a design.
    pub waiting: bool,
}

impl Reviewed {
    /// Its findings with the texts that they speak of, for a [`report::Report`].
    pub fn checked(&self) -> Checked {
        Checked {
            sources: self.sources.clone(),
            file: self.file.clone(),
            findings: self.findings.clone(),
            waiting: self.waiting,
        }
    }

    /// Names of the files that it includes, itself or through others; not those that it extends.
    pub fn includes(&self) -> Vec<String> {
        let bases = bases(&self.design);
        let own = self.design.span.map(|span| span.source);
        let others = self.sources.iter().filter(|(id, _)| Some(*id) != own && !bases.contains(id));
        others.map(|(_, source)| source.name.clone()).collect()
    }

    /// An `expect` of the design does not hold.
    pub fn expectation_failed(&self) -> bool {
        let failed = |finding: &Diagnostic| finding.rule == "expectation-failed";
        self.findings.iter().any(failed)
            || self.study.verdicts().iter().any(|verdict| verdict.holds.is_none())
    }

    /// The open findings of the rules, numbered as they are listed, for its picture.
    #[doc(hidden)]
    pub fn marks(&self) -> Vec<Mark> {
        let is_rule = |f: &&Diagnostic| rules::ALL.iter().any(|rule| rule.name == f.rule);
        let findings: Vec<Diagnostic> = self.findings.iter().filter(is_rule).cloned().collect();
        let findings = lint::group(findings);
        // Only a finding that takes a flow down has a path that proves it.
        Mark::number(&self.design, &findings, |finding| !finding.path.is_empty())
    }

    /// Its picture as it is asked for.
    #[doc(hidden)]
    pub fn picture(&self, options: &Options) -> Scene {
        render::picture(&self.design, options)
    }

    /// Its picture with its findings: one SVG file, no script, nothing loaded from elsewhere.
    pub fn svg(&self, lang: Lang) -> String {
        self.written_svg(lang).into_string()
    }

    fn written_svg(&self, lang: Lang) -> Written<Svg> {
        let findings = self.marks();
        let options = Options { lang, findings: &findings, ..Options::default() };
        render::svg(&self.picture(&options), Theme::Light)
    }

    /// All its figures, each with its derivation.
    pub fn estimate(&self, format: FigureFormat, lang: Lang) -> Printed {
        figures::estimate(&self.study, format, lang)
    }

    /// What scenarios lead to; with `sweep` also what happens when each part fails once.
    pub fn simulate(
        &self,
        scenarios: &[Scenario],
        sweep: bool,
        format: FigureFormat,
        lang: Lang,
    ) -> Printed {
        figures::simulate(&self.study, scenarios, sweep, format, lang)
    }

    /// What a comparison looks at.
    #[doc(hidden)]
    pub fn side(&self) -> Side<'_> {
        Side { study: &self.study, findings: &self.findings }
    }

    /// A page ready to post: as Markdown with its picture as Mermaid, or as one HTML file. `week`
    /// is that of a four-week study, 1..=4.
    pub fn report(&self, html: bool, week: Option<u8>, lang: Lang) -> Printed {
        let findings = &lint::group(self.findings.clone());
        let review = Review { study: &self.study, findings, lang, week };
        match html {
            true => report::review_html(&review, &self.written_svg(lang)).into(),
            false => {
                let picture = export::mermaid(&self.design, lang, Direction::Auto);
                report::review_markdown(&review, &picture).into()
            }
        }
    }
}

/// The texts of the designs that a design extends, and those that they extend.
fn bases(design: &Design) -> Vec<SourceId> {
    let chain = std::iter::successors(design.base.as_deref(), |base| base.base.as_deref());
    chain.filter_map(|base| base.span).map(|span| span.source).collect()
}
