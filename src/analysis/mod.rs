//! Facts computed from a design: pure functions, computed on first use and shared by all rules.

pub mod failure;
pub mod load;

pub mod complexity;
pub mod cost;
mod cuts;
mod paths;
pub mod queueing;
mod reach;

pub use cuts::{Cut, FlowCuts, Unit};
pub use paths::Paths;
pub use reach::Reach;
