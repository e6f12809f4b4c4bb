//! Third pass: what the design states about its components, groups and the whole.

use super::Builder;
use super::attributes::{About, stated_twice};
use super::declare::{Sort, Work};
use super::draft::{Preset, PresetOf};
use crate::diagnostic::Diagnostic;
use crate::model::schema::Site;
use crate::model::{Attr, Facts, Place, Stated};
use crate::source::Span;
use crate::syntax::ast::{self, ExprKind, StatementKind};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Builder<'a> {
    /// Reads the `default` statements of a layer.
    pub(super) fn presets(&mut self, work: &Work<'a>) {
        for (around, it) in &work.defaults {
            let Some(sort) = self.sort(&it.word) else {
                let error = self.unknown_type(&it.word);
                self.errors.push(error);
                continue;
            };
            let (of, site) = match sort {
                Sort::Group(kind) => (PresetOf::Group(kind), Site::Group(kind)),
                Sort::Component(kind, None) => (PresetOf::Kind(kind), Site::Component(kind)),
                Sort::Component(kind, Some(tech)) => {
                    (PresetOf::Tech(tech.name.clone()), Site::Component(kind))
                }
            };
            let statements = &it.block.statements;
            let told = self.fresh_attributes(statements, About::Site(site), *around);
            let (mut facts, own) = (told.stated, told.own);
            facts.iter_mut().for_each(|(_, stated)| stated.by_default = true);
            self.draft.presets.push(Preset { scope: *around, of, facts, own });
        }
    }

    /// Reads the blocks of the components and groups that a layer declares.
    pub(super) fn blocks(&mut self, work: &Work<'a>) {
        for (place, statements) in &work.blocks {
            self.technology(*place, statements);
            let (about, around) = (self.about(*place), self.inner_scope(*place));
            let told = self.fresh_attributes(statements, about, around);
            let (facts, _) = self.facts_of(*place);
            told.stated.into_iter().for_each(|(attr, stated)| facts.set(attr, stated));
            set_own(facts, told.own);
        }
    }

    /// Reads the blocks of `change`: what they state replaces, what they unset goes.
    pub(super) fn changed_blocks(&mut self, work: &Work<'a>) {
        for (place, statements) in &work.changed_blocks {
            self.technology(*place, statements);
            let (about, around) = (self.about(*place), self.inner_scope(*place));
            let told = self.attributes(statements, about, around);
            let (facts, unset) = self.facts_of(*place);
            for (attr, stated) in told.stated {
                unset.remove(&attr);
                facts.set(attr, stated);
            }
            for (attr, _) in told.unset {
                unset.insert(attr);
                facts.unset(attr);
            }
            set_own(facts, told.own);
        }
    }

    /// Reads `traffic`, `slo` and `operations`: over the layers they merge key by key.
    pub(super) fn whole(&mut self, work: &Work<'a>) {
        let mut before: BTreeMap<(ast::About, Attr), Span> = BTreeMap::new();
        for it in &work.facts {
            let about = About::Site(Site::About(it.about));
            let told = self.attributes(&it.block.statements, about, None);
            for (attr, stated) in told.stated {
                if let Some(first) = before.insert((it.about, attr), stated.span) {
                    self.errors.push(stated_twice(attr, stated.span, first));
                }
                self.facts_about(it.about).set(attr, stated);
            }
            told.unset.iter().for_each(|(attr, _)| self.facts_about(it.about).unset(*attr));
        }
    }

    fn facts_about(&mut self, about: ast::About) -> &mut Facts {
        match about {
            ast::About::Traffic => &mut self.draft.traffic,
            ast::About::Slo => &mut self.draft.slo,
            ast::About::Operations => &mut self.draft.operations,
        }
    }

    fn facts_of(&mut self, place: Place) -> (&mut Facts, &mut BTreeSet<Attr>) {
        match place {
            Place::Component(id) => {
                let component = &mut self.draft.components[id.index()];
                (&mut component.stated, &mut component.unset)
            }
            Place::Group(id) => {
                let group = &mut self.draft.groups[id.index()];
                (&mut group.stated, &mut group.unset)
            }
        }
    }

    fn about(&self, place: Place) -> About {
        match place {
            Place::Component(id) if !self.draft.component(id).is_typed => About::Anything,
            Place::Component(id) if self.draft.component(id).part.is_some() => {
                About::Site(Site::Part)
            }
            Place::Component(id) => About::Site(Site::Component(self.draft.component(id).it.kind)),
            Place::Group(id) => About::Site(Site::Group(self.draft.group(id).it.kind)),
        }
    }

    /// Names in a block are looked up from where its owner stands.
    fn inner_scope(&self, place: Place) -> Option<crate::model::GroupId> {
        match place {
            Place::Component(id) => self.draft.component(id).it.group,
            Place::Group(id) => Some(id),
        }
    }

    /// `tech = …` names a technology of the catalogue. After a kind it fills the kind in; after a
    /// technology it replaces it.
    fn technology(&mut self, place: Place, statements: &[ast::Statement]) {
        let Place::Component(id) = place else { return };
        let Some((word, span, quoted)) = stated_tech(statements) else { return };
        let component = &mut self.draft.components[id.index()].it;
        if let Some(tech) = self.catalog.find(&word) {
            if component.tech.is_some() {
                component.kind = tech.kind;
            }
            component.tech = Some(tech);
            return;
        }
        // A string may name anything; a bare word that is nearly a technology is a slip.
        if quoted {
            return;
        }
        let Some(meant) = self.suggestions.nearest(&word, self.catalog.words()) else { return };
        let message =
            text!(word; "`{word}` 기술을 알 수 없습니다", "`{word}` is no known technology");
        let error =
            Diagnostic::error("unknown-value", span, message).did_you_mean(span, Some(meant));
        self.errors.push(error.why(text!(
            word;
            "목록에 없는 기술은 따옴표로 감싸 씁니다: `tech = \"{word}\"`.",
            "A technology outside of the catalogue is quoted: `tech = \"{word}\"`."
        )));
    }
}

