//! Changes of a design's text that keep its comments and its style.

use crate::diagnostic::{Edit, Fix, Safety};
use crate::model::{Attr, Component, Design, Facts, Flow, Group, Link, LinkId};
use crate::source::{SourceId, Sources, Span};
use crate::syntax;
use crate::syntax::ast::{self, Arrow, StatementKind};
use crate::text::Text;
use std::collections::BTreeMap;
use std::ops::Range;

/// A fix that a machine may apply alone.
pub fn safe(title: Text, edits: Vec<Edit>) -> Fix {
    fix(Safety::Safe, title, edits)
}

/// A fix whose value a person should look at.
pub fn suggested(title: Text, edits: Vec<Edit>) -> Fix {
    fix(Safety::Suggested, title, edits)
}

fn fix(safety: Safety, title: Text, mut edits: Vec<Edit>) -> Fix {
    edits.sort_by_key(|edit| (edit.span.source, edit.span.start, edit.span.end));
    Fix { safety, title, edits }
}

/// States attributes of a component: replaces those that its own block states, adds the others. One
/// that only a connection names is declared with them.
pub fn state(sources: &Sources, component: &Component, attrs: &[(Attr, &str)]) -> Vec<Edit> {
    if let Some(statement) = component.implied {
        let attrs: Vec<String> =
            attrs.iter().map(|(attr, value)| attribute_text(attr.word(), value)).collect();
        let declared = format!("{} {{ {} }}", declaration(component), attrs.join(", "));
        return vec![before(sources, statement, &declared)];
    }
    state_in(sources, component.span, component.head, &component.facts, attrs)
}

/// `mysql orders`: what declares the component.
fn declaration(component: &Component) -> String {
    let word = component.tech.as_ref().map_or(component.kind.word(), |tech| tech.name.as_str());
    format!("{word} {}", component.name)
}

/// Declares every component of the text that only connections name, before their first use.
pub fn declare(sources: &Sources, design: &Design, text: SourceId) -> Vec<Edit> {
    let mut statements: BTreeMap<Span, Vec<String>> = BTreeMap::new();
    for component in design.components.iter().filter(|it| it.span.source == text) {
        if let Some(statement) = component.implied {
            statements.entry(statement).or_default().push(declaration(component));
        }
    }
    let declared = statements.into_iter().map(|(statement, declarations)| {
        let start = statement.start as usize;
        let indent = indent_at(&sources.get(text).text, start);
        before(sources, statement, &declarations.join(&format!("\n{indent}")))
    });
    declared.collect()
}

/// States attributes of a group.
pub fn state_group(sources: &Sources, group: &Group, attrs: &[(Attr, &str)]) -> Vec<Edit> {
    state_in(sources, group.span, group.head, &group.facts, attrs)
}

/// States attributes of a connection's whole statement, thus of every connection in it.
pub fn state_link(sources: &Sources, link: &Link, attrs: &[(Attr, &str)]) -> Vec<Edit> {
    state_in(sources, link.statement, link.span, &link.facts, attrs)
}

fn state_in(
    sources: &Sources,
    whole: Span,
    head: Span,
    facts: &Facts,
    attrs: &[(Attr, &str)],
) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut added = Vec::new();
    for (attr, value) in attrs {
        match facts.get(*attr).filter(|stated| !stated.by_default) {
            Some(stated) => {
                let text = attribute_text(written_name(sources.text(stated.span)), value);
                edits.push(Edit { span: stated.span, text });
            }
            None => added.push(attribute_text(attr.word(), value)),
        }
    }
    if !added.is_empty() {
        edits.push(insert(sources, whole, head, &added));
    }
    edits
}

/// The attribute's name as it stands there: two names may mean one thing (`brokers`, `replicas`).
fn written_name(attribute: &str) -> &str {
    let end = attribute.find(|c: char| c.is_whitespace() || "=:＝：".contains(c));
    &attribute[..end.unwrap_or(attribute.len())]
}

/// `on` is written as the bare word.
fn attribute_text(name: &str, value: &str) -> String {
    match value {
        "on" => name.to_string(),
        _ => format!("{name} = {value}"),
    }
}

