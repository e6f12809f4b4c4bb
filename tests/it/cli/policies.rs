//! A team's own rules, as people meet them: in a design, in a configuration, in every output.

use super::Folder;
use crate::examples::archlint;
use crate::kept::{assert_current, is_current};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

const POLICY: &str = "attributes { owner = text, tier = [gold, silver] }\n\
    policy owned \"주인이 있어야 합니다\" warning { require owner on was }\n\
    policy redundant { require tier != gold or replicas >= 2 on was }\n";
const CONFIG: &str = "policies = [\"policy.arch\"]\n";
const ORGANISATION: &str = "examples/organisation/archlint.toml";

/// What of the policies is found, one line each.
fn found(folder: &Folder, args: &[&str]) -> Vec<String> {
    let mut all = vec!["check", "--format", "concise", "--select", "policy", "--fail-on", "never"];
    all.extend(args);
    let ran = folder.run(&all);
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn every_mistake_in_a_policy_is_said_at_its_place_in_both_languages() {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/cli/policies/mistakes.arch"),
    );
    let folder = Folder::with(&[("mistakes.arch", &text.expect("it is part of the repository"))]);
    let mut told = String::new();
    for lang in ["ko", "en"] {
        let ran = folder.run(&["check", "mistakes.arch", "--lang", lang]);
        assert_eq!(ran.code, 1, "{ran:?}");
        told += &ran.out;
        told += "\n\n";
    }
    assert_current("tests/it/cli/policies/mistakes.txt", &told);
}

#[test]
fn what_an_organisation_demands_is_found_over_all_examples_in_both_languages() {
    let mut told = String::new();
    for lang in ["ko", "en"] {
        told += &archlint(&[
            "check",
            "examples",
            "--config",
            ORGANISATION,
            "--select",
            "policy",
            "--format",
            "concise",
            "--fail-on",
            "never",
            "--today",
            "2026-11-21",
            "--lang",
            lang,
        ]);
        told += "\n";
    }
    let kept = is_current("examples/organisation/findings.txt", &told);
    assert!(kept, "run `UPDATE=1 cargo test` and read the difference");
    let policies = ["db-behind-service", "owned", "daily-backup", "guarded-entry"];
    for policy in policies {
        assert!(told.contains(&format!("[policy/{policy}]")), "{policy}");
    }
}

#[test]
fn each_policy_of_the_organisation_has_a_good_and_a_bad_example_that_run() {
    let told = archlint(&["rules", "--test", "--config", ORGANISATION, "--lang", "en"]);
    assert_eq!(told.matches("good example").count(), 10, "{told}");
    assert_eq!(told.matches("bad example").count(), 10, "{told}");
    assert!(told.ends_with("20 of 20 examples passed, 0 failed\n"), "{told}");
}

