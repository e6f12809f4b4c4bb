//! What can be written at all: the forms of a value in words, typical values, snippets.

use crate::catalog::{GroupKind, Kind};
use crate::model::schema::Takes;
use crate::model::{Attr, Dimension, PartKind, value};
use crate::say::{Lang, Text};
use crate::text;
use std::sync::OnceLock;

/// Words that begin a statement, with what it says in Korean and in English.
pub const STATEMENTS: [(&str, &str, &str); 17] = [
    ("design", "설계의 이름", "the name of the design"),
    ("traffic", "트래픽", "traffic"),
    ("slo", "목표", "objectives"),
    ("operations", "운영", "operations"),
    ("flow", "사용자의 흐름", "a user's journey"),
    ("scenario", "장애와 부하 시나리오", "something that happens"),
    ("expect", "지켜야 할 기대", "what must hold"),
    ("accept", "지적의 수용", "living with a finding"),
    ("forbid", "금지하는 연결", "a connection that must not be"),
    ("let", "이름 붙인 값", "a value with a name"),
    ("default", "타입의 기본값", "what a type states unless it says otherwise"),
    ("include", "다른 파일 읽기", "reads another file"),
    ("change", "확장한 설계의 변경", "changes the design that is extended"),
    ("move", "다른 그룹으로 옮김", "moves into another group"),
    ("remove", "없앰", "takes away"),
    ("policy", "팀의 정책", "what the team demands of every design"),
    ("attributes", "팀이 정한 속성", "attributes of the team's own"),
];

/// How a statement is written.
pub fn statement_example(word: &str) -> Option<&'static str> {
    Some(match word {
        "design" => "design \"Ticketing\" to-be extends \"as-is.arch\"",
        "traffic" => "traffic { dau = 300k, requests-per-user = 20, peak = 5x }",
        "slo" => "slo { availability = 99.9%, rto = 10m, rpo = 5m }",
        "operations" => "operations { deploy = rolling, monitoring = [metrics, logs, alerts] }",
        "flow" => "flow buy \"Buy a seat\" { share = 10%\n  fan -> front -> api -> orders\n}",
        "scenario" => "scenario redis-down { fail = [seats] }",
        "expect" => "expect availability(buy) >= 99.9% in redis-down",
        "accept" => "accept single-instance on admin because \"in-house\" until 2027-06-30",
        "forbid" => "forbid web -> db because \"the API reads for it\"",
        "let" => "let mau = 3M",
        "default" => "default was { deploy = rolling }",
        "include" => "include \"payments.arch\"",
        "change" => "change api { replicas = 3 }",
        "move" => "move api, orders into seoul",
        "remove" => "remove front -> api",
        "policy" => {
            "policy owned \"somebody mends it\" warning {\n  require owner on [service, was]\n}"
        }
        "attributes" => "attributes { owner = text, tier = [gold, silver] }",
        _ => return None,
    })
}

/// What may be expected, as a snippet.
pub(super) const FUNCTIONS: [(&str, &str); 10] = [
    ("availability", "availability(${1:flow}) >= ${2:99.9%}"),
    ("unavailability", "unavailability(${1:flow}) <= ${2:0.1%}"),
    ("latency", "latency(${1:flow}) <= ${2:300ms}"),
    ("rps", "rps(${1:component}) <= ${2:500rps}"),
    ("utilization", "utilization(${1:component}) <= ${2:70%}"),
    ("replicas", "replicas(${1:component}) >= ${2:2}"),
    ("rto", "rto(${1:flow}) <= ${2:10m}"),
    ("rpo", "rpo(${1:flow}) <= ${2:1m}"),
    ("survives", "survives(${1:flow}) in ${2:scenario}"),
    ("cost", "cost <= \\$500/mo"),
];

