//! Failure units that alone take a flow down.

use crate::model::{ComponentId, Design, FlowId, GroupId};

/// Something that fails as one, independently of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// One replica, counted from 1; a component of one replica has number 1.
    Replica(ComponentId, u32),
    /// A managed service or a third party that fails as a whole.
    Whole(ComponentId),
    /// A failure domain with everything inside.
    Domain(GroupId),
}

/// An order-1 cut set: with the unit down, the flow is down.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    pub unit: Unit,
    /// The evidence: components from the entry to the one that stops working, in order.
    pub path: Vec<ComponentId>,
}

/// All order-1 cut sets of one flow.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowCuts {
    pub flow: FlowId,
    /// In the order of the components and groups.
    pub cuts: Vec<Cut>,
}

impl FlowCuts {
    pub fn of(_design: &Design, flow: FlowId) -> Self {
        Self { flow, cuts: Vec::new() }
    }
}
