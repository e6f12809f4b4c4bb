//! What makes it easy to begin with archlint in an old repository, and to stay with it.

use super::{Folder, Ran};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::Duration;

const OLD: &str = "design \"가게\"\nuser fan\nlb front\nwas api { session = local, replicas = 2 }\n\
    mysql orders { backup = none }\nfan -> front -> api\napi -> orders\n";

#[test]
fn everything_of_today_is_accepted_and_the_reasons_are_asked_for() {
    for lang in ["ko", "en"] {
        let folder = Folder::with(&[("a.arch", OLD), ("clean.arch", "// nothing\n")]);
        let before = folder.run(&["check", "a.arch", "--format", "json"]).json();
        assert!(before["summary"]["error"].as_u64() > Some(0), "{before}");
        let ran = folder.run(&["check", "--add-accept", "--lang", lang]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let text = folder.read("a.arch");
        assert!(text.starts_with(OLD) && text.contains("because \"TODO\""), "{text}");
        let after = folder.run(&["check", "a.arch", "--format", "json"]).json();
        for severity in ["error", "warning", "advice"] {
            assert_eq!(after["summary"][severity], 0, "{text}\n{after}");
        }
        let again = folder.run(&["check", "--add-accept", "--lang", lang]);
        assert_eq!((again.code, folder.read("a.arch")), (0, text), "{again:?}");
        assert_eq!(folder.read("clean.arch"), "// nothing\n");
    }
}

#[test]
fn what_is_said_of_the_whole_design_is_accepted_without_a_name() {
    let policy = "policy cheap { require cost < $3/mo }\n";
    let design = "user u\nwas api { cost = $9/mo, replicas = 2 }\nu -> api\n";
    let folder = Folder::with(&[
        ("org.arch", policy),
        ("archlint.toml", "policies = [\"org.arch\"]\n"),
        ("a.arch", design),
    ]);
    let select = ["check", "a.arch", "--select", "policy", "--format", "concise"];
    assert_eq!(folder.run(&select).code, 1);
    let told = folder.run(&["check", "a.arch", "--select", "policy", "--lang", "en"]).out;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("`accept policy/cheap because"), "the way that works: {told}");
    let ran = folder.run(&["check", "a.arch", "--add-accept"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let text = folder.read("a.arch");
    assert!(text.contains("\naccept policy/cheap because \"TODO\""), "{text}");
    let told = folder.run(&["check", "a.arch", "--select", "policy"]);
    assert!(told.out.contains("accepted[policy/cheap] — TODO"), "{told:?}");
    let page = folder.run(&["explain", "cheap"]).out;
    assert!(page.contains("accept policy/cheap because"), "{page}");
    let ran = folder.run(&select);
    assert!(ran.code == 0 && ran.out.contains("(accepted: TODO"), "{ran:?}");
    folder.run(&["fmt", "a.arch"]);
    assert!(folder.read("a.arch").contains("\naccept policy/cheap because \"TODO\""));
    // It says nothing about single things, and the answer names them.
    folder.write("a.arch", b"user u\nwas api\nu -> api\naccept single-instance because \"x\"\n");
    for (lang, said) in [("ko", "무엇에 대한 것인지"), ("en", "names nobody")] {
        let ran = folder.run(&["check", "a.arch", "--lang", lang]);
        assert!(ran.out.contains(said) && ran.out.contains("[single-instance]"), "{ran:?}");
        assert!(ran.out.contains("accept single-instance on api because"), "{ran:?}");
    }
}

#[test]
fn what_no_accept_holds_for_is_named() {
    let design =
        "user u\nwas api { replicas = 2, colour = red }\nu -> api\nexpect replicas(api) >= 3\n";
    let folder = Folder::with(&[("a.arch", design)]);
    for (lang, said) in [
        ("ko", "빠진 값을 적으세요: `expectation-failed` 1건, `unknown-attribute` 1건"),
        ("en", "holds for: 1 `expectation-failed`, 1 `unknown-attribute`;"),
    ] {
        let ran = folder.run(&["check", "a.arch", "--add-accept", "--lang", lang]);
        assert!(ran.code == 1 && ran.out.contains(said), "{ran:?}");
    }
    let compose = "services:\n  db:\n    image: mysql:8\n";
    let folder = Folder::with(&[("docker-compose.yml", compose)]);
    let ran = folder.run(&["check", "docker-compose.yml", "--add-accept", "--lang", "en"]);
    assert!(
        ran.code == 1 && ran.out.contains("can hold no `accept`: docker-compose.yml"),
        "{ran:?}"
    );
    assert_eq!(folder.read("docker-compose.yml"), compose);
}

#[test]
fn accepts_go_into_the_design_that_they_are_about() {
    let post = format!("# 글\n\n```arch\n{OLD}```\n\n뒤의 글\n");
    let broken = "was\n";
    let windows = OLD.replace('\n', "\r\n");
    let files = [("post.md", &*post), ("broken.arch", broken), ("windows.arch", &*windows)];
    let folder = Folder::with(&files);
    let ran = folder.run(&["check", "--add-accept", "--lang", "en"]);
    assert_eq!(ran.code, 1, "errors of a text are left: {ran:?}");
    let text = folder.read("post.md");
    assert!(text.contains("because \"TODO\"\n```\n\n뒤의 글\n"), "{text}");
    assert_eq!(folder.read("broken.arch"), broken);
    let text = folder.read("windows.arch");
    assert!(text.contains("TODO") && !text.replace("\r\n", "").contains('\n'), "{text:?}");
    let told = folder.run(&["check", "post.md", "windows.arch", "--format", "concise"]).out;
    assert!(told.lines().all(|line| line.contains("(accepted: TODO")), "{told}");
}

#[test]
fn findings_are_counted_by_rule() {
    let folder = Folder::with(&[("a.arch", OLD)]);
    let ran = folder.run(&["check", "--statistics", "--format", "json"]);
    let told = ran.json();
    let rows = told["statistics"].as_array().expect("a list");
    let total: u64 = rows.iter().filter_map(|row| row["error"].as_u64()).sum();
    let listed = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(Some(total), listed["summary"]["error"].as_u64());
    assert_eq!(ran.code, 1, "it fails as the list does");
    for (lang, words) in [("ko", "안전한 수정  규칙"), ("en", "safe fixes  rule")] {
        let table = folder.run(&["check", "--statistics", "--lang", lang]).out;
        assert!(table.contains(words) && table.contains("no-backup"), "{table}");
        assert!(!table.contains("a.arch"), "nothing is listed: {table}");
    }
    let markdown = folder.run(&["check", "--statistics", "--format", "markdown"]).out;
    assert!(markdown.contains("| `no-backup` |"), "{markdown}");
    let clean = Folder::with(&[("a.arch", "// nothing\n")]);
    assert_eq!(clean.run(&["check", "--statistics"]).out, "nothing to report\n");
}

/// A check that goes on until it is dropped.
#[cfg(feature = "watch")]
struct Watched {
    child: Child,
    told: mpsc::Receiver<String>,
}

#[cfg(feature = "watch")]
impl Watched {
    fn of(folder: &Folder, args: &[&str]) -> Self {
        let mut command = folder.command(&["check", "--watch", "--format", "concise"]);
        command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        let (tell, told) = mpsc::channel();
        for stream in [
            Box::new(child.stdout.take().expect("piped")) as Box<dyn std::io::Read + Send>,
            Box::new(child.stderr.take().expect("piped")),
        ] {
            let tell = tell.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    drop(tell.send(line));
                }
            });
        }
        Self { child, told }
    }

    /// Waits for these words and for the next wait. The two streams are read by two threads: what they
    /// say comes in any order.
    fn says(&self, wanted: &[&str]) {
        let waiting = "checking again when a file changes";
        let mut missing: Vec<&str> = wanted.iter().copied().chain([waiting]).collect();
        while !missing.is_empty() {
            match self.told.recv_timeout(Duration::from_secs(60)) {
                Ok(line) => missing.retain(|wanted| !line.contains(wanted)),
                Err(_) => panic!("{missing:?} is never said"),
            }
        }
    }
}

