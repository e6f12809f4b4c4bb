//! `archlint fix`.

use crate::args::{Cli, FixArgs};
use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::loader::FileLoader;
use crate::named::{self, Policies};
use crate::out::{self, Finished, Product};
use crate::settings::{AllSettings, Settings};
use crate::{day, language, one};
use archlint::diagnostic::Safety;
use archlint::fix::{Done, Stop};
use archlint::model::Policy;
use archlint::report::{Format, Report};
use archlint::say::{Lang, Text};
use archlint::sink::{self, secrets};
use archlint::syntax::ast::Stage;
use archlint::{Fixed, Reviewed, Source, rules, text};
use jiff::civil::Date;
use std::borrow::Cow;
use std::path::Path;

pub fn run(cli: &Cli, args: &FixArgs) -> Result<u8, Failure> {
    let names_all = args.all || args.to_be.is_some() || args.line.is_some();
    if args.suggested && !names_all && args.rules.select.is_empty() {
        return Err(which());
    }
    let chosen = named::selection(&args.rules, &cli.common)?;
    let naming = Naming::new(&cli.common)?;
    let mut settings = AllSettings::new(&naming, &cli.common, chosen)?;
    let found = find(args, &naming, &mut settings)?;
    let today = day::today(args.today)?;
    let first = found.first().ok_or_else(nothing_found)?;
    let of_run = settings.of_found(first)?;
    let lang = language::choose(cli.common.lang, of_run.project.config().lang);
    if named::names_policies(&args.rules) {
        let stated = policies(&found, &naming, &mut settings)?;
        Policies::of(stated.iter()).hold_for_arguments(&args.rules, &of_run)?;
    }
    if let Some(out) = &args.to_be {
        let [found] = &found[..] else { return Err(one_file_only()) };
        let job = Job { settings: &*settings.of_found(found)?, args, naming: &naming, today };
        return job.write_to_be(found, out, cli, lang);
    }
    if args.line.is_some() && found.len() != 1 {
        return Err(one_file_only());
    }
    let mut code = 0;
    let (mut done, mut left, mut diffed) = (Vec::new(), Vec::new(), Vec::new());
    let mut more = 0;
    for found in found {
        let settings = settings.of_found(&found)?;
        let job = Job { settings: &settings, args, naming: &naming, today };
        let (old, fixed) = job.fix(&found)?;
        if archlint::import::is_foreign(&old.name, &old.text) {
            return Err(foreign(&found.name));
        }
        if args.as_diff && *old.text != *fixed.text {
            diffed.push(old.text.clone());
        }
        more += job.more(&found, &old, &fixed)?;
        deliver(&found, &old.text, &fixed.text, args, &naming, cli.common.show_secrets)?;
        let fails = fixed.left.iter().any(|it| job.fails(it));
        code = code.max(u8::from(fails));
        if let Some(stop) = stopped(&found.name, fixed.stop) {
            out::say(&stop, lang);
        }
        done.extend(fixed.done.into_iter().map(|done| (found.name.clone(), done)));
        left.extend(fixed.left);
    }
    tell(cli, args, lang, &Told { done: &done, left: &left, more })?;
    if let Some(text) = masked(diffed.iter().map(|text| &**text), cli.common.show_secrets) {
        out::say(&text, lang);
    }
    Ok(code)
}

fn find(
    args: &FixArgs,
    naming: &Naming,
    settings: &mut AllSettings,
) -> Result<Vec<Found>, Failure> {
    let mut is_excluded = |path: &Path| Ok(settings.of(path)?.excludes(path, naming));
    let stdin_name = args.stdin_filename.as_deref();
    let by = files::Filters {
        is_excluded: &mut is_excluded,
        is_taken: &mut |_| Ok(false),
        is_passed_over: &mut |_| {},
        is_seen: &mut || {},
        is_hook: false,
    };
    let (found, missing) = files::find(&args.files, stdin_name, naming, by)?;
    match missing.into_iter().next() {
        Some(failure) => Err(failure),
        None => Ok(found),
    }
}

