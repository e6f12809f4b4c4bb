//! Documents stay true: what they name exists.

use std::fs;
use std::path::Path;
use std::process::Output;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

const DOCUMENTS: &[&str] = &["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "README.ko.md"];

/// The words in single backticks outside of code blocks.
fn quoted_words(text: &str) -> Vec<&str> {
    let mut outside = true;
    let mut words = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            outside = !outside;
        } else if outside {
            words.extend(line.split('`').skip(1).step_by(2));
        }
    }
    words
}

fn is_repository_path(word: &str) -> bool {
    let first = word.split('/').next().unwrap_or_default();
    let folders = ["src", "rules", "tests", "grammar", "examples", "docs", "benches", "assets"];
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    plain && word.contains('/') && folders.contains(&first)
}

#[test]
fn paths_named_in_documents_exist() {
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let Ok(text) = fs::read_to_string(root().join(document)) else {
            missing.push(format!("{document} itself"));
            continue;
        };
        for word in quoted_words(&text).into_iter().filter(|word| is_repository_path(word)) {
            if !root().join(word).exists() {
                missing.push(format!("{document} names {word}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The commands of the READMEs, as argument lists.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside {
            let parts = line.split(" && ");
            let own = parts.filter_map(|part| {
                part.strip_prefix("archlint ").or_else(|| part.strip_prefix("cargo try "))
            });
            found.extend(own.map(|part| part.split_whitespace().map(str::to_owned).collect()));
        }
    }
    found
}

fn run(command: &[String], folder: &Path) -> Output {
    let absolute = |word: &String| match word.starts_with("examples/") {
        true => root().join(word).display().to_string(),
        false => word.clone(),
    };
    std::process::Command::new(env!("CARGO_BIN_EXE_archlint"))
        .args(command.iter().map(absolute))
        .current_dir(folder)
        .output()
        .expect("the binary runs")
}

/// A block of text right behind a block of commands is quoted from what these print.
#[test]
fn figures_quoted_in_the_readmes_are_printed() {
    for document in ["README.md", "README.ko.md"] {
        let text = fs::read_to_string(root().join(document)).expect("UTF-8");
        let quoted = |(at, _): (usize, &str)| {
            let (before, block) = (&text[..at], &text[at + "```\n\n```text\n".len()..]);
            let commands = &before[before.rfind("```")?..];
            let block = block.split("```").next().unwrap_or_default();
            commands.starts_with("```sh").then(|| (commands.to_owned() + "```", block))
        };
        let blocks: Vec<_> = text.match_indices("```\n\n```text\n").filter_map(quoted).collect();
        assert!(!blocks.is_empty(), "{document} quotes figures");
        for (shown, block) in blocks {
            let folder = tempfile::tempdir().expect("a place to write");
            let print = |command: &Vec<String>| run(command, folder.path()).stdout;
            let printed: Vec<u8> = commands(&shown).iter().flat_map(print).collect();
            let printed = String::from_utf8(printed).expect("UTF-8");
            for line in block.lines() {
                assert!(printed.lines().any(|it| it == line), "{document}: {line}");
            }
        }
    }
}

#[test]
fn commands_named_in_the_readmes_run() {
    for document in ["README.md", "README.ko.md"] {
        let text = fs::read_to_string(root().join(document)).expect("UTF-8");
        let commands = commands(&text);
        assert!(commands.len() >= 7, "{document} names its commands");
        for command in commands {
            let folder = tempfile::tempdir().expect("a place to write");
            let output = run(&command, folder.path());
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{document}: {command:?}: {told}");
        }
    }
}

/// The finding that a README shows is what `check` says of the design before it.
#[test]
fn the_finding_in_the_readmes_is_the_one_of_their_design() {
    for (document, lang) in [("README.md", "en"), ("README.ko.md", "ko")] {
        let text = fs::read_to_string(root().join(document)).expect("UTF-8");
        let block = |fence: &str| {
            let inside = text.split(fence).nth(1).unwrap_or_else(|| panic!("{document}: {fence}"));
            inside.split("```").next().unwrap_or_default().to_owned()
        };
        let folder = tempfile::tempdir().expect("a folder can be made");
        fs::write(folder.path().join("design.arch"), block("```arch\n")).expect("written");
        let command = ["check", "design.arch", "--lang", lang].map(str::to_owned);
        let printed = String::from_utf8(run(&command, folder.path()).stdout).expect("UTF-8");
        assert!(printed.contains(&block("```text\n")), "{document}:\n{printed}");
    }
}
