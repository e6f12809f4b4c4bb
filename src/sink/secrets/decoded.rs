//! A text as its reader sees it: entities, escapes, tags of HTML and lists of arguments resolved, with
//! the way back to the bytes that were written.

use std::ops::Range;

/// Stands for the tag that ends a line.
pub(super) const BREAK: char = '\u{b}';

/// What one pass over a text resolved.
pub(super) struct Decoded {
    pub text: String,
    /// By place in `text`, the last one up to which all was taken over as it is from the place
    /// beside it: where something was resolved, and how much the written form takes.
    pieces: Vec<Piece>,
}

struct Piece {
    /// In the decoded text.
    at: usize,
    /// In the written one.
    written: Range<usize>,
    /// What was written is what is read.
    is_same: bool,
}

impl Decoded {
    /// `None` where everything says what it is.
    pub(super) fn of(written: &str) -> Option<Self> {
        let mut decoded = Self { text: String::new(), pieces: Vec::new() };
        let (mut done, mut at) = (0, 0);
        let bytes = written.as_bytes();
        while let Some(found) = bytes[at..].iter().position(|byte| BEGINS_MARK[usize::from(*byte)])
        {
            at += found;
            let next = written[at..].chars().next().unwrap_or_default();
            if !MARKS.contains(&next) {
                at += next.len_utf8();
                continue;
            }
            match resolved(written, at) {
                Some((said, length)) => {
                    decoded.same(written, done..at);
                    decoded.push(said, at..at + length);
                    at += length;
                    done = at;
                }
                None => at += written[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        if decoded.pieces.is_empty() {
            return None;
        }
        decoded.same(written, done..written.len());
        Some(decoded)
    }

    fn same(&mut self, text: &str, range: Range<usize>) {
        if !range.is_empty() {
            let piece = Piece { at: self.text.len(), written: range.clone(), is_same: true };
            self.pieces.push(piece);
            self.text.push_str(&text[range]);
        }
    }

    fn push(&mut self, said: Option<char>, written: Range<usize>) {
        self.pieces.push(Piece { at: self.text.len(), written, is_same: false });
        self.text.extend(said);
    }

    /// The bytes that were written for a range of the text that is read.
    pub(super) fn written(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.piece(range.start);
        let last = self.piece(range.end.max(range.start + 1) - 1);
        let start = match first.is_same {
            true => first.written.start + range.start - first.at,
            false => first.written.start,
        };
        let end = match last.is_same {
            true => last.written.start + range.end - last.at,
            false => last.written.end,
        };
        start..end.max(start)
    }

    /// The last piece that begins at or before the place: of several there, those before it say
    /// nothing.
    fn piece(&self, at: usize) -> &Piece {
        &self.pieces[self.pieces.partition_point(|piece| piece.at <= at).saturating_sub(1)]
    }
}

const MARKS: [char; 13] = [
    '&', '#', '<', '\\', '"', '\'', '\n', '\u{a0}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}',
    '\u{ad}',
];

/// The bytes that marks begin with: most of a text is told apart by one look.
const BEGINS_MARK: [bool; 256] = {
    let mut begins = [false; 256];
    let mut at = 0;
    while at < MARKS.len() {
        let mut bytes = [0; 4];
        begins[MARKS[at].encode_utf8(&mut bytes).as_bytes()[0] as usize] = true;
        at += 1;
    }
    begins
};

/// What is read for the mark at `at`, and how many bytes are written for that.
fn resolved(text: &str, at: usize) -> Option<(Option<char>, usize)> {
    let rest = &text[at..];
    match rest.chars().next()? {
        '&' | '#' => entity(rest).map(|(c, length)| (Some(c), length)),
        '<' => tag(rest),
        '\\' => escape(rest).map(|(c, length)| (Some(c), length)),
        '"' | '\'' | '\n' => next_argument(text, at).map(|length| (Some(' '), length)),
        '\u{a0}' => Some((Some(' '), '\u{a0}'.len_utf8())),
        unseen => Some((None, unseen.len_utf8())),
    }
}

/// `&nbsp;`, `&#119;`, `&#x77;`; `#119;` and `#quot;`, as Mermaid writes them.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text[1..end].strip_prefix('#').unwrap_or(&text[1..end]);
    let is_numbered = text.starts_with('#') || text.starts_with("&#");
    let number = || match name.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => name.parse().ok(),
    };
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "Tab" => ' ',
        "colon" => ':',
        "equals" => '=',
        "commat" => '@',
        "excl" => '!',
        "num" => '#',
        "lowbar" => '_',
        "period" => '.',
        "sol" => '/',
        _ if is_numbered => number().and_then(char::from_u32).filter(|c| !c.is_control())?,
        _ => return None,
    };
    let c = if c == '\u{a0}' { ' ' } else { c };
    Some((c, end + 1))
}

