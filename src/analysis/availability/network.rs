//! Networks of links that work in both directions: how likely some nodes lose one another.
//!
//! Designs have directed connections, and in them a cycle never holds itself up. A mesh of links is
//! different, and has its own exact method: links are decided one after another, and all that is
//! remembered of the past is which of the nodes that still have undecided links hang together.

use std::collections::{BTreeMap, BTreeSet};

/// A link between two nodes, down with probability `q`, independently.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkLink {
    pub ends: (usize, usize),
    pub q: f64,
}

/// The probability that not all terminals are connected. The work grows with the number of nodes
/// that are in the middle of the order of the links at once, so near links should stand near.
pub fn disconnected(links: &[NetworkLink], terminals: &[usize]) -> f64 {
    let mut walk = Walk::of(links, terminals);
    let mut states: BTreeMap<State, f64> = BTreeMap::from([(State::default(), 1.0)]);
    let mut lost = 0.0;
    for (index, link) in links.iter().enumerate() {
        walk.enter(index, link);
        let mut next: BTreeMap<State, f64> = BTreeMap::new();
        for (state, weight) in states {
            for (works, part) in [(true, 1.0 - link.q), (false, link.q)] {
                match walk.decide(&state, link, works) {
                    Fate::Open(state) => *next.entry(state).or_default() += weight * part,
                    Fate::Disconnected => lost += weight * part,
                    Fate::Connected => {}
                }
            }
        }
        walk.leave();
        states = next;
    }
    lost
}

/// By open node, the piece that it hangs together with; pieces are numbered as they appear.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    piece: Vec<u16>,
    /// By piece: it holds a terminal.
    terminal: Vec<bool>,
}

enum Fate {
    Open(State),
    Connected,
    Disconnected,
}

struct Walk {
    /// By node, the last link that it has.
    last: BTreeMap<usize, usize>,
    terminals: BTreeSet<usize>,
    /// Nodes with links both decided and undecided.
    open: Vec<usize>,
    /// Of the link looked at: nodes not in the states yet, and nodes that it is the last one of.
    entering: Vec<usize>,
    leaving: Vec<usize>,
    /// Terminals that no link looked at has reached.
    unseen: usize,
}

impl Walk {
    fn of(links: &[NetworkLink], terminals: &[usize]) -> Self {
        let mut last = BTreeMap::new();
        for (index, link) in links.iter().enumerate() {
            last.insert(link.ends.0, index);
            last.insert(link.ends.1, index);
        }
        let terminals: BTreeSet<usize> = terminals.iter().copied().collect();
        let unseen = terminals.len();
        Self { last, terminals, open: vec![], entering: vec![], leaving: vec![], unseen }
    }

    fn enter(&mut self, index: usize, link: &NetworkLink) {
        let ends = [link.ends.0, link.ends.1];
        self.entering = ends.into_iter().filter(|node| !self.open.contains(node)).collect();
        self.entering.dedup();
        self.leaving = ends.into_iter().filter(|node| self.last[node] == index).collect();
        self.leaving.dedup();
        self.open.extend(&self.entering);
        self.unseen -= self.entering.iter().filter(|node| self.holds_terminal(node)).count();
    }

    fn leave(&mut self) {
        let Self { open, leaving, .. } = self;
        open.retain(|node| !leaving.contains(node));
    }

    fn holds_terminal(&self, node: &usize) -> bool {
        self.terminals.contains(node)
    }

    /// What becomes of a state when the link works or not.
    fn decide(&self, state: &State, link: &NetworkLink, works: bool) -> Fate {
        let mut state = state.clone();
        for node in &self.entering {
            state.piece.push(state.terminal.len() as u16);
            state.terminal.push(self.holds_terminal(node));
        }
        let place = |node: usize| self.open.iter().position(|open| *open == node);
        let ends = (place(link.ends.0), place(link.ends.1));
        if let (true, (Some(a), Some(b))) = (works, ends) {
            state.join(a, b);
        }
        let with_terminal = state.terminal.iter().filter(|terminal| **terminal).count();
        if with_terminal + self.unseen <= 1 {
            return Fate::Connected;
        }
        for node in &self.leaving {
            let place = place(*node).expect("a node that leaves is open");
            let piece = state.piece[place];
            state.piece[place] = GONE;
            if state.terminal[piece as usize] && !state.piece.contains(&piece) {
                return Fate::Disconnected;
            }
        }
        state.renumber();
        Fate::Open(state)
    }
}

const GONE: u16 = u16::MAX;

impl State {
    fn join(&mut self, a: usize, b: usize) {
        let (kept, dropped) = (self.piece[a], self.piece[b]);
        if kept == dropped {
            return;
        }
        for piece in self.piece.iter_mut().filter(|piece| **piece == dropped) {
            *piece = kept;
        }
        self.terminal[kept as usize] |= self.terminal[dropped as usize];
        self.terminal[dropped as usize] = false;
    }

    /// Drops nodes that are gone and numbers the pieces by first appearance: equal states look
    /// equal.
    fn renumber(&mut self) {
        self.piece.retain(|piece| *piece != GONE);
        let mut new = vec![GONE; self.terminal.len()];
        let mut terminal = Vec::new();
        for piece in &mut self.piece {
            let old = *piece as usize;
            if new[old] == GONE {
                new[old] = terminal.len() as u16;
                terminal.push(self.terminal[old]);
            }
            *piece = new[old];
        }
        self.terminal = terminal;
    }
}
