//! What the official parser refuses although anybody can read it.

use super::scan;

/// In quotes, as the official parser takes any text.
pub fn quoted(text: &str) -> String {
    let text = text.trim();
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    format!("\"{}\"", inside.replace('"', "#quot;"))
}

/// How many bytes the official parser takes at a place for the name of an edge: letters without a
/// blank or a quote up to their last `@`. At a node, `a[me@work]` say, it is a mistake.
pub fn name_of_an_edge(text: &str) -> Option<usize> {
    let ends = |letter: char| letter.is_whitespace() || letter == '"';
    let run = text.find(ends).unwrap_or(text.len());
    let is_name = |at: &usize| {
        *at > 0 && text[at + 1..].chars().next().is_some_and(|next| !matches!(next, '{' | '"'))
    };
    text[..run].rmatch_indices('@').map(|(at, _)| at).find(is_name).map(|at| at + 1)
}

/// The first line of a subgraph.
#[derive(Debug, PartialEq, Eq)]
pub struct Head {
    pub id: String,
    pub title: String,
    /// What to write, where the official parser does not take it.
    pub instead: Option<String>,
}

/// Reads `id [title]`, `"title"` or `some words`.
pub fn head(head: &str) -> Head {
    let id_length = scan::identifier(head);
    let (id, behind) = head.split_at(id_length);
    let label = behind.trim_start();
    if id_length > 0 && label.starts_with('[') {
        let read = scan::label(label);
        let is_strict = read.as_ref().is_some_and(|read| read.is_strict);
        let title = read.map_or_else(|| id.to_owned(), |read| read.text);
        let is_strict = is_strict && name_of_an_edge(label).is_none();
        let instead = (!is_strict).then(|| format!("{id} [{}]", quoted(&title)));
        return Head { id: id.to_owned(), title, instead };
    }
    if let Some(inside) = head.strip_prefix('"') {
        let title = inside.trim_end().trim_end_matches('"').to_owned();
        return Head { id: title.clone(), title, instead: None };
    }
    let title = head.trim().to_owned();
    let is_strict = !title.contains(['(', ')', '[', ']', '{', '}', '"']) && !title.contains('@');
    let instead = (!is_strict).then(|| quoted(&title));
    Head { id: title.clone(), title, instead }
}

/// The words of `linkStyle 0,2 stroke:red` that say which edges, if one of them is no number of an
/// edge that stands before.
pub fn edges_that_are_not(behind: &str, count: usize) -> Option<&str> {
    let list = behind.split([' ', '\t']).next().unwrap_or_default();
    let is_known = |word: &str| word.parse::<usize>().is_ok_and(|number| number < count);
    (list != "default" && !list.split(',').all(is_known)).then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_up_to_an_at_sign_are_the_name_of_an_edge() {
        assert_eq!(name_of_an_edge("A[@work] --> B"), Some(3));
        assert_eq!(name_of_an_edge("A@{ shape: cyl } --> B"), None);
        assert_eq!(name_of_an_edge("A[담당 me@work] --> B"), None);
        assert_eq!(name_of_an_edge("A[\"@work\"]"), None);
        assert_eq!(name_of_an_edge("@work"), None);
    }

    #[test]
    fn a_subgraph_is_named_by_its_id_or_its_words() {
        let read = |text: &str| {
            let Head { id, title, instead } = head(text);
            (id, title, instead)
        };
        let told = |id: &str, title: &str, instead: Option<&str>| {
            (id.to_owned(), title.to_owned(), instead.map(str::to_owned))
        };
        assert_eq!(read("z [가용 영역]"), told("z", "가용 영역", None));
        assert_eq!(read("z [a (b)]"), told("z", "a (b)", Some("z [\"a (b)\"]")));
        assert_eq!(read("\"a (b)\""), told("a (b)", "a (b)", None));
        assert_eq!(
            read("데이터 (DB)"),
            told("데이터 (DB)", "데이터 (DB)", Some("\"데이터 (DB)\""))
        );
        assert_eq!(read("z [x@y]").2.as_deref(), Some("z [\"x@y\"]"));
    }

    #[test]
    fn edges_are_counted_before_they_are_styled() {
        assert_eq!(edges_that_are_not("0,1 stroke:red", 2), None);
        assert_eq!(edges_that_are_not("default stroke:red", 0), None);
        assert_eq!(edges_that_are_not("0,3 stroke:red", 2), Some("0,3"));
        assert_eq!(edges_that_are_not("x stroke:red", 2), Some("x"));
    }
}
