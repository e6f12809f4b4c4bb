//! Pictures for slides: laid out for a slide's proportions at a size at which its letters can be
//! read. What does not fit on one becomes an overview and a slide for each group.

use super::budget::refused;
use super::pages::name_of;
use super::picture::{List, Notes, Sheet};
use super::typography::Type;
use crate::model::{Design, GroupId};
use crate::render::Options;
use crate::render::graph::{Direction, Size};
use crate::render::layout::Room;
use crate::render::scene::{Deck, Page, Scene, Shown as Showing};
use crate::render::shown::{Extent, Shown};
use crate::say::Text;
use crate::say::number;
use std::cmp::Ordering;

/// The short side of a slide, in points: 7.5 inches.
const SHORT_SIDE: f64 = 540.0;
/// The smallest letters on a slide, in points, and the largest that a small design is blown up to.
const SMALLEST: f64 = 11.0;
const LARGEST: f64 = 20.0;
/// Letters as small as this no size of type makes readable.
const HOPELESS: f64 = 6.0;
/// Header and lists take so much of a slide's height; the drawing's room is wider by that.
const DRAWING: f64 = 0.85;

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

    /// What a drawing fills, `share` of the slide wide.
    pub fn room(self, share: f64) -> Room {
        Room { breadth: self.width * share / self.height / DRAWING, fold: 4 }
    }

    /// Px for each point.
    fn dots(self) -> f64 {
        self.width.min(self.height) / SHORT_SIDE
    }

    /// Px of the slide for each px of a picture that is so large and has such letters.
    fn scale(self, scene: &Scene, kind: Type) -> f64 {
        let fitted = (self.width / scene.width).min(self.height / scene.height);
        fitted.min(LARGEST / kind.small * self.dots())
    }
}

/// A picture on a slide.
pub struct Fitted {
    pub scene: Scene,
    /// The height of its smallest letters, in points.
    pub letters: f64,
    /// How many findings it explains.
    listed: usize,
}

impl Fitted {
    /// Everything on it can be read.
    pub fn is_readable(&self) -> bool {
        self.letters >= SMALLEST - 0.01
    }

    /// Readable, with findings where there are any.
    fn is_whole(&self, findings: usize) -> bool {
        self.is_readable() && (self.listed > 0 || findings == 0)
    }

    /// The other, where it can be read and this one can't, or tells findings and this one none, or
    /// has larger letters.
    pub fn or_better(self, other: Fitted) -> Fitted {
        let worth = |it: &Fitted| (it.is_readable(), it.is_readable() && it.listed > 0);
        let is_larger = other.letters > self.letters + 0.05;
        match worth(&other).cmp(&worth(&self)) {
            Ordering::Greater => other,
            Ordering::Equal if is_larger => other,
            _ => self,
        }
    }
}

/// What `draw` puts on paper of at least some size, on a slide.
fn on_slide(slide: Slide, kind: Type, listed: usize, draw: impl Fn(Size) -> Scene) -> Fitted {
    let mut scene = draw(Size::default());
    // On wider paper the findings take fewer lines, which changes the scale once more.
    for _ in 0..2 {
        let scale = slide.scale(&scene, kind);
        scene = draw(Size { width: slide.width / scale, height: 0.0 });
    }
    let scale = slide.scale(&scene, kind);
    scene = draw(Size { width: slide.width / scale, height: slide.height / scale });
    scene.shown = Some(Showing { width: slide.width, height: slide.height });
    Fitted { scene, letters: kind.small * scale / slide.dots(), listed }
}

/// What is said of slides whose smallest letters are so high.
pub fn warnings(letters: f64) -> Vec<Text> {
    let is_readable = letters >= SMALLEST - 0.01;
    let points = number::trimmed((letters * 10.0).floor() / 10.0, 1);
    let warning = crate::text!(
        points;
        "슬라이드에서 가장 작은 글자가 {points}pt입니다. 그룹으로 더 나누면 커집니다",
        "the smallest text on the slides is {points} pt; more groups would make it larger"
    );
    (!is_readable).then_some(warning).into_iter().collect()
}

