//! Facts computed from a design: pure functions, computed on first use and shared by all rules.

pub mod failure;
pub mod load;

mod cuts;
mod paths;
mod reach;

pub use cuts::{Cut, FlowCuts, Unit};
pub use paths::Paths;
pub use reach::Reach;
