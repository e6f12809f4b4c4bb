//! Comments that want a finding silenced, as other tools have them: answered by the way that works.

use super::{Context, accept_statement};
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::edit;
use crate::source::Span;
use crate::text;

/// What other linters are told in comments.
const WORDS: [&str; 8] =
    ["ignore", "disable", "noqa", "nolint", "skip", "suppress", "allow", "무시"];

/// What is to be said about such comments of the design's own text, with the decision that each
/// asks for.
pub fn ignored(context: &Context, findings: &[Diagnostic]) -> Vec<Diagnostic> {
    let own = context.design.span;
    let files = context.design.texts.iter().filter(|file| own == Some(file.span));
    let comments = files.flat_map(|file| file.comments.iter().map(|comment| comment.span));
    let asking = comments.filter(|span| asks(context.sources.text(*span)));
    asking.map(|span| answer(context, findings, span)).collect()
}

fn asks(comment: &str) -> bool {
    let said = comment.to_lowercase();
    said.contains("archlint") && WORDS.iter().any(|word| said.contains(word))
}

fn answer(context: &Context, findings: &[Diagnostic], comment: Span) -> Diagnostic {
    let meant = accepts(context, findings, comment);
    let message = text!("이 주석은 지적을 끄지 않습니다", "this comment silences nothing");
    let found = Diagnostic::new("not-evaluated", Severity::Advice, comment, message);
    let Some(first) = meant.first() else {
        return found.help(text!(
            "지적을 받아들이려면 이유와 함께 적으세요: `accept RULE on NAME because \"이유\"`. 규칙을 끄려면 `archlint.toml`의 `[rules]`에 적으세요.",
            "A finding is accepted with its reason: `accept RULE on NAME because \"why\"`. A rule is switched off under `[rules]` in `archlint.toml`."
        ));
    };
    let found = found.help(text!(first;
        "지적을 받아들이려면 이유와 함께 설계에 적으세요: `{first}`.",
        "A finding is accepted in the design, with its reason: `{first}`."
    ));
    let Some(whole) = context.design.span else { return found };
    let statements = format!("\n{}", meant.join("\n"));
    let away = Edit { span: comment, text: String::new() };
    let edits = vec![away, context.edit.append(whole, &statements)];
    let title = text!("주석 대신 `accept`를 적습니다", "write `accept` instead of the comment");
    found.fix(edit::suggested(title, edits))
}

/// The decisions about the findings on the comment's line, else on the line below it.
fn accepts(context: &Context, findings: &[Diagnostic], comment: Span) -> Vec<String> {
    let line = |span: Span| context.sources.position(span.source, span.start as usize).line;
    let at = line(comment);
    let on = |wanted: usize| -> Vec<&Diagnostic> {
        let here = |it: &&Diagnostic| {
            let same = it.primary.source == comment.source && line(it.primary) == wanted;
            same && !it.is_accepted() && !it.subjects.is_empty() && it.rule != "unknown-facts"
        };
        findings.iter().filter(here).collect()
    };
    let mut found = on(at);
    if found.is_empty() {
        found = on(at + 1);
    }
    found.into_iter().map(|finding| accept_statement(finding, false, "TODO", None)).collect()
}
