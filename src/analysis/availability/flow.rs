//! The availability of one flow: how much, how often, why, and resting on what.

use super::evaluate::{Evaluation, evaluate};
use super::figures::{Figure, rates as rates_of};
use super::rates::{Rate, Rates};
use super::{Bounds, Budget};
use crate::analysis::Unit;
use crate::analysis::failure::{self, Cause, FlowSystem, Required, View};
use crate::maths;
use crate::model::{ComponentId, Design, Duration, FlowId, GroupId, Place};
use std::collections::{BTreeMap, BTreeSet};

/// More pairs of units than this are not listed.
const MOST_PAIRS: usize = 100_000;

/// How long something is down in a year that is down for this part of the time.
pub fn downtime_a_year(unavailability: f64) -> Duration {
    Duration::minutes(unavailability * Duration::YEAR.as_minutes())
}

/// How much of the time something is down, and how that time is divided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// The part of the time, 0..=1; not exact only where that is out of reach.
    pub unavailability: Bounds,
    /// Times a year that it goes down.
    pub outages_per_year: f64,
}

impl Outlook {
    fn of(evaluation: &Evaluation) -> Self {
        Self {
            unavailability: evaluation.unavailability,
            outages_per_year: evaluation.failures_per_hour * Duration::YEAR.as_hours(),
        }
    }

    /// The part of the time that it is up, 0..=1.
    pub fn availability(&self) -> Bounds {
        Bounds { lo: 1.0 - self.unavailability.hi, hi: 1.0 - self.unavailability.lo }
    }

    /// How many nines: 99.9% is 3. Of bounds, what is certain.
    pub fn nines(&self) -> f64 {
        -maths::log10(self.unavailability.hi)
    }

    /// How long it is down in a year. Of bounds, what is certain.
    pub fn downtime_a_year(&self) -> Duration {
        downtime_a_year(self.unavailability.hi)
    }

    /// From going down to being up again, on average; nothing when it never goes down.
    pub fn mean_outage(&self) -> Duration {
        if self.outages_per_year > 0.0 {
            Duration::YEAR * (self.unavailability.lo / self.outages_per_year)
        } else {
            Duration::ZERO
        }
    }
}

/// The availability of one flow.
#[derive(Clone, Debug)]
pub struct FlowAvailability {
    pub flow: FlowId,
    /// Hard needs count: what objectives are compared with.
    pub outlook: Outlook,
    /// Optional targets, the primaries of fallbacks and every shard are wanted too.
    pub full: Outlook,
    /// By component and by failure domain: the downtime of a year that would not be if it never
    /// failed; what saves nothing is left out. The most first.
    pub savings: Vec<(Place, Duration)>,
    /// Pairs of causes that take the flow down together and not alone, each with how long both are
    /// down in a year; the most first. `None` when there are too many to list.
    pub pairs: Option<Vec<([Cause; 2], Duration)>>,
    /// What all this rests on: components in source order, then failure domains.
    pub figures: Vec<(Place, Figure)>,
    /// What failovers rest on: the component and its figure.
    pub failovers: Vec<(ComponentId, Figure)>,
}

impl FlowAvailability {
    pub fn of(design: &Design, flow: FlowId, required: &Required, budget: Budget) -> Self {
        let tree = FlowSystem::of(design, flow, View::Request, required);
        let rates = rates_of(design, &tree);
        let evaluation = evaluate(&tree.system, &rates, budget);
        let full = FlowSystem::of(design, flow, View::Full, required);
        let full = if full.system == tree.system {
            Outlook::of(&evaluation)
        } else {
            Outlook::of(&evaluate(&full.system, &rates_of(design, &full), budget))
        };
        Self {
            flow,
            outlook: Outlook::of(&evaluation),
            full,
            savings: savings(&tree, &rates, &evaluation),
            pairs: pairs(&tree, &rates),
            figures: figures(design, &tree),
            failovers: (tree.failovers.iter())
                .map(|failover| (failover.component, Figure::of_failover(design, &tree, failover)))
                .collect(),
        }
    }

    /// The part of the time, 0..=1, that the flow is down while `failed` is.
    pub fn unavailability_without(
        design: &Design,
        flow: FlowId,
        required: &Required,
        failed: &BTreeSet<Place>,
        instances: &[(ComponentId, u32)],
        budget: Budget,
    ) -> Bounds {
        let tree = FlowSystem::of(design, flow, View::Request, required);
        let mut rates = rates_of(design, &tree);
        let lone = instances.iter().map(|(id, number)| Cause::Unit(Unit::Replica(*id, *number)));
        for cause in causes_of(design, &tree, failed).into_iter().chain(lone) {
            // What stays down has been changed over from long ago.
            let unavailability = if matches!(cause, Cause::Unit(_)) { 1.0 } else { 0.0 };
            rates.set(cause, Rate { unavailability, mttr: 1.0 });
        }
        evaluate(&tree.system, &rates, budget).unavailability
    }

    /// The downtime of a year that would not be if the component or domain never failed.
    pub fn saving(&self, place: Place) -> Duration {
        let found = self.savings.iter().find(|(other, _)| *other == place);
        found.map_or(Duration::ZERO, |(_, saving)| *saving)
    }
}

