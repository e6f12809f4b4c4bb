//! The data of a node, as YAML in braces behind it.

use super::chart::Shape;

/// What `@{ shape: cyl, label: "x" }` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data {
    pub label: Option<String>,
    pub shape: Option<Shape>,
}

/// Reads the data at the beginning of a text, and how many bytes they take.
pub fn read(text: &str) -> Option<(Data, usize)> {
    let body = text.strip_prefix("@{")?;
    let end = outside_quotes(body, &['}']).next()?;
    let mut data = Data { label: None, shape: None };
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
            "shape" if stated.is_some() => data.shape = Some(shape(value)),
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
}
