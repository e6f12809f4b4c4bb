//! Many words looked for in one pass over a text: one pass for each takes most of the time that a
//! large file needs.

/// How many sorts of beginnings are told apart.
const SORTS: usize = 4096;

/// By its first two bytes.
fn sort(first: u8, second: u8) -> usize {
    usize::from(first & 63) << 6 | usize::from(second & 63)
}

/// Where each of `words` stands in a text, in order. A word has two bytes or more.
pub(super) fn places(text: &str, words: &[&str]) -> Vec<Vec<usize>> {
    // For each sort of beginning the place of its words in `groups`, behind the first, which is empty.
    let mut group_of = [0u16; SORTS];
    let mut groups: Vec<Vec<usize>> = vec![Vec::new()];
    for (number, word) in words.iter().enumerate() {
        let group = &mut group_of[sort(word.as_bytes()[0], word.as_bytes()[1])];
        if *group == 0 {
            *group = groups.len() as u16;
            groups.push(Vec::new());
        }
        groups[usize::from(*group)].push(number);
    }
    let mut places = vec![Vec::new(); words.len()];
    let bytes = text.as_bytes();
    for (at, pair) in bytes.windows(2).enumerate() {
        for number in &groups[usize::from(group_of[sort(pair[0], pair[1])])] {
            if bytes[at..].starts_with(words[*number].as_bytes()) {
                places[*number].push(at);
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_wherever_it_stands() {
        let text = "pw: 비밀번호 password, pass 비번pwpw";
        let words = ["password", "pass", "pw", "비번", "비밀번호", "none"];
        for (word, found) in words.iter().zip(places(text, &words)) {
            let expected: Vec<usize> = text.match_indices(word).map(|(at, _)| at).collect();
            assert_eq!(found, expected, "{word}");
        }
        assert_eq!(places("x", &["pw"]), [Vec::<usize>::new()]);
    }
}
