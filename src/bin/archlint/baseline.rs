//! The findings that a team already has and does not want to fail on.

use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::out;
use archlint::lint::policy;
use archlint::report::{Identity, Report, identities};
use archlint::say::Lang;
use archlint::{rules, text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Baseline {
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

/// What cannot be decided today is known like what was found. The other things that are said of a text
/// are mistakes in it.
const UNDECIDED: &str = "not-evaluated";

/// The second key: a file that was renamed keeps its entries.
type WithoutFile = (String, Vec<String>, String);

impl Entry {
    fn without_file(&self) -> WithoutFile {
        (self.rule.clone(), self.subjects.clone(), self.hash.clone())
    }
}

/// The version that is written; 1 is read too, and differs in nothing but in how files were matched.
const VERSION: u32 = 2;

/// A baseline in use for a run.
pub struct Use<'u> {
    pub path: &'u Path,
    /// Write it anew from today's findings.
    pub update: bool,
    /// Whether the run asks a rule in a file, both by name.
    pub asks: &'u dyn Fn(&str, &str) -> bool,
    pub naming: &'u Naming,
    pub lang: Lang,
}

impl Use<'_> {
    /// Takes out of the report what the baseline knows. Errors of the text are never in it: they
    /// keep the rules from being asked.
    pub fn apply(&self, report: &mut Report) -> Result<(), Failure> {
        let entries = self.entries(report);
        let known =
            if self.update && !self.is_there() { Vec::new() } else { self.read()?.findings };
        let matched = self.matched(&known, &entries);
        let known = if self.update {
            let found = entries.iter().flatten().cloned();
            let kept = known.iter().filter(|entry| !self.was_looked_at(entry, report)).cloned();
            let findings: BTreeSet<Entry> = found.chain(kept).collect();
            let baseline = Baseline { version: VERSION, findings: findings.into_iter().collect() };
            self.write(&baseline)?;
            entries.clone().into_iter().map(|entry| entry.is_some()).collect()
        } else {
            let fixed = known.iter().filter(|entry| self.was_looked_at(entry, report)).count();
            let matches = matched.iter().filter(|is_known| **is_known).count();
            self.report_fixed(fixed.saturating_sub(matches));
            matched
        };
        take_out(report, &known);
        Ok(())
    }

    /// Whether the run could have found what the entry speaks of.
    fn was_looked_at(&self, entry: &Entry, report: &Report) -> bool {
        let path = self.folder().join(&entry.file);
        let name = self.naming.name(&path);
        let is_gone = !path.exists();
        let was_read = is_gone
            || report.files.contains(&name)
            || report.sources.iter().any(|(_, source)| source.name == name);
        let was_asked = || (self.asks)(&name, &entry.rule);
        was_read && was_asked() && !report.waiting.contains(&name)
    }

    /// For each finding whether the baseline has it: under its file's name, or under that of a
    /// file that is no more.
    fn matched(&self, known: &[Entry], entries: &[Option<Entry>]) -> Vec<bool> {
        let exact: BTreeSet<&Entry> = known.iter().collect();
        let folder = self.folder();
        let is_gone = |entry: &&Entry| !folder.join(&entry.file).exists();
        let mut moved: HashMap<WithoutFile, usize> = HashMap::new();
        for entry in known.iter().filter(is_gone) {
            *moved.entry(entry.without_file()).or_default() += 1;
        }
        let mut is_known = |entry: &Entry| {
            if exact.contains(entry) {
                return true;
            }
            match moved.get_mut(&entry.without_file()) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    true
                }
                _ => false,
            }
        };
        entries.iter().map(|entry| entry.as_ref().is_some_and(&mut is_known)).collect()
    }

    /// Through a link; one that leads to nothing is followed when a baseline is made.
    fn is_there(&self) -> bool {
        self.path.exists()
    }

    fn folder(&self) -> PathBuf {
        let whole = self.naming.absolute(self.path);
        whole.parent().unwrap_or(&whole).to_path_buf()
    }

    fn read(&self) -> Result<Baseline, Failure> {
        let shown = self.path.display();
        if !self.is_there() {
            return Err(text!(
                shown;
                "`{shown}` 기준선 파일이 없습니다. `--update-baseline`으로 만드세요",
                "there is no baseline {shown}; make one with `--update-baseline`"
            )
            .into());
        }
        let place = Place::Path(self.path.to_path_buf());
        let found = Found { name: self.naming.name(self.path), place };
        let parsed: Result<Baseline, _> = serde_json::from_str(&found.read_regular(self.naming)?);
        let parsed = parsed.ok().filter(|baseline| (1..=VERSION).contains(&baseline.version));
        parsed.ok_or_else(|| {
            text!(shown; "{shown}: 기준선 파일이 아닙니다. 다른 이름을 주거나, 그 파일을 지우고 `--update-baseline`으로 만드세요", "{shown} is not a baseline, and is left as it is; name another file, or remove it and \
                 make one with `--update-baseline`")
            .into()
        })
    }

    /// Only over a baseline that was read, and never over a design.
    fn write(&self, baseline: &Baseline) -> Result<(), Failure> {
        let text = out::Finished::as_it_stands(&baseline.text());
        match self.is_there() {
            true => out::replace(self.path, &text, self.naming),
            false => out::write(self.path, &text, out::Product::Derived, self.naming),
        }
    }

    /// Says when entries are of findings that are gone.
    fn report_fixed(&self, fixed: usize) {
        if fixed > 0 {
            let shown = self.path.display();
            let text = text!(shown, fixed; "기준선 {shown}의 {fixed}건은 고쳐졌습니다. `--update-baseline`으로 지우세요", "{fixed} fixed of those in the baseline {shown}; \
                 take them out with `--update-baseline`");
            out::say(&text, self.lang);
        }
    }

    /// The entry for each finding; `None` for those that a baseline does not hold.
    fn entries(&self, report: &Report) -> Vec<Option<Entry>> {
        let folder = self.folder();
        let entry = |(finding, identity): (&archlint::diagnostic::Diagnostic, Identity)| {
            let is_rule = rules::ALL.iter().any(|rule| rule.name == finding.rule)
                || policy::is_policy(&finding.rule)
                || finding.rule == UNDECIDED;
            (is_rule && !finding.is_accepted()).then(|| {
                let file = self.naming.absolute(Path::new(&identity.file));
                Entry {
                    file: files::relative(&file, &folder).to_string_lossy().replace('\\', "/"),
                    rule: finding.rule.to_string(),
                    subjects: finding.names().map(str::to_owned).collect(),
                    hash: identity.hash,
                }
            })
        };
        report.findings.iter().zip(identities(report)).map(entry).collect()
    }
}

impl Baseline {
    fn text(&self) -> String {
        let line = |entry: &Entry| {
            let entry = serde_json::to_string(entry).expect("plain data is always JSON");
            format!("    {entry}")
        };
        let version = self.version;
        let lines: Vec<String> = self.findings.iter().map(line).collect();
        match lines.as_slice() {
            [] => format!("{{\n  \"version\": {version},\n  \"findings\": []\n}}\n"),
            lines => {
                let list = lines.join(",\n");
                format!("{{\n  \"version\": {version},\n  \"findings\": [\n{list}\n  ]\n}}\n")
            }
        }
    }
}

fn take_out(report: &mut Report, known: &[bool]) {
    let mut known = known.iter();
    let before = report.findings.len();
    report.findings.retain(|_| !known.next().expect("one for each finding"));
    report.known = before - report.findings.len();
}
