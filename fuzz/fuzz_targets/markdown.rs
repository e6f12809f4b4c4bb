//! Any text is a Markdown file with design blocks.
#![no_main]

use archlint::{Date, NoLoader, Project, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new("a.md", text);
    let _ = Project::default().check(&source, &NoLoader, Date::constant(2026, 1, 31));
});
