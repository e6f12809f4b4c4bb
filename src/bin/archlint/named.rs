//! What is named on the command line and in a configuration must be there: rules, topics, policies.

use crate::args::RuleArgs;
use crate::failure::Failure;
use crate::settings::{Settings, has_errors};
use archlint::config::names_a_policy;
use archlint::lint::policy::rule_name;
use archlint::model::Policy;
use archlint::say::{Text, nearest};
use archlint::{Selection, text};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the arguments ask for. Every rule and topic named must exist; policies are looked for once
/// designs were read.
pub fn selection(args: &RuleArgs) -> Result<Selection, Failure> {
    let RuleArgs { select, ignore, profile } = args.clone();
    let chosen = Selection { select, ignore, profile, ..Selection::default() };
    chosen.check().map_err(|unknown| {
        let word = unknown.word;
        let meant = match unknown.nearest {
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
