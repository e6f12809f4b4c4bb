//! `archlint render` as people meet it.

use super::{AS_IS, BROKEN, Folder};
use std::fs;

#[test]
fn pictures_in_every_form() {
    let folder = Folder::with(&[("as-is.arch", AS_IS)]);
    for (name, begins) in [
        ("a.svg", &b"<svg"[..]),
        ("a.png", b"\x89PNG"),
        ("a.pdf", b"%PDF"),
        ("a.json", b"{"),
        ("a.dot", b"digraph"),
        ("a.mmd", b"flowchart"),
        ("a.d2", b""),
        ("a.html", b"<!doctype html>"),
    ] {
        let ran = folder.run(&["render", "as-is.arch", "-o", name]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}");
        let bytes = fs::read(folder.path().join(name)).expect("written");
        assert!(bytes.len() > 50 && bytes.starts_with(begins), "{name}: {:?}", &bytes[..40]);
    }
    assert_eq!(folder.run(&["render", "as-is.arch", "-o", "a.xyz"]).code, 2);
    assert_eq!(folder.run(&["render", "as-is.arch", "--size", "wide"]).code, 2);
    assert!(folder.run(&["render", "as-is.arch"]).out.contains("</svg>"));
}

#[test]
fn a_picture_is_drawn_of_what_could_be_read() {
    let folder = Folder::with(&[("broken.arch", BROKEN)]);
    let ran = folder.run(&["render", "broken.arch", "-o", "a.svg"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("error[syntax]"), "{}", ran.err);
    assert!(folder.read("a.svg").contains("orders"));
    assert_eq!(folder.run(&["render", "missing.arch", "-o", "a.svg"]).code, 2);
}

#[test]
fn a_picture_that_shows_an_old_design_is_noticed() {
    let folder = Folder::with(&[("a.arch", AS_IS)]);
    let check = ["render", "a.arch", "-o", "a.svg", "--check"];
    assert_eq!(folder.run(&check).code, 1, "there is none");
    assert_eq!(folder.run(&["render", "a.arch", "-o", "a.svg"]).code, 0);
    assert_eq!(folder.run(&check).code, 0);
    folder.write("a.arch", format!("{AS_IS}redis seats\napi -> seats\n").as_bytes());
    assert_eq!(folder.run(&check).code, 1);
}
