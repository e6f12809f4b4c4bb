//! Prints how good the pictures of the examples and of the shapes of real systems are, and what ELK
//! and Graphviz make of the same boxes where they are installed:
//! `cargo run --release --example picture-figures [DESIGN.arch…]`. For ELK, Node and `npm install elkjs`
//! (see `elk.mjs`). Below the table: the sums, the goals set for two designs, and how far a picture
//! stays the same when one link goes.
#![allow(clippy::disallowed_methods, reason = "a tool for people, not part of the library")]

use archlint::catalog::Catalog;
use archlint::model::{Design, build};
use archlint::render::faults::{Figures, faults, figures};
use archlint::render::graph::{Direction, Graph, Layout, Point, Rect, Route};
use archlint::render::layout::layout;
use archlint::render::placed;
use archlint::say::{Lang, Text};
use archlint::source::{LoadError, Loader, Source, Sources, Span};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let two_zones = root.join("examples/two-zones.arch");
    let domains = root.join("benches/domains.arch");
    let mut shapes = designs(&root.join("tests/it/fixtures/shapes"));
    shapes.extend(std::env::args().skip(1).map(PathBuf::from));
    println!(
        "| design | by | crossings | bends | length | foreign groups | aspect | ink % | faults | ms |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for path in designs(&root.join("examples")).iter().chain([&domains]) {
        print_figures(path);
    }
    let sums: Vec<(Sum, Option<Sum>)> = shapes.iter().map(|path| print_figures(path)).collect();
    print_sums(&sums);
    println!("\n| design | goal | reached | |\n| --- | --- | --- | --- |");
    print_goals(&two_zones, &TWO_ZONES);
    print_goals(&domains, &DOMAINS);
    println!(
        "\n| design | nodes | moved by more than {FAR} px when one link goes: median | mean | turned |"
    );
    println!("| --- | --- | --- | --- | --- |");
    for path in [&two_zones, &domains].into_iter().chain(&shapes) {
        print_stability(path);
    }
}

/// Crossings, bends and px of link.
type Sum = (usize, usize, f64);

fn sum_of(figures: &Figures, layout: &Layout) -> Sum {
    let length = layout.routes.iter().map(|route| route.length()).sum();
    (figures.crossings, figures.bends, length)
}

/// One line for each program; returns what is summed, of ours and of ELK's.
fn print_figures(path: &Path) -> (Sum, Option<Sum>) {
    let (name, design) = read(path);
    let start = Instant::now();
    let (graph, layout) = placed(&design, Lang::Ko, Direction::Auto);
    let time = start.elapsed().as_secs_f64() * 1e3;
    let wrong = faults(&graph, &layout).total();
    let own = figures(&graph, &layout);
    let sum = sum_of(&own, &layout);
    print_row(&name, "archlint", own, sum.2, &wrong.to_string(), time);
    let by_elk = ["DOWN", "RIGHT"].into_iter().filter_map(|way| by_elk(&graph, way));
    let better = by_elk.min_by_key(|(layout, _)| figures(&graph, layout).crossings);
    let elk = better.map(|(layout, time)| {
        let figures = figures(&graph, &layout);
        let sum = sum_of(&figures, &layout);
        print_row(&name, "ELK", figures, sum.2, "–", time);
        sum
    });
    if let Some((layout, time)) = by_dot(&graph) {
        let crossings = curves_crossing(&layout);
        let figures = Figures { crossings, bends: 0, ..figures(&graph, &layout) };
        print_row(&name, "dot", figures, sum_of(&figures, &layout).2, "–", time);
    }
    (sum, elk)
}

fn print_row(name: &str, by: &str, f: Figures, length: f64, faults: &str, ms: f64) {
    let Figures { crossings, bends, through_groups, aspect, ink } = f;
    println!(
        "| {name} | {by} | {crossings} | {bends} | {length:.0} | {through_groups} | {aspect:.2} | \
         {ink:.1} | {faults} | {ms:.1} |"
    );
}

