//! What breaks a team's policies, and what of them nobody can judge. Their findings are weighed, accepted
//! and printed like those of rules, as `policy/NAME`.

mod eval;
mod undecided;
mod way;

pub use undecided::undecided;

use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::lint::Finding;
use crate::lint::policy::rule_name;
use crate::model::{
    Attr, Clause, ComponentId, Condition, Demand, Kind, LinkId, Measure, Policy, PolicyFigure,
    Property, Whom,
};
use crate::say::Text;
use crate::source::Span;
use crate::syntax::ast::{Arrow, StatementKind};
use crate::text;
use eval::{Open, Truth, eval, shown};
use std::collections::BTreeMap;

/// All findings of all policies of a design, in the order in which they are demanded.
pub fn findings(context: &Context) -> Vec<Finding> {
    let mut findings = Vec::new();
    for policy in &context.design.policies {
        for clause in &policy.clauses {
            let judge = Judge { context, policy, clause };
            findings.extend(judge.findings());
        }
    }
    findings
}

/// What policies would need to know: the attribute with what may answer it, and whom it is about.
pub fn questions(context: &Context) -> Vec<(Text, String, Vec<crate::model::Subject>)> {
    let mut open: BTreeMap<(String, String), Vec<ComponentId>> = BTreeMap::new();
    for policy in &context.design.policies {
        for clause in &policy.clauses {
            let judge = Judge { context, policy, clause };
            for (id, attribute) in judge.unknown() {
                let answer = answer(context, &attribute);
                let ids = open.entry((policy.name.clone(), answer)).or_default();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
    }
    let asked = |((policy, answer), ids): ((String, String), Vec<ComponentId>)| {
        let asks = text!(policy;
            "`{policy}` 정책을 따르나요?",
            "does it follow the policy `{policy}`?"
        );
        (asks, answer, ids.into_iter().map(crate::model::Subject::Component).collect())
    };
    open.into_iter().map(asked).collect()
}

/// The attribute with what may stand there.
fn answer(context: &Context, attribute: &str) -> String {
    let own = context.design.own.iter().find(|own| own.name == attribute);
    let value = own.map_or_else(|| "…".to_owned(), |own| own.of.example());
    format!("{attribute} = {value}")
}

struct Judge<'c, 'd> {
    context: &'c Context<'d>,
    policy: &'c Policy,
    clause: &'c Clause,
}

impl Judge<'_, '_> {
    fn findings(&self) -> Vec<Finding> {
        match &self.clause.demand {
            Demand::ForbidCalls(from, to) => self.forbidden_calls(from, to),
            Demand::Forbid(condition, on) => self.demanded(condition, on.as_deref(), false),
            Demand::Require(condition, on) => self.demanded(condition, on.as_deref(), true),
            Demand::RequirePath(sides) => {
                let around = way::around(self.context, sides);
                around
                    .into_iter()
                    .map(|(link, path, missed)| self.around(link, path, missed, sides))
                    .collect()
            }
            Demand::AllowTechnology(names) => self.other_technologies(names),
            Demand::LimitDepth(..) => self.too_deep(),
        }
    }

    /// Attributes that the condition needs and that nobody knows.
    fn unknown(&self) -> Vec<(ComponentId, String)> {
        let (Demand::Forbid(condition, Some(on)) | Demand::Require(condition, Some(on))) =
            &self.clause.demand
        else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for id in eval::subjects(self.context, on) {
            if let Truth::Open(open) = eval(self.context, condition, Some(id)) {
                let attributes = open.into_iter().filter_map(|open| match open {
                    Open::Attribute(name) => Some(name),
                    Open::Figure => None,
                });
                all.extend(attributes.map(|name| (id, name)));
            }
        }
        all
    }

    fn finding(&self, primary: Span, message: Text) -> Finding {
        let (policy, clause) = (self.policy, self.clause);
        let name = &policy.name;
        let finding = Finding::new(rule_name(name), policy.level, primary, message)
            .related(clause.span, text!("여기서 정했습니다", "demanded here"))
            .question(text!("왜 여기만 예외인가요?", "Why is this one an exception?"));
        let finding = match &policy.why {
            Some(why) => finding.why(text!(why; "{why}", "{why}")),
            None => finding.why(text!(name;
                "팀이 정한 `{name}` 정책입니다.",
                "The team's policy `{name}` demands it."
            )),
        };
        match &policy.note {
            Some(note) => finding.help(text!(note; "{note}", "{note}")),
            None => finding.help(text!(name;
                "정책에 맞게 고치세요. 예외라면 이유와 기한을 `accept policy/{name} on … because \"…\" until …`로 남기세요.",
                "Change the design; an exception is written down with its reason and its end: `accept policy/{name} on … because \"…\" until …`."
            )),
        }
    }

    fn forbidden_calls(&self, from: &[Whom], to: &[Whom]) -> Vec<Finding> {
        let design = self.context.design;
        let breaks = |id: &LinkId| {
            let link = design.link(*id);
            link.arrow != Arrow::Copy
                && eval::is_any(self.context, link.from, from)
                && eval::is_any(self.context, link.to, to)
        };
        let report = |id: LinkId| {
            let link = design.link(id);
            let (from, to) = (self.context.called(link.from), self.context.called(link.to));
            let name = &self.policy.name;
            let message = text!(from, to, name;
                "{from}에서 {to:로} 바로 가는 연결을 `{name}` 정책이 금지합니다",
                "the policy `{name}` forbids going straight from {from} to {to}"
            );
            self.finding(link.span, message).label(text!("금지된 연결", "forbidden")).about_link(id)
        };
        design.link_ids().filter(breaks).map(report).collect()
    }

    fn demanded(&self, condition: &Condition, on: Option<&[Whom]>, must: bool) -> Vec<Finding> {
        let breaks = |truth: Truth| match truth {
            Truth::Yes => !must,
            Truth::No => must,
            Truth::Open(_) => false,
        };
        match on {
            Some(on) => {
                let subjects = eval::subjects(self.context, on).into_iter();
                let broken = subjects.filter(|id| breaks(eval(self.context, condition, Some(*id))));
                broken.map(|id| self.broken_by(id, condition, must)).collect()
            }
            None if breaks(eval(self.context, condition, None)) => {
                vec![self.broken_by_whole(condition)]
            }
            None => Vec::new(),
        }
    }

    fn broken_by(&self, id: ComponentId, condition: &Condition, must: bool) -> Finding {
        let component = self.context.design.component(id);
        let (called, name) = (self.context.called(id), &self.policy.name);
        let message = match (condition, must) {
            (Condition::Stated(property), true) => {
                let word = property.word();
                text!(called, word, name;
                    "{called}에 `{name}` 정책이 요구하는 `{word}` 속성이 없습니다",
                    "{called} states no `{word}`, which the policy `{name}` requires"
                )
            }
            (Condition::Stated(property), false) => {
                let word = property.word();
                text!(called, word, name;
                    "{called:은} `{name}` 정책이 금지하는 `{word}` 속성을 씁니다",
                    "{called} states `{word}`, which the policy `{name}` forbids"
                )
            }
            _ => {
                let demand = &self.clause.text;
                text!(called, demand, name;
                    "{called:이} `{name}` 정책을 어깁니다: `{demand}`",
                    "{called} breaks the policy `{name}`: `{demand}`"
                )
            }
        };
        let (place, label) = self.place(id, condition);
        let finding = self.finding(place.unwrap_or(component.head), message).about(id);
        match label {
            Some(label) => finding.label(label),
            None => finding.label(text!("정책 위반", "breaks the policy")),
        }
    }

    /// The value that decides, where one is stated, and what it is.
    fn place(&self, id: ComponentId, condition: &Condition) -> (Option<Span>, Option<Text>) {
        let context = self.context;
        let facts = &context.design.component(id).facts;
        let mut found = (None, None);
        eval::walk(condition, &mut |part| match part {
            Condition::Stated(property)
            | Condition::Compared(property, ..)
            | Condition::Among(property, _) => {
                let stated = match property {
                    Property::Attr(attr) => facts.get(*attr),
                    Property::Own(name) => facts.own(name),
                };
                if let (None, Some(stated)) = (found.0, stated) {
                    found.0 = Some(stated.value_span);
                }
            }
            Condition::Within(kind, _) if found.1.is_none() => {
                let mut groups = context.groups_around(id);
                let group = groups.find(|it| context.design.group(*it).kind == *kind);
                found.1 = group.map(|group| {
                    let called = context.called_group(group);
                    text!(called; "{called} 안에 있습니다", "stands in {called}")
                });
            }
            Condition::Figure(figure) => match facts.get(Attr::Replicas) {
                Some(stated) if figure.measure == Measure::Replicas => {
                    found.0 = Some(stated.value_span);
                }
                _ if found.1.is_none() => {
                    let value = shown(context, figure, Some(id));
                    found.1 =
                        value.map(|value| text!(value; "계산한 값: {value}", "computed: {value}"));
                }
                _ => {}
            },
            _ => {}
        });
        // Where it stands and what is computed of it is said of itself, not of a value.
        let place = found.0.filter(|_| found.1.is_none());
        (place, found.1)
    }

    fn broken_by_whole(&self, condition: &Condition) -> Finding {
        let name = &self.policy.name;
        let demand = &self.clause.text;
        let mut figures: Vec<&PolicyFigure> = Vec::new();
        eval::walk(condition, &mut |part| {
            if let Condition::Figure(figure) = part {
                figures.push(figure);
            }
        });
        let values: Vec<Text> =
            figures.iter().filter_map(|figure| shown(self.context, figure, None)).collect();
        let message = text!(name, demand;
            "설계가 `{name}` 정책을 어깁니다: `{demand}`",
            "the design breaks the policy `{name}`: `{demand}`"
        );
        let place = if self.policy.shared { self.title() } else { self.clause.span };
        let mut finding = self.finding(place, message);
        if self.policy.note.is_none() {
            finding = finding.help(text!(name;
                "정책에 맞게 고치세요. 예외라면 이유와 기한을 `accept policy/{name} because \"…\" until …`로 남기세요.",
                "Change the design; an exception is written down with its reason and its end: `accept policy/{name} because \"…\" until …`."
            ));
        }
        match values.is_empty() {
            true => finding,
            false => {
                let values = Text::join(&values, ", ");
                finding.label(text!(values; "계산한 값: {values}", "computed: {values}"))
            }
        }
    }

    /// Where the design says its name, else where it begins.
    fn title(&self) -> Span {
        let design = self.context.design;
        let own = design.span;
        let mut files = design.texts.iter().filter(|file| own == Some(file.span));
        let header = files.find_map(|file| {
            file.statements.iter().find_map(|statement| match &statement.kind {
                StatementKind::Header(header) => Some(header.name.span),
                _ => None,
            })
        });
        let first = || {
            design
                .components
                .iter()
                .map(|it| it.head)
                .find(|it| own.is_some_and(|own| own.contains(*it)))
        };
        header.or_else(first).unwrap_or(self.clause.span)
    }

    fn around(
        &self,
        link: LinkId,
        path: Vec<ComponentId>,
        missed: usize,
        sides: &[Vec<Whom>],
    ) -> Finding {
        let design = self.context.design;
        let (first, last) = (path[0], design.link(link).to);
        let (from, to) = (self.context.called(first), self.context.called(last));
        let between = eval::words(self.context, &sides[missed]);
        let name = &self.policy.name;
        let message = text!(from, to, between, name;
            "{from}에서 {to}까지 {between} 없이 가는 길이 있습니다 (`{name}` 정책)",
            "a road from {from} to {to} does not pass {between} (policy `{name}`)"
        );
        let mut finding = self
            .finding(design.link(link).span, message)
            .label(text!("거치지 않는 길", "the way around"))
            .about_link(link);
        finding.path = path;
        finding
    }

    fn other_technologies(&self, allowed: &[String]) -> Vec<Finding> {
        let design = self.context.design;
        let other = |id: ComponentId| {
            let component = design.component(id);
            let stated = component.facts.text(crate::model::Attr::Tech);
            let word = component.tech.as_ref().map(|tech| tech.name.as_str()).or(stated)?;
            let is_open = component.kind != Kind::User && !allowed.iter().any(|it| it == word);
            is_open.then(|| {
                let (called, name) = (self.context.called(id), &self.policy.name);
                let title = component.tech.as_ref().map_or(word, |tech| tech.title.as_str());
                let list = Text::codes(allowed.iter().map(String::as_str));
                let message = text!(called, title, name;
                    "{called:은} `{name}` 정책이 허용한 기술이 아닙니다: {title}",
                    "{called} is {title}, which the policy `{name}` does not allow"
                );
                self.finding(component.head, message)
                    .label(text!(list; "허용된 기술: {list}", "allowed: {list}"))
                    .about(id)
            })
        };
        design.component_ids().filter_map(other).collect()
    }

    fn too_deep(&self) -> Vec<Finding> {
        let Demand::LimitDepth(comparison, limit) = &self.clause.demand else {
            return Vec::new();
        };
        let most = match comparison {
            crate::syntax::ast::Comparison::Less => limit.saturating_sub(1),
            _ => *limit,
        } as usize;
        let (context, design) = (self.context, self.context.design);
        let of_user = |chain: &Vec<ComponentId>| context.kind(chain[0]) == Kind::User;
        let chains = context.longest_hard_chains(Kind::ALL).into_iter().filter(of_user);
        let report = |chain: Vec<ComponentId>| {
            let hops = chain.len() - 1;
            let (first, last) = (context.called(chain[0]), context.called(chain[hops]));
            let name = &self.policy.name;
            let message = text!(first, last, hops, most, name;
                "{first}에서 {last}까지 동기 호출이 {hops}번 이어집니다 (`{name}` 정책: {most}번까지)",
                "{hops} synchronous hops from {first} to {last} (policy `{name}`: at most {most})"
            );
            let mut links = context.links_from(chain[most]);
            let beyond = links.find(|link| design.link(*link).to == chain[most + 1]);
            let place = beyond.map_or(design.component(chain[0]).head, |it| design.link(it).span);
            let mut finding = self
                .finding(place, message)
                .label(text!("여기부터 깊습니다", "too deep from here on"));
            finding = chain.iter().fold(finding, |finding, id| finding.about(*id));
            finding.path = chain;
            finding
        };
        chains.filter(|chain| chain.len() > most + 1).map(report).collect()
    }
}

/// What is found once more where the examples of a policy are tested.
pub fn breaks(findings: &[Diagnostic], policy: &str) -> bool {
    let name = rule_name(policy);
    findings.iter().any(|finding| finding.rule == name.as_str())
}
