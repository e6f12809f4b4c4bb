//! What the comparison of two designs takes for the same thing, and what for another.

use archlint::analysis::Study;
use archlint::analysis::change::{Comparison, Pair, State, compare};
use archlint::catalog::Catalog;
use archlint::model::{Design, Place, build};
use archlint::report::figures::{FigureFormat, Side, changes};
use archlint::say::{Lang, Text};
use archlint::source::{LoadError, Loader, Source, Sources, Span};

/// The base of the designs that extend one.
struct Base(&'static str);

impl Loader for Base {
    fn load(&self, _from: &str, path: &str) -> Result<Source, LoadError> {
        match path {
            "base.arch" => Ok(Source::new(path, self.0)),
            _ => Err(LoadError { reason: Text::same("not there") }),
        }
    }
}

#[track_caller]
fn design(text: &str, base: &'static str) -> Design {
    let mut sources = Sources::default();
    let span = Span::new(sources.add(Source::new("new.arch", text)), 0, text.len());
    let built = build(&mut sources, span, &Base(base), &Catalog::builtin());
    let errors: Vec<_> = built.errors.iter().map(|error| &error.message.en).collect();
    assert!(errors.is_empty(), "{errors:?} in {text}");
    built.design
}

/// Everything that differs: a sign and the whole paths, `> ` between the old and the new one of what
/// moved.
fn differences(old: &Design, new: &Design) -> Vec<String> {
    let Comparison { components, groups, links, .. } = compare(old, new);
    let line = |state, is_moved, was: Option<String>, is: Option<String>| match state {
        State::Same => None,
        State::Added => Some(format!("+ {}", is?)),
        State::Removed => Some(format!("- {}", was?)),
        State::Changed if is_moved => Some(format!("~ {} > {}", was?, is?)),
        State::Changed => Some(format!("~ {}", is?)),
    };
    let mut lines = Vec::new();
    for Pair { old: was, new: is, is_moved, .. } in &groups {
        let (was, is) = (was.map(Place::Group), is.map(Place::Group));
        let state =
            groups.iter().find(|p| (p.old.map(Place::Group), p.new.map(Place::Group)) == (was, is));
        let state = state.expect("it is one of them").state();
        lines.extend(line(
            state,
            *is_moved,
            was.map(|p| old.full_path(p)),
            is.map(|p| new.full_path(p)),
        ));
    }
    for pair in &components {
        let was = pair.old.map(|id| old.full_path(Place::Component(id)));
        let is = pair.new.map(|id| new.full_path(Place::Component(id)));
        lines.extend(line(pair.state(), pair.is_moved, was, is));
    }
    for pair in &links {
        let (was, is) =
            (pair.old.map(|id| old.link_name(id)), pair.new.map(|id| new.link_name(id)));
        lines.extend(line(pair.state(), pair.is_moved, was, is));
    }
    lines
}

#[test]
fn a_twin_in_another_zone_adds_one_component_and_renames_nothing() {
    let old = "user u\nzone a { was api { session = seats }; redis seats }\nu -> api -> seats";
    let new = "user u\nzone a { was api { session = seats }; redis seats }\nzone b { was api }\nu -> a.api -> seats";
    let (old, new) = (design(old, ""), design(new, ""));
    assert_eq!(differences(&old, &new), ["+ b", "+ b.api"]);
    let study = |design: &Design| Study::of(design.clone());
    let (old, new) = (study(&old), study(&new));
    let side = |study| Side { study, findings: &[] };
    let printed =
        changes(&side(&old), &side(&new), archlint::rules::ALL, FigureFormat::Markdown, Lang::En);
    let design = printed.split("\n\n").find(|part| part.contains("b.api")).expect("a table");
    assert!(!design.contains("a.api"), "{printed}");
}

/// A finding about what is called otherwise now is the finding of before.
#[test]
fn a_twin_turns_over_no_finding() {
    let old =
        "user u\nwas api { replicas = 2 }\nzone a { mysql db { backup = none } }\nu -> api -> db";
    let new = "user u\nwas api { replicas = 2 }\nzone a { mysql db { backup = none } }\n\
               zone b { mysql db { backup = 1d, pitr } }\nu -> api -> a.db\napi -> b.db";
    let of = |text: &str| (Study::of(design(text, "")), crate::judgement::judge(text).1);
    let (old, new) = (of(old), of(new));
    for (_, findings) in [&old, &new] {
        assert!(findings.iter().any(|finding| finding.rule == "no-backup"));
    }
    let before = Side { study: &old.0, findings: &old.1 };
    let after = Side { study: &new.0, findings: &new.1 };
    let printed = changes(&before, &after, archlint::rules::ALL, FigureFormat::Json, Lang::En);
    let json: serde_json::Value = serde_json::from_str(&printed).expect("it is JSON");
    let named = |list: &str| -> Vec<String> {
        let list = json["findings"][list].as_array().expect("a list");
        list.iter().map(|it| it["rule"].as_str().unwrap_or_default().to_owned()).collect()
    };
    for list in ["added", "removed", "changed"] {
        assert!(!named(list).contains(&"no-backup".to_owned()), "{list}: {printed}");
    }
}

#[test]
fn what_moves_is_the_same_thing_elsewhere() {
    let cases = [
        // Into a zone, together with what names it.
        (
            "user u\nwas api { session = seats }\nredis seats\nu -> api -> seats",
            "user u\nzone a { was api { session = seats }\n redis seats }\nu -> api -> seats",
            vec!["+ a", "~ api > a.api", "~ seats > a.seats"],
        ),
        // Two of one name, in zones that a region was drawn around.
        (
            "user u\nzone a { was api }\nzone b { was api }\nu -> a.api | b.api",
            "user u\nregion r { zone a { was api }\n zone b { was api } }\nu -> r.a.api | r.b.api",
            vec!["+ r", "~ a > r.a", "~ b > r.b"],
        ),
        // Nobody can tell which of the two it was.
        (
            "user u\nwas api\nu -> api",
            "user u\nzone a { was api }\nzone b { was api }\nu -> a.api | b.api",
            vec![
                "+ a",
                "+ b",
                "+ a.api",
                "+ b.api",
                "- api",
                "+ u->a.api",
                "+ u->b.api",
                "- u->api",
            ],
        ),
    ];
    for (old, new, expected) in cases {
        assert_eq!(differences(&design(old, ""), &design(new, "")), expected, "{new}");
    }
}

#[test]
fn a_design_that_extends_another_says_itself_what_moves() {
    const BASE: &str = "user u\nzone a { was api }\nzone b { was api }\nu -> a.api | b.api";
    let base = design(BASE, "");
    let head = "design \"x\" to-be extends \"base.arch\"\n";
    let to_be = |text: &str| design(&format!("{head}{text}"), BASE);
    let crossed = to_be("zone c\nzone d\nmove a.api into c\nmove b.api into d");
    assert_eq!(differences(&base, &crossed), ["+ c", "+ d", "~ a.api > c.api", "~ b.api > d.api"]);
    // Another one may take the place of what moved.
    let follows = to_be("zone c\nmove a.api into c");
    assert_eq!(differences(&base, &follows), ["+ c", "~ a.api > c.api"]);
    let replaced = to_be("zone c\nmove a.api into c\nchange a { was api }");
    let found = differences(&base, &replaced);
    assert!(found.contains(&"~ a.api > c.api".to_owned()), "{found:?}");
    assert!(found.contains(&"+ a.api".to_owned()), "{found:?}");
    // Two designs that move the same thing agree about it.
    assert_eq!(differences(&follows, &crossed), ["+ d", "~ b.api > d.api"]);
}
