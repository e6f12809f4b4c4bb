//! Evaluates expressions with three values: known, unknown, absent. What a value was made from
//! stays with it, known or not.

use super::files::{Folder, Parsed};
use super::functions;
use super::value::{Item, Value};
use crate::source::Span;
use hcl_edit::Span as _;
use hcl_edit::expr::{
    BinaryOperator, Expression, ForExpr, ObjectKey, Traversal, TraversalOperator, UnaryOperator,
};
use hcl_edit::structure::{Block, Body, Structure};
use hcl_edit::template::Element;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// So many steps one run of the evaluator may take.
const STEPS: usize = 1_000_000;
/// Values may be asked for through so many others.
const NESTING: usize = 100;

/// A module with the block that calls it.
pub struct Module {
    /// What its addresses begin with: `module.shop.`.
    pub prefix: String,
    pub folder: Folder,
    /// The module around it, and where in that it is called.
    pub call: Option<(usize, usize, usize)>,
    pub children: BTreeMap<String, usize>,
}

/// All modules of a root.
#[derive(Default)]
pub struct Evaluator {
    pub modules: Vec<Module>,
    /// The values of the root's variables.
    pub given: BTreeMap<String, Item>,
    pub(super) known: RefCell<BTreeMap<(usize, String), Option<Item>>>,
    steps: Cell<usize>,
    depth: Cell<usize>,
}

/// Where an expression stands.
#[derive(Clone, Default)]
pub struct Scope {
    pub module: usize,
    /// `each.key`, `count.index` and the variables of `for` and `dynamic`.
    pub names: Vec<(String, Item)>,
}

impl Scope {
    fn with(&self, name: &str, item: Item) -> Self {
        let mut inner = self.clone();
        inner.names.push((name.to_owned(), item));
        inner
    }
}

/// The value of an expression that stands for itself.
pub fn constant(expression: &Expression, parsed: &Parsed) -> Item {
    Evaluator::default().value(expression, parsed, &Scope { module: usize::MAX, names: Vec::new() })
}

impl Evaluator {
    pub fn is_spent(&self) -> bool {
        self.steps.get() > STEPS
    }

    /// The value of an expression.
    pub fn value(&self, expression: &Expression, parsed: &Parsed, scope: &Scope) -> Item {
        let at = parsed.span(expression.span());
        self.steps.set(self.steps.get() + 1);
        if self.is_spent() || self.depth.get() > NESTING {
            return Item::unknown(at);
        }
        self.depth.set(self.depth.get() + 1);
        let item = self.inner(expression, at, parsed, scope);
        self.depth.set(self.depth.get() - 1);
        item
    }

