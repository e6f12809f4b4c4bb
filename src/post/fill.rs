//! Fills the templates of a post. `{name}` is what is known by that name, `{name:이}` with the
//! particle that fits, `[name? this | that]` is said by whether it is known, and a sentence of which
//! something is not known is left out.

use crate::say::{Say, Text};
use std::collections::{BTreeMap, BTreeSet};

/// What a template may say: figures and names, and what holds.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    said: BTreeMap<&'static str, Text>,
    flags: BTreeSet<&'static str>,
}

impl Tokens {
    pub fn put(&mut self, name: &'static str, text: Text) {
        self.said.insert(name, text);
    }

    pub fn flag(&mut self, name: &'static str) {
        self.flags.insert(name);
    }

    fn knows(&self, name: &str) -> bool {
        self.said.contains_key(name) || self.flags.contains(name)
    }

    fn has_all(&self, sentence: &str) -> bool {
        places(sentence).all(|name| self.said.contains_key(name))
    }
}

/// A template in both languages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Template {
    pub ko: &'static str,
    pub en: &'static str,
}

impl Template {
    /// What it says with these tokens.
    pub fn fill(&self, tokens: &Tokens) -> Text {
        filled(&told(self.ko, tokens), &told(self.en, tokens), tokens)
    }

    /// What it says before its arrow: what was found, without what follows from it.
    pub fn fill_found(&self, tokens: &Tokens) -> Text {
        self.fill_side(tokens, |told| told.split(" → ").next())
    }

    /// What it says behind its arrow: what follows.
    pub fn fill_judged(&self, tokens: &Tokens) -> Text {
        self.fill_side(tokens, |told| told.split_once(" → ").map(|(_, judged)| judged))
    }

    fn fill_side(&self, tokens: &Tokens, side: fn(&str) -> Option<&str>) -> Text {
        let of = |template| side(&told(template, tokens)).unwrap_or_default().to_owned();
        filled(&of(self.ko), &of(self.en), tokens)
    }
}

fn filled(ko: &str, en: &str, tokens: &Tokens) -> Text {
    let given: Vec<(&str, &dyn Say)> =
        tokens.said.iter().map(|(name, text)| (*name, text as &dyn Say)).collect();
    Text::fill(ko, en, &given)
}

/// The sentences of a template that can be said, in one line.
fn told(template: &str, tokens: &Tokens) -> String {
    let chosen = choose(template, tokens);
    let known = sentences(&chosen).into_iter().filter(|sentence| tokens.has_all(sentence));
    known.collect::<Vec<_>>().join(" ").replace("  ", " ")
}

/// The names in braces.
fn places(sentence: &str) -> impl Iterator<Item = &str> {
    let inside = sentence.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    inside.map(|place| place.split(':').next().unwrap_or(place))
}

/// The template with each `[name? this | that]` decided.
fn choose(template: &str, tokens: &Tokens) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        let Some(end) = closing(&rest[at..]) else { break };
        let inside = &rest[at + 1..at + end];
        rest = &rest[at + end + 1..];
        let Some((name, body)) = inside.split_once('?') else { continue };
        let (this, that) = halves(body);
        let half = if tokens.knows(name) { this } else { that };
        out.push_str(&choose(half, tokens));
    }
    out.push_str(rest);
    out
}

/// Where the bracket with which the text begins is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, sign) in text.bytes().enumerate() {
        depth += i32::from(sign == b'[') - i32::from(sign == b']');
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Before and behind the bar that stands in no inner bracket.
fn halves(body: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, sign) in body.bytes().enumerate() {
        depth += i32::from(sign == b'[') - i32::from(sign == b']');
        if depth == 0 && sign == b'|' {
            let behind = &body[at + 1..];
            return (tight(&body[..at]), tight(behind));
        }
    }
    (body.strip_prefix(' ').unwrap_or(body), "")
}

/// Without the one space that sets it off from a bar or a question mark.
fn tight(half: &str) -> &str {
    let half = half.strip_prefix(' ').unwrap_or(half);
    half.strip_suffix(' ').unwrap_or(half)
}

/// Cut behind each full stop; what is blank is no sentence.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while let Some(at) = rest.find(". ") {
        found.push(rest[..=at].trim());
        rest = rest[at + 1..].trim_start();
    }
    found.push(rest);
    found.retain(|sentence| !sentence.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Lang;

    fn said(
        template: &'static str,
        names: &[(&'static str, &str)],
        flags: &[&'static str],
    ) -> String {
        let mut tokens = Tokens::default();
        names.iter().for_each(|(name, text)| tokens.put(name, Text::same(*text)));
        flags.iter().for_each(|name| tokens.flag(name));
        let text = Template { ko: template, en: template }.fill(&tokens);
        text.get(Lang::Ko).to_owned()
    }

    #[test]
    fn a_sentence_with_something_unknown_is_left_out() {
        assert_eq!(said("{a} 하나. {b} 둘. 셋.", &[("a", "가")], &[]), "가 하나. 셋.");
    }

    #[test]
    fn brackets_are_decided_and_may_stand_in_one_another() {
        let template = "[x? 그렇습니다[y? (정말)]. | 아닙니다.] 끝.";
        assert_eq!(said(template, &[], &[]), "아닙니다. 끝.");
        assert_eq!(said(template, &[], &["x"]), "그렇습니다. 끝.");
        assert_eq!(said(template, &[("y", "")], &["x"]), "그렇습니다(정말). 끝.");
    }

    #[test]
    fn what_was_found_ends_at_the_arrow_of_the_template() {
        let mut tokens = Tokens::default();
        tokens.put("a", Text::same("A → B"));
        let template = "{a}: [x? 넘침 | 남음 → 줄입니다.]";
        let text = Template { ko: template, en: template }.fill_found(&tokens);
        assert_eq!(text.get(Lang::Ko), "A → B: 남음");
    }

    #[test]
    fn particles_fit_what_is_said() {
        assert_eq!(said("{a:이} 죽으면.", &[("a", "좌석 캐시")], &[]), "좌석 캐시가 죽으면.");
        assert_eq!(said("{a:이} 됩니다.", &[("a", "347 rps")], &[]), "347 rps가 됩니다.");
    }
}
