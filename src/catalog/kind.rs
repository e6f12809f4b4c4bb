//! What a component or a group is.

use crate::say::Text;

/// Declares an enum of the language's own words, each with its name for people.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident $word:literal $ko:literal $en:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$inner])* $variant),* }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// As written in a design.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }

            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }

            /// As people call it.
            pub fn title(self) -> Text {
                match self { $($name::$variant => Text::new($ko, $en)),* }
            }
        }
    };
}

words! {
    /// The role of a component.
    Kind {
        User "user" "사용자" "user",
        External "external" "외부 시스템" "external system",
        Cdn "cdn" "CDN" "CDN",
        Dns "dns" "DNS" "DNS",
        Waf "waf" "WAF" "WAF",
        Nat "nat" "NAT 게이트웨이" "NAT gateway",
        Lb "lb" "로드 밸런서" "load balancer",
        Gateway "gateway" "API 게이트웨이" "API gateway",
        Web "web" "웹 서버" "web server",
        Was "was" "애플리케이션 서버(WAS)" "application server",
        Service "service" "서비스" "service",
        Function "function" "함수" "function",
        Worker "worker" "워커" "worker",
        Batch "batch" "배치 작업" "batch job",
        Cache "cache" "캐시" "cache",
        Db "db" "데이터베이스" "database",
        Queue "queue" "메시지 큐" "message queue",
        Storage "storage" "스토리지" "storage",
        Search "search" "검색 엔진" "search engine",
        Monitor "monitor" "모니터링" "monitoring",
        Logs "logs" "로그 수집" "log store",
        Pipeline "pipeline" "배포 파이프라인" "delivery pipeline",
    }
}

impl Kind {
    /// Runs our code and answers requests or messages.
    pub fn is_compute(self) -> bool {
        use Kind::*;
        matches!(self, Web | Was | Service | Function | Worker | Batch)
    }

    /// Keeps data.
    pub fn is_store(self) -> bool {
        use Kind::*;
        matches!(self, Db | Cache | Queue | Storage | Search)
    }

    /// Stands at the edge and sends requests on: its like targets form a pool.
    pub fn is_entry(self) -> bool {
        use Kind::*;
        matches!(self, Lb | Dns | Cdn | Gateway)
    }
}

words! {
    /// The sort of a group.
    GroupKind {
        Region "region" "리전" "region",
        Dc "dc" "데이터 센터" "data center",
        Zone "zone" "가용 영역(AZ)" "availability zone",
        Vpc "vpc" "VPC" "VPC",
        Subnet "subnet" "서브넷" "subnet",
        Host "host" "호스트" "host",
        Cluster "cluster" "클러스터" "cluster",
        Group "group" "그룹" "group",
    }
}

impl GroupKind {
    /// Fails as one unit, with everything inside.
    pub fn is_failure_domain(self) -> bool {
        use GroupKind::*;
        matches!(self, Region | Dc | Zone | Host | Cluster)
    }

    /// The Korean noun behind its name in a sentence, without a short form in brackets.
    pub fn noun(self) -> String {
        match self {
            GroupKind::Zone => "가용 영역".to_owned(),
            other => other.title().ko.to_string(),
        }
    }
}
