//! What would save money, each change by itself, with what it does to availability.

use super::tariff::Tariff;
use super::{Cost, CostLine, Currency};
use crate::analysis::availability::{Budget, FlowAvailability};
use crate::analysis::load::{CapacityBasis, Interval, Usage, figure};
use crate::analysis::study::Study;
use crate::catalog::prices::{self, HOURS_PER_MONTH};
use crate::model::{Attr, ComponentId, Duration, Kind, Place};
use crate::syntax::ast::Arrow;

/// A change that saves money.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A smaller instance type of the same family, which still carries the peak at the target.
    RightSize {
        to: String,
    },
    /// The same size with the provider's own ARM processors.
    Graviton {
        to: String,
    },
    /// A year's commitment of what runs all the time.
    Commit,
    /// One NAT gateway in place of one in each zone.
    OneNat,
    /// A gateway endpoint in place of the NAT, to that store of the provider.
    Endpoint {
        to: ComponentId,
    },
    StorageClass {
        to: &'static str,
    },
    /// A balancer that hardly anybody calls, or that has no target.
    DropBalancer,
    /// A version of the engine that is in standard support.
    Upgrade,
}

/// What a change of one component saves a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    pub id: ComponentId,
    pub change: Change,
    pub amount: f64,
    pub currency: Currency,
    /// How much longer in a year the flow which suffers most is down; `None` where that is not
    /// computed.
    pub more_downtime: Option<Duration>,
    pub derivation: String,
}

/// Families with the one that has the provider's own processors.
const GRAVITON: &[(&str, &str)] = &[
    ("t3", "t4g"),
    ("m5", "m6g"),
    ("c5", "c6g"),
    ("r5", "r6g"),
    ("m6i", "m7g"),
    ("c6i", "c7g"),
    ("r6i", "r7g"),
    ("m7i", "m7g"),
];

/// Stores that a gateway endpoint, which costs nothing, leads to.
const ENDPOINTS: &[&str] = &["s3", "dynamodb"];

/// A balancer below this rate is idle.
const IDLE_RPS: f64 = 1.0;

impl Saving {
    /// All that would save, the most first; won counted as dollars at the rate of the terms.
    pub fn all(study: &Study) -> Vec<Self> {
        let seeker = Seeker::of(study);
        let ids = study.design().component_ids();
        let mut all: Vec<Self> = ids.flat_map(|id| seeker.of_component(id)).collect();
        all.retain(|it| it.amount > 0.005);
        let rate = study.terms().krw_per_usd.filter(|rate| *rate > 0.0).unwrap_or(1300.0);
        let dollars = |it: &Self| match it.currency {
            Currency::Krw => it.amount / rate,
            Currency::Usd => it.amount,
        };
        all.sort_by(|a, b| dollars(b).total_cmp(&dollars(a)));
        all
    }
}

struct Seeker<'s> {
    study: &'s Study,
    cost: &'s Cost,
    tariff: Tariff<'s>,
}

impl<'s> Seeker<'s> {
    fn of(study: &'s Study) -> Self {
        let tariff = Tariff { design: study.design(), terms: study.terms() };
        Self { study, cost: study.cost(), tariff }
    }

