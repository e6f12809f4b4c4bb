//! Files of other notations on the command line: where findings stand, what a walk and a hook take,
//! folders, pages, blocks.

use super::{Folder, Ran};

const SHOP: &str = "\
services:
  front:
    image: nginx
    ports: ['80:80']
    links: [api]
  api:
    build: .
    restart: always
    environment:
      DB_URL: mysql://orders:3306/shop
  orders:
    image: mysql:8
    restart: always
";
const DRAWN: &str = "\
flowchart LR
  fan[사용자] --> lb[Load Balancer] --> api[API 서버] --> db[(MySQL)]
";
const POD: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - name: api
          image: shop/api
          env: [{name: REDIS_HOST, value: cache}]
";
const CACHE: &str = "\
apiVersion: v1
kind: Service
metadata: {name: cache}
spec: {selector: {app: cache}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cache}
spec:
  selector: {matchLabels: {app: cache}}
  template:
    metadata: {labels: {app: cache}}
    spec: {containers: [{name: redis, image: 'redis:7'}]}
";

/// File, line and rule of each finding.
fn places(ran: &Ran) -> Vec<(String, usize, String)> {
    let findings = ran.json()["findings"].as_array().expect("a list").clone();
    let one = |f: &serde_json::Value| {
        let line = f["range"]["start"]["line"].as_u64().expect("a line") as usize;
        let word = |key: &str| f[key].as_str().expect("a word").to_owned();
        (word("file"), line, word("rule"))
    };
    findings.iter().map(one).collect()
}

fn place_of(ran: &Ran, rule: &str) -> (String, usize) {
    let found = places(ran).into_iter().find(|(_, _, name)| name == rule);
    let (file, line, _) = found.unwrap_or_else(|| panic!("no {rule}: {ran:?}"));
    (file, line)
}

#[test]
fn findings_stand_at_the_lines_of_the_foreign_file() {
    let folder = Folder::with(&[("compose.yml", SHOP)]);
    let ran = folder.run(&["check", "compose.yml", "--format", "json"]);
    assert_eq!(place_of(&ran, "single-instance"), ("compose.yml".into(), 2), "{ran:?}");
    assert_eq!(place_of(&ran, "ephemeral-data"), ("compose.yml".into(), 12));
    assert_eq!(place_of(&ran, "no-restart"), ("compose.yml".into(), 2));
    let pretty = folder.run(&["check", "compose.yml", "--lang", "en"]);
    assert!(pretty.err.is_empty() && !pretty.out.contains("design \""), "{pretty:?}");
}

#[test]
fn blocks_of_one_post_keep_their_lines() {
    let post = format!(
        "# 지금\n\n```mermaid\n{DRAWN}```\n\n```arch\nuser fan\nwas one\nfan -> one\n```\n\n# 나중\n\n```mermaid\n{DRAWN}```\n"
    );
    let folder = Folder::with(&[("post.md", &post)]);
    let ran = folder.run(&["check", "post.md", "--format", "json"]);
    let found = places(&ran);
    let lines = |rule: &str| -> Vec<usize> {
        found.iter().filter(|(_, _, name)| name == rule).map(|(_, line, _)| *line).collect()
    };
    assert_eq!(lines("unknown-facts"), [5, 10, 18], "{found:?}");
    let printed = folder.run(&["import", "post.md", "--no-comments"]);
    assert!(printed.out.starts_with("design \"나중\""), "{printed:?}");
}

#[test]
fn a_walk_takes_what_is_listed_and_counts_the_rest() {
    let files = [
        ("a.arch", "user fan\n"),
        ("infra/compose.yml", SHOP),
        ("infra/README", "words\n"),
        ("infra/ci.yml", "on: push\n"),
        ("other/pod.yaml", POD),
    ];
    let folder = Folder::with(&files);
    let ran = folder.run(&["check", "--format", "json", "--lang", "en"]);
    assert!(ran.err.contains("that were not read: 2;"), "{ran:?}");
    assert!(!ran.out.contains("compose.yml"));
    folder.write("archlint.toml", b"[import]\ncheck = [\"infra/\"]\n");
    let ran = folder.run(&["check", "--format", "json", "--lang", "en"]);
    assert!(ran.err.contains("that were not read: 1;"), "{ran:?}");
    assert_eq!(place_of(&ran, "ephemeral-data"), ("infra/compose.yml".into(), 12));
    assert!(!ran.out.contains("ci.yml") && !ran.out.contains("README"), "{ran:?}");
}

