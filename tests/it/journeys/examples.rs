//! Worked examples as whole designs: every figure derived by hand, beside it in
//! `fixtures/journeys.json`, and read here from what the commands print as JSON.

use crate::numbers::design;
use archlint::analysis::Study;
use archlint::model::Design;
use archlint::report::figures::{FigureFormat, estimate, simulate};
use archlint::say::Lang;
use serde_json::Value;

/// What the commands print about a design.
pub(super) struct Printed {
    design: Design,
    estimate: Value,
    simulate: Value,
}

impl Printed {
    pub fn of(arch: &str) -> Self {
        let design = design(arch);
        let study = Study::of(design.clone());
        let read = |text: archlint::sink::Printed| serde_json::from_str(&text).expect("it is JSON");
        let scenarios = design.scenarios.clone();
        let simulated = simulate(&study, &scenarios, false, FigureFormat::Json, Lang::En);
        let estimate = read(estimate(&study, FigureFormat::Json, Lang::En));
        let mut simulate: Value = read(simulated);
        let verdicts = study.verdicts().iter().map(|it| it.holds.map_or(Value::Null, Value::Bool));
        simulate["verdicts"] = verdicts.collect();
        Self { design, estimate, simulate }
    }

    /// The figure that a path such as `component.db.peak_rps` leads to.
    pub fn figure(&self, path: &str) -> Value {
        let (kind, rest) = path.split_once('.').expect("a kind and a name");
        match kind {
            "scenario" => self.of_scenario(rest),
            "expectation" => {
                let number: usize = rest.parse().expect("a number");
                self.simulate["verdicts"][number - 1].clone()
            }
            "cost" => self.of_cost(rest),
            "recovery" => {
                let [name, class, key] = split(rest);
                let fits = |row: &Value| row["component"] == name && row["class"] == class;
                find(&self.estimate["recovery"], fits)[key].clone()
            }
            "pool" => {
                let [members, key] = split(rest);
                let members: Vec<&str> = members.split('+').collect();
                find(&self.estimate["pools"], |row| row["members"] == Value::from(members.clone()))
                    [key]
                    .clone()
            }
            _ => named(&self.estimate, kind, rest),
        }
    }

    fn of_scenario(&self, path: &str) -> Value {
        let scenario = (self.design.scenarios.iter().map(|it| it.name.as_str()))
            .find(|name| path.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
            .expect("a scenario of the design");
        let run = find(&self.simulate["scenarios"], |run| run["name"] == scenario);
        let mut rest = &path[scenario.len() + 1..];
        let mut state = run;
        for phase in ["before", "after"] {
            if let Some(inner) = rest.strip_prefix(phase).and_then(|it| it.strip_prefix('.')) {
                (state, rest) = (&run[phase], inner);
            }
        }
        match rest.split_once('.') {
            None => state[rest].clone(),
            Some(("connection", _)) if std::ptr::eq(state, run) => {
                let (_, inner) = rest.split_once('.').expect("it has one");
                named(&run["before"], "connection", inner)
            }
            Some((kind, inner)) => named(state, kind, inner),
        }
    }

    fn of_cost(&self, path: &str) -> Value {
        let money = |name: &str, line: Option<&str>| {
            let rows = self.estimate["costs"].as_array().expect("a list").iter();
            let own = rows.filter(|row| row["component"] == name);
            let own = own.filter(|row| line.is_none_or(|line| row["line"] == line));
            own.map(|row| row["amount"].as_f64().expect("a number")).sum::<f64>()
        };
        match path.split_once('.') {
            None => self.estimate["totals"]["cost_per_month"]["amount"].clone(),
            Some((name, "amount")) => money(name, None).into(),
            Some((name, line)) => money(name, Some(line)).into(),
        }
    }
}

fn split<const N: usize>(path: &str) -> [&str; N] {
    let mut parts: Vec<&str> = path.rsplitn(N, '.').collect();
    parts.reverse();
    parts.try_into().expect("so many parts")
}

fn find(list: &Value, fits: impl Fn(&Value) -> bool) -> &Value {
    list.as_array().expect("a list").iter().find(|row| fits(row)).unwrap_or(&Value::Null)
}

/// The figure of a flow, a component or a connection.
fn named(at: &Value, kind: &str, path: &str) -> Value {
    let [name, key] = split(path);
    if kind == "connection" {
        let (arrow, at) = (if name.contains("~>") { "~>" } else { "->" }, &at["connections"]);
        let (from, to) = name.split_once(arrow).expect("an arrow");
        let fits = |row: &Value| {
            row["from"] == from && row["to"] == to && row["arrow"] == arrow && row["flow"].is_null()
        };
        return find(at, fits).get(key).cloned().unwrap_or_else(|| 0.0.into());
    }
    let list = if kind == "flow" { "flows" } else { "components" };
    find(&at[list], |row| row["name"] == name)[key].clone()
}

fn is_same(found: &Value, expected: &Value, tolerance: f64) -> bool {
    match (found.as_f64(), expected.as_f64()) {
        (Some(found), Some(expected)) => {
            (found - expected).abs() <= tolerance * expected.abs().max(1e-12)
        }
        _ => found == expected,
    }
}

#[test]
fn every_figure_of_every_example_is_reproduced() {
    let all: Value = serde_json::from_str(include_str!("../fixtures/journeys.json")).expect("JSON");
    let (mut figures, mut wrong) = (0, Vec::new());
    for example in all.as_array().expect("a list") {
        let arch = example["arch"].as_str().expect("a design");
        let printed = Printed::of(arch);
        for figure in example["expect"].as_array().expect("figures") {
            let path = figure["figure"].as_str().expect("a path");
            let (found, expected) = (printed.figure(path), &figure["value"]);
            if !is_same(&found, expected, figure["tolerance"].as_f64().unwrap_or(1e-9)) {
                let why = &figure["derivation"];
                wrong.push(format!("{} {path}: {found} for {expected} ({why})", example["id"]));
            }
            figures += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {figures}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(figures, 134);
}
