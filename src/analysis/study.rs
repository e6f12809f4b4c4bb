//! All that is computed from a design, each figure once, on first use. Everybody who wants to know
//! something about a design asks here, so that two outputs that show one quantity show one number.

use super::attempts::Attempts;
use super::capacities::{Capacity, capacities, unlucky};
use super::complexity::Complexity;
use super::contradictions::{Contradiction, contradictions};
use super::cost::{Cost, Currency, Saving};
use super::expect::{Verdict, verdicts};
use super::load::{Interval, TARGET_UTILIZATION, Usage};
use super::recovery::Recovery;
use super::situation::Situation;
use super::spof::Spofs;
use super::sweep::Sweep;
use super::{FlowCuts, Reach, sync_cycles};
use crate::catalog::support::{SupportEnd, support_end};
use crate::model::{Attr, ComponentId, Design, Dimension, Meaning, Scenario};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock};

/// What figures are computed with that stands in no design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// Won for one US dollar, if the configuration gives a rate.
    pub krw_per_usd: Option<f64>,
    /// The day on which prices and versions are looked at; `None`: on no particular day.
    pub today: Option<Date>,
    /// The region of what stands in none, as the configuration calls it.
    pub region: Option<String>,
    /// The team's own prices in US dollars, by item (`t3.medium`) or region and item.
    pub prices: BTreeMap<String, f64>,
    /// The utilization at which scalers and sizing aim, where another than ours is chosen.
    pub target: Option<f64>,
}

/// Nothing in particular.
pub static PLAIN: Terms =
    Terms { krw_per_usd: None, today: None, region: None, prices: BTreeMap::new(), target: None };

impl Terms {
    /// The utilization at which scalers and sizing aim, 0..=1.
    pub fn target(&self) -> f64 {
        self.target.unwrap_or(TARGET_UTILIZATION)
    }

    /// Whether a price of that date (`2026-10-01`, `2026`, or empty) is from more than a year before
    /// today; one without a date is, on any day.
    pub fn is_old(&self, date: &str) -> bool {
        let Some(today) = self.today else { return false };
        let mut parts = date.split('-').map(|part| part.parse::<i16>().ok());
        let Some(Some(year)) = parts.next() else { return true };
        let month = parts.next().flatten().unwrap_or(1);
        let day = parts.next().flatten().unwrap_or(1);
        let at = (year, month, day);
        at < (today.year() - 1, i16::from(today.month()), i16::from(today.day()))
    }
}

/// A design, the terms it is looked at in, and what has been computed of it so far.
#[derive(Debug)]
pub struct Study {
    design: Arc<Design>,
    meaning: Meaning,
    terms: Terms,
    reach: OnceLock<Reach>,
    cuts: OnceLock<Vec<FlowCuts>>,
    spofs: OnceLock<Spofs>,
    attempts: OnceLock<Attempts>,
    cycles: OnceLock<Vec<Vec<ComponentId>>>,
    contradictions: OnceLock<Vec<Contradiction>>,
    complexity: OnceLock<Complexity>,
    cost: OnceLock<Cost>,
    savings: OnceLock<Vec<Saving>>,
    recoveries: Vec<OnceLock<Recovery>>,
    unlucky: OnceLock<Vec<Option<Usage>>>,
    capacities: OnceLock<Vec<Capacity>>,
    sweep: OnceLock<Sweep>,
    verdicts: OnceLock<Vec<Verdict>>,
    ordinary: Arc<Situation>,
    /// Those that were asked for and are not the ordinary one.
    others: Mutex<Vec<Arc<Situation>>>,
}

/// A study knows all that its design means.
impl Deref for Study {
    type Target = Meaning;

    fn deref(&self) -> &Meaning {
        &self.meaning
    }
}

impl Study {
    pub fn new(design: impl Into<Arc<Design>>, terms: Terms) -> Self {
        let design = design.into();
        let target = terms.target();
        let ordinary = Situation::new(design.clone(), Scenario::ordinary(), None, target);
        Self {
            meaning: Meaning::of(design.clone()),
            terms,
            reach: OnceLock::new(),
            cuts: OnceLock::new(),
            spofs: OnceLock::new(),
            attempts: OnceLock::new(),
            cycles: OnceLock::new(),
            contradictions: OnceLock::new(),
            complexity: OnceLock::new(),
            cost: OnceLock::new(),
            savings: OnceLock::new(),
            recoveries: design.component_ids().map(|_| OnceLock::new()).collect(),
            unlucky: OnceLock::new(),
            capacities: OnceLock::new(),
            sweep: OnceLock::new(),
            verdicts: OnceLock::new(),
            ordinary: Arc::new(ordinary),
            others: Mutex::default(),
            design,
        }
    }

    /// A design in no particular terms.
    pub fn of(design: impl Into<Arc<Design>>) -> Self {
        Self::new(design, Terms::default())
    }

