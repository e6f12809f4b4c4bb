//! The pages of a draw.io file, compressed or not.

use crate::say::Text;
use crate::source::{SourceId, Span};
use crate::text;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::ops::Range;

/// No page needs more, inflated. Bytes.
pub const INFLATED: usize = 16 * 1024 * 1024;
/// Elements of one page.
const NODES: u32 = 400_000;

/// One page.
pub struct Page {
    pub name: String,
    /// Its tag.
    pub at: Span,
    /// Where its model stands in the file, compressed or not.
    pub model: Range<usize>,
    /// The model of a compressed page, which has no places in the file.
    pub packed: Option<String>,
    pub unreadable: Option<Text>,
}

/// A parsed document, within the limits.
pub fn parse(text: &str) -> Result<roxmltree::Document<'_>, roxmltree::Error> {
    let options =
        roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: NODES, ..Default::default() };
    roxmltree::Document::parse_with_options(text, options)
}

/// The pages of a file.
///
/// # Errors
///
/// The place and the sentence where the file is no XML.
pub fn pages(text: &str, id: SourceId) -> Result<Vec<Page>, (usize, Text)> {
    let document = parse(text).map_err(|error| {
        let place = error.pos();
        let line = text
            .split_inclusive('\n')
            .take(place.row.saturating_sub(1) as usize)
            .map(str::len)
            .sum::<usize>();
        let said = error.to_string();
        (line, text!(said; "XML로 읽을 수 없습니다: {said}", "not readable as XML: {said}"))
    })?;
    let root = document.root_element();
    // A picture that carries its drawing in an attribute.
    if root.tag_name().name() == "svg" {
        let inner = root.attribute("content").unwrap_or_default().to_owned();
        let at = Span::new(id, root.range().start, root.range().start + 4);
        let place = root.attribute_node("content").map_or(0..0, |content| content.range_value());
        let packed = inner_models(&inner)
            .into_iter()
            .map(|(name, model)| page(name, at, place.clone(), model));
        return Ok(packed.collect());
    }
    if root.tag_name().name() == "mxGraphModel" {
        let at = tag(text, root.range().start, id);
        return Ok(vec![Page {
            name: String::new(),
            at,
            model: root.range(),
            packed: None,
            unreadable: None,
        }]);
    }
    let diagrams = root.children().filter(|node| node.tag_name().name() == "diagram");
    let mut pages = Vec::new();
    for diagram in diagrams {
        let at = tag(text, diagram.range().start, id);
        let name = diagram.attribute("name").unwrap_or_default().to_owned();
        let model = diagram.children().find(|node| node.tag_name().name() == "mxGraphModel");
        match model {
            Some(model) => {
                pages.push(Page { name, at, model: model.range(), packed: None, unreadable: None })
            }
            None => {
                let place = diagram.first_child().map_or(0..0, |child| child.range());
                let model = inflate(diagram.text().unwrap_or_default().trim());
                pages.push(page(name, at, place, model));
            }
        }
    }
    Ok(pages)
}

fn page(name: String, at: Span, place: Range<usize>, model: Result<String, Text>) -> Page {
    let (packed, unreadable) = match model {
        Ok(model) => (Some(model), None),
        Err(reason) => (None, Some(reason)),
    };
    Page { name, at, model: place, packed, unreadable }
}

fn inner_models(content: &str) -> Vec<(String, Result<String, Text>)> {
    let Ok(document) = parse(content) else { return Vec::new() };
    let diagrams =
        document.root_element().children().filter(|node| node.tag_name().name() == "diagram");
    diagrams
        .map(|diagram| {
            let name = diagram.attribute("name").unwrap_or_default().to_owned();
            let model = diagram.children().find(|node| node.tag_name().name() == "mxGraphModel");
            let text = match model {
                Some(model) => Ok(content[model.range()].to_owned()),
                None => inflate(diagram.text().unwrap_or_default().trim()),
            };
            (name, text)
        })
        .collect()
}

/// The opening tag.
fn tag(text: &str, start: usize, id: SourceId) -> Span {
    let end = text[start..].find('>').map_or(text.len(), |end| start + end + 1);
    Span::new(id, start, end)
}

/// Base64, raw deflate, percent signs.
fn inflate(packed: &str) -> Result<String, Text> {
    let unreadable = || {
        text!(
            "압축된 페이지를 풀 수 없습니다(암호화되었을 수 있습니다)",
            "the compressed page can't be read (it may be encrypted)"
        )
    };
    let compact: String = packed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let bytes = STANDARD.decode(compact).map_err(|_| unreadable())?;
    let inflated = miniz_oxide::inflate::decompress_to_vec_with_limit(&bytes, INFLATED)
        .map_err(|_| unreadable())?;
    let text = String::from_utf8(inflated).map_err(|_| unreadable())?;
    percent_encoding::percent_decode_str(&text)
        .decode_utf8()
        .map(|text| text.into_owned())
        .map_err(|_| unreadable())
}
