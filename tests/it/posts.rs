//! The posts that the study shows: kept as they are generated, and true in what a reader can check.

use crate::examples::archlint;
use crate::kept::is_current;
use std::path::Path;
use std::process::Command;

const AS_IS: &str = "examples/ticketing/as-is.arch";
const TO_BE: &str = "examples/ticketing/to-be.arch";
const CHAT: &str = "examples/chat/as-is.arch";
const CHAT_TO_BE: &str = "examples/chat/to-be.arch";
const DESIGNS: [&str; 4] = [AS_IS, TO_BE, CHAT, CHAT_TO_BE];

/// A team diagnoses what it has, and defends what it made of it.
const STUDY: [(&str, &str); 4] = [("1", AS_IS), ("2", AS_IS), ("3", TO_BE), ("4", TO_BE)];

fn post(design: &str, week: &str, lang: &str) -> String {
    archlint(&["report", design, "--week", week, "--lang", lang])
}

#[test]
fn the_posts_of_the_study_are_current() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut stale = Vec::new();
    for (lang, under) in [("ko", "docs/study"), ("en", "docs/study/en")] {
        for (week, design) in STUDY {
            let out = folder.path().join(lang).join(format!("week{week}.md"));
            std::fs::create_dir_all(out.parent().expect("a folder")).expect("can be made");
            let author = if lang == "ko" { "홍길동" } else { "Jane" };
            archlint(&[
                "report",
                design,
                "--week",
                week,
                "--lang",
                lang,
                "--author",
                author,
                "-o",
                out.to_str().expect("UTF-8"),
            ]);
            for entry in std::fs::read_dir(out.parent().expect("a folder")).expect("readable") {
                let path = entry.expect("readable").path();
                let name = path.file_name().expect("a file").to_string_lossy().into_owned();
                let is_text = name.ends_with(".md") || name.ends_with(".svg");
                if name.starts_with(&format!("week{week}")) && is_text {
                    let now = std::fs::read_to_string(&path).expect("UTF-8");
                    if !is_current(&format!("{under}/{name}"), &now) {
                        stale.push(format!("{under}/{name}"));
                    }
                }
            }
        }
    }
    assert!(stale.is_empty(), "run `UPDATE=1 cargo test`; these are stale: {stale:?}");
}

#[test]
fn the_posts_of_the_second_project_are_current() {
    let mut stale = Vec::new();
    for lang in ["ko", "en"] {
        for (week, design) in [("1", CHAT), ("2", CHAT), ("3", CHAT_TO_BE), ("4", CHAT_TO_BE)] {
            let name = format!("tests/it/posts/chat.week-{week}.{lang}.md");
            if !is_current(&name, &post(design, week, lang)) {
                stale.push(name);
            }
        }
    }
    assert!(stale.is_empty(), "run `UPDATE=1 cargo test`; these are stale: {stale:?}");
}

#[test]
fn a_picture_that_a_post_links_to_stands_beside_it() {
    for under in ["docs/study", "docs/study/en"] {
        for week in 1..=4 {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(under);
            let page =
                std::fs::read_to_string(folder.join(format!("week{week}.md"))).expect("kept");
            let links = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            let pictures: Vec<&str> = links.filter(|link| link.ends_with(".svg")).collect();
            assert!(!pictures.is_empty(), "{under}/week{week}.md");
            assert!(pictures.iter().all(|name| folder.join(name).is_file()), "{pictures:?}");
            assert!(page.contains("```mermaid"), "{under}/week{week}.md");
        }
    }
}

