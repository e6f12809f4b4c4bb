//! `archlint import`.

use crate::args::{Cli, ImportArgs};
use crate::failure::Failure;
use crate::files::{Found, Naming, Place};
use crate::loader::FileLoader;
use crate::out::Product;
use crate::settings::AllSettings;
use crate::{language, out};
use archlint::diagnostic::Severity;
use archlint::report::{Checked, Format, Report};
use archlint::source::Sources;
use archlint::{Selection, Source, rules, text};
use std::path::Path;

/// Prints the design; what could not be read goes to standard error, and makes the exit code 1.
pub fn run(cli: &Cli, args: &ImportArgs) -> Result<u8, Failure> {
    let naming = Naming::new(&cli.common)?;
    let chosen = Selection { block: args.block.clone(), ..Selection::default() };
    let mut all = AllSettings::new(&naming, &cli.common, chosen)?;
    let mut files = Vec::new();
    let mut settings = None;
    for path in &args.files {
        let found = found(path, &naming)?;
        settings.get_or_insert(all.of_found(&found)?);
        files.push(Source::new(found.name.clone(), found.read(&naming)?));
    }
    let Some(settings) = settings else { return Ok(0) };
    let lang = language::choose(cli.common.lang, settings.project.config().lang);
    let loader = FileLoader::new(&naming, &settings, &files[0].name);
    let designs = settings.project.import(files, &loader, lang)?;
    let Some(design) = designs.into_iter().next_back() else { return Ok(0) };
    let text = design.source.text.clone();
    let mut sources = Sources::default();
    let file = design.name.clone();
    let (_, findings) = design.into_run(&mut sources);
    let fails = findings.iter().any(|finding| finding.severity == Severity::Error);
    let report = Report::of(vec![Checked { sources, file, findings, waiting: false }]);
    let style = out::style(&cli.common, lang, true);
    out::tell(&report.print(Format::Concise, &style, rules::ALL));
    out::deliver(args.output.as_deref(), text.as_bytes(), Product::Design, &naming)?;
    Ok(u8::from(fails))
}

fn found(path: &Path, naming: &Naming) -> Result<Found, Failure> {
    if path == Path::new("-") {
        return Ok(Found { name: "<stdin>".to_owned(), place: Place::Stdin });
    }
    if path.is_dir() {
        let shown = path.display();
        return Err(text!(
            "{shown}: 폴더입니다. 안의 파일을 나열하세요",
            "{shown}: it is a folder; name the files in it"
        )
        .into());
    }
    Ok(Found { name: naming.name(path), place: Place::Path(path.to_path_buf()) })
}
