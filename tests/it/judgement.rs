//! What the rules say: about the examples of their pages, and about whole designs.

use crate::rules::page;
use archlint::analysis::{PLAIN, Study, Terms};
use archlint::catalog::Catalog;
use archlint::context::Context;
use archlint::diagnostic::{Diagnostic, Safety, Severity};
use archlint::edit;
use archlint::lint::{FixKind, Levels, Rule, RuleOption, must_wait, run};
use archlint::model::build;
use archlint::policy;
use archlint::project::{Measure, check};
use archlint::rulebook::ExampleKind;
use archlint::rules::ALL;
use archlint::say::Text;
use archlint::source::{NoLoader, Source, Sources, Span};
use jiff::civil::date;
use std::collections::BTreeSet;
use std::path::Path;

/// Errors of the text, and what the rules say about it.
pub fn judge(text: &str) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("example.arch", text));
    let span = Span::new(id, 0, text.len());
    let built = build(&mut sources, span, &NoLoader, &Catalog::builtin());
    if must_wait(&built.errors) {
        return (built.errors, Vec::new());
    }
    let today = date(2026, 1, 1);
    let terms = Terms { today: Some(today), ..Terms::default() };
    let study = Study::new(built.design.clone(), terms);
    let mut context = Context::new(&study, &sources, today);
    context.asked = policy::questions(&context);
    let findings = run(&context, ALL, policy::findings(&context), &Levels::default());
    (built.errors, findings)
}

/// What the rules say about a text without errors.
#[track_caller]
fn findings(rule: &str, text: &str) -> Vec<Diagnostic> {
    let (errors, findings) = judge(text);
    let errors: Vec<_> = errors.iter().map(|e| format!("{}: {}", e.rule, e.message.en)).collect();
    assert!(errors.is_empty(), "an example of {rule} has errors: {errors:#?}\n{text}");
    findings
}

fn names(findings: &[Diagnostic]) -> Vec<String> {
    let open = findings.iter().filter(|finding| !finding.is_accepted());
    open.map(|f| format!("{}[{}] {}", f.severity.name(), f.rule, f.subjects.join(" "))).collect()
}

fn reports(rule: &Rule, findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| finding.rule == rule.name && !finding.is_accepted())
}

