//! draw.io: shapes that can be edited where the picture has them, groups as containers. What the
//! importer reads back stands in the data of each shape.

use super::page::Page;
use super::{Form, below, component_label, link_label, settled};
use crate::model::{ComponentId, Design, GroupId};
use crate::render::graph::{Point, Rect};
use crate::render::scene::Scene;
use crate::render::shown::words::group_title;
use crate::say::Lang;
use crate::sink::{Html, Written, Xml};
use crate::syntax::ast::Arrow;

/// The design as one page, everything where its picture has it.
pub fn drawio(design: &Design, scene: &Scene, lang: Lang) -> Written<Xml> {
    let page = Page { design: &settled(design), scene, lang };
    let mut out = Written::from("<mxfile host=\"archlint\">\n<diagram id=\"archlint\" name=\"");
    out.theirs(&design.name);
    out.ours("\">\n<mxGraphModel grid=\"1\" gridSize=\"10\" page=\"0\" math=\"0\">\n<root>\n");
    out.ours("<mxCell id=\"0\"/>\n<mxCell id=\"1\" parent=\"0\"/>\n");
    page.design.group_ids().for_each(|id| page.group_cell(&mut out, id));
    page.design.component_ids().for_each(|id| page.component_cell(&mut out, id));
    page.links(&mut out);
    out.ours("</root>\n</mxGraphModel>\n</diagram>\n</mxfile>\n");
    out
}

impl Page<'_> {
    fn group_cell(&self, out: &mut Written<Xml>, id: GroupId) {
        let Some(rect) = self.group_rect(id) else { return };
        let group = self.design.group(id);
        out.ours("<mxCell id=\"g").number(id.index()).ours("\" value=\"");
        label(out, &group_title(group, self.lang), "");
        out.ours(
            "\" style=\"rounded=1;arcSize=2;whiteSpace=wrap;html=1;container=1;collapsible=0;",
        );
        out.ours("verticalAlign=top;align=left;spacingLeft=8;fillColor=none;strokeColor=#8c959f;");
        out.ours("fontStyle=1\" vertex=\"1\" parent=\"");
        parent(out, group.parent.filter(|id| self.group_rect(*id).is_some()));
        out.ours("\">");
        self.geometry(out, rect, group.parent);
        out.ours("</mxCell>\n");
    }

    fn component_cell(&self, out: &mut Written<Xml>, id: ComponentId) {
        let component = self.design.component(id);
        let Some(rect) = self.rect_of(id) else { return };
        let (name, form) = (component_label(component), Form::of(component.kind));
        let word = component.tech.as_ref().map_or(component.kind.word(), |tech| &tech.name);
        out.ours("<object label=\"");
        label(out, &name, &below(self.design, id, &name));
        out.ours("\" archlint=\"").theirs(word).ours("\" archlint-name=\"").theirs(&component.name);
        out.ours("\" archlint-label=\"").theirs(&name).ours("\" id=\"n").number(id.index());
        out.ours("\"><mxCell style=\"").ours(match form {
            Form::Plain => "rounded=1;",
            Form::Round => "ellipse;",
            Form::Store => "shape=cylinder3;boundedLbl=1;backgroundOutline=1;size=8;",
            Form::Queue => "shape=process;",
            Form::Outside => "rounded=1;dashed=1;",
        });
        out.ours(
            "whiteSpace=wrap;html=1;fillColor=#ffffff;strokeColor=#57606a\" vertex=\"1\" parent=\"",
        );
        parent(out, component.group.filter(|id| self.group_rect(*id).is_some()));
        out.ours("\">");
        self.geometry(out, rect, component.group);
        out.ours("</mxCell></object>\n");
    }

    /// Relative to the group around it.
    fn geometry(&self, out: &mut Written<Xml>, rect: Rect, around: Option<GroupId>) {
        let outer = around.and_then(|id| self.group_rect(id)).unwrap_or_default();
        out.ours("<mxGeometry x=\"").decimal(rect.x - outer.x, 0);
        out.ours("\" y=\"").decimal(rect.y - outer.y, 0);
        out.ours("\" width=\"").decimal(rect.width, 0);
        out.ours("\" height=\"").decimal(rect.height, 0).ours("\" as=\"geometry\"/>");
    }

    fn links(&self, out: &mut Written<Xml>) {
        for id in self.design.link_ids() {
            let link = self.design.link(id);
            let (from, to) =
                (&self.design.component(link.from).path, &self.design.component(link.to).path);
            out.ours("<mxCell id=\"l").number(id.index()).ours("\" value=\"");
            label(out, &link_label(self.design, link), "");
            out.ours("\" style=\"edgeStyle=orthogonalEdgeStyle;rounded=1;html=1;").ours(match link
                .arrow
            {
                Arrow::Sync => "endArrow=block;endFill=1;",
                Arrow::Async => "endArrow=open;dashed=1;",
                Arrow::Copy => "endArrow=open;dashed=1;strokeColor=#2563c9;",
            });
            out.ours("\" edge=\"1\" parent=\"1\" source=\"n").number(link.from.index());
            out.ours("\" target=\"n").number(link.to.index()).ours("\">");
            out.ours("<mxGeometry relative=\"1\" as=\"geometry\">");
            let drawn = self.scene.links.iter().find(|it| it.from == *from && it.to == *to);
            let bends = drawn.map_or(&[][..], |it| inner(&it.points));
            if !bends.is_empty() {
                out.ours("<Array as=\"points\">");
                for Point { x, y } in bends {
                    out.ours("<mxPoint x=\"")
                        .decimal(*x, 0)
                        .ours("\" y=\"")
                        .decimal(*y, 0)
                        .ours("\"/>");
                }
                out.ours("</Array>");
            }
            out.ours("</mxGeometry></mxCell>\n");
        }
    }
}

/// The bends of a line, without its ends.
fn inner(points: &[Point]) -> &[Point] {
    if points.len() > 2 { &points[1..points.len() - 1] } else { &[] }
}

fn parent(out: &mut Written<Xml>, group: Option<GroupId>) {
    match group {
        Some(id) => out.ours("g").number(id.index()),
        None => out.ours("1"),
    };
}

/// Labels are HTML inside of an attribute.
fn label(out: &mut Written<Xml>, first: &str, second: &str) {
    let html = |text: &str| Written::<Html>::of(text).into_string();
    out.theirs(&html(first));
    if !second.is_empty() {
        out.theirs("<br>").theirs(&html(second));
    }
}
