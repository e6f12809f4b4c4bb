//! `archlint simulate` for people: one table a scenario.

use super::Run;
use super::estimate::{pick, sources, without_traffic};
use super::recovery::taking;
use super::table::Section;
use super::units::{margin, of_shards, rps, share};
use crate::analysis::capacities::Stability;
use crate::analysis::estimate::bases;
use crate::analysis::expect::Verdict;
use crate::analysis::load::{Interval, Usage};
use crate::analysis::recovery::Span;
use crate::analysis::sweep::Sweep;
use crate::analysis::whatif::FlowState;
use crate::analysis::{Phase, Situation};
use crate::model::{Argument, ComponentId, Design, FlowId, Measure, Scenario};
use crate::say::{Lang, Text, number};
use crate::text;

/// How a flow fares, in words.
pub fn state(state: FlowState, lang: Lang) -> &'static str {
    match (state, lang) {
        (FlowState::Up, Lang::Ko) => "정상",
        (FlowState::Degraded, Lang::Ko) => "일부 기능 저하",
        (FlowState::Slow, Lang::Ko) => "목표보다 느림",
        (FlowState::Overloaded, Lang::Ko) => "용량 초과",
        (FlowState::BeyondTimeout, Lang::Ko) => "타임아웃 초과",
        (FlowState::Down, Lang::Ko) => "중단",
        (state, Lang::En) => state.name(),
    }
}

pub(super) fn sections(
    design: &Design,
    run: &Run,
    verdicts: &[Verdict],
    lang: Lang,
) -> Vec<Section> {
    let mut flows = flows(design, run.scenario, &run.situation, lang);
    let own = verdicts.iter().filter(|verdict| super::is_in(design, verdict, run.scenario));
    flows.notes.extend(own.map(|verdict| expectation(design, verdict, lang)));
    // Whoever asks about more traffic must not take silence for an answer.
    let of_traffic = run.scenario.traffic != Scenario::ordinary().traffic;
    if of_traffic && run.situation.demand().is_none() {
        flows.notes.push(without_traffic(lang).to_owned());
    }
    let mut sections = vec![flows, load(run, lang)];
    let asked = verdicts.iter().filter(|verdict| super::is_in(design, verdict, run.scenario));
    let asked = asked.filter_map(|verdict| availability_of(design, verdict));
    let flows = asked.map(|flow| run.situation.availability(flow));
    let sources = sources(design, bases(flows, false), lang);
    if !sources.notes.is_empty() {
        sections.push(sources);
    }
    sections
}

/// The flow whose availability an expectation is about.
pub(super) fn availability_of(design: &Design, verdict: &Verdict) -> Option<FlowId> {
    let expectation = &design.expectations[verdict.expectation];
    match (expectation.function, expectation.argument) {
        (Measure::Availability | Measure::Unavailability, Some(Argument::Flow(id))) => Some(id),
        _ => None,
    }
}

fn expectation(design: &Design, verdict: &Verdict, lang: Lang) -> String {
    let text = &design.expectations[verdict.expectation].text;
    let mark = match verdict.holds {
        Some(true) => "✓",
        Some(false) => "✗",
        None => "?",
    };
    match verdict.shown(design) {
        Some(value) => format!("{mark} {text} ({})", value.get(lang)),
        None => format!("{mark} {text}"),
    }
}

