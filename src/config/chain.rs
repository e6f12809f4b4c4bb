//! A configuration that extends another one, and the policies that it names.

use super::patterns::{along, folder, way};
use super::read::Reader;
use super::{Config, read};
use crate::diagnostic::Diagnostic;
use crate::lint::Rule;
use crate::source::{Loader, Source, SourceId, Sources, Span};
use crate::text;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// So many files may extend one another.
const MOST: usize = 16;

/// Reads a configuration with all that it extends, the outermost first. Each file stands over the one
/// that it extends: tables merge key by key, everything else is replaced.
pub(super) fn read(
    sources: &mut Sources,
    source: SourceId,
    rules: &[&Rule],
    loader: &dyn Loader,
) -> Result<Config, Vec<Diagnostic>> {
    let mut chain = Chain { sources, rules, loader, trail: Vec::new() };
    chain.config(source, None)
}

struct Chain<'c> {
    sources: &'c mut Sources,
    rules: &'c [&'c Rule],
    loader: &'c dyn Loader,
    /// The files on the way to the current one, each with the place that led to it.
    trail: Vec<(SourceId, Option<Span>)>,
}

impl Chain<'_> {
    fn config(&mut self, source: SourceId, led: Option<Span>) -> Result<Config, Vec<Diagnostic>> {
        self.trail.push((source, led));
        let text = self.sources.get(source).text.clone();
        let base = match stated(&text, "extends", source) {
            Some((path, span)) => self.base(source, &path, span).map_err(|error| match error {
                Wrong::Here(error) => vec![*error],
                Wrong::There(errors) => errors,
            })?,
            None => Config::default(),
        };
        let mut config = read::read(self.sources, source, self.rules, base)?;
        if let Some(listed) = listed(&text, source) {
            config.policies = Vec::new();
            // Levels of policies that are replaced speak of what is no longer there.
            let own = &self.sources.get(source).name;
            config.named.retain(|named| named.source.name == *own);
            let mut errors = Vec::new();
            for (path, span) in listed {
                match self.load(source, &path, span) {
                    Ok(policy) => config.policies.push(policy),
                    Err(error) => errors.push(*error),
                }
            }
            if !errors.is_empty() {
                return Err(errors);
            }
        }
        self.trail.pop();
        Ok(config)
    }

    /// What the file extends, as it looks from the file's folder.
    fn base(&mut self, from: SourceId, path: &str, span: Span) -> Result<Config, Wrong> {
        let source = self.load(from, path, span).map_err(Wrong::Here)?;
        if let Some(at) =
            self.trail.iter().position(|(id, _)| self.sources.get(*id).name == source.name)
        {
            return Err(Wrong::Here(Box::new(self.cycle(span, at))));
        }
        if self.trail.len() >= MOST {
            let error = Diagnostic::error(
                "config",
                span,
                text!(most = MOST;
                    "이어받은 설정이 {most}개를 넘습니다",
                    "more than {most} configurations extend one another"
                ),
            );
            return Err(Wrong::Here(Box::new(error)));
        }
        let (own, its) = (self.path(&self.sources.get(from).name), self.path(&source.name));
        let id = self.sources.add(source);
        let mut config = self.config(id, Some(span)).map_err(Wrong::There)?;
        config.look_from(&way(folder(&its), folder(&own)), &way(folder(&own), folder(&its)));
        Ok(config)
    }

    fn path(&self, name: &str) -> String {
        self.loader.path(name)
    }

    fn load(&self, from: SourceId, path: &str, span: Span) -> Result<Source, Box<Diagnostic>> {
        let name = &self.sources.get(from).name;
        self.loader.load(name, path).map_err(|error| {
            let reason = error.reason;
            let message = text!(path, reason;
                "`{path}` 파일을 읽을 수 없습니다: {reason}",
                "`{path}` can't be read: {reason}"
            );
            Box::new(Diagnostic::error("config", span, message))
        })
    }

    fn cycle(&self, span: Span, at: usize) -> Diagnostic {
        let mut error = Diagnostic::error(
            "config",
            span,
            text!(
                "설정이 돌고 돌아 자기 자신을 이어받습니다",
                "the configuration extends itself, by way of others"
            ),
        )
        .help(text!("`extends` 하나를 지우세요.", "Remove one of the `extends`."));
        for (_, led) in &self.trail[at + 1..] {
            if let Some(led) = led {
                error = error
                    .related(*led, text!("이곳을 거쳐 왔습니다", "the way leads through here"));
            }
        }
        error
    }
}

enum Wrong {
    Here(Box<Diagnostic>),
    There(Vec<Diagnostic>),
}

impl Config {
    /// The same for a file in another folder: `down` is the way there, `up` the way back.
    fn look_from(&mut self, down: &str, up: &str) {
        let of_overrides = self.overrides.iter_mut().map(|one| &mut one.paths);
        let of_designs = self.import.designs.iter_mut().map(|one| &mut one.files);
        let all = of_overrides.chain(of_designs).chain([&mut self.exclude, &mut self.import.check]);
        all.for_each(|patterns| patterns.moved(down));
        let paths = self.baseline.iter_mut().chain(&mut self.icons.folder);
        paths.chain(self.icons.of.values_mut()).for_each(|path| *path = along(up, path));
    }
}

/// A string at the top level of the text with its place; whatever is wrong with it is said elsewhere.
fn stated(text: &Arc<str>, key: &str, source: SourceId) -> Option<(String, Span)> {
    let table = DeTable::parse(text).ok()?;
    let value = table.get_ref().get(key)?;
    quoted(value, source)
}

/// The paths of policies, if any are stated.
fn listed(text: &Arc<str>, source: SourceId) -> Option<Vec<(String, Span)>> {
    let table = DeTable::parse(text).ok()?;
    let value = table.get_ref().get("policies")?;
    let items = match value.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        _ => vec![value],
    };
    Some(items.into_iter().filter_map(|item| quoted(item, source)).collect())
}

fn quoted(value: &Spanned<DeValue>, source: SourceId) -> Option<(String, Span)> {
    let span = value.span();
    let text = value.get_ref().as_str()?;
    Some((text.to_owned(), Span::new(source, span.start, span.end)))
}

impl Reader<'_> {
    /// A path or a list of paths, which were followed before.
    pub(super) fn paths(&mut self, value: &super::read::Value) {
        if let DeValue::Table(_) = value.get_ref() {
            self.wrong(
                value,
                text!(
                    "`policies = [\"policy.arch\"]` 같은 파일 목록(수준은 `[rules]`에 `\"policy/이름\" = \"advice\"`로 씁니다)",
                    "a list of files like `policies = [\"policy.arch\"]` (levels go under `[rules]`: `\"policy/NAME\" = \"advice\"`)"
                ),
            );
            return;
        }
        for item in self.list(value) {
            self.string(item);
        }
    }
}
