//! Templates are looked at while the program is compiled.

use crate::say::Particle;

/// Refuses, while the program is compiled, templates that do not both say all that is given.
pub const fn check(ko: &str, en: &str, given: &[&str]) {
    let mut at = 0;
    while at < given.len() {
        assert!(says(ko, given[at]), "text!: an argument is not said in Korean");
        assert!(says(en, given[at]), "text!: an argument is not said in English");
        at += 1;
    }
    check_places(ko, given, true);
    check_places(en, given, false);
}

/// Whether the template has a place `{name}` or `{name:…}`.
const fn says(template: &str, name: &str) -> bool {
    let bytes = template.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (next, place) = next_place(bytes, at);
        match place {
            Some((start, end)) if is_at(bytes, start, name) && start + name.len() == end => {
                return true;
            }
            _ => at = next,
        }
    }
    false
}

/// Each place names something given, and a particle that there is.
const fn check_places(template: &str, given: &[&str], korean: bool) {
    let bytes = template.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (next, place) = next_place(bytes, at);
        if let Some((start, end)) = place {
            let mut known = false;
            let mut one = 0;
            while one < given.len() {
                known |= is_at(bytes, start, given[one]) && start + given[one].len() == end;
                one += 1;
            }
            assert!(known, "text!: a place names nothing that is given");
            if bytes[end] == b':' {
                assert!(korean, "text!: only Korean has particles");
                assert!(is_particle(bytes, end + 1), "text!: no such particle");
            }
        }
        at = next;
    }
}

/// Where to look on, and the name in the place that begins at `at`, if one does.
const fn next_place(bytes: &[u8], at: usize) -> (usize, Option<(usize, usize)>) {
    if bytes[at] != b'{' {
        return (at + 1, None);
    }
    assert!(at + 1 < bytes.len(), "text!: a place is not closed");
    if bytes[at + 1] == b'{' {
        return (at + 2, None);
    }
    let mut end = at + 1;
    while end < bytes.len() && bytes[end] != b'}' && bytes[end] != b':' {
        end += 1;
    }
    assert!(end < bytes.len(), "text!: a place is not closed");
    (end, Some((at + 1, end)))
}

const fn is_at(bytes: &[u8], start: usize, word: &str) -> bool {
    let word = word.as_bytes();
    if start + word.len() > bytes.len() {
        return false;
    }
    let mut at = 0;
    while at < word.len() {
        if bytes[start + at] != word[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn is_particle(bytes: &[u8], start: usize) -> bool {
    let mut at = 0;
    while at < Particle::WRITTEN.len() {
        let (written, _) = Particle::WRITTEN[at];
        if is_at(bytes, start, written) && bytes[start + written.len()] == b'}' {
            return true;
        }
        at += 1;
    }
    false
}