/// What an author would not say, and what no reader understands.
#[test]
fn a_post_speaks_as_its_author() {
    const NEVER: [&str; 17] = [
        "하세요",
        "해야 합니다",
        "완벽",
        "무조건",
        "절대 ",
        "당연히",
        "이(가)",
        "은(는)",
        "을(를)",
        "(으)로",
        "와(과)",
        "∞",
        "NaN",
        "{",
        " 0분",
        "100.0%",
        "무한정",
    ];
    for design in DESIGNS {
        for week in ["1", "2", "3", "4"] {
            let page = post(design, week, "ko");
            for line in page.lines().filter(|line| !line.contains("flowchart")) {
                let is_drawing = line.starts_with("  ");
                for word in NEVER.iter().filter(|_| !is_drawing) {
                    assert!(!line.contains(word), "{design} week {week}: {word} in {line}");
                }
            }
            let english = post(design, week, "en");
            for word in ["you should", "you must", "!", "NaN", " inf", "  .", " ,"] {
                let body = english.split("```").step_by(2).collect::<String>();
                assert!(!body.contains(&format!("{word} ")), "{design} week {week}: {word}");
            }
        }
    }
}

#[test]
fn a_post_is_as_long_as_a_reader_bears() {
    for design in DESIGNS {
        for week in ["1", "2", "3", "4"] {
            let page = post(design, week, "ko");
            let drawn: String =
                page.split("```mermaid").skip(1).filter_map(|it| it.split("```").next()).collect();
            let lines = page.lines().count() - drawn.lines().count();
            assert!(lines <= 125, "{design} week {week}: {lines} lines");
        }
    }
}

fn questions(design: &str, week: &str) -> Vec<String> {
    let quiz = archlint(&["report", design, "--week", week, "--quiz", "--lang", "ko"]);
    let asked = quiz
        .lines()
        .filter_map(|line| line.split_once(". ").filter(|(at, _)| at.parse::<u8>().is_ok()));
    asked.map(|(_, question)| question.to_owned()).collect()
}

#[test]
fn the_cleaner_a_design_the_defence_does_not_shrink() {
    for design in DESIGNS {
        for week in ["1", "2", "3", "4"] {
            let asked = questions(design, week);
            assert!((8..=15).contains(&asked.len()), "{design} week {week}: {asked:#?}");
            assert!(asked.iter().all(|it| it.ends_with('?')), "{asked:#?}");
        }
    }
}

#[test]
fn the_questions_of_the_study_are_asked_where_they_apply() {
    let week4 = questions(TO_BE, "4").join("\n");
    for words in [
        "죽으면 DB로 요청이 쏠려서",
        "승격은 수동인가요, 자동인가요",
        "비용이 많이 나올 것 같은데",
        "피크 트래픽 때문인가요, 아니면 응답 속도",
        "세션 정합성은 어떻게",
        "10배가 되면",
    ] {
        assert!(week4.contains(words), "{words} in\n{week4}");
    }
}

#[test]
fn every_attack_names_rules_that_exist() {
    let known: Vec<&str> = archlint::rules::ALL.iter().map(|rule| rule.name).collect();
    let attacks: Vec<_> = archlint::post::rules().collect();
    assert!(attacks.len() >= 65, "{}", attacks.len());
    for (id, rules) in attacks {
        assert!(rules.iter().all(|rule| known.contains(rule)), "{id}: {rules:?}");
    }
}

/// What `simulate` prints of the same.
#[test]
fn answers_say_what_simulate_says() {
    let page = post(TO_BE, "4", "ko");
    let (_, answer) = page.split_once("같이 죽지 않을까요?**").expect("the cache is asked about");
    let answer = answer.lines().nth(1).expect("an answer");
    let gone = archlint(&["simulate", TO_BE, "--fail", "seats", "--lang", "ko"]);
    let row = gone.lines().rfind(|line| line.trim_start().starts_with("orders")).expect("a row");
    let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|it| !it.is_empty()).collect();
    assert!(answer.contains(cells[1]) && answer.contains(cells[3]), "{cells:?} in {answer}");
    let day = archlint(&["simulate", TO_BE, "--traffic", "10x", "--lang", "ko"]);
    let row = day.lines().rfind(|line| line.trim_start().starts_with("api ")).expect("a row");
    let used = row.split_whitespace().find(|it| it.ends_with('%')).expect("a share");
    let (_, tenfold) = page.split_once("어디부터 터지나요?**").expect("the day is asked about");
    assert!(tenfold.lines().nth(1).expect("an answer").contains(used), "{used} in {tenfold}");
}

