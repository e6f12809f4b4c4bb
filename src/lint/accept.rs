//! `accept` statements: a finding that the team decided to live with stays in the list, marked.

use super::{Context, Finding, Rule, policy};
use crate::diagnostic::{Acceptance, Diagnostic, Edit, RuleName, Severity};
use crate::model::{Accept, AcceptSubject, Design, GroupId, Place, Subject};
use crate::text;
use jiff::civil::Date;

/// What became of one `accept` statement of the design.
pub struct Decision<'a> {
    pub accept: &'a Accept,
    /// Its date is past: it no longer covers anything.
    pub expired: bool,
    /// Indices of the subjects that no finding matched.
    pub idle: Vec<usize>,
    /// It covered at least one finding.
    pub used: bool,
    /// What the rule is about where the decision names nobody, and so speaks of the design as a whole.
    pub missed: Vec<String>,
    /// There is a rule that it names.
    pub known: bool,
    /// All rules that it names took part in the run, so that "no finding" means something.
    pub judged: bool,
    /// Rules that reported something worse than advice about its subjects, in the order of the
    /// findings.
    pub others: Vec<RuleName>,
}

/// Marks the findings that a decision covers.
pub(super) fn apply<'a>(
    context: &'a Context,
    rules: &[&Rule],
    judged: &[&Rule],
    findings: &mut [Finding],
) -> Vec<Decision<'a>> {
    let decide = |accept| decide(context, rules, judged, accept, findings);
    context.design.accepts.iter().map(decide).collect()
}

fn decide<'a>(
    context: &'a Context,
    rules: &[&Rule],
    judged: &[&Rule],
    accept: &'a Accept,
    findings: &mut [Finding],
) -> Decision<'a> {
    let named = |list: &[&Rule]| list.iter().filter(|r| r.answers_to(&accept.rule)).count();
    let expired = accept.until.is_some_and(|until| until < context.today);
    let mut matched = vec![false; accept.subjects.len()];
    let (mut used, mut others, mut missed) = (false, Vec::new(), Vec::new());
    for finding in findings.iter_mut() {
        let hits = hits(context.design, accept, finding);
        let about = covers(finding, &hits);
        let rule = finding.diagnostic.rule.clone();
        let is_rule = rules.iter().any(|r| r.name == rule && r.answers_to(&accept.rule));
        if !is_rule && !policy::answers_to(&rule, &accept.rule) {
            // Advice was hardly meant: the open questions are about nearly everything.
            let meant = finding.diagnostic.severity != Severity::Advice;
            if about && meant && !finding.subjects.is_empty() && !others.contains(&rule) {
                others.push(rule);
            }
            continue;
        }
        for (subject, _) in hits.iter().filter(|_| about) {
            matched[*subject] = true;
        }
        if let (true, Some(first)) = (accept.subjects.is_empty(), finding.subjects.first()) {
            missed.push(subject_as_written(&context.design.subject_name(*first)));
        }
        if about && !expired {
            used = true;
            let reason = accept.reason.clone();
            finding.diagnostic.accepted = Some(Acceptance { reason, until: accept.until });
        }
    }
    let idle = (0..matched.len()).filter(|at| !matched[*at]).collect();
    let known = named(rules) > 0 || policy::is_known(context, &accept.rule);
    let judged = named(rules) == named(judged);
    Decision { accept, expired, idle, used, missed, known, judged, others }
}

/// Pairs of an accepted subject and a finding's subject that it covers, by index.
fn hits(design: &Design, accept: &Accept, finding: &Finding) -> Vec<(usize, usize)> {
    let pairs = |(at, subject): (usize, &AcceptSubject)| {
        let of = finding.subjects.iter().enumerate();
        let covered = of.filter(|(_, found)| is_covered(design, *subject, **found));
        covered.map(|(found, _)| (at, found)).collect::<Vec<_>>()
    };
    accept.subjects.iter().enumerate().flat_map(pairs).collect()
}

/// A decision covers a finding when it speaks about the finding's first subject or about all of
/// them; one without subjects covers what its rule says about the design as a whole, and nothing else.
fn covers(finding: &Finding, hits: &[(usize, usize)]) -> bool {
    let about = |index: usize| hits.iter().any(|(_, found)| *found == index);
    match finding.subjects.len() {
        0 => true,
        count => about(0) || (0..count).all(about),
    }
}

fn is_covered(design: &Design, accepted: AcceptSubject, found: Subject) -> bool {
    match (accepted, found) {
        (AcceptSubject::Link(accepted, _), Subject::Link(found)) => accepted == found,
        (AcceptSubject::Place(place, _), Subject::Link(link)) => {
            is_within(design, place, Place::Component(design.link(link).from))
        }
        (AcceptSubject::Link(..), _) => false,
        (AcceptSubject::Place(place, _), Subject::Component(id)) => {
            is_within(design, place, Place::Component(id))
        }
        (AcceptSubject::Place(place, _), Subject::Group(id)) => {
            is_within(design, place, Place::Group(id))
        }
    }
}

