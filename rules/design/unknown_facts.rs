//! The facts that would change a verdict, gathered into one list of questions.

use crate::lint::prelude::*;

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
    let questions: Vec<Question> = COMPONENTS
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
                "{count} facts that would change the verdict are not stated"
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
    for subject in questions.into_iter().flat_map(|question| question.about) {
        if !finding.subjects.contains(&subject) {
            finding.subjects.push(subject);
        }
    }
    vec![finding]
}

/// One question, and whether a component leaves it open.
struct Ask {
    ko: &'static str,
    en: &'static str,
    open: fn(&Context, ComponentId) -> bool,
}

const COMPONENTS: &[Ask] = &[
    Ask {
        ko: "세션은 어디에 두나요? (`session = none | local | 저장소 이름`)",
        en: "Where do sessions live? (`session = none | local | a store`)",
        open: |context, id| {
            let kinds = [Kind::Web, Kind::Was, Kind::Service];
            let facts = &context.design.component(id).facts;
            let told = facts.is_stated(Attr::Session) || facts.is_stated(Attr::Stateless);
            let served = context.balancer_of(id).is_some() || context.is_called_by_user(id);
            kinds.contains(&context.kind(id)) && !told && served && !context.is_proxy(id)
        },
    },
    Ask {
        ko: "백업은 얼마나 자주 하나요? (`backup = 1d | none`)",
        en: "How often is it backed up? (`backup = 1d | none`)",
        open: |context, id| {
            let design = context.design;
            let facts = &design.component(id).facts;
            let told = facts.is_stated(Attr::Backup) || facts.is_stated(Attr::Pitr);
            let copy = design.is_read_replica(id)
                || design.replica_set(id).is_some_and(|set| set.primary != id);
            let ours = match context.kind(id) {
                Kind::Db => true,
                Kind::Storage => !design.fails_whole(id),
                _ => false,
            };
            ours && !told && !copy && context.is_used(id)
        },
    },
    Ask {
        ko: "캐시 값은 언제 만료되나요? (`ttl = 10m | none`)",
        en: "When do cached values expire? (`ttl = 10m | none`)",
        open: |context, id| {
            let facts = &context.design.component(id).facts;
            context.kind(id) == Kind::Cache
                && !facts.is_stated(Attr::Ttl)
                && context.is_used(id)
                && !context.keeps_only_sessions(id)
        },
    },
    Ask {
        ko: "서버의 상태를 확인하나요? (`health-check = 5s | none`)",
        en: "Does it check the health of its servers? (`health-check = 5s | none`)",
        open: |context, id| {
            !context.pool_behind(id).is_empty() && context.checks_health(id).is_none()
        },
    },
    Ask {
        ko: "실패한 메시지는 어디로 가나요? (`dlq = on | none`)",
        en: "Where do failed messages go? (`dlq = on | none`)",
        open: |context, id| {
            let facts = &context.design.component(id).facts;
            let consumed = context.links_from(id).next().is_some();
            context.kind(id) == Kind::Queue && consumed && !facts.is_stated(Attr::Dlq)
        },
    },
    Ask {
        ko: "같은 메시지를 두 번 받아도 괜찮나요? (`idempotent = on | off`)",
        en: "May the same message arrive twice? (`idempotent = on | off`)",
        open: |context, id| {
            let facts = &context.design.component(id).facts;
            context.consumes_at_least_once(id) && !facts.is_stated(Attr::Idempotent)
        },
    },
    Ask {
        ko: "저장할 때 암호화하나요? (`encryption = on | off`)",
        en: "Is it encrypted at rest? (`encryption = on | off`)",
        open: |context, id| {
            let facts = &context.design.component(id).facts;
            let takes = context.kind(id).is_store();
            takes && context.keeps_sensitive_data(id) && !facts.is_stated(Attr::Encryption)
        },
    },
    Ask {
        ko: "어떻게 배포하나요? (`deploy = rolling | blue-green | recreate`)",
        en: "How is it deployed? (`deploy = rolling | blue-green | recreate`)",
        open: |context, id| {
            let kinds = [Kind::Web, Kind::Was, Kind::Service];
            let facts = &context.design.component(id).facts;
            let told =
                facts.is_stated(Attr::Deploy) || context.design.operations.is_stated(Attr::Deploy);
            kinds.contains(&context.kind(id)) && !told && context.hard_reached().contains(&id)
        },
    },
];

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
