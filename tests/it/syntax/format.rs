//! Formatting: one style, the same meaning, every comment.

use super::{GOOD, read, shown, tree::tree};
use crate::kept::assert_kept;
use archlint::source::{Source, Sources};
use archlint::syntax::format;
use proptest::prelude::*;

/// What may stand between words.
const FILLERS: &[&str] =
    &[" ", "\n", "\n\n\n", "/* c */", " // c\n", "# c\n", "\u{3000}", ";", ", ", "/*\n*/"];
const MESSY: &str = include_str!("messy.arch");

fn formatted(text: &str) -> Option<String> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("design.arch", text));
    format(&sources, id).ok()
}

/// All comments, without the blanks at the end of their lines.
fn comments(text: &str) -> Vec<String> {
    let (sources, parsed) = read(text);
    let words = |comment: &archlint::syntax::ast::Comment| {
        sources.text(comment.span).replace('\r', "").trim_end().to_owned()
    };
    parsed.file.comments.iter().map(words).collect()
}

/// Panics unless the text keeps its meaning and comments, and formatting is done at once.
fn check(text: &str) {
    let (_, before) = read(text);
    let Some(once) = formatted(text) else {
        assert!(!before.errors.is_empty(), "a text without a mistake can be formatted");
        return;
    };
    let (_, after) = read(&once);
    assert_eq!(after.errors, [], "{text}\n────\n{once}");
    assert_eq!(tree(&before.file.statements), tree(&after.file.statements), "{text}\n────\n{once}");
    assert_eq!(comments(text), comments(&once), "{text}\n────\n{once}");
    assert_eq!(formatted(&once).as_deref(), Some(once.as_str()), "{text}");
}

#[test]
fn a_messy_design_is_laid_out_evenly() {
    let (sources, parsed) = read(MESSY);
    assert_eq!(shown(&sources, &parsed.errors), "");
    check(MESSY);
    check(GOOD);
    assert_kept!(formatted(MESSY).expect("the messy design has no mistake"));
}

#[test]
fn a_text_with_a_mistake_is_left_alone() {
    assert_eq!(formatted("was api {"), None);
}

#[test]
fn line_ends_of_windows_stay() {
    let text = "was  api\r\n\r\n\r\nlb x { note = \"\"\"\r\n  a\r\n\"\"\" }\r\n";
    check(text);
    assert_eq!(
        formatted(text).expect("there is no mistake"),
        "was api\r\n\r\nlb x {\r\n  note = \"\"\"\r\n  a\r\n\"\"\"\r\n}\r\n"
    );
}

#[test]
fn a_block_that_does_not_fit_its_line_is_opened() {
    let long = format!("was api {{ {} }}", ["replicas = 3"; 8].join(", "));
    check(&long);
    assert_eq!(formatted(&long).map(|text| text.lines().count()), Some(10));
    assert_eq!(formatted("").as_deref(), Some(""));
    check("db x { zones = [a,c, ,] }");
    assert_eq!(formatted("\u{feff}\n\n  ").as_deref(), Some(""));
}

#[test]
fn declarations_below_one_another_form_columns() {
    let text = "user fan \"예매 사용자\"\nlb front { managed }  // 앞\nspring api \"예매\" {tls}\n\
        was x \"a\"\n// others\nmysql orders\n\ndb d {\n  replicas = 2\n}\nredis c\nsqs q\n";
    check(text);
    assert_eq!(
        formatted(text).expect("there is no mistake"),
        "user   fan   \"예매 사용자\"\nlb     front { managed }  // 앞\nspring api   \"예매\"        { tls }\n\
         was    x     \"a\"\n// others\nmysql orders\n\ndb d {\n  replicas = 2\n}\nredis c\nsqs   q\n"
    );
    // Columns never make a line too long.
    let long =
        format!("was a {{ note = \"{}\" }}\nwas {} {{ tls }}\n", "x".repeat(70), "b".repeat(30));
    check(&long);
    assert_eq!(formatted(&long).as_deref(), Some(long.as_str()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    /// A whole design with something put between its words: most of these still read.
    #[test]
    fn a_whole_design_keeps_its_meaning_and_comments(
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(FILLERS)), 1..3),
    ) {
        let gaps: Vec<usize> = MESSY.match_indices([' ', '\n', '{', '}', ',']).map(|(at, _)| at).collect();
        let mut text = MESSY.to_owned();
        let mut changes: Vec<_> =
            changes.iter().map(|(at, filler)| (gaps[at.index(gaps.len())], filler)).collect();
        changes.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        for (at, filler) in changes {
            text.insert_str(at, filler);
        }
        check(&text);
    }

    /// Blanks, line breaks and comments anywhere: wherever the text still reads, all holds.
    #[test]
    fn meaning_and_comments_stay_whatever_the_layout(
        from in any::<prop::sample::Index>(),
        lines in 1usize..12,
        changes in prop::collection::vec((
            any::<prop::sample::Index>(),
            prop::sample::select(FILLERS),
        ), 0..4),
    ) {
        let all: Vec<&str> = GOOD.lines().chain(MESSY.lines()).collect();
        let from = from.index(all.len());
        let chosen = &all[from..(from + lines).min(all.len())];
        let mut text: Vec<char> = chosen.join("\n").chars().collect();
        for (at, piece) in changes {
            let at = at.index(text.len() + 1);
            text.splice(at..at, piece.chars());
        }
        check(&text.into_iter().collect::<String>());
    }
}
