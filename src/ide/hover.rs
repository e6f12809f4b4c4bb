//! The card that an editor shows over a word: what it is, its figures with where they come from, and
//! what was found about it.

mod policy;

use super::At;
use super::uses::{named_at, place_of};
use crate::analysis::availability::FlowAvailability;
use crate::catalog::{Catalog, GroupKind, Kind, Sourced, Tech};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Rule;
use crate::model::schema::Takes;
use crate::model::{
    Attr, ComponentId, Design, Dimension, Facts, FlowId, GroupId, LinkId, Place, Quantity, Sort,
    Stated, Use, Value, schema,
};
use crate::rules;
use crate::say::{Lang, Text, number};
use crate::sink::{Code, Markdown, Written};
use crate::source::Span;
use crate::syntax::ast::{ExprKind, Statement, StatementKind};
use crate::text;

/// What is shown, and over which characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub markdown: String,
    pub span: Span,
}

/// No card is longer.
const LINES: usize = 25;
/// So many findings, cut sets or flows are named; the rest are counted.
const SHOWN: usize = 4;

/// The card for a place; `None` in comments and where there is nothing to say.
pub fn hover(at: &At, catalog: &Catalog, lang: Lang) -> Option<Card> {
    if at.in_comment() {
        return None;
    }
    let writer = Writer { at: *at, catalog, lang };
    let finding = writer.finding();
    let about = writer.about();
    let span = finding.map(|it| it.primary).or(about.as_ref().map(|(span, _)| *span))?;
    let mut lines = finding.map_or_else(Vec::new, |it| writer.found(it));
    if let Some((_, about)) = about {
        if !lines.is_empty() {
            lines.push("---".to_owned());
        }
        lines.extend(about);
    }
    lines.truncate(LINES);
    Some(Card { markdown: lines.join("\n\n"), span })
}

/// Why a rule asks, and what its remedy costs: from its page.
pub fn rule_card(rule: &Rule, lang: Lang) -> String {
    let page = rule.parsed_page();
    let half = page.half(lang);
    let mut parts = vec![format!("**{}** `{}`", half.title, rule.name)];
    // Why, and the trade-offs.
    for at in [1, 4] {
        if let Some(section) = half.sections.get(at) {
            let first = section.body.split("\n\n").next().unwrap_or_default();
            parts.push(format!("*{}* {}", section.heading, first.replace('\n', " ")));
        }
    }
    parts.join("\n\n")
}

struct Writer<'a> {
    at: At<'a>,
    catalog: &'a Catalog,
    lang: Lang,
}

/// Text from the design or from a message, safe in Markdown.
fn plain(text: &str) -> String {
    Written::<Markdown>::of(text).into_string()
}

/// The same as a code span.
fn code(text: &str) -> String {
    Written::<Code>::of(text).into_string()
}

