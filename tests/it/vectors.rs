//! Published and hand-derived worked examples, reproduced. Each states its source beside its
//! figures in `fixtures/availability.json`.

use crate::downtime::design;
use archlint::analysis::Unit;
use archlint::analysis::availability::{
    Budget, CutSets, Evaluation, FlowAvailability, MINUTES_PER_MONTH, MINUTES_PER_YEAR,
    NetworkLink, Outlook, Pair, Rate, Rates, disconnected, evaluate,
};
use archlint::analysis::failure::{
    Block, Builder, Cause, DomainId, Gate, GateId, Input, Replica, Required, System, pairs, singles,
};
use archlint::model::{ComponentId, FlowId, GroupId};
use serde_json::Value;
use std::collections::BTreeMap;

fn vectors(kind: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("fixtures/availability.json")).unwrap();
    let of_kind = |vector: &&Value| vector["kind"] == kind;
    all.as_array().unwrap().iter().filter(of_kind).cloned().collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn name(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no name"))
}

fn items(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

#[track_caller]
fn close(id: &Value, what: &str, found: f64, expected: f64, relative: f64) {
    let most = relative * found.abs().max(expected.abs());
    assert!((found - expected).abs() <= most, "{id} {what}: {found} for {expected}");
}

/// A flow or a fault tree with names for its events.
struct Tree {
    names: Vec<String>,
    rates: Rates,
    builder: Builder,
    /// By name: the domains around it.
    inside: BTreeMap<String, Vec<DomainId>>,
    inputs: BTreeMap<String, Input>,
}

impl Tree {
    fn new(input: &Value) -> Self {
        let mut tree = Self {
            names: vec![],
            rates: Rates::default(),
            builder: Builder::default(),
            inside: BTreeMap::new(),
            inputs: BTreeMap::new(),
        };
        for (domain, members) in input["domains"].as_object().into_iter().flatten() {
            let cause = Cause::Unit(Unit::Domain(GroupId(tree.names.len() as u32)));
            tree.add(domain, cause, input);
            let id = tree.builder.domain(cause);
            for member in items(members) {
                tree.inside.entry(name(member).to_owned()).or_default().push(id);
            }
        }
        tree
    }

    fn add(&mut self, name: &str, cause: Cause, input: &Value) {
        self.names.push(name.to_owned());
        let up = |value: &Value| value[name].as_f64();
        let rate = match (up(&input["availability"]), up(&input["q"]), up(&input["mtbf_hours"])) {
            (Some(availability), _, _) => Rate { unavailability: 1.0 - availability, mttr: 1.0 },
            (_, Some(unavailability), _) => Rate { unavailability, mttr: 1.0 },
            (_, _, Some(mtbf)) => Rate::from_times(mtbf, number(&input["mttr_hours"][name])),
            // Cut sets need no figures.
            _ => Rate { unavailability: 0.5, mttr: 1.0 },
        };
        self.rates.set(cause, rate);
    }

    fn event(&mut self, name: &str, input: &Value) -> Input {
        if let Some(known) = self.inputs.get(name) {
            return *known;
        }
        let cause = Cause::Unit(Unit::Whole(ComponentId(self.names.len() as u32)));
        self.add(name, cause, input);
        let inside = self.inside.get(name).cloned().unwrap_or_default();
        let replicas = vec![Replica { cause, inside }];
        let block = Input::Block(self.builder.block(Block { replicas, enough: 1 }));
        self.inputs.insert(name.to_owned(), block);
        block
    }

    /// The failure of an expression of successes (`all any k`) or of failures (`and or atleast`).
    fn gate(&mut self, expression: &Value, input: &Value) -> Input {
        if let Some(name) = expression.as_str() {
            return self.event(name, input);
        }
        let list = ["all", "any", "of", "and", "or"]
            .iter()
            .find_map(|word| expression[word].as_array())
            .expect("an expression has operands");
        let inputs: Vec<Input> = list.iter().map(|item| self.gate(item, input)).collect();
        let count = inputs.len();
        let least = match expression.as_object().and_then(|map| map.keys().next()).unwrap().as_str()
        {
            "all" | "or" => 1,
            "any" | "and" => count,
            "k" => count + 1 - expression["k"].as_u64().unwrap() as usize,
            "atleast" => expression["atleast"].as_u64().unwrap() as usize,
            other => panic!("{other} is no operator"),
        };
        Input::Gate(self.builder.gate(Gate { least, inputs }))
    }

    fn finish(mut self, expression: &Value, input: &Value) -> Finished {
        let top = self.gate(expression, input);
        let top = self.builder.gate(Gate::any(vec![top]));
        Finished { system: self.builder.finish(top), names: self.names, rates: self.rates }
    }
}

struct Finished {
    system: System,
    names: Vec<String>,
    rates: Rates,
}

impl Finished {
    fn of(vector: &Value, expression: &str) -> Self {
        let input = &vector["input"];
        Tree::new(input).finish(&input[expression], input)
    }

    fn evaluate(&self) -> Evaluation {
        evaluate(&self.system, &self.rates, Budget::default())
    }

    fn name(&self, cause: Cause) -> String {
        match cause {
            Cause::Unit(Unit::Whole(id)) => self.names[id.index()].clone(),
            Cause::Unit(Unit::Domain(id)) => self.names[id.index()].clone(),
            other => panic!("{other:?} has no name"),
        }
    }

    fn cut_sets(&self) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let singles = singles(&self.system, &[]);
        let pairs = pairs(&self.system, &singles, 1000).unwrap();
        let alone = singles.causes(&self.system).into_iter().map(|cause| vec![self.name(cause)]);
        let together =
            pairs.iter().map(|pair| pair.iter().map(|cause| self.name(*cause)).collect());
        (sorted(alone.collect()), sorted(together.collect()))
    }

    fn cause(&self, name: &str) -> Cause {
        let index = self.names.iter().position(|other| other == name).unwrap() as u32;
        Cause::Unit(Unit::Whole(ComponentId(index)))
    }
}

