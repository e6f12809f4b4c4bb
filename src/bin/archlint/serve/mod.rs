//! `archlint serve`: the page of a design, which follows its files. Whatever is saved is on the
//! screen at once. It never writes a file.

mod guard;
mod http;
mod push;
mod watch;
mod wire;

use crate::args::{Cli, ServeArgs};
use crate::failure::Failure;
use crate::files::Naming;
use crate::one::One;
use crate::out::{self, Finished};
use archlint::render::theme::Theme;
use archlint::say::Lang;
use archlint::text;
use http::Site;
use std::hash::{BuildHasher, RandomState};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use watch::Watch;

pub use http::{Editor, Spot};
pub use push::Board;

/// The first port that is tried; one of the next where that is taken.
const PORT: u16 = 4747;
const TRIED: u16 = 20;

pub fn run(cli: &Cli, args: &ServeArgs) -> Result<u8, Failure> {
    if args.file == Path::new("-") {
        return Err(text!(
            "표준 입력은 따라갈 수 없습니다. 설계 파일을 주세요",
            "standard input can't be followed; name the file of the design"
        )
        .into());
    }
    let one = One::read(cli, &args.file, &args.which)?;
    let (lang, naming) = (one.lang, Naming::new(&cli.common)?);
    let mut watch = Watch::new(args.poll, &args.file);
    watch.follow(&one.reviewed, &naming);
    let board = Arc::new(Board::new(one));
    let editor = args.editor.clone().map_or(Editor::Nobody, Editor::Command);
    let naming = Arc::new(naming);
    let address = hung(&board, args.port, args.theme, editor, &naming)?;
    out::print(Finished::lines(&format!("{address}\n")))?;
    if args.open {
        open(&address, lang);
    }
    follow(cli, args, &board, &mut watch, &naming)
}

/// Answers for what hangs on a board, in threads of its own; the address.
pub fn hung(
    board: &Arc<Board>,
    wanted: Option<u16>,
    theme: Theme,
    editor: Editor,
    naming: &Arc<Naming>,
) -> Result<String, Failure> {
    let (listeners, port) = bound(wanted)?;
    let (token, streams) = (token(), AtomicUsize::new(0));
    let address = format!("http://127.0.0.1:{port}/{token}/");
    let (board, naming) = (board.clone(), naming.clone());
    let site = Arc::new(Site { port, token, board, theme, editor, naming, streams });
    for listener in listeners {
        let site = site.clone();
        std::thread::spawn(move || http::answer(&listener, &site));
    }
    Ok(address)
}

/// Reads the design anew whenever one of its texts has changed. Ends with the process.
fn follow(
    cli: &Cli,
    args: &ServeArgs,
    board: &Board,
    watch: &mut Watch,
    naming: &Naming,
) -> Result<u8, Failure> {
    let mut is_unseen = false;
    loop {
        if !is_unseen {
            watch.wait();
        }
        is_unseen = false;
        match One::read_again(cli, &args.file, &args.which) {
            Ok(one) => {
                is_unseen = watch.follow(&one.reviewed, naming);
                board.put(one);
            }
            Err(failure) => board.refuse(&failure.text(), &naming.name(&args.file)),
        }
    }
}

/// Listeners on the loopback addresses, both of one port where the second can be had.
fn bound(wanted: Option<u16>) -> Result<(Vec<TcpListener>, u16), Failure> {
    let tried = match wanted {
        Some(port) => port..=port,
        None => PORT..=PORT + TRIED,
    };
    for port in tried.clone() {
        let Ok(first) = TcpListener::bind(("127.0.0.1", port)) else { continue };
        let port = first.local_addr().map_or(port, |address| address.port());
        let second = TcpListener::bind(("::1", port)).ok();
        return Ok((std::iter::once(first).chain(second).collect(), port));
    }
    let (first, last) = (*tried.start(), *tried.end());
    Err(match wanted {
        Some(_) => text!(first;
            "{first}번 포트를 쓸 수 없습니다. `--port`에 다른 번호를 주세요",
            "port {first} can't be had; name another with `--port`"
        ),
        None => text!(first, last;
            "{first}번에서 {last}번까지 빈 포트가 없습니다. `--port`에 번호를 주세요",
            "no port from {first} to {last} is free; name one with `--port`"
        ),
    }
    .into())
}

/// 128 bits that no other page can guess: what two keyed hashes make whose key is the system's
/// random bytes.
fn token() -> String {
    let keyed = RandomState::new();
    format!("{:016x}{:016x}", keyed.hash_one(0_u8), keyed.hash_one(1_u8))
}

/// Shows an address in the browser of the system.
fn open(address: &str, lang: Lang) {
    let command: &[&str] = if cfg!(target_os = "macos") {
        &["open"]
    } else if cfg!(windows) {
        &["explorer"]
    } else {
        &["xdg-open"]
    };
    let mut browser = Command::new(command[0]);
    browser.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if browser.spawn().is_err() {
        out::say(
            &text!(
                "브라우저를 열 수 없습니다. 주소를 직접 여세요",
                "no browser can be opened; open the address yourself"
            ),
            lang,
        );
    }
}

/// Runs the editor that the person named, at a place in a text of the design. No shell reads it:
/// each word is an argument, in which only the place is filled in.
fn edit(command: &str, file: &Path, line: u64, column: u64) -> bool {
    let file = file.display().to_string();
    let filled = command.split_whitespace().map(|word| {
        let word =
            word.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
        // Last: a name may look like one of the others.
        word.replace("{file}", &file)
    });
    let words: Vec<String> = filled.collect();
    let Some((program, args)) = words.split_first() else { return false };
    let mut editor = Command::new(program);
    editor.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    editor.spawn().is_ok()
}
