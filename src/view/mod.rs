//! What the page shows of a design, and what it asks: plain data, the same whether a file holds it,
//! the program sends it, or it is made in the browser. How it gets there is not known here.

mod answer;
mod bench;
mod diagnosis;
mod offsets;
mod page;
mod places;
mod state;
mod texts;
mod whatif;
mod write;

pub use answer::{Question, answer};
pub use bench::Bench;
pub use page::{Delivery, comparison, page, pictures, policy};
pub use places::Spot;
pub use state::{Look, State, printed, refused, state, told};
pub use whatif::Outcome;
