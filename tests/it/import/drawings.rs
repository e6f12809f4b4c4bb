//! Drawings: what boxes say line by line, parts of stores, legends, and who comes in.

use super::{Checked, checked};
use archlint::import::Format;
use archlint::source::NoLoader;

fn mermaid(text: &str) -> Checked {
    let one = checked("a.mmd", text, Format::Mermaid, &NoLoader);
    one.stands_in_the_file();
    one
}

#[track_caller]
fn holds(one: &Checked, line: &str) {
    let text = one.arch.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(line), "{line}\n{}", one.arch);
}

#[track_caller]
fn lacks(one: &Checked, words: &str) {
    let stated = one.arch.lines().filter(|line| !line.trim_start().starts_with("//"));
    let stated: Vec<&str> = stated.collect();
    assert!(!stated.join("\n").contains(words), "{words}\n{}", one.arch);
}

#[test]
fn the_first_line_of_a_label_says_what_a_box_is() {
    let one = mermaid(
        "flowchart LR\n  queue[\"Kafka<br/>order events\"]\n  pay[\"Payment Provider\\nRazorpay compatible\"]\n  book[\"booking-service<br/>ticket issuance, queue\"]\n  front[\"Gateway<br>Nginx\"]\n  front --> book --> queue\n  book --> pay\n",
    );
    for line in [
        "kafka queue \"Kafka order events\" // :2",
        "external pay",
        "service book \"booking",
        "nginx",
    ] {
        holds(&one, line);
    }
    let xml = r#"<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
<mxCell id="a" value="&lt;b&gt;booking-service&lt;/b&gt;&lt;br&gt;&lt;font&gt;finalization&lt;br&gt;issuance&lt;/font&gt;" vertex="1" parent="1"><mxGeometry x="0" y="0" width="90" height="40" as="geometry"/></mxCell>
<mxCell id="b" value="&lt;div&gt;Redis&lt;/div&gt;&lt;div&gt;seats&lt;/div&gt;" vertex="1" parent="1"><mxGeometry x="200" y="0" width="90" height="40" as="geometry"/></mxCell>
<mxCell id="e" value="" edge="1" parent="1" source="a" target="b"><mxGeometry relative="1" as="geometry"/></mxCell>
<mxCell id="l" value="holds &lt;b&gt;seats&lt;/b&gt;" style="edgeLabel;html=1" vertex="1" connectable="0" parent="e"><mxGeometry relative="1" as="geometry"/></mxCell>
</root></mxGraphModel>"#;
    let one = checked("a.drawio", xml, Format::Drawio, &NoLoader);
    one.stands_in_the_file();
    for line in [
        "service booking-service \"booking-service finalization issuance\"",
        "redis Redis \"Redis seats\"",
        "booking-service -> Redis : \"holds seats\"",
    ] {
        holds(&one, line);
    }
}

#[test]
fn what_stands_behind_an_arrow_or_as_a_technology_only_says_more() {
    let one = mermaid(
        "flowchart LR\n  kafka[(Kafka)] --> jdbc[\"JDBC Sink → PostgreSQL\"]\n  kafka --> taker[OrderConsumer]\n  runs[Job Executor] --> kafka\n",
    );
    for line in ["worker jdbc", "worker taker", "worker runs"] {
        holds(&one, line);
    }
    let dsl = "workspace {\n model {\n  s = softwareSystem \"S\" {\n   events = container \"Events\" \"\" \"Apache Kafka 3.0\"\n   taker = container \"Index Event Consumer\" \"\" \"Golang\"\n   api = container \"API Application\" \"\" \"Java and Spring MVC\"\n   taker -> events\n   api -> events\n  }\n }\n}\n";
    let one = checked("w.dsl", dsl, Format::Structurizr, &NoLoader);
    one.stands_in_the_file();
    for line in ["kafka events", "worker taker", "was api", "api ~> events"] {
        holds(&one, line);
    }
}

#[test]
fn parts_of_a_store_are_the_store() {
    let one = mermaid(
        "flowchart LR\n  orders[Order Service] --> t1\n  subgraph Events[\"Kafka Cluster\"]\n    t1[(\"orders.raw Topic\")]\n    t2[(\"alerts Topic\")]\n  end\n  t1 --> fraud[Fraud Service] --> t2\n  t2 --> alert[Alert Worker]\n  subgraph Data[\"MySQL\"]\n    x[(orders table)]\n    y[users 테이블]\n  end\n  fraud --> x\n",
    );
    for line in
        ["kafka Events", "mysql Data", "orders ~> Events", "Events ~> fraud", "fraud -> Data"]
    {
        holds(&one, line);
    }
    lacks(&one, "t1");
    assert!(!one.found().iter().any(|(_, words)| words.contains("Topic")), "{:?}", one.found());
}

#[test]
fn a_legend_is_no_part_of_the_system() {
    let one = mermaid(
        "flowchart LR\n  u[사용자] --> api[API 서버] --> db[(MySQL)]\n  subgraph 범례\n    l1[(데이터베이스)] --> l2[서버]\n  end\n  subgraph Legend\n    l3[[Kafka]] -.-> l4[Worker]\n  end\n",
    );
    for gone in ["l1", "l2", "l3", "l4", "kafka", "범례", "Legend"] {
        lacks(&one, gone);
    }
}

