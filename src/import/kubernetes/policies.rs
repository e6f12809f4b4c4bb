//! Network policies: a workload that lets another one in is called by it.

use super::super::sketch::Sketch;
use super::super::yaml::Node;
use super::Work;
use super::edges::call;
use super::objects::{Object, labels};
use std::rc::Rc;

/// Joins the workloads that a policy names on both sides; what admits everybody tells nothing.
pub fn join(objects: &[Object], work: &[Work], sketch: &mut Sketch) {
    for policy in objects.iter().filter(|object| object.kind == "NetworkPolicy") {
        let Some(spec) = policy.node.get("spec") else { continue };
        let own = selected(spec.get("podSelector").as_ref(), policy, work);
        for (rules, peers, is_inward) in [("ingress", "from", true), ("egress", "to", false)] {
            let rules = spec.get(rules).map(|list| list.items()).unwrap_or_default();
            let peers = rules.iter().filter_map(|rule| rule.get(peers));
            for peer in peers.flat_map(|list| list.items()) {
                if peer.get("namespaceSelector").is_some() {
                    continue;
                }
                for other in selected(peer.get("podSelector").as_ref(), policy, work) {
                    for this in &own {
                        let (from, to) = if is_inward { (other, *this) } else { (*this, other) };
                        call(from, to, peer.span, "NetworkPolicy", true, sketch);
                    }
                }
            }
        }
    }
}

/// The workloads whose pods a selector names by their labels.
fn selected<'w>(selector: Option<&Rc<Node>>, policy: &Object, work: &'w [Work]) -> Vec<&'w Work> {
    let wanted = labels(selector.and_then(|selector| selector.get("matchLabels")));
    let fits = |one: &&Work| {
        !wanted.is_empty()
            && !one.is_beside
            && one.namespace == policy.namespace
            && wanted.iter().all(|pair| one.labels.contains(pair))
    };
    work.iter().filter(fits).collect()
}
