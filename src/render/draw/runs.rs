//! Messages as lines whose names stand out.

use crate::render::measure::{self, Font, Weight};
use crate::render::scene::Run;
use crate::say::Line;
use std::ops::Range;

/// At most `most` lines of that size; names and code are bold, without backticks.
pub fn lines(message: &Line, size: f64, room: f64, most: usize) -> Vec<Vec<Run>> {
    let (plain, names) = plain(message);
    // Bold is a little wider than what the lines are broken by.
    let room = if names.is_empty() { room } else { room * 0.96 };
    let mut from = 0;
    let mut lines = Vec::new();
    for line in measure::wrap_left(&plain, Font::regular(size), room, most) {
        let words = line.trim_end_matches('…');
        let start = plain[from..].find(words).map_or(from, |at| from + at);
        from = start + words.len();
        lines.push(runs(&line, start, &names, size));
    }
    lines
}

/// Without backticks, and where the names are.
fn plain(message: &Line) -> (String, Vec<Range<usize>>) {
    let (mut plain, mut names) = (String::with_capacity(message.len()), Vec::new());
    for (part, stands_out) in message.parts() {
        let start = plain.len();
        measure::push_tidy(&mut plain, part);
        if stands_out {
            names.push(start..plain.len());
        }
    }
    (plain, names)
}

/// Cuts a line that begins at `start` of the text wherever a name begins or ends.
fn runs(line: &str, start: usize, names: &[Range<usize>], size: f64) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, c) in line.char_indices() {
        let bold = names.iter().any(|name| name.contains(&(start + at))) && c != '…';
        let weight = if bold { Weight::Bold } else { Weight::Regular };
        match runs.last_mut() {
            Some(run) if run.font.weight == weight => run.text.push(c),
            _ => runs.push(Run { text: c.to_string(), font: Font { weight, size } }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(message: &str, room: f64) -> Vec<String> {
        let mark = |run: &Run| match run.font.weight {
            Weight::Bold => format!("*{}*", run.text),
            Weight::Regular => run.text.clone(),
        };
        lines(&message.into(), 12.0, room, 3)
            .iter()
            .map(|line| line.iter().map(mark).collect())
            .collect()
    }

    #[test]
    fn names_stand_out_on_every_line() {
        assert_eq!(shown("`api` 서버가 `db`를 부릅니다", 900.0), ["*api* 서버가 *db*를 부릅니다"]);
        assert_eq!(
            shown("the `orders-primary` database has no standby", 120.0),
            ["the *orders-primary*", "database has no", "standby"]
        );
        assert_eq!(shown("a lone ` stays", 900.0), ["a lone ` stays"]);
        assert_eq!(shown("", 900.0), Vec::<String>::new());
    }
}
