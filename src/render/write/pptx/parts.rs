//! The parts of the file around its slides: what there is, how it belongs together, fonts and colours.

use super::{EMU, HEIGHT, WIDTH};
use crate::render::theme::{Color, Theme};
use crate::sink::{Written, Xml};
use std::collections::BTreeMap;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The namespaces of a slide and of what slides are made from.
pub(super) const SPACES: &str = " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// What every tree of shapes begins with.
pub(super) const TREE: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/>\
    </p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/>\
    <a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

/// All parts of the file by their names.
pub fn all(title: &str, slides: Vec<Written<Xml>>, theme: Theme) -> BTreeMap<String, Written<Xml>> {
    let count = slides.len();
    let mut parts: BTreeMap<String, Written<Xml>> = BTreeMap::new();
    for (number, slide) in (1..).zip(slides) {
        parts.insert(format!("ppt/slides/slide{number}.xml"), slide);
        let layout = relations(&[("slideLayout", "../slideLayouts/slideLayout1.xml")]);
        parts.insert(format!("ppt/slides/_rels/slide{number}.xml.rels"), layout);
    }
    let mut add = |name: &str, part| parts.insert(name.to_owned(), part);
    add("[Content_Types].xml", types(count));
    add("_rels/.rels", outer_relations());
    add("docProps/core.xml", core(title));
    add("ppt/presentation.xml", presentation(count));
    add("ppt/_rels/presentation.xml.rels", inner_relations(count));
    add("ppt/theme/theme1.xml", look(theme));
    add("ppt/slideMasters/slideMaster1.xml", master());
    let of_master =
        [("slideLayout", "../slideLayouts/slideLayout1.xml"), ("theme", "../theme/theme1.xml")];
    add("ppt/slideMasters/_rels/slideMaster1.xml.rels", relations(&of_master));
    add("ppt/slideLayouts/slideLayout1.xml", layout());
    let of_layout = [("slideMaster", "../slideMasters/slideMaster1.xml")];
    add("ppt/slideLayouts/_rels/slideLayout1.xml.rels", relations(&of_layout));
    parts
}

fn begun(root: &'static str) -> Written<Xml> {
    let mut out = Written::from(HEAD);
    out.ours(root);
    out
}

fn types(slides: usize) -> Written<Xml> {
    let mut out = begun(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
        <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
        <Override PartName=\"/ppt/presentation.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml\"/>\
        <Override PartName=\"/ppt/slideLayouts/slideLayout1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml\"/>\
        <Override PartName=\"/ppt/slideMasters/slideMaster1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.slideMaster+xml\"/>\
        <Override PartName=\"/ppt/theme/theme1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.theme+xml\"/>",
    );
    for number in 1..=slides {
        out.ours("<Override PartName=\"/ppt/slides/slide").number(number);
        out.ours(".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.slide+xml\"/>");
    }
    out.ours("</Types>\n");
    out
}

const RELATIONS: &str =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";

/// Relations to other parts, `rId1` and up.
fn relations(all: &[(&'static str, &'static str)]) -> Written<Xml> {
    let mut out = begun(RELATIONS);
    for (number, (sort, target)) in (1..).zip(all) {
        out.ours("<Relationship Id=\"rId").number(number).ours("\" Type=\"").ours(RELATION);
        out.ours(sort).ours("\" Target=\"").ours(target).ours("\"/>");
    }
    out.ours("</Relationships>\n");
    out
}

fn outer_relations() -> Written<Xml> {
    let mut out = begun(RELATIONS);
    out.ours("<Relationship Id=\"rId1\" Type=\"").ours(RELATION);
    out.ours("officeDocument\" Target=\"ppt/presentation.xml\"/><Relationship Id=\"rId2\" Type=\"");
    out.ours(
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    );
    out.ours("\" Target=\"docProps/core.xml\"/></Relationships>\n");
    out
}

fn inner_relations(slides: usize) -> Written<Xml> {
    let mut out = begun(RELATIONS);
    let fixed = [("slideMaster", "slideMasters/slideMaster1.xml"), ("theme", "theme/theme1.xml")];
    for (number, (sort, target)) in (1..).zip(fixed) {
        out.ours("<Relationship Id=\"rId").number(number).ours("\" Type=\"").ours(RELATION);
        out.ours(sort).ours("\" Target=\"").ours(target).ours("\"/>");
    }
    for number in 1..=slides {
        out.ours("<Relationship Id=\"rId").number(number + 2).ours("\" Type=\"").ours(RELATION);
        out.ours("slide\" Target=\"slides/slide").number(number).ours(".xml\"/>");
    }
    out.ours("</Relationships>\n");
    out
}

/// Nothing of when or by whom, so that the file says nothing but the design.
fn core(title: &str) -> Written<Xml> {
    let mut out = begun(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>",
    );
    out.theirs(title).ours("</dc:title></cp:coreProperties>\n");
    out
}

