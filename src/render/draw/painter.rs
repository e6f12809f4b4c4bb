//! Draws a placed design: groups, links, cards, badges, each where the layout put it.

use super::badges::{self, Part, Row, Taken};
use super::cards::Look;
use super::form::Form;
use super::lines::{self, Stroke};
use super::plan::{self, Plan};
use super::tips::Tips;
use super::typography::Type;
use crate::analysis::change::State;
use crate::diagnostic::Severity;
use crate::maths;
use crate::model::{Attr, ComponentId, Design, GroupId, Kind, Link, LinkId};
use crate::render::graph::{Layout, Point, Rect};
use crate::render::scene::{
    BadgePlace, ComponentPlace, Dash, Element, GroupPlace, LinkPlace, Role, Scene, Shape,
};
use crate::render::shown::seen::{Comparing, Seeing, Seen};
use crate::render::shown::{Load, Mark, Subject};
use crate::render::theme::Color;
use crate::say::{Lang, Text};
use crate::syntax::ast::Arrow;
use std::collections::BTreeMap;

/// Advice about more than so many subjects is only listed: its badges would hide the rest.
const ADVISED: usize = 4;

/// The marks of each subject, by their index.
#[derive(Default)]
pub struct Subjects {
    marks: BTreeMap<Subject, Vec<usize>>,
}

impl Subjects {
    pub fn of(marks: &[Mark]) -> Self {
        let mut subjects = Self::default();
        for (at, mark) in marks.iter().enumerate() {
            if mark.severity == Severity::Advice && mark.subjects.len() > ADVISED {
                continue;
            }
            for subject in &mark.subjects {
                let about = subjects.marks.entry(*subject).or_default();
                if about.last() != Some(&at) {
                    about.push(at);
                }
            }
        }
        subjects
    }

    pub fn marks(&self, subject: Subject) -> &[usize] {
        self.marks.get(&subject).map_or(&[], Vec::as_slice)
    }
}

fn look(seen: Option<&Seen>) -> Seeing {
    seen.map_or(Seeing::Plain, |seen| seen.look)
}

/// What is drawn.
#[derive(Clone, Copy)]
pub struct Content<'a> {
    pub design: &'a Design,
    pub marks: &'a [Mark],
    /// So many of the marks, the worst, have their numbers drawn: those that a list explains.
    pub numbered: usize,
    pub load: Option<&'a Load>,
    pub lang: Lang,
    pub kind: Type,
    pub plan: &'a Plan,
    pub comparing: &'a Comparing,
    /// At which steps of a flow each connection is used; all else is faint. Empty without a flow.
    pub steps: &'a [Vec<usize>],
}

/// Adds the drawing to the scene, the layout's origin at `origin`.
pub fn paint(content: Content, placed: &Layout, origin: Point, scene: &mut Scene) {
    let mut placed = placed.clone();
    shift(&mut placed, origin);
    let subjects = Subjects::of(content.marks);
    let mut painter = Painter { content, placed, subjects: &subjects, scene };
    painter.groups();
    painter.halos();
    painter.links();
    painter.titles();
    painter.cards();
    painter.badges();
}

struct Painter<'a> {
    content: Content<'a>,
    placed: Layout,
    subjects: &'a Subjects,
    scene: &'a mut Scene,
}

impl<'a> Painter<'a> {
    fn push(&mut self, role: Role, name: String, tip: Option<String>, shapes: Vec<Shape>) {
        self.scene.elements.push(Element { name: Some(name), tip, ..Element::plain(role, shapes) });
    }

    fn steps(&self, id: LinkId) -> &'a [usize] {
        self.content.steps.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// A flow is told whose steps don't pass here.
    fn is_aside(&self, id: ComponentId) -> bool {
        let links = &self.content.design.links;
        let passed = |(link, steps): (&Link, &Vec<usize>)| {
            !steps.is_empty() && (link.from == id || link.to == id)
        };
        let steps = self.content.steps;
        !steps.is_empty() && !links.iter().zip(steps).any(passed)
    }

