//! A mask keeps every place, and leaves nothing to find.
#![no_main]

use archlint::sink::secrets::{find, masked};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let hidden = masked(text, &find(text));
    assert_eq!(hidden.len(), text.len());
    assert_eq!(hidden.chars().count(), text.chars().count());
});