/// Those that the designs state.
fn policies(
    found: &[Found],
    naming: &Naming,
    settings: &mut AllSettings,
) -> Result<Vec<Policy>, Failure> {
    let mut all = Vec::new();
    for found in found {
        let settings = settings.of_found(found)?;
        let source = Source::new(found.name.clone(), found.read(naming)?);
        let loader = FileLoader::new(naming, &settings, &found.name);
        all.extend(settings.project.policies_in(&source, &loader).1);
    }
    Ok(all)
}

/// How a file is to be fixed.
struct Job<'j> {
    settings: &'j Settings,
    args: &'j FixArgs,
    naming: &'j Naming,
    today: Date,
}

impl Job<'_> {
    fn loader(&self, found: &Found) -> FileLoader<'_> {
        FileLoader::new(self.naming, self.settings, &found.name)
    }

    fn fix(&self, found: &Found) -> Result<(Source, Fixed), Failure> {
        let source = Source::new(found.name.clone(), found.read(self.naming)?);
        let safety = if self.args.suggested { Safety::Suggested } else { Safety::Safe };
        let fixed = self.fixed(&source, found, safety)?;
        Ok((source, fixed))
    }

    /// For a TO-BE of an AS-IS, in which nothing is safe to change: all that is suggested.
    fn fix_beside(&self, found: &Found) -> Result<(Source, Fixed), Failure> {
        let (source, fixed) = self.fix(found)?;
        let is_record = |it: &Reviewed| it.design.stage == Some(Stage::AsIs);
        if !fixed.left.last().is_some_and(is_record) {
            return Ok((source, fixed));
        }
        let fixed = self.fixed(&source, found, Safety::Suggested)?;
        Ok((source, fixed))
    }

    /// How many more it would fix with what is only suggested.
    fn more(&self, found: &Found, source: &Source, fixed: &Fixed) -> Result<usize, Failure> {
        if self.args.suggested || !offers(&fixed.left) {
            return Ok(0);
        }
        // The next command begins with what this one leaves.
        let left = Source::new(source.name.clone(), fixed.text.as_str());
        Ok(self.fixed(&left, found, Safety::Suggested)?.done.len())
    }

    fn fixed(&self, source: &Source, found: &Found, safety: Safety) -> Result<Fixed, Failure> {
        let (project, loader) = (&self.settings.project, self.loader(found));
        Ok(project.fix_at(source, &loader, self.today, safety, self.args.line)?)
    }

    fn fails(&self, reviewed: &Reviewed) -> bool {
        self.settings.project.fails(&reviewed.findings, self.args.fail_on)
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
        let source = Source::new(found.name.clone(), found.read(self.naming)?);
        if self.settings.project.states_policies_alone(&source) {
            return Err(holds_policies(&found.name));
        }
        let (source, fixed) = self.fix_beside(found)?;
        let extends = files::relative(&from, to.parent().unwrap_or(&to));
        let extends = extends.to_string_lossy().replace('\\', "/");
        let beside = Beside { job: self, found, out, to: &to, extends: &extends };
        let Some((text, left)) = beside.written(&source, &fixed)? else {
            tell(cli, self.args, lang, &Told { done: &[], left: &fixed.left, more: 0 })?;
            out::say(&has_errors(&found.name), lang);
            return Ok(1);
        };
        let more = beside.more(&source, &fixed, &left)?;
        out::deliver(Some(out), Finished::as_it_stands(&text), Product::Design, self.naming)?;
        let done = fixed.done_in(&left).into_iter().map(|done| (left.file.clone(), done));
        let done: Vec<(String, Done)> = done.collect();
        let code = u8::from(self.fails(&left));
        tell(cli, self.args, lang, &Told { done: &done, left: &[left], more })?;
        Ok(code)
    }
}

/// A TO-BE that is written beside its AS-IS.
struct Beside<'b> {
    job: &'b Job<'b>,
    found: &'b Found,
    out: &'b Path,
    to: &'b Path,
    extends: &'b str,
}

