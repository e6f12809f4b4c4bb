//! Compose files.

use super::{Checked, Files, checked};
use archlint::import::Format;
use archlint::source::NoLoader;

const SHOP: &str = "\
services:
  front:
    image: nginx:1.27
    ports: ['80:80']
    volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']
  api1: &api
    build: ./api
    restart: always
    environment: &env
      SPRING_DATASOURCE_URL: jdbc:mysql://orders:3306/shop
      SPRING_DATASOURCE_PASSWORD: hunter2-canary
      REDIS_HOST: cache
    depends_on: [orders]
  api2:
    <<: *api
  orders:
    image: mysql:8
    environment:
      MYSQL_DATABASE: shop
      MYSQL_ROOT_PASSWORD: ${DB_PASSWORD}
    volumes: ['data:/var/lib/mysql']
  cache:
    image: redis:7
  seed:
    build: ./seed
    depends_on: [orders]
  adminer:
    image: adminer
    ports: ['8081:8080']
volumes:
  data:
";

const WRITTEN: &str = "\
// From docker-compose.yml, nginx.conf (docker compose)
design \"shop\" as-is

user clients  // docker-compose.yml:4

nginx front  { replicas = 1, restart = off, pinned }  // docker-compose.yml:2
was   api    { replicas = 2, restart, secrets = plain }  // docker-compose.yml:6, docker-compose.yml:14 api2
redis cache  { replicas = 1, restart = off, persistence = off }  // docker-compose.yml:22
mysql orders { replicas = 1, restart = off, persistence }  // docker-compose.yml:16

clients -> front  // docker-compose.yml:4 ports 80
front -> api  // nginx.conf:3 proxy_pass
api -> orders  // docker-compose.yml:10 SPRING_DATASOURCE_URL
api -> cache  // docker-compose.yml:12 REDIS_HOST
// Left out:
//   seed (one-shot work) docker-compose.yml:24
//   adminer (admin tool) docker-compose.yml:27
";

fn shop() -> Checked {
    let conf = "http { upstream app { server api1:8080; server api2:8080; }\n server { location / { proxy_pass http://app; } } }";
    let conf = conf.replace("; ", ";\n").replace("{ ", "{\n");
    checked(
        "shop/docker-compose.yml",
        SHOP,
        Format::Compose,
        &Files::of(&[("shop/nginx.conf", &conf)]),
    )
}

#[test]
fn a_project_becomes_a_design_that_stands_for_itself() {
    let shop = shop();
    shop.whole();
    assert_eq!(shop.arch, WRITTEN);
}

#[test]
fn findings_stand_at_the_characters_of_the_compose_file() {
    let shop = shop();
    let found = shop.found();
    assert!(found.contains(&("missing-replica", "orders")), "{found:?}");
    assert!(found.iter().any(|(rule, _)| *rule == "secret-in-design"), "{found:?}");
}

#[test]
fn secrets_are_in_no_output() {
    let shop = shop();
    assert!(!shop.arch.contains("hunter2"));
    for finding in shop.findings.iter().chain(&shop.said) {
        assert!(!format!("{finding:?}").contains("hunter2"), "{finding:?}");
    }
}

#[test]
fn a_name_of_a_database_is_no_address() {
    let text = "services:\n  shop:\n    build: .\n    ports: ['80:80']\n  db:\n    image: mysql\n    environment: {MYSQL_DATABASE: shop}\n";
    let one = checked("compose.yml", text, Format::Compose, &NoLoader);
    assert!(!one.arch.contains("db -> shop") && !one.arch.contains("shop -> db"), "{}", one.arch);
}

#[test]
fn a_word_that_the_language_does_not_know_is_not_written() {
    let text = "services:\n  seats:\n    image: redis\n    command: redis-server --maxmemory-policy allkey-lru\n";
    let found = checked("compose.yml", text, Format::Compose, &NoLoader);
    assert!(!found.arch.contains("eviction"), "{}", found.arch);
    let known = text.replace("allkey-lru", "allkeys-lru");
    let found = checked("compose.yml", &known, Format::Compose, &NoLoader);
    assert!(found.arch.contains("eviction = allkeys-lru"), "{}", found.arch);
}

