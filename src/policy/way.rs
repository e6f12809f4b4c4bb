//! Roads that go around what a policy wants to be passed.

use super::eval::is_any;
use crate::context::Context;
use crate::model::{ComponentId, LinkId, Whom};
use crate::syntax::ast::Arrow;
use std::collections::{BTreeMap, VecDeque};

/// How many of the sides behind the first a road has passed when it stands at a component.
type At = (ComponentId, usize);

/// The connections by which a hard road from the first side comes to the last one without having
/// passed those between in their order, each with the road there and the first side that it missed.
pub(super) fn around(
    context: &Context,
    sides: &[Vec<Whom>],
) -> Vec<(LinkId, Vec<ComponentId>, usize)> {
    let design = context.design;
    let (Some(first), Some(last)) = (sides.first(), sides.last()) else { return Vec::new() };
    let between = &sides[1..sides.len() - 1];
    let mut came: BTreeMap<At, Option<At>> = BTreeMap::new();
    let mut waiting: VecDeque<At> = VecDeque::new();
    for id in design.component_ids().filter(|id| is_any(context, *id, first)) {
        came.insert((id, 0), None);
        waiting.push_back((id, 0));
    }
    let mut found: BTreeMap<LinkId, (Vec<ComponentId>, usize)> = BTreeMap::new();
    while let Some(at) = waiting.pop_front() {
        let (id, passed) = at;
        for link in design.links_from(id) {
            let to = design.link(link).to;
            if design.link(link).arrow != Arrow::Sync || !context.is_on_hard_road(link) {
                continue;
            }
            if is_any(context, to, last) {
                if passed < between.len() {
                    let mut path = road(&came, at);
                    path.push(to);
                    found.entry(link).or_insert((path, passed + 1));
                }
                continue;
            }
            let passes = between.get(passed).is_some_and(|side| is_any(context, to, side));
            let next = (to, passed + usize::from(passes));
            if let std::collections::btree_map::Entry::Vacant(free) = came.entry(next) {
                free.insert(Some(at));
                waiting.push_back(next);
            }
        }
    }
    found.into_iter().map(|(link, (path, missed))| (link, path, missed)).collect()
}

/// The components on the way to a place, from the first on.
fn road(came: &BTreeMap<At, Option<At>>, to: At) -> Vec<ComponentId> {
    let mut path = vec![to.0];
    let mut at = to;
    while let Some(Some(before)) = came.get(&at) {
        path.push(before.0);
        at = *before;
    }
    path.reverse();
    path
}
