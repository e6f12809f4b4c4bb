//! Broken and hostile files: nothing panics, hangs or leaks, and what is read is a whole design.

use super::{Files, judge};
use archlint::catalog::Catalog;
use archlint::import::{Imported, Options, Recognised, designs, import, recognise};
use archlint::report::{Checked, Format as Output, Report, Style};
use archlint::rules;
use archlint::source::{Loader, NoLoader, Source, Sources};
use std::fmt::Write as _;
use std::path::Path;

/// A file of every notation.
pub fn fixtures() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/import");
    let shipped = [
        "compose/docker-compose.yml",
        "kubernetes/shop.yaml",
        "terraform/main.tf",
        "post.md",
        "shop.drawio",
    ];
    let read = |name: &str| std::fs::read_to_string(root.join(name)).expect("shipped");
    let mut files: Vec<Source> =
        shipped.iter().map(|name| Source::new(*name, read(name))).collect();
    let written = [
        (
            "a.d2",
            "user: 사용자 {shape: person}\nzone: 가용 영역 a {\n  api: API 서버 x3\n  db: MySQL {shape: cylinder}\n  api -> db: SQL\n}\nuser -> zone.api\n",
        ),
        (
            "a.dsl",
            "workspace {\n model {\n  u = person \"고객\"\n  s = softwareSystem \"Shop\" {\n   api = container \"API\" \"\" \"Spring Boot\"\n   db = container \"DB\" \"\" \"MySQL\"\n  }\n  u -> api\n  api -> db\n  live = deploymentEnvironment \"live\" {\n   deploymentNode \"Amazon EC2\" {\n    instances 2\n    containerInstance api\n   }\n   deploymentNode \"RDS\" { containerInstance db }\n  }\n }\n}\n",
        ),
        (
            "a.puml",
            "@startuml\n!include C4_Container.puml\nPerson(u, \"고객\")\nSystem_Boundary(s, \"Shop\") {\n Container(api, \"API\", \"Spring Boot\")\n ContainerDb(db, \"DB\", \"MySQL\")\n}\nRel(u, api, \"HTTPS\")\nRel(api, db, \"SQL\")\n@enduml\n",
        ),
        (
            "a.mmd",
            "architecture-beta\n group z(cloud)[VPC]\n service lb(internet)[ALB] in z\n service api(server)[API] in z\n service db(database)[MySQL] in z\n lb:R --> L:api\n api:R --> L:db\n",
        ),
        (
            "plan.json",
            r#"{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"aws_lb.a","mode":"managed","type":"aws_lb","name":"a","values":{"internal":false}},{"address":"aws_db_instance.b[0]","mode":"managed","type":"aws_db_instance","name":"b","values":{"engine":"mysql","multi_az":true}}]}}}"#,
        ),
    ];
    files.extend(written.map(|(name, text)| Source::new(name, text)));
    files
}

/// What a file holds; a refusal is nothing.
pub fn read(file: &Source, loader: &dyn Loader) -> Vec<Imported> {
    let catalog = Catalog::builtin();
    let options = Options::of(&catalog);
    match recognise(&file.name, &file.text) {
        Recognised::Foreign(format) => {
            import(vec![file.clone()], format, loader, options).unwrap_or_default()
        }
        Recognised::Markdown => {
            let blocks = designs(file, archlint::import::Blocks::Recognised, options);
            blocks.into_iter().map(|(_, one)| one).collect()
        }
        _ => Vec::new(),
    }
}

/// The errors of the text itself; there must be none in one that a program wrote.
fn errors_of_text(one: &Imported) -> Vec<String> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("x.arch", one.source.text.clone()));
    let span = archlint::source::Span::new(id, 0, one.source.text.len());
    let found = archlint::model::build(&mut sources, span, &NoLoader, &Catalog::builtin());
    let fixed = archlint::syntax::format(&sources, id).is_ok_and(|text| *text == *one.source.text);
    let mut errors: Vec<String> =
        found.errors.iter().map(|error| format!("{}: {}", error.rule, error.message.en)).collect();
    if errors.is_empty() && !fixed {
        errors.push("not as fmt sets it".to_owned());
    }
    errors
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) as usize % most.max(1)
    }
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whoever reads the design would not see what they do to the words around them.
#[test]
fn characters_that_cannot_be_seen_do_not_come_along() {
    let mut labels = 0;
    for mut file in fixtures() {
        file = Source::new(file.name.as_str(), file.text.replace("API", "\u{202e}A\u{200b}PI"));
        for design in read(&file, &NoLoader) {
            let hidden: Vec<char> =
                design.source.text.chars().filter(|c| "\u{202e}\u{200b}".contains(*c)).collect();
            assert!(hidden.is_empty(), "{}: {}", file.name, design.source.text);
            labels += usize::from(design.source.text.contains("API"));
        }
    }
    assert!(labels > 3, "only {labels} formats had such a label");
}

