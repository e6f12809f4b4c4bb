//! Whether two components are copies of one thing: by their names, their labels and the stores that
//! they need.

use crate::model::{ComponentId, Design, GroupId, Kind, LinkId};
use crate::syntax::ast::Arrow;
use std::collections::{BTreeMap, BTreeSet};

/// The test, remembering what it looked up.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// The stores that a component needs hard, itself or through others, and those that it reaches.
    stores: BTreeMap<ComponentId, [BTreeSet<ComponentId>; 2]>,
    /// Which links are hard; indexed by link.
    hard: Vec<bool>,
}

impl Alike {
    /// `hard` says of each link whether its need is hard.
    pub(super) fn new(hard: Vec<bool>) -> Self {
        Self { hard, ..Self::default() }
    }

    /// Divides members of one name and type into those that are alike, each in the order given.
    pub(super) fn apart(
        &mut self,
        design: &Design,
        members: &[usize],
        target: impl Fn(usize) -> ComponentId,
    ) -> Vec<Vec<usize>> {
        let mut pools: Vec<(Vec<ComponentId>, Vec<usize>)> = Vec::new();
        for at in members {
            let id = target(*at);
            let like = pools.iter().position(|(those, _)| {
                those.iter().all(|other| self.are_alike(design, *other, id))
            });
            let pool = like.unwrap_or_else(|| {
                pools.push(Default::default());
                pools.len() - 1
            });
            let (those, pool) = &mut pools[pool];
            if self.says_more(design, those, id) {
                those.push(id);
            }
            pool.push(*at);
        }
        pools.into_iter().map(|(_, pool)| pool).collect()
    }

    /// Whether a pool is tested by this member too: it has a label, or needs a store, and those that
    /// the pool is tested by have none. What has neither is alike to many that are not alike.
    fn says_more(&mut self, design: &Design, those: &[ComponentId], id: ComponentId) -> bool {
        let is_labelled = |id: &ComponentId| design.component(*id).label.is_some();
        let Some(first) = those.first() else { return true };
        if is_labelled(&id) && !those.iter().any(is_labelled) {
            return true;
        }
        if self.targets(design, *first) == self.targets(design, id) {
            return false;
        }
        let mut needs_store = |id: ComponentId| {
            self.look_up(design, id);
            !self.stores[&id][0].is_empty()
        };
        !those.iter().any(|other| needs_store(*other)) && needs_store(id)
    }

    fn are_alike(&mut self, design: &Design, a: ComponentId, b: ComponentId) -> bool {
        a == b || labels_agree(design, a, b) && self.stores_agree(design, a, b)
    }

    /// Neither has a store of its own: what one needs hard the other reaches, if only softly.
    fn stores_agree(&mut self, design: &Design, a: ComponentId, b: ComponentId) -> bool {
        if self.targets(design, a) == self.targets(design, b) {
            return true;
        }
        self.look_up(design, a);
        self.look_up(design, b);
        let ([of_a, near_a], [of_b, near_b]) = (&self.stores[&a], &self.stores[&b]);
        let has_own = |these: &BTreeSet<ComponentId>, those: &BTreeSet<ComponentId>| {
            these
                .iter()
                .any(|store| !those.iter().any(|other| is_same_data(design, *store, *other)))
        };
        !has_own(of_a, near_b) && !has_own(of_b, near_a)
    }

    fn targets(&self, design: &Design, id: ComponentId) -> BTreeSet<ComponentId> {
        self.hard_links(design, id).collect()
    }

    fn hard_links<'d>(
        &'d self,
        design: &'d Design,
        id: ComponentId,
    ) -> impl Iterator<Item = ComponentId> + 'd {
        let links = design.links_from(id).filter(|link| self.hard[link.index()]);
        links.map(|link| design.link(link).to)
    }

    fn look_up(&mut self, design: &Design, id: ComponentId) {
        if self.stores.contains_key(&id) {
            return;
        }
        let hard = stores(design, id, |link| self.hard[link.index()]);
        let reached = stores(design, id, |link| design.link(link).arrow == Arrow::Sync);
        self.stores.insert(id, [hard, reached]);
    }
}

/// The stores that these links lead to, from a component and from whatever they lead to.
fn stores(
    design: &Design,
    id: ComponentId,
    takes: impl Fn(LinkId) -> bool,
) -> BTreeSet<ComponentId> {
    let mut seen = BTreeSet::from([id]);
    let mut waiting = vec![id];
    while let Some(at) = waiting.pop() {
        // Who sends to a queue does not wait for what takes from it.
        if at != id && design.component(at).kind == Kind::Queue {
            continue;
        }
        let links = design.links_from(at).filter(|link| takes(*link));
        waiting.extend(links.map(|link| design.link(link).to).filter(|to| seen.insert(*to)));
    }
    seen.remove(&id);
    seen.retain(|it| keeps_data(design.component(*it).kind));
    seen
}

