//! The one test binary.

mod analysis;
mod availability;
mod docs;
mod house;
mod model;
mod sketch;
mod syntax;
mod vectors;
