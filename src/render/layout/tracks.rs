//! Stage 5b, tracks: the order of the horizontal stretches in the gap between two rows.
//!
//! Every stretch comes down from the row above, up from the row below, or both. Whether one lies
//! above another decides which of their verticals cross, so for each pair the cheaper order is
//! preferred, and two verticals at one x must never run over each other. Where two stretches want
//! to pass each other both ways, one of them steps aside half way and takes two tracks.

/// What connects in one gap: where lines reach down into it and up into it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wire {
    pub tops: Vec<f64>,
    pub bottoms: Vec<f64>,
}

/// From where the wire comes in: to this x on this track, and so on.
pub(super) type Steps = Vec<(usize, f64)>;

/// Verticals nearer than this must not run beside each other, px.
const NEAR: f64 = 5.0;
/// Between two stretches on one track, px.
const APART: f64 = 6.0;
const NEVER: i64 = 1_000;
/// Stretches in one gap up to which every pair is weighed.
const MANY: usize = 300;

#[derive(Clone, Debug)]
struct Stretch {
    wire: usize,
    /// 0, or 1 for the second half of a wire that steps aside.
    part: usize,
    tops: Vec<f64>,
    bottoms: Vec<f64>,
    low: f64,
    high: f64,
}

impl Stretch {
    fn new(wire: usize, part: usize, tops: Vec<f64>, bottoms: Vec<f64>) -> Stretch {
        let ends = tops.iter().chain(&bottoms).copied();
        let (low, high) = (ends.clone().fold(f64::MAX, f64::min), ends.fold(f64::MIN, f64::max));
        Stretch { wire, part, tops, bottoms, low, high }
    }

    fn meets(&self, other: &Stretch) -> bool {
        self.low <= other.high + APART && other.low <= self.high + APART
    }

    fn holds(&self, x: f64) -> bool {
        self.low + 0.5 < x && x < self.high - 0.5
    }

    /// The crossings when this one lies above the other.
    fn above(&self, other: &Stretch) -> i64 {
        if self.wire == other.wire {
            return if self.part < other.part { 0 } else { NEVER };
        }
        let down = self.bottoms.iter().filter(|&&x| other.holds(x)).count();
        let up = other.tops.iter().filter(|&&x| self.holds(x)).count();
        let near = |x: &f64| other.tops.iter().any(|y| (x - y).abs() < NEAR);
        let over = self.bottoms.iter().filter(|x| near(x)).count();
        (down + up) as i64 + over as i64 * NEVER
    }
}

/// The steps of each wire, and how many tracks they take. `straight` is where other links run
/// through the gap.
pub(super) fn tracks(wires: &[Wire], straight: &[f64]) -> (Vec<Steps>, usize) {
    let stretch = |(i, w): (usize, &Wire)| Stretch::new(i, 0, w.tops.clone(), w.bottoms.clone());
    let mut stretches: Vec<Stretch> = wires.iter().enumerate().map(stretch).collect();
    let mut order = arrange(&stretches);
    for _ in 0..wires.len() {
        let Some(split) = blocked(&stretches, &order) else { break };
        step_aside(&mut stretches, split, straight);
        order = arrange(&stretches);
    }
    let (track, count) = layers(&stretches, &order);
    let mut steps = vec![Vec::new(); wires.len()];
    let mut sorted: Vec<usize> = (0..stretches.len()).collect();
    sorted.sort_by_key(|&i| (stretches[i].wire, stretches[i].part));
    for i in sorted {
        let stretch = &stretches[i];
        let to = stretch.bottoms.first().or(stretch.tops.last()).copied().unwrap_or(0.0);
        steps[stretch.wire].push((track[i], to));
    }
    (steps, count)
}

/// From the top down, so that few verticals cross.
fn arrange(stretches: &[Stretch]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    // Where all run to one side, those that are ahead lie above, and nothing crosses.
    let key = |s: &Stretch| match (s.tops.first(), s.bottoms.first()) {
        (Some(top), Some(bottom)) if bottom > top => -top,
        (Some(top), Some(_)) => *top,
        _ => s.low - s.high,
    };
    order.sort_by(|&a, &b| key(&stretches[a]).total_cmp(&key(&stretches[b])).then(a.cmp(&b)));
    let gain = |a: usize, b: usize| {
        if !stretches[a].meets(&stretches[b]) {
            return 0;
        }
        stretches[a].above(&stretches[b]) - stretches[b].above(&stretches[a])
    };
    if stretches.len() <= MANY {
        sift(&mut order, &gain);
    } else {
        exchange(&mut order, &gain);
    }
    order
}

/// Moves each to its best place until nothing improves. `gain(a, b)` is what is saved when `a`,
/// above `b`, goes below it.
fn sift(order: &mut Vec<usize>, gain: &dyn Fn(usize, usize) -> i64) {
    for _ in 0..8 {
        let mut improved = false;
        for mover in 0..order.len() {
            let Some(start) = order.iter().position(|&s| s == mover) else { continue };
            let (mut best, mut best_at) = (0, start);
            let mut saved = 0;
            for (at, &other) in order.iter().enumerate().skip(start + 1) {
                saved += gain(mover, other);
                if saved > best {
                    (best, best_at) = (saved, at);
                }
            }
            saved = 0;
            for at in (0..start).rev() {
                saved += gain(order[at], mover);
                if saved > best {
                    (best, best_at) = (saved, at);
                }
            }
            if best > 0 {
                order.remove(start);
                order.insert(best_at, mover);
                improved = true;
            }
        }
        if !improved {
            return;
        }
    }
}

