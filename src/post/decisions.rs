//! The judgements: for each decision that a design made or left, assumption → figure → judgement.

mod data;

use super::defence::{ZoneLoss, template as defence_template};
use super::deploys::{Deploy, Way};
use super::fill::{Template, Tokens};
use super::ground::Ground;
use super::tenfold::{FACTOR, Tenfold};
use super::verdicts::{CacheReason, Following, QueueReason, least_hits};
use super::words;
use crate::analysis::Study;
use crate::analysis::load::TARGET_UTILIZATION;
use crate::analysis::recovery::RESTART;
use crate::model::{Attr, Component, ComponentId, Dimension, Duration, Kind, Place};
use crate::say::{Text, number};
use crate::text;
use std::sync::LazyLock;

static WORDS: LazyLock<toml::Table> =
    LazyLock::new(|| include_str!("attacks/decisions.toml").parse().expect("a test reads it"));

/// A judgement, and what it is about.
pub struct Row {
    /// As in the data: `servers`.
    pub decision: &'static str,
    /// It will be made otherwise.
    pub is_plan: bool,
    pub about: Option<ComponentId>,
    pub title: Text,
    pub text: Text,
    /// The judgement alone, without what it rests on.
    pub judged: Text,
}

/// How a decision was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// It differs from the base.
    Changed,
    Kept,
    /// It does not do and will be made otherwise.
    Plan,
    /// It was left out.
    Not,
}

impl Form {
    fn key(self) -> &'static str {
        match self {
            Form::Changed => "changed",
            Form::Kept => "kept",
            Form::Plan => "plan",
            Form::Not => "not",
        }
    }

    fn of(is_bad: bool, is_changed: bool) -> Self {
        match (is_bad, is_changed) {
            (true, _) => Form::Plan,
            (_, true) => Form::Changed,
            _ => Form::Kept,
        }
    }
}

struct Made {
    key: &'static str,
    about: Option<ComponentId>,
    form: Form,
    tokens: Tokens,
}

impl Made {
    fn of(key: &'static str, about: ComponentId, form: Form, tokens: Tokens) -> Self {
        Self { key, about: Some(about), form, tokens }
    }

    fn of_all(key: &'static str, form: Form, tokens: Tokens) -> Self {
        Self { key, about: None, form, tokens }
    }
}

/// Which attack asks for the same as a decision: who accepts what it finds has decided.
pub const ASKED: [(&str, &str); 11] = [
    ("storage", "db-full"),
    ("servers", "server-down"),
    ("replication", "db-primary-down"),
    ("sharding", "no-shard"),
    ("backup", "db-restore"),
    ("scaling", "cost-idle"),
    ("cache", "cache-why"),
    ("queue", "why-queue"),
    ("consumers", "queue-backlog"),
    ("zones", "zone-down"),
    ("deploy", "deploy-capacity"),
];

/// The rows of a week: of capacity and databases in the second, of growth in the third, all in the
/// last.
pub fn decisions(ground: &Ground, week: Option<u8>) -> Vec<Row> {
    let data: &[fn(&Ground) -> Vec<Made>] =
        &[servers, data::replication, data::reads, data::sharding, data::storage, data::backup];
    let growth: &[fn(&Ground) -> Vec<Made>] =
        &[scaling, cache, queue, consumers, cdn, zones, deploy];
    let asked: Vec<_> = match week {
        Some(2) => [data, &[cache as fn(&Ground) -> Vec<Made>, queue_drawn, consumers]].concat(),
        Some(3) => growth.to_vec(),
        _ => [data, growth].concat(),
    };
    let mut rows: Vec<Row> = Vec::new();
    for row in asked.into_iter().flat_map(|make| make(ground)).filter_map(|made| row(ground, made))
    {
        // Two that are called the same and fare the same are said once.
        if !rows.iter().any(|known| known.text == row.text) {
            rows.push(row);
        }
    }
    rows
}

