//! The lines of what a managed service charges: by the hour, and by what the load brings a month,
//! averages × 730 hours. What is not stated (traffic, sizes) makes no line; what has no price is a gap.

use super::Missing;
use super::bill::{AWS, Amount, Lines};
use crate::analysis::load::{Interval, figure};
use crate::catalog::prices::HOURS_PER_MONTH;
use crate::model::{Attr, Dimension, GroupKind, Kind};

pub(super) const SECONDS_PER_MONTH: f64 = HOURS_PER_MONTH * 3600.0;

/// A message is sent, received and deleted.
const REQUESTS_PER_MESSAGE: f64 = 3.0;
/// Each 64 kB of a message is a request of its own.
const BYTES_PER_REQUEST: f64 = 65_536.0;
/// A balancer has a node in each of at least two zones.
const LEAST_ZONES: usize = 2;

impl Lines<'_, '_> {
    /// What a managed service charges, as far as the lists know services.
    pub fn of_service(&mut self) {
        let Some(tech) = self.bill.tech(self.id) else { return };
        let known = [
            "alb",
            "nlb",
            "clb",
            "nat-gateway",
            "eks",
            "s3",
            "sqs",
            "lambda",
            "dynamodb",
            "api-gateway",
            "aws-waf",
        ];
        if !known.contains(&tech) {
            return;
        }
        let Some(region) = self.aws_region() else { return };
        match tech {
            "alb" | "nlb" => self.balancer(tech, region),
            "clb" => self.by_hour("elb", "clb", region),
            "nat-gateway" => self.nat(region),
            "eks" => {
                self.control_plane(region);
                // What it runs on is not said.
                self.gap("instances", Missing::Price);
            }
            "s3" => self.objects(region),
            "sqs" => self.messages(region),
            "lambda" => self.per_million("requests", "lambda", "requests", region, self.all()),
            "dynamodb" => self.items(region),
            "api-gateway" => {
                self.per_million("requests", "apigateway", "rest, first 333 M", region, self.all());
            }
            _ => self.per_million("requests", "waf", "requests", region, self.all()),
        }
    }

    fn by_hour(&mut self, service: &str, item: &str, region: &str) {
        let price = self.bill.tariff.price(AWS, region, service, item);
        self.hourly("hours", Amount::of(Interval::ONE, "1".to_owned()), price, item);
    }

    /// Requests a second on average; `None` where no traffic is stated.
    fn all(&self) -> Option<Interval> {
        self.bill.spread.map(|spread| spread.at(self.id).average)
    }

    fn writes(&self) -> Option<Interval> {
        self.bill.spread.map(|spread| spread.at(self.id).average_writes)
    }

    fn reads(&self) -> Option<Interval> {
        Some(self.all()?.less(self.writes()?))
    }

    fn balancer(&mut self, tech: &str, region: &str) {
        self.by_hour("elb", tech, region);
        if let Some((bytes, working)) = self.bytes_here() {
            // A unit takes 1 GB an hour; so the unit-hours of a month are its gigabytes.
            let price = self.bill.tariff.price(AWS, region, "elb", &format!("{tech} LCU"));
            let amount = Amount::of(bytes / 1e9, format!("{working} ÷ 1 GB")).assumed();
            self.add("units", amount, price, "");
        }
        let is_outside = |kind| matches!(kind, Kind::User | Kind::Dns | Kind::Waf | Kind::Cdn);
        let mut callers =
            self.bill.design.links_to(self.id).map(|link| self.bill.design.link(link).from);
        let facts = &self.bill.design.component(self.id).facts;
        if callers.any(|id| is_outside(self.bill.design.component(id).kind))
            && !facts.is_on(Attr::Internal)
        {
            let zones = self.zones_around();
            let nodes = Interval::exact(zones.max(LEAST_ZONES) as f64);
            let amount = Amount::of(nodes, figure(nodes));
            self.public_ipv4(if zones < LEAST_ZONES { amount.assumed() } else { amount }, region);
        }
    }

