//! From a page of Markdown to what stands on it, heading by heading, as plain words: for slides.

use super::{Markdown, Written};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What stands below one heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chapter {
    pub title: String,
    pub parts: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Words(String),
    /// A line that is bold as a whole.
    Bold(String),
    Item(String),
    /// Rows, the head first.
    Table(Vec<Vec<String>>),
}

/// The chapters of a page. What stands in a quotation, in code or before the first heading is none
/// of them; a heading within a chapter makes one of its own, which names both.
pub fn chapters(markdown: &Written<Markdown>) -> Vec<Chapter> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(markdown.as_str(), Options::ENABLE_TABLES) {
        reader.read(event);
    }
    reader.chapters.retain(|chapter| !chapter.parts.is_empty());
    reader.chapters
}

#[derive(Default)]
struct Reader {
    chapters: Vec<Chapter>,
    /// Of the chapter at large.
    title: String,
    words: String,
    /// How much of the words is bold, from their beginning.
    bold: usize,
    in_item: bool,
    in_quotation: bool,
    row: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Reader {
    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.words += &text,
            Event::SoftBreak => self.words.push(' '),
            Event::HardBreak => self.line(),
            Event::Start(Tag::Item) => self.in_item = true,
            Event::End(TagEnd::Strong) => self.bold = self.words.len(),
            Event::End(TagEnd::Heading(level)) => self.heading(level),
            Event::End(TagEnd::Paragraph) => self.line(),
            Event::End(TagEnd::Item) => {
                self.line();
                self.in_item = false;
            }
            Event::End(TagEnd::TableCell) => {
                let (words, _) = self.taken();
                self.row.push(words);
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                self.rows.push(std::mem::take(&mut self.row));
            }
            Event::End(TagEnd::Table) => {
                let rows = std::mem::take(&mut self.rows);
                self.put(Piece::Table(rows));
            }
            Event::Start(Tag::BlockQuote(_)) => self.in_quotation = true,
            Event::End(TagEnd::BlockQuote(_)) => self.in_quotation = false,
            Event::End(TagEnd::CodeBlock) => drop(self.taken()),
            _ => {}
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let words = self.taken().0;
        let title = match level {
            HeadingLevel::H1 | HeadingLevel::H2 => {
                self.title.clone_from(&words);
                words
            }
            _ => format!("{}: {words}", self.title),
        };
        self.chapters.push(Chapter { title, parts: Vec::new() });
    }

    /// The words so far, and whether all of them are bold.
    fn taken(&mut self) -> (String, bool) {
        let words = std::mem::take(&mut self.words);
        let is_bold = std::mem::take(&mut self.bold) >= words.trim_end().len();
        (words.trim().to_owned(), is_bold)
    }

    fn line(&mut self) {
        let (words, is_bold) = self.taken();
        if words.is_empty() {
            return;
        }
        let piece = match (self.in_item, is_bold) {
            (true, _) => Piece::Item(words),
            (false, true) => Piece::Bold(words),
            (false, false) => Piece::Words(words),
        };
        self.put(piece);
    }

    fn put(&mut self, piece: Piece) {
        if let Some(chapter) = self.chapters.last_mut().filter(|_| !self.in_quotation) {
            chapter.parts.push(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_heading_by_heading() {
        let mut page = Written::<Markdown>::default();
        page.ours("# All\n\n> - not this\n\n## One\n\n- **a** ").theirs("b*c").ours("\n- d\n\n");
        page.ours("**Q. why?**  \nA. so.\n\n### More\n\n| x | y |\n|---|---|\n| 1 | 2 |\n");
        let [one, more] = &chapters(&page)[..] else { panic!("two have something in them") };
        let item = |words: &str| Piece::Item(words.to_owned());
        let question = Piece::Bold("Q. why?".to_owned());
        let answer = Piece::Words("A. so.".to_owned());
        assert_eq!((one.title.as_str(), &one.parts[..2]), ("One", &[item("a b*c"), item("d")][..]));
        assert_eq!(one.parts[2..], [question, answer]);
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(more.title, "One: More");
        assert_eq!(more.parts, [Piece::Table(vec![row(["x", "y"]), row(["1", "2"])])]);
    }
}
