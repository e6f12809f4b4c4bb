//! The probability that a block is down, given which shared failure domains are.
//!
//! A domain that holds replicas of one block only is no common cause: it is folded into the block.
//! What is left, the domains that several blocks share, is conditioned on from outside.

use super::rates::Rates;
use crate::analysis::failure::{Block, BlockId, Cause, DomainId, System};
use crate::maths;
use std::collections::BTreeMap;

/// By domain: several blocks stand in it.
pub(super) fn shared_domains(system: &System) -> Vec<bool> {
    let mut first: Vec<Option<BlockId>> = vec![None; system.domains().len()];
    let mut shared = vec![false; system.domains().len()];
    for id in system.block_ids() {
        for (domain, _) in system.block(id).domains() {
            let index = domain.0 as usize;
            shared[index] |= first[index].is_some_and(|other| other != id);
            first[index].get_or_insert(id);
        }
    }
    for id in system.block_ids() {
        let block = system.block(id);
        if parents(block, &shared).is_none() {
            // Private domains that overlap without one holding the other: rare, and always right
            // to treat as shared.
            for (domain, _) in block.domains() {
                shared[domain.0 as usize] = true;
            }
        }
    }
    shared
}

/// The private domain around each private domain, if they nest.
fn parents(block: &Block, shared: &[bool]) -> Option<BTreeMap<DomainId, Option<DomainId>>> {
    let holds: BTreeMap<DomainId, usize> = block.domains().into_iter().collect();
    let mut parents = BTreeMap::new();
    for replica in &block.replicas {
        let chain = private_chain(&replica.inside, shared, &holds);
        for (index, domain) in chain.iter().enumerate() {
            let parent = chain.get(index + 1).copied();
            if *parents.entry(*domain).or_insert(parent) != parent {
                return None;
            }
        }
    }
    Some(parents)
}

/// The private domains around a replica, the one with the fewest replicas first.
fn private_chain(
    inside: &[DomainId],
    shared: &[bool],
    holds: &BTreeMap<DomainId, usize>,
) -> Vec<DomainId> {
    let mut chain: Vec<DomainId> =
        inside.iter().copied().filter(|domain| !shared[domain.0 as usize]).collect();
    chain.sort_by_key(|domain| (holds[domain], *domain));
    chain
}

/// One block: private domains, and in them replicas, equal ones together.
#[derive(Clone, Debug)]
pub(super) struct Forest {
    /// An inner domain stands before the one around it.
    domains: Vec<Private>,
    classes: Vec<Class>,
    falls_at: usize,
    count: usize,
}

/// A domain that only this block stands in.
#[derive(Clone, Debug)]
struct Private {
    cause: Cause,
    q: f64,
    /// Index of the private domain around it.
    around: Option<usize>,
    /// How many replicas it holds.
    holds: usize,
}

/// Replicas that differ in nothing.
#[derive(Clone, Debug)]
struct Class {
    causes: Vec<Cause>,
    q: f64,
    /// Index of the innermost private domain around them.
    around: Option<usize>,
    shared: Vec<DomainId>,
}

/// One thing in a forest.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Item {
    Domain(usize),
    /// One replica of the class.
    Replica(usize),
}

/// An item whose state is given.
type Given = Option<(Item, bool)>;

impl Forest {
    pub fn of(block: &Block, shared: &[bool], system: &System, rates: &Rates) -> Self {
        let holds: BTreeMap<DomainId, usize> = block.domains().into_iter().collect();
        let parents = parents(block, shared).expect("private domains nest");
        let mut order: Vec<DomainId> = parents.keys().copied().collect();
        order.sort_by_key(|domain| (holds[domain], *domain));
        let place: BTreeMap<DomainId, usize> =
            order.iter().enumerate().map(|(index, domain)| (*domain, index)).collect();
        let domains = order.iter().map(|domain| {
            let cause = system.domains()[domain.0 as usize];
            Private {
                cause,
                q: rates.unavailability(cause),
                around: parents[domain].map(|parent| place[&parent]),
                holds: holds[domain],
            }
        });
        Self {
            domains: domains.collect(),
            classes: classes(block, shared, rates, &holds, &place),
            falls_at: block.falls_at(),
            count: block.replicas.len(),
        }
    }

