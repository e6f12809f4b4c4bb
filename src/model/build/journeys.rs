//! Fifth pass: flows, which select among the drawn connections, and scenarios.

use super::Builder;
use super::attributes::About;
use super::connect::{End, Named, Target};
use super::declare::{Around, Work, taken};
use super::draft::{DraftFlow, DraftScenario, State};
use super::mentions;
use crate::diagnostic::Diagnostic;
use crate::model::schema::Site;
use crate::model::{Attr, ComponentId, Facts, Flow, LinkId, Place, Scenario, Stated, Value};
use crate::source::Span;
use crate::syntax::ast::{self, Arrow, StatementKind};
use crate::text;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The path of a flow through the drawn links.
#[derive(Debug, Default)]
struct Route {
    entry: Vec<ComponentId>,
    steps: Vec<LinkId>,
    seen: BTreeSet<LinkId>,
    has_chain: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn flows(&mut self, work: &Work<'a>) {
        for (around, it, span) in &work.flows {
            self.flow(it, *span, *around);
        }
        for (around, it) in &work.changed_flows {
            match &it.target {
                ast::Target::Flow(name) => self.change_flow(it, name, *around),
                ast::Target::Scenario(name) => self.change_scenario(it, name, *around),
                _ => {}
            }
        }
        self.refuse_lost_steps();
    }

    fn flow(&mut self, it: &ast::Journey, span: Span, around: Around) {
        let statements = it.block.as_ref().map_or(&[][..], |block| &block.statements);
        let stated = self.fresh_attributes(statements, About::Site(Site::Flow), around).stated;
        let route = self.route(statements, around);
        if let Some(first) = self.live_flow(&it.name.text) {
            let there = self.draft.flows[first].name_span;
            self.errors.push(taken(&it.name.text, it.name.span, there));
            return;
        }
        if !route.has_chain {
            self.errors.push(no_path(&it.name));
        }
        let flow = Flow {
            name: it.name.text.clone(),
            label: it.label.as_ref().map(|label| label.text.clone()),
            entry: route.entry,
            steps: route.steps,
            facts: gathered(stated),
            span,
            implied: false,
        };
        let (name_span, layer) = (it.name.span, self.layer);
        self.draft.flow_of.insert(it.name.text.clone(), self.draft.flows.len());
        self.draft.flows.push(DraftFlow { it: flow, name_span, layer, removed: false });
    }

    /// What a change of a flow states replaces; its connections, if any, replace the whole path.
    fn change_flow(&mut self, it: &ast::Change, name: &ast::Name, around: Around) {
        let statements = it.block.as_ref().map_or(&[][..], |block| &block.statements);
        let told = self.attributes(statements, About::Site(Site::Flow), around);
        let route = self.route(statements, around);
        let Some(at) = self.known_flow(name) else { return };
        let flow = &mut self.draft.flows[at].it;
        if let Some(label) = &it.label {
            flow.label = Some(label.text.clone());
        }
        told.stated.into_iter().for_each(|(attr, stated)| flow.facts.set(attr, stated));
        told.unset.iter().for_each(|(attr, _)| flow.facts.unset(*attr));
        if route.has_chain {
            (flow.entry, flow.steps) = (route.entry, route.steps);
        }
    }

    pub(super) fn remove_flow(&mut self, name: &ast::Name) {
        if let Some(at) = self.known_flow(name) {
            self.draft.flows[at].removed = true;
            self.draft.flow_of.remove(&name.text);
        }
    }

    fn live_flow(&self, name: &str) -> Option<usize> {
        self.draft.flow_of.get(name).copied()
    }

    fn known_flow(&mut self, name: &ast::Name) -> Option<usize> {
        if let Some(at) = self.live_flow(&name.text) {
            let flow = mentions::flow_symbol(self.draft.flows[at].name_span);
            self.mentions.refer(name.span, flow);
            return Some(at);
        }
        let known = self.draft.flows.iter().filter(|flow| !flow.removed);
        let meant = self.suggestions.nearest(&name.text, known.map(|flow| flow.it.name.as_str()));
        let word = &name.text;
        let message = text!(word; "`{word}` 흐름이 없습니다", "there is no flow `{word}`");
        let error =
            Diagnostic::error("unknown-name", name.span, message).did_you_mean(name.span, meant);
        self.errors.push(error);
        None
    }