    fn inner(&self, expression: &Expression, at: Span, parsed: &Parsed, scope: &Scope) -> Item {
        let of = |expression: &Expression| self.value(expression, parsed, scope);
        match expression {
            Expression::Null(_) => Item::new(Value::Null, at),
            Expression::Bool(flag) => Item::new(Value::Bool(*flag.value()), at),
            Expression::Number(number) => match number.value().as_f64() {
                Some(number) => Item::new(Value::Number(number), at),
                None => Item::unknown(at),
            },
            Expression::String(text) => Item::new(Value::Text(text.value().clone()), at),
            Expression::Array(array) => Item::new(Value::List(array.iter().map(of).collect()), at),
            Expression::Object(object) => {
                let entries = object.iter().filter_map(|(key, value)| {
                    let name = match key {
                        ObjectKey::Ident(name) => Some(name.as_str().to_owned()),
                        ObjectKey::Expression(key) => match key {
                            Expression::Variable(name) => Some(name.as_str().to_owned()),
                            key => of(key).text(),
                        },
                    };
                    Some((name?, of(value.expr())))
                });
                Item::new(Value::Map(entries.collect()), at)
            }
            Expression::StringTemplate(template) => {
                self.template(template.iter(), at, parsed, scope)
            }
            Expression::HeredocTemplate(heredoc) => {
                self.template(heredoc.template.iter(), at, parsed, scope)
            }
            Expression::Parenthesis(inner) => of(inner.inner()),
            Expression::Variable(name) => self.name(name.as_str(), at, scope),
            Expression::Conditional(one) => {
                let condition = of(&one.cond_expr);
                match condition.flag() {
                    Some(true) => of(&one.true_expr),
                    Some(false) => of(&one.false_expr),
                    None => {
                        let (yes, no) = (of(&one.true_expr), of(&one.false_expr));
                        let value =
                            if yes.value == no.value { yes.value.clone() } else { Value::Unknown };
                        let mut item = Item::new(value, at);
                        [&yes, &no].iter().for_each(|one| one.all_refs(&mut item.refs));
                        item
                    }
                }
            }
            Expression::FuncCall(call) => {
                let arguments: Vec<Item> = call.args.iter().map(of).collect();
                functions::call(call.name.name.as_str(), arguments, at)
            }
            Expression::Traversal(traversal) => self.traversal(traversal, at, parsed, scope),
            Expression::UnaryOp(one) => {
                let item = of(&one.expr);
                let value = match (*one.operator.value(), &item.value) {
                    (UnaryOperator::Neg, Value::Number(number)) => Value::Number(-number),
                    (UnaryOperator::Not, Value::Bool(flag)) => Value::Bool(!flag),
                    _ => Value::Unknown,
                };
                Item::new(value, at).with(&item.refs)
            }
            Expression::BinaryOp(one) => {
                let (left, right) = (of(&one.lhs_expr), of(&one.rhs_expr));
                let value = binary(*one.operator.value(), &left, &right);
                Item::new(value, at).with(&left.refs).with(&right.refs)
            }
            Expression::ForExpr(one) => self.each(one, at, parsed, scope),
        }
    }

