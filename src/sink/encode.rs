//! An encoder for each sink: what of a text would mean something there is made to mean itself.

/// A place that text is written to.
pub trait Sink {
    /// Appends `text` to `out` so that it shows as what it is.
    fn encode(text: &str, out: &mut String);
}

/// A place inside of a sink with signs of its own.
pub trait Within<S>: Sink {}

/// Lines on a terminal. Each character that could steer it keeps its number of bytes, so that spans
/// still fit.
pub enum Terminal {}

impl Sink for Terminal {
    fn encode(text: &str, out: &mut String) {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            out.push(match c {
                '\n' | '\t' => c,
                // Alone it takes the cursor back over what was written.
                '\r' if chars.peek() == Some(&'\n') => c,
                c => visible(c),
            });
        }
    }
}

/// One line on a terminal or in a log: nothing in it can begin another.
pub enum Line {}

impl Sink for Line {
    fn encode(text: &str, out: &mut String) {
        out.extend(text.chars().map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
            c => visible(c),
        }));
    }
}

impl Within<Terminal> for Line {}

/// What stands for a character that moves the cursor, turns the direction of text or takes no room.
pub(super) fn visible(c: char) -> char {
    match c.len_utf8() {
        _ if !hides(c) => c,
        1 => '?',
        2 => '¿',
        3 => '\u{fffd}',
        _ => '\u{1fbc4}',
    }
}

/// Control characters, those that turn the direction of text, and those that can't be seen.
pub fn hides(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
                // XML has no way to write them.
                | '\u{fffe}'..='\u{ffff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The message of a workflow command of GitHub's runner (`::error …::message`).
pub enum Workflow {}

impl Sink for Workflow {
    fn encode(text: &str, out: &mut String) {
        for c in text.chars() {
            match c {
                '%' => out.push_str("%25"),
                '\r' => out.push_str("%0D"),
                '\n' => out.push_str("%0A"),
                c => out.push(visible(c)),
            }
        }
    }
}

/// A property of a workflow command (`file=…`).
pub enum Property {}

impl Sink for Property {
    fn encode(text: &str, out: &mut String) {
        for c in text.chars() {
            match c {
                ':' => out.push_str("%3A"),
                ',' => out.push_str("%2C"),
                c => Workflow::encode(c.encode_utf8(&mut [0; 4]), out),
            }
        }
    }
}

impl Within<Workflow> for Property {}

/// Running text, a heading or a cell of a table in Markdown: no link, no HTML, no picture, no line of
/// its own. Code spans of our own messages, which come in single pairs, stay.
pub enum Markdown {}

impl Sink for Markdown {
    fn encode(text: &str, out: &mut String) {
        let ticks = text.matches('`').count();
        let are_spans = ticks.is_multiple_of(2) && !text.contains("``");
        let mut in_code = false;
        for (at, c) in text.char_indices() {
            match c {
                '`' if are_spans => in_code = !in_code,
                '`' => out.push('\\'),
                // A cell ends at it, in code too.
                '|' => out.push('\\'),
                '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '&' | '@' if !in_code => {
                    out.push('\\')
                }
                ':' | '.' if !in_code && is_of_a_link(text, at) => out.push('\\'),
                _ => {}
            }
            out.push(match c {
                '\n' | '\r' | '\t' => ' ',
                c => visible(c),
            });
        }
    }
}

/// `https://…`, `mailto:…` and `www.…` would become links by themselves.
fn is_of_a_link(text: &str, at: usize) -> bool {
    let before = |word: &str| {
        let start = at.checked_sub(word.len()).filter(|start| text.is_char_boundary(*start));
        start.is_some_and(|start| text[start..at].eq_ignore_ascii_case(word))
    };
    text[at..].starts_with("://") || ["mailto", "xmpp", "www"].into_iter().any(before)
}

/// A code span in Markdown, fenced so that backticks inside do no harm.
pub enum Code {}

impl Sink for Code {
    fn encode(text: &str, out: &mut String) {
        let mut line = String::new();
        Line::encode(text, &mut line);
        let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let room = if longest > 0 { " " } else { "" };
        out.push_str(&fence);
        out.push_str(room);
        out.push_str(&line.replace('|', "\\|"));
        out.push_str(room);
        out.push_str(&fence);
    }
}

impl Within<Markdown> for Code {}

/// Lines of code between the fences of a Markdown block, which they can't close.
pub enum Block {}

impl Sink for Block {
    fn encode(text: &str, out: &mut String) {
        out.push_str(&super::for_terminal_lines(text).replace("```", "'''"));
    }
}

impl Within<Markdown> for Block {}

/// Text between the tags of HTML.
pub enum Html {}

impl Sink for Html {
    fn encode(text: &str, out: &mut String) {
        text.chars().for_each(|c| markup(c, out));
    }
}

/// SVG, which stands on pages of HTML and by itself, reads text as HTML does.
pub type Svg = Html;

/// A character between tags or in an attribute of HTML, SVG or XML.
fn markup(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        // As references: no line of a page begins with what a label says, which a runner that prints
        // the page might take for a command of its own.
        '\n' => out.push_str("&#10;"),
        '\r' => out.push_str("&#13;"),
        '\t' => out.push(c),
        c => out.push(visible(c)),
    }
}

