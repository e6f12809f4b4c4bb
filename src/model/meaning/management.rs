//! Who runs a component, and whether it fails replica by replica or as a whole.

use super::super::{Attr, Component, ComponentId, Design, GroupKind, Kind, Link};
use crate::catalog::Management;
use crate::syntax::ast::Arrow;

impl Design {
    /// Who runs the component: what `managed` says, else the catalogue.
    ///
    /// `managed` without a technology that the catalogue knows as a service is understood from the
    /// kind: balancers, storage, queues and functions as services of the region, databases and the
    /// like as instances. A `dns`, `cdn` or `waf` of which nothing is said is a provider's: nobody
    /// builds one for a design in which it is a single box. One that is drawn in a zone or on a host
    /// is such a box.
    pub fn management(&self, id: ComponentId) -> Management {
        let component = self.component(id);
        match component.facts.flag(Attr::Managed) {
            Some(false) => Management::SelfRun,
            Some(true) => by_service(component).unwrap_or_else(|| by_kind(component)),
            None => match &component.tech {
                Some(tech) => tech.management,
                None if self.is_provided(component) => by_kind(component),
                None => Management::SelfRun,
            },
        }
    }

    /// A managed service that stays up when one of its zones goes down: a regional or global one,
    /// and an instance of which replicas, several zones or a multi-zone mode are stated.
    pub fn spans_zones(&self, id: ComponentId) -> bool {
        match self.management(id) {
            Management::SelfRun => false,
            Management::Regional | Management::Global => true,
            Management::Instance => self.is_multi_zone(id),
        }
    }

    /// Fails as one unit however many replicas are drawn: a third party, or a managed service that
    /// spans its zones.
    pub fn fails_whole(&self, id: ComponentId) -> bool {
        self.component(id).kind == Kind::External || self.spans_zones(id)
    }

    /// It gets its work from queues alone.
    pub fn is_fed_by_queues(&self, id: ComponentId) -> bool {
        let links = self.links_to(id).map(|link| self.link(link));
        let mut callers = links.filter(|link| link.arrow != Arrow::Copy).peekable();
        let is_queue = |link: &Link| self.component(link.from).kind == Kind::Queue;
        callers.peek().is_some() && callers.all(is_queue)
    }

    fn is_provided(&self, component: &Component) -> bool {
        matches!(component.kind, Kind::Dns | Kind::Cdn | Kind::Waf)
            && !component.facts.is_stated(Attr::Replicas)
            && component.zones.is_empty()
            && !self.is_in_one_zone(component)
    }

    fn is_in_one_zone(&self, component: &Component) -> bool {
        let kinds = [GroupKind::Zone, GroupKind::Host];
        self.ancestors(component.group).any(|group| kinds.contains(&self.group(group).kind))
    }

    fn is_multi_zone(&self, id: ComponentId) -> bool {
        let component = self.component(id);
        match component.zones.len() {
            0 => {}
            1 => return false,
            _ => return true,
        }
        if self.is_in_one_zone(component) {
            return false;
        }
        let mode = component.facts.word(Attr::Mode);
        self.replicas(id).least > 1 || mode.is_some_and(|mode| mode != "standalone")
    }
}

/// What the catalogue says of a technology that is a service.
fn by_service(component: &Component) -> Option<Management> {
    let management = component.tech.as_ref()?.management;
    (management != Management::SelfRun).then_some(management)
}

fn by_kind(component: &Component) -> Management {
    use Kind::*;
    match component.kind {
        Dns | Cdn => Management::Global,
        Lb | Gateway | Waf | Nat | Storage | Function | Monitor | Logs | Pipeline => {
            Management::Regional
        }
        // A managed Kafka still has brokers that live in zones.
        Queue if component.tech.is_none() => Management::Regional,
        _ => Management::Instance,
    }
}
