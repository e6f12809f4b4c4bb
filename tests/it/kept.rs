//! One gesture refreshes everything that is generated and kept: `UPDATE=1 cargo test`.

use std::path::Path;
use std::process::Command;

pub fn is_update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Whether the file, named from the root of the repository, holds `now`; with `UPDATE=1` it does
/// afterwards.
pub fn is_current(path: &str, now: &str) -> bool {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept == now {
        return true;
    }
    if is_update() {
        std::fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
        std::fs::write(&path, now).expect("the repository can be written");
    }
    is_update()
}

/// Fails, with the first line that differs, when the file does not hold `now`.
#[track_caller]
pub fn assert_current(path: &str, now: &str) {
    if is_current(path, now) {
        return;
    }
    let kept = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
    let kept = kept.unwrap_or_default();
    let same = kept.lines().zip(now.lines()).take_while(|(kept, now)| kept == now).count();
    let [kept, now] = [&*kept, now].map(|text| text.lines().nth(same).unwrap_or("(the end)"));
    let line = same + 1;
    panic!(
        "{path}:{line}: it holds\n{kept}\nand should hold\n{now}\nIf that is right, run \
         `UPDATE=1 cargo test` and read the difference."
    );
}

/// With `UPDATE=1`, runs the calling test once more such that insta writes what it keeps, and says
/// so: insta listens to a variable of its own, which only a new process can be given.
pub fn is_refreshed() -> bool {
    if !is_update() || std::env::var_os("INSTA_UPDATE").is_some() {
        return false;
    }
    let thread = std::thread::current();
    let test = thread.name().expect("a test runs in a thread of its name");
    let program = std::env::current_exe().expect("a test has a program");
    let again =
        Command::new(program).args(["--exact", test]).env("INSTA_UPDATE", "always").output();
    let again = again.expect("the program runs again");
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stdout));
    true
}

/// `insta::assert_snapshot!`, refreshed by the gesture.
macro_rules! assert_kept {
    ($($what:tt)*) => {
        if !$crate::kept::is_refreshed() {
            insta::assert_snapshot!($($what)*);
        }
    };
}

/// `insta::assert_binary_snapshot!`, refreshed by the gesture.
#[allow(unused_macros, reason = "only the library keeps pictures")]
macro_rules! assert_kept_file {
    ($($what:tt)*) => {
        if !$crate::kept::is_refreshed() {
            insta::assert_binary_snapshot!($($what)*);
        }
    };
}

#[allow(unused_imports)]
pub(crate) use {assert_kept, assert_kept_file};
