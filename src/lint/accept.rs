//! `accept` statements: a finding that the team decided to live with stays in the list, marked.

use super::{Context, Finding, Rule, policy};
use crate::diagnostic::{Acceptance, Diagnostic, Edit, RuleName, Severity};
use crate::model::{Accept, AcceptSubject, Design, GroupId, Place, Subject};
use crate::say::Text;
use crate::text;
use jiff::civil::Date;

/// What became of one `accept` statement of the design.
pub struct Decision<'a> {
    pub accept: &'a Accept,
    /// Its date is past: it no longer covers anything.
    pub expired: bool,
    /// Indices of the subjects that no finding matched.
    pub idle: Vec<usize>,
    /// It had a share in at least one finding.
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

/// Marks the findings that the decisions cover: what one of them leaves out, others may add.
pub(super) fn apply<'a>(
    context: &'a Context,
    rules: &[&Rule],
    judged: &[&Rule],
    findings: &mut [Finding],
) -> Vec<Decision<'a>> {
    let accepts = context.design.accepts.iter();
    let mut decisions: Vec<Open> =
        accepts.map(|accept| Open::new(context, rules, judged, accept)).collect();
    for finding in findings {
        let rule = finding.diagnostic.rule.clone();
        let judge = rules.iter().find(|it| it.name == rule);
        let mut holding = Vec::new();
        for (at, open) in decisions.iter_mut().enumerate() {
            let pattern = &open.decision.accept.rule;
            let answers = judge.is_some_and(|it| it.answers_to(pattern));
            match answers || policy::answers_to(&rule, pattern) {
                true if open.meets(context, finding) => holding.push(at),
                true => {}
                false => open.sees_another(context, finding),
            }
        }
        let accepts: Vec<&Accept> =
            holding.iter().map(|at| decisions[*at].decision.accept).collect();
        let left = left_out(context.design, &accepts, finding);
        if accepts.is_empty() {
            continue;
        }
        match left.is_empty() {
            true => finding.diagnostic.accepted = Some(together(&accepts)),
            false => say_left_out(context, &accepts, &left, finding),
        }
    }
    decisions.into_iter().map(Open::close).collect()
}

/// A decision while the findings are gone through.
struct Open<'a> {
    decision: Decision<'a>,
    /// Which of its subjects a finding was about.
    matched: Vec<bool>,
}

impl<'a> Open<'a> {
    fn new(context: &'a Context, rules: &[&Rule], judged: &[&Rule], accept: &'a Accept) -> Self {
        let named = |list: &[&Rule]| list.iter().filter(|r| r.answers_to(&accept.rule)).count();
        let decision = Decision {
            accept,
            expired: is_expired(context, accept),
            idle: Vec::new(),
            used: false,
            missed: Vec::new(),
            known: named(rules) > 0 || policy::is_known(context, &accept.rule),
            judged: named(rules) == named(judged),
            others: Vec::new(),
        };
        Self { decision, matched: vec![false; accept.subjects.len()] }
    }

    /// Whether it holds for some of a finding of its rule.
    fn meets(&mut self, context: &Context, finding: &Finding) -> bool {
        let (design, accept) = (context.design, self.decision.accept);
        let mut about = finding.subjects.is_empty();
        for (subject, matched) in accept.subjects.iter().zip(&mut self.matched) {
            let names = |found: &Subject| is_covered(design, *subject, *found);
            if finding.subjects.is_empty() || finding.subjects.iter().any(names) {
                (*matched, about) = (true, true);
            }
        }
        if let (true, Some(first)) = (accept.subjects.is_empty(), finding.subjects.first()) {
            self.decision.missed.push(subject_as_written(&design.subject_name(*first)));
        }
        let holds = about && !self.decision.expired;
        self.decision.used |= holds;
        holds
    }

    /// Advice was hardly meant: the open questions are about nearly everything.
    fn sees_another(&mut self, context: &Context, finding: &Finding) {
        let (design, accept) = (context.design, self.decision.accept);
        let rule = &finding.diagnostic.rule;
        let Some(first) = finding.subjects.first() else { return };
        let about = accept.subjects.iter().any(|subject| is_covered(design, *subject, *first));
        let meant = finding.diagnostic.severity != Severity::Advice;
        if about && meant && !self.decision.others.contains(rule) {
            self.decision.others.push(rule.clone());
        }
    }

    fn close(self) -> Decision<'a> {
        let idle = (0..self.matched.len()).filter(|at| !self.matched[*at]).collect();
        Decision { idle, ..self.decision }
    }
}

fn is_expired(context: &Context, accept: &Accept) -> bool {
    accept.until.is_some_and(|until| until < context.today)
}

