//! How much of the time a system is down, from how much of the time each cause is.
//!
//! Blocks are independent once it is given which of the failure domains that they share are down.
//! So every state of those domains is looked at, or, where they are too many, all states with the
//! fewest of them down; what the others could add is then carried as the width of the result.

use super::forest::{Forest, shared_domains};
use super::rates::Rates;
use super::structure::{Scratch, Structure, tail};
use super::{Bounds, Budget};
use crate::analysis::failure::{Cause, DomainId, System};
use std::collections::BTreeMap;

/// What comes out of evaluating a system.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The part of the time that the top is down.
    pub unavailability: Bounds,
    /// How often the top goes down, per hour of the calendar.
    pub failures_per_hour: f64,
    /// By cause: how much likelier the top is down when the cause is than when it is not
    /// (Birnbaum's importance).
    pub slopes: BTreeMap<Cause, f64>,
    /// By block: the part of the time that the top would not be down if the block never was.
    pub block_savings: Vec<f64>,
}

impl Evaluation {
    /// The part of the time that the top would not be down if the cause never occurred.
    pub fn saving(&self, cause: Cause, rates: &Rates) -> f64 {
        self.slopes.get(&cause).map_or(0.0, |slope| slope * rates.unavailability(cause))
    }
}

/// Evaluates a system whose causes occur at these rates, independently.
pub fn evaluate(system: &System, rates: &Rates, budget: Budget) -> Evaluation {
    let structure = Structure::of(system, budget.nodes);
    Run::new(system, rates, &structure).run(budget)
}

struct Run<'a> {
    system: &'a System,
    rates: &'a Rates,
    structure: &'a Structure,
    blocks: Vec<Cases>,
    /// The domains that several blocks share, sorted.
    shared: Vec<DomainId>,
    /// By place in `shared`: its unavailability.
    q: Vec<f64>,
    /// By place in `shared`: the blocks that stand in it.
    touched: Vec<Vec<usize>>,
    scratch: Scratch,
    /// By block, in the state looked at.
    block_q: Vec<f64>,
    block_slopes: Vec<f64>,
    total: Bounds,
    /// By place in `shared`: the part of `total.lo` from states in which it is down.
    with: Vec<f64>,
}

/// One block under all combinations of its shared domains met so far: a tree in which each step
/// down takes one more domain away, in the order of the domains.
struct Cases {
    forest: Forest,
    /// How many shared domains it stands in.
    around: usize,
    all: Vec<Case>,
    /// The one that holds in the state looked at; the first has all domains up.
    now: usize,
}

struct Case {
    down: Vec<DomainId>,
    /// The probability that the block is down.
    q: f64,
    /// How fast the top's unavailability grows with this probability.
    slope: f64,
    next: Vec<(DomainId, usize)>,
}

impl Cases {
    fn new(forest: Forest) -> Self {
        let around = forest.shared().len();
        let mut cases = Self { forest, around, all: Vec::new(), now: 0 };
        cases.add(Vec::new());
        cases
    }

    fn add(&mut self, down: Vec<DomainId>) -> usize {
        let q = self.forest.probability(&down);
        self.all.push(Case { down, q, slope: 0.0, next: Vec::new() });
        self.all.len() - 1
    }

    /// Takes one more domain down; returns the case before.
    fn lose(&mut self, domain: DomainId) -> usize {
        let before = self.now;
        let known = self.all[before].next.iter().find(|(lost, _)| *lost == domain);
        self.now = match known {
            Some((_, case)) => *case,
            None => {
                let mut down = self.all[before].down.clone();
                down.push(domain);
                let case = self.add(down);
                self.all[before].next.push((domain, case));
                case
            }
        };
        before
    }

    fn q(&self) -> f64 {
        self.all[self.now].q
    }
}

impl<'a> Run<'a> {
    fn new(system: &'a System, rates: &'a Rates, structure: &'a Structure) -> Self {
        let is_shared = shared_domains(system);
        let blocks: Vec<Cases> = (system.blocks().iter())
            .map(|block| Cases::new(Forest::of(block, &is_shared, system, rates)))
            .collect();
        let around: Vec<Vec<DomainId>> = blocks.iter().map(|block| block.forest.shared()).collect();
        let mut shared: Vec<DomainId> = around.iter().flatten().copied().collect();
        shared.sort_unstable();
        shared.dedup();
        let mut touched = vec![Vec::new(); shared.len()];
        for (block, domains) in around.iter().enumerate() {
            for domain in domains {
                let place = shared.binary_search(domain).expect("all domains are listed");
                touched[place].push(block);
            }
        }
        let cause = |domain: &DomainId| system.domains()[domain.0 as usize];
        let q = shared.iter().map(|domain| rates.unavailability(cause(domain))).collect();
        Self {
            system,
            rates,
            structure,
            with: vec![0.0; shared.len()],
            scratch: Scratch::default(),
            block_q: blocks.iter().map(Cases::q).collect(),
            block_slopes: vec![0.0; blocks.len()],
            total: Bounds::exact(0.0),
            blocks,
            shared,
            q,
            touched,
        }
    }

