//! What travels and is charged by the gigabyte: out to the users, and from zone to zone. How large a
//! request and its answer are is what `traffic` states; between components it is taken to be the same.

use super::Missing;
use super::bill::{AWS, Amount, Bill, Lines};
use super::usage::SECONDS_PER_MONTH;
use crate::analysis::load::{Arrival, Interval, Sharing, figure, sharing};
use crate::catalog::Management;
use crate::model::{Attr, ComponentId, Dimension, GroupId, GroupKind, Kind, LinkId};
use crate::syntax::ast::Arrow;
use std::collections::BTreeMap;

/// What is sent to the internet in a month, cheaper the more: up to so many GB at that item's price.
const TIERS: &[(f64, &str)] = &[
    (10_000.0, "internet, first 10 TB"),
    (50_000.0, "internet, next 40 TB"),
    (150_000.0, "internet, next 100 TB"),
    (f64::INFINITY, "internet, over 150 TB"),
];

impl Bill<'_> {
    fn size(&self, attr: Attr) -> Option<Interval> {
        self.design.traffic.number(attr, Dimension::Bytes).map(Interval::from)
    }

    /// Bytes a month that such requests and their answers make, with how they came about.
    fn bytes(&self, arrival: Arrival) -> Option<(Interval, String)> {
        let (payload, response) = (self.size(Attr::Payload), self.size(Attr::Response));
        if payload.is_none() && response.is_none() {
            return None;
        }
        let sizes = [(arrival.average_writes, payload), (arrival.average, response)];
        let mut sum = Interval::ZERO;
        let mut parts = Vec::new();
        for (rate, size) in sizes {
            let Some(size) = size.filter(|_| rate.hi > 0.0) else { continue };
            sum = sum + rate * size * SECONDS_PER_MONTH;
            parts.push(format!("{} rps × {}", figure(rate), shown_bytes(size)));
        }
        let parts = match parts.len() {
            1 => parts.remove(0),
            _ => format!("({})", parts.join(" + ")),
        };
        Some((sum, format!("{parts} × 730 h")))
    }

    /// By component that users enter: bytes of answers a month.
    pub(super) fn sent_out(&self) -> BTreeMap<ComponentId, Interval> {
        let mut sent = BTreeMap::new();
        let (Some(spread), Some(response)) = (self.spread, self.size(Attr::Response)) else {
            return sent;
        };
        let passes_on =
            |id| matches!(self.design.component(id).kind, Kind::User | Kind::Dns | Kind::Waf);
        for link in self.design.link_ids() {
            let it = self.design.link(link);
            if it.arrow != Arrow::Sync || !passes_on(it.from) || passes_on(it.to) {
                continue;
            }
            let bytes = spread.over(self.design, link).average * response * SECONDS_PER_MONTH;
            let sum = sent.entry(it.to).or_insert(Interval::ZERO);
            *sum = *sum + bytes;
        }
        sent
    }

    /// Over which zones those who serve stand, each with its part of them; `None` where that is not
    /// drawn.
    fn zones(&self, id: ComponentId, serving: bool) -> Option<Vec<(GroupId, f64)>> {
        let component = self.design.component(id);
        let one_serves = serving && sharing(self.design, id) == Sharing::One;
        if !component.zones.is_empty() {
            let count = if one_serves { 1 } else { self.design.running(id).max(1) };
            let mut parts: Vec<(GroupId, f64)> = Vec::new();
            for at in 0..count as usize {
                let zone = component.zones[at % component.zones.len()];
                let part = 1.0 / f64::from(count);
                match parts.iter_mut().find(|(known, _)| *known == zone) {
                    Some((_, sum)) => *sum += part,
                    None => parts.push((zone, part)),
                }
            }
            return Some(parts);
        }
        let mut around = self.design.ancestors(component.group);
        let zone = around.find(|id| self.design.group(*id).kind == GroupKind::Zone)?;
        Some(vec![(zone, 1.0)])
    }

    /// Instances of AWS that stand in zones of one region; traffic to its regional services is free.
    fn stands_in_zones(&self, id: ComponentId) -> Option<&'static str> {
        let component = self.design.component(id);
        let spans = |management| matches!(management, Management::Regional | Management::Global);
        let is_regional = component.tech.as_ref().is_some_and(|tech| spans(tech.management));
        if is_regional || self.tariff.provider(id) != Some(AWS) {
            return None;
        }
        self.tariff.region(id, AWS)
    }

    /// The part of what passes a connection that goes to another zone, and the region of both.
    fn crossing(&self, link: LinkId) -> Option<(f64, &'static str)> {
        let it = self.design.link(link);
        let region = self.stands_in_zones(it.from)?;
        if it.arrow == Arrow::Copy || self.stands_in_zones(it.to) != Some(region) {
            return None;
        }
        let (from, to) = (self.zones(it.from, false)?, self.zones(it.to, true)?);
        let same: f64 = from
            .iter()
            .map(|(zone, part)| {
                let there = to.iter().find(|(other, _)| other == zone);
                part * there.map_or(0.0, |(_, other)| *other)
            })
            .sum();
        Some(((1.0 - same).max(0.0), region))
    }
}