#[cfg(feature = "watch")]
impl Drop for Watched {
    fn drop(&mut self) {
        self.child.kill().expect("it runs still");
        self.child.wait().expect("it ends");
    }
}

#[cfg(feature = "watch")]
#[test]
fn what_holds_for_a_named_file_is_watched_with_it() {
    let folder = Folder::with(&[
        ("docs/a.arch", "web site\nmysql orders\nsite -> orders\n"),
        ("rules/team.arch", "policy a { limit depth <= 9 }\n"),
        ("archlint.toml", "policies = [\"rules/team.arch\"]\n"),
    ]);
    let watched = Watched::of(&folder, &["--select", "policy/*", "docs/a.arch"]);
    watched.says(&[]);
    folder.write("rules/team.arch", b"policy a { forbid web -> db }\n");
    watched.says(&["policy/a"]);
    folder.write("archlint.toml", b"fail-on = \"eror\"\n");
    watched.says(&["archlint.toml:1"]);
}

#[cfg(feature = "watch")]
#[test]
fn a_changed_file_is_checked_again() {
    let folder = Folder::with(&[("a.arch", "mysql orders { backup = none }\n")]);
    let watched = Watched::of(&folder, &[]);
    watched.says(&["no-backup"]);
    folder.write("a.arch", b"mysql\n");
    watched.says(&["error[syntax]"]);
    folder.write("b.arch", b"redis\n");
    watched.says(&["b.arch:1"]);
    drop(watched);
    assert_eq!(folder.run(&["check", "-", "--watch"]).code, 2);
}

