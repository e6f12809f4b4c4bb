//! The weeks of a design that is nothing like the study's: what one section says another does not
//! contradict, leave out or say again.

use archlint::analysis::Study;
use archlint::model::Duration;
use archlint::model::Scenario;
use archlint::project::PostOptions;
use archlint::say::Lang;
use archlint::{Date, NoLoader, Project, Reviewed, Source};
use std::process::Command;

/// Two of `search` carry the peak and one does not; two disks are full within weeks; 343 messages a
/// second come at the peak, and 40 are taken.
const COURSES: &str = "design \"수강 신청\" as-is
traffic { dau = 4만, requests-per-user = 150, peak = 12x, reads = 80%, payload = 1.5KB, retention = 3y }
slo { availability = 99.9%, rto = 15m, rpo = 1m }
operations { deploy = rolling, monitoring = [metrics, alerts] }
user student \"학생\" { share = 98% }
user staff \"교직원\" { share = 2% }
region seoul \"AWS 서울 리전\" { zone a \"가용 영역 a\" {
  alb gate \"로드 밸런서\"
  spring api \"신청 API\" { replicas = 4, session = none, capacity = 280rps }
  spring search \"강의 검색\" { replicas = 2, capacity = 450rps }
  redis seats \"잔여석 캐시\" { hit-ratio = 90%, ttl = 30s, for = [courses], mode = standalone }
  mysql courses \"강의 DB\" { replicas = 2, failover = manual, capacity = 1500rps, size = 60GB, backup = 1d }
  opensearch idx \"강의 색인\" { replicas = 1, capacity = 900rps, size = 20GB }
  sqs mail \"알림 큐\"
  worker mailer \"알림 발송\" { replicas = 2, capacity = 20rps, instance = t3.medium }
} }
external sso \"학교 SSO\" { availability = 99.5% }
external smtp \"메일 서비스\"
student -> gate
staff -> gate
gate -> api
gate -> search
api -> seats
api -> courses { timeout = 2s, retries = 2 }
api -> sso { share = 10% }
api ~> mail
search -> idx
search -> courses
mail ~> mailer
mailer -> smtp
flow enroll \"수강 신청\" {
  share = 40%
  writes = 50%
  student -> gate -> api -> seats, courses, sso
  api ~> mail
}
flow browse \"강의 조회\" {
  share = 60%
  writes = 5%
  student -> gate -> search -> idx, courses
}
flow grade \"성적 입력\" { writes; staff -> gate -> api -> courses }
scenario tenfold { traffic = 10x }
";

fn reviewed(text: &str) -> Reviewed {
    let source = Source::new("design.arch", text);
    let day = Date::constant(2026, 11, 21);
    Project::default().check_one(&source, &NoLoader, day).expect("readable")
}

fn post(text: &str, week: u8, lang: Lang) -> String {
    let asked =
        PostOptions { lang, week: Some(week), questions: Some(15), ..PostOptions::default() };
    reviewed(text).post(&asked, &archlint::project::Files::default()).into_string()
}

fn section<'p>(page: &'p str, title: &str) -> &'p str {
    let (_, rest) = page.split_once(title).unwrap_or_else(|| panic!("{title} in\n{page}"));
    rest.split("\n## ").next().expect("its section")
}

fn answer<'p>(page: &'p str, question: &str) -> &'p str {
    let (_, rest) = page.split_once(question).unwrap_or_else(|| panic!("{question} in\n{page}"));
    rest.lines().nth(1).expect("an answer")
}

fn place(text: &str, what: &str) -> usize {
    text.find(what).unwrap_or_else(|| panic!("{what} in\n{text}"))
}

fn run(text: &str, args: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("a.arch"), text).expect("can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_archlint"));
    let out = command.args(args).args(["a.arch"]).current_dir(folder.path()).env_clear().output();
    String::from_utf8(out.expect("the binary runs").stdout).expect("text")
}

