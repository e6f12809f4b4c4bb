//! Ways to a TO-BE as people meet them: what they go by, what they treat, where they are written.

use super::Folder;
use std::collections::BTreeMap;

const WAYS: [&str; 3] = ["least-change", "least-cost", "best-recovery"];

/// One of everything in one zone, with a budget of its own and a consumer that falls behind.
const ONCE: &str = "design \"수강신청\" as-is
traffic { dau = 3만, requests-per-user = 40, peak = 20x, reads = 70% }
slo { availability = 99.9%, budget = $600/mo, rto = 10m }
user student \"학생\"
dns names \"DNS\"
region seoul \"AWS 서울 리전\" { zone a {
  nginx front \"nginx\" { health-check = 10s }
  spring api \"신청 API\" { replicas = 2, session = sessions, capacity = 300rps, instance = t3.medium }
  redis sessions \"세션 저장소\" { roles = [session] }
  rabbitmq line \"신청 큐\" { brokers = 1 }
  spring worker \"신청 처리\" { capacity = 14rps, instance = t3.small }
  mysql courses \"수강 DB\" { capacity = 400rps, backup = 1d, instance = db.t3.micro }
} }
student -> names -> front -> api
api -> sessions
api -> courses { timeout = 1s }
api ~> line { share = 30% }
line ~> worker
worker -> courses
";

/// The cells of a row by way, without its title and the column of the AS-IS; ways that are one share
/// a column.
fn row<'p>(page: &'p str, title: &str) -> Vec<&'p str> {
    let cells = |title: &str| -> Vec<&'p str> {
        let line = page.lines().find(|line| line.contains(title));
        let line = line.unwrap_or_else(|| panic!("{title} in\n{page}"));
        line.split('|').map(str::trim).filter(|it| !it.is_empty()).skip(2).collect()
    };
    let (heads, cells) = (cells("| figure"), cells(title));
    let of = |way: &str| heads.iter().position(|head| head.contains(&way.replace('-', " ")));
    WAYS.iter().map(|way| cells[of(way).unwrap_or_else(|| panic!("{way} in\n{page}"))]).collect()
}

fn figure(cell: &str) -> f64 {
    let digits: String = cell.chars().filter(|it| it.is_ascii_digit() || *it == '.').collect();
    digits.parse().unwrap_or_else(|_| panic!("a figure in {cell}"))
}

/// Minutes a year, of `99.9% (8h 46m/year)`.
fn minutes(cell: &str) -> f64 {
    let time = cell.split_once('(').expect("a time").1.trim_end_matches("/year)");
    let units = BTreeMap::from([("d", 1440.0), ("h", 60.0), ("m", 1.0), ("s", 1.0 / 60.0)]);
    let part = |part: &str| {
        let at = part.find(|it: char| it.is_ascii_alphabetic()).expect("a unit");
        part[..at].parse::<f64>().expect("a number") * units[&part[at..]]
    };
    time.split(' ').map(part).sum()
}

fn designs() -> Vec<(&'static str, &'static str)> {
    vec![
        ("once", ONCE),
        ("ticketing", include_str!("../../../examples/ticketing/as-is.arch")),
        ("chat", include_str!("../../../examples/chat/as-is.arch")),
    ]
}

/// The designs that were written; ways that are one are one.
fn written(folder: &Folder, place: &str) -> Vec<String> {
    let name = |way: &&str| format!("{place}/to-be-{way}.arch");
    let known = WAYS.iter().map(name).filter(|name| folder.path().join(name).exists());
    let texts: Vec<String> = known.map(|name| folder.read(&name)).collect();
    assert!(!texts.is_empty(), "nothing was written");
    texts
}

fn is_told(page: &str) -> bool {
    page.contains("The same cost") || page.contains("One and the same way")
}

