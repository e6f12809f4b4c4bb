//! The moves that a design may make: what each states, where, and why.

use super::parts::Part;
use super::standing::goal;
use crate::analysis::load::TARGET_UTILIZATION;
use crate::analysis::recovery::LOG_SHIPPING;
use crate::analysis::{Disk, Study};
use crate::catalog::prices;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Attr, ComponentId, Design, Duration, Failover, GroupId, GroupKind, Kind, LinkId, Place,
    Softness,
};
use crate::say::{Lang, Text, number};
use crate::source::Sources;
use crate::syntax::ast::Arrow;
use crate::text;

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A second zone, declared in the region.
    Zone(GroupId),
    Component(ComponentId),
    Link(LinkId),
    /// Something new on the way that the connection takes.
    Way(LinkId),
    Operations,
}

/// Attributes to state of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    pub target: Target,
    /// Another technology.
    pub tech: Option<&'static str>,
    /// Name and value; a value that is empty makes a flag.
    pub attrs: Vec<(&'static str, String)>,
    /// What is added.
    pub part: Option<Part>,
    pub why: Text,
    /// What is lost by it, beside money.
    pub gives_up: Option<Text>,
}

impl Edit {
    pub fn of(target: Target, attrs: Vec<(&'static str, String)>, why: Text) -> Self {
        Self { target, tech: None, attrs, part: None, why, gives_up: None }
    }

    pub fn giving_up(self, what: Text) -> Self {
        Self { gives_up: Some(what), ..self }
    }
}

/// One thing that may be done, in one or several degrees, the mildest first.
#[derive(Clone, Debug)]
pub struct Slot {
    pub degrees: Vec<Vec<Edit>>,
    /// Minutes of downtime a year that it is about; endless for data that would be lost.
    pub weight: f64,
    /// It adds something that is paid for.
    pub is_paid: bool,
    /// The degree at which it stands in two zones, or runs enough for them; 0 where that is none of its.
    pub apart: usize,
}

impl Slot {
    pub fn free(edit: Edit, weight: f64) -> Self {
        Self { degrees: vec![vec![edit]], weight, is_paid: false, apart: 0 }
    }

    pub fn paid(degrees: Vec<Vec<Edit>>, weight: f64) -> Self {
        let zoned = |edit: &Edit| edit.attrs.iter().any(|(name, _)| *name == "zones");
        let at = degrees.iter().rposition(|edits| edits.iter().any(zoned));
        Self { degrees, weight, is_paid: true, apart: at.map_or(0, |at| at + 1) }
    }
}

/// What was read of a design, and found in it.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub study: &'a Study,
    pub sources: &'a Sources,
    pub findings: &'a [Diagnostic],
}

/// All moves of a design, the weightiest first.
pub fn moves(known: Known, lang: Lang) -> Vec<Slot> {
    let study = known.study;
    let all = Moves { known, study, design: study.design(), lang };
    let mut slots: Vec<Slot> = Vec::new();
    for id in study.design().component_ids() {
        slots.extend(all.copies(id));
        slots.extend(all.brokers(id));
        slots.extend(all.spread(id));
        slots.extend(all.names(id));
        slots.extend(all.takers(id));
        slots.extend(all.backup(id));
        slots.extend(all.disk(id));
        slots.extend(all.session(id));
        slots.extend(all.checks(id));
        slots.extend(all.scaling(id));
        slots.extend(all.failover(id));
        slots.extend(all.readers(id));
        slots.extend(all.writers(id));
        slots.extend(all.cdn(id));
    }
    slots.extend(study.design().group_ids().filter_map(|id| all.spread_all(id)));
    slots.extend(study.design().link_ids().filter_map(|id| all.spared(id)));
    slots.extend(all.deploy());
    slots.extend(all.alerts());
    slots.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    slots
}

pub(super) struct Moves<'a> {
    pub known: Known<'a>,
    pub study: &'a Study,
    pub design: &'a Design,
    pub lang: Lang,
}

