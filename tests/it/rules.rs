//! The rule book: its list is in order, its pages are whole, its index is current.

use crate::judgement::judge;
use crate::kept::assert_current;
use archlint::lint::{FixKind, Rule, Topic};
use archlint::report::{self, Format, Report, Style};
use archlint::rulebook::{ExampleKind, OPTIONS, Page, with_reports_in};
use archlint::rules::ALL;
use archlint::say::Lang;
use archlint::source::{Source, Sources};
use std::collections::BTreeSet;
use std::path::Path;

pub fn page(rule: &Rule) -> Page {
    Page::parse(rule.page).unwrap_or_else(|error| panic!("the page of {}: {error}", rule.name))
}

#[test]
fn the_list_is_sorted_and_each_name_is_there_once() {
    let place = |rule: &&Rule| (Topic::ALL.iter().position(|t| *t == rule.topic), rule.name);
    assert!(ALL.is_sorted_by_key(place), "rules::ALL stands by topic, then name");
    let names: BTreeSet<&str> = ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), ALL.len());
}

/// A large rule may keep its parts in a folder of its own name.
#[test]
fn a_rule_is_two_files_in_the_folder_of_its_topic() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut expected = BTreeSet::new();
    for rule in ALL {
        let stem = format!("{}/{}", rule.topic.name(), rule.name.replace('-', "_"));
        for end in ["rs", "md"] {
            assert!(root.join(format!("{stem}.{end}")).exists(), "rules/{stem}.{end} is missing");
            expected.insert(format!("{stem}.{end}"));
        }
        expected.insert(stem);
    }
    for topic in Topic::ALL {
        let Ok(folder) = std::fs::read_dir(root.join(topic.name())) else { continue };
        for file in folder {
            let name = file.expect("the folder can be read").file_name();
            let file = format!("{}/{}", topic.name(), name.to_string_lossy());
            assert!(expected.contains(&file), "rules/{file} belongs to no rule");
        }
    }
}

#[test]
fn every_page_is_whole_in_both_languages() {
    for rule in ALL {
        let page = page(rule);
        assert_eq!(page.name, rule.name);
        let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        assert!(hangul(&page.ko.title), "{}: the first half is Korean", rule.name);
        for section in &page.half(Lang::En).sections {
            let prose = section.body.split('`').step_by(2).collect::<String>();
            assert!(!hangul(&prose), "{}: `{}` is English", rule.name, section.heading);
        }
        for kind in [ExampleKind::Bad, ExampleKind::Good] {
            assert!(page.examples(kind).next().is_some(), "{}: {kind:?} is missing", rule.name);
        }
        let fixed = page.examples(ExampleKind::Fixed).count();
        assert_eq!(fixed > 0, rule.fix == FixKind::Safe, "{}: a fixed example", rule.name);
    }
}

#[test]
fn the_index_is_current() {
    assert_current("rules/README.md", &index());
}

#[test]
fn what_a_page_shows_of_its_rule_is_what_the_rule_says() {
    for rule in ALL {
        let file = format!("rules/{}/{}.md", rule.topic.name(), rule.name.replace('-', "_"));
        let heading = format!("\n## {OPTIONS}\n");
        let own = with_reports_in(rule.page, None);
        let own = own.split(&heading).next().unwrap_or_default();
        let options = report::options_section(rule);
        assert_current(&file, &format!("{}{options}", with_reports(own, rule)));
    }
}

/// The page with a block in each language behind each bad example: what is printed about it.
fn with_reports(page: &str, rule: &Rule) -> String {
    let mut whole = String::new();
    let mut bad: Option<String> = None;
    for line in page.split_inclusive('\n') {
        whole += line;
        match (&mut bad, line.trim_end()) {
            (None, "```arch bad") => bad = Some(String::new()),
            (Some(example), "```") => {
                for (name, lang) in [("ko", Lang::Ko), ("en", Lang::En)] {
                    let report = printed(example, rule, lang);
                    whole += &format!("\n```report {name}\n{report}\n```\n");
                }
                bad = None;
            }
            (Some(example), _) => *example += line,
            _ => {}
        }
    }
    whole
}

/// What a terminal shows of the rule's findings about a design, without the line that counts them.
fn printed(design: &str, rule: &Rule, lang: Lang) -> String {
    let mut sources = Sources::default();
    sources.add(Source::new("design.arch", design));
    let (_, mut findings) = judge(design);
    findings.retain(|finding| finding.rule == rule.name);
    let files = vec!["design.arch".to_owned()];
    let report = Report { sources, files, findings, ..Report::default() };
    let style = Style { lang, width: 80, ..Style::default() };
    let printed = report.print(Format::Pretty, &style, ALL);
    let (findings, _) = printed.rsplit_once("\n\n").expect("a line that counts comes last");
    findings.to_owned()
}

#[test]
fn an_options_default_lies_in_its_range_and_it_is_described() {
    for rule in ALL {
        for option in rule.options {
            let range = option.least..=option.most;
            assert!(range.contains(&option.default), "{}: {}", rule.name, option.name);
            assert!(!option.ko.is_empty() && !option.en.is_empty(), "{}", rule.name);
        }
    }
}

/// `rules/README.md`.
fn index() -> String {
    let mut text = String::from(
        "# 규칙 · Rules\n\n규칙마다 파일이 둘입니다. 판단은 `.rs`에, 설명은 `.md`에 있습니다. \
         `archlint explain NAME`이 설명을 보여 줍니다.\n\nA rule is two files: the judgement in \
         `.rs`, the page in `.md`. `archlint explain NAME` prints the page.\n\nThis index is \
         generated: `UPDATE=1 cargo test`.\n",
    );
    for topic in Topic::ALL {
        let rules: Vec<_> = ALL.iter().filter(|rule| rule.topic == topic).collect();
        if rules.is_empty() {
            continue;
        }
        let title = topic.title();
        text += &format!("\n## {} · {}\n\n", title.ko, title.en);
        text += "| rule | level | fix | | |\n| --- | --- | --- | --- | --- |\n";
        for rule in rules {
            let page = page(rule);
            let file = format!("{}/{}.md", topic.name(), rule.name.replace('-', "_"));
            let fix = match rule.fix {
                FixKind::None => "–",
                FixKind::Suggested => "suggested",
                FixKind::Safe => "safe",
            };
            let (name, level) = (rule.name, rule.severity.name());
            let (ko, en) = (&page.ko.title, &page.en.title);
            text += &format!("| [`{name}`]({file}) | {level} | {fix} | {ko} | {en} |\n");
        }
    }
    text
}
