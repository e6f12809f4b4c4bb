//! The policies of a project, and the designs with which they are tested.

use super::{Judge, Project, Reviewed};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::TEXT_ERRORS;
use crate::lint::policy::rule_name;
use crate::model::{self, Policy, PolicyExample};
use crate::policy::breaks;
use crate::report::Checked;
use crate::say::nearest;
use crate::source::{LoadError, Loader, NoLoader, Source, Sources, Span};
use crate::syntax::{self, ast::StatementKind};
use crate::text;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How a policy fared with one of its examples.
#[derive(Debug)]
pub struct PolicyTest {
    /// The name of the policy's findings.
    pub rule: String,
    /// The example is one about which the policy is silent.
    pub good: bool,
    /// Counts the good, or the bad, examples of the policy from 1.
    pub number: usize,
    pub result: TestResult,
    /// What was found in it.
    pub found: Checked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestResult {
    Passed,
    /// The text has errors, so that nothing was judged, or words that mean nothing.
    Unreadable,
    /// The policy finds fault with a good example.
    Found,
    /// The policy is silent about a bad one.
    Silent,
}

impl Project {
    /// The policies that the configuration names, with the texts that they stand in.
    pub fn policies(&self) -> (Sources, Vec<Policy>) {
        self.policies_in(&Source::new("", ""), &NoLoader)
    }

    /// The same with those that a design states itself.
    pub fn policies_in(&self, source: &Source, loader: &dyn Loader) -> (Sources, Vec<Policy>) {
        let (sources, built) = self.built(source, loader);
        (sources, built.design.policies)
    }

    /// Whether a text states policies, and nothing that they could judge.
    #[doc(hidden)]
    pub fn states_policies_alone(&self, source: &Source) -> bool {
        let design = self.built(source, &NoLoader).1.design;
        !design.policies.is_empty() && design.components.is_empty()
    }

    /// The attributes that the policies of the configuration declare, and a design.
    pub fn own_attributes(&self, source: &Source, loader: &dyn Loader) -> Vec<model::OwnAttribute> {
        self.built(source, loader).1.design.own
    }

    /// The errors of the texts that [`Self::test_policies`] looks at: with one, an example shows
    /// nothing.
    #[doc(hidden)]
    pub fn policy_errors(&self, source: Option<&Source>) -> Option<Checked> {
        let none = Source::new("", "");
        let source = source.unwrap_or(&none);
        let (sources, built) = self.built(source, &NoLoader);
        let mut findings = built.errors;
        findings.retain(|found| found.severity == Severity::Error);
        let file = findings.first().map(|found| sources.get(found.primary.source).name.clone())?;
        Some(Checked { sources, file, findings, waiting: false })
    }

    /// The policies by whose names the configuration sets levels, and that neither it nor the designs
    /// of a run state: `stated` are the names of theirs. Where these are not all designs there are,
    /// another one may have it, unless a name is near.
    #[doc(hidden)]
    pub fn unknown_policies(&self, stated: &[String], are_all: bool) -> Option<Checked> {
        let own = self.policies().1;
        let own: Vec<String> = own.iter().map(|policy| rule_name(&policy.name)).collect();
        let known = || own.iter().chain(stated).map(String::as_str);
        let mut sources = Sources::default();
        let mut findings = Vec::new();
        for named in &self.config.named {
            let near = nearest(&named.name, known());
            if known().any(|name| name == named.name) || near.is_none() && !are_all {
                continue;
            }
            let id = sources.add(named.source.clone());
            let (name, span) = (&named.name, Span::new(id, named.range.start, named.range.end));
            let said = text!(name; "`{name}` 정책은 없습니다", "there is no policy `{name}`");
            findings.push(Diagnostic::error("config", span, said).help(match near {
                Some(near) => text!(near; "혹시 `{near}`인가요?", "did you mean `{near}`?"),
                None => text!(
                    "정책은 `policies`에 적은 파일이나 설계에 있어야 합니다.",
                    "A policy stands in a file of `policies`, or in a design."
                ),
            }));
        }
        let file = findings.first().map(|found| sources.get(found.primary.source).name.clone())?;
        let sources = sources.examined(self.shows_secrets);
        Some(Checked { sources, file, findings, waiting: false })
    }

