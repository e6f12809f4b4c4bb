//! Reports made by hand, for the tests of the formats.

use super::{Checked, Report};
use crate::diagnostic::{Acceptance, Diagnostic, Edit, Figure, Fix, Safety, Severity};
use crate::say::Text;
use crate::source::{Source, SourceId, Sources, Span};
use crate::text;

const DESIGN: &str = "design \"선착순 예매 시스템\" as-is\n\nlb    alb\nwas   api \"예매 API\" \
                      { session = local }\nmysql 주문\tdb\nwas   admin\n\nalb -> api -> 주문\n";

/// Some findings of each sort, in a text with Hangul and a tab.
pub(super) fn three_tier() -> Report {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("설계 문서/as,is:1.arch", DESIGN));
    let findings = vec![load_balancer(id), session(id), replica(id), admin(id)];
    let checked =
        Checked { sources, file: "설계 문서/as,is:1.arch".into(), findings, waiting: false };
    Report::of(vec![checked])
}

fn at(source: SourceId, words: &str) -> Span {
    let start = DESIGN.find(words).expect("the sample holds these words");
    Span::new(source, start, start + words.len())
}

fn load_balancer(id: SourceId) -> Diagnostic {
    let message = text!(
        "모든 요청이 `alb` 로드 밸런서 한 대를 지나므로, 멈추면 예매 흐름 전체가 멈춥니다",
        "every request passes the one load balancer `alb`; when it stops, buying tickets stops"
    );
    let mut finding = Diagnostic::error("single-load-balancer", at(id, "lb    alb"), message)
        .label(text!("한 대뿐", "only one"))
        .related(at(id, "alb -> api"), text!("모든 요청의 길", "every request's way"))
        .why(text!("연간 약 8.8시간의 중단이 예상됩니다", "expect about 8.8 hours down a year"))
        .help(text!("관리형으로 바꾸거나 한 대를 더 두세요", "use a managed one, or add another"))
        .trade_off(text!("비용이 한 대만큼 늘어납니다", "costs one more machine"))
        .question(text!("`alb`가 멈추면 누가, 몇 분 안에 압니까?", "who notices within minutes?"))
        .subject("alb")
        .figure(Figure {
            name: "peak",
            value: 1157.4,
            unit: "rps",
            derivation: "300k × 20 ÷ 86,400 × 5 × 1/3 = 1,157.4 rps".into(),
            assumed: vec![text!("피크 5배", "peak of 5x")],
        });
    finding.flow = Some("buy".into());
    finding.path = ["fan", "alb", "api"].map(String::from).into();
    finding
}

fn session(id: SourceId) -> Diagnostic {
    let fix = Fix {
        safety: Safety::Safe,
        title: text!("세션 저장소를 지정", "name a session store"),
        edits: vec![Edit { span: at(id, "local"), text: "seats".into() }],
    };
    let message = text!(
        "`api` 서버가 세션을 로컬에 둡니다",
        "`api` keeps sessions on its own disk <b>&\"100%\"</b>"
    );
    Diagnostic::warning("stateful-web-tier", at(id, "session = local"), message)
        .label(text!("서버마다 다른 세션", "differs by server"))
        .help(text!("세션 저장소로 옮기세요", "move them to a store"))
        .subject("api")
        .fix(fix)
}

fn replica(id: SourceId) -> Diagnostic {
    let message = text!("`주문` 데이터베이스에 복제본이 없습니다", "`주문` has no replica");
    Diagnostic::new("missing-replica", Severity::Advice, at(id, "db\n"), message)
        .label(text!("복제본 없음", "no replica"))
        .subject("주문")
}

fn admin(id: SourceId) -> Diagnostic {
    let mut finding = Diagnostic::error(
        "single-instance",
        at(id, "was   admin"),
        text!("`admin` 서버가 한 대입니다", "`admin` is one instance"),
    )
    .subject("admin");
    finding.accepted = Some(Acceptance {
        reason: "사내 도구".into(),
        until: Some(jiff::civil::date(2027, 6, 30)),
    });
    finding
}

/// As many findings of one rule.
pub(super) fn many(count: usize) -> Report {
    let text: String = (0..count).map(|n| format!("was api-{n} {{ replicas = 1 }}\n")).collect();
    let mut sources = Sources::default();
    let starts: Vec<_> = text.match_indices("was ").map(|(at, _)| at).collect();
    let id = sources.add(Source::new("big.arch", text));
    let finding = |(n, start): (usize, usize)| {
        let message = Text::same(format!("`api-{n}`"));
        Diagnostic::error("single-instance", Span::new(id, start, start + 7), message)
            .help(text!("늘리세요", "add one"))
            .subject(format!("api-{n}"))
    };
    let findings = starts.into_iter().enumerate().map(finding).collect();
    Report::of(vec![Checked { sources, file: "big.arch".into(), findings, waiting: false }])
}
