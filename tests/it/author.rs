//! Posts of designs that are not the study's: each sentence is held to what the engine says of the same.

use archlint::project::PostOptions;
use archlint::say::Lang;
use archlint::{Date, NoLoader, Project, Reviewed, Source};

fn reviewed(text: &str) -> Reviewed {
    let source = Source::new("design.arch", text);
    Project::default()
        .check_one(&source, &NoLoader, Date::constant(2026, 11, 21))
        .expect("readable")
}

fn post(text: &str, week: u8, lang: Lang) -> String {
    let asked = PostOptions { lang, week: Some(week), ..PostOptions::default() };
    reviewed(text).post(&asked, &archlint::project::Files::default()).into_string()
}

fn answer<'p>(page: &'p str, question: &str) -> &'p str {
    let (_, rest) = page.split_once(question).unwrap_or_else(|| panic!("{question} in\n{page}"));
    rest.lines().nth(1).expect("an answer")
}

/// 83.3 messages a second come at the peak, 4.17 on average, and 14 are taken.
const ENROLMENT: &str = "design \"수강신청\" as-is
traffic { dau = 3만, requests-per-user = 40, peak = 20x, reads = 70% }
slo { budget = $600/mo, rto = 10m }
user student \"학생\"
dns names \"DNS\"
region seoul \"AWS 서울 리전\" { zone a {
  nginx front \"nginx\" { health-check = 10s }
  spring api \"신청 API\" { replicas = 2, session = none, capacity = 3000rps, instance = t3.medium }
  rabbitmq line \"신청 큐\" { brokers = 1 }
  spring worker \"신청 처리\" { capacity = 14rps }
  mysql courses \"수강 DB\" { capacity = 8000rps, backup = 1d, instance = db.t3.micro }
} }
student -> names -> front -> api
api -> courses { timeout = 1s }
api ~> line { share = 30% }
line ~> worker
worker -> courses
";

#[test]
fn who_drains_a_backlog_is_never_said_to_hold() {
    let page = post(ENROLMENT, 4, Lang::Ko);
    let day = page.split_once("## 내일 트래픽이 10배가 되면").expect("the day").1;
    let day = day.split("\n## ").next().expect("its section");
    assert!(day.contains("지금도 밀리는 신청 처리 서버 앞에는 그날 피크 1시간에"), "{day}");
    // 41.7 a second on average: it never catches up.
    assert!(day.contains("끝없이 밀립니다"), "{day}");
    assert!(day.contains("100%, 밀림"), "{day}");
    let told = answer(&page, "어디부터 터지나요?**");
    assert!(told.contains("큐 뒤의 신청 처리 서버는 밀려서"), "{told}");
    assert!(!told.contains("터지지 않습니다"), "{told}");
    assert!(told.contains("신청 처리 서버를 86대로 늘립니다"), "{told}");
    let english = post(ENROLMENT, 4, Lang::En);
    let told = answer(&english, "what breaks first?**");
    assert!(told.contains("Requests hold") && told.contains("falls behind"), "{told}");
    let week3 = post(ENROLMENT, 3, Lang::Ko);
    let queue = week3.split_once("## 큐").expect("the queue").1;
    let queue = queue.split("\n## ").next().expect("its section");
    assert!(queue.contains("피크 1시간에 25만건이 쌓입니다"), "{queue}");
    assert!(queue.contains("비우는 데 7시간 3분 걸립니다"), "{queue}");
    // What the section says is asked once more by nobody.
    assert!(!week3.contains("얼마나 밀리고 언제 다 처리되나요?**"), "{week3}");
}

