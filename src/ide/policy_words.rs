//! The words of policies and of attributes of one's own, with what each says.

use crate::say::Text;
use crate::text;

/// A word, how it goes on as a snippet, and what it says in Korean and in English.
pub(super) type Word = (&'static str, &'static str, &'static str, &'static str);

/// They begin a line of a policy.
pub(super) const CLAUSES: [Word; 8] = [
    ("require", "require $0", "이 조건이 맞아야 합니다", "this must hold"),
    (
        "forbid",
        "forbid $0",
        "이런 연결이나 조건이 있으면 안 됩니다",
        "no such call, nothing of that sort",
    ),
    (
        "require path",
        "require path ${1:lb} -> ${2:was} -> ${3:db}",
        "요청이 이 순서로 지나가야 합니다",
        "requests pass these in this order",
    ),
    (
        "allow technology",
        "allow technology [$0]",
        "이 기술만 씁니다",
        "nothing but these technologies",
    ),
    (
        "limit depth",
        "limit depth <= ${1:4}",
        "동기 호출이 이보다 깊지 않습니다",
        "synchronous calls go no deeper",
    ),
    ("note", "note \"$0\"", "지적에 덧붙일 안내", "what else to say with a finding"),
    (
        "good",
        "good \"\"\"\n  $0\n\"\"\"",
        "지키는 예. `rules --test`가 시험합니다",
        "an example that keeps it; `rules --test` runs it",
    ),
    (
        "bad",
        "bad \"\"\"\n  $0\n\"\"\"",
        "어기는 예. `rules --test`가 시험합니다",
        "an example that breaks it; `rules --test` runs it",
    ),
];

/// They stand before what a component is connected with.
pub(super) const RELATIONS: [Word; 3] = [
    ("callers", "callers $0", "직접 부르는 것 가운데 있습니다", "one of these calls it directly"),
    ("callees", "callees $0", "직접 부릅니다", "it calls one of these directly"),
    (
        "reaches",
        "reaches $0",
        "몇 단계를 거쳐서라도 부릅니다",
        "it calls one of these, over any number of hops",
    ),
];

/// They join conditions and say whom they are about.
pub(super) const JOINTS: [Word; 5] = [
    ("on", "on $0", "누구에게 묻는지", "whom it is about"),
    ("and", "and $0", "둘 다", "both"),
    ("or", "or $0", "하나라도", "either"),
    ("not", "not $0", "아니어야 합니다", "must not be"),
    ("in", "in [$0]", "이 가운데 하나", "one of these"),
];

/// What a word of a policy says.
pub(super) fn meaning(word: &str) -> Option<Text> {
    let all = CLAUSES.iter().chain(&RELATIONS).chain(&JOINTS);
    let known = all.clone().find(|it| it.0 == word);
    let (_, _, ko, en) =
        known.or_else(|| all.clone().find(|it| it.0.ends_with(&format!(" {word}"))))?;
    Some(Text::new(*ko, *en))
}

/// What may stand behind the name of an attribute of one's own.
pub(super) fn type_title(word: &str) -> Text {
    match word {
        "text" => text!("글", "any text"),
        "word" => text!("단어 하나", "one word"),
        "count" => text!("개수", "a count"),
        "ratio" => text!("비율", "a ratio"),
        "duration" => text!("시간", "a time"),
        "bytes" => text!("크기", "a size"),
        "money" => text!("돈", "money"),
        "date" => text!("날짜", "a date"),
        _ => text!("켜고 끄는 값", "on or off"),
    }
}
