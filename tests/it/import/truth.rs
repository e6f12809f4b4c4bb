//! What holds for every notation: where findings stand, what silence means, that two notations of one
//! system are one design.

use super::robust::{fixtures, read};
use super::{Checked, Files, checked, judge};
use archlint::catalog::Catalog;
use archlint::diagnostic::Severity;
use archlint::import::{Format, Options, import};
use archlint::source::{NoLoader, Source, Sources};
use std::collections::BTreeSet;

/// Rule, line of the place and subjects of every finding of every design of a file.
fn found(file: &Source) -> BTreeSet<(String, usize, String)> {
    let mut all = BTreeSet::new();
    for one in read(file, &NoLoader) {
        let mut sources = Sources::default();
        let (span, said) = one.into_run(&mut sources);
        for finding in judge(&mut sources, span, &NoLoader).findings.iter().chain(&said) {
            let source = sources.get(finding.primary.source);
            assert!(source.origins.is_none(), "{finding:?}");
            let places = finding.related.iter().map(|(span, _)| *span).chain([finding.primary]);
            for place in places {
                assert!(sources.get(place.source).text.get(place.range()).is_some(), "{finding:?}");
            }
            let line =
                sources.position(finding.primary.source, finding.primary.start as usize).line;
            all.insert((finding.rule.to_string(), line, finding.subjects.join(" ")));
        }
    }
    all
}

#[test]
fn findings_stand_at_the_same_lines_with_other_line_ends_and_a_mark() {
    for file in fixtures() {
        let plain = found(&file);
        assert!(!plain.is_empty() || file.name == "plan.json", "{}", file.name);
        let crlf = file.text.replace('\n', "\r\n");
        assert_eq!(found(&Source::new(file.name.clone(), crlf.as_str())), plain, "{}", file.name);
        let marked = format!("\u{feff}{}", file.text);
        assert_eq!(found(&Source::new(file.name.clone(), marked.as_str())), plain, "{}", file.name);
    }
}

#[test]
fn a_finding_about_a_component_stands_where_its_name_or_value_does() {
    let shop = "services:\n  front:\n    image: nginx\n    ports: ['80:80']\n    links: [주문-서버]\n  주문-서버: &api\n    build: .\n    environment: {DB_URL: 'mysql://orders/x'}\n  other:\n    <<: *api\n    ports: ['81:81']\n  orders:\n    image: mysql:8\n    ports: ['3306:3306']\n";
    let shop = checked("compose.yml", shop, Format::Compose, &NoLoader);
    let found = shop.found();
    for expected in [
        ("single-instance", "front"),
        ("ephemeral-data", "mysql:8"),
        ("public-data-store", "'3306:3306'"),
        ("missing-replica", "orders"),
        ("no-restart", "front"),
    ] {
        assert!(found.contains(&expected), "{expected:?} {found:?}");
    }
    assert!(found.iter().any(|(_, words)| *words == "주문-서버"), "{found:?}");
}

/// Statements of a written design that say that something is not there.
fn denied(arch: &str) -> BTreeSet<String> {
    let words: Vec<&str> = arch
        .lines()
        .filter_map(|line| line.split("//").next())
        .flat_map(str::split_whitespace)
        .collect();
    let mut denied = BTreeSet::new();
    for at in 2..words.len() {
        let value = words[at].trim_end_matches(',');
        if words[at - 1] == "=" && matches!(value, "off" | "none") {
            denied.insert(format!("{} = {value}", words[at - 2]));
        }
    }
    denied
}

/// What silence means, by the notation itself.
fn defined(file: &str) -> &'static [&'static str] {
    match file {
        "compose/docker-compose.yml" => &["restart = off", "persistence = off"],
        "kubernetes/shop.yaml" => &["health-check = off", "persistence = off"],
        "terraform/main.tf" | "plan.json" => &["backup = none", "encryption = off", "tls = off"],
        _ => &[],
    }
}

#[test]
fn no_line_that_is_gone_denies_anything_that_the_notation_does_not() {
    for file in fixtures() {
        let lines: Vec<&str> = file.text.split_inclusive('\n').collect();
        for gone in 0..lines.len() {
            let rest = [&lines[..gone], &lines[gone + 1..]].concat().concat();
            for one in read(&Source::new(file.name.clone(), rest.as_str()), &NoLoader) {
                let denied = denied(&one.source.text);
                let wrong: Vec<_> = denied
                    .iter()
                    .filter(|it| !defined(&file.name).contains(&it.as_str()))
                    .collect();
                assert!(wrong.is_empty(), "{} without {:?}: {wrong:?}", file.name, lines[gone]);
            }
        }
    }
}

