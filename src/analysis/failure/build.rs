//! The fault tree of one flow of a design.

use super::required::Required;
use super::{Block, BlockId, Builder, Cause, DomainId, Gate, GateId, Input, Replica, System};
use crate::analysis::Unit;
use crate::analysis::load::{Sharing, sharing};
use crate::model::{
    self, Attr, ComponentId, Design, Dimension, FlowId, FlowNeeds, GroupId, Kind, Need, Softness,
};
use std::collections::BTreeMap;

/// What counts as the flow's failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Every request fails: hard needs, and of a sharded store all shards lost. A store that a
    /// person must change over is down with its primary.
    Outage,
    /// One request fails: hard needs, and of a sharded store the one shard that it asks for.
    /// Standbys take over, and each failover costs its time.
    Request,
    /// Anything is missing: optional targets, the primaries of fallbacks and every shard are
    /// wanted too.
    Full,
}

/// A fault tree with the way back to the design.
#[derive(Clone, Debug)]
pub struct FlowSystem {
    pub system: System,
    /// By block: the component that it is all of, one shard of, or the failover of.
    pub owners: Vec<ComponentId>,
    /// The failovers among the causes; none in the view of an outage.
    pub failovers: Vec<Failover>,
    /// Sites that stand by among the causes; none in the view of an outage.
    pub takeovers: Vec<Takeover>,
}

/// The loss of a site that takes the flow down until another one has taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takeover {
    pub cause: Cause,
    pub block: BlockId,
    /// Its place in the design's list.
    pub site: usize,
    pub lost: GroupId,
}

/// A primary whose loss takes the flow down until a standby has taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failover {
    pub cause: Cause,
    pub component: ComponentId,
    /// The block whose first replica is the primary.
    pub primary: BlockId,
}

impl FlowSystem {
    pub fn of(design: &Design, flow: FlowId, view: View, required: &Required) -> Self {
        Self::after(design, flow, view, required, &[])
    }

    /// The same when these sites that stand by, by their places, have taken over.
    pub fn after(
        design: &Design,
        flow: FlowId,
        view: View,
        required: &Required,
        taken_over: &[bool],
    ) -> Self {
        let mut build = Build {
            taken_over,
            lost: BTreeMap::new(),
            takeovers: BTreeMap::new(),
            design,
            needs: design.flow_needs(flow),
            view,
            required,
            sets: Sets::of(design, view),
            builder: Builder::default(),
            owners: Vec::new(),
            failovers: Vec::new(),
            primaries: vec![None; design.components.len()],
            domains: BTreeMap::new(),
            alone: vec![None; design.components.len()],
            serving: vec![None; design.components.len()],
            instances: BTreeMap::new(),
            todo: Vec::new(),
        };
        let entries = design.flow(flow).entry.iter();
        let entries = entries.filter_map(|id| build.missing_for(None, vec![*id], 1)).collect();
        let top = build.builder.gate(Gate::any(entries));
        while let Some(id) = build.todo.pop() {
            build.define(id);
        }
        let failovers = build.failovers();
        let takeovers = build.takeovers.into_values().collect();
        Self { system: build.builder.finish(top), owners: build.owners, failovers, takeovers }
    }

    /// Whether the block says only that a site is lost.
    pub fn is_site(&self, id: BlockId) -> bool {
        matches!(self.system.block(id).replicas[0].cause, Cause::Site(_))
    }

    pub fn owner(&self, id: BlockId) -> ComponentId {
        self.owners[id.0 as usize]
    }
}

/// By primary: the standbys that take over in this view.
struct Sets {
    standbys: BTreeMap<ComponentId, Vec<ComponentId>>,
}

impl Sets {
    fn of(design: &Design, view: View) -> Self {
        let automatic = |id| design.failover(id) == model::Failover::Auto;
        let standbys = (design.replica_sets.iter())
            .filter(|set| view != View::Outage || automatic(set.primary))
            .map(|set| (set.primary, set.standbys.clone()))
            .collect();
        Self { standbys }
    }
}

struct Build<'a> {
    design: &'a Design,
    needs: FlowNeeds<'a>,
    view: View,
    required: &'a Required,
    sets: Sets,
    builder: Builder,
    owners: Vec<ComponentId>,
    /// The failovers met: the cause and the component whose primary it is about.
    failovers: Vec<(Cause, ComponentId, Option<BlockId>)>,
    /// By component: the block with its primary.
    primaries: Vec<Option<BlockId>>,
    domains: BTreeMap<GroupId, DomainId>,
    /// The gate that is down when the component itself cannot work.
    alone: Vec<Option<GateId>>,
    /// The gate that is down when neither it nor a standby of it can work.
    serving: Vec<Option<GateId>>,
    /// Of members of pools: what each instance is, and the gate of what all of them need.
    instances: BTreeMap<ComponentId, (Vec<BlockId>, GateId)>,
    /// Components whose gate is declared and not yet defined.
    todo: Vec<ComponentId>,
    taken_over: &'a [bool],
    /// By site that stands by: the block that is down with what it stands by for.
    lost: BTreeMap<usize, BlockId>,
    takeovers: BTreeMap<usize, Takeover>,
}

