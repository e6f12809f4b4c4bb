//! Minimal cut sets of two causes: families of cut sets are carried up the tree and cut off at
//! order two, which loses nothing, since a cut set of order two only needs such of its parts.

use super::singles::Implied;
use super::{Algebra, Block, BlockId, Builder, Cause, DomainId, Gate, Input, Singles, System};

/// All pairs of causes that take the top down together and not alone, each pair and the list
/// sorted. `None` when some gate has more than `limit` of them.
pub fn pairs(system: &System, singles: &Singles, limit: usize) -> Option<Vec<[Cause; 2]>> {
    let causes = Causes::of(system, singles);
    let rest = without_implied(system);
    let mut algebra = Families { causes: &causes, system, limit, overflow: false };
    let values = rest.solve(&mut algebra);
    if algebra.overflow {
        return None;
    }
    let top = &values[rest.top().0 as usize];
    let mut pairs: Vec<[Cause; 2]> = (top.pairs.iter())
        .map(|(a, b)| {
            let mut pair = [causes.all[*a as usize], causes.all[*b as usize]];
            pair.sort_unstable();
            pair
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    Some(pairs)
}

/// The same system for cut sets of several causes: what is down only together with the top has
/// cut sets that are the top's own, so nothing below needs to count on it.
fn without_implied(system: &System) -> System {
    let implied = Implied::of(system);
    let mut builder = Builder::default();
    for domain in system.domains() {
        builder.domain(*domain);
    }
    for block in system.blocks() {
        builder.block(block.clone());
    }
    let mut tops: Vec<Input> =
        system.block_ids().filter(|id| implied.blocks[id.0 as usize]).map(Input::Block).collect();
    for (index, gate) in system.gates().iter().enumerate() {
        let mut rest = gate.clone();
        rest.inputs.retain(|input| match input {
            Input::Block(id) => !implied.blocks[id.0 as usize],
            Input::Gate(id) => !implied.gates[id.0 as usize],
        });
        let id = builder.gate(rest);
        if implied.gates[index] && gate.least > 1 {
            tops.push(Input::Gate(id));
        }
    }
    let top = builder.gate(Gate::any(tops));
    builder.finish(top)
}

/// The causes that are no cut set by themselves, numbered: domains first, then block by block.
struct Causes {
    all: Vec<Cause>,
    /// By domain.
    domains: Vec<Option<u32>>,
    /// By block, the number of its first replica; `None` when each replica alone is a cut set.
    units: Vec<Option<u32>>,
}

impl Causes {
    fn of(system: &System, singles: &Singles) -> Self {
        let mut all = Vec::new();
        let mut domains = Vec::new();
        for id in system.domain_ids() {
            domains.push((!singles.is_domain(id)).then_some(all.len() as u32));
            if !singles.is_domain(id) {
                all.push(system.domains()[id.0 as usize]);
            }
        }
        let mut units = Vec::new();
        for id in system.block_ids() {
            let block = system.block(id);
            let fragile = singles.is_block(id) && block.falls_at() == 1;
            units.push((!fragile).then_some(all.len() as u32));
            if !fragile {
                all.extend(block.replicas.iter().map(|replica| replica.cause));
            }
        }
        Self { all, domains, units }
    }
}

/// Minimal cut sets of order one and two; no pair holds a single.
#[derive(Clone, Debug, Default, PartialEq)]
struct Family {
    singles: Vec<u32>,
    /// The smaller number first.
    pairs: Vec<(u32, u32)>,
}

impl Family {
    fn new(mut singles: Vec<u32>, mut pairs: Vec<(u32, u32)>) -> Self {
        singles.sort_unstable();
        singles.dedup();
        let is_single = |cause: &u32| singles.binary_search(cause).is_ok();
        pairs.retain(|(a, b)| !is_single(a) && !is_single(b));
        pairs.sort_unstable();
        pairs.dedup();
        Self { singles, pairs }
    }

    fn is_single(&self, cause: u32) -> bool {
        self.singles.binary_search(&cause).is_ok()
    }

    /// Down together with any of the causes of the pair.
    fn meets(&self, pair: &(u32, u32)) -> bool {
        self.is_single(pair.0) || self.is_single(pair.1) || self.pairs.binary_search(pair).is_ok()
    }
}

fn pair(a: u32, b: u32) -> (u32, u32) {
    (a.min(b), a.max(b))
}

struct Families<'a> {
    causes: &'a Causes,
    system: &'a System,
    limit: usize,
    overflow: bool,
}

impl Algebra for Families<'_> {
    type Value = Family;

    fn never(&self) -> Family {
        Family::default()
    }

    fn block(&mut self, id: BlockId) -> Family {
        let block = self.system.block(id);
        let units = self.causes.units[id.0 as usize];
        let domains: Vec<(u32, Vec<usize>)> = (block.domains().into_iter())
            .filter_map(|(domain, _)| {
                let cause = self.causes.domains[domain.0 as usize]?;
                Some((cause, inside(block, domain)))
            })
            .collect();
        self.cut_sets(block, units, &domains)
    }

    fn at_least<'a>(
        &mut self,
        least: usize,
        inputs: impl Iterator<Item = &'a Family> + Clone,
    ) -> Family {
        if least == 1 {
            return self.any(inputs);
        }
        if inputs.clone().count() == least {
            let mut inputs = inputs.cloned();
            let first = inputs.next().unwrap_or_default();
            return inputs.fold(first, |down, input| self.both(&down, &input));
        }
        // reached[j]: the cut sets of "more than j of the inputs so far".
        let mut reached = vec![Family::default(); least];
        for input in inputs {
            for j in (1..least).rev() {
                let one_more = self.both(&reached[j - 1], input);
                reached[j] = self.any([&reached[j], &one_more].into_iter());
            }
            reached[0] = self.any([&reached[0], input].into_iter());
        }
        reached.swap_remove(least - 1)
    }
}

