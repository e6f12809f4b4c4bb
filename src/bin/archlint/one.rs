//! Reads the one design that a command works on.

use crate::args::Cli;
use crate::failure::Failure;
use crate::files::{Found, Naming, Place};
use crate::jobs;
use crate::settings::AllSettings;
use crate::{check, language, output};
use archlint::config::Profile;
use archlint::report::{Checked, Format, Report};
use archlint::source::Sources;
use archlint::text;
use archlint::text::{Lang, Text};
use archlint::{Judged, Measure, rules};
use std::path::Path;

pub struct One {
    pub name: String,
    pub sources: Sources,
    pub judged: Judged,
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
        let settings = AllSettings::new(&naming, cli.common.config.as_deref())?.of_found(&found)?;
        let lang = language::choose(cli.common.lang, settings.config.lang);
        let profile = profile.or(settings.config.profile).unwrap_or_default();
        let inner = settings.inner_path(&naming.absolute(Path::new(&found.name)));
        let levels = settings.config.levels(profile, &inner.to_string_lossy(), rules::ALL);
        let by = Measure {
            catalog: &settings.catalog,
            levels: &levels,
            today: check::today(None)?,
            krw_per_usd: settings.krw_per_usd(),
        };
        let judged = match found.is_markdown() {
            true => jobs::judge_last_block(&found.name, &text, &naming, by),
            false => Some(jobs::judge_design(&found.name, text, &naming, by)),
        };
        let (sources, judged) = judged.ok_or_else(|| {
            let name = &found.name;
            text!("{name}에 `arch` 블록이 없습니다", "{name} has no `arch` block")
        })?;
        Ok(Self { name: found.name, sources, judged, lang })
    }

    /// Prints the errors of the text to standard error; whether there were any.
    pub fn has_errors(&self, cli: &Cli) -> bool {
        if !self.judged.waiting {
            return false;
        }
        let report = Report::of(vec![Checked {
            sources: self.sources.clone(),
            file: self.name.clone(),
            findings: self.judged.findings.clone(),
            waiting: false,
        }]);
        let style = output::style(&cli.common, self.lang, true);
        eprint!("{}", report.print(Format::Pretty, &style, rules::ALL));
        true
    }

    /// An `expect` of the design does not hold.
    pub fn expectation_failed(&self) -> bool {
        self.judged.findings.iter().any(|finding| finding.rule == "expectation-failed")
    }

    pub fn say(&self, text: &Text) {
        eprintln!("archlint: {}", text.get(self.lang));
    }
}
