//! Foreign files as designs: what is written of them, and where its findings stand.

mod compose;
mod drawings;
mod kubernetes;
mod references;
mod robust;
mod terraform;
mod truth;

use archlint::analysis::PLAIN;
use archlint::catalog::Catalog;
use archlint::diagnostic::Diagnostic;
use archlint::import::{Format, Options, import};
use archlint::lint::Levels;
use archlint::project::{self, Judged, Measure};
use archlint::say::Text;
use archlint::source::{LoadError, Loader, NoLoader, Source, Sources, Span};
use std::collections::BTreeMap;

/// Files of a project in memory, by name.
#[derive(Default)]
pub struct Files(pub BTreeMap<String, String>);

impl Files {
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }
}

fn joined(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

impl Loader for Files {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let name = joined(from, path);
        match self.0.get(&name) {
            Some(text) => Ok(Source::new(name, text.as_str())),
            None => Err(LoadError { reason: Text::same("not there") }),
        }
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        let folder = format!("{}/", joined(from, path));
        let folder = folder.trim_start_matches('/');
        let inside = self.0.keys().filter_map(|name| name.strip_prefix(folder));
        let mut names: Vec<String> = inside
            .map(|rest| match rest.split_once('/') {
                Some((folder, _)) => format!("{folder}/"),
                None => rest.to_owned(),
            })
            .collect();
        names.dedup();
        Ok(names)
    }
}

/// A foreign file, imported and judged where it stands.
pub struct Checked {
    pub arch: String,
    pub findings: Vec<Diagnostic>,
    /// What the import itself says.
    pub said: Vec<Diagnostic>,
    pub sources: Sources,
}

pub fn measure<'m>(catalog: &'m Catalog, levels: &'m Levels) -> Measure<'m> {
    Measure { catalog, levels, today: jiff::civil::date(2026, 11, 21), terms: &PLAIN, memory: None }
}

pub fn judge(sources: &mut Sources, span: Span, loader: &dyn Loader) -> Judged {
    let (catalog, levels) = (Catalog::builtin(), Levels::default());
    project::check(sources, span, loader, measure(&catalog, &levels))
}

/// Imports the last design of a file.
pub fn checked(name: &str, text: &str, format: Format, loader: &dyn Loader) -> Checked {
    let catalog = Catalog::builtin();
    let options = Options::of(&catalog);
    let source = Source::new(name, text);
    let imported = import(vec![source], format, loader, options).expect("a design");
    let one = imported.into_iter().next_back().expect("one");
    let arch = one.source.text.to_string();
    let mut sources = Sources::default();
    let (span, said) = one.into_run(&mut sources);
    let judged = judge(&mut sources, span, loader);
    Checked { arch, findings: judged.findings, said, sources }
}

impl Checked {
    /// Rule, and the characters that it stands on.
    pub fn found(&self) -> Vec<(&'static str, &str)> {
        self.findings
            .iter()
            .map(|found| (found.rule.word(), self.sources.text(found.primary)))
            .collect()
    }

    /// The same rules, subjects, severities and messages come from the written text.
    pub fn same_as_its_text(&self) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("x.arch", self.arch.as_str()));
        let span = Span::new(id, 0, self.arch.len());
        let judged = judge(&mut sources, span, &NoLoader);
        let told = |list: &[Diagnostic]| {
            let mut told: Vec<String> = list
                .iter()
                .map(|d| format!("{} {:?} {:?} {}", d.rule, d.subjects, d.severity, d.message.ko))
                .collect();
            told.sort();
            told.dedup();
            told
        };
        assert_eq!(told(&judged.findings), told(&self.findings), "{}", self.arch);
        let formatted = archlint::syntax::format(&sources, id).expect("parses");
        assert_eq!(formatted, self.arch, "a fixed point of fmt");
    }

    /// No finding stands in the written text, and each has its subject's characters.
    pub fn stands_in_the_file(&self) {
        for finding in &self.findings {
            let source = self.sources.get(finding.primary.source);
            assert!(source.origins.is_none(), "{finding:?}");
            assert!(source.text.get(finding.primary.range()).is_some());
            assert!(finding.fixes.is_empty(), "{finding:?}");
        }
    }

    pub fn whole(&self) {
        self.same_as_its_text();
        self.stands_in_the_file();
        let text_errors = [
            "syntax",
            "unknown-name",
            "unknown-type",
            "unknown-value",
            "unknown-attribute",
            "duplicate-name",
        ];
        for found in &self.findings {
            assert!(!text_errors.contains(&found.rule.as_str()), "{found:?}\n{}", self.arch);
        }
    }
}
