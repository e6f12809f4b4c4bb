//! How loud a finding is: by the harm that is done, by what was promised, and by what is known.

use super::{Context, Finding};
use crate::analysis::Unit;
use crate::analysis::availability::{Figure, downtime_a_year};
use crate::diagnostic::{Harm, Severity, Standing};
use crate::model::{Attr, ComponentId, Kind, ReplicaBasis, Subject};
use crate::say::{Lang, Piece, Text};

/// The level of a finding of a rule whose own level is `table`, about something that is down, overloaded or lost, and how every finding
/// stands among the others.
pub(super) fn weigh(context: &Context, finding: &Finding, table: Severity) -> (Severity, Standing) {
    let own = finding.diagnostic.severity;
    let serious = |level: Severity| match context.is_serious(finding.flow) {
        true => level,
        false => level.lowered(),
    };
    let down = unavailability(context, finding);
    let standing = |harm| Standing {
        harm,
        downtime: downtime_a_year(down.unwrap_or(0.0)),
        rank: if finding.is_loss() { rank(context, finding) } else { 0 },
        tier: tier(context, finding),
    };
    if !finding.is_loss() {
        return (serious(own), standing(Harm::Hygiene));
    }
    let harm = harm(context, finding);
    let mut level = serious(own.min(loudest(harm)));
    if is_count_assumed(context, finding) {
        level = level.lowered();
    }
    if breaks_promise(context, finding, down) && harm >= Harm::Journey {
        // What rests on a planning value accuses nobody.
        level = if own < table { own } else { Severity::Error };
    }
    if is_undrawn(context, finding) {
        level = level.min(Severity::Warning);
    }
    (level, standing(harm))
}

/// Of a design drawn in part nobody knows that the one box is all there is: what rests on that is no error.
fn is_undrawn(context: &Context, finding: &Finding) -> bool {
    context.design.partial && assumed_single(context, finding).is_some()
}

fn loudest(harm: Harm) -> Severity {
    match harm {
        Harm::Data => Severity::Error,
        Harm::Journey => Severity::Warning,
        Harm::Function | Harm::Hygiene => Severity::Advice,
    }
}

/// A flow is critical, or the finding alone breaks the availability that was asked of it.
fn breaks_promise(context: &Context, finding: &Finding, down: Option<f64>) -> bool {
    let Some(flow) = finding.flow else { return false };
    let asked = context.stated_objective(finding.flow, Attr::Availability);
    let broken = asked.zip(down).is_some_and(|(asked, down)| down > 1.0 - asked.low() + 1e-12);
    broken || context.design.flow(flow).facts.is_on(Attr::Critical)
}

/// The worst of what the finding says is lost; else of what it is about.
fn harm(context: &Context, finding: &Finding) -> Harm {
    let of_unit = |unit: &Unit| match *unit {
        Unit::Replica(id, _) | Unit::Whole(id) => context.harm_of(Subject::Component(id)),
        Unit::Domain(group) => context.harm_of(Subject::Group(group)),
    };
    let explained = finding.explains.iter().map(of_unit).max();
    explained
        .or_else(|| about(finding).map(|id| context.harm_of(Subject::Component(id))))
        .unwrap_or_default()
}

fn about(finding: &Finding) -> Option<ComponentId> {
    finding.subjects.iter().find_map(|subject| match *subject {
        Subject::Component(id) => Some(id),
        _ => None,
    })
}

/// Of two that are worth the same the nearer one to the data: data, queue, entry, application.
fn rank(context: &Context, finding: &Finding) -> u8 {
    match about(finding).map(|id| context.kind(id)) {
        Some(Kind::Db | Kind::Storage | Kind::Search | Kind::Cache) => 0,
        Some(Kind::Queue) => 1,
        Some(Kind::Dns | Kind::Cdn | Kind::Waf | Kind::Lb | Kind::Gateway) => 2,
        Some(_) => 3,
        None => 4,
    }
}

/// "taken as 1, not stated": of a store it makes no difference.
fn is_count_assumed(context: &Context, finding: &Finding) -> bool {
    assumed_single(context, finding).is_some_and(|id| !context.kind(id).is_store())
}

/// What the finding is about, where it rests on a number that nobody wrote down.
fn assumed_single(context: &Context, finding: &Finding) -> Option<ComponentId> {
    let id = about(finding)?;
    let assumed = context.design.replicas(id).basis == ReplicaBasis::Assumed;
    let counted = finding.explains.iter().any(|unit| matches!(unit, Unit::Replica(..)));
    (assumed && counted && !context.is_in_pool(id)).then_some(id)
}

/// The part of the time for which the worst of its units is down.
fn unavailability(context: &Context, finding: &Finding) -> Option<f64> {
    let of_unit = |unit: &Unit| match *unit {
        Unit::Replica(id, _) | Unit::Whole(id) => Figure::of_component(context.design, id),
        Unit::Domain(group) => Figure::of_domain(context.design, group),
    };
    let parts = finding.explains.iter().map(|unit| of_unit(unit).rate.unavailability);
    parts.reduce(f64::max)
}

/// Findings of one rule about the same kind of component at the same level of groups, for the same
/// cause, are of one tier.
fn tier(context: &Context, finding: &Finding) -> Option<String> {
    let [Subject::Component(id), ref rest @ ..] = finding.subjects[..] else { return None };
    // Its own connections are no second cause.
    let is_own = |subject: &Subject| match *subject {
        Subject::Link(link) => {
            let link = context.design.link(link);
            link.from == id || link.to == id
        }
        _ => false,
    };
    if finding.alone || !rest.iter().all(is_own) {
        return None;
    }
    let groups = context.groups_around(id).map(|group| context.design.group(group).kind.word());
    let groups: Vec<&str> = groups.collect();
    let cause = finding.diagnostic.label.as_ref().map(cause).unwrap_or_default();
    Some(format!("{} {} {cause}", context.kind(id).word(), groups.join(".")))
}

/// What a label says whatever its numbers and names are.
fn cause(label: &Text) -> String {
    let fixed = |piece| match piece {
        Piece::Words(words) | Piece::Code(words) => Some(words),
        _ => None,
    };
    label.line(Lang::En).pieces().into_iter().filter_map(fixed).collect()
}
