//! Last pass: leaves out what was removed, gives everything its final number and name, and works
//! out what follows from the whole.

use super::draft::{Draft, DraftComponent, DraftExpectation, Preset, PresetOf, State, Want};
use super::entries;
use super::needs;
use super::sets;
use super::standby;
use super::state::with_presets;
use crate::model::{
    Accept, AcceptSubject, Argument, Attr, Component, ComponentId, Design, Expectation, Facts,
    Flow, FlowId, Forbid, Group, GroupId, Link, LinkId, Matcher, Measure, Part, PartId, Place,
    Scenario, Stated, Value,
};
use std::collections::HashMap;

/// Where everything that is left went. A topic, a table or a bucket is its carrier and a part of it.
struct Numbers {
    components: Vec<Option<ComponentId>>,
    parts: Vec<Option<PartId>>,
    groups: Vec<Option<GroupId>>,
    links: Vec<Option<LinkId>>,
}

/// The design that a draft amounts to; name, stage and base are the caller's.
pub(super) fn finish(draft: &Draft) -> Design {
    let order = group_order(draft);
    let numbers = number(draft, &order);
    let mut design = Design {
        components: components(draft, &numbers),
        parts: parts(draft, &numbers),
        groups: groups(draft, &order, &numbers),
        links: links(draft, &numbers),
        traffic: numbers.facts(&draft.traffic),
        slo: numbers.facts(&draft.slo),
        operations: numbers.facts(&draft.operations),
        ..Design::default()
    };
    name(&mut design);
    design.draw_graph();
    design.replica_sets = sets::replica_sets(&design);
    design.reindex();
    design.standby_sites = standby::standby_sites(&design);
    let wants = draft.wants.iter().filter_map(|want| numbers.want(want)).collect::<Vec<_>>();
    design.needs = needs::needs(&design, &wants);
    let shared = draft.shared.iter().filter_map(|want| numbers.want(want)).collect::<Vec<_>>();
    design.sharing = needs::sharing(&design, &shared);
    design.flows = flows(draft, &numbers, &design);
    claims(draft, &numbers, &mut design);
    design
}

/// The groups that are left, parents before children.
fn group_order(draft: &Draft) -> Vec<GroupId> {
    let mut placed = vec![false; draft.groups.len()];
    let mut order = Vec::new();
    for at in 0..draft.groups.len() {
        let id = GroupId(at as u32);
        let around = draft.ancestors(Some(id)).take_while(|group| !placed[group.index()]);
        let chain: Vec<GroupId> = around.collect();
        for group in chain.into_iter().rev() {
            placed[group.index()] = true;
            if !matches!(draft.group(group).state, State::Removed(_)) {
                order.push(group);
            }
        }
    }
    order
}

fn number(draft: &Draft, order: &[GroupId]) -> Numbers {
    let mut groups = vec![None; draft.groups.len()];
    for (at, group) in order.iter().enumerate() {
        groups[group.index()] = Some(GroupId(at as u32));
    }
    let is_left = |it: &DraftComponent| !matches!(it.state, State::Removed(_));
    let is_part = |it: &DraftComponent| it.part.is_some_and(|part| part.carrier.is_some());
    let own = draft.components.iter().map(|it| is_left(it) && !is_part(it));
    let own: Vec<_> = renumber(own).map(|at| at.map(ComponentId)).collect();
    let parts = draft.components.iter().map(|it| is_left(it) && is_part(it));
    let parts = renumber(parts).map(|at| at.map(PartId)).collect();
    let carried = |at: usize| own[draft.carrier(ComponentId(at as u32))?.index()];
    let components = (0..own.len()).map(|at| own[at].or_else(|| carried(at))).collect();
    let left = draft.links.iter().map(|link| link.removed.is_none());
    let links = renumber(left).map(|at| at.map(LinkId)).collect();
    Numbers { components, parts, groups, links }
}

/// New numbers for those that are left.
fn renumber(left: impl Iterator<Item = bool>) -> impl Iterator<Item = Option<u32>> {
    left.scan(0, |next, is_left| {
        *next += u32::from(is_left);
        Some(is_left.then(|| *next - 1))
    })
}

