//! What each cause's unavailability rests on: stated, from the catalogue, or assumed.

use super::rates::{Rate, Rates};
use crate::analysis::failure::{Cause, Failover, FlowSystem, Takeover};
use crate::analysis::recovery::{Recovery, takeover_time};
use crate::analysis::{Reason, Unit};
use crate::catalog::Tech;
use crate::model::{
    Attr, ComponentId, Design, Dimension, Duration, Facts, GroupId, GroupKind, Kind, Quantity,
};

/// The unavailability of one's own software, and of a third party, of which nothing is known.
pub const SOFTWARE: f64 = 1e-3;
/// Of a host or a cluster of them.
pub const HOST: f64 = 1e-3;
/// Of a zone or a data centre.
pub const ZONE: f64 = 1e-4;
pub const REGION: f64 = 1e-5;
/// Hours to repair what nothing is stated about.
pub const REPAIR: f64 = 1.0;

/// A rate, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub rate: Rate,
    /// What the unavailability rests on.
    pub because: Reason,
    /// The unavailability is our planning value, not stated and not published.
    pub assumed: bool,
    /// The time to repair is our planning value.
    pub repair_assumed: bool,
}

impl Figure {
    /// Of one replica, or of the whole where it fails as one.
    pub fn of_component(design: &Design, id: ComponentId) -> Self {
        let component = design.component(id);
        let hours = |attr| component.facts.shortest(attr).map(Duration::as_hours);
        let repair = Repair::of(hours(Attr::Mttr));
        if let Some(stated) = component.facts.number(Attr::Availability, Dimension::Ratio) {
            return repair.figure(complement(stated), Reason::StatedAvailability, false);
        }
        if let Some(mtbf) = hours(Attr::Mtbf).filter(|mtbf| *mtbf > 0.0) {
            let because = Reason::FailureTimes;
            let rate = Rate::from_times(mtbf, repair.hours);
            return repair.figure(rate.unavailability, because, false);
        }
        if let Some((unavailability, because)) = published(design, id) {
            return repair.figure(unavailability, because, false);
        }
        let because = match component.kind {
            Kind::External => Reason::ExternalSystem,
            _ => Reason::OwnSoftware,
        };
        repair.figure(SOFTWARE, because, true)
    }

    /// Of a failure domain.
    pub fn of_domain(design: &Design, id: GroupId) -> Self {
        let group = design.group(id);
        let repair = Repair::of(None);
        if let Some(unavailability) = stated_of_group(&group.facts) {
            return repair.figure(unavailability, Reason::StatedAvailability, false);
        }
        let unavailability = match group.kind {
            GroupKind::Region => REGION,
            GroupKind::Zone | GroupKind::Dc => ZONE,
            _ => HOST,
        };
        repair.figure(unavailability, Reason::Domain(group.kind, unavailability), true)
    }

    /// Of the time that a failover takes: at each loss of the primary, from whatever cause, the
    /// shorter of the failover and of the repair of what failed.
    pub fn of_failover(design: &Design, tree: &FlowSystem, failover: &Failover) -> Self {
        let takes = Recovery::of(design, failover.component).time;
        let takes_hours = takes.lasts.as_hours();
        let primary = &tree.system.block(failover.primary).replicas[0];
        let domains = primary.inside.iter().map(|id| tree.system.domains()[id.0 as usize]);
        let (mut losses, mut hours) = (0.0, 0.0);
        for cause in domains.chain([primary.cause]) {
            let Some(figure) = Self::of_unit(design, cause) else { continue };
            let per_hour = figure.rate.failures_per_hour_up();
            losses += per_hour;
            hours += per_hour * takes_hours.min(figure.rate.mttr);
        }
        let mttr = if losses > 0.0 { hours / losses } else { takes_hours };
        let rate = Rate { unavailability: hours / (1.0 + hours), mttr: mttr.max(SHORTEST) };
        Self { rate, because: takes.because, assumed: takes.assumed, repair_assumed: takes.assumed }
    }

    /// Of the time that a site takes to take over, at each loss of the one that it stands by for.
    pub fn of_takeover(design: &Design, takeover: &Takeover) -> Self {
        let takes = takeover_time(design, takeover.site);
        let lost = Self::of_domain(design, takeover.lost);
        let mttr = takes.lasts.as_hours().min(lost.rate.mttr).max(SHORTEST);
        let hours = lost.rate.failures_per_hour_up() * mttr;
        let rate = Rate { unavailability: hours / (1.0 + hours), mttr };
        Self { rate, because: takes.because, assumed: takes.assumed, repair_assumed: takes.assumed }
    }

    /// Of a unit; `None` for a failover, which needs to know what it follows.
    fn of_unit(design: &Design, cause: Cause) -> Option<Self> {
        match cause {
            Cause::Unit(Unit::Replica(id, _) | Unit::Whole(id)) => {
                Some(Self::of_component(design, id))
            }
            Cause::Unit(Unit::Domain(id)) => Some(Self::of_domain(design, id)),
            Cause::Failover(..) | Cause::Site(_) | Cause::Takeover(_) => None,
        }
    }
}

/// The rates of all causes of a flow.
pub fn rates(design: &Design, tree: &FlowSystem) -> Rates {
    let mut rates = Rates::default();
    for domain in tree.system.domains() {
        if let Some(figure) = Figure::of_unit(design, *domain) {
            rates.set(*domain, figure.rate);
        }
    }
    for (block, owner) in tree.system.blocks().iter().zip(&tree.owners) {
        let figure = Figure::of_component(design, *owner);
        for replica in &block.replicas {
            if matches!(replica.cause, Cause::Unit(_)) {
                rates.set(replica.cause, figure.rate);
            }
        }
    }
    for failover in &tree.failovers {
        rates.set(failover.cause, Figure::of_failover(design, tree, failover).rate);
    }
    for takeover in &tree.takeovers {
        rates.set(takeover.cause, Figure::of_takeover(design, takeover).rate);
    }
    rates
}

/// Hours; nothing is repaired faster than in a second.
const SHORTEST: f64 = 1.0 / 3600.0;

struct Repair {
    hours: f64,
    assumed: bool,
}

impl Repair {
    fn of(stated: Option<f64>) -> Self {
        Self { hours: stated.unwrap_or(REPAIR).max(SHORTEST), assumed: stated.is_none() }
    }

    fn figure(&self, unavailability: f64, because: Reason, assumed: bool) -> Figure {
        let rate = Rate { unavailability, mttr: self.hours };
        Figure { rate, because, assumed, repair_assumed: self.assumed }
    }
}

fn stated_of_group(facts: &Facts) -> Option<f64> {
    facts.number(Attr::Availability, Dimension::Ratio).map(complement)
}

/// `1 − availability`, without the rounding of a float before it.
fn complement(availability: Quantity) -> f64 {
    availability.complement().clamp(0.0, 1.0)
}

fn published(design: &Design, id: ComponentId) -> Option<(f64, Reason)> {
    let tech: &Tech = design.component(id).tech.as_ref()?;
    let over_zones = if design.spans_zones(id) { &tech.availability_multi_zone } else { &None };
    let figure = over_zones.as_ref().or(tech.availability.as_ref())?;
    Some((
        complement(Quantity::exact(Dimension::Ratio, figure.value)),
        Reason::Published(figure.cited()),
    ))
}
