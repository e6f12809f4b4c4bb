//! What the other commands print and write.

use super::{AS_IS, BROKEN, Folder, Ran, TO_BE, WARNED};

#[test]
fn init_makes_a_start_and_never_overwrites() {
    for lang in ["ko", "en"] {
        let folder = Folder::with(&[]);
        assert_eq!(folder.run(&["init", "--lang", lang]).code, 0);
        let checked = folder.run(&["check", "--format", "json"]);
        let text_errors = checked.rules().into_iter().filter(|rule| {
            ["syntax", "unknown-name", "unknown-attribute", "unknown-type", "unknown-value"]
                .contains(&rule.as_str())
        });
        assert_eq!(text_errors.collect::<Vec<_>>(), Vec::<String>::new());

        folder.write("design.arch", b"// mine\n");
        let again = folder.run(&["init", "--lang", lang]);
        assert_eq!(again.code, 0);
        assert_eq!(folder.read("design.arch"), "// mine\n");
    }
}

#[test]
fn the_schema_that_configurations_name_is_the_program_s() {
    let folder = Folder::with(&[]);
    let schema = folder.run(&["schema", "config"]).out;
    crate::kept::assert_current("docs/archlint.schema.json", &schema);
    folder.run(&["init"]);
    let first = folder.read("archlint.toml").lines().next().expect("a line").to_owned();
    let wanted = concat!(
        "#:schema https://raw.githubusercontent.com/archlint/archlint/v",
        env!("CARGO_PKG_VERSION"),
        "/docs/archlint.schema.json"
    );
    assert_eq!(first, wanted);
}

#[test]
fn schemas_accept_what_is_printed() {
    let folder = Folder::with(&[("broken.arch", BROKEN), ("warned.arch", WARNED)]);
    let schema = folder.run(&["schema", "json"]).json();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let report = folder.run(&["check", "--format", "json"]).json();
    let errors: Vec<_> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    assert!(!validator.is_valid(&serde_json::json!({ "version": 1 })));
    assert!(jsonschema::validator_for(&folder.run(&["schema", "config"]).json()).is_ok());
}

#[test]
fn completions_and_manual() {
    let folder = Folder::with(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = folder.run(&["completions", shell]);
        assert!(script.code == 0 && script.out.contains("explain"), "{shell}");
    }
    assert!(folder.run(&["man"]).out.contains(".TH archlint"));
}
#[test]
fn a_baseline_lets_only_new_findings_fail_and_shrinks() {
    let two = "was a\nwas b\nuser fan\nfan -> a -> b\n";
    let folder = Folder::with(&[("d.arch", two)]);
    let baseline = ["check", "d.arch", "--baseline", "known.json", "--fail-on", "advice"];
    assert_eq!(folder.run(&baseline).code, 2, "there is none yet");

    let update: Vec<&str> = baseline.iter().copied().chain(["--update-baseline"]).collect();
    let recorded = folder.run(&update);
    assert_eq!(recorded.code, 0, "{recorded:?}");
    let before = folder.read("known.json");
    assert!(before.lines().count() > 3, "findings are recorded: {before}");
    assert_eq!(folder.run(&baseline).code, 0);

    folder.write("d.arch", format!("// moved\n\n{two}mysql orders\nb -> orders\n").as_bytes());
    let ran = folder.run(&baseline);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("orders"), "{ran:?}");

    folder.write("d.arch", b"// nothing\n");
    let ran = folder.run(&baseline);
    assert!(ran.err.contains("--update-baseline"), "{ran:?}");
    folder.run(&update);
    assert!(folder.read("known.json").len() < before.len());
}

#[test]
fn the_day_can_be_given() {
    let text = "user fan\nwas a\nfan -> a\n\
                accept single-instance on a because \"internal\" until 2026-06-30\n";
    let folder = Folder::with(&[("d.arch", text)]);
    let rules = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = folder.command(&["check", "d.arch", "--format", "json"]);
        command.args(args).envs(variables.iter().copied());
        Ran::of(command.output().expect("runs")).rules()
    };
    let expired = "expired-accept".to_owned();
    assert!(!rules(&["--today", "2026-06-30"], &[]).contains(&expired));
    assert!(rules(&["--today", "2026-07-01"], &[]).contains(&expired));
    assert!(!rules(&[], &[("SOURCE_DATE_EPOCH", "1780000000")]).contains(&expired));
    assert!(rules(&[], &[("SOURCE_DATE_EPOCH", "1890000000")]).contains(&expired));
}