#[test]
fn a_pattern_that_takes_nothing_is_said() {
    let folder = Folder::with(&[("infra/compose.yml", SHOP)]);
    folder.write("archlint.toml", b"[import]\ncheck = [\"infra/\", \"deploy/*.yml\"]\n");
    let ran = folder.run(&["check", "--lang", "en"]);
    assert!(ran.err.contains("no file fits `deploy/*.yml`"), "{ran:?}");
    assert!(!ran.err.contains("no file fits `infra/`"), "{ran:?}");
    let named = folder.run(&["check", "infra/compose.yml", "--lang", "en"]);
    assert!(!named.err.contains("no file fits"), "{named:?}");
}

const SETTLED: &str = "services:
  edge: {image: 'registry.example.com:5000/edge-proxy:1', ports: ['80:80'], environment: {UP: 'http://shop:8080'}}
  shop: {image: 'registry.example.com:5000/shop:1', environment: {DB: 'mysql://db:3306/shop'}}
  db: {image: 'mysql:8', volumes: ['d:/var/lib/mysql']}
  nightly-batch: {image: 'registry.example.com:5000/n:1', environment: {DB_HOST: db}}
  legacy: {image: 'registry.example.com:5000/legacy:1', depends_on: [db]}
volumes: {d: {}}
";

#[test]
fn what_the_team_settled_outweighs_what_words_say() {
    let drawn = "flowchart LR\n user[이용자] --> api[API 서버] --> db[(MySQL)]\n api --> settle[정산 시스템]\n";
    let hcl = "resource \"aws_instance\" \"jump\" {\n  ami = \"a\"\n}\n";
    let settled = "[import]\ncheck = [\"infra/\", \"shop.mmd\", \"tf/\"]\n[import.as]\n\
        \"image registry.example.com:5000/edge-*\" = \"gateway\"\n\
        \"name *-batch\" = \"batch\"\n\"image registry.example.com:5000/legacy\" = \"none\"\n\
        \"label 정산*\" = \"none\"\n\"resource aws_instance\" = \"worker\"\n";
    let folder = Folder::with(&[
        ("infra/compose.yml", SETTLED),
        ("shop.mmd", drawn),
        ("tf/main.tf", hcl),
        ("archlint.toml", settled),
    ]);
    let printed = |file: &str| folder.run(&["import", file, "--no-comments"]).out;
    let compose = printed("infra/compose.yml");
    let is_declared = |word: &str, name: &str| {
        compose.lines().any(|line| line.split_whitespace().take(2).eq([word, name]))
    };
    assert!(is_declared("gateway", "edge") && is_declared("batch", "nightly-batch"), "{compose}");
    assert!(!compose.contains("legacy"), "{compose}");
    assert!(!printed("shop.mmd").contains("정산"));
    assert!(printed("tf/main.tf").contains("worker jump"));
    let walk = folder.run(&["check", "--lang", "en", "--fail-on", "never"]);
    assert!(!walk.err.contains("nothing fits"), "{walk:?}");
    folder.write("archlint.toml", settled.replace("*-batch", "*-bach").as_bytes());
    let walk = folder.run(&["check", "--lang", "en", "--fail-on", "never"]);
    assert!(walk.err.contains("nothing fits `name *-bach` of `[import.as]`"), "{walk:?}");
    folder.write("archlint.toml", settled.replace("\"gateway\"", "\"gatway\"").as_bytes());
    let wrong = folder.run(&["check", "infra/compose.yml", "--lang", "en"]);
    assert!(wrong.code == 2 && wrong.err.contains("did you mean `gateway`"), "{wrong:?}");
}