#[test]
fn nobody_is_asked_to_double_what_is_not_theirs() {
    let page = post(ENROLMENT, 4, Lang::Ko);
    assert!(!page.contains("DNS(연간 8시간 44분): 여러 영역에 걸친 관리형"), "{page}");
    assert!(page.contains("누가 운영하는지 적지 않아 업체의 서비스로 보았고"), "{page}");
    let outside = "user u\nspring api { replicas = 2, availability = 99.999% }\nexternal pay \"결제\"\n\
        u -> api -> pay\n";
    let names = "user u\ndns names \"이름\"\nspring api { replicas = 2, availability = 99.999% }\n\
        u -> names -> api\n";
    for (text, never) in [(outside, "결제 쪽부터 이중화"), (names, "이름 DNS부터 이중화")]
    {
        let page = post(text, 1, Lang::Ko);
        assert!(!page.contains(never), "{page}");
    }
    assert!(post(outside, 1, Lang::Ko).contains("결제 쪽이 죽어도 이어지게"));
}

#[test]
fn one_figure_says_how_much_data_a_day_brings() {
    let text = "traffic { dau = 20만, requests-per-user = 60, peak = 4x, reads = 80%, payload = 1KB, retention = 1y }\n\
        user u\nspring chat { replicas = 2, capacity = 800rps }\n\
        postgres messages \"메시지 DB\" { capacity = 2000rps, size = 500GB }\nu -> chat -> messages\n\
        flow read { share = 80%\n u -> chat -> messages }\n\
        flow send { share = 20%, writes\n u -> chat -> messages }\n";
    let page = post(text, 2, Lang::Ko);
    let row = page.lines().find(|line| line.contains("하루 데이터")).expect("a row");
    assert!(row.contains("4.32 GB") && row.contains("36%"), "{row}");
    assert!(answer(&page, "언제 꽉 차나요?").contains("하루 4.32 GB씩"), "{page}");
}

#[test]
fn a_backup_that_is_not_stated_is_not_taken_for_granted_in_silence() {
    let text = "user u\nnginx front\nspring api\nmysql db\nu -> front -> api -> db\n";
    for week in 1..=4 {
        let page = post(text, week, Lang::Ko);
        for line in page.lines().filter(|line| line.contains("1시간") && !line.contains("8시간"))
        {
            let is_said =
                ["백업은 적지 않", "백업이 있다", "백업을 적지 않", "있다고 보면", "있다고 보고"];
            assert!(is_said.iter().any(|words| line.contains(words)), "week {week}: {line}");
        }
        let english = post(text, week, Lang::En);
        for line in english.lines().filter(|line| line.contains("1h") || line.contains("1 h")) {
            let is_said = ["is stated", "if there is", "with one"];
            assert!(is_said.iter().any(|words| line.contains(words)), "week {week}: {line}");
        }
    }
    let stated = text.replace("mysql db", "mysql db { backup = 1d }");
    assert!(post(&stated, 1, Lang::Ko).contains("백업에서 되살리는 데 1시간"));
}

/// A payment whose ledger stands by, with point-in-time recovery, and prices of a part.
const PAYMENT: &str = "design \"결제\" to-be
traffic { dau = 50만, requests-per-user = 10, peak = 6x, reads = 60% }
slo { availability = 99.95%, rto = 2m, rpo = 1m, budget = $1500/mo }
user buyer \"구매자\"
region seoul \"AWS 서울 리전\" {
  zone a
  zone b
  alb front \"로드 밸런서\" { health-check = 10s }
  spring pay \"결제 API\" { replicas = 4, autoscale = 4..12, zones = [a, b], session = none, capacity = 150rps, instance = m6g.large }
  mysql ledger \"원장 DB\" { replicas = 2, failover = auto, failover-time = 45s, replication = semi-sync, zones = [a, b], capacity = 1500rps, backup = 1d, pitr }
}
buyer -> front -> pay
pay -> ledger { timeout = 1s }
";