impl Numbers {
    fn component(&self, id: ComponentId) -> Option<ComponentId> {
        self.components[id.index()]
    }

    fn part(&self, id: ComponentId) -> Option<PartId> {
        self.parts[id.index()]
    }

    fn group(&self, id: GroupId) -> Option<GroupId> {
        self.groups[id.index()]
    }

    fn link(&self, id: LinkId) -> Option<LinkId> {
        self.links[id.index()]
    }

    fn place(&self, place: Place) -> Option<Place> {
        match place {
            Place::Component(id) => self.component(id).map(Place::Component),
            Place::Group(id) => self.group(id).map(Place::Group),
        }
    }

    /// What a stated value is now. One that names something removed is no longer stated.
    fn value(&self, value: &Value) -> Option<Value> {
        Some(match value {
            Value::Component(id) => Value::Component(self.component(*id)?),
            Value::Group(id) => Value::Group(self.group(*id)?),
            Value::Times(id, factor) => Value::Times(self.component(*id)?, *factor),
            Value::List(items) => {
                let left: Vec<Value> = items.iter().filter_map(|item| self.value(item)).collect();
                if left.is_empty() && !items.is_empty() {
                    return None;
                }
                Value::List(left)
            }
            other => other.clone(),
        })
    }

    fn facts(&self, facts: &Facts) -> Facts {
        let mut left = Facts::default();
        for (attr, stated) in facts.iter() {
            if let Some(value) = self.value(&stated.value) {
                left.set(attr, Stated { value, ..stated.clone() });
            }
        }
        for (name, stated) in facts.all_own() {
            left.set_own(name.to_owned(), stated.clone());
        }
        left
    }

    fn want(&self, want: &Want) -> Option<Want> {
        let from = self.component(want.from)?;
        let links: Vec<LinkId> = want.links.iter().filter_map(|link| self.link(*link)).collect();
        (!links.is_empty()).then_some(Want { from, links })
    }
}

fn components(draft: &Draft, numbers: &Numbers) -> Vec<Component> {
    let presets = presets(draft);
    let left = draft.components.iter().filter(|it| !matches!(it.state, State::Removed(_)));
    let own = left.filter(|it| it.part.is_none_or(|part| part.carrier.is_none()));
    own.map(|it| component(draft, it, &presets, numbers)).collect()
}

fn parts(draft: &Draft, numbers: &Numbers) -> Vec<Part> {
    let left = draft.components.iter().filter(|it| !matches!(it.state, State::Removed(_)));
    let part = |it: &DraftComponent| {
        let part = it.part?;
        let carrier = numbers.component(part.carrier?)?;
        let (facts, kind) = (numbers.facts(&it.stated), part.kind);
        let it = it.it.clone();
        let (name, path, label) = (it.name, it.path, it.label);
        let (span, head, name_span) = (it.span, it.head, it.name_span);
        Some(Part { name, path, label, kind, carrier, facts, span, head, name_span })
    };
    left.filter_map(part).collect()
}

/// The `default` statements by the group they stand in.
type Presets<'d> = HashMap<Option<GroupId>, Vec<&'d Preset>>;

fn presets(draft: &Draft) -> Presets<'_> {
    let mut presets: Presets<'_> = HashMap::new();
    for preset in &draft.presets {
        presets.entry(preset.scope).or_default().push(preset);
    }
    presets
}

fn component(
    draft: &Draft,
    it: &DraftComponent,
    presets: &Presets<'_>,
    numbers: &Numbers,
) -> Component {
    let mut scopes: Vec<Option<GroupId>> = draft.ancestors(it.it.group).map(Some).collect();
    scopes.push(None);
    let mut fitting = Vec::new();
    for scope in scopes.iter().rev() {
        let here = || presets.get(scope).into_iter().flatten().copied();
        fitting.extend(here().filter(|preset| preset.of == PresetOf::Kind(it.it.kind)));
        fitting.extend(here().filter(|preset| match (&preset.of, &it.it.tech) {
            (PresetOf::Tech(name), Some(tech)) => *name == tech.name,
            _ => false,
        }));
    }
    fitting.retain(|_| it.is_typed);
    let facts = numbers.facts(&with_presets(fitting.into_iter(), &it.stated, &it.unset));
    let zones = facts.list(Attr::Zones).unwrap_or(&[]).iter().filter_map(|zone| match zone {
        Value::Group(id) => Some(*id),
        _ => None,
    });
    let zones = zones.collect();
    let group = it.it.group.and_then(|group| numbers.group(group));
    Component { group, zones, facts, ..it.it.clone() }
}

