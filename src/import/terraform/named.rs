//! Resources that are found by what they are called at the provider: in data sources, in ARNs and
//! URLs, and in arguments that take a name.

use super::modules::Root;
use super::value::{Item, Resource, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Arguments by which a resource is called.
const NAMING: &[&str] = &[
    "name",
    "identifier",
    "function_name",
    "bucket",
    "cluster_identifier",
    "cluster_id",
    "replication_group_id",
    "domain_name",
];

/// The service of an ARN, with the types that it may mean.
const SERVICES: &[(&str, &[&str])] = &[
    ("sqs", &["aws_sqs_queue"]),
    ("sns", &["aws_sns_topic"]),
    ("lambda", &["aws_lambda_function"]),
    ("dynamodb", &["aws_dynamodb_table"]),
    ("kinesis", &["aws_kinesis_stream"]),
    ("s3", &["aws_s3_bucket"]),
    ("rds", &["aws_db_instance", "aws_rds_cluster"]),
    ("states", &["aws_sfn_state_machine"]),
    ("elasticloadbalancing", &["aws_lb", "aws_alb", "aws_elb"]),
    ("es", &["aws_opensearch_domain", "aws_elasticsearch_domain"]),
];

/// Arguments that take the name of a resource of these types.
const BY_NAME: &[(&str, &[&str])] = &[
    ("function_name", &["aws_lambda_function"]),
    ("autoscaling_group_name", &["aws_autoscaling_group"]),
    ("load_balancers", &["aws_elb"]),
    ("elb", &["aws_elb"]),
    ("cluster_identifier", &["aws_rds_cluster", "aws_docdb_cluster", "aws_redshift_cluster"]),
    ("replication_group_id", &["aws_elasticache_replication_group"]),
    ("replicate_source_db", &["aws_db_instance", "aws_rds_cluster"]),
    ("bucket", &["aws_s3_bucket"]),
    ("table_name", &["aws_dynamodb_table"]),
    ("stream_name", &["aws_kinesis_stream"]),
];

/// Lets every value that names a resource of the root rest on it.
pub fn resolve(root: &mut Root) {
    let names = Names::of(&root.resources);
    let looked_up = std::mem::take(&mut root.looked_up);
    let behind: BTreeMap<&str, &str> = looked_up
        .iter()
        .filter_map(|data| Some((data.address.as_str(), names.looked_up(data)?)))
        .collect();
    for resource in &mut root.resources {
        let own = resource.address.clone();
        rest(&mut resource.arguments, "", &own, &names, &behind);
    }
}

/// The addresses of resources by what they are called.
struct Names(BTreeMap<String, Vec<(String, String)>>);

impl Names {
    fn of(resources: &[Resource]) -> Self {
        let mut names: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for one in resources {
            let called = NAMING.iter().filter_map(|key| one.argument(key)?.text());
            for name in called.filter(|name| !name.is_empty()) {
                names.entry(name).or_default().push((one.kind.clone(), one.address.clone()));
            }
        }
        Self(names)
    }

    /// The one resource of these types that is called so.
    fn get(&self, name: &str, kinds: &[&str]) -> Option<&str> {
        let all = self.0.get(name)?.iter().filter(|(kind, _)| kinds.contains(&kind.as_str()));
        let all: BTreeSet<&str> = all.map(|(_, address)| address.as_str()).collect();
        all.first().copied().filter(|_| all.len() == 1)
    }

    /// The resource of the root that a data source looks up.
    fn looked_up(&self, data: &Resource) -> Option<&str> {
        let Value::Map(entries) = &data.arguments.value else { return None };
        let mut said = entries.iter().filter_map(|(_, item)| item.text());
        said.find_map(|name| self.get(&name, &[data.kind.as_str()]))
    }

    /// What a value at a key means.
    fn meant(&self, key: &str, text: &str) -> Option<&str> {
        if let Some(arn) = text.strip_prefix("arn:") {
            let service = arn.split(':').nth(1)?;
            let (_, kinds) = SERVICES.iter().find(|(name, _)| *name == service)?;
            let behind = arn.splitn(5, ':').last()?;
            let mut words = behind.split([':', '/']);
            return words.find_map(|word| self.get(word, kinds));
        }
        if text.starts_with("https://sqs.") || text.contains(".queue.amazonaws.com/") {
            return self.get(text.rsplit('/').next()?, &["aws_sqs_queue"]);
        }
        let (_, kinds) = BY_NAME.iter().find(|(name, _)| *name == key)?;
        self.get(text, kinds)
    }
}

fn rest(item: &mut Item, key: &str, own: &str, names: &Names, behind: &BTreeMap<&str, &str>) {
    let looked_up = item.refs.iter().filter_map(|address| behind.get(address.as_str()));
    let mut found: BTreeSet<String> = looked_up.map(|address| (*address).to_owned()).collect();
    match &mut item.value {
        Value::List(items) => {
            items.iter_mut().for_each(|item| rest(item, key, own, names, behind));
        }
        Value::Map(entries) => {
            for (key, item) in entries {
                rest(item, key, own, names, behind);
            }
        }
        Value::Text(text) => found.extend(names.meant(key, text).map(str::to_owned)),
        _ => {}
    }
    found.remove(own);
    item.refs.append(&mut found);
}
