//! The design as a graph of components, with groups, flows, decisions and expectations.

use super::facts::Facts;
use super::{GroupKind, Kind, OwnAttribute, Part, Policy, Use};
use crate::catalog::Tech;
use crate::source::{SourceId, Span};
use crate::syntax::ast::{self, Arrow, Stage};
use jiff::civil::Date;
use petgraph::graph::DiGraph;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use crate::ids::{ComponentId, FlowId, GroupId, LinkId, PartId, Subject};

#[derive(Clone, Debug, Default)]
pub struct Design {
    /// The header's name, else the file's stem.
    pub name: String,
    pub stage: Option<Stage>,
    /// Not everything is drawn: what is missing may still be there.
    pub partial: bool,
    /// The whole text of the design.
    pub span: Option<Span>,
    pub components: Vec<Component>,
    /// The topics, tables and buckets on them.
    pub parts: Vec<Part>,
    pub groups: Vec<Group>,
    pub links: Vec<Link>,
    pub flows: Vec<Flow>,
    /// What each component asks of its links; indexed like `components`.
    pub needs: Vec<Vec<Need>>,
    /// Links by which a component hands its messages to one of several; indexed like `components`.
    pub sharing: Vec<Vec<Vec<LinkId>>>,
    /// Stores that hold copies of one another's data.
    pub replica_sets: Vec<ReplicaSet>,
    /// Index into `replica_sets` of the set that a component is in, indexed like `components`;
    /// made by [`Design::reindex`].
    pub set_of: Vec<Option<usize>>,
    /// Sites that take over from others.
    pub standby_sites: Vec<StandbySite>,
    pub traffic: Facts,
    pub slo: Facts,
    pub operations: Facts,
    pub scenarios: Vec<Scenario>,
    pub expectations: Vec<Expectation>,
    pub accepts: Vec<Accept>,
    pub forbids: Vec<Forbid>,
    /// What the team demands of it, the project's policies first.
    pub policies: Vec<Policy>,
    /// The attributes that the team adds to the language.
    pub own: Vec<OwnAttribute>,
    /// All links as a graph; node and edge weights are the ids.
    pub graph: DiGraph<ComponentId, LinkId>,
    /// The syntax trees of all texts that it was built from, those that it extends included.
    pub texts: Arc<Vec<Arc<ast::File>>>,
    /// Every name in those texts that was understood, by place.
    pub uses: Arc<Vec<Use>>,
    /// The design that this one extends.
    pub base: Option<Arc<Design>>,
}

#[derive(Clone, Debug)]
pub struct Component {
    /// As declared, in NFC.
    pub name: String,
    /// The name alone where it is unique in the design, else the path (`seoul.a.api`).
    pub path: String,
    pub label: Option<String>,
    pub kind: Kind,
    pub tech: Option<Arc<Tech>>,
    /// The innermost group around it.
    pub group: Option<GroupId>,
    /// The groups named by `zones`, over which its replicas are dealt out in turn.
    pub zones: Vec<GroupId>,
    pub facts: Facts,
    /// The whole declaration.
    pub span: Span,
    /// The type's word and the name: what a finding about the component points at.
    pub head: Span,
    pub name_span: Span,
    /// Set where a `change` of an extending design touched it.
    pub changed: Option<Span>,
    /// Declared by nothing but a word in a connection: the statement before which a declaration
    /// would stand.
    pub implied: Option<Span>,
}

#[derive(Clone, Debug)]
pub struct Group {
    pub name: String,
    pub path: String,
    pub label: Option<String>,
    pub kind: GroupKind,
    pub parent: Option<GroupId>,
    pub facts: Facts,
    pub span: Span,
    pub head: Span,
    pub name_span: Span,
}

/// One connection. The same pair with the same arrow is one link however often it is stated; those of
/// two topics of one carrier are two.
#[derive(Clone, Debug)]
pub struct Link {
    pub from: ComponentId,
    pub to: ComponentId,
    /// The topic, table or bucket of `from` that it begins at.
    pub from_part: Option<PartId>,
    /// The topic, table or bucket of `to` that it leads to.
    pub to_part: Option<PartId>,
    pub arrow: Arrow,
    pub label: Option<String>,
    pub facts: Facts,
    /// The place of its first statement: from the left end to the right end of the arrow.
    pub span: Span,
    /// The whole first statement, with label and block.
    pub statement: Span,
}

