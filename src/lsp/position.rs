//! Lines and columns as editors count them: the one place where bytes become columns and back.

use crate::source::Span;
use serde_json::{Value, json};
use std::ops::Range;
use std::sync::Arc;

/// In what a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// What the protocol falls back to: a Hangul syllable is one, an emoji two.
    #[default]
    Utf16,
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
        }
    }

    fn width(self, letter: char) -> usize {
        match self {
            Encoding::Utf8 => letter.len_utf8(),
            Encoding::Utf16 => letter.len_utf16(),
        }
    }
}

/// A text with its lines, which end at `\n`, `\r\n` and a lone `\r`.
#[derive(Clone, Debug)]
pub struct Lines {
    pub text: Arc<str>,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    pub fn new(text: Arc<str>, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = |at: &usize| match bytes[*at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|at| at + 1));
        let starts = starts.collect();
        Self { text, starts, encoding }
    }

    /// The line of a byte, counted from 0.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// The characters of a line without its end; nothing past the last.
    fn content(&self, line: usize) -> Range<usize> {
        let Some(start) = self.starts.get(line).copied() else {
            return self.text.len()..self.text.len();
        };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let line = &self.text[start..end];
        start..start + line.trim_end_matches(['\n', '\r']).len()
    }

    /// Line and column, both from 0, of a byte; one inside a character counts as its beginning.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line(offset);
        let before = &self.text[self.starts[line]..offset];
        (line, before.chars().map(|letter| self.encoding.width(letter)).sum())
    }

    /// The byte at a line and column. A column past the line's end is its end; one inside a
    /// character rounds down.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let content = self.content(line);
        let mut counted = 0;
        for (at, letter) in self.text[content.clone()].char_indices() {
            counted += self.encoding.width(letter);
            if counted > column {
                return content.start + at;
            }
        }
        content.end
    }

    /// The characters as the protocol writes a range.
    pub fn range(&self, range: Range<usize>) -> Value {
        let place = |offset| {
            let (line, character) = self.position(offset);
            json!({"line": line, "character": character})
        };
        json!({"start": place(range.start), "end": place(range.end)})
    }

    pub fn span(&self, span: Span) -> Value {
        self.range(span.range())
    }

    /// The same, cut at the end of its first line.
    pub fn first_line(&self, span: Span) -> Value {
        let range = span.range();
        let end = self.content(self.line(range.start)).end;
        self.range(range.start..range.end.min(end).max(range.start))
    }

    /// The bytes of a range of the protocol; `None` where it is none.
    pub fn read_range(&self, range: &Value) -> Option<Range<usize>> {
        let (start, end) = (self.read(&range["start"])?, self.read(&range["end"])?);
        Some(start.min(end)..end.max(start))
    }

    /// The byte of a position of the protocol; `None` where it is none.
    pub fn read(&self, position: &Value) -> Option<usize> {
        let number = |name: &str| position[name].as_u64().and_then(|it| usize::try_from(it).ok());
        Some(self.offset(number("line")?, number("character")?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 7] = [
        "spring 주문 \"주문 🚀 API\"\nb",
        "a\r\nb\rc\n",
        "\u{feff}user 팬",
        "\u{1112}\u{1161}\u{11ab}x", // 한, taken apart
        "👩\u{200d}💻 -> b\t|",
        "",
        "\r\r\n\n",
    ];

    #[test]
    fn every_character_comes_back_in_either_encoding() {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for text in TEXTS {
                let lines = Lines::new(text.into(), encoding);
                for (at, letter) in text.char_indices() {
                    if matches!(letter, '\n' | '\r') {
                        continue;
                    }
                    let (line, column) = lines.position(at);
                    assert_eq!(lines.offset(line, column), at, "{text:?} {at} {encoding:?}");
                }
            }
        }
    }

    #[test]
    fn hangul_is_one_and_an_emoji_two() {
        let lines = Lines::new(TEXTS[0].into(), Encoding::Utf16);
        let api = TEXTS[0].find("API").expect("it is there");
        assert_eq!(lines.position(api), (0, 17));
        // Inside of the pair.
        assert_eq!(lines.offset(0, 15), TEXTS[0].find('🚀').expect("it is there"));
        let bytes = Lines::new(TEXTS[0].into(), Encoding::Utf8);
        assert_eq!(bytes.position(api), (0, api));
    }

    #[test]
    fn lines_end_in_three_ways_and_columns_past_the_end_stay_there() {
        let lines = Lines::new("a\r\nb\rc\n".into(), Encoding::Utf16);
        assert_eq!(lines.position(3), (1, 0));
        assert_eq!(lines.position(5), (2, 0));
        assert_eq!(lines.offset(0, 99), 1);
        assert_eq!(lines.offset(99, 0), 7);
    }
}
