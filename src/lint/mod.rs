//! How a design is judged: rules look at a [`Context`] and return findings; [`run`] drops what a
//! more specific rule already said, sets levels, applies the design's `accept` statements and
//! orders what remains. It is given the list of rules, and what no rule found, and knows neither.

mod accept;
pub mod answer;
mod finding;
mod harm;
mod levels;
mod merge;
mod options;
mod partial;
pub mod policy;
mod questions;
mod rule;
mod run;

pub use accept::{
    Decision, accept_statement, apart, is_acceptable, is_accepted, subject_as_written,
};
pub use finding::Finding;
pub use levels::{Level, Levels};
pub use options::{OptionUnit, RuleOption};
pub use questions::STUB;
pub use rule::{Check, FixKind, Quality, Rule, Topic};
pub use run::{must_wait, run};

use crate::context::{Context, Options};

/// What is said of a text by no rule: it has no level, and each has a page.
pub const TEXT_ERRORS: [&str; 16] = [
    "syntax",
    "unknown-type",
    "unknown-name",
    "ambiguous-name",
    "duplicate-name",
    "unknown-value",
    "wrong-unit",
    "include-cycle",
    "limit",
    "unknown-attribute",
    "conflicting-connection",
    "conflicting-attributes",
    "conflicting-shares",
    "moved-rule",
    "not-evaluated",
    "silencing-comment",
];

/// What a rule needs, and nothing else.
pub mod prelude {
    pub use super::answer;
    pub use super::options::{LEAST_SAVING, TARGET_UTILIZATION};
    pub use super::questions::{Ask, QUESTIONS, STUB};
    pub use super::{
        Check, Decision, Finding, FixKind, OptionUnit, Quality, Rule, RuleOption, Topic, apart,
        is_accepted,
    };
    pub use crate::analysis::attempts::attempts;
    pub use crate::analysis::availability::downtime_a_year;
    pub use crate::analysis::backlog::{Backlog, peak_for};
    pub use crate::analysis::contradictions::Contradiction;
    pub use crate::analysis::cost::{Burst, Change, CostLine, PriceBasis, Saving};
    pub use crate::analysis::expect::Verdict;
    pub use crate::analysis::failure::Cause;
    pub use crate::analysis::latency::Step;
    pub use crate::analysis::load::{CapacityBasis, Conditions, Data, Interval, Spread, Usage};
    pub use crate::analysis::recovery::LOG_SHIPPING;
    pub use crate::analysis::whatif::FlowState;
    pub use crate::analysis::{
        Disk, MessageCycle, Missed, PeakLoss, PoolLoss, Situation, Spof, Unit, message_cycles,
    };
    pub use crate::context::{
        Context, percent, sentences, share_of, shown, stopped, time_figure, unit_name,
    };
    pub use crate::diagnostic::{Edit, Figure, Fix, Safety, Severity};
    pub(crate) use crate::edit;
    pub(crate) use crate::maths;
    pub use crate::model::*;
    pub use crate::say::{Lang, Particle, Text, number, with_particle};
    pub use crate::sink::secrets::{Secret, SecretKind};
    pub use crate::source::Span;
    pub use crate::syntax::ast::{Arrow, Comparison};
    pub use crate::text;
    pub use crate::wording::at_least;
    pub use crate::wording::slip_in_words;
}
