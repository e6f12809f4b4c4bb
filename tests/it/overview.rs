//! Large designs in parts: the overview, one group with its neighbours, the page that leads from
//! one to the other.

use crate::page::page_of;
use crate::pictures::{design, examples, hostile, marks};
use archlint::analysis::Study;
use archlint::diagnostic::Severity;
use archlint::model::{ComponentId, Design, GroupId};
use archlint::render::theme::Theme;
use archlint::render::{
    DiffOptions, Extent, Load, Mark, Options, Shown, Subject, diff, picture, svg,
};
use archlint::say::{Lang, Text};
use archlint::view;

const SHOP: &str = r#"
traffic { rps = 100, peak = 1x }
user fan "사용자"
external pg "결제(PG)"
group order "주문" {
  was order-api { capacity = 1000rps }
  mysql order-db { capacity = 300rps }
}
group pay "결제" {
  was pay-api
  was pay-batch
}
group idle "빈 그룹"
fan -> order-api : "HTTPS"
order-api -> order-db
order-api -> pay-api
order-api -> pay-batch
order-db ~> pay-batch
pay-api -> pg
"#;

fn shop() -> Design {
    design("shop.arch", SHOP)
}

fn names(shown: &Shown) -> Vec<String> {
    shown.design.components.iter().map(|component| component.path.clone()).collect()
}

fn links(shown: &Shown) -> Vec<(String, String)> {
    let link = |id| {
        let label = shown.design.link(id).label.clone().unwrap_or_default();
        (shown.design.link_name(id), label)
    };
    shown.design.link_ids().map(link).collect()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, label)| ((*name).to_owned(), (*label).to_owned())).collect()
}

fn mark(number: usize, severity: Severity, subjects: Vec<Subject>) -> Mark {
    Mark { subjects, number, severity, message: Text::same("wrong"), spof: false }
}

#[test]
fn an_overview_merges_what_runs_between_two_groups() {
    let design = shop();
    let options = Options { extent: Extent::Overview, ..Options::default() };
    let shown = Shown::new(&design, options.extent, options.findings, options.load, options.lang);
    assert_eq!(names(&shown), ["fan", "pg", "order", "pay"]);
    let expected = [
        ("fan->order", "HTTPS"),
        ("order->pay", "2 connections"),
        ("order~>pay", ""),
        ("pay->pg", ""),
    ];
    assert_eq!(links(&shown), owned(&expected));
    // Users and systems of others are no components of ours.
    assert_eq!(shown.counts, (4, 6));
    let inside: Vec<_> =
        shown.inside.iter().flatten().map(|it| (it.components, it.connections)).collect();
    assert_eq!(inside, [(2, 1), (2, 0)]);
    assert_eq!(shown.design.groups.len(), 1, "an empty group is drawn as it is");
}

#[test]
fn one_group_is_drawn_with_its_neighbours_only() {
    let design = shop();
    let options = Options { extent: Extent::Group(GroupId(1)), ..Options::default() };
    let shown = Shown::new(&design, options.extent, options.findings, options.load, options.lang);
    assert_eq!(names(&shown), ["pg", "order", "pay-api", "pay-batch"]);
    let expected = [
        ("order->pay-api", ""),
        ("order->pay-batch", ""),
        ("order~>pay-batch", ""),
        ("pay-api->pg", ""),
    ];
    assert_eq!(links(&shown), owned(&expected));
    assert_eq!(shown.counts, (2, 0));
    let text = svg(&picture(&design, &options), Theme::Light).into_string();
    assert!(text.contains("class=\"component collapsed\" data-name=\"order\""), "{text}");
    assert!(!text.contains("data-name=\"fan\"") && !text.contains("빈 그룹"));
}

