//! Room 4, writing: a frozen `Scene` as bytes. Writers decide nothing and know no layout. (The
//! exports are the design's own text for other drawing programs, which lay it out themselves.)

pub mod export;
#[cfg(feature = "images")]
pub mod image;
pub mod json;
#[cfg(feature = "images")]
mod pdf;
#[cfg(feature = "images")]
mod pdf_order;
#[cfg(feature = "images")]
pub mod pptx;
pub mod svg;
