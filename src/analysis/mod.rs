//! Facts computed from a design: pure functions, and the [`Study`] that asks each of them once.

pub mod attempts;
pub mod availability;
pub mod backlog;
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
mod growth;
mod matching;
mod objectives;
mod paths;
mod phase;
mod reach;
mod reason;
mod situation;
mod sizing;
mod spof;
mod study;
mod today;

pub use cuts::{Cut, FlowCuts, Unit};
pub use cycles::{message_cycles, sync_cycles};
pub use damage::falls_though_cured;
pub use growth::Growth;
pub use matching::Matching;
pub use objectives::Missed;
pub use paths::{LONGEST_PATH, Paths, gap};
pub use phase::{Fare, Phase};
pub use reach::Reach;
pub use reason::Reason;
pub use situation::Situation;
pub use sizing::PeakLoss;
pub use spof::Spof;
pub use study::{PLAIN, Study, Terms};
