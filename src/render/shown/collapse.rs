//! A design with groups collapsed: each stands as one card that tells how much is inside, and the
//! connections between two cards are one. An overview of a large design, or one group of it with
//! its neighbours.

use super::inside::Inside;
use super::load::Load;
use super::words::group_title;
use super::{Mark, Subject};
use crate::model::{
    Component, ComponentId, Design, Facts, FlowId, Group, GroupId, Kind, Link, LinkId,
};
use crate::say::{Lang, Text};
use crate::syntax::ast::Arrow;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// More components than these want an overview; inside a group too.
pub const MANY: usize = 150;

/// How much of a design is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    #[default]
    Whole,
    /// The outermost groups collapsed. One that holds more than half of everything is opened, as
    /// far as most of it stands in groups again.
    Overview,
    /// The outermost groups collapsed, however much they hold.
    Outline,
    /// One group, and what it is connected with collapsed.
    Group(GroupId),
    /// The same with the groups inside of it collapsed too, as in an overview.
    Parts(GroupId),
    /// The same with all groups directly inside of it collapsed.
    Level(GroupId),
}

/// What is drawn of a design.
pub struct Shown<'a> {
    /// The design itself, or one with a component for each collapsed group.
    pub design: Cow<'a, Design>,
    pub whole: &'a Design,
    /// Of each component that stands for a group; empty when none does.
    pub inside: Vec<Option<Inside>>,
    /// Those about something that is drawn, or about nothing in particular.
    pub marks: Cow<'a, [Mark]>,
    pub load: Option<Cow<'a, Load>>,
    /// How many components of ours and connections that is, those inside of cards included.
    pub counts: (usize, usize),
    /// Of each drawn connection those of the whole design that it stands for; empty where it is drawn
    /// itself.
    lines: Vec<Vec<LinkId>>,
}

impl<'a> Shown<'a> {
    /// `marks` and `load` are about the whole design.
    pub fn new(
        design: &'a Design,
        extent: Extent,
        marks: &'a [Mark],
        load: Option<&'a Load>,
        lang: Lang,
    ) -> Self {
        let tree = Tree::of(design);
        let (open, focus) = match extent {
            Extent::Whole => return Self::whole(design, marks, load),
            Extent::Overview => (tree.overview(design), None),
            Extent::Outline => (tree.level(design, None), None),
            Extent::Group(group) => (tree.opened(design, group, MANY), Some(group)),
            Extent::Parts(group) => (tree.opened(design, group, 0), Some(group)),
            Extent::Level(group) => (tree.level(design, Some(group)), Some(group)),
        };
        Collapsing::new(design, open, focus).shown(marks, load, lang)
    }

    fn whole(design: &'a Design, marks: &'a [Mark], load: Option<&'a Load>) -> Self {
        Self {
            design: Cow::Borrowed(design),
            whole: design,
            inside: Vec::new(),
            marks: Cow::Borrowed(marks),
            load: load.map(Cow::Borrowed),
            counts: (design.own_ids().count(), design.links.len()),
            lines: Vec::new(),
        }
    }

    /// At which steps of a flow each drawn connection is used, counted from 1.
    pub fn steps(&self, flow: FlowId) -> Vec<Vec<usize>> {
        let steps = &self.whole.flow(flow).steps;
        let at = |links: &[LinkId]| {
            let used = steps.iter().zip(1..).filter(|(step, _)| links.contains(step));
            used.map(|(_, number)| number).collect()
        };
        match self.lines.as_slice() {
            [] => self.whole.link_ids().map(|id| at(&[id])).collect(),
            lines => lines.iter().map(|links| at(links)).collect(),
        }
    }

    /// What a component stands for, if it is a collapsed group.
    pub fn inside(&self, at: usize) -> Option<&Inside> {
        self.inside.get(at)?.as_ref()
    }
}

/// The groups of a design with the number of components in each, at any depth.
struct Tree {
    sizes: Vec<usize>,
    children: Vec<Vec<GroupId>>,
    outermost: Vec<GroupId>,
}

impl Tree {
    fn of(design: &Design) -> Self {
        let mut sizes = vec![0; design.groups.len()];
        for component in &design.components {
            for group in design.ancestors(component.group) {
                sizes[group.index()] += 1;
            }
        }
        let mut children = vec![Vec::new(); design.groups.len()];
        let mut outermost = Vec::new();
        for id in design.group_ids() {
            match design.group(id).parent {
                Some(parent) => children[parent.index()].push(id),
                None => outermost.push(id),
            }
        }
        Self { sizes, children, outermost }
    }

