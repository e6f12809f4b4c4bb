//! One cause, one finding: what a more specific finding says is not said again by a general one.

use super::{Context, Finding};
use crate::analysis::{Unit, falls_though_cured};
use crate::model::{ComponentId, Design, FlowId, GroupId};
use std::collections::HashSet;

/// How many components all second looks at domains together may read.
const EFFORT: usize = 100_000;

/// Drops each general finding whose failure units others explain. A failure domain gives way also
/// to what is reported inside it, unless it would take a flow down with all of that mended.
pub(super) fn one_cause_one_finding(context: &Context, findings: &mut Vec<Finding>) {
    let design = context.design;
    let mut said = Said::default();
    for finding in findings.iter().filter(|finding| !finding.general) {
        said.add(design, &finding.explains);
    }
    let of_components = |f: &Finding| f.explains.iter().any(|unit| !is_domain(*unit));
    findings.retain(|f| !f.general || !of_components(f) || !said.covers(&f.explains));
    for finding in findings.iter().filter(|f| f.general && of_components(f)) {
        said.add(design, &finding.explains);
    }
    let mut looks = EFFORT / design.components.len().max(1);
    findings.retain(|finding| {
        let is_covered = || finding.explains.iter().all(|unit| said.covers_unit(*unit));
        finding.explains.is_empty()
            || !finding.general
            || of_components(finding)
            || !is_covered()
            || finding.explains.iter().any(|unit| said.outlives(context, *unit, &mut looks))
    });
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

    fn covers_unit(&self, unit: Unit) -> bool {
        let around = matches!(unit, Unit::Domain(id) if self.enclosing.contains(&id));
        around || self.units.contains(&unit)
    }

    /// A domain that nothing is said of but what stands in it, and that is a cause of its own.
    fn outlives(&self, context: &Context, unit: Unit, looks: &mut usize) -> bool {
        let Unit::Domain(domain) = unit else { return false };
        if self.units.contains(&unit) || *looks == 0 {
            return false;
        }
        let mended = self.units.iter().filter_map(|unit| unit.component());
        let cured = mended.filter(|id| leaves(context.design, *id, domain)).collect();
        let flows = context.cuts().iter().filter(|flow| flow.cut(unit).is_some());
        let falls = |flow| falls_though_cured(context.design, flow, domain, &cured);
        let flows: Vec<FlowId> = flows.map(|flow| flow.flow).take(*looks).collect();
        *looks -= flows.len();
        flows.into_iter().any(falls)
    }
}

fn is_domain(unit: Unit) -> bool {
    matches!(unit, Unit::Domain(_))
}

fn groups_around(design: &Design, unit: Unit) -> Vec<GroupId> {
    match unit {
        Unit::Domain(id) => design.ancestors(design.group(id).parent).collect(),
        Unit::Replica(id, _) | Unit::Whole(id) => copies(design, id).concat(),
    }
}

/// For each copy of the data or the code of a component, the failure domains around it.
fn copies(design: &Design, id: ComponentId) -> Vec<Vec<GroupId>> {
    let set = design.replica_set(id);
    let members = set.map_or(vec![id], |set| [&[set.primary], &*set.standbys].concat());
    members.into_iter().flat_map(|id| design.placement(id)).collect()
}

/// Whether mending the component frees it of the domain. Where several copies stand in it already,
/// nothing says that the cure moves one out.
fn leaves(design: &Design, id: ComponentId, domain: GroupId) -> bool {
    let copies = copies(design, id);
    copies.len() == 1 || !copies.iter().all(|copy| copy.contains(&domain))
}
