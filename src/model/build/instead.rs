//! The exact answer to what people type instead of an attribute of the language.

use super::Builder;
use super::attributes::About;
use super::lookup::Scope;
use crate::diagnostic::{Diagnostic, Edit, Fix, Safety};
use crate::model::Attr;
use crate::model::meant::{self, Meant};
use crate::model::schema::{self, Site};
use crate::model::value::Reader;
use crate::source::Span;
use crate::syntax::ast::{self, Arrow, Expr, ExprKind, StatementKind};
use crate::syntax::times;
use crate::text;

impl Builder<'_> {
    /// What to say about an attribute that is another word for one of ours.
    pub(super) fn typed_instead(
        &mut self,
        attribute: &ast::Attribute,
        beside: &[ast::Statement],
        about: About,
    ) -> Option<Diagnostic> {
        let About::Site(site) = about else { return None };
        let name = &attribute.name;
        let denied = is_denied(attribute);
        let counted = times(&name.text).filter(|_| attribute.value.is_none());
        if let Some(count) = counted.filter(|_| schema::takes(Attr::Replicas, site).is_some()) {
            let free = !is_stated(beside, Attr::Replicas);
            let written = text(Attr::Replicas, count);
            return Some(answer(attribute, &written, free.then_some(Safety::Safe)));
        }
        match meant::attribute(&name.text, site)? {
            Meant::Attr(attr) => Some(self.renamed(attribute, attr, site, beside)),
            Meant::Whole(_) if denied || counts(attribute) => None,
            Meant::Whole(attrs) => {
                let texts: Vec<String> =
                    attrs.iter().map(|(attr, value)| text(*attr, value)).collect();
                let free = attrs.iter().all(|(attr, _)| !is_stated(beside, *attr));
                let one = attrs.len() == 1 && attribute.value.is_none();
                let safety = if one && free { Safety::Safe } else { Safety::Suggested };
                Some(answer(attribute, &texts.join(", "), free.then_some(safety)))
            }
            Meant::Least => Some(self.bound(attribute, beside, Meant::Least)),
            Meant::Most => Some(self.bound(attribute, beside, Meant::Most)),
            // The connection knows its arrow and completes this.
            Meant::HandOver => Some(unknown(name)),
        }
    }

    /// One attribute in place of one, its value translated where it has to be.
    fn renamed(
        &self,
        attribute: &ast::Attribute,
        attr: Attr,
        site: Site,
        beside: &[ast::Statement],
    ) -> Diagnostic {
        let (own, name) = (attr.word(), &attribute.name.text);
        let value = attribute.value.as_ref().map(|expr| {
            let word = written_word(attribute).and_then(|word| meant::value(attr, word));
            word.map_or_else(|| with_unit(name, self.sources.text(expr.span)), str::to_owned)
        });
        let written = match &value {
            Some(value) => text(attr, value),
            None => own.to_owned(),
        };
        let reads = self.reads(attribute, attr, site);
        let safety = match is_stated(beside, attr) {
            true => None,
            false if reads => Some(Safety::Safe),
            false => Some(Safety::Suggested),
        };
        answer(attribute, &written, safety)
    }

    /// Whether the value is one of that attribute.
    fn reads(&self, attribute: &ast::Attribute, attr: Attr, site: Site) -> bool {
        let Some(takes) = schema::takes(attr, site) else { return false };
        if written_word(attribute).is_some_and(|word| meant::value(attr, word).is_some()) {
            return true;
        }
        let names = Scope::of(&self.draft, &self.suggestions, &self.mentions, None);
        let mut mistakes = Vec::new();
        let mut reader = Reader { lets: self.lets, names: &names, errors: &mut mistakes };
        reader.attribute(attribute, attr, takes).is_some() && mistakes.is_empty()
    }

    /// `min` and `max` are the two ends of one attribute.
    fn bound(
        &self,
        attribute: &ast::Attribute,
        beside: &[ast::Statement],
        end: Meant,
    ) -> Diagnostic {
        let other_end = if end == Meant::Least { Meant::Most } else { Meant::Least };
        let site = Site::Component(crate::model::Kind::Was);
        let other =
            attributes(beside).find(|it| meant::attribute(&it.name.text, site) == Some(other_end));
        let own = Attr::Autoscale;
        let Some(here) = whole_number(attribute).filter(|_| !is_stated(beside, own)) else {
            return unknown(&attribute.name).help(text!(
                "최소와 최대를 `autoscale = 2..10`처럼 함께 쓰세요.",
                "Write both ends together, like `autoscale = 2..10`."
            ));
        };
        match other.and_then(|it| Some((it, whole_number(it)?))) {
            Some((other, there)) if attribute.span < other.span => {
                let bounds = text(own, &format!("{}..{}", here.min(there), here.max(there)));
                together(
                    attribute,
                    other,
                    &bounds,
                    self.sources.text(attribute.span.to(other.span)),
                )
            }
            Some((other, _)) => unknown(&attribute.name).related(
                other.span,
                text!("이 값과 함께 고칩니다", "it is mended together with this one"),
            ),
            None if end == Meant::Least => answer(
                attribute,
                &text(own, &format!("{here}..{}", here.saturating_mul(2))),
                Some(Safety::Suggested),
            ),
            None => answer(
                attribute,
                &text(own, &format!("{}..{here}", here.min(2))),
                Some(Safety::Suggested),
            ),
        }
    }

    /// `async` in the block of a call is the arrow `~>`, and of a copy how it is made.
    pub(super) fn mend_asynchronous(&mut self, it: &ast::Connection) {
        let Some(block) = &it.block else { return };
        let mut attributes = block.attributes();
        let handed = |it: &&ast::Attribute| meant::hands_over(&it.name.text) && !is_denied(it);
        let Some(attribute) = attributes.find(handed) else {
            return;
        };
        let [(arrow, at)] = it.arrows[..] else { return };
        let edits = match arrow {
            Arrow::Sync => vec![
                Edit { span: at, text: Arrow::Async.symbol().to_owned() },
                self.without(block, attribute),
            ],
            Arrow::Copy => {
                vec![Edit { span: attribute.span, text: text(Attr::Replication, "async") }]
            }
            Arrow::Async => return,
        };
        let title = match arrow {
            Arrow::Copy => text!("`replication = async`로 씁니다", "write `replication = async`"),
            _ => text!("`~>` 화살표로 바꿉니다", "turn the arrow into `~>`"),
        };
        let told = self.errors.iter_mut().rev().find(|error| error.primary == attribute.name.span);
        if let Some(error) = told {
            error.fixes.push(Fix { safety: Safety::Suggested, title, edits });
        }
    }

    /// Takes an attribute out of its block, and the block with it where nothing is left.
    fn without(&self, block: &ast::Block, attribute: &ast::Attribute) -> Edit {
        let text = &self.sources.get(block.span.source).text;
        let alone = block.statements.len() == 1;
        let (start, end) = match alone {
            true => {
                let before = text[..block.span.start as usize].trim_end();
                (before.len(), block.span.end as usize)
            }
            false => {
                let end = attribute.span.end as usize;
                let rest = &text[end..];
                let gap = rest.len() - rest.trim_start_matches([' ', '\t', ',', ';']).len();
                (attribute.span.start as usize, end + gap)
            }
        };
        Edit { span: Span::new(block.span.source, start, end), text: String::new() }
    }
}