fn row(ground: &Ground, made: Made) -> Option<Row> {
    let entry = WORDS.get(made.key)?;
    let Template { ko, en } = defence_template(entry, "title");
    let template = defence_template(entry, made.form.key());
    let accepted = (made.form == Form::Plan).then(|| accepted(ground, &made)).flatten();
    let is_plan = made.form == Form::Plan && accepted.is_none();
    let (text, judged) = match accepted {
        // In the place of what would be done.
        Some(reason) => {
            let (found, judged) = (template.fill_found(&made.tokens), taken_on(reason));
            (text!(found, judged; "{found} → {judged}", "{found} → {judged}"), judged)
        }
        None => (template.fill(&made.tokens), template.fill_judged(&made.tokens)),
    };
    let Made { key: decision, about, .. } = made;
    let title = Text::new(ko, en);
    (!text.is_empty()).then_some(Row { decision, is_plan, about, title, text, judged })
}

/// The reason for which what is found about a decision is accepted.
fn accepted(ground: &Ground, made: &Made) -> Option<Text> {
    let (_, attack) = ASKED.iter().find(|(key, _)| *key == made.key)?;
    let (_, rules) = super::rules().find(|(id, _)| id == attack)?;
    let about: Vec<ComponentId> = made.about.into_iter().collect();
    let finding = ground.accepted(rules, &about)?;
    Some(words::quoted(&finding.accepted.as_ref()?.reason))
}

/// That what was found is accepted.
fn taken_on(reason: Text) -> Text {
    text!(reason; "감수합니다. 이유는 “{reason}”입니다.", "accepted: “{reason}”.")
}

fn put(tokens: &mut Tokens, name: &'static str, text: Option<Text>) {
    if let Some(text) = text {
        tokens.put(name, text);
    }
}

fn flag(tokens: &mut Tokens, name: &'static str, holds: bool) {
    if holds {
        tokens.flag(name);
    }
}

fn lasting(time: Duration) -> Option<Text> {
    time.ends().map(words::duration)
}

/// The same component in the base.
fn before<'a>(
    ground: &Ground<'a>,
    id: ComponentId,
) -> Option<(&'a Study, ComponentId, &'a Component)> {
    let base = ground.base?;
    let path = &ground.component(id).path;
    let old =
        base.design().component_ids().find(|old| base.design().component(*old).path == *path)?;
    Some((base, old, base.design().component(old)))
}

fn counted(number: u32) -> Text {
    words::count(f64::from(number))
}

/// So little above a bound is rounding.
const ROUNDING: f64 = 1e-9;

/// Not more tiers than this are judged in one post.
const MOST_TIERS: usize = 3;

fn tiers(ground: &Ground) -> Vec<ComponentId> {
    let in_request =
        |id: &ComponentId| ground.study.is_in_request(*id) && !ground.study.is_proxy(*id);
    ground.servers().into_iter().filter(in_request).take(MOST_TIERS).collect()
}

/// How many a scaler starts that has no ceiling yet is decided with that.
fn servers(ground: &Ground) -> Vec<Made> {
    let decided = |id: &ComponentId| !ground.design().scales_without_bounds(*id);
    tiers(ground).into_iter().filter(decided).filter_map(|id| server(ground, id)).collect()
}

fn server(ground: &Ground, id: ComponentId) -> Option<Made> {
    let mut tokens = Tokens::default();
    let peak = ground.peak(id)?;
    tokens.put("c", ground.called(id));
    tokens.put("r", words::rps(peak));
    let Some(usage) = ground.usage(id) else {
        return Some(Made::of("servers", id, Form::Not, tokens));
    };
    let count = ground.design().running(id);
    let (now, after) =
        (usage.utilization_with(count), usage.utilization_with(count.saturating_sub(1)));
    let enough = ground.enough(id)?;
    tokens.put("cap", words::rps(usage.capacity_each));
    let ratio = peak / usage.capacity_each;
    let shown = number::trimmed(ratio, 2);
    tokens.put("q", Text::number(&shown, &shown));
    tokens.put("n", counted(count));
    tokens.put("u", words::share(now));
    put(&mut tokens, "u1", after.is_finite().then(|| words::share(after)));
    tokens.put("m", counted(enough));
    tokens.put("v", words::share(usage.utilization_with(enough)));
    tokens.put("v1", words::share(usage.utilization_with(enough - 1)));
    let (over, alone) = (now > 1.0 + ROUNDING, count < 2 || after > 1.0 + ROUNDING);
    flag(&mut tokens, "over", over);
    flag(&mut tokens, "alone", !over && alone);
    flag(&mut tokens, "tight", !over && !alone && now > TARGET_UTILIZATION + ROUNDING);
    let old = before(ground, id).map(|(base, old, _)| base.design().running(old));
    put(&mut tokens, "n0", old.map(counted));
    let zones = ground.component(id).zones.len() as u32;
    let apart = (zones > 1).then(|| count.saturating_sub(count.div_ceil(zones)));
    let apart = apart.map(|left| usage.utilization_with(left)).filter(|it| it.is_finite());
    put(&mut tokens, "uz", apart.map(words::share));
    let tenfold = |count: u32| usage.utilization_with(count) * FACTOR;
    flag(&mut tokens, "more", count > enough);
    flag(&mut tokens, "ten", tenfold(count) <= 1.0 + ROUNDING && tenfold(enough) > 1.0 + ROUNDING);
    tokens.put("u10", words::share(tenfold(count)));
    put(&mut tokens, "note", ground.note(id).map(words::quoted));
    let form = Form::of(count < enough, old.is_some_and(|old| old != count));
    Some(Made::of("servers", id, form, tokens))
}

