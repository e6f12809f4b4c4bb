//! Pictures of whole designs, in every format.

use crate::page::page_of;
use archlint::analysis::Study;
use archlint::catalog::Catalog;
use archlint::diagnostic::{Diagnostic, Named, Severity};
use archlint::model::{Design, build};
use archlint::render::theme::Theme;
use archlint::render::{
    self, Arrangement, Delta, DiffOptions, Load, Mark, Options, Subject, diff, export, picture,
    scene_json, svg,
};
use archlint::say::{Lang, Text};
use archlint::source::{LoadError, Loader, Source, Sources, Span};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Reads beside the design.
struct Files;

impl Loader for Files {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let file = Path::new(from).parent().expect("a file stands in a folder").join(path);
        let text = std::fs::read_to_string(&file)
            .map_err(|error| LoadError { reason: Text::same(error.to_string()) })?;
        Ok(Source::new(file.to_string_lossy(), text))
    }
}

pub fn design(name: &str, text: &str) -> Design {
    let mut sources = Sources::default();
    let id = sources.add(Source::new(name, text));
    build(&mut sources, Span::new(id, 0, text.len()), &Files, &Catalog::builtin()).design
}

pub fn examples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut folders = vec![root];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the examples are there") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "arch") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(found.len() >= 5, "{found:?}");
    found
}

pub fn example(path: &Path) -> Design {
    let text = std::fs::read_to_string(path).expect("a readable example");
    design(&path.to_string_lossy(), &text)
}

/// A mark on every component, every other connection and the first group.
pub fn marks(design: &Design) -> Vec<Mark> {
    let components = design.component_ids().map(Subject::Component);
    let links = design.link_ids().step_by(2).map(Subject::Link);
    let groups = design.group_ids().take(1).map(Subject::Group);
    let severities = [Severity::Error, Severity::Warning, Severity::Advice];
    let mark = |(at, subject)| Mark {
        subjects: vec![subject],
        number: at + 1,
        severity: severities[at % 3],
        message: Text::new("이 자리에 문제가 있습니다.", "Something is wrong here."),
        spof: at % 3 == 0,
    };
    components.chain(links).chain(groups).enumerate().map(mark).collect()
}

const HOSTILE: &str = r#"
design "</text><script>alert(1)</script> & \"q\""
user u "</text><script>alert(1)</script>"
group g "' onload=alert(1) x='" {
  mysql db "]]> <!-- \u{1}\u{8} & &lt; #quot; ${x} `b` --> end"
  cache words "👋🏽 שלום עולם مرحبا 漢字"
}
service long "LONG"
group empty "빈 그룹"
u -> db : "a|b \" ] --> -- \\ <b>"
u -> words : "LONG"
db => long : "שלום"
u ~> long
"#;

fn hostile_text() -> String {
    HOSTILE.replace("LONG", &"아주 긴 이름 ".repeat(250))
}

pub fn hostile() -> Design {
    design("hostile.arch", &hostile_text())
}

#[test]
fn every_example_is_drawn_whole_and_on_the_paper() {
    for path in examples() {
        let design = example(&path);
        let marks = marks(&design);
        let options = Options { lang: Lang::Ko, findings: &marks, ..Options::default() };
        let scene = picture(&design, &options);
        for theme in [Theme::Light, Theme::Dark, Theme::Auto] {
            let text = svg(&scene, theme).into_string();
            let document = roxmltree::Document::parse(&text).expect("well-formed");
            let named = |name: &str, class: &str| {
                document.descendants().any(|node| {
                    node.attribute("data-name") == Some(name)
                        && node.attribute("class") == Some(class)
                })
            };
            for component in &design.components {
                assert!(named(&component.path, "component"), "{path:?} {}", component.path);
            }
            for group in &design.groups {
                assert!(named(&group.path, "group"), "{path:?} {}", group.path);
            }
            for id in design.link_ids() {
                assert!(named(&design.link_name(id), "link"), "{path:?} {}", design.link_name(id));
            }
            assert!(!text.contains("href") && !text.contains("url("), "{path:?} loads something");
        }
        let components = scene.components.iter().map(|place| place.rect);
        let groups = scene.groups.iter().map(|place| place.rect);
        let badges = scene.badges.iter().map(|place| place.rect);
        for rect in components.chain(groups).chain(badges) {
            assert!(rect.x >= 0.0 && rect.y >= 0.0, "{path:?} {rect:?}");
            assert!(rect.x + rect.width <= scene.width, "{path:?} {rect:?}");
            assert!(rect.y + rect.height <= scene.height, "{path:?} {rect:?}");
        }
    }
}

