//! Reads the one design that a command works on.

use crate::args::Cli;
use crate::failure::Failure;
use crate::files::{Found, Naming, Place};
use crate::loader::FileLoader;
use crate::settings::AllSettings;
use crate::{check, language, output};
use archlint::config::Profile;
use archlint::report::{Checked, Format, Report};
use archlint::text::{Lang, Text};
use archlint::{Reviewed, Selection, Source, rules, text};
use std::path::Path;

pub struct One {
    pub reviewed: Reviewed,
    pub lang: Lang,
}

impl One {
    /// A design, the last design block of a Markdown file, or `-` for standard input.
    pub fn read(cli: &Cli, path: &Path) -> Result<Self, Failure> {
        Self::read_by(cli, path, None)
    }

    /// The same, judged by a profile instead of the configured one.
    pub fn read_by(cli: &Cli, path: &Path, profile: Option<Profile>) -> Result<Self, Failure> {
        let naming = Naming::new()?;
        let found = if path == Path::new("-") {
            Found { name: "<stdin>".to_owned(), place: Place::Stdin }
        } else {
            Found { name: naming.name(path), place: Place::Path(path.to_path_buf()) }
        };
        if path.is_dir() {
            let shown = path.display();
            return Err(text!("{shown}: 폴더입니다", "{shown}: it is a folder").into());
        }
        let text = found.read()?;
        let chosen = Selection { profile, ..Selection::default() };
        let mut all = AllSettings::new(&naming, cli.common.config.as_deref(), chosen)?;
        let settings = all.of_found(&found)?;
        let lang = language::choose(cli.common.lang, settings.project.config().lang);
        let loader = FileLoader { naming: &naming, settings: &settings };
        let source = Source::new(found.name, text);
        let reviewed = settings.project.check_one(&source, &loader, check::today(None)?)?;
        Ok(Self { reviewed, lang })
    }

    /// Prints the errors of the text to standard error; whether there were any.
    pub fn has_errors(&self, cli: &Cli) -> bool {
        if !self.reviewed.waiting {
            return false;
        }
        let report = Report::of(vec![Checked { waiting: false, ..self.reviewed.checked() }]);
        let style = output::style(&cli.common, self.lang, true);
        eprint!("{}", report.print(Format::Pretty, &style, rules::ALL));
        true
    }

    pub fn say(&self, text: &Text) {
        eprintln!("archlint: {}", text.get(self.lang));
    }
}
