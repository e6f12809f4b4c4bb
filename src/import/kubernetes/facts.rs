//! What manifests state about a workload, and what Kubernetes defines where they are silent.

use super::super::addresses::{addresses, is_plain_secret, is_secret_key};
use super::super::kept;
use super::super::sketch::{Component, Sketch};
use super::super::yaml::Node;
use super::Work;
use super::objects::{Object, labels};
use super::services::Service;
use crate::catalog::Kind;
use crate::source::Span;
use std::rc::Rc;

/// A budget of disruptions says how far a drain may go: a comment.
pub fn budgets(objects: &[Object], work: &[Work], sketch: &mut Sketch) {
    for object in objects.iter().filter(|object| object.kind == "PodDisruptionBudget") {
        let wanted = labels(object.node.at(&["spec", "selector", "matchLabels"]));
        let said = ["minAvailable", "maxUnavailable"].iter().find_map(|key| {
            object.text(&["spec", key]).map(|count| format!("PodDisruptionBudget {key} {count}"))
        });
        let Some(said) = said.filter(|_| !wanted.is_empty()) else { continue };
        let fits = |one: &&Work| {
            let namespace = one.namespace == object.namespace;
            !one.is_beside && namespace && wanted.iter().all(|pair| one.labels.contains(pair))
        };
        for one in work.iter().filter(fits) {
            sketch.components[one.place].notes.push(said.clone());
        }
    }
}

/// States the facts of one workload.
pub fn state(
    at: usize,
    work: &mut Work,
    scalers: &[&Object],
    services: &[Service],
    sketch: &mut Sketch,
) {
    let is_served = services.iter().any(|service| service.targets.contains(&at));
    let component = &mut sketch.components[work.place];
    if work.is_beside && work.what.kind.is_store() {
        return persistence(work, component);
    }
    if work.pod.is_none() {
        return operated(work, component);
    }
    count(work, scalers, component);
    probes(work, is_served, component);
    deploy(work, component);
    secrets(work, component);
    persistence(work, component);
    spread(work, component);
}

/// A store of an operator: `spec.instances`, `spec.replicas`, and a new primary by itself.
fn operated(work: &Work, component: &mut Component) {
    let spec = work.object.get("spec");
    let number = |path: &[&str]| spec.as_ref().and_then(|spec| spec.at(path));
    let count = [
        &["instances"][..],
        &["numberOfInstances"],
        &["replicas"],
        &["kafka", "replicas"],
        &["members"],
        &["redis", "replicas"],
        &["clusterSize"],
    ];
    let found = count.iter().find_map(|path| number(path));
    match found.as_ref().and_then(|node| Some((node.text()?.parse::<u32>().ok()?, node.span))) {
        Some((count, at)) => {
            component.state("replicas", count.to_string(), at);
            if count > 1 {
                component.state("failover", "auto", at);
            }
        }
        None => component.state("replicas", "unknown", work.at),
    }
    component.state("persistence", "on", work.at);
}

fn count(work: &Work, scalers: &[&Object], component: &mut Component) {
    if matches!(work.of.as_str(), "DaemonSet" | "Service") {
        return component.state("replicas", "unknown", work.at);
    }
    let owner = work.object.at(&["metadata", "name"]);
    let owner = owner.as_ref().and_then(|name| name.text());
    let is_mine = |object: &&Object| {
        let target = |key| object.text(&["spec", "scaleTargetRef", key]);
        object.namespace == work.namespace
            && target("name").as_deref() == owner
            && target("kind").is_none_or(|kind| kind == work.of)
    };
    let scaler = scalers.iter().copied().find(is_mine);
    let stated = work.replicas;
    if let Some(scaler) = scaler {
        let number = |keys: [&str; 2]| {
            keys.iter().find_map(|key| {
                let node = scaler.node.at(&["spec", key])?;
                Some((node.text()?.parse::<u32>().ok()?, node.span))
            })
        };
        let low = number(["minReplicas", "minReplicaCount"]).unwrap_or((1, scaler.at));
        if let Some((high, at)) = number(["maxReplicas", "maxReplicaCount"]) {
            let low_count = low.0.max(1);
            if high > low_count {
                component.state("autoscale", format!("{low_count}..{high}"), at);
            }
            let (count, at) = stated.unwrap_or((low_count, low.1));
            return component.state("replicas", count.max(low_count).to_string(), at);
        }
    }
    let (count, at) = stated.unwrap_or((1, work.at));
    component.state("replicas", count.to_string(), at);
}

