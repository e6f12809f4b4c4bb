//! Reads `archlint.toml` by hand, so that every key and value has its place and its did-you-mean.

use super::levels::level;
use super::levels::names_a_policy;
use super::technology;
use super::{Config, FailOn, LEVELS, NamedPolicy, Override, Patterns, Profile, check_pattern};
use crate::catalog::prices;
use crate::context::Options;
use crate::diagnostic::Diagnostic;
use crate::lint::prelude::TARGET_UTILIZATION;
use crate::lint::{Level, Levels, Rule, RuleOption, TEXT_ERRORS};
use crate::say::{Lang, Text, nearest};
use crate::source::{SourceId, Sources, Span};
use crate::text;
use globset::{GlobBuilder, GlobSetBuilder};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// The keys at the top of the file.
pub const KEYS: [&str; 18] = [
    "extends",
    "policies",
    "profile",
    "lang",
    "fail-on",
    "as-is",
    "exclude",
    "baseline",
    "usd-krw",
    "region",
    "prices",
    "target-utilization",
    "rules",
    "overrides",
    "technologies",
    "import",
    "pictures",
    "report",
];

/// What people write instead of a key.
const OTHER_KEYS: [(&str, &[&str]); 6] = [
    ("policies", &["policy", "policy-files", "own-rules"]),
    ("exclude", &["ignore", "ignores", "skip", "excludes"]),
    ("fail-on", &["severity", "level", "fail", "fail_on", "threshold"]),
    ("lang", &["language", "locale"]),
    ("rules", &["levels", "lint", "lints"]),
    ("extends", &["include", "inherit", "base", "parent"]),
];

pub(super) fn read(
    sources: &Sources,
    source: SourceId,
    rules: &[&Rule],
    base: Config,
) -> Result<Config, Vec<Diagnostic>> {
    let mut reader = Reader { source, rules, errors: Vec::new(), named: Vec::new() };
    let text = &sources.get(source).text;
    let mut config = match DeTable::parse(text) {
        Ok(table) => reader.config(table.get_ref(), base),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let said = error.message();
            reader.error(
                span,
                text!(said; "TOML로 읽을 수 없습니다: {said}", "not readable as TOML: {said}"),
            );
            Config::default()
        }
    };
    config.named.extend(reader.named.into_iter().map(|(name, range)| {
        let source = sources.get(source).clone();
        NamedPolicy { name, source, range }
    }));
    reader.errors.sort_by_key(|error| error.primary);
    if reader.errors.is_empty() { Ok(config) } else { Err(reader.errors) }
}

/// Collects what is wrong while it reads.
pub(super) struct Reader<'r> {
    source: SourceId,
    rules: &'r [&'r Rule],
    errors: Vec<Diagnostic>,
    /// Policies with their places.
    named: Vec<(String, Range<usize>)>,
}