    /// The shared domains around any of its replicas, sorted.
    pub fn shared(&self) -> Vec<DomainId> {
        let all = self.classes.iter().flat_map(|class| class.shared.iter().copied());
        let mut shared: Vec<DomainId> = all.collect();
        shared.sort_unstable();
        shared.dedup();
        shared
    }

    /// Roughly how many operations it takes to know all slopes for one set of lost domains; a few
    /// hundred go into remembering it.
    pub fn cost(&self) -> usize {
        let items = self.domains.len() + self.classes.len();
        let each = if self.falls_at == self.count { items } else { self.count * self.falls_at };
        400 + items * (20 + each)
    }

    /// The probability that the block is down while exactly these shared domains are.
    pub fn probability(&self, down: &[DomainId]) -> f64 {
        self.given(down, None)
    }

    /// By cause of the block itself: how much likelier it is down when the cause is than when not.
    /// Things that stand alike weigh alike, so each sort is asked about once.
    pub fn slopes(&self, down: &[DomainId]) -> Vec<(Cause, f64)> {
        let sorts = Sorts::of(self, down);
        let mut known: BTreeMap<usize, f64> = BTreeMap::new();
        let mut slope = |item: Item, sort: usize| {
            *known.entry(sort).or_insert_with(|| {
                self.given(down, Some((item, true))) - self.given(down, Some((item, false)))
            })
        };
        let mut slopes = Vec::new();
        for (index, domain) in self.domains.iter().enumerate() {
            slopes.push((domain.cause, slope(Item::Domain(index), sorts.domains[index])));
        }
        for (index, class) in self.classes.iter().enumerate() {
            let slope = slope(Item::Replica(index), sorts.classes[index]);
            slopes.extend(class.causes.iter().map(|cause| (*cause, slope)));
        }
        slopes
    }

    fn given(&self, down: &[DomainId], given: Given) -> f64 {
        if self.falls_at == self.count {
            self.all_down(down, given)
        } else {
            self.enough_down(down, given)
        }
    }

    /// The probability that every replica is down: products alone, whatever the number.
    fn all_down(&self, down: &[DomainId], given: Given) -> f64 {
        let mut inside = vec![1.0; self.domains.len()];
        let mut whole = 1.0;
        for (index, class) in self.classes.iter().enumerate() {
            let q = match given {
                _ if class.is_lost(down) => 1.0,
                Some((item, state)) if item == Item::Replica(index) => {
                    f64::from(state) * maths::powi(class.q, class.causes.len() as u32 - 1)
                }
                _ => maths::powi(class.q, class.causes.len() as u32),
            };
            *class.around.map_or(&mut whole, |domain| &mut inside[domain]) *= q;
        }
        for (index, domain) in self.domains.iter().enumerate() {
            let q = domain.q_given(index, given);
            let value = q + (1.0 - q) * inside[index];
            *domain.around.map_or(&mut whole, |outer| &mut inside[outer]) *= value;
        }
        whole
    }

    /// The probability that at least `falls_at` replicas are down, from the distribution of how
    /// many are, domain by domain.
    fn enough_down(&self, down: &[DomainId], given: Given) -> f64 {
        let cap = self.falls_at;
        let mut inside = vec![vec![1.0]; self.domains.len()];
        let mut whole = vec![1.0];
        for (index, class) in self.classes.iter().enumerate() {
            let count = class.causes.len();
            let lost = match given {
                _ if class.is_lost(down) => certain(count),
                Some((item, state)) if item == Item::Replica(index) => {
                    let mut lost = binomial(count - 1, class.q);
                    if state {
                        lost.insert(0, 0.0);
                    }
                    lost
                }
                _ => binomial(count, class.q),
            };
            let target = class.around.map_or(&mut whole, |domain| &mut inside[domain]);
            *target = add(target, &lost, cap);
        }
        for (index, domain) in self.domains.iter().enumerate() {
            let q = domain.q_given(index, given);
            let mut lost = std::mem::take(&mut inside[index]);
            lost.iter_mut().for_each(|p| *p *= 1.0 - q);
            let all = domain.holds.min(cap);
            lost.resize(lost.len().max(all + 1), 0.0);
            lost[all] += q;
            let target = domain.around.map_or(&mut whole, |outer| &mut inside[outer]);
            *target = add(target, &lost, cap);
        }
        whole.get(cap).copied().unwrap_or(0.0)
    }
}

