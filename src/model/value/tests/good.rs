//! What is understood.

use super::*;

#[test]
fn counts() {
    comes_to(
        "",
        TRAFFIC,
        &[
            ("dau = 3", "3"),
            ("dau = 1_000", "1,000"),
            ("dau = 1e6", "1M"),
            ("dau = 300k", "300k"),
            ("dau = 1.2M", "1.2M"),
            ("dau = 2B", "2B"),
            ("dau = 30만", "300k"),
            ("dau = 1억", "100M"),
            ("dau = 1억 2000만", "120M"),
            ("dau = 3만 5천명", "35k"),
            ("dau = 1조", "1,000B"),
            ("dau = 5천만", "50M"),
            ("dau = 30만명", "300k"),
            ("dau = 30만 명", "300k"),
            ("dau = 200k..500k", "200–500k"),
            ("dau = 5..10만", "50–100k"),
            ("requests-per-user = 20건", "20"),
            ("requests-per-user = 2.5", "2.5"),
        ],
    );
    comes_to(
        "",
        WAS,
        &[("replicas = 3대", "3"), ("replicas = 2..10", "2–10"), ("replicas = 0", "0")],
    );
}

#[test]
fn ratios_and_factors() {
    comes_to(
        "",
        WAS,
        &[
            ("availability = 99.95%", "99.95%"),
            ("availability = 0.9995", "99.95%"),
            ("availability = 99.999999999%", "99.999999999%"),
            ("availability = 90%..99%", "90–99%"),
            ("availability = 90..99%", "90–99%"),
            ("availability = 100%", "100%"),
        ],
    );
    comes_to(
        "",
        TRAFFIC,
        &[("peak = 5x", "5x"), ("peak = 5배", "5x"), ("peak = 5", "5x"), ("peak = 250%", "2.5x")],
    );
}

#[test]
fn durations() {
    comes_to(
        "",
        DB,
        &[
            ("mttr = 250us", "250us"),
            ("mttr = 30ms", "30ms"),
            ("mttr = 2s", "2s"),
            ("mttr = 10m", "10m"),
            ("mttr = 6h", "6h"),
            ("mttr = 7d", "7d"),
            ("mttr = 2w", "14d"),
            ("mttr = 3mo", "90d"),
            ("mttr = 1y", "1y"),
            ("mttr = 30초", "30s"),
            ("mttr = 10분", "10m"),
            ("mttr = 6시간", "6h"),
            ("mttr = 7일", "7d"),
            ("mttr = 2주", "14d"),
            ("mttr = 3개월", "90d"),
            ("mttr = 1년", "1y"),
            ("mttr = 90", "1m 30s"),
            ("mttr = 10..20ms", "10–20ms"),
            ("mttr = 1h + 30m", "1h 30m"),
        ],
    );
}

#[test]
fn sizes_and_bandwidths() {
    comes_to(
        "",
        DB,
        &[
            ("size = 500B", "500 B"),
            ("size = 4KB", "4 KB"),
            ("size = 4KiB", "4 KiB"),
            ("size = 2TB", "2 TB"),
            ("size = 2TB * 3", "6 TB"),
            ("size = 500B * 2만", "10 MB"),
            ("growth = 10GB/day", "116 KB/s"),
            ("growth = 1Gbps", "125 MB/s"),
            ("growth = 500MB/s", "500 MB/s"),
            ("growth = 100rps * 2KB", "200 KB/s"),
            ("growth = 86.4GB / 1d", "1 MB/s"),
        ],
    );
}

#[test]
fn rates() {
    comes_to(
        "",
        WAS,
        &[
            ("capacity = 500rps", "500 rps"),
            ("capacity = 7k qps", "7,000 rps"),
            ("capacity = 300 tps", "300 rps"),
            ("capacity = 20/day", "20/day"),
            ("capacity = 500/s", "500 rps"),
            ("capacity = 8.64M/day", "100 rps"),
            ("capacity = 2000건/일", "2,000/day"),
            ("capacity = 500건/초", "500 rps"),
            ("capacity = 500", "500 rps"),
            ("capacity = 7k", "7,000 rps"),
            ("capacity = 8640만 / 1일", "1,000 rps"),
        ],
    );
}

#[test]
fn money() {
    comes_to(
        "",
        WAS,
        &[
            ("cost = $120/mo", "$120/mo"),
            ("cost = $120", "$120/mo"),
            ("cost = ₩150_000/mo", "₩150,000/mo"),
            ("cost = 15만원/월", "₩150,000/mo"),
            ("cost = $0.05/h", "$36.5/mo"),
            ("cost = $1200/y", "$100/mo"),
            ("cost = $0.05/h * 3", "$110/mo"),
            ("cost = 120", "$120/mo"),
            ("cost = 2 * 15만원/월", "₩300,000/mo"),
        ],
    );
}

#[test]
fn arithmetic_shows_its_reasoning() {
    let design = "let daily = mau * share
                  let mau = 300만
                  let share = 10%
                  traffic { dau = daily, requests-per-user = 20, rps = traffic.dau * 20 / 1d }";
    comes_to(
        design,
        TRAFFIC,
        &[
            ("dau = daily", "300k"),
            ("dau = mau * 10%", "300k"),
            ("dau = mau - 290만 + 5", "100k"),
            ("rps = traffic.dau * traffic.requests-per-user / 1d", "69.4 rps"),
            ("rps = (traffic.dau + 30만) * 20 / 86_400s", "139 rps"),
            ("payload = 2 * (3KB + 1KB)", "8 KB"),
            ("dau = 200k..500k * 10%", "20–50k"),
            ("reads = 1 - share", "90%"),
        ],
    );
}

#[test]
fn words_names_and_texts() {
    comes_to(
        "let policy = rolling\nlet both = [a]\nlet store = seats",
        WAS,
        &[
            ("deploy = rolling", "rolling"),
            ("deploy = policy", "rolling"),
            ("managed", "on"),
            ("managed = off", "off"),
            ("managed = none", "off"),
            ("session = local", "local"),
            ("session = none", "off"),
            ("session = seats", "component 0"),
            ("session = store", "component 0"),
            ("zones = [seoul.a, a]", "[group 0, group 0]"),
            ("zones = a", "group 0"),
            ("zones = both", "[group 0]"),
            ("zones = []", "[]"),
            ("tags = [core, \"결제 팀\"]", "[\"core\", \"결제 팀\"]"),
            ("tech = tomcat", "\"tomcat\""),
            ("note = \"사내 도구\"", "\"사내 도구\""),
            ("autoscale = 2..10", "2–10"),
            ("autoscale", "on"),
        ],
    );
    comes_to("", DB, &[("backup = none", "off"), ("backup = 1d", "1d"), ("backup", "on")]);
    comes_to("", CACHE, &[("for = orders", "component 1"), ("for = [orders]", "[component 1]")]);
    comes_to(
        "",
        Site::Scenario,
        &[
            ("slow = [orders 10x]", "[component 1 10x]"),
            ("fail = [seats, seoul.a]", "[component 0, group 0]"),
            ("traffic = 10x", "10x"),
        ],
    );
}

#[test]
fn a_long_chain_of_lets_takes_no_stack() {
    let mut design = String::from("let n0 = 1\n");
    for at in 1..10_000 {
        design += &format!("let n{at} = n{} + 1\n", at - 1);
    }
    comes_to(&design, TRAFFIC, &[("dau = n9999", "10k")]);
}
