//! The bill, line by line, against figures by hand. A month has 730 hours, 2,628,000 seconds; GB is 10⁹.

use crate::numbers::{design, id};
use archlint::analysis::cost::{Burst, Change, Cost, Gap, Missing, Plan};
use archlint::analysis::{Study, Terms};
use archlint::model::{Duration, Place};
use archlint::report::figures::{FigureFormat, Side, estimate, metrics};
use archlint::say::Lang;
use jiff::civil::date;
use std::path::Path;
use std::process::Command;

fn study(text: &str) -> Study {
    let today = Some(date(2026, 11, 29));
    Study::new(design(text), Terms { today, ..Terms::default() })
}

fn line(study: &Study, name: &str, what: &str) -> Option<f64> {
    let place = Place::Component(id(study.design(), name));
    let line = study.cost().of_place(place).find(|line| line.what == what)?;
    assert!(!line.derivation.is_empty(), "{name} {what} has no derivation");
    Some(line.running().hi)
}

fn is(study: &Study, name: &str, what: &str, expected: f64) {
    let value = line(study, name, what).unwrap_or_else(|| panic!("{name} has no line {what}"));
    assert!((value - expected).abs() <= 1e-6 * expected, "{name} {what}: {value}, not {expected}");
}

fn gaps(study: &Study, name: &str) -> Vec<(&'static str, Missing)> {
    let place = Place::Component(id(study.design(), name));
    let own = study.cost().gaps.iter().filter(|gap: &&Gap| gap.place == place);
    own.map(|gap| (gap.what, gap.why)).collect()
}

const TRAFFIC: &str =
    "traffic { rps = 100rps, peak = 2x, reads = 90%, payload = 10KB, response = 50KB }\nuser fan\n";

/// 100 rps × 50 kB × 2,628,000 s = 13,140 GB leave past no CDN: 10,000 × $0.126 + 3,140 × $0.122.
/// A tenth calls a third party through the NAT: (1 × 10 kB + 10 × 50 kB) × 2,628,000 s = 1,340.28 GB.
#[test]
fn a_region_is_billed_line_by_line() {
    let study = study(&format!(
        "{TRAFFIC}region seoul {{
           alb front
           was api {{ replicas = 2, instance = t3.medium }}
           nat-gateway egress
         }}
         external bank
         fan -> front -> api
         api -> egress {{ share = 10% }}
         egress -> bank"
    ));
    is(&study, "front", "hours", 0.0225 * 730.0);
    is(&study, "front", "addresses", 2.0 * 0.005 * 730.0);
    is(&study, "front", "out", 1643.08);
    is(&study, "api", "instances", 75.92);
    is(&study, "egress", "hours", 43.07);
    is(&study, "egress", "addresses", 3.65);
    is(&study, "egress", "data", 1340.28 * 0.059);
    // What a unit of the balancer costs in Seoul is in no list: said, and never taken from elsewhere.
    assert_eq!(gaps(&study, "front"), [("units", Missing::Price)]);
    assert!(study.cost().is_open());
}

/// Half of the callers stand in the other zone: (10 × 10 kB + 100 × 50 kB) × 2,628,000 s × ½ =
/// 6,701.4 GB, and each side pays $0.01.
#[test]
fn what_crosses_zones_is_paid_by_both_sides() {
    let study = study(&format!(
        "{TRAFFIC}region seoul {{
           zone a {{ rds orders {{ instance = db.t4g.micro }} }}
           zone b
           was api {{ zones = [a, b], replicas = 2, instance = t3.medium }}
         }}
         fan -> api -> orders"
    ));
    is(&study, "api", "zones", 6701.4 * 2.0 * 0.01);
    is(&study, "orders", "instances", 0.025 * 730.0);
    assert_eq!(line(&study, "orders", "zones"), None);
}