    pub fn design(&self) -> &Design {
        &self.design
    }

    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The design on an ordinary day: everything works, caches are warm, traffic as stated.
    pub fn ordinary(&self) -> &Situation {
        &self.ordinary
    }

    /// The design in a scenario, its own or one made up. Scenarios in which the same happens are
    /// one, whatever they are called.
    pub fn under(&self, scenario: &Scenario) -> Arc<Situation> {
        if self.ordinary.scenario().is_alike(scenario) {
            return self.ordinary.clone();
        }
        let mut others = self.others.lock().expect("nobody panics while holding it");
        let known = others.iter().find(|other| other.scenario().is_alike(scenario));
        if let Some(known) = known {
            return known.clone();
        }
        let usual = Some(self.ordinary.clone());
        let new = Arc::new(Situation::new(
            self.design.clone(),
            scenario.clone(),
            usual,
            self.terms.target(),
        ));
        others.push(new.clone());
        new
    }

    /// What is reachable from users, schedules and producers.
    pub fn reach(&self) -> &Reach {
        self.reach.get_or_init(|| Reach::of(&self.design))
    }

    /// The order-1 cut sets of every flow, indexed like the design's flows.
    pub fn cuts(&self) -> &[FlowCuts] {
        let all = || self.design.flow_ids().map(|flow| FlowCuts::of(&self.design, flow)).collect();
        self.cuts.get_or_init(all)
    }

    pub(super) fn spofs(&self) -> &Spofs {
        self.spofs.get_or_init(|| Spofs::of(&self.design, &self.flows_by_demand(), self.cuts()))
    }

    /// How retries multiply along the paths.
    pub fn attempts(&self) -> &Attempts {
        self.attempts.get_or_init(|| Attempts::of(&self.design))
    }

    /// Groups of components that wait for one another in a circle.
    pub fn sync_cycles(&self) -> &[Vec<ComponentId>] {
        self.cycles.get_or_init(|| sync_cycles(&self.design))
    }

    /// Stated numbers that do not fit others.
    pub fn contradictions(&self) -> &[Contradiction] {
        self.contradictions.get_or_init(|| contradictions(self))
    }

    pub fn complexity(&self) -> &Complexity {
        self.complexity.get_or_init(|| Complexity::of(&self.design))
    }

    /// What it costs a month, line by line.
    pub fn cost(&self) -> &Cost {
        self.cost.get_or_init(|| Cost::of(self))
    }

    /// What would save money, the most first.
    pub fn savings(&self) -> &[Saving] {
        self.savings.get_or_init(|| Saving::all(self))
    }

    /// The end of the standard support of the version that a component states, where it has passed.
    pub fn support_ended(&self, id: ComponentId) -> Option<SupportEnd> {
        let (component, today) = (self.design.component(id), self.terms.today?);
        let version = component.facts.text(Attr::Version)?;
        let tech = component.tech.as_ref().map_or("", |tech| tech.name.as_str());
        support_end(tech, version).filter(|end| end.last < today)
    }

    /// The sum of [`Study::cost`]; `None` where nothing is priced or a rate is missing.
    pub fn total_cost(&self) -> Option<(Interval, Currency)> {
        self.cost().total(self.terms.krw_per_usd)
    }

    /// The same; one in each currency where two meet and no rate is known.
    pub fn total_costs(&self) -> Vec<(Interval, Currency)> {
        self.cost().sums(super::cost::Plan::Stated, self.terms.krw_per_usd)
    }

    /// The same as money of that dimension.
    pub fn total_cost_in(&self, wanted: Dimension) -> Option<Interval> {
        self.cost().total_in(wanted, self.terms.krw_per_usd)
    }

    /// How long it takes to recover from the loss of a component, and what data is lost.
    pub fn recovery(&self, id: ComponentId) -> &Recovery {
        self.recoveries[id.index()].get_or_init(|| Recovery::of(&self.design, id))
    }

    /// By component: how busy it is with all caches empty and every call tried as often as it may
    /// be; `None` where load or capacity is not known.
    pub fn unlucky(&self) -> &[Option<Usage>] {
        self.unlucky.get_or_init(|| unlucky(self))
    }

    /// By which factor the traffic may grow until each component saturates, where that is known.
    pub fn capacities(&self) -> &[Capacity] {
        self.capacities.get_or_init(|| capacities(self))
    }

    pub fn capacity(&self, id: ComponentId) -> Option<Capacity> {
        self.capacities().iter().find(|capacity| capacity.id == id).copied()
    }

    /// Everything that can fail, failed once.
    pub fn sweep(&self) -> &Sweep {
        self.sweep.get_or_init(|| Sweep::of(self))
    }

    /// How the design's expectations fare, in source order.
    pub fn verdicts(&self) -> &[Verdict] {
        self.verdicts.get_or_init(|| verdicts(self))
    }
}
