//! What leaves the program: secrets are masked, and text from outside passes the encoder of the sink
//! that it is written to.
//!
//! A [`Written`] text knows its sink. Words of the program itself live as long as the program
//! (`&'static str`) and are written as they are; every other text is taken to come from outside (a
//! design, the name of a file, a configuration) and goes through the sink's encoder. Writing it raw
//! does not compile:
//!
//! ```compile_fail
//! use archlint::sink::{Html, Written};
//! let label = String::from("<script>");
//! Written::<Html>::default().ours(&label);
//! ```
//!
//! ```
//! use archlint::sink::{Html, Written};
//! let label = String::from("<script>");
//! let mut page = Written::<Html>::default();
//! page.ours("<b>").theirs(&label).ours("</b>");
//! assert_eq!(page.as_str(), "<b>&lt;script&gt;</b>");
//! ```

mod drawing;
mod encode;
mod outline;
mod page;
mod policy;
mod printed;
pub mod secrets;

pub use drawing::{D2, Dot, Mermaid};
pub use encode::{
    Attribute, Block, Code, Data, Html, Json, Line, Markdown, Property, Sink, Svg, Terminal, Uri,
    Url, Within, Workflow, Xml, hides, leads_somewhere,
};
pub use outline::{Chapter, Piece, chapters};
pub use page::page;
pub use policy::page_policy;
pub use printed::Printed;

use std::fmt;
use std::marker::PhantomData;

/// A text that is fit for one sink.
pub struct Written<S> {
    text: String,
    sink: PhantomData<S>,
}

impl<S> Default for Written<S> {
    fn default() -> Self {
        Self { text: String::new(), sink: PhantomData }
    }
}

impl<S> Clone for Written<S> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), sink: PhantomData }
    }
}

impl<S> fmt::Debug for Written<S> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.text.fmt(f)
    }
}

/// Words of the program itself.
impl<S> From<&'static str> for Written<S> {
    fn from(words: &'static str) -> Self {
        Self { text: words.to_owned(), sink: PhantomData }
    }
}

impl<S: Sink> Written<S> {
    /// Text from outside alone.
    pub fn of(text: &str) -> Self {
        let mut out = Self::default();
        S::encode(text, &mut out.text);
        out
    }

    /// Words of the program itself.
    pub fn ours(&mut self, words: &'static str) -> &mut Self {
        self.text.push_str(words);
        self
    }

    /// Text from outside, or a message with such text in it.
    pub fn theirs(&mut self, text: &str) -> &mut Self {
        S::encode(text, &mut self.text);
        self
    }

    /// Text from outside at a place in the sink that reads differently: in an attribute, in code.
    pub fn within<P: Within<S>>(&mut self, text: &str) -> &mut Self {
        P::encode(text, &mut self.text);
        self
    }

    /// A whole number.
    pub fn number(&mut self, number: usize) -> &mut Self {
        self.text.push_str(&number.to_string());
        self
    }

    /// A number with at most so many decimals, never `-0`: the same digits on every platform.
    pub fn decimal(&mut self, number: f64, places: usize) -> &mut Self {
        let mut digits = format!("{number:.places$}");
        if digits.contains('.') {
            digits.truncate(digits.trim_end_matches('0').trim_end_matches('.').len());
        }
        self.text.push_str(if digits == "-0" { "0" } else { &digits });
        self
    }

    /// Words of the program so many times.
    pub fn times(&mut self, words: &'static str, count: usize) -> &mut Self {
        (0..count).for_each(|_| self.text.push_str(words));
        self
    }

    /// What was written for the same sink already.
    pub fn add(&mut self, other: &Written<S>) -> &mut Self {
        self.text.push_str(&other.text);
        self
    }

    /// Several, with words of the program between them.
    pub fn list<'a>(
        &mut self,
        parts: impl IntoIterator<Item = &'a Written<S>>,
        between: &'static str,
    ) -> &mut Self
    where
        S: 'a,
    {
        for (at, part) in parts.into_iter().enumerate() {
            self.ours(if at > 0 { between } else { "" }).add(part);
        }
        self
    }

    /// Takes spaces and line ends off its end.
    pub fn trim_end(&mut self) -> &mut Self {
        self.text.truncate(self.text.trim_end().len());
        self
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn into_string(self) -> String {
        self.text
    }
}

impl Written<Markdown> {
    /// A block of Mermaid, which pages of Markdown draw.
    pub fn drawing(&mut self, drawing: &Written<Mermaid>) -> &mut Self {
        self.ours("```mermaid\n");
        self.text.push_str(drawing.text.trim_end());
        self.ours("\n```\n")
    }
}

impl Written<Terminal> {
    /// What was painted already, by miette say: colours stay, all else that could steer is made
    /// visible. A text from outside that came this far could change its colour and nothing else.
    pub fn coloured(&mut self, painted: &str) -> &mut Self {
        let mut parts = painted.split("\u{1b}[");
        self.theirs(parts.next().unwrap_or_default());
        for part in parts {
            let digits = |c: char| c.is_ascii_digit() || c == ';';
            let code = part.find(|c| !digits(c)).filter(|end| part[*end..].starts_with('m'));
            let Some(end) = code else {
                self.theirs("\u{1b}[").theirs(part);
                continue;
            };
            self.text.push_str("\u{1b}[");
            self.text.push_str(&part[..=end]);
            self.theirs(&part[end + 1..]);
        }
        self
    }

    /// The same with these words, where they stand first, written otherwise: as a link say.
    pub fn with_first(self, words: &str, otherwise: &Written<Line>) -> Self {
        let words = for_terminal_lines(words);
        Self { text: self.text.replacen(&words, &otherwise.text, 1), ..self }
    }
}

/// Whether anything in the text could steer a terminal.
pub fn steers(text: &str) -> bool {
    for_terminal_lines(text) != text
}

/// A text encoded for one sink alone.
fn encoded<S: Sink>(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    S::encode(text, &mut out);
    out
}

/// One line for a terminal, whatever the text holds.
pub fn for_terminal(text: &str) -> String {
    encoded::<Line>(text)
}

/// Lines for a terminal: only their ends are kept of what could steer it.
pub fn for_terminal_lines(text: &str) -> String {
    encoded::<Terminal>(text)
}

/// The path of a file as a relative URI reference.
pub fn uri(file: &str) -> String {
    encoded::<Uri>(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_was_painted_only_the_colour_is_kept() {
        let painted = |text| Written::<Terminal>::default().coloured(text).as_str().to_owned();
        assert_eq!(painted("a\u{1b}[1;31mb\u{1b}[0mc"), "a\u{1b}[1;31mb\u{1b}[0mc");
        assert_eq!(painted("\u{1b}[2J\u{1b}]0;x\u{7}\u{1b}[?25l"), "?[2J?]0;x??[?25l");
        assert_eq!(painted("\u{1b}[31"), "?[31");
    }

    #[test]
    fn numbers_have_one_spelling() {
        let decimal = |number| Written::<Svg>::default().decimal(number, 2).as_str().to_owned();
        assert_eq!(decimal(12.0), "12");
        assert_eq!(decimal(-0.001), "0");
        assert_eq!(decimal(0.1 + 0.2), "0.3");
        assert_eq!(decimal(1234.567), "1234.57");
    }
}
