//! The load of a whole design: what arrives where and over which connection, with its derivation.

use super::calls::Call;
use super::demand::figure;
use super::engine::{Engine, Settled, Stream};
use super::journeys::{self, Journey};
use super::pair::{Load, Pair};
use super::reading::{End, is_uncertain};
use super::shields::Shields;
use super::topics::{by_topic, topics};
use super::working::written;
use super::{Conditions, Demand, Interval};
use crate::model::{Attr, ComponentId, Design, Dimension, Facts, FlowId, LinkId, PartId};

/// What arrives at a component or passes a link, in requests per second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Arrival {
    pub average: Interval,
    pub peak: Interval,
    /// The part of `average` and `peak` that writes.
    pub average_writes: Interval,
    pub peak_writes: Interval,
}

/// The load of a whole design under some conditions.
#[derive(Clone, Debug)]
pub struct Spread {
    pub demand: Demand,
    journeys: Vec<Journey>,
    joined: Vec<Vec<Vec<LinkId>>>,
    shields: Shields,
    /// Every figure where it makes the most load.
    pub(super) more: Settled,
    /// Every figure where it makes the least; `None` where that is the same.
    pub(super) less: Option<Settled>,
    instances: Vec<u32>,
    /// Connections whose `share` repeats that of their only flow.
    twice: Vec<(LinkId, FlowId)>,
    /// By component: requests, messages or data of a user can come there.
    reached: Vec<bool>,
    /// By component: the streams that reach it, as the caller and the place among its streams.
    into: Vec<Vec<(ComponentId, u32)>>,
    /// So many are components; what comes behind them are topics.
    components: usize,
    topics: Vec<PartId>,
}

/// What one flow, or what no flow speaks about, sends over one connection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passage {
    pub from: ComponentId,
    pub to: ComponentId,
    /// `None` for a fallback that is not drawn.
    pub link: Option<LinkId>,
    pub flow: Option<FlowId>,
    pub load: Load,
    /// What of it came round and causes nothing further.
    pub not_followed: Load,
    /// How often each call is tried.
    pub attempts: f64,
}

/// A synchronous call of a component, as one request there makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outgoing {
    pub to: ComponentId,
    /// `None` for a fallback that is not drawn.
    pub link: Option<LinkId>,
    /// How often a request makes it, repeated attempts not counted.
    pub per_request: f64,
    /// Whoever asks may note here that its caller can't do without.
    pub is_hard: bool,
}

impl Spread {
    /// The ways of one request a second, for what does not depend on how many there are.
    pub fn unit(design: &Design, conditions: &Conditions) -> Self {
        let apart = by_topic(design);
        let engine = Engine::of(&apart, End::More);
        let demand = Demand::unit();
        let more = engine.settle(&demand, conditions);
        Self::settled(design, &engine, conditions, demand, more, None)
    }

    /// `None` when the design states no traffic.
    pub fn of(design: &Design, conditions: &Conditions) -> Option<Self> {
        let demand = Demand::of(design)?;
        let apart = by_topic(design);
        let engine = Engine::of(&apart, End::More);
        let more = engine.settle(&demand, conditions);
        let less = is_uncertain(design, &demand)
            .then(|| Engine::of(&apart, End::Less).settle(&demand, conditions));
        Some(Self::settled(design, &engine, conditions, demand, more, less))
    }

    pub(super) fn settled(
        design: &Design,
        engine: &Engine,
        conditions: &Conditions,
        demand: Demand,
        more: Settled,
        less: Option<Settled>,
    ) -> Self {
        let instances = |id| {
            let (load, applied) = (more.at(id).peak, more.applied(engine.design, id));
            engine.instances(conditions, id, load, applied)
        };
        let instances = engine.design.component_ids().map(instances).collect();
        let mut into = vec![Vec::new(); engine.design.components.len()];
        for from in engine.design.component_ids() {
            for (at, stream) in more.out[from.index()].iter().enumerate() {
                into[stream.to.index()].push((from, at as u32));
            }
        }
        let (journeys, joined) = (engine.journeys.clone(), engine.joined().to_vec());
        let shields = engine.shields().clone();
        let (twice, reached) = (Vec::new(), journeys::reached_by_users(engine.design));
        let (components, topics) = (design.components.len(), topics(design).collect());
        let mut spread = Self {
            demand,
            journeys,
            joined,
            shields,
            more,
            less,
            instances,
            twice,
            reached,
            into,
            components,
            topics,
        };
        spread.twice = spread.find_twice(design);
        spread
    }