impl Moves<'_> {
    /// How long in a year the journey that suffers most is down because of it.
    pub fn down_by(&self, id: ComponentId) -> Duration {
        let saving = |flow| self.study.availability(flow).saving(Place::Component(id));
        self.design.flow_ids().map(saving).fold(Duration::ZERO, Duration::max)
    }

    /// What mending it is worth: a minute a year counts one.
    pub fn weight(&self, id: ComponentId) -> f64 {
        self.down_by(id).as_minutes()
    }

    pub fn edit(&self, id: ComponentId, attrs: &[(&'static str, &str)], why: Text) -> Edit {
        let attrs = attrs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Edit::of(Target::Component(id), attrs, why)
    }

    /// The zones over which it can be spread, with the one that has to be declared for that.
    pub(super) fn zones(&self, id: ComponentId) -> Option<(String, Option<GroupId>)> {
        let group = self.design.component(id).group;
        let around =
            |kind| self.design.ancestors(group).find(move |it| self.design.group(*it).kind == kind);
        let region = around(GroupKind::Region)?;
        let zones: Vec<GroupId> = self
            .design
            .group_ids()
            .filter(|it| self.design.group(*it).kind == GroupKind::Zone)
            .filter(|it| self.design.group(*it).parent == Some(region))
            .collect();
        let names: Vec<&str> =
            zones.iter().map(|it| self.design.group(*it).path.as_str()).collect();
        match names[..] {
            [] => None,
            [one] => Some((format!("[{one}, {}]", second_zone(self.study)), Some(region))),
            _ => Some((format!("[{}]", names[..2].join(", ")), None)),
        }
    }

    pub fn in_aws(&self, id: ComponentId) -> bool {
        let around = self.design.ancestors(self.design.component(id).group);
        let groups = around.map(|it| self.design.group(it));
        groups.into_iter().any(|group| {
            let label = group.label.as_deref().unwrap_or_default();
            prices::region("aws", label).is_some() && label.to_uppercase().contains("AWS")
                || group.name.starts_with("ap-")
                || group.name.starts_with("us-")
        })
    }

    /// More than one of it: in its place, over two zones, run by the provider.
    fn copies(&self, id: ComponentId) -> Option<Slot> {
        let kind = self.study.kind(id);
        let alone = self.study.spof_in(id).is_some();
        let component = self.design.component(id);
        let is_ours = !matches!(kind, Kind::User | Kind::External) && !self.design.spans_zones(id);
        let usage = self.study.usage(id);
        let short = usage.is_some_and(|usage| usage.utilization.hi > 1.0);
        let takes = self.study.is_fed_by_queues(id) && !alone;
        if !is_ours || takes || !(alone || short) || self.study.is_standby(id) {
            return None;
        }
        let enough =
            usage.and_then(|usage| self.study.enough_replicas(id, usage, TARGET_UTILIZATION));
        let count = enough.unwrap_or(2).max(2).to_string();
        let why = self.why_copies(id);
        let base: Vec<(&'static str, &str)> = match kind {
            Kind::Db => vec![("replicas", "2"), ("failover", "auto")],
            Kind::Cache => vec![("replicas", "3"), ("mode", "sentinel")],
            Kind::Queue => vec![("brokers", "3"), ("replication-factor", "3")],
            Kind::Storage | Kind::Search => vec![("replicas", "3")],
            Kind::Dns | Kind::Cdn | Kind::Waf | Kind::Nat => vec![("replicas", "2")],
            _ => vec![("replicas", count.as_str())],
        };
        let base = self.missing(id, base);
        let mut degrees = match base.is_empty() {
            true => Vec::new(),
            false => vec![vec![self.edit(id, &base, why.clone())]],
        };
        if let Some((zones, region)) = self.zones(id).filter(|_| component.zones.len() < 2) {
            let mut spread = base.clone();
            spread.push(("zones", &zones));
            let mut edits: Vec<Edit> = region.into_iter().map(|it| self.new_zone(it)).collect();
            edits.push(self.edit(id, &spread, why.clone()));
            degrees.push(edits.clone());
            if let Some((tech, attrs)) = self.managed(id, &zones) {
                let attrs: Vec<(&'static str, &str)> =
                    attrs.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let mut managed = self.edit(id, &attrs, why);
                managed.tech = Some(tech);
                edits.pop();
                edits.push(managed);
                degrees.push(edits);
            }
        }
        (!degrees.is_empty()).then(|| Slot::paid(degrees, self.weight(id).max(1.0)))
    }

    /// What the design does not do already.
    fn missing<'v>(
        &self,
        id: ComponentId,
        attrs: Vec<(&'static str, &'v str)>,
    ) -> Vec<(&'static str, &'v str)> {
        let running = self.design.running(id);
        let is_done = |(name, value): &(&'static str, &str)| match *name {
            "replicas" | "brokers" => value.parse().is_ok_and(|count: u32| running >= count),
            "failover" => self.design.failover(id) == Failover::Auto,
            "mode" => self.design.component(id).facts.word(Attr::Mode) == Some(*value),
            _ => false,
        };
        attrs.into_iter().filter(|attr| !is_done(attr)).collect()
    }

    fn why_copies(&self, id: ComponentId) -> Text {
        let lost = self.down_by(id);
        if lost < Duration::minutes(1.0) {
            return text!("몰리는 부하를 감당하게 늘립니다", "the load is carried");
        }
        let lost = number::duration(lost);
        text!(
            lost;
            "하나를 잃어도 흐름이 이어지게 합니다(지금은 연간 {lost} 몫)",
            "the loss of one is survived ({lost} a year today)"
        )
    }

    pub(super) fn new_zone(&self, region: GroupId) -> Edit {
        let why = text!("나눠 둘 두 번째 영역을 둡니다", "a second zone to spread over");
        Edit::of(Target::Zone(region), Vec::new(), why)
    }

    /// The same, run by the provider over its zones.
    fn managed(
        &self,
        id: ComponentId,
        zones: &str,
    ) -> Option<(&'static str, Vec<(&'static str, String)>)> {
        let name = self.design.component(id).tech.as_ref()?.name.as_str();
        if !self.in_aws(id) || self.design.management(id).is_managed() {
            return None;
        }
        let zones = ("zones", zones.to_owned());
        let say = |name: &'static str, value: &str| (name, value.to_owned());
        match name {
            "mysql" | "postgres" | "postgresql" | "mariadb" => {
                Some(("rds", vec![say("replicas", "2"), say("failover", "auto"), zones]))
            }
            "redis" | "valkey" => Some((
                "elasticache",
                vec![
                    say("replicas", "2"),
                    say("mode", "replicated"),
                    say("failover", "auto"),
                    zones,
                ],
            )),
            "nginx" | "haproxy" if self.study.is_proxy(id) => {
                Some(("alb", vec![say("health-check", "10s")]))
            }
            _ => None,
        }
    }

    fn backup(&self, id: ComponentId) -> Option<Slot> {
        let facts = &self.design.component(id).facts;
        let keeps = self.study.kind(id) == Kind::Db && !self.study.is_standby(id);
        if !keeps
            || facts.is_on(Attr::Backup) && facts.is_on(Attr::Pitr)
            || self.study.is_provided(id)
        {
            return None;
        }
        let why = text!(
            "잘못 지운 데이터를 되살립니다. 복제본에서는 같이 지워집니다",
            "a mistaken delete can be undone; replicas lose it too"
        );
        let why = match goal(self.study, Attr::Rpo).filter(|goal| *goal < LOG_SHIPPING) {
            None => why,
            Some(goal) => text!(
                why, ship = number::duration(LOG_SHIPPING), goal = number::duration(goal);
                "{why}. 그래도 최대 {ship} 분량을 잃어 RPO 목표({goal})에는 닿지 않습니다",
                "{why}. That still loses up to {ship}, more than the RPO of {goal} allows"
            ),
        };
        let mut attrs = vec![("backup", "1d"), ("pitr", "")];
        // What is on already is no step.
        attrs.retain(|(name, _)| match *name {
            "backup" => !facts.is_on(Attr::Backup),
            _ => !facts.is_on(Attr::Pitr),
        });
        let edit = self.edit(id, &attrs, why);
        Some(Slot::free(edit, f64::INFINITY))
    }

    fn disk(&self, id: ComponentId) -> Option<Slot> {
        let disk = self.study.disk(id).filter(Disk::fills)?;
        let wanted = number::bought(disk.wanted(Disk::HORIZON));
        let why = text!(
            "보관 기간 동안 쌓이는 데이터가 들어갑니다",
            "what piles up over the retention fits"
        );
        let edit = self.edit(id, &[("size", wanted.as_str())], why);
        Some(Slot::paid(vec![vec![edit]], 1e6))
    }

    fn session(&self, id: ComponentId) -> Option<Slot> {
        let facts = &self.design.component(id).facts;
        matches!(facts.word(Attr::Session), Some("local" | "sticky")).then(|| {
            let caches = self.study.of_kinds(&[Kind::Cache]);
            let store = caches.into_iter().find(|cache| self.study.callers(*cache).contains(&id));
            let value = store.map_or("none", |cache| self.design.component(cache).path.as_str());
            let why =
                text!("어느 서버로 가도 로그인이 유지되게 합니다", "any server knows the session");
            let edit = self.edit(id, &[("session", value)], why);
            Slot::free(edit, 100.0)
        })
    }

    fn checks(&self, id: ComponentId) -> Option<Slot> {
        let denied = self.study.checks_health(id) == Some(false) && self.study.spreads(id);
        let own = self.design.component(id).facts.is_off(Attr::HealthCheck);
        (denied && own).then(|| {
            let why = text!("죽은 서버를 자동으로 뺍니다", "a dead server is taken out by itself");
            let edit = self.edit(id, &[("health-check", "10s")], why);
            Slot::free(edit, 90.0)
        })
    }

    /// For a tier whose traffic jumps: as many as ten times the peak asks for.
    fn scaling(&self, id: ComponentId) -> Option<Slot> {
        let usage = self.study.usage(id)?;
        let jumps = self.study.demand().is_some_and(|demand| demand.factor.hi >= 3.0);
        let fits = self.study.is_own_server(id)
            && self.study.is_in_request(id)
            && !self.study.is_proxy(id);
        if !jumps || !fits || self.design.scales(id).is_some() {
            return None;
        }
        let floor = self.study.enough_replicas(id, usage, TARGET_UTILIZATION)?.max(2);
        let each = usage.capacity_each * TARGET_UTILIZATION;
        let ceiling = (usage.peak() * 10.0 / each).ceil().min(1000.0) as u32;
        let edit = |floor: u32| {
            let bounds = format!("{floor}..{}", ceiling.max(floor + 1));
            let why = text!("몰리는 시간에만 늘어나게 합니다", "more run only while many come");
            vec![self.edit(id, &[("autoscale", bounds.as_str())], why)]
        };
        // Over two zones the floor is what the loss of one asks for.
        let apart = self.enough_over_two(id).filter(|enough| *enough > floor);
        let degrees: Vec<Vec<Edit>> = [floor].into_iter().chain(apart).map(edit).collect();
        let apart = if degrees.len() > 1 { 2 } else { 0 };
        Some(Slot { apart, ..Slot::paid(degrees, 20.0) })
    }

    /// A standby that nobody is stated to promote.
    fn failover(&self, id: ComponentId) -> Option<Slot> {
        let open = self.design.has_standby(id) && self.design.failover(id) != Failover::Auto;
        (open && !self.study.is_standby(id)).then(|| {
            let why =
                text!("사람을 기다리지 않고 승격합니다", "promotion does not wait for a person");
            let edit = self.edit(id, &[("failover", "auto")], why);
            Slot::free(edit, self.weight(id).max(200.0))
        })
    }

    /// What the caller of a connection may be spared: to stop with it, or to wait for it at all.
    fn spared(&self, id: LinkId) -> Option<Slot> {
        let (fallback, queue) = (self.fallback(id), self.queue(id));
        let is_paid = fallback.is_none() && queue.is_some();
        let degrees: Vec<Vec<Edit>> =
            fallback.into_iter().chain(queue).map(|edit| vec![edit]).collect();
        let weight = self.weight(self.design.link(id).to).max(5.0);
        (!degrees.is_empty()).then_some(Slot { degrees, weight, is_paid, apart: 0 })
    }

    /// A call that is waited for and that the caller could do without: an external system, or a cache
    /// before a store that the caller reaches itself.
    fn fallback(&self, id: LinkId) -> Option<Edit> {
        let link = self.design.link(id);
        let needs = &self.design.needs[link.from.index()];
        let hard = needs.iter().any(|need| {
            need.links.contains(&id) && need.softness == Softness::Hard && need.links.len() == 1
        });
        if link.arrow != Arrow::Sync || !hard || link.facts.is_stated(Attr::Fallback) {
            return None;
        }
        let caller = self.study.is_own_server(link.from);
        let (timeout, fallback, why) = match self.study.kind(link.to) {
            Kind::External if caller => (
                "3s",
                self.later(),
                text!(
                    "상대가 느리거나 죽어도 우리 흐름은 이어지게 합니다",
                    "our journey goes on when they are slow or down"
                ),
            ),
            // What is kept there alone is in no store that could be read instead.
            Kind::Cache if caller && !self.keeps_alone(link.to) => {
                let store = self.store_of(link.from)?;
                let path = self.design.component(store).path.clone();
                (
                    "200ms",
                    path,
                    text!(
                        "캐시가 답하지 않으면 DB에서 읽습니다",
                        "when the cache does not answer, the database is read"
                    ),
                )
            }
            _ => return None,
        };
        let mut attrs = vec![("fallback", fallback)];
        if !link.facts.is_stated(Attr::Timeout) {
            attrs.insert(0, ("timeout", timeout.to_owned()));
        }
        if self.study.kind(link.to) == Kind::External && !link.facts.is_stated(Attr::CircuitBreaker)
        {
            attrs.push(("circuit-breaker", String::new()));
        }
        Some(Edit::of(Target::Link(id), attrs, why))
    }

    /// Sessions, locks and the like, and no copy of what a store has.
    fn keeps_alone(&self, cache: ComponentId) -> bool {
        !self.study.kept_uses(cache).is_empty() && !self.study.is_cache_too(cache)
    }

    fn later(&self) -> String {
        match self.lang {
            Lang::Ko => "\"보류하고 나중에 처리합니다\"".to_owned(),
            Lang::En => "\"put off and processed later\"".to_owned(),
        }
    }

    /// The only store that it calls.
    fn store_of(&self, from: ComponentId) -> Option<ComponentId> {
        let links = self.study.links_from(from).map(|link| self.design.link(link));
        let calls = links.filter(|link| link.arrow == Arrow::Sync).map(|link| link.to);
        let stores: Vec<ComponentId> =
            calls.filter(|id| self.study.kind(*id) == Kind::Db).collect();
        if let [one] = stores[..] { Some(one) } else { None }
    }

    fn deploy(&self) -> Option<Slot> {
        (self.design.operations.word(Attr::Deploy) == Some("recreate")).then(|| {
            let why = text!("배포할 때 멈추지 않게 합니다", "a deploy stops nothing");
            self.of_operations("deploy", "rolling".to_owned(), why, 50.0)
        })
    }

    fn alerts(&self) -> Option<Slot> {
        let stated = self.design.operations.words(Attr::Monitoring)?;
        (self.study.watches("alerts") != Some(true) && !stated.is_empty()).then(|| {
            let kept = stated.into_iter().filter(|word| *word != "no-alerts").chain(["alerts"]);
            let list = format!("[{}]", kept.collect::<Vec<_>>().join(", "));
            let why = text!("사용자보다 먼저 압니다", "we know before the users do");
            self.of_operations("monitoring", list, why, 30.0)
        })
    }

    fn of_operations(&self, name: &'static str, value: String, why: Text, weight: f64) -> Slot {
        Slot::free(Edit::of(Target::Operations, vec![(name, value)], why), weight)
    }
}

/// How a zone that is declared is called.
pub fn second_zone(study: &Study) -> String {
    study.design().free_name("zone-b")
}
