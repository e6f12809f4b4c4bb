//! What a person left out, in words, and how that is said.

use super::errors::SYNTAX;
use crate::diagnostic::Diagnostic;
use crate::say::Text;
use crate::source::Span;
use crate::text;

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
    Component,
    Journey,
    Owner,
    Source,
    AttributeName,
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
    Policy,
    Clauses,
    Types,
    Condition,
    Subjects,
    Depth,
    Technologies,
    Wording,
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
            Expected::Component => ("컴포넌트의 이름이", "the name of a component"),
            Expected::Journey => ("`buy`나 `예매` 같은 이름이", "a name like `buy`"),
            Expected::Owner => (
                "블록 앞에 `was api` 같은 종류와 이름이",
                "a type and a name, like `was api`, before the block",
            ),
            Expected::Source => (
                "화살표 앞에 연결을 시작하는 컴포넌트의 이름이",
                "the name of a component before the arrow",
            ),
            Expected::AttributeName => {
                ("`=` 앞에 속성의 이름이", "the name of an attribute before `=`")
            }
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
                "컴포넌트의 이름이나 `a -> b` 같은 연결이",
                "the name of a component, or a connection like `a -> b`",
            ),
            Expected::CloseList => ("`]`가", "`]`"),
            Expected::CloseParen => ("`)`가", "`)`"),
            Expected::Comma => ("`,`가", "`,`"),
            Expected::Policy => (
                "`db-behind-service` 같은 정책 이름이",
                "the name of a policy like `db-behind-service`",
            ),
            Expected::Clauses => (
                "`{ forbid web -> db }`처럼 중괄호로 감싼 정책의 내용이",
                "what the policy demands in braces, like `{ forbid web -> db }`",
            ),
            Expected::Types => (
                "`{ owner = text }`처럼 중괄호로 감싼 속성과 타입이",
                "attributes with their types in braces, like `{ owner = text }`",
            ),
            Expected::Condition => (
                "`owner`나 `replicas >= 2` 같은 조건이",
                "a condition like `owner` or `replicas >= 2`",
            ),
            Expected::Subjects => {
                ("`db`나 `[web, was]` 같은 대상이", "whom it is about, like `db` or `[web, was]`")
            }
            Expected::Depth => ("`depth <= 3`이", "`depth <= 3`"),
            Expected::Technologies => {
                ("`technology [mysql, redis]`가", "`technology [mysql, redis]`")
            }
            Expected::Wording => ("따옴표로 감싼 글이", "a text in quotes"),
        }
    }
}

pub(super) fn expected(what: Expected, after: &str, at: Span) -> Diagnostic {
    let (ko, en) = what.words();
    let what = Text::new(ko, en);
    Diagnostic::error(
        SYNTAX,
        at,
        text!(after, what; "`{after}` 뒤에 {what} 와야 합니다", "`{after}` must be followed by {what}"),
    )
    .label(Text::new("여기", "here"))
}

/// Something else stands where it is missing.
pub(super) fn expected_instead(what: Expected, found: &str, at: Span) -> Diagnostic {
    let (ko, en) = what.words();
    let (what, found) = (Text::new(ko, en), short(found));
    Diagnostic::error(
        SYNTAX,
        at,
        text!(
            what, found;
            "{what} 와야 하는데 `{found}` 부분이 있습니다",
            "expected {what}, found `{found}`"
        ),
    )
}

/// At most 40 characters of what was written, on one line.
pub(super) fn short(words: &str) -> String {
    let line = words.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line.to_owned(),
    }
}