    fn size(&self, group: GroupId) -> usize {
        self.sizes[group.index()]
    }

    /// Which groups an overview draws open. Empty ones always: their card would tell nothing.
    fn overview(&self, design: &Design) -> Vec<bool> {
        let mut open = self.level(design, None);
        self.open_large(&self.outermost, design.components.len(), &mut open);
        open
    }

    /// Opens a group and those around it, and nothing inside.
    fn level(&self, design: &Design, group: Option<GroupId>) -> Vec<bool> {
        let mut open: Vec<bool> = self.sizes.iter().map(|size| *size == 0).collect();
        for around in design.ancestors(group) {
            open[around.index()] = true;
        }
        open
    }

    /// Opens those that hold more than half of what there is around them.
    fn open_large(&self, groups: &[GroupId], around: usize, open: &mut [bool]) {
        let mut level: Vec<(GroupId, usize)> = groups.iter().map(|id| (*id, around)).collect();
        while let Some((group, around)) = level.pop() {
            let children = &self.children[group.index()];
            let grouped: usize = children.iter().map(|id| self.size(*id)).sum();
            if self.size(group) * 2 > around && grouped * 2 > self.size(group) {
                open[group.index()] = true;
                level.extend(children.iter().map(|id| (*id, self.size(group))));
            }
        }
    }

    /// Opens a group and those around it; what is inside too, unless it is more than `most`.
    fn opened(&self, design: &Design, group: GroupId, most: usize) -> Vec<bool> {
        let mut open = self.level(design, Some(group));
        if self.size(group) > most {
            self.open_large(&self.children[group.index()], self.size(group), &mut open);
            return open;
        }
        let mut inner = self.children[group.index()].clone();
        while let Some(group) = inner.pop() {
            open[group.index()] = true;
            inner.extend(&self.children[group.index()]);
        }
        open
    }
}

/// What stands for a component in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stand {
    Itself(ComponentId),
    Card(GroupId),
}

/// A design on its way to one with fewer things.
struct Collapsing<'a> {
    whole: &'a Design,
    open: Vec<bool>,
    /// The one group that is drawn, if not all are.
    focus: Option<GroupId>,
    /// Of each component of the whole.
    stands: Vec<Stand>,
    /// What is drawn, in source order, with its index.
    cards: BTreeMap<Stand, usize>,
    order: Vec<Stand>,
    groups: BTreeMap<GroupId, GroupId>,
    /// The connections that each drawn one stands for.
    merged: Vec<Vec<LinkId>>,
}

impl<'a> Collapsing<'a> {
    fn new(whole: &'a Design, open: Vec<bool>, focus: Option<GroupId>) -> Self {
        let mut collapsing = Self {
            whole,
            open,
            focus,
            stands: Vec::new(),
            cards: BTreeMap::new(),
            order: Vec::new(),
            groups: BTreeMap::new(),
            merged: Vec::new(),
        };
        let stand = |id| match collapsing.closed(whole.component(id).group) {
            Some(group) => Stand::Card(group),
            None => Stand::Itself(id),
        };
        collapsing.stands = whole.component_ids().map(stand).collect();
        collapsing.merge_links();
        collapsing.place_cards();
        collapsing.place_groups();
        collapsing
    }

    /// The outermost closed group among these and those around.
    fn closed(&self, group: Option<GroupId>) -> Option<GroupId> {
        self.whole.ancestors(group).filter(|id| !self.open[id.index()]).last()
    }

    fn is_inside(&self, group: Option<GroupId>) -> bool {
        self.focus.is_none_or(|focus| self.whole.ancestors(group).any(|id| id == focus))
    }

    fn holds(&self, id: ComponentId) -> bool {
        self.is_inside(self.whole.component(id).group)
    }

    /// Each pair of stands is connected once for each arrow.
    fn merge_links(&mut self) {
        let mut known: BTreeMap<(Stand, Stand, Arrow), usize> = BTreeMap::new();
        for id in self.whole.link_ids() {
            let link = self.whole.link(id);
            let [from, to] = [link.from, link.to].map(|end| self.stands[end.index()]);
            let within = from == to && matches!(from, Stand::Card(_));
            if within || !(self.holds(link.from) || self.holds(link.to)) {
                continue;
            }
            let at = *known.entry((from, to, link.arrow)).or_insert(self.merged.len());
            if at == self.merged.len() {
                self.merged.push(Vec::new());
            }
            self.merged[at].push(id);
        }
    }

