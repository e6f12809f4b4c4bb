//! What a text leads to: the files that it includes and extends, and written addresses.

use crate::source::Span;
use crate::syntax::ast::{ExprKind, File, StatementKind};
use crate::syntax::walk;

/// A stretch of the text that leads somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Without the quotes.
    pub span: Span,
    pub to: LinkTo,
}

#[derive(Clone, Debug, PartialEq)]
pub enum LinkTo {
    /// A path relative to the text's folder, brought in by `include`.
    Include(String),
    /// The same behind `extends`.
    Base(String),
    /// An address of the web: http and https only.
    Web(String),
}

/// Everything in a text that leads somewhere, in the order of the places.
pub fn links(file: &File) -> Vec<Link> {
    let mut found = Vec::new();
    walk::statements(&file.statements, &mut |statement| match &statement.kind {
        StatementKind::Include(it) => {
            let to = LinkTo::Include(it.path.text.clone());
            found.push(Link { span: inside(it.path.span), to });
        }
        StatementKind::Header(it) => {
            if let Some(base) = &it.extends {
                let to = LinkTo::Base(base.text.clone());
                found.push(Link { span: inside(base.span), to });
            }
        }
        StatementKind::Attribute(it) => {
            if let Some(ExprKind::Quoted(text)) = it.value.as_ref().map(|value| &value.kind)
                && is_web(&text.text)
            {
                let to = LinkTo::Web(text.text.clone());
                found.push(Link { span: inside(text.span), to });
            }
        }
        _ => {}
    });
    found
}

fn is_web(text: &str) -> bool {
    let address = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    address.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// What stands between quotes of one byte; other quotes stay.
fn inside(quoted: Span) -> Span {
    if quoted.end - quoted.start < 2 {
        return quoted;
    }
    Span { start: quoted.start + 1, end: quoted.end - 1, ..quoted }
}
