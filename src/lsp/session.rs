//! What was read and judged: each root with the texts that it is made of, made anew only when one of
//! them changes.

use super::documents::Documents;
use super::position::Lines;
use super::world::{World, folder};
use crate::config::FILE_NAME;
use crate::ide::{self, LinkTo};
use crate::project::{Project, Refused, Reviewed};
use crate::report::Checked as Faulty;
use crate::source::{LoadError, Loader, Source, SourceId, Sources, Span};
use crate::syntax::Memory;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A file with its designs, and every text that was read for them.
#[derive(Debug)]
pub struct Checked {
    pub designs: Vec<Reviewed>,
    pub refused: Option<Refused>,
    /// As they were read, secrets and all, by name.
    pub texts: BTreeMap<String, Lines>,
    pub project: Arc<Project>,
}

impl Checked {
    /// The design that a byte of a file belongs to, and the file's source in it.
    pub fn find(&self, name: &str, offset: usize) -> Option<(&Reviewed, SourceId)> {
        let within = |reviewed: &&Reviewed| {
            let own = reviewed.design.span?;
            let at = offset as u32;
            let here = reviewed.sources.get(own.source).name == name;
            (here && own.start <= at && at <= own.end).then_some(own.source)
        };
        let own = self.designs.iter().find_map(|it| Some((it, within(&it)?)));
        own.or_else(|| self.designs.iter().find_map(|it| Some((it, source_of(it, name)?))))
    }
}

/// The source that a file is in a design.
pub fn source_of(reviewed: &Reviewed, name: &str) -> Option<SourceId> {
    let files = reviewed.design.texts.iter().map(|file| file.span.source);
    files.into_iter().find(|id| reviewed.sources.get(*id).name == name)
}

/// An `archlint.toml` as it was last read, with what it says.
struct Configured {
    text: Arc<str>,
    /// What it extends and the policies that it names, by name.
    also: BTreeMap<String, Arc<str>>,
    project: Arc<Project>,
    /// The same with secrets readable, for what is written back.
    open: Arc<Project>,
}

/// Which files bring in which others, and what their designs came to.
#[derive(Default)]
pub struct Session {
    /// By file: what it includes, and what it extends.
    leads_to: BTreeMap<String, BTreeSet<String>>,
    includes: BTreeMap<String, BTreeSet<String>>,
    checks: BTreeMap<String, Arc<Checked>>,
    /// The last judgement of each that found no mistake in a text.
    good: BTreeMap<String, Arc<Checked>>,
    configured: BTreeMap<String, Configured>,
    /// Where there is no configuration, and the same with secrets readable.
    plain: Option<Arc<Project>>,
    plain_open: Option<Arc<Project>>,
    memory: Memory,
    /// Configurations with mistakes, by name.
    pub faulty: BTreeMap<String, Faulty>,
}

impl Session {
    /// Reads what a file leads to.
    pub fn look_at(&mut self, name: &str, text: &str, world: &dyn World) {
        let (mut includes, mut all) = (BTreeSet::new(), BTreeSet::new());
        let mut sources = Sources::default();
        let id = sources.add(Source::new(name, text));
        let parsed = self.memory.parse_span(&sources, Span::new(id, 0, text.len()));
        for link in ide::links(&parsed.file) {
            let (path, is_part) = match &link.to {
                LinkTo::Include(path) => (path, true),
                LinkTo::Base(path) => (path, false),
                LinkTo::Web(_) => continue,
            };
            if let Ok(other) = world.resolve(name, path) {
                all.insert(other.clone());
                if is_part {
                    includes.insert(other);
                }
            }
        }
        self.includes.insert(name.to_owned(), includes);
        self.leads_to.insert(name.to_owned(), all);
    }

    pub fn forget_file(&mut self, name: &str) {
        self.includes.remove(name);
        self.leads_to.remove(name);
        self.good.remove(name);
    }

