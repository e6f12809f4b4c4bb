//! What resources state about the components that they make.

use super::super::addresses::is_secret_key;
use super::super::sketch::{Component, Sketch, quoted};
use super::defaults::default;
use super::value::{Item, Resource, Value, shown};
use super::{Lookup, Part};
use crate::catalog::Kind;
use crate::source::Span;

/// An argument with the default of the provider: the value in words and where it stands; `None`
/// where nobody can tell.
fn stated(resource: &Resource, key: &str) -> Option<(String, Span)> {
    match resource.argument(key) {
        Some(item) => item.text().map(|text| (text, item.at)),
        None => default(&resource.kind, key).map(|value| (value.to_owned(), resource.at)),
    }
}

fn is_on(resource: &Resource, key: &str) -> Option<(bool, Span)> {
    stated(resource, key).and_then(|(text, at)| Some((text.parse().ok()?, at)))
}

fn number(resource: &Resource, key: &str) -> Option<(u32, Span)> {
    stated(resource, key).and_then(|(text, at)| Some((text.parse::<f64>().ok()? as u32, at)))
}

/// States the facts of one component.
pub fn state(part: &Part, lookup: &Lookup, sketch: &mut Sketch) {
    let resource = part.resource;
    let component = &mut sketch.components[part.place];
    match resource.kind.as_str() {
        "aws_db_instance" => database(resource, component),
        "aws_rds_cluster" | "aws_docdb_cluster" | "aws_neptune_cluster" => {
            cluster(resource, lookup, component)
        }
        "aws_elasticache_replication_group" => replication_group(resource, component),
        "aws_elasticache_cluster" => cache(resource, component),
        "aws_autoscaling_group" => scaling_group(resource, lookup, component),
        "aws_instance" => machine(resource, component),
        "aws_ecs_service" => container_service(resource, lookup, component),
        "aws_eks_node_group" => nodes(resource, component),
        "aws_lb" | "aws_alb" | "aws_elb" => balancer(resource, lookup, component),
        "aws_dynamodb_table" => table(resource, component),
        "aws_sqs_queue" => queue(resource, lookup, component),
        "aws_msk_cluster" => count(resource, "number_of_broker_nodes", component),
        "aws_mq_broker" => broker(resource, component),
        "aws_opensearch_domain" | "aws_elasticsearch_domain" => search(resource, component),
        "aws_redshift_cluster" => count(resource, "number_of_nodes", component),
        "google_sql_database_instance" => cloud_sql(resource, component),
        "google_redis_instance" => memorystore(resource, component),
        "google_compute_instance_group_manager"
        | "google_compute_region_instance_group_manager" => {
            count(resource, "target_size", component);
        }
        "azurerm_linux_virtual_machine_scale_set" => count(resource, "instances", component),
        _ => {}
    }
    secrets(resource, part, component);
}

fn count(resource: &Resource, key: &str, component: &mut Component) {
    match resource.argument(key) {
        Some(item) => match item.count() {
            Some(count) if count > 0 => component.state("replicas", count.to_string(), item.at),
            _ => component.state("replicas", "unknown", item.at),
        },
        None => component.state("replicas", "unknown", resource.at),
    }
}

fn multi_zone(on: Option<(bool, Span)>, resource: &Resource, component: &mut Component) {
    match on {
        Some((true, at)) => {
            component.state("replicas", "2", at);
            component.state("failover", "auto", at);
        }
        Some((false, at)) => component.state("replicas", "1", at),
        None => component.state("replicas", "unknown", resource.at),
    }
}

fn backup(resource: &Resource, key: &str, component: &mut Component) {
    match number(resource, key) {
        Some((0, at)) => component.state("backup", "none", at),
        Some((days, at)) => {
            component.state("backup", "1d", at);
            component.state("backup-retention", format!("{days}d"), at);
            component.state("pitr", "on", at);
        }
        None => {}
    }
}

fn encryption(resource: &Resource, key: &str, component: &mut Component) {
    if let Some((on, at)) = is_on(resource, key) {
        component.state("encryption", if on { "on" } else { "off" }, at);
    }
}