#[test]
fn the_version_says_how_it_came_here() {
    let folder = Folder::with(&[]);
    let told = folder.run(&["--version", "--verbose"]);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.out.starts_with("archlint 0.1.0\n"), "{}", told.out);
    assert!(told.out.contains("installed by: built from source"), "{}", told.out);
    let korean = folder.run(&["--version", "--verbose", "--lang", "ko"]).out;
    assert!(korean.contains("설치: 소스에서 빌드") && korean.contains("업그레이드: git pull"));
}

#[test]
fn a_comment_that_wants_silence_is_answered_by_the_way_that_works() {
    let design = OLD.replace("backup = none }", "backup = none } // archlint: ignore");
    let design = design.replace("lb front", "# archlint-disable-next-line\nlb front");
    let folder = Folder::with(&[("a.arch", &design)]);
    let told = folder.run(&["check", "a.arch", "--format", "concise", "--lang", "ko"]).out;
    assert_eq!(told.matches("이 주석은 지적을 끄지 않습니다").count(), 2, "{told}");
    let told = folder.run(&["check", "a.arch"]).out;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("accept single-load-balancer on front because \"…\""), "{told}");
    assert!(!told.contains("replicas = 2 instead"), "{told}");
    // All that is said of the line, unless the comment names one of them; and nothing else.
    let silenced = |comment: &str| {
        let text = format!(
            "user u\nwas api {{ replicas = 1, colour = red }} // {comment}\nu -> api\n\
            policy two {{ require replicas >= 2 on was }}\n"
        );
        let folder = Folder::with(&[("a.arch", &text)]);
        let ran = folder.run(&["check", "a.arch", "--select", "single-instance,policy"]);
        (ran.out.matches("accept ").count(), ran.out)
    };
    let (count, told) = silenced("archlint: ignore");
    assert!(
        told.contains("`accept policy/two on api")
            && told.contains("`accept single-instance on api"),
        "{told}"
    );
    assert!(!told.contains("accept unknown-attribute"), "{told}");
    assert!(silenced("archlint: ignore single-instance").0 < count);
    assert!(!told.contains("instead of the comment"), "it is for a person to write: {told}");
    let plain = Folder::with(&[("a.arch", "// archlint draws this, do not worry\nwas a\n")]);
    assert!(!plain.run(&["check", "a.arch"]).out.contains("silences nothing"));
}

#[test]
fn what_people_say_is_explained_in_both_languages() {
    let files = [
        (
            "policy.arch",
            "attributes { owner = text }\npolicy owned \"왜\" { require owner on was }\n",
        ),
        ("archlint.toml", "policies = [\"policy.arch\"]\n"),
    ];
    let folder = Folder::with(&files);
    let explained = |word: &str, lang: &str| {
        let ran = folder.run(&["explain", word, "--lang", lang]);
        assert_eq!(ran.code, 0, "{ran:?}");
        ran.out
    };
    // Several words need no quotes.
    let several = folder.run(&["explain", "단일", "장애점"]).out;
    assert!(several.contains("[single-point-of-failure]"), "{several}");
    let key = folder.run(&["explain", "fail-on", "--lang", "ko"]);
    assert!(key.code == 2 && key.err.contains("docs/configuration.ko.md"), "{key:?}");
    for (word, ko, en) in [
        ("spof", "[single-point-of-failure]", "[single-point-of-failure]"),
        ("단일 장애점", "함께 볼 것: `single-instance`", "see also: `single-instance`"),
        ("no-backup", "오류[no-backup]", "error[no-backup]"),
        ("data", "data: 속성", "data: an attribute"),
        ("resilience/*", "resilience: 회복 탄력성", "resilience: Resilience"),
        ("unknown-name", "그 이름으로 선언한 것이 없습니다", "Nothing is declared by that name"),
        ("redis", "`cache` 종류(캐시)의 기술입니다", "A technology of the kind `cache`"),
        ("failover-time", "failover-time: 속성", "failover-time: an attribute"),
        ("owner", "팀이 정한 속성입니다", "An attribute of the team's own"),
        ("policy/owned", "require owner on was", "require owner on was"),
        ("캐시 스탬피드", "[stampede-prone]", "[stampede-prone]"),
        ("policy", "policy: 문장", "policy: a statement"),
    ] {
        for (lang, wanted) in [("ko", ko), ("en", en)] {
            let told = explained(word, lang);
            assert!(told.contains(wanted), "{word} {lang}: {wanted} in\n{told}");
        }
    }
    let json = folder.run(&["explain", "redis", "--format", "json"]).json();
    assert_eq!(json["title"].as_str().map(|it| it.starts_with("redis")), Some(true), "{json}");
    let wrong = folder.run(&["explain", "single-instnce"]);
    assert!(wrong.code == 2 && wrong.err.contains("did you mean `single-instance`?"), "{wrong:?}");
}

