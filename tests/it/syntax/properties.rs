//! Any text reads: without a panic, with spans that lie in it, and in proportion to its length.

use super::{GOOD, MISTAKES, read};
use archlint::source::{Source, Sources, Span};
use archlint::syntax::ast::{Block, Statement, StatementKind};
use archlint::syntax::{Parsed, parse_span};
use proptest::prelude::*;

/// Pieces that mean something to the reader, to be thrown together in any order.
pub const PIECES: &[&str] = &[
    "was",
    "api",
    "주문",
    "design",
    "flow",
    "scenario",
    "expect",
    "accept",
    "forbid",
    "let",
    "default",
    "include",
    "change",
    "move",
    "remove",
    "traffic",
    "slo",
    "on",
    "because",
    "until",
    "in",
    "into",
    "as-is",
    "extends",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "｛",
    "｝",
    "=",
    "==",
    ":",
    "：",
    ",",
    "，",
    ";",
    "|",
    ".",
    "..",
    "->",
    "~>",
    "=>",
    "→",
    "–",
    ">",
    "<-",
    "--",
    "-",
    "/",
    "*",
    "+",
    "\"",
    "\"\"\"",
    "“",
    "”",
    "'",
    "\\",
    "\"x\"",
    "\"\\u{zz}\"",
    "//",
    "#",
    "/*",
    "*/",
    "https://x",
    "3",
    "2a",
    "1e6",
    "99.9%",
    "300,000",
    "30만명",
    "1억 2000만",
    "7k qps",
    "500건/초",
    "$0.05/h",
    "₩",
    "2027-06-30",
    "1e999",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "\t",
    "\u{3000}",
    "\u{feff}",
    "@",
    "`",
    "é",
    "e\u{301}",
    "\u{0}",
    "𝒳",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(
        (prop::sample::select(PIECES), prop::sample::select(&["", " ", "\n"][..])),
        0..60,
    )
    .prop_map(|pieces| pieces.iter().map(|(piece, gap)| format!("{piece}{gap}")).collect())
}

/// A good design with a few stretches cut out, doubled or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0usize..12, prop::sample::select(PIECES));
    prop::collection::vec(change, 1..6).prop_map(|changes| {
        let mut text: Vec<char> = GOOD.chars().collect();
        for (at, len, piece) in changes {
            let at = at.index(text.len());
            let end = (at + len).min(text.len());
            text.splice(at..end, piece.chars());
        }
        text.into_iter().collect()
    })
}

/// Panics unless all spans lie in the text, on character boundaries, nested and in order.
fn check(text: &str) {
    let (sources, parsed) = read(text);
    let fits = |span: Span| sources.get(span.source).text.get(span.range()).is_some();
    for error in &parsed.errors {
        assert!(fits(error.primary), "{error:?}");
        assert!(text.is_empty() || !error.primary.range().is_empty(), "{error:?}");
        assert!(error.related.iter().all(|(span, _)| fits(*span)), "{error:?}");
        assert!(!error.message.ko.is_empty() && !error.message.en.is_empty());
    }
    assert!(parsed.errors.is_sorted_by_key(|error| error.primary.start));
    let comments: Vec<Span> = parsed.file.comments.iter().map(|comment| comment.span).collect();
    assert!(comments.iter().all(|span| fits(*span)));
    assert!(comments.windows(2).all(|pair| pair[0].end <= pair[1].start), "{comments:?}");
    check_order(&parsed.file.statements, parsed.file.span, &fits);
    // Work is in proportion to the text: so is what comes out of it.
    let count = parsed.errors.len() + count(&parsed.file.statements) + comments.len();
    assert!(count <= 2 * text.len() + 2, "{count} for {} bytes", text.len());
}

fn check_order(statements: &[Statement], around: Span, fits: &impl Fn(Span) -> bool) {
    let mut end = around.start;
    for statement in statements {
        let span = statement.span;
        assert!(fits(span), "{statement:?}");
        assert!(span.start >= end && span.end <= around.end, "{around:?} {end} {statement:#?}");
        end = span.end;
        if let Some(block) = block_of(statement) {
            assert!(fits(block.span) && span.contains(block.span), "{statement:#?}");
            check_order(&block.statements, block.span, fits);
        }
    }
}

fn count(statements: &[Statement]) -> usize {
    let inner = |statement: &Statement| block_of(statement).map_or(0, |it| count(&it.statements));
    statements.iter().map(|statement| 1 + inner(statement)).sum()
}

