//! The front door: a configuration, and what it makes of the designs in a file. The command line,
//! an editor and a web page come in here, so that they choose alike.

mod ask;
mod declare;
mod fix;
mod format;
mod judge;
mod plan;
mod policies;
mod recognise;
mod reviewed;
#[cfg(feature = "images")]
mod slides;

pub use jiff::civil::Date;

pub use ask::{Asked, flow, place};
pub use fix::Fixed;
pub use format::format;
pub use judge::{Judged, Measure, check, not_evaluated};
pub use plan::{Planned, stated};
pub use policies::{PolicyTest, TestResult};
pub use recognise::Refused;
pub use reviewed::{Against, Files, PostOptions, Reviewed};

use crate::analysis::{PLAIN, Terms};
use crate::catalog::Catalog;
use crate::config::{Config, FailOn, Profile, UnknownPattern, check_pattern};
use crate::diagnostic::{Diagnostic, Safety};
use crate::edit;
use crate::import;
use crate::lint::{Level, Levels, Rule, policy};
use crate::report::Checked;
use crate::rules;
use crate::say::Lang;
use crate::source::{LoadError, Loader, NoLoader, Source, Sources, Span};
use crate::syntax::Memory;
use crate::syntax::ast::Stage;
use crate::text;
use recognise::{Reading, Recognised};
use std::slice;
use std::sync::OnceLock;

/// One `archlint.toml` (or none) with what a run asks for over it, and the catalogue that follows.
#[derive(Debug, Default)]
pub struct Project {
    config: Config,
    chosen: Selection,
    shows_secrets: bool,
    /// How a design is called that foreign files are together.
    name: Option<String>,
    catalog: OnceLock<Catalog>,
    terms: OnceLock<Terms>,
    memory: Option<Memory>,
}

/// What a run asks for over the configuration: which rules judge, and how severely.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these rules and topics, where any are named.
    pub select: Vec<String>,
    /// Not these rules and topics.
    pub ignore: Vec<String>,
    /// Instead of the configured one.
    pub profile: Option<Profile>,
    /// Which design of a file a picture or a table of figures is made of: its name or its number.
    pub block: Option<String>,
    /// Which Mermaid blocks of Markdown files are designs, instead of the configured ones.
    pub mermaid: Option<import::Blocks>,
    /// Which page of a drawing is read: its name or its number.
    pub page: Option<String>,
    /// The JSON of a Terraform plan, for what the HCL leaves open.
    pub plan: Option<Source>,
}

impl Selection {
    /// Every rule and topic named must exist.
    pub fn check(&self) -> Result<(), UnknownPattern> {
        let mut named = self.select.iter().chain(&self.ignore);
        named.try_for_each(|pattern| check_pattern(pattern, rules::ALL))
    }

    /// Whether the run asks a rule at all.
    pub fn asks(&self, rule: &Rule) -> bool {
        let is_named = |patterns: &[String]| patterns.iter().any(|p| rule.answers_to(p));
        let is_selected = self.select.is_empty() || is_named(&self.select);
        is_selected && !is_named(&self.ignore)
    }

    /// Whether the run asks a policy at all, by the name of its findings.
    pub fn asks_policy(&self, name: &str) -> bool {
        let is_named = |patterns: &[String]| patterns.iter().any(|it| policy::answers_to(name, it));
        (self.select.is_empty() || is_named(&self.select)) && !is_named(&self.ignore)
    }

    /// What is deselected is off, whatever the configuration says.
    fn narrow(&self, levels: &mut Levels) {
        for rule in rules::ALL.iter().filter(|rule| !self.asks(rule)) {
            levels.set(rule.name, Level::Off);
        }
        levels.narrow_policies(&self.select, &self.ignore);
    }
}

impl Project {
    /// The project of an `archlint.toml`, by its name and text. Every mistake in it is reported; one
    /// that extends another or names policies is a mistake here.
    pub fn configured(file: Source) -> Result<Self, Checked> {
        Self::configured_through(file, &NoLoader)
    }

    /// The same where other files can be had.
    pub fn configured_through(file: Source, loader: &dyn Loader) -> Result<Self, Checked> {
        let mut sources = Sources::default();
        let name = file.name.clone();
        let id = sources.add(file);
        match Config::parse(&mut sources, id, rules::ALL, loader) {
            Ok(config) => Ok(Self { config, ..Self::default() }),
            Err(findings) => {
                let sources = sources.examined(false);
                Err(Checked { sources, file: name, findings, waiting: false })
            }
        }
    }

    /// The same project with what a run asks for over its configuration.
    pub fn choosing(self, chosen: Selection) -> Self {
        Self { chosen, ..self }
    }