/// The study's other questions with a figure: who is promoted and how long that takes, and the bill.
#[test]
fn answers_say_what_estimate_says() {
    let page = post(TO_BE, "4", "ko");
    let after = |question: &str| {
        let (_, rest) = page.split_once(question).expect("it is asked");
        rest.lines().nth(1).expect("an answer").to_owned()
    };
    let gone = archlint(&["simulate", TO_BE, "--fail", "orders#1", "--lang", "ko"]);
    let row = gone.lines().find(|line| line.contains("RTO ")).expect("a time to recover");
    let takes = row.split("RTO ").nth(1).and_then(|it| it.split(" (").next()).expect("a time");
    let told = after("승격은 수동인가요, 자동인가요? 그동안 서비스는 어떻게 되나요?**");
    assert!(told.contains(&format!("승격에 {takes} 걸리고")), "{takes} in {told}");
    let estimate = archlint(&["estimate", TO_BE, "--lang", "ko"]);
    let row = estimate.lines().find(|line| line.trim_start().starts_with("합계")).expect("a sum");
    let sum = row.split("  ").map(str::trim).filter(|it| !it.is_empty()).nth(1).expect("a sum");
    let told = after("어디를 줄일 수 있나요?**");
    assert!(told.starts_with(&format!("A. {sum}입니다")), "{sum} in {told}");
    let named: Vec<&str> = estimate.lines().filter(|line| line.contains("가격을 모름")).collect();
    assert!(named.iter().any(|line| line.contains("`events`")) && told.contains("예매 이벤트 큐"));
}

#[test]
fn the_week_of_deploys_says_what_serves_meanwhile() {
    let page = post(TO_BE, "3", "ko");
    assert!(
        page.contains(
            "롤링 배포로 바꿉니다. 배포 중 5대, 이용률 12%입니다. 한 번에 1대씩 바꾸므로"
        ),
        "{page}"
    );
}

#[test]
fn the_author_is_named_or_the_slot_stays_open() {
    let first = |arguments: &[&str]| {
        let all = [&["report", AS_IS, "--week", "1", "--lang", "ko"], arguments].concat();
        archlint(&all).lines().next().expect("a title").to_owned()
    };
    assert_eq!(first(&[]), "# [1주차] 이름 - 선착순 예매 시스템 아키텍처 진단과 SPOF");
    assert!(first(&["--author", "홍길동"]).starts_with("# [1주차] 홍길동 - "));
}

#[test]
fn pictures_are_shown_as_they_are_asked_for() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let run = |how: &str, name: &str| {
        let out = folder.path().join(name);
        archlint(&[
            "report",
            TO_BE,
            "--week",
            "4",
            "--lang",
            "ko",
            "--picture",
            how,
            "-o",
            out.to_str().expect("UTF-8"),
        ]);
        std::fs::read_to_string(out).expect("written")
    };
    let both = run("both", "both.md");
    assert!(both.contains("](both-change.svg)") && both.contains("<details>"), "{both}");
    assert!(folder.path().join("both-change.svg").is_file());
    let file = run("file", "file.md");
    assert!(file.contains("](file-change.svg)") && !file.contains("```mermaid"), "{file}");
    let none = run("none", "none.md");
    assert!(!none.contains(".svg") && !none.contains("```mermaid"), "{none}");
    assert!(!folder.path().join("none.svg").exists());
    let ran = Command::new(env!("CARGO_BIN_EXE_archlint"))
        .args(["report", AS_IS, "--picture", "file"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the binary runs");
    assert_eq!(ran.status.code(), Some(2));
}
