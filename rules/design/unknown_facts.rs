//! The facts that would change a verdict, gathered into one list of questions.

use crate::lint::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "unknown-facts",
    quality: Quality::Maintainability,
    severity: Severity::Advice,
    fix: FixKind::Safe,
    page: include_str!("unknown_facts.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Design)
};

/// A question with those it is about.
struct Question {
    asks: Text,
    answer: Cow<'static, str>,
    about: Vec<Subject>,
}

fn check(context: &Context) -> Vec<Finding> {
    // Of what an `accept` names is asked apart, so that the rest stays open.
    let parts = [false, true].into_iter().take(1 + context.design.accepts.len().min(1));
    parts.filter_map(|accepted| report(context, &questions(context, accepted))).collect()
}

/// The worst first.
fn questions(context: &Context, accepted: bool) -> Vec<Question> {
    let stubs = stubs(context);
    let mut questions: Vec<Question> =
        QUESTIONS.iter().map(|ask| ask_components(context, ask)).collect();
    questions.extend([timeouts(context), backoffs(context), monitoring(context)]);
    let figure =
        |(asks, answer, about): (Text, String, _)| Question { asks, answer: answer.into(), about };
    questions.extend(context.figures_asked().into_iter().map(figure));
    for question in &mut questions {
        let of_all = stubs.contains(&format!("*.{}", answer::attribute(&question.answer)));
        let open = |subject: &Subject| {
            let is_kept = of_all || stubs.contains(&stub_name(context, *subject, &question.answer));
            !is_kept && is_accepted(context, &RULE, *subject) == accepted
        };
        question.about.retain(open);
    }
    questions.retain(|question| !question.about.is_empty());
    // What would be lost counts, as for findings.
    let harm = |question: &Question| question.about.iter().map(|it| context.harm_of(*it)).max();
    questions.sort_by_key(|question| std::cmp::Reverse(harm(question)));
    questions
}

fn report(context: &Context, questions: &[Question]) -> Option<Finding> {
    let at = first_place(context, questions)?;
    let count = questions.len();
    let lines: Vec<Text> = questions.iter().map(|question| question.asked(context)).collect();
    let mut finding = RULE
        .finding(
            at,
            text!(
                count;
                "판정을 바꿀 사실 {count}가지가 적혀 있지 않습니다",
                "facts not stated that would change the verdict: {count}"
            ),
        )
        .label(text!("여기부터 적어 주세요", "begin here"))
        .why(text!(
            "적지 않은 것은 좋다고도 나쁘다고도 보지 않습니다. 답을 적으면 판정이 나옵니다.",
            "What is not stated is taken as neither good nor bad; an answer gives the verdict."
        ))
        .help(Text::join(&lines, "\n"))
        .trade_off(text!(
            "설계가 길어집니다. 대신 판정에 쓰이지 않는 것은 묻지 않습니다.",
            "The text gets longer; nothing is asked that no rule needs."
        ))
        .question(text!(
            "정해진 건가요, 아니면 아무도 모르는 건가요?",
            "Was it decided, or does nobody know?"
        ))
        .fixes(write_down(context, questions));
    let mut seen = BTreeSet::new();
    let asked = questions.iter().flat_map(|question| question.about.iter().copied());
    finding.subjects.extend(asked.filter(|subject| seen.insert(*subject)));
    Some(finding)
}

impl Question {
    /// As a line of the list.
    fn asked(&self, context: &Context) -> Text {
        let Question { asks, answer, .. } = self;
        if answer::block(answer).is_some() {
            return text!(asks, answer; "- {asks} (`{answer}`)", "- {asks} (`{answer}`)");
        }
        let (mut components, mut links) = (Vec::new(), Vec::new());
        for subject in &self.about {
            match *subject {
                Subject::Component(id) => components.push(id),
                Subject::Link(id) => links.push(id),
                Subject::Group(_) => {}
            }
        }
        let names = match links.is_empty() {
            true => context.names(&components),
            false => context.link_names(&links),
        };
        text!(names, asks, answer; "- {names}: {asks} (`{answer}`)", "- {names}: {asks} (`{answer}`)")
    }
}

