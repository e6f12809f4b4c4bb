//! Stage 5, routes: y of every row, and each link as horizontal and vertical stretches.
//!
//! Between two rows lies a gap: first what closes above (the padding of groups that end), then the
//! tracks, then what opens below (titles and padding of groups that begin). Horizontal stretches run
//! only on tracks, vertical ones only where their row keeps room for them, so nothing can run
//! through a card, a label or a group that begins or ends there.

use super::beside::Beside;
use super::frame::{Flow, Frame, WHOLE};
use super::lower::{
    BADGE_INSET, LOOP_GAP, Lowered, PORT_INSET, Row, Way, What, loop_height, loop_reach,
};
use super::ports::Ports;
use super::titles::strip;
use super::tracks::{Steps, Wire, tracks};
use super::x::{PAD, Places};
use crate::render::graph::{Point, Rect, Route};

/// Between two tracks, px.
const TRACK: f64 = 12.0;
/// From a track to a row of labels, to cards, and to cards on the side with badges, px.
const TO_LABELS: f64 = 10.0;
const TO_CARDS: f64 = 14.0;
const TO_BADGES: f64 = 22.0;
/// Least height of a gap beside labels and between two rows of cards, px.
const LEAST_GAP: f64 = 14.0;
const CARDS_GAP: f64 = 36.0;
/// Below what is inside a group, and between its title and what is inside, px.
const BELOW: f64 = 14.0;
const BELOW_TITLE: f64 = 6.0;

/// Everything placed, still in the working direction.
pub(super) struct Routed {
    pub cards: Vec<Rect>,
    /// Indexed like the containers.
    pub containers: Vec<Rect>,
    pub routes: Vec<Route>,
}

/// A stretch of a link in a gap: which link, and which of its stretches.
type Key = (usize, usize);

#[derive(Default)]
struct Gap {
    keys: Vec<Key>,
    wires: Vec<Wire>,
    /// Where links run straight through.
    straight: Vec<f64>,
}

/// `wide` names the containers that need room for their title before their first row.
pub(super) fn route(
    frame: &Frame,
    lowered: &Lowered,
    places: &Places,
    ports: Ports,
    beside: &Beside,
    wide: &[bool],
) -> Routed {
    let plan = Plan { frame, lowered, places, beside, ports };
    let mut steps: Vec<Vec<Steps>> = vec![Vec::new(); frame.links.len()];
    let mut track_counts = Vec::new();
    for gap in plan.gaps() {
        let (found, count) = tracks(&gap.wires, &gap.straight);
        for ((link, part), found) in gap.keys.into_iter().zip(found) {
            let parts = &mut steps[link];
            parts.resize(parts.len().max(part + 1), Vec::new());
            parts[part] = found;
        }
        track_counts.push(count);
    }
    let levels = Levels::new(&plan, &track_counts, wide);
    plan.draw(&levels, &steps)
}

struct Plan<'a> {
    frame: &'a Frame,
    lowered: &'a Lowered,
    places: &'a Places,
    beside: &'a Beside,
    ports: Ports,
}

