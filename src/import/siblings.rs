//! Numbered twins as one component with replicas.

use super::Reading;
use super::finish::kind;
use super::sketch::{Node, Sketch};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Folds twins: names that differ by a number at the end, alike in what they run, and with the same
/// callers and callees.
pub fn fold(sketch: &mut Sketch, reading: &Reading) {
    let mut families: BTreeMap<(String, String, String, Option<usize>), Vec<usize>> =
        BTreeMap::new();
    for (at, component) in sketch.components.iter().enumerate() {
        let (Some(alike), Some(stem)) = (&component.alike, stem(&component.name)) else { continue };
        let key = (stem.to_owned(), component.word.clone(), alike.clone(), component.group);
        families.entry(key).or_default().push(at);
    }
    let mut keep = vec![true; sketch.components.len()];
    let mut names: HashMap<String, usize> = HashMap::new();
    for component in &sketch.components {
        *names.entry(component.name.clone()).or_default() += 1;
    }
    let mut links = Links::of(sketch);
    for ((stem, ..), members) in families {
        if members.len() < 2 || names.get(&stem).is_some_and(|count| *count > 0) {
            continue;
        }
        let first = links.roads(sketch, members[0], &members);
        let same = members[1..].iter().all(|at| links.roads(sketch, *at, &members) == first);
        // Programs that ask one another are no cluster.
        let is_program =
            kind(&sketch.components[members[0]], reading).is_some_and(|it| it.is_compute());
        if same || !is_program && list_each_other(sketch, &members) {
            *names.entry(sketch.components[members[0]].name.clone()).or_insert(1) -= 1;
            unite(sketch, &stem, &members, &mut keep);
            *names.entry(stem).or_default() += 1;
            links = Links::of(sketch);
        }
    }
    if keep.contains(&false) {
        sketch.retain(&keep);
    }
}

/// The name without the number at its end.
fn stem(name: &str) -> Option<&str> {
    let bare = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if bare.len() < name.len() {
        let stem = bare.trim_end_matches(['-', '_', '.', ' ']);
        return (!stem.is_empty()).then_some(stem);
    }
    let (stem, last) = name.rsplit_once(['-', '_'])?;
    matches!(last, "a" | "b" | "c" | "d").then_some(stem).filter(|stem| !stem.is_empty())
}

/// The connections of each component.
struct Links(HashMap<Node, Vec<usize>>);

impl Links {
    fn of(sketch: &Sketch) -> Self {
        let mut at: HashMap<Node, Vec<usize>> = HashMap::new();
        for (place, link) in sketch.links.iter().enumerate() {
            for node in std::iter::once(&link.from).chain(&link.to) {
                at.entry(*node).or_default().push(place);
            }
        }
        Self(at)
    }

    /// Who calls a member and whom it calls, the family itself aside.
    fn roads(&self, sketch: &Sketch, at: usize, family: &[usize]) -> BTreeSet<(bool, Node, u8)> {
        let node = Node::Component(at);
        let of_family = |node: &Node| matches!(node, Node::Component(at) if family.contains(at));
        let mut roads = BTreeSet::new();
        for link in self.0.get(&node).into_iter().flatten().map(|place| &sketch.links[*place]) {
            if link.from == node {
                let to = link.to.iter().filter(|to| !of_family(to));
                roads.extend(to.map(|to| (true, *to, link.arrow as u8)));
            } else if !of_family(&link.from) {
                roads.insert((false, link.from, link.arrow as u8));
            }
        }
        roads
    }
}

/// Members that are joined with one another are one cluster.
fn list_each_other(sketch: &Sketch, members: &[usize]) -> bool {
    let inside = |node: &Node| matches!(node, Node::Component(at) if members.contains(at));
    let joined =
        sketch.links.iter().filter(|link| inside(&link.from) && link.to.iter().any(inside));
    joined.count() >= members.len() - 1 && members.len() > 2
}

fn unite(sketch: &mut Sketch, stem: &str, members: &[usize], keep: &mut [bool]) {
    let first = members[0];
    let counts: Option<u32> = members
        .iter()
        .map(|at| match sketch.components[*at].fact("replicas") {
            None => Some(1),
            Some(fact) => fact.value.parse().ok(),
        })
        .sum();
    let twins: Vec<_> = members[1..]
        .iter()
        .map(|at| (sketch.components[*at].name.clone(), sketch.components[*at].at))
        .collect();
    // What keeps one of them from running twice does not keep the family.
    let total = counts.map_or_else(|| "unknown".to_owned(), |count| count.to_string());
    let component = &mut sketch.components[first];
    component.facts.retain(|fact| fact.attr != "replicas" && fact.attr != "pinned");
    let at = component.at;
    component.facts.insert(0, super::sketch::Fact { attr: "replicas", value: total, at });
    component.name = stem.to_owned();
    component.twins = twins;
    for at in &members[1..] {
        keep[*at] = false;
    }
    let place = |node: &mut Node| {
        if matches!(node, Node::Component(at) if members.contains(at)) {
            *node = Node::Component(first);
        }
    };
    for link in &mut sketch.links {
        place(&mut link.from);
        link.to.iter_mut().for_each(place);
        let mut seen = BTreeSet::new();
        link.to.retain(|node| seen.insert(*node));
    }
    let links = std::mem::take(&mut sketch.links);
    links.into_iter().for_each(|link| sketch.join(link));
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn numbers_and_the_first_letters_behind_a_dash_make_twins() {
        let table = [
            ("api1", Some("api")),
            ("api-2", Some("api")),
            ("web_03", Some("web")),
            ("zone-a", Some("zone")),
            ("api", None),
            ("12", None),
            ("plan-b2b", None),
        ];
        for (name, expected) in table {
            assert_eq!(stem(name), expected, "{name}");
        }
    }
}