#[test]
fn foreign_files_are_excluded_and_have_levels_of_their_own() {
    let folder = Folder::with(&[("infra/compose.yml", SHOP), ("infra/old/compose.yml", SHOP)]);
    for excluded in ["infra/old/", "infra/old/**"] {
        let settings = format!(
            "exclude = [\"{excluded}\"]\n[import]\ncheck = [\"infra/\"]\n[[overrides]]\n\
            paths = [\"infra/\"]\nrules = {{ ephemeral-data = \"advice\" }}\n"
        );
        folder.write("archlint.toml", settings.as_bytes());
        for arguments in [
            &["check"][..],
            &["check", "--force-exclude", "infra/compose.yml", "infra/old/compose.yml"],
        ] {
            let ran = folder.run(&[arguments, &["--format", "json"]].concat());
            assert!(!ran.out.contains("infra/old"), "{excluded}: {ran:?}");
            let findings = ran.json()["findings"].as_array().expect("a list").clone();
            let lost = findings.iter().find(|it| it["rule"] == "ephemeral-data").expect("it");
            assert_eq!(lost["severity"], "advice", "{excluded}");
        }
        // Who names a file asks for that one.
        let named = folder.run(&["check", "infra/old/compose.yml", "--format", "json"]);
        assert!(named.out.contains("infra/old"), "{named:?}");
    }
}

/// What is a secret by its value is one under any key.
#[test]
fn secrets_are_known_by_what_they_are_in_every_notation() {
    let token = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
    let compose = format!(
        "services:\n  api:\n    image: shop/api:1\n    environment:\n      SETTING: '{token}'\n"
    );
    let pod = format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: api}}\nspec:\n  selector: {{matchLabels: {{a: b}}}}\n  template:\n    metadata: {{labels: {{a: b}}}}\n    spec:\n      containers:\n        - name: api\n          image: shop/api:1\n          env: [{{name: SETTING, value: '{token}'}}]\n"
    );
    let values = format!(
        "{{\"user_data\":\"export SETTING={token}\",\"tags\":{{\"Name\":\"web {token}\"}}}}"
    );
    let plan = format!(
        "{{\"format_version\":\"1.2\",\"planned_values\":{{\"root_module\":{{\"resources\":[{{\"address\":\"aws_instance.api\",\"mode\":\"managed\",\"type\":\"aws_instance\",\"name\":\"api\",\"values\":{values}}}]}}}}}}"
    );
    let state = plan.replace("planned_values", "values");
    let folder = Folder::with(&[
        ("compose.yml", &compose),
        ("pod.yaml", &pod),
        ("plan.json", &plan),
        ("state.json", &state),
    ]);
    for file in ["compose.yml", "pod.yaml", "plan.json", "state.json"] {
        let checked = folder.run(&["check", file, "--format", "json", "--fail-on", "never"]);
        assert!(checked.out.contains("secret-in-design"), "{file}: {checked:?}");
        for arguments in
            [&["import", file][..], &["check", file], &["render", file, "--format", "html"]]
        {
            let ran = folder.run(arguments);
            assert!(!(ran.out + &ran.err).contains(token), "{arguments:?}");
        }
    }
}

#[test]
fn what_holds_for_several_manifests_is_said_once() {
    let service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: api}\nspec: {type: LoadBalancer, selector: {app: api}}\n";
    let one = format!("{POD}{service}");
    let other = one.replace("name: api", "name: orders-api").replace("app: api", "app: orders-api");
    let folder = Folder::with(&[("k8s/a.yaml", &one), ("k8s/b.yaml", &other)]);
    let ran = folder.run(&["check", "k8s", "--format", "json", "--lang", "en"]);
    assert!(!ran.err.contains("were not read"), "{ran:?}");
    let found: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let alone = found["findings"].as_array().expect("findings").iter();
    let alone: Vec<_> = alone.filter(|it| it["rule"] == "single-instance").collect();
    assert_eq!(alone.len(), 1, "{ran:?}");
    assert_eq!(alone[0]["subjects"].as_array().map(Vec::len), Some(2), "{ran:?}");
}

