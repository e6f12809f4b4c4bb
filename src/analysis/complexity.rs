//! How complex a design is: a vector of counts, never one opaque score.

use crate::model::{Design, Failover, LinkId};
use crate::syntax::ast::Arrow;
use std::collections::BTreeSet;

/// What a team has to understand and to operate. Users and third parties are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Complexity {
    pub components: u32,
    /// Distinct technologies; a component without one counts by its kind.
    pub technologies: u32,
    /// Components that keep data.
    pub stateful: u32,
    /// Copies kept in step with another, drawn or counted.
    pub replication_links: u32,
    /// Replicated stores whose failover takes a person, or is not stated.
    pub manual_failovers: u32,
    /// Synchronous calls from one zone, region or data centre into another.
    pub cross_domain_calls: u32,
    /// Links − components + 2 × connected parts, users and third parties included.
    pub cyclomatic: i64,
}

impl Complexity {
    pub fn of(design: &Design) -> Self {
        let own: Vec<_> = design.own_ids().collect();
        let technologies: BTreeSet<&str> = own
            .iter()
            .map(|id| {
                let component = design.component(*id);
                component.tech.as_ref().map_or(component.kind.word(), |tech| tech.name.as_str())
            })
            .collect();
        let stateful = own.iter().filter(|id| design.component(**id).kind.is_store()).count();
        let manual = own
            .iter()
            .filter(|id| design.has_standby(**id) && design.failover(**id) != Failover::Auto)
            .count();
        let kept = own.iter().filter(|id| design.component(**id).kind.is_store());
        let copies: u32 = kept.map(|id| design.running(*id).saturating_sub(1)).sum();
        let of_arrow = |arrow| design.links.iter().filter(|link| link.arrow == arrow).count();
        Self {
            components: own.len() as u32,
            technologies: technologies.len() as u32,
            stateful: stateful as u32,
            replication_links: of_arrow(Arrow::Copy) as u32 + copies,
            manual_failovers: manual as u32,
            cross_domain_calls: design.link_ids().filter(|id| crosses(design, *id)).count() as u32,
            cyclomatic: cyclomatic(design),
        }
    }

    /// Name and value of each count, in a fixed order.
    pub fn entries(&self) -> [(&'static str, i64); 7] {
        [
            ("components", i64::from(self.components)),
            ("technologies", i64::from(self.technologies)),
            ("stateful_components", i64::from(self.stateful)),
            ("replication_links", i64::from(self.replication_links)),
            ("manual_failovers", i64::from(self.manual_failovers)),
            ("cross_domain_calls", i64::from(self.cross_domain_calls)),
            ("cyclomatic", self.cyclomatic),
        ]
    }
}

/// A synchronous call whose two ends stand in failure domains of which neither holds the other's.
fn crosses(design: &Design, id: LinkId) -> bool {
    let link = design.link(id);
    let (from, to) = (design.domains(link.from), design.domains(link.to));
    link.arrow == Arrow::Sync
        && from.first().is_some_and(|domain| !to.contains(domain))
        && to.first().is_some_and(|domain| !from.contains(domain))
}

fn cyclomatic(design: &Design) -> i64 {
    let parts = petgraph::algo::connected_components(&design.graph);
    design.links.len() as i64 - design.components.len() as i64 + 2 * parts as i64
}