/// Which domains and classes stand alike: the same within, in alike surroundings. Numbers mean
/// nothing but the same sort.
struct Sorts {
    domains: Vec<usize>,
    classes: Vec<usize>,
}

impl Sorts {
    fn of(forest: &Forest, down: &[DomainId]) -> Self {
        let mut numbers = Numbers::default();
        let replicas: Vec<usize> = forest
            .classes
            .iter()
            .map(|class| {
                let state = u64::from(class.is_lost(down));
                numbers.of(vec![0, class.causes.len() as u64, class.q.to_bits(), state])
            })
            .collect();
        let mut inside: Vec<Vec<u64>> = vec![Vec::new(); forest.domains.len()];
        for (class, number) in forest.classes.iter().zip(&replicas) {
            if let Some(domain) = class.around {
                inside[domain].push(*number as u64);
            }
        }
        let mut domains = Vec::with_capacity(forest.domains.len());
        for (index, domain) in forest.domains.iter().enumerate() {
            let mut within = std::mem::take(&mut inside[index]);
            within.sort_unstable();
            let head = [1, domain.holds as u64, domain.q.to_bits()];
            let number = numbers.of(head.into_iter().chain(within).collect());
            domains.push(number);
            if let Some(outer) = domain.around {
                inside[outer].push(number as u64);
            }
        }
        // From the outside in: what is alike within, around alike things.
        let mut around = |outer: Option<usize>, number: usize, domains: &[usize]| {
            let outer = outer.map_or(u64::MAX, |outer| domains[outer] as u64);
            numbers.of(vec![2, outer, number as u64])
        };
        for index in (0..domains.len()).rev() {
            domains[index] = around(forest.domains[index].around, domains[index], &domains);
        }
        let classes = forest.classes.iter().zip(replicas);
        let classes = classes.map(|(class, number)| around(class.around, number, &domains));
        Self { classes: classes.collect(), domains }
    }
}

/// A number for each key that was met.
#[derive(Default)]
struct Numbers(BTreeMap<Vec<u64>, usize>);

impl Numbers {
    fn of(&mut self, key: Vec<u64>) -> usize {
        let next = self.0.len();
        *self.0.entry(key).or_insert(next)
    }
}

impl Private {
    fn q_given(&self, index: usize, given: Given) -> f64 {
        match given {
            Some((item, state)) if item == Item::Domain(index) => f64::from(state),
            _ => self.q,
        }
    }
}

impl Class {
    /// A shared domain around it is down.
    fn is_lost(&self, down: &[DomainId]) -> bool {
        self.shared.iter().any(|domain| down.binary_search(domain).is_ok())
    }
}

fn classes(
    block: &Block,
    shared: &[bool],
    rates: &Rates,
    holds: &BTreeMap<DomainId, usize>,
    place: &BTreeMap<DomainId, usize>,
) -> Vec<Class> {
    let mut alike: BTreeMap<(Option<usize>, Vec<DomainId>, u64), Vec<Cause>> = BTreeMap::new();
    for replica in &block.replicas {
        let around = private_chain(&replica.inside, shared, holds).first().map(|d| place[d]);
        let common = replica.inside.iter().copied().filter(|domain| shared[domain.0 as usize]);
        let q = rates.unavailability(replica.cause);
        alike.entry((around, common.collect(), q.to_bits())).or_default().push(replica.cause);
    }
    alike
        .into_iter()
        .map(|((around, shared, q), causes)| Class { causes, q: f64::from_bits(q), around, shared })
        .collect()
}

/// Exactly `count` down.
fn certain(count: usize) -> Vec<f64> {
    let mut lost = vec![0.0; count + 1];
    lost[count] = 1.0;
    lost
}

