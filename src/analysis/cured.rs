//! Whether a failure domain still takes a flow down once other faults are mended.

use super::Unit;
use super::failure::{Algebra, BlockId, Cause, DomainId, FlowSystem, Required, View};
use crate::model::{ComponentId, Design, FlowId, GroupId};
use std::collections::HashSet;

/// Whether the flow falls with the domain although the `cured` components no longer do. Linear in
/// what the flow reaches.
pub fn falls_though_cured(
    design: &Design,
    flow: FlowId,
    domain: GroupId,
    cured: &HashSet<ComponentId>,
) -> bool {
    let tree = FlowSystem::of(design, flow, View::Outage, &Required::default());
    let (domains, cause) = (tree.system.domains(), Cause::Unit(Unit::Domain(domain)));
    let Some(lost) = domains.iter().position(|known| *known == cause) else { return false };
    let mut losing = Losing { tree: &tree, lost: DomainId(lost as u32), cured };
    tree.system.solve(&mut losing)[tree.system.top().0 as usize]
}

/// Up or down with one domain lost.
struct Losing<'a> {
    tree: &'a FlowSystem,
    lost: DomainId,
    cured: &'a HashSet<ComponentId>,
}

impl Algebra for Losing<'_> {
    type Value = bool;

    fn never(&self) -> bool {
        false
    }

    fn block(&mut self, id: BlockId) -> bool {
        let block = self.tree.system.block(id);
        let lost = block.replicas.iter().filter(|replica| replica.inside.contains(&self.lost));
        !self.cured.contains(&self.tree.owner(id)) && lost.count() >= block.falls_at()
    }

    fn at_least<'a>(
        &mut self,
        least: usize,
        inputs: impl Iterator<Item = &'a bool> + Clone,
    ) -> bool {
        inputs.filter(|down| **down).count() >= least
    }
}
