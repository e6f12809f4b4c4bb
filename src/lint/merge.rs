//! One cause, one finding: what a more specific finding says is not said again by a general one.

use super::Finding;
use crate::analysis::Unit;
use crate::model::{ComponentId, Design, GroupId};
use std::collections::HashSet;

/// Drops each general finding whose failure units others explain. A failure domain gives way also
/// to anything reported inside it that does not outlive it for the same reason.
pub(super) fn one_cause_one_finding(design: &Design, findings: &mut Vec<Finding>) {
    let mut said = Said::default();
    for finding in findings.iter().filter(|finding| !finding.general) {
        said.add(design, &finding.explains);
    }
    let of_components = |f: &Finding| f.explains.iter().any(|unit| !is_domain(*unit));
    findings.retain(|f| !f.general || !of_components(f) || !said.covers(&f.explains));
    for finding in findings.iter().filter(|f| f.general && of_components(f)) {
        said.add(design, &finding.explains);
    }
    findings.retain(|f| !f.general || of_components(f) || !said.covers_domains(&f.explains));
}

/// What has been reported so far.
#[derive(Default)]
struct Said {
    units: HashSet<Unit>,
    /// Groups around the units.
    enclosing: HashSet<GroupId>,
}

impl Said {
    fn add(&mut self, design: &Design, units: &[Unit]) {
        for unit in units {
            if self.units.insert(*unit) {
                self.enclosing.extend(groups_around(design, *unit));
            }
        }
    }

    fn covers(&self, units: &[Unit]) -> bool {
        !units.is_empty() && units.iter().all(|unit| self.units.contains(unit))
    }

    fn covers_domains(&self, units: &[Unit]) -> bool {
        !units.is_empty()
            && units.iter().all(|unit| match unit {
                Unit::Domain(id) => self.units.contains(unit) || self.enclosing.contains(id),
                _ => self.units.contains(unit),
            })
    }
}

fn is_domain(unit: Unit) -> bool {
    matches!(unit, Unit::Domain(_))
}

/// The groups that take a flow down because the unit in them does. One that holds every copy of a
/// component is a cause of its own: to cure the unit moves no copy out of it.
fn groups_around(design: &Design, unit: Unit) -> Vec<GroupId> {
    match unit {
        Unit::Domain(id) => design.ancestors(design.group(id).parent).collect(),
        Unit::Replica(id, _) | Unit::Whole(id) => groups_to_blame_on(design, id),
    }
}

fn groups_to_blame_on(design: &Design, id: ComponentId) -> Vec<GroupId> {
    let set = design.replica_set(id);
    let members = set.map_or(vec![id], |set| [&[set.primary], &*set.standbys].concat());
    let copies: Vec<_> = members.into_iter().flat_map(|id| design.placement(id)).collect();
    let hold_all = |group: &GroupId| copies.iter().all(|copy| copy.contains(group));
    let around = copies.iter().flatten().copied();
    around.filter(|group| copies.len() == 1 || !hold_all(group)).collect()
}
