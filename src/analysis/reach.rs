//! What can be reached from where.

use super::Study;
use crate::model::{Attr, ComponentId, Design, Kind};

/// Which components requests, messages or data ever arrive at.
#[derive(Clone, Debug)]
pub struct Reach {
    reached: Vec<bool>,
}

impl Reach {
    pub fn of(design: &Design) -> Self {
        let mut next: Vec<Vec<ComponentId>> = vec![Vec::new(); design.components.len()];
        let mut is_target = vec![false; design.components.len()];
        for link in &design.links {
            // What stands in for the target is reached as well.
            if let Some(other) = link.facts.component(Attr::Fallback) {
                next[link.from.index()].push(other);
                is_target[other.index()] |= other != link.from;
            }
            next[link.from.index()].push(link.to);
            is_target[link.to.index()] |= link.from != link.to;
        }
        for id in design.component_ids() {
            if let Some(other) = design.component(id).facts.component(Attr::Fallback) {
                next[id.index()].push(other);
                is_target[other.index()] |= other != id;
            }
        }
        // So is what takes over from it.
        for (id, twin) in design.standby_sites.iter().flat_map(|site| &site.twins) {
            next[id.index()].push(*twin);
            is_target[twin.index()] = true;
        }
        let mut reached = vec![false; design.components.len()];
        let mut todo = Vec::new();
        for id in design.component_ids() {
            let sends = !next[id.index()].is_empty();
            match source(design.component(id).kind, sends, is_target[id.index()]) {
                Source::Producer => todo.push(id),
                Source::Observer => reached[id.index()] = true,
                Source::None => {}
            }
        }
        while let Some(id) = todo.pop() {
            if !std::mem::replace(&mut reached[id.index()], true) {
                todo.extend(&next[id.index()]);
            }
        }
        Self { reached }
    }

    /// Reachable over any link from a user, a batch job or another producer.
    pub fn is_reached(&self, id: ComponentId) -> bool {
        self.reached[id.index()]
    }
}

enum Source {
    /// Starts work by itself.
    Producer,
    /// Looks at others; what it looks at is not used because of that.
    Observer,
    None,
}

fn source(kind: Kind, sends: bool, is_target: bool) -> Source {
    match kind {
        Kind::User | Kind::Batch => Source::Producer,
        // A third party that calls us, and code that wakes up by itself or polls.
        Kind::External | Kind::Worker | Kind::Function if sends && !is_target => Source::Producer,
        Kind::Monitor | Kind::Logs | Kind::Pipeline if sends => Source::Observer,
        _ => Source::None,
    }
}

impl Study {
    /// Something that a user, a schedule or a producer starts.
    pub fn is_started(&self, id: ComponentId) -> bool {
        self.reach().is_reached(id)
    }

    /// Anybody uses the design at all.
    pub fn has_entry(&self) -> bool {
        let beside = [Kind::Monitor, Kind::Logs, Kind::Pipeline];
        self.design()
            .component_ids()
            .any(|id| self.is_started(id) && !beside.contains(&self.kind(id)))
    }
}
