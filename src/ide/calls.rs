//! Who calls whom: people walk through an architecture along its connections.

use crate::model::{ComponentId, LinkId};
use crate::project::Reviewed;
use crate::source::Span;

/// The other end of connections, with the places where they are drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub component: ComponentId,
    pub drawn: Vec<Span>,
}

/// Who calls the component.
pub fn callers(reviewed: &Reviewed, id: ComponentId) -> Vec<Call> {
    let design = &reviewed.design;
    let links = design.link_ids().filter(|link| design.link(*link).to == id);
    gathered(reviewed, links, |link| reviewed.design.link(link).from)
}

/// Whom the component calls.
pub fn callees(reviewed: &Reviewed, id: ComponentId) -> Vec<Call> {
    let design = &reviewed.design;
    let links = design.link_ids().filter(|link| design.link(*link).from == id);
    gathered(reviewed, links, |link| reviewed.design.link(link).to)
}

fn gathered(
    reviewed: &Reviewed,
    links: impl Iterator<Item = LinkId>,
    other: impl Fn(LinkId) -> ComponentId,
) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    for link in links {
        let (component, span) = (other(link), reviewed.design.link(link).span);
        match calls.iter_mut().find(|call| call.component == component) {
            Some(call) => call.drawn.push(span),
            None => calls.push(Call { component, drawn: vec![span] }),
        }
    }
    calls
}