    /// The zones drawn in the region around the component.
    fn zones_around(&self) -> usize {
        let design = self.bill.design;
        let around = design.ancestors(design.component(self.id).group);
        let region = around.into_iter().find(|id| design.group(*id).kind == GroupKind::Region);
        let zones = design.group_ids().filter(|id| design.group(*id).kind == GroupKind::Zone);
        zones.filter(|id| design.ancestors(Some(*id)).any(|it| Some(it) == region)).count()
    }

    fn nat(&mut self, region: &str) {
        let (running, scaled) = self.bill.count(self.id);
        let count = || Amount { bounds: scaled, ..Amount::of(running, figure(running)) };
        let price = self.bill.tariff.price(AWS, region, "nat", "gateway");
        self.hourly("hours", count(), price, "gateway");
        if let Some((bytes, working)) = self.bytes_here() {
            let price = self.bill.tariff.price(AWS, region, "nat", "data processed");
            self.add("data", Amount::of(bytes / 1e9, working).assumed(), price, "/GB");
        }
        self.public_ipv4(count(), region);
    }

    fn objects(&mut self, region: &str) {
        let facts = &self.bill.design.component(self.id).facts;
        let class = facts.text(Attr::StorageClass).unwrap_or("standard");
        if let Some(size) = facts.number(Attr::Size, Dimension::Bytes) {
            let size = Interval::from(size) / 1e9;
            let price = self.bill.tariff.price(AWS, region, "s3", class);
            self.add("storage", Amount::of(size, format!("{} GB", figure(size))), price, "");
        }
        for (what, rate, item) in
            [("reads", self.reads(), "GET"), ("writes", self.writes(), "PUT, LIST")]
        {
            let Some(rate) = rate else { continue };
            let price = self.bill.tariff.price(AWS, region, "s3", item);
            let thousands = rate * SECONDS_PER_MONTH / 1e3;
            let working = format!("{} rps × 730 h ÷ 1,000", figure(rate));
            self.add(what, Amount::of(thousands, working), price, "");
        }
    }

    fn messages(&mut self, region: &str) {
        let Some(sent) = self.all() else { return };
        let payload = self.bill.design.traffic.number(Attr::Payload, Dimension::Bytes);
        let parts = payload.map_or(1.0, |size| (size.high() / BYTES_PER_REQUEST).ceil().max(1.0));
        let price = self.bill.tariff.price(AWS, region, "sqs", "standard");
        let each = REQUESTS_PER_MESSAGE * parts;
        let millions = sent * each * SECONDS_PER_MONTH / 1e6;
        let working = format!("{} rps × {each} × 730 h ÷ 10⁶", figure(sent));
        self.add("requests", Amount::of(millions, working), price, "");
    }

    fn items(&mut self, region: &str) {
        self.per_million("reads", "dynamodb", "read request unit", region, self.reads());
        self.per_million("writes", "dynamodb", "write request unit", region, self.writes());
        let facts = &self.bill.design.component(self.id).facts;
        if let Some(size) = facts.number(Attr::Size, Dimension::Bytes) {
            let size = Interval::from(size) / 1e9;
            let price = self.bill.tariff.price(AWS, region, "dynamodb", "storage");
            self.add("storage", Amount::of(size, format!("{} GB", figure(size))), price, "");
        }
    }

    fn per_million(
        &mut self,
        what: &'static str,
        service: &str,
        item: &str,
        region: &str,
        rate: Option<Interval>,
    ) {
        let Some(rate) = rate else { return };
        let price = self.bill.tariff.price(AWS, region, service, item);
        let working = format!("{} rps × 730 h ÷ 10⁶", figure(rate));
        self.add(what, Amount::of(rate * SECONDS_PER_MONTH / 1e6, working), price, "");
    }

    /// A CDN charges what it sends to the users; what one sends depends on where they are.
    pub fn delivered(&mut self, bytes: Interval, working: String) {
        let Some(region) = self.aws_region() else { return self.gap("out", Missing::Region) };
        let price = self.bill.tariff.price(AWS, region, "cloudfront", "to US, Europe, first 10 TB");
        self.add("out", Amount::of(bytes / 1e9, working), price, "/GB");
    }
}
