//! How often the detector of secrets is right about texts that it was not made with: each line of a
//! list in `fixtures/secrets` is a comment of a design, or a foreign file of its own. `⟦…⟧` holds what
//! must be masked; `⏎` ends a line; `¦` parts a token, so that no scanner of repositories takes the
//! list for a leak.

use archlint::sink::secrets::find;
use std::ops::Range;

struct List {
    name: &'static str,
    /// What stands before each line.
    within: &'static str,
    secrets: &'static str,
    harmless: &'static str,
}

/// The lists of this name in the fixtures, their lines behind these characters.
macro_rules! list {
    ($name:literal, $within:literal) => {
        List {
            name: $name,
            within: $within,
            secrets: include_str!(concat!("fixtures/secrets/", $name, ".secrets")),
            harmless: include_str!(concat!("fixtures/secrets/", $name, ".harmless")),
        }
    };
}

const LISTS: [List; 5] = [
    list!("third", "# "),
    list!("fourth", "# "),
    list!("fifth", "# "),
    list!("fifth", ""),
    list!("foreign", ""),
];

/// A line as the text that it stands for, and where its secret is.
fn text(line: &str, within: &str) -> (String, Option<Range<usize>>) {
    let line = line.replace('¦', "").replace('⏎', "\n");
    let Some((before, rest)) = line.split_once('⟦') else {
        return (format!("{within}{line}"), None);
    };
    let (secret, behind) = rest.split_once('⟧').expect("a secret has an end");
    let start = within.len() + before.len();
    (format!("{within}{before}{secret}{behind}"), Some(start..start + secret.len()))
}

fn is_found((text, secret): &(String, Option<Range<usize>>)) -> bool {
    let secret = secret.clone().expect("a list of secrets marks each");
    let found = find(text);
    secret.clone().all(|at| found.iter().any(|it| it.range.contains(&at)))
}

fn share(some: usize, all: usize) -> f64 {
    100.0 * some as f64 / all as f64
}

#[test]
fn secrets_that_the_detector_was_not_made_with_are_found() {
    for List { name, within, secrets, .. } in LISTS {
        let all: Vec<_> = secrets.lines().map(|line| text(line, within)).collect();
        let missed: Vec<_> = all.iter().filter(|it| !is_found(it)).map(|it| &it.0).collect();
        let recall = share(all.len() - missed.len(), all.len());
        println!("{name}: {recall:.1}% of {} secrets are found, without {missed:#?}", all.len());
        assert!(recall >= 95.0, "{name}: {recall:.1}%, missed {missed:#?}");
    }
}

#[test]
fn harmless_texts_that_the_detector_was_not_made_with_are_left_alone() {
    for List { name, within, harmless, .. } in LISTS {
        let all: Vec<_> = harmless.lines().map(|line| text(line, within).0).collect();
        let flagged: Vec<_> = all.iter().filter(|it| !find(it).is_empty()).collect();
        let alarms = share(flagged.len(), all.len());
        println!("{name}: {alarms:.1}% of {} harmless texts are flagged: {flagged:#?}", all.len());
        assert!(alarms <= 4.0, "{name}: {alarms:.1}%, flagged {flagged:#?}");
    }
}
