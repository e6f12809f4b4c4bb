//! Which rules run, how loud they are, and where their thresholds lie.

use super::{Options, Rule, policy};
use crate::diagnostic::Severity;

/// What a run does with one rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// As the rule itself and the objective of the flow say.
    #[default]
    Judged,
    /// Always this severity.
    At(Severity),
    /// As judged, but not milder than this.
    AtLeast(Severity),
    /// Not shown. The rule still runs, so that what it would have said is not said by a more
    /// general rule instead.
    Off,
    /// Not part of this run.
    Skip,
}

/// The levels of a run, and the options that it chooses. What is not mentioned is
/// [`Level::Judged`], and has its default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    entries: Vec<(String, Level)>,
    /// Only these policies, where any rule is named, and not these.
    asked: (Vec<String>, Vec<String>),
    pub options: Options,
}

impl Levels {
    /// `pattern` is a rule's name, a topic (`data` or `data/*`), or `*`. A narrower pattern wins
    /// over a wider one, and among equals the later.
    pub fn set(&mut self, pattern: impl Into<String>, level: Level) {
        self.entries.push((pattern.into(), level));
    }

    /// Says the same and, over it, what the others say.
    pub fn add(&mut self, others: &Levels) {
        self.entries.extend(others.entries.iter().cloned());
        self.options.add(&others.options);
    }

    /// The rules that are named by a topic in which they stand no longer.
    pub fn moved<'r>(&self, rules: &[&'r Rule]) -> Vec<&'r Rule> {
        let is_named = |rule: &&&'r Rule| {
            self.entries.iter().any(|(pattern, _)| rule.moved_from(pattern).is_some())
        };
        rules.iter().filter(is_named).copied().collect()
    }

    /// What is said of policies, in the order in which it was said.
    pub(crate) fn of_policies(&self) -> impl Iterator<Item = (&str, Level)> {
        let about = |pattern: &str| pattern == policy::TOPIC || pattern.starts_with("policy/");
        let said = self.entries.iter().map(|(pattern, level)| (pattern.as_str(), *level));
        said.filter(move |(pattern, _)| about(pattern))
    }

    pub fn of(&self, rule: &Rule) -> Level {
        self.stated(rule).unwrap_or_default()
    }

    /// `None` when nothing is said of the rule.
    pub fn stated(&self, rule: &Rule) -> Option<Level> {
        let fitting = self.entries.iter().filter(|(pattern, _)| rule.answers_to(pattern));
        fitting.max_by_key(|(pattern, _)| narrowness(pattern, rule)).map(|entry| entry.1)
    }
}

impl Levels {
    /// Leaves of the policies only those that a run selects, where it selects anything.
    pub(crate) fn narrow_policies(&mut self, select: &[String], ignore: &[String]) {
        self.asked = (select.to_vec(), ignore.to_vec());
    }

    /// The level of a policy, by the name of its findings.
    pub fn of_policy(&self, name: &str) -> Level {
        let is_named = |all: &[String]| all.iter().any(|it| policy::answers_to(name, it));
        let (select, ignore) = &self.asked;
        if !select.is_empty() && !is_named(select) || is_named(ignore) {
            return Level::Off;
        }
        let fitting = self.entries.iter().filter(|(pattern, _)| policy::answers_to(name, pattern));
        let narrow = |pattern: &str| match pattern {
            "*" => 0,
            pattern if pattern == name => 2,
            _ => 1,
        };
        fitting.max_by_key(|(pattern, _)| narrow(pattern)).map(|entry| entry.1).unwrap_or_default()
    }
}

fn narrowness(pattern: &str, rule: &Rule) -> u8 {
    match pattern {
        "*" => 0,
        name if name == rule.name => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Quality, Topic};

    const RULE: Rule = Rule {
        name: "no-backup",
        quality: Quality::Availability,
        severity: Severity::Error,
        ..Rule::of(Topic::Data)
    };

    #[test]
    fn the_narrower_pattern_wins_wherever_it_stands() {
        let mut levels = Levels::default();
        assert_eq!(levels.of(&RULE), Level::Judged);
        levels.set("no-backup", Level::At(Severity::Advice));
        levels.set("data/*", Level::Off);
        levels.set("*", Level::Skip);
        assert_eq!(levels.of(&RULE), Level::At(Severity::Advice));
        levels.set("no-backup", Level::At(Severity::Warning));
        assert_eq!(levels.of(&RULE), Level::At(Severity::Warning));
    }
}