/// The value of an attribute in quotes.
pub enum Attribute {}

impl Sink for Attribute {
    fn encode(text: &str, out: &mut String) {
        Html::encode(text, out);
    }
}

impl Within<Html> for Attribute {}

/// The target of a link: `https:`, `http:` and `mailto:` lead there, all else leads nowhere.
pub enum Url {}

impl Sink for Url {
    fn encode(text: &str, out: &mut String) {
        match leads_somewhere(text) {
            true => Attribute::encode(text, out),
            false => out.push('#'),
        }
    }
}

impl Within<Html> for Url {}

/// Whether a link may lead there; see [`Url`].
pub fn leads_somewhere(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let is_known = ["https://", "http://", "mailto:"].iter().any(|it| lower.starts_with(it));
    is_known && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// Text and attributes of XML, where an attribute keeps its lines only as references.
pub enum Xml {}

impl Sink for Xml {
    fn encode(text: &str, out: &mut String) {
        text.chars().for_each(|c| markup(c, out));
    }
}

/// A string of JSON, without its quotes. Documents are written by serde; this is for scripts.
pub enum Json {}

impl Sink for Json {
    fn encode(text: &str, out: &mut String) {
        for c in text.chars() {
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                // Also inside of a script nothing ends it.
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    out.push_str(&format!("\\u{:04x}", u32::from(c)))
                }
                c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => out.push(c),
            }
        }
    }
}

/// A whole document of JSON inside of a page or sent to one: nothing in it ends a script, turns the
/// direction of text or hides.
pub enum Data {}

impl Sink for Data {
    fn encode(text: &str, out: &mut String) {
        for c in text.chars() {
            match c {
                // In a document these stand in strings only.
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    out.push_str(&format!("\\u{:04x}", u32::from(c)))
                }
                c => out.push(visible(c)),
            }
        }
    }
}

impl Within<Html> for Data {}

/// The path of a file as a relative URI reference: everything but unreserved characters and slashes
/// percent-encoded.
pub enum Uri {}

impl Within<Markdown> for Uri {}

impl Sink for Uri {
    fn encode(text: &str, out: &mut String) {
        for byte in text.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                    out.push(char::from(byte))
                }
                _ => out.push_str(&format!("%{byte:02X}")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by<S: Sink>(text: &str) -> String {
        let mut out = String::new();
        S::encode(text, &mut out);
        out
    }

    #[test]
    fn nothing_printed_steers_the_terminal() {
        let evil = "a\u{1b}[31m\u{9b}b\u{202e}c\u{200b}\u{e0041}\td\n";
        let safe = by::<Terminal>(evil);
        assert_eq!(safe, "a?[31m¿b\u{fffd}c\u{fffd}\u{1fbc4}\td\n");
        assert_eq!(safe.len(), evil.len(), "spans still fit");
        assert_eq!(by::<Line>("a\nb\rc\u{2028}::error::d"), "a b c ::error::d");
    }

    #[test]
    fn a_message_of_a_workflow_is_one_command() {
        assert_eq!(by::<Workflow>("a\n::error::50%"), "a%0A::error::50%25");
        assert_eq!(by::<Property>("a,b:1\n"), "a%2Cb%3A1%0A");
    }

    #[test]
    fn words_do_not_become_markup() {
        let evil = "<img> [x](javascript:1) https://a www.b **c** `d` | #e\n- f";
        let html = {
            let mut page = String::new();
            let text = by::<Markdown>(evil);
            let options = pulldown_cmark::Options::all();
            pulldown_cmark::html::push_html(
                &mut page,
                pulldown_cmark::Parser::new_ext(&text, options),
            );
            page
        };
        for tag in ["<img", "<a ", "<strong", "<li", "<h1", "<table"] {
            assert!(!html.contains(tag), "{tag} in {html}");
        }
        assert!(html.contains("<code>d</code>"), "{html}");
        // Runs of backticks of other lengths could open a span that ours do not close.
        let evil = "`` ` `` <img> `";
        assert!(by::<Markdown>(evil).contains("\\<img\\>"));
        assert_eq!(by::<Code>("a``b"), "``` a``b ```");
    }

    #[test]
    fn only_harmless_links_lead_anywhere() {
        assert_eq!(by::<Url>("https://a/?x=\"y"), "https://a/?x=&quot;y");
        for evil in
            ["javascript:alert(1)", "data:text/html,x", "java\nscript:1", " https://a", "//a"]
        {
            assert_eq!(by::<Url>(evil), "#", "{evil:?}");
        }
    }

    #[test]
    fn text_stays_text_in_markup_and_scripts() {
        assert_eq!(by::<Html>("</b>'\"&\u{1b}"), "&lt;/b&gt;&#39;&quot;&amp;?");
        assert_eq!(by::<Xml>("<\u{1}\n'\u{ffff}"), "&lt;?&#10;&#39;\u{fffd}");
        assert_eq!(by::<Json>("\"</script>"), "\\\"\\u003c/script\\u003e");
        assert_eq!(by::<Data>("{\"a\":\"</script>\"}"), "{\"a\":\"\\u003c/script\\u003e\"}");
        assert_eq!(by::<Uri>("a b/설:1"), "a%20b/%EC%84%A4%3A1");
    }
}
