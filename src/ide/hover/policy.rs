//! The card over a word of a policy, and over an attribute of the team's own.

use super::{Writer, code, plain};
use crate::ide::before::before;
use crate::ide::policy_words::meaning;
use crate::model::{Attr, OwnAttribute};
use crate::source::Span;
use crate::text;

impl Writer<'_> {
    /// The word at the place, where a policy stands.
    pub(super) fn in_policy(&self) -> Option<(Span, Vec<String>)> {
        let file = self.at.file()?.span;
        let start = file.start as usize;
        let all = &self.at.text()[file.range()];
        let found = before(all, self.at.offset - start);
        if found.string.is_some() || found.in_comment || found.partial.is_empty() {
            return None;
        }
        let word = &all[found.partial.clone()];
        let span =
            Span::new(self.at.source, start + found.partial.start, start + found.partial.end);
        let said = || meaning(word).map(|said| vec![format!("`{word}` {}", self.say(said))]);
        // Nobody asks a topic anything: here `on` is the word of the line.
        let asked = |_: &Vec<String>| word != Attr::On.word();
        let lines = self.own(word).or_else(|| self.attribute(word).filter(asked));
        Some((span, lines.or_else(said).or_else(|| self.word(word))?))
    }

    /// An attribute that the team declares.
    pub(super) fn own(&self, word: &str) -> Option<Vec<String>> {
        let OwnAttribute { name, of, span } =
            self.design().own.iter().find(|own| own.name == word)?;
        let file = &self.at.reviewed.sources.get(span.source).name;
        let example = of.example();
        let told = text!(example, file;
            "팀이 정한 속성입니다. 값: {example}. 선언한 곳: {file}",
            "An attribute of the team's own. Takes: {example}. Declared in {file}"
        );
        Some(vec![code(name), plain(told.get(self.lang))])
    }
}