    fn tips(&self) -> Tips<'a> {
        let Content { design, marks, lang, .. } = self.content;
        Tips { design, marks, subjects: self.subjects, lang }
    }

    /// A tooltip, with what changed.
    fn tip(&self, words: String, seen: Option<&Seen>) -> Option<String> {
        let reasons = seen.map_or(&[][..], |seen| &seen.reasons);
        let reasons = reasons.iter().map(|reason| reason.get(self.content.lang));
        let lines: Vec<&str> = std::iter::once(words.as_str()).chain(reasons).collect();
        Some(lines.join("\n"))
    }

    fn groups(&mut self) {
        let Content { design, comparing, .. } = self.content;
        for id in design.group_ids() {
            let group = design.group(id);
            let rect = self.placed.groups[id.index()];
            let seen = comparing.group(id);
            let shape = match look(seen) {
                Seeing::Ghost => lines::ghost(rect, 12.0),
                Seeing::Marked(state) if state != State::Same => {
                    lines::marked_area(group.kind, rect, change_color(state))
                }
                _ => lines::area(group.kind, rect),
            };
            if look(seen) != Seeing::Ghost {
                let parent = group.parent.map(|id| design.group(id).path.clone());
                let title = self.title_of(id);
                let name = group.path.clone();
                self.scene.groups.push(GroupPlace { name, parent, rect, title });
            }
            let tip = self.tip(self.tips().group(id), seen);
            self.push(Role::Group, group.path.clone(), tip, vec![shape]);
        }
    }

    /// The place of a title without the guests that have room below it.
    fn title_of(&self, id: GroupId) -> Rect {
        let rect = self.placed.titles[id.index()];
        Rect { height: rect.height.min(plan::title_height(self.content.kind)), ..rect }
    }

    fn titles(&mut self) {
        let Content { design, comparing, plan, kind, .. } = self.content;
        for id in design.group_ids() {
            if look(comparing.group(id)) == Seeing::Ghost {
                continue;
            }
            let group = design.group(id);
            let rect = self.title_of(id);
            let title = &plan.titles[id.index()];
            let mut shapes = lines::title(group.kind, rect, title, kind);
            let area = self.placed.groups[id.index()];
            shapes.extend(lines::guests(&title.guests, area, rect, kind));
            self.push(Role::Group, group.path.clone(), None, shapes);
        }
    }

    fn is_spof(&self, id: ComponentId) -> bool {
        let marks = self.subjects.marks(Subject::Component(id));
        marks.iter().any(|at| self.content.marks[*at].spof)
    }

    fn halos(&mut self) {
        let Content { design, plan, .. } = self.content;
        let spofs: Vec<ComponentId> =
            design.component_ids().filter(|id| self.is_spof(*id)).collect();
        for id in spofs {
            let rect = self.placed.nodes[id.index()];
            let shapes = vec![plan.cards[id.index()].halo(rect, Color::ErrorSoft)];
            self.scene.elements.push(Element::plain(Role::Badge, shapes));
        }
    }

    fn links(&mut self) {
        let Content { design, plan, kind, comparing, load, .. } = self.content;
        for id in design.link_ids() {
            let link = design.link(id);
            let seen = comparing.link(id);
            if look(seen) == Seeing::Ghost {
                continue;
            }
            let mut stroke = stroke(link, look(seen));
            if is_quiet(design, link) && stroke.color == Color::Line {
                stroke = stroke.quiet();
            }
            if let Some(width) = load.and_then(|load| load.width(id.index())) {
                stroke.width = width;
            }
            let route = self.placed.routes[id.index()].clone();
            let mut shapes = lines::link(&self.reach_outlines(link, &route.points), stroke);
            if let Some(rect) = route.label {
                let is_plain = matches!(stroke.color, Color::Line | Color::Faint);
                let color = if is_plain { Color::Soft } else { stroke.color };
                shapes.extend(lines::label(rect, &plan.labels[id.index()], kind, color));
            }
            self.scene.links.push(LinkPlace {
                from: design.component(link.from).path.clone(),
                to: design.component(link.to).path.clone(),
                points: route.points,
                label: route.label,
            });
            let ends = [link.from, link.to].map(|id| design.component(id).path.clone());
            let tip = self.tip(self.tips().link(id), seen);
            let element = Element::plain(Role::Link, shapes);
            let name = Some(design.link_name(id));
            let steps = self.steps(id).to_vec();
            let faint = !self.content.steps.is_empty() && steps.is_empty();
            let ends = Some(ends);
            let href = link.facts.text(Attr::Href).map(str::to_owned);
            self.scene.elements.push(Element { name, tip, ends, steps, href, faint, ..element });
        }
    }

    /// The layout ends links at rectangles; outlines with round ends lie a little inside.
    fn reach_outlines(&self, link: &Link, points: &[Point]) -> Vec<Point> {
        let mut reached = points.to_vec();
        if let [first, second, ..] = points
            && let [.., before, last] = points
        {
            let end = points.len() - 1;
            reached[0] = self.on_outline(link.from, *first, *second);
            reached[end] = self.on_outline(link.to, *last, *before);
        }
        reached
    }

    fn on_outline(&self, id: ComponentId, end: Point, next: Point) -> Point {
        let card = &self.content.plan.cards[id.index()];
        let inset = card.inset(self.placed.nodes[id.index()], end);
        let (dx, dy) = (end.x - next.x, end.y - next.y);
        let length = maths::hypot(dx, dy);
        if length < 1e-6 {
            return end;
        }
        Point { x: end.x + dx / length * inset, y: end.y + dy / length * inset }
    }

    fn cards(&mut self) {
        let Content { design, plan, comparing, .. } = self.content;
        for id in design.component_ids() {
            let component = design.component(id);
            let rect = self.placed.nodes[id.index()];
            let card = &plan.cards[id.index()];
            let seen = comparing.component(id);
            let shapes = match look(seen) {
                Seeing::Ghost => vec![lines::ghost(card.body(rect), 10.0)],
                seeing => card.draw(rect, self.card_look(id, seeing)),
            };
            if look(seen) != Seeing::Ghost {
                let name = component.path.clone();
                let group = component.group.map(|id| design.group(id).path.clone());
                self.scene.components.push(ComponentPlace { name, group, rect });
            }
            let (role, words) = match &card.inside {
                Some(inside) => (Role::Collapsed, self.tips().collapsed(id, inside)),
                None => (Role::Component, self.tips().component(id)),
            };
            let element = Element {
                name: Some(component.path.clone()),
                tip: self.tip(words, seen),
                href: component.facts.text(Attr::Href).map(str::to_owned),
                faint: self.is_aside(id),
                ..Element::plain(role, shapes)
            };
            self.scene.elements.push(element);
        }
    }

    fn card_look(&self, id: ComponentId, seeing: Seeing) -> Look {
        match seeing {
            Seeing::Marked(State::Removed) => {
                Look { dash: Dash::Dashed, ..Look::strong(Color::Removed) }
            }
            Seeing::Marked(state) if state != State::Same => Look::strong(change_color(state)),
            _ if self.is_spof(id) => Look::strong(Color::Error),
            _ => Look::PLAIN,
        }
    }

    fn badges(&mut self) {
        let mut taken = Taken::default();
        let labels = self.placed.routes.iter().filter_map(|route| route.label.as_ref());
        let boxes = self.placed.nodes.iter().chain(&self.placed.titles).chain(labels);
        boxes.for_each(|rect| taken.add(*rect));
        let ends = self.placed.routes.iter().filter_map(|route| route.points.last());
        ends.for_each(|end| taken.add(head(*end)));
        let design = self.content.design;
        let components = design.component_ids().map(Subject::Component);
        let groups = design.group_ids().map(Subject::Group);
        let links = design.link_ids().map(Subject::Link);
        for subject in components.chain(groups).chain(links) {
            let parts = self.parts(subject);
            if !parts.is_empty() {
                self.badge(subject, parts, &mut taken);
            }
        }
    }

    /// The findings about a subject whose numbers are explained.
    fn numbered(&self, subject: Subject) -> impl Iterator<Item = usize> + use<'a> {
        let numbered = self.content.numbered;
        self.subjects.marks(subject).iter().copied().filter(move |at| *at < numbered)
    }

    /// The numbers of its findings, then what changed, unless the group around it says so.
    fn parts(&self, subject: Subject) -> Vec<Part> {
        let Content { design, comparing, lang, marks, .. } = self.content;
        let about: Vec<usize> = self.numbered(subject).collect();
        let mut parts = badges::numbers(about.iter().map(|at| &marks[*at]));
        let (seen, around) = match subject {
            Subject::Component(id) => (comparing.component(id), design.component(id).group),
            Subject::Group(id) => (comparing.group(id), design.group(id).parent),
            Subject::Link(_) => (None, None),
        };
        if let Seeing::Marked(state) = look(seen)
            && state != State::Same
            && look(around.and_then(|id| comparing.group(id))) != look(seen)
        {
            let text = change_word(state).get(lang).to_owned();
            parts.push(Part { text, color: change_color(state) });
        }
        parts
    }

    fn badge(&mut self, subject: Subject, parts: Vec<Part>, taken: &mut Taken) {
        let Content { design, marks, kind, plan, .. } = self.content;
        let row = Row::new(parts, kind);
        let (rect, name) = match subject {
            Subject::Component(id) => {
                let card = &plan.cards[id.index()];
                let own = self.placed.nodes[id.index()];
                let body = card.body(own);
                let drop = if card.form == Form::Cylinder { 4.0 } else { 0.0 };
                let body = Rect { y: body.y + drop, height: body.height - drop, ..body };
                (row.on_edge(body, own, taken), design.component(id).path.clone())
            }
            Subject::Group(id) => {
                let own = self.placed.groups[id.index()];
                let edge = Rect { width: own.width - 16.0, ..own };
                (row.on_edge(edge, own, taken), design.group(id).path.clone())
            }
            Subject::Link(id) => {
                let points = &self.placed.routes[id.index()].points;
                (badges::on_line(&row, points, taken), design.link_name(id))
            }
        };
        taken.add(rect);
        for at in self.numbered(subject) {
            let Mark { number, severity, .. } = marks[at];
            let subject = name.clone();
            self.scene.badges.push(BadgePlace { subject, number, severity, rect });
        }
        let messages = self.tips().messages(subject);
        let tip = (!messages.is_empty()).then(|| messages.join("\n"));
        self.push(Role::Badge, name, tip, row.draw(rect));
    }
}

