//! What happens to a design when something fails or traffic grows, as the page shows it.

use super::write::statement;
use crate::analysis::recovery::Span;
use crate::analysis::whatif::{FlowState, Outcome as Analysed};
use crate::analysis::{Situation, Study};
use crate::model::{ComponentId, Design, Dimension, FlowId, Scenario};
use crate::project::Reviewed;
use crate::report::figures;
use crate::say::{Lang, number};
use crate::text;
use serde::Serialize;
use std::collections::BTreeMap;

/// The outcome of a scenario.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    title: String,
    /// The statement that makes it a scenario of the design; null for the ordinary day.
    statement: Option<String>,
    components: BTreeMap<String, Component>,
    flows: Vec<Flow>,
    /// The first to reach its capacity first.
    saturation: Vec<Saturation>,
    /// What overload takes down, round by round.
    cascade: Vec<Vec<String>>,
    rto: Option<Loss>,
    rpo: Option<Loss>,
}

/// Only what is not as always, or carries load.
#[derive(Clone, Debug, Serialize)]
struct Component {
    /// `down`, `degraded`, `overloaded`, `up`.
    state: &'static str,
    /// Share of its capacity, 1 is all of it; null where either is not known.
    load: Option<f64>,
    /// The same in words, with the rate.
    says: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Flow {
    name: String,
    label: Option<String>,
    /// `up`, `degraded`, `slow`, `overloaded`, `beyond-timeout`, `down`; null where it can't be judged.
    state: Option<&'static str>,
    says: String,
    /// Whatever is overloaded fails too, and this is what is left of it; null where nothing changes.
    later: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Saturation {
    name: String,
    /// The factor of this scenario's traffic at which it is full.
    factor: f64,
    says: String,
}

#[derive(Clone, Debug, Serialize)]
struct Loss {
    name: String,
    says: String,
    because: String,
}

/// The design that this one extends, to ask the same of it.
pub(super) fn based(reviewed: &Reviewed) -> Option<Reviewed> {
    let design = reviewed.design.base.clone()?;
    Some(Reviewed {
        sources: reviewed.sources.clone(),
        file: reviewed.file.clone(),
        study: Study::new(design.clone(), reviewed.study.terms().clone()),
        design,
        findings: Vec::new(),
        waiting: false,
    })
}

/// What the scenario of that name leads to, where the design has it.
pub(super) fn named_in(reviewed: &Reviewed, name: &str, lang: Lang) -> Option<Outcome> {
    let scenario = reviewed.design.scenarios.iter().find(|it| it.name == name)?;
    Some(under(reviewed, scenario, lang))
}

/// What a scenario leads to.
pub(super) fn under(reviewed: &Reviewed, scenario: &Scenario, lang: Lang) -> Outcome {
    let (design, situation) = (&*reviewed.design, reviewed.study.under(scenario));
    let analysed = situation.outcome();
    let names = |ids: &Vec<ComponentId>| ids.iter().map(|id| name(design, *id)).collect();
    let saturation = |(id, factor): &(ComponentId, f64)| {
        let at = number::margin(factor * scenario.traffic);
        let says = match design.is_fed_by_queues(*id) {
            true => text!(at; "{at}부터 밀림", "falls behind from {at} on"),
            false => at,
        };
        Saturation { name: name(design, *id), factor: *factor, says: says.get(lang).to_owned() }
    };
    Outcome {
        title: scenario.label.clone().unwrap_or_else(|| scenario.name.clone()),
        statement: statement(design, scenario),
        components: components(design, &situation, lang),
        flows: design.flow_ids().map(|id| flow(design, analysed, id, lang)).collect(),
        saturation: reviewed.study.saturation(scenario).iter().take(MOST).map(saturation).collect(),
        cascade: analysed.cascade.iter().map(names).collect(),
        rto: analysed.recovery_time.as_ref().map(|lost| loss(design, lost, lang)),
        rpo: analysed.data_loss.as_ref().map(|lost| loss(design, lost, lang)),
    }
}

/// So many components are named in the order in which they fill up.
const MOST: usize = 8;

fn name(design: &Design, id: ComponentId) -> String {
    design.component(id).path.clone()
}

fn components(design: &Design, situation: &Situation, lang: Lang) -> BTreeMap<String, Component> {
    let outcome = situation.outcome();
    let alive = &situation.before().conditions.alive;
    let one = |id: ComponentId| {
        let usage = situation.usage(id);
        let state = match alive[id.index()] {
            0 => "down",
            _ if outcome.overloaded.contains(&id) => "overloaded",
            left if left < design.running(id) => "degraded",
            _ => "up",
        };
        let load = usage.map(|usage| usage.utilization.hi).filter(|load| load.is_finite());
        let arrives = situation.arrival(id).filter(|arrival| arrival.peak.hi > 0.0);
        let rate = arrives.map(|it| number::computed(Dimension::Rate, it.peak.hi));
        let says = match (load.map(number::share), rate) {
            (Some(share), Some(rate)) => {
                Some(text!(share, rate; "{share} · {rate}", "{share} · {rate}"))
            }
            (Some(text), None) | (None, Some(text)) => Some(text),
            (None, None) => None,
        };
        let says = says.filter(|_| state != "down").map(|text| text.get(lang).to_owned());
        (state != "up" || says.is_some())
            .then(|| (name(design, id), Component { state, load, says }))
    };
    design.component_ids().filter_map(one).collect()
}

fn flow(design: &Design, outcome: &Analysed, id: FlowId, lang: Lang) -> Flow {
    let (flow, state) = (design.flow(id), outcome.flow(id));
    let later = outcome.flows_after_cascade[id.index()];
    let unknown = text!("판단할 수 없음", "can't be judged");
    Flow {
        name: flow.name.clone(),
        label: flow.label.clone(),
        state: state.map(FlowState::name),
        says: match state {
            Some(state) => figures::flow_state(state, lang).to_owned(),
            None => unknown.get(lang).to_owned(),
        },
        later: (!outcome.cascade.is_empty() && state.is_none_or(|state| later > state))
            .then(|| figures::flow_state(later, lang).to_owned()),
    }
}

fn loss(design: &Design, (id, span): &(ComponentId, Span), lang: Lang) -> Loss {
    let says = match span.is_lost() {
        true => text!("되돌릴 수 없음", "lost"),
        false => number::duration(span.lasts),
    };
    Loss {
        name: name(design, *id),
        says: says.get(lang).to_owned(),
        because: span.because.words().get(lang).to_owned(),
    }
}