#[test]
fn the_three_are_what_they_are_called() {
    for (name, text) in designs() {
        for budget in [None, Some("$100/mo"), Some("$700/mo"), Some("50만원/월"), Some("80만원/월")]
        {
            let folder =
                Folder::with(&[("as-is.arch", text), ("archlint.toml", "usd-krw = 1400\n")]);
            let mut asked = vec!["plan", "as-is.arch", "--format", "markdown", "--lang", "en"];
            if let Some(budget) = budget {
                asked.extend(["--budget", budget]);
            }
            let page = folder.run(&asked);
            assert_eq!(page.code, 0, "{page:?}");
            let least = |cells: &[f64], at: usize| cells.iter().all(|it| cells[at] <= *it + 1e-9);
            let edits: Vec<f64> =
                row(&page.out, "statements that change").into_iter().map(figure).collect();
            assert!(least(&edits, 0), "{name} {budget:?}: {}", page.out);
            let unpriced: Vec<f64> =
                row(&page.out, "without a price").into_iter().map(figure).collect();
            let costs: Vec<f64> = row(&page.out, "cost a month").into_iter().map(figure).collect();
            for other in 0..3 {
                let is_alike = unpriced[other] == unpriced[1];
                assert!(!is_alike || costs[1] <= costs[other], "{name} {budget:?}: {}", page.out);
                let same = (costs[1] - costs[other]).abs() < 0.005;
                assert!(other == 1 || !same || is_told(&page.out), "{}", page.out);
            }
            let worst = |at: usize| {
                let rows = page.out.lines().filter(|line| line.contains("availability of"));
                rows.map(|line| {
                    let title = line.split('|').nth(1).expect("a title").trim();
                    minutes(row(&page.out, title)[at])
                })
                .fold(0.0, f64::max)
            };
            let down: Vec<f64> = (0..3).map(worst).collect();
            assert!(least(&down, 2), "{name} {budget:?}: {down:?} {}", page.out);
        }
    }
}

/// Each meets what is asked, is judged better than the design, differs in figures from the others,
/// and `diff` says the same of it.
#[test]
fn three_ways_differ_and_diff_repeats_them() {
    for (name, text) in designs().into_iter().filter(|(name, _)| *name != "once") {
        let folder = Folder::with(&[("as-is.arch", text), ("archlint.toml", "")]);
        let asked = ["plan", "as-is.arch", "--write", ".", "--format", "markdown", "--lang", "en"];
        let page = folder.run(&asked);
        assert_eq!(row(&page.out, "| aims"), ["met"; 3], "{name}: {}", page.out);
        let rows: Vec<Vec<&str>> = ["without a price", "cost a month", "availability of"]
            .map(|title| row(&page.out, title))
            .to_vec();
        let column = |at: usize| rows.iter().map(|row| row[at]).collect::<Vec<_>>();
        let differ = [(0, 1), (1, 2), (0, 2)].iter().all(|(a, b)| column(*a) != column(*b));
        let statements = |way: &str| {
            let text = folder.read(&format!("to-be-{way}.arch"));
            text.lines().filter(|line| !line.starts_with("//")).collect::<String>()
        };
        let texts = WAYS.map(statements);
        assert!(texts[0] != texts[1] && texts[1] != texts[2] && texts[0] != texts[2], "{name}");
        assert!(differ || page.out.contains("same"), "{name}: {}", page.out);
        for (at, way) in WAYS.iter().enumerate() {
            let file = format!("to-be-{way}.arch");
            let diff = folder.run(&["diff", "as-is.arch", &file, "--lang", "en"]).out;
            let cost = row(&page.out, "cost a month")[at];
            assert!(diff.contains(cost), "{name} {way}: {cost} in {diff}");
            let up = row(&page.out, "availability of")[at].split(' ').next().expect("a share");
            assert!(diff.contains(up), "{name} {way}: {up} in {diff}");
        }
        let errors = row(&page.out, "errors/warnings/advice");
        let free = |cell: &&str| cell.starts_with("0/") || cell.starts_with("1/");
        assert!(errors.iter().all(free), "{name}: {errors:?}");
    }
}

/// Where one set of changes is the least of everything, it is shown and written once.
#[test]
fn ways_that_are_one_are_shown_once() {
    let text = "design \"하나\" as-is\nslo { availability = 99.95% }\nuser u\nspring api { replicas = 1 }\nu -> api\n";
    let folder = Folder::with(&[("as-is.arch", text), ("archlint.toml", "")]);
    let ran = folder.run(&["plan", "as-is.arch", "--write", "out", "--lang", "ko"]);
    let written = std::fs::read_dir(folder.path().join("out")).expect("a folder").count();
    let titles = ran.out.lines().next().expect("a title");
    assert!(titles.contains("개선안 한 가지") && written == 1, "{written}: {ran:?}");
    assert!(ran.out.contains("한 번만 적은 것: 가장 적은 변경, 가장 적은 비용"), "{ran:?}");
}

