//! Reads the data files of the catalogue, and rows that a user adds in `archlint.toml`.

use super::{Basis, Kind, Management, Sourced, Tech};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

const SOURCES: &str = include_str!("data/sources.toml");

const FILES: &[&str] = &[
    include_str!("data/self-run.toml"),
    include_str!("data/aws.toml"),
    include_str!("data/gcp.toml"),
    include_str!("data/azure.toml"),
    include_str!("data/naver.toml"),
    include_str!("data/hosted.toml"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceRow {
    title: String,
    date: String,
    #[serde(default)]
    sla: bool,
    #[serde(default)]
    planning: bool,
}

/// A technology as written in TOML.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Row {
    pub title: Option<String>,
    pub kind: String,
    pub management: Option<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub proxy: bool,
    pub capacity: Option<FigureRow>,
    pub availability: Option<FigureRow>,
    pub availability_multi_zone: Option<FigureRow>,
    pub price: Option<FigureRow>,
    pub failover_time: Option<FigureRow>,
}

/// A figure as written in TOML; the value is a string so that it stays an exact decimal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureRow {
    pub value: String,
    /// In the built-in data the name of a source, in a configuration its title.
    pub source: String,
    pub date: Option<String>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowError {
    UnknownKind(String),
    UnknownManagement(String),
    NotANumber(String),
}

impl Row {
    /// The technology that a user's configuration describes.
    pub fn configured(self, name: &str) -> Result<Tech, RowError> {
        self.into_tech(name, &|row, value| Sourced {
            value,
            source: row.source.clone(),
            date: row.date.clone().unwrap_or_default(),
            basis: Basis::Configured,
        })
    }

    fn into_tech(
        self,
        name: &str,
        sourced: &dyn Fn(&FigureRow, Decimal) -> Sourced,
    ) -> Result<Tech, RowError> {
        let figure = |row: &Option<FigureRow>| match row {
            None => Ok(None),
            Some(row) => {
                let value = row.value.parse().map_err(|_| RowError::NotANumber(row.value.clone()));
                value.map(|value| Some(sourced(row, value)))
            }
        };
        let kind = Kind::parse(&self.kind).ok_or(RowError::UnknownKind(self.kind.clone()))?;
        let management = match &self.management {
            None => Management::SelfRun,
            Some(word) => {
                Management::parse(word).ok_or(RowError::UnknownManagement(word.clone()))?
            }
        };
        Ok(Tech {
            name: name.to_owned(),
            title: self.title.clone().unwrap_or_else(|| name.to_owned()),
            kind,
            management,
            proxy: self.proxy,
            capacity: figure(&self.capacity)?,
            availability: figure(&self.availability)?,
            availability_multi_zone: figure(&self.availability_multi_zone)?,
            price: figure(&self.price)?,
            failover_time: figure(&self.failover_time)?,
            aliases: self.aliases,
        })
    }
}

/// The built-in technologies, in the order of the files.
pub(super) fn builtin() -> Vec<Tech> {
    let sources: BTreeMap<String, SourceRow> =
        toml::from_str(SOURCES).expect("a test reads sources.toml");
    let sourced = |row: &FigureRow, value| {
        let source = sources.get(&row.source).expect("a test reads every figure's source");
        let basis = match (source.sla, source.planning) {
            (true, _) => Basis::Sla,
            (_, true) => Basis::Planning,
            _ => Basis::Published,
        };
        Sourced { value, source: source.title.clone(), date: source.date.clone(), basis }
    };
    let mut techs = Vec::new();
    for file in FILES {
        let rows: BTreeMap<String, Row> =
            toml::from_str(file).expect("a test reads every data file");
        for (name, row) in rows {
            techs.push(row.into_tech(&name, &sourced).expect("a test reads every row"));
        }
    }
    techs
}
