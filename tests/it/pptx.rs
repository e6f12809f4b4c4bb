//! Slides: a package in which everything is there and belongs together, with the design in it as shapes,
//! lines that hold on to them, and text.

use archlint::project::PostOptions;
use archlint::render::Options;
use archlint::render::graph::Direction;
use archlint::render::pptx::{Sheet, pptx};
use archlint::render::theme::Theme;
use archlint::say::Lang;
use archlint::{Date, LoadError, Loader, NoLoader, Project, Reviewed, Source};
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

/// What is beside the ticketing service.
struct Beside;

impl Loader for Beside {
    fn load(&self, _: &str, _: &str) -> Result<Source, LoadError> {
        Ok(Source::new("as-is.arch", include_str!("../../examples/ticketing/as-is.arch")))
    }
}

fn reviewed(text: &str, loader: &dyn Loader) -> Reviewed {
    let source = Source::new("design.arch", text);
    Project::default().check_one(&source, loader, Date::constant(2026, 11, 21)).expect("readable")
}

fn ticketing() -> Reviewed {
    reviewed(include_str!("../../examples/ticketing/to-be.arch"), &Beside)
}

/// The parts of a file as texts, in their order.
pub fn parts(file: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("an archive");
    let part = |at| {
        let mut part = archive.by_index(at).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        (part.name().expect("a name").into_owned(), text)
    };
    (0..file_count(file)).map(part).collect()
}

fn file_count(file: &[u8]) -> usize {
    zip::ZipArchive::new(Cursor::new(file)).expect("an archive").len()
}

/// A path from the folder of a part, without its dots.
fn joined(part: &str, target: &str) -> String {
    let mut path: Vec<&str> = part.split('/').collect();
    path.pop();
    for piece in target.split('/') {
        match piece {
            ".." => drop(path.pop()),
            piece => path.push(piece),
        }
    }
    path.join("/")
}

fn named<'a>(document: &'a Document, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    document.descendants().filter(move |node| node.tag_name().name() == name)
}

fn holds_together(file: &[u8]) {
    let all = parts(file);
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.is_sorted(), "{names:?}");
    let by_name: BTreeMap<&str, &str> = all.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    for (name, text) in &all {
        let document = Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        if let Some(folder) = name.strip_suffix(".rels") {
            // `a/_rels/b.xml.rels` speaks for `a/b.xml`.
            let of = folder.replace("_rels/", "");
            for relation in named(&document, "Relationship") {
                let target = joined(&of, relation.attribute("Target").expect("a target"));
                assert!(by_name.contains_key(target.as_str()), "{name}: {target}");
            }
        }
    }
    let types = Document::parse(by_name["[Content_Types].xml"]).expect("XML");
    let typed: BTreeSet<&str> =
        named(&types, "Override").filter_map(|it| it.attribute("PartName")).collect();
    for name in names.iter().filter(|it| !it.ends_with(".rels") && !it.starts_with('[')) {
        assert!(typed.contains(format!("/{name}").as_str()), "{name} has a type");
    }
    for (name, text) in all.iter().filter(|(name, _)| name.starts_with("ppt/slides/slide")) {
        let document = Document::parse(text).expect("XML");
        let ids: Vec<&str> =
            named(&document, "cNvPr").filter_map(|it| it.attribute("id")).collect();
        let unique: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{name}: each shape has a number of its own");
        for glue in named(&document, "stCxn").chain(named(&document, "endCxn")) {
            let id = glue.attribute("id").expect("a shape");
            assert!(ids.contains(&id), "{name}: no shape {id}");
            let site: usize = glue.attribute("idx").and_then(|it| it.parse().ok()).expect("a site");
            let shape = named(&document, "cNvPr").find(|it| it.attribute("id") == Some(id));
            let shape =
                shape.and_then(|it| it.parent()).and_then(|it| it.parent()).expect("a shape");
            let sites = shape.descendants().filter(|it| it.tag_name().name() == "cxn").count();
            assert!(site < sites.max(4), "{name}: shape {id} has no site {site}");
        }
        for size in named(&document, "rPr").filter_map(|it| it.attribute("sz")) {
            let size: u32 = size.parse().expect("a size");
            assert!((100..=400_000).contains(&size), "{name}: {size}");
        }
    }
}

#[test]
fn the_post_of_a_change_is_a_package_that_holds_together() {
    let design = ticketing();
    for lang in [Lang::Ko, Lang::En] {
        let asked = PostOptions { lang, week: Some(4), ..PostOptions::default() };
        let (file, _) = design.slides(&asked);
        holds_together(&file);
        assert_eq!(file, design.slides(&asked).0, "the same bytes each time");
        let all: String = parts(&file).into_iter().map(|(_, text)| text).collect();
        for component in &design.design.components {
            let label = component.label.as_deref().unwrap_or(&component.name);
            assert!(all.contains(label), "{label}");
        }
        for words in match lang {
            Lang::Ko => ["지적", "수치의 변화", "예상 질문과 답 (1/"],
            Lang::En => ["Findings", "Figures before and after", "Questions and answers (1/"],
        } {
            assert!(all.contains(words), "{words}");
        }
        assert!(all.contains("script=\"Hang\""), "the theme names a font for Hangul");
    }
}

