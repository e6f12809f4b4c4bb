//! Where stores keep their data: what has to outlive a container.

/// Settings by which a store is told where.
const TOLD: [&str; 8] = [
    "KAFKA_LOG_DIRS",
    "KAFKA_LOG_DIR",
    "KAFKA_CFG_LOG_DIRS",
    "PGDATA",
    "MYSQL_DATADIR",
    "MARIADB_DATADIR",
    "RABBITMQ_MNESIA_BASE",
    "PERSISTENCE_DATA_PATH",
];

/// Whether it is known where that technology keeps data.
pub fn is_known(word: &str) -> bool {
    !usual(word).is_empty()
}

/// The folders that may hold the data of a store with these settings.
pub fn paths(word: &str, settings: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let told = settings.filter(|(name, _)| TOLD.contains(&name.as_str()));
    let told: Vec<String> = told.map(|(_, path)| path).collect();
    let known = usual(word).iter().map(|path| (*path).to_owned());
    told.into_iter().chain(known).collect()
}

/// Whether what is mounted there holds one of the folders, or part of one.
pub fn holds(mounted: &str, paths: &[String]) -> bool {
    let mounted = mounted.trim_end_matches('/');
    let under =
        |a: &str, b: &str| a == b || a.strip_prefix(b).is_some_and(|rest| rest.starts_with('/'));
    paths.iter().any(|path| under(mounted, path) || under(path, mounted))
}

/// Where the usual image of a store keeps its data.
fn usual(word: &str) -> &'static [&'static str] {
    match word {
        "mysql" | "mariadb" | "percona" => {
            &["/var/lib/mysql", "/bitnami/mysql", "/bitnami/mariadb"]
        }
        "postgres" | "timescaledb" => {
            &["/var/lib/postgresql", "/bitnami/postgresql", "/home/postgres"]
        }
        "mongodb" => &["/data/db", "/bitnami/mongodb"],
        "redis" | "valkey" | "keydb" | "dragonfly" => {
            &["/data", "/bitnami/redis", "/bitnami/valkey", "/var/lib/redis", "/redis-master-data"]
        }
        "kafka" => &[
            "/var/lib/kafka",
            "/bitnami/kafka",
            "/kafka",
            "/tmp/kafka-logs",
            "/tmp/kraft-combined-logs",
            "/var/kafka",
        ],
        "rabbitmq" => &["/var/lib/rabbitmq", "/bitnami/rabbitmq"],
        "elasticsearch" => &["/usr/share/elasticsearch/data", "/bitnami/elasticsearch"],
        "opensearch" => &["/usr/share/opensearch/data"],
        "minio" => &["/data", "/export", "/mnt/data", "/minio", "/bitnami/minio"],
        "cassandra" | "scylladb" => {
            &["/var/lib/cassandra", "/var/lib/scylla", "/bitnami/cassandra", "/cassandra_data"]
        }
        "influxdb" => {
            &["/var/lib/influxdb", "/var/lib/influxdb2", "/var/lib/influxdb3", "/bitnami/influxdb"]
        }
        "clickhouse" => &["/var/lib/clickhouse"],
        "mssql" => &["/var/opt/mssql"],
        "neo4j" => &["/data"],
        "couchdb" => &["/opt/couchdb/data"],
        "zookeeper" => &["/data", "/var/lib/zookeeper", "/bitnami/zookeeper", "/datalog"],
        "qdrant" => &["/qdrant/storage"],
        "weaviate" => &["/var/lib/weaviate"],
        "milvus" => &["/var/lib/milvus"],
        "chroma" => &["/chroma", "/data"],
        "meilisearch" => &["/meili_data"],
        "nats" => &["/data"],
        _ => &[],
    }
}