fn instance(resource: &Resource, key: &str, component: &mut Component) {
    if let Some(item) = resource.argument(key)
        && let Some(text) = item.text()
    {
        component.state("instance", quoted(&text), item.at);
    }
}

fn database(resource: &Resource, component: &mut Component) {
    if let Some((_, at)) = resource.argument("replicate_source_db").map(|item| ((), item.at)) {
        component.state("role", "replica", at);
        component.state("replicas", "1", resource.at);
    } else {
        multi_zone(is_on(resource, "multi_az"), resource, component);
        backup(resource, "backup_retention_period", component);
    }
    encryption(resource, "storage_encrypted", component);
    instance(resource, "instance_class", component);
    if let Some(item) = resource.argument("allocated_storage")
        && let Some(size) = item.count().filter(|size| *size > 0)
    {
        component.state("size", format!("{size}GB"), item.at);
    }
    if let Some((true, at)) = is_on(resource, "publicly_accessible") {
        component.state("public", "on", at);
    }
    engine(resource, component);
}

fn engine(resource: &Resource, component: &mut Component) {
    let version =
        ["engine", "engine_version"].iter().filter_map(|key| resource.argument(key)?.text());
    let words = version.collect::<Vec<_>>().join(" ");
    if let (false, Some(engine)) = (words.is_empty(), resource.argument("engine")) {
        component.state("version", quoted(&words), engine.at);
    }
}

fn cluster(resource: &Resource, lookup: &Lookup, component: &mut Component) {
    let kinds =
        ["aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance"];
    let members = lookup.users_of(&resource.address, &kinds);
    let mut total = Some(0);
    for member in &members {
        total = match (total, member.count) {
            (Some(sum), super::Count::One) => Some(sum + 1),
            (Some(sum), super::Count::Of(count)) => Some(sum + count),
            _ => None,
        };
        instance(member, "instance_class", component);
    }
    let at = members.first().map_or(resource.at, |member| member.count_at.unwrap_or(member.at));
    match total {
        Some(0) | None => component.state("replicas", "unknown", at),
        Some(count) => {
            component.state("replicas", count.to_string(), at);
            if count > 1 {
                component.state("failover", "auto", at);
            }
        }
    }
    backup(resource, "backup_retention_period", component);
    encryption(resource, "storage_encrypted", component);
    engine(resource, component);
}

fn replication_group(resource: &Resource, component: &mut Component) {
    let nodes = ["num_cache_clusters", "number_cache_clusters"]
        .iter()
        .find_map(|key| resource.argument(key));
    let shards = resource.argument("num_node_groups");
    let copies = resource.argument("replicas_per_node_group");
    if let Some(shards) = shards {
        match shards.count() {
            Some(count) if count > 1 => {
                component.state("mode", "cluster", shards.at);
                component.state("shards", count.to_string(), shards.at);
            }
            Some(_) => {}
            None => component.state("shards", "unknown", shards.at),
        }
    }
    match (nodes, copies) {
        (Some(item), _) => match item.count().filter(|count| *count > 0) {
            Some(count) => component.state("replicas", count.to_string(), item.at),
            None => component.state("replicas", "unknown", item.at),
        },
        (None, Some(item)) => match item.count() {
            Some(count) => component.state("replicas", (count + 1).to_string(), item.at),
            None => component.state("replicas", "unknown", item.at),
        },
        (None, None) => component.state("replicas", "1", resource.at),
    }
    if let Some((on, at)) = is_on(resource, "automatic_failover_enabled") {
        component.state("failover", if on { "auto" } else { "none" }, at);
    }
    encryption(resource, "at_rest_encryption_enabled", component);
    instance(resource, "node_type", component);
    engine(resource, component);
}

fn cache(resource: &Resource, component: &mut Component) {
    count(resource, "num_cache_nodes", component);
    instance(resource, "node_type", component);
    engine(resource, component);
}

