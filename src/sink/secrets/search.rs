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
    let mut begins = [false; SORTS];
    let mut by_first: Vec<Vec<(usize, &[u8])>> = vec![Vec::new(); 256];
    for (number, word) in words.iter().map(|word| word.as_bytes()).enumerate() {
        begins[sort(word[0], word[1])] = true;
        by_first[usize::from(word[0])].push((number, word));
    }
    let mut places = vec![Vec::new(); words.len()];
    let bytes = text.as_bytes();
    for (at, pair) in bytes.windows(2).enumerate() {
        if begins[sort(pair[0], pair[1])] {
            for (number, word) in &by_first[usize::from(pair[0])] {
                if bytes[at..].starts_with(word) {
                    places[*number].push(at);
                }
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
