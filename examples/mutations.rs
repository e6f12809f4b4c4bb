//! Makes small faults in what is said, computed and judged, one at a time, and counts how many of
//! them the tests notice: `cargo run --example mutations [HOW-MANY]`.
//!
//! A copy of the repository gets all faults at once, each behind a switch that a variable turns
//! on, so that it is compiled once. Then the tests run once for each fault.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What is to be noticed, with the part of all faults that is made there, in percent.
const FOLDERS: [(&str, usize); 3] = [("src/say", 20), ("src/analysis", 40), ("rules", 40)];
const VARIABLE: &str = "MUTATION";
/// The tests that look at what is said, computed and judged.
const ASKED: [&str; 21] = [
    "rules::",
    "transcripts::",
    "judgement::",
    "verdicts::",
    "numbers::",
    "vectors::",
    "availability::",
    "analysis::",
    "downtime::",
    "redundancy::",
    "stores::",
    "values::",
    "sweep::",
    "examples::",
    "cli::commands",
    "journeys::",
    "review::",
    "money::",
    "claims::",
    "undecided::",
    "laws::",
];
const LONGEST: Duration = Duration::from_secs(600);

/// A fault: in a line of a file, these bytes replaced.
struct Fault {
    file: PathBuf,
    line: usize,
    /// In the file.
    at: std::ops::Range<usize>,
    /// With `#` for the number of the fault.
    becomes: String,
    what: &'static str,
}

/// The switches, put into the copy of the library.
const SWITCHES: &str = r#"
/// Faults that a variable turns on.
pub mod mutation {
    use std::sync::OnceLock;
    static ON: OnceLock<u32> = OnceLock::new();
    /// Whether this one is on.
    pub fn is(number: u32) -> bool {
        *ON.get_or_init(|| {
            std::env::var("MUTATION").ok().and_then(|on| on.parse().ok()).unwrap_or(u32::MAX)
        }) == number
    }
}
"#;

fn main() {
    let wanted = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(120);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copy = root.join("target/mutations");
    // A module that has moved since must not stand in its old place, too.
    let _ = fs::remove_dir_all(&copy);
    let mut faults = faults(root, wanted);
    let programs = loop {
        write_copy(root, &copy, &faults);
        match build(root, &copy) {
            Ok(programs) => break programs,
            Err(broken) => {
                let before = faults.len();
                faults.retain(|fault| {
                    let hit = |(file, line): &(String, usize)| {
                        fault.file.ends_with(file.trim_start_matches("src/../"))
                            && fault.line == *line
                    };
                    !broken.iter().any(hit)
                });
                assert!(faults.len() < before, "the copy does not compile: {broken:?}");
                println!("{} faults do not compile and are left out", before - faults.len());
            }
        }
    };
    assert!(pass(&copy, &programs, u32::MAX), "the tests must pass without a fault");
    let mut missed = 0;
    for (number, fault) in faults.iter().enumerate() {
        let noticed = !pass(&copy, &programs, number as u32);
        missed += usize::from(!noticed);
        let file = fault.file.display();
        let word = if noticed { "noticed" } else { "MISSED " };
        println!("{word} {file}:{} {}: {}", fault.line, fault.what, fault.becomes);
    }
    let noticed = faults.len() - missed;
    println!("{noticed} of {} noticed: {}%", faults.len(), noticed * 100 / faults.len());
}

/// Evenly spread over the files of each folder.
fn faults(root: &Path, wanted: usize) -> Vec<Fault> {
    let mut chosen = Vec::new();
    for (folder, percent) in FOLDERS {
        let mut all = Vec::new();
        for file in rust_files(&root.join(folder)) {
            let text = fs::read_to_string(&file).expect("UTF-8");
            let file = file.strip_prefix(root).expect("below the root").to_owned();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            all.extend(in_file(&file, code));
        }
        let count = (wanted * percent / 100).clamp(1, all.len());
        let total = all.len();
        let mut picked = all.into_iter().enumerate();
        chosen.extend((0..count).filter_map(|nth| {
            let at = nth * total / count;
            picked.by_ref().find(|(place, _)| *place >= at).map(|(_, fault)| fault)
        }));
    }
    chosen
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        if path.is_dir() && !path.ends_with("tests") {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs")
            && !path.ends_with("tests.rs")
            && !path.ends_with("rules/mod.rs")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// At most one fault a line, and one a message.
fn in_file(file: &Path, text: &str) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut is_const = false;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let code = line.trim_start();
        let top = !line.starts_with([' ', '}', ')', ']', '\n']);
        if top {
            is_const = ["const ", "pub const ", "static ", "macro_rules"]
                .iter()
                .any(|word| code.starts_with(word));
        }
        let skipped =
            is_const || ["//", "#[", "use ", "const "].iter().any(|c| code.starts_with(c));
        if !skipped && let Some((range, becomes, what)) = in_line(&text[start..], line) {
            let at = start + range.start..start + range.end;
            found.push(Fault { file: file.to_owned(), line: number + 1, at, becomes, what });
        }
        start += line.len();
    }
    found
}

