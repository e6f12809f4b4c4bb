//! Terraform: counts, conditions, values through two modules, defaults of the provider, plans.

use super::{Checked, Files, checked};
use archlint::import::Format;
use archlint::source::NoLoader;

const ROOT: &str = r#"variable "env" { default = "prod" }
variable "names" { default = ["a", "b", "c"] }
variable "extra" { default = false }
variable "unknown" {}
locals { big = var.env == "prod" ? 4 : 1 }
/*
resource "aws_db_instance" "commented" {}
*/
resource "aws_instance" "api" {
  count = local.big
}
resource "aws_instance" "worker" {
  for_each = toset(var.names)
  ami = "x"
}
resource "aws_instance" "off" {
  count = var.extra ? 1 : 0
}
resource "aws_instance" "open" {
  count = var.unknown
}
module "db" {
  source = "./db"
  ha = var.env == "prod"
}
"#;
const DB: &str = r#"variable "ha" {}
module "inner" {
  source = "./inner"
  multi = var.ha
}
"#;
const INNER: &str = r#"variable "multi" { default = false }
variable "days" { default = 7 }
resource "aws_db_instance" "orders" {
  engine = "postgres"
  multi_az = var.multi
  backup_retention_period = var.days
  storage_encrypted = true
}
resource "aws_elasticache_replication_group" "cart" {
  automatic_failover_enabled = var.multi
  num_cache_clusters = var.multi ? 2 : 1
}
"#;

fn root(text: &str) -> Checked {
    let files = Files::of(&[("t/db/main.tf", DB), ("t/db/inner/main.tf", INNER)]);
    checked("t/main.tf", text, Format::Terraform, &files)
}

#[track_caller]
fn holds(text: &str, line: &str) {
    let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(squeezed.contains(line), "no {line} in\n{text}");
}

#[test]
fn counts_and_conditions_are_evaluated_and_comments_are_not() {
    let root = root(ROOT);
    holds(&root.arch, "ec2 api { replicas = 4 }");
    holds(&root.arch, "ec2 worker { replicas = 3 }");
    holds(&root.arch, "ec2 open { replicas = unknown }");
    for absent in ["commented", "off {", "\"off\""] {
        assert!(!root.arch.contains(absent), "{absent}: {}", root.arch);
    }
    root.whole();
}

#[test]
fn values_pass_through_two_modules_and_defaults_hold_where_nothing_is_given() {
    let root = root(ROOT);
    holds(&root.arch, "replicas = 2 failover = auto backup = 1d backup-retention = 7d");
    holds(&root.arch, "elasticache cart { replicas = 2, failover = auto");
    let small = ROOT.replace("default = \"prod\"", "default = \"dev\"");
    let small = self::root(&small);
    holds(&small.arch, "ec2 api { replicas = 1 }");
    holds(&small.arch, "rds orders { replicas = 1");
}

#[test]
fn what_does_not_evaluate_is_unknown_and_never_off() {
    let open = ROOT.replace("ha = var.env == \"prod\"", "ha = var.unknown");
    let open = root(&open);
    holds(&open.arch, "rds orders { replicas = unknown");
    assert!(!open.arch.contains("failover"), "{}", open.arch);
    let days = INNER.replace("default = 7", "");
    let files = Files::of(&[("t/db/main.tf", DB), ("t/db/inner/main.tf", &days)]);
    let open = checked("t/main.tf", ROOT, Format::Terraform, &files);
    assert!(!open.arch.contains("backup"), "{}", open.arch);
    assert!(open.findings.iter().all(|found| found.rule != "no-backup"));
}

