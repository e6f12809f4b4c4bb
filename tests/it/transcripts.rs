//! What `estimate`, `simulate`, `diff` and `report` print about three shipped designs, in both
//! languages, kept word for word in `transcripts/`.

use crate::kept::is_current;
use std::path::Path;
use std::process::Command;

const AS_IS: &str = "examples/ticketing/as-is.arch";
const TO_BE: &str = "examples/ticketing/to-be.arch";
const LARGE: &str = "examples/hundred-million.arch";

/// The name of the file that keeps it, and the command line without the language.
const COMMANDS: &[(&str, &[&str])] = &[
    ("as-is.estimate", &["estimate", AS_IS]),
    ("as-is.estimate-markdown", &["estimate", AS_IS, "--format", "markdown"]),
    ("as-is.simulate", &["simulate", AS_IS, "--sweep"]),
    (
        "as-is.simulate-flags",
        &["simulate", AS_IS, "--fail", "seats", "--traffic", "10x", "--slow", "orders=3x"],
    ),
    ("as-is.simulate-cold", &["simulate", AS_IS, "--cache-cold", "--zone-down", "a"]),
    ("as-is.week-1", &["report", AS_IS, "--week", "1"]),
    ("as-is.week-2", &["report", AS_IS, "--week", "2"]),
    ("as-is.week-3", &["report", AS_IS, "--week", "3"]),
    ("as-is.week-4", &["report", AS_IS, "--week", "4"]),
    ("to-be.estimate", &["estimate", TO_BE]),
    ("to-be.simulate", &["simulate", TO_BE, "--sweep"]),
    ("to-be.simulate-markdown", &["simulate", TO_BE, "--format", "markdown"]),
    ("to-be.diff", &["diff", AS_IS, TO_BE]),
    ("to-be.diff-markdown", &["diff", AS_IS, TO_BE, "--format", "markdown"]),
    ("to-be.report", &["report", TO_BE]),
    ("large.estimate", &["estimate", LARGE]),
    ("large.simulate", &["simulate", LARGE, "--sweep"]),
    ("large.simulate-flags", &["simulate", LARGE, "--fail", "cache", "--zone-down", "a"]),
    ("large.diff", &["diff", TO_BE, LARGE]),
    ("large.report", &["report", LARGE]),
];

fn printed(arguments: &[&str], lang: &str) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_archlint"))
        .args(arguments)
        .args(["--lang", lang])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        // The day after the examples' last date of decision: 2026-11-21.
        .env("SOURCE_DATE_EPOCH", "1795219200")
        .output()
        .expect("the binary runs");
    let told = String::from_utf8_lossy(&ran.stderr);
    let line = arguments.join(" ");
    let code = ran.status.code().expect("not killed");
    assert!(code < 2, "archlint {line} ended with {code}: {told}");
    let out = String::from_utf8(ran.stdout).expect("UTF-8");
    format!("$ archlint {line} --lang {lang}\n{told}{out}[{code}]\n")
}

#[test]
fn commands_print_what_was_read_and_found_right() {
    let mut stale = Vec::new();
    for lang in ["ko", "en"] {
        for (name, arguments) in COMMANDS {
            let kept = format!("tests/it/transcripts/{name}.{lang}.txt");
            if !is_current(&kept, &printed(arguments, lang)) {
                stale.push(kept);
            }
        }
    }
    assert!(stale.is_empty(), "run `UPDATE=1 cargo test` and read what changed in {stale:#?}");
}

#[test]
fn nothing_is_kept_that_no_command_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/transcripts");
    let kept = std::fs::read_dir(folder).expect("the folder is part of the repository");
    let known: Vec<String> = COMMANDS
        .iter()
        .flat_map(|(name, _)| [format!("{name}.ko.txt"), format!("{name}.en.txt")])
        .collect();
    let names = kept.map(|entry| entry.expect("readable").file_name());
    let names = names.map(|name| name.into_string().expect("UTF-8"));
    let orphans: Vec<String> = names.filter(|name| !known.contains(name)).collect();
    assert!(orphans.is_empty(), "{orphans:?}");
}

/// The figures of a flow's row: what stands between two spaces or more.
fn row<'a>(printed: &'a str, flow: &str) -> Vec<&'a str> {
    let cells = |line: &'a str| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty());
    let found = printed.lines().map(|line| cells(line).collect::<Vec<_>>());
    let mut found = found.filter(|cells| cells.len() > 3 && cells[0] == flow);
    found.next().expect("the flow has a row")
}

#[test]
fn one_availability_and_one_downtime_look_the_same_in_every_command() {
    let estimated = printed(&["estimate", AS_IS], "ko");
    let flow = row(&estimated, "buy");
    let (availability, downtime) = (flow[1], flow[3]);
    let compared = printed(&["diff", AS_IS, TO_BE], "ko");
    let checked = printed(&["check", AS_IS], "ko");
    for (command, printed) in [("diff", compared), ("check", checked)] {
        assert!(printed.contains(availability), "{command} shows {availability}:\n{printed}");
        assert!(printed.contains(downtime), "{command} shows {downtime}:\n{printed}");
    }
}

#[test]
fn korean_output_keeps_no_english_shorthand() {
    for (_, arguments) in COMMANDS {
        let printed = printed(arguments, "ko");
        let (_, out) = printed.split_once('\n').expect("the command stands first");
        for word in ["✕", " 10x", "error[", "warning["] {
            assert!(!out.contains(word), "`{word}` in the Korean of {arguments:?}");
        }
    }
    let concise = printed(&["check", AS_IS, "--format", "concise"], "ko");
    assert!(concise.contains("오류[missing-replica]") && !concise.contains("error["), "{concise}");
}
