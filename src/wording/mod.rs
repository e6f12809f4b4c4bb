//! What the analyses found, in words: they compute, and say nothing themselves.

mod cost;
mod demand;
mod reasons;
mod shortages;
mod slips;
mod usage;

pub use cost::{at_least, named};
pub use slips::slip_in_words;
