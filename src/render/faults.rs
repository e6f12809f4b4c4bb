//! What is wrong with a layout, counted by geometry of its own: things that lie over each other,
//! leave their group, or cannot be read. Below the faults, the figures by which layouts compare.

use super::graph::{Graph, Layout, Point, Rect};

/// What no picture may have. All are counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    pub node_on_node: usize,
    /// Nodes and groups that leave their group or stand in another, and sibling groups that overlap.
    pub containment: usize,
    pub link_through_node: usize,
    pub label_on_node: usize,
    pub label_on_label: usize,
    pub label_on_link: usize,
    /// Titles under a link, a label or a node, and titles that leave their group.
    pub title_covered: usize,
    /// Pairs of links that run over each other for more than 2 px.
    pub collinear: usize,
    pub not_orthogonal: usize,
    /// Coordinates that are negative or not a number, and links that do not start and end at the
    /// border of their cards.
    pub broken: usize,
    /// Links that run within 10 px of where a badge sits, the top right corner of a node.
    pub under_badge: usize,
    /// Links that run through a group that holds neither of their ends.
    pub link_through_group: usize,
}

impl Faults {
    pub fn total(&self) -> usize {
        self.node_on_node
            + self.containment
            + self.link_through_node
            + self.label_on_node
            + self.label_on_label
            + self.label_on_link
            + self.title_covered
            + self.collinear
            + self.not_orthogonal
            + self.broken
            + self.under_badge
            + self.link_through_group
    }
}

/// What may be, the less the better.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    pub crossings: usize,
    pub bends: usize,
    /// Links that enter and leave a group that holds neither of their ends.
    pub through_groups: usize,
    /// Width over height.
    pub aspect: f64,
    /// Share of the picture that is nodes, 0–100.
    pub ink: f64,
}

/// Counts every hard fault.
pub fn faults(graph: &Graph, layout: &Layout) -> Faults {
    let check = Check::new(graph, layout);
    Faults {
        node_on_node: overlapping(&layout.nodes).len(),
        containment: check.containment(),
        link_through_node: check.links_through_nodes(),
        label_on_node: check.labels_on_nodes(),
        label_on_label: overlapping(&check.labels.iter().map(|l| l.1).collect::<Vec<_>>()).len(),
        label_on_link: check.labels_on_links(),
        title_covered: check.titles_covered(),
        collinear: check.collinear(),
        not_orthogonal: check.stretches.iter().filter(|s| !s.is_orthogonal()).count(),
        broken: check.broken(),
        under_badge: check.under_badges(),
        link_through_group: check.links_through_groups(),
    }
}

/// Measures a layout.
pub fn figures(graph: &Graph, layout: &Layout) -> Figures {
    let check = Check::new(graph, layout);
    let area: f64 = layout.nodes.iter().map(|r| r.width * r.height).sum();
    Figures {
        crossings: check.crossings(),
        bends: layout.routes.iter().map(|r| r.points.len().saturating_sub(2)).sum(),
        through_groups: check.links_through_groups(),
        aspect: layout.width / layout.height.max(1.0),
        ink: 100.0 * area / (layout.width * layout.height).max(1.0),
    }
}

/// Closer than this is touching, px.
const TOUCH: f64 = 0.01;
/// Two lines nearer than this look like one, px.
const ONE_LINE: f64 = 2.0;

/// One straight part of a link.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    link: usize,
    a: Point,
    b: Point,
}

impl Stretch {
    fn is_orthogonal(&self) -> bool {
        self.a.x == self.b.x || self.a.y == self.b.y
    }

    fn bounds(&self) -> Rect {
        let (x, y) = (self.a.x.min(self.b.x), self.a.y.min(self.b.y));
        let (width, height) = ((self.a.x - self.b.x).abs(), (self.a.y - self.b.y).abs());
        Rect { x, y, width, height }
    }

    fn is_flat(&self) -> bool {
        self.a.y == self.b.y
    }
}

/// Whether two boxes share more than a border; lines have no area and count where they enter.
fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x + TOUCH < b.x + b.width
        && b.x + TOUCH < a.x + a.width
        && a.y + TOUCH < b.y + b.height
        && b.y + TOUCH < a.y + a.height
}

fn inside(inner: &Rect, outer: &Rect) -> bool {
    inner.x + TOUCH >= outer.x
        && inner.y + TOUCH >= outer.y
        && inner.x + inner.width <= outer.x + outer.width + TOUCH
        && inner.y + inner.height <= outer.y + outer.height + TOUCH
}

