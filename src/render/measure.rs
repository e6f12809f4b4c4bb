//! Text measured with the metrics of our own font, so that a picture is the same on every machine.

use std::sync::LazyLock;

/// How wide the characters of our font are, in units of which the first line says how many make an
/// em: a character (its number, hexadecimal), how many from there on are alike, and their width in
/// both weights. A hundredth of the fonts, which only images need. Made of them by a test.
const ADVANCES: &str = include_str!("../../assets/fonts/advances.txt");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    Regular,
    Bold,
}

/// A weight at a size in px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    pub weight: Weight,
    pub size: f64,
}

impl Font {
    pub const fn regular(size: f64) -> Self {
        Self { weight: Weight::Regular, size }
    }

    pub const fn bold(size: f64) -> Self {
        Self { weight: Weight::Bold, size }
    }
}

struct Metrics {
    em: f64,
    /// In the order of the characters.
    runs: Vec<Run>,
}

/// Characters that follow each other and are equally wide.
struct Run {
    first: u32,
    count: u32,
    regular: u16,
    bold: u16,
}

static METRICS: LazyLock<Metrics> = LazyLock::new(|| Metrics::read().expect("well-formed"));

impl Metrics {
    fn read() -> Option<Self> {
        let (em, runs) = ADVANCES.split_once('\n')?;
        let run = |line: &str| {
            let mut words = line.split(' ');
            Some(Run {
                first: u32::from_str_radix(words.next()?, 16).ok()?,
                count: words.next()?.parse().ok()?,
                regular: words.next()?.parse().ok()?,
                bold: words.next()?.parse().ok()?,
            })
        };
        Some(Self { em: em.parse().ok()?, runs: runs.lines().map(run).collect::<Option<_>>()? })
    }

    /// Of a character that the font has.
    fn of(&self, c: char) -> Option<&Run> {
        let c = u32::from(c);
        let next = self.runs.partition_point(|run| run.first <= c);
        self.runs[..next].last().filter(|run| c - run.first < run.count)
    }
}

/// The width of one line, in px.
pub fn width(text: &str, font: Font) -> f64 {
    let metrics = &*METRICS;
    let advance = |c: char| match (metrics.of(c), font.weight) {
        _ if is_mark(c) => 0.0,
        (Some(run), Weight::Regular) => f64::from(run.regular) / metrics.em,
        (Some(run), Weight::Bold) => f64::from(run.bold) / metrics.em,
        (None, _) => foreign_advance(c),
    };
    text.chars().map(advance).sum::<f64>() * font.size
}

/// The same where something follows on the line: some viewers have a wider font and don't keep to
/// the width that is stated.
pub fn anywhere(text: &str, font: Font) -> f64 {
    width(text, font) * 1.05
}

/// Characters that our font can't draw, each once, in order of appearance.
pub fn missing(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for c in text.chars().filter(|c| !is_mark(*c) && !c.is_whitespace()) {
        if METRICS.of(c).is_none() && !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

/// What may stand in a picture: no control characters (XML knows none of them), and every run of
/// white space as one space.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_tidy(&mut out, text);
    out.truncate(out.trim_end().len());
    out
}

/// The same, behind what is tidy already; a space at the end stays.
pub fn push_tidy(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if is_drawable(c) {
            out.push(c);
        }
    }
}

/// Allowed in XML, and not a character that would reorder or hide its neighbours.
fn is_drawable(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        && !matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}')
}

/// The text if it fits, else its beginning with `…`.
pub fn elide(text: &str, font: Font, room: f64) -> String {
    if width(text, font) <= room {
        return text.to_owned();
    }
    let ellipsis = width("…", font);
    let cut = fitting(text, font, room - ellipsis);
    format!("{}…", text[..cut].trim_end())
}

/// How many bytes of the text fit. Never cuts between a character and its marks.
fn fitting(text: &str, font: Font, room: f64) -> usize {
    let mut used = 0.0;
    let mut cut = 0;
    let mut buffer = [0; 4];
    let mut joined = false;
    for (at, c) in text.char_indices() {
        if !is_mark(c) && !joined {
            cut = at;
        }
        joined = c == '\u{200D}';
        used += width(c.encode_utf8(&mut buffer), font);
        if used > room {
            return cut;
        }
    }
    text.len()
}