#[test]
fn the_budget_that_a_design_states_holds_and_an_option_wins() {
    let folder = Folder::with(&[("as-is.arch", ONCE)]);
    let own = folder.run(&["plan", "as-is.arch", "--lang", "en"]);
    assert!(own.out.contains("budget $600/mo"), "{own:?}");
    let other = folder.run(&["plan", "as-is.arch", "--budget", "$90/mo", "--lang", "en"]);
    assert!(other.out.contains("budget $90/mo") && !other.out.contains("$600"), "{other:?}");
    assert!(other.out.contains("not met"), "{other:?}");
}

#[test]
fn a_single_broker_a_single_zone_and_a_slow_consumer_are_treated() {
    let folder = Folder::with(&[("as-is.arch", ONCE), ("archlint.toml", "")]);
    let ran = folder.run(&["plan", "as-is.arch", "--write", "plans", "--lang", "ko"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let plans = WAYS.map(|way| folder.read(&format!("plans/to-be-{way}.arch")));
    for words in ["brokers = 3", "zone zone-b", "change names route53", "밀리지 않게 합니다"]
    {
        assert!(plans.iter().any(|plan| plan.contains(words)), "{words}: {plans:#?}");
    }
    let best = &plans[2];
    assert!(best.contains("change worker { replicas = 9"), "{best}");
    for way in WAYS {
        let file = format!("plans/to-be-{way}.arch");
        let checked = folder.run(&["check", &file, "--fail-on", "never"]);
        assert!(checked.code == 0 && !checked.out.contains("syntax"), "{checked:?}");
    }
}

/// Outside of a repository a design reads below its own folder only.
#[test]
fn what_is_written_elsewhere_comes_with_the_command_that_reads_it() {
    let folder = Folder::with(&[("as-is.arch", ONCE)]);
    let ran = folder.run(&["plan", "as-is.arch", "--write", "plans", "--lang", "ko"]);
    let (_, rest) = ran.err.split_once("`archlint ").unwrap_or_else(|| panic!("{ran:?}"));
    let command: Vec<&str> = rest.split('`').next().expect("a command").split(' ').collect();
    assert_eq!(command[0], "check");
    let checked = folder.run(&[&command[..], &["--fail-on", "never"]].concat());
    assert_eq!(checked.code, 0, "{checked:?}");
    let plain = folder.run(&["check", "plans/to-be-least-change.arch"]);
    assert_eq!(plain.code, 1, "that is why: {plain:?}");
    let beside = folder.run(&["plan", "as-is.arch", "--write", ".", "--lang", "ko"]);
    assert!(!beside.err.contains("--root"), "{beside:?}");
    let checked = folder.run(&["check", "to-be-least-change.arch", "--fail-on", "never"]);
    assert_eq!(checked.code, 0, "{checked:?}");
}

#[test]
fn no_fix_changes_what_is_asked_of_a_design() {
    let text = "design \"비용\"\nslo { budget = $10/mo, availability = 99.99%, rto = 1m }\nuser u\n\
        spring api { replicas = 3, cost = $20/mo }\nmysql db { cost = $50/mo }\nu -> api -> db\n\
        expect cost <= $10/mo\nexpect availability >= 99.999%\n";
    let folder = Folder::with(&[("design.arch", text)]);
    folder.run(&["fix", "design.arch", "--suggested", "--all"]);
    let fixed = folder.read("design.arch");
    for stated in
        ["budget = $10/mo", "availability = 99.99%", "rto = 1m", "cost <= $10/mo", ">= 99.999%"]
    {
        assert!(fixed.contains(stated), "{stated} in {fixed}");
    }
}

/// The number in front of a word of a line.
fn told(text: &str, words: &str) -> Option<usize> {
    let line = text.lines().find(|line| line.contains(words))?;
    let (before, _) = line.split_once(words)?;
    let digits = before.chars().rev().take_while(char::is_ascii_digit).collect::<String>();
    digits.chars().rev().collect::<String>().parse().ok()
}

#[test]
fn a_hint_counts_what_its_command_does() {
    for (name, text) in designs() {
        let folder = Folder::with(&[("as-is.arch", text)]);
        let checked = folder.run(&["check", "as-is.arch", "--lang", "ko"]);
        let safe = told(&checked.out, "건은 `archlint fix as-is.arch`로");
        let fixed = folder.run(&["fix", "as-is.arch", "--lang", "ko"]);
        let done = told(&fixed.out, "건, 남은 것").expect("a count");
        assert_eq!(safe.unwrap_or(0), done, "{name}: {checked:?} {fixed:?}");
        let left = fixed.out.lines().last().expect("a summary");
        let open = left.split("남은 것 ").nth(1).and_then(|it| it.split('건').next());
        let again = folder.run(&["check", "as-is.arch", "--lang", "ko"]);
        let counted: usize = ["오류 ", "경고 ", "조언 "]
            .iter()
            .filter_map(|word| {
                let line = again.out.lines().rfind(|line| line.contains("(as-is.arch)"))?;
                line.split_once(word)?.1.split('건').next()?.parse::<usize>().ok()
            })
            .sum();
        assert_eq!(open, Some(counted.to_string().as_str()), "{name}: {left} {again:?}");
        let more = told(&fixed.out, "건을 더 고치고").expect("more is offered");
        let all = folder.run(&["fix", "as-is.arch", "--suggested", "--all", "--lang", "ko"]);
        assert_eq!(told(&all.out, "건, 남은 것"), Some(more), "{name}: {fixed:?} {all:?}");
    }
}

/// A bill with gaps says at least how much it is, wherever it is shown, and names what is missing.
#[test]
fn a_cost_that_is_known_in_part_is_said_one_way() {
    let old = "user u\nregion seoul \"AWS 서울 리전\" {\n spring api { instance = t3.medium }\n mysql db \"주문 DB\"\n}\n\
        u -> api -> db\n";
    let new = "design \"x\" to-be extends \"old.arch\"\nchange api { replicas = 2 }\n";
    let folder = Folder::with(&[("old.arch", old), ("new.arch", new)]);
    let [before, after] = ["적어도 월 $37.96", "적어도 월 $75.92"];
    let compared =
        folder.run(&["diff", "old.arch", "new.arch", "--lang", "ko", "--format", "markdown"]);
    let row = compared.out.lines().find(|line| line.contains("| 비용")).expect("a row").to_owned();
    assert!(row.contains(before) && row.contains(after), "{row}");
    assert!(compared.out.contains("가격을 모르는 것: `db`"), "{compared:?}");
    let json = folder.run(&["diff", "old.arch", "new.arch", "--format", "json"]).json();
    let all = json["metrics"].as_array().expect("a list").clone();
    let cost = all.iter().find(|it| it["name"] == "cost").expect("cost");
    assert!(cost["new"].is_null() && cost["at_least"]["new"] == 75.92, "{cost}");
    let estimate = folder.run(&["estimate", "new.arch", "--lang", "ko"]);
    assert!(estimate.out.contains(after), "{estimate:?}");
    let page = folder.run(&["report", "new.arch", "--week", "4", "--lang", "ko"]);
    let row = page.out.lines().find(|line| line.contains("월 비용")).expect("a row");
    assert!(row.contains(before) && row.contains(after), "{row}");
    let row = page.out.lines().find(|line| line.contains("가격을 모르는 것")).expect("a row");
    assert_eq!(row.matches("주문 DB").count(), 2, "{row}");
    let plan = folder.run(&["plan", "old.arch", "--lang", "ko"]);
    assert!(plan.out.contains(before), "{plan:?}");
}

/// Whether a mistaken delete can be undone is not known as long as nobody says so.
#[test]
fn what_nobody_states_meets_no_objective() {
    let text = "design \"표\" as-is\nslo { availability = 99.9%, rpo = 5m }\nuser u\n\
        spring api { replicas = 2 }\nmysql db { replicas = 2, failover = auto }\nu -> api -> db\n";
    let folder = Folder::with(&[("as-is.arch", text), ("archlint.toml", "")]);
    let ran = folder.run(&[
        "plan",
        "as-is.arch",
        "--write",
        "plans",
        "--format",
        "markdown",
        "--lang",
        "en",
    ]);
    assert!(ran.out.lines().any(|line| line.starts_with("| aims") && line.contains("not met")));
    assert_eq!(row(&ran.out, "| aims"), ["met"; 3], "{ran:?}");
    assert!(written(&folder, "plans").iter().all(|plan| plan.contains("pitr")));
}

/// What is stated already is no step, sessions are in no store that could be read instead, and logs
/// shipped as usual reach no objective of a minute.
#[test]
fn what_is_written_is_what_changes() {
    let text = "slo { availability = 99.95%, rto = 30m, rpo = 1m }
user buyer; lb front { managed, availability = 99.99% }
region seoul {
  spring pay { replicas = 3 }
  postgres ledger { replicas = 2, failover = manual, backup = 1d }
  redis tokens { mode = standalone, roles = [session] }
}
buyer -> front -> pay
pay -> ledger, tokens
";
    let folder = Folder::with(&[("pay.arch", text)]);
    let page =
        folder.run(&["plan", "pay.arch", "--write", "out", "--lang", "ko", "--budget", "$500/mo"]);
    assert!(page.out.contains("예산(월 $500) 안인지 판단하지 못합니다"), "{page:?}");
    for written in written(&folder, "out") {
        assert!(!written.contains("backup = 1d") && !written.contains("fallback"), "{written}");
        if written.contains("pitr") {
            assert!(
                written.contains("최대 5분 분량을 잃어 RPO 목표(1분)에는 닿지 않습니다"),
                "{written}"
            );
        }
    }
}

/// Prices in dollars and a budget in won are compared by a rate alone.
#[test]
fn a_budget_in_another_currency_asks_for_a_rate() {
    let text = "slo { availability = 99.95%, budget = 300만원/월 }
user buyer; lb front { managed }
region seoul \"AWS 서울 리전\" { spring pay { instance = m5.large } }
buyer -> front -> pay
";
    let folder = Folder::with(&[("pay.arch", text)]);
    let page = folder.run(&["plan", "pay.arch", "--lang", "ko"]).out;
    assert!(page.contains("통화가 다른데 환율을 몰라") && page.contains("usd-krw"), "{page}");
}

/// A zone is survived by what stands in two, all of it: spread one by one, nothing would be gained.
#[test]
fn what_falls_with_one_zone_is_spread_together() {
    let text = "slo { availability = 99.99% }
traffic { rps = 350rps, peak = 1x }
user buyer; lb front { managed, availability = 99.999% }
region seoul { zone a {
  spring pay { replicas = 4, capacity = 150rps }
  postgres ledger { replicas = 2, failover = auto, backup = 1d }
} }
buyer -> front -> pay -> ledger
";
    let folder = Folder::with(&[("pay.arch", text)]);
    let page = folder.run(&["plan", "pay.arch", "--write", "out", "--lang", "ko"]);
    let written = written(&folder, "out").pop().expect("the best recovery");
    let spread = written.matches("zones = [a, zone-b]").count();
    // Three carry the peak, so that each zone needs three.
    assert!(
        spread == 2
            && written.contains("replicas = 6")
            && written.contains("두 번째 영역을 둡니다"),
        "{page:?}\n{written}"
    );
}

/// Two ways that differ and of which every figure is the same are said to be alike.
#[test]
fn ways_with_the_same_figures_are_said_to_have_them() {
    let text = "slo { availability = 99.99% }
user buyer; lb front { managed, availability = 99.9% }
postgres ledger { replicas = 2, failover = manual, backup = 1d }
spring pay { replicas = 3 }
external card { availability = 99% }
buyer -> front -> pay
pay -> ledger
pay -> card
";
    let folder = Folder::with(&[("pay.arch", text)]);
    let page = folder.run(&["plan", "pay.arch", "--lang", "ko"]).out;
    let rows: Vec<Vec<&str>> = page
        .lines()
        .take_while(|line| !line.trim_start().starts_with("찾은 목표"))
        .map(|line| line.split("  ").map(str::trim).filter(|it| !it.is_empty()).collect())
        .filter(|cells: &Vec<&str>| cells.len() > 2)
        .collect();
    let column = |at: usize| rows.iter().skip(2).map(|row| row[at]).collect::<Vec<_>>();
    let ways = 2..rows[0].len();
    let is_alike = ways.clone().any(|a| ways.clone().any(|b| a < b && column(a) == column(b)));
    let is_said = page.contains("값이 모두 같은 것");
    assert_eq!(is_alike, is_said, "{page}");
}
