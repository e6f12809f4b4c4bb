//! A scene as data, for programs that check or redraw it. The keys are a contract.

use crate::render::graph::{Point, Rect};
use crate::render::scene::Scene;
use serde_json::{Value, json};

/// Lengths in px, with at most two decimals.
pub fn write(scene: &Scene) -> String {
    let components = scene.components.iter().map(|place| {
        let mut value = json!({ "name": place.name, "group": place.group });
        add_rect(&mut value, place.rect);
        value
    });
    let groups = scene.groups.iter().map(|place| {
        let mut value = json!({ "name": place.name, "parent": place.parent });
        add_rect(&mut value, place.rect);
        value["title"] = rect(place.title);
        value
    });
    let links = scene.links.iter().map(|place| {
        json!({
            "from": place.from,
            "to": place.to,
            "points": place.points.iter().map(point).collect::<Vec<_>>(),
            "label": place.label.map(rect),
        })
    });
    let badges = scene.badges.iter().map(|place| {
        let severity = place.severity.name();
        let mut value =
            json!({ "number": place.number, "severity": severity, "subject": place.subject });
        add_rect(&mut value, place.rect);
        value
    });
    let value = json!({
        "width": number(scene.width),
        "height": number(scene.height),
        "components": components.collect::<Vec<_>>(),
        "groups": groups.collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
        "badges": badges.collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn add_rect(value: &mut Value, area: Rect) {
    value["x"] = number(area.x);
    value["y"] = number(area.y);
    value["w"] = number(area.width);
    value["h"] = number(area.height);
}

fn rect(area: Rect) -> Value {
    let mut value = json!({});
    add_rect(&mut value, area);
    value
}

fn point(point: &Point) -> Value {
    json!([number(point.x), number(point.y)])
}

/// Whole numbers without a decimal point.
fn number(value: f64) -> Value {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded.fract() == 0.0 && rounded.abs() < 9e15 {
        json!(rounded as i64)
    } else {
        json!(rounded)
    }
}
