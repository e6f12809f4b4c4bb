//! The variables of a D2 text, where they are plain words.

use std::collections::BTreeMap;

/// What `vars: { name: value }` at the top of a text says.
pub fn of(text: &str) -> BTreeMap<String, String> {
    let mut lines = text.lines().skip_while(|line| !line.trim_end().starts_with("vars:"));
    let opens = lines.next().is_some_and(|line| line.trim_end().ends_with('{'));
    let body = lines.take_while(|line| !line.starts_with('}')).filter(|_| opens);
    let pairs = body.filter_map(|line| line.split_once(':'));
    let pairs = pairs.map(|(name, value)| (name.trim(), value.trim().trim_matches(['"', '\''])));
    let is_plain = |(name, value): &(&str, &str)| {
        !name.is_empty() && !name.starts_with('#') && !value.is_empty() && !value.contains('{')
    };
    pairs.filter(is_plain).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// A text with `${name}` filled in where the name is known.
pub fn filled(text: &str, vars: &BTreeMap<String, String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        filled.push_str(before);
        match behind.split_once('}').and_then(|(name, after)| Some((vars.get(name.trim())?, after)))
        {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push_str("${");
                rest = behind;
            }
        }
    }
    filled + rest
}

/// How many bytes of `text` are one value without quotes.
pub fn plain_value(text: &str) -> usize {
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let substituted = text[at..].strip_prefix("${").and_then(|behind| {
            let line = behind.split('\n').next().unwrap_or_default();
            line.find('}').map(|end| end + 3)
        });
        match (substituted, letter) {
            (Some(length), _) => at += length,
            (None, '\n' | ';' | '{' | '}') => break,
            (None, letter) => at += letter.len_utf8(),
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_variables_are_filled_in() {
        let vars = of("a -> b\nvars: {\n  # said\n  kind: \"MySQL\"\n  deep: {x: y}\n}\n");
        assert_eq!(vars.len(), 1);
        assert_eq!(filled("${kind} 8, ${other}", &vars), "MySQL 8, ${other}");
        assert_eq!(plain_value("${kind} 8 {shape: cylinder}"), "${kind} 8 ".len());
        assert_eq!(plain_value("한 ${open\nb"), "한 ".len() + 1);
    }
}
