//! Ways through a design: what a flow comes to, who waits for whom, what cannot be done without.

use super::Meaning;
use crate::model::{ComponentId, FlowId, GroupId, GroupKind, Kind, LinkId, Softness};
use crate::source::Span;
use crate::syntax::ast::Arrow;
use std::collections::{BTreeMap, BTreeSet};

impl Meaning {
    pub fn links_from(&self, id: ComponentId) -> impl Iterator<Item = LinkId> + '_ {
        self.design.links_from(id)
    }

    pub fn links_to(&self, id: ComponentId) -> impl Iterator<Item = LinkId> + '_ {
        self.design.links_to(id)
    }

    /// Synchronous calls in which a caller of ours can wait too long.
    pub fn timed_calls(&self) -> impl Iterator<Item = LinkId> + '_ {
        self.design.link_ids().filter(|id| self.is_timed_call(*id))
    }

    /// A synchronous call in which a caller of ours can wait too long: from gateways and our own
    /// code, not from users, DNS, or to a queue's own client.
    pub fn is_timed_call(&self, id: LinkId) -> bool {
        let link = self.design.link(id);
        let ours = self.kind(link.from).is_compute() || self.kind(link.from) == Kind::Gateway;
        link.arrow == Arrow::Sync && ours && !self.is_proxy(link.from)
    }

    /// No other connection is written in the same statement, so that stating something about it
    /// says nothing about others.
    pub fn is_only_link_of_statement(&self, id: LinkId) -> bool {
        self.alone_in_statement.get_or_init(|| {
            let links = &self.design.links;
            let mut count: BTreeMap<Span, u32> = BTreeMap::new();
            links.iter().for_each(|link| *count.entry(link.statement).or_default() += 1);
            links.iter().map(|link| count[&link.statement] == 1).collect()
        })[id.index()]
    }

    /// Requests of users come to it synchronously, so that somebody waits for what it does.
    pub fn is_in_request(&self, id: ComponentId) -> bool {
        let waited =
            || self.reached_from(self.design.users().collect(), |link| self.is_waited_for(link));
        self.in_request.get_or_init(waited)[id.index()]
    }

    /// Users fetch from it on a way without a CDN, and no CDN takes its content from it.
    pub fn is_reached_past_cdn(&self, id: ComponentId) -> bool {
        let is_cdn = |id: ComponentId| self.kind(id) == Kind::Cdn;
        let past = || {
            let open =
                |link: LinkId| self.is_waited_for(link) && !is_cdn(self.design.link(link).to);
            self.reached_from(self.design.users().collect(), open)
        };
        let taken = self.links_to(id).any(|link| is_cdn(self.design.link(link).from))
            || self.links_from(id).any(|link| is_cdn(self.design.link(link).to));
        !taken && self.past_cdn.get_or_init(past)[id.index()]
    }

    /// Nobody waits for what is taken out of a queue, whatever the arrow.
    fn is_waited_for(&self, link: LinkId) -> bool {
        let link = self.design.link(link);
        link.arrow == Arrow::Sync && self.kind(link.from) != Kind::Queue
    }

    /// Regions or data centers that its connections lead into, in source order.
    pub fn regions_behind(&self, id: ComponentId) -> Vec<GroupId> {
        let is_region = |group: &GroupId| {
            matches!(self.design.group(*group).kind, GroupKind::Region | GroupKind::Dc)
        };
        let region = |to: ComponentId| self.groups_around(to).find(is_region);
        let links = self.links_from(id);
        let mut regions: Vec<GroupId> =
            links.filter_map(|link| region(self.design.link(link).to)).collect();
        regions.sort();
        regions.dedup();
        regions
    }

    fn reached_from(
        &self,
        mut waiting: Vec<ComponentId>,
        follow: impl Fn(LinkId) -> bool,
    ) -> Vec<bool> {
        let mut reached = vec![false; self.design.components.len()];
        while let Some(at) = waiting.pop() {
            if std::mem::replace(&mut reached[at.index()], true) {
                continue;
            }
            let links = self.links_from(at).filter(|link| follow(*link));
            waiting.extend(links.map(|link| self.design.link(link).to));
        }
        reached
    }

    /// What a flow's requests and messages come to.
    pub fn components_of(&self, flow: FlowId) -> BTreeSet<ComponentId> {
        self.walk(flow).0
    }

    /// The connections over which a flow's requests and messages go.
    pub fn calls_of(&self, flow: FlowId) -> BTreeSet<LinkId> {
        self.walk(flow).1
    }

    /// A component with steps in the flow follows those; one without, all its connections.
    fn walk(&self, flow: FlowId) -> (BTreeSet<ComponentId>, BTreeSet<LinkId>) {
        let flow = self.design.flow(flow);
        let mut steps: BTreeMap<ComponentId, Vec<LinkId>> = BTreeMap::new();
        for step in &flow.steps {
            steps.entry(self.design.link(*step).from).or_default().push(*step);
        }
        let (mut found, mut over) = (BTreeSet::new(), BTreeSet::new());
        let mut waiting = flow.entry.clone();
        while let Some(at) = waiting.pop() {
            if !found.insert(at) {
                continue;
            }
            let onward = match steps.get(&at) {
                Some(links) => links.clone(),
                None => self.links_from(at).collect(),
            };
            waiting.extend(onward.iter().map(|id| self.design.link(*id).to));
            over.extend(onward);
        }
        (found, over)
    }

    /// Components that some flow can't do without, alone or together with others of a pool.
    pub fn hard_reached(&self) -> &[ComponentId] {
        self.hard_reached.get_or_init(|| {
            let design = self.design();
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

    /// From each component of the kinds that none of them needs, the longest way over hard
    /// synchronous calls among them. Ways that differ in their first component only are one.
    /// Components in a circle end a way.
    pub fn longest_hard_chains(&self, kinds: &[Kind]) -> Vec<Vec<ComponentId>> {
        let count = self.design.components.len();
        let mut next = vec![Vec::new(); count];
        let mut before = vec![Vec::new(); count];
        for id in self.design.link_ids() {
            let link = self.design.link(id);
            let among =
                kinds.contains(&self.kind(link.from)) && kinds.contains(&self.kind(link.to));
            if link.arrow == Arrow::Sync && self.is_on_hard_road(id) && among {
                next[link.from.index()].push(link.to);
                before[link.to.index()].push(link.from);
            }
        }
        let ahead = longest_ahead(&next, &before);
        let mut seconds = BTreeSet::new();
        let heads = self.design.component_ids().filter(|id| before[id.index()].is_empty());
        let chains = heads.map(|head| follow(head, &ahead));
        chains.filter(|chain| chain.len() > 1 && seconds.insert(chain[1])).collect()
    }
}

/// For each component how many follow it on the longest way, and the next one there.
fn longest_ahead(
    next: &[Vec<ComponentId>],
    before: &[Vec<ComponentId>],
) -> Vec<(usize, Option<ComponentId>)> {
    let mut ahead = vec![(0, None); next.len()];
    let mut open: Vec<usize> = next.iter().map(Vec::len).collect();
    let ends = (0..next.len()).filter(|at| next[*at].is_empty());
    let mut ready: Vec<ComponentId> = ends.map(|at| ComponentId(at as u32)).collect();
    while let Some(id) = ready.pop() {
        for from in &before[id.index()] {
            let longer = ahead[id.index()].0 + 1;
            let place = &mut ahead[from.index()];
            if longer > place.0 || (longer == place.0 && place.1.is_some_and(|other| id < other)) {
                *place = (longer, Some(id));
            }
            open[from.index()] -= 1;
            if open[from.index()] == 0 {
                ready.push(*from);
            }
        }
    }
    ahead
}

fn follow(head: ComponentId, ahead: &[(usize, Option<ComponentId>)]) -> Vec<ComponentId> {
    let mut chain = vec![head];
    let mut at = head;
    while let Some(next) = ahead[at.index()].1.filter(|_| chain.len() <= ahead.len()) {
        chain.push(next);
        at = next;
    }
    chain
}
