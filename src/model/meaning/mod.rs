//! What a design means, fact by fact: how many replicas and where, who runs it, what changes over,
//! what a flow needs. Every analysis and every rule asks here instead of reading attributes alone.

mod failover;
mod management;
mod names;
mod needs;
mod replicas;
mod users;

pub use needs::FlowNeeds;
pub use replicas::{ReplicaBasis, Replicas};

#[cfg(test)]
mod tests;
