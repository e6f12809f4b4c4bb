//! Did you mean: the known word that is nearest to a mistyped one.

use unicode_normalization::UnicodeNormalization;

/// The candidate that `word` was probably meant to be, if one is near enough.
///
/// Case is looked past first (`MySQL` is `mysql`). Distance is counted in letters, a Hangul
/// syllable in its jamo, so that `캐쉬` is one letter from `캐시`. The first of equally near
/// candidates wins. Linear in the number of candidates.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = letters(word);
    let limit = match typed.len() {
        0 => return None,
        1..=4 => 1,
        5..=7 => 2,
        8..=11 => 3,
        _ => 4,
    };
    let mut sorted = typed.clone();
    sorted.sort_unstable();
    let mut best: Option<((usize, bool), &str)> = None;
    for candidate in candidates {
        let known = letters(candidate);
        let shortest = typed.len().min(known.len());
        if typed.len().abs_diff(known.len()) > limit || candidate == word {
            continue;
        }
        let distance = strsim::generic_damerau_levenshtein(&typed, &known);
        // Nothing is shared by two short words that differ in every letter.
        if distance > limit || distance >= shortest.max(1) {
            continue;
        }
        // Letters that changed places are likelier than another letter.
        let mut its = known;
        its.sort_unstable();
        let far = (distance, its != sorted);
        if best.is_none_or(|(least, _)| far < least) {
            best = Some((far, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The same where the word could well be a name of its own: only one that is so near that nothing
/// else was meant.
pub fn slip<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // One letter more or less makes most short words of Korean into another: 주인, 조인.
    let is_hangul = |letter: char| ('가'..='힣').contains(&letter);
    if word.chars().count() < 3 && word.chars().all(is_hangul) {
        return None;
    }
    let meant = nearest(word, candidates)?;
    let (typed, known) = (letters(word), letters(meant));
    let distance = strsim::generic_damerau_levenshtein(&typed, &known);
    (typed.len() > 3 && distance <= 1 + known.len() / 7).then_some(meant)
}

/// Lower case, Hangul taken apart, `_` and blanks like `-`.
fn letters(word: &str) -> Vec<char> {
    word.nfd()
        .flat_map(char::to_lowercase)
        .map(|letter| if letter == '_' || letter == ' ' { '-' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[track_caller]
    fn check(word: &str, candidates: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(word, candidates.iter().copied()), expected, "{word}");
    }

    #[test]
    fn finds_the_word_that_was_meant() {
        let kinds = ["user", "cache", "db", "queue", "lb", "mysql", "redis", "postgres"];
        check("cahce", &kinds, Some("cache"));
        check("reddis", &kinds, Some("redis"));
        check("MySQL", &kinds, Some("mysql"));
        check("mysq", &kinds, Some("mysql"));
        check("postgers", &kinds, Some("postgres"));
        check("bd", &kinds, Some("db"));
        check("msyql", &["mssql", "mysql"], Some("mysql"));
    }

    #[test]
    fn hangul_is_compared_by_its_letters() {
        check("캐쉬", &["큐", "캐시", "주문"], Some("캐시"));
        check("주믄-api", &["주문-api", "결제-api"], Some("주문-api"));
        check("예메", &["결제", "예매"], Some("예매"));
    }

    #[test]
    fn far_words_are_not_suggested() {
        check("kafka", &["mysql", "redis"], None);
        check("x", &["y", "z"], None);
        check("ab", &["cd"], None);
        check("", &["a"], None);
        check("결제", &["서울"], None);
        check("wxs", &["waf", "dns"], None);
    }

    #[test]
    fn another_case_wins_over_another_letter() {
        check("API", &["apo", "api"], Some("api"));
        check("roling", &["rolling", "canary"], Some("rolling"));
        check("blue_green", &["blue-green"], Some("blue-green"));
    }

    #[test]
    fn the_first_of_equals_wins() {
        check("web3", &["web1", "web2"], Some("web1"));
    }
}
