//! The traffic in a picture: what runs over each link, how busy each component is.

use crate::analysis::Study;
use crate::analysis::load::Usage;
use crate::diagnostic::Severity;
use crate::maths;
use crate::model::{ComponentId, Design, Dimension, LinkId};
use crate::render::theme::Color;
use crate::say::{Lang, number};

/// The load at the peak. Where it is uncertain, the upper end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Load {
    /// Unknown without a capacity.
    utilization: Vec<Option<Used>>,
    /// Requests per second over each link.
    rates: Vec<f64>,
    busiest: f64,
}

/// The share of its capacity that a component uses.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Used {
    /// Once its scaler has acted, where it has one; `None` where nobody states how many it may start.
    settled: Option<f64>,
    /// As many as run now, where the scaler runs another number.
    now: Option<f64>,
}

impl Used {
    fn of(design: &Design, id: ComponentId, usage: &Usage) -> Self {
        let running = design.running(id);
        let acts = design.scales(id).is_some() && usage.replicas != running;
        let now = (acts || usage.is_open).then(|| usage.utilization_with(running));
        Self { settled: usage.settled().map(|used| used.hi), now }
    }
}

impl Load {
    /// `None` for a design that states no traffic.
    pub fn of(study: &Study) -> Option<Self> {
        let (design, today) = (study.design(), study.ordinary());
        let spread = today.spread()?;
        let used = |id| Some(Used::of(design, id, today.usage(id)?));
        let utilization = design.component_ids().map(used).collect();
        let rates = design.link_ids().map(|id| spread.over(design, id).peak.hi).collect();
        Some(Self::new(utilization, rates))
    }

    /// The load of a picture in which components share a card and connections a line: a card is as
    /// busy as the busiest inside.
    pub fn merged(&self, cards: &[Vec<ComponentId>], lines: &[Vec<LinkId>]) -> Self {
        let share = |id: &ComponentId| self.utilization.get(id.index()).copied().flatten();
        let most = |used: &Used| used.settled.or(used.now);
        let busier = |a: Used, b: Used| if most(&b) > most(&a) { b } else { a };
        let busiest = |card: &Vec<ComponentId>| card.iter().filter_map(share).reduce(busier);
        let rate = |id: &LinkId| self.rates.get(id.index()).copied().unwrap_or(0.0);
        let rates = lines.iter().map(|line| line.iter().map(rate).sum());
        Self::new(cards.iter().map(busiest).collect(), rates.collect())
    }

    fn new(utilization: Vec<Option<Used>>, rates: Vec<f64>) -> Self {
        let bounded = rates.iter().copied().filter(|rate| rate.is_finite());
        let busiest = bounded.fold(0.0, f64::max);
        Self { utilization, rates, busiest }
    }

    /// How busy a component is, in words and as a tone: `579% → 129%` before and after a scaler acts.
    pub fn busy(&self, at: usize) -> Option<(String, Tone)> {
        let used = self.utilization.get(at).copied().flatten()?;
        let tone = match used.settled {
            Some(share) if share >= 1.0 => Tone::Over,
            Some(share) if share >= 0.7 => Tone::Tight,
            Some(_) => Tone::Easy,
            None => Tone::Quiet,
        };
        let settled = used.settled.map_or("?".into(), |used| number::share(used).en);
        let words = match used.now.map(|now| number::share(now).en) {
            Some(now) => format!("{now} → {settled}"),
            None => settled.to_string(),
        };
        Some((words, tone))
    }

    /// Whether a scaler runs another number than runs now.
    pub fn scales(&self) -> bool {
        self.utilization.iter().flatten().any(|used| used.now.is_some())
    }

    /// `1,160 rps`; nothing for an idle link.
    pub fn rate(&self, at: usize, lang: Lang) -> Option<String> {
        let rate = self.rates.get(at).copied().filter(|rate| *rate > 0.0 && rate.is_finite())?;
        Some(number::computed(Dimension::Rate, rate).get(lang).to_string())
    }

    /// Of a link's line, in px: wider by each power of ten.
    pub fn width(&self, at: usize) -> Option<f64> {
        let rate = self.rates.get(at).copied().filter(|rate| *rate > 0.0 && rate.is_finite())?;
        let below = maths::log10(self.busiest / rate);
        Some((4.5 - 1.2 * below).clamp(1.2, 4.5))
    }
}

/// How much room is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to say.
    Quiet,
    /// Below 70%.
    Easy,
    /// Below 100%.
    Tight,
    Over,
}

impl Tone {
    pub fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Tone::Over,
            Severity::Warning => Tone::Tight,
            Severity::Advice => Tone::Quiet,
        }
    }

    /// Of a chip: its area and its words.
    pub fn colors(self) -> (Color, Color) {
        match self {
            Tone::Quiet => (Color::Chip, Color::Soft),
            Tone::Easy => (Color::AddedSoft, Color::Added),
            Tone::Tight => (Color::WarningSoft, Color::Warning),
            Tone::Over => (Color::RemovedSoft, Color::Error),
        }
    }
}