#[test]
fn rules_have_pages() {
    let folder = Folder::with(&[]);
    let listed = folder.run(&["rules", "--format", "json"]);
    let rules = listed.json()["rules"].as_array().expect("a list").clone();
    assert!(!rules.is_empty());
    for rule in rules {
        let name = rule["name"].as_str().expect("a name");
        for format in ["pretty", "markdown", "json"] {
            for lang in ["ko", "en"] {
                let page = folder.run(&["explain", name, "--format", format, "--lang", lang]);
                assert_eq!(page.code, 0, "{page:?}");
                assert!(page.out.contains(name));
            }
        }
    }
    assert_eq!(folder.run(&["explain", "no-such-rule"]).code, 2);
}

#[test]
fn fingerprints_survive_another_order_and_another_layout() {
    let mut lines: Vec<&str> = AS_IS.lines().collect();
    lines[1..].reverse();
    let reordered = lines.join("\n\n") + "\n";
    let folder = Folder::with(&[("a.arch", AS_IS), ("a/a.arch", &reordered)]);
    let prints = |file: &str| -> std::collections::BTreeSet<String> {
        let report = folder.run(&["check", file, "--format", "json"]).json();
        let findings = report["findings"].as_array().expect("a list").clone();
        findings.iter().map(|it| it["fingerprint"].as_str().expect("text").to_owned()).collect()
    };
    let before = prints("a.arch");
    assert!(before.len() > 4, "{before:?}");
    assert_eq!(prints("a/a.arch"), before);
    assert_eq!(folder.run(&["fmt", "a.arch"]).code, 0);
    assert_ne!(folder.read("a.arch"), AS_IS);
    assert_eq!(prints("a.arch"), before);
}

#[test]
fn what_changes_from_as_is_to_to_be() {
    let folder = Folder::with(&[("as-is.arch", AS_IS), ("to-be.arch", TO_BE)]);
    let ran = folder.run(&["diff", "as-is.arch", "to-be.arch", "--format", "json"]);
    let changes = ran.json();
    assert_eq!(changes["components"]["added"], serde_json::json!(["archive"]));
    assert_eq!(changes["components"]["changed"][0]["name"], "api");
    assert_eq!(changes["connections"]["removed"], serde_json::json!(["fan->front", "front->api"]));
    let removed = changes["findings"]["removed"].as_array().expect("a list");
    assert!(removed.iter().any(|finding| finding["rule"] == "single-instance"), "{removed:?}");
    let metrics = changes["metrics"].as_array().expect("a list");
    let up = metrics.iter().find(|m| m["name"] == "availability(fan)").expect("of the flow");
    assert!(up["old"].as_f64() < up["new"].as_f64(), "{up}");

    let ran = folder.run(&["render", "to-be.arch", "--against-base", "--lang", "en"]);
    assert!(ran.code == 0 && ran.out.contains(">added</text>"), "{}", ran.err);
    assert_eq!(folder.run(&["render", "as-is.arch", "--against-base"]).code, 2);
    let ran = folder.run(&["diff", "as-is.arch", "to-be.arch", "--svg", "d.svg", "--overlay"]);
    assert!(ran.code == 0 && ran.out.contains("archive"), "{ran:?}");
    assert!(folder.read("d.svg").contains("</svg>"));
    // The flow still misses its objective, with another figure: the same finding, changed.
    let one = "user fan\nwas api\nwas spare\nfan -> api -> spare\nslo { availability = 99.9% }\n";
    folder.write("one.arch", one.as_bytes());
    folder.write("two.arch", one.replace("was api", "was api { replicas = 2 }").as_bytes());
    let changes = folder.run(&["diff", "one.arch", "two.arch", "--format", "json"]).json();
    let changed = changes["findings"]["changed"].as_array().expect("a list");
    let missed = changed.iter().find(|finding| finding["rule"] == "objective-unreachable");
    let missed = missed.unwrap_or_else(|| panic!("{changes}"));
    assert_ne!(missed["message"], missed["was"]["message"]);
    // A bill with gaps is not compared with one without.
    folder.write("gaps.arch", b"user u\nroute53 n\nwas a\nu -> n -> a\n");
    folder.write("whole.arch", b"user u\nroute53 n\nwas a { cost = $60/mo }\nu -> n -> a\n");
    let changes = folder.run(&["diff", "gaps.arch", "whole.arch", "--format", "json"]).json();
    let metrics = changes["metrics"].as_array().expect("a list");
    let cost = metrics.iter().find(|metric| metric["name"] == "cost").expect("of the new one");
    assert!(cost["old"].is_null() && cost["new"].as_f64() > Some(60.0), "{cost}");
    let same = folder.run(&["diff", "as-is.arch", "as-is.arch"]);
    assert_eq!((same.code, same.out.as_str()), (0, "nothing changes\n"));
}

