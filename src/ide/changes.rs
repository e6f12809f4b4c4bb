//! The smallest changes that make one text of another, so that a cursor stays where it is.

use std::ops::Range;

/// Stretches of `old` with what replaces them, in order, which together make `new` of it.
pub fn changes(old: &str, new: &str) -> Vec<(Range<usize>, String)> {
    if old == new {
        return Vec::new();
    }
    let (before, after) = (lines(old), lines(new));
    let shared = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(after.len()) - shared;
    let ends = before.iter().rev().zip(after.iter().rev()).take(rest);
    let tail = ends.take_while(|(a, b)| a == b).count();
    let start: usize = before[..shared].iter().map(|line| line.len()).sum();
    let (left, right) = (&before[shared..before.len() - tail], &after[shared..after.len() - tail]);
    if left.len() != right.len() {
        let end = start + left.iter().map(|line| line.len()).sum::<usize>();
        return vec![(start..end, right.concat())];
    }
    let mut found = Vec::new();
    let mut at = start;
    for (a, b) in left.iter().zip(right) {
        if a != b {
            found.push(within(at, a, b));
        }
        at += a.len();
    }
    found
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// What differs inside of one line.
fn within(at: usize, old: &str, new: &str) -> (Range<usize>, String) {
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let head: usize =
        old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let ends = old_rest.chars().rev().zip(new_rest.chars().rev());
    let tail: usize = ends.take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let range = at + head..at + old.len() - tail;
    (range, new_rest[..new_rest.len() - tail].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applied_to_the_old_text_they_give_the_new_one() {
        let pairs = [
            ("a\nb\nc\n", "a\nB\nc\n"),
            ("spring  api\nmysql 주문\n", "spring api\nmysql  주문\n"),
            ("a\nb\n", "a\n\nb\n\nc\n"),
            ("", "a"),
            ("a", ""),
            ("aa", "a"),
            ("🚀한\r\n", "한\r\n"),
        ];
        for (old, new) in pairs {
            let mut made = old.to_owned();
            for (range, text) in changes(old, new).into_iter().rev() {
                made.replace_range(range, &text);
            }
            assert_eq!(made, new, "{old:?}");
        }
    }

    #[test]
    fn only_what_differs_is_touched() {
        let found = changes("spring  api\nmysql db\n", "spring api\nmysql db\n");
        assert_eq!(found, [(7..8, String::new())]);
    }
}
