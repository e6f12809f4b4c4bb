//! Where in a text strings and comments stand. Good enough for designs, TOML, YAML, HCL and JSON.

use std::ops::Range;

/// The strings and comments of a text, in order; all else is code.
pub(super) struct Regions(Vec<Range<usize>>);

impl Regions {
    pub(super) fn of(text: &str) -> Self {
        let mut regions = Vec::new();
        let mut at = 0;
        let opens = |byte: &u8| matches!(byte, b'"' | b'#' | b'/');
        while let Some(found) = text.as_bytes()[at..].iter().position(opens) {
            let start = at + found;
            let rest = &text[start..];
            let (open, length, close) = match rest {
                _ if rest.starts_with("\"\"\"") => (3, until(&rest[3..], "\"\"\""), 3),
                _ if rest.starts_with('"') => (1, string(&rest[1..]), 1),
                _ if rest.starts_with("/*") => (2, until(&rest[2..], "*/"), 2),
                _ if rest.starts_with('#') => (1, until(&rest[1..], "\n"), 0),
                // Not the slashes of an address.
                _ if rest.starts_with("//") && !text[..start].ends_with(':') => {
                    (2, until(&rest[2..], "\n"), 0)
                }
                _ => {
                    at = start + 1;
                    continue;
                }
            };
            let inner = start + open;
            regions.push(inner..inner + length);
            at = (inner + length + close).min(text.len());
        }
        Self(regions)
    }

    pub(super) fn is_code(&self, at: usize) -> bool {
        self.around(at).is_none()
    }

    /// The string or comment that holds the byte at `at`.
    pub(super) fn around(&self, at: usize) -> Option<&Range<usize>> {
        let next = self.0.partition_point(|region| region.start <= at);
        self.0[..next].last().filter(|region| at < region.end)
    }
}

fn until(text: &str, close: &str) -> usize {
    text.find(close).unwrap_or(text.len())
}

/// To the quote that closes it, at most to the end of the line.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_are_told_from_code() {
        let text = "a \"b\\\"c\" # d\n\"\"\"e\nf\"\"\" http://g /* h */ // i\n\"j\nk";
        let parts: Vec<&str> =
            Regions::of(text).0.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(parts, ["b\\\"c", " d", "e\nf", " h ", " i", "j"]);
    }
}