fn insert(sources: &Sources, whole: Span, head: Span, attrs: &[String]) -> Edit {
    let text = sources.text(whole);
    let after_head = (head.end - whole.start) as usize;
    let at = |offset: usize| {
        Span::new(whole.source, whole.start as usize + offset, whole.start as usize + offset)
    };
    match block(text, after_head) {
        None => {
            Edit { span: at(text.trim_end().len()), text: format!(" {{ {} }}", attrs.join(", ")) }
        }
        Some(inside) => {
            let content = text[inside.clone()].trim_end();
            let end = inside.start + content.len();
            let added = match content.trim_start() {
                "" if text[inside.clone()].is_empty() => format!(" {} ", attrs.join(", ")),
                "" => format!(" {}", attrs.join(", ")),
                _ if content.contains('\n') => lines(content, attrs),
                some if some.ends_with([',', ';', '，', '；']) => {
                    format!(" {}", attrs.join(", "))
                }
                _ => format!(", {}", attrs.join(", ")),
            };
            Edit { span: at(end), text: added }
        }
    }
}

/// One line for each attribute, indented like the last line of the block.
fn lines(content: &str, attrs: &[String]) -> String {
    let indent = indent_at(content, content.trim_end().len());
    attrs.iter().map(|attr| format!("\n{indent}{attr}")).collect()
}

/// What stands between the braces of a statement, if it has a block; `from` is the end of its head.
fn block(text: &str, from: usize) -> Option<Range<usize>> {
    let mut rest = &text[from..];
    loop {
        rest = rest.trim_start();
        let here = text.len() - rest.len();
        match rest.chars().next()? {
            open @ ('{' | '｛') => {
                let close = text.trim_end();
                let close = close.strip_suffix(['}', '｝']).unwrap_or(close);
                return Some(here + open.len_utf8()..close.len().max(here + open.len_utf8()));
            }
            '"' => rest = after_string(rest),
            '/' if rest.starts_with("/*") => rest = rest.split_once("*/")?.1,
            '/' | '#' => rest = rest.split_once('\n')?.1,
            ':' | '：' => rest = &rest[rest.chars().next()?.len_utf8()..],
            _ => return None,
        }
    }
}

fn after_string(text: &str) -> &str {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return &text[at + 1..],
            _ => escaped = false,
        }
    }
    ""
}

/// Removes a statement, with its line when nothing else stands on it.
pub fn remove(sources: &Sources, span: Span) -> Edit {
    let text = &sources.get(span.source).text;
    let before = &text[..span.start as usize];
    let after = &text[span.end as usize..];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_rest = after.find('\n').map_or(after.len(), |at| at + 1);
    let alone = before[line_start..].trim().is_empty() && after[..line_rest].trim().is_empty();
    let whole = match alone {
        true => Span::new(span.source, line_start, span.end as usize + line_rest),
        false => span,
    };
    Edit { span: whole, text: String::new() }
}

/// Puts a statement on a line of its own at the end of a design's text.
pub fn append(sources: &Sources, design: Span, statement: &str) -> Edit {
    let text = sources.text(design);
    let end = design.start as usize + text.trim_end().len();
    let newline = if text.ends_with('\n') { "" } else { "\n" };
    let span = Span::new(design.source, end, end);
    Edit { span, text: format!("\n{statement}{newline}") }
}

/// Puts statements on lines of their own before another one, indented like it.
pub fn before(sources: &Sources, span: Span, statement: &str) -> Edit {
    let text = &sources.get(span.source).text;
    let start = span.start as usize;
    let indent = indent_at(text, start);
    let span = Span::new(span.source, start, start);
    Edit { span, text: format!("{statement}\n{indent}") }
}

/// Puts statements on lines of their own behind another one, indented like it.
pub fn after(sources: &Sources, span: Span, statement: &str) -> Edit {
    let text = &sources.get(span.source).text;
    let (start, end) = (span.start as usize, span.end as usize);
    let indent = indent_at(text, start);
    let lines: String = statement.lines().map(|line| format!("\n{indent}{line}")).collect();
    Edit { span: Span::new(span.source, end, end), text: lines }
}

