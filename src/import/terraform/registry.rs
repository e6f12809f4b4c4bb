//! Modules that are not in the project: well-known ones are read by their arguments, others named.

use super::super::Reading;
use super::modules::{Absent, Root};
use super::value::{Count, Item, Resource, Value};
use crate::text;

/// The source of a module, the resource that it wraps, and the arguments that go by other names.
type Known = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// A well-known module, the resource that it wraps, and the arguments that go by other names.
const KNOWN: &[Known] = &[
    ("terraform-aws-modules/rds/aws", "aws_db_instance", &[]),
    ("terraform-aws-modules/rds-aurora/aws", "aws_rds_cluster", &[]),
    ("terraform-aws-modules/alb/aws", "aws_lb", &[]),
    ("terraform-aws-modules/autoscaling/aws", "aws_autoscaling_group", &[]),
    ("terraform-aws-modules/elasticache/aws", "aws_elasticache_replication_group", &[]),
    ("terraform-aws-modules/s3-bucket/aws", "aws_s3_bucket", &[]),
    (
        "terraform-aws-modules/lambda/aws",
        "aws_lambda_function",
        &[("environment_variables", "environment")],
    ),
    ("terraform-aws-modules/sqs/aws", "aws_sqs_queue", &[]),
    ("terraform-aws-modules/dynamodb-table/aws", "aws_dynamodb_table", &[]),
    ("terraform-aws-modules/cloudfront/aws", "aws_cloudfront_distribution", &[]),
    ("terraform-aws-modules/ec2-instance/aws", "aws_instance", &[]),
    ("terraform-aws-modules/vpc/aws", "aws_vpc", &[]),
    ("terraform-aws-modules/eks/aws", "aws_eks_node_group", &[]),
];

/// Adds what the well-known modules make, and says which modules are not read.
pub fn read(reading: &mut Reading, root: &mut Root) {
    for absent in std::mem::take(&mut root.absent) {
        let row = KNOWN.iter().find(|(source, ..)| {
            absent.source.trim_start_matches("registry.terraform.io/") == *source
        });
        match row {
            Some((_, "aws_eks_node_group", _)) => root.resources.extend(node_groups(absent)),
            Some((_, kind, names)) => root.resources.push(resource(absent, kind, names)),
            None => {
                let (name, source) = (&absent.name, &absent.source);
                if is_about_others(source) {
                    continue;
                }
                reading.not_imported(
                    absent.at,
                    text!(
                        name, source;
                        "`{name}` 모듈({source})이 프로젝트에 없어 뺐습니다. `terraform init` 뒤 `terraform show -json`으로 그 안까지 볼 수 있습니다",
                        "the module `{name}` ({source}) is not in the project and left out; `terraform init` and `terraform show -json` show what is inside"
                    ),
                );
            }
        }
    }
}

/// The node groups that a cluster's module lists, each by its key; of a list that nobody can read, the
/// cluster as a whole.
fn node_groups(absent: Absent) -> Vec<Resource> {
    let lists = ["eks_managed_node_groups", "self_managed_node_groups", "node_groups"];
    let groups = lists.iter().find_map(|key| absent.arguments.argument(key)).cloned();
    let group = |(name, arguments): (String, Item)| Resource {
        kind: "aws_eks_node_group".to_owned(),
        address: format!("{}.{name}", absent.address),
        at: arguments.at,
        name,
        arguments,
        count: Count::One,
        count_at: None,
    };
    match groups {
        Some(Item { value: Value::Map(groups), .. }) => groups.into_iter().map(group).collect(),
        Some(_) => vec![Resource {
            kind: "aws_eks_node_group".to_owned(),
            address: absent.address.clone(),
            at: absent.at,
            name: absent.name,
            arguments: absent.arguments,
            count: Count::Unknown,
            count_at: None,
        }],
        None => Vec::new(),
    }
}

fn is_about_others(source: &str) -> bool {
    ["security-group", "iam", "kms", "acm", "label", "ssm"].iter().any(|word| source.contains(word))
}

fn resource(absent: Absent, kind: &str, names: &[(&str, &str)]) -> Resource {
    let Absent { name, address, mut arguments, at, .. } = absent;
    if let Value::Map(entries) = &mut arguments.value {
        for (key, _) in entries.iter_mut() {
            if let Some((_, other)) = names.iter().find(|(from, _)| from == key) {
                *key = (*other).to_owned();
            }
        }
        // What a module takes for an absent argument is its own business.
        for key in super::facts::ARGUMENTS {
            if !entries.iter().any(|(known, _)| known == key) {
                entries.push(((*key).to_owned(), Item::unknown(at)));
            }
        }
    }
    Resource {
        kind: kind.to_owned(),
        name,
        address,
        arguments,
        count: Count::One,
        at,
        count_at: None,
    }
}
