//! Designs as a review sees them: each with what must be said about it, how loudly, and what must
//! not be said. Beside each design stands one that is nearly the same and is fine.

mod cases;
mod sentences;

use crate::judgement::judge;
use archlint::diagnostic::group;
use archlint::diagnostic::{Diagnostic, Harm, Severity};
use cases::CASES;

fn findings(text: &str) -> Vec<Diagnostic> {
    let (errors, findings) = judge(text);
    let errors: Vec<_> =
        errors.iter().map(|it| format!("{}: {}", it.rule, it.message.en)).collect();
    assert!(findings.is_empty() || errors.iter().all(|it| !it.is_empty()), "{errors:#?}");
    if findings.is_empty() {
        assert!(errors.is_empty(), "{errors:#?}\n{text}");
    }
    findings
}

fn is_said(findings: &[Diagnostic], wanted: &str) -> bool {
    let mut words = wanted.split(' ');
    let (rule, subject, level) = (words.next(), words.next(), words.next());
    findings.iter().any(|it| {
        let about = subject.is_none_or(|name| name == "*" || it.names().any(|it| it == name));
        Some(it.rule.as_str()) == rule
            && about
            && level.is_none_or(|level| it.severity.name() == level)
    })
}

#[test]
fn designs_are_judged_as_a_review_would() {
    assert!(CASES.len() >= 40);
    let mut wrong = Vec::new();
    for case in CASES {
        let found = findings(case.text);
        for wanted in case.said {
            let holds = match wanted.strip_prefix('!') {
                Some(silent) => !is_said(&found, silent),
                None => is_said(&found, wanted),
            };
            if !holds {
                let found: Vec<String> = found
                    .iter()
                    .map(|it| {
                        format!("{} {} {}", it.rule, it.subjects.join(","), it.severity.name())
                    })
                    .collect();
                wrong.push(format!("{}: {wanted}\n    {}", case.name, found.join("\n    ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_caller_opens_its_stores_once() {
    let text = "user fan\n alb front\n mysql a { replicas = 2, failover = auto }\n redis b { mode = sentinel, replicas = 3 }
        redis c { mode = sentinel, replicas = 3 }\n fan -> front -> a, b, c";
    let found = findings(text).into_iter().filter(|it| it.rule == "public-data-store");
    assert_eq!(found.count(), 1);
}

#[test]
fn worse_things_come_first() {
    let text = "user fan\n lb front { replicas = 1 }\n was api { replicas = 1, session = none }
        mysql orders { replicas = 1, backup = none }\n fan -> front -> api -> orders";
    let found = findings(text);
    let levels: Vec<Severity> = found.iter().map(|it| it.severity).collect();
    assert!(levels.is_sorted_by(|a, b| a >= b), "{levels:?}");
    assert_eq!(found.iter().map(|it| it.standing.harm).max(), Some(Harm::Data));
    let first =
        found.iter().find(|it| it.standing.harm != Harm::Hygiene).expect("something is down");
    assert_eq!(first.standing.harm, Harm::Data, "{first:#?}");
}

#[test]
fn one_thing_said_of_a_tier_is_said_once() {
    let text = "user fan\n alb front\n service a { replicas = 1 }\n service b { replicas = 1 }\n service c { replicas = 1 }
        mysql x { replicas = 1 }\n fan -> front -> a\n a -> b\n b -> c\n c -> x";
    let single = findings(text).into_iter().filter(|it| it.rule == "single-instance").count();
    assert_eq!(single, 3, "each member can be accepted alone");
    let grouped = group(findings(text));
    let of: Vec<&Diagnostic> = grouped.iter().filter(|it| it.rule == "single-instance").collect();
    assert_eq!(of.len(), 1, "{of:#?}");
    assert_eq!(of[0].subjects.len(), 3);
    assert_eq!(of[0].related.len(), 2);
    assert!(of[0].message.en.contains("2 more"), "{}", of[0].message.en);
    let stores = grouped.iter().filter(|it| it.rule == "missing-replica").count();
    assert_eq!(stores, 1);
}

#[test]
fn an_accepted_member_leaves_the_group() {
    let text = "user fan\n alb front\n service a { replicas = 1 }\n service b { replicas = 1 }
        fan -> front -> a\n a -> b\n accept single-instance on b because \"하루 멈춰도 됩니다\"";
    let grouped = group(findings(text));
    let of: Vec<&Diagnostic> = grouped.iter().filter(|it| it.rule == "single-instance").collect();
    assert_eq!(of.len(), 2, "{of:#?}");
    assert_eq!(of.iter().filter(|it| it.is_accepted()).count(), 1);
}

/// Where nothing keeps sessions, nobody is told to move them.
#[test]
fn sessions_are_advised_about_where_there_may_be_some() {
    let help = |session: &str| {
        let text = format!("user fan\n was api {{ replicas = 1{session} }}\n fan -> api");
        let found = findings(&text).into_iter().find(|it| it.rule == "single-instance");
        found.expect("there is one").trade_off.expect("it says").en.to_string()
    };
    assert!(help("").to_lowercase().contains("session"));
    assert!(!help(", session = none, files = none").to_lowercase().contains("session"));
}
