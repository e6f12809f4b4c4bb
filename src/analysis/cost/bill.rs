//! The lines of a component's bill: what runs by the hour, and what is kept.

use super::tariff::Tariff;
use super::{Cost, CostLine, Currency, Gap, Missing, PriceBasis};
use crate::analysis::load::{Interval, Spread, figure};
use crate::analysis::study::Study;
use crate::catalog::prices::{self, HOURS_PER_MONTH, Price};
use crate::model::{Attr, ComponentId, Design, Dimension, GroupId, GroupKind, Place};
use std::collections::BTreeMap;

/// A provider's list of which the services are known.
pub(super) const AWS: &str = "aws";

/// One design's bill in the making.
pub(super) struct Bill<'s> {
    pub design: &'s Design,
    pub study: &'s Study,
    pub tariff: Tariff<'s>,
    /// The load of an ordinary day; `None` when no traffic is stated.
    pub spread: Option<&'s Spread>,
    /// By component that users enter past a CDN: bytes a month, and what one costs.
    pub entries: BTreeMap<ComponentId, Interval>,
    /// The component on whose lines the control plane of each cluster stands.
    clusters: BTreeMap<Option<GroupId>, ComponentId>,
}

/// The lines of one component in the making.
pub(super) struct Lines<'b, 's> {
    pub bill: &'b Bill<'s>,
    pub id: ComponentId,
    pub lines: Vec<CostLine>,
    pub gaps: Vec<Gap>,
}

/// A quantity with how it came about.
pub(super) struct Amount {
    pub quantity: Interval,
    pub bounds: Interval,
    pub working: String,
    pub assumed: bool,
}

impl Amount {
    pub fn of(quantity: Interval, working: String) -> Self {
        Self { quantity, bounds: quantity, working, assumed: false }
    }

    pub fn assumed(self) -> Self {
        Self { assumed: true, ..self }
    }
}

impl<'s> Bill<'s> {
    pub fn of(study: &'s Study) -> Self {
        let design = study.design();
        let tariff = Tariff { design, terms: study.terms() };
        let spread = study.ordinary().spread();
        let mut bill = Self {
            design,
            study,
            tariff,
            spread,
            entries: BTreeMap::new(),
            clusters: BTreeMap::new(),
        };
        bill.entries = bill.sent_out();
        for id in design.component_ids() {
            if bill.tech(id) == Some("eks") {
                bill.clusters.entry(bill.cluster(id)).or_insert(id);
            }
        }
        bill
    }

    pub fn tech(&self, id: ComponentId) -> Option<&'s str> {
        self.design.component(id).tech.as_ref().map(|tech| tech.name.as_str())
    }

    /// The cluster around a component, else its region.
    fn cluster(&self, id: ComponentId) -> Option<GroupId> {
        let around = || self.design.ancestors(self.design.component(id).group);
        let of = |kind| around().find(|id| self.design.group(*id).kind == kind);
        of(GroupKind::Cluster).or_else(|| of(GroupKind::Region))
    }

    /// Instances × shards: what runs now, and what the scaler may run.
    pub fn count(&self, id: ComponentId) -> (Interval, Interval) {
        let shards = self.design.component(id).facts.number(Attr::Shards, Dimension::Count);
        let shards = shards.map_or(1.0, |shards| shards.low().max(1.0));
        let running = Interval::exact(f64::from(self.design.running(id)) * shards);
        let scaled = self.design.scales(id).map(|(lo, hi)| {
            let (lo, hi) = (f64::from(lo) * shards, f64::from(hi) * shards);
            Interval { lo: lo.min(running.lo), hi: hi.max(running.hi) }
        });
        (running, scaled.unwrap_or(running))
    }

    pub fn of_component(&self, id: ComponentId) -> (Vec<CostLine>, Vec<Gap>) {
        let facts = &self.design.component(id).facts;
        let is_own = self.design.component(id).tech.as_ref().is_some_and(|tech| {
            tech.price.as_ref().is_some_and(|it| it.basis == crate::catalog::Basis::Configured)
        });
        let simple = || super::simple_line(self.design, self.study.terms(), id, self.count(id));
        if facts.is_stated(Attr::Cost) || (is_own && !facts.is_stated(Attr::Instance)) {
            return (simple().into_iter().collect(), Vec::new());
        }
        let mut lines = Lines { bill: self, id, lines: Vec::new(), gaps: Vec::new() };
        if super::is_on_priced_host(self.design, id) {
            lines.of_travel();
            return (lines.lines, lines.gaps);
        }
        match self.tariff.instance(id) {
            Some(name) => lines.of_instances(name),
            None => lines.of_service(),
        }
        // Of a type without a price nothing is known; a planning value would be another machine's.
        let has_base = facts.is_stated(Attr::Instance) || lines.has_base();
        if !has_base && let Some(planned) = simple() {
            match self.is_of_another_region(id) {
                true => lines.gap("instances", Missing::Price),
                false => lines.lines.insert(0, planned),
            }
        }
        lines.of_travel();
        (lines.lines, lines.gaps)
    }
}

