//! Facts computed from a design: pure functions, computed on first use and shared by all rules.

mod cuts;
mod reach;

pub use cuts::{Cut, FlowCuts, Unit};
pub use reach::Reach;
