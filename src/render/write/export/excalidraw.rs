//! Excalidraw: shapes that can be edited where the picture has them; a group without groups inside is
//! a frame, the ones around it are boxes, since frames do not nest.

use super::page::Page;
use super::{Form, below, component_label, link_label, settled};
use crate::model::{ComponentId, Design, GroupId, LinkId};
use crate::render::graph::{Point, Rect};
use crate::render::scene::Scene;
use crate::render::shown::words::group_title;
use crate::say::Lang;
use crate::sink::Printed;
use crate::syntax::ast::Arrow;
use serde_json::{Value, json};

/// The design as a file of version 2, everything where its picture has it.
pub fn excalidraw(design: &Design, scene: &Scene, lang: Lang) -> Printed {
    let page = Page { design: &settled(design), scene, lang };
    let mut elements: Vec<Value> = Vec::new();
    page.design.group_ids().for_each(|id| page.group(&mut elements, id));
    page.design.component_ids().for_each(|id| page.component(&mut elements, id));
    page.design.link_ids().for_each(|id| page.link(&mut elements, id));
    for (at, element) in elements.iter_mut().enumerate() {
        // Any numbers do, but the same each time.
        element["seed"] = json!(at + 1);
        element["versionNonce"] = json!(at + 1);
    }
    let file = json!({
        "type": "excalidraw",
        "version": 2,
        "source": "archlint",
        "elements": elements,
        "appState": { "gridSize": null, "viewBackgroundColor": "#ffffff" },
        "files": {},
    });
    Printed::by(format!("{file:#}\n"))
}

