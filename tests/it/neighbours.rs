//! What stands side by side in a post agrees: its judgements, its answers, its tables.

use archlint::analysis::sweep::Lost;
use archlint::analysis::{Situation, Study};
use archlint::model::{ComponentId, FlowId, Place, Scenario};
use archlint::post::{ASKED, Answer, Ground, Row, Verdict, answers, decisions};
use archlint::say::{Lang, Text};
use archlint::source::{LoadError, Loader};
use archlint::{Date, Project, Reviewed, Source};
use std::path::Path;
use std::process::Command;

/// What archlint says of files in a folder of its own.
fn said(files: &[(&str, &str)], args: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("can be written");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_archlint"));
    let ran = command.args(args).current_dir(folder.path()).env_clear().output();
    let ran = ran.expect("the binary runs");
    assert!(ran.status.code().is_some_and(|code| code <= 1), "{args:?}: {ran:?}");
    String::from_utf8(ran.stdout).expect("UTF-8")
}

/// The lines of a page that hold the words.
fn lines<'p>(page: &'p str, words: &str) -> Vec<&'p str> {
    page.lines().filter(|line| line.contains(words)).collect()
}

/// Registration for courses: a worker takes from a queue what it can, whatever comes.
const COURSES: &str = "design \"수강신청\" as-is
traffic { dau = 2만명, requests-per-user = 60, peak = 20배, peak-for = 30분, reads = 80% }
slo { availability = 99.9%, rto = 10분, rpo = 1분 }
user student \"수강생\"
lb front { managed }
spring api \"수강신청 API\" { capacity = 300rps, replicas = 2 }
sqs waiting \"신청 대기열\"
worker enroller \"신청 처리 워커\" { capacity = 100rps, replicas = 1 }
mysql courses \"수강 DB\" { capacity = 800rps, backup = 1일 }
student -> front -> api
api ~> waiting ~> enroller
enroller -> courses
flow enroll \"수강신청\" {
  writes
  student -> front -> api
  api ~> waiting
}
";

const COURSES_TO_BE: &str = "design \"수강신청\" to-be extends \"as-is.arch\"
change courses { capacity = 1200rps, replicas = 2, failover = auto, pitr }
";

/// The worker takes 100 a second from 0.36 times today's peak on, and never more: what is beyond that waits,
/// and the store behind it is as busy on any day.
#[test]
fn what_stands_behind_a_queue_carries_what_the_engine_says() {
    let files = [("as-is.arch", COURSES), ("to-be.arch", COURSES_TO_BE)];
    let page = said(&files, &["report", "to-be.arch", "--week", "4", "--lang", "ko"]);
    let changed = lines(&page, "- 수강 DB: ");
    // Neither before nor after does traffic alone fill it, and linear growth would promise 12.
    assert!(!changed[0].contains("버티는 트래픽"), "{changed:?}");
    let at = |factor: &str| {
        let day = said(&files, &["simulate", "to-be.arch", "--traffic", factor, "--lang", "ko"]);
        let row =
            day.lines().rfind(|line| line.trim_start().starts_with("courses ")).map(str::to_owned);
        row.expect("a row")
    };
    for factor in ["1x", "10x", "87x"] {
        assert!(at(factor).contains("8.33%"), "{}", at(factor));
    }
}

#[test]
fn a_design_without_traffic_says_so_of_the_tenfold_day() {
    let design = [("line.arch", "사용자 -> nginx -> 스프링 -> mysql\n")];
    for week in ["3", "4"] {
        let page = said(&design, &["report", "line.arch", "--week", week, "--lang", "ko"]);
        let said_so = lines(&page, "트래픽을 아직 정하지 않아");
        assert!(said_so[0].contains("10배인 날"), "week {week}: {said_so:?}");
    }
}

/// What fills next is told with what it takes, and not left out for the first alone.
#[test]
fn all_that_a_tenfold_day_fills_is_named_with_what_it_takes() {
    let text = "traffic { dau = 50만, requests-per-user = 10, peak = 4배 }
user buyer; lb front { managed }; spring pay { replicas = 4, capacity = 200rps }
postgres ledger { replicas = 2, failover = auto, capacity = 700rps }
buyer -> front -> pay -> ledger
";
    let page = said(&[("pay.arch", text)], &["report", "pay.arch", "--week", "4", "--lang", "ko"]);
    let answer = lines(&page, "A. ledger DB부터 터집니다.");
    assert!(answer[0].contains("함께 늘려야 할 곳은 pay 서버(17대)입니다"), "{answer:?}");
}

