//! The files of a kustomization: its resources, with the namespace that it sets.

use super::super::Reading;
use super::super::yaml::{self, Node};
use crate::source::{SourceId, Span};
use crate::text;
use std::rc::Rc;

/// A kustomization may lead through so many others.
const STEPS: usize = 200;

/// What kustomizations set on the objects of a manifest.
#[derive(Clone, Default)]
pub struct Set {
    pub namespace: Option<String>,
    prefix: String,
    suffix: String,
    /// The name of an image, and what stands for it.
    images: Vec<(String, String)>,
    replicas: Vec<(String, u32, Span)>,
}

impl Set {
    /// What a kustomization says, inside what those around it do.
    fn of(root: &Rc<Node>, outer: &Set) -> Self {
        let text = |node: &Rc<Node>, key: &str| {
            node.get(key).and_then(|node| node.text().map(str::to_owned)).unwrap_or_default()
        };
        let items = |key: &str| root.get(key).map(|list| list.items()).unwrap_or_default();
        let image = |node: Rc<Node>| {
            let new = text(&node, "newName");
            (!new.is_empty()).then(|| (text(&node, "name"), new))
        };
        let count = |node: Rc<Node>| {
            let count = node.get("count")?;
            Some((text(&node, "name"), count.text()?.parse().ok()?, count.span))
        };
        let own = root.get("namespace").and_then(|node| node.text().map(str::to_owned));
        let images =
            outer.images.iter().cloned().chain(items("images").into_iter().filter_map(image));
        let replicas =
            outer.replicas.iter().cloned().chain(items("replicas").into_iter().filter_map(count));
        Self {
            namespace: outer.namespace.clone().or(own),
            prefix: format!("{}{}", outer.prefix, text(root, "namePrefix")),
            suffix: format!("{}{}", text(root, "nameSuffix"), outer.suffix),
            images: images.collect(),
            replicas: replicas.collect(),
        }
    }

    /// What an object is called in the end.
    pub fn name(&self, name: &str) -> String {
        format!("{}{name}{}", self.prefix, self.suffix)
    }

    /// What stands for an image.
    pub fn image<'i>(&'i self, image: &'i str) -> &'i str {
        let bare = |name: &str| {
            image
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '@']))
        };
        let set = self.images.iter().find(|(name, _)| bare(name));
        set.map_or(image, |(_, new)| new.as_str())
    }

    /// How many of a workload there are.
    pub fn replicas(&self, name: &str) -> Option<(u32, Span)> {
        let set = self.replicas.iter().find(|(of, ..)| of == name);
        set.map(|(_, count, at)| (*count, *at))
    }
}

/// A manifest with what kustomizations set on it.
pub type Manifest = (SourceId, Rc<Set>);

/// The manifests behind what was given.
pub fn files(reading: &mut Reading, given: &[SourceId]) -> Vec<Manifest> {
    let mut found: Vec<Manifest> = Vec::new();
    let mut steps = 0;
    let is_kustomization = |reading: &Reading, id: SourceId| {
        let name = &reading.files.get(id).name;
        matches!(
            name.rsplit('/').next(),
            Some("kustomization.yaml" | "kustomization.yml" | "Kustomization")
        )
    };
    let several = given.len() > 1;
    for id in given {
        if is_kustomization(reading, *id) {
            // Beside the manifests of its folder it adds nothing that is not there.
            if !several {
                resources(reading, *id, &Set::default(), &mut found, &mut steps);
            }
        } else if !found.iter().any(|(known, _)| known == id) {
            found.push((*id, Rc::default()));
        }
    }
    if found.is_empty() {
        let set = Set::default();
        given.iter().for_each(|id| resources(reading, *id, &set, &mut found, &mut steps));
    }
    found
}

fn resources(
    reading: &mut Reading,
    id: SourceId,
    outer: &Set,
    found: &mut Vec<Manifest>,
    steps: &mut usize,
) {
    *steps += 1;
    if *steps > STEPS {
        return;
    }
    let text = reading.files.get(id).text.clone();
    let Some(root) = yaml::read(&text, id, 0).roots.into_iter().next() else { return };
    let set = Rc::new(Set::of(&root, outer));
    for key in [
        "patches",
        "patchesStrategicMerge",
        "patchesJson6902",
        "configMapGenerator",
        "secretGenerator",
    ] {
        if let Some(node) = root.get(key) {
            reading.not_imported(
                node.span,
                text!(
                    key;
                    "`{key}`은(는) 적용하지 않았습니다. `kubectl kustomize 폴더 | archlint check -`",
                    "`{key}` is not applied: `kubectl kustomize DIR | archlint check -`"
                ),
            );
        }
    }
    let lists = ["resources", "bases", "components"].iter().filter_map(|key| root.get(key));
    let paths: Vec<_> = lists.flat_map(|list| list.items()).collect();
    for node in paths {
        let Some(path) = node.text().map(|path| path.trim_end_matches('/').to_owned()) else {
            continue;
        };
        if let Ok(next) = reading.load(id, &path) {
            found.push((next, set.clone()));
            continue;
        }
        let names = ["kustomization.yaml", "kustomization.yml"];
        let inner = names.iter().find_map(|name| reading.load(id, &format!("{path}/{name}")).ok());
        match inner {
            Some(next) => resources(reading, next, &set, found, steps),
            None => reading.not_imported(
                node.span,
                text!(path; "`{path}` 파일을 읽지 못했습니다", "`{path}` can't be read"),
            ),
        }
    }
}
