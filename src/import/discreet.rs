//! Secrets that show only in what was read of a file: a label may hide one in entities, in tags or in
//! a compressed page. They are masked before anything is named after them.

use super::Reading;
use super::sketch::{Component, Fact, Sketch};
use crate::say::{Lang, Text};
use crate::sink::secrets::{self, SecretKind};
use crate::source::{Source, SourceId};
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
    for (id, file) in reading.files.iter().filter(|(id, _)| !reading.values.contains(id)) {
        for secret in file.secrets().iter() {
            if matches!(secret.kind, SecretKind::Password | SecretKind::Key)
                && let Some(owner) = owner(sketch, id, file, secret.range.start)
            {
                owner.state("secrets", "plain", owner.at);
            }
        }
    }
}

/// The component that was written last before a place, unless another document or the end of the
/// block stands between them.
fn owner<'s>(
    sketch: &'s mut Sketch,
    id: SourceId,
    file: &Source,
    at: usize,
) -> Option<&'s mut Component> {
    let is_before = |it: &&mut Component| it.at.source == id && it.at.start as usize <= at;
    let last = sketch.components.iter_mut().filter(is_before).max_by_key(|it| it.at.start)?;
    let between = &file.text[last.at.start as usize..at];
    let ends = |mark: &str| between.contains(mark);
    (!ends("\n---") && !ends("\n```") && !ends("\n~~~")).then_some(last)
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
    for fact in facts {
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
