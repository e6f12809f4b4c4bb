//! Single instances that a scenario lets fail: `fail = ["api#1"]`, a string because `#` begins a
//! comment.

use super::Builder;
use super::declare::Around;
use crate::diagnostic::Diagnostic;
use crate::model::{Attr, ComponentId, Design, Facts, Place, Value};
use crate::source::Span;
use crate::syntax::ast;
use crate::text;

impl Builder<'_> {
    /// The instances that the strings of `fail` name.
    pub(super) fn instances(&mut self, facts: &Facts, around: Around) -> Vec<(ComponentId, u32)> {
        let Some(stated) = facts.get(Attr::Fail) else { return Vec::new() };
        let span = stated.value_span;
        let texts: Vec<String> = (facts.list(Attr::Fail).unwrap_or(&[]).iter())
            .filter_map(|value| match value {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            })
            .collect();
        texts.iter().filter_map(|text| self.instance(text, span, around)).collect()
    }

    fn instance(&mut self, text: &str, span: Span, around: Around) -> Option<(ComponentId, u32)> {
        let (name, number) = text.rsplit_once('#').unwrap_or((text, ""));
        let number = number.trim().parse::<u32>().ok().filter(|number| *number > 0);
        let Some(number) = number else {
            self.errors.push(no_number(text, name, span));
            return None;
        };
        let segment = |text: &str| ast::Name { text: text.trim().to_owned(), span };
        let path = ast::Path { segments: name.split('.').map(segment).collect(), span };
        match self.place(&path, around)? {
            Place::Component(id) => Some((id, number)),
            Place::Group(_) => {
                self.errors.push(no_number(text, name, span));
                None
            }
        }
    }
}

fn no_number(text: &str, name: &str, span: Span) -> Diagnostic {
    let error = Diagnostic::error(
        "unknown-value",
        span,
        text!(text; "`\"{text}\"`: 인스턴스 번호가 없습니다", "`\"{text}\"` names no instance"),
    );
    error.help(text!(name;
        "인스턴스 하나는 `\"{name}#1\"`처럼, 전체는 따옴표 없이 `{name}`처럼 쓰세요.",
        "Name one instance as `\"{name}#1\"`, all of it as `{name}` without quotes."
    ))
}

/// Scenarios that fail an instance which there is not.
pub(super) fn beyond_the_last(design: &Design) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for scenario in &design.scenarios {
        for (id, number) in &scenario.instances {
            let most = design.instances(*id);
            if *number > most {
                errors.push(no_such(&design.component(*id).path, *number, most, scenario.span));
            }
        }
    }
    errors
}

fn no_such(name: &str, number: u32, most: u32, span: Span) -> Diagnostic {
    Diagnostic::error(
        "unknown-value",
        span,
        text!(name, most, number;
            "`{name}` 컴포넌트의 인스턴스는 {most}개뿐인데 `{name}#{number}`가 멈춥니다",
            "`{name}` runs {most}, and `{name}#{number}` is to fail"
        ),
    )
    .help(text!(most; "1부터 {most}까지의 번호를 쓰세요.", "Write a number from 1 to {most}."))
}
