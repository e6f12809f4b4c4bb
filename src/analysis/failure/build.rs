//! The fault tree of one flow of a design.

use super::{Block, BlockId, Builder, Cause, DomainId, Gate, GateId, Input, Replica, System};
use crate::analysis::Unit;
use crate::model::{
    Attr, ComponentId, Design, Dimension, Failover, FlowId, FlowNeeds, GroupId, Kind, Need,
    Softness,
};
use std::collections::BTreeMap;

/// What counts as the flow's failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Every request fails: hard needs, and of a sharded store all shards lost.
    Outage,
    /// One request fails: hard needs, and of a sharded store the one shard that it asks for.
    Request,
    /// Anything is missing: optional targets, the primaries of fallbacks and every shard are
    /// wanted too.
    Full,
}

/// How many replicas of each component the load needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Demand {
    required: BTreeMap<ComponentId, u32>,
}

impl Demand {
    /// `replicas` of the component are needed to carry the load.
    pub fn require(&mut self, id: ComponentId, replicas: u32) {
        self.required.insert(id, replicas);
    }

    /// How many the load needs; 1 when nothing is known.
    pub fn of(&self, id: ComponentId) -> u32 {
        self.required.get(&id).copied().unwrap_or(1).max(1)
    }
}

/// A fault tree with the way back to the design.
#[derive(Clone, Debug)]
pub struct FlowSystem {
    pub system: System,
    /// By block: the component that it is all of, or one shard of.
    pub owners: Vec<ComponentId>,
}

impl FlowSystem {
    pub fn of(design: &Design, flow: FlowId, view: View, demand: &Demand) -> Self {
        let mut build = Build {
            design,
            needs: design.flow_needs(flow),
            view,
            demand,
            sets: Sets::of(design),
            builder: Builder::default(),
            owners: Vec::new(),
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
        Self { system: build.builder.finish(top), owners: build.owners }
    }

    pub fn owner(&self, id: BlockId) -> ComponentId {
        self.owners[id.0 as usize]
    }
}

/// The standbys that take over by themselves, by primary.
struct Sets {
    automatic: BTreeMap<ComponentId, Vec<ComponentId>>,
}

impl Sets {
    fn of(design: &Design) -> Self {
        let automatic = design
            .replica_sets
            .iter()
            .filter(|set| design.failover(set.primary) == Failover::Auto)
            .map(|set| (set.primary, set.standbys.clone()))
            .collect();
        Self { automatic }
    }
}

struct Build<'a> {
    design: &'a Design,
    needs: FlowNeeds<'a>,
    view: View,
    demand: &'a Demand,
    sets: Sets,
    builder: Builder,
    owners: Vec<ComponentId>,
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
        let Some(standbys) = self.sets.automatic.get(&id).cloned() else { return self.alone(id) };
        if let Some(gate) = self.serving[id.index()] {
            return Input::Gate(gate);
        }
        let members = std::iter::once(id).chain(standbys).map(|id| self.alone(id)).collect();
        // With a member missing the flow is still whole: standing by is what it is for.
        let gate = self.builder.gate(Gate::all(members));
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
        let blocks: Vec<Input> = match (shards, self.view) {
            (1, _) | (_, View::Request) => vec![self.block(id, &placement, 0)],
            _ => (0..shards).map(|shard| self.block(id, &placement, shard)).collect(),
        };
        match blocks.as_slice() {
            [single] => *single,
            _ if self.view == View::Full => Input::Gate(self.builder.gate(Gate::any(blocks))),
            _ => Input::Gate(self.builder.gate(Gate::all(blocks))),
        }
    }

    fn block(&mut self, id: ComponentId, placement: &[Vec<DomainId>], shard: usize) -> Input {
        let whole = self.design.fails_whole(id);
        let first = shard * placement.len() + 1;
        let unit = |index: usize| match whole {
            true => Unit::Whole(id),
            false => Unit::Replica(id, (first + index) as u32),
        };
        let replica = |(index, inside): (usize, &Vec<DomainId>)| Replica {
            cause: Cause::Unit(unit(index)),
            inside: inside.clone(),
        };
        let replicas: Vec<Replica> = placement.iter().enumerate().map(replica).collect();
        let enough = self.enough(id).clamp(1, replicas.len());
        self.owners.push(id);
        Input::Block(self.builder.block(Block { replicas, enough }))
    }

    /// The domains around each replica that counts: of a store that a person must change over,
    /// the primary alone.
    fn placement(&mut self, id: ComponentId) -> Vec<Vec<DomainId>> {
        let mut placement = self.design.placement(id);
        if placement.len() > 1
            && self.design.has_standby(id)
            && self.design.failover(id) != Failover::Auto
        {
            placement.truncate(1);
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
        if self.design.has_standby(id) {
            return 1;
        }
        self.demand.of(id) as usize
    }
}