fn flows(design: &Design, scenario: &Scenario, situation: &Situation, lang: Lang) -> Section {
    let outcome = situation.outcome();
    let title = match &scenario.label {
        Some(label) => format!("{} · {label}", scenario.name),
        None => scenario.name.clone(),
    };
    let mut section = Section::titled(
        lang,
        ("", ""),
        &[("흐름", "flow"), ("상태", "state"), ("과부하가 번진 뒤", "after overload spreads")],
        &[],
    );
    section.title = title;
    for (at, flow) in design.flows.iter().enumerate() {
        let id = FlowId(at as u32);
        let after = outcome.flows_after_cascade[id.index()];
        let unknown = pick(lang, "알 수 없음", "unknown");
        let now = outcome.flow(id).map_or(unknown, |it| state(it, lang));
        // What nobody can judge is not up for being connected.
        let is_open = outcome.flow(id).is_none() && after != FlowState::Down;
        section.row(&[&flow.name, now, if is_open { unknown } else { state(after, lang) }]);
    }
    section.notes.extend(reasons(situation).iter().map(|it| it.get(lang).to_owned()));
    for (round, failed) in outcome.cascade.iter().enumerate() {
        let (round, names) = (round + 1, names(design, failed));
        section.notes.push(match lang {
            Lang::Ko => format!("연쇄 장애 {round}단계: {names} 용량 초과로 중단"),
            Lang::En => format!("cascade, round {round}: {names} above capacity and down"),
        });
    }
    if let Some((id, span)) = &outcome.recovery_time {
        section.notes.push(recovery(design, *id, span, "RTO", lang));
    }
    if let Some((id, span)) = &outcome.data_loss {
        section.notes.push(recovery(design, *id, span, "RPO", lang));
    }
    section
}

/// Why flows are not up: what they want for, and how much is beyond capacity.
fn reasons(situation: &Situation) -> Vec<Text> {
    let design = situation.design();
    let mut said: Vec<Text> = Vec::new();
    for shortage in design.flow_ids().flat_map(|flow| situation.shortages(flow)) {
        let words = shortage.words(design);
        if !said.contains(&words) {
            said.push(words);
        }
    }
    let beyond = situation.share_beyond().filter(|share| *share > 0.0);
    said.extend(beyond.map(|share| {
        let share = number::share(share);
        text!(
            share;
            "가장 바쁜 곳에서 요청의 {share:은} 용량을 넘어 실패합니다",
            "where it is busiest, {share} of the requests are beyond capacity and fail"
        )
    }));
    said
}

fn recovery(design: &Design, id: ComponentId, span: &Span, what: &str, lang: Lang) -> String {
    let name = &design.component(id).path;
    let time = taking(span, lang);
    format!("{what} {time} (`{name}`: {})", span.because.words().get(lang))
}

