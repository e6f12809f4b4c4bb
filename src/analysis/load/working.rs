//! How the requests over a connection came about, kept as numbers and written out only where
//! somebody reads it.

use super::pair::Pair;
use crate::say::number;
use std::fmt::Write;

/// One step of a multiplication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    /// ` × 3`
    Times(f64),
    /// ` × 5%`
    Part(f64),
    /// Reads that a cache or a CDN answers: ` × (1 − 80% × 90%)`, or of reads alone ` × (1 − 90%)`.
    Hits(f64),
    /// A part of the reads, and no write: ` × 80% × 25%`.
    Reads(f64),
    /// A part of the reads, and every write: ` × (1 − 80% × 25%)`.
    WithoutReads(f64),
}

/// The steps behind one another, none for 1; `from` is what the caller gets, whose mix of reads and
/// writes some of them need.
pub(super) fn written(steps: &[Step], from: Pair) -> String {
    let percent = |part: f64| number::percent_term(part, part);
    let (mut now, mut text) = (from, String::new());
    for step in steps {
        let reads = if now.all() > 0.0 { now.reads / now.all() } else { 0.0 };
        let only_reads = reads > 1.0 - 1e-12;
        let answers = matches!(step, Step::Hits(_) | Step::WithoutReads(_));
        if answers && reads < 1e-12 {
            continue;
        }
        let written = match *step {
            Step::Times(factor) => write!(text, " × {}", number::term(factor)),
            Step::Part(part) => write!(text, " × {}", percent(part)),
            Step::Hits(part) | Step::WithoutReads(part) if only_reads => {
                write!(text, " × (1 − {})", percent(part))
            }
            Step::WithoutReads(1.0) => write!(text, " × {}", percent(1.0 - reads)),
            Step::Hits(part) | Step::WithoutReads(part) => {
                write!(text, " × (1 − {} × {})", percent(reads), percent(part))
            }
            Step::Reads(1.0) => write!(text, " × {}", percent(reads)),
            Step::Reads(part) => write!(text, " × {} × {}", percent(reads), percent(part)),
        };
        written.expect("a string takes all");
        now = match *step {
            Step::Hits(part) | Step::WithoutReads(part) => {
                Pair { reads: now.reads * (1.0 - part), ..now }
            }
            Step::Reads(part) => Pair { reads: now.reads * part, writes: 0.0 },
            _ => now,
        };
    }
    text
}
