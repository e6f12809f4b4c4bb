//! The shipped examples: each one's findings stand beside it, and each can be drawn.

use crate::kept::{assert_current, is_current};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every example, relative to the repository.
pub fn designs() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("examples")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is part of the repository") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "arch") {
                found.push(path.strip_prefix(root()).expect("below the root").to_owned());
            }
        }
    }
    found.sort();
    assert!(found.len() >= 14, "{found:?}");
    found
}

pub fn archlint(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_archlint"))
        .args(arguments)
        .current_dir(root())
        .env_remove("ARCHLINT_LANG")
        // What is kept speaks of days: 2026-11-21, as for the findings.
        .env("SOURCE_DATE_EPOCH", "1795219200")
        .output()
        .expect("the binary runs");
    let code = output.status.code();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(code == Some(0), "archlint {arguments:?} ended with {code:?}: {told}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn findings(design: &str) -> String {
    let concise = |lang| {
        let common = ["--format", "concise", "--fail-on", "never", "--today", "2026-11-21"];
        let mut arguments = vec!["check", design, "--lang", lang];
        arguments.extend(common);
        archlint(&arguments)
    };
    let (ko, en) = (concise("ko"), concise("en"));
    let clean = |text: String| if text.is_empty() { "–\n".to_owned() } else { text };
    format!("# 한국어\n{}\n# English\n{}", clean(ko), clean(en))
}

#[test]
fn the_findings_of_every_example_stand_beside_it() {
    let mut stale = Vec::new();
    for design in designs() {
        let name = design.to_str().expect("UTF-8").replace('\\', "/");
        let beside = name.replace(".arch", ".findings.txt");
        let now = findings(&name);
        if !is_current(&beside, &now) {
            stale.push(format!("{beside}\n{now}"));
        }
    }
    assert!(stale.is_empty(), "run `UPDATE=1 cargo test`; these are stale:\n{}", stale.join("\n"));
}

/// What people may have already, each with the name of the files beside it.
const FOREIGN: [(&str, &str); 5] = [
    ("examples/import/compose/docker-compose.yml", "examples/import/compose/docker-compose"),
    ("examples/import/kubernetes/shop.yaml", "examples/import/kubernetes/shop"),
    ("examples/import/terraform/main.tf", "examples/import/terraform/main"),
    ("examples/import/post.md", "examples/import/post"),
    ("examples/import/shop.drawio", "examples/import/shop"),
];

#[test]
fn the_findings_and_the_picture_of_every_foreign_example_stand_beside_it() {
    let mut stale = Vec::new();
    for (file, beside) in FOREIGN {
        let now = findings(file);
        // One box of a drawing may stand for several, so what is drawn alone is no error.
        let is_loud = ["error[", "warning["].iter().any(|level| now.contains(level));
        assert!(is_loud && now.contains(&format!("{file}:")), "{now}");
        for (name, now) in [
            (format!("{beside}.findings.txt"), now),
            (format!("{beside}.svg"), archlint(&["render", file, "--lang", "ko"])),
        ] {
            if !is_current(&name, &now) {
                stale.push(name);
            }
        }
    }
    assert!(stale.is_empty(), "run `UPDATE=1 cargo test`; these are stale: {stale:?}");
}

#[test]
fn the_to_be_of_the_compose_project_cures_its_errors_and_leaves_the_file_alone() {
    let of = |name: &str| findings(&format!("examples/import/compose/{name}"));
    assert!(of("docker-compose.yml").contains("error["));
    assert!(!of("to-be.arch").contains("error["), "{}", of("to-be.arch"));
}

/// The rules that a growth stage's own text complains of, by stage, and from which stage on they
/// are gone.
const DRAWBACKS: &[(&str, usize, usize)] = &[
    ("shared-host", 1, 2),
    ("single-instance", 2, 3),
    ("missing-replica", 3, 4),
    ("single-load-balancer", 3, 4),
    ("no-health-check", 3, 4),
    ("manual-failover", 4, 5),
    ("unclustered-cache", 5, 6),
    ("no-expiry", 5, 6),
    ("local-files", 5, 6),
    ("stateful-web-tier", 6, 7),
    ("sticky-session", 6, 7),
    ("single-zone", 7, 8),
];

#[test]
fn what_hurts_at_a_stage_is_gone_at_the_stage_that_cures_it() {
    let stages: Vec<String> = designs()
        .into_iter()
        .filter(|path| path.starts_with("examples/growth"))
        .map(|path| findings(path.to_str().expect("UTF-8")))
        .collect();
    assert_eq!(stages.len(), 10);
    let says = |stage: usize, rule: &str| stages[stage - 1].contains(&format!("[{rule}]"));
    for (rule, hurts, cured) in DRAWBACKS {
        assert!(says(*hurts, rule), "stage {hurts} should complain of {rule}");
        for stage in *cured..=10 {
            assert!(!says(stage, rule), "stage {stage} still complains of {rule}");
        }
    }
}

#[test]
fn the_to_be_of_the_study_project_cures_every_error_of_its_as_is() {
    let of = |name: &str| findings(&format!("examples/ticketing/{name}.arch"));
    assert!(of("as-is").contains("error["));
    assert!(!of("to-be").contains("error["), "{}", of("to-be"));
}

/// The pictures on the front page, in both languages of it.
#[test]
fn the_pictures_on_the_front_page_show_the_study_project() {
    for name in ["as-is", "to-be"] {
        let file = format!("examples/ticketing/{name}.arch");
        let drawn = archlint(&["render", &file, "--lang", "ko"]);
        assert_current(&format!("docs/pictures/ticketing-{name}.svg"), &drawn);
    }
}

#[test]
fn every_example_can_be_drawn() {
    for design in designs() {
        let svg = archlint(&["render", design.to_str().expect("UTF-8"), "--lang", "ko"]);
        let drawn = roxmltree::Document::parse(&svg).expect("well-formed");
        assert_eq!(drawn.root_element().tag_name().name(), "svg");
    }
}
