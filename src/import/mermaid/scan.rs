//! The small pieces of a flowchart's text: identifiers, labels in brackets, arrows.

use super::chart::{Head, Shape, Stroke};

/// An opening bracket, the closings that fit, and the shape.
pub const BRACKETS: &[(&str, &[(&str, Shape)])] = &[
    ("(((", &[(")))", Shape::DoubleCircle)]),
    ("([", &[("])", Shape::Stadium)]),
    ("((", &[("))", Shape::Circle)]),
    ("(-", &[("-)", Shape::Round)]),
    ("[[", &[("]]", Shape::Subroutine)]),
    ("[(", &[(")]", Shape::Cylinder)]),
    ("[/", &[("/]", Shape::LeanRight), ("\\]", Shape::Trapezoid)]),
    ("[\\", &[("\\]", Shape::LeanLeft), ("/]", Shape::InverseTrapezoid)]),
    ("{{", &[("}}", Shape::Hexagon)]),
    ("(", &[(")", Shape::Round)]),
    ("[", &[("]", Shape::Square)]),
    ("{", &[("}", Shape::Diamond)]),
    (">", &[("]", Shape::Flag)]),
];

/// An arrow at the beginning of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    pub stroke: Stroke,
    pub tail: Head,
    pub head: Head,
    /// How many bytes it takes, the text in it included.
    pub length: usize,
    /// The text in it and where that starts.
    pub label: Option<(String, usize)>,
}

/// The arrow that `text` begins with, with the label that may stand in it.
pub fn arrow(text: &str) -> Option<Arrow> {
    let bytes = text.as_bytes();
    if text.starts_with("~~~") {
        let length = bytes.iter().take_while(|byte| **byte == b'~').count();
        return Some(Arrow {
            stroke: Stroke::Invisible,
            tail: Head::Open,
            head: Head::Open,
            length,
            label: None,
        });
    }
    let (tail, skip) = match bytes.first()? {
        b'<' => (Head::Arrow, 1),
        b'x' if starts_line(&text[1..]) => (Head::Cross, 1),
        b'o' if starts_line(&text[1..]) => (Head::Circle, 1),
        _ => (Head::Open, 0),
    };
    let body = &text[skip..];
    let stroke = if body.starts_with("--") {
        Stroke::Normal
    } else if body.starts_with("==") {
        Stroke::Thick
    } else if body.starts_with("-.") {
        Stroke::Dotted
    } else {
        return None;
    };
    let whole = whole_arrow(body, stroke);
    if let Some((length, head)) = whole {
        return Some(Arrow { stroke, tail, head, length: skip + length, label: None });
    }
    // `-- text -->`: an opening of two, a text, and the rest of an arrow.
    let line_end = body.find('\n').unwrap_or(body.len());
    let inside = &body[2..line_end];
    let (end, length, head) = closing(inside, stroke)?;
    // `-- text <-->` has its other head at the end.
    let (label, tail) = match inside[..end].strip_suffix('<') {
        Some(label) => (label.to_owned(), Head::Arrow),
        None => (inside[..end].to_owned(), tail),
    };
    Some(Arrow {
        stroke,
        tail,
        head,
        length: skip + 2 + end + length,
        label: Some((label, skip + 2)),
    })
}

fn starts_line(text: &str) -> bool {
    text.starts_with("--") || text.starts_with("==") || text.starts_with("-.")
}

/// A whole arrow without a text in it.
fn whole_arrow(body: &str, stroke: Stroke) -> Option<(usize, Head)> {
    match stroke {
        Stroke::Dotted => {
            let dots = body[1..].bytes().take_while(|byte| *byte == b'.').count();
            let rest = &body[1 + dots..];
            let dash = rest.strip_prefix('-')?;
            let (head, width) = head(dash);
            Some((2 + dots + width, head))
        }
        _ => {
            let mark = if stroke == Stroke::Thick { b'=' } else { b'-' };
            let count = body.bytes().take_while(|byte| *byte == mark).count();
            let (head, width) = head(&body[count..]);
            // Two dashes alone open a text; three, or two and a head, are an arrow.
            (count >= 3 || width > 0).then_some((count + width, head))
        }
    }
}

