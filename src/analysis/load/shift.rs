//! How load shifts when something goes down. Only what stands behind the change is computed anew, so
//! that a design of thousands of components can lose each of them in turn.

use super::calls::possible_targets;
use super::engine::{Engine, Own, Settled, Stream, add};
use super::pair::{Load, Pair};
use super::reading::End;
use super::serving::Serving;
use super::{Conditions, Demand};
use crate::model::{ComponentId, Design, Kind, LinkId, Softness};

/// In larger designs repeated attempts are taken as often as on an ordinary day.
const MOST_EXACT: usize = 400;

/// The load of an ordinary day, from which shifts are computed.
#[derive(Clone, Debug)]
pub struct Shifts<'a> {
    engine: Engine<'a>,
    demand: Demand,
    settled: Settled,
    /// By component: all that may call it.
    callers: Vec<Vec<ComponentId>>,
    /// By group of the order: to be computed anew. Empty between two looks, like the next ones.
    waiting: Vec<bool>,
    /// What was there before, of what was touched.
    before: Vec<(ComponentId, Before)>,
    is_touched: Vec<bool>,
    /// So many are components; what comes behind them are topics.
    components: usize,
    /// By component: its loss may bring somebody else more load.
    moves_load: Vec<bool>,
}

#[derive(Clone, Debug)]
struct Before {
    fed: Vec<(u32, Load)>,
    inner: Vec<(u32, Load)>,
    out: Vec<Stream>,
    calls: Option<Own>,
}

impl<'a> Shifts<'a> {
    /// Of a design [by topic](super::by_topic); `None` when it states no traffic.
    pub fn of(design: &'a Design, ordinary: &Conditions) -> Option<Self> {
        let demand = Demand::of(design)?;
        let engine = Engine::of(design, End::More);
        let settled = engine.settle(&demand, ordinary);
        let count = design.components.len();
        let mut callers = vec![Vec::new(); count];
        for id in design.component_ids() {
            for to in possible_targets(design, id) {
                callers[to.index()].push(id);
            }
        }
        let waiting = vec![false; engine.order.groups().len()];
        let (before, is_touched) = (Vec::new(), vec![false; count]);
        let moves_load = moves_load(&engine, &settled);
        let components = ordinary.alive.len();
        Some(Self {
            engine,
            demand,
            settled,
            callers,
            waiting,
            before,
            is_touched,
            components,
            moves_load,
        })
    }

    pub fn serving(&self, id: ComponentId) -> Option<&Serving> {
        self.engine.servings[id.index()].as_ref()
    }

    /// What arrives at a component at the peak.
    pub fn peak(&self, id: ComponentId) -> Pair {
        self.settled.at(id).peak
    }

    /// How busy it is with so many instances; `None` where no capacity is known.
    pub fn utilization(&self, id: ComponentId, instances: u32) -> Option<f64> {
        let applied = self.settled.applied(self.engine.design, id);
        Some(self.serving(id)?.utilization(self.peak(id), applied, instances))
    }

    /// How many instances run under these conditions.
    pub fn instances(&self, conditions: &Conditions, id: ComponentId) -> u32 {
        let applied = self.settled.applied(self.engine.design, id);
        self.engine.instances(conditions, id, self.peak(id), applied)
    }

    /// Whether nobody can get more load when these are lost whole: nothing is called in their place,
    /// and what stands behind them gets less.
    pub fn only_lessens(&self, down: &[ComponentId]) -> bool {
        !self.looks_at_all() && down.iter().all(|id| !self.moves_load[id.index()])
    }

    /// What fails changes how often everything is tried.
    fn looks_at_all(&self) -> bool {
        self.engine.retries && self.callers.len() <= MOST_EXACT
    }

    /// Looks at the load under conditions that differ from the ordinary ones only in what is `down`,
    /// and at the components whose load is another then.
    pub fn look<R>(
        &mut self,
        conditions: &Conditions,
        down: &[ComponentId],
        look: impl FnOnce(&Self, &[ComponentId]) -> R,
    ) -> R {
        if self.looks_at_all() {
            return self.look_at_all(conditions, look);
        }
        self.reroute(conditions, down);
        for at in 0..self.waiting.len() {
            if std::mem::take(&mut self.waiting[at]) {
                self.pass(conditions, at);
            }
        }
        let peak = |before: &Before| {
            before.fed.iter().chain(&before.inner).map(|(_, load)| load.peak.all()).sum::<f64>()
        };
        let shifted: Vec<ComponentId> = (self.before.iter())
            .filter(|(id, _)| id.index() < self.components)
            .filter(|(id, before)| {
                let (was, is) = (peak(before), self.peak(*id).all());
                (was - is).abs() > 1e-12 * was.max(is)
            })
            .map(|(id, _)| *id)
            .collect();
        let seen = look(self, &shifted);
        self.restore();
        seen
    }

    /// The same computed from the start: what fails changes how often everything is tried.
    fn look_at_all<R>(
        &mut self,
        conditions: &Conditions,
        look: impl FnOnce(&Self, &[ComponentId]) -> R,
    ) -> R {
        let now = self.engine.settle(&self.demand, conditions);
        let ordinary = std::mem::replace(&mut self.settled, now);
        let moved = |id: &ComponentId| {
            let (was, is) = (ordinary.at(*id).peak.all(), self.peak(*id).all());
            (was - is).abs() > 1e-12 * was.max(is)
        };
        let components = self.engine.design.component_ids().take(self.components);
        let shifted: Vec<ComponentId> = components.filter(moved).collect();
        let seen = look(self, &shifted);
        self.settled = ordinary;
        seen
    }

