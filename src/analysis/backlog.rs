//! Messages that wait for those who take them: how many a peak leaves, and when they are gone.

use super::load::{Interval, Spread, Usage};
use crate::model::{Attr, ComponentId, Design, Duration};

/// How long a peak is taken to last where nobody says it.
const PEAK: Duration = Duration::HOUR;

/// How long the peak of a design lasts, and whether that is stated.
pub fn peak_for(design: &Design) -> (Duration, bool) {
    design.traffic.longest(Attr::PeakFor).map_or((PEAK, false), |stated| (stated, true))
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
    pub peak_for: Duration,
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

    /// It needs longer than that after the peak.
    pub fn is_later_than(&self, bound: Duration) -> bool {
        self.drains_in().is_none_or(|takes| takes > bound)
    }

    /// Instances that use the `target` of their capacity on average, and of which nothing waits any
    /// more when `bound` has passed since the peak, where that is asked.
    pub fn takers(&self, target: f64, bound: Option<Duration>) -> u32 {
        let at_ease = self.average / (self.each * target);
        let in_time = bound.map_or(0.0, |bound| {
            let (lasts, bound) = (self.peak_for.as_seconds(), bound.as_seconds());
            (self.peak * lasts + self.average * bound) / (lasts + bound) / self.each
        });
        (at_ease.max(in_time) - 1e-9).ceil().clamp(1.0, 1e6) as u32
    }

    /// Messages that wait after the peak.
    pub fn waiting(&self) -> f64 {
        (self.peak - self.capacity).max(0.0) * self.peak_for.as_seconds()
    }

    /// How long after it until they are gone; `None` where that is never.
    pub fn drains_in(&self) -> Option<Duration> {
        match self.grows() {
            // Nothing waits, even where just as much is taken as comes.
            false => Some(Duration::ZERO),
            true if self.is_endless() => None,
            true => Some(Duration::seconds(self.waiting() / (self.capacity - self.average))),
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
            peak_for: Duration::HOUR,
        };
        assert_eq!(of(100.0, 100.0, 100.0).drains_in(), Some(Duration::ZERO));
        assert_eq!(of(100.0, 300.0, 100.0).drains_in(), None);
        // (300 − 120) × 3,600 ÷ (120 − 100)
        assert_eq!(of(100.0, 300.0, 120.0).drains_in(), Some(Duration::hours(9.0)));
        // ⌈100 ÷ (120 × 70%)⌉, and within 30 minutes ⌈(300 × 60 + 100 × 30) ÷ 90 ÷ 120⌉.
        assert_eq!(of(100.0, 300.0, 120.0).takers(0.7, None), 2);
        assert_eq!(of(100.0, 300.0, 100.0).takers(0.7, Some(Duration::minutes(30.0))), 3);
    }
}
