//! Whom a policy is about: what can never be meant is said with what was meant, and a name that one
//! design lacks is not.

use super::{Folder, Ran};

const CONFIG: &str = "policies = [\"org.arch\"]\n";
const DESIGN: &str =
    "user u\nweb page\nwas api { tags = [pii] }\ndb orders\nu -> page -> orders\npage -> api\n";

fn checked(line: &str, designs: &[(&str, &str)], lang: &str) -> Ran {
    let policy = format!("policy x {{ {line} }}\n");
    let mut files = vec![("archlint.toml", CONFIG), ("org.arch", &*policy)];
    files.extend(designs);
    let folder = Folder::with(&files);
    folder.run(&["check", ".", "--lang", lang, "--select", "policy"])
}

#[test]
fn a_kind_in_another_form_is_an_error_with_the_kind() {
    for (line, meant) in [
        ("forbid web -> DB", "db"),
        ("forbid web -> dbs", "db"),
        ("forbid WEB -> db", "web"),
        ("forbid [Service, WAS] -> db", "service"),
        ("forbid [service, WAS] -> db", "was"),
        ("require replicas >= 2 on lbs", "lb"),
        ("require replicas >= 2 on Redis", "redis"),
        ("require replicas >= 2 on Mysqls", "mysql"),
        ("forbid reaches [DB] on web", "db"),
        ("require path USER -> lb -> db", "user"),
    ] {
        for (lang, said) in
            [("ko", format!("혹시 `{meant}`")), ("en", format!("did you mean `{meant}`"))]
        {
            let ran = checked(line, &[("a.arch", DESIGN)], lang);
            assert!(ran.code == 1 && ran.out.contains(&said), "{line}: {ran:?}");
            assert!(ran.out.contains("org.arch:1:"), "{line}: {ran:?}");
        }
    }
}

#[test]
fn a_kind_in_other_words_is_said_once_unless_a_design_has_that_name() {
    for (line, meant) in [
        ("forbid web -> database", "db"),
        ("forbid web -> databases", "db"),
        ("forbid web -> databse", "db"),
        ("forbid web -> 데이터베이스", "db"),
        ("forbid 웹 -> db", "web"),
        ("require replicas >= 2 on 서버", "was"),
        ("require replicas >= 2 on order", "orders"),
        ("require backup on tag:pi", ""),
        ("require backup on tag:piii", "pii"),
    ] {
        let ran = checked(line, &[("a.arch", DESIGN), ("b.arch", DESIGN)], "ko");
        let count = usize::from(!meant.is_empty());
        let said = format!("혹시 `{meant}`");
        assert_eq!(ran.out.matches("[unknown-name]").count(), count, "{line}: {ran:?}");
        assert_eq!(ran.out.matches(&said).count(), count, "{line}: {ran:?}");
    }
    // What one of them has is a name; the others lack it rightly.
    let named = "user u\nwas 서버 { tags = [piii] }\ndb order\nu -> 서버 -> order\n";
    for line in ["forbid 서버 -> db", "forbid was -> order", "require backup on tag:piii"] {
        let ran = checked(line, &[("a.arch", DESIGN), ("b.arch", named)], "en");
        assert!(!ran.out.contains("unknown-name"), "{line}: {ran:?}");
    }
    let ran = checked("forbid web -> legacy", &[("a.arch", DESIGN)], "en");
    assert!(!ran.out.contains("unknown-name"), "a name may be absent: {ran:?}");
}

#[test]
fn a_kind_of_group_is_no_subject() {
    for word in ["zone", "Zones", "region"] {
        for (lang, said) in [("ko", "그룹의 종류입니다"), ("en", "is a kind of group")] {
            let ran = checked(&format!("forbid {word} -> db"), &[("a.arch", DESIGN)], lang);
            assert!(ran.code == 1 && ran.out.contains(said), "{word}: {ran:?}");
        }
    }
}

