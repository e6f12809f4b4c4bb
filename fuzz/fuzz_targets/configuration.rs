//! Any text is a configuration, or its mistakes are told.
#![no_main]

use archlint::report::{Format, Report, Style};
use archlint::{Project, Source, rules};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(checked) = Project::configured(Source::new("archlint.toml", text)) {
        let _ = Report::of(vec![checked]).print(Format::Pretty, &Style::default(), rules::ALL);
    }
});