/// So many findings are listed on a slide, or fewer, until it can be read.
const LISTED: [usize; 5] = [24, 12, 6, 3, 0];

/// With as many of `most` findings as leave the letters large; `draw` is told how many.
pub fn with_findings(
    slide: Slide,
    kind: Type,
    most: usize,
    draw: impl Fn(Size, Option<usize>) -> Scene,
) -> Fitted {
    let mut counts: Vec<usize> = LISTED.iter().map(|count| *count.min(&most)).collect();
    counts.dedup();
    let drawn = |worst: &usize| on_slide(slide, kind, *worst, |paper| draw(paper, Some(*worst)));
    // What can't be read without them can't be read with them.
    let bare = drawn(&0);
    if !bare.is_readable() {
        return bare;
    }
    first_readable(counts.iter().map(drawn), |it| it.letters)
}

/// The first of these whose letters can be read, else the one with the largest.
pub fn first_readable<T>(drawn: impl Iterator<Item = T>, letters: impl Fn(&T) -> f64) -> T {
    let mut best: Option<T> = None;
    for it in drawn {
        if letters(&it) >= SMALLEST - 0.01 {
            return it;
        }
        let is_better = best.as_ref().is_none_or(|best| letters(&it) > letters(best) + 0.05);
        best = if is_better { Some(it) } else { best };
    }
    best.expect("at least one drawing is tried")
}

/// In letters that take as much of the room as it needs to read them.
pub fn in_sizes<T>(letters: impl Fn(&T) -> f64, draw: impl Fn(Type) -> T) -> T {
    let usual = draw(Type::SLIDES[0]);
    let larger = Type::SLIDES[1..].iter().map(|kind| draw(*kind));
    first_readable(std::iter::once(usual).chain(larger), &letters)
}

/// A sheet on a slide, with as many of its findings as leave the letters large.
fn sheet_on(slide: Slide, sheet: &Sheet, list: List) -> Fitted {
    let places = match list.place {
        Some(stated) => vec![stated],
        None => vec![Notes::Below, Notes::Beside],
    };
    let most = sheet.findings();
    let mut counts: Vec<usize> = match list.worst {
        Some(stated) => vec![stated],
        None => LISTED.iter().map(|count| *count.min(&most)).collect(),
    };
    counts.dedup();
    let lists = counts.iter().flat_map(|worst| {
        places.iter().map(|place| List { worst: Some(*worst), place: Some(*place) })
    });
    let drawn = |list: List| {
        let worst = list.worst.unwrap_or_default();
        on_slide(slide, sheet.kind(), worst, |paper| sheet.draw(paper, list))
    };
    // What can't be read without findings can't be read with them.
    if list.worst.is_none() {
        let bare = drawn(List { worst: Some(0), place: places.first().copied() });
        if !bare.is_readable() {
            return bare;
        }
    }
    first_readable(lists.map(drawn), |it| it.letters)
}

/// Designs on their way to slides.
struct Cutter<'a> {
    design: &'a Design,
    slide: Slide,
    options: &'a Options<'a>,
    deck: Deck,
    letters: f64,
}

/// The slides of a design, the one to begin with first. `design` is settled.
pub fn slides<'a>(design: &'a Design, slide: Slide, options: &'a Options<'a>) -> Deck {
    let mut cutter =
        Cutter { design, slide, options, deck: Deck::default(), letters: f64::INFINITY };
    cutter.cut(options.extent);
    Deck { warnings: warnings(cutter.letters), ..cutter.deck }
}

