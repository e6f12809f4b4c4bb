//! The part that a component plays: who calls it, what it stands in front of, what stands in for it.

use super::{Meaning, named};
use crate::model::{Attr, ComponentId, Kind, LinkId, Softness};
use crate::syntax::ast::Arrow;

impl Meaning {
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
        let left_out = self.design.partial && self.kind(id).is_store();
        self.links_to(id).next().is_some() || left_out
    }

    /// Whether the caller can't do its work without this connection's target.
    pub fn is_hard(&self, id: LinkId) -> bool {
        self.hard_links.get_or_init(|| {
            let mut hard = vec![false; self.design.links.len()];
            for need in self.design.needs.iter().flatten() {
                if need.softness == Softness::Hard && need.need == need.links.len() {
                    need.links.iter().for_each(|link| hard[link.index()] = true);
                }
            }
            hard
        })[id.index()]
    }

    /// Whether the caller can't do its work without this connection's target or what stands in its
    /// place: requests go over it, and they wait for it.
    pub fn is_on_hard_road(&self, id: LinkId) -> bool {
        self.hard_roads.get_or_init(|| {
            let mut hard = vec![false; self.design.links.len()];
            let needs = self.design.needs.iter().flatten();
            for need in needs.filter(|need| need.softness == Softness::Hard) {
                need.links.iter().for_each(|link| hard[link.index()] = true);
            }
            hard
        })[id.index()]
    }

    /// Whether the connection is one of several alternatives.
    pub fn is_alternative(&self, id: LinkId) -> bool {
        self.pooled_links.get_or_init(|| {
            let mut pooled = vec![false; self.design.links.len()];
            for need in self.design.needs.iter().flatten().filter(|n| n.need < n.links.len()) {
                need.links.iter().for_each(|link| pooled[link.index()] = true);
            }
            pooled
        })[id.index()]
    }

    /// A caller can't do its work without it.
    pub fn is_relied_on(&self, id: ComponentId) -> bool {
        self.links_to(id).any(|link| self.is_hard(link))
    }

    /// One of several targets that do the same work.
    pub fn is_in_pool(&self, id: ComponentId) -> bool {
        self.links_to(id).any(|link| self.is_alternative(link))
    }

    /// Others of a pool do all of its work when it is gone.
    pub fn has_stand_ins(&self, id: ComponentId) -> bool {
        let asked = |link: LinkId| {
            let needs = self.design.needs[self.design.link(link).from.index()].iter();
            needs.filter(move |need| need.links.contains(&link))
        };
        let mut needs = self.links_to(id).flat_map(asked);
        self.is_in_pool(id) && needs.all(|need| need.need < need.links.len())
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

    /// What it spreads requests over: the pool of its alternatives, or one target of several
    /// replicas. Empty where there is nothing to choose from.
    pub fn pool_behind(&self, id: ComponentId) -> Vec<ComponentId> {
        if !self.spreads(id) {
            return Vec::new();
        }
        let calls = self.links_from(id).filter(|link| {
            let link = self.design.link(*link);
            let several = self.design.replicas(link.to).most > 1;
            let served = self.kind(link.to).is_compute() && !self.design.fails_whole(link.to);
            link.arrow == Arrow::Sync && served && several
        });
        let mut pool: Vec<ComponentId> = calls.map(|link| self.design.link(link).to).collect();
        let alternatives = self.links_from(id).filter(|link| self.is_alternative(*link));
        pool.extend(alternatives.map(|link| self.design.link(link).to));
        pool.sort();
        pool.dedup();
        pool
    }

    /// Whether a balancer takes dead servers out. A managed one does unless it is denied; servers
    /// that state a check of their own are checked by somebody.
    pub fn checks_health(&self, id: ComponentId) -> Option<bool> {
        let stated = self.design.component(id).facts.flag(Attr::HealthCheck);
        let managed = || self.design.fails_whole(id).then_some(true);
        let by_servers = || {
            let targets = self.links_from(id).map(|link| self.design.link(link).to);
            let checked =
                |to: ComponentId| self.design.component(to).facts.is_on(Attr::HealthCheck);
            targets.into_iter().any(checked).then_some(true)
        };
        // What the balancer can't ask, it can't check: servers that deny a check have none.
        let denied = || {
            let pool = self.pool_behind(id);
            let off = |to: &ComponentId| {
                let facts = &self.design.component(*to).facts;
                facts.is_off(Attr::HealthCheck) || facts.word(Attr::HealthCheck) == Some("host")
            };
            (!pool.is_empty() && pool.iter().all(off)).then_some(false)
        };
        stated.or_else(denied).or_else(managed).or_else(by_servers)
    }

    /// A web server that only hands requests on to code of ours.
    pub fn is_proxy(&self, id: ComponentId) -> bool {
        let onward = self.links_from(id).map(|link| self.kind(self.design.link(link).to));
        let hands_on = |kind: Kind| kind.is_compute() || matches!(kind, Kind::Lb | Kind::Gateway);
        self.kind(id) == Kind::Web && self.spreads(id) && onward.into_iter().any(hands_on)
    }

    /// A user calls it with nothing in between.
    pub fn is_called_by_user(&self, id: ComponentId) -> bool {
        self.callers(id).iter().any(|from| self.kind(*from) == Kind::User)
    }

    /// Another component or a connection names it: as its session store, its fallback, …
    pub fn is_named(&self, id: ComponentId) -> bool {
        let fallbacks = || {
            let needs = self.design.needs.iter().flatten();
            needs.filter_map(|need| match need.softness {
                Softness::Fallback(to) => Some(to),
                _ => None,
            })
        };
        self.named_by(id).next().is_some()
            || self.fallbacks.get_or_init(|| fallbacks().collect()).contains(&id)
    }

    /// Components whose `session`, `files`, … name this store, with the attribute that does.
    pub fn named_by(&self, id: ComponentId) -> impl Iterator<Item = (ComponentId, Attr)> + '_ {
        let names = || {
            let mut by = vec![Vec::new(); self.design.components.len()];
            for from in self.design.component_ids() {
                for (attr, stated) in self.design.component(from).facts.iter() {
                    named(&stated.value, &mut |id| by[id.index()].push((from, attr)));
                }
            }
            by
        };
        self.named_by.get_or_init(names)[id.index()].iter().copied()
    }

    /// A member of a replica set that is not its primary.
    pub fn is_standby(&self, id: ComponentId) -> bool {
        self.design.replica_set(id).is_some_and(|set| set.primary != id)
    }
}
