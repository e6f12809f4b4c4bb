//! Comments that want a finding silenced, as other tools have them: answered by the way that works.

use crate::context::Context;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{Rule, accept_statement, is_acceptable};
use crate::source::Span;
use crate::text;

/// What other linters are told in comments.
const WORDS: [&str; 8] =
    ["ignore", "disable", "noqa", "nolint", "skip", "suppress", "allow", "무시"];

/// What is to be said about such comments of the design's own text, with the decision that each
/// asks for.
pub fn ignored(context: &Context, findings: &[Diagnostic], rules: &[&Rule]) -> Vec<Diagnostic> {
    let own = context.design.span;
    let files = context.design.texts.iter().filter(|file| own == Some(file.span));
    let comments = files.flat_map(|file| file.comments.iter().map(|comment| comment.span));
    let asking = comments.filter(|span| asks(context.sources.text(*span)));
    let acceptable: Vec<&Diagnostic> =
        findings.iter().filter(|it| !it.is_accepted() && is_acceptable(it, rules)).collect();
    asking.map(|span| answer(context, &acceptable, span)).collect()
}

fn asks(comment: &str) -> bool {
    let said = comment.to_lowercase();
    said.contains("archlint") && WORDS.iter().any(|word| said.contains(word))
}

fn answer(context: &Context, findings: &[&Diagnostic], comment: Span) -> Diagnostic {
    let message = text!("이 주석은 지적을 끄지 않습니다", "this comment silences nothing");
    let found = Diagnostic::new("silencing-comment", Severity::Advice, comment, message);
    let meant = accepts(context, findings, comment);
    if meant.is_empty() {
        return found.help(text!(
            "지적을 받아들이려면 이유와 함께 적으세요: `accept RULE on NAME because \"이유\"`. 규칙을 끄려면 `archlint.toml`의 `[rules]`에 적으세요.",
            "A finding is accepted with its reason: `accept RULE on NAME because \"why\"`. A rule is switched off under `[rules]` in `archlint.toml`."
        ));
    }
    let list = meant.iter().map(|it| format!("- `{it}`")).collect::<Vec<_>>().join("\n");
    found.help(text!(list;
        "받아들이는 지적을 이유와 함께 설계에 한 줄로 적고, 주석은 지우세요.\n{list}",
        "Write into the design what is accepted, with its reason, in place of the comment.\n{list}"
    ))
}

/// The decisions about the findings on the comment's line, else on the line below it; where the
/// comment names rules, about those.
fn accepts(context: &Context, findings: &[&Diagnostic], comment: Span) -> Vec<String> {
    let said = context.sources.text(comment).to_lowercase();
    let line = |span: Span| context.sources.position(span.source, span.start as usize).line;
    let at = line(comment);
    let on = |wanted: usize| -> Vec<&Diagnostic> {
        let here =
            |it: &&Diagnostic| it.primary.source == comment.source && line(it.primary) == wanted;
        findings.iter().copied().filter(here).collect()
    };
    let mut found = if said.contains("next") { Vec::new() } else { on(at) };
    if found.is_empty() {
        found = on(at + 1);
    }
    match found.iter().any(|it| said.contains(it.rule.as_str())) {
        true => found.retain(|it| said.contains(it.rule.as_str())),
        // The questions are about nearly everything.
        false => found.retain(|it| it.rule != "unknown-facts"),
    }
    found.into_iter().map(|finding| accept_statement(&[finding], "…", None)).collect()
}
