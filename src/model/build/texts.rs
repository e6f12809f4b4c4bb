//! First pass: gathers every text that a design consists of, by `extends` and `include`.

use super::limits;
use crate::diagnostic::Diagnostic;
use crate::source::{Loader, Sources, Span};
use crate::syntax::{self, Memory, ast};
use crate::text;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// All texts of a design, read and parsed.
#[derive(Debug, Default)]
pub(super) struct Texts {
    files: Vec<Arc<ast::File>>,
    /// Which file stands for an `include`, by the place of its path. One that was read before has
    /// no entry: each file counts once.
    included: HashMap<Span, usize>,
    /// The files at the root of each layer: the design that nothing is extended by stands last.
    roots: Vec<usize>,
    /// What the project demands of every design.
    policies: Vec<usize>,
}

impl Texts {
    /// Reads the design in `span` with all that it needs; mistakes go to `errors`.
    pub(super) fn read(
        sources: &mut Sources,
        span: Span,
        loader: &dyn Loader,
        memory: Option<&Memory>,
        errors: &mut Vec<Diagnostic>,
    ) -> Texts {
        let mut texts = Texts::default();
        let name = sources.get(span.source).name.clone();
        let seen = BTreeSet::new();
        let mut gathering = Gathering { sources, loader, memory, errors, seen };
        let mut trail = vec![(name, span)];
        gathering.seen.insert(trail[0].0.clone());
        let mut next = Some(gathering.parse(&mut texts, span));
        while let Some(root) = next {
            texts.roots.push(root);
            next = gathering.extended(&mut texts, root, &mut trail);
        }
        texts.roots.reverse();
        // The base first: what it includes is its own, and the extending design finds it there.
        for root in texts.roots.clone() {
            gathering.includes(&mut texts, root, &mut trail);
            trail.pop();
        }
        gathering.policies(&mut texts);
        texts
    }

    /// The trees of all texts.
    pub(super) fn into_files(self) -> Vec<Arc<ast::File>> {
        self.files
    }

    pub(super) fn layers(&self) -> usize {
        self.roots.len()
    }

    /// The text at the root of a layer; layer 0 extends nothing.
    pub(super) fn root(&self, layer: usize) -> &ast::File {
        &self.files[self.roots[layer]]
    }

    /// The text that an `include` brings in, unless it was brought in before.
    pub(super) fn included(&self, include: &ast::Include) -> Option<&ast::File> {
        self.included.get(&include.path.span).map(|at| &*self.files[*at])
    }

    /// Calls `visit` with every statement of the project's policies.
    pub(super) fn visit_policies<'a>(&'a self, visit: &mut dyn FnMut(&'a ast::Statement)) {
        self.policies.iter().flat_map(|at| &self.files[*at].statements).for_each(visit);
    }

    /// Calls `visit` with every statement of a layer outside of components, in the order of the
    /// text, included ones too.
    pub(super) fn visit<'a>(&'a self, layer: usize, visit: &mut dyn FnMut(&'a ast::Statement)) {
        let mut pending: Vec<&ast::Statement> = Vec::new();
        pending.extend(self.root(layer).statements.iter().rev());
        while let Some(statement) = pending.pop() {
            visit(statement);
            let inner = match &statement.kind {
                ast::StatementKind::Declaration(it) => it.block.as_ref().map(|it| &it.statements),
                ast::StatementKind::Change(it) => it.block.as_ref().map(|it| &it.statements),
                ast::StatementKind::Include(it) => self.included(it).map(|file| &file.statements),
                _ => None,
            };
            pending.extend(inner.into_iter().flatten().rev());
        }
    }
}

/// The names of the texts on the way to the current one, each with the place that led there.
type Trail = Vec<(String, Span)>;

struct Gathering<'a> {
    sources: &'a mut Sources,
    loader: &'a dyn Loader,
    memory: Option<&'a Memory>,
    errors: &'a mut Vec<Diagnostic>,
    seen: BTreeSet<String>,
}