fn sorted(mut sets: Vec<Vec<String>>) -> Vec<Vec<String>> {
    sets.iter_mut().for_each(|set| set.sort());
    sets.sort();
    sets
}

fn sets(value: &Value) -> Vec<Vec<String>> {
    let set = |set: &Value| items(set).iter().map(|item| name(item).to_owned()).collect();
    sorted(items(value).iter().map(set).collect())
}

#[test]
fn flows() {
    let vectors = vectors("flow_availability");
    assert_eq!(vectors.len(), 19);
    for vector in &vectors {
        let (id, expected) = (&vector["id"], &vector["expected"]);
        let tree = Finished::of(vector, "flow");
        let found = tree.evaluate();
        let outlook = Outlook { unavailability: found.unavailability, outages_per_year: 0.0 };
        assert!(outlook.unavailability.is_exact());
        close(
            id,
            "unavailability",
            outlook.unavailability.lo,
            number(&expected["unavailability"]),
            1e-9,
        );
        close(
            id,
            "availability",
            outlook.availability().lo,
            number(&expected["availability"]),
            1e-12,
        );
        let minutes = number(&expected["downtime_minutes_per_365d_year"]);
        close(id, "downtime", outlook.downtime_minutes_per_year().lo, minutes, 1e-9);
        close(id, "nines", outlook.nines(), number(&expected["nines"]), 1e-9);
        if let Some(published) = expected["published"]["availability_percent"].as_f64() {
            let tolerance = number(&expected["published_tolerance_percent_points"]);
            let percent = 100.0 * outlook.availability().lo;
            assert!((percent - published).abs() <= tolerance * (1.0 + 1e-6), "{id}: {percent}");
        }
        if expected["minimal_cut_sets_order_le_2"].is_array() {
            let (alone, together) = tree.cut_sets();
            let both = sorted([alone, together].concat());
            assert_eq!(both, sets(&expected["minimal_cut_sets_order_le_2"]), "{id}");
        }
    }
}

