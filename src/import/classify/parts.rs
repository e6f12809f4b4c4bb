//! What is drawn or listed beside the components of a system and is none itself.

use super::phrases::split;
use crate::catalog::Catalog;
use crate::say::Text;
use crate::text;

/// Why a thing is no component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPart {
    /// Runs once and ends.
    OneShot,
    LoadTool,
    Exporter,
    AdminTool,
    Agent,
    /// Says something about others: a target group, a config map.
    Object,
    /// Told so in `archlint.toml`.
    Settled,
    /// Not started unless asked for.
    Profile,
    /// Zero of it run.
    SwitchedOff,
}

impl NoPart {
    pub fn reason(self) -> Text {
        match self {
            NoPart::OneShot => text!("한 번 실행하고 끝나는 작업", "one-shot work"),
            NoPart::LoadTool => text!("부하·시험 도구", "load or test tool"),
            NoPart::Exporter => text!("지표 수집기", "exporter"),
            NoPart::AdminTool => text!("관리 화면", "admin tool"),
            NoPart::Agent => text!("보조 에이전트", "agent"),
            NoPart::Object => text!("다른 것의 설정", "says something about others"),
            NoPart::Settled => text!("archlint.toml에서 제외", "left out by archlint.toml"),
            NoPart::Profile => {
                text!("따로 켜야 하는 프로필", "a profile that is not started by itself")
            }
            NoPart::SwitchedOff => text!("0개로 꺼 둠", "switched off"),
        }
    }
}

const NAMES: &[(NoPart, &[&str])] = &[
    (
        NoPart::LoadTool,
        &[
            "k6",
            "locust",
            "jmeter",
            "gatling",
            "loadgenerator",
            "loadgen",
            "loadtest",
            "vegeta",
            "artillery",
            "ngrinder",
            "chaosmesh",
            "chaosexperiment",
            "toxiproxy",
            "wiremock",
            "simulateduser",
            "virtualuser",
            "virtualusers",
            "virtualcustomer",
            "testcontainers",
            "seleniumhub",
            "selenium",
            "cypress",
            "playwright",
        ],
    ),
    (
        NoPart::Exporter,
        &[
            "cadvisor",
            "nodeexporter",
            "kubestatemetrics",
            "blackbox",
            "pushgateway",
            "redisexporter",
            "metricsserver",
        ],
    ),
    (
        NoPart::AdminTool,
        &[
            "adminer",
            "phpmyadmin",
            "pgadmin",
            "pgadmin4",
            "kafkaui",
            "kafdrop",
            "akhq",
            "kafkamanager",
            "cmak",
            "mongoexpress",
            "rediscommander",
            "redisinsight",
            "flower",
            "mailhog",
            "mailcatcher",
            "mailpit",
            "maildev",
            "portainer",
            "dozzle",
            "cloudbeaver",
            "conduktor",
            "swaggerui",
            "phpredisadmin",
            "rediui",
            "elasticvue",
            "cerebro",
            "kafkamagic",
            "redpandaconsole",
            "pgweb",
            "pgheroarchive",
            "swagger",
            "zoonavigator",
            "bullboard",
            "redisui",
            "kowl",
        ],
    ),
    (
        NoPart::Agent,
        &[
            "watchtower",
            "autoheal",
            "certbot",
            "letsencrypt",
            "acmecompanion",
            "nginxproxycompanion",
            "nodelocaldns",
            "deviceplugin",
            "csidriver",
            "kubeproxy",
            "istioproxy",
            "cloudsqlproxy",
            "gcesdproxy",
            "dockersocketproxy",
            "ofelia",
            "wait",
            "waitforit",
            "dockerize",
            "ddns",
            "clientprovisioner",
            "externalprovisioner",
            "pathprovisioner",
        ],
    ),
];

/// Images of programs that set something up and end, by the end of their path.
const ONE_SHOT: [&str; 6] = [
    "minio/mc",
    "flyway/flyway",
    "liquibase/liquibase",
    "migrate/migrate",
    "amacneil/dbmate",
    "curlimages/curl",
];

/// An image that is run once.
pub fn by_image(image: &str) -> Option<NoPart> {
    let path = super::images::image_path(image);
    let is_it = |known: &&str| {
        path.strip_suffix(*known).is_some_and(|it| it.is_empty() || it.ends_with('/'))
    };
    ONE_SHOT.iter().any(is_it).then_some(NoPart::OneShot)
}