fn inside(block: &Block, domain: DomainId) -> Vec<usize> {
    let holds = |index: &usize| block.replicas[*index].inside.binary_search(&domain).is_ok();
    (0..block.replicas.len()).filter(holds).collect()
}

impl Families<'_> {
    fn any<'a>(&mut self, inputs: impl Iterator<Item = &'a Family> + Clone) -> Family {
        let singles = inputs.clone().flat_map(|input| input.singles.iter().copied()).collect();
        let pairs = inputs.flat_map(|input| input.pairs.iter().copied()).collect();
        self.limited(Family::new(singles, pairs))
    }

    fn both(&mut self, a: &Family, b: &Family) -> Family {
        let (common, only): (Vec<u32>, Vec<u32>) =
            a.singles.iter().partition(|cause| b.is_single(**cause));
        let others: Vec<u32> =
            b.singles.iter().copied().filter(|cause| !a.is_single(*cause)).collect();
        if only.len().saturating_mul(others.len()) > self.limit {
            self.overflow = true;
            return Family::default();
        }
        let mut pairs: Vec<(u32, u32)> =
            only.iter().flat_map(|x| others.iter().map(|y| pair(*x, *y))).collect();
        pairs.extend(a.pairs.iter().filter(|pair| b.meets(pair)));
        pairs.extend(b.pairs.iter().filter(|pair| a.meets(pair)));
        self.limited(Family::new(common, pairs))
    }

    /// The cut sets of one block: `units` numbers its replicas, `domains` says which of them each
    /// domain holds.
    fn cut_sets(
        &mut self,
        block: &Block,
        units: Option<u32>,
        domains: &[(u32, Vec<usize>)],
    ) -> Family {
        let falls_at = block.falls_at();
        let count = block.replicas.len();
        let mut singles: Vec<u32> = domains
            .iter()
            .filter(|(_, held)| held.len() >= falls_at)
            .map(|(cause, _)| *cause)
            .collect();
        let mut pairs = Vec::new();
        let smaller: Vec<&(u32, Vec<usize>)> =
            domains.iter().filter(|(_, held)| held.len() < falls_at).collect();
        for (index, (a, held)) in smaller.iter().enumerate() {
            for (b, others) in &smaller[index + 1..] {
                if held.len() + others.len() >= falls_at && union(held, others) >= falls_at {
                    pairs.push(pair(*a, *b));
                }
            }
        }
        if let Some(first) = units {
            let unit = |index: usize| first + index as u32;
            match falls_at {
                1 => singles.extend((0..count).map(unit)),
                2 if count * count / 2 > self.limit => self.overflow = true,
                2 => pairs.extend(
                    (0..count).flat_map(|a| (a + 1..count).map(move |b| (unit(a), unit(b)))),
                ),
                _ => {}
            }
            for (cause, held) in smaller.iter().filter(|(_, held)| held.len() + 1 == falls_at) {
                let outside = (0..count).filter(|index| held.binary_search(index).is_err());
                pairs.extend(outside.map(|index| pair(*cause, unit(index))));
            }
        }
        self.limited(Family::new(singles, pairs))
    }

    fn limited(&mut self, family: Family) -> Family {
        self.overflow |= family.pairs.len() > self.limit;
        if self.overflow { Family::default() } else { family }
    }
}

/// How many items two sorted lists hold together.
fn union(a: &[usize], b: &[usize]) -> usize {
    a.len() + b.iter().filter(|item| a.binary_search(item).is_err()).count()
}