fn probes(work: &Work, is_served: bool, component: &mut Component) {
    if !work.what.kind.is_compute() {
        return;
    }
    let probe = work.containers.iter().find_map(|container| {
        container.get("readinessProbe").or_else(|| container.get("livenessProbe"))
    });
    match probe {
        Some(probe) => component.state("health-check", "on", probe.span),
        None if is_served => component.state("health-check", "off", work.at),
        None => {}
    }
}

fn deploy(work: &Work, component: &mut Component) {
    if !work.what.kind.is_compute() || work.of == "CronJob" {
        return;
    }
    let strategy = work.object.at(&["spec", "strategy"]);
    let of = strategy.as_ref().and_then(|strategy| strategy.get("type"));
    match (work.of.as_str(), of.as_ref().and_then(|of| of.text())) {
        ("Deployment", Some("Recreate")) => {
            component.state("deploy", "recreate", of.map_or(work.at, |of| of.span));
        }
        ("Deployment", _) => {
            let at = strategy.as_ref().map_or(work.at, |strategy| strategy.span);
            component.state("deploy", "rolling", at);
            if takes_none_away(strategy.as_deref(), component) {
                component.state("surge", "on", at);
            }
        }
        ("StatefulSet", _) => component.state("deploy", "rolling", work.at),
        ("Rollout", _) => {
            if let Some(strategy) = strategy {
                let word =
                    if strategy.get("blueGreen").is_some() { "blue-green" } else { "canary" };
                component.state("deploy", word, strategy.span);
            }
        }
        _ => {}
    }
}

/// `maxUnavailable` comes to 0: stated so, or a share that rounds down to nothing.
fn takes_none_away(strategy: Option<&Node>, component: &Component) -> bool {
    let stated = strategy.and_then(|strategy| strategy.at(&["rollingUpdate", "maxUnavailable"]));
    let text = stated.as_ref().and_then(|node| node.text()).unwrap_or("25%").to_owned();
    let count = component.fact("replicas").and_then(|fact| fact.value.parse::<u32>().ok());
    match text.strip_suffix('%') {
        None => text == "0",
        Some(share) => {
            let share = share.parse::<u32>().unwrap_or(100);
            count.is_some_and(|count| count.saturating_mul(share) < 100)
        }
    }
}

fn secrets(work: &Work, component: &mut Component) {
    let mut managed: Option<Span> = None;
    for container in &work.containers {
        for item in container.get("env").map(|list| list.items()).unwrap_or_default() {
            let key = item
                .get("name")
                .and_then(|name| name.text().map(str::to_owned))
                .unwrap_or_default();
            if let Some(value) = item.get("value") {
                let text = value.text().unwrap_or_default();
                let in_url = addresses(text).iter().any(|address| address.has_password);
                if is_secret_key(&key) && is_plain_secret(text) && !text.contains("$(") || in_url {
                    // Not at the value: what is shown of a place must not tell it.
                    return component.state("secrets", "plain", work.at);
                }
            }
            managed = managed.or(item.at(&["valueFrom", "secretKeyRef"]).map(|node| node.span));
        }
        if is_told_a_secret(container) {
            return component.state("secrets", "plain", work.at);
        }
        for item in container.get("envFrom").map(|list| list.items()).unwrap_or_default() {
            managed = managed.or(item.get("secretRef").map(|node| node.span));
        }
    }
    if let Some(at) = managed {
        component.state("secrets", "managed", at);
    }
}

/// `--password hunter2` among the arguments, in one word or two.
fn is_told_a_secret(container: &Node) -> bool {
    let words: Vec<String> = ["command", "args"]
        .iter()
        .flat_map(|key| container.get(key).map(|list| list.items()).unwrap_or_default())
        .filter_map(|word| word.text().map(str::to_owned))
        .collect();
    let is_plain = |name: &str, value: &str| {
        name.starts_with('-')
            && is_secret_key(name.trim_start_matches('-'))
            && is_plain_secret(value)
            && !value.starts_with('-')
            && !value.contains("$(")
    };
    let joined = words.iter().any(|word| word.split_once('=').is_some_and(|(a, b)| is_plain(a, b)));
    joined || words.windows(2).any(|pair| !pair[0].contains('=') && is_plain(&pair[0], &pair[1]))
}

