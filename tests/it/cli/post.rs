//! Posts, plans and exports as people meet them: what they never tell, and what can be done with them.

use super::Folder;
use archlint::{Date, NoLoader, Project, Source};
use serde_json::Value;
use std::collections::BTreeSet;

const SECRETS: [&str; 4] = ["hunter2xyz", "AKIAIOSFODNN7EXAMPL3", "s3cr3tpassw0rd", "10.0.3.17"];

/// Secrets where people write them: in labels, notes, names of places, reasons.
const LEAKY: &str = "design \"예매 mysql://root:hunter2xyz@db/shop\" as-is
traffic { dau = 30만, requests-per-user = 20, peak = 5x, reads = 90% }
user fan \"예매 사용자\"
region seoul \"AWS 서울 리전\" {
  zone a \"영역 password=s3cr3tpassw0rd\" {
    nginx front \"앞단 10.0.3.17\"
    spring api \"예매 API\" { session = local, capacity = 600rps, note = \"password=s3cr3tpassw0rd\" }
    redis seats \"좌석 redis://:hunter2xyz@10.0.3.17\" { mode = standalone, for = orders, hit-ratio = 80%, note = \"AKIAIOSFODNN7EXAMPL3\" }
    mysql orders \"주문 DB\" { capacity = 1200rps, note = \"mysql://root:hunter2xyz@orders\" }
  }
}
toss-payments pg \"결제\"
fan -> front : \"token=hunter2xyz\"
front -> api : \"password=s3cr3tpassw0rd\"
api -> seats, orders
api -> pg { share = 5%, fallback = \"password: s3cr3tpassw0rd\" }
accept missing-replica on orders because \"비밀번호는 s3cr3tpassw0rd\"
";

#[test]
fn nothing_that_is_made_of_a_design_tells_its_secrets() {
    let folder = Folder::with(&[("leaky.arch", LEAKY)]);
    let mut told: Vec<(String, String)> = Vec::new();
    let mut run = |arguments: &[&str]| {
        let ran = folder.run(arguments);
        assert!(ran.code <= 1, "{arguments:?}: {ran:?}");
        told.push((arguments.join(" "), ran.out + &ran.err));
    };
    for lang in ["ko", "en"] {
        for week in ["1", "2", "3", "4"] {
            run(&["report", "leaky.arch", "--week", week, "--lang", lang]);
            run(&[
                "report",
                "leaky.arch",
                "--week",
                week,
                "--lang",
                lang,
                "--quiz",
                "--questions",
                "15",
            ]);
        }
        run(&["report", "leaky.arch", "--lang", lang, "-o", "post.md"]);
        run(&["report", "leaky.arch", "--lang", lang, "-o", "post.html"]);
        run(&["plan", "leaky.arch", "--lang", lang, "--write", "plans"]);
        for form in ["mmd", "drawio", "excalidraw", "svg", "dot", "d2"] {
            run(&["render", "leaky.arch", "--lang", lang, "-o", &format!("picture.{form}")]);
        }
    }
    let mut written = vec!["post.md", "post.html", "post.svg"];
    written.extend(["picture.mmd", "picture.drawio", "picture.excalidraw"]);
    written.extend(["picture.svg", "picture.dot", "picture.d2"]);
    let plans =
        ["least-change", "least-cost", "best-recovery"].map(|it| format!("plans/to-be-{it}.arch"));
    written.extend(plans.iter().map(String::as_str));
    told.extend(written.into_iter().map(|name| (name.to_owned(), folder.read(name))));
    #[cfg(feature = "images")]
    for lang in ["ko", "en"] {
        let in_lang = |args: &[&str]| {
            let ran = folder.run(&[args, &["--lang", lang]].concat());
            assert!(ran.code <= 1, "{args:?}: {ran:?}");
        };
        in_lang(&["report", "leaky.arch", "-o", "post.pptx"]);
        in_lang(&["render", "leaky.arch", "-o", "picture.pptx"]);
        for name in ["post.pptx", "picture.pptx"] {
            let file = std::fs::read(folder.path().join(name)).expect("it was written");
            told.extend(crate::pptx::parts(&file));
        }
    }
    for (what, text) in &told {
        for secret in SECRETS {
            assert!(!text.contains(secret), "{what} tells {secret}");
        }
    }
    assert!(told.iter().any(|(_, text)| text.contains("***")), "they were masked");
    assert_eq!(folder.read("leaky.arch"), LEAKY, "the design itself is not changed");
}

type Pairs = BTreeSet<(String, String)>;

/// Components with their kinds, and connections by their ends.
fn parts(name: &str, text: &str) -> (Pairs, Pairs) {
    let day = Date::constant(2026, 11, 21);
    let read =
        Project::default().check_one(&Source::new(name, text), &NoLoader, day).expect("readable");
    let design = &read.design;
    let components =
        design.components.iter().map(|it| (it.name.clone(), it.kind.word().to_owned()));
    let name = |id| design.component(id).name.clone();
    let links = design.links.iter().map(|it| (name(it.from), name(it.to)));
    (components.collect(), links.collect())
}

#[test]
fn a_drawing_for_draw_io_is_read_back_as_the_same_design() {
    for text in [
        include_str!("../../../examples/chat/as-is.arch"),
        include_str!("../../../examples/ticketing/as-is.arch"),
        include_str!("../../../examples/two-zones.arch"),
    ] {
        let folder = Folder::with(&[("design.arch", text)]);
        let ran = folder.run(&["render", "design.arch", "-o", "design.drawio"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let drawn = folder.read("design.drawio");
        assert_eq!(parts("design.drawio", &drawn), parts("design.arch", text), "{drawn}");
    }
}

#[test]
fn a_file_for_excalidraw_holds_together() {
    let text = include_str!("../../../examples/two-zones.arch");
    let folder = Folder::with(&[("design.arch", text)]);
    let ran = folder.run(&["render", "design.arch", "-o", "design.excalidraw"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let file: Value = serde_json::from_str(&folder.read("design.excalidraw")).expect("JSON");
    assert_eq!((file["type"].as_str(), file["version"].as_u64()), (Some("excalidraw"), Some(2)));
    let elements = file["elements"].as_array().expect("a list");
    let ids: BTreeSet<&str> = elements.iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(ids.len(), elements.len(), "each has an id of its own");
    const KINDS: [&str; 5] = ["rectangle", "ellipse", "arrow", "text", "frame"];
    for it in elements {
        assert!(KINDS.contains(&it["type"].as_str().expect("a type")), "{it}");
        for number in ["x", "y", "width", "height", "angle", "seed", "version", "versionNonce"] {
            assert!(it[number].is_number(), "{number} of {it}");
        }
        let named = ["containerId", "frameId"].map(|key| it[key].as_str());
        let ends = ["startBinding", "endBinding"].map(|key| it[key]["elementId"].as_str());
        let bound =
            it["boundElements"].as_array().expect("a list").iter().map(|it| it["id"].as_str());
        let all = named.into_iter().chain(ends).chain(bound).flatten();
        assert!(all.into_iter().all(|id| ids.contains(id)), "{it}");
    }
    let of = |kind: &str| elements.iter().filter(|it| it["type"] == kind).count();
    assert!(of("arrow") > 5 && of("frame") > 1, "{} arrows, {} frames", of("arrow"), of("frame"));
}

fn count(findings: &Value, severity: &str) -> usize {
    let all = findings["findings"].as_array().expect("a list");
    all.iter().filter(|it| it["severity"] == severity).count()
}

#[test]
fn three_ways_to_a_to_be_are_designs_that_are_better_than_the_as_is() {
    for text in [
        include_str!("../../../examples/ticketing/as-is.arch"),
        include_str!("../../../examples/chat/as-is.arch"),
    ] {
        let folder = Folder::with(&[("as-is.arch", text), ("archlint.toml", "")]);
        let page = folder.run(&[
            "plan",
            "as-is.arch",
            "--write",
            "plans",
            "--format",
            "markdown",
            "--lang",
            "ko",
        ]);
        assert_eq!(page.code, 0, "{page:?}");
        let check = |file: &str| {
            folder.run(&["check", file, "--format", "json", "--fail-on", "never"]).json()
        };
        let before = check("as-is.arch");
        let mut texts = BTreeSet::new();
        for way in ["least-change", "least-cost", "best-recovery"] {
            let file = format!("plans/to-be-{way}.arch");
            let text = folder.read(&file);
            assert!(
                text.contains("to-be extends \"../as-is.arch\"") && text.contains("\n// "),
                "{text}"
            );
            let after = check(&file);
            assert!(count(&after, "error") < count(&before, "error"), "{way}: {after:#}\n{text}");
            let compared = folder.run(&["diff", "as-is.arch", &file, "--format", "json"]);
            let metrics = compared.json()["metrics"].as_array().expect("a list").clone();
            let up = metrics
                .iter()
                .filter(|it| it["name"].as_str().is_some_and(|it| it.starts_with("availability")));
            for metric in up {
                assert!(metric["new"].as_f64() >= metric["old"].as_f64(), "{way}: {metric}");
            }
            let told = folder
                .run(&["diff", "as-is.arch", &file, "--format", "markdown", "--lang", "ko"])
                .out;
            let availability = told.lines().find(|line| line.contains("가용성")).expect("a row");
            let cells: Vec<&str> =
                availability.split('|').map(str::trim).filter(|it| it.ends_with('%')).collect();
            let new = cells.last().expect("a share");
            assert!(page.out.contains(new), "{new} of {way} in\n{}", page.out);
            texts.insert(text);
        }
        assert_eq!(texts.len(), 3, "the ways differ");
    }
}

#[test]
fn aims_that_nothing_reaches_are_said_with_the_nearest() {
    let text = include_str!("../../../examples/ticketing/as-is.arch");
    let folder = Folder::with(&[("as-is.arch", text)]);
    let ran = folder.run(&["plan", "as-is.arch", "--objective", "99.9999%", "--lang", "ko"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("목표에 닿지 못합니다. 가장 가까운 것은"), "{}", ran.out);
    assert_eq!(folder.run(&["plan", "as-is.arch", "--budget", "lots"]).code, 2);
    let poor = folder.run(&["plan", "as-is.arch", "--budget", "$1/mo", "--lang", "en"]);
    assert!(poor.code == 0 && poor.out.contains("budget $1"), "{poor:?}");
}

#[test]
fn a_plan_extends_a_file_of_another_notation() {
    let text = include_str!("../../../examples/import/compose/docker-compose.yml");
    let folder = Folder::with(&[("docker-compose.yml", text)]);
    let ran = folder.run(&["plan", "docker-compose.yml", "--write", ".", "--lang", "ko"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let written = folder.read("to-be-least-change.arch");
    assert!(written.contains("extends \"docker-compose.yml\""), "{written}");
    let checked = folder.run(&["check", "to-be-least-change.arch", "--fail-on", "never"]);
    assert_eq!(checked.code, 0, "{checked:?}");
}

#[test]
fn an_as_is_is_a_record_that_no_rule_changes_by_itself() {
    let text = "design \"지금\" as-is\nuser fan\nlb front { health-check = none }\n\
        was api1 { replicas = 2 }\nwas api2 { replicas = 2 }\nfan -> front -> api1, api2\n";
    let folder = Folder::with(&[("as-is.arch", text)]);
    let ran = folder.run(&["fix", "as-is.arch", "--select", "no-health-check", "--lang", "ko"]);
    assert_eq!(folder.read("as-is.arch"), text, "{ran:?}");
    assert!(ran.out.contains("개선안"), "{ran:?}");
    let asked = folder.run(&["fix", "as-is.arch", "--suggested"]);
    assert_eq!(asked.code, 2, "which of them: {asked:?}");
    let to_be =
        folder.run(&["fix", "as-is.arch", "--select", "no-health-check", "-o", "to-be.arch"]);
    assert!(folder.read("to-be.arch").contains("change front { health-check }"), "{to_be:?}");
    folder.run(&["fix", "as-is.arch", "--suggested", "--select", "no-health-check"]);
    assert!(folder.read("as-is.arch").contains("lb front { health-check }"));
}

/// A board whose database has more reads than one instance carries, a survey that is all writes,
/// pictures that two servers hand out, and mail that is sent while a user waits.
const SHORT: [(&str, &str, &str); 4] = [
    (
        "reads-from = replicas",
        "readers",
        "design \"게시판\" as-is\n\
        traffic { dau = 500만, requests-per-user = 30, peak = 4x }\n\
        user fan\nlb front { managed }\n\
        was api { replicas = 60, session = none, capacity = 300rps }\n\
        mysql posts \"글 DB\" { replicas = 2, failover = auto, backup = 1d, capacity = 4000rps }\n\
        fan -> front -> api\napi -> posts { timeout = 1s }\n\
        flow look { share = 80%, reads = 100%\n fan -> front -> api -> posts }\n\
        flow write { share = 20%, writes\n fan -> front -> api -> posts }\n",
    ),
    (
        "shards = 3",
        "writers",
        "design \"설문\" as-is\n\
        traffic { dau = 250만, requests-per-user = 30, peak = 8x }\n\
        user fan\nregion seoul \"AWS 서울 리전\" {\n alb front\n\
        was api { replicas = 60, session = none, capacity = 300rps, cost = $60/mo }\n\
        mysql answers \"답변 DB\" { replicas = 2, failover = auto, backup = 1d, capacity = 4000rps, cost = $300/mo }\n}\n\
        fan -> front -> api\napi -> answers : \"SQL\" { timeout = 1s }\n\
        flow look { share = 20%, reads = 100%\n fan -> front -> api -> answers }\n\
        flow send { share = 80%, writes\n fan -> front -> api -> answers }\n",
    ),
    (
        "hit-ratio = 80%",
        "files",
        "design \"사진관\" as-is\n\
        traffic { dau = 100만, requests-per-user = 60, peak = 4x, reads = 99% }\n\
        user fan\nnginx images \"이미지 서버\" { replicas = 2, content = static, capacity = 800rps, health-check = 10s }\n\
        s3 store\nfan -> images : \"HTTPS\" { protocol = https }\nimages -> store\n",
    ),
    (
        "~> mail-queue",
        "mail",
        "design \"가입\" as-is\ntraffic { dau = 10만, requests-per-user = 5, peak = 3x }\n\
        user fan\nlb front { managed }\nwas api { replicas = 2, session = none }\n\
        mysql people { replicas = 2, failover = auto, backup = 1d, pitr }\nses mail \"가입 메일\"\n\
        fan -> front -> api -> people\napi -> mail : \"메일\" { share = 10% }\n\
        flow join { fan -> front -> api -> people, mail }\n",
    ),
];

#[test]
fn ways_add_copies_shards_queues_and_cdns_where_these_help() {
    for (statement, name, text) in SHORT {
        let folder = Folder::with(&[("as-is.arch", text), ("archlint.toml", "")]);
        let page = folder.run(&["plan", "as-is.arch", "--write", "plans", "--lang", "ko"]);
        assert_eq!(page.code, 0, "{page:?}");
        // Ways that are one are written once.
        let mut ways = vec!["least-change", "least-cost", "best-recovery"];
        ways.retain(|way| folder.path().join(format!("plans/to-be-{way}.arch")).exists());
        let read = ways.iter().map(|way| folder.read(&format!("plans/to-be-{way}.arch")));
        let plans: Vec<String> = read.collect();
        assert!(plans.iter().any(|plan| plan.contains(statement)), "{name}: {plans:#?}");
        let check = |file: &str| {
            folder.run(&["check", file, "--format", "json", "--fail-on", "never"]).json()
        };
        let worst = |findings: &Value| (count(findings, "error"), count(findings, "warning"));
        let before = check("as-is.arch");
        for way in ways {
            let file = format!("plans/to-be-{way}.arch");
            let after = check(&file);
            assert!(worst(&after) <= worst(&before), "{name} {way}: {after:#}");
            let formatted = folder.run(&["fmt", "--check", &file]);
            assert_eq!(formatted.code, 0, "{formatted:?}");
            let compared = folder.run(&["diff", "as-is.arch", &file, "--format", "json"]).json();
            let metrics = compared["metrics"].as_array().expect("a list");
            let new = |name: &str| {
                let metric = metrics.iter().find(|it| it["name"].as_str() == Some(name));
                metric.and_then(|it| it["new"].as_f64()).expect("a figure")
            };
            let told = format!("{} / {}", new("components"), new("technologies"));
            let row = page.out.lines().find(|line| line.contains("구성 요소 / 기술"));
            assert!(row.expect("a row").contains(&told), "{told} of {way} in\n{}", page.out);
        }
    }
}

#[test]
fn what_a_way_gives_up_is_said_beside_money() {
    let texts = SHORT.iter().map(|(_, name, text)| (*name, *text));
    let told: Vec<String> = texts
        .flat_map(|(_, text)| {
            let folder = Folder::with(&[("as-is.arch", text)]);
            ["ko", "en"].map(|lang| folder.run(&["plan", "as-is.arch", "--lang", lang]).out)
        })
        .collect();
    for words in [
        "글 DB에 방금 쓴 것이 조금 늦게 보일 수 있습니다",
        "답변 DB에서는 샤드를 걸친 조인과 트랜잭션을 쓰지 못하고",
        "CDN에 잘못 남은 파일은 따로 지워야 합니다",
        "가입 메일 쪽의 결과는 나중에 알리게 되고",
        "Files that are wrong in the CDN have to be purged",
        "joins and transactions end at a shard",
    ] {
        assert!(told.iter().any(|page| page.contains(words)), "{words}");
    }
}

/// A standby half as large as its primary, a session store that forgets, and a retry without a cache.
const SCANT: &str = "design \"주문\" to-be
traffic { dau = 40만, requests-per-user = 30, peak = 4x, reads = 80%, payload = 1KB, retention = 90d }
slo { availability = 99.9%, rto = 15m, rpo = 5m }
user u \"손님\"
region seoul \"서울\" {
  zone a \"a\"
  zone c \"c\"
  zone d \"d\"
  alb edge \"관문\" { health-check = 10s }
  spring api \"주문 서버\" { replicas = 6, zones = [a, c, d], capacity = 400rps, session = sess }
  redis sess \"세션 저장소\" {
    replicas = 3, mode = sentinel, roles = [session, cache], zones = [a, c, d]
    eviction = allkeys-lru, memory = 8GB
  }
  postgres db \"주문 DB\" { capacity = 800rps, size = 800GB, backup = 1d, pitr, failover = auto }
  postgres db2 \"주문 DB 대기\" { capacity = 300rps, size = 800GB }
}
u -> edge -> api
api -> sess
api -> db { timeout = 1s, retries = 2 }
db => db2
";

/// No answer is kinder than what is found, and what is found is among what is left.
#[test]
fn answers_are_no_kinder_than_findings() {
    let folder = Folder::with(&[("to-be.arch", SCANT)]);
    let asked = ["report", "to-be.arch", "--week", "4", "--lang", "ko", "--questions", "15"];
    let page = folder.run(&asked).out;
    for words in [
        "자동으로 승격되지만 버티지 못합니다",
        "대기 서버를 혼자서도 피크를 받을 크기로 늘리겠습니다",
        "아직 고치지 않았습니다: 세션 저장소 캐시는 메모리가 차면",
        "다만 세션 저장소 캐시는 메모리가 차면",
        "전원 로그아웃되나요?",
        "잘못 지우면 복원에 3시간 13분 걸립니다. 목표(15분)보다 깁니다",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let herd = page.lines().skip_while(|line| !line.contains("재접속과 재시도")).nth(1);
    assert!(herd.is_none_or(|line| !line.contains("캐시")), "{herd:?}");
}

/// Who reads a post does not know the attributes.
#[test]
fn changes_are_told_in_words() {
    let old = "user u\nspring api \"API\"\nmysql db \"DB\" { backup = none }\nu -> api -> db\n";
    let new = "design \"x\" to-be extends \"old.arch\"\nchange api { replicas = 3, deploy = rolling }\n\
        change db { replicas = 2, failover = auto, backup = 1d, pitr }\n\
        change api -> db { timeout = 2s, retries = 1 }\n";
    let folder = Folder::with(&[("old.arch", old), ("new.arch", new)]);
    let page = folder.run(&["report", "new.arch", "--week", "4", "--lang", "ko"]).out;
    for words in
        ["3대로, 롤링 배포", "자동 승격, 1일마다 백업, 시점 복구", "타임아웃 2초, 재시도 1"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let told = page.split("## 바뀐 것과 이유").nth(1).and_then(|it| it.split("## ").next());
    let told = told.unwrap_or_default();
    assert!(
        !told.contains("replicas") && !told.contains("failover") && !told.contains("pitr"),
        "{told}"
    );
}
