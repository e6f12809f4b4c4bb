//! Room 3, drawing: sizes for the layout, and then cards, lines, badges, header and lists around
//! what it placed. The result is a frozen `Scene`.

mod badges;
mod budget;
mod cards;
mod diff;
mod form;
mod frame;
mod lines;
mod notes;
mod pages;
mod painter;
mod picture;
mod plan;
mod runs;
mod slide;
mod standing;
mod tips;
mod typography;

pub use budget::refused;
pub use diff::{Arrangement, Delta, DiffOptions, diff, diff_slides};
pub use pages::pages;
pub use picture::{List, Notes, Sheet};
pub use plan::Plan;
pub use slide::{Slide, slides};
pub use typography::Type;
