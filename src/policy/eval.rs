//! Whether a condition of a policy holds: yes, no, or nobody knows.

use crate::analysis::expect;
use crate::analysis::load::Interval;
use crate::context::Context;
use crate::model::is_same_region;
use crate::model::{
    Argument, Attr, ComponentId, Condition, Dimension, Expectation, Facts, FlowId, GroupKind,
    Measure, PolicyFigure, Property, Stated, Value, Whom,
};
use crate::say::{Text, number};
use crate::source::Span;
use crate::syntax::ast::{Arrow, Comparison, Relation};
use crate::text;
use std::collections::BTreeSet;

/// What is not stated is neither true nor false.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Truth {
    Yes,
    No,
    /// What would decide it.
    Open(Vec<Open>),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Open {
    /// An attribute of the subject.
    Attribute(String),
    /// A figure that can't be computed.
    Figure,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Truth::Yes } else { Truth::No }
    }
}

impl Truth {
    fn not(self) -> Self {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            open => open,
        }
    }

    /// All of them hold; one that does not decides.
    fn all(parts: impl Iterator<Item = Truth>) -> Self {
        let mut open = Vec::new();
        for part in parts {
            match part {
                Truth::No => return Truth::No,
                Truth::Open(more) => open.extend(more),
                Truth::Yes => {}
            }
        }
        if open.is_empty() { Truth::Yes } else { Truth::Open(open) }
    }
}

/// Visits a condition and all that it is made of.
pub(super) fn walk<'c>(condition: &'c Condition, visit: &mut dyn FnMut(&'c Condition)) {
    visit(condition);
    match condition {
        Condition::Not(inner) => walk(inner, visit),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| walk(part, visit));
        }
        _ => {}
    }
}

/// The condition of a subject, or of the whole design.
pub(super) fn eval(context: &Context, condition: &Condition, id: Option<ComponentId>) -> Truth {
    let parts = |parts: &[Condition]| -> Vec<Truth> {
        parts.iter().map(|part| eval(context, part, id)).collect()
    };
    match condition {
        Condition::Not(inner) => eval(context, inner, id).not(),
        Condition::All(all) => Truth::all(parts(all).into_iter()),
        // One of them holds: not all of them fail.
        Condition::Any(any) => Truth::all(parts(any).into_iter().map(Truth::not)).not(),
        Condition::Figure(figure) => of_figure(context, figure, id),
        _ => id.map_or(Truth::Open(Vec::new()), |id| of_subject(context, condition, id)),
    }
}

fn of_subject(context: &Context, condition: &Condition, id: ComponentId) -> Truth {
    match condition {
        Condition::Stated(property) => match stated(context, property, id) {
            Some(stated) if stated.value == Value::Unknown => open(property),
            Some(stated) => (stated.value != Value::Off).into(),
            None => Truth::No,
        },
        Condition::Compared(property, comparison, value) => {
            if *property == Property::Attr(Attr::Replicas) {
                return instances(context, *comparison, value, id);
            }
            let Some(stated) = stated(context, property, id) else { return open(property) };
            match stated.value {
                Value::Unknown => open(property),
                _ => compare(&stated.value, *comparison, value).map_or(open(property), Truth::from),
            }
        }
        Condition::Among(property, values) => {
            let Some(stated) = stated(context, property, id) else { return open(property) };
            match stated.value {
                Value::Unknown => open(property),
                _ => values
                    .iter()
                    .any(|value| compare(&stated.value, Comparison::Equal, value) == Some(true))
                    .into(),
            }
        }
        Condition::Within(kind, names) => within(context, *kind, names, id),
        Condition::Related(relation, whom) => related(context, *relation, whom, id).into(),
        _ => Truth::Open(Vec::new()),
    }
}

fn open(property: &Property) -> Truth {
    Truth::Open(vec![Open::Attribute(property.word().to_owned())])
}

/// An attribute of the component; an own one also of the groups around it.
fn stated<'c>(context: &'c Context, property: &Property, id: ComponentId) -> Option<&'c Stated> {
    let design = context.design;
    let written = |facts: &'c Facts, attr: Attr| facts.get(attr).or_else(|| facts.unknown(attr));
    let facts = &design.component(id).facts;
    match property {
        Property::Attr(attr) => written(facts, *attr),
        Property::Own(name) => {
            let around = context.groups_around(id);
            let mut groups = around.filter_map(|group| design.group(group).facts.own(name));
            facts.own(name).or_else(|| groups.next())
        }
    }
}

