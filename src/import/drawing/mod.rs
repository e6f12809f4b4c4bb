//! What boxes and lines of a drawing mean: the one reading of drawings for all notations that draw.

mod frames;
mod layers;
mod lines;
mod parts;
mod people;

use super::Reading;
use super::classify::counts::{Count, count};
use super::classify::{Evidence, NoPart, Verdict, What, is_object};
use super::sketch::{Component, Guess, Node, Sketch};
use crate::catalog::Kind;
use crate::source::Span;
use crate::text;

pub use frames::stage_of;

/// A drawing as it stands in a file.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    pub title: String,
    pub boxes: Vec<Shape>,
    pub frames: Vec<Frame>,
    pub lines: Vec<Line>,
    pub whole: Option<Span>,
}

/// A box.
#[derive(Clone, Debug)]
pub struct Shape {
    /// As the notation calls it; empty where that says nothing to people.
    pub id: String,
    pub label: String,
    /// The first of several lines of the label: what it is, where the others say more.
    pub head: Option<String>,
    pub at: Span,
    /// A kind that the outline stands for.
    pub outline: Option<&'static str>,
    /// The notation's own type: a word of the language or the catalogue.
    pub own: Option<String>,
    pub icon: Option<String>,
    /// What the notation says it is made of: `Container: Spring Boot`.
    pub technology: Option<String>,
    /// What the notation says that it runs on: a node called `Amazon RDS`, with `MySQL` as its technology.
    pub platform: Option<String>,
    pub frame: Option<usize>,
    /// How many there are, where the notation has a place for that.
    pub count: Option<u32>,
}

/// A box around boxes.
#[derive(Clone, Debug)]
pub struct Frame {
    pub id: String,
    pub title: String,
    pub parent: Option<usize>,
    pub at: Span,
    pub count: Option<u32>,
}

/// An end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum End {
    Box(usize),
    Frame(usize),
}

/// Which ends of a line are arrows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heads {
    None,
    One,
    Both,
}

/// A line.
#[derive(Clone, Debug)]
pub struct Line {
    pub from: End,
    pub to: End,
    pub label: Option<String>,
    pub is_dashed: bool,
    pub heads: Heads,
    pub at: Span,
}

impl Shape {
    pub fn new(id: impl Into<String>, label: impl Into<String>, at: Span) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            head: None,
            at,
            outline: None,
            own: None,
            icon: None,
            technology: None,
            platform: None,
            frame: None,
            count: None,
        }
    }
}

/// A box after it was understood.
pub(super) enum Role {
    /// A component, by its place in the sketch, of this kind.
    Part(usize, Kind),
    /// Lines lead through it.
    Through,
    /// Nothing.
    Gone,
}

/// The sketch of a drawing.
pub fn sketch(reading: &Reading, drawing: &Drawing, format: &'static str) -> Sketch {
    let drawing = &layers::folded(reading, drawing);
    let mut sketch =
        Sketch { name: drawing.title.clone(), format, whole: drawing.whole, ..Sketch::default() };
    let groups = frames::groups(drawing, &mut sketch);
    let mut joined = vec![false; drawing.boxes.len()];
    for end in drawing.lines.iter().flat_map(|line| [line.from, line.to]) {
        if let End::Box(at) = end {
            joined[at] = true;
        }
    }
    let mut roles = Vec::new();
    for (at, shape) in drawing.boxes.iter().enumerate() {
        roles.push(understood(reading, drawing, shape, joined[at], &groups, &mut sketch));
    }
    lines::join(drawing, &roles, &groups, &mut sketch);
    people::settle(drawing, &roles, &mut sketch);
    sketch
}