/// What is kept in the text as an open question already: `api.session`, `api->orders.timeout`,
/// `*.deploy`.
fn stubs(context: &Context) -> BTreeSet<String> {
    let stub = |line: &str| Some(line.strip_prefix(STUB)?.split(" = ").next()?.to_owned());
    context.edit.comments().filter_map(stub).collect()
}

fn stub_name(context: &Context, subject: Subject, answer: &str) -> String {
    let attribute = answer::attribute(answer);
    match answer::block(answer) {
        Some(block) => format!("{block}.{attribute}"),
        None => format!("{}.{attribute}", context.design.subject_name(subject)),
    }
}

/// More subjects than these share one comment.
const EACH: usize = 10;

/// A comment for each open question, behind the design: nothing is stated by it.
fn write_down(context: &Context, questions: &[Question]) -> Option<Fix> {
    let names = |question: &Question| match question.about.len() {
        0..=EACH => {
            let name = |subject: &Subject| stub_name(context, *subject, &question.answer);
            question.about.iter().map(name).collect()
        }
        _ => vec![format!("*.{}", answer::attribute(&question.answer))],
    };
    let lines: Vec<String> = questions
        .iter()
        .flat_map(|question| {
            let values = answer::values(&question.answer);
            names(question).into_iter().map(move |name| format!("{STUB}{name} = {values}"))
        })
        .collect();
    let whole = context.design.span?;
    let last = context.sources.text(whole).trim_end().lines().last();
    let gap = if last.is_some_and(|line| line.starts_with(STUB)) { "" } else { "\n" };
    let stubs = format!("{gap}{}", lines.join("\n"));
    let edits = vec![context.edit.append(whole, &stubs)];
    Some(edit::safe(text!("질문을 주석으로 남깁니다", "keep the questions as comments"), edits))
}

fn ask_components(context: &Context, ask: &Ask) -> Question {
    let open = context.design.component_ids().filter(|id| (ask.open)(context, *id));
    let about = open.map(Subject::Component).collect();
    Question { asks: Text::new(ask.ko, ask.en), answer: ask.answer.into(), about }
}

fn timeouts(context: &Context) -> Question {
    let open =
        context.timed_calls().filter(|id| !context.design.link(*id).facts.is_stated(Attr::Timeout));
    Question {
        asks: text!("몇 초까지 기다리나요?", "how long does the caller wait?"),
        answer: "timeout = 2s | none".into(),
        about: open.map(Subject::Link).collect(),
    }
}

fn backoffs(context: &Context) -> Question {
    let retries = |id: &LinkId| {
        let facts = &context.design.link(*id).facts;
        facts.number(Attr::Retries, Dimension::Count).is_some_and(|count| count.high() > 0.0)
            && !facts.is_stated(Attr::Backoff)
    };
    Question {
        asks: text!("재시도하기 전에 얼마나 쉬나요?", "how long does a retry wait?"),
        answer: "backoff = exponential | none".into(),
        about: context.design.link_ids().filter(retries).map(Subject::Link).collect(),
    }
}

fn monitoring(context: &Context) -> Question {
    let told = context.design.operations.is_stated(Attr::Monitoring)
        || context.of_kinds(&[Kind::Monitor]).next().is_some();
    let serving = context.hard_reached().iter().find(|id| context.kind(**id).is_compute());
    let about = serving.filter(|_| !told).map(|id| Subject::Component(*id));
    Question {
        asks: text!("무엇을 지켜보나요?", "What is watched?"),
        answer: "operations { monitoring = [metrics, logs, alerts] }".into(),
        about: about.into_iter().collect(),
    }
}

fn first_place(context: &Context, questions: &[Question]) -> Option<Span> {
    let subjects = questions.iter().flat_map(|question| &question.about);
    subjects
        .map(|subject| context.design.subject_span(*subject))
        .min_by_key(|span| (span.source, span.start))
}