/// Of the shapes, beside ELK's where it laid out all of them.
fn print_sums(sums: &[(Sum, Option<Sum>)]) {
    let add = |a: Sum, b: Sum| (a.0 + b.0, a.1 + b.1, a.2 + b.2);
    let ours = sums.iter().map(|(own, _)| *own).reduce(add).unwrap_or_default();
    println!("\nSum of the shapes: {} crossings, {} bends, {:.0} px", ours.0, ours.1, ours.2);
    let elk: Option<Vec<Sum>> = sums.iter().map(|(_, elk)| *elk).collect();
    let Some(elk) = elk.and_then(|sums| sums.into_iter().reduce(add)) else { return };
    let share = ours.0 as f64 / elk.0.max(1) as f64;
    let worse = sums.iter().filter(|(own, elk)| elk.is_some_and(|elk| own.0 > elk.0 + 4)).count();
    println!(
        "ELK: {} crossings, {} bends, {:.0} px; ours are {share:.2} of that, more by over 4 on {worse}",
        elk.0, elk.1, elk.2
    );
}

/// What a figure should be at least and at most.
type Goal = (&'static str, fn(&Figures) -> f64, f64, f64);

const CROSSINGS: fn(&Figures) -> f64 = |f| f.crossings as f64;
const BENDS: fn(&Figures) -> f64 = |f| f.bends as f64;
const FOREIGN: fn(&Figures) -> f64 = |f| f.through_groups as f64;
const ASPECT: fn(&Figures) -> f64 = |f| f.aspect;
const INK: fn(&Figures) -> f64 = |f| f.ink;

const TWO_ZONES: [Goal; 5] = [
    ("crossings", CROSSINGS, 0.0, 14.0),
    ("bends", BENDS, 0.0, 98.0),
    ("foreign groups", FOREIGN, 0.0, 0.0),
    ("aspect", ASPECT, 1.2, 2.2),
    ("ink %", INK, 9.0, 100.0),
];
const DOMAINS: [Goal; 4] = [
    ("crossings", CROSSINGS, 0.0, 80.0),
    ("foreign groups", FOREIGN, 0.0, 0.0),
    ("aspect", ASPECT, 1.4, 2.0),
    ("ink %", INK, 10.0, 100.0),
];

fn print_goals(path: &Path, goals: &[Goal]) {
    let (name, design) = read(path);
    let (graph, layout) = placed(&design, Lang::Ko, Direction::Auto);
    let figures = figures(&graph, &layout);
    for &(what, of, least, most) in goals {
        let reached = of(&figures);
        let met = if (least..=most).contains(&reached) { "met" } else { "missed" };
        println!("| {name} | {what} {least}–{most} | {reached:.2} | {met} |");
    }
}

/// A node that moves no farther than this is found again at a glance, px.
const FAR: f64 = 80.0;

fn print_stability(path: &Path) {
    let (name, design) = read(path);
    let (graph, before) = placed(&design, Lang::Ko, Direction::Auto);
    let step = graph.links.len().div_ceil(LINKS).max(1);
    let changed = |link: usize| {
        let mut fewer = graph.clone();
        fewer.links.remove(link);
        let after = layout(&fewer, Direction::Auto);
        (moved(&before, &after), is_turned(&before, &after))
    };
    let mut changes: Vec<(usize, bool)> =
        (0..graph.links.len()).step_by(step).map(changed).collect();
    changes.sort_unstable();
    let mean = changes.iter().map(|it| it.0).sum::<usize>() as f64 / changes.len().max(1) as f64;
    let median = changes.get(changes.len() / 2).map_or(0, |it| it.0);
    let turned = changes.iter().filter(|it| it.1).count();
    println!("| {name} | {} | {median} | {mean:.1} | {turned} |", graph.nodes.len());
}

/// So many links are taken out at most, one at a time.
const LINKS: usize = 40;

/// How many nodes moved far, what all have in common left out.
fn moved(before: &Layout, after: &Layout) -> usize {
    let middle = |of: fn(&Rect) -> f64| {
        let pairs = after.nodes.iter().zip(&before.nodes);
        let mut moved: Vec<f64> = pairs.map(|(a, b)| of(a) - of(b)).collect();
        moved.sort_by(f64::total_cmp);
        moved.get(moved.len() / 2).copied().unwrap_or(0.0)
    };
    let (x, y) = (middle(|rect| rect.x), middle(|rect| rect.y));
    let pairs = after.nodes.iter().zip(&before.nodes);
    pairs.filter(|(a, b)| (a.x - b.x - x).hypot(a.y - b.y - y) > FAR).count()
}

/// From lying to standing, or the other way.
fn is_turned(before: &Layout, after: &Layout) -> bool {
    let aspect = |layout: &Layout| layout.width / layout.height.max(1.0);
    let (a, b) = (aspect(before), aspect(after));
    (a > 1.0) != (b > 1.0) && (a / b).ln().abs() > 0.5
}

/// A design and its name.
fn read(path: &Path) -> (String, Design) {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).expect("an example can be read");
    let mut sources = Sources::default();
    let id = sources.add(Source::new(path.to_string_lossy(), &*text));
    let span = Span::new(id, 0, text.len());
    (name, build(&mut sources, span, &Files, &Catalog::builtin()).design)
}

