//! `archlint rules`.

use crate::args::{Cli, PageFormat, RulesArgs};
use crate::failure::Failure;
use crate::files::{Found, Naming, Place};
use crate::out::{self, Finished};
use crate::settings::AllSettings;
use crate::{day, language};
use archlint::project::{PolicyTest, TestResult};
use archlint::report::{Checked, Format, Report};
use archlint::say::{Lang, Text};
use archlint::source::NoLoader;
use archlint::{Project, Selection, Source, report, rules, text};
use std::path::Path;

pub fn run(cli: &Cli, args: &RulesArgs) -> Result<u8, Failure> {
    let lang = language::of_folder(&cli.common, Path::new("."));
    if args.test {
        return test(cli, args, lang);
    }
    let text = match args.format {
        PageFormat::Pretty => report::rule_list(rules::ALL, &out::style(&cli.common, lang, false)),
        PageFormat::Markdown => report::rule_index(rules::ALL, lang),
        PageFormat::Json => report::rules_json(rules::ALL),
    };
    out::print(text)?;
    Ok(0)
}

/// Runs the examples of policies: those of the configuration, and of the files named.
fn test(cli: &Cli, args: &RulesArgs, lang: Lang) -> Result<u8, Failure> {
    let naming = Naming::new(&cli.common)?;
    let mut all = AllSettings::new(&naming, &cli.common, Selection::default())?;
    let today = day::today(None)?;
    let (mut tests, mut wrong, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    let mut add = |project: &Project, source: Option<&Source>| {
        let errors = project.policy_errors(source);
        let found =
            if errors.is_some() { Vec::new() } else { project.test_policies(source, today) };
        let is_empty = errors.is_none() && found.is_empty();
        if errors.is_none() {
            bare.extend(project.untested_policies(source));
        }
        wrong.extend(errors);
        tests.extend(found);
        !is_empty
    };
    if args.paths.is_empty() && !add(&all.of(Path::new("."))?.project, None) {
        return Err(no_example().into());
    }
    for path in &args.paths {
        if path.is_dir() {
            return Err(is_folder(path).into());
        }
        let found = Found { name: naming.name(path), place: Place::Path(path.clone()) };
        let source = Source::new(found.name.clone(), found.read_regular(&naming)?);
        let project = &all.of(path)?.project;
        if !add(project, Some(&source)) {
            return Err(holds_no_example(project, &source).into());
        }
    }
    let failed = tests.iter().filter(|test| test.result != TestResult::Passed).count();
    for test in &tests {
        told(cli, test, lang)?;
    }
    for (rule, good, bad) in &bare {
        let line = untested(rule, *good, *bad);
        out::print(Finished::lines(&format!("{}\n", line.get(lang))))?;
    }
    let is_whole = wrong.is_empty();
    if !is_whole {
        show(cli, wrong, lang)?;
    }
    let (count, passed) = (tests.len(), tests.len() - failed);
    if is_whole || count > 0 {
        let line = text!(count, passed, failed;
            "예 {count}개 중 {passed}개 통과, {failed}개 실패",
            "{passed} of {count} examples passed, {failed} failed"
        );
        out::print(Finished::lines(&format!("{}\n", line.get(lang))))?;
    }
    Ok(u8::from(failed > 0 || !is_whole))
}

/// What nobody has shown of a policy.
fn untested(rule: &str, good: bool, bad: bool) -> Text {
    match (good, bad) {
        (true, _) => text!(rule;
            "없음 {rule}: 나쁜 예(`bad`)가 없어, 무엇을 찾는지 시험하지 못했습니다",
            "none {rule}: no `bad` example, so that it finds anything is not tested"
        ),
        (_, true) => text!(rule;
            "없음 {rule}: 좋은 예(`good`)가 없어, 언제 조용한지 시험하지 못했습니다",
            "none {rule}: no `good` example, so that it is ever silent is not tested"
        ),
        _ => text!(rule;
            "없음 {rule}: 예가 없어 시험하지 못했습니다",
            "none {rule}: no example, so it is not tested"
        ),
    }
}

fn no_example() -> Text {
    text!(
        "시험할 정책의 예가 없습니다. 정책에 `good \"\"\"…\"\"\"`와 `bad \"\"\"…\"\"\"`를 쓰거나, `archlint rules --test policy.arch`처럼 파일을 주세요",
        "no policy has an example to test; give it `good \"\"\"…\"\"\"` and `bad \"\"\"…\"\"\"`, or name its file as in `archlint rules --test policy.arch`"
    )
}

fn is_folder(path: &Path) -> Text {
    let shown = path.display();
    text!(shown;
        "{shown}: 폴더입니다. `archlint rules --test policy.arch`처럼 정책의 파일을 주세요",
        "{shown}: it is a folder; name files of policies, as in `archlint rules --test policy.arch`"
    )
}

/// Why there is nothing to test in a file that was named.
fn holds_no_example(project: &Project, source: &Source) -> Text {
    let file = &source.name;
    let (sources, policies) = project.policies_in(source, &NoLoader);
    match policies.iter().any(|policy| sources.get(policy.span.source).name == *file) {
        true => text!(file;
            "{file}: 시험할 예가 있는 정책이 없습니다. 정책에 `good \"\"\"…\"\"\"`와 `bad \"\"\"…\"\"\"`를 쓰세요",
            "{file}: no policy in it has an example to test; give it `good \"\"\"…\"\"\"` and `bad \"\"\"…\"\"\"`"
        ),
        false => text!(file; "{file}: 정책이 없습니다", "{file}: it holds no policy"),
    }
}

fn show(cli: &Cli, found: Vec<Checked>, lang: Lang) -> Result<(), Failure> {
    let style = out::style(&cli.common, lang, false);
    out::print(Report::of(found).print(Format::Pretty, &style, rules::ALL))
}

fn told(cli: &Cli, test: &PolicyTest, lang: Lang) -> Result<(), Failure> {
    let (rule, number) = (&test.rule, test.number);
    let sort = match test.good {
        true => text!("좋은 예", "good example"),
        false => text!("나쁜 예", "bad example"),
    };
    let line = match test.result {
        TestResult::Passed => text!(rule, sort, number;
            "통과 {rule}: {sort} {number}",
            "ok   {rule}: {sort} {number}"
        ),
        TestResult::Unreadable => text!(rule, sort, number;
            "실패 {rule}: {sort} {number}의 글에 잘못된 곳이 있습니다",
            "FAIL {rule}: {sort} {number} has mistakes in its text"
        ),
        TestResult::Found => text!(rule, sort, number;
            "실패 {rule}: {sort} {number}에서 정책 위반이 나옵니다",
            "FAIL {rule}: {sort} {number} breaks the policy"
        ),
        TestResult::Silent => text!(rule, sort, number;
            "실패 {rule}: {sort} {number}에서 아무것도 나오지 않습니다",
            "FAIL {rule}: nothing is found in {sort} {number}"
        ),
    };
    out::print(Finished::lines(&format!("{}\n", line.get(lang))))?;
    let shows = matches!(test.result, TestResult::Unreadable | TestResult::Found);
    if shows { show(cli, vec![test.found.clone()], lang) } else { Ok(()) }
}
