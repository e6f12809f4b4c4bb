//! Room 1, what is shown: a design as it appears in a picture. Groups collapsed, two versions over
//! one another, findings as marks, the load. Nothing has a place yet.

mod collapse;
pub mod copies;
mod inside;
mod load;
mod marks;
pub mod seen;
mod settle;
mod union;
pub mod words;

pub use crate::model::Subject;
pub use collapse::{Extent, MANY, Shown};
pub use inside::Inside;
pub use load::{Load, Tone};
pub use marks::Mark;
pub use settle::settled;
pub use union::Union;