#[test]
fn findings_inside_are_counted_and_others_keep_their_numbers() {
    let design = shop();
    let component = |at| Subject::Component(ComponentId(at));
    let marks = [
        mark(1, Severity::Error, vec![component(2), component(3)]),
        mark(2, Severity::Warning, vec![component(1), component(4)]),
        mark(3, Severity::Advice, Vec::new()),
        mark(4, Severity::Warning, vec![Subject::Group(GroupId(1))]),
    ];
    let options = Options { extent: Extent::Overview, findings: &marks, ..Options::default() };
    let shown = Shown::new(&design, options.extent, options.findings, options.load, options.lang);
    let counted: Vec<_> = shown.inside.iter().flatten().map(|inside| inside.findings).collect();
    assert_eq!(counted, [[1, 0, 0], [0, 2, 0]]);
    let kept: Vec<usize> = shown.marks.iter().map(|mark| mark.number).collect();
    assert_eq!(kept, [2, 3]);
    let text = svg(&picture(&design, &options), Theme::Light).into_string();
    for words in ["2 components", "1 error", "2 warnings"] {
        assert!(text.contains(&format!(">{words}</text>")), "{words}");
    }
}

#[test]
fn the_traffic_of_merged_connections_is_their_sum() {
    let design = shop();
    let load = Load::of(&Study::of(design.clone())).expect("traffic is stated");
    let options = Options { extent: Extent::Overview, load: Some(&load), ..Options::default() };
    let text = svg(&picture(&design, &options), Theme::Light).into_string();
    assert!(text.contains(">200 rps</text>"), "{text}");
    assert!(text.contains(">33%</text>"), "as busy as the busiest inside");
}

#[test]
fn an_overview_opens_a_group_that_holds_nearly_everything() {
    let text =
        "region seoul { zone a { was api\n mysql db }\n zone c { was other } }\nuser u\nu -> api";
    let design = design("nested.arch", text);
    let options = Options { extent: Extent::Overview, ..Options::default() };
    let shown = Shown::new(&design, options.extent, options.findings, options.load, options.lang);
    assert_eq!(names(&shown), ["a", "c", "u"]);
    assert_eq!(shown.design.groups[0].path, "seoul");
}

#[test]
fn every_component_of_every_example_is_drawn_or_inside_a_card() {
    for path in examples() {
        let design = crate::pictures::example(&path);
        let marks = marks(&design);
        let extents = design.group_ids().map(Extent::Group).chain([Extent::Overview]);
        for extent in extents {
            let options = Options { extent, findings: &marks, ..Options::default() };
            let shown =
                Shown::new(&design, options.extent, options.findings, options.load, options.lang);
            let inside: usize = shown.inside.iter().flatten().map(|it| it.components).sum();
            let drawn = shown.inside.iter().filter(|it| it.is_none()).count();
            if extent == Extent::Overview {
                assert_eq!(drawn + inside, design.components.len(), "{path:?}");
            }
            let text = svg(&picture(&design, &options), Theme::Auto).into_string();
            roxmltree::Document::parse(&text).expect("well-formed");
        }
    }
}

#[test]
fn a_large_design_s_page_opens_with_an_overview() {
    let sheets = |text: &str| {
        let page = page_of("large.arch", text);
        let names = page.split("<section data-sheet=\"").skip(1);
        names.map(|rest| rest.split('"').next().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(sheets(SHOP), ["whole"]);
    let mut text = String::from("user u\n");
    for group in ["a", "b"] {
        text += &format!("group {group} {{\n");
        for at in 0..80 {
            text += &format!("was {group}{at}\n");
        }
        text += "}\n";
    }
    let large = format!("{text}u -> a1 -> b1");
    assert_eq!(sheets(&large), ["overview", "group/a", "group/b", "whole"]);
    let flat = text.replace("group a {", "").replace("group b {", "").replace('}', "");
    assert_eq!(sheets(&flat), ["whole"], "without groups there is no overview");
}

#[test]
fn hostile_labels_come_out_as_text_in_every_part() {
    let design = hostile();
    let marks = marks(&design);
    let other = self::design("other.arch", "user u\nwas api\nu -> api");
    let options = Options { findings: &marks, lang: Lang::Ko, ..Options::default() };
    let with = |extent| picture(&design, &Options { extent, ..options });
    let compared = DiffOptions { new_findings: &marks, ..DiffOptions::default() };
    let scenes =
        [with(Extent::Overview), with(Extent::Group(GroupId(0))), diff(&other, &design, &compared)];
    for scene in &scenes {
        let text = svg(scene, Theme::Auto).into_string();
        roxmltree::Document::parse(&text).expect("well-formed");
        assert!(text.contains("&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(!text.contains("<script"));
        let page = view::comparison(scene, Theme::Auto);
        assert_eq!(page.as_str().matches("<script").count(), 2, "its state and its script");
    }
}
