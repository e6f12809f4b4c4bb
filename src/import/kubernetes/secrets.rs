//! Whose Secret a workload holds: who has the password of a store asks it.

use super::super::addresses::is_secret_key;
use super::super::sketch::{Node as Place, Sketch};
use super::super::yaml::Node;
use super::Work;
use super::edges::call;
use crate::source::Span;
use std::rc::Rc;

/// A Secret that a container takes, whole or one key of it.
struct Taken {
    name: String,
    key: Option<String>,
    /// The variable that it becomes.
    variable: String,
    at: Span,
}

/// Joins those whose environment takes what an operator made for its store, or the password that one
/// store alone takes.
pub fn join(work: &[Work], sketch: &mut Sketch) {
    let taken: Vec<Vec<Taken>> = work.iter().map(taken).collect();
    for (from, taken_by) in work.iter().zip(&taken).filter(|(from, _)| !from.what.kind.is_store()) {
        for secret in taken_by {
            let owner = operated(from, secret, work).or_else(|| only(from, secret, work, &taken));
            let Some(to) = owner else { continue };
            let (start, end) = (Place::Component(from.place), Place::Component(to.place));
            if !sketch.is_joined(start, end) && !sketch.is_joined(end, start) {
                call(from, to, secret.at, &format!("Secret {}", secret.name), false, sketch);
            }
        }
    }
}

/// The store of an operator that a Secret is called after: `orders-app`, `orders-default-user`.
fn operated<'w>(from: &Work, secret: &Taken, work: &'w [Work]) -> Option<&'w Work> {
    let is_called_after = |store: &&Work| {
        let rest = secret.name.strip_prefix(store.name.as_str());
        let by_role = secret.name.contains(&format!(".{}.credentials.", store.name));
        rest.is_some_and(|rest| rest.starts_with('-')) || by_role
    };
    let stores = work.iter().filter(|one| one.pod.is_none() && one.namespace == from.namespace);
    stores.filter(is_called_after).max_by_key(|store| store.name.len())
}

/// The one store that takes the same password.
fn only<'w>(
    from: &Work,
    secret: &Taken,
    work: &'w [Work],
    taken: &[Vec<Taken>],
) -> Option<&'w Work> {
    let key = secret.key.as_ref()?;
    if !is_secret_key(&secret.variable) && !is_secret_key(key) {
        return None;
    }
    let takes = |(store, taken): &(&Work, &Vec<Taken>)| {
        let same = |one: &Taken| one.name == secret.name && one.key.as_ref() == Some(key);
        store.what.kind.is_store() && store.namespace == from.namespace && taken.iter().any(same)
    };
    let mut stores = work.iter().zip(taken).filter(takes).map(|(store, _)| store);
    let first = stores.next()?;
    stores.next().is_none().then_some(first)
}

fn taken(work: &Work) -> Vec<Taken> {
    let mut taken = Vec::new();
    for container in work.containers.iter().chain(&work.inits) {
        let items = |key| container.get(key).map(|list| list.items()).unwrap_or_default();
        for item in items("env") {
            let Some(reference) = item.at(&["valueFrom", "secretKeyRef"]) else { continue };
            let variable = text(&item, "name").unwrap_or_default();
            taken.extend(named(&reference, text(&reference, "key"), variable));
        }
        for item in items("envFrom") {
            let Some(reference) = item.get("secretRef") else { continue };
            taken.extend(named(&reference, None, String::new()));
        }
    }
    taken
}

fn named(reference: &Rc<Node>, key: Option<String>, variable: String) -> Option<Taken> {
    let name = text(reference, "name")?;
    Some(Taken { name, key, variable, at: reference.span })
}

fn text(node: &Rc<Node>, key: &str) -> Option<String> {
    node.get(key).and_then(|node| node.text().map(str::to_owned))
}
