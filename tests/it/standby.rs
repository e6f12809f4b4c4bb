//! Sites that stand by: absent while what they stand by for works, and called in its place after.

use crate::verdicts::said;
use archlint::analysis::recovery::{Disruption, Recovery};
use archlint::analysis::whatif::FlowState;
use archlint::analysis::{Situation, Study};
use archlint::catalog::Catalog;
use archlint::model::{self, ComponentId, Design, Place, Scenario};
use archlint::source::{NoLoader, Source, Sources, Span};
use std::sync::Arc;

fn design(text: &str) -> Design {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("test.arch", text));
    let span = Span::new(id, 0, text.len());
    let built = model::build(&mut sources, span, &NoLoader, &Catalog::builtin());
    assert!(built.errors.is_empty(), "{:#?}\n{text}", built.errors);
    built.design
}

/// Two sites of one system, the second one standing by; `more` is what else is drawn.
fn sites(kind: &str, time: &str, more: &str) -> String {
    let inside = "alb l\nwas api { replicas = 2, capacity = 80rps }\n\
                  mysql d { replicas = 2, failover = auto, backup = 1h }\nl -> api -> d\n";
    format!(
        "traffic {{ rps = 100rps }}\nslo {{ rto = 30m, rpo = 1m }}\nuser u\ndns n\nu -> n\n\
         {kind} seoul {{\n{inside}}}\n\
         {kind} tokyo {{\nrole = standby\nfailover-time = {time}\n{inside}}}\n\
         n -> seoul.l{more}\nseoul.d => tokyo.d\n"
    )
}

fn id(design: &Design, path: &str) -> ComponentId {
    let mut ids = design.component_ids();
    ids.find(|id| design.component(*id).path == path).expect("it is drawn")
}

fn failed(study: &Study, paths: &[&str]) -> Arc<Situation> {
    let design = study.design();
    let place = |path: &&str| {
        let group = design.group_ids().find(|id| design.group(*id).path == **path);
        group.map_or_else(|| Place::Component(id(design, path)), Place::Group)
    };
    let fail = paths.iter().map(place).collect();
    study.under(&Scenario { fail, ..Scenario::ordinary() })
}

fn state(situation: &Situation) -> Option<FlowState> {
    let flow = situation.design().flow_ids().next().expect("the user makes one");
    situation.outcome().flow(flow)
}

fn rto(situation: &Situation) -> f64 {
    situation.outcome().recovery_time.as_ref().expect("something is lost").1.lasts.as_seconds()
}

/// The peak at a component, in requests a second.
fn rps(situation: &Situation, path: &str) -> f64 {
    situation.arrival(id(situation.design(), path)).expect("traffic is stated").peak.hi
}

/// What the rule's findings are about.
fn subjects(rule: &str, text: &str) -> Vec<String> {
    let findings = said(rule, text);
    findings.iter().flat_map(|it| it.subjects.iter().map(|named| named.name.clone())).collect()
}

#[test]
fn it_takes_over_within_its_time() {
    for (kind, time, seconds) in [("region", "20m", 1200.0), ("zone", "10m", 600.0)] {
        let study = Study::of(design(&sites(kind, time, "")));
        let lost = failed(&study, &["seoul"]);
        assert_eq!(state(&lost), Some(FlowState::Up), "{kind}");
        assert_eq!(rto(&lost), seconds, "{kind}");
        let loss = lost.outcome().data_loss.as_ref().expect("the database loses some");
        assert_eq!(loss.1.lasts.as_seconds(), 5.0, "what is copied asynchronously lags");
    }
}

#[test]
fn it_waits_for_as_long_as_a_person_where_nothing_is_stated() {
    let text = sites("region", "20m", "").replace("failover-time = 20m\n", "");
    let lost = failed(&Study::of(design(&text)), &["seoul"]);
    let (_, span) = lost.outcome().recovery_time.clone().expect("something is lost");
    assert_eq!((span.lasts.as_seconds(), span.assumed), (1800.0, true));
}

#[test]
fn it_helps_against_nothing_but_the_loss_of_the_whole_site() {
    let study = Study::of(design(&sites("region", "20m", ", tokyo.l")));
    assert_eq!(state(&failed(&study, &["seoul.api"])), Some(FlowState::Down));
    let both = failed(&study, &["seoul", "tokyo"]);
    assert_eq!(state(&both), Some(FlowState::Down));
    assert_ne!(rto(&both), 1200.0, "nobody takes over");
    assert_eq!(state(&failed(&study, &["seoul", "tokyo.api"])), Some(FlowState::Down));
    assert_eq!(state(&failed(&study, &["tokyo"])), Some(FlowState::Up));
}

#[test]
fn it_waits_until_all_of_its_siblings_are_lost() {
    let busan = "region busan { alb l2\nwas api2 { replicas = 2, capacity = 80rps }\n\
                 mysql d2 { replicas = 2, failover = auto }\nl2 -> api2 -> d2 }\n";
    let text = sites("region", "20m", ", busan.l2")
        .replace("region tokyo", &format!("{busan}region tokyo"));
    let study = Study::of(design(&text));
    let one = failed(&study, &["busan"]);
    assert_eq!((state(&one), rps(&one, "tokyo.api")), (Some(FlowState::Up), 0.0));
    let all = failed(&study, &["seoul", "busan"]);
    assert_eq!((state(&all), rps(&all, "tokyo.api")), (Some(FlowState::Up), 100.0));
}

