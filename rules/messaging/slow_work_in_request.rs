//! Mail, images and reports made while the user waits.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "slow-work-in-request",
    quality: Quality::Performance,
    fix: FixKind::Suggested,
    options: &[SLOW],
    page: include_str!("slow_work_in_request.md"),
    check: Check::EachLink(judge),
    ..Rule::of(Topic::Messaging)
};

/// Longer than this, in seconds, nobody should wait inside a request.
const SLOW: RuleOption = RuleOption {
    name: "slower-than",
    unit: OptionUnit::Seconds,
    default: 1.0,
    least: 0.01,
    most: 60.0,
    ko: "이보다 오래 걸리는 호출을 느리다고 봅니다",
    en: "a call that takes longer than this is slow",
};

/// What such work is called, in lower case.
const WORDS: &[&str] = &[
    "mail",
    "smtp",
    "ses",
    "sendgrid",
    "sms",
    "image",
    "thumbnail",
    "report",
    "pdf",
    "excel",
    "transcode",
    "encod",
    "메일",
    "문자",
    "알림톡",
    "이미지",
    "썸네일",
    "보고서",
    "리포트",
    "인코딩",
];

const DOERS: &[Kind] =
    &[Kind::External, Kind::Service, Kind::Worker, Kind::Function, Kind::Batch, Kind::Was];

fn judge(context: &Context, id: LinkId) -> Option<Finding> {
    let design = context.design;
    let link = design.link(id);
    let called_by_us = link.arrow == Arrow::Sync && context.kind(link.from).is_compute();
    if !called_by_us || !DOERS.contains(&context.kind(link.to)) || !context.is_in_request(link.from)
    {
        return None;
    }
    let stated = stated_time(context, id);
    let slow = match stated {
        Some(time) => time.as_seconds() > context.option(&RULE, &SLOW),
        None => sounds_slow(context, link.to),
    };
    if !slow {
        return None;
    }
    let (caller, target) = (context.called(link.from), context.called(link.to));
    let why = match stated {
        Some(time) => {
            let time = number::duration(time);
            text!(
                time;
                "요청마다 {time}를 더 기다리고, 그동안 스레드와 커넥션을 붙잡고 있습니다.",
                "Each request waits {time} more, holding a thread and a connection meanwhile."
            )
        }
        None => text!(
            "사용자는 결과를 지금 볼 필요가 없는데, 이 일이 느려지거나 멈추면 요청도 함께 멈춥니다.",
            "Users don't need the result now, and when this is slow or down their request is too."
        ),
    };
    Some(
        RULE.finding(
            link.span,
            text!(
                caller, target;
                "{caller:이} 요청 안에서 {target:을} 기다립니다",
                "{caller} waits for {target} inside a request"
            ),
        )
        .label(text!("요청 안의 느린 일", "slow work in a request"))
        .why(why)
        .help(text!(
            "큐에 넣고 워커가 처리하게 하세요(`~>`). 사용자에게는 접수했다고 먼저 답하세요.",
            "Put it on a queue for a worker (`~>`), and answer “accepted” at once."
        ))
        .trade_off(text!(
            "결과를 나중에 알려야 하고, 큐와 재시도와 중복을 다뤄야 합니다.",
            "The result arrives later; queues, retries and duplicates must be handled."
        ))
        .question(text!(
            target;
            "{target:이} 30초 동안 응답하지 않으면 사용자는 무엇을 보나요?",
            "{target} takes 30 s to answer: what do users see?"
        ))
        .about_link(id)
        .about(link.to)
        .fixes(fix(context, id)),
    )
}

/// How long it takes: the longest of what the connection and its target state.
fn stated_time(context: &Context, id: LinkId) -> Option<Duration> {
    let link = context.design.link(id);
    let target = &context.design.component(link.to).facts;
    let stated = [&link.facts, target];
    stated.iter().filter_map(|facts| facts.longest(Attr::Latency)).reduce(Duration::max)
}

fn sounds_slow(context: &Context, id: ComponentId) -> bool {
    let component = context.design.component(id);
    let label = component.label.clone().unwrap_or_default();
    let tech = component.tech.as_ref().map(|tech| tech.name.clone()).unwrap_or_default();
    let words = format!("{} {label} {tech}", component.name).to_lowercase();
    let parts: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).collect();
    // Short Latin words only as whole words: `ses` is not in `sessions`.
    let said = |word: &&str| match word.is_ascii() && word.len() <= 4 {
        true => parts.contains(word),
        false => words.contains(*word),
    };
    WORDS.iter().any(said)
}

/// Hands the work over instead of waiting, where the arrow is written for this call alone.
fn fix(context: &Context, id: LinkId) -> Option<Fix> {
    let alone = context.is_only_link_of_statement(id);
    let edits = context.edit.hand_over(id).filter(|_| alone)?;
    Some(edit::suggested(text!("넘기고 기다리지 않습니다", "hand it over and go on"), edits))
}
