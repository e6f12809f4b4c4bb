//! What rules about numbers share: which figures may accuse, how many replicas are enough, and how
//! figures are shown.

use super::Context;
use crate::analysis::load::{CapacityBasis, Data, Usage, taken_whole};
use crate::analysis::queueing::statically_stable;
use crate::diagnostic::{Edit, Figure};
use crate::model::{Attr, ComponentId, Dimension, Kind};
use crate::say::{Text, number};
use crate::source::Span;
use crate::text;

/// A computed value as people of each language write it.
pub fn shown(dimension: Dimension, value: f64) -> Text {
    number::computed(dimension, value)
}

/// The unit of a [`Figure`] of that dimension.
pub fn unit_name(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Count => "count",
        Dimension::Ratio => "ratio",
        Dimension::Factor => "factor",
        Dimension::Duration => "seconds",
        Dimension::Bytes => "bytes",
        Dimension::Bandwidth => "bytes_per_second",
        Dimension::Rate => "rps",
        Dimension::Usd => "usd_per_month",
        Dimension::Krw => "krw_per_month",
    }
}

/// `347%`; a digit more where rounding would hide which side of 100% it is.
pub fn share_of(part: f64) -> Text {
    number::share(part)
}

/// The texts as sentences, one behind the other.
pub fn stopped(texts: &[Text]) -> Text {
    let end = |text: &Text| {
        let sentence = Text { ko: text.ko.clone(), en: text.en.capitalized() };
        text!(sentence; "{sentence}.", "{sentence}.")
    };
    Text::join(&texts.iter().map(end).collect::<Vec<_>>(), " ")
}

/// What is left after the worst single loss, where that is less than the peak needs.
#[derive(Clone, Copy, Debug)]
pub struct PeakLoss {
    /// Replicas that the peak needs.
    pub needed: u32,
    pub left: u32,
    /// A whole zone is the worst loss, not one replica.
    pub of_zone: bool,
}

