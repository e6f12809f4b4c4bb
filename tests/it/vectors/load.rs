//! Queues, estimates, what-ifs and costs, as designs where the language can say them.

use super::{close, items, number, vectors};
use crate::numbers::{capacities, design, id, run, study, usage};
use archlint::analysis::Study;
use archlint::analysis::attempts::Attempts;
use archlint::analysis::estimate::Estimate;
use archlint::analysis::load::{Conditions, Spread};
use archlint::analysis::queueing::{
    Scalability, budgeted_attempts, drain, erlang_b, erlang_c, erlangs_at_blocking,
    expected_attempts, mean_wait, statically_stable, tail_probability,
};
use archlint::analysis::recovery::Recovery;
use archlint::model::{Design, Duration, FlowId};
use serde_json::Value;

/// One example: compares with what it expects.
struct Case<'v>(&'v Value);

impl Case<'_> {
    fn input(&self, name: &str) -> f64 {
        number(&self.0["input"][name])
    }

    fn whole(&self, name: &str) -> u32 {
        self.input(name) as u32
    }

    #[track_caller]
    fn is(&self, name: &str, found: f64) {
        close(&self.0["id"], name, found, number(&self.0["expected"][name]), 1e-9);
    }

    #[track_caller]
    fn are(&self, name: &str, found: impl IntoIterator<Item = f64>) {
        let expected = items(&self.0["expected"][name]);
        let found: Vec<f64> = found.into_iter().collect();
        assert_eq!(found.len(), expected.len(), "{name}");
        for (found, expected) in found.into_iter().zip(expected) {
            close(&self.0["id"], name, found, number(expected), 1e-9);
        }
    }
}

#[test]
fn queueing() {
    for vector in &vectors("queueing", 13) {
        let case = Case(vector);
        match vector["id"].as_str().expect("an id") {
            "D01" | "D02" => queue(&case),
            "D03" | "D05" | "D09" => {
                let (servers, erlangs) = (case.whole("servers"), case.input("erlangs"));
                case.is("erlang_b", erlang_b(servers, erlangs));
                if vector["expected"]["erlang_c"].is_number() {
                    case.is("erlang_c", erlang_c(servers, erlangs));
                }
            }
            "D06" | "D08" => {
                let (servers, blocking) = (case.whole("servers"), case.input("blocking"));
                let published = number(&vector["expected"]["erlangs"]);
                let relative = number(&vector["tolerance"]["erlangs_rel"]);
                let found = erlangs_at_blocking(servers, blocking);
                close(&vector["id"], "erlangs", found, published, relative);
                case.is("blocking_at_that_load", erlang_b(servers, published));
            }
            "D11" => threads(&case),
            "D13" => retries_of_layers(&case),
            "D15" => {
                let (attempts, failure) =
                    (case.whole("max_attempts"), case.input("failure_probability"));
                let without = expected_attempts(failure, attempts - 1);
                let with = budgeted_attempts(failure, attempts - 1, case.input("retry_ratio"));
                case.is("growth_without_ratio", without);
                case.is("growth_with_ratio", with);
            }
            "D16" => {
                let (failure, retries) = (case.input("failure_probability"), case.whole("retries"));
                case.is("expected_attempts", expected_attempts(failure, retries));
                case.is("success_probability", 1.0 - failure.powi(retries as i32 + 1));
            }
            "D17" => {
                let (alpha, beta) = (case.input("alpha"), case.input("beta"));
                let fit = Scalability { each: case.input("gamma"), alpha, beta };
                case.is("peak_load", fit.peak());
                case.is("throughput_at_peak", fit.throughput(fit.peak()));
                case.is("x72", fit.throughput(72.0));
            }
            "D18" => case.are(
                "p_request_slow",
                items(&vector["input"]["cases"]).iter().map(|one| {
                    tail_probability(number(&one["p_slow"]), number(&one["fanout"]) as u32)
                }),
            ),
            other => panic!("{other} has no test"),
        }
    }
}

/// One of an hour's arrivals is one a second here.
fn queue(case: &Case) {
    let servers = case.0["input"]["servers"].as_u64().unwrap_or(1) as u32;
    let (arrivals, rate) = (case.input("arrival_per_h"), case.input("service_per_h"));
    let text = format!(
        "traffic {{ rps = {arrivals}rps }}\n user u
         was a {{ replicas = {servers}, capacity = {rate}rps, latency = 0s }}\n u -> a"
    );
    let latency =
        study(&design(&text)).ordinary().latency(FlowId(0)).cloned().expect("it is stated");
    let wait = latency.path.iter().map(|step| step.wait.as_seconds()).sum::<f64>();
    close(&case.0["id"], "wait", wait, mean_wait(servers, arrivals, rate), 1e-12);
    case.is("Wq_h", wait);
    case.is("W_h", wait + 1.0 / rate);
    case.is("Lq", arrivals * wait);
    case.is("L", arrivals * (wait + 1.0 / rate));
    case.is("utilisation", usage(&design(&text), "a").utilization.hi);
    if case.0["expected"]["erlang_c"].is_number() {
        case.is("erlang_c", erlang_c(servers, arrivals / rate));
        case.is("offered_load", arrivals / rate);
    }
}