    /// The designs that a file is a part of, by name; one that nobody includes is its own.
    pub fn roots(&self, name: &str) -> Vec<String> {
        let roots = upwards(&self.includes, name);
        let is_root = |root: &String| !self.includes.values().any(|parts| parts.contains(root));
        let roots: Vec<String> = roots.into_iter().filter(is_root).collect();
        // Files that include each other have no root.
        if roots.is_empty() { vec![name.to_owned()] } else { roots }
    }

    /// All designs that read a file, by include or extends, itself too.
    pub fn readers(&self, name: &str) -> BTreeSet<String> {
        upwards(&self.leads_to, name)
    }

    /// Everything that was made of a file is old. Returns the designs that have to be judged anew.
    pub fn changed(&mut self, name: &str) -> BTreeSet<String> {
        let mut readers = self.readers(name);
        let read = |check: &Arc<Checked>| check.texts.contains_key(name);
        readers.extend(self.checks.iter().filter(|(_, it)| read(it)).map(|(root, _)| root.clone()));
        readers.iter().for_each(|reader| {
            self.checks.remove(reader);
        });
        readers
    }

    /// Every judgement is old. What a configuration said stays: it goes by its text.
    pub fn forget_all(&mut self) {
        self.checks.clear();
    }

    pub fn known(&self, root: &str) -> Option<Arc<Checked>> {
        self.checks.get(root).cloned()
    }

    /// The last judgement of a root whose texts could be read.
    pub fn good(&self, root: &str) -> Option<Arc<Checked>> {
        self.good.get(root).cloned()
    }

    /// All files that were looked at.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.leads_to.keys().map(String::as_str)
    }

    /// The judgement of a root, made if there is none.
    pub fn check(&mut self, root: &str, documents: &Documents, world: &dyn World) -> Arc<Checked> {
        if let Some(known) = self.checks.get(root) {
            return known.clone();
        }
        let checked = Arc::new(self.judge(root, documents, world, false));
        self.checks.insert(root.to_owned(), checked.clone());
        if checked.designs.iter().all(|it| !it.waiting) {
            self.good.insert(root.to_owned(), checked.clone());
        }
        checked
    }

    /// The same with secrets readable: for what is written back into the text.
    pub fn check_open(
        &mut self,
        root: &str,
        documents: &Documents,
        world: &dyn World,
    ) -> Arc<Checked> {
        let checked = self.check(root, documents, world);
        let mut sources = checked.designs.iter().flat_map(|it| it.sources.iter());
        let has_secrets = sources.any(|(_, source)| !source.secrets().is_empty());
        drop(sources);
        match has_secrets {
            true => Arc::new(self.judge(root, documents, world, true)),
            false => checked,
        }
    }

    /// A judgement that is kept nowhere.
    pub fn judge(
        &mut self,
        root: &str,
        documents: &Documents,
        world: &dyn World,
        open: bool,
    ) -> Checked {
        let (project, folder) = self.project(root, documents, world, open);
        let loader = OpenTexts::new(documents, world, folder);
        let encoding = documents.encoding;
        let (designs, refused) = match loader.text(root) {
            Ok(text) => {
                let source = Source::new(root, text);
                match project.check(&source, &loader, world.today()) {
                    Ok(designs) => (designs, None),
                    Err(refused) => (Vec::new(), Some(refused)),
                }
            }
            Err(error) => (Vec::new(), Some(Refused { reason: error.reason })),
        };
        let read = loader.read.into_inner().into_iter();
        let texts = read.map(|(name, text)| (name, Lines::new(text, encoding))).collect();
        Checked { designs, refused, texts, project }
    }

    /// Whether a configuration extends the file, or names it as a policy.
    pub fn is_of_configuration(&self, name: &str) -> bool {
        self.configured.values().any(|known| known.also.contains_key(name))
    }

    /// The configuration nearest to a file, and the folder that its paths are relative to. One with
    /// mistakes is told about, and the last good one of that place holds.
    pub fn project(
        &mut self,
        name: &str,
        documents: &Documents,
        world: &dyn World,
        open: bool,
    ) -> (Arc<Project>, String) {
        let mut at = folder(name);
        while !at.is_empty() {
            let file = format!("{at}/{FILE_NAME}");
            let opened = documents.open.get(&file).map(|document| document.lines.text.clone());
            let text = opened.or_else(|| world.read(&file).ok().map(Into::into));
            if let Some(text) = text {
                let project = self.configured(&file, text, open, documents, world);
                return (project, at.to_owned());
            }
            at = folder(at);
        }
        (self.plain(open), folder(name).to_owned())
    }

    fn configured(
        &mut self,
        file: &str,
        text: Arc<str>,
        open: bool,
        documents: &Documents,
        world: &dyn World,
    ) -> Arc<Project> {
        let loader = OpenTexts::new(documents, world, String::new());
        let is_same =
            |(name, text): (&String, &Arc<str>)| loader.text(name).is_ok_and(|now| now == *text);
        let known = self.configured.get(file);
        let is_current =
            known.is_some_and(|known| known.text == text && known.also.iter().all(is_same));
        if !is_current {
            let source = Source::new(file, text.clone());
            let read = || Project::configured_through(source.clone(), &loader);
            match (read(), read()) {
                (Ok(project), Ok(other)) => {
                    self.faulty.remove(file);
                    let (own, its) = (self.memory.clone(), self.memory.clone());
                    let open = Arc::new(other.showing_secrets(true).remembering(own));
                    let project = Arc::new(project.remembering(its));
                    let (text, also) = (text.clone(), loader.read.borrow().clone());
                    let known = Configured { text, also, project, open };
                    self.configured.insert(file.to_owned(), known);
                }
                (Err(faulty), _) | (_, Err(faulty)) => {
                    self.faulty.insert(file.to_owned(), faulty);
                }
            }
        }
        match self.configured.get(file) {
            Some(known) if open => known.open.clone(),
            Some(known) => known.project.clone(),
            None => self.plain(open),
        }
    }

    fn plain(&mut self, open: bool) -> Arc<Project> {
        let known = if open { &mut self.plain_open } else { &mut self.plain };
        let memory = &self.memory;
        let make = || Project::default().showing_secrets(open).remembering(memory.clone());
        known.get_or_insert_with(|| Arc::new(make())).clone()
    }
}

