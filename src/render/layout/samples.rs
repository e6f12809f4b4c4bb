//! Graphs for the tests of the layout: the three designs it is measured by, and hostile ones.

use crate::model::{GroupKind, Kind};
use crate::render::graph::{Graph, Group, Link, Node, Size};
use crate::syntax::ast::Arrow;

/// About what a text takes at a size, px.
pub fn text_width(text: &str, size: f64) -> f64 {
    let em = |c: char| match c {
        ' ' => 0.3,
        c if c as u32 >= 0x1100 => 0.94,
        c if c.is_ascii_uppercase() => 0.66,
        _ => 0.54,
    };
    (text.chars().map(em).sum::<f64>() * size).round()
}

/// A graph built by name.
#[derive(Default)]
pub struct Sketch {
    pub graph: Graph,
    names: Vec<String>,
    open: Vec<usize>,
}

impl Sketch {
    pub fn group(&mut self, kind: GroupKind, title: &str) {
        let title = Size { width: text_width(title, 13.0), height: 18.0 };
        let filler = Size::default();
        self.graph.groups.push(Group { kind, parent: self.open.last().copied(), title, filler });
        self.open.push(self.graph.groups.len() - 1);
    }

    pub fn end(&mut self) {
        self.open.pop();
    }

    pub fn node(&mut self, kind: Kind, name: &str) -> usize {
        let group = self.open.last().copied();
        self.graph.nodes.push(Node { kind, width: 160.0, height: 60.0, group });
        self.names.push(name.to_string());
        self.names.len() - 1
    }

    pub fn link(&mut self, from: &str, arrow: Arrow, to: &str, label: &str) {
        let find = |name: &str| self.names.iter().position(|n| n == name).expect("a known name");
        let (from, to) = (find(from), find(to));
        self.join(from, arrow, to, label);
    }

    pub fn join(&mut self, from: usize, arrow: Arrow, to: usize, label: &str) {
        let size = Size { width: text_width(label, 11.0) + 14.0, height: 20.0 };
        let label = (!label.is_empty()).then_some(size);
        self.graph.links.push(Link { from, to, arrow, label });
    }
}

/// Reads the few forms of the language that samples use.
pub fn sketch(text: &str) -> Graph {
    let mut sketch = Sketch::default();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let quoted = line.split('"').nth(1).unwrap_or_default();
        let words: Vec<&str> = line.split_whitespace().collect();
        let arrow = [("->", Arrow::Sync), ("~>", Arrow::Async), ("=>", Arrow::Copy)];
        if line == "}" {
            sketch.end();
        } else if let Some((_, arrow)) = arrow.iter().find(|(a, _)| words.get(1) == Some(a)) {
            sketch.link(words[0], *arrow, words[2], quoted);
        } else if let (Some(kind), true) = (GroupKind::parse(words[0]), line.ends_with('{')) {
            sketch.group(kind, quoted);
        } else if let Some(kind) = Kind::parse(words[0]) {
            sketch.node(kind, words[1]);
        }
    }
    sketch.graph
}

/// 25 components: region, VPC, two zones, tiers.
pub fn two_zones() -> Graph {
    sketch(include_str!("two-zones.txt"))
}

/// 100 components in eight domains that call each other.
pub fn domains() -> Graph {
    let mut s = Sketch::default();
    s.node(Kind::User, "user");
    s.node(Kind::Cdn, "cdn");
    s.node(Kind::Gateway, "gateway");
    s.group(GroupKind::Cluster, "쿠버네티스 클러스터");
    let domains = ["회원", "주문", "결제", "배송", "상품", "인증", "알림", "데이터"];
    let parts = [
        (Kind::Gateway, "api"),
        (Kind::Service, "s1"),
        (Kind::Service, "s2"),
        (Kind::Service, "s3"),
        (Kind::Service, "s4"),
        (Kind::Service, "s5"),
        (Kind::Queue, "queue"),
        (Kind::Worker, "w1"),
        (Kind::Worker, "w2"),
        (Kind::Cache, "redis"),
        (Kind::Db, "db"),
        (Kind::Db, "replica"),
    ];
    for (i, name) in domains.iter().enumerate() {
        s.group(GroupKind::Group, &format!("{name} 도메인"));
        for (kind, part) in parts {
            s.node(kind, &format!("{part}{i}"));
        }
        s.end();
    }
    s.end();
    s.node(Kind::Queue, "kafka");
    s.link("user", Arrow::Sync, "cdn", "HTTPS");
    s.link("cdn", Arrow::Sync, "gateway", "HTTPS");
    for i in 0..8 {
        let at = |part: &str| format!("{part}{i}");
        let label = if i % 4 == 1 { "gRPC" } else { "" };
        s.link("gateway", Arrow::Sync, &at("api"), label);
        let inner = [
            ("api", "s1", ""),
            ("api", "s2", ""),
            ("api", "s3", ""),
            ("s1", "redis", "RESP"),
            ("s1", "s4", ""),
            ("s2", "s5", ""),
            ("s2", "s4", ""),
            ("s3", "queue", "publish"),
            ("queue", "w1", ""),
            ("queue", "w2", ""),
            ("s4", "db", "JDBC"),
            ("s5", "db", ""),
            ("w1", "db", ""),
        ];
        for (from, to, label) in inner {
            s.link(&at(from), Arrow::Sync, &at(to), label);
        }
        s.link(&at("db"), Arrow::Copy, &at("replica"), "복제");
        s.link(&at("w2"), Arrow::Async, "kafka", "");
        for (part, step) in [("s1", 1), ("s5", 3)] {
            s.link(&at(part), Arrow::Sync, &format!("api{}", (i + step) % 8), "");
        }
    }
    s.graph
}

