//! The one test binary.

mod analysis;
mod availability;
mod docs;
mod house;
mod sketch;
mod syntax;