    fn template<'t>(
        &self,
        elements: impl Iterator<Item = &'t Element>,
        at: Span,
        parsed: &Parsed,
        scope: &Scope,
    ) -> Item {
        let mut text = Some(String::new());
        let mut item = Item::unknown(at);
        for element in elements {
            let part = match element {
                Element::Literal(literal) => Some(literal.value().clone()),
                Element::Interpolation(one) => {
                    let part = self.value(&one.expr, parsed, scope);
                    part.all_refs(&mut item.refs);
                    part.text()
                }
                Element::Directive(_) => None,
            };
            text = match (text, part) {
                (Some(text), Some(part)) => Some(text + &part),
                _ => None,
            };
        }
        if let Some(text) = text {
            item.value = Value::Text(text);
        }
        item
    }

    fn name(&self, name: &str, at: Span, scope: &Scope) -> Item {
        let found = scope.names.iter().rev().find(|(known, _)| known == name);
        found.map_or_else(|| Item::unknown(at), |(_, item)| item.clone())
    }

    fn each(&self, one: &ForExpr, at: Span, parsed: &Parsed, scope: &Scope) -> Item {
        let collection = self.value(&one.intro.collection_expr, parsed, scope);
        let mut item = Item::unknown(at).with(&collection.refs);
        let Some(pairs) = pairs(&collection) else { return item };
        let mut results: Vec<(Option<String>, Item)> = Vec::new();
        for (key, value) in pairs {
            let mut inner = scope.with(one.intro.value_var.as_str(), value);
            if let Some(name) = &one.intro.key_var {
                inner = inner.with(name.as_str(), key);
            }
            if let Some(condition) = &one.cond {
                match self.value(&condition.expr, parsed, &inner).flag() {
                    Some(true) => {}
                    Some(false) => continue,
                    None => return item,
                }
            }
            let value = self.value(&one.value_expr, parsed, &inner);
            match &one.key_expr {
                None => results.push((None, value)),
                Some(key) => match self.value(key, parsed, &inner).text() {
                    Some(key) => results.push((Some(key), value)),
                    None => return item,
                },
            }
        }
        item.value = match one.key_expr {
            None => Value::List(results.into_iter().map(|(_, item)| item).collect()),
            Some(_) => Value::Map(
                results.into_iter().filter_map(|(key, item)| Some((key?, item))).collect(),
            ),
        };
        item
    }

    fn traversal(&self, traversal: &Traversal, at: Span, parsed: &Parsed, scope: &Scope) -> Item {
        let operators: Vec<&TraversalOperator> =
            traversal.operators.iter().map(|one| one.value()).collect();
        let Expression::Variable(root) = &traversal.expr else {
            let item = self.value(&traversal.expr, parsed, scope);
            return self.apply(item, &operators, at, parsed, scope);
        };
        let root = root.as_str();
        let attribute = |at: usize| match operators.get(at) {
            Some(TraversalOperator::GetAttr(name)) => Some(name.as_str().to_owned()),
            _ => None,
        };
        if scope.names.iter().any(|(name, _)| name == root) {
            return self.apply(self.name(root, at, scope), &operators, at, parsed, scope);
        }
        let first = attribute(0);
        match (root, first) {
            ("var", Some(name)) => self.apply(
                self.variable(scope.module, &name, at),
                &operators[1..],
                at,
                parsed,
                scope,
            ),
            ("local", Some(name)) => {
                self.apply(self.local(scope.module, &name, at), &operators[1..], at, parsed, scope)
            }
            ("module", Some(name)) => {
                let skip = operators[1..]
                    .iter()
                    .take_while(|one| !matches!(one, TraversalOperator::GetAttr(_)))
                    .count();
                let Some(output) = attribute(1 + skip) else { return Item::unknown(at) };
                let item = self.output(scope.module, &name, &output, at);
                self.apply(item, &operators[2 + skip..], at, parsed, scope)
            }
            ("path" | "terraform" | "self" | "each" | "count", _) => Item::unknown(at),
            ("data", Some(kind)) => {
                let name = attribute(1).unwrap_or_default();
                let mut item = self.chosen_zone(&kind, &operators, at, parsed, scope);
                item.refs.insert(format!("{}data.{kind}.{name}", self.prefix(scope.module)));
                item
            }
            (kind, Some(name)) => self.resource(kind, &name, &operators[1..], at, scope),
            _ => Item::unknown(at),
        }
    }

    pub(super) fn apply(
        &self,
        item: Item,
        operators: &[&TraversalOperator],
        at: Span,
        parsed: &Parsed,
        scope: &Scope,
    ) -> Item {
        let mut item = item;
        for (number, operator) in operators.iter().enumerate() {
            let refs = item.refs.clone();
            let next = match operator {
                TraversalOperator::GetAttr(name) => item.get(name.as_str()).cloned(),
                TraversalOperator::Index(index) => {
                    let index = self.value(index, parsed, scope);
                    indexed(&item, &index)
                }
                TraversalOperator::LegacyIndex(index) => {
                    item.list().get(*index.value() as usize).cloned()
                }
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                    let rest = &operators[number + 1..];
                    let Value::List(items) = &item.value else {
                        return Item::unknown(at).with(&refs);
                    };
                    let items =
                        items.iter().map(|one| self.apply(one.clone(), rest, at, parsed, scope));
                    return Item::new(Value::List(items.collect()), at).with(&refs);
                }
            };
            item = next.unwrap_or_else(|| Item::unknown(at)).with(&refs);
        }
        item
    }

    /// The arguments of a block: attributes, and nested blocks as lists of maps.
    pub fn arguments(&self, body: &Body, parsed: &Parsed, scope: &Scope, at: Span) -> Item {
        let mut entries: Vec<(String, Item)> = Vec::new();
        for one in body.iter() {
            match one {
                Structure::Attribute(attribute) => {
                    entries.push((
                        attribute.key.as_str().to_owned(),
                        self.value(&attribute.value, parsed, scope),
                    ));
                }
                Structure::Block(block) => self.nested(block, parsed, scope, &mut entries),
            }
        }
        Item::new(Value::Map(entries), at)
    }

    fn nested(
        &self,
        block: &Block,
        parsed: &Parsed,
        scope: &Scope,
        entries: &mut Vec<(String, Item)>,
    ) {
        let at = parsed.span(block.span());
        let mut add =
            |name: &str, item: Item| match entries.iter_mut().find(|(known, _)| known == name) {
                Some((_, Item { value: Value::List(items), .. })) => items.push(item),
                _ => entries.push((name.to_owned(), Item::new(Value::List(vec![item]), at))),
            };
        let name = block.ident.as_str();
        if name != "dynamic" {
            return add(name, self.arguments(&block.body, parsed, scope, at));
        }
        let (Some(label), Some(content)) =
            (block.labels.first(), block.body.get_blocks("content").next())
        else {
            return;
        };
        let iterator =
            block.body.get_attribute("iterator").map(|one| one.value.to_string().trim().to_owned());
        let iterator = iterator.unwrap_or_else(|| label.as_str().to_owned());
        let list =
            block.body.get_attribute("for_each").map(|one| self.value(&one.value, parsed, scope));
        let pairs = list.as_ref().and_then(pairs);
        let unknown = || vec![(Item::unknown(at), Item::unknown(at))];
        for (key, value) in pairs.unwrap_or_else(unknown) {
            let pair = Item::new(
                Value::Map(vec![("key".to_owned(), key), ("value".to_owned(), value)]),
                at,
            );
            let inner = scope.with(&iterator, pair);
            add(label.as_str(), self.arguments(&content.body, parsed, &inner, at));
        }
    }
}

