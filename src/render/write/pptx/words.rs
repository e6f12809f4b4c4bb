//! Slides of words: an opening, paragraphs, a table. What does not fit goes on with the next slide.

use super::parts;
use super::shapes::{Canvas, emu};
use super::{HEIGHT, WIDTH};
use crate::render::graph::Rect;
use crate::render::measure::{self, Font};
use crate::render::theme::{Color, Theme};
use crate::say::Lang;
use crate::sink::{Written, Xml};

/// In px: 20, 18 and 15 points of a slide.
const LEAD: f64 = 24.5;
const BODY: f64 = 22.0;
const CELL: f64 = 18.4;
/// Around everything, below the title, and between lines.
const EDGE: f64 = 80.0;
const TOP: f64 = 124.0;
const LINE: f64 = 1.3;
/// Between paragraphs.
const GAP: f64 = 9.0;
/// Other fonts are wider than ours by up to so much.
const WIDER: f64 = 1.08;

/// A paragraph, with a mark before it or none.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    pub text: String,
    pub bold: bool,
    pub marked: bool,
}

impl Paragraph {
    pub fn item(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: false, marked: true }
    }

    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: false, marked: false }
    }

    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: true, marked: false }
    }

    fn font(&self) -> Font {
        if self.bold { Font::bold(BODY) } else { Font::regular(BODY) }
    }

    fn height(&self) -> f64 {
        let indent = if self.marked { BODY } else { 0.0 };
        lines(&self.text, self.font(), WIDTH - 2.0 * EDGE - indent) * BODY * LINE + GAP
    }
}

/// How many lines a text takes at most.
fn lines(text: &str, font: Font, room: f64) -> f64 {
    // What breaks at a word leaves up to a word of each line empty.
    (measure::width(text, font) * WIDER / (room * 0.95)).ceil().max(1.0)
}

/// Names stand as they are; the signs around them are for other forms.
fn said(text: &str) -> String {
    measure::tidy(&text.replace("**", "").replace('`', ""))
}

pub(super) fn opening(title: &str, below: &[String], theme: Theme, lang: Lang) -> Written<Xml> {
    let mut canvas = Canvas::new(theme, lang);
    let rect = Rect { x: EDGE, y: 220.0, width: WIDTH - 2.0 * EDGE, height: 130.0 };
    heading(&mut canvas, title, Some(rect));
    let lines: Vec<Paragraph> = below.iter().map(Paragraph::plain).collect();
    let rect = Rect { y: 370.0, height: HEIGHT - 370.0 - 60.0, ..rect };
    body(&mut canvas, &lines, rect, LEAD, Color::Soft);
    parts::slide(title, &canvas.out)
}

pub(super) fn slides(
    title: &str,
    paragraphs: &[Paragraph],
    theme: Theme,
    lang: Lang,
) -> Vec<Written<Xml>> {
    let room = HEIGHT - TOP - 40.0;
    let mut pages: Vec<Vec<Paragraph>> = vec![Vec::new()];
    let mut used = 0.0;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        // A heading goes with what it is above.
        let next = paragraphs.get(at + 1).filter(|_| paragraph.bold);
        let needed = paragraph.height() + next.map_or(0.0, Paragraph::height);
        if used > 0.0 && used + needed > room {
            pages.push(Vec::new());
            used = 0.0;
        }
        used += paragraph.height();
        pages.last_mut().expect("there is a page").push(paragraph.clone());
    }
    let count = pages.len();
    let page = |(number, page): (usize, Vec<Paragraph>)| {
        let mut canvas = Canvas::new(theme, lang);
        heading(&mut canvas, &numbered(title, number, count), None);
        let rect = Rect { x: EDGE, y: TOP, width: WIDTH - 2.0 * EDGE, height: room };
        body(&mut canvas, &page, rect, BODY, Color::Ink);
        parts::slide(title, &canvas.out)
    };
    (1..).zip(pages).map(page).collect()
}

fn numbered(title: &str, number: usize, count: usize) -> String {
    if count == 1 { title.to_owned() } else { format!("{title} ({number}/{count})") }
}

/// The title, where the layout has it or elsewhere.
fn heading(canvas: &mut Canvas, title: &str, rect: Option<Rect>) {
    let number = canvas.reserve();
    canvas.out.ours("<p:sp><p:nvSpPr><p:cNvPr id=\"").number(number);
    canvas.out.ours(
        "\" name=\"Title\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr>\
        <p:ph type=\"title\"/></p:nvPr></p:nvSpPr><p:spPr>",
    );
    if let Some(rect) = rect {
        canvas.out.ours("<a:xfrm>");
        corner(&mut canvas.out, rect);
        canvas.out.ours("</a:xfrm>");
    }
    canvas.out.ours("</p:spPr><p:txBody><a:bodyPr><a:normAutofit/></a:bodyPr><a:lstStyle/><a:p>");
    canvas.run(&said(title), Font::bold(34.3), Color::Ink);
    canvas.out.ours("</a:p></p:txBody></p:sp>");
}

fn corner(out: &mut Written<Xml>, rect: Rect) {
    emu(out.ours("<a:off x=\""), rect.x);
    emu(out.ours("\" y=\""), rect.y);
    emu(out.ours("\"/><a:ext cx=\""), rect.width);
    emu(out.ours("\" cy=\""), rect.height);
    out.ours("\"/>");
}

