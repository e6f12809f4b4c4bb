//! What to say when it can be guessed what was meant (see guess.rs).

use super::ast::Name;
use super::errors::{SYNTAX, replace};
use super::expected::short;
use crate::diagnostic::Diagnostic;
use crate::say::Text;
use crate::source::Span;
use crate::text;

pub(super) fn wide_character(wide: char, narrow: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            wide, narrow;
            "`{wide}` 문자는 전각입니다: 반각 `{narrow}` 문자를 쓰세요",
            "`{wide}` is a full-width character: write `{narrow}`"
        ),
    )
    .fix(replace(at, narrow))
}

pub(super) fn lone_fraction(words: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(words; "소수는 0부터 씁니다: `0{words}`", "a fraction begins with 0: `0{words}`"),
    )
}

pub(super) fn plus_sign(number: &str, at: Span) -> Diagnostic {
    let number = short(number);
    Diagnostic::error(
        SYNTAX,
        at,
        text!(number; "숫자 앞에 `+`를 쓰지 않습니다: `{number}`", "a number takes no `+`: `{number}`"),
    )
    .fix(replace(at, ""))
}

/// `replicas = * 3`: the count alone is the value.
pub(super) fn bare_count(words: &str, at: Span) -> Diagnostic {
    let count = super::guess::times(words).unwrap_or(words);
    Diagnostic::error(
        SYNTAX,
        at,
        text!(count; "개수는 숫자만 씁니다: `{count}`", "a count is a number alone: `{count}`"),
    )
    .fix(replace(at, count))
}

pub(super) fn range_dots(lower: &str, upper: &str, at: Span) -> Diagnostic {
    let upper = short(upper.trim_start());
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            lower, upper;
            "범위는 `{lower}..{upper}`처럼 점 두 개로 씁니다",
            "a range is written with two dots: `{lower}..{upper}`"
        ),
    )
}

pub(super) fn operator_space(sign: char, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            sign;
            "계산식의 `{sign}` 앞뒤에는 공백이 필요합니다: `a {sign} b`",
            "in arithmetic `{sign}` needs a space on both sides: `a {sign} b`"
        ),
    )
    .help(Text::new(
        "`a-b`는 이름, `500/s`는 초당 500으로 읽힙니다.",
        "`a-b` is a name, and `500/s` is a rate.",
    ))
}

pub(super) fn currency_behind(sign: char, value: &str, rest: &str, at: Span) -> Diagnostic {
    let found = Diagnostic::error(
        SYNTAX,
        at,
        text!(
            sign, value;
            "통화 기호는 숫자 앞에 씁니다: `{sign}{value}`",
            "the currency stands before the number: `{sign}{value}`"
        ),
    );
    let is_whole = rest.is_empty() || rest.starts_with('/') && !rest.contains(char::is_whitespace);
    match is_whole {
        true => found.fix(replace(at, format!("{sign}{value}{rest}"))),
        false => found,
    }
}

/// What other languages write between conditions, and the word for it here.
pub(super) const OPERATORS: [(&str, &str); 11] = [
    ("&&", "and"),
    ("&", "and"),
    ("AND", "and"),
    ("그리고", "and"),
    ("||", "or"),
    ("|", "or"),
    ("OR", "or"),
    ("또는", "or"),
    ("to", "->"),
    ("gte", ">="),
    ("lte", "<="),
];

pub(super) fn other_operator(typed: &str, meant: &str, at: Span) -> Diagnostic {
    let message = text!(typed, meant;
        "`{typed}` 대신 `{meant}`로 씁니다",
        "`{typed}` is written `{meant}` here"
    );
    Diagnostic::error(SYNTAX, at, message).fix(replace(at, meant))
}

/// `require timeout on was -> db`.
pub(super) fn about_connections(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            "정책의 조건은 컴포넌트에만 겁니다. 연결의 속성은 따질 수 없습니다",
            "a policy asks about components, not about connections"
        ),
    )
    .help(text!(
        "연결이 있는지는 `forbid was -> db`, `require callers lb on was`처럼 따집니다.",
        "Whether there is a connection is asked by `forbid was -> db` or `require callers lb on was`."
    ))
}

/// `deny`, `must`, `permit`: what begins a line of a policy elsewhere.
pub(super) fn clause_word(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let row = CLAUSE_WORDS.iter().find(|(_, words)| words.contains(&word.as_str()));
    row.map(|(own, _)| *own)
}

const CLAUSE_WORDS: [(&str, &[&str]); 5] = [
    ("forbid", &["deny", "ban", "disallow", "prohibit", "never", "block", "금지", "막기"]),
    (
        "require",
        &["must", "should", "need", "needs", "ensure", "enforce", "assert", "필수", "요구"],
    ),
    ("allow", &["permit", "only", "허용"]),
    ("limit", &["max", "maximum", "제한"]),
    ("note", &["why", "reason", "because", "description", "help", "이유", "설명"]),
];

pub(super) fn text_without_quotes(words: &str, at: Span) -> Diagnostic {
    let words = short(words);
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            words;
            "여러 단어로 된 글은 따옴표로 감쌉니다: `\"{words}\"`",
            "a text of several words goes in quotes: `\"{words}\"`"
        ),
    )
}

