//! What the printed design says beside the statements: where each came from, and what was left out.

use super::super::sketch::{Component, LeftOut, Sketch};
use crate::say::Lang;
use crate::sink;
use crate::source::{SourceId, Sources, Span};
use crate::text;

/// The lines above the design.
pub fn header(sketch: &Sketch, files: &Sources, lang: Lang) -> Vec<String> {
    let names: Vec<String> = files.iter().map(|(id, _)| cleaned(shown(id, files))).collect();
    let listed = names.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(6);
    let (format, more) =
        (sketch.format, if more > 0 { format!(" +{more}") } else { String::new() });
    vec![
        text!(listed, more, format; "{listed}{more}에서 옮김 ({format})", "From {listed}{more} ({format})")
            .get(lang)
            .to_owned(),
    ]
}

/// The lines below it.
pub fn closing(sketch: &Sketch, files: &Sources, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if !sketch.left_out.is_empty() {
        lines.push(text!("옮기지 않은 것:", "Left out:").get(lang).to_owned());
        lines.extend(sketch.left_out.iter().map(|one| left_out(one, files, lang)));
    }
    lines
}

fn left_out(one: &LeftOut, files: &Sources, lang: Lang) -> String {
    let (reason, place) = (one.reason.get(lang), place(one.at, files));
    cleaned(&format!("  {} ({reason}) {place}", one.name))
}

/// What stands behind a component: its place, its twins, its guess.
pub fn component(component: &Component, files: &Sources, lang: Lang) -> String {
    let mut said = place(component.at, files);
    for (name, at) in &component.twins {
        said.push_str(&format!(", {} {name}", place(*at, files)));
    }
    if let Some(guess) = &component.guess {
        let from = &guess.from;
        said.push_str(text!(from; " 추측: {from}", " guessed from {from}").get(lang));
    }
    for note in &component.notes {
        said.push_str(&format!(" {note}"));
    }
    cleaned(&said)
}

/// `:12`, with the file's name where there are several.
pub fn place(at: Span, files: &Sources) -> String {
    let line = files.position(at.source, at.start as usize).line;
    match files.iter().count() {
        1 => format!(":{line}"),
        _ => format!("{}:{line}", shown(at.source, files)),
    }
}

/// A file as seen from the folder of the first one; one that is not below it, without its folders.
fn shown(id: SourceId, files: &Sources) -> &str {
    let (first, name) = (&files.get(SourceId(0)).name, &files.get(id).name);
    let folder = first.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let below = name.strip_prefix(&first[..folder]);
    below.unwrap_or_else(|| name.rsplit(['/', '\\']).next().unwrap_or(name))
}

/// One line that holds no characters that end it or steer a terminal.
pub fn cleaned(words: &str) -> String {
    words
        .chars()
        .map(|letter| if sink::hides(letter) { ' ' } else { letter })
        .collect::<String>()
        .trim_end()
        .to_owned()
}
