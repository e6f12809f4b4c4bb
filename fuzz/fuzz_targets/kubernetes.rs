//! Any text is a manifest of Kubernetes, or is refused with a sentence.
#![no_main]

use archlint::{Date, NoLoader, Project, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new("k8s.yaml", text);
    let _ = Project::default().check(&source, &NoLoader, Date::constant(2026, 1, 31));
});