#[test]
fn what_variables_stand_for_is_on_no_page() {
    let canary = "c4n4ry-v4lue";
    let hcl = "variable \"note\" {}\nresource \"aws_db_instance\" \"orders\" {\n  engine = \"mysql\"\n}\n";
    let values =
        format!("note = \"{canary}\"\nmore = <<X\n{canary}\nX\nlist = [\n  \"{canary}\",\n]\n");
    let env = format!("# {canary}\nNOTE={canary}\n");
    let compose = SHOP.replace("build: .", "build: .\n    env_file: app.env");
    let folder = Folder::with(&[
        ("t/main.tf", hcl),
        ("t/terraform.tfvars", &values),
        ("c/compose.yml", &compose),
        ("c/.env", &env),
        ("c/app.env", &env),
    ]);
    for file in ["t/main.tf", "c/compose.yml"] {
        let ran = folder.run(&["render", file, "--format", "html"]);
        assert!(ran.out.contains("<html") && !ran.out.contains(canary), "{file}: {}", ran.err);
        let shown = folder.run(&["render", file, "--format", "html", "--show-secrets"]);
        assert!(shown.out.contains(canary), "{file}");
    }
}

#[test]
fn a_hook_takes_a_foreign_file_only_where_it_is_listed() {
    let folder = Folder::with(&[("compose.yml", SHOP), ("ci.yml", "on: push\n")]);
    let hook = ["check", "--force-exclude", "--fail-on", "warning", "compose.yml", "ci.yml"];
    let ran = folder.run(&hook);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
    folder.write("archlint.toml", b"[import]\ncheck = [\"**/compose*.yml\"]\n");
    let ran = folder.run(&hook);
    assert!(ran.code == 1 && ran.out.contains("ephemeral-data"), "{ran:?}");
}

#[test]
fn files_that_the_configuration_puts_together_are_one_design() {
    let over = "services:\n  orders:\n    volumes: ['d:/var/lib/mysql']\nvolumes: {d: {}}\n";
    let folder = Folder::with(&[("compose.prod.yml", over), ("infra/compose.yml", SHOP)]);
    let design = "[[import.design]]\nname = \"운영\"\nfiles = [\"infra/compose.yml\", \"compose.prod.yml\"]\n";
    folder.write("archlint.toml", design.as_bytes());
    let walk = folder.run(&["check", "--format", "json", "--lang", "en"]);
    assert!(!walk.out.contains("ephemeral-data"), "{walk:?}");
    assert!(walk.out.contains("infra/compose.yml") && walk.err.is_empty(), "{walk:?}");
    let hook = folder.run(&["check", "--force-exclude", "compose.prod.yml", "--format", "json"]);
    assert_eq!(places(&hook), places(&walk), "{hook:?}");
    // Whoever names one file asks for that one.
    let named = folder.run(&["check", "infra/compose.yml", "--format", "json"]);
    assert_eq!(place_of(&named, "ephemeral-data"), ("infra/compose.yml".into(), 12));
    folder.write("pod.yaml", POD.as_bytes());
    let mixed = design.replace("compose.prod.yml", "*.y*ml");
    folder.write("archlint.toml", mixed.as_bytes());
    let mixed = folder.run(&["check", "--lang", "en"]);
    assert!(mixed.code == 2 && mixed.err.contains("mixes notations"), "{mixed:?}");
    folder.write("archlint.toml", b"[[import.design]]\nname = \"x\"\n");
    let lacking = folder.run(&["check", "--lang", "en"]);
    assert!(lacking.code == 2 && lacking.err.contains("`files` is missing"), "{lacking:?}");
}