/// Little's law: each thread carries 1 ÷ latency.
fn threads(case: &Case) {
    let (rps, latency) = (case.input("rps"), case.input("latency_s"));
    let threads = case.input("frontends") * case.input("threads_each");
    let text = format!(
        "traffic {{ rps = {rps}rps }}\n user u
         was front {{ replicas = {threads}, capacity = {}rps }}\n u -> front",
        1.0 / latency
    );
    let usage = usage(&design(&text), "front");
    case.is("utilisation", usage.utilization.hi);
    case.is("busy_threads", usage.utilization.hi * threads);
}

fn retries_of_layers(case: &Case) {
    let mut text = String::from("user u\nservice s0x\nu -> s0x\n");
    for (at, attempts) in items(&case.0["input"]["attempts_per_layer"]).iter().enumerate() {
        let (next, retries) = (at + 1, number(attempts) - 1.0);
        text += &format!("service s{next}x\ns{at}x -> s{next}x {{ retries = {retries} }}\n");
    }
    let design = design(&text);
    let last = design.component_ids().last().expect("there are services");
    case.is("amplification", Attempts::of(&design).at(last));
}

#[test]
fn estimates() {
    for vector in &vectors("fermi", 5) {
        let case = Case(vector);
        match vector["id"].as_str().expect("an id") {
            "E01" => posts(&case),
            "E03" => pastes(&case),
            "E04" => links(&case),
            "E06" => zones(&case),
            "E07" => {
                let all = estimate("traffic { rps = 10_000rps, payload = 1KB }");
                case.is("bytes_per_day", all.ordinary().data().expect("a payload").per_day.hi);
                let average = all.ordinary().spread().expect("traffic").demand.average.hi;
                case.is("per_day_records", average * 86_400.0);
            }
            other => panic!("{other} has no test"),
        }
    }
}

/// Users that write to one store.
fn estimate(facts: &str) -> Study {
    study(&design(&format!("{facts}\n user u\n db store\n u -> store")))
}

fn posts(case: &Case) {
    let all = estimate(
        "let mau = 300M
         traffic { dau = mau * 50%, requests-per-user = 2, peak = 2x, reads = 90%, payload = 1MB,
                   retention = 1825d }",
    );
    let demand = &all.ordinary().spread().expect("traffic").demand;
    case.is("dau", demand.dau.expect("it is stated").hi);
    case.is("avg_qps", demand.average.hi);
    case.is("peak_qps", demand.peak.hi);
    let data = all.ordinary().data().expect("a payload");
    case.is("media_bytes_per_day", data.per_day.hi);
    case.is("media_bytes_retained", data.stored().expect("a retention").hi);
}

/// The book's month has 2.5 million seconds.
fn pastes(case: &Case) {
    let writes = estimate(
        "let month = 2_500_000s
         traffic { rps = 10M / month, payload = 1271B, retention = 36 * month }",
    );
    let rate = writes.ordinary().spread().expect("traffic").demand.average.hi;
    let data = writes.ordinary().data().expect("a payload");
    case.is("write_qps", rate);
    case.is("bytes_per_month", data.per_day.hi / 86_400.0 * 2.5e6);
    case.is("bytes_3y", data.stored().expect("a retention").hi);
    case.is("records_3y", rate * 36.0 * 2.5e6);
    let reads = estimate("traffic { rps = 100M / 2_500_000s }");
    case.is("read_qps", reads.ordinary().spread().expect("traffic").demand.average.hi);
}

fn links(case: &Case) {
    let writes = estimate("traffic { rps = 500M / 30d, payload = 500B, retention = 1800d }");
    let rate = writes.ordinary().spread().expect("traffic").demand.average.hi;
    let data = writes.ordinary().data().expect("a payload");
    case.is("write_qps", rate);
    case.is("records", rate * 86_400.0 * 1800.0);
    case.is("storage_bytes", data.stored().expect("a retention").hi);
    case.is("ingress_Bps", data.ingress.hi);
    let reads = estimate("traffic { rps = 100 * 500M / 30d, payload = 500B, response = 500B }");
    let rate = reads.ordinary().spread().expect("traffic").demand.average.hi;
    let egress = reads.ordinary().data().expect("a payload").egress.expect("a response");
    case.is("read_qps", rate);
    case.is("egress_Bps", egress.hi);
    case.is("reads_per_day", rate * 86_400.0);
    case.is("cache_bytes", egress.hi * 86_400.0 * case.input("hot_fraction"));
}

