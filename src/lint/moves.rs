//! Moving components to another place in the text.

use super::context::Context;
use super::edit;
use crate::diagnostic::{Edit, Fix};
use crate::model::{Attr, ComponentId, GroupId};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

impl Context<'_> {
    /// Moves the first store among the members out, to a host of its own beside this one; `None`
    /// where it is alone already.
    pub fn store_to_own_host(&self, host: GroupId, members: &[ComponentId]) -> Option<Fix> {
        let store = members.iter().copied().find(|id| self.kind(*id).is_store())?;
        if members.len() < 2 {
            return None;
        }
        let declaration = self.cut_out(store, host)?;
        let name = self.free_name(&format!("{}-host", self.design.component(store).name));
        let moved = format!("host {name} {{\n  {declaration}\n}}");
        let edits = vec![
            edit::remove(self.sources, self.design.component(store).span),
            edit::after(self.sources, self.design.group(host).span, &moved),
        ];
        Some(edit::suggested(text!("다른 호스트로 옮깁니다", "move it to another host"), edits))
    }

    /// Moves components of one zone to their new zones. `None` where one of them is not declared
    /// directly in its zone, or is called by its path.
    pub fn move_between(&self, moves: &[(ComponentId, GroupId, GroupId)]) -> Option<Vec<Edit>> {
        let mut edits = Vec::new();
        let mut arrivals: BTreeMap<GroupId, Vec<String>> = BTreeMap::new();
        let mut moved = BTreeSet::new();
        for (id, from, to) in moves.iter().copied() {
            let component = self.design.component(id);
            if !moved.insert(id) {
                return None;
            }
            if component.zones == [from] {
                let to = self.design.group(to).path.as_str();
                edits.extend(edit::state(self.sources, component, &[(Attr::Zones, to)]));
                continue;
            }
            arrivals.entry(to).or_default().push(self.cut_out(id, from)?.to_owned());
            edits.push(edit::remove(self.sources, component.span));
        }
        for (zone, statements) in arrivals {
            edits.push(edit::inside(self.sources, self.design.group(zone), &statements));
        }
        Some(edits)
    }

    /// The declaration of a component that stands directly in the group and can leave it: nothing
    /// calls it by its path.
    fn cut_out(&self, id: ComponentId, group: GroupId) -> Option<&str> {
        let (component, around) = (self.design.component(id), self.design.group(group));
        let direct = component.group == Some(group)
            && component.implied.is_none()
            && around.span.contains(component.span);
        let by_path = format!(".{}", component.name);
        let called =
            self.texts().into_iter().any(|text| self.sources.text(text).contains(&by_path));
        (direct && !called).then(|| self.sources.text(component.span))
    }
}
