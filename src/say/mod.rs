//! What people read: numbers, messages and their particles, in Korean and in English from the
//! moment they are raised. The language is chosen when something is printed.

pub mod message;
pub mod number;

mod duration;
mod nearest;
mod numeral;
mod particle;

pub use duration::Duration;
pub use message::{Line, Piece, Say, Text};
pub use nearest::{nearest, slip};
pub use number::Dimension;
pub use numeral::in_digits;
pub use particle::{Particle, with_particle};

/// The language in which something is printed. Chosen only at the very end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Korean.
    Ko,
    #[default]
    /// English.
    En,
}

impl Lang {
    /// Reads `ko`, `en`, and locales such as `ko_KR.UTF-8`.
    pub fn parse(name: &str) -> Option<Self> {
        let language = name.split(['_', '-', '.', '@']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "ko" => Some(Lang::Ko),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
}

/// `a region`, `an availability zone`: by its first letter.
pub fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    if vowel { format!("an {noun}") } else { format!("a {noun}") }
}