impl Gathering<'_> {
    fn parse(&mut self, texts: &mut Texts, span: Span) -> usize {
        let parsed = match self.memory {
            Some(memory) => memory.parse_span(self.sources, span),
            None => syntax::parse_span(self.sources, span),
        };
        self.errors.extend(parsed.errors);
        texts.files.push(parsed.file);
        texts.files.len() - 1
    }

    /// Reads the project's policies. A design that brings them in itself, or is one, has them already.
    fn policies(&mut self, texts: &mut Texts) {
        for source in self.loader.policies() {
            if !self.seen.insert(source.name.clone()) {
                continue;
            }
            let end = source.text.len();
            let id = match self.sources.find(&source.name) {
                Some(id) => id,
                None => self.sources.add(source),
            };
            let file = self.parse(texts, Span::new(id, 0, end));
            texts.policies.push(file);
        }
    }

    /// The text that `root` extends.
    fn extended(&mut self, texts: &mut Texts, root: usize, trail: &mut Trail) -> Option<usize> {
        let path = header(&texts.files[root])?.extends.clone()?;
        if trail.len() > limits::LAYERS {
            self.errors.push(limits::too_many(
                path.span,
                text!("이어받은 설계가", "the number of extended designs"),
                limits::LAYERS,
            ));
            return None;
        }
        self.load(texts, &path, trail)
    }

    /// Reads all that a text includes, and what those include.
    fn includes(&mut self, texts: &mut Texts, file: usize, trail: &mut Trail) {
        let mut paths = Vec::new();
        gather(&texts.files[file].statements, &mut paths);
        for path in paths {
            if texts.files.len() >= limits::FILES || trail.len() >= limits::NESTING {
                self.errors.push(limits::too_many(
                    path.span,
                    text!("읽어야 할 파일이", "the number of files"),
                    limits::FILES,
                ));
                return;
            }
            let Some(included) = self.load(texts, &path, trail) else { continue };
            texts.included.insert(path.span, included);
            self.refuse_extends(&texts.files[included]);
            self.includes(texts, included, trail);
            trail.pop();
        }
    }

    /// Reads one text and steps into it: on success the trail is one longer.
    fn load(&mut self, texts: &mut Texts, path: &ast::Quoted, trail: &mut Trail) -> Option<usize> {
        let from = self.sources.get(path.span.source).name.clone();
        let source = match self.loader.load(&from, &path.text) {
            Ok(source) => source,
            Err(error) => {
                self.errors.push(missing(path, error.reason));
                return None;
            }
        };
        if let Some(at) = trail.iter().position(|(name, _)| *name == source.name) {
            self.errors.push(cycle(path, trail, at));
            return None;
        }
        if !self.seen.insert(source.name.clone()) {
            return None;
        }
        let name = source.name.clone();
        let id = match self.sources.find(&name) {
            Some(id) => id,
            None => self.sources.add(source),
        };
        trail.push((name, path.span));
        let end = self.sources.get(id).text.len();
        Some(self.parse(texts, Span::new(id, 0, end)))
    }

    fn refuse_extends(&mut self, file: &ast::File) {
        let Some(extends) = header(file).and_then(|header| header.extends.as_ref()) else { return };
        self.errors.push(
            Diagnostic::error(
                "syntax",
                extends.span,
                text!(
                    "`include`로 읽는 파일에는 `extends`를 쓸 수 없습니다",
                    "an included file can't extend another design"
                ),
            )
            .help(text!(
                "`extends`는 `include`하는 쪽의 `design` 줄에 쓰세요.",
                "Put `extends` on the `design` line of the file that includes this one."
            )),
        );
    }
}

/// The first header of a text.
pub(super) fn header(file: &ast::File) -> Option<&ast::Header> {
    file.statements.iter().find_map(|statement| match &statement.kind {
        ast::StatementKind::Header(header) => Some(header),
        _ => None,
    })
}

/// The paths of all `include`s of one text, in order; the parser bounds the nesting.
fn gather(statements: &[ast::Statement], paths: &mut Vec<ast::Quoted>) {
    for statement in statements {
        match &statement.kind {
            ast::StatementKind::Include(include) => paths.push(include.path.clone()),
            ast::StatementKind::Declaration(it) => {
                it.block.iter().for_each(|block| gather(&block.statements, paths));
            }
            ast::StatementKind::Change(it) => {
                it.block.iter().for_each(|block| gather(&block.statements, paths));
            }
            _ => {}
        }
    }
}

fn missing(path: &ast::Quoted, reason: crate::say::Text) -> Diagnostic {
    let name = &path.text;
    Diagnostic::error(
        "unknown-name",
        path.span,
        text!(name; "`{name}` 파일을 읽을 수 없습니다", "the file `{name}` can't be read"),
    )
    .why(reason)
    .help(text!(
        "경로는 이 파일이 있는 폴더를 기준으로 씁니다.",
        "The path is relative to the folder of this file."
    ))
}

fn cycle(path: &ast::Quoted, trail: &Trail, at: usize) -> Diagnostic {
    let name = &path.text;
    let mut error = Diagnostic::error(
        "include-cycle",
        path.span,
        text!(name; "`{name}` 파일을 읽는 길이 순환합니다", "the file `{name}` ends up reading itself"),
    )
    .label(text!("여기서 순환합니다", "this closes the circle"))
    .help(text!(
        "함께 쓰는 부분을 다른 파일로 옮기고 양쪽에서 `include` 하세요.",
        "Move what both need into a third file and include that one from both."
    ));
    for (_, span) in &trail[at + 1..] {
        error = error.related(*span, text!("이곳을 거쳐 왔습니다", "the way leads through here"));
    }
    error
}