    /// What is drawn: everything, or what is inside and its neighbours.
    fn place_cards(&mut self) {
        let ends = self.merged.iter().flatten().map(|id| self.whole.link(*id));
        let neighbours: BTreeSet<Stand> =
            ends.flat_map(|link| [link.from, link.to]).map(|id| self.stands[id.index()]).collect();
        for id in self.whole.component_ids() {
            let stand = self.stands[id.index()];
            let drawn = self.holds(id) || neighbours.contains(&stand);
            if drawn && !self.cards.contains_key(&stand) {
                self.cards.insert(stand, self.order.len());
                self.order.push(stand);
            }
        }
    }

    fn place_groups(&mut self) {
        let around: BTreeSet<GroupId> = self.whole.ancestors(self.focus).collect();
        for id in self.whole.group_ids() {
            let drawn = self.is_inside(Some(id)) || around.contains(&id);
            if drawn && self.closed(Some(id)).is_none() {
                self.groups.insert(id, GroupId(self.groups.len() as u32));
            }
        }
    }

    fn shown(self, marks: &[Mark], load: Option<&Load>, lang: Lang) -> Shown<'a> {
        let members = self.members();
        let mut inside = self.inside(&members);
        let marks = self.marks(marks, &mut inside);
        let load = load.map(|load| Cow::Owned(load.merged(&members, &self.merged)));
        let held = self.whole.own_ids().filter(|id| self.holds(*id)).count();
        let within = |link: &&Link| self.holds(link.from) && self.holds(link.to);
        let counts = (held, self.whole.links.iter().filter(within).count());
        let design = Cow::Owned(self.design(lang));
        Shown {
            design,
            whole: self.whole,
            inside,
            marks: Cow::Owned(marks),
            load,
            counts,
            lines: self.merged,
        }
    }

    /// The components of each card.
    fn members(&self) -> Vec<Vec<ComponentId>> {
        let mut members = vec![Vec::new(); self.order.len()];
        for id in self.whole.component_ids() {
            if let Some(at) = self.cards.get(&self.stands[id.index()]) {
                members[*at].push(id);
            }
        }
        members
    }

    /// What each card holds; findings are counted later.
    fn inside(&self, members: &[Vec<ComponentId>]) -> Vec<Option<Inside>> {
        let mut connections = vec![0; self.order.len()];
        for link in &self.whole.links {
            let [from, to] = [link.from, link.to].map(|end| self.stands[end.index()]);
            if let (true, Some(at)) = (from == to, self.cards.get(&from)) {
                connections[*at] += 1;
            }
        }
        let own: BTreeSet<ComponentId> = self.whole.own_ids().collect();
        let inside = |(at, stand): (usize, &Stand)| match stand {
            Stand::Itself(_) => None,
            Stand::Card(group) => Some(Inside {
                group: *group,
                kind: self.whole.group(*group).kind,
                components: members[at].iter().filter(|id| own.contains(id)).count(),
                connections: connections[at],
                findings: [0; 3],
            }),
        };
        self.order.iter().enumerate().map(inside).collect()
    }

    fn design(&self, lang: Lang) -> Design {
        let components = self.order.iter().map(|stand| match stand {
            Stand::Itself(id) => self.component(*id),
            Stand::Card(id) => self.card(*id, lang),
        });
        let groups = self.groups.keys().map(|id| self.group(*id));
        let name = match self.focus {
            Some(group) => {
                let title = group_title(self.whole.group(group), lang);
                format!("{} › {title}", self.whole.name)
            }
            None => self.whole.name.clone(),
        };
        Design {
            name,
            stage: self.whole.stage,
            components: components.collect(),
            parts: self.whole.parts_where(|id| self.drawn(Stand::Itself(id))),
            groups: groups.collect(),
            links: self.merged.iter().map(|links| self.link(links, lang)).collect(),
            ..Design::default()
        }
    }

    fn placed(&self, group: Option<GroupId>) -> Option<GroupId> {
        self.groups.get(&group?).copied()
    }

    fn component(&self, id: ComponentId) -> Component {
        let component = self.whole.component(id).clone();
        let zones = component.zones.iter().filter_map(|zone| self.placed(Some(*zone))).collect();
        Component { group: self.placed(component.group), zones, ..component }
    }

    fn card(&self, id: GroupId, lang: Lang) -> Component {
        let group = self.whole.group(id);
        Component {
            name: group.name.clone(),
            path: group.path.clone(),
            label: Some(group_title(group, lang)),
            kind: Kind::Service,
            tech: None,
            group: self.placed(group.parent),
            zones: Vec::new(),
            facts: Facts::default(),
            span: group.span,
            head: group.head,
            name_span: group.name_span,
            changed: None,
            implied: None,
        }
    }

    fn group(&self, id: GroupId) -> Group {
        let group = self.whole.group(id).clone();
        Group { parent: self.placed(group.parent), ..group }
    }

    fn link(&self, links: &[LinkId], lang: Lang) -> Link {
        let first = self.whole.link(links[0]);
        let [from, to] = [first.from, first.to].map(|id| self.stands[id.index()]);
        let [from, to] = [from, to].map(|end| self.drawn(end).expect("both ends are drawn"));
        if let [_] = links {
            return Link { label: self.whole.link_label(first), ..first.between(from, to) };
        }
        let count = links.len();
        let label: Text = crate::text!(count; "연결 {count}개", "{count} connections");
        let label = Some(label.get(lang).to_owned());
        Link { label, facts: Facts::default(), ..first.between(from, to) }
    }

    fn drawn(&self, stand: Stand) -> Option<ComponentId> {
        self.cards.get(&stand).map(|at| ComponentId(*at as u32))
    }

    /// Those about something drawn; the others are counted on the cards that hold it.
    fn marks(&self, marks: &[Mark], inside: &mut [Option<Inside>]) -> Vec<Mark> {
        let mut links: BTreeMap<LinkId, usize> = BTreeMap::new();
        for (at, merged) in self.merged.iter().enumerate() {
            links.extend(merged.iter().map(|id| (*id, at)));
        }
        let mut kept = Vec::new();
        for mark in marks {
            let about = mark.subjects.iter().map(|subject| self.about(*subject, &links));
            let about: BTreeSet<About> = about.collect();
            let subjects: Vec<Subject> = about.iter().filter_map(About::subject).collect();
            for card in about.iter().filter_map(About::card) {
                if let Some(inside) = &mut inside[card] {
                    inside.findings[2 - mark.severity as usize] += 1;
                }
            }
            let general = mark.subjects.is_empty() && self.focus.is_none();
            if general || !subjects.is_empty() {
                kept.push(Mark { subjects, ..mark.clone() });
            }
        }
        kept
    }

    fn about(&self, subject: Subject, links: &BTreeMap<LinkId, usize>) -> About {
        match subject {
            Subject::Component(id) => self.about_stand(self.stands[id.index()]),
            Subject::Group(id) => match (self.groups.get(&id), self.closed(Some(id))) {
                (Some(group), _) => About::Drawn(Subject::Group(*group)),
                (None, Some(card)) => self.about_stand(Stand::Card(card)),
                (None, None) => About::Elsewhere,
            },
            Subject::Link(id) => match links.get(&id) {
                Some(at) if self.merged[*at].len() == 1 => {
                    About::Drawn(Subject::Link(LinkId(*at as u32)))
                }
                Some(_) | None => self.about_link(self.whole.link(id)),
            },
        }
    }

    fn about_stand(&self, stand: Stand) -> About {
        match (stand, self.cards.get(&stand)) {
            (_, None) => About::Elsewhere,
            (Stand::Itself(_), Some(at)) => {
                About::Drawn(Subject::Component(ComponentId(*at as u32)))
            }
            (Stand::Card(_), Some(at)) => About::Inside(*at),
        }
    }

    /// Of a connection that is not drawn by itself: with the caller's card, else the other's.
    fn about_link(&self, link: &Link) -> About {
        let [from, to] = [link.from, link.to].map(|end| self.stands[end.index()]);
        match from {
            Stand::Card(_) => self.about_stand(from),
            Stand::Itself(_) => self.about_stand(to),
        }
    }
}

/// Where a finding's subject is in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Drawn(Subject),
    /// In the card of that index.
    Inside(usize),
    Elsewhere,
}

impl About {
    fn subject(&self) -> Option<Subject> {
        match self {
            About::Drawn(subject) => Some(*subject),
            _ => None,
        }
    }

    fn card(&self) -> Option<usize> {
        match self {
            About::Inside(card) => Some(*card),
            _ => None,
        }
    }
}
