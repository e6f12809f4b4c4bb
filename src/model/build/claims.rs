//! Sixth pass: what the design claims about itself: expectations, accepted findings, prohibitions.

use super::Builder;
use super::declare::{Around, Work};
use super::draft::DraftExpectation;
use super::lookup::Scope;
use super::mentions;
use crate::diagnostic::Diagnostic;
use crate::model::value::{Names, Reader};
use crate::model::{
    Accept, AcceptSubject, Argument, Dimension, Expectation, Forbid, Kind, LinkId, Matcher,
    Measure, Place, Quantity,
};
use crate::say::Text;
use crate::source::Span;
use crate::syntax::ast::{self, Arrow};
use crate::text;

/// What a function of `expect` may be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    Flow,
    Component,
    FlowOrComponent,
}

/// A function of `expect`.
pub(super) struct Function {
    pub(super) word: &'static str,
    pub(super) measure: Measure,
    pub(super) asks: Asks,
    /// May also be asked about the whole design.
    pub(super) or_whole: bool,
    /// What its result measures; `None` for one that holds or not.
    pub(super) dimension: Option<Dimension>,
}

const fn function(
    word: &'static str,
    measure: Measure,
    asks: Asks,
    dimension: Dimension,
) -> Function {
    Function { word, measure, asks, or_whole: false, dimension: Some(dimension) }
}

impl Function {
    const fn or_whole(self) -> Self {
        Self { or_whole: true, ..self }
    }
}

pub(super) const FUNCTIONS: &[Function] = &[
    function("availability", Measure::Availability, Asks::Flow, Dimension::Ratio),
    function("unavailability", Measure::Unavailability, Asks::Flow, Dimension::Ratio),
    function("latency", Measure::Latency, Asks::FlowOrComponent, Dimension::Duration),
    function("latency_p99", Measure::LatencyP99, Asks::FlowOrComponent, Dimension::Duration),
    function("rps", Measure::Rps, Asks::FlowOrComponent, Dimension::Rate).or_whole(),
    function("utilization", Measure::Utilization, Asks::Component, Dimension::Ratio),
    function("replicas", Measure::Replicas, Asks::Component, Dimension::Count),
    function("rto", Measure::Rto, Asks::FlowOrComponent, Dimension::Duration).or_whole(),
    function("rpo", Measure::Rpo, Asks::FlowOrComponent, Dimension::Duration).or_whole(),
    Function {
        word: "survives",
        measure: Measure::Survives,
        asks: Asks::Flow,
        or_whole: false,
        dimension: None,
    },
    function("cost", Measure::Cost, Asks::Component, Dimension::Usd).or_whole(),
];

/// What an expectation is about, its flow still a name.
enum Subject {
    Whole,
    Flow(String),
    Component(crate::model::ComponentId),
}

impl<'a> Builder<'a> {
    pub(super) fn claims(&mut self, work: &Work<'a>) {
        for (around, it, span) in &work.expects {
            self.expect(it, *span, *around);
        }
        for (around, it, span) in &work.accepts {
            self.accept(it, *span, *around);
        }
        for (around, it, span) in &work.forbids {
            let (from, to) = (self.matcher(&it.from, *around), self.matcher(&it.to, *around));
            let (Some(from), Some(to)) = (from, to) else { continue };
            let because = it.because.as_ref().map(|because| because.text.clone());
            self.draft.forbids.push(Forbid { from, to, because, span: *span });
        }
    }

    fn expect(&mut self, it: &ast::Expect, span: Span, around: Around) {
        let Some(row) = FUNCTIONS.iter().find(|row| row.word == it.function.text) else {
            self.unknown_function(&it.function);
            return;
        };
        let (function, asks, dimension) = (row.measure, row.asks, row.dimension);
        let subject = match &it.arguments[..] {
            [] if row.or_whole => Some(Subject::Whole),
            [path] => self.subject(path, asks, around),
            _ => {
                self.errors.push(wrong_arguments(&it.function, asks));
                None
            }
        };
        let comparison = self.comparison(it, function, dimension, around);
        let scenario = match &it.scenario {
            Some(name) => self.known_scenario(name).map(|_| Some(name.text.clone())),
            None => Some(None),
        };
        let (Some(subject), Some(comparison), Some(scenario)) = (subject, comparison, scenario)
        else {
            return;
        };
        let (argument, flow) = match subject {
            Subject::Whole => (None, None),
            Subject::Flow(name) => (None, Some(name)),
            Subject::Component(id) => (Some(Argument::Component(id)), None),
        };
        let text = self.sources.text(span).to_owned();
        let it = Expectation { function, argument, comparison, scenario: None, text, span };
        self.draft.expectations.push(DraftExpectation { it, flow, scenario });
    }