impl Link {
    /// The same elsewhere, where nothing stands on its ends.
    pub fn between(&self, from: ComponentId, to: ComponentId) -> Self {
        Self { from, to, from_part: None, to_part: None, ..self.clone() }
    }
}

/// What a component needs of some of its outgoing synchronous links to do its work.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// One link: needed itself. Several: alternatives (`|` or a pool), of which `need` must work.
    pub links: Vec<LinkId>,
    pub need: usize,
    pub softness: Softness,
    /// The alternatives come from the pool rule, not from `|`.
    pub pool: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Softness {
    Hard,
    /// The caller can do without.
    Optional,
    /// The caller turns to this component, with that one's own needs.
    Fallback(ComponentId),
}

/// A primary with its standbys, joined by `=>` between stores of one kind.
/// (`replicas` on one component needs no set.)
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicaSet {
    pub primary: ComponentId,
    /// In source order.
    pub standbys: Vec<ComponentId>,
}

/// A failure domain that stands by (`role = standby`): it takes over when all of its kind and parent
/// that do not stand by are down.
#[derive(Clone, Debug, PartialEq)]
pub struct StandbySite {
    pub group: GroupId,
    /// What it stands by for, at least one.
    pub siblings: Vec<GroupId>,
    /// By component in one of those: its alike here.
    pub twins: BTreeMap<ComponentId, ComponentId>,
}

/// How a replicated store changes over to a standby.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failover {
    Auto,
    /// A person does it.
    Manual,
    /// Not stated: judged like manual, reported as a question.
    Unknown,
}

/// A user journey.
#[derive(Clone, Debug)]
pub struct Flow {
    pub name: String,
    pub label: Option<String>,
    /// The left end of its first chain; for an implied flow the user.
    pub entry: Vec<ComponentId>,
    /// The drawn links that its steps select, in the order written; empty for an implied flow.
    pub steps: Vec<LinkId>,
    pub facts: Facts,
    pub span: Span,
    /// Made for a user because the design states no flow.
    pub implied: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    pub name: String,
    pub label: Option<String>,
    /// What fails, in the order written.
    pub fail: Vec<Place>,
    /// Single instances that fail, counted from 1; a store's first is its primary.
    pub instances: Vec<(ComponentId, u32)>,
    /// Caches that start empty.
    pub cold: Vec<ComponentId>,
    /// Components slowed down, with the factor.
    pub slow: Vec<(ComponentId, f64)>,
    /// The factor on all traffic; 1 unless stated.
    pub traffic: f64,
    pub span: Span,
}

impl Scenario {
    /// One in which nothing happens.
    pub fn ordinary() -> Self {
        Self {
            name: String::new(),
            label: None,
            fail: Vec::new(),
            instances: Vec::new(),
            cold: Vec::new(),
            slow: Vec::new(),
            traffic: 1.0,
            span: Span::new(SourceId(0), 0, 0),
        }
    }

    /// Whether the same happens, whatever the two are called.
    pub fn is_alike(&self, other: &Scenario) -> bool {
        let what = |it: &Self| {
            let failed = (it.fail.clone(), it.instances.clone());
            (failed, it.cold.clone(), it.slow.clone(), it.traffic)
        };
        what(self) == what(other)
    }
}

/// A component or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    Component(ComponentId),
    Group(GroupId),
}

impl From<ComponentId> for Subject {
    fn from(id: ComponentId) -> Self {
        Subject::Component(id)
    }
}

impl From<Place> for Subject {
    fn from(place: Place) -> Self {
        match place {
            Place::Component(id) => Subject::Component(id),
            Place::Group(id) => Subject::Group(id),
        }
    }
}

/// `expect FUNCTION(ARGUMENT) OP VALUE in SCENARIO`, its names resolved.
#[derive(Clone, Debug)]
pub struct Expectation {
    pub function: Measure,
    pub argument: Option<Argument>,
    pub comparison: Option<(ast::Comparison, super::Quantity)>,
    /// Index into [`Design::scenarios`].
    pub scenario: Option<usize>,
    /// As written.
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Availability,
    Unavailability,
    Latency,
    /// Of the slowest hundredth of the requests, estimated.
    LatencyP99,
    Rps,
    Utilization,
    Replicas,
    Rto,
    Rpo,
    Survives,
    Cost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    Flow(FlowId),
    Component(ComponentId),
    /// What it has of its own, a load, is asked for.
    Part(PartId),
}

