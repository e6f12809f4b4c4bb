//! What a deployment leaves of a tier while it runs.

use super::ground::Ground;
use crate::model::{Attr, ComponentId};
use crate::say::Text;

/// How new versions come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All down, then all up.
    Recreate,
    /// One at a time.
    Rolling,
    /// One at a time, the new one first.
    Surge,
    /// A second set beside the first.
    BlueGreen,
    /// A part of the requests first.
    Canary,
}

impl Way {
    pub fn title(self) -> Text {
        match self {
            Way::Recreate => Text::new("내렸다 올리는 배포", "a deploy that takes all down"),
            Way::Rolling | Way::Surge => Text::new("롤링 배포", "a rolling deploy"),
            Way::BlueGreen => Text::new("블루-그린 배포", "a blue-green deploy"),
            Way::Canary => Text::new("카나리 배포", "a canary deploy"),
        }
    }
}

pub struct Deploy {
    /// `None` where it is not stated.
    pub way: Option<Way>,
    pub count: u32,
    /// How many serve while it runs; none where it stops.
    pub serving: u32,
    pub before: Option<f64>,
    /// How busy those are that serve.
    pub during: Option<f64>,
}

impl Deploy {
    pub fn of(ground: &Ground, id: ComponentId) -> Self {
        let way = ground.deploy(id).map(|word| match word {
            "recreate" => Way::Recreate,
            "blue-green" => Way::BlueGreen,
            "canary" => Way::Canary,
            _ if ground.facts(id).is_on(Attr::Surge) => Way::Surge,
            _ => Way::Rolling,
        });
        let count = ground.design().running(id);
        let serving = match way {
            Some(Way::Recreate) => 0,
            Some(Way::Rolling) => count - 1,
            _ => count,
        };
        let used = |count: u32| {
            let usage = ground.usage(id).filter(|_| count > 0);
            usage.map(|usage| usage.utilization_with(count))
        };
        Self { way, count, serving, before: used(count), during: used(serving) }
    }
}
