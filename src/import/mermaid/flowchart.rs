//! Reads a flowchart, statement by statement; one that can't be read does not hide the next.

use super::chart::{Chart, Edge, Head, Mending, Refused, Shape, Stroke, Subgraph};
use super::data;
use super::label::plain;
use super::scan;
use super::strict;
use crate::say::nearest;
use crate::source::{SourceId, Span};
use std::collections::BTreeSet;

/// Subgraphs may nest so deep; nodes and edges may be so many.
const NESTING: usize = 64;
const NODES: usize = 20_000;

/// Reads the flowchart in `text`, which stands in `source` from the byte `offset` on.
pub fn read(text: &str, source: SourceId, offset: usize) -> Chart {
    let chart = Chart::default();
    let (open, edge_ids) = (Vec::new(), BTreeSet::new());
    let mut reader = Reader { text, source, offset, at: 0, chart, open, edge_ids };
    reader.whole();
    reader.chart
}

/// What one mention of a node says of it.
#[derive(Default)]
struct Stated {
    text: Option<String>,
    shape: Option<Shape>,
    class: Option<String>,
    /// Where the label stands.
    at: Option<Span>,
}

struct Reader<'t> {
    text: &'t str,
    source: SourceId,
    offset: usize,
    at: usize,
    chart: Chart,
    /// The subgraphs around the place.
    open: Vec<usize>,
    /// Names of edges, by which their data are stated.
    edge_ids: BTreeSet<&'t str>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.offset + start, self.offset + end)
    }

    fn whole(&mut self) {
        self.frontmatter();
        while self.at < self.text.len() {
            self.blanks();
            if self.rest().is_empty() {
                return;
            }
            let before = self.at;
            self.statement();
            self.skip_separator();
            if self.at == before {
                self.skip_line();
            }
        }
    }

    /// `---`, lines of YAML, `---`.
    fn frontmatter(&mut self) {
        let start = self.text.len() - self.text.trim_start().len();
        let Some(body) = self.text[start..]
            .strip_prefix("---\n")
            .or_else(|| self.text[start..].strip_prefix("---\r\n"))
        else {
            return;
        };
        let Some(end) = body.find("\n---") else { return };
        for line in body[..end].lines() {
            if let Some(title) = line.trim().strip_prefix("title:") {
                self.chart.title = Some(title.trim().trim_matches(['"', '\'']).to_owned());
            }
        }
        self.at = self.text.len() - body.len() + end + 4;
    }

    /// Blanks, comments and directives.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', ';']).len();
            let rest = self.rest();
            if rest.starts_with("%%{") {
                self.at += rest.find("}%%").map_or(rest.len(), |end| end + 3);
            } else if rest.starts_with("%%") {
                self.skip_line();
            } else {
                return;
            }
        }
    }

    fn inline_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').map_or(self.rest().len(), |end| end + 1);
    }

    fn skip_separator(&mut self) {
        self.inline_blanks();
        if self.rest().starts_with("%%") {
            self.skip_line();
        }
    }

    /// The rest of the line.
    fn line(&self) -> &'t str {
        let rest = self.rest();
        rest[..rest.find('\n').unwrap_or(rest.len())].trim_end_matches('\r')
    }

    fn word(&self) -> &'t str {
        let line = self.line();
        &line[..line.find([' ', '\t', ';', ':', '{']).unwrap_or(line.len())]
    }

    fn statement(&mut self) {
        match self.word() {
            "flowchart" | "graph" | "flowchart-elk" => self.header(),
            "subgraph" => self.subgraph(),
            "end" if self.is_alone("end") => {
                self.at += 3;
                self.open.pop();
            }
            "end" => self.unreadable(self.at),
            "classDef" | "click" | "href" | "direction" | "accTitle" => self.skip_line(),
            "linkStyle" => self.edge_style(),
            "style" => self.styled(),
            "class" => self.class(),
            "accDescr" => self.description(),
            _ if self.is_data_of_an_edge() => {}
            _ => self.edges(),
        }
    }

    /// `e1@{ animate: true }` says how an edge looks; it is skipped.
    fn is_data_of_an_edge(&mut self) -> bool {
        let rest = self.rest();
        let (id, behind) = rest.split_at(scan::identifier(rest));
        let data = data::read(behind).filter(|_| self.edge_ids.contains(id));
        if let Some((_, length)) = &data {
            self.at += id.len() + length;
        }
        data.is_some()
    }

    /// `style a fill:#fff` also draws what nothing else names.
    fn styled(&mut self) {
        let behind = self.line()["style".len()..].trim_start();
        let start = self.at + self.line().len() - behind.len();
        let length = scan::identifier(behind);
        let id = behind[..length].to_owned();
        let is_known =
            self.chart.place(&id).is_some() || self.chart.subgraphs.iter().any(|one| one.id == id);
        if length > 0 && !is_known {
            self.add(id, start, length, Stated::default());
        }
        self.skip_line();
    }

    fn edge_style(&mut self) {
        let behind = self.line()["linkStyle".len()..].trim_start();
        let start = self.at + self.line().len() - behind.len();
        let count = self.chart.edges.len();
        if let Some(words) = strict::edges_that_are_not(behind, count) {
            self.refuse(start, words.len(), Mending::EdgeNumber(count));
        }
        self.skip_line();
    }

    fn is_alone(&self, word: &str) -> bool {
        let rest = self.line()[word.len()..].trim_start();
        rest.is_empty() || rest.starts_with([';', '%'])
    }

    fn header(&mut self) {
        self.at += self.word().len();
        self.inline_blanks();
        self.at += self.word().trim_end_matches(';').len();
    }

    fn description(&mut self) {
        let line = self.line();
        match line.contains('{') && !line.contains('}') {
            true => self.at += self.rest().find('}').map_or(self.rest().len(), |end| end + 1),
            false => self.skip_line(),
        }
    }

    /// `class a,b name`.
    fn class(&mut self) {
        let line = self.line();
        let mut words = line
            .split([' ', '\t', ';'])
            .filter(|word| !word.is_empty())
            .skip(1)
            .collect::<Vec<_>>();
        let name = words.pop().unwrap_or_default().to_owned();
        for id in words.join("").split(',') {
            if let Some(place) = self.chart.place(id) {
                self.chart.nodes[place].class = Some(name.clone());
            }
        }
        self.skip_line();
    }

    /// `subgraph id [title]`, `subgraph "title"`, `subgraph some words`.
    fn subgraph(&mut self) {
        self.at += "subgraph".len();
        self.inline_blanks();
        let line = self.line();
        let head = line[..line.find("%%").unwrap_or(line.len())].split(';').next().unwrap_or(line);
        let head = head.trim_end();
        let from = self.at;
        let strict::Head { id, title, instead } = strict::head(head);
        if let Some(instead) = instead {
            self.refuse(from, head.len(), Mending::Quoted(instead));
        }
        self.at = from + head.len();
        if self.open.len() >= NESTING {
            return;
        }
        let parent = self.open.last().copied();
        let title = plain(&title);
        let at = self.span(from, from + head.len());
        self.chart.subgraphs.push(Subgraph { id, title, parent, at });
        self.open.push(self.chart.subgraphs.len() - 1);
    }

    /// Nodes joined by arrows.
    fn edges(&mut self) {
        let start = self.at;
        let Some(mut from) = self.nodes() else { return self.unreadable(start) };
        loop {
            self.inline_blanks();
            // A chain may go on in the next line.
            let next = self.rest().trim_start();
            let next_line = self.rest().len() - next.len();
            if scan::arrow(self.rest()).is_none() && self.edge_id() == 0 {
                let goes_on = self.rest().starts_with(['\n', '\r']) && scan::arrow(next).is_some();
                match goes_on {
                    true => self.at += next_line,
                    false => break,
                }
            }
            let id = self.edge_id();
            self.edge_ids.insert(self.rest()[..id].trim_end_matches('@'));
            self.at += id;
            let Some(arrow) = scan::arrow(self.rest()) else { break };
            let arrow_at = self.at;
            let mut label = arrow.label.as_ref().map(|(text, _)| text.clone());
            self.at += arrow.length;
            self.inline_blanks();
            if let Some(piped) = self.piped() {
                label = Some(piped);
            }
            self.line_blanks();
            let Some(to) = self.nodes() else { return self.unreadable(start) };
            let end = self.at;
            for source in &from {
                for target in &to {
                    if self.chart.edges.len() >= NODES {
                        return;
                    }
                    let at = if from.len() * to.len() == 1 {
                        self.span(source.1, end)
                    } else {
                        self.span(arrow_at, end)
                    };
                    let label = label.as_deref().map(plain).filter(|label| !label.is_empty());
                    self.chart.edges.push(Edge {
                        from: source.0.clone(),
                        to: target.0.clone(),
                        label,
                        stroke: arrow.stroke,
                        tail: arrow.tail,
                        head: arrow.head,
                        at,
                    });
                }
            }
            from = to;
        }
        self.inline_blanks();
        if !self.rest().is_empty() && !self.rest().starts_with(['\n', '\r', ';', '%']) {
            self.unreadable(self.at);
        }
    }

    /// Blanks and line ends behind an arrow.
    fn line_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// The length of `id@` before an arrow.
    fn edge_id(&self) -> usize {
        let length = scan::identifier(self.rest());
        let behind = &self.rest()[length..];
        let is_id = length > 0 && behind.starts_with('@') && scan::arrow(&behind[1..]).is_some();
        if is_id { length + 1 } else { 0 }
    }

    /// `|text|` behind an arrow.
    fn piped(&mut self) -> Option<String> {
        let inside = self.rest().strip_prefix('|')?;
        let line_end = inside.find('\n').unwrap_or(inside.len());
        let end = inside[..line_end].find('|')?;
        let text = inside[..end].trim();
        let is_quoted = text.starts_with('"') && text.ends_with('"') && text.len() > 1;
        let is_edge = strict::name_of_an_edge(self.rest()).is_some();
        if !is_quoted && (is_edge || text.contains(['(', ')', '[', ']', '{', '}', '"'])) {
            self.refuse(self.at + 1, end, Mending::Quoted(strict::quoted(text)));
        }
        self.at += end + 2;
        Some(text.to_owned())
    }

    /// `a & b`: their ids, each with where it starts.
    fn nodes(&mut self) -> Option<Vec<(String, usize)>> {
        let mut found = vec![self.node()?];
        loop {
            let before = self.at;
            self.inline_blanks();
            if !self.rest().starts_with('&') {
                self.at = before;
                return Some(found);
            }
            self.at += 1;
            self.line_blanks();
            found.push(self.node()?);
        }
    }

    fn node(&mut self) -> Option<(String, usize)> {
        let start = self.at;
        let length = scan::identifier(self.rest());
        if length == 0 {
            return None;
        }
        let id = self.rest()[..length].to_owned();
        self.at += length;
        let label = scan::label(self.rest());
        let edge_name = strict::name_of_an_edge(&self.text[start..]);
        if let Some(read) = &label {
            let is_strict = read.is_strict && edge_name.is_none_or(|it| it <= length);
            if !is_strict {
                let instead = Mending::Quoted(strict::quoted(&read.text));
                self.refuse(self.at + read.inside.start, read.inside.len(), instead);
            }
            self.at += read.length;
        } else if let Some(name) = edge_name {
            self.refuse(start, name, Mending::Line);
        }
        let label_at = label.as_ref().map(|read| self.span(start, start + length + read.length));
        let data = self.data().unwrap_or_default();
        let shape = data.shape.or(label.as_ref().map(|read| read.shape));
        let text = data.label.or(label.map(|read| read.text));
        let class = self.class_of();
        let said = Stated { text, shape, class, at: label_at };
        self.add(id.clone(), start, length, said);
        Some((id, start))
    }

    /// `@{ shape: cyl, label: "x" }`.
    fn data(&mut self) -> Option<data::Data> {
        let (data, length) = data::read(self.rest())?;
        if let Some(name) = &data.unknown {
            let start = self.rest()[..length].rfind(name.as_str()).unwrap_or_default();
            let near = nearest(name, data::OUTLINES.iter().copied());
            self.refuse(self.at + start, name.len(), Mending::Outline(near));
        }
        self.at += length;
        Some(data)
    }

    fn class_of(&mut self) -> Option<String> {
        let behind = self.rest().strip_prefix(":::")?;
        let length = behind
            .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
            .unwrap_or(behind.len());
        // A class name ends before an arrow.
        let length = behind[..length].find("--").unwrap_or(length);
        let name = behind[..length].trim_end_matches('-').to_owned();
        self.at += 3 + name.len();
        Some(name)
    }

    fn add(&mut self, id: String, start: usize, length: usize, said: Stated) {
        if self.chart.nodes.len() >= NODES {
            return;
        }
        let (within, at) = (self.open.last().copied(), self.span(start, start + length));
        let place = self.chart.named(id, at);
        let node = &mut self.chart.nodes[place];
        if let Some(text) = said.text {
            node.call(&text);
            node.at = at;
            node.label_at = said.at;
        }
        node.shape = said.shape.unwrap_or(node.shape);
        node.class = said.class.or(node.class.take());
        // The first subgraph that ends keeps it.
        if node.within.is_none_or(|around| self.open.contains(&around)) {
            node.within = within.or(node.within);
        }
    }

    fn refuse(&mut self, start: usize, length: usize, mending: Mending) {
        let at = self.span(start, start + length);
        self.chart.refused.push(Refused { at, mending });
    }

    fn unreadable(&mut self, start: usize) {
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let line = &self.text[line_start..line_end];
        let from = line_start + line.len() - line.trim_start().len();
        let from = from.min(start);
        self.refuse(from, line_end.max(start) - from, Mending::Line);
        self.at = start.max(self.at);
        self.skip_line();
    }
}

