//! Many words looked for in one pass over a text: one pass for each takes most of the time that a
//! large file needs.

/// How many sorts of beginnings are told apart.
const SORTS: usize = 4096;

/// By its first two bytes.
fn sort(first: u8, second: u8) -> usize {
    usize::from(first & 63) << 6 | usize::from(second & 63)
}

/// Words of two bytes or more, sorted for the search once.
pub(super) struct Words {
    words: Vec<&'static str>,
    /// For each sort of beginning the place of its words in `groups`, the first of which is empty.
    group_of: Box<[u16; SORTS]>,
    groups: Vec<Vec<usize>>,
}

impl Words {
    pub(super) fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let words: Vec<&str> = words.collect();
        let mut group_of = Box::new([0; SORTS]);
        let mut groups = vec![Vec::new()];
        for (number, word) in words.iter().enumerate() {
            let group = &mut group_of[sort(word.as_bytes()[0], word.as_bytes()[1])];
            if *group == 0 {
                *group = groups.len() as u16;
                groups.push(Vec::new());
            }
            groups[usize::from(*group)].push(number);
        }
        Self { words, group_of, groups }
    }

    /// For each word where it stands in a text, in order.
    pub(super) fn places(&self, text: &str) -> Vec<Vec<usize>> {
        let mut places = vec![Vec::new(); self.words.len()];
        let bytes = text.as_bytes();
        for (at, pair) in bytes.windows(2).enumerate() {
            let group = self.group_of[sort(pair[0], pair[1])];
            if group == 0 {
                continue;
            }
            for number in &self.groups[usize::from(group)] {
                if bytes[at..].starts_with(self.words[*number].as_bytes()) {
                    places[*number].push(at);
                }
            }
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_wherever_it_stands() {
        let text = "pw: 비밀번호 password, pass 비번pwpw";
        let words = ["password", "pass", "pw", "비번", "비밀번호", "none"];
        for (word, found) in words.iter().zip(Words::of(words.into_iter()).places(text)) {
            let expected: Vec<usize> = text.match_indices(word).map(|(at, _)| at).collect();
            assert_eq!(found, expected, "{word}");
        }
        assert_eq!(Words::of(["pw"].into_iter()).places("x"), [Vec::<usize>::new()]);
    }
}