    /// Reads the connections of a flow's block.
    fn route(&mut self, statements: &[ast::Statement], around: Around) -> Route {
        let mut route = Route::default();
        for statement in statements {
            match &statement.kind {
                StatementKind::Connection(it) => self.steps(it, around, &mut route),
                StatementKind::Attribute(_) | StatementKind::Junk => {}
                _ => {
                    let error = no_part_of_flow(self.head(statement.span));
                    self.errors.push(error);
                }
            }
        }
        route
    }

    fn steps(&mut self, it: &ast::Connection, around: Around, route: &mut Route) {
        let sides: Vec<Vec<Target>> = it.sides.iter().map(|side| self.side(side, around)).collect();
        if !route.has_chain {
            route.entry = sides.first().into_iter().flatten().flatten().map(|end| end.id).collect();
            route.has_chain = true;
        }
        for (pair, (arrow, _)) in sides.windows(2).zip(&it.arrows) {
            for left in &pair[0] {
                for right in &pair[1] {
                    self.step(left, *arrow, right, route);
                }
            }
        }
        if let Some(block) = &it.block {
            self.refuse_attributes(block);
        }
    }

    fn step(&mut self, left: &[End], arrow: Arrow, right: &[End], route: &mut Route) {
        for (from, to) in left.iter().flat_map(|from| right.iter().map(move |to| (from, to))) {
            if !self.has_room(to.span) {
                return;
            }
            match self.draft.link(from.id, to.id, arrow) {
                Some(link) if route.seen.insert(link) => route.steps.push(link),
                Some(_) => {}
                // Of a group only the members that are connected take part.
                None if from.named == Named::ByGroup || to.named == Named::ByGroup => {}
                None => {
                    let error = self.undrawn_step(*from, arrow, *to);
                    self.errors.push(error);
                }
            }
        }
    }

    fn refuse_attributes(&mut self, block: &ast::Block) {
        let Some(first) = block.attributes().next() else { return };
        let word = &first.name.text;
        let error = Diagnostic::warning(
            "unknown-attribute",
            first.span,
            text!(word;
                "흐름 안의 연결에는 `{word}` 같은 속성을 쓸 수 없습니다",
                "a step of a flow takes no attribute like `{word}`"
            ),
        )
        .help(text!(
            "속성은 흐름 밖에 그린 연결에 쓰세요.",
            "State it on the connection that is drawn outside of the flow."
        ));
        self.errors.push(error);
    }

    fn undrawn_step(&mut self, left: End, arrow: Arrow, right: End) -> Diagnostic {
        let path = self.drawn_path(left.id, right.id);
        let name = |id: ComponentId| &self.draft.component(id).it.name;
        let (from, symbol, to) = (name(left.id), arrow.symbol(), name(right.id));
        let same_text = left.span.source == right.span.source;
        let span = if same_text { left.span.to(right.span) } else { right.span };
        let error = Diagnostic::error(
            "unknown-name",
            span,
            text!(from, symbol, to;
                "`{from} {symbol} {to}` 연결은 그려져 있지 않습니다",
                "the connection `{from} {symbol} {to}` is not drawn"
            ),
        );
        let Some(path) = path else {
            return error.help(text!(
                "흐름 밖에 이 연결을 먼저 그리세요.",
                "Draw it outside of the flow first."
            ));
        };
        let mut drawn = from.clone();
        for link in &path {
            let link = &self.draft.links[link.index()].it;
            drawn = format!("{drawn} {} {}", link.arrow.symbol(), name(link.to));
        }
        let first = self.draft.links[path[0].index()].it.span;
        error
            .related(first, text!("그려진 길의 시작", "the drawn path begins here"))
            .help(text!(drawn; "그려진 길은 `{drawn}`입니다.", "The drawn path is `{drawn}`."))
    }