fn scaling(ground: &Ground) -> Vec<Made> {
    let Some(demand) = ground.study.demand() else { return Vec::new() };
    let day = Tenfold::of(ground);
    let made = |id: ComponentId| {
        let arrival = ground.study.arrival(id)?;
        let count = ground.design().running(id);
        let used = ground.usage(id)?.utilization_with(count);
        let mut tokens = Tokens::default();
        tokens.put("c", ground.called(id));
        tokens.put("r0", words::rps(arrival.average.hi));
        tokens.put("r1", words::rps(arrival.peak.hi));
        tokens.put("f", number::between(Dimension::Factor, demand.factor.lo, demand.factor.hi));
        tokens.put("n", counted(count));
        tokens.put("u", words::share(used));
        let bounds = ground.design().scales(id);
        put(&mut tokens, "lo", bounds.map(|(lo, _)| counted(lo)));
        put(&mut tokens, "hi", bounds.map(|(_, hi)| counted(hi)));
        flag(&mut tokens, "open", ground.design().scales_without_bounds(id));
        let then = day.as_ref().and_then(|day| day.rows.iter().find(|row| row.id == id));
        put(&mut tokens, "u10", then.map(|row| words::share(row.before)));
        put(&mut tokens, "u11", then.map(|row| words::share(row.after)));
        let had =
            before(ground, id).is_some_and(|(base, old, _)| base.design().scales(old).is_some());
        let enough = ground.enough(id);
        let floor = bounds.zip(enough).is_some_and(|((lo, _), enough)| lo < enough);
        flag(&mut tokens, "floor", floor);
        put(&mut tokens, "m", enough.map(counted));
        let form = match bounds {
            Some(_) if floor => Form::Plan,
            Some(_) if ground.base.is_some() && !had => Form::Changed,
            Some(_) => Form::Kept,
            None if Following::of(ground, id).is_some_and(|it| it.is_due) => Form::Plan,
            None => Form::Not,
        };
        Some(Made::of("scaling", id, form, tokens))
    };
    tiers(ground).into_iter().filter_map(made).collect()
}

/// Whether those who take messages keep up.
fn consumers(ground: &Ground) -> Vec<Made> {
    let queues = ground.of_kinds(&[Kind::Queue]).into_iter();
    let pairs =
        queues.flat_map(|queue| ground.consumers(queue).into_iter().map(move |it| (queue, it)));
    let made = |(queue, reader): (ComponentId, ComponentId)| {
        let count = ground.design().running(reader);
        let mut tokens = Tokens::default();
        tokens.put("c", ground.called(reader));
        tokens.put("n", counted(count));
        if ground.usage(reader).is_none() {
            ground.peak(queue)?;
            return Some(Made::of("consumers", reader, Form::Not, tokens));
        }
        let backlog = ground.backlog(reader)?;
        tokens.put("in", words::count(backlog.peak));
        tokens.put("out", words::count(backlog.capacity));
        let each = backlog.capacity / f64::from(count.max(1));
        let enough = (backlog.peak / (each * TARGET_UTILIZATION) - ROUNDING).ceil();
        tokens.put("m", counted(enough as u32));
        let old = before(ground, reader).map(|(base, old, _)| base.design().running(old));
        let changed = old.map_or(ground.base.is_some(), |old| old != count);
        flag(&mut tokens, "new", old.is_none());
        let form = Form::of(backlog.grows(), changed);
        Some(Made::of("consumers", reader, form, tokens))
    };
    pairs.filter_map(made).collect()
}