/// `was api x2`: how many of it is an attribute. `before` is what stands in front of the words.
pub(super) fn times_behind(before: &str, words: &str, at: Span, has_block: bool) -> Diagnostic {
    let count = super::guess::times(words).unwrap_or("2");
    let error = Diagnostic::error(
        SYNTAX,
        at,
        text!(
            count;
            "이름 뒤에 개수를 쓸 수 없습니다: `replicas = {count}`",
            "how many there are goes into the block: `replicas = {count}`"
        ),
    );
    if has_block {
        return error.help(text!(
            count;
            "블록 안에 `replicas = {count}`를 쓰세요.",
            "Write `replicas = {count}` inside of the block."
        ));
    }
    let written = format!("{{ replicas = {count} }}");
    let gap = if before.ends_with(char::is_whitespace) { "" } else { " " };
    error.fix(replace(at, format!("{gap}{written}")))
}

pub(super) fn needs_quotes(words: &str, at: Span) -> Diagnostic {
    let words = short(words);
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            words;
            "이름 뒤의 설명은 따옴표로 감쌉니다: `\"{words}\"`",
            "a label behind a name goes in quotes: `\"{words}\"`"
        ),
    )
    .help(Text::new(
        "이름에는 공백을 쓸 수 없습니다: `order-api`처럼 `-`로 이으세요.",
        "A name has no spaces: join its words with `-`, like `order-api`.",
    ))
}

pub(super) fn needs_colon_and_quotes(words: &str, at: Span) -> Diagnostic {
    let words = short(words);
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            words;
            "연결의 설명은 콜론 뒤에 따옴표로 감싸 씁니다: `: \"{words}\"`",
            "the label of a connection goes in quotes behind a colon: `: \"{words}\"`"
        ),
    )
}

pub(super) fn needs_braces(words: &str, at: Span) -> Diagnostic {
    let inner = words.trim_matches(|c: char| "([（［)]）］".contains(c) || c.is_whitespace());
    let inner = short(inner);
    Diagnostic::error(
        SYNTAX,
        at,
        text!(inner; "속성은 중괄호 안에 씁니다: `{{ {inner} }}`", "attributes go in braces: `{{ {inner} }}`"),
    )
}

pub(super) fn needs_parentheses(words: &str, at: Span) -> Diagnostic {
    let word = words.split_whitespace().next().unwrap_or_default();
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            word;
            "무엇을 계산할지는 괄호 안에 씁니다: `({word})`",
            "what to compute it for goes in parentheses: `({word})`"
        ),
    )
    .help(Text::new(
        "예: `expect availability(buy) >= 99.9%`.",
        "For example: `expect availability(buy) >= 99.9%`.",
    ))
}

pub(super) fn dotted_name(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new("선언하는 이름에는 점을 쓸 수 없습니다", "a declared name has no dots"),
    )
    .help(Text::new(
        "그룹의 블록 안에서 선언하세요: `zone a { was api }`.",
        "Declare it inside the block of its group: `zone a { was api }`.",
    ))
}

pub(super) fn declared_and_connected(at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        Text::new(
            "선언과 연결은 서로 다른 문장입니다",
            "a declaration and a connection are two statements",
        ),
    )
    .help(Text::new(
        "먼저 선언하고, 다음 줄에 이름만으로 연결하세요: `api -> db`.",
        "Declare first, then connect by name on the next line: `api -> db`.",
    ))
}

pub(super) fn misspelt_keyword(word: &Name, keyword: &str) -> Diagnostic {
    let written = &word.text;
    Diagnostic::error(
        SYNTAX,
        word.span,
        text!(
            written, keyword;
            "`{written}` 문장을 알 수 없습니다. 혹시 `{keyword}`인가요?",
            "unknown statement `{written}`; did you mean `{keyword}`?"
        ),
    )
    .fix(replace(word.span, keyword))
}

pub(super) fn misspelt_stage(word: &str, meant: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            word, meant;
            "설계 이름 뒤에 `{word}`가 있습니다. 혹시 `{meant}`인가요?",
            "`{word}` behind the design's name; did you mean `{meant}`?"
        ),
    )
}

pub(super) fn foreign_comment(sign: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            sign;
            "주석 기호는 `{sign}` 대신 `//`나 `#`입니다",
            "a comment begins with `//` or `#`, not `{sign}`"
        ),
    )
}

pub(super) fn closes_nothing(bracket: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(bracket; "이 `{bracket}` 앞에 열린 괄호가 없습니다", "`{bracket}` closes nothing"),
    )
}

pub(super) fn list_mark(sign: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        at,
        text!(sign; "문장 앞의 `{sign}` 기호는 필요 없습니다", "no `{sign}` stands before a statement"),
    )
}

pub(super) fn no_statement(word: &str, at: Span) -> Diagnostic {
    let word = short(word);
    Diagnostic::error(
        SYNTAX,
        at,
        text!(word; "문장은 `{word}` 같은 글로 시작할 수 없습니다", "`{word}` can't begin a statement"),
    )
    .help(Text::new(
        "문장은 `was api` 같은 선언, `api -> db` 같은 연결, `flow`나 `expect` 같은 낱말로 시작합니다.",
        "A statement is a declaration like `was api`, a connection like `api -> db`, or begins with a word like `flow` or `expect`.",
    ))
}
