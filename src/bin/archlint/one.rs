//! Reads the one design that a command works on.

use crate::args::{Cli, Common};
use crate::failure::Failure;
use crate::files::{Found, Naming, Place};
use crate::loader::FileLoader;
use crate::out::{self, Product};
use crate::settings::AllSettings;
use crate::{check, language};
use archlint::config::Profile;
use archlint::report::{Checked, Format, Report};
use archlint::source::Sources;
use archlint::text::{Lang, Text};
use archlint::{Reviewed, Selection, Source, rules, text};
use std::path::Path;
use std::sync::Arc;

pub struct One {
    pub reviewed: Reviewed,
    pub lang: Lang,
    naming: Arc<Naming>,
}

impl One {
    /// A design, the last design block of a Markdown file, or `-` for standard input.
    pub fn read(cli: &Cli, path: &Path) -> Result<Self, Failure> {
        Self::read_by(cli, path, None)
    }

    /// A second one of the same run: what either reads is not overwritten by the other.
    pub fn read_beside(&self, cli: &Cli, path: &Path) -> Result<Self, Failure> {
        Self::read_in(cli, path, None, self.naming.clone())
    }

    /// The same, judged by a profile instead of the configured one.
    pub fn read_by(cli: &Cli, path: &Path, profile: Option<Profile>) -> Result<Self, Failure> {
        let one = Self::read_in(cli, path, profile, Arc::new(Naming::new(&cli.common)?))?;
        one.tell_masked(cli);
        Ok(one)
    }

    fn read_in(
        cli: &Cli,
        path: &Path,
        profile: Option<Profile>,
        naming: Arc<Naming>,
    ) -> Result<Self, Failure> {
        let found = if path == Path::new("-") {
            Found { name: "<stdin>".to_owned(), place: Place::Stdin }
        } else {
            Found { name: naming.name(path), place: Place::Path(path.to_path_buf()) }
        };
        if path.is_dir() {
            let shown = path.display();
            return Err(text!("{shown}: 폴더입니다", "{shown}: it is a folder").into());
        }
        let text = found.read(&naming)?;
        let chosen = Selection { profile, ..Selection::default() };
        let mut all = AllSettings::new(&naming, &cli.common, chosen)?;
        let settings = all.of_found(&found)?;
        let lang = language::choose(cli.common.lang, settings.project.config().lang);
        let loader = FileLoader::new(&naming, &settings, &found.name);
        let source = Source::new(found.name.clone(), text);
        let reviewed = settings.project.check_one(&source, &loader, check::today(None)?)?;
        drop(all);
        Ok(Self { reviewed, lang, naming })
    }

    /// Prints the errors of the text to standard error; whether there were any.
    pub fn has_errors(&self, cli: &Cli) -> bool {
        if !self.reviewed.waiting {
            return false;
        }
        let report = Report::of(vec![Checked { waiting: false, ..self.reviewed.checked() }]);
        let style = out::style(&cli.common, self.lang, true);
        out::tell(&report.print(Format::Pretty, &style, rules::ALL));
        true
    }

    pub fn say(&self, text: &Text) {
        out::say(text, self.lang);
    }

    /// Writes what was made from the design: to the file, or to standard output.
    pub fn deliver(&self, target: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
        out::deliver(target, bytes, Product::Derived, &self.naming)
    }

    fn tell_masked(&self, cli: &Cli) {
        let masked = masked(&cli.common, &self.reviewed.sources);
        if let Some(text) = masked {
            self.say(&text);
        }
    }
}

/// That secrets were masked, where some were; with how to see them.
pub fn masked(common: &Common, sources: &Sources) -> Option<Text> {
    let count: usize = sources.iter().map(|(_, source)| source.secrets().len()).sum();
    (count > 0 && !common.show_secrets).then(|| {
        let noun = if count == 1 { "secret" } else { "secrets" };
        text!(
            "비밀 값 {count}개를 가렸습니다. 보려면 `--show-secrets`를 쓰세요",
            "masked {count} {noun}; `--show-secrets` shows them"
        )
    })
}