    /// What no user reaches (a batch job and what only that calls) has no load from the traffic that
    /// is stated: how much it has is not known, and what [`Spread::at`] says of it is none.
    pub fn is_known(&self, id: ComponentId) -> bool {
        self.reached[id.index()]
    }

    pub fn at(&self, id: ComponentId) -> Arrival {
        let less = self.less.as_ref().unwrap_or(&self.more);
        Arrival::between(less.at(id), self.more.at(id))
    }

    /// What arrives at a topic, a table or a bucket. Of the last two it is what their connections
    /// carry, unless something leaves them.
    pub fn at_part(&self, design: &Design, part: PartId) -> Arrival {
        if let Some(topic) = self.topic(part) {
            return self.at(topic);
        }
        let own = design.link_ids().filter(|id| design.link(*id).to_part == Some(part));
        let carried = own.map(|id| self.over(design, id));
        carried.fold(Arrival::default(), |sum, own| sum.plus(own))
    }

    /// Its number here; of tables and buckets that hand nothing on there is none.
    fn topic(&self, part: PartId) -> Option<ComponentId> {
        let at = self.topics.iter().position(|topic| *topic == part)?;
        Some(ComponentId((self.components + at) as u32))
    }

    /// A component, or what carries a topic.
    fn whole(&self, design: &Design, id: ComponentId) -> ComponentId {
        match id.index().checked_sub(self.components) {
            Some(topic) => design.part(self.topics[topic]).carrier,
            None => id,
        }
    }

