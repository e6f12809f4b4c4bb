//! What is paid for, and what a bill lacks.

use crate::analysis::cost::{Cost, Missing};
use crate::model::Design;
use crate::say::Text;
use crate::text;

/// What a line may be for, with how people call it.
const WORDS: &[(&str, &str, &str)] = &[
    ("stated", "적힌 비용", "stated cost"),
    ("planned", "계획값", "planning value"),
    ("configured", "설정의 가격", "configured price"),
    ("instances", "인스턴스", "instances"),
    ("hours", "시간", "hours"),
    ("control-plane", "컨트롤 플레인", "control plane"),
    ("extended-support", "연장 지원", "extended support"),
    ("storage", "저장 공간", "storage"),
    ("iops", "IOPS", "IOPS"),
    ("io", "입출력", "I/O"),
    ("backup", "백업", "backups"),
    ("units", "처리 단위", "processed units"),
    ("data", "처리한 데이터", "data processed"),
    ("zones", "영역 간 전송", "transfer between zones"),
    ("out", "인터넷 전송", "transfer out"),
    ("requests", "요청", "requests"),
    ("reads", "읽기", "reads"),
    ("writes", "쓰기", "writes"),
    ("addresses", "공인 IPv4", "public IPv4"),
];

/// How people call what is paid for.
pub fn named(what: &str) -> Text {
    let row = WORDS.iter().find(|row| row.0 == what);
    row.map_or_else(|| Text::same(what), |row| Text::new(row.1, row.2))
}

/// An amount of which more may be missing: a bill with gaps is at least what is known of it.
pub fn at_least(amount: &Text, is_open: bool) -> Text {
    match is_open {
        true => text!(amount; "적어도 {amount}", "at least {amount}"),
        false => amount.clone(),
    }
}

impl Cost {
    /// What the bill lacks: components without any price, and the lines of others.
    pub fn missing(&self, design: &Design) -> Vec<Text> {
        let whole = self.unpriced.iter().map(|id| {
            let name = &design.component(*id).path;
            text!(name; "`{name}`", "`{name}`")
        });
        let part = self.partial_gaps().map(|gap| {
            let (name, what, why) =
                (design.place_name(gap.place), named(gap.what), gap.why.shown());
            text!(name, what, why; "`{name}` {what}({why})", "`{name}` {what} ({why})")
        });
        whole.chain(part).collect()
    }
}

impl Missing {
    fn shown(self) -> Text {
        match self {
            Missing::Region => Text::new("리전을 모름", "region not known"),
            Missing::Price => Text::new("가격을 모름", "price not known"),
            Missing::Quantity => Text::new("쓰는 양을 모름", "amount not known"),
            Missing::Commitment => Text::new("약정 가격을 모름", "price as committed not known"),
        }
    }
}
