//! The topics, tables and buckets on a component, a line each in its card.

use super::cards::line_at;
use super::typography::Type;
use crate::render::graph::{Point, Rect};
use crate::render::measure::{self, Font};
use crate::render::scene::{Paint, Radius, Shape};
use crate::render::theme::Color;

/// More than these are counted.
const MOST: usize = 6;
/// A longer name is cut; in heights of its font.
const ROOM: f64 = 14.0;
/// From the mark of one to its name, and between the last and the lower edge.
const INDENT: f64 = 11.0;
const GAP: f64 = 4.0;
const MARK: f64 = 5.0;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    lines: Vec<String>,
    /// Of the font.
    size: f64,
}

impl Standing {
    pub fn of(names: &[&str], kind: Type) -> Self {
        let font = Font::regular(kind.small);
        let line = |name: &&str| measure::elide(&measure::tidy(name), font, ROOM * kind.small);
        let mut lines: Vec<String> = names.iter().take(MOST).map(line).collect();
        if names.len() > MOST {
            lines.truncate(MOST - 1);
            lines.push(format!("+{}", names.len() + 1 - MOST));
        }
        Self { lines, size: kind.small }
    }

    fn line_height(&self) -> f64 {
        self.size * 1.6
    }

    pub fn height(&self) -> f64 {
        match self.lines.len() {
            0 => 0.0,
            count => (count as f64 * self.line_height() + GAP).ceil(),
        }
    }

    pub fn width(&self) -> f64 {
        let font = Font::regular(self.size);
        let widths = self.lines.iter().map(|line| measure::width(line, font) + INDENT);
        widths.fold(0.0, f64::max)
    }

    /// From the left end of the text, below what stands above.
    pub fn draw(&self, at: Point) -> Vec<Shape> {
        let mut shapes = Vec::new();
        for (row, name) in self.lines.iter().enumerate() {
            let middle = at.y - GAP + self.line_height() * (row as f64 + 0.5);
            let rect = Rect { x: at.x, y: middle - MARK / 2.0, width: MARK, height: MARK };
            let paint = Paint::fill(Color::Soft);
            shapes.push(Shape::Box { rect, radius: Radius::round(1.5), paint });
            let font = Font::regular(self.size);
            shapes.push(Shape::Text(line_at(at.x + INDENT, middle, name, font, Color::Ink)));
        }
        shapes
    }
}
