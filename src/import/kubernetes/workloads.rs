//! Which objects are components, and of what type.

use super::super::Reading;
use super::super::classify::{Evidence, NoPart, Verdict, What};
use super::super::sketch::{Component, Group, Guess, Sketch};
use super::super::yaml::Node;
use super::Work;
use super::objects::{Object, labels};
use crate::catalog::Kind;
use std::rc::Rc;

const WORKLOADS: &[&str] = &[
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Pod",
    "CronJob",
    "Rollout",
    "DeploymentConfig",
];

/// Stores that an operator runs: kind and API group begin, and the technology.
const OPERATED: &[(&str, &str, &str)] = &[
    ("Cluster", "postgresql.cnpg.io", "postgres"),
    ("postgresql", "acid.zalan.do", "postgres"),
    ("PostgresCluster", "postgres-operator.crunchydata.com", "postgres"),
    ("Kafka", "kafka.strimzi.io", "kafka"),
    ("Redis", "redis", "redis"),
    ("RedisCluster", "redis", "redis"),
    ("RedisFailover", "databases.spotahome.com", "redis"),
    ("RabbitmqCluster", "rabbitmq.com", "rabbitmq"),
    ("Elasticsearch", "elasticsearch.k8s.elastic.co", "elasticsearch"),
    ("MongoDBCommunity", "mongodbcommunity.mongodb.com", "mongodb"),
    ("InnoDBCluster", "mysql.oracle.com", "mysql"),
    ("PerconaXtraDBCluster", "pxc.percona.com", "percona"),
];

fn operated(object: &Object) -> Option<&'static str> {
    let row = OPERATED
        .iter()
        .find(|(kind, group, _)| object.kind == *kind && object.group.starts_with(group));
    row.map(|(.., word)| *word)
}

/// A Service of Knative runs what it leads to.
pub fn is_knative(object: &Object) -> bool {
    object.kind == "Service" && object.group == "serving.knative.dev"
}

/// An object that may be a component.
pub fn is_work(object: &Object) -> bool {
    let is_workload = WORKLOADS.contains(&object.kind.as_str());
    is_workload || is_knative(object) || operated(object).is_some()
}

/// The specification of an object's pods, and the labels of those.
fn pod(object: &Object) -> (Option<Rc<Node>>, Vec<(String, String)>) {
    let template = match object.kind.as_str() {
        "Pod" => Some(object.node.clone()),
        "CronJob" => object.node.at(&["spec", "jobTemplate", "spec", "template"]),
        _ => object.node.at(&["spec", "template"]),
    };
    let Some(template) = template else { return (None, Vec::new()) };
    (template.get("spec"), labels(template.at(&["metadata", "labels"])))
}

/// Adds the components to the sketch.
pub fn parts(reading: &mut Reading, objects: &[Object], sketch: &mut Sketch) -> Vec<Work> {
    let mut work: Vec<Work> = Vec::new();
    for object in objects {
        if object.kind == "Job" {
            sketch.leave_out(object.name.clone(), NoPart::OneShot.reason(), object.at);
        }
        if !is_work(object) {
            continue;
        }
        match operated(object) {
            Some(word) => {
                let what = reading.classifier.word((word, object.at));
                work.extend(what.map(|what| part(object, what, None, Vec::new(), sketch)));
            }
            None => work.extend(workload(reading, object, sketch)),
        }
    }
    work
}

fn workload(reading: &mut Reading, object: &Object, sketch: &mut Sketch) -> Vec<Work> {
    let (pod, labels) = pod(object);
    let containers = pod
        .as_ref()
        .and_then(|pod| pod.get("containers"))
        .map(|list| list.items())
        .unwrap_or_default();
    let mut seen: Vec<(Rc<Node>, Verdict)> = Vec::new();
    for container in containers {
        let verdict = verdict(reading, object, &container, seen.is_empty());
        seen.push((container, verdict));
    }
    if object.replicas().is_some_and(|(count, _)| count == 0) {
        sketch.leave_out(object.name.clone(), NoPart::SwitchedOff.reason(), object.at);
        return Vec::new();
    }
    let Some(main) = main(&seen) else {
        let reason = seen.first().map(|(_, verdict)| match verdict {
            Verdict::Not(no) => no.reason(),
            Verdict::Is(_) => NoPart::Agent.reason(),
        });
        if let Some(reason) = reason {
            sketch.leave_out(object.name.clone(), reason, object.at);
        }
        return Vec::new();
    };
    // What the workload is called says what its main container is.
    let named = verdict(reading, object, &seen[main].0, true);
    let Verdict::Is(mut what) = named else { return Vec::new() };
    if object.kind == "CronJob" {
        // Its image is what it works with.
        what = What::kind(Kind::Batch, what.at);
    }
    let mut work = vec![part(object, what, pod, labels, sketch)];
    beside(object, &seen, main, &mut work, sketch);
    work
}

/// The container that a workload is there for: not a proxy or an agent, if there is another one.
fn main(seen: &[(Rc<Node>, Verdict)]) -> Option<usize> {
    let first = |fits: &dyn Fn(&What) -> bool| {
        seen.iter().position(|(_, verdict)| matches!(verdict, Verdict::Is(what) if fits(what)))
    };
    let own = first(&|what| !is_beside(what) && !is_proxy(what));
    own.or_else(|| first(&|what| !is_beside(what))).or_else(|| first(&|_| true))
}

