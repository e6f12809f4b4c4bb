//! What providers charge: prices by provider, region and item, each with its source and date.
//!
//! The data are `data/prices.txt`, which `tools/prices` writes anew from the providers' bulk price
//! lists. What is not in it is not known; nothing is carried over from another region.

use crate::say::Text;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Hours of a month, in prices.
pub const HOURS_PER_MONTH: f64 = 730.0;

const DATA: &str = include_str!("data/prices.txt");
const TYPES: &str = include_str!("data/types.txt");

/// One price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// Of one unit, on demand.
    pub amount: f64,
    /// With a commitment of a year and nothing paid in advance.
    pub one_year: Option<f64>,
    pub unit: &'static str,
    /// `USD` or `KRW`.
    pub currency: &'static str,
    /// When the source said so; empty when it does not say.
    pub date: &'static str,
    pub source: &'static str,
    /// Scaled by the ratio of another region, or not confirmed: an estimate.
    pub is_estimate: bool,
    /// The team's own, from its configuration.
    pub is_own: bool,
}

impl Price {
    /// The source as it is printed.
    pub fn cited(&self) -> Text {
        let source = self.source;
        if self.is_own {
            return Text::same(source);
        }
        match (self.date, self.is_estimate) {
            ("", false) => Text::new(format!("{source}, 날짜 없음"), format!("{source}, undated")),
            ("", true) => Text::new(
                format!("{source}, 날짜 없음, 환산"),
                format!("{source}, undated, scaled"),
            ),
            (date, false) => Text::same(format!("{source}, {date}")),
            (date, true) => {
                Text::new(format!("{source}, {date}, 환산"), format!("{source}, {date}, scaled"))
            }
        }
    }
}

/// The prices of a service of a provider in a region, in one unit. Its rows are read when asked for:
/// most designs ask for few of them.
struct Section {
    provider: &'static str,
    region: &'static str,
    service: &'static str,
    unit: &'static str,
    currency: &'static str,
    date: &'static str,
    source: &'static str,
    rows: &'static str,
}

static SECTIONS: LazyLock<Vec<Section>> = LazyLock::new(|| {
    let sections = DATA.split("\n= ").skip(1);
    sections.filter_map(Section::read).collect()
});

impl Section {
    fn read(text: &'static str) -> Option<Self> {
        let (head, rows) = text.split_once('\n')?;
        let head: Vec<&'static str> = head.split(" | ").map(str::trim).collect();
        let &[provider, region, service, unit, currency, date, source] = &head[..] else {
            return None;
        };
        Some(Self { provider, region, service, unit, currency, date, source, rows })
    }

    /// Its items, each with what stands behind it in its row.
    fn items(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.rows.lines().filter_map(|row| row.split_once(" | "))
    }

    fn price(&self, row: &str) -> Option<Price> {
        let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
        let number = |at: usize| cells.get(at)?.parse::<f64>().ok();
        Some(Price {
            amount: number(0)?,
            one_year: number(1),
            unit: self.unit,
            currency: self.currency,
            date: self.date,
            source: self.source,
            is_estimate: cells.get(2) == Some(&"~"),
            is_own: false,
        })
    }
}

/// The price of the first by name of the items of a service in a region that are called so.
fn find(
    (provider, region, service): (&str, &str, &str),
    is_called: impl Fn(&str) -> bool,
) -> Option<Price> {
    let sold = |it: &&Section| (it.provider, it.region, it.service) == (provider, region, service);
    let items = SECTIONS.iter().filter(sold).flat_map(|of| of.items().map(move |it| (it, of)));
    let ((_, row), of) = items.filter(|((name, _), _)| is_called(name)).min_by_key(|it| it.0.0)?;
    of.price(row)
}

/// The price of an item of a service in a region.
pub fn price(provider: &str, region: &str, service: &str, item: &str) -> Option<Price> {
    find((provider, region, service), |name| name == item)
}

/// A provider's instance type, as its name tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceType {
    pub provider: &'static str,
    pub service: &'static str,
}

/// Who sells an instance type; `None` for one that no price list holds.
pub fn instance_type(name: &str) -> Option<InstanceType> {
    let aws = |service| Some(InstanceType { provider: "aws", service });
    match name {
        _ if name.starts_with("db.") => return aws("rds"),
        _ if name.starts_with("cache.") => return aws("elasticache"),
        _ if name.starts_with("kafka.") => return aws("msk"),
        _ if name.ends_with(".search") => return aws("opensearch"),
        _ => {}
    }
    let sells = |it: &&Section| {
        ["ec2", "vm"].contains(&it.service) && it.items().any(|(item, _)| item == name)
    };
    let of = SECTIONS.iter().find(sells)?;
    Some(InstanceType { provider: of.provider, service: of.service })
}

/// What an instance of a type is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InstanceSize {
    pub vcpus: f64,
    /// Bytes.
    pub memory: f64,
    /// Of a burstable type the part of its processors, 0..1, that it may use for ever.
    pub baseline: Option<f64>,
}

static SIZES: LazyLock<BTreeMap<&'static str, InstanceSize>> = LazyLock::new(|| {
    let rows = TYPES.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let size = |line: &'static str| {
        let row: Vec<&'static str> = line.split(" | ").map(str::trim).collect();
        let number = |at: usize| row.get(at)?.parse::<f64>().ok();
        let (vcpus, memory) = (number(1)?, number(2)? * 1024.0 * 1024.0 * 1024.0);
        let baseline = number(3).map(|percent| percent / 100.0);
        Some((row[0], InstanceSize { vcpus, memory, baseline }))
    };
    rows.filter_map(size).collect()
});