#[test]
fn the_examples_of_each_error_of_the_text_have_it_and_have_it_not() {
    for error in archlint::lexicon::ERRORS {
        let folder = Folder::with(&[("this.arch", error.bad), ("good.arch", error.good)]);
        let rules = |file: &str| {
            folder.run(&["check", file, "--format", "json", "--fail-on", "never"]).rules()
        };
        let (bad, good) = (rules("this.arch"), rules("good.arch"));
        assert!(bad.iter().any(|it| it == error.name), "{}: {bad:?}", error.name);
        assert!(good.iter().all(|it| it != error.name), "{}: {good:?}", error.name);
    }
}

#[test]
fn what_is_piped_holds_no_link_for_a_terminal() {
    let folder = Folder::with(&[("a.arch", OLD)]);
    for format in ["pretty", "concise"] {
        let args = ["check", "a.arch", "--format", format, "--color", "always"];
        let mut command = folder.command(&args);
        let ran = Ran::of(command.env("FORCE_HYPERLINK", "1").output().expect("the binary runs"));
        assert!(ran.out.contains("no-backup") && !ran.out.contains("\u{1b}]8"), "{ran:?}");
    }
}

/// The nearest configuration counts: a new one below another takes that over, and a hook belongs to the
/// top of the repository.
#[test]
fn init_in_a_folder_of_a_project_takes_over_what_holds_there() {
    let folder = Folder::with(&[
        ("archlint.toml", "policies = [\"policy.arch\"]\n"),
        (
            "policy.arch",
            "policy owned \"누구의 것인지 알아야 합니다\" { require owner on was }\nattributes { owner = text }\n",
        ),
        ("team/shop.arch", "design \"s\"\nuser u\nwas api\nu -> api\n"),
        (".git/HEAD", "ref: refs/heads/main\n"),
    ]);
    let found = |folder: &Folder| folder.run(&["check", "team", "--format", "concise"]).out;
    assert!(found(&folder).contains("policy/owned"), "{}", found(&folder));
    let ran = folder.run(&["init", "team", "--lang", "ko"]);
    assert!(ran.code == 0 && ran.out.contains("저장소의 맨 위"), "{ran:?}");
    assert!(folder.read("team/archlint.toml").contains("extends = \"../archlint.toml\""));
    assert!(!folder.path().join("team/.pre-commit-config.yaml").exists());
    assert!(found(&folder).contains("policy/owned"), "{}", found(&folder));
    let top = folder.run(&["init", "--lang", "en"]);
    assert!(top.code == 0 && folder.path().join(".pre-commit-config.yaml").exists(), "{top:?}");
}

/// A Markdown file can hold an `accept` in its own blocks, and none in its drawings.
#[test]
fn what_is_accepted_in_a_post_and_what_cannot_be_is_told_apart() {
    let post = "```arch\nuser u\nwas api { replicas = 1, session = none, files = none }\nu -> api\n```\n\n\
                ```mermaid\nflowchart LR\n  %% archlint\n  u((User)) --> a[nginx]\n```\n";
    for (lang, told, left) in [
        ("ko", "지적 1건을 `accept`로", "다른 형식의 설계에 있어 남겼습니다: p.md"),
        ("en", "wrote `accept` for 1 finding;", "left in designs of other notations"),
    ] {
        let folder = Folder::with(&[("p.md", post)]);
        let select = ["check", "p.md", "--add-accept", "--select", "single-instance", "--lang"];
        let ran = folder.run(&[&select[..], &[lang]].concat());
        assert!(ran.err.contains(told) && ran.out.contains(left), "{ran:?}");
        assert!(!ran.out.contains("파일에") && !ran.out.contains("files that"), "{ran:?}");
    }
}

#[test]
fn counts_are_refused_where_a_format_has_no_place_for_them() {
    let folder = Folder::with(&[("a.arch", OLD)]);
    for format in ["sarif", "github", "gitlab", "junit"] {
        let ran =
            folder.run(&["check", "a.arch", "--statistics", "--format", format, "--lang", "en"]);
        assert!(ran.code == 2 && ran.out.is_empty(), "{ran:?}");
        assert!(ran.err.contains("`--statistics` counts in the formats `pretty`"), "{ran:?}");
    }
}
