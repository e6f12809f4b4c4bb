//! A picture fitted to a slide: scaled, centred, its smallest text still readable.

use super::Options;
use super::graph::{Direction, Size};
use super::picture::{Notes, Sheet};
use super::scene::{Scene, Shown};
use super::typography::Type;
use crate::model::Design;
use crate::text::Text;

/// No text on a slide is smaller than this, in px.
const SMALLEST: f64 = 11.0;
/// A small design is not blown up further.
const LARGEST_SCALE: f64 = 1.75;
/// How often larger text is tried before giving up.
const ATTEMPTS: usize = 6;

/// The size of a slide, in px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slide {
    pub width: f64,
    pub height: f64,
}

impl Slide {
    /// `16:9`, `4:3` (1,080 px high) or `1280x720` in px.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |part: &str| part.trim().parse::<u32>().ok().filter(|n| *n > 0).map(f64::from);
        if let Some((width, height)) = text.split_once(':') {
            let (width, height) = (number(width)?, number(height)?);
            let ratio = width / height;
            return (0.2..=5.0)
                .contains(&ratio)
                .then(|| Self { width: (1080.0 * ratio).round(), height: 1080.0 });
        }
        let (width, height) = text.split_once(['x', '×'])?;
        let (width, height) = (number(width)?, number(height)?);
        let range = 100.0..=20_000.0;
        (range.contains(&width) && range.contains(&height)).then_some(Self { width, height })
    }

    fn scale(self, scene: &Scene) -> f64 {
        (self.width / scene.width).min(self.height / scene.height).min(LARGEST_SCALE)
    }
}

/// The picture on the slide. The text says so when its smallest letters came out too small.
pub fn fit(design: &Design, options: &Options, slide: Slide) -> (Scene, Option<Text>) {
    let ways = match options.direction {
        Direction::Auto => vec![Direction::Down, Direction::Right],
        way => vec![way],
    };
    let tried = ways.into_iter().map(|way| enlarge(design, options, slide, way));
    let best = tried.reduce(|a, b| if b.letters > a.letters + 0.5 { b } else { a });
    let fitted = best.expect("at least one direction is tried");
    let letters = (fitted.letters * 10.0).floor() / 10.0;
    let warning = (fitted.letters + 0.01 < SMALLEST).then(|| {
        crate::text!(
            "슬라이드에 맞추면 가장 작은 글자가 {letters}px입니다. 그룹별로 나누어 그려 보세요.",
            "fitted to the slide, the smallest text is {letters} px; draw it in parts"
        )
    });
    (fitted.scene, warning)
}

struct Fitted {
    scene: Scene,
    /// The height of the smallest text on the slide, in px.
    letters: f64,
}

/// Larger text on less paper, until the smallest is large enough on the slide.
fn enlarge(design: &Design, options: &Options, slide: Slide, way: Direction) -> Fitted {
    let mut kind = Type::default();
    let mut best: Option<Fitted> = None;
    for _ in 0..ATTEMPTS {
        let sheet = Sheet::new(design, options, kind, way);
        let below = on_slide(&sheet, kind, slide, Notes::Below);
        let beside = on_slide(&sheet, kind, slide, Notes::Beside);
        let fitted = if beside.letters > below.letters { beside } else { below };
        let (letters, scale) = (fitted.letters, fitted.letters / kind.small);
        if best.as_ref().is_none_or(|best| letters > best.letters + 0.05) {
            best = Some(fitted);
        } else {
            break;
        }
        if letters >= SMALLEST {
            break;
        }
        kind = Type::at_least((SMALLEST / scale).min(kind.small * 1.35) + 0.2);
    }
    best.expect("at least one attempt is made")
}

fn on_slide(sheet: &Sheet, kind: Type, slide: Slide, notes: Notes) -> Fitted {
    let mut scene = sheet.draw(Size::default(), notes);
    // On wider paper the findings take fewer lines, which changes the scale once more.
    for _ in 0..2 {
        let scale = slide.scale(&scene);
        scene = sheet.draw(Size { width: slide.width / scale, height: 0.0 }, notes);
    }
    let scale = slide.scale(&scene);
    let paper = Size { width: slide.width / scale, height: slide.height / scale };
    scene = sheet.draw(paper, notes);
    scene.shown = Some(Shown { width: slide.width, height: slide.height });
    Fitted { scene, letters: kind.small * scale }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slide_is_a_ratio_or_a_size() {
        assert_eq!(Slide::parse("16:9"), Some(Slide { width: 1920.0, height: 1080.0 }));
        assert_eq!(Slide::parse("4:3"), Some(Slide { width: 1440.0, height: 1080.0 }));
        assert_eq!(Slide::parse("1280x720"), Some(Slide { width: 1280.0, height: 720.0 }));
        for wrong in ["", "16", "0:9", "16:0", "1:100", "5x5", "ax9", "1920x1080x3", "-1:2"] {
            assert_eq!(Slide::parse(wrong), None, "{wrong}");
        }
    }
}
