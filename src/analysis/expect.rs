//! Evaluates `expect` statements: unit tests of an architecture.

use super::load::Interval;
use super::recovery::{Disruption, Recovery, keeps_data};
use super::{Situation, Study};
use crate::model::{
    Argument, ComponentId, Design, Dimension, Duration, Expectation, FlowId, Kind, Measure, Place,
    Scenario,
};
use crate::say::{Text, number};
use crate::syntax::ast::Comparison;
use std::sync::Arc;

/// How an expectation fares.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Index into [`Design::expectations`]; `usize::MAX` for one that no design states.
    pub expectation: usize,
    /// `None` when the figure is not known; an uncertain one holds only if all of it does.
    pub holds: Option<bool>,
    /// In the unit of the dimension; of `survives` 1 or 0.
    pub value: Option<Interval>,
    pub dimension: Dimension,
    /// What contributes most to the figure, with the downtime of a year.
    pub contributors: Vec<(Place, Duration)>,
}

/// Evaluates every expectation of a design, in source order.
pub(super) fn verdicts(study: &Study) -> Vec<Verdict> {
    let all = study.design().expectations.iter().enumerate();
    all.map(|(at, expectation)| Trial::of(study, expectation).verdict(at)).collect()
}

/// Evaluates one that no design states.
pub fn verdict(study: &Study, expectation: &Expectation) -> Verdict {
    Trial::of(study, expectation).verdict(usize::MAX)
}

struct Trial<'a> {
    study: &'a Study,
    design: &'a Design,
    expectation: &'a Expectation,
    /// In which it is to hold.
    situation: Arc<Situation>,
}

/// A figure with its dimension.
type Measured = (Option<Interval>, Dimension);

const CONTRIBUTORS: usize = 3;

impl<'a> Trial<'a> {
    fn of(study: &'a Study, expectation: &'a Expectation) -> Self {
        let design = study.design();
        let situation = match expectation.scenario {
            Some(at) => study.under(&design.scenarios[at]),
            None => study.under(&Scenario::ordinary()),
        };
        Self { study, design, expectation, situation }
    }

    fn verdict(&self, expectation: usize) -> Verdict {
        let mut contributors = Vec::new();
        let (value, dimension) = match self.expectation.function {
            Measure::Availability | Measure::Unavailability => {
                contributors = self.contributors();
                (self.unavailability(), Dimension::Ratio)
            }
            Measure::Latency => (self.latency(), Dimension::Duration),
            Measure::LatencyP99 => (self.latency_p99(), Dimension::Duration),
            Measure::Rps => (self.rps(), Dimension::Rate),
            Measure::Utilization => (self.utilization(), Dimension::Ratio),
            Measure::Replicas => (self.replicas(), Dimension::Count),
            Measure::Rto | Measure::Rpo => (self.recovery(), Dimension::Duration),
            Measure::Survives => (self.survives(), Dimension::Count),
            Measure::Cost => self.cost(),
        };
        let holds = value.and_then(|value| match self.expectation.function {
            Measure::Cost => self.holds_of_known(value, dimension),
            Measure::Utilization if self.scales_without_bounds() => {
                // More than run now may run, so it is at most this.
                self.holds(value, dimension).filter(|holds| *holds)
            }
            _ => self.holds(value, dimension),
        });
        let value = match self.expectation.function {
            Measure::Availability => value.map(Interval::complement),
            _ => value,
        };
        Verdict { expectation, holds, value, dimension, contributors }
    }

    /// Where some prices are unknown the cost is at least the known part: decided only where that
    /// decides it.
    fn holds_of_known(&self, known: Interval, dimension: Dimension) -> Option<bool> {
        let holds = self.holds(known, dimension)?;
        if !self.study.cost().is_open() {
            return Some(holds);
        }
        match self.expectation.comparison.as_ref()?.0 {
            Comparison::Less | Comparison::LessOrEqual if !holds => Some(false),
            Comparison::Greater | Comparison::GreaterOrEqual if holds => Some(true),
            _ => None,
        }
    }

    /// Availability is compared as its complement, which keeps all digits.
    fn holds(&self, value: Interval, dimension: Dimension) -> Option<bool> {
        let Some((comparison, limit)) = &self.expectation.comparison else {
            return Some(value.lo >= 1.0);
        };
        if limit.dimension != dimension {
            return None;
        }
        if self.expectation.function == Measure::Availability {
            let limit = Interval::exact(limit.complement());
            return Some(compare(value, flip(*comparison), limit));
        }
        Some(compare(value, *comparison, Interval::from(*limit)))
    }

    fn flow(&self) -> Option<FlowId> {
        match self.expectation.argument? {
            Argument::Flow(id) => Some(id),
            Argument::Component(_) | Argument::Part(_) => None,
        }
    }

    fn component(&self) -> Option<ComponentId> {
        match self.expectation.argument? {
            Argument::Component(id) => Some(id),
            Argument::Flow(_) | Argument::Part(_) => None,
        }
    }

    fn unavailability(&self) -> Option<Interval> {
        let bounds = self.situation.unavailability(self.flow()?);
        Some(Interval { lo: bounds.lo, hi: bounds.hi })
    }

    fn contributors(&self) -> Vec<(Place, Duration)> {
        let Some(flow) = self.flow() else { return Vec::new() };
        let savings = &self.situation.availability(flow).savings;
        savings.iter().copied().take(CONTRIBUTORS).collect()
    }

    fn latency(&self) -> Option<Interval> {
        let latency = self.situation.latency(self.flow()?)?;
        Some(Interval::exact(latency.mean.as_seconds()))
    }

    fn latency_p99(&self) -> Option<Interval> {
        let latency = self.situation.latency(self.flow()?)?;
        latency.p99.map(|p99| Interval::exact(p99.as_seconds()))
    }

