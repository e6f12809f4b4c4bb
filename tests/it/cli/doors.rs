//! The two doors under attack: what is read is never written over, what is written stays, and what
//! leads out of the project is left alone.

use super::{AS_IS, BROKEN, CLEAN, Folder, Ran, WARNED};
use std::fs;
use std::process::Stdio;

const SECRET: &str = "hunter2xyz";
const COMPOSE: &str = "services:\n  db:\n    image: mysql:8\n";

fn leaky() -> String {
    format!("user fan\nwas api {{ note = \"DB_PASSWORD={SECRET}\" }}\nfan -> api\n")
}

/// With standard input, output and error as the shell would open them.
#[cfg(unix)]
fn shell(folder: &Folder, line: &str) -> Ran {
    let mut command = std::process::Command::new("sh");
    let line = line.replace("archlint", env!("CARGO_BIN_EXE_archlint"));
    command.args(["-c", &line]).current_dir(folder.path()).env_clear();
    Ran::of(command.output().expect("a shell runs"))
}

#[test]
fn a_foreign_file_that_was_only_counted_is_not_overwritten() {
    let folder = Folder::with(&[("a.arch", AS_IS), ("docker-compose.yml", COMPOSE)]);
    let args = ["check", ".", "--format", "json", "--output-file", "docker-compose.yml"];
    assert_eq!(folder.run(&args).code, 2);
    assert_eq!(folder.read("docker-compose.yml"), COMPOSE);
}