/// 700 on replicas of 100 at the target of 70% are ten.
fn zones(case: &Case) {
    let needed = case.whole("instances_needed");
    let options: Vec<u32> =
        items(&case.0["input"]["az_options"]).iter().map(|count| number(count) as u32).collect();
    let total = |zones: u32| {
        let drawn: String = (0..zones).map(|at| format!("zone z{at}x\n")).collect();
        let text = format!(
            "traffic {{ rps = 700rps }}\nuser u\n{drawn}was a {{ capacity = 100rps }}\nu -> a"
        );
        let study = study(&design(&text));
        let sizing = Estimate::of(&study).components[0].sizing.expect("a capacity");
        assert_eq!(sizing.needed, needed);
        assert_eq!(sizing.zone_loss, Some(statically_stable(needed, zones)));
        f64::from(statically_stable(needed, zones))
    };
    case.are("total", options.iter().map(|zones| total(*zones)));
    let needed = f64::from(needed);
    let over = options.iter().map(|zones| (total(*zones) / needed - 1.0) * 100.0);
    case.are("overprovision_percent", over.map(f64::round));
}

#[test]
fn what_ifs() {
    for vector in &vectors("whatif", 7) {
        let case = Case(vector);
        match vector["id"].as_str().expect("an id") {
            "F01" => dead_cache(&case),
            "F02" => all_time_out(&case),
            "F04" => fan_out(&case),
            "F06" => lost_zone(&case),
            "F08" => tenfold(&case),
            "F09" => lost_primary(&case),
            "F10" => {
                let (arrivals, rate) =
                    (case.input("arrival_per_s"), case.input("consumer_capacity_per_s"));
                let outage = Duration::seconds(case.input("outage_s"));
                let (backlog, takes) = drain(arrivals, rate, outage);
                case.is("backlog", backlog);
                case.is("drain_s", takes.expect("the consumers are faster").as_seconds());
                case.is("backlog_bytes", backlog * case.input("bytes_per_msg"));
            }
            other => panic!("{other} has no test"),
        }
    }
}

fn peak(design: &Design, name: &str) -> f64 {
    let spread = Spread::of(design, &Conditions::ordinary(design)).expect("traffic");
    spread.at(id(design, name)).peak.hi
}

fn dead_cache(case: &Case) {
    let design = design(
        "traffic { rps = 3000rps, reads = 100% }\n user u\n was a\n redis c { hit-ratio = 90% }
         db d { capacity = 300rps }\n u -> a -> c, d\n scenario dead { fail = [c] }",
    );
    let (before, after) = (&case.0["expected"]["before"], &case.0["expected"]["after"]);
    let compare = |what: &str, found: f64, expected: &Value| {
        close(&case.0["id"], what, found, number(&expected[what]), 1e-12);
    };
    compare("cache_rps", peak(&design, "c"), before);
    compare("db_rps", peak(&design, "d"), before);
    compare("db_utilisation", usage(&design, "d").utilization.hi, before);
    let outcome = run(&design, 0);
    let db = outcome.usage(id(&design, "d")).expect("a capacity");
    compare("db_rps", db.peak(), after);
    compare("db_utilisation", db.utilization.hi, after);
    compare("amplification", db.peak() / peak(&design, "d"), after);
    let capacities = capacities(&design);
    let capacity = capacities.iter().find(|it| it.id == id(&design, "d")).expect("it is stated");
    case.is("advertised_capacity_rps", 3000.0 * capacity.advertised);
    case.is("hidden_capacity_rps", 3000.0 * capacity.hidden);
}

fn all_time_out(case: &Case) {
    let design = design(
        "traffic { rps = 280rps }\n user u\n was a\n db d { capacity = 300rps }
         u -> a\n a -> d { retries = 1 }",
    );
    let capacity = capacities(&design)[0];
    assert!(capacity.advertised > 1.0 && capacity.hidden < 1.0, "it is vulnerable");
    case.is("hidden_capacity_rps", 280.0 * capacity.hidden);
    case.is("stable_below_rps", 280.0 * capacity.hidden);
    case.is("db_rps_if_all_time_out", 300.0 / capacity.hidden);
}

fn fan_out(case: &Case) {
    let design = design(
        "traffic { rps = 1000rps, reads = 100% }\n user u\n lb front { managed }\n was web
         redis cache { hit-ratio = 90% }\n db d { replicas = 1 }\n queue q { managed }\n worker w
         u -> front -> web\n web -> cache { calls = 2x }\n cache -> d
         web -> d { calls = 0.2x, reads = 0% }\n web ~> q { calls = 0.3x }\n q ~> w",
    );
    let rps = &case.0["expected"]["rps"];
    let compare = |found: &str, expected: &str| {
        close(&case.0["id"], found, peak(&design, found), number(&rps[expected]), 1e-12);
    };
    compare("front", "lb");
    compare("web", "web");
    compare("cache", "cache");
    compare("q", "queue");
    compare("w", "worker");
    case.is("db_total", peak(&design, "d"));
}

