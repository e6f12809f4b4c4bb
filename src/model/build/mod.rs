//! From the syntax tree to a [`Design`], in passes that can be read in order: gather the texts,
//! declare what there is, apply changes, read what is stated, draw the connections, follow the
//! flows, collect the claims, and finish.
//!
//! A design that extends another is built layer by layer: the names in the base mean what they
//! meant there, whatever the change adds or takes away.

mod alike;
mod attributes;
mod change;
mod claims;
mod connect;
mod declare;
mod draft;
mod entries;
mod finish;
mod imply;
mod instances;
mod instead;
mod journeys;
mod limits;
mod lookup;
mod mentions;
mod needs;
mod own;
mod parts;
mod policies;
mod pools;
mod scalers;
mod sets;
mod shares;
mod standby;
mod state;
mod texts;

use super::Built;
use super::OwnAttribute;
use super::design::{Design, Place};
use super::schema::Attr;
use super::value::Lets;
use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::source::{Loader, Sources, Span};
use crate::syntax::Memory;
use crate::syntax::ast::{self, StatementKind};
use crate::text;
use declare::Work;
use draft::{Draft, Want};
use lookup::Suggestions;
use mentions::Mentions;
use policies::Policies;
use std::cell::RefCell;
use std::collections::HashSet;
use texts::Texts;

/// Reads the design that stands in `span`, together with all it includes and extends; those texts
/// are added to `sources`.
pub fn build(sources: &mut Sources, span: Span, loader: &dyn Loader, catalog: &Catalog) -> Built {
    build_again(sources, span, loader, catalog, None)
}

/// The same, where the memory may know what was read of the texts before.
pub fn build_again(
    sources: &mut Sources,
    span: Span,
    loader: &dyn Loader,
    catalog: &Catalog,
    memory: Option<&Memory>,
) -> Built {
    let mut errors = Vec::new();
    let texts = Texts::read(sources, span, loader, memory, &mut errors);
    // What could not be read right is not judged as well.
    let unread: HashSet<Span> = errors.iter().map(|error| error.primary).collect();
    let mut design = Design::default();
    for top in 0..texts.layers() {
        let (mut next, mistakes) = build_layers(sources, &texts, top, catalog);
        errors.extend(mistakes.into_iter().filter(|error| !unread.contains(&error.primary)));
        if top > 0 {
            next.base = Some(std::sync::Arc::new(design));
        }
        design = next;
    }
    design.span = Some(span);
    design.texts = std::sync::Arc::new(texts.into_files());
    errors.sort_by(|a, b| (a.primary, &a.rule).cmp(&(b.primary, &b.rule)));
    errors.dedup();
    Built { design, errors }
}

/// The state of one building.
struct Builder<'a> {
    sources: &'a Sources,
    texts: &'a Texts,
    catalog: &'a Catalog,
    lets: &'a Lets<'a>,
    own: &'a [OwnAttribute],
    suggestions: Suggestions,
    mentions: Mentions,
    /// The layer being added; 0 extends nothing.
    layer: usize,
    /// The last layer of this building.
    top: usize,
    draft: Draft,
    errors: Vec<Diagnostic>,
    /// Declared under a name that something before had.
    rivals: Vec<Place>,
    /// Looked into only.
    wanted: HashSet<Want>,
    /// A limit was passed, and said so.
    is_full: bool,
    /// How many connections were stated so far, flows' steps included.
    stated_links: usize,
    /// How many drawn paths may still be looked for.
    detours: usize,
}

/// The design up to the layer `top`, with the mistakes in that layer's own text.
fn build_layers(
    sources: &Sources,
    texts: &Texts,
    top: usize,
    catalog: &Catalog,
) -> (Design, Vec<Diagnostic>) {
    let mut let_errors = Vec::new();
    let lets = gather_lets(texts, top, &mut let_errors);
    let own = own::gather(texts, top, &mut let_errors);
    let mut builder = Builder {
        sources,
        texts,
        catalog,
        lets: &lets,
        own: &own,
        suggestions: Suggestions::default(),
        mentions: Mentions::default(),
        layer: 0,
        top,
        draft: Draft::default(),
        errors: Vec::new(),
        rivals: Vec::new(),
        wanted: HashSet::new(),
        is_full: false,
        stated_links: 0,
        detours: limits::DETOURS,
    };
    for layer in 0..=top {
        // The mistakes of a lower layer were reported when it was the top.
        builder.errors.clear();
        builder.add_layer(layer);
    }
    let mut errors = builder.errors;
    errors.extend(let_errors.into_iter().filter(|error| belongs(texts, top, error)));
    let mut design = finish::finish(&builder.draft);
    errors.extend(instances::beyond_the_last(&design));
    errors.extend(shares::conflicting(&design));
    errors.extend(scalers::conflicting(&design));
    errors.extend(standby::without_sibling(&design));
    let mut read = Policies {
        design: &design,
        sources,
        lets: &lets,
        catalog,
        own: &own,
        errors: Vec::new(),
        uses: RefCell::default(),
        is_shared: false,
    };
    let policies = read.read(texts, top);
    errors.append(&mut read.errors);
    let uses = [lets.uses(), read.uses.into_inner()].concat();
    (design.policies, design.own) = (policies, own.clone());
    design.uses = std::sync::Arc::new(builder.mentions.finish(&builder.draft, uses));
    let root = texts.root(top);
    let header = texts::header(root);
    design.span = Some(root.span);
    design.stage = header.and_then(|header| header.stage.map(|(stage, _)| stage));
    design.partial = is_partial(texts, top);
    design.name = match header {
        Some(header) => header.name.text.clone(),
        None => stem(&sources.get(root.span.source).name).to_owned(),
    };
    (design, errors)
}