/// How many of `count` are down when each is with probability `q`, from the likeliest number
/// outwards: no power underflows, and the far tails keep their digits.
fn binomial(count: usize, q: f64) -> Vec<f64> {
    if q <= 0.0 {
        let mut none = vec![0.0; count + 1];
        none[0] = 1.0;
        return none;
    }
    if q >= 1.0 {
        return certain(count);
    }
    let mut lost = vec![0.0; count + 1];
    let mode = (((count + 1) as f64 * q) as usize).min(count);
    let odds = q / (1.0 - q);
    lost[mode] = 1.0;
    for down in mode + 1..=count {
        lost[down] = lost[down - 1] * odds * (count - down + 1) as f64 / down as f64;
    }
    for down in (0..mode).rev() {
        lost[down] = lost[down + 1] / odds * (down + 1) as f64 / (count - down) as f64;
    }
    let total: f64 = lost.iter().sum();
    lost.iter_mut().for_each(|p| *p /= total);
    lost
}

/// The distribution of a sum; what reaches `cap` counts as `cap`.
fn add(a: &[f64], b: &[f64], cap: usize) -> Vec<f64> {
    let mut sum = vec![0.0; (a.len() + b.len() - 1).min(cap + 1)];
    let last = sum.len() - 1;
    for (i, x) in a.iter().enumerate().filter(|(_, x)| **x > 0.0) {
        let (within, beyond) = b.split_at(b.len().min(last.saturating_sub(i)));
        let places = &mut sum[i.min(last)..];
        places.iter_mut().zip(within).for_each(|(place, y)| *place += x * y);
        beyond.iter().for_each(|y| sum[last] += x * y);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{Class, Forest, Item, Private, Sorts, binomial};
    use crate::analysis::failure::{Cause, DomainId};
    use crate::model::ComponentId;

    /// Two blocks of two replicas in a zone each, in one of two regions; the last zone is shakier.
    fn zones(q: [f64; 4]) -> Forest {
        let cause = Cause::Failover(ComponentId(0), 1);
        let private = |q, around, holds| Private { cause, q, around, holds };
        let zone = |(index, q): (usize, f64)| private(q, Some(4 + index / 2), 2);
        let mut domains: Vec<Private> = q.into_iter().enumerate().map(zone).collect();
        domains.extend([private(0.001, None, 4), private(0.001, None, 4)]);
        let class =
            |zone| Class { causes: vec![cause; 2], q: 0.01, around: Some(zone), shared: vec![] };
        Forest { domains, classes: (0..4).map(class).collect(), falls_at: 5, count: 8 }
    }

    #[test]
    fn what_stands_alike_is_of_one_sort_and_weighs_what_it_weighs_alone() {
        let forest = zones([0.02, 0.02, 0.02, 0.03]);
        let sorts = Sorts::of(&forest, &[]);
        let alike = |a: usize, b: usize| sorts.domains[a] == sorts.domains[b];
        assert!(alike(0, 1) && sorts.classes[0] == sorts.classes[1]);
        assert!(!alike(0, 2), "beside a shakier zone");
        assert!(!alike(2, 3) && !alike(4, 5) && sorts.classes[2] != sorts.classes[3]);
        let alone =
            |item| forest.given(&[], Some((item, true))) - forest.given(&[], Some((item, false)));
        let domains = (0..6).map(|index| alone(Item::Domain(index)));
        let replicas = (0..8).map(|index| alone(Item::Replica(index / 2)));
        for ((_, slope), alone) in forest.slopes(&[]).iter().zip(domains.chain(replicas)) {
            assert!((slope / alone - 1.0).abs() < 1e-12);
        }
    }

    /// Two of three make it fall, and the zone around one of them is down: either of the others.
    #[test]
    fn what_a_shared_domain_takes_is_down_for_certain() {
        let cause = Cause::Failover(ComponentId(0), 1);
        let class =
            |count, shared| Class { causes: vec![cause; count], q: 0.1, around: None, shared };
        let zone = DomainId(0);
        let classes = vec![class(1, vec![zone]), class(2, vec![])];
        let forest = Forest { domains: vec![], classes, falls_at: 2, count: 3 };
        assert!((forest.probability(&[zone]) - 0.19).abs() < 1e-12);
        assert!((forest.probability(&[]) - 0.028).abs() < 1e-12);
    }

    #[test]
    fn binomials_keep_their_digits_at_both_ends() {
        let two_of_three = binomial(3, 1e-9);
        assert!((two_of_three[2] / 3e-18 - 1.0).abs() < 1e-8);
        let nearly_all = binomial(400, 0.9999);
        assert!((nearly_all[400] / crate::maths::powi(0.9999, 400) - 1.0).abs() < 1e-12);
        assert!((nearly_all.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
