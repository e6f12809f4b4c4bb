//! From a page of Markdown to one of HTML.

use super::{Html, Markdown, Written};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// What a page says, as HTML: words that look like HTML stay words, nothing leads away, and nothing
/// is loaded.
pub fn page(markdown: &Written<Markdown>) -> Written<Html> {
    let events = Parser::new_ext(markdown.as_str(), Options::ENABLE_TABLES).filter_map(harmless);
    let mut page = Written::default();
    html::push_html(&mut page.text, events);
    page
}

fn harmless(event: Event<'_>) -> Option<Event<'_>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) => None,
        Event::End(TagEnd::Link | TagEnd::Image) => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_the_page_is_kept_and_that_of_others_is_text() {
        let mut markdown = Written::<Markdown>::default();
        markdown.ours("- **a** ").theirs("<b> [x](https://evil) ![y](z)").ours("\n");
        let page = page(&markdown).into_string();
        assert!(page.contains("<li><strong>a</strong> &lt;b&gt; [x](https:"), "{page}");
        assert!(!page.contains("<a ") && !page.contains("<img"), "{page}");
    }
}