#[test]
fn the_same_design_gives_the_same_bytes() {
    let path = examples().pop().expect("an example");
    let draw = || {
        let design = example(&path);
        let marks = marks(&design);
        let options = Options { findings: &marks, theme: Theme::Auto, ..Options::default() };
        let scene = picture(&design, &options);
        let all: (String, _, Vec<String>) = (
            svg(&scene, Theme::Auto).into_string(),
            scene_json(&scene),
            render::plates(&design, &options).into_iter().map(|it| it.svg.into_string()).collect(),
        );
        all
    };
    assert_eq!(draw(), draw());
}

#[test]
fn hostile_labels_come_out_as_text_in_every_format() {
    let design = hostile();
    let marks = marks(&design);
    let options = Options { findings: &marks, ..Options::default() };
    let scene = picture(&design, &options);
    let text = svg(&scene, Theme::Auto).into_string();
    let document = roxmltree::Document::parse(&text).expect("well-formed");
    assert!(!text.contains("<script"));
    let tips: Vec<&str> = document
        .descendants()
        .filter(|n| n.has_tag_name("title"))
        .filter_map(|n| n.text())
        .collect();
    assert!(tips.iter().any(|tip| tip.contains(&"아주 긴 이름 ".repeat(250))));
    assert!(tips.iter().any(|tip| tip.contains("</text><script>alert(1)</script>")));
    let drawn = document.descendants().filter(|n| n.has_tag_name("text")).filter_map(|n| n.text());
    assert!(drawn.into_iter().any(|line| line.ends_with('…')));

    let page = page_of("hostile.arch", &hostile_text());
    assert_eq!(page.matches("<script").count(), 2, "its state and its script");
    assert_eq!(page.matches("</script>").count(), 2);
    // The states are JSON, in whose strings these are words.
    let (before, rest) = page.split_once("id=\"states\">").expect("its state");
    let (_, after) = rest.split_once("</script>").expect("an end");
    let markup = format!("{before}{after}");
    assert!(!markup.contains("onload=alert(1) x='\"") && !markup.contains("http-equiv=refresh"));

    let json: Value = serde_json::from_str(&scene_json(&scene)).expect("JSON");
    assert_eq!(json["components"].as_array().map(Vec::len), Some(4));
}

