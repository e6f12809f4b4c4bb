//! Everything that can fail, failed once: what takes flows down by structure, what only by the load
//! that it shifts, and how much of each component's capacity rests on caches and luck.

use super::capacities::Capacity;
use super::damage::{Damage, is_over};
use super::failure::{BlockId, Cause, DomainId, FlowSystem, Required, View, singles};
use super::load::{Conditions, Interval, Shifts, by_topic};
use super::{Study, Unit};
use crate::model::{ComponentId, Design, FlowId, GroupId, Kind, Place};
use std::collections::{BTreeMap, BTreeSet};

/// What is lost at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// One of several replicas.
    Replica(ComponentId),
    /// A component with all its replicas, or a failure domain with everything inside.
    Place(Place),
}

impl Lost {
    /// As called in output.
    pub fn name(self, design: &Design) -> String {
        match self {
            Lost::Replica(id) => Unit::Replica(id, 1).name(design),
            Lost::Place(place) => design.place_name(place).to_owned(),
        }
    }
}

/// A loss and what follows from it.
#[derive(Clone, Debug)]
pub struct Loss {
    pub lost: Lost,
    /// Flows that are down by it.
    pub flows: Vec<FlowId>,
    /// Components that it overloads and that were not before.
    pub overloaded: Vec<ComponentId>,
}

/// The result of failing everything once.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// Units that alone take flows down: one replica, a managed service, a failure domain. That all
    /// replicas of a pool fail at once is no single failure.
    pub structural: Vec<Loss>,
    /// What takes no flow down by itself and overloads others: one replica, a whole component that
    /// its callers can do without, a failure domain.
    pub overload: Vec<Loss>,
    pub capacities: Vec<Capacity>,
}

impl Sweep {
    pub(super) fn of(study: &Study) -> Self {
        let design = study.design();
        let places = places(design);
        let downs = downs(design, &places);
        let overloads = overloads(study, &places);
        let mut sweep = Self {
            structural: Vec::new(),
            overload: Vec::new(),
            capacities: study.capacities().to_vec(),
        };
        for (place, (down, overload)) in places.into_iter().zip(downs.into_iter().zip(overloads)) {
            let replica = match place {
                Place::Component(id) if design.replicas(id).most > 1 && !design.fails_whole(id) => {
                    Some(Lost::Replica(id))
                }
                _ => None,
            };
            let loss = |lost, flows, overloaded| Loss { lost, flows, overloaded };
            let whole = Lost::Place(place);
            if !down.alone.is_empty() {
                let lost = replica.unwrap_or(whole);
                sweep.structural.push(loss(lost, down.alone, overload.whole));
                continue;
            }
            if let (Some(replica), Place::Component(id), true) = (replica, place, overload.replica)
            {
                sweep.overload.push(loss(replica, Vec::new(), vec![id]));
            }
            if !down.whole && !overload.whole.is_empty() {
                sweep.overload.push(loss(whole, Vec::new(), overload.whole));
            }
        }
        sweep
    }
}

/// What the loss of a place takes down.
#[derive(Clone, Default)]
struct Down {
    /// Flows that are down by one unit of it.
    alone: Vec<FlowId>,
    /// Whether any flow is down when all of it is lost.
    whole: bool,
}

/// By place, what its loss takes down. Each flow's fault tree is built once, and fails many places
/// at a time.
fn downs(design: &Design, places: &[Place]) -> Vec<Down> {
    let mut downs = vec![Down::default(); places.len()];
    for flow in design.flow_ids() {
        let tree = FlowSystem::of(design, flow, View::Outage, &Required::default());
        let system = &tree.system;
        let mut blocks = vec![Vec::new(); design.components.len()];
        for id in system.block_ids() {
            if !tree.is_site(id) {
                blocks[tree.owner(id).index()].push(id);
            }
        }
        let singles = singles(system, &blocks);
        let domains: BTreeMap<Cause, DomainId> =
            system.domain_ids().map(|id| (system.domains()[id.0 as usize], id)).collect();
        for (place, down) in places.iter().zip(&mut downs) {
            let (alone, whole) = match place {
                Place::Component(id) => {
                    let is_cut = |block: &BlockId| {
                        singles.is_block(*block) && system.block(*block).falls_at() == 1
                    };
                    (blocks[id.index()].iter().any(is_cut), singles.is_group(id.index()))
                }
                Place::Group(id) => {
                    let domain = domains.get(&Cause::Unit(Unit::Domain(*id)));
                    let is_cut = domain.is_some_and(|domain| singles.is_domain(*domain));
                    (is_cut, is_cut)
                }
            };
            if alone {
                down.alone.push(flow);
            }
            down.whole |= whole;
        }
    }
    downs
}

