//! Designs on slides: what fits on one, what becomes several, and whether they can be read.

use crate::pictures::{design, example, examples, marks};
use archlint::model::Design;
use archlint::render::scene::{Deck, Scene, Shape};
use archlint::render::theme::Theme;
use archlint::render::{DiffOptions, Options, Slide, diff_slides, slides, svg};
use std::collections::BTreeSet;
use std::fmt::Write;

fn wide() -> Slide {
    Slide::parse("16:9").expect("a size")
}

/// The smallest letters, in points of a slide 7.5 inches high.
fn letters(scene: &Scene) -> f64 {
    let shown = scene.shown.expect("a slide has a size");
    let scale = (shown.width / scene.width).min(shown.height / scene.height);
    let sizes =
        scene.elements.iter().flat_map(|element| &element.shapes).flat_map(|shape| match shape {
            Shape::Text(line) => vec![line.font.size],
            Shape::Runs { runs, .. } => runs.iter().map(|run| run.font.size).collect(),
            _ => Vec::new(),
        });
    sizes.fold(99.0, f64::min) * scale * 540.0 / shown.width.min(shown.height)
}

fn names(deck: &Deck) -> Vec<&str> {
    deck.pages.iter().map(|page| page.name.as_str()).collect()
}

/// Groups of five that call the next.
fn large(groups: usize) -> Design {
    design("large.arch", &written(groups))
}

fn written(groups: usize) -> String {
    let mut text = String::from("user u\n");
    for group in 0..groups {
        let _ = writeln!(text, "group g{group} \"도메인 {group}\" {{");
        for member in 0..5 {
            let _ = writeln!(text, "  was s{group}{member} \"서비스 {group}-{member}\"");
        }
        text += "}\n";
    }
    for group in 0..groups {
        for member in 1..5 {
            let _ = writeln!(text, "s{group}{} -> s{group}{member}", member / 2);
        }
        if group > 0 {
            let _ = writeln!(text, "s{}4 -> s{group}0", group - 1);
        }
    }
    text + "u -> s00\n"
}

/// Every component stands on some page.
fn assert_all_drawn(deck: &Deck, design: &Design) {
    let drawn: BTreeSet<&str> = deck
        .pages
        .iter()
        .flat_map(|page| &page.scene.components)
        .map(|place| place.name.as_str())
        .collect();
    for component in &design.components {
        assert!(drawn.contains(component.path.as_str()), "{}", component.path);
    }
}

#[test]
fn a_small_design_is_one_slide() {
    let design = design("small.arch", "user u\nalb lb\nwas api\nmysql db\nu -> lb -> api -> db");
    let deck = slides(&design, wide(), &Options::default());
    assert_eq!((names(&deck), deck.warnings.len()), (vec!["whole"], 0));
    let text = svg(&deck.pages[0].scene, Theme::Light).into_string();
    assert!(text.contains("width=\"1920\" height=\"1080\""));
}

#[test]
fn a_large_design_is_an_overview_and_its_groups_and_all_can_be_read() {
    let design = large(6);
    let deck = slides(&design, wide(), &Options::default());
    let groups = (0..6).map(|at| format!("group/g{at}"));
    let expected: Vec<String> = ["overview".to_owned()].into_iter().chain(groups).collect();
    assert_eq!(names(&deck), expected);
    assert_eq!(deck.warnings, []);
    assert_all_drawn(&deck, &design);
    for page in &deck.pages {
        let letters = letters(&page.scene);
        assert!(letters >= 10.99, "{}: {letters} pt", page.name);
    }
}

/// What can't be read is said, and nothing else is.
#[test]
fn slides_of_every_example_can_be_read_or_say_that_they_cannot() {
    for path in examples().into_iter().step_by(4) {
        let design = example(&path);
        let marks = marks(&design);
        let options = Options { findings: &marks, ..Options::default() };
        for size in ["16:9", "4:3"] {
            let deck = slides(&design, Slide::parse(size).expect("a size"), &options);
            let smallest = deck.pages.iter().map(|page| letters(&page.scene)).fold(99.0, f64::min);
            assert_eq!(smallest >= 10.98, deck.warnings.is_empty(), "{path:?}: {smallest} pt");
        }
    }
}

