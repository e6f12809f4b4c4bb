//! The numbers by which the parts of a design are known, from its model to what is printed of it.

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident)*) => {
        $($(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// Where it stands in the list of its kind.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        })*
    };
}

ids! {
    /// Index into a design's components, in source order.
    ComponentId
    /// Index into a design's groups, in source order; a parent stands before its children.
    GroupId
    /// Index into a design's connections, in source order.
    LinkId
    /// Index into a design's flows.
    FlowId
    /// Index into a design's topics, tables and buckets, in source order.
    PartId
}

/// What a finding, a mark of a picture or an `accept` is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A component.
    Component(ComponentId),
    /// A group.
    Group(GroupId),
    /// A connection.
    Link(LinkId),
}
