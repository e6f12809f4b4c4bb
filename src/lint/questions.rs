//! What the rules would like to know and a design often does not say.

use super::Context;
use crate::analysis::cost::Missing;
use crate::analysis::load::{mix_taken_as_reads, sent_beside_steps, undivided};
use crate::model::{Attr, ComponentId, Dimension, Kind, LinkId, Subject, Value};
use crate::say::Text;
use crate::syntax::ast::Arrow;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// Begins a comment that keeps a question in the text: `// ? api.session = none | local | NAME`.
/// What stands there is known to be open and not asked again.
pub const STUB: &str = "// ? ";

/// One question, and whether a component leaves it open.
pub struct Ask {
    pub ko: &'static str,
    pub en: &'static str,
    /// The attribute that answers it, and what may stand there.
    pub answer: &'static str,
    pub open: fn(&Context, ComponentId) -> bool,
}

/// What rules would need to know about a component. Each question names the attribute that answers
/// it; nothing is asked that no rule judges.
pub const QUESTIONS: &[Ask] = &[
    Ask {
        ko: "인스턴스는 몇 대인가요?",
        en: "How many instances run?",
        answer: "replicas = 2",
        open: |context, id| context.design.component(id).facts.unknown(Attr::Replicas).is_some(),
    },
    Ask {
        ko: "오토 스케일링은 몇 대까지 늘리나요?",
        en: "How many instances may the autoscaler start?",
        answer: "autoscale = 2..10",
        open: |context, id| context.design.scales_without_bounds(id),
    },
    Ask {
        ko: "세션은 어디에 두나요?",
        en: "Where do sessions live?",
        answer: "session = none | local | NAME",
        open: |context, id| {
            let kinds = [Kind::Web, Kind::Was, Kind::Service];
            let facts = &context.design.component(id).facts;
            let told = facts.is_stated(Attr::Session) || facts.is_stated(Attr::Stateless);
            let served = || context.balancer_of(id).is_some() || context.is_called_by_user(id);
            kinds.contains(&context.kind(id)) && !told && served() && !context.is_proxy(id)
        },
    },
    Ask {
        ko: "백업은 얼마나 자주 하나요?",
        en: "How often is it backed up?",
        answer: "backup = 1d | none",
        open: |context, id| {
            let design = context.design;
            let facts = &design.component(id).facts;
            let told = facts.is_stated(Attr::Backup) || facts.is_stated(Attr::Pitr);
            let is_copy = || {
                design.is_read_replica(id)
                    || design.replica_set(id).is_some_and(|set| set.primary != id)
            };
            let ours = match context.kind(id) {
                Kind::Db => true,
                Kind::Storage => !design.fails_whole(id),
                _ => false,
            };
            ours && !told && !is_copy() && context.is_used(id)
        },
    },
    Ask {
        ko: "캐시 값은 언제 만료되나요?",
        en: "When do cached values expire?",
        answer: "ttl = 10m | none",
        open: |context, id| {
            let facts = &context.design.component(id).facts;
            context.kind(id) == Kind::Cache
                && !facts.is_stated(Attr::Ttl)
                && context.is_used(id)
                && !context.keeps_only_sessions(id)
        },
    },
    Ask {
        ko: "어느 저장소 앞의 캐시인가요?",
        en: "Which store does it shield?",
        answer: "for = NAME",
        open: |context, id| {
            let design = context.design;
            if context.kind(id) != Kind::Cache {
                return false;
            }
            let is_store = |id: &ComponentId| {
                context.kind(*id).is_store()
                    && !matches!(context.kind(*id), Kind::Cache | Kind::Queue)
            };
            let stores = |from: ComponentId| {
                context.links_from(from).map(|link| design.link(link).to).filter(is_store).collect()
            };
            let beside: BTreeSet<ComponentId> = context
                .callers(id)
                .iter()
                .flat_map(|from| -> Vec<ComponentId> { stores(*from) })
                .collect();
            let told =
                design.component(id).facts.is_stated(Attr::For) || context.keeps_only_sessions(id);
            !told && stores(id).is_empty() && beside.len() > 1
        },
    },
    Ask {
        ko: "마스터는 몇 대인가요?",
        en: "How many shards does the cluster have?",
        answer: "shards = 3",
        open: |context, id| {
            let facts = &context.design.component(id).facts;
            let clustered = facts.word(Attr::Mode) == Some("cluster");
            context.kind(id) == Kind::Cache && clustered && !facts.is_stated(Attr::Shards)
        },
    },
    Ask {
        ko: "서버의 상태를 확인하나요?",
        en: "Does it check the health of its servers?",
        answer: "health-check = 5s | none",
        open: |context, id| {
            !context.pool_behind(id).is_empty() && context.checks_health(id).is_none()
        },
    },
    Ask {
        ko: "실패한 메시지는 어디로 가나요?",
        en: "Where do failed messages go?",
        answer: "dlq = on | none",
        open: |context, id| {
            let facts = &context.design.component(id).facts;
            let consumed = context.links_from(id).next().is_some();
            context.kind(id) == Kind::Queue && consumed && !facts.is_stated(Attr::Dlq)
        },
    },
    Ask {
        ko: "같은 메시지를 두 번 받아도 괜찮나요?",
        en: "May the same message arrive twice?",
        answer: "idempotent = on | off",
        open: |context, id| {
            let facts = &context.design.component(id).facts;
            // Where the queue states its delivery, silence is a finding.
            let told = facts.is_stated(Attr::Idempotent)
                || context
                    .callers(id)
                    .iter()
                    .any(|from| context.design.component(*from).facts.is_stated(Attr::Delivery));
            context.consumes_at_least_once(id) && !told
        },
    },
    Ask {
        ko: "저장할 때 암호화하나요?",
        en: "Is it encrypted at rest?",
        answer: "encryption = on | off",
        open: |context, id| {
            let facts = &context.design.component(id).facts;
            let takes = context.kind(id).is_store();
            takes && context.keeps_sensitive_data(id) && !facts.is_stated(Attr::Encryption)
        },
    },
    Ask {
        ko: "어떻게 배포하나요?",
        en: "How is it deployed?",
        answer: "deploy = rolling | blue-green | recreate",
        open: |context, id| {
            let kinds = [Kind::Web, Kind::Was, Kind::Service];
            let facts = &context.design.component(id).facts;
            let told =
                facts.is_stated(Attr::Deploy) || context.design.operations.is_stated(Attr::Deploy);
            kinds.contains(&context.kind(id)) && !told && context.is_hard_reached(id)
        },
    },
    Ask {
        ko: "한 사람이 보내는 요청의 수를 제한하나요?",
        en: "Are the requests of one client limited?",
        answer: "rate-limit = 100/s | none",
        open: |context, id| {
            let facts = &context.design.component(id).facts;
            let takes = matches!(context.kind(id), Kind::Lb | Kind::Gateway);
            if !takes || facts.is_stated(Attr::RateLimit) {
                return false;
            }
            let public = |from: &ComponentId| matches!(context.kind(*from), Kind::User | Kind::Dns);
            let guarded = context.of_kinds(&[Kind::Waf]).next().is_some();
            !guarded && context.callers(id).iter().any(public)
        },
    },
];