/// A second container that is a program or a store of its own stands beside the first, in one machine
/// with it where there is one of them.
fn beside(
    object: &Object,
    seen: &[(Rc<Node>, Verdict)],
    main: usize,
    work: &mut Vec<Work>,
    sketch: &mut Sketch,
) {
    let count = object.replicas().map_or(1, |(count, _)| count);
    let is_single = count == 1 && object.kind != "DaemonSet";
    for (at, (container, verdict)) in seen.iter().enumerate() {
        let Verdict::Is(what) = verdict else { continue };
        // A program that nothing tells may only help the first.
        let is_own = what.kind.is_store() || what.kind.is_compute() && what.guess.is_none();
        if at == main || is_beside(what) || is_proxy(what) || !is_own {
            continue;
        }
        let Some(name) = container.get("name") else { continue };
        let (text, span) = (name.text().unwrap_or("store").to_owned(), name.span);
        if work.len() == 1 && is_single {
            let group = Group {
                word: "host",
                name: format!("{}-pod", object.set.name(&object.name)),
                label: None,
                parent: None,
                facts: Vec::new(),
                at: object.at,
            };
            sketch.groups.push(group);
            sketch.components[work[0].place].group = Some(sketch.groups.len() - 1);
        }
        let mut component = Component::new(
            what.word.clone(),
            object.set.name(&format!("{}-{text}", object.name)),
            span,
        );
        component.group = sketch.components[work[0].place].group;
        let place = sketch.add(component);
        work[0].containers.retain(|one| !Rc::ptr_eq(one, container));
        work.push(Work {
            name: text,
            namespace: object.namespace.clone(),
            at: span,
            of: object.kind.clone(),
            what: what.clone(),
            place,
            labels: work[0].labels.clone(),
            pod: work[0].pod.clone(),
            containers: vec![container.clone()],
            inits: Vec::new(),
            is_beside: true,
            replicas: object.replicas(),
            object: object.node.clone(),
        });
    }
}

/// Hands on to the program in its pod.
fn is_proxy(what: &What) -> bool {
    matches!(what.kind, Kind::Lb | Kind::Gateway)
        || matches!(what.word.as_str(), "nginx" | "apache" | "caddy" | "haproxy" | "traefik")
}

/// Proxies and agents that stand beside a program in its pod.
fn is_beside(what: &What) -> bool {
    matches!(what.kind, Kind::Monitor | Kind::Logs | Kind::Pipeline)
        || matches!(what.word.as_str(), "envoy" | "vault" | "consul")
}

fn verdict(reading: &Reading, object: &Object, container: &Rc<Node>, is_first: bool) -> Verdict {
    let image = container.get("image");
    let image =
        image.as_ref().and_then(|image| Some((object.set.image(image.text()?), image.span)));
    let name = container.get("name");
    let name = match is_first {
        true => Some((object.name.as_str(), object.at)),
        false => name.as_ref().and_then(|name| Some((name.text()?, name.span))),
    };
    let env = container.get("env").map(|list| list.items()).unwrap_or_default();
    let settings: Vec<String> =
        env.iter().filter_map(|item| item.get("name")?.text().map(str::to_owned)).collect();
    let by = Evidence { image, name, settings: &settings, ..Evidence::default() };
    reading.classifier.classify(by).running()
}

fn part(
    object: &Object,
    what: What,
    pod: Option<Rc<Node>>,
    labels: Vec<(String, String)>,
    sketch: &mut Sketch,
) -> Work {
    let name = object.set.name(&object.name);
    let mut component = Component::new(what.word.clone(), name, object.at);
    let image = pod.as_ref().and_then(|pod| pod.get("containers")?.items().first()?.get("image"));
    component.guess = what.guess.as_ref().filter(|_| !is_own_image(image.as_deref())).map(|from| {
        Guess { from: from.clone(), at: image.as_ref().map_or(object.at, |image| image.span) }
    });
    if what.is_managed && what.kind != Kind::External {
        component.state("managed", "off", object.at);
    }
    let place = sketch.add(component);
    let listed = |key| {
        let list: Option<Rc<Node>> = pod.as_ref().and_then(|pod| pod.get(key));
        list.map(|list| list.items()).unwrap_or_default()
    };
    Work {
        containers: listed("containers"),
        inits: listed("initContainers"),
        is_beside: false,
        replicas: object.replicas(),
        name: object.name.clone(),
        namespace: object.namespace.clone(),
        at: object.at,
        of: object.kind.clone(),
        what,
        place,
        labels,
        pod,
        object: object.node.clone(),
    }
}

/// An image that nobody publishes for others: a service without doubt.
fn is_own_image(image: Option<&Node>) -> bool {
    let Some(text) = image.and_then(|image| image.text()) else { return true };
    text.split('/').next().is_some_and(|host| {
        host.contains(['.', ':']) && !host.starts_with("docker.io") && !host.starts_with("quay.io")
    }) || text.contains('$')
        || !text.contains('/')
}
