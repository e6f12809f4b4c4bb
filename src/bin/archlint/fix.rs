//! `archlint fix`.

use crate::args::{Cli, FixArgs};
use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::settings::{AllSettings, Settings};
use crate::{check, jobs, language, output};
use archlint::diagnostic::{Diagnostic, Fix, Safety, Severity};
use archlint::fix::{self, Done, Outcome, Round, Stop};
use archlint::lint::Levels;
use archlint::report::{Checked, Format, Report};
use archlint::source::{Sources, design_blocks};
use archlint::text;
use archlint::text::{Lang, Text};
use archlint::{Judged, Measure, rules};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What one file became.
struct Fixed {
    found: Found,
    old: String,
    new: String,
    done: Vec<Done>,
    stop: Stop,
    left: Vec<Checked>,
    fails: bool,
}

pub fn run(cli: &Cli, args: &FixArgs) -> Result<u8, Failure> {
    check::check_selection(&args.rules)?;
    let naming = Naming::new()?;
    let mut settings = AllSettings::new(&naming, cli.common.config.as_deref())?;
    let found = find(args, &naming, &mut settings)?;
    let today = check::today(args.today)?;
    let first = found.first().ok_or_else(nothing_found)?;
    let lang = language::choose(cli.common.lang, settings.of_found(first)?.config.lang);
    if let Some(out) = &args.to_be {
        let [found] = &found[..] else { return Err(one_file_only()) };
        let job = Job { settings: &*settings.of_found(found)?, args, naming: &naming, today };
        return job.write_to_be(found, out, cli, lang);
    }
    let mut code = 0;
    let (mut done, mut left) = (Vec::new(), Vec::new());
    for found in found {
        let settings = settings.of_found(&found)?;
        let job = Job { settings: &settings, args, naming: &naming, today };
        let fixed = job.fix(found)?;
        deliver(&fixed, args)?;
        let would_change = args.as_diff && fixed.old != fixed.new;
        code = code.max(u8::from(would_change || (!args.as_diff && fixed.fails)));
        if let Some(stop) = stopped(&fixed) {
            eprintln!("archlint: {}", stop.get(lang));
        }
        done.extend(fixed.done.into_iter().map(|done| (fixed.found.name.clone(), done)));
        left.extend(fixed.left);
    }
    tell(cli, args, lang, &done, left)?;
    Ok(code)
}

fn find(
    args: &FixArgs,
    naming: &Naming,
    settings: &mut AllSettings,
) -> Result<Vec<Found>, Failure> {
    let mut is_excluded = |path: &Path| {
        let settings = settings.of(path)?;
        let inner = settings.inner_path(&naming.absolute(path));
        Ok(settings.config.exclude.is_match(inner))
    };
    let stdin_name = args.stdin_filename.as_deref();
    let (found, missing) = files::find(&args.files, stdin_name, naming, &mut is_excluded, false)?;
    match missing.into_iter().next() {
        Some(failure) => Err(failure),
        None => Ok(found),
    }
}

/// How a file is to be fixed.
struct Job<'j> {
    settings: &'j Settings,
    args: &'j FixArgs,
    naming: &'j Naming,
    today: Date,
}

