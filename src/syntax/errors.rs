//! What to say about text that can't be read, in words a newcomer knows.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::text;
use crate::text::Text;

/// The rule name of all mistakes in the form of the text.
pub(super) const SYNTAX: &str = "syntax";
/// The rule name of what is too deep, too long or too large to be read.
pub(super) const LIMIT: &str = "limit";

/// How deep blocks, lists and parentheses may nest.
pub const MAX_NESTING: usize = 64;
/// How many operators one value may have.
pub const MAX_OPERATORS: usize = 256;

/// What a person left out.
#[derive(Clone, Copy, Debug)]
pub(super) enum Expected {
    Name,
    Type,
    Target,
    Arrow,
    Value,
    Label,
    Title,
    FilePath,
    Reason,
    Date,
    Equals,
    Facts,
    Block,
    Function,
    Scenario,
    Rule,
    On,
    Because,
    Into,
    Group,
    Change,
    CloseList,
    CloseParen,
    Comma,
}

impl Expected {
    /// In Korean with its subject particle, in English with its article.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Expected::Name => ("`api`나 `주문-db` 같은 이름이", "a name like `api` or `order-db`"),
            Expected::Type => ("`was`나 `redis` 같은 종류가", "a type like `was` or `redis`"),
            Expected::Target => {
                ("연결할 컴포넌트의 이름이", "the name of the component to connect to")
            }
            Expected::Arrow => ("`->` 같은 화살표가", "an arrow like `->`"),
            Expected::Value => ("`3`이나 `2..10` 같은 값이", "a value like `3` or `2..10`"),
            Expected::Label => (
                "`\"주문 저장\"`처럼 따옴표로 감싼 설명이",
                "a label in quotes, like `\"save order\"`",
            ),
            Expected::Title => (
                "`\"예매 시스템\"`처럼 따옴표로 감싼 설계 이름이",
                "the design's name in quotes, like `\"Ticketing\"`",
            ),
            Expected::FilePath => (
                "`\"as-is.arch\"`처럼 따옴표로 감싼 파일 경로가",
                "the path of a file in quotes, like `\"as-is.arch\"`",
            ),
            Expected::Reason => (
                "`\"사내 도구\"`처럼 따옴표로 감싼 이유가",
                "the reason in quotes, like `\"internal tool\"`",
            ),
            Expected::Date => ("`2027-06-30` 같은 날짜가", "a date like `2027-06-30`"),
            Expected::Equals => ("`=`와 값이", "`=` and a value"),
            Expected::Facts => (
                "`{ dau = 30만 }`처럼 중괄호로 감싼 속성이",
                "attributes in braces, like `{ dau = 300k }`",
            ),
            Expected::Block => {
                ("`{ replicas = 2 }` 같은 블록이", "a block like `{ replicas = 2 }`")
            }
            Expected::Function => (
                "`availability(buy)`나 `cost` 같은 계산식이",
                "what to compute, like `availability(buy)` or `cost`",
            ),
            Expected::Scenario => ("시나리오의 이름이", "the name of a scenario"),
            Expected::Rule => {
                ("`single-instance` 같은 규칙 이름이", "the name of a rule like `single-instance`")
            }
            Expected::On => ("`on`과 컴포넌트 이름이", "`on` and the name of a component"),
            Expected::Because => ("`because \"이유\"`가", "`because` and the reason in quotes"),
            Expected::Into => ("`into`와 그룹 이름이", "`into` and the name of a group"),
            Expected::Group => ("그룹의 이름이", "the name of a group"),
            Expected::Change => (
                "바꿀 컴포넌트나 `a -> b` 같은 연결이",
                "what it is about: a component, or a connection like `a -> b`",
            ),
            Expected::CloseList => ("`]`가", "`]`"),
            Expected::CloseParen => ("`)`가", "`)`"),
            Expected::Comma => ("`,`가", "`,`"),
        }
    }
}