#[test]
fn every_connection_is_a_connector_between_two_cards() {
    for text in [
        include_str!("../../examples/two-zones.arch"),
        include_str!("../../examples/chat/as-is.arch"),
        "user u\nwas api\nu -> api\n",
    ] {
        for direction in [Direction::Down, Direction::Right] {
            let design = reviewed(text, &NoLoader);
            let scene = design.picture(&Options { direction, ..Options::default() });
            let count = scene.links.len();
            let mut wanted: Vec<String> =
                scene.links.iter().map(|it| format!("{} → {}", it.from, it.to)).collect();
            wanted.sort();
            let sheet = Sheet::Picture { title: "x".into(), scene: Box::new(scene) };
            let file = pptx("x", &[sheet], Theme::Light, Lang::En);
            holds_together(&file);
            let all = parts(&file);
            let slide = all.iter().find(|(name, _)| name == "ppt/slides/slide1.xml").expect("it");
            let document = Document::parse(&slide.1).expect("XML");
            let names = named(&document, "cxnSp").filter_map(|it| {
                it.descendants().find_map(|it| it.attribute("name")).map(str::to_owned)
            });
            let mut names: Vec<String> = names.collect();
            names.sort();
            assert_eq!(names, wanted, "{direction:?}");
            for end in ["stCxn", "endCxn"] {
                assert_eq!(named(&document, end).count(), count, "{direction:?} {end}");
            }
        }
    }
}

#[test]
fn what_a_design_says_stays_text() {
    let text = "was api \"</a:t><a:hlinkClick/> & \\\"x\\\"\"\n";
    let design = reviewed(text, &NoLoader);
    let (file, _) = design.slides(&PostOptions::default());
    holds_together(&file);
    let all: String = parts(&file).into_iter().map(|(_, text)| text).collect();
    assert!(!all.contains("<a:hlinkClick"), "{all}");
}

#[test]
fn letters_of_slides_of_words_are_read_from_afar() {
    let (file, _) = ticketing().slides(&PostOptions { week: Some(4), ..PostOptions::default() });
    for (name, text) in parts(&file) {
        let document = Document::parse(&text).expect("XML");
        // Pictures have no place for a title.
        if !name.starts_with("ppt/slides/slide") || named(&document, "ph").next().is_none() {
            continue;
        }
        for size in named(&document, "rPr").filter_map(|it| it.attribute("sz")) {
            assert!(size.parse::<u32>().is_ok_and(|it| it >= 1200), "{name}: {size}");
        }
    }
}

/// Headings and sentences of the post, without the pictures and what holds for all of it.
fn told_by_the_post(page: &str) -> Vec<String> {
    let body = page.split("\n## ").skip(1).filter(|part| !part.contains("```mermaid"));
    let mut told = Vec::new();
    for part in body {
        told.push(part.lines().next().expect("a heading").to_owned());
        let lines = part.lines().filter(|line| line.starts_with("- ") || line.starts_with("A. "));
        told.extend(lines.map(|line| line.trim_start_matches("- ").to_owned()));
    }
    told
}

/// As it is read: runs of a paragraph put together.
fn read(file: &[u8]) -> String {
    let mut text = String::new();
    for (name, part) in parts(file) {
        if name.starts_with("ppt/slides/slide") {
            let document = Document::parse(&part).expect("XML");
            for paragraph in named(&document, "p") {
                let runs = paragraph.descendants().filter(|it| it.tag_name().name() == "t");
                text += &runs.filter_map(|it| it.text()).collect::<String>();
                text.push('\n');
            }
        }
    }
    text
}

fn plain(text: &str) -> String {
    text.replace("**", "").replace(['`', '\\'], "")
}

#[test]
fn slides_of_a_week_say_what_its_post_says() {
    for lang in [Lang::Ko, Lang::En] {
        for week in 1..=4 {
            let asked = PostOptions { lang, week: Some(week), ..PostOptions::default() };
            let design = ticketing();
            let slides = read(&design.slides(&asked).0);
            let page = design.post(&asked, &archlint::project::Files::default()).into_string();
            let told = told_by_the_post(&page);
            assert!(told.len() > 8, "{told:?}");
            for words in told {
                assert!(slides.contains(&plain(&words)), "week {week}: {words}\n{slides}");
            }
        }
    }
}