#[cfg(unix)]
#[test]
fn standard_input_is_not_overwritten_where_it_is_a_file() {
    let folder = Folder::with(&[("z.txt", AS_IS)]);
    let ran = shell(&folder, "archlint report - -o z.txt < z.txt");
    assert_eq!((ran.code, folder.read("z.txt").as_str()), (2, AS_IS), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn what_is_open_already_gets_the_bytes_behind_its_own() {
    let folder = Folder::with(&[("a.arch", AS_IS), ("log", "precious\n")]);
    let ran = shell(&folder, "archlint estimate a.arch -o /dev/stdout >> log");
    assert_eq!(ran.code, 0, "{ran:?}");
    let log = folder.read("log");
    assert!(log.starts_with("precious\n") && log.len() > 100, "{log}");
}

#[test]
fn one_run_does_not_write_one_file_twice() {
    let twice: [&[&str]; 2] = [
        &["check", "a.arch", "--baseline", "k.json", "--update-baseline", "--format", "json"],
        &["diff", "a.arch", "b.arch", "--svg", "k.json"],
    ];
    let folder = Folder::with(&[("a.arch", AS_IS), ("b.arch", WARNED)]);
    let args: Vec<&str> = [twice[0], &["--output-file", "k.json"]].concat();
    for _ in 0..2 {
        let ran = folder.run(&args);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(folder.read("k.json").contains("\"version\": 2"), "the baseline stays");
    }
    let folder = Folder::with(&[("a.arch", AS_IS), ("b.arch", AS_IS)]);
    let ran = folder.run(&["diff", "a.arch", "b.arch", "--svg", "d.svg", "-o", "d.svg"]);
    assert!(ran.code == 2 && !folder.path().join("d.svg").exists(), "{ran:?}");
}

#[test]
fn masking_is_said_once_for_both_sides_and_for_diffs() {
    let folder = Folder::with(&[("clean.arch", AS_IS), ("leaky.arch", &leaky())]);
    let diffs: [&[&str]; 3] = [
        &["diff", "clean.arch", "leaky.arch"],
        &["diff", "leaky.arch", "leaky.arch"],
        &["fmt", "--diff", "leaky.arch"],
    ];
    for args in diffs {
        let ran = folder.run(args);
        assert!(!ran.out.contains(SECRET) && !ran.err.contains(SECRET), "{args:?}: {ran:?}");
        assert_eq!(ran.err.matches("masked 1 secret").count(), 1, "{args:?}: {ran:?}");
        let shown = folder.run(&[args, &["--show-secrets"]].concat());
        assert!(!shown.err.contains("masked"), "{args:?}: {shown:?}");
    }
}

#[test]
fn what_cannot_be_formatted_is_told_without_secrets() {
    let text = format!("api = container \"API\" \"password: {SECRET}\" \"Spring\"\n");
    let folder = Folder::with(&[("a.arch", &text)]);
    for args in
        [&["fmt", "a.arch"][..], &["fmt", "--diff", "a.arch"], &["fmt", "--check", "a.arch"]]
    {
        let ran = folder.run(args);
        assert!(ran.code == 1 && ran.err.contains("a.arch:1"), "{args:?}: {ran:?}");
        assert!(!ran.err.contains(SECRET) && !ran.out.contains(SECRET), "{args:?}: {ran:?}");
    }
}

#[test]
fn what_was_fixed_is_told_without_secrets() {
    let token = ["AK", "IA", "Q7Z2M5X4R8T1W6K3"].concat();
    let text = format!("user fan\nmysql {token} {{ backup = none }}\nfan -> {token}\n");
    for args in [
        &["fix", "a.arch", "--suggested", "--all"][..],
        &["fix", "a.arch", "--suggested", "--all", "--diff"],
    ] {
        let folder = Folder::with(&[("a.arch", &text)]);
        let ran = folder.run(args);
        assert!(ran.out.contains("missing-replica") || ran.err.contains("missing-replica"));
        assert!(!ran.out.contains(&token) && !ran.err.contains(&token), "{args:?}: {ran:?}");
    }
}

#[test]
fn the_name_of_a_file_tells_no_secret() {
    let name = format!("password={SECRET}.arch");
    let folder = Folder::with(&[(&name, BROKEN)]);
    for format in super::FORMATS {
        let ran = folder.run(&["check", ".", "--format", format]);
        assert!(!ran.out.contains(SECRET) && !ran.err.contains(SECRET), "{format}: {ran:?}");
        assert!(ran.code == 1, "{format}: {ran:?}");
    }
    assert!(folder.run(&["check", ".", "--show-secrets"]).out.contains(SECRET));
}

#[test]
fn nothing_steers_the_terminal_also_where_secrets_are_shown() {
    let folder = Folder::with(&[("a.arch", "// \u{1b}[2J ok\rmysql   orders\n")]);
    for args in [
        &["fmt", "--diff", "a.arch"][..],
        &["fmt", "--diff", "--show-secrets", "a.arch"],
        &["check", "a.arch"],
        &["check", "a.arch", "--show-secrets"],
    ] {
        let ran = folder.run(args);
        assert!(!ran.out.contains(['\u{1b}', '\r']), "{args:?}: {ran:?}");
    }
}

#[test]
fn no_line_of_a_picture_begins_with_what_a_label_says() {
    let label = "A\\n::stop-commands::x\\n##[set-output name=a]b";
    let text = format!("user fan \"{label}\"\nwas api \"{label}\"\nfan -> api : \"{label}\"\n");
    let folder = Folder::with(&[("a.arch", &text)]);
    for format in ["svg", "html", "scene", "mermaid", "dot", "d2"] {
        let ran = folder.run(&["render", "a.arch", "--format", format]);
        let begins = |line: &str| line.starts_with("::") || line.starts_with("##[");
        assert!(!ran.out.lines().any(begins), "{format}: {}", ran.out);
        assert!(format == "scene" || ran.out.contains("stop-commands"), "{format}: {}", ran.out);
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_does_not_lead_out_of_the_project() {
    let folder = Folder::with(&[
        ("out/x.arch", "mysql   hunter2abc  {colour=3}\n"),
        ("project/archlint.toml", ""),
    ]);
    std::os::unix::fs::symlink("../out", folder.path().join("project/docs")).expect("a link");
    for args in [
        &["check", "project/docs"][..],
        &["check", "project/docs/x.arch", "--force-exclude"],
        &["fmt", "project/docs"],
        &["fix", "project/docs/x.arch"],
        &["render", "project/docs/x.arch"],
    ] {
        let ran = folder.run(args);
        assert!(ran.code == 2 && ran.err.contains("outside of"), "{args:?}: {ran:?}");
        assert!(!ran.out.contains("hunter2abc"), "{args:?}: {ran:?}");
    }
    assert_eq!(folder.read("out/x.arch"), "mysql   hunter2abc  {colour=3}\n");
    let ran = folder.run(&["check", "project/docs", "--root", "."]);
    assert!(ran.code < 2 && ran.out.contains("x.arch"), "it is asked for: {ran:?}");
}

#[cfg(unix)]
#[test]
fn nobody_waits_for_a_pipe_in_the_place_of_a_file() {
    let folder = Folder::with(&[("a.arch", CLEAN)]);
    let pipe = |name: &str| {
        let made = std::process::Command::new("mkfifo").arg(folder.path().join(name)).status();
        assert!(made.expect("it runs").success());
    };
    pipe("pipe.svg");
    assert_eq!(folder.run(&["render", "a.arch", "-o", "pipe.svg", "--check"]).code, 1);
    pipe("base.json");
    assert_eq!(folder.run(&["check", "a.arch", "--baseline", "base.json"]).code, 2);
    pipe("archlint.toml");
    let ran = folder.run(&["check", "a.arch"]);
    assert!(ran.code == 2 && ran.err.contains("not a regular file"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_baseline_is_written_through_its_link() {
    let folder = Folder::with(&[("a.arch", AS_IS)]);
    let link = folder.path().join("base.json");
    std::os::unix::fs::symlink("real.json", &link).expect("a link");
    for _ in 0..2 {
        let args = ["check", "a.arch", "--baseline", "base.json", "--update-baseline"];
        assert_eq!(folder.run(&args).code, 0);
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
        assert!(folder.read("real.json").contains("\"version\": 2"));
    }
}

#[test]
fn a_picture_of_a_change_goes_to_standard_output() {
    let folder = Folder::with(&[("a.arch", AS_IS), ("b.arch", CLEAN)]);
    let ran = folder.run(&["diff", "a.arch", "b.arch", "--svg", "-"]);
    assert!(ran.code == 0 && ran.out.starts_with("<svg"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_start_that_fails_half_way_leaves_nothing() {
    let folder = Folder::with(&[("x", "")]);
    let ran = shell(&folder, "ulimit -f 0; trap '' XFSZ; archlint init new/deep");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(!folder.path().join("new").exists(), "{ran:?}");
    assert_eq!(folder.run(&["init", "new/deep"]).code, 0);
    assert!(folder.path().join("new/deep/design.arch").exists());
}

#[test]
fn mistakes_of_a_configuration_are_shown_at_their_characters() {
    let folder = Folder::with(&[("a.arch", CLEAN), ("archlint.toml", "lang = 3\nfoo = 1\n")]);
    let ran = folder.run(&["check", "a.arch"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    let lines: Vec<&str> = ran.err.lines().collect();
    assert!(lines[0].starts_with("archlint: ") && lines.len() > 5, "{}", ran.err);
    assert!(lines.iter().any(|line| line.contains(" 1 │ lang = 3")), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn closed_streams_end_no_command_in_a_panic() {
    let commands = [
        "check a.arch",
        "check a.arch --format json",
        "render a.arch",
        "estimate a.arch",
        "simulate a.arch --sweep",
        "report a.arch",
        "diff a.arch a.arch",
        "fix a.arch --diff",
        "fmt a.arch --diff",
        "import docker-compose.yml",
        "explain no-backup",
        "rules",
        "schema config",
        "man",
        "completions bash",
        "nonsense",
    ];
    for command in commands {
        for closed in [">&-", "2>&-", ">&- 2>&-", "<&-"] {
            let folder = Folder::with(&[("a.arch", AS_IS), ("docker-compose.yml", COMPOSE)]);
            let ran = shell(&folder, &format!("archlint {command} {closed}"));
            assert!((0..=2).contains(&ran.code), "{command} {closed}: {ran:?}");
            assert!(!ran.err.contains("panicked"), "{command} {closed}: {ran:?}");
        }
    }
}

#[test]
fn all_annotations_stay_within_ten_of_a_kind() {
    let advice: String = (0..14).map(|at| format!("was a{at}\nfan -> a{at}\n")).collect();
    let warned: String = (0..14).map(|_| WARNED.replace("orders", "o")).collect();
    let folder = Folder::with(&[("a.arch", &format!("user fan\n{advice}")), ("b.arch", &warned)]);
    let ran = folder.run(&["check", ".", "--format", "github", "--profile", "strict"]);
    for kind in ["::error", "::warning", "::notice"] {
        let count = ran.out.lines().filter(|line| line.starts_with(kind)).count();
        assert!(count <= 10, "{count} × {kind}: {}", ran.out);
    }
    let last = ran.out.lines().last().expect("a line");
    assert!(last.starts_with("::notice") && last.contains("warning"), "{last}");
}

#[cfg(all(unix, feature = "images"))]
#[test]
fn a_pdf_just_drawn_is_up_to_date() {
    let folder = Folder::with(&[("a.arch", AS_IS)]);
    assert_eq!(folder.run(&["render", "a.arch", "-o", "x.pdf"]).code, 0);
    let checked = ["render", "a.arch", "-o", "x.pdf", "--check"];
    assert_eq!(folder.run(&checked).code, 0);
    folder.write("a.arch", AS_IS.replace("표", "문").as_bytes());
    let status = folder.command(&checked).stdout(Stdio::null()).status().expect("it runs");
    assert_eq!(status.code(), Some(1));
}