#[test]
fn it_carries_nothing_before_and_everything_after() {
    for drawn in ["", ", tokyo.l"] {
        let study = Study::of(design(&sites("region", "20m", drawn)));
        let ordinary = study.ordinary();
        assert_eq!((rps(ordinary, "seoul.l"), rps(ordinary, "tokyo.l")), (100.0, 0.0), "{drawn}");
        let lost = failed(&study, &["seoul"]);
        assert_eq!((rps(&lost, "tokyo.l"), rps(&lost, "tokyo.d")), (100.0, 100.0), "{drawn}");
        assert!(ordinary.spread().unwrap().unloaded(study.design()).is_empty());
    }
}

#[test]
fn what_it_cannot_carry_is_said() {
    // 100 rps over 2 × 40.
    let text = sites("region", "20m", "").replacen("80rps", "90rps", 1).replace("80rps", "40rps");
    let study = Study::of(design(&text));
    let lost = failed(&study, &["seoul"]);
    assert_eq!(state(&lost), Some(FlowState::Overloaded));
    assert_eq!(lost.usage(id(study.design(), "tokyo.api")).unwrap().utilization.hi, 1.25);
}

#[test]
fn the_loss_of_a_region_costs_its_time_in_the_table_too() {
    let study = Study::of(design(&sites("region", "20m", ", tokyo.l")));
    let worst = study.worst_recoveries();
    let region = worst.iter().find(|worst| worst.class == Disruption::Region).unwrap();
    let (slowest, time) = region.time.clone().expect("it comes back");
    assert_eq!(
        (study.design().component(slowest).path.as_str(), time.lasts.as_seconds()),
        ("seoul.l", 1200.0)
    );
    assert_eq!(region.loss.as_ref().map(|(_, span)| span.lasts.as_seconds()), Some(5.0));
}

#[test]
fn its_time_is_the_outage_that_a_lost_region_makes() {
    // A region lost 0.01 ÷ (1h × 0.99) times an hour, each time for 20 minutes:
    // 0.0033670 hours of each hour that it is up, 0.0033557 of the time. Both lost: 0.01².
    let sure = "availability = 100%";
    let text = format!(
        "user u\ndns n {{ {sure} }}\nu -> n\n\
         region seoul {{ availability = 99%\nwas api {{ {sure} }} }}\n\
         region tokyo {{ role = standby\nfailover-time = 20m\navailability = 99%\nwas api {{ {sure} }} }}\n\
         n -> seoul.api\n"
    );
    let study = Study::of(design(&text));
    let flow = study.design().flow_ids().next().unwrap();
    let down = study.availability(flow).outlook.unavailability;
    let hours = 0.01 / 0.99 / 3.0;
    let expected = 1.0 - (1.0 - hours / (1.0 + hours)) * (1.0 - 0.01 * 0.01);
    assert!((down.lo - expected).abs() < 1e-12 && (down.hi - expected).abs() < 1e-12, "{down:?}");
    let cuts = study.ordinary().cut_sets(flow);
    assert!(cuts.singles.is_empty(), "{:?}", cuts.singles);
    assert_eq!(cuts.pairs.as_ref().map(Vec::len), Some(1), "both regions");
}

#[test]
fn rules_about_load_counts_and_single_points_do_not_see_it() {
    for drawn in ["", ", tokyo.l"] {
        let text = sites("region", "20m", drawn).replace("alb l\n", "alb l { cost = $20 }\n");
        for rule in ["unreachable-component", "idle-balancer", "single-region", "rto-unmet"] {
            assert!(said(rule, &text).is_empty(), "{rule} with `{drawn}`");
        }
        let subjects = subjects("single-point-of-failure", &text);
        assert!(
            !subjects.iter().any(|name| name.starts_with("tokyo") || name == "seoul"),
            "{subjects:?}"
        );
    }
    // What it keeps is data all the same.
    let own = "failover-time = 20m\nmysql own { backup = none }\n";
    let text = sites("region", "20m", "\nn -> tokyo.l\ntokyo.api -> own")
        .replace("failover-time = 20m\n", own);
    assert_eq!(subjects("no-backup", &text), ["own"]);
}

/// Copies of a store that follow it at once lose nothing; what crosses to the other site may lag all
/// the same.
#[test]
fn what_a_site_has_is_what_the_connection_into_it_carries() {
    let own = sites("region", "10m", "").replace("backup = 1h", "replication = sync, backup = 1h");
    let lost = |text: &str| {
        let design = design(text);
        let found = Recovery::from(&design, id(&design, "seoul.d"), Disruption::Region);
        found.expect("it is touched").loss.map(|span| span.lasts.as_seconds())
    };
    assert_eq!(lost(&own), Some(0.0));
    let crossing = own.replace("seoul.d => tokyo.d", "seoul.d => tokyo.d { replication = async }");
    assert_eq!(lost(&crossing), Some(5.0));
}