/// What a finding is about and no decision names. A finding that is about a component and about its
/// connection is one thing: naming either will do.
fn left_out(design: &Design, accepts: &[&Accept], finding: &Finding) -> Vec<Subject> {
    let named = |found: Subject| {
        let mut all = accepts.iter().flat_map(|accept| &accept.subjects);
        all.any(|subject| is_covered(design, *subject, found))
    };
    let touches = |one: Subject, other: Subject| match (one, other) {
        (Subject::Component(id), Subject::Link(link))
        | (Subject::Link(link), Subject::Component(id)) => {
            let link = design.link(link);
            link.from == id || link.to == id
        }
        _ => false,
    };
    let named: Vec<Subject> = finding.subjects.iter().copied().filter(|it| named(*it)).collect();
    let left = |it: &Subject| !named.contains(it) && !named.iter().any(|one| touches(*one, *it));
    finding.subjects.iter().copied().filter(left).collect()
}

/// The reasons of all, until the first of them ends.
fn together(accepts: &[&Accept]) -> Acceptance {
    let mut reasons: Vec<&str> = Vec::new();
    for accept in accepts {
        if !reasons.contains(&accept.reason.as_str()) {
            reasons.push(&accept.reason);
        }
    }
    let until = accepts.iter().filter_map(|accept| accept.until).min();
    Acceptance { reason: reasons.join("; "), until }
}

/// Nobody decided to live with what joined later, so that all of it is said again.
fn say_left_out(context: &Context, accepts: &[&Accept], left: &[Subject], finding: &mut Finding) {
    const NAMED: usize = 5;
    let name = |subject: &Subject| subject_as_written(&context.design.subject_name(*subject));
    let names: Vec<String> = left.iter().take(NAMED).map(name).collect();
    let more = if left.len() > NAMED { ", …" } else { "" };
    let names = Text::names(names.iter().map(String::as_str));
    for accept in accepts {
        let told = text!(names, more;
            "이 결정에 없는 것: {names}{more}",
            "this decision leaves out {names}{more}"
        );
        finding.diagnostic.related.push((accept.span, told));
    }
}

/// What a rule would say together of many, in two parts: those that no decision names, and those that
/// one does, so that what joins later is said alone.
pub fn apart<T: Copy + Into<Subject>>(context: &Context, rule: &Rule, all: Vec<T>) -> Vec<Vec<T>> {
    let is_named = |it: &T| is_accepted(context, rule, (*it).into());
    let (accepted, open): (Vec<T>, Vec<T>) = all.into_iter().partition(is_named);
    [open, accepted].into_iter().filter(|part| !part.is_empty()).collect()
}

/// Whether a decision that holds names it for the rule.
pub fn is_accepted(context: &Context, rule: &Rule, found: Subject) -> bool {
    let design = context.design;
    let holds = |accept: &&Accept| rule.answers_to(&accept.rule) && !is_expired(context, accept);
    let mut named = design.accepts.iter().filter(holds).flat_map(|accept| &accept.subjects);
    named.any(|subject| is_covered(design, *subject, found))
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

/// Whether a team can decide to live with the finding: with what a rule or a policy says, unless that
/// is a broken promise, a secret, or a decision that holds for nothing.
pub fn is_acceptable(finding: &Diagnostic, rules: &[&Rule]) -> bool {
    const NEVER: [&str; 4] =
        ["expectation-failed", "secret-in-design", "unused-accept", "expired-accept"];
    let is_rule = rules.iter().any(|rule| rule.name == finding.rule);
    (is_rule || policy::is_policy(&finding.rule)) && !NEVER.contains(&finding.rule.as_str())
}

/// `accept RULE [on SUBJECTS] because "REASON" [until DATE]`: the statement by which a team decides to
/// live with findings of a rule, with all that they are about. A finding about the design as a whole
/// has no subjects.
pub fn accept_statement(findings: &[&Diagnostic], reason: &str, until: Option<Date>) -> String {
    let mut subjects: Vec<String> = Vec::new();
    for name in findings.iter().flat_map(|finding| finding.names()).map(subject_as_written) {
        if !subjects.contains(&name) {
            subjects.push(name);
        }
    }
    let rule = findings.first().map(|it| it.rule.as_str()).unwrap_or_default();
    let on = match subjects.is_empty() {
        true => String::new(),
        false => format!(" on {}", subjects.join(", ")),
    };
    let until = until.map(|day| format!(" until {day}")).unwrap_or_default();
    format!("accept {rule}{on} because \"{reason}\"{until}")
}

/// What a finding is about as a decision names it: a connection with blanks, `a -> b`, whatever its
/// arrow.
pub fn subject_as_written(name: &str) -> String {
    let ends = ["->", "~>", "=>"].into_iter().find_map(|arrow| name.split_once(arrow));
    ends.map_or_else(|| name.to_owned(), |(from, to)| format!("{from} -> {to}"))
}
