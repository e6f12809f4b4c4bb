//! The designs, a near miss beside each.

/// `rule subject level`: `error`, `warning`, `advice`, or `!` before a rule that must be silent;
/// `*` stands for any subject and any level.
pub struct Case {
    pub name: &'static str,
    pub text: &'static str,
    pub said: &'static [&'static str],
}

const fn case(name: &'static str, text: &'static str, said: &'static [&'static str]) -> Case {
    Case { name, text, said }
}

pub const CASES: &[Case] = &[
    case(
        "a database of one copy is an error, its servers are not",
        "user fan\n lb front\n was api { replicas = 1, session = none }\n mysql orders { replicas = 1 }
         fan -> front -> api -> orders",
        &["missing-replica orders error", "single-instance api warning",
          "single-load-balancer front advice"],
    ),
    case(
        "a stated balancer of one is a warning",
        "user fan\n lb front { replicas = 1 }\n was api { replicas = 2, session = none }
         fan -> front -> api",
        &["single-load-balancer front warning"],
    ),
    case(
        "a critical journey makes an error of what stops it",
        "user fan\n was api { replicas = 1, session = none }\n fan -> api
         flow buy { critical\n fan -> api }",
        &["single-instance api error"],
    ),
    case(
        "an objective that one server breaks makes an error of it",
        "slo { availability = 99.95% }\n user fan\n was api { replicas = 1, session = none }
         fan -> api",
        &["single-instance api error"],
    ),
    case(
        "an objective below 99% lowers by one",
        "slo { availability = 95% }\n user fan\n was api { replicas = 1, session = none }\n fan -> api",
        &["single-instance api advice"],
    ),
    case(
        "a replica of a cluster of three shards is no voter",
        "user fan\n was api { replicas = 2, session = none }
         redis seats { mode = cluster, shards = 3, replicas = 2 }\n fan -> api -> seats",
        &["!even-quorum"],
    ),
    case(
        "two shards can't outvote one another",
        "user fan\n was api { replicas = 2, session = none }
         redis seats { mode = cluster, shards = 2, replicas = 2 }\n fan -> api -> seats",
        &["even-quorum seats"],
    ),
    case(
        "a read replica is not promoted by hand",
        "user fan\n was api { replicas = 2, session = none }
         mysql orders { replicas = 2, failover = auto, backup = 1d }
         mysql reader { role = replica, replicas = 2 }
         orders => reader\n fan -> api -> orders, reader",
        &["!manual-failover reader"],
    ),
    case(
        "a primary with a standby and no word about failover is",
        "user fan\n was api { replicas = 2, session = none }\n mysql orders { replicas = 2, backup = 1d }
         fan -> api -> orders",
        &["manual-failover orders"],
    ),
    case(
        "a managed pair over two zones is promoted by the provider",
        "user fan\n was api { replicas = 2, session = none }
         region seoul { zone a { rds main { backup = 1d } }; zone c { rds standby } }
         main => standby\n fan -> api -> main",
        &["!manual-failover", "!missing-replica"],
    ),
    case(
        "siblings with labels of their own are two services",
        "user fan\n alb front\n was server-a \"주문\" { replicas = 1 }\n was server-b \"재고\" { replicas = 1 }
         fan -> front -> server-a, server-b",
        &["single-instance server-a warning", "single-instance server-b warning"],
    ),
    case(
        "siblings that are alike are one pool",
        "user fan\n alb front { health-check }\n was server-a { replicas = 1 }\n was server-b { replicas = 1 }
         fan -> front -> server-a, server-b",
        &["!single-instance"],
    ),
    case(
        "an optional member stays in its pool",
        "user fan\n alb front { health-check }\n was web1 { replicas = 1 }\n was web2 { replicas = 1 }
         fan -> front -> web1\n front -> web2 { optional }",
        &["!single-instance"],
    ),
    case(
        "a WAF does not take members out of their pool",
        "user fan\n alb front { health-check }\n waf wall\n was web1 { replicas = 1 }\n was web2 { replicas = 1 }
         fan -> front -> wall -> web1, web2",
        &["!single-instance"],
    ),
    case(
        "a page and the API it calls are two journeys",
        "user fan\n nginx page { replicas = 1 }\n was api { replicas = 1, session = none }\n mysql db { replicas = 2, failover = auto }
         fan -> page, api\n api -> db",
        &["single-instance api warning", "single-instance page warning"],
    ),
    case(
        "what a person watches is no journey",
        "user dev\n grafana board\n prometheus metrics\n dev -> board -> metrics",
        &["!single-point-of-failure", "!unreachable-component"],
    ),
    case(
        "nobody waits for monitoring",
        "user fan\n was api { replicas = 2, session = none }\n monitor watch\n fan -> api -> watch",
        &["!single-point-of-failure"],
    ),
    case(
        "what stands in is reached",
        "user fan\n was api { replicas = 2 }\n redis seats\n mysql orders\n was spare { replicas = 2 }
         fan -> api\n api -> seats { fallback = spare }\n spare -> orders",
        &["!unreachable-component", "!isolated-component"],
    ),
    case(
        "a rolling deployment that adds first never takes the only one away",
        "user fan\n was api { replicas = 1, deploy = rolling, surge }\n fan -> api",
        &["!unsafe-deploy"],
    ),
    case(
        "one that does not add first does",
        "user fan\n was api { replicas = 1, deploy = rolling }\n fan -> api",
        &["unsafe-deploy api"],
    ),
    case(
        "an autoscaler follows the load, whatever it is",
        "user fan\n alb front\n was api { autoscale = 2..30, session = none }\n fan -> front -> api",
        &["!number-without-basis"],
    ),
    case(
        "thirty servers and no traffic need a reason",
        "user fan\n alb front\n was api { replicas = 30, session = none }\n fan -> front -> api",
        &["number-without-basis api"],
    ),
    case(
        "a platform spreads the requests",
        "user fan\n was api { replicas = 3, session = none }\n fan -> api { balanced }",
        &["!no-load-balancer"],
    ),
    case(
        "without it nothing does",
        "user fan\n was api { replicas = 3, session = none }\n fan -> api",
        &["no-load-balancer api error"],
    ),
    case(
        "a cache beside no drawn store is only a cache",
        "user fan\n was api { replicas = 2, session = none }\n redis seats { persistence = off, mode = sentinel, replicas = 3 }
         fan -> api -> seats",
        &["!cache-as-source-of-truth"],
    ),
    case(
        "one that states to hold data is more",
        "user fan\n was api { replicas = 2, session = none }\n redis seats { persistence = off, roles = [data], mode = sentinel, replicas = 3 }
         fan -> api -> seats",
        &["ephemeral-data seats"],
    ),
    case(
        "the floor of an autoscaler counts beside what runs now",
        "user fan\n alb front\n was api { replicas = 2, autoscale = 1..6, session = none }\n fan -> front -> api",
        &["autoscale-floor-one api"],
    ),
    case(
        "a floor of two is fine",
        "user fan\n alb front\n was api { replicas = 2, autoscale = 2..6, session = none }\n fan -> front -> api",
        &["!autoscale-floor-one"],
    ),
    case(
        "a store that nobody is drawn to call is judged by its count",
        "user fan\n was api { replicas = 2, session = none }\n mysql orders { replicas = 1 }\n kafka bus { brokers = 1 }
         redis seats { mode = standalone }\n fan -> api",
        &["missing-replica orders error", "single-broker bus", "unclustered-cache seats"],
    ),
    case(
        "of which nothing is stated, nothing is said",
        "user fan\n was api { replicas = 2, session = none }\n mysql orders\n kafka bus\n redis seats\n fan -> api",
        &["!missing-replica", "!single-broker", "!unclustered-cache"],
    ),
    case(
        "the only consumer of a queue",
        "user fan\n was api { replicas = 2, session = none }\n sqs jobs\n worker mailer { replicas = 1 }
         fan -> api\n api ~> jobs ~> mailer",
        &["single-consumer mailer warning"],
    ),
    case(
        "two consumers are enough",
        "user fan\n was api { replicas = 2, session = none }\n sqs jobs\n worker mailer { replicas = 2 }
         fan -> api\n api ~> jobs ~> mailer",
        &["!single-consumer"],
    ),
    case(
        "uploads on the only server",
        "user fan\n was api { replicas = 1, files = local }\n fan -> api",
        &["local-files api error"],
    ),
    case(
        "uploads in a bucket",
        "user fan\n was api { replicas = 1, files = photos }\n s3 photos\n fan -> api -> photos",
        &["!local-files"],
    ),
    case(
        "a managed balancer can't ask what does not answer",
        "user fan\n alb front\n was api { replicas = 3, session = none, health-check = off }\n fan -> front -> api",
        &["no-health-check front"],
    ),
    case(
        "a check of the host alone notices no process",
        "user fan\n alb front\n was api { replicas = 3, session = none, health-check = host }\n fan -> front -> api",
        &["no-health-check front"],
    ),
    case(
        "a managed balancer checks by itself",
        "user fan\n alb front\n was api { replicas = 3, session = none }\n fan -> front -> api",
        &["!no-health-check"],
    ),
    case(
        "a journey over two zones that needs both",
        "user fan\n region seoul { zone a { was api { replicas = 2, session = none } }
         zone c { mysql orders { replicas = 2, failover = auto } } }\n fan -> api -> orders",
        &["both-zones-needed a"],
    ),
    case(
        "a journey that either zone carries",
        "user fan\n alb front { health-check }\n region seoul { zone a; zone c
         was api { replicas = 2, zones = [a, c], session = none }
         mysql orders { replicas = 2, zones = [a, c], failover = auto } }\n fan -> front -> api -> orders",
        &["!both-zones-needed"],
    ),
    case(
        "zones that leave through the NAT of one",
        "user fan\n alb front { health-check }\n external pay
         region seoul { zone a { was api-a; nat out }; zone c { was api-c } }
         fan -> front -> api-a, api-c\n api-a, api-c -> out\n out -> pay",
        &["zonal-egress out"],
    ),
    case(
        "a NAT in each zone",
        "user fan\n alb front { health-check }
         region seoul { zone a { was api-a; nat out-a }; zone c { was api-c; nat out-c } }
         fan -> front -> api-a, api-c\n api-a -> out-a\n api-c -> out-c",
        &["!zonal-egress"],
    ),
    case(
        "a payment that is tried again without a key",
        "user fan\n was api { replicas = 2, session = none }\n toss-payments pay\n fan -> api\n api -> pay { timeout = 2s, retries = 2 }",
        &["unsafe-retry api->pay warning"],
    ),
    case(
        "a payment that is tried again with a key",
        "user fan\n was api { replicas = 2, session = none }\n toss-payments pay\n fan -> api\n api -> pay { timeout = 2s, retries = 2, idempotent }",
        &["!unsafe-retry"],
    ),
    case(
        "any third party in a journey that writes",
        "user fan\n was api { replicas = 2, session = none }\n external ledger\n fan -> api\n api -> ledger { timeout = 2s, retries = 2 }
         flow book { writes\n fan -> api -> ledger }",
        &["unsafe-retry api->ledger"],
    ),
    case(
        "a Redis as a cache and as a session store",
        "user fan\n was api { replicas = 2, session = store }\n redis store { for = orders, mode = sentinel, replicas = 3 }
         mysql orders { replicas = 2, failover = auto }\n fan -> api -> store, orders",
        &["mixed-roles store advice", "!evicts-kept-data"],
    ),
    case(
        "the same with a policy that drops anything",
        "user fan\n was api { replicas = 2, session = store }\n redis store { for = orders, mode = sentinel, replicas = 3, eviction = allkeys-lru }
         mysql orders { replicas = 2, failover = auto }\n fan -> api -> store, orders",
        &["evicts-kept-data store warning", "!mixed-roles"],
    ),
    case(
        "persistence alone is no sign of data to keep",
        "user fan\n was api { replicas = 2, session = none }\n redis seats { for = orders, persistence = aof, eviction = allkeys-lru, mode = sentinel, replicas = 3 }
         mysql orders { replicas = 2, failover = auto }\n fan -> api -> seats, orders",
        &["!evicts-kept-data", "!mixed-roles"],
    ),
    case(
        "messages that come back",
        "user fan\n was chat { replicas = 2, session = none }\n kafka bus { brokers = 3, replication-factor = 3 }
         worker fan-out { replicas = 2 }\n fan -> chat\n chat ~> bus ~> fan-out ~> chat",
        &["request-loop chat"],
    ),
    case(
        "a worker that polls its queue goes round nowhere",
        "user fan\n was api { replicas = 2, session = none }\n sqs jobs\n worker w { replicas = 2 }
         fan -> api\n api ~> jobs\n w -> jobs\n jobs ~> w",
        &["!request-loop"],
    ),
    case(
        "who writes to a broker and reads from it goes round nowhere: it holds many topics",
        "user fan\n was orders { replicas = 2, session = none }\n kafka bus { brokers = 3, replication-factor = 3 }
         was payments { replicas = 2 }\n fan -> orders\n orders ~> bus ~> orders\n payments ~> bus ~> payments",
        &["!request-loop"],
    ),
    case(
        "a way back beside it does, and is named",
        "user fan\n was orders { replicas = 2, session = none }\n kafka bus { brokers = 3, replication-factor = 3 }
         was payments { replicas = 2 }\n fan -> orders\n orders ~> bus ~> payments ~> orders\n bus ~> orders",
        &["request-loop orders"],
    ),
    case(
        "so does one behind a worker that polls",
        "user fan\n was api { replicas = 2, session = none }\n sqs jobs\n worker w { replicas = 2 }
         fan -> api\n api ~> jobs\n w -> jobs\n jobs ~> w\n w -> api",
        &["request-loop api"],
    ),
    case(
        "a jump that comes before the scaler has acted",
        "traffic { rps = 300rps }\n user fan\n alb front\n was api { autoscale = 2..20, capacity = 200rps, session = none }
         fan -> front -> api\n scenario opening { traffic = 5x }",
        &["slow-scale-out api warning"],
    ),
    case(
        "a floor that carries the jump",
        "traffic { rps = 300rps }\n user fan\n alb front\n was api { autoscale = 8..20, capacity = 200rps, session = none }
         fan -> front -> api\n scenario opening { traffic = 5x }",
        &["!slow-scale-out"],
    ),
    case(
        "what one proxy opens is one finding",
        "user fan\n alb front\n mysql a { replicas = 2, failover = auto }\n redis b { mode = sentinel, replicas = 3 }\n fan -> front -> a, b",
        &["public-data-store a", "public-data-store b"],
    ),
    case(
        "a file for one machine is no error",
        "user fan\n host box { was api { replicas = 1, session = none }; redis seats { replicas = 1 } }\n fan -> api -> seats",
        &["!shared-host box error"],
    ),
    case(
        "how many run is unknown",
        "user fan\n was api { replicas = unknown, session = none }\n fan -> api",
        &["!single-instance", "unknown-facts api"],
    ),
    case(
        "monitoring that leaves alerts out denies none",
        "user fan\n was api { replicas = 2 }\n operations { monitoring = [metrics] }\n fan -> api",
        &["!no-alerting"],
    ),
    case(
        "monitoring that denies alerts has none",
        "user fan\n was api { replicas = 2 }\n operations { monitoring = [metrics, no-alerts] }\n fan -> api",
        &["no-alerting"],
    ),
    case(
        "in a partial design nothing is concluded from what is not drawn",
        "design \"D\" partial\n was api { replicas = 1 }\n mysql orders { replicas = 1 }",
        &["!isolated-component", "!no-entry", "missing-replica orders error", "not-evaluated"],
    ),
    case(
        "what delivers the software is no journey",
        "user fan\n user dev\n jenkins ci { replicas = 1 }\n was api { replicas = 2, session = none }
         fan -> api { balanced }\n dev -> ci -> api",
        &["!single-point-of-failure ci", "!single-instance ci", "!unreachable-component ci"],
    ),
    case(
        "a server between a person and the servers is one",
        "user fan\n was door { replicas = 1, session = none }\n was api { replicas = 2, session = none }
         fan -> door\n door -> api { balanced }",
        &["single-instance door warning"],
    ),
    case(
        "nobody waits for secrets",
        "user fan\n vault keys { replicas = 1 }\n was api { replicas = 2, session = none }
         fan -> api { balanced }\n api -> keys",
        &["!single-point-of-failure keys", "!single-instance keys", "!missing-replica keys"],
    ),
    case(
        "monitors read monitors",
        "user fan\n was api { replicas = 2 }\n prometheus metrics\n grafana board\n alertmanager bell
         fan -> api { balanced }\n metrics -> api\n board -> metrics\n metrics -> bell",
        &["!unreachable-component", "!single-point-of-failure", "!single-instance bell"],
    ),
    case(
        "a server that nobody calls is unreachable",
        "user fan\n was api { replicas = 2 }\n was lost { replicas = 2 }\n mysql orders\n fan -> api { balanced }\n lost -> orders",
        &["unreachable-component lost"],
    ),
    case(
        "the only change-data connector",
        "user fan\n was api { replicas = 2, session = none }\n mysql orders { replicas = 2, failover = auto, backup = 1d }
         debezium cdc { replicas = 1 }\n kafka bus { brokers = 3, replication-factor = 3 }\n worker search { replicas = 2 }
         fan -> api -> orders\n cdc -> orders\n cdc ~> bus ~> search",
        &["single-consumer cdc warning"],
    ),
    case(
        "two change-data connectors",
        "user fan\n was api { replicas = 2, session = none }\n mysql orders { replicas = 2, failover = auto, backup = 1d }
         debezium cdc { replicas = 2 }\n kafka bus { brokers = 3, replication-factor = 3 }\n worker search { replicas = 2 }
         fan -> api -> orders\n cdc -> orders\n cdc ~> bus ~> search",
        &["!single-consumer"],
    ),
    case(
        "the only maker of backups",
        "user fan\n was api { replicas = 2, session = none }\n mysql orders { replicas = 2, failover = auto, backup = 1d, backup-to = vaulted }
         worker dump { replicas = 1 }\n s3 vaulted\n fan -> api -> orders\n dump -> orders, vaulted",
        &["single-consumer dump warning"],
    ),
    case(
        "what reads a store and writes elsewhere makes no backups",
        "user fan\n was api { replicas = 2, session = none }\n mysql orders { replicas = 2, failover = auto, backup = 1d }
         worker dump { replicas = 1 }\n s3 reports\n fan -> api -> orders\n dump -> orders, reports",
        &["!single-consumer"],
    ),
    case(
        "a stand-in is reached, and what nothing leads to is not",
        "user fan\n was api { replicas = 2 }\n redis seats\n was spare { replicas = 2 }\n was other { replicas = 2 }\n mysql orders
         fan -> api { balanced }\n api -> seats { fallback = spare }\n spare -> orders\n other -> orders",
        &["!unreachable-component spare", "unreachable-component other"],
    ),
    case(
        "one host with tiers that claim to be redundant is an error",
        "user fan\n host box { was api { replicas = 2, session = none }; mysql orders { replicas = 2, failover = auto, backup = 1d } }
         fan -> api { balanced }\n api -> orders",
        &["shared-host box"],
    ),
    case(
        "a cache that holds the only sessions is their source",
        "user fan\n was api { replicas = 2, session = seats }\n redis seats { mode = standalone, replicas = 1, persistence = off }
         fan -> api { balanced }\n api -> seats",
        &["cache-as-source-of-truth seats"],
    ),
    case(
        "two servers whose work must not be lost hold their floor",
        "user fan\n alb front\n was api { autoscale = 1..6, session = none }\n fan -> front -> api",
        &["autoscale-floor-one api warning"],
    ),
    case(
        "a cache type that is smaller than its working set",
        "user fan\n was api { replicas = 2, session = none }\n elasticache seats { for = orders, mode = sentinel, replicas = 2, instance = cache.t3.micro, working-set = 5GB }
         mysql orders { replicas = 2, failover = auto }\n fan -> api { balanced }\n api -> seats, orders",
        &["cache-too-small seats"],
    ),
    case(
        "a cache type with room",
        "user fan\n was api { replicas = 2, session = none }\n elasticache seats { for = orders, mode = sentinel, replicas = 2, instance = cache.r6g.large, working-set = 5GB }
         mysql orders { replicas = 2, failover = auto }\n fan -> api { balanced }\n api -> seats, orders",
        &["!cache-too-small"],
    ),
    case(
        "pools beyond what a database type accepts",
        "user fan\n was api { replicas = 4, session = none, pool = 50 }\n mysql orders { replicas = 2, failover = auto, instance = db.t4g.micro }
         fan -> api { balanced }\n api -> orders",
        &["connections-exhausted orders"],
    ),
    case(
        "pools that a database type accepts",
        "user fan\n was api { replicas = 4, session = none, pool = 10 }\n mysql orders { replicas = 2, failover = auto, instance = db.t4g.micro }
         fan -> api { balanced }\n api -> orders",
        &["!connections-exhausted"],
    ),
    case(
        "a user who calls a server around its balancer",
        "user fan\n lb front { managed }\n was web1 { session = none }\n was web2 { session = none }
         fan -> front -> web1, web2\n fan -> web1",
        &["bypassed-balancer web1"],
    ),
    case(
        "an inner balancer that a user calls",
        "user fan\n lb inner { managed, internal }\n was api { replicas = 2, session = none }
         fan -> inner -> api",
        &["bypassed-balancer inner"],
    ),
    case(
        "a server whose balancer only others call, or that a balancer alone calls",
        "user fan\n lb front { managed }\n was web1 { session = none }\n was web2 { session = none }
         fan -> front -> web1, web2",
        &["!bypassed-balancer"],
    ),
    case(
        "a range of replicas is a scaler, and needs no traffic",
        "user fan\n lb front { managed }\n was api { replicas = 2..20, session = none }
         fan -> front -> api",
        &["!number-without-basis"],
    ),
    case(
        "many replicas without a scaler",
        "user fan\n lb front { managed }\n was api { replicas = 20, session = none }
         fan -> front -> api",
        &["number-without-basis api"],
    ),
    case(
        "alarms, builds and logs end somewhere",
        "user fan\n was api { replicas = 2, session = none }\n prometheus p\n alertmanager am\n external slack
         jenkins ci\n external gh\n fluentd f\n elasticsearch es { replicas = 3 }
         fan -> api { balanced }\n api -> p -> am -> slack\n ci -> gh\n api ~> f -> es",
        &["!unreachable-component"],
    ),
    case(
        "a server that only a monitor looks at",
        "user fan\n was api { replicas = 2, session = none }\n was old { replicas = 2 }\n prometheus p
         fan -> api { balanced }\n p -> api, old",
        &["unreachable-component old"],
    ),
    case(
        "a journey that needs both zones is said once",
        "user fan\n region seoul { zone a { was api { replicas = 2, session = none } }
         zone c { mysql orders { replicas = 2, failover = auto } } }\n fan -> api { balanced }\n api -> orders",
        &["both-zones-needed *", "!single-zone"],
    ),
    case(
        "a store above its capacity is overloaded whether it reads or writes",
        "traffic { rps = 200rps }\n user fan\n was api { replicas = 2, session = none }
         mysql orders { replicas = 2, failover = auto, capacity = 100qps, backup = 1d }
         fan -> api { balanced }\n api -> orders",
        &["overloaded orders error", "!write-bottleneck"],
    ),
    case(
        "what a scaler without bounds carries is not known",
        "traffic { rps = 100rps, peak = 2x }\n user fan\n was api { replicas = 2, session = none, autoscale = on, capacity = 10rps }
         fan -> api { balanced }",
        &["!overloaded"],
    ),
    case(
        "what a scaler with bounds carries",
        "traffic { rps = 100rps, peak = 2x }\n user fan\n was api { replicas = 2, session = none, autoscale = 2..4, capacity = 10rps }
         fan -> api { balanced }",
        &["overloaded api"],
    ),
    case(
        "an unknown failover is a question",
        "user fan\n was api { replicas = 2, session = none }
         mysql orders { replicas = 2, failover = unknown, backup = 1d, encryption = on }\n fan -> api { balanced }\n api -> orders",
        &["!manual-failover", "unknown-facts orders advice"],
    ),
    case(
        "a provider of a journey that is part writes gets a request twice",
        "traffic { reads = 80% }\n user fan\n was api { replicas = 2, session = none }\n external pay
         fan -> api { balanced }\n api -> pay { retries = 2, backoff = exponential, timeout = 1s }",
        &["unsafe-retry api->pay"],
    ),
    case(
        "a provider that is only read may be asked twice",
        "traffic { reads = 100% }\n user fan\n was api { replicas = 2, session = none }\n external pay
         fan -> api { balanced }\n api -> pay { retries = 2, backoff = exponential, timeout = 1s }",
        &["!unsafe-retry", "unknown-facts api->pay advice"],
    ),
    case(
        "a single cache whose loss the store can't carry",
        "traffic { rps = 1000rps, reads = 90% }\n user fan\n was api { replicas = 4, session = none }
         redis seats { mode = standalone, replicas = 1, for = orders, hit-ratio = 90% }
         mysql orders { replicas = 2, failover = auto, capacity = 500qps }\n fan -> api { balanced }\n api -> seats, orders",
        &["cache-loss-overloads-db *"],
    ),
    case(
        "a standby that lags behind a strict objective",
        "traffic { rps = 100rps, reads = 50% }\n slo { rpo = 1s }\n user fan\n was api { replicas = 2, session = none }
         mysql orders { replicas = 2, failover = auto, replication = async, backup = 1d }\n fan -> api { balanced }\n api -> orders",
        &["rpo-unmet orders"],
    ),
    case(
        "a store in a public subnet",
        "user fan\n subnet front { public\n mysql orders { replicas = 2, failover = auto } }
         was api { replicas = 2, session = none }\n fan -> api { balanced }\n api -> orders",
        &["public-data-store orders"],
    ),
    case(
        "an address of a person in a note",
        "user fan\n was api { replicas = 2, session = none, note = \"ask kim.minsu@acme.co.kr\" }\n fan -> api { balanced }",
        &["secret-in-design *"],
    ),
    case(
        "a journey that falls just short of its objective",
        "slo { availability = 99.9% }\n user fan\n lb front { managed, availability = 99.9999% }
         was api { replicas = 1, session = none, availability = 99.9% }\n fan -> front -> api",
        &["objective-unreachable *"],
    ),
];