impl Job<'_> {
    fn levels(&self, name: &str) -> Levels {
        check::levels(self.settings, name, &self.args.rules, self.naming)
    }

    fn measure<'m>(&'m self, levels: &'m Levels) -> Measure<'m> {
        Measure {
            catalog: &self.settings.catalog,
            levels,
            today: self.today,
            krw_per_usd: self.settings.krw_per_usd(),
        }
    }

    fn safety(&self) -> Safety {
        if self.args.suggested { Safety::Suggested } else { Safety::Safe }
    }

    fn fix(&self, found: Found) -> Result<Fixed, Failure> {
        let old = found.read()?;
        let levels = self.levels(&found.name);
        let designs = if found.is_markdown() { design_blocks(&old).ranges.len() } else { 1 };
        let mut fixed = Fixed {
            new: old.clone(),
            old,
            found,
            done: Vec::new(),
            stop: Stop::Fixed,
            left: Vec::new(),
            fails: false,
        };
        for number in 0..designs {
            let judge = |text: &str| self.judge(&fixed.found, text, number, designs, &levels);
            let mut check = |text: &str| judge(text).map(|(_, judged)| round(judged));
            let Outcome { text, done, stop } = fix::fix(&fixed.new, self.safety(), &mut check);
            fixed.stop = fixed.stop.max(stop);
            fixed.done.extend(done);
            fixed.new = text;
        }
        for number in 0..designs {
            let judged = self.judge(&fixed.found, &fixed.new, number, designs, &levels);
            let Some((sources, judged)) = judged else { continue };
            fixed.fails |= self.fails(&judged.findings);
            fixed.left.push(checked(&fixed.found.name, sources, judged));
        }
        Ok(fixed)
    }

    /// Judges one of the designs of a file. A Markdown file must keep as many as it had.
    fn judge(
        &self,
        found: &Found,
        text: &str,
        number: usize,
        designs: usize,
        levels: &Levels,
    ) -> Option<(Sources, Judged)> {
        let (name, by) = (&found.name, self.measure(levels));
        if !found.is_markdown() {
            return Some(jobs::judge_design(name, text.to_owned(), self.naming, by));
        }
        let is_whole = design_blocks(text).ranges.len() == designs;
        is_whole.then(|| jobs::judge_block(name, text, number, self.naming, by)).flatten()
    }

    fn fails(&self, findings: &[Diagnostic]) -> bool {
        let level = self.args.fail_on.or(self.settings.config.fail_on).unwrap_or_default();
        findings.iter().any(|it| !it.is_accepted() && level.fails(it.severity))
    }

    fn write_to_be(&self, found: &Found, out: &Path, cli: &Cli, lang: Lang) -> Result<u8, Failure> {
        let Place::Path(path) = &found.place else { return Err(no_file_to_extend()) };
        if found.is_markdown() {
            return Err(no_file_to_extend());
        }
        let (from, to) = (self.naming.absolute(path), self.naming.absolute(out));
        if from == to {
            return Err(same_file(&found.name));
        }
        let fixed = self.fix(found.clone())?;
        let levels = self.levels(&found.name);
        let by = self.measure(&levels);
        let judge =
            |name: &str, text: &str| jobs::judge_design(name, text.to_owned(), self.naming, by);
        let (_, base) = judge(&found.name, &fixed.old);
        let (sources, new) = judge(&found.name, &fixed.new);
        if new.waiting {
            tell(cli, self.args, lang, &[], fixed.left)?;
            eprintln!("archlint: {}", has_errors(&found.name).get(lang));
            return Ok(1);
        }
        let extends = files::relative(&from, to.parent().unwrap_or(&to));
        let extends = extends.to_string_lossy().replace('\\', "/");
        let text = fix::to_be(&base.design, &new.design, &sources, &extends);
        let name = self.naming.name(out);
        let (sources, judged) = judge(&name, &text);
        output::write_file(out, text.as_bytes())?;
        let code = u8::from(self.fails(&judged.findings));
        let left = checked(&name, sources, judged);
        let done = done_in(&fixed.done, &left.findings);
        let done: Vec<_> = done.into_iter().map(|done| (name.clone(), done)).collect();
        tell(cli, self.args, lang, &done, vec![left])?;
        Ok(code)
    }
}

/// What a TO-BE really mended: an extending design can't reach everything in the text below it.
fn done_in(done: &[Done], left: &[Diagnostic]) -> Vec<Done> {
    let is_left = |it: &Done| left.iter().any(|f| f.rule == it.rule && f.subjects == it.subjects);
    done.iter().filter(|it| !is_left(it)).cloned().collect()
}

fn round(judged: Judged) -> Round {
    let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
    let errors = if judged.waiting { judged.findings.iter().filter(is_error).count() } else { 0 };
    let own = judged.design.span.expect("a design that was read has its place");
    Round { findings: judged.findings, own, errors }
}

fn checked(file: &str, sources: Sources, judged: Judged) -> Checked {
    let Judged { findings, waiting, .. } = judged;
    Checked { sources, file: file.to_owned(), findings, waiting }
}

/// Writes the file, or prints what it became.
fn deliver(fixed: &Fixed, args: &FixArgs) -> Result<(), Failure> {
    if args.as_diff {
        return output::print(&unified(&fixed.found.name, &fixed.old, &fixed.new));
    }
    match &fixed.found.place {
        Place::Stdin => output::print(&fixed.new),
        Place::Path(path) if fixed.old != fixed.new => {
            output::write_file(&target(path), fixed.new.as_bytes())
        }
        Place::Path(_) => Ok(()),
    }
}

