//! `archlint rules`.

use crate::args::{Cli, PageFormat, RulesArgs};
use crate::failure::Failure;
use crate::files::{Found, Naming, Place};
use crate::out::{self, Finished};
use crate::settings::AllSettings;
use crate::{check, language};
use archlint::project::{PolicyTest, TestResult};
use archlint::report::{Format, Report};
use archlint::say::Lang;
use archlint::{Selection, Source, report, rules, text};
use std::path::Path;

pub fn run(cli: &Cli, args: &RulesArgs) -> Result<u8, Failure> {
    let lang = language::choose(cli.common.lang, None);
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
    let today = check::today(None)?;
    let mut tests: Vec<PolicyTest> = Vec::new();
    if args.paths.is_empty() {
        tests.extend(all.of(Path::new("."))?.project.test_policies(None, today));
    }
    for path in &args.paths {
        let found = Found { name: naming.name(path), place: Place::Path(path.clone()) };
        let text = found.read_regular(&naming)?;
        let settings = all.of(path)?;
        let source = Source::new(found.name.clone(), text);
        tests.extend(settings.project.test_policies(Some(&source), today));
    }
    if tests.is_empty() {
        return Err(text!(
            "시험할 정책의 예가 없습니다. 정책에 `good \"\"\"…\"\"\"`와 `bad \"\"\"…\"\"\"`를 쓰거나, `archlint rules --test policy.arch`처럼 파일을 주세요",
            "no policy has an example to test; give it `good \"\"\"…\"\"\"` and `bad \"\"\"…\"\"\"`, or name its file as in `archlint rules --test policy.arch`"
        )
        .into());
    }
    let failed = tests.iter().filter(|test| test.result != TestResult::Passed).count();
    for test in &tests {
        told(cli, test, lang)?;
    }
    let (count, passed) = (tests.len(), tests.len() - failed);
    let line = text!(count, passed, failed;
        "예 {count}개 중 {passed}개 통과, {failed}개 실패",
        "{passed} of {count} examples passed, {failed} failed"
    );
    out::print(Finished::lines(&format!("{}\n", line.get(lang))))?;
    Ok(u8::from(failed > 0))
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
            "실패 {rule}: {sort} {number}의 글에 오류가 있습니다",
            "FAIL {rule}: {sort} {number} has errors in its text"
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
    if shows {
        let report = Report::of(vec![test.found.clone()]);
        let style = out::style(&cli.common, lang, false);
        out::print(report.print(Format::Pretty, &style, rules::ALL))?;
    }
    Ok(())
}
