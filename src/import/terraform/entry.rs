//! Where people come in: balancers that face the internet, distributions, gateways, open machines.

use super::super::entry::{Entry, enter};
use super::super::sketch::{Arrow, Link, Node, Sketch};
use super::value::{Item, Resource};
use super::{Lookup, Part};
use crate::catalog::Kind;
use crate::source::Span;

/// Joins the users to the ways in.
pub fn join(parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    let ways: Vec<(Node, Span)> =
        parts.iter().filter_map(|part| way_in(part, lookup).map(|at| (part.node(), at))).collect();
    firewalls(parts, lookup, sketch);
    let is_called =
        |node: Node, sketch: &Sketch| sketch.links.iter().any(|link| link.to.contains(&node));
    let mut entries: Vec<(Node, Span)> = Vec::new();
    for (node, at) in ways {
        if !is_called(node, sketch) && !entries.iter().any(|(known, _)| *known == node) {
            entries.push((node, at));
        }
    }
    let entry = |(node, at)| Entry { node, at, why: "internet".to_owned() };
    enter(sketch, entries.into_iter().map(entry).collect());
}

fn way_in(part: &Part, lookup: &Lookup) -> Option<Span> {
    let resource = part.resource;
    match part.what.kind {
        Kind::Cdn | Kind::Gateway => Some(resource.at),
        Kind::Dns => leads(part, lookup).then_some(resource.at),
        Kind::Lb => match resource
            .argument("internal")
            .or_else(|| resource.argument("load_balancing_scheme"))
        {
            None => Some(resource.at),
            Some(item) => match item.text().as_deref() {
                Some("false") => Some(resource.at),
                Some("true") => None,
                Some(scheme) => scheme.starts_with("EXTERNAL").then_some(resource.at),
                None => Some(resource.at),
            },
        },
        kind if kind.is_compute() => open_machine(resource, lookup),
        _ => None,
    }
}

/// Records that point at something of the root.
fn leads(part: &Part, _lookup: &Lookup) -> bool {
    !part.resource.refs().is_empty()
        && part
            .resource
            .argument("type")
            .and_then(Item::text)
            .is_none_or(|of| matches!(of.as_str(), "A" | "AAAA" | "CNAME"))
}

/// A machine with a public address whose group admits web traffic from anywhere.
fn open_machine(resource: &Resource, lookup: &Lookup) -> Option<Span> {
    let mut stated = vec![resource];
    let templates = ["aws_launch_template", "aws_launch_configuration"];
    stated.extend(lookup.behind(Some(&resource.arguments), &templates));
    let address = stated.iter().any(|one| has_public_address(one))
        || !lookup.users_of(&resource.address, &["aws_eip", "aws_eip_association"]).is_empty();
    if !address {
        return None;
    }
    let keys = ["vpc_security_group_ids", "security_groups", "network_interfaces"];
    let groups = stated.iter().flat_map(|one| {
        keys.iter().flat_map(|key| lookup.behind(one.argument(key), &["aws_security_group"]))
    });
    let rules = groups.flat_map(|group| {
        let own = group.arguments.blocks("ingress").into_iter().cloned();
        let others = lookup.users_of(
            &group.address,
            &["aws_security_group_rule", "aws_vpc_security_group_ingress_rule"],
        );
        own.chain(others.into_iter().map(|rule| rule.arguments.clone())).collect::<Vec<_>>()
    });
    rules.into_iter().find(is_open_to_the_web).map(|rule| rule.at).map(|_| resource.at)
}

/// Stated for the machine itself, or for one of its network interfaces.
fn has_public_address(resource: &Resource) -> bool {
    let is_on = |item: &Item| {
        item.argument("associate_public_ip_address").and_then(Item::flag) == Some(true)
    };
    is_on(&resource.arguments)
        || resource.arguments.blocks("network_interfaces").into_iter().any(is_on)
}

fn is_open_to_the_web(rule: &Item) -> bool {
    let mut anywhere = false;
    rule.walk("", &mut |_, item| anywhere |= item.text().as_deref() == Some("0.0.0.0/0"));
    let port = |key: &str| rule.argument(key).and_then(Item::count);
    let (low, high) = (port("from_port"), port("to_port"));
    let web = [80, 443, 8080]
        .iter()
        .any(|one| low.is_some_and(|low| low <= *one) && high.is_some_and(|high| high >= *one));
    anywhere && web
}

/// A firewall stands in front of what it is joined to.
fn firewalls(parts: &[Part], lookup: &Lookup, sketch: &mut Sketch) {
    for part in parts.iter().filter(|part| part.what.kind == Kind::Waf) {
        let kinds = [
            "aws_wafv2_web_acl_association",
            "aws_cloudfront_distribution",
            "aws_wafregional_web_acl_association",
        ];
        for user in lookup.users_of(&part.resource.address, &kinds) {
            let fronts = parts.iter().filter(|other| {
                other.resource.address == user.address
                    || user.kind.ends_with("association")
                        && user.refs().contains(&other.resource.address)
            });
            for front in fronts.filter(|front| front.place != part.place) {
                let node = front.node();
                for link in sketch.links.iter_mut().filter(|link| link.from != part.node()) {
                    link.to.iter_mut().filter(|to| **to == node).for_each(|to| *to = part.node());
                }
                sketch.join(Link::new(part.node(), node, Arrow::Calls, user.at, "web acl"));
            }
        }
    }
}
