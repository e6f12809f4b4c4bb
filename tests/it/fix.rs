//! Fixes: each removes its finding and nothing else, together they come to an end, and a TO-BE says
//! the same as the fixed text.

use crate::model::show::show;
use crate::rules::page;
use archlint::analysis::PLAIN;
use archlint::catalog::Catalog;
use archlint::diagnostic::{Diagnostic, Safety, Severity};
use archlint::edit;
use archlint::fix::{self, Outcome, Round, Stop};
use archlint::lint::Levels;
use archlint::project::{Judged, Measure, check};
use archlint::rulebook::ExampleKind;
use archlint::rules::ALL;
use archlint::say::Text;
use archlint::source::{LoadError, Loader, Source, Sources, Span};
use jiff::civil::date;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A design to fix, with the name under which others find it.
pub struct Given {
    pub name: String,
    pub text: String,
}

/// Knows one text, and the files of the repository.
struct Texts<'g> {
    given: Option<&'g Given>,
}

impl Loader for Texts<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let name = Path::new(from).parent().unwrap_or(Path::new("")).join(path);
        let name = name.display().to_string();
        if let Some(given) = self.given.filter(|given| given.name == name) {
            return Ok(Source::new(name, given.text.as_str()));
        }
        match std::fs::read_to_string(root().join(&name)) {
            Ok(text) => Ok(Source::new(name, text)),
            Err(error) => Err(LoadError { reason: Text::same(error.to_string()) }),
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every bad example of the rule book, and every design of the examples folder.
fn all() -> Vec<Given> {
    let mut all = Vec::new();
    for rule in ALL {
        for (number, text) in page(rule).examples(ExampleKind::Bad).enumerate() {
            let name = format!("{}-{number}.arch", rule.name);
            all.push(Given { name, text: text.to_owned() });
        }
    }
    for folder in ["examples", "examples/growth", "examples/ticketing"] {
        let files = std::fs::read_dir(root().join(folder)).expect("the folder can be read");
        for file in files.map(|file| file.expect("the folder can be read").path()) {
            if file.extension().is_some_and(|extension| extension == "arch") {
                let stem = file.file_name().expect("a file has a name").to_string_lossy();
                let text = std::fs::read_to_string(&file).expect("an example can be read");
                all.push(Given { name: format!("{folder}/{stem}"), text });
            }
        }
    }
    all
}

fn judge(name: &str, text: &str, given: Option<&Given>) -> (Sources, Judged) {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::builtin);
    let levels = Levels::default();
    let by = Measure {
        catalog: &CATALOG,
        levels: &levels,
        today: date(2026, 1, 1),
        terms: &PLAIN,
        memory: None,
    };
    let mut sources = Sources::default();
    let id = sources.add(Source::new(name, text));
    let span = Span::new(id, 0, text.len());
    let judged = check(&mut sources, span, &Texts { given }, by);
    (sources, judged)
}

pub fn round(name: &str, text: &str) -> Round {
    let (_, judged) = judge(name, text, None);
    let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
    let errors = if judged.waiting { judged.findings.iter().filter(is_error).count() } else { 0 };
    let own = judged.design.span.expect("a design that was read has its place");
    Round { findings: judged.findings, own, errors }
}

pub fn fixed(given: &Given, safety: Safety) -> Outcome {
    fix::fix(&given.text, safety, &mut |text| Some(round(&given.name, text)))
}

/// A finding as it is recognised in another text. Some are one finding whatever they name first:
/// the list of questions, the flow whose objective is out of reach, and what gives way first when
/// traffic grows.
pub fn key(finding: &Diagnostic) -> (&'static str, Vec<String>) {
    let subjects = match finding.rule.as_str() {
        "unknown-facts" | "tenfold-traffic-breaks" => Vec::new(),
        // The journey of a user goes by the name of its target, too, which a fix may add.
        "objective-unreachable" => {
            let user = |flow: &String| flow.split('/').next().unwrap_or_default().to_owned();
            finding.flow.iter().map(user).collect()
        }
        _ => finding.names().map(str::to_owned).collect(),
    };
    (finding.rule.word(), subjects)
}

