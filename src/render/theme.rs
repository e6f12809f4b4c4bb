//! The colours of a picture, by what they mean, on light and on dark paper.

use super::scene::Family;
use crate::diagnostic::Severity;
use crate::model::GroupKind;

/// Light or dark paper; `Auto` follows the reader's system where the viewer can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Light,
    Dark,
    Auto,
}

macro_rules! colors {
    ($($variant:ident $slug:literal $light:literal $dark:literal,)*) => {
        /// A colour by its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Color { $($variant),* }

        /// What gives the elements of a picture without a style of its own their colours, by the
        /// classes that they have: on light and on dark paper, as the page around them says.
        pub const PALETTE: &str = concat!($(
            ".f-", $slug, "{fill:light-dark(", $light, ",", $dark, ")}",
            ".s-", $slug, "{stroke:light-dark(", $light, ",", $dark, ")}",
        )*);

        impl Color {
            /// For class names.
            pub fn slug(self) -> &'static str {
                match self { $(Color::$variant => $slug),* }
            }

            pub fn light(self) -> &'static str {
                match self { $(Color::$variant => $light),* }
            }

            pub fn dark(self) -> &'static str {
                match self { $(Color::$variant => $dark),* }
            }
        }
    };
}

colors! {
    Paper "paper" "#ffffff" "#0e131d",
    Card "card" "#ffffff" "#1a2230",
    CardEdge "card-edge" "#ccd5e1" "#3a475c",
    Layer "layer" "#f3f6fa" "#151c28",
    Outside "outside" "#f8fafc" "#131a25",
    OutsideEdge "outside-edge" "#94a3b8" "#64748b",
    Shadow "shadow" "#1e293b" "#000000",
    Ink "ink" "#0f1b2d" "#eef2f8",
    Soft "soft" "#55637a" "#a4b1c6",
    Faint "faint" "#8492a6" "#76859d",
    Rule "rule" "#e2e8f0" "#273244",
    Chip "chip" "#eaeff6" "#2a3548",
    Line "line" "#5c6b80" "#8b9ab1",
    Copy "copy" "#2563c9" "#7aa7f7",
    Label "label" "#ffffff" "#141b27",
    LabelEdge "label-edge" "#dfe5ee" "#2c384b",
    White "white" "#ffffff" "#ffffff",
    Actor "actor" "#475569" "#5b6b84",
    Entry "entry" "#6045d6" "#7a63e8",
    Compute "compute" "#0d7f78" "#12948b",
    Data "data" "#1f5fc4" "#3a78de",
    Fast "fast" "#b8386f" "#cf4f86",
    Stream "stream" "#8a5a12" "#a8731f",
    Watch "watch" "#56657b" "#64748b",
    Foreign "foreign" "#64748b" "#7c8ba3",
    RegionFill "region" "#f6f8fb" "#121924",
    RegionEdge "region-edge" "#9fadc0" "#4a5a73",
    RegionInk "region-ink" "#43536b" "#a9b8cf",
    VpcFill "vpc" "#f0faf4" "#11201c",
    VpcEdge "vpc-edge" "#5fb285" "#2f7a57",
    VpcInk "vpc-ink" "#17754a" "#6fcf9f",
    ZoneFill "zone" "#eff5ff" "#121e33",
    ZoneEdge "zone-edge" "#7ea6ea" "#3b63a8",
    ZoneInk "zone-ink" "#1d55b5" "#8db4f6",
    SubnetFill "subnet" "#f8fbf5" "#16201b",
    SubnetEdge "subnet-edge" "#a8c3a0" "#456349",
    SubnetInk "subnet-ink" "#456b3c" "#9cc495",
    HostFill "host" "#faf8f5" "#1d1b19",
    HostEdge "host-edge" "#b5aa9b" "#5e574d",
    HostInk "host-ink" "#675c4c" "#c6bbaa",
    ClusterFill "cluster" "#f7f4fe" "#1a172c",
    ClusterEdge "cluster-edge" "#a896e0" "#5b4c99",
    ClusterInk "cluster-ink" "#5a45a8" "#b9a9f2",
    GroupFill "group" "#fafbfd" "#161e2a",
    GroupEdge "group-edge" "#bdc9d8" "#3d4b62",
    GroupInk "group-ink" "#4d5c72" "#a4b1c6",
    Error "error" "#d2293a" "#f0566a",
    ErrorSoft "error-soft" "#f9d5d9" "#5a2029",
    Warning "warning" "#b45f06" "#e59a32",
    WarningSoft "warning-soft" "#fff4e2" "#35260f",
    Advice "advice" "#5f6f86" "#7d8ca3",
    OnMark "on-mark" "#ffffff" "#10151f",
    Added "added" "#178a4c" "#3fbf7d",
    AddedSoft "added-soft" "#e9f8ef" "#12301f",
    Removed "removed" "#c2303f" "#ef6b7a",
    RemovedSoft "removed-soft" "#fdeef0" "#371a20",
    Changed "changed" "#a86408" "#e3a13d",
    ChangedSoft "changed-soft" "#fff5e4" "#33260f",
    Ghost "ghost" "#d5dde8" "#2b3749",
}

impl Color {
    /// The tile behind a component's icon.
    pub fn tile(family: Family) -> Self {
        match family {
            Family::Actor => Color::Actor,
            Family::Foreign => Color::Foreign,
            Family::Entry => Color::Entry,
            Family::Compute => Color::Compute,
            Family::Data => Color::Data,
            Family::Fast => Color::Fast,
            Family::Stream => Color::Stream,
            Family::Watch => Color::Watch,
        }
    }

    pub fn mark(severity: Severity) -> Self {
        match severity {
            Severity::Error => Color::Error,
            Severity::Warning => Color::Warning,
            Severity::Advice => Color::Advice,
        }
    }

    /// Area, border and title of a group.
    pub fn group(kind: GroupKind) -> (Color, Color, Color) {
        match kind {
            GroupKind::Region | GroupKind::Dc => {
                (Color::RegionFill, Color::RegionEdge, Color::RegionInk)
            }
            GroupKind::Vpc => (Color::VpcFill, Color::VpcEdge, Color::VpcInk),
            GroupKind::Zone => (Color::ZoneFill, Color::ZoneEdge, Color::ZoneInk),
            GroupKind::Subnet => (Color::SubnetFill, Color::SubnetEdge, Color::SubnetInk),
            GroupKind::Host => (Color::HostFill, Color::HostEdge, Color::HostInk),
            GroupKind::Cluster => (Color::ClusterFill, Color::ClusterEdge, Color::ClusterInk),
            GroupKind::Group => (Color::GroupFill, Color::GroupEdge, Color::GroupInk),
        }
    }
}
