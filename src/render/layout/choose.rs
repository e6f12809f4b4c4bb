//! Which of several pictures of a graph is taken: each way of ranking in each direction gives a draft
//! with a quick order; the best drafts are finished, and the best of those is the layout.

use super::blocks::Scope;
use super::detour::arranged;
use super::fold::Folded;
use super::frame::{Flow, Frame, Line};
use super::lower::{self, Detours, Lowered};
use super::order::{self, Order, Quick};
use super::rank::{self, Scheme, Way};
use super::{Room, assemble, placed, route, spread};
use crate::maths;
use crate::render::faults::figures;
use crate::render::graph::{Direction, Graph, Layout};

/// The best layout that is found. The graph has a card at least.
pub(super) fn best(graph: &Graph, direction: Direction, room: Room) -> Layout {
    let flows: &[Flow] = match direction {
        Direction::Down => &[Flow::Down],
        Direction::Right => &[Flow::Right],
        Direction::Auto => &[Flow::Down, Flow::Right],
    };
    let mut drafts: Vec<Draft> = Vec::new();
    for way in ways(graph) {
        for draft in ranked(graph, flows, &way, room) {
            let flow = draft.frame.flow;
            let known = |d: &Draft| d.frame.flow == flow && d.folded.rank == draft.folded.rank;
            if !drafts.iter().any(known) {
                drafts.push(draft.ordered());
            }
        }
    }
    drafts.sort_by(|a, b| a.score.total_cmp(&b.score));
    if let Some(better) = drafts.first().and_then(|best| nudged(graph, best)) {
        drafts.insert(0, better);
    }
    let best = drafts.first().map_or(0.0, |draft| draft.score);
    let near = drafts.into_iter().filter(|draft| draft.score <= best * NEAR + 2.0);
    let finished = near.take(finished(graph.nodes.len())).map(|draft| draft.finish(graph));
    let better = |a: (f64, Layout), b: (f64, Layout)| if b.0 < a.0 { b } else { a };
    finished.reduce(better).map(|(_, layout)| layout).unwrap_or_default()
}

/// In small designs whose links cross, a card more or less in a row is tried.
const SMALL: usize = 24;
const CROSSINGS: f64 = 2.0;
/// So often at most, and for no less, in crossings.
const NUDGES: usize = 3;
const GAIN: f64 = 0.3;

/// A better draft with some cards a row lower, each the one that helps most.
fn nudged(graph: &Graph, best: &Draft) -> Option<Draft> {
    let mut found: Option<Draft> = None;
    for _ in 0..NUDGES {
        let at = found.as_ref().unwrap_or(best);
        if graph.nodes.len() > SMALL || at.crossings < CROSSINGS {
            break;
        }
        let lower = |card: usize| {
            let mut way = at.way.clone();
            way.lower.push(card);
            Draft::new(graph, at.frame.flow, &way, at.room).map(Draft::ordered)
        };
        let drafts = (0..graph.nodes.len()).filter_map(lower);
        let next = drafts.min_by(|a, b| a.score.total_cmp(&b.score));
        match next.filter(|next| next.score < at.score - GAIN) {
            Some(next) => found = Some(next),
            None => break,
        }
    }
    found
}

/// The first way of ranking down the page is taken where others are hardly better: a small change of
/// the design should not turn the picture.
const LOYALTY: f64 = 0.9;
/// A draft is finished if it is as good as that against the best.
const NEAR: f64 = 1.15;

/// So many drafts are finished at most: of large designs the best alone, which takes half the time.
fn finished(nodes: usize) -> usize {
    if nodes <= 60 { 2 } else { 1 }
}

/// The ways to try for so many nodes; of large designs fewer.
fn schemes(nodes: usize) -> &'static [Scheme] {
    const ALL: [Scheme; 4] = [
        Scheme::Tiers,
        Scheme::Blocks(Scope::Every),
        Scheme::Blocks(Scope::Domains),
        Scheme::Copies,
    ];
    match nodes {
        0..=40 => &ALL,
        41..=150 => &ALL[..3],
        151..=300 => &ALL[..2],
        _ => &ALL[..1],
    }
}

/// Each scheme as it is and, where that may untangle calls, spread.
fn ways(graph: &Graph) -> Vec<Way> {
    const LARGE: usize = 150;
    let schemes = schemes(graph.nodes.len());
    let each = |spread| schemes.iter().map(move |&it| Way { spread, ..Way::plain(it) });
    let is_any = graph.nodes.len() <= LARGE && spread::is_any(graph);
    each(false).chain(each(true).filter(|_| is_any)).collect()
}

/// A picture with its rows known.
struct Draft {
    frame: Frame,
    folded: Folded,
    lowered: Lowered,
    room: Room,
    order: Order,
    way: Way,
    first: bool,
    crossings: f64,
    score: f64,
}

