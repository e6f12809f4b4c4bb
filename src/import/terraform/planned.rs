//! A plan beside the HCL: its values where the HCL leaves them open, at the places of the HCL.

use super::super::Reading;
use super::modules::Root;
use super::plan;
use super::value::{Count, Item, Resource, Value};
use crate::source::Span;

/// Fills in what a plan knows of the resources of a root.
pub fn fill(reading: &mut Reading, root: &mut Root) {
    let Some(plan) = reading.options.plan.cloned() else { return };
    let id = reading.add(plan);
    let Some(planned) = plan::read(reading, id) else { return };
    for resource in &mut root.resources {
        match planned.resources.iter().find(|one| one.address == resource.address) {
            Some(known) => one(resource, known),
            // What the plan does not make is switched off, unless the HCL counts it.
            None if resource.count == Count::Unknown => resource.count = Count::Of(0),
            None => {}
        }
    }
    root.resources.retain(|one| one.count != Count::Of(0));
    if root.region.is_none() {
        root.region = planned.region;
    }
}

fn one(resource: &mut Resource, known: &Resource) {
    if resource.count == Count::Unknown {
        resource.count = known.count;
    }
    let at = resource.at;
    let (Value::Map(open), Value::Map(planned)) =
        (&mut resource.arguments.value, &known.arguments.value)
    else {
        return;
    };
    for (key, value) in planned {
        match open.iter_mut().find(|(own, _)| own == key) {
            Some((_, own)) if own.is_unknown() => {
                let refs = std::mem::take(&mut own.refs);
                *own = placed(value, own.at).with(&refs);
            }
            Some(_) => {}
            None => open.push((key.clone(), placed(value, at))),
        }
    }
}

/// The value with all of it standing at one place.
fn placed(item: &Item, at: Span) -> Item {
    let value = match &item.value {
        Value::List(items) => Value::List(items.iter().map(|one| placed(one, at)).collect()),
        Value::Map(entries) => {
            let moved = entries.iter().map(|(key, one)| (key.clone(), placed(one, at)));
            Value::Map(moved.collect())
        }
        value => value.clone(),
    };
    Item { value, at, refs: item.refs.clone() }
}
