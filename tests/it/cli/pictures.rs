//! `archlint render` as people meet it.

use super::{AS_IS, BROKEN, Folder, TO_BE};
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

/// What runs in a zone that its cards have left is said there, in the picture and in Mermaid.
#[test]
fn a_zone_that_cards_have_left_names_the_copies_in_it() {
    let old = "user u\nregion r { zone a \"a\" { spring api \"API\" { replicas = 2 }; mysql db \"DB\" } }\nu -> api -> db\n";
    let new = "design \"x\" to-be extends \"old.arch\"\nchange r { zone c \"c\" }\nmove api, db into r\n\
        change api { replicas = 4, zones = [a, c] }\n\
        change db { replicas = 3, failover = auto, zones = [a, c] }\n";
    let folder = Folder::with(&[("old.arch", old), ("new.arch", new)]);
    folder.run(&["diff", "old.arch", "new.arch", "--svg", "change.mmd"]);
    let mermaid = folder.read("change.mmd");
    for line in ["[\"API ×2, DB ×2\"]", "[\"API ×2, DB ×1\"]"] {
        assert!(mermaid.contains(line), "{line}: {mermaid}");
    }
    let picture = folder.run(&["render", "new.arch", "--against-base", "--format", "svg"]).out;
    let words = |line: &str| picture.matches(&format!(">{line}<")).count();
    assert_eq!([words("API ×2"), words("DB ×2"), words("DB ×1")], [2, 1, 1], "{picture}");
}