#[test]
fn figures_and_scenarios() {
    let folder = Folder::with(&[("a.arch", AS_IS)]);
    let ran = folder.run(&["estimate", "a.arch", "--format", "json"]);
    let peak = ran.json()["totals"]["peak_rps"].as_f64().expect("known");
    assert!((peak - 347.22).abs() < 0.01, "{peak}");
    let ran = folder.run(&["simulate", "a.arch", "--format", "json"]);
    assert_eq!(ran.json()["scenarios"][0]["flows"][0]["state"], "down");
    let ran = folder.run(&["simulate", "a.arch", "--traffic", "10x", "--format", "json"]);
    let components = ran.json()["scenarios"][0]["components"].as_array().expect("a list").clone();
    let api = components.iter().find(|component| component["name"] == "api").expect("listed");
    assert_eq!(api["overloaded"], true, "{api}");
    let ran = folder.run(&["simulate", "a.arch", "--fail", "ordres"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean `orders`?"), "{ran:?}");
    for format in ["pretty", "markdown"] {
        assert!(folder.run(&["estimate", "a.arch", "--format", format]).out.contains("347"));
    }
}

#[test]
fn a_page_ready_to_post() {
    let folder = Folder::with(&[("a.arch", AS_IS)]);
    let week = |week: &str| folder.run(&["report", "a.arch", "--week", week, "--lang", "ko"]).out;
    let first = week("1");
    assert!(first.starts_with("# [1주차] 이름 - 표 아키텍처 진단과 SPOF\n"), "{first}");
    assert!(first.contains("```mermaid\n") && first.contains("지금 당장 터진다면"), "{first}");
    assert!(week("2").contains("300k × 20 ÷ 86,400 × 5 = 347 rps"));
    assert!(!first.contains("347 rps"), "numbers come in the second week");
    assert!(week("4").contains("10배가 되면"), "the tenfold day comes in the last week");
    assert_eq!(folder.run(&["report", "a.arch", "--week", "5"]).code, 2);

    assert_eq!(folder.run(&["report", "a.arch", "-o", "a.html"]).code, 0);
    let page = folder.read("a.html");
    assert!(page.starts_with("<!doctype html>") && page.contains("<figure><svg"), "{page}");
}

#[test]
fn formatting_keeps_to_its_business() {
    let untidy = "was   api{replicas=2}\n\n\n\nwas b // note\n";
    let markdown = "# 제목\n\n- 목록\n  ```arch\n  was   api{replicas=2}\n  ```\n\n> ```arch\n> was   b\n> was   c\n> ```\n";
    let files = [("a.arch", untidy), ("broken.arch", BROKEN), ("b.md", markdown)];
    let folder = Folder::with(&files);
    assert_eq!(folder.run(&["fmt", "--check", "a.arch"]).code, 1);
    assert_eq!(folder.read("a.arch"), untidy);
    let diff = folder.run(&["fmt", "--diff", "a.arch"]);
    assert!(diff.code == 1 && diff.out.contains("-was   api{replicas=2}"), "{diff:?}");

    let ran = folder.run(&["fmt"]);
    assert!(ran.code == 1 && ran.err.contains("broken.arch:2:"), "{ran:?}");
    assert_eq!(folder.read("broken.arch"), BROKEN);
    let tidy = folder.read("a.arch");
    assert!(tidy.contains("was api { replicas = 2 }") && tidy.contains("// note"), "{tidy}");
    let tidy = folder.read("b.md");
    assert!(tidy.contains("- 목록\n  ```arch\n  was api { replicas = 2 }\n  ```"), "{tidy}");
    assert!(tidy.contains("> was   b\n"), "{tidy}");
    assert_eq!(folder.run(&["fmt", "--check", "a.arch", "b.md"]).code, 0);
    assert_eq!(folder.pipe(&["fmt", "-"], untidy.as_bytes()).out, folder.read("a.arch"));
}

#[test]
fn what_was_not_computed_is_not_told_as_up() {
    let text = "user fan\nwas api { replicas = 2 }\nmysql orders { replicas = 2, failover = auto }\n\
                fan -> api -> orders\n";
    let folder = Folder::with(&[("a.arch", text)]);
    let run =
        |more: &[&str]| folder.run(&[&["simulate", "a.arch", "--lang", "en"], more].concat()).out;
    assert!(run(&["--traffic", "1000x"]).contains("no load was computed"));
    assert!(!run(&["--fail", "api#1"]).contains("no load was computed"), "nobody asked");
    let slow = run(&["--slow", "orders=10x"]);
    let row = slow.lines().find(|line| line.contains("fan")).expect("a row of the journey");
    assert_eq!(row.matches("unknown").count(), 2, "{slow}");
}
