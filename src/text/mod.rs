//! Words for people: every message exists in Korean and in English from the moment it is raised.

mod nearest;
mod particle;

pub use nearest::nearest;
pub use particle::{Particle, with_particle};

/// The language in which something is printed. Chosen only at the very end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Korean.
    Ko,
    /// English.
    #[default]
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

/// One message in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    /// In Korean.
    pub ko: String,
    /// In English.
    pub en: String,
}

/// `a region`, `an availability zone`: by its first letter.
pub fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    if vowel { format!("an {noun}") } else { format!("a {noun}") }
}

impl Text {
    /// The same message in both languages.
    pub fn new(ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ko: ko.into(), en: en.into() }
    }

    /// The same words in both languages: names, numbers, code.
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { ko: words.clone(), en: words }
    }

    /// As one reads it in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }

    /// Puts `between` between the texts, in each language.
    pub fn join(texts: &[Text], between: &str) -> Text {
        let pick = |lang| texts.iter().map(|t| t.get(lang)).collect::<Vec<_>>().join(between);
        Text { ko: pick(Lang::Ko), en: pick(Lang::En) }
    }
}

/// `text!("한국어 {name}", "English {name}")`: a [`Text`] whose two halves are format strings over
/// the same local names, so that a language can't be forgotten.
#[doc(hidden)]
#[macro_export]
macro_rules! text {
    ($ko:literal, $en:literal $(,)?) => {
        $crate::text::Text { ko: format!($ko), en: format!($en) }
    };
}