#[test]
fn what_two_designs_of_one_post_have_in_common_is_said_of_each() {
    let block = |stage: &str, name: &str| {
        format!(
            "## {stage}\n```mermaid\nflowchart LR\n u[사용자] --> lb[Load Balancer] --> {name}[주문 서버] --> d{name}[(MySQL)]\n lb --> {name}2[결제 서버] --> d{name}\n```\n"
        )
    };
    let post = [block("AS-IS", "now"), block("TO-BE", "then")].concat();
    let folder = Folder::with(&[("post.md", &post)]);
    let ran = folder.run(&["check", "post.md", "--format", "json", "--lang", "en"]);
    for finding in ran.json()["findings"].as_array().expect("a list") {
        let subjects = finding["subjects"].to_string();
        assert!(!(subjects.contains("now") && subjects.contains("then")), "{finding}");
    }
    let of_both = |rule: &str| places(&ran).iter().filter(|(_, _, it)| it == rule).count();
    assert_eq!(of_both("single-instance"), 2, "{ran:?}");
}

#[test]
fn a_hook_that_names_one_manifest_looks_at_the_whole_set() {
    let folder = Folder::with(&[("k8s/api.yaml", POD), ("k8s/sub/cache.yaml", CACHE)]);
    folder.write("archlint.toml", b"[import]\ncheck = [\"k8s/\"]\n");
    let whole = folder.run(&["check", "k8s", "--format", "json"]);
    let hook = folder.run(&["check", "--force-exclude", "k8s/sub/cache.yaml", "--format", "json"]);
    assert!(!places(&whole).is_empty());
    assert_eq!(places(&hook), places(&whole), "{hook:?}");
}

#[test]
fn manifests_are_one_design_named_together_in_a_folder_and_extended() {
    let folder = Folder::with(&[("k8s/api.yaml", POD), ("k8s/sub/cache.yaml", CACHE)]);
    let named = folder.run(&["check", "--format", "json", "k8s/api.yaml", "k8s/sub/cache.yaml"]);
    let whole = folder.run(&["check", "--format", "json", "k8s"]);
    assert_eq!(places(&named), places(&whole), "{whole:?}");
    let printed = folder.run(&["import", "k8s", "--no-comments"]);
    assert!(printed.out.contains("api -> cache") && !printed.out.contains("//"), "{printed:?}");
    let drawn = folder.run(&["render", "k8s"]);
    assert!(drawn.code == 0 && drawn.out.contains("cache"), "{drawn:?}");
    folder
        .write("to-be.arch", b"design \"k\" to-be extends \"k8s/\"\nchange api { replicas = 3 }\n");
    let extended = folder.run(&["estimate", "to-be.arch"]);
    assert_eq!(extended.code, 0, "{extended:?}");
    let none = folder.run(&["check", "k8s/sub/nothing"]);
    assert_eq!(none.code, 2, "{none:?}");
}