fn block_of(statement: &Statement) -> Option<&Block> {
    match &statement.kind {
        StatementKind::Declaration(it) => it.block.as_ref(),
        StatementKind::Connection(it) => it.block.as_ref(),
        StatementKind::Facts(it) => Some(&it.block),
        StatementKind::Flow(it) | StatementKind::Scenario(it) => it.block.as_ref(),
        StatementKind::Default(it) => Some(&it.block),
        StatementKind::Change(it) => it.block.as_ref(),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_characters_are_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_pieces_are_read(text in soup()) {
        check(&text);
    }

    #[test]
    fn a_damaged_design_is_read(text in mutated()) {
        check(&text);
    }

    /// A line of nonsense between others is one error or two, and all the others are there.
    #[test]
    fn nonsense_on_a_line_costs_no_other_line(junk in "[^\\n{}\"“”'‘’/\\[(（［｛｝]{1,20}", at in 0usize..6) {
        let mut lines: Vec<String> = (0..6).map(|n| format!("was api{n} {{ replicas = 3 }}")).collect();
        // A line that ends with a comma or an operator, or begins with an arrow, is half of two.
        let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
        let code = junk.split('#').next().unwrap_or_default().trim_matches(blank);
        prop_assume!(!code.ends_with([',', '，', '、', '=', '＝', ':', '：', '+', '-', '*', '>', '|', '｜', '–', '—', '←', '＋', '×', '＊', '→', '⟶', '＞', '−', '÷', '～']));
        prop_assume!(!code.starts_with(['-', '~', '=', '|', '–', '—', '<', '>', '←', '→', '｜', '＝', '～', '＞']));
        lines.insert(at, junk);
        let (_, parsed) = read(&lines.join("\n"));
        let names: Vec<_> = parsed.file.statements.iter().filter_map(|statement| match &statement.kind {
            StatementKind::Declaration(it) if it.block.is_some() => Some(it.name.text.as_str()),
            _ => None,
        }).collect();
        prop_assert_eq!(names, ["api0", "api1", "api2", "api3", "api4", "api5"]);
    }
}

#[test]
fn each_mistake_of_the_corpus_keeps_its_spans_in_order() {
    for case in MISTAKES.split("=== ") {
        check(case);
    }
}

#[test]
fn what_nests_or_repeats_without_end_is_read_in_proportion() {
    let repeated = [
        "a {",
        "was a {\n",
        "{",
        "}",
        "let x=(\n",
        "x a{",
        "a, ",
        "a -> ",
        "a | ",
        "\"",
        "\"\"\"a",
        "/*",
        "/**/",
        "a.",
        "a=",
        "a:",
        ",",
        "->",
        "@",
        "'",
        "“a",
        "expect a(",
        "a = https://",
    ];
    for piece in repeated {
        check(&piece.repeat(2_000));
    }
    let begun = [("let x = 1", " - - 1"), ("let x = 1", " + 1"), ("x=", "["), ("let x=", "(")];
    for (start, piece) in begun {
        let text = format!("{start}{}", piece.repeat(2_000));
        let (_, parsed) = read(&text);
        assert!(parsed.errors.iter().any(|error| error.rule == "limit"), "{start}{piece}");
        check(&text);
    }
}

#[test]
fn nesting_has_a_limit_that_is_said_once() {
    for depth in [64, 65, 150, 200] {
        let text = format!("{}was x{}\nwas after", "group g {".repeat(depth), "}".repeat(depth));
        let (_, parsed) = read(&text);
        let rules: Vec<_> = parsed.errors.iter().map(|error| error.rule.word()).collect();
        assert_eq!(rules, if depth == 64 { vec![] } else { vec!["limit"] });
        assert_eq!(parsed.file.statements.len(), 2, "what follows is read");
    }
}

/// However the brackets hide: in what only looks like a comment or a string, or in what looks like
/// neither and is one.
#[test]
fn no_depth_takes_more_stack_than_there_is() {
    let begun = [
        "accept a/*\n",
        "let x = (1 \"",
        "x http://",
        "was a '// ' ",
        "was a “/*” ",
        "policy p { require ",
        "was a \"\"\"\n",
        "",
    ];
    for start in begun {
        for piece in ["a {", "{", "x = [", "[", "(", "was a { x = (", "｛", "'{"] {
            let text = format!("{start}{}", piece.repeat(20_000));
            let (_, parsed) = read(&text);
            assert!(!parsed.errors.is_empty(), "{start}{piece}");
        }
    }
}

#[test]
fn a_block_of_a_markdown_file_has_the_spans_of_the_file() {
    let (before, after) = ("# 설계\n\n```arch\n", "```\n그리고 글\n");
    let design = "was api { replicas = }\n// note\napi -> db\n";
    let mut sources = Sources::default();
    let id = sources.add(Source::new("README.md", format!("{before}{design}{after}")));
    let span = Span::new(id, before.len(), before.len() + design.len());
    let Parsed { file, errors } = parse_span(&sources, span);
    let texts: Vec<_> = file.statements.iter().map(|it| sources.text(it.span)).collect();
    assert_eq!(texts, ["was api { replicas = }", "api -> db"]);
    assert_eq!(sources.text(file.comments[0].span), "// note");
    assert_eq!(errors.len(), 1);
    assert_eq!(sources.position(id, errors[0].primary.start as usize).line, 4);
}

#[test]
fn names_are_one_in_all_normal_forms_and_line_ends_may_be_windows() {
    let (_, parsed) =
        read("\u{feff}was \u{1109}\u{1165}\u{1107}\u{1165} { replicas = 3\r\n}\r\nlb x\r\n");
    assert_eq!(parsed.errors, []);
    let StatementKind::Declaration(first) = &parsed.file.statements[0].kind else { panic!() };
    assert_eq!(first.name.text, "서버");
}
