//! What alone stops a journey: by the structure, or because what is left of it, or what takes over, does
//! not carry the peak.

use super::ground::Ground;
use super::words;
use crate::analysis::sweep::{Loss, Lost};
use crate::analysis::{Paths, Situation, Unit};
use crate::model::{ComponentId, Duration, FlowId, Place};
use crate::say::Text;
use crate::text;
use std::sync::Arc;

/// Something that alone stops a journey.
#[derive(Clone, Debug)]
pub struct Weak {
    pub unit: Unit,
    pub place: Place,
    /// In a year, of the worst hit of its journeys.
    pub down: Duration,
    pub flows: Vec<FlowId>,
    pub path: Vec<ComponentId>,
    /// What is over its capacity at the peak without it, the worst first, where that and not the
    /// structure stops them.
    pub over: Vec<(ComponentId, f64)>,
}

/// Journeys that are down for at least this part of the longest are down as long.
pub const ALIKE: f64 = 0.9;

impl Weak {
    /// One of several, of which the others do not carry the peak.
    pub fn is_one_of_several(&self) -> bool {
        matches!(self.unit, Unit::Replica(..)) && !self.over.is_empty()
    }

    /// What it is called: of several, one.
    pub fn called(&self, ground: &Ground) -> Text {
        let called = words::unit(ground.design(), self.unit);
        match self.is_one_of_several() {
            true => text!(called; "{called} 1대", "one {called}"),
            false => called,
        }
    }

    /// The same where a line begins with it.
    pub fn first(&self, ground: &Ground) -> Text {
        match self.is_one_of_several() {
            true => {
                let called = self.called(ground);
                Text { en: called.en.capitalized(), ..called }
            }
            false => words::first(ground.design(), self.unit),
        }
    }

    /// How long its journeys stop in a year because of it: of the worst hit where they differ much in
    /// that, and of none where only the peak stops them and no figure of availability counts that.
    pub fn lasts(&self, ground: &Ground) -> Option<Text> {
        let lasts = (self.down >= Duration::seconds(1.0)).then(|| words::duration(self.down))?;
        let of = |flow: &FlowId| ground.study.availability(*flow).saving(self.place);
        let worst = self.flows.iter().find(|flow| of(flow) >= self.down)?;
        Some(match self.flows.iter().all(|flow| of(flow) > self.down * ALIKE) {
            true => lasts,
            false => {
                let flow = words::flow(ground.design(), *worst);
                text!(flow, lasts; "{lasts}({flow} 기준)", "{lasts} ({flow})")
            }
        })
    }
}

impl Ground<'_> {
    /// Everything that alone stops a journey, the most minutes first.
    pub fn weak(&self) -> Vec<Weak> {
        let mut weak: Vec<Weak> = self.study.spof_units().map(|unit| self.severing(unit)).collect();
        weak.extend(self.study.sweep().overload.iter().filter_map(|loss| self.straining(loss)));
        // Of those that stop for as long, what takes longest to bring back, or never comes back.
        let back = |it: &Weak| match it.unit.component() {
            Some(id) => self.recovery(id).time.lasts,
            None => Duration::ZERO,
        };
        weak.sort_by(|a, b| {
            let minutes = |it: &Weak| it.down.as_minutes().round();
            let longer = minutes(b).total_cmp(&minutes(a));
            longer.then(back(b).total_cmp(&back(a))).then(a.unit.cmp(&b.unit))
        });
        weak
    }

    fn severing(&self, unit: Unit) -> Weak {
        let place = match unit {
            Unit::Replica(id, _) | Unit::Whole(id) => Place::Component(id),
            Unit::Domain(id) => Place::Group(id),
        };
        let hit = self.study.cuts().iter().filter(|flow| flow.cut(unit).is_some());
        let flows: Vec<FlowId> = hit.map(|flow| flow.flow).collect();
        let path = self.study.spof(unit).map_or_else(Vec::new, |spof| spof.path.to_vec());
        let down = self.down_of(place, flows.iter().copied());
        let down = down.map_or(Duration::ZERO, |(_, down)| down);
        Weak { unit, place, down, flows, path, over: Vec::new() }
    }

    /// A loss that the structure stands and the load of the peak does not.
    fn straining(&self, loss: &Loss) -> Option<Weak> {
        let (unit, place, gone) = self.lost(loss.lost);
        let flows = self.stopped(&gone);
        let used = |id: &ComponentId| Some((*id, gone.usage(*id)?.utilization.hi));
        let mut over: Vec<(ComponentId, f64)> = loss.overloaded.iter().filter_map(used).collect();
        over.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let (flow, down) = self.down_of(place, flows.iter().copied())?;
        let (first, _) = over.first()?;
        let path = Paths::of(self.design(), flow).to(unit.component().unwrap_or(*first));
        Some(Weak { unit, place, down, flows, path, over })
    }

    fn lost(&self, lost: Lost) -> (Unit, Place, Arc<Situation>) {
        match lost {
            Lost::Replica(id) => {
                (Unit::Replica(id, 1), Place::Component(id), self.without_one(id, 1))
            }
            Lost::Place(place @ Place::Component(id)) => {
                (Unit::Whole(id), place, self.without(place))
            }
            Lost::Place(place @ Place::Group(id)) => (Unit::Domain(id), place, self.without(place)),
        }
    }
}
