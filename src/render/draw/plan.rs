//! What is to be placed: the design's texts chosen and measured, as a graph for the layout.

use super::cards::Card;
use super::typography::Type;
use crate::model::{self, Attr, ComponentId, Design};
use crate::render::emblem::Emblems;
use crate::render::graph::{Graph, Group, Link, Node, Size};
use crate::render::icons::Icon;
use crate::render::measure::{self, Font};
use crate::render::scene::Family;
use crate::render::shown::copies;
use crate::render::shown::words::group_title;
use crate::render::shown::{Load, Shown};
use crate::say::{Lang, Text};

const LABEL_ROOM: f64 = 132.0;
const TITLE_ROOM: f64 = 320.0;
/// Widths of cards are multiples of this, so that most are equal and columns line up.
const WIDTH_STEP: f64 = 12.0;

/// The words of a picture, with the graph of their sizes.
pub struct Plan {
    pub cards: Vec<Card>,
    /// The lines of each link's label; none without one.
    pub labels: Vec<Label>,
    pub titles: Vec<Title>,
    pub graph: Graph,
}

/// What stands on a link.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Label {
    pub lines: Vec<String>,
    /// The numbers of the steps of a flow that use it, as drawn.
    pub step: Option<String>,
}

impl Label {
    /// With its padding; nothing where nothing is said.
    fn size(&self, kind: Type) -> Option<Size> {
        let font = Font::regular(kind.small);
        let words = self.lines.iter().map(|line| measure::width(line, font)).reduce(f64::max);
        let step = self.step.as_ref().map(|step| step_width(step, kind));
        let width = match (words, step) {
            (None, None) => return None,
            (Some(words), None) => words + kind.small + 2.0,
            (None, Some(step)) => step + 2.0 * STEP_PAD,
            (Some(words), Some(step)) => words + STEP_PAD + step + STEP_GAP + kind.small / 2.0,
        };
        let lines = self.lines.len() as f64 * line_height(kind) + 5.0;
        let height =
            if step.is_some() { lines.max(step_height(kind) + 2.0 * STEP_PAD) } else { lines };
        Some(Size { width: width.ceil(), height: height.ceil() })
    }
}

/// Around the number of a step, and between it and the words.
pub const STEP_PAD: f64 = 3.0;
pub const STEP_GAP: f64 = 5.0;

pub fn step_height(kind: Type) -> f64 {
    (kind.small * 1.5).ceil()
}

/// Of the disc behind the number.
pub fn step_width(step: &str, kind: Type) -> f64 {
    let text = measure::width(step, Font::bold(kind.small));
    (text + step_height(kind) - kind.small + 2.0).max(step_height(kind)).ceil()
}

/// A group's title.
pub struct Title {
    pub text: String,
    pub icon: Option<Icon>,
    /// What runs in a zone in which nothing is drawn: replicas dealt out to it.
    pub guests: Vec<Guest>,
    /// The other version has something drawn there, so that the guests stand below the title.
    pub is_shared: bool,
}

/// A component's share in a zone.
pub struct Guest {
    pub family: Family,
    pub text: String,
}

/// More guests than these are counted.
const GUESTS: usize = 8;

impl Plan {
    pub fn new(design: &Design, lang: Lang, kind: Type) -> Self {
        Self::of_version(design, &[], lang, kind)
    }

    /// One of two versions over one another; `there` says by component what it has.
    pub fn of_version(design: &Design, there: &[bool], lang: Lang, kind: Type) -> Self {
        Self::in_both(lang, |lang| {
            let card = |(at, component)| {
                Card::new(component, None, lang, kind).with_parts(&parts(design, at))
            };
            let cards = design.components.iter().enumerate().map(card).collect();
            let titles = titles(design, there, lang, kind);
            Self::with_cards(design, cards, titles, None, &[], kind, lang)
        })
    }

    /// The plan in one language with room for the words of both: so a design's picture is the same
    /// whoever reads it.
    fn in_both(lang: Lang, plan: impl Fn(Lang) -> Self) -> Self {
        let other = match lang {
            Lang::Ko => Lang::En,
            Lang::En => Lang::Ko,
        };
        let own = plan(lang);
        let graph = own.graph.with_room_for(&plan(other).graph);
        Self { graph, ..own }
    }

