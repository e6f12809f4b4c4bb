//! A folder as one design: which of its files are read, and as what.

use super::{FILES, Format, Recognised, Refusal, recognise};
use crate::source::{Loader, Source};
use crate::text;

/// Folders may nest so deep.
const NESTING: usize = 16;

/// Compose files, the first one there is.
const COMPOSE: [&str; 4] =
    ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
pub const KUSTOMIZATION: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// The files of the folder at `path`, as written in the file `from`, that are one design: a compose
/// project, a Terraform root, what a kustomization names, all manifests below it, or its only
/// drawing.
///
/// # Errors
///
/// Where the folder can't be listed, or where there is no such design or more than one.
pub fn folder(loader: &dyn Loader, from: &str, path: &str) -> Result<Vec<Source>, Refusal> {
    let path = path.trim_end_matches('/');
    let refuse = |reason| Refusal { file: path.to_owned(), reason };
    let names = loader.list(from, path).map_err(|error| refuse(error.reason))?;
    let is_there = |name: &&str| names.iter().any(|one| one == name);
    let terraform = || {
        let main = names.iter().find(|name| *name == "main.tf");
        main.or_else(|| names.iter().find(|name| name.ends_with(".tf"))).map(String::as_str)
    };
    let first = COMPOSE.into_iter().find(is_there).or_else(terraform);
    if let Some(name) = first.or_else(|| KUSTOMIZATION.into_iter().find(is_there)) {
        let source = loader.load(from, &format!("{path}/{name}"));
        return source.map(|source| vec![source]).map_err(|error| refuse(error.reason));
    }
    let mut gathered = Gathered { loader, from, manifests: Vec::new(), others: Vec::new() };
    gathered.below(path, 0);
    let Gathered { manifests, mut others, .. } = gathered;
    if !manifests.is_empty() {
        return Ok(manifests);
    }
    match others.len() {
        1 => Ok(others.split_off(0)),
        0 => Err(refuse(text!(
            "폴더에 읽을 수 있는 설계가 없습니다",
            "there is no design in the folder that can be read"
        ))),
        count => Err(refuse(text!(count;
            "폴더에 읽을 수 있는 파일이 {count}개 있습니다. 하나를 고르세요",
            "the folder holds {count} files that can be read; name one"
        ))),
    }
}

struct Gathered<'l> {
    loader: &'l dyn Loader,
    from: &'l str,
    manifests: Vec<Source>,
    /// Other files that can be read.
    others: Vec<Source>,
}

impl Gathered<'_> {
    fn below(&mut self, path: &str, depth: usize) {
        let names = self.loader.list(self.from, path).unwrap_or_default();
        for name in names {
            let inner = format!("{path}/{}", name.trim_end_matches('/'));
            let is_hidden = name.starts_with('.') || name == "node_modules/";
            match name.ends_with('/') {
                _ if is_hidden => {}
                true if depth < NESTING => self.below(&inner, depth + 1),
                true => {}
                false => self.file(&inner),
            }
        }
    }

    fn file(&mut self, path: &str) {
        let may_be_read = !path.ends_with(".arch") && !path.ends_with(".md");
        if !may_be_read || self.manifests.len() > FILES || !has_known_ending(path) {
            return;
        }
        let Ok(source) = self.loader.load(self.from, path) else { return };
        match recognise(&source.name, &source.text) {
            Recognised::Foreign(Format::Kubernetes) => self.manifests.push(source),
            Recognised::Foreign(_) => self.others.push(source),
            _ => {}
        }
    }
}

/// The endings of files that may be written in another notation.
pub const ENDINGS: [&str; 14] = [
    ".yml",
    ".yaml",
    ".json",
    ".tf",
    ".mmd",
    ".mermaid",
    ".drawio",
    ".dio",
    ".xml",
    ".dsl",
    ".d2",
    ".puml",
    ".drawio.svg",
    ".drawio.png",
];

/// By its name, a file that may be written in another notation.
pub fn has_known_ending(path: &str) -> bool {
    let path = path.to_lowercase();
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Text;
    use crate::source::LoadError;

    struct Tree(&'static [(&'static str, &'static str)]);

    impl Loader for Tree {
        fn load(&self, _: &str, path: &str) -> Result<Source, LoadError> {
            let found = self.0.iter().find(|(name, _)| *name == path);
            let text = found.ok_or_else(|| LoadError { reason: Text::same("not there") })?.1;
            Ok(Source::new(path, text))
        }

        fn list(&self, _: &str, path: &str) -> Result<Vec<String>, LoadError> {
            let folder = format!("{path}/");
            let inside = self.0.iter().filter_map(|(name, _)| name.strip_prefix(&folder));
            let mut names: Vec<String> = inside
                .map(|rest| match rest.split_once('/') {
                    Some((inner, _)) => format!("{inner}/"),
                    None => rest.to_owned(),
                })
                .collect();
            names.dedup();
            Ok(names)
        }
    }

    fn names(tree: &'static [(&'static str, &'static str)]) -> Result<Vec<String>, String> {
        let found = folder(&Tree(tree), "x", "infra/").map_err(|refusal| refusal.reason.en)?;
        Ok(found.into_iter().map(|source| source.name).collect())
    }

    #[test]
    fn a_folder_is_the_one_design_that_stands_in_it() {
        let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";
        let all = names(Box::leak(Box::new([
            ("infra/a/pod.yaml", pod),
            ("infra/b.yml", pod),
            ("infra/values.txt", "x"),
            ("infra/ci.yml", "on: push\n"),
        ])));
        assert_eq!(all, Ok(vec!["infra/a/pod.yaml".to_owned(), "infra/b.yml".to_owned()]));
        let root = names(&[("infra/db.tf", ""), ("infra/main.tf", ""), ("infra/x.mmd", "")]);
        assert_eq!(root, Ok(vec!["infra/main.tf".to_owned()]));
        let two = names(&[("infra/a.d2", "a -> b"), ("infra/b.d2", "a -> b")]);
        assert!(two.is_err_and(|reason| reason.contains("2 files")));
        assert!(names(&[("infra/a.txt", "")]).is_err());
    }
}