/// The keys and values of a collection; `None` of an unknown one.
pub fn pairs(item: &Item) -> Option<Vec<(Item, Item)>> {
    match &item.value {
        Value::List(items) => Some(
            items
                .iter()
                .enumerate()
                .map(|(at, one)| (Item::new(Value::Number(at as f64), one.at), one.clone()))
                .collect(),
        ),
        Value::Map(entries) => Some(
            entries
                .iter()
                .map(|(key, one)| (Item::new(Value::Text(key.clone()), one.at), one.clone()))
                .collect(),
        ),
        _ => None,
    }
}

fn indexed(item: &Item, index: &Item) -> Option<Item> {
    match (&item.value, &index.value) {
        (Value::List(items), Value::Number(number)) => items.get(*number as usize).cloned(),
        (Value::Map(_), Value::Text(key)) => item.get(key).cloned(),
        _ => None,
    }
}

fn binary(operator: BinaryOperator, left: &Item, right: &Item) -> Value {
    use BinaryOperator::*;
    // One known side can settle it.
    match (operator, left.flag(), right.flag()) {
        (And, Some(false), _) | (And, _, Some(false)) => return Value::Bool(false),
        (Or, Some(true), _) | (Or, _, Some(true)) => return Value::Bool(true),
        (And | Or, Some(a), Some(b)) => {
            return Value::Bool(if operator == And { a && b } else { a || b });
        }
        _ => {}
    }
    if left.is_unknown() || right.is_unknown() {
        return Value::Unknown;
    }
    let same = || match (left.text(), right.text()) {
        (Some(a), Some(b)) => a == b,
        _ => left.value == right.value,
    };
    if matches!(operator, Eq | NotEq) {
        return Value::Bool(same() == (operator == Eq));
    }
    let (Some(a), Some(b)) = (left.number(), right.number()) else { return Value::Unknown };
    match operator {
        Less => Value::Bool(a < b),
        LessEq => Value::Bool(a <= b),
        Greater => Value::Bool(a > b),
        GreaterEq => Value::Bool(a >= b),
        Plus => Value::Number(a + b),
        Minus => Value::Number(a - b),
        Mul => Value::Number(a * b),
        Div if b != 0.0 => Value::Number(a / b),
        Mod if b != 0.0 => Value::Number(a % b),
        _ => Value::Unknown,
    }
}
