//! Retries on top of retries: one failing request becomes many.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "retry-amplification",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Safe,
    options: &[ATTEMPTS],
    page: include_str!("retry_amplification.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Resilience)
};

/// Attempts at the end of a path for one request at its beginning.
const ATTEMPTS: RuleOption = RuleOption {
    name: "attempts",
    unit: OptionUnit::Count,
    default: 4.0,
    least: 1.0,
    most: 1000.0,
    ko: "요청 하나에 첫 시도를 포함해 모두 이만큼까지는 괜찮다고 봅니다",
    en: "one request may lead to so many attempts at the end of a path",
};

fn check(context: &Context) -> Vec<Finding> {
    if !context.design.links.iter().any(|link| attempts(link) > 1.0) {
        return Vec::new();
    }
    let hasty = context.design.link_ids().filter_map(|id| without_backoff(context, id));
    hasty.chain(multiplied(context)).collect()
}

/// Paths whose product of attempts is too high, each at its end.
fn multiplied(context: &Context) -> Vec<Finding> {
    let worst = context.study.attempts();
    let most = context.option(&RULE, &ATTEMPTS);
    let too_many = context.design.component_ids().filter(|id| worst.at(*id) > most);
    too_many
        .filter_map(|id| {
            let path = worst.path_ending_at(context.design, id);
            report(context, id, worst.at(id), &path)
        })
        .collect()
}

fn report(context: &Context, end: ComponentId, product: f64, links: &[LinkId]) -> Option<Finding> {
    let design = context.design;
    let last = design.link(*links.last()?);
    let (working, names) = (working(design, links), context.link_names(links));
    let times = shown(Dimension::Count, product);
    let en_times = &times.en;
    let called = context.called(end);
    let why = match links {
        [_] => text!(
            names, times, called;
            "{names}에서 첫 시도와 재시도를 더하면 {times}번입니다. {called:이} 느려지기만 해도 {times}배의 요청을 받아 완전히 멈춥니다.",
            "Over {names}, the first attempt and the retries make {times}. Once {called} is merely slow, it gets {times} times the requests and goes down."
        ),
        _ => text!(
            names, working, times, called;
            "{names}에서 시도 횟수가 곱해져 {working} = {times}입니다. {called:이} 느려지기만 해도 {times}배의 요청을 받아 완전히 멈춥니다.",
            "Over {names} attempts multiply: {working} = {times}. Once {called} is merely slow, it gets {times} times the requests and goes down."
        ),
    };
    let mut finding = RULE
        .finding(
            last.facts.span(Attr::Retries).unwrap_or(last.span),
            text!(
                called, times;
                "요청 하나가 {called:을} {times}번까지 부릅니다",
                "one request calls {called} up to {times} times"
            ),
        )
        .label(text!(times; "시도 {times}번", "{times} attempts"))
        .why(why)
        .help(match links {
            [_] => text!(
                "횟수를 줄이고 간격을 늘리세요. 재시도 예산(전체의 10%)도 방법입니다.",
                "Retry less often, and wait longer each time. A retry budget of 10% helps, too."
            ),
            _ => text!(
                "재시도는 한 층에서만 하고(보통 실패한 곳 바로 위), 나머지는 `retries = 0`으로 두세요. 재시도 예산(전체의 10%)도 방법입니다.",
                "Retry in one layer only, mostly the one just above the failure, and set `retries = 0` in the others. A retry budget of 10% helps, too."
            ),
        })
        .trade_off(text!(
            "재시도를 줄이면 잠깐의 오류가 사용자에게 더 보입니다.",
            "With fewer retries users see more of the short errors."
        ))
        .question(text!(
            "맨 아래가 느려지면 요청 하나에 시도는 모두 몇 번인가요?",
            "When the bottom is slow, how many attempts does one request make in all?"
        ))
        .about(end)
        .figure(Figure {
            name: "attempts",
            value: product,
            unit: "attempts",
            derivation: format!("{working} = {en_times}"),
            assumed: Vec::new(),
        });
    for link in links {
        finding = finding.about_link(*link);
    }
    Some(finding.fixes(fix(context, links)))
}

/// `2 × 3 × 3`, of one link `1 + 3`; a factor that comes very often is said once, `3 × … × 3 (12)`.
fn working(design: &Design, links: &[LinkId]) -> String {
    if let [only] = links {
        return format!("1 + {}", number::term(attempts(design.link(*only)) - 1.0));
    }
    let factor = |link: &LinkId| number::term(attempts(design.link(*link)));
    let factors: Vec<String> = links.iter().map(factor).collect();
    let alike = factors.chunk_by(|a, b| a == b).map(|run| match run {
        [first, .., last] if run.len() > 4 => format!("{first} × … × {last} ({})", run.len()),
        few => few.join(" × "),
    });
    alike.collect::<Vec<_>>().join(" × ")
}

/// Only the last layer goes on retrying.
fn fix(context: &Context, links: &[LinkId]) -> Option<Fix> {
    let (_, outer) = links.split_last().filter(|(_, outer)| !outer.is_empty())?;
    let mut edits: Vec<Edit> = Vec::new();
    for link in outer {
        let link = context.design.link(*link);
        edits.extend(context.edit.state_link(link, &[(Attr::Retries, "0")]));
    }
    edits.dedup();
    Some(edit::suggested(text!("맨 아래 층만 재시도합니다", "retry in the last layer only"), edits))
}

/// Retries that state to follow one another at once.
fn without_backoff(context: &Context, id: LinkId) -> Option<Finding> {
    let link = context.design.link(id);
    if attempts(link) <= 1.0 || !link.facts.is_off(Attr::Backoff) {
        return None;
    }
    let name = context.link_names(&[id]);
    let tries = attempts(link);
    let edits = context.edit.state_link(link, &[(Attr::Backoff, "exponential")]);
    Some(
        RULE.finding(
            link.facts.span(Attr::Backoff)?,
            text!(name; "{name} 연결은 쉬지 않고 재시도합니다", "{name} retries without a pause"),
        )
        .label(text!("백오프 없음", "no backoff"))
        .why(text!(
            tries = number::fixed(tries, 0);
            "실패한 요청마다 쉬지 않고 모두 {tries}번까지 시도하므로, 회복하던 쪽이 다시 쓰러집니다.",
            "Each failed request comes back at once, for up to {tries} attempts, and knocks over what was recovering."
        ))
        .help(text!(
            "`backoff = exponential`로 간격을 늘리고 지터를 더하세요.",
            "Wait longer each time, `backoff = exponential`, with some jitter."
        ))
        .trade_off(text!(
            "재시도가 늦어지므로 타임아웃 안에 들어오는지 확인해야 합니다.",
            "Retries come later; check that they still fit into the timeout."
        ))
        .question(text!(
            "모든 클라이언트가 동시에 재시도하면 어떻게 되나요?",
            "What if all clients retry at the same moment?"
        ))
        .about_link(id)
        .figure(Figure {
            name: "attempts",
            value: tries,
            unit: "attempts",
            derivation: format!("1 + {} = {}", number::term(tries - 1.0), number::term(tries)),
            assumed: Vec::new(),
        })
        .fix(edit::safe(text!("지수 백오프를 둡니다", "back off exponentially"), edits)),
    )
}
