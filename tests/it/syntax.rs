//! Reading: every form of the language, and every mistake, through the front door.

use archlint::source::{Source, Sources};
use archlint::syntax::{Parsed, parse};

fn read(text: &str) -> (Sources, Parsed) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("design.arch", text));
    let parsed = parse(&sources, id);
    (sources, parsed)
}

const GOOD: &str = include_str!("syntax/good.arch");

#[test]
fn every_form_of_the_language_is_read_without_a_mistake() {
    let (sources, parsed) = read(GOOD);
    let errors: Vec<_> = parsed
        .errors
        .iter()
        .map(|e| {
            format!(
                "{:?} {} {:?}",
                sources.position(e.primary.source, e.primary.start as usize),
                e.message.en,
                sources.text(e.primary)
            )
        })
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