fn exchange(order: &mut [usize], gain: &dyn Fn(usize, usize) -> i64) {
    for _ in 0..40 {
        let mut improved = false;
        for i in 1..order.len() {
            if gain(order[i - 1], order[i]) > 0 {
                order.swap(i - 1, i);
                improved = true;
            }
        }
        if !improved {
            return;
        }
    }
}

/// A stretch that runs over another one's vertical and can step aside.
fn blocked(stretches: &[Stretch], order: &[usize]) -> Option<usize> {
    let mut split = vec![false; stretches.len()];
    for stretch in stretches.iter().filter(|s| s.part == 1) {
        split[stretch.wire] = true;
    }
    let can = |i: &usize| {
        let s = &stretches[*i];
        !split[s.wire] && s.tops.len() == 1 && s.bottoms.len() == 1
    };
    for (place, &a) in order.iter().enumerate() {
        for &b in &order[place + 1..] {
            let (upper, lower) = (&stretches[a], &stretches[b]);
            let over = upper.meets(lower) && upper.above(lower) >= NEVER;
            if let Some(which) = [a, b].into_iter().find(|i| over && can(i)) {
                return Some(which);
            }
        }
    }
    None
}

/// Cuts a stretch in two at an x that no vertical of the gap comes near to.
fn step_aside(stretches: &mut Vec<Stretch>, which: usize, straight: &[f64]) {
    let Stretch { wire, ref tops, ref bottoms, low, high, .. } = stretches[which];
    let (top, bottom) = (tops[0], bottoms[0]);
    let ends = stretches.iter().flat_map(|s| s.tops.iter().chain(&s.bottoms));
    let taken: Vec<f64> = ends.chain(straight).copied().collect();
    let middle = ((low + high) / 2.0).round();
    let clearance = |x: f64| taken.iter().map(|t| (t - x).abs()).fold(f64::MAX, f64::min);
    let offers = (0..60).flat_map(|i| [middle + 6.0 * i as f64, middle - 6.0 * i as f64]);
    let free = offers.filter(|&x| x >= 0.0).find(|&x| clearance(x) >= NEAR + 2.0);
    let aside = free.unwrap_or(middle);
    stretches[which] = Stretch::new(wire, 0, vec![top], vec![aside]);
    stretches.push(Stretch::new(wire, 1, vec![aside], vec![bottom]));
}

/// The track of each stretch, following the order only where it matters.
fn layers(stretches: &[Stretch], order: &[usize]) -> (Vec<usize>, usize) {
    let mut track = vec![0; stretches.len()];
    let mut taken: Vec<Vec<usize>> = Vec::new();
    for (place, &s) in order.iter().enumerate() {
        let stretch = &stretches[s];
        let must = |other: &&usize| {
            let other = &stretches[**other];
            other.meets(stretch) && other.above(stretch) < stretch.above(other)
        };
        let above = order[..place].iter().filter(must);
        let mut at = above.map(|&o| track[o] + 1).max().unwrap_or(0);
        while taken.get(at).is_some_and(|t| t.iter().any(|&o| stretches[o].meets(stretch))) {
            at += 1;
        }
        if at >= taken.len() {
            taken.resize(at + 1, Vec::new());
        }
        taken[at].push(s);
        track[s] = at;
    }
    (track, taken.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(top: f64, bottom: f64) -> Wire {
        Wire { tops: vec![top], bottoms: vec![bottom] }
    }

    #[test]
    fn stretches_that_do_not_meet_share_a_track() {
        let (steps, count) = tracks(&[wire(0.0, 50.0), wire(100.0, 150.0)], &[]);
        assert_eq!(count, 1);
        assert_eq!(steps, [vec![(0, 50.0)], vec![(0, 150.0)]]);
    }

    #[test]
    fn of_two_that_run_right_the_one_ahead_lies_above() {
        let (steps, count) = tracks(&[wire(0.0, 100.0), wire(50.0, 150.0)], &[]);
        assert_eq!((count, steps[0][0].0, steps[1][0].0), (2, 1, 0));
    }

    #[test]
    fn a_vertical_never_runs_over_another() {
        // The second comes down where the first goes on down: it must end above.
        let (steps, _) = tracks(&[wire(0.0, 100.0), wire(100.0, 200.0)], &[]);
        assert!(steps[1][0].0 < steps[0][0].0, "{steps:?}");
    }

    #[test]
    fn two_that_change_places_need_a_step_aside() {
        let (steps, count) = tracks(&[wire(0.0, 100.0), wire(100.0, 0.0)], &[]);
        assert_eq!(count, 3);
        let split = steps.iter().find(|s| s.len() == 2).expect("one steps aside");
        let other = steps.iter().find(|s| s.len() == 1).expect("the other does not");
        assert!(split[0].0 < other[0].0 && other[0].0 < split[1].0, "{steps:?}");
    }

    #[test]
    fn a_bow_below_two_cards_holds_the_smaller_one() {
        let bow = |a: f64, b: f64| Wire { tops: vec![a, b], bottoms: vec![] };
        let (steps, _) = tracks(&[bow(0.0, 300.0), bow(100.0, 200.0)], &[]);
        assert!(steps[1][0].0 < steps[0][0].0, "{steps:?}");
    }
}
