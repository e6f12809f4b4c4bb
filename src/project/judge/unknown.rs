//! What a design asks for and cannot be judged, because the figures are not stated: said, so that
//! nobody takes silence for success.

use crate::analysis::expect::Verdict;
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Named, Severity};
use crate::model::{Attr, ComponentId, Kind, LinkId, Measure, Subject};
use crate::say::Text;
use crate::source::Span;
use crate::text;

/// Expectations and objectives of which nothing is known; an objective of several flows once.
pub fn not_evaluated(context: &Context) -> Vec<Diagnostic> {
    let expectations = context.verdicts().iter().filter_map(|it| expectation(context, it));
    let mut found: Vec<Diagnostic> = expectations.collect();
    for latency in latencies(context).into_iter().chain(budget(context)) {
        if found.iter().all(|other| other.primary != latency.primary) {
            found.push(latency);
        }
    }
    found.extend(unloaded(context));
    found.extend(limited(context));
    found
}

/// A drawn connection that no journey loads: said once, so that nobody takes its 0 for a figure.
fn unloaded(context: &Context) -> Vec<Diagnostic> {
    let design = context.design;
    let Some(spread) = context.ordinary().spread() else { return Vec::new() };
    let is_reached = |id: &LinkId| spread.at(design.link(*id).from).peak.hi > 0.0;
    let note = |id: LinkId| {
        let (name, link) = (design.link_name(id), design.link(id));
        let callee = context.called(link.to);
        let calls = |from: ComponentId| context.kind(from) == Kind::User;
        let is_told = context.kind(link.from) == Kind::Dns
            && context.links_to(link.to).any(|it| calls(design.link(it).from));
        let message = match is_told {
            true => text!(
                name, callee;
                "`{name}`: 사용자가 {callee:을} 바로 부르므로, 이 연결의 부하는 따로 계산하지 않았습니다",
                "`{name}` was not evaluated: users call {callee} themselves"
            ),
            false => text!(
                name;
                "`{name}`: 어느 흐름도 지나지 않아 부하를 계산하지 못했습니다",
                "`{name}` was not evaluated: no journey runs over it"
            ),
        };
        let help = text!(
            "지나는 흐름에 이 연결을 단계로 적거나, 흐름들의 `share`가 100%가 되지 않게 하세요.",
            "Make it a step of the flow that runs over it, or leave requests for it beside the flows."
        );
        let mut found =
            Diagnostic::new("not-evaluated", Severity::Advice, link.span, message).help(help);
        found.subjects.push(Named { subject: Subject::Link(id), name });
        found
    };
    spread.unloaded(design).into_iter().filter(is_reached).map(note).collect()
}

/// A circle with too many ways through it, in which each connection was followed once.
fn limited(context: &Context) -> Option<Diagnostic> {
    let design = context.design;
    let members = context.ordinary().spread()?.limited(design);
    let first = *members.first()?;
    let names = context.names(&members);
    let message = text!(
        names;
        "{names}: 순환이 너무 얽혀 연결마다 한 번씩만 따라갔습니다",
        "{names}: too many ways round, so each connection was followed once"
    );
    let help = text!(
        "부하는 실제보다 적게 나올 수 있습니다. 순환을 끊거나 흐름으로 나누어 적으세요.",
        "The load may be more than shown. Cut the circle, or state flows."
    );
    Some(
        Diagnostic::new("not-evaluated", Severity::Advice, design.component(first).head, message)
            .help(help),
    )
}

fn unknown(at: Span, what: &str, help: Text) -> Diagnostic {
    let message = text!(what;
        "`{what}`: 값을 알 수 없어 판단하지 못했습니다",
        "`{what}` was not evaluated: its figure is unknown"
    );
    Diagnostic::new("not-evaluated", Severity::Advice, at, message).help(help)
}

fn expectation(context: &Context, verdict: &Verdict) -> Option<Diagnostic> {
    let expectation = &context.design.expectations[verdict.expectation];
    let help = context.needs(expectation.function, expectation.argument);
    let is_unknown = verdict.holds.is_none();
    // An undecided test is not a passed one.
    let warning = |it: Diagnostic| Diagnostic { severity: Severity::Warning, ..it };
    is_unknown.then(|| warning(unknown(expectation.span, expectation.text.trim(), help)))
}

/// Objectives of flows on whose way nothing states how long it takes.
fn latencies(context: &Context) -> Vec<Diagnostic> {
    let mean = |flow| {
        let at = context.objective_span(Some(flow), Attr::Latency)?;
        let is_unknown = context.latency(flow).is_none();
        is_unknown.then(|| unknown(at, Attr::Latency.word(), context.needs(Measure::Latency, None)))
    };
    let p99 = |flow| {
        let at = context.objective_span(Some(flow), Attr::LatencyP99)?;
        let is_unknown = context.latency(flow).is_none_or(|it| it.slowest_hundredth().is_none());
        let help = || context.needs(Measure::LatencyP99, None);
        is_unknown.then(|| unknown(at, Attr::LatencyP99.word(), help()))
    };
    let flows = || context.design.flow_ids();
    flows().filter_map(mean).chain(flows().filter_map(p99)).collect()
}

/// A budget for a design of which no price is known, or in a currency that can't be converted.
fn budget(context: &Context) -> Option<Diagnostic> {
    let slo = &context.design.slo;
    let (at, money) = (slo.span(Attr::Budget)?, slo.quantity(Attr::Budget)?);
    let total = context.study.total_cost_in(money.dimension);
    // Above the budget with what is known is decided, whatever the rest costs.
    let is_open = match total {
        Some(total) => context.cost().is_open() && total.hi <= money.high(),
        None => true,
    };
    is_open.then(|| unknown(at, Attr::Budget.word(), context.needs(Measure::Cost, None)))
}
