//! Which rules run, how loud they are, and where their thresholds lie.

use super::{Options, Rule};
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
    pub options: Options,
}

impl Levels {
    /// `pattern` is a rule's name, a topic (`data` or `data/*`), or `*`. A narrower pattern wins
    /// over a wider one, and among equals the later.
    pub fn set(&mut self, pattern: impl Into<String>, level: Level) {
        self.entries.push((pattern.into(), level));
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