    /// The shortest path of drawn links from one component to another.
    fn drawn_path(&mut self, from: ComponentId, to: ComponentId) -> Option<Vec<LinkId>> {
        self.detours = self.detours.checked_sub(1)?;
        let mut leaving: BTreeMap<ComponentId, Vec<LinkId>> = BTreeMap::new();
        for (at, link) in self.draft.links.iter().enumerate() {
            if link.removed.is_none() {
                leaving.entry(link.it.from).or_default().push(LinkId(at as u32));
            }
        }
        let mut arrived: BTreeMap<ComponentId, LinkId> = BTreeMap::new();
        let mut pending = VecDeque::from([from]);
        while let Some(at) = pending.pop_front() {
            for link in leaving.get(&at).into_iter().flatten() {
                let next = self.draft.links[link.index()].it.to;
                if next != from && !arrived.contains_key(&next) {
                    arrived.insert(next, *link);
                    pending.push_back(next);
                }
            }
        }
        let mut path = Vec::new();
        let mut at = to;
        while at != from {
            let link = *arrived.get(&at)?;
            path.push(link);
            at = self.draft.links[link.index()].it.from;
        }
        path.reverse();
        (!path.is_empty()).then_some(path)
    }

    /// An inherited step can't go over what a change removed.
    fn refuse_lost_steps(&mut self) {
        let mut errors = Vec::new();
        for flow in &mut self.draft.flows {
            if flow.removed {
                continue;
            }
            let lost = |link: &LinkId| self.draft.links[link.index()].removed;
            if flow.layer < self.layer {
                let removals: BTreeSet<Span> = flow.it.steps.iter().filter_map(lost).collect();
                errors.extend(removals.into_iter().map(|removed| lost_step(flow, removed)));
            }
            flow.it.steps.retain(|link| lost(link).is_none());
            let components = &self.draft.components;
            flow.it.entry.retain(|id| !matches!(components[id.index()].state, State::Removed(_)));
        }
        self.errors.extend(errors);
    }

    pub(super) fn scenarios(&mut self, work: &Work<'a>) {
        for (around, it, span) in &work.scenarios {
            self.scenario(it, *span, *around);
        }
    }

    fn scenario(&mut self, it: &ast::Journey, span: Span, around: Around) {
        let statements = it.block.as_ref().map_or(&[][..], |block| &block.statements);
        self.attributes_only(statements);
        let stated = self.fresh_attributes(statements, About::Site(Site::Scenario), around).stated;
        if let Some(first) = self.live_scenario(&it.name.text) {
            let there = self.draft.scenarios[first].name_span;
            self.errors.push(taken(&it.name.text, it.name.span, there));
            return;
        }
        let mut scenario = Scenario {
            name: it.name.text.clone(),
            label: it.label.as_ref().map(|label| label.text.clone()),
            fail: Vec::new(),
            instances: Vec::new(),
            cold: Vec::new(),
            slow: Vec::new(),
            traffic: 1.0,
            span,
        };
        let facts = gathered(stated);
        apply(&mut scenario, &facts);
        scenario.instances = self.instances(&facts, around);
        let name_span = it.name.span;
        self.draft.scenario_of.insert(it.name.text.clone(), self.draft.scenarios.len());
        self.draft.scenarios.push(DraftScenario { it: scenario, name_span, removed: false });
    }

    fn change_scenario(&mut self, it: &ast::Change, name: &ast::Name, around: Around) {
        let statements = it.block.as_ref().map_or(&[][..], |block| &block.statements);
        self.attributes_only(statements);
        let told = self.attributes(statements, About::Site(Site::Scenario), around);
        let facts = gathered(told.stated);
        let instances = self.instances(&facts, around);
        let Some(at) = self.known_scenario(name) else { return };
        let scenario = &mut self.draft.scenarios[at].it;
        if let Some(label) = &it.label {
            scenario.label = Some(label.text.clone());
        }
        apply(scenario, &facts);
        if facts.is_stated(Attr::Fail) {
            scenario.instances = instances;
        }
        for (attr, _) in told.unset {
            match attr {
                Attr::Fail => {
                    scenario.fail.clear();
                    scenario.instances.clear();
                }
                Attr::Cold => scenario.cold.clear(),
                Attr::Slow => scenario.slow.clear(),
                _ => scenario.traffic = 1.0,
            }
        }
    }

