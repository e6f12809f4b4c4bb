//! `archlint check`.

use crate::args::{CheckArgs, Cli, RuleArgs};
use crate::baseline;
use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::loader::FileLoader;
use crate::out::{self, Product};
use crate::settings::{AllSettings, Settings};
use crate::{language, one};
use archlint::config::FailOn;
use archlint::report::{Checked, Format, Report};
use archlint::syntax::ast::Stage;
use archlint::text::{Lang, Text};
use archlint::{Reviewed, Selection, Source, report, rules, text};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

/// A file with the configuration that holds for it.
struct Job {
    found: Found,
    settings: Arc<Settings>,
    /// Mermaid blocks that may be designs and do not say so, counted while it was read.
    unmarked: AtomicUsize,
    /// Whether any Mermaid block stands in it, seen at the same time.
    holds_mermaid: AtomicBool,
}

impl Job {
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
        true => text!(
            "설계가 없습니다: {names}. Mermaid 블록이 설계라면 블록에 `%% archlint`라고 적으세요",
            "no design in it: {names}; if a Mermaid block is one, write `%% archlint` into it"
        ),
        false => text!(
            "설계가 없습니다: {names}. 설계는 `arch` 블록에 적습니다",
            "no design in it: {names}; designs stand in `arch` blocks"
        ),
    })
}

pub fn run(cli: &Cli, args: &CheckArgs) -> Result<u8, Failure> {
    let chosen = Selection { mermaid: args.mermaid, ..selection(&args.rules)? };
    let naming = Naming::new(&cli.common)?;
    let mut settings = AllSettings::new(&naming, &cli.common, chosen.clone())?;
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    let of_run = settings.of(first_place(args, &paths))?;
    let lang = language::choose(cli.common.lang, of_run.project.config().lang);

    let (jobs, mut failures) = find_jobs(args, &paths, &naming, &mut settings)?;
    if jobs.is_empty() && failures.is_empty() && !args.force_exclude {
        return Err(nothing_found());
    }
    let today = today(args.today)?;
    let results: Vec<_> = match &jobs[..] {
        // Starting threads would take longer than checking one file.
        [job] => vec![check(job, args, &naming, today)],
        jobs => jobs.par_iter().map(|job| check(job, args, &naming, today)).collect(),
    };
    let mut outcomes = Vec::new();
    let mut fail_on = HashMap::new();
    let mut as_is = HashMap::new();
    let mut files = Vec::new();
    let mut empty = Vec::new();
    for (job, result) in jobs.iter().zip(results) {
        match result {
            Ok(found) => {
                let level =
                    args.fail_on.or(job.settings.project.config().fail_on).unwrap_or_default();
                fail_on.insert(job.found.name.clone(), level);
                // What the command line says holds for every stage.
                let gentle = job.settings.project.as_is_level().filter(|_| args.fail_on.is_none());
                if let Some(level) = gentle {
                    let studied = found.iter().filter(|it| it.design.stage == Some(Stage::AsIs));
                    as_is.extend(studied.map(|it| (it.file.clone(), level)));
                }
                files.push(job.found.name.clone());
                if found.is_empty() {
                    empty.push(job);
                }
                outcomes.extend(found);
            }
            Err(failure) => failures.push(failure),
        }
    }

    let holds_designs = !outcomes.is_empty();
    let mut report = Report::of(in_their_places(outcomes));
    report.files = files;
    let baseline = args.baseline.clone().or_else(|| configured_baseline(&of_run));
    if let Some(path) = baseline {
        let update = args.update_baseline;
        let used = baseline::Use { path: &path, update, chosen: &chosen, naming: &naming, lang };
        used.apply(&mut report)?;
    } else if args.update_baseline {
        return Err(text!(
            "`--baseline 파일`로 기준선을 적을 파일을 알려 주세요",
            "say with `--baseline FILE` where the baseline is"
        )
        .into());
    }
    // In a walk a Markdown file without a design is the rule; named, or alone, it is worth a word.
    let named = |job: &&&Job| !holds_designs || args.paths.iter().any(|path| job.is_at(path));
    if let Some(text) = no_design(&empty.iter().filter(named).copied().collect::<Vec<_>>()) {
        out::say(&text, lang);
    }
    let otherwise = args.fail_on.or(of_run.project.config().fail_on).unwrap_or_default();
    let failed = fails(&report, &fail_on, &as_is, otherwise);
    report.group();
    if holds_designs || !args.format.is_for_people() {
        show(cli, args, lang, &report, &naming)?;
    }
    say_unread(&jobs, args, &naming, lang);
    for failure in &failures {
        out::say(&failure.text(), lang);
    }
    if !failures.is_empty() {
        return Ok(2);
    }
    Ok(u8::from(failed))
}

