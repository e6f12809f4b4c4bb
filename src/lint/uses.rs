//! What a store is used for, and what is watched.

use super::Context;
use crate::diagnostic::Edit;
use crate::model::{Attr, ComponentId, Kind, Value};
use crate::source::Span;

/// Uses whose data somebody would miss.
const KEPT: &[&str] = &["queue", "lock", "session", "data"];

impl Context<'_> {
    /// The uses of a store in which what it forgets is lost: those of its `roles`, and the sessions
    /// that others say they keep in it.
    pub fn kept_uses(&self, id: ComponentId) -> Vec<&'static str> {
        let stated = self.design.component(id).facts.words(Attr::Roles).unwrap_or_default();
        let mut kept: Vec<&str> =
            KEPT.iter().copied().filter(|use_| stated.contains(use_)).collect();
        let sessions = self.named_by(id).any(|(_, attr)| attr == Attr::Session);
        if sessions && !kept.contains(&"session") {
            kept.push("session");
        }
        kept
    }

    /// It is a cache for something, too: its values may go at any time.
    pub fn is_cache_too(&self, id: ComponentId) -> bool {
        let facts = &self.design.component(id).facts;
        let role = facts.words(Attr::Roles).unwrap_or_default().contains(&"cache");
        role || self.kind(id) == Kind::Cache && facts.is_on(Attr::For)
    }

    /// One is stated: a single replica, or a mode without a second one.
    pub fn is_stated_single(&self, id: ComponentId) -> bool {
        let facts = &self.design.component(id).facts;
        let one = facts.is_stated(Attr::Replicas) && self.design.replicas(id).least == 1;
        one || facts.word(Attr::Mode) == Some("standalone")
    }

    /// Whether `metrics`, `logs`, `traces` or `alerts` are gathered: stated, or drawn as a component
    /// that does it. A list denies what it says `no-` of, and `none` all of it; what it leaves out
    /// is a question.
    pub fn watches(&self, what: &str) -> Option<bool> {
        let drawn = match what {
            "logs" => self.of_kinds(&[Kind::Logs]).next().is_some(),
            "metrics" => self.of_kinds(&[Kind::Monitor]).next().is_some(),
            _ => false,
        };
        let stated = self.design.operations.words(Attr::Monitoring);
        match stated {
            _ if drawn => Some(true),
            // The bare word claims all of it.
            Some(_) if self.design.operations.get(Attr::Monitoring)?.value == Value::On => {
                Some(true)
            }
            Some(words) if words.contains(&what) => Some(true),
            Some(words) if words.is_empty() || words.contains(&&*format!("no-{what}")) => {
                Some(false)
            }
            _ => None,
        }
    }

    /// Adds words to the list at `at`, where `monitoring` is stated.
    pub fn watch_too(&self, more: &[&str], at: Span) -> Edit {
        let stated = self.design.operations.words(Attr::Monitoring).unwrap_or_default();
        let added = more.iter().copied().filter(|word| !stated.contains(word));
        let is_denied = |word: &&str| word.strip_prefix("no-").is_some_and(|it| more.contains(&it));
        let kept = stated.iter().copied().filter(|word| !is_denied(word));
        let words: Vec<&str> = kept.chain(added).collect();
        Edit { span: at, text: format!("monitoring = [{}]", words.join(", ")) }
    }
}