fn presentation(slides: usize) -> Written<Xml> {
    let mut out = begun("<p:presentation");
    out.ours(SPACES).ours("><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/>");
    out.ours("</p:sldMasterIdLst><p:sldIdLst>");
    for number in 1..=slides {
        out.ours("<p:sldId id=\"").number(255 + number).ours("\" r:id=\"rId").number(number + 2);
        out.ours("\"/>");
    }
    out.ours("</p:sldIdLst><p:sldSz cx=\"").decimal(WIDTH * EMU, 0).ours("\" cy=\"");
    out.decimal(HEIGHT * EMU, 0).ours("\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/>");
    out.ours("</p:presentation>\n");
    out
}

/// The place of titles; what it looks like.
const TITLE: &str = "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Title\"/><p:cNvSpPr>\
    <a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"title\"/></p:nvPr></p:nvSpPr><p:spPr>\
    <a:xfrm><a:off x=\"832000\" y=\"395200\"/><a:ext cx=\"11648000\" cy=\"728000\"/></a:xfrm>\
    <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody>\
    <a:bodyPr lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"ctr\"><a:normAutofit/></a:bodyPr>\
    <a:lstStyle/><a:p><a:r><a:rPr/><a:t>Title</a:t></a:r></a:p></p:txBody></p:sp>";

fn master() -> Written<Xml> {
    let mut out = begun("<p:sldMaster");
    out.ours(SPACES).ours("><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/>");
    out.ours("</a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>").ours(TREE).ours(TITLE);
    out.ours(
        "</p:spTree></p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" \
        accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" \
        accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>\
        <p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst>\
        <p:txStyles><p:titleStyle><a:lvl1pPr algn=\"l\"><a:defRPr sz=\"2800\" b=\"1\"><a:solidFill>\
        <a:schemeClr val=\"tx1\"/></a:solidFill><a:latin typeface=\"+mj-lt\"/><a:ea typeface=\"+mj-ea\"/>\
        </a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle/><p:otherStyle/></p:txStyles></p:sldMaster>\n",
    );
    out
}

fn layout() -> Written<Xml> {
    let mut out = begun("<p:sldLayout");
    out.ours(SPACES).ours(" type=\"titleOnly\"><p:cSld name=\"Title Only\"><p:spTree>");
    out.ours(TREE).ours(TITLE).ours("</p:spTree></p:cSld></p:sldLayout>\n");
    out
}

/// Fonts that have Hangul on Windows; elsewhere the system's own stands in for them.
fn look(theme: Theme) -> Written<Xml> {
    let mut out = begun(
        "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"archlint\">\
        <a:themeElements><a:clrScheme name=\"archlint\">",
    );
    let colors = [
        ("<a:dk1>", Color::Ink, "</a:dk1>"),
        ("<a:lt1>", Color::Paper, "</a:lt1>"),
        ("<a:dk2>", Color::Soft, "</a:dk2>"),
        ("<a:lt2>", Color::Layer, "</a:lt2>"),
        ("<a:accent1>", Color::Data, "</a:accent1>"),
        ("<a:accent2>", Color::Compute, "</a:accent2>"),
        ("<a:accent3>", Color::Entry, "</a:accent3>"),
        ("<a:accent4>", Color::Fast, "</a:accent4>"),
        ("<a:accent5>", Color::Stream, "</a:accent5>"),
        ("<a:accent6>", Color::Watch, "</a:accent6>"),
        ("<a:hlink>", Color::Copy, "</a:hlink>"),
        ("<a:folHlink>", Color::Entry, "</a:folHlink>"),
    ];
    for (open, color, close) in colors {
        out.ours(open).ours("<a:srgbClr val=\"").ours(hex(color, theme)).ours("\"/>").ours(close);
    }
    out.ours("</a:clrScheme><a:fontScheme name=\"archlint\">");
    for (open, close) in [("<a:majorFont>", "</a:majorFont>"), ("<a:minorFont>", "</a:minorFont>")]
    {
        out.ours(open)
            .ours("<a:latin typeface=\"Malgun Gothic\"/><a:ea typeface=\"Malgun Gothic\"/>");
        out.ours("<a:cs typeface=\"\"/><a:font script=\"Hang\" typeface=\"맑은 고딕\"/>")
            .ours(close);
    }
    out.ours("</a:fontScheme><a:fmtScheme name=\"archlint\"><a:fillStyleLst>");
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    out.times(fill, 3).ours("</a:fillStyleLst><a:lnStyleLst>");
    out.times("<a:ln w=\"9525\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>", 3);
    out.ours("</a:lnStyleLst><a:effectStyleLst>");
    out.times("<a:effectStyle><a:effectLst/></a:effectStyle>", 3);
    out.ours("</a:effectStyleLst><a:bgFillStyleLst>").times(fill, 3);
    out.ours("</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>\n");
    out
}

/// Six digits.
pub(super) fn hex(color: Color, theme: Theme) -> &'static str {
    let value = if theme == Theme::Dark { color.dark() } else { color.light() };
    value.trim_start_matches('#')
}

/// A whole slide around its shapes; its title stands in outlines.
pub(super) fn slide(name: &str, shapes: &Written<Xml>) -> Written<Xml> {
    let mut out = begun("<p:sld");
    out.ours(SPACES).ours("><p:cSld name=\"").theirs(name).ours("\"><p:spTree>").ours(TREE);
    out.add(shapes).ours("</p:spTree></p:cSld></p:sld>\n");
    out
}
