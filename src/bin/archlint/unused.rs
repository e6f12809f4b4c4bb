//! What of a configuration fits nothing, said where the whole of its folder was walked.

use crate::failure::Failure;
use crate::files::{Found, Naming};
use crate::out;
use crate::settings::{AllSettings, Settings};
use archlint::Lang;
use archlint::text;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// The configurations of which the whole folder was walked.
fn walked(
    paths: &[PathBuf],
    naming: &Naming,
    settings: &mut AllSettings,
) -> Result<Vec<Arc<Settings>>, Failure> {
    let mut all = Vec::new();
    for path in paths.iter().filter(|path| path.is_dir()) {
        let own = settings.of(path)?;
        if own.folder.starts_with(naming.absolute(path)) {
            all.push(own);
        }
    }
    Ok(all)
}

/// Says which patterns of a configuration take nothing, where the whole of its folder was walked.
pub fn patterns(
    paths: &[PathBuf],
    found: &[Found],
    naming: &Naming,
    settings: &mut AllSettings,
    lang: Lang,
) -> Result<(), Failure> {
    for of_folder in walked(paths, naming, settings)? {
        for pattern in of_folder.fitting_nothing(found, naming) {
            let said = text!(pattern;
                "`archlint.toml`의 `[import]`에 적은 `{pattern}`에 맞는 파일이 없습니다",
                "no file fits `{pattern}` of `[import]` in `archlint.toml`"
            );
            out::say(&said, lang);
        }
    }
    Ok(())
}

/// Says which words of `[import.as]` fitted nothing that was read, where the whole folder was walked.
pub fn words(
    paths: &[PathBuf],
    read_by: &[&Settings],
    naming: &Naming,
    settings: &mut AllSettings,
    lang: Lang,
) -> Result<(), Failure> {
    for of_folder in walked(paths, naming, settings)? {
        // Each folder has read the configuration for itself.
        let of_all = read_by.iter().copied().chain([&*of_folder]);
        let fitted: BTreeSet<&str> = of_all
            .filter(|it| it.folder == of_folder.folder)
            .flat_map(|it| &it.project.config().import.own)
            .filter(|one| one.is_used.load(Relaxed))
            .map(|one| one.text.as_str())
            .collect();
        let own = of_folder.project.config().import.own.iter().map(|one| one.text.as_str());
        for pattern in own.filter(|pattern| !fitted.contains(pattern)) {
            let said = text!(pattern;
                "`archlint.toml`의 `[import.as]`에 적은 `{pattern}`에 맞는 것이 없습니다",
                "nothing fits `{pattern}` of `[import.as]` in `archlint.toml`"
            );
            out::say(&said, lang);
        }
    }
    Ok(())
}

/// Says which rules are named by a topic in which they stand no longer.
pub fn moved(settings: &[&Settings], lang: Lang) {
    let mut said = BTreeSet::new();
    for rule in settings.iter().flat_map(|of_folder| of_folder.project.moved_rules()) {
        if said.insert(rule.name) {
            out::say(&rule.now_in(), lang);
        }
    }
}
