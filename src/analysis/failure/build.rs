//! The fault tree of one flow of a design.

use super::{Block, BlockId, Builder, Cause, DomainId, Gate, GateId, Input, Replica, System};
use crate::analysis::Unit;
use crate::analysis::load::{CapacityBasis, Sharing, Usage, sharing};
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

/// How many replicas of each component the load needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Required {
    replicas: BTreeMap<ComponentId, u32>,
    /// How many run, where that is not the number that runs now.
    counts: BTreeMap<ComponentId, u32>,
    /// Members of a pool, and how many of all their instances are needed.
    pools: Vec<(Vec<ComponentId>, u32)>,
}

/// Pools of more instances than this need one of their members, as before.
const MOST_POOLED: u32 = 64;

impl Required {
    /// What the load asks for, where it and the capacity of a replica are stated; `usages` are
    /// those of the design's components, in their order.
    pub fn by(design: &Design, usages: &[Option<Usage>]) -> Self {
        let mut required = Self::default();
        for (id, usage) in design.component_ids().zip(usages) {
            if let Some(usage) = usage.as_ref().filter(|it| it.basis == CapacityBasis::Stated) {
                // When no number is enough, all of them are needed; one that serves is all there is.
                let least = if usage.divides() { u32::MAX } else { 1 };
                required.require(id, usage.replicas_at(1.0).unwrap_or(least));
                if design.scales(id).is_some() {
                    required.counts.insert(id, usage.replicas);
                }
            }
        }
        for needs in &design.needs {
            needs.iter().for_each(|need| required.pool(design, need, usages));
        }
        required
    }

    /// What runs, and no load.
    pub fn counting(counts: &[u32]) -> Self {
        let counts = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let counts = counts.map(|(at, count)| (ComponentId(at as u32), *count)).collect();
        Self { counts, ..Self::default() }
    }

    /// The members of a pool count as one component: the fewest of all their instances, smallest
    /// first, that carry its load.
    fn pool(&mut self, design: &Design, need: &Need, usages: &[Option<Usage>]) {
        let members: Vec<ComponentId> =
            need.links.iter().map(|link| design.link(*link).to).collect();
        let known = |id: &ComponentId| {
            let usage = usages[id.index()].as_ref();
            let usage = usage.filter(|usage| usage.basis == CapacityBasis::Stated);
            let counted = design.component(*id).kind.is_compute() && !design.fails_whole(*id);
            usage.filter(|_| counted).map(|usage| (*id, usage))
        };
        let known: Vec<(ComponentId, &Usage)> = members.iter().filter_map(known).collect();
        let instances: u32 = known.iter().map(|(_, usage)| usage.replicas).sum();
        let whole = members.len() > 1 && known.len() == members.len() && need.need == 1;
        if !whole || need.softness != Softness::Hard || instances > MOST_POOLED {
            return;
        }
        let load: f64 = known.iter().map(|(_, usage)| usage.peak()).sum();
        let mut each: Vec<f64> = (known.iter())
            .flat_map(|(_, usage)| vec![usage.capacity_each; usage.replicas as usize])
            .collect();
        each.sort_by(f64::total_cmp);
        let (mut carried, mut needed) = (0.0, 0);
        while carried < load * (1.0 - 1e-9) && needed < each.len() {
            carried += each[needed];
            needed += 1;
        }
        members.iter().for_each(|id| self.require(*id, 1));
        self.pools.push((members, (needed as u32).max(1)));
    }

    /// How many of all instances of a pool are needed; `None` where any one will do.
    fn of_pool(&self, members: &[ComponentId]) -> Option<u32> {
        let fits = |(own, _): &&(Vec<ComponentId>, u32)| {
            own.len() == members.len() && members.iter().all(|id| own.contains(id))
        };
        self.pools.iter().find(fits).map(|(_, needed)| *needed).filter(|needed| *needed > 1)
    }

    fn is_pooled(&self, id: ComponentId) -> bool {
        self.pools.iter().any(|(members, needed)| *needed > 1 && members.contains(&id))
    }

    /// How many instances run.
    fn count(&self, design: &Design, id: ComponentId) -> u32 {
        self.counts.get(&id).copied().unwrap_or_else(|| design.running(id))
    }

    /// `replicas` of the component are needed to carry the load.
    pub fn require(&mut self, id: ComponentId, replicas: u32) {
        self.replicas.insert(id, replicas);
    }

    /// How many the load needs; 1 when nothing is known.
    pub fn of(&self, id: ComponentId) -> u32 {
        self.replicas.get(&id).copied().unwrap_or(1).max(1)
    }
}

/// A fault tree with the way back to the design.
#[derive(Clone, Debug)]
pub struct FlowSystem {
    pub system: System,
    /// By block: the component that it is all of, one shard of, or the failover of.
    pub owners: Vec<ComponentId>,
    /// The failovers among the causes; none in the view of an outage.
    pub failovers: Vec<Failover>,
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
        let mut build = Build {
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
        let entries = design.flow(flow).entry.iter().map(|id| build.serving(*id)).collect();
        let top = build.builder.gate(Gate::any(entries));
        while let Some(id) = build.todo.pop() {
            build.define(id);
        }
        let failovers = build.failovers();
        Self { system: build.builder.finish(top), owners: build.owners, failovers }
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
        let members = std::iter::once(id).chain(standbys).map(|id| self.alone(id)).collect();
        // With a member missing the flow is still whole: standing by is what it is for.
        let mut gate = self.builder.gate(Gate::all(members));
        if self.view != View::Outage {
            let failover = self.failover(id, 0, None);
            gate = self.builder.gate(Gate::any(vec![Input::Gate(gate), failover]));
        }
        self.serving[id.index()] = Some(gate);
        Input::Gate(gate)
    }

    fn define(&mut self, id: ComponentId) {
        let mut inputs = Vec::new();
        let mut unmet = Vec::new();
        for index in 0..self.needs.of(id).len() {
            let need = self.needs.of(id)[index].clone();
            unmet.extend(self.unmet(&need));
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
    fn unmet(&mut self, need: &Need) -> Option<Input> {
        let full = self.view == View::Full;
        if need.softness == Softness::Optional && !full {
            return None;
        }
        let targets: Vec<ComponentId> =
            need.links.iter().map(|link| self.design.link(*link).to).collect();
        if let Some(needed) = self.required.of_pool(&targets) {
            return Some(self.too_few(&targets, needed));
        }
        let inputs: Vec<Input> = targets.into_iter().map(|to| self.serving(to)).collect();
        let enough = need.need.clamp(1, inputs.len().max(1));
        let least = inputs.len() + 1 - enough;
        let missing = match inputs.as_slice() {
            [] => return None,
            [single] => *single,
            _ => Input::Gate(self.builder.gate(Gate { least, inputs })),
        };
        match need.softness {
            Softness::Fallback(other) if !full => {
                let inputs = vec![missing, self.serving(other)];
                Some(Input::Gate(self.builder.gate(Gate::all(inputs))))
            }
            _ => Some(missing),
        }
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
        let placement = self.design.placement_of(id, self.required.count(self.design, id));
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
        let peers = matches!(sharing(self.design, id), Sharing::Peers(_));
        if self.design.has_standby(id) && !peers {
            return 1;
        }
        self.required.of(id) as usize
    }
}
