//! Technologies as data: what each word implies, and published figures with their sources.
//!
//! The data are TOML files in `src/catalog/data`, one per provider. A row says what kind of
//! component the technology is and who runs it; a figure names its source, and the source says when
//! it was published and whether it is an SLA, a measurement or a planning value of ours.

pub mod prices;
pub mod support;

mod kind;
mod read;
mod synonym;

use crate::say::Text;
use crate::text;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use kind::{GroupKind, Kind};
use read::Builtin;
pub use read::Foreign;
pub use synonym::{implied_kind, near_synonym, synonym, synonyms};

/// One technology of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Tech {
    /// The word in a design: `mysql`, `alb`.
    pub name: String,
    /// For people: `MySQL`, `Application Load Balancer`.
    pub title: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    pub kind: Kind,
    /// The cloud that sells it: `aws`, `google`, `azure`, `naver`.
    pub provider: Option<&'static str>,
    /// Who runs it.
    pub management: Management,
    /// A proxy: a `web` of this sort spreads requests like a balancer.
    pub proxy: bool,
    /// Three or more of it elect a new primary by themselves when one is lost.
    pub elects: bool,
    /// All of it vote, and nothing is decided without a majority.
    pub consensus: bool,
    /// Takes money: a call that happens twice charges twice.
    pub charges: bool,
    /// Takes an idempotency key with a request.
    pub keyed: bool,
    /// Its copies are peers that all serve, and a write is done on so many of them.
    pub copies: Option<u32>,
    /// Requests per second that one replica carries; a planning value.
    pub capacity: Option<Sourced>,
    /// Availability of one instance, or of the whole for a service that spans its zones; 0..1.
    pub availability: Option<Sourced>,
    /// Availability of a managed instance that is set up over several zones; 0..1.
    pub availability_multi_zone: Option<Sourced>,
    /// US dollars a month (730 hours) for one replica.
    pub price: Option<Sourced>,
    /// Seconds that an automatic failover takes.
    pub failover_time: Option<Sourced>,
}

/// Who runs a technology, and how far one instance of it spans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Management {
    /// Run by the team: a process on a machine.
    #[default]
    SelfRun,
    /// Managed, but one instance lives in one zone unless more is stated (`rds`, `elasticache`).
    Instance,
    /// Managed, and spans the zones of its region (`alb`, `s3`, `dynamodb`).
    Regional,
    /// Managed, and spans regions (`route53`, `cloudfront`).
    Global,
}

impl Management {
    pub fn is_managed(self) -> bool {
        self != Management::SelfRun
    }

    /// As written in the data and in `archlint.toml`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "self-run" => Some(Management::SelfRun),
            "instance" => Some(Management::Instance),
            "regional" => Some(Management::Regional),
            "global" => Some(Management::Global),
            _ => None,
        }
    }
}

/// A figure with where it was taken from.
#[derive(Clone, Debug, PartialEq)]
pub struct Sourced {
    pub value: Decimal,
    /// Title of the source.
    pub source: Text,
    /// When the source said so: `2024-01-22` or `2019`; empty when nobody stated it.
    pub date: String,
    /// Of a price, the provider's code of the region that it holds in, where it is not one for all.
    pub region: Option<String>,
    pub basis: Basis,
}

impl Sourced {
    /// The source as it is printed: `Amazon RDS SLA, 2024-01-22`.
    pub fn cited(&self) -> Text {
        let (source, date) = (&self.source, &self.date);
        if date.is_empty() {
            source.clone()
        } else {
            text!(source, date; "{source}, {date}", "{source}, {date}")
        }
    }
}

/// How far a figure can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A provider's service-level agreement: a refund threshold, not a measurement.
    Sla,
    /// Published by its source as a fact: a documented duration, a price.
    Published,
    /// Our own planning value.
    Planning,
    /// Stated in the user's configuration.
    Configured,
}

