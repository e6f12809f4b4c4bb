//! Archlint in a configuration of lefthook: the lines, and where they may be put.

use super::script;
use archlint::say::Lang;
use std::path::{Path, PathBuf};

/// Where lefthook is set up.
const NAMES: [&str; 3] = ["lefthook", ".lefthook", ".config/lefthook"];
const ENDINGS: [&str; 4] = ["yml", "yaml", "toml", "json"];

/// The ways in which it lists what a hook runs.
const COMMANDS: &str = "commands";
const JOBS: &str = "jobs";

/// The configuration of a repository.
pub fn file(top: &Path) -> Option<PathBuf> {
    let with = |name: &&str| ENDINGS.map(|ending| top.join(format!("{name}.{ending}")));
    NAMES.iter().flat_map(with).find(|it| it.is_file())
}

/// A configuration with archlint in it, or the lines for a person to add.
pub enum Extended {
    Whole(String),
    /// The lines, and below what of its `pre-commit` they belong.
    ByHand(String, &'static str),
}

/// It is YAML, TOML or JSON; what has no safe place there is for a person to add.
pub fn extended(path: &Path, old: &str, lang: Lang) -> Extended {
    match path.extension().and_then(|it| it.to_str()) {
        Some("toml") => in_toml(old, lang),
        Some("json") => Extended::ByHand(as_json(lang), COMMANDS),
        _ => in_yaml(old, lang),
    }
}

/// A line of YAML that says something: its number, how far it is indented, and what it says.
struct Line<'a> {
    at: usize,
    indent: usize,
    said: &'a str,
}

impl<'a> Line<'a> {
    fn of((at, text): (usize, &'a str)) -> Option<Self> {
        let said = text.trim();
        let indent = text.len() - text.trim_start_matches(' ').len();
        (!said.is_empty() && !said.starts_with('#')).then_some(Self { at, indent, said })
    }

    fn is(&self, key: &str) -> bool {
        let said = self.said.split_once(':').map_or(self.said, |(said, _)| said);
        said.trim().trim_matches(['"', '\'']) == key
    }

    /// Whether what it names follows on the lines below: neither a value nor an anchor.
    fn is_open(&self) -> bool {
        let value = self.said.split_once(':').map(|(_, value)| value.trim_start());
        value.is_some_and(|value| value.is_empty() || value.starts_with('#'))
    }
}

/// Adds lines behind a key that stands alone on its line, so that whatever else there is stays as it was
/// written.
fn in_yaml(old: &str, lang: Lang) -> Extended {
    let lines: Vec<Line> = old.lines().enumerate().filter_map(Line::of).collect();
    let Some(at) = lines.iter().position(|it| it.indent == 0 && it.is("pre-commit")) else {
        let added = format!("pre-commit:\n{}", commands(2, lang));
        return Extended::Whole(format!("{}\n\n{added}", old.trim_end()).trim_start().to_owned());
    };
    let (hook, below) = (&lines[at], &lines[at + 1..]);
    let own = &below[..below.iter().position(|it| it.indent == 0).unwrap_or(below.len())];
    let indent = own.first().map_or(2, |first| first.indent);
    let list = |key| own.iter().position(|it| it.indent == indent && it.is(key));
    let (commanded, listed) = (list(COMMANDS), list(JOBS));
    let is_plain = hook.is_open() && !old.contains('\t') && !own.iter().any(|it| it.is("<<"));
    let place = match (commanded, listed) {
        _ if !is_plain => None,
        (None, None) => Some((hook.at, commands(indent, lang))),
        (None, Some(at)) => inside(&own[at..], true).map(|it| (own[at].at, as_job(it, lang))),
        (Some(at), _) => inside(&own[at..], false).map(|it| (own[at].at, as_command(it, lang))),
    };
    match place {
        Some((behind, added)) => Extended::Whole(with(old, behind, &added)),
        None if commanded.is_none() && listed.is_some() => {
            Extended::ByHand(as_job(indent + 2, lang), JOBS)
        }
        None => Extended::ByHand(as_command(indent + 2, lang), COMMANDS),
    }
}

/// How far the entries below the first line are indented, where they are written line by line.
fn inside(lines: &[Line], is_list: bool) -> Option<usize> {
    let (first, rest) = lines.split_first()?;
    let is_item = |line: &Line| line.said == "-" || line.said.starts_with("- ");
    let entry = rest.first().filter(|it| {
        it.indent > first.indent || (is_list && it.indent == first.indent && is_item(it))
    });
    match entry {
        _ if !first.is_open() => None,
        None => Some(first.indent + 2),
        Some(entry) => (is_item(entry) == is_list && (is_list || entry.said.contains(':')))
            .then_some(entry.indent),
    }
}

/// The text with lines behind one of its own, ended as they are.
fn with(old: &str, behind: usize, added: &str) -> String {
    let is_dos = old.contains("\r\n");
    let mut new = String::new();
    for (at, line) in old.lines().enumerate() {
        new += &format!("{line}\n");
        if at == behind {
            new += added;
        }
    }
    if is_dos { new.replace('\n', "\r\n") } else { new }
}

/// A table at the end is a place of its own, unless the hook is written in another way.
fn in_toml(old: &str, lang: Lang) -> Extended {
    let table = as_toml(lang);
    let words = ["pre-commit", COMMANDS, JOBS, "[[pre-commit"];
    let is_other = |line: &str| words.iter().any(|word| line.trim_start().starts_with(word));
    match old.lines().any(is_other) {
        true => Extended::ByHand(table, COMMANDS),
        false => Extended::Whole(format!("{}\n\n{table}", old.trim_end())),
    }
}

fn commands(indent: usize, lang: Lang) -> String {
    format!("{:indent$}commands:\n{}", "", as_command(indent + 2, lang))
}

/// What it runs looks at what is committed: lefthook puts away only what of a file is not added.
fn as_command(indent: usize, lang: Lang) -> String {
    format!("{:indent$}archlint:\n{}", "", body(indent + 2, lang))
}

fn as_job(indent: usize, lang: Lang) -> String {
    format!("{:indent$}- name: archlint\n{}", "", body(indent + 2, lang))
}

fn body(indent: usize, lang: Lang) -> String {
    let script: String = script::lines(lang)
        .lines()
        .map(|line| format!("{:indent$}{line}\n", "", indent = indent + 2))
        .collect();
    format!("{:indent$}glob: \"{}\"\n{:indent$}run: |\n{script}", "", script::glob(), "")
}

fn as_toml(lang: Lang) -> String {
    let (glob, lines) = (script::glob(), script::lines(lang));
    format!("[pre-commit.commands.archlint]\nglob = \"{glob}\"\nrun = '''\n{lines}'''\n")
}

/// What stands below `pre-commit`, `commands`.
fn as_json(lang: Lang) -> String {
    let (glob, lines) = (script::glob(), serde_json::Value::from(script::lines(lang)));
    format!("\"archlint\": {{ \"glob\": \"{glob}\", \"run\": {lines} }}")
}
