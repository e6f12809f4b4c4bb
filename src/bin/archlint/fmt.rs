//! `archlint fmt`.

use crate::args::{Cli, FmtArgs};
use crate::failure::Failure;
use crate::files::{self, Found, Naming, Place};
use crate::fix::unified;
use crate::settings::AllSettings;
use crate::{language, output};
use archlint::diagnostic::Diagnostic;
use archlint::report::{Checked, Format, Report};
use archlint::rules;
use archlint::source::{Source, Sources, Span, design_blocks};
use archlint::syntax;
use archlint::text;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A text that can't be read is left alone; its mistakes are findings.
enum Formatted {
    Text(String),
    Unreadable(Checked),
}

pub fn run(cli: &Cli, args: &FmtArgs) -> Result<u8, Failure> {
    let naming = Naming::new()?;
    let mut settings = AllSettings::new(&naming, cli.common.config.as_deref())?;
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    let mut is_excluded = |path: &Path| {
        let settings = settings.of(path)?;
        let inner = settings.inner_path(&naming.absolute(path));
        Ok(settings.config.exclude.is_match(inner))
    };
    let stdin_name = args.stdin_filename.as_deref();
    let (found, failures) =
        files::find(&paths, stdin_name, &naming, &mut is_excluded, args.force_exclude)?;
    let lang = match found.first() {
        Some(first) => language::choose(cli.common.lang, settings.of_found(first)?.config.lang),
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
    let mut changed = false;
    for found in &found {
        let old = found.read()?;
        match format(found, &old) {
            Formatted::Unreadable(checked) => unreadable.push(checked),
            Formatted::Text(new) => {
                changed |= old != new;
                deliver(args, found, &old, &new)?;
                if args.check && old != new {
                    let name = &found.name;
                    let text = text!("{name} 파일을 다듬어야 합니다", "{name} would be formatted");
                    eprintln!("archlint: {}", text.get(lang));
                }
            }
        }
    }
    for failure in &failures {
        eprintln!("archlint: {}", failure.text().get(lang));
    }
    let is_readable = unreadable.is_empty();
    if !is_readable {
        let style = output::style(&cli.common, lang, true);
        eprint!("{}", Report::of(unreadable).print(Format::Concise, &style, rules::ALL));
    }
    match failures.is_empty() {
        false => Ok(2),
        true => Ok(u8::from(!is_readable || (changed && (args.check || args.diff)))),
    }
}

/// Writes what is new; with `--diff` or `--check` only says so. Standard input goes to standard
/// output, changed or not.
fn deliver(args: &FmtArgs, found: &Found, old: &str, new: &str) -> Result<(), Failure> {
    if args.diff {
        return output::print(&unified(&found.name, old, new));
    }
    match &found.place {
        _ if args.check => Ok(()),
        Place::Stdin => output::print(new),
        Place::Path(_) if old == new => Ok(()),
        Place::Path(path) => {
            // Where a link leads, so that the file is replaced and not the link.
            let target = path.canonicalize().unwrap_or_else(|_| path.clone());
            output::write_file(&target, new.as_bytes())
        }
    }
}

fn format(found: &Found, old: &str) -> Formatted {
    let mut sources = Sources::default();
    let formatted = if found.is_markdown() {
        format_blocks(&mut sources, &found.name, old)
    } else {
        let id = sources.add(Source::new(&*found.name, old));
        syntax::format(&sources, id)
    };
    match formatted {
        Ok(text) => Formatted::Text(text),
        Err(findings) => {
            let file = found.name.clone();
            Formatted::Unreadable(Checked { sources, file, findings, waiting: false })
        }
    }
}

/// Formats the design blocks and leaves everything else as it is.
fn format_blocks(sources: &mut Sources, name: &str, old: &str) -> Result<String, Vec<Diagnostic>> {
    let blocks = design_blocks(old);
    let masked = blocks.text;
    let id = sources.add(Source::new(name, masked.as_str()));
    let mut new = String::with_capacity(old.len());
    let mut mistakes = Vec::new();
    let mut done = 0;
    for Range { start, end } in blocks.ranges {
        // The marks of a quotation run through such a block: it is not ours to lay out.
        if masked[start..end] != old[start..end] {
            continue;
        }
        match syntax::format_span(sources, Span::new(id, start, end)) {
            Ok(text) => {
                new.push_str(&old[done..start]);
                new.push_str(&indented(&text, &old[..start]));
                done = end;
            }
            Err(errors) => mistakes.extend(errors),
        }
    }
    new.push_str(&old[done..]);
    if mistakes.is_empty() { Ok(new) } else { Err(mistakes) }
}

/// A block in a list stands as far in as its first line does.
fn indented(text: &str, before: &str) -> String {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let indent = " ".repeat(line.chars().count());
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split_inclusive('\n').enumerate() {
        if at > 0 && !line.trim().is_empty() {
            out.push_str(&indent);
        }
        out.push_str(line);
    }
    out
}
