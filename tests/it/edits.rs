//! Edits of a design's text: each text before and after, with comments and style kept.

use archlint::catalog::Catalog;
use archlint::diagnostic::Edit;
use archlint::edit::{Editor, apply};
use archlint::model::{Attr, ComponentId, Design, GroupId, LinkId, build};
use archlint::source::{NoLoader, Source, Sources, Span};

/// The text as the edits leave it; `None` where there are none to make.
#[track_caller]
fn edited(text: &str, edits: impl Fn(&Editor, &Design) -> Option<Vec<Edit>>) -> Option<String> {
    let mut sources = Sources::default();
    let whole = Span::new(sources.add(Source::new("a.arch", text)), 0, text.len());
    let built = build(&mut sources, whole, &NoLoader, &Catalog::builtin());
    let errors: Vec<_> = built.errors.iter().map(|error| &error.message.en).collect();
    assert!(errors.is_empty(), "{errors:?} in {text}");
    let mut edits = edits(&Editor::new(&sources, &built.design), &built.design)?;
    edits.sort_by_key(|edit| edit.span);
    Some(apply(text, &edits))
}

#[test]
fn an_attribute_joins_the_block_in_its_style() {
    let cases = [
        ("was api\n", "was api { replicas = 2 }\n"),
        ("was api \"예매 { API\"\n", "was api \"예매 { API\" { replicas = 2 }\n"),
        ("was api {}\n", "was api { replicas = 2 }\n"),
        ("was api { }\n", "was api { replicas = 2 }\n"),
        ("was api { stateless }\n", "was api { stateless, replicas = 2 }\n"),
        ("was api { stateless, }\n", "was api { stateless, replicas = 2 }\n"),
        (
            "was api { stateless, /* so, far */ }\n",
            "was api { stateless, /* so, far */ replicas = 2 }\n",
        ),
        (
            "was api { stateless /* so, far */ }\n",
            "was api { stateless /* so, far */, replicas = 2 }\n",
        ),
        (
            "was api \"API\" {\n  stateless // why\n}\n",
            "was api \"API\" {\n  stateless // why\n  replicas = 2\n}\n",
        ),
        // A comment reaches to the end of its line, and what stands behind it there is no attribute.
        (
            "  was api { stateless // why\n  }\n",
            "  was api { stateless // why\n    replicas = 2\n  }\n",
        ),
        ("was api { // ?\n}\n", "was api { // ?\n  replicas = 2\n}\n"),
        // A label of three quotes is no end of the head.
        (
            "was api \"\"\"예매 \"빠른\" { API\"\"\" { stateless }\n",
            "was api \"\"\"예매 \"빠른\" { API\"\"\" { stateless, replicas = 2 }\n",
        ),
        // A text of several lines does not break the block around it.
        (
            "was api { note = \"\"\"one\n  two\"\"\" }\n",
            "was api { note = \"\"\"one\n  two\"\"\", replicas = 2 }\n",
        ),
        // One name is kept of two that mean the same.
        ("kafka q { brokers = 1 }\n", "kafka q { brokers = 2 }\n"),
    ];
    for (before, after) in cases {
        let stated = |editor: &Editor, design: &Design| {
            Some(editor.state(design.component(ComponentId(0)), &[(Attr::Replicas, "2")]))
        };
        assert_eq!(edited(before, stated).as_deref(), Some(after));
    }
}

#[test]
fn an_attribute_joins_a_connection_that_fans_out() {
    let text = "user u\nwas a\nwas b\nu -> a, b { retries = 1 }\n";
    let stated = |editor: &Editor, design: &Design| {
        Some(editor.state_link(design.link(LinkId(0)), &[(Attr::Timeout, "1s")]))
    };
    let after = "user u\nwas a\nwas b\nu -> a, b { retries = 1, timeout = 1s }\n";
    assert_eq!(edited(text, stated).as_deref(), Some(after));
}

#[test]
fn a_statement_joins_a_group() {
    let cases = [
        ("zone c\n", "zone c {\n  web b\n}\n"),
        ("zone c {}\n", "zone c {\n  web b\n}\n"),
        ("zone c { web a }\n", "zone c { web a\n  web b\n}\n"),
        ("zone c {\n\tweb a // last\n}\n", "zone c {\n\tweb a // last\n\tweb b\n}\n"),
        (
            "zone c \"\"\"{ c\"\"\" {\n  web a\n}\n",
            "zone c \"\"\"{ c\"\"\" {\n  web a\n  web b\n}\n",
        ),
    ];
    for (before, after) in cases {
        let joined = |editor: &Editor, design: &Design| {
            Some(vec![editor.inside(&design.groups[0], &["web b".to_owned()])])
        };
        assert_eq!(edited(before, joined).as_deref(), Some(after));
    }
}

#[test]
fn a_statement_goes_with_its_line() {
    let cases = [
        ("web a\n  web b\nweb c\n", "web a\nweb c\n"),
        ("web a; web b\nweb c\n", "web a; \nweb c\n"),
    ];
    for (before, after) in cases {
        let removed = |editor: &Editor, design: &Design| {
            Some(vec![editor.remove(design.component(ComponentId(1)).span)])
        };
        assert_eq!(edited(before, removed).as_deref(), Some(after));
    }
}

#[test]
fn words_in_comments_stop_no_edit() {
    let parts = "user u\nwas api\nmysql db\n";
    let call = format!("{parts}u -> api /* -> */ -> /* first, then | */ db\n");
    let between = |editor: &Editor, _: &Design| editor.between(LinkId(1), "cache");
    let after = format!("{parts}u -> api /* -> */ -> /* first, then | */ cache -> db\n");
    assert_eq!(edited(&call, between), Some(after));
    let hand_over = |editor: &Editor, _: &Design| editor.hand_over(LinkId(1));
    let after = format!("{parts}u -> api /* -> */ ~> /* first, then | */ db\n");
    assert_eq!(edited(&call, hand_over), Some(after));
    // Others beside an end would be sent through it too.
    let fan = format!("{parts}u -> api, db\n");
    assert_eq!(edited(&fan, |editor, _| editor.between(LinkId(0), "cache")), None);

    let moved = |editor: &Editor, design: &Design| {
        assert_eq!(design.group(GroupId(1)).name, "c");
        editor.move_between(&[(ComponentId(1), GroupId(0), GroupId(1))])
    };
    let zones = |rest: &str| format!("user u\nzone a {{\n  was api\n}}\nzone c\nu -> api\n{rest}");
    let after = "user u\nzone a {\n}\nzone c {\n  was api\n}\nu -> api\n// a.api is old\n";
    assert_eq!(edited(&zones("// a.api is old\n"), moved).as_deref(), Some(after));
    // What calls it by its path would call nobody.
    let by_path = "accept no-backup on a.api because \"x.api\"\n";
    assert_eq!(edited(&zones(by_path), moved), None);
}
