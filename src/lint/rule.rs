//! What a rule is.

use super::Context;
use crate::analysis::Unit;
use crate::diagnostic::{Diagnostic, Severity};

/// One rule: its metadata, its page and its check.
pub struct Rule {
    /// The bad situation in kebab-case, readable after `accept`.
    pub name: &'static str,
    pub topic: Topic,
    pub quality: Quality,
    /// The level for an objective of 99% or more.
    pub severity: Severity,
    /// The level stays whatever the objective of the flow.
    pub fixed_severity: bool,
    pub fix: FixKind,
    /// The page, Korean and English, as Markdown.
    pub page: &'static str,
    /// Pure; returns findings in any order.
    pub check: fn(&Context) -> Vec<Finding>,
}

/// A topic is a folder of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    Availability,
    Data,
    Cache,
    Web,
    Messaging,
    Capacity,
    Resilience,
    Edge,
    Security,
    Operations,
    Design,
}

impl Topic {
    pub const ALL: [Topic; 11] = [
        Topic::Availability,
        Topic::Data,
        Topic::Cache,
        Topic::Web,
        Topic::Messaging,
        Topic::Capacity,
        Topic::Resilience,
        Topic::Edge,
        Topic::Security,
        Topic::Operations,
        Topic::Design,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Topic::Availability => "availability",
            Topic::Data => "data",
            Topic::Cache => "cache",
            Topic::Web => "web",
            Topic::Messaging => "messaging",
            Topic::Capacity => "capacity",
            Topic::Resilience => "resilience",
            Topic::Edge => "edge",
            Topic::Security => "security",
            Topic::Operations => "operations",
            Topic::Design => "design",
        }
    }
}

/// The quality of a system that a rule protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quality {
    Performance,
    Scalability,
    Availability,
    Maintainability,
    Security,
    CostEfficiency,
}

/// The best fix that a rule can offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    None,
    Suggested,
    Safe,
}

/// What a check returns: a diagnostic and which failures it explains.
#[derive(Clone, Debug)]
pub struct Finding {
    pub diagnostic: Diagnostic,
    /// The failure units whose being a single point of failure this finding explains. A finding
    /// of a general rule about the same unit is then not reported again.
    pub explains: Vec<Unit>,
    /// The finding is dropped when another one explains all units in `explains`.
    pub general: bool,
}

impl Finding {
    pub fn new(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, explains: Vec::new(), general: false }
    }

    pub fn explains(mut self, unit: Unit) -> Self {
        self.explains.push(unit);
        self
    }

    /// Gives way to a finding that explains the same units.
    pub fn general(mut self) -> Self {
        self.general = true;
        self
    }
}

impl From<Diagnostic> for Finding {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::new(diagnostic)
    }
}