/// How many run is known of everything: unstated, it is one.
fn instances(context: &Context, comparison: Comparison, value: &Value, id: ComponentId) -> Truth {
    let facts = &context.design.component(id).facts;
    if facts.unknown(Attr::Replicas).is_some() {
        return open(&Property::Attr(Attr::Replicas));
    }
    let Value::Number(limit) = value else { return Truth::Open(Vec::new()) };
    let run = context.design.replicas(id);
    let run = Interval { lo: f64::from(run.least), hi: f64::from(run.most) };
    expect::compare(run, comparison, Interval::from(*limit)).into()
}

/// `None` where the two can't be compared.
fn compare(stated: &Value, comparison: Comparison, value: &Value) -> Option<bool> {
    let equal = comparison == Comparison::Equal;
    match (stated, value) {
        (Value::Number(a), Value::Number(b)) if a.dimension == b.dimension => {
            Some(expect::compare(Interval::from(*a), comparison, Interval::from(*b)))
        }
        (Value::Number(_), Value::Number(_)) => None,
        // There is none of it at all.
        (Value::Off, Value::Number(_)) => Some(comparison == Comparison::NotEqual),
        (Value::On, Value::Number(_)) => None,
        (Value::Date(a), Value::Date(b)) => Some(match comparison {
            Comparison::Less => a < b,
            Comparison::LessOrEqual => a <= b,
            Comparison::Equal => a == b,
            Comparison::NotEqual => a != b,
            Comparison::GreaterOrEqual => a >= b,
            Comparison::Greater => a > b,
        }),
        _ if !equal && comparison != Comparison::NotEqual => None,
        (Value::List(items), value) => {
            let holds = items.iter().any(|item| same(item, value));
            Some(holds == equal)
        }
        (stated, value) => Some(same(stated, value) == equal),
    }
}

/// A free word and a quoted text are the same when they read the same; `on` is anything that is not
/// denied.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::Text(a), Value::Word(b)) | (Value::Word(b), Value::Text(a)) => a == b,
        (stated, Value::On) => *stated != Value::Off,
        (a, b) => a == b,
    }
}

fn within(context: &Context, kind: GroupKind, names: &[String], id: ComponentId) -> Truth {
    let design = context.design;
    let zones = &design.component(id).zones;
    let own = zones.iter().copied().filter(|zone| design.group(*zone).kind == kind);
    let mut groups: Vec<_> = own.collect();
    if groups.is_empty() {
        groups.extend(context.groups_around(id).find(|it| design.group(*it).kind == kind));
    }
    if names.is_empty() {
        return (!groups.is_empty()).into();
    }
    if groups.is_empty() {
        return Truth::Open(vec![Open::Attribute(kind.word().to_owned())]);
    }
    let is_named = |group: &crate::model::GroupId| {
        let group = design.group(*group);
        let label = group.label.as_deref().unwrap_or_default();
        names.iter().any(|name| {
            *name == group.name
                || name == label
                || is_same_region(&group.name, name)
                || is_same_region(label, name)
        })
    };
    groups.iter().all(is_named).into()
}

fn related(context: &Context, relation: Relation, whom: &[Whom], id: ComponentId) -> bool {
    let design = context.design;
    let calls = |link: &crate::model::LinkId| design.link(*link).arrow != Arrow::Copy;
    match relation {
        Relation::Is => is_any(context, id, whom),
        Relation::Callers => design
            .links_to(id)
            .filter(calls)
            .any(|link| is_any(context, design.link(link).from, whom)),
        Relation::Callees => design
            .links_from(id)
            .filter(calls)
            .any(|link| is_any(context, design.link(link).to, whom)),
        Relation::Reaches => {
            let mut seen = BTreeSet::from([id]);
            let mut waiting = vec![id];
            while let Some(at) = waiting.pop() {
                for link in design.links_from(at).filter(calls) {
                    let to = design.link(link).to;
                    if is_any(context, to, whom) {
                        return true;
                    }
                    if seen.insert(to) {
                        waiting.push(to);
                    }
                }
            }
            false
        }
    }
}

/// Everything that a policy speaks about, in source order.
pub(super) fn subjects(context: &Context, whom: &[Whom]) -> Vec<ComponentId> {
    context.design.component_ids().filter(|id| is_any(context, *id, whom)).collect()
}

pub(super) fn is_any(context: &Context, id: ComponentId, whom: &[Whom]) -> bool {
    whom.iter().any(|whom| is(context, id, whom))
}