impl Lines<'_, '_> {
    /// What reaches the component and goes back, in a month.
    pub fn bytes_here(&self) -> Option<(Interval, String)> {
        self.bill.bytes(self.bill.spread?.at(self.id))
    }

    pub fn of_travel(&mut self) {
        self.out();
        self.between_zones();
    }

    /// What enters here is answered from here.
    fn out(&mut self) {
        let Some(bytes) = self.bill.entries.get(&self.id).copied() else { return };
        let gigabytes = bytes / 1e9;
        let working = format!("{} GB", figure(gigabytes));
        if self.bill.design.component(self.id).kind == Kind::Cdn {
            if self.bill.tech(self.id) == Some("cloudfront") {
                self.delivered(bytes, working);
            }
            return;
        }
        if self.bill.tariff.provider(self.id) != Some(AWS) {
            return;
        }
        let Some(region) = self.aws_region() else { return self.gap("out", Missing::Region) };
        // Tiers count what the whole region sends.
        let there = |id: &ComponentId| {
            self.bill.tariff.provider(*id) == Some(AWS)
                && self.bill.design.component(*id).kind != Kind::Cdn
                && self.bill.tariff.region(*id, AWS) == Some(region)
        };
        let all = self.bill.entries.iter().filter(|(id, _)| there(id));
        let all = all.fold(0.0, |sum, (_, bytes)| sum + bytes.hi) / 1e9;
        let first = self.bill.tariff.price(AWS, region, "transfer", TIERS[0].1);
        let price = first.and_then(|first| {
            let mut sum = 0.0;
            let mut from = 0.0;
            for (to, item) in TIERS {
                let part = (all.min(*to) - from).max(0.0);
                if part > 0.0 {
                    sum += part * self.bill.tariff.price(AWS, region, "transfer", item)?.amount;
                }
                from = *to;
            }
            let amount = if all > 0.0 { sum / all } else { first.amount };
            Some(crate::catalog::prices::Price { amount, ..first })
        });
        self.add("out", Amount::of(gigabytes, working), price, "/GB");
    }

    /// What the component's calls send to other zones and back; each side pays for each direction.
    fn between_zones(&mut self) {
        let Some(spread) = self.bill.spread else { return };
        let (mut sum, mut region) = (Interval::ZERO, "");
        for link in self.bill.design.links_from(self.id) {
            let Some((part, there)) = self.bill.crossing(link).filter(|it| it.0 > 0.0) else {
                continue;
            };
            let over = spread.over(self.bill.design, link);
            let Some((bytes, _)) = self.bill.bytes(over) else { continue };
            sum = sum + bytes * part;
            region = there;
        }
        let gigabytes = sum / 1e9;
        let working = format!("{} GB × 2", figure(gigabytes));
        let item = "between zones, each direction";
        let price = self.bill.tariff.price(AWS, region, "transfer", item);
        self.add("zones", Amount::of(gigabytes * 2.0, working).assumed(), price, "/GB");
    }
}

fn shown_bytes(bytes: Interval) -> String {
    crate::say::number::between(Dimension::Bytes, bytes.lo, bytes.hi).en.to_string()
}
