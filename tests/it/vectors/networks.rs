//! Networks of unreliable links: whether chosen nodes stay connected.

use super::{items, name, number, vectors};
use archlint::analysis::Unit;
use archlint::analysis::availability::{Budget, NetworkLink, Rate, Rates, disconnected, evaluate};
use archlint::analysis::failure::{Block, Builder, Cause, Gate, GateId, Input};
use archlint::model::ComponentId;
use serde_json::Value;

/// Links with their reliability; nodes by number.
struct Network {
    nodes: Vec<String>,
    links: Vec<(usize, usize, f64)>,
}

impl Network {
    fn of(input: &Value) -> Self {
        let mut network = Self { nodes: vec![], links: vec![] };
        let generator = &input["generator"];
        let whole = |word: &str| generator[word].as_u64().unwrap_or_default();
        match generator["kind"].as_str() {
            Some("grid") => network.grid(whole("rows"), whole("cols"), number(&generator["p"])),
            Some("complete") => network.complete(whole("n"), number(&generator["p"])),
            _ => {
                for edge in items(&input["edges"]) {
                    network.link(name(&edge[0]), name(&edge[1]), number(&edge[2]));
                }
            }
        }
        network
    }

    /// Column by column, so that what is near stands near.
    fn grid(&mut self, rows: u64, columns: u64, p: f64) {
        for column in 0..columns {
            for row in 0..rows {
                let here = format!("{row},{column}");
                if row + 1 < rows {
                    self.link(&here, &format!("{},{column}", row + 1), p);
                }
                if column + 1 < columns {
                    self.link(&here, &format!("{row},{}", column + 1), p);
                }
            }
        }
    }

    fn complete(&mut self, count: u64, p: f64) {
        for a in 0..count {
            for b in a + 1..count {
                self.link(&a.to_string(), &b.to_string(), p);
            }
        }
    }

    fn link(&mut self, a: &str, b: &str, p: f64) {
        let ends = (self.node(a), self.node(b));
        self.links.push((ends.0, ends.1, p));
    }

    fn node(&mut self, name: &str) -> usize {
        match self.nodes.iter().position(|node| node == name) {
            Some(index) => index,
            None => {
                self.nodes.push(name.to_owned());
                self.nodes.len() - 1
            }
        }
    }

    fn disconnected(&self, terminals: &[usize]) -> f64 {
        let link = |(a, b, p): &(usize, usize, f64)| NetworkLink { ends: (*a, *b), q: 1.0 - p };
        disconnected(&self.links.iter().map(link).collect::<Vec<_>>(), terminals)
    }

    /// The probability that all terminals are connected, by a fault tree. The solver's "down" is read as
    /// "reached" here: a node is reached over any working link from a reached node, and a cycle
    /// alone reaches nobody.
    fn reliability(&self, terminals: &[usize]) -> f64 {
        let mut builder = Builder::default();
        let mut rates = Rates::default();
        let nodes: Vec<GateId> = self.nodes.iter().map(|_| builder.declare()).collect();
        let mut ways: Vec<Vec<Input>> = vec![vec![]; nodes.len()];
        for (index, (a, b, p)) in self.links.iter().enumerate() {
            let cause = Cause::Unit(Unit::Whole(ComponentId(index as u32)));
            rates.set(cause, Rate { unavailability: *p, mttr: 1.0 });
            let works = Input::Block(builder.block(Block::lone(cause)));
            for (from, to) in [(*a, *b), (*b, *a)] {
                if from == terminals[0] {
                    ways[to].push(works);
                } else {
                    let both = builder.gate(Gate::all(vec![works, Input::Gate(nodes[from])]));
                    ways[to].push(Input::Gate(both));
                }
            }
        }
        for (node, ways) in nodes.iter().zip(ways) {
            builder.define(*node, Gate::any(ways));
        }
        let others = terminals[1..].iter().map(|terminal| Input::Gate(nodes[*terminal])).collect();
        let top = builder.gate(Gate::all(others));
        let found = evaluate(&builder.finish(top), &rates, Budget::default()).unavailability;
        assert!(found.is_exact());
        found.lo
    }
}

#[test]
fn networks() {
    for vector in &vectors("k_terminal_reliability", 15) {
        let (id, input) = (&vector["id"], &vector["input"]);
        let mut network = Network::of(input);
        let terminals: Vec<usize> = match &input["terminals"] {
            Value::Array(names) => names.iter().map(|node| network.node(name(node))).collect(),
            _ => (0..network.nodes.len()).collect(),
        };
        let found = network.disconnected(&terminals);
        let tolerance = number(&vector["tolerance"]["reliability_abs"]);
        let expected = number(&vector["expected"]["reliability"]);
        assert!((1.0 - found - expected).abs() <= tolerance, "{id}: {found} for {expected}");
        if input["generator"]["kind"] == "complete" {
            // Hardly ever more than a single node is lost: 12 · 0.1^11, and all digits are there.
            assert!(found > 1.2e-10 && found < 1.200_1e-10, "{id}: {found}");
        }
        if network.links.len() <= 15 {
            // Small ones also as a fault tree.
            let connected = network.reliability(&terminals);
            assert!((connected - expected).abs() <= tolerance, "{id}: {connected} for {expected}");
        }
    }
}
