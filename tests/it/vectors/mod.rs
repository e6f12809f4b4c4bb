//! Published and hand-derived worked examples, reproduced. Each states its source beside its
//! figures in `fixtures/availability.json` or `fixtures/load.json`.

mod designs;
mod flows;
mod load;
mod networks;

use serde_json::Value;
use std::collections::BTreeMap;

fn all() -> Vec<Value> {
    let files =
        [include_str!("../fixtures/availability.json"), include_str!("../fixtures/load.json")];
    let read = |file| serde_json::from_str::<Vec<Value>>(file).expect("the fixtures are lists");
    files.into_iter().flat_map(read).collect()
}

/// The examples of one kind, of which there are `count`.
#[track_caller]
fn vectors(kind: &str, count: usize) -> Vec<Value> {
    let of_kind: Vec<Value> = all().into_iter().filter(|vector| vector["kind"] == kind).collect();
    assert_eq!(of_kind.len(), count, "{kind}");
    of_kind
}

/// Every kind has a test, which says how many of them it goes through.
#[test]
fn none_is_skipped() {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for vector in all() {
        *kinds.entry(name(&vector["kind"]).to_owned()).or_default() += 1;
    }
    let expected = [
        ("beta_factor_pair", 1),
        ("cost_diff", 2),
        ("cut_sets", 5),
        ("downtime_table", 1),
        ("error_budget", 1),
        ("failover_pair", 1),
        ("fault_tree", 5),
        ("fermi", 5),
        ("flow_availability", 19),
        ("frequency", 1),
        ("importance", 1),
        ("k_terminal_reliability", 15),
        ("queueing", 13),
        ("whatif", 7),
    ];
    let found: Vec<(&str, usize)> = kinds.iter().map(|(kind, count)| (&**kind, *count)).collect();
    assert_eq!(found, expected);
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

fn sorted(mut sets: Vec<Vec<String>>) -> Vec<Vec<String>> {
    sets.iter_mut().for_each(|set| set.sort());
    sets.sort();
    sets
}

fn sets(value: &Value) -> Vec<Vec<String>> {
    let set = |set: &Value| items(set).iter().map(|item| name(item).to_owned()).collect();
    sorted(items(value).iter().map(set).collect())
}
