//! Mermaid: flowcharts, `architecture-beta` and C4, alone or as blocks of a Markdown file.

mod architecture;
mod chart;
mod data;
mod flowchart;
mod label;
mod scan;
mod strict;

use super::Reading;
use super::drawing::{self, Drawing, End, Frame, Heads, Line, Shape as Drawn};
use super::sketch::{Sketch, Stage};
use crate::catalog::Kind;
use crate::diagnostic::{Diagnostic, Edit, Fix, Safety};
use crate::source::{SourceId, Span};
use crate::text;
use chart::{Chart, Head, Mending, Shape, Stroke};
use std::collections::HashMap;
use std::ops::Range;

/// Reads the chart of a whole file.
pub fn read(reading: &mut Reading, given: &[SourceId]) -> Vec<Sketch> {
    let Some(id) = given.first() else { return Vec::new() };
    let end = reading.files.get(*id).text.len();
    let stem = reading.stem(*id);
    block(reading, *id, 0..end, &stem)
}

/// Reads one chart; one whose top-level subgraphs are an AS-IS and a TO-BE is two designs.
pub fn block(reading: &mut Reading, id: SourceId, range: Range<usize>, name: &str) -> Vec<Sketch> {
    let text = reading.files.get(id).text.clone();
    let text = &text[range.clone()];
    let skip = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let (text, offset) = (&text[skip..], range.start + skip);
    let mut drawing = match kind_of(text) {
        Some(Notation::Flowchart) => {
            let chart = flowchart::read(text, id, offset);
            refused(reading, &chart);
            drawn(&chart)
        }
        Some(Notation::Architecture) => architecture::read(text, id, offset),
        Some(Notation::C4) => super::c4::read(text, id, offset),
        None => return Vec::new(),
    };
    drawing.whole = Some(Span::new(
        id,
        offset,
        offset + text.trim_end().find('\n').unwrap_or(text.trim_end().len()),
    ));
    if drawing.title.is_empty() {
        drawing.title = name.to_owned();
    }
    let mut sketches = match staged(&drawing) {
        Some([before, after]) => {
            let mut before = drawing::sketch(reading, &before, "Mermaid");
            let mut after = drawing::sketch(reading, &after, "Mermaid");
            before.stage = Some(Stage::AsIs);
            after.stage = Some(Stage::ToBe);
            vec![before, after]
        }
        None => vec![drawing::sketch(reading, &drawing, "Mermaid")],
    };
    sketches.retain(|sketch| !sketch.components.is_empty());
    sketches
}

/// Whether a block of a Markdown file is drawn as a design, by what it holds.
pub fn is_design(reading: &Reading, id: SourceId, range: Range<usize>) -> bool {
    let text = reading.files.get(id).text.clone();
    let text = &text[range.clone()];
    let drawing = match kind_of(text) {
        Some(Notation::Flowchart) => drawn(&flowchart::read(text, id, range.start)),
        Some(Notation::Architecture) => architecture::read(text, id, range.start),
        Some(Notation::C4) => super::c4::read(text, id, range.start),
        None => return false,
    };
    drawing::looks_like_a_design(reading, &drawing)
}

#[derive(Clone, Copy)]
enum Notation {
    Flowchart,
    Architecture,
    C4,
}

/// The notation of a Mermaid text, by its first word.
fn kind_of(text: &str) -> Option<Notation> {
    let word = first_word(text)?;
    match word {
        "flowchart" | "graph" | "flowchart-elk" => Some(Notation::Flowchart),
        "architecture-beta" | "architecture" => Some(Notation::Architecture),
        _ if word.starts_with("C4") => Some(Notation::C4),
        _ => None,
    }
}

/// The word that names the notation, behind frontmatter, directives and comments.
fn first_word(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("%%"));
    let mut first = lines.next()?;
    if first == "---" {
        lines.by_ref().find(|line| *line == "---");
        first = lines.next()?;
    }
    first.split([' ', '\t', ';', '{', ':']).next()
}

