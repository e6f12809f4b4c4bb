//! The one test binary.

mod analysis;
mod availability;
mod cli;
mod docs;
mod house;
mod model;
mod numbers;
mod sketch;
mod syntax;
mod vectors;
