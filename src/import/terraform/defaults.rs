//! What the provider takes where an argument is not stated: facts, as the
//! provider documents them (hashicorp/aws 5.100).

/// Resource type, argument, and the value that holds where the argument is absent.
const ROWS: &[(&str, &str, &str)] = &[
    ("aws_db_instance", "multi_az", "false"),
    ("aws_db_instance", "publicly_accessible", "false"),
    ("aws_db_instance", "storage_encrypted", "false"),
    ("aws_db_instance", "backup_retention_period", "0"),
    ("aws_rds_cluster", "backup_retention_period", "1"),
    ("aws_rds_cluster", "storage_encrypted", "false"),
    ("aws_docdb_cluster", "backup_retention_period", "1"),
    ("aws_docdb_cluster", "storage_encrypted", "false"),
    ("aws_elasticache_replication_group", "automatic_failover_enabled", "false"),
    ("aws_elasticache_replication_group", "multi_az_enabled", "false"),
    ("aws_elasticache_replication_group", "at_rest_encryption_enabled", "false"),
    ("aws_redshift_cluster", "publicly_accessible", "false"),
    ("aws_mq_broker", "publicly_accessible", "false"),
    ("aws_mq_broker", "deployment_mode", "SINGLE_INSTANCE"),
    ("aws_lb", "internal", "false"),
    ("aws_alb", "internal", "false"),
    ("aws_elb", "internal", "false"),
    ("aws_efs_file_system", "encrypted", "false"),
    ("aws_autoscaling_group", "health_check_type", "EC2"),
];

/// The default of an argument.
pub fn default(kind: &str, argument: &str) -> Option<&'static str> {
    ROWS.iter().find(|(of, name, _)| *of == kind && *name == argument).map(|(.., value)| *value)
}
