//! Markdown of the repository as HTML of the site: links lead to pages, headings have anchors.

use archlint::sink::{Html, Written};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// Where a file of the repository stands on the site, seen from a page in a language's folder;
/// what is not there is shown where it is kept.
const KEPT: &str = "https://github.com/archlint/archlint/blob/main/";

/// The body of a page. `from` is the folder of the Markdown in the repository, `up` the way from the
/// page to its language's folder.
pub fn html_of(markdown: &str, from: &str, up: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut events: Vec<Event> = Vec::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            // Comments and the like are for the repository.
            Event::Html(_) | Event::InlineHtml(_) => {}
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = CowStr::from(target(&dest_url, from, up));
                events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let dest_url = CowStr::from(picture(&dest_url, from, up));
                events.push(Event::Start(Tag::Image { link_type, dest_url, title, id }));
            }
            other => events.push(other),
        }
    }
    anchor(&mut events);
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out.replace("<table>", "<div class=\"wide\"><table>").replace("</table>", "</table></div>")
}

/// Gives every heading the anchor that a repository gives it.
fn anchor(events: &mut [Event]) {
    let mut seen: Vec<String> = Vec::new();
    let mut at = 0;
    while at < events.len() {
        if let Event::Start(Tag::Heading { .. }) = events[at] {
            let words: String = events[at..]
                .iter()
                .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))))
                .filter_map(|event| match event {
                    Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
                    _ => None,
                })
                .collect();
            let plain = slug(&words);
            let times = seen.iter().filter(|other| **other == plain).count();
            seen.push(plain.clone());
            let name = if times == 0 { plain } else { format!("{plain}-{times}") };
            if let Event::Start(Tag::Heading { id, .. }) = &mut events[at] {
                *id = Some(CowStr::from(name));
            }
        }
        at += 1;
    }
}

pub fn slug(words: &str) -> String {
    let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn target(link: &str, from: &str, up: &str) -> String {
    if link.starts_with('#') || link.contains("://") || link.starts_with("mailto:") {
        return link.to_owned();
    }
    let (path, anchor) = link
        .split_once('#')
        .map_or((link, String::new()), |(path, anchor)| (path, format!("#{anchor}")));
    let whole = joined(from, path);
    match page_of(&whole) {
        Some(page) => format!("{up}{page}{anchor}"),
        None => format!("{KEPT}{whole}{anchor}"),
    }
}

/// The pictures of the documentation stand beside the folders of the languages.
fn picture(link: &str, from: &str, up: &str) -> String {
    let whole = joined(from, link);
    let name = whole.strip_prefix("docs/pictures/").unwrap_or(&whole);
    format!("{up}../pictures/{name}")
}

fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The page of a file, below the folder of a language; the other language has the same.
fn page_of(file: &str) -> Option<String> {
    let stem = file.strip_suffix(".md")?.trim_end_matches(".ko");
    Some(match stem {
        "README" => "index.html".to_owned(),
        "rules/README" => "rules/index.html".to_owned(),
        "CHANGELOG" => "docs/changelog.html".to_owned(),
        "docs/technologies" => "technologies/index.html".to_owned(),
        _ if stem.starts_with("docs/study") => return None,
        _ => match (stem.strip_prefix("docs/"), stem.strip_prefix("rules/")) {
            (Some(page), _) => format!("docs/{page}.html"),
            (_, Some(rule)) => {
                let name = rule.rsplit('/').next().unwrap_or(rule).replace('_', "-");
                format!("rules/{name}.html")
            }
            _ => return None,
        },
    })
}

/// Text of a design, safe between tags.
pub fn text(words: &str) -> String {
    Written::<Html>::of(words).into_string()
}
