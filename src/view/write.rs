//! A scenario that was made up, as the statement that makes it a part of the design.

use crate::model::{Design, Place, Scenario};

/// `scenario NAME { fail = [orders], traffic = 10x }`; `None` where nothing happens.
pub(super) fn statement(design: &Design, scenario: &Scenario) -> Option<String> {
    let path = |place: &Place| match place {
        Place::Component(id) => design.component(*id).path.clone(),
        Place::Group(id) => design.group(*id).path.clone(),
    };
    let mut fail: Vec<String> = scenario.fail.iter().map(path).collect();
    let instance =
        |(id, number): &(_, u32)| format!("\"{}#{number}\"", path(&Place::Component(*id)));
    fail.extend(scenario.instances.iter().map(instance));
    let cold = scenario.cold.iter().map(|id| design.component(*id).path.clone());
    let slow = |(id, by): &(_, f64)| format!("{} {by}x", path(&Place::Component(*id)));
    let lists = [
        ("fail", fail),
        ("cold", cold.collect()),
        ("slow", scenario.slow.iter().map(slow).collect()),
    ];
    let mut parts: Vec<String> = Vec::new();
    for (word, items) in lists {
        if !items.is_empty() {
            parts.push(format!("{word} = [{}]", items.join(", ")));
        }
    }
    if scenario.traffic.to_bits() != 1.0_f64.to_bits() {
        parts.push(format!("traffic = {}x", scenario.traffic));
    }
    let name = free_name(design, scenario);
    (!parts.is_empty()).then(|| format!("scenario {name} {{ {} }}", parts.join(", ")))
}

/// Its own name where it is one of the design, else one that is not taken.
fn free_name(design: &Design, scenario: &Scenario) -> String {
    let is_own = design.scenarios.iter().any(|it| it.name == scenario.name);
    if is_own {
        return scenario.name.clone();
    }
    let is_free = |name: &String| design.scenarios.iter().all(|it| it.name != *name);
    let mut names = (1..).map(|number| match number {
        1 => "what-if".to_owned(),
        number => format!("what-if-{number}"),
    });
    names.find(is_free).unwrap_or_default()
}