/// The head of an arrow; `--old` is a circle at `ld`, as everybody finds out once.
fn head(text: &str) -> (Head, usize) {
    match text.as_bytes().first() {
        Some(b'>') => (Head::Arrow, 1),
        Some(b'x') => (Head::Cross, 1),
        Some(b'o') => (Head::Circle, 1),
        _ => (Head::Open, 0),
    }
}

/// Where a text in an arrow ends: the place, the length of the rest of the arrow, its head.
fn closing(text: &str, stroke: Stroke) -> Option<(usize, usize, Head)> {
    let marks: &[&str] = match stroke {
        Stroke::Dotted => &[".-"],
        Stroke::Thick => &["=="],
        _ => &["--"],
    };
    let at = marks.iter().filter_map(|mark| text.find(mark)).min()?;
    if at == 0 {
        return None;
    }
    let rest = &text[at..];
    let lead = match stroke {
        Stroke::Dotted => rest.bytes().take_while(|byte| *byte == b'.').count() + 1,
        Stroke::Thick => rest.bytes().take_while(|byte| *byte == b'=').count(),
        _ => rest.bytes().take_while(|byte| *byte == b'-').count(),
    };
    let (head, width) = head(&rest[lead.min(rest.len())..]);
    let is_whole = stroke == Stroke::Dotted || width > 0 || lead > 2;
    is_whole.then_some((at, lead + width, head))
}

/// How many bytes of `text` are an identifier.
pub fn identifier(text: &str) -> usize {
    let mut end = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, letter)| *letter);
        let fits = match letter {
            '-' => !matches!(next, None | Some('-' | '.' | '>' | ' ' | '\n' | '\r')) && at > 0,
            '=' => next != Some('='),
            '.' | '_' | '!' | '#' | '$' | '%' | '\'' | '*' | '+' | '`' | '?' | '\\' | '/' => true,
            ':' => !text[at..].starts_with(":::"),
            letter => letter.is_alphanumeric() || is_pictured(letter),
        };
        if !fits {
            break;
        }
        end = at + letter.len_utf8();
    }
    end
}

/// Signs beyond letters that ids are made of (emoji).
fn is_pictured(letter: char) -> bool {
    letter as u32 > 0x2000 && !letter.is_whitespace()
}

/// A label in brackets at the beginning of `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub text: String,
    pub shape: Shape,
    /// Where the text stands between the brackets.
    pub inside: std::ops::Range<usize>,
    pub length: usize,
    /// The official parser takes it.
    pub is_strict: bool,
}

/// Reads a label in brackets. Where the official parser stops at a character, the label runs to the
/// last closing bracket of its kind on the line.
pub fn label(text: &str) -> Option<Label> {
    let (open, closings) = BRACKETS.iter().find(|(open, _)| text.starts_with(open))?;
    let from = open.len();
    let body = &text[from..];
    if let Some(quoted) = body.trim_start().strip_prefix('"') {
        let lead = body.len() - body.trim_start().len() + 1;
        if let Some(end) = quoted.find('"') {
            let behind = quoted[end + 1..].trim_start();
            let skipped = quoted[end + 1..].len() - behind.len();
            let closing = closings.iter().find(|(close, _)| behind.starts_with(close));
            if let Some((close, shape)) = closing {
                let inside = from + lead..from + lead + end;
                let length = inside.end + 1 + skipped + close.len();
                let text = quoted[..end].to_owned();
                return Some(Label { text, shape: *shape, inside, length, is_strict: true });
            }
        }
    }
    let line = &body[..body.find('\n').unwrap_or(body.len())];
    let first = closings
        .iter()
        .filter_map(|(close, shape)| Some((line.find(close)?, close, shape)))
        .min_by_key(|(at, ..)| *at);
    let strict = first
        .filter(|(end, ..)| !line[..*end].contains(FORBIDDEN) && !line[..*end].trim().is_empty());
    if let Some((end, close, shape)) = strict {
        let inside = from..from + end;
        let length = inside.end + close.len();
        return Some(Label {
            text: line[..end].to_owned(),
            shape: *shape,
            inside,
            length,
            is_strict: true,
        });
    }
    let last = closings.iter().flat_map(|(close, shape)| {
        line.match_indices(close).map(move |(at, _)| (at, close, shape))
    });
    let fits = |at: usize, close: &str| follows(&line[at + close.len()..]);
    let (end, close, shape) =
        last.filter(|(at, close, _)| fits(*at, close)).min_by_key(|(at, ..)| *at)?;
    let inside = from..from + end;
    let length = inside.end + close.len();
    Some(Label { text: line[..end].to_owned(), shape: *shape, inside, length, is_strict: false })
}

