//! Reads the data files of the catalogue.
//!
//! A run names a dozen of several hundred technologies. So the files are only cut into rows at
//! first, with the words that name each, and a row is parsed when somebody asks for it.

use super::{Basis, Kind, Management, Sourced, Tech};
use crate::say::Text;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

const SOURCES: &str = include_str!("data/sources.toml");

/// Each with the cloud that sells what it lists.
const FILES: &[(Option<&str>, &str)] = &[
    (None, include_str!("data/self-run.toml")),
    (Some("aws"), include_str!("data/aws.toml")),
    (Some("google"), include_str!("data/gcp.toml")),
    (Some("azure"), include_str!("data/azure.toml")),
    (Some("naver"), include_str!("data/naver.toml")),
    (None, include_str!("data/hosted.toml")),
];

/// The built-in technologies.
#[derive(Debug)]
pub(super) struct Builtin {
    rows: Vec<Lazy>,
    /// Every name and alias, with the place of its row.
    words: BTreeMap<&'static str, usize>,
    /// How foreign files call technologies, for each of [`Foreign`]: gathered when one is read.
    foreign: [OnceLock<BTreeMap<&'static str, usize>>; 4],
}

/// What foreign files call technologies by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A container image: its last word, or its path.
    Image,
    /// A resource type of Terraform.
    Resource,
    /// An icon of a drawing.
    Icon,
    /// The port that it listens on unless told otherwise.
    Port,
}

impl Foreign {
    pub const ALL: [Foreign; 4] = [Foreign::Image, Foreign::Resource, Foreign::Icon, Foreign::Port];

    /// The key of the list in a row.
    fn key(self) -> &'static str {
        match self {
            Foreign::Image => "images",
            Foreign::Resource => "resources",
            Foreign::Icon => "icons",
            Foreign::Port => "ports",
        }
    }
}

/// A row of a data file, parsed at most once.
#[derive(Debug)]
struct Lazy {
    text: &'static str,
    provider: Option<&'static str>,
    tech: OnceLock<Arc<Tech>>,
}

impl Builtin {
    pub fn get() -> &'static Self {
        static BUILTIN: LazyLock<Builtin> = LazyLock::new(Builtin::cut);
        &BUILTIN
    }

    fn cut() -> Self {
        let mut builtin =
            Self { rows: Vec::new(), words: BTreeMap::new(), foreign: Default::default() };
        let rows = FILES.iter().flat_map(|(by, file)| sections(file).map(|text| (*by, text)));
        for (provider, text) in rows {
            let place = builtin.rows.len();
            builtin.words.extend(words(text).map(|word| (word, place)));
            builtin.rows.push(Lazy { text, provider, tech: OnceLock::new() });
        }
        builtin
    }

    /// By name or alias.
    pub fn find(&self, word: &str) -> Option<&Arc<Tech>> {
        self.words.get(word).map(|place| self.rows[*place].tech())
    }

    /// By what foreign files call it.
    pub fn find_foreign(&self, of: Foreign, word: &str) -> Option<&Arc<Tech>> {
        let called = self.foreign[of as usize].get_or_init(|| {
            let rows = self.rows.iter().enumerate();
            rows.flat_map(|(at, row)| listed(row.text, of.key()).map(move |word| (word, at)))
                .collect()
        });
        called.get(word).map(|place| self.rows[*place].tech())
    }

    /// Every technology, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Tech>> {
        self.rows.iter().map(Lazy::tech)
    }

    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.keys().copied()
    }
}

impl Lazy {
    fn tech(&self) -> &Arc<Tech> {
        self.tech.get_or_init(|| {
            let rows: BTreeMap<String, TechRow> =
                toml::from_str(self.text).expect("a test reads every row");
            let (name, row) = rows.into_iter().next().expect("a section begins with its name");
            Arc::new(row.into_tech(name, self.provider))
        })
    }
}

