//! The findings that a team already has and does not want to fail on.

use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::output;
use archlint::report::{Identity, Report, identities};
use archlint::text;
use archlint::text::Lang;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    findings: Vec<Entry>,
}

/// Ordered, and each on one line of the file, so that a change of it reads well in a review.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Relative to the baseline's folder.
    file: String,
    rule: String,
    subjects: Vec<String>,
    hash: String,
}

impl Baseline {
    /// Takes out of the report what the baseline at `path` knows. With `update` the baseline is
    /// written anew from today's findings first. Errors of the text are never in it: they keep
    /// the rules from being asked.
    pub fn apply(
        path: &Path,
        update: bool,
        report: &mut Report,
        naming: &Naming,
        lang: Lang,
    ) -> Result<(), Failure> {
        let entries = entries(path, report, naming);
        let baseline = if update {
            let found: BTreeSet<Entry> = entries.iter().flatten().cloned().collect();
            let baseline = Baseline { version: 1, findings: found.into_iter().collect() };
            output::write_file(path, baseline.text().as_bytes())?;
            baseline
        } else {
            Baseline::read(path, naming)?
        };
        baseline.report_fixed(path, &entries, lang);
        baseline.take_out(report, &entries);
        Ok(())
    }

    fn read(path: &Path, naming: &Naming) -> Result<Self, Failure> {
        let shown = path.display();
        if !path.exists() {
            return Err(text!(
                "`{shown}` 기준선 파일이 없습니다. `--update-baseline`으로 만드세요",
                "there is no baseline {shown}; make one with `--update-baseline`"
            )
            .into());
        }
        let found = Found { name: naming.name(path), place: Place::Path(path.to_path_buf()) };
        let parsed: Result<Baseline, _> = serde_json::from_str(&found.read()?);
        parsed.ok().filter(|baseline| baseline.version == 1).ok_or_else(|| {
            text!(
                "`{shown}` 파일을 기준선으로 읽을 수 없습니다. `--update-baseline`으로 다시 만드세요",
                "{shown} is not a baseline; make it anew with `--update-baseline`"
            )
            .into()
        })
    }

    fn text(&self) -> String {
        let line = |entry: &Entry| {
            let entry = serde_json::to_string(entry).expect("plain data is always JSON");
            format!("    {entry}")
        };
        let lines: Vec<String> = self.findings.iter().map(line).collect();
        match lines.as_slice() {
            [] => "{\n  \"version\": 1,\n  \"findings\": []\n}\n".to_owned(),
            lines => {
                let list = lines.join(",\n");
                format!("{{\n  \"version\": 1,\n  \"findings\": [\n{list}\n  ]\n}}\n")
            }
        }
    }

    /// Says when entries are of findings that are gone.
    fn report_fixed(&self, path: &Path, entries: &[Option<Entry>], lang: Lang) {
        let found: BTreeSet<&Entry> = entries.iter().flatten().collect();
        let fixed = self.findings.iter().filter(|entry| !found.contains(entry)).count();
        if fixed > 0 {
            let shown = path.display();
            let text = text!(
                "기준선 {shown}의 {fixed}건은 고쳐졌습니다. `--update-baseline`으로 지우세요",
                "{fixed} fixed of those in the baseline {shown}; \
                 take them out with `--update-baseline`"
            );
            eprintln!("archlint: {}", text.get(lang));
        }
    }

    fn take_out(&self, report: &mut Report, entries: &[Option<Entry>]) {
        let known: BTreeSet<&Entry> = self.findings.iter().collect();
        let mut entries = entries.iter();
        let before = report.findings.len();
        report.findings.retain(|_| {
            let entry = entries.next().expect("one entry for each finding");
            entry.as_ref().is_none_or(|entry| !known.contains(entry))
        });
        report.known = before - report.findings.len();
    }
}

/// The entry for each finding; `None` for those that a baseline does not hold.
fn entries(path: &Path, report: &Report, naming: &Naming) -> Vec<Option<Entry>> {
    let whole = naming.absolute(path);
    let folder = whole.parent().unwrap_or(&whole);
    let entry = |(finding, identity): (&archlint::diagnostic::Diagnostic, Identity)| {
        let is_rule = archlint::rules::ALL.iter().any(|rule| rule.name == finding.rule);
        (is_rule && !finding.is_accepted()).then(|| {
            let file = naming.absolute(Path::new(&identity.file));
            Entry {
                file: files::relative(&file, folder).to_string_lossy().replace('\\', "/"),
                rule: finding.rule.to_owned(),
                subjects: finding.subjects.clone(),
                hash: identity.hash,
            }
        })
    };
    report.findings.iter().zip(identities(report)).map(entry).collect()
}
