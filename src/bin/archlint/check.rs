//! `archlint check`.

use crate::adopt;
use crate::args::{CheckArgs, Cli};
use crate::baseline;
use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::given;
use crate::levels::Levels;
use crate::loader::FileLoader;
use crate::named::{Policies, selection};
use crate::out::{self, Product};
use crate::settings::{AllSettings, Settings};
#[cfg(feature = "watch")]
use crate::watch;
use crate::{day, language, one, sets, unused};
use archlint::config::FailOn;
use archlint::import::{Format as Notation, Recognised, recognise};
use archlint::report::{Checked, Format, Report};
use archlint::say::{Lang, Text};
use archlint::syntax::ast::Stage;
use archlint::{Reviewed, Source, report, rules, text};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

/// A file with the configuration that holds for it.
struct Job {
    found: Found,
    /// Others that are one design with it.
    others: Vec<Found>,
    settings: Arc<Settings>,
    /// How the design is called, where the configuration says so.
    name: Option<String>,
    /// A person asked for it.
    is_named: bool,
    /// Mermaid blocks that look like designs and were not read, counted while the file was.
    undecided: AtomicUsize,
    /// Whether any Mermaid block stands in it, seen at the same time.
    holds_mermaid: AtomicBool,
}

impl Job {
    fn new(
        found: Found,
        others: Vec<Found>,
        settings: &mut AllSettings,
        is_named: &dyn Fn(&Found) -> bool,
    ) -> Result<Self, Failure> {
        Ok(Self {
            settings: settings.of_found(&found)?,
            is_named: is_named(&found),
            name: None,
            undecided: AtomicUsize::new(0),
            holds_mermaid: AtomicBool::new(false),
            found,
            others,
        })
    }

    fn is_at(&self, path: &Path) -> bool {
        matches!(&self.found.place, Place::Path(own) if own == path)
    }
}

/// That Markdown files hold no design, and where one stands.
fn no_design(jobs: &[&Job]) -> Option<Text> {
    const NAMED: usize = 8;
    let names: Vec<&str> = jobs.iter().take(NAMED).map(|job| job.found.name.as_str()).collect();
    let more = if jobs.len() > NAMED { ", …" } else { "" };
    let names = format!("{}{more}", names.join(", "));
    (!jobs.is_empty()).then(|| match jobs.iter().any(|job| job.holds_mermaid.load(Relaxed)) {
        true => text!(names;
            "설계가 없습니다: {names}. Mermaid 블록이 설계라면 블록에 `%% archlint`라고 적으세요",
            "no design in it: {names}; if a Mermaid block is one, write `%% archlint` into it"
        ),
        false => text!(names;
            "설계가 없습니다: {names}. 설계는 `arch` 블록에 적습니다",
            "no design in it: {names}; designs stand in `arch` blocks"
        ),
    })
}

pub fn run(cli: &Cli, args: &CheckArgs) -> Result<u8, Failure> {
    #[cfg(feature = "watch")]
    if args.watch {
        return watch::run(cli, args);
    }
    once(cli, args, &Naming::new(&cli.common)?)
}