/// Whether an edge says anything.
pub fn is_spoken(edge: &Edge) -> bool {
    edge.stroke != Stroke::Invisible && edge.head != Head::Cross && edge.tail != Head::Cross
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(text: &str) -> Chart {
        read(text, SourceId(0), 0)
    }

    #[test]
    fn a_chart_is_read_with_its_subgraphs_and_chains() {
        let text = "---\ntitle: 쇼핑\n---\nflowchart LR\n  %% said\n  u((User)) --> lb[LB]:::edge\n  subgraph z1[\"가용 영역 a\"]\n    lb -->|HTTP| a1 & a2[[\"API (2)\"]]\n  end\n  a1 & a2 -- SQL --> db[(DB)]\n  db -.-> db2[(복제)]; a1 ~~~ a2\n  style lb fill:#fff\n";
        let chart = chart(text);
        assert_eq!(chart.title.as_deref(), Some("쇼핑"));
        let ids: Vec<_> = chart.nodes.iter().map(|node| node.id.as_str()).collect();
        assert_eq!(ids, ["u", "lb", "a1", "a2", "db", "db2"]);
        assert_eq!(chart.edges.len(), 7);
        assert_eq!(chart.edges[3].label.as_deref(), Some("SQL"));
        assert_eq!(chart.subgraphs[0].title, "가용 영역 a");
        assert_eq!(chart.nodes[3].within, Some(0));
        assert!(chart.refused.is_empty(), "{:?}", chart.refused);
        let db = &chart.nodes[4];
        assert_eq!(&text[db.at.range()], "db");
    }

    #[test]
    fn what_the_official_parser_refuses_is_read_and_said() {
        let text = "graph BT\n    DB[Disk DB]\n    Redis[Global Cache (Redis)]\n    CDN[CDN (Edge)]\n    DB --> Redis\n";
        let chart = chart(text);
        let refused: Vec<_> = chart.refused.iter().map(|one| &text[one.at.range()]).collect();
        assert_eq!(refused, ["Global Cache (Redis)", "CDN (Edge)"]);
        let quoted = Mending::Quoted("\"Global Cache (Redis)\"".to_owned());
        assert_eq!(chart.refused[0].mending, quoted);
        assert_eq!(chart.nodes[1].label.as_deref(), Some("Global Cache (Redis)"));
    }
}