impl Plan<'_> {
    /// What connects below each row.
    fn gaps(&self) -> Vec<Gap> {
        let rows = self.lowered.rows.len();
        let mut gaps: Vec<Gap> = (0..rows).map(|_| Gap::default()).collect();
        for (item, x) in self.lowered.items.iter().zip(&self.places.x) {
            gaps[item.first..item.last].iter_mut().for_each(|gap| gap.straight.push(*x));
        }
        let mut add = |row: usize, key: Key, tops: Vec<f64>, bottoms: Vec<f64>| {
            let straight = tops.len() == 1 && bottoms.len() == 1 && tops[0] == bottoms[0];
            if straight {
                gaps[row].straight.extend(tops);
                return;
            }
            gaps[row].keys.push(key);
            gaps[row].wires.push(Wire { tops, bottoms });
        };
        let x = &self.places.x;
        for (link, way) in self.lowered.ways.iter().enumerate() {
            let [a, b] = self.ports[link];
            let row = self.lowered.items[self.frame.links[link].from].last;
            match way {
                Way::Through { items, .. } => {
                    for (part, pair) in items.windows(2).enumerate() {
                        let row = self.lowered.items[pair[0]].last;
                        let from = if part == 0 { a } else { x[pair[0]] };
                        let to = if part + 2 == items.len() { b } else { x[pair[1]] };
                        add(row, (link, part), vec![from], vec![to]);
                    }
                }
                Way::Under([label, plain]) => {
                    add(row, (link, 0), vec![a], vec![x[*label]]);
                    add(row + 1, (link, 1), vec![x[*label], x[*plain]], vec![]);
                    add(row, (link, 2), vec![b], vec![x[*plain]]);
                }
                Way::Around { down, up } => {
                    let mut ends = [a, b];
                    let mut part = 1;
                    for (end, chain) in ends.iter_mut().zip([down, up]) {
                        for pair in chain.windows(2) {
                            let row = self.lowered.items[pair[0]].last;
                            add(row, (link, part), vec![*end], vec![x[pair[1]]]);
                            *end = x[pair[1]];
                            part += 1;
                        }
                    }
                    let row = self.lowered.items[down[down.len() - 1]].last;
                    add(row, (link, 0), ends.to_vec(), vec![]);
                }
                Way::Level if self.beside.seats[link].is_none() => {
                    add(row, (link, 0), vec![a, b], vec![]);
                }
                Way::Level | Way::Loop => {}
            }
        }
        gaps
    }

    fn draw(&self, levels: &Levels, steps: &[Vec<Steps>]) -> Routed {
        let cards: Vec<Rect> = (0..self.frame.cards.len())
            .map(|card| {
                let (half, height) = (self.lowered.half(card), self.lowered.heights[card]);
                let y = levels.middle(self.lowered.items[card].first) - height / 2.0;
                Rect { x: self.places.x[card] - half, y, width: 2.0 * half, height }
            })
            .collect();
        let containers = (0..self.frame.containers.len())
            .map(|c| {
                let (first, last) = self.lowered.span[c];
                let top = levels.top[first] - levels.opening[c];
                let bottom = levels.top[last] + levels.height[last] + levels.closing[c];
                let (left, right) = self.places.borders(c);
                Rect { x: left, y: top, width: right - left, height: bottom - top }
            })
            .collect();
        let mut loops = vec![0.0; cards.len()];
        let routes = (0..self.frame.links.len())
            .map(|link| self.draw_link(link, levels, &steps[link], &cards, &mut loops))
            .collect();
        Routed { cards, containers, routes }
    }

    fn draw_link(
        &self,
        link: usize,
        levels: &Levels,
        steps: &[Steps],
        cards: &[Rect],
        loops: &mut [f64],
    ) -> Route {
        let line = &self.frame.links[link];
        let (from, to) = (cards[line.from], cards[line.to]);
        let [a, b] = self.ports[link];
        let items = &self.lowered.items;
        let step = |part: usize| steps.get(part).map_or(&[][..], |s| s.as_slice());
        let row = items[line.from].last;
        match &self.lowered.ways[link] {
            Way::Loop => self.draw_loop(link, from, &mut loops[line.from]),
            Way::Level => match self.beside.seats[link] {
                Some(seat) => {
                    let y = levels.middle(row) + seat.offset;
                    let starts_left = seat.left == line.from;
                    let (start, end) = if starts_left {
                        (from.x + from.width, to.x)
                    } else {
                        (from.x, to.x + to.width)
                    };
                    let middle = Point { x: (start + end) / 2.0, y };
                    let points = vec![Point { x: start, y }, Point { x: end, y }];
                    Route { points, label: line.label.map(|l| around(middle, l.width, l.height)) }
                }
                None => {
                    let mut pen = Pen::at(a, from.y + from.height);
                    pen.follow(step(0), levels, row);
                    pen.down_to(to.y + to.height);
                    Route { points: pen.finish(), label: None }
                }
            },
            Way::Under([label, plain]) => {
                let mut pen = Pen::at(a, from.y + from.height);
                pen.follow(step(0), levels, row);
                pen.follow(step(1), levels, row + 1);
                let mut back: Steps = step(2).to_vec();
                back.reverse();
                let to_x = [self.places.x[*plain], b];
                pen.follow_back(&back, to_x, levels, row);
                pen.down_to(to.y + to.height);
                Route { points: pen.finish(), label: self.label(link, *label, levels) }
            }
            Way::Around { down, up } => {
                let mut pen = Pen::at(a, from.y + from.height);
                let mut label = None;
                for (part, pair) in (1..).zip(down.windows(2)) {
                    pen.follow(step(part), levels, items[pair[0]].last);
                    if matches!(items[pair[1]].what, What::Label { .. }) {
                        label = self.label(link, pair[1], levels);
                    }
                }
                pen.follow(step(0), levels, items[down[down.len() - 1]].last);
                for (part, pair) in
                    (down.len()..).zip(up.windows(2)).collect::<Vec<_>>().into_iter().rev()
                {
                    let mut back: Steps = step(part).to_vec();
                    back.reverse();
                    let top = if pair[0] == line.to { b } else { self.places.x[pair[0]] };
                    pen.follow_back(
                        &back,
                        [self.places.x[pair[1]], top],
                        levels,
                        items[pair[0]].last,
                    );
                }
                pen.down_to(to.y + to.height);
                Route { points: pen.finish(), label }
            }
            Way::Through { items: way, up } => {
                let (upper, lower) = if *up { (to, from) } else { (from, to) };
                let mut pen = Pen::at(a, upper.y + upper.height);
                let mut label = None;
                for (part, pair) in way.windows(2).enumerate() {
                    pen.follow(step(part), levels, items[pair[0]].last);
                    if matches!(items[pair[1]].what, What::Label { .. }) {
                        label = self.label(link, pair[1], levels);
                    }
                }
                pen.down_to(lower.y);
                let mut points = pen.finish();
                if *up {
                    points.reverse();
                }
                Route { points, label }
            }
        }
    }

    fn label(&self, link: usize, item: usize, levels: &Levels) -> Option<Rect> {
        let size = self.frame.links[link].label?;
        let y = levels.middle(self.lowered.items[item].last);
        Some(around(Point { x: self.places.x[item], y }, size.width, size.height))
    }

    /// Around the right side of a card, below the loops that are there already.
    fn draw_loop(&self, link: usize, card: Rect, taken: &mut f64) -> Route {
        let label = self.frame.links[link].label.unwrap_or_default();
        let inset = match self.frame.flow {
            Flow::Down => BADGE_INSET,
            Flow::Right => PORT_INSET,
        };
        let height = loop_height(label);
        let top = card.y + inset + *taken;
        *taken += height;
        let (near, far) = (card.x + card.width, card.x + card.width + loop_reach(label));
        let bottom = top + height - LOOP_GAP;
        let points = [(near, top), (far, top), (far, bottom), (near, bottom)];
        let middle = Point { x: far, y: (top + bottom) / 2.0 };
        let label = self.frame.links[link].label.map(|l| around(middle, l.width, l.height));
        Route { points: points.map(|(x, y)| Point { x, y }).to_vec(), label }
    }
}

