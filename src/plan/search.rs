//! The search: three ways, each a fixed order of tries. It is bounded, and says when it stopped.

use super::moves::{Edit, Known, Slot, Target, moves};
use super::standing::{Aims, Standing};
use super::text::{overlay, statements};
use super::{Evaluate, Evaluated};
use crate::analysis::Study;
use crate::model::Duration;
use crate::say::{Lang, Text};
use crate::text;
use std::cell::Cell;

/// What a way goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    LeastChange,
    LeastCost,
    BestRecovery,
}

impl Way {
    pub const ALL: [Way; 3] = [Way::LeastChange, Way::LeastCost, Way::BestRecovery];

    /// As in the names of files: `to-be-least-change.arch`.
    pub fn name(self) -> &'static str {
        match self {
            Way::LeastChange => "least-change",
            Way::LeastCost => "least-cost",
            Way::BestRecovery => "best-recovery",
        }
    }

    pub fn title(self) -> Text {
        match self {
            Way::LeastChange => text!("가장 적은 변경", "least change"),
            Way::LeastCost => text!("가장 적은 비용", "least cost"),
            Way::BestRecovery => text!("가장 빠른 복구", "best recovery"),
        }
    }
}

/// One way, worked out.
pub struct Plan {
    /// What it goes farthest in; several where they lead to the same statements.
    pub ways: Vec<Way>,
    /// Extends the design.
    pub text: String,
    /// Statements that change something.
    pub edits: usize,
    /// What is lost by them, beside money.
    pub gives_up: Vec<Text>,
    pub study: Study,
    pub standing: Standing,
}

impl Plan {
    /// As in the name of its file.
    pub fn name(&self) -> &'static str {
        self.ways.first().map_or("", |way| way.name())
    }

    pub fn title(&self) -> Text {
        let titles: Vec<Text> = self.ways.iter().map(|way| way.title()).collect();
        Text::join(&titles, ", ")
    }

    /// What it states, whatever reasons it gives.
    fn statements(&self) -> impl Iterator<Item = &str> {
        let lines = self.text.lines().map(str::trim);
        lines.filter(|line| !line.is_empty() && !line.starts_with("//"))
    }
}

/// What the search found.
pub struct Found {
    pub plans: Vec<Plan>,
    /// How the design stands as it is.
    pub before: Standing,
    /// Not everything was tried.
    pub stopped: bool,
}

/// Sets of moves that are tried for one way, at most.
const MOST_TRIES: usize = 160;

/// Which degree of each slot is taken; none at all is 0.
type Set = Vec<usize>;

pub fn search(known: Known, aims: &Aims, extends: &str, lang: Lang, evaluate: &Evaluate) -> Found {
    let search = Search {
        known,
        aims,
        extends,
        lang,
        evaluate,
        slots: moves(known, lang),
        tries: Cell::new(0),
        stopped: Cell::new(false),
    };
    let plans = search.plans();
    let before = Standing::of(known.study, aims);
    Found { plans, before, stopped: search.stopped.get() }
}

/// A set of moves as it comes out.
struct Tried {
    /// What it was looked for.
    of: Way,
    set: Set,
    edits: usize,
    standing: Standing,
}

impl Tried {
    /// By what a way goes: the least of it wins.
    fn worth(&self, way: Way) -> [f64; 4] {
        let Standing { shortfall, cost, unpriced, rto, rpo, .. } = &self.standing;
        let (edits, cost) = (self.edits as f64, cost.unwrap_or(0.0));
        match way {
            Way::LeastChange => [edits, *shortfall, *unpriced as f64, cost],
            Way::LeastCost => [*unpriced as f64, (cost * 100.0).round(), *shortfall, 0.0],
            Way::BestRecovery => {
                let rounded = |time: Duration| (time.as_minutes() * 100.0).round();
                let seconds = |time: &Option<Duration>| time.map_or(0.0, Duration::as_seconds);
                let all = rounded(self.standing.all_downtime());
                [rounded(self.standing.downtime()), all, seconds(rto), seconds(rpo)]
            }
        }
    }
}