#[test]
fn fault_trees() {
    let vectors = vectors("fault_tree");
    assert_eq!(vectors.len(), 5);
    for vector in &vectors {
        let (id, expected) = (&vector["id"], &vector["expected"]);
        let tree = Finished::of(vector, "top");
        let found = tree.evaluate();
        let top = found.unavailability.lo;
        close(id, "top", top, number(&expected["p_top"]), 1e-9);
        let (alone, together) = tree.cut_sets();
        assert_eq!(sorted([alone, together].concat()), sets(&expected["minimal_cut_sets"]), "{id}");
        for (name, measures) in expected["importance"].as_object().into_iter().flatten() {
            let cause = tree.cause(name);
            let (slope, q) = (found.slopes[&cause], tree.rates.unavailability(cause));
            let (with, without) = (top + (1.0 - q) * slope, top - q * slope);
            let compare =
                |what: &str, value: f64| close(id, what, value, number(&measures[what]), 1e-9);
            compare("birnbaum_MIF", slope);
            compare("criticality_CIF", slope * q / top);
            compare("diagnostic_DIF", q * with / top);
            compare("RAW", with / top);
            compare("RRW", top / without);
        }
    }
}

#[test]
fn cut_sets() {
    let vectors = vectors("cut_sets");
    assert_eq!(vectors.len(), 5);
    for vector in &vectors {
        let (alone, together) = Finished::of(vector, "flow").cut_sets();
        assert_eq!(alone, sets(&vector["expected"]["order_1"]), "{}", vector["id"]);
        assert_eq!(together, sets(&vector["expected"]["order_2"]), "{}", vector["id"]);
    }
}

#[test]
fn importance() {
    for vector in &vectors("importance") {
        let (id, expected) = (&vector["id"], &vector["expected"]);
        let tree = Finished::of(vector, "flow");
        let found = tree.evaluate();
        let total = found.unavailability.lo;
        close(id, "unavailability", total, number(&expected["unavailability"]), 1e-9);
        for (name, birnbaum) in expected["birnbaum"].as_object().unwrap() {
            let cause = tree.cause(name);
            close(id, name, found.slopes[&cause], number(birnbaum), 1e-9);
            let saved = found.saving(cause, &tree.rates) / total;
            close(id, name, saved, number(&expected["criticality"][name]), 1e-9);
            close(id, name, saved, number(&expected["risk_reduction_fraction"][name]), 1e-9);
            let with = total + (1.0 - tree.rates.unavailability(cause)) * found.slopes[&cause];
            close(id, name, with / total, number(&expected["raw"][name]), 1e-9);
        }
    }
}

#[test]
fn frequency() {
    for vector in &vectors("frequency") {
        let (id, expected) = (&vector["id"], &vector["expected"]);
        let found = Finished::of(vector, "flow").evaluate();
        let outlook = Outlook {
            unavailability: found.unavailability,
            outages_per_year: found.failures_per_hour * 8760.0,
        };
        close(
            id,
            "unavailability",
            outlook.unavailability.lo,
            number(&expected["unavailability"]),
            1e-9,
        );
        close(
            id,
            "outages",
            outlook.outages_per_year,
            number(&expected["failures_per_year"]),
            1e-9,
        );
        let hours = outlook.mean_outage_minutes() / 60.0;
        close(id, "duration", hours, number(&expected["mean_outage_hours"]), 1e-9);
    }
}

#[test]
fn failover_of_a_pair() {
    for vector in &vectors("failover_pair") {
        let (id, input, expected) = (&vector["id"], &vector["input"], &vector["expected"]);
        let pair = Pair {
            mtbf: number(&input["mtbf_hours"]),
            mttr: number(&input["mttr_hours"]),
            failover: number(&input["failover_hours"]),
            one_crew: input["repair_crews"] == 1,
        };
        let found = pair.downtime();
        close(
            id,
            "unavailability",
            found.unavailability(),
            number(&expected["unavailability"]),
            1e-9,
        );
        close(id, "failover", found.failing_over, number(&expected["part_failover"]), 1e-9);
        close(id, "both", found.both_down, number(&expected["part_double_failure"]), 1e-9);
        let minutes = found.unavailability() * MINUTES_PER_YEAR;
        close(id, "downtime", minutes, number(&expected["downtime_minutes_per_365d_year"]), 1e-9);
        // The fault tree's event, at each loss of the primary, is the same to first order.
        let first_order = pair.failover / pair.mtbf;
        close(id, "first order", first_order, number(&expected["first_order_approx"]), 1e-9);
    }
}

