//! Makes the site: a page for every rule, technology, attribute and error in both languages, the
//! reference, how-to pages and a gallery, searchable without a server.
//!
//! ```sh
//! cargo run --example site -- OUT [PLAYGROUND]
//! ```
//!
//! PLAYGROUND is a folder with the built playground, which then stands beside it.

mod markdown;
mod pages;

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(out) = args.next() else {
        eprintln!("usage: cargo run --example site -- OUT [PLAYGROUND]");
        std::process::exit(2);
    };
    let playground = args.next();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = pages::site(root, playground.is_some());
    for (name, text) in &site {
        let path = out.join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    copy(&root.join("docs/pictures"), &out.join("pictures"));
    if let Some(playground) = playground {
        copy(&playground, &out.join("playground"));
    }
    println!("{} files in {}", site.len(), out.display());
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the playground is a folder") {
        let path = entry.expect("it can be read").path();
        let target = to.join(path.file_name().expect("it has a name"));
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(fs::copy(&path, &target).expect("it can be copied")),
        }
    }
}
