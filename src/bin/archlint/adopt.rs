//! `archlint check --add-accept`: writes an `accept` for everything that is found today, for a team
//! that begins with an old design.

use crate::failure::Failure;
use crate::files::{Found, Naming, Place};
use crate::out::{self, Finished};
use archlint::diagnostic::{Diagnostic, Edit};
use archlint::lint::policy;
use archlint::say::Lang;
use archlint::{Reviewed, edit, ide, rules, text};
use std::collections::BTreeMap;

/// The reason that a person has still to write.
const REASON: &str = "TODO";
/// Broken promises and secrets are mended, not lived with.
const NEVER: &[&str] = &["expectation-failed", "secret-in-design"];

/// How many findings of a file were accepted, and how many could not be.
#[derive(Default)]
struct Adopted {
    written: usize,
    left: usize,
}

/// Writes decisions into the designs, each file once.
pub fn run(
    files: &[&Found],
    outcomes: &[Reviewed],
    failures: Vec<Failure>,
    naming: &Naming,
    lang: Lang,
) -> Result<u8, Failure> {
    let (mut written, mut left) = (0, 0);
    for found in files {
        let own: Vec<&Reviewed> = outcomes.iter().filter(|one| one.file == found.name).collect();
        let adopted = adopt(found, &own, naming, lang)?;
        written += adopted.written;
        left += adopted.left;
    }
    let told = match (written, left) {
        (0, 0) => text!("수용할 지적이 없습니다", "there is nothing to accept"),
        (_, 0) => {
            text!(written; "지적 {written}건을 모두 수용했습니다", "accepted all {written} findings")
        }
        _ => text!(written, left;
            "지적 {written}건을 수용했습니다. {left}건은 글의 오류, 비밀, 깨진 기대이거나 이 파일에 적을 수 없어 남겼습니다",
            "accepted {written} findings; {left} are left: errors of the text, secrets, broken expectations, or nothing that this file can say"
        ),
    };
    out::print(Finished::lines(&format!("{}\n", told.get(lang))))?;
    let is_whole = failures.is_empty();
    failures.into_iter().for_each(|failure| failure.tell(lang));
    Ok(match (is_whole, left) {
        (false, _) => 2,
        (true, 0) => 0,
        (true, _) => 1,
    })
}

/// Writes the decisions into the file that its designs stand in.
fn adopt(
    found: &Found,
    designs: &[&Reviewed],
    naming: &Naming,
    lang: Lang,
) -> Result<Adopted, Failure> {
    let mut adopted = Adopted::default();
    let mut edits: Vec<Edit> = Vec::new();
    for reviewed in designs {
        let open = reviewed.findings.iter().filter(|it| !it.is_accepted());
        let own = reviewed.design.span.map(|span| reviewed.sources.get(span.source));
        let is_own = own.is_some_and(|own| own.name == found.name && own.origins.is_none());
        let (can, not): (Vec<_>, Vec<_>) =
            open.partition(|it| is_own && !reviewed.waiting && is_acceptable(it));
        adopted.left += not.len();
        adopted.written += can.len();
        if let (false, Some((place, before))) = (can.is_empty(), ide::after_accepts(reviewed)) {
            let statements = statements(&can).join("\n");
            edits.push(Edit { span: place, text: format!("{before}{statements}") });
        }
    }
    if !edits.is_empty() {
        let path = match &found.place {
            Place::Path(path) => path,
            Place::Stdin => return Err(not_a_file()),
        };
        let old = found.read(naming)?;
        edits.sort_by_key(|edit| edit.span.start);
        let mut new = edit::apply(&old, &edits);
        if old.find('\n').is_some_and(|at| old[..at].ends_with('\r')) {
            new = new.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        out::replace(path, &Finished::as_it_stands(&new), naming)?;
        let (file, count) = (&found.name, adopted.written);
        out::say(
            &text!(file, count;
                "{file}: 지적 {count}건을 `accept`로 적었습니다. `TODO`마다 이유를 적으세요",
                "{file}: wrote `accept` for {count} findings; give each `TODO` its reason"
            ),
            lang,
        );
    }
    Ok(adopted)
}

fn is_acceptable(finding: &Diagnostic) -> bool {
    let is_rule = rules::ALL.iter().any(|rule| rule.name == finding.rule);
    let is_known = is_rule || policy::is_policy(&finding.rule);
    is_known && !finding.subjects.is_empty() && !NEVER.contains(&finding.rule.as_str())
}

/// One statement a rule for findings about one thing each, one each for the others.
fn statements(findings: &[&Diagnostic]) -> Vec<String> {
    let mut alone: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut all = Vec::new();
    for finding in findings {
        match &finding.subjects[..] {
            [one] => {
                let names = alone.entry(finding.rule.as_str()).or_default();
                let name = archlint::lint::subject_as_written(&one.name);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            _ => all.push(archlint::lint::accept_statement(finding, false, REASON, None)),
        }
    }
    let joined = alone
        .into_iter()
        .map(|(rule, names)| format!("accept {rule} on {} because \"{REASON}\"", names.join(", ")));
    all.extend(joined);
    all.sort();
    all.dedup();
    all
}

fn not_a_file() -> Failure {
    text!(
        "표준 입력에는 쓸 수 없습니다. 파일 이름을 주세요",
        "standard input can't be written to; name a file"
    )
    .into()
}