/// The slides of a post are those of its projects: their letters are 12 points in a file of slides.
#[test]
fn slides_of_the_shipped_projects_can_be_read() {
    for path in
        ["ticketing/as-is.arch", "ticketing/to-be.arch", "chat/as-is.arch", "chat/to-be.arch"]
    {
        let design =
            example(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(path));
        let marks = marks(&design);
        let options = Options { findings: &marks, ..Options::default() };
        let deck = slides(&design, wide(), &options);
        let smallest = deck.pages.iter().map(|page| letters(&page.scene)).fold(99.0, f64::min);
        assert!(smallest >= 10.99 && deck.warnings.is_empty(), "{path}: {smallest} pt");
    }
}

/// Groups within groups: an overview that opens the large ones can't be read, one that opens none can.
#[test]
fn an_overview_is_as_coarse_as_it_must_be_to_be_read() {
    let mut text = String::from("user u\nregion seoul \"서울 리전\" {\n vpc main \"VPC\" {\n");
    for zone in ["a", "b", "c"] {
        let _ = writeln!(text, "  zone {zone} {{");
        for at in 0..6 {
            let _ =
                writeln!(text, "   was s{zone}{at} \"{zone} 영역의 긴 이름을 가진 서비스 {at}\"");
        }
        text += "  }\n";
    }
    text += " }\n";
    for at in 0..9 {
        let _ = writeln!(text, " redis r{at} \"리전 안에 따로 서 있는 캐시 {at}\"");
    }
    text += "}\n";
    for at in 0..9 {
        let _ = writeln!(text, "sa{} -> r{at} : \"여기저기 조회하는 긴 이름\"", at % 6);
        let _ = writeln!(text, "sb{} -> r{at} : \"여기저기 조회하는 긴 이름\"", at % 6);
    }
    text += "u -> sa0, sb0, sc0\n";
    let design = design("deep.arch", &text);
    let deck = slides(&design, wide(), &Options::default());
    let first = &deck.pages[0];
    assert_eq!((first.name.as_str(), deck.pages[1].name.as_str()), ("overview", "group/seoul"));
    assert!(letters(&first.scene) >= 10.99, "{} pt", letters(&first.scene));
    assert_all_drawn(&deck, &design);
}

#[test]
fn every_number_on_a_slide_is_explained_there() {
    let design = large(4);
    let marks = marks(&design);
    let options = Options { findings: &marks, ..Options::default() };
    let deck = slides(&design, wide(), &options);
    let mut numbers = 0;
    for page in &deck.pages {
        let legend = page
            .scene
            .elements
            .iter()
            .filter(|it| it.role == archlint::render::scene::Role::Legend);
        let listed: BTreeSet<String> = legend
            .flat_map(|element| &element.shapes)
            .filter_map(|shape| match shape {
                Shape::Text(line) => Some(line.text.clone()),
                _ => None,
            })
            .collect();
        numbers += page.scene.badges.len();
        for badge in &page.scene.badges {
            assert!(listed.contains(&badge.number.to_string()), "{} {badge:?}", page.name);
        }
    }
    assert!(numbers > 0, "findings are drawn");
}

/// Who pages from one to the other sees only what changed move.
#[test]
fn a_change_too_large_for_one_slide_stands_still_over_two() {
    let old = large(5);
    let new = design("new.arch", &(written(5) + "redis seats\ns01 -> seats\ns11 -> seats\n"));
    let deck = diff_slides(&old, &new, wide(), &DiffOptions::default());
    assert_eq!(names(&deck), ["as-is", "to-be"]);
    let [before, after] = [0, 1].map(|at| &deck.pages[at].scene);
    assert_eq!((before.width, before.height), (after.width, after.height));
    let place = |scene: &Scene, name: &str| {
        scene.components.iter().find(|it| it.name == name).map(|it| it.rect)
    };
    for component in &old.components {
        let rect = place(before, &component.path);
        assert!(rect.is_some() && rect == place(after, &component.path), "{}", component.path);
    }
    assert!(place(before, "seats").is_none() && place(after, "seats").is_some());
}

/// What moved from box to box is drawn once where the slide has no room for both places.
#[test]
fn the_change_of_the_shipped_projects_can_be_read() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for project in ["ticketing", "chat"] {
        let [old, new] =
            ["as-is.arch", "to-be.arch"].map(|name| example(&root.join(project).join(name)));
        let marks = marks(&new);
        let options = DiffOptions {
            arrangement: archlint::render::Arrangement::Overlay,
            new_findings: &marks,
            ..DiffOptions::default()
        };
        let deck = diff_slides(&old, &new, wide(), &options);
        let smallest = deck.pages.iter().map(|page| letters(&page.scene)).fold(99.0, f64::min);
        assert!(smallest >= 10.99 && deck.warnings.is_empty(), "{project}: {smallest} pt");
        assert_all_drawn(&deck, &new);
    }
}
