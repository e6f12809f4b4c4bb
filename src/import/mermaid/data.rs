//! The data of a node, as YAML in braces behind it.

use super::chart::Shape;

/// What `@{ shape: cyl, label: "x" }` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Data {
    pub label: Option<String>,
    pub shape: Option<Shape>,
    /// A name of an outline that there is not.
    pub unknown: Option<String>,
}

/// Reads the data at the beginning of a text, and how many bytes they take.
pub fn read(text: &str) -> Option<(Data, usize)> {
    let body = text.strip_prefix("@{")?;
    let end = outside_quotes(body, &['}']).next()?;
    let mut data = Data::default();
    let mut key = "";
    for pair in pieces(&body[..end]) {
        let stated = pair.split_once(':').filter(|(key, _)| is_key(key.trim()));
        let (named, value) = match stated {
            Some((named, value)) => (named.trim(), value.trim()),
            // A text over several lines goes on.
            None => (key, pair.trim()),
        };
        let value = value.trim_matches(['"', '\'']).trim_start_matches(['|', '>']);
        match named {
            "label" => {
                let before = data.label.take().filter(|_| stated.is_none()).unwrap_or_default();
                data.label = Some(format!("{before} {value}").trim().to_owned());
            }
            "shape" if stated.is_some() => {
                data.shape = Some(shape(value));
                data.unknown = (!OUTLINES.contains(&value)).then(|| value.to_owned());
            }
            _ => {}
        }
        key = named;
    }
    Some((data, end + 3))
}

fn is_key(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
}

/// Places of some characters that stand in no quotes.
fn outside_quotes<'t>(text: &'t str, wanted: &'t [char]) -> impl Iterator<Item = usize> + 't {
    let mut is_quoted = false;
    text.char_indices().filter_map(move |(at, letter)| {
        is_quoted ^= letter == '"';
        (!is_quoted && wanted.contains(&letter)).then_some(at)
    })
}

fn pieces(body: &str) -> Vec<&str> {
    let mut start = 0;
    let mut pieces = Vec::new();
    for at in outside_quotes(body, &[',', '\n']).chain([body.len()]) {
        pieces.push(&body[start..at]);
        start = (at + 1).min(body.len());
    }
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

/// The names of outlines that the official parser knows.
pub const OUTLINES: &[&str] = &[
    "rect",
    "proc",
    "process",
    "rectangle",
    "rounded",
    "event",
    "stadium",
    "terminal",
    "pill",
    "fr-rect",
    "subprocess",
    "subproc",
    "framed-rectangle",
    "subroutine",
    "cyl",
    "db",
    "database",
    "cylinder",
    "datastore",
    "data-store",
    "folder",
    "directory",
    "bucket",
    "console",
    "browser",
    "person",
    "circle",
    "circ",
    "bang",
    "cloud",
    "diam",
    "decision",
    "diamond",
    "question",
    "hex",
    "hexagon",
    "prepare",
    "lean-r",
    "lean-right",
    "in-out",
    "lean-l",
    "lean-left",
    "out-in",
    "trap-b",
    "priority",
    "trapezoid-bottom",
    "trapezoid",
    "trap-t",
    "manual",
    "trapezoid-top",
    "inv-trapezoid",
    "dbl-circ",
    "double-circle",
    "text",
    "notch-rect",
    "card",
    "notched-rectangle",
    "lin-rect",
    "lined-rectangle",
    "lined-process",
    "lin-proc",
    "shaded-process",
    "sm-circ",
    "start",
    "small-circle",
    "fr-circ",
    "stop",
    "framed-circle",
    "fork",
    "join",
    "hourglass",
    "collate",
    "brace",
    "comment",
    "brace-l",
    "brace-r",
    "braces",
    "bolt",
    "com-link",
    "lightning-bolt",
    "doc",
    "document",
    "delay",
    "half-rounded-rectangle",
    "h-cyl",
    "das",
    "horizontal-cylinder",
    "lin-cyl",
    "disk",
    "lined-cylinder",
    "curv-trap",
    "curved-trapezoid",
    "display",
    "div-rect",
    "div-proc",
    "divided-rectangle",
    "divided-process",
    "tri",
    "extract",
    "triangle",
    "win-pane",
    "internal-storage",
    "window-pane",
    "f-circ",
    "junction",
    "filled-circle",
    "notch-pent",
    "loop-limit",
    "notched-pentagon",
    "flip-tri",
    "manual-file",
    "flipped-triangle",
    "sl-rect",
    "manual-input",
    "sloped-rectangle",
    "docs",
    "documents",
    "st-doc",
    "stacked-document",
    "st-rect",
    "procs",
    "processes",
    "stacked-rectangle",
    "bow-rect",
    "stored-data",
    "bow-tie-rectangle",
    "cross-circ",
    "summary",
    "crossed-circle",
    "tag-doc",
    "tagged-document",
    "tag-rect",
    "tagged-rectangle",
    "tag-proc",
    "tagged-process",
    "flag",
    "paper-tape",
    "odd",
    "lin-doc",
    "lined-document",
    "state",
    "choice",
    "note",
    "icon",
    "anchor",
];

/// The outline behind a name of a shape.
fn shape(name: &str) -> Shape {
    match name {
        "cyl" | "cylinder" | "database" | "db" | "lin-cyl" | "disk" | "lined-cylinder" => {
            Shape::Cylinder
        }
        "rounded" | "event" => Shape::Round,
        "stadium" | "pill" | "terminal" => Shape::Stadium,
        "circle" | "circ" => Shape::Circle,
        "hex" | "hexagon" | "prepare" => Shape::Hexagon,
        "diam" | "diamond" | "decision" | "question" => Shape::Diamond,
        "rect" | "proc" | "process" | "rectangle" => Shape::Square,
        "subproc" | "fr-rect" | "subprocess" | "subroutine" | "framed-rectangle" => {
            Shape::Subroutine
        }
        "person" | "browser" => Shape::Person,
        "bucket" => Shape::Bucket,
        _ => Shape::Named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_shapes_are_read_over_lines_and_in_quotes() {
        let read = |text: &str| read(text).map(|(data, length)| (data.label, data.shape, length));
        let label = |text: &str| Some(text.to_owned());
        assert_eq!(
            read("@{ shape: cyl, label: \"주문 DB\" } x").map(|it| (it.0, it.1)),
            Some((label("주문 DB"), Some(Shape::Cylinder)))
        );
        assert_eq!(read("@{ label: \"a } b, c\" }"), Some((label("a } b, c"), None, 22)));
        assert_eq!(
            read("@{\n label: |\n  a\n  b\n shape: rect\n}").map(|it| (it.0, it.1)),
            Some((label("a b"), Some(Shape::Square)))
        );
        assert_eq!(read("@{ shape: cyl"), None);
        assert_eq!(read("[x]"), None);
    }

    #[test]
    fn an_outline_that_there_is_not_is_told_from_one_that_has_no_meaning_here() {
        let unknown = |text: &str| read(text).and_then(|(data, _)| data.unknown);
        assert_eq!(unknown("@{ shape: queue }").as_deref(), Some("queue"));
        assert_eq!(unknown("@{ shape: lin_cyl }").as_deref(), Some("lin_cyl"));
        assert_eq!(unknown("@{ shape: bolt, label: \"x\" }"), None);
    }
}