/// Every design below a folder.
fn designs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            found.extend(designs(&path));
        } else if path.extension().is_some_and(|e| e == "arch") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Reads beside the design.
struct Files;

impl Loader for Files {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let file = Path::new(from).parent().unwrap_or(Path::new(".")).join(path);
        let text = std::fs::read_to_string(&file)
            .map_err(|error| LoadError { reason: Text::same(error.to_string()) })?;
        Ok(Source::new(file.to_string_lossy(), text))
    }
}

/// The layout that ELK gives the same boxes in a direction, and its time in ms with Node's start;
/// nothing when one of them is not there.
fn by_elk(graph: &Graph, direction: &str) -> Option<(Layout, f64)> {
    let nodes = graph
        .nodes
        .iter()
        .map(|node| json!({ "width": node.width, "height": node.height, "group": node.group }));
    let groups = graph
        .groups
        .iter()
        .map(|group| json!({ "parent": group.parent, "title": group.title.width }));
    let links = graph.links.iter().map(|link| {
        let label = link.label.map(|label| [label.width, label.height]);
        json!({ "from": link.from, "to": link.to, "label": label })
    });
    let asked = json!({
        "nodes": nodes.collect::<Vec<_>>(),
        "groups": groups.collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
        "direction": direction,
    });
    let start = Instant::now();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/elk.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    node.stdin.take()?.write_all(asked.to_string().as_bytes()).ok()?;
    let output = node.wait_with_output().ok()?;
    let time = start.elapsed().as_secs_f64() * 1e3;
    let told: Elk = serde_json::from_slice(&output.stdout).ok()?;
    let rect = |[x, y, width, height]: [f64; 4]| Rect { x, y, width, height };
    let route = |points: Vec<[f64; 2]>| Route {
        points: points.into_iter().map(|[x, y]| Point { x, y }).collect(),
        label: None,
    };
    let layout = Layout {
        width: told.width,
        height: told.height,
        nodes: told.nodes.into_iter().map(rect).collect(),
        groups: told.groups.into_iter().map(rect).collect(),
        titles: vec![Rect::default(); graph.groups.len()],
        routes: told.routes.into_iter().map(route).collect(),
    };
    Some((layout, time))
}

/// What `elk.mjs` prints.
#[derive(serde::Deserialize)]
struct Elk {
    width: f64,
    height: f64,
    nodes: Vec<[f64; 4]>,
    groups: Vec<[f64; 4]>,
    routes: Vec<Vec<[f64; 2]>>,
}

/// The layout that `dot` gives the same boxes, and its time in ms; nothing when it is not there.
fn by_dot(graph: &Graph) -> Option<(Layout, f64)> {
    let start = Instant::now();
    let mut dot = Command::new("dot")
        .arg("-Tjson")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    dot.stdin.take()?.write_all(in_dot(graph).as_bytes()).ok()?;
    let output = dot.wait_with_output().ok()?;
    let time = start.elapsed().as_secs_f64() * 1e3;
    let told: Value = serde_json::from_slice(&output.stdout).ok()?;
    Some((layout_of(graph, &told)?, time))
}

/// Boxes of the same sizes in clusters, without words.
fn in_dot(graph: &Graph) -> String {
    let mut text = String::from("digraph { node [shape=box fixedsize=true label=\"\"]\n");
    write_group(graph, None, &mut text);
    for (i, link) in graph.links.iter().enumerate() {
        let label = link.label.map_or(String::new(), |l| {
            let (w, h) = (l.width, l.height);
            format!(
                " label=<<TABLE BORDER=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"{w:.0}\" \
                 HEIGHT=\"{h:.0}\"><TR><TD></TD></TR></TABLE>>"
            )
        });
        let _ = writeln!(text, "n{} -> n{} [id=\"{i}\"{label}]", link.from, link.to);
    }
    text + "}\n"
}