#[test]
fn a_page_and_a_block_are_chosen_by_name_or_number() {
    let cell = |id: &str, label: &str, style: &str| {
        format!(
            "<mxCell id=\"{id}\" value=\"{label}\" style=\"{style}\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"0\" y=\"0\" width=\"80\" height=\"40\" as=\"geometry\"/></mxCell>"
        )
    };
    let page = |name: &str, db: &str| {
        format!(
            "<diagram name=\"{name}\"><mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>{}{}<mxCell id=\"e\" edge=\"1\" parent=\"1\" source=\"a\" target=\"b\"><mxGeometry as=\"geometry\"/></mxCell></root></mxGraphModel></diagram>",
            cell("a", "주문 서버", "rounded=1"),
            cell("b", db, "shape=cylinder3")
        )
    };
    let file = format!("<mxfile>{}{}</mxfile>", page("지금", "MySQL"), page("다음", "PostgreSQL"));
    let folder = Folder::with(&[("a.drawio", &file)]);
    for (asked, word) in [(None, "mysql"), (Some("다음"), "postgres"), (Some("1"), "mysql")] {
        let page = asked.map_or(vec![], |page| vec!["--page", page]);
        let ran = folder.run(&[&["import", "a.drawio"][..], &page].concat());
        assert!(ran.code == 0 && ran.out.contains(word), "{asked:?} {ran:?}");
    }
    let ran = folder.run(&["import", "a.drawio", "--page", "셋째", "--lang", "ko"]);
    assert!(ran.code == 2 && ran.err.contains("있는 장: `지금`, `다음`"), "{ran:?}");

    let post = format!(
        "# AS-IS\n```mermaid\n{DRAWN}```\n# TO-BE\n## 그림\n```mermaid\n{}```\n",
        DRAWN.replace("API 서버", "API 서버 x3")
    );
    folder.write("post.md", post.as_bytes());
    let first = folder.run(&["import", "post.md", "--block", "AS-IS"]);
    assert!(first.out.contains("as-is") && !first.out.contains("replicas = 3"), "{first:?}");
    let drawn = folder.run(&["render", "post.md", "--block", "1"]);
    assert!(drawn.code == 0, "{drawn:?}");
    let missing = folder.run(&["render", "post.md", "--block", "없음", "--lang", "ko"]);
    assert!(missing.code == 2 && missing.err.contains("`AS-IS`, `그림`"), "{missing:?}");
    let pair = folder.run(&["diff", "post.md", "--lang", "en"]);
    assert!(pair.code == 0 && pair.out.contains("single-instance"), "{pair:?}");
    let alone = folder.run(&["diff", "a.drawio", "--lang", "en"]);
    assert!(alone.code == 2 && alone.err.contains("name the two files"), "{alone:?}");
}

#[test]
fn what_github_would_not_draw_is_put_in_quotes() {
    let post = "```mermaid\n%% archlint\nflowchart LR\n  a[API (2대)] --> b[(MySQL)]\n```\n";
    let folder = Folder::with(&[("post.md", post)]);
    let ran = folder.run(&["check", "post.md", "--format", "json"]);
    assert_eq!(place_of(&ran, "unrenderable"), ("post.md".into(), 4));
    let fixed = folder.run(&["fix", "post.md"]);
    assert!(fixed.code < 2, "{fixed:?}");
    assert_eq!(folder.read("post.md"), post.replace("API (2대)", "\"API (2대)\""));
    let again = folder.run(&["check", "post.md", "--format", "json"]);
    assert!(!again.rules().contains(&"unrenderable".to_owned()), "{again:?}");
}

#[test]
fn fixes_of_a_foreign_file_are_a_to_be_that_extends_it() {
    let folder = Folder::with(&[("compose.yml", SHOP)]);
    let refused = folder.run(&["fix", "compose.yml", "--lang", "en"]);
    assert!(refused.code == 2 && refused.err.contains("-o to-be.arch"), "{refused:?}");
    let fixed = folder.run(&["fix", "compose.yml", "--suggested", "-o", "to-be.arch"]);
    assert!(fixed.code < 2, "{fixed:?}");
    assert!(folder.read("to-be.arch").contains("extends \"compose.yml\""), "{fixed:?}");
    assert_eq!(folder.read("compose.yml"), SHOP);
    let before = folder.run(&["check", "compose.yml", "--format", "json"]).rules();
    let after = folder.run(&["check", "to-be.arch", "--format", "json"]).rules();
    assert!(before.contains(&"no-restart".to_owned()), "{before:?}");
    assert!(!after.contains(&"no-restart".to_owned()), "{after:?}");
    let empty = "design \"shop\" as-is extends \"compose.yml\"\n";
    folder.write("same.arch", empty.as_bytes());
    let told = |ran: &Ran| {
        let findings = ran.json()["findings"].as_array().expect("a list").clone();
        let word = |f: &serde_json::Value| format!("{} {}", f["rule"], f["subjects"]);
        findings.iter().map(word).filter(|it| !it.contains("unknown-facts")).collect::<Vec<_>>()
    };
    let extended = folder.run(&["check", "same.arch", "--format", "json"]);
    let itself = folder.run(&["check", "compose.yml", "--format", "json"]);
    assert_eq!(told(&extended), told(&itself));
}

