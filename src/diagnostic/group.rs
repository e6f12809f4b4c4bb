//! One rule with one cause on several components of a tier is one finding: a wall of sameness
//! teaches nobody.

use super::{Diagnostic, Edit, Fix, RuleName, Safety, Severity};
use crate::say::Text;
use crate::source::SourceId;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// So many of the others are named in the message; the rest is counted.
const NAMED: usize = 5;

/// Source, start and end.
type Place = (SourceId, u32, u32);
type Key = (RuleName, Severity, bool, Option<String>, String);

/// Joins the findings of each tier, the worst one first, in however many files it is written; the
/// order of the others stays. What a
/// baseline or an `accept` says was said of single findings before.
pub fn group(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut tiers: BTreeMap<Key, usize> = BTreeMap::new();
    let mut grouped: Vec<Vec<Diagnostic>> = Vec::new();
    for finding in findings {
        let Some(key) = key(&finding) else {
            grouped.push(vec![finding]);
            continue;
        };
        match tiers.get(&key) {
            Some(at) => grouped[*at].push(finding),
            None => {
                tiers.insert(key, grouped.len());
                grouped.push(vec![finding]);
            }
        }
    }
    grouped.into_iter().map(join).collect()
}

fn key(finding: &Diagnostic) -> Option<Key> {
    let tier = finding.standing.tier.clone()?;
    // Each decision has a reason of its own.
    let accepted = finding.accepted.as_ref().map(|accepted| accepted.reason.clone());
    Some((finding.rule.clone(), finding.severity, finding.is_accepted(), accepted, tier))
}

fn join(mut members: Vec<Diagnostic>) -> Diagnostic {
    members.sort_by(|a, b| b.standing.downtime.total_cmp(&a.standing.downtime));
    let mut members = members.into_iter();
    let Some(mut worst) = members.next() else { unreachable!("a group has a member") };
    let others: Vec<Diagnostic> = members.collect();
    if others.is_empty() {
        return worst;
    }
    worst.message = message(&worst.message, &others);
    for other in &others {
        let label = other.label.clone().unwrap_or_else(|| other.message.clone());
        worst.related.push((other.primary, label));
        worst.subjects.extend(other.subjects.iter().cloned());
    }
    worst.fixes = (0..worst.fixes.len()).map(|at| with_all(&worst.fixes, at, &others)).collect();
    worst
}

fn message(worst: &Text, others: &[Diagnostic]) -> Text {
    let names: Vec<&str> = others.iter().filter_map(|it| it.names().next()).collect();
    let (shown, more) = (Text::names(names.iter().take(NAMED).copied()), names.len());
    let rest = if more > NAMED { " …" } else { "" };
    text!(
        worst, more, shown, rest;
        "{worst}. 같은 곳이 {more}곳 더 있습니다: {shown}{rest}",
        "{worst}; the same holds for {more} more: {shown}{rest}"
    )
}

/// A fix with the edits of all members: of each the fix that says the same, else the one at its place.
fn with_all(fixes: &[Fix], at: usize, others: &[Diagnostic]) -> Fix {
    let fix = &fixes[at];
    let mut all = fix.clone();
    let mut taken: BTreeSet<Place> = all.edits.iter().map(place).collect();
    let same = |other: &'_ Diagnostic| other.fixes.iter().position(|it| it.title == fix.title);
    let of = |other: &Diagnostic| same(other).or((at < other.fixes.len()).then_some(at));
    let members: Vec<(&Diagnostic, Option<usize>)> =
        others.iter().map(|other| (other, of(other))).collect();
    let found = members.iter().filter_map(|(other, at)| Some(&other.fixes[(*at)?]));
    let mut differs = false;
    for other in found {
        differs |= other.title != fix.title;
        if other.safety == Safety::Suggested {
            all.safety = Safety::Suggested;
        }
        let apart = |edit: &&Edit| is_free(&taken, place(edit));
        let more: Vec<Edit> = other.edits.iter().filter(apart).cloned().collect();
        taken.extend(more.iter().map(place));
        all.edits.extend(more);
    }
    if differs {
        let title = &fix.title;
        all.title = text!(title; "{title}. 나머지도 함께 고칩니다", "{title}, and mend the others likewise");
    }
    all.edits.sort_by_key(place);
    all
}

fn place(edit: &Edit) -> Place {
    (edit.span.source, edit.span.start, edit.span.end)
}

/// Whether a place is no known one and overlaps none. Known ones lie apart, so that of those that
/// begin before its end the last one reaches farthest.
fn is_free(taken: &BTreeSet<Place>, at: Place) -> bool {
    let (source, start, end) = at;
    let before = taken.range((source, 0, 0)..(source, end, 0)).next_back();
    !taken.contains(&at) && before.is_none_or(|(.., until)| *until <= start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lie_apart((_, a, b): Place, (_, c, d): Place) -> bool {
        (a, b) != (c, d) && (b <= c || d <= a)
    }

    /// Every order of three places in a short text, against looking at each of them.
    #[test]
    fn a_place_is_free_where_it_lies_apart_from_all_that_are_taken() {
        let source =
            crate::source::Sources::default().add(crate::source::Source::new("a.arch", "0123"));
        let places: Vec<Place> =
            (0..4).flat_map(|start| (start..5).map(move |end| (source, start, end))).collect();
        for one in &places {
            for two in &places {
                let mut taken = BTreeSet::from([*one]);
                if is_free(&taken, *two) {
                    taken.insert(*two);
                }
                for three in &places {
                    let apart = taken.iter().all(|it| lie_apart(*it, *three));
                    assert_eq!(is_free(&taken, *three), apart, "{three:?} in {taken:?}");
                }
            }
        }
    }
}
