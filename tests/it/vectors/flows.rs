//! Availability, cut sets, importance and frequency of flows, as fault trees built by the library.

use super::{close, items, name, number, sets, sorted, vectors};
use archlint::analysis::Unit;
use archlint::analysis::availability::{Budget, Evaluation, Outlook, Pair, Rate, Rates, evaluate};
use archlint::analysis::failure::{
    Block, Builder, Cause, DomainId, Gate, Input, Replica, System, pairs, singles,
};
use archlint::model::{ComponentId, Duration, GroupId};
use serde_json::Value;
use std::collections::BTreeMap;

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

#[test]
fn flows() {
    for vector in &vectors("flow_availability", 19) {
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
        close(id, "downtime", outlook.downtime_a_year().as_minutes(), minutes, 1e-9);
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
    for vector in &vectors("fault_tree", 5) {
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
    for vector in &vectors("cut_sets", 5) {
        let (alone, together) = Finished::of(vector, "flow").cut_sets();
        assert_eq!(alone, sets(&vector["expected"]["order_1"]), "{}", vector["id"]);
        assert_eq!(together, sets(&vector["expected"]["order_2"]), "{}", vector["id"]);
    }
}

#[test]
fn importance() {
    for vector in &vectors("importance", 1) {
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
    for vector in &vectors("frequency", 1) {
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
        let hours = outlook.mean_outage().as_hours();
        close(id, "duration", hours, number(&expected["mean_outage_hours"]), 1e-9);
    }
}

#[test]
fn failover_of_a_pair() {
    for vector in &vectors("failover_pair", 1) {
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
        let minutes = (Duration::YEAR * found.unavailability()).as_minutes();
        close(id, "downtime", minutes, number(&expected["downtime_minutes_per_365d_year"]), 1e-9);
        // The fault tree's event, at each loss of the primary, is the same to first order.
        let first_order = pair.failover / pair.mtbf;
        close(id, "first order", first_order, number(&expected["first_order_approx"]), 1e-9);
    }
}

#[test]
fn common_cause_of_a_pair() {
    for vector in &vectors("beta_factor_pair", 1) {
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
    for vector in &vectors("downtime_table", 1) {
        let (id, expected) = (&vector["id"], &vector["expected"]);
        for (row, percent) in items(&vector["input"]["availability_percent"]).iter().enumerate() {
            let unavailability = 1.0 - number(percent) / 100.0;
            let compare = |column: &str, span: Duration| {
                let minutes = (span * unavailability).as_minutes();
                close(id, column, minutes, number(&expected[column][row]), 1e-9);
            };
            compare("minutes_per_week", Duration::DAY * 7.0);
            compare("minutes_per_30d_month", Duration::MONTH);
            compare("minutes_per_365d_year", Duration::YEAR);
        }
    }
}