#[test]
fn the_hcl_and_its_own_plan_are_the_same_design() {
    let hcl = "resource \"aws_instance\" \"api\" {\n  count = 2\n  user_data = \"DB=${aws_db_instance.orders.address}\"\n}\nresource \"aws_db_instance\" \"orders\" {\n  engine = \"mysql\"\n  multi_az = true\n  backup_retention_period = 3\n}\n";
    let plan = r#"{"format_version":"1.2","planned_values":{"root_module":{"resources":[
{"address":"aws_instance.api[0]","mode":"managed","type":"aws_instance","name":"api","index":0,"values":{}},
{"address":"aws_instance.api[1]","mode":"managed","type":"aws_instance","name":"api","index":1,"values":{}},
{"address":"aws_db_instance.orders","mode":"managed","type":"aws_db_instance","name":"orders","values":{"engine":"mysql","multi_az":true,"backup_retention_period":3,"storage_encrypted":false}}]}},
"resource_changes":[{"address":"aws_instance.api[0]","change":{"after_unknown":{"user_data":true}}}],
"configuration":{"root_module":{"resources":[{"address":"aws_instance.api","type":"aws_instance","name":"api","expressions":{"user_data":{"references":["aws_db_instance.orders.address","aws_db_instance.orders"]}}}]}}}"#;
    let design = |one: &Checked| -> Vec<String> {
        let lines = one.arch.lines().filter(|line| !line.starts_with("design"));
        let bare = lines.map(|line| line.split("  //").next().unwrap_or_default().to_owned());
        bare.filter(|line| !line.starts_with("//")).collect()
    };
    let from_hcl = checked("main.tf", hcl, Format::Terraform, &NoLoader);
    let from_plan = checked("plan.json", plan, Format::TerraformJson, &NoLoader);
    assert_eq!(design(&from_hcl), design(&from_plan));
    let rules = |one: &Checked| -> Vec<_> {
        let told = one.findings.iter().map(|found| (found.rule.word(), found.subjects.clone()));
        told.filter(|(rule, _)| *rule != "not-evaluated").collect()
    };
    assert_eq!(rules(&from_hcl), rules(&from_plan));
}

#[test]
fn a_queue_without_a_redrive_policy_has_no_dead_letter_queue() {
    let queue = |more: &str| {
        let text = format!("resource \"aws_sqs_queue\" \"mail\" {{\n{more}\n}}\n");
        checked("main.tf", &text, Format::Terraform, &NoLoader).arch
    };
    holds(&queue(""), "dlq = off");
    let dead = "}\nresource \"aws_sqs_queue\" \"failed\" {";
    let redriven = queue(&format!(
        "redrive_policy = jsonencode({{ deadLetterTargetArn = aws_sqs_queue.failed.arn }})\n{dead}"
    ));
    assert!(redriven.contains("dlq") && !redriven.contains("dlq = off"), "{redriven}");
    let apart = queue(&format!(
        "}}\nresource \"aws_sqs_queue_redrive_policy\" \"p\" {{\nqueue_url = aws_sqs_queue.mail.id\nredrive_policy = jsonencode({{ deadLetterTargetArn = aws_sqs_queue.failed.arn }})\n{dead}"
    ));
    assert!(apart.contains("dlq") && !apart.contains("dlq = off"), "{apart}");
}

#[test]
fn a_managed_database_without_a_backup_block_keeps_none() {
    let text = "resource \"google_sql_database_instance\" \"orders\" {\ndatabase_version = \"POSTGRES_15\"\nsettings {\ntier = \"db-f1-micro\"\n}\n}\n";
    let found = checked("main.tf", text, Format::Terraform, &NoLoader);
    holds(&found.arch, "backup = none");
}