#[test]
fn a_policy_that_is_silent_about_its_bad_example_fails_its_test() {
    let policy = "policy owned { require backup on db\n good \"\"\"\n mysql a\n \"\"\"\n \
        bad \"\"\"\n was a\n \"\"\"\n bad \"\"\"\n mysql a {\n \"\"\" }\n";
    let folder = Folder::with(&[("p.arch", policy)]);
    let ran = folder.run(&["rules", "--test", "p.arch", "--lang", "en"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for said in [
        "FAIL policy/owned: good example 1 breaks the policy",
        "states no `backup`",
        "FAIL policy/owned: nothing is found in bad example 1",
        "FAIL policy/owned: bad example 2 has mistakes in its text",
        "0 of 3 examples passed, 3 failed",
    ] {
        assert!(ran.out.contains(said), "{said} in {}", ran.out);
    }
    assert_eq!(folder.run(&["rules", "--test"]).code, 2, "there is nothing to test");
}

/// A misspelt good example could never break its policy.
#[test]
fn an_example_with_a_word_that_means_nothing_fails_its_test() {
    let policy = "policy fresh { forbid backup > 1d on db\n good \"\"\"\n mysql a { backpu = 1w }\n \"\"\"\n}\n";
    let folder = Folder::with(&[("p.arch", policy)]);
    for (lang, said) in [("en", "has mistakes in its text"), ("ko", "글에 잘못된 곳이 있습니다")]
    {
        let ran = folder.run(&["rules", "--test", "p.arch", "--lang", lang]);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.out.contains(said) && ran.out.contains("`backup`"), "{ran:?}");
    }
}

/// An example is no file: what is found in it stands in the file of the policy, and no fix is offered.
#[test]
fn what_is_found_in_an_example_stands_in_the_file_of_its_policy() {
    let policy = "policy owned {\n  require backup on db\n  good \"\"\"\n    user fan\n\n    mysql 주문\n    \
        fan -> 주문\n  \"\"\"\n  bad \"\"\"\n    mysql a { backup = }\n  \"\"\"\n}\n";
    let folder = Folder::with(&[("p.arch", policy)]);
    let ran = folder.run(&["rules", "--test", "p.arch", "--lang", "en"]);
    for said in
        ["[p.arch:6:5]", "6 │     mysql 주문", "[p.arch:10:", "10 │     mysql a { backup = }"]
    {
        assert!(ran.out.contains(said), "{said} in {}", ran.out);
    }
    for said in ["archlint fix", "fix (", ".arch 1", "good 1.arch", "not been judged"] {
        assert!(!ran.out.contains(said), "{said} in {}", ran.out);
    }
}

#[test]
fn a_file_of_policies_is_no_design_to_write_a_to_be_of() {
    let faulty = POLICY.replacen("require", "requier", 1);
    let folder = Folder::with(&[
        ("policy.arch", POLICY),
        ("bad.arch", &faulty),
        ("archlint.toml", "policies = [\"bad.arch\"]\n"),
        ("a.arch", "was a\n"),
    ]);
    for (lang, said) in [("ko", "정책만 있는 파일이라"), ("en", "it states policies alone")]
    {
        let config = folder.path().join("none.toml");
        std::fs::write(&config, "").expect("a file");
        let config = config.to_string_lossy().into_owned();
        let ran = folder.run(&[
            "fix",
            "policy.arch",
            "-o",
            "x.arch",
            "--config",
            &config,
            "--lang",
            lang,
        ]);
        assert!(ran.code == 2 && ran.err.contains(said), "{ran:?}");
        assert!(!folder.path().join("x.arch").exists());
    }
    // Where the errors stand is said, not where they keep the rules from being asked.
    let told = folder.run(&["check", "a.arch", "--lang", "en"]);
    let said = "there are errors in bad.arch, so the design rules have not been judged yet: a.arch";
    assert!(told.out.contains(said), "{told:?}");
    let told = folder.run(&["check", "a.arch", "--lang", "ko", "--format", "concise"]);
    assert!(told.err.contains("bad.arch에 오류가 있어"), "{told:?}");
}

#[test]
fn why_a_file_can_not_be_tested_is_said() {
    let example = "good \"\"\"\n was a { backup = 1d }\n \"\"\" }\n";
    let misspelt = format!("polcy owned {{ require backup on db {example}");
    let files = [
        ("none.arch", "was a\n"),
        ("bare.arch", "policy owned { require backup on db }\n"),
        ("misspelt.arch", &*misspelt),
        ("archlint.toml", "policies = [\"misspelt.arch\"]\n"),
    ];
    let folder = Folder::with(&files);
    let config = ["--config", "empty.toml"];
    folder.write("empty.toml", b"");
    let tested = |file: &str, lang: &str| {
        folder.run(&["rules", "--test", file, config[0], config[1], "--lang", lang])
    };
    for (file, code, ko, en) in [
        ("none.arch", 2, "none.arch: 정책이 없습니다", "none.arch: it holds no policy"),
        ("bare.arch", 2, "시험할 예가 있는 정책이 없습니다", "no policy in it has an example"),
        (".", 2, ".: 폴더입니다", ".: it is a folder"),
        ("gone.arch", 2, "gone.arch: ", "gone.arch: no such file"),
        ("misspelt.arch", 1, "`policy`인가요?", "did you mean `policy`?"),
    ] {
        for (lang, said) in [("ko", ko), ("en", en)] {
            let ran = tested(file, lang);
            assert!(ran.code == code && (ran.out.clone() + &ran.err).contains(said), "{ran:?}");
        }
    }
    let ran = folder.run(&["rules", "--test"]);
    assert!(ran.code == 1 && ran.out.contains("misspelt.arch:1:1"), "{ran:?}");
}

#[test]
fn policies_and_attributes_are_explained_by_the_names_that_a_team_uses() {
    let own =
        "attributes { tier = text }\npolicy redundant { require replicas >= 2 on was }\nwas a\n";
    let folder = Folder::with(&[
        ("policy.arch", POLICY),
        ("archlint.toml", CONFIG),
        ("shop.arch", &own.replace("tier", "squad")),
    ]);
    for (word, said) in [
        ("owned", "require owner on was"),
        ("policy/owned", "require owner on was"),
        ("owner", "An attribute of the team's own"),
        ("squad", "An attribute of the team's own"),
    ] {
        let ran = folder.run(&["explain", word]);
        assert!(ran.code == 0 && ran.out.contains(said), "{word}: {ran:?}");
    }
    let listed = folder.run(&["explain", "policy"]).out;
    assert!(listed.contains("`policy/owned`") && listed.contains("`squad`"), "{listed}");
    let ran = folder.run(&["explain", "policy/ownd", "--lang", "ko"]);
    assert!(ran.code == 2 && ran.err.contains("혹시 `policy/owned`인가요?"), "{ran:?}");
    let bare = Folder::with(&[("shop.arch", own)]);
    assert!(bare.run(&["explain", "redundant"]).out.contains("require replicas >= 2 on was"));
    // Both things of one name are shown.
    let both = bare.run(&["explain", "availability"]).out;
    assert!(
        both.contains("availability: an attribute") && both.contains("A topic of rules"),
        "{both}"
    );
}

#[test]
fn what_is_not_stated_is_a_question_and_no_violation() {
    let design = "was a { owner = \"x\" }\nwas b { owner = unknown, tier = gold, replicas = 1 }\n\
        was c { replicas = 2 }\n";
    let files = [("policy.arch", POLICY), ("archlint.toml", CONFIG), ("a.arch", design)];
    let folder = Folder::with(&files);
    let told = found(&folder, &["a.arch"]);
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told[0].contains("`b`") && told[0].contains("policy/redundant"), "{told:#?}");
    assert!(told[1].contains("`c`") && told[1].contains("policy/owned"), "{told:#?}");
    let asked = folder.run(&["check", "a.arch", "--select", "unknown-facts"]);
    assert!(asked.out.contains("follow the policy `owned`?"), "{}", asked.out);
    assert!(asked.out.contains("`tier = gold | silver`"), "{}", asked.out);
}

