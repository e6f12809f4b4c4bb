//! The facts of language.md, each on a design of a few lines.

use super::super::{Built, ComponentId, Design, Failover, Place, build};
use super::ReplicaBasis;
use crate::catalog::{Catalog, Management};
use crate::source::{NoLoader, Source, Sources, Span};

fn design(text: &str) -> Design {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("design.arch", text));
    let span = Span::new(id, 0, text.len());
    let Built { design, errors } = build(&mut sources, span, &NoLoader, &Catalog::builtin());
    assert!(errors.is_empty(), "{errors:#?}");
    design
}

fn id(design: &Design, path: &str) -> ComponentId {
    let found = design.component_ids().find(|id| design.component(*id).path == path);
    found.unwrap_or_else(|| panic!("no {path}"))
}

/// Each replica's domains by name: `a.seoul c.seoul`.
fn placement(design: &Design, path: &str) -> String {
    let replica = |domains: &Vec<super::super::GroupId>| {
        let names: Vec<&str> = domains.iter().map(|id| design.group(*id).name.as_str()).collect();
        names.join(".")
    };
    let placement = design.placement(id(design, path));
    placement.iter().map(replica).collect::<Vec<_>>().join(" ")
}

#[test]
fn replicas_are_stated_or_follow_from_zones_or_are_taken_as_one() {
    let design = design(
        "zone a; zone c
         was stated { replicas = 3 }
         was range { replicas = 2..10 }
         was scaled { autoscale = 2..6 }
         was zoned { zones = [a, c] }
         was silent
         was four { replicas = 4, zones = [a, c] }
         kafka events { brokers = 3 }",
    );
    let replicas = |path| {
        let replicas = design.replicas(id(&design, path));
        (replicas.least, replicas.most, replicas.basis)
    };
    assert_eq!(replicas("stated"), (3, 3, ReplicaBasis::Stated));
    assert_eq!(replicas("range"), (2, 10, ReplicaBasis::Stated));
    assert_eq!(replicas("scaled"), (2, 6, ReplicaBasis::Autoscale));
    assert_eq!(replicas("zoned"), (2, 2, ReplicaBasis::PerZone));
    assert_eq!(replicas("silent"), (1, 1, ReplicaBasis::Assumed));
    assert_eq!(replicas("four"), (4, 4, ReplicaBasis::Stated));
    assert_eq!(replicas("events"), (3, 3, ReplicaBasis::Stated));
}

#[test]
fn replicas_are_dealt_out_over_zones_in_turn() {
    let design = design(
        "region seoul {
           zone a { host h { was inside { replicas = 2 } } }
           zone c
           subnet s { was boxed }
           cluster k8s { was spread { replicas = 3, zones = [a, c] } }
           zone d { was misplaced { zones = [d, c] } }
         }
         was nowhere",
    );
    assert_eq!(placement(&design, "inside"), "h.a.seoul h.a.seoul");
    assert_eq!(placement(&design, "boxed"), "seoul");
    assert_eq!(placement(&design, "spread"), "a.seoul.k8s c.seoul.k8s a.seoul.k8s");
    assert_eq!(placement(&design, "misplaced"), "d.seoul c.seoul");
    assert_eq!(placement(&design, "nowhere"), "");
}

#[test]
fn a_regional_service_stands_in_its_region_and_a_global_one_nowhere() {
    let design = design(
        "region seoul { zone a { alb front; route53 names; nginx own; lb bought { managed } } }",
    );
    assert_eq!(placement(&design, "front"), "seoul");
    assert_eq!(placement(&design, "names"), "");
    assert_eq!(placement(&design, "own"), "a.seoul");
    assert_eq!(placement(&design, "bought"), "seoul");
}

#[test]
fn who_runs_it() {
    let design = design(
        "alb a; rds b; route53 c; mysql d; mysql e { managed }; lb f { managed }; lb g
         db h { managed }; queue i { managed }; kafka j { managed }; dns k; dns l { managed = off }
         cdn m { replicas = 2 }; rds n { managed = off }",
    );
    let runs = |path| design.management(id(&design, path));
    assert_eq!(runs("a"), Management::Regional);
    assert_eq!(runs("b"), Management::Instance);
    assert_eq!(runs("c"), Management::Global);
    assert_eq!(runs("d"), Management::SelfRun);
    assert_eq!(runs("e"), Management::Instance);
    assert_eq!(runs("f"), Management::Regional);
    assert_eq!(runs("g"), Management::SelfRun);
    assert_eq!(runs("h"), Management::Instance);
    assert_eq!(runs("i"), Management::Regional);
    assert_eq!(runs("j"), Management::Instance);
    assert_eq!(runs("k"), Management::Global);
    assert_eq!(runs("l"), Management::SelfRun);
    assert_eq!(runs("m"), Management::SelfRun);
    assert_eq!(runs("n"), Management::SelfRun);
}