    fn line(&self, id: ComponentId, what: &str) -> Option<&'s CostLine> {
        let mut own = self.cost.of_place(Place::Component(id));
        own.find(|line| line.what == what)
    }

    fn of_component(&self, id: ComponentId) -> Vec<Saving> {
        let by_size = self.right_size(id);
        let others = [
            self.graviton(id),
            self.commit(id),
            self.one_nat(id),
            self.endpoint(id),
            self.storage_class(id),
            self.drop_balancer(id),
            self.upgrade(id),
        ];
        by_size.into_iter().chain(others.into_iter().flatten()).collect()
    }

    /// The change of one line to another price an hour.
    fn repriced(&self, line: &CostLine, id: ComponentId, change: Change, to: f64) -> Saving {
        let amount = line.quantity.lo * (line.each - to);
        let (count, each) = (figure(line.quantity), crate::say::number::trimmed(line.each, 2));
        let derivation = format!("{count} × ({each} − {})", crate::say::number::trimmed(to, 2));
        let currency = line.currency;
        Saving { id, change, amount, currency, more_downtime: Some(Duration::ZERO), derivation }
    }

    /// What an instance of that type costs a month where the component runs.
    fn month_of(&self, id: ComponentId, name: &str) -> Option<f64> {
        let sold = prices::instance_type(name)?;
        let region = self.tariff.region(id, sold.provider)?;
        Some(self.tariff.instance_price(id, name, region)?.amount * HOURS_PER_MONTH)
    }

    fn is_on_demand(&self, id: ComponentId) -> bool {
        let pricing = self.study.design().component(id).facts.word(Attr::Pricing);
        matches!(pricing, None | Some("on-demand"))
    }

    /// The cheapest type of the family whose running number carries the peak at the target and
    /// keeps every objective; the capacity follows the vCPUs.
    fn right_size(&self, id: ComponentId) -> Option<Saving> {
        let design = self.study.design();
        let component = design.component(id);
        let line = self.line(id, "instances").filter(|_| self.is_on_demand(id))?;
        let name = component.facts.text(Attr::Instance)?;
        let size = prices::instance_size(name).filter(|size| size.baseline.is_none())?;
        let usage = self.study.ordinary().usage(id);
        let usage = usage.filter(|usage| usage.basis == CapacityBasis::Stated)?;
        let is_ours = component.kind.is_compute() && design.scales(id).is_none();
        if !is_ours || usage.peak() <= 0.0 {
            return None;
        }
        let mut smaller: Vec<(&str, f64, f64)> = prices::family(name)
            .filter_map(|other| {
                let part = prices::instance_size(other)?.vcpus / size.vcpus;
                Some((other, part, self.month_of(id, other)?))
            })
            .filter(|(_, part, month)| *part < 1.0 && *month < line.each)
            .collect();
        smaller.sort_by(|a, b| a.2.total_cmp(&b.2));
        smaller.into_iter().find_map(|(to, part, month)| {
            let enough = usage.replicas_at(usage.target * part)? <= design.running(id);
            let more = enough.then(|| self.downtime_of_smaller(id, usage, part)).flatten()?;
            let change = Change::RightSize { to: to.to_owned() };
            let saving = self.repriced(line, id, change, month);
            Some(Saving { more_downtime: Some(more), ..saving })
        })
    }

    /// How much longer a flow is down when one instance carries only a part of what it did; `None`
    /// where an objective breaks by it or, where none is stated, it is down longer at all.
    fn downtime_of_smaller(&self, id: ComponentId, usage: &Usage, part: f64) -> Option<Duration> {
        let (before, after) = (usage.replicas_at(1.0)?, usage.replicas_at(part)?);
        if before == after {
            return Some(Duration::ZERO);
        }
        let (design, today) = (self.study.design(), self.study.ordinary());
        let mut required = today.required().clone();
        required.require(id, after);
        let mut worst = Duration::ZERO;
        for flow in design.flow_ids() {
            let old = today.availability(flow).outlook.downtime_a_year();
            let new = FlowAvailability::of(design, flow, &required, Budget::default());
            let more = new.outlook.downtime_a_year() - old;
            let objective = self.study.stated_objective(Some(flow), Attr::Availability);
            let holds = match objective {
                Some(objective) => new.outlook.availability().lo >= objective.low(),
                None => more <= Duration::minutes(1e-6),
            };
            if !holds {
                return None;
            }
            worst = worst.max(more);
        }
        Some(worst)
    }

    fn graviton(&self, id: ComponentId) -> Option<Saving> {
        let line = self.line(id, "instances").filter(|_| self.is_on_demand(id))?;
        let name = self.tariff.instance(id)?;
        let (front, family, size) = split(name)?;
        let to = GRAVITON.iter().find(|(from, _)| *from == family)?.1;
        let to = format!("{front}{to}{size}");
        let month = self.month_of(id, &to)?;
        Some(self.repriced(line, id, Change::Graviton { to }, month))
    }

    fn commit(&self, id: ComponentId) -> Option<Saving> {
        let line = self.line(id, "instances").filter(|_| self.is_on_demand(id))?;
        let one_year = line.one_year?;
        // What a scaler takes away at night is not committed.
        let steady = CostLine { quantity: Interval::exact(line.bounds.lo), ..line.clone() };
        Some(self.repriced(&steady, id, Change::Commit, one_year))
    }

    fn one_nat(&self, id: ComponentId) -> Option<Saving> {
        let design = self.study.design();
        let line = self.line(id, "hours")?;
        if design.component(id).kind != Kind::Nat || design.running(id) < 2 {
            return None;
        }
        let others = line.quantity.lo - 1.0;
        let derivation = format!("{others} × {}", crate::say::number::trimmed(line.each, 2));
        let amount = others * line.each;
        let currency = line.currency;
        // What stands in for a lost zone is not computed here.
        let more_downtime = None;
        Some(Saving { id, change: Change::OneNat, amount, currency, more_downtime, derivation })
    }

    fn endpoint(&self, id: ComponentId) -> Option<Saving> {
        let design = self.study.design();
        let line = self.line(id, "data").filter(|_| design.component(id).kind == Kind::Nat)?;
        let spread = self.study.ordinary().spread()?;
        let all = spread.at(id).average.hi;
        let calls = design.links_from(id).filter(|link| design.link(*link).arrow != Arrow::Copy);
        let to_store = calls.filter(|link| {
            let to = design.component(design.link(*link).to);
            to.tech.as_ref().is_some_and(|tech| ENDPOINTS.contains(&tech.name.as_str()))
        });
        let dearest = to_store.max_by(|a, b| {
            let over = |link: &crate::model::LinkId| spread.over(design, *link).average.hi;
            over(a).total_cmp(&over(b)).then(b.cmp(a))
        })?;
        let part = spread.over(design, dearest).average.hi / all.max(f64::MIN_POSITIVE);
        let amount = line.running().lo * part.min(1.0);
        let derivation = format!("{} GB × {}", figure(line.quantity * part.min(1.0)), line.each);
        let to = design.link(dearest).to;
        let (currency, more_downtime) = (line.currency, Some(Duration::ZERO));
        let change = Change::Endpoint { to };
        Some(Saving { id, change, amount, currency, more_downtime, derivation })
    }

    fn storage_class(&self, id: ComponentId) -> Option<Saving> {
        let facts = &self.study.design().component(id).facts;
        let line = self.line(id, "storage")?;
        if facts.text(Attr::StorageClass) != Some("gp2") {
            return None;
        }
        let name = self.tariff.instance(id)?;
        let service = prices::instance_type(name).filter(|it| it.provider == "aws")?.service;
        let region = self.tariff.region(id, "aws")?;
        let price = match service {
            _ if self.tariff.aurora(id).is_some() => return None,
            "rds" => self.tariff.price("aws", region, "rds", "gp3 single-AZ")?,
            _ => self.tariff.price("aws", region, "ebs", "gp3")?,
        };
        Some(self.repriced(line, id, Change::StorageClass { to: "gp3" }, price.amount))
    }

    fn drop_balancer(&self, id: ComponentId) -> Option<Saving> {
        let design = self.study.design();
        if design.component(id).kind != Kind::Lb || design.stands_by(id) {
            return None;
        }
        let has_target = design.links_from(id).next().is_some();
        let peak = self.study.ordinary().arrival(id).map(|arrival| arrival.peak.hi);
        let is_idle = !has_target || peak.is_some_and(|peak| peak < IDLE_RPS);
        // What is sent to users and what is processed for them goes through another one then.
        let stays = |line: &&CostLine| ["out", "zones", "units"].contains(&line.what);
        let own = || self.cost.of_place(Place::Component(id)).filter(|line| !stays(line));
        let first = own().next().filter(|_| is_idle)?;
        let amount = own().map(|line| line.running().lo).sum();
        let derivation = own().map(|line| line.derivation.clone()).collect::<Vec<_>>().join(" + ");
        let more_downtime = (!has_target).then_some(Duration::ZERO);
        let currency = first.currency;
        let change = Change::DropBalancer;
        Some(Saving { id, change, amount, currency, more_downtime, derivation })
    }

    fn upgrade(&self, id: ComponentId) -> Option<Saving> {
        let line = self.line(id, "extended-support")?;
        let (amount, derivation) = (line.running().lo, line.derivation.clone());
        let (currency, more_downtime) = (line.currency, Some(Duration::ZERO));
        Some(Saving { id, change: Change::Upgrade, amount, currency, more_downtime, derivation })
    }
}

