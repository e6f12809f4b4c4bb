//! Findings in every form people and programs read them in. Everything here returns text; printing
//! it is the binary's work.

mod address;
mod article;
mod concise;
pub mod figures;
mod fingerprint;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod merge;
mod page;
#[cfg(test)]
mod samples;
mod sarif;
mod statistics;
mod summary;
#[cfg(feature = "terminal")]
mod terminal;
#[cfg(test)]
mod tests;
mod words;

pub use address::Address;
pub use article::{Article, Part, own_attribute_page, policy_page};
pub use fingerprint::{Identity, fingerprints, identities};
pub use merge::Checked;
pub use page::{options_section, page_json, page_markdown, rule_index, rules_json};
pub use statistics::{counts_in, statistics};
pub use summary::{Counts, summary};
#[cfg(feature = "terminal")]
pub use terminal::{page, rule_list};
pub use words::waiting;

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Rule, TEXT_ERRORS};
use crate::say::Lang;
use crate::sink::Printed;
use crate::source::{Sources, Span};
use std::collections::BTreeSet;

/// The JSON Schema of the JSON output.
pub fn schema() -> serde_json::Value {
    serde_json::from_str(include_str!("schema.json")).expect("a test reads the schema")
}

/// Everything that one run has to say, ready to be printed.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// All texts that were read.
    pub sources: Sources,
    /// The names of the files checked, in order.
    pub files: Vec<String>,
    /// By file, then level, harm, minutes and place; each one once.
    pub findings: Vec<Diagnostic>,
    /// Files whose text has errors, so that the rules were not asked.
    pub waiting: Vec<String>,
    /// Findings left out because the baseline knows them.
    pub known: usize,
}

/// With what a finding is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// Box-drawing characters.
    Unicode,
    /// Nothing drawn: sentences, for screen readers and terminals that can do no better.
    Narrated,
}

/// How a report is to look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// In which language.
    pub lang: Lang,
    /// With escape sequences that colour it.
    pub color: bool,
    /// Columns of the terminal; at least 20 are used.
    pub width: usize,
    /// With what a finding is drawn.
    pub drawing: Drawing,
    /// The name of what was found leads to its page where the terminal can follow links.
    pub links: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { lang: Lang::En, color: false, width: 100, drawing: Drawing::Unicode, links: false }
    }
}

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Findings with their excerpts; without the feature `terminal` the same as `Concise`.
    Pretty,
    /// One line for each finding.
    Concise,
    /// One document.
    Json,
    /// One document a line for each finding.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// For a comment on a pull request.
    Markdown,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 9] = [
        Format::Pretty,
        Format::Concise,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Markdown,
    ];

    /// As on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pretty => "pretty",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Markdown => "markdown",
        }
    }

    /// Made for people's eyes; all others are read by programs.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Pretty | Format::Concise | Format::Markdown)
    }
}

impl Report {
    /// The names of the files checked, and of others in which something was found: included ones,
    /// policies.
    fn concerned(&self) -> Vec<&str> {
        let found = self.findings.iter().map(|finding| self.file_of(finding.primary));
        let mut seen = BTreeSet::new();
        self.files
            .iter()
            .map(String::as_str)
            .chain(found)
            .filter(|name| seen.insert(*name))
            .collect()
    }

    /// Puts what the checked files said into order, each finding once.
    pub fn of(checked: Vec<Checked>) -> Self {
        merge::merge(checked)
    }

    /// Says the findings of each tier together. What is said of single findings, by a baseline say,
    /// is said before.
    pub fn group(&mut self) {
        self.findings = crate::diagnostic::group(std::mem::take(&mut self.findings));
    }

    /// The report as text, ending in a newline unless it is empty. `rules` are all rules known,
    /// in the order of their importance.
    pub fn print(&self, format: Format, style: &Style, rules: &[&Rule]) -> Printed {
        Printed::by(match format {
            #[cfg(feature = "terminal")]
            Format::Pretty => return terminal::print(self, style, rules),
            #[cfg(not(feature = "terminal"))]
            Format::Pretty => concise::print(self, style, rules),
            Format::Concise => concise::print(self, style, rules),
            Format::Json => json::print(self, style.lang, rules),
            Format::Jsonl => json::print_lines(self, style.lang, rules),
            Format::Sarif => sarif::print(self, style.lang, rules),
            Format::Github => github::print(self, style.lang, rules),
            Format::Gitlab => gitlab::print(self, style.lang, rules),
            Format::Junit => junit::print(self, style.lang, rules),
            Format::Markdown => markdown::print(self, style.lang, rules),
        })
    }

    /// How many findings there are of each severity.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.findings)
    }

    /// The texts whose errors keep the rules from being asked; empty where those are the files that wait.
    pub fn faulty(&self) -> Vec<String> {
        let is_of_text = |it: &&Diagnostic| {
            it.severity == Severity::Error && TEXT_ERRORS.contains(&it.rule.as_str())
        };
        let errors = self.findings.iter().filter(is_of_text);
        let files: BTreeSet<&str> = errors.map(|it| self.file_of(it.primary)).collect();
        match files.iter().all(|file| self.waiting.iter().any(|own| own == file)) {
            true => Vec::new(),
            false => files.into_iter().map(str::to_owned).collect(),
        }
    }

    fn file_of(&self, span: Span) -> &str {
        &self.sources.get(span.source).name
    }
}