#[test]
fn texts_for_other_programs_are_quoted() {
    let design = hostile();
    let direction = Default::default();
    let dot = export::dot(&design, Lang::Ko, direction).into_string();
    assert!(dot.contains(r#"label="a|b \" ] --> -- \\ <b>""#), "{dot}");
    let mermaid = export::mermaid(&design, Lang::Ko, direction).into_string();
    assert!(mermaid.contains(r#"|"a|b #quot; ] --#gt; -- #92; #lt;b#gt;"|"#), "{mermaid}");
    let d2 = export::d2(&design, Lang::Ko, direction).into_string();
    assert!(d2.contains(r#"g0: ''' onload=alert(1) x=''' {"#), "{d2}");
}

/// Tried only where Graphviz is installed; its absence is not our fault.
#[test]
fn graphviz_accepts_every_example() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let designs =
        examples().iter().map(|path| example(path)).chain([hostile()]).collect::<Vec<_>>();
    for design in designs {
        let command = Command::new("dot")
            .args(["-Tcanon", "-o", "/dev/null"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = command else { return };
        let dot = export::dot(&design, Lang::Ko, Default::default()).into_string();
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(dot.as_bytes()).expect("dot reads");
        drop(input);
        let output = child.wait_with_output().expect("dot ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("rror"), "{}: {said}", design.name);
    }
}

#[test]
fn the_scene_has_the_promised_shape() {
    let design = design(
        "shape.arch",
        "region seoul { zone a { was api\n mysql orders }\n zone c }\nuser fan\n\
         fan -> api : \"HTTPS\"\napi -> orders",
    );
    let marks = marks(&design);
    let options = Options { findings: &marks, ..Options::default() };
    let json = scene_json(&picture(&design, &options));
    let scene: Value = serde_json::from_str(&json).expect("JSON");
    let keys =
        |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&scene), ["width", "height", "components", "groups", "links", "badges"]);
    assert_eq!(keys(&scene["components"][0]), ["name", "group", "x", "y", "w", "h"]);
    assert_eq!(keys(&scene["groups"][0]), ["name", "parent", "x", "y", "w", "h", "title"]);
    assert_eq!(keys(&scene["links"][0]), ["from", "to", "points", "label"]);
    assert_eq!(scene["components"][0]["name"], "api");
    assert_eq!(scene["components"][0]["group"], "a");
    assert_eq!(scene["components"][2]["group"], Value::Null);
    assert_eq!(scene["groups"][1]["parent"], "seoul");
    assert_eq!(scene["links"][0]["from"], "fan");
    assert!(scene["links"][0]["label"]["w"].as_f64().is_some_and(|w| w > 20.0));
    assert_eq!(scene["links"][1]["label"], Value::Null);
    assert!(scene["links"][1]["points"].as_array().is_some_and(|points| points.len() >= 2));
    assert_eq!(scene["badges"][0]["severity"], "error");
}

#[test]
fn as_is_and_to_be_stand_at_the_same_places() {
    let old = design("old.arch", "user u\nalb lb\nwas a\nmysql db\nu -> lb -> a -> db : \"SQL\"");
    let new = design(
        "new.arch",
        "user u\nalb lb\nwas a { replicas = 3 }\nwas b\nredis cache\nu -> lb -> a -> cache\nlb -> b",
    );
    let figures = [Delta {
        name: Text::new("가용성", "availability"),
        old: Text::same("99.1%"),
        new: Text::same("99.9%"),
        better: Some(true),
    }];
    let options = DiffOptions { figures: &figures, lang: Lang::Ko, ..DiffOptions::default() };
    let beside = diff(&old, &new, &options);
    let places = |name: &str| -> Vec<(f64, f64)> {
        let found = beside.components.iter().filter(|place| place.name == name);
        found.map(|place| (place.rect.x, place.rect.y)).collect()
    };
    let [lb, a] = [places("lb"), places("a")];
    assert_eq!((lb.len(), a.len(), places("b").len(), places("db").len()), (2, 2, 1, 1));
    let moved = (lb[1].0 - lb[0].0, lb[1].1 - lb[0].1);
    assert_eq!(moved, (a[1].0 - a[0].0, a[1].1 - a[0].1));

    let arrangement = Arrangement::Overlay;
    let overlay = diff(&old, &new, &DiffOptions { arrangement, ..options });
    assert_eq!(overlay.components.len(), 6);
    let text = svg(&overlay, Theme::Light).into_string();
    for word in ["신규", "변경", "제거", "99.9%"] {
        assert!(text.contains(&format!(">{word}</text>")), "{word}");
    }
    assert!(text.contains("replicas – → 3"), "the reason stands in the tooltip");
}

/// On the old side it stands in its old box, on the new one in the new box.
#[test]
fn what_moved_is_drawn_in_its_old_box_before() {
    let old =
        design("old.arch", "zone a { was api\nmysql db }\nzone b { was web }\nweb -> api -> db");
    let new =
        design("new.arch", "zone a { mysql db }\nzone b { was web\nwas api }\nweb -> api -> db");
    let scene = diff(&old, &new, &DiffOptions::default());
    let group = |name: &str| -> Vec<Option<String>> {
        let found = scene.components.iter().filter(|place| place.name == name);
        found.map(|place| place.group.clone()).collect()
    };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(group("api"), [named("a"), named("b")]);
    assert_eq!(group("db"), [named("a"), named("a")]);
    let inside = |at: usize| {
        let place = &scene.components.iter().filter(|place| place.name == "api").nth(at);
        let rect = place.expect("it is drawn in both").rect;
        let boxes = scene.groups.iter().filter(|group| {
            group.rect.x < rect.x
                && rect.x + rect.width < group.rect.x + group.rect.width
                && group.rect.y < rect.y
                && rect.y + rect.height < group.rect.y + group.rect.height
        });
        boxes.map(|group| group.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!((inside(0), inside(1)), (vec!["a".to_owned()], vec!["b".to_owned()]));
    // Each side has its two connections, and what did not move stands still.
    assert_eq!(scene.links.len(), 4);
    let overlay = DiffOptions { arrangement: Arrangement::Overlay, ..DiffOptions::default() };
    assert_eq!(diff(&old, &new, &overlay).components.len(), 3);
}

#[test]
fn findings_are_numbered_from_the_worst() {
    let design = design("marks.arch", "was api\nmysql orders\napi -> orders");
    let [api, orders] = [0, 1].map(archlint::model::ComponentId);
    let named = |subject| Named { subject, name: design.subject_name(subject) };
    let finding = |severity, subject| Diagnostic {
        subjects: vec![named(subject)],
        ..Diagnostic::new("some-rule", severity, design.components[0].span, Text::same("wrong"))
    };
    let findings = [
        finding(Severity::Advice, Subject::Component(api)),
        finding(Severity::Error, Subject::Link(archlint::model::LinkId(0))),
        finding(Severity::Warning, Subject::Component(orders)),
    ];
    let marks = Mark::number(&design, &findings, |finding| finding.severity == Severity::Error);
    let seen: Vec<_> =
        marks.iter().map(|m| (m.number, m.severity, m.spof, m.subjects[0])).collect();
    assert_eq!(
        seen,
        [
            (1, Severity::Error, true, Subject::Link(archlint::model::LinkId(0))),
            (2, Severity::Warning, false, Subject::Component(orders)),
            (3, Severity::Advice, false, Subject::Component(api)),
        ]
    );
}

#[cfg(feature = "images")]
#[test]
fn images_have_hangul_without_any_font_installed() {
    use archlint::render::image;
    let design = design("image.arch", "user u \"사용자\"\nwas api \"주문 API\"\nu -> api");
    let scene = picture(&design, &Options { lang: Lang::Ko, ..Options::default() });
    assert!(image::missing_characters(&scene).is_empty());
    let png = image::png(&scene, Theme::Light, 2.0, image::own_fonts()).expect("a PNG");
    assert_eq!(&png[1..4], b"PNG");
    let width = u32::from_be_bytes(png[16..20].try_into().expect("four bytes"));
    assert_eq!(f64::from(width), scene.width * 2.0);
    let pdf = image::pdf(&[&scene], Theme::Light, image::own_fonts()).expect("a PDF");
    assert!(pdf.starts_with(b"%PDF"));
    assert!(image::png(&scene, Theme::Light, 1e6, image::own_fonts()).is_err());
    let foreign = picture(&hostile(), &Options::default());
    assert!(image::missing_characters(&foreign).contains(&'漢'));
    assert!(image::png(&foreign, Theme::Light, 1.0, image::own_fonts()).is_ok());
}

#[test]
fn the_load_stands_on_links_and_cards() {
    let text = "traffic { rps = 900, peak = 1x }\nuser u\nwas api { replicas = 1, capacity = 1000rps }\n\
                mysql db { capacity = 500rps }\nu -> api -> db : \"SQL\"";
    let design = design("load.arch", text);
    let load = Load::of(&Study::of(design.clone())).expect("traffic is stated");
    let options = Options { load: Some(&load), ..Options::default() };
    let text = svg(&picture(&design, &options), Theme::Light).into_string();
    for word in ["900 rps", "90%", "180%", "utilization at the peak"] {
        assert!(text.contains(&format!(">{word}</text>")), "{word}");
    }
    let quiet = svg(&picture(&design, &Options::default()), Theme::Light).into_string();
    assert!(!quiet.contains("rps"));
    assert!(Load::of(&Study::of(self::design("none.arch", "user u\nwas api\nu -> api"))).is_none());
}

/// 3,472 rps on two servers of 300, and on the nine that the scaler may run.
#[test]
fn the_load_of_what_scales_is_shown_as_it_runs_now_and_once_scaled() {
    let text = "traffic { rps = 3472, peak = 1x }\nuser u\n\
                was api { replicas = 2, autoscale = 2..9, capacity = 300rps }\nu -> api";
    let design = design("scales.arch", text);
    let load = Load::of(&Study::of(design.clone())).expect("traffic is stated");
    let options = Options { load: Some(&load), ..Options::default() };
    let text = svg(&picture(&design, &options), Theme::Light).into_string();
    for word in ["579% → 129%", "utilization at the peak (now → once scaled)"] {
        assert!(text.contains(&format!(">{word}</text>")), "{word}");
    }
}