#[test]
fn a_managed_instance_spans_zones_only_when_that_is_stated() {
    let design = design(
        "zone a { rds inside { replicas = 2 } }
         zone c
         rds silent
         rds copies { replicas = 2 }
         rds zoned { zones = [a, c] }
         rds one-zone { zones = [a], replicas = 2 }
         elasticache clustered { mode = cluster }
         elasticache alone { mode = standalone }
         mysql own { replicas = 2, zones = [a, c] }
         external pay",
    );
    let spans = |path| design.spans_zones(id(&design, path));
    assert!(spans("copies") && spans("zoned") && spans("clustered"));
    assert!(!spans("silent") && !spans("inside") && !spans("one-zone"));
    assert!(!spans("alone") && !spans("own") && !spans("pay"));
    assert!(design.fails_whole(id(&design, "pay")));
}

#[test]
fn how_a_store_changes_over() {
    let design = design(
        "mysql silent { replicas = 2 }
         mysql auto { replicas = 2, failover = auto }
         mysql manual { replicas = 2, failover = manual }
         mysql none { replicas = 2, failover = none }
         redis watched { mode = sentinel, replicas = 3 }
         redis copied { mode = replicated, replicas = 2 }
         db voting { replicas = 3, quorum = 2 }
         rds bought { replicas = 2 }
         mysql first; mysql second { failover = auto }
         first => second
         was web { replicas = 3 }",
    );
    let failover = |path| design.failover(id(&design, path));
    assert_eq!(failover("silent"), Failover::Unknown);
    assert_eq!(failover("auto"), Failover::Auto);
    assert_eq!(failover("manual"), Failover::Manual);
    assert_eq!(failover("none"), Failover::Manual);
    assert_eq!(failover("watched"), Failover::Auto);
    assert_eq!(failover("copied"), Failover::Unknown);
    assert_eq!(failover("voting"), Failover::Auto);
    assert_eq!(failover("bought"), Failover::Auto);
    assert_eq!(failover("first"), Failover::Auto);
    let standby = |path| design.has_standby(id(&design, path));
    assert!(standby("first") && standby("silent"));
    assert!(!standby("second") && !standby("web"));
}

#[test]
fn users_divide_the_traffic() {
    let design = design("user a { share = 40% }; user b; user c; was d");
    let share = |path| design.user_share(id(&design, path));
    assert!((share("a") - 0.4).abs() < 1e-12);
    assert!((share("b") - 0.3).abs() < 1e-12);
    assert!((share("c") - 0.3).abs() < 1e-12);
    assert_eq!(share("d"), 0.0);
}

#[test]
fn a_component_with_steps_counts_only_those() {
    let design = design(
        "user u; lb front; was api1; was api2; db orders; cache seats; queue mail
         u -> front -> api1, api2
         api1, api2 -> orders, seats
         api2 ~> mail
         flow buy { u -> front -> api1 -> orders }
         flow tell { u -> front -> api2 ~> mail }",
    );
    let needs = |flow: usize, path: &str| {
        let flow = design.flow_ids().nth(flow).expect("stated above");
        let needs = design.flow_needs(flow);
        let of = needs.of(id(&design, path)).iter();
        let names = of.map(|need| {
            let to = need.links.iter().map(|link| design.link(*link).to);
            let names: Vec<&str> = to.map(|id| design.place_name(Place::Component(id))).collect();
            format!("{}:{}", names.join("|"), need.need)
        });
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(needs(0, "front"), "api1:1");
    assert_eq!(needs(0, "api1"), "orders:1");
    assert_eq!(needs(0, "api2"), "orders:1 seats:1");
    assert_eq!(needs(1, "api2"), "");
    assert_eq!(needs(1, "front"), "api2:1");
}

#[test]
fn walks_over_links_follow_the_source() {
    let design = design("was a; db b; db c; db d\na -> c\na -> b\nd => b\na -> d");
    let names = |links: Vec<super::super::LinkId>| {
        links.into_iter().map(|link| design.link_name(link)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(design.links_from(id(&design, "a")).collect()), "a->c a->b a->d");
    assert_eq!(names(design.links_to(id(&design, "b")).collect()), "a->b d=>b");
}
