//! Topics as load sees them: each a queue of its own, which hands all that is sent to it on to the
//! queue that it stands on. So who reads a topic sees that topic only, who reads the queue sees all,
//! and the load of the queue is the sum. The same of a table or bucket that something leaves, such as
//! a stream of its changes.

use crate::model::{
    Component, ComponentId, Design, Facts, Kind, Link, LinkId, Need, PartId, Softness,
};
use crate::syntax::ast::Arrow;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The topics of a design, and what else stands on a component and is left by a connection, in
/// source order. Load numbers them behind the components.
pub fn topics(design: &Design) -> impl Iterator<Item = PartId> + '_ {
    let left: BTreeSet<PartId> = match design.parts.is_empty() {
        true => BTreeSet::new(),
        false => design.links.iter().filter_map(|link| link.from_part).collect(),
    };
    let hands_on = move |id: &PartId| {
        design.component(design.part(*id).carrier).kind == Kind::Queue || left.contains(id)
    };
    design.part_ids().filter(hands_on)
}

/// The design with its topics as components of their own.
pub fn by_topic(design: &Design) -> Cow<'_, Design> {
    let topics: Vec<PartId> = topics(design).collect();
    if topics.is_empty() {
        return Cow::Borrowed(design);
    }
    let mut apart = design.clone();
    let first = design.components.len();
    let node = |part: PartId| {
        let at = topics.iter().position(|topic| *topic == part)?;
        Some(ComponentId((first + at) as u32))
    };
    for link in &mut apart.links {
        link.from = link.from_part.and_then(node).unwrap_or(link.from);
        link.to = link.to_part.and_then(node).unwrap_or(link.to);
    }
    for (at, part) in topics.iter().enumerate() {
        apart.components.push(alone(design, *part));
        apart.links.push(hands_on(design, *part, ComponentId((first + at) as u32)));
    }
    apart.needs.resize(apart.components.len(), Vec::new());
    apart.sharing.resize(apart.components.len(), Vec::new());
    for (id, groups) in design.component_ids().zip(&design.sharing) {
        apart.sharing[id.index()].clear();
        for links in groups {
            let from = apart.link(links[0]).from;
            apart.sharing[from.index()].push(links.clone());
        }
    }
    for (id, needs) in design.component_ids().zip(&design.needs) {
        apart.needs[id.index()].clear();
        for need in needs {
            let from = need.links.first().map(|link| apart.link(*link).from);
            // What a standby inherits begins elsewhere.
            let from = from.filter(|from| from.index() >= first).unwrap_or(id);
            apart.needs[from.index()].push(need.clone());
        }
    }
    for at in 0..topics.len() {
        let links = vec![LinkId((design.links.len() + at) as u32)];
        if apart.link(links[0]).arrow == Arrow::Sync {
            let need = Need { links, need: 1, softness: Softness::Hard, pool: false };
            apart.needs[first + at].push(need);
        }
    }
    apart.reindex();
    Cow::Owned(apart)
}

/// What a topic stands on; anything else is itself.
pub(super) fn whole(design: &Design, id: ComponentId) -> ComponentId {
    if design.parts.is_empty() {
        return id;
    }
    let within = design.links_from(id).find(|link| is_within(design, *link));
    within.map_or(id, |link| design.link(link).to)
}

fn alone(design: &Design, part: PartId) -> Component {
    let it = design.part(part);
    Component {
        name: it.name.clone(),
        path: it.path.clone(),
        label: it.label.clone(),
        kind: design.component(it.carrier).kind,
        tech: None,
        group: design.component(it.carrier).group,
        zones: Vec::new(),
        facts: Facts::default(),
        span: it.span,
        head: it.head,
        name_span: it.name_span,
        changed: None,
        implied: None,
    }
}

/// What makes of the queue's load the sum of its topics'.
fn hands_on(design: &Design, part: PartId, from: ComponentId) -> Link {
    let it = design.part(part);
    Link {
        from,
        to: it.carrier,
        from_part: Some(part),
        to_part: None,
        // Who writes to a table waits for its store.
        arrow: match design.component(it.carrier).kind {
            Kind::Queue => Arrow::Async,
            _ => Arrow::Sync,
        },
        label: None,
        facts: Facts::default(),
        span: it.span,
        statement: it.span,
    }
}

/// Whether it is such a connection, which nobody drew.
pub(super) fn is_within(design: &Design, link: LinkId) -> bool {
    let link = design.link(link);
    link.to_part.is_none()
        && link.from_part.is_some_and(|part| design.part(part).carrier == link.to)
}
