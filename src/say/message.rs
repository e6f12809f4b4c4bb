//! A message in both languages, in pieces until it is printed: words, names of places, numbers and
//! code. Pictures write the label of a place where a terminal writes its name, and a particle
//! follows what is really there.

mod check;
mod line;
#[cfg(test)]
mod tests;

pub use check::check;
pub use line::{Line, Piece};

use super::Lang;

/// One message in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    /// In Korean.
    pub ko: Line,
    /// In English.
    pub en: Line,
}

impl Text {
    /// A message of words alone.
    pub fn new(ko: impl Into<Line>, en: impl Into<Line>) -> Self {
        Self { ko: ko.into(), en: en.into() }
    }

    /// The same words in both languages: names, numbers, code.
    pub fn same(words: impl Into<Line>) -> Self {
        let words = words.into();
        Self { ko: words.clone(), en: words }
    }

    /// The name of a place, and what Korean says behind it (`` `api` 서버 ``) where the name does not
    /// say it already.
    pub fn name(path: &str, noun: &str) -> Self {
        let mut text = Self::default();
        text.ko.push_name(path, if path == noun { "" } else { noun });
        text.en.push_name(path, "");
        text
    }

    /// What stands in backticks: a statement, an option, a word of the language.
    pub fn code(code: &str) -> Self {
        let mut text = Self::default();
        text.ko.push_code(code);
        text.en.push_code(code);
        text
    }

    /// The names of places, one behind the other.
    pub fn names<'a>(paths: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<Text> = paths.into_iter().map(|path| Text::name(path, "")).collect();
        Text::join(&names, ", ")
    }

    /// Words of the language, one behind the other.
    pub fn codes<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<Text> = words.into_iter().map(Text::code).collect();
        Text::join(&words, ", ")
    }

    /// A number as each language writes it.
    pub fn number(ko: &str, en: &str) -> Self {
        let mut text = Self::default();
        text.ko.push_number(ko);
        text.en.push_number(en);
        text
    }

    /// As it is printed.
    pub fn get(&self, lang: Lang) -> &str {
        self.line(lang)
    }

    /// In its pieces.
    pub fn line(&self, lang: Lang) -> &Line {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }

    /// It says nothing, in either language.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }

    /// Puts `between` between the texts, in each language.
    pub fn join(texts: &[Text], between: &str) -> Text {
        Self::join_with(texts, between, between)
    }

    /// Puts other words between the texts in either language: 또는, or.
    pub fn join_with(texts: &[Text], ko: &str, en: &str) -> Text {
        let mut joined = Text::default();
        for (at, text) in texts.iter().enumerate() {
            if at > 0 {
                joined.push_words(ko, en);
            }
            joined.push(text);
        }
        joined
    }

    /// Says more, right behind.
    pub fn push(&mut self, more: &Text) {
        self.ko.push(&more.ko);
        self.en.push(&more.en);
    }

    /// Says words right behind, in each language its own.
    pub fn push_words(&mut self, ko: &str, en: &str) {
        self.ko.push_words(ko);
        self.en.push_words(en);
    }

    /// What [`text!`](crate::text!) makes: the templates with what is given in its places.
    pub fn fill(ko: &str, en: &str, given: &[(&str, &dyn Say)]) -> Self {
        let mut text = Self::default();
        text.ko.fill(ko, Lang::Ko, given);
        text.en.fill(en, Lang::En, given);
        text
    }
}

/// What can stand in a message.
pub trait Say {
    /// Writes itself behind what is there.
    fn say(&self, line: &mut Line, lang: Lang);
}

impl<T: Say + ?Sized> Say for &T {
    fn say(&self, line: &mut Line, lang: Lang) {
        (**self).say(line, lang);
    }
}

impl Say for Text {
    fn say(&self, line: &mut Line, lang: Lang) {
        line.push(self.line(lang));
    }
}

impl Say for Line {
    fn say(&self, line: &mut Line, _: Lang) {
        line.push(self);
    }
}

impl Say for str {
    fn say(&self, line: &mut Line, _: Lang) {
        line.push_words(self);
    }
}

impl Say for std::path::Display<'_> {
    fn say(&self, line: &mut Line, _: Lang) {
        line.push_words(&self.to_string());
    }
}

impl Say for char {
    fn say(&self, line: &mut Line, _: Lang) {
        line.push_words(self.encode_utf8(&mut [0; 4]));
    }
}

impl Say for String {
    fn say(&self, line: &mut Line, _: Lang) {
        line.push_words(self);
    }
}

impl Say for std::borrow::Cow<'_, str> {
    fn say(&self, line: &mut Line, _: Lang) {
        line.push_words(self);
    }
}

impl Say for jiff::civil::Date {
    fn say(&self, line: &mut Line, _: Lang) {
        line.push_number(self);
    }
}

impl Say for rust_decimal::Decimal {
    fn say(&self, line: &mut Line, _: Lang) {
        line.push_number(self);
    }
}

macro_rules! say_whole_numbers {
    ($($number:ty)+) => {
        $(impl Say for $number {
            fn say(&self, line: &mut Line, _: Lang) {
                line.push_number(self);
            }
        })+
    };
}

say_whole_numbers!(u8 u16 u32 u64 usize i32 i64 std::num::NonZeroUsize);

/// A message in both languages. What is said is listed before the templates, and each of them must
/// use all of it: what one language says and the other leaves out does not compile.
///
/// ```
/// # use archlint::{say::Lang, text};
/// let (count, takes) = (3, "45s");
/// let slow = text!(count, takes; "{count:이} {takes} 걸립니다", "{count} take {takes}");
/// assert_eq!(slow.get(Lang::Ko).to_string(), "3이 45s 걸립니다");
/// ```
///
/// ```compile_fail
/// # use archlint::text;
/// let count = 3;
/// let forgotten = text!(count; "{count}개가 멈춥니다", "some stop");
/// ```
#[macro_export]
macro_rules! text {
    (@given $name:ident) => { &$name as &dyn $crate::say::Say };
    (@given $name:ident = $value:expr) => { &$value as &dyn $crate::say::Say };
    ($($name:ident $(= $value:expr)?),+ $(,)?; $ko:literal, $en:literal $(,)?) => {{
        const _: () = $crate::say::message::check($ko, $en, &[$(stringify!($name)),+]);
        $crate::say::Text::fill($ko, $en, &[
            $((stringify!($name), $crate::text!(@given $name $(= $value)?))),+
        ])
    }};
    ($ko:literal, $en:literal $(,)?) => {{
        const _: () = $crate::say::message::check($ko, $en, &[]);
        $crate::say::Text::fill($ko, $en, &[])
    }};
}
