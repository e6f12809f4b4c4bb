//! Drawn scenes as the bytes of files: which form they take, and what their reader should know.

use crate::args::{Look, Picture};
use crate::failure::Failure;
use crate::one::One;
use crate::out::{self, Finished};
use archlint::render::graph::Direction;
use archlint::render::scene::{Deck, Scene};
use archlint::render::theme::Theme;
use archlint::render::{self, Slide};
use archlint::{text, view};
#[cfg(feature = "images")]
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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
pub fn slide(look: &Look, form: Picture) -> Result<Option<Slide>, Failure> {
    let Some(size) = &look.size else {
        // What is a slide anyway is laid out for one.
        return Ok((form == Picture::Pptx).then_some(Slide { width: 1280.0, height: 720.0 }));
    };
    let parsed = Slide::parse(size);
    parsed.map(Some).ok_or_else(|| {
        text!(size;
            "`{size}` 값은 크기가 아닙니다. `16:9`나 `1280x720`처럼 쓰세요",
            "`{size}` is no size; write `16:9` or `1280x720`"
        )
        .into()
    })
}

/// A picture in its form, and the file it goes to; none for standard output.
pub type Drawn = (Option<PathBuf>, Finished);

/// One picture, however many things are in it.
pub fn single(
    one: &One,
    scene: &Scene,
    form: Picture,
    look: &Look,
    output: Option<&Path>,
) -> Result<Vec<Drawn>, Failure> {
    Ok(vec![(output.map(Path::to_path_buf), bytes(one, &[scene], form, look)?)])
}

/// Slides: all in one file where the form can hold them, else a file each, numbered. What their maker
/// should know is said on standard error.
pub fn slides(
    one: &One,
    deck: &Deck,
    form: Picture,
    look: &Look,
    output: Option<&Path>,
) -> Result<Vec<Drawn>, Failure> {
    deck.warnings.iter().for_each(|warning| one.say(warning));
    let scenes: Vec<&Scene> = deck.pages.iter().map(|page| &page.scene).collect();
    if form == Picture::Html {
        let page = view::pictures(&deck.pages, look.theme).into();
        return Ok(vec![(output.map(Path::to_path_buf), page)]);
    }
    if let ([_], _) | (_, Picture::Pdf | Picture::Pptx) = (scenes.as_slice(), form) {
        let bytes = bytes(one, &scenes, form, look)?;
        return Ok(vec![(output.map(Path::to_path_buf), bytes)]);
    }
    let count = scenes.len();
    let Some(output) = output.filter(|path| out::is_file(Some(path))) else {
        return Err(text!(
            count;
            "슬라이드가 {count}장 나옵니다. `-o 이름.svg`로 파일 이름을 정하세요. `-o 이름.pptx`와 `-o 이름.pdf`는 한 파일에 담습니다",
            "this makes {count} slides: name them with `-o NAME.svg`; `-o NAME.pptx` and `-o NAME.pdf` put them into one file"
        )
        .into());
    };
    let numbered = |(number, scene): (usize, &Scene)| {
        Ok((Some(numbered(output, number)), bytes(one, &[scene], form, look)?))
    };
    (1..).zip(scenes).map(numbered).collect()
}

/// Writes them. Several have other names than the one asked for, so that is said.
pub fn deliver(one: &One, pictures: Vec<Drawn>) -> Result<(), Failure> {
    let paths: Vec<_> = pictures.iter().filter_map(|(path, _)| path.clone()).collect();
    one.permit(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>())?;
    for (path, picture) in pictures {
        one.deliver(path.as_deref(), picture)?;
    }
    if let [first, .., last] = paths.as_slice() {
        let shown = |path: &Path| path.display().to_string();
        let (count, first, last) = (paths.len(), shown(first), shown(last));
        one.say(&text!(
            count, first, last;
            "슬라이드 {count}장을 {first}부터 {last}까지 썼습니다",
            "wrote {count} slides, {first} to {last}"
        ));
    }
    Ok(())
}

/// `talk.svg` as `talk-2.svg`.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_os_string();
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// The bytes of one drawing, or of several where the form can hold them.
pub fn bytes(
    one: &One,
    scenes: &[&Scene],
    form: Picture,
    look: &Look,
) -> Result<Finished, Failure> {
    if let Some(reason) = scenes.iter().find_map(|scene| scene.refused.as_ref()) {
        return Err(reason.clone().into());
    }
    let scene = scenes[0];
    match form {
        Picture::Svg => Ok(render::svg(scene, look.theme).into()),
        Picture::Html => Ok(view::comparison(scene, look.theme).into()),
        Picture::Scene => Ok(render::scene_json(scene).into()),
        Picture::Png | Picture::Pdf | Picture::Pptx => image(one, scenes, form, look),
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
fn image(one: &One, scenes: &[&Scene], form: Picture, look: &Look) -> Result<Finished, Failure> {
    use archlint::render::image;
    use archlint::render::pptx::{self, Sheet};
    if form == Picture::Pptx {
        let sheet = |scene: &&Scene| Sheet::Picture {
            title: scene.title.clone(),
            scene: Box::new((*scene).clone()),
        };
        let sheets: Vec<Sheet> = scenes.iter().map(sheet).collect();
        let title = &one.reviewed.design.name;
        return Ok(Finished::image(pptx::pptx(title, &sheets, look.theme, one.lang)));
    }
    let mut fonts = image::own_fonts();
    if scenes.iter().any(|scene| !image::missing_characters(scene).is_empty()) {
        fonts.load_system_fonts();
    }
    let absent = scenes.iter().flat_map(|scene| image::absent_characters(scene, &fonts));
    let missing: String = absent.collect::<BTreeSet<char>>().into_iter().collect();
    if !missing.is_empty() {
        one.say(&text!(missing;
            "글꼴에 없는 글자는 네모로 나옵니다: {missing}. SVG에는 나옵니다",
            "no font here has these characters, boxes stand for them: {missing}; an SVG shows them"
        ));
    }
    let made = match form {
        Picture::Png => image::png(scenes[0], look.theme, look.scale, fonts),
        _ => image::pdf(scenes, look.theme, fonts),
    };
    made.map(Finished::image).map_err(|error| {
        Failure::Said(
            text!(error = error.to_string(); "그릴 수 없습니다: {error}", "can't draw it: {error}"),
        )
    })
}

#[cfg(not(feature = "images"))]
fn image(
    _one: &One,
    _scenes: &[&Scene],
    _form: Picture,
    _look: &Look,
) -> Result<Finished, Failure> {
    Err(without_images())
}

#[cfg(not(feature = "images"))]
pub fn without_images() -> Failure {
    text!(
        "이 archlint는 PNG, PDF, PPTX 없이 만들어졌습니다. SVG를 쓰세요",
        "this archlint was built without PNG, PDF and PPTX; use SVG"
    )
    .into()
}
