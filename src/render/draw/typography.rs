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

impl Type {
    /// For slides, on which letters count for more than room: as they usually are, then larger beside
    /// everything else.
    pub const SLIDES: [Type; 4] = [
        Type { title: 24.0, label: 14.0, group: 13.0, small: 12.0 },
        Type { title: 26.0, label: 17.0, group: 16.0, small: 15.0 },
        Type { title: 28.0, label: 20.0, group: 19.0, small: 18.5 },
        Type { title: 30.0, label: 24.0, group: 23.0, small: 22.5 },
    ];
}

impl Default for Type {
    fn default() -> Self {
        Self::SLIDES[0]
    }
}