#[test]
fn who_only_delivers_is_no_way_in() {
    let one = mermaid(
        "flowchart LR\n  dev[Developer] --> gh[GitHub Repository] --> j[Jenkins] --> sonar[SonarQube Scan]\n  j --> eks[Amazon EKS] --> ing[Ingress Controller] --> api[Backend API] --> db[(PostgreSQL)]\n",
    );
    for line in ["github gh", "sonarqube sonar", "as-is partial"] {
        holds(&one, line);
    }
    let unreached = one.found().into_iter().find(|(rule, _)| *rule == "unreachable-component");
    assert_eq!(unreached, None);
}

#[test]
fn what_a_cache_is_for_is_read_from_labels_and_lines() {
    let one = mermaid(
        "flowchart LR\n  u[사용자] --> api[API 서버]\n  api --> line[(Redis 대기열)]\n  api -->|분산락| guard[(Redis)]\n  api -->|session, cache| keep[(Redis)]\n  api --> plain[(Redis)]\n",
    );
    for line in ["line \"Redis 대기열\" { roles = [queue] }", "guard \"Redis\" { roles = [lock] }"]
    {
        holds(&one, line);
    }
    holds(&one, "keep \"Redis\" { roles = [cache, session] }");
    holds(&one, "redis plain \"Redis\" //");
}

#[test]
fn people_go_where_their_browsers_lead() {
    let one = mermaid(
        "flowchart LR\n  buyer[고객] --> web[웹 브라우저] --> lb[Load Balancer] --> api[API 서버] --> db[(MySQL)]\n  seller[판매자] --> web\n",
    );
    holds(&one, "buyer -> lb");
    holds(&one, "seller -> lb");
    lacks(&one, "user web");
    assert!(one.arch.contains("웹 브라우저 (what people use to get there)"), "{}", one.arch);
}

#[test]
fn who_only_turns_to_people_is_no_way_in() {
    let one = mermaid(
        "flowchart LR\n  caller[고객] --> clerk[관리자] --> api[API 서버] --> db[(MySQL)]\n",
    );
    holds(&one, "clerk -> api");
    lacks(&one, "caller");
    assert!(one.arch.contains("고객 (asks nothing of the system)"), "{}", one.arch);
}

#[test]
fn nobody_asks_a_store_through_a_tool() {
    let one = mermaid(
        "flowchart LR\n  buyer[고객] --> api[API 서버] --> db[(MySQL)]\n  op[운영자] --> tool[phpMyAdmin] --> db\n  api --> tg[대상 그룹] --> pay[결제 서비스]\n",
    );
    lacks(&one, "op ");
    holds(&one, "api -> pay");
    assert!(!one.found().iter().any(|(_, words)| words.contains("운영자")), "{:?}", one.found());
}

#[test]
fn a_shape_that_is_stated_later_keeps_the_label() {
    let one = mermaid(
        "flowchart LR\n  u[사용자] --> api[\"SpringBoot-api\"] --> db[\"MySQL\"]\n  api@{ shape: procs}\n  db@{ shape: cyl }\n  db@{ label: \"주문 MySQL\" }\n",
    );
    holds(&one, "spring api \"SpringBoot-api\" // :2");
    holds(&one, "mysql db \"주문 MySQL\"");
}

#[test]
fn a_group_tells_what_watches_it() {
    let one = mermaid(
        "flowchart LR\n  u[사용자] --> apps\n  subgraph apps [Services]\n    a[주문 서버]\n    b[결제 서버]\n  end\n  subgraph watch [Observability]\n    p[Prometheus]\n    g[Grafana]\n  end\n  apps --> watch\n  a --> db[(MySQL)]\n",
    );
    holds(&one, "apps ~> watch");
}

/// What two frames hold is not joined by a line that ends somewhere in them.
#[test]
fn a_loose_end_means_a_box_or_nothing() {
    let cell = |id: &str,
                words: &str,
                (x, y, w, h): (u32, u32, u32, u32),
                parent: &str,
                style: &str| {
        format!(
            "<mxCell id=\"{id}\" value=\"{words}\" style=\"{style}\" vertex=\"1\" parent=\"{parent}\"><mxGeometry x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" as=\"geometry\"/></mxCell>"
        )
    };
    let frame = "shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_vpc";
    let cells = [
        cell("f1", "Staging", (0, 0, 400, 300), "1", frame),
        cell("a1", "API 서버", (20, 20, 90, 40), "f1", ""),
        cell("d1", "MySQL", (200, 20, 90, 40), "f1", ""),
        cell("f2", "Production", (600, 0, 400, 300), "1", frame),
        cell("a2", "API 서버", (20, 20, 90, 40), "f2", ""),
        cell("d2", "MySQL", (200, 20, 90, 40), "f2", ""),
    ];
    let line = |id: &str, from: (u32, u32), to: (u32, u32)| {
        format!(
            "<mxCell id=\"{id}\" edge=\"1\" parent=\"1\"><mxGeometry relative=\"1\" as=\"geometry\"><mxPoint x=\"{}\" y=\"{}\" as=\"sourcePoint\"/><mxPoint x=\"{}\" y=\"{}\" as=\"targetPoint\"/></mxGeometry></mxCell>",
            from.0, from.1, to.0, to.1
        )
    };
    let (far, near) = (line("l1", (390, 200), (610, 200)), line("l2", (120, 40), (190, 40)));
    let xml = format!(
        "<mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>{}{far}{near}</root></mxGraphModel>",
        cells.concat()
    );
    let one = checked("a.drawio", &xml, Format::Drawio, &NoLoader);
    let links = one.arch.lines().filter(|line| line.contains("->")).count();
    assert_eq!(links, 1, "{}", one.arch);
    holds(&one, "API-서버 -> MySQL");
}