/// What the arguments ask for. Every rule and topic named must exist.
pub fn selection(args: &RuleArgs) -> Result<Selection, Failure> {
    let RuleArgs { select, ignore, profile } = args.clone();
    let chosen = Selection { select, ignore, profile, ..Selection::default() };
    chosen.check().map_err(|unknown| {
        let word = unknown.word;
        let meant =
            unknown.nearest.map(|name| text!(". 혹시 `{name}`인가요?", "; did you mean `{name}`?"));
        let Text { ko, en } = meant.unwrap_or_default();
        text!("`{word}` 규칙이나 주제는 없습니다{ko}", "there is no rule or topic `{word}`{en}")
    })?;
    Ok(chosen)
}

/// What the settings of the whole run are looked for at.
fn first_place<'a>(args: &'a CheckArgs, paths: &'a [PathBuf]) -> &'a Path {
    match paths.first() {
        Some(path) if path != Path::new("-") => path,
        _ => args.stdin_filename.as_deref().unwrap_or(Path::new(".")),
    }
}

fn nothing_found() -> Failure {
    text!(
        "검사할 `.arch`나 Markdown 파일이 없습니다. `archlint check 파일`로 파일을 알려 주세요",
        "no `.arch` or Markdown file to check; name one: `archlint check FILE`"
    )
    .into()
}

fn find_jobs(
    args: &CheckArgs,
    paths: &[PathBuf],
    naming: &Naming,
    settings: &mut AllSettings,
) -> Result<(Vec<Job>, Vec<Failure>), Failure> {
    let all = std::cell::RefCell::new(&mut *settings);
    let mut is_excluded = |path: &Path| Ok(all.borrow_mut().of(path)?.excludes(path, naming));
    let mut is_taken = |path: &Path| Ok(all.borrow_mut().of(path)?.takes(path, naming));
    let stdin_name = args.stdin_filename.as_deref();
    let (found, missing) = files::find(
        paths,
        stdin_name,
        naming,
        &mut is_excluded,
        &mut is_taken,
        args.force_exclude,
    )?;
    let mut jobs = Vec::new();
    for found in found {
        let settings = settings.of_found(&found)?;
        jobs.push(Job {
            found,
            settings,
            unmarked: AtomicUsize::new(0),
            holds_mermaid: AtomicBool::new(false),
        });
    }
    Ok((jobs, missing))
}

fn check(
    job: &Job,
    args: &CheckArgs,
    naming: &Naming,
    today: Date,
) -> Result<Vec<Reviewed>, Failure> {
    let text = job.found.read(naming)?;
    job.holds_mermaid.store(text.contains("```mermaid"), Relaxed);
    job.unmarked.store(archlint::import::unmarked(&job.found.name, &text), Relaxed);
    let source = Source::new(job.found.name.clone(), text);
    let loader = FileLoader::new(naming, &job.settings, &job.found.name);
    let project = &job.settings.project;
    let is_named = |path: &PathBuf| naming.name(path) == job.found.name;
    // A hook names every file that changed: nobody asked for this one.
    let named = !args.force_exclude && args.paths.iter().any(is_named);
    Ok(match named || matches!(job.found.place, Place::Stdin) {
        true => project.check(&source, &loader, today)?,
        false => project.check_found(&source, &loader, today)?,
    })
}

