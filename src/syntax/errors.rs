//! What to say about text that can't be read, in words a newcomer knows.

use super::ast::Name;
use super::expected::short;
use crate::diagnostic::{Diagnostic, Edit, Fix, Safety};
use crate::say::Text;
use crate::source::Span;
use crate::text;

/// The rule name of all mistakes in the form of the text.
pub(super) const SYNTAX: &str = "syntax";
/// The rule name of what is too deep, too long or too large to be read.
pub(super) const LIMIT: &str = "limit";

/// How deep blocks, lists and parentheses may nest.
pub const MAX_NESTING: usize = 64;
/// How many operators one value may have.
pub const MAX_OPERATORS: usize = 256;

pub(super) fn unexpected(words: &str, at: Span) -> Diagnostic {
    let words = short(words);
    Diagnostic::error(
        SYNTAX,
        at,
        text!(words; "`{words}` 부분은 여기에 올 수 없습니다", "`{words}` does not belong here"),
    )
}

pub(super) fn missing_close(at: Span, opened: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new("블록을 닫는 `}`가 없습니다", "a block is never closed: `}` is missing"),
    )
    .label(Text::new("`}`가 없습니다", "`}` is missing"))
    .related(opened, Text::new("여기서 열렸습니다", "opened here"))
}

pub(super) fn stray_close(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new("이 `}`로 닫을 블록이 없습니다", "this `}` closes no block"),
    )
}

pub(super) fn missing_separator(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new(
            "앞 문장이 끝나지 않았는데 새 문장이 시작됩니다",
            "a new statement begins before the last one ended",
        ),
    )
    .help(Text::new("줄을 바꾸거나 `;`로 나누세요.", "Put a line break or `;` between them."))
}

pub(super) fn comma_outside(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new(
            "블록 밖에서는 쉼표로 문장을 나눌 수 없습니다",
            "outside a block a comma does not separate statements",
        ),
    )
    .help(Text::new("줄을 바꾸거나 `;`로 나누세요.", "Use a line break or `;`."))
}

pub(super) fn attribute_outside(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            name;
            "`{name}` 속성은 블록 `{{ }}` 안에만 쓸 수 있습니다",
            "the attribute `{name}` stands only inside a block `{{ }}`"
        ),
    )
    .help(text!(
        name;
        "컴포넌트 블록 안에 쓰거나, 값에 이름을 붙이려면 `let {name} = …`으로 쓰세요.",
        "Put it into a component's block, or write `let {name} = …` to name a value."
    ))
}

pub(super) fn lone_word(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(name; "`{name}` 한 단어로는 문장이 되지 않습니다", "`{name}` alone is not a statement"),
    )
    .help(Text::new(
        "컴포넌트는 `was api`처럼 종류와 이름을, 연결은 `api -> db`처럼 화살표를 씁니다.",
        "A component is a type and a name, like `was api`; a connection has an arrow, like `api -> db`.",
    ))
}

pub(super) fn too_deep(at: Span) -> Diagnostic {
    Diagnostic::error(
        LIMIT,
        at,
        text!(
            most = MAX_NESTING;
            "괄호가 {most}단계보다 깊게 중첩되어 안쪽을 읽지 않았습니다",
            "nested deeper than {most} levels; what is inside was not read"
        ),
    )
}

pub(super) fn too_many_operators(at: Span) -> Diagnostic {
    Diagnostic::error(
        LIMIT,
        at,
        text!(
            most = MAX_OPERATORS;
            "값 하나에 연산자가 {most}개를 넘습니다",
            "one value has more than {most} operators"
        ),
    )
    .help(Text::new("`let`으로 나누어 쓰세요.", "Split it with `let`."))
}

pub(super) fn number_too_large(at: Span) -> Diagnostic {
    Diagnostic::error(
        LIMIT,
        at,
        Text::new(
            "숫자가 너무 크거나 너무 깁니다 (28자리까지)",
            "the number is too large or too long (28 digits at most)",
        ),
    )
}

pub(super) fn thousands(digits: &str, at: Span) -> Diagnostic {
    let better = digits.replace(',', "_");
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            better;
            "쉼표는 값을 나누는 기호라서 숫자 안에 쓸 수 없습니다: `{better}`처럼 쓰세요",
            "a comma separates values, so it can't group digits: write `{better}`"
        ),
    )
    .fix(replace(at, better))
}

