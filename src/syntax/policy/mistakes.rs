//! What to say about a policy that can't be read.

use super::CLAUSES;
use crate::diagnostic::Diagnostic;
use crate::say::nearest;
use crate::source::Span;
use crate::syntax::advice;
use crate::syntax::ast::Name;
use crate::syntax::errors::SYNTAX;
use crate::text;

pub(super) fn several_without_brackets(word: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(word;
            "여럿은 괄호로 묶습니다: `[…, {word}]`",
            "several of them go into brackets: `[…, {word}]`"
        ),
    )
    .help(text!(
        "`forbid [web, user] -> db`처럼 쓰세요.",
        "Write it as in `forbid [web, user] -> db`."
    ))
}

pub(super) fn wrong_way(forbids: bool, at: Span) -> Diagnostic {
    let error = Diagnostic::error(
        SYNTAX,
        at,
        match forbids {
            true => text!(
                "금지하는 길은 `A -> B` 하나씩 씁니다",
                "what is forbidden is one `A -> B` a line"
            ),
            false => text!(
                "지나야 하는 길은 `require path A -> B`로 씁니다",
                "a way that must be gone is written `require path A -> B`"
            ),
        },
    );
    match forbids {
        true => error.help(text!(
            "`forbid web -> db`처럼 양쪽을 한 번씩만 쓰세요.",
            "Write two sides, as in `forbid web -> db`."
        )),
        false => {
            error.help(text!("`require` 뒤에 `path`를 넣으세요.", "Add `path` after `require`."))
        }
    }
}

pub(super) fn after_policy(words: &str, at: Span) -> Diagnostic {
    let word = words.split_whitespace().next().unwrap_or_default();
    let meant = level_of_others(word).or(nearest(word, ["error", "warning", "advice"]));
    let error = Diagnostic::error(
        SYNTAX,
        at,
        text!(word;
            "정책의 수준은 `error`, `warning`, `advice` 중 하나입니다: `{word}`",
            "the level of a policy is `error`, `warning` or `advice`, not `{word}`"
        ),
    );
    match meant {
        Some(_) => error.did_you_mean(at, meant),
        None => error.help(text!(
            "이유는 따옴표로 감싸세요: `policy NAME \"이유\" error {{ … }}`.",
            "A reason stands in quotes: `policy NAME \"why\" error {{ … }}`."
        )),
    }
}

pub(super) fn on_behind_sides(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            "`on`은 조건 뒤에만 쓸 수 있습니다. 이 줄은 화살표 양쪽에 적은 것에만 해당합니다",
            "`on` follows a condition; this line holds for what its arrows name"
        ),
    )
    .help(text!(
        "화살표 한쪽을 좁혀 쓰세요: `forbid web -> orders`.",
        "Name fewer on one side of the arrow: `forbid web -> orders`."
    ))
}

/// What other tools and people call a level.
fn level_of_others(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "warn" | "medium" | "경고" | "주의" => "warning",
        "err" | "fatal" | "critical" | "high" | "must" | "오류" | "에러" | "심각" => "error",
        "info" | "hint" | "notice" | "low" | "suggestion" | "should" | "조언" | "권고" | "참고" => {
            "advice"
        }
        _ => return None,
    })
}

/// `limit 3` and `limit depth 3`: the sign is missing, or the word, too.
pub(super) fn limit_form(has_word: bool, number: &str, at: Span) -> Diagnostic {
    let whole = number.split('.').next().unwrap_or(number);
    let meant = if has_word { format!("<= {whole}") } else { format!("depth <= {whole}") };
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            "깊이는 `limit depth <= 3`처럼 제한합니다",
            "depth is limited as in `limit depth <= 3`"
        ),
    )
    .did_you_mean(at, Some(&meant))
}

pub(super) fn demands_nothing(name: &Name) -> Diagnostic {
    let word = &name.text;
    Diagnostic::warning(
        SYNTAX,
        name.span,
        text!(word; "`{word}` 정책은 아무것도 요구하지 않습니다", "the policy `{word}` demands nothing"),
    )
    .help(text!(
        "`forbid`, `require`, `allow`, `limit` 줄을 하나 이상 쓰세요.",
        "Give it a line with `forbid`, `require`, `allow` or `limit`."
    ))
}

pub(super) fn no_clause(word: &str, at: Span) -> Diagnostic {
    let list = CLAUSES.map(|word| format!("`{word}`")).join(", ");
    let error = Diagnostic::error(
        SYNTAX,
        at,
        text!(word; "정책의 줄은 `{word}`로 시작할 수 없습니다", "no line of a policy begins with `{word}`"),
    )
    .help(text!(list; "정책의 줄은 다음 중 하나로 시작합니다: {list}.", "A line of a policy begins with one of {list}."));
    error.did_you_mean(at, advice::clause_word(word).or_else(|| nearest(word, CLAUSES)))
}
