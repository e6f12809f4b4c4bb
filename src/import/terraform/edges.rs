//! Who calls whom in a root: targets of balancers, references in environments, subscriptions,
//! security groups.

use super::super::calls::{is_soft, way};
use super::super::sketch::{Arrow, Link, Sketch};
use super::value::{Item, Resource};
use super::{Lookup, Part};
use crate::catalog::Kind;
use crate::source::Span;
use std::collections::BTreeSet;

/// Joins the components.
pub fn join(parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    for part in parts {
        match part.resource.kind.as_str() {
            "aws_lb" | "aws_alb" => balancer(part, parts, lookup, sketch),
            "aws_elb" => classic(part, parts, lookup, sketch),
            "aws_cloudfront_distribution" => direct(part, parts, "origin", Arrow::Calls, sketch),
            "aws_route53_record" => direct(part, parts, "", Arrow::Calls, sketch),
            "aws_api_gateway_rest_api" | "aws_apigatewayv2_api" => {
                integrations(part, parts, lookup, sketch)
            }
            "aws_sns_topic" => subscriptions(part, parts, lookup, sketch),
            _ => {}
        }
    }
    for part in parts.iter().filter(|part| is_code(part)) {
        environment(part, parts, lookup, sketch);
    }
    mappings(parts, lookup, sketch);
    copies(parts, sketch);
    security_groups(parts, lookup, sketch);
}

fn is_code(part: &Part) -> bool {
    part.what.kind.is_compute()
}

fn find<'p, 'r>(parts: &'p [Part<'r>], address: &str) -> Option<&'p Part<'r>> {
    parts.iter().find(|part| part.resource.address == address)
}

/// The components that an item rests on.
fn rests<'p, 'r>(parts: &'p [Part<'r>], item: &Item) -> Vec<&'p Part<'r>> {
    let mut refs = BTreeSet::new();
    item.all_refs(&mut refs);
    refs.iter().filter_map(|address| find(parts, address)).collect()
}

fn call(from: &Part, to: &Part, at: Span, why: &str, sketch: &mut Sketch) {
    if from.place == to.place {
        return;
    }
    let Some(way) = way(from.what.kind, to.what.kind) else { return };
    let (from, to) = if way.is_back { (to, from) } else { (from, to) };
    let mut link = Link::new(from.node(), to.node(), way.arrow, at, why);
    if way.arrow == Arrow::Calls && is_soft(&to.what.word) {
        link.state("optional", "on", at);
    }
    sketch.join(link);
}

/// Listener → target group → what registers there.
fn balancer(part: &Part, parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    const LISTENERS: &[&str] = &["aws_lb_listener", "aws_alb_listener"];
    const RULES: &[&str] = &["aws_lb_listener_rule", "aws_alb_listener_rule"];
    const GROUPS: &[&str] = &["aws_lb_target_group", "aws_alb_target_group"];
    let listeners = lookup.users_of(&part.resource.address, LISTENERS);
    let rules =
        listeners.iter().flat_map(|one| lookup.users_of(&one.address, RULES)).collect::<Vec<_>>();
    let mut groups: Vec<&Resource> = Vec::new();
    for one in listeners.iter().chain(&rules) {
        for group in lookup.behind(Some(&one.arguments), GROUPS) {
            if !groups.iter().any(|known| known.address == group.address) {
                groups.push(group);
            }
        }
    }
    for group in groups {
        for (target, at) in targets(group, parts, lookup) {
            call(part, target, at, "target group", sketch);
        }
    }
}

fn targets<'p, 'r>(
    group: &Resource,
    parts: &'p [Part<'r>],
    lookup: &Lookup,
) -> Vec<(&'p Part<'r>, Span)> {
    let mut found = Vec::new();
    let attachments = [
        "aws_lb_target_group_attachment",
        "aws_alb_target_group_attachment",
        "aws_autoscaling_attachment",
    ];
    for user in lookup.users.get(&group.address).into_iter().flatten() {
        if let Some(part) = find(parts, &user.address).filter(|part| is_code(part)) {
            found.push((part, user.at));
        } else if attachments.contains(&user.kind.as_str()) {
            found.extend(
                rests(parts, &user.arguments)
                    .into_iter()
                    .filter(|part| is_code(part))
                    .map(|part| (part, user.at)),
            );
        }
    }
    found
}