fn persistence(work: &Work, component: &mut Component) {
    let containers = &work.containers;
    // Wherever it keeps its data: without a volume they go with the container.
    let mounts_nothing = work.what.is_technology
        && component.guess.is_none()
        && containers.iter().all(|container| container.get("volumeMounts").is_none());
    let is_known = kept::is_known(&work.what.word) || mounts_nothing;
    if !work.what.kind.is_store() || !is_known {
        return;
    }
    let settings = containers.iter().flat_map(|it| {
        it.get("env").map(|list| list.items()).unwrap_or_default().into_iter().filter_map(|item| {
            Some((item.get("name")?.text()?.to_owned(), item.get("value")?.text()?.to_owned()))
        })
    });
    let paths = kept::paths(&work.what.word, settings);
    let mut elsewhere = None;
    let mounts = containers.iter().flat_map(|container| {
        container.get("volumeMounts").map(|list| list.items()).unwrap_or_default()
    });
    for mount in mounts {
        let Some(path) = mount.get("mountPath").and_then(|path| path.text().map(str::to_owned))
        else {
            continue;
        };
        let Some(name) = mount.get("name").and_then(|name| name.text().map(str::to_owned)) else {
            continue;
        };
        let is_known = kept::holds(&path, &paths);
        match volume(work, &name) {
            Volume::Kept if is_known => return component.state("persistence", "on", mount.span),
            Volume::Kept => elsewhere = elsewhere.or(Some(mount.span)),
            Volume::Lost(at) if is_known => return component.state("persistence", "off", at),
            Volume::Lost(_) | Volume::Other => {}
        }
    }
    // A claim that is mounted elsewhere may hold the data where nobody knows that they lie.
    if let Some(at) = elsewhere {
        return component.state("persistence", "unknown", at);
    }
    let image = containers.first().and_then(|container| container.get("image"));
    component.state("persistence", "off", image.map_or(work.at, |image| image.span));
}

enum Volume {
    Kept,
    Lost(Span),
    /// Configuration.
    Other,
}

fn volume(work: &Work, name: &str) -> Volume {
    let named = |node: &Rc<Node>| node.get("name").is_some_and(|text| text.text() == Some(name));
    let listed =
        |path: &[&str], from: &Rc<Node>| from.at(path).map(|list| list.items()).unwrap_or_default();
    let claims = listed(&["spec", "volumeClaimTemplates"], &work.object);
    let is_claim = |node: &Rc<Node>| {
        node.at(&["metadata", "name"]).is_some_and(|text| text.text() == Some(name))
    };
    if claims.iter().any(is_claim) {
        return Volume::Kept;
    }
    let volumes = work.pod.as_ref().map(|pod| listed(&["volumes"], pod)).unwrap_or_default();
    let Some(volume) = volumes.into_iter().find(named) else { return Volume::Other };
    match volume.get("emptyDir") {
        Some(empty) => {
            Volume::Lost(if empty.span.start < empty.span.end { empty.span } else { volume.span })
        }
        None if volume.get("configMap").is_some() || volume.get("secret").is_some() => {
            Volume::Other
        }
        None => Volume::Kept,
    }
}

/// A wish to stand in several zones says nothing of where they do: a comment.
fn spread(work: &Work, component: &mut Component) {
    let Some(pod) = &work.pod else { return };
    let keys = pod.get("topologySpreadConstraints").map(|list| list.items()).unwrap_or_default();
    let zone = keys.iter().any(|one| {
        one.get("topologyKey").is_some_and(|key| key.text().is_some_and(|k| k.ends_with("/zone")))
    });
    if zone {
        component.notes.push("topologySpread: zone".to_owned());
    }
    if work.what.kind == Kind::Cache {
        let words: Vec<String> = work
            .containers
            .iter()
            .flat_map(|container| [container.get("args"), container.get("command")])
            .flatten()
            .flat_map(|list| list.items())
            .filter_map(|node| node.text().map(str::to_owned))
            .collect();
        if words.windows(2).any(|pair| pair[0] == "--cluster-enabled" && pair[1] == "yes") {
            component.state("mode", "cluster", work.at);
        }
    }
}
