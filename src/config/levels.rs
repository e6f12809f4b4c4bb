//! The words for levels, rules and topics.

use crate::diagnostic::Severity;
use crate::lint::{Level, Rule, Topic, policy};
use crate::say::nearest;

/// The words for a level in `archlint.toml`.
pub const LEVELS: [&str; 5] = ["off", "on", "advice", "warning", "error"];

pub(super) fn level(word: &str) -> Option<Level> {
    match word {
        "off" => Some(Level::Off),
        "on" => Some(Level::Judged),
        word => Severity::parse(word).map(Level::At),
    }
}

/// A name that is neither a rule nor a topic, with the nearest one that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPattern {
    /// As it was written.
    pub word: String,
    /// What was probably meant.
    pub nearest: Option<String>,
}

/// Whether rules answer to a pattern such as `no-timeout`, `resilience/*` or `resilience`.
pub fn check_pattern(word: &str, rules: &[&Rule]) -> Result<(), UnknownPattern> {
    let topic = word.strip_suffix("/*").unwrap_or(word);
    // The policies of designs are not known here.
    if topic == policy::TOPIC || names_a_policy(word) {
        return Ok(());
    }
    if Topic::ALL.iter().any(|known| known.name() == topic)
        || rules.iter().any(|rule| rule.answers_to(word))
    {
        return Ok(());
    }
    let names = || rules.iter().map(|rule| rule.name);
    let topics = || Topic::ALL.iter().map(|topic| topic.name()).chain([policy::TOPIC]);
    let rule = |word: &str| nearest(word, names()).or(names().find(|name| *name == word));
    let nearest = match word.split_once('/') {
        Some((topic, "*")) => nearest(topic, topics()).map(|topic| format!("{topic}/*")),
        Some((topic, name)) if nearest(topic, [policy::TOPIC]).is_some() => {
            Some(format!("{}/{name}", policy::TOPIC))
        }
        Some((_, name)) => rule(name).map(str::to_owned),
        None => nearest(word, names().chain(topics())).map(str::to_owned),
    };
    Err(UnknownPattern { word: word.to_owned(), nearest })
}

/// Whether a pattern speaks about one policy: `policy/NAME`.
pub fn names_a_policy(pattern: &str) -> bool {
    policy::is_policy(pattern) && pattern != "policy/*"
}

/// From which severity on a run fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Only errors fail.
    #[default]
    Error,
    /// Warnings fail, too.
    Warning,
    /// Every finding fails.
    Advice,
    /// Nothing fails.
    Never,
}

impl FailOn {
    /// As in configuration and on the command line.
    pub const WORDS: [&str; 4] = ["error", "warning", "advice", "never"];

    /// Reads one of [`FailOn::WORDS`].
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "error" => Some(FailOn::Error),
            "warning" => Some(FailOn::Warning),
            "advice" => Some(FailOn::Advice),
            "never" => Some(FailOn::Never),
            _ => None,
        }
    }

    /// Whether a finding of that severity makes a run fail.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Advice => severity >= Severity::Advice,
            FailOn::Never => false,
        }
    }
}
