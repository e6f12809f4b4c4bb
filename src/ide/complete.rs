//! What may be written at a place. The place decides: the blocks around it, and the words of its
//! statement before it.

mod policy;

use super::before::{Before, Lex, Lexeme, before};
use super::hover::rule_card;
use super::offers::{
    FUNCTIONS, Item, ItemKind, STATEMENTS, attribute_forms, filled, numbers, own_types, snippets,
    typical, units,
};
use super::{At, component_at};
use crate::catalog::{Catalog, GroupKind, Kind};
use crate::diagnostic::Diagnostic;
use crate::model::schema::{self, Site, Takes};
use crate::model::{Attr, ComponentId, Design, PartKind, Place};
use crate::rules;
use crate::say::Lang;
use crate::syntax::ast::About;
use crate::syntax::walk;
use crate::text;
use std::ops::Range;

/// What may be written, best first, and the characters that it replaces.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    /// Bytes of the source.
    pub replaces: Range<usize>,
    pub items: Vec<Item>,
}

/// More are not offered at once.
const MOST: usize = 450;

/// What may be written at a place; `None` in comments and texts. `files` are the paths of other
/// designs, as an `include` would write them.
///
/// `findings` are those of the design as it last could be judged: an `accept` is offered them while
/// it is still being written.
pub fn complete(
    at: &At,
    catalog: &Catalog,
    files: &[String],
    findings: &[Diagnostic],
    lang: Lang,
) -> Option<Completion> {
    let span = at.file()?.span;
    let text = &at.text()[span.range()];
    let start = span.start as usize;
    let found = before(text, at.offset - start);
    if found.in_comment {
        return None;
    }
    let partial = start + found.partial.start..start + found.partial.end;
    let writer = Writer { at: *at, catalog, files, findings, lang, text, before: &found };
    if let Some(quote) = found.string {
        let items = writer.paths()?;
        return Some(Completion { replaces: start + quote + 1..at.offset, items });
    }
    let mut items = writer.items();
    items.truncate(MOST);
    (!items.is_empty()).then_some(Completion { replaces: partial, items })
}

struct Writer<'a> {
    at: At<'a>,
    catalog: &'a Catalog,
    files: &'a [String],
    findings: &'a [Diagnostic],
    lang: Lang,
    text: &'a str,
    before: &'a Before,
}

/// What a block around the place is about.
enum Around {
    /// The whole text, or a group: statements stand in it.
    Statements(Option<GroupKind>),
    /// Attributes stand in it.
    Attributes(Site),
    /// Both its path and its attributes.
    Flow,
}