/// Why a Mermaid text is no architecture: its notation is for something else.
pub fn other_notation(text: &str) -> Option<String> {
    let word = first_word(text)?;
    const OTHERS: &[&str] = &[
        "sequenceDiagram",
        "erDiagram",
        "classDiagram",
        "classDiagram-v2",
        "stateDiagram",
        "stateDiagram-v2",
        "gantt",
        "pie",
        "gitGraph",
        "journey",
        "mindmap",
        "timeline",
        "quadrantChart",
        "sankey-beta",
        "xychart-beta",
        "block-beta",
        "packet-beta",
        "kanban",
        "requirementDiagram",
        "zenuml",
        "radar-beta",
        "treemap-beta",
    ];
    OTHERS.contains(&word).then(|| word.to_owned())
}

/// Says at each character that the official parser refuses what it costs and what to write.
fn refused(reading: &mut Reading, chart: &Chart) {
    for one in &chart.refused {
        let said = Diagnostic::warning(
            "unrenderable",
            one.at,
            text!(
                "Mermaid가 이 글자들을 읽지 못해 블록 전체가 그려지지 않습니다",
                "Mermaid can't read this, so nothing of the block is drawn"
            ),
        );
        let said = said.why(text!(
            "GitHub은 블록에 오류가 하나라도 있으면 그림 대신 오류를 보여 줍니다.",
            "Where a block has one mistake, GitHub shows an error instead of the picture."
        ));
        let said = match &one.mending {
            Mending::Quoted(instead) => said
                .help(text!(
                    "괄호나 `@`이 든 글자는 따옴표로 묶으세요.",
                    "Put quotes around text that holds brackets or `@`."
                ))
                .fix(Fix {
                    safety: Safety::Safe,
                    title: text!("따옴표로 묶습니다", "put it in quotes"),
                    edits: vec![Edit { span: one.at, text: instead.clone() }],
                }),
            Mending::Outline(Some(near)) => said.help(text!(
                near;
                "Mermaid에 없는 모양입니다. 혹시 `{near}`인가요?",
                "Mermaid has no such shape; did you mean `{near}`?"
            )),
            Mending::Outline(None) => said.help(text!(
                "Mermaid에 없는 모양입니다. `cyl`, `rounded`처럼 있는 모양을 적으세요.",
                "Mermaid has no such shape; take one that it has, `cyl` or `rounded` say."
            )),
            Mending::EdgeNumber(0) => said.help(text!(
                "`linkStyle`은 선보다 뒤에 적으세요.",
                "Write `linkStyle` behind the lines that it is about."
            )),
            Mending::EdgeNumber(count) => {
                let last = count - 1;
                said.help(text!(
                    last;
                    "여기까지 그은 선의 번호는 0부터 {last}까지입니다.",
                    "The lines up to here have the numbers 0 to {last}."
                ))
            }
            Mending::Line => said.help(text!(
                "이 줄을 Mermaid 문법에 맞게 고치세요.",
                "Put this line right for Mermaid."
            )),
        };
        reading.findings.push(said);
    }
}

/// A chart as boxes and lines.
fn drawn(chart: &Chart) -> Drawing {
    let mut drawing =
        Drawing { title: chart.title.clone().unwrap_or_default(), ..Drawing::default() };
    for subgraph in &chart.subgraphs {
        drawing.frames.push(Frame {
            id: subgraph.id.clone(),
            title: subgraph.title.clone(),
            parent: subgraph.parent,
            at: subgraph.at,
            count: None,
        });
    }
    let frame_of = |id: &str| chart.subgraphs.iter().position(|subgraph| subgraph.id == id);
    let mut places = Vec::new();
    for node in &chart.nodes {
        // An edge at a subgraph names the group.
        if node.label.is_none()
            && let Some(frame) = frame_of(&node.id).or_else(|| titled(chart, &node.id))
        {
            places.push(End::Frame(frame));
            continue;
        }
        let label = node.label.clone().unwrap_or_else(|| node.id.clone());
        let mut shape = Drawn::new(node.id.clone(), label, node.label_at.unwrap_or(node.at));
        shape.head = node.head.clone();
        shape.outline = outline(node.shape);
        shape.own = node.class.as_ref().filter(|class| Kind::parse(class).is_some()).cloned();
        shape.frame = node.within;
        drawing.boxes.push(shape);
        places.push(End::Box(drawing.boxes.len() - 1));
    }
    let by_id: HashMap<&str, End> =
        chart.nodes.iter().zip(&places).map(|(node, end)| (node.id.as_str(), *end)).collect();
    let end = |id: &str| by_id.get(id).copied();
    for edge in chart.edges.iter().filter(|edge| flowchart::is_spoken(edge)) {
        let (Some(from), Some(to)) = (end(&edge.from), end(&edge.to)) else { continue };
        let is_arrow = |head: Head| matches!(head, Head::Arrow | Head::Circle);
        let heads = match (is_arrow(edge.tail), is_arrow(edge.head)) {
            (true, true) => Heads::Both,
            (false, false) => Heads::None,
            _ => Heads::One,
        };
        let back = is_arrow(edge.tail) && !is_arrow(edge.head);
        let (from, to) = if back { (to, from) } else { (from, to) };
        let is_dashed = edge.stroke == Stroke::Dotted;
        drawing.lines.push(Line {
            from,
            to,
            label: edge.label.clone(),
            is_dashed,
            heads,
            at: edge.at,
        });
    }
    drawing
}

