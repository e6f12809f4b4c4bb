//! The worked examples of availability, written as designs.

use super::{close, items, name, number, sets, sorted, vectors};
use crate::downtime::design;
use archlint::analysis::Unit;
use archlint::analysis::availability::{Budget, CutSets, FlowAvailability, downtime_a_year};
use archlint::analysis::failure::Required;
use archlint::model::{Duration, FlowId};
use serde_json::Value;
use std::collections::BTreeMap;

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
    for (kind, count, expression) in [
        ("flow_availability", 19, "flow"),
        ("cut_sets", 5, "flow"),
        ("importance", 1, "flow"),
        ("frequency", 1, "flow"),
        ("fault_tree", 5, "top"),
    ] {
        for vector in &vectors(kind, count) {
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

/// What five critical dependencies leave of the downtime that 99.99% allows.
#[test]
fn error_budget() {
    for vector in &vectors("error_budget", 1) {
        let (input, expected) = (&vector["input"], &vector["expected"]);
        let mut text = String::from("user fan\nservice own { availability = 100% }\nfan -> own\n");
        for (at, availability) in items(&input["dependencies"]).iter().enumerate() {
            text += &format!("external d{at}x {{ availability = {availability} }}\n");
            text += &format!("own -> d{at}x\n");
        }
        let design = design(&text);
        let found =
            FlowAvailability::of(&design, FlowId(0), &Required::default(), Budget::default());
        let budget = downtime_a_year(1.0 - number(&input["target"]));
        let spent = found.outlook.downtime_a_year();
        let most = number(&vector["tolerance"]["minutes_abs"]);
        let compare = |what: &str, found: Duration| {
            let (minutes, published) = (found.as_minutes(), number(&expected[what]));
            assert!((minutes - published).abs() <= most, "{what}: {minutes} for {published}");
        };
        compare("budget_minutes", budget);
        compare("dependencies_minutes", spent);
        compare("left_for_own_minutes", budget - spent);
    }
}
