//! What is too much ends in a sentence: pictures, pages and findings of very large designs.

use super::Folder;

/// Components that all call each other, in two groups.
fn crowd(count: usize) -> String {
    let half = |from: usize, to: usize| (from..to).map(|n| format!("  service s{n}\n"));
    let mut text = String::from("user fan\ngroup left {\n");
    text.extend(half(0, count / 2));
    text.push_str("}\ngroup right {\n");
    text.extend(half(count / 2, count));
    text.push_str("}\nfan -> s0\n");
    for from in 0..count {
        let others = (0..count).filter(|to| *to != from).map(|to| format!("s{to}"));
        text.push_str(&format!("s{from} -> {}\n", others.collect::<Vec<_>>().join(", ")));
    }
    text
}

#[test]
fn a_picture_too_large_to_read_is_refused_with_a_way_out() {
    let folder = Folder::with(&[("crowd.arch", &crowd(112))]);
    let run = |args: &[&str]| folder.run(&[&["render", "crowd.arch"], args].concat());
    for (lang, words) in [("en", "too many for one picture"), ("ko", "너무 많습니다")] {
        let ran = run(&["-o", "crowd.svg", "--lang", lang]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains(words) && ran.err.contains("--overview"), "{ran:?}");
        assert!(!folder.path().join("crowd.svg").exists());
    }
    // What the sentence says helps.
    let ran = run(&["--overview"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("<svg"), "{}", ran.out);
    let diff = folder.run(&["diff", "crowd.arch", "crowd.arch", "--svg", "d.svg"]);
    assert_eq!(diff.code, 2, "{diff:?}");
    assert_eq!(folder.run(&["diff", "crowd.arch", "crowd.arch"]).code, 0);
}

#[test]
fn a_fault_that_is_there_thousands_of_times_is_explained_a_thousand_times() {
    let folder = Folder::with(&[("a.arch", &"mysql\n".repeat(1_500))]);
    let json = folder.run(&["check", "a.arch", "--format", "json"]).json();
    let findings = json["findings"].as_array().expect("a list");
    let of_rule: Vec<_> = findings.iter().filter(|f| f["rule"] == "syntax").collect();
    assert_eq!(of_rule.len(), 1_500, "each is there");
    assert!(!of_rule[999]["help"].is_null() && of_rule[1_000]["help"].is_null());
    for finding in &of_rule {
        let is_whole = finding["message"]["ko"].is_string() && finding["fingerprint"].is_string();
        assert!(is_whole && finding["range"]["start"]["line"].is_number(), "{finding}");
    }
    assert_eq!(json["shortened"]["findings"], 500);
    assert!(json["shortened"]["message"]["ko"].as_str().is_some_and(|ko| ko.contains("1000")));
}

#[test]
fn a_page_about_a_large_design_leaves_out_and_says_how_much() {
    let mut text = String::from("traffic { dau = 300k, requests-per-user = 20 }\nuser fan\n");
    (0..600).for_each(|n| {
        text.push_str(&format!("service s{n} {{ capacity = 100rps }}\nfan -> s{n}\n"))
    });
    let folder = Folder::with(&[("large.arch", &text)]);
    let page = folder.run(&["report", "large.arch", "--week", "2"]).out;
    assert!(page.contains("more rows are left out"), "{page}");
    assert!(!page.contains("```mermaid") && page.contains("to be drawn in a page"), "{page}");
    assert!(page.lines().count() < 2_500, "{}", page.lines().count());
    let drawn = folder.run(&["render", "large.arch", "--format", "mermaid"]).out;
    assert!(drawn.contains("n600"), "an export is whole");
}
