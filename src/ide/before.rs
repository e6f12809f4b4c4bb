//! The words of a text, cut without reading it whole: for colours, and for what stands before a
//! cursor where the statement is not finished and no tree says what it will be.

use std::ops::Range;

/// A word of the text with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub range: Range<usize>,
    pub kind: Lex,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lex {
    Word,
    /// With its unit: `300k`, `10GB/day`, `2027-06-30`.
    Number,
    String,
    /// A string that its line ends.
    OpenString,
    Comment,
    Arrow,
    Assign,
    Comma,
    Bar,
    Dot,
    Operator,
    Open,
    Close,
    OpenList,
    CloseList,
    OpenParen,
    CloseParen,
    Newline,
    Semicolon,
    Other,
}

/// Cuts `text` into its words; blanks are left out.
pub(super) fn lex(text: &str) -> Vec<Lexeme> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let (length, kind) = match is_topic(text, &found, at) {
            true => (2, Some(Lex::Operator)),
            false => next(&text[at..], first),
        };
        if let Some(kind) = kind {
            found.push(Lexeme { range: at..at + length, kind });
        }
        at += length;
    }
    found
}

/// `/*` behind the topic of an `accept availability/* on …`: no comment.
fn is_topic(text: &str, found: &[Lexeme], at: usize) -> bool {
    let [.., accept, topic] = found else { return false };
    text[at..].starts_with("/*") && topic.range.end == at && &text[accept.range.clone()] == "accept"
}

/// The length of what a rest begins with, and what it is; blanks are nothing.
fn next(rest: &str, first: char) -> (usize, Option<Lex>) {
    let second = rest[first.len_utf8()..].chars().next();
    let one = first.len_utf8();
    match first {
        '\n' => (1, Some(Lex::Newline)),
        _ if first.is_whitespace() || first == '\u{feff}' => (one, None),
        '#' => (line(rest), Some(Lex::Comment)),
        '/' if second == Some('/') => (line(rest), Some(Lex::Comment)),
        '/' if second == Some('*') => {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), Some(Lex::Comment))
        }
        '"' | '“' | '”' | '„' | '‟' | '＂' | '\'' | '‘' | '’' => string(rest, first),
        _ if first.is_ascii_digit() => (number(rest), Some(Lex::Number)),
        _ if is_start(first) => (word(rest), Some(Lex::Word)),
        '-' | '~' | '='
            if rest.starts_with("->") | rest.starts_with("~>") | rest.starts_with("=>") =>
        {
            (2, Some(Lex::Arrow))
        }
        '→' | '⇒' | '⇝' => (one, Some(Lex::Arrow)),
        '=' | ':' | '＝' | '：' => (one, Some(Lex::Assign)),
        ',' | '，' | '、' => (one, Some(Lex::Comma)),
        '|' | '｜' => (one, Some(Lex::Bar)),
        '.' if second == Some('.') => (2, Some(Lex::Operator)),
        '.' => (1, Some(Lex::Dot)),
        '{' | '｛' => (one, Some(Lex::Open)),
        '}' | '｝' => (one, Some(Lex::Close)),
        '[' | '［' => (one, Some(Lex::OpenList)),
        ']' | '］' => (one, Some(Lex::CloseList)),
        '(' | '（' => (one, Some(Lex::OpenParen)),
        ')' | '）' => (one, Some(Lex::CloseParen)),
        ';' | '；' => (one, Some(Lex::Semicolon)),
        '+' | '*' | '/' | '-' | '<' | '>' | '!' | '≥' | '≤' | '≠' | '×' | '÷' | '−' => {
            (one, Some(Lex::Operator))
        }
        _ => (one, Some(Lex::Other)),
    }
}

fn line(rest: &str) -> usize {
    rest.find(['\n', '\r']).unwrap_or(rest.len())
}

fn string(rest: &str, quote: char) -> (usize, Option<Lex>) {
    if let Some(long) = rest.strip_prefix("\"\"\"") {
        return match long.find("\"\"\"") {
            Some(end) => (end + 6, Some(Lex::String)),
            None => (rest.len(), Some(Lex::OpenString)),
        };
    }
    let closes = |letter: char| match quote {
        '"' => letter == '"',
        '\'' | '‘' | '’' => matches!(letter, '\'' | '‘' | '’'),
        _ => matches!(letter, '“' | '”' | '„' | '‟' | '＂' | '"'),
    };
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '\n' | '\r' => return (at, Some(Lex::OpenString)),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if closes(letter) => return (at + letter.len_utf8(), Some(Lex::String)),
            _ => {}
        }
    }
    (rest.len(), Some(Lex::OpenString))
}

fn number(rest: &str) -> usize {
    let mut end = 0;
    for (at, letter) in rest.char_indices() {
        let after = rest[at + letter.len_utf8()..].chars().next();
        let digit_next = after.is_some_and(|next| next.is_ascii_digit());
        let goes_on = match letter {
            '.' => digit_next,
            '-' => at == 4 && digit_next || at == 7 && digit_next && rest.as_bytes()[4] == b'-',
            '/' => after.is_some_and(char::is_alphabetic),
            '_' | '%' | '％' => true,
            _ => letter.is_alphanumeric(),
        };
        if !goes_on {
            break;
        }
        end = at + letter.len_utf8();
    }
    end.max(1)
}

pub(super) fn is_start(letter: char) -> bool {
    letter == '_' || letter.is_alphabetic()
}

fn is_inside(letter: char) -> bool {
    // Marks that join a letter before them count, as in a name from a file of macOS.
    letter == '_' || letter.is_alphanumeric() || matches!(letter, '\u{300}'..='\u{36f}')
}

