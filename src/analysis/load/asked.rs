//! What load takes for granted about a design and ought to be asked.

use super::{Spread, states_mix};
use crate::model::{Attr, ComponentId, Design, FlowId, Kind, LinkId};
use crate::syntax::ast::Arrow;

/// The first store that is loaded with a mix of reads and writes which nothing states, so that all
/// are taken as reads; `None` where none is.
pub fn mix_taken_as_reads(design: &Design, spread: &Spread) -> Option<ComponentId> {
    let keeps = |id: ComponentId| {
        let kind = design.component(id).kind;
        matches!(kind, Kind::Db | Kind::Cache | Kind::Search | Kind::Storage)
    };
    let is_open = |id: &LinkId| {
        let link = design.link(*id);
        let carries = link.arrow != Arrow::Copy && keeps(link.to);
        carries && !link.facts.is_stated(Attr::Reads) && spread.over(design, *id).peak.hi > 0.0
    };
    if states_mix(design) {
        return None;
    }
    design.link_ids().find(is_open).map(|id| design.link(id).to)
}

/// Messages that a flow sends beside its steps, although another flow draws them among its own:
/// whoever drew them there may have meant that only that one sends them.
pub fn sent_beside_steps(design: &Design, spread: &Spread) -> Vec<(LinkId, FlowId)> {
    let flows = || design.flow_ids().filter(|id| !design.flow(*id).implied);
    if flows().nth(1).is_none() {
        return Vec::new();
    }
    let draws = |flow: FlowId, link: LinkId| design.flow(flow).steps.contains(&link);
    let steps_at = |flow: FlowId, from: ComponentId| {
        design.flow(flow).steps.iter().any(|step| design.link(*step).from == from)
    };
    let mut beside: Vec<(LinkId, FlowId)> = Vec::new();
    for passage in spread.passages(design).filter(|it| !it.load.is_none()) {
        let (Some(link), Some(flow)) = (passage.link, passage.flow) else { continue };
        let is_message = design.link(link).arrow == Arrow::Async;
        if is_message
            && !beside.contains(&(link, flow))
            && !draws(flow, link)
            && steps_at(flow, passage.from)
            && flows().any(|other| draws(other, link))
        {
            beside.push((link, flow));
        }
    }
    beside
}

/// Connections of users that each get all of their requests, because neither shares nor flows divide
/// them.
pub fn undivided(design: &Design, spread: &Spread) -> Vec<LinkId> {
    let mut open = Vec::new();
    for (journey, user) in spread.without_flow() {
        let joined = spread.joined(Some(journey));
        let entries: Vec<LinkId> =
            design.links_from(user).filter(|link| is_entry(design, *link)).collect();
        let first = |link: &LinkId| joined.iter().position(|group| group.contains(link));
        let mut apart: Vec<(Option<usize>, LinkId)> =
            entries.iter().map(|link| (first(link), *link)).collect();
        apart
            .dedup_by_key(|(group, link)| group.map_or((None, Some(*link)), |at| (Some(at), None)));
        if apart.len() > 1 {
            open.extend(entries.into_iter().filter(|link| !is_divided(design, *link)));
        }
    }
    open
}

fn is_entry(design: &Design, id: LinkId) -> bool {
    let link = design.link(id);
    let aside = [Kind::Dns, Kind::Monitor, Kind::Logs, Kind::Pipeline];
    link.arrow == Arrow::Sync && !aside.contains(&design.component(link.to).kind)
}

fn is_divided(design: &Design, id: LinkId) -> bool {
    let facts = &design.link(id).facts;
    facts.is_stated(Attr::Share) || facts.is_on(Attr::Required)
}