fn around(middle: Point, width: f64, height: f64) -> Rect {
    Rect { x: middle.x - width / 2.0, y: middle.y - height / 2.0, width, height }
}

/// Draws a link from where it leaves.
struct Pen {
    points: Vec<Point>,
}

impl Pen {
    fn at(x: f64, y: f64) -> Pen {
        Pen { points: vec![Point { x, y }] }
    }

    fn x(&self) -> f64 {
        self.points.last().map_or(0.0, |p| p.x)
    }

    /// Along the steps of a wire, from where it comes in.
    fn follow(&mut self, steps: &[(usize, f64)], levels: &Levels, row: usize) {
        for &(track, x) in steps {
            let y = levels.track(row, track);
            self.points.push(Point { x: self.x(), y });
            self.points.push(Point { x, y });
        }
    }

    /// Along the steps of a wire from its end to its start: the steps reversed, and the x of the
    /// end and of the start.
    fn follow_back(&mut self, steps: &[(usize, f64)], x: [f64; 2], levels: &Levels, row: usize) {
        for (i, &(track, _)) in steps.iter().enumerate() {
            let next = steps.get(i + 1).map_or(x[1], |s| s.1);
            let y = levels.track(row, track);
            self.points.push(Point { x: self.x(), y });
            self.points.push(Point { x: next, y });
        }
    }

    fn down_to(&mut self, y: f64) {
        self.points.push(Point { x: self.x(), y });
    }

    /// Without points that change nothing.
    fn finish(self) -> Vec<Point> {
        let mut points: Vec<Point> = Vec::new();
        for point in self.points {
            while let [.., a, b] = points.as_slice() {
                let straight = (a.x == b.x && b.x == point.x) || (a.y == b.y && b.y == point.y);
                if !straight {
                    break;
                }
                points.pop();
            }
            if points.last() != Some(&point) {
                points.push(point);
            }
        }
        points
    }
}

/// The heights of everything.
struct Levels {
    /// Per row.
    top: Vec<f64>,
    height: Vec<f64>,
    /// Where the first track below each row is.
    first_track: Vec<f64>,
    /// Per container: from its border to its first row, and from its last row to its border.
    opening: Vec<f64>,
    closing: Vec<f64>,
}