const NETWORK: &str = r#"
resource "aws_vpc" "net" {}
resource "aws_subnet" "open" {
  vpc_id = aws_vpc.net.id
  availability_zone = "ap-northeast-2a"
}
resource "aws_subnet" "closed" {
  vpc_id = aws_vpc.net.id
  availability_zone = "ap-northeast-2a"
}
resource "aws_nat_gateway" "exit" { subnet_id = aws_subnet.open.id }
resource "aws_route_table" "closed" {
  vpc_id = aws_vpc.net.id
  route {
    cidr_block = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.exit.id
  }
}
resource "aws_route_table_association" "closed" {
  subnet_id = aws_subnet.closed.id
  route_table_id = aws_route_table.closed.id
}
resource "aws_security_group" "web" {
  ingress = [for port in [22, 80] : { from_port = port, to_port = port, cidr_blocks = ["0.0.0.0/0"] }]
}
resource "aws_launch_template" "web" {
  network_interfaces {
    associate_public_ip_address = true
    security_groups = [aws_security_group.web.id]
  }
}
resource "aws_autoscaling_group" "web" {
  min_size = 2
  max_size = 4
  vpc_zone_identifier = [aws_subnet.open.id]
  launch_template { id = aws_launch_template.web.id }
}
resource "aws_autoscaling_group" "jobs" {
  min_size = 2
  max_size = 2
  vpc_zone_identifier = [aws_subnet.closed.id]
}
"#;

#[test]
fn machines_of_a_private_subnet_leave_through_its_nat() {
    let one = root(NETWORK);
    one.whole();
    holds(&one.arch, "nat-gateway exit");
    holds(&one.arch, "jobs -> exit { optional }");
    assert!(!one.arch.contains("web -> exit"), "{}", one.arch);
    // A NAT that nobody leaves through is no component.
    let unused = root(&NETWORK.replace("aws_subnet.closed.id]", "aws_subnet.open.id]"));
    assert!(!unused.arch.contains("nat-gateway"), "{}", unused.arch);
}

#[test]
fn a_group_of_machines_is_open_by_its_template() {
    let one = root(NETWORK);
    holds(&one.arch, "clients -> web");
    assert!(one.found().iter().any(|(rule, _)| *rule == "no-load-balancer"), "{:?}", one.found());
    let closed = root(&NETWORK.replace("= true", "= false"));
    assert!(!closed.arch.contains("clients"), "{}", closed.arch);
}

#[test]
fn the_node_groups_of_the_well_known_module_are_read() {
    let one = root(
        r#"
variable "groups" { default = { general = { min = 2, max = 10 }, spot = { min = 1, max = 5 } } }
resource "aws_security_group" "nodes" {}
resource "aws_security_group" "db" {
  ingress { security_groups = [aws_security_group.nodes.id] }
}
resource "aws_db_instance" "orders" {
  engine = "postgres"
  vpc_security_group_ids = [aws_security_group.db.id]
}
module "eks" {
  source = "terraform-aws-modules/eks/aws"
  eks_managed_node_groups = {
    for k, v in var.groups : k => {
      min_size = v.min
      max_size = v.max
      desired_size = v.min
      vpc_security_group_ids = [aws_security_group.nodes.id]
    }
  }
}
"#,
    );
    one.whole();
    holds(&one.arch, "eks general { replicas = 2, autoscale = 2..10 }");
    holds(&one.arch, "eks spot");
    holds(&one.arch, "general -> orders");
    holds(&one.arch, "spot -> orders");
    let hidden = root(
        "module \"eks\" {\n  source = \"terraform-aws-modules/eks/aws\"\n  eks_managed_node_groups = var.unknown\n}\n",
    );
    holds(&hidden.arch, "eks eks { replicas = unknown }");
}

#[test]
fn a_way_out_is_not_called_after_the_network() {
    let root = "module \"vpc\" {\n  source = \"./vpc\"\n}\nresource \"aws_instance\" \"api\" {\n  subnet_id = module.vpc.inner\n}\n";
    let vpc = "resource \"aws_vpc\" \"main\" {}\nresource \"aws_subnet\" \"in\" { vpc_id = aws_vpc.main.id }\nresource \"aws_nat_gateway\" \"main\" { subnet_id = aws_subnet.in.id }\nresource \"aws_route_table\" \"in\" { vpc_id = aws_vpc.main.id }\nresource \"aws_route\" \"out\" {\n  route_table_id = aws_route_table.in.id\n  destination_cidr_block = \"0.0.0.0/0\"\n  nat_gateway_id = aws_nat_gateway.main.id\n}\nresource \"aws_route_table_association\" \"in\" {\n  subnet_id = aws_subnet.in.id\n  route_table_id = aws_route_table.in.id\n}\noutput \"inner\" { value = aws_subnet.in.id }\n";
    let files = Files::of(&[("t/vpc/main.tf", vpc)]);
    let one = checked("t/main.tf", root, Format::Terraform, &files);
    assert!(one.arch.contains("nat-gateway nat-gateway"), "{}", one.arch);
}

