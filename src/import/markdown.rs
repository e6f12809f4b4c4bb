//! Mermaid blocks of a Markdown file that are designs: marked ones, and recognised ones.

use super::drawing::stage_of;
use super::sketch::Stage;
use super::{Imported, Options, Reading, finish, mermaid, write};
use crate::source::{Loader, NoLoader, Source, SourceId, Sources};
use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, Options as Markdown, Parser, Tag, TagEnd,
};
use std::ops::Range;

/// Which blocks count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blocks {
    /// Those that say `%% archlint`, and those that look like a design.
    #[default]
    Recognised,
    /// Only those that say `%% archlint`.
    Marked,
    Off,
}

impl Blocks {
    pub const WORDS: [&str; 3] = ["recognised", "marked", "off"];

    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "recognised" => Some(Blocks::Recognised),
            "marked" => Some(Blocks::Marked),
            "off" => Some(Blocks::Off),
            _ => None,
        }
    }
}

/// A Mermaid block of a Markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub range: Range<usize>,
    /// The nearest heading above, else the file's name and a number.
    pub name: String,
    stage: Option<Stage>,
    mark: Option<bool>,
}

impl Found {
    /// By what it holds and what stands above it, whatever it says itself.
    fn is_design(&self, reading: &Reading, id: SourceId) -> bool {
        !lists_tools(&self.name) && mermaid::is_design(reading, id, self.range.clone())
    }
}

/// The Mermaid blocks of a text, whatever is in them.
fn blocks(file: &str, text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let (mut heading, mut is_heading) = (String::new(), false);
    // The stage that a heading names holds below it, up to the next heading of its rank.
    let mut stages: Vec<(HeadingLevel, Option<Stage>)> = Vec::new();
    let mut block: Option<Range<usize>> = None;
    let mut in_block = false;
    for (event, range) in Parser::new_ext(text, Markdown::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                heading.clear();
                is_heading = true;
            }
            Event::End(TagEnd::Heading(rank)) => {
                is_heading = false;
                stages.retain(|(above, _)| *above < rank);
                stages.push((rank, stage_of(&heading)));
            }
            Event::Text(words) if is_heading => heading.push_str(&words),
            Event::Code(words) if is_heading => heading.push_str(&words),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                in_block = info.split_whitespace().next() == Some("mermaid");
            }
            Event::Text(_) if in_block => {
                let start = block.map_or(range.start, |block| block.start);
                block = Some(start..range.end);
            }
            Event::End(TagEnd::CodeBlock) if in_block => {
                in_block = false;
                if let Some(range) = block.take() {
                    let number = found.len() + 1;
                    let name = match heading.trim() {
                        "" => format!("{file}#{number}"),
                        heading => heading.to_owned(),
                    };
                    let mark = mark(&text[range.clone()]);
                    let stage = stages.iter().rev().find_map(|(_, stage)| *stage);
                    found.push(Found { range, name, stage, mark });
                }
            }
            _ => {}
        }
    }
    found
}

/// A heading above boxes of what a team works with: no system stands below.
fn lists_tools(heading: &str) -> bool {
    let plain: String =
        heading.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    ["기술스택", "techstack", "technologystack"].iter().any(|words| plain.contains(words))
}

/// `%% archlint` asks for it, `%% archlint ignore` refuses.
fn mark(block: &str) -> Option<bool> {
    let comments = block.lines().filter_map(|line| line.trim().strip_prefix("%%"));
    let words = comments.map(|comment| comment.split_whitespace().collect::<Vec<_>>());
    let mut marks = words.filter(|words| words.first() == Some(&"archlint"));
    marks.next().map(|words| words.get(1) != Some(&"ignore"))
}

/// How many Mermaid blocks of a file are drawn as designs and say nothing about archlint.
pub fn unmarked(source: &Source, options: Options) -> usize {
    let mut files = Sources::default();
    let id = files.add(source.clone());
    let reading = Reading::new(files, &NoLoader, options);
    let found = blocks(&source.name, &source.text);
    found.iter().filter(|block| block.mark.is_none() && block.is_design(&reading, id)).count()
}

