//! A design whose picture is known, for programs in which it is edited further.

use crate::model::{ComponentId, Design, GroupId};
use crate::render::graph::Rect;
use crate::render::scene::Scene;
use crate::say::Lang;

/// A design and where its picture has everything.
pub(super) struct Page<'a> {
    pub design: &'a Design,
    pub scene: &'a Scene,
    pub lang: Lang,
}

impl Page<'_> {
    /// Nothing for a group that is not drawn.
    pub fn group_rect(&self, id: GroupId) -> Option<Rect> {
        let path = &self.design.group(id).path;
        self.scene.groups.iter().find(|place| place.name == *path).map(|place| place.rect)
    }

    /// Nothing for a component that is not drawn.
    pub fn rect_of(&self, id: ComponentId) -> Option<Rect> {
        let path = &self.design.component(id).path;
        self.scene.components.iter().find(|place| place.name == *path).map(|place| place.rect)
    }
}
