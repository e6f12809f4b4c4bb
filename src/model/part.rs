//! Topics, tables and buckets: what stands on a store, and fails, is replicated and is judged with it.

use super::Facts;
use crate::catalog::Kind;
use crate::ids::ComponentId;
use crate::say::Text;
use crate::source::Span;
use crate::text;

/// A topic, a table or a bucket. It is drawn in the card of its carrier and has a load of its own.
#[derive(Clone, Debug)]
pub struct Part {
    /// As declared, in NFC.
    pub name: String,
    /// The name alone where it is unique in the design, else the path (`seoul.orders`).
    pub path: String,
    pub label: Option<String>,
    pub kind: PartKind,
    /// The store that it stands on.
    pub carrier: ComponentId,
    pub facts: Facts,
    /// The whole declaration.
    pub span: Span,
    /// The type's word and the name.
    pub head: Span,
    pub name_span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartKind {
    Topic,
    Table,
    Bucket,
}

impl PartKind {
    pub const ALL: [PartKind; 3] = [PartKind::Topic, PartKind::Table, PartKind::Bucket];

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// As written in a design.
    pub fn word(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Table => "table",
            Self::Bucket => "bucket",
        }
    }

    /// What it may stand on; the first is what it is without a carrier.
    pub fn carriers(self) -> &'static [Kind] {
        match self {
            Self::Topic => &[Kind::Queue],
            Self::Table => &[Kind::Db, Kind::Search],
            Self::Bucket => &[Kind::Storage],
        }
    }

    pub fn title(self) -> Text {
        match self {
            Self::Topic => text!("토픽", "topics"),
            Self::Table => text!("테이블", "tables"),
            Self::Bucket => text!("버킷", "buckets"),
        }
    }
}
