//! Any text builds: mistakes are findings, never a panic.

use super::{build_all, build_one};
use proptest::prelude::*;

fn word() -> impl Strategy<Value = String> {
    let words = [
        "was",
        "db",
        "lb",
        "zone",
        "region",
        "group",
        "user",
        "flow",
        "scenario",
        "expect",
        "accept",
        "forbid",
        "default",
        "change",
        "remove",
        "move",
        "into",
        "include",
        "let",
        "traffic",
        "slo",
        "a",
        "b",
        "c",
        "api",
        "주문",
        "{",
        "}",
        "->",
        "~>",
        "=>",
        "|",
        ",",
        "=",
        "(",
        ")",
        "[",
        "]",
        "\n",
        ";",
        ":",
        "\"x\"",
        "3",
        "5m",
        "90%",
        "1..3",
        "because",
        "on",
        "until",
        "2027-06-30",
        "replicas",
        "session",
        "zones",
        "fallback",
        "need",
        "share",
        "unset",
        "tech",
        "mysql",
        "design",
        "extends",
        "\"base.arch\"",
        ">=",
        "availability",
        "a.b",
        "a.c.api",
        "optional",
        "design \"d\" extends \"base.arch\"\n",
        "\nzone a { was api; db b }\n",
        "\nchange a {",
        "\nremove a.b\n",
        "\nmove b into c\n",
        "\na -> b | c\n",
        "\nflow f { a -> b }\n",
        "+",
        "/",
    ];
    prop::sample::select(words.to_vec()).prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_words_build(words in prop::collection::vec(word(), 0..60)) {
        let text = words.join(" ");
        let base = "zone a { was api; db b }\nzone c\na.api -> b\nflow f { a.api -> b }";
        let (_, built) = build_all(&[("design.arch", &text), ("base.arch", base)]);
        prop_assert!(built.errors.windows(2).all(|pair| pair[0].primary <= pair[1].primary));
        prop_assert_eq!(built.design.needs.len(), built.design.components.len());
    }

    #[test]
    fn any_characters_build(text in "\\PC{0,200}") {
        build_one(&text);
    }
}
