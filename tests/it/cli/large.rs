//! A thousand components: what people get to read of them.

use super::Folder;
use std::fmt::Write;

/// Domains of services, each with a database, some with a cache or a queue, and with the faults of
/// designs that grew: single instances, sessions on servers, caches of one node.
fn thousand() -> String {
    let mut text = String::from("user fan\nlb front { managed, health-check }\nfan -> front\n");
    for domain in 0..100 {
        let _ = writeln!(text, "group domain{domain} {{");
        for (service, facts) in ["replicas = 2", "", "session = local, replicas = 2", "stateless"]
            .into_iter()
            .enumerate()
        {
            let _ = writeln!(text, "  service d{domain}-s{service} {{ {facts} }}");
            let _ = writeln!(text, "  mysql d{domain}-db{service} {{ replicas = 2 }}");
        }
        let _ = writeln!(text, "  redis d{domain}-cache {{ mode = standalone }}");
        let _ = writeln!(text, "  kafka d{domain}-events {{ brokers = 1 }}\n}}");
        let _ = writeln!(text, "front -> d{domain}-s0 -> d{domain}-s1 -> d{domain}-s2");
        let _ = writeln!(text, "d{domain}-s2 -> d{domain}-s3 -> d{domain}-cache");
        let _ = writeln!(text, "d{domain}-s0 ~> d{domain}-events ~> d{domain}-s3");
        for service in 0..4 {
            let _ = writeln!(text, "d{domain}-s{service} -> d{domain}-db{service}");
        }
    }
    text
}

#[test]
fn findings_of_a_large_design_fit_on_a_few_pages() {
    let folder = Folder::with(&[("large.arch", &thousand())]);
    let concise = folder.run(&["check", "large.arch", "--format", "concise"]).out;
    // One line for each tier, however many stand in it.
    assert!(concise.lines().count() < 30, "{concise}");
    let json = folder.run(&["check", "large.arch", "--format", "json"]).json();
    let findings = json["findings"].as_array().expect("a list");
    let single = findings.iter().find(|it| it["rule"] == "single-instance").expect("one");
    assert_eq!(single["subjects"].as_array().map(Vec::len), Some(200), "{single}");

    for lang in ["ko", "en"] {
        let ran = folder.run(&["check", "large.arch", "--lang", lang]);
        assert!(ran.out.lines().count() < 300, "{}", ran.out);
        let heads = ran.out.lines().filter(|line| line.contains("[single-instance]")).count();
        assert_eq!(heads, 1, "{}", ran.out);
    }
}

#[test]
fn questions_about_many_are_kept_in_one_line_each() {
    let folder = Folder::with(&[("large.arch", &thousand())]);
    let ran = folder.run(&["fix", "large.arch", "--select", "unknown-facts"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let fixed = folder.read("large.arch");
    let stubs: Vec<&str> = fixed.lines().filter(|line| line.starts_with("// ? ")).collect();
    assert!(stubs.contains(&"// ? *.timeout = 2s | none"), "{stubs:#?}");
    assert!(stubs.len() < 30, "{stubs:#?}");
    let again = folder.run(&["check", "large.arch", "--select", "unknown-facts"]);
    assert_eq!(again.code, 0, "{again:?}");
}