fn attributes(statements: &[ast::Statement]) -> impl Iterator<Item = &ast::Attribute> {
    statements.iter().filter_map(|statement| match &statement.kind {
        StatementKind::Attribute(attribute) => Some(attribute),
        _ => None,
    })
}

/// Whether the block states it already.
fn is_stated(beside: &[ast::Statement], attr: Attr) -> bool {
    let same = |other: Attr| match attr {
        Attr::Replicas | Attr::Brokers => matches!(other, Attr::Replicas | Attr::Brokers),
        _ => other == attr,
    };
    attributes(beside).any(|it| Attr::parse(&it.name.text).is_some_and(same))
}

/// What stands at the end of a name, and the unit that it gives a bare number.
const UNITS: &[(&str, &str)] = &[
    ("ms", "ms"),
    ("millis", "ms"),
    ("milliseconds", "ms"),
    ("s", "s"),
    ("sec", "s"),
    ("secs", "s"),
    ("seconds", "s"),
    ("min", "m"),
    ("mins", "m"),
    ("minutes", "m"),
    ("hours", "h"),
    ("days", "d"),
    ("kb", "KB"),
    ("mb", "MB"),
    ("gb", "GB"),
    ("tb", "TB"),
    ("percent", "%"),
    ("pct", "%"),
];

