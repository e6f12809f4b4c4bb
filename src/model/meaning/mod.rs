//! What a design means. Fact by fact: how many replicas and where, who runs it, what changes over,
//! what a flow needs; that a [`Design`] says itself. And as a whole, which takes a look at all of it:
//! the parts that components play, where they stand, which ways lead through them; that is
//! [`Meaning`]. Analyses, rules, pictures and reports ask here instead of reading attributes alone.

mod failover;
mod management;
mod names;
mod needs;
mod objectives;
mod places;
mod qualities;
mod replicas;
mod roles;
mod standby;
mod types;
mod users;
mod ways;

pub use needs::FlowNeeds;
pub use replicas::{ReplicaBasis, Replicas};

#[cfg(test)]
mod tests;

use super::{Attr, ComponentId, Design, FlowId, Value};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// The meaning of one design. What takes a look at the whole is looked up once, on first use.
#[derive(Debug, Default)]
pub struct Meaning {
    design: Arc<Design>,
    hard_links: OnceLock<Vec<bool>>,
    hard_roads: OnceLock<Vec<bool>>,
    pooled_links: OnceLock<Vec<bool>>,
    alone_in_statement: OnceLock<Vec<bool>>,
    named_by: OnceLock<Vec<Vec<(ComponentId, Attr)>>>,
    fallbacks: OnceLock<BTreeSet<ComponentId>>,
    in_request: OnceLock<Vec<bool>>,
    past_cdn: OnceLock<Vec<bool>>,
    hard_reached: OnceLock<Vec<ComponentId>>,
    flow_of: OnceLock<Vec<Option<FlowId>>>,
}

impl Meaning {
    pub fn of(design: Arc<Design>) -> Self {
        Self { design, ..Self::default() }
    }

    pub fn design(&self) -> &Design {
        &self.design
    }
}

/// Every component that a value names.
fn named(value: &Value, found: &mut impl FnMut(ComponentId)) {
    match value {
        Value::Component(id) => found(*id),
        Value::List(items) => {
            for item in items {
                if let Value::Component(id) = item {
                    found(*id);
                }
            }
        }
        _ => {}
    }
}
