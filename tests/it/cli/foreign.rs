//! Secrets in files that people already have: they come out of no command, in no form.

use super::{FORMATS, Folder};

const COMPOSE: &str = "services:\n  api:\n    image: shop/api:1\n    env_file: .env\n    environment:\n      \
    DB_PASSWORD: hunter2xyz\n      DATABASE_URL: mysql://root:s3cr3tpw@orders:3306/shop\n    \
    depends_on: [orders]\n  orders:\n    image: mysql:8\n    environment:\n      \
    MYSQL_ROOT_PASSWORD: s3cr3tpw\n    labels: { contact: kim@company.co.kr }\n";
const ENVIRONMENT: &str = "API_KEY=9f8e7d6c5b4a39281706\n";
const KUBERNETES: &str = "apiVersion: v1\nkind: Secret\nmetadata: { name: db }\nstringData:\n  \
    password: hunter2xyz\n  url: mysql://root:s3cr3tpw@orders:3306/shop\n---\napiVersion: apps/v1\nkind: Deployment\n\
    metadata: { name: api, annotations: { contact: kim@company.co.kr } }\nspec:\n  replicas: 2\n  template:\n    \
    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - name: api\n          image: shop/api:1\n          \
    env:\n            - { name: API_KEY, value: 9f8e7d6c5b4a39281706 }\n            \
    - { name: DATABASE_URL, value: \"mysql://root:s3cr3tpw@orders:3306/shop\" }\n";
const TERRAFORM: &str = "provider \"github\" {\n  token = \"9f8e7d6c5b4a39281706\"\n}\n\
    resource \"aws_db_instance\" \"orders\" {\n  engine = \"mysql\"\n  username = \"root\"\n  password = \"hunter2xyz\"\n}\n\
    resource \"aws_instance\" \"api\" {\n  # 담당 kim@company.co.kr\n  user_data = \"DATABASE_URL=mysql://root:s3cr3tpw@db\"\n}\n";
const MERMAID: &str = "flowchart LR\n  fan((User)) --> api[\"API pw: hunter2xyz\"]\n  \
    api -->|\"mysql://root:s3cr3tpw@db\"| db[(\"MySQL 9f8e7d6c5b, api_key: 9f8e7d6c5b4a39281706\")]\n  %% kim@company.co.kr\n";
const SECRETS: [&str; 4] = ["hunter2xyz", "s3cr3tpw", "9f8e7d6c5b4a39281706", "kim@company"];

fn runs(file: &str) -> Vec<Vec<String>> {
    let mut runs: Vec<String> =
        FORMATS.iter().map(|it| format!("check FILE --format {it}")).collect();
    for form in ["svg", "html", "scene", "dot", "mermaid", "d2"] {
        runs.push(format!("render FILE --format {form}"));
    }
    for form in ["pretty", "json", "markdown"] {
        runs.push(format!("estimate FILE --format {form}"));
        runs.push(format!("simulate FILE --sweep --format {form}"));
        runs.push(format!("diff FILE FILE --format {form}"));
    }
    runs.extend(["report FILE", "report FILE -o page.html", "import FILE"].map(str::to_owned));
    runs.push("import FILE -o made.arch".to_owned());
    runs.push("fix FILE --suggested -o to-be.arch".to_owned());
    let args = |run: String| run.replace("FILE", file).split(' ').map(str::to_owned).collect();
    runs.into_iter().map(args).collect()
}

/// Runs all commands on each of the `given` files and looks for the secrets in all that they write.
fn assert_discreet(files: &[(&str, &[u8])], given: &[&str], secrets: &[&str]) {
    for file in given {
        for args in runs(file) {
            let folder = Folder::with(&[]);
            files.iter().for_each(|(name, bytes)| folder.write(name, bytes));
            let ran = folder.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
            let may_refuse = args[0] == "fix" || args[0] == "import" && file.ends_with(".arch");
            assert!(ran.code < 2 || may_refuse, "{args:?}: {ran:?}");
            let mut told = format!("{}{}", ran.out, ran.err);
            for made in ["page.html", "made.arch", "to-be.arch"] {
                if folder.path().join(made).exists() {
                    told.push_str(&folder.read(made));
                }
            }
            for secret in secrets {
                assert!(!told.contains(secret), "{args:?} tells {secret}: {told}");
            }
        }
    }
}

