//! A picture fitted to a slide: scaled, centred, its smallest text still readable.

use super::typography::Type;
use crate::render::Drawn;
use crate::render::graph::{Direction, Size};
use crate::render::scene::{Scene, Shown};
use crate::say::number;

/// No text on a slide is smaller than this, in px.
const SMALLEST: f64 = 11.0;
/// A small design is not blown up further.
const LARGEST_SCALE: f64 = 1.75;
/// A less usual arrangement must make the text so much larger.
const WORTH: f64 = 1.08;
/// How often larger text is tried before giving up.
const ATTEMPTS: usize = 9;

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

/// A picture whose parts are measured and placed, before it is on paper.
pub trait Drawing {
    /// An arrangement of the parts.
    type Way: Copy + 'static;
    /// The most usual first.
    const WAYS: &'static [Self::Way];

    /// On paper of at least that size.
    fn draw(&self, paper: Size, way: Self::Way) -> Scene;
}

/// The picture on the slide. A warning says so when its smallest letters came out too small.
pub fn fit<D: Drawing>(
    slide: Slide,
    direction: Direction,
    make: impl Fn(Type, Direction) -> D,
) -> Drawn {
    let directions = match direction {
        Direction::Auto => vec![Direction::Down, Direction::Right],
        stated => vec![stated],
    };
    let tried = directions.into_iter().map(|one| enlarge(slide, |kind| make(kind, one)));
    let best = tried.reduce(|a, b| if b.letters > a.letters + 0.5 { b } else { a });
    let fitted = best.expect("at least one direction is tried");
    let letters = number::trimmed((fitted.letters * 10.0).floor() / 10.0, 1);
    let warning = (fitted.letters + 0.01 < SMALLEST).then(|| {
        crate::text!(
            letters;
            "슬라이드에 맞추면 가장 작은 글자가 {letters}px입니다. 나누어 그려 보세요.",
            "fitted to the slide, the smallest text is {letters} px; draw it in parts"
        )
    });
    Drawn { scene: fitted.scene, warnings: warning.into_iter().collect() }
}

struct Fitted {
    scene: Scene,
    /// The height of the smallest text on the slide, in px.
    letters: f64,
}

impl Fitted {
    /// A less usual arrangement than `other` that is worth it.
    fn is_worth_more(&self, other: &Fitted) -> bool {
        let needed = if other.letters < SMALLEST { 1.0 } else { WORTH };
        self.letters > other.letters * needed
    }
}

/// Larger text on less paper, until the smallest is large enough on the slide.
fn enlarge<D: Drawing>(slide: Slide, make: impl Fn(Type) -> D) -> Fitted {
    let mut kind = Type::default();
    let mut best: Option<Fitted> = None;
    for _ in 0..ATTEMPTS {
        let drawing = make(kind);
        let tried = D::WAYS.iter().map(|way| on_slide(&drawing, *way, kind, slide));
        let fitted = tried.reduce(|a, b| if b.is_worth_more(&a) { b } else { a });
        let fitted = fitted.expect("there is at least one arrangement");
        let (letters, scale) = (fitted.letters, fitted.letters / kind.small);
        if best.as_ref().is_none_or(|best| letters > best.letters + 0.01) {
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

fn on_slide<D: Drawing>(drawing: &D, way: D::Way, kind: Type, slide: Slide) -> Fitted {
    let mut scene = drawing.draw(Size::default(), way);
    // On wider paper the findings take fewer lines, which changes the scale once more.
    for _ in 0..2 {
        let scale = slide.scale(&scene);
        scene = drawing.draw(Size { width: slide.width / scale, height: 0.0 }, way);
    }
    let scale = slide.scale(&scene);
    let paper = Size { width: slide.width / scale, height: slide.height / scale };
    scene = drawing.draw(paper, way);
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