    fn unknown_function(&mut self, name: &ast::Name) {
        let word = &name.text;
        let meant = self.suggestions.nearest(word, FUNCTIONS.iter().map(|row| row.word));
        let message =
            text!(word; "`{word}` 함수를 알 수 없습니다", "`{word}` is no known function");
        let error =
            Diagnostic::error("unknown-value", name.span, message).did_you_mean(name.span, meant);
        let known = FUNCTIONS.iter().map(|row| row.word).collect::<Vec<_>>().join(", ");
        self.errors.push(
            error.why(text!(known; "쓸 수 있는 함수: {known}", "The functions are {known}.")),
        );
    }

    fn subject(&mut self, path: &ast::Path, asks: Asks, around: Around) -> Option<Subject> {
        if asks != Asks::Component
            && let [name] = &path.segments[..]
            && self.is_flow(&name.text)
        {
            self.note_flow(name);
            return Some(Subject::Flow(name.text.clone()));
        }
        if asks != Asks::Flow {
            return self.component(path, around).map(Subject::Component);
        }
        let name = path.segments.last().map_or("", |name| name.text.as_str());
        let known = if self.suggestions.are_spent() { Vec::new() } else { self.flow_names() };
        let meant = self.suggestions.nearest(name, known.iter().map(String::as_str));
        let message = text!(name; "`{name}` 흐름이 없습니다", "there is no flow `{name}`");
        let mut error =
            Diagnostic::error("unknown-name", path.span, message).did_you_mean(path.span, meant);
        if error.help.is_none() && !known.is_empty() {
            let known = Text::names(known.iter().take(8).map(String::as_str));
            error = error.help(text!(known; "흐름: {known}.", "The flows are {known}."));
        }
        self.errors.push(error);
        None
    }

    /// The flows by name; without any, one for each user.
    fn flow_names(&self) -> Vec<String> {
        let flows = self.draft.flows.iter().filter(|flow| !flow.removed);
        let names: Vec<String> = flows.map(|flow| flow.it.name.clone()).collect();
        if !names.is_empty() {
            return names;
        }
        let users = self.draft.components.iter().enumerate().filter(|(at, component)| {
            let place = Place::Component(crate::model::ComponentId(*at as u32));
            component.it.kind == Kind::User && self.draft.is_alive(place)
        });
        users.map(|(_, user)| user.it.name.clone()).collect()
    }

    /// A flow that nobody states goes by its user's name.
    fn note_flow(&self, name: &ast::Name) {
        let stated = self.draft.flow_of.get(&name.text);
        let is_user = |place: &&Place| matches!(place, Place::Component(_));
        let symbol = match stated {
            Some(at) => Some(mentions::flow_symbol(self.draft.flows[*at].name_span)),
            None => {
                let users = self.draft.index.anywhere(&name.text).iter();
                users
                    .filter(is_user)
                    .find(|place| self.draft.is_alive(**place))
                    .map(|place| mentions::symbol(&self.draft, *place))
            }
        };
        if let Some(symbol) = symbol {
            self.mentions.refer(name.span, symbol);
        }
    }

    fn is_flow(&self, name: &str) -> bool {
        if !self.draft.flow_of.is_empty() {
            return self.draft.flow_of.contains_key(name);
        }
        self.draft.index.anywhere(name).iter().any(|place| match place {
            Place::Component(id) => {
                self.draft.is_alive(*place) && self.draft.component(*id).it.kind == Kind::User
            }
            Place::Group(_) => false,
        })
    }

    /// `Some(None)` when rightly nothing is compared.
    fn comparison(
        &mut self,
        it: &ast::Expect,
        function: Measure,
        dimension: Option<Dimension>,
        around: Around,
    ) -> Option<Option<(ast::Comparison, Quantity)>> {
        match (&it.comparison, dimension) {
            (Some((comparison, _, value)), Some(dimension)) => {
                let names = Scope::of(&self.draft, &self.suggestions, &self.mentions, around);
                let mut reader =
                    Reader { lets: self.lets, names: &names, errors: &mut self.errors };
                let quantity = match function {
                    Measure::Availability => reader.availability(value)?,
                    _ => reader.quantity(value, dimension)?,
                };
                Some(Some((*comparison, quantity)))
            }
            (None, None) => Some(None),
            (Some((_, span, _)), None) => {
                self.errors.push(nothing_to_compare(*span));
                None
            }
            (None, Some(_)) => {
                self.errors.push(no_comparison(&it.function));
                None
            }
        }
    }

