//! What a rule looks at: a design with the analyses of it, each computed on first use.

use super::Options;
use crate::analysis::{FlowCuts, Reach, Study, Unit};
use crate::edit::Editor;
use crate::model::{Attr, ComponentId, Design, FlowId, GroupId, LinkId, Softness};
use crate::source::Sources;
use crate::text::Text;
use jiff::civil::Date;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Objectives from here on get a rule's own level; none stated counts as more.
const SERIOUS_OBJECTIVE: f64 = 0.99;
const UNSTATED_OBJECTIVE: f64 = 0.999;

pub struct Context<'a> {
    pub study: &'a Study,
    pub design: &'a Design,
    pub sources: &'a Sources,
    /// Makes edits of the design's text.
    pub edit: Editor<'a>,
    /// The day on which the design is judged; only `accept … until` looks at it.
    pub today: Date,
    /// Thresholds that are chosen otherwise than the rules have them.
    pub options: Options,
    hurts: OnceCell<BTreeMap<Unit, (FlowId, usize)>>,
    component_units: OnceCell<Vec<Vec<Unit>>>,
    flow_of: OnceCell<Vec<Option<FlowId>>>,
    pub(super) hard_reached: OnceCell<Vec<ComponentId>>,
    pub(super) named_by: OnceCell<Vec<Vec<(ComponentId, Attr)>>>,
    pub(super) fallbacks: OnceCell<BTreeSet<ComponentId>>,
    pub(super) in_request: OnceCell<Vec<bool>>,
    pub(super) past_cdn: OnceCell<Vec<bool>>,
    hard_links: OnceCell<Vec<bool>>,
    pooled_links: OnceCell<Vec<bool>>,
}

/// The evidence that something takes a flow down.
#[derive(Clone, Copy, Debug)]
pub struct Hurt<'c> {
    pub flow: FlowId,
    /// From the entry to the one that stops working.
    pub path: &'c [ComponentId],
}

impl<'a> Context<'a> {
    pub fn new(study: &'a Study, sources: &'a Sources, today: Date) -> Self {
        Self {
            study,
            design: study.design(),
            edit: Editor::new(sources, study.design()),
            sources,
            today,
            options: Options::default(),
            hurts: OnceCell::new(),
            component_units: OnceCell::new(),
            flow_of: OnceCell::new(),
            hard_reached: OnceCell::new(),
            named_by: OnceCell::new(),
            fallbacks: OnceCell::new(),
            in_request: OnceCell::new(),
            past_cdn: OnceCell::new(),
            hard_links: OnceCell::new(),
            pooled_links: OnceCell::new(),
        }
    }

