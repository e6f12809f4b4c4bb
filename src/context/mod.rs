//! What a rule looks at: a study of a design, the text that it was read from, and how it is judged;
//! with the words, figures and changes that many findings share.

mod figures;
mod harm;
mod needs;
mod options;
mod remedies;
mod words;

pub use figures::{share_of, shown, stopped, time_figure, unit_name};
pub use options::Options;
pub use words::{percent, sentences};

use crate::analysis::Study;
use crate::edit::Editor;
use crate::model::{Design, Subject};
use crate::say::Text;
use crate::source::Sources;
use jiff::civil::Date;
use std::ops::Deref;
use std::sync::OnceLock;

pub struct Context<'a> {
    pub study: &'a Study,
    pub design: &'a Design,
    pub sources: &'a Sources,
    /// Makes edits of the design's text.
    pub edit: Editor<'a>,
    /// The day on which the design is judged; only `accept … until` looks at it.
    pub today: Date,
    /// Thresholds that are chosen otherwise than the rules have them.
    pub options: Options,
    /// What policies would need to know: the question, what answers it, and whom it is about.
    pub asked: Vec<(Text, String, Vec<Subject>)>,
    /// What is said of each flow's objective.
    budgets: Box<[OnceLock<Text>]>,
}

impl<'a> Context<'a> {
    pub fn new(study: &'a Study, sources: &'a Sources, today: Date) -> Self {
        let design = study.design();
        let (edit, options) = (Editor::new(sources, design), Options::default());
        let budgets = design.flows.iter().map(|_| OnceLock::new()).collect();
        Self { study, design, sources, edit, today, options, asked: Vec::new(), budgets }
    }
}

/// A rule asks its context for what the design means and what is computed of it.
impl Deref for Context<'_> {
    type Target = Study;

    fn deref(&self) -> &Study {
        self.study
    }
}
