//! Formatting changes a text once and then no more.
#![no_main]

use archlint::{Source, project};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let format = |text: &str| project::format(&Source::new("a.arch", text)).ok().and_then(Result::ok);
    if let Some(once) = format(text) {
        assert_eq!(format(&once).as_ref(), Some(&once));
    }
});