impl<'a> Writer<'a> {
    fn design(&self) -> &'a Design {
        &self.at.reviewed.design
    }

    fn say(&self, text: Text) -> String {
        plain(text.get(self.lang))
    }

    /// The worst finding on the very characters.
    fn finding(&self) -> Option<&'a Diagnostic> {
        let found = self.at.reviewed.findings.iter();
        let here = found.filter(|it| !it.is_accepted() && self.at.is_in(it.primary));
        here.filter(|it| it.primary.end - it.primary.start < 400).max_by_key(|it| it.severity)
    }

    fn found(&self, it: &Diagnostic) -> Vec<String> {
        let mark = mark(it.severity);
        let mut lines =
            vec![format!("{mark} **{}** `{}`", plain(it.message.get(self.lang)), it.rule)];
        let more = [&it.why, &it.help, &it.trade_off];
        lines.extend(more.into_iter().flatten().map(|text| plain(text.get(self.lang))));
        let derived = it.figures.iter().filter(|figure| !figure.derivation.is_empty());
        lines.extend(derived.take(SHOWN).map(|figure| code(&figure.derivation)));
        lines
    }

    /// What stands at the place, apart from findings.
    fn about(&self) -> Option<(Span, Vec<String>)> {
        if let Some(used) = named_at(&self.at) {
            return self.named(used).map(|lines| (used.span, lines));
        }
        let statements = self.at.statements();
        let innermost = statements.last()?;
        self.in_statement(innermost, &statements)
    }

    fn named(&self, used: Use) -> Option<Vec<String>> {
        match place_of(self.design(), used.of) {
            Some(Place::Component(id)) => return Some(self.component(id)),
            Some(Place::Group(id)) => return Some(self.group(id)),
            None => {}
        }
        let name = &self.at.reviewed.sources.text(used.of.declared);
        match used.of.sort {
            Sort::Flow => {
                let mut flows = self.design().flow_ids();
                flows.find(|id| self.design().flow(*id).name == *name).map(|id| self.flow(id))
            }
            Sort::Scenario => self.scenario(name),
            Sort::Constant => Some(self.constant(used)),
            _ => None,
        }
    }

    fn in_statement(&self, it: &Statement, around: &[&Statement]) -> Option<(Span, Vec<String>)> {
        match &it.kind {
            StatementKind::Declaration(it) if self.at.is_in(it.word.span) => {
                Some((it.word.span, self.word(&it.word.text)?))
            }
            StatementKind::Default(it) if self.at.is_in(it.word.span) => {
                Some((it.word.span, self.word(&it.word.text)?))
            }
            StatementKind::Accept(it) if self.at.is_in(it.rule.span) => {
                let rule = rules::ALL.iter().find(|rule| rule.name == it.rule.text)?;
                Some((it.rule.span, vec![rule_card(rule, self.lang)]))
            }
            StatementKind::Attribute(it) if self.at.is_in(it.name.span) => {
                let name = &it.name.text;
                Some((it.name.span, self.attribute(name).or_else(|| self.own(name))?))
            }
            StatementKind::Attribute(it) => {
                let value = it.value.as_ref().filter(|value| self.at.is_in(value.span))?;
                let stated = self.stated(value.span, around)?;
                Some((value.span, self.value(&value.kind, stated)?))
            }
            StatementKind::Connection(it) => {
                let (_, arrow) = it.arrows.iter().find(|(_, span)| self.at.is_in(*span))?;
                let links = self.design().link_ids();
                let here = |id: &LinkId| self.design().link(*id).span.contains(*arrow);
                let lines = links.filter(here).take(SHOWN).flat_map(|id| self.link(id)).collect();
                Some((*arrow, lines))
            }
            StatementKind::Policy(_) => self.in_policy(),
            StatementKind::Expect(_) => {
                let design = self.design();
                let at = design.expectations.iter().position(|one| one.span == it.span)?;
                Some((it.span, vec![super::lens::verdict(self.at.reviewed, at, self.lang)?]))
            }
            _ => None,
        }
    }

    fn component(&self, id: ComponentId) -> Vec<String> {
        let (design, study) = (self.design(), &self.at.reviewed.study);
        let component = design.component(id);
        let title = component.label.as_deref().unwrap_or(&component.name);
        let mut head = format!("**{}** {}", plain(title), code(&component.path));
        head += &format!(" · {}", self.say(component.kind.title()));
        head += &component
            .tech
            .as_ref()
            .map(|tech| format!(" · {}", plain(&tech.title)))
            .unwrap_or_default();
        let mut lines = vec![head];
        lines.extend(component.tech.as_deref().and_then(|tech| self.published(tech)));
        let today = study.ordinary();
        let known = today.spread();
        if let Some(spread) = known.filter(|_| component.kind != Kind::User) {
            let derivation = spread.derivation(design, id);
            if !derivation.is_empty() {
                lines.push(self.labelled(text!("피크", "Peak"), &derivation));
            }
        }
        if let Some(usage) = today.usage(id) {
            lines.push(self.labelled(text!("이용률", "Utilization"), &usage.derivation()));
        }
        let stated = component.facts.quantity(Attr::Availability);
        if let Some(stated) = stated {
            lines.push(self.labelled(text!("가용성", "Availability"), &self.quantity(stated)));
        }
        lines.extend(self.takes_down(id));
        lines.extend(self.findings_on(&component.path));
        lines
    }

    /// The flows that stop with a part of it.
    fn takes_down(&self, id: ComponentId) -> Option<String> {
        let (design, study) = (self.design(), &self.at.reviewed.study);
        let stops = |flow: &FlowId| {
            let cuts = &study.cuts()[flow.index()].cuts;
            cuts.iter().any(|cut| cut.unit.component() == Some(id))
        };
        let flows: Vec<String> =
            design.flow_ids().filter(stops).map(|flow| code(&design.flow(flow).name)).collect();
        if flows.is_empty() {
            return None;
        }
        let names = flows.join(", ");
        let one = text!(names; "하나가 멈추면 함께 멈추는 흐름: {names}", "One of it down stops: {names}");
        Some(one.get(self.lang).to_owned())
    }

    /// Figures of the catalogue, each with its source.
    fn published(&self, tech: &Tech) -> Option<String> {
        let rows = [
            (text!("용량", "capacity"), &tech.capacity, Dimension::Rate),
            (text!("가용성", "availability"), &tech.availability, Dimension::Ratio),
            (text!("페일오버", "failover"), &tech.failover_time, Dimension::Duration),
        ];
        let row = |(what, figure, dimension): &(Text, &Option<Sourced>, Dimension)| {
            let figure = figure.as_ref()?;
            let value = number::amount(*dimension, figure.value, figure.value);
            let source = figure.cited();
            let (what, value) = (what.get(self.lang), value.get(self.lang).to_owned());
            Some(format!("{what} {} ({})", plain(&value), plain(source.get(self.lang))))
        };
        let told: Vec<String> = rows.iter().filter_map(row).collect();
        (!told.is_empty()).then(|| told.join(" · "))
    }

    fn group(&self, id: GroupId) -> Vec<String> {
        let design = self.design();
        let group = design.group(id);
        let title = group.label.as_deref().unwrap_or(&group.name);
        let head = format!(
            "**{}** {} · {}",
            plain(title),
            code(&group.path),
            self.say(group.kind.title())
        );
        let mut lines = vec![head];
        let inside = |component: &ComponentId| {
            design.ancestors(design.component(*component).group).any(|around| around == id)
        };
        let members: Vec<ComponentId> = design.component_ids().filter(inside).collect();
        let names = self.some(members.iter().map(|id| code(&design.component(*id).path)));
        let count = members.len();
        if group.kind.is_failure_domain() && count > 0 {
            let fall = text!(count, names;
                "함께 멈추는 컴포넌트 {count}개: {names}",
                "{count} components fall with it: {names}"
            );
            lines.push(fall.get(self.lang).to_owned());
            lines.extend(self.domain_takes_down(id));
        } else if count > 0 {
            let holds =
                text!(count, names; "컴포넌트 {count}개: {names}", "{count} components: {names}");
            lines.push(holds.get(self.lang).to_owned());
        }
        lines.extend(self.findings_on(&group.path));
        lines
    }

    fn domain_takes_down(&self, id: GroupId) -> Option<String> {
        let (design, study) = (self.design(), &self.at.reviewed.study);
        let unit = crate::analysis::Unit::Domain(id);
        let stops = |flow: &FlowId| study.cuts()[flow.index()].cut(unit).is_some();
        let names =
            self.some(design.flow_ids().filter(stops).map(|id| code(&design.flow(id).name)));
        let told = text!(names; "멈추는 흐름: {names}", "Stops: {names}");
        (!names.is_empty()).then(|| told.get(self.lang).to_owned())
    }

    fn flow(&self, id: FlowId) -> Vec<String> {
        let (design, today) = (self.design(), self.at.reviewed.study.ordinary());
        let flow = design.flow(id);
        let title = flow.label.as_deref().unwrap_or(&flow.name);
        let mut lines = vec![format!(
            "**{}** {} · {}",
            plain(title),
            code(&flow.name),
            self.say(text!("흐름", "flow"))
        )];
        lines.push(plain(&down_a_year(today.availability(id), self.lang)));
        let sets = today.cut_sets(id);
        let singles = self.some(sets.singles.iter().map(|unit| code(&unit.name(design))));
        if !singles.is_empty() {
            let told =
                text!(singles; "하나로 멈추는 곳: {singles}", "Stops with any of: {singles}");
            lines.push(told.get(self.lang).to_owned());
        } else if let Some(pairs) = sets.pairs.as_ref().filter(|pairs| !pairs.is_empty()) {
            let pair = |pair: &[crate::analysis::Unit; 2]| {
                pair.iter().map(|unit| code(&unit.name(design))).collect::<Vec<_>>().join(" + ")
            };
            let pairs = self.some(pairs.iter().map(pair));
            let told = text!(pairs; "둘로 멈추는 곳: {pairs}", "Stops with any pair of: {pairs}");
            lines.push(told.get(self.lang).to_owned());
        }
        if let Some(latency) = today.latency(id) {
            let takes = number::duration(latency.mean);
            lines.push(self.labelled(text!("지연 시간", "Latency"), takes.get(self.lang)));
        }
        lines
    }

    fn scenario(&self, name: &str) -> Option<Vec<String>> {
        let design = self.design();
        let scenario = design.scenarios.iter().find(|scenario| scenario.name == *name)?;
        let title = scenario.label.as_deref().unwrap_or(&scenario.name);
        let head = format!("**{}** · {}", plain(title), self.say(text!("시나리오", "scenario")));
        Some(vec![head, plain(&super::lens::outcome(self.at.reviewed, scenario, self.lang))])
    }

    fn constant(&self, used: Use) -> Vec<String> {
        let text = self.at.reviewed.sources.get(used.of.declared.source);
        let line = text.line_index(used.of.declared.start as usize);
        let written = &text.text[text.line_start(line)..text.line_start(line + 1)];
        vec![code(written.trim())]
    }

    fn link(&self, id: LinkId) -> Vec<String> {
        let design = self.design();
        let link = design.link(id);
        let mut head = code(&design.link_name(id));
        head +=
            &link.label.as_ref().map(|label| format!(" **{}**", plain(label))).unwrap_or_default();
        let mut lines = vec![head];
        if let Some(spread) = self.at.reviewed.study.ordinary().spread() {
            let passes = spread.over(design, id);
            if passes.peak.hi > 0.0 {
                let rate = number::between(Dimension::Rate, passes.peak.lo, passes.peak.hi);
                lines.push(self.labelled(text!("피크", "Peak"), rate.get(self.lang)));
            }
        }
        for attr in [Attr::Share, Attr::Latency, Attr::Timeout, Attr::Protocol] {
            if let Some(told) = self.fact(&link.facts, attr) {
                lines.push(told);
            }
        }
        lines
    }

    fn fact(&self, facts: &Facts, attr: Attr) -> Option<String> {
        let stated = facts.get(attr)?;
        let value = match &stated.value {
            Value::Number(quantity) => self.quantity(*quantity),
            Value::Word(word) => (*word).to_owned(),
            Value::Text(text) => text.clone(),
            _ => return None,
        };
        Some(format!("`{}` {}", attr.word(), plain(&value)))
    }

    /// A type: what it is, and what the catalogue says of it.
    fn word(&self, word: &str) -> Option<Vec<String>> {
        if let Some(kind) = Kind::parse(word) {
            return Some(vec![format!("`{word}` {}", self.say(kind.title()))]);
        }
        if let Some(kind) = GroupKind::parse(word) {
            return Some(vec![format!("`{word}` {}", self.say(kind.title()))]);
        }
        let tech = self.catalog.find(word)?;
        let mut lines = vec![format!(
            "**{}** `{}` · {}",
            plain(&tech.title),
            tech.name,
            self.say(tech.kind.title())
        )];
        lines.extend(self.published(&tech));
        Some(lines)
    }

    fn attribute(&self, word: &str) -> Option<Vec<String>> {
        let attr = Attr::parse(word)?;
        let takes: Vec<Takes> =
            schema::TABLE.iter().filter(|row| row.attr == attr).map(|row| row.takes).collect();
        let mut forms: Vec<String> = Vec::new();
        for form in takes.iter().flat_map(|takes| super::offers::attribute_forms(takes, self.lang))
        {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        let mut lines = vec![format!("`{word}` {}", self.say(attr.describe()))];
        if !forms.is_empty() {
            let forms = forms.join(", ");
            lines.push(text!(forms; "값: {forms}", "Takes: {forms}").get(self.lang).to_owned());
        }
        Some(lines)
    }

    /// The value that was read from there.
    fn stated(&self, value: Span, around: &[&Statement]) -> Option<&'a Stated> {
        let design = self.design();
        let of =
            |facts: &'a Facts| facts.iter().map(|(_, it)| it).find(|it| it.value_span == value);
        let whole = around.first()?.span;
        let components = design.components.iter().filter(|it| whole.contains(it.span));
        let groups = design.groups.iter().filter(|it| whole.contains(it.span));
        let links = design.links.iter().filter(|it| whole.contains(it.statement));
        let flows = design.flows.iter().filter(|it| whole.contains(it.span));
        let whole = [&design.traffic, &design.slo, &design.operations];
        components
            .map(|it| &it.facts)
            .chain(groups.map(|it| &it.facts))
            .chain(links.map(|it| &it.facts))
            .chain(flows.map(|it| &it.facts))
            .chain(whole)
            .find_map(of)
    }

    /// What arithmetic comes to.
    fn value(&self, written: &ExprKind, stated: &Stated) -> Option<Vec<String>> {
        let Value::Number(quantity) = stated.value else { return None };
        if !matches!(written, ExprKind::Binary { .. } | ExprKind::Number(_) | ExprKind::Word(_)) {
            return None;
        }
        let text = self.at.reviewed.sources.text(stated.value_span);
        let derivation = format!("{} = {}", text.replace('\n', " "), self.quantity(quantity));
        Some(vec![code(&derivation)])
    }

    fn quantity(&self, it: Quantity) -> String {
        number::between(it.dimension, it.low(), it.high()).get(self.lang).to_owned()
    }

    fn findings_on(&self, name: &str) -> Vec<String> {
        let all = self.at.reviewed.findings.iter();
        let about = all.filter(|it| !it.is_accepted() && it.names().any(|one| one == name));
        let about: Vec<&Diagnostic> = about.filter(|it| it.severity != Severity::Advice).collect();
        let line = |it: &&Diagnostic| {
            format!("{} {} `{}`", mark(it.severity), plain(it.message.get(self.lang)), it.rule)
        };
        about.iter().take(SHOWN).map(line).collect()
    }

    fn labelled(&self, label: Text, derived: &str) -> String {
        format!("{} {}", plain(label.get(self.lang)), code(derived))
    }

    /// The first few, and how many more there are.
    fn some(&self, names: impl Iterator<Item = String>) -> String {
        let all: Vec<String> = names.collect();
        let more = all.len().saturating_sub(SHOWN * 2);
        let shown = all[..all.len() - more].join(", ");
        match more {
            0 => shown,
            _ => format!("{shown} +{more}"),
        }
    }
}

fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "🛑",
        Severity::Warning => "⚠️",
        Severity::Advice => "💡",
    }
}

/// `99.95% · 4시간 23분/년`
pub(super) fn down_a_year(availability: &FlowAvailability, lang: Lang) -> String {
    let down = availability.outlook.unavailability;
    let percent = number::availability(down.lo, down.hi);
    let takes = number::duration(availability.outlook.downtime_a_year());
    let told = Text::new(
        format!("{} · {}/년", percent.get(Lang::Ko), takes.get(Lang::Ko)),
        format!("{} · {}/year", percent.get(Lang::En), takes.get(Lang::En)),
    );
    told.get(lang).to_owned()
}
