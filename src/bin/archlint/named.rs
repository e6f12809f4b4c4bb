//! What is named on the command line and in a configuration must be there: rules, topics, policies.

use crate::args::{Common, RuleArgs};
use crate::failure::Failure;
use crate::files::Naming;
use crate::settings::{AllSettings, Settings, has_errors};
use archlint::config::names_a_policy;
use archlint::lint::policy::{self, rule_name};
use archlint::model::Policy;
use archlint::say::{Text, nearest};
use archlint::{Selection, text};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// What the arguments ask for. Every rule and topic named must exist; policies are looked for once
/// designs were read.
pub fn selection(args: &RuleArgs, common: &Common) -> Result<Selection, Failure> {
    let RuleArgs { select, ignore, profile } = args.clone();
    let chosen = Selection { select, ignore, profile, ..Selection::default() };
    chosen.check().map_err(|unknown| {
        let word = unknown.word;
        if archlint::lexicon::ERRORS.iter().any(|error| error.name == word) {
            return text!(word;
                "`{word}`는 규칙이 아니라 글에 대한 지적이라 고르거나 끌 수 없습니다. 언제나 알립니다",
                "`{word}` is no rule but said of the text itself: it can be neither selected nor ignored"
            );
        }
        let near = match of_configuration(&word, common) {
            Some(policy) if unknown.nearest.is_none() || policy == rule_name(&word) => Some(policy),
            _ => unknown.nearest,
        };
        let meant = match near {
            None if !word.contains('/') => text!(word;
                ". 정책이면 `policy/{word}`로 적으세요",
                "; a policy is written `policy/{word}`"
            ),
            nearest => meant(nearest.as_deref()),
        };
        text!(word, meant;
            "`{word}` 규칙이나 주제는 없습니다{meant}",
            "there is no rule or topic `{word}`{meant}"
        )
    })?;
    Ok(chosen)
}

/// The policy of the configuration that the word probably means.
fn of_configuration(word: &str, common: &Common) -> Option<String> {
    let naming = Naming::new(common).ok()?;
    let mut all = AllSettings::new(&naming, common, Selection::default()).ok()?;
    let policies = all.of(Path::new(".")).ok()?.project.policies().1;
    let names: Vec<String> = policies.iter().map(|policy| rule_name(&policy.name)).collect();
    policy::meant(word, std::iter::empty(), &names)
}

fn meant(name: Option<&str>) -> Text {
    let said = |name| text!(name; ". 혹시 `{name}`인가요?", "; did you mean `{name}`?");
    name.map(said).unwrap_or_default()
}

/// Whether the arguments name a policy.
pub fn names_policies(args: &RuleArgs) -> bool {
    args.select.iter().chain(&args.ignore).any(|it| names_a_policy(it))
}

/// Whether the policies exist that a run names, and those of its configurations.
pub struct Policies {
    /// Names of the findings of all policies that were seen.
    known: BTreeSet<String>,
}

impl Policies {
    /// Those of the designs that were read.
    pub fn of<'p>(designs: impl Iterator<Item = &'p Policy>) -> Self {
        Self { known: designs.map(|policy| rule_name(&policy.name)).collect() }
    }

    /// Those that the arguments name must be among them, or in the configuration.
    pub fn hold_for_arguments(mut self, args: &RuleArgs, of_run: &Settings) -> Result<(), Failure> {
        let mut named = args.select.iter().chain(&args.ignore).filter(|it| names_a_policy(it));
        let Some(first) = named.next() else { return Ok(()) };
        let of_configuration = of_run.project.policies().1;
        self.known.extend(of_configuration.iter().map(|policy| rule_name(&policy.name)));
        let is_unknown = |name: &&String| !self.known.contains(*name);
        let Some(word) = [first].into_iter().chain(named).find(is_unknown) else { return Ok(()) };
        let meant = meant(nearest(word, self.known.iter().map(String::as_str)));
        let said = text!(word, meant;
            "`{word}` 정책은 설계에도 `archlint.toml`에도 없습니다{meant}",
            "neither a design nor `archlint.toml` has a policy `{word}`{meant}"
        );
        Err(said.into())
    }

    /// Those that a configuration names must be among its own and them. `are_all` says that all of its
    /// designs were read.
    pub fn hold_for_configuration(
        &self,
        settings: &Arc<Settings>,
        are_all: bool,
    ) -> Result<(), Failure> {
        if settings.project.config().named.is_empty() {
            return Ok(());
        }
        let known: Vec<String> = self.known.iter().cloned().collect();
        settings.project.unknown_policies(&known, are_all).map_or(Ok(()), |it| Err(has_errors(it)))
    }
}