#[test]
fn common_cause_of_a_pair() {
    for vector in &vectors("beta_factor_pair") {
        let (id, input, expected) = (&vector["id"], &vector["input"], &vector["expected"]);
        let (total, beta) = (number(&input["q_total"]), number(&input["beta"]));
        let tree = |common: f64, own: f64| {
            let tree = serde_json::json!({
                "top": { "or": ["common", { "and": ["a", "b"] }] },
                "q": { "common": common, "a": own, "b": own },
            });
            Finished::of(&serde_json::json!({ "input": tree }), "top").evaluate().unavailability.lo
        };
        let found = tree(beta * total, (1.0 - beta) * total);
        close(id, "with", found, number(&expected["unavailability"]), 1e-12);
        let alone = tree(0.0, total);
        close(id, "without", alone, number(&expected["independent_only"]), 1e-12);
        close(id, "ratio", found / alone, number(&expected["ratio"]), 1e-12);
    }
}

#[test]
fn downtime() {
    for vector in &vectors("downtime_table") {
        let (id, expected) = (&vector["id"], &vector["expected"]);
        for (row, percent) in items(&vector["input"]["availability_percent"]).iter().enumerate() {
            let unavailability = 1.0 - number(percent) / 100.0;
            let compare = |column: &str, minutes: f64| {
                close(id, column, unavailability * minutes, number(&expected[column][row]), 1e-9);
            };
            compare("minutes_per_week", MINUTES_PER_YEAR / 365.0 * 7.0);
            compare("minutes_per_30d_month", MINUTES_PER_MONTH);
            compare("minutes_per_365d_year", MINUTES_PER_YEAR);
        }
    }
    for vector in &vectors("error_budget") {
        let (id, input, expected) = (&vector["id"], &vector["input"], &vector["expected"]);
        let budget = (1.0 - number(&input["target"])) * MINUTES_PER_YEAR;
        let each = items(&input["dependencies"]).iter().map(|a| 1.0 - number(a));
        let spent = each.sum::<f64>() * MINUTES_PER_YEAR;
        close(id, "budget", budget, number(&expected["budget_minutes"]), 1e-6);
        close(id, "spent", spent, number(&expected["dependencies_minutes"]), 1e-6);
        close(id, "left", budget - spent, number(&expected["left_for_own_minutes"]), 1e-6);
    }
}

/// The same examples written as designs: every group of an expression is a component that never
/// fails by itself.
struct Writer<'a> {
    input: &'a Value,
    links: String,
    groups: usize,
    placed: BTreeMap<String, String>,
}