#[test]
fn what_the_others_do_not_carry_is_ranked_with_what_stops_alone() {
    let page = post(COURSES, 1, Lang::Ko);
    let breaks = section(&page, "## 지금 당장 터진다면");
    let told = "강의 검색 서버 1대가 죽으면 피크에는 나머지가 용량의";
    assert!(breaks.contains(told), "{breaks}");
    // Two of which each stops the journey weigh twice what one does.
    let line = breaks.lines().find(|line| line.contains(told)).expect("its line");
    assert!(line.contains("강의 조회 여정이 버티지 못합니다. 연간 17시간"), "{line}");
    let first = answer(&page, "지금 당장 터진다면 어디가 먼저 터지나요?");
    assert!(first.starts_with("A. 강의 검색 서버입니다. 1대만 죽어도"), "{first}");
    assert!(first.contains("강의 검색 서버를 3대로 늘립니다"), "{first}");
    let strategy = section(&page, "## 이중화 전략");
    assert_eq!(strategy.matches("강의 검색 서버").count(), 1, "{strategy}");
    assert!(strategy.contains("3대로 늘려"), "{strategy}");
    // Enough of them stand a loss.
    let page = post(
        &COURSES.replace("replicas = 2, capacity = 450", "replicas = 3, capacity = 450"),
        1,
        Lang::Ko,
    );
    assert!(!section(&page, "## 지금 당장 터진다면").contains("강의 검색 서버 1대"), "{page}");
    let english = post(COURSES, 1, Lang::En);
    let breaks = section(&english, "## If something broke right now");
    assert!(breaks.contains("One search: without it the others would be at"), "{breaks}");
}

#[test]
fn a_cache_without_which_the_store_is_over_is_a_weakness_of_the_load() {
    let text = COURSES
        .replace("api -> seats\n", "api -> seats { fallback = courses }\n")
        .replace("capacity = 1500rps", "capacity = 750rps");
    let page = post(&text, 1, Lang::Ko);
    let breaks = section(&page, "## 지금 당장 터진다면");
    assert!(breaks.contains("잔여석 캐시가 죽으면 피크에는 강의 DB가 용량의"), "{breaks}");
}

#[test]
fn what_the_peak_fills_as_it_is_stands_first() {
    let page = post(&COURSES.replace("capacity = 450rps", "capacity = 200rps"), 1, Lang::Ko);
    let breaks = section(&page, "## 지금 당장 터진다면");
    assert!(breaks.contains("강의 검색 서버는 지금 피크에도 용량의"), "{breaks}");
    assert!(place(breaks, "지금 피크에도") < place(breaks, "**데이터**"), "{breaks}");
}

#[test]
fn disks_that_fill_are_told_in_the_order_in_which_they_do() {
    let study = reviewed(COURSES).study.filling();
    assert_eq!(study.len(), 2, "{study:?}");
    let page = post(COURSES, 1, Lang::Ko);
    let breaks = section(&page, "## 지금 당장 터진다면");
    let of = |name: &str| place(breaks, &format!("{name}의 디스크는"));
    let (courses, idx) = (of("강의 DB"), of("강의 색인 검색 엔진"));
    let days = |at: usize| {
        breaks[at..]
            .split("일 뒤")
            .next()
            .expect("days")
            .rsplit(' ')
            .next()
            .map(|it| it.parse::<u32>().expect("a number"))
    };
    assert_eq!(courses < idx, days(courses) <= days(idx), "{breaks}");
    let page = post(COURSES, 2, Lang::Ko);
    let judged = section(&page, "## 판단");
    assert!(judged.contains("**디스크** 강의 DB: 하루"), "{judged}");
    assert!(judged.contains("**디스크** 강의 색인 검색 엔진: 하루"), "{judged}");
    assert!(judged.contains("뒤에 가득 차고 쓰기가 멈춤 →"), "{judged}");
    // The size that is judged is the one that the finding and the plan ask for.
    let fix = reviewed(COURSES);
    let fixes: Vec<String> = fix
        .findings
        .iter()
        .filter(|it| it.rule == "storage-exhausted")
        .filter_map(|it| Some(it.fixes.first()?.edits.first()?.text.clone()))
        .collect();
    assert_eq!(fixes.len(), 2);
    let planned = run(COURSES, &["plan", "--lang", "ko"]);
    assert!(planned.contains("가장 먼저 차는 디스크"), "{planned}");
    for size in &fixes {
        let size = size.rsplit(' ').next().expect("a size");
        assert!(judged.contains(size), "{size} in {judged}");
    }
    let roomy = COURSES.replace("size = 20GB", "size = 9TB").replace("size = 60GB", "size = 90TB");
    let page = post(&roomy, 2, Lang::Ko);
    assert!(section(&page, "## 판단").contains("지금 크기를 유지합니다"), "{page}");
    assert!(!post(&roomy, 1, Lang::Ko).contains("의 디스크는"));
}