/// Something that an editor offers to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// As it is shown and, without `insert`, written.
    pub label: String,
    pub kind: ItemKind,
    /// A few words beside the label.
    pub detail: String,
    /// Markdown, shown when somebody looks closer.
    pub about: String,
    /// With places to fill in, where it is a snippet.
    pub insert: Option<String>,
    /// By what else it is found.
    pub also: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    Keyword,
    Type,
    Component,
    Group,
    Flow,
    Attribute,
    Word,
    Value,
    Unit,
    Constant,
    Rule,
    Function,
    File,
    Snippet,
    Name,
}

impl Item {
    pub(super) fn new(label: impl Into<String>, kind: ItemKind, detail: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            kind,
            detail: detail.into(),
            about: String::new(),
            insert: None,
            also: Vec::new(),
        }
    }

    pub(super) fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    pub(super) fn also(mut self, words: impl IntoIterator<Item = String>) -> Self {
        self.also.extend(words);
        self
    }

    pub(super) fn inserting(mut self, snippet: impl Into<String>) -> Self {
        self.insert = Some(snippet.into());
        self
    }
}

/// A piece of a design to start from.
#[derive(Clone, Debug, PartialEq)]
pub struct Snippet {
    pub prefix: String,
    pub korean: String,
    pub title: Text,
    /// With `${1:places}` to fill in.
    pub body: String,
}

impl Snippet {
    /// The text with every place filled in as it is proposed.
    pub fn expanded(&self) -> String {
        filled(&self.body)
    }
}