/// 90 reads and 10 writes a second in Virginia: 236,520 thousand GETs × $0.0004, 26,280 thousand PUTs
/// × $0.005; 262.8 million requests a month of all.
#[test]
fn services_are_paid_by_the_request() {
    let one = |what: &str| study(&format!("{TRAFFIC}region virginia {{ {what} it }}\nfan -> it"));
    let s3 = one("s3");
    is(&s3, "it", "reads", 94.608);
    is(&s3, "it", "writes", 131.4);
    is(&one("lambda"), "it", "requests", 262.8 * 0.2);
    is(&one("api-gateway"), "it", "requests", 262.8 * 3.5);
    // A message is sent, received and deleted.
    is(&one("sqs"), "it", "requests", 262.8 * 3.0 * 0.4);
    let dynamo = one("dynamodb");
    is(&dynamo, "it", "reads", 236.52 * 0.125);
    assert!(gaps(&dynamo, "it").contains(&("writes", Missing::Price)));
}

/// 13,140 GB at $0.085 through CloudFront; hits leave it, too.
#[test]
fn a_cdn_is_paid_for_what_it_delivers() {
    let text = format!(
        "{TRAFFIC}region virginia {{ cloudfront edge {{ hit-ratio = 80% }}\n was api }}\nfan -> edge -> api"
    );
    is(&study(&text), "edge", "out", 13_140.0 * 0.085);
    assert_eq!(line(&study(&text), "api", "out"), None);
}

#[test]
fn a_cluster_has_one_control_plane() {
    let study = study(
        "user fan\nregion seoul { cluster prod { eks api { instance = t3.medium }\n eks web { instance = t3.medium } } }
         fan -> api, web",
    );
    is(&study, "api", "control-plane", 73.0);
    assert_eq!(line(&study, "web", "control-plane"), None);
}

/// Two of cache.r6g.large: $0.246 an hour, $0.167 with a year's commitment.
#[test]
fn what_is_committed_stands_beside_what_is_on_demand() {
    let of = |pricing: &str| {
        study(&format!(
            "user fan\nregion seoul {{ elasticache seats {{ replicas = 2, instance = cache.r6g.large {pricing} }} }}
             was api {{ cost = $1/mo }}\nfan -> api -> seats"
        ))
    };
    let total = |study: &Study, plan| study.cost().total_by(plan, None).expect("priced").0.hi;
    let (on_demand, committed) = (2.0 * 0.246 * 730.0 + 1.0, 2.0 * 0.167 * 730.0 + 1.0);
    for (pricing, stated) in [("", on_demand), (", pricing = reserved-1y", committed)] {
        let study = of(pricing);
        assert!((total(&study, Plan::Stated) - stated).abs() < 1e-6);
        assert!((total(&study, Plan::OnDemand) - on_demand).abs() < 1e-6);
        assert!((total(&study, Plan::OneYear) - committed).abs() < 1e-6);
    }
    for pricing in [", pricing = spot", ", pricing = reserved-3y"] {
        let study = of(pricing);
        assert_eq!(line(&study, "seats", "instances"), None);
        assert_eq!(gaps(&study, "seats"), [("instances", Missing::Commitment)]);
    }
}

#[test]
fn the_teams_own_prices_go_first() {
    let text = "user fan\nwas api { replicas = 2, instance = t3.medium }\nfan -> api";
    assert_eq!(gaps(&study(text), "api"), [("instances", Missing::Region)]);
    let with = |region: Option<&str>, prices: &[(&str, f64)]| {
        let prices = prices.iter().map(|(item, price)| ((*item).to_owned(), *price)).collect();
        let region = region.map(str::to_owned);
        let study = Study::new(design(text), Terms { region, prices, ..Terms::default() });
        study.cost().total(None).map(|(total, _)| total.hi)
    };
    assert_eq!(with(Some("seoul"), &[]), Some(75.92));
    assert_eq!(with(None, &[("t3.medium", 0.1)]), Some(146.0));
    assert_eq!(with(Some("seoul"), &[("us-east-1/t3.medium", 0.1)]), Some(75.92));
    assert_eq!(with(Some("seoul"), &[("ap-northeast-2/t3.medium", 0.1)]), Some(146.0));
}

