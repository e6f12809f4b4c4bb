//! Where components stand in pictures: those that are dealt out over zones stand beside the zones,
//! also when the text declares them inside of one.

use crate::model::{Component, Design, GroupId};
use std::borrow::Cow;

/// The design with every component in the group that a picture draws it in.
pub fn settled(design: &Design) -> Cow<'_, Design> {
    let leaves = |component: &Component| home(design, component) != component.group;
    if !design.components.iter().any(leaves) {
        return Cow::Borrowed(design);
    }
    let mut settled = design.clone();
    for component in &mut settled.components {
        component.group = home(design, component);
    }
    Cow::Owned(settled)
}

fn home(design: &Design, component: &Component) -> Option<GroupId> {
    let several = component.zones.len() > 1;
    let own = design.ancestors(component.group).filter(|group| component.zones.contains(group));
    match own.last().filter(|_| several) {
        Some(zone) => design.group(zone).parent,
        None => component.group,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::model::build;
    use crate::source::{NoLoader, Source, Sources, Span};

    fn homes(text: &str) -> Vec<Option<String>> {
        let mut sources = Sources::default();
        let span = Span::new(sources.add(Source::new("homes.arch", text)), 0, text.len());
        let design = build(&mut sources, span, &NoLoader, &Catalog::builtin()).design;
        let settled = settled(&design);
        let name = |id| design.group(id).name.clone();
        settled.components.iter().map(|component| component.group.map(name)).collect()
    }

    #[test]
    fn what_is_dealt_out_over_zones_stands_beside_them() {
        let homes = homes(
            "region seoul {
               zone a {
                 subnet private { was api { zones = [a, c] } }
                 was one { zones = [a] }
                 redis seats
               }
               zone c { was far { zones = [a, c] } }
             }",
        );
        let homes: Vec<_> = homes.iter().map(|home| home.as_deref().unwrap_or("")).collect();
        assert_eq!(homes, ["seoul", "a", "a", "seoul"]);
    }
}
