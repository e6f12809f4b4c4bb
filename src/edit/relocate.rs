//! Components that move to another place in the text.

use super::Editor;
use crate::diagnostic::Edit;
use crate::model::{Attr, ComponentId, GroupId};
use std::collections::{BTreeMap, BTreeSet};

impl Editor<'_> {
    /// Moves the component out to a host of its own beside this one. `None` where it does not stand
    /// directly in the host, or is called by its path.
    pub fn move_to_own_host(&self, id: ComponentId, host: GroupId) -> Option<Vec<Edit>> {
        let declaration = self.cut_out(id, host)?;
        let component = self.design.component(id);
        let name = self.design.free_name(&format!("{}-host", component.name));
        let moved = format!("host {name} {{\n  {declaration}\n}}");
        let host = self.design.group(host);
        Some(vec![self.remove(component.span), self.after(host.span, &moved)])
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
                edits.extend(self.state(component, &[(Attr::Zones, to)]));
                continue;
            }
            arrivals.entry(to).or_default().push(self.cut_out(id, from)?.to_owned());
            edits.push(self.remove(component.span));
        }
        for (zone, statements) in arrivals {
            edits.push(self.inside(self.design.group(zone), &statements));
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
        let free = direct && !self.is_called_by_path(&component.name);
        free.then(|| self.sources.text(component.span))
    }
}
