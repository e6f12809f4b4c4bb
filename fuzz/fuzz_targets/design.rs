//! Any text is a design: it is read, judged, drawn and reported.
#![no_main]

use archlint::report::{Format, Report, Style};
use archlint::{Date, Lang, NoLoader, Project, Source, rules};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new("a.arch", text);
    let today = Date::constant(2026, 1, 31);
    let reviewed = Project::default().check_one(&source, &NoLoader, today).expect("a design by name");
    let _ = reviewed.svg(Lang::Ko);
    let report = Report::of(vec![reviewed.checked()]);
    for format in Format::ALL {
        let _ = report.print(format, &Style::default(), rules::ALL);
    }
});
