//! Replica sets: stores of one kind that `=>` joins.

use crate::model::{Attr, ComponentId, Design, Kind, ReplicaSet, Value};
use crate::syntax::ast::Arrow;
use std::collections::BTreeSet;

/// Every primary with the standbys that its data flows to, also over several steps.
///
/// A store that two primaries copy to is a standby of both, but what lies behind it is only the
/// first one's: so the work stays linear. In a ring the first of the source is the primary.
pub(super) fn replica_sets(design: &Design) -> Vec<ReplicaSet> {
    let backups = backup_stores(design);
    let copies = |id: ComponentId| -> Vec<ComponentId> {
        let links = design.links_from(id).map(|link| design.link(link));
        links
            .filter(|link| link.arrow == Arrow::Copy && joins(design, link.from, link.to))
            .map(|link| link.to)
            .filter(|to| !backups.contains(to))
            .collect()
    };
    let mut is_copy = vec![false; design.components.len()];
    for id in design.component_ids() {
        copies(id).iter().for_each(|to| is_copy[to.index()] = true);
    }
    let roots = design.component_ids().filter(|id| !is_copy[id.index()]);
    // What no root leads to is a ring.
    let rings = design.component_ids().filter(|id| is_copy[id.index()]);
    let mut seen = vec![false; design.components.len()];
    let mut sets = Vec::new();
    for primary in roots.chain(rings).collect::<Vec<_>>() {
        if seen[primary.index()] {
            continue;
        }
        seen[primary.index()] = true;
        let mut standbys = BTreeSet::new();
        let mut pending = copies(primary);
        while let Some(standby) = pending.pop() {
            if standby == primary || !standbys.insert(standby) || seen[standby.index()] {
                continue;
            }
            seen[standby.index()] = true;
            pending.extend(copies(standby));
        }
        if !standbys.is_empty() {
            sets.push(ReplicaSet { primary, standbys: standbys.into_iter().collect() });
        }
    }
    sets.sort_by_key(|set| set.primary);
    sets
}

fn joins(design: &Design, from: ComponentId, to: ComponentId) -> bool {
    let (from, to) = (design.component(from).kind, design.component(to).kind);
    from == to
        && matches!(from, Kind::Db | Kind::Cache | Kind::Queue | Kind::Search | Kind::Storage)
}

/// What some store names as its `backup-to`: a copy to restore from, not one to turn to.
fn backup_stores(design: &Design) -> BTreeSet<ComponentId> {
    let mut stores = BTreeSet::new();
    for component in &design.components {
        let targets = component.facts.list(Attr::BackupTo).unwrap_or(&[]);
        stores.extend(targets.iter().filter_map(|value| match value {
            Value::Component(id) => Some(*id),
            _ => None,
        }));
    }
    stores
}
