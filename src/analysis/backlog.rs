//! Messages that wait for those who take them: how many a peak leaves, and when they are gone.

use super::load::{Interval, Spread, Usage};
use crate::model::{Attr, ComponentId, Design, Dimension};

/// Seconds that a peak is taken to last where nobody says for how long.
const PEAK: f64 = 3600.0;

/// Seconds that the peak of a design lasts, and whether that is stated.
pub fn peak_for(design: &Design) -> (f64, bool) {
    let stated = design.traffic.number(Attr::PeakFor, Dimension::Duration);
    stated.map_or((PEAK, false), |stated| (stated.high(), true))
}

/// What comes to one who takes messages from a queue, and what it can take; messages per second, at
/// most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backlog {
    pub average: f64,
    pub peak: f64,
    pub capacity: f64,
    /// Of one instance.
    pub each: f64,
    /// Seconds.
    pub peak_for: f64,
}

impl Backlog {
    /// At the most that may come; `None` where nothing does.
    pub fn of(
        design: &Design,
        spread: &Spread,
        usage: &Usage,
        queue: ComponentId,
        reader: ComponentId,
    ) -> Option<Self> {
        Self::at(|load| load.hi, design, spread, usage, queue, reader)
    }

    /// The same at one end of what may come.
    pub fn at(
        end: fn(Interval) -> f64,
        design: &Design,
        spread: &Spread,
        usage: &Usage,
        queue: ComponentId,
        reader: ComponentId,
    ) -> Option<Self> {
        let (sent, taken) = (spread.at(queue), spread.at(reader));
        let average = end(taken.average);
        // What leaves a queue is smooth; what came in at its peak tells the rest.
        let peak = average * end(sent.peak) / end(sent.average).max(f64::MIN_POSITIVE);
        let each = usage.capacity_each;
        let capacity = each * f64::from(usage.replicas);
        let (peak_for, _) = peak_for(design);
        (average > 0.0).then_some(Self { average, peak, capacity, each, peak_for })
    }

    /// It falls behind at the peak.
    pub fn grows(&self) -> bool {
        self.peak > self.capacity * (1.0 + 1e-9)
    }

    /// It never catches up: more comes on average than it takes.
    pub fn is_endless(&self) -> bool {
        self.average >= self.capacity * (1.0 - 1e-9) && self.grows()
    }

    /// It falls further behind by the hour: more comes on average than it takes.
    pub fn is_outrun(&self) -> bool {
        self.average > self.capacity * (1.0 + 1e-9)
    }

    /// It needs longer than so many seconds after the peak.
    pub fn is_later_than(&self, bound: f64) -> bool {
        self.drains_in().is_none_or(|takes| takes > bound)
    }

    /// Instances that use the `target` of their capacity on average, and of which nothing waits any
    /// more `bound` seconds after the peak, where that is asked.
    pub fn takers(&self, target: f64, bound: Option<f64>) -> u32 {
        let at_ease = self.average / (self.each * target);
        let in_time = bound.map_or(0.0, |bound| {
            let all = self.peak * self.peak_for + self.average * bound;
            all / (self.peak_for + bound) / self.each
        });
        (at_ease.max(in_time) - 1e-9).ceil().clamp(1.0, 1e6) as u32
    }

    /// Messages that wait after the peak.
    pub fn waiting(&self) -> f64 {
        (self.peak - self.capacity).max(0.0) * self.peak_for
    }

    /// Seconds after it until they are gone; `None` where that is never.
    pub fn drains_in(&self) -> Option<f64> {
        match self.grows() {
            // Nothing waits, even where just as much is taken as comes.
            false => Some(0.0),
            true if self.is_endless() => None,
            true => Some(self.waiting() / (self.capacity - self.average)),
        }
    }

    /// The multiple of this traffic from which it falls behind.
    pub fn lags_at(&self) -> f64 {
        self.capacity / self.peak
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_as_much_as_comes_has_nothing_to_drain() {
        let of = |average, peak, capacity| Backlog {
            average,
            peak,
            capacity,
            each: capacity,
            peak_for: 3600.0,
        };
        assert_eq!(of(100.0, 100.0, 100.0).drains_in(), Some(0.0));
        assert_eq!(of(100.0, 300.0, 100.0).drains_in(), None);
        // (300 − 120) × 3,600 ÷ (120 − 100)
        assert_eq!(of(100.0, 300.0, 120.0).drains_in(), Some(32_400.0));
        // ⌈100 ÷ (120 × 70%)⌉, and within 30 minutes ⌈(300 × 60 + 100 × 30) ÷ 90 ÷ 120⌉.
        assert_eq!(of(100.0, 300.0, 120.0).takers(0.7, None), 2);
        assert_eq!(of(100.0, 300.0, 100.0).takers(0.7, Some(1800.0)), 3);
    }
}
