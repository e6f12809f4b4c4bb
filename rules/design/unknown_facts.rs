//! The facts that would change a verdict, gathered into one list of questions.

use crate::lint::prelude::*;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "unknown-facts",
    topic: Topic::Design,
    quality: Quality::Maintainability,
    severity: Severity::Advice,
    fixed_severity: false,
    fix: FixKind::None,
    page: include_str!("unknown_facts.md"),
    check: Check::Design(check),
};

/// A question with those it is about.
struct Question {
    words: Text,
    about: Vec<Subject>,
}

fn check(context: &Context) -> Vec<Finding> {
    let questions: Vec<Question> = QUESTIONS
        .iter()
        .map(|ask| ask_components(context, ask))
        .chain([timeouts(context), monitoring(context)])
        .filter(|question| !question.about.is_empty())
        .collect();
    let Some(at) = first_place(context, &questions) else { return Vec::new() };
    let count: usize = questions.len();
    let lines = |pick: fn(&Text) -> &str| {
        let lines = questions.iter().map(|q| format!("- {}", pick(&q.words)));
        lines.collect::<Vec<_>>().join("\n")
    };
    let list = Text::new(lines(|text| &text.ko), lines(|text| &text.en));
    let mut finding = RULE
        .finding(
            at,
            text!(
                "판정을 바꿀 사실 {count}가지가 적혀 있지 않습니다",
                "facts not stated that would change the verdict: {count}"
            ),
        )
        .label(text!("여기부터 적어 주세요", "begin here"))
        .why(text!(
            "적지 않은 것은 좋다고도 나쁘다고도 보지 않습니다. 답을 적으면 판정이 나옵니다.",
            "What is not stated is taken as neither good nor bad; an answer gives the verdict."
        ))
        .help(list)
        .question(text!(
            "정해진 건가요, 아니면 아무도 모르는 건가요?",
            "Was it decided, or does nobody know?"
        ));
    let mut seen = BTreeSet::new();
    let asked = questions.into_iter().flat_map(|question| question.about);
    finding.subjects.extend(asked.filter(|subject| seen.insert(*subject)));
    vec![finding]
}

fn ask_components(context: &Context, ask: &Ask) -> Question {
    let open = context.design.component_ids().filter(|id| (ask.open)(context, *id));
    let open: Vec<ComponentId> = open.collect();
    let names = context.names(&open);
    let words = Text::new(format!("{}: {}", names.ko, ask.ko), format!("{}: {}", names.en, ask.en));
    Question {
        words,
        about: open.into_iter().map(|id| Subject::Place(Place::Component(id))).collect(),
    }
}

fn timeouts(context: &Context) -> Question {
    let open: Vec<LinkId> = context
        .timed_calls()
        .filter(|id| !context.design.link(*id).facts.is_stated(Attr::Timeout))
        .collect();
    let names = context.link_names(&open);
    let (ko, en) = (&names.ko, &names.en);
    let words = text!(
        "{ko}: 몇 초까지 기다리나요? (`timeout = 2s | none`)",
        "{en}: how long does the caller wait? (`timeout = 2s | none`)"
    );
    Question { words, about: open.into_iter().map(Subject::Link).collect() }
}

fn monitoring(context: &Context) -> Question {
    let told = context.design.operations.is_stated(Attr::Monitoring)
        || context.of_kinds(&[Kind::Monitor]).next().is_some();
    let serving = context.hard_reached().iter().find(|id| context.kind(**id).is_compute());
    let about = serving.filter(|_| !told).map(|id| Subject::Place(Place::Component(*id)));
    let words = text!(
        "무엇을 지켜보나요? (`operations {{ monitoring = [metrics, logs, alerts] }}`)",
        "What is watched? (`operations {{ monitoring = [metrics, logs, alerts] }}`)"
    );
    Question { words, about: about.into_iter().collect() }
}

fn first_place(context: &Context, questions: &[Question]) -> Option<Span> {
    let subjects = questions.iter().flat_map(|question| &question.about);
    subjects
        .map(|subject| subject.place(context.design))
        .min_by_key(|span| (span.source, span.start))
}
