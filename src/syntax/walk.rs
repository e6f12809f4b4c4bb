//! Walks over a syntax tree: all statements of it, all paths in it.
//!
//! Blocks nest no deeper than [`super::MAX_NESTING`], so the walks may recurse.

use super::ast::{
    Block, Connection, Expr, ExprKind, Path, Statement, StatementKind, Subject, Target,
};

/// The block of a statement, if it has one.
pub fn block(statement: &Statement) -> Option<&Block> {
    match &statement.kind {
        StatementKind::Declaration(it) => it.block.as_ref(),
        StatementKind::Connection(it) => it.block.as_ref(),
        StatementKind::Facts(it) => Some(&it.block),
        StatementKind::Flow(it) | StatementKind::Scenario(it) => it.block.as_ref(),
        StatementKind::Default(it) => Some(&it.block),
        StatementKind::Attributes(it) => Some(&it.block),
        StatementKind::Change(it) => it.block.as_ref(),
        _ => None,
    }
}

/// Visits statements and those in their blocks, each before what stands in it.
pub fn statements<'a>(all: &'a [Statement], visit: &mut dyn FnMut(&'a Statement)) {
    for statement in all {
        visit(statement);
        if let Some(block) = block(statement) {
            statements(&block.statements, visit);
        }
    }
}

/// Visits every path by which statements name something, in blocks and values too.
pub fn paths<'a>(all: &'a [Statement], visit: &mut dyn FnMut(&'a Path)) {
    statements(all, &mut |statement| paths_of(statement, visit));
}

fn paths_of<'a>(statement: &'a Statement, visit: &mut dyn FnMut(&'a Path)) {
    match &statement.kind {
        StatementKind::Connection(it) => connected(it, visit),
        StatementKind::Attribute(it) => it.value.iter().for_each(|value| named(value, visit)),
        StatementKind::Let(it) => named(&it.value, visit),
        StatementKind::Expect(it) => {
            it.arguments.iter().for_each(&mut *visit);
            it.comparison.iter().for_each(|(_, _, value)| named(value, visit));
        }
        StatementKind::Accept(it) => {
            for subject in &it.subjects {
                match subject {
                    Subject::Name(path) => visit(path),
                    Subject::Link(from, to, _) => [from, to].into_iter().for_each(&mut *visit),
                }
            }
        }
        StatementKind::Forbid(it) => [&it.from, &it.to].into_iter().for_each(visit),
        StatementKind::Change(it) => targeted(&it.target, visit),
        StatementKind::Move(it) => it.names.iter().chain([&it.into]).for_each(visit),
        StatementKind::Remove(it) => it.targets.iter().for_each(|it| targeted(it, visit)),
        _ => {}
    }
}

fn connected<'a>(it: &'a Connection, visit: &mut dyn FnMut(&'a Path)) {
    it.sides.iter().flat_map(|side| &side.targets).flatten().for_each(visit);
}

fn targeted<'a>(target: &'a Target, visit: &mut dyn FnMut(&'a Path)) {
    match target {
        Target::Name(path) => visit(path),
        Target::Link { from, to, .. } => [from, to].into_iter().for_each(visit),
        Target::Flow(_) | Target::Scenario(_) => {}
    }
}

fn named<'a>(value: &'a Expr, visit: &mut dyn FnMut(&'a Path)) {
    match &value.kind {
        ExprKind::Word(path) => visit(path),
        ExprKind::Pair(path, value) => {
            visit(path);
            named(value, visit);
        }
        ExprKind::List(items) => items.iter().for_each(|item| named(item, visit)),
        ExprKind::Range(from, to) => [from, to].into_iter().for_each(|end| named(end, visit)),
        ExprKind::Binary { left, right, .. } => {
            [left, right].into_iter().for_each(|side| named(side, visit));
        }
        ExprKind::Negative(value) => named(value, visit),
        _ => {}
    }
}