/// Caches part nobody: they are filled from elsewhere.
fn keeps_data(kind: Kind) -> bool {
    matches!(kind, Kind::Db | Kind::Storage | Kind::Search | Kind::Queue)
}

/// One store, two copies of one replicated set, or like stores in sibling failure domains.
fn is_same_data(design: &Design, a: ComponentId, b: ComponentId) -> bool {
    let set = |id: ComponentId| design.set_of.get(id.index()).copied().flatten();
    if a == b || set(a).is_some() && set(a) == set(b) {
        return true;
    }
    let (one, other) = (design.component(a), design.component(b));
    let tech = |it: &crate::model::Component| it.tech.as_ref().map(|tech| tech.name.clone());
    one.kind == other.kind
        && tech(one) == tech(other)
        && stem(design, a) == stem(design, b)
        && stand_in_siblings(design, one.group, other.group)
}

/// Two failure domains with one parent hold one each.
fn stand_in_siblings(design: &Design, a: Option<GroupId>, b: Option<GroupId>) -> bool {
    let domain = |id: &GroupId| design.group(*id).kind.is_failure_domain();
    let around: Vec<GroupId> = design.ancestors(b).filter(domain).collect();
    let mut others = design.ancestors(a).filter(domain);
    others.any(|one| {
        let parent = design.group(one).parent;
        around.iter().any(|other| *other != one && design.group(*other).parent == parent)
    })
}

/// Absent, equal, or equal after the last number, letter or zone is taken off.
fn labels_agree(design: &Design, a: ComponentId, b: ComponentId) -> bool {
    let label = |id: ComponentId| design.component(id).label.as_deref();
    let (Some(one), Some(other)) = (label(a), label(b)) else { return true };
    one == other || label_stem(design, a, one) == label_stem(design, b, other)
}

/// The label without the words that only number it: `Web a-1 nginx`, `API 서버 2호기`.
fn label_stem(design: &Design, id: ComponentId, label: &str) -> String {
    let groups = names_around(design, id);
    let words = label.split([' ', '(', ')']).map(|word| {
        let counted = ["호기", "번", "호"].iter().find_map(|suffix| word.strip_suffix(suffix));
        let is_count = |word: &&str| word.ends_with(|c: char| c.is_ascii_digit());
        without_marks(counted.filter(is_count).unwrap_or(word), &groups)
    });
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What tells one of a pool from another at the end of its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Number,
    Letter,
    Group,
}

/// The name without what tells one of a pool from another: a number at the end (`web1`), a letter
/// (`api-a`), the name of a group around it (`api-seoul`), or these together (`web_a1`, `web-2c`).
/// One number and one letter at most: `d1s0` and `d2s0` are two services.
pub(super) fn stem(design: &Design, id: ComponentId) -> String {
    without_marks(&design.component(id).name, &names_around(design, id))
}

fn names_around(design: &Design, id: ComponentId) -> Vec<&str> {
    let groups = design.ancestors(design.component(id).group);
    groups.map(|group| design.group(group).name.as_str()).collect()
}

fn without_marks(name: &str, groups: &[&str]) -> String {
    let (mut stem, mut seen) = (name, Vec::new());
    while let Some((shorter, mark)) = without_mark(stem, groups) {
        if mark != Mark::Group && seen.contains(&mark) {
            break;
        }
        seen.push(mark);
        stem = shorter;
    }
    stem.to_lowercase()
}

/// `weba`, `webb`: only the first letters of the alphabet, or `cart` and `card` would be a pool.
pub(super) fn without_letter(design: &Design, id: ComponentId) -> String {
    let name = &design.component(id).name;
    name.strip_suffix(|letter| matches!(letter, 'a'..='f' | 'A'..='F')).unwrap_or(name).to_owned()
}

fn is_separator(letter: char) -> bool {
    matches!(letter, '-' | '_' | '#' | '/' | '.')
}

fn without_mark<'n>(name: &'n str, groups: &[&str]) -> Option<(&'n str, Mark)> {
    let bare = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if bare.len() < name.len() {
        return Some((bare.trim_end_matches(is_separator), Mark::Number));
    }
    for group in groups {
        if let Some(rest) = name.strip_suffix(group)
            && rest.ends_with(is_separator)
        {
            return Some((rest.trim_end_matches(is_separator), Mark::Group));
        }
    }
    let mut letters = name.chars();
    let last = letters.next_back().filter(|letter| letter.is_alphabetic())?;
    let rest = &name[..name.len() - last.len_utf8()];
    let marks = letters.next_back().is_none_or(|it| is_separator(it) || it.is_ascii_digit());
    marks.then(|| (rest.trim_end_matches(is_separator), Mark::Letter))
}

/// Which links are needed hard, whatever alternatives they have.
pub(super) fn hard_links(
    design: &Design,
    is_soft: impl Fn(crate::model::LinkId) -> bool,
) -> Vec<bool> {
    let hard = |id| design.link(id).arrow == Arrow::Sync && !is_soft(id);
    design.link_ids().map(hard).collect()
}