/// A data source, an ARN, a URL and a name mean the resource of the root that is called so.
#[test]
fn resources_are_found_by_what_they_are_called() {
    let root = r#"
resource "aws_lb" "front" { name = "shop-alb" }
resource "aws_lb_target_group" "api" { name = "shop-api" }
data "aws_lb" "front" { name = "shop-alb" }
data "aws_lb_target_group" "api" { name = "shop-api" }
resource "aws_lb_listener" "https" {
  load_balancer_arn = data.aws_lb.front.arn
  default_action {
    type             = "forward"
    target_group_arn = data.aws_lb_target_group.api.arn
  }
}
resource "aws_autoscaling_group" "web" {
  name     = "shop-asg"
  min_size = 2
  max_size = 4
}
resource "aws_autoscaling_attachment" "web" {
  autoscaling_group_name = "shop-asg"
  lb_target_group_arn    = data.aws_lb_target_group.api.arn
}
resource "aws_db_instance" "orders" {
  identifier = "shop-orders"
  engine     = "mysql"
}
data "aws_db_instance" "orders" { db_instance_identifier = "shop-orders" }
resource "aws_sqs_queue" "jobs" { name = "shop-jobs" }
resource "aws_lambda_function" "worker" {
  function_name = "shop-worker"
  environment {
    variables = { DB_HOST = data.aws_db_instance.orders.address }
  }
}
resource "aws_lambda_event_source_mapping" "jobs" {
  event_source_arn = "arn:aws:sqs:ap-northeast-2:123456789012:shop-jobs"
  function_name    = "shop-worker"
}
resource "aws_lambda_function" "maker" {
  function_name = "shop-maker"
  environment {
    variables = { QUEUE_URL = "https://sqs.ap-northeast-2.amazonaws.com/123456789012/shop-jobs" }
  }
}
resource "aws_sns_topic" "events" { name = "shop-events" }
resource "aws_sns_topic_subscription" "jobs" {
  topic_arn = "arn:aws:sns:ap-northeast-2:123456789012:shop-events"
  protocol  = "sqs"
  endpoint  = "arn:aws:sqs:ap-northeast-2:123456789012:shop-jobs"
}
"#;
    let one = checked("t/main.tf", root, Format::Terraform, &NoLoader);
    one.stands_in_the_file();
    one.same_as_its_text();
    let links =
        ["front -> web", "worker -> orders", "jobs ~> worker", "maker ~> jobs", "events ~> jobs"];
    for link in links {
        assert!(one.arch.contains(link), "{link}\n{}", one.arch);
    }
    // Two that are called alike are none of them.
    let twice = root.replace("\"aws_sns_topic\" \"events\" { name = \"shop-events\" }", "\"aws_sns_topic\" \"events\" { name = \"shop-events\" }\nresource \"aws_sns_topic\" \"others\" { name = \"shop-events\" }");
    let one = checked("t/main.tf", &twice, Format::Terraform, &NoLoader);
    assert!(!one.arch.contains("events ~> jobs"), "{}", one.arch);
}

#[test]
fn a_file_that_breaks_off_inside_a_character_is_told_at_one() {
    let text = "output \"a\" {\n  value = aws_security_gro5p.a*b_sg_bas토스\n";
    let one = checked("t/main.tf", text, Format::Terraform, &NoLoader);
    let broken = one.said.iter().find(|found| found.rule == "syntax").expect("it breaks off");
    let file = &one.sources.get(broken.primary.source).text;
    assert!(file.get(broken.primary.range()).is_some(), "{broken:?}");
}
