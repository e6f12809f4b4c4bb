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

#[test]
fn no_command_tells_the_secrets_of_a_foreign_file() {
    let files = [
        ("docker-compose.yml", COMPOSE),
        (".env", ENVIRONMENT),
        ("k8s.yaml", KUBERNETES),
        ("main.tf", TERRAFORM),
        ("flow.mmd", MERMAID),
    ];
    for file in ["docker-compose.yml", "k8s.yaml", "main.tf", "flow.mmd"] {
        for args in runs(file) {
            let folder = Folder::with(&files);
            let ran = folder.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(ran.code < 2 || args[0] == "fix", "{args:?}: {ran:?}");
            let mut told = format!("{}{}", ran.out, ran.err);
            for made in ["page.html", "made.arch", "to-be.arch"] {
                if folder.path().join(made).exists() {
                    told.push_str(&folder.read(made));
                }
            }
            for secret in SECRETS {
                assert!(!told.contains(secret), "{args:?} tells {secret}: {told}");
            }
        }
    }
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
