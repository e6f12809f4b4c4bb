//! The difference of two designs as a text: a TO-BE that extends the AS-IS.

use super::compare::{Both, alternatives};
use super::write::{Writer, block, quoted, with_label};
use crate::lint::STUB;
use crate::model::{ComponentId, Design, Flow, GroupId, Link, LinkId, Place};
use crate::source::{Source, Sources, Span};
use crate::syntax::{self, ast::Arrow};
use std::collections::{BTreeMap, BTreeSet};

/// A text that extends `base`, which is found at `path`, and states only what makes it `new`;
/// `sources` is what `new` was read from. What an extending design can't say is left out: an
/// `accept` stays accepted, a label stays a label.
pub fn to_be(base: &Design, new: &Design, sources: &Sources, path: &str) -> String {
    let change = Change::new(Writer { both: Both::new(base, new), sources });
    let header = format!("design {} to-be extends {}", quoted(&base.name), quoted(path));
    let mut sections = vec![vec![header]];
    sections.push(change.whole());
    sections.push(change.places());
    sections.push(change.cuts());
    sections.push(change.moves());
    sections.push(change.removals());
    sections.push(change.links());
    sections.push(change.flows());
    sections.push(change.claims());
    sections.push(change.open_questions());
    let sections = sections.into_iter().filter(|section| !section.is_empty());
    formatted(sections.map(|section| section.join("\n") + "\n").collect::<Vec<_>>().join("\n"))
}

fn formatted(text: String) -> String {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("to-be.arch", text.as_str()));
    syntax::format(&sources, id).unwrap_or(text)
}

/// A link by what it joins: the paths of both ends, in the base where they are there.
pub type Ends = (String, Arrow, String);

/// The groups and components directly inside each group.
type Inside = BTreeMap<GroupId, (Vec<GroupId>, Vec<ComponentId>)>;

struct Change<'d> {
    write: Writer<'d>,
    base: &'d Design,
    new: &'d Design,
    base_links: BTreeMap<Ends, LinkId>,
    /// Links that both designs have, but with other alternatives beside them.
    redrawn: BTreeSet<Ends>,
}

impl<'d> Change<'d> {
    fn new(write: Writer<'d>) -> Self {
        let (base, new) = (write.both.base, write.both.new);
        let mut change =
            Self { write, base, new, base_links: BTreeMap::new(), redrawn: BTreeSet::new() };
        change.base_links = base.link_ids().map(|id| (change.base_ends(id), id)).collect();
        let before = alternatives(base);
        let after = alternatives(new);
        let beside = |ends: &dyn Fn(LinkId) -> Ends, all: Option<&Vec<LinkId>>| {
            all.into_iter().flatten().map(|id| ends(*id)).collect::<BTreeSet<_>>()
        };
        for id in new.link_ids() {
            let ends = change.ends(id);
            let Some(old) = change.base_links.get(&ends) else { continue };
            let was = beside(&|id| change.base_ends(id), before.get(old));
            let is = beside(&|id| change.ends(id), after.get(&id));
            if was != is {
                change.redrawn.insert(ends);
            }
        }
        change
    }

    fn ends(&self, id: LinkId) -> Ends {
        let link = self.new.link(id);
        (self.write.both.identity(link.from), link.arrow, self.write.both.identity(link.to))
    }

    fn base_ends(&self, id: LinkId) -> Ends {
        let link = self.base.link(id);
        let path = |id| self.base.full_path(Place::Component(id));
        (path(link.from), link.arrow, path(link.to))
    }

    /// The names of both ends once all changes are made.
    fn names(&self, id: LinkId) -> Ends {
        let link = self.new.link(id);
        (self.write.both.name(link.from), link.arrow, self.write.both.name(link.to))
    }

    /// The names of both ends before anything is moved.
    fn base_names(&self, id: LinkId) -> Ends {
        let link = self.base.link(id);
        (self.write.both.base_name(link.from), link.arrow, self.write.both.base_name(link.to))
    }