/// Two instances of two vCPUs × $0.12 × 730 h, since February 2024.
#[test]
fn an_engine_past_its_support_costs_more() {
    let of = |version: &str| {
        study(&format!(
            "user fan\nregion seoul {{ rds orders {{ replicas = 2, instance = db.t4g.micro, version = \"{version}\" }} }}
             was api {{ cost = $1/mo }}\nfan -> api -> orders"
        ))
    };
    is(&of("MySQL 5.7"), "orders", "extended-support", 350.4);
    assert_eq!(line(&of("MySQL 8.4"), "orders", "extended-support"), None);
    let upgrade = of("MySQL 5.7").savings().iter().find(|it| it.change == Change::Upgrade).cloned();
    assert!((upgrade.expect("it saves").amount - 350.4).abs() < 1e-6);
}

#[test]
fn prices_age() {
    let terms = Terms { today: Some(date(2026, 11, 29)), ..Terms::default() };
    let old: Vec<_> = ["2026-10-01", "2026", "2025-11-29", "2025-11-28", "2024-07", ""]
        .into_iter()
        .map(|date| terms.is_old(date))
        .collect();
    assert_eq!(old, [false, false, false, true, true, true]);
    assert!(!Terms::default().is_old(""));
}

/// Known: $75.92 and more; the units of the balancer are not.
#[test]
fn a_bill_with_gaps_is_never_within_its_limit() {
    let of = |limit: &str| {
        let study = study(&format!(
            "{TRAFFIC}region seoul {{ alb front\n was api {{ replicas = 2, instance = t3.medium }} }}
             fan -> front -> api\nexpect cost <= {limit}"
        ));
        study.verdicts()[0].holds
    };
    assert_eq!(of("$100000/mo"), None);
    assert_eq!(of("$70/mo"), Some(false));
}

/// 20 rps ÷ (3 × 800): a quarter of the processors does, and one of three is enough as before.
#[test]
fn right_sizing_keeps_the_objective() {
    let of = |capacity: &str| {
        study(&format!(
            "traffic {{ rps = 20rps, peak = 2x }}\nuser fan
             region seoul {{ was api {{ replicas = 3, instance = m5.2xlarge, capacity = {capacity} }} }}
             fan -> api"
        ))
    };
    let sized = |study: &Study| {
        let to = |it: &archlint::analysis::cost::Saving| match &it.change {
            Change::RightSize { to } => Some((to.clone(), it.amount, it.more_downtime)),
            _ => None,
        };
        study.savings().iter().find_map(to)
    };
    let (to, amount, more) = sized(&of("800rps")).expect("a smaller one does");
    // 3 × ($0.472 − $0.118) × 730 h
    assert_eq!((to.as_str(), more), ("m5.large", Some(Duration::ZERO)));
    assert!((amount - 775.26).abs() < 1e-6, "{amount}");
    // 40 rps of 100 on a large one: two would be needed where one was, so that one more loss counts.
    assert_eq!(sized(&of("45rps")).map(|it| it.0), None);
}

/// 150 ÷ (4 × 120) = 31% on average; a t3.medium may use 20% for ever.
#[test]
fn credits_run_out_above_the_baseline() {
    let of = |count: u32, kind: &str| {
        let study = study(&format!(
            "traffic {{ rps = 150rps, peak = 2x }}\nuser fan
             was api {{ replicas = {count}, instance = {kind}, capacity = 120rps }}\nfan -> api"
        ));
        Burst::of(&study, id(study.design(), "api"))
    };
    let burst = of(4, "t3.medium").expect("above");
    assert!((burst.average - 0.3125).abs() < 1e-9 && burst.baseline == 0.2);
    assert_eq!((of(7, "t3.medium"), of(4, "m5.large")), (None, None));
}