/// Puts statements inside a group, on lines of their own behind what is there.
pub fn inside(sources: &Sources, group: &Group, statements: &[String]) -> Edit {
    let text = sources.text(group.span);
    let start = group.span.start as usize;
    let indent = indent_at(&sources.get(group.span.source).text, start);
    let lines = |indent: &str| -> String {
        statements.iter().map(|statement| format!("\n{indent}{statement}")).collect()
    };
    let Some(block) = block(text, (group.head.end - group.span.start) as usize) else {
        let end = start + text.trim_end().len();
        let text = format!(" {{{}\n{indent}}}", lines(&format!("{indent}  ")));
        return Edit { span: Span::new(group.span.source, end, end), text };
    };
    let content = text[block.clone()].trim_end();
    let (from, to) = (start + block.start + content.len(), start + block.end);
    match content.rsplit_once('\n') {
        Some((_, last)) => Edit {
            span: Span::new(group.span.source, from, from),
            text: lines(indent_at(last, last.len())),
        },
        None => Edit {
            span: Span::new(group.span.source, from, to),
            text: format!("{}\n{indent}", lines(&format!("{indent}  "))),
        },
    }
}

/// The blanks with which the line around a place begins.
fn indent_at(text: &str, at: usize) -> &str {
    let line = &text[text[..at].rfind('\n').map_or(0, |at| at + 1)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Turns a call into a message, `->` into `~>`, also where flows go over it; `None` where a flow
/// goes over it together with others.
pub fn hand_over(sources: &Sources, design: &Design, id: LinkId) -> Option<Vec<Edit>> {
    let link = design.link(id);
    let at = link.span.start as usize + sources.text(link.span).find("->")?;
    let drawn = Span::new(link.span.source, at, at + 2);
    let steps = steps_over(sources, design, id)?;
    let arrows = std::iter::once(drawn).chain(steps.into_iter().map(|step| step.arrow));
    Some(arrows.map(|span| Edit { span, text: "~>".to_string() }).collect())
}

/// Puts a component between the two ends of a connection, also where flows go over it. `None` where
/// other targets stand beside the right end, which would be sent through it too.
pub fn between(sources: &Sources, design: &Design, id: LinkId, name: &str) -> Option<Vec<Edit>> {
    let link = design.link(id);
    let mut edits = vec![between_ends(sources, link, name)?];
    for step in steps_over(sources, design, id)? {
        let at = step.to.start as usize;
        let span = Span::new(step.to.source, at, at);
        edits.push(Edit { span, text: format!("{name} {} ", link.arrow.symbol()) });
    }
    Some(edits)
}

fn between_ends(sources: &Sources, link: &Link, name: &str) -> Option<Edit> {
    let text = sources.text(link.span);
    let after = sources.get(link.span.source).text[link.span.end as usize..].trim_start();
    if text.contains([',', '|', '\n']) || after.starts_with([',', '|']) {
        return None;
    }
    let arrow = link.arrow.symbol();
    let at = text.rfind(arrow)? + arrow.len();
    let blanks = text[at..].len() - text[at..].trim_start().len();
    let at = link.span.start as usize + at + blanks;
    let span = Span::new(link.span.source, at, at);
    Some(Edit { span, text: format!("{name} {arrow} ") })
}

/// A step of a flow, where it is written.
struct Step {
    arrow: Span,
    to: Span,
}

/// The steps with which flows go over a connection; `None` unless each is written plainly: one
/// name, an arrow, one name.
fn steps_over(sources: &Sources, design: &Design, id: LinkId) -> Option<Vec<Step>> {
    let ends = |id: LinkId| {
        let link = design.link(id);
        (&*design.component(link.from).name, link.arrow, &*design.component(link.to).name)
    };
    let mut steps = Vec::new();
    for flow in design.flows.iter().filter(|flow| !flow.implied && flow.steps.contains(&id)) {
        let alike = flow.steps.iter().filter(|step| ends(**step) == ends(id)).count();
        let written = written_steps(sources, flow, ends(id));
        if alike > 1 || written.is_empty() {
            return None;
        }
        steps.extend(written);
    }
    Some(steps)
}

fn written_steps(sources: &Sources, flow: &Flow, ends: (&str, Arrow, &str)) -> Vec<Step> {
    let parsed = syntax::parse_span(sources, flow.span);
    let mut steps = Vec::new();
    for connection in parsed.file.statements.iter().flat_map(connections) {
        for (sides, (arrow, span)) in connection.sides.windows(2).zip(&connection.arrows) {
            let (from, to) = (last_name(&sides[0]), last_name(&sides[1]));
            if from == Some(ends.0) && to == Some(ends.2) && *arrow == ends.1 {
                steps.push(Step { arrow: *span, to: sides[1].span });
            }
        }
    }
    steps
}

/// The connections in a flow's block.
fn connections(statement: &ast::Statement) -> impl Iterator<Item = &ast::Connection> {
    let block = match &statement.kind {
        StatementKind::Flow(flow) => flow.block.as_ref(),
        _ => None,
    };
    block.into_iter().flat_map(|block| &block.statements).filter_map(|it| match &it.kind {
        StatementKind::Connection(connection) => Some(connection),
        _ => None,
    })
}

/// What stands alone at one end of an arrow, without the groups around it.
fn last_name(side: &ast::Side) -> Option<&str> {
    let [targets] = &side.targets[..] else { return None };
    let [path] = &targets[..] else { return None };
    path.segments.last().map(|name| name.text.as_str())
}

/// The text with the edits applied; they are sorted and do not overlap.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut result = String::new();
    let mut done = 0;
    for edit in edits {
        result.push_str(&text[done..edit.span.range().start]);
        result.push_str(&edit.text);
        done = edit.span.range().end;
    }
    result + &text[done..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn inserted(text: &str, head: &str, attrs: &[&str]) -> String {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.arch", text));
        let at = text.find(head).expect("the head stands in the text");
        let whole = Span::new(id, at, text.trim_end().len());
        let head = Span::new(id, at, at + head.len());
        let attrs: Vec<String> = attrs.iter().map(|a| a.to_string()).collect();
        apply(text, &[insert(&sources, whole, head, &attrs)])
    }

    #[test]
    fn an_attribute_joins_the_block_in_its_style() {
        let cases = [
            ("was api\n", "was api { replicas = 2 }\n"),
            ("was api \"예매 { API\"\n", "was api \"예매 { API\" { replicas = 2 }\n"),
            ("was api {}\n", "was api { replicas = 2 }\n"),
            ("was api { }\n", "was api { replicas = 2 }\n"),
            ("was api { stateless }\n", "was api { stateless, replicas = 2 }\n"),
            ("was api { stateless, }\n", "was api { stateless, replicas = 2 }\n"),
            (
                "was api \"API\" {\n  stateless // why\n}\n",
                "was api \"API\" {\n  stateless // why\n  replicas = 2\n}\n",
            ),
        ];
        for (before, after) in cases {
            assert_eq!(inserted(before, "was api", &["replicas = 2"]), after);
        }
    }

    #[test]
    fn a_statement_joins_a_group() {
        let cases = [
            ("zone c\n", "zone c {\n  web b\n}\n"),
            ("zone c {}\n", "zone c {\n  web b\n}\n"),
            ("zone c { web a }\n", "zone c { web a\n  web b\n}\n"),
            ("zone c {\n\tweb a // last\n}\n", "zone c {\n\tweb a // last\n\tweb b\n}\n"),
        ];
        for (before, after) in cases {
            let mut sources = Sources::default();
            let id = sources.add(Source::new("a.arch", before));
            let whole = Span::new(id, 0, before.len());
            let built = crate::model::build(
                &mut sources,
                whole,
                &crate::source::NoLoader,
                &crate::catalog::Catalog::builtin(),
            );
            let edit = inside(&sources, &built.design.groups[0], &["web b".to_owned()]);
            assert_eq!(apply(before, &[edit]), after);
        }
    }

    #[test]
    fn a_statement_goes_with_its_line() {
        let mut sources = Sources::default();
        let text = "web a\n  accept x on a because \"y\"\nweb b; web c\n";
        let id = sources.add(Source::new("a.arch", text));
        let span = |part: &str| {
            let at = text.find(part).expect("stands in the text");
            Span::new(id, at, at + part.len())
        };
        let alone = remove(&sources, span("accept x on a because \"y\""));
        assert_eq!(apply(text, &[alone]), "web a\nweb b; web c\n");
        let beside = remove(&sources, span("web b"));
        assert_eq!(apply(text, &[beside]), "web a\n  accept x on a because \"y\"\n; web c\n");
    }
}
