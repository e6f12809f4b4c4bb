//! Changes of a design that several rules propose.

use super::Context;
use crate::analysis::Unit;
use crate::analysis::recovery::replication;
use crate::diagnostic::{Edit, Fix};
use crate::edit;
use crate::model::{Attr, ComponentId, Dimension, Facts, GroupId, GroupKind, Kind, Measure};
use crate::say::{Lang, Text};
use crate::source::Span;
use crate::text;

impl Context<'_> {
    /// Edits that give the component `count` replicas, dealt out over the zones that it could stand
    /// in. `None` where more replicas would fall together: on a single host, or in a domain that
    /// alone takes a flow down.
    pub fn replicate(&self, id: ComponentId, count: u32) -> Option<Vec<Edit>> {
        self.replicate_with(id, count, &[])
    }

    /// The same, stating more about the component at once.
    pub fn replicate_with(
        &self,
        id: ComponentId,
        count: u32,
        more: &[(Attr, &str)],
    ) -> Option<Vec<Edit>> {
        let component = self.design.component(id);
        let attr = match component.kind {
            Kind::Queue if !component.facts.is_stated(Attr::Replicas) => Attr::Brokers,
            _ => Attr::Replicas,
        };
        let stated = |wanted: &(Attr, &str)| component.facts.word(wanted.0) != Some(wanted.1);
        let (first, last): (Vec<_>, Vec<_>) =
            more.iter().copied().filter(stated).partition(|(attr, _)| *attr == Attr::Mode);
        let count = count.to_string();
        self.spread(id, &[first, vec![(attr, &*count)], last].concat())
    }

    /// Edits that state `attrs`, which give the component more replicas, and deal them out over
    /// zones as [`Context::replicate`] does. A member of a pool stays where it is: others of the
    /// pool are its stand-ins elsewhere.
    pub fn spread(&self, id: ComponentId, attrs: &[(Attr, &str)]) -> Option<Vec<Edit>> {
        let pooled = self.has_stand_ins(id);
        let zones = self.zone_list(id).filter(|_| !pooled);
        let falls_together = |group: GroupId| match self.design.group(group).kind {
            GroupKind::Host => true,
            _ => {
                let fails = self.spof(Unit::Domain(group)).is_some();
                fails && zones.is_none() && !pooled && !self.holds_whole_design(group)
            }
        };
        if self.groups_around(id).any(falls_together) {
            return None;
        }
        let component = self.design.component(id);
        let mut attrs = attrs.to_vec();
        if let Some(zones) = zones.as_deref().filter(|_| component.zones.len() < 2) {
            attrs.push((Attr::Zones, zones));
        }
        let mut edits = self.edit.state(component, &attrs);
        edits.extend(self.gathered_logs(id));
        Some(edits)
    }

    /// Edits that raise the number of replicas to `count`; of a range, its upper end. `None` where
    /// [`Context::spread`] finds no place for them.
    pub fn grow_to(&self, id: ComponentId, count: u32) -> Option<Vec<Edit>> {
        let replicas = self.design.replicas(id);
        if replicas.least == replicas.most {
            return self.replicate(id, count);
        }
        let component = self.design.component(id);
        let scaled = component.facts.number(Attr::Autoscale, Dimension::Count).is_some();
        let attr = if scaled { Attr::Autoscale } else { Attr::Replicas };
        let range = format!("{}..{count}", replicas.least.min(count));
        self.spread(id, &[(attr, &range)])
    }

    /// More of a component, safe where the design is certain of it and asks for nothing that more of
    /// it may break.
    pub fn grown(&self, id: ComponentId, is_certain: bool, title: Text, edits: Vec<Edit>) -> Fix {
        match is_certain && !self.bounds_growth(id) {
            true => edit::safe(title, edits),
            false => edit::suggested(title, edits),
        }
    }

    /// A budget, an expectation, a policy or a pool of connections that more instances may break.
    fn bounds_growth(&self, id: ComponentId) -> bool {
        let design = self.design;
        let counts = |measure| matches!(measure, Measure::Cost | Measure::Replicas);
        let pools = |facts: &Facts| facts.is_stated(Attr::Pool);
        design.slo.is_stated(Attr::Budget)
            || design.expectations.iter().any(|it| counts(it.function))
            || !design.policies.is_empty()
            || pools(&design.component(id).facts)
            || self.links_from(id).any(|link| pools(&design.link(link).facts))
    }

    /// A standby that is promoted may lack the last writes, and the design promises how many may be
    /// lost, or states how soon the primary is back with all of them.
    pub fn promotion_may_lose(&self, id: ComponentId) -> bool {
        let lags = !matches!(replication(self.design, id), Some("sync" | "semi-sync"));
        let promised = self.design.slo.is_stated(Attr::Rpo)
            || self.design.expectations.iter().any(|it| it.function == Measure::Rpo);
        let repaired = self.design.component(id).facts.is_stated(Attr::Mttr);
        lags && (promised || repaired)
    }

    /// What makes at least so many run all the time.
    pub fn floor(&self, id: ComponentId, count: u32) -> Vec<(Attr, String)> {
        let facts = &self.design.component(id).facts;
        let Some((_, most)) = self.design.scales(id) else {
            return vec![(Attr::Replicas, count.to_string())];
        };
        let bounds = format!("{count}..{}", most.max(count + 1));
        match (facts.is_stated(Attr::Autoscale), facts.is_stated(Attr::Replicas)) {
            (true, true) => vec![(Attr::Replicas, count.to_string()), (Attr::Autoscale, bounds)],
            (true, false) => vec![(Attr::Autoscale, bounds)],
            (false, _) => vec![(Attr::Replicas, bounds)],
        }
    }

    /// The first server to have several instances is the first whose logs must be gathered.
    fn gathered_logs(&self, id: ComponentId) -> Option<Edit> {
        let at = self.design.operations.span(Attr::Monitoring)?;
        let here = at.source == self.design.component(id).span.source;
        let first = self.is_own_server(id) && self.replicated_servers().is_empty();
        let gather = here && first && self.watches("logs") == Some(false);
        gather.then(|| self.watch_too(&["logs"], at))
    }

    /// Adds words to the list at `at`, where `monitoring` is stated.
    pub fn watch_too(&self, more: &[&str], at: Span) -> Edit {
        let stated = self.design.operations.words(Attr::Monitoring).unwrap_or_default();
        let added = more.iter().copied().filter(|word| !stated.contains(word));
        let is_denied = |word: &&str| word.strip_prefix("no-").is_some_and(|it| more.contains(&it));
        let kept = stated.iter().copied().filter(|word| !is_denied(word));
        let words: Vec<&str> = kept.chain(added).collect();
        Edit { span: at, text: format!("monitoring = [{}]", words.join(", ")) }
    }

    /// Moves the first store among the members out, to a host of its own beside this one; `None`
    /// where it is alone already.
    pub fn store_to_own_host(&self, host: GroupId, members: &[ComponentId]) -> Option<Fix> {
        let store = members.iter().copied().find(|id| self.kind(*id).is_store())?;
        let edits = (members.len() > 1).then(|| self.edit.move_to_own_host(store, host))??;
        Some(edit::suggested(text!("다른 호스트로 옮깁니다", "move it to another host"), edits))
    }

    /// Words that a fix adds to the design, in the language that it is written in.
    pub fn in_its_language(&self, words: &Text) -> String {
        let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        let korean = self.design.span.is_some_and(|whole| hangul(self.sources.text(whole)));
        words.get(if korean { Lang::Ko } else { Lang::En }).to_owned()
    }

    /// The texts that the design is made of.
    pub fn texts(&self) -> Vec<Span> {
        let whole = self.design.span.into_iter();
        let mut texts: Vec<Span> = whole.collect();
        for component in &self.design.components {
            let source = component.span.source;
            if texts.iter().all(|text| text.source != source) {
                texts.push(Span::new(source, 0, self.sources.get(source).text.len()));
            }
        }
        texts
    }
}
