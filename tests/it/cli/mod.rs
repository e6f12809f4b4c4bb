//! The command line as people and programs meet it: the built binary, run in an empty folder.

mod budgets;
mod commands;
mod doors;
mod edges;
mod fix;
mod foreign;
mod hooks;
mod import;
mod large;
mod living;
mod mcp;
mod pictures;
mod plans;
mod policies;
mod post;
mod stopped;
mod whom;

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const BROKEN: &str = "mysql orders\nmysql\n";
const WARNED: &str = "mysql orders { colour = 3 }\n";
const CLEAN: &str = "// nothing here yet\n";
const FORMATS: [&str; 9] =
    ["pretty", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"];

const AS_IS: &str = "design \"표\" as-is\ntraffic { dau = 30만, requests-per-user = 20, peak = 5x }\n\
    user fan\nlb front { managed }\nwas api { session = local, capacity = 300rps }\n\
    mysql orders { backup = none }\nfan -> front -> api -> orders : \"주문\"\n\
    scenario night { fail = [orders] }\n";
const TO_BE: &str = "design \"표\" to-be extends \"as-is.arch\"\n\
    change api { replicas = 3 }\ns3 archive\norders => archive\nremove front -> api, fan -> front\n\
    fan -> api\n";

struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder can be made"));
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("can be made");
        fs::write(path, bytes).expect("can be written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect("can be read")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_archlint"));
        command.args(args).current_dir(self.path()).env_clear();
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().expect("the binary runs"))
    }

    fn pipe(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        child.stdin.take().expect("piped").write_all(input).expect("it reads");
        Ran::of(child.wait_with_output().expect("it ends"))
    }
}

#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("not killed"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    fn rules(&self) -> Vec<String> {
        let findings = self.json()["findings"].as_array().expect("a list").clone();
        findings.iter().map(|f| f["rule"].as_str().expect("a name").to_owned()).collect()
    }
}

#[test]
fn exit_codes_are_the_same_for_every_format() {
    let folder =
        Folder::with(&[("broken.arch", BROKEN), ("warned.arch", WARNED), ("clean.arch", CLEAN)]);
    for format in FORMATS {
        for (args, code) in [
            (&["clean.arch"][..], 0),
            (&["broken.arch"], 1),
            (&["clean.arch", "broken.arch"], 1),
            (&["broken.arch", "--fail-on", "never"], 0),
            (&["warned.arch", "--select", "edge", "--fail-on", "error"], 0),
            (&["warned.arch", "--select", "edge", "--fail-on", "warning"], 1),
            (&["warned.arch", "--select", "edge", "--fail-on", "advice"], 1),
            (&["missing.arch"], 2),
            (&["clean.arch", "missing.arch"], 2),
            (&["clean.arch", "--no-such-flag"], 2),
            (&["clean.arch", "--select", "no-such-rule"], 2),
        ] {
            let mut all = vec!["check", "--format", format];
            all.extend(args);
            let ran = folder.run(&all);
            assert_eq!(ran.code, code, "{all:?}: {ran:?}");
        }
    }
}

#[test]
fn a_missing_flag_value_or_an_unknown_format_is_a_wrong_call() {
    let folder = Folder::with(&[("a.arch", CLEAN)]);
    assert_eq!(folder.run(&["check", "--format", "yaml"]).code, 2);
    assert_eq!(folder.run(&["check", "--today", "tomorrow"]).code, 2);
    assert_eq!(folder.run(&[]).code, 2);
    assert_eq!(folder.run(&["chek"]).code, 2);
    assert!(folder.run(&["chek"]).err.contains("check"), "a near command is named");
}

#[test]
fn messages_in_both_languages() {
    let folder = Folder::with(&[("broken.arch", BROKEN)]);
    let english = folder.run(&["check", "broken.arch", "--lang", "en"]).out;
    assert!(english.contains("error[syntax]") && english.contains("1 error"), "{english}");
    assert!(!english.contains(|c| ('가'..='힣').contains(&c)), "{english}");
    let korean = folder.run(&["check", "broken.arch", "--lang", "ko"]).out;
    assert!(korean.contains("오류[syntax]") && korean.contains("오류 1건"), "{korean}");
    for word in ["expected", "error", "help", "here"] {
        assert!(!korean.contains(word), "{word} in {korean}");
    }
}