/// The designs that stand in the Mermaid blocks of a Markdown file, each with where its block does.
pub fn designs(source: &Source, which: Blocks, options: Options) -> Vec<(Range<usize>, Imported)> {
    let mut designs = Vec::new();
    if which == Blocks::Off {
        return designs;
    }
    for (number, found) in blocks(&source.name, &source.text).into_iter().enumerate() {
        if found.mark == Some(false) || which == Blocks::Marked && found.mark.is_none() {
            continue;
        }
        designs.extend(block(source, number, &found, options));
    }
    designs
}

fn block(
    source: &Source,
    number: usize,
    found: &Found,
    options: Options,
) -> Vec<(Range<usize>, Imported)> {
    let mut files = Sources::default();
    // Places stay those of the whole file; quotes and lists around a block are blanked.
    let id = files.add(source.clone());
    let loader: &dyn Loader = &NoLoader;
    let mut reading = Reading::new(files, loader, options);
    if found.mark.is_none() && !found.is_design(&reading, id) {
        return Vec::new();
    }
    let sketches = mermaid::block(&mut reading, id, found.range.clone(), &found.name);
    let mut findings = std::mem::take(&mut reading.findings);
    let mut designs = Vec::new();
    for (part, mut sketch) in sketches.into_iter().enumerate() {
        if sketch.stage.is_none() {
            sketch.stage = found.stage;
        }
        finish::finish(&mut sketch, &reading);
        let name = format!("{}\0m{number}.{part}", source.name);
        let written = write::write(&sketch, &reading.files, &name, options);
        findings.append(&mut sketch.findings);
        findings.sort_by(|a, b| (a.primary, &a.rule).cmp(&(b.primary, &b.rule)));
        let findings = std::mem::take(&mut findings);
        let name = sketch.name.clone();
        designs.push((found.range.clone(), Imported { source: written, findings, name }));
    }
    designs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    fn names(text: &str, which: Blocks) -> Vec<String> {
        let catalog = Catalog::builtin();
        let options = Options::of(&catalog);
        let source = Source::new("post.md", text);
        designs(&source, which, options).into_iter().map(|(_, one)| one.name).collect()
    }

    #[test]
    fn blocks_count_when_they_are_marked_or_look_like_a_design() {
        let shop = "flowchart LR\n u[User] --> lb[Load Balancer] --> api[API] --> db[(MySQL)]\n";
        let text = format!(
            "# 지금 구조\n```mermaid\n{shop}```\n## 순서\n```mermaid\nsequenceDiagram\n a->>b: x\n```\n## 작은 것\n```mermaid\n%% archlint\ngraph TD\n a[API] --> b[(DB)]\n```\n```mermaid\n%% archlint ignore\n{shop}```\n"
        );
        assert_eq!(names(&text, Blocks::Recognised), ["지금 구조", "작은 것"]);
        assert_eq!(names(&text, Blocks::Marked), ["작은 것"]);
        let (source, catalog) = (Source::new("post.md", text), Catalog::builtin());
        assert_eq!(unmarked(&source, Options::of(&catalog)), 1, "the first; a sequence is none");
        let tools = format!("# 기술 스택 상세\n```mermaid\n{shop}```\n");
        assert_eq!(names(&tools, Blocks::Recognised), [""; 0]);
    }

    #[test]
    fn a_block_with_both_stages_is_two_designs() {
        let text = "```mermaid\n%% archlint\ngraph LR\n user[User]\n subgraph AS-IS\n a1[Server] --> d1[(MySQL)]\n end\n subgraph TO-BE\n l[Load Balancer] --> a2[Server] --> d2[(MySQL)]\n end\n user --> a1\n user --> l\n```\n";
        let catalog = Catalog::builtin();
        let options = Options::of(&catalog);
        let source = Source::new("post.md", text);
        let found = designs(&source, Blocks::Marked, options);
        assert_eq!(found.len(), 2);
        assert!(
            found[0].1.source.text.contains("as-is") && found[1].1.source.text.contains("to-be")
        );
        assert!(!found[0].1.source.text.contains(" lb "), "{}", found[0].1.source.text);
    }
}