impl<'a> Cutter<'a> {
    /// One slide, or where that can't be read its parts, each on its own.
    fn cut(&mut self, extent: Extent) {
        let shown = self.shown(extent);
        let whole = self.fitted(&shown);
        if whole.as_ref().is_some_and(Fitted::is_readable) {
            return self.push(extent, &shown, whole);
        }
        let Some((extent, parts, overview)) = self.parts(extent, shown.design.components.len())
        else {
            return self.push(extent, &shown, whole);
        };
        let inside: Vec<GroupId> =
            parts.inside.iter().flatten().map(|inside| inside.group).collect();
        self.push(extent, &parts, overview);
        for group in inside {
            if self.is_part(group, extent) {
                self.cut(Extent::Group(group));
            }
        }
    }

    /// With groups collapsed: few of them, or more where that can't be read. `None` where that is no
    /// fewer than `most` things.
    fn parts(&self, extent: Extent, most: usize) -> Option<(Extent, Shown<'a>, Option<Fitted>)> {
        let coarser = match extent {
            Extent::Whole => [Extent::Overview, Extent::Outline],
            Extent::Group(group) => [Extent::Parts(group), Extent::Level(group)],
            _ => return None,
        };
        let mut best: Option<(Extent, Shown, Option<Fitted>)> = None;
        for extent in coarser {
            let shown = self.shown(extent);
            let known = best.as_ref().map_or(most, |(_, best, _)| best.design.components.len());
            let can_be_read = |it: &Option<Fitted>| it.as_ref().is_some_and(Fitted::is_readable);
            if best.as_ref().is_some_and(|(.., best)| can_be_read(best)) {
                break;
            }
            if shown.design.components.len() < known {
                let fitted = self.fitted(&shown);
                best = Some((extent, shown, fitted));
            }
        }
        best
    }

    /// Whether the card of a group is drawn for what is inside of it, not as a neighbour.
    fn is_part(&self, card: GroupId, extent: Extent) -> bool {
        match extent {
            Extent::Group(group) | Extent::Parts(group) | Extent::Level(group) => {
                card != group && self.design.ancestors(Some(card)).any(|it| it == group)
            }
            Extent::Whole | Extent::Overview | Extent::Outline => true,
        }
    }

    fn shown(&self, extent: Extent) -> Shown<'a> {
        self.options.shown(self.design, extent)
    }

    /// Drawn in the arrangement of the picture at large; where that can't be read in the one with
    /// the largest letters. Nothing where it is too large for a picture.
    fn fitted(&self, shown: &Shown) -> Option<Fitted> {
        if refused(&shown.design, LAYOUTS, self.options.lang).is_some() {
            return None;
        }
        let fitted = |kind, direction, share| {
            let options = Options { direction, ..*self.options };
            let sheet = Sheet::of_size(shown, &options, self.slide.room(share), kind);
            sheet_on(self.slide, &sheet, options.list)
        };
        let own = self.options.direction;
        let directions = match own {
            Direction::Auto => vec![Direction::Down, Direction::Right],
            stated => vec![stated],
        };
        let mut best = fitted(Type::SLIDES[0], own, 1.0);
        let mut way = (own, 1.0);
        for (direction, share) in directions.into_iter().flat_map(|it| [(it, 1.0), (it, 0.7)]) {
            if best.is_whole(shown.marks.len()) {
                return Some(best);
            }
            let before = best.letters;
            best = best.or_better(fitted(Type::SLIDES[0], direction, share));
            way = if best.letters > before { (direction, share) } else { way };
        }
        for kind in &Type::SLIDES[1..] {
            if best.is_readable() || best.letters < HOPELESS {
                break;
            }
            best = best.or_better(fitted(*kind, way.0, way.1));
        }
        Some(best)
    }

    fn push(&mut self, extent: Extent, shown: &Shown, fitted: Option<Fitted>) {
        let scene = match fitted {
            Some(fitted) => {
                self.letters = self.letters.min(fitted.letters);
                fitted.scene
            }
            None => {
                let refused = refused(&shown.design, LAYOUTS, self.options.lang);
                refused.expect("only what is too large is not drawn")
            }
        };
        self.deck.pages.push(Page { name: name_of(self.design, extent), scene });
    }
}

/// A picture for a slide is laid out about so often.
pub const LAYOUTS: usize = 5;

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