impl Page<'_> {
    fn is_frame(&self, id: GroupId) -> bool {
        let inner = self.design.groups.iter().any(|group| group.parent == Some(id));
        !inner && self.group_rect(id).is_some()
    }

    fn frame_around(&self, group: Option<GroupId>) -> Value {
        match group.filter(|id| self.is_frame(*id)) {
            Some(id) => json!(format!("g{}", id.index())),
            None => Value::Null,
        }
    }

    fn group(&self, elements: &mut Vec<Value>, id: GroupId) {
        let Some(rect) = self.group_rect(id) else { return };
        let title = group_title(self.design.group(id), self.lang);
        let name = format!("g{}", id.index());
        if self.is_frame(id) {
            let mut frame = shape("frame", &name, rect);
            frame["name"] = json!(title);
            elements.push(frame);
            return;
        }
        let mut outer = shape("rectangle", &name, rect);
        outer["strokeStyle"] = json!("dashed");
        elements.push(outer);
        let at = Rect { x: rect.x + 10.0, y: rect.y + 8.0, width: rect.width - 20.0, height: 20.0 };
        let mut words = text(&format!("{name}-title"), &title, at);
        words["textAlign"] = json!("left");
        elements.push(words);
    }

    fn component(&self, elements: &mut Vec<Value>, id: ComponentId) {
        let Some(rect) = self.rect_of(id) else { return };
        let component = self.design.component(id);
        let name = format!("n{}", id.index());
        let form = Form::of(component.kind);
        let mut card =
            shape(if form == Form::Round { "ellipse" } else { "rectangle" }, &name, rect);
        card["frameId"] = self.frame_around(component.group);
        card["backgroundColor"] = json!(match form {
            Form::Store => "#d3f9d8",
            Form::Queue => "#fff3bf",
            Form::Outside => "#f1f3f5",
            _ => "#ffffff",
        });
        if form == Form::Outside {
            card["strokeStyle"] = json!("dashed");
        }
        let links = self.design.link_ids().filter(|link| {
            let link = self.design.link(*link);
            link.from == id || link.to == id
        });
        let arrows =
            links.map(|link| json!({ "id": format!("l{}", link.index()), "type": "arrow" }));
        let words = format!("{name}-text");
        let bound: Vec<Value> =
            [json!({ "id": words, "type": "text" })].into_iter().chain(arrows).collect();
        card["boundElements"] = json!(bound);
        elements.push(card);
        let label = component_label(component);
        let second = below(self.design, id, &label);
        let all = if second.is_empty() { label } else { format!("{label}\n{second}") };
        let mut words = text(&words, &all, rect);
        words["containerId"] = json!(name);
        words["frameId"] = self.frame_around(component.group);
        elements.push(words);
    }

    fn link(&self, elements: &mut Vec<Value>, id: LinkId) {
        let link = self.design.link(id);
        let path = |id| &self.design.component(id).path;
        let places = self.scene.links.iter();
        let drawn =
            places.into_iter().find(|it| it.from == *path(link.from) && it.to == *path(link.to));
        let Some(points) = drawn.map(|it| &it.points).filter(|points| points.len() > 1) else {
            return;
        };
        let start = points[0];
        let rect = bounds(points);
        let name = format!("l{}", id.index());
        let mut arrow = shape("arrow", &name, Rect { x: start.x, y: start.y, ..rect });
        let relative =
            points.iter().map(|point| json!([round(point.x - start.x), round(point.y - start.y)]));
        arrow["points"] = json!(relative.collect::<Vec<_>>());
        arrow["lastCommittedPoint"] = Value::Null;
        let end = |id: ComponentId| json!({ "elementId": format!("n{}", id.index()), "focus": 0, "gap": 1 });
        arrow["startBinding"] = end(link.from);
        arrow["endBinding"] = end(link.to);
        arrow["startArrowhead"] = Value::Null;
        arrow["endArrowhead"] = json!("arrow");
        arrow["elbowed"] = json!(false);
        if link.arrow != Arrow::Sync {
            arrow["strokeStyle"] = json!("dashed");
        }
        if link.arrow == Arrow::Copy {
            arrow["strokeColor"] = json!("#2563c9");
        }
        let label = link_label(self.design, link);
        let words = format!("{name}-text");
        if !label.is_empty() {
            arrow["boundElements"] = json!([{ "id": words, "type": "text" }]);
        }
        elements.push(arrow);
        if !label.is_empty() {
            let mut words = text(&words, &label, rect);
            words["containerId"] = json!(name);
            words["fontSize"] = json!(14);
            elements.push(words);
        }
    }
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn bounds(points: &[Point]) -> Rect {
    let min = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
    let max = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (x, y) = (min(|p| p.x), min(|p| p.y));
    Rect { x, y, width: max(|p| p.x) - x, height: max(|p| p.y) - y }
}

/// What every element has.
fn shape(kind: &str, id: &str, rect: Rect) -> Value {
    let round_corners = kind == "rectangle" || kind == "arrow";
    let roundness = if round_corners { json!({ "type": 3 }) } else { Value::Null };
    json!({
        "id": id,
        "type": kind,
        "x": round(rect.x),
        "y": round(rect.y),
        "width": round(rect.width),
        "height": round(rect.height),
        "angle": 0,
        "strokeColor": "#1e1e1e",
        "backgroundColor": "transparent",
        "fillStyle": "solid",
        "strokeWidth": 1,
        "strokeStyle": "solid",
        "roughness": 0,
        "opacity": 100,
        "groupIds": [],
        "frameId": null,
        "roundness": roundness,
        "seed": 1,
        "version": 1,
        "versionNonce": 1,
        "isDeleted": false,
        "boundElements": [],
        "updated": 1,
        "link": null,
        "locked": false,
    })
}

/// Words in the middle of a place; family 2 falls back to a font with Hangul.
fn text(id: &str, words: &str, rect: Rect) -> Value {
    let mut value = shape("text", id, rect);
    let more = json!({
        "text": words,
        "originalText": words,
        "fontSize": 16,
        "fontFamily": 2,
        "textAlign": "center",
        "verticalAlign": "middle",
        "containerId": null,
        "lineHeight": 1.25,
        "autoResize": true,
    });
    if let (Some(all), Value::Object(more)) = (value.as_object_mut(), more) {
        all.extend(more);
    }
    value
}