/// Whatever leads to a name, itself included.
fn upwards(edges: &BTreeMap<String, BTreeSet<String>>, name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::from([name.to_owned()]);
    let mut pending = vec![name.to_owned()];
    while let Some(at) = pending.pop() {
        for (from, to) in edges {
            if to.contains(&at) && found.insert(from.clone()) {
                pending.push(from.clone());
            }
        }
    }
    found
}

/// Texts as the editor has them, else as the files do.
pub struct OpenTexts<'s> {
    documents: &'s Documents,
    world: &'s dyn World,
    folder: String,
    read: RefCell<BTreeMap<String, Arc<str>>>,
}

impl<'s> OpenTexts<'s> {
    pub fn new(documents: &'s Documents, world: &'s dyn World, folder: String) -> Self {
        Self { documents, world, folder, read: RefCell::default() }
    }

    pub fn text(&self, name: &str) -> Result<Arc<str>, LoadError> {
        let text: Arc<str> = match self.documents.open.get(name) {
            Some(document) => document.lines.text.clone(),
            None => self.world.read(name).map_err(|reason| LoadError { reason })?.into(),
        };
        self.read.borrow_mut().insert(name.to_owned(), text.clone());
        Ok(text)
    }
}

impl Loader for OpenTexts<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let name = self.world.resolve(from, path).map_err(|reason| LoadError { reason })?;
        Ok(Source::new(name.clone(), self.text(&name)?))
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        self.world.list(from, path).map_err(|reason| LoadError { reason })
    }

    fn path(&self, name: &str) -> String {
        super::world::relative(name, &self.folder)
    }
}
