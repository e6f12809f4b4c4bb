//! `archlint check`.

use crate::args::{CheckArgs, Cli, RuleArgs};
use crate::baseline::Baseline;
use crate::failure::Failure;
use crate::files::{self, Found, Naming};
use crate::loader::FileLoader;
use crate::settings::{AllSettings, Settings};
use crate::{language, output};
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

/// A file with the configuration that holds for it.
struct Job {
    found: Found,
    settings: Arc<Settings>,
}

pub fn run(cli: &Cli, args: &CheckArgs) -> Result<u8, Failure> {
    let chosen = selection(&args.rules)?;
    let naming = Naming::new()?;
    let mut settings = AllSettings::new(&naming, cli.common.config.as_deref(), chosen)?;
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
        [job] => vec![check(job, &naming, today)],
        jobs => jobs.par_iter().map(|job| check(job, &naming, today)).collect(),
    };
    let mut outcomes = Vec::new();
    let mut fail_on = HashMap::new();
    let mut as_is = HashMap::new();
    let mut files = Vec::new();
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
                outcomes.extend(found);
            }
            Err(failure) => failures.push(failure),
        }
    }

    let mut report = Report::of(in_their_places(outcomes));
    report.files = files;
    let baseline = args.baseline.clone().or_else(|| configured_baseline(&of_run));
    if let Some(path) = baseline {
        Baseline::apply(&path, args.update_baseline, &mut report, &naming, lang)?;
    } else if args.update_baseline {
        return Err(text!(
            "`--baseline 파일`로 기준선을 적을 파일을 알려 주세요",
            "say with `--baseline FILE` where the baseline is"
        )
        .into());
    }
    let otherwise = args.fail_on.or(of_run.project.config().fail_on).unwrap_or_default();
    let failed = fails(&report, &fail_on, &as_is, otherwise);
    report.group();
    if !report.files.is_empty() || !args.format.is_for_people() {
        show(cli, args, lang, &report)?;
    }
    for failure in &failures {
        eprintln!("archlint: {}", failure.text().get(lang));
    }
    if !failures.is_empty() {
        return Ok(2);
    }
    Ok(u8::from(failed))
}

/// What the arguments ask for. Every rule and topic named must exist.
pub fn selection(args: &RuleArgs) -> Result<Selection, Failure> {
    let RuleArgs { select, ignore, profile } = args.clone();
    let chosen = Selection { select, ignore, profile };
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
    let mut is_excluded = |path: &Path| Ok(settings.of(path)?.excludes(path, naming));
    let stdin_name = args.stdin_filename.as_deref();
    let (found, missing) =
        files::find(paths, stdin_name, naming, &mut is_excluded, args.force_exclude)?;
    let mut jobs = Vec::new();
    for found in found {
        let settings = settings.of_found(&found)?;
        jobs.push(Job { found, settings });
    }
    Ok((jobs, missing))
}

fn check(job: &Job, naming: &Naming, today: Date) -> Result<Vec<Reviewed>, Failure> {
    let source = Source::new(job.found.name.clone(), job.found.read()?);
    let loader = FileLoader { naming, settings: &job.settings };
    Ok(job.settings.project.check(&source, &loader, today)?)
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

fn show(cli: &Cli, args: &CheckArgs, lang: Lang, report: &Report) -> Result<(), Failure> {
    let style = output::style(&cli.common, lang, args.output_file.is_some());
    let mut text = report.print(args.format, &style, rules::ALL);
    if args.summary && args.format.is_for_people() {
        text.push_str(&report::summary(report, args.format, lang, rules::ALL));
    }
    output::print_or_write(args.output_file.as_deref(), &text)?;
    // The other formats have no place for it.
    if !report.waiting.is_empty() && !matches!(args.format, Format::Pretty | Format::Markdown) {
        eprintln!("archlint: {}", report::waiting(&report.waiting).get(lang));
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
