//! How things appear when two versions of a design are compared.

use crate::analysis::change::State;
use crate::model::{ComponentId, GroupId, LinkId};
use crate::say::Text;

/// How one thing appears in a comparison of two designs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    pub look: Seeing,
    /// Why it is marked, for its tooltip.
    pub reasons: Vec<Text>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seeing {
    #[default]
    Plain,
    /// Not in this version: only its place is shown.
    Ghost,
    Marked(State),
}

/// How everything appears; indexed like the design. Empty for a picture of one design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparing {
    pub components: Vec<Seen>,
    pub groups: Vec<Seen>,
    pub links: Vec<Seen>,
}

impl Comparing {
    pub fn component(&self, id: ComponentId) -> Option<&Seen> {
        self.components.get(id.index())
    }

    pub fn group(&self, id: GroupId) -> Option<&Seen> {
        self.groups.get(id.index())
    }

    pub fn link(&self, id: LinkId) -> Option<&Seen> {
        self.links.get(id.index())
    }
}
