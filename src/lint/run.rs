//! One run: from rules to the findings that people see.

use super::accept;
use super::{Context, Finding, Level, Levels, Rule, Topic, harm, merge, partial, policy};
use crate::analysis::{Unit, gap};
use crate::diagnostic::{Diagnostic, Named, Severity};
use crate::model::{Attr, ComponentId, Design, Subject};

/// Whether the rules must wait because the text has errors: a design that was only half understood
/// would be judged wrongly.
pub fn must_wait(errors: &[Diagnostic]) -> bool {
    errors.iter().any(|error| error.severity == Severity::Error)
}

/// Judges a design by all `rules`, as far as `levels` lets them run; `others` were found by policies. The findings are ordered by
/// level, harm, minutes and place; accepted ones are among them.
pub fn run(
    context: &Context,
    rules: &[&Rule],
    others: Vec<Finding>,
    levels: &Levels,
) -> Vec<Diagnostic> {
    let judged: Vec<&Rule> =
        rules.iter().copied().filter(|rule| levels.of(rule) != Level::Skip).collect();
    let mut findings: Vec<Finding> =
        judged.iter().flat_map(|rule| rule.check.of_design(context)).collect();
    findings.retain(|finding| !rests_on_unknown(context, finding));
    findings.retain(|finding| !is_about_what_stands_by(context, &judged, finding));
    findings.extend(others);
    merge::one_cause_one_finding(context, &mut findings);
    let waiting = partial::wait(context, &judged, &mut findings);
    let decisions = accept::apply(context, rules, &judged, &mut findings);
    let of_decisions = |rule: &&Rule| rule.check.of_decisions(context, &decisions);
    findings.extend(judged.iter().flat_map(of_decisions));
    let mut diagnostics = accept::unknown_rules(context, rules);
    diagnostics.extend(waiting);
    diagnostics.extend(findings.into_iter().filter_map(|f| finish(context, rules, levels, f)));
    order(&mut diagnostics);
    diagnostics
}

/// Counts instances of what is stated to be unknown: that is a question.
fn rests_on_unknown(context: &Context, finding: &Finding) -> bool {
    let unknown = |unit: &Unit| match *unit {
        Unit::Replica(id, _) => {
            context.design.component(id).facts.unknown(Attr::Replicas).is_some()
        }
        Unit::Whole(_) | Unit::Domain(_) => false,
    };
    !finding.explains.is_empty() && finding.explains.iter().all(unknown)
}

/// Rules about load, counts and single points take a site that stands by as absent; those about data
/// and security see it.
fn is_about_what_stands_by(context: &Context, rules: &[&Rule], finding: &Finding) -> bool {
    let design = context.design;
    let stands_by = |subject: &Subject| match *subject {
        Subject::Component(id) => design.stands_by(id),
        Subject::Group(id) => {
            let mut around = design.ancestors(Some(id));
            around.any(|id| design.standby_sites.iter().any(|site| site.group == id))
        }
        Subject::Link(_) => false,
    };
    let rule = rules.iter().find(|rule| rule.name == finding.diagnostic.rule);
    rule.is_some_and(|rule| matches!(rule.topic, Topic::Availability | Topic::Capacity))
        && !finding.subjects.is_empty()
        && finding.subjects.iter().all(stands_by)
}

/// Sets the level and the names; `None` when the rule is switched off.
fn finish(
    context: &Context,
    rules: &[&Rule],
    levels: &Levels,
    mut finding: Finding,
) -> Option<Diagnostic> {
    finding.flow = finding.flow.or_else(|| flow_of_subject(context, &finding));
    let Some(rule) = rules.iter().find(|rule| rule.name == finding.diagnostic.rule) else {
        policy::finish(context, levels, &mut finding)?;
        return Some(named(context, finding));
    };
    let own = finding.diagnostic.severity;
    let (weighed, standing) = harm::weigh(context, &finding, rule.severity);
    let judged = if rule.fixed_severity { own } else { weighed };
    finding.diagnostic.standing = standing;
    finding.diagnostic.severity = match levels.of(rule) {
        Level::Off | Level::Skip => return None,
        Level::At(severity) => severity,
        Level::AtLeast(severity) => judged.max(severity),
        Level::Judged => judged,
    };
    Some(named(context, finding))
}

fn named(context: &Context, finding: Finding) -> Diagnostic {
    let design = context.design;
    let mut diagnostic = finding.diagnostic;
    let named =
        |subject: &Subject| Named { subject: *subject, name: design.subject_name(*subject) };
    diagnostic.subjects.extend(finding.subjects.iter().map(named));
    diagnostic.flow = finding.flow.map(|flow| design.flow(flow).name.clone());
    diagnostic.path = path_names(design, &finding.path);
    diagnostic
}

fn flow_of_subject(context: &Context, finding: &Finding) -> Option<crate::model::FlowId> {
    match *finding.subjects.first()? {
        Subject::Component(id) => context.flow_of(id),
        Subject::Link(id) => context.flow_of(context.design.link(id).from),
        Subject::Group(_) => None,
    }
}

fn order(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        let place =
            |d: &Diagnostic| (d.primary.source, d.primary.start, d.primary.end, d.rule.clone());
        let by_weight = a.outweighs(b).then_with(|| place(a).cmp(&place(b)));
        by_weight.then_with(|| a.message.en.cmp(&b.message.en))
    });
}

/// The names along an evidence path; of a very long one the middle is left out.
fn path_names(design: &Design, path: &[ComponentId]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let left_out = gap(path).unwrap_or(0..0);
    for (index, id) in path.iter().enumerate() {
        if index == left_out.end && left_out.end > 0 {
            names.push("…".to_owned());
        }
        if !left_out.contains(&index) {
            names.push(design.component(*id).path.clone());
        }
    }
    names
}