fn cache(ground: &Ground) -> Vec<Made> {
    let made = |(cache, db): (ComponentId, ComponentId)| {
        let hits = ground.facts(cache).number(Attr::HitRatio, Dimension::Ratio)?.high();
        let reason = CacheReason::of(ground, cache, db)?;
        let mut tokens = Tokens::default();
        tokens.put("cache", ground.called(cache));
        tokens.put("db", ground.called(db));
        tokens.put("u0", words::share(reason.with));
        tokens.put("u1", words::share(reason.without));
        tokens.put("hit", words::share(hits));
        put(&mut tokens, "hmin", least_hits(ground, cache, &reason).map(words::share));
        flag(&mut tokens, "load", reason.load);
        if let Some((fast, slow)) = reason.faster {
            put(&mut tokens, "l0", lasting(fast));
            put(&mut tokens, "l1", lasting(slow));
        }
        put(&mut tokens, "note", ground.note(cache).map(words::quoted));
        let had = before(ground, cache).is_some();
        let form = Form::of(!reason.is_good(), ground.base.is_some() && !had);
        put(&mut tokens, "roles", reason.kept);
        Some(Made::of("cache", cache, form, tokens))
    };
    ground.shields().into_iter().filter_map(made).collect()
}

fn queue(ground: &Ground) -> Vec<Made> {
    let queues: Vec<ComponentId> = ground.of_kinds(&[Kind::Queue]);
    if queues.is_empty() {
        return queue_left(ground);
    }
    let made = |queue: ComponentId| {
        let reason = QueueReason::of(ground, queue)?;
        let usage = ground.usage(*reason.readers.first()?)?;
        let mut tokens = Tokens::default();
        tokens.put("queue", ground.called(queue));
        tokens.put("in", words::count(reason.peak));
        tokens.put("out", words::count(usage.capacity));
        tokens.put("g", words::count(reason.readers.len() as f64));
        flag(&mut tokens, "load", reason.load);
        flag(&mut tokens, "away", reason.outside.is_some());
        flag(&mut tokens, "groups", reason.readers.len() > 1);
        put(&mut tokens, "ext", reason.outside.map(|id| ground.called(id)));
        put(&mut tokens, "note", ground.note(queue).map(words::quoted));
        let had = before(ground, queue).is_some();
        let form = Form::of(!reason.is_good(), ground.base.is_some() && !had);
        Some(Made::of("queue", queue, form, tokens))
    };
    queues.into_iter().filter_map(made).collect()
}

/// Of queues that there are: findings about calls that could go behind one are of a later week.
fn queue_drawn(ground: &Ground) -> Vec<Made> {
    if ground.of_kinds(&[Kind::Queue]).is_empty() { Vec::new() } else { queue(ground) }
}

/// Without a queue: what would go behind one.
fn queue_left(ground: &Ground) -> Vec<Made> {
    let waiting = ground.findings.iter().filter(|it| it.rule == "slow-work-in-request");
    let named = waiting.flat_map(|it| it.subjects.iter());
    let ids = ground.design().component_ids();
    let ids = ids.filter(|id| ground.study.kind(*id) == Kind::External);
    let names: Vec<&str> = named.map(|it| it.name.as_str()).collect();
    let mut outside = ids.filter(|id| {
        let path = ground.component(*id).path.as_str();
        names.iter().any(|name| *name == path || name.ends_with(&format!("->{path}")))
    });
    let mut tokens = Tokens::default();
    match outside.next() {
        Some(id) => {
            tokens.put("ext", ground.called(id));
            vec![Made::of("queue", id, Form::Plan, tokens)]
        }
        None => vec![Made::of_all("queue", Form::Not, tokens)],
    }
}

