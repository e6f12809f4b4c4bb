//! What a figure would need to be computed, said where it is not known.

use super::Context;
use crate::analysis::recovery::keeps_data;
use crate::model::{Argument, ComponentId, Measure};
use crate::say::Text;
use crate::text;

impl Context<'_> {
    /// What a figure of this is computed from, as what to do about its absence.
    pub fn needs(&self, measure: Measure, about: Option<Argument>) -> Text {
        let component = match about {
            Some(Argument::Component(id)) => Some(id),
            Some(Argument::Flow(_) | Argument::Part(_)) | None => None,
        };
        match measure {
            Measure::Cost => self.prices_missing(),
            Measure::Rps | Measure::Utilization => self.load_missing(component),
            Measure::Latency => text!(
                "흐름이 지나는 컴포넌트에 `latency`를 적으세요. `capacity`도 적으면 대기 시간까지 계산합니다.",
                "State the `latency` of the components on the flow's way; with `capacity`, waiting is computed too."
            ),
            Measure::LatencyP99 => text!(
                "흐름이 지나는 컴포넌트에 `latency-p99`를 적거나, 대기 시간을 계산할 `capacity`를 적으세요.",
                "State the `latency-p99` of the components on the flow's way, or the `capacity` from which waiting is computed."
            ),
            Measure::Rpo => self.backups_missing(component),
            Measure::Survives => text!(
                "느려지는 컴포넌트의 `latency`와 그것을 견줄 `timeout`이나 목표 `latency`, 오토 스케일링의 상한(`autoscale = 2..10`)을 적으세요.",
                "State the `latency` of what gets slow and a `timeout` or an objective `latency` to hold it against, and the ceiling of autoscalers (`autoscale = 2..10`)."
            ),
            Measure::Availability | Measure::Unavailability | Measure::Replicas | Measure::Rto => {
                text!(
                    "계산에 필요한 값(`replicas`, `failover`, `mttr`, `backup`)을 적으세요.",
                    "State what it is computed from: `replicas`, `failover`, `mttr`, `backup`."
                )
            }
        }
    }

    /// Why it is not known what arrives, or what part of a capacity that is.
    fn load_missing(&self, id: Option<ComponentId>) -> Text {
        let Some(spread) = self.ordinary().spread() else {
            return text!(
                "들어오는 요청의 수를 `traffic`에 `rps = 100`처럼 적으세요.",
                "State in `traffic` how many requests come: `rps = 100`."
            );
        };
        let Some(id) = id else {
            return text!(
                "컴포넌트의 `capacity`를 적으세요.",
                "State the `capacity` of the component."
            );
        };
        let name = self.called(id);
        match self.design.scales_without_bounds(id) {
            _ if !spread.is_known(id) => text!(
                name;
                "어느 사용자의 요청도 {name}까지 오지 않아 부하를 모릅니다. 요청이 오는 길을 그리세요.",
                "No user's requests come to {name}, so its load is unknown: draw how they do."
            ),
            true => text!(
                name;
                "{name}의 오토 스케일링이 몇 대까지 늘리는지 `autoscale = 2..10`처럼 적으세요.",
                "State how many instances the autoscaler of {name} may start: `autoscale = 2..10`."
            ),
            false => text!(
                name;
                "{name}의 1대가 감당하는 `capacity`를 적으세요.",
                "State the `capacity` of one replica of {name}."
            ),
        }
    }

    /// Stores of which nobody says how old their backup is.
    fn backups_missing(&self, of: Option<ComponentId>) -> Text {
        if let Some(id) = of.filter(|id| !keeps_data(self.design, *id)) {
            let name = self.called(id);
            return text!(
                name;
                "{name:은} 잃을 데이터를 두지 않습니다. 데이터를 두는 저장소의 RPO를 물으세요.",
                "{name} keeps no data that could be lost: ask for the RPO of a store."
            );
        }
        let is_open = |id: &ComponentId| {
            keeps_data(self.design, *id) && self.study.recovery(*id).loss.is_none()
        };
        let all = self.design.component_ids().filter(|id| of.is_none_or(|of| of == *id));
        let stores = self.names(&all.filter(is_open).collect::<Vec<_>>());
        text!(
            stores;
            "백업 주기를 적으세요(`backup = 1d`, `backup = none`, `pitr`): {stores}.",
            "State how often these are backed up (`backup = 1d`, `backup = none`, `pitr`): {stores}."
        )
    }

    /// Whose price is not known, as what to do about it.
    fn prices_missing(&self) -> Text {
        if self.cost().lines.is_empty() {
            return text!(
                "컴포넌트에 `cost`나 `instance`를 적으세요.",
                "State the `cost` or the `instance` of components."
            );
        }
        if !self.cost().is_open() {
            return text!(
                "원과 달러가 만나므로 `archlint.toml`에 환율(`usd-krw`)을 적으세요.",
                "Won and dollars meet: give a rate (`usd-krw`) in `archlint.toml`."
            );
        }
        let missing = Text::join(&self.cost().missing(self.design), ", ");
        text!(
            missing;
            "가격을 모릅니다: {missing}. `cost`나 `instance`를 적거나, `archlint.toml`의 `[prices]`와 `region`에 적으세요.",
            "Prices not known: {missing}. State `cost` or `instance`, or `[prices]` and `region` in `archlint.toml`."
        )
    }
}
