//! The text of a label as people read it.

/// A label as people read it: no quotes, no HTML, no marks of Markdown, entities as characters.
pub fn plain(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let text = text.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap_or(text);
    let mut out = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (piece, length) = match letter {
            '<' => match rest.find('>').filter(|end| is_tag(&rest[1..*end])) {
                Some(end) => (" ".to_owned(), end + 1),
                None => ("<".to_owned(), 1),
            },
            '#' | '&' => entity(rest).unwrap_or((letter.to_string(), 1)),
            '\\' if rest.starts_with("\\n") => (" ".to_owned(), 2),
            '*' if rest.starts_with("**") => (String::new(), 2),
            letter => (letter.to_string(), letter.len_utf8()),
        };
        out.push_str(&piece);
        rest = &rest[length..];
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_tag(inside: &str) -> bool {
    let name = inside.trim_start_matches('/').trim_end_matches('/').trim();
    let name = name.split([' ', '=']).next().unwrap_or_default();
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

fn entity(text: &str) -> Option<(String, usize)> {
    let end = text.find(';').filter(|end| *end < 10)?;
    let name = text[1..end].trim_start_matches('#');
    let letter = match name {
        "quot" => '"',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => ' ',
        "apos" => '\'',
        digits => char::from_u32(digits.parse().ok()?)?,
    };
    Some((letter.to_string(), end + 1))
}