pub(super) fn expected(what: Expected, after: &str, at: Span) -> Diagnostic {
    let (ko, en) = what.words();
    Diagnostic::error(
        SYNTAX,
        at,
        text!("`{after}` 뒤에 {ko} 와야 합니다", "expected {en} after `{after}`"),
    )
    .label(Text::new("여기", "here"))
}

pub(super) fn unexpected(words: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!("`{words}` 부분은 여기에 올 수 없습니다", "`{words}` does not belong here"),
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
    .help(Text::new("줄을 바꾸거나 `;`로 나누세요", "put a line break or `;` between them"))
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
    .help(Text::new("줄을 바꾸거나 `;`로 나누세요", "use a line break or `;`"))
}

pub(super) fn attribute_outside(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            "`{name}` 속성은 블록 `{{ }}` 안에만 쓸 수 있습니다",
            "the attribute `{name}` stands only inside a block `{{ }}`"
        ),
    )
    .help(text!(
        "컴포넌트 블록 안에 쓰거나, 값에 이름을 붙이려면 `let {name} = …`으로 쓰세요",
        "put it into a component's block, or write `let {name} = …` to name a value"
    ))
}

pub(super) fn lone_word(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            "`{name}` 한 단어로는 문장이 되지 않습니다",
            "`{name}` alone is not a statement"
        ),
    )
    .help(text!(
        "컴포넌트는 `was {name}`처럼 종류와 이름을, 연결은 `{name} -> db`처럼 화살표를 씁니다",
        "a component is a type and a name, like `was {name}`; a connection has an arrow, like `{name} -> db`"
    ))
}

pub(super) fn too_deep(at: Span) -> Diagnostic {
    Diagnostic::error(
        LIMIT,
        at,
        text!(
            "괄호가 {MAX_NESTING}단계보다 깊게 중첩되어 안쪽을 읽지 않았습니다",
            "nested deeper than {MAX_NESTING} levels; what is inside was not read"
        ),
    )
}

pub(super) fn too_many_operators(at: Span) -> Diagnostic {
    Diagnostic::error(
        LIMIT,
        at,
        text!(
            "값 하나에 연산자가 {MAX_OPERATORS}개를 넘습니다",
            "one value has more than {MAX_OPERATORS} operators"
        ),
    )
    .help(Text::new("`let`으로 나누어 쓰세요", "split it with `let`"))
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
            "쉼표는 값을 나누는 기호라서 숫자 안에 쓸 수 없습니다: `{better}`로 쓰세요",
            "a comma separates values, so it can't group digits: write `{better}`"
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
        "여러 줄에 걸친 글은 `\"\"\"`로 감싸세요",
        "a text of several lines goes between `\"\"\"`",
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
        text!("`{escape}` 이스케이프를 알 수 없습니다", "unknown escape `{escape}`"),
    )
    .help(Text::new(
        r#"쓸 수 있는 것은 `\"` `\\` `\n` `\t` `\u{AC00}`입니다"#,
        r#"these are known: `\"` `\\` `\n` `\t` `\u{AC00}`"#,
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
        text!(
            "이름은 숫자로 시작할 수 없습니다: `{word}`",
            "a name can't begin with a digit: `{word}`"
        ),
    )
}

pub(super) fn quoted_name(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!("이름은 따옴표 없이 씁니다: {name}", "a name is written without quotes: {name}"),
    )
}

pub(super) fn wrong_arrow(arrow: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!("`{arrow}` 화살표는 없습니다", "`{arrow}` is no arrow here"),
    )
    .help(Text::new(
        "`a -> b`는 호출, `a ~> b`는 비동기 전달, `a => b`는 데이터 복제입니다",
        "`a -> b` calls, `a ~> b` hands over a message, `a => b` copies data",
    ))
}

pub(super) fn no_block_here(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new("이 문장에는 블록이 올 수 없습니다", "this statement takes no block"),
    )
}