/// What the loss of a place overloads that was not overloaded before.
#[derive(Default)]
struct Overload {
    /// Components, when all of it is lost.
    whole: Vec<ComponentId>,
    /// Whether the other replicas are overloaded when one is lost.
    replica: bool,
}

fn overloads(study: &Study, places: &[Place]) -> Vec<Overload> {
    // What runs when something is lost; no scaler has acted yet.
    let (design, today) = (study.design(), study.ordinary());
    let mut ordinary = today.conditions().clone();
    for id in design.component_ids().filter(|id| design.scales(*id).is_some()) {
        let runs = today.spread().map_or(1, |spread| spread.instances(id));
        ordinary.alive[id.index()] = runs.max(design.running(id));
        ordinary.scales[id.index()] = None;
    }
    let ordinary = &ordinary;
    let apart = by_topic(design);
    let Some(mut shifts) = Shifts::of(&apart, ordinary) else {
        return places.iter().map(|_| Overload::default()).collect();
    };
    let over = |shifts: &Shifts, conditions: &Conditions, id: ComponentId| {
        let instances = shifts.instances(conditions, id);
        let used = shifts.utilization(id, instances).map(Interval::exact);
        used.is_some_and(is_over)
    };
    // Who takes messages and has more to take than it can falls behind already.
    let lags = |id: ComponentId| {
        let used = today.before().usages[id.index()].as_ref().map(|it| it.utilization.hi);
        study.is_fed_by_queues(id) && used.is_some_and(|used| used >= 1.0 - 1e-9)
    };
    let is_over = |id| over(&shifts, ordinary, id) || lags(id);
    let before: Vec<bool> = design.component_ids().map(is_over).collect();
    let inside = inside(design);
    let mut damage = Damage::none(design, ordinary.clone());
    let mut overloads = Vec::new();
    for place in places {
        let replica = match place {
            Place::Component(id) if !before[id.index()] && ordinary.alive[id.index()] > 1 => {
                damage.conditions.alive[id.index()] -= 1;
                over(&shifts, &damage.conditions, *id)
            }
            _ => false,
        };
        let hit: &[ComponentId] = match place {
            Place::Component(id) => std::slice::from_ref(id),
            Place::Group(id) => &inside[id.index()],
        };
        damage.fail(*place);
        damage.count_alive(hit.iter().copied());
        let conditions = &damage.conditions;
        let mut down: Vec<_> = hit.iter().copied().filter(|id| conditions.is_down(*id)).collect();
        // Whoever calls what has taken over calls otherwise than before too.
        let sites = design.standby_sites.iter().zip(&conditions.taken_over);
        down.extend(sites.filter(|(_, acts)| **acts).flat_map(|(site, _)| site.twins.values()));
        let is_whole = hit.iter().all(|id| conditions.is_down(*id));
        if is_whole && shifts.only_lessens(&down) {
            overloads.push(Overload { whole: Vec::new(), replica });
            damage.repair(*place, hit, ordinary);
            continue;
        }
        let whole = shifts.look(conditions, &down, |shifts, shifted| {
            let new = |id: &ComponentId| {
                let works = !before[id.index()] && !conditions.is_down(*id);
                works && over(shifts, conditions, *id)
            };
            let touched = hit.iter().chain(shifted).copied();
            touched.filter(new).collect::<BTreeSet<_>>().into_iter().collect()
        });
        overloads.push(Overload { whole, replica });
        damage.repair(*place, hit, ordinary);
    }
    overloads
}

/// By group, the components of which any replica stands in it or would be lost with it, sorted.
fn inside(design: &Design) -> Vec<Vec<ComponentId>> {
    let mut inside = vec![Vec::new(); design.groups.len()];
    for id in design.component_ids() {
        let component = design.component(id);
        let direct = component.group.into_iter().chain(component.zones.iter().copied());
        let placed = design.placement(id).into_iter().flatten();
        let around: BTreeSet<GroupId> =
            direct.chain(placed).flat_map(|group| design.ancestors(Some(group))).collect();
        for group in around {
            inside[group.index()].push(id);
        }
    }
    inside
}

fn places(design: &Design) -> Vec<Place> {
    let components = design
        .component_ids()
        .filter(|id| design.component(*id).kind != Kind::User)
        .map(Place::Component);
    let domains = design
        .group_ids()
        .filter(|id| design.group(*id).kind.is_failure_domain())
        .map(Place::Group);
    components.chain(domains).collect()
}
