//! Which of the files that were found are one design together.

use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::settings::{AllSettings, Taken};
use archlint::import::{Format, Recognised, has_known_ending, lies_over, recognise};
use archlint::text;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What makes files one design: that a person named them, or what of the configuration took them.
type Together = Option<(PathBuf, Taken)>;

/// Files that are one design.
pub struct Set {
    pub files: Vec<Found>,
    /// Its name, where the configuration gives one.
    pub name: Option<String>,
}

impl Set {
    fn of(one: Found) -> Self {
        Self { files: vec![one], name: None }
    }
}

/// The files as sets, each in the order of the names: those that the configuration puts together,
/// manifests that belong together, one file of each Terraform folder, every other file alone.
pub fn of(
    found: Vec<Found>,
    naming: &Naming,
    settings: &mut AllSettings,
    is_named: &dyn Fn(&Found) -> bool,
) -> Result<Vec<Set>, Failure> {
    let mut sets: Vec<Set> = Vec::new();
    let mut joined: BTreeMap<Together, usize> = BTreeMap::new();
    let mut roots = BTreeSet::new();
    for one in found {
        let format = match known(&one, naming) {
            Some(Recognised::Foreign(format)) => Some(format),
            // What a pattern takes need not be a design: a folder holds other files too.
            Some(_) if !is_named(&one) => continue,
            _ => None,
        };
        let taken = match is_named(&one) {
            true => None,
            false => settings.of_found(&one)?.taken_by(Path::new(&one.name), naming),
        };
        let in_design = matches!(taken, Some((_, Taken::Design(_))));
        match format {
            Some(format) if in_design || format == Format::Kubernetes => match joined.get(&taken) {
                Some(at) => sets[*at].files.push(one),
                None => {
                    joined.insert(taken, sets.len());
                    sets.push(Set::of(one));
                }
            },
            Some(Format::Terraform) => {
                let folder = Path::new(&one.name).parent().map(Path::to_path_buf);
                if roots.insert(folder) {
                    sets.push(Set::of(one));
                }
            }
            // What lies over another file is no project of its own.
            Some(Format::Compose) if is_override(&one.name) && !is_named(&one) => {}
            _ => sets.push(Set::of(one)),
        }
    }
    for (together, at) in joined {
        if let Some(together) = together {
            complete(&mut sets[at], &together, naming, settings)?;
        }
    }
    Ok(laid_over(sets, naming))
}

/// A compose file that lies over the only other one of its folder is read over that one, as with `-f`.
fn laid_over(mut sets: Vec<Set>, naming: &Naming) -> Vec<Set> {
    let folder = |set: &Set| Path::new(&set.files[0].name).parent().map(Path::to_path_buf);
    let is_compose = |set: &Set| {
        let alone = set.files.len() == 1 && set.name.is_none();
        alone && known(&set.files[0], naming) == Some(Recognised::Foreign(Format::Compose))
    };
    let is_layer = |set: &Set| {
        let text = || set.files[0].read(naming).unwrap_or_default();
        is_override(&set.files[0].name) || lies_over(&text())
    };
    let all = (0..sets.len()).filter(|at| is_compose(&sets[*at]));
    let beside: Vec<usize> = all.collect();
    if beside.len() < 2 {
        return sets;
    }
    let (layers, bases): (Vec<usize>, Vec<usize>) =
        beside.into_iter().partition(|at| is_layer(&sets[*at]));
    for at in layers {
        let mut here = bases.iter().filter(|base| folder(&sets[**base]) == folder(&sets[at]));
        if let (Some(base), None) = (here.next(), here.next()) {
            let layer = std::mem::take(&mut sets[at].files);
            sets[*base].files.extend(layer);
        }
    }
    sets.retain(|set| !set.files.is_empty());
    sets
}

/// A hook names what changed; the design is all that the configuration takes with it.
fn complete(
    set: &mut Set,
    together: &(PathBuf, Taken),
    naming: &Naming,
    settings: &mut AllSettings,
) -> Result<(), Failure> {
    let Some(first) = set.files.first() else { return Ok(()) };
    let notation = known(first, naming);
    let of_set = settings.of_found(first)?;
    for file in files::walk(&together.0, &mut Vec::new(), &mut || {}) {
        let found = Found { name: naming.name(&file), place: Place::Path(file) };
        let is_new = !set.files.iter().any(|one| one.name == found.name);
        let of_file = settings.of_found(&found)?;
        let is_part = is_new
            && of_file.taken_by(Path::new(&found.name), naming).as_ref() == Some(together)
            && !of_file.excludes(Path::new(&found.name), naming)
            && matches!(known(&found, naming), Some(Recognised::Foreign(_)));
        if is_part && (notation == known(&found, naming) || matches!(together.1, Taken::Design(_)))
        {
            set.files.push(found);
        }
    }
    set.files.sort_by(|a, b| a.name.cmp(&b.name));
    let Taken::Design(number) = together.1 else { return Ok(()) };
    set.files.sort_by_key(|one| of_set.rank(number, Path::new(&one.name), naming));
    let name = of_set.project.config().import.designs[number].name.clone();
    if let Some(other) = set.files.iter().find(|one| known(one, naming) != notation) {
        let file = &other.name;
        return Err(text!(name, file;
            "`[[import.design]]`의 `{name}`에 {file}처럼 형식이 다른 파일이 섞여 있습니다",
            "`{name}` of `[[import.design]]` mixes notations: {file} is another one"
        )
        .into());
    }
    set.name = Some(name);
    Ok(())
}

/// Whether the file is a layer of the Compose file beside it.
pub fn lies_over_another(path: &Path) -> bool {
    let name = path.to_string_lossy();
    let base = [".yml", ".yaml"].iter().find_map(|ending| name.strip_suffix(ending));
    let base = base.and_then(|stem| stem.strip_suffix(".override"));
    let is_there = |base: &str| {
        [".yml", ".yaml"].iter().any(|ending| Path::new(&format!("{base}{ending}")).is_file())
    };
    base.is_some_and(is_there)
}

fn is_override(name: &str) -> bool {
    name.ends_with(".override.yml") || name.ends_with(".override.yaml")
}

/// What a file is, where its name may be that of another notation.
fn known(found: &Found, naming: &Naming) -> Option<Recognised> {
    if matches!(found.place, Place::Stdin) || !has_known_ending(&found.name) {
        return None;
    }
    // Whoever reads it says why it can't be read.
    found.read(naming).ok().map(|text| recognise(&found.name, &text))
}
