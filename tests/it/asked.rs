//! Questions: which facts are asked for, in which words, in what order, and what is written for them.

use crate::judgement::judge;

/// The lines of the question list, in the order in which they are asked.
fn asked(text: &str) -> [Vec<String>; 2] {
    let (errors, found) = judge(text);
    assert!(errors.is_empty(), "{errors:?} in {text}");
    let list = found.into_iter().find(|it| it.rule == "unknown-facts").and_then(|it| it.help);
    let lines = |said: &str| said.lines().map(str::to_owned).collect::<Vec<_>>();
    list.map_or([Vec::new(), Vec::new()], |it| [lines(&it.ko), lines(&it.en)])
}

const WHOLE: &str = "lb l { managed, rate-limit = 10/s, health-check = 5s }
was a { replicas = 2, stateless, deploy = rolling }
mysql d { replicas = 2, failover = auto, backup = 1d }
l -> a { timeout = 1s }
a -> d { timeout = 1s }
operations { monitoring = [metrics, logs, alerts, traces] }
";

#[test]
fn the_mix_of_reads_and_writes_is_asked_of_the_whole_design() {
    let text = |traffic: &str| format!("traffic {{ rps = 100{traffic} }}\nuser u\nu -> l\n{WHOLE}");
    let [ko, en] = asked(&text(""));
    assert_eq!(ko, ["- 요청 가운데 읽기는 몇 퍼센트인가요? (`traffic { reads = 90% }`)"]);
    assert_eq!(en, ["- Which part of the requests only reads? (`traffic { reads = 90% }`)"]);
    assert_eq!(asked(&text(", reads = 90%")), [Vec::<String>::new(), Vec::new()]);
    // Nothing is asked of load where no traffic is stated, nor where the connection says it.
    assert_eq!(asked(&format!("user u\nu -> l\n{WHOLE}"))[1], Vec::<String>::new());
    let stated = text("").replace("a -> d { timeout", "a -> d { reads = 80%, timeout");
    assert_eq!(asked(&stated)[1], Vec::<String>::new());
    // What was written down as open is not asked again.
    let kept = format!("{}// ? traffic.reads = 90%\n", text(""));
    assert_eq!(asked(&kept)[1], Vec::<String>::new());
}

#[test]
fn several_entries_of_one_user_are_asked_what_part_of_the_requests_each_gets() {
    let text = |links: &str| {
        format!(
            "traffic {{ rps = 100, reads = 90% }}\nuser u\nlb m {{ managed, rate-limit = 10/s }}
             web page {{ replicas = 2, stateless, deploy = rolling }}
             m -> page {{ timeout = 1s }}\n{links}\n{WHOLE}"
        )
    };
    let [ko, en] = asked(&text("u -> l, m"));
    assert_eq!(
        ko,
        [
            "- `u->l`, `u->m`: 요청의 몇 퍼센트가 이리로 가나요? 한 화면이 모두 필요로 하면 `required`입니다 (`share = 50% | required`)"
        ]
    );
    assert_eq!(
        en,
        [
            "- `u->l`, `u->m`: which part of the requests goes here? Where one page needs all of them: `required` (`share = 50% | required`)"
        ]
    );
    for divided in ["u -> l { share = 90% }\nu -> m { share = 10% }", "u -> l, m { required }"] {
        assert_eq!(asked(&text(divided))[1], Vec::<String>::new(), "{divided}");
    }
    let flows = "u -> l, m\nflow buy { u -> l }\nflow look { u -> m }";
    assert_eq!(asked(&text(flows))[1], Vec::<String>::new());
    // Two balancers before the same servers divide the requests; nothing is open.
    let two = "user v; lb x { managed, rate-limit = 1/s }; lb y { managed, rate-limit = 1/s }
               x -> a { timeout = 1s }\ny -> a { timeout = 1s }\nv -> x, y";
    let text = format!("traffic {{ rps = 100, reads = 90% }}\n{two}\n{WHOLE}");
    assert_eq!(asked(&text)[1], Vec::<String>::new());
}

