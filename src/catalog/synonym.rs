//! What people call a kind or a group in Korean or in another word: for did-you-mean.

use super::Kind;
use crate::say::slip;

/// The language's own word for what somebody wrote as a type, when it is a usual name of that role.
/// Case and the characters ` `, `-` and `_` do not matter.
pub fn synonym(word: &str) -> Option<&'static str> {
    let plain: String = word
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect();
    let row = SYNONYMS.iter().find(|(_, words)| words.contains(&plain.as_str()));
    row.map(|(own, _)| *own)
}

/// The same for a word that is a slip away from a usual name.
pub fn near_synonym(word: &str) -> Option<&'static str> {
    let meant = slip(word, SYNONYMS.iter().flat_map(|(_, words)| words.iter().copied()))?;
    synonym(meant)
}

/// The usual names, in either language.
pub fn synonyms() -> impl Iterator<Item = &'static str> {
    SYNONYMS.iter().flat_map(|(_, words)| words.iter().copied())
}

/// What a word alone declares in a connection where people use it for several things: the kind, or
/// nothing. `None` where the word is no such word. `begins`: it stands at the left end.
pub fn implied_kind(word: &str, begins: bool) -> Option<Option<Kind>> {
    let kind = match word.to_ascii_lowercase().as_str() {
        "app" | "server" | "backend" | "api" | "서버" | "앱" | "백엔드" => Some(Kind::Was),
        "pg" => Some(Kind::External),
        "admin" | "mobile" | "client" => begins.then_some(Kind::User),
        "edge" | "엣지" | "store" | "저장소" | "master" | "slave" | "마스터" | "슬레이브" => {
            None
        }
        // These stand on something that is declared.
        "topic" | "table" | "bucket" | "버킷" | "토픽" | "테이블" | "volume" => None,
        _ => return None,
    };
    Some(kind)
}

const SYNONYMS: &[(&str, &[&str])] = &[
    (
        "user",
        &[
            "사용자",
            "클라이언트",
            "고객",
            "회원",
            "브라우저",
            "관리자",
            "client",
            "browser",
            "customer",
            "actor",
            "admin",
            "mobile",
            "app",
            "person",
        ],
    ),
    (
        "external",
        &["외부", "외부시스템", "외부api", "thirdparty", "3rdparty", "pg", "pg사", "결제대행사"],
    ),
    ("dns", &["도메인", "네임서버", "nameserver"]),
    ("cdn", &["콘텐츠전송네트워크", "엣지", "edge"]),
    ("nat", &["냇", "나트", "natgw", "natgateway", "nat게이트웨이"]),
    ("waf", &["웹방화벽", "방화벽", "firewall"]),
    (
        "lb",
        &[
            "로드밸런서",
            "로드발란서",
            "부하분산기",
            "트래픽분산",
            "loadbalancer",
            "balancer",
            "l4",
            "l7",
            "slb",
        ],
    ),
    ("gateway", &["게이트웨이", "api게이트웨이", "진입점", "entrypoint", "bff"]),
    (
        "web",
        &[
            "웹",
            "웹서버",
            "프록시",
            "리버스프록시",
            "프론트엔드",
            "프론트",
            "webserver",
            "proxy",
            "reverseproxy",
            "frontend",
        ],
    ),
    (
        "was",
        &[
            "서버",
            "와스",
            "애플리케이션",
            "애플리케이션서버",
            "백엔드",
            "server",
            "backend",
            "api",
            "application",
            "appserver",
        ],
    ),
    (
        "service",
        &[
            "서비스",
            "마이크로서비스",
            "microservice",
            "svc",
            "pod",
            "파드",
            "container",
            "컨테이너",
            "deployment",
        ],
    ),
    ("function", &["함수", "서버리스", "faas", "serverless"]),
    ("worker", &["워커", "소비자", "컨슈머", "consumer", "daemon"]),
    ("batch", &["배치", "스케줄러", "scheduler", "job", "잡"]),
    ("cache", &["캐시", "캐쉬", "세션저장소", "sessionstore"]),
    (
        "db",
        &[
            "데이터베이스",
            "디비",
            "주서버",
            "마스터",
            "슬레이브",
            "복제본",
            "database",
            "rdb",
            "rdbms",
            "nosql",
            "datastore",
            "store",
            "master",
            "slave",
        ],
    ),
    (
        "queue",
        &[
            "큐",
            "메시지큐",
            "메세지큐",
            "브로커",
            "메시지브로커",
            "이벤트버스",
            "mq",
            "messagequeue",
            "broker",
            "messagebroker",
            "eventbus",
            "topic",
            "stream",
        ],
    ),
    (
        "storage",
        &[
            "스토리지",
            "저장소",
            "오브젝트스토리지",
            "파일서버",
            "objectstorage",
            "bucket",
            "버킷",
            "filesystem",
            "fileserver",
            "blob",
            "volume",
        ],
    ),
    ("search", &["검색", "검색엔진", "searchengine"]),
    ("monitor", &["모니터링", "알림", "monitoring", "metrics", "apm", "alerting"]),
    ("logs", &["로그", "로그수집", "로그수집기", "log", "logging"]),
    (
        "pipeline",
        &["배포", "파이프라인", "배포파이프라인", "자동배포", "cicd", "ci", "cd", "ci/cd"],
    ),
    ("region", &["리전", "지역"]),
    ("dc", &["데이터센터", "센터", "idc", "datacenter"]),
    ("zone", &["가용영역", "영역", "az", "availabilityzone"]),
    ("subnet", &["서브넷"]),
    ("host", &["호스트", "물리서버", "vm", "machine", "instance", "인스턴스"]),
    ("cluster", &["클러스터", "k8s", "kubernetes", "쿠버네티스", "swarm"]),
    ("group", &["그룹", "box", "system", "시스템", "boundary"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, GroupKind};

    #[test]
    fn usual_names_of_roles_are_understood() {
        let table = [
            ("로드밸런서", "lb"),
            ("로드_밸런서", "lb"),
            ("Load-Balancer", "lb"),
            ("데이터베이스", "db"),
            ("메시지큐", "queue"),
            ("서버", "was"),
            ("server", "was"),
            ("사용자", "user"),
            ("가용영역", "zone"),
        ];
        for (word, own) in table {
            assert_eq!(synonym(word), Some(own), "{word}");
        }
        assert_eq!(synonym("quux"), None);
    }

    #[test]
    fn each_synonym_leads_to_one_word_of_the_language() {
        let catalog = Catalog::builtin();
        let mut seen = std::collections::BTreeSet::new();
        for (own, words) in SYNONYMS {
            assert!(Kind::parse(own).is_some() || GroupKind::parse(own).is_some(), "{own}");
            for word in *words {
                assert!(seen.insert(*word), "{word} is there twice");
                let taken = Kind::parse(word).is_some() || GroupKind::parse(word).is_some();
                assert!(!taken && catalog.find(word).is_none(), "{word} is a type itself");
            }
        }
    }
}
