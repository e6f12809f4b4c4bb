//! Any text is a drawing of draw.io, or is refused with a sentence.
#![no_main]

use archlint::{Date, NoLoader, Project, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new("shop.drawio", text);
    let _ = Project::default().check(&source, &NoLoader, Date::constant(2026, 1, 31));
});
