//! The mathematics that every machine computes alike. The methods of `f64` ask the platform's own
//! library, whose last digit differs from one system to the next; Clippy refuses them here.

/// Base 10.
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// To the base e.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// `ln(1 + x)`, exact also where `x` is tiny.
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// `e^x - 1`, exact also where `x` is tiny.
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// `e^x`.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// `x^y`.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// `x` to a whole power, by multiplication.
pub fn powi(x: f64, mut n: u32) -> f64 {
    let (mut power, mut base) = (1.0, x);
    while n > 0 {
        if n & 1 == 1 {
            power *= base;
        }
        base *= base;
        n >>= 1;
    }
    power
}

/// `√(x² + y²)`.
pub fn hypot(x: f64, y: f64) -> f64 {
    libm::hypot(x, y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// To the last bit, so that a platform that computes otherwise is noticed.
    #[test]
    fn every_bit_is_the_same_everywhere() {
        let bits = [
            log10(0.0025),
            ln(0.7),
            ln_1p(-1e-12),
            exp_m1(-3e-7),
            exp(-0.3),
            pow(0.9999, 400.5),
            powi(0.9999, 400),
            hypot(3.1, 4.7),
        ];
        insta::assert_debug_snapshot!(bits.map(|x| format!("{:016x}", x.to_bits())));
    }
}
