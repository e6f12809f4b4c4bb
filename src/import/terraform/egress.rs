//! Ways out: who leaves through a NAT by the route table of its subnet.

use super::super::sketch::{Arrow, Link, Node, Sketch};
use super::value::Resource;
use super::{Lookup, Part};
use crate::catalog::Kind;
use std::collections::BTreeSet;

/// Joins machines of private subnets to their NAT. One that nobody leaves through is left out: what
/// it costs is known, what it is for is not in the files.
pub fn join(parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    let mut keep = vec![true; sketch.components.len()];
    for nat in parts.iter().filter(|part| part.what.kind == Kind::Nat) {
        let subnets = routed(nat.resource, lookup);
        let leaves = |part: &&Part| {
            part.what.kind.is_compute() && !subnets.is_disjoint(&stands(part, lookup))
        };
        let mut has_callers = false;
        for part in parts.iter().filter(leaves) {
            let at = nat.resource.at;
            let mut link = Link::new(part.node(), nat.node(), Arrow::Calls, at, "route table");
            link.state("optional", "on", at);
            sketch.join(link);
            has_callers = true;
        }
        let is_shown = has_callers || sketch.links.iter().any(|link| link.to == [nat.node()]);
        if let (Node::Component(at), false) = (nat.node(), is_shown) {
            keep[at] = false;
        }
    }
    sketch.retain(&keep);
}

/// The subnets whose route table leads to a NAT.
fn routed(nat: &Resource, lookup: &Lookup) -> BTreeSet<String> {
    let mut tables: Vec<&Resource> = lookup.users_of(&nat.address, &["aws_route_table"]);
    for route in lookup.users_of(&nat.address, &["aws_route"]) {
        tables.extend(lookup.behind(route.argument("route_table_id"), &["aws_route_table"]));
    }
    let joins = tables
        .iter()
        .flat_map(|table| lookup.users_of(&table.address, &["aws_route_table_association"]));
    let subnets = joins.flat_map(|one| lookup.behind(one.argument("subnet_id"), &["aws_subnet"]));
    subnets.map(|subnet| subnet.address.clone()).collect()
}

/// The subnets that a component stands in; a template's own cuts those of its group.
fn stands(part: &Part, lookup: &Lookup) -> BTreeSet<String> {
    let subnets = |resource: &Resource| -> BTreeSet<String> {
        let list = lookup.behind(Some(&resource.arguments), &["aws_subnet"]);
        list.into_iter().map(|subnet| subnet.address.clone()).collect()
    };
    let templates = ["aws_launch_template", "aws_launch_configuration"];
    let templates = lookup.behind(Some(&part.resource.arguments), &templates);
    let cut: BTreeSet<String> = templates.into_iter().flat_map(subnets).collect();
    if cut.is_empty() { subnets(part.resource) } else { cut }
}
