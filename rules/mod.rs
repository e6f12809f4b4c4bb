//! The list of all rules. Two lines a rule: its module and its place in [`ALL`].

use crate::lint::Rule;

/// Every rule, by topic, then name.
pub const ALL: &[&Rule] = &[];