fn names(design: &Design, ids: &[ComponentId]) -> String {
    let name = |id: &ComponentId| format!("`{}`", design.component(*id).path);
    ids.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn load(run: &Run, lang: Lang) -> Section {
    let situation = &*run.situation;
    let (design, outcome) = (situation.design(), situation.outcome());
    let mut section = Section::titled(
        lang,
        ("부하", "Load"),
        &[
            ("컴포넌트", "component"),
            ("피크", "peak"),
            ("용량", "capacity"),
            ("이용률", "utilization"),
            ("", ""),
        ],
        &[1, 2, 3],
    );
    let Some(spread) = situation.spread() else { return section };
    for (id, usage) in design.component_ids().zip(situation.usages()) {
        let peak = spread.at(id).peak;
        let Some(usage) = usage else {
            let is_down = situation.conditions().is_down(id);
            if outcome.unjudged.contains(&id) || is_down && peak.hi > 0.0 {
                let mark = if is_down { pick(lang, "중단", "down") } else { "" };
                section.row(&[&design.component(id).path, &rps(Some(peak), lang), "–", "–", mark]);
            }
            continue;
        };
        let over = outcome.overloaded.contains(&id);
        let mark = if over { pick(lang, "용량 초과", "overloaded") } else { "" };
        let capacity = rps(Some(Interval::exact(usage.capacity)), lang);
        section.row(&[
            &design.component(id).path,
            &rps(Some(peak), lang),
            &capacity,
            &in_both_states(situation, id, usage, lang),
            mark,
        ]);
    }
    if !outcome.unjudged.is_empty() {
        let names = names(design, &outcome.unjudged);
        section.notes.push(match lang {
            Lang::Ko => format!(
                "{names}: 용량을 몰라 과부하를 판단하지 못했습니다. `capacity` 값을 적으면 판단합니다."
            ),
            Lang::En => {
                format!("{names}: no capacity known, so overload was not judged; state `capacity`")
            }
        });
    }
    let filled = |(id, factor): &(ComponentId, f64)| {
        let late = design.is_fed_by_queues(*id).then(|| pick(lang, "(밀림)", " (falls behind)"));
        let factor = margin(factor * run.scenario.traffic, lang);
        let path = &design.component(*id).path;
        format!("`{path}` {factor}{}", late.unwrap_or_default())
    };
    let order: Vec<String> = run.saturation.iter().map(filled).collect();
    if !order.is_empty() {
        let order = order.join(" → ");
        section.notes.push(match lang {
            Lang::Ko => format!("오늘 트래픽의 몇 배에서 차는지, 먼저 차는 순서: {order}"),
            Lang::En => format!("order of saturation, in multiples of today's traffic: {order}"),
        });
    }
    section
}

/// The utilization before the scaler has acted and after, where it acts; else the one there is.
fn in_both_states(situation: &Situation, id: ComponentId, usage: &Usage, lang: Lang) -> String {
    let of = |phase: &Phase| phase.usages[id.index()].clone();
    let states = (of(situation.before()), of(situation.after()));
    let (Some(before), Some(after)) = states else { return of_shards(usage, lang) };
    if after.is_open {
        return after.without_ceiling().get(lang).to_owned();
    }
    if before.replicas == after.replicas || situation.design().scales(id).is_none() {
        return of_shards(usage, lang);
    }
    let (first, then) = (share(before.utilization, lang), share(after.utilization, lang));
    let (now, later) = (before.replicas, after.replicas);
    let shown = text!(
        first, now, then, later;
        "{first} ({now}대) → {then} (확장 후 {later}대)",
        "{first} ({now} run) → {then} ({later} once scaled)"
    );
    shown.get(lang).to_owned()
}

pub(super) fn sweep(design: &Design, sweep: &Sweep, lang: Lang) -> Vec<Section> {
    let head = [("장애", "lost"), ("결과", "what follows")];
    let title = ("구조적인 단일 장애 지점(SPOF)", "Structural single points of failure");
    let mut structural = Section::titled(lang, title, &head, &[]);
    for loss in &sweep.structural {
        let flows: Vec<_> = loss.flows.iter().map(|id| design.flow(*id).name.clone()).collect();
        let flows = flows.join(", ");
        let what = match lang {
            Lang::Ko => format!("{flows} 중단"),
            Lang::En => format!("{flows} down"),
        };
        structural.row(&[&loss.lost.name(design), &what]);
    }
    let title =
        ("과부하로 생기는 단일 장애 지점(SPOF)", "Overload-induced single points of failure");
    let mut overload = Section::titled(lang, title, &head, &[]);
    for loss in &sweep.overload {
        let names = names(design, &loss.overloaded);
        let what = match lang {
            Lang::Ko => format!("{names} 용량 초과"),
            Lang::En => format!("{names} above capacity"),
        };
        overload.row(&[&loss.lost.name(design), &what]);
    }
    vec![structural, overload, hidden(design, sweep, lang)]
}

fn hidden(design: &Design, sweep: &Sweep, lang: Lang) -> Section {
    let title = ("드러난 용량과 숨은 용량", "Advertised and hidden capacity");
    let head = [
        ("컴포넌트", "component"),
        ("견디는 트래픽(평소)", "traffic it stands"),
        ("숨은 용량(캐시 없음, 재시도 최대)", "hidden: cold caches, all retries"),
        ("판단", "verdict"),
    ];
    let mut section = Section::titled(lang, title, &head, &[1, 2]);
    // Traffic alone never fills some.
    let factor = |it: f64| if it.is_finite() { margin(it, lang) } else { "–".to_owned() };
    for capacity in &sweep.capacities {
        let verdict = match capacity.stability() {
            Stability::Overloaded => pick(lang, "과부하", "overloaded"),
            Stability::Behind => pick(lang, "밀림", "falls behind"),
            Stability::Vulnerable => pick(lang, "취약", "vulnerable"),
            Stability::Stable => pick(lang, "안정", "stable"),
        };
        section.row(&[
            &design.component(capacity.id).path,
            &factor(capacity.advertised),
            &factor(capacity.hidden),
            verdict,
        ]);
    }
    section
}
