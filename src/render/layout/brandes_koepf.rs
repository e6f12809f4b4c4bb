//! Where x begins: the Brandes–Köpf placement of `layout-rs`, which makes long links straight and
//! the picture symmetric. This is the crate's one home; sizes, groups and everything after are ours.
//!
//! The crate knows no groups, so a group's border becomes a chain of narrow connectors. It takes
//! time with the cube of the entries, so above [`MOST_ENTRIES`] the packed start is used instead.

use super::order::Step;
use super::x::Numbers;
use ::layout::adt::dag::NodeHandle;
use ::layout::core::base::Orientation;
use ::layout::core::geometry::{Point, Position};
use ::layout::core::style::StyleAttr;
use ::layout::std_shapes::shapes::{Element, ShapeKind};
use ::layout::topo::layout::VisualGraph;
use ::layout::topo::placer::Placer;
use std::collections::BTreeMap;

/// Entries in all rows up to which the crate is asked.
const MOST_ENTRIES: usize = 1_500;
/// Width of a border or a passing link, px.
const NARROW: f64 = 18.0;

/// The middle of each number (see [`Step::number`]); nothing when the crate was not asked or gave up.
pub(super) fn place(numbers: &Numbers, rows: &[Vec<Step>]) -> Option<Vec<f64>> {
    let entries: usize = rows.iter().map(Vec::len).sum();
    if entries == 0 || entries > MOST_ENTRIES {
        return None;
    }
    // The crate checks itself with assertions; none is known to fail on what we give it.
    std::panic::catch_unwind(|| Placement::new(numbers, rows).run()).ok()
}

struct Placement {
    graph: VisualGraph,
    /// What each node of the graph stands for.
    number: Vec<usize>,
    handle: BTreeMap<(usize, usize), NodeHandle>,
    numbers: usize,
}

impl Placement {
    fn new(numbers: &Numbers, rows: &[Vec<Step>]) -> Placement {
        let mut placement = Placement {
            graph: VisualGraph::new(Orientation::TopToBottom),
            number: Vec::new(),
            handle: BTreeMap::new(),
            numbers: numbers.count(),
        };
        placement.graph.dag.set_validate(false);
        let mut last: BTreeMap<usize, NodeHandle> = BTreeMap::new();
        let mut ranks = Vec::new();
        for (row, steps) in rows.iter().enumerate() {
            let mut rank = Vec::new();
            for &step in steps {
                let number = numbers.of(step);
                let handle = placement.add(numbers, step, row);
                rank.push(handle);
                placement.handle.insert((number, row), handle);
                if let Some(above) = last.insert(number, handle) {
                    placement.graph.dag.add_edge(above, handle);
                }
            }
            ranks.push(rank);
        }
        placement.link(numbers);
        *placement.graph.dag.ranks_mut() = ranks;
        placement
    }

    fn add(&mut self, numbers: &Numbers, step: Step, row: usize) -> NodeHandle {
        let upright = Orientation::TopToBottom;
        let solid = match step {
            Step::Item(item) => numbers.lowered.items[item].is_solid(row),
            Step::Enter(_) | Step::Exit(_) => false,
        };
        let width = match step {
            Step::Item(item) if solid => {
                let (left, right) = numbers.lowered.items[item].room(row);
                2.0 * left.max(right) + 14.0
            }
            _ => NARROW,
        };
        let size = Point::new(width, 60.0);
        let style = StyleAttr::simple();
        let mut element = if solid {
            Element::create(ShapeKind::new_box(""), style, upright, size)
        } else {
            Element::create_connector("", &style, upright)
        };
        element.pos = Position::new(Point::zero(), size, Point::zero(), Point::splat(8.0));
        self.number.push(numbers.of(step));
        self.graph.add_node(element)
    }

    fn link(&mut self, numbers: &Numbers) {
        let lowered = numbers.lowered;
        for (upper, below) in lowered.below.iter().enumerate() {
            for &lower in below {
                let from = self.handle.get(&(upper, lowered.items[upper].last));
                let to = self.handle.get(&(lower, lowered.items[lower].first));
                if let (Some(&from), Some(&to)) = (from, to) {
                    self.graph.dag.add_edge(from, to);
                }
            }
        }
    }

    /// The mean of a thing's places in all its rows.
    fn run(mut self) -> Vec<f64> {
        Placer::new(&mut self.graph).layout(false);
        let mut sums = vec![(0.0, 0.0); self.numbers];
        for (node, &number) in self.number.iter().enumerate() {
            sums[number].0 += self.graph.pos(node.into()).center().x;
            sums[number].1 += 1.0;
        }
        sums.into_iter().map(|(sum, count)| sum / f64::max(count, 1.0)).collect()
    }
}
