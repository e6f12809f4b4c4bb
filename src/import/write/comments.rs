//! What the printed design says beside the statements: where each came from, and what was left out.

use super::super::sketch::{Component, LeftOut, Sketch};
use crate::say::Lang;
use crate::sink;
use crate::source::{SourceId, Sources, Span};
use crate::text;

/// How the places of foreign files are written.
pub struct Places<'f> {
    files: &'f Sources,
    /// What the names of all files begin with.
    folder: usize,
    is_one: bool,
}

impl<'f> Places<'f> {
    pub fn of(files: &'f Sources) -> Self {
        let folder = folder(files.iter().map(|(_, file)| file.name.as_str())).len();
        Self { files, folder, is_one: files.iter().count() == 1 }
    }

    /// `:12`, with the file's name where there are several.
    pub fn of_span(&self, at: Span) -> String {
        let line = self.files.position(at.source, at.start as usize).line;
        match self.is_one {
            true => format!(":{line}"),
            false => format!("{}:{line}", self.shown(at.source)),
        }
    }

    /// A file as seen from the folder that holds all of them.
    fn shown(&self, id: SourceId) -> &str {
        &self.files.get(id).name[self.folder..]
    }
}

/// The lines above the design.
pub fn header(sketch: &Sketch, places: &Places, lang: Lang) -> Vec<String> {
    let names: Vec<String> = places.files.iter().map(|(id, _)| cleaned(places.shown(id))).collect();
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
pub fn closing(sketch: &Sketch, places: &Places, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if !sketch.left_out.is_empty() {
        lines.push(text!("옮기지 않은 것:", "Left out:").get(lang).to_owned());
        lines.extend(sketch.left_out.iter().map(|one| left_out(one, places, lang)));
    }
    lines
}

fn left_out(one: &LeftOut, places: &Places, lang: Lang) -> String {
    let (reason, place) = (one.reason.get(lang), places.of_span(one.at));
    cleaned(&format!("  {} ({reason}) {place}", one.name))
}

/// What stands behind a component: its place, its twins, its guess.
pub fn component(component: &Component, places: &Places, lang: Lang) -> String {
    let mut said = places.of_span(component.at);
    for (name, at) in &component.twins {
        said.push_str(&format!(", {} {name}", places.of_span(*at)));
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

/// The folder that files stand in together, with the `/` behind it.
pub fn folder<'n>(mut names: impl Iterator<Item = &'n str>) -> &'n str {
    let Some(first) = names.next() else { return "" };
    let common = |a: &str, b: &str| a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let length = names.fold(first.len(), |length, name| length.min(common(first, name)));
    // Only a separator ends a folder, and is one byte in whatever stands before it.
    let end = first.as_bytes()[..length].iter().rposition(|byte| matches!(byte, b'/' | b'\\'));
    &first[..end.map_or(0, |end| end + 1)]
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
