//! `let` names and `traffic.*`, worked out once, in whatever order they stand.

use super::amount::Amount;
use super::calculate::{Calculator, path_text, unknown_name};
use super::complaint::{self, DUPLICATE_NAME, UNKNOWN_VALUE, Wanted};
use crate::diagnostic::Diagnostic;
use crate::model::schema::{self, Site, Takes};
use crate::model::{Attr, Sort, Symbol, Use};
use crate::say::{Text, in_digits, nearest};
use crate::source::Span;
use crate::syntax::ast::{self, About, Expr, ExprKind, Path};
use crate::text;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Everything that a value may read by name, besides components and groups.
#[derive(Debug, Default)]
pub struct Lets<'a> {
    /// By name; a fact of the traffic is called `traffic.dau`.
    known: BTreeMap<String, Meaning<'a>>,
    /// Where each is defined.
    places: BTreeMap<String, Span>,
    /// The definitions themselves, and what was found so far.
    uses: RefCell<Vec<Use>>,
}

/// What a name in a value stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning<'a> {
    Amount(Amount),
    /// Reads as if it were written in place of the name.
    Form(&'a Expr),
    /// Its mistake was reported where it is defined.
    Failed,
    /// No `let` of that name.
    Unknown,
}

/// A definition that waits for others.
struct Definition<'a> {
    name: String,
    expr: &'a Expr,
    name_span: Span,
    /// A fact of the traffic: its mistakes are reported by whoever reads the attribute.
    traffic: Option<Takes>,
}

