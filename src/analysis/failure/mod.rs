//! What must fail for a flow to fail: a coherent fault tree of gates over blocks of replicas that
//! stand in failure domains.
//!
//! Everything here speaks of *failure*: a gate is down when at least `least` of its inputs are
//! down, a block when too few of its replicas are left. Gates may form cycles; the set of what is
//! down is then the least one, so a cycle alone takes nobody down. One solver ([`System::solve`])
//! evaluates the tree in any algebra: bits, families of cut sets, decision diagrams.

mod build;
mod pairs;
mod required;
mod simplify;
mod singles;
mod solve;

pub use build::{Failover, FlowSystem, Takeover, View};
pub use pairs::pairs;
pub use required::Required;
pub use singles::{Singles, singles};
pub use solve::Algebra;

use super::Unit;
use crate::model::{ComponentId, GroupId};

/// Index of a failure domain in [`System::domains`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DomainId(pub u32);

/// Index into [`System::blocks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(pub u32);

/// Index into [`System::gates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GateId(pub u32);

/// Something that can fail by itself, independently of all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    Unit(Unit),
    /// The time that it takes to change over to a standby when the primary of this component, or
    /// of this shard of it, counted from 1, is lost.
    Failover(ComponentId, u32),
    /// The loss of the site that this one stands by for. It never comes by itself, only with the
    /// failure domain.
    Site(GroupId),
    /// The time that it takes this site to take over.
    Takeover(GroupId),
}

/// One of equal replicas, down when its own cause or any domain around it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Replica {
    pub cause: Cause,
    /// All failure domains around it, sorted.
    pub inside: Vec<DomainId>,
}

/// Replicas of which enough must be up. Their own causes belong to no other block.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// At least one.
    pub replicas: Vec<Replica>,
    /// How many must be up: 1 to the number of replicas.
    pub enough: usize,
}

impl Block {
    /// One cause that stands in no failure domain.
    pub fn lone(cause: Cause) -> Self {
        Self { replicas: vec![Replica { cause, inside: Vec::new() }], enough: 1 }
    }

    /// How many replicas must fail to take it down; at least 1.
    pub fn falls_at(&self) -> usize {
        self.replicas.len() + 1 - self.enough
    }

    /// The failure domains that hold any of its replicas, sorted, each with how many it holds.
    pub fn domains(&self) -> Vec<(DomainId, usize)> {
        let mut all: Vec<DomainId> =
            self.replicas.iter().flat_map(|replica| replica.inside.iter().copied()).collect();
        all.sort_unstable();
        all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Input {
    Block(BlockId),
    Gate(GateId),
}

/// Down when at least `least` of the inputs are down: 1 is OR, all of them AND. An input listed
/// twice counts twice. With fewer inputs than `least` it is never down.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// At least 1.
    pub least: usize,
    pub inputs: Vec<Input>,
}

impl Gate {
    /// Down when any input is.
    pub fn any(inputs: Vec<Input>) -> Self {
        Self { least: 1, inputs }
    }

    /// Down when all inputs are.
    pub fn all(inputs: Vec<Input>) -> Self {
        Self { least: inputs.len().max(1), inputs }
    }
}

/// The fault tree of one flow.
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    domains: Vec<Cause>,
    blocks: Vec<Block>,
    gates: Vec<Gate>,
    top: GateId,
    /// Groups of gates that depend on each other, each group after all that it depends on.
    order: Vec<Vec<GateId>>,
}

impl System {
    /// What fails with each domain, by [`DomainId`].
    pub fn domains(&self) -> &[Cause] {
        &self.domains
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    pub fn gates(&self) -> &[Gate] {
        &self.gates
    }

    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    pub fn gate(&self, id: GateId) -> &Gate {
        &self.gates[id.0 as usize]
    }

    /// Down when the flow is.
    pub fn top(&self) -> GateId {
        self.top
    }

    pub fn domain_ids(&self) -> impl Iterator<Item = DomainId> + use<> {
        (0..self.domains.len() as u32).map(DomainId)
    }

    pub fn block_ids(&self) -> impl Iterator<Item = BlockId> + use<> {
        (0..self.blocks.len() as u32).map(BlockId)
    }
}

/// Builds a [`System`]: gates may be declared first and defined later, so cycles can be said.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    domains: Vec<Cause>,
    blocks: Vec<Block>,
    gates: Vec<Gate>,
}

impl Builder {
    pub fn domain(&mut self, cause: Cause) -> DomainId {
        self.domains.push(cause);
        DomainId(self.domains.len() as u32 - 1)
    }

    pub fn block(&mut self, block: Block) -> BlockId {
        assert!((1..=block.replicas.len()).contains(&block.enough), "a block has enough replicas");
        self.blocks.push(block);
        BlockId(self.blocks.len() as u32 - 1)
    }

    /// A gate that is never down until [`define`](Self::define) says more.
    pub fn declare(&mut self) -> GateId {
        self.gate(Gate::any(Vec::new()))
    }

    pub fn define(&mut self, id: GateId, gate: Gate) {
        assert!(gate.least >= 1, "a gate that is always down makes no sense");
        self.gates[id.0 as usize] = gate;
    }

    pub fn gate(&mut self, gate: Gate) -> GateId {
        assert!(gate.least >= 1, "a gate that is always down makes no sense");
        self.gates.push(gate);
        GateId(self.gates.len() as u32 - 1)
    }

    /// The system whose failure is that of `top`.
    pub fn finish(self, top: GateId) -> System {
        let (gates, top) = simplify::simplify(self.gates, top);
        let order = simplify::order(&gates);
        System { domains: self.domains, blocks: self.blocks, gates, top, order }
    }
}