#[test]
fn an_arrow_that_means_something_else_is_said() {
    for (line, code, ko, en) in [
        ("forbid web ~> db", 1, "둘 다 금지합니다", "this forbids both"),
        ("forbid [web] => db", 1, "복제(`=>`)는", "a copy (`=>`)"),
        ("forbid web => db", 1, "복제(`=>`)는", "a copy (`=>`)"),
        ("require path user ~> db", 0, "화살표를 가리지", "tell arrows apart"),
    ] {
        for (lang, said) in [("ko", ko), ("en", en)] {
            let ran = checked(line, &[("a.arch", DESIGN)], lang);
            assert!(ran.code == code && ran.out.contains(said), "{line}: {ran:?}");
        }
    }
    // A comparison the wrong way round still is one.
    let ran = checked("require replicas => 2 on was", &[("a.arch", DESIGN)], "en");
    assert!(ran.out.contains("a comparison is written `>=`"), "{ran:?}");
    // The statement of a design likewise.
    let folder = Folder::with(&[("a.arch", &format!("{DESIGN}forbid page ~> orders\n"))]);
    let ran = folder.run(&["check", "a.arch", "--format", "concise"]);
    assert!(
        ran.out.contains("this forbids both") && ran.out.contains("forbidden-connection"),
        "{ran:?}"
    );
    folder.write("a.arch", format!("{DESIGN}forbid page => orders\n").as_bytes());
    let ran = folder.run(&["check", "a.arch", "--format", "concise"]);
    assert!(ran.out.contains("a copy (`=>`)"), "{ran:?}");
}

/// Each with a caret at what is wrong, and with what was meant.
#[test]
fn what_was_meant_in_a_policy_is_said() {
    for (text, place, meant) in [
        ("policy a warn { require backup on db }", "1:10", "warning"),
        ("policy a 경고 { require backup on db }", "1:10", "warning"),
        ("policy a info { require backup on db }", "1:10", "advice"),
        ("policy a { forbid db <- web }", "1:22", "web -> db"),
        ("policy a { require path was <- lb <- user }", "1:29", "user -> lb -> was"),
        ("attributes { owner = string }\npolicy a { require owner on was }", "1:22", "text"),
        ("attributes { owner = 문자열 }\npolicy a { require owner on was }", "1:22", "text"),
        ("attributes { seats = integer }", "1:22", "count"),
        ("policy a { require replicas >= 두대 on was }", "1:32", "2대"),
        ("policy a { require replicas >= two on was }", "1:32", "2"),
        ("policy a { limit depth <= 2.5 }", "1:27", "2"),
        ("policy a { limit 2.5 }", "1:18", "depth <= 2"),
        ("policy a { limit depth 3 }", "1:24", "<= 3"),
    ] {
        for (lang, said) in
            [("ko", format!("혹시 `{meant}`")), ("en", format!("did you mean `{meant}`"))]
        {
            let folder = Folder::with(&[("p.arch", text)]);
            let ran = folder.run(&["check", "p.arch", "--lang", lang]);
            assert!(
                ran.code == 1 && ran.out.contains(&format!("p.arch:{place}")),
                "{text}: {ran:?}"
            );
            assert!(ran.out.contains(&said), "{text}: {ran:?}");
            assert!(ran.out.matches("p.arch:").count() == 1, "one mistake: {text}: {ran:?}");
        }
    }
}