impl Levels {
    fn new(plan: &Plan, tracks: &[usize], wide: &[bool]) -> Levels {
        let (frame, lowered) = (plan.frame, plan.lowered);
        let rows = lowered.rows.len();
        let height = row_heights(frame, lowered);
        let (opening, closing) = paddings(frame, lowered, &height, wide);
        let (mut opens, mut closes) = (vec![0.0; rows + 1], vec![0.0; rows]);
        for (c, &(first, last)) in lowered.span.iter().enumerate() {
            opens[first] = f64::max(opens[first], opening[c]);
            closes[last] = f64::max(closes[last], closing[c]);
        }
        let (before, after) = match frame.flow {
            Flow::Down => (TO_BADGES, TO_CARDS),
            Flow::Right => (TO_CARDS, TO_BADGES),
        };
        let mut levels =
            Levels { top: Vec::new(), height, first_track: Vec::new(), opening, closing };
        let mut y = opens[0];
        for row in 0..rows {
            levels.top.push(y);
            y += levels.height[row] + closes[row];
            let margin = |row: Option<&Row>, cards: f64, padding: f64| match row {
                _ if padding > 0.0 => TO_LABELS,
                Some(Row::Cards) => cards,
                Some(Row::Labels) => TO_LABELS,
                None => 0.0,
            };
            let upper = margin(lowered.rows.get(row), after, closes[row]);
            let lower = margin(lowered.rows.get(row + 1), before, opens[row + 1]);
            levels.first_track.push(y + upper);
            let labels = lowered.rows[row..].iter().take(2).any(|r| *r == Row::Labels);
            let least = if labels { LEAST_GAP } else { CARDS_GAP };
            y += match tracks[row] {
                0 if row + 1 == rows => 0.0,
                0 => least,
                n => least.max(upper + (n - 1) as f64 * TRACK + lower),
            };
            y += opens[row + 1];
        }
        levels
    }

    fn middle(&self, row: usize) -> f64 {
        self.top[row] + self.height[row] / 2.0
    }

    fn track(&self, row: usize, track: usize) -> f64 {
        self.first_track[row] + track as f64 * TRACK
    }
}

/// A guess of the height that a picture takes, before its tracks are known.
pub(super) fn height(frame: &Frame, lowered: &Lowered) -> f64 {
    row_heights(frame, lowered).into_iter().map(|h| h + GUESSED_GAP).sum()
}

/// About the height of a gap with its tracks and the paddings of groups, px.
const GUESSED_GAP: f64 = 50.0;

fn row_heights(frame: &Frame, lowered: &Lowered) -> Vec<f64> {
    let mut height = vec![0.0; lowered.rows.len()];
    for item in lowered.items.iter().enumerate() {
        let (i, item) = item;
        let own = match item.what {
            What::Card => lowered.heights[i],
            What::Label { link } => frame.links[link].label.map_or(0.0, |l| l.height),
            What::Piece { .. } => 0.0,
        };
        height[item.last] = f64::max(height[item.last], own);
    }
    height
}

/// What each container needs before its first and after its last row, nested ones inside outer ones.
fn paddings(
    frame: &Frame,
    lowered: &Lowered,
    height: &[f64],
    wide: &[bool],
) -> (Vec<f64>, Vec<f64>) {
    let containers = frame.containers.len();
    let (mut opening, mut closing) = (vec![0.0; containers], vec![0.0; containers]);
    for c in frame.inside_out() {
        let container = &frame.containers[c];
        let (first, last) = lowered.span[c];
        match frame.flow {
            Flow::Down => {
                opening[c] += strip(container.title) + BELOW_TITLE;
                closing[c] += BELOW;
            }
            Flow::Right => {
                opening[c] += PAD;
                closing[c] += PAD;
                let title = container.title.width + TITLE_ENDS;
                let rows: f64 = height[first..=last].iter().sum();
                if wide[c] {
                    opening[c] = f64::max(opening[c], title);
                }
                closing[c] += (title - opening[c] - rows - closing[c]).max(0.0);
            }
        }
        let parent = container.parent;
        if parent != WHOLE {
            if lowered.span[parent].0 == first {
                opening[parent] = f64::max(opening[parent], opening[c]);
            }
            if lowered.span[parent].1 == last {
                closing[parent] = f64::max(closing[parent], closing[c]);
            }
        }
    }
    (opening, closing)
}

/// Left and right of a title, together, px.
const TITLE_ENDS: f64 = 20.0;
