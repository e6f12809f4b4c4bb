//! Technologies as data: what each word implies, and published figures with their sources.

use crate::model::Kind;
use std::sync::Arc;

/// One technology of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Tech {
    /// The word in a design: `mysql`, `alb`.
    pub name: String,
    /// For people: `MySQL`, `Application Load Balancer`.
    pub title: String,
    pub kind: Kind,
    /// Who runs it.
    pub management: Management,
    pub icon: Option<String>,
    /// A proxy: a `web` of this sort spreads requests like a balancer.
    pub proxy: bool,
    /// Requests per second that one replica carries; a planning value.
    pub capacity: Option<Sourced>,
    /// Published availability, 0..1, as an exact decimal.
    pub availability: Option<Sourced>,
    /// US dollars a month for one replica.
    pub price: Option<Sourced>,
    /// Seconds that an automatic failover takes.
    pub failover_time: Option<Sourced>,
}

/// Who runs a technology, and how far one instance of it spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Management {
    /// Run by the team: a process on a machine.
    SelfRun,
    /// Managed, but one instance lives in one zone unless more is stated (`rds`, `elasticache`).
    Instance,
    /// Managed, and spans the zones of its region (`alb`, `s3`, `dynamodb`).
    Regional,
    /// Managed, and spans regions (`route53`, `cloudfront`).
    Global,
}

/// A figure with where it was taken from.
#[derive(Clone, Debug, PartialEq)]
pub struct Sourced {
    pub value: rust_decimal::Decimal,
    /// Title of the source.
    pub source: String,
    /// When the source said so: `2024-01-22` or `2019`.
    pub date: String,
    /// A provider's service-level agreement: a refund threshold, not a measurement.
    pub sla: bool,
}

/// All technologies known in a run: the built-in ones and the user's own.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    techs: Vec<Arc<Tech>>,
}

impl Catalog {
    /// The technologies that come with archlint.
    pub fn builtin() -> Self {
        Self::default()
    }

    /// By name or alias.
    pub fn find(&self, _word: &str) -> Option<Arc<Tech>> {
        None
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<Tech>> {
        self.techs.iter()
    }
}