#[test]
fn a_row_of_thousands_of_words_is_read_and_judged() {
    let nots = "not ".repeat(20_001);
    let policy = format!("policy odd {{ require {nots}public on was }}\nwas a {{ public }}\n");
    let folder = Folder::with(&[("a.arch", &policy)]);
    let told = found(&folder, &["a.arch"]);
    assert!(told.len() == 1 && told[0].contains("policy/odd"), "{}", told.len());
}

#[test]
fn policies_are_accepted_set_and_recorded_like_rules() {
    let accepted = "was a\nwas b\naccept policy/owned on a because \"내일 정한다\"\n";
    let files = [("policy.arch", POLICY), ("archlint.toml", CONFIG), ("a.arch", accepted)];
    let folder = Folder::with(&files);
    let told = folder.run(&["check", "a.arch", "--format", "json", "--select", "policy"]).json();
    assert_eq!(told["summary"]["accepted"], 1, "{told}");
    assert_eq!(told["summary"]["warning"], 1, "{told}");
    assert_eq!(found(&folder, &["a.arch", "--ignore", "policy/owned"]), [""; 0]);
    let only = folder.run(&["check", "a.arch", "--select", "no-timeout", "--format", "concise"]);
    assert!(!only.out.contains("policy/"), "{}", only.out);

    let louder = format!("{CONFIG}[rules]\n\"policy/*\" = \"error\"\n");
    folder.write("archlint.toml", louder.as_bytes());
    assert_eq!(folder.run(&["check", "a.arch", "--select", "policy"]).code, 1);
    let record = ["check", "a.arch", "--baseline", "b.json", "--update-baseline"];
    folder.run(&record);
    assert!(folder.read("b.json").contains("policy/owned"), "{}", folder.read("b.json"));
    let quiet = folder.run(&["check", "a.arch", "--baseline", "b.json", "--select", "policy"]);
    assert_eq!(quiet.code, 0, "{quiet:?}");

    folder.write("a.arch", b"was a\naccept policy/ownd on a because \"x\"\n");
    let told = folder.run(&["check", "a.arch"]);
    assert!(told.out.contains("there is no policy `policy/ownd`"), "{}", told.out);
    assert!(told.out.contains("did you mean `policy/owned`?"), "{}", told.out);
}