impl Beside<'_> {
    /// Its text, and what a check says of it; `None` where the text below has errors.
    fn written(
        &self,
        source: &Source,
        fixed: &Fixed,
    ) -> Result<Option<(String, Reviewed)>, Failure> {
        let (project, today) = (&self.job.settings.project, self.job.today);
        let loader = self.job.loader(self.found).also_from(self.to);
        let Some(text) = project.to_be(source, fixed, &loader, today, self.extends)? else {
            return Ok(None);
        };
        let to_be = Source::new(self.job.naming.name(self.out), text.as_str());
        let left = project.check_one(&to_be, &loader, today)?;
        Ok(Some((text, left)))
    }

    fn more(&self, source: &Source, fixed: &Fixed, left: &Reviewed) -> Result<usize, Failure> {
        let is_record = fixed.left.last().is_some_and(|it| it.design.stage == Some(Stage::AsIs));
        if self.job.args.suggested || is_record || !offers(std::slice::from_ref(left)) {
            return Ok(0);
        }
        let all = self.job.fixed(source, self.found, Safety::Suggested)?;
        let Some((_, better)) = self.written(source, &all)? else { return Ok(0) };
        Ok(all.done_in(&better).len().saturating_sub(fixed.done_in(left).len()))
    }
}

/// What is told of a run.
struct Told<'t> {
    done: &'t [(String, Done)],
    left: &'t [Reviewed],
    /// So many more would be fixed with what is suggested.
    more: usize,
}

/// Something that is left offers a fix.
fn offers(left: &[Reviewed]) -> bool {
    let mut findings = left.iter().flat_map(|it| &it.findings);
    findings.any(|finding| !finding.is_accepted() && !finding.fixes.is_empty())
}

/// Writes the file, or prints what it became.
fn deliver(
    found: &Found,
    old: &str,
    new: &str,
    args: &FixArgs,
    naming: &Naming,
    shows: bool,
) -> Result<(), Failure> {
    if args.as_diff {
        return out::print(unified(&found.name, old, new, shows));
    }
    let text = Finished::as_it_stands(new);
    match &found.place {
        Place::Stdin => out::print(text),
        Place::Path(path) if old != new => out::replace(path, &text, naming),
        Place::Path(_) => Ok(()),
    }
}

/// A unified diff that `patch` takes; nothing where nothing changes. It goes into logs and comments:
/// what could steer a terminal is made visible, and secrets are masked unless they are to be shown.
pub fn unified(name: &str, old: &str, new: &str, shows_secrets: bool) -> Finished {
    if old == new {
        return Finished::default();
    }
    let seen = |text| sink::for_terminal_lines(&discreet(text, shows_secrets));
    let (old, new) = (&*seen(old), &*seen(new));
    let name = &*sink::for_terminal(name);
    let diff = similar::TextDiff::from_lines(old, new);
    Finished::lines(&diff.unified_diff().header(name, name).to_string())
}

fn discreet(text: &str, shows_secrets: bool) -> Cow<'_, str> {
    match shows_secrets {
        true => Cow::Borrowed(text),
        false => Cow::Owned(secrets::masked(text, &secrets::find(text))),
    }
}

/// That secrets of the texts were masked in their diffs, where some were.
pub fn masked<'t>(texts: impl Iterator<Item = &'t str>, shows_secrets: bool) -> Option<Text> {
    let count = |text| if shows_secrets { 0 } else { secrets::find(text).len() };
    one::masked_so_many(texts.map(count).sum())
}

/// Says what was fixed and what is left: on standard output, unless that holds a text.
fn tell(cli: &Cli, args: &FixArgs, lang: Lang, told: &Told) -> Result<(), Failure> {
    let mut lines = String::new();
    for (file, done) in told.done {
        let title = done.title.get(lang);
        let subjects = done.subjects.join(", ");
        let about = if subjects.is_empty() { subjects } else { format!(" {subjects}:") };
        let line = format!("{file}: [{}]{about} {title}", done.rule);
        let line = discreet(&line, cli.common.show_secrets);
        lines.push_str(&format!("{}\n", sink::for_terminal(&line)));
    }
    let mut report = Report::of(told.left.iter().map(Reviewed::checked).collect());
    report.group();
    let style = out::style(&cli.common, lang, false);
    let summed = format!("{}\n", summary(args, told, &report).get(lang));
    let lines = Finished::lines(&lines)
        .and(report.print(Format::Concise, &style, rules::ALL))
        .and(Finished::lines(&summed));
    let holds_text = args.as_diff || args.files.iter().any(|path| path == Path::new("-"));
    if holds_text {
        out::tell(lines);
        return Ok(());
    }
    out::print(lines)
}

