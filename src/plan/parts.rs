//! Moves that add something on a way: a queue before what is slow, a CDN before what is fetched again
//! and again. Each says which connections go, and what leads on in their place.

use super::moves::{Edit, Moves, Slot, Target};
use super::text::quoted;
use crate::fix::{self, Ends};
use crate::model::{Attr, ComponentId, FlowId, GroupId, GroupKind, Kind, LinkId};
use crate::say::{Lang, Text};
use crate::syntax::ast::Arrow;
use crate::text;

/// What is declared and connected.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Components, each with the group in which it stands.
    pub declared: Vec<(Option<GroupId>, String)>,
    pub links: Vec<String>,
    pub instead: Vec<Instead>,
}

impl Part {
    /// Connections that are drawn no longer.
    pub fn gone(&self) -> impl Iterator<Item = LinkId> {
        self.instead.iter().filter(|it| it.flows.is_none()).map(|it| it.link)
    }
}

/// What leads on in the place of a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Instead {
    pub link: LinkId,
    /// In these flows only; without them the connection goes.
    pub flows: Option<Vec<FlowId>>,
    pub by: Vec<Ends>,
}

impl Instead {
    /// Whether the flow takes the other way.
    pub fn holds(&self, flow: FlowId, link: LinkId) -> bool {
        self.link == link && self.flows.as_ref().is_none_or(|flows| flows.contains(&flow))
    }
}

/// Attributes of a call that say how often it is made; all others say how.
const HOW_OFTEN: [Attr; 3] = [Attr::Share, Attr::Calls, Attr::Reads];

/// The share of a CDN's requests for files that it answers itself, until it is measured.
const HITS: &str = "80%";

/// A queue and who takes from it.
pub(super) struct Line<'n> {
    pub link: LinkId,
    /// What the one who takes states of itself, such as its pace.
    pub worker: &'n str,
    pub flows: Option<Vec<FlowId>>,
}

