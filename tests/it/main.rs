//! The one test binary.

mod analysis;
mod house;
mod sketch;
mod syntax;