#[allow(dead_code)]
/// A large design: zones of tiers, a link or two for each component.
pub fn large(nodes: usize) -> Graph {
    let mut s = Sketch::default();
    let mut dice = Dice::new(nodes as u64);
    let groups = (nodes / 12).max(1);
    for g in 0..groups {
        s.group(GroupKind::Group, &format!("도메인 {g}"));
        for i in 0..nodes.div_ceil(groups) {
            let node = s.node(Kind::Service, &format!("{g}-{i}"));
            let first = node - i;
            if i > 0 {
                let from = first + dice.below(i);
                s.join(from, Arrow::Sync, node, if dice.one_in(5) { "gRPC" } else { "" });
            }
            if node > 0 && dice.one_in(2) {
                let near = node - 1 - dice.below(node.min(30));
                s.join(near, Arrow::Sync, node, "");
            }
        }
        s.end();
    }
    s.graph
}

/// A design to break the layout: everything that a grammar allows and no architect would draw.
pub fn hostile(seed: u64) -> Graph {
    let mut dice = Dice::new(seed);
    let mut graph = Graph::default();
    let kinds = [GroupKind::Group, GroupKind::Zone, GroupKind::Vpc, GroupKind::Region];
    for i in 0..dice.below(9) {
        let parent = if i > 0 && !dice.one_in(3) { Some(dice.below(i)) } else { None };
        let widest = if dice.one_in(8) { 500 } else { 160 };
        let width = 20.0 + dice.below(widest) as f64;
        let title = Size { width, height: 18.0 };
        graph.groups.push(Group {
            kind: kinds[dice.below(kinds.len())],
            parent,
            title,
            filler: Size::default(),
        });
    }
    // Small ones break most things; the large ones take most of the time.
    let most = match seed % 16 {
        7 => 28,
        15 => 60,
        _ => 9,
    };
    let nodes = 1 + dice.below(most);
    for _ in 0..nodes {
        let groups = graph.groups.len();
        let group = (groups > 0 && !dice.one_in(4)).then(|| dice.below(groups));
        let kind = Kind::ALL[dice.below(Kind::ALL.len())];
        let width = [160.0, 160.0, 190.0, 97.5, 40.0][dice.below(5)];
        let height = [60.0, 60.0, 60.0, 84.0, 30.0][dice.below(5)];
        graph.nodes.push(Node { kind, width, height, group });
    }
    let links = dice.below(2 * nodes + 3);
    for _ in 0..links {
        let (from, to) = (dice.below(nodes), dice.below(nodes));
        add_link(&mut graph, &mut dice, from, to);
        if dice.one_in(9) {
            add_link(&mut graph, &mut dice, to, from);
        }
    }
    if dice.one_in(6) {
        let hub = dice.below(nodes);
        for i in 0..60.min(4 * nodes) {
            let other = dice.below(nodes);
            let (from, to) = if i % 3 == 0 { (other, hub) } else { (hub, other) };
            add_link(&mut graph, &mut dice, from, to);
        }
    }
    graph
}

fn add_link(graph: &mut Graph, dice: &mut Dice, from: usize, to: usize) {
    let arrow = [Arrow::Sync, Arrow::Sync, Arrow::Async, Arrow::Copy][dice.below(4)];
    let label = dice.one_in(2).then(|| {
        let long = dice.one_in(12);
        let width = 20.0 + dice.below(if long { 600 } else { 110 }) as f64 + 0.25;
        Size { width, height: if long { 60.0 } else { 20.0 } }
    });
    graph.links.push(Link { from, to, arrow, label });
}

/// A small generator, the same on every machine (splitmix).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}
