//! Secrets that show only in what was read of a file: a label may hide one in entities, in tags or in
//! a compressed page. They are masked before anything is named after them.

use super::Reading;
use super::sketch::{Fact, Sketch};
use crate::say::{Lang, Text};
use crate::sink::secrets::{self, SecretKind};
use std::ops::Range;

/// Makes them unreadable in every word of a sketch.
pub fn mask(sketch: &mut Sketch) {
    let mut words = Vec::new();
    each(sketch, &mut |word| words.push(word.clone()));
    let mut discreet = secrets::discreet(words).into_iter();
    each(sketch, &mut |word| *word = discreet.next().unwrap_or_default());
}

/// States of whom a password or a key stands in a file as it is. The file knows where its secrets
/// are, whether or not they can still be read, so that what is judged does not depend on that.
pub fn state_plain(sketch: &mut Sketch, reading: &Reading) {
    let mut begun: Vec<_> = sketch.components.iter().map(|it| it.at).enumerate().collect();
    begun.sort_by_key(|(_, at)| (at.source, at.start));
    for (id, file) in reading.files.iter().filter(|(id, _)| !reading.values.contains(id)) {
        for secret in file.secrets().iter() {
            if !matches!(secret.kind, SecretKind::Password | SecretKind::Key) {
                continue;
            }
            let place = (id, secret.range.start as u32);
            let before = begun.partition_point(|(_, at)| (at.source, at.start) <= place);
            let Some((owner, at)) = before.checked_sub(1).map(|last| begun[last]) else { continue };
            let owner = &mut sketch.components[owner];
            let is_new = at.source == id && owner.fact("secrets").is_none();
            if is_new && !another_begins(&file.text[at.start as usize..secret.range.start]) {
                owner.state("secrets", "plain", at);
            }
        }
    }
}

/// Another document, or the end of the block, stands behind what was written.
fn another_begins(text: &str) -> bool {
    let ends = |line: &str| ["---", "```", "~~~"].iter().any(|mark| line.starts_with(mark));
    text.lines().skip(1).any(ends)
}

/// Where a file of variables says what each of them is: all behind the first `=` of a line, and
/// every line of a longer one.
pub fn values(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let value = line.find('=').map_or(0, |at| at + 1);
        let before = line[value..].len() - line[value..].trim_start().len();
        let (from, to) = (start + value + before, start + line.trim_end().len());
        if from < to && !matches!(&text[from..to], "{" | "}" | "[" | "]" | "\u{feff}") {
            found.push(from..to);
        }
        start += line.len();
    }
    found
}

/// All that a file may have put into a sketch, always in the same order.
fn each(sketch: &mut Sketch, of: &mut dyn FnMut(&mut String)) {
    of(&mut sketch.name);
    for group in &mut sketch.groups {
        of(&mut group.name);
        group.label.iter_mut().for_each(&mut *of);
        facts(&mut group.facts, of);
    }
    for component in &mut sketch.components {
        of(&mut component.name);
        component.label.iter_mut().for_each(&mut *of);
        component.notes.iter_mut().for_each(&mut *of);
        component.twins.iter_mut().for_each(|(name, _)| of(name));
        component.guess.iter_mut().for_each(|guess| text(&mut guess.from, of));
        facts(&mut component.facts, of);
    }
    for link in &mut sketch.links {
        link.label.iter_mut().for_each(&mut *of);
        of(&mut link.why);
        facts(&mut link.facts, of);
    }
    for one in &mut sketch.left_out {
        of(&mut one.name);
        text(&mut one.reason, of);
    }
}

/// `@x` names a component by the words that the file calls it.
fn facts(facts: &mut [Fact], of: &mut dyn FnMut(&mut String)) {
    // Words of the language that the import states itself tell nothing, whatever stands before them.
    let is_own = |fact: &&mut Fact| {
        !matches!(fact.value.as_str(), "on" | "off" | "none" | "unknown" | "plain" | "managed")
    };
    for fact in facts.iter_mut().filter(is_own) {
        match fact.value.strip_prefix('@').map(str::to_owned) {
            Some(mut name) => {
                of(&mut name);
                fact.value = format!("@{name}");
            }
            None => of(&mut fact.value),
        }
    }
}

fn text(text: &mut Text, of: &mut dyn FnMut(&mut String)) {
    let [mut ko, mut en] = [Lang::Ko, Lang::En].map(|lang| text.get(lang).to_owned());
    of(&mut ko);
    of(&mut en);
    if ko != text.get(Lang::Ko) || en != text.get(Lang::En) {
        *text = Text::new(ko, en);
    }
}