/// Pairs of boxes that overlap, found by a sweep from left to right.
fn overlapping(boxes: &[Rect]) -> Vec<(usize, usize)> {
    let mut by_x: Vec<usize> = (0..boxes.len()).collect();
    by_x.sort_by(|&a, &b| boxes[a].x.total_cmp(&boxes[b].x).then(a.cmp(&b)));
    let mut pairs = Vec::new();
    for (i, &a) in by_x.iter().enumerate() {
        let end = boxes[a].x + boxes[a].width;
        for &b in by_x[i + 1..].iter().take_while(|&&b| boxes[b].x < end) {
            if overlap(&boxes[a], &boxes[b]) {
                pairs.push((a.min(b), a.max(b)));
            }
        }
    }
    pairs
}

struct Check<'a> {
    graph: &'a Graph,
    layout: &'a Layout,
    stretches: Vec<Stretch>,
    /// Labels with their links.
    labels: Vec<(usize, Rect)>,
}

impl<'a> Check<'a> {
    fn new(graph: &'a Graph, layout: &'a Layout) -> Check<'a> {
        let mut stretches = Vec::new();
        let mut labels = Vec::new();
        for (link, route) in layout.routes.iter().enumerate() {
            let pairs = route.points.windows(2);
            stretches.extend(pairs.map(|p| Stretch { link, a: p[0], b: p[1] }));
            labels.extend(route.label.map(|label| (link, label)));
        }
        Check { graph, layout, stretches, labels }
    }

    /// The groups around a node, innermost first.
    fn around(&self, group: Option<usize>) -> Vec<usize> {
        let mut groups = Vec::new();
        let mut next = group;
        while let Some(group) = next.filter(|g| !groups.contains(g)) {
            groups.push(group);
            next = self.graph.groups[group].parent;
        }
        groups
    }

    fn containment(&self) -> usize {
        let (nodes, groups) = (&self.layout.nodes, &self.layout.groups);
        let mut faults = 0;
        for (node, rect) in self.graph.nodes.iter().zip(nodes) {
            let around = self.around(node.group);
            let wrong = |(group, outer): (usize, &Rect)| {
                if around.contains(&group) { !inside(rect, outer) } else { overlap(rect, outer) }
            };
            faults += groups.iter().enumerate().filter(|g| wrong(*g)).count();
        }
        for (a, b) in overlapping(groups) {
            let (in_a, in_b) =
                (self.around(Some(b)).contains(&a), self.around(Some(a)).contains(&b));
            faults += (!in_a && !in_b) as usize;
        }
        for (group, rect) in self.graph.groups.iter().zip(groups) {
            faults += group.parent.is_some_and(|p| !inside(rect, &groups[p])) as usize;
        }
        faults
    }

    fn links_through_nodes(&self) -> usize {
        self.count_links(|s| self.layout.nodes.iter().any(|n| overlap(&s.bounds(), n)))
    }

    fn labels_on_nodes(&self) -> usize {
        let on_node =
            |(_, label): &&(usize, Rect)| self.layout.nodes.iter().any(|node| overlap(label, node));
        self.labels.iter().filter(on_node).count()
    }

    fn labels_on_links(&self) -> usize {
        let covers = |(link, label): &(usize, Rect)| {
            let foreign = self.stretches.iter().filter(|s| s.link != *link);
            foreign.filter(|s| overlap(&s.bounds(), label)).count()
        };
        self.labels.iter().map(covers).sum()
    }

    fn titles_covered(&self) -> usize {
        let covered = |(title, group): &(&Rect, &Rect)| {
            title.width > 0.0
                && (!inside(title, group)
                    || self.stretches.iter().any(|s| overlap(&s.bounds(), title))
                    || self.labels.iter().any(|(_, label)| overlap(label, title))
                    || self.layout.nodes.iter().any(|node| overlap(node, title)))
        };
        self.layout.titles.iter().zip(&self.layout.groups).filter(covered).count()
    }

    fn collinear(&self) -> usize {
        let mut pairs = 0;
        for flat in [true, false] {
            let mut lines: Vec<(f64, f64, f64, usize)> = self
                .stretches
                .iter()
                .filter(|s| s.is_flat() == flat)
                .map(|s| {
                    let r = s.bounds();
                    if flat {
                        (r.y, r.x, r.x + r.width, s.link)
                    } else {
                        (r.x, r.y, r.y + r.height, s.link)
                    }
                })
                .collect();
            lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            for (i, a) in lines.iter().enumerate() {
                for b in lines[i + 1..].iter().take_while(|b| b.0 - a.0 < ONE_LINE) {
                    let shared = a.2.min(b.2) - a.1.max(b.1);
                    pairs += (a.3 != b.3 && shared > 2.0) as usize;
                }
            }
        }
        pairs
    }

    fn broken(&self) -> usize {
        let l = self.layout;
        let labels = self.labels.iter().map(|l| &l.1);
        let rects = l.nodes.iter().chain(&l.groups).chain(&l.titles).chain(labels);
        let wrong = |v: f64| !v.is_finite() || v < 0.0;
        let bad = |r: &&Rect| {
            [r.x, r.y, r.width, r.height].into_iter().any(wrong)
                || r.x + r.width > l.width + TOUCH
                || r.y + r.height > l.height + TOUCH
        };
        let points = l.routes.iter().flat_map(|r| &r.points);
        let mut faults = rects.filter(bad).count();
        faults += points.filter(|p| wrong(p.x) || wrong(p.y)).count();
        for (link, route) in self.graph.links.iter().zip(&l.routes) {
            let ends = [(link.from, route.points.first()), (link.to, route.points.last())];
            let loose = |(node, point): &(usize, Option<&Point>)| {
                point.is_none_or(|p| !on_border(p, &l.nodes[*node]))
            };
            faults += ends.iter().filter(|e| loose(e)).count();
            faults += (link.label.is_some() != route.label.is_some()) as usize;
        }
        let counts = [l.nodes.len(), l.groups.len(), l.titles.len(), l.routes.len()];
        let g = self.graph;
        faults + (counts != [g.nodes.len(), g.groups.len(), g.groups.len(), g.links.len()]) as usize
    }

    fn under_badges(&self) -> usize {
        let badge = |node: &Rect| {
            let (x, y) = (node.x + node.width - 20.0, node.y - 20.0);
            Rect { x, y, width: 40.0, height: 40.0 }
        };
        let badges: Vec<Rect> = self.layout.nodes.iter().map(badge).collect();
        self.count_links(|s| badges.iter().any(|b| overlap(&s.bounds(), b)))
    }

    fn count_links(&self, wrong: impl Fn(&Stretch) -> bool) -> usize {
        let mut links: Vec<usize> =
            self.stretches.iter().filter(|s| wrong(s)).map(|s| s.link).collect();
        links.dedup();
        links.len()
    }

    fn crossings(&self) -> usize {
        let (flat, upright): (Vec<&Stretch>, Vec<&Stretch>) =
            self.stretches.iter().partition(|s| s.is_flat());
        let mut upright: Vec<(f64, Rect, usize)> =
            upright.iter().map(|s| (s.a.x, s.bounds(), s.link)).collect();
        upright.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut crossings = 0;
        for stretch in flat {
            let r = stretch.bounds();
            let from = upright.partition_point(|u| u.0 <= r.x + TOUCH);
            for (_, other, link) in
                upright[from..].iter().take_while(|u| u.0 < r.x + r.width - TOUCH)
            {
                let crosses = other.y + TOUCH < r.y && r.y + TOUCH < other.y + other.height;
                crossings += (*link != stretch.link && crosses) as usize;
            }
        }
        crossings
    }

    fn links_through_groups(&self) -> usize {
        let mut count = 0;
        for (i, link) in self.graph.links.iter().enumerate() {
            let nodes = &self.graph.nodes;
            let mut own = self.around(nodes[link.from].group);
            own.extend(self.around(nodes[link.to].group));
            let points = &self.layout.routes[i].points;
            let enters = |group: &Rect| {
                let mut pairs = points.windows(2);
                pairs.any(|p| overlap(&Stretch { link: i, a: p[0], b: p[1] }.bounds(), group))
            };
            let groups = self.layout.groups.iter().enumerate();
            count += groups.filter(|(g, rect)| !own.contains(g) && enters(rect)).count();
        }
        count
    }
}

