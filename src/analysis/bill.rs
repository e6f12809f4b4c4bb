//! The lines of a component's bill, from the instance type, the technology and the region.

use super::cost::{CostLine, Currency, PriceBasis};
use super::load::Interval;
use crate::catalog::prices::{self, HOURS_PER_MONTH, Price};
use crate::model::{Attr, ComponentId, Design, Dimension, GroupKind, Kind, Place};

/// The lines that the price lists know; `None` where what runs, or where it runs, is not priced.
pub(super) fn lines(design: &Design, id: ComponentId) -> Option<Vec<CostLine>> {
    let bill = Bill { design, id };
    match bill.instance_type() {
        Some(name) => bill.of_instances(&name),
        None => bill.of_service(),
    }
}

struct Bill<'d> {
    design: &'d Design,
    id: ComponentId,
}

impl Bill<'_> {
    fn instance_type(&self) -> Option<String> {
        self.design.component(self.id).facts.text(Attr::Instance).map(str::to_owned)
    }

    /// The region's code, from the name or the label of the region around it.
    fn region(&self, provider: &str) -> Option<&'static str> {
        let around = self.design.ancestors(self.design.component(self.id).group);
        let regions = around.filter(|id| self.design.group(*id).kind == GroupKind::Region);
        regions.map(|id| self.design.group(id)).find_map(|group| {
            let label = group.label.as_deref().unwrap_or_default();
            let own = prices::region(provider, &group.name);
            own.or_else(|| prices::region(provider, label))
        })
    }

    /// Instances × shards: what runs now, and what the scaler may run.
    fn count(&self) -> Interval {
        let replicas = self.design.replicas(self.id);
        let shards = self.design.component(self.id).facts.number(Attr::Shards, Dimension::Count);
        let shards = shards.map_or(1.0, |shards| shards.low().max(1.0));
        Interval { lo: f64::from(replicas.least), hi: f64::from(replicas.most) } * shards
    }

    fn of_instances(&self, name: &str) -> Option<Vec<CostLine>> {
        let sold = prices::instance_type(name)?;
        let region = self.region(sold.provider)?;
        let price = prices::instance_price(name, region)?;
        let mut lines = vec![self.hourly("instances", self.count(), price)];
        lines.extend(self.storage(sold.service, region));
        Some(lines)
    }

    fn hourly(&self, what: &'static str, count: Interval, price: Price) -> CostLine {
        let committed = self.design.component(self.id).facts.word(Attr::Pricing);
        let amount = match (committed, price.one_year) {
            (Some("reserved-1y"), Some(amount)) => amount,
            _ => price.amount,
        };
        self.line(what, count, amount * HOURS_PER_MONTH, price)
    }

    fn line(&self, what: &'static str, count: Interval, each: f64, price: Price) -> CostLine {
        let currency = if price.currency == "KRW" { Currency::Krw } else { Currency::Usd };
        CostLine {
            place: Place::Component(self.id),
            what,
            each,
            count,
            currency,
            assumed: price.is_estimate,
            basis: PriceBasis::Catalog(price.cited()),
        }
    }

    /// The size of one copy × copies; gp3 where no class is stated.
    fn storage(&self, service: &str, region: &str) -> Option<CostLine> {
        let facts = &self.design.component(self.id).facts;
        let size = facts.number(Attr::Size, Dimension::Bytes)?.high() / 1e9;
        let class = facts.text(Attr::StorageClass);
        let word = class.unwrap_or("gp3");
        let price = match service {
            "rds" => prices::price("aws", region, "rds", &format!("{word} single-AZ"))?,
            "ec2" => prices::price("aws", region, "ebs", word)?,
            _ => return None,
        };
        let copies = f64::from(self.design.running(self.id));
        let mut line = self.line("storage", Interval::exact(size * copies), price.amount, price);
        line.assumed |= class.is_none();
        Some(line)
    }

    /// What a managed service charges by the hour.
    fn of_service(&self) -> Option<Vec<CostLine>> {
        let component = self.design.component(self.id);
        let tech = component.tech.as_ref()?.name.as_str();
        let (service, item) = match (tech, component.kind) {
            ("alb", _) => ("elb", "alb"),
            ("nlb", _) => ("elb", "nlb"),
            ("nat-gateway", _) => ("nat", "gateway"),
            ("eks", Kind::Service | Kind::Was | Kind::Worker) => ("eks", "cluster"),
            _ => return None,
        };
        let price = prices::price("aws", self.region("aws")?, service, item)?;
        Some(vec![self.hourly("hours", Interval::ONE, price)])
    }
}