    /// The same project with the secrets of designs left readable in all that it returns, where
    /// `shows` says so. Otherwise nothing shows them but the texts of [`Self::fix`].
    pub fn showing_secrets(self, shows: bool) -> Self {
        Self { shows_secrets: shows, ..self }
    }

    /// The same project for texts that are judged again and again: what was read of them before is read
    /// only where it changed.
    #[doc(hidden)]
    pub fn remembering(self, memory: Memory) -> Self {
        Self { memory: Some(memory), ..self }
    }

    /// The same project for a design that foreign files are together, and its name.
    #[doc(hidden)]
    pub fn called(&self, name: &str) -> Self {
        let (config, chosen) = (self.config.clone(), self.chosen.clone());
        let (name, catalog) = (Some(name.to_owned()), OnceLock::new());
        let shows_secrets = self.shows_secrets;
        Self { config, chosen, shows_secrets, name, catalog, ..Self::default() }
    }

    /// The rules that its configuration, or the selection, names by a topic in which they stand no
    /// longer.
    #[doc(hidden)]
    pub fn moved_rules(&self) -> Vec<&'static Rule> {
        let Config { rules, overrides, .. } = &self.config;
        let levels = [rules].into_iter().chain(overrides.iter().map(|it| &it.rules));
        let mut moved: Vec<&Rule> = levels.flat_map(|it| it.moved(rules::ALL)).collect();
        let chosen = self.chosen.select.iter().chain(&self.chosen.ignore);
        let named = |pattern: &String| {
            rules::ALL.iter().copied().filter(|rule| rule.moved_from(pattern).is_some()).collect()
        };
        moved.extend(chosen.flat_map(|pattern| -> Vec<&Rule> { named(pattern) }));
        moved.sort_by_key(|rule| rule.name);
        moved.dedup_by_key(|rule| rule.name);
        moved
    }

    /// What its configuration says.
    #[doc(hidden)]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The built-in technologies with the project's own, made on first use.
    pub(crate) fn catalog(&self) -> &Catalog {
        self.catalog.get_or_init(|| {
            let mut catalog = Catalog::builtin();
            self.config.extend(&mut catalog);
            catalog
        })
    }

    /// A copy of the technologies, the project's own among them.
    #[doc(hidden)]
    pub fn catalogue(&self) -> Catalog {
        self.catalog().clone()
    }

    /// Won for one US dollar, if the configuration gives a rate.
    pub fn krw_per_usd(&self) -> Option<f64> {
        self.terms().krw_per_usd
    }

    /// What figures are computed with that stands in no design.
    fn terms(&self) -> &Terms {
        self.terms.get_or_init(|| self.config.terms())
    }

    /// Whether a rule or a policy speaks at all in a file, by its path relative to the configuration:
    /// what the run, the profile or the configuration has switched off does not.
    pub fn asks(&self, path: &str, rule: &str) -> bool {
        let levels = self.levels(path);
        let level = match rules::ALL.iter().find(|known| known.name == rule) {
            Some(known) => levels.of(known),
            None if policy::is_policy(rule) => levels.of_policy(rule),
            None => return true,
        };
        level != Level::Off
    }

    /// How loudly each rule speaks in a file, by its path relative to the configuration.
    pub(crate) fn levels(&self, path: &str) -> Levels {
        let profile = self.chosen.profile.or(self.config.profile).unwrap_or_default();
        let mut levels = self.config.levels(profile, path, rules::ALL);
        self.chosen.narrow(&mut levels);
        levels
    }

    /// The level at which what the rules say of an as-is design makes a run fail, where it is not
    /// the ordinary one: under the profile `study` such a design is there to be found fault with.
    pub fn as_is_level(&self) -> Option<FailOn> {
        let profile = self.chosen.profile.or(self.config.profile);
        let by_profile = || (profile == Some(Profile::Study)).then_some(FailOn::Never);
        self.config.as_is.or_else(by_profile)
    }

    /// Whether open findings make a run fail; `level` instead of the configured one.
    pub fn fails(&self, findings: &[Diagnostic], level: Option<FailOn>) -> bool {
        let level = level.or(self.config.fail_on).unwrap_or_default();
        findings.iter().any(|it| !it.is_accepted() && level.fails(it.severity))
    }

    /// How foreign texts are read.
    fn reading(&self) -> Reading<'_> {
        let options = import::Options {
            own: &self.config.import.own,
            page: self.chosen.page.as_deref(),
            plan: self.chosen.plan.as_ref(),
            name: self.name.as_deref(),
            shows_secrets: self.shows_secrets,
            ..import::Options::of(self.catalog())
        };
        let configured = self.config.import.mermaid;
        let blocks = self.chosen.mermaid.or(configured).unwrap_or_default();
        Reading { options, blocks, shown: self.shows_secrets }
    }

    /// How many drawings of a Markdown file say that they are designs.
    #[doc(hidden)]
    pub fn marked(&self, source: &Source) -> usize {
        import::designs(source, import::Blocks::Marked, self.reading().options).len()
    }

    /// How many drawings of a Markdown file look like designs, do not say whether they are, and are
    /// passed over in [`Self::check_found`] because nothing else says so.
    #[doc(hidden)]
    pub fn undecided(&self, source: &Source) -> usize {
        let Reading { options, .. } = self.reading();
        let is_decided = self.chosen.mermaid.or(self.config.import.mermaid).is_some();
        if is_decided { 0 } else { import::unmarked(source, options) }
    }

    /// Writes designs of the language from foreign files that belong together; each is its text.
    /// `comments` is the language in which it says where each piece came from, if it is to.
    pub fn import(
        &self,
        files: Vec<Source>,
        loader: &dyn Loader,
        comments: Option<Lang>,
    ) -> Result<Vec<import::Imported>, Refused> {
        let lang = comments.unwrap_or_default();
        let options =
            import::Options { lang, comments: comments.is_some(), ..self.reading().options };
        let written = recognise::imported(files, loader, options, self.chosen.block.as_deref())?;
        let asked = |one| if options.comments { self.with_questions(one) } else { one };
        Ok(written.into_iter().map(asked).collect())
    }

    /// The same text with what it leaves open as comments below it.
    fn with_questions(&self, mut written: import::Imported) -> import::Imported {
        let mut levels = Levels::default();
        let others = rules::ALL.iter().filter(|rule| rule.name != QUESTIONS);
        others.for_each(|rule| levels.set(rule.name, Level::Off));
        let (catalog, memory) = (self.catalog(), None);
        let by = Measure { catalog, levels: &levels, today: Date::MIN, terms: &PLAIN, memory };
        let text = written.source.text.clone();
        let mut sources = Sources::default();
        let id = sources.add(Source::new("import.arch", text.clone()));
        let judged = check(&mut sources, Span::new(id, 0, text.len()), &NoLoader, by);
        let asking = judged.findings.iter().find(|finding| finding.rule == QUESTIONS);
        if let Some(fix) = asking.and_then(|finding| finding.fixes.first()) {
            let origins = written.source.origins.take();
            written.source = Source::new(written.source.name, edit::apply(&text, &fix.edits));
            written.source.origins = origins;
        }
        written
    }

    /// Reads and judges every design of a file: the one of an `.arch`, each block of a Markdown
    /// file. A Markdown file without a design gives none. `today` is the day on which
    /// `accept … until` is looked at.
    pub fn check(
        &self,
        source: &Source,
        loader: &dyn Loader,
        today: Date,
    ) -> Result<Vec<Reviewed>, Refused> {
        self.check_together(slice::from_ref(source), loader, today)
    }

    /// The same of foreign files of one notation that are one design together, as the manifests of a
    /// folder are. It stands in the first of them.
    pub fn check_together(
        &self,
        files: &[Source],
        loader: &dyn Loader,
        today: Date,
    ) -> Result<Vec<Reviewed>, Refused> {
        self.judge_all(files, loader, today, &self.reading())
    }

    /// The same of a file that nobody named, that a walk or a hook came upon: drawings in Markdown
    /// are designs only where they say so.
    pub fn check_found(
        &self,
        files: &[Source],
        loader: &dyn Loader,
        today: Date,
    ) -> Result<Vec<Reviewed>, Refused> {
        let mut reading = self.reading();
        if self.chosen.mermaid.or(self.config.import.mermaid).is_none() {
            reading.blocks = import::Blocks::Marked;
        }
        self.judge_all(files, loader, today, &reading)
    }

    fn judge_all(
        &self,
        files: &[Source],
        loader: &dyn Loader,
        today: Date,
        reading: &Reading,
    ) -> Result<Vec<Reviewed>, Refused> {
        let file = Recognised::of(files, loader, reading)?;
        let judge = Judge::new(self, file.name(), loader, today);
        Ok((0..file.count()).filter_map(|number| judge.judge(&file, number)).collect())
    }

    /// The same of the one design that a picture or a table of figures is made of: in a Markdown
    /// file the last, to which the others lead.
    pub fn check_one(
        &self,
        source: &Source,
        loader: &dyn Loader,
        today: Date,
    ) -> Result<Reviewed, Refused> {
        self.check_one_together(slice::from_ref(source), loader, today)
    }

    /// The same of foreign files that are one design together.
    pub fn check_one_together(
        &self,
        files: &[Source],
        loader: &dyn Loader,
        today: Date,
    ) -> Result<Reviewed, Refused> {
        let file = Recognised::of(files, loader, &self.reading())?;
        let asked = self.chosen.block.as_deref();
        let last = file.chosen(asked);
        let judge = Judge::new(self, file.name(), loader, today);
        last.and_then(|last| judge.judge(&file, last)).ok_or_else(|| file.lacks(asked))
    }

    /// Which of the designs of a Markdown file [`Self::check_one`] looks at, where there are others and
    /// nothing says which one: their names, and its place among them.
    #[doc(hidden)]
    pub fn choice(&self, file: &Source, loader: &dyn Loader) -> Option<(Vec<String>, usize)> {
        if self.chosen.block.is_some() {
            return None;
        }
        let found = Recognised::of(slice::from_ref(file), loader, &self.reading()).ok()?;
        let names = found.names();
        found.chosen(None).filter(|_| names.len() > 1).map(|at| (names, at))
    }

    /// The AS-IS and the TO-BE that one file holds: the last of each.
    pub fn check_pair(
        &self,
        source: &Source,
        loader: &dyn Loader,
        today: Date,
    ) -> Result<[Reviewed; 2], Refused> {
        let mut all = self.check(source, loader, today)?;
        let mut last = |stage: Stage| {
            let is_of = |one: &Reviewed| one.design.stage == Some(stage);
            all.iter().rposition(is_of).map(|at| all.remove(at))
        };
        let (before, after) = (last(Stage::AsIs), last(Stage::ToBe));
        before.zip(after).map(|(before, after)| [before, after]).ok_or_else(|| {
            let name = &source.name;
            let reason = text!(name;
                "{name}에 AS-IS와 TO-BE가 함께 있지 않습니다. 비교할 파일 두 개를 주세요",
                "{name} does not hold an AS-IS and a TO-BE; name the two files to compare"
            );
            Refused { reason }
        })
    }
}

