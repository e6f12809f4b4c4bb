//! Quoted text to what it says.

/// An escape that can't be read: where it stands in the text between the quotes, and its length.
pub(super) struct BadEscape {
    pub at: usize,
    pub len: usize,
}

/// Resolves `\" \\ \n \t \u{…}`. A bad escape stays as it was written.
pub(super) fn unescape(raw: &str) -> (String, Vec<BadEscape>) {
    let mut text = String::with_capacity(raw.len());
    let mut bad = Vec::new();
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = &rest[at..];
        let len = match resolve(escape) {
            Ok((character, len)) => {
                text.push(character);
                len
            }
            Err(len) => {
                bad.push(BadEscape { at: raw.len() - escape.len(), len });
                text.push_str(&escape[..len]);
                len
            }
        };
        rest = &escape[len..];
    }
    text.push_str(rest);
    (text, bad)
}

/// The character that an escape stands for, or nothing, and the length of the escape.
fn resolve(escape: &str) -> Result<(char, usize), usize> {
    let Some(second) = escape[1..].chars().next() else { return Err(1) };
    match second {
        '"' | '\\' => Ok((second, 2)),
        'n' => Ok(('\n', 2)),
        't' => Ok(('\t', 2)),
        'u' => unicode(escape).ok_or(2),
        _ => Err(1 + second.len_utf8()),
    }
}

fn unicode(escape: &str) -> Option<(char, usize)> {
    let hex = escape.strip_prefix("\\u{")?;
    let len = hex.bytes().take(7).position(|b| b == b'}')?;
    let code = u32::from_str_radix(&hex[..len], 16).ok()?;
    Some((char::from_u32(code)?, len + 4))
}

/// A `"""` text without the line break after the opening and the indentation that all its lines
/// share.
pub(super) fn dedent(raw: &str) -> String {
    let Some(body) = raw.strip_prefix('\n') else { return raw.to_owned() };
    let lines: Vec<&str> = body.split('\n').collect();
    let indent = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0);
    let mut lines: Vec<&str> = lines.iter().map(|line| line.get(indent..).unwrap_or("")).collect();
    if lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved_and_bad_ones_kept() {
        let (text, bad) = unescape(r#"a\"b\\c\n\t\u{ac00} \q \u{zz}"#);
        assert_eq!(text, "a\"b\\c\n\t가 \\q \\u{zz}");
        assert_eq!(bad.iter().map(|b| (b.at, b.len)).collect::<Vec<_>>(), [(20, 2), (23, 2)]);
    }

    #[test]
    fn a_long_text_loses_the_indentation_of_the_design() {
        assert_eq!(dedent("\n    one\n      two\n\n    three\n  "), "one\n  two\n\nthree");
        assert_eq!(dedent("on one line"), "on one line");
    }
}