    /// With the traffic, cards for collapsed groups, and the steps of a flow that use each link.
    pub fn of(
        shown: &Shown,
        steps: &[Vec<usize>],
        icons: Option<&Emblems>,
        lang: Lang,
        kind: Type,
    ) -> Self {
        let (design, load) = (&shown.design, shown.load.as_deref());
        let busy = |at| load.and_then(|load| load.busy(at));
        Self::in_both(lang, |lang| {
            let card = |(at, component)| match shown.inside(at) {
                Some(inside) => Card::of_group(component, inside, busy(at), lang, kind),
                None => {
                    let own = icons.and_then(|icons| icons.get(&component.path));
                    Card::new(component, busy(at), lang, kind)
                        .with_emblem(own.cloned())
                        .with_parts(&parts(design, at))
                }
            };
            let cards = design.components.iter().enumerate().map(card).collect();
            let titles = titles(design, &[], lang, kind);
            Self::with_cards(design, cards, titles, load, steps, kind, lang)
        })
    }

    fn with_cards(
        design: &Design,
        cards: Vec<Card>,
        titles: Vec<Title>,
        load: Option<&Load>,
        steps: &[Vec<usize>],
        kind: Type,
        lang: Lang,
    ) -> Self {
        let rate = |at| load.and_then(|load| load.rate(at, lang));
        let label = |(at, link)| Label {
            lines: link_label(design, link, rate(at), kind),
            step: steps.get(at).and_then(|numbers| joined(numbers)),
        };
        let labels: Vec<Label> = design.links.iter().enumerate().map(label).collect();
        let graph = Graph {
            nodes: nodes(design, &cards),
            groups: groups(design, &titles, kind),
            links: links(design, &labels, kind),
        };
        Self { cards, labels, titles, graph }
    }
}

fn nodes(design: &Design, cards: &[Card]) -> Vec<Node> {
    let usual = usual_width(cards);
    let width = |card: &Card| ((card.width().max(usual)) / WIDTH_STEP).ceil() * WIDTH_STEP;
    design
        .components
        .iter()
        .zip(cards)
        .map(|(component, card)| Node {
            kind: component.kind,
            width: width(card),
            height: card.height(),
            group: component.group.map(|id| id.index()),
        })
        .collect()
}

/// Three cards in four fit into it.
fn usual_width(cards: &[Card]) -> f64 {
    let mut widths: Vec<f64> = cards.iter().map(Card::width).collect();
    widths.sort_by(f64::total_cmp);
    widths.get(widths.len() * 3 / 4).copied().unwrap_or(0.0).min(190.0)
}

fn groups(design: &Design, titles: &[Title], kind: Type) -> Vec<Group> {
    let size = |title: &Title| {
        let icon = if title.icon.is_some() { kind.group + 7.0 } else { 0.0 };
        let width = measure::width(&title.text, Font::bold(kind.group)) + icon;
        Size { width: width.ceil(), height: title_height(kind) }
    };
    let guests = |title: &Title| {
        let widths = title
            .guests
            .iter()
            .map(|guest| GUEST_INDENT + measure::width(&guest.text, Font::regular(kind.small)));
        let height = title.guests.len() as f64 * guest_height(kind);
        Size { width: widths.fold(0.0, f64::max).ceil(), height: height.ceil() }
    };
    design
        .groups
        .iter()
        .zip(titles)
        .map(|(group, title)| {
            let (mut own, mut filler) = (size(title), guests(title));
            if title.is_shared {
                let width = own.width.max(filler.width);
                own = Size { width, height: own.height + GUESTS_GAP + filler.height };
                filler = Size::default();
            }
            let parent = group.parent.map(|id| id.index());
            Group { kind: group.kind, parent, title: own, filler }
        })
        .collect()
}