/// Characters that end an unquoted label in the official lexer.
const FORBIDDEN: &[char] = &['(', ')', '[', ']', '{', '}', '"', '|'];

/// Whether a statement may go on like this behind a node.
fn follows(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty()
        || rest.starts_with([';', '&'])
        || rest.starts_with(":::")
        || rest.starts_with("%%")
        || rest.starts_with('@')
        || arrow(rest).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_of_every_form() {
        use Head::*;
        use Stroke::*;
        let table = [
            ("--> b", Normal, Open, Arrow, None),
            ("----> b", Normal, Open, Arrow, None),
            ("--- b", Normal, Open, Open, None),
            ("<--> b", Normal, Arrow, Arrow, None),
            ("-.-> b", Dotted, Open, Arrow, None),
            ("-.- b", Dotted, Open, Open, None),
            ("-..-> b", Dotted, Open, Arrow, None),
            ("==> b", Thick, Open, Arrow, None),
            ("--x b", Normal, Open, Cross, None),
            ("--o b", Normal, Open, Circle, None),
            ("~~~ b", Invisible, Open, Open, None),
            ("-- 주문 --> b", Normal, Open, Arrow, Some(" 주문 ")),
            ("-. async .-> b", Dotted, Open, Arrow, Some(" async ")),
            ("== a b ==> c", Thick, Open, Arrow, Some(" a b ")),
            ("-- text --- c", Normal, Open, Open, Some(" text ")),
        ];
        for (text, stroke, tail, head, label) in table {
            let found = arrow(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.stroke, found.tail, found.head), (stroke, tail, head), "{text}");
            assert_eq!(found.label.as_ref().map(|(text, _)| text.as_str()), label, "{text}");
        }
        assert_eq!(arrow("b"), None);
    }

    #[test]
    fn labels_run_to_the_bracket_that_closes_them() {
        let read = |text: &str| label(text).map(|l| (l.text, l.shape, l.is_strict));
        let yes = |text: &str, shape, strict| Some((text.to_owned(), shape, strict));
        assert_eq!(read("[웹 서버] --> b"), yes("웹 서버", Shape::Square, true));
        assert_eq!(read("[(DB)]"), yes("DB", Shape::Cylinder, true));
        assert_eq!(read("[\"a (b)\"]"), yes("a (b)", Shape::Square, true));
        assert_eq!(
            read("[Global Cache (Redis)]"),
            yes("Global Cache (Redis)", Shape::Square, false)
        );
        assert_eq!(read("[a (b)] --> c[d (e)]"), yes("a (b)", Shape::Square, false));
        assert_eq!(read("([시작])"), yes("시작", Shape::Stadium, true));
        assert_eq!(read("[/a\\]"), yes("a", Shape::Trapezoid, true));
    }

    #[test]
    fn identifiers_end_before_arrows() {
        for (text, length) in
            [("a-->b", 1), ("a-b-->c", 3), ("DB_M -.-> x", 4), ("주문-api==>x", 10), ("a.b---c", 3)]
        {
            assert_eq!(identifier(text), length, "{text}");
        }
    }
}
