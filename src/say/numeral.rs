//! Numbers that are written as words.

/// Those that stand before a counter, and alone.
const KOREAN: [&[&str]; 10] = [
    &["한", "하나", "일"],
    &["두", "둘", "이"],
    &["세", "셋", "삼", "석"],
    &["네", "넷", "사", "넉"],
    &["다섯", "오"],
    &["여섯", "육"],
    &["일곱", "칠"],
    &["여덟", "팔"],
    &["아홉", "구"],
    &["열", "십"],
];
const ENGLISH: [&str; 10] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const COUNTERS: [&str; 8] = ["대", "개", "명", "배", "시간", "분", "초", "일"];

/// A number in words as it is written in digits, its counter kept: `두대` is `2대`, `three` is `3`.
pub fn in_digits(word: &str) -> Option<String> {
    let small = word.to_lowercase();
    if let Some(at) = ENGLISH.iter().position(|it| *it == small) {
        return Some((at + 1).to_string());
    }
    let value = |words: &str| KOREAN.iter().position(|all| all.contains(&words));
    if let Some(at) = value(word) {
        return Some((at + 1).to_string());
    }
    let counter = COUNTERS.iter().find(|counter| word.ends_with(*counter))?;
    let at = value(word.strip_suffix(counter)?)?;
    Some(format!("{}{counter}", at + 1))
}

#[cfg(test)]
mod tests {
    use super::in_digits;

    #[test]
    fn words_become_digits_and_keep_their_counter() {
        for (word, digits) in [
            ("두대", Some("2대")),
            ("세", Some("3")),
            ("열개", Some("10개")),
            ("Two", Some("2")),
            ("대", None),
            ("무대", None),
            ("base", None),
        ] {
            assert_eq!(in_digits(word).as_deref(), digits, "{word}");
        }
    }
}
