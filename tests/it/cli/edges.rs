//! The edges of the program: what it may read, what it may write over, and what it must not say.

use super::{AS_IS, BROKEN, CLEAN, Folder, Ran, TO_BE, WARNED};
use std::fs;
use std::process::Stdio;

const LEAKY: &str = "design \"표 s3cr3tpw\" \n\
    user fan\nwas api \"API 10.0.3.17\" { replicas = 2, note = \"DB_PASSWORD=hunter2xyz\" }\n\
    // 비밀번호: 1q2w3e4r!\n\
    mysql orders \"주문 mysql://root:s3cr3tpw@orders/x\" { backup = none, colour = \"pw: hunter2xyz\" }\n\
    fan -> api -> orders : \"담당 010-2345-6789\"\n\
    accept no-backup on orders because \"문의 kim@company.co.kr\"\n\
    traffic { dau = 300k, requests-per-user = 20 }\n\
    scenario night \"api_key: 9f8e7d6c5b\" { fail = [orders] }\n";
const SECRETS: [&str; 6] =
    ["10.0.3.17", "hunter2xyz", "1q2w3e4r", "010-2345-6789", "kim@company", "9f8e7d6c5b"];

/// Every command that writes a file, with the option that names it.
const WRITERS: [&[&str]; 8] = [
    &["check", "a.arch", "--output-file"],
    &["check", "a.arch", "--update-baseline", "--baseline"],
    &["render", "a.arch", "--format", "svg", "-o"],
    &["estimate", "a.arch", "-o"],
    &["simulate", "a.arch", "--sweep", "-o"],
    &["report", "a.arch", "-o"],
    &["diff", "a.arch", "b.arch", "-o"],
    &["fix", "a.arch", "-o"],
];

fn pair() -> Folder {
    Folder::with(&[("a.arch", AS_IS), ("b.arch", AS_IS)])
}

fn with(args: &[&str], last: &str) -> Vec<String> {
    args.iter().copied().chain([last]).map(str::to_owned).collect()
}

