//! How deep the brackets of a text nest, found out before it is parsed.
//!
//! The parser recurses once a bracket, so that a text of many thousands would exhaust the stack, at
//! a depth that differs from machine to machine. Such a text is refused beforehand, everywhere.

/// Deeper than any text that a person writes, and far less than the smallest stack can take.
const TOO_DEEP: usize = 200;

/// Where the bracket of level `limit + 1` opens, if the text nests deeper than can be parsed.
pub(super) fn too_deep(text: &str, limit: usize) -> Option<usize> {
    let (mut depth, mut first) = (0usize, None);
    let mut rest = text;
    while let Some(at) = rest.find(STARTS) {
        let here = &rest[at..];
        let token = here.chars().next().unwrap_or_default();
        match token {
            '{' | '[' | '(' | '｛' | '［' | '（' => {
                depth += 1;
                if depth == limit + 1 {
                    first = Some(text.len() - here.len());
                }
                if depth > TOO_DEEP {
                    return first;
                }
            }
            '}' | ']' | ')' | '｝' | '］' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        rest = &here[skipped(here).max(token.len_utf8())..];
    }
    None
}

const STARTS: &[char] =
    &['{', '}', '[', ']', '(', ')', '｛', '｝', '［', '］', '（', '）', '"', '/', '#'];

/// The length of the string or comment that begins here; 0 if none does.
fn skipped(text: &str) -> usize {
    let line = || text.find('\n').unwrap_or(text.len());
    let until = |open: usize, close: &str| {
        text[open..].find(close).map_or(text.len(), |at| open + at + close.len())
    };
    if text.starts_with("\"\"\"") {
        return until(3, "\"\"\"");
    }
    if text.starts_with("/*") {
        return until(2, "*/");
    }
    if text.starts_with("//") || text.starts_with('#') {
        return line();
    }
    if !text.starts_with('"') {
        return 0;
    }
    let mut escaped = true; // passes over the opening quote
    for (at, c) in text.char_indices() {
        match c {
            '\n' => return at,
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_that_open_and_stay_open_count() {
        assert_eq!(too_deep(&"{}".repeat(1000), 64), None);
        assert_eq!(too_deep(&"\"{\" // {\n# {\n/* { */".repeat(1000), 64), None);
        assert_eq!(too_deep(&"\"\\\"{\" \"\"\"{\n\"\"\"".repeat(1000), 64), None);
        assert_eq!(too_deep(&"{ [".repeat(100), 64), None);
        assert_eq!(too_deep(&"{ [".repeat(101), 64), Some(64 / 2 * 3));
    }
}