fn scaling_group(resource: &Resource, lookup: &Lookup, component: &mut Component) {
    let get = |key: &str| resource.argument(key);
    let low = get("min_size").and_then(|item| Some((item.count()?, item.at)));
    let high = get("max_size").and_then(|item| Some((item.count()?, item.at)));
    let now = get("desired_capacity").and_then(|item| Some((item.count()?, item.at)));
    match now.or(low) {
        Some((count, at)) if count > 0 => component.state("replicas", count.to_string(), at),
        _ => component.state("replicas", "unknown", resource.at),
    }
    if let (Some((low, _)), Some((high, at))) = (low, high)
        && high > low.max(1)
    {
        component.state("autoscale", format!("{}..{high}", low.max(1)), at);
    }
    match stated(resource, "health_check_type") {
        Some((word, at)) if word == "ELB" => component.state("health-check", "on", at),
        Some((word, at)) if word == "EC2" => component.state("health-check", "host", at),
        _ => {}
    }
    let kinds = ["aws_launch_template", "aws_launch_configuration"];
    for template in lookup.behind(Some(&resource.arguments), &kinds) {
        instance(template, "instance_type", component);
    }
}

fn machine(resource: &Resource, component: &mut Component) {
    component.state("replicas", "1", resource.at);
    instance(resource, "instance_type", component);
}

fn container_service(resource: &Resource, lookup: &Lookup, component: &mut Component) {
    match resource.argument("desired_count") {
        Some(item) => match item.count() {
            Some(0) | None => component.state("replicas", "unknown", item.at),
            Some(count) => component.state("replicas", count.to_string(), item.at),
        },
        None => component.state("replicas", "unknown", resource.at),
    }
    for target in lookup.users_of(&resource.address, &["aws_appautoscaling_target"]) {
        let get = |key: &str| target.argument(key).and_then(|item| Some((item.count()?, item.at)));
        if let (Some((low, _)), Some((high, at))) = (get("min_capacity"), get("max_capacity"))
            && high > low.max(1)
        {
            component.state("autoscale", format!("{}..{high}", low.max(1)), at);
        }
    }
    if let Some(balancer) = resource.argument("load_balancer") {
        component.state("health-check", "on", balancer.at);
    }
}

fn nodes(resource: &Resource, component: &mut Component) {
    let own = resource.arguments.blocks("scaling_config").into_iter().next();
    // The module of a cluster takes the same numbers without a block around them.
    let bare = resource.argument("max_size").map(|_| &resource.arguments);
    let Some(scaling) = own.or(bare) else { return };
    let get = |key: &str| scaling.argument(key).and_then(|item| Some((item.count()?, item.at)));
    match get("desired_size").or(get("min_size")) {
        Some((count, at)) if count > 0 => component.state("replicas", count.to_string(), at),
        _ => component.state("replicas", "unknown", resource.at),
    }
    if let (Some((low, _)), Some((high, at))) = (get("min_size"), get("max_size"))
        && high > low.max(1)
    {
        component.state("autoscale", format!("{}..{high}", low.max(1)), at);
    }
}

fn balancer(resource: &Resource, lookup: &Lookup, component: &mut Component) {
    if let Some((true, at)) = is_on(resource, "internal") {
        component.state("internal", "on", at);
    }
    let listeners = lookup.users_of(&resource.address, &["aws_lb_listener", "aws_alb_listener"]);
    let protocol = |one: &&Resource| one.argument("protocol").and_then(Item::text);
    let secure =
        listeners.iter().find(|one| matches!(protocol(one).as_deref(), Some("HTTPS" | "TLS")));
    let all_known = !listeners.is_empty() && listeners.iter().all(|one| protocol(one).is_some());
    match (secure, listeners.first()) {
        (Some(listener), _) => component.state("tls", "on", listener.at),
        (None, Some(listener)) if all_known => {
            let at = listener.argument("protocol").map_or(listener.at, |item| item.at);
            component.state("tls", "off", at);
        }
        _ => {}
    }
}

fn table(resource: &Resource, component: &mut Component) {
    let recovery = resource.arguments.blocks("point_in_time_recovery");
    if let Some(item) = recovery.first().and_then(|block| block.argument("enabled"))
        && let Some(true) = item.flag()
    {
        component.state("pitr", "on", item.at);
        component.state("backup", "on", item.at);
    }
}

