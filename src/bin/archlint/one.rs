//! Reads the one design that a command works on.

use crate::args::{Cli, Common, Which};
use crate::failure::Failure;
use crate::files::Naming;
use crate::given::{self, Given};
use crate::loader::FileLoader;
use crate::out::{self, Finished, Product};
use crate::settings::{AllSettings, Settings};
use crate::{day, language};
use archlint::config::Profile;
use archlint::report::{Checked, Format, Report};
use archlint::say::{Lang, Text};
use archlint::source::Sources;
use archlint::{Reviewed, Selection, rules, text};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

pub struct One {
    pub reviewed: Reviewed,
    pub lang: Lang,
    pub settings: Arc<Settings>,
    pub naming: Arc<Naming>,
    /// That there are other designs where this one stands.
    others: Option<Text>,
}

impl One {
    /// A design, the last one of a Markdown file, a folder that is one, or `-` for standard input.
    pub fn read(cli: &Cli, path: &Path, which: &Which) -> Result<Self, Failure> {
        Self::read_by(cli, path, which, None)
    }

    /// A design that this run has read before: that secrets are masked was said then.
    #[cfg(feature = "serve")]
    pub fn read_again(cli: &Cli, path: &Path, which: &Which) -> Result<Self, Failure> {
        let naming = Arc::new(Naming::new(&cli.common)?);
        Self::read_in(cli, path, which, None, &naming)
    }

    /// The same, judged by a profile instead of the configured one.
    pub fn read_by(
        cli: &Cli,
        path: &Path,
        which: &Which,
        profile: Option<Profile>,
    ) -> Result<Self, Failure> {
        let naming = Arc::new(Naming::new(&cli.common)?);
        let one = Self::read_in(cli, path, which, profile, &naming)?;
        Self::tell(cli, std::slice::from_ref(&one));
        Ok(one)
    }

    /// Another design, which is not overwritten with what is made of this one.
    pub fn read_beside(&self, cli: &Cli, path: &Path, which: &Which) -> Result<Self, Failure> {
        let other = Self::read_in(cli, path, which, None, &self.naming)?;
        Self::tell(cli, std::slice::from_ref(&other));
        Ok(other)
    }

    /// Two designs, of which neither is overwritten with what is made of the other.
    pub fn read_both(cli: &Cli, old: &Path, new: &Path) -> Result<[Self; 2], Failure> {
        let (naming, which) = (Arc::new(Naming::new(&cli.common)?), Which::default());
        let old = Self::read_in(cli, old, &which, None, &naming)?;
        let pair = [old, Self::read_in(cli, new, &which, None, &naming)?];
        Self::tell(cli, &pair);
        Ok(pair)
    }

    /// The AS-IS and the TO-BE of one file.
    pub fn read_pair(cli: &Cli, path: &Path) -> Result<[Self; 2], Failure> {
        let naming = Arc::new(Naming::new(&cli.common)?);
        let mut all = AllSettings::new(&naming, &cli.common, Selection::default())?;
        let given = Given::read(path, &naming, &mut all)?;
        drop(all);
        let lang = language::choose(cli.common.lang, given.settings.project.config().lang);
        let loader = FileLoader::new(&naming, &given.settings, given.name());
        let today = day::today(None)?;
        let pair = given.settings.project.check_pair(&given.files[0], &loader, today)?;
        let pair = pair.map(|reviewed| Self {
            reviewed,
            lang,
            settings: given.settings.clone(),
            naming: naming.clone(),
            others: None,
        });
        Self::tell(cli, &pair);
        Ok(pair)
    }

    fn read_in(
        cli: &Cli,
        path: &Path,
        which: &Which,
        profile: Option<Profile>,
        naming: &Arc<Naming>,
    ) -> Result<Self, Failure> {
        let chosen = Selection { profile, block: which.block.clone(), ..Selection::default() };
        let chosen = given::selection(chosen, &which.reading, naming)?;
        let mut all = AllSettings::new(naming, &cli.common, chosen)?;
        let given = Given::read(path, naming, &mut all)?;
        drop(all);
        let project = &given.settings.project;
        let lang = language::choose(cli.common.lang, project.config().lang);
        let loader = FileLoader::new(naming, &given.settings, given.name());
        let reviewed = project.check_one_together(&given.files, &loader, day::today(None)?)?;
        let others = given.others(&loader);
        let settings = given.settings.clone();
        Ok(Self { reviewed, lang, settings, naming: naming.clone(), others })
    }

    /// One that was read already, of texts that may not be saved.
    #[cfg(feature = "serve")]
    pub fn of(
        reviewed: Reviewed,
        lang: Lang,
        settings: Arc<Settings>,
        naming: Arc<Naming>,
    ) -> Self {
        Self { reviewed, lang, settings, naming, others: None }
    }

    /// Prints the errors of the text to standard error; whether there were any.
    pub fn has_errors(&self, cli: &Cli) -> bool {
        if !self.reviewed.waiting {
            return false;
        }
        let report = Report::of(vec![Checked { waiting: false, ..self.reviewed.checked() }]);
        let style = out::style(&cli.common, self.lang, true);
        out::tell(report.print(Format::Pretty, &style, rules::ALL));
        true
    }

    pub fn say(&self, text: &Text) {
        out::say(text, self.lang);
    }

    /// Writes what was made from the design: to the file, or to standard output.
    pub fn deliver(&self, target: Option<&Path>, what: impl Into<Finished>) -> Result<(), Failure> {
        out::deliver(target, what, Product::Derived, &self.naming)
    }

    /// Whether all of these may be written by [`One::deliver`]; asked before the first is.
    pub fn permit(&self, targets: &[&Path]) -> Result<(), Failure> {
        let files = targets.iter().filter(|path| out::is_file(Some(path)));
        let files: Vec<_> = files.map(|path| (*path, Product::Derived)).collect();
        out::permit(&files, &self.naming)
    }

    /// What was passed over, and that secrets were masked: once for all of them; a text that two read is
    /// counted once.
    fn tell(cli: &Cli, all: &[Self]) {
        for one in all {
            one.others.iter().for_each(|others| one.say(others));
        }
        let mut counts = BTreeMap::new();
        for (_, source) in all.iter().flat_map(|one| one.reviewed.sources.iter()) {
            counts.insert(source.name.as_str(), source.secrets().len());
        }
        let count = if cli.common.show_secrets { 0 } else { counts.values().sum() };
        if let (Some(text), [one, ..]) = (masked_so_many(count), all) {
            one.say(&text);
        }
    }
}

/// That secrets were masked, where some were; with how to see them.
pub fn masked(common: &Common, sources: &Sources) -> Option<Text> {
    let count = sources.iter().map(|(_, source)| source.secrets().len()).sum();
    if common.show_secrets { None } else { masked_so_many(count) }
}

pub fn masked_so_many(count: usize) -> Option<Text> {
    (count > 0).then(|| {
        let what = Text::new("비밀 값", if count == 1 { "secret" } else { "secrets" });
        text!(
            count, what;
            "{what} {count}개를 가렸습니다. 보려면 `--show-secrets`를 쓰세요",
            "masked {count} {what}; `--show-secrets` shows them"
        )
    })
}