/// How many boxes are components, how many of those are certain, and whether one of them is a store
/// or stands at the edge: what makes a drawing a design.
pub fn looks_like_a_design(reading: &Reading, drawing: &Drawing) -> bool {
    let mut parts = 0;
    let mut certain = 0;
    let mut has_mark = false;
    for shape in &drawing.boxes {
        if let Verdict::Is(what) = verdict(reading, drawing, shape) {
            parts += 1;
            if what.guess.is_none() {
                certain += 1;
                has_mark |= what.kind.is_store() || what.kind.is_entry();
            }
        }
    }
    // A page of rules and steps names a store here and there.
    parts >= 3 && certain >= 2 && certain * 4 >= parts && has_mark
}

/// Whether it is more than words in boxes: at least two things are certain, or most of them.
pub fn is_about_systems(sketch: &Sketch) -> bool {
    let certain = sketch.components.iter().filter(|one| one.guess.is_none()).count();
    certain >= 2 && certain * 3 >= sketch.components.len()
}

fn verdict(reading: &Reading, drawing: &Drawing, shape: &Shape) -> Verdict {
    let group = shape.frame.map(|frame| &drawing.frames[frame]);
    // A single letter tells nothing, and `n1` neither.
    let tells = shape.id.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    let words = words_of(shape);
    let by = Evidence {
        own: shape.own.as_deref().map(|word| (word, shape.at)),
        icon: shape.icon.as_deref().map(|word| (word, shape.at)),
        label: Some((words.as_str(), shape.at)).filter(|(text, _)| !text.trim().is_empty()),
        name: Some((shape.id.as_str(), shape.at)).filter(|_| tells),
        shape: shape.outline.map(|word| (word, shape.at)),
        group: group.map(|frame| (frame.title.as_str(), frame.at)),
        ..Evidence::default()
    };
    let verdict = reading.classifier.classify(by);
    on_its_platform(reading, shape, verdict)
}

/// The label with what it says beside the name in brackets: further lines, the technology.
fn words_of(shape: &Shape) -> String {
    let head = shape.head.as_deref().unwrap_or(&shape.label);
    let rest = shape.label.strip_prefix(head).unwrap_or_default().trim();
    let technology = shape.technology.as_deref().unwrap_or_default();
    match (technology, rest) {
        ("", "") => head.to_owned(),
        (more, "") | ("", more) => format!("{head} ({more})"),
        (technology, rest) => format!("{head} ({technology}, {rest})"),
    }
}

/// The first of several lines of a label, as it is written; the others follow behind a break.
pub fn first_line(written: &str, plain: fn(&str) -> String) -> Option<String> {
    const BREAKS: [&str; 6] = ["<br", "</div", "</p", "</h", "\\n", "\n"];
    let lower = written.to_ascii_lowercase();
    let mut starts: Vec<usize> =
        BREAKS.iter().flat_map(|it| lower.match_indices(it)).map(|(at, _)| at).collect();
    starts.sort_unstable();
    let head = starts.iter().map(|at| plain(&written[..*at])).find(|head| !head.is_empty())?;
    let head = head.trim_start_matches(['"', '`']).to_owned();
    (head != plain(written)).then_some(head)
}

/// A thing of which only the role is told is what it runs on, where that is of the same sort.
fn on_its_platform(reading: &Reading, shape: &Shape, verdict: Verdict) -> Verdict {
    let Verdict::Is(what) = &verdict else { return verdict };
    let Some(platform) = shape.platform.as_deref().filter(|_| !what.is_technology) else {
        return verdict;
    };
    let by = Evidence { label: Some((platform, shape.at)), ..Evidence::default() };
    match reading.classifier.classify(by) {
        Verdict::Is(host)
            if host.is_technology && (host.kind == what.kind || what.guess.is_some()) =>
        {
            Verdict::Is(host)
        }
        _ => verdict,
    }
}