    fn path<'d>(&self, design: &'d Design, id: ComponentId) -> &'d str {
        match id.index().checked_sub(self.components) {
            Some(topic) => &design.part(self.topics[topic]).path,
            None => &design.component(id).path,
        }
    }

    /// What passes a link, all journeys together.
    pub fn over(&self, design: &Design, id: LinkId) -> Arrival {
        let from = design.link(id).from_part.and_then(|part| self.topic(part));
        let from = from.unwrap_or(design.link(id).from);
        let sum = |settled: &Settled| {
            let own = settled.out[from.index()].iter().filter(|stream| stream.link == Some(id));
            own.fold(Load::NONE, |sum, stream| sum + stream.load)
        };
        let more = sum(&self.more);
        Arrival::between(self.less.as_ref().map_or(more, sum), more)
    }

    /// How many instances (of each shard) run.
    pub fn instances(&self, id: ComponentId) -> u32 {
        self.instances[id.index()]
    }

    /// Writes per second at the peak that a copy takes over from its primary.
    pub fn applied(&self, design: &Design, id: ComponentId) -> f64 {
        self.more.applied(design, id)
    }

    /// The part of a component's requests, 0..1, that fails: beyond its capacity, or with the calls
    /// that it can't do without.
    pub fn failing(&self, id: ComponentId) -> f64 {
        self.more.failing[id.index()]
    }

    /// The circles in which each connection was followed once, because there are too many ways.
    pub fn limited(&self, design: &Design) -> Vec<ComponentId> {
        let mut limited: Vec<_> =
            self.more.limited.iter().map(|id| self.whole(design, *id)).collect();
        let mut seen = std::collections::BTreeSet::new();
        limited.retain(|id| seen.insert(*id));
        limited
    }

    /// What passes each connection, by caller and in the order in which it calls.
    pub fn passages<'s>(&'s self, design: &'s Design) -> impl Iterator<Item = Passage> + 's {
        let drawn =
            |stream: &&Stream| stream.link.is_none_or(|link| link.index() < design.links.len());
        let out = self.more.out.iter().enumerate();
        out.flat_map(move |(at, streams)| {
            let from = self.whole(design, ComponentId(at as u32));
            streams.iter().filter(drawn).map(move |stream| self.passage(design, from, stream))
        })
    }

    /// Connections at which what came round is counted once and not followed further, in source order.
    pub fn stopped_at(&self, design: &Design) -> Vec<LinkId> {
        let stopped = self.passages(design).filter(|it| it.not_followed.peak.all() > 0.0);
        let links: std::collections::BTreeSet<LinkId> = stopped.filter_map(|it| it.link).collect();
        links.into_iter().collect()
    }

    fn passage(&self, design: &Design, from: ComponentId, stream: &Stream) -> Passage {
        Passage {
            from,
            to: self.whole(design, stream.to),
            link: stream.link,
            flow: self.journeys[stream.journey as usize].flow,
            load: stream.load,
            not_followed: stream.stopped,
            attempts: stream.attempts,
        }
    }

    /// The journey of a flow; of one that is implied, that of its user.
    pub(in crate::analysis) fn journey_of(&self, design: &Design, id: FlowId) -> Option<u32> {
        let flow = design.flow(id);
        let fits = |journey: &Journey| match flow.implied {
            true => journey.flow.is_none() && flow.entry.contains(&journey.user),
            false => journey.flow == Some(id),
        };
        self.journeys.iter().position(fits).map(|at| at as u32)
    }

    /// The journeys of what no flow speaks about, each with its user.
    pub(super) fn without_flow(&self) -> impl Iterator<Item = (u32, ComponentId)> + '_ {
        let journeys = self.journeys.iter().enumerate();
        let own = journeys.filter(|(_, journey)| journey.flow.is_none());
        own.map(|(at, journey)| (at as u32, journey.user))
    }

    pub(in crate::analysis) fn user_of(&self, journey: u32) -> ComponentId {
        self.journeys[journey as usize].user
    }

    /// The user's links that share the requests of a journey.
    pub(in crate::analysis) fn joined(&self, journey: Option<u32>) -> &[Vec<LinkId>] {
        journey.map_or(&[], |at| &self.joined[at as usize])
    }

    /// Whether the cache takes reads off the callers of the store.
    pub(in crate::analysis) fn shields(
        &self,
        design: &Design,
        cache: ComponentId,
        store: ComponentId,
    ) -> bool {
        self.shields.is_beside(design, cache, store)
    }

    /// The synchronous calls of a component in a journey, or in general.
    pub(in crate::analysis) fn outgoing(
        &self,
        design: &Design,
        journey: Option<u32>,
        id: ComponentId,
    ) -> Vec<Outgoing> {
        let load = |id| match journey {
            Some(journey) => self.more.of_journey(id, journey).peak,
            None => self.more.at(id).peak,
        };
        let of = |from: ComponentId, part: f64| {
            let mix = match load(from) {
                some if some.all() > 0.0 => some * (part / some.all()),
                _ => Pair { reads: part, writes: 0.0 },
            };
            let calls = self.more.calls[from.index()].of(journey.unwrap_or(u32::MAX)).calls.iter();
            // Nobody drew the one from a table to its store.
            let drawn = |link: LinkId| link.index() < design.links.len();
            let waits = move |call: &&Call| !call.is_message && call.link.is_none_or(drawn);
            calls.filter(waits).map(move |call| self.call(design, call, mix))
        };
        let all = load(id).all();
        let topics = self.topics.iter().filter(|topic| design.part(**topic).carrier == id);
        let topics = topics.filter_map(|topic| self.topic(*topic)).filter(|_| all > 0.0);
        let of_topics = topics.flat_map(|topic| of(topic, load(topic).all() / all));
        of(id, 1.0).chain(of_topics).collect()
    }

    fn call(&self, design: &Design, call: &Call, mix: Pair) -> Outgoing {
        let per_request = call.effect.on(mix).all();
        let to = self.whole(design, call.to);
        Outgoing { to, link: call.link, per_request, is_hard: false }
    }

    /// What the users of a flow send at the peak.
    pub fn of_flow(&self, id: FlowId) -> f64 {
        let share = |journey: &Journey| (journey.flow == Some(id)).then_some(journey.share);
        self.journeys.iter().filter_map(share).sum::<f64>() * self.demand.peak.hi
    }

    /// How the peak at a component came about: `api 347 × 5% = 17.4 rps`.
    pub fn derivation(&self, design: &Design, id: ComponentId) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut seen: Vec<(ComponentId, Option<LinkId>)> = Vec::new();
        for (from, at) in &self.into[id.index()] {
            let link = self.more.out[from.index()][*at as usize].link;
            if !seen.contains(&(*from, link)) {
                seen.push((*from, link));
                parts.extend(self.parts(design, *from, id, link));
            }
        }
        if parts.is_empty() {
            return String::new();
        }
        let twice = self.twice.iter();
        let here = twice.filter(|(link, _)| design.link(*link).to == id);
        let said = here.map(|(_, flow)| format!(" (share × share of {})", design.flow(*flow).name));
        let said: String = said.collect();
        format!("{} = {} rps{said}", parts.join(" + "), figure(self.at(id).peak))
    }

    /// What one link brings: one part for all journeys that make the same of what they bring.
    fn parts(
        &self,
        design: &Design,
        from: ComponentId,
        to: ComponentId,
        link: Option<LinkId>,
    ) -> Vec<String> {
        let mut parts: Vec<(String, Interval, Pair)> = Vec::new();
        for stream in &self.more.out[from.index()] {
            if (stream.to, stream.link) != (to, link) || stream.load.peak.all() <= 0.0 {
                continue;
            }
            let calls = self.more.calls[from.index()].of(stream.journey);
            let source = self.source(from, stream.journey);
            let pair = self.more.of_journey(from, stream.journey).peak;
            let mut working = written(&calls.calls[stream.call as usize].working, pair);
            if stream.attempts > 1.0 {
                working += &format!(" × {}", figure(Interval::exact(stream.attempts)));
            }
            if self.is_held_back(design, from, stream) {
                parts.push((String::new(), Interval::exact(stream.load.peak.all()), Pair::NONE));
                continue;
            }
            match parts.iter_mut().find(|(known, ..)| *known == working) {
                Some((_, sum, _)) => *sum = *sum + source,
                None => parts.push((working, source, pair)),
            }
        }
        let name = self.path(design, from);
        parts.into_iter().map(|(text, sum, _)| format!("{name} {}{text}", figure(sum))).collect()
    }

    /// What of a journey a component hands on: what came round causes nothing further.
    fn source(&self, id: ComponentId, journey: u32) -> Interval {
        let hi = self.handed_on(&self.more, id, journey);
        let lo = self.less.as_ref().map_or(hi, |less| self.handed_on(less, id, journey));
        Interval { lo, hi }
    }

    fn handed_on(&self, settled: &Settled, id: ComponentId, journey: u32) -> f64 {
        let all = settled.of_journey(id, journey).peak.all();
        if settled.inner[id.index()].is_empty() {
            return all;
        }
        let mut callers: Vec<ComponentId> =
            self.into[id.index()].iter().map(|(from, _)| *from).collect();
        callers.dedup();
        let streams = callers.iter().flat_map(|from| &settled.out[from.index()]);
        let own = streams.filter(|stream| stream.to == id && stream.journey == journey);
        all - own.map(|stream| stream.stopped.peak.all()).sum::<f64>()
    }

    /// A queue lets less through than arrives, and who takes from it passes on no more than it takes.
    fn is_held_back(&self, design: &Design, from: ComponentId, stream: &Stream) -> bool {
        let whole = self.whole(design, from);
        let is_queue = design.component(whole).kind == crate::model::Kind::Queue;
        let holds_back = is_queue || design.is_fed_by_queues(whole);
        let calls = self.more.calls[from.index()].of(stream.journey);
        let source = self.more.of_journey(from, stream.journey).peak;
        let part = self.handed_on(&self.more, from, stream.journey) / source.all();
        let sent = calls.calls[stream.call as usize].effect.on(source).all() * part;
        let sent = sent * stream.attempts;
        holds_back && stream.load.peak.all() < sent * (1.0 - 1e-9)
    }

    /// Connections whose stated `share` is that of the only flow that runs over them: the part of a
    /// part, which was hardly meant.
    pub fn counted_twice(&self) -> &[(LinkId, FlowId)] {
        &self.twice
    }

    fn find_twice(&self, design: &Design) -> Vec<(LinkId, FlowId)> {
        let stated = |facts: &Facts| {
            let share = facts.number(Attr::Share, Dimension::Ratio).map(|share| share.low());
            share.filter(|share| *share < 1.0)
        };
        // Most designs state no share of any flow.
        if design.flows.iter().all(|flow| stated(&flow.facts).is_none()) {
            return Vec::new();
        }
        let mut over: Vec<Vec<Option<FlowId>>> = vec![Vec::new(); design.links.len()];
        for passage in self.passages(design).filter(|it| !it.load.is_none()) {
            let Some(link) = passage.link else { continue };
            if !over[link.index()].contains(&passage.flow) {
                over[link.index()].push(passage.flow);
            }
        }
        let twice = |link: LinkId| {
            let [Some(flow)] = over[link.index()][..] else { return None };
            let same = stated(&design.link(link).facts)? == stated(&design.flow(flow).facts)?;
            same.then_some((link, flow))
        };
        design.link_ids().filter_map(twice).collect()
    }

    /// Drawn connections that carry requests and that no journey loads.
    pub fn unloaded(&self, design: &Design) -> Vec<LinkId> {
        let mut loaded = vec![false; design.links.len()];
        for stream in self.more.out.iter().flatten() {
            let carries = |link: &LinkId| link.index() < loaded.len() && !stream.load.is_none();
            if let Some(link) = stream.link.filter(carries) {
                loaded[link.index()] = true;
            }
        }
        let carries = |id: &LinkId| design.link(*id).arrow != crate::syntax::ast::Arrow::Copy;
        let stands_by = |id: ComponentId| design.stands_by(id);
        let works =
            |id: &LinkId| !stands_by(design.link(*id).from) && !stands_by(design.link(*id).to);
        let links = design.link_ids().filter(carries).filter(works);
        links.filter(|id| !loaded[id.index()]).collect()
    }
}

impl Settled {
    /// What one journey brings to a component.
    pub fn of_journey(&self, id: ComponentId, journey: u32) -> Load {
        let all = self.fed[id.index()].iter().chain(&self.inner[id.index()]);
        all.filter(|(at, _)| *at == journey).fold(Load::NONE, |sum, (_, load)| sum + *load)
    }
}

impl Arrival {
    fn between(less: Load, more: Load) -> Self {
        let span = |of: fn(&Load) -> f64| Interval { lo: of(&less), hi: of(&more) };
        Self {
            average: span(|load| load.average.all()),
            peak: span(|load| load.peak.all()),
            average_writes: span(|load| load.average.writes),
            peak_writes: span(|load| load.peak.writes),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            average: self.average + other.average,
            peak: self.peak + other.peak,
            average_writes: self.average_writes + other.average_writes,
            peak_writes: self.peak_writes + other.peak_writes,
        }
    }

    /// The least and the most at the peak.
    pub fn pairs(&self) -> (Pair, Pair) {
        let pair = |all: f64, writes: f64| Pair { reads: (all - writes).max(0.0), writes };
        (pair(self.peak.lo, self.peak_writes.lo), pair(self.peak.hi, self.peak_writes.hi))
    }
}