/// Checks, and prints what was found.
pub fn once(cli: &Cli, args: &CheckArgs, naming: &Naming) -> Result<u8, Failure> {
    if args.statistics && !report::counts_in(args.format) {
        return Err(counts_elsewhere().into());
    }
    let chosen = given::selection(selection(&args.rules, &cli.common)?, &args.reading, naming)?;
    let mut settings = AllSettings::new(naming, &cli.common, chosen)?;
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    let of_run = settings.of(first_place(args, &paths))?;
    let lang = language::choose(cli.common.lang, of_run.project.config().lang);

    let (jobs, passed_over, mut failures) = find_jobs(args, &paths, naming, &mut settings, lang)?;
    if jobs.is_empty() && failures.is_empty() && !args.force_exclude {
        return Err(nothing_found(passed_over.len()));
    }
    let results = check_all(&jobs, naming, day::today(args.today)?);
    let of_jobs: Vec<_> = jobs.iter().map(|job| &*job.settings).collect();
    unused::words(&paths, &of_jobs, naming, &mut settings, lang)?;
    unused::moved(&of_jobs, lang);
    let level = args.fail_on.or(of_run.project.config().fail_on).unwrap_or_default();
    let outcome = Outcome::of(&jobs, results, Levels::new(level), args.fail_on);
    let Outcome { mut designs, files, empty, levels, unread: unreadable } = outcome;
    failures.extend(unreadable);

    archlint::Project::settle_policies(&mut designs);
    let walked = |it: &Settings| {
        paths.iter().any(|path| path.is_dir() && it.folder.starts_with(naming.absolute(path)))
    };
    policies_exist(args, &of_run, &jobs, &designs, &walked)?;
    if args.add_accept {
        let found: Vec<&Found> = jobs.iter().map(|job| &job.found).collect();
        return adopt::run(&found, &designs, failures, naming, lang);
    }
    let holds_designs = !designs.is_empty();
    let mut report = Report::of(in_their_places(designs));
    report.files = files;
    compare(args, &of_run, &jobs, naming, lang, &mut report)?;
    // In a walk, or among what changed, a Markdown file without a design is the rule; named, or alone,
    // it is worth a word.
    let named = |job: &&Job| !holds_designs || args.paths.iter().any(|path| job.is_at(path));
    let empty = empty.into_iter().filter(|job| !args.force_exclude && named(job));
    if let Some(text) = no_design(&empty.collect::<Vec<_>>()) {
        out::say(&text, lang);
    }
    let failed = levels.fail(&report);
    let is_stated = of_run.project.config().as_is.is_some();
    let is_spared = !failed && !is_stated && levels.fail_in_any_stage(&report);
    report.group();
    if holds_designs || !args.format.is_for_people() {
        show(cli, args, lang, &report, naming)?;
    }
    if is_spared && args.format.is_for_people() {
        say_spared(lang);
    }
    say_unread(&jobs, lang);
    if !passed_over.is_empty() {
        out::say(&unread(&passed_over, args.force_exclude, naming), lang);
    }
    let is_whole = failures.is_empty();
    failures.into_iter().for_each(|failure| failure.tell(lang));
    Ok(if is_whole { u8::from(failed) } else { 2 })
}

fn check_all(jobs: &[Job], naming: &Naming, today: Date) -> Vec<Result<Vec<Reviewed>, Failure>> {
    match jobs {
        // Starting threads would take longer than checking one file.
        [job] => vec![check(job, naming, today)],
        jobs => jobs.par_iter().map(|job| check(job, naming, today)).collect(),
    }
}

/// What the files of a run came to.
struct Outcome<'j> {
    designs: Vec<Reviewed>,
    /// Of the files that were read.
    files: Vec<String>,
    /// Of them, those without a design.
    empty: Vec<&'j Job>,
    levels: Levels,
    unread: Vec<Failure>,
}

impl<'j> Outcome<'j> {
    /// `asked` is the level that the command line says, which holds for every stage.
    fn of(
        jobs: &'j [Job],
        results: Vec<Result<Vec<Reviewed>, Failure>>,
        levels: Levels,
        asked: Option<FailOn>,
    ) -> Self {
        let (designs, files, empty, unread) = Default::default();
        let mut all = Self { designs, files, empty, levels, unread };
        for (job, result) in jobs.iter().zip(results) {
            let found = match result {
                Ok(found) => found,
                Err(failure) => {
                    all.unread.push(failure);
                    continue;
                }
            };
            let (name, project) = (&job.found.name, &job.settings.project);
            all.levels.note(name, asked.or(project.config().fail_on).unwrap_or_default());
            if let Some(level) = project.as_is_level().filter(|_| asked.is_none()) {
                let studied = found.iter().filter(|it| it.design.stage == Some(Stage::AsIs));
                studied.for_each(|it| all.levels.note_as_is(&it.file, level));
            }
            all.files.push(name.clone());
            if found.is_empty() {
                all.empty.push(job);
            }
            all.designs.extend(found);
        }
        all
    }
}

