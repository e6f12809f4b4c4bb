//! What takes the top down alone: blocks and failure domains, found by failing 256 of them at a
//! time, one to a bit.

use super::{Algebra, BlockId, Cause, DomainId, GateId, Input, System};

/// Which blocks, which domains and which groups of blocks alone take the top down.
#[derive(Clone, Debug, PartialEq)]
pub struct Singles {
    blocks: Vec<bool>,
    domains: Vec<bool>,
    groups: Vec<bool>,
    /// By domain: the blocks that it takes down by itself, sorted.
    hit: Vec<Vec<BlockId>>,
}

impl Singles {
    /// With this block down, the top is down.
    pub fn is_block(&self, id: BlockId) -> bool {
        self.blocks[id.0 as usize]
    }

    /// With this domain down, the top is down.
    pub fn is_domain(&self, id: DomainId) -> bool {
        self.domains[id.0 as usize]
    }

    /// With all blocks of this group down, the top is down; by index into the groups asked for.
    pub fn is_group(&self, index: usize) -> bool {
        self.groups[index]
    }

    /// All causes that alone take the top down, sorted.
    pub fn causes(&self, system: &System) -> Vec<Cause> {
        let domains = system.domain_ids().filter(|id| self.is_domain(*id));
        let mut causes: Vec<Cause> = domains.map(|id| system.domains()[id.0 as usize]).collect();
        for block in system.block_ids().filter(|id| self.is_block(*id)).map(|id| system.block(id)) {
            // Its failure domain stands among them already.
            let is_site = matches!(block.replicas[0].cause, Cause::Site(_));
            if block.falls_at() == 1 && !is_site {
                causes.extend(block.replicas.iter().map(|replica| replica.cause));
            }
        }
        causes.sort_unstable();
        causes
    }

    /// The blocks that the domain takes down by itself, sorted.
    pub fn hit_by(&self, id: DomainId) -> &[BlockId] {
        &self.hit[id.0 as usize]
    }
}

/// All blocks, domains and groups of blocks that alone take the top down.
pub fn singles(system: &System, groups: &[Vec<BlockId>]) -> Singles {
    let hit = hits(system);
    let mut blocks = Implied::of(system).blocks;
    let decided = |sets: &[Vec<BlockId>]| -> Vec<bool> {
        sets.iter().map(|set| set.iter().any(|block| blocks[block.0 as usize])).collect()
    };
    let (mut domains, mut together) = (decided(&hit), decided(groups));
    let undecided: Vec<Suspect> = (system.block_ids().filter(|id| !blocks[id.0 as usize]))
        .map(Suspect::Block)
        .chain((0..hit.len()).filter(|index| !domains[*index]).map(Suspect::Domain))
        .chain((0..groups.len()).filter(|index| !together[*index]).map(Suspect::Group))
        .collect();
    for suspects in undecided.chunks(LANES) {
        let down = top_with_each_down(system, suspects, &hit, groups);
        for (lane, suspect) in suspects.iter().enumerate() {
            match suspect {
                Suspect::Block(id) => blocks[id.0 as usize] = down.has(lane),
                Suspect::Domain(index) => domains[*index] = down.has(lane),
                Suspect::Group(index) => together[*index] = down.has(lane),
            }
        }
    }
    Singles { blocks, domains, groups: together, hit }
}

fn hits(system: &System) -> Vec<Vec<BlockId>> {
    let mut hit = vec![Vec::new(); system.domains().len()];
    for id in system.block_ids() {
        let block = system.block(id);
        for (domain, inside) in block.domains() {
            if inside >= block.falls_at() {
                hit[domain.0 as usize].push(id);
            }
        }
    }
    hit
}

/// What is down only together with the top, because nothing but OR gates stands between.
#[derive(Clone, Debug)]
pub(super) struct Implied {
    pub blocks: Vec<bool>,
    pub gates: Vec<bool>,
}

impl Implied {
    pub fn of(system: &System) -> Self {
        let mut blocks = vec![false; system.blocks().len()];
        let mut gates = vec![false; system.gates().len()];
        let mut todo = vec![system.top()];
        gates[system.top().0 as usize] = true;
        while let Some(id) = todo.pop() {
            let gate = system.gate(id);
            if gate.least > 1 {
                continue;
            }
            for input in &gate.inputs {
                match input {
                    Input::Block(block) => blocks[block.0 as usize] = true,
                    Input::Gate(next) => visit(&mut gates, *next, &mut todo),
                }
            }
        }
        Self { blocks, gates }
    }
}

fn visit(seen: &mut [bool], id: GateId, todo: &mut Vec<GateId>) {
    if !std::mem::replace(&mut seen[id.0 as usize], true) {
        todo.push(id);
    }
}

#[derive(Clone, Copy)]
enum Suspect {
    Block(BlockId),
    Domain(usize),
    Group(usize),
}

const WORDS: usize = 4;
const LANES: usize = 64 * WORDS;

/// Whether something is down in each of 256 worlds.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
struct Lanes([u64; WORDS]);

impl Lanes {
    const ALL: Lanes = Lanes([u64::MAX; WORDS]);

    fn set(&mut self, lane: usize) {
        self.0[lane / 64] |= 1 << (lane % 64);
    }

    fn has(&self, lane: usize) -> bool {
        self.0[lane / 64] >> (lane % 64) & 1 == 1
    }

    fn or(self, other: &Lanes) -> Lanes {
        Lanes(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }

    fn and(self, other: &Lanes) -> Lanes {
        Lanes(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }
}

/// Worlds given by which blocks are down in them.
struct Worlds {
    blocks: Vec<Lanes>,
}

impl Algebra for Worlds {
    type Value = Lanes;

    fn never(&self) -> Lanes {
        Lanes::default()
    }

    fn block(&mut self, id: BlockId) -> Lanes {
        self.blocks[id.0 as usize]
    }

    fn at_least<'a>(
        &mut self,
        least: usize,
        inputs: impl Iterator<Item = &'a Lanes> + Clone,
    ) -> Lanes {
        if least == 1 {
            return inputs.fold(Lanes::default(), |down, input| down.or(input));
        }
        match inputs.clone().count() {
            all if all < least => return Lanes::default(),
            all if all == least => return inputs.fold(Lanes::ALL, |down, input| down.and(input)),
            _ => {}
        }
        // reached[j]: the worlds in which more than j inputs are down so far.
        let mut reached = vec![Lanes::default(); least];
        for input in inputs {
            for j in (1..least).rev() {
                reached[j] = reached[j].or(&reached[j - 1].and(input));
            }
            reached[0] = reached[0].or(input);
        }
        reached[least - 1]
    }
}

fn top_with_each_down(
    system: &System,
    suspects: &[Suspect],
    hit: &[Vec<BlockId>],
    groups: &[Vec<BlockId>],
) -> Lanes {
    let mut blocks = vec![Lanes::default(); system.blocks().len()];
    for (lane, suspect) in suspects.iter().enumerate() {
        let down = match suspect {
            Suspect::Block(id) => std::slice::from_ref(id),
            Suspect::Domain(index) => &hit[*index],
            Suspect::Group(index) => &groups[*index],
        };
        for block in down {
            blocks[block.0 as usize].set(lane);
        }
    }
    system.solve(&mut Worlds { blocks })[system.top().0 as usize]
}