#[test]
fn no_command_tells_the_secrets_of_a_foreign_file() {
    let files = [
        ("docker-compose.yml", COMPOSE),
        (".env", ENVIRONMENT),
        ("k8s.yaml", KUBERNETES),
        ("main.tf", TERRAFORM),
        ("flow.mmd", MERMAID),
    ];
    let given = ["docker-compose.yml", "k8s.yaml", "main.tf", "flow.mmd"];
    assert_discreet(&files.map(|(name, text)| (name, text.as_bytes())), &given, &SECRETS);
}

/// In every form that such files have for it: a default, an argument, a pair of name and value, a
/// text of several lines, a mark that it is sensitive.
const COMPOSE_FORMS: &str = r#"
services:
  api:
    image: shop/api:1
    command: ["serve", "--db-password",
              "hunter2xyz9"]
    environment:
      DB_PASSWORD: ${DB_PASSWORD:-hunter2xyz9}
      REDIS_AUTH: ${X-hunter2xyz9}
      DB_PASSWORD_PROD: >-
        hunter2xyz9
    depends_on: [orders, cache]
  cache:
    image: redis:7
    command: redis-server --requirepass hunter2xyz9
    labels: ["users=ops:$$apr1$$H6uskkkW$$IgXLP6ewTrSuBkTrqE8wj/"]
  orders:
    image: mysql:8
    container_name: "orders-passwords:hunter2xyz9"
    healthcheck: { test: ["CMD", "mysqladmin", "-phunter2xyz9"] }
"#;
const KUBERNETES_FORMS: &str = r#"
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop, annotations: { note: "pass\u0077ord: hunter2xyz9" } }
spec:
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: shop/api:1
          args:
            - --db-password
            - hunter2xyz9
          env:
            - name: DB_PASSWORD
              value: hunter2xyz9
            - { name: DB_HOST, value: "orders.shop.svc.cluster.local" }
---
apiVersion: v1
kind: Secret
metadata: { name: pay }
stringData:
  toss: hunter2xyz9
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: orders, namespace: shop }
spec:
  template:
    metadata: { labels: { app: orders } }
    spec: { containers: [{ name: orders, image: "mysql:8" }] }
---
apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec: { selector: { app: orders }, ports: [{ port: 3306 }] }
"#;
const TERRAFORM_FORMS: &str = r#"
variable "db_password" { default = "hunter2xyz9" }
variable "redis_password" {
  type    = string
  default = "hunter2xyz9"
}
resource "aws_ssm_parameter" "db" {
  name  = "/shop/db"
  type  = "SecureString"
  value = "hunter2xyz9"
}
resource "aws_secretsmanager_secret_version" "db" {
  secret_id     = "db"
  secret_string = "hunter2xyz9"
}
resource "helm_release" "redis" {
  name  = "redis"
  chart = "redis"
  set {
    name  = "auth.password"
    value = "hunter2xyz9"
  }
}
resource "aws_ecs_task_definition" "api" {
  family                = "api"
  container_definitions = jsonencode([{
    name        = "api"
    image       = "shop/api:1"
    environment = [{ name = "DB_PASSWORD", value = "hunter2xyz9" }]
  }])
}
resource "aws_db_instance" "orders" {
  engine   = "mysql"
  password = var.db_password
}
"#;
const PLAN: &str = r#"{"format_version":"1.2","variables":{"db_password":{"value":"hunter2xyz9"}},
"planned_values":{"outputs":{"db":{"sensitive":true,"type":"string","value":"hunter2xyz9"}},"root_module":{"resources":[
{"address":"aws_db_instance.orders","mode":"managed","type":"aws_db_instance","name":"orders",
"values":{"engine":"mysql","identifier":"hunter2xyz9"},"sensitive_values":{"identifier":true}}]}}}"#;
const MERMAID_FORMS: &str = "flowchart LR\n  fan((User)) --> api[\"API pw: <b>hunter2xyz9</b>\"]\n  \
    api -->|pass#119;ord: hunter2xyz9| db[(MySQL<br>비밀번호<br>hunter2xyz9)]\n  \
    api --> web[\"Web pass&#119;ord:&nbsp;hunter2xyz9\"]\n";
