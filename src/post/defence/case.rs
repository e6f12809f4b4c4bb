//! One attack put to one thing of a design: the verdict, and the figures that the answer says.

use crate::analysis::Situation;
use crate::analysis::load::TARGET_UTILIZATION;
use crate::model::{Attr, ComponentId, Duration, Place};
use crate::post::fill::Tokens;
use crate::post::ground::Ground;
use crate::post::words;
use crate::say::Text;

/// How the design fares; never better than what `simulate` says of the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Holds,
    /// It holds beyond the utilization that is aimed at.
    Tight,
    /// A fact is missing that decides.
    Open,
    Falls,
}

/// What is missing where the verdict is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lacks {
    Capacity,
    Traffic,
    #[default]
    Mechanism,
}

#[derive(Clone, Debug)]
pub struct Case {
    /// The one it is put to stands first.
    pub about: Vec<ComponentId>,
    pub verdict: Verdict,
    pub tokens: Tokens,
    pub missing: Vec<Attr>,
    pub lacks: Lacks,
    stopped: usize,
    /// In a year.
    down: Duration,
    used: f64,
}

impl Case {
    pub fn new(about: &[ComponentId]) -> Self {
        Self {
            about: about.to_vec(),
            verdict: Verdict::Holds,
            tokens: Tokens::default(),
            missing: Vec::new(),
            lacks: Lacks::Mechanism,
            stopped: 0,
            down: Duration::ZERO,
            used: 0.0,
        }
    }

    pub fn say(mut self, name: &'static str, text: Text) -> Self {
        self.tokens.put(name, text);
        self
    }

    /// Where it is known.
    pub fn may(self, name: &'static str, text: Option<Text>) -> Self {
        match text {
            Some(text) => self.say(name, text),
            None => self,
        }
    }

    pub fn rps(self, name: &'static str, value: Option<f64>) -> Self {
        self.may(name, value.map(words::rps))
    }

    pub fn share(self, name: &'static str, value: Option<f64>) -> Self {
        self.may(name, value.filter(|it| it.is_finite()).map(words::share))
    }

    pub fn count(self, name: &'static str, value: impl Into<f64>) -> Self {
        self.say(name, words::count(value.into()))
    }

    pub fn lasts(self, name: &'static str, time: Option<Duration>) -> Self {
        self.may(name, time.and_then(Duration::ends).map(words::duration))
    }

    /// How long in a year something is down; what is not down at all is not worth a word.
    pub fn down(self, name: &'static str, down: Duration) -> Self {
        self.may(name, (down >= Duration::seconds(1.0)).then(|| words::duration(down)))
    }

    pub fn flag(mut self, name: &'static str, holds: bool) -> Self {
        if holds {
            self.tokens.flag(name);
        }
        self
    }

    pub fn verdict(mut self, verdict: Verdict) -> Self {
        self.verdict = verdict;
        self
    }

    pub fn falls_if(self, falls: bool) -> Self {
        let verdict = if falls { Verdict::Falls } else { Verdict::Holds };
        self.verdict(verdict)
    }

    /// By how busy something is; flows that stop decide before it.
    pub fn by_load(self, stops: bool, used: f64) -> Self {
        let verdict = match used {
            _ if stops => Verdict::Falls,
            used if used > 1.0 + 1e-9 => Verdict::Falls,
            used if used > TARGET_UTILIZATION + 1e-9 => Verdict::Tight,
            _ => Verdict::Holds,
        };
        Self { used, ..self }.verdict(verdict)
    }

    /// A fact that decides is not stated.
    pub fn open(mut self, lacks: Lacks, missing: &[Attr]) -> Self {
        (self.verdict, self.lacks) = (Verdict::Open, lacks);
        self.missing = missing.to_vec();
        self
    }

    /// What would be lost with it, for choosing what is asked.
    pub fn hurts(mut self, ground: &Ground, situation: &Situation) -> Self {
        self.stopped = self.stopped.max(ground.stopped(situation).len());
        self
    }

    pub fn costs(mut self, ground: &Ground, id: ComponentId) -> Self {
        self.down = self.down.max(ground.down_by(Place::Component(id)));
        self
    }

    /// Journeys down, then minutes a year, then how busy the worst becomes.
    pub fn harm(&self) -> (bool, usize, u64, u64) {
        let hundredths = |value: f64| (value.clamp(0.0, 1e9) / 0.01) as u64;
        (
            self.verdict == Verdict::Falls,
            self.stopped,
            hundredths(self.down.as_minutes()),
            hundredths(self.used),
        )
    }
}
