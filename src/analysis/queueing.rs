//! Waiting and retrying: M/M/c queues by the Erlang formulas, repeated attempts, fan-out tails.

use crate::maths;
use crate::model::Duration;

/// Probability that all `servers` are busy and a request is turned away (Erlang B), for an offered
/// load in erlangs. By the recursion that stays exact for any number of servers.
pub fn erlang_b(servers: u32, erlangs: f64) -> f64 {
    (1..=servers).fold(1.0, |blocked, k| {
        let offered = erlangs * blocked;
        offered / (f64::from(k) + offered)
    })
}

/// Probability that a request has to wait (Erlang C); 1 when the load is not below the servers.
pub fn erlang_c(servers: u32, erlangs: f64) -> f64 {
    let utilization = erlangs / f64::from(servers.max(1));
    if utilization >= 1.0 {
        return 1.0;
    }
    let blocked = erlang_b(servers, erlangs);
    blocked / (1.0 - utilization * (1.0 - blocked))
}

/// The erlangs that so many servers carry at that probability of blocking.
pub fn erlangs_at_blocking(servers: u32, blocking: f64) -> f64 {
    let (mut lo, mut hi) = (0.0, f64::from(servers) / (1.0 - blocking).max(1e-12) + 1.0);
    for _ in 0..200 {
        let middle = (lo + hi) / 2.0;
        if erlang_b(servers, middle) < blocking { lo = middle } else { hi = middle }
    }
    (lo + hi) / 2.0
}

/// Mean wait before service, in the time unit of the rates; infinite at or above full load.
pub fn mean_wait(servers: u32, arrival_rate: f64, service_rate: f64) -> f64 {
    let free = f64::from(servers) * service_rate - arrival_rate;
    if free <= 0.0 {
        return f64::INFINITY;
    }
    erlang_c(servers, arrival_rate / service_rate) / free
}

/// The wait that one request in a hundred exceeds: ln(C ÷ 1%) ÷ (cμ − λ), 0 where fewer wait at
/// all; infinite at or above full load.
pub fn wait_p99(servers: u32, arrival_rate: f64, service_rate: f64) -> f64 {
    let free = f64::from(servers) * service_rate - arrival_rate;
    if free <= 0.0 {
        return f64::INFINITY;
    }
    let waiting = erlang_c(servers, arrival_rate / service_rate);
    if waiting <= 0.01 { 0.0 } else { crate::maths::ln(waiting / 0.01) / free }
}

/// Mean number of attempts with `retries` repeats, when each attempt fails with that probability.
pub fn expected_attempts(failure: f64, retries: u32) -> f64 {
    (0..=retries).map(|attempt| maths::powi(failure, attempt)).sum()
}

/// The same for a client that keeps its repeats below `ratio` of its requests: a retry budget.
pub fn budgeted_attempts(failure: f64, retries: u32, ratio: f64) -> f64 {
    expected_attempts(failure, retries).min(1.0 + ratio)
}

/// How throughput grows with the load or the servers (the Universal Scalability Law): `each` for the
/// first one, less for what waits for others (`alpha`) and for what must agree (`beta`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scalability {
    pub each: f64,
    pub alpha: f64,
    pub beta: f64,
}

impl Scalability {
    pub fn throughput(&self, n: f64) -> f64 {
        self.each * n / (1.0 + self.alpha * (n - 1.0) + self.beta * n * (n - 1.0))
    }

    /// Beyond it, more makes it slower.
    pub fn peak(&self) -> f64 {
        ((1.0 - self.alpha) / self.beta).sqrt()
    }
}

/// Attempts at the innermost of several layers when everything fails.
pub fn amplification(attempts_per_layer: &[u32]) -> f64 {
    attempts_per_layer.iter().map(|attempts| f64::from(*attempts)).product()
}

/// Probability that a request that waits for `fan_out` calls meets a slow one.
pub fn tail_probability(slow: f64, fan_out: u32) -> f64 {
    // −expm1(n · ln(1 − p)): exact also where p is tiny.
    -maths::exp_m1(f64::from(fan_out) * maths::ln_1p(-slow))
}

/// Messages left over after an outage, and how long until they are gone; `None` when the consumers
/// are not faster than the arrivals.
pub fn drain(arrival_rate: f64, service_rate: f64, outage: Duration) -> (f64, Option<Duration>) {
    let backlog = arrival_rate * outage.as_seconds();
    let spare = service_rate - arrival_rate;
    (backlog, (spare > 0.0).then(|| Duration::seconds(backlog / spare)))
}

/// Instances to run over `zones` zones so that the loss of one leaves `needed`.
pub fn statically_stable(needed: u32, zones: u32) -> u32 {
    if zones < 2 {
        return needed;
    }
    zones * needed.div_ceil(zones - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64) {
        assert!((value / expected - 1.0).abs() < 1e-9, "{value} is not {expected}");
    }

    #[test]
    fn erlang_formulas_match_published_tables() {
        close(erlang_c(8, 5.0), 0.1672665066617566);
        close(erlang_b(8, 5.0), 0.07004785220956705);
        close(erlang_c(50, 45.0), 0.3638644672069884);
        assert!((erlangs_at_blocking(10, 0.01) / 4.461 - 1.0).abs() < 1e-3);
        assert!((erlangs_at_blocking(100, 0.01) / 84.06 - 1.0).abs() < 1e-3);
    }

    #[test]
    fn waits_of_the_eye_clinic() {
        close(mean_wait(3, 6.0, 3.0), 0.14814814814814814);
        close(mean_wait(1, 5.0, 6.0), 5.0 / 6.0);
        assert_eq!(mean_wait(1, 6.0, 6.0), f64::INFINITY);
    }

    #[test]
    fn attempts_tails_backlogs_and_zones() {
        close(expected_attempts(0.2, 2), 1.24);
        close(amplification(&[4, 4, 4]), 64.0);
        close(tail_probability(0.01, 100), 0.6339676587267709);
        assert_eq!(
            drain(300.0, 500.0, Duration::minutes(10.0)),
            (180_000.0, Some(Duration::minutes(15.0)))
        );
        assert_eq!(
            drain(300.0, 300.5, Duration::seconds(1.0)),
            (300.0, Some(Duration::minutes(10.0)))
        );
        assert_eq!(drain(300.0, 300.0, Duration::seconds(1.0)), (300.0, None));
        assert_eq!([2, 3, 4, 6].map(|zones| statically_stable(10, zones)), [20, 15, 16, 12]);
    }
}