    fn accept(&mut self, it: &ast::Accept, span: Span, around: Around) {
        let subjects: Vec<AcceptSubject> =
            it.subjects.iter().flat_map(|subject| self.accepted(subject, around)).collect();
        let until = match &it.until {
            None => None,
            Some(expr) => {
                let names = Scope::of(&self.draft, &self.suggestions, &self.mentions, around);
                let mut reader =
                    Reader { lets: self.lets, names: &names, errors: &mut self.errors };
                // An acceptance with a date that can't be read must not hold for ever.
                let Some(date) = reader.date(expr) else { return };
                Some(date)
            }
        };
        // Without a `because` the parser has asked for it.
        let Some(because) = &it.because else { return };
        let reason = because.text.trim();
        if reason.is_empty() {
            self.errors.push(no_reason(&it.rule.text, because.span));
            return;
        }
        if subjects.is_empty() && !it.subjects.is_empty() {
            return;
        }
        self.draft.accepts.push(Accept {
            rule: it.rule.text.clone(),
            rule_span: it.rule.span,
            subjects,
            reason: reason.to_owned(),
            until,
            span,
            inherited: self.layer < self.top,
        });
    }

    fn accepted(&mut self, subject: &ast::Subject, around: Around) -> Vec<AcceptSubject> {
        match subject {
            ast::Subject::Name(path) => {
                let place = self.place(path, around);
                place.map(|place| AcceptSubject::Place(place, path.span)).into_iter().collect()
            }
            ast::Subject::Link(from, to, span) => {
                let (from_id, to_id) = (self.component(from, around), self.component(to, around));
                let (Some(a), Some(b)) = (from_id, to_id) else { return Vec::new() };
                let arrows = [Arrow::Sync, Arrow::Async, Arrow::Copy];
                let links: Vec<LinkId> =
                    arrows.iter().filter_map(|arrow| self.draft.link(a, b, *arrow)).collect();
                if links.is_empty() {
                    let error = self.not_drawn(a, Arrow::Sync, b, *span);
                    self.errors.push(error);
                }
                links.into_iter().map(|link| AcceptSubject::Link(link, *span)).collect()
            }
        }
    }

    /// A component or group of that name, else a kind.
    fn matcher(&mut self, path: &ast::Path, around: Around) -> Option<Matcher> {
        let scope = Scope::of(&self.draft, &self.suggestions, &self.mentions, around);
        if let [word] = &path.segments[..]
            && let Some(kind) = Kind::parse(&word.text)
            && !scope.has_place(path)
        {
            return Some(Matcher::Kind(kind));
        }
        self.place(path, around).map(|place| match place {
            Place::Component(id) => Matcher::Component(id),
            Place::Group(id) => Matcher::Group(id),
        })
    }
}

fn wrong_arguments(function: &ast::Name, asks: Asks) -> Diagnostic {
    let name = &function.text;
    let example = if asks == Asks::Component { "api" } else { "buy" };
    Diagnostic::error(
        "unknown-value",
        function.span,
        text!(name; "`{name}` 함수에는 대상이 하나 필요합니다", "`{name}` is asked about one thing"),
    )
    .help(text!(name, example; "`{name}({example})`처럼 쓰세요.", "Write it like `{name}({example})`."))
}

fn nothing_to_compare(span: Span) -> Diagnostic {
    Diagnostic::error(
        "unknown-value",
        span,
        text!(
            "`survives`는 비교하지 않고 그대로 씁니다",
            "`survives` stands alone, without a comparison"
        ),
    )
    .help(text!(
        "`expect survives(buy) in redis-down`처럼 쓰세요.",
        "Write it like `expect survives(buy) in redis-down`."
    ))
}

fn no_comparison(function: &ast::Name) -> Diagnostic {
    let name = &function.text;
    Diagnostic::error(
        "unknown-value",
        function.span,
        text!(name; "`{name}` 기대에 비교할 값이 없습니다", "`{name}` is compared with nothing"),
    )
    .help(text!("`>= 99.9%`처럼 비교를 쓰세요.", "Add a comparison like `>= 99.9%`."))
}

fn no_reason(rule: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "syntax",
        span,
        text!(rule; "`{rule}` 수용에 이유가 없습니다", "`{rule}` is accepted without a reason"),
    )
    .help(text!(
        "`because \"이유\"`를 덧붙이세요. 이유 없는 수용은 나중에 아무도 판단할 수 없습니다.",
        "Add `because \"…\"`: without a reason nobody can judge the decision later."
    ))
}
