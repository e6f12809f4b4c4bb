//! What a text means: whole designs as `.arch`, shown as a compact list of what was understood.

mod change;
mod errors;
mod meaning;
mod random;
pub mod show;

use archlint::catalog::Catalog;
use archlint::model::{Built, build};
use archlint::say::Text;
use archlint::source::{LoadError, Loader, Source, Sources, Span};
use show::show;

/// The texts of a test, by name.
struct Texts(Vec<(&'static str, String)>);

impl Loader for Texts {
    fn load(&self, _from: &str, path: &str) -> Result<Source, LoadError> {
        let found = self.0.iter().find(|(name, _)| *name == path);
        let missing = || LoadError { reason: Text::new("파일이 없습니다", "no such file") };
        found.map(|(name, text)| Source::new(*name, text.as_str())).ok_or_else(missing)
    }
}

/// Builds the first of several texts, which may include and extend the others.
fn build_all(texts: &[(&'static str, &str)]) -> (Sources, Built) {
    let loader = Texts(texts.iter().map(|(name, text)| (*name, (*text).to_owned())).collect());
    let mut sources = Sources::default();
    let (name, text) = texts[0];
    let id = sources.add(Source::new(name, text));
    let span = Span::new(id, 0, text.len());
    let built = build(&mut sources, span, &loader, &Catalog::builtin());
    (sources, built)
}

fn build_one(text: &str) -> (Sources, Built) {
    build_all(&[("design.arch", text)])
}

/// The design that a text without mistakes means.
fn shown(text: &str) -> String {
    let (_, built) = build_one(text);
    assert!(built.errors.is_empty(), "{:#?}", built.errors);
    show(&built.design)
}

/// The mistakes of a text, each with its place and the characters it points at.
fn mistakes(texts: &[(&'static str, &str)]) -> String {
    let (sources, built) = build_all(texts);
    let mut lines = Vec::new();
    for error in &built.errors {
        let at = sources.position(error.primary.source, error.primary.start as usize);
        let name = &sources.get(error.primary.source).name;
        let level = error.severity.name();
        lines.push(format!("{name}:{}:{} {level}[{}]", at.line, at.column, error.rule));
        let pointed = sources.text(error.primary).lines().next().unwrap_or_default();
        lines.push(format!("  at `{pointed}`"));
        let mut say = |what: &str, text: &Text| {
            lines.push(format!("  {what} {}", text.ko));
            lines.push(format!("  {what} {}", text.en));
        };
        say(":", &error.message);
        error.label.iter().for_each(|label| say("^", label));
        error.why.iter().for_each(|why| say("why", why));
        error.help.iter().for_each(|help| say("help", help));
        for (span, text) in &error.related {
            let at = sources.position(span.source, span.start as usize);
            let name = &sources.get(span.source).name;
            lines.push(format!("  see {name}:{}:{} {} / {}", at.line, at.column, text.ko, text.en));
        }
    }
    lines.join("\n")
}