fn queue(resource: &Resource, lookup: &Lookup, component: &mut Component) {
    let apart = ["aws_sqs_queue_redrive_policy"];
    let is_dead_letter = || {
        let words = super::super::classify::split(&resource.name);
        let redriven = ["aws_sqs_queue", "aws_sqs_queue_redrive_policy"];
        words.iter().any(|word| matches!(word.as_str(), "dlq" | "dead" | "dlt"))
            || !lookup.users_of(&resource.address, &redriven).is_empty()
    };
    match (resource.argument("redrive_policy"), lookup.users_of(&resource.address, &apart).first())
    {
        (Some(item), _) => component.state("dlq", "on", item.at),
        (None, Some(policy)) => component.state("dlq", "on", policy.at),
        (None, None) if is_dead_letter() => {}
        (None, None) => component.state("dlq", "off", resource.at),
    }
    if let Some(item) = resource.argument("message_retention_seconds")
        && let Some(seconds) = item.count().filter(|seconds| *seconds > 0)
    {
        component.state("retention", format!("{seconds}s"), item.at);
    }
}

fn broker(resource: &Resource, component: &mut Component) {
    match stated(resource, "deployment_mode") {
        Some((word, at)) if word == "SINGLE_INSTANCE" => component.state("replicas", "1", at),
        Some((word, at)) if word.contains("MULTI_AZ") => {
            component.state("replicas", if word.starts_with("CLUSTER") { "3" } else { "2" }, at);
            component.state("failover", "auto", at);
        }
        _ => component.state("replicas", "unknown", resource.at),
    }
}

fn search(resource: &Resource, component: &mut Component) {
    let config = resource.arguments.blocks("cluster_config");
    match config.first().and_then(|block| block.argument("instance_count")) {
        Some(item) => match item.count() {
            Some(count) if count > 0 => component.state("replicas", count.to_string(), item.at),
            _ => component.state("replicas", "unknown", item.at),
        },
        None => component.state("replicas", "1", resource.at),
    }
}

fn cloud_sql(resource: &Resource, component: &mut Component) {
    let settings = resource.arguments.blocks("settings");
    let Some(settings) = settings.first() else { return };
    match settings.argument("availability_type") {
        Some(item) => {
            let on = item.text().map(|text| (text == "REGIONAL", item.at));
            multi_zone(on, resource, component);
        }
        None => component.state("replicas", "1", settings.at),
    }
    let backups = settings.blocks("backup_configuration");
    if backups.is_empty() {
        component.state("backup", "none", settings.at);
    }
    if let Some(item) = backups.first().and_then(|block| block.argument("enabled")) {
        match item.flag() {
            Some(true) => component.state("backup", "1d", item.at),
            Some(false) => component.state("backup", "none", item.at),
            None => {}
        }
    }
    if let Some(item) = resource.argument("database_version")
        && let Some(text) = item.text()
    {
        component.state("version", quoted(&text), item.at);
    }
}

fn memorystore(resource: &Resource, component: &mut Component) {
    match resource.argument("tier").map(|item| (item.text(), item.at)) {
        Some((Some(tier), at)) => {
            multi_zone(Some((tier == "STANDARD_HA", at)), resource, component)
        }
        Some((None, at)) => component.state("replicas", "unknown", at),
        None => component.state("replicas", "1", resource.at),
    }
    if let Some(item) = resource.argument("memory_size_gb")
        && let Some(size) = item.number().filter(|size| *size > 0.0)
    {
        component.state("memory", format!("{}GB", shown(size)), item.at);
    }
}

/// A password that stands in the file as itself.
fn secrets(resource: &Resource, part: &Part, component: &mut Component) {
    let mut is_plain = false;
    resource.arguments.walk("", &mut |key, item| {
        let is_literal = matches!(&item.value, Value::Text(text) if !text.is_empty() && text.len() < 200) && item.refs.is_empty();
        is_plain |= is_literal && is_secret_key(key);
    });
    if is_plain && part.what.kind != Kind::External {
        // Not at the value: what is shown of a place must not tell it.
        component.state("secrets", "plain", resource.at);
    }
}

/// Arguments whose absence the provider defines; of a module that wraps the resource it does not.
pub const ARGUMENTS: &[&str] = &[
    "multi_az",
    "publicly_accessible",
    "storage_encrypted",
    "backup_retention_period",
    "automatic_failover_enabled",
    "multi_az_enabled",
    "at_rest_encryption_enabled",
    "health_check_type",
    "num_cache_clusters",
];