/// Marks what the baseline knows, or writes a new one.
fn compare(
    args: &CheckArgs,
    of_run: &Arc<Settings>,
    jobs: &[Job],
    naming: &Naming,
    lang: Lang,
    report: &mut Report,
) -> Result<(), Failure> {
    let Some(path) = args.baseline.clone().or_else(|| configured_baseline(of_run)) else {
        return match args.update_baseline {
            true => Err(no_baseline()),
            false => Ok(()),
        };
    };
    let asks = |name: &str, rule: &str| {
        let job = jobs.iter().find(|job| job.found.name == name);
        let settings = job.map_or(of_run, |job| &job.settings);
        let path = settings.inner_path(&naming.absolute(Path::new(name)));
        settings.project.asks(&path.to_string_lossy(), rule)
    };
    let update = args.update_baseline;
    baseline::Use { path: &path, update, asks: &asks, naming, lang }.apply(report)
}

fn counts_elsewhere() -> Text {
    text!(
        "`--statistics`는 `pretty`, `concise`, `markdown`, `json`, `jsonl` 형식으로만 셉니다",
        "`--statistics` counts in the formats `pretty`, `concise`, `markdown`, `json` and `jsonl` alone"
    )
}

fn no_baseline() -> Failure {
    text!(
        "`--baseline 파일`로 기준선을 적을 파일을 알려 주세요",
        "say with `--baseline FILE` where the baseline is"
    )
    .into()
}

/// The policies that are named must exist. In a text with errors one may be what nobody could read.
fn policies_exist(
    args: &CheckArgs,
    of_run: &Arc<Settings>,
    jobs: &[Job],
    outcomes: &[Reviewed],
    walked: &dyn Fn(&Settings) -> bool,
) -> Result<(), Failure> {
    if outcomes.iter().any(|one| one.waiting) {
        return Ok(());
    }
    let known = Policies::of(outcomes.iter().flat_map(|one| &one.design.policies));
    for settings in jobs.iter().map(|job| &job.settings).chain([of_run]) {
        known.hold_for_configuration(settings, walked(settings))?;
    }
    known.hold_for_arguments(&args.rules, of_run)
}

/// What the settings of the whole run are looked for at.
fn first_place<'a>(args: &'a CheckArgs, paths: &'a [PathBuf]) -> &'a Path {
    match paths.first() {
        Some(path) if path != Path::new("-") => path,
        _ => args.stdin_filename.as_deref().unwrap_or(Path::new(".")),
    }
}

fn nothing_found(passed_over: usize) -> Failure {
    if passed_over > 0 {
        return foreign_passed_over(passed_over).into();
    }
    text!(
        "검사할 `.arch`나 Markdown 파일이 없습니다. `archlint check 파일`로 파일을 알려 주세요",
        "no `.arch` or Markdown file to check; name one: `archlint check FILE`"
    )
    .into()
}

/// What was not read, and how to have it read. A hook names the files: they are part of the commit.
fn unread(passed_over: &[PathBuf], is_hook: bool, naming: &Naming) -> Text {
    const NAMED: usize = 3;
    if !is_hook {
        return foreign_passed_over(passed_over.len());
    }
    let names: Vec<String> = passed_over.iter().take(NAMED).map(|path| naming.name(path)).collect();
    let more = if passed_over.len() > NAMED { ", …" } else { "" };
    let names = format!("{}{more}", names.join(", "));
    text!(names;
        "다른 형식의 설계라 읽지 않았습니다: {names}. 검사하려면 `archlint.toml`의 `[import]`에 `check = [\"경로\"]`로 적으세요",
        "not read, as these are of other notations: {names}; to have them checked, list them under `[import]` in `archlint.toml`: `check = [\"PATH\"]`"
    )
}

fn foreign_passed_over(count: usize) -> Text {
    text!(count;
        "다른 형식의 설계 파일 {count}개는 읽지 않았습니다. 이름을 주거나 `archlint.toml`의 `[import] check`에 적으세요",
        "files of other notations that were not read: {count}; name them, or list them in `[import] check` of `archlint.toml`"
    )
}

