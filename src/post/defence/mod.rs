//! The defence: the questions that attackers will put to a design, chosen by what it has, each
//! answered in its author's voice from the figures of the study.

mod attack;
mod cache;
mod case;
mod cost;
mod database;
mod growth;
mod operations;
mod outside;
mod queues;
mod servers;
mod shards;
mod zones;

pub use attack::{Attack, template};
pub use cache::{latencies, roles};
use case::Case;
pub use case::Verdict;
pub use shards::writes_in;
pub use zones::ZoneLoss;

use super::fill::Tokens;
use super::ground::Ground;
use super::words;
use crate::model::ComponentId;
use crate::say::Text;
use crate::text;
use attack::{attack, unknown};
use std::collections::BTreeSet;

/// What computes the answers to an attack, one for each thing that it may be put to; and the rules
/// that speak of the same.
type Entry = (&'static str, fn(&Ground) -> Vec<Case>, &'static [&'static str]);

const COMPUTED: &[&[Entry]] = &[
    cache::ENTRIES,
    database::ENTRIES,
    shards::ENTRIES,
    servers::ENTRIES,
    zones::ENTRIES,
    queues::ENTRIES,
    growth::ENTRIES,
    outside::ENTRIES,
    cost::ENTRIES,
    operations::ENTRIES,
];

/// Asked wherever they apply: the study's own, and what sessions outside of servers ask next.
const ALWAYS: [&str; 8] = [
    "spof-first",
    "cache-down",
    "db-primary-down",
    "session-two",
    "session-store-down",
    "cost-cut",
    "cache-why",
    "tenfold",
];

/// Of one component, and of one topic, no more than this.
const MOST_OF_COMPONENT: usize = 2;
const MOST_OF_TOPIC: usize = 3;
/// In one post, at most and unless more are asked for.
pub const MOST: usize = 15;
pub const USUAL: usize = 12;
const LEAST: usize = 8;

/// The attacks with the rules that speak of the same.
pub fn rules() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    COMPUTED.iter().copied().flatten().map(|(id, _, rules)| (*id, *rules))
}

/// A question with its answer.
#[derive(Clone, Debug)]
pub struct Defence {
    pub attack: &'static Attack,
    pub question: Text,
    pub answer: Text,
}

/// What was computed for an attack, whether it is asked in a post or not.
#[derive(Clone, Debug)]
pub struct Answer {
    pub attack: &'static str,
    /// The one it is put to stands first; nothing where it is put to all of it.
    pub about: Vec<ComponentId>,
    pub verdict: Verdict,
    pub said: Text,
}

/// Every attack that applies, put to everything that it may be put to.
pub fn answers(ground: &Ground) -> Vec<Answer> {
    let of = |(id, compute, rules): &Entry| {
        let Some(attack) = attack(id) else { return Vec::new() };
        let answer = |case: Case| {
            let Defence { answer: said, .. } = answered(ground, attack, rules, &case);
            Answer { attack: attack.id, about: case.about, verdict: case.verdict, said }
        };
        compute(ground).into_iter().map(answer).collect()
    };
    COMPUTED.iter().copied().flatten().flat_map(of).collect()
}

/// The questions of a week (of all weeks without one), the hardest first, at most so many.
pub fn defend(ground: &Ground, week: Option<u8>, most: usize) -> Vec<Defence> {
    let mut asked: Vec<(Defence, Case)> = Vec::new();
    for (id, compute, rules) in COMPUTED.iter().copied().flatten() {
        let Some(attack) = attack(id) else { continue };
        let fits = week.is_none_or(|week| (attack.weeks.0..=attack.weeks.1).contains(&week));
        if fits {
            let cases = compute(ground).into_iter();
            asked.extend(cases.map(|case| (answered(ground, attack, rules, &case), case)));
        }
    }
    asked.retain(|(it, _)| !it.answer.is_empty() && !it.question.is_empty());
    asked.sort_by(|(a, x), (b, y)| {
        y.harm().cmp(&x.harm()).then(b.attack.hardness.cmp(&a.attack.hardness))
    });
    let told = told(ground, week);
    let mut chosen = choose(asked, most, &told);
    chosen.sort_by_key(|defence| std::cmp::Reverse(defence.attack.hardness));
    chosen
}

/// An attack of which a judgement of the same page says as much, and what that is about.
type Told = (&'static str, ComponentId);

fn told(ground: &Ground, week: Option<u8>) -> Vec<Told> {
    if week == Some(1) {
        return Vec::new();
    }
    let rows = super::decisions(ground, week).into_iter();
    let asked = |key: &str| super::ASKED.iter().find(|(decision, _)| *decision == key);
    rows.filter_map(|row| Some((asked(row.decision)?.1, row.about?))).collect()
}

/// Those that are always asked first, then by harm, spread over components and topics; and more of
/// the rest where that is few. What a judgement has said comes last.
fn choose(asked: Vec<(Defence, Case)>, most: usize, told: &[Told]) -> Vec<Defence> {
    let mut chosen: Vec<(Defence, Case)> = Vec::new();
    let (mut always, mut others) = (Vec::new(), Vec::new());
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for one in asked {
        // One attack is put once: to what it hurts most.
        if !seen.insert(one.0.attack.id) {
            continue;
        }
        let list = if ALWAYS.contains(&one.0.attack.id) { &mut always } else { &mut others };
        list.push(one);
    }
    chosen.extend(always.into_iter().take(most));
    let mut left = Vec::new();
    for one in others {
        let (attack, about) = (one.0.attack.id, one.1.about.first().copied());
        let is_told = about.is_some_and(|about| told.contains(&(attack, about)));
        match chosen.len() < most && !is_told && is_apart(&chosen, &one) {
            true => chosen.push(one),
            false => left.push(one),
        }
    }
    let missing = LEAST.min(most).saturating_sub(chosen.len());
    chosen.extend(left.into_iter().take(missing));
    chosen.into_iter().map(|(defence, _)| defence).collect()
}

fn is_apart(chosen: &[(Defence, Case)], one: &(Defence, Case)) -> bool {
    let (topic, about) = (one.0.attack.topic, one.1.about.first());
    let of_topic = chosen.iter().filter(|(it, _)| it.attack.topic == topic).count();
    let of_component = chosen.iter().filter(|(_, it)| about.is_some() && it.about.first() == about);
    let is_said = chosen.iter().any(|(it, _)| it.answer == one.0.answer);
    of_topic < MOST_OF_TOPIC && of_component.count() < MOST_OF_COMPONENT && !is_said
}

fn answered(ground: &Ground, attack: &'static Attack, rules: &[&str], case: &Case) -> Defence {
    let tokens = &case.tokens;
    let answer = match case.verdict {
        Verdict::Holds => objected(ground, rules, case, attack.holds.fill(tokens)),
        Verdict::Tight => objected(ground, rules, case, tight(attack.holds.fill(tokens))),
        Verdict::Falls => {
            let plan = remedy(ground, attack, rules, case);
            Text::join(&[attack.falls.fill(tokens), plan], " ")
        }
        Verdict::Open => open(case),
    };
    Defence { attack, question: attack.asks.fill(tokens), answer }
}

/// No answer is kinder than a finding that speaks of the same and stands.
fn objected(ground: &Ground, rules: &[&str], case: &Case, holds: Text) -> Text {
    let Some(finding) = ground.objection(rules, &case.about).filter(|_| !holds.is_empty()) else {
        return holds;
    };
    let found = words::labelled(ground.design(), &finding.message);
    text!(holds, found; "{holds} 다만 {found}.", "{holds} But {found}.")
}

fn tight(holds: Text) -> Text {
    text!(holds; "{holds} 다만 여유는 없습니다.", "{holds} There is no room beyond that.")
}

/// A bad answer ends with what is done about it, or why it is not.
fn remedy(ground: &Ground, attack: &Attack, rules: &[&str], case: &Case) -> Text {
    if let Some(accepted) = ground.accepted(rules, &case.about).and_then(|it| it.accepted.as_ref())
    {
        let reason = words::quoted(&accepted.reason);
        return match accepted.until {
            Some(until) => text!(
                reason, until;
                "감수한 위험입니다. 이유는 “{reason}”이고 기한은 {until}입니다.",
                "Accepted: “{reason}”, until {until}."
            ),
            None => text!(
                reason;
                "감수한 위험입니다. 이유는 “{reason}”입니다.",
                "Accepted: “{reason}”."
            ),
        };
    }
    let mends = attack.mends.fill(&case.tokens);
    match ground.is_as_is() {
        true => text!(mends; "TO-BE에서 고칠 것: {mends}", "To change in the TO-BE: {mends}"),
        false => text!(mends; "다음에 고칠 것: {mends}", "Next: {mends}"),
    }
}

/// What can't be computed says which fact is missing.
fn open(case: &Case) -> Text {
    let mut tokens: Tokens = case.tokens.clone();
    let missing: Vec<Text> = case
        .missing
        .iter()
        .map(|attr| {
            let word = attr.word();
            text!(word; "`{word}`", "`{word}`")
        })
        .collect();
    tokens.put("missing", Text::join(&missing, ", "));
    let template = match case.lacks {
        case::Lacks::Capacity => unknown().capacity,
        case::Lacks::Traffic => unknown().traffic,
        case::Lacks::Mechanism => unknown().mechanism,
    };
    template.fill(&tokens)
}

#[cfg(test)]
mod tests {
    use super::attack::all;
    use super::*;

    #[test]
    fn every_attack_is_computed_once() {
        let mut computed: Vec<&str> = COMPUTED.iter().copied().flatten().map(|it| it.0).collect();
        computed.sort_unstable();
        let written: Vec<&str> = all().map(|it| it.id).collect();
        assert_eq!(computed, written);
        assert!(ALWAYS.iter().all(|id| written.contains(id)));
    }
}
