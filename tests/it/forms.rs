//! The short forms: designs of one line, designs that are drawn in part, ways out, pools of what is
//! alike, and the journeys of a user.

use archlint::catalog::{Catalog, Kind};
use archlint::edit;
use archlint::model::{self, Built, Design, Failover, FlowId, Need, Place, Softness};
use archlint::source::{LoadError, Loader, NoLoader, Source, Sources, Span};

fn build(text: &str) -> Built {
    build_with(text, &NoLoader).1
}

fn build_with(text: &str, loader: &dyn Loader) -> (Sources, Built) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("test.arch", text));
    let span = Span::new(id, 0, text.len());
    let built = model::build(&mut sources, span, loader, &Catalog::builtin());
    (sources, built)
}

#[track_caller]
fn design(text: &str) -> Design {
    let Built { design, errors } = build(text);
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    design
}

/// `user:사용자 web:nginx`
fn components(design: &Design) -> String {
    let name = |it: &model::Component| format!("{}:{}", it.kind.word(), it.path);
    design.components.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// The rules of the errors, with what they suggest instead.
fn told(text: &str) -> Vec<(&'static str, Option<String>)> {
    let suggested = |error: &archlint::diagnostic::Diagnostic| {
        error.fixes.first().map(|fix| fix.edits[0].text.clone())
    };
    build(text).errors.iter().map(|error| (error.rule.word(), suggested(error))).collect()
}

#[test]
fn a_line_is_a_design() {
    let text = "사용자 -> nginx -> 스프링부트 -> mysql";
    assert_eq!(components(&design(text)), "user:사용자 web:nginx was:스프링부트 db:mysql");
    let text = "사용자 -> alb -> spring -> mysql, redis";
    assert_eq!(components(&design(text)), "user:사용자 lb:alb was:spring db:mysql cache:redis");
    let text = "user -> ALB -> Spring -> MySQL\n spring -> Redis";
    assert_eq!(components(&design(text)), "user:user lb:ALB was:Spring db:MySQL cache:Redis");
}

#[test]
fn words_of_several_uses_have_one_meaning() {
    for word in ["app", "server", "backend", "api", "서버", "앱"] {
        assert_eq!(
            components(&design(&format!("user -> {word}"))),
            format!("user:user was:{word}")
        );
    }
    assert_eq!(components(&design("admin -> api -> pg")), "user:admin was:api external:pg");
    for text in ["user -> admin", "user -> api -> edge", "api -> store", "api -> topic"] {
        let told: Vec<_> = told(text).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(told, ["unknown-name"], "{text}");
    }
}

#[test]
fn a_group_declares_nothing() {
    let told: Vec<_> = told("user -> zone").into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(told, ["unknown-name"]);
}

#[test]
fn the_word_of_a_type_that_is_declared_is_a_slip() {
    let text = "was api; redis seats\n api -> redis";
    assert_eq!(told(text), [("unknown-name", Some("seats".to_owned()))]);
    let text = "was api; mysql orders\n api -> db";
    assert_eq!(told(text), [("unknown-name", Some("orders".to_owned()))]);
    assert!(told("was api; cache seats\n api -> redis").is_empty());
}

#[test]
fn in_a_change_the_base_counts() {
    struct Base;
    impl Loader for Base {
        fn load(&self, _from: &str, path: &str) -> Result<Source, LoadError> {
            Ok(Source::new(path, "was api\n redis seats\n api -> seats"))
        }
    }
    let text = "design \"T\" to-be extends \"base.arch\"\n api -> redis\n api -> kafka";
    let (_, built) = build_with(text, &Base);
    assert_eq!(built.errors.len(), 1, "{:#?}", built.errors);
    assert_eq!(components(&built.design), "was:api cache:seats queue:kafka");
}

#[test]
fn it_stands_in_the_outermost_block_that_uses_it() {
    let place = |text: &str| {
        let design = design(text);
        let redis = design.components.iter().find(|it| it.name == "redis").expect("used");
        redis.group.map(|group| design.group(group).name.clone())
    };
    assert_eq!(place("zone a { was x; x -> redis }"), Some("a".to_owned()));
    assert_eq!(place("zone a { was x; x -> redis }\n was y\n y -> redis"), None);
    let both = "region s { zone a { was x; x -> redis }; zone c { was y; y -> redis } }";
    assert_eq!(place(both), Some("s".to_owned()));
}

#[test]
fn its_declarations_can_be_written_out() {
    let text = "// a sketch\n사용자 -> nginx -> api\nzone a {\n  api -> mysql : \"SQL\"\n}\n";
    let (sources, built) = build_with(text, &NoLoader);
    let source = built.design.components[0].span.source;
    let declared = edit::apply(text, &edit::Editor::new(&sources, &built.design).declare(source));
    assert_eq!(
        declared,
        "// a sketch\nuser 사용자\nnginx nginx\nwas api\n사용자 -> nginx -> api\n\
         zone a {\n  mysql mysql\n  api -> mysql : \"SQL\"\n}\n"
    );
    assert!(design(&declared).components.iter().all(|it| it.implied.is_none()));
}

#[test]
fn the_header_says_in_any_order_how_much_is_drawn() {
    for text in ["design \"A\" partial as-is", "design \"A\" as-is partial"] {
        assert!(design(text).partial && design(text).stage.is_some(), "{text}");
    }
    assert!(!design("design \"A\"").partial);
    struct Base(&'static str);
    impl Loader for Base {
        fn load(&self, _from: &str, path: &str) -> Result<Source, LoadError> {
            Ok(Source::new(path, self.0))
        }
    }
    let partial = |words: &str| {
        let text = format!("design \"B\" {words} extends \"a.arch\"");
        let (_, built) = build_with(&text, &Base("design \"A\" partial\n was api"));
        assert!(built.errors.is_empty(), "{:#?}", built.errors);
        built.design.partial
    };
    assert!(partial("to-be"), "what is not drawn in the base is not drawn here");
    assert!(!partial("to-be complete"));
}

fn id(design: &Design, path: &str) -> model::ComponentId {
    let found = design.component_ids().find(|id| design.component(*id).path == path);
    found.unwrap_or_else(|| panic!("no {path}"))
}

/// `web1|web2:1 pay?`: what it needs, with `?` behind what it can do without.
fn needs(design: &Design, path: &str) -> String {
    shown(design, &design.needs[id(design, path).index()])
}

fn shown(design: &Design, needs: &[Need]) -> String {
    let names = |need: &Need| {
        let to = need.links.iter().map(|link| design.link(*link).to);
        let names: Vec<&str> = to.map(|id| design.place_name(Place::Component(id))).collect();
        let soft = if need.softness == Softness::Hard { "" } else { "?" };
        format!("{}{soft}", names.join("|"))
    };
    needs.iter().map(names).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_nat_that_leads_nowhere_is_only_a_way_out() {
    let design_of = |block: &str| design(&format!("was api; nat out\n api -> out {block}"));
    assert_eq!(needs(&design_of(""), "api"), "out?");
    assert_eq!(needs(&design_of("{ required }"), "api"), "out");
    let through = design("was api; nat out; external pay\n api -> out -> pay");
    assert_eq!(needs(&through, "api"), "out");
    assert_eq!(needs(&through, "out"), "pay");
    assert_eq!(design("was api\n api -> nat").components[1].kind, Kind::Nat);
}

#[test]
fn a_pool_is_of_members_that_are_alike() {
    let pool = |members: &str| needs(&design(&format!("alb front\n{members}")), "front");
    let own = "was server-a \"주문\"; was server-b \"재고\"\n front -> server-a, server-b";
    assert_eq!(pool(own), "server-a server-b", "the labels differ");
    let stores = "was server-a; was server-b; mysql x; mysql y
        front -> server-a, server-b\n server-a -> x\n server-b -> y";
    assert_eq!(pool(stores), "server-a server-b", "each has a store of its own");
    let shared = "was server-a \"API 1\"; was server-b \"API 2\"; mysql x; redis c1; redis c2
        front -> server-a, server-b -> x\n server-a -> c1\n server-b -> c2";
    assert_eq!(pool(shared), "server-a|server-b", "caches part nobody");
    let labels = "was web1 \"웹 서버 1호기\"; was web2 \"웹 서버 2호기\"\n front -> web1, web2";
    assert_eq!(pool(labels), "web1|web2");
    let copies = "was web1; was web2; mysql p; mysql s\n p => s
        front -> web1, web2\n web1 -> p\n web2 -> s";
    assert_eq!(pool(copies), "web1|web2", "copies of one set are one store");
}

#[test]
fn sites_before_copies_of_one_system_are_a_pool() {
    let text = "route53 names
        region seoul { nginx lb; was api; mysql db\n lb -> api -> db }
        region tokyo { nginx lb; was api; mysql db\n lb -> api -> db }
        names -> seoul.lb, tokyo.lb";
    assert_eq!(needs(&design(text), "names"), "seoul.lb|tokyo.lb");
}

#[test]
fn a_waf_and_softness_leave_members_in_their_pool() {
    let text = "alb front; waf wall; was web1; was web2\n front -> wall -> web1, web2";
    assert_eq!(needs(&design(text), "wall"), "web1|web2");
    let text = "alb front; was web1; was web2\n front -> web1\n front -> web2 { optional }";
    assert_eq!(needs(&design(text), "front"), "web1|web2");
    let text = "waf wall; was web1; was web2\n wall -> web1, web2";
    assert_eq!(needs(&design(text), "wall"), "web1 web2", "nothing in front of it spreads");
}

/// `fan/page: page api`: the journeys with what the user needs in each.
fn journeys(text: &str) -> Vec<String> {
    let design = design(text);
    let user = design.users().next().expect("a user");
    let shown = |flow: FlowId| {
        let needs = design.flow_needs(flow);
        format!("{}: {}", design.flow(flow).name, shown(&design, needs.of(user)))
    };
    design.flow_ids().map(shown).collect()
}

#[test]
fn each_place_that_a_user_reaches_is_a_journey() {
    let page = "user fan; s3 page; was api\n fan -> page, api";
    assert_eq!(journeys(page), ["fan/page: page", "fan/api: api"]);
    let required = "user fan; s3 page; was api\n fan -> page, api { required }";
    assert_eq!(journeys(required), ["fan: page api"]);
    let lookup = "user fan; route53 names; s3 page; was api\n fan -> names, page, api";
    assert_eq!(journeys(lookup), ["fan/page: names page", "fan/api: names api"]);
    let soft = "user fan; was api; monitor m\n fan -> api\n fan -> m { optional }";
    assert_eq!(journeys(soft), ["fan: api m?"]);
    let flow = "user fan; s3 page; was api\n fan -> page, api\n flow buy { fan -> page, api }";
    assert_eq!(journeys(flow), ["buy: page api"]);
}

#[test]
fn alike_targets_of_a_user_are_alternatives() {
    let pool = "user fan; was api1; was api2\n fan -> api1, api2";
    assert_eq!(journeys(pool), ["fan: api1|api2"]);
    let ports = "user fan; alb one; gateway two; was api\n fan -> one, two\n one, two -> api";
    assert_eq!(journeys(ports).len(), 1);
}

#[test]
fn what_is_expected_of_a_user_is_expected_of_each_journey() {
    let text = "user fan; s3 page; was api\n fan -> page, api\n expect availability(fan) >= 99%";
    assert_eq!(design(text).expectations.len(), 2);
}

#[test]
fn a_pair_needs_what_its_primary_needs() {
    let design =
        design("redis seats; redis seats2; mysql orders\n seats => seats2\n seats -> orders");
    assert_eq!(needs(&design, "seats2"), "orders");
}

#[test]
fn a_managed_pair_over_two_zones_changes_over_by_itself() {
    let pair = |second: &str| {
        let text =
            format!("zone a {{ rds main }}\n zone {second} {{ rds standby }}\n main => standby");
        let text = text.replace(
            "zone a { rds main }\n zone a { rds standby }",
            "zone a { rds main; rds standby }",
        );
        let design = design(&text);
        design.failover(id(&design, "main"))
    };
    assert_eq!(pair("c"), Failover::Auto);
    assert_eq!(pair("a"), Failover::Unknown);
}