/// `instances`, or groups and attachments that name the balancer.
fn classic(part: &Part, parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    if let Some(item) = part.resource.argument("instances") {
        for target in rests(parts, item) {
            call(part, target, item.at, "instances", sketch);
        }
    }
    for user in lookup.users.get(&part.resource.address).into_iter().flatten() {
        if let Some(target) = find(parts, &user.address).filter(|part| is_code(part)) {
            call(part, target, user.at, "load_balancers", sketch);
        } else if matches!(user.kind.as_str(), "aws_elb_attachment" | "aws_autoscaling_attachment")
        {
            for target in rests(parts, &user.arguments).into_iter().filter(|part| is_code(part)) {
                call(part, target, user.at, "attachment", sketch);
            }
        }
    }
}

/// What an argument (or all of them) names.
fn direct(part: &Part, parts: &[Part], key: &str, arrow: Arrow, sketch: &mut Sketch) {
    let item =
        if key.is_empty() { Some(&part.resource.arguments) } else { part.resource.argument(key) };
    let Some(item) = item else { return };
    for target in rests(parts, item) {
        let leads =
            !matches!(target.what.kind, Kind::Dns | Kind::Waf) && target.place != part.place;
        if leads && !is_log(target) {
            let at = if key.is_empty() { part.resource.at } else { item.at };
            sketch.join(Link::new(part.node(), target.node(), arrow, at, key));
        }
    }
}

fn is_log(part: &Part) -> bool {
    super::is_log_bucket(&part.resource.name)
}

fn integrations(part: &Part, parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    let kinds =
        ["aws_apigatewayv2_integration", "aws_api_gateway_integration", "aws_lambda_permission"];
    for one in lookup.users_of(&part.resource.address, &kinds) {
        for target in rests(parts, &one.arguments) {
            let leads = is_code(target) || matches!(target.what.kind, Kind::Lb | Kind::Queue);
            if leads {
                call(part, target, one.at, "integration", sketch);
            }
        }
    }
}

fn subscriptions(part: &Part, parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    for one in lookup.users_of(&part.resource.address, &["aws_sns_topic_subscription"]) {
        for target in
            rests(parts, &one.arguments).into_iter().filter(|target| target.place != part.place)
        {
            sketch.join(Link::new(
                part.node(),
                target.node(),
                Arrow::Hands,
                one.at,
                "subscription",
            ));
        }
    }
}

/// Carriers of what a program is told: their references are its own.
const CARRIERS: &[&str] = &[
    "aws_ecs_task_definition",
    "aws_launch_template",
    "aws_launch_configuration",
    "aws_ssm_parameter",
    "aws_secretsmanager_secret_version",
    "google_compute_instance_template",
];

/// Arguments that say what is allowed or where something stands, not whom it calls.
const PASSIVE: &[&str] = &[
    "vpc_security_group_ids",
    "security_groups",
    "network_configuration",
    "load_balancer",
    "target_group_arns",
    "load_balancers",
    "subnet_id",
    "subnet_ids",
    "vpc_zone_identifier",
    "depends_on",
    "vpc_config",
    "iam_instance_profile",
    "role",
    "tags",
    "service_registries",
    "cluster",
];

fn environment(part: &Part, parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    let mut open: Vec<(&Resource, Option<Span>)> = vec![(part.resource, None)];
    let mut seen = BTreeSet::new();
    while let Some((resource, at)) = open.pop() {
        if !seen.insert(resource.address.clone()) {
            continue;
        }
        let super::value::Value::Map(entries) = &resource.arguments.value else { continue };
        for (key, item) in entries.iter().filter(|(key, _)| !PASSIVE.contains(&key.as_str())) {
            for target in rests(parts, item).into_iter().filter(|target| target.place != part.place)
            {
                let leads = target.what.kind.is_store()
                    || is_code(target)
                    || matches!(target.what.kind, Kind::Lb | Kind::Gateway | Kind::External);
                if leads && !is_log(target) {
                    let place = closest(item, &target.resource.address).or(at).unwrap_or(item.at);
                    call(part, target, place, key, sketch);
                }
            }
            for carrier in lookup.behind(Some(item), CARRIERS) {
                open.push((carrier, Some(at.unwrap_or(carrier.at))));
            }
        }
        // Members of a cluster are reached by their own addresses.
        for (address, of) in member_refs(resource, lookup) {
            if let Some(target) = find(parts, &of) {
                call(part, target, at.unwrap_or(part.resource.at), &address, sketch);
            }
        }
    }
}

