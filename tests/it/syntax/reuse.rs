//! A text that was read before and changed is read as if it were new.

use super::properties::PIECES;
use super::{GOOD, MISTAKES};
use archlint::source::{Source, Sources, Span};
use archlint::syntax::{Memory, parse_span};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Designs, good and bad, and all the texts that the tests hold.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let read = |path| std::fs::read_to_string(path).expect("it is there");
    let mut texts: Vec<String> = crate::examples::designs().into_iter().map(read).collect();
    texts.extend(MISTAKES.split("=== ").map(str::to_owned));
    texts.push(MISTAKES.replace("=== ", "\n"));
    texts.push(GOOD.to_owned());
    texts
});

/// At which place, how many characters are cut out, and what is written there.
type Change = (prop::sample::Index, usize, &'static str);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let long = prop_oneof![4 => 0usize..6, 1 => 0usize..60, 1 => Just(100_000)];
    let piece = prop_oneof![3 => prop::sample::select(PIECES), 1 => Just("")];
    prop::collection::vec((any::<prop::sample::Index>(), long, piece), 1..12)
}

fn changed(text: &str, (at, long, piece): &Change) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = at.index(letters.len() + 1);
    let end = (at + long).min(letters.len());
    let mut text: String = letters[..at].iter().collect();
    text += piece;
    text.extend(&letters[end..]);
    text
}

/// Reads `text` with and without the memory, as it stands behind `before` in its file.
fn compare(memory: &Memory, before: &str, text: &str) {
    let mut sources = Sources::default();
    if before.len() % 2 == 1 {
        sources.add(Source::new("other.arch", ""));
    }
    let id = sources.add(Source::new("design.md", format!("{before}{text}")));
    let span = Span::new(id, before.len(), before.len() + text.len());
    let (again, anew) = (memory.parse_span(&sources, span), parse_span(&sources, span));
    assert_eq!(again.file, anew.file, "{text}");
    assert_eq!(again.errors, anew.errors, "{text}");
}

/// How many texts are tried; more by hand.
fn cases() -> u32 {
    std::env::var("ARCHLINT_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn a_changed_text_is_read_as_a_new_one(
        text in (0..TEXTS.len()).prop_map(|at| TEXTS[at].clone()),
        changes in changes(),
    ) {
        let memory = Memory::default();
        let mut text = text;
        compare(&memory, "", &text);
        for change in &changes {
            text = changed(&text, change);
            // The block in a file of Markdown may have moved, too.
            compare(&memory, &"#".repeat(change.1 % 4), &text);
        }
    }
}

/// What stands below decides how these are read.
#[test]
fn a_change_below_reaches_as_far_up_as_it_matters() {
    let lines = "was x\n".repeat(10);
    let states = [
        format!("was a \"\"\"long\n{lines}"),
        format!("was a \"\"\"long\n{lines}\"\"\" {{ replicas = 2 }}\n"),
        format!("was a /* note\n{lines}"),
        format!("was a /* note\n{lines}*/ {{ replicas = 2 }}\n"),
        format!("was a {{\n{lines}"),
        format!("was a {{\n{lines}}}\n"),
        format!("was a\n\n\n/* {lines} */ // b\n\n{{ replicas = 2 }}\n"),
        format!("was a\n\n\n/* {lines} */ // b\n\nwas c\n"),
        format!("a -> b\n\n// {}\n\n-> c\n", "x".repeat(300)),
        format!("a -> b,\n\n// {}\n\nc -> d\n", "x".repeat(300)),
        format!("a -> b,\n\n// {}\n\nc = 3\n", "x".repeat(300)),
        format!("accept a on b\n\n// {}\n\nbecause \"c\"\n", "x".repeat(300)),
        format!("accept a on b\n\n// {}\n\nbecause = 3\n", "x".repeat(300)),
    ];
    let memory = Memory::default();
    for one in &states {
        for other in &states {
            compare(&memory, "", one);
            compare(&memory, "", other);
        }
    }
}