fn understood(
    reading: &Reading,
    drawing: &Drawing,
    shape: &Shape,
    is_joined: bool,
    groups: &[Option<usize>],
    sketch: &mut Sketch,
) -> Role {
    let name = shown(shape);
    if frames::is_legend(drawing, shape.frame) {
        return Role::Gone;
    }
    if shape.own.is_none()
        && (is_object(&shape.label) || is_object(&shape.id) && shape.label.is_empty())
    {
        sketch.leave_out(name, NoPart::Object.reason(), shape.at);
        return Role::Through;
    }
    let what = match verdict(reading, drawing, shape) {
        Verdict::Is(what) => what,
        Verdict::Not(no) => {
            sketch.leave_out(name, no.reason(), shape.at);
            // Whoever uses a tool asks the tool, and nothing behind it.
            let is_tool = matches!(no, NoPart::AdminTool | NoPart::LoadTool);
            return if is_tool { Role::Gone } else { Role::Through };
        }
    };
    if !is_joined && (what.guess.is_some() || parts::is_library(&shape.label)) {
        sketch.leave_out(
            name,
            text!(
                "연결이 없고 무엇인지 알 수 없음",
                "joined to nothing, and nothing tells what it is"
            ),
            shape.at,
        );
        return Role::Gone;
    }
    let mut component = component(shape, &what, groups);
    if what.kind.is_compute() && frames::scales(drawing, shape.frame) {
        component.state("autoscale", "on", shape.at);
    }
    Role::Part(sketch.add(component), what.kind)
}

fn component(shape: &Shape, what: &What, groups: &[Option<usize>]) -> Component {
    let mut component = Component::new(what.word.clone(), name_of(shape), shape.at);
    component.label = Some(shape.label.clone()).filter(|label| !label.is_empty());
    component.group = shape.frame.and_then(|frame| groups[frame]);
    component.guess = what.guess.as_ref().map(|from| Guess { from: from.clone(), at: shape.at });
    if what.kind == Kind::User {
        return component;
    }
    if let Some(count) = shape.count.filter(|count| *count > 0) {
        component.state("replicas", count.to_string(), shape.at);
    }
    match count(&shape.label) {
        Some(Count::Of(count)) => component.state("replicas", count.to_string(), shape.at),
        Some(Count::Scaled(low, high)) => {
            component.state("replicas", low.to_string(), shape.at);
            component.state("autoscale", format!("{low}..{high}"), shape.at);
        }
        Some(Count::Redundant) => {
            component.state("replicas", "2", shape.at);
            component.notes.push("replicas = 2: 이중화/HA".to_owned());
        }
        Some(Count::MultiZone) if what.is_managed => {
            component.state("replicas", "2", shape.at);
            component.state("failover", "auto", shape.at);
        }
        Some(Count::Cluster) if what.kind.is_store() => {
            component.state("mode", "cluster", shape.at);
            component.state("replicas", "unknown", shape.at);
        }
        _ => {}
    }
    component
}

/// The notation's id where it says something, else the first words of the label.
fn name_of(shape: &Shape) -> String {
    let letters = shape.id.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_bare = letters < 2 || shape.label.is_empty() && shape.id.is_empty();
    if !is_bare || shape.label.is_empty() {
        return shape.id.clone();
    }
    let label = shape.head.as_deref().unwrap_or(&shape.label);
    let label = label.split(['(', '\n', '[', ',']).next().unwrap_or_default().trim();
    let words: Vec<&str> = label.split_whitespace().take(3).collect();
    let name = words.join("-");
    if name.is_empty() { shape.id.clone() } else { name }
}

fn shown(shape: &Shape) -> &str {
    if shape.label.is_empty() { &shape.id } else { &shape.label }
}

/// The component or group behind an end of a line.
pub(super) fn node(
    end: End,
    roles: &[Role],
    groups: &[Option<usize>],
) -> Option<(Node, Option<Kind>)> {
    match end {
        End::Box(at) => match roles[at] {
            Role::Part(place, kind) => Some((Node::Component(place), Some(kind))),
            _ => None,
        },
        End::Frame(at) => groups[at].map(|group| (Node::Group(group), None)),
    }
}