#[test]
fn every_fixture_is_a_design_that_stands_for_itself() {
    for file in fixtures() {
        let designs = read(&file, &NoLoader);
        assert!(!designs.is_empty(), "{}", file.name);
        for one in &designs {
            assert_eq!(errors_of_text(one), Vec::<String>::new(), "{}", one.source.text);
        }
    }
}

#[test]
fn files_cut_and_torn_at_random_are_read_as_far_as_they_go() {
    let mut dice = Dice(7);
    const SCRAPS: [&str; 12] =
        ["{", "}", "[", "\"", "'", ": ", "\n  ", "&a ", "*a", "-->", "한", "\u{0}"];
    // `fuzz/README.md` says how to run more.
    let rounds = std::env::var("ARCHLINT_TORN").ok().and_then(|count| count.parse().ok());
    let rounds: usize = rounds.unwrap_or(40);
    for file in fixtures() {
        for round in 0..rounds {
            let text = &file.text;
            let (a, b) = (boundary(text, dice.below(text.len())), dice.below(text.len()));
            let b = boundary(text, b);
            let torn = match round % 4 {
                0 => text[..a].to_owned(),
                1 => text[a..].to_owned(),
                2 => format!("{}{}", &text[..a.min(b)], &text[a.max(b)..]),
                _ => format!("{}{}{}", &text[..a], SCRAPS[dice.below(12)], &text[a..]),
            };
            let source = Source::new(file.name.clone(), torn.as_str());
            for one in read(&source, &NoLoader) {
                let errors = errors_of_text(&one);
                assert_eq!(errors, Vec::<String>::new(), "{torn}\n---\n{}", one.source.text);
            }
        }
    }
}

/// Kept from fuzzing: each made a text that did not stand for itself, or none at all.
#[test]
fn what_fuzzing_found_is_a_design_or_a_sentence() {
    let c4 = "@startuml\n!include C4_Container.puml\nPerson(u, \"U\")\nSystem_Boundary(s, \"Shop\") {\n Container(api, \"API\", \"Spring Boot\")\n ContainerDb(db, \"DB\", \"MySQL\")\n}\nRel(u, s, \"Shop\")\nRel(u, api, \"HTTPS\")\nRel(api, db, \"SQL\")\n@enduml\n";
    let table = [
        ("a.puml", c4.to_owned(), "U -> api : \"HTTPS\""),
        ("a.mmd", "flowchart LR\n u((① 사용자)) --> a[\"api⒆ 서버\"] --> d[(\"\u{6d3} MySQL\")]\n".to_owned(), "MySQL"),
        ("a.mmd", "flowchart LR\n u((User)) --> api[\"API pw: <b>hunter2xyz9</b>\"] --> d[(MySQL)]\n".to_owned(), "secrets = plain"),
        ("k.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec: {replicas: 444444, template: {spec: {containers: [{name: a, image: 'shop/api:1'}]}}}\n".to_owned(), "replicas = unknown"),
        ("main.tf", "resource \"aws_ecs_service\" \"a\" {\n  desired_count = 1\n}\nresource \"aws_appautoscaling_target\" \"a\" {\n  min_capacity = 2\n  max_capacity = 3\n  resource_id = \"service/x/${aws_ecs_service.a.name}\"\n}\n".to_owned(), "replicas = 2"),
    ];
    for (name, text, expected) in table {
        let designs = read(&Source::new(name, text.as_str()), &NoLoader);
        let [one] = designs.as_slice() else { panic!("{name}: {text}") };
        assert_eq!(errors_of_text(one), Vec::<String>::new(), "{}", one.source.text);
        assert!(one.source.text.contains(expected), "{expected}: {}", one.source.text);
    }
    let shared = c4.replace("Rel(u, api", "Rel(api, api");
    let designs = read(&Source::new("a.puml", shared.as_str()), &NoLoader);
    assert!(designs[0].source.text.contains("U -> Shop"), "{}", designs[0].source.text);
    for text in
        ["id / pw: a=⟦b⟧ / pw=c", "PASSWORD=${X:-\"hunter2⟧}", "pw: x\n password / pw=\"a\" / ⟦b"]
    {
        archlint::sink::secrets::find(text);
    }
}