fn lost_zone(case: &Case) {
    let design = design(
        "traffic { rps = 3600rps }\n user u\n zone a\n zone b\n zone c
         was web { replicas = 6, zones = [a, b, c], capacity = 1000rps }\n u -> web
         scenario lost { fail = [a] }",
    );
    let outcome = run(&design, 0);
    let left = outcome.usage(id(&design, "web")).expect("a capacity");
    case.is("before", usage(&design, "web").utilization.hi);
    case.is("after_az_loss", left.utilization.hi);
    assert!(outcome.outcome().overloaded.is_empty());
    case.is("max_safe_rps_at_target_1", left.capacity);
}

fn tenfold(case: &Case) {
    let design = design(
        "traffic { rps = 500rps, reads = 100% }\n user u\n lb lb { capacity = 100_000rps }
         was web { capacity = 4000rps }\n redis cache { capacity = 80_000rps }
         db db { capacity = 3000rps }\n u -> lb -> web\n web -> cache { calls = 1.5x }
         web -> db { calls = 0.35x }\n scenario tenfold { traffic = 10x }",
    );
    let outcome = run(&design, 0);
    let saturation = Study::of(design.clone()).saturation(&design.scenarios[0]);
    for (name, expected) in case.0["expected"]["utilisation_at_10x"].as_object().expect("a table") {
        let id = id(&design, name);
        let found = outcome.usage(id).expect("a capacity").utilization.hi;
        close(&case.0["id"], name, found, number(expected), 1e-9);
        let (_, factor) = saturation.iter().find(|(at, _)| *at == id).expect("one");
        let most = number(&case.0["expected"]["max_scale"][name]);
        close(&case.0["id"], name, factor * 10.0, most, 1e-9);
    }
    let (first, factor) = saturation[0];
    assert_eq!(design.component(first).path, "web");
    case.is("max_rps", 5000.0 * factor);
}

fn lost_primary(case: &Case) {
    // The lag of an asynchronous replica is our planning value of 5 s, not the example's 2 s.
    let lag = archlint::analysis::recovery::REPLICATION_LAG;
    let options = [
        "replicas = 2, failover = auto, failover-time = 90s, replication = sync",
        "replicas = 2, failover = auto, failover-time = 90s, replication = async",
        "replicas = 2, failover = manual, failover-time = 30m, replication = async",
        "backup = 1d, size = 360GB",
        "pitr",
    ];
    let recoveries = options.map(|facts| {
        let design = design(&format!("user u\n db d {{ {facts} }}\n u -> d"));
        Recovery::of(&design, id(&design, "d"))
    });
    let time = |recovery: &Recovery| recovery.time.lasts.as_seconds();
    case.are("rto_s", recoveries.iter().map(time));
    let loss = |recovery: &Recovery| match recovery.loss.as_ref().expect("it keeps data").lasts {
        time if time == lag => 2.0,
        time => time.as_seconds(),
    };
    case.are("rpo_s", recoveries.iter().map(loss));
    let writes = case.input("writes_per_s");
    case.are("lost_writes_worst", recoveries.iter().map(|recovery| loss(recovery) * writes));
}

#[test]
fn costs() {
    for vector in &vectors("cost_diff", 2) {
        let case = Case(vector);
        match vector["id"].as_str().expect("an id") {
            "H01" => {
                let (old, new) = (bill(&vector["input"]["as_is"]), bill(&vector["input"]["to_be"]));
                case.is("as_is_usd", old);
                case.is("to_be_usd", new);
                case.is("delta_usd", new - old);
                case.is("ratio", new / old);
            }
            "H03" => {
                let egress = total("cdn edge { cost = 5000 * $0.126/mo }");
                let storage = total("storage s { replicas = 3, cost = 2000 * $0.1/mo }");
                case.is("egress_usd", egress);
                case.is("storage_usd", storage);
                case.is("total_usd", egress + storage);
            }
            other => panic!("{other} has no test"),
        }
    }
}

fn total(text: &str) -> f64 {
    Study::of(design(text)).cost().total(None).expect("it is priced").0.hi
}

fn bill(items_of: &Value) -> f64 {
    let line = |item: &Value| {
        let (kind, count) = (item["n"].as_str().expect("a kind"), &item["count"]);
        format!("{kind} {kind} {{ replicas = {count}, cost = ${}/h }}\n", number(&item["usd_h"]))
    };
    total(&items(items_of).iter().map(line).collect::<String>())
}