    pub(super) fn remove_scenario(&mut self, name: &ast::Name) {
        if let Some(at) = self.known_scenario(name) {
            self.draft.scenarios[at].removed = true;
            self.draft.scenario_of.remove(&name.text);
        }
    }

    pub(super) fn live_scenario(&self, name: &str) -> Option<usize> {
        self.draft.scenario_of.get(name).copied()
    }

    pub(super) fn known_scenario(&mut self, name: &ast::Name) -> Option<usize> {
        if let Some(at) = self.live_scenario(&name.text) {
            let scenario = mentions::scenario_symbol(self.draft.scenarios[at].name_span);
            self.mentions.refer(name.span, scenario);
            return Some(at);
        }
        let known = self.draft.scenarios.iter().filter(|it| !it.removed);
        let meant = self.suggestions.nearest(&name.text, known.map(|it| it.it.name.as_str()));
        let word = &name.text;
        let message = text!(word; "`{word}` 시나리오가 없습니다", "there is no scenario `{word}`");
        let error =
            Diagnostic::error("unknown-name", name.span, message).did_you_mean(name.span, meant);
        self.errors.push(error);
        None
    }
}

pub(super) fn gathered(stated: Vec<(Attr, Stated)>) -> Facts {
    let mut facts = Facts::default();
    stated.into_iter().for_each(|(attr, stated)| facts.set(attr, stated));
    facts
}

fn apply(scenario: &mut Scenario, facts: &Facts) {
    if let Some(fail) = facts.list(Attr::Fail) {
        scenario.fail = fail.iter().filter_map(place).collect();
    }
    if let Some(cold) = facts.list(Attr::Cold) {
        let component = |value: &Value| match value {
            Value::Component(id) => Some(*id),
            _ => None,
        };
        scenario.cold = cold.iter().filter_map(component).collect();
    }
    if let Some(slow) = facts.list(Attr::Slow) {
        let slowed = |value: &Value| match value {
            Value::Times(id, factor) => Some((*id, factor.high())),
            _ => None,
        };
        scenario.slow = slow.iter().filter_map(slowed).collect();
    }
    if let Some(factor) = facts.quantity(Attr::Traffic) {
        scenario.traffic = factor.high();
    }
}

fn place(value: &Value) -> Option<Place> {
    match value {
        Value::Component(id) => Some(Place::Component(*id)),
        Value::Group(id) => Some(Place::Group(*id)),
        _ => None,
    }
}

fn lost_step(flow: &DraftFlow, removed: Span) -> Diagnostic {
    let name = &flow.it.name;
    Diagnostic::error(
        "unknown-name",
        removed,
        text!(name;
            "`{name}` 흐름이 아직 이곳을 지납니다",
            "the flow `{name}` still goes through what is removed here"
        ),
    )
    .related(flow.name_span, text!("이어받은 흐름", "the inherited flow"))
    .help(text!(name;
        "`change flow {name} {{ … }}`로 새 경로를 쓰거나 `remove flow {name}`로 지우세요.",
        "Write its new path in `change flow {name} {{ … }}`, or `remove flow {name}`."
    ))
}

fn no_path(name: &ast::Name) -> Diagnostic {
    let word = &name.text;
    Diagnostic::error(
        "syntax",
        name.span,
        text!(word; "`{word}` 흐름에 경로가 없습니다", "the flow `{word}` has no path"),
    )
    .help(text!(
        "블록 안에 `user -> front -> api`처럼 지나가는 연결을 쓰세요.",
        "Write the connections it takes in its block: `user -> front -> api`."
    ))
}

fn no_part_of_flow(span: Span) -> Diagnostic {
    Diagnostic::error(
        "syntax",
        span,
        text!(
            "흐름 블록에는 속성과 연결만 쓸 수 있습니다",
            "a flow's block holds attributes and connections only"
        ),
    )
    .help(text!("이 문장을 흐름 밖으로 옮기세요.", "Move this statement out of the flow."))
}
