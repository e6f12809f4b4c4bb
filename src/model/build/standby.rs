//! Sites that stand by (`role = standby`), with what in them is alike to what they stand by for.

use super::needs::alike;
use super::pools;
use crate::diagnostic::Diagnostic;
use crate::model::{Attr, ComponentId, Design, GroupId, StandbySite};
use crate::text;
use std::collections::BTreeMap;

/// A group of a failure domain's kind that is stated to stand by.
pub(super) fn is_standby(design: &Design, id: GroupId) -> bool {
    let group = design.group(id);
    group.kind.is_failure_domain() && group.facts.word(Attr::Role) == Some("standby")
}

/// All of them that have something to stand by for.
pub(super) fn standby_sites(design: &Design) -> Vec<StandbySite> {
    let sites = design.group_ids().filter(|id| is_standby(design, *id));
    sites.filter_map(|id| site(design, id)).collect()
}

/// Groups that stand by for nothing: a warning each.
pub(super) fn without_sibling(design: &Design) -> Vec<Diagnostic> {
    let has_site = |id: GroupId| design.standby_sites.iter().any(|site| site.group == id);
    let alone = design.group_ids().filter(|id| is_standby(design, *id) && !has_site(*id));
    alone.filter_map(|id| warning(design, id)).collect()
}

fn warning(design: &Design, id: GroupId) -> Option<Diagnostic> {
    let group = design.group(id);
    let (name, kind) = (group.path.as_str(), group.kind.word());
    let message = text!(
        name, kind;
        "`{name}`에는 대신할 다른 `{kind}` 그룹이 없어 `role = standby`가 아무 뜻도 없습니다",
        "`role = standby` says nothing: there is no other `{kind}` beside `{name}` to stand by for"
    );
    let warning = Diagnostic::warning("unknown-attribute", group.facts.span(Attr::Role)?, message);
    Some(warning.help(text!(
        kind;
        "같은 자리에 `{kind}` 그룹을 하나 더 그리거나 `role`을 지우세요.",
        "Draw another `{kind}` in the same place, or remove `role`."
    )))
}

fn site(design: &Design, group: GroupId) -> Option<StandbySite> {
    let siblings: Vec<GroupId> =
        siblings(design, group).filter(|id| !is_standby(design, *id)).collect();
    (!siblings.is_empty()).then(|| {
        let twins = siblings.iter().flat_map(|sibling| twins(design, *sibling, group)).collect();
        StandbySite { group, siblings, twins }
    })
}

/// Others of its kind in the same place.
fn siblings(design: &Design, id: GroupId) -> impl Iterator<Item = GroupId> + '_ {
    let group = design.group(id);
    let is_sibling = move |other: &GroupId| {
        let it = design.group(*other);
        *other != id && (it.kind, it.parent) == (group.kind, group.parent)
    };
    design.group_ids().filter(is_sibling)
}

/// By component of `of`: its alike in the site, of several the one of the same name.
fn twins(design: &Design, of: GroupId, site: GroupId) -> BTreeMap<ComponentId, ComponentId> {
    let inside = |group: GroupId| {
        let stands = move |id: &ComponentId| {
            design.ancestors(design.component(*id).group).any(|around| around == group)
        };
        design.component_ids().filter(stands)
    };
    let own: Vec<ComponentId> = inside(of).collect();
    let all: Vec<ComponentId> = own.iter().copied().chain(inside(site)).collect();
    let alike = pools::like(design, &mut alike(design), &all);
    let twin = |at: usize| {
        let others = (own.len()..all.len()).filter(|other| alike[*other] == alike[at]);
        let others: Vec<ComponentId> = others.map(|other| all[other]).collect();
        let name = &design.component(all[at]).name;
        let named = others.iter().find(|id| design.component(**id).name == *name);
        named.or(others.first()).map(|twin| (all[at], *twin))
    };
    (0..own.len()).filter(|at| alike[*at].is_some()).filter_map(twin).collect()
}