fn groups(draft: &Draft, order: &[GroupId], numbers: &Numbers) -> Vec<Group> {
    let presets = presets(draft);
    order.iter().map(|id| group(draft, *id, &presets, numbers)).collect()
}

fn group(draft: &Draft, id: GroupId, presets: &Presets<'_>, numbers: &Numbers) -> Group {
    let it = draft.group(id);
    let scopes = draft.ancestors(it.it.parent).map(Some).chain([None]).collect::<Vec<_>>();
    let of = PresetOf::Group(it.it.kind);
    let around = scopes.iter().rev().flat_map(|scope| presets.get(scope).into_iter().flatten());
    let fitting = around.copied().filter(|preset| preset.of == of);
    let facts = numbers.facts(&with_presets(fitting, &it.stated, &it.unset));
    let parent = it.it.parent.and_then(|parent| numbers.group(parent));
    Group { parent, facts, ..it.it.clone() }
}

fn links(draft: &Draft, numbers: &Numbers) -> Vec<Link> {
    let left = draft.links.iter().filter(|link| link.removed.is_none());
    let moved = left.filter_map(|link| {
        let (from, to) = (numbers.component(link.it.from)?, numbers.component(link.it.to)?);
        let (from_part, to_part) = (numbers.part(link.it.from), numbers.part(link.it.to));
        let facts = numbers.facts(&link.it.facts);
        Some(Link { from, to, from_part, to_part, facts, ..link.it.clone() })
    });
    moved.collect()
}

/// Calls everything by its name alone where that is unique, else by its path.
fn name(design: &mut Design) {
    let mut times: HashMap<String, u32> = HashMap::new();
    let components = design.components.iter().map(|it| &it.name);
    let parts = design.parts.iter().map(|it| &it.name);
    for name in components.chain(parts).chain(design.groups.iter().map(|it| &it.name)) {
        *times.entry(name.clone()).or_default() += 1;
    }
    let path = |name: &str, around: Option<GroupId>| {
        if times.get(name) == Some(&1) {
            return name.to_owned();
        }
        let mut names: Vec<&str> =
            design.ancestors(around).map(|id| design.group(id).name.as_str()).collect();
        names.reverse();
        names.push(name);
        names.join(".")
    };
    let components: Vec<String> =
        design.components.iter().map(|it| path(&it.name, it.group)).collect();
    let groups: Vec<String> = design.groups.iter().map(|it| path(&it.name, it.parent)).collect();
    let parts: Vec<String> = (design.parts.iter())
        .map(|it| path(&it.name, design.component(it.carrier).group))
        .collect();
    design.parts.iter_mut().zip(parts).for_each(|(it, path)| it.path = path);
    design.components.iter_mut().zip(components).for_each(|(it, path)| it.path = path);
    design.groups.iter_mut().zip(groups).for_each(|(it, path)| it.path = path);
}

/// The stated flows; without any, the journeys of each user.
fn flows(draft: &Draft, numbers: &Numbers, design: &Design) -> Vec<Flow> {
    let stated: Vec<Flow> = draft
        .flows
        .iter()
        .filter(|flow| !flow.removed)
        .map(|flow| Flow {
            entry: flow.it.entry.iter().filter_map(|id| numbers.component(*id)).collect(),
            steps: flow.it.steps.iter().filter_map(|id| numbers.link(*id)).collect(),
            facts: numbers.facts(&flow.it.facts),
            ..flow.it.clone()
        })
        .collect();
    if stated.is_empty() { entries::implied(design) } else { stated }
}