/// Where the head of a link that ends there may lie.
fn head(end: Point) -> Rect {
    const REACH: f64 = 8.0;
    Rect { x: end.x - REACH, y: end.y - REACH, width: 2.0 * REACH, height: 2.0 * REACH }
}

fn stroke(link: &Link, seeing: Seeing) -> Stroke {
    let usual = Stroke::of(link.arrow, is_optional(link));
    match seeing {
        Seeing::Marked(State::Removed) => {
            Stroke { color: Color::Removed, dash: Dash::Dashed, opacity: 0.75, ..usual }
        }
        Seeing::Marked(state) if state != State::Same => {
            Stroke { color: change_color(state), width: 2.0, ..usual }
        }
        _ => usual,
    }
}

/// The caller can do without its target.
pub fn is_optional(link: &Link) -> bool {
    let soft = link.facts.is_on(Attr::Optional) || link.facts.is_on(Attr::Fallback);
    soft && link.arrow == Arrow::Sync
}

/// No request of a user takes it: watching, logs, delivery, the way out.
pub fn is_quiet(design: &Design, link: &Link) -> bool {
    let kinds = [link.from, link.to].map(|end| design.component(end).kind);
    kinds
        .into_iter()
        .any(|kind| matches!(kind, Kind::Monitor | Kind::Logs | Kind::Pipeline | Kind::Nat))
}

pub fn change_color(state: State) -> Color {
    match state {
        State::Same => Color::CardEdge,
        State::Changed => Color::Changed,
        State::Added => Color::Added,
        State::Removed => Color::Removed,
    }
}

pub fn change_word(state: State) -> Text {
    match state {
        State::Same => Text::new("그대로", "same"),
        State::Changed => Text::new("변경", "changed"),
        State::Added => Text::new("신규", "added"),
        State::Removed => Text::new("제거", "removed"),
    }
}

/// Moves a layout.
fn shift(layout: &mut Layout, by: Point) {
    let rects = layout.nodes.iter_mut().chain(&mut layout.groups).chain(&mut layout.titles);
    let labels = layout.routes.iter_mut().filter_map(|route| route.label.as_mut());
    for rect in rects.chain(labels) {
        rect.x += by.x;
        rect.y += by.y;
    }
    for point in layout.routes.iter_mut().flat_map(|route| &mut route.points) {
        point.x += by.x;
        point.y += by.y;
    }
}
