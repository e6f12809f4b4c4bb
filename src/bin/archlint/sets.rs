//! Which of the files that were found are one design together.

use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::settings::AllSettings;
use archlint::import::{Format, Recognised, has_known_ending, recognise};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What makes manifests one design: that a person named them, or the pattern of which configuration
/// took them.
type Together = Option<(PathBuf, usize)>;

/// The files as sets, each in the order of the names: manifests that belong together, one file of
/// each Terraform folder, every other file alone.
pub fn of(
    found: Vec<Found>,
    naming: &Naming,
    settings: &mut AllSettings,
    is_named: &dyn Fn(&Found) -> bool,
) -> Result<Vec<Vec<Found>>, Failure> {
    let mut sets: Vec<Vec<Found>> = Vec::new();
    let mut manifests: BTreeMap<Together, usize> = BTreeMap::new();
    let mut roots = BTreeSet::new();
    for one in found {
        let format = match known(&one, naming) {
            Some(Recognised::Foreign(format)) => Some(format),
            // What a pattern takes need not be a design: a folder holds other files too.
            Some(_) if !is_named(&one) => continue,
            _ => None,
        };
        match format {
            Some(Format::Kubernetes) => {
                let together = match is_named(&one) {
                    true => None,
                    false => settings.of_found(&one)?.taken_by(Path::new(&one.name), naming),
                };
                match manifests.get(&together) {
                    Some(at) => sets[*at].push(one),
                    None => {
                        manifests.insert(together, sets.len());
                        sets.push(vec![one]);
                    }
                }
            }
            Some(Format::Terraform) => {
                let folder = Path::new(&one.name).parent().map(Path::to_path_buf);
                if roots.insert(folder) {
                    sets.push(vec![one]);
                }
            }
            // What lies over another file is no project of its own.
            Some(Format::Compose) if is_override(&one.name) && !is_named(&one) => {}
            _ => sets.push(vec![one]),
        }
    }
    for (together, at) in manifests {
        if let Some(together) = together {
            complete(&mut sets[at], &together, naming, settings)?;
        }
    }
    Ok(sets)
}

/// A hook names what changed; the design is all that the same pattern takes.
fn complete(
    set: &mut Vec<Found>,
    together: &(PathBuf, usize),
    naming: &Naming,
    settings: &mut AllSettings,
) -> Result<(), Failure> {
    for file in files::walk(&together.0, &mut Vec::new(), &mut || {}) {
        let found = Found { name: naming.name(&file), place: Place::Path(file) };
        let is_new = !set.iter().any(|one| one.name == found.name);
        let of_file = settings.of_found(&found)?;
        let is_part = is_new
            && of_file.taken_by(Path::new(&found.name), naming).as_ref() == Some(together)
            && !of_file.excludes(Path::new(&found.name), naming)
            && known(&found, naming) == Some(Recognised::Foreign(Format::Kubernetes));
        if is_part {
            set.push(found);
        }
    }
    set.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(())
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