/// The examples as files, with what they extend beside them.
struct Shelf;

impl Loader for Shelf {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let path = Path::new(from).parent().expect("a folder").join(path);
        let text = std::fs::read_to_string(&path)
            .map_err(|_| LoadError { reason: Text::same("not there") })?;
        Ok(Source::new(path.to_string_lossy(), text))
    }
}

fn reviewed(path: &Path) -> Option<Reviewed> {
    let source = Source::new(path.to_string_lossy(), std::fs::read_to_string(path).ok()?);
    let day = Date::new(2026, 11, 21).expect("a day");
    Project::default().check_one(&source, &Shelf, day).ok()
}

/// What a post has of a design: its judgements, and all answers that it may give.
fn posted(it: &Reviewed) -> (Vec<Row>, Vec<Answer>) {
    let base = it.design.base.clone().map(Study::of);
    let ground = Ground { study: &it.study, base: base.as_ref(), findings: &it.findings };
    (decisions(&ground, None), answers(&ground))
}

/// The answers that ask for the same as a judgement, of the same place.
fn of<'a>(row: &Row, answers: &'a [Answer]) -> Vec<&'a Answer> {
    let Some((_, attack)) = ASKED.iter().find(|(key, _)| *key == row.decision) else {
        return Vec::new();
    };
    let is_same = |about: &[ComponentId]| row.about.is_none_or(|id| about.first() == Some(&id));
    answers.iter().filter(|it| it.attack == *attack && is_same(&it.about)).collect()
}

/// Of every decision and every question about the same: what will be made otherwise is no good
/// answer, and what stays is no bad one. An answer that accepts is a row that accepts.
fn disagree(row: &Row, answer: &Answer) -> bool {
    let accepts = |text: &str| text.contains("감수");
    let (judged, said) = (row.text.get(Lang::Ko), answer.said.get(Lang::Ko));
    let is_bad = answer.verdict == Verdict::Falls && !accepts(said);
    // More servers than the peak needs are planned for other reasons than the loss of one, too; and a
    // scaler that runs at least too few is judged by that.
    let is_wider = matches!(row.decision, "servers" | "scaling") && row.is_plan;
    accepts(judged) != accepts(said) || row.is_plan != is_bad && !is_wider
}

#[test]
fn judgements_and_answers_agree_in_every_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pairs = 0;
    for path in crate::examples::designs() {
        let it = reviewed(&root.join(&path)).unwrap_or_else(|| panic!("{path:?} is read"));
        let (rows, answers) = posted(&it);
        for row in &rows {
            for answer in of(row, &answers) {
                pairs += 1;
                let said = answer.said.get(Lang::Ko);
                let judged = row.text.get(Lang::Ko);
                assert!(!disagree(row, answer), "{path:?}:\n{judged}\n{said}");
            }
        }
    }
    assert!(pairs > 60, "{pairs}");
}

/// The same of designs in which each of them was wrong before.
#[test]
fn judgements_and_answers_agree_where_they_did_not() {
    let whole = |block: &str| {
        format!(
            "design \"x\" as-is\ntraffic {{ dau = 50만, requests-per-user = 10, peak = 4배, reads = 60% }}
slo {{ availability = 99.95%, rto = 30분, rpo = 1분 }}
user buyer; lb front {{ managed }}
spring pay {{ replicas = 3, capacity = 200rps }}
{block}
buyer -> front -> pay
"
        )
    };
    let designs = [
        "postgres ledger { replicas = 2, failover = manual, backup = 1일, capacity = 700rps }\npay -> ledger",
        "postgres ledger { backup = 1일, capacity = 700rps, size = 1GB }\npay -> ledger",
        "postgres ledger { replicas = 2, capacity = 700rps }\npay -> ledger",
        "postgres ledger { replicas = 2, failover = auto, capacity = 700rps, backup = 1일, pitr }
redis seen { replicas = 2, mode = sentinel, hit-ratio = 90%, for = ledger, ttl = 1분 }\npay -> ledger, seen",
        "kafka log { brokers = 3 }\nworker sink { replicas = 2, capacity = 900rps }\npay ~> log ~> sink",
        "kafka log { brokers = 3, note = \"배우려고\" }\nworker sink { replicas = 2, capacity = 50rps }\npay ~> log ~> sink",
        "region r { zone a\n zone b\n spring deep { replicas = 2, zones = [a, b], capacity = 200rps, deploy = rolling } }\npay -> deep",
    ];
    for block in designs {
        let day = Date::new(2026, 11, 21).expect("a day");
        let source = Source::new("x.arch", whole(block));
        let it = Project::default().check_one(&source, &Shelf, day).expect("readable");
        let (rows, answers) = posted(&it);
        let told =
            rows.iter().flat_map(|row| of(row, &answers).into_iter().map(move |it| (row, it)));
        let told: Vec<_> = told.collect();
        assert!(!told.is_empty(), "{block}");
        for (row, answer) in told {
            let said = answer.said.get(Lang::Ko);
            let judged = row.text.get(Lang::Ko);
            assert!(!disagree(row, answer), "{block}:\n{judged}\n{said}");
        }
    }
}

