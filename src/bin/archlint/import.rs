//! `archlint import`.

use crate::args::{Cli, ImportArgs};
use crate::failure::Failure;
use crate::files::Naming;
use crate::given::{self, Given};
use crate::loader::FileLoader;
use crate::out::{Finished, Product};
use crate::settings::AllSettings;
use crate::{language, out};
use archlint::diagnostic::Severity;
use archlint::report::{Checked, Format, Report};
use archlint::source::{Source, Sources};
use archlint::{Selection, rules};

/// Prints the design; what could not be read goes to standard error, and makes the exit code 1.
pub fn run(cli: &Cli, args: &ImportArgs) -> Result<u8, Failure> {
    let naming = Naming::new(&cli.common)?;
    let chosen = Selection { block: args.which.block.clone(), ..Selection::default() };
    let chosen = given::selection(chosen, &args.which.reading, &naming)?;
    let mut all = AllSettings::new(&naming, &cli.common, chosen)?;
    let mut files = Vec::new();
    let mut settings = None;
    for path in &args.files {
        let given = Given::read(path, &naming, &mut all)?;
        settings.get_or_insert(given.settings);
        files.extend(given.files);
    }
    let Some(settings) = settings else { return Ok(0) };
    let lang = language::choose(cli.common.lang, settings.project.config().lang);
    let loader = FileLoader::new(&naming, &settings, &files[0].name);
    let comments = (!args.no_comments).then_some(lang);
    let designs = settings.project.import(files, &loader, comments)?;
    let Some(design) = designs.into_iter().next_back() else { return Ok(0) };
    // What is printed becomes a file of the repository: a secret that a label tells stays behind.
    let text = Source::new(design.name.clone(), &*design.source.text);
    let text = text.examined(cli.common.show_secrets).text;
    let mut sources = Sources::default();
    let file = design.name.clone();
    let (_, findings) = design.into_run(&mut sources);
    let fails = findings.iter().any(|finding| finding.severity == Severity::Error);
    let report = Report::of(vec![Checked { sources, file, findings, waiting: false }]);
    let style = out::style(&cli.common, lang, true);
    out::tell(report.print(Format::Concise, &style, rules::ALL));
    out::deliver(args.output.as_deref(), Finished::as_it_stands(&text), Product::Design, &naming)?;
    Ok(u8::from(fails))
}
