//! Named sets of levels: for a study group, for production, for each week of a four-week study.

use crate::diagnostic::Severity;
use crate::lint::{Level, Levels};

/// A set of levels for all rules at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Every rule at its own level.
    #[default]
    Study,
    /// What teaches is quiet, what wakes people at night is loud.
    Production,
    /// Nothing is mere advice.
    Strict,
    /// Diagnosis: single points of failure and first redundancy.
    Week1,
    /// Capacity and databases, by numbers.
    Week2,
    /// Growth and deployment.
    Week3,
    /// The defence of the whole.
    Week4,
}

/// What a row of a table speaks about: a rule's name, a topic's name, or `*`.
type Row = (&'static str, Level);

const PRODUCTION: &[Row] = &[
    ("number-without-basis", Level::At(Severity::Advice)),
    ("no-runbook", Level::At(Severity::Warning)),
    ("no-tracing", Level::At(Severity::Warning)),
    ("double-failure", Level::At(Severity::Warning)),
    ("expired-accept", Level::At(Severity::Error)),
];

const STRICT: &[Row] = &[("*", Level::AtLeast(Severity::Warning))];

const WEEK1: &[Row] = &[
    ("capacity", Level::Off),
    ("resilience", Level::Off),
    ("operations", Level::Off),
    ("edge", Level::Off),
    ("cache", Level::Off),
    ("data", Level::Off),
    ("messaging", Level::Off),
    ("unclustered-cache", Level::Judged),
    ("missing-replica", Level::Judged),
    ("single-broker", Level::Judged),
    ("fixed-capacity", Level::Off),
    ("redundancy-below-peak", Level::Off),
    ("objective-unreachable", Level::Off),
    ("double-failure", Level::Off),
];

const WEEK2: &[Row] = &[
    ("resilience", Level::Off),
    ("operations", Level::Off),
    ("edge", Level::Off),
    ("cache", Level::Off),
    ("messaging", Level::Off),
    ("unclustered-cache", Level::Judged),
    ("single-broker", Level::Judged),
    ("fixed-capacity", Level::Off),
    ("number-without-basis", Level::AtLeast(Severity::Warning)),
];

const WEEK3: &[Row] = &[("operations", Level::Off), ("unsafe-deploy", Level::Judged)];

const WEEK4: &[Row] = &[
    ("over-engineered", Level::AtLeast(Severity::Warning)),
    ("tenfold-traffic-breaks", Level::AtLeast(Severity::Warning)),
];

impl Profile {
    /// All of them.
    pub const ALL: [Profile; 7] = [
        Profile::Study,
        Profile::Production,
        Profile::Strict,
        Profile::Week1,
        Profile::Week2,
        Profile::Week3,
        Profile::Week4,
    ];

    /// As in configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Study => "study",
            Profile::Production => "production",
            Profile::Strict => "strict",
            Profile::Week1 => "week1",
            Profile::Week2 => "week2",
            Profile::Week3 => "week3",
            Profile::Week4 => "week4",
        }
    }

    /// The profile of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Profile::ALL.into_iter().find(|profile| profile.name() == name)
    }

    /// What the profile says of rules and topics.
    pub fn levels(self) -> Levels {
        let mut levels = Levels::default();
        self.rows().iter().for_each(|(pattern, level)| levels.set(*pattern, *level));
        levels
    }

    fn rows(self) -> &'static [Row] {
        match self {
            Profile::Study => &[],
            Profile::Production => PRODUCTION,
            Profile::Strict => STRICT,
            Profile::Week1 => WEEK1,
            Profile::Week2 => WEEK2,
            Profile::Week3 => WEEK3,
            Profile::Week4 => WEEK4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Topic;
    use crate::rules;

    #[test]
    fn every_row_of_a_profile_speaks_about_a_rule_or_a_topic() {
        for profile in Profile::ALL {
            for (name, _) in profile.rows() {
                let is_rule = rules::ALL.iter().any(|rule| rule.name == *name);
                let is_topic = Topic::ALL.iter().any(|topic| topic.name() == *name);
                assert!(is_rule || is_topic || *name == "*", "{}: {name}", profile.name());
            }
        }
    }
}