const DESIGN_FORMS: &str = "user fan\nwas api \"API pass\\u{77}ord: hunter2xyz9\" { replicas = 2, session = none }\n\
    mysql orders \"<b>pw</b>: hunter2xyz9\" { note = \"비밀번호:\\u{a0}hunter2xyz9\" }\n\
    fan -> api -> orders : \"password: <i>hunter2xyz9</i>\"\n";
/// A page that holds `password: hunter2xyz9`, `비밀번호:&nbsp;hunter2xyz9` and `pw: <i>hunter2xyz9</i>`,
/// deflated.
const PACKED: &str = "rVTLboMwEPyavRtDkXMMSRpVaqRWVT/ACStAMhjZJoF+fc0ztWhKq+aAGGbt9c7sYvA3eb1XvEwPMkYB/g78jZLS9CivNygEUJLF4G+BUmIfoI83ol4XJSVXWJjfbKD9hjMXFfbMu0bVk9o0YiB1yssW8pORQ/SMymB989iOGs7co8zRqMYuqb8WRRrn65LFJu2ZYKBSzJJ0yBg6SiwYxHwvzJ8JW788dTVqfZHKrlq3+avCoKJ187GaaVayKmJs03l3UOyRJc0e/bfoYCYaaChsquhoQdKCQ/P2+jyyNt8UmFaqidlFEK2ABR0gwEgHKDAGuy2sGESsszHkeWnXF0fdvn7ydJyjUyMya+49RslfNJZ94yv7k68PfQKME3Sq1LJSJ3T+JMNVgsaZwZmWm39jOOtfeekHdexONjbHcXnqZnbt5mLB/rzgYKFgC65XU2eac3N9Ag==";

fn drawing() -> String {
    format!("<mxfile><diagram name=\"shop\">{PACKED}</diagram></mxfile>")
}

/// A picture with the drawing in it.
fn picture() -> Vec<u8> {
    let chunk = |kind: &[u8], data: &[u8]| {
        [&(data.len() as u32).to_be_bytes()[..], kind, data, &[0; 4]].concat()
    };
    let text = drawing().replace('%', "%25").replace('<', "%3C").replace('>', "%3E");
    let text = [&b"mxfile\0"[..], text.as_bytes()].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &[0; 13]), &chunk(b"tEXt", &text)].concat()
}

#[test]
fn no_command_tells_a_secret_in_any_form() {
    let (drawing, picture) = (drawing(), picture());
    let files: [(&str, &[u8]); 8] = [
        ("docker-compose.yml", COMPOSE_FORMS.as_bytes()),
        ("k8s.yaml", KUBERNETES_FORMS.as_bytes()),
        ("main.tf", TERRAFORM_FORMS.as_bytes()),
        ("plan.json", PLAN.as_bytes()),
        ("flow.mmd", MERMAID_FORMS.as_bytes()),
        ("design.arch", DESIGN_FORMS.as_bytes()),
        ("page.drawio", drawing.as_bytes()),
        ("page.drawio.png", &picture),
    ];
    let given = files.map(|(name, _)| name);
    // A name that is made from a label leaves it out, and nobody unpacks it from an excerpt.
    assert_discreet(&files, &given, &["hunter2xyz", "IgXLP6ew", &PACKED[..24]]);
}

#[test]
fn what_hides_a_secret_in_a_label_shows_it_when_asked() {
    let (drawing, picture) = (drawing(), picture());
    let files: [(&str, &[u8]); 3] = [
        ("flow.mmd", MERMAID_FORMS.as_bytes()),
        ("page.drawio", drawing.as_bytes()),
        ("page.drawio.png", &picture),
    ];
    for (name, bytes) in files {
        let folder = Folder::with(&[]);
        folder.write(name, bytes);
        let masked = folder.run(&["render", name, "--format", "mermaid"]);
        assert!(masked.err.contains("--show-secrets"), "{masked:?}");
        for command in [&["import", name][..], &["render", name, "--format", "mermaid"]] {
            let shown = folder.run(&[command, &["--show-secrets"]].concat());
            assert!(shown.out.matches("hunter2xyz9").count() >= 3, "{shown:?}");
        }
    }
    let folder = Folder::with(&[("design.arch", DESIGN_FORMS)]);
    let shown = folder.run(&["render", "design.arch", "--format", "mermaid", "--show-secrets"]);
    assert!(shown.out.matches("hunter2xyz9").count() >= 3, "{shown:?}");
}