    /// The order-1 cut sets of every flow, indexed like the design's flows.
    pub fn cuts(&self) -> &'a [FlowCuts] {
        self.study.cuts()
    }

    /// What is reachable from users, schedules and producers.
    pub fn reach(&self) -> &'a Reach {
        self.study.reach()
    }

    /// Whether the unit alone takes a flow down; of several flows the most demanding.
    pub fn hurt(&self, unit: Unit) -> Option<Hurt<'_>> {
        let (flow, cut) = *self.hurts().get(&unit)?;
        Some(Hurt { flow, path: &self.cuts()[flow.index()].cuts[cut].path })
    }

    /// All units that take a flow down, in the order of components and groups.
    pub fn hurting_units(&self) -> impl Iterator<Item = Unit> + '_ {
        self.hurts().keys().copied()
    }

    /// The component's own units that alone take a flow down.
    pub fn units_of(&self, id: ComponentId) -> &[Unit] {
        let all = self.component_units.get_or_init(|| {
            let mut units = vec![Vec::new(); self.design.components.len()];
            for unit in self.hurting_units() {
                if let Unit::Replica(id, _) | Unit::Whole(id) = unit {
                    units[id.index()].push(unit);
                }
            }
            units
        });
        &all[id.index()]
    }

    /// What a finding about all copies of the component explains: its units that alone take a flow
    /// down, and of a sharded store, whose shards do not, the failure domains that hold them.
    pub fn copies_of(&self, id: ComponentId) -> impl Iterator<Item = Unit> + '_ {
        self.units_of(id).iter().copied().chain([Unit::Replica(id, 1)])
    }

    /// Whether a part of the component alone takes a flow down.
    pub fn hurt_by(&self, id: ComponentId) -> Option<Hurt<'_>> {
        self.units_of(id).iter().find_map(|unit| self.hurt(*unit))
    }

    /// How many flows the unit takes down.
    pub fn flows_hurt(&self, unit: Unit) -> usize {
        self.cuts().iter().filter(|flow| flow.cuts.iter().any(|cut| cut.unit == unit)).count()
    }

    fn hurts(&self) -> &BTreeMap<Unit, (FlowId, usize)> {
        self.hurts.get_or_init(|| {
            let mut hurts = BTreeMap::new();
            for flow in self.flows_by_demand() {
                for (at, cut) in self.cuts()[flow.index()].cuts.iter().enumerate() {
                    hurts.entry(cut.unit).or_insert((flow, at));
                }
            }
            hurts
        })
    }

    fn flows_by_demand(&self) -> Vec<FlowId> {
        let mut flows: Vec<FlowId> = self.design.flow_ids().collect();
        let critical = |id: FlowId| self.design.flow(id).facts.is_on(Attr::Critical);
        flows.sort_by(|a, b| {
            let by_objective = self.objective(Some(*b)).total_cmp(&self.objective(Some(*a)));
            by_objective.then(critical(*b).cmp(&critical(*a)))
        });
        flows
    }

    /// The availability asked of a flow, else of the whole; 99.9% where nothing is stated.
    pub fn objective(&self, flow: Option<FlowId>) -> f64 {
        let stated = self.stated_objective(flow, Attr::Availability);
        stated.map_or(UNSTATED_OBJECTIVE, |ratio| ratio.low())
    }

    pub(super) fn is_serious(&self, flow: Option<FlowId>) -> bool {
        self.objective(flow) >= SERIOUS_OBJECTIVE
    }

    /// The most demanding flow whose requests or messages come to the component.
    pub fn flow_of(&self, id: ComponentId) -> Option<FlowId> {
        let flows = self.flow_of.get_or_init(|| {
            let mut flow_of = vec![None; self.design.components.len()];
            for flow in self.flows_by_demand() {
                self.claim(flow, &mut flow_of);
            }
            flow_of
        });
        flows[id.index()]
    }

    /// Marks what a flow comes to, as far as no more demanding flow has been there.
    fn claim(&self, id: FlowId, flow_of: &mut [Option<FlowId>]) {
        let flow = self.design.flow(id);
        let mut steps: BTreeMap<ComponentId, Vec<LinkId>> = BTreeMap::new();
        for step in &flow.steps {
            steps.entry(self.design.link(*step).from).or_default().push(*step);
        }
        let mut waiting = flow.entry.clone();
        while let Some(at) = waiting.pop() {
            if flow_of[at.index()].is_some() {
                continue;
            }
            flow_of[at.index()] = Some(id);
            match steps.get(&at) {
                Some(links) => waiting.extend(links.iter().map(|id| self.design.link(*id).to)),
                None => waiting.extend(self.links_from(at).map(|id| self.design.link(id).to)),
            }
        }
    }

    /// Whether the caller can't do its work without this connection's target.
    pub fn is_hard(&self, id: LinkId) -> bool {
        self.hard_links.get_or_init(|| {
            let mut hard = vec![false; self.design.links.len()];
            for need in self.design.needs.iter().flatten() {
                if need.softness == Softness::Hard && need.need == need.links.len() {
                    need.links.iter().for_each(|link| hard[link.index()] = true);
                }
            }
            hard
        })[id.index()]
    }

    /// Whether the connection is one of several alternatives.
    pub fn is_alternative(&self, id: LinkId) -> bool {
        self.pooled_links.get_or_init(|| {
            let mut pooled = vec![false; self.design.links.len()];
            for need in self.design.needs.iter().flatten().filter(|n| n.need < n.links.len()) {
                need.links.iter().for_each(|link| pooled[link.index()] = true);
            }
            pooled
        })[id.index()]
    }

    /// The component's place in its groups, innermost first.
    pub fn groups_around(&self, id: ComponentId) -> impl Iterator<Item = GroupId> + '_ {
        self.design.ancestors(self.design.component(id).group)
    }

    /// `fan → front → api`.
    pub fn path_text(&self, path: &[ComponentId]) -> Text {
        let names = path.iter().map(|id| self.design.component(*id).path.as_str());
        Text::same(names.collect::<Vec<_>>().join(" → "))
    }
}
