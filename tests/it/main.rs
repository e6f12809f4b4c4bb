//! The one test binary.

mod analysis;
mod availability;
mod catalogue;
mod cli;
mod corpus;
mod docs;
mod documents;
mod downtime;
mod examples;
mod fix;
mod house;
mod judgement;
mod mending;
mod model;
mod numbers;
mod overview;
mod page;
mod pictures;
mod rules;
mod sketch;
mod sweep;
mod syntax;
mod technologies;
mod values;
mod vectors;
mod verdicts;
