//! Ways from an AS-IS to a TO-BE: standard moves, searched in a fixed order, each set of them
//! evaluated by the same engine that judges every design.

mod moves;
mod page;
mod parts;
mod search;
mod spread;
mod standing;
mod stores;
mod text;

pub use moves::Known;
pub use page::page;
pub use search::{Found, Plan, Way, search};
pub use standing::{Aims, Standing};

use crate::analysis::Study;

/// What a text that extends the design comes to.
pub struct Evaluated {
    pub study: Study,
}

/// Reads a text that extends the design, beside it; `None` where it has errors.
pub type Evaluate<'e> = dyn Fn(&str) -> Option<Evaluated> + 'e;