impl Bill<'_> {
    /// The planning value is a price of another region than the one that it runs in.
    fn is_of_another_region(&self, id: ComponentId) -> bool {
        let tech = self.design.component(id).tech.as_ref();
        let planned = tech.and_then(|tech| tech.price.as_ref()?.region.as_deref());
        let provider = self.tariff.provider(id);
        let own = provider.and_then(|provider| self.tariff.region(id, provider));
        own.zip(planned).is_some_and(|(own, planned)| own != planned)
    }
}

impl<'b, 's> Lines<'b, 's> {
    /// What is paid whether anybody uses it or not, or for each use.
    fn has_base(&self) -> bool {
        let base = ["instances", "hours", "control-plane", "requests", "reads", "storage"];
        self.lines.iter().any(|line| base.contains(&line.what))
            && self.bill.tech(self.id) != Some("aws-waf")
    }

    /// The region of an AWS service; a gap where nothing says it.
    pub fn aws_region(&self) -> Option<&'static str> {
        self.bill.tariff.region(self.id, AWS)
    }

    pub fn gap(&mut self, what: &'static str, why: Missing) {
        let gap = Gap { place: Place::Component(self.id), what, why };
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
    }

    /// A line of so many units at a price each; a gap where there is no price and it is not none.
    pub fn add(&mut self, what: &'static str, amount: Amount, price: Option<Price>, unit: &str) {
        if amount.quantity.hi <= 0.0 && amount.bounds.hi <= 0.0 {
            return;
        }
        let Some(price) = price else { return self.gap(what, Missing::Price) };
        let working = format!("{} × {}{}", amount.working, money(price), unit);
        self.push(what, amount, price, (price.amount, None, price.amount), working);
    }

    /// A line of so many at a price an hour, as `pricing` says.
    pub fn hourly(&mut self, what: &'static str, amount: Amount, price: Option<Price>, item: &str) {
        let Some(price) = price else { return self.gap(what, Missing::Price) };
        let region = self.bill.tariff.provider(self.id);
        let region = region.and_then(|provider| self.bill.tariff.region(self.id, provider));
        let own = |how: &str| {
            let of = self.bill.tariff.own(region.unwrap_or_default(), &format!("{item} {how}"));
            of.map(|own| own.amount)
        };
        let one_year = own("reserved-1y").or(price.one_year);
        let pricing = self.bill.design.component(self.id).facts.word(Attr::Pricing);
        let each = match pricing.filter(|_| what == "instances") {
            Some("reserved-1y") => one_year,
            Some(how @ ("reserved-3y" | "spot")) => own(how),
            _ => Some(price.amount),
        };
        let Some(each) = each else { return self.gap(what, Missing::Commitment) };
        let shown = money(Price { amount: each, ..price });
        let working = format!("{} × {shown} × 730 h", amount.working);
        let month = |hour: f64| hour * HOURS_PER_MONTH;
        let prices = (month(each), one_year.map(month), month(price.amount));
        self.push(what, amount, price, prices, working);
    }

    fn push(
        &mut self,
        what: &'static str,
        amount: Amount,
        price: Price,
        (each, one_year, on_demand): (f64, Option<f64>, f64),
        derivation: String,
    ) {
        let terms = self.bill.study.terms();
        self.lines.push(CostLine {
            place: Place::Component(self.id),
            what,
            each,
            quantity: amount.quantity,
            bounds: amount.bounds,
            currency: if price.currency == "KRW" { Currency::Krw } else { Currency::Usd },
            assumed: price.is_estimate || amount.assumed,
            basis: PriceBasis::Catalog(price.cited()),
            derivation,
            on_demand,
            one_year,
            is_old: !price.is_own && terms.is_old(price.date),
        });
    }

    fn of_instances(&mut self, name: &str) {
        let (running, scaled) = self.bill.count(self.id);
        let sold = prices::instance_type(name);
        let region = sold.and_then(|sold| self.bill.tariff.region(self.id, sold.provider));
        let price = self.bill.tariff.instance_price(self.id, name, region.unwrap_or_default());
        let amount = || Amount { bounds: scaled, ..Amount::of(running, figure(running)) };
        let (Some(sold), Some(region)) = (sold, region) else {
            let why = if sold.is_some() { Missing::Region } else { Missing::Price };
            return match price {
                Some(_) => self.hourly("instances", amount(), price, name),
                None => self.gap("instances", why),
            };
        };
        self.hourly("instances", amount(), price, name);
        self.surcharge(name, region, running);
        if sold.provider == AWS {
            match self.bill.tariff.aurora(self.id) {
                Some(_) => self.volume(region),
                None => self.kept(sold.service, region),
            }
            self.addresses(region);
        }
        if self.bill.tech(self.id) == Some("eks") {
            self.control_plane(region);
        }
    }

    /// An engine past the support of its provider is paid for by the vCPU, on top.
    fn surcharge(&mut self, name: &str, region: &str, running: Interval) {
        let Some(end) = self.bill.study.support_ended(self.id) else { return };
        if end.service != "rds" {
            return;
        }
        let price = self.bill.tariff.price(AWS, region, "rds", "extended support year 1-2");
        let Some(vcpus) = prices::instance_size(name).map(|size| size.vcpus) else {
            return self.gap("extended-support", Missing::Price);
        };
        let working = format!("{} × {} vCPU", figure(running), vcpus);
        self.hourly("extended-support", Amount::of(running * vcpus, working), price, "");
    }

    pub fn control_plane(&mut self, region: &str) {
        let cluster = self.bill.cluster(self.id);
        if self.bill.clusters.get(&cluster) != Some(&self.id) {
            return;
        }
        let tariff = &self.bill.tariff;
        let price = tariff.price(AWS, region, "eks", "cluster");
        let more = tariff.price(AWS, region, "eks", "cluster, extended support (on top)");
        let one = || Amount::of(Interval::ONE, "1".to_owned());
        self.hourly("control-plane", one(), price, "cluster");
        if self.bill.study.support_ended(self.id).is_some_and(|end| end.service == "eks") {
            self.hourly("extended-support", one(), more, "");
        }
    }

    /// The size of one copy × copies, what is written faster than the class allows, and backups
    /// beyond the free part; gp3 where no class is stated.
    fn kept(&mut self, service: &str, region: &str) {
        let facts = &self.bill.design.component(self.id).facts;
        let class = facts.text(Attr::StorageClass);
        let word = class.unwrap_or("gp3");
        let (list, item) = match service {
            "rds" => ("rds", format!("{word} single-AZ")),
            "ec2" => ("ebs", word.to_owned()),
            "msk" => ("msk", "storage".to_owned()),
            _ => return,
        };
        let copies = f64::from(self.bill.design.running(self.id));
        if let Some(size) = facts.number(Attr::Size, Dimension::Bytes) {
            let size = Interval::from(size) / 1e9;
            let price = self.bill.tariff.price(AWS, region, list, &item);
            let working = format!("{} GB × {copies}", figure(size));
            let amount = Amount::of(size * copies, working);
            let amount = if class.is_none() { amount.assumed() } else { amount };
            self.add("storage", amount, price, "");
        }
        if let Some(iops) = facts.number(Attr::Iops, Dimension::Count) {
            // gp3 includes so many.
            let free = if word == "gp3" { 3000.0 } else { 0.0 };
            let iops = Interval::from(iops).less(Interval::exact(free));
            let price = self.bill.tariff.price(AWS, region, list, &format!("{word} IOPS"));
            let working = format!("{} IOPS × {copies}", figure(iops));
            self.add("iops", Amount::of(iops * copies, working), price, "");
        }
        self.backups(service, region);
    }

    /// One volume, which all instances of an Aurora cluster share; how much is read from and written
    /// to it, no design says.
    fn volume(&mut self, region: &str) {
        let size = self.bill.design.component(self.id).facts.number(Attr::Size, Dimension::Bytes);
        if let Some(size) = size {
            let size = Interval::from(size) / 1e9;
            let price = self.bill.tariff.price(AWS, region, "aurora", "storage standard");
            self.add("storage", Amount::of(size, format!("{} GB", figure(size))), price, "");
        }
        self.gap("io", Missing::Quantity);
        self.backups("aurora", region);
    }

    /// A managed database keeps backups of its own size for free; what is written during the
    /// retention comes on top.
    fn backups(&mut self, service: &str, region: &str) {
        let facts = &self.bill.design.component(self.id).facts;
        let retention = facts.number(Attr::BackupRetention, Dimension::Duration);
        let (Some(retention), Some(spread)) = (retention, self.bill.spread) else { return };
        if !["rds", "aurora"].contains(&service) {
            return;
        }
        let growth = crate::analysis::load::Data::growth(self.bill.design, spread, self.id);
        let Some((growth, _)) = growth else { return };
        let written =
            Interval { lo: growth.lo * retention.low(), hi: growth.hi * retention.high() };
        let size =
            facts.number(Attr::Size, Dimension::Bytes).map_or(Interval::ZERO, Interval::from);
        // The first whole copy and the changes since, less the free part.
        let beyond = written / 1e9;
        if size.hi <= 0.0 {
            return;
        }
        let price = self.bill.tariff.price(AWS, region, service, "backup over the free size");
        self.add(
            "backup",
            Amount::of(beyond, format!("{} GB", figure(beyond))).assumed(),
            price,
            "",
        );
    }

    /// Servers that are stated to be public have an address each.
    fn addresses(&mut self, region: &str) {
        if self.bill.design.component(self.id).facts.is_on(Attr::Public) {
            let (running, scaled) = self.bill.count(self.id);
            let amount = Amount { bounds: scaled, ..Amount::of(running, figure(running)) };
            self.public_ipv4(amount, region);
        }
    }

    pub fn public_ipv4(&mut self, amount: Amount, region: &str) {
        let price = self.bill.tariff.price(AWS, region, "vpc", "public IPv4");
        self.hourly("addresses", amount, price, "");
    }
}

/// `$0.052`, `₩43`.
pub(super) fn money(price: Price) -> String {
    let sign = if price.currency == "KRW" { "₩" } else { "$" };
    format!("{sign}{}", crate::say::number::trimmed(price.amount, 7))
}

impl Cost {
    /// The lines of one component; they stand together, in the order of the places.
    pub fn of_place(&self, place: Place) -> impl Iterator<Item = &CostLine> {
        let from = self.lines.partition_point(|line| line.place < place);
        self.lines[from..].iter().take_while(move |line| line.place == place)
    }
}
