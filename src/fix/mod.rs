//! Fixes applied: the text of a design after a machine has changed what it may, and the same
//! changes as a TO-BE that extends the design as it is.

mod choose;
mod compare;
mod rounds;
mod to_be;
mod write;

pub use choose::{Choice, choose};
pub use rounds::{Done, MAX_ROUNDS, Outcome, Round, Stop, fix};
pub use to_be::{Ends, chains, drawn, to_be};
pub use write::stated;