#[test]
fn the_flag_outweighs_the_variable_and_the_variable_the_locale() {
    let folder = Folder::with(&[("clean.arch", CLEAN)]);
    let speaks_korean = |flag: &[&str], variables: &[(&str, &str)]| {
        let mut command = folder.command(&["check", "clean.arch"]);
        command.args(flag).envs(variables.iter().copied());
        let out = Ran::of(command.output().expect("runs")).out;
        out.contains("없습니다")
    };
    assert!(!speaks_korean(&[], &[]));
    assert!(speaks_korean(&[], &[("LANG", "ko_KR.UTF-8")]));
    assert!(speaks_korean(&[], &[("LC_ALL", "ko_KR.UTF-8"), ("LANG", "en_US.UTF-8")]));
    assert!(!speaks_korean(&[], &[("LC_MESSAGES", "C"), ("LANG", "ko_KR.UTF-8")]));
    assert!(speaks_korean(&[], &[("ARCHLINT_LANG", "ko"), ("LC_ALL", "en_US")]));
    assert!(!speaks_korean(&["--lang", "en"], &[("ARCHLINT_LANG", "ko")]));
}

#[test]
fn help_in_both_languages() {
    let folder = Folder::with(&[]);
    let help = folder.run(&["check", "--help", "--lang", "ko"]);
    assert_eq!(help.code, 0);
    assert!(help.out.contains("설계를 검사합니다") && help.out.contains("사용법:"), "{}", help.out);
    for english in ["Usage:", "Options:", "possible values", "Print help", "default:"] {
        assert!(!help.out.contains(english), "{english} in {}", help.out);
    }
    assert!(folder.run(&["help", "check"]).out.contains("Check designs"));
    let help = Ran::of(
        folder.command(&["help", "check"]).env("ARCHLINT_LANG", "ko").output().expect("runs"),
    );
    assert!(help.out.contains("설계를 검사합니다"), "{help:?}");
    assert_eq!(folder.run(&["--version"]).out.trim(), "archlint 0.1.0");
}

#[test]
fn a_wrong_command_line_is_told_in_both_languages() {
    let folder = Folder::with(&[("a.arch", CLEAN)]);
    let wrong: [(&[&str], &str, &str); 9] = [
        (&["chek"], "unrecognized subcommand", "`chek` 명령은 없습니다. 혹시 `"),
        (&["check", "--sumary"], "unexpected argument", "옵션은 없습니다. 혹시 `--summary`인가요?"),
        (&["render"], "required arguments", "`<FILE>` 인수가 필요합니다"),
        (&["render", "a.arch", "b.arch"], "unexpected argument", "쓸 곳이 없습니다"),
        (&["check", "--fail-on"], "value is required", "값: error, warning, advice, never"),
        (
            &["check", "--fail-on", "nev"],
            "invalid value",
            "`nev` 값은 쓸 수 없습니다. 혹시 `never`",
        ),
        (&["simulate", "a.arch", "--traffic", "x"], "write a factor", "예: 10x"),
        (&["diff", "a.arch", "a.arch", "--overlay"], "--svg", "`--svg <OUT>` 옵션이 필요합니다"),
        (&[], "requires a subcommand", "명령이 필요합니다"),
    ];
    for (args, english, korean) in wrong {
        for (lang, part) in [("en", english), ("ko", korean)] {
            let ran = folder.run(&[args, &["--lang", lang]].concat());
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
            assert!(ran.err.contains(part), "{part}: {ran:?}");
        }
    }
}

#[test]
fn colour_only_where_it_is_wanted() {
    let folder = Folder::with(&[("broken.arch", BROKEN)]);
    let coloured = |flag: &[&str], variables: &[(&str, &str)]| {
        let mut command = folder.command(&["check", "broken.arch"]);
        command.args(flag).envs(variables.iter().copied());
        Ran::of(command.output().expect("runs")).out.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "0")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn a_dumb_terminal_is_told_in_plain_lines() {
    let folder = Folder::with(&[("broken.arch", BROKEN)]);
    let mut command = folder.command(&["check", "broken.arch"]);
    let out = Ran::of(command.env("TERM", "dumb").output().expect("runs")).out;
    assert!(out.contains("broken.arch line 2 column") && !out.contains('│'), "{out}");
}

#[test]
fn standard_input_goes_by_the_name_it_is_given() {
    let folder = Folder::with(&[]);
    let ran = folder.pipe(&["check", "-", "--format", "concise"], BROKEN.as_bytes());
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("<stdin>:2:"), "{}", ran.out);
    let args = ["check", "-", "--stdin-filename", "docs/a.md", "--format", "concise"];
    let ran = folder.pipe(&args, b"# x\n\n```arch\nmysql\n```\n");
    assert!(ran.out.starts_with("docs/a.md:4:"), "{}", ran.out);
}

#[test]
fn a_folder_is_walked_without_what_git_ignores() {
    let folder = Folder::with(&[
        ("a.arch", BROKEN),
        ("deep/er/b.arch", BROKEN),
        ("ignored/c.arch", BROKEN),
        ("notes.txt", "mysql {"),
        ("README.md", "text"),
        (".gitignore", "ignored/\n"),
    ]);
    let ran = folder.run(&["check", "--format", "json"]);
    let files = ran.json()["files"].clone();
    assert_eq!(files, serde_json::json!(["README.md", "a.arch", "deep/er/b.arch"]));
}

