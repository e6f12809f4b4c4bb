//! How much arrives where: from the stated traffic to the requests per second of every component,
//! and what part of its capacity that is.
//!
//! [`Demand`] is what the users send. [`Spread`] carries it over the connections, under
//! [`Conditions`] (more traffic, a cache that is cold, something that is down). [`Shifts`] says
//! how it moves when something fails, [`Usage`] compares it with capacities. Everything is linear, so a range of inputs gives an exact range of results.

mod capacity;
mod conditions;
mod data;
mod demand;
mod edges;
mod interval;
mod order;
mod shares;
mod shift;
mod spread;
mod working;

pub use capacity::{CapacityBasis, Carrier, TARGET_UTILIZATION, Usage};
pub use conditions::Conditions;
pub use data::Data;
pub use demand::Demand;
pub use interval::Interval;
pub use shares::taken_whole;
pub use shift::Shifts;
pub use spread::{Arrival, Spread};