#[test]
fn sarif_knows_policies_and_says_why_they_are_there() {
    let told = archlint(&[
        "check",
        "examples/organisation/shop",
        "--config",
        ORGANISATION,
        "--format",
        "sarif",
        "--fail-on",
        "never",
        "--today",
        "2026-11-21",
        "--lang",
        "ko",
    ]);
    let log: Value = serde_json::from_str(&told).expect("JSON");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    let owned = rules.iter().find(|rule| rule["id"] == "policy/owned").expect("it is found");
    assert_eq!(owned["name"], "PolicyOwned");
    assert_eq!(owned["shortDescription"]["text"], "주인이 없는 서비스는 아무도 고치지 않습니다");
    let missing = rules.iter().find(|rule| rule["id"] == "missing-replica").expect("it is found");
    let page = "https://archlint.github.io/archlint/ko/rules/missing-replica.html";
    let policies = "https://archlint.github.io/archlint/ko/docs/how-to/own-rules.html";
    assert_eq!((&missing["helpUri"], &owned["helpUri"]), (&page.into(), &policies.into()));
    let results = run["results"].as_array().expect("a list");
    let found: BTreeSet<&str> =
        results.iter().filter_map(|result| result["ruleId"].as_str()).collect();
    for policy in ["policy/db-behind-service", "policy/data-in-seoul", "policy/daily-backup"] {
        assert!(found.contains(policy), "{policy} in {found:?}");
    }
    assert!(results.iter().any(|it| it["suppressions"][0]["status"] == "accepted"));
}

#[test]
fn a_configuration_takes_over_another_one_key_by_key() {
    let base = "policies = [\"policy.arch\"]\nexclude = [\"shop/old.arch\"]\nfail-on = \"warning\"\n\
        [rules]\n\"policy/owned\" = \"off\"\nno-timeout = \"off\"\n";
    let own =
        "extends = \"../archlint.toml\"\nfail-on = \"error\"\n[rules]\nno-timeout = \"error\"\n";
    let design = "was a { tier = gold, replicas = 1 }\n";
    let files = [
        ("archlint.toml", base),
        ("policy.arch", POLICY),
        ("shop/archlint.toml", own),
        ("shop/a.arch", design),
        ("shop/old.arch", design),
    ];
    let folder = Folder::with(&files);
    let told = found(&folder, &["shop"]);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("shop/a.arch") && told[0].contains("policy/redundant"));
    // The baseline stands beside the file that names it.
    folder.write("archlint.toml", format!("baseline = \"known.json\"\n{base}").as_bytes());
    folder.run(&["check", "shop/a.arch", "--update-baseline"]);
    assert!(folder.read("known.json").contains("policy/redundant"));
    let explained = folder.run(&["explain", "policy/owned", "--config", "shop/archlint.toml"]);
    assert!(explained.out.contains("require owner on was"), "{explained:?}");
}

