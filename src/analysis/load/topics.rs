//! Topics as load sees them: each a queue of its own, which hands all that is sent to it on to the
//! queue that it stands on. So who reads a topic sees that topic only, who reads the queue sees all,
//! and the load of the queue is the sum.

use crate::model::{Component, ComponentId, Design, Facts, Kind, Link, LinkId, PartId};
use crate::syntax::ast::Arrow;
use std::borrow::Cow;

/// The topics of a design, in source order. Load numbers them behind the components.
pub fn topics(design: &Design) -> impl Iterator<Item = PartId> + '_ {
    let is_queue = |id: &PartId| design.component(design.part(*id).carrier).kind == Kind::Queue;
    design.part_ids().filter(is_queue)
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
        apart.components.push(queue(design, *part));
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
    apart.reindex();
    Cow::Owned(apart)
}

fn queue(design: &Design, part: PartId) -> Component {
    let it = design.part(part);
    Component {
        name: it.name.clone(),
        path: it.path.clone(),
        label: it.label.clone(),
        kind: Kind::Queue,
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
        arrow: Arrow::Async,
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