/// One line about the drawings in Markdown that nobody marked, so that they are not taken for
/// checked ones.
fn say_unread(jobs: &[Job], args: &CheckArgs, naming: &Naming, lang: Lang) {
    let is_named = |job: &&Job| {
        !args.force_exclude && args.paths.iter().any(|path| naming.name(path) == job.found.name)
    };
    let unread: usize = jobs
        .iter()
        .filter(|job| job.found.is_markdown() && !is_named(job))
        .filter(|job| !matches!(job.found.place, Place::Stdin))
        .map(|job| job.unmarked.load(Relaxed))
        .sum();
    if unread > 0 && args.mermaid.is_none() {
        let said = text!(
            "Mermaid 블록 {unread}개는 읽지 않았습니다. 설계라면 블록에 `%% archlint`라고 적으세요",
            "{unread} Mermaid blocks were not read; write `%% archlint` into those that are designs"
        );
        out::say(&said, lang);
    }
}

/// A file that another one includes is a part of that one's design: it was checked there, and on
/// its own it would only look incomplete. Files that include each other keep their own say.
fn in_their_places(outcomes: Vec<Reviewed>) -> Vec<Checked> {
    let includes: HashMap<&str, HashSet<String>> = outcomes
        .iter()
        .map(|one| (one.file.as_str(), one.includes().into_iter().collect()))
        .collect();
    let is_part = |file: &str| {
        includes.iter().any(|(other, parts)| {
            *other != file
                && parts.contains(file)
                && !includes.get(file).is_some_and(|own| own.contains(*other))
        })
    };
    let kept = outcomes.iter().filter(|one| !is_part(&one.file));
    kept.map(Reviewed::checked).collect()
}

fn configured_baseline(settings: &Settings) -> Option<PathBuf> {
    settings.project.config().baseline.as_ref().map(|path| settings.folder.join(path))
}

/// `--today`, else `SOURCE_DATE_EPOCH`, else the UTC date.
pub fn today(stated: Option<Date>) -> Result<Date, Failure> {
    if let Some(date) = stated {
        return Ok(date);
    }
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Err(_) => jiff::Timestamp::now(),
        Ok(seconds) => {
            let parsed = seconds.trim().parse().ok();
            parsed.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).ok_or_else(
                || {
                    text!(
                        "SOURCE_DATE_EPOCH가 초 단위의 수가 아닙니다: {seconds}",
                        "SOURCE_DATE_EPOCH is not a number of seconds: {seconds}"
                    )
                },
            )?
        }
    };
    Ok(now.to_zoned(jiff::tz::TimeZone::UTC).date())
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
    let mut text = report.print(args.format, &style, rules::ALL);
    if args.summary && args.format.is_for_people() {
        text.push_str(&report::summary(report, args.format, lang, rules::ALL));
    }
    out::deliver(target, text.as_bytes(), Product::Derived, naming)?;
    if let Some(text) = one::masked(&cli.common, &report.sources) {
        out::say(&text, lang);
    }
    // The other formats have no place for it.
    if !report.waiting.is_empty() && !matches!(args.format, Format::Pretty | Format::Markdown) {
        out::say(&report::waiting(&report.waiting), lang);
    }
    Ok(())
}

/// Promises that are broken, and secrets: they fail in every stage.
const ALWAYS: &[&str] = &["expectation-failed", "forbidden-connection", "secret-in-design"];

/// Whether a finding reaches the level at which its file fails; what the rules say of an as-is
/// design may have a level of its own. A text that is not itself among the files checked follows
/// the run.
fn fails(
    report: &Report,
    by_file: &HashMap<String, FailOn>,
    as_is: &HashMap<String, FailOn>,
    otherwise: FailOn,
) -> bool {
    report.findings.iter().filter(|finding| !finding.is_accepted()).any(|finding| {
        let file = &report.sources.get(finding.primary.source).name;
        let ordinary = by_file.get(file).copied().unwrap_or(otherwise);
        let judged = rules::ALL.iter().any(|rule| rule.name == finding.rule)
            && !ALWAYS.contains(&finding.rule);
        let level = as_is.get(file).copied().filter(|_| judged).unwrap_or(ordinary);
        level.fails(finding.severity)
    })
}