    /// Of the designs of a run: what a policy that they share names, and one of them has, is no mistake
    /// in the others.
    #[doc(hidden)]
    pub fn settle_policies(outcomes: &mut [Reviewed]) {
        let place = |one: &Reviewed, span: Span| {
            (one.sources.get(span.source).name.clone(), span.start, span.end)
        };
        let mut unmatched: BTreeMap<(String, u32, u32), usize> = BTreeMap::new();
        for one in outcomes.iter().filter(|one| !one.design.components.is_empty()) {
            for found in one.findings.iter().filter(|found| names_nothing(one, found)) {
                *unmatched.entry(place(one, found.primary)).or_default() += 1;
            }
        }
        // All that look at the place.
        let looking = |file: &str, start: u32, end: u32| {
            let looks = |one: &&Reviewed| {
                !one.design.components.is_empty()
                    && one.design.policies.iter().any(|policy| {
                        let at = policy.span;
                        one.sources.get(at.source).name == file
                            && at.start <= start
                            && end <= at.end
                    })
            };
            outcomes.iter().filter(looks).count()
        };
        let settled: BTreeSet<(String, u32, u32)> = (outcomes.iter())
            .flat_map(|one| {
                let own = one.findings.iter().filter(|found| names_nothing(one, found));
                own.map(|found| place(one, found.primary))
            })
            .filter(|at| looking(&at.0, at.1, at.2) > unmatched.get(at).copied().unwrap_or(0))
            .collect();
        for one in outcomes {
            let kept: Vec<Diagnostic> = (one.findings.iter())
                .filter(|it| !names_nothing(one, it) || !settled.contains(&place(one, it.primary)))
                .cloned()
                .collect();
            one.findings = kept;
        }
    }

    fn built(&self, source: &Source, loader: &dyn Loader) -> (Sources, model::Built) {
        let mut sources = Sources::default();
        let judge = Judge::new(self, &source.name, loader, Date::MIN);
        let id = sources.add(source.clone());
        let span = Span::new(id, 0, source.text.len());
        let built = model::build(&mut sources, span, &judge.examining(), self.catalog());
        (sources, built)
    }

    /// Judges the examples of the policies that the configuration names; of those that `source`
    /// states itself, where one is given.
    pub fn test_policies(&self, source: Option<&Source>, today: Date) -> Vec<PolicyTest> {
        let texts = match source {
            Some(source) => vec![policies_alone(source)],
            None => self.config.policies.clone(),
        };
        let shown = Source::new("", "");
        let (sources, policies) = self.policies_in(source.unwrap_or(&shown), &NoLoader);
        let own = |policy: &&Policy| {
            let file = &sources.get(policy.span.source).name;
            texts.iter().any(|text| text.name == *file)
        };
        let mut tests = Vec::new();
        for policy in policies.iter().filter(own) {
            for good in [true, false] {
                let examples = policy.examples.iter().filter(|example| example.good == good);
                for (at, example) in examples.enumerate() {
                    let file = sources.get(example.span.source);
                    tests.push(self.test(policy, example, at + 1, (&texts, file), today));
                }
            }
        }
        tests
    }

    /// The policies among those that [`Self::test_policies`] tests of which no good or no bad example
    /// says what they demand: the name of each one's findings, and whether it has a good and a bad one.
    pub fn untested_policies(&self, source: Option<&Source>) -> Vec<(String, bool, bool)> {
        let shown = Source::new("", "");
        let (sources, policies) = self.policies_in(source.unwrap_or(&shown), &NoLoader);
        let is_own = |policy: &&Policy| {
            let file = &sources.get(policy.span.source).name;
            match source {
                Some(source) => source.name == *file,
                None => self.config.policies.iter().any(|text| text.name == *file),
            }
        };
        let has = |policy: &Policy, good: bool| policy.examples.iter().any(|it| it.good == good);
        let row =
            |policy: &Policy| (rule_name(&policy.name), has(policy, true), has(policy, false));
        let rows = policies.iter().filter(is_own).map(row);
        rows.filter(|(_, good, bad)| !(*good && *bad)).collect()
    }

