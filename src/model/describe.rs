//! What each attribute says, in one line: for the language reference and for editors.

use super::schema::Attr;
use crate::say::Text;

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
                "헬스 체크 여부, 주기, 또는 경로. `host`는 서버가 켜져 있는지만 봄",
                "health checks: whether, how often, or the path; `host`: only whether the machine runs",
            ),
            Sticky => ("고정 세션(Sticky Session)", "requests of a user stay on one instance"),
            Algorithm => ("부하 분산 방식", "how requests are spread"),
            Tls => ("TLS로 암호화", "encrypted with TLS"),
            RateLimit => (
                "클라이언트마다의 처리율 제한 여부 또는 한도",
                "rate limiting of each client: whether, or the limit",
            ),
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
                "같은 메시지나 호출을 두 번 처리해도 결과가 같음",
                "handling a message or call twice does no harm",
            ),
            Pool => ("인스턴스 하나의 커넥션 풀 크기", "connections in the pool of one instance"),
            Role => (
                "주 서버인지 읽기 전용 복제본인지. 그룹에서는 대기 사이트",
                "the primary, or a read replica; of a group, a site that stands by",
            ),
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
            Encryption => (
                "저장할 때 암호화. `kms`는 키 관리 서비스를 씀",
                "encrypted at rest; `kms`: with keys of a key service",
            ),
            MaxConnections => ("받을 수 있는 최대 연결 수", "how many connections it accepts"),
            Reads => (
                "인스턴스 하나가 감당하는 초당 읽기. 연결, 흐름, `traffic`에서는 읽기의 비율",
                "reads per second that one instance carries; of a connection, a flow or `traffic`, the share of reads",
            ),
            Writes => (
                "주 서버 하나가 감당하는 초당 쓰기. 흐름에서는 쓰기 여부 또는 비율",
                "writes per second that one primary carries; of a flow, whether it writes or the share that does",
            ),
            Mode => ("구성 방식", "how it is set up"),
            For => ("이 캐시가 막아 주는 저장소", "the store that the cache shields"),
            On => ("얹혀 있는 컴포넌트", "what it stands on"),
            Ttl => ("만료 시간(TTL)", "time to live"),
            Eviction => ("메모리가 찼을 때의 방출 정책", "what goes when memory is full"),
            Memory => ("인스턴스 하나의 메모리", "memory of one instance"),
            WorkingSet => ("자주 쓰는 데이터의 크기", "size of the data in frequent use"),
            HitRatio => ("캐시 적중률", "share of reads that it answers itself"),
            Strategy => ("캐시 읽기·쓰기 전략", "how it is filled and written"),
            Persistence => (
                "데이터가 디스크에 남음, 또는 남는 스토리지. `off`이면 인스턴스와 함께 사라짐",
                "its data stay on disk, or in that storage; `off`: gone with the instance",
            ),
            Coalescing => (
                "같은 키의 캐시 미스를 하나로 합침",
                "one miss a key asks the store, the others wait for it",
            ),
            Jitter => ("만료 시각을 흩뜨림", "expiry times are spread"),
            Prewarm => ("트래픽을 받기 전에 캐시를 채움", "filled before it takes traffic"),
            Brokers => {
                ("브로커 수. `replicas`와 같은 뜻", "number of brokers; the same as `replicas`")
            }
            ReplicationFactor => {
                ("데이터나 메시지마다의 복제본 수", "copies of each piece of data or message")
            }
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
                "사용자는 `traffic`에서, 흐름은 그 사용자의 요청에서, 연결은 그곳에 온 흐름의 요청에서 차지하는 비율. 풀에서는 가중치",
                "of a user the part of `traffic`, of a flow that of its user's requests, of a connection that of the journey's requests there; in a pool its weight",
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
            LatencyP99 => (
                "요청 100개 가운데 99개가 끝나는 시간. `slo`와 흐름에서는 목표",
                "the time within which 99 of 100 requests are done; in `slo` and flows an objective",
            ),
            Instance => (
                "클라우드의 인스턴스 타입. `m5.large`처럼 씀",
                "the provider's instance type, like `m5.large`",
            ),
            Pricing => ("인스턴스 요금 방식", "how its instances are paid for"),
            ScaleOutTime => (
                "오토 스케일링이 새 인스턴스를 쓸 수 있게 할 때까지의 시간",
                "how long until a new instance of its autoscaler takes requests",
            ),
            Restart => (
                "멈추면 저절로 다시 시작함. `off`이면 사람이 다시 시작",
                "starts again by itself when it stops; `off`: a person restarts it",
            ),
            Secrets => (
                "비밀번호와 키를 두는 방식. `plain`은 설정에 그대로, `managed`는 비밀 관리 서비스",
                "where its passwords and keys are: `plain` in its settings, `managed` in a vault",
            ),
            Pinned => (
                "이름이나 포트가 고정되어 지금 모습으로는 둘 이상 띄울 수 없음",
                "a fixed name or port: as written it can't run twice",
            ),
            Version => ("버전. `\"8.0\"`처럼 씀", "its version, like `\"8.0\"`"),
            Icon => ("그림에 쓸 아이콘 파일의 경로", "the path of an icon for the picture"),
            Href => ("그림에서 눌렀을 때 열 주소", "what a click in the picture opens"),
            TotalLimit => (
                "모든 클라이언트를 합친 처리율 제한 여부 또는 한도",
                "a limit for all clients together: whether, or how much",
            ),
            Internal => ("내부에서만 닿는 로드 밸런서", "reachable from inside only"),
            Surge => (
                "`rolling` 배포 때 새 인스턴스를 먼저 띄우고 나서 기존 것을 내림",
                "a rolling deployment adds an instance before it takes one away",
            ),
            Roles => ("이 저장소를 쓰는 용도", "what it is used for"),
            Lag => ("복제 지연", "how far its copies lag behind"),
            ReadsFrom => (
                "읽기를 처리하는 쪽: 주 서버 또는 복제본",
                "who answers reads: the primary, or the replicas",
            ),
            Iops => ("디스크에 확보한 IOPS", "the IOPS provisioned for its disk"),
            StorageClass => (
                "디스크나 스토리지의 등급. `gp3`처럼 씀",
                "the class of its disk or storage, like `gp3`",
            ),
            Required => ("대상이 없으면 동작하지 않음", "the caller can't do without"),
            Balanced => ("플랫폼이 요청을 나누어 보냄", "the platform spreads the requests"),
            PartitionKey => ("메시지를 파티션으로 나누는 키", "the key that chooses the partition"),
            PeakFor => ("피크가 이어지는 시간", "how long the peak lasts"),
            FailoverTested => {
                ("페일오버 연습 여부 또는 주기", "failovers are practised: whether, or how often")
            }
            Rollback => ("이전 버전으로 되돌리는 데 걸리는 시간", "how long it takes to go back"),
            Critical => ("멈추면 안 되는 흐름", "a flow that must not stop"),
            Traffic => ("모든 트래픽에 곱하는 배수", "a factor on all traffic"),
            Fail => ("장애를 일으킬 컴포넌트와 그룹", "the components and groups that fail"),
            Cold => ("비어 있는 채로 시작하는 캐시", "caches that start empty"),
            Slow => ("배수만큼 느려지는 컴포넌트", "components that slow down by a factor"),
        }
    }
}