fn summary(args: &FixArgs, told: &Told, left: &Report) -> Text {
    let (done, more, told_designs) = (told.done.len(), told.more, told.left);
    let count = left.findings.iter().filter(|finding| !finding.is_accepted()).count();
    let told = match args.as_diff {
        true => text!(done, count;
            "고칠 수 있는 것 {done}건, 남는 것 {count}건",
            "{done} to fix, {count} would be left"
        ),
        false => {
            text!(done, count; "고친 것 {done}건, 남은 것 {count}건", "{done} fixed, {count} left")
        }
    };
    if more == 0 {
        return told;
    }
    let can_extend = left.waiting.is_empty()
        && matches!(&left.files[..], [file] if file.ends_with(".arch"))
        && told_designs.iter().all(|it| !it.design.components.is_empty());
    if !can_extend {
        return text!(told, more;
            "{told} (`--suggested --all`을 주면 {more}건을 더 고칩니다. 값은 직접 확인하세요)",
            "{told} (--suggested --all fixes {more} more; look at the values they choose)"
        );
    }
    text!(
        told, more;
        "{told} (`--suggested --all`을 주면 {more}건을 더 고치고, `-o to-be.arch`나 `archlint plan`은 개선안에 담습니다. 값은 직접 확인하세요)",
        "{told} (--suggested --all fixes {more} more, `-o to-be.arch` and `archlint plan` put them into a TO-BE; look at the values they choose)"
    )
}

fn foreign(name: &str) -> Failure {
    text!(name;
        "{name}: 다른 형식의 파일은 고쳐 쓰지 않습니다. `-o to-be.arch`로 개선안을 쓰세요",
        "{name}: files of other notations are not changed; write a TO-BE with `-o to-be.arch`"
    )
    .into()
}

fn stopped(name: &str, stop: Stop) -> Option<Text> {
    match stop {
        Stop::Fixed => None,
        Stop::Broken => Some(text!(name;
            "{name}: 적용하면 글이 깨지는 수정은 적용하지 않았습니다",
            "{name}: left out a fix that would have broken the text"
        )),
        Stop::Rounds => Some(text!(name;
            "{name}: 수정이 끝나지 않아 중간에 멈췄습니다",
            "{name}: the fixes did not come to an end; stopped half way"
        )),
    }
}

fn nothing_found() -> Failure {
    text!("고칠 `.arch`나 Markdown 파일이 없습니다", "no `.arch` or Markdown file to fix").into()
}

fn which() -> Failure {
    text!(
        "`--suggested`에는 무엇을 고칠지 있어야 합니다. `--select 규칙`, `--line 줄`, `--all` 가운데 하나를 주세요",
        "`--suggested` needs to know what to fix: name it with `--select RULE` or `--line N`, or say `--all`"
    )
    .into()
}

fn one_file_only() -> Failure {
    text!(
        "`-o`와 `--line`은 설계 파일 하나에만 쓸 수 있습니다",
        "`-o` and `--line` take one design"
    )
    .into()
}

fn no_file_to_extend() -> Failure {
    text!(
        "개선안이 이어받을 `.arch` 파일이 필요합니다. 표준 입력이나 Markdown은 이어받을 수 없습니다",
        "a TO-BE extends an `.arch` file; it can't extend standard input or Markdown"
    )
    .into()
}

fn holds_policies(name: &str) -> Failure {
    text!(name;
        "{name}: 정책만 있는 파일이라 개선안으로 옮길 설계가 없습니다",
        "{name}: it states policies alone, and there is no design to write a TO-BE of"
    )
    .into()
}

fn same_file(name: &str) -> Failure {
    text!(name;
        "{name}: 설계가 자기 자신을 이어받을 수 없습니다. 다른 파일 이름을 주세요",
        "{name}: a design can't extend itself; name another file"
    )
    .into()
}

fn has_errors(name: &str) -> Text {
    text!(name;
        "{name}: 글에 오류가 있어 개선안을 쓰지 않았습니다",
        "{name}: its text has errors, so no TO-BE was written"
    )
}