#[test]
fn a_plan_fills_in_what_the_hcl_leaves_open() {
    let hcl = "variable \"n\" {}\nresource \"aws_instance\" \"api\" {\n  count = var.n\n  ami = \"x\"\n}\nresource \"aws_db_instance\" \"orders\" {\n  engine = \"mysql\"\n  multi_az = var.n > 1\n}\n";
    let plan = r#"{"format_version":"1.2","planned_values":{"root_module":{"resources":[
      {"address":"aws_instance.api[0]","mode":"managed","type":"aws_instance","name":"api","index":0,"values":{"ami":"x"}},
      {"address":"aws_instance.api[1]","mode":"managed","type":"aws_instance","name":"api","index":1,"values":{"ami":"x"}},
      {"address":"aws_db_instance.orders","mode":"managed","type":"aws_db_instance","name":"orders","values":{"engine":"mysql","multi_az":true}}]}}}"#;
    let folder = Folder::with(&[("main.tf", hcl), ("plan.json", plan)]);
    let open = folder.run(&["import", "main.tf", "--no-comments"]);
    assert!(open.out.contains("replicas = unknown"), "{open:?}");
    let known = folder.run(&["import", "main.tf", "--plan", "plan.json", "--no-comments"]);
    assert!(known.out.contains("ec2 api    { replicas = 2 }"), "{known:?}");
    assert!(known.out.contains("failover = auto"), "{known:?}");
    let ran = folder.run(&["check", "main.tf", "--plan", "plan.json", "--format", "json"]);
    assert!(places(&ran).iter().all(|(file, ..)| file == "main.tf"), "{ran:?}");
}

#[test]
fn what_cannot_be_read_is_said_with_the_command_that_helps() {
    let folder = Folder::with(&[
        ("chart/deploy.yaml", "kind: Deployment\nname: {{ .Values.name }}\n"),
        ("old-compose.yml", "web:\n  image: x\ndb:\n  image: y\n"),
        ("stack.yml", "AWSTemplateFormatVersion: x\nResources: {}\n"),
        ("seq.mmd", "sequenceDiagram\n a->>b: x\n"),
        ("notes.txt", "user fan\n"),
    ]);
    folder.write("plan.tfplan", b"PK\x03\x04\xff\xfe\x00");
    folder.write("wide.yml", b"\xff\xfes\x00e\x00");
    for (file, said) in [
        ("chart/deploy.yaml", "helm template . | archlint check -"),
        ("old-compose.yml", "under `services:`"),
        ("stack.yml", "CloudFormation"),
        ("seq.mmd", "sequenceDiagram"),
        ("notes.txt", "rename it to `.arch`"),
        ("plan.tfplan", "terraform show -json plan.tfplan > plan.json"),
        ("wide.yml", "iconv -f UTF-16"),
    ] {
        for command in ["check", "render", "import"] {
            let ran = folder.run(&[command, file, "--lang", "en"]);
            assert!(ran.code == 2 && ran.out.is_empty(), "{command} {file}: {ran:?}");
            let told = ran.err.contains(said) || command == "import" && file == "notes.txt";
            assert!(told, "{command} {file}: {ran:?}");
        }
    }
}

