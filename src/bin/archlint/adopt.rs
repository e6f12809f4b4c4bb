//! `archlint check --add-accept`: writes an `accept` for everything that is found today, for a team
//! that begins with an old design.

use crate::failure::Failure;
use crate::files::{Found, Naming, Place};
use crate::out::{self, Finished};
use archlint::diagnostic::{Diagnostic, Edit, Severity};
use archlint::lint::is_acceptable;
use archlint::say::{Lang, Text};
use archlint::{Reviewed, edit, ide, rules, text};
use std::collections::{BTreeMap, BTreeSet};

/// The reason that a person has still to write.
const REASON: &str = "TODO";
/// What became of the findings of a run.
#[derive(Default)]
struct Adopted {
    /// How many were accepted.
    written: usize,
    /// Those that no `accept` holds for, counted by their rule.
    left: BTreeMap<String, usize>,
    /// One of those is worse than advice.
    is_grave: bool,
    /// How many stand in what can hold no `accept`, files of other notations and drawings in Markdown,
    /// and the files.
    elsewhere: usize,
    files: BTreeSet<String>,
}

/// Writes decisions into the designs, each file once.
pub fn run(
    files: &[&Found],
    outcomes: &[Reviewed],
    failures: Vec<Failure>,
    naming: &Naming,
    lang: Lang,
) -> Result<u8, Failure> {
    let mut adopted = Adopted::default();
    for found in files {
        let own: Vec<&Reviewed> = outcomes.iter().filter(|one| one.file == found.name).collect();
        adopt(found, &own, naming, lang, &mut adopted)?;
    }
    let lines: String = adopted.told().iter().map(|line| format!("{}\n", line.get(lang))).collect();
    out::print(Finished::lines(&lines))?;
    let is_whole = failures.is_empty();
    failures.into_iter().for_each(|failure| failure.tell(lang));
    Ok(match (is_whole, adopted.is_grave || adopted.elsewhere > 0) {
        (false, _) => 2,
        (true, is_open) => u8::from(is_open),
    })
}

impl Adopted {
    fn told(&self) -> Vec<Text> {
        let (written, count) = (self.written, self.left.values().sum::<usize>());
        let findings = findings(written);
        let mut told = vec![match (written, count + self.elsewhere) {
            (0, 0) => text!("수용할 지적이 없습니다", "there is nothing to accept"),
            (0, _) => text!("받아들인 지적이 없습니다", "accepted nothing"),
            (_, 0) => {
                text!(findings; "지적 {findings}을 모두 수용했습니다", "accepted {findings}: all there are")
            }
            _ => text!(findings; "지적 {findings}을 수용했습니다", "accepted {findings}"),
        }];
        if count > 0 {
            let list = |of: fn(&str, usize) -> String| {
                let rows: Vec<String> = self.left.iter().map(|(name, n)| of(name, *n)).collect();
                rows.join(", ")
            };
            let list = Text::new(
                list(|name, n| format!("`{name}` {n}건")),
                list(|name, n| format!("{n} `{name}`")),
            );
            told.push(text!(count, list;
                "{count}건은 `accept`로 받아들일 수 없어 남겼습니다. 글을 고치거나 빠진 값을 적으세요: {list}",
                "{count} left, which no `accept` holds for: {list}; mend the text, or state what is missing"
            ));
        }
        if self.elsewhere > 0 {
            let (count, files) = (self.elsewhere, &self.files);
            let files = files.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            told.push(text!(count, files;
                "{count}건은 `accept`를 적을 수 없는 다른 형식의 설계에 있어 남겼습니다: {files}. `--baseline 파일 --update-baseline`으로 기록할 수 있습니다",
                "{count} left in designs of other notations, which can hold no `accept`: {files}; `--baseline FILE --update-baseline` records them"
            ));
        }
        told
    }
}

fn findings(count: usize) -> Text {
    let noun = if count == 1 { "finding" } else { "findings" };
    Text::new(format!("{count}건"), format!("{count} {noun}"))
}

/// Writes the decisions into the file that its designs stand in.
fn adopt(
    found: &Found,
    designs: &[&Reviewed],
    naming: &Naming,
    lang: Lang,
    adopted: &mut Adopted,
) -> Result<(), Failure> {
    let before = adopted.written;
    let mut edits: Vec<Edit> = Vec::new();
    for reviewed in designs {
        let open = reviewed.findings.iter().filter(|it| !it.is_accepted());
        let own = reviewed.design.span.map(|span| reviewed.sources.get(span.source));
        let is_own = own.is_some_and(|own| own.name == found.name && own.origins.is_none());
        let (may, not): (Vec<_>, Vec<_>) = open.partition(|it| is_acceptable(it, rules::ALL));
        for it in not {
            *adopted.left.entry(it.rule.to_string()).or_default() += 1;
            adopted.is_grave |= it.severity > Severity::Advice;
        }
        if !is_own && !may.is_empty() {
            adopted.elsewhere += may.len();
            adopted.files.insert(found.name.clone());
            continue;
        }
        let can = if reviewed.waiting { Vec::new() } else { may };
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
        let (file, findings) = (&found.name, findings(adopted.written - before));
        out::say(
            &text!(file, findings;
                "{file}: 지적 {findings}을 `accept`로 적었습니다. `TODO`마다 이유를 적으세요",
                "{file}: wrote `accept` for {findings}; give each `TODO` its reason"
            ),
            lang,
        );
    }
    Ok(())
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
            _ => all.push(archlint::lint::accept_statement(&[finding], REASON, None)),
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