pub(super) fn unclosed_long(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new(
            "여러 줄 글을 닫는 `\"\"\"`가 없습니다",
            "the text is not closed: `\"\"\"` is missing",
        ),
    )
}

pub(super) fn unclosed_string(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new(
            "문자열을 닫는 따옴표 `\"`가 없습니다",
            "the string is not closed: `\"` is missing",
        ),
    )
    .help(Text::new(
        "여러 줄에 걸친 글은 `\"\"\"`로 감싸세요.",
        "A text of several lines goes between `\"\"\"`.",
    ))
}

pub(super) fn single_quotes(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new("문자열은 큰따옴표 `\"`로 감쌉니다", "a string takes double quotes `\"`"),
    )
}

pub(super) fn bad_escape(escape: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(escape; "`{escape}` 이스케이프를 알 수 없습니다", "unknown escape `{escape}`"),
    )
    .help(Text::new(
        r#"쓸 수 있는 것은 `\"` `\\` `\n` `\t` `\u{AC00}`입니다."#,
        r#"These are known: `\"` `\\` `\n` `\t` `\u{AC00}`."#,
    ))
}

pub(super) fn unclosed_comment(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new("주석을 닫는 `*/`가 없습니다", "the comment is not closed: `*/` is missing"),
    )
}

pub(super) fn misnamed(word: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(word; "이름은 숫자로 시작할 수 없습니다: `{word}`", "a name can't begin with a digit: `{word}`"),
    )
}

pub(super) fn quoted_name(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(name; "이름은 따옴표 없이 씁니다: `{name}`", "a name is written without quotes: `{name}`"),
    )
    .fix(replace(at, name))
}

pub(super) fn wrong_arrow(arrow: &str, at: Span) -> Diagnostic {
    let (ko, en) = match arrow {
        _ if arrow.starts_with('<') && arrow.ends_with('>') || arrow == "↔" => (
            "양방향은 두 문장으로 나누어 쓰세요: `a -> b`와 `b -> a`.",
            "Both ways are two statements: `a -> b` and `b -> a`.",
        ),
        _ if arrow.starts_with('<') || arrow == "←" => {
            ("호출하는 쪽을 왼쪽에 쓰세요: `b -> a`.", "The caller stands on the left: `b -> a`.")
        }
        _ if arrow.contains('.') => {
            ("점선 화살표(비동기)는 `~>`로 씁니다.", "The dotted (asynchronous) arrow is `~>`.")
        }
        _ => ("호출은 `->`로 씁니다.", "A call is `->`."),
    };
    Diagnostic::error(
        SYNTAX,
        at,
        text!(arrow; "`{arrow}` 화살표는 쓸 수 없습니다", "`{arrow}` is not an arrow of the language"),
    )
    .help(Text::new(ko, en))
}

/// A prohibition, or a way, drawn with `~>`: it speaks of messages and calls alike.
pub(super) fn arrows_are_one(at: Span, forbids: bool) -> Diagnostic {
    let found = Diagnostic::warning(
        SYNTAX,
        at,
        match forbids {
            true => text!(
                "`forbid`는 `->`와 `~>`를 가리지 않습니다. 이 줄은 둘 다 금지합니다",
                "`forbid` does not tell `->` from `~>`: this forbids both"
            ),
            false => text!(
                "`require path`는 화살표를 가리지 않습니다",
                "`require path` does not tell arrows apart"
            ),
        },
    );
    found.fix(replace(at, "->".to_owned()))
}

/// A prohibition, or a way, drawn with `=>`.
pub(super) fn copies_are_free(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            "복제(`=>`)는 금지하거나 요구할 수 없습니다. 호출은 `->`로 씁니다",
            "a copy (`=>`) can be neither forbidden nor required; a call is `->`"
        ),
    )
    .fix(Fix { safety: Safety::Suggested, ..replace(at, "->".to_owned()) })
}

pub(super) fn no_block_here(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new("이 문장에는 블록이 올 수 없습니다", "this statement takes no block"),
    )
    .help(Text::new(
        "블록 안의 문장은 중괄호 없이 따로 쓰세요.",
        "Write what the block holds on lines of its own, without braces.",
    ))
}

