//! The findings of a team's policies among those of rules: how they are called, and how they are weighed.

use super::{Context, Finding, Level, Levels, harm};
use crate::diagnostic::Severity;
use crate::model::Policy;
use crate::say::nearest;

/// Before the name of a policy, where a rule has its topic.
pub const TOPIC: &str = "policy";

/// The name by which the findings of a policy go.
pub fn rule_name(policy: &str) -> String {
    format!("{TOPIC}/{policy}")
}

/// Whether findings of that name are a policy's.
pub fn is_policy(name: &str) -> bool {
    name.starts_with("policy/")
}

/// Whether a pattern speaks about a policy by its name in findings: `policy/NAME`, `policy/*`,
/// `policy` or `*`.
pub fn answers_to(name: &str, pattern: &str) -> bool {
    is_policy(name) && (["*", TOPIC, "policy/*"].contains(&pattern) || pattern == name)
}

/// The rule or policy that a name which is neither was probably meant to be. A policy is often called
/// without its topic: `owned`, `ownd`.
pub fn meant<'r>(
    name: &str,
    rules: impl Iterator<Item = &'r str>,
    policies: &'r [String],
) -> Option<String> {
    let bare = |policy: &'r String| policy.strip_prefix("policy/").unwrap_or(policy);
    let is_bare = |name: &str| policies.iter().any(|policy| bare(policy) == name);
    if is_bare(name) {
        return Some(rule_name(name));
    }
    let names = rules.chain(policies.iter().map(String::as_str)).chain(policies.iter().map(bare));
    let near = nearest(name, names)?;
    Some(if is_bare(near) { rule_name(near) } else { near.to_owned() })
}

/// How loud a policy is in a run.
pub fn level(levels: &Levels, name: &str, own: Severity) -> Option<Severity> {
    match levels.of_policy(name) {
        Level::Off | Level::Skip => None,
        Level::At(severity) => Some(severity),
        Level::AtLeast(severity) => Some(own.max(severity)),
        Level::Judged => Some(own),
    }
}

/// Sets the level of a policy's finding and how it stands among the others; `None` where it is off.
pub(super) fn finish(context: &Context, levels: &Levels, finding: &mut Finding) -> Option<()> {
    let own = finding.diagnostic.severity;
    finding.diagnostic.severity = level(levels, &finding.diagnostic.rule, own)?;
    let (_, standing) = harm::weigh(context, finding, own);
    // The same demand, broken by several of a kind, is one finding.
    let label = finding.diagnostic.related.first().map(|(span, _)| span.start);
    finding.diagnostic.standing = standing;
    let tier = finding.diagnostic.standing.tier.take();
    finding.diagnostic.standing.tier = tier.zip(label).map(|(tier, at)| format!("{at} {tier}"));
    Some(())
}

/// Whether the name is of one of the design's policies.
pub(super) fn is_known(context: &Context, pattern: &str) -> bool {
    let named = |policy: &Policy| answers_to(&rule_name(&policy.name), pattern);
    pattern != "*" && context.design.policies.iter().any(named)
}

/// The names by which the findings of the design's policies go.
pub(super) fn names(context: &Context) -> Vec<String> {
    context.design.policies.iter().map(|policy| rule_name(&policy.name)).collect()
}