/// A folder or a post may hold more than the design that a command looks at.
#[test]
fn which_of_several_designs_is_looked_at_is_said() {
    let design =
        |name: &str| format!("design \"{name}\"\nuser u\nwas api {{ replicas = 2 }}\nu -> api\n");
    let (one, two) = (design("하나"), design("둘"));
    let post = format!("```arch\n{one}```\n\n```arch\n{two}```\n");
    let compose = "services:\n  api:\n    image: nginx\n";
    let folder = Folder::with(&[
        ("p.md", &*post),
        ("mixed/docker-compose.yml", compose),
        ("mixed/a.arch", &one),
        ("own/a.arch", &one),
        ("own/policy.arch", "policy x { require replicas >= 2 on was }\n"),
        ("many/a.arch", &one),
        ("many/b.arch", &two),
    ]);
    let ran = |args: &[&str]| folder.run(&[&["estimate", "--lang", "ko"], args].concat());
    let last = ran(&["p.md"]);
    assert!(last.err.contains("설계 2개 가운데 마지막 것(둘)을 봅니다"), "{last:?}");
    assert!(last.err.contains("`--block`으로 고르세요: 하나"), "{last:?}");
    assert!(ran(&["p.md", "--block", "하나"]).err.is_empty());
    let mixed = ran(&["mixed"]);
    assert!(
        mixed.code == 0 && mixed.err.contains("mixed/docker-compose.yml의 설계를"),
        "{mixed:?}"
    );
    assert!(mixed.err.contains("그 파일을 주세요: mixed/a.arch"), "{mixed:?}");
    let own = ran(&["own"]);
    assert!(own.code == 0 && own.err.is_empty(), "the one design there is: {own:?}");
    let many = ran(&["many"]);
    assert!(
        many.code == 2 && many.err.contains("하나를 고르세요: many/a.arch, many/b.arch"),
        "{many:?}"
    );
    let english = folder.run(&["plan", "p.md", "--lang", "en"]);
    assert!(english.err.contains("p.md holds 2 designs"), "{english:?}");
}

/// Whoever reads it in a review sees which variable is meant, and never its value.
#[test]
fn a_secret_of_a_compose_file_is_found_at_its_variable() {
    let compose = "services:\n  api:\n    image: nginx\n    environment:\n      LOG: info\n      \
        DB_PASSWORD: hunter2xyz9secret\n    depends_on: [db]\n  db:\n    image: mysql:8\n    \
        environment:\n      - MYSQL_ROOT_PASSWORD=Sup3rS3cretX9\n";
    let folder = Folder::with(&[("compose.yml", compose)]);
    let args = ["check", "compose.yml", "--select", "secret-in-design", "--lang"];
    for lang in ["ko", "en"] {
        let ran = folder.run(&[&args[..], &[lang]].concat());
        assert!(ran.out.contains("[compose.yml:6:7]"), "{ran:?}");
        assert!(ran.out.contains("DB_PASSWORD: xxxx") && ran.out.contains("11 │"), "{ran:?}");
        let told = format!("{}{}", ran.out, ran.err);
        assert!(!told.contains("hunter2") && !told.contains("Sup3r"), "{told}");
    }
    let told = folder.run(&[&args[..], &["ko", "--format", "json"]].concat()).json();
    let found = &told["findings"][0];
    assert_eq!(found["range"]["start"]["line"], 6, "{found}");
}

/// A file that only changes another one's services is no project of its own.
#[test]
fn a_layer_that_is_named_with_its_base_is_read_over_it() {
    let over = "services:\n  orders:\n    volumes: ['data:/var/lib/mysql']\nvolumes:\n  data:\n";
    let folder = Folder::with(&[
        ("compose.yml", SHOP),
        ("compose.override.yml", over),
        ("compose.kept.yml", over),
        ("other/compose.yml", SHOP),
    ]);
    let lost = |arguments: &[&str]| {
        let asked = ["--format", "json", "--lang", "en", "--fail-on", "never"];
        let ran = folder.run(&[&["check"], arguments, &asked].concat());
        assert!(!ran.out.contains("has neither"), "{ran:?}");
        let found = ran.json()["findings"].as_array().expect("findings").clone();
        let lost = found.iter().filter(|it| it["rule"] == "ephemeral-data");
        lost.map(|it| it["file"].as_str().expect("a file").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(lost(&["compose.yml"]), ["compose.yml"]);
    assert!(lost(&["compose.yml", "compose.override.yml"]).is_empty());
    assert!(lost(&["compose.kept.yml", "compose.yml"]).is_empty());
    // Two projects of two folders are two.
    assert_eq!(lost(&["compose.yml", "other/compose.yml"]).len(), 2);
}
