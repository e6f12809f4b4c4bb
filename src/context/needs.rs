//! What a figure would need to be computed, said where it is not known.

use super::Context;
use crate::model::Measure;
use crate::say::Text;
use crate::text;

impl Context<'_> {
    /// What a figure is computed from, as what to do about its absence.
    pub fn needs(&self, measure: Measure) -> Text {
        let prices = (measure == Measure::Cost).then(|| self.prices_missing()).flatten();
        prices.unwrap_or_else(|| match measure {
            Measure::Cost => text!(
                "컴포넌트에 `cost`를 적으세요. 원과 달러가 섞여 있으면 설정에 `usd-krw` 환율이 있어야 합니다.",
                "State the `cost` of components; where won and dollars meet, the configuration needs `usd-krw`."
            ),
            _ => text!(
                "계산에 필요한 값(`traffic`, `capacity`, `latency`, `cost`, 백업 주기)을 적으세요.",
                "State what it is computed from: `traffic`, `capacity`, `latency`, `cost`, a backup interval."
            ),
        })
    }

    /// Whose price is not known, as what to do about it.
    fn prices_missing(&self) -> Option<Text> {
        let missing = Text::join(&self.cost().missing(self.design), ", ");
        self.cost().is_open().then(|| {
            text!(
                missing;
                "가격을 모릅니다: {missing}. `cost`나 `instance`를 적거나, `archlint.toml`의 `[prices]`와 `region`에 적으세요.",
                "Prices not known: {missing}. State `cost` or `instance`, or `[prices]` and `region` in `archlint.toml`."
            )
        })
    }
}
