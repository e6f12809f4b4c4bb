//! The texts that are open in the editor, and the way between addresses and names of files.

use super::position::{Encoding, Lines};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::BTreeMap;

/// A text as it stands in the editor.
#[derive(Clone, Debug)]
pub struct Document {
    pub uri: String,
    /// As the editor counts; each change has a higher one.
    pub version: i64,
    pub lines: Lines,
}

/// By the names of their files.
#[derive(Debug, Default)]
pub struct Documents {
    pub open: BTreeMap<String, Document>,
    pub encoding: Encoding,
}

impl Documents {
    pub fn put(&mut self, name: String, uri: &str, version: i64, text: &str) {
        let lines = Lines::new(text.into(), self.encoding);
        self.open.insert(name, Document { uri: uri.to_owned(), version, lines });
    }

    /// The address of a file: as the editor spells it where it is open there.
    pub fn uri(&self, name: &str) -> String {
        self.open.get(name).map_or_else(|| uri_of(name), |document| document.uri.clone())
    }
}

/// What may stand in the path of an address as it is.
const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');

/// The address of a file by its absolute path; what is no path is an address already.
pub fn uri_of(name: &str) -> String {
    if !name.starts_with('/') && !is_drive(name) {
        return name.to_owned();
    }
    let slash = if name.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", utf8_percent_encode(name, KEPT))
}

/// The path of a file's address; another address goes by itself.
pub fn path_of(uri: &str) -> String {
    let Some(rest) = uri.strip_prefix("file://") else { return uri.to_owned() };
    let path = rest.find('/').map_or(rest, |at| &rest[at..]);
    let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
    match path.strip_prefix('/').filter(|path| is_drive(path)) {
        Some(path) => path.to_owned(),
        None => path,
    }
}

/// `C:/…`
fn is_drive(path: &str) -> bool {
    let mut letters = path.chars();
    letters.next().is_some_and(|letter| letter.is_ascii_alphabetic())
        && letters.next() == Some(':')
        && matches!(letters.next(), Some('/' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_a_path_lead_to_each_other() {
        for path in ["/home/나/설계 1.arch", "/a+b/c%d.arch", "C:/x/y.arch"] {
            assert_eq!(path_of(&uri_of(path)), path);
        }
        assert_eq!(path_of("file:///c%3A/x.arch"), "c:/x.arch");
        assert_eq!(path_of("untitled:Untitled-1"), "untitled:Untitled-1");
        assert_eq!(uri_of("untitled:Untitled-1"), "untitled:Untitled-1");
        assert!(uri_of("/설계.arch").is_ascii());
    }
}