impl Context<'_> {
    /// Whether replicas that carry the peak together can't do so any more when one of them, or the
    /// largest zone, is lost. `None` as well where a number is missing.
    pub fn peak_loss(&self, id: ComponentId) -> Option<PeakLoss> {
        let usage = self.stated_usage(id)?;
        let (needed, all) = (usage.replicas_at(1.0)?, usage.replicas);
        if all < 2 || needed > all || self.is_in_pool(id) || self.is_fed_by_queues(id) {
            return None;
        }
        let zones = self.zone_count(id);
        let lost = if zones > 1 { all.div_ceil(zones) } else { 1 };
        let loss = PeakLoss { needed, left: all - lost, of_zone: zones > 1 && lost > 1 };
        (loss.left < needed).then_some(loss)
    }

    /// The load against a capacity that the design itself states: one that may accuse.
    pub fn stated_usage(&self, id: ComponentId) -> Option<&Usage> {
        self.usage(id).filter(|usage| usage.basis == CapacityBasis::Stated)
    }

    /// Where the traffic is stated.
    pub fn traffic_span(&self) -> Option<Span> {
        let traffic = &self.design.traffic;
        traffic.span(Attr::Rps).or_else(|| traffic.span(Attr::Dau))
    }

    /// A third party's, or a managed service of which nobody counts instances: its limit is given.
    pub fn is_provided(&self, id: ComponentId) -> bool {
        self.design.fails_whole(id) && !self.design.replicas(id).is_stated()
    }

    /// What the figures of a component's load rest on without being stated.
    pub fn load_assumptions(&self, id: ComponentId, usage: &Usage) -> Vec<Text> {
        let mut assumed = self.demand().map(|demand| demand.assumed.clone()).unwrap_or_default();
        assumed.extend(taken_whole(self.design, id));
        if let CapacityBasis::Catalog(source) = &usage.basis {
            let each = shown(Dimension::Rate, usage.capacity_each);
            let (ko, en, ko_source, en_source) = (&each.ko, &each.en, &source.ko, &source.en);
            assumed.push(text!(
                "용량을 1대에 {ko}로 보았습니다({ko_source})",
                "capacity taken as {en} per replica ({en_source})"
            ));
        }
        if !self.design.replicas(id).is_stated() && !self.is_provided(id) {
            assumed.push(text!(
                "`replicas`가 없어 1대로 보았습니다",
                "`replicas` not stated; taken as 1"
            ));
        }
        assumed
    }

    /// Said where nobody states how much of a store's load only reads: it was all taken as writes.
    pub fn writes_assumption(&self, id: ComponentId) -> Option<Text> {
        (!Data::states_reads(self.design, id)).then(|| {
            text!(
                "`reads`가 없어 모두 쓰기로 보았습니다",
                "`reads` not stated; all taken as writes"
            )
        })
    }

    /// Peak load ÷ capacity, with its working.
    pub fn utilization_figure(&self, id: ComponentId, usage: &Usage) -> Figure {
        Figure {
            name: "utilization",
            value: usage.utilization.hi,
            unit: "ratio",
            derivation: usage.derivation(),
            assumed: self.load_assumptions(id, usage),
        }
    }

    /// The peak that arrives at a component, with its working.
    pub fn peak_figure(&self, id: ComponentId) -> Option<Figure> {
        let load = self.load()?;
        Some(Figure {
            name: "peak",
            value: load.at(id).peak.hi,
            unit: "rps",
            derivation: load.derivation(self.design, id),
            assumed: load.demand.assumed.clone(),
        })
    }

    /// Over how many zones replicas stand once [`Context::spread`] has dealt them out.
    fn zones_to_be(&self, id: ComponentId) -> u32 {
        match self.zone_count(id) {
            1 if !self.has_stand_ins(id) => (self.zones_at(id).len() as u32).max(1),
            several => several,
        }
    }

    /// Over how many zones the replicas are dealt out; 1 where they stand in one.
    pub fn zone_count(&self, id: ComponentId) -> u32 {
        (self.design.component(id).zones.len() as u32).max(1)
    }

    /// Replicas that stay at the `target` utilisation at the peak, and that carry the peak still when
    /// one of them is lost, or, dealt out over the zones there are, the largest zone. `None` when no
    /// number of replicas can.
    pub fn enough_replicas(&self, id: ComponentId, usage: &Usage, target: f64) -> Option<u32> {
        let (comfortable, bare) = (usage.replicas_at(target)?, usage.replicas_at(1.0)?);
        Some(comfortable.max(bare.checked_add(1)?).max(self.enough_after_zone_loss(id, bare)))
    }

    /// Replicas of which `needed` are left when the largest of the zones is lost over which
    /// [`Context::spread`] deals them out.
    pub fn enough_after_zone_loss(&self, id: ComponentId, needed: u32) -> u32 {
        statically_stable(needed, self.zones_to_be(id))
    }

    /// Edits that raise the number of replicas to `count`; of a range, its upper end. `None` where
    /// [`Context::spread`] finds no place for them.
    pub fn grow_to(&self, id: ComponentId, count: u32) -> Option<Vec<Edit>> {
        let replicas = self.design.replicas(id);
        if replicas.least == replicas.most {
            return self.replicate(id, count);
        }
        let component = self.design.component(id);
        let scaled = component.facts.number(Attr::Autoscale, Dimension::Count).is_some();
        let attr = if scaled { Attr::Autoscale } else { Attr::Replicas };
        let range = format!("{}..{count}", replicas.least.min(count));
        self.spread(id, &[(attr, &range)])
    }

    /// More instances of it can take over work without anything else being done first.
    pub fn scales_out(&self, id: ComponentId) -> bool {
        let kept = self.keeps_locally(id, Attr::Session) || self.keeps_locally(id, Attr::Files);
        let spread = self.design.replicas(id).most > 1 || self.is_interchangeable(id);
        self.kind(id).is_compute() && !kept && spread && !self.is_in_pool(id)
    }

    /// Keeps nothing between requests, behind a balancer that would take a dead one out.
    pub fn is_interchangeable(&self, id: ComponentId) -> bool {
        let checked = |balancer| self.checks_health(balancer) != Some(false);
        self.is_stateless(id) && self.balancer_of(id).is_some_and(checked)
    }

    /// It gets its work from queues alone, so that a peak waits instead of overloading it.
    pub fn is_fed_by_queues(&self, id: ComponentId) -> bool {
        let callers = self.callers(id);
        !callers.is_empty() && callers.iter().all(|caller| self.kind(*caller) == Kind::Queue)
    }

    /// A member of a replica set that is not its primary.
    pub fn is_standby(&self, id: ComponentId) -> bool {
        self.design.replica_set(id).is_some_and(|set| set.primary != id)
    }
}