/// Whether `inner` is `outer` or stands in it.
fn is_within(design: &Design, outer: Place, inner: Place) -> bool {
    let in_group = |outer: GroupId, group| design.ancestors(group).any(|id| id == outer);
    match (outer, inner) {
        (Place::Group(outer), Place::Component(id)) => in_group(outer, design.component(id).group),
        (Place::Group(outer), Place::Group(inner)) => in_group(outer, Some(inner)),
        (Place::Component(_), _) => outer == inner,
    }
}

/// An `accept` whose rule nobody knows: the decision would silently protect nothing.
pub(super) fn unknown_rules(context: &Context, rules: &[&Rule]) -> Vec<Diagnostic> {
    let known = |accept: &&Accept| {
        rules.iter().any(|rule| rule.answers_to(&accept.rule))
            || policy::is_known(context, &accept.rule)
    };
    let policies = policy::names(context);
    let unknown = context.design.accepts.iter().filter(|accept| !known(accept));
    let unknown = unknown.map(|accept| unknown_rule(accept, rules, &policies));
    let moved = context.design.accepts.iter().filter_map(|accept| moved_rule(accept, rules));
    unknown.chain(moved).collect()
}

/// An `accept` that calls a rule by a topic in which it stands no longer.
fn moved_rule(accept: &Accept, rules: &[&Rule]) -> Option<Diagnostic> {
    let is_moved = |rule: &&&Rule| rule.moved_from(&accept.rule).is_some();
    let rule = rules.iter().find(is_moved)?;
    let (name, topic) = (rule.name, rule.topic.name());
    let message = rule.now_in();
    let edits = vec![Edit { span: accept.rule_span, text: format!("{topic}/{name}") }];
    let title = text!(topic, name; "`{topic}/{name}`으로 적습니다", "write `{topic}/{name}`");
    let moved = Diagnostic::new("moved-rule", Severity::Advice, accept.rule_span, message);
    Some(moved.fix(crate::edit::safe(title, edits)))
}

fn unknown_rule(accept: &Accept, rules: &[&Rule], policies: &[String]) -> Diagnostic {
    let name = &accept.rule;
    let (message, label) = match policy::is_policy(name) {
        true => (
            text!(name; "`{name}` 정책이 없습니다", "there is no policy `{name}`"),
            text!("모르는 정책", "unknown policy"),
        ),
        false => (
            text!(name; "`{name}` 규칙이 없습니다", "there is no rule `{name}`"),
            text!("모르는 규칙", "unknown rule"),
        ),
    };
    let diagnostic = Diagnostic::error("unknown-name", accept.rule_span, message).label(label);
    let near = super::policy::meant(name, rules.iter().map(|rule| rule.name), policies);
    let near = near.as_deref();
    match near {
        Some(near) => diagnostic.did_you_mean(accept.rule_span, Some(near)),
        None if policy::is_policy(name) => diagnostic.help(text!(
            "정책은 `archlint.toml`의 `policies`에 적은 파일이나 이 설계에 있어야 합니다",
            "A policy stands in a file of `policies` in `archlint.toml`, or in this design."
        )),
        None => diagnostic.help(text!(
            "`archlint rules`가 규칙의 목록을 보여 줍니다",
            "`archlint rules` lists all rules"
        )),
    }
}

/// `accept RULE [on SUBJECTS] because "REASON" [until DATE]`: the statement by which a team decides to
/// live with a finding, or with all of its rule on the first subject. A finding about the design as a
/// whole has no subjects.
pub fn accept_statement(
    finding: &Diagnostic,
    all_of_it: bool,
    reason: &str,
    until: Option<Date>,
) -> String {
    let count = if all_of_it { 1 } else { finding.subjects.len() };
    let subjects: Vec<String> =
        finding.names().take(count.max(1)).map(subject_as_written).collect();
    let on = match subjects.is_empty() {
        true => String::new(),
        false => format!(" on {}", subjects.join(", ")),
    };
    let until = until.map(|day| format!(" until {day}")).unwrap_or_default();
    format!("accept {}{on} because \"{reason}\"{until}", finding.rule)
}

/// What a finding is about as a decision names it: a connection with blanks, `a -> b`, whatever its
/// arrow.
pub fn subject_as_written(name: &str) -> String {
    let ends = ["->", "~>", "=>"].into_iter().find_map(|arrow| name.split_once(arrow));
    ends.map_or_else(|| name.to_owned(), |(from, to)| format!("{from} -> {to}"))
}