/// An undeclared id that is a word of exactly one subgraph's title.
fn titled(chart: &Chart, id: &str) -> Option<usize> {
    let says = |title: &str| title.split_whitespace().any(|word| word == id);
    let mut fitting =
        chart.subgraphs.iter().enumerate().filter(|(_, subgraph)| says(&subgraph.title));
    let (at, _) = fitting.next()?;
    fitting.next().is_none().then_some(at)
}

fn outline(shape: Shape) -> Option<&'static str> {
    match shape {
        Shape::Cylinder => Some("db"),
        Shape::Person => Some("user"),
        Shape::Bucket => Some("storage"),
        _ => None,
    }
}

/// A drawing whose top-level frames are one AS-IS and one TO-BE, as two drawings.
fn staged(drawing: &Drawing) -> Option<[Drawing; 2]> {
    let top: Vec<usize> =
        (0..drawing.frames.len()).filter(|at| drawing.frames[*at].parent.is_none()).collect();
    let [first, second] = top.as_slice() else { return None };
    let stage = |at: usize| drawing::stage_of(&drawing.frames[at].title);
    let (before, after) = match (stage(*first)?, stage(*second)?) {
        (Stage::AsIs, Stage::ToBe) => (*first, *second),
        (Stage::ToBe, Stage::AsIs) => (*second, *first),
        _ => return None,
    };
    Some([only(drawing, before, after), only(drawing, after, before)])
}

/// The drawing without what stands in the frame `gone`; the frame `kept` itself is no group.
fn only(drawing: &Drawing, kept: usize, gone: usize) -> Drawing {
    let inside = |mut frame: Option<usize>, of: usize| {
        while let Some(at) = frame {
            if at == of {
                return true;
            }
            frame = drawing.frames[at].parent;
        }
        false
    };
    let mut frames = Vec::new();
    let mut moved = vec![None; drawing.frames.len()];
    for (at, frame) in drawing.frames.iter().enumerate() {
        if at != kept && !inside(Some(at), gone) {
            let parent = frame.parent.and_then(|parent| moved[parent]);
            frames.push(Frame { parent, ..frame.clone() });
            moved[at] = Some(frames.len() - 1);
        }
    }
    let mut boxes = Vec::new();
    let mut places = vec![None; drawing.boxes.len()];
    for (at, shape) in drawing.boxes.iter().enumerate() {
        if !inside(shape.frame, gone) {
            let frame = shape.frame.and_then(|frame| moved[frame]);
            boxes.push(Drawn { frame, ..shape.clone() });
            places[at] = Some(boxes.len() - 1);
        }
    }
    let end = |end: End| match end {
        End::Box(at) => places[at].map(End::Box),
        End::Frame(at) => moved[at].map(End::Frame),
    };
    let lines = drawing
        .lines
        .iter()
        .filter_map(|line| Some(Line { from: end(line.from)?, to: end(line.to)?, ..line.clone() }));
    Drawing { boxes, frames, lines: lines.collect(), ..drawing.clone() }
}

#[cfg(test)]
mod official;
