//! The icons that a design and its configuration name, read from their files.

use crate::loader::FileLoader;
use crate::one::One;
use archlint::config::FILE_NAME;
use archlint::model::{Attr, Component};
use archlint::render::emblem::{Emblem, Emblems};
use archlint::source::Loader;
use archlint::text;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Of each component that has one. What can't be read is said once, and the picture has its own icon
/// there.
pub fn read(one: &One) -> Emblems {
    let name = one.reviewed.sources.iter().next().map_or("", |(_, source)| source.name.as_str());
    let loader = FileLoader::new(&one.naming, &one.settings, name);
    let settings = one.settings.folder.join(FILE_NAME).to_string_lossy().into_owned();
    let config = &one.settings.project.config().icons;
    let folder = config.folder.as_deref();
    let listed = folder.and_then(|folder| match loader.list(&settings, folder) {
        Ok(listed) => Some(listed),
        Err(error) => {
            let reason = error.reason;
            one.say(&text!(
                folder, reason;
                "`{folder}` 아이콘 폴더를 쓸 수 없습니다: {reason}",
                "can't use the icon folder {folder}: {reason}"
            ));
            None
        }
    });
    let mut icons = Icons {
        one,
        loader,
        settings,
        folder: folder.unwrap_or_default(),
        listed: listed.into_iter().flatten().collect(),
        known: BTreeMap::new(),
    };
    let components = &one.reviewed.design.components;
    let icon = |component: &Component| Some((component.path.clone(), icons.of(component)?));
    components.iter().filter_map(icon).collect()
}

struct Icons<'a> {
    one: &'a One,
    loader: FileLoader<'a>,
    /// The path of the configuration.
    settings: String,
    folder: &'a str,
    /// The files in that folder.
    listed: BTreeSet<String>,
    /// By the file that names it and the path there.
    known: BTreeMap<(String, String), Option<Arc<Emblem>>>,
}

impl Icons<'_> {
    /// Its own, else that of its technology, else the one in the folder.
    fn of(&mut self, component: &Component) -> Option<Arc<Emblem>> {
        if let Some(path) = component.facts.text(Attr::Icon) {
            let span = component.facts.span(Attr::Icon)?;
            let from = self.one.reviewed.sources.get(span.source).name.clone();
            return self.read(from, path.to_owned());
        }
        let names = component.tech.iter().map(|tech| tech.name.as_str());
        let names: Vec<&str> = names.chain([component.kind.word()]).collect();
        let config = &self.one.settings.project.config().icons;
        let given = names.iter().find_map(|name| config.of.get(*name).cloned());
        let found = || {
            let file = names.iter().map(|name| format!("{name}.svg"));
            let file = file.into_iter().find(|file| self.listed.contains(file))?;
            Some(format!("{}/{file}", self.folder.trim_end_matches('/')))
        };
        let path = given.or_else(found)?;
        self.read(self.settings.clone(), path)
    }

    fn read(&mut self, from: String, path: String) -> Option<Arc<Emblem>> {
        let number = self.known.len();
        let key = (from, path);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let (from, path) = &key;
        let text = self.loader.load(from, path).map_err(|error| error.reason);
        let read = text.and_then(|source| Emblem::read(&source.text, number));
        if let Err(reason) = &read {
            self.one.say(&text!(
                path, reason;
                "`{path}` 아이콘을 쓸 수 없습니다: {reason}",
                "can't use the icon {path}: {reason}"
            ));
        }
        let icon = read.ok().map(Arc::new);
        self.known.insert(key, icon.clone());
        icon
    }
}