fn on_border(p: &Point, r: &Rect) -> bool {
    let in_x = r.x - TOUCH <= p.x && p.x <= r.x + r.width + TOUCH;
    let in_y = r.y - TOUCH <= p.y && p.y <= r.y + r.height + TOUCH;
    let at_x = (p.x - r.x).abs() < TOUCH || (p.x - r.x - r.width).abs() < TOUCH;
    let at_y = (p.y - r.y).abs() < TOUCH || (p.y - r.y - r.height).abs() < TOUCH;
    (at_x && in_y) || (at_y && in_x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GroupKind, Kind};
    use crate::render::graph::{Group, Link, Node, Route, Size};
    use crate::syntax::ast::Arrow;

    /// Two cards in a group, one above the other, and a link between them.
    fn good() -> (Graph, Layout) {
        let size = Size { width: 40.0, height: 10.0 };
        let node = Node { kind: Kind::Web, width: 60.0, height: 60.0, group: Some(0) };
        let link = Link { from: 0, to: 1, arrow: Arrow::Sync, label: Some(size) };
        let (kind, filler) = (GroupKind::Group, Size::default());
        let graph = Graph {
            nodes: vec![node.clone(), node],
            groups: vec![Group { kind, parent: None, title: size, filler }],
            links: vec![link],
        };
        let rect = |x, y, width, height| Rect { x, y, width, height };
        let points = vec![Point { x: 40.0, y: 90.0 }, Point { x: 40.0, y: 150.0 }];
        let layout = Layout {
            width: 100.0,
            height: 220.0,
            nodes: vec![rect(10.0, 30.0, 60.0, 60.0), rect(10.0, 150.0, 60.0, 60.0)],
            groups: vec![rect(0.0, 0.0, 100.0, 220.0)],
            titles: vec![rect(10.0, 5.0, 40.0, 10.0)],
            routes: vec![Route { points, label: Some(rect(20.0, 110.0, 40.0, 10.0)) }],
        };
        (graph, layout)
    }

    #[test]
    fn a_good_layout_has_none() {
        let (graph, layout) = good();
        assert_eq!(faults(&graph, &layout), Faults::default());
    }

    /// Each fault is found when it is there, so that counting none means something.
    #[test]
    fn every_fault_is_found() {
        type Count = fn(&Faults) -> usize;
        type Spoil = fn(&mut Graph, &mut Layout);
        let cases: [(Count, Spoil); 12] = [
            (|f| f.node_on_node, |_, l| l.nodes[1].y = 60.0),
            (|f| f.containment, |_, l| l.nodes[1].x = 90.0),
            (|f| f.link_through_node, |_, l| l.routes[0].points[0].y = 40.0),
            (|f| f.label_on_node, |_, l| l.nodes[1].y = 112.0),
            (
                |f| f.label_on_label,
                |g, l| {
                    g.links.push(g.links[0].clone());
                    l.routes.push(l.routes[0].clone());
                },
            ),
            (
                |f| f.label_on_link,
                |g, l| {
                    g.links.push(Link { label: None, ..g.links[0].clone() });
                    l.routes.push(Route { label: None, ..l.routes[0].clone() });
                },
            ),
            (|f| f.title_covered, |_, l| l.titles[0].y = 60.0),
            (
                |f| f.collinear,
                |g, l| {
                    g.links.push(g.links[0].clone());
                    l.routes.push(l.routes[0].clone());
                },
            ),
            (|f| f.not_orthogonal, |_, l| l.routes[0].points[1].x = 50.0),
            (|f| f.broken, |_, l| l.routes[0].points[1].y = f64::NAN),
            (
                |f| f.link_through_group,
                |g, l| {
                    g.nodes.iter_mut().for_each(|node| node.group = None);
                    l.groups[0] = Rect { x: 30.0, y: 100.0, width: 20.0, height: 20.0 };
                },
            ),
            (|f| f.under_badge, |_, l| l.routes[0].points.iter_mut().for_each(|p| p.x = 65.0)),
        ];
        for (i, (count, spoil)) in cases.into_iter().enumerate() {
            let (mut graph, mut layout) = good();
            spoil(&mut graph, &mut layout);
            assert!(count(&faults(&graph, &layout)) > 0, "case {i}");
        }
    }

    #[test]
    fn crossings_and_bends_are_counted() {
        let (mut graph, mut layout) = good();
        graph.links.push(Link { label: None, ..graph.links[0].clone() });
        let points = [(20.0, 90.0), (20.0, 100.0), (60.0, 100.0), (60.0, 150.0)];
        let points = points.map(|(x, y)| Point { x, y }).to_vec();
        layout.routes.push(Route { points, label: None });
        let figures = figures(&graph, &layout);
        assert_eq!((figures.crossings, figures.bends), (1, 2));
    }
}
