//! Pictures of designs as different as real systems are: the same in both languages, and with every
//! number where it covers nothing and is explained.

use crate::pictures::{design, example, examples, marks};
use archlint::diagnostic::Severity;
use archlint::model::Design;
use archlint::render::graph::{Direction, Rect};
use archlint::render::scene::{Scene, Shape};
use archlint::render::{List, Mark, Notes, Options, faults, picture, placed};
use archlint::say::{Lang, Text};
use std::fmt::Write;
use std::path::Path;

fn shapes() -> Vec<(String, Design)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/shapes");
    let files = std::fs::read_dir(folder).expect("the shapes are there");
    let mut paths: Vec<_> = files.map(|entry| entry.expect("a readable entry").path()).collect();
    paths.sort();
    assert!(paths.len() >= 20, "{paths:?}");
    paths.iter().map(|path| (path.display().to_string(), example(path))).collect()
}

#[test]
fn every_shape_is_drawn_without_fault() {
    for (name, design) in shapes() {
        assert!(!design.links.is_empty(), "{name} says nothing");
        let (graph, layout) = placed(&design, Lang::Ko, Direction::Auto);
        let faults = faults::faults(&graph, &layout);
        assert_eq!(faults.total(), 0, "{name}: {faults:?}");
    }
}

/// What ELK makes of the same boxes crosses 92 times in all.
#[test]
fn the_links_of_the_shapes_hardly_cross() {
    let mut crossings = 0;
    for (name, design) in shapes() {
        let (graph, layout) = placed(&design, Lang::Ko, Direction::Auto);
        crossings += faults::figures(&graph, &layout).crossings;
        let aspect = layout.width / layout.height;
        let is_of_two_regions = name.ends_with("two-regions.arch");
        assert!(!is_of_two_regions || (0.8..2.4).contains(&aspect), "{name}: {aspect}");
    }
    assert!(crossings <= 70, "{crossings}");
}

#[test]
fn a_picture_is_the_same_in_both_languages() {
    let examples = examples().into_iter().map(|path| (path.display().to_string(), example(&path)));
    for (name, design) in examples.chain(shapes()) {
        let marks = marks(&design);
        let [ko, en] = [Lang::Ko, Lang::En].map(|lang| {
            picture(&design, &Options { lang, findings: &marks, ..Options::default() })
        });
        assert_eq!(ko.components, en.components, "{name}");
        assert_eq!(ko.groups, en.groups, "{name}");
        assert_eq!(ko.links, en.links, "{name}");
    }
}

/// The next of a row of numbers, the same on every machine.
fn next(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 33) % below.max(1) as u64) as usize
}

/// A small design with labels and groups, and findings on everything in turn.
fn random(seed: u64) -> (Design, Vec<Mark>) {
    let mut dice = seed;
    let mut text = String::from("design \"무작위\"\n");
    let kinds = ["user", "lb", "was", "db", "cache", "queue", "service", "external"];
    let count = 2 + next(&mut dice, 10);
    let mut open = false;
    for at in 0..count {
        if next(&mut dice, 4) == 0 {
            text += if open { "}\n" } else { "" };
            let _ = writeln!(text, "group g{at} \"그룹 {at}\" {{");
            open = true;
        }
        let kind = kinds[next(&mut dice, kinds.len())];
        let _ = writeln!(text, "{kind} c{at} \"이름 {at}\"");
    }
    text += if open { "}\n" } else { "" };
    for _ in 0..next(&mut dice, 2 * count) {
        let (from, to) = (next(&mut dice, count), next(&mut dice, count));
        let arrow = ["->", "~>", "=>"][next(&mut dice, 3)];
        let label = if next(&mut dice, 2) == 0 { " : \"HTTPS 요청\"" } else { "" };
        if from != to {
            let _ = writeln!(text, "c{from} {arrow} c{to}{label}");
        }
    }
    let design = design("random.arch", &text);
    let mut marks = marks(&design);
    // Now and then a second finding about the same thing.
    for at in (0..marks.len()).step_by(3) {
        let number = marks.len() + 1;
        let message = Text::same("again");
        let severity = Severity::Warning;
        marks.push(Mark { number, message, severity, ..marks[at].clone() });
    }
    (design, marks)
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x + 0.5 < b.x + b.width - 0.5
        && b.x + 0.5 < a.x + a.width - 0.5
        && a.y + 0.5 < b.y + b.height - 0.5
        && b.y + 0.5 < a.y + a.height - 0.5
}