/// The drafts of a way of ranking. When both directions have the same ranks, the one whose
/// proportions are nearer to those wanted.
fn ranked(graph: &Graph, flows: &[Flow], way: &Way, room: Room) -> Vec<Draft> {
    let drafts: Vec<Draft> =
        flows.iter().filter_map(|&flow| Draft::new(graph, flow, way, room)).collect();
    match drafts.as_slice() {
        [down, right] if down.folded.rank == right.folded.rank => {
            let turned = misfit(right.size(), room) < misfit(down.size(), room);
            drafts.into_iter().skip(usize::from(turned)).take(1).collect()
        }
        _ => drafts,
    }
}

impl Draft {
    fn new(graph: &Graph, flow: Flow, way: &Way, room: Room) -> Option<Draft> {
        let frame = Frame::new(graph, flow);
        let across = match flow {
            Flow::Down => room.breadth,
            Flow::Right => 1.0 / room.breadth,
        };
        let folded = rank::ranks(&frame, way, across, room.fold)?;
        let lowered = lower::lower(&frame, &folded.rank, &Detours::none(&frame));
        let first = *way == Way::plain(Scheme::Tiers) && flow == Flow::Down;
        let (way, order) = (way.clone(), Order::new());
        Some(Draft { frame, folded, lowered, room, order, way, first, crossings: 0.0, score: 0.0 })
    }

    /// As read: width and height of a picture that is so wide and high in the working direction.
    fn as_read(&self, width: f64, height: f64) -> (f64, f64) {
        match self.frame.flow {
            Flow::Down => (width, height),
            Flow::Right => (height, width),
        }
    }

    /// A guess of width and height.
    fn size(&self) -> (f64, f64) {
        let width = order::width(&self.frame, &self.lowered, &self.folded.column);
        self.as_read(width, route::height(&self.frame, &self.lowered))
    }

    /// What the links are worth that run against the way of requests.
    fn against(&self) -> f64 {
        let rank = &self.folded.rank;
        let rises = |link: &&Line| rank[link.to] < rank[link.from];
        AGAINST * self.frame.links.iter().filter(rises).count() as f64
    }

    fn ordered(mut self) -> Draft {
        let Quick { order, crossings, width, length } =
            order::quick(&self.frame, &self.lowered, &self.folded.column);
        let size = self.as_read(width, route::height(&self.frame, &self.lowered));
        self.order = order;
        self.crossings = crossings;
        let tangle = crossings + self.against();
        self.score = score(self.frame.links.len(), tangle, length, size, self.room);
        if self.first {
            self.score *= LOYALTY;
        }
        self
    }

    /// The layout with its score.
    fn finish(mut self, graph: &Graph) -> (f64, Layout) {
        let against = self.against();
        order::refine(&self.frame, &self.lowered, &mut self.order);
        let first = (self.lowered, self.order);
        let arranged = arranged(&self.frame, &self.folded.rank, first);
        let (routed, titles) = placed(&self.frame, &arranged);
        let layout = assemble(graph, &self.frame, routed, titles);
        let figures = figures(graph, &layout);
        let length: f64 = layout.routes.iter().map(|route| route.length()).sum();
        let tangle = figures.crossings as f64
            + against
            + FOREIGN * figures.through_groups as f64
            + BEND * figures.bends as f64;
        let size = (layout.width, layout.height);
        let score = score(graph.links.len(), tangle, length, size, self.room);
        (if self.first { score * LOYALTY } else { score }, layout)
    }
}

/// What a link against the way of requests, one through a foreign group and a bend are worth, in
/// crossings.
const AGAINST: f64 = 1.5;
const FOREIGN: f64 = 3.0;
const BEND: f64 = 0.1;
/// So many px of link are worth a crossing.
const LENGTH: f64 = 10_000.0;
/// Width over height that a page or slide takes well, as shares of what the room has.
const LEAST: f64 = 0.625;
const MOST: f64 = 1.5;
/// Slightly too narrow (as a logarithm) counts twice: there another picture is easily found.
const SLIGHTLY: f64 = 0.1;

/// The smaller, the better: crossings, length, and how far the proportions are outside of what fits
/// a page; among those that fit, a little how far from the best.
fn score(links: usize, crossings: f64, length: f64, size: (f64, f64), room: Room) -> f64 {
    let aspect = size.0 / size.1.max(1.0) / room.breadth;
    let narrow = maths::ln(LEAST / aspect).max(0.0);
    let outside = maths::ln(aspect / MOST).max(0.0) + narrow + narrow.min(SLIGHTLY);
    let shape = outside + 0.1 * misfit(size, room);
    crossings + length / LENGTH + (links + links.min(5)) as f64 * shape
}

/// How far the proportions of a picture are from those wanted, as a logarithm.
fn misfit((width, height): (f64, f64), room: Room) -> f64 {
    maths::ln(width / height.max(1.0) / room.breadth).abs()
}
