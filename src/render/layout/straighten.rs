//! The end of stage 4: when the ports are known, a piece that stands beside both its neighbours on
//! the link's way moves over one of them, if the rest leaves it room. That saves two bends.

use super::lower::{Lowered, Way};
use super::ports::Ports;
use super::project::Constraints;
use super::x::Places;

pub(super) fn straighten(
    lowered: &Lowered,
    constraints: &Constraints,
    places: &mut Places,
    ports: &Ports,
) {
    for _ in 0..3 {
        let mut moved = false;
        for (link, way) in lowered.ways.iter().enumerate() {
            let [a, b] = ports[link];
            match way {
                Way::Through { items, .. } => {
                    for i in 1..items.len() - 1 {
                        let above = if i == 1 { a } else { places.x[items[i - 1]] };
                        let last = i + 2 == items.len();
                        let below = if last { b } else { places.x[items[i + 1]] };
                        moved |= places.settle(constraints, items[i], [above, below]);
                    }
                }
                Way::Under([label, plain]) => {
                    moved |= places.settle(constraints, *label, [a, a]);
                    moved |= places.settle(constraints, *plain, [b, b]);
                }
                Way::Around { down, up } => {
                    for (chain, port) in [(down, a), (up, b)] {
                        for i in 1..chain.len() {
                            let above = if i == 1 { port } else { places.x[chain[i - 1]] };
                            let below = chain.get(i + 1).map_or(above, |&next| places.x[next]);
                            moved |= places.settle(constraints, chain[i], [above, below]);
                        }
                    }
                }
                Way::Level | Way::Loop => {}
            }
        }
        if !moved {
            return;
        }
    }
}

impl Places {
    /// Moves an item to one of the places, if it stands at neither and may.
    fn settle(&mut self, constraints: &Constraints, item: usize, to: [f64; 2]) -> bool {
        let at = self.x[item];
        if to.contains(&at) {
            return false;
        }
        let (low, high) = constraints.slack(item, &self.x);
        let near = |a: &f64, b: &f64| (a - at).abs().total_cmp(&(b - at).abs());
        let free = to.into_iter().filter(|x| (low..=high).contains(x)).min_by(near);
        if let Some(x) = free {
            self.x[item] = x;
        }
        free.is_some()
    }
}