/// The same machine is behind `db.m6g.large` and `m6g.large.search`; a cache has less memory.
fn machine(name: &str) -> &str {
    let bare = ["db.", "kafka."].iter().find_map(|it| name.strip_prefix(it)).unwrap_or(name);
    bare.strip_suffix(".search").unwrap_or(bare)
}

pub fn instance_size(name: &str) -> Option<InstanceSize> {
    SIZES.get(machine(name)).copied()
}

/// The types of a type's family, itself too, by name.
pub fn family(name: &str) -> impl Iterator<Item = &'static str> {
    let of = |name: &str| name.rsplit_once('.').map(|(family, _)| family.to_owned());
    let family = of(name);
    SIZES.keys().copied().filter(move |other| family.is_some() && of(other) == family)
}

/// The price of an instance an hour, in a region.
pub fn instance_price(name: &str, region: &str) -> Option<Price> {
    let sold = instance_type(name)?;
    let region = if sold.provider == "nhn" { "all" } else { region };
    let exact = price(sold.provider, region, sold.service, name);
    // A database class names its engine behind it; the single copy comes first.
    exact.or_else(|| {
        find((sold.provider, region, sold.service), |item| {
            item.strip_prefix(name).is_some_and(|rest| rest.starts_with(" single-AZ"))
        })
    })
}

/// Providers' regions: the code, and the words that say it.
const REGIONS: &[(&str, &str, &[&str])] = &[
    ("aws", "ap-northeast-2", &["ap-northeast-2", "seoul", "서울"]),
    ("aws", "us-east-1", &["us-east-1", "virginia", "버지니아"]),
    ("aws", "ap-northeast-1", &["ap-northeast-1", "tokyo", "도쿄"]),
    ("aws", "ap-northeast-3", &["ap-northeast-3", "osaka", "오사카"]),
    ("aws", "ap-southeast-1", &["ap-southeast-1", "singapore", "싱가포르"]),
    ("aws", "us-west-2", &["us-west-2", "oregon", "오리건"]),
    ("aws", "eu-central-1", &["eu-central-1", "frankfurt", "프랑크푸르트"]),
    ("google", "asia-northeast3", &["asia-northeast3", "seoul", "서울"]),
    ("google", "asia-northeast1", &["asia-northeast1", "tokyo", "도쿄"]),
    ("azure", "koreacentral", &["koreacentral", "korea-central", "seoul", "서울"]),
    ("naver", "KR", &["kr", "seoul", "korea", "서울", "한국", "수도권"]),
    ("nhn", "all", &["kr1", "kr2", "seoul", "korea", "서울", "한국", "판교", "평촌"]),
    ("kt", "kr1", &["kr1", "seoul", "korea", "서울", "한국"]),
];

/// Whether the words name a region of any provider.
pub fn is_region(words: &str) -> bool {
    REGIONS.iter().any(|row| region(row.0, words).is_some())
}

/// Whether both name the same region of some provider.
pub fn is_same_region(one: &str, other: &str) -> bool {
    REGIONS.iter().any(|row| {
        let known = region(row.0, one);
        known.is_some() && known == region(row.0, other)
    })
}

/// The region's code of a provider, from its own code or a city's name in a group's name or label.
pub fn region(provider: &str, words: &str) -> Option<&'static str> {
    let words = words.to_lowercase();
    let apart = |letter: char| !(letter.is_alphanumeric() || letter == '-');
    let said = |word: &&str| words.split(apart).any(|part| part == *word);
    let fits = |row: &&(&str, &str, &[&str])| row.0 == provider && row.2.iter().any(said);
    REGIONS.iter().find(fits).map(|row| row.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_read() {
        let rows = DATA.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '=']));
        let read = || SECTIONS.iter().flat_map(|of| of.items().map(move |it| (it, of)));
        let priced = read().filter(|((_, row), of)| of.price(row).is_some());
        assert_eq!(priced.count(), rows.count());
        let key = |((item, _), of): ((_, _), &Section)| (of.provider, of.region, of.service, item);
        assert_eq!(read().map(key).collect::<BTreeSet<_>>().len(), read().count(), "once each");
    }

    #[test]
    fn every_type_is_read_and_the_burstable_ones_say_their_baseline() {
        let rows = TYPES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        assert_eq!(SIZES.len(), rows.count());
        let size = |name| instance_size(name).map(|it| (it.vcpus, it.baseline));
        assert_eq!(size("t3.medium"), Some((2.0, Some(0.2))));
        assert_eq!(size("db.t4g.micro"), Some((2.0, Some(0.1))));
        assert_eq!(size("m5.large"), Some((2.0, None)));
        let family: Vec<_> = family("m5.xlarge").collect();
        assert_eq!(family, ["m5.2xlarge", "m5.4xlarge", "m5.large", "m5.xlarge"]);
    }

    #[test]
    fn an_instance_type_tells_who_sells_it() {
        let sold = |name| instance_type(name).map(|it| (it.provider, it.service));
        assert_eq!(sold("t3.medium"), Some(("aws", "ec2")));
        assert_eq!(sold("cache.r6g.large"), Some(("aws", "elasticache")));
        assert_eq!(sold("s2-g3"), Some(("naver", "vm")));
        assert_eq!(sold("m2.c2m4"), Some(("nhn", "vm")));
        assert_eq!(sold("z9.huge"), None);
    }

    #[test]
    fn a_region_is_known_by_its_code_or_its_city() {
        assert_eq!(region("aws", "main 서울"), Some("ap-northeast-2"));
        assert_eq!(region("aws", "primary ap-northeast-2"), Some("ap-northeast-2"));
        assert_eq!(region("google", "seoul"), Some("asia-northeast3"));
        assert_eq!(region("aws", "mars"), None);
    }
}