const SWAP: &str = "design \"x\" as-is
user u; lb front { managed }; spring api { replicas = 2, capacity = 300rps, session = local }
u -> front -> api
";

#[test]
fn what_changes_is_said_as_it_is_written() {
    let new = "design \"x\" to-be extends \"a.arch\"
change front \"Door\"\nchange api { session = none }\noperations { backup-tested = 90d }\n";
    let page = |lang| {
        let files = [("a.arch", SWAP), ("b.arch", new)];
        said(&files, &["report", "b.arch", "--week", "4", "--lang", lang])
    };
    let (ko, en) = (page("ko"), page("en"));
    for told in ["“front” → “Door”", "세션 없음", "90일마다 복원 시험"] {
        assert!(ko.contains(told), "{told} in {ko}");
    }
    assert!(en.contains("a restore tried every 90d"), "{en}");
}

/// What shows no difference is no change for the better.
#[test]
fn a_difference_that_does_not_show_is_none() {
    let of = |availability: &str| {
        format!("user u; spring a {{ replicas = 3, availability = {availability} }}\nu -> a\n")
    };
    let (old, new) = (of("99.9999999999%"), of("99.99999999999%"));
    let files = [("a.arch", old.as_str()), ("b.arch", new.as_str())];
    let told = said(&files, &["diff", "a.arch", "b.arch", "--lang", "ko"]);
    for line in told.lines() {
        let cells: Vec<&str> =
            line.split("  ").map(str::trim).filter(|it| !it.is_empty()).collect();
        let [.., old, new, "나아짐" | "나빠짐"] = cells[..] else { continue };
        assert_ne!(old, new, "{told}");
    }
}

