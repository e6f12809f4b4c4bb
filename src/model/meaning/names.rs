//! What things are called in pictures and messages.

use super::super::{ComponentId, Design, GroupId, Place};

impl Design {
    /// The label of a component, else its name.
    pub fn display_name(&self, id: ComponentId) -> &str {
        let component = self.component(id);
        component.label.as_deref().unwrap_or(&component.name)
    }

    /// The label of a group, else its name.
    pub fn display_group(&self, id: GroupId) -> &str {
        let group = self.group(id);
        group.label.as_deref().unwrap_or(&group.name)
    }

    /// As called in output: the name alone where it is unique, else the path.
    pub fn place_name(&self, place: Place) -> &str {
        match place {
            Place::Component(id) => &self.component(id).path,
            Place::Group(id) => &self.group(id).path,
        }
    }
}