#[test]
fn a_safe_fix_alone_removes_its_finding_and_adds_none() {
    let mut wrong = Vec::new();
    for given in all() {
        let before = round(&given.name, &given.text);
        let known: BTreeSet<_> = before.findings.iter().map(key).collect();
        for (finding, fix) in fix::choose(&before.findings, before.own, Safety::Safe) {
            let text = edit::apply(&given.text, &fix.edits);
            let after = round(&given.name, &text);
            let names: Vec<_> = after.findings.iter().map(key).collect();
            let added: Vec<_> = names.iter().filter(|name| !known.contains(name)).collect();
            let (was, count) =
                (key(finding), |all: &[_], one: &_| all.iter().filter(|it| *it == one).count());
            let all_before: Vec<_> = before.findings.iter().map(key).collect();
            let stays = count(&names, &was) >= count(&all_before, &was);
            if after.errors > 0 || stays || !added.is_empty() {
                let name = &given.name;
                wrong.push(format!("{name}: {was:?} stays: {stays}, adds {added:?}\n{text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fixes_come_to_an_end_and_leave_a_text_that_reads() {
    let mut wrong = Vec::new();
    for given in all() {
        for safety in [Safety::Safe, Safety::Suggested] {
            let outcome = fixed(&given, safety);
            let after = round(&given.name, &outcome.text);
            let again = Given { name: given.name.clone(), text: outcome.text.clone() };
            let again = fixed(&again, safety);
            if outcome.stop != Stop::Fixed || after.errors > 0 {
                wrong.push(format!("{} {safety:?}: {:#?}", given.name, outcome));
            }
            if safety == Safety::Safe && again.text != outcome.text {
                wrong.push(format!("{}: a second run changes more:\n{}", given.name, again.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a design says, whatever the order; decisions aside, which an extending design only adds.
fn meaning(judged: &Judged) -> Vec<String> {
    let shown = show(&judged.design).replace("*=", "=");
    let said = shown.lines().skip(1).filter(|line| !line.starts_with("accept "));
    let mut lines: Vec<String> = said.map(in_order).collect();
    lines.sort();
    lines
}

fn in_order(line: &str) -> String {
    let Some((caller, needs)) = line.split_once(" needs ") else { return line.to_owned() };
    let mut needs: Vec<&str> = needs.split(", ").collect();
    needs.sort();
    format!("{caller} needs {}", needs.join(", "))
}

#[test]
fn a_to_be_means_what_the_fixed_text_means() {
    let mut wrong = Vec::new();
    let mut changed = 0;
    for given in all() {
        for safety in [Safety::Safe, Safety::Suggested] {
            let outcome = fixed(&given, safety);
            let (_, base) = judge(&given.name, &given.text, None);
            let (sources, new) = judge(&given.name, &outcome.text, None);
            let file = Path::new(&given.name).file_name().expect("a name").to_string_lossy();
            let text = fix::to_be(&base.design, &new.design, &sources, &file);
            let name = Path::new(&given.name).with_file_name("fixed-to-be.arch");
            let (_, to_be) = judge(&name.display().to_string(), &text, Some(&given));
            changed += usize::from(text.lines().count() > 1);
            let (is, should) = (meaning(&to_be), meaning(&new));
            if to_be.waiting || is != should {
                let differ = |a: &[String], b: &[String]| {
                    a.iter().filter(|line| !b.contains(line)).cloned().collect::<Vec<_>>()
                };
                let errors: Vec<_> = match to_be.waiting {
                    true => to_be.findings.iter().map(|f| &f.message.en).collect(),
                    false => Vec::new(),
                };
                wrong.push(format!(
                    "{} {safety:?}: is {:#?} should {:#?} {errors:#?}\n{text}",
                    given.name,
                    differ(&is, &should),
                    differ(&should, &is),
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(changed > 10, "only {changed} designs change at all");
}

#[test]
fn a_to_be_has_nothing_left_that_a_safe_fix_mends() {
    let examples = all().into_iter().filter(|given| given.name.starts_with("examples/"));
    for given in examples {
        let outcome = fixed(&given, Safety::Safe);
        let (_, base) = judge(&given.name, &given.text, None);
        let (sources, new) = judge(&given.name, &outcome.text, None);
        let file = Path::new(&given.name).file_name().expect("a name").to_string_lossy();
        let text = fix::to_be(&base.design, &new.design, &sources, &file);
        let name = Path::new(&given.name).with_file_name("fixed-to-be.arch").display().to_string();
        let (_, to_be) = judge(&name, &text, Some(&given));
        let open = to_be.findings.iter().filter(|finding| !finding.is_accepted());
        let is_safe =
            |finding: &&Diagnostic| finding.fixes.iter().any(|f| f.safety == Safety::Safe);
        let left: Vec<_> = open.filter(is_safe).map(key).collect();
        assert!(left.is_empty(), "{name}: {left:?}\n{text}");
    }
}

#[test]
fn a_stage_of_growth_is_said_as_a_change_of_the_one_before() {
    let folder = root().join("examples/growth");
    let files = std::fs::read_dir(folder).expect("the folder can be read");
    let names = files.map(|file| file.expect("the folder can be read").file_name());
    let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.retain(|name| name.ends_with(".arch"));
    names.sort();
    let read = |name: &String| {
        let text = std::fs::read_to_string(root().join("examples/growth").join(name));
        Given { name: format!("examples/growth/{name}"), text: text.expect("it can be read") }
    };
    for pair in names.windows(2) {
        let (before, after) = (read(&pair[0]), read(&pair[1]));
        let (_, base) = judge(&before.name, &before.text, None);
        let (sources, new) = judge(&after.name, &after.text, None);
        let text = fix::to_be(&base.design, &new.design, &sources, &pair[0]);
        let (_, to_be) = judge("examples/growth/to-be.arch", &text, None);
        let errors: Vec<_> =
            to_be.findings.iter().map(|f| (f.rule.word(), &f.message.en)).collect();
        assert!(!to_be.waiting, "{errors:#?}\n{text}");
        let (is, should) = (meaning(&to_be), meaning(&new));
        assert_eq!(is.join("\n"), should.join("\n"), "{} → {}:\n{text}", pair[0], pair[1]);
    }
}