impl<'a> Lets<'a> {
    /// Works out all `let`s of a design.
    ///
    /// `layers` holds the statements of the design that is extended first, and of the one that
    /// extends it last: a later layer overrides a name, within a layer a second one is an error.
    /// `traffic` holds the attributes of all `traffic` blocks, of which the last of a name counts;
    /// mistakes inside of them are left to whoever reads these attributes.
    pub fn new(
        layers: &[Vec<&'a ast::Let>],
        traffic: &[(Attr, Span, &'a ast::Expr)],
        errors: &mut Vec<Diagnostic>,
    ) -> Self {
        let definitions = collect(layers, traffic, errors);
        // What stands on a cycle stays as it is here.
        let failed = definitions.iter().map(|d| (d.name.clone(), Meaning::Failed));
        let mut places: BTreeMap<String, Span> =
            definitions.iter().map(|it| (it.name.clone(), it.name_span)).collect();
        places.extend(traffic.iter().map(|(attr, name, _)| (fact_name(*attr), *name)));
        let mut lets = Self { known: failed.collect(), places, uses: RefCell::default() };
        lets.note_definitions(layers);
        for at in order(&definitions, errors) {
            let definition = &definitions[at];
            let meaning = match definition.traffic {
                Some(takes) => lets.fact(definition, takes),
                None => lets.meaning(definition.expr, errors),
            };
            lets.known.insert(definition.name.clone(), meaning);
        }
        lets
    }

    /// A `let` of a lower layer that is defined anew above is the same name.
    fn note_definitions(&self, layers: &[Vec<&'a ast::Let>]) {
        for name in layers.iter().flatten().map(|statement| &statement.name) {
            self.note(name.span, &name.text, true);
        }
    }

    fn note(&self, span: Span, word: &str, declares: bool) {
        if let Some(declared) = self.places.get(word) {
            let of = Symbol { declared: *declared, sort: Sort::Constant };
            self.uses.borrow_mut().push(Use { span, of, declares });
        }
    }

    /// Where the text names a `let` or a fact of the traffic.
    pub fn uses(&self) -> Vec<Use> {
        self.uses.borrow().clone()
    }

    /// What the name stands for.
    pub(super) fn find(&self, path: &Path) -> Meaning<'a> {
        self.note(path.span, &path_text(path), false);
        self.known.get(&path_text(path)).copied().unwrap_or(Meaning::Unknown)
    }

    /// What to say about a name in a calculation that is not defined.
    pub(super) fn unknown(&self, path: &Path) -> Diagnostic {
        let word = path_text(path);
        let digits = in_digits(&word);
        let meant =
            digits.as_deref().or_else(|| nearest(&word, self.known.keys().map(String::as_str)));
        let message = match word.strip_prefix("traffic.") {
            Some(_) => text!(word; "`{word}` 값이 적혀 있지 않습니다", "`{word}` is not stated"),
            None => text!(word; "정의되지 않은 이름입니다: `{word}`", "no `let` is named `{word}`"),
        };
        let diagnostic = unknown_name(path, message, meant);
        if self.known.is_empty() {
            return diagnostic;
        }
        let names = Text::names(self.known.keys().map(String::as_str).take(8));
        diagnostic.help(
            text!(names; "쓸 수 있는 이름은 {names}입니다.", "These names are known: {names}."),
        )
    }

    pub(super) fn is_unknown(&self, path: &Path) -> bool {
        matches!(self.find(path), Meaning::Unknown)
    }

    /// The names that are defined.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }

    fn meaning(&self, expr: &'a Expr, errors: &mut Vec<Diagnostic>) -> Meaning<'a> {
        match &expr.kind {
            ExprKind::Junk => Meaning::Failed,
            ExprKind::Word(path) if super::is_unknown(path) => {
                errors.push(complaint::unknown_in_company(path.span));
                Meaning::Failed
            }
            ExprKind::Word(path) => match self.find(path) {
                Meaning::Unknown => Meaning::Form(expr),
                known => known,
            },
            ExprKind::Quoted(_)
            | ExprKind::List(_)
            | ExprKind::Date { .. }
            | ExprKind::Pair(..) => Meaning::Form(expr),
            _ => {
                let wanted = Wanted { attr: None, takes: Takes::default() };
                let amount = Calculator { wanted, lets: self, names: None, errors }.amount(expr);
                match (amount, &expr.kind) {
                    (None, _) => Meaning::Failed,
                    // A lone number is read where it is used: `500B` is bytes there, or a billion.
                    (Some(_), ExprKind::Number(_)) => Meaning::Form(expr),
                    (Some(amount), _) => Meaning::Amount(amount),
                }
            }
        }
    }

    fn fact(&self, definition: &Definition<'a>, takes: Takes) -> Meaning<'a> {
        let Some(dimension) = takes.number else { return Meaning::Form(definition.expr) };
        let wanted = Wanted { attr: None, takes };
        let mut ignored = Vec::new();
        let mut calculator = Calculator { wanted, lets: self, names: None, errors: &mut ignored };
        let amount = calculator.amount(definition.expr);
        match amount.and_then(|amount| amount.fit(dimension)) {
            Some(quantity) => Meaning::Amount(quantity.into()),
            None => Meaning::Failed,
        }
    }
}

/// How a value reads a fact of the traffic.
fn fact_name(attr: Attr) -> String {
    format!("traffic.{}", attr.word())
}

/// One definition a name: the one of the last layer, within it the first.
fn collect<'a>(
    layers: &[Vec<&'a ast::Let>],
    traffic: &[(Attr, Span, &'a Expr)],
    errors: &mut Vec<Diagnostic>,
) -> Vec<Definition<'a>> {
    let mut known: BTreeMap<&str, (usize, &'a ast::Let)> = BTreeMap::new();
    for (layer, statements) in layers.iter().enumerate() {
        for statement in statements {
            let name = statement.name.text.as_str();
            if name == "unknown" {
                errors.push(complaint::unknown_in_company(statement.name.span));
                continue;
            }
            match known.get(name) {
                Some((at, first)) if *at == layer => {
                    errors.push(declared_twice(&statement.name, &first.name));
                }
                _ => {
                    known.insert(name, (layer, *statement));
                }
            }
        }
    }
    let facts: BTreeMap<Attr, &'a Expr> =
        traffic.iter().map(|(attr, _, expr)| (*attr, *expr)).collect();
    let fact = |(attr, expr): (Attr, &'a Expr)| Definition {
        name: fact_name(attr),
        expr,
        name_span: expr.span,
        traffic: Some(schema::takes(attr, Site::About(About::Traffic)).unwrap_or_default()),
    };
    let mut statements: Vec<_> = known.into_values().map(|(_, statement)| statement).collect();
    statements.sort_by_key(|statement| statement.name.span);
    statements
        .into_iter()
        .map(|statement| Definition {
            name: statement.name.text.clone(),
            expr: &statement.value,
            name_span: statement.name.span,
            traffic: None,
        })
        .chain(facts.into_iter().map(fact))
        .collect()
}

fn declared_twice(second: &ast::Name, first: &ast::Name) -> Diagnostic {
    let name = &second.text;
    let message = text!(name; "`{name}` 이름을 두 번 정의했습니다", "`{name}` is defined twice");
    Diagnostic::error(DUPLICATE_NAME, second.span, message)
        .related(first.span, Text::new("먼저 정의한 곳", "defined here first"))
}

/// The definitions, each after those it reads; without those on a cycle, each of which is an error.
/// Iterative, so that a chain of thousands takes no stack.
fn order(definitions: &[Definition], errors: &mut Vec<Diagnostic>) -> Vec<usize> {
    let index: BTreeMap<&str, usize> =
        definitions.iter().enumerate().map(|(at, d)| (d.name.as_str(), at)).collect();
    let reads: Vec<Vec<usize>> =
        definitions.iter().map(|definition| names_in(definition.expr, &index)).collect();
    let mut state = vec![Visit::New; definitions.len()];
    let mut sorted = Vec::with_capacity(definitions.len());
    for root in 0..definitions.len() {
        let mut path = vec![(root, 0)];
        if state[root] != Visit::New {
            continue;
        }
        state[root] = Visit::Open;
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            let Some(&target) = reads[at].get(*next) else {
                if state[at] == Visit::Open {
                    state[at] = Visit::Done;
                    sorted.push(at);
                }
                path.pop();
                continue;
            };
            *next += 1;
            match state[target] {
                Visit::New => {
                    state[target] = Visit::Open;
                    path.push((target, 0));
                }
                Visit::Open => {
                    let from = path.iter().position(|(node, _)| *node == target).unwrap_or(0);
                    let cycle: Vec<usize> = path[from..].iter().map(|(node, _)| *node).collect();
                    errors.push(cyclic(definitions, &cycle));
                    for node in cycle {
                        state[node] = Visit::Cyclic;
                    }
                }
                Visit::Done | Visit::Cyclic => {}
            }
        }
    }
    sorted
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Visit {
    New,
    Open,
    Done,
    Cyclic,
}

fn cyclic(definitions: &[Definition], cycle: &[usize]) -> Diagnostic {
    let names: Vec<&str> =
        cycle.iter().chain(cycle.first()).map(|at| definitions[*at].name.as_str()).collect();
    let round = names.join(" → ");
    let message = text!(round; "값이 서로를 돌아가며 읽습니다: {round}", "these values read each other: {round}");
    let mut places = cycle.iter().map(|at| definitions[*at].name_span);
    let first = places.next().expect("a cycle has a member");
    places.fold(Diagnostic::error(UNKNOWN_VALUE, first, message), |diagnostic, span| {
        diagnostic.related(span, Text::new("여기를 거칩니다", "goes through here"))
    })
}

/// The definitions that a value reads. Lists and texts read nothing: their items are looked up
/// where they are used.
fn names_in(expr: &Expr, index: &BTreeMap<&str, usize>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        match &expr.kind {
            ExprKind::Word(path) => found.extend(index.get(path_text(path).as_str())),
            ExprKind::Binary { left, right, .. } | ExprKind::Range(left, right) => {
                open.extend([right.as_ref(), left.as_ref()]);
            }
            ExprKind::Negative(inner) => open.push(inner),
            _ => {}
        }
    }
    found
}
