//! Writes out what a design declares only by naming it.

use super::Project;
use super::recognise::Form;
use crate::edit::{self, Editor};
use crate::model;
use crate::source::{Loader, Source, Sources, Span};

impl Project {
    /// The file with a declaration of each component that only its connections name. Designs in
    /// Markdown stay as they are.
    pub fn declared(&self, source: &Source, loader: &dyn Loader) -> Source {
        if !matches!(Form::of(&source.name), Ok(Form::Design)) {
            return source.clone();
        }
        let mut sources = Sources::default();
        let id = sources.add(source.clone());
        let span = Span::new(id, 0, source.text.len());
        let built = model::build(&mut sources, span, loader, self.catalog());
        let edits = Editor::new(&sources, &built.design).declare(id);
        Source::new(source.name.clone(), edit::apply(&source.text, &edits))
    }
}
