//! Where components stand: region, network, zones.

use super::super::sketch::{Fact, Group, Sketch};
use super::modules::Root;
use super::value::{Item, Resource};
use super::{Lookup, Part};
use std::collections::BTreeMap;

const SUBNETS: &[&str] = &["aws_subnet"];

/// Groups for the network, and for zones that hold machines which stand in one of them only.
pub fn groups(root: &Root, parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    let networks: Vec<&Resource> = root
        .resources
        .iter()
        .filter(|one| one.kind == "aws_vpc" || one.kind == "google_compute_network")
        .collect();
    let region = root.region.as_ref().map(|(name, at)| {
        sketch.groups.push(Group {
            word: "region",
            name: name.clone(),
            label: None,
            parent: None,
            facts: Vec::new(),
            at: *at,
        });
        sketch.groups.len() - 1
    });
    let mut vpcs: BTreeMap<&str, usize> = BTreeMap::new();
    for network in networks {
        let name = if network.name == "main" || network.name == "this" {
            "vpc".to_owned()
        } else {
            network.name.clone()
        };
        sketch.groups.push(Group {
            word: "vpc",
            name,
            label: None,
            parent: region,
            facts: Vec::new(),
            at: network.at,
        });
        vpcs.insert(network.address.as_str(), sketch.groups.len() - 1);
    }
    let mut zones: BTreeMap<String, usize> = BTreeMap::new();
    for part in parts {
        if let Some((zone, subnet)) = only_zone(part, lookup) {
            let parent = network_of(subnet, lookup, &vpcs).or(region);
            let group = *zones.entry(zone.clone()).or_insert_with(|| {
                let facts: Vec<Fact> = Vec::new();
                sketch.groups.push(Group {
                    word: "zone",
                    name: zone,
                    label: None,
                    parent,
                    facts,
                    at: subnet.at,
                });
                sketch.groups.len() - 1
            });
            sketch.components[part.place].group = Some(group);
        } else if let Some(group) = inside(part, lookup, &vpcs) {
            sketch.components[part.place].group = Some(group);
        }
    }
}

/// The zone of a machine that stands in one subnet.
fn only_zone<'r>(part: &Part, lookup: &Lookup<'r>) -> Option<(String, &'r Resource)> {
    let is_machine =
        part.resource.kind.ends_with("_instance") || part.what.kind == crate::catalog::Kind::Nat;
    if !is_machine || part.resource.kind == "aws_db_instance" {
        return None;
    }
    if !matches!(part.resource.count, super::Count::One | super::Count::Of(1)) {
        return None;
    }
    let subnets = lookup.behind(part.resource.argument("subnet_id"), SUBNETS);
    let [subnet] = subnets.as_slice() else { return None };
    if !matches!(subnet.count, super::Count::One | super::Count::Of(1)) {
        return None;
    }
    let zone = subnet.argument("availability_zone").and_then(Item::text)?;
    Some((zone, subnet))
}

/// The network that a component's arguments lead to.
fn inside(part: &Part, lookup: &Lookup, vpcs: &BTreeMap<&str, usize>) -> Option<usize> {
    use crate::catalog::Kind;
    if matches!(
        part.what.kind,
        Kind::Dns | Kind::Cdn | Kind::Waf | Kind::External | Kind::Function | Kind::Storage
    ) || part.what.word == "dynamodb"
        || part.what.word == "sqs"
        || part.what.word == "sns"
    {
        return None;
    }
    let mut resources = vec![part.resource];
    let carriers = [
        "aws_db_subnet_group",
        "aws_elasticache_subnet_group",
        "aws_launch_template",
        "aws_launch_configuration",
        "aws_security_group",
        "aws_subnet",
    ];
    resources.extend(lookup.behind(Some(&part.resource.arguments), &carriers));
    let more: Vec<&Resource> = resources
        .iter()
        .flat_map(|one| lookup.behind(Some(&one.arguments), &["aws_subnet", "aws_security_group"]))
        .collect();
    resources.extend(more);
    resources.into_iter().find_map(|one| network_of(one, lookup, vpcs))
}

fn network_of(resource: &Resource, lookup: &Lookup, vpcs: &BTreeMap<&str, usize>) -> Option<usize> {
    let networks = lookup.behind(Some(&resource.arguments), &["aws_vpc", "google_compute_network"]);
    networks.first().and_then(|one| vpcs.get(one.address.as_str())).copied()
}
