//! Stage 5a, ports: where each link leaves and enters its cards.
//!
//! The ports of a side are spread around its middle in the order of where their links go, one
//! corner kept free for a badge. A port moves off its place only when that makes its link straight.

use super::beside::Beside;
use super::frame::{Flow, Frame};
use super::lower::{BADGE_INSET, Lowered, PORT_INSET, PORT_STEP, Way};
use super::x::Places;

/// The x of both ends of each link: of the upper and the lower card, or, for a link that leaves and
/// enters at the bottom, of `from` and `to`.
pub(super) type Ports = Vec<[f64; 2]>;

/// Between two ports of a side where there is room, px.
const WIDE_STEP: f64 = 26.0;
const NARROW_STEP: f64 = 12.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Top,
    Bottom,
}

/// One end of a link at a side of a card.
#[derive(Clone, Copy)]
struct Port {
    link: usize,
    end: usize,
    /// The x of the next thing on the link's way.
    next: f64,
}

pub(super) fn ports(frame: &Frame, lowered: &Lowered, places: &Places, beside: &Beside) -> Ports {
    let mut ports = vec![[0.0; 2]; frame.links.len()];
    let (tops, bottoms) = sides(frame, lowered, places, beside);
    for card in 0..frame.cards.len() {
        for (side, all) in [(Side::Top, &tops[card]), (Side::Bottom, &bottoms[card])] {
            let range = range(frame, lowered, places, card, side);
            for (port, x) in spread(all.clone(), places.x[card], range) {
                ports[port.link][port.end] = x;
            }
        }
    }
    straighten(frame, lowered, places, &tops, &bottoms, &mut ports);
    ports
}

type Sides = Vec<Vec<Port>>;

fn sides(frame: &Frame, lowered: &Lowered, places: &Places, beside: &Beside) -> (Sides, Sides) {
    let mut tops: Sides = vec![Vec::new(); frame.cards.len()];
    let mut bottoms: Sides = vec![Vec::new(); frame.cards.len()];
    let x = &places.x;
    for (link, way) in lowered.ways.iter().enumerate() {
        let line = &frame.links[link];
        match way {
            Way::Through { items, .. } => {
                let n = items.len();
                bottoms[items[0]].push(Port { link, end: 0, next: x[items[1]] });
                tops[items[n - 1]].push(Port { link, end: 1, next: x[items[n - 2]] });
            }
            Way::Under(items) => {
                bottoms[line.from].push(Port { link, end: 0, next: x[items[0]] });
                bottoms[line.to].push(Port { link, end: 1, next: x[items[1]] });
            }
            Way::Around { down, up } => {
                for (end, card, chain, other) in [(0, line.from, down, up), (1, line.to, up, down)]
                {
                    let next = chain.get(1).or(other.last()).map_or(0.0, |&item| x[item]);
                    bottoms[card].push(Port { link, end, next });
                }
            }
            Way::Level if beside.seats[link].is_none() => {
                bottoms[line.from].push(Port { link, end: 0, next: x[line.to] });
                bottoms[line.to].push(Port { link, end: 1, next: x[line.from] });
            }
            Way::Level | Way::Loop => {}
        }
    }
    (tops, bottoms)
}

/// Where ports may stand on a side.
fn range(frame: &Frame, lowered: &Lowered, places: &Places, card: usize, side: Side) -> (f64, f64) {
    let (x, half) = (places.x[card], lowered.half(card));
    // The badge sits on the top right corner of the picture; turned, that is the bottom left.
    let (left, right) = match (frame.flow, side) {
        (Flow::Down, Side::Top) => (PORT_INSET, BADGE_INSET),
        (Flow::Right, Side::Bottom) => (BADGE_INSET, PORT_INSET),
        _ => (PORT_INSET, PORT_INSET),
    };
    let (low, high) = (x - half + left, x + half - right);
    if low <= high { (low.ceil(), high.floor()) } else { (x, x) }
}

fn spread(mut ports: Vec<Port>, middle: f64, (low, high): (f64, f64)) -> Vec<(Port, f64)> {
    ports.sort_by(|a, b| a.next.total_cmp(&b.next).then((a.link, a.end).cmp(&(b.link, b.end))));
    let count = ports.len();
    if count == 1 {
        let at = ports[0].next.clamp(low, high);
        return vec![(ports[0], at)];
    }
    let gaps = count.saturating_sub(1).max(1) as f64;
    let step = ((high - low) / gaps).min(WIDE_STEP).max(PORT_STEP.min((high - low) / gaps));
    let step = if step >= 1.0 { step.floor() } else { step };
    let start = (middle - step * gaps / 2.0).max(low).min(high - step * gaps).round();
    let mut at: Vec<f64> = (0..count).map(|i| start + step * i as f64).collect();
    let narrow = step.min(NARROW_STEP);
    for i in 0..count {
        let least = if i == 0 { low } else { at[i - 1] + narrow };
        let most = if i + 1 == count { high } else { at[i + 1] - narrow };
        if (least..=most).contains(&ports[i].next) {
            at[i] = ports[i].next;
        }
    }
    ports.into_iter().zip(at).collect()
}

/// Links from card to card with one port at an end put it over the other end.
fn straighten(
    frame: &Frame,
    lowered: &Lowered,
    places: &Places,
    tops: &Sides,
    bottoms: &Sides,
    ports: &mut Ports,
) {
    for (link, way) in lowered.ways.iter().enumerate() {
        let Way::Through { items, .. } = way else { continue };
        let &[upper, lower] = items.as_slice() else { continue };
        let upper_range = range(frame, lowered, places, upper, Side::Bottom);
        let lower_range = range(frame, lowered, places, lower, Side::Top);
        let fits = |(low, high): (f64, f64), x: f64| low <= x && x <= high;
        let (alone_above, alone_below) = (bottoms[upper].len() == 1, tops[lower].len() == 1);
        let [above, below] = ports[link];
        let middle = ((places.x[upper] + places.x[lower]) / 2.0).round();
        ports[link] = match (alone_above, alone_below) {
            (true, true) if fits(upper_range, middle) && fits(lower_range, middle) => {
                [middle, middle]
            }
            (true, _) if fits(upper_range, below) => [below, below],
            (_, true) if fits(lower_range, above) => [above, above],
            (true, true) => [places.x[upper], places.x[lower]],
            (true, false) => [places.x[upper], below],
            (false, true) => [above, places.x[lower]],
            (false, false) => [above, below],
        };
    }
}