fn is(context: &Context, id: ComponentId, whom: &Whom) -> bool {
    let component = context.design.component(id);
    match whom {
        Whom::Kind(kind) => component.kind == *kind,
        Whom::Tech(name) => component.tech.as_ref().is_some_and(|tech| tech.name == *name),
        Whom::Component(other) => *other == id,
        Whom::Group(group) => context.groups_around(id).any(|around| around == *group),
        Whom::Tag(tag) => {
            let tagged = |facts: &Facts| {
                let tags = facts.list(Attr::Tags).unwrap_or_default();
                tags.iter().any(|it| matches!(it, Value::Text(text) if text == tag))
            };
            let mut groups = context.groups_around(id);
            tagged(&component.facts)
                || groups.any(|group| tagged(&context.design.group(group).facts))
        }
        Whom::Nobody => false,
    }
}

/// What a policy speaks about, in words.
pub(super) fn words(context: &Context, whom: &[Whom]) -> Text {
    let word = |whom: &Whom| match whom {
        Whom::Kind(kind) => kind.word().to_owned(),
        Whom::Tech(name) => name.clone(),
        Whom::Tag(tag) => format!("tag:{tag}"),
        Whom::Component(id) => context.design.component(*id).path.clone(),
        Whom::Group(id) => context.design.group(*id).path.clone(),
        Whom::Nobody => "?".to_owned(),
    };
    let words: Vec<String> = whom.iter().map(word).collect();
    Text::names(words.iter().map(String::as_str))
}

/// Of every flow that it is asked about, the figure holds.
fn of_figure(context: &Context, figure: &PolicyFigure, id: Option<ComponentId>) -> Truth {
    let holds = asked(context, figure, id).into_iter().map(|argument| {
        let verdict = verdict(context, figure, argument);
        verdict.holds.map_or(Truth::Open(vec![Open::Figure]), Truth::from)
    });
    Truth::all(holds)
}

fn asked(
    context: &Context,
    figure: &PolicyFigure,
    id: Option<ComponentId>,
) -> Vec<Option<Argument>> {
    match (figure.argument, id) {
        (Some(argument), _) => vec![Some(argument)],
        (None, Some(id)) => vec![Some(Argument::Component(id))],
        (None, None) if figure.of_flow => {
            context.design.flow_ids().map(|flow| Some(Argument::Flow(flow))).collect()
        }
        (None, None) => vec![None],
    }
}

fn verdict(
    context: &Context,
    figure: &PolicyFigure,
    argument: Option<Argument>,
) -> expect::Verdict {
    let expectation = Expectation {
        function: figure.measure,
        argument,
        comparison: Some((figure.comparison, figure.limit)),
        scenario: None,
        text: String::new(),
        span: Span::new(crate::source::SourceId(0), 0, 0),
    };
    expect::verdict(context.study, &expectation)
}

/// The value of a figure, with the flow that it is of where there are several.
pub(super) fn shown(
    context: &Context,
    figure: &PolicyFigure,
    id: Option<ComponentId>,
) -> Option<Text> {
    let mut worst = Vec::new();
    for argument in asked(context, figure, id) {
        let verdict = verdict(context, figure, argument);
        if verdict.holds == Some(true) && figure.of_flow {
            continue;
        }
        let Some(value) = verdict.value else { continue };
        let value = with_limit(figure, in_words(figure.measure, verdict.dimension, value));
        worst.push(match argument {
            Some(Argument::Flow(flow)) if figure.of_flow => of_flow(context, flow, value),
            _ => value,
        });
    }
    (!worst.is_empty()).then(|| Text::join(&worst, ", "))
}

fn in_words(measure: Measure, dimension: Dimension, value: Interval) -> Text {
    match measure {
        Measure::Utilization => number::shares(value.lo, value.hi),
        _ => number::between(dimension, value.lo, value.hi),
    }
}

/// A limit without a unit is said as it was taken.
fn with_limit(figure: &PolicyFigure, value: Text) -> Text {
    let is_count = figure.limit.dimension == Dimension::Count;
    if is_count || !figure.text.ends_with(|c: char| c.is_ascii_digit()) {
        return value;
    }
    let limit = in_words(figure.measure, figure.limit.dimension, Interval::from(figure.limit));
    text!(value, limit; "{value}, 기준 {limit}", "{value}, the limit being {limit}")
}

fn of_flow(context: &Context, flow: FlowId, value: Text) -> Text {
    let name = &context.design.flow(flow).name;
    text!(name, value; "`{name}` {value}", "`{name}` {value}")
}