#[test]
fn a_variable_without_a_value_says_nothing() {
    let text = "services:\n  api:\n    image: nginx\n    ports: ['80:80']\n    restart: ${RESTART}\n    deploy: {replicas: \"${N}\"}\n    environment: {API_KEY: '${KEY}', DB_PASSWORD: \"${PW:?set it}\"}\n";
    let one = checked("compose.yml", text, Format::Compose, &NoLoader);
    assert!(one.arch.contains("replicas = unknown"), "{}", one.arch);
    for unsaid in ["restart", "secrets", "replicas = 1"] {
        assert!(!one.arch.contains(unsaid), "{unsaid}: {}", one.arch);
    }
    assert!(
        one.findings.iter().all(|it| !matches!(it.rule.as_str(), "no-restart" | "single-instance"))
    );
}

#[test]
fn a_secret_that_stands_in_another_file_does_not_stand_here() {
    let service = "services:\n  db:\n    image: mysql:8\n    env_file: db.env\n    environment:\n      MYSQL_PASSWORD: ${PW}\n";
    let files = |text: &str| Files::of(&[("p/.env", "PW=hunter2xyz\n"), ("p/db.env", text)]);
    let secret = files("ROOT_PASSWORD=hunter2xyz\n");
    let one = checked("p/compose.yml", service, Format::Compose, &secret);
    assert!(!one.arch.contains("secrets"), "{}", one.arch);
    let given = service.replace("${PW}", "${OTHER:-hunter2xyz}");
    let other = checked("p/compose.yml", &given, Format::Compose, &secret);
    assert!(other.arch.contains("secrets = plain"), "{}", other.arch);
}

/// Components with their types, and connections, without facts and places.
fn shape(one: &Checked) -> BTreeSet<String> {
    let bare = |line: &str| line.split(['{', '"']).next().unwrap_or_default().trim().to_owned();
    let lines = one.arch.lines().filter_map(|line| line.split("//").next()).map(bare);
    let is_part = |line: &String| {
        let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
        !line.starts_with("design")
            && !line.starts_with('}')
            && words.len() > 1
            && !matches!(words[0], "group" | "region" | "vpc" | "host" | "user" | "lb")
            && !line.contains("clients")
            && !line.contains("api-lb")
            && !line.contains(" = ")
    };
    let squeeze = |line: String| line.split_whitespace().collect::<Vec<_>>().join(" ");
    lines.filter(is_part).map(squeeze).collect()
}

#[test]
fn a_compose_project_and_its_manifests_are_the_same_system() {
    let compose = "services:\n  api:\n    build: ./api\n    ports: ['80:80']\n    environment: {DB_HOST: orders, CACHE_URL: 'redis://cache:6379'}\n  orders:\n    image: mysql:8\n    volumes: ['d:/var/lib/mysql']\n  cache:\n    image: redis:7\nvolumes: {d: {}}\n";
    let workload = |kind: &str, name: &str, image: &str, more: &str| {
        format!(
            "---\napiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: {name}}}\nspec:\n  selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec:\n      containers:\n        - name: {name}\n          image: {image}\n{more}---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{TYPE selector: {{app: {name}}}}}\n"
        )
    };
    let env = "          env: [{name: DB_HOST, value: orders}, {name: CACHE_URL, value: 'redis://cache:6379'}]\n";
    let manifests = [
        workload("Deployment", "api", "shop/api", env).replace("TYPE", "type: LoadBalancer,"),
        workload("StatefulSet", "orders", "mysql:8", "").replace("TYPE ", ""),
        workload("Deployment", "cache", "redis:7", "").replace("TYPE ", ""),
    ];
    let one = checked("compose.yml", compose, Format::Compose, &NoLoader);
    let other = checked("all.yaml", &manifests.concat(), Format::Kubernetes, &NoLoader);
    assert_eq!(shape(&one), shape(&other), "{}\n{}", one.arch, other.arch);
}

