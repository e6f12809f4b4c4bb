//! `init`: a start for what is there, and hooks that check what is committed.

use super::{Folder, Ran};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const BROKEN: &str = "was\n";
const COMPOSE: &str = "services:\n  db:\n    image: mysql:8\n    ports: [\"3306:3306\"]\n";

#[test]
fn a_start_is_set_up_for_what_is_there_already() {
    let compose = "services:\n  api:\n    image: nginx\n  db:\n    image: mysql\n";
    let post = "# 글\n\n```mermaid\nflowchart LR\n  u((User)) --> a[nginx] --> b[(MySQL)]\n```\n";
    for lang in ["ko", "en"] {
        let files = [("infra/docker-compose.yml", compose), ("post.md", post)];
        let folder = Folder::with(&files);
        let ran = folder.run(&["init", "--lang", lang]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let config = folder.read("archlint.toml");
        assert!(config.starts_with("#:schema https://"), "{config}");
        assert!(config.contains("\"infra/docker-compose.yml\""), "{config}");
        assert!(config.contains("mermaid = \"recognised\""), "{config}");
        assert!(!folder.path().join("design.arch").exists(), "there is something to check");
        let found = [
            "목록에 넣었습니다: 1개",
            "읽도록 했습니다: 1개",
            "listed to be checked: 1",
            "be read as designs: 1",
        ];
        let pair = if lang == "ko" { &found[..2] } else { &found[2..] };
        assert!(pair.iter().all(|said| ran.out.contains(said)), "{}", ran.out);
        let told = folder.run(&["check", "--format", "json", "--fail-on", "never"]).json();
        let files = told["files"].to_string();
        assert!(files.contains("docker-compose.yml") && files.contains("post.md"), "{files}");
    }
}

#[test]
fn a_start_knows_policies_and_designs_in_posts() {
    let policy = "policy owned { require owner on was }\nattributes { owner = text }\n";
    let post = "# 글\n\n```arch\nuser fan\nwas api { replicas = 2 }\nfan -> api\n```\n";
    for (lang, said) in [
        ("ko", ["정책이 있습니다: team/policy.arch", "블록에 설계 1개가"]),
        ("en", ["policies of the team: team/policy.arch", "in blocks of posts: 1"]),
    ] {
        let files = [("team/policy.arch", policy), ("week1.md", post)];
        let own = [("sub/archlint.toml", "policies = [\"own.arch\"]\n"), ("sub/own.arch", policy)];
        let folder = Folder::with(&[&files[..], &own[..]].concat());
        let ran = folder.run(&["init", "--lang", lang]);
        assert!(said.iter().all(|it| ran.out.contains(it)), "{ran:?}");
        assert!(!ran.out.contains("own.arch"), "it has a configuration of its own: {ran:?}");
        let config: toml::Table = folder.read("archlint.toml").parse().expect("it is TOML");
        assert_eq!(config["policies"].as_array().map(Vec::len), Some(1), "{config}");
        assert!(!folder.path().join("design.arch").exists(), "there is something to check");
        let told = folder.run(&["check", "week1.md", "--format", "json", "--fail-on", "never"]);
        assert!(told.out.contains("policy/owned"), "{told:?}");
    }
}

#[test]
fn a_drawing_that_says_that_it_is_a_design_is_something_to_check() {
    let post = "# 글\n\n```mermaid\n%% archlint\nflowchart LR\n  u((User)) --> b[(MySQL)]\n```\n";
    let folder = Folder::with(&[("post.md", post)]);
    let ran = folder.run(&["init", "--lang", "en"]);
    assert!(ran.out.contains("designs in blocks of posts: 1"), "{ran:?}");
    assert!(!folder.path().join("design.arch").exists(), "there is something to check");
}

#[test]
fn a_drawing_that_is_no_design_is_not_called_one() {
    let post = "# 글\n\n```mermaid\nsequenceDiagram\n  a->>b: x\n```\n";
    let folder = Folder::with(&[("post.md", post)]);
    let ran = folder.run(&["init", "--lang", "en"]);
    assert!(!ran.out.contains("Mermaid"), "{}", ran.out);
    assert!(!folder.read("archlint.toml").contains("[import]"));
    assert!(folder.path().join("design.arch").exists(), "there is nothing to check");
    assert!(ran.out.contains("`archlint check design.arch`"), "{}", ran.out);
    let told = folder.run(&["check", "--fail-on", "never"]);
    assert!(!told.err.contains("Mermaid"), "{}", told.err);
}

#[test]
fn what_is_set_up_is_read_and_why_it_does_not_fail_is_said() {
    let post = "# 글\n\n```mermaid\nflowchart LR\n  u((User)) --> a[nginx] --> b[(MySQL)]\n```\n";
    for (lang, why) in [("ko", "종료 코드는 0입니다"), ("en", "the exit code is 0")] {
        let folder = Folder::with(&[("docker-compose.yml", COMPOSE), ("post.md", post)]);
        folder.run(&["init", "--lang", lang]);
        let ran = folder.run(&["check"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.err.contains(why) && !ran.err.contains("Mermaid"), "{}", ran.err);
        let config = folder.read("archlint.toml");
        folder.write(
            "archlint.toml",
            config.replace("[rules]", "as-is = \"error\"\n[rules]").as_bytes(),
        );
        let ran = folder.run(&["check"]);
        assert!(ran.code == 1 && !ran.err.contains(why), "{ran:?}");
    }
}

fn hook(folder: &Folder, args: &[&str]) -> Ran {
    let mut all = vec!["init", "--hook"];
    all.extend(args);
    folder.run(&all)
}

/// Git with the built binary on its path, or without one.
fn git_in(folder: &Path, has_archlint: bool, args: &[&str]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_archlint"));
    let beside = has_archlint.then(|| program.parent().expect("a folder").to_path_buf());
    let system = ["/usr/local/bin", "/usr/bin", "/bin"].map(std::path::PathBuf::from);
    let path = std::env::join_paths(beside.into_iter().chain(system)).expect("a path");
    let mut git = Command::new("git");
    git.args(["-c", "user.name=test", "-c", "user.email=test@example.com"]).args(args);
    git.current_dir(folder).env("PATH", path).output().expect("git runs")
}

fn git(folder: &Folder, args: &[&str]) -> Output {
    git_in(folder.path(), true, args)
}

fn commits(folder: &Folder) -> bool {
    git(folder, &["commit", "--quiet", "-m", "x"]).status.success()
}

fn in_repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::with(files);
    assert!(git(&folder, &["init", "--quiet"]).status.success());
    folder
}

#[test]
fn a_hook_is_written_and_never_over_another() {
    let outside = Folder::with(&[("a.arch", BROKEN)]);
    let ran = hook(&outside, &["--lang", "en"]);
    assert!(ran.code == 2 && ran.err.contains("no folder of a git repository"), "{ran:?}");
    let folder = in_repository(&[("a.arch", BROKEN), ("docs/b.arch", "// nothing\n")]);
    assert_eq!(hook(&folder, &["docs", "--lang", "ko"]).code, 0, "any folder of it will do");
    let script = folder.read(".git/hooks/pre-commit");
    assert!(script.starts_with("#!/bin/sh\n") && script.contains("설치되어 있지 않아"), "{script}");
    assert!(hook(&folder, &[]).out.contains("runs archlint already"));

    folder.write(".git/hooks/pre-commit", b"#!/bin/sh\nmine\n");
    let ran = hook(&folder, &["--lang", "en"]);
    assert!(ran.code == 0 && ran.out.contains("left as it is"), "{ran:?}");
    assert_eq!(folder.read(".git/hooks/pre-commit"), "#!/bin/sh\nmine\n");

    let own = b"#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n";
    folder.write(".git/hooks/pre-commit", own);
    let ran = hook(&folder, &["--lang", "ko"]);
    assert!(
        ran.out.contains("pre-commit이 관리합니다") && ran.out.contains("id: archlint"),
        "{ran:?}"
    );

    folder.write("lefthook.yml", b"pre-push:\n  commands: {}\n");
    hook(&folder, &[]);
    let written = folder.read("lefthook.yml");
    assert!(written.contains("      run: |\n        # archlint: checks"), "{written}");
    assert!(written.contains("arch,md,markdown,yml"));
    folder.write("lefthook.yml", b"pre-commit:\n  commands: {}\n");
    let ran = hook(&folder, &["--lang", "ko"]);
    assert!(ran.out.contains("`commands` 아래에 추가하세요"), "{ran:?}");
    assert!(ran.out.contains("`lefthook install`을 한 번"), "{ran:?}");
    folder.write(".git/hooks/pre-commit", b"#!/bin/sh\ncall_lefthook run pre-commit\n");
    assert!(!hook(&folder, &[]).out.contains("lefthook install"), "git runs it already");
}

#[test]
fn a_hook_stands_where_git_looks_for_it() {
    let folder = in_repository(&[("a.arch", BROKEN)]);
    git(&folder, &["config", "core.hooksPath", ".githooks"]);
    hook(&folder, &[]);
    assert!(folder.read(".githooks/pre-commit").contains("archlint check"));
    assert!(!folder.path().join(".git/hooks/pre-commit").exists());
    git(&folder, &["add", "a.arch"]);
    assert!(!commits(&folder), "it holds up");

    let shared = Folder::with(&[]);
    let path = shared.path().to_str().expect("UTF-8");
    git(&folder, &["config", "core.hooksPath", path]);
    let ran = hook(&folder, &["--lang", "en"]);
    assert!(ran.out.contains("outside of this repository"), "{ran:?}");
    assert!(!shared.path().join("pre-commit").exists(), "other repositories have it too");

    // A work tree of its own has a file where the others have a folder.
    git(&folder, &["config", "--unset", "core.hooksPath"]);
    git(&folder, &["commit", "--quiet", "--no-verify", "-m", "first"]);
    let tree = folder.path().join("tree");
    assert!(git(&folder, &["worktree", "add", "--quiet", "tree"]).status.success());
    let ran = hook(&folder, &["tree"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    fs::write(tree.join("b.arch"), BROKEN).expect("can be written");
    git_in(&tree, true, &["add", "b.arch"]);
    assert!(!git_in(&tree, true, &["commit", "-m", "x"]).status.success(), "it holds up there");
}

#[test]
fn husky_is_found_where_git_runs_it_or_will() {
    let folder = in_repository(&[("a.arch", BROKEN), (".husky/pre-commit", "npm test\n")]);
    let ran = hook(&folder, &["--lang", "en"]);
    assert!(ran.out.contains("run `npx husky` once"), "{ran:?}");
    let script = folder.read(".husky/pre-commit");
    assert!(script.starts_with("npm test\n") && script.contains("archlint check"), "{script}");
    assert!(!folder.path().join(".git/hooks/pre-commit").exists(), "husky keeps the hooks");
    folder.write(".husky/pre-commit", b"npm test\n");

    folder.write("package.json", b"{ \"devDependencies\": { \"husky\": \"^9.0.0\" } }");
    hook(&folder, &[]);
    let script = folder.read(".husky/pre-commit");
    assert!(script.starts_with("npm test\n") && script.contains("archlint check"), "{script}");
    assert!(hook(&folder, &[]).out.contains("already"));

    let package = "{ \"dependencies\": { \"husky\": \"9\" } }";
    let folder = in_repository(&[("package.json", package)]);
    hook(&folder, &[]);
    assert!(folder.read(".husky/pre-commit").contains("archlint check"), "it will run it");

    let ends = "npm test\nif false; then\n  exit 1\nfi\nexit 0\n";
    let folder = in_repository(&[(".husky/pre-commit", ends), ("package.json", package)]);
    hook(&folder, &[]);
    let script = folder.read(".husky/pre-commit");
    assert!(script.contains("  exit 1\nfi\n# archlint"), "behind what may leave: {script}");
    assert!(script.ends_with("|| exit 1\nexit 0\n"), "before what leaves for sure: {script}");

    let folder = in_repository(&[("web/.husky/pre-commit", "npm test\n")]);
    git(&folder, &["config", "core.hooksPath", "web/.husky/_"]);
    hook(&folder, &[]);
    assert!(folder.read("web/.husky/pre-commit").contains("archlint check"), "git runs it");

    let old = "{ \"husky\": { \"hooks\": { \"pre-commit\": \"npm test\" } } }";
    let folder = in_repository(&[("package.json", old)]);
    let ran = hook(&folder, &["--lang", "en"]);
    assert!(ran.out.contains("`husky.hooks`") && !folder.path().join(".husky").exists(), "{ran:?}");
}

#[test]
fn a_hook_looks_at_what_is_committed() {
    let folder = in_repository(&[("설계 1.arch", BROKEN)]);
    hook(&folder, &["--lang", "en"]);
    git(&folder, &["add", "설계 1.arch"]);
    assert!(!commits(&folder), "it holds up");
    // What stands in the folder is mended, what is added is not.
    folder.write("설계 1.arch", b"// nothing\n");
    assert!(!commits(&folder), "what is added is still broken");
    git(&folder, &["add", "설계 1.arch"]);
    folder.write("설계 1.arch", BROKEN.as_bytes());
    assert!(commits(&folder), "what is added is clean");
    assert_eq!(folder.read("설계 1.arch"), BROKEN, "the folder is left alone");

    // Whoever has no archlint is held up by designs only.
    folder.write("main.py", b"print(1)\n");
    git(&folder, &["add", "main.py"]);
    let ran = git_in(folder.path(), false, &["commit", "-m", "code"]);
    assert!(ran.status.success(), "{ran:?}");
    git(&folder, &["add", "설계 1.arch"]);
    let ran = git_in(folder.path(), false, &["commit", "-m", "design"]);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(!ran.status.success() && said.contains("archlint is not installed"), "{said}");
}

#[test]
fn a_hook_checks_what_the_configuration_lists_as_loudly_as_it_says() {
    let folder = in_repository(&[("compose.yml", COMPOSE), ("b.markdown", "# b\n")]);
    hook(&folder, &[]);
    git(&folder, &["add", "--all"]);
    assert!(commits(&folder), "nothing lists it");
    folder.write("archlint.toml", b"[import]\ncheck = [\"compose.yml\"]\n");
    folder.write("compose.yml", format!("# changed\n{COMPOSE}").as_bytes());
    git(&folder, &["add", "--all"]);
    assert!(!commits(&folder), "it is listed now");
    folder.write("archlint.toml", b"fail-on = \"never\"\n[import]\ncheck = [\"compose.yml\"]\n");
    git(&folder, &["add", "--all"]);
    assert!(commits(&folder), "nothing fails");
    folder.write("b.markdown", b"# b\n\n```arch\nwas\n```\n");
    folder.write("archlint.toml", b"fail-on = \"error\"\n");
    git(&folder, &["add", "--all"]);
    assert!(!commits(&folder), "other endings of Markdown are looked at, too");
    assert!(!folder.run(&["init"]).out.is_empty());
    let configured = folder.read(".pre-commit-config.yaml");
    assert!(configured.contains("|markdown|yml|") && !configured.contains("--fail-on"));
}

#[test]
fn a_hook_says_what_of_a_commit_it_did_not_read() {
    let folder = in_repository(&[("compose.yml", COMPOSE), ("README.md", "# about\n")]);
    hook(&folder, &["--lang", "en"]);
    git(&folder, &["add", "--all"]);
    let ran = git(&folder, &["commit", "-m", "x"]);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(
        ran.status.success()
            && said.contains("not read, as these are of other notations: compose.yml"),
        "{said}"
    );
    assert!(said.contains("`check = [\"PATH\"]`"), "how to have it read: {said}");
    assert!(!said.contains("no design"), "a page of Markdown is no mistake: {said}");
    // What is ordinary is not worth a word.
    folder.write("README.md", b"# more\n");
    folder.write("settings.json", b"{}\n");
    git(&folder, &["add", "--all"]);
    let ran = git(&folder, &["commit", "--quiet", "-m", "x"]);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success() && said.is_empty(), "{said}");
}

#[test]
fn a_base_that_is_not_added_is_named() {
    let folder = in_repository(&[
        ("지금.arch", "design \"a\" as-is\nuser u\nwas api\nu -> api\n"),
        ("to-be.arch", "design \"b\" to-be extends \"지금.arch\"\nchange api { replicas = 2 }\n"),
    ]);
    for (lang, said) in [("ko", "git에 더하지 않아"), ("en", "not added to git")] {
        fs::remove_file(folder.path().join(".git/hooks/pre-commit")).ok();
        hook(&folder, &["--lang", lang]);
        git(&folder, &["add", "to-be.arch"]);
        let ran = git(&folder, &["commit", "-m", "x"]);
        let told = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(
            !ran.status.success() && told.contains(said) && told.contains(": 지금.arch"),
            "{told}"
        );
    }
}

#[test]
fn lefthook_is_extended_the_way_it_is_written() {
    let extended = |old: &str| {
        let folder = in_repository(&[("lefthook.yml", old)]);
        let ran = hook(&folder, &["--lang", "en"]);
        (folder.read("lefthook.yml"), ran)
    };
    let jobs = "# ours\npre-commit: # slow\n  parallel: true\n  jobs:\n    # first\n    - run: npm test\n\
                pre-push:\n  jobs:\n    - run: npm run all\n";
    let (text, ran) = extended(jobs);
    let at = jobs.find("    # first").expect("it stands there");
    assert!(text.starts_with(&jobs[..at]) && text.ends_with(&jobs[at..]), "{text}\n{ran:?}");
    assert!(text[at..].starts_with("    - name: archlint\n      glob:"), "{text}");

    let commands = "pre-commit:\n  commands:\n    test: { run: npm test } # fast\n";
    let (text, _) = extended(commands);
    assert!(text.ends_with("    test: { run: npm test } # fast\n"), "{text}");
    assert!(text.starts_with("pre-commit:\n  commands:\n    archlint:\n      glob:"), "{text}");
    let (text, _) = extended("pre-commit:\r\n    parallel: true\r\n");
    assert!(text.starts_with("pre-commit:\r\n    commands:\r\n      archlint:\r\n"), "{text}");

    for odd in [
        "pre-commit: { jobs: [{ run: npm test }] }\n",
        "pre-commit:\n  jobs: *shared\n",
        "pre-commit:\n  <<: *all\n  commands:\n    a:\n      run: x\n",
    ] {
        let (text, ran) = extended(odd);
        assert!(text == odd && ran.out.contains(" of its `pre-commit`:"), "{ran:?}");
    }

    let folder = in_repository(&[("lefthook.toml", "[pre-commit]\nparallel = true\n")]);
    let ran = hook(&folder, &["--lang", "en"]);
    let text = folder.read("lefthook.toml");
    let table: toml::Table = text.parse().expect("it still is TOML");
    let run = table["pre-commit"]["commands"]["archlint"]["run"].as_str().expect("a command");
    assert!(run.contains("git checkout-index") && !run.contains("{staged_files}"), "{ran:?}");
    assert!(hook(&folder, &[]).out.contains("already"));

    let odd = "pre-commit = { commands = { a = { run = \"x\" } } }\n";
    let folder = in_repository(&[("lefthook.toml", odd)]);
    let ran = hook(&folder, &["--lang", "ko"]);
    assert!(ran.out.contains("그대로 두었습니다"), "{ran:?}");
    assert_eq!(folder.read("lefthook.toml"), odd);

    let folder = in_repository(&[("lefthook.json", "{}\n")]);
    let ran = hook(&folder, &["--lang", "en"]);
    assert!(ran.out.contains("\"archlint\": {"), "{ran:?}");
    assert!(!folder.path().join(".git/hooks/pre-commit").exists(), "lefthook keeps the hooks");
}

/// What lefthook runs is run here as it would run it.
#[test]
fn lefthook_looks_at_what_is_committed() {
    let folder = in_repository(&[("a.arch", BROKEN), ("lefthook.toml", "")]);
    hook(&folder, &["--lang", "en"]);
    let table: toml::Table = folder.read("lefthook.toml").parse().expect("it is TOML");
    let run = table["pre-commit"]["commands"]["archlint"]["run"].as_str().expect("a command");
    folder.write(".git/hooks/pre-commit", format!("#!/bin/sh\n{run}").as_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = folder.path().join(".git/hooks/pre-commit");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it may run");
    }
    git(&folder, &["add", "a.arch"]);
    folder.write("a.arch", b"// nothing\n");
    assert!(!commits(&folder), "what is added is broken");
    git(&folder, &["add", "a.arch"]);
    folder.write("a.arch", BROKEN.as_bytes());
    assert!(commits(&folder), "what is added is clean");
}

#[test]
fn what_others_publish_and_layers_are_no_designs_to_begin_with() {
    let layer = "services:\n  db:\n    ports: [\"3306:3306\"]\n";
    let folder = Folder::with(&[
        ("docker-compose.yml", COMPOSE),
        ("docker-compose.override.yml", layer),
        ("node_modules/x/docker-compose.yml", COMPOSE),
        (
            "node_modules/x/README.md",
            "```mermaid\nflowchart LR\n  u((User)) --> a[nginx] --> b[(MySQL)]\n```\n",
        ),
    ]);
    let ran = folder.run(&["init", "--lang", "en"]);
    assert!(ran.out.contains("listed to be checked: 1 (docker-compose.yml)"), "{ran:?}");
    let config = folder.read("archlint.toml");
    assert!(!config.contains(".override") && !config.contains("node_modules"), "{config}");
    assert!(!config.contains("mermaid = "), "{config}");
    let told = folder.run(&["check", "--format", "json", "--fail-on", "never"]);
    assert_eq!(told.json()["files"], serde_json::json!(["docker-compose.yml"]), "{told:?}");
    assert!(!told.err.contains("not read"), "a layer is no design that was left out: {told:?}");
    // A team that takes over the configuration has other files.
    folder.write("shop/archlint.toml", b"extends = \"../archlint.toml\"\n");
    folder.write("shop/a.arch", b"was a\n");
    let told = folder.run(&["check", "shop", "--fail-on", "never"]);
    assert!(!told.err.contains("docker-compose.yml"), "{told:?}");
}
