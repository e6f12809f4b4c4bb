//! `archlint --version --verbose`: how the program came here, and the command that renews it.

use crate::failure::Failure;
use crate::out::{self, Finished};
use archlint::say::{Lang, Text};
use archlint::text;
use std::ffi::OsString;
use std::path::Path;

/// Whether the command line asks for the version and no more.
pub fn is_asked(args: impl Iterator<Item = OsString>) -> bool {
    let args: Vec<OsString> = args.skip(1).collect();
    let has = |words: &[&str]| args.iter().any(|arg| words.iter().any(|word| arg == word));
    has(&["--version", "-V"]) && has(&["--verbose", "-v"])
}

/// By which way it was installed, told from where it stands.
struct Way {
    /// A part of its path.
    sign: &'static str,
    ko: &'static str,
    en: &'static str,
    command: &'static str,
}

/// The first fitting one counts.
const WAYS: &[Way] = &[
    Way {
        sign: "/pre-commit/",
        ko: "pre-commit 훅",
        en: "a pre-commit hook",
        command: "pre-commit autoupdate",
    },
    Way { sign: "/uv/tools/", ko: "uv", en: "uv", command: "uv tool upgrade archlint" },
    Way { sign: "/pipx/", ko: "pipx", en: "pipx", command: "pipx upgrade archlint" },
    Way { sign: "/node_modules/", ko: "npm", en: "npm", command: "npm install archlint@latest" },
    Way { sign: "/Cellar/", ko: "Homebrew", en: "Homebrew", command: "brew upgrade archlint" },
    Way { sign: "/homebrew/", ko: "Homebrew", en: "Homebrew", command: "brew upgrade archlint" },
    Way { sign: "/linuxbrew/", ko: "Homebrew", en: "Homebrew", command: "brew upgrade archlint" },
    Way { sign: "/.cargo/bin/", ko: "cargo", en: "cargo", command: "cargo install archlint" },
    Way {
        sign: "/target/debug/",
        ko: "소스에서 빌드",
        en: "built from source",
        command: "git pull && cargo build",
    },
    Way {
        sign: "/target/release/",
        ko: "소스에서 빌드",
        en: "built from source",
        command: "git pull && cargo build --release",
    },
];

/// Prints it.
pub fn run(lang: Lang) -> Result<u8, Failure> {
    let program = std::env::current_exe().ok();
    let path = program.as_deref().map(slashed).unwrap_or_default();
    let way = WAYS.iter().find(|way| path.contains(way.sign));
    let in_python = program.as_deref().is_some_and(is_of_python);
    let (version, os, arch) =
        (env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    let (how, command) = match (way, in_python) {
        (Some(way), _) => (Text::new(way.ko, way.en), way.command),
        (None, true) => (text!("pip", "pip"), "pip install --upgrade archlint"),
        (None, false) => (
            text!("내려받은 파일", "a downloaded archive"),
            "https://github.com/archlint/archlint/releases/latest",
        ),
    };
    let features: Vec<&str> = [
        ("images", cfg!(feature = "images")),
        ("lsp", cfg!(all(feature = "lsp", feature = "serve"))),
        ("watch", cfg!(feature = "watch")),
    ]
    .into_iter()
    .filter_map(|(name, is_on)| is_on.then_some(name))
    .collect();
    let features = features.join(", ");
    let told = text!(version, os, arch, path, how, command, features;
        "archlint {version}\n플랫폼: {os} {arch}\n기능: {features}\n위치: {path}\n설치: {how}\n업그레이드: {command}\n",
        "archlint {version}\nplatform: {os} {arch}\nfeatures: {features}\nat: {path}\ninstalled by: {how}\nto upgrade: {command}\n"
    );
    out::print(Finished::lines(told.get(lang)))?;
    Ok(0)
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// A wheel puts the program beside the interpreter of its environment.
fn is_of_python(program: &Path) -> bool {
    let beside = program.parent().into_iter();
    let names = ["python", "python3", "python.exe"];
    beside.flat_map(|folder| names.map(|name| folder.join(name))).any(|python| python.exists())
}