struct Search<'s> {
    known: Known<'s>,
    aims: &'s Aims,
    extends: &'s str,
    lang: Lang,
    evaluate: &'s Evaluate<'s>,
    slots: Vec<Slot>,
    tries: Cell<usize>,
    stopped: Cell<bool>,
}

/// Looks for a set.
type Look<'s> = fn(&Search<'s>) -> Set;

impl<'s> Search<'s> {
    /// Each way is the set that goes farthest in what it is called after, of those that were worked
    /// out and meet what is asked, else of all. Ways that lead to the same are one.
    fn plans(&self) -> Vec<Plan> {
        let mut tried = self.tried();
        if tried.iter().any(|it| it.standing.is_met()) {
            tried.retain(|it| it.standing.is_met());
        }
        let mut used: Vec<&Set> = Vec::new();
        let mut chosen: Vec<(Way, &Tried)> = Vec::new();
        for way in [Way::BestRecovery, Way::LeastChange, Way::LeastCost] {
            // Of those that are as good, one that no other way took, and its own before others'.
            let least = |a: &&Tried, b: &&Tried| {
                let key = |it: &Tried| (it.worth(way), used.contains(&&it.set), it.of != way);
                key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal)
            };
            let Some(best) = tried.iter().min_by(least) else { continue };
            used.push(&best.set);
            chosen.push((way, best));
        }
        chosen.sort_by_key(|(way, _)| Way::ALL.iter().position(|it| it == way));
        let mut plans: Vec<Plan> = Vec::new();
        for plan in chosen.into_iter().filter_map(|(way, it)| self.plan(way, &it.set)) {
            match plans.iter_mut().find(|it| it.statements().eq(plan.statements())) {
                Some(same) => same.ways.extend(plan.ways),
                None => plans.push(plan),
            }
        }
        plans
    }

    /// The sets of moves that a way each leads to, each once; without any change none is one.
    fn tried(&self) -> Vec<Tried> {
        let mut ways: Vec<(Way, Look<'s>)> = vec![
            (Way::LeastChange, Self::least_change),
            (Way::LeastCost, Self::least_cost),
            (Way::BestRecovery, Self::best_recovery),
        ];
        if self.aims.budget.is_some() {
            ways.push((Way::BestRecovery, Self::best_within));
        }
        let mut tried: Vec<Tried> = Vec::new();
        for (of, look) in ways {
            self.tries.set(0);
            let set = look(self);
            self.tries.set(0);
            let edits = statements(self.known, &self.edits(&set), self.lang);
            if edits == 0 || tried.iter().any(|known| known.set == set) {
                continue;
            }
            if let Some(standing) = self.stand(&set) {
                tried.push(Tried { of, set, edits, standing });
            }
        }
        tried
    }

    fn plan(&self, way: Way, set: &Set) -> Option<Plan> {
        let edits = self.edits(set);
        let text = overlay(self.known, &edits, &way.title(), self.extends, self.lang);
        let Evaluated { study } = (self.evaluate)(&text)?;
        let standing = Standing::of(&study, self.aims);
        let gives_up = edits.iter().filter_map(|edit| edit.gives_up.clone()).collect();
        let edits = statements(self.known, &edits, self.lang);
        Some(Plan { ways: vec![way], text, edits, gives_up, study, standing })
    }

    fn edits(&self, set: &Set) -> Vec<&Edit> {
        let chosen = self.slots.iter().zip(set).filter(|(_, degree)| **degree > 0);
        let mut edits: Vec<&Edit> =
            chosen.flat_map(|(slot, degree)| &slot.degrees[degree - 1]).collect();
        // Nothing is stated of a connection that another move takes away.
        let gone: Vec<Target> = edits
            .iter()
            .flat_map(|edit| &edit.part)
            .flat_map(|part| part.gone())
            .map(Target::Link)
            .collect();
        edits.retain(|edit| !gone.contains(&edit.target));
        edits
    }

    /// `None` where it can't be read, or enough was tried.
    fn stand(&self, set: &Set) -> Option<Standing> {
        if self.tries.get() >= MOST_TRIES {
            self.stopped.set(true);
            return None;
        }
        self.tries.set(self.tries.get() + 1);
        let text =
            overlay(self.known, &self.edits(set), &Text::same("try"), self.extends, Lang::En);
        let evaluated = (self.evaluate)(&text)?;
        Some(Standing::of(&evaluated.study, self.aims))
    }

    /// Each thing that can stand in two zones in two, whatever else is done: one of them alone would
    /// save nothing from the loss of a zone that takes the others along.
    fn over_zones(&self, set: &Set) -> Set {
        let apart = |(slot, degree): (&Slot, &usize)| match slot.apart {
            0 => *degree,
            apart => apart,
        };
        self.slots.iter().zip(set).map(apart).collect()
    }

    /// That, where it goes farther, and each of what it took then as mild as goes as far.
    fn together(&self, set: Set, best: f64) -> (Set, f64) {
        let mut jump = self.over_zones(&set);
        let Some(found) = self.stand(&jump).filter(|it| it.shortfall < best - 1e-12) else {
            return (set, best);
        };
        for at in 0..jump.len() {
            while jump[at] > set[at] {
                jump[at] -= 1;
                if self.stand(&jump).is_none_or(|it| it.shortfall > found.shortfall + 1e-12) {
                    jump[at] += 1;
                    break;
                }
            }
        }
        (jump, found.shortfall)
    }

    /// What is worth a degree more, the weightiest and mildest first, until everything is met; and
    /// again, since a step may pay only after another.
    fn mended(&self, mut set: Set, most: usize, may: impl Fn(&Slot) -> bool) -> (Set, f64) {
        let mut best = self.stand(&set).map_or(f64::INFINITY, |it| it.shortfall);
        let (slots, mut goes_on) = (self.slots.len(), true);
        while std::mem::take(&mut goes_on) {
            for (degree, at) in (1..=most).flat_map(|it| (0..slots).map(move |at| (it, at))) {
                let slot = &self.slots[at];
                if best <= 1e-9 || slot.degrees.len() < degree || set[at] == degree || !may(slot) {
                    continue;
                }
                let before = std::mem::replace(&mut set[at], degree);
                match self.stand(&set) {
                    Some(it) if it.shortfall < best - 1e-12 => {
                        (best, goes_on) = (it.shortfall, true);
                    }
                    _ => set[at] = before,
                }
            }
        }
        if best > 1e-9 { self.together(set, best) } else { (set, best) }
    }

    fn least_change(&self) -> Set {
        let (set, best) = self.mended(vec![0; self.slots.len()], self.farthest(), |_| true);
        // What turned out not to be needed goes again.
        self.without_what_is_idle(set, best, |_| true)
    }

    /// The degrees of the slot that has most.
    fn farthest(&self) -> usize {
        self.slots.iter().map(|slot| slot.degrees.len()).max().unwrap_or(0)
    }

    /// All that costs nothing, and of what is paid for the mildest that is needed.
    fn least_cost(&self) -> Set {
        let free: Set = self.slots.iter().map(|slot| usize::from(!slot.is_paid)).collect();
        let (set, best) = self.mended(free, self.farthest().min(2), |slot| slot.is_paid);
        let set = self.without_what_is_idle(set, best, |slot| slot.is_paid);
        self.cheaper(set, best)
    }

    /// Another degree of what is paid for, where that comes as far for less, and with no more whose
    /// price is not known.
    fn cheaper(&self, mut set: Set, best: f64) -> Set {
        let Some(mut least) = self.stand(&set) else { return set };
        let is_less = |it: &Standing, than: &Standing| {
            it.unpriced <= than.unpriced && it.cost.zip(than.cost).is_some_and(|(a, b)| a < b)
        };
        for (at, slot) in self.slots.iter().enumerate().filter(|(_, slot)| slot.is_paid) {
            let chosen = set[at];
            let others = (1..=slot.degrees.len()).filter(|degree| chosen > 0 && *degree != chosen);
            for degree in others {
                let before = std::mem::replace(&mut set[at], degree);
                let found = self.stand(&set).filter(|it| it.shortfall <= best + 1e-12);
                match found.filter(|found| is_less(found, &least)) {
                    Some(found) => least = found,
                    None => set[at] = before,
                }
            }
        }
        set
    }

    /// Everything, each as it is down the least; with a budget the least weighty of what is paid for
    /// goes first.
    fn best_recovery(&self) -> Set {
        let mut set = self.quickest();
        for at in (0..self.slots.len()).rev().filter(|at| self.slots[*at].is_paid) {
            while set[at] > 0 {
                if self.stand(&set).is_none_or(|it| self.is_within(&it)) {
                    return set;
                }
                set[at] -= 1;
            }
        }
        set
    }

    fn is_within(&self, it: &Standing) -> bool {
        match (self.aims.budget, it.cost) {
            (Some(budget), Some(cost)) => cost <= budget.high(),
            _ => true,
        }
    }

    /// With a budget: from all that costs nothing on, what shortens the time that something is down
    /// most, as long as there is money for it.
    fn best_within(&self) -> Set {
        let mut set: Set = self.slots.iter().map(|slot| usize::from(!slot.is_paid)).collect();
        let worth = |it: &Standing| (it.downtime(), it.shortfall);
        let mut best = self.stand(&set).map(|it| worth(&it));
        for at in (0..self.slots.len()).filter(|at| self.slots[*at].is_paid) {
            for degree in 1..=self.slots[at].degrees.len() {
                let before = std::mem::replace(&mut set[at], degree);
                let found = self.stand(&set).filter(|it| self.is_within(it)).map(|it| worth(&it));
                match found.zip(best).is_some_and(|(found, best)| found < best) {
                    true => best = found,
                    false => set[at] = before,
                }
            }
        }
        set
    }

    fn quickest(&self) -> Set {
        let worth = |it: Standing| {
            let rounded = |time: Duration| (time.as_minutes() * 100.0).round();
            (
                it.shortfall,
                rounded(it.downtime()),
                it.behind,
                it.rto.unwrap_or_default(),
                rounded(it.all_downtime()),
            )
        };
        let mut set: Set = vec![0; self.slots.len()];
        let mut best = None;
        // All as far as they go, none farther than another, or all in two zones: then one by one.
        let all = |degree| self.slots.iter().map(|slot| slot.degrees.len().min(degree)).collect();
        let mut starts: Vec<Set> = (1..=self.farthest()).rev().map(all).collect();
        starts.extend(starts.last().map(|mildest| self.over_zones(mildest)));
        for all in starts {
            let found = self.stand(&all).map(worth);
            if best.is_none() || found.zip(best).is_some_and(|(found, best)| found < best) {
                (set, best) = (all, found);
            }
        }
        for (at, slot) in self.slots.iter().enumerate() {
            let others = (0..=slot.degrees.len()).rev().filter(|it| *it != set[at]);
            for degree in others.collect::<Vec<_>>() {
                let before = std::mem::replace(&mut set[at], degree);
                let found = self.stand(&set).map(worth);
                match found.zip(best).is_some_and(|(found, best)| found < best) {
                    true => best = found,
                    false => set[at] = before,
                }
            }
        }
        set
    }

    fn without_what_is_idle(&self, mut set: Set, best: f64, may: impl Fn(&Slot) -> bool) -> Set {
        for at in (0..set.len()).rev() {
            if set[at] == 0 || !may(&self.slots[at]) {
                continue;
            }
            let before = std::mem::take(&mut set[at]);
            if self.stand(&set).is_none_or(|it| it.shortfall > best + 1e-12) {
                set[at] = before;
            }
        }
        set
    }
}
