//! From a design to a picture: measure → layout → scene → svg. Rules are unknown here: findings
//! come in as marks.

pub mod faults;
pub mod graph;
pub mod layout;
