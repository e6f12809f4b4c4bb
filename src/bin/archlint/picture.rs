//! A drawn scene as the bytes of a file: which form it takes, and what its reader should know.

use crate::args::{Look, Picture};
use crate::failure::Failure;
use crate::one::One;
use crate::out::{self, Finished};
use archlint::render::graph::Direction;
use archlint::render::scene::Scene;
use archlint::render::theme::Theme;
use archlint::render::{self, Drawn, Slide};
use archlint::{text, view};
use std::path::Path;

/// What is written beside a post, with its extension.
pub const FORMS_OF_POSTS: &[(Picture, &str)] = &[
    (Picture::Svg, "svg"),
    #[cfg(feature = "images")]
    (Picture::Png, "png"),
];

/// How a picture beside a post looks.
pub fn plain() -> Look {
    Look {
        theme: Theme::Light,
        direction: Direction::Auto,
        size: None,
        scale: 2.0,
        no_findings: false,
    }
}

/// The form that a file's extension names; SVG for standard output.
pub fn form_of(path: &Path) -> Result<Picture, Failure> {
    if !out::is_file(Some(path)) {
        return Ok(Picture::Svg);
    }
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    Picture::of_extension(&extension).ok_or_else(|| {
        let shown = path.display();
        text!(shown;
            "{shown}: 확장자로 그림의 형식을 알 수 없습니다",
            "{shown}: the extension names no form of picture"
        )
        .into()
    })
}

/// The slide that `--size` asks for.
pub fn slide(look: &Look) -> Result<Option<Slide>, Failure> {
    let Some(size) = &look.size else { return Ok(None) };
    let parsed = Slide::parse(size);
    parsed.map(Some).ok_or_else(|| {
        text!(size;
            "`{size}` 값은 크기가 아닙니다. `16:9`나 `1280x720`처럼 쓰세요",
            "`{size}` is no size; write `16:9` or `1280x720`"
        )
        .into()
    })
}

/// The bytes of a drawing; its warnings are said on standard error.
pub fn bytes(one: &One, drawn: &Drawn, form: Picture, look: &Look) -> Result<Finished, Failure> {
    drawn.warnings.iter().for_each(|warning| one.say(warning));
    let scene = &drawn.scene;
    if let Some(reason) = &scene.refused {
        return Err(reason.clone().into());
    }
    match form {
        Picture::Svg => Ok(render::svg(scene, look.theme).into()),
        Picture::Html => Ok(view::comparison(scene, look.theme).into()),
        Picture::Scene => Ok(render::scene_json(scene).into()),
        Picture::Png | Picture::Pdf => image(one, scene, form, look),
        Picture::Dot | Picture::Mermaid | Picture::D2 | Picture::Drawio | Picture::Excalidraw => {
            Err(text!(
                "이 그림은 그 형식의 텍스트로 쓸 수 없습니다. Mermaid는 `diff`가 씁니다",
                "this picture can't be written as text of that form; `diff` writes Mermaid"
            )
            .into())
        }
    }
}

#[cfg(feature = "images")]
fn image(one: &One, scene: &Scene, form: Picture, look: &Look) -> Result<Finished, Failure> {
    use archlint::render::image;
    let mut fonts = image::own_fonts();
    let foreign = image::missing_characters(scene);
    if !foreign.is_empty() {
        fonts.load_system_fonts();
    }
    let missing: String = image::absent_characters(scene, &fonts).into_iter().collect();
    if !missing.is_empty() {
        one.say(&text!(missing;
            "글꼴에 없는 글자는 네모로 나옵니다: {missing}. SVG에는 나옵니다",
            "no font here has these characters, boxes stand for them: {missing}; an SVG shows them"
        ));
    }
    let made = match form {
        Picture::Png => image::png(scene, look.theme, look.scale, fonts),
        _ => image::pdf(scene, look.theme, fonts),
    };
    made.map(Finished::image).map_err(|error| {
        Failure::Said(
            text!(error = error.to_string(); "그릴 수 없습니다: {error}", "can't draw it: {error}"),
        )
    })
}

#[cfg(not(feature = "images"))]
fn image(_one: &One, _scene: &Scene, _form: Picture, _look: &Look) -> Result<Finished, Failure> {
    Err(text!(
        "이 archlint는 PNG와 PDF 없이 만들어졌습니다. SVG를 쓰세요",
        "this archlint was built without PNG and PDF; use SVG"
    )
    .into())
}