/// What the badges of a scene cover, in words.
fn covered(scene: &Scene) -> Vec<String> {
    let mut strips: Vec<(&str, Rect)> = Vec::new();
    for badge in &scene.badges {
        if !strips.iter().any(|strip| strip.0 == badge.subject) {
            strips.push((&badge.subject, badge.rect));
        }
    }
    let mut faults = Vec::new();
    for (at, (subject, badge)) in strips.iter().enumerate() {
        let labels = scene.links.iter().filter_map(|link| link.label.as_ref());
        let titles = scene.groups.iter().map(|group| &group.title);
        let cards = scene.components.iter().filter(|card| card.name != *subject);
        let others = strips[..at].iter().map(|strip| &strip.1);
        let boxes = [
            ("label", labels.collect::<Vec<_>>()),
            ("title", titles.collect()),
            ("card", cards.map(|card| &card.rect).collect()),
            ("badge", others.collect()),
        ];
        for (what, boxes) in boxes {
            faults.extend(
                boxes
                    .into_iter()
                    .filter(|other| overlap(badge, other))
                    .map(|other| format!("{subject}: badge {badge:?} on a {what} {other:?}")),
            );
        }
        let inside = |x: f64, y: f64| {
            badge.x < x && x < badge.x + badge.width && badge.y < y && y < badge.y + badge.height
        };
        let heads = scene.links.iter().filter_map(|link| link.points.last());
        let hit = heads.filter(|head| inside(head.x, head.y)).count();
        faults.extend((hit > 0).then(|| format!("{subject}: badge {badge:?} on {hit} heads")));
    }
    faults
}

/// All numbers that stand in the list below, as drawn.
fn listed(scene: &Scene) -> Vec<String> {
    use archlint::render::scene::Role;
    let rows = scene.elements.iter().filter(|element| element.role == Role::Legend);
    let texts = rows.flat_map(|element| &element.shapes).filter_map(|shape| match shape {
        Shape::Text(line) => Some(line.text.clone()),
        _ => None,
    });
    texts.collect()
}

/// So many random designs; `SEEDS=3000` looks at more of them.
fn seeds() -> u64 {
    let asked = std::env::var("SEEDS").ok();
    asked.map_or(400, |asked| asked.parse().expect("a number of designs"))
}

#[test]
fn a_badge_covers_nothing_and_its_number_is_explained() {
    for seed in 0..seeds() {
        let (design, marks) = random(seed);
        let (graph, layout) = placed(&design, Lang::Ko, Direction::Auto);
        let faults = faults::faults(&graph, &layout);
        assert_eq!(faults.total(), 0, "seed {seed}: {faults:?}");
        let options = Options { findings: &marks, ..Options::default() };
        let scene = picture(&design, &options);
        assert_eq!(covered(&scene), Vec::<String>::new(), "seed {seed}");
        let listed = listed(&scene);
        for badge in &scene.badges {
            assert!(listed.contains(&badge.number.to_string()), "seed {seed}: {}", badge.number);
        }
    }
}

#[test]
fn only_the_worst_are_drawn_when_few_are_asked_for() {
    let (design, marks) = random(3);
    let list = List { worst: Some(2), place: None };
    let options = Options { findings: &marks, list, lang: Lang::En, ..Options::default() };
    let scene = picture(&design, &options);
    assert!(scene.badges.iter().all(|badge| badge.number <= 2), "{:?}", scene.badges);
    let left_out = format!("{} more are not listed.", marks.len() - 2);
    assert!(listed(&scene).contains(&left_out), "{:?}", listed(&scene));
}

#[test]
fn without_a_list_no_numbers_are_drawn() {
    let (design, marks) = random(3);
    let list = List { worst: None, place: Some(Notes::Nowhere) };
    let scene = picture(&design, &Options { findings: &marks, list, ..Options::default() });
    assert_eq!(scene.badges, []);
}
