//! The one test binary.

mod analysis;
mod docs;
mod house;
mod sketch;
mod syntax;