#[test]
fn names_and_labels_may_be_anything() {
    let hostile = [
        "a\"b",
        "user",
        "design",
        "->",
        "$(x)",
        "a\\",
        "</svg>",
        "가 나",
        "on",
        "{",
        "//",
        "\u{202e}x",
    ];
    let mut compose = "services:\n".to_owned();
    let mut mermaid = "flowchart LR\n u[사용자] --> n0\n".to_owned();
    for (at, name) in hostile.iter().enumerate() {
        let quoted = format!("{name:?}").replace("\\u{202e}", "\u{202e}");
        let _ = writeln!(compose, "  {quoted}:\n    image: {quoted}\n    ports: ['80{at}:80']");
        let _ = writeln!(mermaid, " n{at}[\"{}\"] --> n{}", name.replace('"', "#quot;"), at + 1);
    }
    for (file, text) in [("compose.yml", compose), ("a.mmd", mermaid)] {
        let designs = read(&Source::new(file, text.as_str()), &NoLoader);
        assert!(!designs.is_empty(), "{file}");
        for one in designs {
            assert_eq!(errors_of_text(&one), Vec::<String>::new(), "{}", one.source.text);
        }
    }
}

/// Rules of the findings of an import.
fn said(file: &Source, loader: &dyn Loader) -> Vec<&'static str> {
    read(file, loader).iter().flat_map(|one| &one.findings).map(|found| found.rule.word()).collect()
}

#[test]
fn bombs_and_depths_end() {
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..10 {
        let above = level - 1;
        let _ = writeln!(bomb, "a{level}: &a{level} [*a{above}, *a{above}, *a{above}, *a{above}]");
    }
    bomb.push_str("services:\n  api:\n    image: x\n    environment: *a9\n  db: {image: mysql}\n");
    let file = Source::new("compose.yml", bomb.as_str());
    assert_eq!(said(&file, &NoLoader), ["limit"]);
    let small = bomb.replace("*a9", "*a2");
    let small = small.lines().filter(|line| !line.starts_with("a9")).collect::<Vec<_>>().join("\n");
    let file = Source::new("compose.yml", small.as_str());
    assert!(!read(&file, &NoLoader).is_empty());

    let around =
        "services:\n  api: &a\n    image: x\n    extends: *a\n    environment: &e {K: *e}\n";
    read(&Source::new("compose.yml", around), &NoLoader);

    let deep = |open: &str| open.repeat(1_000_000 / open.len());
    for (name, text) in [
        ("compose.yml", format!("services:\n  a: {}", deep("["))),
        ("compose.yml", format!("services:\n  a: {}", deep("{a: "))),
        ("plan.json", format!("{{\"format_version\":\"1\",\"a\":{}", deep("["))),
        ("main.tf", format!("a = {}", deep("["))),
        ("main.tf", deep("a {\n")),
        ("a.d2", deep("a: {\n")),
        ("a.dsl", format!("workspace {{ model {{ {}", deep("group \"a\" {\n"))),
        ("a.mmd", format!("flowchart LR\n{}", deep("subgraph a\n"))),
        ("a.mmd", format!("flowchart LR\n a{}", deep("["))),
        ("a.puml", format!("@startuml\n{}", deep("System_Boundary(a, \"b\") {\n"))),
        ("a.drawio", format!("<mxfile><diagram>{}", deep("<a>"))),
    ] {
        read(&Source::new(name, text.as_str()), &NoLoader);
    }
}

#[test]
fn a_document_type_is_refused_and_an_inflated_page_limited() {
    let dtd = "<!DOCTYPE mxfile [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<mxfile><diagram><mxGraphModel><root><mxCell id=\"0\" value=\"&b;\"/></root></mxGraphModel></diagram></mxfile>";
    assert_eq!(said(&Source::new("a.drawio", dtd), &NoLoader), ["syntax"]);
}

#[test]
fn files_that_lead_in_circles_are_read_once() {
    let files = Files::of(&[
        (
            "p/compose.yml",
            "include: [other.yml]\nservices:\n  api:\n    extends: {file: other.yml, service: api}\n    image: nginx\n",
        ),
        (
            "p/other.yml",
            "include: [compose.yml]\nservices:\n  api:\n    extends: {file: compose.yml, service: api}\n  db: {image: mysql}\n",
        ),
        ("k/kustomization.yaml", "apiVersion: v1\nkind: Kustomization\nresources: [a, pod.yaml]\n"),
        ("k/a/kustomization.yaml", "apiVersion: v1\nkind: Kustomization\nresources: [..]\n"),
        (
            "k/pod.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec: {containers: [{name: a, image: nginx}]}\n",
        ),
        (
            "t/main.tf",
            "module \"m\" {\n  source = \"./m\"\n}\nresource \"aws_instance\" \"web\" {}\n",
        ),
        ("t/m/main.tf", "module \"up\" {\n  source = \"../\"\n}\n"),
        (
            "s/w.dsl",
            "workspace {\n !include w.dsl\n model {\n  a = softwareSystem \"A\" {\n   api = container \"API\"\n  }\n }\n}\n",
        ),
    ]);
    for name in ["p/compose.yml", "k/kustomization.yaml", "t/main.tf", "s/w.dsl"] {
        let designs = read(&Source::new(name, files.0[name].as_str()), &files);
        assert!(!designs.is_empty(), "{name}");
    }
}

