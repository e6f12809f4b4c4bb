//! The files of a kustomization: its resources, with the namespace that it sets.

use super::super::Reading;
use super::super::yaml;
use crate::source::SourceId;
use crate::text;

/// A kustomization may lead through so many others.
const STEPS: usize = 200;

/// The manifests behind what was given, each with the namespace that a kustomization sets.
pub fn files(reading: &mut Reading, given: &[SourceId]) -> Vec<(SourceId, Option<String>)> {
    let mut found: Vec<(SourceId, Option<String>)> = Vec::new();
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
                resources(reading, *id, None, &mut found, &mut steps);
            }
        } else if !found.iter().any(|(known, _)| known == id) {
            found.push((*id, None));
        }
    }
    if found.is_empty() {
        given.iter().for_each(|id| resources(reading, *id, None, &mut found, &mut steps));
    }
    found
}

fn resources(
    reading: &mut Reading,
    id: SourceId,
    outer: Option<String>,
    found: &mut Vec<(SourceId, Option<String>)>,
    steps: &mut usize,
) {
    *steps += 1;
    if *steps > STEPS {
        return;
    }
    let text = reading.files.get(id).text.clone();
    let Some(root) = yaml::read(&text, id, 0).roots.into_iter().next() else { return };
    let own = root.get("namespace").and_then(|node| node.text().map(str::to_owned));
    let namespace = outer.or(own);
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
            found.push((next, namespace.clone()));
            continue;
        }
        let names = ["kustomization.yaml", "kustomization.yml"];
        let inner = names.iter().find_map(|name| reading.load(id, &format!("{path}/{name}")).ok());
        match inner {
            Some(next) => resources(reading, next, namespace.clone(), found, steps),
            None => reading.not_imported(
                node.span,
                text!(path; "`{path}` 파일을 읽지 못했습니다", "`{path}` can't be read"),
            ),
        }
    }
}