/// Names of components are written as they are, so that no sentence begins with one.
#[test]
fn english_sentences_begin_with_a_capital() {
    let mut found = Vec::new();
    for design in [
        "examples/ticketing/as-is.arch",
        "examples/ticketing/to-be.arch",
        "examples/chat/as-is.arch",
        "examples/chat/to-be.arch",
    ] {
        for week in ["1", "2", "3", "4"] {
            let page = crate::examples::archlint(&[
                "report",
                design,
                "--week",
                week,
                "--lang",
                "en",
                "--picture",
                "none",
            ]);
            let answers = page.lines().filter_map(|line| line.strip_prefix("A. "));
            let sentences = answers.flat_map(|it| it.split(". ").flat_map(|it| it.split("? ")));
            let small = sentences.filter(|it| it.starts_with(|c: char| c.is_ascii_lowercase()));
            found.extend(small.map(|it| format!("{design} {week}: {it}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The same tier, with one number everywhere: what it takes at the peak, and what it may be cut to.
#[test]
fn the_bill_of_a_post_covers_what_its_table_covers() {
    let page = crate::examples::archlint(&[
        "report",
        "examples/ticketing/to-be.arch",
        "--week",
        "4",
        "--lang",
        "ko",
    ]);
    let row = lines(&page, "| 가격을 아는 구성 요소");
    let cell = row[0].split('|').nth(3).expect("a cell").trim();
    let (of, rest) = cell.split_once("개 중 ").expect("so many of so many");
    let known = rest.split('개').next().expect("a number");
    let answer = lines(&page, &format!("{of}개 중 {known}개의 가격만"));
    assert_eq!(answer.len(), 1, "{cell}: {page}");
}

/// The table of everything lost once says of each zone and region what `simulate` says of it.
#[test]
fn the_sweep_says_of_places_what_simulate_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut places = 0;
    for path in crate::examples::designs() {
        let it = reviewed(&root.join(&path)).expect("readable");
        let (design, study, sweep) = (&it.design, &it.study, it.study.sweep());
        for id in design.group_ids().filter(|id| design.group(*id).kind.is_failure_domain()) {
            places += 1;
            let place = Place::Group(id);
            let scenario = Scenario { fail: vec![place], ..Scenario::ordinary() };
            let (gone, today) = (study.under(&scenario), study.under(&Scenario::ordinary()));
            let all = sweep.structural.iter().chain(&sweep.overload);
            let told = all.into_iter().find(|loss| loss.lost == Lost::Place(place));
            let over = |at: &Situation, id: ComponentId| {
                at.before().usages[id.index()]
                    .as_ref()
                    .is_some_and(|it| it.utilization.hi > 1.0 + 1e-9)
            };
            let over: Vec<ComponentId> = design
                .component_ids()
                .filter(|id| over(&gone, *id) && !over(&today, *id))
                .collect();
            let mut swept = told.map_or_else(Vec::new, |loss| loss.overloaded.clone());
            // Who takes messages takes what it can, and falls behind.
            swept.retain(|id| !study.is_fed_by_queues(*id));
            assert_eq!(swept, over, "{path:?}: {}", design.place_name(place));
            let stops = |id: &FlowId| {
                let survives = |at: &Situation| at.outcome().flow(*id).map(|it| it.survives());
                survives(&gone) == Some(false) && survives(&today) != Some(false)
            };
            let stopped: Vec<FlowId> = design.flow_ids().filter(stops).collect();
            let flows = told.map_or_else(Vec::new, |loss| loss.flows.clone());
            assert!(flows.iter().all(|id| stopped.contains(id)), "{path:?}: {flows:?} {stopped:?}");
            assert!(!over.is_empty() || flows == stopped, "{path:?}: {flows:?} {stopped:?}");
        }
    }
    assert!(places > 10, "{places}");
}

/// What the TO-BE changes is no decision to leave it as it is.
#[test]
fn what_is_switched_on_is_not_kept_as_it_was() {
    let old = "design \"x\" as-is
slo { rto = 30m, rpo = 10m }\nuser u; lb front { managed }; spring pay { replicas = 2 }
postgres ledger { replicas = 2, failover = manual, backup = 1d }\nu -> front -> pay -> ledger\n";
    let new = "design \"x\" to-be extends \"a.arch\"\nchange ledger { failover = auto, pitr }\n";
    let files = [("a.arch", old), ("b.arch", new)];
    let page = said(&files, &["report", "b.arch", "--week", "4", "--lang", "ko"]);
    let row = lines(&page, "- **DB 이중화**");
    assert!(row[0].contains("복구에 30분 → 자동으로 승격되게 합니다"), "{row:?}");
    let row = lines(&page, "- **백업**");
    assert!(row[0].contains("최대 1일 분량을 잃었음 → 시점 복구를 켭니다"), "{row:?}");
}

/// What a team accepts is not said to lack a reason a line below.
#[test]
fn what_is_accepted_lacks_no_reason() {
    let text = "user u; lb front { managed }\nspring a { replicas = 1 }\nu -> front -> a
accept single-instance on a because \"밤에만 씁니다\"\n";
    let page = said(&[("a.arch", text)], &["report", "a.arch", "--week", "4", "--lang", "ko"]);
    assert_eq!(lines(&page, "감수한 이유: “밤에만 씁니다”").len(), 1, "{page}");
    assert!(lines(&page, "감수하는 이유는 아직 적지 않았습니다").is_empty(), "{page}");
}

/// Two that are called the same in one language are told once in it.
#[test]
fn the_same_line_is_not_said_twice() {
    for design in crate::examples::designs() {
        let design = design.to_string_lossy().replace('\\', "/");
        let page =
            crate::examples::archlint(&["report", &design, "--lang", "ko", "--picture", "none"]);
        let (_, rows) = page.split_once("## 판단").unwrap_or_default();
        let rows: Vec<&str> = rows
            .lines()
            .take_while(|it| !it.starts_with("## "))
            .filter(|it| !it.is_empty())
            .collect();
        let apart: std::collections::BTreeSet<&&str> = rows.iter().collect();
        assert_eq!(rows.len(), apart.len(), "{design}: {rows:#?}");
    }
}