#[test]
fn a_consumer_is_full_at_one_factor_whoever_says_it() {
    let it = reviewed(COURSES);
    let study: &Study = &it.study;
    let mailer =
        study.design().component_ids().find(|id| study.design().component(*id).path == "mailer");
    let mailer = mailer.expect("declared");
    let order = study.saturation(&Scenario::ordinary());
    let (_, at) = order.iter().find(|(id, _)| *id == mailer).expect("it is known");
    let capacity = study.capacity(mailer).expect("it is known");
    assert!((at - capacity.advertised).abs() < 1e-9, "{at} {capacity:?}");
    let shown = run(COURSES, &["simulate", "--sweep", "--lang", "en"]);
    // Tenfold, too, is said in multiples of today's traffic.
    let order = shown.lines().find(|line| line.contains("order of saturation")).expect("an order");
    assert!(order.contains("(falls behind)"), "{order}");
    let table =
        shown.lines().rfind(|line| line.trim_start().starts_with("mailer")).expect("its row");
    let factor = table.split_whitespace().nth(1).expect("a factor");
    assert!(order.contains(&format!("`mailer` {factor} (falls behind)")), "{order}\n{table}");
}

#[test]
fn each_component_is_full_where_simulate_says_that_it_is() {
    let it = reviewed(COURSES);
    let study = &it.study;
    for (id, at) in study.saturation(&Scenario::ordinary()) {
        if study.is_fed_by_queues(id) || at > 50.0 {
            continue;
        }
        let under = |factor: f64| {
            let day = study.under(&Scenario { traffic: factor, ..Scenario::ordinary() });
            day.usage(id).expect("it is known").utilization.hi
        };
        let name = &study.design().component(id).path;
        assert!(under(at * 0.995) < 1.0 && under(at * 1.005) > 1.0, "{name} at {at}");
    }
}

#[test]
fn a_week_says_no_judgement_twice() {
    let page = post(COURSES, 3, Lang::Ko);
    for said in
        ["소비자를 25대로", "부하 때문에 캐시를", "롤링 배포를 유지합니다", "초당 343건이 들어오"]
    {
        let count = page.split("## 예상 질문과 답").next().expect("before").matches(said).count();
        assert!(count <= 1, "{said} {count} times in\n{page}");
    }
    // What a judgement has said is no question.
    assert!(!page.contains("피크에 배포해도 되나요?"), "{page}");
    assert!(!page.contains("얼마나 밀리고 언제 다 처리되나요?"), "{page}");
    assert!(page.matches("**Q. ").count() >= 8, "{page}");
}

