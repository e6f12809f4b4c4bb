//! What a post stands on: the study of a design, that of its base, and what was found. Questions that
//! several of its parts ask are answered here once.

use super::words;
use crate::analysis::backlog::Backlog;
use crate::analysis::cost::{CostLine, Currency};
use crate::analysis::load::{Data, Interval, Spread, TARGET_UTILIZATION, Usage};
use crate::analysis::recovery::{Disruption, Recovery};
use crate::analysis::{Growth, Reason, Situation, Study, Unit};
use crate::catalog::Management;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{
    Attr, Component, ComponentId, Design, Dimension, Duration, Facts, FlowId, GroupId, GroupKind,
    Kind, LinkId, Place, Scenario,
};
use crate::say::Text;
use crate::syntax::ast::{Arrow, Stage};
use std::sync::Arc;

/// One design with everything that may be said about it.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub study: &'a Study,
    /// What it is compared with.
    pub base: Option<&'a Study>,
    pub findings: &'a [Diagnostic],
}

impl<'a> Ground<'a> {
    pub fn design(&self) -> &'a Design {
        self.study.design()
    }

    pub fn component(&self, id: ComponentId) -> &'a Component {
        self.design().component(id)
    }

    pub fn facts(&self, id: ComponentId) -> &'a Facts {
        &self.component(id).facts
    }

    pub fn is_as_is(&self) -> bool {
        self.design().stage == Some(Stage::AsIs)
    }

    pub fn called(&self, id: ComponentId) -> Text {
        words::called(self.design(), id)
    }

    pub fn of_kinds(&self, kinds: &[Kind]) -> Vec<ComponentId> {
        self.study.of_kinds(kinds).collect()
    }

    /// Servers of ours that answer requests or work off messages.
    pub fn servers(&self) -> Vec<ComponentId> {
        let own = |id: &ComponentId| self.study.is_own_server(*id);
        self.design().component_ids().filter(own).collect()
    }

    /// Databases and the like that are no copy of another.
    pub fn primaries(&self) -> Vec<ComponentId> {
        let primary =
            |id: &ComponentId| !self.study.is_standby(*id) && !self.design().is_read_replica(*id);
        self.of_kinds(&[Kind::Db]).into_iter().filter(primary).collect()
    }

    pub fn usage(&self, id: ComponentId) -> Option<&'a Usage> {
        self.study.usage(id)
    }

    /// Peak load; `None` without traffic.
    pub fn peak(&self, id: ComponentId) -> Option<f64> {
        self.study.arrival(id).map(|arrival| arrival.peak.hi)
    }

    /// Requests per second that write, at the peak; `None` where nobody states how many do.
    pub fn peak_writes(&self, id: ComponentId) -> Option<f64> {
        let writes = self.study.arrival(id)?.peak_writes.hi;
        (writes > 0.0 && Data::states_reads(self.design(), id)).then_some(writes)
    }

    /// The same on average.
    pub fn average_writes(&self, id: ComponentId) -> Option<f64> {
        let writes = self.study.arrival(id)?.average_writes.hi;
        (writes > 0.0 && Data::states_reads(self.design(), id)).then_some(writes)
    }

    pub fn without(&self, place: Place) -> Arc<Situation> {
        self.study.under(&Scenario { fail: vec![place], ..Scenario::ordinary() })
    }

    pub fn without_one(&self, id: ComponentId, number: u32) -> Arc<Situation> {
        self.study.under(&Scenario { instances: vec![(id, number)], ..Scenario::ordinary() })
    }

    pub fn cold(&self, id: ComponentId) -> Arc<Situation> {
        self.study.under(&Scenario { cold: vec![id], ..Scenario::ordinary() })
    }

    pub fn grown(&self, factor: f64) -> Arc<Situation> {
        self.study.under(&Scenario { traffic: factor, ..Scenario::ordinary() })
    }

    /// Journeys that work on an ordinary day and not in the situation.
    pub fn stopped(&self, situation: &Situation) -> Vec<FlowId> {
        let works = |it: &Situation, id| it.outcome().flow(id).map(|state| state.survives());
        let ordinary = self.study.ordinary();
        let falls = |id: &FlowId| {
            works(situation, *id) == Some(false) && works(ordinary, *id) != Some(false)
        };
        self.design().flow_ids().filter(falls).collect()
    }

    /// Journeys that the structure stops with a group, not the load.
    pub fn severed(&self, group: GroupId) -> Vec<FlowId> {
        let cuts = self.study.cuts().iter();
        cuts.filter(|flow| flow.cut(Unit::Domain(group)).is_some()).map(|flow| flow.flow).collect()
    }

    /// How long in a year the journey that suffers most is down because of it.
    pub fn down_by(&self, place: Place) -> Duration {
        self.down_of(place, self.design().flow_ids()).map_or(Duration::ZERO, |(_, down)| down)
    }

    /// The same of those journeys alone; of all where none is named.
    pub fn down_in(&self, place: Place, flows: &[FlowId]) -> Duration {
        let named = self.down_of(place, flows.iter().copied());
        named.map_or_else(|| self.down_by(place), |(_, down)| down)
    }

    /// The same of those journeys alone, with the one that suffers most.
    pub fn down_of(
        &self,
        place: Place,
        flows: impl IntoIterator<Item = FlowId>,
    ) -> Option<(FlowId, Duration)> {
        let saving = |flow| (flow, self.study.availability(flow).saving(place));
        flows.into_iter().map(saving).reduce(|most, next| if next.1 > most.1 { next } else { most })
    }

    /// How long in a year the worst journey is down.
    pub fn downtime(study: &Study) -> Option<Duration> {
        let down = |flow| study.availability(flow).outlook.downtime_a_year();
        study.design().flow_ids().map(down).reduce(Duration::max)
    }

    /// An objective of time, of the journey that asks most of the component.
    pub fn goal(&self, id: ComponentId, attr: Attr) -> Option<Duration> {
        let flow = self.study.flow_of(id);
        let stated = self.study.stated_objective(flow, attr)?;
        (stated.dimension == Dimension::Duration).then(|| stated.shortest())
    }

    pub fn recovery(&self, id: ComponentId) -> &'a Recovery {
        self.study.recovery(id)
    }

    pub fn recovery_from(&self, id: ComponentId, what: Disruption) -> Option<Recovery> {
        Recovery::from(self.design(), id, what)
    }

    /// The store that a cache relieves: named by `for`, else the only one that its callers reach.
    pub fn behind(&self, cache: ComponentId) -> Option<ComponentId> {
        let named = self.facts(cache).list(Attr::For).into_iter().flatten();
        let mut named = named.filter_map(|value| match value {
            crate::model::Value::Component(id) => Some(*id),
            _ => None,
        });
        named.next().or_else(|| {
            let callers = self.study.callers(cache).into_iter().chain([cache]);
            let mut reached: Vec<ComponentId> = callers
                .flat_map(|from| self.calls(from))
                .map(|link| self.design().link(link).to)
                .filter(|to| {
                    matches!(self.study.kind(*to), Kind::Db | Kind::Search | Kind::Storage)
                })
                .collect();
            reached.sort();
            reached.dedup();
            if let [one] = reached[..] { Some(one) } else { None }
        })
    }

    /// Caches that take reads off a store, each with that store.
    pub fn shields(&self) -> Vec<(ComponentId, ComponentId)> {
        let caches = self.of_kinds(&[Kind::Cache]).into_iter();
        let only_sessions =
            |id: &ComponentId| self.study.keeps_only_sessions(*id) && !self.study.is_cache_too(*id);
        let caches = caches.filter(|id| !only_sessions(id));
        let takes_reads = |id: &ComponentId| {
            let hits = self.facts(*id).number(Attr::HitRatio, Dimension::Ratio);
            self.facts(*id).is_on(Attr::For) || hits.is_some_and(|hits| hits.high() > 0.0)
        };
        let caches = caches.filter(takes_reads);
        caches.filter_map(|cache| Some((cache, self.behind(cache)?))).collect()
    }

    /// The connections by which it calls others and waits.
    pub fn calls(&self, from: ComponentId) -> Vec<LinkId> {
        let sync = |id: &LinkId| self.design().link(*id).arrow == Arrow::Sync;
        self.study.links_from(from).filter(sync).collect()
    }

    /// Who takes messages from a queue.
    pub fn consumers(&self, queue: ComponentId) -> Vec<ComponentId> {
        let to = |id| self.design().link(id).to;
        let mut all: Vec<ComponentId> = self.study.links_from(queue).map(to).collect();
        all.retain(|id| self.study.kind(*id).is_compute());
        all.dedup();
        all
    }

    /// What waits for one who takes messages and nothing else, of the queue that leaves most.
    pub fn backlog(&self, reader: ComponentId) -> Option<Backlog> {
        self.backlog_in(self.study.load()?, self.usage(reader)?, reader)
    }

    /// The same under some load.
    pub fn backlog_in(
        &self,
        spread: &Spread,
        usage: &Usage,
        reader: ComponentId,
    ) -> Option<Backlog> {
        let queues = self.study.callers(reader).into_iter();
        let of = |queue| Backlog::of(self.design(), spread, usage, queue, reader);
        let all = queues.filter_map(of).filter(|_| self.study.is_fed_by_queues(reader));
        all.reduce(|most, next| if next.peak > most.peak { next } else { most })
    }

    /// The design under more traffic than today's.
    pub fn growth(&self) -> Growth {
        Growth::of(self.study, &Scenario::ordinary())
    }

    /// The multiple of today's traffic that it carries, of one who takes messages without falling
    /// behind: as it runs now, and where a scaler acts, with all that this may run. Infinite where
    /// traffic alone never fills it.
    pub fn carries(&self, growth: &Growth, id: ComponentId) -> Option<(f64, Option<f64>)> {
        if self.backlog(id).is_some() {
            return Some((growth.falls_behind(self.study, id)?, None));
        }
        let now = growth.fills(id)?;
        let scaled = growth.fills_scaled(self.study, id);
        Some((now, scaled.filter(|most| *most > now * 1.001)))
    }

    /// Whether one who takes messages keeps up today, and does not in the situation.
    pub fn falls_behind_in(&self, situation: &Situation, reader: ComponentId) -> bool {
        let (phase, today) = (situation.before(), self.backlog(reader));
        let usage = phase.usages[reader.index()].as_ref();
        let then = phase.spread.as_ref().zip(usage);
        let then = then.and_then(|(spread, usage)| self.backlog_in(spread, usage, reader));
        today.is_some_and(|it| !it.grows()) && then.is_some_and(|it| it.grows())
    }

    /// Who puts messages into a queue, and the connection.
    pub fn producer(&self, queue: ComponentId) -> Option<LinkId> {
        let is_async = |id: &LinkId| self.design().link(*id).arrow == Arrow::Async;
        self.study.links_to(queue).find(is_async)
    }

    /// How it is deployed: stated of it, else of the whole.
    pub fn deploy(&self, id: ComponentId) -> Option<&'static str> {
        let whole = self.design().operations.word(Attr::Deploy);
        self.facts(id).word(Attr::Deploy).or(whole)
    }

    pub fn note(&self, id: ComponentId) -> Option<&'a str> {
        self.facts(id).text(Attr::Note)
    }

    /// Whether it is in our hands: not a third party, and not a service that a provider keeps up
    /// over its zones.
    pub fn is_ours(&self, place: Place) -> bool {
        match place {
            Place::Component(id) => {
                self.study.kind(id) != Kind::External && !self.design().spans_zones(id)
            }
            Place::Group(id) => self.design().group(id).kind != GroupKind::Region,
        }
    }

    /// A provider runs it, by what the design says or by its technology; not because nothing is said.
    pub fn is_stated_managed(&self, id: ComponentId) -> bool {
        let tech = self.component(id).tech.as_deref();
        self.facts(id).is_on(Attr::Managed)
            || tech.is_some_and(|tech| tech.management != Management::SelfRun)
    }

    /// How long it takes to bring it back rests on a backup of which nothing is stated.
    pub fn guesses_backup(&self, id: ComponentId) -> bool {
        self.recovery(id).time.because == Reason::RestoreIfAny
    }

    pub fn zones(&self) -> Vec<GroupId> {
        let is_zone =
            |id: &GroupId| matches!(self.design().group(*id).kind, GroupKind::Zone | GroupKind::Dc);
        self.design().group_ids().filter(is_zone).collect()
    }

    /// An accepted finding of one of these rules about one of these components.
    pub fn accepted(&self, rules: &[&str], about: &[ComponentId]) -> Option<&'a Diagnostic> {
        self.findings.iter().find(|it| {
            let subject = it
                .subjects
                .iter()
                .any(|named| about.iter().any(|id| self.component(*id).path == named.name));
            it.is_accepted() && rules.contains(&it.rule.as_str()) && (subject || about.is_empty())
        })
    }

    /// A finding of one of these rules about one of the components that stands, and is neither accepted
    /// nor advice.
    pub fn objection(&self, rules: &[&str], about: &[ComponentId]) -> Option<&'a Diagnostic> {
        let is_about = |name: &str| about.iter().any(|id| self.component(*id).path == name);
        self.findings.iter().find(|it| {
            let is_named = it.subjects.iter().any(|named| is_about(&named.name));
            stands(it) && is_named && rules.contains(&it.rule.as_str())
        })
    }

    pub fn objects(&self, rules: &[&str], about: ComponentId) -> bool {
        self.objection(rules, &[about]).is_some()
    }

    /// How busy whoever answers for a database becomes once its primary is lost.
    pub fn after_primary(&self, db: ComponentId) -> Option<f64> {
        let gone = match self.design().running(db) {
            0 | 1 => self.without(Place::Component(db)),
            _ => self.without_one(db, 1),
        };
        let set = self.design().replica_set(db);
        let standbys = set.map_or_else(Vec::new, |set| set.standbys.to_vec());
        let all = standbys.into_iter().chain([db]);
        all.filter_map(|id| self.used_in(&gone, id)).reduce(f64::max)
    }

    /// The votes of what chooses its leader by a majority; `None` where none is taken, or the provider
    /// sees to it.
    pub fn votes(&self, id: ComponentId) -> Option<Votes> {
        let (design, facts) = (self.design(), self.facts(id));
        let tech = design.component(id).tech.as_ref();
        let votes = facts.number(Attr::Quorum, Dimension::Count).is_some()
            || facts.word(Attr::Mode) == Some("sentinel")
            || self.study.kind(id) == Kind::Queue && design.running(id) > 1
            || tech.is_some_and(|tech| tech.elects) && design.running(id) > 2;
        if !votes || design.management(id).is_managed() {
            return None;
        }
        let placed = design.placement(id);
        let inside = |zone: &GroupId| placed.iter().filter(|it| it.contains(zone)).count() as u32;
        let zones = self.zones().into_iter().map(|zone| (inside(&zone), zone));
        let zones = zones.filter(|(count, _)| *count > 0);
        let most = zones.reduce(|most, next| if next.0 > most.0 { next } else { most });
        let voters = design.running(id);
        Some(Votes { voters, majority: voters / 2 + 1, most })
    }

    pub fn lines_of(&self, id: ComponentId) -> Vec<&'a CostLine> {
        let of = |line: &&CostLine| line.place == Place::Component(id);
        self.study.cost().lines.iter().filter(of).collect()
    }

    /// What it costs a month as it runs now, in the currency of its lines.
    pub fn cost_of(&self, id: ComponentId) -> Option<(f64, Currency)> {
        let lines = self.lines_of(id);
        let currency = lines.first()?.currency;
        lines
            .iter()
            .all(|line| line.currency == currency)
            .then(|| (lines.iter().map(|line| line.running().hi).sum(), currency))
    }

    pub fn money(&self, amount: f64, currency: Currency) -> Text {
        words::money(Interval::exact(amount), currency, self.study.terms().krw_per_usd)
    }

    /// Instances that carry the peak at the target with one lost.
    pub fn enough(&self, id: ComponentId) -> Option<u32> {
        self.study.enough_replicas(id, self.usage(id)?, TARGET_UTILIZATION)
    }

    /// How busy it is in a situation; `None` as well of one who works off what waits in a queue, who
    /// is as busy as that takes.
    pub fn used_in(&self, situation: &Situation, id: ComponentId) -> Option<f64> {
        let used = situation.usage(id)?.utilization.hi;
        let drains = self.study.is_fed_by_queues(id) && (used - 1.0).abs() <= 1e-9;
        (!drains).then_some(used)
    }

    /// The busiest of all.
    pub fn busiest(&self, situation: &Situation) -> Option<(ComponentId, f64)> {
        let all = self.design().component_ids();
        let used = all.filter_map(|id| Some((id, self.used_in(situation, id)?)));
        used.reduce(|most, next| if next.1 > most.1 { next } else { most })
    }
}

/// A finding that weighs: neither accepted nor advice.
pub fn stands(finding: &Diagnostic) -> bool {
    !finding.is_accepted() && finding.severity != Severity::Advice
}

/// How a leader is chosen.
pub struct Votes {
    pub voters: u32,
    pub majority: u32,
    /// The zone with the most of them, and how many; `None` where no zone is drawn.
    pub most: Option<(u32, GroupId)>,
}

impl Votes {
    /// The zone without which nobody has a majority.
    pub fn decided_in(&self) -> Option<GroupId> {
        self.most.filter(|(most, _)| *most >= self.majority).map(|(_, zone)| zone)
    }
}
