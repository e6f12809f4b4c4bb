//! What several rules ask about a component's part in the design.

use super::context::Context;
use super::edit;
use crate::analysis::Unit;
use crate::diagnostic::Edit;
use crate::model::{Attr, ComponentId, GroupId, GroupKind, Kind, LinkId, Softness, Value};
use crate::source::Span;
use crate::syntax::ast::Arrow;
use crate::text::{Lang, Text};

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
        let left_out = self.design.partial && self.kind(id).is_store();
        self.links_to(id).next().is_some() || left_out
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

    /// Runs, or may run, as several instances: replicas, an autoscaler, others like it in a pool, or a
    /// service of the provider that starts them as they are needed.
    pub fn is_replicated(&self, id: ComponentId) -> bool {
        let autoscaled = self.design.component(id).facts.is_on(Attr::Autoscale);
        let provided = self.kind(id).is_compute() && self.design.fails_whole(id);
        self.design.replicas(id).most > 1 || autoscaled || provided || self.is_in_pool(id)
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

    /// Edits that give the component `count` replicas, dealt out over the zones that it could stand
    /// in. `None` where more replicas would fall together: on a single host, or in a domain that
    /// alone takes a flow down.
    pub fn replicate(&self, id: ComponentId, count: u32) -> Option<Vec<Edit>> {
        self.replicate_with(id, count, &[])
    }

    /// The same, stating more about the component at once.
    pub fn replicate_with(
        &self,
        id: ComponentId,
        count: u32,
        more: &[(Attr, &str)],
    ) -> Option<Vec<Edit>> {
        let component = self.design.component(id);
        let attr = match component.kind {
            Kind::Queue if !component.facts.is_stated(Attr::Replicas) => Attr::Brokers,
            _ => Attr::Replicas,
        };
        let stated = |wanted: &(Attr, &str)| component.facts.word(wanted.0) != Some(wanted.1);
        let (first, last): (Vec<_>, Vec<_>) =
            more.iter().copied().filter(stated).partition(|(attr, _)| *attr == Attr::Mode);
        let count = count.to_string();
        self.spread(id, &[first, vec![(attr, &*count)], last].concat())
    }

    /// Edits that state `attrs`, which give the component more replicas, and deal them out over
    /// zones as [`Context::replicate`] does. A member of a pool stays where it is: others of the
    /// pool are its stand-ins elsewhere.
    pub fn spread(&self, id: ComponentId, attrs: &[(Attr, &str)]) -> Option<Vec<Edit>> {
        let pooled = self.has_stand_ins(id);
        let zones = self.zone_list(id).filter(|_| !pooled);
        let falls_together = |group: GroupId| match self.design.group(group).kind {
            GroupKind::Host => true,
            _ => {
                let fails = self.hurt(Unit::Domain(group)).is_some();
                fails && zones.is_none() && !pooled && !self.holds_whole_design(group)
            }
        };
        if self.groups_around(id).any(falls_together) {
            return None;
        }
        let component = self.design.component(id);
        let mut attrs = attrs.to_vec();
        if let Some(zones) = zones.as_deref().filter(|_| component.zones.len() < 2) {
            attrs.push((Attr::Zones, zones));
        }
        let mut edits = edit::state(self.sources, component, &attrs);
        edits.extend(self.gathered_logs(id));
        Some(edits)
    }

    /// Servers of our own that run as several instances.
    pub fn replicated_servers(&self) -> Vec<ComponentId> {
        let several = |id: &ComponentId| self.is_own_server(*id) && self.is_replicated(*id);
        self.design.component_ids().filter(several).collect()
    }

    fn is_own_server(&self, id: ComponentId) -> bool {
        self.kind(id).is_compute() && !self.design.fails_whole(id)
    }

    /// The first server to have several instances is the first whose logs must be gathered.
    fn gathered_logs(&self, id: ComponentId) -> Option<Edit> {
        let at = self.design.operations.span(Attr::Monitoring)?;
        let here = at.source == self.design.component(id).span.source;
        let first = self.is_own_server(id) && self.replicated_servers().is_empty();
        let gather = here && first && self.watches("logs") == Some(false);
        gather.then(|| self.watch_too(&["logs"], at))
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

    /// Stated to have no backup, and no recovery to a point in time either.
    pub fn lacks_backup(&self, id: ComponentId) -> bool {
        let facts = &self.design.component(id).facts;
        let by_standby = self.design.replica_set(id).is_some_and(|set| {
            let mut members = set.standbys.iter().chain([&set.primary]);
            members.any(|member| self.design.component(*member).facts.is_on(Attr::Backup))
        });
        facts.is_off(Attr::Backup) && !facts.is_on(Attr::Pitr) && !by_standby
    }

    /// Its data is held more than once.
    pub fn has_copies(&self, id: ComponentId) -> bool {
        self.design.replicas(id).least > 1 || self.design.replica_set(id).is_some()
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

    /// Something that a user, a schedule or a producer starts.
    pub fn is_started(&self, id: ComponentId) -> bool {
        self.reach().is_reached(id)
    }

    /// Anybody uses the design at all.
    pub fn has_entry(&self) -> bool {
        let beside = [Kind::Monitor, Kind::Logs, Kind::Pipeline];
        self.design
            .component_ids()
            .any(|id| self.is_started(id) && !beside.contains(&self.kind(id)))
    }

    /// A failure domain that is all there is: the only region, data center or cluster, or one that
    /// holds everything that can fail.
    pub fn holds_whole_design(&self, id: GroupId) -> bool {
        let kind = self.design.group(id).kind;
        let only = self.design.groups.iter().filter(|group| group.kind == kind).count() == 1;
        if only && matches!(kind, GroupKind::Region | GroupKind::Dc | GroupKind::Cluster) {
            return true;
        }
        let mut ours = self.design.component_ids().filter(|id| !self.is_elsewhere(*id));
        ours.all(|component| {
            self.design.placement(component).iter().all(|domains| domains.contains(&id))
        })
    }

    /// Users, third parties and services of the provider stand in nobody's zone.
    fn is_elsewhere(&self, id: ComponentId) -> bool {
        matches!(self.kind(id), Kind::User | Kind::External) || self.design.fails_whole(id)
    }

    /// Components that some flow can't do without, alone or together with others of a pool.
    pub fn hard_reached(&self) -> &[ComponentId] {
        self.hard_reached.get_or_init(|| {
            let design = self.design;
            let mut reached = vec![false; design.components.len()];
            let mut waiting: Vec<ComponentId> =
                design.flows.iter().flat_map(|flow| flow.entry.iter().copied()).collect();
            while let Some(id) = waiting.pop() {
                if std::mem::replace(&mut reached[id.index()], true) {
                    continue;
                }
                let hard = design.needs[id.index()].iter().filter(|n| n.softness == Softness::Hard);
                waiting.extend(hard.flat_map(|need| &need.links).map(|link| design.link(*link).to));
            }
            design.component_ids().filter(|id| reached[id.index()]).collect()
        })
    }

    /// Whether some flow can't do without it, alone or together with others of a pool.
    pub fn is_hard_reached(&self, id: ComponentId) -> bool {
        self.hard_reached().binary_search(&id).is_ok()
    }

    /// The pools that some flow can't do without, each in source order.
    pub fn hard_pools(&self) -> Vec<Vec<ComponentId>> {
        let needs = self.hard_reached().iter().flat_map(|id| &self.design.needs[id.index()]);
        let pools = needs.filter(|n| n.softness == Softness::Hard && n.need < n.links.len());
        let mut pools: Vec<Vec<ComponentId>> = pools
            .map(|need| {
                let mut to: Vec<_> = need.links.iter().map(|l| self.design.link(*l).to).collect();
                to.sort();
                to
            })
            .collect();
        pools.sort();
        pools.dedup();
        pools
    }

    /// A user calls it with nothing in between.
    pub fn is_called_by_user(&self, id: ComponentId) -> bool {
        self.callers(id).iter().any(|from| self.kind(*from) == Kind::User)
    }

    /// A web server that only hands requests on to code of ours.
    pub fn is_proxy(&self, id: ComponentId) -> bool {
        let onward = self.links_from(id).map(|link| self.kind(self.design.link(link).to));
        let hands_on = |kind: Kind| kind.is_compute() || matches!(kind, Kind::Lb | Kind::Gateway);
        self.kind(id) == Kind::Web && self.spreads(id) && onward.into_iter().any(hands_on)
    }

    /// A cache that by its nature neither writes to a disk nor copies to another node.
    pub fn forgets(&self, id: ComponentId) -> bool {
        let tech = self.design.component(id).tech.as_ref();
        tech.is_some_and(|tech| tech.name == "memcached")
    }

    /// A cache that is somebody's session store and nothing else: its values live as long as the
    /// sessions do.
    pub fn keeps_only_sessions(&self, id: ComponentId) -> bool {
        let mut names = self.named_by(id).peekable();
        let named = names.peek().is_some();
        named && names.all(|(_, attr)| attr == Attr::Session)
    }

    /// Takes messages from a queue that may hand one over twice.
    pub fn consumes_at_least_once(&self, id: ComponentId) -> bool {
        let from_queue = |caller: &ComponentId| {
            let delivery = self.design.component(*caller).facts.word(Attr::Delivery);
            let once = matches!(delivery, Some("at-most-once" | "exactly-once"));
            self.kind(*caller) == Kind::Queue && !once
        };
        self.kind(id).is_compute() && self.callers(id).iter().any(from_queue)
    }

    /// Stated to hold personal or payment data.
    pub fn keeps_sensitive_data(&self, id: ComponentId) -> bool {
        let words = self.design.component(id).facts.words(Attr::Data).unwrap_or_default();
        words.iter().any(|word| matches!(*word, "personal" | "payment"))
    }

    /// Synchronous calls in which a caller of ours can wait too long: from gateways and our own
    /// code, not from users, DNS, or to a queue's own client.
    pub fn timed_calls(&self) -> impl Iterator<Item = LinkId> + '_ {
        self.design.link_ids().filter(|id| {
            let link = self.design.link(*id);
            let ours = self.kind(link.from).is_compute() || self.kind(link.from) == Kind::Gateway;
            link.arrow == Arrow::Sync && ours && !self.is_proxy(link.from)
        })
    }

    /// No other connection is written in the same statement, so that stating something about it
    /// says nothing about others.
    pub fn is_only_link_of_statement(&self, id: LinkId) -> bool {
        let statement = self.design.link(id).statement;
        self.design.links.iter().filter(|link| link.statement == statement).count() == 1
    }

    /// A worker, function or batch job calls the queue, which is how polling is often drawn.
    pub fn is_polled(&self, id: ComponentId) -> bool {
        let pollers = [Kind::Worker, Kind::Function, Kind::Batch];
        let callers = self.callers(id);
        callers.len() > 1 && callers.iter().any(|from| pollers.contains(&self.kind(*from)))
    }

    /// Words that a fix adds to the design, in the language that it is written in.
    pub fn in_its_language(&self, words: &Text) -> String {
        let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        let korean = self.design.span.is_some_and(|whole| hangul(self.sources.text(whole)));
        words.get(if korean { Lang::Ko } else { Lang::En }).to_owned()
    }

    /// The texts that the design is made of.
    pub fn texts(&self) -> Vec<Span> {
        let whole = self.design.span.into_iter();
        let mut texts: Vec<Span> = whole.collect();
        for component in &self.design.components {
            let source = component.span.source;
            if texts.iter().all(|text| text.source != source) {
                texts.push(Span::new(source, 0, self.sources.get(source).text.len()));
            }
        }
        texts
    }
}

/// Every component that a value names.
fn named(value: &Value, found: &mut impl FnMut(ComponentId)) {
    match value {
        Value::Component(id) => found(*id),
        Value::List(items) => {
            for item in items {
                if let Value::Component(id) = item {
                    found(*id);
                }
            }
        }
        _ => {}
    }
}