    /// `traffic`, `slo`, `operations`.
    fn whole(&self) -> Vec<String> {
        let about = [
            ("traffic", &self.base.traffic, &self.new.traffic),
            ("slo", &self.base.slo, &self.new.slo),
            ("operations", &self.base.operations, &self.new.operations),
        ];
        let changed = about.map(|(word, base, new)| (word, self.write.changed(base, new)));
        let changed = changed.iter().filter(|(_, attributes)| !attributes.is_empty());
        changed.map(|(word, attributes)| block(word, attributes, &[])).collect()
    }

    /// Groups and components, new and changed, the outer ones first.
    fn places(&self) -> Vec<String> {
        let inside = self.inside();
        let mut statements = Vec::new();
        for id in self.new.group_ids() {
            match self.write.both.group(id) {
                Some(base) => statements.extend(self.changed_group(base, id, &inside)),
                None if self.new.group(id).parent.is_none() => {
                    statements.push(self.declared_group(id, &inside));
                }
                None => {}
            }
        }
        for id in self.new.component_ids() {
            match self.write.both.component(id) {
                Some(base) => statements.extend(self.changed_component(base, id)),
                None if self.new.component(id).group.is_none() => {
                    statements.push(self.declared_component(id));
                }
                None => {}
            }
        }
        statements
    }

    /// What is new directly inside each group.
    fn inside(&self) -> Inside {
        let mut inside = Inside::new();
        for id in self.new.group_ids().filter(|id| self.write.both.group(*id).is_none()) {
            if let Some(parent) = self.new.group(id).parent {
                inside.entry(parent).or_default().0.push(id);
            }
        }
        for id in self.new.component_ids().filter(|id| self.write.both.component(*id).is_none()) {
            if let Some(group) = self.new.component(id).group {
                inside.entry(group).or_default().1.push(id);
            }
        }
        inside
    }

    /// What is new inside a group, declared. The nesting of groups is limited.
    fn members(&self, id: GroupId, inside: &Inside) -> Vec<String> {
        let Some((groups, components)) = inside.get(&id) else { return Vec::new() };
        let groups = groups.iter().map(|id| self.declared_group(*id, inside));
        groups.chain(components.iter().map(|id| self.declared_component(*id))).collect()
    }

    fn declared_group(&self, id: GroupId, inside: &Inside) -> String {
        let group = self.new.group(id);
        let head = self.write.group_head(group);
        block(&head, &self.write.all(&group.facts), &self.members(id, inside))
    }

    fn changed_group(&self, base: GroupId, id: GroupId, inside: &Inside) -> Option<String> {
        let (old, group) = (self.base.group(base), self.new.group(id));
        let attributes = self.write.changed(&old.facts, &group.facts);
        let members = self.members(id, inside);
        let mut head = format!("change {}", self.write.both.base_group_name(base));
        let name_alone = head.len();
        if old.kind != group.kind {
            head.push_str(&format!(" {}", self.write.word(group.head)));
        }
        if old.label != group.label {
            head.push_str(&with_label(group.label.as_deref()));
        }
        let is_same = head.len() == name_alone && attributes.is_empty() && members.is_empty();
        (!is_same).then(|| block(&head, &attributes, &members))
    }

    fn declared_component(&self, id: ComponentId) -> String {
        let component = self.new.component(id);
        block(&self.write.component_head(component), &self.write.all(&component.facts), &[])
    }

    fn changed_component(&self, base: ComponentId, id: ComponentId) -> Option<String> {
        let (old, component) = (self.base.component(base), self.new.component(id));
        let attributes = self.write.changed(&old.facts, &component.facts);
        let mut head = format!("change {}", self.write.both.base_name(base));
        let name_alone = head.len();
        let tech = |tech: &Option<std::sync::Arc<crate::catalog::Tech>>| {
            tech.as_ref().map(|tech| tech.name.clone())
        };
        if old.kind != component.kind || tech(&old.tech) != tech(&component.tech) {
            head.push_str(&format!(" {}", self.write.word(component.head)));
        }
        if old.label != component.label {
            head.push_str(&with_label(component.label.as_deref()));
        }
        let is_same = head.len() == name_alone && attributes.is_empty();
        (!is_same).then(|| block(&head, &attributes, &[]))
    }

