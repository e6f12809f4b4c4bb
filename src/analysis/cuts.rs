//! Failure units that alone take a flow down.

use super::Study;
use super::failure::{self, BlockId, Cause, DomainId, FlowSystem, Required, Singles, View};
use super::paths::Paths;
use crate::model::{
    Attr, ComponentId, Design, Dimension, FlowId, GroupId, GroupKind, LinkId, Need,
};

/// Something that fails as one, independently of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// One replica, counted from 1 over all shards; a component of one replica has number 1.
    Replica(ComponentId, u32),
    /// A managed service or a third party that fails as a whole.
    Whole(ComponentId),
    /// A failure domain with everything inside.
    Domain(GroupId),
}

impl Unit {
    /// The component that fails, unless it is a domain.
    pub fn component(self) -> Option<ComponentId> {
        match self {
            Unit::Replica(id, _) | Unit::Whole(id) => Some(id),
            Unit::Domain(_) => None,
        }
    }

    /// As called in output: a replica of several is `api#1`, all else goes by its own name.
    pub fn name(self, design: &Design) -> String {
        match self {
            Unit::Replica(id, number) if has_several(design, id) => {
                format!("{}#{number}", design.component(id).path)
            }
            Unit::Replica(id, _) | Unit::Whole(id) => design.component(id).path.clone(),
            Unit::Domain(id) => design.group(id).path.clone(),
        }
    }
}

fn has_several(design: &Design, id: ComponentId) -> bool {
    let shards = design.component(id).facts.number(Attr::Shards, Dimension::Count);
    design.replicas(id).least > 1 || shards.is_some_and(|shards| shards.low_count() > 1)
}

/// An order-1 cut set: with the unit down, the flow is down.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    pub unit: Unit,
    /// The evidence: components from the entry to the one that stops working, in order; a
    /// shortest such path. For a domain it ends at the first component that the flow cannot do
    /// without, else at the first that stops.
    pub path: Vec<ComponentId>,
    /// The components of the flow that stop because too few of their own replicas are left, in
    /// the order of the design.
    pub hit: Vec<ComponentId>,
}

/// All order-1 cut sets of one flow, and what stands on its paths.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowCuts {
    pub flow: FlowId,
    /// In the order of the components and then of the groups.
    pub cuts: Vec<Cut>,
    /// By component: the flow reaches it over hard connections. Of alternatives, all count.
    pub hard: Vec<bool>,
    /// By component: with it down, the flow is down. A pool's members are hard and not critical.
    pub critical: Vec<bool>,
}

impl FlowCuts {
    pub fn of(design: &Design, flow: FlowId) -> Self {
        Self::under(design, flow, &Required::default())
    }

    /// The same where the load needs more than one replica of some components.
    pub fn under(design: &Design, flow: FlowId, required: &Required) -> Self {
        let tree = FlowSystem::of(design, flow, View::Outage, required);
        let (owners, shards): (Vec<ComponentId>, Vec<Vec<BlockId>>) =
            sharded(&tree).into_iter().unzip();
        let singles = failure::singles(&tree.system, &shards);
        let paths = Paths::of(design, flow);
        let mut critical = vec![false; design.components.len()];
        let is_down = |id: &BlockId| singles.is_block(*id) && !tree.is_site(*id);
        for block in tree.system.block_ids().filter(is_down) {
            critical[tree.owner(block).index()] = true;
        }
        for (index, owner) in owners.iter().enumerate() {
            critical[owner.index()] |= singles.is_group(index);
        }
        let mut cuts = unit_cuts(&tree, &singles, &paths);
        cuts.extend(domain_cuts(design, &tree, &singles, &paths, &critical));
        let place = |cut: &Cut| (cut.unit.component().is_none(), cut.unit.component(), cut.unit);
        cuts.sort_by_key(place);
        Self { flow, cuts, hard: paths.hard().to_vec(), critical }
    }

    pub fn is_hard(&self, id: ComponentId) -> bool {
        self.hard[id.index()]
    }

    pub fn is_critical(&self, id: ComponentId) -> bool {
        self.critical[id.index()]
    }