#[test]
fn a_budget_is_not_kept_as_long_as_prices_are_missing() {
    let page = post(PAYMENT, 4, Lang::Ko);
    let told = answer(&page, "어디를 줄일 수 있나요?**");
    assert!(told.starts_with("A. 적어도 월 $"), "{told}");
    assert!(
        told.contains("예산(월 $1,500) 안인지는 가격을 다 알 때까지 말하지 못합니다"),
        "{told}"
    );
    assert!(told.contains("가격을 모르는 것은 원장 DB"), "{told}");
    let row = page.lines().find(|line| line.contains("월 비용")).expect("a row");
    assert!(row.contains("적어도 월 $"), "{row}");
    let english = post(PAYMENT, 4, Lang::En);
    assert!(answer(&english, "what can be cut?**").starts_with("A. At least $"), "{english}");
}

#[test]
fn what_is_on_already_is_no_remedy_and_neighbours_agree_on_numbers() {
    let page = post(PAYMENT, 4, Lang::Ko);
    assert!(!page.contains("시점 복구를 켜"), "{page}");
    assert!(page.contains("변경 로그를 더 자주 내보내"), "{page}");
    // The loss of a zone asks for six, in the table of servers as in that of scaling out.
    assert!(page.contains("영역 하나를 잃으면 버티지 못하므로 6대로 늘리겠습니다"), "{page}");
    let week3 = post(PAYMENT, 3, Lang::Ko);
    assert!(week3.contains("Scale-out(6대)을 택합니다"), "{week3}");
    // Two of the servers at once weigh more than the balancer.
    let week1 = post(PAYMENT, 1, Lang::Ko);
    let told = answer(&week1, "지금 구조로 지켜지나요?**");
    let estimate = reviewed(PAYMENT);
    let flow = estimate.design.flow_ids().next().expect("a flow");
    let most = &estimate.study.availability(flow).savings[0];
    let minutes = archlint::say::number::duration(most.1).get(Lang::Ko).to_owned();
    assert!(told.contains(&minutes), "{minutes} in {told}");
}

#[test]
fn a_server_beside_the_requests_stops_none_of_them() {
    let text = "traffic { dau = 20만, requests-per-user = 60, peak = 4x }\nuser u\n\
        spring chat { replicas = 2, capacity = 800rps }\nspring sender \"푸시 발송\" { capacity = 300rps }\n\
        fcm push \"푸시\"\nu -> chat\nchat ~> sender { share = 20% }\nsender -> push\n";
    let page = post(text, 4, Lang::Ko);
    let told = answer(&page, "푸시 발송 서버가 한 대뿐인데, 그 한 대가 죽으면 어떻게 되나요?**");
    assert!(told.starts_with("A. 요청은 이어지지만"), "{told}");
    assert!(!page.contains("큐 뒤에서 부르므로"), "there is no queue: {page}");
}

#[test]
fn drawn_replicas_are_told_as_the_engine_counts_them() {
    let text = "design \"읽기\" to-be\ntraffic { rps = 100, peak = 1x, reads = 80% }\nuser u\n\
        spring api { replicas = 2, capacity = 500rps }\n\
        mysql db \"주 DB\" { capacity = 200rps, backup = 1d }\n\
        mysql copy \"복제본\" { role = replica, capacity = 200rps }\ndb => copy\nu -> api -> db, copy\n";
    let page = post(text, 2, Lang::Ko);
    let row = page.lines().find(|line| line.contains("**읽기 복제본** 주 DB")).expect("a row");
    // 80 reads go to the copy; together with 20 writes they would be 50% of one.
    assert!(row.contains("읽기 80 rps와 쓰기 20 rps를 합하면 1대 한계의 50%"), "{row}");
    assert!(!row.contains("대기 서버로 읽기"), "{row}");
}

