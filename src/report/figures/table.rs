//! Titled tables with notes below them.

use super::FigureFormat;
use crate::report::Address;
use crate::say::Lang;
use crate::sink::{Line, Markdown, Sink, Written};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// One table with its title.
pub struct Section {
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Columns whose figures stand at the right.
    pub right: Vec<usize>,
    pub notes: Vec<String>,
    /// The pages to which cells lead, by row and column, where the form has links.
    pub(super) pages: BTreeMap<(usize, usize), Address>,
}

impl Section {
    pub fn new(title: impl Into<String>, head: &[&str]) -> Self {
        Self {
            title: title.into(),
            head: head.iter().map(|&cell| cell.to_owned()).collect(),
            rows: Vec::new(),
            right: Vec::new(),
            notes: Vec::new(),
            pages: BTreeMap::new(),
        }
    }

    /// A table whose words stand in both languages, Korean first; the figures of the columns `right`
    /// stand at the right.
    pub fn titled(lang: Lang, title: (&str, &str), head: &[(&str, &str)], right: &[usize]) -> Self {
        let own = |(ko, en): (&'_ str, &'_ str)| match lang {
            Lang::Ko => ko.to_owned(),
            Lang::En => en.to_owned(),
        };
        Self {
            title: own(title),
            head: head.iter().map(|words| own(*words)).collect(),
            rows: Vec::new(),
            right: right.to_vec(),
            notes: Vec::new(),
            pages: BTreeMap::new(),
        }
    }

    /// Nothing of it is printed.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.notes.is_empty()
    }

    pub fn row(&mut self, cells: &[&str]) {
        self.rows.push(cells.iter().map(|&cell| cell.to_owned()).collect());
    }
}

/// On a terminal or in Markdown.
pub fn print(sections: &[Section], format: FigureFormat) -> String {
    match format {
        FigureFormat::Markdown => markdown(sections, "## ").into_string(),
        _ => written(sections, &Look::<Line>::PLAIN).into_string(),
    }
}

/// On a page of Markdown, each title behind a mark such as `## `.
pub fn markdown(sections: &[Section], heading: &'static str) -> Written<Markdown> {
    written(sections, &Look { heading, ..Look::MARKDOWN })
}

/// The signs around titles, cells and notes.
struct Look<S> {
    heading: &'static str,
    left: &'static str,
    between: &'static str,
    right: &'static str,
    /// Below the head.
    rule: Option<Rule>,
    bullet: &'static str,
    has_links: bool,
    sink: std::marker::PhantomData<S>,
}

/// A line of dashes, and what stands around and between its columns.
struct Rule {
    edge: &'static str,
    dash: &'static str,
}

impl<S> Look<S> {
    const PLAIN: Self = Self {
        heading: "",
        left: " ",
        between: "  ",
        right: "",
        rule: None,
        bullet: "  ",
        has_links: false,
        sink: std::marker::PhantomData,
    };
    const MARKDOWN: Self = Self {
        heading: "## ",
        left: "| ",
        between: " | ",
        right: " |",
        rule: Some(Rule { edge: "|", dash: "-" }),
        bullet: "- ",
        has_links: true,
        sink: std::marker::PhantomData,
    };
}

fn written<S: Sink>(sections: &[Section], look: &Look<S>) -> Written<S> {
    let mut out = Written::default();
    for section in sections.iter().filter(|section| !section.is_empty()) {
        out.ours(if out.is_empty() { "" } else { "\n" });
        if !section.title.is_empty() {
            out.ours(look.heading).theirs(&section.title).ours("\n\n");
        }
        if !section.rows.is_empty() {
            table(&mut out, section, look);
        }
        if !section.rows.is_empty() && !section.notes.is_empty() {
            out.ours("\n");
        }
        for note in &section.notes {
            out.ours(look.bullet).theirs(note).ours("\n");
        }
    }
    out
}

fn table<S: Sink>(out: &mut Written<S>, section: &Section, look: &Look<S>) {
    let mut rows: Vec<Vec<Written<S>>> =
        vec![section.head.iter().map(|cell| Written::of(cell)).collect()];
    for (at, row) in section.rows.iter().enumerate() {
        let page = |column| section.pages.get(&(at, column)).filter(|_| look.has_links);
        rows.push(row.iter().enumerate().map(|(at, cell)| linked(cell, page(at))).collect());
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |at: usize| {
        let cells = rows.iter().filter_map(move |row| row.get(at));
        cells.map(|cell| cell.as_str().width()).max().unwrap_or(0).max(1)
    };
    let widths: Vec<usize> = (0..columns).map(wide).collect();
    let none = Written::default();
    for (number, row) in rows.iter().enumerate() {
        let mut line = Written::from(look.left);
        for (at, width) in widths.iter().enumerate() {
            let cell = row.get(at).unwrap_or(&none);
            let room = width - cell.as_str().width();
            let (before, behind) = if section.right.contains(&at) { (room, 0) } else { (0, room) };
            line.ours(if at > 0 { look.between } else { "" });
            line.times(" ", before).add(cell).times(" ", behind);
        }
        out.add(line.ours(look.right).trim_end()).ours("\n");
        if let (0, Some(rule)) = (number, &look.rule) {
            for width in &widths {
                out.ours(rule.edge).times(rule.dash, width + 2);
            }
            out.ours(rule.edge).ours("\n");
        }
    }
}

fn linked<S: Sink>(cell: &str, page: Option<&Address>) -> Written<S> {
    let Some(page) = page else { return Written::of(cell) };
    let mut out = Written::from("[");
    page.write(out.theirs(cell).ours("]("));
    out.ours(")");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section() -> Section {
        let mut section = Section::new("a|b", &["이름", "n"]);
        section.right = vec![1];
        section.row(&["x\u{1b}[2J\ny", "12"]);
        section.row(&["*", "1,000"]);
        section.notes.push("<b>".to_owned());
        section
    }

    #[test]
    fn cells_stand_in_columns_on_a_terminal() {
        let text = print(&[section()], FigureFormat::Pretty);
        assert_eq!(text, "a|b\n\n 이름         n\n x?[2J y     12\n *        1,000\n\n  <b>\n");
    }

    #[test]
    fn cells_of_markdown_hold_no_markup() {
        let text = print(&[section()], FigureFormat::Markdown);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "## a\\|b");
        assert_eq!(lines[2], "| 이름     |     n |");
        assert_eq!(lines[3], "|----------|-------|");
        assert_eq!(lines[4], "| x?\\[2J y |    12 |");
        assert_eq!(lines[5], "| \\*       | 1,000 |");
        assert_eq!(lines[7], "- \\<b\\>");
    }
}