    /// Gives what is down, and everybody who calls it, other calls.
    fn reroute(&mut self, conditions: &Conditions, down: &[ComponentId]) {
        let mut callers: Vec<ComponentId> =
            down.iter().flat_map(|id| self.callers[id.index()].iter().copied()).collect();
        callers.extend(down);
        callers.sort_unstable();
        callers.dedup();
        for id in callers {
            self.touch(id);
            let own = self.engine.own(conditions, id);
            let before = std::mem::replace(&mut self.settled.calls[id.index()], own);
            let place = self.before.iter_mut().rev().find(|(at, _)| *at == id);
            place.expect("it was touched just now").1.calls = Some(before);
            self.waiting[self.engine.order.place(id)] = true;
        }
    }

    fn touch(&mut self, id: ComponentId) {
        if std::mem::replace(&mut self.is_touched[id.index()], true) {
            return;
        }
        let at = id.index();
        let (fed, inner) = (self.settled.fed[at].clone(), self.settled.inner[at].clone());
        let out = self.settled.out[at].clone();
        self.before.push((id, Before { fed, inner, out, calls: None }));
    }

    /// Computes one group anew, and tells the components behind it what changed for them.
    fn pass(&mut self, conditions: &Conditions, at: usize) {
        let group = self.engine.order.groups()[at].clone();
        group.members.iter().for_each(|id| self.touch(*id));
        let old: Vec<Vec<Stream>> = (group.members.iter())
            .map(|id| std::mem::take(&mut self.settled.out[id.index()]))
            .collect();
        self.engine.send(conditions, &mut self.settled, &group);
        for (id, old) in group.members.iter().zip(old) {
            let new = self.settled.out[id.index()].clone();
            for (old, new) in changes(old, new) {
                let (to, journey) = new.or(old).map_or((*id, 0), |it| (it.to, it.journey));
                if self.engine.order.place(to) == at {
                    continue;
                }
                self.touch(to);
                let load = |stream: Option<Stream>| stream.map_or(Load::NONE, |it| it.load);
                add(&mut self.settled.fed[to.index()], journey, load(new) - load(old));
                self.waiting[self.engine.order.place(to)] = true;
            }
        }
    }

    fn restore(&mut self) {
        for (id, before) in self.before.drain(..) {
            let at = id.index();
            self.is_touched[at] = false;
            self.settled.fed[at] = before.fed;
            self.settled.inner[at] = before.inner;
            self.settled.out[at] = before.out;
            if let Some(calls) = before.calls {
                self.settled.calls[at] = calls;
            }
        }
    }
}

/// By component: whether anything is called in its place, or takes less work off others without it.
/// In a circle a loss may also let go on what was stopped before. Where a circle has too many ways to
/// be followed, that would be found by chance, and is left out of account.
fn moves_load(engine: &Engine, ordinary: &Settled) -> Vec<bool> {
    let design = engine.design;
    let is_own = |id: ComponentId| {
        let caches = matches!(design.component(id).kind, Kind::Cache | Kind::Cdn);
        let stands_in = design.twin(id).is_some() || design.stands_by(id);
        caches || stands_in || design.is_read_replica(id) || design.replica_set(id).is_some()
    };
    let mut moves: Vec<bool> = design.component_ids().map(is_own).collect();
    let mut mark = |links: &[LinkId]| {
        links.iter().for_each(|link| moves[design.link(*link).to.index()] = true);
    };
    for need in design.needs.iter().flatten() {
        if need.links.len() > 1 || matches!(need.softness, Softness::Fallback(_)) {
            mark(&need.links);
        }
    }
    design.sharing.iter().flatten().for_each(|links| mark(links));
    engine.joined().iter().flatten().for_each(|links| mark(links));
    for group in engine.order.groups() {
        if group.cyclic && !ordinary.limited.contains(&group.members[0]) {
            group.members.iter().for_each(|id| moves[id.index()] = true);
        }
    }
    moves
}

/// Old and new streams that differ, side by side where they go the same way.
fn changes(old: Vec<Stream>, new: Vec<Stream>) -> Vec<(Option<Stream>, Option<Stream>)> {
    if old.len() == new.len() {
        let same_way = |(a, b): &(&Stream, &Stream)| (a.to, a.journey) == (b.to, b.journey);
        if old.iter().zip(&new).all(|pair| same_way(&pair)) {
            let differs = |(a, b): &(Stream, Stream)| {
                let moved = (a.load - b.load).peak.all().abs();
                moved > 1e-13 * a.load.peak.all().max(b.load.peak.all())
            };
            let pairs = old.into_iter().zip(new).filter(differs);
            return pairs.map(|(a, b)| (Some(a), Some(b))).collect();
        }
    }
    let gone = old.into_iter().map(|stream| (Some(stream), None));
    gone.chain(new.into_iter().map(|stream| (None, Some(stream)))).collect()
}
