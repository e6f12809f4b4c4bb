//! How much one picture may hold: a larger one would take long to lay out, and nobody could read it.
//! What is too large gets a sentence in its place.

use super::cards::line_at;
use super::frame::MARGIN;
use super::typography::Type;
use crate::model::Design;
use crate::render::measure::{self, Font};
use crate::render::scene::{Element, Role, Scene, Shape};
use crate::render::theme::Color;
use crate::say::{Lang, Text};
use crate::text;

/// Connections of one picture.
const MOST_LINKS: usize = 12_000;
/// The work of laying out grows with both.
const MOST_LINKS_BY_COMPONENTS: usize = 60_000_000;
/// What stands in the place of a picture that is too large; `rounds` is how often it would be laid
/// out.
pub fn refused(design: &Design, rounds: usize, lang: Lang) -> Option<Scene> {
    let instead = match design.groups.is_empty() {
        false => Text::new(
            "`--overview`로 그룹을 접어 그리거나 `--group`으로 한 그룹만 그리세요",
            "draw it with `--overview`, its groups collapsed, or one group with `--group`",
        ),
        true => Text::new(
            "컴포넌트를 그룹으로 묶으면 `--overview`로 접어 그릴 수 있습니다",
            "put the components into groups, and `--overview` draws those",
        ),
    };
    refused_with(design, rounds, instead, lang)
}

/// The same of two designs in one picture.
pub fn refused_change(both: &Design, rounds: usize, lang: Lang) -> Option<Scene> {
    let instead = Text::new(
        "`--svg` 없이 `diff`의 표로 비교하세요",
        "compare them with the tables of `diff`",
    );
    refused_with(both, rounds, instead, lang)
}

fn refused_with(design: &Design, rounds: usize, instead: Text, lang: Lang) -> Option<Scene> {
    let (components, links) = (design.components.len(), design.links.len());
    let product = links.saturating_mul(components);
    let is_small = links.saturating_mul(rounds) <= MOST_LINKS
        && product.saturating_mul(rounds) <= MOST_LINKS_BY_COMPONENTS;
    let reason = text!(
        components, links, instead;
        "컴포넌트 {components}개와 연결 {links}개는 한 그림에 담기에 너무 많습니다. {instead}",
        "{components} components and {links} connections are too many for one picture; {instead}"
    );
    (!is_small).then(|| sentence(design, reason, lang))
}

fn sentence(design: &Design, reason: Text, lang: Lang) -> Scene {
    let kind = Type::default();
    let (title, font) = (Font::bold(kind.title), Font::regular(kind.label));
    let name = measure::elide(&measure::tidy(&design.name), title, WIDTH - 2.0 * MARGIN);
    let words = reason.line(lang).plain();
    let lines = measure::wrap(&words, font, WIDTH - 2.0 * MARGIN, 6);
    let mut shapes = vec![Shape::Text(line_at(MARGIN, MARGIN, &name, title, Color::Ink))];
    let mut y = MARGIN + kind.title * 2.0;
    for line in lines {
        shapes.push(Shape::Text(line_at(MARGIN, y, &line, font, Color::Soft)));
        y += kind.label * 1.6;
    }
    Scene {
        width: WIDTH,
        height: y + MARGIN,
        lang,
        title: design.name.clone(),
        description: words,
        elements: vec![Element::plain(Role::Header, shapes)],
        refused: Some(reason),
        ..Scene::default()
    }
}

/// Of the sentence's paper, px.
const WIDTH: f64 = 560.0;