impl Context<'_> {
    /// What figures rest on and is not said: the question, what answers it, and whom it is about.
    pub fn figures_asked(&self) -> Vec<(Text, String, Vec<Subject>)> {
        let twice = text!(
            "흐름의 `share`와 같은 값이라 두 번 곱해집니다. 아니라면 지우세요",
            "the same `share` as its flow's counts twice; remove it if that is not meant"
        );
        let region = text!("어느 리전에 있나요? 가격이 다릅니다", "in which region? Prices differ");
        let again =
            text!("같은 요청을 두 번 받아도 괜찮은가요?", "may it take the same request twice?");
        let mut asked = vec![
            (again, "idempotent = on | off".to_owned(), self.retries_of_providers()),
            (twice, "share = 100% | 5%".to_owned(), self.shares_that_repeat()),
            (region, "region = seoul | ap-northeast-2".to_owned(), self.without_region()),
        ];
        asked.extend(self.load_asked());
        asked.extend(self.unread_queues());
        asked.extend(self.unknown_facts());
        asked.extend(self.asked.iter().cloned());
        asked
    }

    /// What load takes for granted.
    fn load_asked(&self) -> Vec<(Text, String, Vec<Subject>)> {
        let Some(spread) = self.ordinary().spread() else { return Vec::new() };
        let mix =
            text!("요청 가운데 읽기는 몇 퍼센트인가요?", "Which part of the requests only reads?");
        let store = mix_taken_as_reads(self.design, spread).map(Subject::Component);
        let entries = text!(
            "요청의 몇 퍼센트가 이리로 가나요? 한 화면이 모두 필요로 하면 `required`입니다",
            "which part of the requests goes here? Where one page needs all of them: `required`"
        );
        let links = undivided(self.design, spread).into_iter().map(Subject::Link).collect();
        let beside = text!(
            "단계로 그리지 않은 흐름도 이 메시지를 보낸다고 셌습니다. 요청의 일부만 보내나요?",
            "flows that do not draw it as a step count as sending it, too; does only a part of the requests?"
        );
        let mut messages: Vec<LinkId> =
            sent_beside_steps(self.design, spread).into_iter().map(|(link, _)| link).collect();
        messages.dedup();
        let told = |id: &LinkId| self.design.link(*id).facts.is_stated(Attr::Share);
        let messages = messages.into_iter().filter(|id| !told(id)).map(Subject::Link).collect();
        vec![
            (mix, "traffic { reads = 90% }".to_owned(), store.into_iter().collect()),
            (entries, "share = 50% | required".to_owned(), links),
            (beside, "share = 100% | 5%".to_owned(), messages),
        ]
    }

    /// A worker that nothing calls and that calls a queue: by the arrow it puts messages in.
    fn unread_queues(&self) -> Vec<(Text, String, Vec<Subject>)> {
        let design = self.design;
        let is_open = |id: &LinkId| {
            let link = design.link(*id);
            let works = [Kind::Worker, Kind::Function, Kind::Batch].contains(&self.kind(link.from));
            let reads = link.arrow == Arrow::Sync && self.kind(link.to) == Kind::Queue;
            works && reads && self.callers(link.from).is_empty()
        };
        let ask = |id: LinkId| {
            let link = design.link(id);
            let name = |id: ComponentId| &design.component(id).path;
            let asks = text!(
                "큐에서 꺼내 읽나요? 그렇다면 화살표를 돌리세요",
                "does it read from the queue? Then turn the arrow"
            );
            (asks, format!("{} ~> {}", name(link.to), name(link.from)), vec![Subject::Link(id)])
        };
        design.link_ids().filter(is_open).map(ask).collect()
    }

    /// What the design itself says that nobody knows, unless one of [`QUESTIONS`] asks it.
    fn unknown_facts(&self) -> Vec<(Text, String, Vec<Subject>)> {
        let mut by_attr: BTreeMap<Attr, Vec<Subject>> = BTreeMap::new();
        for id in self.design.component_ids() {
            let facts = self.design.component(id).facts.iter();
            let asked = |attr: Attr| {
                let answers = |ask: &&Ask| ask.answer.split(" = ").next() == Some(attr.word());
                QUESTIONS.iter().filter(answers).any(|ask| (ask.open)(self, id))
            };
            for (attr, _) in facts.filter(|(_, stated)| stated.value == Value::Unknown) {
                if !asked(attr) {
                    by_attr.entry(attr).or_default().push(Subject::Component(id));
                }
            }
        }
        let ask = |(attr, about): (Attr, Vec<Subject>)| {
            let name = Text::code(attr.word());
            let asks = text!(name; "{name}의 값은 무엇인가요?", "what is {name}?");
            (asks, format!("{} = …", attr.word()), about)
        };
        by_attr.into_iter().map(ask).collect()
    }

    /// Calls of a provider that are tried again, where nobody says whether it takes them twice.
    fn retries_of_providers(&self) -> Vec<Subject> {
        let design = self.design;
        let is_open = |id: &LinkId| {
            let link = design.link(*id);
            let retries = link.facts.number(Attr::Retries, Dimension::Count);
            // Of one that charges, and of what writes, it is a finding.
            let charges = self.design.component(link.to).tech.as_ref().is_some_and(|it| it.charges);
            self.kind(link.to) == Kind::External
                && !charges
                && !self.carries_writes(*id)
                && retries.is_some_and(|retries| retries.high() >= 1.0)
                && !link.facts.is_stated(Attr::Idempotent)
        };
        design.link_ids().filter(is_open).map(Subject::Link).collect()
    }

    /// Connections whose `share` is that of the only flow that runs over them.
    fn shares_that_repeat(&self) -> Vec<Subject> {
        let twice = self.ordinary().spread().map(|it| it.counted_twice()).unwrap_or_default();
        twice.iter().map(|(link, _)| Subject::Link(*link)).collect()
    }

    /// What is priced by its region and stands in none.
    fn without_region(&self) -> Vec<Subject> {
        let gaps = self.cost().gaps.iter();
        let open = gaps.filter(|gap| gap.why == Missing::Region && gap.what == "instances");
        open.map(|gap| Subject::from(gap.place)).collect()
    }
}
