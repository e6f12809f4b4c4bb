//! How much arrives where: from the stated traffic to the requests per second of every component,
//! and what part of its capacity that is.
//!
//! [`Demand`] is what the users send. The journeys carry it over the connections as pairs of reads
//! and writes, under [`Conditions`] (more traffic, a cache that is cold, something that is down):
//! a [`Spread`]. [`Shifts`] says how it moves when something fails, [`Serving`] who serves it and
//! [`Usage`] what part of its capacity that takes.

mod asked;
mod calls;
mod capacity;
mod circle;
mod conditions;
mod data;
mod demand;
mod engine;
mod entries;
mod failing;
mod interval;
mod journeys;
mod order;
mod pair;
mod reading;
mod serving;
mod shields;
mod shift;
mod solve;
mod spread;
mod topics;
mod walk;
mod weights;
mod working;

pub use asked::{mix_taken_as_reads, sent_beside_steps, undivided};
pub use capacity::{CapacityBasis, Usage};
pub use conditions::{Conditions, TARGET_UTILIZATION, Trying};
pub use data::Data;
pub use demand::{Assumption, Demand, figure};
pub use interval::Interval;
pub use journeys::states_mix;
pub use pair::{Load, Pair};
pub use serving::{Limits, Serving, Sharing, sharing};
pub use shift::Shifts;
pub use spread::{Arrival, Outgoing, Passage, Spread};
pub use topics::by_topic;
