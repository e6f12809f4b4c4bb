//! Labels in the languages of drawing programs: what stands between the quotes.

use super::encode::{Sink, visible};

/// Text whose signs with a meaning are written differently, on one line.
fn replaced(text: &str, out: &mut String, replace: impl Fn(char) -> Option<&'static str>) {
    for c in text.chars() {
        match (replace(c), c) {
            (Some(instead), _) => out.push_str(instead),
            (None, '\n' | '\r' | '\t') => out.push(' '),
            (None, c) => out.push(visible(c)),
        }
    }
}

/// A label of Mermaid in double quotes. Mermaid has no escapes but its own kind of entities; with
/// no backtick left, nothing ends the block of Markdown in which it stands.
pub enum Mermaid {}

impl Sink for Mermaid {
    fn encode(text: &str, out: &mut String) {
        replaced(text, out, |c| match c {
            '"' => Some("#quot;"),
            '#' => Some("#35;"),
            '&' => Some("#amp;"),
            '<' => Some("#lt;"),
            '>' => Some("#gt;"),
            '`' => Some("#96;"),
            '\\' => Some("#92;"),
            ';' => Some("#59;"),
            _ => None,
        });
    }
}

/// A label of Graphviz in double quotes, inside which it reads backslashes and XML's entities.
pub enum Dot {}

impl Sink for Dot {
    fn encode(text: &str, out: &mut String) {
        replaced(text, out, |c| match c {
            '"' => Some("\\\""),
            '\\' => Some("\\\\"),
            '&' => Some("&amp;"),
            _ => None,
        });
    }
}

/// A label of D2 in single quotes: nothing inside is read but a doubled quote.
pub enum D2 {}

impl Sink for D2 {
    fn encode(text: &str, out: &mut String) {
        replaced(text, out, |c| (c == '\'').then_some("''"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by<S: Sink>(text: &str) -> String {
        let mut out = String::new();
        S::encode(text, &mut out);
        out
    }

    #[test]
    fn nothing_in_a_label_ends_it() {
        let evil = "a\"b'c\\d\n```e\u{1b};%%{init}%%";
        assert_eq!(by::<Dot>(evil), "a\\\"b'c\\\\d ```e?;%%{init}%%");
        assert_eq!(by::<D2>(evil), "a\"b''c\\d ```e?;%%{init}%%");
        let mermaid = by::<Mermaid>(evil);
        assert!(!mermaid.contains(['"', '`', '\n']) && mermaid.contains("#quot;"), "{mermaid}");
    }
}
