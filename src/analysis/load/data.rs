//! How much data the traffic brings: per day, kept over the retention, and on the wire.

use super::demand::figure;
use super::journeys::written;
use super::reading::End;
use super::{Interval, Spread, states_mix};
use crate::model::{Attr, ComponentId, Design, Dimension, Kind};
use crate::say::number;
use crate::syntax::ast::Arrow;

const SECONDS_PER_DAY: f64 = 86_400.0;

/// The data of a design. Bytes; bandwidth in bytes per second at the peak.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// Written by the users each day, before copies.
    pub per_day: Interval,
    pub per_day_derivation: String,
    /// Kept by each store after the whole retention, copies included.
    pub stores: Vec<(ComponentId, Interval, String)>,
    pub ingress: Interval,
    pub egress: Option<Interval>,
}

impl Data {
    /// `None` when `payload` is not stated.
    pub fn of(design: &Design, spread: &Spread) -> Option<Self> {
        let traffic = &design.traffic;
        let bytes = |attr| traffic.number(attr, Dimension::Bytes).map(Interval::from);
        let payload = bytes(Attr::Payload)?;
        let writes = match states_mix(design) {
            true => Interval { lo: written(design, End::Less), hi: written(design, End::More) },
            false => Interval::ONE,
        };
        let demand = &spread.demand;
        let per_day = demand.average * SECONDS_PER_DAY * writes * payload;
        let per_day_derivation = format!(
            "{} rps × 86,400 × {} × {} = {}",
            figure(demand.average),
            number::percent_term(writes.lo, writes.hi),
            size(payload),
            size(per_day)
        );
        let retention = traffic.number(Attr::Retention, Dimension::Duration).map(Interval::from);
        let stores = match retention {
            Some(retention) => stores(design, spread, payload, retention / SECONDS_PER_DAY),
            None => Vec::new(),
        };
        let ingress = demand.peak * writes * payload;
        let egress = bytes(Attr::Response).map(|response| demand.peak * response);
        Some(Self { per_day, per_day_derivation, stores, ingress, egress })
    }

    /// Whether anybody says how much of a store's load only reads. Where nobody does, all of it
    /// counts as writes.
    pub fn states_reads(design: &Design, id: ComponentId) -> bool {
        let calls = design.links_to(id).map(|link| design.link(link));
        let mut calls = calls.filter(|link| link.arrow != Arrow::Copy);
        states_mix(design) || calls.all(|link| link.facts.is_stated(Attr::Reads))
    }

    /// The writes that arrive at a store on average; all that arrives where nobody says how much of
    /// it reads.
    fn writes(design: &Design, spread: &Spread, id: ComponentId) -> Interval {
        let arrival = spread.at(id);
        if Self::states_reads(design, id) { arrival.average_writes } else { arrival.average }
    }

    /// Bytes per second by which one copy of a store grows, from the writes that arrive at it.
    /// `None` when `payload` is not stated.
    pub fn growth(design: &Design, spread: &Spread, id: ComponentId) -> Option<(Interval, String)> {
        let payload = design.traffic.number(Attr::Payload, Dimension::Bytes)?;
        let writes = Self::writes(design, spread, id);
        let grows = writes * Interval::from(payload);
        let per_day = size(grows * SECONDS_PER_DAY);
        let derivation = format!("{}/s × 86,400 × {payload} = {per_day}/d", figure(writes));
        Some((grows, derivation))
    }

    /// What all stores keep; `None` when no retention is stated or no store is written.
    pub fn stored(&self) -> Option<Interval> {
        let sum = |sum: Interval, store: &(ComponentId, Interval, String)| sum + store.1;
        (!self.stores.is_empty()).then(|| self.stores.iter().fold(Interval::ZERO, sum))
    }
}

fn stores(
    design: &Design,
    spread: &Spread,
    payload: Interval,
    days: Interval,
) -> Vec<(ComponentId, Interval, String)> {
    let keeps = |id: &ComponentId| {
        matches!(design.component(*id).kind, Kind::Db | Kind::Search | Kind::Storage)
    };
    let mut stores = Vec::new();
    for id in design.component_ids().filter(keeps) {
        let writes = Data::writes(design, spread, id);
        if writes.hi == 0.0 {
            continue;
        }
        let copies = f64::from(design.replicas(id).least);
        let kept = writes * SECONDS_PER_DAY * payload * days * copies;
        let derivation = format!(
            "{}/s × 86,400 × {} × {} d × {copies} = {}",
            figure(writes),
            size(payload),
            figure(days),
            size(kept)
        );
        stores.push((id, kept, derivation));
    }
    stores
}

/// `1.2 GB`; both ends of a range.
fn size(bytes: Interval) -> String {
    crate::say::number::between(Dimension::Bytes, bytes.lo, bytes.hi).en.to_string()
}