/// The place of the value inside an item that names an address.
fn closest(item: &Item, address: &str) -> Option<Span> {
    let mut found = None;
    item.walk("", &mut |_, one| {
        if found.is_none() && one.refs.contains(address) {
            found = Some(one.at);
        }
    });
    found.or_else(|| item.refs.contains(address).then_some(item.at))
}

fn member_refs(resource: &Resource, lookup: &Lookup) -> Vec<(String, String)> {
    let kinds =
        ["aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_rds_cluster_endpoint"];
    let members = lookup.behind(Some(&resource.arguments), &kinds);
    let clusters = ["aws_rds_cluster", "aws_docdb_cluster"];
    members
        .iter()
        .flat_map(|member| {
            lookup
                .behind(Some(&member.arguments), &clusters)
                .into_iter()
                .map(|one| (member.name.clone(), one.address.clone()))
        })
        .collect()
}

/// A function that a queue or a stream starts.
fn mappings(parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    let kinds = [
        "aws_lambda_event_source_mapping",
        "aws_s3_bucket_notification",
        "aws_cloudwatch_event_target",
        "google_pubsub_subscription",
    ];
    for one in lookup.by_address.values().filter(|one| kinds.contains(&one.kind.as_str())) {
        let ends = rests(parts, &one.arguments);
        let sources = ends.iter().filter(|part| part.what.kind.is_store());
        for source in sources {
            for target in ends.iter().filter(|part| is_code(part)) {
                sketch
                    .links
                    .retain(|link| !(link.from == target.node() && link.to == [source.node()]));
                sketch.join(Link::new(
                    source.node(),
                    target.node(),
                    Arrow::Hands,
                    one.at,
                    one.kind.clone(),
                ));
            }
        }
    }
}

fn copies(parts: &[Part], sketch: &mut Sketch) {
    for part in parts {
        let Some(item) = part
            .resource
            .argument("replicate_source_db")
            .or_else(|| part.resource.argument("replication_source_identifier"))
        else {
            continue;
        };
        for source in rests(parts, item).into_iter().filter(|source| source.place != part.place) {
            sketch.join(Link::new(
                source.node(),
                part.node(),
                Arrow::Copies,
                item.at,
                "replicate_source_db",
            ));
        }
    }
}

/// A group that admits another one on the way to a store tells that the one calls the other.
fn security_groups(parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    let groups = |part: &Part| -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut resources = vec![part.resource];
        resources.extend(lookup.behind(
            Some(&part.resource.arguments),
            &["aws_launch_template", "aws_launch_configuration"],
        ));
        for resource in resources {
            for key in [
                "vpc_security_group_ids",
                "security_groups",
                "security_group_ids",
                "network_configuration",
                "vpc_config",
                "network_interfaces",
                "broker_node_group_info",
            ] {
                let list = lookup.behind(resource.argument(key), &["aws_security_group"]);
                found.extend(list.into_iter().map(|group| group.address.clone()));
            }
        }
        found
    };
    let callers: Vec<(&Part, BTreeSet<String>)> =
        parts.iter().filter(|part| is_code(part)).map(|part| (part, groups(part))).collect();
    for store in parts.iter().filter(|part| part.what.kind.is_store()) {
        let own = groups(store);
        for (caller, theirs) in callers.iter().filter(|_| !own.is_empty()) {
            if theirs.is_empty() || sketch.is_joined(caller.node(), store.node()) {
                continue;
            }
            let admitted = own
                .iter()
                .find_map(|group| theirs.iter().find_map(|other| admits(group, other, lookup)));
            if let Some(at) = admitted.filter(|_| own.is_disjoint(theirs)) {
                call(caller, store, at, "security group", sketch);
            }
        }
    }
}

/// Where a security group lets another one in.
fn admits(group: &str, other: &str, lookup: &Lookup) -> Option<Span> {
    let this = lookup.get(group)?;
    for block in this.arguments.blocks("ingress") {
        if let Some(item) = block.argument("security_groups") {
            let mut refs = BTreeSet::new();
            item.all_refs(&mut refs);
            if refs.contains(other) {
                return Some(item.at);
            }
        }
    }
    let rules =
        lookup.users_of(group, &["aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]);
    rules.into_iter().find_map(|rule| {
        let source = rule
            .argument("source_security_group_id")
            .or_else(|| rule.argument("referenced_security_group_id"))?;
        let on = rule.argument("security_group_id")?;
        let inward = rule.argument("type").and_then(Item::text).is_none_or(|of| of == "ingress");
        (inward && source.refs.contains(other) && on.refs.contains(group)).then_some(source.at)
    })
}