#[test]
fn words_of_other_languages_are_answered_by_those_of_this_one() {
    for (line, said) in [
        ("require cost < 500$/mo", "`$500/mo`"),
        ("require replicas >= 2 && public on was", "`and`"),
        ("require replicas >= 2 || public on was", "`or`"),
        ("require !public on was", "`not `"),
        ("forbid web to db", "`->`"),
        ("deny web -> db", "`forbid`"),
        ("must owner on was", "`require`"),
        ("require p99 < 200ms", "`latency_p99`"),
        ("require sla >= 99.9%", "`availability`"),
        ("require availability >= 99.9", "`99.9%`"),
        ("require instances >= 2 on was", "`replicas`"),
        ("require depth <= 3", "`limit depth <= 3`"),
        ("require 복제본 >= 2 on was", "`replicas`"),
        ("require replicas >= 2 on all", "`[web, was, service, worker, db]`"),
        ("require replicas >= 2 on 전체", "`[web, was, service, worker, db]`"),
        ("forbid web -> \"db\"", "`db`"),
        ("require timeout on was", "`timeout`"),
        ("require backup on was", "`backup`"),
        ("require timeout on was -> db", "`forbid was -> db`"),
        ("forbid web -> db on cache", "`on`"),
        ("require path user -> lb -> was on cache", "`on`"),
    ] {
        let policy = format!("policy x {{ {line} }}\n");
        let files = [("archlint.toml", CONFIG), ("org.arch", &*policy), ("a.arch", DESIGN)];
        let folder = Folder::with(&files);
        for lang in ["ko", "en"] {
            let ran = folder.run(&["check", "a.arch", "--lang", lang]);
            assert!(ran.code == 1 && ran.out.contains(said), "{line}: {ran:?}");
            assert!(ran.out.matches("org.arch:1:").count() == 1, "once, {line}: {ran:?}");
        }
    }
}

#[test]
fn short_kinds_with_a_slip_and_policies_of_words_alone_are_seen() {
    for (clause, said) in [
        ("forbid wbe -> db", "`web`"),
        ("forbid usr -> db", "`user`"),
        ("forbid wsa -> db", "`was`"),
        ("forbid web -> lbb", "`lb`"),
        ("note \"only\"", "demands nothing"),
        ("note \"only\"; good \"mysql d\"", "demands nothing"),
    ] {
        let policy = format!("policy x {{ {clause} }}\n");
        let files = [("archlint.toml", CONFIG), ("org.arch", &*policy), ("a.arch", DESIGN)];
        let ran = Folder::with(&files).run(&["check", "a.arch", "--lang", "en"]);
        assert!(ran.out.contains("org.arch:1:") && ran.out.contains(said), "{clause}: {ran:?}");
    }
    // What could be the name of a component somewhere.
    for name in ["pay", "db2", "sso", "erp"] {
        let policy = format!("policy x {{ forbid web -> {name} }}\n");
        let files = [("archlint.toml", CONFIG), ("org.arch", &*policy), ("a.arch", DESIGN)];
        let ran = Folder::with(&files).run(&["check", "a.arch", "--lang", "en"]);
        assert!(!ran.out.contains("org.arch"), "{name}: {ran:?}");
    }
}

#[test]
fn a_name_of_a_policy_without_its_topic_is_understood() {
    let policy = "policy owned { require replicas >= 2 on was }\n";
    let files = [("archlint.toml", CONFIG), ("org.arch", policy), ("a.arch", DESIGN)];
    let folder = Folder::with(&files);
    for word in ["owned", "ownd"] {
        let ran = folder.run(&["check", "a.arch", "--select", word]);
        assert!(ran.code == 2 && ran.err.contains("did you mean `policy/owned`?"), "{ran:?}");
        folder.write("b.arch", format!("{DESIGN}accept {word} on api because \"x\"\n").as_bytes());
        let ran = folder.run(&["check", "b.arch"]);
        assert!(ran.out.contains("did you mean `policy/owned`?"), "{ran:?}");
    }
    let ran = folder.run(&["check", "a.arch", "--select", "unknown-name", "--lang", "ko"]);
    assert!(ran.code == 2 && ran.err.contains("글에 대한 지적"), "{ran:?}");
    for (config, said) in [
        ("policy = [\"org.arch\"]\n", "`policies`"),
        ("[policies]\nowned = \"advice\"\n", "`policies = [\"policy.arch\"]`"),
        ("policies = [\"org.arch\"]\n[rules]\nowned = \"advice\"\n", "`\"policy/owned\"`"),
    ] {
        folder.write("archlint.toml", config.as_bytes());
        for lang in ["ko", "en"] {
            let ran = folder.run(&["check", "a.arch", "--lang", lang]);
            assert!(ran.code == 2 && ran.err.contains(said), "{config}: {ran:?}");
        }
    }
}

