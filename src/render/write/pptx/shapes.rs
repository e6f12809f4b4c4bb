//! Shapes of a slide, one after the other, each with a number of its own.

use super::EMU;
use super::parts::hex;
use super::path::{Piece, Sort, bounds};
use super::route::Route;
use crate::render::graph::{Point, Rect};
use crate::render::measure::{Font, Weight};
use crate::render::scene::{Anchor, Dash, Paint};
use crate::render::theme::{Color, Theme};
use crate::say::Lang;
use crate::sink::{Written, Xml};

/// What is written of a slide so far.
pub(super) struct Canvas {
    pub out: Written<Xml>,
    theme: Theme,
    lang: Lang,
    /// The number of the next shape.
    next: usize,
    /// Everything written now is only around what is told.
    pub faint: bool,
}

/// The end of a connector: the shape, and which of its four sides, from the top against the clock;
/// behind them its ports.
pub(super) type Glue = (usize, usize);

impl Canvas {
    pub fn new(theme: Theme, lang: Lang) -> Self {
        Self { out: Written::default(), theme, lang, next: 2, faint: false }
    }

    /// A number for a shape that others speak of before it is written.
    pub fn reserve(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    fn number(&mut self, reserved: Option<usize>) -> usize {
        reserved.unwrap_or_else(|| self.reserve())
    }

    pub fn rect(&mut self, rect: Rect, radius: f64, paint: &Paint, reserved: Option<usize>) {
        self.open("<p:sp><p:nvSpPr>", reserved, "", "<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>");
        self.place("", rect);
        let least = rect.width.min(rect.height).max(0.01);
        let round = (radius / least * 100_000.0).clamp(0.0, 50_000.0);
        if round < 1.0 {
            self.out.ours("<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>");
        } else {
            self.out.ours("<a:prstGeom prst=\"roundRect\"><a:avLst><a:gd name=\"adj\" fmla=\"val ");
            self.out.decimal(round, 0).ours("\"/></a:avLst></a:prstGeom>");
        }
        self.paint(paint);
        self.out.ours("</p:spPr></p:sp>");
    }

    pub fn path(
        &mut self,
        pieces: &[Piece],
        paint: &Paint,
        reserved: Option<usize>,
        ports: &[Point],
    ) {
        if pieces.is_empty() {
            return;
        }
        self.open("<p:sp><p:nvSpPr>", reserved, "", "<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>");
        self.drawn(pieces, ports);
        self.paint(paint);
        self.out.ours("</p:spPr></p:sp>");
    }

    /// Where a path is, and the path; something can hold on to the middle of each side and to ports.
    fn drawn(&mut self, pieces: &[Piece], ports: &[Point]) {
        let rect = bounds(pieces);
        self.place("", rect);
        self.out.ours(
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst>\
            <a:cxn ang=\"16200000\"><a:pos x=\"hc\" y=\"t\"/></a:cxn><a:cxn ang=\"10800000\"><a:pos x=\"l\" y=\"vc\"/></a:cxn>\
            <a:cxn ang=\"5400000\"><a:pos x=\"hc\" y=\"b\"/></a:cxn><a:cxn ang=\"0\"><a:pos x=\"r\" y=\"vc\"/></a:cxn>",
        );
        for port in ports {
            let angle = escape(rect, *port);
            emu(self.out.ours("<a:cxn ang=\"").ours(angle).ours("\"><a:pos x=\""), port.x - rect.x);
            emu(self.out.ours("\" y=\""), port.y - rect.y);
            self.out.ours("\"/></a:cxn>");
        }
        self.out
            .ours("</a:cxnLst><a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst><a:path w=\"");
        emu(&mut self.out, rect.width);
        emu(self.out.ours("\" h=\""), rect.height);
        self.out.ours("\">");
        for (sort, points) in pieces {
            let (open, close) = match sort {
                Sort::Move => ("<a:moveTo>", "</a:moveTo>"),
                Sort::Line => ("<a:lnTo>", "</a:lnTo>"),
                Sort::Bend => ("<a:quadBezTo>", "</a:quadBezTo>"),
                Sort::Curve => ("<a:cubicBezTo>", "</a:cubicBezTo>"),
                Sort::Close => ("<a:close/>", ""),
            };
            self.out.ours(open);
            for (x, y) in points {
                emu(self.out.ours("<a:pt x=\""), x - rect.x);
                emu(self.out.ours("\" y=\""), y - rect.y);
                self.out.ours("\"/>");
            }
            self.out.ours(close);
        }
        self.out.ours("</a:path></a:pathLst></a:custGeom>");
    }

    /// A line between two shapes, with a head; a closed one says that somebody waits.
    pub fn connector(
        &mut self,
        name: &str,
        way: Result<Route, Vec<Piece>>,
        paint: &Paint,
        closed: bool,
        ends: [Option<Glue>; 2],
    ) {
        self.open("<p:cxnSp><p:nvCxnSpPr>", None, name, "<p:cNvCxnSpPr>");
        for (end, (open, at)) in ends
            .into_iter()
            .zip([("<a:stCxn id=\"", "\" idx=\""), ("<a:endCxn id=\"", "\" idx=\"")])
        {
            if let Some((shape, side)) = end {
                self.out.ours(open).number(shape).ours(at).number(side).ours("\"/>");
            }
        }
        self.out.ours("</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr>");
        match way {
            Ok(route) => self.route(&route),
            Err(pieces) => self.drawn(&pieces, &[]),
        }
        let head = match closed {
            true => "<a:tailEnd type=\"triangle\"/>",
            false => "<a:tailEnd type=\"arrow\"/>",
        };
        self.line(paint, head);
        self.out.ours("</p:spPr></p:cxnSp>");
    }

    fn route(&mut self, route: &Route) {
        let turn = if route.turned { " rot=\"5400000\"" } else { "" };
        let flips = match route.flip {
            [false, false] => "",
            [true, false] => " flipH=\"1\"",
            [false, true] => " flipV=\"1\"",
            [true, true] => " flipH=\"1\" flipV=\"1\"",
        };
        self.out.ours("<a:xfrm").ours(turn).ours(flips).ours(">");
        self.corner(route.rect);
        self.out.ours("</a:xfrm><a:prstGeom prst=\"").ours(route.name).ours("\"><a:avLst>");
        for (bend, name) in route.bends.iter().zip(["adj1", "adj2", "adj3"]) {
            self.out.ours("<a:gd name=\"").ours(name).ours("\" fmla=\"val ").decimal(*bend, 0);
            self.out.ours("\"/>");
        }
        self.out.ours("</a:avLst></a:prstGeom>");
    }

    /// A line of text of one or more weights; its letters stand where the picture has them, whatever
    /// the font.
    pub fn text(
        &mut self,
        at: Point,
        width: f64,
        anchor: Anchor,
        color: Color,
        runs: &[(&str, Font)],
    ) {
        let size = runs.first().map_or(12.0, |(_, font)| font.size);
        let room = width * 1.04 + 2.0;
        let x = match anchor {
            Anchor::Start => at.x,
            Anchor::Middle => at.x - room / 2.0,
            Anchor::End => at.x - room,
        };
        let height = size * 1.3;
        // Letters stand about their middle, which is a little more than a third above their line.
        let rect = Rect { x, y: at.y - size * 0.36 - height / 2.0, width: room, height };
        let kind = "<p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr>";
        self.open("<p:sp><p:nvSpPr>", None, "", kind);
        self.place("", rect);
        self.out.ours(
            "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>\
            <a:bodyPr wrap=\"none\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"ctr\"><a:noAutofit/>\
            </a:bodyPr><a:lstStyle/><a:p><a:pPr algn=\"",
        );
        self.out.ours(match anchor {
            Anchor::Start => "l",
            Anchor::Middle => "ctr",
            Anchor::End => "r",
        });
        self.out.ours("\"/>");
        for (words, font) in runs {
            self.run(words, *font, color);
        }
        self.out.ours("</a:p></p:txBody></p:sp>");
    }

    /// Words of one weight, between the tags of a paragraph.
    pub fn run(&mut self, words: &str, font: Font, color: Color) {
        self.out.ours("<a:r><a:rPr lang=\"").ours(match self.lang {
            Lang::Ko => "ko-KR\" altLang=\"en-US",
            Lang::En => "en-US\" altLang=\"ko-KR",
        });
        // In hundredths of a point.
        self.out.ours("\" sz=\"").decimal((font.size * EMU / 127.0).floor(), 0);
        self.out.ours(if font.weight == Weight::Bold { "\" b=\"1\">" } else { "\">" });
        self.fill(Some(color), 1.0);
        self.out.ours("<a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/></a:rPr><a:t>");
        self.out.theirs(words).ours("</a:t></a:r>");
    }

    /// Shapes that are one thing, and what that is called.
    pub fn group(&mut self, name: &str, tip: &str, rect: Rect, inside: impl FnOnce(&mut Self)) {
        let number = self.number(None);
        self.out.ours("<p:grpSp><p:nvGrpSpPr><p:cNvPr id=\"").number(number).ours("\" name=\"");
        self.out.theirs(name).ours("\" descr=\"").theirs(tip);
        self.out.ours("\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>");
        self.corner(rect);
        emu(self.out.ours("<a:chOff x=\""), rect.x);
        emu(self.out.ours("\" y=\""), rect.y);
        emu(self.out.ours("\"/><a:chExt cx=\""), rect.width);
        emu(self.out.ours("\" cy=\""), rect.height);
        self.out.ours("\"/></a:xfrm></p:grpSpPr>");
        inside(self);
        self.out.ours("</p:grpSp>");
    }

    fn open(
        &mut self,
        before: &'static str,
        reserved: Option<usize>,
        name: &str,
        kind: &'static str,
    ) {
        let number = self.number(reserved);
        self.out.ours(before).ours("<p:cNvPr id=\"").number(number).ours("\" name=\"");
        match name {
            "" => self.out.ours("Shape ").number(number),
            name => self.out.theirs(name),
        };
        self.out.ours("\"/>").ours(kind);
    }

    fn place(&mut self, turn: &'static str, rect: Rect) {
        self.out.ours("<a:xfrm").ours(turn).ours(">");
        self.corner(rect);
        self.out.ours("</a:xfrm>");
    }

    fn corner(&mut self, rect: Rect) {
        emu(self.out.ours("<a:off x=\""), rect.x);
        emu(self.out.ours("\" y=\""), rect.y);
        emu(self.out.ours("\"/><a:ext cx=\""), rect.width.max(0.0));
        emu(self.out.ours("\" cy=\""), rect.height.max(0.0));
        self.out.ours("\"/>");
    }

    fn paint(&mut self, paint: &Paint) {
        self.fill(paint.fill, paint.opacity);
        self.line(paint, "");
    }

    fn line(&mut self, paint: &Paint, head: &'static str) {
        if paint.stroke.is_none() {
            self.out.ours("<a:ln><a:noFill/></a:ln>");
            return;
        }
        emu(self.out.ours("<a:ln w=\""), paint.stroke_width);
        self.out.ours("\">");
        self.fill(paint.stroke, paint.opacity);
        self.out.ours(match paint.dash {
            Dash::Solid => "",
            Dash::Dashed => "<a:prstDash val=\"dash\"/>",
            Dash::Dotted => "<a:prstDash val=\"sysDot\"/>",
        });
        self.out.ours("<a:round/>").ours(head).ours("</a:ln>");
    }

    /// A colour, or none; how much of it is there.
    pub fn fill(&mut self, color: Option<Color>, opacity: f64) {
        let Some(color) = color else {
            self.out.ours("<a:noFill/>");
            return;
        };
        let opacity = if self.faint { opacity * 0.3 } else { opacity };
        self.out.ours("<a:solidFill><a:srgbClr val=\"").ours(hex(color, self.theme)).ours("\">");
        if opacity < 1.0 {
            self.out.ours("<a:alpha val=\"").decimal(opacity * 100_000.0, 0).ours("\"/>");
        }
        self.out.ours("</a:srgbClr></a:solidFill>");
    }
}

/// The direction, in 60,000ths of a degree, in which lines leave a place at the edge.
fn escape(rect: Rect, at: Point) -> &'static str {
    let gaps = [
        (at.y - rect.y, "16200000"),
        (at.x - rect.x, "10800000"),
        (rect.y + rect.height - at.y, "5400000"),
        (rect.x + rect.width - at.x, "0"),
    ];
    let nearest = gaps.into_iter().min_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    nearest.map_or("0", |(_, angle)| angle)
}

/// A length in the units of such files, of whole hundredths of a px.
pub(super) fn emu(out: &mut Written<Xml>, px: f64) {
    out.decimal((px * 100.0).round() / 100.0 * EMU, 0);
}