/// All technologies known in a run: the built-in ones and the user's own.
#[derive(Clone, Debug)]
pub struct Catalog {
    builtin: &'static Builtin,
    /// The user's own, by name; they go before the built-in ones.
    own: BTreeMap<String, Arc<Tech>>,
    /// Names and aliases of the user's own.
    own_words: BTreeMap<String, Arc<Tech>>,
}

impl Catalog {
    /// The technologies that come with archlint.
    pub fn builtin() -> Self {
        Catalog { builtin: Builtin::get(), own: BTreeMap::new(), own_words: BTreeMap::new() }
    }

    /// Adds a technology; one of the same name is replaced.
    pub fn add(&mut self, tech: Tech) {
        let tech = Arc::new(tech);
        for word in std::iter::once(&tech.name).chain(&tech.aliases) {
            self.own_words.insert(word.clone(), tech.clone());
        }
        self.own.insert(tech.name.clone(), tech);
    }

    /// By name or alias.
    pub fn find(&self, word: &str) -> Option<Arc<Tech>> {
        self.own_words.get(word).or_else(|| self.builtin.find(word)).cloned()
    }

    /// By what a foreign file calls it: an image, a resource type, an icon, a port.
    pub fn find_foreign(&self, of: Foreign, word: &str) -> Option<Arc<Tech>> {
        self.builtin.find_foreign(of, word).cloned()
    }

    /// Every technology, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Tech>> {
        let all = self.builtin.iter().chain(self.own.values());
        all.map(|tech| (&tech.name, tech)).collect::<BTreeMap<_, _>>().into_values()
    }

    /// Every word that names a technology, aliases too.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.own_words.keys().map(String::as_str).chain(self.builtin.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_at_least_eighty_technologies_from_every_provider() {
        let catalog = Catalog::builtin();
        assert!(catalog.iter().count() >= 80);
        for name in ["mysql", "alb", "cloud-sql", "cosmosdb", "ncp-mysql", "cloudflare"] {
            assert!(catalog.find(name).is_some(), "{name} is missing");
        }
    }

    #[test]
    fn no_word_is_claimed_twice_or_shadows_a_kind() {
        let mut seen = BTreeMap::new();
        for tech in Catalog::builtin().iter() {
            for word in std::iter::once(&tech.name).chain(&tech.aliases) {
                assert_eq!(seen.insert(word.clone(), tech.name.clone()), None, "{word}");
                assert_eq!(Kind::parse(word), None, "{word} is a kind");
                assert_eq!(GroupKind::parse(word), None, "{word} is a group");
            }
        }
    }

    #[test]
    fn the_words_of_korean_diagrams_are_known() {
        let catalog = Catalog::builtin();
        let words = "alb nlb elb nginx haproxy ingress traefik kong cloudfront s3 cloudflare route53 \
            ec2 ecs eks lambda rds mysql postgresql mongo aurora dynamodb oracle redis valkey \
            dragonfly memcached elasticache memorydb keydb kafka rabbitmq sqs sns msk nats \
            eventbridge pulsar redpanda prometheus grafana loki kibana elk jenkins oauth ses slack \
            fcm toss-payments portone 레디스 카프카 엔진엑스 톰캣 스프링 몽고디비 젠킨스 토스페이먼츠 알림톡";
        for word in words.split_whitespace() {
            assert!(catalog.find(word).is_some(), "{word} is missing");
        }
    }

    #[test]
    fn titles_tell_technologies_apart() {
        let mut seen = BTreeMap::new();
        for tech in Catalog::builtin().iter() {
            assert_eq!(seen.insert(tech.title.clone(), tech.name.clone()), None, "{}", tech.title);
        }
    }

    #[test]
    fn availabilities_lie_between_zero_and_one() {
        for tech in Catalog::builtin().iter() {
            for figure in tech.availability.iter().chain(&tech.availability_multi_zone) {
                assert!(figure.value > Decimal::ZERO && figure.value < Decimal::ONE, "{tech:?}");
            }
        }
    }
}