fn links(design: &Design, labels: &[Label], kind: Type) -> Vec<Link> {
    design
        .links
        .iter()
        .zip(labels)
        .map(|(link, label)| Link {
            from: link.from.index(),
            to: link.to.index(),
            arrow: link.arrow,
            label: label.size(kind),
        })
        .collect()
}

/// `2 · 5`
fn joined(numbers: &[usize]) -> Option<String> {
    let words: Vec<String> = numbers.iter().map(usize::to_string).collect();
    (!words.is_empty()).then(|| words.join(" · "))
}

/// From the left edge to the words: room for a mark.
pub const GUEST_INDENT: f64 = 16.0;

/// Of a group's title itself.
pub fn title_height(kind: Type) -> f64 {
    (kind.group * 1.5).ceil()
}

/// Between a title and the guests below it.
pub const GUESTS_GAP: f64 = 8.0;

pub fn guest_height(kind: Type) -> f64 {
    kind.small * 1.6
}

/// Of a link's label.
pub fn line_height(kind: Type) -> f64 {
    kind.small * 1.3
}

fn title(group: &model::Group, lang: Lang, kind: Type) -> Title {
    let room = TITLE_ROOM.max(kind.group * 24.0);
    let private = group.facts.is_on(Attr::Private);
    let icon = if private { Some(Icon::Lock) } else { Icon::of_group(group.kind) };
    let text = measure::elide(&group_title(group, lang), Font::bold(kind.group), room);
    Title { text, icon, guests: Vec::new(), is_shared: false }
}

/// Components outside a zone run in it when they name it; an empty box would hide that.
fn titles(design: &Design, there: &[bool], lang: Lang, kind: Type) -> Vec<Title> {
    let own = |group: &model::Group| title(group, lang, kind);
    let mut titles: Vec<Title> = design.groups.iter().map(own).collect();
    let inhabited = copies::inhabited(design, there);
    let mut drawn = copies::inhabited(design, &[]);
    design.groups.iter().filter_map(|it| it.parent).for_each(|it| drawn[it.index()] = true);
    let is_there = |at: usize| there.get(at).copied().unwrap_or(true);
    let components = design.components.iter().enumerate().filter(|(at, _)| is_there(*at));
    for (_, component) in components {
        for zone in component.zones.iter().filter(|zone| !inhabited[zone.index()]) {
            let (share, title) = (copies::dealt_to(component, *zone), &mut titles[zone.index()]);
            title.guests.extend((share > 0).then(|| guest(component, share, kind)));
            title.is_shared = drawn[zone.index()];
        }
    }
    for title in &mut titles {
        if title.guests.len() > GUESTS {
            let more = title.guests.len() - (GUESTS - 1);
            title.guests.truncate(GUESTS - 1);
            let text: Text = crate::text!(more; "외 {more}개", "{more} more");
            let text = text.get(lang).to_owned();
            title.guests.push(Guest { family: Family::Watch, text });
        }
    }
    titles
}

fn guest(component: &model::Component, share: usize, kind: Type) -> Guest {
    let name = measure::tidy(component.label.as_deref().unwrap_or(&component.name));
    let name = measure::elide(&name, Font::regular(kind.small), kind.small * 12.0);
    Guest { family: Family::of(component.kind), text: format!("{name} ×{share}") }
}

/// What the topics, tables and buckets of a component are called.
fn parts(design: &Design, at: usize) -> Vec<&str> {
    let own = design.parts_of(ComponentId(at as u32)).map(|id| design.part(id));
    own.map(|part| part.label.as_deref().unwrap_or(&part.name)).collect()
}

fn link_label(
    design: &Design,
    link: &model::Link,
    rate: Option<String>,
    kind: Type,
) -> Vec<String> {
    let protocol = || link.facts.text(Attr::Protocol).map(str::to_owned);
    let words = link.label.clone().or_else(protocol).or_else(|| design.link_label(link));
    let words = words.unwrap_or_default();
    let words = words.as_str();
    let room = LABEL_ROOM.max(kind.small * 11.0);
    let mut lines = measure::wrap(&measure::tidy(words), Font::regular(kind.small), room, 2);
    lines.extend(rate);
    lines
}