impl Reader<'_> {
    /// What the table says over the configuration that it extends.
    fn config(&mut self, table: &DeTable, mut config: Config) -> Config {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "extends" => _ = self.string(value),
                "policies" => self.paths(value),
                "profile" => config.profile = self.word(value, Profile::parse, &profiles()),
                "lang" => config.lang = self.word(value, Lang::parse, &["ko", "en"]),
                "fail-on" => config.fail_on = self.word(value, FailOn::parse, &FailOn::WORDS),
                "as-is" => config.as_is = self.word(value, FailOn::parse, &FailOn::WORDS),
                "exclude" => config.exclude = self.globs(value),
                "baseline" => config.baseline = self.string(value).map(str::to_owned),
                "usd-krw" => config.usd_krw = self.positive(value),
                "region" => config.region = self.region(value),
                "prices" => config.prices.extend(self.prices(value)),
                "target-utilization" => config.target = self.option(value, &TARGET_UTILIZATION),
                "rules" => config.rules.add(&self.levels(value)),
                "overrides" => config.overrides = self.overrides(value),
                "import" => super::import::read(self, value, &mut config.import),
                "report" => config.author = self.author(value).or(config.author),
                "technologies" => {
                    technology::read(self, value, &mut config.technologies);
                    config.icons.of.extend(technology::icons(value));
                }
                "pictures" => config.icons.folder = self.pictures(value).or(config.icons.folder),
                other => self.unknown_key(key.span(), other, &KEYS),
            }
        }
        config
    }

    /// The folder of the icons.
    fn pictures(&mut self, value: &Value) -> Option<String> {
        let mut folder = None;
        for (key, value) in self.table(value)? {
            match key.get_ref().as_ref() {
                "icons" => folder = self.string(value).map(str::to_owned),
                other => self.unknown_key(key.span(), other, &["icons"]),
            }
        }
        folder
    }

    /// A region by its code or its city.
    fn region(&mut self, value: &Value) -> Option<String> {
        let words = self.string(value)?.to_owned();
        if !prices::is_region(&words) {
            let such = text!(
                "`seoul`, `ap-northeast-2` 같은 리전",
                "a region such as `seoul` or `ap-northeast-2`"
            );
            self.wrong(value, such);
            return None;
        }
        Some(words)
    }

    /// Prices in US dollars of one unit: an hour of an instance, a gigabyte, a million requests.
    fn prices(&mut self, value: &Value) -> BTreeMap<String, Decimal> {
        let mut prices = BTreeMap::new();
        let Some(table) = self.table(value) else { return prices };
        for (item, value) in table {
            if let Some(price) = self.positive(value) {
                prices.insert(item.get_ref().to_string(), price);
            }
        }
        prices
    }

    /// Of `[report]`.
    fn author(&mut self, value: &Value) -> Option<String> {
        let mut author = None;
        for (key, value) in self.table(value)? {
            match key.get_ref().as_ref() {
                "author" => author = self.string(value).map(str::to_owned),
                other => self.unknown_key(key.span(), other, &["author"]),
            }
        }
        author
    }

    fn levels(&mut self, value: &Value) -> Levels {
        let mut levels = Levels::default();
        let Some(table) = self.table(value) else { return levels };
        for (key, value) in table {
            let rule = self.rules.iter().copied().find(|rule| rule.name == key.get_ref().as_ref());
            let stated = match value.get_ref() {
                DeValue::Table(table) => self.rule(table, value, rule, &mut levels.options),
                _ => self.word(value, level, &LEVELS),
            };
            if names_a_policy(key.get_ref()) {
                self.named.push((key.get_ref().to_string(), key.span()));
            }
            match check_pattern(key.get_ref(), self.rules) {
                Ok(()) => {
                    stated.into_iter().for_each(|level| levels.set(key.get_ref().as_ref(), level));
                }
                Err(unknown) => {
                    let word = &unknown.word;
                    if TEXT_ERRORS.contains(&word.as_str()) {
                        let said = text!(word;
                            "`{word}`는 규칙이 아니라 글에 대한 지적이라 수준이 없습니다. 언제나 알립니다",
                            "`{word}` is no rule but said of the text itself: it has no level"
                        );
                        self.error(key.span(), said);
                        continue;
                    }
                    let said = text!(word;
                        "`{word}` 규칙이나 주제는 없습니다",
                        "there is no rule or topic `{word}`"
                    );
                    let mut error = self.diagnostic(key.span(), said);
                    error.help = match unknown.nearest {
                        Some(name) => Some(did_you_mean(&name)),
                        // Which policies there are is not known here.
                        None => (!word.contains('/')).then(|| {
                            text!(word;
                                "팀의 정책이면 `\"policy/{word}\"`로 적으세요",
                                "a policy of the team is written `\"policy/{word}\"`"
                            )
                        }),
                    };
                    self.errors.push(error);
                }
            }
        }
        levels
    }

    /// The level of a rule or of a topic, and the options of a rule.
    fn rule(
        &mut self,
        table: &DeTable,
        whole: &Value,
        rule: Option<&Rule>,
        chosen: &mut Options,
    ) -> Option<Level> {
        let options = rule.map_or(&[][..], |rule| rule.options);
        let known: Vec<&str> =
            ["level"].into_iter().chain(options.iter().map(|o| o.name)).collect();
        let mut stated = None;
        for (key, value) in table {
            let word = key.get_ref().as_ref();
            match (word, rule, options.iter().find(|option| option.name == word)) {
                ("level", ..) => stated = self.word(value, level, &LEVELS),
                (_, Some(rule), Some(option)) => {
                    let value = self.option(value, option);
                    value.into_iter().for_each(|value| chosen.set(rule.name, option.name, value));
                }
                _ => self.unknown_key(key.span(), word, &known),
            }
        }
        if table.is_empty() {
            self.error(whole.span(), text!("`level`이 없습니다", "`level` is missing"));
        }
        stated
    }

    fn option(&mut self, value: &Value, option: &RuleOption) -> Option<f64> {
        let parsed = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => option.parse(number.as_str()),
            DeValue::Float(number) => option.parse(number.as_str()),
            DeValue::String(words) => option.parse(words),
            _ => None,
        };
        if parsed.is_none() {
            let [least, most] = [option.show(option.least), option.show(option.most)];
            let such = option.show(option.default);
            self.wrong(
                value,
                text!(such, least, most;
                    "`{such}` 같은 {least}에서 {most}까지의 값",
                    "a value from {least} to {most}, such as `{such}`,"
                ),
            );
        }
        parsed
    }

    fn overrides(&mut self, value: &Value) -> Vec<Override> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(value, text!("`[[overrides]]` 표", "`[[overrides]]` tables"));
            return Vec::new();
        };
        list.iter().filter_map(|one| self.one_override(one)).collect()
    }

    fn one_override(&mut self, value: &Value) -> Option<Override> {
        let table = self.table(value)?;
        let (mut paths, mut rules) = (None, Levels::default());
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "paths" => paths = Some(self.globs(value)),
                "rules" => rules = self.levels(value),
                other => self.unknown_key(key.span(), other, &["paths", "rules"]),
            }
        }
        if paths.is_none() {
            self.error(value.span(), text!("`paths`가 없습니다", "`paths` is missing"));
        }
        Some(Override { paths: paths?, rules })
    }

    pub(super) fn globs(&mut self, value: &Value) -> Patterns {
        let mut globs = GlobSetBuilder::new();
        let mut texts = Vec::new();
        for item in self.list(value) {
            let Some(pattern) = self.string(item) else { continue };
            // A folder stands for all in it.
            let whole = pattern.strip_suffix('/').map(|folder| format!("{folder}{{,/**}}"));
            let glob = GlobBuilder::new(whole.as_deref().unwrap_or(pattern))
                .empty_alternates(true)
                .build();
            match glob {
                Ok(glob) => {
                    globs.add(glob);
                    texts.push(pattern.to_owned());
                }
                Err(error) => {
                    let kind = error.kind();
                    self.error(
                        item.span(),
                        text!(kind = kind.to_string(); "경로 무늬가 틀렸습니다: {kind}", "not a path pattern: {kind}"),
                    );
                }
            }
        }
        Patterns::new(globs.build().unwrap_or_default(), texts)
    }

    /// The items of a list; a single value counts as a list of one.
    pub(super) fn list<'v, 't>(&mut self, value: &'v Value<'t>) -> Vec<&'v Value<'t>> {
        match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        }
    }

    pub(super) fn string<'v>(&mut self, value: &'v Value) -> Option<&'v str> {
        let string = value.get_ref().as_str();
        if string.is_none() {
            self.wrong(value, text!("따옴표로 묶은 글자", "a string in quotes"));
        }
        string
    }

    pub(super) fn table<'v, 't>(&mut self, value: &'v Value<'t>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(
                value,
                Text::new("표(`[이름]`이나 `{ … }`)", "a table (`[name]` or `{ … }`)"),
            );
        }
        table
    }

    /// One of the words that `parse` knows.
    pub(super) fn word<T>(
        &mut self,
        value: &Value,
        parse: impl Fn(&str) -> Option<T>,
        words: &[&str],
    ) -> Option<T> {
        let list = words.join(" | ");
        let Some(word) = value.get_ref().as_str() else {
            self.wrong(value, Text::same(list));
            return None;
        };
        let parsed = parse(word);
        if parsed.is_none() {
            let error =
                text!(word; "여기에 `{word}` 값을 쓸 수 없습니다", "`{word}` can't stand here");
            let begun = |known: &&str| word.len() > 1 && known.starts_with(word);
            let meant = words.iter().copied().find(begun);
            let help = match meant.or_else(|| nearest(word, words.iter().copied())) {
                Some(name) => text!(name, list;
                    "혹시 `{name}`인가요? 쓸 수 있는 값: {list}",
                    "did you mean `{name}`? The values are {list}"
                ),
                None => text!(list; "다음 중 하나를 쓰세요: {list}", "use one of {list}"),
            };
            self.errors.push(self.diagnostic(value.span(), error).help(help));
        }
        parsed
    }

    /// A number above zero, exact as written.
    pub(super) fn positive(&mut self, value: &Value) -> Option<Decimal> {
        let number = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => decimal(number.as_str()),
            DeValue::Float(number) => decimal(number.as_str()),
            DeValue::String(words) => percentage(words),
            _ => None,
        };
        let number = number.filter(|number| *number > Decimal::ZERO);
        if number.is_none() {
            self.wrong(value, text!("0보다 큰 수", "a number above 0"));
        }
        number
    }

    pub(super) fn unknown_key(&mut self, span: Range<usize>, key: &str, known: &[&str]) {
        let error = text!(key; "`{key}` 항목은 없습니다", "there is no key `{key}`");
        let list = known.join(", ");
        let other = OTHER_KEYS.iter().find(|(_, words)| words.contains(&key));
        let other = other.map(|(own, _)| *own).filter(|own| known.contains(own));
        let help = match other.or_else(|| nearest(key, known.iter().copied())) {
            Some(name) => did_you_mean(name),
            None => text!(list; "쓸 수 있는 항목: {list}", "the keys are {list}"),
        };
        self.errors.push(self.diagnostic(span, error).help(help));
    }

    pub(super) fn wrong(&mut self, value: &Value, expected: Text) {
        self.error(
            value.span(),
            text!(expected; "여기에는 {expected:이} 와야 합니다", "expected {expected} here"),
        );
    }

    pub(super) fn error(&mut self, span: Range<usize>, message: Text) {
        self.errors.push(self.diagnostic(span, message));
    }

    fn diagnostic(&self, span: Range<usize>, message: Text) -> Diagnostic {
        Diagnostic::error("config", Span::new(self.source, span.start, span.end), message)
    }
}

fn did_you_mean(name: &str) -> Text {
    text!(name; "혹시 `{name}`인가요?", "did you mean `{name}`?")
}

fn profiles() -> [&'static str; 7] {
    Profile::ALL.map(Profile::name)
}

fn decimal(digits: &str) -> Option<Decimal> {
    let digits = digits.replace('_', "");
    digits.parse().ok().or_else(|| Decimal::from_scientific(&digits).ok())
}

/// `99.9%` as 0.999; a number in quotes as itself.
fn percentage(words: &str) -> Option<Decimal> {
    match words.trim().strip_suffix('%') {
        Some(digits) => decimal(digits.trim()).map(|number| number / Decimal::ONE_HUNDRED),
        None => decimal(words.trim()),
    }
}