/// (60 − 40) × 12 ÷ the minutes that the flow is down less.
#[test]
fn a_change_says_what_an_avoided_minute_costs() {
    let of = |replicas: u32| {
        study(&format!(
            "user fan\nwas api {{ replicas = {replicas}, cost = $20/mo }}\nmysql orders {{ cost = $20/mo }}
             fan -> api -> orders"
        ))
    };
    let (old, new) = (of(1), of(2));
    let side = |study| Side { study, findings: &[] };
    let metrics = metrics(&side(&old), &side(&new));
    let find = |name: &str| metrics.iter().find(|metric| metric.name == name).expect("it is there");
    let downtime = metrics.iter().find(|it| it.name.starts_with("downtime(")).expect("a flow");
    let avoided = downtime.old.expect("known") - downtime.new.expect("known");
    assert!(avoided > 0.0);
    let each = find("cost_per_avoided_minute").new.expect("known");
    assert!((each - 20.0 * 12.0 / avoided).abs() < 1e-9);
    assert_eq!((find("cost").old, find("cost").new), (Some(40.0), Some(60.0)));
}

#[test]
fn a_total_says_how_whole_it_is() {
    let study = study(
        "user fan\nregion seoul { was api { replicas = 2, instance = t3.medium } }
         mysql orders\nfan -> api -> orders",
    );
    for (lang, whole) in [(Lang::Ko, "2개 중 1개의 가격"), (Lang::En, "the prices of 1 of 2")]
    {
        let printed = estimate(&study, FigureFormat::Pretty, lang);
        let said = printed.lines().find(|line| line.contains(whole));
        assert!(
            said.is_some_and(|line| line.contains("$75.92") || line.contains("$76")),
            "{printed}"
        );
    }
    assert_eq!(study.cost().unpriced, [id(study.design(), "orders")]);
    assert_eq!(Cost::default().total(None), None);
}

/// The generator takes bulk lists only, and carries nothing over from another region.
#[test]
fn prices_are_written_anew_from_bulk_lists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = |from: &Path, to: &Path| {
        let mut command = Command::new("python3");
        command.arg(root.join("tools/prices")).arg("--from").arg(from).arg("--to").arg(to);
        command.arg("ap-northeast-2").output()
    };
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("prices.txt");
    let Ok(ran) = run(&root.join("tests/it/fixtures/prices"), &out) else {
        eprintln!("no python3: the generator of prices was not looked at");
        return;
    };
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let written = std::fs::read_to_string(&out).expect("it writes");
    for row in [
        "= aws | ap-northeast-2 | elb | LCU-hour | USD | 2026-11-02 | AWS Price List, AWSELB\nalb LCU | 0.009\n",
        "= aws | ap-northeast-2 | elb | hour | USD | 2026-11-02 | AWS Price List, AWSELB\nalb | 0.023\n",
        "AWS Price List, AmazonElastiCache\ncache.r6g.large | 0.25 | 0.17\n",
    ] {
        assert!(written.contains(row), "{row} is not in\n{written}");
    }
    assert!(
        !written.contains("alb | 0.0225\n\n= aws | ap-northeast-2 | elb | hour | USD | 2026 |")
    );
    assert_eq!(written.matches("t3.medium | 0.052\n").count(), 1);
    let by_hand = "\"A table\",\"kept by hand\"\n\n\n\n\n\"SKU\"\n";
    std::fs::write(folder.path().join("AWSELB.ap-northeast-2.csv"), by_hand).expect("written");
    let refused = run(folder.path(), &out).expect("it ran before");
    assert!(!refused.status.success());
}

/// One gateway less saves its hours.
#[test]
fn one_nat_in_place_of_two_saves_its_hours() {
    let of = |replicas: u32| {
        study(&format!(
            "user fan\nregion seoul {{ was api {{ replicas = 2, cost = $1/mo }}
             nat-gateway egress {{ replicas = {replicas} }} }}
             external bank\nfan -> api -> egress -> bank"
        ))
    };
    let one =
        |study: &Study| study.savings().iter().find(|it| it.change == Change::OneNat).cloned();
    let saving = one(&of(2)).expect("one would do");
    assert!((saving.amount - 43.07).abs() < 1e-6);
    assert_eq!(saving.more_downtime, None);
    assert_eq!(one(&of(1)), None);
}