fn cdn(ground: &Ground) -> Vec<Made> {
    let made = |cdn: ComponentId| {
        let origin =
            ground.calls(cdn).into_iter().map(|link| ground.design().link(link).to).next()?;
        let empty = ground.cold(cdn);
        let mut tokens = Tokens::default();
        tokens.put("cdn", ground.called(cdn));
        let (without, with) = (empty.arrival(origin)?.peak.hi, ground.peak(origin)?);
        // Without a hit ratio nothing is known of what it takes off.
        if without <= with * 1.001 {
            return None;
        }
        tokens.put("r0", words::rps(without));
        tokens.put("r1", words::rps(with));
        let had = before(ground, cdn).is_some();
        let form = Form::of(false, ground.base.is_some() && !had);
        Some(Made::of("cdn", cdn, form, tokens))
    };
    ground.of_kinds(&[Kind::Cdn]).into_iter().filter_map(made).collect()
}

fn zones(ground: &Ground) -> Vec<Made> {
    let used = ground.zones();
    if used.is_empty() {
        return Vec::new();
    }
    let mut tokens = Tokens::default();
    tokens.put("k", counted(used.len() as u32));
    let Some(worst) = ZoneLoss::worst(ground) else { return Vec::new() };
    let design = ground.design();
    put(&mut tokens, "u1", worst.busiest.map(|(_, used)| words::share(used)));
    put(&mut tokens, "busy", worst.busiest.map(|(id, _)| ground.called(id)));
    let behind = (!worst.behind.is_empty()).then(|| words::components(design, &worst.behind));
    put(&mut tokens, "con", behind);
    flag(&mut tokens, "over", worst.over);
    if !worst.stuck.is_empty() && !worst.over && worst.flows.is_empty() {
        tokens.put("stuck", words::components(design, &worst.stuck));
        tokens.put("zone", words::group(design, worst.zone));
    }
    if !worst.flows.is_empty() {
        flag(&mut tokens, "one", used.len() == 1);
        tokens.put("zmin", words::duration(ground.down_by(Place::Group(worst.zone))));
        tokens.put("zone", words::group(design, worst.zone));
        tokens.put("flow", words::flows(design, &worst.flows));
    }
    let before = ground.base.map(|base| {
        let here = Ground { study: base, base: None, findings: &[] };
        let lost = here.zones().into_iter().map(|zone| here.down_by(Place::Group(zone)));
        (here.zones().len(), lost.fold(Duration::ZERO, Duration::max))
    });
    put(&mut tokens, "min0", before.map(|(_, down)| words::duration(down)));
    let form = match worst.is_bad() {
        true => Form::Plan,
        false => Form::of(false, before.is_some_and(|(count, _)| count < used.len())),
    };
    vec![Made::of_all("zones", form, tokens)]
}

fn deploy(ground: &Ground) -> Vec<Made> {
    let made = |id: ComponentId| {
        let deploy = Deploy::of(ground, id);
        let mut tokens = Tokens::default();
        tokens.put("c", ground.called(id));
        tokens.put("stop", words::duration(RESTART));
        tokens.put("n1", counted(deploy.serving));
        put(&mut tokens, "u1", deploy.during.map(words::share));
        let is_over = deploy.during.is_some_and(|used| used > 1.0 + ROUNDING);
        flag(&mut tokens, "stops", deploy.serving == 0);
        flag(&mut tokens, "one", ground.design().running(id) <= 1);
        let Some(way) = deploy.way else { return Made::of("deploy", id, Form::Not, tokens) };
        tokens.put("way", way.title());
        let old = before(ground, id).map(|(base, old, _)| {
            Deploy::of(&Ground { study: base, base: None, findings: &[] }, old)
        });
        let stopped = old.filter(|old| old.serving == 0).and_then(|old| old.way).map(Way::title);
        let changed = stopped.is_some();
        put(&mut tokens, "from", stopped);
        Made::of("deploy", id, Form::of(deploy.serving == 0 || is_over, changed), tokens)
    };
    tiers(ground).into_iter().map(made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decision_is_whole_in_both_languages() {
        for (key, entry) in WORDS.iter() {
            for form in ["title", "changed", "kept", "plan", "not"] {
                let Template { ko, en } = defence_template(entry, form);
                assert!(!ko.is_empty() && !en.is_empty(), "{key}.{form}");
            }
        }
    }
}
