//! How far a long search has come: one line on a terminal, which is gone when the search ends.

use archlint::say::{Lang, Text};
use archlint::text;
use std::env;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// A search that ends sooner says nothing.
const PATIENCE: Duration = Duration::from_millis(500);
const EVERY: Duration = Duration::from_millis(100);

/// Counts the files that were seen.
pub struct Progress<W: Write = io::Stderr> {
    /// Nowhere, where nobody sees it.
    out: Option<W>,
    lang: Lang,
    files: usize,
    next: Instant,
    is_shown: bool,
}

impl Progress {
    pub fn on_terminal(lang: Lang) -> Self {
        let dumb = env::var("TERM").is_ok_and(|term| term == "dumb");
        let out = Some(io::stderr()).filter(|out| out.is_terminal() && !dumb);
        Self::to(out, lang, PATIENCE)
    }
}

impl<W: Write> Progress<W> {
    fn to(out: Option<W>, lang: Lang, patience: Duration) -> Self {
        Self { out, lang, files: 0, next: Instant::now() + patience, is_shown: false }
    }

    /// Another file was seen.
    pub fn step(&mut self) {
        self.files += 1;
        let Some(out) = &mut self.out else { return };
        let now = Instant::now();
        if now < self.next {
            return;
        }
        self.next = now + EVERY;
        self.is_shown = true;
        let files = self.files;
        let said: Text = text!(files; "파일 {files}개를 훑었습니다", "{files} files seen");
        let _ = write!(out, "{CLEAR}archlint: {}", said.get(self.lang)).and_then(|()| out.flush());
    }
}

/// To the beginning of the line, which is emptied.
const CLEAR: &str = "\r\u{1b}[2K";

impl<W: Write> Drop for Progress<W> {
    fn drop(&mut self) {
        if let (true, Some(out)) = (self.is_shown, &mut self.out) {
            let _ = out.write_all(CLEAR.as_bytes()).and_then(|()| out.flush());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(patience: Duration) -> String {
        let mut out = Vec::new();
        let mut progress = Progress::to(Some(&mut out), Lang::Ko, patience);
        (0..3).for_each(|_| progress.step());
        drop(progress);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_long_search_counts_on_one_line_and_leaves_none() {
        let told = told(Duration::ZERO);
        assert!(told.contains("archlint: 파일 1개를 훑었습니다"), "{told:?}");
        assert!(told.ends_with(CLEAR) && !told.contains('\n'), "{told:?}");
    }

    #[test]
    fn a_short_search_says_nothing() {
        assert_eq!(told(Duration::from_secs(3600)), "");
    }
}