/// Breaks a text into at most `lines` lines, as even as they can be; what doesn't fit is elided.
pub fn wrap(text: &str, font: Font, room: f64, lines: usize) -> Vec<String> {
    let broken = greedy(text, font, room, lines);
    if broken.len() < 2 || broken.last().is_some_and(|line| line.ends_with('…')) {
        return broken;
    }
    let (mut narrow, mut wide) = (room / broken.len() as f64, room);
    while wide - narrow > 2.0 {
        let middle = (narrow + wide) / 2.0;
        let tried = greedy(text, font, middle, lines);
        let good = tried.len() == broken.len() && !tried.iter().any(|line| line.ends_with('…'));
        if good && tried.concat().len() == broken.concat().len() {
            wide = middle;
        } else {
            narrow = middle;
        }
    }
    greedy(text, font, wide, lines)
}

/// Breaks a text as it comes: for reading, not for looks.
pub fn wrap_left(text: &str, font: Font, room: f64, lines: usize) -> Vec<String> {
    greedy(text, font, room, lines)
}

fn greedy(text: &str, font: Font, room: f64, lines: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if out.len() + 1 >= lines {
            out.push(elide(rest, font, room));
            break;
        }
        let fits = fitting(rest, font, room).max(first_character(rest));
        let cut = if fits == rest.len() { fits } else { last_break(rest, fits) };
        out.push(rest[..cut].trim_end().to_owned());
        rest = rest[cut..].trim_start();
    }
    out
}

fn first_character(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// The last place up to `end` where a line may break: after a space or a joining sign that is not
/// within a number, else there.
fn last_break(text: &str, end: usize) -> usize {
    if text[end..].starts_with(' ') {
        return end;
    }
    let head = &text[..end];
    let is_within_number = |at: usize| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        matches!(&text[at..=at], "." | ",") && digit(text[at + 1..].chars().next())
    };
    // Characters of one byte, and the middle dot.
    let signs = head.match_indices([' ', '-', '/', '_', '.', ',', '·', '+', ':']);
    match signs.rev().find(|(at, sign)| *at > 0 && (sign.len() > 1 || !is_within_number(*at))) {
        Some((at, sign)) => at + sign.len(),
        None => end,
    }
}

/// Takes no room of its own: combining marks, joiners, variation selectors.
pub fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05BD}' | '\u{064B}'..='\u{065F}' | '\u{0E31}'
        | '\u{0E34}'..='\u{0E3A}' | '\u{1AB0}'..='\u{1AFF}' | '\u{200B}'..='\u{200F}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0100}'..='\u{E01EF}')
}

/// The usual width in em of a character that our font lacks.
fn foreign_advance(c: char) -> f64 {
    match u32::from(c) {
        0xAC00..=0xD7A3 => 0.865,
        0x1F000..=0x1FAFF => 1.3,
        0x1100..=0x11FF | 0x2E80..=0xA4CF | 0xF900..=0xFAFF | 0xFF01..=0xFF60 => 1.0,
        0x20000..=0x3FFFF => 1.0,
        _ => 0.62,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: Font = Font::regular(100.0);

    #[test]
    fn hangul_and_latin_have_the_widths_of_the_font() {
        assert!((width("로드밸런서", FONT) - 432.1).abs() < 0.2, "{}", width("로드밸런서", FONT));
        assert!((width("Wi", FONT) - 113.3).abs() < 0.2, "{}", width("Wi", FONT));
        assert!(width("e\u{301}", FONT) == width("e", FONT));
    }

    #[test]
    fn a_text_without_room_is_elided_and_its_marks_stay_with_it() {
        assert_eq!(elide("주문 데이터베이스", FONT, 500.0), "주문 데이…");
        assert_eq!(elide("주문", FONT, 500.0), "주문");
        let family = "a👨\u{200D}👩\u{200D}👧b";
        assert_eq!(elide(family, FONT, 330.0), "a…");
    }

    #[test]
    fn lines_break_at_spaces_and_come_out_even() {
        assert_eq!(
            wrap("선착순 예매 대기열 서비스", FONT, 800.0, 2),
            ["선착순 예매", "대기열 서비스"]
        );
        assert_eq!(wrap("order-service-primary", FONT, 700.0, 2), ["order-service-", "primary"]);
        let long = "가".repeat(2_000);
        let lines = wrap(&long, FONT, 700.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(lines.iter().all(|line| width(line, FONT) <= 700.0));
    }

    #[test]
    fn control_characters_and_direction_overrides_are_left_out() {
        assert_eq!(tidy("a\u{0}b\n\t c\u{202E}d \u{1F}"), "ab cd");
        assert_eq!(tidy("שלום 👋"), "שלום 👋");
        assert_eq!(missing("가한 A👋👋漢"), ['👋', '漢']);
    }
}