/// The rule that lists what a design leaves open.
const QUESTIONS: &str = "unknown-facts";

/// How the designs of one file are judged.
struct Judge<'p> {
    project: &'p Project,
    loader: &'p dyn Loader,
    levels: Levels,
    today: Date,
    shows_secrets: bool,
}

impl<'p> Judge<'p> {
    fn new(project: &'p Project, file: &str, loader: &'p dyn Loader, today: Date) -> Self {
        let levels = project.levels(&loader.path(file));
        Self { project, loader, levels, today, shows_secrets: project.shows_secrets }
    }

    /// For what is written back into a design.
    fn seeing_secrets(self) -> Self {
        Self { shows_secrets: true, ..self }
    }

    /// The door to other texts, behind which secrets are looked for.
    fn examining(&self) -> impl Loader + '_ {
        let policies = &self.project.config.policies;
        Examining { loader: self.loader, shown: self.shows_secrets, policies }
    }

    fn judge(&self, file: &Recognised, number: usize) -> Option<Reviewed> {
        let by = Measure {
            catalog: self.project.catalog(),
            levels: &self.levels,
            today: self.today,
            terms: self.project.terms(),
            memory: self.project.memory.as_ref(),
        };
        let read =
            |sources: &mut Sources, span, loader: &dyn Loader| check(sources, span, loader, by);
        let loader = self.examining();
        let (sources, judged) = file.read(number, &loader, read)?;
        let Judged { design, study, mut findings, waiting } = judged;
        if design.stage == Some(Stage::AsIs) {
            findings.iter_mut().for_each(keep_record);
        }
        let file = file.name().to_owned();
        Some(Reviewed { sources, file, design, study, findings, waiting })
    }
}

/// An AS-IS is a record, and a fact that is not stated is not known to be so: what rules would have
/// otherwise is not safe to write into it. Secrets are no facts, and questions are only asked.
fn keep_record(finding: &mut Diagnostic) {
    let is_rule = rules::ALL.iter().any(|rule| rule.name == finding.rule);
    if is_rule && ![QUESTIONS, "secret-in-design"].contains(&finding.rule.as_str()) {
        finding.fixes.iter_mut().for_each(|fix| fix.safety = Safety::Suggested);
    }
}

/// A loader whose texts have their secrets looked for.
struct Examining<'l> {
    loader: &'l dyn Loader,
    shown: bool,
    /// Of the project.
    policies: &'l [Source],
}

impl Loader for Examining<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        Ok(self.loader.load(from, path)?.examined(self.shown))
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        self.loader.list(from, path)
    }

    fn policies(&self) -> Vec<Source> {
        self.policies.iter().map(|source| source.clone().examined(self.shown)).collect()
    }

    fn path(&self, name: &str) -> String {
        self.loader.path(name)
    }
}
