//! Which way a connection found in configuration leads, and how: by what stands at its ends.

use super::sketch::Arrow;
use crate::catalog::Kind;

/// A connection between two kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// From the one that was asked for to the one that holds the address.
    pub is_back: bool,
    pub arrow: Arrow,
}

/// The connection of a component of kind `from` that holds the address of one of kind `to`; `None`
/// where that says nothing about requests.
pub fn way(from: Kind, to: Kind) -> Option<Way> {
    let watches = |kind: Kind| matches!(kind, Kind::Monitor | Kind::Logs);
    let yes = |is_back, arrow| Some(Way { is_back, arrow });
    match (from, to) {
        _ if watches(from) && watches(to) => yes(false, Arrow::Calls),
        // What is watched hands over, whoever opens the connection.
        _ if watches(from) => None,
        _ if watches(to) => yes(false, Arrow::Hands),
        (_, Kind::Pipeline) | (Kind::Pipeline, _) | (Kind::Queue, Kind::Queue) => None,
        (Kind::Worker, Kind::Queue) => yes(true, Arrow::Hands),
        (_, Kind::Queue) => yes(false, Arrow::Hands),
        _ => yes(false, Arrow::Calls),
    }
}

/// Asked now and then, and done without for a while: discovery and configuration.
pub fn is_soft(word: &str) -> bool {
    matches!(word, "eureka" | "config-server" | "consul" | "vault")
}

/// Whether one store asks another: only the ones that keep the first one's cluster together.
pub fn is_keeper(from: &str, to: &str) -> bool {
    from != to && matches!(to, "zookeeper" | "etcd")
}
