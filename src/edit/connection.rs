//! Connections that are drawn otherwise, also where flows go over them.

use super::Editor;
use crate::diagnostic::Edit;
use crate::model::schema::is_of_one_arrow;
use crate::model::{Flow, LinkId};
use crate::source::Span;
use crate::syntax::ast::{self, Arrow, StatementKind};
use crate::syntax::walk;

/// An arrow between two sides, where it is written.
struct Drawn<'a> {
    from: &'a ast::Side,
    arrow: (Arrow, Span),
    to: &'a ast::Side,
}

/// A step of a flow, where it is written.
struct Step {
    arrow: Span,
    to: Span,
}

impl<'a> Editor<'a> {
    /// Turns a call into a message, `->` into `~>`, also where flows go over it; `None` where a flow
    /// goes over it together with others.
    pub fn hand_over(&self, id: LinkId) -> Option<Vec<Edit>> {
        let (arrow, at) = self.drawn(id)?.arrow;
        if arrow != Arrow::Sync {
            return None;
        }
        let steps = self.steps_over(id)?;
        let arrows = std::iter::once(at).chain(steps.into_iter().map(|step| step.arrow));
        Some(arrows.map(|span| Edit { span, text: "~>".to_string() }).collect())
    }

    /// Puts a component between the two ends of a connection, also where flows go over it. `None`
    /// where others stand beside either end, which would be sent through it too.
    pub fn between(&self, id: LinkId, name: &str) -> Option<Vec<Edit>> {
        let drawn = self.drawn(id)?;
        lone_path(drawn.from).and(lone_path(drawn.to))?;
        let link = self.design.link(id);
        // What is said of one arrow has no place on two.
        if link.facts.iter().any(|(attr, stated)| is_of_one_arrow(attr) && !stated.by_default) {
            return None;
        }
        let arrow = link.arrow.symbol();
        let ends = std::iter::once(drawn.to.span);
        let ends = ends.chain(self.steps_over(id)?.into_iter().map(|step| step.to));
        let through = |to: Span| {
            let at = to.start as usize;
            Edit { span: Span::new(to.source, at, at), text: format!("{name} {arrow} ") }
        };
        Some(ends.map(through).collect())
    }

    /// The first place at which the connection is drawn.
    fn drawn(&self, id: LinkId) -> Option<Drawn<'a>> {
        let link = self.design.link(id);
        let StatementKind::Connection(it) = &self.statement(link.statement)?.kind else {
            return None;
        };
        arrows(it).find(|drawn| {
            let begins = drawn.from.span.start <= link.span.start;
            begins && link.span.end <= drawn.to.span.end
        })
    }

    /// The steps with which flows go over a connection; `None` unless each is written plainly: one
    /// name, an arrow, one name.
    fn steps_over(&self, id: LinkId) -> Option<Vec<Step>> {
        let ends = |id: LinkId| {
            let link = self.design.link(id);
            let name = |id| &*self.design.component(id).name;
            (name(link.from), link.arrow, name(link.to))
        };
        let mut steps = Vec::new();
        let flows = self.design.flows.iter();
        for flow in flows.filter(|flow| !flow.implied && flow.steps.contains(&id)) {
            let alike = flow.steps.iter().filter(|step| ends(**step) == ends(id)).count();
            let written = self.written_steps(flow, ends(id));
            if alike > 1 || written.is_empty() {
                return None;
            }
            steps.extend(written);
        }
        Some(steps)
    }

    fn written_steps(&self, flow: &Flow, ends: (&str, Arrow, &str)) -> Vec<Step> {
        let block = self.statement(flow.span).and_then(walk::block);
        let statements = block.into_iter().flat_map(|block| &block.statements);
        let connections = statements.filter_map(|statement| match &statement.kind {
            StatementKind::Connection(connection) => Some(connection),
            _ => None,
        });
        let is_meant = |drawn: &Drawn| {
            let names = (last_name(drawn.from), drawn.arrow.0, last_name(drawn.to));
            names == (Some(ends.0), ends.1, Some(ends.2))
        };
        let step = |drawn: Drawn| Step { arrow: drawn.arrow.1, to: drawn.to.span };
        connections.flat_map(arrows).filter(is_meant).map(step).collect()
    }
}

fn arrows(connection: &ast::Connection) -> impl Iterator<Item = Drawn<'_>> {
    let sides = connection.sides.windows(2).zip(&connection.arrows);
    sides.map(|(sides, arrow)| Drawn { from: &sides[0], arrow: *arrow, to: &sides[1] })
}

/// What stands alone at one end of an arrow.
fn lone_path(side: &ast::Side) -> Option<&ast::Path> {
    let [targets] = &side.targets[..] else { return None };
    let [path] = &targets[..] else { return None };
    Some(path)
}

/// Its name, without the groups around it.
fn last_name(side: &ast::Side) -> Option<&str> {
    lone_path(side)?.segments.last().map(|name| name.text.as_str())
}
