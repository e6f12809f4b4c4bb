//! What is left behind when a run is stopped, or the disk is full, in the middle of writing.

use super::{AS_IS, BROKEN, Folder, Ran};
use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

fn contents(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder.path()).expect("readable").flatten();
    let named = entries.map(|entry| {
        let name = entry.file_name().into_string().expect("UTF-8");
        (name, fs::read(entry.path()).expect("a file"))
    });
    named.collect()
}

/// Runs with files limited to so many blocks of 512 bytes; more is an error, as on a full disk.
fn run_in_little_room(folder: &Folder, blocks: usize, args: &[&str]) -> Ran {
    const XFSZ: usize = 25;
    let script = format!("trap '' {XFSZ}; ulimit -f {blocks}; exec \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_archlint")]).args(args);
    command.current_dir(folder.path()).env_clear().env("PATH", "/usr/bin:/bin");
    Ran::of(command.output().expect("a shell runs"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let messy: String =
        (0..200).map(|n| format!("was   api{n} {{ replicas=2 }}\nmysql db{n}\n")).collect();
    let folder = Folder::with(&[
        ("a.arch", AS_IS),
        ("messy.arch", &messy),
        ("old.svg", "old"),
        ("known.json", "{\"version\": 2, \"findings\": []}"),
    ]);
    let before = contents(&folder);
    for args in [
        &["render", "a.arch", "-o", "old.svg"][..],
        &["render", "a.arch", "-o", "new.svg"],
        &["render", "a.arch", "-o", "new.png"],
        &["report", "a.arch", "-o", "new.html"],
        &["check", "a.arch", "--format", "json", "--output-file", "new.json"],
        &["check", "messy.arch", "--baseline", "known.json", "--update-baseline"],
        &["fmt", "messy.arch"],
        &["diff", "a.arch", "messy.arch", "--svg", "new.svg"],
        &["init", "."],
    ] {
        let blocks = if args[0] == "init" { 1 } else { 2 };
        let ran = run_in_little_room(&folder, blocks, args);
        assert_eq!(ran.code, 2, "{args:?}: {ran:?}");
        assert!(ran.err.contains("can't write"), "{args:?}: {ran:?}");
        let after = contents(&folder);
        assert!(after == before, "{args:?}: {:?}", after.keys());
    }
    // With room the same commands write.
    assert_eq!(folder.run(&["render", "a.arch", "-o", "old.svg"]).code, 0);
    assert!(folder.read("old.svg").contains("<svg"));
}

/// Sends the signal as soon as a half-written file is there; whether the run ended by it.
#[cfg(unix)]
fn stopped_while_writing(folder: &Folder, args: &[&str], signal: &str) -> bool {
    use std::os::unix::process::ExitStatusExt;
    let mut child =
        folder.command(args).stderr(Stdio::null()).stdout(Stdio::null()).spawn().expect("it runs");
    // A shell that waits for the word: to start one would take longer than the writing.
    let script = format!("read word; kill -{signal} {}", child.id());
    let mut sender =
        Command::new("sh").args(["-c", &script]).stdin(Stdio::piped()).spawn().expect("a shell");
    let is_half_written = || {
        let names = fs::read_dir(folder.path()).expect("readable").flatten();
        names.map(|entry| entry.file_name()).any(|name| name.to_string_lossy().starts_with(".arch"))
    };
    while child.try_wait().expect("it can be asked").is_none() && !is_half_written() {}
    drop(sender.stdin.take());
    let ended = child.wait().expect("it ends");
    sender.wait().expect("it ends");
    ended.signal().is_some()
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_takes_its_half_written_file_away() {
    let folder = Folder::with(&[("a.arch", &BROKEN.repeat(3_000))]);
    let args = ["check", "a.arch", "--format", "sarif", "--output-file", "out.json"];
    let mut stopped = 0;
    for signal in ["INT", "TERM", "HUP", "INT", "TERM", "HUP"] {
        stopped += usize::from(stopped_while_writing(&folder, &args, signal));
        let left = contents(&folder);
        let names: Vec<&String> = left.keys().filter(|name| name.starts_with(".arch")).collect();
        assert!(names.is_empty(), "{signal} leaves {names:?}");
        let whole = left.get("out.json").is_none_or(|text| text.ends_with(b"}\n"));
        assert!(whole, "{signal} leaves half a file");
        let _ = fs::remove_file(folder.path().join("out.json"));
    }
    assert!(stopped > 0, "no run was stopped while it wrote");
}

#[cfg(unix)]
#[test]
fn a_pipe_with_a_name_gets_the_bytes_and_a_socket_is_refused() {
    let folder = Folder::with(&[("a.arch", AS_IS)]);
    let pipe = folder.path().join("pipe.svg");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("it runs").success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).expect("a text")
    });
    assert_eq!(folder.run(&["render", "a.arch", "-o", "pipe.svg"]).code, 0);
    assert!(reader.join().expect("it reads").contains("<svg"));
    assert!(!fs::symlink_metadata(&pipe).expect("it is there").is_file());

    let socket = folder.path().join("socket.svg");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    let ran = folder.run(&["render", "a.arch", "-o", "socket.svg"]);
    assert!(ran.code == 2 && ran.err.contains("socket"), "{ran:?}");
}
