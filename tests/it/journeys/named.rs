//! What a review once could not defend, each with the figures by hand.

use super::examples::Printed;
use crate::numbers::{design, id, study};
use archlint::analysis::Study;
use archlint::model::{Place, Scenario};

fn assert_close(printed: &Printed, path: &str, expected: f64) {
    let found = printed.figure(path).as_f64().unwrap_or(f64::NAN);
    assert!((found - expected).abs() <= 1e-3 * expected, "{path}: {found} for {expected}");
}

/// 5% of 2,000 rps are 100 rps, a quarter of what it carries; it stood at 500% once.
#[test]
fn what_only_one_journey_uses_sees_that_journey() {
    let printed = Printed::of(
        "traffic { rps = 2000rps, peak = 1x }\nuser fan\nalb front\nwas api { replicas = 4 }
        mysql orders\nwas pay { capacity = 400rps }
        fan -> front -> api -> orders, pay
        flow browse { share = 95%\n fan -> front -> api -> orders }
        flow buy { share = 5%\n fan -> front -> api -> orders, pay }",
    );
    assert_close(&printed, "component.pay.peak_rps", 100.0);
    assert_close(&printed, "component.pay.utilization", 0.25);
    assert_close(&printed, "component.orders.peak_rps", 2000.0);
}

/// 3,000,000 × 20 ÷ 86,400 = 694.4 rps. `chat` gets each message once more, and sends it on no
/// second time.
#[test]
fn a_message_comes_round_once_and_the_output_says_where() {
    let printed = Printed::of(
        "traffic { dau = 300만, requests-per-user = 20, peak = 1x }\nuser fan\nlb front
        was chat\nmysql msgs\nredis pubsub\nfan -> front -> chat -> msgs
        chat ~> pubsub ~> chat",
    );
    assert_close(&printed, "component.msgs.peak_rps", 694.44);
    assert_close(&printed, "component.chat.peak_rps", 1388.89);
    assert_close(&printed, "connection.pubsub~>chat.not_followed", 694.44);
    assert_eq!(printed.figure("connection.chat~>pubsub.not_followed"), 0.0);
}

/// One of the two serves, the other stands by: 185 ÷ 150 = 123%.
#[test]
fn a_standby_serves_nothing() {
    let printed = Printed::of(
        "traffic { rps = 185rps, peak = 1x, reads = 95% }\nuser fan\nwas api
        rds orders { replicas = 2, failover = auto, capacity = 150qps }\nfan -> api -> orders",
    );
    assert_close(&printed, "component.orders.utilization", 185.0 / 150.0);
}

/// 123.6 rps against four that carry 100 each is 30.9%. Ten times as much is 309% of four, until
/// 1,236 ÷ (100 × 70%) = 17.7, so 18 run: 68.7%. All twenty would be at 61.8%.
#[test]
fn a_jump_has_a_state_before_the_scaler_acts_and_one_after() {
    let text = "traffic { rps = 123.6rps, peak = 1x }\nuser fan\nalb front
        was api { replicas = 4, autoscale = 4..20, capacity = 100rps }\nfan -> front -> api
        scenario ten { traffic = 10x }";
    let printed = Printed::of(text);
    assert_close(&printed, "scenario.ten.before.component.api.utilization", 3.09);
    assert_eq!(printed.figure("scenario.ten.before.flow.fan.state"), "overloaded");
    assert_close(&printed, "scenario.ten.before.share_beyond", 1.0 - 400.0 / 1236.0);
    assert_eq!(printed.figure("scenario.ten.after.component.api.replicas"), 18);
    assert_close(&printed, "scenario.ten.after.component.api.utilization", 1236.0 / 1800.0);
    assert_eq!(printed.figure("scenario.ten.after.flow.fan.state"), "up");
}

/// Of 500 reads 100 miss; the 500 writes all pass.
#[test]
fn a_cdn_answers_reads_only() {
    let printed = Printed::of(
        "traffic { rps = 1000rps, peak = 1x, reads = 50% }\nuser fan\ncdn edge { hit-ratio = 80% }
        was api\nfan -> edge -> api",
    );
    assert_close(&printed, "component.api.peak_rps", 600.0);
    assert_close(&printed, "component.api.writes_rps", 500.0);
}

/// What the primary needs, the pair needs.
#[test]
fn a_pair_needs_what_its_primary_needs() {
    let printed = Printed::of(
        "user fan\nwas api\nredis seats { failover = auto }\nredis seats2\nmysql orders
        fan -> api -> seats -> orders\nseats => seats2
        scenario no-orders { fail = [orders] }\nscenario no-seats { fail = [seats] }",
    );
    assert_eq!(printed.figure("scenario.no-orders.flow.fan.state"), "down");
    assert_eq!(printed.figure("scenario.no-seats.flow.fan.state"), "up");
}

/// A health check takes one dead server out; five of five are started anew.
#[test]
fn nothing_is_left_for_a_health_check_when_all_are_dead() {
    let design = design("user fan\nalb front\nwas api { replicas = 5 }\nfan -> front -> api");
    let api = id(&design, "api");
    let of = |scenario: Scenario| {
        let study: Study = study(&design);
        let (_, span) = study.under(&scenario).outcome().recovery_time.clone().expect("a time");
        (span.lasts.as_seconds(), span.because.words().en.to_string().contains("health check"))
    };
    let all = Scenario { fail: vec![Place::Component(api)], ..Scenario::ordinary() };
    assert_eq!(of(all), (300.0, false));
    let one = Scenario { instances: vec![(api, 1)], ..Scenario::ordinary() };
    assert_eq!(of(one), (30.0, true));
}

/// 2 × $0.052 × 730 h; a planning value for any server once made it $172.
#[test]
fn two_t3_medium_in_seoul_cost_what_the_list_says() {
    let printed = Printed::of(
        "user fan\nregion seoul \"서울\" { was api { replicas = 2, instance = t3.medium } }\nfan -> api",
    );
    assert_close(&printed, "cost.total", 75.92);
}
