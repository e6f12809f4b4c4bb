//! What the mistakes of a text are called, why they matter, and what to do about them.

/// A mistake that a text can have.
pub struct TextError {
    pub name: &'static str,
    /// What it says.
    pub ko: &'static str,
    pub en: &'static str,
    /// What to do.
    pub help_ko: &'static str,
    pub help_en: &'static str,
    /// A text that has it.
    pub bad: &'static str,
    pub good: &'static str,
}

/// All of them.
pub const ERRORS: &[TextError] = &[
    TextError {
        name: "syntax",
        ko: "여기서 글을 읽을 수 없습니다. 이 문장만 빼고 나머지는 모두 읽습니다.",
        en: "The text cannot be read here. Only this statement is lost, the rest counts.",
        help_ko: "화살표가 가리키는 글자에 적힌 대로 고치세요. 문장은 줄이 바뀌면 끝납니다.",
        help_en: "Write what is expected at the characters that are pointed at. A statement ends with its line.",
        bad: "mysql orders { backup = }",
        good: "mysql orders { backup = 1d }",
    },
    TextError {
        name: "unknown-type",
        ko: "그런 종류, 그룹, 기술이 없습니다.",
        en: "There is no kind, group or technology of that name.",
        help_ko: "가까운 이름을 쓰거나, `archlint.toml`의 `[technologies]`에 직접 더하세요.",
        help_en: "Use the near name, or add one of your own under `[technologies]` in `archlint.toml`.",
        bad: "mysqll orders",
        good: "mysql orders",
    },
    TextError {
        name: "unknown-name",
        ko: "그 이름으로 선언한 것이 없습니다.",
        en: "Nothing is declared by that name.",
        help_ko: "이름을 확인하거나 먼저 선언하세요.",
        help_en: "Check the name, or declare it first.",
        bad: "was api\napi -> oders\nmysql orders",
        good: "was api\nmysql orders\napi -> orders",
    },
    TextError {
        name: "ambiguous-name",
        ko: "그 이름이 여러 곳에 있어 무엇인지 알 수 없습니다.",
        en: "Several things have that name, so nobody can know which is meant.",
        help_ko: "`zone.이름`처럼 그룹을 붙여 쓰세요.",
        help_en: "Write the group before it, as in `zone.name`.",
        bad: "zone a { was api }\nzone b { was api }\nmysql orders\napi -> orders",
        good: "zone a { was api }\nzone b { was api }\nmysql orders\na.api -> orders\nb.api -> orders",
    },
    TextError {
        name: "duplicate-name",
        ko: "같은 이름을 두 번 선언했습니다. 두 곳을 모두 보여 줍니다.",
        en: "One name is declared twice; both places are shown.",
        help_ko: "하나의 이름을 바꾸거나 지우세요.",
        help_en: "Rename or remove one of them.",
        bad: "was api\nmysql api",
        good: "was api\nmysql orders",
    },
    TextError {
        name: "unknown-value",
        ko: "속성에 없는 단어이거나 있을 수 없는 수입니다.",
        en: "A word that the attribute does not have, or a number that cannot be.",
        help_ko: "속성에 쓸 수 있는 값 가운데 하나를 쓰세요. `archlint explain 속성`이 보여 줍니다.",
        help_en: "Use one of the attribute's values; `archlint explain ATTRIBUTE` shows them.",
        bad: "redis seats { mode = standalon }",
        good: "redis seats { mode = standalone }",
    },
    TextError {
        name: "wrong-unit",
        ko: "다른 종류의 값이거나 없는 단위입니다.",
        en: "Another dimension or form of value, or a unit that does not exist.",
        help_ko: "그 속성의 단위로 쓰세요: 시간은 `5m`, 크기는 `10GB`, 비율은 `99.9%`.",
        help_en: "Use the attribute's own unit: a time `5m`, a size `10GB`, a ratio `99.9%`.",
        bad: "was api { replicas = 5m }",
        good: "was api { replicas = 5 }",
    },
    TextError {
        name: "include-cycle",
        ko: "파일이 돌고 돌아 자기 자신을 다시 읽습니다.",
        en: "A file includes or extends itself, by way of others.",
        help_ko: "함께 쓰는 부분을 다른 파일로 옮기고 양쪽에서 읽으세요.",
        help_en: "Move what both need into a third file.",
        bad: "include \"this.arch\"",
        good: "was api",
    },
    TextError {
        name: "limit",
        ko: "너무 깊거나, 길거나, 많습니다.",
        en: "Too deep, too long or too many.",
        help_ko: "설계를 여러 파일로 나누어 따로 검사하세요.",
        help_en: "Split the design and check its parts on their own.",
        bad: "was api { replicas = 99999999999999999999999999999 }",
        good: "was api { replicas = 9 }",
    },
    TextError {
        name: "unknown-attribute",
        ko: "모르는 속성이거나 여기에 쓸 수 없는 속성입니다. 그 줄만 판정에서 빠집니다.",
        en: "An attribute that is not known, or not here. Only its line is not judged.",
        help_ko: "가까운 이름을 쓰세요. 남겨 둘 말이면 `note`에, 팀의 속성이면 `attributes`에 선언하세요.",
        help_en: "Use the near name. A remark goes into `note`, an attribute of your own into `attributes`.",
        bad: "was api { replica = 2 }",
        good: "was api { replicas = 2 }",
    },
    TextError {
        name: "conflicting-connection",
        ko: "같은 연결을 두 번 적었고 두 글이 서로 다릅니다.",
        en: "One connection is stated twice, and the two disagree.",
        help_ko: "하나만 남기세요.",
        help_en: "Keep one of them.",
        bad: "was api\nmysql orders\napi -> orders { timeout = 1s }\napi -> orders { timeout = 2s }",
        good: "was api\nmysql orders\napi -> orders { timeout = 1s }",
    },
    TextError {
        name: "conflicting-attributes",
        ko: "두 속성이 서로 맞지 않습니다.",
        en: "Two attributes do not fit together.",
        help_ko: "`replicas`를 `autoscale`의 범위 안으로 적거나 범위를 고치세요.",
        help_en: "Let `replicas` lie within the bounds of `autoscale`, or change the bounds.",
        bad: "was api { replicas = 8, autoscale = 2..6 }",
        good: "was api { replicas = 4, autoscale = 2..6 }",
    },
    TextError {
        name: "conflicting-shares",
        ko: "사용자들의 `share`를 더하면 100%를 넘습니다.",
        en: "The `share`s of the users come to more than 100%.",
        help_ko: "나머지를 나눠 갖게 하나를 비워 두거나 합을 100%로 맞추세요.",
        help_en: "Leave one out, so that it takes the rest, or make them come to 100%.",
        bad: "user a { share = 70% }\nuser b { share = 60% }\nwas api\na, b -> api",
        good: "user a { share = 70% }\nuser b\nwas api\na, b -> api",
    },
    TextError {
        name: "moved-rule",
        ko: "`accept`가 규칙을 옛 주제로 부릅니다. 뜻은 통합니다.",
        en: "An `accept` calls a rule by a topic that it has left. It is understood.",
        help_ko: "제안하는 수정을 적용하세요.",
        help_en: "Apply the fix that is offered.",
        bad: "was api\naccept capacity/over-budget on api because \"x\"",
        good: "was api",
    },
    TextError {
        name: "not-evaluated",
        ko: "설계가 물었지만 적힌 것만으로는 답할 수 없습니다. 통과한 것으로 오해하지 않게 알립니다.",
        en: "The design asks for it and it cannot be judged from what is stated; said, so that nobody takes silence for success.",
        help_ko: "빠진 값을 적으세요. 무엇이 빠졌는지는 지적이 말해 줍니다.",
        help_en: "State what is missing; the finding says what that is.",
        bad: "user fan\nwas api\nfan -> api\nexpect latency(fan) <= 300ms",
        good: "user fan\nwas api { latency = 20ms }\nfan -> api\nexpect latency(fan) <= 300ms",
    },
    TextError {
        name: "silencing-comment",
        ko: "주석은 지적을 끄지 않습니다. 받아들이기로 했다면 이유와 함께 `accept`로 적습니다.",
        en: "A comment silences nothing. What a team decides to live with is an `accept`, with its reason.",
        help_ko: "주석을 지우고, 지적이 말해 주는 `accept`를 이유와 함께 적으세요.",
        help_en: "Remove the comment and write the `accept` that the finding shows, with its reason.",
        bad: "was api // archlint: ignore",
        good: "was api\naccept isolated-component on api because \"x\"",
    },
];

#[cfg(test)]
mod tests {
    use super::ERRORS;
    use crate::lint::TEXT_ERRORS;

    #[test]
    fn each_error_that_leads_to_a_page_has_one() {
        let named: Vec<&str> = ERRORS.iter().map(|error| error.name).collect();
        assert_eq!(named, TEXT_ERRORS);
    }
}
