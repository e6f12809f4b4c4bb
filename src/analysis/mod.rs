//! Facts computed from a design: pure functions, computed on first use and shared by all rules.

mod cuts;
pub mod load;
mod reach;

pub use cuts::{Cut, FlowCuts, Unit};
pub use reach::Reach;