/// Of the requests at the place that is most in the way, not of those that are beyond its capacity.
#[test]
fn who_fails_in_a_rush_is_a_part_of_all() {
    let text = "design \"오픈\"\ntraffic { dau = 10만, requests-per-user = 30, peak = 10x }\nuser u\n\
        spring api \"예매 API\" { replicas = 2, capacity = 300rps }\nu -> api\n\
        flow buy { writes\n u -> api }\nscenario open \"오픈\" { traffic = 10x }\n";
    let page = post(text, 4, Lang::Ko);
    let told = answer(&page, "순번은요?**");
    assert!(told.contains("10배가 몰리면 가장 막히는 곳에 온 요청의 83%가"), "{told}");
}

#[test]
fn a_peak_lasts_as_long_as_the_design_says() {
    let stated = ENROLMENT.replace("peak = 20x,", "peak = 20x, peak-for = 30m,");
    let hour = post(ENROLMENT, 4, Lang::Ko);
    let half = post(&stated, 4, Lang::Ko);
    // 83.3 − 14 a second, for one hour and for half of it.
    assert!(hour.contains("피크 1시간에") && !hour.contains("피크 30분에"), "{hour}");
    assert!(half.contains("피크 30분에") && !half.contains("피크 1시간에"), "{half}");
    let drains = |text: &str| {
        let found = reviewed(text).findings;
        let late = found.into_iter().find(|it| it.rule == "growing-backlog").expect("it is late");
        late.why.expect("a reason").en.to_string()
    };
    let slow =
        "traffic { rps = 10rps, peak = 5x }\nuser u\nwas a\nrabbitmq q { drain-within = 10m }
        worker w { capacity = 20rps }\nu -> a ~> q ~> w";
    assert!(drains(slow).contains("The peak lasts 1h"), "{}", drains(slow));
    let told = drains(&slow.replace("peak = 5x", "peak = 5x, peak-for = 2h"));
    assert!(told.contains("The peak lasts 2h"), "{told}");
}

#[test]
fn a_deploy_that_overflows_is_not_kept() {
    let text = |rps: u32| {
        format!(
            "design \"d\" as-is\ntraffic {{ rps = {rps}rps }}\nuser u \"사용자\"\nlb front \"앞단\"
             spring api \"주문 API\" {{ replicas = 2, capacity = 100rps, deploy = rolling, session = none }}
             u -> front -> api\n"
        )
    };
    let (calm, busy) = (post(&text(60), 3, Lang::Ko), post(&text(150), 3, Lang::Ko));
    assert!(calm.contains("롤링 배포를 유지합니다"), "{calm}");
    assert!(!busy.contains("롤링 배포를 유지합니다"), "{busy}");
    assert!(busy.contains("배포하는 동안 넘치므로"), "{busy}");
}

#[test]
fn without_a_pool_nobody_says_that_threads_are_left() {
    let text = |pool: &str| {
        format!(
            "design \"d\" as-is\ntraffic {{ rps = 500rps }}\nuser u \"사용자\"
             spring api \"주문 API\" {{ replicas = 2{pool} }}\nexternal pg \"결제\"
             u -> api -> pg {{ timeout = 10s }}\n"
        )
    };
    let asks = "스레드까지 다 물리지 않나요?**";
    let (open, known) = (post(&text(""), 3, Lang::Ko), post(&text(", pool = 200"), 3, Lang::Ko));
    let told = answer(&open, asks);
    assert!(told.contains("풀의 크기를 적지 않아") && !told.contains("물리지 않습니다"), "{told}");
    let told = answer(&known, asks);
    assert!(told.contains("물립니다") && told.contains("200개"), "{told}");
}

/// 2 × 150,000 won ÷ 730 hours, and no dollars.
#[test]
fn a_second_set_of_servers_is_paid_in_the_money_of_the_first() {
    let text =
        "design \"가게\" as-is\ntraffic { rps = 10rps }\nuser u\nmysql db { capacity = 1000rps }
        was api { replicas = 2, deploy = blue-green, capacity = 100rps, cost = ₩150_000/mo }
        u -> api -> db";
    let page = post(text, 3, Lang::Ko);
    assert!(page.contains("그동안 시간당 411원 더 듭니다."), "{page}");
}
