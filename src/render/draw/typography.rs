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

impl Type {
    /// With nothing smaller than `smallest`: for a slide onto which the picture is scaled down.
    pub fn at_least(smallest: f64) -> Self {
        let usual = Self::default();
        Self {
            title: usual.title.max(smallest * 1.75),
            label: usual.label.max(smallest * 1.05),
            group: usual.group.max(smallest),
            small: usual.small.max(smallest),
        }
    }
}
