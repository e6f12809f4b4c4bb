//! Thresholds that are a matter of taste: a rule declares its own, `archlint.toml` may choose others.

use super::{Context, Rule};
use crate::say::Text;

/// A threshold of a rule, with what it means and what may be chosen. Page, schema and reader of the
/// configuration are made from this.
#[derive(Debug, PartialEq)]
pub struct RuleOption {
    /// In kebab-case, as written in `archlint.toml`.
    pub name: &'static str,
    pub unit: OptionUnit,
    pub default: f64,
    /// The smallest and the largest value that make sense.
    pub least: f64,
    pub most: f64,
    /// What the value decides, as a sentence.
    pub ko: &'static str,
    pub en: &'static str,
}

/// What a value of an option is a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionUnit {
    Count,
    /// 0 to 1, or in percent.
    Ratio,
    /// So many times something else.
    Factor,
    Seconds,
    Days,
}

impl OptionUnit {
    /// As written in output formats.
    pub fn name(self) -> &'static str {
        match self {
            OptionUnit::Count => "count",
            OptionUnit::Ratio => "ratio",
            OptionUnit::Factor => "factor",
            OptionUnit::Seconds => "seconds",
            OptionUnit::Days => "days",
        }
    }

    /// What may stand behind the number, with what it multiplies; the first is how it is shown.
    pub fn endings(self) -> &'static [(&'static str, f64)] {
        match self {
            OptionUnit::Count => &[("", 1.0)],
            OptionUnit::Ratio => &[("%", 0.01), ("", 1.0)],
            OptionUnit::Factor => &[("x", 1.0), ("배", 1.0), ("", 1.0)],
            OptionUnit::Seconds => &[("s", 1.0), ("초", 1.0), ("ms", 0.001), ("", 1.0)],
            OptionUnit::Days => &[("d", 1.0), ("일", 1.0), ("", 1.0)],
        }
    }
}

impl RuleOption {
    /// A value as it may be written.
    pub fn show(&self, value: f64) -> String {
        let (ending, factor) = self.unit.endings()[0];
        format!("{}{ending}", (value / factor * 1e6).round() / 1e6)
    }

    /// Reads `70%`, `0.7`, `3x`, `500ms`, …; `None` for what is no such value or out of range.
    pub fn parse(&self, written: &str) -> Option<f64> {
        let written = written.trim();
        let number = |(ending, factor): &(&str, f64)| {
            let digits = written.strip_suffix(ending)?.trim_end();
            let plain = digits.starts_with(|c: char| c.is_ascii_digit());
            digits.replace('_', "").parse::<f64>().ok().filter(|_| plain).map(|n| n * factor)
        };
        let value = self.unit.endings().iter().find_map(number)?;
        let whole = self.unit != OptionUnit::Count || value.fract() == 0.0;
        (whole && value >= self.least && value <= self.most).then_some(value)
    }

    pub fn meaning(&self) -> Text {
        Text::new(self.ko, self.en)
    }
}

impl Context<'_> {
    /// The value of an option that the rule declares.
    pub fn option(&self, rule: &Rule, option: &RuleOption) -> f64 {
        // One target for all, where no rule is told another.
        let for_all = || match option.name == TARGET_UTILIZATION.name {
            true => self.study.terms().target(),
            false => option.default,
        };
        self.options.stated(rule.name, option.name).unwrap_or_else(for_all)
    }
}

/// The utilization at which the number of replicas is aimed; several rules have it as an option.
pub const TARGET_UTILIZATION: RuleOption = RuleOption {
    name: "target-utilization",
    unit: OptionUnit::Ratio,
    default: crate::analysis::load::TARGET_UTILIZATION,
    least: 0.3,
    most: 1.0,
    ko: "피크에 용량의 이만큼까지 쓰는 것을 목표로 합니다",
    en: "the part of the capacity that may be used at the peak",
};

/// What an advice about the bill must save at least to be given.
pub const LEAST_SAVING: RuleOption = RuleOption {
    name: "least-saving",
    unit: OptionUnit::Ratio,
    default: 0.2,
    least: 0.01,
    most: 0.9,
    ko: "월 비용을 이만큼 넘게 줄일 때만 알립니다",
    en: "said only where it saves more than this part of the bill",
};

#[cfg(test)]
mod tests {
    use super::*;

    const fn option(unit: OptionUnit, default: f64, least: f64, most: f64) -> RuleOption {
        RuleOption { name: "x", unit, default, least, most, ko: "", en: "" }
    }

    #[test]
    fn values_are_read_as_people_write_them() {
        let hops = option(OptionUnit::Count, 3.0, 1.0, 1000.0);
        assert_eq!(hops.parse("1_000"), Some(1000.0));
        let share = option(OptionUnit::Ratio, 0.7, 0.3, 1.0);
        assert_eq!([share.parse("85%"), share.parse("0.85")], [Some(0.85); 2]);
        let wait = option(OptionUnit::Seconds, 1.0, 0.1, 60.0);
        assert_eq!([wait.parse("500ms"), wait.parse("0.5초")], [Some(0.5); 2]);
        assert_eq!(option(OptionUnit::Factor, 3.0, 1.0, 9.0).parse("2.5배"), Some(2.5));
        for wrong in ["", "%", "70", "-1%", "inf", "nan", "3x", "20%"] {
            assert_eq!(share.parse(wrong), None, "{wrong}");
        }
        assert_eq!(hops.parse("2.5"), None);
    }

    #[test]
    fn what_is_shown_can_be_read() {
        let units = [
            option(OptionUnit::Ratio, 0.07, 0.0, 1.0),
            option(OptionUnit::Seconds, 0.3, 0.0, 9.0),
            option(OptionUnit::Days, 365.0, 0.0, 999.0),
        ];
        for option in units {
            let shown = option.show(option.default);
            let read = option.parse(&shown).expect("its own words");
            assert!((read - option.default).abs() < 1e-12, "{shown}");
        }
        assert_eq!(option(OptionUnit::Ratio, 0.07, 0.0, 1.0).show(0.07), "7%");
    }
}
