//! Designs inside a Markdown file: its ```` ```arch ```` blocks.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The design blocks of a Markdown text, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocks {
    /// The Markdown text with every character outside the blocks blanked, byte for byte as long,
    /// so that places in it are places in the Markdown file.
    pub text: String,
    /// Where in it each block's design stands.
    pub ranges: Vec<Range<usize>>,
}

/// Finds the blocks whose info string begins with the word `arch`. A second word `bad` or `ignore`
/// marks one that is not meant to be checked.
pub fn design_blocks(markdown: &str) -> Blocks {
    let mut text = String::with_capacity(markdown.len());
    let mut ranges = Vec::new();
    let mut block: Option<Range<usize>> = None;
    let mut in_block = false;
    for (event, range) in Parser::new_ext(markdown, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                in_block = is_design(&info)
            }
            Event::Text(_) if in_block => {
                let from = text.len();
                blank(&mut text, &markdown[from..range.start.max(from)]);
                text.push_str(&markdown[text.len()..range.end.max(text.len())]);
                let start = block.map_or(range.start, |block| block.start);
                block = Some(start..range.end);
            }
            Event::End(TagEnd::CodeBlock) if in_block => {
                in_block = false;
                ranges.extend(block.take());
            }
            _ => {}
        }
    }
    let rest = text.len();
    blank(&mut text, &markdown[rest..]);
    Blocks { text, ranges }
}

fn is_design(info: &str) -> bool {
    let mut words = info.split_whitespace();
    words.next() == Some("arch") && !matches!(words.next(), Some("bad" | "ignore"))
}

/// As many bytes of nothing, with the line ends kept.
fn blank(out: &mut String, text: &str) {
    out.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(markdown: &str) -> Vec<String> {
        let blocks = design_blocks(markdown);
        assert_eq!(blocks.text.len(), markdown.len());
        assert_eq!(blocks.text.lines().count(), markdown.lines().count());
        blocks.ranges.iter().map(|range| blocks.text[range.clone()].to_owned()).collect()
    }

    #[test]
    fn only_blocks_of_designs() {
        let text = "# 제목\n\n```arch\nweb a\n```\n\n```rust\nfn x() {}\n```\n\n~~~ arch title\nweb b\nweb c\n~~~\n";
        assert_eq!(blocks(text), ["web a\n", "web b\nweb c\n"]);
    }

    #[test]
    fn a_block_in_a_quote_or_a_list_keeps_its_places() {
        let text = "> ```arch\n> web a\n> web b\n> ```\n\n- 가\n  ```arch\n  web c\n  ```\n";
        let found = blocks(text);
        assert_eq!(found[0], "web a\n  web b\n");
        let masked = design_blocks(text).text;
        assert_eq!(masked.find("web c"), text.find("web c"));
    }

    #[test]
    fn a_block_that_never_ends_and_one_that_is_empty() {
        assert_eq!(blocks("```arch\n```\n\n```arch\nweb a"), ["web a"]);
    }

    #[test]
    fn examples_of_what_is_wrong_are_passed_over() {
        assert_eq!(blocks("```arch bad\nweb a\n```\n```arch ignore\nweb b\n```\n"), [""; 0]);
    }
}