type Change = (std::ops::Range<usize>, String, &'static str);

/// The first fault that can be made in the line with which `rest` begins.
fn in_line(rest: &str, line: &str) -> Option<Change> {
    if let Some(at) = line.find("text!(") {
        return in_message(rest, at);
    }
    if line.contains('"') {
        return None;
    }
    condition(line)
        .or_else(|| exchanged(line, ".lo", ".hi", "the other end"))
        .or_else(|| exchanged(line, "Severity::Error", "Severity::Warning", "the other level"))
        .or_else(|| exchanged(line, "Dimension::Rate", "Dimension::Count", "another unit"))
        .or_else(|| exchanged(line, "Dimension::Duration", "Dimension::Count", "another unit"))
        .or_else(|| literal(line))
}

/// Two things said in Korean change places; where there are not two, the message says nothing.
fn in_message(rest: &str, at: usize) -> Option<Change> {
    let end = closing(rest, at + "text!".len())?;
    let whole = &rest[at..end];
    let first = whole.find('"')? + 1;
    let korean = &whole[first..first + whole[first..].find('"')?];
    let mut places = korean.match_indices('{').filter(|(at, _)| !korean[*at..].starts_with("{{"));
    let name = |at: usize| korean[at + 1..].split(['}', ':']).next().unwrap_or_default();
    let one = places.next().map(|(at, _)| name(at));
    let other = one.and_then(|one| places.map(|(at, _)| name(at)).find(|other| *other != one));
    let (false_text, what) = match (one, other) {
        (Some(one), Some(other)) => {
            let swapped = korean.replace(&format!("{{{one}"), "{\u{1}");
            let swapped = swapped.replace(&format!("{{{other}"), &format!("{{{one}"));
            let swapped = swapped.replace("{\u{1}", &format!("{{{other}"));
            (whole.replacen(korean, &swapped, 1), "exchanged in Korean")
        }
        _ => ("crate::say::Text::same(\"…\")".to_owned(), "says nothing"),
    };
    let becomes = format!("(if crate::mutation::is(#) {{ {false_text} }} else {{ {whole} }})");
    Some((at..end, becomes, what))
}

/// The place behind what closes the bracket at `open`.
fn closing(text: &str, open: usize) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in text[open..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(open + at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// `if this {` becomes `if not this {`.
fn condition(line: &str) -> Option<Change> {
    let start = line.find("if ")? + 3;
    let before = line[..start - 3].trim();
    let end = line.strip_suffix(" {\n")?.len();
    let tested = line.get(start..end)?;
    let plain = (before.is_empty() || before == "} else") && !tested.contains("let ");
    plain.then(|| (start..end, format!("crate::mutation::is(#) ^ ({tested})"), "not"))
}

/// One of two words is the other.
fn exchanged(line: &str, one: &str, other: &str, what: &'static str) -> Option<Change> {
    for (word, instead) in [(one, other), (other, one)] {
        let Some(at) = line.find(word) else { continue };
        let end = at + word.len();
        let follows = line[end..].trim_start();
        let is_place = follows.starts_with("= ") || follows.starts_with("=>");
        if is_place || follows.starts_with(['|', '(', ':']) || is_word(line, end) {
            continue;
        }
        let start = match word.starts_with('.') {
            true => line[..at]
                .rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
                .map_or(0, |place| place + 1),
            false => at,
        };
        let receiver = &line[start..at];
        if word.starts_with('.') && (receiver.is_empty() || line[..start].ends_with(['&', ')'])) {
            continue;
        }
        let becomes = format!(
            "(if crate::mutation::is(#) {{ {receiver}{instead} }} else {{ {receiver}{word} }})"
        );
        return Some((start..end, becomes, what));
    }
    None
}

fn is_word(line: &str, at: usize) -> bool {
    line[at..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// A number with a point is twice as large.
fn literal(line: &str) -> Option<Change> {
    let at = line.find(".0").filter(|at| !is_word(line, at + 2))?;
    let digit = |c: char| c.is_ascii_digit() || c == '_';
    let start = line[..at].rfind(|c: char| !digit(c)).map_or(0, |place| place + 1);
    let number = &line[start..at + 2];
    let in_pattern = line[at..].contains("=>") || line[..start].ends_with(['.', 'e']);
    let zero = number == "0.0";
    if start == at || in_pattern || is_word(line, start.saturating_sub(1)) && start == 0 {
        return None;
    }
    let wrong = if zero { "1.0".to_owned() } else { format!("{number} * 2.0") };
    let becomes = format!("(if crate::mutation::is(#) {{ {wrong} }} else {{ {number} }})");
    Some((start..at + 2, becomes, "another number"))
}

fn write_copy(root: &Path, copy: &Path, faults: &[Fault]) {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output();
    let listed = String::from_utf8(listed.expect("git runs").stdout).expect("UTF-8");
    for name in listed.split('\0').filter(|name| !name.is_empty()) {
        let Ok(bytes) = fs::read(root.join(name)) else { continue };
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => changed(name, text, faults).into_bytes(),
            Err(binary) => binary.into_bytes(),
        };
        let to = copy.join(name);
        // What is written anew is compiled anew.
        if fs::read(&to).is_ok_and(|there| there == bytes) {
            continue;
        }
        fs::create_dir_all(to.parent().expect("below the copy")).expect("a folder");
        fs::write(to, bytes).expect("the copy can be written");
    }
}

fn changed(name: &str, mut text: String, faults: &[Fault]) -> String {
    let mut own: Vec<_> =
        faults.iter().enumerate().filter(|(_, f)| f.file == Path::new(name)).collect();
    own.sort_by_key(|(_, fault)| std::cmp::Reverse(fault.at.start));
    for (number, fault) in own {
        text.replace_range(fault.at.clone(), &fault.becomes.replace('#', &number.to_string()));
    }
    if name == "src/lib.rs" {
        text = text.replace("#![deny(clippy::disallowed_methods)]", "") + SWITCHES;
    }
    if name.starts_with("tests/") {
        // What a test starts is to make the same fault.
        let pass_on = ".env_clear().envs(std::env::var(\"MUTATION\").map(|on| (\"MUTATION\", on)))";
        text = text.replace(".env_clear()", pass_on);
    }
    text
}

/// The test programs, or where the copy does not compile.
fn build(root: &Path, copy: &Path) -> Result<Vec<PathBuf>, Vec<(String, usize)>> {
    let ran = Command::new("cargo")
        .args(["test", "--no-run", "--lib", "--test", "it", "--message-format", "short"])
        .current_dir(copy)
        // Not with ours: cargo takes the two for the same package.
        .env("CARGO_TARGET_DIR", root.join("target/mutations-build"))
        // Compiled once and run many times.
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
        .output()
        .expect("cargo runs");
    let told = String::from_utf8_lossy(&ran.stderr);
    if ran.status.success() {
        let program = |line: &str| {
            let (_, path) = line.split_once('(')?;
            line.contains("Executable").then(|| PathBuf::from(path.trim_end_matches(')')))
        };
        return Ok(told.lines().filter_map(program).collect());
    }
    let place = |line: &str| {
        let mut parts = line.split(':');
        let (file, number) = (parts.next()?, parts.next()?);
        line.contains(" error").then(|| Some((file.to_owned(), number.parse().ok()?)))?
    };
    Err(told.lines().filter_map(place).collect())
}

/// Whether every test passes with that fault; one that never ends does not.
fn pass(copy: &Path, programs: &[PathBuf], number: u32) -> bool {
    programs.iter().all(|program| {
        let mut command = Command::new(program);
        command.current_dir(copy).env(VARIABLE, number.to_string());
        let name = program.file_name().expect("a file").to_string_lossy();
        match name.starts_with("it-") {
            true => command.args(ASKED),
            false => command.args(["--skip", "render::"]),
        };
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut running = command.spawn().expect("the tests were compiled");
        let passed = listen(&mut running);
        // The first test that fails is enough.
        let _ = running.kill();
        running.wait().expect("it ends");
        passed
    })
}

/// Whether a program of tests says that all of them passed, before long.
fn listen(running: &mut Child) -> bool {
    let told = BufReader::new(running.stdout.take().expect("it is piped"));
    let (say, hear) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in told.lines().map_while(Result::ok) {
            if say.send(line).is_err() {
                return;
            }
        }
    });
    let end = Instant::now() + LONGEST;
    while let Ok(line) = hear.recv_timeout(end.saturating_duration_since(Instant::now())) {
        if line.ends_with("FAILED") {
            return false;
        }
        if line.starts_with("test result: ok") {
            return true;
        }
    }
    false
}
