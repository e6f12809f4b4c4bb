//! `archlint fix` as people meet it.

use super::{BROKEN, Folder};

const TO_FIX: &str = "// 예매\nlb front { health-check = none }   // 앞단\nwas api1 { replicas = 2 }\nwas api2 { replicas = 2 }\nuser fan\nfan -> front -> api1, api2\n";

#[test]
fn fixes_keep_the_rest_of_the_text() {
    let folder = Folder::with(&[("design.arch", TO_FIX)]);
    let fixed = TO_FIX.replace("health-check = none", "health-check");

    let diff = folder.run(&["fix", "--diff", "--select", "no-health-check", "design.arch"]);
    assert_eq!(diff.code, 0, "as the fix itself: {diff:?}");
    assert!(diff.out.contains("\n+lb front { health-check }   // 앞단\n"), "{diff:?}");
    assert_eq!(folder.read("design.arch"), TO_FIX);

    let pipe = folder.pipe(&["fix", "-", "--select", "no-health-check"], TO_FIX.as_bytes());
    assert_eq!((pipe.code, pipe.out.as_str()), (0, fixed.as_str()), "{pipe:?}");

    let ran = folder.run(&["fix", "--select", "no-health-check", "design.arch", "--lang", "ko"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("고친 것 1건, 남은 것 0건"), "{ran:?}");
    assert_eq!(folder.read("design.arch"), fixed);
    let again = folder.run(&["fix", "--diff", "--select", "no-health-check", "design.arch"]);
    assert_eq!((again.code, again.out.as_str()), (0, ""), "{again:?}");
}

#[test]
fn fixes_become_a_to_be_that_extends_the_design() {
    let folder = Folder::with(&[("now/design.arch", TO_FIX)]);
    let select = ["--select", "no-health-check"];
    let ran = folder.run(&[&["fix", "now/design.arch", "-o", "to-be.arch"], &select[..]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(
        folder.read("to-be.arch"),
        "design \"design\" to-be extends \"now/design.arch\"\n\nchange front { health-check }\n"
    );
    assert_eq!(folder.read("now/design.arch"), TO_FIX);
    let checked = folder.run(&[&["check", "to-be.arch"], &select[..]].concat());
    assert_eq!(checked.code, 0, "{checked:?}");
    let itself = folder.run(&["fix", "now/design.arch", "-o", "now/design.arch"]);
    assert_eq!(itself.code, 2, "{itself:?}");
}

#[test]
fn designs_in_markdown_are_fixed_where_they_stand() {
    let markdown = format!("# 글\n\n```arch\n{TO_FIX}```\n\n끝.\n");
    let folder = Folder::with(&[("README.md", &markdown), ("broken.arch", BROKEN)]);
    let ran = folder.run(&["fix", "README.md", "--select", "no-health-check"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let fixed = markdown.replace("health-check = none", "health-check");
    assert_eq!(folder.read("README.md"), fixed);

    let ran = folder.run(&["fix", "broken.arch"]);
    assert_eq!((ran.code, folder.read("broken.arch").as_str()), (1, BROKEN), "{ran:?}");
    assert_eq!(folder.run(&["fix", "gone.arch"]).code, 2);
}

#[test]
fn the_pair_is_compared_and_drawn() {
    let as_is = include_str!("../../../examples/ticketing/as-is.arch");
    let folder = Folder::with(&[("as-is.arch", as_is)]);
    let ran = folder.run(&["fix", "as-is.arch", "--suggested", "-o", "to-be.arch"]);
    assert!(ran.code <= 1, "{ran:?}");

    let compared = folder.run(&["diff", "as-is.arch", "to-be.arch", "--format", "json"]);
    assert_eq!(compared.code, 0, "{compared:?}");
    let findings = &compared.json()["findings"];
    let count = |what: &str| findings[what].as_array().expect("a list").len();
    assert!(count("removed") > 5 && count("added") == 0, "{findings:#}");

    let drawn = folder.run(&["diff", "as-is.arch", "to-be.arch", "--svg", "both.svg"]);
    assert_eq!((drawn.code, drawn.err.as_str()), (0, ""), "{drawn:?}");
    let picture = folder.read("both.svg");
    assert!(["AS-IS", "TO-BE", "changed"].iter().all(|word| picture.contains(word)));
    let alone = folder.run(&["render", "to-be.arch", "-o", "to-be.svg"]);
    assert_eq!((alone.code, alone.err.as_str()), (0, ""), "{alone:?}");
}

#[test]
fn only_what_is_found_on_a_line_is_fixed() {
    let text = "user fan\nlb front { health-check = none }\nlb side { health-check = none }\n\
        was api1 { replicas = 2 }\nwas api2 { replicas = 2 }\nfan -> front -> api1, api2\n\
        fan -> side -> api1, api2\n";
    let folder = Folder::with(&[("design.arch", text), ("other.arch", text)]);
    let ran = folder.run(&["fix", "design.arch", "--line", "3"]);
    assert!(ran.code <= 1, "{ran:?}");
    let fixed = text.replace("lb side { health-check = none }", "lb side { health-check }");
    assert_eq!(folder.read("design.arch"), fixed, "{ran:?}");
    let nothing = folder.run(&["fix", "design.arch", "--line", "1"]);
    assert_eq!(folder.read("design.arch"), fixed, "{nothing:?}");
    for wrong in [
        &["fix", "design.arch", "other.arch", "--line", "3"][..],
        &["fix", "design.arch", "--line", "0"],
        &["fix", "design.arch", "--line", "3", "--suggested", "--all"],
        &["fix", "design.arch", "--suggested"],
    ] {
        assert_eq!(folder.run(wrong).code, 2, "{wrong:?}");
    }
    // In a file of Markdown the lines are those of the file.
    let post = format!("# 글\n\n```arch\n{text}```\n");
    folder.write("post.md", post.as_bytes());
    folder.run(&["fix", "post.md", "--line", "6"]);
    assert_eq!(folder.read("post.md"), format!("# 글\n\n```arch\n{fixed}```\n"));
}
