//! An `expect` of the design that does not hold.

use crate::lint::prelude::*;
use std::ops::Deref;

pub const RULE: Rule = Rule {
    name: "expectation-failed",
    quality: Quality::Maintainability,
    severity: Severity::Error,
    fixed_severity: true,
    page: include_str!("expectation_failed.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Design)
};

fn check(context: &Context) -> Vec<Finding> {
    context.verdicts().iter().filter_map(|verdict| judge(context, verdict)).collect()
}

fn judge(context: &Context, verdict: &Verdict) -> Option<Finding> {
    let expectation = &context.design.expectations[verdict.expectation];
    let text = expectation.text.trim();
    // A figure that can't be known is `not-evaluated`, said where the rules are run.
    if verdict.holds != Some(false) {
        return None;
    }
    let finding = failed(context, verdict, expectation, text).alone();
    Some(match expectation.argument {
        Some(Argument::Component(id)) => finding.about(id),
        Some(Argument::Part(id)) => finding.about(context.design.part(id).carrier),
        Some(Argument::Flow(id)) => finding.flow(Some(id)),
        None => finding,
    })
}

fn failed(context: &Context, verdict: &Verdict, expectation: &Expectation, text: &str) -> Finding {
    let value = verdict.shown(context.design).unwrap_or_default();
    let en = &value.en;
    let survives = expectation.function == Measure::Survives;
    let (message, label) = match survives {
        true => {
            let how = how(context, expectation);
            let message = text!(
                text, how;
                "`{text}` 기대가 성립하지 않습니다: 흐름이 {how}",
                "`{text}` does not hold: the flow {how}"
            );
            (message, how)
        }
        false => (
            text!(
                text, value;
                "`{text}` 기대가 성립하지 않습니다: 계산한 값은 {value}입니다",
                "`{text}` does not hold: it comes to {value}"
            ),
            text!(value; "계산하면 {value}", "comes to {value}"),
        ),
    };
    let finding = RULE
        .finding(expectation.span, message)
        .label(label)
        .why(why(context, verdict, expectation))
        .help(help(context, expectation))
        .trade_off(text!(
            "지킬 수 없는 기대라면 낮추는 것도 답입니다. 다만 누가 낮추기로 했는지 남기세요.",
            "Lowering what can't be met is an answer, too; write down who decided it."
        ))
        .question(text!(
            "이 기대가 깨진 것을 언제 알았나요?",
            "When did you learn that this no longer holds?"
        ));
    match verdict.value {
        Some(value) if value.hi.is_finite() && !survives => finding.figure(Figure {
            name: "computed",
            value: value.hi,
            unit: unit_name(verdict.dimension),
            derivation: missed(expectation, en),
            assumed: Vec::new(),
        }),
        _ => finding,
    }
}

/// What becomes of a flow that does not survive.
fn how(context: &Context, expectation: &Expectation) -> Text {
    let state = match expectation.argument {
        Some(Argument::Flow(id)) => situation(context, expectation).outcome().flow(id),
        _ => None,
    };
    match state {
        Some(FlowState::Overloaded) => text!("용량을 넘습니다", "is overloaded"),
        Some(FlowState::BeyondTimeout) => {
            text!("타임아웃보다 오래 걸립니다", "takes longer than a timeout")
        }
        _ => text!("멈춥니다", "is down"),
    }
}

fn situation(context: &Context, expectation: &Expectation) -> impl Deref<Target = Situation> {
    let scenario = expectation.scenario.map(|at| context.design.scenarios[at].clone());
    context.study.under(&scenario.unwrap_or_else(Scenario::ordinary))
}

/// `500% ≮ 50%`
fn missed(expectation: &Expectation, value: &str) -> String {
    let Some((comparison, limit)) = &expectation.comparison else { return value.to_owned() };
    let not = match comparison {
        Comparison::Less => '≮',
        Comparison::LessOrEqual => '≰',
        Comparison::Equal => '≠',
        Comparison::NotEqual => '=',
        Comparison::GreaterOrEqual => '≱',
        Comparison::Greater => '≯',
    };
    format!("{value} {not} {limit}")
}

fn help(context: &Context, expectation: &Expectation) -> Text {
    match expectation.scenario.map(|at| &context.design.scenarios[at].name) {
        Some(name) => text!(
            name;
            "`archlint simulate`로 `{name}` 시나리오에서 무엇이 멈추고 넘치는지 보고, 설계나 기대를 고치세요.",
            "See with `archlint simulate` what stops or overflows in the scenario `{name}`; then change the design, or what is expected of it."
        ),
        None => text!(
            "`archlint estimate`로 이 값이 어디서 나왔는지 보고, 설계나 기대를 고치세요.",
            "See with `archlint estimate` where the figure comes from; then change the design, or what is expected of it."
        ),
    }
}

fn why(context: &Context, verdict: &Verdict, expectation: &Expectation) -> Text {
    let scenario = expectation.scenario.map(|at| &context.design.scenarios[at]);
    let under = match scenario {
        Some(scenario) => {
            let name = &scenario.name;
            text!(name; "시나리오 `{name}`에서 계산했습니다.", "Computed in the scenario `{name}`.")
        }
        None => Text::default(),
    };
    let largest: Vec<Text> = verdict
        .contributors
        .iter()
        .map(|(place, down)| {
            let (name, time) = (context.place_name(*place), number::duration(*down));
            text!(name, time; "{name} 1년에 {time}", "{name} {time} a year")
        })
        .collect();
    let reasons = match (expectation.function, expectation.argument) {
        (Measure::Survives, Some(Argument::Flow(id))) => reasons(context, expectation, id),
        _ => Text::default(),
    };
    let listed = Text::join(&largest, ", ");
    let contributors = match largest.is_empty() {
        true => Text::default(),
        false => text!(listed; "중단 시간이 가장 긴 곳: {listed}.", "Most downtime: {listed}."),
    };
    let all = sentences(&[under, contributors, reasons]);
    match all.is_empty() {
        true => text!(
            "이 설계가 스스로 정한 기준을 지키지 못합니다.",
            "The design misses what it sets itself."
        ),
        false => all,
    }
}

/// Why a flow does not survive.
fn reasons(context: &Context, expectation: &Expectation, flow: FlowId) -> Text {
    let situation = situation(context, expectation);
    let short = situation.shortages(flow);
    let short: Vec<Text> = short.iter().map(|it| it.words(context.design)).collect();
    if !short.is_empty() {
        return stopped(&short);
    }
    if situation.outcome().flow(flow) == Some(FlowState::Down) {
        return lost(context, situation.scenario());
    }
    let full = context.names(&situation.outcome().overloaded);
    text!(full; "용량을 넘는 것: {full}.", "Above capacity: {full}.")
}

/// What the scenario takes away.
fn lost(context: &Context, scenario: &Scenario) -> Text {
    let names: Vec<Text> = scenario.fail.iter().map(|place| context.place_name(*place)).collect();
    let names = Text::join(&names, ", ");
    match names.is_empty() {
        true => Text::default(),
        false => text!(
            names;
            "{names} 없이 요청을 처리할 다른 길이 없습니다.",
            "There is no way to do the work without {names}."
        ),
    }
}
