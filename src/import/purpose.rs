//! What a cache is used for beside caching, where labels, settings or programs say so.

use super::Reading;
use super::classify::split;
use super::finish::kind;
use super::sketch::{Node, Sketch};
use crate::catalog::Kind;
use crate::source::Span;

/// Words by the role that they tell, in the order in which roles are written.
const ROLES: &[(&str, &[&str])] = &[
    ("cache", &["cache", "caching", "캐시", "캐싱"]),
    ("session", &["session", "sessions", "세션"]),
    ("lock", &["lock", "locks", "redlock", "redisson", "락", "분산락", "잠금"]),
    ("queue", &["queue", "broker", "대기열", "큐", "celery", "sidekiq", "bullmq", "resque"]),
];

/// Programs that take their work from a Redis where there is no broker.
const TAKERS: [&str; 3] = ["celery", "sidekiq", "bullmq"];

/// States the roles of each cache of which something beside caching is said.
pub fn state(sketch: &mut Sketch, reading: &Reading) {
    let kinds: Vec<Option<Kind>> =
        sketch.components.iter().map(|component| kind(component, reading)).collect();
    let has_broker = kinds.contains(&Some(Kind::Queue));
    for at in (0..kinds.len()).filter(|at| kinds[*at] == Some(Kind::Cache)) {
        let mut said: Vec<(&str, Span)> = Vec::new();
        let component = &sketch.components[at];
        for words in [component.label.as_deref(), Some(component.name.as_str())] {
            said.extend(words.map(|words| (words, component.at)));
        }
        for link in sketch.links.iter().filter(|link| link.to.contains(&Node::Component(at))) {
            said.push((link.why.as_str(), link.at));
            said.extend(link.label.as_deref().map(|label| (label, link.at)));
            if let Node::Component(from) = link.from
                && !has_broker
                && TAKERS.contains(&sketch.components[from].word.as_str())
            {
                said.push((sketch.components[from].word.as_str(), link.at));
            }
        }
        let found: Vec<(&str, Span)> =
            ROLES.iter().filter_map(|(role, words)| Some((*role, place(words, &said)?))).collect();
        let Some((_, first)) = found.iter().find(|(role, _)| *role != "cache") else { continue };
        let list = found.iter().map(|(role, _)| *role).collect::<Vec<_>>().join(", ");
        let first = *first;
        sketch.components[at].state("roles", format!("[{list}]"), first);
    }
}

fn place(words: &[&str], said: &[(&str, Span)]) -> Option<Span> {
    let tells = |text: &str| split(text).iter().any(|word| words.contains(&word.as_str()));
    said.iter().find(|(text, _)| tells(text)).map(|(_, at)| *at)
}