    fn moves(&self) -> Vec<String> {
        let mut moves = Vec::new();
        for id in self.new.component_ids() {
            let Some(base) = self.write.both.component(id) else { continue };
            let was = self.base.component(base).group;
            let Some(is) = self.new.component(id).group else { continue };
            if was.is_none() || self.write.both.group(is) != was {
                let (name, into) =
                    (self.write.both.base_name(base), self.write.both.group_name(is));
                moves.push(format!("move {name} into {into}"));
            }
        }
        moves
    }

    /// Links that are gone while both ends stay.
    fn cuts(&self) -> Vec<String> {
        let gone: BTreeSet<_> = self.write.both.gone_components().into_iter().collect();
        let kept: BTreeSet<Ends> = self.new.link_ids().map(|id| self.ends(id)).collect();
        let is_cut = |(ends, id): &(&Ends, &LinkId)| {
            let link = self.base.link(**id);
            let stands = !gone.contains(&link.from) && !gone.contains(&link.to);
            stands && (!kept.contains(*ends) || self.redrawn.contains(*ends))
        };
        let cut: BTreeSet<LinkId> =
            self.base_links.iter().filter(is_cut).map(|(_, id)| *id).collect();
        cut.into_iter().map(|id| format!("remove {}", drawn(&self.base_names(id)))).collect()
    }

    /// What is gone; a group takes along what is in it, a component its links.
    fn removals(&self) -> Vec<String> {
        let both = &self.write.both;
        let groups: BTreeSet<GroupId> = both.gone_groups().into_iter().collect();
        let is_inside = |group| self.base.ancestors(group).any(|outer| groups.contains(&outer));
        let outer = groups.iter().filter(|id| !is_inside(self.base.group(**id).parent));
        let gone = both.gone_components().into_iter();
        let alone = gone.filter(|id| !is_inside(self.base.component(*id).group));
        let names =
            outer.map(|id| both.base_group_name(*id)).chain(alone.map(|id| both.base_name(id)));
        names.map(|name| format!("remove {name}")).collect()
    }

    fn links(&self) -> Vec<String> {
        let alternatives = alternatives(self.new);
        let mut stated = BTreeSet::new();
        let mut statements = Vec::new();
        for id in self.new.link_ids() {
            let ends = self.ends(id);
            let link = self.new.link(id);
            match self.base_links.get(&ends).filter(|_| !self.redrawn.contains(&ends)) {
                Some(base) => statements.extend(self.changed_link(*base, link, &self.names(id))),
                None if stated.contains(&id) => {}
                None => {
                    let beside = alternatives.get(&id).cloned().unwrap_or(vec![id]);
                    let targets: Vec<_> = beside.iter().map(|id| self.names(*id).2).collect();
                    let (from, arrow, _) = self.names(id);
                    let both_ends = (from, arrow, targets.join(" | "));
                    statements.push(self.declared_link(&both_ends, link));
                    stated.extend(beside);
                }
            }
        }
        statements
    }

    fn declared_link(&self, ends: &Ends, link: &Link) -> String {
        let label = link.label.as_ref().map_or(String::new(), |it| format!(" : {}", quoted(it)));
        block(&format!("{}{label}", drawn(ends)), &self.write.all(&link.facts), &[])
    }

    fn changed_link(&self, base: LinkId, link: &Link, ends: &Ends) -> Option<String> {
        let old = self.base.link(base);
        let attributes = self.write.changed(&old.facts, &link.facts);
        let label = match old.label == link.label {
            true => String::new(),
            false => with_label(link.label.as_deref()),
        };
        let is_same = label.is_empty() && attributes.is_empty();
        (!is_same).then(|| block(&format!("change {}{label}", drawn(ends)), &attributes, &[]))
    }

