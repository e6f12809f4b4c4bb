//! Whom a line of a policy is about: kinds, technologies, tags, and what the design declares.
//!
//! A policy of the project holds for designs that it does not know, so a name that one of them lacks is
//! no mistake. What is no name at all, a kind in another case, in the plural or in Korean, would make
//! the line look at nothing for ever: that is said.

use super::Policies;
use super::names::InDesign;
use crate::catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::value::Names;
use crate::model::{Attr, GroupKind, Kind, Place, Value, Whom};
use crate::say::{Text, nearest, slip};
use crate::syntax::ast;
use crate::text;

impl Policies<'_> {
    pub(super) fn whom(&mut self, whom: &ast::Whom) -> Option<Whom> {
        let path = match whom {
            ast::Whom::Tagged(name) => return self.tag(name),
            ast::Whom::Named(path) => path,
        };
        let names = InDesign { design: self.design };
        if let Ok(place) = names.place(path) {
            self.note(path, place);
            return Some(match place {
                Place::Component(id) => Whom::Component(id),
                Place::Group(id) => Whom::Group(id),
            });
        }
        let [segment] = &path.segments[..] else { return self.unknown_whom(path) };
        let word = segment.text.as_str();
        if let Some(kind) = Kind::parse(word) {
            return Some(Whom::Kind(kind));
        }
        if let Some(tech) = self.catalog.find(word) {
            return Some(Whom::Tech(tech.name.clone()));
        }
        if EVERYTHING.contains(&&*word.to_lowercase()) {
            self.errors.push(everything(path));
            return None;
        }
        if let Some(kind) = group_kind(word) {
            self.errors.push(kind_of_group(kind, path));
            return None;
        }
        self.unknown_whom(path)
    }

    fn unknown_whom(&mut self, path: &ast::Path) -> Option<Whom> {
        let word = path.segments.first().map_or("", |it| it.text.as_str());
        let places = self.design.components.iter().map(|it| it.name.as_str());
        let places = places.chain(self.design.groups.iter().map(|it| it.name.as_str()));
        if path.segments.len() > 1 {
            // Only a design has paths; one that lacks it may be another one.
            let meant = if self.is_shared { None } else { nearest(word, places) };
            return self.answer(path, meant.map(str::to_owned), !self.is_shared);
        }
        if let Some(meant) = self.type_meant(word) {
            return self.answer(path, Some(meant), true);
        }
        let other_word = catalog::synonym(word).or_else(|| catalog::synonym(singular(word)));
        let meant = match self.is_shared {
            true => {
                other_word.or_else(|| slip(word, places)).or_else(|| catalog::near_synonym(word))
            }
            false => {
                let types = Kind::ALL.iter().map(|kind| kind.word()).chain(self.catalog.words());
                other_word.or_else(|| nearest(word, types.chain(places)))
            }
        };
        self.answer(path, meant.map(str::to_owned), !self.is_shared)
    }

    /// A kind or a technology in another case or number, or with a slip in it.
    fn type_meant(&self, word: &str) -> Option<String> {
        let known = || Kind::ALL.iter().map(|kind| kind.word()).chain(self.catalog.words());
        let forms = [word, singular(word)].map(str::to_lowercase);
        let other_form = known().find(|known| forms.iter().any(|form| form == known));
        let slipped = || slip(word, known()).or_else(|| short_kind(word));
        let meant = other_form.or_else(|| slipped().filter(|_| self.is_shared));
        meant.map(str::to_owned)
    }

    /// What nothing answers to. Where a design may yet have it, it is a warning, and silence where
    /// nothing is near.
    fn answer(&mut self, path: &ast::Path, meant: Option<String>, is_error: bool) -> Option<Whom> {
        if !is_error && meant.is_none() {
            return Some(Whom::Nobody);
        }
        let word = self.sources.text(path.span);
        let (severity, message) = match is_error {
            true => (
                Severity::Error,
                text!(word;
                    "`{word}`에 해당하는 종류나 기술, 컴포넌트, 그룹이 없습니다",
                    "no kind, technology, component or group is called `{word}`"
                ),
            ),
            false => (
                Severity::Warning,
                text!(word;
                    "`{word}`에 해당하는 종류나 기술, 컴포넌트, 그룹이 없어 이 줄은 아무것도 살피지 않습니다",
                    "no kind, technology, component or group is called `{word}`, so this line looks at nothing"
                ),
            ),
        };
        let found = Diagnostic::new("unknown-name", severity, path.span, message);
        self.errors.push(found.did_you_mean(path.span, meant.as_deref()));
        (!is_error).then_some(Whom::Nobody)
    }

    /// A policy of the project holds for designs that do not have the tag, unless one is near that
    /// they have; in a design a tag that nothing has is worth a word.
    fn tag(&mut self, name: &ast::Name) -> Option<Whom> {
        let word = &name.text;
        let facts = self.design.components.iter().map(|it| &it.facts);
        let facts = facts.chain(self.design.groups.iter().map(|it| &it.facts));
        let listed = facts.filter_map(|facts| facts.list(Attr::Tags)).flatten();
        let tags: Vec<&str> = listed
            .filter_map(|tag| match tag {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let found = Some(Whom::Tag(word.clone()));
        if tags.contains(&word.as_str()) {
            return found;
        }
        let message =
            text!(word; "`{word}` 태그가 붙은 것이 없습니다", "nothing has the tag `{word}`");
        let other_case = tags.iter().copied().find(|tag| tag.to_lowercase() == word.to_lowercase());
        if let Some(meant) = other_case.or_else(|| slip(word, tags)) {
            let severity = if self.is_shared { Severity::Warning } else { Severity::Error };
            let error = Diagnostic::new("unknown-name", severity, name.span, message);
            self.errors.push(error.did_you_mean(name.span, Some(meant)));
            return found.filter(|_| self.is_shared);
        }
        if !self.is_shared {
            self.errors.push(
                Diagnostic::new("unknown-name", Severity::Advice, name.span, message).help(text!(
                    word;
                    "`tags = [{word}]`이 붙을 때까지 이 줄은 아무것도 살피지 않습니다.",
                    "Until something states `tags = [{word}]`, this line looks at nothing."
                )),
            );
        }
        found
    }
}

/// What people write who mean all components.
const EVERYTHING: [&str; 11] = [
    "all",
    "any",
    "every",
    "everything",
    "component",
    "components",
    "전체",
    "모두",
    "모든",
    "전부",
    "컴포넌트",
];

fn everything(path: &ast::Path) -> Diagnostic {
    let message = text!("모든 컴포넌트를 뜻하는 단어는 없습니다", "no word means all components");
    Diagnostic::error("unknown-name", path.span, message).help(text!(
        "살필 종류를 적으세요: `[web, was, service, worker, db]`.",
        "Name the kinds to look at: `[web, was, service, worker, db]`."
    ))
}

/// The kind of groups that the word is, in any case and number.
fn group_kind(word: &str) -> Option<GroupKind> {
    let word = word.to_lowercase();
    GroupKind::parse(&word).or_else(|| GroupKind::parse(singular(&word)))
}

/// `databases` is `database`, `caches` `cache`, `서버들` `서버`; `proxies` is nothing here.
/// What a word so short that it could be a name was meant to be: a kind of which letters changed places
/// (`wbe`), or one is missing or too many (`usr`).
fn short_kind(word: &str) -> Option<&'static str> {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.to_lowercase().chars().collect();
        letters.sort_unstable();
        letters
    };
    let is_short = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let meant = nearest(word, Kind::ALL.iter().map(|kind| kind.word())).filter(|_| is_short)?;
    (meant.len() != word.len() || sorted(meant) == sorted(word)).then_some(meant)
}

fn singular(word: &str) -> &str {
    word.strip_suffix(['s', 'S', '들']).unwrap_or(word)
}

fn kind_of_group(kind: GroupKind, path: &ast::Path) -> Diagnostic {
    let word = kind.word();
    let named = Text::code(word);
    let message = text!(named;
        "{named:은} 그룹의 종류입니다. 정책은 그룹을 이름으로 가리킵니다",
        "{named} is a kind of group; a policy names the group itself"
    );
    Diagnostic::error("unknown-name", path.span, message).help(text!(word;
        "그룹의 이름을 쓰거나, 어느 그룹에 있는지를 조건으로 쓰세요: `forbid {word} != a on db`.",
        "Write the name of the group, or where things stand as a condition: `forbid {word} != a on db`."
    ))
}