impl Writer<'_> {
    fn write(vector: &Value, expression: &str) -> String {
        let input = &vector["input"];
        let mut writer = Writer { input, links: String::new(), groups: 0, placed: BTreeMap::new() };
        let mut text = String::from("user fan\n");
        for (domain, members) in input["domains"].as_object().into_iter().flatten() {
            text += &format!("zone {domain} {{\n{}\n", writer.figures(domain));
            for member in items(members) {
                let line = writer.component(name(member));
                text += &line;
            }
            text += "}\n";
        }
        let top = writer.group(&input[expression]);
        for (name, line) in std::mem::take(&mut writer.placed) {
            if !line.is_empty() {
                text += &format!("// {name}\n{line}");
            }
        }
        text + &writer.links + &format!("fan -> {top}\n")
    }

    fn figures(&self, name: &str) -> String {
        let up = |word: &str| self.input[word][name].as_f64();
        match (up("availability"), up("q"), up("mtbf_hours"), up("mttr_hours")) {
            (Some(availability), ..) => format!("availability = {availability}"),
            (_, Some(q), ..) => format!("availability = {}", (1.0 - q) as f32),
            (.., Some(mtbf), Some(mttr)) => format!("mtbf = {mtbf}h\nmttr = {}m", mttr * 60.0),
            _ => String::new(),
        }
    }

    /// Its declaration, for the place where it belongs; nothing is left to declare later.
    fn component(&mut self, name: &str) -> String {
        self.placed.insert(name.to_owned(), String::new());
        format!("service {name} {{\n{}\n}}\n", self.figures(name))
    }

    /// The name of what works when the expression does.
    fn group(&mut self, expression: &Value) -> String {
        if let Some(name) = expression.as_str() {
            if !self.placed.contains_key(name) {
                let line = self.component(name);
                self.placed.insert(name.to_owned(), line);
            }
            return name.to_owned();
        }
        let (word, list) = ["all", "any", "of", "and", "or"]
            .iter()
            .find_map(|word| Some((*word, expression[*word].as_array()?)))
            .unwrap();
        let names: Vec<String> = list.iter().map(|item| self.group(item)).collect();
        let need = match word {
            "all" | "or" => names.len(),
            "any" | "and" => 1,
            _ if expression["k"].is_u64() => expression["k"].as_u64().unwrap() as usize,
            _ => names.len() + 1 - expression["atleast"].as_u64().unwrap() as usize,
        };
        self.groups += 1;
        let group = format!("all-of-group-{}", self.groups);
        self.placed.insert(group.clone(), format!("service {group} {{ availability = 100% }}\n"));
        let targets = match need == names.len() {
            true => names.join(", "),
            false => format!("{} {{ need = {need} }}", names.join(" | ")),
        };
        self.links += &format!("{group} -> {targets}\n");
        group
    }
}

#[test]
fn as_designs() {
    for (kind, expression) in [
        ("flow_availability", "flow"),
        ("cut_sets", "flow"),
        ("importance", "flow"),
        ("frequency", "flow"),
        ("fault_tree", "top"),
    ] {
        for vector in &vectors(kind) {
            let (id, expected) = (&vector["id"], &vector["expected"]);
            let text = Writer::write(vector, expression);
            let design = design(&text);
            let required = Required::default();
            let found = FlowAvailability::of(&design, FlowId(0), &required, Budget::default());
            for word in ["unavailability", "p_top"] {
                if let Some(unavailability) = expected[word].as_f64() {
                    close(id, &text, found.outlook.unavailability.lo, unavailability, 1e-9);
                }
            }
            if let Some(outages) = expected["failures_per_year"].as_f64() {
                close(id, &text, found.outlook.outages_per_year, outages, 1e-9);
            }
            let cuts = CutSets::of(&design, FlowId(0), &required);
            let name = |unit: &Unit| unit.name(&design);
            // A group never fails; in the structure it could.
            let own = |set: &Vec<String>| !set.iter().any(|name| name.starts_with("all-of-group"));
            let alone: Vec<Vec<String>> =
                cuts.singles.iter().map(|unit| vec![name(unit)]).filter(own).collect();
            let together = cuts.pairs.unwrap();
            let together: Vec<Vec<String>> =
                together.iter().map(|pair| pair.iter().map(name).collect()).filter(own).collect();
            let both = sorted([alone.clone(), together.clone()].concat());
            for word in ["minimal_cut_sets_order_le_2", "minimal_cut_sets"] {
                if expected[word].is_array() {
                    assert_eq!(both, sets(&expected[word]), "{id}: {text}");
                }
            }
            if kind == "cut_sets" {
                assert_eq!(sorted(alone), sets(&expected["order_1"]), "{id}: {text}");
                assert_eq!(sorted(together), sets(&expected["order_2"]), "{id}: {text}");
            }
        }
    }
}

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
    let vectors = vectors("k_terminal_reliability");
    assert_eq!(vectors.len(), 15);
    for vector in &vectors {
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