    fn flows(&self) -> Vec<String> {
        let stated = |design: &'d Design| design.flows.iter().filter(|flow| !flow.implied);
        let base: BTreeMap<&str, &Flow> = stated(self.base).map(|it| (&*it.name, it)).collect();
        let kept: BTreeSet<&str> = stated(self.new).map(|flow| &*flow.name).collect();
        let gone = stated(self.base).filter(|flow| !kept.contains(&*flow.name));
        let removed = gone.map(|flow| format!("remove flow {}", flow.name));
        let changed = stated(self.new).filter_map(|flow| match base.get(&*flow.name) {
            Some(old) => self.changed_flow(old, flow),
            None => Some(self.as_written(flow.span)),
        });
        removed.chain(changed).collect()
    }

    fn changed_flow(&self, old: &Flow, flow: &Flow) -> Option<String> {
        let attributes = self.write.changed(&old.facts, &flow.facts);
        let was: Vec<Ends> = old.steps.iter().map(|id| self.base_ends(*id)).collect();
        let is: Vec<Ends> = flow.steps.iter().map(|id| self.ends(*id)).collect();
        let is_redrawn = is.iter().any(|ends| self.redrawn.contains(ends));
        let steps = if was == is && !is_redrawn { Vec::new() } else { self.steps(flow) };
        let label = match old.label == flow.label {
            true => String::new(),
            false => with_label(flow.label.as_deref()),
        };
        let is_same = label.is_empty() && attributes.is_empty() && steps.is_empty();
        (!is_same).then(|| block(&format!("change flow {}{label}", flow.name), &attributes, &steps))
    }

    fn steps(&self, flow: &Flow) -> Vec<String> {
        chains(&flow.steps.iter().map(|id| self.names(*id)).collect::<Vec<_>>())
    }

    /// Decisions and expectations that are new.
    fn claims(&self) -> Vec<String> {
        let mut claims = Vec::new();
        let known: BTreeSet<_> =
            self.base.accepts.iter().map(|it| (&it.rule, &it.reason)).collect();
        let accepts = self.new.accepts.iter().filter(|it| !known.contains(&(&it.rule, &it.reason)));
        claims.extend(accepts.map(|it| self.as_written(it.span)));
        let known: BTreeSet<_> = self.base.expectations.iter().map(|it| &it.text).collect();
        let expectations = self.new.expectations.iter().filter(|it| !known.contains(&it.text));
        claims.extend(expectations.map(|it| self.as_written(it.span)));
        claims
    }

    /// Questions that the new text keeps as comments.
    fn open_questions(&self) -> Vec<String> {
        let own = self.new.texts.iter().filter(|file| Some(file.span) == self.new.span);
        let comments = own.flat_map(|file| &file.comments);
        let written = comments.map(|it| self.write.sources.text(it.span).trim());
        written.filter(|comment| comment.starts_with(STUB)).map(str::to_owned).collect()
    }

    fn as_written(&self, span: Span) -> String {
        self.write.sources.text(span).trim_end().to_owned()
    }
}

/// A connection as it is written.
pub fn drawn((from, arrow, to): &Ends) -> String {
    format!("{from} {} {to}", arrow.symbol())
}

/// The steps of a flow as chains, in their order; a fan ends its chain.
pub fn chains(steps: &[Ends]) -> Vec<String> {
    let mut chains: Vec<String> = Vec::new();
    let mut last: Option<(&Ends, bool)> = None;
    for step in steps {
        let (from, arrow, to) = step;
        let goes_on = last.filter(|((_, _, end), is_fan)| end == from && !is_fan);
        let fans = last.filter(|((start, by, _), _)| start == from && by == arrow);
        match (goes_on, fans, chains.last_mut()) {
            (Some(_), _, Some(chain)) => {
                chain.push_str(&format!(" {} {to}", arrow.symbol()));
                last = Some((step, false));
            }
            (_, Some(_), Some(chain)) => {
                chain.push_str(&format!(", {to}"));
                last = Some((step, true));
            }
            _ => {
                chains.push(drawn(step));
                last = Some((step, false));
            }
        }
    }
    chains
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_read_as_chains() {
        let step = |from: &str, to: &str| (from.to_owned(), Arrow::Sync, to.to_owned());
        let steps =
            [step("a", "b"), step("b", "c"), step("b", "d"), step("d", "e"), step("x", "y")];
        assert_eq!(chains(&steps), ["a -> b -> c, d", "d -> e", "x -> y"]);
    }
}
