//! The grammar in grammar/archlint.pest, compiled: one [`Rule`] for each of its rules.

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/archlint.pest"]
pub(super) struct Grammar;