#[test]
fn bad_examples_are_reported_and_good_ones_are_not() {
    let mut wrong = Vec::new();
    for rule in ALL {
        for example in &page(rule).examples {
            let found = findings(rule.name, &example.text);
            if reports(rule, &found) != (example.kind == ExampleKind::Bad) {
                let (kind, found) = (example.kind, names(&found));
                wrong.push(format!("{} {kind:?}:\n{}{found:#?}", rule.name, example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_fixed_example_is_the_bad_one_with_the_safe_fixes() {
    for rule in ALL.iter().filter(|rule| rule.fix == FixKind::Safe) {
        let page = page(rule);
        let bad = page.examples(ExampleKind::Bad).next().expect("there is a bad example");
        let fixed = page.examples(ExampleKind::Fixed).next().expect("there is a fixed example");
        assert_eq!(with_safe_fixes(bad, rule), fixed, "{}", rule.name);
    }
}

#[test]
fn a_safe_fix_removes_its_finding_and_adds_none() {
    for rule in ALL {
        for bad in page(rule).examples(ExampleKind::Bad) {
            let before = findings(rule.name, bad);
            let fixed = with_safe_fixes(bad, rule);
            if fixed == bad {
                continue;
            }
            let after = findings(rule.name, &fixed);
            let known: BTreeSet<_> = before.iter().map(key).collect();
            let added: Vec<_> = after.iter().filter(|f| !known.contains(&key(f))).collect();
            assert!(added.is_empty(), "{} adds {added:#?}\n{fixed}", rule.name);
            assert!(!reports(rule, &after), "{} is still there:\n{fixed}", rule.name);
        }
    }
}

/// What makes two findings the same before and after a fix. Those that gather are one, whatever
/// comes first in them.
fn key(finding: &Diagnostic) -> (&'static str, Option<String>) {
    let gathers = ["unknown-facts", "objective-unreachable"].contains(&finding.rule.as_str());
    (finding.rule.word(), finding.names().next().map(str::to_owned).filter(|_| !gathers))
}

/// The designs in `examples/` that stand alone, and the one above.
fn whole_designs() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut texts = vec![THREE_TIERS.to_string()];
    for folder in [root.clone(), root.join("growth"), root.join("ticketing")] {
        let entries = std::fs::read_dir(folder).expect("the folder is there");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
        paths.sort();
        let designs = paths.iter().filter(|path| path.extension().is_some_and(|end| end == "arch"));
        texts.extend(designs.map(|path| std::fs::read_to_string(path).expect("readable")));
    }
    texts.retain(|text| !text.contains("extends"));
    texts
}

#[test]
fn each_safe_fix_alone_holds_in_whole_designs() {
    let mut wrong = Vec::new();
    let mut applied = 0;
    for text in whole_designs() {
        let before = findings("a design", &text);
        for finding in &before {
            let safe = finding.fixes.iter().filter(|fix| fix.safety == Safety::Safe);
            for fix in safe {
                applied += 1;
                let fixed = edit::apply(&text, &fix.edits);
                let after = findings(finding.rule.word(), &fixed);
                let known: BTreeSet<_> = before.iter().map(key).collect();
                let added = after.iter().filter(|f| !known.contains(&key(f)));
                let added: Vec<Diagnostic> = added.cloned().collect();
                let remains = after.iter().any(|f| key(f) == key(finding));
                if remains || !added.is_empty() {
                    let (message, added) = (&finding.message.en, names(&added));
                    wrong.push(format!("{message}: remains {remains}, adds {added:#?}"));
                }
            }
        }
    }
    assert!(applied > 10, "the examples have safe fixes");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_finding_says_why_what_to_do_what_it_costs_and_what_to_expect() {
    let mut silent = Vec::new();
    for rule in ALL {
        for bad in page(rule).examples(ExampleKind::Bad) {
            for finding in findings(rule.name, bad).iter().filter(|f| f.rule == rule.name) {
                let parts = [&finding.why, &finding.help, &finding.trade_off, &finding.question];
                let said = |part: &&Option<Text>| {
                    part.as_ref().is_some_and(|text| !text.ko.is_empty() && !text.en.is_empty())
                };
                if !parts.iter().all(said) {
                    silent.push(format!("{}: {parts:#?}", rule.name));
                }
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

/// The best fix that the rule offers on the bad examples of its page.
fn offered(rule: &Rule) -> FixKind {
    let mut best = FixKind::None;
    for example in page(rule).examples(ExampleKind::Bad) {
        let (_, findings) = judge(example);
        let own = findings.iter().filter(|finding| finding.rule == rule.name);
        for fix in own.flat_map(|finding| &finding.fixes) {
            match fix.safety {
                Safety::Safe => return FixKind::Safe,
                Safety::Suggested => best = FixKind::Suggested,
            }
        }
    }
    best
}

#[test]
fn every_rule_offers_the_kind_of_fix_that_it_declares() {
    let wrong = ALL.iter().filter(|rule| offered(rule) != rule.fix);
    let wrong: Vec<_> = wrong.map(|rule| (rule.name, rule.fix, offered(rule))).collect();
    assert!(wrong.is_empty(), "declared, and shown by the examples: {wrong:#?}");
}

#[test]
fn a_suggested_fix_gives_a_text_without_errors() {
    let mut wrong = Vec::new();
    for rule in ALL.iter().filter(|rule| rule.fix == FixKind::Suggested) {
        for bad in page(rule).examples(ExampleKind::Bad) {
            let found = findings(rule.name, bad);
            for fix in found.iter().filter(|f| f.rule == rule.name).flat_map(|f| &f.fixes) {
                let fixed = edit::apply(bad, &fix.edits);
                let after = findings(rule.name, &fixed);
                if reports(rule, &after) {
                    wrong.push(format!("{} is still there:\n{fixed}", rule.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_option_changes_what_its_rule_says() {
    let mut deaf = Vec::new();
    for rule in ALL {
        for option in rule.options {
            let said = |value: f64| {
                let examples = page(rule).examples;
                let said =
                    examples.iter().map(|example| with_option(&example.text, rule, option, value));
                said.collect::<Vec<_>>()
            };
            if said(option.least) == said(option.most) {
                deaf.push(format!("{}: {}", rule.name, option.name));
            }
        }
    }
    assert!(deaf.is_empty(), "{deaf:#?}");
}

/// What a rule says about a text when one of its options has that value.
fn with_option(text: &str, rule: &Rule, option: &RuleOption, value: f64) -> Vec<String> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("example.arch", text));
    let mut levels = Levels::default();
    levels.options.set(rule.name, option.name, value);
    let catalog = Catalog::builtin();
    let by = Measure {
        catalog: &catalog,
        levels: &levels,
        today: date(2026, 1, 1),
        terms: &PLAIN,
        memory: None,
    };
    let judged = check(&mut sources, Span::new(id, 0, text.len()), &NoLoader, by);
    let own = judged.findings.into_iter().filter(|finding| finding.rule == rule.name);
    own.map(|finding| format!("{:?} {:?}", finding.severity, finding.fixes)).collect()
}

/// The text with every safe fix of the rule's findings applied, last place first.
fn with_safe_fixes(text: &str, rule: &Rule) -> String {
    let mut edits = Vec::new();
    for finding in findings(rule.name, text).iter().filter(|finding| finding.rule == rule.name) {
        let safe = finding.fixes.iter().find(|fix| fix.safety == Safety::Safe);
        edits.extend(safe.iter().flat_map(|fix| fix.edits.iter().cloned()));
    }
    edits.sort_by_key(|edit| edit.span.start);
    edits.dedup();
    edit::apply(text, &edits)
}

#[test]
fn findings_are_said_in_both_languages() {
    let mut all = Vec::new();
    for rule in ALL {
        for bad in page(rule).examples(ExampleKind::Bad) {
            all.extend(findings(rule.name, bad));
        }
    }
    for finding in all {
        let parts = [Some(&finding.message), finding.label.as_ref(), finding.help.as_ref()];
        for part in parts.into_iter().flatten() {
            assert!(!part.ko.trim().is_empty() && !part.en.trim().is_empty(), "{finding:#?}");
        }
        assert!(finding.why.is_some() && finding.question.is_some(), "{} says why", finding.rule);
        let label = finding.label.expect("every finding has a label");
        assert!(label.en.chars().count() <= 30, "{}: {}", finding.rule, label.en);
    }
}

const THREE_TIERS: &str = "user fan
lb    front
web   site   { session = local }
mysql orders
redis seats
kafka events
fan -> front -> site -> orders, seats
site ~> events
";

#[test]
fn the_three_tier_design_has_its_six_facts() {
    let found = findings("three tiers", THREE_TIERS);
    let has = |rule: &str, subject: &str| {
        found.iter().any(|f| f.rule == rule && f.names().next() == Some(subject))
    };
    let facts = [
        ("single-load-balancer", "front"),
        ("single-instance", "site"),
        ("stateful-web-tier", "site"),
        ("missing-replica", "orders"),
        ("unclustered-cache", "seats"),
        ("single-broker", "events"),
    ];
    for (rule, subject) in facts {
        assert!(has(rule, subject), "{rule} on {subject}: {:#?}", names(&found));
    }
    assert!(found.len() <= 15, "{:#?}", names(&found));
    assert!(!found.iter().any(|f| f.rule == "single-point-of-failure"), "{:#?}", names(&found));
}

const TWO_ZONES: &str = "design \"예매\" to-be
slo        { availability = 99.95%, rto = 10m, rpo = 10m }
operations { deploy = rolling, monitoring = [metrics, logs, traces, alerts], on-call,
             backup-tested, runbook = \"wiki/failover\" }
user   fan   \"예매 사용자\"
route53 names
region seoul {
  zone a
  zone c
  alb   front { tls, rate-limit, health-check }
  was   api    { replicas = 4, zones = [a, c], session = none, files = none, idempotent }
  redis seats  { replicas = 3, zones = [a, c], mode = sentinel, ttl = 10m, eviction = allkeys-lru
                 memory = 4GB, for = orders, coalescing, jitter, prewarm }
  mysql orders { replicas = 2, zones = [a, c], failover = auto, replication = semi-sync, pitr
                 backup = 1d, backup-to = \"다른 리전\", encryption }
  kafka events { brokers = 3, zones = [a, c], replication-factor = 3, failover = auto, dlq
                 retention = 7d, delivery = at-least-once }
  worker mailer { replicas = 2, zones = [a, c], idempotent, session = none }
}
fan -> names -> front : \"HTTPS\" { protocol = https }
front -> api { timeout = 3s }
api -> seats  { timeout = 100ms, retries = 1, backoff = exponential }
api -> orders { timeout = 1s }
api ~> events { outbox }
events ~> mailer
mailer -> orders { timeout = 1s }
";

#[test]
fn a_clean_design_in_two_zones_is_silent() {
    let found = findings("two zones", TWO_ZONES);
    assert!(found.is_empty(), "{:#?}", names(&found));
}

#[test]
fn an_objective_below_two_nines_lowers_the_levels() {
    let relaxed = format!("slo {{ availability = 95% }}\n{THREE_TIERS}");
    let found = findings("three tiers", &relaxed);
    assert!(found.iter().all(|f| f.severity < Severity::Error), "{:#?}", names(&found));
}

/// Names and code are pieces, so that pictures and pages can set them off in their own way: no
/// backtick stands among the words of a message.
/// Zone `a` takes both journeys down, the first of them too: the finding is still of its own.
#[test]
fn a_finding_about_a_journey_is_kept_by_that_journey() {
    let text = r#"
traffic { dau = 300k, requests-per-user = 20 }
user u
zone a { was api { replicas = 1 }; db orders { replicas = 1 } }
zone b { was other { replicas = 1 } }
u -> api -> orders
u -> other -> orders
"#;
    let found = findings("both-zones-needed", text);
    let both: Vec<_> = found.iter().filter(|it| it.rule == "both-zones-needed").collect();
    assert_eq!(both.len(), 1);
    assert_eq!(both[0].flow.as_deref(), Some("u/other"));
    assert!(both[0].message.en.contains("`u/other`"), "{}", both[0].message.en);
}

#[test]
fn what_is_named_is_a_piece_of_its_message() {
    use archlint::say::{Lang, Piece};
    let mut bare = BTreeSet::new();
    for example in ALL.iter().flat_map(|rule| page(rule).examples.clone()) {
        let (errors, findings) = judge(&example.text);
        for finding in archlint::diagnostic::group(findings).iter().chain(&errors) {
            let more = [
                &finding.why,
                &finding.help,
                &finding.trade_off,
                &finding.question,
                &finding.label,
            ];
            let fixes = finding.fixes.iter().map(|fix| &fix.title);
            let texts = more.into_iter().flatten().chain([&finding.message]).chain(fixes);
            for line in texts.flat_map(|text| [text.line(Lang::Ko), text.line(Lang::En)]) {
                let words = line.pieces().into_iter().filter_map(|piece| match piece {
                    Piece::Words(words) => Some(words),
                    _ => None,
                });
                if words.into_iter().any(|words| words.contains('`')) {
                    bare.insert(format!("{}: {line}", finding.rule));
                }
            }
        }
    }
    assert!(bare.is_empty(), "{bare:#?}");
}