    fn run(mut self, budget: Budget) -> Evaluation {
        let most_down = self.affordable(budget);
        let everything_up: f64 = self.q.iter().map(|q| 1.0 - q).product();
        self.state(&[], everything_up);
        self.deeper(&mut Vec::new(), 1.0, most_down);
        if most_down < self.shared.len() {
            self.total.hi += tail(self.q.iter().copied(), most_down + 1);
            self.total.hi = self.total.hi.min(1.0);
        }
        self.finish()
    }

    /// How many shared domains may be down at once for all such states to be within the budget.
    fn affordable(&self, budget: Budget) -> usize {
        let each = (2 * self.structure.cost() + self.blocks.len()) as f64;
        let within = |most: &usize| {
            let blocks = self.blocks.iter();
            let cases: f64 =
                blocks.map(|block| choices(block.around, *most) * block.forest.cost() as f64).sum();
            choices(self.shared.len(), *most) * each + cases <= budget.work as f64
        };
        (1..=self.shared.len()).take_while(within).last().unwrap_or(1).min(self.shared.len())
    }

    /// Looks at all states with more domains down than `down`, up to `most`. `weight` is the
    /// probability of what is decided so far: the domains up to the last one in `down`.
    fn deeper(&mut self, down: &mut Vec<usize>, weight: f64, most: usize) {
        if down.len() == most {
            return;
        }
        let first = down.last().map_or(0, |last| last + 1);
        let mut before = weight;
        for place in first..self.shared.len() {
            let decided = before * self.q[place];
            let others_up: f64 = self.q[place + 1..].iter().map(|q| 1.0 - q).product();
            if decided > 0.0 {
                let restore = self.lose(place);
                down.push(place);
                self.state(down, decided * others_up);
                self.deeper(down, decided, most);
                down.pop();
                self.regain(place, &restore);
            }
            before *= 1.0 - self.q[place];
        }
    }

    fn lose(&mut self, place: usize) -> Vec<usize> {
        let Self { blocks, touched, block_q, shared, .. } = self;
        let lose = |block: &usize| {
            let before = blocks[*block].lose(shared[place]);
            block_q[*block] = blocks[*block].q();
            before
        };
        touched[place].iter().map(lose).collect()
    }

    fn regain(&mut self, place: usize, before: &[usize]) {
        for (block, case) in self.touched[place].iter().zip(before) {
            self.blocks[*block].now = *case;
            self.block_q[*block] = self.blocks[*block].q();
        }
    }

    /// Adds the state in which exactly these domains are down.
    fn state(&mut self, down: &[usize], weight: f64) {
        let found =
            self.structure.evaluate(&self.block_q, &mut self.block_slopes, &mut self.scratch);
        self.total.lo += weight * found.lo;
        self.total.hi += weight * found.hi;
        for place in down {
            self.with[*place] += weight * found.lo;
        }
        for (block, slope) in self.blocks.iter_mut().zip(&self.block_slopes) {
            block.all[block.now].slope += weight * slope;
        }
    }

    fn finish(self) -> Evaluation {
        let mut slopes: BTreeMap<Cause, f64> = BTreeMap::new();
        let mut block_savings = vec![0.0; self.blocks.len()];
        for (block, saving) in self.blocks.iter().zip(&mut block_savings) {
            for case in block.all.iter().filter(|case| case.slope > 0.0) {
                *saving += case.slope * case.q;
                for (cause, slope) in block.forest.slopes(&case.down) {
                    *slopes.entry(cause).or_default() += case.slope * slope;
                }
            }
        }
        for (place, domain) in self.shared.iter().enumerate() {
            let cause = self.system.domains()[domain.0 as usize];
            slopes.insert(cause, self.domain_slope(place));
        }
        let failures_per_hour =
            slopes.iter().map(|(cause, slope)| slope * self.rates.failures_per_hour(*cause)).sum();
        // A sum of many parts may come out a last digit too large.
        let unavailability = Bounds { lo: self.total.lo.min(1.0), hi: self.total.hi.min(1.0) };
        Evaluation { unavailability, failures_per_hour, slopes, block_savings }
    }

    /// How much likelier the top is down with the domain down than with it up.
    fn domain_slope(&self, place: usize) -> f64 {
        let q = self.q[place];
        if q <= 0.0 || q >= 1.0 {
            return 0.0;
        }
        let with = self.with[place] / q;
        let without = (self.total.lo - self.with[place]) / (1.0 - q);
        (with - without).max(0.0)
    }
}

/// In how many ways at most `most` of `count` things can be chosen.
fn choices(count: usize, most: usize) -> f64 {
    let (mut sum, mut ways) = (1.0, 1.0);
    for chosen in 1..=most.min(count) {
        ways *= (count + 1 - chosen) as f64 / chosen as f64;
        sum += ways;
    }
    sum
}