fn run(folder: &Folder, args: &[String]) -> Ran {
    folder.run(&args.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn no_command_overwrites_the_design_it_reads() {
    for args in WRITERS {
        let folder = pair();
        let ran = run(&folder, &with(args, "a.arch"));
        assert_eq!(ran.code, 2, "{args:?}: {ran:?}");
        assert_eq!(folder.read("a.arch"), AS_IS, "{args:?}");
        assert!(ran.err.contains("a.arch"), "{args:?}: {ran:?}");
    }
}

#[test]
fn nothing_but_a_design_goes_by_the_name_of_one() {
    for args in &WRITERS[..7] {
        let folder = pair();
        let ran = run(&folder, &with(args, "new.arch"));
        assert_eq!(ran.code, 2, "{args:?}: {ran:?}");
        assert!(!folder.path().join("new.arch").exists(), "{args:?}");
    }
    let folder = pair();
    let ran = folder.run(&["fix", "a.arch", "-o", "new.arch", "--fail-on", "never"]);
    assert_eq!(ran.code, 0, "a TO-BE is a design: {ran:?}");
}

#[cfg(unix)]
#[test]
fn a_file_is_known_by_what_it_is_and_not_by_its_name() {
    let folder = Folder::with(&[
        ("sub/as-is.arch", AS_IS),
        ("to-be.arch", &TO_BE.replace("as-is.arch", "sub/as-is.arch")),
        ("archlint.toml", "profile = 'study'\n"),
    ]);
    std::os::unix::fs::symlink("sub/as-is.arch", folder.path().join("link.svg")).expect("a link");
    fs::hard_link(folder.path().join("to-be.arch"), folder.path().join("hard.svg"))
        .expect("a link");
    for target in ["link.svg", "hard.svg", "sub/../archlint.toml", "sub/as-is.arch"] {
        let before = folder.read(target);
        let args = ["render", "to-be.arch", "--format", "svg", "-o", target];
        let ran = folder.run(&args);
        assert_eq!(ran.code, 2, "{target}: {ran:?}");
        assert_eq!(folder.read(target), before, "{target}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_followed_and_a_read_only_file_left_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = pair();
    std::os::unix::fs::symlink("real.svg", folder.path().join("link.svg")).expect("a link");
    assert_eq!(folder.run(&["render", "a.arch", "-o", "link.svg"]).code, 0);
    assert!(folder.read("real.svg").contains("<svg"));
    let link = fs::symlink_metadata(folder.path().join("link.svg")).expect("it is there");
    assert!(link.is_symlink());

    folder.write("kept.svg", b"old");
    let kept = folder.path().join("kept.svg");
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o444)).expect("it can be changed");
    let ran = folder.run(&["render", "a.arch", "-o", "kept.svg"]);
    assert_eq!((ran.code, folder.read("kept.svg").as_str()), (2, "old"), "{ran:?}");
    assert!(ran.err.contains("read-only"), "{ran:?}");
}

#[test]
fn a_dash_is_standard_output_in_every_command() {
    for args in WRITERS {
        if args.contains(&"--baseline") {
            continue;
        }
        let folder = pair();
        let ran = run(&folder, &with(args, "-"));
        assert!(ran.code < 2 && !ran.out.is_empty(), "{args:?}: {ran:?}");
        let names: Vec<_> = fs::read_dir(folder.path()).expect("readable").flatten().collect();
        assert_eq!(names.len(), 2, "{args:?}: {names:?}");
    }
}

#[test]
fn a_file_that_is_no_baseline_is_not_replaced_by_one() {
    let folder = Folder::with(&[("a.arch", AS_IS), ("notes.json", "{\"mine\": 1}")]);
    let ran = folder.run(&["check", "a.arch", "--baseline", "notes.json", "--update-baseline"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert_eq!(folder.read("notes.json"), "{\"mine\": 1}");
}

#[cfg(target_os = "linux")]
#[test]
fn full_outputs_are_errors_and_never_panics() {
    let folder = Folder::with(&[("a.arch", AS_IS), ("broken.arch", BROKEN)]);
    let full = || Stdio::from(fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux"));
    for args in [
        &["check", "a.arch"][..],
        &["check", "broken.arch", "--format", "json"],
        &["estimate", "broken.arch"],
        &["fmt", "broken.arch", "--check"],
        &["fix", "broken.arch"],
        &["no-such-command"],
        &["check", "no-such-file.arch"],
        &["--help"],
    ] {
        let quiet = folder.command(args).stderr(full()).output().expect("it runs");
        assert_ne!(quiet.status.code(), Some(101), "stderr full: {args:?}");
        let told = folder.command(args).output().expect("it runs");
        assert_eq!(quiet.status.code(), told.status.code(), "stderr full: {args:?}");
        if !told.stdout.is_empty() {
            let ran = folder.command(args).stdout(full()).output().expect("it runs");
            assert_eq!(ran.status.code(), Some(2), "stdout full: {args:?}");
            let told = String::from_utf8_lossy(&ran.stderr).into_owned();
            assert!(told.contains("no space"), "{args:?}: {told}");
        }
    }
    let ran = folder.run(&["render", "a.arch", "--format", "svg", "-o", "/dev/full"]);
    assert_eq!(ran.code, 2, "{ran:?}");
}

#[test]
fn secrets_are_in_no_output_of_any_command() {
    let folder = Folder::with(&[("a.arch", LEAKY), ("b.arch", LEAKY)]);
    let mut runs: Vec<Vec<&str>> = vec![
        vec!["estimate", "a.arch"],
        vec!["estimate", "a.arch", "--format", "json"],
        vec!["estimate", "a.arch", "--format", "markdown"],
        vec!["simulate", "a.arch", "--sweep"],
        vec!["simulate", "a.arch", "--format", "json"],
        vec!["report", "a.arch"],
        vec!["report", "a.arch", "-o", "r.html"],
        vec!["diff", "a.arch", "b.arch"],
        vec!["diff", "a.arch", "b.arch", "--format", "json", "--svg", "d.svg"],
        vec!["fix", "a.arch", "--diff"],
        vec!["fmt", "a.arch", "--diff"],
        vec!["simulate", "a.arch", "--fail", "no-such"],
    ];
    runs.extend(super::FORMATS.iter().map(|format| vec!["check", "a.arch", "--format", format]));
    for form in ["svg", "html", "scene", "dot", "mermaid", "d2"] {
        runs.push(vec!["render", "a.arch", "--format", form]);
    }
    for args in runs {
        let mut ran = folder.run(&args);
        for name in ["r.html", "d.svg"] {
            if args.contains(&name) {
                ran.out.push_str(&folder.read(name));
            }
        }
        for secret in SECRETS {
            let told = format!("{}{}", ran.out, ran.err);
            assert!(!told.contains(secret), "{args:?} tells {secret}: {told}");
        }
        let is_about_files = matches!(args[0], "fix" | "fmt");
        let lines = ran.err.lines().filter(|line| line.contains("--show-secrets")).count();
        assert!(is_about_files || lines == 1, "{args:?}: {}", ran.err);
    }
    let shown = folder.run(&["check", "a.arch", "--show-secrets", "--format", "json"]);
    let drawn = folder.run(&["render", "a.arch", "--show-secrets"]);
    assert!(drawn.out.contains("10.0.3.17") && !drawn.err.contains("masked"), "{}", drawn.err);
    assert!(shown.rules().contains(&"secret-in-design".to_owned()), "{shown:?}");
}

#[test]
fn a_post_with_secrets_in_its_design_is_read_like_the_design() {
    let design = "user fan\nwas api \"password=s3cr3tPassw0rd\" { replicas = 2 }\n\
        mysql orders \"pw: hunter2!\" { backup = none }\nfan -> api -> orders\n";
    let post = format!("# 글\n\npassword: 0utsideTheBlock\n\n```arch\n{design}```\n");
    let folder = Folder::with(&[("a.arch", design), ("a.md", &*post)]);
    let rules = |file| folder.run(&["check", file, "--format", "json"]).rules();
    assert_eq!(rules("a.md"), rules("a.arch"));
    assert!(rules("a.md").contains(&"secret-in-design".to_owned()));
    let told = folder.run(&["check", "a.md", "--lang", "en"]);
    assert!(told.err.contains("masked 2 secrets"), "{told:?}");
    assert!(!told.out.contains("s3cr3t") && !told.out.contains("hunter2"), "{told:?}");
}

#[test]
fn masking_changes_neither_places_nor_fingerprints() {
    let folder = Folder::with(&[("a.arch", LEAKY)]);
    let what = |args: &[&str]| {
        let ran = folder.run(args);
        let findings = ran.json()["findings"].as_array().expect("a list").clone();
        let of = |f: &serde_json::Value| {
            (f["rule"].clone(), f["range"].clone(), f["fingerprint"].clone())
        };
        findings.iter().map(of).collect::<Vec<_>>()
    };
    let masked = what(&["check", "a.arch", "--format", "json"]);
    assert_eq!(masked, what(&["check", "a.arch", "--format", "json", "--show-secrets"]));
    assert!(masked.iter().any(|(rule, ..)| rule == "secret-in-design"));
}

#[test]
fn fixing_and_formatting_see_the_text_as_it_is() {
    let folder = Folder::with(&[("a.arch", LEAKY)]);
    folder.run(&["fmt", "a.arch"]);
    assert!(folder.read("a.arch").contains("hunter2xyz"));
    folder.run(&["fix", "a.arch", "--fail-on", "never"]);
    let fixed = folder.read("a.arch");
    assert!(fixed.contains("mysql://root:***@orders"), "certain, and so safe: {fixed}");
    assert!(fixed.contains("hunter2xyz") && fixed.contains("10.0.3.17"), "suggested only: {fixed}");
}

#[test]
fn files_outside_of_the_project_are_not_read() {
    let folder = Folder::with(&[
        ("secret.txt", "root hunter2abc 4711\n"),
        ("project/archlint.toml", ""),
        ("project/in.arch", "include \"../secret.txt\"\nuser fan\n"),
        ("project/ex.arch", "design \"x\" extends \"/etc/passwd\"\n"),
        ("project/env.arch", "include \"/proc/self/environ\"\n"),
    ]);
    for name in ["project/in.arch", "project/ex.arch", "project/env.arch"] {
        let ran = folder.run(&["check", name]);
        let told = format!("{}{}", ran.out, ran.err);
        assert_eq!(ran.code, 1, "{ran:?}");
        for content in ["hunter2abc", "root:", "PATH="] {
            assert!(!told.contains(content), "{name}: {told}");
        }
        assert!(told.contains("outside of") && told.contains("--root"), "{name}: {told}");
    }
    let ran = folder.run(&["check", "project/in.arch", "--root", "."]);
    assert!(ran.out.contains("secret.txt"), "asked for: {ran:?}");
    assert_eq!(folder.run(&["check", "project", "--root", "nowhere"]).code, 2);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_followed() {
    let folder = Folder::with(&[
        ("secret.arch", "hunter2abc {\n"),
        ("project/archlint.toml", ""),
        ("project/part.arch", "include \"link.arch\"\n"),
    ]);
    let link = folder.path().join("project/link.arch");
    std::os::unix::fs::symlink("../secret.arch", link).expect("a link");
    for name in ["project/link.arch", "project/part.arch"] {
        let ran = folder.run(&["check", name]);
        let told = format!("{}{}", ran.out, ran.err);
        assert!(ran.code > 0 && told.contains("outside of"), "{name}: {told}");
        assert!(!told.contains("hunter2abc"), "{name}: {told}");
    }
}

#[test]
fn a_configuration_that_cannot_be_read_is_an_error() {
    let folder = Folder::with(&[("a.arch", CLEAN), ("archlint.toml/x", "")]);
    let ran = folder.run(&["check", "a.arch"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("archlint.toml") && ran.err.contains("folder"), "{ran:?}");
    #[cfg(unix)]
    {
        let folder = Folder::with(&[("a.arch", CLEAN)]);
        let at = folder.path().join("archlint.toml");
        std::os::unix::fs::symlink("archlint.toml", at).expect("a link");
        let ran = folder.run(&["check", "a.arch"]);
        assert_eq!(ran.code, 2, "{ran:?}");
    }
}

#[test]
fn one_endless_line_silences_nobody() {
    let wide = format!("web \"{}\" {{ colour = 3 }} mysql\n", "x".repeat(70_000));
    let spread = format!("mysql a {}\nmysql b {{ colour = 3 }}\n", " , ,".repeat(30_000));
    let folder =
        Folder::with(&[("wide.arch", &wide), ("spread.arch", &spread), ("plain.arch", WARNED)]);
    let ran = folder.run(&["check", ".", "--color", "never"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("plain.arch"), "{}", ran.out);
    assert!(!ran.err.contains("panicked") && !ran.err.contains("mistake"), "{}", ran.err);
    let widest = ran.out.lines().map(|line| line.chars().count()).max();
    assert!(widest < Some(400), "{widest:?}");
}

#[test]
fn one_finding_is_one_line_whatever_a_file_is_called() {
    let folder =
        Folder::with(&[("a\n::error::b.arch", BROKEN), ("c\u{1b}[31m\u{202e}.arch", BROKEN)]);
    let pretty = folder.run(&["check", "."]);
    assert!(!pretty.out.lines().any(|line| line.starts_with("::")), "{}", pretty.out);
    for format in ["concise", "github"] {
        let ran = folder.run(&["check", ".", "--format", format]);
        assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{format}: {:?}", ran.out);
        for line in ran.out.lines() {
            let starts = line.starts_with("::error title") || line.starts_with("::notice title");
            assert!(format != "github" || starts, "{line:?}");
            assert!(format != "concise" || line.contains(": error["), "{line:?}");
        }
    }
}

#[test]
fn what_is_fixed_is_told_without_steering_the_terminal() {
    let name = "c\u{1b}[31m.arch";
    let text = "// \u{1b}[2J\nlb front { health-check = none }\nwas api1 { replicas = 2 }\n\
                was api2 { replicas = 2 }\nuser fan\nfan -> front -> api1, api2\n";
    let folder = Folder::with(&[(name, text)]);
    for args in [&["fix", "--diff", name][..], &["fmt", "--diff", name], &["fix", name]] {
        let ran = folder.run(args);
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{args:?}: {ran:?}");
    }
    assert!(folder.read(name).contains("\u{1b}[2J"), "the text itself stays");
}

#[test]
fn annotations_tell_the_worst_first_and_how_many_were_cut() {
    let many = |word: &str, count: usize| word.repeat(count);
    let folder = Folder::with(&[
        ("a.arch", &many("mysql x { colour = 3 }\n", 1)),
        ("b.arch", &many("mysql\n", 14)),
    ]);
    let ran = folder.run(&["check", ".", "--format", "github"]);
    let of = |kind: &str| ran.out.lines().filter(|line| line.starts_with(kind)).count();
    assert_eq!(of("::error"), 10, "{}", ran.out);
    assert!(ran.out.starts_with("::error"), "the worst first over all files: {}", ran.out);
    let last = ran.out.lines().last().expect("a line");
    assert!(last.starts_with("::notice") && last.contains("4 errors"), "{last}");
    assert!(of("::notice") <= 10);
}

#[test]
fn a_page_for_people_runs_no_script_of_a_design() {
    let label = "</style><script>alert(1)</script> [x](javascript:alert(1)) https://evil.example";
    let text = format!(
        "design \"{label}\"\nuser fan \"{label}\"\nwas api \"{label}\"\nfan -> api : \"{label}\"\n"
    );
    let folder = Folder::with(&[("a.arch", &text)]);
    folder.run(&["report", "a.arch", "-o", "r.html"]);
    folder.run(&["render", "a.arch", "-o", "p.html"]);
    for name in ["r.html", "p.html"] {
        let page = folder.read(name);
        assert!(page.contains("default-src 'none'") && !page.contains("unsafe-inline"), "{name}");
        assert!(!page.contains("<script>alert") && !page.contains("href=\"javascript"), "{name}");
        assert!(!page.contains("href=\"https://evil"), "{name}");
    }
    let post = folder.run(&["report", "a.arch"]).out;
    // What stands in the drawing's own block is quoted there, and is no Markdown.
    let (before, behind) = post.split_once("```mermaid").expect("a drawing");
    let post = format!("{before}{}", behind.split_once("\n```\n").expect("it ends").1);
    assert!(!post.contains("[x](") && !post.contains("https://evil"), "{post}");
}

#[test]
fn a_baseline_keeps_what_was_not_looked_at() {
    let folder = Folder::with(&[("a.arch", AS_IS), ("b.arch", AS_IS)]);
    let update = ["--baseline", "known.json", "--update-baseline", "--fail-on", "never"];
    let check = |args: &[&str]| {
        let args: Vec<&str> = ["check"].iter().chain(args).copied().collect();
        folder.run(&args)
    };
    check(&[&["."][..], &update].concat());
    let whole = folder.read("known.json");
    assert!(whole.contains("\"version\": 2"), "{whole}");
    // One file, and one rule, of many.
    check(&[&["a.arch"][..], &update].concat());
    assert_eq!(folder.read("known.json"), whole);
    check(&[&[".", "--select", "no-backup"][..], &update].concat());
    assert_eq!(folder.read("known.json"), whole);
    // A file whose text has errors was not judged.
    folder.write("b.arch", format!("{AS_IS}mysql\n").as_bytes());
    check(&[&["."][..], &update].concat());
    assert_eq!(folder.read("known.json"), whole);
    // A renamed file keeps its entries.
    folder.write("b.arch", AS_IS.as_bytes());
    fs::rename(folder.path().join("b.arch"), folder.path().join("c.arch")).expect("renamed");
    let ran = check(&[".", "--baseline", "known.json", "--fail-on", "advice"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.err.contains("fixed"), "{ran:?}");
}

#[test]
fn a_difference_exits_like_the_fix_itself() {
    let folder = Folder::with(&[("a.arch", AS_IS)]);
    for more in [&[][..], &["--fail-on", "never"], &["--fail-on", "advice"]] {
        let args = |first: &[&'static str]| [first, &["a.arch"], more].concat();
        let shown = folder.run(&args(&["fix", "--diff"]));
        let text = folder.read("a.arch");
        let fixed = folder.run(&args(&["fix"]));
        assert_eq!(shown.code, fixed.code, "{more:?}");
        folder.write("a.arch", text.as_bytes());
    }
}

#[test]
fn markdown_without_a_design_says_so() {
    let folder = Folder::with(&[
        ("post.md", "# text\n"),
        ("m.md", "```mermaid\nflowchart LR\na-->b\n```\n"),
    ]);
    let ran = folder.run(&["check", "post.md"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("post.md") && ran.err.contains("no design"), "{ran:?}");
    assert!(!ran.out.contains("nothing to report"), "{ran:?}");
    let ran = folder.run(&["check", "m.md"]);
    assert!(ran.err.contains("m.md") && ran.err.contains("Mermaid"), "{ran:?}");
}

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).expect("it can be read");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> =
        entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A run that is refused in the end leaves nothing of what it would have written before.
#[test]
fn a_refused_output_leaves_no_picture_behind() {
    for output in ["a.arch", "new.arch"] {
        let folder = pair();
        fs::write(folder.path().join("a.svg"), "mine").expect("written");
        let before = names(&folder);
        let ran = folder.run(&["report", "a.arch", "--picture", "file", "-o", output]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert_eq!((names(&folder), folder.read("a.svg")), (before, "mine".to_owned()));
    }
    let folder = pair();
    let ran = folder.run(&["diff", "a.arch", "b.arch", "--svg", "x.svg", "-o", "x.svg"]);
    assert_eq!((ran.code, folder.path().join("x.svg").exists()), (2, false), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn no_picture_is_written_beside_a_device() {
    let folder = pair();
    std::os::unix::fs::symlink("/dev/null", folder.path().join("hole.md")).expect("a link");
    let before = names(&folder);
    let ran = folder.run(&["report", "a.arch", "-o", "hole.md"]);
    assert_eq!((ran.code, names(&folder)), (0, before), "{ran:?}");
    assert!(!std::path::Path::new("/dev/null.svg").exists());
}

/// What a profile or the configuration switches off was not looked at.
#[test]
fn a_baseline_keeps_what_a_profile_did_not_ask() {
    let folder = Folder::with(&[("a.arch", AS_IS)]);
    let update = ["check", "a.arch", "--baseline", "known.json", "--update-baseline"];
    folder.run(&update);
    let known = folder.read("known.json");
    folder.run(&[&update[..], &["--profile", "week1"]].concat());
    assert_eq!(folder.read("known.json"), known);
    fs::write(folder.path().join("archlint.toml"), "[rules]\n\"*\" = \"off\"\n").expect("written");
    folder.run(&update);
    assert_eq!(folder.read("known.json"), known);
}

/// What could not be decided fails like a warning, so that a baseline has to know it.
#[test]
fn a_baseline_knows_what_could_not_be_decided() {
    let text = "user u\nwas api { replicas = 2 }\nu -> api\nexpect rps(api) < 5\n";
    let folder = Folder::with(&[("a.arch", text)]);
    let check = ["check", "a.arch", "--baseline", "known.json", "--fail-on", "advice"];
    let update: Vec<&str> = check.iter().copied().chain(["--update-baseline"]).collect();
    assert_eq!(folder.run(&update).code, 0);
    assert!(folder.read("known.json").contains("\"not-evaluated\""));
    let ran = folder.run(&check);
    assert!(ran.code == 0 && !ran.err.contains("fixed"), "{ran:?}");
    folder.write("a.arch", text.replace("expect rps(api) < 5\n", "").as_bytes());
    let ran = folder.run(&[&check[..], &["--lang", "en"]].concat());
    assert!(ran.err.contains("1 fixed of those in the baseline"), "{ran:?}");
}

/// What is said of a text has no level, and is not taken for a policy.
#[test]
fn a_level_for_what_no_rule_says_is_answered_for_what_it_is() {
    let toml = "[rules]\nnot-evaluated = \"off\"\n";
    let folder = Folder::with(&[("a.arch", "user u\n"), ("archlint.toml", toml)]);
    for (lang, said) in [("ko", "글에 대한 지적이라 수준이 없습니다"), ("en", "it has no level")]
    {
        let ran = folder.run(&["check", "a.arch", "--lang", lang]);
        assert!(ran.code == 2 && ran.err.contains(said), "{ran:?}");
        assert!(!ran.err.contains("policy/"), "{ran:?}");
    }
}