impl Moves<'_> {
    /// Whether the rule objects to it, and nobody has accepted that.
    fn is_found(&self, rule: &str, is_about: impl Fn(crate::model::Subject) -> bool) -> bool {
        let open = self.known.findings.iter().filter(|it| !it.is_accepted() && it.rule == rule);
        open.flat_map(|it| &it.subjects).any(|it| is_about(it.subject))
    }

    /// Work for which nobody has to wait.
    pub fn queue(&self, id: LinkId) -> Option<Edit> {
        let is_it = |subject| subject == crate::model::Subject::Link(id);
        if !self.is_found("slow-work-in-request", is_it) {
            return None;
        }
        let why = text!(
            "요청 안에서 기다리지 않고 큐에 넘깁니다",
            "handed to a queue instead of waited for"
        );
        let line = Line { link: id, worker: "", flows: None };
        Some(self.behind_a_queue(&line, why))
    }

    pub(super) fn behind_a_queue(&self, line: &Line, why: Text) -> Edit {
        let link = self.design.link(line.link);
        let (from, to) = (self.path(link.from), self.path(link.to));
        let name = &self.design.component(link.to).name;
        let queue = self.design.free_name(&format!("{name}-queue"));
        let worker = self.design.free_name(&format!("{name}-worker"));
        let label = self.label(link.to);
        let labels = match self.lang {
            Lang::Ko => [format!("{label} 큐"), format!("{label} 처리")],
            Lang::En => [format!("queue for {label}"), format!("worker for {label}")],
        };
        let [queued, worked] = labels.map(|label| quoted(&label));
        let (tech, attrs) = self.broker(link.from);
        let home = self.design.component(link.from).group;
        let region = self.design.ancestors(home);
        let region = region.into_iter().find(|it| self.design.group(*it).kind == GroupKind::Region);
        let stated = fix::stated(self.design, self.known.sources, &link.facts);
        let (often, how): (Vec<_>, Vec<_>) =
            stated.into_iter().partition(|(attr, _)| HOW_OFTEN.contains(attr));
        let mut how: Vec<String> = how.into_iter().map(|(_, written)| written).collect();
        for (attr, written) in [(Attr::Timeout, "timeout = 3s"), (Attr::Retries, "retries = 2")] {
            if !link.facts.is_stated(attr) {
                how.push(written.to_owned());
            }
        }
        if !link.facts.is_stated(Attr::Backoff) {
            how.push("backoff = exponential".to_owned());
        }
        let often: Vec<String> = often.into_iter().map(|(_, written)| written).collect();
        let said = link.label.as_deref().map_or(String::new(), |it| format!(" : {}", quoted(it)));
        let worker_says = format!("replicas = 2, idempotent{}", line.worker);
        let part = Part {
            declared: vec![
                (region.or(home), format!("{tech} {queue} {queued} {{ {attrs} }}")),
                (home, format!("worker {worker} {worked} {{ {worker_says} }}")),
            ],
            links: vec![
                format!("{from} ~> {queue}{said}{}", block(&often)),
                format!("{queue} ~> {worker}"),
                format!("{worker} -> {to}{said}{}", block(&how)),
            ],
            instead: vec![Instead {
                link: line.link,
                flows: line.flows.clone(),
                by: vec![(from, Arrow::Async, queue.clone())],
            }],
        };
        let called = self.called(link.to);
        let gives_up = text!(
            called;
            "{called} 쪽의 결과는 나중에 알리게 되고, 같은 일이 두 번 갈 수 있습니다.",
            "What {called} does is known only later, and the same work may arrive twice."
        );
        let edit = Edit::of(Target::Way(line.link), Vec::new(), why).giving_up(gives_up);
        Edit { part: Some(part), ..edit }
    }

    /// The queue that the design runs already, else the usual one of the place.
    fn broker(&self, from: ComponentId) -> (String, &'static str) {
        const OURS: &str = "brokers = 3, replication-factor = 3, dlq";
        let known = self.study.of_kinds(&[Kind::Queue]).find_map(|id| {
            let tech = self.design.component(id).tech.as_ref()?;
            let is_whole = self.design.fails_whole(id);
            Some((tech.name.clone(), if is_whole { "dlq" } else { OURS }))
        });
        known.unwrap_or_else(|| match self.in_aws(from) {
            true => ("sqs".to_owned(), "dlq"),
            false => ("rabbitmq".to_owned(), OURS),
        })
    }

    /// A CDN before files that our own servers hand out one by one.
    pub fn cdn(&self, id: ComponentId) -> Option<Slot> {
        let is_it = |subject| subject == crate::model::Subject::Component(id);
        if !self.is_found("static-without-cdn", is_it) {
            return None;
        }
        let entry = self.entry_to(id)?;
        let link = self.design.link(entry);
        let (from, to) = (self.path(link.from), self.path(link.to));
        let edge = self.design.free_name("edge");
        let tech = if self.in_aws(link.to) { "cloudfront" } else { "cdn" };
        let files = self.design.component(id).facts.words(Attr::Content).unwrap_or_default();
        let only_files = !files.is_empty() && !files.contains(&"dynamic");
        let hits = if only_files { format!(", hit-ratio = {HITS}") } else { String::new() };
        let stated = fix::stated(self.design, self.known.sources, &link.facts);
        let mut attrs: Vec<String> = stated.into_iter().map(|(_, written)| written).collect();
        if !link.facts.is_stated(Attr::Fallback) {
            attrs.push(format!("fallback = {to}"));
        }
        let said = link.label.as_deref().map_or(String::new(), |it| format!(" : {}", quoted(it)));
        let why = match only_files {
            true => text!(
                "같은 파일을 원본에서 매번 내보내지 않습니다. 적중률은 재기 전의 가정입니다",
                "the same file leaves the origin once; the hit ratio is assumed until it is measured"
            ),
            false => text!(
                "같은 파일을 원본에서 매번 내보내지 않습니다",
                "the same file leaves the origin once"
            ),
        };
        let part = Part {
            declared: vec![(
                None,
                format!("{tech} {edge} \"CDN\" {{ ttl = 1d, invalidation{hits} }}"),
            )],
            links: vec![
                format!("{from} -> {edge}{said}{}", block(&attrs)),
                format!("{edge} -> {to}"),
            ],
            instead: vec![Instead {
                link: entry,
                flows: None,
                by: vec![(from, Arrow::Sync, edge.clone()), (edge, Arrow::Sync, to)],
            }],
        };
        let gives_up = text!(
            "CDN에 잘못 남은 파일은 따로 지워야 합니다.",
            "Files that are wrong in the CDN have to be purged."
        );
        let edit = Edit::of(Target::Way(entry), Vec::new(), why).giving_up(gives_up);
        let edit = Edit { part: Some(part), ..edit };
        Some(Slot::paid(vec![vec![edit]], 10.0))
    }

    /// The connection by which users come to it, itself or through what stands in front.
    fn entry_to(&self, id: ComponentId) -> Option<LinkId> {
        let is_outside = |link: &LinkId| {
            let kind = self.study.kind(self.design.link(*link).from);
            matches!(kind, Kind::User | Kind::Dns)
        };
        let own = self.study.links_to(id).find(is_outside);
        own.or_else(|| {
            let front = self.study.balancer_of(id)?;
            self.study.links_to(front).find(is_outside)
        })
    }

    fn path(&self, id: ComponentId) -> String {
        self.design.component(id).path.clone()
    }

    pub fn called(&self, id: ComponentId) -> Text {
        Text::same(self.label(id))
    }

    fn label(&self, id: ComponentId) -> &str {
        let component = self.design.component(id);
        component.label.as_deref().unwrap_or(&component.name)
    }
}

fn block(attrs: &[String]) -> String {
    if attrs.is_empty() { String::new() } else { format!(" {{ {} }}", attrs.join(", ")) }
}
