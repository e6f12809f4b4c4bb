//! A design as a short list that a person can check.

use archlint::model::{
    AcceptSubject, Argument, ComponentId, Design, Facts, Matcher, Need, Place, Softness, Value,
};

pub fn show(design: &Design) -> String {
    let mut lines = vec![format!("design {} {:?}", design.name, design.stage)];
    for group in &design.groups {
        let parent = group.parent.map_or("-", |id| &design.group(id).path);
        let facts = facts(design, &group.facts);
        lines.push(format!("group {} {} in {parent}{facts}", group.kind.word(), group.path));
    }
    for component in &design.components {
        let parent = component.group.map_or("-", |id| &design.group(id).path);
        let kind = component.kind.word();
        let tech = component.tech.as_ref().map_or(String::new(), |tech| format!("/{}", tech.name));
        let label = label(&component.label);
        let facts = facts(design, &component.facts);
        lines.push(format!("{kind}{tech} {}{label} in {parent}{facts}", component.path));
    }
    for id in design.link_ids() {
        let link = design.link(id);
        let facts = facts(design, &link.facts);
        lines.push(format!("link {}{}{facts}", design.link_name(id), label(&link.label)));
    }
    for (id, needs) in design.component_ids().zip(&design.needs) {
        let needs: Vec<String> = needs.iter().map(|it| need(design, it)).collect();
        if !needs.is_empty() {
            lines.push(format!("{} needs {}", name(design, id), needs.join(", ")));
        }
    }
    for set in &design.replica_sets {
        let standbys = names(design, &set.standbys);
        lines.push(format!("set {} + {standbys}", name(design, set.primary)));
    }
    whole(design, &mut lines);
    lines.join("\n")
}

fn whole(design: &Design, lines: &mut Vec<String>) {
    let about = [("traffic", &design.traffic), ("slo", &design.slo), ("ops", &design.operations)];
    for (word, stated) in about.into_iter().filter(|(_, facts)| facts.iter().next().is_some()) {
        lines.push(format!("{word}{}", facts(design, stated)));
    }
    for flow in &design.flows {
        let steps: Vec<String> = flow.steps.iter().map(|id| design.link_name(*id)).collect();
        let implied = if flow.implied { " (implied)" } else { "" };
        let (entry, facts) = (names(design, &flow.entry), facts(design, &flow.facts));
        let steps = steps.join(" ");
        lines.push(format!("flow {}{implied}: {entry} | {steps}{facts}", flow.name));
    }
    for it in &design.scenarios {
        let fail: Vec<&str> = it.fail.iter().map(|place| design.place_name(*place)).collect();
        let cold = names(design, &it.cold);
        let slow: Vec<String> =
            it.slow.iter().map(|(id, factor)| format!("{}x{factor}", name(design, *id))).collect();
        lines.push(format!("scenario {} x{} {fail:?} {cold} {slow:?}", it.name, it.traffic));
    }
    for it in &design.expectations {
        let about = it.argument.map(|argument| match argument {
            Argument::Flow(id) => design.flow(id).name.as_str(),
            Argument::Component(id) => name(design, id),
            Argument::Part(id) => &design.part(id).path,
        });
        let value = it.comparison.map(|(comparison, value)| format!("{comparison:?} {}", value.lo));
        lines.push(format!("expect {:?} {about:?} {value:?} {:?}", it.function, it.scenario));
    }
    for it in &design.accepts {
        let about: Vec<String> = it
            .subjects
            .iter()
            .map(|subject| match subject {
                AcceptSubject::Place(place, _) => design.place_name(*place).to_owned(),
                AcceptSubject::Link(link, _) => design.link_name(*link),
            })
            .collect();
        let until = it.until.map(|date| date.to_string()).unwrap_or_default();
        lines
            .push(format!("accept {} {about:?} {:?} {until} {}", it.rule, it.reason, it.inherited));
    }
    for it in &design.forbids {
        let (from, to) = (matcher(design, it.from), matcher(design, it.to));
        lines.push(format!("forbid {from} {to} {:?}", it.because));
    }
}

fn matcher(design: &Design, it: Matcher) -> String {
    match it {
        Matcher::Kind(kind) => format!("kind {}", kind.word()),
        Matcher::Component(id) => design.place_name(Place::Component(id)).to_owned(),
        Matcher::Group(id) => design.place_name(Place::Group(id)).to_owned(),
    }
}

fn name(design: &Design, id: ComponentId) -> &str {
    &design.component(id).path
}

fn names(design: &Design, ids: &[ComponentId]) -> String {
    ids.iter().map(|id| name(design, *id)).collect::<Vec<_>>().join(" ")
}

fn label(label: &Option<String>) -> String {
    label.as_ref().map_or(String::new(), |label| format!(" {label:?}"))
}

fn need(design: &Design, need: &Need) -> String {
    let targets: Vec<&str> =
        need.links.iter().map(|link| name(design, design.link(*link).to)).collect();
    let targets = targets.join("|");
    let enough = if need.need > 1 { format!(" (any {})", need.need) } else { String::new() };
    let pool = if need.pool { " pool" } else { "" };
    let soft = match need.softness {
        Softness::Hard => String::new(),
        Softness::Optional => " optional".to_owned(),
        Softness::Fallback(id) => format!(" else {}", name(design, id)),
    };
    format!("{targets}{enough}{pool}{soft}")
}

fn facts(design: &Design, facts: &Facts) -> String {
    let stated: Vec<String> = facts
        .iter()
        .map(|(attr, stated)| {
            let default = if stated.by_default { "*" } else { "" };
            format!("{}{default}={}", attr.word(), value(design, &stated.value))
        })
        .collect();
    if stated.is_empty() { String::new() } else { format!(" {{{}}}", stated.join(" ")) }
}

fn value(design: &Design, it: &Value) -> String {
    match it {
        Value::On => "on".to_owned(),
        Value::Off => "off".to_owned(),
        Value::Unknown => "unknown".to_owned(),
        Value::Number(number) if number.is_range() => format!("{}..{}", number.lo, number.hi),
        Value::Number(number) => number.lo.normalize().to_string(),
        Value::Word(word) => (*word).to_owned(),
        Value::Text(text) => format!("{text:?}"),
        Value::Component(id) => format!("@{}", name(design, *id)),
        Value::Group(id) => format!("@{}", design.group(*id).path),
        Value::Times(id, factor) => format!("@{}x{}", name(design, *id), factor.lo),
        Value::Date(date) => date.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| value(design, item)).collect();
            format!("[{}]", items.join(" "))
        }
    }
}