/// `latency-ms = 30` says 30 ms: a number takes the unit that its name had.
fn with_unit(name: &str, value: &str) -> String {
    let is_bare = value.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '_'));
    let end = name.rsplit_once(['-', '_']).map(|(_, end)| end.to_lowercase());
    let unit = UNITS.iter().find(|(word, _)| end.as_deref() == Some(*word));
    match unit.filter(|_| is_bare) {
        Some((_, unit)) => format!("{value}{unit}"),
        None => value.to_owned(),
    }
}

/// `on` is written as the bare word.
fn text(attr: Attr, value: &str) -> String {
    match value {
        "on" => attr.word().to_owned(),
        _ => format!("{} = {value}", attr.word()),
    }
}

fn is_denied(attribute: &ast::Attribute) -> bool {
    matches!(written_word(attribute), Some("off" | "none" | "false" | "no"))
}

/// It says how many or how much, which a word for a whole statement has no place for.
fn counts(attribute: &ast::Attribute) -> bool {
    attribute.value.is_some() && written_word(attribute).is_none()
}

/// A value that is one word.
fn written_word(attribute: &ast::Attribute) -> Option<&str> {
    match &attribute.value.as_ref()?.kind {
        ExprKind::Word(path) if path.segments.len() == 1 => Some(&path.segments[0].text),
        _ => None,
    }
}

fn whole_number(attribute: &ast::Attribute) -> Option<u64> {
    match attribute.value.as_ref()? {
        Expr { kind: ExprKind::Number(parts), .. } => match &parts[..] {
            [part] if part.unit.is_none() => u64::try_from(part.value).ok(),
            _ => None,
        },
        _ => None,
    }
}

fn unknown(name: &ast::Name) -> Diagnostic {
    let word = &name.text;
    let message = text!(word; "`{word}` 속성을 알 수 없습니다", "`{word}` is no known attribute");
    Diagnostic::warning("unknown-attribute", name.span, message)
}

/// Says what is written instead; without `safety` it stands in the block already.
fn answer(attribute: &ast::Attribute, written: &str, safety: Option<Safety>) -> Diagnostic {
    let error = unknown(&attribute.name);
    let Some(safety) = safety else {
        return error.help(text!(written;
            "`{written}`에 해당하는 값이 이미 있습니다. 하나만 남기세요.",
            "What `{written}` says is stated already; keep one of the two."
        ));
    };
    let label = text!(written; "혹시 `{written}`?", "did you mean `{written}`?");
    let title = text!(written; "다음으로 바꿉니다: `{written}`", "change it to `{written}`");
    let edits = vec![Edit { span: attribute.span, text: written.to_owned() }];
    error.label(label).fix(Fix { safety, title, edits })
}

/// Two attributes become one; what stands between them stays where it is more than a separator.
fn together(
    attribute: &ast::Attribute,
    other: &ast::Attribute,
    written: &str,
    between: &str,
) -> Diagnostic {
    let label = text!(written; "혹시 `{written}`?", "did you mean `{written}`?");
    let title = text!(written; "다음으로 바꿉니다: `{written}`", "change it to `{written}`");
    let inside =
        between.get(attribute.span.range().len()..between.len() - other.span.range().len());
    let is_separator = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let edits = match inside.is_some_and(|it| it.chars().all(is_separator)) {
        true => vec![Edit { span: attribute.span.to(other.span), text: written.to_owned() }],
        false => vec![
            Edit { span: attribute.span, text: written.to_owned() },
            Edit { span: other.span, text: String::new() },
        ],
    };
    unknown(&attribute.name).label(label).fix(Fix { safety: Safety::Suggested, title, edits })
}