/// A thing that its name or image says to be beside the system.
pub fn by_name(name: &str) -> Option<NoPart> {
    let last = super::images::image_path(name);
    let last = last.rsplit('/').next().unwrap_or(&last);
    let words = split(last);
    let joined = words.concat();
    let phrases = phrases(&words);
    let named = |(_, names): &&(NoPart, &[&str])| {
        let is_said = |known: &str| known.len() > 4 && phrases.iter().any(|one| one == known);
        names.iter().any(|known| joined == *known || is_said(known))
    };
    let exporter = is_of_metrics(&words).then_some(NoPart::Exporter);
    let told = exporter.or_else(|| NAMES.iter().find(named).map(|(no, _)| *no));
    told.or_else(|| is_screen(&words).then_some(NoPart::AdminTool))
}

/// `kafka-gui`, `redis-viewer`: a page that shows what is in a store.
fn is_screen(words: &[String]) -> bool {
    let [.., of, last] = words else { return false };
    matches!(last.as_str(), "ui" | "gui" | "webui" | "viewer" | "console" | "commander")
        && Catalog::builtin().find(of).is_some_and(|tech| tech.kind.is_store())
}

/// `redis-exporter`, `node_exporter`; but what exports pages or orders is a part of the system.
fn is_of_metrics(words: &[String]) -> bool {
    const PROGRAMS: [&str; 16] = [
        "node",
        "mysqld",
        "process",
        "statsd",
        "jmx",
        "snmp",
        "blackbox",
        "cloudwatch",
        "pgbouncer",
        "ecs",
        "windows",
        "dcgm",
        "gpu",
        "metrics",
        "prometheus",
        "otel",
    ];
    let of = match words {
        [.., of, last] if last == "exporter" => of,
        [.., last] => last.strip_suffix("exporter").unwrap_or_default(),
        [] => "",
    };
    PROGRAMS.contains(&of) || Catalog::builtin().find(of).is_some()
}

/// Every few words in a row as one.
fn phrases(words: &[String]) -> Vec<String> {
    let mut phrases = Vec::new();
    for from in 0..words.len() {
        let mut phrase = String::new();
        for word in words[from..].iter().take(4) {
            phrase.push_str(word);
            phrases.push(phrase.clone());
        }
    }
    phrases
}

const OBJECTS: &[&str] = &[
    "hpa",
    "보안그룹",
    "securitygroup",
    "sg",
    "대상그룹",
    "targetgroup",
    "tg",
    "pvc",
    "pv",
    "볼륨",
    "volume",
    "cidr",
    "healthcheck",
    "헬스체크",
    "configmap",
    "secret",
    "secrets",
    "routetable",
    "라우팅테이블",
    "iamrole",
    "iam",
    "igw",
    "internetgateway",
    "인터넷게이트웨이",
    "listener",
    "리스너",
    "launchtemplate",
    "시작템플릿",
    "nacl",
    "networkacl",
    "parametergroup",
    "subnetgroup",
    "acm",
    "certificate",
    "인증서",
    "horizontalpodautoscaler",
    "keypair",
    "vpcpeering",
    "vpcendpoint",
    "elasticip",
    "eip",
    "환경변수",
    "env",
    "sslpadlock",
];

/// A box of a drawing that says something about others; roads lead through it.
pub fn is_object(label: &str) -> bool {
    let words = split(label);
    let joined = words.concat();
    OBJECTS.contains(&joined.as_str())
        || words.last().is_some_and(|last| {
            words.len() == 2 && OBJECTS.contains(&words.concat().as_str()) && !last.is_empty()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_beside_the_system_are_told_by_their_names() {
        let table = [
            ("prom/node-exporter:v1", Some(NoPart::Exporter)),
            ("oliver006/redis_exporter", Some(NoPart::Exporter)),
            ("shop-postgres-exporter", Some(NoPart::Exporter)),
            ("mysqldexporter", Some(NoPart::Exporter)),
            ("penpotapp/exporter:2", None),
            ("page-exporter", None),
            ("dpage/pgadmin4", Some(NoPart::AdminTool)),
            ("provectuslabs/kafka-ui", Some(NoPart::AdminTool)),
            ("grafana/k6", Some(NoPart::LoadTool)),
            ("loadgenerator", Some(NoPart::LoadTool)),
            ("mysql:8", None),
            ("order-service", None),
            ("waiting-room", None),
            ("kafka-gui", Some(NoPart::AdminTool)),
            ("admin-ui", None),
            ("nfs-client-provisioner", Some(NoPart::Agent)),
            ("virtual-customer", Some(NoPart::LoadTool)),
        ];
        for (name, no) in table {
            assert_eq!(by_name(name), no, "{name}");
        }
    }
}