#[test]
fn what_a_part_runs_on_says_what_it_is_where_the_part_does_not() {
    let dsl = "workspace {\n model {\n  s = softwareSystem \"Shop\" {\n   web = container \"Web\" \"\" \"Spring Boot\"\n   db = container \"Database\" \"\" \"Relational database schema\" { tags \"Database\" }\n   seats = container \"Seats\" { tags \"Database\" }\n  }\n  web -> db\n  web -> seats\n  live = deploymentEnvironment \"Live\" {\n   deploymentNode \"Tomcat\" \"\" \"Apache Tomcat 8\" { containerInstance web }\n   deploymentNode \"primary\" \"\" \"MySQL 8\" { containerInstance db }\n   deploymentNode \"store\" {\n    technology \"PostgreSQL\"\n    containerInstance seats\n   }\n   infrastructureNode \"Router\" { technology \"HAProxy\" }\n  }\n }\n}\n";
    let found = checked("w.dsl", dsl, Format::Structurizr, &NoLoader);
    let types = ["spring web", "mysql db", "postgres seats"];
    for declared in types {
        assert!(found.arch.contains(declared), "{declared}: {}", found.arch);
    }
}

#[test]
fn a_notation_for_something_else_is_refused_by_its_name_behind_anything() {
    let heads = ["", "---\ntitle: x\n---\n", "%%{init: {'theme': 'dark'}}%%\n\n", "%% said\n"];
    for head in heads {
        for word in ["classDiagram", "classDiagram-v2", "stateDiagram-v2", "erDiagram"] {
            let text = format!("{head}{word}\n  Server --> Redis\n  Redis --> MySQL\n");
            let file = Source::new("a.mmd", text.as_str());
            let refused =
                import(vec![file], Format::Mermaid, &NoLoader, Options::of(&Catalog::builtin()));
            let said = refused.map(|_| ()).expect_err("no architecture").reason.en;
            assert!(said.contains(&format!("`{word}`")), "{text}: {said}");
        }
    }
}

#[test]
fn structurizr_and_c4_draw_the_same_system() {
    let dsl = "workspace {\n model {\n  u = person \"고객\"\n  s = softwareSystem \"Shop\" {\n   api = container \"API\" \"\" \"Spring Boot\"\n   db = container \"Orders\" \"\" \"MySQL\"\n   bus = container \"Events\" \"\" \"Kafka\"\n  }\n  u -> api \"HTTPS\"\n  api -> db \"SQL\"\n  api -> bus \"publishes\"\n }\n}\n";
    let puml = "@startuml\nPerson(u, \"고객\")\nSystem_Boundary(s, \"Shop\") {\n Container(api, \"API\", \"Spring Boot\")\n ContainerDb(db, \"Orders\", \"MySQL\")\n ContainerQueue(bus, \"Events\", \"Kafka\")\n}\nRel(u, api, \"HTTPS\")\nRel(api, db, \"SQL\")\nRel(api, bus, \"publishes\")\n@enduml\n";
    let one = checked("w.dsl", dsl, Format::Structurizr, &NoLoader);
    let other = checked("c.puml", puml, Format::PlantUml, &NoLoader);
    assert_eq!(shape(&one), shape(&other), "{}\n{}", one.arch, other.arch);
    let rules = |one: &Checked| -> BTreeSet<&'static str> {
        one.findings.iter().map(|found| found.rule.word()).collect()
    };
    assert_eq!(rules(&one), rules(&other));
}

#[test]
fn one_box_of_a_drawing_is_one_as_in_a_design_unless_it_is_drawn_in_part() {
    let drawn = "flowchart LR\n  u((사용자)) --> lb[ALB] --> api[주문 API] --> db[(MySQL)]\n  subgraph watch [모니터링]\n    p[Prometheus]\n    g[Grafana]\n  end\n  api --> watch\n";
    for (text, level) in [
        (drawn.to_owned(), Severity::Error),
        (drawn.replace("u((사용자)) --> ", ""), Severity::Warning),
    ] {
        let drawn = checked("post.mmd", &text, Format::Mermaid, &NoLoader);
        let alone = drawn.findings.iter().find(|found| found.rule == "missing-replica");
        assert_eq!(alone.map(|found| found.severity), Some(level), "{}", drawn.arch);
        drawn.same_as_its_text();
    }
    let drawn = checked("post.mmd", drawn, Format::Mermaid, &NoLoader);
    // What watches is told, and asked nothing.
    assert!(drawn.arch.contains("api ~> watch"), "{}", drawn.arch);
    let stated = "services:\n  api:\n    build: .\n    environment: {DB_HOST: db}\n    ports: ['80:80']\n  db:\n    image: mysql:8\n";
    let stated = checked("compose.yml", stated, Format::Compose, &NoLoader);
    let alone = stated.findings.iter().find(|found| found.rule == "missing-replica");
    assert_eq!(alone.map(|found| found.severity), Some(Severity::Error), "{}", stated.arch);
}
