//! A scene as PNG or PDF. Only our own font is loaded: Hangul comes out on any machine.

use super::measure;
use super::scene::{Scene, Shape};
use super::svg;
use super::theme::Theme;
use resvg::{tiny_skia, usvg};
use std::fmt;
use std::sync::Arc;

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
pub fn png(scene: &Scene, theme: Theme, scale: f64) -> Result<Vec<u8>, ImageError> {
    if !(scale.is_finite() && scale > 0.0) {
        return Err(ImageError::BadScale);
    }
    let tree = tree(scene, theme)?;
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

/// PDF with text that can be selected.
pub fn pdf(scene: &Scene, theme: Theme) -> Result<Vec<u8>, ImageError> {
    let tree = tree(scene, theme)?;
    let options = svg2pdf::ConversionOptions::default();
    svg2pdf::to_pdf(&tree, options, svg2pdf::PageOptions { dpi: 96.0 })
        .map_err(|_| ImageError::Unreadable)
}

fn tree(scene: &Scene, theme: Theme) -> Result<usvg::Tree, ImageError> {
    // A picture has no reader whose system it could follow.
    let theme = if theme == Theme::Auto { Theme::Light } else { theme };
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(measure::REGULAR)));
    fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(measure::SEMIBOLD)));
    fonts.set_sans_serif_family(measure::FAMILY);
    let options = usvg::Options {
        fontdb: Arc::new(fonts),
        font_family: measure::FAMILY.to_owned(),
        ..usvg::Options::default()
    };
    usvg::Tree::from_str(&svg::write_plain(scene, theme), &options)
        .map_err(|_| ImageError::Unreadable)
}

/// Characters of the picture that our font lacks: they stay blank in PNG and PDF.
pub fn missing_characters(scene: &Scene) -> Vec<char> {
    let mut missing = Vec::new();
    for shape in scene.elements.iter().flat_map(|element| &element.shapes) {
        let Shape::Text(line) = shape else { continue };
        for c in measure::missing(&line.text) {
            if !missing.contains(&c) {
                missing.push(c);
            }
        }
    }
    missing
}