/// A file's tables, each from its `[name]` on.
fn sections(file: &'static str) -> impl Iterator<Item = &'static str> {
    let mut starts = file.match_indices("\n[").map(|(at, _)| at + 1).peekable();
    std::iter::from_fn(move || {
        let start = starts.next()?;
        Some(&file[start..starts.peek().copied().unwrap_or(file.len())])
    })
}

/// The words that name a section's technology: its name, and the strings of its `aliases` line.
fn words(section: &'static str) -> impl Iterator<Item = &'static str> {
    section[1..].split(']').next().into_iter().chain(listed(section, "aliases"))
}

/// The strings of a list of a section, which stands on one line.
fn listed(section: &'static str, key: &'static str) -> impl Iterator<Item = &'static str> {
    let is_key = |at: &usize| section[..*at].ends_with('\n');
    let keys = section.match_indices(key).map(|(at, _)| at).filter(is_key);
    let mut lists = keys.filter_map(move |at| section[at + key.len()..].strip_prefix(" = "));
    let list = lists.next().and_then(|list| list.split('\n').next());
    list.into_iter().flat_map(|list| list.split('"').skip(1).step_by(2))
}

/// A technology as written in TOML.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TechRow {
    title: String,
    kind: String,
    management: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    /// The next four are read from the text of the row, see [`Foreign`].
    #[serde(default, rename = "images")]
    _images: Vec<String>,
    #[serde(default, rename = "resources")]
    _resources: Vec<String>,
    #[serde(default, rename = "icons")]
    _icons: Vec<String>,
    #[serde(default, rename = "ports")]
    _ports: Vec<String>,
    #[serde(default)]
    proxy: bool,
    #[serde(default)]
    elects: bool,
    #[serde(default)]
    consensus: bool,
    #[serde(default)]
    charges: bool,
    #[serde(default)]
    keyed: bool,
    copies: Option<u32>,
    capacity: Option<FigureRow>,
    availability: Option<FigureRow>,
    availability_multi_zone: Option<FigureRow>,
    price: Option<FigureRow>,
    failover_time: Option<FigureRow>,
}

/// A figure as written in TOML; the value is a string so that it stays an exact decimal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureRow {
    value: String,
    /// A table of `sources.toml`.
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SourceRow {
    title: String,
    title_ko: Option<String>,
    date: String,
    region: Option<String>,
    #[serde(default)]
    sla: bool,
    #[serde(default)]
    planning: bool,
}

impl TechRow {
    fn into_tech(self, name: String, provider: Option<&'static str>) -> Tech {
        let figure = |row: Option<FigureRow>| row.map(FigureRow::sourced);
        let management = self
            .management
            .as_deref()
            .map(|word| Management::parse(word).expect("a test reads who manages each technology"));
        Tech {
            name,
            title: self.title,
            kind: Kind::parse(&self.kind).expect("a test reads every kind"),
            provider,
            management: management.unwrap_or_default(),
            proxy: self.proxy,
            elects: self.elects,
            consensus: self.consensus,
            charges: self.charges,
            keyed: self.keyed,
            copies: self.copies,
            capacity: figure(self.capacity),
            availability: figure(self.availability),
            availability_multi_zone: figure(self.availability_multi_zone),
            price: figure(self.price),
            failover_time: figure(self.failover_time),
            aliases: self.aliases,
        }
    }
}

impl FigureRow {
    fn sourced(self) -> Sourced {
        static SOURCE_ROWS: LazyLock<BTreeMap<String, SourceRow>> =
            LazyLock::new(|| toml::from_str(SOURCES).expect("a test reads sources.toml"));
        let source = SOURCE_ROWS.get(&self.source).expect("a test reads every figure's source");
        let basis = match (source.sla, source.planning) {
            (true, _) => Basis::Sla,
            (_, true) => Basis::Planning,
            _ => Basis::Published,
        };
        let ko = source.title_ko.as_ref().unwrap_or(&source.title);
        let title = Text::new(ko, &source.title);
        let value: Decimal = self.value.parse().expect("a test reads every figure");
        let (date, region) = (source.date.clone(), source.region.clone());
        Sourced { value, source: title, date, region, basis }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_its_name_and_by_every_alias_it_states() {
        let builtin = Builtin::get();
        for (place, row) in builtin.rows.iter().enumerate() {
            let tech = row.tech();
            let stated: Vec<&str> =
                std::iter::once(&tech.name).chain(&tech.aliases).map(String::as_str).collect();
            assert_eq!(words(row.text).collect::<Vec<_>>(), stated);
            for word in stated {
                assert_eq!(builtin.words.get(word), Some(&place), "{word} is claimed twice");
            }
        }
    }

    #[test]
    fn our_own_planning_values_say_in_korean_what_they_are() {
        let sources: BTreeMap<String, SourceRow> = toml::from_str(SOURCES).expect("valid TOML");
        for (name, source) in sources {
            assert_eq!(source.title_ko.is_some(), source.planning, "{name}");
        }
    }

    #[test]
    fn cutting_loses_no_row() {
        for (_, file) in FILES {
            let whole: BTreeMap<String, toml::Value> = toml::from_str(file).expect("valid TOML");
            assert_eq!(sections(file).count(), whole.len());
        }
    }
}