/// An attribute without its `=`: `replicas 3`, `mode cluster`.
pub fn missing_equals(name: &Name, value: &str) -> Diagnostic {
    let at = Span { start: name.span.end, ..name.span };
    let (name, span, value) = (&name.text, name.span, short(value));
    let fix = Fix {
        safety: Safety::Safe,
        title: Text::new("`=`를 넣습니다", "insert `=`"),
        edits: vec![Edit { span: at, text: " =".to_owned() }],
    };
    Diagnostic::error(
        SYNTAX,
        span,
        text!(
            name, value;
            "`{name}` 속성과 값 사이에 `=`가 없습니다: `{name} = {value}`",
            "`=` is missing between `{name}` and its value: `{name} = {value}`"
        ),
    )
    .fix(fix)
}

pub(super) fn misplaced(at: Span) -> Diagnostic {
    Diagnostic::error(SYNTAX, at, attributes_only()).help(Text::new(
        "다른 문장은 블록 밖으로 옮기세요.",
        "Move the statement out of the block.",
    ))
}

fn attributes_only() -> Text {
    Text::new("이 블록에는 속성만 쓸 수 있습니다", "this block holds attributes only")
}

pub(super) fn comma_after_connection(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new(
            "연결 뒤의 쉼표는 대상을 더하는 기호입니다",
            "after a connection a comma adds a target",
        ),
    )
    .help(Text::new(
        "다음 문장과는 줄을 바꾸거나 `;`로 나누세요.",
        "Use a line break or `;` before the next statement.",
    ))
}

pub(super) fn bare_url(url: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(url; "URL은 큰따옴표로 감싸야 합니다: `\"{url}\"`", "a URL needs quotes: `\"{url}\"`"),
    )
    .fix(replace(at, format!("\"{url}\"")))
}

pub(super) fn other_equals(sign: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(sign; "`{sign}` 대신 `=`를 씁니다", "write `=`, not `{sign}`"),
    )
    .fix(replace(at, "="))
}

pub(super) fn equals_before_block(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new("블록 `{` 앞에는 `=`를 쓰지 않습니다", "no `=` stands before a block `{`"),
    )
    .fix(replace(at, ""))
}

/// `callers = lb`; `behind` is the value.
pub(super) fn sign_behind_relation(word: &Name, at: Span, behind: Option<Span>) -> Diagnostic {
    let name = &word.text;
    let error = Diagnostic::error(
        SYNTAX,
        at,
        text!(name;
            "`{name}` 뒤에는 비교 없이 대상을 씁니다: `{name} lb`",
            "`{name}` is followed by whom it is about, without a sign: `{name} lb`"
        ),
    );
    let Some(behind) = behind else { return error };
    let between = Span { start: word.span.end, end: behind.start, ..at };
    let title = Text::new("기호를 지웁니다", "remove the sign");
    let edits = vec![Edit { span: between, text: " ".to_owned() }];
    error.fix(Fix { safety: Safety::Safe, title, edits })
}

pub(super) fn turned_comparison(sign: &str, at: Span) -> Diagnostic {
    let right: String = sign.chars().rev().collect();
    Diagnostic::error(
        SYNTAX,
        at,
        text!(right; "비교는 `{right}` 순서로 씁니다", "a comparison is written `{right}`"),
    )
    .fix(replace(at, right))
}

pub(super) fn unnamed(word: &Name, at: Span) -> Diagnostic {
    let word = &word.text;
    Diagnostic::error(
        SYNTAX,
        at,
        text!(word; "`{word}` 뒤에 이름이나 `=`가 필요합니다", "a name or `=` is missing behind `{word}`"),
    )
    .help(text!(
        word;
        "컴포넌트는 `{word} api \"설명\"`, 속성은 `{word} = \"글\"`처럼 씁니다.",
        "A component is `{word} api \"label\"`, an attribute `{word} = \"text\"`."
    ))
}

/// The change that puts the one right thing in the place of what was written.
pub(super) fn replace(at: Span, text: impl Into<String>) -> Fix {
    let text = text.into();
    let title = match text.is_empty() {
        true => Text::new("지웁니다", "remove it"),
        false => text!(text; "다음으로 바꿉니다: `{text}`", "change it to `{text}`"),
    };
    Fix { safety: Safety::Safe, title, edits: vec![Edit { span: at, text }] }
}
