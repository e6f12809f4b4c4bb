//! What passes a connection or arrives at a component: reads and writes, on average and at the peak.

use std::ops::{Add, AddAssign, Mul, Sub};

/// Requests per second that read and that write.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pair {
    pub reads: f64,
    pub writes: f64,
}

impl Pair {
    pub const NONE: Pair = Pair { reads: 0.0, writes: 0.0 };

    /// All of it, of which the part `reads`, 0..1, only reads.
    pub fn mixed(all: f64, reads: f64) -> Self {
        Self { reads: all * reads, writes: all * (1.0 - reads) }
    }

    pub fn all(self) -> f64 {
        self.reads + self.writes
    }
}

impl Add for Pair {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { reads: self.reads + other.reads, writes: self.writes + other.writes }
    }
}

impl Sub for Pair {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { reads: self.reads - other.reads, writes: self.writes - other.writes }
    }
}

impl Mul<f64> for Pair {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self { reads: self.reads * factor, writes: self.writes * factor }
    }
}

/// A pair on average and at the peak.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    pub average: Pair,
    pub peak: Pair,
}

impl Load {
    pub const NONE: Load = Load { average: Pair::NONE, peak: Pair::NONE };

    /// Nothing at all, or what rounding leaves of nothing.
    pub fn is_none(&self) -> bool {
        self.peak.all() <= 0.0 && self.average.all() <= 0.0
    }
}

impl Add for Load {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { average: self.average + other.average, peak: self.peak + other.peak }
    }
}

impl AddAssign for Load {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Load {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { average: self.average - other.average, peak: self.peak - other.peak }
    }
}

impl Mul<f64> for Load {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self { average: self.average * factor, peak: self.peak * factor }
    }
}

/// What one request at the caller, reading or writing, causes at the other end: a matrix on
/// (reads, writes).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Effect {
    /// Reads caused by a read and by a write.
    pub reads: [f64; 2],
    /// Writes caused by a read and by a write.
    pub writes: [f64; 2],
}

impl Effect {
    pub const NONE: Effect = Effect { reads: [0.0; 2], writes: [0.0; 2] };

    /// So many calls for each read and for each write, of their own sort.
    pub const fn scaled(reads: f64, writes: f64) -> Self {
        Self { reads: [reads, 0.0], writes: [0.0, writes] }
    }

    /// The same calls, of which the part `reads` only reads.
    pub fn mixed(self, reads: f64) -> Self {
        let all = [self.reads[0] + self.writes[0], self.reads[1] + self.writes[1]];
        Self { reads: all.map(|part| part * reads), writes: all.map(|part| part * (1.0 - reads)) }
    }

    /// The part of its reads, and that of its writes.
    pub fn parts(self, reads: f64, writes: f64) -> Self {
        Self { reads: self.reads.map(|r| r * reads), writes: self.writes.map(|w| w * writes) }
    }

    pub fn times(self, factor: f64) -> Self {
        self.parts(factor, factor)
    }

    pub fn plus(self, other: Self) -> Self {
        Self {
            reads: [self.reads[0] + other.reads[0], self.reads[1] + other.reads[1]],
            writes: [self.writes[0] + other.writes[0], self.writes[1] + other.writes[1]],
        }
    }

    pub fn on(self, pair: Pair) -> Pair {
        let row = |row: [f64; 2]| row[0] * pair.reads + row[1] * pair.writes;
        Pair { reads: row(self.reads), writes: row(self.writes) }
    }

    pub fn of(self, load: Load) -> Load {
        Load { average: self.on(load.average), peak: self.on(load.peak) }
    }
}