impl<'a> Builder<'a> {
    fn add_layer(&mut self, layer: usize) {
        self.layer = layer;
        let texts = self.texts;
        let mut work = Work::default();
        self.refuse_headers(layer);
        self.declare(&mut work, &texts.root(layer).statements, None, 0);
        self.changes(&mut work);
        self.refuse_duplicates();
        self.carriers(&work);
        self.imply(&work);
        self.presets(&work);
        self.blocks(&work);
        self.changed_blocks(&work);
        self.whole(&work);
        self.changed_links(&work);
        self.connections(&work);
        self.flows(&work);
        self.scenarios(&work);
        self.claims(&work);
    }

    /// The part of a statement before its block, on its first line: what an error points at.
    fn head(&self, statement: Span) -> Span {
        head(self.sources, statement)
    }

    /// A text has one header.
    fn refuse_headers(&mut self, layer: usize) {
        let mut first = None;
        for statement in &self.texts.root(layer).statements {
            let StatementKind::Header(_) = statement.kind else { continue };
            let Some(there) = first else {
                first = Some(statement.span);
                continue;
            };
            self.errors.push(second_header(statement.span, there));
        }
    }
}

fn gather_lets<'a>(texts: &'a Texts, top: usize, errors: &mut Vec<Diagnostic>) -> Lets<'a> {
    let mut layers: Vec<Vec<&ast::Let>> = Vec::new();
    let mut traffic = Vec::new();
    let mut of_policies = Vec::new();
    texts.visit_policies(&mut |statement| {
        if let StatementKind::Let(it) = &statement.kind {
            of_policies.push(it);
        }
    });
    if !of_policies.is_empty() {
        layers.push(of_policies);
    }
    for layer in 0..=top {
        let mut lets = Vec::new();
        texts.visit(layer, &mut |statement| match &statement.kind {
            StatementKind::Let(it) => lets.push(it),
            StatementKind::Facts(it) if it.about == ast::About::Traffic => {
                for attribute in it.block.attributes() {
                    let attr = Attr::parse(&attribute.name.text);
                    if let (Some(attr), Some(value)) = (attr, &attribute.value) {
                        traffic.push((attr, attribute.name.span, value));
                    }
                }
            }
            _ => {}
        });
        layers.push(lets);
    }
    Lets::new(&layers, &traffic, errors)
}

/// Whether a mistake in a `let` stands in the text of the top layer: those of the layers below were
/// reported when they were the top.
fn belongs(texts: &Texts, top: usize, error: &Diagnostic) -> bool {
    let mut is_own = false;
    let mut look = |statement: &ast::Statement| is_own |= statement.span.contains(error.primary);
    texts.visit(top, &mut look);
    // Those of the project are said once, with the design itself.
    if top + 1 == texts.layers() {
        texts.visit_policies(&mut look);
    }
    is_own
}

fn head(sources: &Sources, statement: Span) -> Span {
    let text = sources.text(statement);
    let end = text.find(['{', '\n']).unwrap_or(text.len());
    let head = text[..end].trim_end();
    if head.is_empty() {
        return statement;
    }
    Span { end: statement.start + head.len() as u32, ..statement }
}

/// Whether the last word of the headers, from the base upwards, is `partial`.
fn is_partial(texts: &Texts, top: usize) -> bool {
    let mut headers = (0..=top).rev().filter_map(|layer| texts::header(texts.root(layer)));
    let said = headers.find_map(|header| header.extent);
    said.is_some_and(|(extent, _)| extent == ast::Extent::Partial)
}

/// The file's name without folder and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    }
}

fn second_header(here: Span, there: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-name",
        here,
        text!("`design` 줄이 두 번 나옵니다", "there are two `design` lines"),
    )
    .related(there, text!("첫 번째 줄", "the first one"))
    .help(text!(
        "한 파일은 설계 하나입니다. 하나만 남기세요.",
        "A file is one design; keep one of them."
    ))
}