/// Tags that people set words off with; those of a file's own notation say what they hold.
const TAGS: &[&str] = &[
    "b", "i", "u", "s", "a", "p", "em", "strong", "code", "kbd", "tt", "pre", "small", "big",
    "sub", "sup", "mark", "del", "ins", "font", "span", "center", "label", "color", "size", "back",
];
/// Those that end a line.
const BREAKS: &[&str] =
    &["br", "div", "li", "ul", "ol", "tr", "td", "th", "hr", "h1", "h2", "h3", "h4", "h5", "h6"];

fn tag(text: &str) -> Option<(Option<char>, usize)> {
    let end = text.bytes().take(512).position(|byte| byte == b'>')?;
    let inside = text[1..end].trim_start_matches('/');
    let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next()?.to_ascii_lowercase();
    if BREAKS.contains(&name.as_str()) {
        return Some((Some(BREAK), end + 1));
    }
    TAGS.contains(&name.as_str()).then_some((None, end + 1))
}

/// `\u0077`, `\u{77}`, `\x77`, `\:`, and `\n`, behind which a name may begin.
fn escape(text: &str) -> Option<(char, usize)> {
    if text.starts_with("\\:") {
        return Some((':', 2));
    }
    if text.starts_with("\\n") || text.starts_with("\\t") {
        return Some((BREAK, 2));
    }
    let (digits, length) = match text.as_bytes().get(1..3)? {
        b"u{" => {
            let end = text.bytes().take(12).position(|byte| byte == b'}')?;
            (&text[3..end], end + 1)
        }
        [b'u', _] => (text.get(2..6)?, 6),
        [b'x', _] => (text.get(2..4)?, 4),
        _ => return None,
    };
    let c = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
    (!c.is_control()).then_some((c, length))
}

/// From the end of an argument to the beginning of the next: `"--password", "…"`, in YAML also
/// `- --password` and `- …` on the next line. One of the two must be a flag.
fn next_argument(text: &str, at: usize) -> Option<usize> {
    let told = super::back(text, at);
    let rest = super::ahead(text, at, super::NEAR);
    let (is_flag, next) = match rest.as_bytes()[0] {
        b'\n' => {
            let next = rest[1..].trim_start_matches([' ', '\t']).strip_prefix("- ")?;
            let last = told.trim_start_matches([' ', '\t']).strip_prefix("- ")?;
            (last.trim_start_matches(['"', '\'']).starts_with('-'), next.trim_start())
        }
        quote => {
            let quote = char::from(quote);
            let next = rest[1..].trim_start().strip_prefix(',')?.trim_start();
            let next = next.strip_prefix(quote)?;
            // A list that holds a flag holds arguments.
            let begun = &told[told.rfind('[').unwrap_or(told.len())..];
            let all = &next[..next.find([']', '\n']).unwrap_or(next.len())];
            let has_flag = |list: &str| {
                list.contains(['"', '\'']) && (list.contains("\"-") || list.contains("'-"))
            };
            (
                told.rsplit(quote).next()?.starts_with('-')
                    || has_flag(begun)
                    || !begun.is_empty() && has_flag(all),
                next,
            )
        }
    };
    let is_flag = is_flag || next.trim_start_matches(['"', '\'']).starts_with('-');
    is_flag.then(|| rest.len() - next.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_leads_back_to_what_is_written() {
        for (written, read, part, its_writing) in [
            ("pass&#119;ord: S1", "password: S1", "S1", "S1"),
            ("pw: <b>S&#49;</b>!", "pw: S1!", "S1", "S&#49;"),
            ("비밀번호<br/>S1", "비밀번호\u{b}S1", "S1", "S1"),
            ("pass#119;ord", "password", "password", "pass#119;ord"),
            (r#""pass\u{77}ord: S1""#, "\"password: S1\"", "S1", "S1"),
            (r#"["--pw", "S1"]"#, "[\"--pw S1\"]", "S1", "S1"),
            ("  - --pw\n  - S1\n", "  - --pw S1\n", "S1", "S1"),
            ("pw:\u{a0}S\u{200b}1", "pw: S1", "S1", "S\u{200b}1"),
        ] {
            let decoded = Decoded::of(written).expect("something to resolve");
            assert_eq!(decoded.text, read);
            let at = read.find(part).expect("the part");
            let range = decoded.written(&(at..at + part.len()));
            assert_eq!(&written[range], its_writing, "{written}");
        }
        assert!(Decoded::of("a < b & c # d: \"e\", \"f\"\n- g <T>").is_none());
    }
}