    fn test(
        &self,
        policy: &Policy,
        example: &PolicyExample,
        number: usize,
        (texts, file): (&[Source], &Source),
        today: Date,
    ) -> PolicyTest {
        let (rule, good) = (rule_name(&policy.name), example.good);
        // By a name of its own, or it would be taken for the policies themselves.
        let source = Source::new(format!("{rule} {number}"), example.text.as_str());
        let loader = Examples { texts };
        // The levels of the project do not matter here.
        let mut sources = Sources::default();
        let id = sources.add(source.clone());
        let span = Span::new(id, 0, source.text.len());
        let levels = crate::lint::Levels::default();
        let by = super::Measure {
            catalog: self.catalog(),
            levels: &levels,
            today,
            terms: self.terms(),
            memory: None,
        };
        let judged = super::check(&mut sources, span, &loader, by);
        let broken = breaks(&judged.findings, &policy.name);
        // What the text says wrong it may say of the very thing that the policy looks at.
        let is_of_text = |it: &Diagnostic| {
            let name = it.rule.as_str();
            // What could not be judged in an example may belong to another policy.
            let is_said = TEXT_ERRORS.contains(&name) && name != "not-evaluated";
            is_said && it.severity >= Severity::Warning
        };
        let is_doubtful = judged.waiting || judged.findings.iter().any(is_of_text);
        let result = match (is_doubtful, good, broken) {
            (true, ..) => TestResult::Unreadable,
            (false, true, true) => TestResult::Found,
            (false, false, false) => TestResult::Silent,
            _ => TestResult::Passed,
        };
        let mut findings = judged.findings;
        findings.retain(|it| judged.waiting || it.rule == rule.as_str() || is_of_text(it));
        // It is shown where it stands in the file of the policy, which no fix of a design may change.
        let whole = sources.add(file.clone());
        let stands = Stands::of(&file.text[example.span.range()], &source.text);
        let place = |span: Span| match span.source == id {
            true => stands.place(span, Span { source: whole, ..example.span }),
            false => span,
        };
        let shown = |it: Diagnostic| Diagnostic { fixes: Vec::new(), ..it.map_spans(place) };
        let findings = findings.into_iter().map(shown).collect();
        let sources = sources.examined(self.shows_secrets);
        let found = Checked { sources, file: file.name.clone(), findings, waiting: false };
        PolicyTest { rule, good, number, result, found }
    }
}

/// Where the lines of an example stand in its quotes: for each its start there and its start in what it
/// says. None where escapes make the two differ.
struct Stands(Option<Vec<(usize, usize)>>);

impl Stands {
    fn of(quoted: &str, said: &str) -> Self {
        let mut at = 0;
        let mut lines = Vec::new();
        for (start, line) in said.split_inclusive('\n').map(|line| {
            let start = line.as_ptr() as usize - said.as_ptr() as usize;
            (start, line.trim_end_matches(['\n', '\r']))
        }) {
            let Some(found) = quoted[at..].find(line) else { return Self(None) };
            lines.push((start, at + found));
            at += found + line.len();
        }
        Self((!lines.is_empty()).then_some(lines))
    }

    /// A place in what an example says as one in its file; else all of the example.
    fn place(&self, span: Span, example: Span) -> Span {
        let Some(lines) = &self.0 else { return example };
        let there = |at: u32| {
            let line = lines.partition_point(|(start, _)| *start <= at as usize) - 1;
            let (said, quoted) = lines[line];
            example.start + (quoted + (at as usize - said)) as u32
        };
        let (start, end) = (there(span.start), there(span.end));
        Span { start, end: end.max(start), ..example }
    }
}

/// It says that a line of a shared policy looks at nothing.
fn names_nothing(of: &Reviewed, found: &Diagnostic) -> bool {
    let shared = of.design.policies.iter().filter(|policy| policy.shared);
    let inside = |span: Span| span.source == found.primary.source && span.contains(found.primary);
    found.rule == "unknown-name"
        && found.severity == Severity::Warning
        && shared.map(|policy| policy.span).any(inside)
}

/// Brings policies to a design that knows no other file.
struct Examples<'e> {
    texts: &'e [Source],
}

impl Loader for Examples<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        NoLoader.load(from, path)
    }

    fn policies(&self) -> Vec<Source> {
        self.texts.to_vec()
    }
}

/// A design with all but its policies, own attributes and values blanked; every place stays.
fn policies_alone(source: &Source) -> Source {
    let mut sources = Sources::default();
    let id = sources.add(source.clone());
    let file = syntax::parse(&sources, id).file;
    let is_kept = |kind: &StatementKind| {
        matches!(
            kind,
            StatementKind::Policy(_) | StatementKind::Attributes(_) | StatementKind::Let(_)
        )
    };
    let kept: Vec<Span> =
        file.statements.iter().filter(|it| is_kept(&it.kind)).map(|it| it.span).collect();
    let inside = |at: usize| kept.iter().any(|span| span.range().contains(&at));
    let bytes = source.text.bytes().enumerate();
    let blanked: Vec<u8> =
        bytes.map(|(at, byte)| if byte == b'\n' || inside(at) { byte } else { b' ' }).collect();
    let text = String::from_utf8(blanked).unwrap_or_default();
    Source::new(source.name.clone(), text)
}
