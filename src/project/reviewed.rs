//! A design that was read and judged, and what can be had of it: marks, picture, figures, report.

use crate::analysis::Study;
use crate::diagnostic::{self, Diagnostic};
use crate::lint::policy;
use crate::model::{Design, Scenario};
use crate::post::{self, Ground, Picture, Pictures, Post};
use crate::render::graph::Direction;
use crate::render::scene::Scene;
use crate::render::theme::Theme;
use crate::render::{self, DiffOptions, Mark, Options, export};
use crate::report::Checked;
use crate::report::figures::{self, FigureFormat, Side};
use crate::rules;
use crate::say::{Lang, Text};
use crate::sink::{Mermaid, Printed, Svg, Written};
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

    /// The same, of one that is not asked for more.
    pub fn into_checked(self) -> Checked {
        let Self { sources, file, findings, waiting, .. } = self;
        Checked { sources, file, findings, waiting }
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
        let findings = self.numbered();
        // Only a finding that takes a flow down has a path that proves it.
        Mark::number(&self.design, &findings, |finding| !finding.path.is_empty())
    }

    /// The open findings of the rules in the order of their numbers, the worst first; each stands for
    /// all that are said together with it.
    #[doc(hidden)]
    pub fn numbered(&self) -> Vec<Diagnostic> {
        let is_rule = |f: &&Diagnostic| {
            rules::ALL.iter().any(|rule| rule.name == f.rule) || policy::is_policy(&f.rule)
        };
        let findings: Vec<Diagnostic> = self.findings.iter().filter(is_rule).cloned().collect();
        let mut open = diagnostic::group(findings);
        open.retain(|finding| !finding.is_accepted());
        open.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        open
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

    /// A post ready to publish: as Markdown with its picture as Mermaid, or as one HTML file. `week`
    /// is that of a four-week study, 1..=4.
    pub fn report(&self, html: bool, week: Option<u8>, lang: Lang) -> Printed {
        let asked = PostOptions { week, lang, ..PostOptions::default() };
        match html {
            true => self.post_page(&asked),
            false => self.post(&asked, &Files::default()),
        }
    }

    /// The post as Markdown. It links to the files, where there are any, and draws the pictures as
    /// Mermaid where `drawn` asks for it.
    #[doc(hidden)]
    pub fn post(&self, asked: &PostOptions, files: &Files) -> Printed {
        let base = self.against(asked.against);
        let drawing = |wanted: bool, draw: &dyn Fn() -> Written<Mermaid>| wanted.then(draw);
        let own =
            drawing(files.drawn, &|| export::mermaid(&self.design, asked.lang, Direction::Auto));
        let change = base.as_deref().and_then(|base| {
            drawing(files.drawn, &|| {
                export::mermaid_change(base, &self.design, asked.lang, Direction::Auto)
            })
        });
        let pictures = Pictures {
            design: Picture { file: files.design.as_deref(), drawing: own.as_ref() },
            change: Picture { file: files.change.as_deref(), drawing: change.as_ref() },
        };
        self.posted(asked, |post| post.markdown(&pictures)).into()
    }

    /// The post as one HTML file with its pictures inside.
    #[doc(hidden)]
    pub fn post_page(&self, asked: &PostOptions) -> Printed {
        let base = self.against(asked.against);
        let change = base
            .as_deref()
            .map(|base| render::svg(&self.change_picture(base, asked.lang), Theme::Light));
        let own = self.written_svg(asked.lang);
        self.posted(asked, |post| post.html(&own, change.as_ref())).into()
    }

    /// The questions of the defence alone.
    #[doc(hidden)]
    pub fn quiz(&self, asked: &PostOptions) -> Printed {
        self.posted(asked, |post| post.quiz()).into()
    }

    /// The same with their answers.
    #[doc(hidden)]
    pub fn defence(&self, asked: &PostOptions) -> Vec<(Text, Text)> {
        let both = |it: post::Defence| (it.question, it.answer);
        self.posted(asked, |post| post.defence().into_iter().map(both).collect())
    }

    /// Whether a post shows what changes beside the design itself.
    #[doc(hidden)]
    pub fn shows_change(&self, asked: &PostOptions) -> bool {
        self.posted(asked, |post| post.shows_change())
    }

    /// Both designs side by side.
    #[doc(hidden)]
    pub fn change_picture(&self, base: &Design, lang: Lang) -> Scene {
        let marks = self.marks();
        let options = DiffOptions { lang, new_findings: &marks, ..DiffOptions::default() };
        render::diff(base, &self.design, &options)
    }

    /// What a post compares the design with.
    #[doc(hidden)]
    pub fn against(&self, against: Against) -> Option<Arc<Design>> {
        match against {
            Against::Base => self.design.base.clone(),
            Against::Root => {
                let chain = std::iter::successors(self.design.base.as_ref(), |it| it.base.as_ref());
                chain.last().cloned()
            }
            Against::Other(other) => Some(other.design.clone()),
        }
    }

    pub(super) fn posted<R>(&self, asked: &PostOptions, make: impl FnOnce(&Post) -> R) -> R {
        let findings = diagnostic::group(self.findings.clone());
        let base = self.against(asked.against);
        let base = base.map(|design| Study::new(design, self.study.terms().clone()));
        make(&Post {
            ground: Ground { study: &self.study, base: base.as_ref(), findings: &findings },
            lang: asked.lang,
            week: asked.week,
            author: asked.author,
            questions: asked.questions.unwrap_or(post::USUAL).min(post::MOST),
        })
    }
}

/// How a post is asked for.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default)]
pub struct PostOptions<'a> {
    pub lang: Lang,
    /// 1..=4; without one, all weeks.
    pub week: Option<u8>,
    pub author: Option<&'a str>,
    pub against: Against<'a>,
    /// At most so many; without one as many as a reader bears.
    pub questions: Option<usize>,
}

/// What a design is compared with.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default)]
pub enum Against<'a> {
    /// The first of the designs that it extends, one after the other.
    #[default]
    Root,
    /// The one that it extends.
    Base,
    Other(&'a Reviewed),
}

/// The pictures of a post of Markdown.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Files {
    /// Where they are, as the post links to them.
    pub design: Option<String>,
    pub change: Option<String>,
    /// Also as Mermaid, for where no file is seen.
    pub drawn: bool,
}

impl Default for Files {
    fn default() -> Self {
        Self { design: None, change: None, drawn: true }
    }
}

/// The texts of the designs that a design extends, and those that they extend.
fn bases(design: &Design) -> Vec<SourceId> {
    let chain = std::iter::successors(design.base.as_deref(), |base| base.base.as_deref());
    chain.filter_map(|base| base.span).map(|span| span.source).collect()
}