fn word(rest: &str) -> usize {
    let mut end = 0;
    for (at, letter) in rest.char_indices() {
        let after = rest[at + letter.len_utf8()..].chars().next();
        let is_hyphen = letter == '-' && after.is_some_and(is_inside);
        if !is_inside(letter) && !is_hyphen {
            break;
        }
        end = at + letter.len_utf8();
    }
    end.max(1)
}

/// What an unfinished statement consists of so far, and what it stands in.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    /// The words before each block that is open around the place, the outermost first.
    pub heads: Vec<Vec<Lexeme>>,
    /// The words of the statement before the place, without the one being written.
    pub words: Vec<Lexeme>,
    /// The word being written; empty between words.
    pub partial: Range<usize>,
    /// Inside of a comment.
    pub in_comment: bool,
    /// Inside of a string that begins here.
    pub string: Option<usize>,
}

/// Looks at `text` from its beginning to `offset`.
pub(super) fn before(text: &str, offset: usize) -> Before {
    let mut found = Before { partial: offset..offset, ..Before::default() };
    let mut brackets = 0_usize;
    let cut = lex(text);
    for (at, lexeme) in cut.iter().enumerate().take_while(|(_, it)| it.range.start < offset) {
        if lexeme.range.end >= offset && found.ends_in(lexeme, offset) {
            break;
        }
        match lexeme.kind {
            Lex::Comment => {}
            Lex::Open => {
                let head = std::mem::take(&mut found.words);
                found.heads.push(head);
                brackets = 0;
            }
            Lex::Close => {
                found.heads.pop();
                found.words.clear();
                brackets = 0;
            }
            Lex::Newline if brackets > 0 || found.goes_on(cut.get(at + 1)) => {}
            Lex::Newline | Lex::Semicolon => {
                found.words.clear();
                brackets = 0;
            }
            Lex::Comma if brackets == 0 && found.ends_attribute() => found.words.clear(),
            kind => {
                brackets += usize::from(matches!(kind, Lex::OpenList | Lex::OpenParen));
                let closes = matches!(kind, Lex::CloseList | Lex::CloseParen);
                brackets = brackets.saturating_sub(usize::from(closes));
                found.words.push(lexeme.clone());
            }
        }
    }
    found
}

impl Before {
    /// The place stands in this word, or right behind one that may be being written.
    fn ends_in(&mut self, lexeme: &Lexeme, offset: usize) -> bool {
        let Range { start, end } = lexeme.range.clone();
        match lexeme.kind {
            Lex::Comment => self.in_comment = true,
            Lex::Word | Lex::Number => self.partial = start..end,
            Lex::String if offset < end => self.string = Some(start),
            Lex::OpenString => self.string = Some(start),
            _ => return false,
        }
        true
    }

    /// A statement runs on behind an arrow, a comma of a connection, and before an arrow.
    fn goes_on(&self, next: Option<&Lexeme>) -> bool {
        let open = |last: &Lexeme| matches!(last.kind, Lex::Arrow | Lex::Comma | Lex::Bar);
        let leads_on = next.is_some_and(|next| matches!(next.kind, Lex::Arrow | Lex::Bar));
        self.words.last().is_some_and(open) || leads_on
    }

    /// `replicas = 3` is ended by a comma; `a, b -> c` and `accept … on a, b` are not.
    fn ends_attribute(&self) -> bool {
        let is = |kind| self.words.iter().any(|word| word.kind == kind);
        !self.heads.is_empty() && !is(Lex::Arrow) && (is(Lex::Assign) || self.words.len() == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        lex(text).into_iter().map(|it| &text[it.range]).collect()
    }

    #[test]
    fn a_text_is_cut_as_the_language_reads_it() {
        let text = "mysql orders-db \"주문 -> DB\" { size = 10GB/day, x = 2..10 } // -> end";
        let cut = words(text);
        assert_eq!(
            cut,
            [
                "mysql",
                "orders-db",
                "\"주문 -> DB\"",
                "{",
                "size",
                "=",
                "10GB/day",
                ",",
                "x",
                "=",
                "2",
                "..",
                "10",
                "}",
                "// -> end"
            ]
        );
        assert_eq!(
            words("api->db # 끝\n2027-06-30"),
            ["api", "->", "db", "# 끝", "\n", "2027-06-30"]
        );
        assert_eq!(words("\"열린\nb"), ["\"열린", "\n", "b"]);
    }

    #[test]
    fn what_stands_before_a_place_is_known() {
        let of = |marked: &str| {
            let at = marked.find('^').expect("a mark");
            let text = marked.replace('^', "");
            let found = before(&text, at);
            let words: Vec<String> =
                found.words.iter().map(|it| text[it.range.clone()].to_owned()).collect();
            (words.join(" "), text[found.partial.clone()].to_owned(), found.heads.len())
        };
        let told = |words: &str, partial: &str, depth| (words.into(), partial.into(), depth);
        assert_eq!(of("a -> b\napi -> or^"), told("api ->", "or", 0));
        assert_eq!(of("a ->\n  ^"), told("a ->", "", 0));
        assert_eq!(of("was api { replicas = 2, dep^loy }"), told("", "deploy", 1));
        assert_eq!(of("zone a { was api { zones = [b, ^"), told("zones = [ b ,", "", 2));
        assert_eq!(of("was api { replicas = 2 }\n^"), told("", "", 0));
        assert_eq!(
            of("accept single-instance on a, ^"),
            told("accept single-instance on a ,", "", 0)
        );
    }
}
