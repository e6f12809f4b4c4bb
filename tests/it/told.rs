//! What a picture tells besides the design: the steps of a flow, links, icons of the user's own.

use crate::pictures::design;
use archlint::model::{Design, FlowId};
use archlint::render::emblem::{Emblem, Emblems};
use archlint::render::scene::{Role, Scene, Shape};
use archlint::render::theme::Theme;
use archlint::render::{Extent, Options, html, picture, svg};
use archlint::say::Lang;
use std::sync::Arc;

const SHOP: &str = r#"
user fan "사용자"
was api "예매 API" { href = "https://wiki.example/api?a=1&b=\"2\"" }
group keep "저장" {
  redis seats "좌석" { href = "javascript:alert(1)" }
  mysql db "주문 DB"
}
was other "통계"
fan -> api : "HTTPS" { href = "mailto:team@example.com" }
api -> seats
api -> db : "SQL"
other -> db
flow reserve "예매" {
  fan -> api -> seats
  api -> db
}
"#;

fn shop() -> Design {
    design("shop.arch", SHOP)
}

fn told<'a>(design: &Design, name: &str) -> Options<'a> {
    let flow = design.flows.iter().position(|flow| flow.name == name).expect("it is declared");
    Options { steps: Some(FlowId(flow as u32)), lang: Lang::Ko, ..Options::default() }
}

fn texts(scene: &Scene, role: Role) -> Vec<String> {
    let elements = scene.elements.iter().filter(|element| element.role == role);
    let shapes = elements.flat_map(|element| &element.shapes);
    shapes
        .filter_map(|shape| match shape {
            Shape::Text(line) => Some(line.text.clone()),
            Shape::Runs { runs, .. } => Some(runs.iter().map(|run| run.text.as_str()).collect()),
            _ => None,
        })
        .collect()
}

#[test]
fn steps_are_numbered_listed_and_all_else_is_faint() {
    let design = shop();
    let scene = picture(&design, &told(&design, "reserve"));
    let steps = |name: &str| {
        let element = scene.elements.iter().find(|it| it.name.as_deref() == Some(name));
        let element = element.expect("it is drawn");
        (element.steps.clone(), element.faint)
    };
    assert_eq!(steps("fan->api"), (vec![1], false));
    assert_eq!(steps("api->seats"), (vec![2], false));
    assert_eq!(steps("api->db"), (vec![3], false));
    assert_eq!(steps("other->db"), (vec![], true));
    assert_eq!((steps("other"), steps("seats")), ((vec![], true), (vec![], false)));
    let drawn = texts(&scene, Role::Link);
    for words in ["1", "2", "3", "SQL"] {
        assert!(drawn.contains(&words.to_owned()), "{words}: {drawn:?}");
    }
    let listed = texts(&scene, Role::Legend);
    for words in ["사용자 → 예매 API: HTTPS", "예매 API → 좌석", "3"] {
        assert!(listed.contains(&words.to_owned()), "{words}: {listed:?}");
    }
    assert!(texts(&scene, Role::Header).iter().any(|words| words.ends_with("› 예매")));
    let text = svg(&scene, Theme::Light).into_string();
    assert!(text.contains("data-steps=\"2\"") && text.contains("opacity=\"0.3\""));
}

#[test]
fn steps_into_a_collapsed_group_are_one_line_with_their_numbers() {
    let design = shop();
    let options = Options { extent: Extent::Overview, ..told(&design, "reserve") };
    let scene = picture(&design, &options);
    let element = scene.elements.iter().find(|it| it.name.as_deref() == Some("api->keep"));
    assert_eq!(element.expect("it is drawn").steps, [2, 3]);
    assert!(texts(&scene, Role::Link).contains(&"2 · 3".to_owned()));
}

#[test]
fn a_page_plays_the_steps() {
    let design = shop();
    assert!(html(&design, &told(&design, "reserve")).as_str().contains("id=\"play\""));
    assert!(!html(&design, &Options::default()).as_str().contains("id=\"play\""));
}

#[test]
fn a_click_leads_only_where_it_does_no_harm() {
    let text = svg(&picture(&shop(), &Options::default()), Theme::Light).into_string();
    let document = roxmltree::Document::parse(&text).expect("well-formed");
    let links = document.descendants().filter(|node| node.has_tag_name("a"));
    let mut targets: Vec<&str> = links.filter_map(|link| link.attribute("href")).collect();
    targets.sort_unstable();
    assert_eq!(targets, ["https://wiki.example/api?a=1&b=\"2\"", "mailto:team@example.com"]);
    assert!(!text.contains("javascript"));
}

#[test]
fn an_icon_of_the_users_own_stands_on_its_card() {
    let design = shop();
    let icon = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 20'>\
                <script>a()</script><rect width='10' height='20' fill='#f80'/></svg>";
    let icon = Arc::new(Emblem::read(icon, 0).expect("an icon"));
    let icons = Emblems::from([("api".to_owned(), icon)]);
    let scene = picture(&design, &Options { icons: Some(&icons), ..Options::default() });
    let text = svg(&scene, Theme::Auto).into_string();
    roxmltree::Document::parse(&text).expect("well-formed");
    assert_eq!(text.matches("viewBox=\"0 0 10 20\"").count(), 1);
    assert!(text.contains("fill=\"#f80\"") && !text.contains("script"));
    let without = picture(&design, &Options::default());
    assert_eq!(scene.components, without.components);
    #[cfg(feature = "images")]
    {
        use archlint::render::image;
        let fonts = image::own_fonts();
        assert_ne!(
            image::png(&scene, Theme::Light, 1.0, fonts.clone()),
            image::png(&without, Theme::Light, 1.0, fonts)
        );
    }
}
