//! What all sections of a post are written with.

use crate::report::figures::{self, Section};
use crate::say::{Lang, Text};
use crate::sink::{Markdown, Written};
use crate::text;

pub type Page = Written<Markdown>;

/// One of two words, by language.
pub fn pick(lang: Lang, ko: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

pub fn heading(page: &mut Page, lang: Lang, ko: &'static str, en: &'static str) {
    page.ours("## ").ours(pick(lang, ko, en)).ours("\n\n");
}

pub fn say<'p>(page: &'p mut Page, text: &Text, lang: Lang) -> &'p mut Page {
    page.theirs(text.get(lang))
}

pub fn words_of(text: &Text, lang: Lang) -> Page {
    Page::of(text.get(lang))
}

/// One line of a list.
pub fn item(page: &mut Page, text: &Text, lang: Lang) {
    say(page.ours("- "), text, lang).ours("\n");
}

/// A table of more rows is no part of a post.
const MOST_ROWS: usize = 200;

/// A table, with its title, if it has one, a level below those of the post.
fn table(page: &mut Page, mut section: Section, lang: Lang) {
    if section.rows.len() > MOST_ROWS {
        let more = section.rows.len() - MOST_ROWS;
        section.rows.truncate(MOST_ROWS);
        let note: Text = text!(more; "외 {more}줄은 줄였습니다", "{more} more rows are left out");
        section.notes.push(note.get(lang).to_owned());
    }
    page.add(&figures::markdown(&[section], "### ")).ours("\n");
}

/// A table right below a heading of the post.
pub struct Rows {
    section: Section,
    lang: Lang,
}

impl Rows {
    pub fn new(lang: Lang, title: (&str, &str), head: &[(&str, &str)], right: &[usize]) -> Self {
        Self { section: Section::titled(lang, title, head, right), lang }
    }

    pub fn row(&mut self, cells: &[&Text]) {
        let cells = cells.iter().map(|cell| cell.get(self.lang).to_owned()).collect();
        self.section.rows.push(cells);
    }

    pub fn is_empty(&self) -> bool {
        self.section.rows.is_empty()
    }

    pub fn note(&mut self, text: &Text) {
        self.section.notes.push(text.get(self.lang).to_owned());
    }

    pub fn write(self, page: &mut Page) {
        if !self.section.is_empty() {
            table(page, self.section, self.lang);
        }
    }
}

/// What stands in a cell of which nothing is known.
pub fn unknown() -> Text {
    Text::same("–")
}

/// A cell that may be empty.
pub fn or_unknown(text: Option<Text>) -> Text {
    text.unwrap_or_else(unknown)
}
