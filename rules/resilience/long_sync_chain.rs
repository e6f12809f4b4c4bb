//! A request that is handed through too many services while the user waits.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "long-sync-chain",
    quality: Quality::Performance,
    fix: FixKind::Suggested,
    options: &[HOPS],
    page: include_str!("long_sync_chain.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Resilience)
};

/// Hops between services that a request may make, one waiting for the next.
const HOPS: RuleOption = RuleOption {
    name: "hops",
    unit: OptionUnit::Count,
    default: 3.0,
    least: 1.0,
    most: 50.0,
    ko: "요청 하나에서 동기 호출이 이만큼까지 이어지는 것은 괜찮다고 봅니다",
    en: "so many synchronous hops in a row are fine",
};

const SERVICES: &[Kind] = &[Kind::Web, Kind::Was, Kind::Service, Kind::Function];

fn check(context: &Context) -> Vec<Finding> {
    let most = context.option(&RULE, &HOPS) as usize;
    let chains = context.longest_hard_chains(SERVICES);
    let long = chains.into_iter().filter(|chain| chain.len() > most + 1);
    long.map(|chain| report(context, &chain)).collect()
}

fn report(context: &Context, chain: &[ComponentId]) -> Finding {
    let hops = chain.len() - 1;
    let (first, last) = (context.called(chain[0]), context.called(chain[chain.len() - 1]));
    let count = chain.len();
    let each = percent(maths::powi(0.999, count as u32));
    let finding = RULE
        .finding(
            context.design.component(chain[0]).head,
            text!(
                first, last, hops;
                "{first}에서 {last}까지 동기 호출이 {hops}번 이어집니다",
                "{hops} synchronous hops from {first} to {last}"
            ),
        )
        .label(text!("여기서 시작하는 긴 사슬", "a long chain begins"))
        .why(text!(
            count, each;
            "지연은 더해지고 가용성은 곱해집니다. 저마다 99.9%라도 {count}개가 모두 살아 있는 시간은 {each}입니다.",
            "Latencies add up and availabilities multiply: {count} services of 99.9% are all up {each} of the time."
        ))
        .help(text!(
            "함께 바뀌는 서비스를 합치거나, 결과를 기다리지 않아도 되는 곳을 메시지(`~>`)로 바꾸세요.",
            "Merge services that change together, or use messages (`~>`) where nobody needs the result now."
        ))
        .trade_off(text!(
            "합치면 팀의 경계가 흐려지고, 비동기로 바꾸면 최종 일관성을 받아들여야 합니다.",
            "Merging blurs team boundaries; messages mean eventual consistency."
        ))
        .question(text!(
            "이 요청이 느릴 때 어느 서비스가 느린지 어떻게 아나요?",
            "The request is slow: how do you know which service is?"
        ));
    let mut finding = chain.iter().fold(finding, |finding, id| finding.about(*id));
    finding.path = chain.to_vec();
    finding.fixes(fix(context, chain))
}

/// Hands the work over at the last hop.
fn fix(context: &Context, chain: &[ComponentId]) -> Option<Fix> {
    let [.., before, last] = chain else { return None };
    let mut calls = context.links_from(*before);
    let link = calls.find(|link| context.design.link(*link).to == *last)?;
    let alone = context.is_only_link_of_statement(link);
    let edits = context.edit.hand_over(link).filter(|_| alone)?;
    Some(edit::suggested(
        text!("마지막 호출을 메시지로 바꿉니다", "make the last call a message"),
        edits,
    ))
}