#[test]
fn nothing_to_check_is_not_success_but_markdown_without_designs_is() {
    let folder = Folder::with(&[("README.md", "# text\n"), ("empty/x.txt", "")]);
    assert_eq!(folder.run(&["check", "empty"]).code, 2);
    assert_eq!(folder.run(&["check", "README.md"]).code, 0);
    assert_eq!(folder.run(&["check"]).code, 0);
}

#[test]
fn blocks_of_markdown_have_places_in_the_markdown_file() {
    let text = "# 설계\n\n> ```arch\n> mysql\n> ```\n\n```arch\nweb\n```\n";
    let folder = Folder::with(&[("설계 문서.md", text)]);
    let ran = folder.run(&["check", "설계 문서.md", "--format", "json"]);
    let findings = ran.json()["findings"].as_array().expect("a list").clone();
    let lines: Vec<_> =
        findings.iter().map(|f| f["range"]["start"]["line"].as_u64().expect("a line")).collect();
    assert_eq!(lines, [4, 8], "{ran:?}");
    assert_eq!(findings[0]["file"], "설계 문서.md");
}

#[test]
fn a_block_extends_an_earlier_block_by_its_name() {
    let text = "```arch\ndesign \"지금\" as-is\nmysql orders\n```\n\n\
                ```arch\ndesign \"앞으로\" to-be extends \"지금\"\nchange orders { replicas = 2 }\n\
                change nobody { replicas = 2 }\n```\n";
    let folder = Folder::with(&[("a.md", text)]);
    let ran = folder.run(&["check", "a.md", "--format", "concise", "--select", "edge"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 1, "{ran:?}");
    assert!(lines[0].starts_with("a.md:9:8: error[unknown-name]"), "{ran:?}");
}

#[test]
fn a_file_that_another_includes_speaks_once_and_in_its_place() {
    let folder = Folder::with(&[
        ("whole.arch", "include \"part.arch\"\nuser fan\nfan -> api\n"),
        ("part.arch", "was api\napi -> fan { colour = 3 }\n"),
    ]);
    let ran = folder.run(&["check", ".", "--format", "concise", "--select", "edge"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 1, "{ran:?}");
    assert!(lines[0].starts_with("part.arch:2:") && lines[0].contains("unknown-attribute"));
    assert_eq!(folder.run(&["check", "."]).json_files(&folder), ["part.arch", "whole.arch"]);
}

impl Ran {
    fn json_files(&self, folder: &Folder) -> Vec<String> {
        let files = folder.run(&["check", "--format", "json"]).json()["files"].clone();
        serde_json::from_value(files).expect("names")
    }
}

#[test]
fn the_nearest_configuration_holds() {
    let folder = Folder::with(&[
        ("archlint.toml", "fail-on = 'never'\nlang = 'ko'\n"),
        ("a.arch", WARNED),
        ("deep/archlint.toml", "fail-on = 'warning'\n"),
        ("deep/b.arch", WARNED),
    ]);
    assert_eq!(folder.run(&["check", "a.arch"]).code, 0);
    assert!(folder.run(&["check", "a.arch"]).out.contains("경고"));
    assert_eq!(folder.run(&["check", "deep/b.arch"]).code, 1);
    assert_eq!(folder.run(&["check", "deep/b.arch", "--fail-on", "never"]).code, 0);
    assert_eq!(folder.run(&["check", "deep", "--config", "archlint.toml"]).code, 0);
}

#[test]
fn a_wrong_configuration_is_shown_at_its_place() {
    let folder = Folder::with(&[("archlint.toml", "profil = 'study'\n"), ("a.arch", CLEAN)]);
    let ran = folder.run(&["check", "a.arch"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `profile`?"), "{}", ran.err);
    assert!(ran.err.contains("archlint.toml:1:1"), "{}", ran.err);
}

#[test]
fn an_unknown_profile_is_told_which_there_are() {
    let folder = Folder::with(&[("archlint.toml", "profile = 'weekly'\n"), ("a.arch", CLEAN)]);
    let ran = folder.run(&["check", "a.arch", "--lang", "ko"]);
    assert_eq!(ran.code, 2);
    for profile in ["study", "production", "strict", "week1", "week2", "week3", "week4"] {
        assert!(ran.err.contains(profile), "{profile}: {}", ran.err);
    }
}

#[test]
fn figures_that_nobody_stated_name_their_source_in_the_language_of_the_reader() {
    let folder = Folder::with(&[
        ("archlint.toml", "[technologies.gw]\nkind = 'gateway'\ncapacity = 900\n"),
        ("a.arch", "traffic { rps = 100 }\nuser fan\ngw door\nmysql db\nfan -> door -> db\n"),
    ]);
    let ko = folder.run(&["estimate", "a.arch", "--lang", "ko"]).out;
    assert!(ko.contains("archlint 계획 값") && !ko.contains("planning value"), "{ko}");
    let en = folder.run(&["estimate", "a.arch", "--lang", "en"]).out;
    assert!(en.contains("archlint planning value") && !en.contains("계획 값"), "{en}");
    assert!(en.contains("capacity of one `door`, 900 rps: archlint.toml\n"), "{en}");
}

#[test]
fn excluded_files_are_passed_over() {
    let folder = Folder::with(&[
        ("archlint.toml", "exclude = ['vendor/**']\n"),
        ("vendor/a.arch", BROKEN),
        ("b.arch", CLEAN),
    ]);
    assert_eq!(folder.run(&["check"]).code, 0);
    assert_eq!(folder.run(&["check", "vendor/a.arch"]).code, 1, "named");
    assert_eq!(folder.run(&["check", "vendor/a.arch", "--force-exclude"]).code, 0);
}

#[test]
fn files_that_are_no_text_are_named_with_the_reason() {
    let folder = Folder::with(&[("a.arch", CLEAN)]);
    folder.write("cp949.arch", &[0xc1, 0xd6, 0xb9, 0xae]);
    let ran = folder.run(&["check", "cp949.arch", "a.arch", "--lang", "ko"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cp949.arch") && ran.err.contains("iconv -f CP949"), "{}", ran.err);
    assert!(ran.out.contains("a.arch"), "the other file is still checked: {}", ran.out);
}

#[test]
fn a_byte_order_mark_and_crlf_do_no_harm() {
    let folder = Folder::with(&[]);
    folder.write("a.arch", b"\xef\xbb\xbfmysql\r\nweb b\r\n");
    let ran = folder.run(&["check", "a.arch", "--format", "json"]);
    let range = &ran.json()["findings"][0]["range"];
    assert_eq!(range["start"]["line"], 1);
    assert!(range["start"]["column"].as_u64() <= Some(6), "{range}");
}

#[test]
fn output_goes_to_a_file_whole() {
    let folder = Folder::with(&[("broken.arch", BROKEN)]);
    let args = ["check", "broken.arch", "--format", "json", "--output-file", "out/../report.json"];
    folder.write("out/x", b"");
    let ran = folder.run(&args);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let report: Value = serde_json::from_str(&folder.read("report.json")).expect("JSON");
    assert_eq!(report["version"], 1);
    let names: Vec<_> = fs::read_dir(folder.path()).expect("readable").flatten().collect();
    assert_eq!(names.len(), 3, "nothing is left beside it: {names:?}");
    let ran = folder.run(&["check", "broken.arch", "--output-file", "no/such/folder/x"]);
    assert_eq!(ran.code, 2);
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_written_to_and_not_replaced() {
    let folder = Folder::with(&[("clean.arch", CLEAN), ("real/report.json", "old")]);
    let link = |to: &Path, name: &str| {
        let at = folder.path().join(name);
        std::os::unix::fs::symlink(to, &at).expect("a link can be made");
        at
    };
    let links = [
        link(Path::new("real/report.json"), "report.json"),
        link(Path::new("/dev/null"), "nothing.json"),
    ];
    for at in links {
        let name = at.file_name().expect("a name").to_str().expect("UTF-8");
        let args = ["check", "clean.arch", "--format", "json", "--output-file", name];
        let ran = folder.run(&args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}");
        assert!(fs::symlink_metadata(&at).expect("it is there").is_symlink(), "{name}");
    }
    assert!(folder.read("real/report.json").starts_with('{'));
    let printed = folder.run(&["check", "clean.arch", "--output-file", "/dev/stdout"]);
    assert!(printed.out.contains("nothing to report"), "{printed:?}");
}

#[test]
fn a_closed_pipe_is_success() {
    let folder = Folder::with(&[("big.arch", "mysql\n".repeat(20_000).as_str())]);
    for args in [
        &["check", "big.arch", "--format", "json"][..],
        &["completions", "zsh"],
        &["man"],
        &["schema", "config"],
    ] {
        let mut child = folder
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{args:?}: {output:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    }
}

#[test]
fn the_same_bytes_however_many_threads() {
    let files: Vec<(String, String)> =
        (0..40).map(|n| (format!("d{}/f{n}.arch", n % 7), BROKEN.repeat(n % 5 + 1))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let folder = Folder::with(&files);
    let run = |threads: &str, paths: &[&str]| {
        let mut command = folder.command(&["check", "--format", "json"]);
        command.args(paths).env("RAYON_NUM_THREADS", threads);
        Ran::of(command.output().expect("runs")).out
    };
    let once = run("1", &["."]);
    assert_eq!(run("8", &["."]), once);
    assert_eq!(run("2", &["d3", "d1", ".", "d2/f2.arch"]), once);
}