#[test]
fn nothing_outside_of_the_project_is_asked_for() {
    struct Watched(std::cell::RefCell<Vec<String>>);
    impl Loader for Watched {
        fn load(&self, _: &str, path: &str) -> Result<Source, archlint::source::LoadError> {
            self.0.borrow_mut().push(path.to_owned());
            Err(archlint::source::LoadError { reason: archlint::say::Text::same("no") })
        }
    }
    let compose = "include: [/etc/passwd, 'https://evil.example/x.yml', '~/x.yml', ok.yml]\nservices:\n  api:\n    image: nginx\n    env_file: [/proc/self/environ]\n    extends: {file: /etc/hosts, service: a}\n    volumes: ['/etc/shadow:/etc/nginx/nginx.conf']\n";
    let watched = Watched(Vec::new().into());
    read(&Source::new("compose.yml", compose), &watched);
    let hcl = "module \"a\" {\n  source = \"/etc\"\n}\nmodule \"b\" {\n  source = \"git::https://evil.example/x\"\n}\nresource \"aws_instance\" \"web\" {\n  user_data = file(\"/etc/passwd\")\n}\n";
    read(&Source::new("main.tf", hcl), &watched);
    let asked = watched.0.into_inner();
    let leads_out = |path: &&String| path.starts_with(['/', '~']) || path.contains("://");
    assert_eq!(asked.iter().filter(leads_out).count(), 0, "{asked:?}");
    assert!(asked.iter().any(|path| path == "ok.yml"), "{asked:?}");
}

const CANARY: &str = "c4n4ry-v4lue";

#[test]
fn values_of_secrets_environments_and_states_are_in_no_output() {
    let files = Files::of(&[
        ("p/.env", "TOKEN=c4n4ry-v4lue\nPLAIN=c4n4ry-v4lue\n"),
        ("p/app.env", "SOME_SETTING=c4n4ry-v4lue\n"),
        ("t/terraform.tfvars", "password = \"c4n4ry-v4lue\"\nnote = \"c4n4ry-v4lue\"\n"),
    ]);
    for (name, text) in [
        (
            "p/compose.yml",
            "services:\n  api:\n    image: x\n    ports: ['80:80']\n    command: run --key c4n4ry-v4lue\n    env_file: app.env\n    environment:\n      API_KEY: c4n4ry-v4lue\n      SETTING: c4n4ry-v4lue\n      DB_URL: mysql://root:c4n4ry-v4lue@db:3306/x\n      MORE: ${TOKEN}\n  db:\n    image: mysql\n    environment: {MYSQL_ROOT_PASSWORD: \"${PLAIN}\"}\n",
        ),
        (
            "k/all.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: c4n4ry-v4lue}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {SETTING: c4n4ry-v4lue}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  containers:\n    - name: a\n      image: nginx\n      args: [--token=c4n4ry-v4lue]\n      env: [{name: API_KEY, value: c4n4ry-v4lue}]\n",
        ),
        (
            "t/main.tf",
            "variable \"password\" {}\nvariable \"note\" {}\nresource \"aws_db_instance\" \"orders\" {\n  engine = \"mysql\"\n  password = var.password\n}\nresource \"aws_instance\" \"web\" {\n  user_data = \"export KEY=c4n4ry-v4lue ${var.note}\"\n}\n",
        ),
        (
            "s/state.json",
            r#"{"format_version":"1.0","terraform_version":"1.9.0","values":{"root_module":{"resources":[{"address":"aws_db_instance.orders","mode":"managed","type":"aws_db_instance","name":"orders","values":{"engine":"mysql","password":"c4n4ry-v4lue"},"sensitive_values":{"password":true}},{"address":"aws_instance.web","mode":"managed","type":"aws_instance","name":"web","values":{"user_data":"c4n4ry-v4lue"}}]}}}"#,
        ),
    ] {
        let file = Source::new(name, text);
        let designs = read(&file, &files);
        assert!(!designs.is_empty(), "{name}");
        for one in designs {
            assert!(!one.source.text.contains(CANARY), "{}", one.source.text);
            let said = format!("{:?}", one.findings);
            assert!(!said.contains(CANARY), "{said}");
            let mut sources = Sources::default();
            let (span, findings) = one.into_run(&mut sources);
            let mut judged = judge(&mut sources, span, &files);
            judged.findings.extend(findings);
            let sources = sources.examined(false);
            for output in [Output::Concise, Output::Json, Output::Sarif, Output::Markdown] {
                let checked = Checked {
                    sources: sources.clone(),
                    file: name.to_owned(),
                    findings: judged.findings.clone(),
                    waiting: false,
                };
                let told = Report::of(vec![checked]).print(output, &Style::default(), rules::ALL);
                assert!(!told.contains(CANARY), "{name} {output:?}: {told}");
            }
        }
    }
}