/// Where a link leads, so that the file is replaced and not the link.
fn target(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

/// A unified diff that `patch` takes; nothing where nothing changes.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    similar::TextDiff::from_lines(old, new).unified_diff().header(name, name).to_string()
}

/// Says what was fixed and what is left: on standard output, unless that holds a text.
fn tell(
    cli: &Cli,
    args: &FixArgs,
    lang: Lang,
    done: &[(String, Done)],
    left: Vec<Checked>,
) -> Result<(), Failure> {
    let mut out = String::new();
    for (file, done) in done {
        let title = done.title.get(lang);
        let subjects = done.subjects.join(", ");
        let about = if subjects.is_empty() { subjects } else { format!(" {subjects}:") };
        out.push_str(&format!("{file}: [{}]{about} {title}\n", done.rule));
    }
    let files: Vec<String> = left.iter().map(|checked| checked.file.clone()).collect();
    let report = Report::of(left);
    let style = output::style(&cli.common, lang, false);
    out.push_str(&report.print(Format::Concise, &style, rules::ALL));
    out.push_str(&format!("{}\n", summary(args, done.len(), &report, &files).get(lang)));
    let holds_text = args.as_diff || args.files.iter().any(|path| path == Path::new("-"));
    if holds_text {
        eprint!("{out}");
        return Ok(());
    }
    output::print(&out)
}

fn summary(args: &FixArgs, done: usize, left: &Report, files: &[String]) -> Text {
    let open: Vec<_> = left.findings.iter().filter(|finding| !finding.is_accepted()).collect();
    let count = open.len();
    let told = match args.as_diff {
        true => text!(
            "고칠 수 있는 것 {done}건, 남는 것 {count}건",
            "{done} to fix, {count} would be left"
        ),
        false => text!("고친 것 {done}건, 남은 것 {count}건", "{done} fixed, {count} left"),
    };
    // A fix in a text that the design extends or includes is no fix of this file, but a TO-BE
    // can say it.
    let is_within = |fix: &Fix| {
        let mut names = fix.edits.iter().map(|edit| &left.sources.get(edit.span.source).name);
        args.to_be.is_some() || names.all(|name| files.contains(name))
    };
    let suggested = open.iter().filter(|finding| finding.fixes.iter().any(is_within)).count();
    if args.suggested || suggested == 0 {
        return told;
    }
    let Text { ko, en } = told;
    text!(
        "{ko} (`--suggested`를 주면 {suggested}건을 더 고칩니다. 값은 직접 확인하세요)",
        "{en} (--suggested fixes {suggested} more; look at the values it chooses)"
    )
}

fn stopped(fixed: &Fixed) -> Option<Text> {
    let name = &fixed.found.name;
    match fixed.stop {
        Stop::Fixed => None,
        Stop::Broken => Some(text!(
            "{name}: 적용하면 글이 깨지는 수정은 적용하지 않았습니다",
            "{name}: left out a fix that would have broken the text"
        )),
        Stop::Rounds => Some(text!(
            "{name}: 수정이 끝나지 않아 중간에 멈췄습니다",
            "{name}: the fixes did not come to an end; stopped half way"
        )),
    }
}

fn nothing_found() -> Failure {
    text!("고칠 `.arch`나 Markdown 파일이 없습니다", "no `.arch` or Markdown file to fix").into()
}

fn one_file_only() -> Failure {
    text!("`-o`는 설계 파일 하나에만 쓸 수 있습니다", "`-o` takes one design").into()
}

fn no_file_to_extend() -> Failure {
    text!(
        "개선안이 이어받을 `.arch` 파일이 필요합니다. 표준 입력이나 Markdown은 이어받을 수 없습니다",
        "a TO-BE extends an `.arch` file; it can't extend standard input or Markdown"
    )
    .into()
}

fn same_file(name: &str) -> Failure {
    text!(
        "{name}: 설계가 자기 자신을 이어받을 수 없습니다. 다른 파일 이름을 주세요",
        "{name}: a design can't extend itself; name another file"
    )
    .into()
}

fn has_errors(name: &str) -> Text {
    text!(
        "{name}: 글에 오류가 있어 개선안을 쓰지 않았습니다",
        "{name}: its text has errors, so no TO-BE was written"
    )
}
