//! The worst that each class of disruption does to what the flows need.

use super::{Disruption, Recovery, Span, keeps_data};
use crate::analysis::Study;
use crate::model::{Attr, ComponentId, Design, Duration, Kind};

/// What a class of disruption means for the whole: the component that takes longest to come back,
/// and the one that loses most; `None` where nothing is stated to judge it.
#[derive(Clone, Debug, PartialEq)]
pub struct Worst {
    pub class: Disruption,
    pub time: Option<(ComponentId, Span)>,
    pub loss: Option<(ComponentId, Span)>,
    /// Something that a flow needs keeps data, which may be lost.
    pub keeps_data: bool,
}

impl Study {
    /// By class: the worst of the components that a flow needs.
    pub fn worst_recoveries(&self) -> Vec<Worst> {
        let (design, cuts) = (self.design(), self.cuts());
        let needed: Vec<ComponentId> =
            design.component_ids().filter(|id| !design.stands_by(*id)).collect();
        let needed: Vec<ComponentId> =
            needed.into_iter().filter(|id| cuts.iter().any(|flow| flow.is_hard(*id))).collect();
        let of = |class: Disruption| {
            let each = |id: &ComponentId| Some((*id, Recovery::from(design, *id, class)?));
            let all: Vec<(ComponentId, Recovery)> = needed.iter().filter_map(each).collect();
            // Where it stands is not stated, and so not what the loss of a zone does to it.
            let is_placed = |id: &ComponentId| all.iter().any(|(known, _)| known == id);
            let unplaced = |id: &&ComponentId| {
                class == Disruption::Zone && !is_placed(id) && !is_outside(design, **id)
            };
            let unplaced: Vec<&ComponentId> = needed.iter().filter(unplaced).collect();
            let losses = || all.iter().filter(|(id, _)| keeps_data(design, *id));
            let known = losses().filter_map(|(id, it)| Some((*id, it.loss.clone()?)));
            // Beside one that is not known the worst is known only where it breaks the objective.
            let is_open = losses().any(|(_, it)| it.loss.is_none())
                || unplaced.iter().any(|id| keeps_data(design, **id));
            let breaks =
                |span: &Span, attr| self.strictest(attr).is_some_and(|limit| span.lasts > limit);
            let times = all.iter().map(|(id, it)| (*id, it.time.clone()));
            Worst {
                class,
                keeps_data: needed.iter().any(|id| keeps_data(design, *id)),
                loss: longest(known).filter(|(_, span)| !is_open || breaks(span, Attr::Rpo)),
                time: longest(times)
                    .filter(|(_, span)| unplaced.is_empty() || breaks(span, Attr::Rto)),
            }
        };
        Disruption::ALL.into_iter().map(of).collect()
    }

    /// The shortest time, or span of lost writes, that the design or one of its flows allows.
    pub fn strictest(&self, attr: Attr) -> Option<Duration> {
        let flows = self.design().flows.iter().filter_map(|flow| flow.facts.shortest(attr));
        flows.chain(self.design().slo.shortest(attr)).reduce(Duration::min)
    }
}

fn is_outside(design: &Design, id: ComponentId) -> bool {
    matches!(design.component(id).kind, Kind::User | Kind::External)
}

/// The first of equals, so that the answer follows the source order.
fn longest(spans: impl Iterator<Item = (ComponentId, Span)>) -> Option<(ComponentId, Span)> {
    spans.reduce(|longest, next| if next.1.lasts > longest.1.lasts { next } else { longest })
}