/// All minimal sets of one or two units that take every request of a flow down, the single ones
/// first; without those that never fail. `None` in place of the pairs when there are too many to list.
#[derive(Clone, Debug, PartialEq)]
pub struct CutSets {
    pub singles: Vec<Unit>,
    pub pairs: Option<Vec<[Unit; 2]>>,
}

impl CutSets {
    pub fn of(design: &Design, flow: FlowId, required: &Required) -> Self {
        let tree = FlowSystem::of(design, flow, View::Outage, required);
        let singles = failure::singles(&tree.system, &[]);
        let pairs = failure::pairs(&tree.system, &singles, MOST_PAIRS);
        let rates = rates_of(design, &tree);
        let unit = |cause: Cause| match cause {
            // What is stated as 100% is no cut.
            Cause::Unit(unit) => (rates.unavailability(cause) > 0.0).then_some(unit),
            Cause::Failover(..) | Cause::Site(_) | Cause::Takeover(_) => None,
        };
        let both = |[a, b]: [Cause; 2]| Some([unit(a)?, unit(b)?]);
        Self {
            singles: singles.causes(&tree.system).into_iter().filter_map(unit).collect(),
            pairs: pairs.map(|pairs| pairs.into_iter().filter_map(both).collect()),
        }
    }
}

/// What is down for certain when these places are.
fn causes_of(design: &Design, tree: &FlowSystem, failed: &BTreeSet<Place>) -> Vec<Cause> {
    let group_failed = |group: Option<GroupId>| {
        design.ancestors(group).any(|id| failed.contains(&Place::Group(id)))
    };
    let component_failed = |id: ComponentId| {
        let component = design.component(id);
        let stands_inside = component.zones.is_empty() && !design.fails_whole(id);
        failed.contains(&Place::Component(id)) || stands_inside && group_failed(component.group)
    };
    let blocks = tree.system.blocks().iter().zip(&tree.owners);
    let own = blocks
        .filter(|(_, owner)| component_failed(**owner))
        .flat_map(|(block, _)| block.replicas.iter().map(|replica| replica.cause));
    let domains = tree.system.domains().iter().copied().filter(|domain| match domain {
        Cause::Unit(Unit::Domain(group)) => group_failed(Some(*group)),
        _ => false,
    });
    own.chain(domains).collect()
}

/// A component's saving is that of its blocks and its failover together.
fn savings(tree: &FlowSystem, rates: &Rates, evaluation: &Evaluation) -> Vec<(Place, Duration)> {
    let mut of_blocks = evaluation.block_savings.clone();
    for failover in &tree.failovers {
        // The loss of a primary matters only while nothing changes over. If the failover went as
        // well, it would matter all the time.
        let steady = 1.0 - rates.unavailability(failover.cause);
        if steady > 0.0 {
            of_blocks[failover.primary.0 as usize] /= steady;
        }
    }
    let mut savings: BTreeMap<Place, f64> = BTreeMap::new();
    for takeover in &tree.takeovers {
        let saving = std::mem::take(&mut of_blocks[takeover.block.0 as usize]);
        *savings.entry(Place::Group(takeover.lost)).or_default() += saving;
    }
    for (owner, saving) in tree.owners.iter().zip(&of_blocks) {
        *savings.entry(Place::Component(*owner)).or_default() += saving;
    }
    for domain in tree.system.domains() {
        if let Cause::Unit(Unit::Domain(group)) = domain {
            let saving = evaluation.saving(*domain, rates);
            *savings.entry(Place::Group(*group)).or_default() += saving;
        }
    }
    let mut savings: Vec<(Place, Duration)> = (savings.into_iter())
        .filter(|(_, saving)| *saving > 0.0)
        .map(|(place, saving)| (place, downtime_a_year(saving)))
        .collect();
    savings.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    savings
}

fn pairs(tree: &FlowSystem, rates: &Rates) -> Option<Vec<([Cause; 2], Duration)>> {
    let singles = failure::singles(&tree.system, &[]);
    let pairs = failure::pairs(&tree.system, &singles, MOST_PAIRS)?;
    let both = |pair: &[Cause; 2]| {
        downtime_a_year(pair.iter().map(|cause| rates.unavailability(*cause)).product())
    };
    // Its failure domain stands among them already.
    let is_site = |cause: &Cause| matches!(cause, Cause::Site(_));
    let pairs = pairs.into_iter().filter(|pair| !pair.iter().any(is_site));
    let mut pairs: Vec<([Cause; 2], Duration)> = pairs.map(|pair| (pair, both(&pair))).collect();
    pairs.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Some(pairs)
}

fn figures(design: &Design, tree: &FlowSystem) -> Vec<(Place, Figure)> {
    let mut components = tree.owners.clone();
    components.sort_unstable();
    components.dedup();
    let groups = tree.system.domains().iter().filter_map(|domain| match domain {
        Cause::Unit(Unit::Domain(group)) => Some(*group),
        _ => None,
    });
    let mut groups: Vec<GroupId> = groups.collect();
    groups.sort_unstable();
    let of_component = |id| (Place::Component(id), Figure::of_component(design, id));
    let of_domain = |id| (Place::Group(id), Figure::of_domain(design, id));
    components.into_iter().map(of_component).chain(groups.into_iter().map(of_domain)).collect()
}
