//! Facts computed from a design: pure functions, computed on first use and shared by all rules.

pub mod attempts;
pub mod availability;
pub mod change;
pub mod complexity;
pub mod contradictions;
pub mod cost;
pub mod estimate;
pub mod expect;
pub mod failure;
pub mod latency;
pub mod load;
pub mod queueing;
pub mod recovery;
pub mod sweep;
pub mod whatif;

mod cuts;
mod cycles;
mod damage;
mod paths;
mod reach;

pub use cuts::{Cut, FlowCuts, Unit};
pub use cycles::sync_cycles;
pub use damage::falls_though_cured;
pub use paths::{LONGEST_PATH, Paths, gap};
pub use reach::Reach;
