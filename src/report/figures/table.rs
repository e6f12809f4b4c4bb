//! Titled tables with notes below them.

use super::FigureFormat;
use crate::sink;
use crate::text::Lang;
use comfy_table::presets::{ASCII_MARKDOWN, NOTHING};
use comfy_table::{CellAlignment, ContentArrangement, Table};

/// One table with its title.
pub(super) struct Section {
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Columns whose figures stand at the right.
    pub right: Vec<usize>,
    pub notes: Vec<String>,
}

impl Section {
    pub fn new(title: impl Into<String>, head: &[&str]) -> Self {
        Self {
            title: title.into(),
            head: head.iter().map(|&cell| cell.to_owned()).collect(),
            rows: Vec::new(),
            right: Vec::new(),
            notes: Vec::new(),
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
        }
    }

    pub fn row(&mut self, cells: &[&str]) {
        self.rows.push(cells.iter().map(|&cell| cell.to_owned()).collect());
    }
}

pub(super) fn print(sections: &[Section], format: FigureFormat) -> String {
    let mut out = String::new();
    for section in sections.iter().filter(|s| !s.rows.is_empty() || !s.notes.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        match format {
            FigureFormat::Markdown => out += &format!("## {}\n\n", shown(&section.title, format)),
            _ => out += &format!("{}\n\n", shown(&section.title, format)),
        }
        if !section.rows.is_empty() {
            for line in table(section, format).lines() {
                out += line.trim_end();
                out.push('\n');
            }
        }
        if !section.rows.is_empty() && !section.notes.is_empty() {
            out.push('\n');
        }
        for note in &section.notes {
            let bullet = if format == FigureFormat::Markdown { "- " } else { "  " };
            out += &format!("{bullet}{}\n", shown(note, format));
        }
    }
    out
}

/// Words of a design neither steer a terminal nor turn into markup.
fn shown(text: &str, format: FigureFormat) -> String {
    match format {
        FigureFormat::Markdown => sink::for_markdown(text),
        _ => sink::for_terminal(text),
    }
}

fn table(section: &Section, format: FigureFormat) -> String {
    let mut table = Table::new();
    let markdown = format == FigureFormat::Markdown;
    table.load_style(if markdown { ASCII_MARKDOWN } else { NOTHING });
    table.set_content_arrangement(ContentArrangement::Disabled);
    let clean = |cell: &String| shown(cell, format);
    table.set_header(section.head.iter().map(clean));
    for row in &section.rows {
        table.add_row(row.iter().map(clean));
    }
    for column in &section.right {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}