/// GitHub draws Mermaid where it shows no picture, so a comparison is told by signs and colours there.
#[test]
fn a_comparison_is_a_mermaid_block_too() {
    let folder = Folder::with(&[
        ("old.arch", "user fan\nwas api\nmysql orders\nfan -> api -> orders\n"),
        ("new.arch", "user fan\nwas api { replicas = 2 }\nredis seats\nfan -> api -> seats\n"),
    ]);
    let ran = folder.run(&["diff", "old.arch", "new.arch", "--svg", "change.mmd"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let drawn = "\
flowchart TB
  n0([\"fan\"])
  n1(\"~ api<br/>×2\")
  n2[(\"+ seats<br/>Redis\")]
  n3[(\"− orders<br/>MySQL\")]
  n0 --> n1
  n1 -->|\"+\"| n2
  n1 -->|\"−\"| n3
  classDef added stroke:#1a7f37,fill:#dafbe1,color:#1f2328
  class n2 added
  linkStyle 1 stroke:#1a7f37,stroke-width:3px
  classDef removed stroke:#cf222e,fill:#ffebe9,color:#1f2328,stroke-dasharray:5 4
  class n3 removed
  linkStyle 2 stroke:#cf222e,stroke-width:3px
  classDef changed stroke:#9a6700,fill:#fff8c5,color:#1f2328
  class n1 changed
";
    assert_eq!(folder.read("change.mmd"), drawn);
    let ran = folder.run(&["diff", "old.arch", "new.arch", "--svg", "change.d2"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

/// What moved stands in both places, and its old one is crossed out like all that goes.
#[test]
fn the_old_place_of_what_moved_is_marked_as_gone() {
    let old = "user fan\nzone a { was api\nmysql orders }\nzone c\nfan -> api -> orders\n";
    let new = "design \"new\" to-be extends \"old.arch\"\nmove orders into c\n";
    let folder = Folder::with(&[("old.arch", old), ("new.arch", new)]);
    let ran = folder.run(&["diff", "old.arch", "new.arch", "--svg", "change.mmd"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let drawn = folder.read("change.mmd");
    let of_orders: Vec<&str> = drawn.lines().filter(|line| line.contains("orders")).collect();
    assert_eq!(of_orders.len(), 2, "{drawn}");
    assert!(of_orders.iter().any(|line| line.contains("~ orders")), "{drawn}");
    assert!(of_orders.iter().any(|line| line.contains("− orders")), "{drawn}");
    assert!(drawn.contains("class n3 removed"), "{drawn}");
}

#[test]
fn a_comparison_takes_every_form_of_picture() {
    let folder = Folder::with(&[("as-is.arch", AS_IS), ("to-be.arch", TO_BE)]);
    let draw = |out: &str, more: &[&str]| {
        let args = [&["diff", "as-is.arch", "to-be.arch", "--svg", out], more].concat();
        folder.run(&args).code
    };
    let look = ["--theme", "dark", "--size", "16:9", "--direction", "down", "--no-findings"];
    assert_eq!(draw("d.svg", &look), 0);
    let svg = folder.read("d.svg");
    assert!(svg.contains("width=\"1920\" height=\"1080\"") && svg.contains("#0e131d"), "{svg}");
    assert_eq!((draw("d.html", &[]), draw("d.json", &["--overlay"])), (0, 0));
    assert!(folder.read("d.html").starts_with("<!doctype html>"));
    assert!(folder.read("d.json").contains("\"components\""));
    assert_eq!((draw("d.dot", &[]), draw("d.xyz", &[])), (2, 2));
    let base = ["render", "to-be.arch", "--against-base", "--size", "16:9", "--format", "html"];
    assert!(folder.run(&base).out.contains("data-sheet=\"whole\""));
}

#[test]
fn a_design_is_drawn_in_parts() {
    let text = "user u\ngroup shop { was api\nmysql db }\nu -> api -> db\n";
    let folder = Folder::with(&[("a.arch", text), ("flat.arch", "user u\nwas api\nu -> api\n")]);
    let overview = folder.run(&["render", "a.arch", "--overview", "--lang", "en"]);
    assert!(overview.code == 0 && overview.out.contains(">2 components</text>"), "{overview:?}");
    let text = folder.run(&["render", "a.arch", "--overview", "--format", "mermaid"]);
    assert!(text.out.contains("shop") && !text.out.contains("\"db\""), "{text:?}");
    let group = folder.run(&["render", "a.arch", "--group", "shop", "--lang", "en"]);
    assert!(group.out.contains("data-name=\"db\""), "{group:?}");
    let wrong = folder.run(&["render", "a.arch", "--group", "shp", "--lang", "en"]);
    assert!(wrong.code == 2 && wrong.err.contains("did you mean `shop`?"), "{wrong:?}");
    let flat = folder.run(&["render", "flat.arch", "--overview", "--lang", "en"]);
    assert!(flat.code == 2 && flat.err.contains("no groups"), "{flat:?}");
}

/// Three domains that are too much for one slide.
fn domains() -> String {
    let mut text = String::from("user u\n");
    for domain in ["order", "pay", "mail"] {
        text += &format!("group {domain} {{\n");
        (0..7).for_each(|at| text += &format!("  was {domain}{at} \"{domain} 서비스 {at}\"\n"));
        text += "}\n";
        (1..7).for_each(|at| text += &format!("{domain}{} -> {domain}{at}\n", (at - 1) / 2));
        text += &format!("u -> {domain}0\n");
    }
    text
}

#[test]
fn slides_are_numbered_files_or_the_pages_of_one() {
    let folder = Folder::with(&[("a.arch", domains().as_str())]);
    let draw = |out: &str| folder.run(&["render", "a.arch", "--size", "16:9", "-o", out]);
    for form in ["svg", "png", "json"] {
        let ran = draw(&format!("deck.{form}"));
        assert!(ran.code == 0 && ran.err.contains("deck-4"), "{form}: {}", ran.err);
        let made = |number: usize| folder.path().join(format!("deck-{number}.{form}")).exists();
        assert!((1..=4).all(made) && !made(5), "{form}");
        assert!(!folder.path().join(format!("deck.{form}")).exists());
    }
    assert!(folder.read("deck-1.svg").contains("width=\"1920\""));
    assert_eq!(draw("deck.pdf").code, 0);
    let pdf = fs::read(folder.path().join("deck.pdf")).expect("written");
    let text = String::from_utf8_lossy(&pdf);
    assert_eq!(text.matches("/Type /Page\n").count(), 4);
    assert_eq!(draw("deck.html").code, 0);
    assert_eq!(folder.read("deck.html").matches("<section").count(), 4);
    let ran = folder.run(&["render", "a.arch", "--size", "16:9", "--lang", "en"]);
    assert!(ran.code == 2 && ran.err.contains("4 slides"), "{ran:?}");

    let check = ["render", "a.arch", "--size", "16:9", "-o", "deck.svg", "--check"];
    assert_eq!(folder.run(&check).code, 0);
    fs::remove_file(folder.path().join("deck-3.svg")).expect("it was there");
    let ran = folder.run(&check);
    assert!(ran.code == 1 && ran.err.contains("deck-3.svg"), "{ran:?}");
}

#[test]
fn the_steps_of_a_flow_are_numbered() {
    let text = "user u\nwas api\nmysql db\nu -> api -> db\nflow buy { u -> api -> db }\n\
                flow look { u -> api }\n";
    let folder = Folder::with(&[("a.arch", text)]);
    let ran = folder.run(&["render", "a.arch", "--steps", "buy"]);
    assert!(ran.code == 0 && ran.out.contains("data-steps=\"2\""), "{ran:?}");
    let ran = folder.run(&["render", "a.arch", "--steps", "by", "--lang", "en"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean `buy`?"), "{ran:?}");
}

#[test]
fn icons_come_from_the_folder_of_the_configuration_or_from_the_design() {
    let icon = |color: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path fill=\"{color}\" d=\"M0 0h8v8z\"/></svg>"
        )
    };
    let text = "user u\nalb lb { icon = \"pictures/own.svg\" }\nkafka log\nmysql db\nwas api { icon = \"../out.svg\" }\n\
                u -> lb -> api -> db\napi ~> log\n";
    let toml = "[pictures]\nicons = \"icons\"\n[technologies.mysql]\nicon = \"pictures/sea.svg\"\n";
    let folder = Folder::with(&[("a.arch", text), ("archlint.toml", toml)]);
    for (name, color) in [
        ("pictures/own.svg", "#111"),
        ("pictures/sea.svg", "#222"),
        ("icons/kafka.svg", "#333"),
        ("icons/user.svg", "#444"),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, icon(color)).expect("written");
    }
    let ran = folder.run(&["render", "a.arch", "--lang", "en"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for color in ["#111", "#222", "#333", "#444"] {
        assert!(ran.out.contains(&format!("fill=\"{color}\"")), "{color}");
    }
    assert!(ran.err.contains("can't use the icon ../out.svg"), "{}", ran.err);
}

/// A folder of icons outside of the project, or none, is said; the picture has its own icons.
#[test]
fn a_folder_of_icons_that_cannot_be_read_is_said() {
    for icons in ["../outside", "/etc", "nowhere"] {
        let folder = Folder::with(&[("a.arch", AS_IS)]);
        let text = format!("[pictures]\nicons = \"{icons}\"\n");
        folder.write("archlint.toml", text.as_bytes());
        let ran = folder.run(&["render", "a.arch", "-o", "a.svg"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.err.contains(icons), "{icons}: {ran:?}");
    }
}

/// As with other commands, the extension of the file says what it is to hold.
#[cfg(feature = "images")]
#[test]
fn a_comparison_goes_into_the_file_that_its_name_says() {
    let folder = Folder::with(&[
        ("old.arch", "user fan\nwas api\nfan -> api\n"),
        ("new.arch", "user fan\nwas api { replicas = 2 }\nfan -> api\n"),
    ]);
    let ran = folder.run(&["diff", "old.arch", "new.arch", "-o", "change.pptx"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let slides = std::fs::read(folder.path().join("change.pptx")).expect("slides");
    assert!(slides.starts_with(b"PK"), "a text instead of slides");
    folder.run(&["diff", "old.arch", "new.arch", "-o", "change.md", "--format", "markdown"]);
    assert!(folder.read("change.md").contains("| "));
}
