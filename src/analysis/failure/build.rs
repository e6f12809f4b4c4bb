//! The fault tree of one flow of a design.

use super::{Block, BlockId, Builder, Cause, DomainId, Gate, GateId, Input, Replica, System};
use crate::analysis::Unit;
use crate::analysis::load::{CapacityBasis, Usage};
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
}

impl Required {
    /// What the load asks for, where it and the capacity of a replica are stated; `usages` are
    /// those of the design's components, in their order.
    pub fn by(design: &Design, usages: &[Option<Usage>]) -> Self {
        let mut required = Self::default();
        for (id, usage) in design.component_ids().zip(usages) {
            if let Some(usage) = usage.as_ref().filter(|it| it.basis == CapacityBasis::Stated) {
                // When no number is enough, all of them are needed.
                required.require(id, usage.replicas_at(1.0).unwrap_or(u32::MAX));
            }
        }
        required
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
        if self.design.component(id).kind != Kind::User {
            inputs.push(self.own(id));
        }
        for index in 0..self.needs.of(id).len() {
            let need = self.needs.of(id)[index].clone();
            inputs.extend(self.unmet(&need));
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
        let placement = self.design.placement(id);
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
        if self.design.has_standby(id) {
            return 1;
        }
        self.required.of(id) as usize
    }
}
