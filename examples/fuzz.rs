//! Fuzzes the whole check with mutated designs: `cargo run --example fuzz -- SECONDS`.
//!
//! Starts from the shipped examples and the kept corpus, cuts, splices, repeats and scrambles them,
//! and checks and draws each result. An input that makes a new combination of findings joins the
//! pool, and the corpus in `tests/it/fixtures/corpus` (which a test runs). A panic ends the run with
//! the input written beside; an input that takes suspiciously long is reported.

use archlint::analysis::PLAIN;
use archlint::catalog::Catalog;
use archlint::lint::Levels;
use archlint::render;
use archlint::source::{NoLoader, Source, Sources, Span};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

/// A small deterministic generator (xorshift), so that a run can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

const SPICE: &[&str] = &[
    "{",
    "}",
    "\"",
    "->",
    "=>",
    "~>",
    "|",
    ",",
    ";",
    "\n",
    "/*",
    "*/",
    "//",
    "=",
    "[",
    "]",
    "(",
    ")",
    "..",
    "%",
    "1e400",
    "억",
    "９９",
    "：",
    "\u{3000}",
    "\u{feff}",
    "need = 2",
    "replicas = 0",
    "extends \"x\"",
    "include \"y\"",
    "change ",
    "remove ",
    "flow f {",
    "a.b.c",
    "accept * on ",
    "\"\"\"",
    "\\u{110000}",
    "-",
    "zone a",
    "let a = a",
    "🙂",
    "\u{202e}",
    "\0",
];

fn main() {
    let seconds = env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(60);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("tests/it/fixtures/corpus");
    fs::create_dir_all(&corpus).expect("writable");
    let mut pool = seeds(&[root.join("examples"), root.join("rules"), corpus.clone()]);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ u64::from(std::process::id()));
    let (mut seen, mut runs, mut slowest) = (BTreeSet::new(), 0_u64, Duration::ZERO);
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(seconds) {
        let text = mutate(&pool, &mut dice);
        let pending = corpus.join("running.arch");
        fs::write(&pending, &text).expect("writable");
        let started = Instant::now();
        let signature = run(&text);
        let took = started.elapsed();
        slowest = slowest.max(took);
        if took > Duration::from_secs(5) {
            fs::copy(&pending, corpus.join(format!("slow-{runs}.arch"))).expect("writable");
            println!("slow: {took:?} for {} bytes", text.len());
        }
        if seen.insert(signature) && text.len() < 2_000 && seen.len() < 300 {
            let mut names = (0..).map(|number| corpus.join(format!("{number:03}.arch")));
            let free = names.find(|path| !path.exists()).expect("numbers do not end");
            fs::write(free, &text).expect("writable");
            pool.push(text);
        }
        runs += 1;
    }
    fs::remove_file(corpus.join("running.arch")).expect("written before");
    println!("{runs} runs, {} combinations of findings, slowest {slowest:?}", seen.len());
}

/// Checks and draws; returns the names of what was found.
fn run(text: &str) -> Vec<&'static str> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("fuzz.arch", text));
    let by = archlint::project::Measure {
        catalog: &Catalog::builtin(),
        levels: &Levels::default(),
        today: jiff::civil::date(2026, 11, 21),
        terms: &PLAIN,
        memory: None,
    };
    let judged =
        archlint::project::check(&mut sources, Span::new(id, 0, text.len()), &NoLoader, by);
    let _ = draw(&judged.design);
    let _ = archlint::syntax::format(&sources, id);
    let names: BTreeSet<&str> = judged.findings.iter().map(|finding| finding.rule.word()).collect();
    names.into_iter().collect()
}

fn seeds(folders: &[PathBuf]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut folders = folders.to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "arch") {
                texts.extend(fs::read_to_string(path));
            } else if path.extension().is_some_and(|e| e == "md") {
                let page = fs::read_to_string(path).unwrap_or_default();
                let blocks = page.split("```arch").skip(1);
                texts.extend(blocks.filter_map(|b| b.split("```").next()).map(str::to_owned));
            }
        }
    }
    texts.sort();
    texts
}

fn mutate(pool: &[String], dice: &mut Dice) -> String {
    let mut text: Vec<char> = pool[dice.roll(pool.len())].chars().take(6_000).collect();
    for _ in 0..=dice.roll(6) {
        let at = dice.roll(text.len() + 1);
        let end = (at + dice.roll(40)).min(text.len());
        match dice.roll(6) {
            0 => drop(text.splice(at..end, [])),
            1 => drop(text.splice(at..at, SPICE[dice.roll(SPICE.len())].chars())),
            2 => {
                let again: Vec<char> = text[at..end].to_vec();
                let times = 1 + dice.roll(40);
                drop(text.splice(at..at, again.repeat(times)));
            }
            3 => {
                let other: Vec<char> = pool[dice.roll(pool.len())].chars().collect();
                let from = dice.roll(other.len() + 1);
                let to = (from + dice.roll(400)).min(other.len());
                drop(text.splice(at..end, other[from..to].iter().copied()));
            }
            4 => text[at..end].reverse(),
            _ => {
                let code = dice.roll(0x2_0000) as u32;
                drop(text.splice(at..end, char::from_u32(code)));
            }
        }
    }
    text.into_iter().collect()
}

fn draw(design: &archlint::model::Design) -> String {
    let options = render::Options::default();
    render::svg(&render::picture(design, &options), options.theme).into_string()
}