#[test]
fn configurations_that_extend_each_other_in_a_circle_are_an_error_with_carets() {
    let files = [
        ("archlint.toml", "extends = \"b.toml\"\n"),
        ("b.toml", "extends = \"archlint.toml\"\n"),
        ("a.arch", "was a\n"),
    ];
    let folder = Folder::with(&files);
    let ran = folder.run(&["check", "a.arch", "--lang", "ko"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    let told = ran.out + &ran.err;
    for said in ["자기 자신을 이어받습니다", "b.toml:1:11", "archlint.toml:1:11"] {
        assert!(told.contains(said), "{said} in {told}");
    }
    folder.write("archlint.toml", b"policies = [\"polcy.arch\"]\n");
    let ran = folder.run(&["check", "a.arch"]);
    assert_eq!(ran.code, 2);
    assert!((ran.out + &ran.err).contains("`polcy.arch` can't be read"));
    // What lies outside of the project is not read, and nothing of it is told.
    folder.write("archlint.toml", b"extends = \"/etc/passwd\"\n");
    let ran = folder.run(&["check", "a.arch"]);
    assert!(ran.code == 2 && !(ran.out.clone() + &ran.err).contains("root:"), "{ran:?}");
}

#[test]
fn a_file_of_policies_holds_nothing_else() {
    let stranger = format!("{POLICY}was api\n");
    let files = [("policy.arch", &*stranger), ("archlint.toml", CONFIG), ("a.arch", "was a\n")];
    let folder = Folder::with(&files);
    let ran = folder.run(&["check", "a.arch", "--lang", "en"]);
    assert!(ran.out.contains("policy.arch:4:1"), "{}", ran.out);
    assert!(ran.out.contains("a file of policies holds"), "{}", ran.out);
}

#[test]
fn a_policy_that_nobody_states_is_no_green_run() {
    let files = [("policy.arch", POLICY), ("archlint.toml", CONFIG), ("a.arch", "was a\n")];
    let folder = Folder::with(&files);
    for (args, said) in [
        (["--select", "policy/ownd"], "`policy/ownd`; did you mean `policy/owned`?"),
        (["--ignore", "policy/none"], "has a policy `policy/none`"),
        (["--select", "polcy/owned"], "did you mean `policy/owned`?"),
        (["--select", "owned"], "did you mean `policy/owned`?"),
        (["--select", "nobody"], "a policy is written `policy/nobody`"),
        (["--select", "data/no-bakup"], "did you mean `no-backup`?"),
    ] {
        for command in [&["check", "a.arch"][..], &["fix", "a.arch"]] {
            let mut all = command.to_vec();
            all.extend(args);
            let ran = folder.run(&all);
            assert!(ran.code == 2 && ran.err.contains(said), "{all:?}: {ran:?}");
        }
    }
    let ran = folder.run(&["check", "a.arch", "--select", "policy/ownd", "--lang", "ko"]);
    assert!(
        ran.err
            .contains("정책은 설계에도 `archlint.toml`에도 없습니다. 혹시 `policy/owned`인가요?")
    );
    // One that a design states is known, too.
    folder.write("b.arch", b"policy odd { require backup on db }\nwas b\n");
    assert_ne!(folder.run(&["check", "a.arch", "b.arch", "--select", "policy/odd"]).code, 2);
    // What can't be read may be what is named.
    folder.write("c.arch", b"polcy even { require backup on db }\n");
    assert_eq!(folder.run(&["check", "c.arch", "--select", "policy/even"]).code, 1);
}

#[test]
fn a_configuration_that_speaks_about_no_policy_is_told_at_its_characters() {
    let config = format!("{CONFIG}[rules]\n\"policy/ownd\" = \"off\"\n");
    let folder = Folder::with(&[
        ("policy.arch", POLICY),
        ("archlint.toml", &config),
        ("a.arch", "was a { owner = \"x\" }\n"),
    ]);
    for (lang, said) in
        [("ko", "`policy/ownd` 정책은 없습니다"), ("en", "there is no policy `policy/ownd`")]
    {
        let ran = folder.run(&["check", "a.arch", "--lang", lang]);
        assert_eq!(ran.code, 2, "{ran:?}");
        for said in [said, "archlint.toml:3:1", "`policy/owned`"] {
            assert!(ran.err.contains(said), "{said}: {}", ran.err);
        }
    }
    // A team with policies of its own has nothing to do with the levels of those that it replaces.
    folder.write("archlint.toml", config.replace("ownd", "owned").as_bytes());
    folder.write("shop/policy.arch", b"policy odd { require backup on db }\n");
    folder.write(
        "shop/archlint.toml",
        b"extends = \"../archlint.toml\"\npolicies = [\"policy.arch\"]\n",
    );
    folder.write("shop/b.arch", b"was b\n");
    assert_ne!(folder.run(&["check", "shop"]).code, 2);
    // A design that this run does not read may state what is near to nothing.
    let config = format!(
        "{CONFIG}[[overrides]]\npaths = [\"*.arch\"]\nrules = {{ \"policy/elsewhere\" = \"off\" }}\n"
    );
    folder.write("archlint.toml", config.as_bytes());
    assert_ne!(folder.run(&["check", "a.arch"]).code, 2);
    let ran = folder.run(&["check", "."]);
    assert!(ran.code == 2 && ran.err.contains("archlint.toml:4:11"), "{ran:?}");
    folder.write("b.arch", b"policy elsewhere { require backup on db }\nwas b\n");
    assert_ne!(folder.run(&["check"]).code, 2);
}

#[test]
fn a_misspelt_policy_is_one_mistake() {
    let block = "{\n  forbid web -> db\n  require owner on was\n}\nwas a\n";
    let folder = Folder::with(&[("a.arch", &format!("polcy two {block}"))]);
    let told = folder.run(&["check", "a.arch", "--format", "concise"]);
    assert_eq!(told.out.lines().count(), 1, "{}", told.out);
    assert!(told.out.contains("did you mean `policy`?"), "{}", told.out);
    for (policy, said) in [
        ("policy a { forbd [web, user] -> db }", "did you mean `forbid`?"),
        ("policy b { require callers = lb on was }", "followed by whom it is about"),
        ("policy c { require callees in [lb] on was }", "`callees lb`"),
        ("policy d { require replicas >= 2 on was, service }", "`[…, service]`"),
        ("policy e { require callers on was }", "`callers` must be followed by"),
        ("policy f { limit depth <= 3 }\npolicy f { limit depth <= 4 }", "declared again here"),
    ] {
        folder.write("a.arch", format!("{policy}\nwas a\n").as_bytes());
        let told = folder.run(&["check", "a.arch"]);
        assert!(told.out.contains(said) && told.out.contains("1 error "), "{policy}: {told:?}");
    }
    folder.write("a.arch", b"policy b { require callers = lb on was }\nlb b\nwas a\n");
    folder.run(&["fix", "a.arch"]);
    assert!(folder.read("a.arch").starts_with("policy b { require callers lb on was }"));
}

#[test]
fn a_policy_that_can_not_be_judged_is_not_silent() {
    let design = "design \"shop\"\nwas a\nwas b { cost = $5000/mo }\n";
    let own =
        "policy cheap { require cost < 3000 }\npolicy busy { require utilization <= 50% on was }\n";
    let shared = "policy thrifty advice { require cost < $10000/mo }\n";
    let folder = Folder::with(&[
        ("policy.arch", shared),
        ("archlint.toml", CONFIG),
        ("a.arch", &format!("{design}{own}")),
    ]);
    for (lang, said, limit) in [
        ("ko", "정책을 판단하지 못했습니다", "기준 월 $3,000"),
        ("en", "was not evaluated", "the limit being $3,000/mo"),
    ] {
        let told = folder.run(&["check", "a.arch", "--select", "policy", "--lang", lang]).out;
        assert_eq!(told.matches(said).count(), 2, "{told}");
        assert!(told.contains(limit) && told.contains("[a.arch:2:1]"), "{told}");
        let title = if lang == "ko" { "조언[not-evaluated]" } else { "advice[not-evaluated]" };
        assert!(told.contains(title) && told.contains("[a.arch:1:8]"), "{told}");
    }
    let quiet = folder.run(&["check", "a.arch", "--ignore", "policy", "--format", "concise"]).out;
    assert!(!quiet.contains("policy"), "{quiet}");
}

#[test]
fn a_tag_that_nothing_has_is_worth_a_word() {
    let policy = "policy gold { require backup on tag:gold }\n";
    let folder = Folder::with(&[("a.arch", &format!("{policy}was a {{ tags = [golf] }}\n"))]);
    let told = folder.run(&["check", "a.arch"]);
    assert!(told.code == 1 && told.out.contains("did you mean `golf`?"), "{told:?}");
    folder.write("a.arch", format!("{policy}was a {{ tags = [silver] }}\n").as_bytes());
    let told = folder.run(&["check", "a.arch", "--lang", "ko", "--format", "concise"]);
    assert!(
        told.code == 0 && told.out.contains("조언[unknown-name] `gold` 태그가 붙은 것이"),
        "{told:?}"
    );
    // An organisation's policy holds for designs that lack it.
    folder.write("policy.arch", policy.as_bytes());
    folder.write("archlint.toml", CONFIG.as_bytes());
    folder.write("a.arch", b"was a { tags = [silver] }\n");
    assert!(!folder.run(&["check", "a.arch"]).out.contains("unknown-name"));
}

#[test]
fn mistakes_of_a_policy_file_are_counted_there() {
    let files = [("policy.arch", "policy a { requir tls on lb }\n"), ("archlint.toml", CONFIG)];
    let folder = Folder::with(&files);
    folder.write("a.arch", b"was a\n");
    let told = folder.run(&["check", "a.arch"]).out;
    assert!(told.contains("1 error (2 files)"), "{told}");
    let told = folder.run(&["check", "a.arch", "--format", "markdown"]).out;
    assert!(told.contains("— `a.arch`, `policy.arch`"), "{told}");
}

#[test]
fn what_breaks_a_policy_is_pointed_at() {
    let policy = "policy a { require tier != gold or replicas >= 2 on was }\n\
        policy b { forbid region != seoul and data = personal on db }\n";
    let design = "attributes { tier = [gold, silver] }\n\
        was api { tier = gold, replicas = 1 }\n\
        region tokyo { mysql orders { data = personal } }\n";
    let folder = Folder::with(&[("a.arch", &format!("{design}{policy}"))]);
    let told = folder.run(&["check", "a.arch", "--select", "policy", "--lang", "ko"]).out;
    assert!(told.contains("[a.arch:2:35]"), "the number, {told}");
    assert!(
        told.contains("[a.arch:3:16]") && told.contains("`tokyo` 리전 안에 있습니다"),
        "{told}"
    );
    folder.write("archlint.toml", b"lang = \"ko\"\n");
    let refused = folder.run(&["check", "gone.arch"]);
    assert!(refused.err.contains("없습니다"), "{refused:?}");
}

#[test]
fn a_mistake_among_the_attributes_of_a_team_is_said_once_with_every_design() {
    let folder = Folder::with(&[
        ("archlint.toml", CONFIG),
        ("policy.arch", "attributes { owner = string }\npolicy owned { require owner on was }\n"),
        ("a.arch", "user u\nwas api { replicas = 2 }\nu -> api { balanced }\n"),
        ("b.arch", "design \"b\" to-be extends \"a.arch\"\nremove api\n"),
    ]);
    for design in ["a.arch", "b.arch"] {
        let said = found(&folder, &[design, "--lang", "en"]).join("\n");
        assert_eq!(said.matches("a type of attribute").count(), 1, "{design}: {said}");
    }
}

/// A pool is a road like any other: what stands behind it is reached through it.
#[test]
fn roads_and_depth_lead_through_pools() {
    let behind = |front: &str, policy: &str| {
        format!(
            "user u\nwaf shield\nalb front\nalb front2\nwas api1\nwas api2\nwas b\nmysql m\n{front}\n\
             b -> m\npolicy p {{ {policy} }}\n"
        )
    };
    let pool = "u -> front -> api1, api2 -> b";
    for (front, policy) in [
        (pool, "limit depth <= 2"),
        (pool, "require path user -> waf -> was"),
        (pool, "require path lb -> waf -> was"),
        (pool, "require path user -> waf -> db"),
        ("u -> front -> api1 | api2 -> b", "require path user -> waf -> db"),
        ("u -> front, front2 -> api1 -> b", "limit depth <= 2"),
        ("u -> front, front2 -> api1 -> b", "require path user -> waf -> was"),
        ("u -> shield -> front -> b\nu -> front", "require path user -> waf -> lb"),
    ] {
        let folder = Folder::with(&[("a.arch", &*behind(front, policy))]);
        assert!(!found(&folder, &["a.arch"]).is_empty(), "{policy} on {front}");
    }
    let folder = Folder::with(&[(
        "a.arch",
        &*behind("u -> shield -> front -> api1, api2 -> b", "require path user -> waf -> was"),
    )]);
    assert!(found(&folder, &["a.arch"]).is_empty());
}
