//! `archlint fmt`.

use crate::args::{Cli, FmtArgs};
use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::fix::{masked, unified};
use crate::language;
use crate::loader::FileLoader;
use crate::out::{self, Finished};
use crate::settings::AllSettings;
use archlint::report::{Format, Report};
use archlint::{Selection, Source, project, rules, text};
use std::path::{Path, PathBuf};

pub fn run(cli: &Cli, args: &FmtArgs) -> Result<u8, Failure> {
    let naming = Naming::new(&cli.common)?;
    let mut settings = AllSettings::new(&naming, &cli.common, Selection::default())?;
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    let mut is_excluded = |path: &Path| Ok(settings.of(path)?.excludes(path, &naming));
    let stdin_name = args.stdin_filename.as_deref();
    let by = files::Filters {
        is_excluded: &mut is_excluded,
        is_taken: &mut |_| Ok(false),
        is_passed_over: &mut |_| {},
        is_seen: &mut || {},
        is_hook: args.force_exclude,
    };
    let (found, failures) = files::find(&paths, stdin_name, &naming, by)?;
    let lang = match found.first() {
        Some(first) => {
            let settings = settings.of_found(first)?;
            language::choose(cli.common.lang, settings.project.config().lang)
        }
        None if failures.is_empty() && !args.force_exclude => {
            let none = text!(
                "다듬을 `.arch`나 Markdown 파일이 없습니다",
                "no `.arch` or Markdown file to format"
            );
            return Err(none.into());
        }
        None => language::choose(cli.common.lang, None),
    };
    let mut unreadable = Vec::new();
    let (mut changed, mut diffed) = (false, Vec::new());
    for found in &found {
        let source = Source::new(found.name.clone(), found.read(&naming)?);
        let old = &*source.text;
        let declared = match args.declare {
            true => {
                let settings = settings.of_found(found)?;
                let loader = FileLoader::new(&naming, &settings, &found.name);
                settings.project.declared(&source, &loader)
            }
            false => source.clone(),
        };
        match project::format(&declared)? {
            // A text that can't be read is left alone; its mistakes are findings.
            Err(checked) => {
                // They quote it, so they are looked for again where its secrets are masked.
                let masked = declared.examined(cli.common.show_secrets);
                unreadable.push(project::format(&masked)?.err().unwrap_or(checked));
            }
            Ok(new) => {
                changed |= old != new;
                if args.diff && old != new {
                    diffed.push(source.text.clone());
                }
                deliver(args, found, old, &new, &naming, cli.common.show_secrets)?;
                if args.check && old != new {
                    let name = &found.name;
                    let text =
                        text!(name; "{name} 파일을 다듬어야 합니다", "{name} would be formatted");
                    out::say(&text, lang);
                }
            }
        }
    }
    if let Some(text) = masked(diffed.iter().map(|text| &**text), cli.common.show_secrets) {
        out::say(&text, lang);
    }
    let is_whole = failures.is_empty();
    for failure in failures {
        failure.tell(lang);
    }
    let is_readable = unreadable.is_empty();
    if !is_readable {
        let style = out::style(&cli.common, lang, true);
        out::tell(Report::of(unreadable).print(Format::Concise, &style, rules::ALL));
    }
    match is_whole {
        false => Ok(2),
        true => Ok(u8::from(!is_readable || (changed && (args.check || args.diff)))),
    }
}

/// Writes what is new; with `--diff` or `--check` only says so. Standard input goes to standard
/// output, changed or not.
fn deliver(
    args: &FmtArgs,
    found: &Found,
    old: &str,
    new: &str,
    naming: &Naming,
    shows: bool,
) -> Result<(), Failure> {
    if args.diff {
        return out::print(unified(&found.name, old, new, shows));
    }
    let text = Finished::as_it_stands(new);
    match &found.place {
        _ if args.check => Ok(()),
        Place::Stdin => out::print(text),
        Place::Path(_) if old == new => Ok(()),
        Place::Path(path) => out::replace(path, &text, naming),
    }
}