#[derive(Clone, Debug)]
pub struct Accept {
    /// A rule's name or `topic/*`, as written.
    pub rule: String,
    pub rule_span: Span,
    pub subjects: Vec<AcceptSubject>,
    pub reason: String,
    pub until: Option<Date>,
    pub span: Span,
    /// Comes from the design that this one extends.
    pub inherited: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AcceptSubject {
    Place(Place, Span),
    Link(LinkId, Span),
}

#[derive(Clone, Debug)]
pub struct Forbid {
    pub from: Matcher,
    pub to: Matcher,
    pub because: Option<String>,
    pub span: Span,
}

/// What a `forbid` speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matcher {
    Kind(Kind),
    Component(ComponentId),
    Group(GroupId),
}

impl Design {
    pub fn component(&self, id: ComponentId) -> &Component {
        &self.components[id.index()]
    }

    pub fn group(&self, id: GroupId) -> &Group {
        &self.groups[id.index()]
    }

    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[id.index()]
    }

    pub fn flow(&self, id: FlowId) -> &Flow {
        &self.flows[id.index()]
    }

    pub fn part(&self, id: PartId) -> &Part {
        &self.parts[id.index()]
    }

    pub fn part_ids(&self) -> impl Iterator<Item = PartId> + use<> {
        (0..self.parts.len() as u32).map(PartId)
    }

    /// The topics, tables or buckets on a component.
    pub fn parts_of(&self, id: ComponentId) -> impl Iterator<Item = PartId> + '_ {
        self.part_ids().filter(move |part| self.part(*part).carrier == id)
    }

    /// The topics, tables and buckets whose carrier has a place elsewhere, on that.
    pub fn parts_where(&self, place: impl Fn(ComponentId) -> Option<ComponentId>) -> Vec<Part> {
        let moved = |part: &Part| Some(Part { carrier: place(part.carrier)?, ..part.clone() });
        self.parts.iter().filter_map(moved).collect()
    }

    pub fn component_ids(&self) -> impl Iterator<Item = ComponentId> + use<> {
        (0..self.components.len() as u32).map(ComponentId)
    }

    /// Neither users nor systems of others.
    pub fn own_ids(&self) -> impl Iterator<Item = ComponentId> + '_ {
        let is_own = |id: &ComponentId| {
            !matches!(self.components[id.index()].kind, Kind::User | Kind::External)
        };
        self.component_ids().filter(is_own)
    }

    pub fn group_ids(&self) -> impl Iterator<Item = GroupId> + use<> {
        (0..self.groups.len() as u32).map(GroupId)
    }

    pub fn link_ids(&self) -> impl Iterator<Item = LinkId> + use<> {
        (0..self.links.len() as u32).map(LinkId)
    }

    pub fn flow_ids(&self) -> impl Iterator<Item = FlowId> + use<> {
        (0..self.flows.len() as u32).map(FlowId)
    }

    /// The group and all groups around it, innermost first.
    pub fn ancestors(&self, group: Option<GroupId>) -> impl Iterator<Item = GroupId> + '_ {
        std::iter::successors(group, |id| self.group(*id).parent)
    }

    /// Its stated label, else the topic, table or bucket that it is about.
    pub fn link_label(&self, link: &Link) -> Option<String> {
        let part = link.to_part.or(link.from_part);
        let called = |part: &Part| part.label.clone().unwrap_or_else(|| part.name.clone());
        link.label.clone().or_else(|| part.map(|part| called(self.part(part))))
    }

    /// A connection as it is called in output: `api->orders`, with the paths of both ends; a topic,
    /// table or bucket stands for its carrier.
    pub fn link_name(&self, id: LinkId) -> String {
        let link = self.link(id);
        let end = |part: Option<PartId>, id| match part {
            Some(part) => &self.part(part).path,
            None => &self.component(id).path,
        };
        let (from, to) = (end(link.from_part, link.from), end(link.to_part, link.to));
        format!("{from}{}{to}", link.arrow.symbol())
    }
}