/// The files to look at, those of other notations that were passed over, and what is missing.
type Walk = (Vec<Job>, Vec<PathBuf>, Vec<Failure>);

/// Looks for the files.
fn find_jobs(
    args: &CheckArgs,
    paths: &[PathBuf],
    naming: &Naming,
    settings: &mut AllSettings,
    lang: Lang,
) -> Result<Walk, Failure> {
    let all = std::cell::RefCell::new(&mut *settings);
    let mut is_excluded = |path: &Path| Ok(all.borrow_mut().of(path)?.excludes(path, naming));
    let mut is_taken =
        |path: &Path| Ok(all.borrow_mut().of(path)?.taken_by(path, naming).is_some());
    let mut passed_over = Vec::new();
    let mut is_passed_over = |path: &Path| {
        let is_own = !sets::lies_over_another(path) && files::is_foreign(path, naming);
        passed_over.extend(is_own.then(|| naming.absolute(path)));
    };
    let mut progress = out::Progress::on_terminal(lang);
    let by = files::Filters {
        is_excluded: &mut is_excluded,
        is_taken: &mut is_taken,
        is_passed_over: &mut is_passed_over,
        is_seen: &mut || progress.step(),
        is_hook: args.force_exclude,
    };
    let (found, missing) = files::find(paths, args.stdin_filename.as_deref(), naming, by)?;
    drop(progress);
    // A hook names every file that changed: nobody asked for this one.
    let is_named = |found: &Found| match found.place {
        Place::Stdin => true,
        Place::Path(_) => {
            let is_it = |path: &PathBuf| naming.name(path) == found.name;
            !args.force_exclude && args.paths.iter().any(is_it)
        }
    };
    unused::patterns(paths, &found, naming, settings, lang)?;
    let mut jobs = Vec::new();
    for mut set in sets::of(found, naming, settings, &is_named)? {
        let found = set.files.remove(0);
        let job = Job::new(found, set.files, settings, &is_named)?;
        jobs.push(Job { name: set.name, ..job });
    }
    for path in &args.paths {
        if let Some(job) = folder_job(path, &jobs, naming, settings)? {
            let folder = naming.absolute(path);
            passed_over.retain(|file| !file.starts_with(&folder));
            jobs.push(job);
        }
    }
    Ok((jobs, passed_over, missing))
}

/// A folder that a person names and that holds no design of the language is read as what it is.
fn folder_job(
    path: &Path,
    jobs: &[Job],
    naming: &Naming,
    settings: &mut AllSettings,
) -> Result<Option<Job>, Failure> {
    let folder = naming.absolute(path);
    let is_inside = |job: &Job| match &job.found.place {
        Place::Path(own) => naming.absolute(own).starts_with(&folder) && !job.found.is_markdown(),
        Place::Stdin => false,
    };
    let is_here = naming.name(path).is_empty();
    if !path.is_dir() || is_here || jobs.iter().any(is_inside) {
        return Ok(None);
    }
    let of_folder = settings.of(path)?;
    let Ok(files) = given::in_folder(path, naming, &of_folder) else { return Ok(None) };
    let is_drawing = |file: &Source| {
        let drawn = recognise(&file.name, &file.text);
        !matches!(
            drawn,
            Recognised::Foreign(Notation::Compose | Notation::Kubernetes | Notation::Terraform)
        )
    };
    if files.first().is_none_or(is_drawing) {
        return Ok(None);
    }
    let place = |file: &Source| Place::Path(PathBuf::from(&file.name));
    let found = files.iter().map(|file| Found { name: file.name.clone(), place: place(file) });
    let mut found: Vec<Found> = found.collect();
    let first = found.remove(0);
    Job::new(first, found, settings, &|_| true).map(Some)
}

