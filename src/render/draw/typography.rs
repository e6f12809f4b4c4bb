//! Sizes of text, in px.

/// The sizes in use. All others follow from them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    /// The design's name.
    pub title: f64,
    /// A component's label.
    pub label: f64,
    /// A group's title.
    pub group: f64,
    /// Everything else. The smallest text of a picture.
    pub small: f64,
}

impl Default for Type {
    fn default() -> Self {
        Self { title: 24.0, label: 14.0, group: 13.0, small: 12.0 }
    }
}
