//! What a demand takes for granted.

use crate::analysis::load::{Assumption, Demand};
use crate::model::Design;
use crate::say::{Text, number};
use crate::text;

impl Demand {
    /// One by one, in words without a full stop.
    pub fn assumptions(&self, design: &Design) -> Vec<Text> {
        self.assumed.iter().map(|assumption| assumption.words(design)).collect()
    }
}

impl Assumption {
    fn words(&self, design: &Design) -> Text {
        match *self {
            Assumption::OneRequest => text!(
                "`requests-per-user`가 없어 1로 보았습니다",
                "`requests-per-user` not stated; taken as 1"
            ),
            Assumption::NoPeak => text!(
                "`peak`가 없어 평균의 1배로 보았습니다",
                "`peak` not stated; taken as 1 × the average"
            ),
            Assumption::Unsent(sum) => {
                let (all, rest) = (number::share(sum), number::share(1.0 - sum));
                text!(
                    all, rest;
                    "사용자들의 `share`가 {all}라 나머지 {rest}는 아무도 보내지 않습니다",
                    "the users' `share`s come to {all}: nobody sends the other {rest}"
                )
            }
            Assumption::Shared(user, sum) => {
                let (name, sum) = (&design.component(user).path, number::share(sum));
                text!(
                    name, sum;
                    "`{name}`의 흐름들의 `share`가 {sum}입니다: 한 요청이 여러 흐름에 속합니다",
                    "the flows of `{name}` come to {sum}: one request is part of several"
                )
            }
            Assumption::LeftNothing(flow) => {
                let name = &design.flow(flow).name;
                text!(
                    name;
                    "흐름 `{name}`에는 남은 요청이 없습니다: 다른 흐름들이 모두 가져갑니다",
                    "flow `{name}` is left nothing: the others take all requests"
                )
            }
        }
    }
}