fn body(canvas: &mut Canvas, paragraphs: &[Paragraph], rect: Rect, size: f64, color: Color) {
    let number = canvas.reserve();
    canvas.out.ours("<p:sp><p:nvSpPr><p:cNvPr id=\"").number(number);
    canvas
        .out
        .ours("\" name=\"Text\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>");
    corner(&mut canvas.out, rect);
    canvas.out.ours(
        "</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>\
        <a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"><a:normAutofit/></a:bodyPr>\
        <a:lstStyle/>",
    );
    for paragraph in paragraphs {
        canvas.out.ours(match paragraph.marked {
            true => "<a:p><a:pPr marL=\"228600\" indent=\"-228600\"><a:spcAft><a:spcPts val=\"600\"/></a:spcAft><a:buChar char=\"•\"/></a:pPr>",
            false => "<a:p><a:pPr><a:spcAft><a:spcPts val=\"600\"/></a:spcAft></a:pPr>",
        });
        let font = Font { size, ..paragraph.font() };
        canvas.run(&said(&paragraph.text), font, color);
        canvas.out.ours("</a:p>");
    }
    if paragraphs.is_empty() {
        canvas.out.ours("<a:p/>");
    }
    canvas.out.ours("</p:txBody></p:sp>");
}

pub(super) fn table(
    title: &str,
    (head, rows): (&[String], &[Vec<String>]),
    notes: &[Paragraph],
    theme: Theme,
    lang: Lang,
) -> Vec<Written<Xml>> {
    let columns = widths(head, rows);
    let room = HEIGHT - TOP - 40.0;
    let height = |row: &[String]| {
        let cells = row.iter().zip(&columns);
        let most = cells.map(|(cell, wide)| lines(&said(cell), Font::regular(CELL), wide - 20.0));
        most.fold(1.0, f64::max) * CELL * LINE + 12.0
    };
    let mut pages: Vec<Vec<(&[String], f64)>> = vec![Vec::new()];
    let mut used = height(head);
    for row in rows {
        let own = height(row);
        if used + own > room && !pages.last().is_some_and(Vec::is_empty) {
            pages.push(Vec::new());
            used = height(head);
        }
        used += own;
        pages.last_mut().expect("there is a page").push((row, own));
    }
    let below: f64 = notes.iter().map(Paragraph::height).sum();
    let fits = used + BODY + below <= room;
    let count = pages.len() + usize::from(!fits && !notes.is_empty());
    let page = |(number, mut page): (usize, Vec<(&[String], f64)>)| {
        page.insert(0, (head, height(head)));
        let mut canvas = Canvas::new(theme, lang);
        heading(&mut canvas, &numbered(title, number, count), None);
        grid(&mut canvas, &columns, &page);
        if fits && number == count && !notes.is_empty() {
            let (y, width) = (TOP + used + BODY, WIDTH - 2.0 * EDGE);
            body(&mut canvas, notes, Rect { x: EDGE, y, width, height: below }, BODY, Color::Ink);
        }
        parts::slide(title, &canvas.out)
    };
    let mut slides: Vec<Written<Xml>> = (1..).zip(pages).map(page).collect();
    if !fits && !notes.is_empty() {
        slides.extend(self::slides(&numbered(title, count, count), notes, theme, lang));
    }
    slides
}

/// As wide as what stands in them, all together as wide as the slide allows.
fn widths(head: &[String], rows: &[Vec<String>]) -> Vec<f64> {
    let room = WIDTH - 2.0 * EDGE;
    let widest = |at: usize| {
        let cells = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
        let cells = cells.filter_map(|row| row.get(at));
        let wide = cells.map(|cell| measure::width(&said(cell), Font::bold(CELL)) * WIDER + 24.0);
        wide.fold(60.0, f64::max).min(room * 0.6)
    };
    let wanted: Vec<f64> = (0..head.len()).map(widest).collect();
    let total: f64 = wanted.iter().sum();
    wanted.iter().map(|wide| wide * room / total).collect()
}

fn grid(canvas: &mut Canvas, columns: &[f64], rows: &[(&[String], f64)]) {
    let number = canvas.reserve();
    let height = rows.iter().map(|(_, height)| height).sum();
    let rect = Rect { x: EDGE, y: TOP, width: WIDTH - 2.0 * EDGE, height };
    canvas.out.ours("<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"").number(number);
    canvas
        .out
        .ours("\" name=\"Table\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm>");
    corner(&mut canvas.out, rect);
    canvas.out.ours(
        "</p:xfrm><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\">\
        <a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>",
    );
    for wide in columns {
        emu(canvas.out.ours("<a:gridCol w=\""), *wide);
        canvas.out.ours("\"/>");
    }
    canvas.out.ours("</a:tblGrid>");
    for (at, (row, height)) in rows.iter().enumerate() {
        emu(canvas.out.ours("<a:tr h=\""), *height);
        canvas.out.ours("\">");
        for cell in (0..columns.len()).map(|column| row.get(column).map_or("", String::as_str)) {
            let font = if at == 0 { Font::bold(CELL) } else { Font::regular(CELL) };
            canvas.out.ours("<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p>");
            canvas.run(&said(cell), font, if at == 0 { Color::Soft } else { Color::Ink });
            canvas.out.ours("</a:p></a:txBody><a:tcPr marL=\"91440\" marR=\"91440\" marT=\"45720\" marB=\"45720\" anchor=\"ctr\">");
            canvas.out.ours("<a:lnL><a:noFill/></a:lnL><a:lnR><a:noFill/></a:lnR><a:lnT><a:noFill/></a:lnT><a:lnB w=\"9525\">");
            canvas.fill(Some(Color::Rule), 1.0);
            canvas.out.ours("</a:lnB><a:noFill/></a:tcPr></a:tc>");
        }
        canvas.out.ours("</a:tr>");
    }
    canvas.out.ours("</a:tbl></a:graphicData></a:graphic></p:graphicFrame>");
}
