//! Reads the attributes of a block: known names, in the right place, each stated once.

use super::Builder;
use super::declare::Around;
use super::lookup::Scope;
use super::own;
use crate::diagnostic::Diagnostic;
use crate::model::schema::{self, Site, TABLE, Takes, Where};
use crate::model::value::Reader;
use crate::model::{Attr, OwnAttribute, Stated};
use crate::say::Text;
use crate::source::Span;
use crate::syntax::ast::{self, ExprKind, StatementKind};
use crate::text;
use std::collections::BTreeMap;

/// What a block says, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) stated: Vec<(Attr, Stated)>,
    /// `attr = unset`, which only a change may say.
    pub(super) unset: Vec<(Attr, Span)>,
    /// The team's own attributes; `None` where one is cleared.
    pub(super) own: Vec<(String, Option<Stated>)>,
}

/// What the attributes are about; `Anything` after a type that is not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum About {
    Site(Site),
    Anything,
}

impl Builder<'_> {
    /// Reads all attributes among the statements. Of one that stands twice the last counts, and
    /// the second place is an error: a reader would believe the first.
    pub(super) fn attributes(
        &mut self,
        statements: &[ast::Statement],
        about: About,
        around: Around,
    ) -> Told {
        let mut told = Told::default();
        let mut seen: BTreeMap<Attr, Span> = BTreeMap::new();
        for statement in statements {
            let StatementKind::Attribute(attribute) = &statement.kind else { continue };
            if let Some(own) = self.own_attribute(attribute, about) {
                let name = own.name.clone();
                let clears = is_unset(attribute);
                let stated = if clears { None } else { self.read_own(attribute, &own, around) };
                if clears || stated.is_some() {
                    told.own.push((name, stated));
                }
                continue;
            }
            let Some((attr, takes)) = self.attribute_name(attribute, statements, about) else {
                continue;
            };
            if let Some(before) = seen.insert(attr, attribute.name.span) {
                self.errors.push(stated_twice(attr, attribute.name.span, before));
                told.stated.retain(|(other, _)| *other != attr);
            }
            if is_unset(attribute) {
                told.unset.push((attr, attribute.span));
            } else if let Some(stated) = self.read(attribute, attr, takes, around) {
                told.stated.push((attr, stated));
            }
        }
        told
    }

    /// The same where nothing inherited can be cleared.
    pub(super) fn fresh_attributes(
        &mut self,
        statements: &[ast::Statement],
        about: About,
        around: Around,
    ) -> Told {
        let mut told = self.attributes(statements, about, around);
        for (attr, span) in told.unset.drain(..) {
            let name = attr.word();
            self.errors.push(
                Diagnostic::error(
                    "unknown-value",
                    span,
                    text!(name;
                        "`{name}` 속성은 이어받은 값이 없어 `unset`으로 지울 수 없습니다",
                        "`{name}` has no inherited value that `unset` could clear"
                    ),
                )
                .help(text!(
                    "`unset`은 `change` 블록에서만 씁니다. 이 줄을 지우세요.",
                    "`unset` belongs in a `change` block; remove this line."
                )),
            );
        }
        told
    }

    /// Refuses what is no attribute, where nothing else may stand.
    pub(super) fn attributes_only(&mut self, statements: &[ast::Statement]) {
        let is_stray = |statement: &&ast::Statement| {
            !matches!(statement.kind, StatementKind::Attribute(_) | StatementKind::Junk)
        };
        let Some(stray) = statements.iter().find(is_stray) else { return };
        let message =
            text!("이 블록에는 속성만 쓸 수 있습니다", "this block holds attributes only");
        let error = Diagnostic::error("syntax", self.head(stray.span), message).help(text!(
            "이 문장을 블록 밖으로 옮기세요.",
            "Move this statement out of the block."
        ));
        self.errors.push(error);
    }

    fn read(
        &mut self,
        attribute: &ast::Attribute,
        attr: Attr,
        takes: Takes,
        around: Around,
    ) -> Option<Stated> {
        let names = Scope::of(&self.draft, &self.suggestions, &self.mentions, around);
        let mut reader = Reader { lets: self.lets, names: &names, errors: &mut self.errors };
        reader.attribute(attribute, attr, takes)
    }

    /// The team's own attribute of that name. It may be stated of components and groups.
    fn own_attribute(&self, attribute: &ast::Attribute, about: About) -> Option<OwnAttribute> {
        let has_place = matches!(
            about,
            About::Anything | About::Site(Site::Component(_)) | About::Site(Site::Group(_))
        );
        let named = |own: &&OwnAttribute| own.name == attribute.name.text;
        self.own.iter().find(named).filter(|_| has_place).cloned()
    }

    fn read_own(
        &mut self,
        attribute: &ast::Attribute,
        own: &OwnAttribute,
        around: Around,
    ) -> Option<Stated> {
        let names = Scope::of(&self.draft, &self.suggestions, &self.mentions, around);
        let mut reader = Reader { lets: self.lets, names: &names, errors: &mut self.errors };
        let span = attribute.value.as_ref().map_or(attribute.name.span, |value| value.span);
        let value = match &attribute.value {
            Some(value) => reader.own(value, own.of.takes())?,
            None => reader.bare(span, own.of.takes())?,
        };
        let stated = Stated { value, span: attribute.span, value_span: span, by_default: false };
        match own::fits(own, &stated) {
            Ok(()) => Some(stated),
            Err(error) => {
                self.errors.push(*error);
                None
            }
        }
    }

    fn attribute_name(
        &mut self,
        attribute: &ast::Attribute,
        beside: &[ast::Statement],
        about: About,
    ) -> Option<(Attr, Takes)> {
        let name = &attribute.name;
        let attr = Attr::parse(&name.text);
        let takes = attr.and_then(|attr| match about {
            About::Site(site) => schema::takes(attr, site),
            About::Anything => TABLE.iter().find(|row| row.attr == attr).map(|row| row.takes),
        });
        match (attr, takes) {
            // Brokers are the replicas of a queue.
            (Some(Attr::Brokers), Some(takes)) => Some((Attr::Replicas, takes)),
            (Some(attr), Some(takes)) => Some((attr, takes)),
            (attr, _) => {
                let error = self.typed_instead(attribute, beside, about);
                let error = error.unwrap_or_else(|| self.unknown_attribute(name, attr, about));
                self.errors.push(error);
                None
            }
        }
    }

    fn unknown_attribute(&self, name: &ast::Name, attr: Option<Attr>, about: About) -> Diagnostic {
        let word = &name.text;
        if let (Some(attr), About::Site(site)) = (attr, about) {
            let place = site_title(site);
            let message = text!(
                word, place;
                "{place}에는 `{word}` 속성을 쓸 수 없습니다",
                "`{word}` is no attribute of {place}"
            );
            return Diagnostic::warning("unknown-attribute", name.span, message).help(home(attr));
        }
        let known: Vec<&str> = match about {
            About::Site(site) => schema::attributes_of(site).map(Attr::word).collect(),
            About::Anything => Attr::ALL.iter().map(|attr| attr.word()).collect(),
        };
        let own = self.own.iter().map(|own| own.name.as_str());
        let meant = self.suggestions.nearest(word, known.iter().copied().chain(own));
        let message =
            text!(word; "`{word}` 속성을 알 수 없습니다", "`{word}` is no known attribute");
        let warning = Diagnostic::warning("unknown-attribute", name.span, message)
            .did_you_mean(name.span, meant);
        if warning.help.is_some() {
            return warning;
        }
        warning.help(text!(
            "남겨 둘 메모라면 `note = \"…\"`로 쓰세요.",
            "Something to remember goes into `note = \"…\"`."
        ))
    }
}