/// All that passes the NAT goes to S3.
#[test]
fn an_endpoint_saves_what_the_nat_charges() {
    let study = study(&format!(
        "{TRAFFIC}region seoul {{ was api {{ cost = $1/mo }}\n nat-gateway egress\n s3 images }}
         fan -> api -> egress -> images"
    ));
    let endpoint =
        |it: &&archlint::analysis::cost::Saving| matches!(it.change, Change::Endpoint { .. });
    let saving = study.savings().iter().find(endpoint).expect("it saves");
    // (10 × 10 kB + 100 × 50 kB) × 2,628,000 s = 13,402.8 GB
    assert!((saving.amount - 13_402.8 * 0.059).abs() < 1e-6, "{}", saving.amount);
    assert_eq!(saving.more_downtime, Some(Duration::ZERO));
}

/// `capacity/over-budget` and `capacity/*` still mean the rule that moved.
#[test]
fn a_rule_that_moved_is_still_understood() {
    let rule =
        archlint::rules::ALL.iter().find(|rule| rule.name == "over-budget").expect("it is there");
    assert_eq!(rule.topic.name(), "cost");
    for pattern in ["over-budget", "cost", "cost/*", "capacity", "capacity/*", "cost/over-budget"] {
        assert!(rule.answers_to(pattern) && rule.moved_from(pattern).is_none(), "{pattern}");
    }
    assert!(rule.answers_to("capacity/over-budget"));
    assert!(rule.moved_from("capacity/over-budget").is_some());
    for pattern in ["cache/over-budget", "data/*", "capacity/overloaded", "cost/oversized"] {
        assert!(!rule.answers_to(pattern), "{pattern}");
    }
}

/// 10 writes a second × 10 kB × 7 × 86,400 s = 60.48 GB beyond the free part.
#[test]
fn backups_that_are_kept_come_on_top() {
    let of = |retention: &str| {
        study(&format!(
            "{TRAFFIC}region seoul {{ was api; rds orders {{ instance = db.m5.large, \
             size = 100GB{retention} }} }}\nfan -> api -> orders"
        ))
    };
    let kept = of(", backup = 1d, backup-retention = 7d");
    is(&kept, "orders", "backup", 60.48 * 0.095);
    assert_eq!(line(&of(""), "orders", "backup"), None);
}

/// Of a range the upper end decides: 150 ÷ (4 × 120) = 31%, not 75 ÷ (4 × 120) = 16%.
#[test]
fn credits_are_judged_by_the_most_that_may_come() {
    let study = study(
        "traffic { rps = 75rps..150rps, peak = 2x }\nuser fan
         was api { replicas = 4, instance = t3.medium, capacity = 120rps }\nfan -> api",
    );
    let burst = Burst::of(&study, id(study.design(), "api")).expect("above");
    assert!((burst.average - 0.3125).abs() < 1e-9, "{burst:?}");
}

/// A planning value is the price of one region. In another nothing is known, and the total says so.
#[test]
fn a_planning_value_of_another_region_enters_no_bill() {
    let text = |region: &str| {
        format!(
            "user fan\nregion {region} {{
               was api {{ replicas = 2, instance = t3.medium }}
               rds orders {{ replicas = 2, failover = auto }}
             }}
             fan -> api -> orders"
        )
    };
    let seoul = study(&text("seoul"));
    assert_eq!(line(&seoul, "orders", "planned"), None);
    assert_eq!(gaps(&seoul, "orders"), [("instances", Missing::Price)]);
    // 2 × t3.medium × $0.052 × 730 h alone.
    let total = seoul.cost().total(None).expect("priced").0.hi;
    assert!((total - 75.92).abs() < 1e-9, "{total}");
    let virginia = study(&text("virginia"));
    is(&virginia, "orders", "planned", 2.0 * 124.83);
    assert!(!virginia.cost().is_open());
    for (lang, least, share) in [
        (Lang::Ko, "적어도 월 $75.92", "2개 중 1개의 가격"),
        (Lang::En, "at least $75.92/mo", "the prices of 1 of 2"),
    ] {
        let printed = estimate(&seoul, FigureFormat::Pretty, lang);
        assert!(printed.contains(least) && printed.contains(share), "{printed}");
    }
    let printed = estimate(&virginia, FigureFormat::Pretty, Lang::En);
    assert!(!printed.contains("at least"), "{printed}");
}