#[test]
fn a_program_that_is_asked_is_a_service_and_a_screen_of_a_store_no_store() {
    let text = "services:\n  consumer-service:\n    build: .\n    ports: ['8081:8080']\n  order-consumer:\n    build: .\n    environment: {KAFKA_SERVERS: 'kafka:9092'}\n  kafka:\n    image: apache/kafka\n  kafka-gui:\n    image: quay.io/cloudhut/kowl:1\n  redis-viewer:\n    image: someone/redis-viewer\n  dynamodblocal:\n    build: ./dynamodblocal\n  virtual-customer:\n    image: shop/virtual-customer\n";
    let one = checked("compose.yml", text, Format::Compose, &NoLoader);
    one.whole();
    let arch = one.arch.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in ["service consumer-service", "worker order-consumer", "dynamodb dynamodblocal"] {
        assert!(arch.contains(line), "{line}\n{}", one.arch);
    }
    for gone in ["kafka-gui (admin tool)", "redis-viewer (admin tool)", "virtual-customer (load or"]
    {
        assert!(arch.contains(gone), "{gone}\n{}", one.arch);
    }
}

#[test]
fn settings_and_programs_tell_what_a_redis_is_for() {
    let of = |redis: &str, settings: &str, command: &str| {
        let text = format!(
            "services:\n  api:\n    build: .\n    ports: ['80:80']\n    environment: {{{settings}}}\n  jobs:\n    build: .\n    command: {command}\n    environment: {{REDIS_URL: 'redis://redis:6379'}}\n  redis:\n    image: {redis}\n"
        );
        let one = checked("compose.yml", &text, Format::Compose, &NoLoader);
        one.whole();
        one.arch
    };
    let broker = of("redis:7", "CELERY_BROKER_URL: 'redis://redis:6379'", "sleep");
    assert!(broker.contains("roles = [queue]"), "{broker}");
    let both = of("redis:7", "SESSION_REDIS: 'redis://redis:6379'", "celery -A x worker");
    assert!(both.contains("roles = [session, queue]"), "{both}");
    let unsaid = of("redis:7", "REDIS_URL: 'redis://redis:6379'", "sleep");
    assert!(!unsaid.contains("roles"), "{unsaid}");
}

#[test]
fn data_of_every_generation_of_a_store_are_known() {
    for path in ["influxdb", "influxdb2", "influxdb3"] {
        let text = format!(
            "services:\n  series:\n    image: influxdb:2.7\n    volumes: ['series:/var/lib/{path}']\nvolumes:\n  series:\n"
        );
        let one = checked("compose.yml", &text, Format::Compose, &NoLoader);
        assert!(!one.found().iter().any(|(rule, _)| *rule == "ephemeral-data"), "{}", one.arch);
    }
}

/// Two programs that ask one another, each with a store of its own, are two.
#[test]
fn programs_that_ask_one_another_are_no_cluster() {
    let service = |letter: &str, other: &str| {
        format!(
            "  api-{letter}:\n    build: ./api\n    environment: {{TARGET_HOST: api-{other}, DB_URL: 'postgres://db-{letter}:5432/x'}}\n  db-{letter}:\n    image: postgres:16\n"
        )
    };
    let text =
        format!("services:\n{}{}{}", service("a", "b"), service("b", "c"), service("c", "a"));
    let one = checked("compose.yml", &text, Format::Compose, &NoLoader);
    for line in ["api-a -> db-a", "api-b -> db-b", "api-c -> db-c", "api-a -> api-b"] {
        assert!(one.arch.contains(line), "{line}\n{}", one.arch);
    }
}

#[test]
fn a_client_that_sets_a_store_up_is_not_that_store() {
    let text = "services:\n  minio:\n    image: minio/minio\n    volumes: ['d:/data']\n  minio_bucket:\n    image: minio/mc:latest\n    entrypoint: mc mb minio/shop\n    depends_on: [minio]\nvolumes:\n  d:\n";
    let one = checked("compose.yml", text, Format::Compose, &NoLoader);
    assert!(one.arch.contains("minio_bucket (one-shot work)"), "{}", one.arch);
    assert!(!one.found().iter().any(|(rule, _)| *rule == "ephemeral-data"), "{}", one.arch);
}