/// What the attributes are about, for people.
fn site_title(site: Site) -> Text {
    match site {
        Site::Component(kind) => kind.title(),
        Site::Part => text!("토픽, 테이블, 버킷", "topics, tables and buckets"),
        Site::Group(kind) => kind.title(),
        Site::Link => text!("연결", "connections"),
        Site::About(about) => {
            let word = about_word(about);
            text!(word; "`{word}` 블록", "`{word}`")
        }
        Site::Flow => text!("흐름", "flows"),
        Site::Scenario => text!("시나리오", "scenarios"),
    }
}

/// Where an attribute may stand.
fn home(attr: Attr) -> Text {
    let places: Vec<Text> = TABLE
        .iter()
        .filter(|row| row.attr == attr)
        .flat_map(|row| match row.place {
            Where::AnyComponent => vec![text!("컴포넌트", "components")],
            Where::Kinds(kinds) => kinds.iter().map(|kind| Text::same(kind.word())).collect(),
            Where::Parts => vec![site_title(Site::Part)],
            Where::AnyGroup => vec![text!("그룹", "groups")],
            Where::Groups(kinds) => kinds.iter().map(|kind| Text::same(kind.word())).collect(),
            Where::Link => vec![site_title(Site::Link)],
            Where::About(about) => vec![site_title(Site::About(about))],
            Where::Flow => vec![site_title(Site::Flow)],
            Where::Scenario => vec![site_title(Site::Scenario)],
        })
        .collect();
    let places = Text::join(&places, ", ");
    text!(places; "쓸 수 있는 곳: {places}.", "It belongs to {places}.")
}

fn about_word(about: ast::About) -> &'static str {
    match about {
        ast::About::Traffic => "traffic",
        ast::About::Slo => "slo",
        ast::About::Operations => "operations",
    }
}

fn is_unset(attribute: &ast::Attribute) -> bool {
    match attribute.value.as_ref().map(|value| &value.kind) {
        Some(ExprKind::Word(path)) => path.segments.len() == 1 && path.segments[0].text == "unset",
        _ => false,
    }
}

/// An error about an attribute that stands twice.
pub(super) fn stated_twice(attr: Attr, here: Span, there: Span) -> Diagnostic {
    let word = attr.word();
    Diagnostic::error(
        "duplicate-name",
        here,
        text!(word; "`{word}` 속성을 두 번 썼습니다", "`{word}` is stated twice"),
    )
    .label(text!("이 값이 쓰입니다", "this one counts"))
    .related(there, text!("먼저 쓴 값", "stated first here"))
    .help(text!("둘 중 하나를 지우세요.", "Remove one of the two."))
}