/// `db.`, `m5`, `.large` of `db.m5.large`.
fn split(name: &str) -> Option<(&str, &str, &str)> {
    let from = ["db.", "cache.", "kafka."].iter().find(|it| name.starts_with(**it));
    let (front, rest) = name.split_at(from.map_or(0, |it| it.len()));
    let (family, size) = rest.split_at(rest.find('.')?);
    Some((front, family, size))
}

/// A burstable instance that the average load keeps above what it may use for ever.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burst {
    /// The part of its capacity that the average takes.
    pub average: f64,
    /// The part that it may use for ever.
    pub baseline: f64,
}

impl Burst {
    /// `None` where the type is not burstable, or the capacity or the load is not stated.
    pub fn of(study: &Study, id: ComponentId) -> Option<Self> {
        let today = study.ordinary();
        let name = study.design().component(id).facts.text(Attr::Instance)?;
        let baseline = prices::instance_size(name)?.baseline?;
        let usage = today.usage(id).filter(|it| it.basis == CapacityBasis::Stated)?;
        let arrival = today.arrival(id).filter(|arrival| arrival.peak.hi > 0.0)?;
        let average = usage.utilization.hi * arrival.average.hi / arrival.peak.hi;
        (average > baseline).then_some(Self { average, baseline })
    }
}
