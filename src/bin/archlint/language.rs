//! In which language to speak.

use crate::args::Common;
use crate::files::Naming;
use crate::settings::AllSettings;
use archlint::Selection;
use archlint::say::Lang;
use std::env;
use std::ffi::OsString;
use std::path::Path;

/// `--lang`, else `ARCHLINT_LANG`, else what the configuration says, else the locale, else English.
pub fn choose(flag: Option<Lang>, configured: Option<Lang>) -> Lang {
    flag.or_else(from_own_variable).or(configured).unwrap_or_else(from_locale)
}

/// The same by the configuration that holds in a folder; one that is faulty is silent here.
pub fn of_folder(common: &Common, folder: &Path) -> Lang {
    let configured = || {
        let naming = Naming::new(common).ok()?;
        let mut all = AllSettings::new(&naming, common, Selection::default()).ok()?;
        all.of(folder).ok()?.project.config().lang
    };
    choose(common.lang, configured())
}

/// The language before the arguments are understood: for help and for errors in the arguments.
pub fn before_parsing(args: impl Iterator<Item = OsString>) -> Lang {
    let args: Vec<String> = args.map(|arg| arg.to_string_lossy().into_owned()).collect();
    let flag = args.iter().enumerate().find_map(|(at, arg)| match arg.strip_prefix("--lang") {
        Some("") => Lang::parse(args.get(at + 1)?),
        Some(value) => Lang::parse(value.strip_prefix('=')?),
        None => None,
    });
    choose(flag, None)
}

fn from_own_variable() -> Option<Lang> {
    Lang::parse(&env::var("ARCHLINT_LANG").ok()?)
}

/// The first locale variable that is set decides, whether or not we speak its language.
fn from_locale() -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
    locale.and_then(|locale| Lang::parse(&locale)).unwrap_or_default()
}
