//! Thresholds chosen otherwise than the rules have them.

/// The options that a run has chosen; what is not mentioned has its default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// By the names of the rule and of the option.
    chosen: Vec<(&'static str, &'static str, f64)>,
}

impl Options {
    /// The later of two values for the same option wins.
    pub fn set(&mut self, rule: &'static str, option: &'static str, value: f64) {
        self.chosen.push((rule, option, value));
    }

    /// Takes over what the others choose.
    pub fn add(&mut self, others: &Options) {
        self.chosen.extend_from_slice(&others.chosen);
    }

    /// `None` where nothing is chosen.
    pub fn stated(&self, rule: &str, option: &str) -> Option<f64> {
        let named = |it: &&(&str, &str, f64)| (it.0, it.1) == (rule, option);
        self.chosen.iter().rev().find(named).map(|it| it.2)
    }
}
