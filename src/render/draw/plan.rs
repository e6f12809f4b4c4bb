//! What is to be placed: the design's texts chosen and measured, as a graph for the layout.

use super::cards::Card;
use super::typography::Type;
use crate::model::{self, Attr, Design};
use crate::render::graph::{Graph, Group, Link, Node, Size};
use crate::render::icons::Icon;
use crate::render::measure::{self, Font};
use crate::render::scene::Family;
use crate::render::shown::copies::Copies;
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
    pub labels: Vec<Vec<String>>,
    pub titles: Vec<Title>,
    pub graph: Graph,
}

/// A group's title.
pub struct Title {
    pub text: String,
    pub icon: Option<Icon>,
    /// What runs in a zone in which nothing is declared: replicas dealt out to it.
    pub guests: Vec<Guest>,
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
        Self::in_both(lang, |lang| {
            let card = |component| Card::new(component, None, lang, kind);
            let cards = design.components.iter().map(card).collect();
            Self::with_cards(design, cards, None, lang, kind)
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

    /// With the traffic, and cards for collapsed groups.
    pub fn of(shown: &Shown, lang: Lang, kind: Type) -> Self {
        let (design, load) = (&shown.design, shown.load.as_deref());
        let busy = |at| load.and_then(|load| load.busy(at));
        Self::in_both(lang, |lang| {
            let card = |(at, component)| match shown.inside(at) {
                Some(inside) => Card::of_group(component, inside, busy(at), lang, kind),
                None => Card::new(component, busy(at), lang, kind),
            };
            let cards = design.components.iter().enumerate().map(card).collect();
            Self::with_cards(design, cards, load, lang, kind)
        })
    }

    fn with_cards(
        design: &Design,
        cards: Vec<Card>,
        load: Option<&Load>,
        lang: Lang,
        kind: Type,
    ) -> Self {
        let rate = |at| load.and_then(|load| load.rate(at, lang));
        let label = |(at, link)| link_label(link, rate(at), kind);
        let labels: Vec<Vec<String>> = design.links.iter().enumerate().map(label).collect();
        let titles: Vec<Title> =
            design.groups.iter().map(|group| title(group, lang, kind)).collect();
        let titles = with_guests(design, titles, lang, kind);
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
        Size { width: width.ceil(), height: (kind.group * 1.5).ceil() }
    };
    let filler = |title: &Title| {
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
        .map(|(group, title)| Group {
            kind: group.kind,
            parent: group.parent.map(|id| id.index()),
            title: size(title),
            filler: filler(title),
        })
        .collect()
}

fn links(design: &Design, labels: &[Vec<String>], kind: Type) -> Vec<Link> {
    let size = |lines: &[String]| {
        let widths = lines.iter().map(|line| measure::width(line, Font::regular(kind.small)));
        let width = widths.fold(0.0, f64::max) + kind.small + 2.0;
        let height = lines.len() as f64 * line_height(kind) + 5.0;
        Size { width: width.ceil(), height: height.ceil() }
    };
    design
        .links
        .iter()
        .zip(labels)
        .map(|(link, lines)| Link {
            from: link.from.index(),
            to: link.to.index(),
            arrow: link.arrow,
            label: (!lines.is_empty()).then(|| size(lines)),
        })
        .collect()
}

/// From the left edge to the words: room for a mark.
pub const GUEST_INDENT: f64 = 16.0;

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
    Title { text, icon, guests: Vec::new() }
}

/// Components outside a zone run in it when they name it; an empty box would hide that.
fn with_guests(design: &Design, mut titles: Vec<Title>, lang: Lang, kind: Type) -> Vec<Title> {
    let mut inhabited = vec![false; titles.len()];
    let inside = design.components.iter().filter_map(|component| component.group);
    for id in inside.chain(design.groups.iter().filter_map(|group| group.parent)) {
        inhabited[id.index()] = true;
    }
    for component in &design.components {
        let copies = Copies::of(component).least(component.zones.len());
        for (at, zone) in component.zones.iter().enumerate() {
            let share =
                copies / component.zones.len() + usize::from(at < copies % component.zones.len());
            if !inhabited[zone.index()] && share > 0 {
                titles[zone.index()].guests.push(guest(component, share, kind));
            }
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

fn link_label(link: &model::Link, rate: Option<String>, kind: Type) -> Vec<String> {
    let words = link.label.as_deref().or_else(|| link.facts.text(Attr::Protocol)).unwrap_or("");
    let room = LABEL_ROOM.max(kind.small * 11.0);
    let mut lines = measure::wrap(&measure::tidy(words), Font::regular(kind.small), room, 2);
    lines.extend(rate);
    lines
}