#[test]
fn a_worker_that_calls_a_queue_is_asked_whether_it_reads() {
    let text = |arrow: &str| {
        format!(
            "user u\nkafka k {{ brokers = 3, replication-factor = 3, dlq = on }}
             worker w {{ replicas = 2, idempotent }}\nu -> l\na ~> k\n{arrow}\n{WHOLE}"
        )
    };
    let [ko, en] = asked(&text("w -> k { timeout = 1s }"));
    assert_eq!(ko, ["- `w->k`: 큐에서 꺼내 읽나요? 그렇다면 화살표를 돌리세요 (`k ~> w`)"]);
    assert_eq!(en, ["- `w->k`: does it read from the queue? Then turn the arrow (`k ~> w`)"]);
    assert_eq!(asked(&text("k ~> w"))[1], Vec::<String>::new());
    assert_eq!(
        asked(&format!("{}// ? w->k.arrow = k ~> w\n", text("w -> k { timeout = 1s }")))[1],
        Vec::<String>::new()
    );
    // One that something else feeds puts its results there.
    let fed = "rabbitmq in { brokers = 3, replication-factor = 3, dlq = on }\na ~> in\nin ~> w\nw -> k { timeout = 1s }\nk ~> v\nworker v { replicas = 2, idempotent }";
    assert_eq!(asked(&text(fed))[1], Vec::<String>::new());
}

#[test]
fn what_would_lose_data_is_asked_first() {
    let [_, en] = asked(
        "user u; lb l { managed, health-check = 5s }; was a { replicas = 2 }
         kafka k { brokers = 3, replication-factor = 3 }; worker w { replicas = 2, idempotent }
         mysql d { replicas = 2, failover = auto }
         u -> l -> a -> d\na ~> k\nk ~> w",
    );
    let place = |word: &str| en.iter().position(|line| line.contains(word)).expect(word);
    let order = ["backup = ", "dlq = ", "monitoring = "].map(place);
    assert!(order.is_sorted(), "{en:?}");
    assert_eq!(order[0], 0, "{en:?}");
}

#[test]
fn findings_worth_the_same_go_from_the_data_outwards() {
    let (_, found) = judge(
        "user u; was a { replicas = 1 }; lb l { replicas = 1 }
         rabbitmq k { brokers = 1 }; mysql d { replicas = 1 }
         u -> l -> a -> d\na -> k\nworker w { replicas = 2 }\nk ~> w",
    );
    let wanted = ["missing-replica", "single-broker", "single-load-balancer", "single-instance"];
    let found: Vec<&str> =
        found.iter().map(|it| it.rule.as_str()).filter(|rule| wanted.contains(rule)).collect();
    assert_eq!(found, wanted);
}

#[test]
fn a_message_that_only_one_of_two_flows_draws_is_asked_about() {
    let text = |share: &str, step: &str| {
        format!(
            "traffic {{ rps = 100, reads = 90% }}\nuser u\nu -> l\n
             kafka k {{ brokers = 3, replication-factor = 3, dlq = on }}
             worker w {{ replicas = 2, idempotent }}\na ~> k{share}\nk ~> w\n{WHOLE}
             flow buy {{ share = 5%\nu -> l -> a -> d\na ~> k }}\nflow look {{ u -> l -> a -> d{step} }}"
        )
    };
    let [ko, en] = asked(&text("", ""));
    assert_eq!(
        en,
        [
            "- `a~>k`: flows that do not draw it as a step count as sending it, too; does only a part of the requests? (`share = 100% | 5%`)"
        ]
    );
    assert_eq!(
        ko,
        [
            "- `a~>k`: 단계로 그리지 않은 흐름도 이 메시지를 보낸다고 셌습니다. 요청의 일부만 보내나요? (`share = 100% | 5%`)"
        ]
    );
    assert_eq!(asked(&text(" { share = 5% }", ""))[1], Vec::<String>::new());
    assert_eq!(asked(&text("", "\na ~> k"))[1], Vec::<String>::new());
}
