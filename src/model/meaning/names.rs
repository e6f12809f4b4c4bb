//! What things are called in pictures and messages.

use super::super::{ComponentId, Design, GroupId, Place, Subject};
use crate::source::Span;

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

    /// As it is called in output.
    pub fn subject_name(&self, subject: Subject) -> String {
        match subject {
            Subject::Component(id) => self.component(id).path.clone(),
            Subject::Group(id) => self.group(id).path.clone(),
            Subject::Link(id) => self.link_name(id),
        }
    }

    /// Where it is declared.
    pub fn subject_span(&self, subject: Subject) -> Span {
        match subject {
            Subject::Component(id) => self.component(id).head,
            Subject::Group(id) => self.group(id).head,
            Subject::Link(id) => self.link(id).span,
        }
    }

    /// A name for a new component or group that nothing has yet.
    pub fn free_name(&self, wanted: &str) -> String {
        let taken = |name: &str| {
            self.components.iter().any(|c| c.name == name)
                || self.groups.iter().any(|g| g.name == name)
        };
        let numbered = (2..).map(|n| format!("{wanted}-{n}"));
        std::iter::once(wanted.to_string())
            .chain(numbered)
            .find(|name| !taken(name))
            .expect("there are more numbers than components")
    }

    /// With the names of all groups around it: `seoul.a.api`.
    pub fn full_path(&self, place: Place) -> String {
        let (name, group) = match place {
            Place::Component(id) => (&self.component(id).name, self.component(id).group),
            Place::Group(id) => (&self.group(id).name, self.group(id).parent),
        };
        let mut names = vec![name.as_str()];
        names.extend(self.ancestors(group).map(|id| self.group(id).name.as_str()));
        names.reverse();
        names.join(".")
    }

    /// As called in output: the name alone where it is unique, else the path.
    pub fn place_name(&self, place: Place) -> &str {
        match place {
            Place::Component(id) => &self.component(id).path,
            Place::Group(id) => &self.group(id).path,
        }
    }
}