#[test]
fn the_mask_leaves_the_connection_to_a_service_of_the_cluster() {
    let folder = Folder::with(&[("k8s.yaml", KUBERNETES_FORMS)]);
    let drawn = folder.run(&["render", "k8s.yaml", "--format", "mermaid"]);
    assert!(drawn.out.contains("-->"), "{drawn:?}");
}

#[test]
fn what_a_foreign_file_brings_along_is_not_overwritten() {
    let files = [("docker-compose.yml", COMPOSE), (".env", ENVIRONMENT)];
    for target in ["docker-compose.yml", ".env"] {
        for args in [
            &["render", "docker-compose.yml", "--format", "svg", "-o"][..],
            &["report", "docker-compose.yml", "-o"],
            &["estimate", "docker-compose.yml", "-o"],
            &["check", "docker-compose.yml", "--output-file"],
            &["import", "docker-compose.yml", "-o"],
            &["fix", "docker-compose.yml", "-o"],
            &["diff", "docker-compose.yml", "docker-compose.yml", "--svg"],
        ] {
            let folder = Folder::with(&files);
            let ran = folder.run(&[args, &[target]].concat());
            assert_eq!(ran.code, 2, "{args:?} {target}: {ran:?}");
            for (name, text) in files {
                assert_eq!(folder.read(name), text, "{args:?} {target}");
            }
        }
    }
}

#[test]
fn a_foreign_file_reads_nothing_outside_of_the_project() {
    let folder = Folder::with(&[
        ("secret.env", "TOP=hunter2xyz\n"),
        ("other.yml", "services: { x: { image: \"mysql:8\", environment: { P: hunter2xyz } } }\n"),
        ("project/archlint.toml", ""),
        (
            "project/compose.yml",
            "include: [../other.yml]\nservices:\n  api:\n    image: shop/api:1\n    \
             env_file: [../secret.env, /etc/passwd]\n",
        ),
    ]);
    for command in ["check", "import", "report"] {
        let ran = folder.run(&[command, "project/compose.yml"]);
        let told = format!("{}{}", ran.out, ran.err);
        assert!(!told.contains("hunter2xyz") && !told.contains("root:"), "{told}");
        assert!(command != "check" || told.contains("outside of"), "{told}");
    }
}

/// What is judged of a foreign file does not depend on whether its secrets are shown.
#[test]
fn a_secret_in_a_foreign_file_is_found_whether_or_not_it_is_shown() {
    let token = ["AKIA", "Q3EGRZ7LMNB2TXWV"].concat();
    let d2 = format!(
        "user: User {{ shape: person }}\napi: API\ndb: \"mysql {token}\" {{ shape: cylinder }}\nuser -> api -> db\n"
    );
    let compose = "services:\n  api:\n    image: nginx\n    ports: ['80:80']\n    environment:\n      DATABASE_URL: postgres://admin:S3cr3tP@ss99@db/x\n  db:\n    image: postgres\n";
    for (name, text, secret) in
        [("one.d2", d2.as_str(), token.as_str()), ("compose.yml", compose, "S3cr3tP@ss99")]
    {
        let folder = Folder::with(&[(name, text)]);
        let hidden = folder.run(&["check", name, "--format", "concise"]);
        let shown = folder.run(&["check", name, "--format", "concise", "--show-secrets"]);
        for ran in [&hidden, &shown] {
            assert!(ran.code == 1 && ran.out.contains("secret-in-design"), "{name}: {ran:?}");
        }
        assert!(!format!("{hidden:?}").contains(secret), "{hidden:?}");
    }
}
