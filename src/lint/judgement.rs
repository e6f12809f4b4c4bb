//! What several rules ask about a component's part in the design.

use super::context::Context;
use crate::model::{Attr, ComponentId, GroupId, GroupKind, Kind, LinkId, Value};
use crate::syntax::ast::Arrow;

impl Context<'_> {
    pub fn kind(&self, id: ComponentId) -> Kind {
        self.design.component(id).kind
    }

    /// Components of these kinds, in source order.
    pub fn of_kinds<'k>(
        &self,
        kinds: &'k [Kind],
    ) -> impl Iterator<Item = ComponentId> + use<'_, 'k> {
        self.design.component_ids().filter(|id| kinds.contains(&self.kind(*id)))
    }

    pub fn links_from(&self, id: ComponentId) -> impl Iterator<Item = LinkId> + '_ {
        self.design.links_from(id)
    }

    pub fn links_to(&self, id: ComponentId) -> impl Iterator<Item = LinkId> + '_ {
        self.design.links_to(id)
    }

    /// Who calls or feeds it, by `->` or `~>`, in source order.
    pub fn callers(&self, id: ComponentId) -> Vec<ComponentId> {
        let links = self.links_to(id).map(|link| self.design.link(link));
        let mut callers: Vec<_> =
            links.filter(|link| link.arrow != Arrow::Copy).map(|link| link.from).collect();
        callers.dedup();
        callers
    }

    /// Somebody calls it or feeds it, or its data comes to it as a copy.
    pub fn is_used(&self, id: ComponentId) -> bool {
        self.links_to(id).next().is_some()
    }

    /// A caller can't do its work without it.
    pub fn is_relied_on(&self, id: ComponentId) -> bool {
        self.links_to(id).any(|link| self.is_hard(link))
    }

    /// One of several targets that do the same work.
    pub fn is_in_pool(&self, id: ComponentId) -> bool {
        self.links_to(id).any(|link| self.is_alternative(link))
    }

    /// Sends each request to one of several targets: a balancer, a gateway, a DNS, a CDN, or a web
    /// server that is a proxy.
    pub fn spreads(&self, id: ComponentId) -> bool {
        let component = self.design.component(id);
        match component.kind {
            Kind::Web => component.tech.as_ref().is_none_or(|tech| tech.proxy),
            kind => kind.is_entry(),
        }
    }

    /// The first caller that spreads requests over it and its like.
    pub fn balancer_of(&self, id: ComponentId) -> Option<ComponentId> {
        self.callers(id).into_iter().find(|caller| self.spreads(*caller))
    }

    /// Runs, or may run, as several instances: replicas, an autoscaler, or others like it in a pool.
    pub fn is_replicated(&self, id: ComponentId) -> bool {
        let autoscaled = self.design.component(id).facts.is_on(Attr::Autoscale);
        self.design.replicas(id).most > 1 || autoscaled || self.is_in_pool(id)
    }

    /// What a `session` or `files` keeps on the instance itself.
    pub fn keeps_locally(&self, id: ComponentId, attr: Attr) -> bool {
        self.design.component(id).facts.word(attr) == Some("local")
    }

    /// Stated to keep nothing between requests.
    pub fn is_stateless(&self, id: ComponentId) -> bool {
        let facts = &self.design.component(id).facts;
        let elsewhere = |attr| facts.is_off(attr) || facts.component(attr).is_some();
        facts.is_on(Attr::Stateless)
            || (elsewhere(Attr::Session) && !self.keeps_locally(id, Attr::Files))
    }

    /// Components whose `session`, `files`, … name this store.
    pub fn named_by(&self, id: ComponentId) -> impl Iterator<Item = (ComponentId, Attr)> + '_ {
        self.design.component_ids().flat_map(move |from| {
            let facts = self.design.component(from).facts.iter();
            facts.filter(move |(_, s)| names(&s.value, id)).map(move |(attr, _)| (from, attr))
        })
    }

    /// The failure domain of the kind around the component, if any.
    pub fn domain_around(&self, id: ComponentId, kind: GroupKind) -> Option<GroupId> {
        self.groups_around(id).find(|group| self.design.group(*group).kind == kind)
    }

    /// Zones (or data centres) beside this one, it included, in source order.
    pub fn sibling_zones(&self, zone: GroupId) -> Vec<GroupId> {
        let (kind, parent) = (self.design.group(zone).kind, self.design.group(zone).parent);
        let sibling = |id: &GroupId| {
            let group = self.design.group(*id);
            group.kind == kind && group.parent == parent
        };
        self.design.group_ids().filter(sibling).collect()
    }

    /// Zones over which the component's replicas could be dealt out: those of its own place.
    pub fn zones_at(&self, id: ComponentId) -> Vec<GroupId> {
        if let Some(zone) = self.domain_around(id, GroupKind::Zone) {
            return self.sibling_zones(zone);
        }
        let around: Vec<GroupId> = self.groups_around(id).collect();
        let near = |zone: &GroupId| {
            let group = self.design.group(*zone);
            group.kind == GroupKind::Zone && group.parent.is_none_or(|p| around.contains(&p))
        };
        self.design.group_ids().filter(near).collect()
    }

    /// `[a, c]`, where the design has at least two zones for the component.
    pub fn zone_list(&self, id: ComponentId) -> Option<String> {
        let zones = self.zones_at(id);
        let names: Vec<&str> =
            zones.iter().map(|zone| self.design.group(*zone).path.as_str()).collect();
        (names.len() >= 2).then(|| format!("[{}]", names.join(", ")))
    }

    /// A name for a new component that nothing has yet.
    pub fn free_name(&self, wanted: &str) -> String {
        let taken = |name: &str| {
            self.design.components.iter().any(|c| c.name == name)
                || self.design.groups.iter().any(|g| g.name == name)
        };
        let numbered = (2..).map(|n| format!("{wanted}-{n}"));
        std::iter::once(wanted.to_string())
            .chain(numbered)
            .find(|name| !taken(name))
            .expect("there are more numbers than components")
    }
}

fn names(value: &Value, id: ComponentId) -> bool {
    match value {
        Value::Component(found) => *found == id,
        Value::List(items) => items.iter().any(|item| names(item, id)),
        _ => false,
    }
}