#[test]
fn a_policy_without_examples_is_named_where_others_are_tested() {
    let policy = "policy a { require backup on db\n good \"\"\"\n mysql a { backup = 1d }\n \"\"\"\n }\n\
        policy b { require backup on db }\n";
    let folder = Folder::with(&[("org.arch", policy)]);
    for (lang, bad, none) in [
        ("ko", "없음 policy/a: 나쁜 예", "없음 policy/b: 예가 없어"),
        ("en", "none policy/a: no `bad` example", "none policy/b: no example"),
    ] {
        let ran = folder.run(&["rules", "--test", "org.arch", "--lang", lang]);
        assert!(ran.code == 0 && ran.out.contains(bad) && ran.out.contains(none), "{ran:?}");
    }
}

#[test]
fn what_a_hint_counts_is_what_its_command_does() {
    // A slip in the policy file is mended there, and by no TO-BE.
    let files = [
        ("archlint.toml", CONFIG),
        ("org.arch", "policy x { forbid web -> DB }\n"),
        ("a.arch", DESIGN),
    ];
    let folder = Folder::with(&files);
    let ran = folder.run(&["check", "a.arch", "--lang", "en"]);
    assert!(
        ran.out.contains("`archlint fix --suggested --all org.arch` can fix 1 of them"),
        "{ran:?}"
    );
    assert!(!ran.out.contains("to-be.arch"), "{ran:?}");
    let fixed = folder.run(&["fix", "--suggested", "--all", "org.arch"]);
    assert!(fixed.out.contains("1 fixed"), "{fixed:?}");
    assert_eq!(folder.read("org.arch"), "policy x { forbid web -> db }\n");
    // What is safe for a TO-BE is no fix of the record that it extends.
    folder.write("as-is.arch", b"design \"a\" as-is\nuser u\nwas api\nredis seats { mode = standalone }\nu -> api -> seats\n");
    folder.write(
        "to-be.arch",
        b"design \"b\" to-be extends \"as-is.arch\"\nchange api { replicas = 3 }\n",
    );
    folder.write("archlint.toml", b"");
    let ran = folder.run(&["check", "to-be.arch"]);
    assert!(ran.out.matches("fix (safe)").count() > 1, "{ran:?}");
    assert!(ran.out.contains("`archlint fix to-be.arch` can fix 1 of them"), "{ran:?}");
    assert!(folder.run(&["fix", "to-be.arch"]).out.contains("1 fixed"));
    // Safe fixes of two files are made by the command with both.
    folder.write("b c.arch", b"was a { replicas = 2 }\nwas b = { replicas = 2 }\n");
    folder.write("d.arch", b"was b = { replicas = 2 }\n");
    let ran = folder.run(&["check", "b c.arch", "d.arch", "--lang", "ko"]);
    assert!(ran.out.contains("2건은 `archlint fix 'b c.arch' d.arch`로 고칠 수"), "{ran:?}");
}

#[test]
fn money_is_understood_as_people_write_it() {
    let design = "user u\nwas api { cost = 10usd/mo }\nu -> api\n";
    for (line, code) in [("require cost < 20USD", 0), ("require cost < 5 usd/mo", 1)] {
        let ran = checked(line, &[("a.arch", design)], "en");
        assert_eq!(ran.code, code, "{line}: {ran:?}");
        assert!(!ran.out.contains("unit"), "{line}: {ran:?}");
    }
}

#[test]
fn a_korean_plural_and_a_tag_in_another_case_are_said() {
    let of = |line: &str, design: &str| {
        let folder = Folder::with(&[
            ("archlint.toml", "policies = [\"p.arch\"]\n"),
            ("p.arch", &format!("policy a \"왜\" {{ {line} }}\n")),
            ("d.arch", design),
        ]);
        folder.run(&["check", "d.arch", "--lang", "ko"]).out
    };
    let design = "design \"d\"\nuser u\nwas api { tags = [pci] }\nu -> api\n";
    let plural = of("require replicas >= 2 on 서버들", design);
    assert!(plural.contains("서버들") && plural.contains("was"), "{plural}");
    let cased = of("forbid tag:PCI -> db", design);
    assert!(cased.contains("`PCI`") && cased.contains("`pci`"), "{cased}");
}