/// What is priced in part is not priced: the type of one server is in no list.
#[test]
fn a_place_of_which_a_price_is_not_known_does_not_count_as_priced() {
    let study = study(&format!(
        "{TRAFFIC}region seoul {{ was api {{ instance = foo9.large }}; was web {{ instance = t3.medium }} }}
         fan -> web -> api\nfan -> api"
    ));
    let coverage = study.cost().coverage();
    assert_eq!((coverage.priced, coverage.of), (1, 2), "{:?}", study.cost());
}

/// A part of a bill is within no budget, and what a post says of it is what the estimate says.
#[test]
fn a_post_says_of_a_bill_with_gaps_that_it_is_a_least_one() {
    let text = "design \"d\" to-be\nslo { budget = $900/mo }\nuser fan\nregion seoul {
         was api { replicas = 2, instance = t3.medium }\nrds orders { replicas = 2, failover = auto } }
         fan -> api -> orders\n";
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("d.arch"), text).expect("can be written");
    for (lang, least, part, within) in [
        ("ko", "적어도 월 $75.92", "2개 중 1개", "안입니다"),
        ("en", "at least $75.92/mo", "1 of 2", "That is within the budget"),
    ] {
        let args = ["report", "d.arch", "--week", "4", "-o", "-", "--lang", lang];
        let mut command = Command::new(env!("CARGO_BIN_EXE_archlint"));
        let ran = command.args(args).current_dir(folder.path()).env_clear().output();
        let told = String::from_utf8(ran.expect("the binary runs").stdout).expect("text");
        assert!(told.contains(least) && told.contains(part), "{told}");
        assert!(!told.contains(within), "{told}");
    }
}

/// Of Aurora the lists know two instances of one type, and the volume, of which there is one.
#[test]
fn aurora_is_not_billed_as_rds() {
    let study = study(
        "user fan\nregion seoul {
           was api
           aurora-postgres p { replicas = 2, instance = db.t4g.medium, size = 100GB }
           aurora m { replicas = 3, instance = db.t3.micro, size = 100GB }
         }
         fan -> api -> p, m",
    );
    is(&study, "p", "instances", 2.0 * 0.113 * 730.0);
    is(&study, "p", "storage", 100.0 * 0.12);
    assert_eq!(gaps(&study, "p"), [("io", Missing::Quantity)]);
    // db.t3.micro is a type of RDS.
    assert_eq!(gaps(&study, "m"), [("instances", Missing::Price), ("io", Missing::Quantity)]);
    is(&study, "m", "storage", 100.0 * 0.12);
}

/// $200 for the host; its servers send 13,140 GB out, which no host pays for.
#[test]
fn a_host_covers_what_stands_in_it() {
    let study = study(&format!(
        "{TRAFFIC}region seoul {{ host box {{ cost = $200/mo
           was api {{ replicas = 2, instance = t3.medium }} }} }}
         fan -> api"
    ));
    assert_eq!(line(&study, "api", "instances"), None);
    let total = study.cost().total(None).expect("priced").0.hi;
    assert!((total - 200.0 - 1643.08).abs() < 1e-6, "{total}");
}

/// What users are sent goes through another balancer then: hours and addresses are saved.
#[test]
fn an_idle_balancer_saves_no_traffic_out() {
    let study = study(
        "traffic { rps = 0.5, peak = 1x, response = 10MB, payload = 10MB }\nuser fan
         region seoul { alb front\n was api { replicas = 2, instance = t3.nano } }\nfan -> front -> api",
    );
    let saved = study.savings().iter().find(|it| it.change == Change::DropBalancer);
    let saved = saved.expect("it is idle").amount;
    assert!((saved - (0.0225 + 2.0 * 0.005) * 730.0).abs() < 1e-6, "{saved}");
}
