//! What a team settles in `archlint.toml`: which rules speak and how loudly, its own technologies
//! and prices.

mod chain;
mod import;
mod levels;
mod patterns;
mod profile;
mod read;
mod schema;
mod technology;
#[cfg(test)]
mod tests;

pub use levels::{FailOn, LEVELS, UnknownPattern, check_pattern, names_a_policy};
pub use patterns::Patterns;
pub use profile::Profile;
pub use read::KEYS;
pub use schema::schema;

use crate::analysis::Terms;
use crate::catalog::{Catalog, Tech};
use crate::diagnostic::Diagnostic;
use crate::import::{As, Blocks};
use crate::lint::{Levels, Rule};
use crate::say::Lang;
use crate::source::{Loader, Source, SourceId, Sources};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::ops::Range;

/// The settings of one `archlint.toml`. Paths in it are relative to its folder.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub profile: Option<Profile>,
    pub rules: Levels,
    pub overrides: Vec<Override>,
    /// The team's own technologies, and built-in ones with changed figures.
    pub technologies: Vec<Tech>,
    /// How many Korean won one US dollar is.
    pub usd_krw: Option<Decimal>,
    /// The utilization at which scalers and sizing aim.
    pub target: Option<f64>,
    /// The region of what stands in none.
    pub region: Option<String>,
    /// The team's own prices in US dollars, by item or `region/item`.
    pub prices: BTreeMap<String, Decimal>,
    pub lang: Option<Lang>,
    pub fail_on: Option<FailOn>,
    /// The same for what the rules say of designs that are `as-is`.
    pub as_is: Option<FailOn>,
    /// What a walk through folders passes over.
    pub exclude: Patterns,
    /// Path of the baseline.
    pub baseline: Option<String>,
    pub import: Import,
    /// Texts of the policies that every design is held to.
    pub policies: Vec<Source>,
    /// Policies whose levels it states. Those of designs are not known where it is read.
    pub named: Vec<NamedPolicy>,
    /// Whose posts `report` writes.
    pub author: Option<String>,
    pub icons: Icons,
}

/// A policy that a configuration speaks about.
#[derive(Clone, Debug)]
pub struct NamedPolicy {
    /// `policy/NAME`
    pub name: String,
    pub source: Source,
    /// Where in that it stands.
    pub range: Range<usize>,
}

/// Where the icons of pictures are.
#[derive(Clone, Debug, Default)]
pub struct Icons {
    /// The folder of those that go by the name of a technology or a type: `kafka.svg`, `lb.svg`.
    pub folder: Option<String>,
    /// The paths of those that technologies are given, by their names.
    pub of: BTreeMap<String, String>,
}

/// How foreign files are taken in.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// Foreign files that a walk through folders checks too.
    pub check: Patterns,
    /// Which Mermaid blocks of Markdown files are designs.
    pub mermaid: Option<Blocks>,
    /// What words stand for, the first fitting one first.
    pub own: Vec<As>,
    /// Files that a walk takes as one design.
    pub designs: Vec<Together>,
}

/// Foreign files that are one design.
#[derive(Clone, Debug)]
pub struct Together {
    pub name: String,
    /// In the order in which they lie over one another.
    pub files: Patterns,
}

/// Other levels for some of the files.
#[derive(Clone, Debug)]
pub struct Override {
    pub paths: Patterns,
    pub rules: Levels,
}

/// Its name for messages and for the walk upwards.
pub const FILE_NAME: &str = "archlint.toml";

impl Config {
    /// Reads the text of an `archlint.toml`; what it extends and the policies that it names come
    /// through `loader`. Every mistake is reported, none is passed over.
    pub fn parse(
        sources: &mut Sources,
        source: SourceId,
        rules: &[&Rule],
        loader: &dyn Loader,
    ) -> Result<Self, Vec<Diagnostic>> {
        chain::read(sources, source, rules, loader)
    }

    /// Adds the configured technologies to the catalogue.
    pub fn extend(&self, catalog: &mut Catalog) {
        self.technologies.iter().for_each(|tech| catalog.add(tech.clone()));
    }

    /// What figures are computed with: rates, prices, regions.
    pub fn terms(&self) -> Terms {
        let number = |value: &Decimal| value.to_f64().unwrap_or_default();
        let price = |(item, value): (&String, &Decimal)| (item.clone(), number(value));
        Terms {
            krw_per_usd: self.usd_krw.as_ref().map(number),
            today: None,
            region: self.region.clone(),
            prices: self.prices.iter().map(price).collect(),
            target: self.target,
        }
    }

    /// The level and the options of every rule in a file, whose path is relative to the configuration's folder:
    /// what the last fitting override says, else `[rules]`, else the profile.
    pub fn levels(&self, profile: Profile, file: &str, rules: &[&Rule]) -> Levels {
        let overrides = self.overrides.iter().rev().filter(|one| one.paths.is_match(file));
        let layers: Vec<&Levels> = overrides.map(|one| &one.rules).chain([&self.rules]).collect();
        let of_profile = profile.levels();
        let mut levels = Levels::default();
        for rule in rules {
            let mut stated = layers.iter().copied().chain([&of_profile]);
            if let Some(level) = stated.find_map(|layer| layer.stated(rule)) {
                levels.set(rule.name, level);
            }
        }
        let of_policies = of_profile.of_policies();
        let said = layers.iter().rev().flat_map(|layer| layer.of_policies());
        of_policies.chain(said).for_each(|(pattern, level)| levels.set(pattern, level));
        layers.iter().rev().for_each(|layer| levels.options.add(&layer.options));
        levels
    }
}