    /// The peak at a component, or what the users send into a flow.
    fn rps(&self) -> Option<Interval> {
        let spread = self.situation.spread()?;
        if let Some(Argument::Part(part)) = self.expectation.argument {
            let known = spread.is_known(self.design.part(part).carrier);
            return known.then(|| spread.at_part(self.design, part).peak);
        }
        if let Some(id) = self.component() {
            return spread.is_known(id).then(|| spread.at(id).peak);
        }
        let flow = self.design.flow(self.flow()?);
        let share = flow.facts.number(crate::model::Attr::Share, Dimension::Ratio);
        let share = match share {
            Some(share) => Interval::from(share),
            None if flow.implied => {
                Interval::exact(flow.entry.iter().map(|id| self.design.user_share(*id)).sum())
            }
            None => Interval::ONE,
        };
        Some(spread.demand.peak * share * self.situation.scenario().traffic)
    }

    fn utilization(&self) -> Option<Interval> {
        let id = self.component()?;
        let used = self.situation.usage(id)?.utilization;
        match self.design.scales_without_bounds(id) {
            true => Some(Interval { lo: 0.0, hi: used.hi }),
            false => Some(used),
        }
    }

    fn scales_without_bounds(&self) -> bool {
        self.component().is_some_and(|id| self.design.scales_without_bounds(id))
    }

    /// Replicas that run now and work.
    fn replicas(&self) -> Option<Interval> {
        let id = self.component()?;
        let scenario = self.situation.scenario();
        if scenario.fail.is_empty() && scenario.instances.is_empty() {
            return Some(Interval::exact(f64::from(self.design.running(id))));
        }
        let alive = self.situation.conditions().alive[id.index()];
        Some(Interval::exact(f64::from(alive)))
    }

    /// Of a component, its own recovery; of a flow, or of all flows, the worst of what they can't
    /// do without.
    fn recovery(&self) -> Option<Interval> {
        let of_time = self.expectation.function == Measure::Rto;
        let of = |recovery: &Recovery| match of_time {
            true => Some(recovery.time.lasts.as_seconds()),
            false => recovery.loss.as_ref().map(|loss| loss.lasts.as_seconds()),
        };
        // In a scenario that loses something, of what it loses; the rest goes on.
        let lost = self.situation.recoveries();
        let figure = |id: ComponentId| match &lost {
            None => of(self.study.recovery(id)),
            Some(lost) => match lost.iter().find(|(it, _)| *it == id) {
                Some((_, recovery)) => of(recovery),
                None => Some(0.0),
            },
        };
        if let Some(id) = self.component() {
            return figure(id).map(Interval::exact);
        }
        let flows = match self.flow() {
            Some(flow) => vec![flow],
            None => self.design.flow_ids().collect(),
        };
        let cuts = self.study.cuts();
        let on_path = |id: &ComponentId| flows.iter().any(|flow| cuts[flow.index()].is_hard(*id));
        // As in the table of recovery: users don't fail, and what spans zones goes on.
        let touched = |id: &ComponentId| {
            let kind = self.design.component(*id).kind;
            let by_itself = || Recovery::from(self.design, *id, Disruption::Instance).is_some();
            !matches!(kind, Kind::User | Kind::External) && (lost.is_some() || by_itself())
        };
        let counted = self.design.component_ids().filter(|id| on_path(id) && touched(id));
        let counted = counted.filter(|id| of_time || keeps_data(self.design, *id));
        let figures: Vec<Option<f64>> = counted.map(figure).collect();
        let worst = figures.iter().copied().flatten().reduce(f64::max).map(Interval::exact);
        // Beside one that is not known only a worst that breaks the bound decides.
        let breaks = |it: &Interval| self.holds(*it, Dimension::Duration) == Some(false);
        worst.filter(|it| figures.iter().all(Option::is_some) || breaks(it))
    }

    fn survives(&self) -> Option<Interval> {
        let up = self.situation.outcome().flow(self.flow()?)?.survives();
        Some(Interval::exact(f64::from(u8::from(up))))
    }

    fn cost(&self) -> Measured {
        let wanted = self.expectation.comparison.as_ref().map(|(_, limit)| limit.dimension);
        let own = self.study.total_cost().map(|(_, currency)| currency.dimension());
        let dimension = wanted.or(own).unwrap_or(Dimension::Usd);
        (self.study.total_cost_in(dimension), dimension)
    }
}

fn flip(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}

/// Holds for every value of the interval; equality allows for rounding.
pub fn compare(value: Interval, comparison: Comparison, limit: Interval) -> bool {
    let slack = 1e-12 * limit.hi.abs().max(f64::MIN_POSITIVE);
    match comparison {
        Comparison::Less => value.hi < limit.lo,
        Comparison::LessOrEqual => value.hi <= limit.hi + slack,
        Comparison::Greater => value.lo > limit.hi,
        Comparison::GreaterOrEqual => value.lo >= limit.lo - slack,
        Comparison::Equal => value.lo >= limit.lo - slack && value.hi <= limit.hi + slack,
        Comparison::NotEqual => value.hi < limit.lo - slack || value.lo > limit.hi + slack,
    }
}

impl Verdict {
    /// The figure with its unit, for people; `∞` where nothing brings it back, and `None` where it
    /// is a yes or a no.
    pub fn shown(&self, design: &Design) -> Option<Text> {
        let value = self.value?;
        match design.expectations[self.expectation].function {
            Measure::Survives => None,
            Measure::Utilization => Some(number::shares(value.lo, value.hi)),
            _ => Some(number::between(self.dimension, value.lo, value.hi)),
        }
    }
}
