//! The graph as the stages see it: containers numbered from the whole picture down, every container
//! holding something, and all lengths measured as if requests ran from top to bottom.

use crate::model::{GroupKind, Kind};
use crate::render::graph::{Graph, Size};
use crate::syntax::ast::Arrow;

/// The container that is the whole picture. Group `g` of the graph is container `g + 1`.
pub(super) const WHOLE: usize = 0;

/// Which way requests run in the finished picture. The stages always work downwards; for
/// [`Flow::Right`] they see every box lying on its side (see `turn`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Down,
    Right,
}

#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub flow: Flow,
    /// The graph's nodes, then a filler for each group that would be empty.
    pub cards: Vec<Card>,
    pub containers: Vec<Container>,
    pub links: Vec<Line>,
}

#[derive(Clone, Debug)]
pub(super) struct Card {
    pub width: f64,
    pub height: f64,
    /// The innermost container around it.
    pub home: usize,
    /// Nothing for a filler.
    pub kind: Option<Kind>,
}

#[derive(Clone, Debug)]
pub(super) struct Container {
    pub parent: usize,
    pub depth: usize,
    /// Nothing for the whole picture.
    pub kind: Option<GroupKind>,
    /// Size of the title as read, never lying on its side.
    pub title: Size,
    /// What it holds while it is empty, as read.
    pub filler: Size,
}

#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Which link of the graph.
    pub index: usize,
    pub from: usize,
    pub to: usize,
    pub arrow: Arrow,
    pub label: Option<Size>,
}

impl Frame {
    pub fn new(graph: &Graph, flow: Flow) -> Frame {
        let mut frame = Frame {
            flow,
            cards: Vec::new(),
            containers: containers(graph),
            links: links(graph, flow),
        };
        for node in &graph.nodes {
            let size = turned(Size { width: node.width, height: node.height }, flow);
            let home = node.group.filter(|&g| g < graph.groups.len()).map_or(WHOLE, |g| g + 1);
            let (width, height) = (size.width, size.height);
            frame.cards.push(Card { width, height, home, kind: Some(node.kind) });
        }
        frame.fill_empty();
        frame
    }

    /// Gives each innermost empty group something to stand around.
    fn fill_empty(&mut self) {
        let mut full = vec![false; self.containers.len()];
        for card in &self.cards {
            full[card.home] = true;
        }
        let mut empty = Vec::new();
        for c in (1..full.len()).rev() {
            if !full[c] {
                empty.push(c);
            }
            full[self.containers[c].parent] = true;
        }
        for home in empty.into_iter().rev() {
            let filler = self.containers[home].filler;
            let (width, height) =
                (filler.width.max(FILLER.width), filler.height.max(FILLER.height));
            let Size { width, height } = turned(Size { width, height }, self.flow);
            self.cards.push(Card { width, height, home, kind: None });
        }
    }

    /// The containers around a card, innermost first, the whole picture last.
    pub fn around(&self, card: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = Some(self.cards[card].home);
        std::iter::from_fn(move || {
            let here = next?;
            next = (here != WHOLE).then(|| self.containers[here].parent);
            Some(here)
        })
    }

    /// The innermost container around both cards.
    pub fn common(&self, a: usize, b: usize) -> usize {
        let (mut x, mut y) = (self.cards[a].home, self.cards[b].home);
        while x != y {
            if self.containers[x].depth >= self.containers[y].depth {
                x = self.containers[x].parent;
            } else {
                y = self.containers[y].parent;
            }
        }
        x
    }

    /// The child of `outer` that holds the card; nothing when the card stands in it directly.
    pub fn branch(&self, outer: usize, card: usize) -> Option<usize> {
        self.around(card).take_while(|&c| c != outer).last()
    }

    /// Containers from the deepest to the outermost, the whole picture left out.
    pub fn inside_out(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (1..self.containers.len()).collect();
        order.sort_by_key(|&c| (std::cmp::Reverse(self.containers[c].depth), c));
        order
    }
}

/// What an empty group holds at least, px.
const FILLER: Size = Size { width: 120.0, height: 40.0 };

/// A box as seen from the working direction.
pub(super) fn turned(size: Size, flow: Flow) -> Size {
    match flow {
        Flow::Down => size,
        Flow::Right => Size { width: size.height, height: size.width },
    }
}

fn containers(graph: &Graph) -> Vec<Container> {
    let nothing = Size::default();
    let whole = Container { parent: WHOLE, depth: 0, kind: None, title: nothing, filler: nothing };
    let mut containers = vec![whole];
    for (i, group) in graph.groups.iter().enumerate() {
        let parent = group.parent.filter(|&p| p < i).map_or(WHOLE, |p| p + 1);
        let depth = containers[parent].depth + 1;
        let (title, filler) = (group.title, group.filler);
        containers.push(Container { parent, depth, kind: Some(group.kind), title, filler });
    }
    containers
}

/// The links whose ends exist; a `Design` has no others.
fn links(graph: &Graph, flow: Flow) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, link) in graph.links.iter().enumerate() {
        if link.from.max(link.to) < graph.nodes.len() {
            let label = link.label.map(|size| turned(size, flow));
            lines.push(Line { index, from: link.from, to: link.to, arrow: link.arrow, label });
        }
    }
    lines
}