#[test]
fn minutes_are_those_of_the_journey_that_is_named() {
    let text = "slo { availability = 99.9% }
user u
was web { replicas = 2 }
was serve \"조회\" { availability = 99.5% }
external pay \"결제\" { availability = 90% }
u -> web -> serve
serve -> pay
flow look { share = 90%; u -> web -> serve }
flow buy { share = 10%; u -> web -> serve -> pay }
";
    let it = reviewed(text);
    let study = &it.study;
    for week in [1, 2] {
        let page = post(text, week, Lang::En);
        for line in page.lines().filter(|line| line.starts_with("A. ") && line.contains("which is"))
        {
            let flow = if line.contains("“buy”") { 1 } else { 0 };
            let flow = study.design().flow_ids().nth(flow).expect("two flows");
            let most = study.availability(flow).outlook.downtime_a_year();
            assert!(most > Duration::ZERO && !line.contains("(0"), "{line}");
        }
    }
    let page = post(text, 1, Lang::Ko);
    let line = page.lines().find(|line| line.contains("결제 쪽이 통째로 죽으면")).expect("a line");
    assert!(line.contains("buy 여정이 멈춥니다"), "{line}");
}

#[test]
fn a_plan_counts_the_parts_of_a_bill_that_have_no_price() {
    let text = COURSES.replace("sqs mail", "s3 files { size = 2TB }\nsqs mail");
    let it = reviewed(&text);
    let (cost, plan) = (it.study.cost(), run(&text, &["plan", "--lang", "en"]));
    let row = plan.lines().find(|line| line.contains("items without a price")).expect("a row");
    let shown: usize = row.split_whitespace().nth(4).expect("the AS-IS").parse().expect("a number");
    assert!(cost.partial_gaps().count() > 0, "{cost:?}");
    assert_eq!(shown, cost.missing_prices(), "{row}");
    let bill = run(&text, &["estimate", "--lang", "en"]);
    let missing = bill.lines().find(|line| line.contains("Not in the total")).expect("a note");
    assert_eq!(missing.split(", ").count() - 1, shown, "{missing}");
}

#[test]
fn what_only_helps_together_is_planned_together() {
    let chat = include_str!("../../examples/chat/as-is.arch");
    let shown = run(chat, &["plan", "--lang", "en", "--objective", "99.99%"]);
    let aims = shown.lines().find(|line| line.trim_start().starts_with("aims ")).expect("a row");
    assert!(aims.contains(" met") && aims.matches("not met").count() == 1, "{shown}");
}

#[test]
fn a_consumer_passes_on_no_more_than_it_takes() {
    let it = reviewed(
        "traffic { rps = 100, peak = 3x, reads = 0% }
user u; was a { replicas = 9 }
kafka k { brokers = 3 }
worker w { capacity = 40rps }
mysql d { capacity = 90rps }
u -> a
a ~> k ~> w -> d
",
    );
    let of = |name: &str| {
        let id = it.design.component_ids().find(|id| it.design.component(*id).path == name);
        it.study.arrival(id.expect("declared")).expect("traffic").peak.hi
    };
    assert!((of("w") - 100.0).abs() < 1e-9, "as much as comes on average is its work");
    assert!((of("d") - 40.0).abs() < 1e-9, "{}", of("d"));
}

#[test]
fn the_slow_part_of_the_requests_is_in_the_slowest_hundredth() {
    let p99 = |share: &str| {
        let it = reviewed(&format!(
            "traffic {{ rps = 10, peak = 1x }}
user u; was a {{ latency = 10ms, latency-p99 = 20ms }}
external e {{ latency = 500ms, latency-p99 = 900ms }}
u -> a
a -> e{share}
"
        ));
        let flow = it.design.flow_ids().next().expect("implied");
        it.study.latency(flow).and_then(|it| it.p99).expect("it is known").as_seconds()
    };
    let whole = p99("");
    let tenth = p99(" { share = 10% }");
    // Every tenth request waits half a second: the slowest hundredth waits longer than that.
    assert!(tenth > 0.5 && tenth < whole, "{tenth} of {whole}");
    assert!(p99(" { share = 0.5% }") < 0.05);
    assert!(p99(" { share = 50% }") > tenth);
}
