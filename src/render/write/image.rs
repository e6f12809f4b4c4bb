//! A scene as PNG or PDF, with our own font: Hangul comes out on any machine.

use super::pdf;
use super::svg;
use crate::render::measure;
use crate::render::scene::{Scene, Shape};
use crate::render::theme::Theme;
use resvg::{tiny_skia, usvg};
use std::fmt;
use std::sync::Arc;

/// A subset of Pretendard (OFL, see `assets/fonts/OFL.txt`): Latin, Greek, Cyrillic, signs and the
/// 2,350 Hangul syllables of KS X 1001. Renamed, because the original's name is reserved.
const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/ArchlintSans-Regular.otf");
const SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/ArchlintSans-SemiBold.otf");

/// The family's name inside the two files.
const FAMILY: &str = "Archlint Sans";

/// The fonts that an image may use.
pub type Fonts = usvg::fontdb::Database;

/// Our own font, which has Latin and Hangul. Who draws other scripts or emoji may add fonts (see
/// [`missing_characters`]); ours stays the first choice.
pub fn own_fonts() -> Fonts {
    let mut fonts = Fonts::new();
    fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(REGULAR)));
    fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(SEMIBOLD)));
    fonts
}

/// Larger pictures are refused: 200 million pixels are 800 MB.
const MOST_PIXELS: f64 = 200e6;

/// Why there is no image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ImageError {
    /// It would have so many pixels.
    TooLarge { width: f64, height: f64 },
    /// The scale is not a positive number.
    BadScale,
    /// The drawing could not be read back; a mistake of ours.
    Unreadable,
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            ImageError::TooLarge { width, height } => {
                write!(f, "the image would be {width:.0} × {height:.0} px; use a smaller scale")
            }
            ImageError::BadScale => write!(f, "the scale must be a positive number"),
            ImageError::Unreadable => write!(f, "the drawing could not be read back"),
        }
    }
}

impl std::error::Error for ImageError {}

/// PNG with `scale` pixels for each px of the picture.
pub fn png(scene: &Scene, theme: Theme, scale: f64, fonts: Fonts) -> Result<Vec<u8>, ImageError> {
    if !(scale.is_finite() && scale > 0.0) {
        return Err(ImageError::BadScale);
    }
    let tree = tree(scene, theme, fonts)?;
    let size = tree.size();
    let width = (f64::from(size.width()) * scale).round().max(1.0);
    let height = (f64::from(size.height()) * scale).round().max(1.0);
    let too_large = ImageError::TooLarge { width, height };
    if width * height > MOST_PIXELS {
        return Err(too_large);
    }
    let mut pixels = tiny_skia::Pixmap::new(width as u32, height as u32).ok_or(too_large)?;
    let transform = tiny_skia::Transform::from_scale(scale as f32, scale as f32);
    resvg::render(&tree, transform, &mut pixels.as_mut());
    pixels.encode_png().map_err(|_| ImageError::Unreadable)
}

/// PDF with text that can be selected, a page for each picture.
pub fn pdf(scenes: &[&Scene], theme: Theme, fonts: Fonts) -> Result<Vec<u8>, ImageError> {
    let tree = |scene: &&Scene| tree(scene, theme, fonts.clone());
    let trees: Result<Vec<usvg::Tree>, ImageError> = scenes.iter().map(tree).collect();
    pdf::pages(&trees?).ok_or(ImageError::Unreadable)
}

fn tree(scene: &Scene, theme: Theme, mut fonts: Fonts) -> Result<usvg::Tree, ImageError> {
    // A picture has no reader whose system it could follow.
    let theme = if theme == Theme::Auto { Theme::Light } else { theme };
    fonts.set_sans_serif_family(FAMILY);
    let absent = absent_characters(scene, &fonts);
    let mut scene = scene.clone();
    replace(&mut scene, &absent);
    let options = usvg::Options {
        fontdb: Arc::new(fonts),
        font_family: FAMILY.to_owned(),
        ..usvg::Options::default()
    };
    usvg::Tree::from_str(svg::write_plain(&scene, theme).as_str(), &options)
        .map_err(|_| ImageError::Unreadable)
}

fn in_any(fonts: &Fonts, c: char) -> bool {
    let has = |data: &[u8], index: u32| {
        ttf_parser::Face::parse(data, index).is_ok_and(|face| face.glyph_index(c).is_some())
    };
    fonts.faces().any(|face| fonts.with_face_data(face.id, has).unwrap_or(false))
}

/// One character that no font has would spoil its whole line: a box stands in for it.
fn replace(scene: &mut Scene, absent: &[char]) {
    if absent.is_empty() {
        return;
    }
    let repaired = |text: &str| -> String {
        let text = text.replace(absent, "□");
        text.chars().filter(|c| !measure::is_mark(*c)).collect()
    };
    for shape in scene.elements.iter_mut().flat_map(|element| &mut element.shapes) {
        match shape {
            Shape::Text(line) if line.text.contains(absent) => line.text = repaired(&line.text),
            Shape::Runs { runs, .. } => {
                for run in runs.iter_mut().filter(|run| run.text.contains(absent)) {
                    run.text = repaired(&run.text);
                }
            }
            _ => {}
        }
    }
}

/// Characters of the picture that none of these fonts has.
pub fn absent_characters(scene: &Scene, fonts: &Fonts) -> Vec<char> {
    missing_characters(scene).into_iter().filter(|c| !in_any(fonts, *c)).collect()
}

/// Characters of the picture that our font lacks: without another one they are drawn as boxes.
pub fn missing_characters(scene: &Scene) -> Vec<char> {
    let mut missing = Vec::new();
    for shape in scene.elements.iter().flat_map(|element| &element.shapes) {
        let texts: Vec<&str> = match shape {
            Shape::Text(line) => vec![&line.text],
            Shape::Runs { runs, .. } => runs.iter().map(|run| run.text.as_str()).collect(),
            _ => continue,
        };
        for c in texts.into_iter().flat_map(measure::missing) {
            if !missing.contains(&c) {
                missing.push(c);
            }
        }
    }
    missing
}