fn claims(draft: &Draft, numbers: &Numbers, design: &mut Design) {
    let scenarios = draft.scenarios.iter().filter(|it| !it.removed);
    design.scenarios = scenarios.map(|it| scenario(&it.it, numbers)).collect();
    let scenario_of = numbered(design.scenarios.iter().map(|it| &it.name));
    let left = draft
        .expectations
        .iter()
        .flat_map(|it| expectations(it, numbers, design, &scenario_of))
        .collect();
    design.expectations = left;
    design.accepts = draft.accepts.iter().filter_map(|it| accept(it, numbers)).collect();
    design.forbids = draft.forbids.iter().filter_map(|it| forbid(it, numbers)).collect();
}

fn scenario(it: &Scenario, numbers: &Numbers) -> Scenario {
    let slow = it.slow.iter().filter_map(|(id, factor)| Some((numbers.component(*id)?, *factor)));
    Scenario {
        fail: it.fail.iter().filter_map(|place| numbers.place(*place)).collect(),
        instances: (it.instances.iter())
            .filter_map(|(id, number)| Some((numbers.component(*id)?, *number)))
            .collect(),
        cold: it.cold.iter().filter_map(|id| numbers.component(*id)).collect(),
        slow: slow.collect(),
        ..it.clone()
    }
}

fn numbered<'n>(names: impl Iterator<Item = &'n String>) -> HashMap<String, usize> {
    names.enumerate().map(|(at, name)| (name.clone(), at)).collect()
}

/// One whose subject a change took away is gone with it. What is expected of a user with several
/// journeys is expected of each.
fn expectations(
    it: &DraftExpectation,
    numbers: &Numbers,
    design: &Design,
    scenario_of: &HashMap<String, usize>,
) -> Vec<Expectation> {
    let scenario = match it.scenario.as_ref().map(|name| scenario_of.get(name)) {
        Some(None) => return Vec::new(),
        Some(Some(at)) => Some(*at),
        None => None,
    };
    let arguments: Vec<Option<Argument>> = match (&it.flow, it.it.argument) {
        (Some(name), _) => journeys(design, name).map(|flow| Some(Argument::Flow(flow))).collect(),
        (None, Some(Argument::Component(id))) => {
            let part = numbers.part(id).filter(|_| it.it.function == Measure::Rps);
            let left = part.map(Argument::Part).or(numbers.component(id).map(Argument::Component));
            left.into_iter().map(Some).collect()
        }
        (None, other) => vec![other],
    };
    let expected = |argument| Expectation { argument, scenario, ..it.it.clone() };
    arguments.into_iter().map(expected).collect()
}

/// The flow of that name, or the journeys of the user of that name.
fn journeys<'d>(design: &'d Design, name: &'d str) -> impl Iterator<Item = FlowId> + 'd {
    design.flow_ids().filter(move |id| {
        let flow = design.flow(*id);
        let of_user =
            || flow.entry.first().is_some_and(|user| design.component(*user).name == name);
        flow.name == name || flow.implied && of_user()
    })
}

/// An accepted finding goes with the last thing that it was about.
fn accept(it: &Accept, numbers: &Numbers) -> Option<Accept> {
    let subjects: Vec<AcceptSubject> = it
        .subjects
        .iter()
        .filter_map(|subject| match *subject {
            AcceptSubject::Place(place, span) => {
                Some(AcceptSubject::Place(numbers.place(place)?, span))
            }
            AcceptSubject::Link(link, span) => Some(AcceptSubject::Link(numbers.link(link)?, span)),
        })
        .collect();
    if subjects.is_empty() && !it.subjects.is_empty() {
        return None;
    }
    Some(Accept { subjects, ..it.clone() })
}

fn forbid(it: &Forbid, numbers: &Numbers) -> Option<Forbid> {
    let matcher = |matcher: Matcher| {
        Some(match matcher {
            Matcher::Kind(kind) => Matcher::Kind(kind),
            Matcher::Component(id) => Matcher::Component(numbers.component(id)?),
            Matcher::Group(id) => Matcher::Group(numbers.group(id)?),
        })
    };
    Some(Forbid { from: matcher(it.from)?, to: matcher(it.to)?, ..it.clone() })
}