/// More instances than this of one sharded store are counted as this many.
const MOST_INSTANCES: usize = 10_000;

impl Build<'_> {
    fn alone(&mut self, id: ComponentId) -> Input {
        let gate = match self.alone[id.index()] {
            Some(gate) => gate,
            None => {
                let gate = self.builder.declare();
                self.alone[id.index()] = Some(gate);
                self.todo.push(id);
                gate
            }
        };
        Input::Gate(gate)
    }

    fn serving(&mut self, id: ComponentId) -> Input {
        let Some(standbys) = self.sets.standbys.get(&id).cloned() else { return self.alone(id) };
        if let Some(gate) = self.serving[id.index()] {
            return Input::Gate(gate);
        }
        let members = std::iter::once(id).chain(standbys).map(|it| self.member(id, it)).collect();
        // With a member missing the flow is still whole: standing by is what it is for.
        let mut gate = self.builder.gate(Gate::all(members));
        if self.view != View::Outage {
            let failover = self.failover(id, 0, None);
            gate = self.builder.gate(Gate::any(vec![Input::Gate(gate), failover]));
        }
        self.serving[id.index()] = Some(gate);
        Input::Gate(gate)
    }

    /// A store of a set, which its own site takes down wherever the primary stands.
    fn member(&mut self, primary: ComponentId, id: ComponentId) -> Input {
        let alone = self.alone(id);
        match self.design.stood_in(id) {
            Some((group, site)) if !self.stands_in(primary, group) => {
                let lost = self.lost(site, group, id);
                Input::Gate(self.builder.gate(Gate::any(vec![alone, lost])))
            }
            _ => alone,
        }
    }

    fn define(&mut self, id: ComponentId) {
        let mut inputs = Vec::new();
        let mut unmet = Vec::new();
        for index in 0..self.needs.of(id).len() {
            let need = self.needs.of(id)[index].clone();
            unmet.extend(self.unmet(id, &need));
            unmet.extend(self.unread(&need));
        }
        if self.required.is_pooled(id) {
            let (blocks, rest) = self.instances(id);
            let least = blocks.len() + 1 - self.enough(id).clamp(1, blocks.len());
            let blocks = blocks.into_iter().map(Input::Block).collect();
            inputs.push(Input::Gate(self.builder.gate(Gate { least, inputs: blocks })));
            self.builder.define(rest, Gate::any(unmet));
            inputs.push(Input::Gate(rest));
        } else {
            if self.design.component(id).kind != Kind::User {
                inputs.push(self.own(id));
            }
            inputs.extend(unmet);
        }
        let gate = self.alone[id.index()].expect("a component in `todo` has a gate");
        self.builder.define(gate, Gate::any(inputs));
    }

    /// Down when the need is not met; nothing when it never matters.
    fn unmet(&mut self, from: ComponentId, need: &Need) -> Option<Input> {
        let full = self.view == View::Full;
        if need.softness == Softness::Optional && !full {
            return None;
        }
        let targets: Vec<ComponentId> =
            need.links.iter().map(|link| self.design.link(*link).to).collect();
        let missing = self.missing_for(Some(from), targets, need.need)?;
        match need.softness {
            Softness::Fallback(other) if !full && !self.required.is_unequal(need) => {
                let other = self.missing_for(Some(from), vec![other], 1)?;
                Some(Input::Gate(self.builder.gate(Gate::all(vec![missing, other]))))
            }
            _ => Some(missing),
        }
    }

    /// Who reads from a replica beside its primary is down when so many of the replicas are lost that
    /// the others, or the primary itself, cannot carry the reads.
    fn unread(&mut self, need: &Need) -> Option<Input> {
        let (required, replica) = (self.required, self.design.link(*need.links.first()?).to);
        let set = self.design.replica_set(replica).filter(|set| set.primary != replica)?;
        let mut any = Vec::new();
        for lost in required.reading(set.primary) {
            let inputs = lost.iter().map(|id| self.alone(*id)).collect();
            any.push(Input::Gate(self.builder.gate(Gate::all(inputs))));
        }
        (!any.is_empty()).then(|| Input::Gate(self.builder.gate(Gate::any(any))))
    }

    /// Down when a caller has fewer than `need` of the targets. When the site that they stand in is
    /// lost, their alikes in the one that stands by for it are called.
    fn missing_for(
        &mut self,
        from: Option<ComponentId>,
        targets: Vec<ComponentId>,
        need: usize,
    ) -> Option<Input> {
        let called = |id: &ComponentId| self.design.in_place_of(*id, self.taken_over);
        let targets: Vec<ComponentId> = targets.iter().map(called).collect();
        let missing = self.missing(&targets, need)?;
        let outside = |group: GroupId| from.is_none_or(|from| !self.stands_in(from, group));
        let stood_in = targets.iter().find_map(|id| self.design.stood_in(*id));
        let Some((group, site)) = stood_in.filter(|(group, _)| outside(*group)) else {
            return Some(missing);
        };
        let lost = self.lost(site, group, targets[0]);
        let inputs: Vec<Input> = (targets.iter())
            .map(|id| match self.design.standby_sites[site].twins.get(id) {
                Some(twin) => self.serving(*twin),
                None if self.stands_in(*id, group) => lost,
                None => self.serving(*id),
            })
            .collect();
        let least = inputs.len() + 1 - need.clamp(1, inputs.len());
        let instead = Input::Gate(self.builder.gate(Gate { least, inputs }));
        let both = Input::Gate(self.builder.gate(Gate::all(vec![lost, instead])));
        let mut any = vec![missing, both];
        if self.view != View::Outage {
            any.push(self.takeover(site, group, targets[0]));
        }
        Some(Input::Gate(self.builder.gate(Gate::any(any))))
    }

    /// Down when fewer than `need` of the targets serve; nothing where there are none.
    fn missing(&mut self, targets: &[ComponentId], need: usize) -> Option<Input> {
        if let Some(needed) = self.required.of_pool(targets) {
            return Some(self.too_few(targets, needed));
        }
        let inputs: Vec<Input> = targets.iter().map(|to| self.serving(*to)).collect();
        let least = inputs.len() + 1 - need.clamp(1, inputs.len().max(1));
        match inputs.as_slice() {
            [] => None,
            [single] => Some(*single),
            _ => Some(Input::Gate(self.builder.gate(Gate { least, inputs }))),
        }
    }

    fn stands_in(&self, id: ComponentId, group: GroupId) -> bool {
        self.design.ancestors(self.design.component(id).group).any(|around| around == group)
    }

    /// Down when the group is, which the site stands by for.
    fn lost(&mut self, site: usize, group: GroupId, owner: ComponentId) -> Input {
        if let Some(block) = self.lost.get(&site) {
            return Input::Block(*block);
        }
        let inside = self.domain_ids(vec![group]);
        let cause = Cause::Site(self.design.standby_sites[site].group);
        self.owners.push(owner);
        let replicas = vec![Replica { cause, inside }];
        let block = self.builder.block(Block { replicas, enough: 1 });
        self.lost.insert(site, block);
        Input::Block(block)
    }

    /// Down while the site takes over.
    fn takeover(&mut self, site: usize, lost: GroupId, owner: ComponentId) -> Input {
        if let Some(known) = self.takeovers.get(&site) {
            return Input::Block(known.block);
        }
        let cause = Cause::Takeover(self.design.standby_sites[site].group);
        self.owners.push(owner);
        let block = self.builder.block(Block::lone(cause));
        self.takeovers.insert(site, Takeover { cause, block, site, lost });
        Input::Block(block)
    }

    /// Down when fewer than `needed` of all instances of a pool are left, each with what it needs.
    fn too_few(&mut self, members: &[ComponentId], needed: u32) -> Input {
        let mut inputs = Vec::new();
        for id in members {
            self.alone(*id);
            let (blocks, rest) = self.instances(*id);
            for block in blocks {
                let both = vec![Input::Block(block), Input::Gate(rest)];
                inputs.push(Input::Gate(self.builder.gate(Gate::any(both))));
            }
        }
        let least = inputs.len() + 1 - (needed as usize).clamp(1, inputs.len());
        Input::Gate(self.builder.gate(Gate { least, inputs }))
    }

    /// The instances of a member of a pool one by one, and the gate of what all of them need.
    fn instances(&mut self, id: ComponentId) -> (Vec<BlockId>, GateId) {
        if let Some(known) = self.instances.get(&id) {
            return known.clone();
        }
        let placement = self.placement(id);
        let alone = placement.len() == 1 && self.design.fails_whole(id);
        let mut blocks = Vec::new();
        for (at, inside) in placement.into_iter().enumerate() {
            let unit = if alone { Unit::Whole(id) } else { Unit::Replica(id, at as u32 + 1) };
            self.owners.push(id);
            let replicas = vec![Replica { cause: Cause::Unit(unit), inside }];
            blocks.push(self.builder.block(Block { replicas, enough: 1 }));
        }
        let rest = self.builder.declare();
        self.instances.insert(id, (blocks.clone(), rest));
        (blocks, rest)
    }

    /// Down when too few of the component's own replicas are left.
    fn own(&mut self, id: ComponentId) -> Input {
        let placement = self.placement(id);
        let shards = self.shards(id, placement.len());
        let mut parts: Vec<Input> = match (shards, self.view) {
            (1, _) | (_, View::Request) => vec![self.shard(id, &placement, 0)],
            _ => (0..shards).map(|shard| self.shard(id, &placement, shard)).collect(),
        };
        match parts.len() {
            1 => parts.remove(0),
            _ if self.view == View::Full => Input::Gate(self.builder.gate(Gate::any(parts))),
            _ => Input::Gate(self.builder.gate(Gate::all(parts))),
        }
    }

    /// Down when this shard is lost, or between its primary and a standby.
    fn shard(&mut self, id: ComponentId, placement: &[Vec<DomainId>], shard: usize) -> Input {
        let block = self.block(id, placement, shard);
        self.primaries[id.index()].get_or_insert(block);
        let stands_by = placement.len() > 1
            && self.design.has_standby(id)
            && !self.sets.standbys.contains_key(&id);
        if self.view == View::Outage || !stands_by {
            return Input::Block(block);
        }
        let failover = self.failover(id, shard, Some(block));
        Input::Gate(self.builder.gate(Gate::any(vec![Input::Block(block), failover])))
    }

    fn failover(&mut self, id: ComponentId, shard: usize, primary: Option<BlockId>) -> Input {
        let cause = Cause::Failover(id, shard as u32 + 1);
        self.failovers.push((cause, id, primary));
        self.owners.push(id);
        Input::Block(self.builder.block(Block::lone(cause)))
    }

    fn failovers(&self) -> Vec<Failover> {
        let resolve = |(cause, component, block): &(Cause, ComponentId, Option<BlockId>)| {
            let primary = block.or(self.primaries[component.index()]);
            let primary = primary.expect("a component that serves has a block");
            Failover { cause: *cause, component: *component, primary }
        };
        self.failovers.iter().map(resolve).collect()
    }

    fn block(&mut self, id: ComponentId, placement: &[Vec<DomainId>], shard: usize) -> BlockId {
        let whole = self.design.fails_whole(id);
        let first = shard * placement.len() + 1;
        let unit = |index: usize| match whole {
            true => Unit::Whole(id),
            false => Unit::Replica(id, (first + index) as u32),
        };
        let counted = if self.primary_alone(id) { 1 } else { placement.len() };
        let replica = |(index, inside): (usize, &Vec<DomainId>)| Replica {
            cause: Cause::Unit(unit(index)),
            inside: inside.clone(),
        };
        let replicas: Vec<Replica> = placement[..counted].iter().enumerate().map(replica).collect();
        let enough = self.enough(id).clamp(1, replicas.len());
        self.owners.push(id);
        self.builder.block(Block { replicas, enough })
    }

    /// A person must change over, and until then the flow is down.
    fn primary_alone(&self, id: ComponentId) -> bool {
        self.view == View::Outage
            && self.design.has_standby(id)
            && self.design.failover(id) != model::Failover::Auto
    }

    /// The domains around each replica.
    fn placement(&mut self, id: ComponentId) -> Vec<Vec<DomainId>> {
        let mut placement = self.design.placement_of(id, self.required.count(self.design, id));
        // Whoever calls into such a site asks for what stands by for it.
        if let Some((site, _)) = self.design.stood_in(id) {
            placement.iter_mut().for_each(|groups| groups.retain(|group| *group != site));
        }
        placement.into_iter().map(|groups| self.domain_ids(groups)).collect()
    }

    fn domain_ids(&mut self, groups: Vec<GroupId>) -> Vec<DomainId> {
        let Self { domains, builder, .. } = self;
        let mut ids: Vec<DomainId> = groups
            .into_iter()
            .map(|group| {
                let cause = Cause::Unit(Unit::Domain(group));
                *domains.entry(group).or_insert_with(|| builder.domain(cause))
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn shards(&self, id: ComponentId, replicas: usize) -> usize {
        if self.design.fails_whole(id) {
            return 1;
        }
        let stated = self.design.component(id).facts.number(Attr::Shards, Dimension::Count);
        let shards = stated.map_or(1, |shards| shards.low_count());
        let most = (MOST_INSTANCES / replicas.max(1)).max(2) as u64;
        shards.clamp(1, most) as usize
    }

    fn enough(&self, id: ComponentId) -> usize {
        let facts = &self.design.component(id).facts;
        if let Some(quorum) = facts.number(Attr::Quorum, Dimension::Count) {
            return quorum.low_count().try_into().unwrap_or(usize::MAX);
        }
        let alone = matches!(sharing(self.design, id), Sharing::One | Sharing::Copies);
        if self.design.has_standby(id) && alone {
            return 1;
        }
        self.required.of(id) as usize
    }
}