fn check(job: &Job, naming: &Naming, today: Date) -> Result<Vec<Reviewed>, Failure> {
    let text = job.found.read(naming)?;
    let called = job.name.as_ref().map(|name| job.settings.project.called(name));
    let project = called.as_ref().unwrap_or(&job.settings.project);
    job.holds_mermaid.store(text.contains("```mermaid"), Relaxed);
    let mut files = vec![Source::new(job.found.name.clone(), text)];
    if job.found.is_markdown() && !job.is_named {
        job.undecided.store(project.undecided(&files[0]), Relaxed);
    }
    for other in &job.others {
        files.push(Source::new(other.name.clone(), other.read(naming)?));
    }
    let loader = FileLoader::new(naming, &job.settings, &job.found.name);
    Ok(match job.is_named {
        true => project.check_together(&files, &loader, today)?,
        false => project.check_found(&files, &loader, today)?,
    })
}

/// One line about the drawings in Markdown that were passed over, so that they are not taken for
/// checked ones.
fn say_unread(jobs: &[Job], lang: Lang) {
    let unread: usize = jobs.iter().map(|job| job.undecided.load(Relaxed)).sum();
    if unread > 0 {
        let said = text!(unread;
            "시스템을 그린 것으로 보이는 Mermaid 블록을 읽지 않았습니다: {unread}개. 설계라면 블록에 `%% archlint`라고 적으세요",
            "Mermaid blocks that look like designs and were not read: {unread}; write `%% archlint` into those that are"
        );
        out::say(&said, lang);
    }
}

/// Why findings that fail elsewhere fail nothing here: nobody wrote that down.
fn say_spared(lang: Lang) {
    let said = text!(
        "`study` 프로필에서는 as-is 설계의 지적을 실패로 치지 않으므로 종료 코드는 0입니다. 실패로 치려면 `archlint.toml`에 `as-is = \"error\"`를 적으세요",
        "the exit code is 0, as under the profile `study` what is found in an as-is design fails nothing; with `as-is = \"error\"` in `archlint.toml` it does"
    );
    out::say(&said, lang);
}

/// A file that another one includes is a part of that one's design: it was checked there, and on
/// its own it would only look incomplete. Files that include each other keep their own say.
fn in_their_places(outcomes: Vec<Reviewed>) -> Vec<Checked> {
    let includes: HashMap<String, HashSet<String>> = outcomes
        .iter()
        .map(|one| (one.file.clone(), one.includes().into_iter().collect()))
        .collect();
    let is_part = |file: &str| {
        includes.iter().any(|(other, parts)| {
            other != file
                && parts.contains(file)
                && !includes.get(file).is_some_and(|own| own.contains(other))
        })
    };
    let kept: Vec<bool> = outcomes.iter().map(|one| !is_part(&one.file)).collect();
    let kept = outcomes.into_iter().zip(kept).filter(|(_, is_kept)| *is_kept);
    kept.map(|(one, _)| one.into_checked()).collect()
}

fn configured_baseline(settings: &Settings) -> Option<PathBuf> {
    settings
        .project
        .config()
        .baseline
        .as_ref()
        .map(|path| files::cleaned(&settings.folder.join(path)))
}

fn show(
    cli: &Cli,
    args: &CheckArgs,
    lang: Lang,
    report: &Report,
    naming: &Naming,
) -> Result<(), Failure> {
    let target = args.output_file.as_deref();
    let style = out::style(&cli.common, lang, out::is_file(target));
    let mut text = match args.statistics {
        true => report::statistics(report, args.format, lang),
        false => report.print(args.format, &style, rules::ALL),
    };
    if args.summary && args.format.is_for_people() {
        text = text.and(report::summary(report, args.format, lang, rules::ALL));
    }
    out::deliver(target, text, Product::Derived, naming)?;
    if let Some(text) = one::masked(&cli.common, &report.sources) {
        out::say(&text, lang);
    }
    // The other formats have no place for it.
    if !report.waiting.is_empty() && !matches!(args.format, Format::Pretty | Format::Markdown) {
        out::say(&report::waiting(&report.waiting, &report.faulty()), lang);
    }
    Ok(())
}