    pub fn cut(&self, unit: Unit) -> Option<&Cut> {
        self.cuts.iter().find(|cut| cut.unit == unit)
    }
}

/// The components of several blocks, shards, with their blocks.
fn sharded(tree: &FlowSystem) -> Vec<(ComponentId, Vec<BlockId>)> {
    let ids: Vec<BlockId> = tree.system.block_ids().collect();
    let same = |a: &BlockId, b: &BlockId| tree.owner(*a) == tree.owner(*b);
    ids.chunk_by(same)
        .filter(|blocks| blocks.len() > 1)
        .map(|blocks| (tree.owner(blocks[0]), blocks.to_vec()))
        .collect()
}

fn unit_cuts(tree: &FlowSystem, singles: &Singles, paths: &Paths) -> Vec<Cut> {
    let fragile = |id: &BlockId| singles.is_block(*id) && tree.system.block(*id).falls_at() == 1;
    let cuts_of = |id: BlockId| {
        let owner = tree.owner(id);
        tree.system.block(id).replicas.iter().filter_map(move |replica| match replica.cause {
            Cause::Unit(unit) => Some(Cut { unit, path: paths.to(owner), hit: vec![owner] }),
            Cause::Failover(..) | Cause::Site(_) | Cause::Takeover(_) => None,
        })
    };
    tree.system.block_ids().filter(fragile).flat_map(cuts_of).collect()
}

/// How little a component that is hit explains: 0 when a replica set is lost whole, 1 when none of
/// its callers has another one in its place, 2 for the others.
fn blamelessness(design: &Design, hit: &[ComponentId], id: ComponentId) -> u8 {
    let is_hit = |id: ComponentId| hit.binary_search(&id).is_ok();
    if let Some(set) = design.replica_set(id) {
        let whole = is_hit(set.primary) && set.standbys.iter().all(|standby| is_hit(*standby));
        return if whole { 0 } else { 2 };
    }
    let spared = |need: &Need| {
        let left = need.links.iter().filter(|link| !is_hit(design.link(**link).to)).count();
        left >= need.need
    };
    let has_another = |link: LinkId| {
        let needs = &design.needs[design.link(link).from.index()];
        needs.iter().any(|need| need.links.contains(&link) && spared(need))
    };
    if design.links_to(id).any(has_another) { 2 } else { 1 }
}

fn domain_cuts(
    design: &Design,
    tree: &FlowSystem,
    singles: &Singles,
    paths: &Paths,
    critical: &[bool],
) -> Vec<Cut> {
    let cut_of = |id: DomainId| {
        let Cause::Unit(unit) = tree.system.domains()[id.0 as usize] else { return None };
        let mut hit: Vec<ComponentId> =
            singles.hit_by(id).iter().map(|block| tree.owner(*block)).collect();
        hit.sort_unstable();
        hit.dedup();
        let first = hit.iter().copied().min_by_key(|component| {
            let blameless = match critical[component.index()] {
                true => 0,
                false => blamelessness(design, &hit, *component),
            };
            (blameless, paths.distance(*component), *component)
        })?;
        Some(Cut { unit, path: paths.to(first), hit })
    };
    tree.system.domain_ids().filter(|id| singles.is_domain(*id)).filter_map(cut_of).collect()
}
impl Study {
    /// The zones, two or more, each of which alone takes a flow down.
    pub fn zones_needed_together(&self) -> Vec<(FlowId, Vec<GroupId>)> {
        let is_zone =
            |id: &GroupId| matches!(self.design().group(*id).kind, GroupKind::Zone | GroupKind::Dc);
        let zones = |flow: &FlowCuts| -> Vec<GroupId> {
            let domains = flow.cuts.iter().filter_map(|cut| match cut.unit {
                Unit::Domain(id) => Some(id),
                _ => None,
            });
            domains.filter(is_zone).collect()
        };
        let flows = self.cuts().iter().map(|flow| (flow.flow, zones(flow)));
        flows.filter(|(_, zones)| zones.len() >= 2).collect()
    }
}