fn write_group(graph: &Graph, group: Option<usize>, text: &mut String) {
    for (i, node) in graph.nodes.iter().enumerate().filter(|(_, n)| n.group == group) {
        let (w, h) = (node.width / 72.0, node.height / 72.0);
        let _ = writeln!(text, "n{i} [id=\"n{i}\" width={w:.3} height={h:.3}]");
    }
    for (i, _) in graph.groups.iter().enumerate().filter(|(_, g)| g.parent == group) {
        let _ = writeln!(text, "subgraph cluster_{i} {{ id=\"g{i}\" label=\" \"");
        write_group(graph, Some(i), text);
        text.push_str("}\n");
    }
}

fn numbers(text: &str) -> Vec<f64> {
    text.split(',').filter_map(|n| n.trim_matches(['e', 's', ' ']).parse().ok()).collect()
}

fn layout_of(graph: &Graph, told: &Value) -> Option<Layout> {
    let bounds = numbers(told["bb"].as_str()?);
    let mut layout = Layout {
        width: bounds[2],
        height: bounds[3],
        nodes: vec![Rect::default(); graph.nodes.len()],
        groups: vec![Rect::default(); graph.groups.len()],
        titles: vec![Rect::default(); graph.groups.len()],
        routes: vec![Default::default(); graph.links.len()],
    };
    for object in told["objects"].as_array()? {
        let Some(id) = object["id"].as_str() else { continue };
        if let Some(group) = id.strip_prefix('g').and_then(|g| g.parse::<usize>().ok()) {
            let b = numbers(object["bb"].as_str()?);
            layout.groups[group] =
                Rect { x: b[0], y: b[1], width: b[2] - b[0], height: b[3] - b[1] };
        } else if let Some(node) = id.strip_prefix('n').and_then(|n| n.parse::<usize>().ok()) {
            let at = numbers(object["pos"].as_str()?);
            let (width, height) = (graph.nodes[node].width, graph.nodes[node].height);
            let (x, y) = (at[0] - width / 2.0, at[1] - height / 2.0);
            layout.nodes[node] = Rect { x, y, width, height };
        }
    }
    for edge in told["edges"].as_array()? {
        let link: usize = edge["id"].as_str()?.parse().ok()?;
        let ends = edge["pos"].as_str()?.split_whitespace().filter(|p| !p.starts_with(['e', 's']));
        let controls: Vec<Point> = ends
            .map(numbers)
            .filter(|p| p.len() == 2)
            .map(|p| Point { x: p[0], y: p[1] })
            .collect();
        layout.routes[link].points = flattened(&controls);
    }
    Some(layout)
}

/// A chain of Bézier curves as short straight parts.
fn flattened(controls: &[Point]) -> Vec<Point> {
    const PARTS: usize = 8;
    let mut points: Vec<Point> = controls.first().copied().into_iter().collect();
    let mut from = 0;
    while from + 3 < controls.len() {
        let c = &controls[from..from + 4];
        for part in 1..=PARTS {
            let t = part as f64 / PARTS as f64;
            let weights = [
                (1.0 - t).powi(3),
                3.0 * t * (1.0 - t).powi(2),
                3.0 * t * t * (1.0 - t),
                t.powi(3),
            ];
            let sum = |of: fn(&Point) -> f64| c.iter().zip(weights).map(|(p, w)| of(p) * w).sum();
            points.push(Point { x: sum(|p| p.x), y: sum(|p| p.y) });
        }
        from += 3;
    }
    points
}

/// Crossings of curves: parts of different links that cut each other.
fn curves_crossing(layout: &Layout) -> usize {
    let side = |a: Point, b: Point, p: Point| (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    let cut = |a: &[Point], b: &[Point]| {
        side(a[0], a[1], b[0]) * side(a[0], a[1], b[1]) < 0.0
            && side(b[0], b[1], a[0]) * side(b[0], b[1], a[1]) < 0.0
    };
    let mut crossings = 0;
    for (i, a) in layout.routes.iter().enumerate() {
        for b in &layout.routes[i + 1..] {
            let pairs = a.points.windows(2).flat_map(|p| b.points.windows(2).map(move |q| (p, q)));
            crossings += pairs.filter(|(p, q)| cut(p, q)).count();
        }
    }
    crossings
}
