//! The layers of one program and the parts of one store, drawn as boxes: together they are it.

use super::super::Reading;
use super::super::classify::split;
use super::{Drawing, End, Line};

/// The layers that programs are drawn with.
const LAYERS: &[&str] = &[
    "controller",
    "controllers",
    "service",
    "services",
    "repository",
    "repositories",
    "usecase",
    "facade",
    "dao",
    "mapper",
    "entity",
    "domain",
    "presentation",
    "business",
    "persistence",
    "application",
    "컨트롤러",
    "서비스",
    "리포지토리",
    "레포지토리",
    "저장소",
    "도메인",
];

/// `Controller Layer (REST)`, `Repository`.
fn is_layer(label: &str) -> bool {
    let mut words = split(label.split('(').next().unwrap_or(label));
    if words.last().is_some_and(|last| matches!(last.as_str(), "layer" | "계층" | "레이어")) {
        words.pop();
    }
    LAYERS.contains(&words.concat().as_str())
}

/// What brokers and stores are drawn with.
const PARTS: &[&str] = &[
    "topic",
    "topics",
    "토픽",
    "partition",
    "파티션",
    "changelog",
    "exchange",
    "queue",
    "table",
    "tables",
    "테이블",
    "collection",
    "컬렉션",
    "schema",
    "스키마",
    "key",
    "keys",
];

/// `orders.raw Topic`, `주문 테이블`, `topic: orders`.
fn is_part_of_a_store(label: &str) -> bool {
    let words = split(label.split('(').next().unwrap_or(label));
    let ends = [words.first(), words.last()];
    words.len() > 1 && ends.into_iter().flatten().any(|word| PARTS.contains(&word.as_str()))
}

/// The store that the title of a frame names.
fn store_of(reading: &Reading, drawing: &Drawing, frame: usize) -> Option<String> {
    let frame = &drawing.frames[frame];
    let what = reading.classifier.spoken((frame.title.as_str(), frame.at))?;
    (what.is_technology && what.kind.is_store()).then_some(what.word)
}

/// The drawing with one box for each frame that holds nothing but layers, or parts of a store.
pub fn folded(reading: &Reading, drawing: &Drawing) -> Drawing {
    let mut drawing = drawing.clone();
    for frame in 0..drawing.frames.len() {
        let has_frames = drawing.frames.iter().any(|one| one.parent == Some(frame));
        let inside = |at: &usize| drawing.boxes[*at].frame == Some(frame);
        let members: Vec<usize> = (0..drawing.boxes.len()).filter(inside).collect();
        let are_layers = members.iter().all(|at| is_layer(&drawing.boxes[*at].label));
        let are_parts = members.iter().all(|at| is_part_of_a_store(&drawing.boxes[*at].label));
        if !members.is_empty()
            && are_parts
            && !has_frames
            && let Some(store) = store_of(reading, &drawing, frame)
        {
            drawing.boxes[members[0]].own = Some(store);
            fold(&mut drawing, frame, &members);
            continue;
        }
        if members.len() > 1 && are_layers && !has_frames && is_named(&drawing, frame) {
            drawing.boxes[members[0]].own = Some(written_in(reading, &drawing, frame));
            fold(&mut drawing, frame, &members);
        }
    }
    drawing
}

/// A title that says what the program is, not only that layers follow.
fn is_named(drawing: &Drawing, frame: usize) -> bool {
    let title = &drawing.frames[frame].title;
    !title.trim().is_empty() && !is_layer(title)
}

/// What layers are layers of is a program, whatever else its title says.
fn written_in(reading: &Reading, drawing: &Drawing, frame: usize) -> String {
    let (title, at) = (drawing.frames[frame].title.as_str(), drawing.frames[frame].at);
    let inside = title.split_once('(').map_or("", |(_, inside)| inside);
    let said = [inside, title].into_iter().filter_map(|it| reading.classifier.spoken((it, at)));
    said.filter(|what| what.kind.is_compute()).map(|what| what.word).next().unwrap_or("was".into())
}

fn fold(drawing: &mut Drawing, frame: usize, members: &[usize]) {
    let around = drawing.frames[frame].clone();
    let first = members[0];
    let program = &mut drawing.boxes[first];
    program.id = around.id;
    program.label = around.title;
    program.head = None;
    program.frame = around.parent;
    program.at = around.at;
    program.count = around.count;
    let whole = |end: End| match end {
        End::Box(at) if members.contains(&at) => End::Box(first),
        End::Frame(at) if at == frame => End::Box(first),
        end => end,
    };
    let joined = |line: &Line| Line { from: whole(line.from), to: whole(line.to), ..line.clone() };
    drawing.lines = drawing.lines.iter().map(joined).filter(|line| line.from != line.to).collect();
    let gone = |at: usize| members[1..].contains(&at);
    let place = |at: usize| at - members[1..].iter().filter(|one| **one < at).count();
    for line in &mut drawing.lines {
        for end in [&mut line.from, &mut line.to] {
            if let End::Box(at) = end {
                *at = place(*at);
            }
        }
    }
    let mut at = 0;
    drawing.boxes.retain(|_| {
        at += 1;
        !gone(at - 1)
    });
}

#[cfg(test)]
mod tests {
    use super::super::super::Options;
    use super::super::{Frame, Heads, Shape};
    use super::*;
    use crate::catalog::Catalog;
    use crate::source::{NoLoader, SourceId, Sources, Span};

    #[test]
    fn layers_of_one_program_are_the_program() {
        let at = Span::new(SourceId(0), 0, 0);
        let mut drawing = Drawing::default();
        let frame = Frame {
            id: "app".to_owned(),
            title: "SNS 서버 (Spring Boot)".to_owned(),
            parent: None,
            at,
            count: None,
        };
        drawing.frames.push(frame);
        for (label, frame) in [
            ("사용자", None),
            ("Controller Layer (REST)", Some(0)),
            ("Repository", Some(0)),
            ("MySQL", None),
        ] {
            drawing.boxes.push(Shape { frame, ..Shape::new("", label, at) });
        }
        for (from, to) in [(0, 1), (1, 2), (2, 3)] {
            let (from, to) = (End::Box(from), End::Box(to));
            let heads = Heads::One;
            drawing.lines.push(Line { from, to, label: None, is_dashed: false, heads, at });
        }
        let catalog = Catalog::builtin();
        let reading = Reading::new(Sources::default(), &NoLoader, Options::of(&catalog));
        let folded = folded(&reading, &drawing);
        assert_eq!(folded.boxes[1].own.as_deref(), Some("spring"));
        let labels: Vec<&str> = folded.boxes.iter().map(|one| one.label.as_str()).collect();
        assert_eq!(labels, ["사용자", "SNS 서버 (Spring Boot)", "MySQL"]);
        let ends: Vec<(End, End)> = folded.lines.iter().map(|line| (line.from, line.to)).collect();
        assert_eq!(ends, [(End::Box(0), End::Box(1)), (End::Box(1), End::Box(2))]);
    }
}
