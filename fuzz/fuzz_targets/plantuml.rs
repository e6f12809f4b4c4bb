//! Any text is a C4 diagram of PlantUML, or is refused with a sentence.
#![no_main]

use archlint::{Date, NoLoader, Project, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new("c4.puml", text);
    let _ = Project::default().check(&source, &NoLoader, Date::constant(2026, 1, 31));
});
