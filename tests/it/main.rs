//! The one test binary.

mod analysis;
mod availability;
mod cli;
mod docs;
mod house;
mod judgement;
mod model;
mod numbers;
mod rules;
mod pictures;
mod sketch;
mod syntax;
mod vectors;