/// A text with its `${1:places}` filled in as they are proposed; `\\$` is a dollar.
pub fn filled(snippet: &str) -> String {
    let mut out = String::new();
    let mut rest = snippet;
    while let Some(at) = rest.find('$') {
        if let Some(escaped) = rest[..at].strip_suffix('\\') {
            out.push_str(escaped);
            out.push('$');
            rest = &rest[at + 1..];
            continue;
        }
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(place) = rest.strip_prefix('{') {
            let end = place.find('}').unwrap_or(place.len());
            out.push_str(place[..end].split_once(':').map_or("", |(_, proposed)| proposed));
            rest = place.get(end + 1..).unwrap_or_default();
        } else {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    out + rest
}

/// The snippets that come with archlint.
pub fn snippets() -> &'static [Snippet] {
    static ALL: OnceLock<Vec<Snippet>> = OnceLock::new();
    ALL.get_or_init(|| {
        let data: toml::Table =
            include_str!("snippets.toml").parse().expect("a test reads the snippets");
        let rows = data["snippet"].as_array().into_iter().flatten();
        rows.map(snippet).collect()
    })
}

fn snippet(row: &toml::Value) -> Snippet {
    let word = |value: &toml::Value| value.as_str().unwrap_or_default().to_owned();
    let title = Text::new(word(&row["title"]["ko"]), word(&row["title"]["en"]));
    Snippet {
        prefix: word(&row["prefix"]),
        korean: word(&row["korean"]),
        title,
        body: word(&row["body"]),
    }
}

/// What an attribute takes, in a few words each: its own words, what a number measures, names.
pub fn attribute_forms(takes: &Takes, lang: Lang) -> Vec<String> {
    let mut forms: Vec<String> = takes.words.iter().map(|word| format!("`{word}`")).collect();
    let mut put = |ko: &str, en: &str| {
        forms.push(if lang == Lang::Ko { ko } else { en }.to_owned());
    };
    if takes.flag {
        put("`on`, `off`", "`on`, `off`");
    } else if takes.off {
        put("`off`", "`off`");
    }
    if let Some(dimension) = takes.number {
        let (ko, en) = measured(dimension);
        put(ko, en);
    }
    if takes.component || takes.times {
        put("컴포넌트 이름", "a component");
    }
    if takes.group {
        put("그룹 이름", "a group");
    }
    if takes.text {
        put("\"글\"", "\"text\"");
    }
    if takes.date {
        put("날짜", "a date");
    }
    if takes.list {
        put("`[목록]`", "a `[list]`");
    }
    forms
}

fn measured(dimension: Dimension) -> (&'static str, &'static str) {
    match dimension {
        Dimension::Count => ("수", "a count"),
        Dimension::Factor => ("배수 `10x`", "a factor `10x`"),
        Dimension::Rate => ("초당 요청 `500rps`", "requests `500rps`"),
        Dimension::Ratio => ("비율 `30%`", "a share `30%`"),
        Dimension::Duration => ("시간 `100ms`, `10m`", "a time `100ms`, `10m`"),
        Dimension::Bytes => ("크기 `10GB`", "a size `10GB`"),
        Dimension::Bandwidth => ("대역폭 `1GB/day`", "a bandwidth `1GB/day`"),
        _ => ("금액 `$120/mo`", "money `$120/mo`"),
    }
}

/// A value with which many designs begin, and why that one.
pub(super) fn typical(attr: Attr) -> Option<(&'static str, Text)> {
    let (value, why) = match attr {
        Attr::Replicas => {
            ("2", text!("하나가 멈춰도 하나가 남습니다", "one is left when one stops"))
        }
        Attr::Timeout => {
            ("1s", text!("사용자가 기다리는 시간보다 짧게", "shorter than a user waits"))
        }
        Attr::Retries => ("2", text!("재시도가 곱해지지 않게 적게", "few, since retries multiply")),
        Attr::HealthCheck => {
            ("10s", text!("장애를 수십 초 안에 알아챕니다", "notices within tens of seconds"))
        }
        Attr::Ttl => {
            ("10m", text!("오래된 데이터를 견딜 수 있는 시간", "as long as stale data is fine"))
        }
        Attr::Backup => ("1d", text!("하루에 한 번", "once a day")),
        Attr::BackupRetention => ("30d", text!("한 달 보관", "kept for a month")),
        Attr::Availability => ("99.9%", text!("1년에 8시간 46분까지 멈춤", "down 8h 46m a year")),
        Attr::Dau => ("10만", text!("하루 활성 사용자", "daily active users")),
        Attr::RequestsPerUser => {
            ("20", text!("사용자 한 명의 하루 요청", "requests of a user in a day"))
        }
        Attr::Peak => ("5x", text!("평균의 다섯 배", "five times the average")),
        Attr::Rto => ("10m", text!("복구까지 10분", "ten minutes to recover")),
        Attr::Rpo => ("1m", text!("잃어도 되는 1분", "one minute may be lost")),
        Attr::HitRatio => {
            ("80%", text!("열에 여덟은 캐시가 답합니다", "the cache answers eight of ten"))
        }
        Attr::Traffic => ("10x", text!("평소의 열 배", "ten times as usual")),
        _ => return None,
    };
    Some((value, why))
}

/// Units for a number of that dimension.
pub(super) fn units(dimension: Dimension) -> impl Iterator<Item = &'static str> {
    let rows = value::units().filter(move |(of, _)| *of == dimension);
    rows.flat_map(|(_, words)| words.iter().copied())
}

/// Kinds and groups as types, in the order of their tables.
pub(super) fn own_types(lang: Lang) -> impl Iterator<Item = Item> {
    let kinds = Kind::ALL.iter().map(|kind| (kind.word(), kind.title()));
    let groups = GroupKind::ALL.iter().map(|kind| (kind.word(), kind.title()));
    let parts = PartKind::ALL.iter().map(|kind| (kind.word(), kind.title()));
    kinds.chain(groups).chain(parts).map(move |(word, title)| {
        let korean = title.get(Lang::Ko).to_owned();
        Item::new(word, ItemKind::Type, title.get(lang)).also([korean])
    })
}

/// The number that is being written, with each unit that it may have.
pub(super) fn numbers(partial: &str, dimension: Dimension) -> Vec<Item> {
    let end = partial.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_');
    let digits = &partial[..end.unwrap_or(partial.len())];
    units(dimension).map(|unit| Item::new(format!("{digits}{unit}"), ItemKind::Unit, "")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_expands_to_what_it_proposes() {
        let all = snippets();
        assert!(all.len() >= 9, "{}", all.len());
        let text = all[0].expanded();
        assert!(text.contains("fan -> front -> api -> orders") && !text.contains('$'), "{text}");
    }
}