/// What a component starts from: the presets that fit it, outer groups before inner ones, a kind's
/// before a technology's. What it states itself is set over them, what it unsets is left out.
pub(super) fn with_presets<'p>(
    presets: impl Iterator<Item = &'p Preset>,
    stated: &Facts,
    unset: &BTreeSet<Attr>,
) -> Facts {
    let mut facts = Facts::default();
    let presets: Vec<&Preset> = presets.collect();
    let given: Vec<&(Attr, Stated)> = presets.iter().flat_map(|preset| &preset.facts).collect();
    let own = presets.iter().flat_map(|preset| preset.own.clone()).collect();
    for (attr, value) in given {
        if !unset.contains(attr) {
            facts.set(*attr, value.clone());
        }
    }
    for (attr, value) in stated.iter() {
        facts.set(attr, value.clone());
    }
    set_own(&mut facts, own);
    for (name, value) in stated.all_own() {
        facts.set_own(name.to_owned(), value.clone());
    }
    facts
}

fn set_own(facts: &mut Facts, own: Vec<(String, Option<Stated>)>) {
    for (name, stated) in own {
        match stated {
            Some(stated) => facts.set_own(name, stated),
            None => facts.unset_own(&name),
        }
    }
}

fn stated_tech(statements: &[ast::Statement]) -> Option<(String, Span, bool)> {
    statements.iter().find_map(|statement| {
        let StatementKind::Attribute(attribute) = &statement.kind else { return None };
        if attribute.name.text != Attr::Tech.word() {
            return None;
        }
        let value = attribute.value.as_ref()?;
        match &value.kind {
            ExprKind::Word(path) if path.segments.len() == 1 => {
                Some((path.segments[0].text.clone(), value.span, false))
            }
            ExprKind::Quoted(quoted) => Some((quoted.text.clone(), value.span, true)),
            _ => None,
        }
    })
}
