//! What is to be placed: the design's texts chosen and measured, as a graph for the layout.

use super::cards::Card;
use super::graph::{Graph, Group, Link, Node, Size};
use super::icons::Icon;
use super::measure::{self, Font};
use super::typography::Type;
use crate::model::{self, Attr, Design};
use crate::text::Lang;

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
}

impl Plan {
    pub fn new(design: &Design, lang: Lang, kind: Type) -> Self {
        let cards: Vec<Card> =
            design.components.iter().map(|component| Card::new(component, lang, kind)).collect();
        let labels: Vec<Vec<String>> =
            design.links.iter().map(|link| link_label(link, kind)).collect();
        let titles: Vec<Title> =
            design.groups.iter().map(|group| title(group, lang, kind)).collect();
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
    design
        .groups
        .iter()
        .zip(titles)
        .map(|(group, title)| Group {
            kind: group.kind,
            parent: group.parent.map(|id| id.index()),
            title: size(title),
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

/// Of a link's label.
pub fn line_height(kind: Type) -> f64 {
    kind.small * 1.3
}

fn title(group: &model::Group, lang: Lang, kind: Type) -> Title {
    let text = match &group.label {
        Some(label) => measure::tidy(label),
        None => format!("{} {}", group.kind.title().get(lang), measure::tidy(&group.name)),
    };
    let room = TITLE_ROOM.max(kind.group * 24.0);
    let private = group.facts.is_on(Attr::Private);
    let icon = if private { Some(Icon::Lock) } else { Icon::of_group(group.kind) };
    Title { text: measure::elide(&text, Font::bold(kind.group), room), icon }
}

fn link_label(link: &model::Link, kind: Type) -> Vec<String> {
    let words = link.label.as_deref().or_else(|| link.facts.text(Attr::Protocol)).unwrap_or("");
    let room = LABEL_ROOM.max(kind.small * 11.0);
    measure::wrap(&measure::tidy(words), Font::regular(kind.small), room, 2)
}
