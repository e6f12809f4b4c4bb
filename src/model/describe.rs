//! What each attribute says, in one line: for the language reference and for editors.

use super::schema::Attr;
use crate::text::Text;

impl Attr {
    /// One line without a full stop.
    pub fn describe(self) -> Text {
        let (ko, en) = self.lines();
        Text::new(ko, en)
    }

    fn lines(self) -> (&'static str, &'static str) {
        use Attr::*;
        match self {
            Replicas => (
                "전체 인스턴스 수. 주 서버를 포함하며, 샤드가 있으면 샤드마다의 수. 적지 않으면 1",
                "all instances, the primary included, for each shard; 1 unless stated",
            ),
            Quorum => (
                "동작하려면 살아 있어야 하는 인스턴스 수",
                "how many instances must be up for it to work",
            ),
            Managed => ("클라우드가 운영하는 관리형 서비스", "a provider runs it"),
            Tech => (
                "기술 이름. 카탈로그의 값을 이것으로 바꿈",
                "the technology, over the one implied by its type",
            ),
            Zones => (
                "인스턴스를 차례로 나누어 둘 그룹",
                "the groups over which the instances are dealt out in turn",
            ),
            Capacity => ("인스턴스 하나가 처리하는 요청량", "the load that one instance carries"),
            Availability => (
                "동작하는 시간의 비율. `slo`와 흐름에서는 목표",
                "the part of time that it works; in `slo` and flows an objective",
            ),
            Mtbf => {
                ("인스턴스 하나의 평균 고장 간격", "mean time between failures of one instance")
            }
            Mttr => ("인스턴스 하나의 평균 복구 시간", "mean time to repair one instance"),
            Failover => (
                "대기 서버가 넘겨받는 방식. `none`은 넘겨받지 않음",
                "how a standby takes over; `none`: not at all",
            ),
            FailoverTime => ("넘겨받는 데 걸리는 시간", "how long a takeover lasts"),
            Cost => (
                "인스턴스 하나의 비용. 그룹에서는 그룹의 비용",
                "the price of one instance, or of the group",
            ),
            Latency => (
                "지연 시간. `slo`와 흐름에서는 목표",
                "how long it takes; in `slo` and flows an objective",
            ),
            Data => ("다루는 데이터의 종류", "what sort of data it handles"),
            Content => ("내보내는 콘텐츠의 종류", "what sort of content it serves"),
            Note => (
                "읽는 사람을 위한 글. 판단에는 쓰지 않음",
                "a remark for readers; nothing is judged by it",
            ),
            Tags => ("자유로운 꼬리표", "labels of your own"),
            Public => ("인터넷에서 바로 닿음", "reachable from the internet"),
            Private => ("인터넷에서 바로 닿지 않음", "not reachable from the internet"),
            HealthCheck => (
                "헬스 체크 여부, 주기, 또는 경로",
                "health checks: whether, how often, or the path",
            ),
            Sticky => ("고정 세션(Sticky Session)", "requests of a user stay on one instance"),
            Algorithm => ("부하 분산 방식", "how requests are spread"),
            Tls => ("TLS로 암호화", "encrypted with TLS"),
            RateLimit => ("처리율 제한 여부 또는 한도", "rate limiting: whether, or the limit"),
            Session => (
                "세션을 두는 곳: 인스턴스 안, 고정 세션, 두지 않음, 또는 저장소 이름",
                "where sessions live: in the instance, pinned to it, nowhere, or in a store",
            ),
            Files => (
                "올린 파일을 두는 곳: 인스턴스 안, 두지 않음, 또는 저장소 이름",
                "where uploads live: on the instance, nowhere, or in a store",
            ),
            Stateless => ("무상태(Stateless)", "keeps no state between requests"),
            Deploy => ("배포 방식", "how a new version goes out"),
            Autoscale => (
                "오토 스케일링 여부 또는 최소와 최대 인스턴스 수",
                "auto scaling: whether, or the fewest and most instances",
            ),
            Idempotent => (
                "같은 메시지를 두 번 처리해도 결과가 같음",
                "handling a message twice does no harm",
            ),
            Pool => ("인스턴스 하나의 커넥션 풀 크기", "connections in the pool of one instance"),
            Role => ("주 서버인지 읽기 전용 복제본인지", "the primary, or a read replica"),
            Replication => ("복제 방식", "how copies follow the primary"),
            Backup => ("백업 여부 또는 주기", "backups: whether, or how often"),
            BackupTo => (
                "백업을 두는 곳. 컴포넌트나 그룹 이름, 또는 설명",
                "where backups go: a component, a group, or a description",
            ),
            BackupRetention => ("백업 보관 기간", "how long backups are kept"),
            Pitr => ("원하는 시점으로 복구할 수 있음", "can be restored to any point in time"),
            Shards => ("샤드 수", "number of shards"),
            ShardKey => ("샤딩 키", "the key that chooses the shard"),
            Skew => {
                ("가장 바쁜 샤드의 부하 ÷ 평균 부하", "load of the busiest shard over the mean")
            }
            Size => ("저장 공간", "storage space"),
            Growth => ("데이터가 늘어나는 속도", "how fast the data grows"),
            Encryption => ("저장할 때 암호화", "encrypted at rest"),
            MaxConnections => ("받을 수 있는 최대 연결 수", "how many connections it accepts"),
            Reads => (
                "인스턴스 하나가 감당하는 초당 읽기. 연결과 `traffic`에서는 읽기의 비율",
                "reads per second that one instance carries; on a connection or `traffic`, the share of reads",
            ),
            Writes => (
                "주 서버 하나가 감당하는 초당 쓰기. 흐름에서는 쓰기 여부 또는 비율",
                "writes per second that one primary carries; of a flow, whether it writes or the share that does",
            ),
            Mode => ("구성 방식", "how it is set up"),
            For => ("이 캐시가 막아 주는 저장소", "the store that the cache shields"),
            Ttl => ("만료 시간(TTL)", "time to live"),
            Eviction => ("메모리가 찼을 때의 방출 정책", "what goes when memory is full"),
            Memory => ("인스턴스 하나의 메모리", "memory of one instance"),
            WorkingSet => ("자주 쓰는 데이터의 크기", "size of the data in frequent use"),
            HitRatio => ("캐시 적중률", "share of reads that it answers itself"),
            Strategy => ("캐시 읽기·쓰기 전략", "how it is filled and written"),
            Persistence => ("디스크에도 남김", "also kept on disk"),
            Coalescing => (
                "같은 키의 캐시 미스를 하나로 합침",
                "one miss a key asks the store, the others wait for it",
            ),
            Jitter => ("만료 시각을 흩뜨림", "expiry times are spread"),
            Prewarm => ("트래픽을 받기 전에 캐시를 채움", "filled before it takes traffic"),
            Brokers => {
                ("브로커 수. `replicas`와 같은 뜻", "number of brokers; the same as `replicas`")
            }
            ReplicationFactor => ("메시지마다의 복제본 수", "copies of each message"),
            Dlq => (
                "DLQ 여부 또는 DLQ인 컴포넌트",
                "dead letters: whether, or the queue that takes them",
            ),
            Retention => ("보관 기간", "how long data is kept"),
            Delivery => ("전달 보장", "what delivery it guarantees"),
            DrainWithin => (
                "피크가 지난 뒤 밀린 메시지를 다 처리해야 하는 시간",
                "how soon a backlog must be worked off",
            ),
            Invalidation => ("캐시를 무효화하는 방법", "how stale content is removed"),
            Fallback => (
                "대상이 죽었을 때 대신 쓰는 컴포넌트. 글이면 대상 없이도 동작한다는 뜻",
                "what stands in when the target is down; a text means it can do without",
            ),
            Geo => ("사용자 위치에 따라 나눔", "answers by the user's place"),
            Protocol => ("프로토콜", "the protocol"),
            Timeout => ("타임아웃", "how long the caller waits"),
            Retries => ("첫 시도를 뺀 재시도 횟수", "attempts after the first"),
            Backoff => ("재시도 사이의 간격", "how the waits between retries grow"),
            CircuitBreaker => ("서킷 브레이커", "stops calling a target that fails"),
            Calls => (
                "들어온 요청 하나가 이 연결을 부르는 횟수",
                "how often one incoming request makes this call",
            ),
            Share => (
                "이 연결·흐름·사용자가 차지하는 요청의 비율. 풀에서는 가중치",
                "the part of requests that this connection, flow or user takes; in a pool, its weight",
            ),
            Need => (
                "`|`로 이은 대상 가운데 살아 있어야 하는 수",
                "how many of the `|` targets must be up",
            ),
            Optional => ("대상 없이도 동작함", "the caller can do without"),
            Bandwidth => ("연결의 대역폭", "what the connection carries"),
            Outbox => (
                "데이터와 메시지를 한 트랜잭션으로 남김",
                "data and message are written in one transaction",
            ),
            Dau => ("일일 활성 사용자", "daily active users"),
            Mau => ("월간 활성 사용자", "monthly active users"),
            RequestsPerUser => ("사용자 한 명의 하루 요청 수", "requests of one user in a day"),
            Rps => ("평균 초당 요청 수", "average requests per second"),
            Peak => ("피크 배수: 피크 ÷ 평균", "peak over average"),
            BusiestHour => (
                "가장 바쁜 한 시간에 몰리는 하루 요청의 비율",
                "the part of a day's requests in its busiest hour",
            ),
            Payload => ("요청 하나의 크기", "size of one request"),
            Response => ("응답 하나의 크기", "size of one response"),
            Users => ("사용자가 있는 곳", "where the users are"),
            Rto => ("복구 시간 목표(RTO)", "how long a recovery may take"),
            Rpo => ("복구 시점 목표(RPO)", "how much data, in time, may be lost"),
            Budget => ("한 달 예산", "money for a month"),
            Monitoring => ("관측하는 것", "what is observed"),
            OnCall => ("장애 때 호출받는 담당자", "somebody is called when it breaks"),
            BackupTested => {
                ("복구 연습 여부 또는 주기", "restores are practised: whether, or how often")
            }
            Runbook => {
                ("장애 대응 문서 여부 또는 주소", "written steps for an outage: whether, or where")
            }
            Critical => ("멈추면 안 되는 흐름", "a flow that must not stop"),
            Traffic => ("모든 트래픽에 곱하는 배수", "a factor on all traffic"),
            Fail => ("장애를 일으킬 컴포넌트와 그룹", "the components and groups that fail"),
            Cold => ("비어 있는 채로 시작하는 캐시", "caches that start empty"),
            Slow => ("배수만큼 느려지는 컴포넌트", "components that slow down by a factor"),
        }
    }
}