impl<'a> Writer<'a> {
    fn design(&self) -> &'a Design {
        &self.at.reviewed.design
    }

    fn word(&self, lexeme: &Lexeme) -> &'a str {
        &self.text[lexeme.range.clone()]
    }

    fn first(&self) -> Option<&'a str> {
        self.before.words.first().map(|lexeme| self.word(lexeme))
    }

    fn items(&self) -> Vec<Item> {
        if let Some(items) = self.policy() {
            return items;
        }
        let words = &self.before.words;
        let Some(last) = words.last() else { return self.beginning() };
        if let Some(own) = self.own_before() {
            return self.own_values(&own.of);
        }
        if let Some(attr) = self.attribute_before() {
            return self.values(attr);
        }
        let last_word = self.word(last);
        match (self.first().unwrap_or_default(), last.kind) {
            ("expect", _) => self.expected(last),
            ("accept", _) => self.accepted(last),
            ("forbid", _) if last_word == "forbid" || last.kind == Lex::Arrow => {
                let kinds = Kind::ALL.iter().map(|kind| {
                    Item::new(kind.word(), ItemKind::Type, kind.title().get(self.lang))
                });
                self.places(None).into_iter().chain(kinds).collect()
            }
            ("change" | "remove", _) if last_word == "flow" => self.flows(),
            ("change" | "remove", _) if last_word == "scenario" => self.scenarios(),
            ("change" | "remove" | "move", Lex::Comma | Lex::Arrow) => self.places(None),
            ("move", _) if last_word == "into" => self.groups(),
            ("change" | "remove" | "move", _) if words.len() == 1 => self.places(None),
            ("move", Lex::Word) => vec![self.keyword("into")],
            ("default", _) if words.len() == 1 => self.types(),
            ("design", Lex::String) => ["as-is", "to-be", "partial", "complete", "extends"]
                .map(|it| self.keyword(it))
                .into(),
            ("design", _) => Vec::new(),
            (_, Lex::Arrow | Lex::Bar) => self.targets(),
            (_, Lex::Comma) => self.targets(),
            (_, Lex::Word) if words.len() == 1 => self.name_for(last_word),
            _ => Vec::new(),
        }
    }

    /// At the beginning of a statement.
    fn beginning(&self) -> Vec<Item> {
        let mut items = Vec::new();
        match self.around() {
            Around::Statements(group) => {
                items.extend(self.places(None));
                if let Some(kind) = group {
                    items.extend(self.attributes(Site::Group(kind)));
                }
                items.extend(STATEMENTS.map(|(word, ko, en)| {
                    let about = if self.lang == Lang::Ko { ko } else { en };
                    Item::new(word, ItemKind::Keyword, about)
                }));
                items.extend(self.types());
                if group.is_none() {
                    items.extend(self.pieces());
                }
            }
            Around::Attributes(site) => items.extend(self.attributes(site)),
            Around::Flow => {
                items.extend(self.attributes(Site::Flow));
                items.extend(self.places(None));
            }
        }
        items
    }

    fn around(&self) -> Around {
        let Some(head) = self.before.heads.last() else { return Around::Statements(None) };
        let Some(first) = head.first().map(|lexeme| self.word(lexeme)) else {
            return Around::Statements(None);
        };
        if head.iter().any(|lexeme| lexeme.kind == Lex::Arrow) {
            return Around::Attributes(Site::Link);
        }
        let second = head.get(1).map_or("", |lexeme| self.word(lexeme));
        match first {
            "traffic" => Around::Attributes(Site::About(About::Traffic)),
            "slo" => Around::Attributes(Site::About(About::Slo)),
            "operations" => Around::Attributes(Site::About(About::Operations)),
            "flow" => Around::Flow,
            "scenario" => Around::Attributes(Site::Scenario),
            "change" if second == "flow" => Around::Flow,
            "change" if second == "scenario" => Around::Attributes(Site::Scenario),
            "change" => self.changed(second),
            "default" => self.typed(second),
            word => self.typed(word),
        }
    }

    fn typed(&self, word: &str) -> Around {
        if let Some(kind) = GroupKind::parse(word) {
            return Around::Statements(Some(kind));
        }
        let kind = Kind::parse(word).or_else(|| self.catalog.find(word).map(|tech| tech.kind));
        Around::Attributes(match PartKind::parse(word) {
            Some(_) => Site::Part,
            None => Site::Component(kind.unwrap_or(Kind::Service)),
        })
    }

    fn changed(&self, name: &str) -> Around {
        match crate::project::place(self.design(), name, |_| true) {
            Ok(Place::Group(id)) => Around::Statements(Some(self.design().group(id).kind)),
            Ok(Place::Component(id)) => {
                Around::Attributes(Site::Component(self.design().component(id).kind))
            }
            Err(_) => Around::Attributes(Site::Component(Kind::Service)),
        }
    }

    fn keyword(&self, word: &str) -> Item {
        Item::new(word, ItemKind::Keyword, "")
    }

    fn pieces(&self) -> Vec<Item> {
        let item = |it: &super::offers::Snippet| {
            Item::new(it.prefix.clone(), ItemKind::Snippet, it.title.get(self.lang))
                .about(format!("```arch\n{}\n```", it.expanded().trim()))
                .also([it.korean.clone()])
                .inserting(it.body.trim_start_matches('\n'))
        };
        snippets().iter().map(item).collect()
    }

    fn types(&self) -> Vec<Item> {
        let mut items: Vec<Item> = own_types(self.lang).collect();
        items.extend(self.catalog.iter().map(|tech| {
            let title = tech.title.clone();
            let kind = tech.kind.title();
            Item::new(&tech.name, ItemKind::Type, title)
                .about(kind.get(self.lang))
                .also(tech.aliases.iter().cloned())
        }));
        items
    }

    fn component(&self, id: ComponentId) -> Item {
        let component = self.design().component(id);
        let title = component.label.clone();
        let title = title.unwrap_or_else(|| component.kind.title().get(self.lang).to_owned());
        Item::new(&component.path, ItemKind::Component, title.clone()).also([title])
    }

    fn groups(&self) -> Vec<Item> {
        let design = self.design();
        let item = |id| {
            let group = design.group(id);
            let title = group.label.clone();
            let title = title.unwrap_or_else(|| group.kind.title().get(self.lang).to_owned());
            Item::new(&group.path, ItemKind::Group, title.clone()).also([title])
        };
        design.group_ids().map(item).collect()
    }

    /// Components, those beside `from` and not connected with it first; then groups.
    fn places(&self, from: Option<ComponentId>) -> Vec<Item> {
        let design = self.design();
        let is_new = |id: ComponentId| {
            !from.is_some_and(|from| design.links.iter().any(|it| it.from == from && it.to == id))
        };
        let near = |id: ComponentId| {
            from.is_some_and(|from| design.component(from).group == design.component(id).group)
        };
        let mut ids: Vec<ComponentId> =
            design.component_ids().filter(|id| Some(*id) != from).collect();
        // What is being written is read as a component already.
        let partial = self.before.partial.clone();
        let own = self.at.file().map_or(0, |file| file.span.start as usize) + partial.start;
        ids.retain(|id| {
            let name = design.component(*id).name_span;
            name.source != self.at.source || name.start as usize != own
        });
        ids.sort_by_key(|id| (!is_new(*id), !near(*id)));
        ids.into_iter().map(|id| self.component(id)).chain(self.groups()).collect()
    }

    /// Behind an arrow, a bar or a comma.
    fn targets(&self) -> Vec<Item> {
        let words = &self.before.words;
        let arrow = words.iter().rposition(|it| it.kind == Lex::Arrow);
        let left = arrow.and_then(|at| at.checked_sub(1)).map(|at| self.word(&words[at]));
        let from = left.and_then(|name| {
            crate::project::place(self.design(), name, |it| matches!(it, Place::Component(_))).ok()
        });
        let from = match from {
            Some(Place::Component(id)) => Some(id),
            _ => None,
        };
        self.places(from)
    }

    fn flows(&self) -> Vec<Item> {
        let item = |flow: &crate::model::Flow| {
            Item::new(&flow.name, ItemKind::Flow, flow.label.clone().unwrap_or_default())
        };
        self.design().flows.iter().map(item).collect()
    }

    fn scenarios(&self) -> Vec<Item> {
        let item = |it: &crate::model::Scenario| {
            Item::new(&it.name, ItemKind::Flow, it.label.clone().unwrap_or_default())
        };
        self.design().scenarios.iter().map(item).collect()
    }

    fn expected(&self, last: &Lexeme) -> Vec<Item> {
        match (self.word(last), last.kind) {
            ("expect", _) => {
                let item = |(word, snippet): (&str, &str)| {
                    Item::new(word, ItemKind::Function, filled(snippet)).inserting(snippet)
                };
                FUNCTIONS.map(item).into()
            }
            ("in", _) => self.scenarios(),
            (_, Lex::OpenParen | Lex::Comma) => {
                let mut items = self.flows();
                items.extend(self.design().component_ids().map(|id| self.component(id)));
                items
            }
            (_, Lex::CloseParen | Lex::Number) => vec![self.keyword("in")],
            _ => Vec::new(),
        }
    }

    fn accepted(&self, last: &Lexeme) -> Vec<Item> {
        let open = self.findings.iter().filter(|it| !it.is_accepted());
        match (self.word(last), last.kind) {
            ("accept", _) => {
                let mut items: Vec<Item> = Vec::new();
                for finding in open {
                    let rule = rules::ALL.iter().find(|rule| rule.name == finding.rule);
                    let Some(rule) = rule else { continue };
                    if !items.iter().any(|item| item.label == rule.name) {
                        let message = finding.message.get(self.lang);
                        let item = Item::new(rule.name, ItemKind::Rule, message);
                        items.push(item.about(rule_card(rule, self.lang)));
                    }
                }
                items
            }
            ("on", _) | (_, Lex::Comma) => {
                let rule = self.before.words.get(1).map_or("", |lexeme| self.word(lexeme));
                let of_rule = open.filter(|it| it.rule == rule);
                let mut subjects: Vec<&str> = of_rule.flat_map(|it| it.names()).collect();
                subjects.dedup();
                let mut items: Vec<Item> =
                    subjects.iter().map(|it| Item::new(*it, ItemKind::Component, rule)).collect();
                let others = self.places(None);
                items
                    .extend(others.into_iter().filter(|it| !subjects.contains(&it.label.as_str())));
                items
            }
            ("because", _) => vec![Item::new("\"\"", ItemKind::Value, "").inserting("\"$1\"")],
            (_, Lex::Word) if self.before.words.len() == 2 => {
                ["on", "because"].map(|word| self.keyword(word)).into()
            }
            (_, Lex::Word) => vec![self.keyword("because")],
            (_, Lex::String) => vec![self.keyword("until")],
            _ => Vec::new(),
        }
    }

    /// A free name for something of that type: the type and what stands beside it.
    fn name_for(&self, word: &str) -> Vec<Item> {
        let known = Kind::parse(word).is_some()
            || GroupKind::parse(word).is_some()
            || self.catalog.find(word).is_some();
        if !known {
            return Vec::new();
        }
        let study = &self.at.reviewed.study;
        vec![Item::new(study.design().free_name(word), ItemKind::Name, "")]
    }

    /// Attributes of the site that are not stated yet; those that a finding asks for first.
    fn attributes(&self, site: Site) -> Vec<Item> {
        let statements = self.at.statements();
        let block = statements.iter().rev().find_map(|it| walk::block(it));
        let at = self.at.offset as u32;
        let other = |span: crate::source::Span| !(span.start <= at && at <= span.end);
        let stated: Vec<&str> = block
            .into_iter()
            .flat_map(|block| block.attributes())
            .filter(|it| other(it.span))
            .map(|it| it.name.text.as_str())
            .collect();
        let open = schema::attributes_of(site).filter(|attr| !stated.contains(&attr.word()));
        let mut items: Vec<(bool, Item)> =
            open.map(|attr| (!self.is_asked(attr), self.attribute(attr, site))).collect();
        items.sort_by_key(|(rest, _)| *rest);
        let mark = |(rest, mut item): (bool, Item)| {
            if !rest {
                item.detail = format!("● {}", item.detail);
            }
            item
        };
        let has_own = matches!(site, Site::Component(_) | Site::Group(_));
        let own = self.own_attributes().filter(|it| has_own && !stated.contains(&&*it.label));
        items.into_iter().map(mark).chain(own).collect()
    }

    /// A finding about the component here would be answered by stating the attribute.
    fn is_asked(&self, attr: Attr) -> bool {
        let Some(id) = component_at(&self.at) else { return false };
        let path = &self.design().component(id).path;
        let mut about = self.findings.iter().filter(|it| it.names().any(|name| name == path));
        about.any(|it| {
            it.fixes.iter().flat_map(|fix| &fix.edits).any(|e| e.text.contains(attr.word()))
        })
    }

    fn attribute(&self, attr: Attr, site: Site) -> Item {
        let takes = schema::takes(attr, site).unwrap_or_default();
        let about = attr.describe();
        let forms = attribute_forms(&takes, self.lang).join(", ");
        let mut page = about.get(self.lang).to_owned();
        if !forms.is_empty() {
            page +=
                &format!("\n\n{}", text!(forms; "값: {forms}", "Takes: {forms}").get(self.lang));
        }
        if let Some((value, why)) = typical(attr) {
            page += &format!("\n\n`{value}`: {}", why.get(self.lang));
        }
        let item = Item::new(attr.word(), ItemKind::Attribute, about.get(self.lang)).about(page);
        match takes.flag && takes.number.is_none() && takes.words.is_empty() {
            true => item,
            false => item.inserting(format!("{} = $0", attr.word())),
        }
    }

    /// The attribute whose value is being written.
    fn attribute_before(&self) -> Option<Attr> {
        let words = &self.before.words;
        let at = words.iter().position(|lexeme| lexeme.kind == Lex::Assign)?;
        let name = words.get(at.checked_sub(1)?).filter(|it| it.kind == Lex::Word)?;
        Attr::parse(self.word(name)).filter(|_| self.first() != Some("let"))
    }

    fn values(&self, attr: Attr) -> Vec<Item> {
        let site = match self.around() {
            Around::Attributes(site) => Some(site),
            Around::Flow => Some(Site::Flow),
            Around::Statements(group) => group.map(Site::Group),
        };
        let takes = site.and_then(|site| schema::takes(attr, site));
        let any = || schema::TABLE.iter().find(|row| row.attr == attr).map(|row| row.takes);
        let Some(takes) = takes.or_else(any) else { return Vec::new() };
        let last = self.before.words.last().map(|it| it.kind);
        let partial = &self.text[self.before.partial.clone()];
        if partial.starts_with(|c: char| c.is_ascii_digit()) {
            return takes.number.map_or_else(Vec::new, |dimension| numbers(partial, dimension));
        }
        if last == Some(Lex::Number) {
            let of = takes.number.into_iter().flat_map(units);
            return of.map(|unit| Item::new(unit, ItemKind::Unit, "")).collect();
        }
        self.words_of(attr, &takes)
    }

    fn words_of(&self, attr: Attr, takes: &Takes) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        if let Some((value, why)) = typical(attr).filter(|_| takes.number.is_some()) {
            items.push(Item::new(value, ItemKind::Value, why.get(self.lang)));
        }
        items.extend(takes.words.iter().map(|word| Item::new(*word, ItemKind::Word, "")));
        if takes.component || takes.times {
            let ids = self.design().component_ids();
            let fits = |id: &ComponentId| match attr {
                Attr::Cold => self.design().component(*id).kind == Kind::Cache,
                _ => self.design().component(*id).kind != Kind::User,
            };
            items.extend(ids.filter(fits).map(|id| self.component(id)));
        }
        if takes.group {
            items.extend(self.groups());
        }
        if takes.flag {
            items.extend(["on", "off"].map(|word| Item::new(word, ItemKind::Word, "")));
        } else if takes.off {
            items.push(Item::new("off", ItemKind::Word, ""));
        }
        if takes.number.is_some() {
            items.extend(self.constants());
        }
        items
    }

    fn constants(&self) -> Vec<Item> {
        let uses = self.design().uses.iter();
        let lets = uses.filter(|it| it.declares && it.of.sort == crate::model::Sort::Constant);
        let name = |it: &crate::model::Use| self.at.reviewed.sources.text(it.span).to_owned();
        lets.map(|it| Item::new(name(it), ItemKind::Constant, "let")).collect()
    }

    /// The paths of other designs, inside the quotes of an `include` or `extends`.
    fn paths(&self) -> Option<Vec<Item>> {
        let last = self.before.words.last().map(|it| self.word(it))?;
        let wanted = last == "include" || last == "extends";
        wanted.then(|| self.files.iter().map(|it| Item::new(it, ItemKind::File, "")).collect())
    }
}
