//! How many of a component there are, as a picture tells it.

use crate::model::{Attr, Component, Design, GroupId, Kind};

/// How many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copies {
    /// Not stated.
    Unknown,
    One,
    Fixed(u64),
    /// Between bounds, by load.
    Range(u64, u64),
}

impl Copies {
    pub fn of(component: &Component) -> Self {
        if matches!(component.kind, Kind::User | Kind::External) {
            return Copies::Unknown;
        }
        let facts = &component.facts;
        let stated = facts.quantity(Attr::Replicas).or_else(|| facts.quantity(Attr::Brokers));
        match stated {
            Some(count) if count.is_range() => Copies::Range(count.low_count(), count.high_count()),
            Some(count) => match count.low_count() {
                0 => Copies::Unknown,
                1 => Copies::One,
                many => Copies::Fixed(many),
            },
            None if component.zones.len() > 1 => Copies::Fixed(component.zones.len() as u64),
            None => Copies::Unknown,
        }
    }

    /// How many there are at least; `zones` are the zones that it is dealt out over.
    pub fn least(&self, zones: usize) -> usize {
        let count = match self {
            Copies::Unknown => return zones,
            Copies::One => 1,
            Copies::Fixed(count) | Copies::Range(count, _) => *count,
        };
        usize::try_from(count).unwrap_or(usize::MAX)
    }

    pub fn is_known(&self) -> bool {
        *self != Copies::Unknown
    }

    /// Cards drawn behind the first.
    pub fn layers(&self) -> usize {
        match self {
            Copies::Unknown | Copies::One => 0,
            Copies::Fixed(2) | Copies::Range(_, 2) => 1,
            Copies::Fixed(_) | Copies::Range(..) => 2,
        }
    }

    pub fn mark(&self) -> Option<String> {
        match self {
            Copies::Unknown => None,
            Copies::One => Some("×1".to_owned()),
            Copies::Fixed(many) => Some(format!("×{many}")),
            Copies::Range(low, high) => Some(format!("×{low}–{high}")),
        }
    }
}

/// How many of a component run in a zone that it names.
pub fn dealt_to(component: &Component, zone: GroupId) -> usize {
    let zones = component.zones.len();
    let copies = Copies::of(component).least(zones);
    let Some(at) = component.zones.iter().position(|it| *it == zone) else { return 0 };
    copies / zones + usize::from(at < copies % zones)
}

/// By group: something stands in it or below it. `there` says by component what is, all where it is
/// empty.
pub fn inhabited(design: &Design, there: &[bool]) -> Vec<bool> {
    let mut inhabited = vec![false; design.groups.len()];
    for (at, component) in design.components.iter().enumerate() {
        if there.get(at).copied().unwrap_or(true) {
            let around = design.ancestors(component.group);
            around.for_each(|group| inhabited[group.index()] = true);
        }
    }
    inhabited
}
